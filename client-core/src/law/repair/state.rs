//! What stands of a repair, from the acts alone: by partner number, without a clock and without a reader.
//!
//! A part stands until an own act that knows it replaces it or takes it back; two own devices that reworded one part apart leave both
//! wordings standing, so that no words are lost. It is settled for a person while every newest word of theirs on it is "settled".

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::ids::Partner;

use crate::act::codec::Writer;
use crate::act::repair::{Hurt, PartFields, RepairBody, Stage};
use crate::act::shared::SharedBody;
use crate::act::{ActHash, Body, RecordId, Text, VersionId, kind};
use crate::law::graph::Acts;
use crate::law::heads::{One, Scope, heads, of_record};
use crate::time::Day;

/// A repair as the acts make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its id.
    pub record: RecordId,
    /// Who opened it with which words, by partner number. Both only where both opened one under the same id.
    pub opened: [Option<Opening>; 2],
    /// Every part either ever wrote, by author and version.
    pub parts: BTreeMap<(Partner, VersionId), Part>,
    /// Looking back, oldest first.
    pub look_backs: Vec<Note>,
    /// Shared notes about forgiving, oldest first. They change nothing.
    pub forgiveness: Vec<Note>,
    /// Whether it is settled for each, by partner number.
    pub settled: [bool; 2],
    /// What each said belongs to it.
    pub links: [BTreeSet<RecordId>; 2],
    /// Acts in this record that count for nothing: they touch what the other wrote.
    pub ignored: Vec<ActHash>,
}

/// How it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Its title, in the words of who opened it.
    pub title: Text,
    /// What kind of hurt.
    pub about: Option<Hurt>,
    /// The day.
    pub on: Day,
    /// The act.
    pub act: ActHash,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which part, and its words.
    pub fields: PartFields,
    /// First day it was shared.
    pub on: Day,
    /// Neither replaced nor taken back.
    pub standing: bool,
    /// Place among the repair's acts, for lists.
    pub place: usize,
}

/// A text beside the parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Whose.
    pub by: Partner,
    /// The day.
    pub on: Day,
    /// The words.
    pub text: Text,
    /// Where its author is with forgiving, if they said.
    pub stage: Option<Stage>,
    /// The act.
    pub act: ActHash,
}

impl State {
    /// Who opened it; where both did, partner 0.
    pub fn opener(&self) -> Partner {
        if self.opened[0].is_some() { Partner::Zero } else { Partner::One }
    }

    /// How it was opened; `None` never where [`derive`] gave the state.
    pub fn opening(&self) -> Option<&Opening> {
        self.opened.iter().flatten().next()
    }

    /// Settled for both.
    pub fn closed(&self) -> bool {
        self.settled == [true, true]
    }

    /// The parts in the order they were written.
    pub fn in_order(&self) -> Vec<(Partner, VersionId, &Part)> {
        let mut all: Vec<_> = self.parts.iter().map(|((by, id), p)| (*by, *id, p)).collect();
        all.sort_by_key(|(by, id, part)| (part.place, by.to_byte(), *id));
        all
    }

    /// Canonical bytes for the state digest.
    pub fn encode(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.raw(&self.record.0);
        for partner in Partner::BOTH {
            let i = partner.index();
            w.raw(&self.opened[i].as_ref().map_or([0; 32], |o| o.act.0));
            w.u8(u8::from(self.settled[i])).u64(self.links[i].len() as u64);
            for link in &self.links[i] {
                w.raw(&link.0);
            }
        }
        w.u64(self.parts.len() as u64);
        for ((by, id), part) in &self.parts {
            w.u8(by.to_byte()).raw(&id.0).u8(u8::from(part.standing));
        }
        for notes in [&self.look_backs, &self.forgiveness] {
            let mut acts: Vec<ActHash> = notes.iter().map(|note| note.act).collect();
            acts.sort_unstable();
            w.u64(acts.len() as u64);
            for act in &acts {
                w.raw(&act.0);
            }
        }
        w.into_bytes()
    }
}

/// The repair under `record`, or `None` where nobody opened one.
pub fn derive(acts: &Acts, record: RecordId, scope: Scope) -> Option<State> {
    let held = of_record(acts, &record, scope);
    let opened = Partner::BOTH.map(|partner| opening(&held, partner));
    if opened.iter().all(Option::is_none) {
        return None;
    }
    let (parts, ignored) = parts(acts, &held, record);
    let (mut look_backs, mut forgiveness) = (Vec::new(), Vec::new());
    for h in &held {
        let note = |text: &Text, stage| Note {
            by: h.partner,
            on: h.act.date,
            text: text.clone(),
            stage,
            act: h.hash,
        };
        match &h.act.body {
            Body::Repair(RepairBody::LookBack { text }) => look_backs.push(note(text, None)),
            Body::Repair(RepairBody::Forgiveness { text, stage }) => {
                forgiveness.push(note(text, *stage));
            }
            _ => {}
        }
    }
    Some(State {
        record,
        opened,
        parts,
        look_backs,
        forgiveness,
        settled: Partner::BOTH.map(|partner| settled(acts, &held, partner)),
        links: Partner::BOTH.map(|partner| links(acts, &held, partner)),
        ignored,
    })
}

