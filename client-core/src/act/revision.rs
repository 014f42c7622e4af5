//! An agreement's words: the revision, its canonical bytes and the names that come from them.
//!
//! A yes binds to one revision's hash, so two devices must build the same bytes from the same words.

use super::body::agreement_kind_to;
use super::codec::{ActError, Cursor, Writer};
use super::envelope::labelled;
use super::terms::Terms;
use super::text::{Code, Text};
use super::{RecordId, RevisionId};
use crate::law::command::{AgreementKind, Area};
use crate::time::Day;

/// One whole wording of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Part of life.
    pub area: Area,
    /// Digital topic code.
    pub topic: Option<Code>,
    /// The words.
    pub text: Text,
    /// What partner 0 and partner 1 give.
    pub give: [Option<Text>; 2],
    /// First day it is shown as in force.
    pub from: Option<Day>,
    /// Last day it is shown as in force.
    pub until: Option<Day>,
    /// When to look at it again.
    pub look_again: Option<Day>,
    /// What it says besides its words: always in a ritual and a move, in a plan with steps, in no other kind.
    pub terms: Option<Terms>,
    /// The revisions it answers, ascending; none for a first one.
    pub parents: Vec<RevisionId>,
}

impl Revision {
    /// The canonical bytes (`docs/documents.md`, Revision).
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.u8(if self.terms.is_some() { 2 } else { 1 }).u8(area_to(self.area));
        w.opt(self.topic.as_ref(), |w, code| {
            w.counted(code.as_str());
        });
        w.text(&self.text).opt_text(self.give[0].as_ref()).opt_text(self.give[1].as_ref());
        w.opt_day(self.from).opt_day(self.until).opt_day(self.look_again);
        if let Some(terms) = &self.terms {
            w.blob(&terms.bytes());
        }
        w.hashes(self.parents.iter().map(|p| p.0));
        w.into_bytes()
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// [`ActError`] where they are not exact.
    pub fn parse(bytes: &[u8]) -> Result<Self, ActError> {
        let mut c = Cursor::new(bytes);
        let version = c.u8()?;
        if !matches!(version, 1 | 2) {
            return Err(ActError::Version { got: version });
        }
        let revision = Self {
            area: area_from(c.u8()?)?,
            topic: c.opt(Cursor::code)?,
            text: c.text()?,
            give: [c.opt(Cursor::text)?, c.opt(Cursor::text)?],
            from: c.opt(Cursor::day)?,
            until: c.opt(Cursor::day)?,
            look_again: c.opt(Cursor::day)?,
            terms: if version == 2 { Some(Terms::parse(c.blob()?)?) } else { None },
            parents: c.hashes(RevisionId)?,
        };
        c.finish()?;
        Ok(revision)
    }

    /// Whether the terms are those an agreement of this kind has.
    #[must_use]
    pub fn fits(&self, kind: AgreementKind) -> bool {
        match (kind, &self.terms) {
            (AgreementKind::Ritual, Some(Terms::Ritual(_)))
            | (AgreementKind::Move, Some(Terms::Move(_)))
            | (AgreementKind::Plan, None | Some(Terms::Plan(_))) => true,
            (AgreementKind::Ritual | AgreementKind::Move | AgreementKind::Plan, _) => false,
            (_, terms) => terms.is_none(),
        }
    }

    /// The wording's name: `H("accord/v1/revision", bytes)`.
    #[must_use]
    pub fn id(&self) -> RevisionId {
        RevisionId(labelled("accord/v1/revision", &[&self.bytes()]))
    }
}

/// The agreement a first revision begins: `H("accord/v1/agreement", kind ‖ bytes)`, and for a move, so that all ideas for one occurrence are
/// one agreement, `H("accord/v1/move", ritual ‖ date)`. Parents are not looked at: ask only for revisions without any.
#[must_use]
pub fn agreement_id(kind: AgreementKind, first: &Revision) -> RecordId {
    if let (AgreementKind::Move, Some(Terms::Move(terms))) = (kind, &first.terms) {
        return RecordId(labelled("accord/v1/move", &[&terms.ritual.0, &terms.on.0.to_be_bytes()]));
    }
    RecordId(labelled("accord/v1/agreement", &[&[agreement_kind_to(kind)], &first.bytes()]))
}

/// The area's byte. Do not change: protocol v1.
pub(super) fn area_to(area: Area) -> u8 {
    match area {
        Area::Emotional => 1,
        Area::Physical => 2,
        Area::Mental => 3,
        Area::Spiritual => 4,
        Area::Financial => 5,
        Area::Digital => 6,
        Area::Time => 7,
        Area::Social => 8,
        Area::Intimate => 9,
        Area::Other => 255,
    }
}

pub(super) fn area_from(byte: u8) -> Result<Area, ActError> {
    Ok(match byte {
        1 => Area::Emotional,
        2 => Area::Physical,
        3 => Area::Mental,
        4 => Area::Spiritual,
        5 => Area::Financial,
        6 => Area::Digital,
        7 => Area::Time,
        8 => Area::Social,
        9 => Area::Intimate,
        255 => Area::Other,
        got => return Err(ActError::Code { field: "area", got: got.into() }),
    })
}
