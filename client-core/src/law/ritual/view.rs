//! Rituals and moves as plain data for a screen or `--json`. Moments are RFC 9557, and UTC beside them.

use serde::Serialize;

use crate::law::say::Say;
use crate::law::view::{Sides, Who};
use crate::silent::silent;
use crate::time::Day;

/// What a ritual says besides its name.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct RitualTerms {
    pub start: Day,
    /// `day`, `week`, `month`, or an RRULE value.
    pub every: String,
    /// Wall time `HH:MM` in `zone`: one moment for both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Wall time `HH:MM` of each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_time: Option<String>,
    /// Minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<String>,
}

/// Which occurrence an agreement would move, and where to.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct MoveTerms {
    pub ritual: String,
    pub on: Day,
    pub to: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_utc: Option<String>,
}

/// One occurrence of a ritual. `date` is its name: the date in the ritual's zone by the ritual's own rule, also where it was moved.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct RitualDate {
    pub ritual: String,
    pub name: String,
    pub date: Day,
    /// A day, a wall time without a zone (each at own time), or a moment in the ritual's zone.
    pub start: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_utc: Option<String>,
    /// The moment on the reader's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_me: Option<String>,
    /// The moment on the other's clock: where both show their zone, or where it is a wall time of each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_them: Option<String>,
    /// `planned`, `moved`, `off`, `done` (both did it), or `marked` (look at the marks).
    #[cfg_attr(feature = "types", ts(type = r#""planned" | "moved" | "off" | "done" | "marked""#))]
    pub state: &'static str,
    /// `did_it`, `not_this_time`, `not_applicable`, or null.
    #[cfg_attr(feature = "types", ts(as = "Sides<Option<crate::act::rounds::RitualResult>>"))]
    pub marks: Sides<Option<&'static str>>,
    /// The reader's own marks where own devices marked apart; then none counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Vec<crate::act::rounds::RitualResult>"))]
    pub mine_apart: Vec<&'static str>,
    /// Where a move is in force: what was said about the time before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "types",
        ts(as = "Option<Sides<Option<crate::act::rounds::RitualResult>>>")
    )]
    pub marks_before_move: Option<Sides<Option<&'static str>>>,
    /// Where it was before a move in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
    /// Open ideas for another time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ideas: Vec<MoveIdea>,
    /// The date is one by an earlier wording and none by the wording in force.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub under_old_plan: bool,
    /// A sentence where the moment is not at the reader's usual time of day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Say>,
    /// Minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// One open idea for another time. `move` is the agreement to say yes or no to.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct MoveIdea {
    #[serde(rename = "move")]
    pub agreement: String,
    pub revision: String,
    pub to: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_utc: Option<String>,
    /// Who stands by it.
    pub by: Who,
}

silent!(RitualTerms, MoveTerms, RitualDate, MoveIdea);
