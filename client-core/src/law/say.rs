//! What the program says, without its words: the id of a message and what fills it.
//!
//! Who shows a view renders it in the reader's language from the messages in `content`, which this crate does not know. So a state, an id
//! of a question and the state digest are the same in every language, and two people may read two of them over one record.
//!
//! All that can be said here stands in [`ALL`], with the kinds of what fills it and the codes it can be chosen by.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::silent::{silent, silent_enum};
use crate::time::Day;

/// One thing to say. Names and people's words are in it as data, dates and moments as such: how they are set is the reader's language's.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Say {
    /// The id of the message.
    pub say: &'static str,
    /// What fills it.
    pub args: BTreeMap<&'static str, Fill>,
}

/// What a message is filled with.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Fill {
    /// What somebody is called; nothing where the reader has not heard it yet.
    Name(Option<String>),
    /// What a person wrote.
    Words(String),
    /// What the message is chosen by.
    Code(&'static str),
    /// A number, which chooses the plural.
    Number(i64),
    /// A date.
    Day(Day),
    /// A date near another one, so that nobody needs its year.
    Near(Day),
    /// Dates near each other, in order: said one by one, or from the first to the last.
    Days(Vec<Day>),
    /// A date, or a moment by RFC 9557.
    Moment(String),
}

silent!(Say);
silent_enum!(Fill: Name, Words, Code, Number, Day, Near, Days, Moment);

impl Say {
    /// The code it is chosen by, where that is named `code`.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        match self.args.get("code") {
            Some(Fill::Code(code)) => Some(code),
            _ => None,
        }
    }
}

/// What gives a message its words: from its id and what fills it, as it is serialised.
pub type Words<'a> = dyn Fn(&str, &Map<String, Value>) -> String + 'a;

impl Say {
    /// In words.
    #[must_use]
    pub fn in_words(&self, words: &Words<'_>) -> String {
        let args = match serde_json::to_value(&self.args) {
            Ok(Value::Object(args)) => args,
            _ => Map::new(),
        };
        words(self.say, &args)
    }
}

/// Puts words in the place of every [`Say`] in a serialised view. What it was stays beside it: `sentence` becomes the text, `sentence_say`
/// has the id and what fills it.
pub fn put_words(view: &mut Value, words: &Words<'_>) {
    let is_list = |value: &Value| {
        value
            .as_array()
            .is_some_and(|list| !list.is_empty() && list.iter().all(|one| said(one).is_some()))
    };
    match view {
        Value::Array(list) => list.iter_mut().for_each(|one| put_words(one, words)),
        Value::Object(fields) => {
            let mut beside = Vec::new();
            for (name, field) in fields.iter_mut() {
                if let Some((id, args)) = said(field) {
                    let text = Value::String(words(id, args));
                    beside.push((format!("{name}_say"), std::mem::replace(field, text)));
                } else if is_list(field) {
                    let texts = field.as_array().into_iter().flatten().filter_map(said);
                    let texts = texts.map(|(id, args)| Value::String(words(id, args))).collect();
                    beside.push((format!("{name}_say"), std::mem::replace(field, texts)));
                } else {
                    put_words(field, words);
                }
            }
            fields.extend(beside);
        }
        _ => {}
    }
}

/// The id and the filling of a serialised [`Say`]. Nothing else of ours has exactly these two fields, and what people write is text.
fn said(value: &Value) -> Option<(&str, &Map<String, Value>)> {
    let fields = value.as_object().filter(|fields| fields.len() == 2)?;
    Some((fields.get("say")?.as_str()?, fields.get("args")?.as_object()?))
}

/// What can stand in one place of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Its name in the message.
    pub name: &'static str,
    /// What fills it, by the name of the [`Fill`].
    pub kind: &'static str,
    /// All that it can be, where it is a code.
    pub codes: &'static [&'static str],
}

