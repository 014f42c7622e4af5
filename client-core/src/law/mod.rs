//! The laws: pure functions from acts to what both people see.
//!
//! Acts go into [`graph::Acts`]; a record's state is derived from them by partner number, without a clock; a view shows the state from one
//! person's side, with that person's clock and names. A [`command::LawCommand`] becomes acts, or a refusal.
//!
//! Architecture Invariant: nothing here knows Automerge, keys, storage or the network. Neither arrival order nor the log's positions nor any
//! clock is an input of a derived state (PRODUCT D1).

use std::collections::BTreeSet;

use accord_protocol::ids::Partner;

use self::command::LawCommand;
pub use self::digest::state_digest;
use self::graph::Acts;
use self::states::States;
use crate::act::{ActHash, Body, MAX_ACT_BYTES, RecordId, TextError};
use crate::refused::Refused;
use crate::time::{Day, Now};

pub mod again;
pub mod agreement;
pub(crate) mod asking;
pub mod beside;
pub mod boundary;
pub mod command;
pub mod depend;
pub mod diff;
pub mod digest;
pub mod draft;
pub mod graph;
pub mod heads;
pub mod marks;
pub mod news;
pub mod people;
pub mod private;
pub mod promise;
pub mod recurrence;
pub mod repair;
pub mod ritual;
pub mod say;
pub mod states;
pub mod step;
#[cfg(test)]
pub(crate) mod testing;
pub mod undo;
pub mod view;

/// From whose side a state is shown, and what only that person's device knows.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Which partner reads.
    pub me: Partner,
    /// The reader's name.
    pub my_name: String,
    /// The other's name, once it was heard.
    pub their_name: Option<String>,
    /// Today in the reader's zone.
    pub today: Day,
    /// What time it is for the reader.
    pub now: Now,
    /// Records hidden in the reader's own view.
    pub hidden: BTreeSet<RecordId>,
    /// Asks the reader answered, by id.
    pub answered: BTreeSet<[u8; 32]>,
    /// Repairs the reader set aside: they ask for nothing more.
    pub aside: BTreeSet<RecordId>,
    /// The reader takes a break: nothing is asked (rule A11).
    pub paused: bool,
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

/// What answering an ask comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The ask, to be marked answered in the reader's vault.
    pub ask: [u8; 32],
    /// What is said to both, if anything.
    pub decision: Decision,
}

/// Turns a command into acts. `fresh` is a new random id, used where the command begins a boundary or a promise.
///
/// # Errors
/// A refusal of the law the command is about; `left` once somebody left the space.
pub fn decide(
    acts: &Acts,
    reader: &Reader,
    command: &LawCommand,
    fresh: RecordId,
) -> Result<Decision, Refused> {
    decided(acts, None, reader, command, fresh)
}

/// The same beside states that were derived before, where there are any.
///
/// # Errors
/// As [`decide`].
pub fn decided(
    acts: &Acts,
    states: Option<&States>,
    reader: &Reader,
    command: &LawCommand,
    fresh: RecordId,
) -> Result<Decision, Refused> {
    if acts.left().iter().any(Option::is_some) {
        return Err(Refused::rule("left"));
    }
    let people = |said: Result<Vec<NewAct>, Refused>| {
        said.map(|acts| Decision { record: RecordId::ZERO, acts })
    };
    let decided = match command {
        LawCommand::Name { name } => Some(people(people::say_name(acts, reader, name))),
        LawCommand::Zone { zone } => Some(people(people::say_zone(acts, reader, zone.as_deref()))),
        LawCommand::Repair(command) => Some(repair::decide(acts, reader, command, fresh)),
        _ => agreement::decide(acts, reader, command)
            .or_else(|| boundary::decide(acts, reader, command, fresh))
            .or_else(|| promise::decide(acts, reader, command, fresh))
            .or_else(|| ritual::decide(acts, states, reader, command))
            .or_else(|| step::decide(acts, reader, command))
            .or_else(|| beside::decide(acts, reader, command, fresh)),
    };
    let decision = decided.unwrap_or_else(|| Err(Refused::usage("unknown_command")))?;
    fits(decision)
}

