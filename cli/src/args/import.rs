//! The words of `import`. Parsing only.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What `import` can do.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub struct ImportArgs {
    /// Export to keep: the JSON file of `export --all` or `export --mine`. A file called `list` is `./list`.
    pub file: Option<PathBuf>,
    /// What to do with copies kept before.
    #[command(subcommand)]
    pub what: Option<ImportCmd>,
}

/// What `import` can do with copies kept before.
#[derive(Debug, Subcommand)]
pub enum ImportCmd {
    /// List the copies kept on your devices.
    List,
    /// Show what a copy says, or one record of it.
    Show {
        /// The copy.
        id: String,
        /// A record in it.
        record: Option<String>,
    },
    /// Remove a copy from all your devices. The file it came from stays where it is.
    Remove {
        /// The copy.
        id: String,
    },
}
