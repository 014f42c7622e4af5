//! The laws: pure functions from acts to what both people see.

pub mod command;
pub mod view;
