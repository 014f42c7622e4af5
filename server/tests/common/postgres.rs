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
        ask(&self.address(), statement)
    }

    /// As its operator would on the server, beside this database.
    pub fn on_server(&self, statement: &str) -> String {
        ask(&format!("{}/postgres", self.server), statement)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.on_server(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}

/// On a thread of its own, for whoever asks may be a task. No other program is started: between its beginning and its end it
/// would hold what other tests of this process have locked.
fn ask(address: &str, statement: &str) -> String {
    let asked = || {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(
            async {
                // A server that lost a process takes nobody in until it has looked through its log.
                for _ in 0..20_000 {
                    let (client, connection) =
                        match tokio_postgres::connect(address, tokio_postgres::NoTls).await {
                            Ok(connected) => connected,
                            Err(error)
                                if error.code().is_some_and(|code| code.code() == "57P03") =>
                            {
                                continue;
                            }
                            Err(error) => panic!("{statement}: {error:?}"),
                        };
                    tokio::spawn(async { drop(connection.await) });
                    let said = client.simple_query(statement).await;
                    return lines(&said.unwrap_or_else(|error| panic!("{statement}: {error:?}")));
                }
                panic!("{statement}: the server does not come back");
            },
        )
    };
    std::thread::scope(|scope| scope.spawn(asked).join().unwrap())
}

fn lines(said: &[tokio_postgres::SimpleQueryMessage]) -> String {
    let rows = said.iter().filter_map(|message| match message {
        tokio_postgres::SimpleQueryMessage::Row(row) => {
            let columns = (0..row.len()).map(|column| row.get(column).unwrap_or_default());
            Some(columns.collect::<Vec<_>>().join("|"))
        }
        _ => None,
    });
    rows.collect::<Vec<_>>().join("\n")
}
