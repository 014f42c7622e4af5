//! What a person can say about what the couple keeps, as plain data.
//!
//! A client hands one of these to [`crate::law`]; the law answers with the acts that say it, or with the reason why it may not be said now.
//! Ids are prefixes as typed; the law resolves them. Nothing here knows of storage, keys or the network.

use super::repair::RepairCommand;
use crate::silent::{silent, silent_enum};
use crate::time::{Day, When};

pub use super::ritual::command::{At, RitualCommand, RitualWords};
pub use super::step::command::{StepCommand, StepWhose, StepWords};
pub use crate::act::rounds::{RitualResult, StepResult};

/// A record id, revision or version as a person typed it: any unique prefix of its hexadecimal form.
pub type Prefix = String;

/// What kind of agreement a proposal begins.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AgreementKind {
    /// An expectation of each other, digital ones first.
    Expectation,
    /// A middle ground with what each gives.
    Compromise,
    /// How the two talk and argue.
    GroundRules,
    /// Steps of both.
    Plan,
    /// Something both want to reach.
    Goal,
    /// Something the two do again and again.
    Ritual,
    /// One occurrence of a ritual at another time.
    Move,
}

/// Part of life a record is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum Area {
    Emotional,
    Physical,
    Mental,
    Spiritual,
    Financial,
    Digital,
    Time,
    Social,
    Intimate,
    Other,
}

/// A limit ("please don't") or a permission ("you may, until I say otherwise").
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "said above")]
pub enum Polarity {
    Limit,
    Permission,
}

/// An answer to "can I really do this?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum Can {
    Yes,
    Mostly,
    No,
}

/// How big a promise is to its maker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum Size {
    Small,
    Big,
}

/// How sure a maker is of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum Sure {
    Yes,
    Mostly,
    Unsure,
}

/// What one person says happened to a promise.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum MarkResult {
    Kept,
    NotKept,
    NotApplicable,
}

/// The changeable parts of an agreement's wording. `None` means: not said (a first proposal leaves it out, a counter inherits it).
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields = nullable))]
#[serde(default)]
pub struct Wording {
    /// The words both would stand by.
    pub text: Option<String>,
    /// Part of life.
    pub area: Option<Area>,
    /// Digital topic code, such as `answer_time`.
    pub topic: Option<String>,
    /// What the speaker gives.
    pub give: Option<String>,
    /// First day it is shown as in force.
    pub from: Option<Day>,
    /// Last day it is shown as in force.
    pub until: Option<Day>,
    /// When to look at it again.
    pub look_again: Option<Day>,
    /// All steps of a plan, in order.
    pub steps: Option<Vec<StepWords>>,
}

/// The parts of a boundary besides its polarity. `None` inherits on edit.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields = nullable))]
#[serde(default)]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub struct BoundaryWords {
    pub area: Option<Area>,
    pub text: Option<String>,
    pub why: Option<String>,
    pub example: Option<String>,
    pub helps: Option<String>,
    pub if_crossed: Option<String>,
    pub until: Option<Day>,
    pub look_again: Option<Day>,
    /// The agreement a limit names, and so pauses.
    pub limits: Option<Prefix>,
}

/// Everything the laws decide about.
#[derive(Clone, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(tag = "say", optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "fields are named as in the command line's contract; variants are documented"
)]
pub enum LawCommand {
    /// Tells the couple space my name.
    Name { name: String },
    /// Publishes my zone, or takes it back.
    Zone { zone: Option<String> },

    /// Proposes words. Where a record with the very same first words exists, this answers it.
    AgreePropose { kind: AgreementKind, words: Wording },
    /// Proposes other words in an existing record, inheriting what is left out.
    AgreeCounter { id: Prefix, words: Wording, revision: Option<Prefix>, joins: Vec<Prefix> },
    /// Says yes to one exact wording.
    AgreeAccept { id: Prefix, revision: Option<Prefix>, can: Option<Can> },
    /// Says no to one wording.
    AgreeDecline { id: Prefix, revision: Option<Prefix>, note: Option<String> },
    /// Takes back my own yes.
    AgreeRetract { id: Prefix, revision: Option<Prefix>, note: Option<String> },
    /// Ends an agreement alone.
    AgreeEnd { id: Prefix, note: Option<String> },
    /// Proposes the last settled (else last proposed) words again.
    AgreeAgain { id: Prefix },
    /// My own side of a compromise; `None` keeps what I said before.
    AgreePart { id: Prefix, want: Option<String>, why: Option<String>, limit: Option<String> },
    /// Two agreements look alike and both shall stay.
    KeepBoth { a: Prefix, b: Prefix },
    /// About a ritual, or one occurrence of it.
    Ritual(RitualCommand),
    /// About a step of a plan.
    Step(StepCommand),

    /// Shares a limit or a permission.
    BoundaryAdd { polarity: Polarity, words: BoundaryWords },
    /// Rewords an own boundary (or shares a withdrawn one again).
    BoundaryEdit { id: Prefix, words: BoundaryWords },
    /// Withdraws an own boundary.
    BoundaryWithdraw { id: Prefix },
    /// Says: I have read this version.
    BoundaryAck { id: Prefix },
    /// Asks the owner about the version shown.
    BoundaryAsk { id: Prefix, text: String },
    /// Says how I will honour the version shown.
    BoundaryHonour { id: Prefix, text: String },
    /// Notes something beside a permission.
    BoundaryNote { id: Prefix, text: String },
    /// Picks one of several own versions that stand beside each other.
    BoundaryPick { id: Prefix, version: Prefix },

    /// Makes a promise.
    PromiseAdd {
        text: String,
        due: Option<When>,
        every: Option<String>,
        size: Option<Size>,
        sure: Option<Sure>,
    },
    /// Rewords an own promise.
    PromiseEdit { id: Prefix, text: String },
    /// Marks an occurrence; without `on` the only one, else the latest due.
    PromiseMark { id: Prefix, on: Option<Day>, result: MarkResult, note: Option<String> },
    /// The recipient says: it is all right.
    PromiseAllRight { id: Prefix, on: Option<Day> },
    /// The recipient frees the maker.
    PromiseRelease { id: Prefix, on: Option<Day> },
    /// The maker moves an occurrence.
    PromiseMove { id: Prefix, on: Option<Day>, to: When },
    /// The maker withdraws the promise.
    PromiseWithdraw { id: Prefix },
    /// The recipient acknowledges the version shown.
    PromiseAck { id: Prefix },
    /// The recipient says thanks for the version shown.
    PromiseThank { id: Prefix },

    /// About a repair.
    Repair(RepairCommand),
    /// Check-ins, thanks, talks, breaks, openness, what stays between the two.
    Beside(super::beside::command::BesideCommand),
}

silent_enum!(LawCommand: Name, Zone, AgreePropose, AgreeCounter, AgreeAccept, AgreeDecline, AgreeRetract, AgreeEnd, AgreeAgain, AgreePart, KeepBoth, Ritual, Step, BoundaryAdd, BoundaryEdit, BoundaryWithdraw, BoundaryAck, BoundaryAsk, BoundaryHonour, BoundaryNote, BoundaryPick, PromiseAdd, PromiseEdit, PromiseMark, PromiseAllRight, PromiseRelease, PromiseMove, PromiseWithdraw, PromiseAck, PromiseThank, Repair, Beside);
silent!(Wording, BoundaryWords);
