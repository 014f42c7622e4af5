//! Every schedule on one agreement, exhaustively, over the law's own code.
//!
//! [`schedules`] runs the consent rule over every history of honest people, and of one who hides what they knew. [`forgery`] runs the whole
//! path from acts to state over one person who also forks their chain, and a device restored from an older image. In a debug build the bounds
//! are smaller, so that a plain `cargo test` stays quick; `cargo test --release -p accord-client-core --test model` does the full work.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test that prints how much it saw")]

mod forgery;
mod schedules;
mod spec;
