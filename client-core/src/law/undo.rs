//! Taking back what was not sent yet, without a trace.
//!
//! A pure question over the journal: is this command the undo of something in it? The client drops what is named and, where more is to be
//! said, decides the command as usual afterwards.

use super::NewAct;
use super::command::LawCommand;
use super::graph::{Acts, Standing};
use super::{pick_prefix, resolve};
use crate::act::{Body, RecordId, RevisionId};

/// What an undo comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// The record it is about.
    pub record: RecordId,
    /// Positions in the journal to drop, ascending.
    pub drop: Vec<usize>,
    /// The command has still to be said: part of what it takes back was sent.
    pub then_say: bool,
}

/// Whether `command` undoes unsent acts, given in journal order. `acts` tells what of a record was sent.
///
/// Undoing a record's first act undoes all unsent acts on it.
#[must_use]
pub fn undoes(acts: &Acts, journal: &[NewAct], command: &LawCommand) -> Option<Undo> {
    let (id, wanted): (&str, fn(&Body) -> bool) = match command {
        LawCommand::AgreeRetract { id, .. } => {
            (id, |b| matches!(b, Body::Propose { .. } | Body::Accept { .. }))
        }
        LawCommand::BoundaryWithdraw { id } => {
            (id, |b| matches!(b, Body::Boundary(_) | Body::Pick { .. }))
        }
        LawCommand::PromiseWithdraw { id } => (id, |b| matches!(b, Body::Promise(_))),
        _ => return None,
    };
    let record = resolve(id, journal.iter().map(|a| a.record).chain(acts.records())).ok()?;
    let on_record: Vec<usize> =
        (0..journal.len()).filter(|i| journal[*i].record == record).collect();
    let sent = |ix: &&crate::law::graph::ActIx| acts.get(**ix).standing == Standing::Admitted;
    let was_sent = acts.about(&record).iter().any(|ix| sent(&ix));
    let undone: Vec<usize> =
        on_record.iter().copied().filter(|i| wanted(&journal[*i].body)).collect();
    let undone = match command {
        LawCommand::AgreeRetract { revision, .. } => {
            one_wording(journal, &undone, revision.as_deref())?
        }
        _ => undone,
    };
    let first = on_record.first()?;
    if undone.is_empty() {
        return None;
    }
    if !was_sent && undone.contains(first) {
        return Some(Undo { record, drop: on_record, then_say: false });
    }
    // A boundary or promise whose earlier words were sent is still to be withdrawn; an unsent yes simply goes.
    let then_say = was_sent && !matches!(command, LawCommand::AgreeRetract { .. });
    Some(Undo { record, drop: undone, then_say })
}

/// The unsent yeses to the wording meant: the one named, else the only one there is.
fn one_wording(journal: &[NewAct], yeses: &[usize], revision: Option<&str>) -> Option<Vec<usize>> {
    let wording = |i: usize| match &journal[i].body {
        Body::Propose { revision, .. } => Some(revision.id()),
        Body::Accept { revision, .. } => Some(*revision),
        _ => None,
    };
    let ids: Vec<RevisionId> = yeses.iter().filter_map(|i| wording(*i)).collect();
    let wanted = match revision {
        Some(prefix) => {
            pick_prefix(prefix, ids.iter().copied(), "revision", RevisionId::hex).ok()?
        }
        None => {
            let first = *ids.first()?;
            // Several wordings: without a name, the first proposal stands for the whole record only if nothing else is meant.
            ids.iter().all(|id| *id == first).then_some(first)?
        }
    };
    Some(yeses.iter().copied().filter(|i| wording(*i) == Some(wanted)).collect())
}
