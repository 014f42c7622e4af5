//! Steps of a plan as plain data for a screen or `--json`.

use serde::Serialize;

use crate::law::view::{Sides, Who};
use crate::silent::silent;
use crate::time::Day;

/// One step as a wording says it. `number` counts from 1.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "StepWordsView"))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct StepWords {
    pub step: String,
    pub number: usize,
    /// `me`, `them` or `both`.
    pub whose: Who,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_utc: Option<String>,
    /// `day`, `week`, `month`, or an RRULE value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

/// One step with what both say of it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Step {
    #[serde(flatten)]
    pub words: StepWords,
    /// `open`, `done`, `not_yet`, `seen_differently` or `not_applicable`; of one that repeats that of its newest date up to today.
    #[cfg_attr(
        feature = "types",
        ts(type = r#""open" | "done" | "not_yet" | "seen_differently" | "not_applicable""#)
    )]
    pub result: &'static str,
    /// Whether there is still something to do. A step that is seen differently stays open.
    pub open: bool,
    /// `done`, `not_yet`, `not_applicable`, or null.
    #[cfg_attr(feature = "types", ts(as = "Sides<Option<crate::act::rounds::StepResult>>"))]
    pub marks: Sides<Option<&'static str>>,
    /// The reader's own marks where own devices marked apart; then none counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Vec<crate::act::rounds::StepResult>"))]
    pub mine_apart: Vec<&'static str>,
    pub notes: Sides<Option<String>>,
    /// Of a step that repeats: the dates somebody marked, and the newest and the next date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<StepDate>,
}

/// One date of a step that repeats.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct StepDate {
    pub date: Day,
    #[cfg_attr(
        feature = "types",
        ts(type = r#""open" | "done" | "not_yet" | "seen_differently" | "not_applicable""#)
    )]
    pub result: &'static str,
    #[cfg_attr(feature = "types", ts(as = "Sides<Option<crate::act::rounds::StepResult>>"))]
    pub marks: Sides<Option<&'static str>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Vec<crate::act::rounds::StepResult>"))]
    pub mine_apart: Vec<&'static str>,
    pub notes: Sides<Option<String>>,
}

silent!(StepWords, Step, StepDate);
