//! `import`: copies of what was, kept to be read.

use accord_client_core::client::command::Command;
use accord_client_core::client::import::ImportCommand;
use accord_client_core::refused::{Class, Refused};
use accord_client_core::sheet::past::MAX_FILE_BYTES;

use super::Plan;
use crate::args::{ImportArgs, ImportCmd};
use crate::error::refused;
use crate::typed::read_bytes;

pub(super) fn plan(args: &ImportArgs) -> Result<Plan, Refused> {
    let what = match (&args.what, &args.file) {
        (None, Some(file)) => ImportCommand::Keep { file: read_bytes(file, MAX_FILE_BYTES)? },
        (None, None) => return Err(refused("usage", Class::Usage)),
        (Some(ImportCmd::List), _) => ImportCommand::List,
        (Some(ImportCmd::Show { id, record }), _) => {
            ImportCommand::Show { id: id.clone(), record: record.clone() }
        }
        (Some(ImportCmd::Remove { id }), _) => ImportCommand::Remove { id: id.clone() },
    };
    Ok(Plan::Run(Command::Import(what)))
}
