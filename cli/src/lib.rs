//! Accord's command line and its native driver.
//!
//! [`home::Home`] opens one device of one person and drives it; [`args`] are the words of the command line, [`error`] what it says when
//! something is refused. It renders what the core derived and holds no rule of its own.

pub mod args;
pub mod clock;
pub mod driver;
pub mod error;
pub mod home;
pub mod rng;
pub mod store;
pub mod unlock;
