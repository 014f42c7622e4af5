//! Everything an Accord client knows, as a state machine without IO.

pub mod act;
pub mod client;
pub mod crypto;
pub mod document;
pub mod law;
pub mod refused;
pub mod sheet;
mod silent;
pub mod store;
pub mod sync;
pub mod time;
