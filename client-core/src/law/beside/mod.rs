//! What stands beside agreements, boundaries and promises: check-ins, thanks, talks, breaks, openness, and what stays between the two.
//!
//! Each file is one kind: its state from the acts alone, what may be said, and what one reader sees. Here they are put together.

pub mod between;
pub mod breaks;
pub mod checkin;
pub mod command;
pub mod draft;
pub mod openness;
pub mod talk;
#[cfg(test)]
pub(crate) mod testing;
pub mod thanks;
mod times;
pub mod undo;
pub mod view;

use std::collections::BTreeMap;

use self::checkin::Held;
use self::command::BesideCommand;
use self::view::Shown;
use super::command::LawCommand;
use super::graph::{ActIx, Acts};
use super::heads::Scope;
use super::view::{Ask, NewsGroup, NewsLine};
use super::{Decision, Reader};
use crate::act::RecordId;
use crate::act::codec::Writer;
use crate::refused::Refused;
use crate::time::Day;

/// What only the reader's own devices keep.
#[derive(Debug, Clone, Default)]
pub struct Own {
    /// Check-ins that are held back, by round.
    pub held: BTreeMap<Day, Held>,
    /// Copies of thanks.
    pub kept: BTreeMap<RecordId, (Day, String)>,
    /// A pause nobody is told of; until that day, if one was said.
    pub quiet: Option<Option<Day>>,
}

/// The acts that say `command`, or `None` where it is about something else. Of a check-in that is held back only the readiness is said.
pub fn decide(
    acts: &Acts,
    reader: &Reader,
    command: &LawCommand,
    fresh: RecordId,
) -> Option<Result<Decision, Refused>> {
    let LawCommand::Beside(command) = command else { return None };
    match command {
        BesideCommand::Checkin { round, words, now, tell } => Some(
            checkin::plan(acts, reader, *round, words, |_| None, (*now, *tell))
                .map(|plan| plan.decision),
        ),
        BesideCommand::CheckinTakeBack { round } => Some(
            checkin::round_taken_back(acts, reader, *round, &[])
                .map(|round| checkin::body(acts, reader, round)),
        ),
        _ => thanks::decide(acts, reader, command, fresh)
            .or_else(|| talk::decide(acts, reader, command, fresh))
            .or_else(|| breaks::decide(acts, reader, command, fresh))
            .or_else(|| openness::decide(acts, reader, command))
            .or_else(|| between::decide(acts, reader, command)),
    }
}

/// What is asked here.
#[must_use]
pub fn asks(acts: &Acts, reader: &Reader) -> Vec<Ask> {
    let mut all = talk::all_asks(acts, reader);
    all.extend(openness::all_asks(acts, reader));
    all
}

/// What answering an ask says, if it is asked here.
#[must_use]
pub fn answer(
    acts: &Acts,
    reader: &Reader,
    id: &str,
    choice: &str,
) -> Option<Result<Decision, Refused>> {
    let talk = talk::answer(acts, reader, id, choice);
    talk.or_else(|| openness::answer(acts, reader, id, choice)).map(Ok)
}

/// One record of these kinds.
#[must_use]
pub fn show(acts: &Acts, reader: &Reader, record: RecordId, own: &Own) -> Option<Shown> {
    if let Some(round) = checkin::show::round_of(acts, &record, &own.held) {
        return checkin::show(acts, reader, round, &own.held).map(|v| Shown::Checkin(Box::new(v)));
    }
    let thanks = thanks::show(acts, reader, record, &own.kept);
    thanks
        .map(|view| Shown::Thanks(Box::new(view)))
        .or_else(|| talk::show(acts, reader, record).map(|view| Shown::Talk(Box::new(view))))
        .or_else(|| breaks::show(acts, reader, record).map(|v| Shown::TimeOut(Box::new(v))))
        .or_else(|| openness::show(acts, reader, record).map(|v| Shown::Topic(Box::new(v))))
}

/// News of these kinds, gathered record by record.
#[derive(Debug, Default)]
pub struct News {
    groups: [Vec<NewsLine>; 4],
}

impl News {
    /// What changed in one record.
    pub fn take(&mut self, acts: &Acts, reader: &Reader, record: RecordId, unseen: &[ActIx]) {
        let [checkins, thanks, talks, openness] = &mut self.groups;
        talks.extend(breaks::news(acts, reader, record, unseen));
        if record == RecordId::ZERO {
            return;
        }
        checkins.extend(checkin::news(acts, reader, record, unseen));
        thanks.extend(thanks::news(acts, reader, record, unseen));
        talks.extend(talk::news(acts, reader, record, unseen));
        openness.extend(openness::news(acts, reader, record, unseen));
    }

    /// By group.
    #[must_use]
    pub fn groups(self) -> [(&'static str, Vec<NewsLine>); 4] {
        let [checkins, thanks, talks, openness] = self.groups;
        [
            ("check_ins", checkins),
            ("thanks", thanks),
            ("talks_and_breaks", talks),
            ("openness", openness),
        ]
    }
}

/// A person who takes a break is asked nothing: no line is a question.
pub fn calm(reader: &Reader, groups: &mut [NewsGroup]) {
    if reader.paused {
        for line in groups.iter_mut().flat_map(|group| &mut group.lines) {
            line.question = false;
        }
    }
}

/// Adds what is shared of these kinds to the state digest, from admitted acts only. A space without any adds nothing.
pub(crate) fn encode(acts: &Acts, w: &mut Writer) {
    let parts: [Vec<Vec<u8>>; 7] = [
        checkin::all(acts, Scope::Log).iter().map(checkin::State::encode).collect(),
        thanks::all(acts, Scope::Log).iter().map(thanks::State::encode).collect(),
        talk::all(acts, Scope::Log).iter().map(talk::State::encode).collect(),
        breaks::all(acts, Scope::Log).iter().map(breaks::State::encode).collect(),
        breaks::encode_paused(acts).into_iter().collect(),
        openness::all(acts, Scope::Log).iter().map(openness::State::encode).collect(),
        between::encode(acts).into_iter().collect(),
    ];
    for (states, n) in parts.iter().zip(1_u8..) {
        if states.is_empty() {
            continue;
        }
        w.raw(b"beside").u8(n).u64(states.len() as u64);
        for state in states {
            w.blob(state);
        }
    }
}

#[cfg(test)]
mod tests;
