//! What acts say: one variant per kind, and their fields' bytes.
//!
//! The couple's kinds are here, the vault's in [`super::vault`]. An act of a kind this app does not know keeps its bytes and is never dropped.

use super::codec::{ActError, Cursor, Writer};
use super::kind;
use super::repair::RepairBody;
use super::revision::{Revision, area_from, area_to};
use super::rounds::RoundBody;
use super::shared::SharedBody;
use super::text::{Text, Zone};
use super::vault::VaultBody;
use super::{RecordId, RevisionId, VersionId};
use crate::law::command::{AgreementKind, Area, MarkResult, Polarity, Size, Sure};
use crate::time::{Day, When};

/// First kind code of the vault.
pub(super) const FIRST_VAULT_KIND: u16 = 0x0100;

/// What one act says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md; variants are documented")]
pub enum Body {
    /// Only carries knowledge that did not fit elsewhere.
    Heard,
    /// The author's name.
    Name(Text),
    /// The author's zone, or no longer.
    Zone(Option<Zone>),
    /// Proposes a wording, with the author's yes to it.
    Propose { kind: AgreementKind, revision: Revision },
    /// A yes to one wording. `mostly` is "can I really do this: mostly"; `None` is not said.
    Accept { revision: RevisionId, can: Option<CanYes> },
    /// A no to one wording.
    Decline { revision: RevisionId, note: Option<Text> },
    /// Takes the author's yes back.
    Retract { revision: RevisionId, note: Option<Text> },
    /// Ends the agreement.
    End { note: Option<Text> },
    /// The author's own side of a compromise.
    Part { want: Option<Text>, why: Option<Text>, limit: Option<Text> },
    /// Two agreements look alike and both stay.
    KeepBoth { other: RecordId },
    /// "Can I really do this: no", which is not a yes.
    Cannot { revision: RevisionId, note: Option<Text> },
    /// A limit's or permission's words.
    Boundary(BoundaryFields),
    /// Withdraws an own boundary.
    BoundaryWithdraw,
    /// Has read this version.
    Acknowledge { version: VersionId },
    /// A question about this version.
    Ask { version: VersionId, text: Text },
    /// How the author will honour this version.
    Honour { version: VersionId, text: Text },
    /// A note beside a permission.
    BoundaryNote { text: Text },
    /// The owner picks one of several own versions.
    Pick { version: VersionId },
    /// A promise's words.
    Promise(PromiseFields),
    /// What the author says happened.
    Mark { on: Option<Day>, result: MarkResult, note: Option<Text> },
    /// "It is all right."
    AllRight { on: Option<Day> },
    /// The recipient frees the maker.
    Release { on: Option<Day> },
    /// The maker moves an occurrence.
    Move { on: Option<Day>, to: When },
    /// The maker withdraws the promise.
    PromiseWithdraw,
    /// The recipient has read this version.
    PromiseAcknowledge { version: VersionId },
    /// The recipient says thanks for this version.
    Thank { version: VersionId },
    /// A mark of a ritual or a step, or a check-in.
    Round(RoundBody),
    /// Thanks, a talk, a break, openness, a link.
    Shared(SharedBody),
    /// A repair and its parts.
    Repair(RepairBody),
    /// A vault act; never in a couple space.
    Vault(VaultBody),
    /// From a newer app: kept and forwarded unchanged, counts for nothing.
    Unknown { kind: u16, fields: Vec<u8> },
}

impl Body {
    /// Whether it takes something back, says no to something or ends it: what its author leaves last is that it stands no more.
    #[must_use]
    pub fn takes_back(&self) -> bool {
        match self {
            Self::Decline { .. }
            | Self::Retract { .. }
            | Self::End { .. }
            | Self::Cannot { .. }
            | Self::BoundaryWithdraw
            | Self::PromiseWithdraw
            | Self::Release { .. }
            | Self::Zone(None)
            | Self::Round(RoundBody::CheckinTakeBack { .. }) => true,
            Self::Shared(shared) => matches!(
                shared,
                SharedBody::ThanksTakeBack
                    | SharedBody::Heart { on: false }
                    | SharedBody::TalkTime { at: None }
                    | SharedBody::TalkLetGo
                    | SharedBody::Stance { stance: None, .. }
                    | SharedBody::KeepBetween { on: true }
            ),
            _ => false,
        }
    }
}

