//! Accord's relay.

pub mod config;
pub mod relay;
pub mod store;
