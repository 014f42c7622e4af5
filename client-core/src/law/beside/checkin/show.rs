//! A round from one reader's side.
//!
//! A round of which the reader may know nothing is not there at all. Words that were held back are beside words of the reader's own, or
//! not shown.

use std::collections::BTreeMap;

use super::decide::Held;
use super::state::{State, all, derive};
use crate::act::rounds::{RoundBody, round_record};
use crate::act::{Body, RecordId};
use crate::law::Reader;
use crate::law::beside::view::{CheckinRound, CheckinSide, Entry};
use crate::law::graph::{ActIx, Acts};
use crate::law::heads::Scope;
use crate::law::people::they;
use crate::law::say;
use crate::law::view::NewsLine;
use crate::time::Day;

/// All rounds the reader knows of, the newest first. `held` are the reader's words that wait on own devices.
#[must_use]
pub fn list(acts: &Acts, reader: &Reader, held: &BTreeMap<Day, Held>) -> Vec<CheckinRound> {
    let said = all(acts, Scope::All).into_iter().map(|state| (state.round, state));
    let mut rounds: BTreeMap<Day, State> = said.collect();
    for round in held.keys() {
        rounds.entry(*round).or_insert_with(|| State::unsaid(*round));
    }
    rounds.values().rev().filter_map(|state| shown(state, reader, held)).collect()
}

/// One round.
#[must_use]
pub fn show(
    acts: &Acts,
    reader: &Reader,
    round: Day,
    held: &BTreeMap<Day, Held>,
) -> Option<CheckinRound> {
    let state = derive(acts, round, Scope::All).unwrap_or_else(|| State::unsaid(round));
    shown(&state, reader, held)
}

fn shown(state: &State, reader: &Reader, held: &BTreeMap<Day, Held>) -> Option<CheckinRound> {
    let round = state.round;
    let (me, them) = (mine(state, reader, held.get(&round)), theirs(state, reader));
    let known = me.state != "none" || them.state != "none";
    known.then(|| CheckinRound { id: state.record.hex(), round, me, them })
}

/// The round a record is, if somebody wrote into it or words wait for it.
#[must_use]
pub fn round_of(acts: &Acts, record: &RecordId, held: &BTreeMap<Day, Held>) -> Option<Day> {
    let named = |round: &Day| round_record(*round) == *record;
    let said = acts.about(record).iter().filter_map(|ix| match &acts.get(*ix).act.body {
        Body::Round(
            RoundBody::CheckinReady { round, .. }
            | RoundBody::Checkin { round, .. }
            | RoundBody::CheckinTakeBack { round },
        ) => Some(*round),
        _ => None,
    });
    // An act that names another round than its record's counts for nothing, wherever it stands.
    said.chain(held.keys().copied()).find(named)
}

fn mine(state: &State, reader: &Reader, held: Option<&Held>) -> CheckinSide {
    let person = &state.people[reader.me.index()];
    let mut entries = person.entries.iter().map(|entry| Entry::from(&entry.words));
    if let Some(on) = person.entries.iter().map(|entry| entry.on).max() {
        let open = state.visible(reader.me).next().is_some();
        return CheckinSide {
            state: if open { "open" } else { "closed" },
            on: Some(on),
            entry: entries.next(),
            also: entries.collect(),
            tell: person.ready.map(|ready| ready.tell),
        };
    }
    if let Some(held) = held {
        return CheckinSide {
            state: if person.ready.is_some() { "held_back" } else { "draft" },
            on: Some(held.on),
            entry: Some(Entry::from(&held.words)),
            also: vec![],
            tell: person.ready.map(|ready| ready.tell),
        };
    }
    match (person.ready, person.took_back) {
        // The words wait on another own device that this one has not heard from.
        (Some(ready), _) => CheckinSide {
            state: "held_back",
            on: Some(ready.on),
            tell: Some(ready.tell),
            ..CheckinSide::default()
        },
        (None, Some(on)) => {
            CheckinSide { state: "taken_back", on: Some(on), ..CheckinSide::default() }
        }
        (None, None) => CheckinSide { state: "none", ..CheckinSide::default() },
    }
}

fn theirs(state: &State, reader: &Reader) -> CheckinSide {
    let who = reader.me.other();
    let person = &state.people[who.index()];
    let visible: Vec<_> = state.visible(who).collect();
    if let Some(on) = visible.iter().map(|entry| entry.on).max() {
        let mut entries = visible.iter().map(|entry| Entry::from(&entry.words));
        return CheckinSide {
            state: "open",
            on: Some(on),
            entry: entries.next(),
            also: entries.collect(),
            tell: None,
        };
    }
    let (shown, on) = match (person.ready.filter(|ready| ready.tell), person.took_back) {
        (Some(ready), _) => ("ready", Some(ready.on)),
        (None, Some(on)) if state.was_seen(who) => ("not_today", Some(on)),
        _ => ("none", None),
    };
    CheckinSide { state: shown, on, ..CheckinSide::default() }
}

/// At most one sentence on what the other said last in a round, among `unseen`.
#[must_use]
pub fn news(acts: &Acts, reader: &Reader, record: RecordId, unseen: &[ActIx]) -> Option<NewsLine> {
    let round = round_of(acts, &record, &BTreeMap::new())?;
    let state = derive(acts, round, Scope::All)?;
    let them = theirs(&state, reader);
    let new = || unseen.iter().map(|ix| &acts.get(*ix).act).filter(|act| act.record == record);
    let said = |of: fn(&RoundBody) -> bool| {
        new().any(|act| matches!(&act.body, Body::Round(body) if of(body)))
    };
    let talk = them.entry.as_ref().is_some_and(|entry| entry.talk);
    let code = match them.state {
        "open" if said(|body| matches!(body, RoundBody::Checkin { .. })) && talk => "open_talk",
        "open" if said(|body| matches!(body, RoundBody::Checkin { .. })) => "open",
        "ready" if said(|body| matches!(body, RoundBody::CheckinReady { .. })) => "ready",
        "not_today" if said(|body| matches!(body, RoundBody::CheckinTakeBack { .. })) => {
            "not_today"
        }
        _ => return None,
    };
    let sentence = say::news_check_in(they(reader), code);
    Some(NewsLine { record: Some(record.hex()), on: them.on?, sentence, question: false })
}