/// How sure somebody who says yes is of being able to do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CanYes {
    /// Yes.
    Yes,
    /// Mostly.
    Mostly,
}

/// The words of a boundary.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md")]
pub struct BoundaryFields {
    pub polarity: Polarity,
    pub area: Area,
    pub text: Text,
    pub why: Option<Text>,
    pub example: Option<Text>,
    pub helps: Option<Text>,
    pub if_crossed: Option<Text>,
    pub until: Option<Day>,
    pub look_again: Option<Day>,
    /// The agreement it names, and so pauses.
    pub limits: Option<RecordId>,
    /// Versions it takes the place of.
    pub replaces: Vec<VersionId>,
}

/// The words of a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md")]
pub struct PromiseFields {
    pub text: Text,
    pub due: Option<When>,
    /// An RFC 5545 RRULE value.
    pub every: Option<Text>,
    pub size: Option<Size>,
    pub sure: Option<Sure>,
    /// Versions it takes the place of.
    pub replaces: Vec<VersionId>,
}

impl BoundaryFields {
    /// These words with nothing said beside them, in place of no others.
    #[must_use]
    pub const fn new(polarity: Polarity, area: Area, text: Text) -> Self {
        Self {
            polarity,
            area,
            text,
            why: None,
            example: None,
            helps: None,
            if_crossed: None,
            until: None,
            look_again: None,
            limits: None,
            replaces: Vec::new(),
        }
    }

    /// The version's name: `H("accord/v1/boundary", record ‖ fields)`.
    #[must_use]
    pub fn version(&self, record: RecordId) -> VersionId {
        version("accord/v1/boundary", record, &Body::Boundary(self.clone()))
    }
}

impl PromiseFields {
    /// The version's name: `H("accord/v1/promise", record ‖ fields)`.
    #[must_use]
    pub fn version(&self, record: RecordId) -> VersionId {
        version("accord/v1/promise", record, &Body::Promise(self.clone()))
    }
}

fn version(label: &str, record: RecordId, body: &Body) -> VersionId {
    VersionId(super::envelope::labelled(label, &[&record.0, &body.fields()]))
}

impl Body {
    /// The kind code.
    #[must_use]
    pub fn kind(&self) -> u16 {
        match self {
            Self::Heard => 0x0001,
            Self::Name(_) => 0x0008,
            Self::Zone(_) => 0x0009,
            Self::Propose { .. } => kind::PROPOSE,
            Self::Accept { .. } => 0x0011,
            Self::Decline { .. } => 0x0012,
            Self::Retract { .. } => 0x0013,
            Self::End { .. } => 0x0014,
            Self::Part { .. } => 0x0015,
            Self::KeepBoth { .. } => 0x0016,
            Self::Cannot { .. } => 0x0017,
            Self::Boundary(_) => kind::BOUNDARY,
            Self::BoundaryWithdraw => 0x0021,
            Self::Acknowledge { .. } => 0x0022,
            Self::Ask { .. } => 0x0023,
            Self::Honour { .. } => 0x0024,
            Self::BoundaryNote { .. } => 0x0025,
            Self::Pick { .. } => 0x0026,
            Self::Promise(_) => kind::PROMISE,
            Self::Mark { .. } => 0x0031,
            Self::AllRight { .. } => 0x0032,
            Self::Release { .. } => 0x0033,
            Self::Move { .. } => 0x0034,
            Self::PromiseWithdraw => 0x0035,
            Self::PromiseAcknowledge { .. } => 0x0036,
            Self::Thank { .. } => 0x0037,
            Self::Round(body) => body.kind(),
            Self::Shared(body) => body.kind(),
            Self::Repair(body) => body.kind(),
            Self::Vault(body) => body.kind(),
            Self::Unknown { kind, .. } => *kind,
        }
    }

