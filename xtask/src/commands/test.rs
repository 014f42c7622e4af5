//! `cargo xtask test`: every check that CI runs, in the order in which a mistake shows soonest.
//!
//! A step that fails does not end the run; the last lines say which failed and how many tests passed.

use crate::app;
use crate::commands::{tidy, types, web};
use crate::install;
use crate::postgres::Postgres;
use crate::run::{Count, Tool, cargo};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Instant;

/// The scripts that check the test vectors without our code, and what they need beside them.
const VECTORS: [(&str, &str); 3] = [
    ("protocol/vectors/check.py", "protocol/vectors/requirements.txt"),
    ("client-core/vectors/check.py", "client-core/vectors/requirements.txt"),
    ("client-core/vectors/check_acts.py", ""),
];

/// What the tests want of Python, to read files as other programs read them.
const READERS: &str = "tests/readers/requirements.txt";

/// What they want of Node.
const READERS_NODE: &str = "tests/readers/node";

/// Where the tests of the core and the app lie, most of them in a real browser, and what those want of Node.
const BROWSER: [&str; 2] = ["web/app/tests", "web/tests"];
pub(crate) const BROWSER_NODE: &str = "web/tests";

/// The exhaustive checks, far too slow without optimisation.
const MODEL: [&str; 2] = ["client-core/tests/model.rs", "client-core/tests/model/main.rs"];

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Only the steps whose name contains this.
    only: Option<String>,
}

struct Step {
    name: &'static str,
    run: Box<dyn Fn() -> Result<(bool, Count), String>>,
}

impl Step {
    fn new(name: &'static str, run: impl Fn() -> Result<(bool, Count), String> + 'static) -> Self {
        Self { name, run: Box::new(run) }
    }

