//! `cargo xtask sim`: seeded histories of two people and all that can go wrong, as many and as long as asked for.

use crate::run::{Tool, cargo};
use clap::Args;
use std::process::ExitCode;

/// Which histories are lived.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many seeds of each life.
    #[arg(long, default_value_t = 1000)]
    seeds: u64,
    /// How many steps a history has.
    #[arg(long, default_value_t = 200)]
    steps: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// This seed alone, with its steps in words.
    #[arg(long)]
    seed: Option<u64>,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    let lives =
        ["nothing_said", "whoever_belongs", "a_relay_that_means_harm", "a_partner_who_means_harm"];
    let tool = Tool::new(cargo())
        .args(["test", "--release", "--package", "accord-tests", "--test", "simulation", "--"])
        .args(["--nocapture", "--test-threads", "1"])
        .args(lives)
        .env("ACCORD_SIM_STEPS", &options.steps.to_string())
        .env("ACCORD_SIM_FROM", &options.from.to_string())
        .env("ACCORD_SIM_SEEDS", &options.seeds.to_string());
    let tool = match options.seed {
        Some(seed) => tool.env("ACCORD_SIM_SEED", &seed.to_string()),
        None => tool,
    };
    let (passed, _) = tool.count()?;
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
