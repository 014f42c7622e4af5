//! `unsent`: what a removed device could not send, carried to another one by a file.

use accord_client_core::client::command::Command;
use accord_client_core::client::notes::PrivateCommand;
use accord_client_core::crypto::unsent::MAX_FILE_BYTES;
use accord_client_core::refused::Refused;

use super::Plan;
use crate::args::UnsentCmd;
use crate::typed::read_bytes;

pub(super) fn plan(what: &UnsentCmd) -> Result<Plan, Refused> {
    let bytes = |file| read_bytes(file, MAX_FILE_BYTES);
    Ok(match what {
        UnsentCmd::Export { file, private } => {
            let command = if *private {
                Command::Private { what: PrivateCommand::UnsentExport, pin: None }
            } else {
                Command::UnsentExport
            };
            Plan::Export { command, output: Some(file.clone()) }
        }
        UnsentCmd::Review { file, private: true } => {
            Plan::Private(PrivateCommand::UnsentReview { file: bytes(file)? })
        }
        UnsentCmd::Review { file, .. } => Plan::Run(Command::UnsentReview { file: bytes(file)? }),
        UnsentCmd::Issue { file, acts, private: true } => {
            Plan::Private(PrivateCommand::UnsentIssue { file: bytes(file)?, acts: acts.clone() })
        }
        UnsentCmd::Issue { file, acts, .. } => {
            Plan::Run(Command::UnsentIssue { file: bytes(file)?, acts: acts.clone() })
        }
    })
}
