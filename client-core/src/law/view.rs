//! What the laws derived, as plain data for a screen or `--json`.
//!
//! Field names are a contract with every client. `me` and `them` are from the reader's side, dates are days, ids are full hexadecimal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::command::{AgreementKind, Area, Polarity};
pub use super::ritual::view::{MoveIdea, MoveTerms, RitualDate, RitualTerms};
use super::say::Say;
pub use super::step::view::{Step, StepDate, StepWords};
use crate::silent::{silent, silent_enum};
use crate::time::Day;

/// One of the two people, from the reader's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "said above")]
pub enum Side {
    Me,
    Them,
}

/// Who proposed a wording, or who is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "said above")]
pub enum Who {
    Me,
    Them,
    Both,
    Nobody,
}

/// A value for each side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "said above")]
pub struct Sides<T> {
    pub me: T,
    pub them: T,
}

/// One question with one-tap ways on (law L10).
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Ask {
    /// Stable id: a hash of what the question is about.
    pub id: String,
    /// `crossed`, `looks_alike`, `earlier_wording`, `taken_back`, `needs_talk`, `seen_differently`, `own_devices_differ`, `clock_looks_wrong`,
    /// `same_event`, `two_times`.
    #[cfg_attr(
        feature = "types",
        ts(
            type = r#""crossed" | "looks_alike" | "earlier_wording" | "taken_back" | "needs_talk" | "seen_differently" | "own_devices_differ" | "clock_looks_wrong" | "same_event" | "two_times""#
        )
    )]
    pub code: &'static str,
    /// The list its record stands in; absent where it is about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "types",
        ts(
            type = r#""agreements" | "rituals" | "boundaries" | "promises" | "repairs" | "talks" | "openness""#
        )
    )]
    pub list: Option<&'static str>,
    /// The record it is about; of two the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The question, with both names where it is for both.
    pub sentence: Say,
    /// `both` or `me`.
    #[serde(rename = "for")]
    #[cfg_attr(feature = "types", ts(type = r#""both" | "me""#))]
    pub whom: &'static str,
    /// What can be answered.
    pub choices: Vec<Choice>,
}

/// One answer to an [`Ask`].
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "said above")]
pub struct Choice {
    pub id: String,
    pub label: Say,
    pub preselected: bool,
}

/// One piece of a word diff.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct DiffPart {
    /// `same`, `added` or `removed`.
    #[cfg_attr(feature = "types", ts(type = r#""same" | "added" | "removed""#))]
    pub change: &'static str,
    /// The words.
    pub text: String,
}

/// One line of a record's history.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct HistoryLine {
    pub date: Day,
    pub by: Side,
    pub act: &'static str,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// An agreement.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Agreement {
    pub id: String,
    pub kind: AgreementKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    pub area: Area,
    /// `draft`, `open`, `not_yet`, `in_force`, `lapsed`, `ended`, `closed`.
    #[cfg_attr(
        feature = "types",
        ts(type = r#""draft" | "open" | "not_yet" | "in_force" | "lapsed" | "ended" | "closed""#)
    )]
    pub state: &'static str,
    pub shared: bool,
    pub hidden: bool,
    pub in_force: Option<InForce>,
    pub open: Vec<OpenRevision>,
    pub parts: Sides<Option<Part>>,
    /// Of a plan: the steps of the wording in force (else of the one read out), with what both say of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Of a ritual: dates of the last month and the next ones, and all that somebody said something about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<RitualDate>,
    /// Ids of the limits that name it.
    pub paused_by: Vec<String>,
    pub waiting_for: Who,
    pub asks: Vec<Ask>,
    pub history: Vec<HistoryLine>,
}

/// The wording in force.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct InForce {
    pub revision: String,
    pub words: String,
    pub give: Sides<Option<String>>,
    pub since: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_again: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
}

/// What some wordings say besides their words.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant carries the view it is named after")]
pub enum Terms {
    Ritual(RitualTerms),
    Move(MoveTerms),
    Plan { steps: Vec<StepWords> },
}

/// A wording somebody stands by and the other has not declined.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct OpenRevision {
    pub revision: String,
    pub words: String,
    pub give: Sides<Option<String>>,
    pub by: Who,
    pub parents: Vec<String>,
    /// `yes`, `no`, `taken_back`, `void` or null.
    #[cfg_attr(feature = "types", ts(type = r#""yes" | "no" | "taken_back" | "void" | null"#))]
    pub my_answer: Option<&'static str>,
    #[cfg_attr(feature = "types", ts(type = r#""yes" | "no" | "taken_back" | "void" | null"#))]
    pub their_answer: Option<&'static str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_again: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// Words against the first parent (else the wording in force).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diff: Option<Vec<DiffPart>>,
}

/// One person's own side of a compromise.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Part {
    pub want: Option<String>,
    pub why: Option<String>,
    pub limit: Option<String>,
}

