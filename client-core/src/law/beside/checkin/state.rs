//! A round of check-ins from the acts alone: by partner number, without a clock and without a reader.
//!
//! What somebody said in a round counts if it knows every take-back of theirs: of own devices that spoke apart the take-back stands (law
//! L3). An entry that knows its author's standing readiness was *held back*: the other sees it only beside an entry of their own, both or
//! none. An entry without readiness was shown at once.

use std::collections::BTreeMap;

use accord_protocol::ids::Partner;

use crate::act::codec::Writer;
use crate::act::rounds::{CheckinEntry, RoundBody, round_record};
use crate::act::{ActHash, Body, RecordId, kind};
use crate::law::graph::Acts;
use crate::law::heads::{One, Scope, heads, of_record};
use crate::time::Day;

/// One round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The date that names it.
    pub round: Day,
    /// Its record.
    pub record: RecordId,
    /// Each person's side, by partner number.
    pub people: [Person; 2],
}

/// One person's side of a round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The entry; several where own devices wrote apart. Sorted by their bytes.
    pub entries: Vec<Entry>,
    /// Readiness that stands.
    pub ready: Option<Ready>,
    /// Last day something was taken back, where nothing stands.
    pub took_back: Option<Day>,
    /// Readiness was told once.
    pub told: bool,
    /// Something was written once, and whether it was shown at once.
    pub wrote: Option<bool>,
}

/// What one person wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The words.
    pub words: CheckinEntry,
    /// The author's date: of the readiness for an entry that was held back, since it was written then.
    pub on: Day,
    /// It was held back.
    pub held_back: bool,
    /// The acts that say it.
    pub acts: Vec<ActHash>,
}

/// Readiness for a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ready {
    /// The other may be told.
    pub tell: bool,
    /// Since when.
    pub on: Day,
}

impl Person {
    /// Readiness or an entry stands.
    #[must_use]
    pub fn takes_part(&self) -> bool {
        self.ready.is_some() || !self.entries.is_empty()
    }
}

impl State {
    /// A round in which nobody said anything.
    #[must_use]
    pub fn unsaid(round: Day) -> Self {
        Self { round, record: round_record(round), people: Default::default() }
    }

    /// One person's entries that the other sees: those shown at once, and those held back once the other has an entry too.
    pub fn visible(&self, who: Partner) -> impl Iterator<Item = &Entry> {
        let both = !self.people[who.other().index()].entries.is_empty();
        self.people[who.index()].entries.iter().filter(move |entry| both || !entry.held_back)
    }

    /// The other could see something of this person's side: readiness that was told, or an entry that was open.
    #[must_use]
    pub fn was_seen(&self, who: Partner) -> bool {
        let (person, other) = (&self.people[who.index()], &self.people[who.other().index()]);
        let both = person.wrote.is_some() && other.wrote.is_some();
        person.told || person.wrote == Some(true) || both
    }

    /// Canonical bytes for the state digest.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.day(self.round);
        for person in &self.people {
            w.u64(person.entries.len() as u64);
            for entry in &person.entries {
                w.blob(&bytes(self.round, &entry.words));
                w.day(entry.on).u8(u8::from(entry.held_back));
            }
            w.opt(person.ready.as_ref(), |w, ready| {
                w.u8(u8::from(ready.tell)).day(ready.on);
            });
            w.opt_day(person.took_back).u8(u8::from(person.told));
            w.opt(person.wrote.as_ref(), |w, at_once| {
                w.u8(u8::from(*at_once));
            });
        }
        w.into_bytes()
    }
}

/// The round of that date, or `None` where nobody said anything in it.
#[must_use]
pub fn derive(acts: &Acts, round: Day, scope: Scope) -> Option<State> {
    in_record(acts, round, round_record(round), scope)
}

fn in_record(acts: &Acts, round: Day, record: RecordId, scope: Scope) -> Option<State> {
    let held = of_record(acts, &record, scope);
    let said = |one: &&One<'_>| match &one.act.body {
        Body::Round(RoundBody::CheckinReady { round: named, .. })
        | Body::Round(RoundBody::Checkin { round: named, .. })
        | Body::Round(RoundBody::CheckinTakeBack { round: named }) => *named == round,
        _ => false,
    };
    let held: Vec<One<'_>> = held.iter().filter(said).copied().collect();
    if held.is_empty() {
        return None;
    }
    Some(State { round, record, people: Partner::BOTH.map(|who| person(acts, &held, who)) })
}

