//! `cargo xtask web`: the app for a browser, and the core it stands on.
//!
//! The WebAssembly target is installed where rustup can; the JavaScript beside it is written by wasm-bindgen's own library, which only this
//! command compiles.

use std::path::Path;
use std::process::ExitCode;

use crate::app;
use crate::run::{Tool, cargo};

/// The target of a browser.
const TARGET: &str = "wasm32-unknown-unknown";
/// What the app loads.
pub(crate) const CORE: &str = "target/web/core";
/// The same with what only tests call.
pub(crate) const CORE_UNDER_TEST: &str = "target/web/core-under-test";

/// What it can be told.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Build what the tests in a browser load instead: quickly, and with what only they call.
    #[arg(long)]
    under_test: bool,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    if options.under_test {
        core(true)?
    } else {
        app::build()?
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the lints hold there too: they see nothing of it on another target.
pub(crate) fn lint() -> Result<bool, String> {
    target()?;
    let lint = ["clippy", "--package", "accord-web", "--features", "testing", "--target", TARGET];
    Tool::new(cargo()).args(lint).args(["--", "-D", "warnings"]).show()
}

/// Builds the core for a browser, with its JavaScript; under test with what only tests call.
pub(crate) fn core(under_test: bool) -> Result<(), String> {
    target()?;
    println!("--- building the core for a browser");
    let (how, folder, out): (&[&str], _, _) = if under_test {
        (&["--features", "testing"], "debug", CORE_UNDER_TEST)
    } else {
        (&["--profile", "web"], "web", CORE)
    };
    let build = ["build", "--package", "accord-web", "--target", TARGET];
    if !Tool::new(cargo()).args(build).args(how).show()? {
        return Err("the core did not build for a browser".to_owned());
    }
    let wasm = format!("target/{TARGET}/{folder}/accord_web.wasm");
    let again = ["run", "--quiet", "--package", "xtask", "--features", "bindgen", "--", "bindgen"];
    if !Tool::new(cargo()).args(again).args([wasm.as_str(), out]).show()? {
        return Err("the JavaScript for the core could not be written".to_owned());
    }
    Ok(())
}

/// The target, installed where it is missing.
fn target() -> Result<(), String> {
    let there = || {
        let libraries = Tool::new("rustc").args(["--print", "target-libdir", "--target", TARGET]);
        libraries.answer().is_some_and(|folder| Path::new(&folder).is_dir())
    };
    if there() {
        return Ok(());
    }
    println!("--- installing the target {TARGET}");
    if Tool::new("rustup").args(["target", "add", TARGET]).show().unwrap_or(false) && there() {
        return Ok(());
    }
    Err(format!("the target {TARGET} is missing: run rustup target add {TARGET} and this again"))
}

/// Writes the JavaScript and the WebAssembly that a browser loads as a module.
#[cfg(feature = "bindgen")]
pub(crate) fn bindgen(wasm: &Path, out: &Path) -> Result<ExitCode, String> {
    let failed = |error| format!("{}: {error:#}", wasm.display());
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(wasm)
        .web(true)
        .map_err(failed)?
        .typescript(true)
        .generate(out)
        .map_err(failed)?;
    Ok(ExitCode::SUCCESS)
}
