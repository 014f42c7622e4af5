//! `cargo xtask advisories`: known weaknesses of what we link, from the public list. Apart from the tests, because it needs the network.

use std::process::ExitCode;

use crate::run::{Tool, cargo};

/// Said and shown by the exit code: nobody may take it for a good answer.
const NOT_CHECKED: u8 = 2;

pub(crate) fn run() -> Result<ExitCode, String> {
    let deny = |args: &[&str]| Tool::new(cargo()).args(["deny"]).args(args);
    if !deny(&["--version"]).works() {
        println!(
            "advisories: not checked: cargo-deny is not installed (cargo install --locked cargo-deny)"
        );
        return Ok(ExitCode::from(NOT_CHECKED));
    }
    if !deny(&["fetch", "db"]).works() {
        println!("advisories: not checked: the list of advisories is out of reach");
        return Ok(ExitCode::from(NOT_CHECKED));
    }
    let good = deny(&["check", "advisories"]).show()?;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
