//! What may be said about a boundary now, and the acts that say it.

use accord_protocol::ids::Partner;

use super::show::asks;
use super::state::{Doubt, State, all, derive};
use crate::act::{Body, BoundaryFields, RecordId, VersionId};
use crate::law::asking::{opt_text, text};
use crate::law::command::{Area, BoundaryWords, LawCommand, Polarity};
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::{Decision, Reader, pick_prefix, resolve};
use crate::refused::Refused;

/// The acts that say `command`. `fresh` is a new random id, used where the command begins a boundary. `None` where the command is about
/// something else.
///
/// # Errors
/// `not_found`, `ambiguous`, `not_yours` (only the owner may), `yours` (only the other may), `withdrawn`, `until_is_for_permissions`,
/// `limits_are_for_limits`, `no_permission_for_this`, `area_missing`, `text_missing`, `left`, and what a text may not be.
pub fn decide(
    acts: &Acts,
    reader: &Reader,
    command: &LawCommand,
    fresh: RecordId,
) -> Option<Result<Decision, Refused>> {
    let own = |id: &str| find(acts, id, reader.me, "not_yours");
    let other = |id: &str| find(acts, id, reader.me.other(), "yours");
    let decision = match command {
        LawCommand::BoundaryAdd { polarity, words } => fields(acts, *polarity, words, None, vec![])
            .map(|fields| Decision::one(fresh, Body::Boundary(fields))),
        LawCommand::BoundaryEdit { id, words } => own(id).and_then(|s| edit(acts, &s, words)),
        LawCommand::BoundaryWithdraw { id } => own(id).and_then(|s| withdraw(&s)),
        LawCommand::BoundaryPick { id, version } => own(id).and_then(|s| pick(&s, version)),
        LawCommand::BoundaryAck { id } => other(id).and_then(|s| {
            let read = |id: &VersionId| s.acknowledged.iter().any(|(known, _)| known == id);
            standing(&s)?;
            let unread = s.standing().map(|(id, _)| id).filter(|id| !read(id));
            let bodies = unread.map(|version| Body::Acknowledge { version });
            Ok(several(s.record, bodies.collect()))
        }),
        LawCommand::BoundaryAsk { id, text: words } => other(id).and_then(|s| {
            let body = Body::Ask { version: standing(&s)?, text: text(words, "text")? };
            Ok(Decision::one(s.record, body))
        }),
        LawCommand::BoundaryHonour { id, text: words } => other(id).and_then(|s| {
            let body = Body::Honour { version: standing(&s)?, text: text(words, "text")? };
            Ok(Decision::one(s.record, body))
        }),
        LawCommand::BoundaryNote { id, text: words } => known(acts, id).and_then(|record| {
            Ok(Decision::one(record, Body::BoundaryNote { text: text(words, "text")? }))
        }),
        _ => return None,
    };
    let left = acts.left().iter().any(Option::is_some);
    Some(if left { Err(Refused::rule("left")) } else { decision })
}

/// The acts that say `choice` to the ask `id`, if it is about an own boundary. An answer settles it for all own devices.
pub fn answer(
    acts: &Acts,
    reader: &Reader,
    id: &str,
    choice: &str,
) -> Option<Result<Decision, Refused>> {
    let state = all(acts, Scope::All).into_iter().find(|state| {
        state.owner == reader.me && asks(state, reader).iter().any(|ask| ask.id == id)
    })?;
    Some(if choice == "withdraw" { withdraw(&state) } else { pick(&state, choice) })
}

/// The record a typed id means, among boundaries.
///
/// # Errors
/// `not_found`, `ambiguous`.
pub fn known(acts: &Acts, id: &str) -> Result<RecordId, Refused> {
    let is_one = |id: &RecordId| {
        Partner::BOTH.iter().any(|owner| derive(acts, *id, *owner, Scope::All).is_some())
    };
    resolve(id, acts.records_beginning(id).filter(is_one))
}

/// The boundary of `owner` that a typed id means; `wrong` where it is the other person's.
fn find(acts: &Acts, id: &str, owner: Partner, wrong: &'static str) -> Result<State, Refused> {
    let record = known(acts, id)?;
    derive(acts, record, owner, Scope::All).ok_or_else(|| Refused::rule(wrong).with(record.hex()))
}

fn withdraw(state: &State) -> Result<Decision, Refused> {
    if !state.stands() && state.doubt.is_none() {
        return Err(Refused::rule("withdrawn").with(state.record.hex()));
    }
    Ok(Decision::one(state.record, Body::BoundaryWithdraw))
}

