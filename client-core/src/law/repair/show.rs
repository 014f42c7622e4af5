//! A repair from one reader's side.
//!
//! Nothing here presses: no line repeats words, what the reader set aside is silent, and "settled" by one asks nothing of the other.

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::ids::Partner;

use super::state::{Note, State, all, derive};
use super::view;
use crate::act::RecordId;
use crate::act::repair::RepairBody;
use crate::act::{Body, VersionId};
use crate::law::Reader;
use crate::law::asking::{ask, choice, is_answered};
use crate::law::graph::{ActIx, Acts};
use crate::law::heads::{Scope, of_record};
use crate::law::people::{name, side, they};
use crate::law::say;
use crate::law::view::{Ask, NewsLine, Sides};

/// All repairs, newest first.
pub fn list(acts: &Acts, reader: &Reader) -> Vec<view::Repair> {
    let states = all(acts, Scope::All);
    let shelf = Shelf::of(acts, &states);
    let mut views: Vec<view::Repair> =
        states.iter().map(|state| repair(&shelf, state, reader)).collect();
    views.sort_by(|a, b| (b.on, &a.id).cmp(&(a.on, &b.id)));
    views
}

/// One repair.
pub fn show(acts: &Acts, reader: &Reader, record: RecordId) -> Option<view::Repair> {
    let states = all(acts, Scope::All);
    let state = states.iter().find(|state| state.record == record)?;
    Some(repair(&Shelf::of(acts, &states), state, reader))
}

/// What several repairs are read beside: which were tied to which, and who opened which.
struct Shelf<'a> {
    acts: &'a Acts,
    repairs: BTreeSet<RecordId>,
    /// Which other records each person tied to one, from whichever side, by partner number.
    tied: [BTreeMap<RecordId, BTreeSet<RecordId>>; 2],
    /// Those that are not settled for both, with the act that opened them, by the opener's number.
    open: [Vec<(RecordId, ActIx)>; 2],
}

impl<'a> Shelf<'a> {
    fn of(acts: &'a Acts, states: &[State]) -> Self {
        let mut tied: [BTreeMap<RecordId, BTreeSet<RecordId>>; 2] = Default::default();
        let mut open: [Vec<(RecordId, ActIx)>; 2] = Default::default();
        for state in states {
            for (tied, links) in tied.iter_mut().zip(&state.links) {
                for other in links {
                    tied.entry(state.record).or_default().insert(*other);
                    tied.entry(*other).or_default().insert(state.record);
                }
            }
            let opened = state.opening().and_then(|opening| acts.find(&opening.act));
            if let Some(ix) = opened.filter(|_| !state.closed()) {
                open[state.opener().index()].push((state.record, ix));
            }
        }
        let repairs = states.iter().map(|state| state.record).collect();
        Self { acts, repairs, tied, open }
    }

    /// Whether one person said that two repairs belong together, from whichever side.
    fn tied(&self, a: RecordId, b: RecordId, partner: Partner) -> bool {
        self.tied[partner.index()].get(&a).is_some_and(|to| to.contains(&b))
    }

    /// Repairs that both said are about the same thing. One of them alone ties nothing (case 60).
    fn same_as(&self, record: RecordId) -> BTreeSet<RecordId> {
        let zero = self.tied[0].get(&record).into_iter().flatten();
        let both = zero.filter(|other| self.tied(record, **other, Partner::One));
        both.filter(|o| **o != record && self.repairs.contains(o)).copied().collect()
    }

    /// The open repairs of the other opener that were opened apart from this one, and that the reader has not tied to it or set aside.
    fn apart(&self, state: &State, reader: &Reader) -> impl Iterator<Item = RecordId> {
        let opened = state.opening().and_then(|opening| self.acts.find(&opening.act));
        let asks = !state.closed() && !reader.aside.contains(&state.record);
        let others = opened.filter(|_| asks).map(|a| {
            let apart = move |b: ActIx| !self.acts.knows(a, b) && !self.acts.knows(b, a);
            let others = self.open[state.opener().other().index()].iter();
            others.filter(move |(_, b)| apart(*b)).map(|(other, _)| *other)
        });
        others.into_iter().flatten().filter(|other| {
            !reader.aside.contains(other) && !self.tied(state.record, *other, reader.me)
        })
    }
}

