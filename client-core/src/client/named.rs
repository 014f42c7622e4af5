//! Which record a command names.

use crate::law::command::LawCommand;

/// The agreement a command is about.
pub(super) fn agreement_id_of(what: &mut LawCommand) -> Option<&mut String> {
    match what {
        LawCommand::AgreeCounter { id, .. }
        | LawCommand::AgreeAccept { id, .. }
        | LawCommand::AgreeDecline { id, .. }
        | LawCommand::AgreeRetract { id, .. }
        | LawCommand::AgreeEnd { id, .. }
        | LawCommand::AgreeAgain { id }
        | LawCommand::AgreePart { id, .. } => Some(id),
        LawCommand::Ritual(ritual) => ritual.id_mut(),
        LawCommand::Step(step) => Some(&mut step.id),
        _ => None,
    }
}

/// The record a command is about, where it may be a draft.
pub(super) fn id_of(what: &mut LawCommand) -> Option<&mut String> {
    match what {
        LawCommand::BoundaryEdit { id, .. }
        | LawCommand::BoundaryWithdraw { id }
        | LawCommand::PromiseEdit { id, .. }
        | LawCommand::PromiseWithdraw { id } => Some(id),
        other => agreement_id_of(other),
    }
}

/// The agreement that a limit or permission names.
pub(super) fn agreement_limited(what: &mut LawCommand) -> Option<&mut String> {
    match what {
        LawCommand::BoundaryAdd { words, .. } | LawCommand::BoundaryEdit { words, .. } => {
            words.limits.as_mut()
        }
        _ => None,
    }
}
