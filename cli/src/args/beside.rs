//! Check-ins, thanks, talks, breaks, openness, and what stays between the two.

use clap::{Args, Subcommand, ValueEnum};

/// What stands beside agreements, boundaries and promises.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum BesideCmd {
    /// Check in: what you need, want, worry about and are glad about. It opens when you are both ready.
    #[command(args_conflicts_with_subcommands = true)]
    Checkin {
        #[command(subcommand)]
        what: Option<CheckinCmd>,
        #[command(flatten)]
        words: CheckinArgs,
    },
    /// Say thanks. It asks for nothing back.
    #[command(args_conflicts_with_subcommands = true)]
    Thanks {
        #[command(subcommand)]
        what: Option<ThanksCmd>,
        #[command(flatten)]
        words: ThanksArgs,
    },
    /// Talks: ask for one, find a time, and let it go again.
    Talk {
        #[command(subcommand)]
        what: TalkCmd,
    },
    /// Take a break in a conversation. No reason is needed; only you lift it.
    #[command(args_conflicts_with_subcommands = true)]
    Timeout {
        #[command(subcommand)]
        what: Option<TimeoutCmd>,
        /// Until about then: 19:00, a day, or a day and time as 2026-11-23T19:00.
        #[arg(long, value_name = "WHEN")]
        until: Option<String>,
    },
    /// Be asked nothing until you say otherwise. Your partner sees only that you take a break.
    Pause {
        /// Last day of it.
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
        /// Tell your partner nothing.
        #[arg(long)]
        say_nothing: bool,
    },
    /// End your pause.
    Resume,
    /// How open each of you is about a topic. To hold it differently is fine.
    Openness {
        #[command(subcommand)]
        what: OpennessCmd,
    },
    /// Keep what you wrote out of your partner's exports and prints, or no longer.
    KeepBetween {
        id: String,
        #[arg(value_enum)]
        on: OnOff,
    },
}

/// The words of a check-in. Everything may be left out.
#[derive(Debug, Args)]
pub struct CheckinArgs {
    /// What you need.
    #[arg(long, value_name = "TEXT")]
    pub need: Option<String>,
    /// What you want.
    #[arg(long, value_name = "TEXT")]
    pub want: Option<String>,
    /// What worries you.
    #[arg(long, value_name = "TEXT")]
    pub worry: Option<String>,
    /// What you are glad about.
    #[arg(long, value_name = "TEXT")]
    pub glad: Option<String>,
    /// What you would like from the other, such as "just listen".
    #[arg(long, value_name = "TEXT")]
    pub from_you: Option<String>,
    /// 1 to 5.
    #[arg(long, value_name = "1-5", value_parser = clap::value_parser!(u8).range(1..=5))]
    pub mood: Option<u8>,
    /// You would like to talk about it.
    #[arg(long)]
    pub talk: bool,
    /// Show it at once, ready or not.
    #[arg(long)]
    pub now: bool,
    /// Your partner may know that yours is ready.
    #[arg(long)]
    pub tell: bool,
    /// Another round than today's.
    #[arg(long, value_name = "DATE")]
    pub round: Option<String>,
}

/// What `checkin` can do besides checking in.
#[derive(Debug, Subcommand)]
pub enum CheckinCmd {
    /// List rounds.
    List,
    /// Take yours back. What has not opened never leaves this device.
    Takeback {
        /// Another round than today's.
        #[arg(long, value_name = "DATE")]
        round: Option<String>,
    },
}

/// The words of thanks.
#[derive(Debug, Args)]
pub struct ThanksArgs {
    /// What you are thankful for; `-` reads it from standard input.
    pub text: Option<String>,
    /// For something done, or for how somebody is.
    #[arg(long, value_enum)]
    pub about: Option<AboutArg>,
    /// A word of your own to find it by, such as kitchen.
    #[arg(long, value_name = "CODE")]
    pub tag: Option<String>,
    /// Keep it as a draft that nobody else sees.
    #[arg(long)]
    pub draft: bool,
}

/// What thanks are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names say it")]
pub enum AboutArg {
    Act,
    Trait,
}

/// What `thanks` can do besides thanking.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum ThanksCmd {
    /// List thanks.
    List,
    /// Show one.
    Show { id: String },
    /// Give your partner's thanks a heart.
    Heart { id: String },
    /// Take the heart away again.
    Unheart { id: String },
    /// Keep a private copy. It stays when the thanks are taken back, and nobody learns of it.
    Keep { id: String },
    /// Take yours from the shared list.
    Takeback { id: String },
}

/// What `talk` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum TalkCmd {
    /// Ask for a talk.
    Ask {
        /// What about.
        topic: String,
        /// What you hope for.
        #[arg(long, value_name = "TEXT")]
        hope: Option<String>,
        #[arg(long, value_name = "WHEN")]
        not_before: Option<String>,
        #[arg(long, value_name = "WHEN")]
        not_after: Option<String>,
        /// Where, or how.
        #[arg(long, value_name = "TEXT")]
        place: Option<String>,
        /// Keep it as a draft that nobody else sees.
        #[arg(long)]
        draft: bool,
    },
    /// Name a time. It is agreed when you both name the same.
    Accept {
        id: String,
        /// Your time; without it, the one your partner named.
        #[arg(long, value_name = "WHEN", conflicts_with = "clear")]
        at: Option<String>,
        /// Take your time back.
        #[arg(long)]
        clear: bool,
    },
    /// Say that you talked. It closes when you both say so.
    Done { id: String },
    /// Let it go, alone. No reason is needed.
    Letgo { id: String },
    /// List talks.
    List,
    /// Show one.
    Show { id: String },
}

/// What `timeout` can do besides taking one.
#[derive(Debug, Subcommand)]
pub enum TimeoutCmd {
    /// End yours.
    Lift,
    /// List breaks.
    List,
}

/// What `openness` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum OpennessCmd {
    /// Say how you hold a topic, or (clear) no longer say.
    Set {
        /// phone, messages, money, friends, family, past, health, location, therapy, diary, plans, social_media, ai_tools,
        /// what_we_tell_others, or a code of your own.
        topic: String,
        #[arg(value_enum)]
        stance: StanceArg,
        #[arg(short = 'm', long = "message", value_name = "NOTE")]
        note: Option<String>,
        /// Keep it as a draft that nobody else sees.
        #[arg(long)]
        draft: bool,
    },
    /// List topics with what each of you said.
    List,
}

/// How somebody holds a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StanceArg {
    /// Private to me.
    Private,
    /// Ask me.
    Ask,
    /// I'll tell you.
    Tell,
    /// I no longer say.
    Clear,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names say it")]
pub enum OnOff {
    On,
    Off,
}
