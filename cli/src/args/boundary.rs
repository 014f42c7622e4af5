//! What `limit` and `permit` can do.

use clap::Subcommand;

use super::BoundaryArgs;

/// What `limit` and `permit` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum BoundaryCmd {
    /// Share one.
    Add {
        #[command(flatten)]
        words: BoundaryArgs,
        /// Keep it as a draft that nobody else sees.
        #[arg(long)]
        draft: bool,
    },
    /// Change the words of yours, or share a withdrawn one again.
    Edit {
        id: String,
        #[command(flatten)]
        words: BoundaryArgs,
    },
    /// Withdraw yours, at once.
    Withdraw { id: String },
    /// Say: I have read this.
    Ack { id: String },
    /// Ask about it.
    Ask {
        id: String,
        #[arg(short = 'm', long = "message", value_name = "TEXT")]
        text: Option<String>,
    },
    /// Say how you will honour it.
    Honour {
        id: String,
        #[arg(short = 'm', long = "message", value_name = "TEXT")]
        text: Option<String>,
    },
    /// Note something beside it.
    Note {
        id: String,
        #[arg(short = 'm', long = "message", value_name = "TEXT")]
        text: Option<String>,
    },
    /// Show what changed since you acknowledged it.
    Diff { id: String },
    /// List them.
    List {
        #[arg(long, conflicts_with = "theirs")]
        mine: bool,
        #[arg(long)]
        theirs: bool,
    },
    /// Show one.
    Show {
        id: String,
        /// With earlier words and withdrawn ones.
        #[arg(long)]
        history: bool,
    },
    /// Choose one of your own wordings that stand beside each other.
    Pick { id: String, version: String },
}