    fn cargo(name: &'static str, args: &'static [&'static str]) -> Self {
        Self::new(name, move || Tool::new(cargo()).args(args).count())
    }
}

pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    install::packages(install::PACKAGES)?;
    let wanted = options.only.as_deref().unwrap_or_default();
    let steps: Vec<Step> = steps().into_iter().filter(|step| step.name.contains(wanted)).collect();
    if steps.is_empty() {
        return Err(format!("no step is named {wanted}"));
    }
    let started = Instant::now();
    let mut total = Count::default();
    let mut failures = Vec::new();
    for (number, step) in (1..).zip(&steps) {
        println!("=== {number}/{} {}", steps.len(), step.name);
        let begun = Instant::now();
        let (passed, count) = (step.run)().unwrap_or_else(|error| {
            eprintln!("error: {error}");
            (false, Count::default())
        });
        total.add(count);
        if !passed {
            failures.push(step.name);
        }
        let word = if passed { "ok" } else { "FAILED" };
        println!("=== {} {word} after {} s", step.name, begun.elapsed().as_secs());
    }
    println!();
    for name in &failures {
        println!("failed: {name}, again with: cargo xtask test \"{name}\"");
    }
    // A step that fails before its tests can run, a build say, is one failure.
    total.failed = total.failed.max(failures.len() as u64);
    println!(
        "{} of {} steps ok after {} s",
        steps.len() - failures.len(),
        steps.len(),
        started.elapsed().as_secs()
    );
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// PostgreSQL for the tests that want it, and a second server whose processes one of them kills; started by the first of them and stopped at the end.
#[derive(Debug, Clone, Default)]
struct Server(Rc<RefCell<Option<[Postgres; 2]>>>);

impl Server {
    /// Runs tests that may use it.
    fn count(&self, args: &[&str]) -> Result<(bool, Count), String> {
        let mut server = self.0.borrow_mut();
        if server.is_none() {
            *server = Some([Postgres::start()?, Postgres::start()?]);
        }
        let mut tool = Tool::new(cargo()).args(args);
        let names = ["ACCORD_TEST_POSTGRES", "ACCORD_TEST_POSTGRES_TO_KILL"];
        for (name, server) in names.iter().zip(server.iter().flatten()) {
            tool = tool.env(name, &server.address());
        }
        tool.count()
    }
}

fn steps() -> Vec<Step> {
    let server = Server::default();
    let mut steps = vec![
        Step::cargo("format", &["fmt", "--all", "--check"]),
        Step::cargo("tidy", &tidy::TEST),
        Step::cargo("clippy", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    ];
    let nextest = Tool::new(cargo()).args(["nextest", "--version"]).works();
    let tests: &[&str] = if nextest {
        &["nextest", "run", "--workspace", "-E", "not package(accord-tests)", "--no-fail-fast"]
    } else {
        &[
            "test",
            "--workspace",
            "--exclude",
            "accord-tests",
            "--lib",
            "--bins",
            "--tests",
            "--no-fail-fast",
        ]
    };
    let beside = server.clone();
    steps.push(Step::new("tests", move || beside.count(tests)));
    steps.push(Step::cargo("documentation", &["test", "--workspace", "--doc", "--no-fail-fast"]));
    steps.push(Step::new("types", || Ok((types::are_current()?, Count::default()))));
    for (script, requirements) in VECTORS {
        if Path::new(script).is_file() {
            steps.push(Step::new(script, move || vectors(script, requirements)));
        }
    }
    if MODEL.iter().any(|file| Path::new(file).is_file()) {
        steps.push(Step::cargo(
            "model",
            &[
                "test",
                "--release",
                "--package",
                "accord-client-core",
                "--test",
                "model",
                "--test",
                "histories",
                "--test",
                "hostile",
            ],
        ));
    }
    // The simulation and the real processes; these run the two programs as built here. Everything is built for the whole workspace: a part
    // of it alone asks other features of what it depends on, and builds that twice.
    steps.push(Step::new("end to end", move || {
        if !Tool::new(cargo()).args(["build", "--workspace", "--bins"]).show()? {
            return Ok((false, Count::default()));
        }
        let run: &[&str] = if nextest {
            &["nextest", "run", "--workspace", "-E", "package(accord-tests)", "--no-fail-fast"]
        } else {
            &["test", "--package", "accord-tests", "--lib", "--tests", "--no-fail-fast"]
        };
        server.count(run)
    }));
    // Files that other programs are to read: needs those programs, so a plain `cargo test` leaves it out.
    steps.push(Step::new("readers", || {
        install::packages(install::READERS)?;
        install::node(Path::new(READERS_NODE))?;
        let python = install::python(Some(Path::new(READERS)))?;
        let python = std::path::absolute(python).map_err(|error| error.to_string())?;
        let run = ["test", "--workspace", "--test", "readers", "--no-fail-fast"];
        Tool::new(cargo()).args(run).env("ACCORD_TEST_PYTHON", &python.to_string_lossy()).count()
    }));
    // The same core in a browser, against the relay and the command line as built here, and the app as the relay carries it.
    steps.push(Step::new("browser", || {
        install::packages(install::READERS)?;
        install::node(Path::new(BROWSER_NODE))?;
        if !web::lint()? {
            return Ok((false, Count::default()));
        }
        web::core(true)?;
        app::build()?;
        if !app::checks()? {
            return Ok((false, Count::default()));
        }
        if !programs()? {
            return Ok((false, Count::default()));
        }
        // Two at a time: each file has browsers and relays of its own.
        let how = ["--test", "--test-reporter=tap", "--test-concurrency=2"];
        Tool::new("node").args(how).args(node_tests(&BROWSER)?).count()
    }));
    if Tool::new(cargo()).args(["deny", "--version"]).works() {
        steps.push(Step::cargo("dependencies", &["deny", "check", "bans", "licenses", "sources"]));
    } else {
        // The same of our own, for every platform: licences of what only Windows or a browser links too.
        steps.push(Step::new("dependencies", || {
            if !Tool::new(cargo()).args(["fetch", "--locked"]).show()? {
                return Ok((false, Count::default()));
            }
            let rules = Tool::new(cargo()).args(tidy::TEST).args(["licences"]);
            rules.env("ACCORD_ALL_PLATFORMS", "1").count()
        }));
    }
    if Tool::new("typos").args(["--version"]).works() {
        steps.push(Step::new("spelling", || Tool::new("typos").count()));
    }
    steps
}

/// Builds the programs that the tests in a browser run, the relay with the app in it.
pub(crate) fn programs() -> Result<bool, String> {
    let bins = ["build", "--workspace", "--bins", "--features", "accord-server/app"];
    Tool::new(cargo()).args(bins).show()
}

/// Every `NAME.test.mjs` right in these folders, in the order of the names.
fn node_tests(folders: &[&str]) -> Result<Vec<PathBuf>, String> {
    let mut tests = Vec::new();
    for folder in folders {
        let entries = std::fs::read_dir(folder).map_err(|error| format!("{folder}: {error}"))?;
        let paths = entries.flatten().map(|entry| entry.path());
        tests.extend(paths.filter(|path| path.to_string_lossy().ends_with(".test.mjs")));
    }
    tests.sort();
    Ok(tests)
}

fn vectors(script: &str, requirements: &str) -> Result<(bool, Count), String> {
    let requirements = Path::new(requirements);
    let python = install::python(requirements.is_file().then_some(requirements))?;
    let (passed, mut count) = Tool::new(python).args([script]).count()?;
    if count == Count::default() {
        count = Count { passed: passed.into(), failed: (!passed).into() };
    }
    Ok((passed, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_of_the_folders_is_found() {
        let root = tempfile::tempdir().unwrap();
        for name in ["b.test.mjs", "a.test.mjs", "harness.mjs", "a.test.mjs.bak"] {
            std::fs::write(root.path().join(name), "").unwrap();
        }
        let found = node_tests(&[root.path().to_str().unwrap()]).unwrap();
        assert_eq!(found, ["a.test.mjs", "b.test.mjs"].map(|name| root.path().join(name)));
        node_tests(&["nowhere at all"]).unwrap_err();
    }
}
