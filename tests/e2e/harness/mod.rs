//! Real programs on real sockets and files: a relay process, people who type commands, and what may stand between them.
//!
//! Nothing here knows a law or a byte of the protocol; it starts programs, reads what they print and stops them.

pub mod build;
pub mod couple;
pub mod person;
pub mod proxy;
pub mod relay;

pub use couple::{Couple, both_orders};
pub use person::{Answer, Person};
pub use relay::Relay;
