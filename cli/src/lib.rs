//! Accord's command line and its native driver.
//!
//! [`home::Home`] opens one device of one person and drives it; [`args`] are the words of the command line, [`error`] what it says when
//! something is refused; [`run::run`] is one
//! command from its words to its exit code. It renders what the core derived and holds no rule of its own.

pub mod args;
pub mod clock;
pub mod commands;
pub mod driver;
pub mod error;
pub mod help;
pub mod home;
mod joint;
mod lang;
mod leave;
mod look;
pub mod memory;
mod parting;
mod private;
pub mod render;
mod renew;
pub mod rng;
pub mod run;
pub mod store;
mod texts;
pub mod typed;
pub mod unlock;
mod watch;
mod wire;
