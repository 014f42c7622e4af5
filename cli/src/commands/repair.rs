//! Repairs.

use accord_client_core::client::command::Command;
use accord_client_core::law::command::LawCommand;
use accord_client_core::law::repair::RepairCommand;
use accord_client_core::refused::{Class, Refused};

use super::{Reading, needed, values};
use crate::args::RepairCmd;
use crate::error::refused;

pub(super) fn command(what: &RepairCmd, reading: &mut Reading<'_>) -> Result<Command, Refused> {
    let say = |command| super::say(LawCommand::Repair(command));
    Ok(match what {
        RepairCmd::Open { title, about } => say(RepairCommand::Open {
            title: needed(Some(title), reading)?,
            about: match about {
                None => None,
                Some(kind) => {
                    Some(values::word(kind).ok_or_else(|| refused("bad_hurt", Class::Usage))?)
                }
            },
        }),
        RepairCmd::Part { id, part, text, replaces } => say(RepairCommand::Part {
            id: id.clone(),
            part: values::word(part).ok_or_else(|| refused("bad_part", Class::Usage))?,
            text: needed(text.as_ref(), reading)?,
            replaces: replaces.clone(),
        }),
        RepairCmd::Takeback { id, part } => {
            say(RepairCommand::TakeBack { id: id.clone(), part: part.clone() })
        }
        RepairCmd::Link { id, other } => {
            say(RepairCommand::Link { id: id.clone(), other: other.clone(), on: true })
        }
        RepairCmd::Unlink { id, other } => {
            say(RepairCommand::Link { id: id.clone(), other: other.clone(), on: false })
        }
        RepairCmd::Lookback { id, text } => {
            say(RepairCommand::LookBack { id: id.clone(), text: needed(text.as_ref(), reading)? })
        }
        RepairCmd::Settled { id } => say(RepairCommand::Settled { id: id.clone() }),
        RepairCmd::Reopen { id } => say(RepairCommand::Reopen { id: id.clone() }),
        RepairCmd::Aside { id } => Command::RepairAside { id: id.clone(), on: true },
        RepairCmd::Unaside { id } => Command::RepairAside { id: id.clone(), on: false },
        RepairCmd::List => Command::Repairs,
        RepairCmd::Show { id } => Command::Repair { id: id.clone() },
    })
}
