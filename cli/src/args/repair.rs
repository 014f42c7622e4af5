//! What `repair` can do.

use clap::Subcommand;

/// Repairs: something hurt, and each writes own parts about it, in any order. No part is needed for another.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum RepairCmd {
    /// Open one.
    Open {
        title: String,
        /// broken_promise, crossed_limit, hidden_something, hurtful_words or other; may be left out.
        #[arg(long, value_name = "KIND")]
        about: Option<String>,
    },
    /// Write a part of your own: account, responsibility, effects, effects_on_us, apology, amends, change or answer.
    Part {
        id: String,
        part: String,
        #[arg(short = 'm', long = "message", value_name = "TEXT")]
        text: Option<String>,
        /// In the place of this own part.
        #[arg(long, value_name = "PART")]
        replaces: Option<String>,
    },
    /// Take a part of your own back.
    Takeback { id: String, part: String },
    /// Say that a plan, a limit, an agreement or another repair belongs to it.
    Link { id: String, other: String },
    /// Say that it no longer does.
    Unlink { id: String, other: String },
    /// Look back on it.
    Lookback {
        id: String,
        #[arg(short = 'm', long = "message", value_name = "TEXT")]
        text: Option<String>,
    },
    /// It is settled for you. Nothing is asked of the other by it.
    Settled { id: String },
    /// It is not settled for you any more.
    Reopen { id: String },
    /// Set it aside: it asks you for nothing more. Nobody else learns of it.
    Aside { id: String },
    /// Take it up again.
    Unaside { id: String },
    /// List repairs.
    List,
    /// Show one.
    Show { id: String },
}
