//! What both said about a promise, from the acts alone: by partner number, without a clock and without a reader.
//!
//! An occurrence is named by its date in the promise's zone; a promise without a due date has one occurrence without a date. Dates come from
//! the promise's schedule and from the maker's moves. A mark, a release or a move that names no such date counts for nothing.

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::ids::Partner;

use super::occasion::{Occasion, Sources};
use crate::act::codec::Writer;
use crate::act::{ActHash, Body, PromiseFields, RecordId, VersionId, kind};
use crate::law::graph::Acts;
use crate::law::heads::{One, Scope, of_one, of_record, once_each, said_by};
use crate::law::recurrence::Rule;
use crate::time::{Day, When};

/// One person's promise as the acts make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its id.
    pub record: RecordId,
    /// Who made it.
    pub maker: Partner,
    /// Every wording its maker ever shared here.
    pub versions: BTreeMap<VersionId, Version>,
    /// Which versions the recipient acknowledged, each once with its day, oldest first.
    pub acknowledged: Vec<(VersionId, Day)>,
    /// Thanks, each on its version.
    pub thanks: Vec<(VersionId, Day)>,
    /// First day the maker withdrew it. A withdrawn promise stays withdrawn; making it anew is a new promise.
    pub withdrawn: Option<Day>,
    /// The recipient released all of it.
    pub released_all: bool,
    /// Occurrences somebody said something about, by date.
    pub occasions: BTreeMap<Option<Day>, Occasion>,
    /// Acts in this record that count for nothing because the other person made them.
    pub ignored: Vec<ActHash>,
}

/// One wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its words.
    pub fields: PromiseFields,
    /// First day it was shared, by its author.
    pub on: Day,
    /// Not replaced by a later one. Two only where own devices worded it apart.
    pub standing: bool,
}

impl State {
    /// The version that is read out: the standing one; of two, the one with the smaller id, on every device the same.
    pub fn current(&self) -> Option<(VersionId, &Version)> {
        let standing = self.versions.iter().find(|(_, v)| v.standing);
        standing.or_else(|| self.versions.iter().next()).map(|(id, v)| (*id, v))
    }

    /// When it is due, by the current version.
    pub fn schedule(&self) -> Schedule {
        self.current().map(|(_, v)| Schedule::of(&v.fields)).unwrap_or_default()
    }

    /// Whether the current words took the place of others before the last due date (case 44).
    pub fn worded_ahead(&self) -> bool {
        let edited = |v: &&Version| v.standing && !v.fields.replaces.is_empty();
        self.versions.values().filter(edited).any(|v| match Schedule::of(&v.fields).last() {
            Some((day, timed)) => is_before(v.on, day, timed),
            None => true,
        })
    }

    /// Canonical bytes for the state digest: the same on every device that holds the same acts.
    pub fn encode(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.raw(&self.record.0).u8(self.maker.to_byte());
        w.u64(self.versions.len() as u64);
        for (id, version) in &self.versions {
            w.raw(&id.0).u8(u8::from(version.standing));
        }
        // Sets, by name: lists are in an order for screens, which is no part of the state.
        for said in [&self.acknowledged, &self.thanks] {
            let mut said = said.clone();
            said.sort_unstable();
            w.u64(said.len() as u64);
            for (version, on) in &said {
                w.raw(&version.0).day(*on);
            }
        }
        w.opt_day(self.withdrawn).u8(u8::from(self.released_all));
        w.u64(self.occasions.len() as u64);
        for (date, occasion) in &self.occasions {
            w.opt_day(*date);
            occasion.encode(&mut w, occasion.outcome(self.maker, self.withdrawn, *date));
        }
        w.into_bytes()
    }
}

/// When a promise is due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    /// The (first) due date.
    pub due: Option<When>,
    /// How it repeats. A rule this app cannot read repeats nothing.
    pub rule: Option<Rule>,
}

impl Schedule {
    /// The schedule of one wording.
    pub fn of(fields: &PromiseFields) -> Self {
        let rule = fields.every.as_ref().and_then(|every| Rule::parse(every.as_str()).ok());
        Self { rule: rule.filter(|_| fields.due.is_some()), due: fields.due.clone() }
    }

    /// Its dates in order; one without a date where there is no due date.
    pub fn dates(&self) -> Box<dyn Iterator<Item = Option<Day>> + '_> {
        match (&self.due, &self.rule) {
            (None, _) => Box::new(std::iter::once(None)),
            (Some(due), None) => Box::new(std::iter::once(Some(due.day))),
            (Some(due), Some(rule)) => Box::new(rule.dates(due.day).map(Some)),
        }
    }

    /// Wall time and zone of each occurrence.
    pub fn at(&self) -> Option<(u16, String)> {
        self.due.as_ref().and_then(|due| due.at.clone())
    }

    /// The one date there is: `Some(None)` for a promise without a due date, `None` where it repeats.
    pub fn only(&self) -> Option<Option<Day>> {
        match self.rule {
            Some(_) => None,
            None => Some(self.due.as_ref().map(|due| due.day)),
        }
    }

    /// The last due date and whether it has a time; `None` where there is none or no end.
    fn last(&self) -> Option<(Day, bool)> {
        let due = self.due.as_ref()?;
        let day = match &self.rule {
            None => due.day,
            Some(rule) if rule.ends() => rule.dates(due.day).last()?,
            Some(_) => return None,
        };
        Some((day, due.at.is_some()))
    }
}

