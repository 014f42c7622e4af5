//! The words of the command line. Parsing only: what they mean is in [`crate::commands`].

mod aside;
mod beside;
mod boundary;
mod devices;
mod import;
mod joint;
mod private;
mod promise;
mod repair;
mod ritual;
mod texts;
mod unsent;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use aside::AsideCmd;
pub use beside::*;
pub use boundary::*;
pub use devices::{DevicesCmd, WordsCmd};
pub use import::{ImportArgs, ImportCmd};
pub use joint::{JointCmd, JointListCmd};
pub use private::{BecomesArg, ForgiveCmd, LockCmd, PrivateCmd};
pub use promise::*;
pub use repair::RepairCmd;
pub use ritual::{PlanCmd, RitualArgs, RitualCmd, RitualMarkArgs, StepMarkArgs};
pub use texts::{AboutPage, LangArg, TextsCmd};
pub use unsent::UnsentCmd;

/// A shared record of what two people agreed, promised and asked of each other. It works offline; a relay that can read nothing passes changes on.
#[derive(Debug, Parser)]
#[command(
    name = "accord",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// Folder of this device's store. One home is one device of one person.
    #[arg(long, global = true, env = "ACCORD_HOME", value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Answer with one JSON value on standard output.
    #[arg(long, global = true)]
    pub json: bool,
    /// How a new home is locked.
    #[arg(long, global = true, value_enum, value_name = "HOW")]
    pub unlock: Option<Unlock>,
    /// Language of what is shown; `ACCORD_LANG` or your system's without it. JSON stays as it is.
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangArg>,
    #[command(subcommand)]
    #[expect(missing_docs, reason = "the commands document themselves")]
    pub command: Cmd,
}

/// What holds the store's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Unlock {
    /// The operating system's keyring.
    Keyring,
    /// A passphrase asked for at each start.
    Passphrase,
    /// Nothing: who has the files can read them.
    None,
}

