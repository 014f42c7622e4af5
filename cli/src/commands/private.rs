//! Private notes, drafts, and what somebody writes about forgiving.

use accord_client_core::act::repair::Stage;
use accord_client_core::act::vault::PrivateKind;
use accord_client_core::client::command::Command;
use accord_client_core::client::notes::{PrivateCommand, ShareAs};
use accord_client_core::refused::Refused;
use accord_content::{Kind, Template};

use super::{Plan, Reading, needed, values};
use crate::args::{BecomesArg, ForgiveCmd, LockCmd, PrivateCmd};
use crate::texts::named;

pub(super) fn command(what: &PrivateCmd, reading: &mut Reading<'_>) -> Result<Plan, Refused> {
    Ok(Plan::Private(match what {
        PrivateCmd::List { notes } => PrivateCommand::List { notes: *notes },
        PrivateCmd::Show { id } => PrivateCommand::Show { id: id.clone() },
        PrivateCmd::Add { about, stage, template: Some(name), .. } => {
            let one = named(name, reading.lang)?;
            let kind = if one.kind == Kind::Questions {
                PrivateKind::Question
            } else {
                PrivateKind::Other
            };
            PrivateCommand::Add {
                kind,
                text: words(one),
                about: about.clone(),
                stage: said(stage.as_ref()),
            }
        }
        PrivateCmd::Add { kind, text, about, stage, template: None } => PrivateCommand::Add {
            kind: values::word(kind).unwrap_or(PrivateKind::Other),
            text: needed(text.as_ref(), reading)?,
            about: about.clone(),
            stage: said(stage.as_ref()),
        },
        PrivateCmd::Edit { id, text, stage } => {
            // A stage alone leaves the words as they are.
            let text = match (text, stage) {
                (None, Some(_)) => None,
                (text, _) => Some(needed(text.as_ref(), reading)?),
            };
            PrivateCommand::Edit { id: id.clone(), text, stage: said(stage.as_ref()) }
        }
        PrivateCmd::Share { ids, target, area } => PrivateCommand::Share {
            ids: ids.clone(),
            target: target.map(becomes),
            area: area.as_deref().map(values::area).transpose()?,
        },
        PrivateCmd::Delete { id } => PrivateCommand::Delete { id: id.clone() },
        // The words of the lock are asked for when the home is open.
        PrivateCmd::Lock { what: LockCmd::Set } => PrivateCommand::LockSet { new: no_words() },
        PrivateCmd::Lock { what: LockCmd::Change } => {
            PrivateCommand::LockChange { new: no_words() }
        }
        PrivateCmd::Lock { what: LockCmd::Remove } => PrivateCommand::LockRemove,
    }))
}

pub(super) fn forgive(what: &ForgiveCmd, reading: &mut Reading<'_>) -> Result<Plan, Refused> {
    let ForgiveCmd::Note { id, text, stage, share } = what;
    let text = needed(text.as_ref(), reading)?;
    let (about, stage, share) = (id.clone(), said(stage.as_ref()), *share);
    Ok(Plan::Private(PrivateCommand::Forgive { about, text, stage, share }))
}

/// The file of all private notes.
pub(super) fn file() -> Command {
    Command::Private { what: PrivateCommand::Export, pin: None }
}

/// A stage by its word, which the parser knows.
fn said(stage: Option<&String>) -> Option<Stage> {
    stage.and_then(|stage| values::word(stage))
}

fn no_words() -> accord_client_core::client::notes::Pin {
    accord_client_core::client::notes::Pin::default()
}

const fn becomes(what: BecomesArg) -> ShareAs {
    match what {
        BecomesArg::Limit => ShareAs::Limit,
        BecomesArg::Permission => ShareAs::Permission,
        BecomesArg::Proposal => ShareAs::Proposal,
        BecomesArg::Promise => ShareAs::Promise,
        BecomesArg::Thanks => ShareAs::Thanks,
        BecomesArg::Talk => ShareAs::Talk,
    }
}

/// A template as the beginning of a note: title, words, questions with room between them.
fn words(one: &Template) -> String {
    let head = [one.title.clone(), one.words.clone()];
    let questions = one.questions.iter().map(|question| format!("- {question}\n"));
    head.into_iter().chain(questions).collect::<Vec<_>>().join("\n")
}