/// "Before": dated before the due date, or on the same day for a due time.
pub fn is_before(said: Day, due: Day, timed: bool) -> bool {
    said < due || (said == due && timed)
}

/// The promise that `maker` published under `record`, or `None` where that person published no words there.
pub fn derive(acts: &Acts, record: RecordId, maker: Partner, scope: Scope) -> Option<State> {
    if !said_by(acts, &record, maker, |body| matches!(body, Body::Promise(_))) {
        return None;
    }
    let held = of_record(acts, &record, scope);
    let words = worded(&held, record);
    let (versions, foreign) = published(acts, &words, maker);
    if versions.is_empty() {
        return None;
    }
    let theirs = of_one(acts, &held, maker.other());
    let theirs = || theirs.iter().copied();
    let about = |said: &VersionId| versions.contains_key(said).then_some(*said);
    let acknowledged = theirs().filter_map(|h| match &h.act.body {
        Body::PromiseAcknowledge { version } => Some((about(version)?, h.act.date)),
        _ => None,
    });
    let acknowledged = once_each(acknowledged);
    let thanks = once_each(theirs().filter_map(|h| match &h.act.body {
        Body::Thank { version } => Some((about(version)?, h.act.date)),
        _ => None,
    }));
    let mine = || held.iter().filter(|h| h.partner == maker);
    let withdrawn =
        mine().filter(|h| h.act.body == Body::PromiseWithdraw).map(|h| h.act.date).min();
    let schedules: Vec<Schedule> = {
        let mut schedules: Vec<Schedule> = Vec::new();
        let first = versions.values().filter(|v| v.standing).chain(versions.values());
        for schedule in first.map(|v| Schedule::of(&v.fields)) {
            if !schedules.contains(&schedule) {
                schedules.push(schedule);
            }
        }
        schedules
    };
    let sources = Sources { acts, held: &held, maker, schedules: &schedules };
    let mut ignored = foreign;
    let (_, others) = published(acts, &words, maker.other());
    ignored.extend(others);
    let other_made =
        held.iter().any(|h| h.partner != maker && matches!(h.act.body, Body::Promise(_)));
    if !other_made {
        ignored.extend(sources.not_theirs_to_say());
    }
    ignored.sort_unstable();
    ignored.dedup();
    Some(State {
        record,
        maker,
        acknowledged,
        thanks,
        withdrawn,
        released_all: sources.released_all(),
        occasions: sources.occasions(),
        ignored,
        versions,
    })
}

/// Every promise of both people, by id and maker.
pub fn all(acts: &Acts, scope: Scope) -> Vec<State> {
    let of = |id| Partner::BOTH.map(|maker| derive(acts, id, maker, scope));
    acts.records_of(&[kind::PROMISE]).flat_map(of).flatten().collect()
}

/// An act that shares words, the words, and their name.
type Worded<'a> = (One<'a>, &'a PromiseFields, VersionId);

/// All words shared under `record`, by anybody.
fn worded<'a>(held: &[One<'a>], record: RecordId) -> Vec<Worded<'a>> {
    let words = held.iter().filter_map(|one| match &one.held().act.body {
        Body::Promise(fields) => Some((*one, fields, fields.version(record))),
        _ => None,
    });
    words.collect()
}

/// The words one person published, and those acts that belong to no promise of theirs: they replace what only the other wrote.
fn published(
    acts: &Acts,
    words: &[Worded<'_>],
    maker: Partner,
) -> (BTreeMap<VersionId, Version>, Vec<ActHash>) {
    let words_of =
        |partner: Partner| words.iter().filter(move |(h, ..)| h.partner == partner).copied();
    let theirs: BTreeSet<VersionId> = words_of(maker.other()).map(|(.., v)| v).collect();
    let own: BTreeSet<VersionId> = words_of(maker).map(|(.., v)| v).collect();
    let takes_theirs =
        |f: &PromiseFields| f.replaces.iter().any(|v| theirs.contains(v) && !own.contains(v));
    let (taking, words): (Vec<_>, Vec<_>) = words_of(maker).partition(|(_, f, _)| takes_theirs(f));
    let mut replacing: BTreeMap<VersionId, Vec<One<'_>>> = BTreeMap::new();
    for (one, fields, _) in &words {
        for replaced in &fields.replaces {
            replacing.entry(*replaced).or_default().push(*one);
        }
    }
    let mut versions: BTreeMap<VersionId, Version> = BTreeMap::new();
    for (one, fields, id) in words {
        let by = replacing.get(&id);
        let stands = !by.is_some_and(|by| by.iter().any(|newer| acts.knows(newer.ix, one.ix)));
        let new = || Version { fields: fields.clone(), on: one.act.date, standing: false };
        let version = versions.entry(id).or_insert_with(new);
        version.on = version.on.min(one.act.date);
        version.standing |= stands;
    }
    (versions, taking.iter().map(|(one, ..)| one.hash).collect())
}
