//! Files to take away: pages to print, from views, and a calendar, from what the laws derive.
//!
//! Owns what is in such a file and how it looks. It holds no rule and reads no store: who calls it decides whose eyes and what may be
//! shown. A page loads nothing, runs nothing, and holds no link that leads anywhere.

mod brief;
pub mod calendar;
mod counsellor;
mod evidence;
mod page;

pub use brief::first_session;
pub use counsellor::{Counsellor, counsellor};
pub use evidence::evidence;

use crate::time::Day;

/// What stands on every page of a sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct Made {
    /// Who made it.
    pub by: String,
    /// Whom it is shared with.
    pub with: String,
    /// The day.
    pub on: Day,
}

crate::silent::silent!(Made);

/// The sentence on every page and in every export.
pub const NOTE: &str = "A self-made record, for information only. Not a contract, not certified evidence, not a test, not therapy, not advice.";

#[cfg(test)]
mod tests;