    /// Whether its kind is one of a vault's, known or not.
    #[must_use]
    pub fn is_of_vault(&self) -> bool {
        self.kind() >= FIRST_VAULT_KIND
    }

    /// True where the act carries its own signature.
    #[must_use]
    pub fn is_statement(&self) -> bool {
        matches!(
            self,
            Self::Propose { .. }
                | Self::Accept { .. }
                | Self::Decline { .. }
                | Self::Retract { .. }
                | Self::End { .. }
        )
    }

    /// Whether the envelope's record must be zeros (`Some(true)`), must not be (`Some(false)`), or may be either.
    pub(super) fn about_nothing(&self) -> Option<bool> {
        match self {
            Self::Heard | Self::Name(_) | Self::Zone(_) => Some(true),
            Self::Shared(body) => Some(body.about_nothing()),
            Self::Vault(body) => Some(body.about_nothing()),
            Self::Unknown { .. } => None,
            _ => Some(false),
        }
    }

    /// The fields' canonical bytes.
    #[must_use]
    pub fn fields(&self) -> Vec<u8> {
        let mut w = Writer::default();
        match self {
            Self::Heard | Self::BoundaryWithdraw | Self::PromiseWithdraw => {}
            Self::Name(name) => drop(w.text(name)),
            Self::Zone(zone) => {
                w.opt(zone.as_ref(), |w, z| {
                    w.counted(z.as_str());
                });
            }
            Self::Propose { kind, revision } => {
                w.u8(agreement_kind_to(*kind)).blob(&revision.bytes());
            }
            Self::Accept { revision, can } => {
                let can = match can {
                    None => 0,
                    Some(CanYes::Yes) => 1,
                    Some(CanYes::Mostly) => 2,
                };
                w.raw(&revision.0).u8(can);
            }
            Self::Decline { revision, note }
            | Self::Retract { revision, note }
            | Self::Cannot { revision, note } => {
                w.raw(&revision.0).opt_text(note.as_ref());
            }
            Self::End { note } => drop(w.opt_text(note.as_ref())),
            Self::Part { want, why, limit } => {
                w.opt_text(want.as_ref()).opt_text(why.as_ref()).opt_text(limit.as_ref());
            }
            Self::KeepBoth { other } => drop(w.raw(&other.0)),
            Self::Boundary(fields) => write_boundary(&mut w, fields),
            Self::Acknowledge { version }
            | Self::Pick { version }
            | Self::PromiseAcknowledge { version }
            | Self::Thank { version } => drop(w.raw(&version.0)),
            Self::Ask { version, text } | Self::Honour { version, text } => {
                w.raw(&version.0).text(text);
            }
            Self::BoundaryNote { text } => drop(w.text(text)),
            Self::Promise(fields) => write_promise(&mut w, fields),
            Self::Mark { on, result, note } => {
                let result = match result {
                    MarkResult::Kept => 1,
                    MarkResult::NotKept => 2,
                    MarkResult::NotApplicable => 3,
                };
                w.opt_day(*on).u8(result).opt_text(note.as_ref());
            }
            Self::AllRight { on } | Self::Release { on } => drop(w.opt_day(*on)),
            Self::Move { on, to } => drop(w.opt_day(*on).when(to)),
            Self::Round(body) => body.write(&mut w),
            Self::Shared(body) => body.write(&mut w),
            Self::Repair(body) => body.write(&mut w),
            Self::Vault(body) => body.write(&mut w),
            Self::Unknown { fields, .. } => drop(w.raw(fields)),
        }
        w.into_bytes()
    }

