//! Which words of a boundary stand, from the acts alone: by partner number, without a clock and without a reader.
//!
//! Each version is carried by its *supports*: the acts that publish it and the owner's picks of it. An act of the owner *opposes* a version
//! if it withdraws the boundary, replaces the version or picks another one. An act only touches what its author knew:
//!
//! - A limit's version stands while one of its supports is known by no act that opposes it. So of two own devices' wordings both stand, and
//!   a withdrawal does not take back an edit made elsewhere (law L4).
//! - A permission's version stands only if, besides, that support comes after every withdrawal, and it is the only one (L4: in doubt it goes).

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::ids::Partner;

use crate::act::codec::Writer;
use crate::act::{ActHash, Body, BoundaryFields, RecordId, Text, VersionId, kind};
use crate::law::command::Polarity;
use crate::law::graph::Acts;
use crate::law::heads::{One, Scope, heads, of_one, of_record, once_each, said_by};
use crate::time::Day;

/// One person's boundary as the acts make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its id.
    pub record: RecordId,
    /// Whose boundary it is.
    pub owner: Partner,
    /// Limit or permission; of the first words.
    pub polarity: Polarity,
    /// Every wording its owner ever shared here.
    pub versions: BTreeMap<VersionId, Version>,
    /// Names of all words its owner ever shared under this id, those of another polarity too: what the other said about them stays.
    pub shared: BTreeSet<VersionId>,
    /// What the owner's own devices left open, if anything.
    pub doubt: Option<Doubt>,
    /// Which versions the other acknowledged, each once with its day, oldest first.
    pub acknowledged: Vec<(VersionId, Day)>,
    /// How the other will honour it, newest last; own devices that wrote apart are both here.
    pub honour: Vec<Saying>,
    /// The other's questions.
    pub questions: Vec<Saying>,
    /// Notes of both.
    pub notes: Vec<Saying>,
    /// Acts in this record that count for nothing: what only its owner may do, done by the other person, or words of another polarity.
    pub ignored: Vec<ActHash>,
    /// Acts of the owner that withdraw it, with their days.
    pub withdrawals: Vec<(ActHash, Day)>,
}

/// One wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its words.
    pub fields: BoundaryFields,
    /// First day it was shared, by its author.
    pub on: Day,
    /// Whether it stands.
    pub standing: bool,
    /// Place among the versions, oldest first, for lists.
    pub place: usize,
}

/// What two own devices said apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// More than one wording is left. A limit keeps them all, a permission none.
    Wordings(Vec<VersionId>),
    /// One device withdrew it while another one shared or picked these words. A limit stays, a permission goes.
    Withdrawn(Vec<VersionId>),
}

/// Somebody's short text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// Who said it.
    pub by: Partner,
    /// The version it is about.
    pub version: Option<VersionId>,
    /// The day.
    pub on: Day,
    /// The words.
    pub text: Text,
    /// The act.
    pub act: ActHash,
}

impl State {
    /// Whether any words stand.
    pub fn stands(&self) -> bool {
        self.versions.values().any(|v| v.standing)
    }

    /// The standing versions, by id.
    pub fn standing(&self) -> impl Iterator<Item = (VersionId, &Version)> {
        self.versions.iter().filter(|(_, v)| v.standing).map(|(id, v)| (*id, v))
    }

    /// All versions, oldest first.
    pub fn in_order(&self) -> Vec<(VersionId, &Version)> {
        let mut all: Vec<_> = self.versions.iter().map(|(id, v)| (*id, v)).collect();
        all.sort_by_key(|(id, v)| (v.place, *id));
        all
    }

    /// The agreement a standing limit names. Several wordings may name several.
    pub fn limits(&self) -> BTreeSet<RecordId> {
        let named = self.standing().filter_map(|(_, v)| v.fields.limits);
        named.filter(|_| self.polarity == Polarity::Limit).collect()
    }

    /// Canonical bytes for the state digest: the same on every device that holds the same acts.
    pub fn encode(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.raw(&self.record.0)
            .u8(self.owner.to_byte())
            .u8(u8::from(self.polarity == Polarity::Permission));
        count(&mut w, self.versions.len());
        for (id, version) in &self.versions {
            w.raw(&id.0).u8(u8::from(version.standing));
        }
        // Sets, by name: lists are in an order for screens, which is no part of the state.
        let mut acknowledged = self.acknowledged.clone();
        acknowledged.sort_unstable();
        count(&mut w, acknowledged.len());
        for (version, on) in &acknowledged {
            w.raw(&version.0).day(*on);
        }
        for said in [&self.honour, &self.questions, &self.notes] {
            let mut acts: Vec<ActHash> = said.iter().map(|saying| saying.act).collect();
            acts.sort_unstable();
            count(&mut w, acts.len());
            for act in &acts {
                w.raw(&act.0);
            }
        }
        w.u8(match &self.doubt {
            None => 0,
            Some(Doubt::Wordings(_)) => 1,
            Some(Doubt::Withdrawn(_)) => 2,
        });
        w.into_bytes()
    }
}

