//! What acts say beside agreements, boundaries and promises: thanks, a talk, a break, openness, what stays between the two, links.
//!
//! Codes 0x0050 to 0x006f.

use super::RecordId;
use super::codec::{ActError, Cursor, Writer};
use super::envelope::labelled;
use super::kind;
use super::text::{Code, Text};
use crate::time::{Day, When};

/// What one act of this theme says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md; variants are documented")]
pub enum SharedBody {
    /// Thanks for something.
    Thanks { text: Text, about: Option<ThanksAbout>, tag: Option<Code> },
    /// The recipient's heart, or no longer.
    Heart { on: bool },
    /// The author takes the thanks from the shared list.
    ThanksTakeBack,
    /// Asks for a talk.
    Talk(TalkFields),
    /// A time the author would talk at; none takes it back.
    TalkTime { at: Option<When> },
    /// "We talked."
    Talked,
    /// Lets the talk go.
    TalkLetGo,
    /// A break in a conversation, until about then.
    TimeOut { until: Option<When> },
    /// The break's author lifts it.
    TimeOutLift,
    /// Nothing asks the author for anything, until that day or until lifted.
    Pause { until: Option<Day> },
    /// The author's pause is over.
    PauseLift,
    /// How the author holds one topic, or no longer says.
    Stance { topic: Code, stance: Option<Stance>, note: Option<Text> },
    /// The record stays between the two: out of the other's exports and prints.
    KeepBetween { on: bool },
    /// The record and the other one belong together, or no longer.
    Link { other: RecordId, on: bool },
}

/// What thanks are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum ThanksAbout {
    Act,
    Trait,
}

/// How somebody holds a topic.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// Private to me.
    Private,
    /// Ask me.
    Ask,
    /// I will tell you.
    Tell,
}

/// What a talk is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md")]
pub struct TalkFields {
    pub topic: Text,
    pub hope: Option<Text>,
    pub not_before: Option<When>,
    pub not_after: Option<When>,
    pub place: Option<Text>,
}

/// The record of a topic of openness: `H("accord/v1/openness", topic)`. Each person's stance stands beside the other's.
#[must_use]
pub fn topic_record(topic: &Code) -> RecordId {
    RecordId(labelled("accord/v1/openness", &[topic.as_str().as_bytes()]))
}

impl SharedBody {
    /// The kind code.
    #[must_use]
    pub fn kind(&self) -> u16 {
        match self {
            Self::Thanks { .. } => kind::THANKS,
            Self::Heart { .. } => 0x0051,
            Self::ThanksTakeBack => 0x0052,
            Self::Talk(_) => kind::TALK,
            Self::TalkTime { .. } => 0x0059,
            Self::Talked => 0x005a,
            Self::TalkLetGo => 0x005b,
            Self::TimeOut { .. } => kind::TIME_OUT,
            Self::TimeOutLift => 0x0061,
            Self::Pause { .. } => 0x0062,
            Self::PauseLift => 0x0063,
            Self::Stance { .. } => kind::STANCE,
            Self::KeepBetween { .. } => kind::KEEP_BETWEEN,
            Self::Link { .. } => 0x006d,
        }
    }

    pub(super) fn about_nothing(&self) -> bool {
        matches!(self, Self::Pause { .. } | Self::PauseLift)
    }

    pub(super) fn write(&self, w: &mut Writer) {
        match self {
            Self::Thanks { text, about, tag } => {
                let about = match about {
                    None => 0,
                    Some(ThanksAbout::Act) => 1,
                    Some(ThanksAbout::Trait) => 2,
                };
                w.text(text).u8(about).opt(tag.as_ref(), |w, tag| {
                    w.counted(tag.as_str());
                });
            }
            Self::Heart { on } | Self::KeepBetween { on } => drop(w.u8(u8::from(*on))),
            Self::ThanksTakeBack
            | Self::Talked
            | Self::TalkLetGo
            | Self::TimeOutLift
            | Self::PauseLift => {}
            Self::Talk(fields) => {
                w.text(&fields.topic).opt_text(fields.hope.as_ref());
                write_when(w, fields.not_before.as_ref());
                write_when(w, fields.not_after.as_ref());
                w.opt_text(fields.place.as_ref());
            }
            Self::TalkTime { at } => write_when(w, at.as_ref()),
            Self::TimeOut { until } => write_when(w, until.as_ref()),
            Self::Pause { until } => drop(w.opt_day(*until)),
            Self::Stance { topic, stance, note } => {
                let stance = match stance {
                    None => 0,
                    Some(Stance::Private) => 1,
                    Some(Stance::Ask) => 2,
                    Some(Stance::Tell) => 3,
                };
                w.counted(topic.as_str()).u8(stance).opt_text(note.as_ref());
            }
            Self::Link { other, on } => drop(w.raw(&other.0).u8(u8::from(*on))),
        }
    }

    /// `None` for a kind this app does not know.
    pub(super) fn read(kind: u16, c: &mut Cursor<'_>) -> Result<Option<Self>, ActError> {
        Ok(Some(match kind {
            0x0050 => {
                let text = c.text()?;
                let about = match c.u8()? {
                    0 => None,
                    1 => Some(ThanksAbout::Act),
                    2 => Some(ThanksAbout::Trait),
                    got => return Err(ActError::Code { field: "thanks", got: got.into() }),
                };
                Self::Thanks { text, about, tag: c.opt(Cursor::code)? }
            }
            0x0051 => Self::Heart { on: c.flag("heart")? },
            0x0052 => Self::ThanksTakeBack,
            0x0058 => Self::Talk(TalkFields {
                topic: c.text()?,
                hope: c.opt(Cursor::text)?,
                not_before: c.opt(Cursor::when)?,
                not_after: c.opt(Cursor::when)?,
                place: c.opt(Cursor::text)?,
            }),
            0x0059 => Self::TalkTime { at: c.opt(Cursor::when)? },
            0x005a => Self::Talked,
            0x005b => Self::TalkLetGo,
            0x0060 => Self::TimeOut { until: c.opt(Cursor::when)? },
            0x0061 => Self::TimeOutLift,
            0x0062 => Self::Pause { until: c.opt(Cursor::day)? },
            0x0063 => Self::PauseLift,
            0x0068 => {
                let topic = c.code()?;
                let stance = match c.u8()? {
                    0 => None,
                    1 => Some(Stance::Private),
                    2 => Some(Stance::Ask),
                    3 => Some(Stance::Tell),
                    got => return Err(ActError::Code { field: "stance", got: got.into() }),
                };
                Self::Stance { topic, stance, note: c.opt(Cursor::text)? }
            }
            0x006c => Self::KeepBetween { on: c.flag("keep between us")? },
            0x006d => Self::Link { other: RecordId(c.array()?), on: c.flag("link")? },
            _ => return Ok(None),
        }))
    }
}

fn write_when(w: &mut Writer, when: Option<&When>) {
    w.opt(when, |w, when| {
        w.when(when);
    });
}
