//! The real relay under siege: what a crowd does to it, and that two people beside the crowd hardly notice.
//!
//! Each story measures a few couples in quiet, lets the siege begin, and measures them again. The short form is part of every run;
//! `cargo xtask siege` runs the long one, with ten thousand connections.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    reason = "helpers of tests"
)]

#[path = "../common/mod.rs"]
mod common;
mod crowds;
#[path = "../../../tests/e2e/harness/disk.rs"]
mod disk;
mod floods;
mod hardship;
mod pairs;

use std::collections::BTreeMap;
use std::process::Stdio;

use accord_protocol::error::Code;
use accord_server::store::home::Home;
use common::program::Program;
use pairs::{Pairs, Times};

/// Nine of ten edits reach the other within so many times what they take in quiet, and so much more. The machine runs other tests too.
const TIMES: u32 = 5;
const AND_MS: u64 = 250;
/// Memory of an idle connection, its sockets' buffers in the relay included.
const IDLE_BYTES: u64 = 16_000;
/// Memory that may be held, once a crowd has gone, beyond what it took at its height: the allocator keeps that for the next one.
const LEFT_BYTES: u64 = 48 << 20;
/// Couples that are measured, and their edits each time.
const COUPLES: usize = 4;
const EDITS: usize = 30;

/// How many of a crowd: a tenth or less in the short form.
fn crowd(short: usize, long: usize) -> usize {
    if std::env::var_os("ACCORD_SIEGE").is_some_and(|form| form == "long") { long } else { short }
}

/// A relay, a few couples on it, and how fast they were before anything began.
struct Siege {
    program: Program,
    pairs: Pairs,
    quiet: Times,
    memory: u64,
    /// The most that was seen since.
    height: std::cell::Cell<u64>,
    data: tempfile::TempDir,
}

impl Siege {
    async fn begin(settings: &[(&str, &str)]) -> Self {
        Self::begin_in(tempfile::tempdir().unwrap(), settings).await
    }

    async fn begin_in(data: tempfile::TempDir, settings: &[(&str, &str)]) -> Self {
        let args = ["--registration", "open", "--metrics", "127.0.0.1:0"];
        let program = Program::with(data.path(), &args, settings, Stdio::null());
        let mut pairs = Pairs::on(&program.host, COUPLES).await;
        pairs.talk(EDITS).await;
        let quiet = pairs.talk(EDITS).await;
        let memory = program.number("accord_memory_bytes").await;
        Self { program, pairs, quiet, memory, height: 0.into(), data }
    }

    fn host(&self) -> String {
        self.program.host.clone()
    }

    /// The couples go on, hardly slower.
    async fn others_go_on(&mut self) {
        let now = self.pairs.talk(EDITS).await;
        println!("quiet {} ms, now {} ms", self.quiet, now);
        let bound = self.quiet.most() * TIMES + std::time::Duration::from_millis(AND_MS);
        assert!(now.most() <= bound, "{now} ms against {} ms in quiet", self.quiet);
    }

    /// What it holds more than in quiet.
    async fn grown(&self) -> u64 {
        let grown = self.program.number("accord_memory_bytes").await.saturating_sub(self.memory);
        self.height.set(self.height.get().max(grown));
        grown
    }

    /// Waits until so many connections are open.
    async fn open(&self, connections: u64) {
        let mut every = tokio::time::interval(std::time::Duration::from_millis(50));
        for _ in 0..400 {
            every.tick().await;
            if self.program.number("accord_connections").await == connections {
                return;
            }
        }
        panic!("{} open", self.program.number("accord_connections").await);
    }

    /// After the crowd has gone: only the couples are left, and little memory.
    async fn over(mut self) {
        self.open(2 * COUPLES as u64).await;
        self.others_go_on().await;
        let height = self.height.get();
        let left = self.grown().await;
        println!("{left} bytes are left of {height}");
        assert!(left <= height + LEFT_BYTES, "{left} bytes are still held of {height}");
        let expected = self.pairs.records();
        self.program.signal("-TERM");
        assert!(self.program.child.wait().unwrap().success());
        let report = accord_server::check::check(&Home::Folder(self.data.path().into())).unwrap();
        assert_eq!(report.findings, Vec::<String>::new());
        assert!(report.records >= expected, "{} of {expected}", report.records);
    }
}

/// Refusals by code.
#[derive(Debug, Default)]
struct Refusals(BTreeMap<Code, usize>);

impl Refusals {
    fn add(&mut self, code: Code) {
        *self.0.entry(code).or_default() += 1;
    }

    /// Some there were, and none but these.
    fn are_only(&self, codes: &[Code]) {
        assert!(!self.0.is_empty(), "nothing was refused");
        assert!(self.0.keys().all(|code| codes.contains(code)), "{self:?}");
    }
}

#[test]
fn the_operators_page_says_what_is_measured_here() {
    let page = include_str!("../../../docs/operations.md");
    for said in [
        format!("{TIMES} times"),
        format!("{AND_MS} ms"),
        format!("{} kB", IDLE_BYTES / 1000),
        format!("{} MiB", LEFT_BYTES >> 20),
    ] {
        assert!(page.contains(&said), "{said}");
    }
}