/// The boundary that `owner` shared under `record`, or `None` where that person published no words there.
pub fn derive(acts: &Acts, record: RecordId, owner: Partner, scope: Scope) -> Option<State> {
    if !said_by(acts, &record, owner, |body| matches!(body, Body::Boundary(_))) {
        return None;
    }
    let held = of_record(acts, &record, scope);
    let words = worded(&held, record);
    let own = published(&words, owner);
    let polarity = own.polarity?;
    let shared: BTreeSet<VersionId> =
        words.iter().filter(|(h, ..)| h.partner == owner).map(|(.., version)| *version).collect();
    let [owners, theirs] = [owner, owner.other()].map(|who| of_one(acts, &held, who));
    let (standing, doubt) = standing(acts, &held, owner, &own, polarity);
    let versions: BTreeMap<VersionId, Version> = own
        .versions
        .into_iter()
        .map(|(id, p)| {
            let on = p.acts.iter().map(|a| a.act.date).min().unwrap_or(Day(0));
            let place =
                owners.iter().position(|h| p.acts.iter().any(|a| a.ix == h.ix)).unwrap_or(0);
            (id, Version { fields: p.fields, on, standing: standing.contains(&id), place })
        })
        .collect();

    let about = |said: &VersionId| shared.contains(said).then_some(*said);
    let theirs = || theirs.iter().copied();
    let acknowledged = theirs().filter_map(|h| match &h.act.body {
        Body::Acknowledge { version } => Some((about(version)?, h.act.date)),
        _ => None,
    });
    let acknowledged = once_each(acknowledged);
    let honour = theirs().filter_map(|h| match &h.act.body {
        Body::Honour { version, text } => Some((h, saying(h, Some(about(version)?), text))),
        _ => None,
    });
    let honour = heads(acts, honour.collect()).into_iter().map(|(_, said)| said).collect();
    let questions = theirs().filter_map(|h| match &h.act.body {
        Body::Ask { version, text } => Some(saying(h, Some(about(version)?), text)),
        _ => None,
    });
    let notes = held.iter().filter_map(|h| match &h.act.body {
        Body::BoundaryNote { text } => Some(saying(*h, None, text)),
        _ => None,
    });

    let other = published(&words, owner.other());
    let mut ignored = own.foreign;
    ignored.extend(other.foreign);
    if other.polarity.is_none() {
        let only_owner =
            |h: &&One<'_>| matches!(h.act.body, Body::BoundaryWithdraw | Body::Pick { .. });
        ignored
            .extend(held.iter().filter(|h| h.partner != owner).filter(only_owner).map(|h| h.hash));
    }
    ignored.sort_unstable();
    let withdrawals =
        held.iter().filter(|h| h.partner == owner && h.act.body == Body::BoundaryWithdraw);
    Some(State {
        record,
        owner,
        polarity,
        doubt,
        acknowledged,
        honour,
        questions: questions.collect(),
        shared,
        notes: notes.collect(),
        ignored,
        withdrawals: withdrawals.map(|h| (h.hash, h.act.date)).collect(),
        versions,
    })
}

/// Every boundary of both people, by id and owner.
pub fn all(acts: &Acts, scope: Scope) -> Vec<State> {
    let of = |id| Partner::BOTH.map(|owner| derive(acts, id, owner, scope));
    acts.records_of(&[kind::BOUNDARY]).flat_map(of).flatten().collect()
}

/// The standing limits that name this agreement, ascending (case 31). A withdrawn limit names none.
pub fn standing_limits(acts: &Acts, agreement: &RecordId, scope: Scope) -> Vec<RecordId> {
    let names = |record: &RecordId| {
        let of = |owner| derive(acts, *record, owner, scope);
        Partner::BOTH.into_iter().filter_map(of).any(|state| state.limits().contains(agreement))
    };
    acts.naming(agreement).filter(names).collect()
}

struct Published<'a> {
    /// Of the first words; `None` where there are no words of an own boundary.
    polarity: Option<Polarity>,
    versions: BTreeMap<VersionId, Publication<'a>>,
    /// Words that belong to no boundary of this person: they replace what only the other wrote, or change the polarity.
    foreign: Vec<ActHash>,
}

