//! What some agreements say besides their words: when a ritual happens, which occurrence a move is about, the steps of a plan.
//!
//! Terms are part of the revision, so a yes binds to them as exactly as to the words.

use super::codec::{ActError, Cursor, Writer};
use super::envelope::labelled;
use super::text::{Text, Zone};
use super::{RecordId, StepId};
use crate::time::{Day, When};

/// Most steps one plan may have.
pub const MAX_STEPS: usize = 50;
/// Most minutes a ritual may last: a day.
pub const MAX_LENGTH_MINUTES: u16 = 1440;

/// Terms of one wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Terms {
    /// When a ritual happens, and what belongs to it.
    Ritual(RitualTerms),
    /// One occurrence of a ritual is to happen at another time.
    Move(MoveTerms),
    /// Who does what.
    Plan(Vec<Step>),
}

/// When a ritual happens, and what belongs to it. Its name is the revision's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RitualTerms {
    /// First day the rule is counted from.
    pub start: Day,
    /// An RFC 5545 RRULE value.
    pub every: Text,
    /// At what time.
    pub at: Moment,
    /// How long, in minutes.
    pub length: Option<u16>,
    /// Why it does the two good.
    pub why: Option<Text>,
    /// Where, or by which link.
    pub place: Option<Text>,
    /// How it goes when they are apart.
    pub remote: Option<Text>,
}

/// The time of day of a ritual. Minutes are since midnight.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "said above; variants are documented")]
pub enum Moment {
    /// A day without a time.
    Day,
    /// One moment for both: a wall time in one zone.
    Same { minutes: u16, zone: Zone },
    /// Each at this time of their own.
    Own { minutes: u16 },
}

/// Which occurrence is to move, and where to. Of one occurrence all ideas are one agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveTerms {
    /// The ritual.
    pub ritual: RecordId,
    /// The occurrence: its date in the ritual's zone.
    pub on: Day,
    /// When it is to happen instead.
    pub to: When,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Whose step: partner 0, partner 1, or both (2).
    pub whose: StepOwner,
    /// What is done.
    pub text: Text,
    /// By when.
    pub due: Option<When>,
    /// How it repeats: an RFC 5545 RRULE value.
    pub every: Option<Text>,
    /// How the other will notice.
    pub notice: Option<Text>,
}

/// Whose step it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "partners by number")]
pub enum StepOwner {
    Zero,
    One,
    Both,
}

impl Step {
    /// The step's name: the same step in a later wording of the plan keeps its marks. `H("accord/v1/step", bytes)`.
    #[must_use]
    pub fn id(&self) -> StepId {
        let mut w = Writer::default();
        self.write(&mut w);
        StepId(labelled("accord/v1/step", &[&w.into_bytes()]))
    }

    fn write(&self, w: &mut Writer) {
        let whose = match self.whose {
            StepOwner::Zero => 0,
            StepOwner::One => 1,
            StepOwner::Both => 2,
        };
        w.u8(whose).text(&self.text);
        w.opt(self.due.as_ref(), |w, when| {
            w.when(when);
        });
        w.opt_text(self.every.as_ref()).opt_text(self.notice.as_ref());
    }

    fn read(c: &mut Cursor<'_>) -> Result<Self, ActError> {
        let whose = match c.u8()? {
            0 => StepOwner::Zero,
            1 => StepOwner::One,
            2 => StepOwner::Both,
            got => return Err(ActError::Code { field: "step's owner", got: got.into() }),
        };
        Ok(Self {
            whose,
            text: c.text()?,
            due: c.opt(Cursor::when)?,
            every: c.opt(Cursor::text)?,
            notice: c.opt(Cursor::text)?,
        })
    }
}

impl Terms {
    /// The canonical bytes: 1, 2 or 3 for ritual, move or plan, then its fields.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut w = Writer::default();
        match self {
            Self::Ritual(terms) => {
                w.u8(1);
                terms.write(&mut w);
            }
            Self::Move(terms) => {
                w.u8(2).raw(&terms.ritual.0).day(terms.on).when(&terms.to);
            }
            Self::Plan(steps) => {
                w.u8(3).u8(u8::try_from(steps.len()).unwrap_or(u8::MAX));
                for step in steps {
                    step.write(&mut w);
                }
            }
        }
        w.into_bytes()
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// [`ActError`] where they are not exact.
    pub fn parse(bytes: &[u8]) -> Result<Self, ActError> {
        let mut c = Cursor::new(bytes);
        let terms = match c.u8()? {
            1 => Self::Ritual(RitualTerms::read(&mut c)?),
            2 => {
                Self::Move(MoveTerms { ritual: RecordId(c.array()?), on: c.day()?, to: c.when()? })
            }
            3 => {
                let n = c.u8()?;
                if n == 0 || usize::from(n) > MAX_STEPS {
                    return Err(ActError::Code { field: "number of steps", got: n.into() });
                }
                Self::Plan((0..n).map(|_| Step::read(&mut c)).collect::<Result<_, _>>()?)
            }
            got => return Err(ActError::Code { field: "terms", got: got.into() }),
        };
        c.finish()?;
        Ok(terms)
    }
}

impl RitualTerms {
    fn write(&self, w: &mut Writer) {
        w.day(self.start).text(&self.every);
        match &self.at {
            Moment::Day => w.u8(0),
            Moment::Same { minutes, zone } => w.u8(1).u16(*minutes).counted(zone.as_str()),
            Moment::Own { minutes } => w.u8(2).u16(*minutes),
        };
        w.opt(self.length.as_ref(), |w, minutes| {
            w.u16(*minutes);
        });
        w.opt_text(self.why.as_ref()).opt_text(self.place.as_ref()).opt_text(self.remote.as_ref());
    }

    fn read(c: &mut Cursor<'_>) -> Result<Self, ActError> {
        let (start, every) = (c.day()?, c.text()?);
        let at = match c.u8()? {
            0 => Moment::Day,
            1 => Moment::Same { minutes: c.minutes()?, zone: c.zone()? },
            2 => Moment::Own { minutes: c.minutes()? },
            got => return Err(ActError::Code { field: "moment", got: got.into() }),
        };
        let length = c.opt(|c| match c.u16()? {
            minutes @ 1..=MAX_LENGTH_MINUTES => Ok(minutes),
            got => Err(ActError::Code { field: "length", got: got.into() }),
        })?;
        Ok(Self {
            start,
            every,
            at,
            length,
            why: c.opt(Cursor::text)?,
            place: c.opt(Cursor::text)?,
            remote: c.opt(Cursor::text)?,
        })
    }
}
