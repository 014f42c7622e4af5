//! What `joint` can do.

use clap::Subcommand;

use super::WordingArgs;

/// What you two write together: notes, lists, and the draft of a wording. Each may change everything there; nothing there is a yes.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum JointCmd {
    /// List everything you write together; `list add` begins a list.
    #[command(args_conflicts_with_subcommands = true)]
    List {
        /// What was put away too.
        #[arg(long)]
        away: bool,
        #[command(subcommand)]
        what: Option<JointListCmd>,
    },
    /// Begin a note with a title and a text that both of you write.
    Note {
        title: String,
        /// The text; `-` reads it from standard input. It may come later.
        #[arg(short = 'm', long = "message", value_name = "TEXT")]
        text: Option<String>,
    },
    /// Begin the draft of a wording that both of you shape until one proposes it.
    Wording {
        #[arg(short = 'm', long = "message", value_name = "TEXT")]
        text: Option<String>,
        /// Part of life it is about.
        #[arg(short = 'a', long)]
        area: Option<String>,
        /// What it would be proposed as: expectation, compromise, ground_rules, plan or goal.
        #[arg(long)]
        kind: Option<String>,
    },
    /// Show one whole, with the hash that names its text exactly.
    Show { id: String },
    /// Change the words of a note, a wording or an item, beginning from the text you were shown. Only what you changed is sent.
    Edit {
        id: String,
        /// The whole new text; `-` reads it from standard input, without it your editor opens.
        #[arg(short = 'm', long = "message", value_name = "TEXT")]
        text: Option<String>,
        /// Another title, of a note or a list.
        #[arg(long)]
        title: Option<String>,
        /// The text you were shown, by 16 or more digits of its hash; without it, what this device showed last.
        #[arg(long, value_name = "HASH")]
        seen: Option<String>,
    },
    /// Add an item to a list.
    Add {
        list: String,
        /// `-` reads it from standard input.
        text: Option<String>,
    },
    /// Tick an item. Each ticks for themselves.
    Tick { id: String },
    /// Take your tick off again.
    Untick { id: String },
    /// Put a thing or an item away. It is kept, and `joint back` brings it back.
    Away { id: String },
    /// Bring back what was put away.
    Back { id: String },
    /// Move an item within its list: to the beginning, or after another one.
    Move {
        id: String,
        #[arg(long, value_name = "ID")]
        after: Option<String>,
    },
    /// Propose a wording as an agreement, exactly as you were shown it. It counts when the other says yes.
    Propose {
        id: String,
        #[command(flatten)]
        words: WordingArgs,
        /// expectation, compromise, ground_rules, plan or goal; without it as the draft says.
        #[arg(long)]
        kind: Option<String>,
        /// The text you were shown, by 16 or more digits of its hash; without it you are shown it and asked.
        #[arg(long, value_name = "HASH")]
        seen: Option<String>,
    },
}

/// What `joint list` can do besides listing.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the names say it")]
pub enum JointListCmd {
    /// Begin a list that both of you fill.
    Add { title: String },
}
