//! The app: its core, what Vite makes of it, and the finished site the relay carries, made anew only when something it is made of changed.

mod stamp;

use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::commands::web;
use crate::install;
use crate::run::Tool;

/// The app's own folder, and what Vite writes in it.
const APP: &str = "web/app";
const DIST: &str = "web/app/dist";
/// Makes the finished site of that.
const PACK: &str = "web/pack.mjs";
/// The finished site, and what it was made of.
const SITE: &str = "target/site";
const STAMP: &str = "target/site.stamp";

/// Whether the app's sources fit the types that are made from the core. Its packages are installed.
pub(crate) fn checks() -> Result<bool, String> {
    println!("--- checking the types of the app");
    install::node(Path::new(APP))?;
    Tool::new("npm").args(["run", "--silent", "check", "--prefix", APP]).show()
}

/// Builds the app if it is not there or not of these sources.
pub(crate) fn build() -> Result<(), String> {
    // Before anything that takes minutes.
    install::node_runs()?;
    let sources = stamp::of_sources()?;
    let there = || Path::new(SITE).join("build.json").is_file() && Path::new(DIST).is_dir();
    if there() && fs::read_to_string(STAMP).is_ok_and(|of| of == sources.stamp) {
        println!("--- the app is built, nothing it is made of has changed");
        return Ok(());
    }
    let begun = Instant::now();
    println!("--- building the app, some minutes the first time");
    println!("--- 1 of 4: its packages");
    install::node(Path::new(APP))?;
    println!("--- 2 of 4: the core");
    web::core(false)?;
    println!("--- 3 of 4: the pages");
    if !Tool::new("npm").args(["run", "--silent", "build", "--prefix", APP]).show()? {
        return Err(format!("the app did not build: npm run build in {APP}"));
    }
    println!("--- 4 of 4: the finished site");
    let commit = sources.commit.as_deref().unwrap_or_default();
    let changed = if sources.changed { "changed" } else { "" };
    let pack = [PACK, DIST, SITE, env!("CARGO_PKG_VERSION"), commit, changed];
    if !Tool::new("node").args(pack).show()? {
        return Err(format!("the finished site could not be made of {DIST}"));
    }
    fs::write(STAMP, sources.stamp).map_err(|error| format!("{STAMP}: {error}"))?;
    println!("--- the app is in {SITE}, after {} s", begun.elapsed().as_secs());
    Ok(())
}
