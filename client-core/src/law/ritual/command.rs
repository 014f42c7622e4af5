//! What a person can say about rituals, as plain data.

use serde::{Deserialize, Serialize};

use crate::act::rounds::RitualResult;
use crate::law::command::{Prefix, Wording};
use crate::silent::{silent, silent_enum};
use crate::time::{Day, When};

/// When a ritual happens and what belongs to it. `None` means: not said (a first proposal leaves it out, a counter inherits it).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields = nullable))]
#[serde(default)]
pub struct RitualWords {
    /// `day`, `week`, `month`, or an RRULE value.
    pub every: Option<String>,
    /// At what time.
    pub at: Option<At>,
    /// First day the rule is counted from; today for a first proposal and for a new rule.
    pub start: Option<Day>,
    /// How long, in minutes.
    pub length: Option<u16>,
    /// Why it does the two good.
    pub why: Option<String>,
    /// Where, or by which link.
    pub place: Option<String>,
    /// How it goes when they are apart.
    pub remote: Option<String>,
}

/// The time of day of a ritual, in minutes since midnight.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RitualAt", optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "said above; variants are documented")]
pub enum At {
    /// A day without a time.
    Day,
    /// One moment for both: a wall time in one zone.
    Same { minutes: u16, zone: String },
    /// Each at this time of their own.
    Own { minutes: u16 },
}

/// What is said about a ritual. Yes, no and end are said as for every agreement.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(tag = "what", optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named as in the command line's contract")]
pub enum RitualCommand {
    /// Proposes a ritual; its name is the text of `words`.
    Propose { words: Box<Wording>, ritual: Box<RitualWords> },
    /// Proposes another name, time or rule.
    Counter {
        id: Prefix,
        words: Box<Wording>,
        ritual: Box<RitualWords>,
        revision: Option<Prefix>,
        joins: Vec<Prefix>,
    },
    /// Marks one occurrence; without `on` the newest up to today.
    Mark { id: Prefix, on: Option<Day>, result: RitualResult },
    /// Proposes another time for one occurrence.
    Move { id: Prefix, on: Day, to: When },
}

impl RitualCommand {
    /// The ritual a command names, as typed.
    pub fn id_mut(&mut self) -> Option<&mut Prefix> {
        match self {
            Self::Propose { .. } => None,
            Self::Counter { id, .. } | Self::Mark { id, .. } | Self::Move { id, .. } => Some(id),
        }
    }
}

silent!(RitualWords);
silent_enum!(At: Day, Same, Own);
silent_enum!(RitualCommand: Propose, Counter, Mark, Move);
