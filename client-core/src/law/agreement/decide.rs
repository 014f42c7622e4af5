//! What a person may say about agreements now, and the acts that say it.

use accord_protocol::ids::Partner;

use super::{AgreementState, PartState, RevisionState};
use crate::act::body::CanYes;
use crate::act::{Body, Code, Revision, RevisionId, Terms, Text, agreement_id};
use crate::law::command::{AgreementKind, Can, LawCommand, Prefix, Wording};
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::{Decision, NewAct, Reader, bad_text, pick_prefix, resolve, step};
use crate::refused::Refused;

/// Turns an agreement command into acts; `None` where the command is about something else.
///
/// # Errors
/// `not_found`, `ambiguous`, `choose_revision`, `already_in_force`, `in_force` (end it instead), `not_offered`, `nothing_to_accept`,
/// `nothing_to_decline`, `nothing_to_retract`, `nothing_to_end`, `no_change`, or what is wrong with a text.
pub fn decide(
    acts: &Acts,
    reader: &Reader,
    command: &LawCommand,
) -> Option<Result<Decision, Refused>> {
    Some(match command {
        LawCommand::AgreePropose { kind, words } => propose(acts, reader.me, *kind, words),
        LawCommand::AgreeCounter { id, words, revision, joins } => {
            countered(acts, reader.me, (id, revision.as_ref(), joins), |base| {
                reworded(base, words, reader.me)
            })
        }
        LawCommand::AgreeAccept { id, revision, can } => {
            find(acts, id).and_then(|s| accept(&s, reader.me, revision.as_ref(), *can))
        }
        LawCommand::AgreeDecline { id, revision, note } => {
            find(acts, id).and_then(|s| decline(&s, reader.me, revision.as_ref(), note.as_deref()))
        }
        LawCommand::AgreeRetract { id, revision, note } => {
            find(acts, id).and_then(|s| retract(&s, reader.me, revision.as_ref(), note.as_deref()))
        }
        LawCommand::AgreeEnd { id, note } => find(acts, id).and_then(|s| end(&s, note.as_deref())),
        LawCommand::AgreeAgain { id } => find(acts, id).and_then(|s| again(&s, reader.me)),
        LawCommand::AgreePart { id, want, why, limit } => find(acts, id)
            .and_then(|s| part(&s, reader.me, [want, why, limit].map(Option::as_deref))),
        LawCommand::KeepBoth { a, b } => keep_both(acts, a, b),
        _ => return None,
    })
}

fn keep_both(acts: &Acts, a: &str, b: &str) -> Result<Decision, Refused> {
    let (a, b) = (find(acts, a)?, find(acts, b)?);
    if a.id == b.id || a.keep_both.contains(&b.id) || b.keep_both.contains(&a.id) {
        return Ok(Decision::nothing(a.id));
    }
    Ok(Decision::one(a.id, Body::KeepBoth { other: b.id }))
}

/// A first wording from what was said, with `give` in the slot of `me`.
pub(crate) fn first_revision(words: &Wording, me: Partner) -> Result<Revision, Refused> {
    let text = words.text.as_deref().ok_or_else(|| Refused::usage("text_missing"))?;
    let area = words.area.ok_or_else(|| Refused::usage("area_missing"))?;
    let blank = Revision {
        area,
        topic: None,
        text: Text::new(text).map_err(|e| bad_text(e, "text"))?,
        give: [None, None],
        from: None,
        until: None,
        look_again: None,
        terms: None,
        parents: Vec::new(),
    };
    reworded(&blank, words, me)
}

