//! Promises (PRODUCT 3.3): the maker's own words, and what each of the two says about each date.
//!
//! [`state`] derives wordings, dates and marks from the acts alone; [`occasion`] is one date and its result; [`show`] is what one reader sees
//! of it, with that reader's clock; [`decide`] is what may be said now. A promise is named by its id *and* its maker.

pub mod decide;
pub mod occasion;
pub mod show;
pub mod state;

pub use decide::{answer, decide, known};
pub use occasion::Outcome;
pub(crate) use show::asked;
pub use show::{draft, due_today, list, listed, news, record, recorded, show};
pub use state::{State, all, derive};

#[cfg(test)]
mod tests;
