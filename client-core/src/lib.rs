//! Everything an Accord client knows, as a state machine without IO.

pub mod law;
pub mod store;
pub mod time;
