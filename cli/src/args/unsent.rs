//! The words of `unsent`. Parsing only.

use std::path::PathBuf;

use clap::Subcommand;

/// What `unsent` can do.
#[derive(Debug, Subcommand)]
pub enum UnsentCmd {
    /// On a removed device: write what it could not send into a sealed file that only your other devices open. Check-ins and breaks can be
    /// read in it, not said again; texts you both write are put in by hand. Not in it: private notes without --private, ticks and order of
    /// lists, your name and zone.
    Export {
        /// File to write; never over one that is there.
        file: PathBuf,
        /// Private notes as well, under their own lock.
        #[arg(long)]
        private: bool,
    },
    /// On another device of yours: show what such a file holds. Nothing is said.
    Review {
        /// The file.
        file: PathBuf,
        /// Its private notes, and nothing else of it.
        #[arg(long)]
        private: bool,
    },
    /// Say some of it again, dated today, as if you typed it now.
    Issue {
        /// The file.
        file: PathBuf,
        /// Private notes, as `unsent review --private` shows them.
        #[arg(long)]
        private: bool,
        /// Which: ids as `unsent review` shows them, in the order in which they are to be said.
        #[arg(required = true, value_name = "ACT")]
        acts: Vec<String>,
    },
}