/// The Rust type of what fills a slot.
macro_rules! filling {
    (Name) => { Option<String> };
    (Words) => { String };
    (Code) => { &'static str };
    (Number) => { i64 };
    (Day) => { Day };
    (Near) => { Day };
    (Days) => { Vec<Day> };
    (Moment) => { String };
}

/// A function for each message, and the table of all.
macro_rules! messages {
    ($($name:ident $id:literal ($($arg:ident: $kind:ident $([$($code:literal)+])?),*);)+) => {
        $(
            pub(crate) fn $name($($arg: filling!($kind)),*) -> Say {
                $($(debug_assert!([$($code),+].contains(&$arg), "{} has no {}", $id, $arg);)?)*
                Say { say: $id, args: BTreeMap::from([$((stringify!($arg), Fill::$kind($arg))),*]) }
            }
        )+

        /// Everything that can be said: the id of each message and its slots.
        pub const ALL: &[(&str, &[Slot])] = &[$(
            ($id, &[$(Slot { name: stringify!($arg), kind: stringify!($kind), codes: &[$($($code),+)?] }),*]),
        )+];
    };
}

messages! {
    // Questions.
    ask_crossed "ask-crossed" (zero: Name, one: Name);
    ask_earlier_wording "ask-earlier-wording" (they: Name);
    ask_taken_back "ask-taken-back" (they: Name);
    ask_needs_talk "ask-needs-talk" (zero: Name, one: Name);
    ask_own_answers "ask-own-answers" ();
    ask_looks_alike "ask-looks-alike" (zero: Name, one: Name);
    ask_own_limits "ask-own-limits" (code: Code ["limit_worded" "limit_withdrawn" "permission_worded" "permission_withdrawn"]);
    ask_promise_words "ask-promise-words" ();
    ask_promise_marks "ask-promise-marks" ();
    ask_promise_marks_on "ask-promise-marks-on" (day: Day);
    ask_promise_differs "ask-promise-differs" (made: Name, heard: Name);
    ask_promise_differs_on "ask-promise-differs-on" (made: Name, heard: Name, day: Day);
    ask_ritual_marks "ask-ritual-marks" (day: Day);
    ask_step_marks "ask-step-marks" ();
    ask_step_marks_on "ask-step-marks-on" (day: Day);
    ask_step_differs "ask-step-differs" (done: Name, other: Name);
    ask_step_differs_on "ask-step-differs-on" (done: Name, other: Name, day: Day);
    ask_same_event "ask-same-event" (zero: Name, one: Name);
    ask_own_times "ask-own-times" ();
    ask_two_times "ask-two-times" (zero: Name, one: Name);
    ask_own_stances "ask-own-stances" ();
    ask_clock "ask-clock" ();
    // Ways on.
    way "ask-way" (code: Code ["leave" "all_right" "talk" "none" "keep_both" "link" "apart" "date_right" "leave_open"]);
    way_words "ask-way-words" (words: Words);
    way_move "ask-way-move" (words: Words, to: Moment);
    way_take "ask-way-take" (by: Name, words: Words);
    way_take_time "ask-way-take-time" (at: Moment);
    way_withdraw "ask-way-withdraw" (kind: Code ["limit" "permission"]);
    way_mark "ask-way-mark" (code: Code ["kept" "not_kept" "not_applicable" "did_it" "not_this_time" "done" "not_yet"]);
    way_stance "ask-way-stance" (code: Code ["private" "ask" "tell" "none"]);
    way_stance_note "ask-way-stance-note" (code: Code ["private" "ask" "tell" "none"], words: Words);
    // What changed.
    news_agreement "news-agreement" (
        they: Name,
        said: Code ["move" "other_words" "ritual" "proposed" "yes" "no" "took_back" "ended_ritual" "ended" "part"],
        outcome: Code ["in_force" "waits" "not_in_force" "none"]
    );
    news_look_again "news-look-again" ();
    news_limit "news-limit" (
        they: Name,
        said: Code ["read" "asked" "honoured" "noted" "shared" "shared_withdrawn" "withdrawn" "reworded"],
        kind: Code ["limit" "permission"]
    );
    news_promise "news-promise" (
        they: Name,
        code: Code ["made" "made_withdrawn" "reworded" "withdrawn" "moved" "all_right" "released" "read" "thanked"]
    );
    news_promise_marked "news-promise-marked" (
        they: Name,
        whose: Code ["mine" "theirs"],
        result: Code ["kept" "not_kept" "not_applicable"]
    );
    news_promise_differs "news-promise-differs" (they: Name, whose: Code ["mine" "theirs"]);
    news_ritual_marked "news-ritual-marked" (
        they: Name,
        day: Day,
        result: Code ["did_it" "not_this_time" "not_applicable"],
        plan: Code ["now" "old"]
    );
    news_step_marked "news-step-marked" (
        they: Name,
        whose: Code ["mine" "other"],
        result: Code ["done" "not_yet" "not_applicable"]
    );
    news_step_marked_on "news-step-marked-on" (
        they: Name,
        whose: Code ["mine" "other"],
        result: Code ["done" "not_yet" "not_applicable"],
        day: Day
    );
    news_step_differs "news-step-differs" (they: Name);
    news_repair "news-repair" (
        they: Name,
        code: Code ["opened" "wrote" "shared" "not_settled" "settled" "took_back" "linked"]
    );
    news_check_in "news-check-in" (they: Name, code: Code ["open_talk" "open" "ready" "not_today"]);
    news_thanks "news-thanks" (they: Name, code: Code ["thanks" "taken_back" "heart"]);
    news_talk "news-talk" (
        they: Name,
        code: Code ["asked" "time" "time_back" "agreed" "said_talked" "talked" "let_go"]
    );
    news_break "news-break" (they: Name, code: Code ["conversation" "pause" "back"]);
    news_openness "news-openness" (they: Name, code: Code ["said" "no_longer"]);
    news_together "news-together" (kind: Code ["note" "list" "wording"], code: Code ["new" "changed"], words: Words);
    news_name "news-name" (they: Name, code: Code ["first" "changed"]);
    news_zone "news-zone" (they: Name, code: Code ["shows" "hides"]);
    news_newer_app "news-newer-app" (they: Name);
    // Beside a date or a topic.
    hint_on "ritual-hint-on" (unit: Code ["hours" "minutes"], n: Number, way: Code ["later" "earlier"], days: Days);
    hint_from "ritual-hint-from" (unit: Code ["hours" "minutes"], n: Number, way: Code ["later" "earlier"], day: Near);
    openness_differs "beside-topic-differs" ();
    // Sheets.
    sheet_foot "sheet-foot" (day: Day, by: Name);
    sheet_note "sheet-note" ();
    sheet_title "sheet-title" (code: Code ["agreed" "kept" "session"]);
    sheet_agreed "sheet-agreed" (by: Name, with: Name);
    sheet_since "sheet-since" (day: Day);
    sheet_heading "sheet-heading" (code: Code ["in_force" "plan" "promises" "repair" "hashes" "acts"]);
    sheet_limits_of "sheet-limits-of" (by: Name);
    sheet_fact "sheet-fact" (
        code: Code [
            "since" "until" "look_again" "gives" "when" "why" "step" "every" "paused" "by" "result" "due" "opened" "part" "helps"
        ]
    );
    sheet_day "sheet-day" (day: Day);
    sheet_moment "sheet-moment" (at: Moment);
    sheet_name "sheet-name" (by: Name);
    sheet_words "sheet-words" (words: Words);
    sheet_by "sheet-by" (by: Name, words: Words);
    sheet_by_both "sheet-by-both" (words: Words);
    sheet_every "sheet-every" (every: Words);
    sheet_when "sheet-when" (every: Words, day: Day);
    sheet_when_at "sheet-when-at" (every: Words, time: Words, zone: Words, day: Day);
    sheet_when_own "sheet-when-own" (every: Words, time: Words, day: Day);
    sheet_paused "sheet-paused" ();
    sheet_result "sheet-result" (
        code: Code [
            "open" "kept" "not_kept" "seen_differently" "no_word" "released" "changed_ahead" "withdrawn" "not_applicable"
        ]
    );
    sheet_part "sheet-part" (
        code: Code ["account" "responsibility" "effects" "effects_on_us" "apology" "amends" "change" "answer"]
    );
    sheet_hashes "sheet-hashes" ();
    sheet_hash_of "sheet-hash-of" (code: Code ["agreement" "promise" "limit"], id: Words);
    sheet_digest "sheet-digest" ();
    sheet_kept "sheet-kept" (by: Name, day: Day);
    sheet_kept_how "sheet-kept-how" ();
    sheet_group "sheet-group" (
        code: Code [
            "agreements" "boundaries" "promises" "repairs" "check_ins" "thanks" "talks" "time_outs" "openness" "drafts_beside" "joint"
            "other"
        ]
    );
    sheet_no_words "sheet-no-words" ();
    sheet_act "sheet-act" (day: Moment, partner: Words, device: Words, number: Words, kind: Words);
    sheet_signed "sheet-signed" (hash: Words, signature: Words);
    sheet_session "sheet-session" ();
    sheet_session_afraid "sheet-session-afraid" ();
    sheet_session_part "sheet-session-part" (code: Code ["brings" "way" "from" "wish"]);
    sheet_session_asks "sheet-session-asks" (
        code: Code ["about" "since" "hope" "good" "changed" "tried" "learnt" "bring" "step" "notice"]
    );
    // What pairing and the next exchange come to.
    becomes "people-becomes" (code: Code ["answered" "invited" "new_device" "this_device" "this_device_later"]);
    to_come "people-to-come" (
        code: Code [
            "leaving" "ending" "removal" "new_words" "recovering" "adds_partner" "partner_adds" "adds_device" "device_adds" "partner_app"
            "new_device"
        ]
    );
}
