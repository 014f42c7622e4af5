//! Limits and permissions (PRODUCT 3.2, 3.4): one person's own words, which the other answers but never changes.
//!
//! [`state`] derives which words stand from the acts alone; [`show`] is what one reader sees of it; [`decide`] is what may be said now.
//! A boundary is named by its id *and* its owner: where both people shared words under one id they are two boundaries.

pub mod decide;
pub mod show;
pub mod state;

pub use decide::{agreement_named, answer, decide, known};
pub(crate) use show::asked;
pub use show::{draft, list, listed, news, show};
pub use state::{State, all, derive, standing_limits};

#[cfg(test)]
mod tests;