/// `base` with everything that was said in its place. Parents are kept.
pub(crate) fn reworded(base: &Revision, words: &Wording, me: Partner) -> Result<Revision, Refused> {
    let mut next = base.clone();
    if let Some(text) = &words.text {
        next.text = Text::new(text).map_err(|e| bad_text(e, "text"))?;
    }
    if let Some(give) = &words.give {
        next.give[me.index()] = Some(Text::new(give).map_err(|e| bad_text(e, "give"))?);
    }
    if let Some(topic) = &words.topic {
        next.topic = Some(Code::new(topic).map_err(|e| bad_text(e, "topic"))?);
    }
    next.area = words.area.unwrap_or(next.area);
    next.from = words.from.or(next.from);
    next.until = words.until.or(next.until);
    next.look_again = words.look_again.or(next.look_again);
    if let Some(steps) = &words.steps {
        next.terms = step::terms(base, steps, me)?;
    }
    if next.from.zip(next.until).is_some_and(|(from, until)| until < from) {
        return Err(Refused::usage("until_before_from"));
    }
    Ok(next)
}

fn find(acts: &Acts, id: &str) -> Result<AgreementState, Refused> {
    let record = resolve(id, acts.records_beginning(id))?;
    super::derive(acts, record, Scope::All, Vec::new())
        .ok_or_else(|| Refused::not_found("agreement"))
}

fn propose(
    acts: &Acts,
    me: Partner,
    kind: AgreementKind,
    words: &Wording,
) -> Result<Decision, Refused> {
    propose_revision(acts, me, kind, first_revision(words, me)?)
}

/// Proposes a first wording: a yes where its record exists and is not in force.
///
/// # Errors
/// `terms_missing` where its terms are not those of its kind, `already_in_force`.
pub(crate) fn propose_revision(
    acts: &Acts,
    me: Partner,
    kind: AgreementKind,
    revision: Revision,
) -> Result<Decision, Refused> {
    if !revision.fits(kind) {
        return Err(Refused::usage("terms_missing"));
    }
    let record = agreement_id(kind, &revision);
    match super::derive(acts, record, Scope::All, Vec::new()) {
        None => Ok(Decision::one(record, Body::Propose { kind, revision })),
        Some(state) if state.in_force.is_some() => {
            Err(Refused::rule("already_in_force").with(record.hex()))
        }
        Some(state) => Ok(say_yes(&state, me, revision)),
    }
}

/// A yes to these words in this record: an `accept` where the other stands by them, nothing where I do, else a proposal.
pub(crate) fn say_yes(state: &AgreementState, me: Partner, revision: Revision) -> Decision {
    let id = revision.id();
    match state.revision(id) {
        Some(r) if r.stands[me.index()] => Decision::nothing(state.id),
        Some(r) if r.stands[me.other().index()] => {
            Decision::one(state.id, Body::Accept { revision: id, can: None })
        }
        _ => Decision::one(state.id, Body::Propose { kind: state.kind, revision }),
    }
}

/// Proposes what `reword` makes of the wording answered: the one named, else the only open one, else the one in force.
/// `named` is the record, the wording and the other wordings joined, as typed.
pub(crate) fn countered(
    acts: &Acts,
    me: Partner,
    named: (&str, Option<&Prefix>, &[Prefix]),
    reword: impl FnOnce(&Revision) -> Result<Revision, Refused>,
) -> Result<Decision, Refused> {
    let (id, revision, joins) = named;
    let state = &find(acts, id)?;
    let mut parents = Vec::new();
    for join in joins {
        parents.push(pick(state, join)?);
    }
    let base = match revision {
        Some(prefix) => pick(state, prefix)?,
        None => {
            // What is joined is answered too, so the base may be the only open one besides, or the first joined.
            let mut open = state.open().map(|r| r.id).filter(|id| !parents.contains(id));
            match (open.next(), open.next(), parents.first()) {
                (Some(only), None, _) => only,
                (Some(_), Some(_), _) => return Err(choose(state.open())),
                (None, _, Some(first)) => *first,
                (None, _, None) => state
                    .in_force
                    .map(|f| f.revision)
                    .or(state.last_settled)
                    .unwrap_or(state.last_proposed),
            }
        }
    };
    let answered = state.revision(base).ok_or_else(|| Refused::not_found("revision"))?;
    let mut next = reword(&answered.revision)?;
    if !next.fits(state.kind) {
        return Err(Refused::usage("terms_missing"));
    }
    let same = Revision { parents: answered.revision.parents.clone(), ..next.clone() };
    if same == answered.revision && joins.is_empty() {
        return Err(Refused::rule("no_change"));
    }
    parents.push(base);
    parents.sort_unstable();
    parents.dedup();
    next.parents = parents;
    if state.in_force.is_some_and(|f| f.revision == next.id()) {
        return Err(Refused::rule("already_in_force").with(state.id.hex()));
    }
    Ok(say_yes(state, me, next))
}

