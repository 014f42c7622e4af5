//! What acts say about something that comes again: marks of a ritual and of a plan's steps, and the check-in.
//!
//! Codes 0x0040 to 0x004f.

use super::codec::{ActError, Cursor, Writer};
use super::envelope::labelled;
use super::kind;
use super::text::Text;
use super::{RecordId, RevisionId, StepId};
use crate::time::Day;

/// What one act of this theme says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md; variants are documented")]
pub enum RoundBody {
    /// What the author says of one occurrence of a ritual, and by which wording it was one.
    RitualMark { revision: RevisionId, on: Day, result: RitualResult },
    /// What the author says of one step of a plan.
    StepMark { step: StepId, on: Option<Day>, result: StepResult, note: Option<Text> },
    /// The author wrote an entry for this round and holds it back until the other is ready too. With `tell` the other may be told.
    CheckinReady { round: Day, tell: bool },
    /// The author's entry of this round.
    Checkin { round: Day, entry: CheckinEntry },
    /// The author takes entry and readiness for this round back.
    CheckinTakeBack { round: Day },
}

/// One person's mark of one occurrence of a ritual.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum RitualResult {
    DidIt,
    NotThisTime,
    NotApplicable,
}

/// One person's mark of one step of a plan.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum StepResult {
    Done,
    NotYet,
    NotApplicable,
}

/// What somebody says in a check-in. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckinEntry {
    /// 1 to 5.
    pub mood: Option<u8>,
    /// What I need.
    pub need: Option<Text>,
    /// What I want.
    pub want: Option<Text>,
    /// What worries me.
    pub worry: Option<Text>,
    /// What I am glad about.
    pub glad: Option<Text>,
    /// I would like to talk about it.
    pub talk: bool,
    /// What I would like from the other. With it the act is of a kind of its own, so that one without keeps its bytes.
    pub from_you: Option<Text>,
}

/// The record of a round: `H("accord/v1/check-in", round)`, so that both write into the same one without having to meet first.
#[must_use]
pub fn round_record(round: Day) -> RecordId {
    RecordId(labelled("accord/v1/check-in", &[&round.0.to_be_bytes()]))
}

impl RoundBody {
    /// The kind code.
    #[must_use]
    pub fn kind(&self) -> u16 {
        match self {
            Self::RitualMark { .. } => 0x0040,
            Self::StepMark { .. } => 0x0041,
            Self::CheckinReady { .. } => kind::CHECKIN_READY,
            Self::Checkin { entry: CheckinEntry { from_you: None, .. }, .. } => kind::CHECKIN,
            Self::Checkin { .. } => kind::CHECKIN_FROM_YOU,
            Self::CheckinTakeBack { .. } => 0x004a,
        }
    }

    pub(super) fn write(&self, w: &mut Writer) {
        match self {
            Self::RitualMark { revision, on, result } => {
                let result = match result {
                    RitualResult::DidIt => 1,
                    RitualResult::NotThisTime => 2,
                    RitualResult::NotApplicable => 3,
                };
                w.raw(&revision.0).day(*on).u8(result);
            }
            Self::StepMark { step, on, result, note } => {
                let result = match result {
                    StepResult::Done => 1,
                    StepResult::NotYet => 2,
                    StepResult::NotApplicable => 3,
                };
                w.raw(&step.0).opt_day(*on).u8(result).opt_text(note.as_ref());
            }
            Self::CheckinReady { round, tell } => drop(w.day(*round).u8(u8::from(*tell))),
            Self::Checkin { round, entry } => {
                w.day(*round).u8(entry.mood.unwrap_or(0));
                for text in [&entry.need, &entry.want, &entry.worry, &entry.glad] {
                    w.opt_text(text.as_ref());
                }
                w.u8(u8::from(entry.talk));
                if let Some(text) = &entry.from_you {
                    w.text(text);
                }
            }
            Self::CheckinTakeBack { round } => drop(w.day(*round)),
        }
    }

    /// `None` for a kind this app does not know.
    pub(super) fn read(kind: u16, c: &mut Cursor<'_>) -> Result<Option<Self>, ActError> {
        Ok(Some(match kind {
            0x0040 => {
                let (revision, on) = (RevisionId(c.array()?), c.day()?);
                let result = match c.u8()? {
                    1 => RitualResult::DidIt,
                    2 => RitualResult::NotThisTime,
                    3 => RitualResult::NotApplicable,
                    got => return Err(ActError::Code { field: "ritual mark", got: got.into() }),
                };
                Self::RitualMark { revision, on, result }
            }
            0x0041 => {
                let (step, on) = (StepId(c.array()?), c.opt(Cursor::day)?);
                let result = match c.u8()? {
                    1 => StepResult::Done,
                    2 => StepResult::NotYet,
                    3 => StepResult::NotApplicable,
                    got => return Err(ActError::Code { field: "step mark", got: got.into() }),
                };
                Self::StepMark { step, on, result, note: c.opt(Cursor::text)? }
            }
            0x0048 => Self::CheckinReady { round: c.day()?, tell: c.flag("tell")? },
            0x0049 | 0x004b => {
                let round = c.day()?;
                let mood = match c.u8()? {
                    0 => None,
                    mood @ 1..=5 => Some(mood),
                    got => return Err(ActError::Code { field: "mood", got: got.into() }),
                };
                let entry = CheckinEntry {
                    mood,
                    need: c.opt(Cursor::text)?,
                    want: c.opt(Cursor::text)?,
                    worry: c.opt(Cursor::text)?,
                    glad: c.opt(Cursor::text)?,
                    talk: c.flag("talk")?,
                    from_you: if kind == 0x004b { Some(c.text()?) } else { None },
                };
                Self::Checkin { round, entry }
            }
            0x004a => Self::CheckinTakeBack { round: c.day()? },
            _ => return Ok(None),
        }))
    }
}