/// A limit or permission.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Boundary {
    pub id: String,
    pub polarity: Polarity,
    pub area: Area,
    pub owner: Side,
    /// `draft`, `active`, `withdrawn`, `expired`.
    #[cfg_attr(feature = "types", ts(type = r#""draft" | "active" | "withdrawn" | "expired""#))]
    pub state: &'static str,
    pub shared: bool,
    /// More than one wording stands: the owner is still wording it.
    pub still_wording: bool,
    pub versions: Vec<BoundaryVersion>,
    pub acknowledged: Option<Acknowledged>,
    pub honour: Option<Said>,
    pub questions: Vec<Said>,
    pub notes: Vec<Said>,
    pub limits: Option<String>,
    /// Ids of the other's boundaries with the very same words.
    pub same_as: Vec<String>,
    pub asks: Vec<Ask>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<Vec<HistoryLine>>,
}

/// One wording of a boundary.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct BoundaryVersion {
    pub version: String,
    /// Absent where a withdrawn boundary's words are not shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    pub standing: bool,
    pub on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helps: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_crossed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_again: Option<Day>,
    /// Against the version acknowledged, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diff: Option<Vec<DiffPart>>,
}

/// Which version the other acknowledged, and the day.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Acknowledged {
    pub version: String,
    pub on: Day,
}

/// A short text about one version.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Said {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    pub on: Day,
    pub by: Side,
    pub text: String,
}

/// A promise.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Promise {
    pub id: String,
    pub text: String,
    pub maker: Side,
    /// `draft`, `active`, `released`, `withdrawn`.
    #[cfg_attr(feature = "types", ts(type = r#""draft" | "active" | "released" | "withdrawn""#))]
    pub state: &'static str,
    pub shared: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// The moment in UTC, where it is due at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_utc: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<String>,
    pub version: String,
    /// All wordings that stand, where own devices worded it apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wordings: Vec<Wording>,
    /// The words were changed before the due date.
    pub changed_ahead: bool,
    pub acknowledged: Option<Acknowledged>,
    pub thanks: Vec<Acknowledged>,
    /// `open, kept, not_kept, seen_differently, no_word, released, changed_ahead, withdrawn, not_applicable`.
    #[cfg_attr(
        feature = "types",
        ts(
            type = r#""open" | "kept" | "not_kept" | "seen_differently" | "no_word" | "released" | "changed_ahead" | "withdrawn" | "not_applicable""#
        )
    )]
    pub result: &'static str,
    pub occurrences: Vec<Occurrence>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(as = "Option<super::command::Size>"))]
    pub size: Option<&'static str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(as = "Option<super::command::Sure>"))]
    pub sure: Option<&'static str>,
    pub asks: Vec<Ask>,
    pub history: Vec<HistoryLine>,
}

/// One of several wordings that stand.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PromiseWording"))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Wording {
    pub version: String,
    pub words: String,
}

/// One date of a promise; `date` is null where the promise has no due date.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Occurrence {
    pub date: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The moment in UTC, where it has a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_utc: Option<String>,
    #[cfg_attr(
        feature = "types",
        ts(
            type = r#""open" | "kept" | "not_kept" | "seen_differently" | "no_word" | "released" | "changed_ahead" | "withdrawn" | "not_applicable""#
        )
    )]
    pub result: &'static str,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(as = "Option<super::command::MarkResult>"))]
    pub mine: Option<&'static str>,
    /// The reader's own marks where own devices marked apart; then none counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Vec<super::command::MarkResult>"))]
    pub mine_apart: Vec<&'static str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(as = "Option<super::command::MarkResult>"))]
    pub theirs: Option<&'static str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_right: Option<bool>,
}

/// Counts by result for each maker; no score.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct PromiseRecord {
    pub days: u32,
    pub made_by: Sides<BTreeMap<String, u32>>,
}

/// What changed since last time, grouped and calm.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct NewsGroup {
    /// `agreements`, `boundaries`, `promises`, `check_ins`, `thanks`, `talks_and_breaks`, `openness`, `people`, `needs_newer_app`, `repairs`,
    /// `together`.
    #[cfg_attr(
        feature = "types",
        ts(
            type = r#""agreements" | "boundaries" | "promises" | "check_ins" | "thanks" | "talks_and_breaks" | "openness" | "people" | "needs_newer_app" | "repairs" | "together""#
        )
    )]
    pub group: &'static str,
    pub lines: Vec<NewsLine>,
}

/// One sentence about one record.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct NewsLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    pub on: Day,
    pub sentence: Say,
    /// The line asks something of the reader.
    pub question: bool,
}

silent!(
    Ask,
    Choice,
    DiffPart,
    HistoryLine,
    Agreement,
    InForce,
    OpenRevision,
    Part,
    Boundary,
    BoundaryVersion,
    Acknowledged,
    Said,
    Promise,
    Wording,
    Occurrence,
    PromiseRecord,
    NewsGroup,
    NewsLine
);
silent_enum!(Terms: Ritual, Move, Plan);
