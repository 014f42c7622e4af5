//! What acts say about a repair: it is opened, each writes own parts in any order, looks back, and says whether it is settled for them.
//!
//! Codes 0x0070 to 0x007f. Forgiveness is a note somebody may share, never a state.

use super::codec::{ActError, Cursor, Writer};
use super::envelope::labelled;
use super::kind;
use super::text::Text;
use super::{RecordId, VersionId};

/// What one act of this theme says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md; variants are documented")]
pub enum RepairBody {
    /// Opens a repair.
    Open { title: Text, about: Option<Hurt> },
    /// One part, the author's own.
    Part(PartFields),
    /// The author takes parts of theirs back.
    PartTakeBack { parts: Vec<VersionId> },
    /// The author looks back.
    LookBack { text: Text },
    /// "Settled for me."
    Settled,
    /// "Not settled any more."
    NotSettled,
    /// A note of the hurt person, shared by itself. It changes nothing.
    Forgiveness { text: Text, stage: Option<Stage> },
}

/// One part of a repair.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md")]
pub struct PartFields {
    pub part: PartKind,
    pub text: Text,
    /// Parts it takes the place of.
    pub replaces: Vec<VersionId>,
}

/// Which part it is. None is a precondition of another.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// What happened, as the author lived it.
    Account,
    /// What the author did.
    Responsibility,
    /// Its effect on the other, as the author understands it.
    Effects,
    /// Its effect on the two.
    EffectsOnUs,
    /// The apology.
    Apology,
    /// What the author does to make up for it.
    Amends,
    /// What the author will change.
    Change,
    /// The hurt person's answer: this reaches me, or something is missing.
    Answer,
}

/// What kind of hurt it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum Hurt {
    BrokenPromise,
    CrossedLimit,
    HiddenSomething,
    HurtfulWords,
    Other,
}

/// Where somebody is with forgiving today. It goes back and forth and has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum Stage {
    Hurting,
    TryingToUnderstand,
    Softening,
    LettingGo,
    NotNow,
}

impl PartFields {
    /// The version's name: `H("accord/v1/repair-part", record ‖ fields)`.
    #[must_use]
    pub fn version(&self, record: RecordId) -> VersionId {
        let mut w = Writer::default();
        self.write(&mut w);
        VersionId(labelled("accord/v1/repair-part", &[&record.0, &w.into_bytes()]))
    }

    fn write(&self, w: &mut Writer) {
        let part = match self.part {
            PartKind::Account => 1,
            PartKind::Responsibility => 2,
            PartKind::Effects => 3,
            PartKind::EffectsOnUs => 4,
            PartKind::Apology => 5,
            PartKind::Amends => 6,
            PartKind::Change => 7,
            PartKind::Answer => 8,
        };
        w.u8(part).text(&self.text).hashes(self.replaces.iter().map(|v| v.0));
    }

    fn read(c: &mut Cursor<'_>) -> Result<Self, ActError> {
        let part = match c.u8()? {
            1 => PartKind::Account,
            2 => PartKind::Responsibility,
            3 => PartKind::Effects,
            4 => PartKind::EffectsOnUs,
            5 => PartKind::Apology,
            6 => PartKind::Amends,
            7 => PartKind::Change,
            8 => PartKind::Answer,
            got => return Err(ActError::Code { field: "repair part", got: got.into() }),
        };
        Ok(Self { part, text: c.text()?, replaces: c.hashes(VersionId)? })
    }
}

impl Stage {
    pub(super) fn write(stage: Option<Self>) -> u8 {
        match stage {
            None => 0,
            Some(Self::Hurting) => 1,
            Some(Self::TryingToUnderstand) => 2,
            Some(Self::Softening) => 3,
            Some(Self::LettingGo) => 4,
            Some(Self::NotNow) => 5,
        }
    }

    pub(super) fn read(c: &mut Cursor<'_>) -> Result<Option<Self>, ActError> {
        Ok(match c.u8()? {
            0 => None,
            1 => Some(Self::Hurting),
            2 => Some(Self::TryingToUnderstand),
            3 => Some(Self::Softening),
            4 => Some(Self::LettingGo),
            5 => Some(Self::NotNow),
            got => return Err(ActError::Code { field: "stage", got: got.into() }),
        })
    }
}

impl RepairBody {
    /// The kind code.
    #[must_use]
    pub fn kind(&self) -> u16 {
        match self {
            Self::Open { .. } => kind::REPAIR_OPEN,
            Self::Part(_) => 0x0071,
            Self::PartTakeBack { .. } => 0x0072,
            Self::LookBack { .. } => 0x0073,
            Self::Settled => 0x0074,
            Self::NotSettled => 0x0075,
            Self::Forgiveness { .. } => 0x0076,
        }
    }

    pub(super) fn write(&self, w: &mut Writer) {
        match self {
            Self::Open { title, about } => {
                let about = match about {
                    None => 0,
                    Some(Hurt::BrokenPromise) => 1,
                    Some(Hurt::CrossedLimit) => 2,
                    Some(Hurt::HiddenSomething) => 3,
                    Some(Hurt::HurtfulWords) => 4,
                    Some(Hurt::Other) => 5,
                };
                w.text(title).u8(about);
            }
            Self::Part(fields) => fields.write(w),
            Self::PartTakeBack { parts } => drop(w.hashes(parts.iter().map(|v| v.0))),
            Self::LookBack { text } => drop(w.text(text)),
            Self::Settled | Self::NotSettled => {}
            Self::Forgiveness { text, stage } => drop(w.text(text).u8(Stage::write(*stage))),
        }
    }

    /// `None` for a kind this app does not know.
    pub(super) fn read(kind: u16, c: &mut Cursor<'_>) -> Result<Option<Self>, ActError> {
        Ok(Some(match kind {
            0x0070 => {
                let title = c.text()?;
                let about = match c.u8()? {
                    0 => None,
                    1 => Some(Hurt::BrokenPromise),
                    2 => Some(Hurt::CrossedLimit),
                    3 => Some(Hurt::HiddenSomething),
                    4 => Some(Hurt::HurtfulWords),
                    5 => Some(Hurt::Other),
                    got => return Err(ActError::Code { field: "hurt", got: got.into() }),
                };
                Self::Open { title, about }
            }
            0x0071 => Self::Part(PartFields::read(c)?),
            0x0072 => Self::PartTakeBack { parts: c.hashes(VersionId)? },
            0x0073 => Self::LookBack { text: c.text()? },
            0x0074 => Self::Settled,
            0x0075 => Self::NotSettled,
            0x0076 => Self::Forgiveness { text: c.text()?, stage: Stage::read(c)? },
            _ => return Ok(None),
        }))
    }
}
