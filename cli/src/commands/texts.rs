//! Copying a template: by the very command line that is shown beside it.

use std::ffi::OsString;

use accord_client_core::refused::Refused;
use clap::Parser as _;

use super::{Plan, Reading, plan};
use crate::args::{Cli, TextsCmd};
use crate::texts::{copy, named, today};

/// The draft a template becomes. Everything else of these commands is shown before a plan is made.
pub(super) fn copy(what: &TextsCmd, reading: &mut Reading<'_>) -> Result<Plan, Refused> {
    let nothing = || Refused::usage("no_draft_of_this");
    let TextsCmd::Templates { name: Some(name), copy: true, .. } = what else {
        return Err(nothing());
    };
    let words = copy::words(named(name, reading.lang)?, today()?);
    let line = std::iter::once("accord".to_owned()).chain(words).map(OsString::from);
    // Words that the program's own parser does not take would be a mistake in a template; a test copies all of them.
    let line = Cli::try_parse_from(line).map_err(|_| nothing())?;
    plan(&line.command, reading)
}
