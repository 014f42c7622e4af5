//! Accord's wire: types on one side, bytes on the other, and the one function
//! that says whether a record belongs at a position of a log.
//!
//! The crate is pure: no sockets, no clock, no randomness, no disk, no cipher and
//! no Automerge. The relay and every client link the same code, so both judge a
//! record alike. `docs/protocol.md` is the contract this crate implements and
//! `vectors/` holds its examples, which a second implementation in another
//! language checks too.
//!
//! Read in this order: [`ids`] (names for bytes, hashing), [`record`] (one signed
//! entry of a log), [`body`] (what membership entries carry), [`chain`] (rules a
//! to e), [`frame`] and [`http`] (how records travel), [`pairing`] (how two
//! devices meet), [`limits`] and [`error`].

pub mod body;
pub mod chain;
mod codec;
pub mod error;
pub mod frame;
pub mod host;
pub mod http;
pub mod ids;
pub mod limits;
pub mod pairing;
#[cfg(test)]
mod properties;
pub mod record;
pub mod signing;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod vectors;
mod wire;

pub use ed25519_dalek::{Signature, SigningKey, VerifyingKey};

/// Version of the whole cipher suite and layout, the first byte of every record
/// and pairing message. Do not change: protocol v1. Nothing is negotiated below it.
pub const VERSION: u8 = 1;
