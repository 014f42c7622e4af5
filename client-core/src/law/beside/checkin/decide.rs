//! What may be said in a round, what is held back of it, and when that may leave.

use super::state::{Person, derive};
use super::zone::today;
use crate::act::rounds::{CheckinEntry, RoundBody, round_record};
use crate::act::{Body, RecordId};
use crate::law::asking::opt_text;
use crate::law::beside::command::CheckinWords;
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::{Decision, NewAct, Reader};
use crate::refused::Refused;
use crate::time::Day;

/// Words of the reader's that wait on own devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The day they were written.
    pub on: Day,
    /// The words.
    pub words: CheckinEntry,
}

/// What a check-in comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The round.
    pub round: Day,
    /// The words.
    pub words: CheckinEntry,
    /// The words stay on own devices, and only [`Plan::decision`] is said.
    pub held_back: bool,
    /// What is said.
    pub decision: Decision,
}

impl Plan {
    /// The round's record.
    #[must_use]
    pub fn record(&self) -> RecordId {
        round_record(self.round)
    }
}

/// What a check-in comes to. Without words those that wait are meant. An entry that the other cannot see yet is held back unless `now`.
///
/// # Errors
/// `nothing_said`, `already_open` where the words of this round have left already and new ones would not be held back, and what a text
/// may not be.
pub fn plan(
    acts: &Acts,
    reader: &Reader,
    round: Option<Day>,
    words: &CheckinWords,
    waits: impl Fn(Day) -> Option<CheckinEntry>,
    (now, tell): (bool, bool),
) -> Result<Plan, Refused> {
    let round = round.unwrap_or_else(|| today(acts, reader));
    let typed = entry(words)?;
    let words = match (typed == CheckinEntry::default(), waits(round)) {
        (false, _) => typed,
        (true, Some(waiting)) => waiting,
        (true, None) => return Err(Refused::usage("nothing_said")),
    };
    let record = round_record(round);
    let wrote = RoundBody::Checkin { round, entry: words.clone() };
    crate::law::fits(Decision::one(record, Body::Round(wrote.clone())))?;
    let state = derive(acts, round, Scope::All);
    let sides = state.map(|state| state.people).unwrap_or_default();
    let (mine, theirs) = (&sides[reader.me.index()], &sides[reader.me.other().index()]);
    let say = |bodies: Vec<RoundBody>| Decision {
        record,
        acts: bodies.into_iter().map(|b| NewAct { record, body: Body::Round(b) }).collect(),
    };
    let stands = mine.entries.iter().any(|entry| entry.words == words);
    let (held_back, bodies) = if now {
        let shown = mine.entries.iter().any(|entry| entry.words == words && !entry.held_back);
        match (&mine.ready, shown) {
            // Readiness goes first: what stands without it is shown at once.
            (Some(_), _) => (false, vec![RoundBody::CheckinTakeBack { round }, wrote]),
            (None, true) => (false, vec![]),
            (None, false) => (false, vec![wrote]),
        }
    } else if mine.entries.is_empty() {
        let said = mine.ready.is_some_and(|ready| ready.tell == tell);
        let ready = RoundBody::CheckinReady { round, tell };
        (true, if said { vec![] } else { vec![ready] })
    } else if !theirs.entries.is_empty() {
        (false, if stands { vec![] } else { vec![wrote] })
    } else {
        return Err(Refused::rule("already_open"));
    };
    Ok(Plan { round, words, held_back, decision: say(bodies) })
}

/// Takes back what stands in a round; without one: today's, else the latest there is something in.
///
/// # Errors
/// `not_found`.
pub fn round_taken_back(
    acts: &Acts,
    reader: &Reader,
    round: Option<Day>,
    waits: &[Day],
) -> Result<Day, Refused> {
    let takes_part = |round: &Day| {
        let state = derive(acts, *round, Scope::All);
        waits.contains(round)
            || state.is_some_and(|state| state.people[reader.me.index()].takes_part())
    };
    let none = || Refused::not_found("check-in");
    if let Some(round) = round {
        return Some(round).filter(takes_part).ok_or_else(none);
    }
    let today = today(acts, reader);
    if takes_part(&today) {
        return Ok(today);
    }
    let said = super::all(acts, Scope::All).into_iter().map(|state| state.round);
    said.chain(waits.iter().copied()).filter(takes_part).max().ok_or_else(none)
}

/// The act that takes a round back, if something stands in it.
#[must_use]
pub fn body(acts: &Acts, reader: &Reader, round: Day) -> Decision {
    let record = round_record(round);
    let state = derive(acts, round, Scope::All);
    if state.is_some_and(|state| state.people[reader.me.index()].takes_part()) {
        return Decision::one(record, Body::Round(RoundBody::CheckinTakeBack { round }));
    }
    Decision::nothing(record)
}

/// Whether what waits for this round may leave now: the reader's readiness stands, nothing of it left yet, and the other is ready or has
/// shown an entry, as the log says. It is caused by acts, never by a clock.
#[must_use]
pub fn may_open(acts: &Acts, reader: &Reader, round: Day) -> bool {
    if acts.left().iter().any(Option::is_some) {
        return false;
    }
    let state = derive(acts, round, Scope::All);
    state.is_some_and(|state| {
        let (me, them) = (reader.me.index(), reader.me.other().index());
        let waits = |person: &Person| person.ready.is_some() && person.entries.is_empty();
        waits(&state.people[me]) && state.people[them].takes_part()
    })
}

fn entry(words: &CheckinWords) -> Result<CheckinEntry, Refused> {
    Ok(CheckinEntry {
        mood: words.mood,
        need: opt_text(words.need.as_ref(), "need")?,
        want: opt_text(words.want.as_ref(), "want")?,
        worry: opt_text(words.worry.as_ref(), "worry")?,
        glad: opt_text(words.glad.as_ref(), "glad")?,
        talk: words.talk,
        from_you: opt_text(words.from_you.as_ref(), "from_you")?,
    })
}
