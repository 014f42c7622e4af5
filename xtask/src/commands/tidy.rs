//! `cargo xtask tidy`: the rules of the repository, which are the test binary `tidy`.

use crate::run::{Tool, cargo};
use std::process::ExitCode;

/// The arguments by which cargo runs the rules.
pub(crate) const TEST: [&str; 4] = ["test", "--workspace", "--test", "tidy"];

pub(crate) fn run() -> Result<ExitCode, String> {
    let passed = Tool::new(cargo()).args(TEST).show()?;
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