fn accept(
    state: &AgreementState,
    me: Partner,
    revision: Option<&Prefix>,
    can: Option<Can>,
) -> Result<Decision, Refused> {
    let mine = |r: &RevisionState| r.stands[me.index()];
    let id = match revision {
        Some(prefix) => pick(state, prefix)?,
        None => match only(state.open().filter(|r| !mine(r)))? {
            Some(r) => r.id,
            None if state.in_force.is_some() || state.open().any(mine) => {
                return Ok(Decision::nothing(state.id));
            }
            None => return Err(Refused::rule("nothing_to_accept")),
        },
    };
    let found = state.revision(id).ok_or_else(|| Refused::not_found("revision"))?;
    let in_force = state.in_force.is_some_and(|f| f.revision == id);
    if can == Some(Can::No) {
        if in_force {
            return Err(Refused::rule("in_force").with(state.id.hex()));
        }
        let cannot = Body::Cannot { revision: id, note: None };
        let mut decision = Decision::one(state.id, cannot);
        if mine(found) {
            let body = Body::Retract { revision: id, note: None };
            decision.acts.insert(0, NewAct { record: state.id, body });
        }
        return Ok(decision);
    }
    if in_force || mine(found) {
        return Ok(Decision::nothing(state.id));
    }
    if !found.stands[me.other().index()] {
        return Err(Refused::rule("not_offered").with(id.hex()));
    }
    let can = match can {
        Some(Can::Yes) => Some(CanYes::Yes),
        Some(Can::Mostly) => Some(CanYes::Mostly),
        Some(Can::No) | None => None,
    };
    Ok(Decision::one(state.id, Body::Accept { revision: id, can }))
}

fn decline(
    state: &AgreementState,
    me: Partner,
    revision: Option<&Prefix>,
    note: Option<&str>,
) -> Result<Decision, Refused> {
    let offered = |r: &&RevisionState| r.open && r.stands[me.other().index()] && !declined(r, me);
    let found = match revision {
        Some(prefix) => state.revision(pick(state, prefix)?),
        None => only(state.open().filter(offered))?,
    };
    match found {
        Some(r) if is_in_force(state, r) => Err(Refused::rule("in_force").with(state.id.hex())),
        Some(r) if r.stands[me.index()] => retract_one(state, r, note),
        Some(r) if declined(r, me) => Ok(Decision::nothing(state.id)),
        Some(r) if r.open => {
            let body = Body::Decline { revision: r.id, note: optional(note, "note")? };
            Ok(Decision::one(state.id, body))
        }
        _ if revision.is_none() && state.in_force.is_some() => {
            Err(Refused::rule("in_force").with(state.id.hex()))
        }
        _ => Err(Refused::rule("nothing_to_decline")),
    }
}

fn retract(
    state: &AgreementState,
    me: Partner,
    revision: Option<&Prefix>,
    note: Option<&str>,
) -> Result<Decision, Refused> {
    let found = match revision {
        Some(prefix) => state.revision(pick(state, prefix)?),
        None => only(state.open().filter(|r| r.stands[me.index()]))?,
    };
    match found {
        Some(r) if is_in_force(state, r) => Err(Refused::rule("in_force").with(state.id.hex())),
        Some(r) if r.stands[me.index()] => retract_one(state, r, note),
        _ if revision.is_none() && state.in_force.is_some() => {
            Err(Refused::rule("in_force").with(state.id.hex()))
        }
        _ => Err(Refused::rule("nothing_to_retract")),
    }
}

