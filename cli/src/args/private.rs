//! The words of `private` and `forgive`. Parsing only.

use clap::builder::PossibleValuesParser;
use clap::{Subcommand, ValueEnum};

const KINDS: [&str; 6] =
    ["reflection", "self_check", "tender_spot", "forgiveness", "question", "other"];
const STAGES: [&str; 5] = ["hurting", "trying_to_understand", "softening", "letting_go", "not_now"];

/// What `private` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum PrivateCmd {
    /// List drafts, and your private notes where they open without asking.
    List {
        /// Only the notes.
        #[arg(long)]
        notes: bool,
    },
    /// Show a note with everything it said before.
    Show { id: String },
    /// Write a note that nobody else sees.
    Add {
        /// What it is.
        #[arg(short = 'k', long, value_parser = PossibleValuesParser::new(KINDS), default_value = "reflection")]
        kind: String,
        #[arg(short = 'm', long = "message", value_name = "TEXT", conflicts_with = "template")]
        text: Option<String>,
        /// The record it is about.
        #[arg(long, value_name = "ID")]
        about: Option<String>,
        /// Where you are with forgiving today.
        #[arg(long, value_parser = PossibleValuesParser::new(STAGES))]
        stage: Option<String>,
        /// Begin with the words of this template.
        #[arg(long, value_name = "NAME")]
        template: Option<String>,
    },
    /// Change a note. What it said before stays with it until you delete it.
    Edit {
        id: String,
        #[arg(short = 'm', long = "message", value_name = "TEXT")]
        text: Option<String>,
        #[arg(long, value_parser = PossibleValuesParser::new(STAGES))]
        stage: Option<String>,
    },
    /// Share drafts, or a note about forgiving, with your partner, dated today.
    Share {
        #[arg(required = true)]
        ids: Vec<String>,
        /// What a note is to become: a draft first, which you then share.
        #[arg(long = "as", value_enum, value_name = "WHAT")]
        target: Option<BecomesArg>,
        /// Part of life, for a limit, a permission or a proposal.
        #[arg(short = 'a', long, requires = "target")]
        area: Option<String>,
    },
    /// Delete a draft or a note.
    Delete { id: String },
    /// A lock of its own for your notes, on this device.
    Lock {
        #[command(subcommand)]
        what: LockCmd,
    },
}

/// What a note becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names say it")]
pub enum BecomesArg {
    Limit,
    Permission,
    Proposal,
    Promise,
    Thanks,
    Talk,
}

/// What `private lock` can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum LockCmd {
    /// From now on your notes open only with a PIN or passphrase of their own.
    Set,
    /// Another PIN or passphrase.
    Change,
    /// Your notes open with the home again.
    Remove,
}

/// What `forgive` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum ForgiveCmd {
    /// Write where you are with forgiving today. It goes back and forth, and nothing follows from it.
    Note {
        /// The repair it is about.
        id: String,
        #[arg(short = 'm', long = "message", value_name = "TEXT")]
        text: Option<String>,
        /// hurting, trying_to_understand, softening, letting_go or not_now; may be left out.
        #[arg(long, value_parser = PossibleValuesParser::new(STAGES))]
        stage: Option<String>,
        /// Your partner sees this note too. Later ones only if you share them.
        #[arg(long)]
        share: bool,
    },
}
