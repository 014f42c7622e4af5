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

/// Whether a command of this kind can undo anything: only then the journal is worth reading.
#[must_use]
pub fn may_undo(command: &LawCommand) -> bool {
    matches!(
        command,
        LawCommand::AgreeRetract { .. }
            | LawCommand::BoundaryWithdraw { .. }
            | LawCommand::PromiseWithdraw { .. }
    )
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
    let record =
        resolve(id, journal.iter().map(|a| a.record).chain(acts.records_beginning(id))).ok()?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::agreement;
    use crate::law::command::{AgreementKind, Area, Wording};
    use crate::law::testing::*;

    fn proposal() -> LawCommand {
        let words = Wording {
            text: Some("We call Sundays".into()),
            area: Some(Area::Time),
            ..Wording::default()
        };
        LawCommand::AgreePropose { kind: AgreementKind::Expectation, words }
    }

    fn retract(id: RecordId) -> LawCommand {
        LawCommand::AgreeRetract { id: id.hex(), revision: None, note: None }
    }

    #[test]
    fn case_35_an_unsent_yes_is_taken_back_without_a_trace() {
        let mut c = Couple::on("2026-11-23");
        let id = c.says(ANA, &proposal());
        c.meet();
        let state = agreement::one(&c.seen(), id).unwrap();
        let r = state.root;
        let yes = NewAct { record: id, body: Body::Accept { revision: r, can: None } };
        let part = NewAct { record: id, body: Body::Part { want: None, why: None, limit: None } };
        let undone = undoes(c.acts(BEN), &[part.clone(), yes], &retract(id)).unwrap();
        assert_eq!((undone.drop, undone.then_say), (vec![1], false));
        assert_eq!(undoes(c.acts(BEN), std::slice::from_ref(&part), &retract(id)), None);
        // The first act of a record takes everything unsent on it along.
        let empty = Acts::new();
        let revision = state.revision(r).unwrap().revision.clone();
        let first = NewAct { record: id, body: Body::Propose { kind: state.kind, revision } };
        let elsewhere = NewAct { record: RecordId([3; 32]), body: Body::BoundaryWithdraw };
        let journal = [elsewhere, first, part];
        let undone = undoes(&empty, &journal, &retract(id)).unwrap();
        assert_eq!(undone.drop, vec![1, 2]);
    }

    #[test]
    fn an_unsent_edit_of_a_sent_promise_goes_and_the_withdrawal_is_still_said() {
        let mut c = Couple::on("2026-11-23");
        let made = LawCommand::PromiseAdd {
            text: "I call".into(),
            due: None,
            every: None,
            size: None,
            sure: None,
        };
        let id = c.says(ANA, &made);
        let edit = LawCommand::PromiseEdit { id: id.hex(), text: "I write".into() };
        let r = reader(partner(ANA), &noon(c.today));
        let edit = crate::law::decide(c.acts(ANA), &r, &edit, RecordId([5; 32])).unwrap();
        let withdraw = LawCommand::PromiseWithdraw { id: id.hex() };
        let undone = undoes(c.acts(ANA), &edit.acts, &withdraw).unwrap();
        assert_eq!((undone.drop, undone.then_say), (vec![0], true));
        assert_eq!(undoes(c.acts(ANA), &[], &withdraw), None);
    }
}