/// Answers an ask, named by a prefix of its id, with one of its choices.
///
/// # Errors
/// `not_found`, `ambiguous`, `unknown_choice`, or a refusal of what the choice would say.
pub fn answer(
    acts: &Acts,
    reader: &Reader,
    prefix: &str,
    choice: &str,
) -> Result<Answered, Refused> {
    let asked = asks(acts, reader);
    let ids = asked.iter().filter_map(|ask| ActHash::from_hex(&ask.id));
    let ask = pick_prefix(prefix, ids, "ask", ActHash::hex)?;
    let known = asked.iter().find(|a| a.id == ask.hex());
    if !known.is_some_and(|a| a.choices.iter().any(|c| c.id == choice)) {
        return Err(Refused::usage("unknown_choice"));
    }
    let id = ask.hex();
    let decision = ritual::answer(acts, reader, &id, choice)
        .or_else(|| step::answer(acts, reader, &id, choice))
        .or_else(|| agreement::answer(acts, reader, &id, choice))
        .or_else(|| boundary::answer(acts, reader, &id, choice))
        .or_else(|| promise::answer(acts, reader, &id, choice))
        .or_else(|| repair::answer(acts, reader, &id, choice))
        .or_else(|| beside::answer(acts, reader, &id, choice))
        .unwrap_or_else(|| Ok(Decision::nothing(RecordId::ZERO)))?;
    Ok(Answered { ask: ask.0, decision: fits(decision)? })
}

/// Every ask the reader has not answered, each once.
#[must_use]
pub fn asks(acts: &Acts, reader: &Reader) -> Vec<view::Ask> {
    asked(acts, &States::of(acts), reader)
}

/// The same from states that were derived before.
#[must_use]
pub fn asked(acts: &Acts, states: &States, reader: &Reader) -> Vec<view::Ask> {
    let agreements: Vec<_> = states.agreements().collect();
    let mut all: Vec<view::Ask> =
        agreement::asks(acts, &agreements, reader).into_iter().map(|(_, ask)| ask).collect();
    // The reader's own first, as the lists have them.
    for mine in [true, false] {
        let of = |owner: Partner| (owner == reader.me) == mine;
        let own = states.boundaries().filter(|state| of(state.owner));
        all.extend(own.flat_map(|state| boundary::asked(state, reader)));
    }
    for mine in [true, false] {
        let of = |maker: Partner| (maker == reader.me) == mine;
        let own = states.promises().filter(|state| of(state.maker));
        all.extend(own.flat_map(|state| promise::asked(state, reader)));
    }
    all.extend(states.rituals().flat_map(|state| ritual::asked(state, reader)));
    all.extend(states.steps().flat_map(|state| step::asked(state, reader)));
    all.extend(repair::list(acts, reader).into_iter().flat_map(|r| r.asks));
    all.extend(beside::asks(acts, reader));
    all.extend(clock_looks_wrong(acts, reader));
    let mut seen = BTreeSet::new();
    all.retain(|ask| seen.insert(ask.id.clone()));
    all
}

/// The reader's date is over 400 days after, or over 2 days before, the newest act held (case 19).
fn clock_looks_wrong(acts: &Acts, reader: &Reader) -> Option<view::Ask> {
    let newest = acts.iter().map(|(_, h)| h.act.date).max()?;
    let days = i64::from(reader.today.0) - i64::from(newest.0);
    if (-2..=400).contains(&days) {
        return None;
    }
    let choices = vec![asking::choice("leave", say::way("date_right"))];
    let parts: [&[u8]; 1] = [&newest.0.to_be_bytes()];
    let ask = asking::ask("clock_looks_wrong", None, &parts, "me", say::ask_clock(), choices);
    (!asking::is_answered(reader, &ask)).then_some(ask)
}

/// Refuses what would not be read back as the same act, before it reaches the journal.
fn fits(decision: Decision) -> Result<Decision, Refused> {
    for new in &decision.acts {
        let fields = new.body.fields();
        // The envelope takes 100 bytes, the signature 64, and at most 16 entries of knowledge 896.
        if fields.len() > MAX_ACT_BYTES - 1_060 {
            return Err(Refused::usage("act_too_long").with(fields.len().to_string()));
        }
        if Body::parse(new.body.kind(), &fields).as_ref() != Ok(&new.body) {
            return Err(Refused::usage("act_not_allowed"));
        }
    }
    Ok(decision)
}

/// A record id from a prefix of its hexadecimal form, among `known`.
///
/// # Errors
/// `not_found` where none begins like this, `ambiguous` where several do.
pub fn resolve(
    prefix: &str,
    known: impl IntoIterator<Item = RecordId>,
) -> Result<RecordId, Refused> {
    let mut known = known.into_iter().filter(|record| *record != RecordId::ZERO);
    if let Some(whole) = RecordId::from_hex(&prefix.trim().to_ascii_lowercase()) {
        return known.find(|id| *id == whole).ok_or_else(|| Refused::not_found("record"));
    }
    pick_prefix(prefix, known, "record", RecordId::hex)
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
