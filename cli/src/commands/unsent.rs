//! `unsent`: what a removed device could not send, carried to another one by a file.

use std::io::Read as _;
use std::path::Path;

use accord_client_core::client::command::Command;
use accord_client_core::crypto::unsent::MAX_FILE_BYTES;
use accord_client_core::refused::{Class, Refused};

use super::Plan;
use crate::args::UnsentCmd;
use crate::error::refused;

pub(super) fn plan(what: &UnsentCmd) -> Result<Plan, Refused> {
    Ok(match what {
        UnsentCmd::Export { file } => {
            Plan::Export { command: Command::UnsentExport, output: Some(file.clone()) }
        }
        UnsentCmd::Review { file } => Plan::Run(Command::UnsentReview { file: read(file)? }),
        UnsentCmd::Issue { file, acts } => {
            Plan::Run(Command::UnsentIssue { file: read(file)?, acts: acts.clone() })
        }
    })
}

/// No more of a file than one may be long.
fn read(path: &Path) -> Result<Vec<u8>, Refused> {
    let most = u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(most).read_to_end(&mut bytes))
        .map_err(|error| refused("file_not_read", Class::Usage).with(error.kind().to_string()))?;
    Ok(bytes)
}
