//! Agreements.

use accord_client_core::client::command::Command;
use accord_client_core::law::command::{Can, LawCommand, Wording};
use accord_client_core::refused::Refused;

use super::{Reading, given, needed, ritual, say, values};
use crate::args::{AgreeCmd, CanArg, WordingArgs};

pub(super) fn command(what: &AgreeCmd, reading: &mut Reading<'_>) -> Result<Command, Refused> {
    Ok(match what {
        AgreeCmd::Propose { words, kind, draft } => {
            let kind = values::kind(kind)?;
            let mut wording = wording(words, reading.zone)?;
            wording.text = Some(needed(words.text.as_ref(), reading)?);
            Command::Say { what: LawCommand::AgreePropose { kind, words: wording }, draft: *draft }
        }
        AgreeCmd::Counter { id, words, revision, joins } => {
            let mut wording = wording(words, reading.zone)?;
            // What is left out stays as it was; with nothing said at all there would be nothing to suggest.
            wording.text = if wording == Wording::default() && joins.is_empty() {
                Some(needed(words.text.as_ref(), reading)?)
            } else {
                given(words.text.as_ref(), reading)?
            };
            say(LawCommand::AgreeCounter {
                id: id.clone(),
                words: wording,
                revision: revision.clone(),
                joins: joins.clone(),
            })
        }
        AgreeCmd::Accept { id, revision, can } => {
            let can = can.map(|can| match can {
                CanArg::Yes => Can::Yes,
                CanArg::Mostly => Can::Mostly,
                CanArg::No => Can::No,
            });
            say(LawCommand::AgreeAccept { id: id.clone(), revision: revision.clone(), can })
        }
        AgreeCmd::Decline { id, revision, note } => say(LawCommand::AgreeDecline {
            id: id.clone(),
            revision: revision.clone(),
            note: given(note.as_ref(), reading)?,
        }),
        AgreeCmd::Retract { id, revision, note } => say(LawCommand::AgreeRetract {
            id: id.clone(),
            revision: revision.clone(),
            note: given(note.as_ref(), reading)?,
        }),
        AgreeCmd::End { id, note } => {
            say(LawCommand::AgreeEnd { id: id.clone(), note: given(note.as_ref(), reading)? })
        }
        AgreeCmd::Again { id } => say(LawCommand::AgreeAgain { id: id.clone() }),
        AgreeCmd::Hide { id } => Command::AgreementHide { id: id.clone(), on: true },
        AgreeCmd::Unhide { id } => Command::AgreementHide { id: id.clone(), on: false },
        AgreeCmd::Part { id, want, why, limit } => say(LawCommand::AgreePart {
            id: id.clone(),
            want: given(want.as_ref(), reading)?,
            why: why.clone(),
            limit: limit.clone(),
        }),
        AgreeCmd::List { state, .. } => {
            Command::Agreements { state: state.as_deref().map(values::state).transpose()? }
        }
        AgreeCmd::Show { id, .. } => Command::Agreement { id: id.clone() },
    })
}

/// All of a wording but its text.
pub(super) fn wording(words: &WordingArgs, zone: &str) -> Result<Wording, Refused> {
    Ok(Wording {
        text: None,
        area: words.area.as_deref().map(values::area).transpose()?,
        topic: words.topic.clone(),
        give: words.give.clone(),
        from: words.from.as_deref().map(values::day).transpose()?,
        until: words.until.as_deref().map(values::day).transpose()?,
        look_again: words.look_again.as_deref().map(values::day).transpose()?,
        steps: ritual::steps(&words.steps, zone)?,
    })
}
