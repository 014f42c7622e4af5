//! One file for each command.

pub(crate) mod advisories;
pub(crate) mod deb;
pub(crate) mod demo;
pub(crate) mod fuzz;
pub(crate) mod serve;
pub(crate) mod shots;
pub(crate) mod siege;
pub(crate) mod sim;
pub(crate) mod test;
pub(crate) mod tidy;
pub(crate) mod types;
pub(crate) mod web;
pub(crate) mod web_bench;
