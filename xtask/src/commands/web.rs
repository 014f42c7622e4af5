//! `cargo xtask web`: the app for a browser, and the core it stands on.
//!
//! The JavaScript beside the WebAssembly is written by wasm-bindgen's own library, which only this command compiles.

#[cfg(feature = "bindgen")]
use std::path::Path;
use std::process::ExitCode;

use crate::app;
use crate::run::{Tool, cargo};
use crate::wasm::{Rust, TARGET};

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
    let (cargo, _) = Rust::find()?.cargo("clippy");
    cargo.args(["--features", "testing", "--", "-D", "warnings"]).show()
}

/// Builds the core for a browser, with its JavaScript; under test with what only tests call.
pub(crate) fn core(under_test: bool) -> Result<(), String> {
    let rust = Rust::find()?;
    println!("--- building the core for a browser");
    let ((build, target), profile, out) = if under_test {
        let (build, target) = rust.cargo("build");
        ((build.args(["--features", "testing"]), target), "debug", CORE_UNDER_TEST)
    } else {
        let (build, target) = rust.small_cargo("build");
        ((build.args(["--profile", "web"]), target), "web", CORE)
    };
    if !build.show()? {
        return Err("the core did not build for a browser".to_owned());
    }
    let wasm = format!("{target}/{TARGET}/{profile}/accord_web.wasm");
    let again = ["run", "--quiet", "--package", "xtask", "--features", "bindgen", "--", "bindgen"];
    if !Tool::new(cargo()).args(again).args([wasm.as_str(), out]).show()? {
        return Err("the JavaScript for the core could not be written".to_owned());
    }
    Ok(())
}

/// Writes the JavaScript and the WebAssembly that a browser loads as a module.
#[cfg(feature = "bindgen")]
pub(crate) fn bindgen(wasm: &Path, out: &Path) -> Result<ExitCode, String> {
    let failed = |error| format!("{}: {error:#}", wasm.display());
    let under_test = out == Path::new(CORE_UNDER_TEST);
    wasm_bindgen_cli_support::Bindgen::new()
        .remove_name_section(!under_test)
        .remove_producers_section(!under_test)
        .input_path(wasm)
        .web(true)
        .map_err(failed)?
        .typescript(true)
        .generate(out)
        .map_err(failed)?;
    Ok(ExitCode::SUCCESS)
}
