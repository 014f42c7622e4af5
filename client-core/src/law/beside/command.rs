//! What a person can say beside agreements, boundaries and promises, as plain data.

use crate::act::shared::{Stance, ThanksAbout};
use crate::law::command::Prefix;
use crate::silent::{silent, silent_enum};
use crate::time::{Day, When};

/// The words of a check-in as typed. Everything may be left out.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields = nullable))]
#[serde(default)]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub struct CheckinWords {
    /// 1 to 5.
    pub mood: Option<u8>,
    pub need: Option<String>,
    pub want: Option<String>,
    pub worry: Option<String>,
    pub glad: Option<String>,
    /// I would like to talk about it.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<bool>"))]
    pub talk: bool,
    /// What I would like from the other.
    pub from_you: Option<String>,
}

/// What a person can say here.
#[derive(Clone, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(tag = "beside", optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "fields are named as in the command line's contract; variants are documented"
)]
pub enum BesideCommand {
    /// Writes an entry for a round (without one: today's). It is held back until the other is ready too, unless `now`; with `tell` the
    /// other may know that it waits.
    Checkin { round: Option<Day>, words: CheckinWords, now: bool, tell: bool },
    /// Takes entry and readiness back.
    CheckinTakeBack { round: Option<Day> },
    /// Says thanks.
    Thanks { text: String, about: Option<ThanksAbout>, tag: Option<String> },
    /// A heart on the other's thanks, or no longer.
    Heart { id: Prefix, on: bool },
    /// Takes own thanks from the shared list.
    ThanksTakeBack { id: Prefix },
    /// Asks for a talk.
    TalkAsk {
        topic: String,
        hope: Option<String>,
        not_before: Option<When>,
        not_after: Option<When>,
        place: Option<String>,
    },
    /// Names a time; without one, the time the other named.
    TalkTime { id: Prefix, at: Option<When> },
    /// Takes the named time back.
    TalkTimeClear { id: Prefix },
    /// "We talked."
    Talked { id: Prefix },
    /// Lets the talk go.
    TalkLetGo { id: Prefix },
    /// Begins a break, or says another time for the one that is on.
    TimeOut { until: Option<When> },
    /// Ends every own break.
    TimeOutLift,
    /// Nothing asks me for anything, and the other may know.
    Pause { until: Option<Day> },
    /// The pause is over.
    Resume,
    /// How I hold a topic; none: I no longer say.
    Stance { topic: String, stance: Option<Stance>, note: Option<String> },
    /// What I wrote stays between us: out of the other's exports and prints, or no longer.
    KeepBetween { id: Prefix, on: bool },
}

silent!(CheckinWords);
silent_enum!(BesideCommand: Checkin, CheckinTakeBack, Thanks, Heart, ThanksTakeBack, TalkAsk, TalkTime, TalkTimeClear, Talked, TalkLetGo, TimeOut, TimeOutLift, Pause, Resume, Stance, KeepBetween);
