//! `cargo xtask web-bench`: what the app in a browser takes, beside its marks. Nothing here passes or fails; `bench/BENCHMARKS.md` says how each
//! figure is taken.

use std::path::Path;
use std::process::ExitCode;

use crate::app;
use crate::commands::test;
use crate::install;
use crate::run::{Tool, cargo};

const BUDGETS: &str = "web/bench/budgets.mjs";
const PROGRAMS: [&str; 8] = [
    "build",
    "--release",
    "--package",
    "accord-server",
    "--package",
    "accord-cli",
    "--package",
    "accord-bench",
];

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Passed on: --repeat N (5), --acts N (20000), --only load|act|incoming|years, --json, --before SITE (another build beside this one).
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    install::packages(install::READERS)?;
    install::node(Path::new(test::BROWSER_NODE))?;
    app::build()?;
    println!("--- building the relay and who lives the years, for speed");
    if !Tool::new(cargo()).args(PROGRAMS).show()? {
        return Ok(ExitCode::FAILURE);
    }
    let passed = Tool::new("node").args([BUDGETS]).args(&options.rest).show()?;
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
