//! What a person can say about the steps of a plan, as plain data.

use serde::{Deserialize, Serialize};

use crate::act::rounds::StepResult;
use crate::law::command::Prefix;
use crate::silent::{silent, silent_enum};
use crate::time::{Day, When};

/// Whose step, from the speaker's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum StepWhose {
    Me,
    Them,
    Both,
}

/// One step of a wording.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named as in the command line's contract")]
pub enum StepWords {
    /// A step of the wording answered, as it is: its number in the list, or a prefix of its id.
    Keep(Prefix),
    /// A step in new words.
    New {
        whose: StepWhose,
        text: String,
        due: Option<When>,
        every: Option<String>,
        notice: Option<String>,
    },
}

/// Marks a step. One that does not repeat needs no `on`; of one that does it is a date, else the newest up to today.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct StepCommand {
    /// The plan.
    pub id: Prefix,
    /// The step's number in the list, or a prefix of its id.
    pub step: Prefix,
    /// Which date.
    pub on: Option<Day>,
    /// What the speaker says of it.
    pub result: StepResult,
    /// A note beside it.
    pub note: Option<String>,
}

silent!(StepCommand);
silent_enum!(StepWords: Keep, New);