/// Every repair of both people, by id.
pub fn all(acts: &Acts, scope: Scope) -> Vec<State> {
    ids(acts).filter_map(|id| derive(acts, id, scope)).collect()
}

/// The records of repairs, unsent ones included.
pub(super) fn ids(acts: &Acts) -> impl Iterator<Item = RecordId> {
    acts.records_of(&[kind::REPAIR_OPEN])
}

/// One person's first words of it: later ones under the same id change nothing.
fn opening(held: &[One<'_>], partner: Partner) -> Option<Opening> {
    held.iter().filter(|h| h.partner == partner).find_map(|h| match &h.act.body {
        Body::Repair(RepairBody::Open { title, about }) => {
            Some(Opening { title: title.clone(), about: *about, on: h.act.date, act: h.hash })
        }
        _ => None,
    })
}

type Parts = BTreeMap<(Partner, VersionId), Part>;
/// The acts that wrote one part, with their places.
type Written<'a> = BTreeMap<(Partner, VersionId), Vec<(usize, One<'a>, &'a PartFields)>>;

fn parts(acts: &Acts, held: &[One<'_>], record: RecordId) -> (Parts, Vec<ActHash>) {
    let mut written: Written<'_> = BTreeMap::new();
    for (place, one) in held.iter().enumerate() {
        if let Body::Repair(RepairBody::Part(fields)) = &one.held().act.body {
            let key = (one.partner, fields.version(record));
            written.entry(key).or_default().push((place, *one, fields));
        }
    }
    let theirs = |one: &One<'_>, part: &VersionId| {
        written.contains_key(&(one.partner.other(), *part))
            && !written.contains_key(&(one.partner, *part))
    };
    // Who ends which part: a later own part that names it, or an own act that takes it back.
    let mut ends: BTreeMap<(Partner, VersionId), Vec<One<'_>>> = BTreeMap::new();
    let mut ignored = Vec::new();
    for one in held {
        let named: &[VersionId] = match &one.act.body {
            Body::Repair(RepairBody::Part(fields)) => &fields.replaces,
            Body::Repair(RepairBody::PartTakeBack { parts }) => parts,
            _ => continue,
        };
        for part in named {
            if theirs(one, part) {
                ignored.push(one.hash);
            } else {
                ends.entry((one.partner, *part)).or_default().push(*one);
            }
        }
    }
    ignored.sort_unstable();
    ignored.dedup();
    let stands = |key: &(Partner, VersionId), one: &One<'_>| {
        !ends.get(key).is_some_and(|by| by.iter().any(|end| acts.knows(end.ix, one.ix)))
    };
    let parts = written
        .iter()
        .filter_map(|(key, said)| {
            let (place, _, fields) = said.first()?;
            let part = Part {
                fields: (*fields).clone(),
                on: said.iter().map(|(_, one, _)| one.act.date).min()?,
                standing: said.iter().any(|(_, one, _)| stands(key, one)),
                place: *place,
            };
            Some((*key, part))
        })
        .collect();
    (parts, ignored)
}

fn settled(acts: &Acts, held: &[One<'_>], partner: Partner) -> bool {
    let said: Vec<(One<'_>, bool)> = held
        .iter()
        .filter(|h| h.partner == partner)
        .filter_map(|h| match &h.act.body {
            Body::Repair(RepairBody::Settled) => Some((*h, true)),
            Body::Repair(RepairBody::NotSettled) => Some((*h, false)),
            _ => None,
        })
        .collect();
    let newest = heads(acts, said);
    !newest.is_empty() && newest.iter().all(|(_, settled)| *settled)
}

fn links(acts: &Acts, held: &[One<'_>], partner: Partner) -> BTreeSet<RecordId> {
    let mut said: BTreeMap<RecordId, Vec<(One<'_>, bool)>> = BTreeMap::new();
    for h in held.iter().filter(|h| h.partner == partner) {
        if let Body::Shared(SharedBody::Link { other, on }) = &h.act.body {
            said.entry(*other).or_default().push((*h, *on));
        }
    }
    let linked = |said: Vec<(One<'_>, bool)>| heads(acts, said).iter().any(|(_, on)| *on);
    said.into_iter().filter(|(_, said)| linked(said.clone())).map(|(other, _)| other).collect()
}
