//! The project's own commands: `cargo xtask serve`, `cargo xtask test`, `cargo xtask demo`, `cargo xtask advisories`,
//! `cargo xtask fuzz`, `cargo xtask deb`, `cargo xtask siege`, `cargo xtask sim`, `cargo xtask tidy`, `cargo xtask types`, `cargo xtask web`,
//! `cargo xtask shots`, `cargo xtask web-bench`.
//!
//! Owns the command line; each command has its file in `commands/`. Must not know how anything works inside:
//! it runs the tools a person would run by hand, and installs what they need.

mod app;
mod commands;
mod install;
mod postgres;
mod run;
mod wasm;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The project's own commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run every check that CI runs; installs what is missing.
    Test(commands::test::Options),
    /// Build the app and the relay and run them on this machine.
    Serve(commands::serve::Options),
    /// Show two people, two devices and a relay, in a minute.
    Demo,
    /// Ask the public list for known weaknesses of what we link.
    Advisories,
    /// Give any bytes to everything that reads bytes; without a target, list them.
    Fuzz(commands::fuzz::Options),
    /// Pack the relay as a Debian package.
    Deb(commands::deb::Options),
    /// Besiege a real relay with ten thousand connections and more; a short form is part of every test run.
    Siege,
    /// Live seeded histories of two people and all that can go wrong; a failing one is made shorter and named.
    Sim(commands::sim::Options),
    /// Check the rules of the repository only.
    Tidy,
    /// Write the types of commands and answers for TypeScript.
    Types,
    /// Build the app that runs in a browser.
    Web(commands::web::Options),
    /// Take a picture of every screen of the app, in both languages, light and dark.
    Shots(commands::shots::Options),
    /// Measure the app in a browser beside its marks; passes and fails nothing.
    WebBench(commands::web_bench::Options),
    /// Write the JavaScript beside a WebAssembly file; part of `web`.
    #[cfg(feature = "bindgen")]
    #[command(hide = true)]
    Bindgen {
        /// The file.
        wasm: std::path::PathBuf,
        /// The folder it goes to.
        out: std::path::PathBuf,
    },
}

fn main() -> ExitCode {
    // Whatever folder it was called from: every path below is relative to the repository.
    let result = std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .map_err(|error| format!("cannot enter the repository: {error}"))
        .and_then(|()| match Arguments::parse().command {
            Command::Test(options) => commands::test::run(&options),
            Command::Serve(options) => commands::serve::run(&options),
            Command::Demo => commands::demo::run(),
            Command::Advisories => commands::advisories::run(),
            Command::Fuzz(options) => commands::fuzz::run(&options),
            Command::Deb(options) => commands::deb::run(&options),
            Command::Siege => commands::siege::run(),
            Command::Sim(options) => commands::sim::run(&options),
            Command::Tidy => commands::tidy::run(),
            Command::Types => commands::types::run(),
            Command::Web(options) => commands::web::run(&options),
            Command::Shots(options) => commands::shots::run(&options),
            Command::WebBench(options) => commands::web_bench::run(&options),
            #[cfg(feature = "bindgen")]
            Command::Bindgen { wasm, out } => commands::web::bindgen(&wasm, &out),
        });
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