struct Publication<'a> {
    fields: BoundaryFields,
    acts: Vec<One<'a>>,
}

/// An act that shares words, the words, and their name.
type Worded<'a> = (One<'a>, &'a BoundaryFields, VersionId);

/// All words shared under `record`, by anybody.
fn worded<'a>(held: &[One<'a>], record: RecordId) -> Vec<Worded<'a>> {
    let words = held.iter().filter_map(|one| match &one.held().act.body {
        Body::Boundary(fields) => Some((*one, fields, fields.version(record))),
        _ => None,
    });
    words.collect()
}

/// The words one person published.
fn published<'a>(words: &[Worded<'a>], owner: Partner) -> Published<'a> {
    let words_of =
        |partner: Partner| words.iter().filter(move |(h, ..)| h.partner == partner).copied();
    let theirs: BTreeSet<VersionId> =
        words_of(owner.other()).map(|(.., version)| version).collect();
    let own: BTreeSet<VersionId> = words_of(owner).map(|(.., version)| version).collect();
    let takes_theirs =
        |f: &BoundaryFields| f.replaces.iter().any(|v| theirs.contains(v) && !own.contains(v));
    let (taking, words): (Vec<_>, Vec<_>) = words_of(owner).partition(|(_, f, _)| takes_theirs(f));
    let first = words.iter().map(|(_, f, _)| (!f.replaces.is_empty(), f.polarity)).min();
    let polarity = first.map(|(_, polarity)| polarity);
    let mut foreign: Vec<ActHash> = taking.iter().map(|(h, ..)| h.hash).collect();
    let mut versions: BTreeMap<VersionId, Publication<'a>> = BTreeMap::new();
    for (h, fields, version) in words {
        if Some(fields.polarity) == polarity {
            let new = || Publication { fields: fields.clone(), acts: vec![] };
            versions.entry(version).or_insert_with(new).acts.push(h);
        } else {
            foreign.push(h.hash);
        }
    }
    Published { polarity, versions, foreign }
}

/// The rule at the head of this file.
fn standing(
    acts: &Acts,
    held: &[One<'_>],
    owner: Partner,
    own: &Published<'_>,
    polarity: Polarity,
) -> (BTreeSet<VersionId>, Option<Doubt>) {
    let (mut withdraws, mut picks) = (vec![], vec![]);
    for h in held.iter().filter(|h| h.partner == owner) {
        match h.act.body {
            Body::BoundaryWithdraw => withdraws.push(*h),
            Body::Pick { version } if own.versions.contains_key(&version) => {
                picks.push((*h, version))
            }
            _ => {}
        }
    }
    let mut replacing: BTreeMap<VersionId, Vec<One<'_>>> = BTreeMap::new();
    for publication in own.versions.values() {
        for replaced in &publication.fields.replaces {
            replacing.entry(*replaced).or_default().extend(&publication.acts);
        }
    }
    let knows = |by: &One<'_>, support: &One<'_>| acts.knows(by.ix, support.ix);
    let opposed = |support: &One<'_>, id: VersionId| {
        withdraws.iter().any(|w| knows(w, support))
            || picks.iter().any(|(p, v)| *v != id && knows(p, support))
            || replacing.get(&id).is_some_and(|by| by.iter().any(|a| knows(a, support)))
    };
    let comes_after_all = |s: &One<'_>| withdraws.iter().all(|w| acts.knows(s.ix, w.ix));

    let (mut left, mut disputed) = (BTreeSet::new(), false);
    for (id, publication) in &own.versions {
        let picked = picks.iter().filter(|(_, v)| v == id).map(|(p, _)| *p);
        let supports = publication.acts.iter().copied().chain(picked);
        let unopposed: Vec<One<'_>> = supports.filter(|s| !opposed(s, *id)).collect();
        if !unopposed.is_empty() {
            left.insert(*id);
            disputed |= !unopposed.iter().any(comes_after_all);
        }
    }
    let doubt = if left.len() > 1 {
        Some(Doubt::Wordings(left.iter().copied().collect()))
    } else if disputed {
        Some(Doubt::Withdrawn(left.iter().copied().collect()))
    } else {
        None
    };
    match polarity {
        Polarity::Permission if doubt.is_some() => (BTreeSet::new(), doubt),
        _ => (left, doubt),
    }
}

fn saying(held: One<'_>, version: Option<VersionId>, text: &Text) -> Saying {
    Saying { by: held.partner, version, on: held.act.date, text: text.clone(), act: held.hash }
}

fn count(w: &mut Writer, n: usize) {
    w.u64(n as u64);
}
