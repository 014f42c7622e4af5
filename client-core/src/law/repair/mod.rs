//! Repairs (PRODUCT 3.8): something hurt, and each of the two writes own parts about it, in any order.
//!
//! No part is a precondition of another, nothing counts progress, and forgiveness is no state: a note of it may be shared and changes
//! nothing. [`state`] derives what stands from the acts alone; [`show`] is what one reader sees of it; [`decide`] is what may be said now.

pub mod command;
pub mod decide;
pub mod show;
pub mod state;
pub mod view;

pub use command::RepairCommand;
pub use decide::{answer, decide, known};
pub use show::{list, news, show};
pub use state::{State, all, derive};

#[cfg(test)]
mod tests;
