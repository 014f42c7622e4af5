//! `cargo xtask siege`: the long form of the siege, alone on the machine, one story after the other.

use crate::run::{Tool, cargo};
use std::process::ExitCode;

pub(crate) fn run() -> Result<ExitCode, String> {
    // Each of the ten thousand connections is a descriptor here and one in the relay.
    println!("this needs 12000 file descriptors: ulimit -n 20000");
    let stories = ["test", "--package", "accord-server", "--test", "siege", "--"];
    let (passed, _) = Tool::new(cargo())
        .args(stories)
        .args(["--test-threads", "1", "--nocapture"])
        .env("ACCORD_SIEGE", "long")
        .count()?;
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
