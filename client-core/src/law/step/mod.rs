//! Steps of a plan (PRODUCT 3.8): who does what, and what each says about it.
//!
//! Steps are terms of the plan's wording, so a yes binds to them. A step is named by its own bytes: one that another wording leaves as it
//! was keeps its marks. [`state`] derives marks from acts alone, [`show`] is one reader's view, [`decide`] what may be said now.

pub mod command;
pub mod decide;
pub mod show;
pub mod state;
pub mod view;

pub use decide::{answer, decide};
pub(crate) use decide::{change_sides, terms};
pub use show::{asked, list, news, words};
pub use state::{State, all, of};

#[cfg(test)]
mod tests;