fn retract_one(
    state: &AgreementState,
    r: &RevisionState,
    note: Option<&str>,
) -> Result<Decision, Refused> {
    let body = Body::Retract { revision: r.id, note: optional(note, "note")? };
    Ok(Decision::one(state.id, body))
}

fn end(state: &AgreementState, note: Option<&str>) -> Result<Decision, Refused> {
    if state.in_force.is_none() {
        return Err(Refused::rule("nothing_to_end"));
    }
    Ok(Decision::one(state.id, Body::End { note: optional(note, "note")? }))
}

fn again(state: &AgreementState, me: Partner) -> Result<Decision, Refused> {
    if state.in_force.is_some() {
        return Err(Refused::rule("already_in_force").with(state.id.hex()));
    }
    let id = state.last_settled.unwrap_or(state.last_proposed);
    let found = state.revision(id).ok_or_else(|| Refused::not_found("revision"))?;
    Ok(say_yes(state, me, found.revision.clone()))
}

fn part(state: &AgreementState, me: Partner, said: [Option<&str>; 3]) -> Result<Decision, Refused> {
    if said.iter().all(Option::is_none) {
        return Err(Refused::usage("text_missing"));
    }
    let before = state.parts[me.index()].clone().unwrap_or_default();
    let [want, why, limit] = said;
    let next = PartState {
        want: optional(want, "want")?.or_else(|| before.want.clone()),
        why: optional(why, "why")?.or_else(|| before.why.clone()),
        limit: optional(limit, "limit")?.or_else(|| before.limit.clone()),
    };
    if next == before {
        return Ok(Decision::nothing(state.id));
    }
    let PartState { want, why, limit } = next;
    Ok(Decision::one(state.id, Body::Part { want, why, limit }))
}

fn is_in_force(state: &AgreementState, r: &RevisionState) -> bool {
    state.in_force.is_some_and(|f| f.revision == r.id)
}

fn declined(r: &RevisionState, me: Partner) -> bool {
    r.answers[me.index()] == Some(super::Answer::No)
}

fn optional(text: Option<&str>, field: &'static str) -> Result<Option<Text>, Refused> {
    text.map(|t| Text::new(t).map_err(|e| bad_text(e, field))).transpose()
}

fn pick(state: &AgreementState, prefix: &str) -> Result<RevisionId, Refused> {
    pick_prefix(prefix, state.revisions.iter().map(|r| r.id), "revision", RevisionId::hex)
}

/// The only one, none, or `choose_revision` with the ids to choose from.
fn only<'a>(
    found: impl Iterator<Item = &'a RevisionState>,
) -> Result<Option<&'a RevisionState>, Refused> {
    let found: Vec<&RevisionState> = found.collect();
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => Err(choose(several.iter().copied())),
    }
}

fn choose<'a>(among: impl Iterator<Item = &'a RevisionState>) -> Refused {
    among.fold(Refused::rule("choose_revision"), |refused, r| refused.with(r.id.hex()))
}

/// The wording a draft becomes when `me` shares it: what was given and whose steps are whose move into the author's slot.
#[must_use]
pub(crate) fn shared_revision(draft: &Revision, me: Partner) -> Revision {
    let [zero, one] = draft.give.clone();
    let mut give = [None, None];
    give[me.index()] = zero.or(one);
    let mut terms = draft.terms.clone();
    if let (Some(Terms::Plan(steps)), Partner::One) = (&mut terms, me) {
        step::change_sides(steps);
    }
    Revision { give, terms, parents: Vec::new(), ..draft.clone() }
}
