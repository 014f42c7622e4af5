//! Pages to print: self-contained HTML made from views, on this device.
//!
//! Owns what is on a sheet and how it looks on paper. It derives nothing and reads no store: who calls it decides whose eyes and what may be
//! shown. A page loads nothing, runs nothing, and holds no link that leads anywhere.

mod brief;
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

/// The sentence on every page.
pub const NOTE: &str = "A self-made record. Not a contract, not a test, not therapy.";

#[cfg(test)]
mod tests;
