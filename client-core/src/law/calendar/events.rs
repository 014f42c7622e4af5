//! Which records become events of one person's calendar.
//!
//! Promises with a due date, of the reader and to the reader, or the reader's own alone. A date that does not stand any more (released, not
//! applicable, moved away) is an exception, a date moved to is an event of its own, and what was withdrawn stays in the file as cancelled,
//! so that a calendar that has it takes it away. Neutral summaries say nothing of the words.

use std::collections::{BTreeMap, BTreeSet};

use super::{Begin, Event};
use crate::act::RecordId;
use crate::law::Reader;
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::promise::Outcome;
use crate::law::promise::state::{Schedule, State, all};
use crate::time::Day;

/// What a neutral summary says.
const NEUTRAL: &str = "Busy";

/// What goes into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Only what the reader gives.
    pub own: bool,
    /// No words.
    pub neutral: bool,
}

/// The events of one reader, by name.
#[must_use]
pub fn events(acts: &Acts, reader: &Reader, wanted: Wanted) -> Vec<Event> {
    let left = acts.left().iter().any(Option::is_some);
    let promises = all(acts, Scope::All);
    let promises = promises.iter().filter(|state| !wanted.own || state.maker == reader.me);
    let mut events: Vec<Event> =
        promises.flat_map(|state| promise(state, wanted.neutral, left)).collect();
    events.sort_by(|a, b| a.uid.cmp(&b.uid));
    events
}

fn promise(state: &State, neutral: bool, left: bool) -> Vec<Event> {
    let Some((_, version)) = state.current() else { return Vec::new() };
    let Schedule { due: Some(due), rule } = state.schedule() else { return Vec::new() };
    let summary = if neutral { NEUTRAL.to_owned() } else { line(version.fields.text.as_str()) };
    let moves = state.occasions.values().filter(|occasion| occasion.moved).count();
    let over = state.withdrawn.is_some() || state.released_all || left;
    let sequence = state.versions.len() - 1 + moves + usize::from(over);
    let event = |date: Option<Day>, begin: Begin| Event {
        uid: uid(state.record, state.maker.to_byte(), date),
        sequence: u32::try_from(sequence).unwrap_or(u32::MAX),
        summary: summary.clone(),
        alarm: !matches!(begin, Begin::Day(_)),
        begin,
        length: None,
        rule: None,
        except: BTreeSet::new(),
        moved: BTreeMap::new(),
        cancelled: over,
    };
    let begin = |day: Day, at: Option<(u16, String)>| match at {
        None => Begin::Day(day),
        Some((minutes, zone)) => Begin::Zoned(day, minutes, zone),
    };
    let gone = |date: Day| {
        matches!(
            state.outcome(Some(date)),
            Outcome::Released | Outcome::NotApplicable | Outcome::ChangedAhead
        )
    };
    let mut series = event(None, begin(due.day, due.at.clone()));
    let dated = || state.occasions.iter().filter_map(|(date, occasion)| Some(((*date)?, occasion)));
    match &rule {
        None => series.cancelled |= gone(due.day),
        Some(_) => {
            series.except =
                dated().filter(|(day, o)| gone(*day) || o.moved_here).map(|(day, _)| day).collect()
        }
    }
    series.rule = rule;
    let moved = dated().filter(|(_, occasion)| occasion.moved_here).map(|(day, occasion)| {
        let mut one = event(Some(day), begin(day, occasion.at.clone()));
        one.cancelled |= gone(day);
        one
    });
    let mut events: Vec<Event> = moved.collect();
    events.push(series);
    events
}

/// Stable for the same record, and for the same occurrence moved.
fn uid(record: RecordId, slot: u8, date: Option<Day>) -> String {
    let date = date.map(|date| format!("-{date}")).unwrap_or_default();
    format!("{}-{slot}{date}@accord", record.hex())
}

/// The first line of what somebody wrote.
fn line(words: &str) -> String {
    words.lines().next().unwrap_or_default().to_owned()
}
