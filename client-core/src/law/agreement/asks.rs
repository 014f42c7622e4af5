//! What an agreement asks of one or both (law L10): one sentence, the same for both, and ways on.

use std::collections::BTreeMap;

use accord_protocol::ids::Partner;

use super::decide::say_yes;
use super::{AgreementState, Line, RevisionState, all};
use crate::act::{Body, RecordId, Revision, RevisionId, Terms};
use crate::law::asking::{At, ask, choice, is_answered, talk_or_leave};
use crate::law::command::AgreementKind;
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::people::{name, they};
use crate::law::say::{self, Say};
use crate::law::view::{Ask, Choice};
use crate::law::{Decision, NewAct, Reader, ritual};
use crate::refused::Refused;

/// Every ask about agreements that the reader has not answered, with the agreement it is shown on.
#[must_use]
pub fn asks(acts: &Acts, states: &[&AgreementState], reader: &Reader) -> Vec<(RecordId, Ask)> {
    let mut found = Vec::new();
    for state in states.iter().filter(|s| s.left_on == [None, None]) {
        let mut put = |ask: Ask| found.push((state.id, ask));
        state.crossed.iter().for_each(|(a, b)| put(crossed(state, *a, *b, reader)));
        for yes in state.cancelled.iter().filter(|c| c.whose == reader.me) {
            put(match yes.moved_to {
                Some(to) => earlier_wording(state, yes.revision, to, reader),
                None => taken_back(state, yes.revision, reader),
            });
        }
        if state.in_force.is_some() && !state.paused_by.is_empty() {
            put(needs_talk(state, reader));
        }
        if !state.own_differ[reader.me.index()].is_empty() {
            put(own_devices_differ(state, reader));
        }
    }
    for (a, b) in alike(acts, states) {
        let ask = looks_alike(a, b, reader);
        found.push((a.id, ask.clone()));
        found.push((b.id, ask));
    }
    found.retain(|(_, ask)| !is_answered(reader, ask));
    found
}

/// The acts that say `choice` to the ask `id`, if an agreement asks it. A choice without acts settles it for the reader alone.
#[must_use]
pub fn answer(
    acts: &Acts,
    reader: &Reader,
    id: &str,
    choice: &str,
) -> Option<Result<Decision, Refused>> {
    let states = all(acts, Scope::All);
    let refs: Vec<&AgreementState> = states.iter().collect();
    let (record, ask) = asks(acts, &refs, reader).into_iter().find(|(_, ask)| ask.id == id)?;
    let state = states.iter().find(|s| s.id == record)?;
    if !ask.choices.iter().any(|c| c.id == choice) {
        return Some(Err(Refused::usage("unknown_choice")));
    }
    Some(Ok(match ask.code {
        "crossed" | "earlier_wording" => yes_to(state, reader.me, choice),
        "own_devices_differ" if choice == "none" => none_of(state, reader.me),
        "own_devices_differ" => yes_to(state, reader.me, choice),
        "looks_alike" => take(&states, state, &ask, reader.me, choice),
        _ => Decision::nothing(record),
    }))
}

fn yes_to(state: &AgreementState, me: Partner, choice: &str) -> Decision {
    let found = RevisionId::from_hex(choice).and_then(|id| state.revision(id));
    found.map_or_else(|| Decision::nothing(state.id), |r| say_yes(state, me, r.revision.clone()))
}

fn none_of(state: &AgreementState, me: Partner) -> Decision {
    let retract = |revision: &RevisionId| NewAct {
        record: state.id,
        body: Body::Retract { revision: *revision, note: None },
    };
    Decision { record: state.id, acts: state.own_differ[me.index()].iter().map(retract).collect() }
}

fn take(
    states: &[AgreementState],
    state: &AgreementState,
    ask: &Ask,
    me: Partner,
    choice: &str,
) -> Decision {
    let in_pair = |s: &&AgreementState| ask.choices.iter().any(|c| c.id == s.id.hex());
    let pair: Vec<&AgreementState> = states.iter().filter(in_pair).collect();
    if choice == "keep_both" {
        let other = pair.iter().find(|s| s.id != state.id).map_or(state.id, |s| s.id);
        return Decision::one(state.id, Body::KeepBoth { other });
    }
    let mut decision = Decision::nothing(state.id);
    for s in pair {
        let taken = s.id.hex() == choice;
        if taken {
            decision.record = s.id;
        }
        for r in s.open() {
            let (mine, theirs) = (r.stands[me.index()], r.stands[me.other().index()]);
            let body = match (taken, mine, theirs) {
                (true, false, true) => Body::Accept { revision: r.id, can: None },
                (false, true, _) => Body::Retract { revision: r.id, note: None },
                (false, false, true) => Body::Decline { revision: r.id, note: None },
                _ => continue,
            };
            decision.acts.push(NewAct { record: s.id, body });
        }
    }
    decision
}

/// Both names, the founder's first, so that both read the same sentence.
fn names(reader: &Reader) -> (Option<String>, Option<String>) {
    (name(Partner::Zero, reader), name(Partner::One, reader))
}

fn words(state: &AgreementState, id: RevisionId) -> String {
    state.revision(id).map_or_else(String::new, |r| r.revision.text.as_str().to_owned())
}

/// The acts that said yes or no to these wordings: a new one is a new question.
fn said(state: &AgreementState, about: &[RevisionId]) -> Vec<u8> {
    let of = |line: &&Line| line.revision.is_some_and(|r| about.contains(&r));
    let mut hashes: Vec<[u8; 32]> = state.history.iter().filter(of).map(|l| l.hash.0).collect();
    hashes.sort_unstable();
    hashes.concat()
}

