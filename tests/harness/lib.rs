//! The harness: real clients and the real relay logic over a virtual clock, memory disks and a network that does what it is told.
//!
//! Nothing here sleeps, opens a socket or draws randomness but from one seed, so a run with a seed replays exactly.

pub mod changes;
pub mod devices;
pub mod forge;
pub mod hostile;
pub mod ledger;
pub mod lies;
pub mod modified;
pub mod network;
pub mod people;
pub mod pick;
pub mod relays;
pub mod rng;
pub mod rows;
pub mod tap;
pub mod world;

pub use ledger::Ledger;
pub use network::Net;
pub use rng::Seeded;
pub use world::{HomeId, World};
