//! The laws: pure functions from acts to what both people see.

pub mod command;
pub mod diff;
pub mod recurrence;
pub mod view;
