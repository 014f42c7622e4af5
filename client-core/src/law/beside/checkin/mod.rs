//! Check-ins (PRODUCT 3.6): rounds, entries that are held back until both are ready, and what each sees of it.
//!
//! [`state`] derives a round from the acts alone; [`decide`] is what may be said now, and when a held-back entry may leave; [`show`] is what
//! one reader sees. Which date is a round's name is [`zone`]'s.

pub mod decide;
pub mod show;
pub mod state;
pub mod zone;

pub use decide::{Held, Plan, body, may_open, plan, round_taken_back};
pub use show::{list, news, show};
pub use state::{State, all, derive};

#[cfg(test)]
mod tests;
