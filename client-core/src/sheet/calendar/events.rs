//! Which records become events of one person's calendar.
//!
//! Rituals that were ever in force, by the wording that holds. A date that is off or belongs to an earlier wording is an exception, one that
//! was moved keeps its name and gets its new time.
//!
//! Promises with a due date, of the reader and to the reader, or the reader's own alone. A date that does not stand any more (released, not
//! applicable, moved away) is an exception, a date moved to is an event of its own, and what was withdrawn stays in the file as cancelled,
//! so that a calendar that has it takes it away. Neutral summaries say nothing of the words.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Begin, Event};
use crate::act::RecordId;
use crate::act::terms::Moment;
use crate::law::Reader;
use crate::law::graph::Acts;
use crate::law::promise::Outcome;
use crate::law::promise::state::{Schedule, State};
use crate::law::ritual;
use crate::law::states::States;
use crate::time::{Day, When};

/// How far ahead exceptions are looked for.
const HORIZON_DAYS: i32 = 3_653;

/// What goes into the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct Wanted {
    /// Only what the reader gives.
    pub own: bool,
    /// This instead of anybody's words, in the reader's language.
    pub neutral: Option<String>,
}

/// The events of one reader, by name.
#[must_use]
pub fn events(acts: &Acts, states: &States, reader: &Reader, wanted: &Wanted) -> Vec<Event> {
    let left = acts.left().iter().any(Option::is_some);
    let neutral = wanted.neutral.as_deref();
    let promises = states.promises().filter(|state| !wanted.own || state.maker == reader.me);
    let mut events: Vec<Event> = promises.flat_map(|state| promise(state, neutral, left)).collect();
    let rituals = states.rituals();
    events.extend(rituals.filter_map(|state| rite(acts, state, reader, neutral)));
    events.sort_by(|a, b| a.uid.cmp(&b.uid));
    events
}

fn promise(state: &State, neutral: Option<&str>, left: bool) -> Vec<Event> {
    let Some((_, version)) = state.current() else { return Vec::new() };
    let Schedule { due: Some(due), rule } = state.schedule() else { return Vec::new() };
    let summary = line(neutral.unwrap_or(version.fields.text.as_str()));
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

/// One ritual's series: what its law plans from its first day to ten years ahead, and its rule after that.
fn rite(
    acts: &Acts,
    state: &ritual::State,
    reader: &Reader,
    neutral: Option<&str>,
) -> Option<Event> {
    let last = state.periods.iter().max().map(|period| period.revision);
    let plan = state.plans.get(&state.in_force.or(last)?)?;
    let rule = plan.rule.clone()?;
    let begin = |when: &When| match (&plan.terms.at, &when.at) {
        (Moment::Own { minutes }, None) => Begin::Floating(when.day, *minutes),
        (_, None) => Begin::Day(when.day),
        (_, Some((minutes, zone))) => Begin::Zoned(when.day, *minutes, zone.clone()),
    };
    // Counted from its own beginning where that is later: a clock set back must not take a ritual out of a calendar.
    let first = plan.terms.start;
    let horizon = reader.today.max(first).plus(HORIZON_DAYS);
    let named: BTreeSet<Day> = rule.dates(first).take_while(|day| *day <= horizon).collect();
    let mut planned: BTreeSet<Day> = state.planned_between(first, horizon).into_keys().collect();
    planned.retain(|day| named.contains(day) && !is_off(state, *day));
    // Where nothing is planned to the end of what was looked at, the series ends there.
    let ends = named.last().zip(planned.last()).filter(|(named, planned)| named != planned);
    let rule = match ends {
        Some((_, last)) => rule.ending(*last),
        None => rule,
    };
    let until = planned.last().copied().unwrap_or(horizon);
    let moved: BTreeMap<Day, Begin> = state
        .occurrences
        .iter()
        .filter(|(day, _)| planned.contains(day))
        .filter_map(|(day, said)| {
            let to = &said.moved.as_ref()?.to;
            let at = match &to.at {
                None => Begin::Day(to.day),
                Some((minutes, zone)) => Begin::Zoned(to.day, *minutes, zone.clone()),
            };
            Some((*day, at))
        })
        .collect();
    let moves = state.occurrences.values().filter_map(|said| said.moved.as_ref());
    let said = acts.about(&state.record).len()
        + moves.map(|moved| acts.about(&moved.agreement).len()).sum::<usize>();
    Some(Event {
        uid: format!("{}@accord", state.record.hex()),
        sequence: u32::try_from(said).unwrap_or(u32::MAX),
        summary: line(neutral.unwrap_or(plan.name.as_str())),
        begin: begin(&plan.when(first)),
        length: plan.terms.length,
        except: named.difference(&planned).filter(|day| **day <= until).copied().collect(),
        rule: Some(rule),
        moved,
        cancelled: planned.is_empty() || state.in_force.is_none(),
        alarm: false,
    })
}

/// A date that will not be: somebody said so and nobody did it all the same.
fn is_off(state: &ritual::State, day: Day) -> bool {
    let own_time = state
        .planned(day)
        .and_then(|revision| state.plans.get(&revision))
        .is_some_and(ritual::state::Plan::own_time);
    state
        .occurrences
        .get(&day)
        .is_some_and(|said| said.word(own_time && said.moved.is_none()) == "off")
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
