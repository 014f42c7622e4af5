//! What may be said about a repair now, and the acts that say it.

use super::command::RepairCommand;
use super::show::{asked, own_parts};
use super::state::{State, derive, ids};
use crate::act::repair::{PartFields, RepairBody};
use crate::act::shared::SharedBody;
use crate::act::{Body, RecordId, VersionId};
use crate::law::asking::text;
use crate::law::command::Prefix;
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::{Decision, Reader, pick_prefix, resolve};
use crate::refused::Refused;

/// The acts that say `command`. `fresh` is a new random id, used where it opens a repair.
///
/// # Errors
/// `not_found`, `ambiguous`, `no_change`, and what a text may not be.
pub fn decide(
    acts: &Acts,
    reader: &Reader,
    command: &RepairCommand,
    fresh: RecordId,
) -> Result<Decision, Refused> {
    let say = |state: &State, body| Ok(Decision::one(state.record, Body::Repair(body)));
    match command {
        RepairCommand::Open { title, about } => {
            let title = text(title, "title")?;
            Ok(Decision::one(fresh, Body::Repair(RepairBody::Open { title, about: *about })))
        }
        RepairCommand::Part { id, part, text: words, replaces } => {
            let state = find(acts, id)?;
            let own = |prefix: &Prefix| {
                pick_prefix(prefix, own_parts(&state, reader.me), "part", VersionId::hex)
            };
            let replaces = replaces.iter().map(own).collect::<Result<Vec<_>, _>>()?;
            let fields = PartFields { part: *part, text: text(words, "text")?, replaces };
            let same = |old: VersionId| {
                state.parts.get(&(reader.me, old)).is_some_and(|old| {
                    old.standing && old.fields.part == fields.part && old.fields.text == fields.text
                })
            };
            if own_parts(&state, reader.me).into_iter().any(same) {
                return Ok(Decision::nothing(state.record));
            }
            say(&state, RepairBody::Part(fields))
        }
        RepairCommand::TakeBack { id, part } => {
            let state = find(acts, id)?;
            let part = pick_prefix(part, own_parts(&state, reader.me), "part", VersionId::hex)?;
            say(&state, RepairBody::PartTakeBack { parts: vec![part] })
        }
        RepairCommand::Link { id, other, on } => {
            let state = find(acts, id)?;
            let other = resolve(other, acts.records())?;
            if other == state.record {
                return Err(Refused::usage("link_to_itself"));
            }
            Ok(link(&state, reader, other, *on))
        }
        RepairCommand::LookBack { id, text: words } => {
            let state = find(acts, id)?;
            say(&state, RepairBody::LookBack { text: text(words, "text")? })
        }
        RepairCommand::Settled { id } => {
            let state = find(acts, id)?;
            if state.settled[reader.me.index()] {
                return Ok(Decision::nothing(state.record));
            }
            say(&state, RepairBody::Settled)
        }
        RepairCommand::Reopen { id } => {
            let state = find(acts, id)?;
            if !state.settled[reader.me.index()] {
                return Ok(Decision::nothing(state.record));
            }
            say(&state, RepairBody::NotSettled)
        }
        RepairCommand::Forgiveness { id, text: words, stage } => {
            let state = find(acts, id)?;
            say(&state, RepairBody::Forgiveness { text: text(words, "text")?, stage: *stage })
        }
    }
}

/// The acts that say `choice` to the ask `id`, if a repair asks it.
pub fn answer(
    acts: &Acts,
    reader: &Reader,
    id: &str,
    choice: &str,
) -> Option<Result<Decision, Refused>> {
    let (record, other) = asked(acts, reader, id)?;
    let state = derive(acts, record, Scope::All)?;
    Some(Ok(if choice == "link" {
        link(&state, reader, other, true)
    } else {
        Decision::nothing(record)
    }))
}

/// The record a typed id means, among repairs.
///
/// # Errors
/// `not_found`, `ambiguous`.
pub fn known(acts: &Acts, id: &str) -> Result<RecordId, Refused> {
    resolve(id, ids(acts))
}

fn find(acts: &Acts, id: &str) -> Result<State, Refused> {
    derive(acts, known(acts, id)?, Scope::All).ok_or_else(|| Refused::not_found("repair"))
}

fn link(state: &State, reader: &Reader, other: RecordId, on: bool) -> Decision {
    if state.links[reader.me.index()].contains(&other) == on {
        return Decision::nothing(state.record);
    }
    Decision::one(state.record, Body::Shared(SharedBody::Link { other, on }))
}