fn repair(shelf: &Shelf<'_>, state: &State, reader: &Reader) -> view::Repair {
    // Where both opened one under the same id each keeps the own title.
    let by = [reader.me, reader.me.other()];
    let by = by.into_iter().find(|by| state.opened[by.index()].is_some()).unwrap_or(reader.me);
    let opening = state.opened[by.index()].as_ref();
    let sides =
        |of: [bool; 2]| Sides { me: of[reader.me.index()], them: of[reader.me.other().index()] };
    let parts = state.in_order().into_iter().filter(|(.., part)| part.standing).map(
        |(by, version, part)| view::Part {
            part: part.fields.part,
            by: side(by, reader),
            version: version.hex(),
            on: part.on,
            words: part.fields.text.as_str().to_owned(),
        },
    );
    let linked: BTreeSet<RecordId> = state.links.iter().flatten().copied().collect();
    let said = |other: &RecordId| state.links.each_ref().map(|links| links.contains(other));
    let same = shelf.same_as(state.record);
    let asks = shelf.apart(state, reader).map(|other| same_event(state.record, other, reader));
    view::Repair {
        id: state.record.hex(),
        title: opening.map(|o| o.title.as_str().to_owned()).unwrap_or_default(),
        about: opening.and_then(|o| o.about),
        opened_by: side(by, reader),
        on: opening.map_or(reader.today, |o| o.on),
        state: if state.closed() { "settled" } else { "open" },
        settled: sides(state.settled),
        aside: reader.aside.contains(&state.record),
        parts: parts.collect(),
        look_backs: state.look_backs.iter().map(|n| note(n, reader)).collect(),
        forgiveness: state.forgiveness.iter().map(|n| note(n, reader)).collect(),
        links: linked
            .iter()
            .filter(|other| !same.contains(other))
            .map(|other| view::Link { record: other.hex(), by: sides(said(other)) })
            .collect(),
        same_as: same.iter().map(RecordId::hex).collect(),
        asks: asks.filter(|ask| !is_answered(reader, ask)).collect(),
    }
}

fn note(note: &Note, reader: &Reader) -> view::Note {
    view::Note {
        by: side(note.by, reader),
        on: note.on,
        words: note.text.as_str().to_owned(),
        stage: note.stage,
    }
}

/// Two accounts opened apart may be about the same thing: both are asked, nothing is merged (case 60).
fn same_event(one: RecordId, other: RecordId, reader: &Reader) -> Ask {
    let (a, b) = (one.min(other), one.max(other));
    let sentence = say::ask_same_event(name(Partner::Zero, reader), name(Partner::One, reader));
    let choices = vec![choice("link", say::way("link")), choice("apart", say::way("apart"))];
    ask("same_event", Some(("repairs", a)), &[&a.0, &b.0], "both", sentence, choices)
}

/// The two repairs an ask is about.
pub(super) fn asked(acts: &Acts, reader: &Reader, id: &str) -> Option<(RecordId, RecordId)> {
    let states = all(acts, Scope::All);
    let shelf = Shelf::of(acts, &states);
    let pairs = states
        .iter()
        .flat_map(|state| shelf.apart(state, reader).map(|other| (state.record, other)));
    pairs.into_iter().find(|(one, other)| same_event(*one, *other, reader).id == id)
}

/// Sentences for what changed, from acts the reader has not seen. Words are not repeated, and what was set aside is silent (case 61).
pub fn news(acts: &Acts, reader: &Reader, record: RecordId, unseen: &[ActIx]) -> Vec<NewsLine> {
    let Some(state) = derive(acts, record, Scope::All) else { return vec![] };
    if reader.aside.contains(&record) {
        return vec![];
    }
    let held = of_record(acts, &record, Scope::All);
    let new: Vec<_> = held
        .iter()
        .filter(|one| unseen.contains(&one.ix) && one.partner != reader.me)
        .filter(|one| !state.ignored.contains(&one.hash))
        .collect();
    let Some(last) = new.last() else { return vec![] };
    let said = |pick: fn(&RepairBody) -> bool| {
        new.iter().any(|one| matches!(&one.act.body, Body::Repair(body) if pick(body)))
    };
    let code = if said(|b| matches!(b, RepairBody::Open { .. })) {
        "opened"
    } else if said(|b| matches!(b, RepairBody::Part(_) | RepairBody::LookBack { .. })) {
        "wrote"
    } else if said(|b| matches!(b, RepairBody::Forgiveness { .. })) {
        "shared"
    } else if said(|b| matches!(b, RepairBody::NotSettled)) {
        "not_settled"
    } else if said(|b| matches!(b, RepairBody::Settled)) {
        "settled"
    } else if said(|b| matches!(b, RepairBody::PartTakeBack { .. })) {
        "took_back"
    } else {
        "linked"
    };
    let sentence = say::news_repair(they(reader), code);
    vec![NewsLine { record: Some(record.hex()), on: last.act.date, sentence, question: false }]
}

/// The version of an own part that a typed prefix means.
pub(super) fn own_parts(state: &State, me: Partner) -> Vec<VersionId> {
    state
        .in_order()
        .into_iter()
        .filter(|(by, _, part)| *by == me && part.standing)
        .map(|(_, id, _)| id)
        .collect()
}