    /// Reads the fields of a kind. Unknown kinds are kept as bytes.
    ///
    /// # Errors
    /// [`ActError`] for a known kind whose bytes are not exact.
    pub fn parse(kind: u16, fields: &[u8]) -> Result<Self, ActError> {
        if kind >= FIRST_VAULT_KIND {
            return match VaultBody::parse(kind, fields)? {
                Some(body) => Ok(Self::Vault(body)),
                None => Ok(Self::Unknown { kind, fields: fields.to_vec() }),
            };
        }
        let mut c = Cursor::new(fields);
        let body = match kind {
            0x0001 => Self::Heard,
            0x0008 => Self::Name(c.name()?),
            0x0009 => Self::Zone(c.opt(Cursor::zone)?),
            0x0010 => {
                let kind = agreement_kind_from(c.u8()?)?;
                let revision = Revision::parse(c.blob()?)?;
                if !revision.fits(kind) {
                    return Err(ActError::Misfit { field: "terms" });
                }
                Self::Propose { kind, revision }
            }
            0x0011 => {
                let revision = RevisionId(c.array()?);
                let can = match c.u8()? {
                    0 => None,
                    1 => Some(CanYes::Yes),
                    2 => Some(CanYes::Mostly),
                    got => return Err(ActError::Code { field: "can", got: got.into() }),
                };
                Self::Accept { revision, can }
            }
            0x0012 => {
                Self::Decline { revision: RevisionId(c.array()?), note: c.opt(Cursor::text)? }
            }
            0x0013 => {
                Self::Retract { revision: RevisionId(c.array()?), note: c.opt(Cursor::text)? }
            }
            0x0014 => Self::End { note: c.opt(Cursor::text)? },
            0x0015 => Self::Part {
                want: c.opt(Cursor::text)?,
                why: c.opt(Cursor::text)?,
                limit: c.opt(Cursor::text)?,
            },
            0x0016 => Self::KeepBoth { other: RecordId(c.array()?) },
            0x0017 => Self::Cannot { revision: RevisionId(c.array()?), note: c.opt(Cursor::text)? },
            0x0020 => Self::Boundary(read_boundary(&mut c)?),
            0x0021 => Self::BoundaryWithdraw,
            0x0022 => Self::Acknowledge { version: VersionId(c.array()?) },
            0x0023 => Self::Ask { version: VersionId(c.array()?), text: c.text()? },
            0x0024 => Self::Honour { version: VersionId(c.array()?), text: c.text()? },
            0x0025 => Self::BoundaryNote { text: c.text()? },
            0x0026 => Self::Pick { version: VersionId(c.array()?) },
            0x0030 => Self::Promise(read_promise(&mut c)?),
            0x0031 => {
                let on = c.opt(Cursor::day)?;
                let result = match c.u8()? {
                    1 => MarkResult::Kept,
                    2 => MarkResult::NotKept,
                    3 => MarkResult::NotApplicable,
                    got => return Err(ActError::Code { field: "mark", got: got.into() }),
                };
                Self::Mark { on, result, note: c.opt(Cursor::text)? }
            }
            0x0032 => Self::AllRight { on: c.opt(Cursor::day)? },
            0x0033 => Self::Release { on: c.opt(Cursor::day)? },
            0x0034 => Self::Move { on: c.opt(Cursor::day)?, to: c.when()? },
            0x0035 => Self::PromiseWithdraw,
            0x0036 => Self::PromiseAcknowledge { version: VersionId(c.array()?) },
            0x0037 => Self::Thank { version: VersionId(c.array()?) },
            0x0040..=0x007f => match themed(kind, &mut c)? {
                Some(body) => body,
                None => return Ok(Self::Unknown { kind, fields: fields.to_vec() }),
            },
            _ => return Ok(Self::Unknown { kind, fields: fields.to_vec() }),
        };
        c.finish()?;
        Ok(body)
    }
}

/// The kinds that have a file of their own; `None` for one this app does not know.
fn themed(kind: u16, c: &mut Cursor<'_>) -> Result<Option<Body>, ActError> {
    Ok(match kind {
        0x0040..=0x004f => RoundBody::read(kind, c)?.map(Body::Round),
        0x0050..=0x006f => SharedBody::read(kind, c)?.map(Body::Shared),
        _ => RepairBody::read(kind, c)?.map(Body::Repair),
    })
}

