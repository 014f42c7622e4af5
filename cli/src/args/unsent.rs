//! The words of `unsent`. Parsing only.

use std::path::PathBuf;

use clap::Subcommand;

/// What `unsent` can do.
#[derive(Debug, Subcommand)]
pub enum UnsentCmd {
    /// On a removed device: write what it could not send into a sealed file that only your other devices open. Check-ins and breaks can be
    /// read in it, not said again. Not in it: what you both write together, private notes, your name and zone; `joint show` and `export
    /// --private` still show them here.
    Export {
        /// File to write; never over one that is there.
        file: PathBuf,
    },
    /// On another device of yours: show what such a file holds. Nothing is said.
    Review {
        /// The file.
        file: PathBuf,
    },
    /// Say some of it again, dated today, as if you typed it now.
    Issue {
        /// The file.
        file: PathBuf,
        /// Which: ids as `unsent review` shows them, in the order in which they are to be said.
        #[arg(required = true, value_name = "ACT")]
        acts: Vec<String>,
    },
}
