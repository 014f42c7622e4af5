//! `cargo xtask types`: what TypeScript has to know of commands and answers.
//!
//! An example of client-core prints it from the Rust types; here it is written where the web app reads it, and held against what is there.

use std::fs;
use std::process::ExitCode;

use crate::run::{Tool, cargo};

/// Where the app reads them.
const FILE: &str = "web/app/src/core/types.ts";

/// Writes them.
pub(crate) fn run() -> Result<ExitCode, String> {
    fs::write(FILE, made()?).map_err(|error| format!("cannot write {FILE}: {error}"))?;
    Ok(ExitCode::SUCCESS)
}

/// Whether what is written is what the Rust types say.
pub(crate) fn are_current() -> Result<bool, String> {
    let current =
        fs::read_to_string(FILE).is_ok_and(|written| made().is_ok_and(|made| made == written));
    if !current {
        eprintln!("{FILE} is not what the types say: run cargo xtask types");
    }
    Ok(current)
}

fn made() -> Result<String, String> {
    // For the whole workspace: a part of it alone asks other features of what it depends on, and builds that twice.
    let build = ["build", "--quiet", "--workspace", "--example", "types"];
    let build = Tool::new(cargo()).args(build).args(["--features", "accord-client-core/types"]);
    if !build.show()? {
        return Err("the types did not build".to_owned());
    }
    let program = format!("target/debug/examples/types{}", std::env::consts::EXE_SUFFIX);
    let types = Tool::new(program).answer().ok_or("the types could not be made")?;
    Ok(types + "\n")
}
