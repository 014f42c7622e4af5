//! A database of its own for one test, on the server that `ACCORD_TEST_POSTGRES` names (`cargo xtask test` starts one).

#![allow(
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests of several crates"
)]

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// The address of a server on which databases may be made: `postgres://user@host:port`.
const SERVER: &str = "ACCORD_TEST_POSTGRES";
/// The address of another, whose processes one test may kill.
const TO_KILL: &str = "ACCORD_TEST_POSTGRES_TO_KILL";

/// Dropped with everything in it at the end.
pub struct TestDatabase {
    server: String,
    name: String,
}

impl TestDatabase {
    /// None where there is no server to test against; it says so.
    pub fn new() -> Option<Self> {
        Self::on(SERVER)
    }

    /// One on the server that is there to be hurt.
    #[allow(dead_code, reason = "one test hurts it")]
    pub fn on_own_server() -> Option<Self> {
        Self::on(TO_KILL)
    }

    fn on(variable: &str) -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var(variable) else {
            let why = format!("{variable} names no server (`cargo xtask test` starts one)");
            eprintln!("skipped on PostgreSQL: {why}");
            return None;
        };
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("accord_test_{}_{number}", std::process::id());
        let database = Self { server, name };
        database.on_server(&format!("CREATE DATABASE {}", database.name));
        Some(database)
    }

    /// As the relay is told.
    pub fn address(&self) -> String {
        format!("{}/{}", self.server, self.name)
    }

    /// What a statement prints, a line for each row.
    #[allow(dead_code, reason = "not every test asks the database itself")]
    pub fn sql(&self, statement: &str) -> String {
        psql(&self.address(), statement)
    }

    /// As its operator would on the server, beside this database.
    pub fn on_server(&self, statement: &str) -> String {
        psql(&format!("{}/postgres", self.server), statement)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.on_server(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}

fn psql(address: &str, statement: &str) -> String {
    let args = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command", statement];
    // A server that lost a process takes nobody in until it has looked through its log.
    for _ in 0..1_000 {
        let output = Command::new("psql").arg(address).args(args).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            return String::from_utf8(output.stdout).unwrap().trim().to_owned();
        }
        let begins = ["in recovery mode", "starting up", "not yet accepting"];
        assert!(begins.iter().any(|begin| error.contains(begin)), "{statement}: {error}");
    }
    panic!("{statement}: the server does not come back");
}
