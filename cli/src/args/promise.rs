//! What `promise` can do.

use clap::{Args, Subcommand};

/// What `promise` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum PromiseCmd {
    /// Make a promise.
    Add {
        text: String,
        /// A date, or date and time as 2026-11-23T21:00.
        #[arg(long, value_name = "WHEN")]
        due: Option<String>,
        /// Zone of the time; your own without it.
        #[arg(long, value_name = "ZONE")]
        tz: Option<String>,
        /// day, week, month, or an RRULE such as FREQ=WEEKLY;BYDAY=SU.
        #[arg(long, value_name = "RULE")]
        every: Option<String>,
        /// small or big.
        #[arg(long)]
        size: Option<String>,
        /// yes, mostly or unsure.
        #[arg(long)]
        sure: Option<String>,
        /// Keep it as a draft that nobody else sees.
        #[arg(long)]
        draft: bool,
    },
    /// Change the words of yours.
    Edit { id: String, text: String },
    /// It was kept.
    Kept(MarkArgs),
    /// It was not kept.
    Notkept(MarkArgs),
    /// It did not apply: ill, travelling.
    Na(MarkArgs),
    /// It is all right.
    Allright(OnArgs),
    /// Free the other of it.
    Release(OnArgs),
    /// Say that you have read it.
    Ack { id: String },
    /// Say thanks.
    Thank { id: String },
    /// Move yours to another day.
    Move {
        id: String,
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        #[arg(long, value_name = "WHEN")]
        to: String,
        #[arg(long, value_name = "ZONE")]
        tz: Option<String>,
    },
    /// Withdraw yours.
    Withdraw { id: String },
    /// List promises.
    List {
        #[arg(long, conflicts_with = "theirs")]
        mine: bool,
        #[arg(long)]
        theirs: bool,
    },
    /// Show one.
    Show { id: String },
    /// Counts by result for each maker. No score.
    Record {
        #[arg(long, default_value_t = 90)]
        days: u32,
    },
}

/// A mark on one date.
#[derive(Debug, Args)]
#[expect(missing_docs, reason = "documented where help shows them")]
pub struct MarkArgs {
    pub id: String,
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    #[arg(short = 'm', long = "message", value_name = "NOTE")]
    pub note: Option<String>,
}

/// One date.
#[derive(Debug, Args)]
#[expect(missing_docs, reason = "documented where help shows them")]
pub struct OnArgs {
    pub id: String,
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}