fn write_boundary(w: &mut Writer, f: &BoundaryFields) {
    let polarity = match f.polarity {
        Polarity::Limit => 1,
        Polarity::Permission => 2,
    };
    w.u8(polarity).u8(area_to(f.area)).text(&f.text);
    for text in [&f.why, &f.example, &f.helps, &f.if_crossed] {
        w.opt_text(text.as_ref());
    }
    w.opt_day(f.until).opt_day(f.look_again);
    w.opt(f.limits.as_ref(), |w, id| {
        w.raw(&id.0);
    });
    w.hashes(f.replaces.iter().map(|v| v.0));
}

fn read_boundary(c: &mut Cursor<'_>) -> Result<BoundaryFields, ActError> {
    let polarity = match c.u8()? {
        1 => Polarity::Limit,
        2 => Polarity::Permission,
        got => return Err(ActError::Code { field: "polarity", got: got.into() }),
    };
    Ok(BoundaryFields {
        polarity,
        area: area_from(c.u8()?)?,
        text: c.text()?,
        why: c.opt(Cursor::text)?,
        example: c.opt(Cursor::text)?,
        helps: c.opt(Cursor::text)?,
        if_crossed: c.opt(Cursor::text)?,
        until: c.opt(Cursor::day)?,
        look_again: c.opt(Cursor::day)?,
        limits: c.opt(|c| Ok(RecordId(c.array()?)))?,
        replaces: c.hashes(VersionId)?,
    })
}

fn write_promise(w: &mut Writer, f: &PromiseFields) {
    w.text(&f.text)
        .opt(f.due.as_ref(), |w, when| {
            w.when(when);
        })
        .opt_text(f.every.as_ref());
    let size = match f.size {
        None => 0,
        Some(Size::Small) => 1,
        Some(Size::Big) => 2,
    };
    let sure = match f.sure {
        None => 0,
        Some(Sure::Yes) => 1,
        Some(Sure::Mostly) => 2,
        Some(Sure::Unsure) => 3,
    };
    w.u8(size).u8(sure).hashes(f.replaces.iter().map(|v| v.0));
}

fn read_promise(c: &mut Cursor<'_>) -> Result<PromiseFields, ActError> {
    let (text, due, every) = (c.text()?, c.opt(Cursor::when)?, c.opt(Cursor::text)?);
    let size = match c.u8()? {
        0 => None,
        1 => Some(Size::Small),
        2 => Some(Size::Big),
        got => return Err(ActError::Code { field: "size", got: got.into() }),
    };
    let sure = match c.u8()? {
        0 => None,
        1 => Some(Sure::Yes),
        2 => Some(Sure::Mostly),
        3 => Some(Sure::Unsure),
        got => return Err(ActError::Code { field: "sure", got: got.into() }),
    };
    Ok(PromiseFields { text, due, every, size, sure, replaces: c.hashes(VersionId)? })
}

/// The kind's byte. Do not change: protocol v1.
pub(super) fn agreement_kind_to(kind: AgreementKind) -> u8 {
    match kind {
        AgreementKind::Expectation => 1,
        AgreementKind::Compromise => 2,
        AgreementKind::GroundRules => 3,
        AgreementKind::Plan => 4,
        AgreementKind::Goal => 5,
        AgreementKind::Ritual => 6,
        AgreementKind::Move => 7,
    }
}

fn agreement_kind_from(byte: u8) -> Result<AgreementKind, ActError> {
    Ok(match byte {
        1 => AgreementKind::Expectation,
        2 => AgreementKind::Compromise,
        3 => AgreementKind::GroundRules,
        4 => AgreementKind::Plan,
        5 => AgreementKind::Goal,
        6 => AgreementKind::Ritual,
        7 => AgreementKind::Move,
        got => return Err(ActError::Code { field: "agreement kind", got: got.into() }),
    })
}
