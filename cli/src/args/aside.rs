//! The words of `aside`. Parsing only.

use clap::Subcommand;

/// What `aside` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the names say it")]
pub enum AsideCmd {
    /// Say it again, dated today, with what it stands on.
    Again { id: String },
    /// Let it go, with what stands on it. Nothing of it stays.
    Drop { id: String },
}