fn offer(state: &AgreementState, id: RevisionId, preselected: bool) -> Choice {
    let label = match state.revision(id).map(|r| &r.revision) {
        // Ideas for one date bear the same name; what tells them apart is the time.
        Some(Revision { text, terms: Some(Terms::Move(terms)), .. }) => {
            say::way_move(text.as_str().to_owned(), ritual::show::move_terms(terms).to)
        }
        _ => say::way_words(words(state, id)),
    };
    Choice { id: id.hex(), label, preselected }
}

/// Where an agreement stands.
fn at(state: &AgreementState) -> At {
    let list = if state.kind == AgreementKind::Ritual { "rituals" } else { "agreements" };
    Some((list, state.id))
}

fn crossed(state: &AgreementState, a: RevisionId, b: RevisionId, reader: &Reader) -> Ask {
    let (zero, one) = names(reader);
    let choices = vec![offer(state, a, true), offer(state, b, false)];
    let parts: [&[u8]; 4] = [&state.id.0, &a.0, &b.0, &said(state, &[a, b])];
    ask("crossed", at(state), &parts, "both", say::ask_crossed(zero, one), choices)
}

fn earlier_wording(
    state: &AgreementState,
    yes: RevisionId,
    to: RevisionId,
    reader: &Reader,
) -> Ask {
    let sentence = say::ask_earlier_wording(they(reader));
    let offered = |r: &RevisionState| r.open && r.stands[reader.me.other().index()];
    let mut choices = Vec::new();
    if state.revision(to).is_some_and(offered) {
        choices.push(offer(state, to, false));
    }
    choices.push(choice("leave", say::way("leave")));
    let parts: [&[u8]; 4] = [&state.id.0, &yes.0, &to.0, &said(state, &[yes, to])];
    ask("earlier_wording", at(state), &parts, "me", sentence, choices)
}

fn taken_back(state: &AgreementState, yes: RevisionId, reader: &Reader) -> Ask {
    let sentence = say::ask_taken_back(they(reader));
    let choices = vec![choice("leave", say::way("all_right"))];
    let parts: [&[u8]; 3] = [&state.id.0, &yes.0, &said(state, &[yes])];
    ask("taken_back", at(state), &parts, "me", sentence, choices)
}

fn needs_talk(state: &AgreementState, reader: &Reader) -> Ask {
    let (zero, one) = names(reader);
    let sentence = say::ask_needs_talk(zero, one);
    let limits: Vec<u8> = state.paused_by.iter().flat_map(|id| id.0).collect();
    let choices = talk_or_leave();
    ask("needs_talk", at(state), &[&state.id.0, &limits], "both", sentence, choices)
}

fn own_devices_differ(state: &AgreementState, reader: &Reader) -> Ask {
    let about = &state.own_differ[reader.me.index()];
    let mut choices: Vec<Choice> = about.iter().map(|id| offer(state, *id, false)).collect();
    choices.push(choice("none", say::way("none")));
    let ids: Vec<u8> = about.iter().flat_map(|id| id.0).collect();
    let parts: [&[u8]; 3] = [&state.id.0, &ids, &said(state, about)];
    ask("own_devices_differ", at(state), &parts, "me", say::ask_own_answers(), choices)
}

/// Open agreements that may be the same thing said twice: one begun by each, same kind and area, neither first proposal knowing the other.
fn alike<'a>(
    acts: &Acts,
    states: &[&'a AgreementState],
) -> Vec<(&'a AgreementState, &'a AgreementState)> {
    let first = |s: &AgreementState| s.began.iter().flatten().find_map(|hash| acts.find(hash));
    let apart = |a: &AgreementState, b: &AgreementState| {
        first(a).zip(first(b)).is_some_and(|(a, b)| !acts.knows(a, b) && !acts.knows(b, a))
    };
    let waiting = |s: &&'a AgreementState| s.in_force.is_none() && s.open().next().is_some();
    let area = |s: &AgreementState| s.revision(s.root).map(|r| r.revision.area);
    let begun_by = |who: Partner| {
        let alone = move |s: &&'a AgreementState| {
            s.began[who.index()].is_some() && s.began[who.other().index()].is_none()
                // All ideas for one date are one agreement, and other dates are no doubles.
                && s.kind != AgreementKind::Move
        };
        states.iter().copied().filter(waiting).filter(alone)
    };
    // Only across the two people, and only within one kind and part of life: not every pair of thousands.
    let mut theirs: BTreeMap<_, Vec<&AgreementState>> = BTreeMap::new();
    for b in begun_by(Partner::One) {
        theirs.entry((b.kind, area(b))).or_default().push(b);
    }
    let mut pairs = Vec::new();
    for a in begun_by(Partner::Zero) {
        for b in theirs.get(&(a.kind, area(a))).into_iter().flatten().copied() {
            let kept = a.keep_both.contains(&b.id) || b.keep_both.contains(&a.id);
            if !kept && apart(a, b) {
                pairs.push(if a.id < b.id { (a, b) } else { (b, a) });
            }
        }
    }
    pairs.sort_unstable_by_key(|(a, b)| (a.id, b.id));
    pairs
}

fn looks_alike(a: &AgreementState, b: &AgreementState, reader: &Reader) -> Ask {
    let (zero, one) = names(reader);
    let label = |s: &AgreementState| -> Say {
        let by = if s.began[0].is_some() { &zero } else { &one };
        say::way_take(by.clone(), words(s, s.root))
    };
    let choices = vec![
        choice(a.id.hex(), label(a)),
        choice(b.id.hex(), label(b)),
        choice("keep_both", say::way("keep_both")),
    ];
    let parts: [&[u8]; 2] = [&a.id.0, &b.id.0];
    ask("looks_alike", at(a), &parts, "both", say::ask_looks_alike(zero, one), choices)
}
