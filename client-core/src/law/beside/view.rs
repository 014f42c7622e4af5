//! What stands beside agreements, boundaries and promises, as plain data for a screen or `--json`.

use serde::Serialize;

use crate::act::rounds::CheckinEntry;
use crate::act::shared::{Stance, ThanksAbout};
use crate::law::say::Say;
use crate::law::view::{Ask, Side, Sides, Who};
use crate::silent::{silent, silent_enum};
use crate::time::Day;

/// One record.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant carries the view it is named after")]
pub enum Shown {
    Checkin(Box<CheckinRound>),
    Thanks(Box<Thanks>),
    Talk(Box<Talk>),
    TimeOut(Box<TimeOut>),
    Topic(Box<Topic>),
    Pause(Box<Pause>),
    Between(Box<Between>),
}

/// All records of one kind.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant carries the views it is named after")]
pub enum Listed {
    Checkins(Vec<CheckinRound>),
    Thanks(Vec<Thanks>),
    Talks(Vec<Talk>),
    TimeOuts(Vec<TimeOut>),
    Topics(Vec<Topic>),
}

impl Shown {
    /// The record's id, where it is one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Checkin(view) => Some(&view.id),
            Self::Thanks(view) => Some(&view.id),
            Self::Talk(view) => Some(&view.id),
            Self::TimeOut(view) => Some(&view.id),
            Self::Topic(view) => Some(&view.id),
            Self::Between(view) => Some(&view.id),
            Self::Pause(_) => None,
        }
    }
}

impl Listed {
    /// The ids of all.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        match self {
            Self::Checkins(list) => list.iter().map(|view| view.id.clone()).collect(),
            Self::Thanks(list) => list.iter().map(|view| view.id.clone()).collect(),
            Self::Talks(list) => list.iter().map(|view| view.id.clone()).collect(),
            Self::TimeOuts(list) => list.iter().map(|view| view.id.clone()).collect(),
            Self::Topics(list) => list.iter().map(|view| view.id.clone()).collect(),
        }
    }
}

/// A moment somebody named: in the reader's own zone, and in UTC. A day has neither.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "said above")]
pub struct Time {
    pub at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc: Option<String>,
}

/// A round of check-ins.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct CheckinRound {
    pub id: String,
    /// The date in the round's zone.
    pub round: Day,
    pub me: CheckinSide,
    pub them: CheckinSide,
}

/// One person's side of a round.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct CheckinSide {
    /// Mine: `none`, `draft`, `held_back`, `closed` (it has left this device and is shown once the other's is), `open`, `taken_back`.
    /// Theirs: `none`, `ready`, `open`, `not_today`.
    #[cfg_attr(
        feature = "types",
        ts(
            type = r#""none" | "draft" | "held_back" | "closed" | "open" | "taken_back" | "ready" | "not_today""#
        )
    )]
    pub state: &'static str,
    /// The author's own date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Entry>,
    /// Other words for the same round, where own devices wrote apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Entry>,
    /// Mine: whether the other may know that it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell: Option<bool>,
}

/// The words of a check-in.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Entry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub want: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worry: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glad: Option<String>,
    pub talk: bool,
    /// What the author would like from the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_you: Option<String>,
}

impl From<&CheckinEntry> for Entry {
    fn from(entry: &CheckinEntry) -> Self {
        let text = |text: &Option<crate::act::Text>| text.as_ref().map(|t| t.as_str().to_owned());
        Self {
            mood: entry.mood,
            need: text(&entry.need),
            want: text(&entry.want),
            worry: text(&entry.worry),
            glad: text(&entry.glad),
            talk: entry.talk,
            from_you: text(&entry.from_you),
        }
    }
}

/// Thanks. They ask for nothing back.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Thanks {
    pub id: String,
    /// Null for a copy that was kept from a time before this couple.
    pub by: Option<Side>,
    pub on: Day,
    /// Absent where they were taken back and the reader keeps no copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<ThanksAbout>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// `draft`, `shared`, `taken_back`, `keepsake` (taken back, and the reader's own copy).
    #[cfg_attr(feature = "types", ts(type = r#""draft" | "shared" | "taken_back" | "keepsake""#))]
    pub state: &'static str,
    pub shared: bool,
    pub hearted: bool,
    /// The reader keeps a private copy. The other never learns of it.
    pub kept: bool,
    pub kept_between: bool,
}

/// A talk somebody asked for.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Talk {
    pub id: String,
    pub by: Side,
    pub on: Day,
    pub topic: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hope: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// `draft`, `asked`, `agreed`, `talked`, `let_go`.
    #[cfg_attr(
        feature = "types",
        ts(type = r#""draft" | "asked" | "agreed" | "talked" | "let_go""#)
    )]
    pub state: &'static str,
    pub shared: bool,
    /// What each named. Several of one person where own devices named apart.
    pub times: Sides<Vec<Time>>,
    /// The time both named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Time>,
    pub talked: Sides<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub let_go_by: Option<Who>,
    pub kept_between: bool,
    pub asks: Vec<Ask>,
}

/// A break in a conversation.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct TimeOut {
    pub id: String,
    pub by: Side,
    pub on: Day,
    /// Until about then. Only its author lifts it, whatever the clock says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
    /// `on`, `lifted`.
    #[cfg_attr(feature = "types", ts(type = r#""on" | "lifted""#))]
    pub state: &'static str,
}

/// How both hold one topic.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Topic {
    pub id: String,
    pub topic: String,
    /// `draft`, `shared`.
    #[cfg_attr(feature = "types", ts(type = r#""draft" | "shared""#))]
    pub state: &'static str,
    pub shared: bool,
    pub me: Option<Held>,
    pub them: Option<Held>,
    /// Whether both hold it alike, where both said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alike: Option<bool>,
    /// Where they hold it differently: that it is fine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<Say>,
    pub asks: Vec<Ask>,
}

/// How one person holds a topic.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Held {
    pub stance: Stance,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub on: Day,
}

/// Who takes a break from being asked.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Pause {
    pub me: Option<PauseSide>,
    pub them: Option<PauseSide>,
}

/// One person's pause.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct PauseSide {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Whether the other may know.
    pub said: bool,
}

/// What the reader wrote stays between the two, or no longer.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Between {
    pub id: String,
    pub kept_between: bool,
}

silent!(
    Time,
    CheckinRound,
    CheckinSide,
    Entry,
    Thanks,
    Talk,
    TimeOut,
    Topic,
    Held,
    Pause,
    PauseSide,
    Between
);
silent_enum!(Shown: Checkin, Thanks, Talk, TimeOut, Topic, Pause, Between);
silent_enum!(Listed: Checkins, Thanks, Talks, TimeOuts, Topics);
