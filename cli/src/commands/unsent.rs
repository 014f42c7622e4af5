//! `unsent`: what a removed device could not send, carried to another one by a file.

use accord_client_core::client::command::Command;
use accord_client_core::crypto::unsent::MAX_FILE_BYTES;
use accord_client_core::refused::Refused;

use super::Plan;
use crate::args::UnsentCmd;
use crate::typed::read_bytes;

pub(super) fn plan(what: &UnsentCmd) -> Result<Plan, Refused> {
    Ok(match what {
        UnsentCmd::Export { file } => {
            Plan::Export { command: Command::UnsentExport, output: Some(file.clone()) }
        }
        UnsentCmd::Review { file } => {
            Plan::Run(Command::UnsentReview { file: read_bytes(file, MAX_FILE_BYTES)? })
        }
        UnsentCmd::Issue { file, acts } => Plan::Run(Command::UnsentIssue {
            file: read_bytes(file, MAX_FILE_BYTES)?,
            acts: acts.clone(),
        }),
    })
}
