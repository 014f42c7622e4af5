//! A repair from one reader's side.
//!
//! Nothing here presses: no line repeats words, what the reader set aside is silent, and "settled" by one asks nothing of the other.

use std::collections::BTreeSet;

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
use crate::law::people::{name, side};
use crate::law::view::{Ask, NewsLine, Sides};

/// All repairs, newest first.
pub fn list(acts: &Acts, reader: &Reader) -> Vec<view::Repair> {
    let states = all(acts, Scope::All);
    let mut views: Vec<view::Repair> =
        states.iter().map(|state| repair(acts, state, &states, reader)).collect();
    views.sort_by(|a, b| (b.on, &a.id).cmp(&(a.on, &b.id)));
    views
}

/// One repair.
pub fn show(acts: &Acts, reader: &Reader, record: RecordId) -> Option<view::Repair> {
    let states = all(acts, Scope::All);
    let state = states.iter().find(|state| state.record == record)?;
    Some(repair(acts, state, &states, reader))
}

fn repair(acts: &Acts, state: &State, states: &[State], reader: &Reader) -> view::Repair {
    let opening = state.opening();
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
    let same: BTreeSet<RecordId> = same_as(state, states);
    let asks = asks(acts, state, states, reader);
    view::Repair {
        id: state.record.hex(),
        title: opening.map(|o| o.title.as_str().to_owned()).unwrap_or_default(),
        about: opening.and_then(|o| o.about),
        opened_by: side(state.opener(), reader),
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
        asks: asks.into_iter().filter(|ask| !is_answered(reader, ask)).collect(),
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

/// Whether one person said that two repairs belong together, from whichever side.
fn tied(a: &State, b: &State, partner: Partner) -> bool {
    let i = partner.index();
    a.links[i].contains(&b.record) || b.links[i].contains(&a.record)
}

/// Repairs that both said are about the same thing. One of them alone ties nothing (case 60).
fn same_as(state: &State, states: &[State]) -> BTreeSet<RecordId> {
    let both = |other: &&State| Partner::BOTH.iter().all(|p| tied(state, other, *p));
    states.iter().filter(|o| o.record != state.record).filter(both).map(|o| o.record).collect()
}

/// Two accounts opened apart may be about the same thing: both are asked, nothing is merged (case 60).
pub(super) fn asks(acts: &Acts, state: &State, states: &[State], reader: &Reader) -> Vec<Ask> {
    if reader.aside.contains(&state.record) || state.closed() {
        return vec![];
    }
    let apart = |other: &&State| {
        let opened = |s: &State| s.opening().and_then(|o| acts.find(&o.act));
        let (Some(a), Some(b)) = (opened(state), opened(other)) else { return false };
        state.opener() != other.opener()
            && !acts.knows(a, b)
            && !acts.knows(b, a)
            && !other.closed()
            && !reader.aside.contains(&other.record)
            && !tied(state, other, reader.me)
    };
    states.iter().filter(|o| o.record != state.record).filter(apart).map(|other| {
        let (a, b) = (state.record.min(other.record), state.record.max(other.record));
        let sentence = format!(
            "{} and {} each opened a repair while apart. Are they about the same thing? Both stay as they are.",
            name(Partner::Zero, reader),
            name(Partner::One, reader),
        );
        let choices = vec![
            choice("link", "About the same thing"),
            choice("apart", "Two different things"),
        ];
        ask("same_event", &[&a.0, &b.0], "both", sentence, choices)
    }).collect()
}

/// The two repairs an ask is about.
pub(super) fn asked(
    acts: &Acts,
    states: &[State],
    reader: &Reader,
    id: &str,
) -> Option<(RecordId, RecordId)> {
    for state in states {
        for other in states.iter().filter(|o| o.record != state.record) {
            let pair = [state.clone(), other.clone()];
            if asks(acts, state, &pair, reader).iter().any(|ask| ask.id == id) {
                return Some((state.record, other.record));
            }
        }
    }
    None
}

/// Sentences for what changed, from acts the reader has not seen. Words are not repeated, and what was set aside is silent (case 61).
pub fn news(acts: &Acts, reader: &Reader, record: RecordId, unseen: &[ActIx]) -> Vec<NewsLine> {
    let Some(state) = derive(acts, record, Scope::All) else { return vec![] };
    if reader.aside.contains(&record) {
        return vec![];
    }
    let them = name(reader.me.other(), reader);
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
    let sentence = if said(|b| matches!(b, RepairBody::Open { .. })) {
        format!("{them} opened a repair.")
    } else if said(|b| matches!(b, RepairBody::Part(_) | RepairBody::LookBack { .. })) {
        format!("{them} wrote in a repair.")
    } else if said(|b| matches!(b, RepairBody::Forgiveness { .. })) {
        format!("{them} shared a note in a repair.")
    } else if said(|b| matches!(b, RepairBody::NotSettled)) {
        format!("A repair is not settled for {them} any more.")
    } else if said(|b| matches!(b, RepairBody::Settled)) {
        format!("A repair is settled for {them}.")
    } else if said(|b| matches!(b, RepairBody::PartTakeBack { .. })) {
        format!("{them} took words back in a repair.")
    } else {
        format!("{them} linked something to a repair.")
    };
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
