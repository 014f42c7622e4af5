//! What `ritual` and `plan` can do.

use clap::{Args, Subcommand};

/// When a ritual happens and what belongs to it.
#[derive(Debug, Args)]
pub struct RitualArgs {
    /// Wall time as 20:00: one moment for both.
    #[arg(long, value_name = "HH:MM", group = "time")]
    pub at: Option<String>,
    /// Zone of --at; your own without it.
    #[arg(long, value_name = "ZONE", requires = "at", conflicts_with = "own_time")]
    pub tz: Option<String>,
    /// Wall time as 22:00: each at this time of their own.
    #[arg(long, value_name = "HH:MM", group = "time")]
    pub own_time: Option<String>,
    /// day, week, month, or an RRULE such as FREQ=WEEKLY;BYDAY=SU.
    #[arg(long, value_name = "RULE")]
    pub every: Option<String>,
    /// First day the rule is counted from; today without it.
    #[arg(long, value_name = "DATE")]
    pub start: Option<String>,
    /// How long, in minutes.
    #[arg(long, value_name = "MIN", value_parser = clap::value_parser!(u16).range(1..=1440))]
    pub length: Option<u16>,
    /// Why it does you two good.
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    /// Where, or by which link.
    #[arg(long, value_name = "TEXT")]
    pub place: Option<String>,
    /// How it goes when you are apart.
    #[arg(long, value_name = "TEXT")]
    pub remote: Option<String>,
    /// Part of life; time without it.
    #[arg(short = 'a', long)]
    pub area: Option<String>,
    /// First day it is shown as in force.
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last day it is shown as in force.
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// When to look at it again; nothing lapses then.
    #[arg(long, value_name = "DATE")]
    pub look_again: Option<String>,
}

/// What `ritual` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "fields are documented where help shows them")]
pub enum RitualCmd {
    /// Propose a ritual. It counts when the other says yes: `accord agree accept ID`.
    Propose {
        /// What you call it.
        #[arg(long, value_name = "NAME")]
        name: String,
        #[command(flatten)]
        ritual: RitualArgs,
        /// Keep it as a draft that nobody else sees.
        #[arg(long)]
        draft: bool,
    },
    /// Suggest another name, time or rule. What you leave out stays as it was.
    Counter {
        id: String,
        /// Another name.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        #[command(flatten)]
        ritual: RitualArgs,
        /// From now on a day without a time.
        #[arg(long, group = "time")]
        no_time: bool,
        /// The wording you answer.
        #[arg(long, value_name = "HASH")]
        revision: Option<String>,
        /// Other open wordings that these words bring together.
        #[arg(long, value_name = "HASH", num_args = 1..)]
        joins: Vec<String>,
    },
    /// Show the next dates, on your clock and on the other's.
    Next {
        /// How many days.
        #[arg(long, default_value_t = 14)]
        days: u32,
        /// First day; today without it.
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
    },
    /// You did it.
    Did(RitualMarkArgs),
    /// Not this time. No reason is needed.
    Notthistime(RitualMarkArgs),
    /// It did not apply: ill, travelling.
    Na(RitualMarkArgs),
    /// Suggest another time for one date. Say yes or no to it with `accord agree`.
    Move {
        id: String,
        /// The date it is about.
        #[arg(long, value_name = "DATE")]
        on: String,
        /// A date, or date and time as 2026-11-23T21:00. A date alone keeps the time.
        #[arg(long, value_name = "WHEN")]
        to: String,
        /// Zone of the time; your own without it.
        #[arg(long, value_name = "ZONE")]
        tz: Option<String>,
    },
    /// List rituals.
    List,
    /// Show one with its dates.
    Show { id: String },
}

/// A mark on one date.
#[derive(Debug, Args)]
#[expect(missing_docs, reason = "documented where help shows them")]
pub struct RitualMarkArgs {
    pub id: String,
    /// Which date; the newest up to today without it.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}

/// What `plan` can do.
#[derive(Debug, Subcommand)]
pub enum PlanCmd {
    /// A step is done.
    Done(StepMarkArgs),
    /// A step is not done yet, as you see it. It stays open.
    Notyet(StepMarkArgs),
    /// A step does not apply.
    Na(StepMarkArgs),
}

/// A mark of one step.
#[derive(Debug, Args)]
#[expect(missing_docs, reason = "documented where help shows them")]
pub struct StepMarkArgs {
    /// The plan.
    pub id: String,
    /// The step's number in the plan, or the beginning of its id.
    pub step: String,
    /// Which date, of a step that repeats; the newest up to today without it.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    #[arg(short = 'm', long = "message", value_name = "NOTE")]
    pub note: Option<String>,
}
