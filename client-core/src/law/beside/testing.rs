//! What both see of these kinds, for tests of the laws.

use super::command::{BesideCommand, CheckinWords};
use super::view::{CheckinRound, Shown, TimeOut, Topic};
use super::{Own, breaks, checkin, openness, show, talk, thanks};
use crate::act::RecordId;
use crate::act::rounds::{CheckinEntry, RoundBody, round_record};
use crate::law::Reader;
use crate::law::command::LawCommand;
use crate::law::graph::Acts;
use crate::law::testing::{Couple, day, noon, partner, reader};

/// Everything one reader sees.
pub(crate) fn seen(acts: &Acts, reader: &Reader) -> String {
    let nothing = Own::default();
    let lists = (
        checkin::list(acts, reader, &nothing.held),
        thanks::list(acts, reader, &nothing.kept),
        talk::list(acts, reader),
        breaks::list(acts, reader),
        openness::list(acts, reader),
        breaks::pause_view(acts, reader, None),
    );
    serde_json::to_string(&lists).unwrap()
}

pub(crate) fn says(what: BesideCommand) -> LawCommand {
    LawCommand::Beside(what)
}

/// A check-in with one word of need.
pub(crate) fn checks_in(round: &str, need: &str, now: bool, tell: bool) -> LawCommand {
    let words = CheckinWords { need: Some(need.into()), ..CheckinWords::default() };
    says(BesideCommand::Checkin { round: Some(day(round)), words, now, tell })
}

/// What a device does with words that wait, once it may.
pub(crate) fn opens(couple: &mut Couple, device: usize, round: &str, words: &CheckinEntry) -> bool {
    let round = day(round);
    let r = reader(partner(device), &noon(couple.today));
    let may = checkin::may_open(couple.acts(device), &r, round);
    if may {
        let said = RoundBody::Checkin { round, entry: words.clone() };
        couple.act(device, round_record(round), crate::act::Body::Round(said));
    }
    may
}

/// How one device's person sees a round.
pub(crate) fn round(couple: &Couple, device: usize, round: &str) -> Option<CheckinRound> {
    let r = reader(partner(device), &noon(couple.today));
    checkin::show(couple.acts(device), &r, day(round), &Own::default().held)
}

pub(crate) fn shown(couple: &Couple, device: usize, record: RecordId) -> Option<Shown> {
    let r = reader(partner(device), &noon(couple.today));
    show(couple.acts(device), &r, record, &Own::default())
}

pub(crate) fn topics(couple: &Couple, device: usize) -> Vec<Topic> {
    openness::list(couple.acts(device), &reader(partner(device), &noon(couple.today)))
}

pub(crate) fn time_outs(couple: &Couple, device: usize) -> Vec<TimeOut> {
    breaks::list(couple.acts(device), &reader(partner(device), &noon(couple.today)))
}
