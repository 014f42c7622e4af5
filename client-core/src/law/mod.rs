//! The laws: pure functions from acts to what both people see.
//!
//! Acts go into [`graph::Acts`]; a record's state is derived from them by partner number, without a clock; a view shows the state from one
//! person's side, with that person's clock and names. A [`command::LawCommand`] becomes acts, or a refusal.
//!
//! Architecture Invariant: nothing here knows Automerge, keys, storage or the network. Neither arrival order nor the log's positions nor any
//! clock is an input of a derived state (PRODUCT D1).

use std::collections::BTreeSet;

use accord_protocol::ids::Partner;

use crate::act::{Body, RecordId, TextError};
use crate::refused::Refused;
use crate::time::{Day, Now};

pub mod agreement;
pub(crate) mod asking;
pub mod boundary;
pub mod command;
pub mod diff;
pub mod graph;
pub mod heads;
pub mod people;
pub mod promise;
pub mod recurrence;
#[cfg(test)]
pub(crate) mod testing;
pub mod view;

/// From whose side a state is shown, and what only that person's device knows.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Which partner reads.
    pub me: Partner,
    /// The reader's name.
    pub my_name: String,
    /// The other's name.
    pub their_name: String,
    /// Today in the reader's zone.
    pub today: Day,
    /// What time it is for the reader.
    pub now: Now,
    /// Records hidden in the reader's own view.
    pub hidden: BTreeSet<RecordId>,
    /// Asks the reader answered, by id.
    pub answered: BTreeSet<[u8; 32]>,
}

/// Something to say, not yet an act: the client adds device, number, knowledge and date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAct {
    /// What it is about.
    pub record: RecordId,
    /// What it says.
    pub body: Body,
}

/// What a command comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The record the command is about, to show afterwards; zeros for names and zones.
    pub record: RecordId,
    /// The acts that say it, in order; none where all is said already.
    pub acts: Vec<NewAct>,
}

impl Decision {
    /// One act about `record`.
    #[must_use]
    pub fn one(record: RecordId, body: Body) -> Self {
        Self { record, acts: vec![NewAct { record, body }] }
    }

    /// Nothing to say: it is so already.
    #[must_use]
    pub fn nothing(record: RecordId) -> Self {
        Self { record, acts: Vec::new() }
    }
}

/// A record id from a prefix of its hexadecimal form, among `known`.
///
/// # Errors
/// `not_found` where none begins like this, `ambiguous` where several do.
pub fn resolve(
    prefix: &str,
    known: impl IntoIterator<Item = RecordId>,
) -> Result<RecordId, Refused> {
    pick_prefix(prefix, known.into_iter().filter(|r| *r != RecordId::ZERO), "record", RecordId::hex)
}

/// The only one of `known` whose hexadecimal form begins with `prefix`.
///
/// # Errors
/// `not_found` (naming `what`) or `ambiguous`.
pub(crate) fn pick_prefix<T: Copy + PartialEq>(
    prefix: &str,
    known: impl IntoIterator<Item = T>,
    what: &'static str,
    hex: impl Fn(&T) -> String,
) -> Result<T, Refused> {
    let wanted = prefix.trim().to_ascii_lowercase();
    let mut found: Option<T> = None;
    for id in known {
        if !wanted.is_empty() && hex(&id).starts_with(&wanted) {
            match found {
                Some(other) if other != id => {
                    return Err(Refused::rule("ambiguous").with(wanted));
                }
                _ => found = Some(id),
            }
        }
    }
    found.ok_or_else(|| Refused::not_found(what))
}

/// A text that is not one, as a refusal: the code says why, the facts name the field and the numbers.
pub(crate) fn bad_text(error: TextError, field: &'static str) -> Refused {
    match error {
        TextError::Empty => Refused::usage("text_empty").with(field),
        TextError::TooLong { got, limit } => Refused::usage("text_too_long")
            .with(field)
            .with(got.to_string())
            .with(limit.to_string()),
        TextError::Control { code } => {
            Refused::usage("text_control_character").with(field).with(format!("U+{code:04X}"))
        }
        TextError::NotComposed | TextError::NotUtf8 | TextError::NotACode => {
            Refused::usage("text_not_allowed").with(field)
        }
    }
}
