//! A database of its own for one test, on the server that `ACCORD_TEST_POSTGRES` names (`cargo xtask test` starts one).

#![allow(unreachable_pub, reason = "tests of several crates include this file")]

use std::io::Write as _;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// The address of a server on which databases may be made: `postgres://user@host:port`.
const SERVER: &str = "ACCORD_TEST_POSTGRES";

/// Dropped with everything in it at the end.
pub struct TestDatabase {
    server: String,
    name: String,
}

impl TestDatabase {
    /// None where there is no server to test against; it says so.
    pub fn new() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var(SERVER) else {
            let said = "skipped on PostgreSQL: ACCORD_TEST_POSTGRES names no server (`cargo xtask test` starts one)";
            writeln!(std::io::stderr(), "{said}").unwrap();
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
    let output = Command::new("psql").arg(address).args(args).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{statement}: {error}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
