//! What a person can say about a repair, as plain data.

use crate::act::repair::{Hurt, PartKind, Stage};
use crate::law::command::Prefix;
use crate::silent::silent_enum;

/// Everything that can be said about a repair. Ids are prefixes as typed.
#[derive(Clone, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(tag = "repair", optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named as in the command line's contract")]
pub enum RepairCommand {
    /// Opens one.
    Open { title: String, about: Option<Hurt> },
    /// Writes an own part; with `replaces` in the place of an own one.
    Part { id: Prefix, part: PartKind, text: String, replaces: Option<Prefix> },
    /// Takes an own part back.
    TakeBack { id: Prefix, part: Prefix },
    /// Says that a plan, a limit, an agreement or another repair belongs to it.
    Link { id: Prefix, other: Prefix, on: bool },
    /// Looks back.
    LookBack { id: Prefix, text: String },
    /// "Settled for me."
    Settled { id: Prefix },
    /// "Not settled any more."
    Reopen { id: Prefix },
    /// Shares a note about forgiving. It changes nothing.
    Forgiveness { id: Prefix, text: String, stage: Option<Stage> },
}

silent_enum!(
    RepairCommand: Open,
    Part,
    TakeBack,
    Link,
    LookBack,
    Settled,
    Reopen,
    Forgiveness,
);
