//! Files for other programs, read by those programs.
//!
//! Needs them installed, so it is no part of a plain `cargo test`: `cargo xtask test readers` installs them and runs it.

mod calendar;
mod files;
#[path = "../e2e/harness/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the end to end tests use the rest")]
mod harness;