/// All commands.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum Cmd {
    /// Make your identity on this device: a vault and twelve recovery words.
    Init {
        /// Your name, as your partner will see it.
        #[arg(long)]
        name: String,
        /// Relay that passes changes on; without it everything stays on this device.
        #[arg(long, value_name = "URL")]
        relay: Option<String>,
        /// File with the relay's registration token.
        #[arg(long, value_name = "FILE")]
        token_file: Option<PathBuf>,
    },
    /// Show the relay, or set it.
    Relay {
        #[command(subcommand)]
        what: Option<RelayCmd>,
    },
    /// Say when the twelve recovery words were made, or make new ones.
    Words {
        #[command(subcommand)]
        what: Option<WordsCmd>,
    },
    /// Bring everything back on an empty machine with the twelve recovery words.
    Recover {
        /// Relay that keeps your vault.
        #[arg(long, value_name = "URL")]
        relay: String,
        /// The twelve words; `-` reads them from standard input.
        #[arg(long, value_name = "WORDS", required = true, num_args = 1..=12)]
        words: Vec<String>,
        /// File with the relay's registration token.
        #[arg(long, value_name = "FILE")]
        token_file: Option<PathBuf>,
    },
    /// Change what your partner sees of you.
    Profile {
        #[command(subcommand)]
        what: ProfileCmd,
    },
    /// Invite your partner: found the shared space and make a link or six words.
    Invite {
        #[command(subcommand)]
        what: Option<InviteCmd>,
        /// Make six words to say on a call instead of a link; good for 15 minutes.
        #[arg(long)]
        spoken: bool,
        /// Draw the link as a QR code as well, for a camera.
        #[arg(long, conflicts_with = "spoken")]
        qr: bool,
        /// After a parting: begin anew. The copy of what you shared before goes from all your devices; export it first.
        #[arg(long)]
        anew: bool,
        /// Drafts to share once you are paired. None by default.
        #[arg(long = "with", value_name = "ID", num_args = 1..)]
        with: Vec<String>,
    },
    /// Answer an invitation.
    Join {
        /// The link you were sent.
        #[arg(required_unless_present = "spoken")]
        link: Option<String>,
        /// The six words you heard; `-` reads them from standard input.
        #[arg(long, value_name = "WORDS", conflicts_with = "link", num_args = 1..=6)]
        spoken: Option<Vec<String>>,
        /// Relay the spoken words are for.
        #[arg(long, value_name = "URL")]
        relay: Option<String>,
        /// The spoken words are of `devices add`: this becomes another device of yours.
        #[arg(long, requires = "spoken")]
        own: bool,
        /// Your name, where this home is new.
        #[arg(long)]
        name: Option<String>,
        /// After a parting: begin anew. The copy of what you shared before goes from all your devices; export it first.
        #[arg(long)]
        anew: bool,
        /// File with a registration token, where the invitation brings none.
        #[arg(long, value_name = "FILE")]
        token_file: Option<PathBuf>,
    },
    /// Show where pairing stands, or confirm the words you heard.
    Pairing {
        #[command(subcommand)]
        what: Option<PairingCmd>,
    },
    /// Exchange with the relay.
    Sync {
        /// Go on until stopped, one line per change.
        #[arg(long)]
        watch: bool,
        /// Lock again after this long, such as 15m or 90s; `never`. Without it after 15m where you typed a passphrase.
        #[arg(long, value_name = "TIME", requires = "watch")]
        relock: Option<String>,
    },
    /// Go to another relay with everything you two share. Your partner types the same; tell them.
    MoveRelay {
        /// The relay to go to: `http(s)://` or `ws(s)://` host and port.
        url: String,
        /// File with the relay's registration token.
        #[arg(long, value_name = "FILE")]
        token_file: Option<PathBuf>,
    },
    /// Show how this device stands.
    Status,
    /// Check every record, signature and act again.
    Verify,
    /// Show what changed since you last looked.
    Whatsnew {
        /// Move the mark: next time starts from here.
        #[arg(long)]
        seen: bool,
    },
    /// List the questions that wait for you.
    Asks,
    /// Answer a question.
    Answer {
        /// The question's id.
        ask: String,
        /// The choice's id.
        choice: String,
    },
    /// Agreements: words both say yes to.
    #[command(alias = "agreement")]
    Agree {
        #[command(subcommand)]
        what: AgreeCmd,
    },
    /// Rituals: what you two do again and again. They count when both say yes, as agreements.
    Ritual {
        #[command(subcommand)]
        what: RitualCmd,
    },
    /// Mark the steps of a plan that is in force.
    Plan {
        #[command(subcommand)]
        what: PlanCmd,
    },
    /// Limits: what you don't do or don't want. They need no yes.
    Limit {
        #[command(subcommand)]
        what: BoundaryCmd,
    },
    /// Permissions: what the other may do until you say otherwise.
    Permit {
        #[command(subcommand)]
        what: BoundaryCmd,
    },
    /// Promises: what one gives and both look back on.
    Promise {
        #[command(subcommand)]
        what: PromiseCmd,
    },
    /// Repairs: something hurt, and each writes own parts about it.
    Repair {
        #[command(subcommand)]
        what: RepairCmd,
    },
    /// What you two write together: notes, lists, drafts of wordings.
    Joint {
        #[command(subcommand)]
        what: JointCmd,
    },
    /// What is on today.
    Today,
    /// A calendar file of what is due, for your own calendar.
    Ics {
        /// "Busy" in place of the words.
        #[arg(long)]
        neutral: bool,
        /// Only what you give, not what the other gives.
        #[arg(long)]
        own: bool,
        /// File to write; standard output without it.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    #[command(flatten)]
    Beside(BesideCmd),
    /// Drafts and notes nobody else sees.
    Private {
        #[command(subcommand)]
        what: PrivateCmd,
    },
    /// Where you are with forgiving. Private, and never asked for.
    Forgive {
        #[command(subcommand)]
        what: ForgiveCmd,
    },
    /// What is kept here and not sent by itself: without more it is listed.
    Aside {
        #[command(subcommand)]
        what: Option<AsideCmd>,
    },
    /// Templates, the self-check, help lines, about.
    #[command(flatten)]
    Texts(TextsCmd),
    /// Your own devices.
    Devices {
        #[command(subcommand)]
        what: Option<DevicesCmd>,
    },
    /// What a removed device of yours could not send.
    Unsent {
        #[command(subcommand)]
        what: UnsentCmd,
    },
    /// Keep a copy of an export of yours, to read what was. Nothing in it is signed or in force, and nobody else gets it.
    Import(ImportArgs),
    /// Leave the couple, alone and at once.
    Leave(LeaveArgs),
    /// Write what you can see to a file or standard output.
    Export {
        /// Everything you can see, with history, hashes and signatures.
        #[arg(long, conflicts_with = "mine")]
        all: bool,
        /// A sheet for a counsellor: what is in force, your limits, the plan of both.
        #[arg(long, conflicts_with_all = ["all", "mine"])]
        for_counsellor: bool,
        /// On that sheet only what began or changed since this day.
        #[arg(long, value_name = "DATE", requires = "for_counsellor")]
        since: Option<String>,
        /// Promises too.
        #[arg(long, requires = "for_counsellor")]
        with_promises: bool,
        /// Repairs too.
        #[arg(long, requires = "for_counsellor")]
        with_repairs: bool,
        /// Questions for a first session, with room to write by hand.
        #[arg(long, conflicts_with_all = ["all", "mine", "for_counsellor"])]
        first_session: bool,
        /// Only what you wrote.
        #[arg(long)]
        mine: bool,
        /// Your private notes, as a file of their own. No other export holds them.
        #[arg(long, conflicts_with_all = ["all", "mine", "for_counsellor", "first_session", "format"])]
        private: bool,
        /// What to write.
        #[arg(long, value_enum, default_value = "json")]
        format: Format,
        /// File to write; standard output without it.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// What `relay` can do.
#[derive(Debug, Subcommand)]
pub enum RelayCmd {
    /// Use this relay from now on.
    Set {
        /// `http(s)://` or `ws(s)://` host and port.
        url: String,
        /// File with the relay's registration token.
        #[arg(long, value_name = "FILE")]
        token_file: Option<PathBuf>,
    },
    /// Go on with the relay's copy where the two parted. What it lacks is said again.
    Reset,
}

/// What `profile` can do.
#[derive(Debug, Subcommand)]
pub enum ProfileCmd {
    /// Change your name.
    Name {
        /// Your name.
        name: String,
    },
    /// Show your partner your time zone, or hide it again.
    Zone {
        /// An IANA zone such as Europe/Berlin.
        #[arg(required_unless_present = "hide")]
        zone: Option<String>,
        /// Hide it again.
        #[arg(long, conflicts_with = "zone")]
        hide: bool,
    },
}

/// What `invite` can do besides inviting.
#[derive(Debug, Subcommand)]
pub enum InviteCmd {
    /// Call the invitation off.
    Cancel,
}

/// What `pairing` can do.
#[derive(Debug, Subcommand)]
pub enum PairingCmd {
    /// Enter the four words you heard from the other.
    Confirm {
        /// The words in order.
        #[arg(required = true, num_args = 1..)]
        words: Vec<String>,
    },
}

/// A wording's options, shared by `propose` and `counter`.
#[derive(Debug, Args)]
pub struct WordingArgs {
    /// Part of life: emotional, physical, mental, spiritual, financial, digital, time, social, intimate, other.
    #[arg(short = 'a', long)]
    pub area: Option<String>,
    /// The words; `-` reads them from standard input, without it your editor opens.
    #[arg(short = 'm', long = "message", value_name = "TEXT")]
    pub text: Option<String>,
    /// Topic of a digital expectation, such as answer_time.
    #[arg(long)]
    pub topic: Option<String>,
    /// What you give.
    #[arg(long, value_name = "TEXT")]
    pub give: Option<String>,
    /// First day.
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last day.
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// When to look at it again; nothing lapses then.
    #[arg(long, value_name = "DATE")]
    pub look_again: Option<String>,
    /// Of a plan: a step as "whose|text|due|every|how the other will notice", whose is me, them or both. What comes after the text may be
    /// left out or empty. Once for each step, in order. In a counter a step's number alone keeps that step as it is.
    #[arg(long = "step", value_name = "STEP")]
    pub steps: Vec<String>,
}

/// What `agree` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum AgreeCmd {
    /// Propose words. They count when the other says yes to exactly these.
    Propose {
        #[command(flatten)]
        words: WordingArgs,
        /// expectation, compromise, ground_rules, plan or goal.
        #[arg(long, default_value = "expectation")]
        kind: String,
        /// Keep it as a draft that nobody else sees.
        #[arg(long)]
        draft: bool,
    },
    /// Suggest other words. What you leave out stays as it was.
    Counter {
        id: String,
        #[command(flatten)]
        words: WordingArgs,
        /// The wording you answer.
        #[arg(long, value_name = "HASH")]
        revision: Option<String>,
        /// Other open wordings that these words bring together.
        #[arg(long, value_name = "HASH", num_args = 1..)]
        joins: Vec<String>,
    },
    /// Say yes to a wording.
    Accept {
        id: String,
        #[arg(long, value_name = "HASH")]
        revision: Option<String>,
        /// Can you really do this: yes, mostly or no. A no is not a yes.
        #[arg(long, value_enum)]
        can: Option<CanArg>,
    },
    /// Say no to a wording. No reason is needed.
    Decline {
        id: String,
        #[arg(long, value_name = "HASH")]
        revision: Option<String>,
        #[arg(short = 'm', long = "message", value_name = "NOTE")]
        note: Option<String>,
    },
    /// Take back your own yes.
    Retract {
        id: String,
        #[arg(long, value_name = "HASH")]
        revision: Option<String>,
        #[arg(short = 'm', long = "message", value_name = "NOTE")]
        note: Option<String>,
    },
    /// End an agreement, alone and at once.
    End {
        id: String,
        #[arg(short = 'm', long = "message", value_name = "NOTE")]
        note: Option<String>,
    },
    /// Propose the last words again.
    Again { id: String },
    /// Hide it in your own lists. The other never learns of it.
    Hide { id: String },
    /// Show it again.
    Unhide { id: String },
    /// Write your own side of a compromise.
    Part {
        id: String,
        /// What you would like.
        #[arg(long, value_name = "TEXT")]
        want: Option<String>,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
        /// Where your limit is.
        #[arg(long, value_name = "TEXT")]
        limit: Option<String>,
    },
    /// List agreements.
    List {
        /// draft, open, not_yet, in_force, lapsed, ended or closed.
        #[arg(long)]
        state: Option<String>,
        /// Show hidden ones too.
        #[arg(long)]
        hidden: bool,
    },
    /// Show one with its history.
    Show {
        id: String,
        /// Show what changed between wordings.
        #[arg(long)]
        diff: bool,
    },
}

/// Can I really do this?
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CanArg {
    Yes,
    Mostly,
    No,
}

/// The words of a limit or permission.
#[derive(Debug, Args)]
#[expect(missing_docs, reason = "documented where help shows them")]
pub struct BoundaryArgs {
    #[arg(short = 'a', long)]
    pub area: Option<String>,
    #[arg(short = 'm', long = "message", value_name = "TEXT")]
    pub text: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub example: Option<String>,
    /// How it helps you.
    #[arg(long, value_name = "TEXT")]
    pub helps: Option<String>,
    /// What you will do if it is crossed.
    #[arg(long, value_name = "TEXT")]
    pub if_crossed: Option<String>,
    /// Agreement this limit names, and so pauses.
    #[arg(long, value_name = "AGREEMENT")]
    pub limits: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub look_again: Option<String>,
}

/// How to leave.
#[derive(Debug, Args)]
pub struct LeaveArgs {
    /// Keep your copy of what was shared.
    #[arg(long, conflicts_with = "erase")]
    pub keep: bool,
    /// Erase everything on this device.
    #[arg(long)]
    pub erase: bool,
    /// Say nothing: stop syncing only.
    #[arg(long)]
    pub quiet: bool,
    /// Do not ask again.
    #[arg(long)]
    pub yes: bool,
}

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// JSON with hashes and signatures.
    Json,
    /// The same as a page to read and print.
    Html,
    /// A readable Automerge document.
    Automerge,
}
