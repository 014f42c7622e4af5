//! What two write together.

use accord_client_core::client::command::Command;
use accord_client_core::client::joint::JointCommand;
use accord_client_core::refused::{Class, Refused};

use super::{Plan, Reading, agree, given, needed, values};
use crate::args::{JointCmd, JointListCmd};
use crate::error::refused;

pub(super) fn plan(what: &JointCmd, reading: &mut Reading<'_>) -> Result<Plan, Refused> {
    let command = match what {
        JointCmd::List { away, what: None } => JointCommand::List { away: *away },
        JointCmd::List { what: Some(JointListCmd::Add { title }), .. } => {
            JointCommand::AddList { title: needed(Some(title), reading)? }
        }
        JointCmd::Note { title, text } => {
            JointCommand::AddNote { title: title.clone(), text: given(text.as_ref(), reading)? }
        }
        JointCmd::Wording { text, area, kind } => JointCommand::AddWording {
            text: needed(text.as_ref(), reading)?,
            area: area.as_deref().map(values::area).transpose()?,
            kind: kind.as_deref().map(values::kind).transpose()?,
        },
        JointCmd::Show { id } => JointCommand::Show { id: id.clone() },
        JointCmd::Edit { id, text: None, title: None, seen } => {
            return Ok(Plan::JointEdit { id: id.clone(), seen: seen.clone() });
        }
        JointCmd::Edit { id, text, title, seen } => JointCommand::Edit {
            id: id.clone(),
            title: title.clone(),
            text: given(text.as_ref(), reading)?,
            seen: seen.clone(),
        },
        JointCmd::Add { list, text } => {
            JointCommand::AddItem { list: list.clone(), text: needed(text.as_ref(), reading)? }
        }
        JointCmd::Tick { id } => JointCommand::Tick { id: id.clone(), on: true },
        JointCmd::Untick { id } => JointCommand::Tick { id: id.clone(), on: false },
        JointCmd::Away { id } => JointCommand::PutAway { id: id.clone(), on: true },
        JointCmd::Back { id } => JointCommand::PutAway { id: id.clone(), on: false },
        JointCmd::Move { id, after } => JointCommand::Move { id: id.clone(), after: after.clone() },
        JointCmd::Propose { id, words, kind, seen } => {
            if words.text.is_some() {
                return Err(refused("joint_as_it_stands", Class::Usage));
            }
            let command = JointCommand::Propose {
                id: id.clone(),
                seen: seen.clone().unwrap_or_default(),
                kind: kind.as_deref().map(values::kind).transpose()?,
                words: Box::new(agree::wording(words, reading.zone)?),
            };
            if seen.is_none() {
                return Ok(Plan::JointPropose(command));
            }
            command
        }
    };
    Ok(Plan::Run(Command::Joint(command)))
}