/// Every round somebody said something in, oldest first.
#[must_use]
pub fn all(acts: &Acts, scope: Scope) -> Vec<State> {
    let named = |record: RecordId| {
        acts.about(&record).iter().find_map(|ix| match &acts.get(*ix).act.body {
            Body::Round(
                RoundBody::CheckinReady { round, .. } | RoundBody::Checkin { round, .. },
            ) if round_record(*round) == record => Some((*round, record)),
            _ => None,
        })
    };
    let kinds = [kind::CHECKIN_READY, kind::CHECKIN, kind::CHECKIN_FROM_YOU];
    let rounds: BTreeMap<Day, RecordId> = acts.records_of(&kinds).filter_map(named).collect();
    let of = |(round, record)| in_record(acts, round, record, scope);
    rounds.into_iter().filter_map(of).collect()
}

fn person(acts: &Acts, held: &[One<'_>], who: Partner) -> Person {
    let mine = || held.iter().copied().filter(|one| one.partner == who);
    let is_back =
        |one: &One<'_>| matches!(one.act.body, Body::Round(RoundBody::CheckinTakeBack { .. }));
    let backs: Vec<One<'_>> = mine().filter(is_back).collect();
    let stands = |one: &One<'_>| backs.iter().all(|back| acts.knows(one.ix, back.ix));
    let readies: Vec<(One<'_>, bool)> = mine().filter(stands).filter_map(ready).collect();
    let held_back = |one: &One<'_>| readies.iter().any(|(ready, _)| acts.knows(one.ix, ready.ix));
    let newest = heads(acts, mine().filter(stands).filter_map(words).collect());
    let mut entries: Vec<Entry> = Vec::new();
    for (one, words) in newest {
        let late = held_back(&one);
        let said = readies.iter().filter(|(ready, _)| acts.knows(one.ix, ready.ix));
        let on = said.map(|(ready, _)| ready.act.date).min().unwrap_or(one.act.date);
        match entries.iter_mut().find(|entry| entry.words == *words) {
            Some(entry) => {
                // Shown at once by one device is shown.
                entry.held_back &= late;
                entry.on = entry.on.min(on);
                entry.acts.push(one.hash);
            }
            None => entries.push(Entry {
                words: words.clone(),
                on,
                held_back: late,
                acts: vec![one.hash],
            }),
        }
    }
    for entry in &mut entries {
        entry.acts.sort_unstable();
    }
    entries.sort_by_key(|entry| bytes(Day(0), &entry.words));
    let newest = heads(acts, readies.clone());
    let ready = newest.iter().map(|(one, _)| one.act.date).max().map(|on| Ready {
        // In doubt nothing is told.
        tell: newest.iter().all(|(_, tell)| *tell),
        on,
    });
    let ever: Vec<(One<'_>, bool)> = mine().filter_map(self::ready).collect();
    let at_once = |one: &One<'_>| !ever.iter().any(|(ready, _)| acts.knows(one.ix, ready.ix));
    let wrote = mine().filter_map(words).map(|(one, _)| at_once(&one));
    let nothing = entries.is_empty() && ready.is_none();
    Person {
        took_back: backs.iter().map(|back| back.act.date).max().filter(|_| nothing),
        told: ever.iter().any(|(_, tell)| *tell),
        wrote: wrote.reduce(|a, b| a || b),
        entries,
        ready,
    }
}

fn ready(one: One<'_>) -> Option<(One<'_>, bool)> {
    match &one.held().act.body {
        Body::Round(RoundBody::CheckinReady { tell, .. }) => Some((one, *tell)),
        _ => None,
    }
}

fn words(one: One<'_>) -> Option<(One<'_>, &CheckinEntry)> {
    match &one.held().act.body {
        Body::Round(RoundBody::Checkin { entry, .. }) => Some((one, entry)),
        _ => None,
    }
}

/// An entry's own bytes.
fn bytes(round: Day, words: &CheckinEntry) -> Vec<u8> {
    Body::Round(RoundBody::Checkin { round, entry: words.clone() }).fields()
}
