//! `cargo xtask shots`: a picture of every screen, on a phone, in both languages, light and dark. They are what the test of the screens looks
//! at, and it must pass.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::app;
use crate::commands::test;
use crate::install;
use crate::run::Tool;

const SCREENS: &str = "web/tests/screens.test.mjs";

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The folder they go to.
    #[arg(default_value = "target/shots")]
    folder: PathBuf,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    install::packages(install::READERS)?;
    install::node(Path::new(test::BROWSER_NODE))?;
    app::build()?;
    if !test::programs()? {
        return Ok(ExitCode::FAILURE);
    }
    let folder = std::path::absolute(&options.folder).map_err(|error| error.to_string())?;
    let node = Tool::new("node").args(["--test", SCREENS]);
    if !node.env("ACCORD_SHOTS", &folder.to_string_lossy()).show()? {
        return Ok(ExitCode::FAILURE);
    }
    println!("--- the pictures are in {}", folder.display());
    Ok(ExitCode::SUCCESS)
}