fn pick(state: &State, version: &str) -> Result<Decision, Refused> {
    let left: Vec<VersionId> = match &state.doubt {
        Some(Doubt::Wordings(left) | Doubt::Withdrawn(left)) => left.clone(),
        None => state.standing().map(|(id, _)| id).collect(),
    };
    if left.is_empty() {
        return Err(Refused::rule("withdrawn").with(state.record.hex()));
    }
    let version = pick_prefix(version, left, "version", VersionId::hex)?;
    if state.doubt.is_none() {
        return Ok(Decision::nothing(state.record));
    }
    Ok(Decision::one(state.record, Body::Pick { version }))
}

fn edit(acts: &Acts, state: &State, words: &BoundaryWords) -> Result<Decision, Refused> {
    let order = state.in_order();
    let standing: Vec<_> = order.iter().filter(|(_, v)| v.standing).collect();
    let from = standing.last().copied().or_else(|| order.last());
    let mut replaces: Vec<VersionId> = match &state.doubt {
        Some(Doubt::Wordings(left) | Doubt::Withdrawn(left)) => left.clone(),
        None => standing.iter().map(|(id, _)| *id).collect(),
    };
    // Shared again after a withdrawal: the new words follow the last ones.
    if replaces.is_empty() {
        replaces.extend(from.map(|(id, _)| *id));
    }
    replaces.sort_unstable();
    let new = fields(acts, state.polarity, words, from.map(|(_, v)| &v.fields), replaces)?;
    let said_already = |old: &BoundaryFields| BoundaryFields { replaces: vec![], ..old.clone() };
    if let [(_, only)] = standing.as_slice()
        && state.doubt.is_none()
        && said_already(&only.fields) == said_already(&new)
    {
        return Ok(Decision::nothing(state.record));
    }
    Ok(Decision::one(state.record, Body::Boundary(new)))
}

/// The agreement that a limit names by this typed id.
///
/// # Errors
/// `not_found`, `ambiguous`.
pub fn agreement_named(acts: &Acts, id: &str) -> Result<RecordId, Refused> {
    let proposed = |record: &RecordId| {
        acts.about(record).iter().any(|ix| matches!(acts.get(*ix).act.body, Body::Propose { .. }))
    };
    resolve(id, acts.records_beginning(id).filter(proposed))
}

/// Words as typed over those they replace.
fn fields(
    acts: &Acts,
    polarity: Polarity,
    words: &BoundaryWords,
    from: Option<&BoundaryFields>,
    replaces: Vec<VersionId>,
) -> Result<BoundaryFields, Refused> {
    let limit = polarity == Polarity::Limit;
    if limit && words.until.is_some() {
        return Err(Refused::usage("until_is_for_permissions"));
    }
    if !limit && words.limits.is_some() {
        return Err(Refused::usage("limits_are_for_limits"));
    }
    let area = words.area.or(from.map(|f| f.area)).ok_or_else(|| Refused::usage("area_missing"))?;
    // A yes to closeness counts in its moment only: nothing here may look like one given ahead (PRODUCT N10).
    if !limit && area == Area::Intimate {
        return Err(Refused::rule("no_permission_for_this"));
    }
    let limits = match &words.limits {
        None => from.and_then(|f| f.limits),
        Some(id) => Some(agreement_named(acts, id)?),
    };
    let typed = match &words.text {
        Some(typed) => text(typed, "text")?,
        None => from.map(|f| f.text.clone()).ok_or_else(|| Refused::usage("text_missing"))?,
    };
    let or =
        |field, new: Option<&String>, old: fn(&BoundaryFields) -> &Option<crate::act::Text>| {
            Ok::<_, Refused>(opt_text(new, field)?.or_else(|| from.and_then(|f| old(f).clone())))
        };
    Ok(BoundaryFields {
        polarity,
        area,
        text: typed,
        why: or("why", words.why.as_ref(), |f| &f.why)?,
        example: or("example", words.example.as_ref(), |f| &f.example)?,
        helps: or("helps", words.helps.as_ref(), |f| &f.helps)?,
        if_crossed: or("if_crossed", words.if_crossed.as_ref(), |f| &f.if_crossed)?,
        until: words.until.or(from.and_then(|f| f.until)),
        look_again: words.look_again.or(from.and_then(|f| f.look_again)),
        limits,
        replaces,
    })
}

/// The version an answer is about: the newest that stands.
fn standing(state: &State) -> Result<VersionId, Refused> {
    let order = state.in_order();
    let newest = order.iter().rev().find(|(_, v)| v.standing).map(|(id, _)| *id);
    newest.ok_or_else(|| Refused::rule("withdrawn").with(state.record.hex()))
}

fn several(record: RecordId, bodies: Vec<Body>) -> Decision {
    let acts = bodies.into_iter().map(|body| crate::law::NewAct { record, body }).collect();
    Decision { record, acts }
}
