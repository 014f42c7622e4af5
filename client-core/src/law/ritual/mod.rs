//! Rituals (PRODUCT 3.5): an agreement about when something happens, and what each says about its dates.
//!
//! Terms, yes and no are the agreement law's, and so is a move of one occurrence. [`state`] derives from acts alone which dates there are
//! and who marked what; [`occurrence`] is one date; [`hint`] says where a moment is not at a person's usual time of day; [`show`] is what
//! one reader sees, [`decide`] what may be said now. An occurrence is named by the ritual and its date in the ritual's zone.

pub mod command;
pub mod decide;
pub mod hint;
pub mod occurrence;
pub mod show;
pub mod state;
pub mod view;

pub use decide::{answer, decide};
pub(crate) use decide::{first, reworded};
pub use show::{asked, between, dates, news, on_day};
pub use state::{State, all, derive, of};

#[cfg(test)]
mod tests;
