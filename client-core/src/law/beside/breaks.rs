//! Breaks: a time-out in a conversation (PRODUCT row 25), and a pause from being asked anything (rule A11).
//!
//! Only its author lifts a break. No clock ends a time-out: the time somebody named is only said. A pause with a last day is over for a
//! reader whose date is later.

use accord_protocol::ids::Partner;

use super::command::BesideCommand;
use super::{times, view};
use crate::act::codec::Writer;
use crate::act::shared::SharedBody;
use crate::act::{Body, RecordId, kind};
use crate::law::graph::{ActIx, Acts};
use crate::law::heads::{One, Scope, heads, of_record};
use crate::law::people::{side, they};
use crate::law::say;
use crate::law::view::NewsLine;
use crate::law::{Decision, NewAct, Reader};
use crate::refused::Refused;
use crate::time::{Day, When};

/// One person's time-out as the acts make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its id.
    pub record: RecordId,
    /// Who takes it.
    pub author: Partner,
    /// The author's date of the newest word about it.
    pub on: Day,
    /// Until about then; of own devices that spoke apart the one with the larger bytes.
    pub until: Option<When>,
    /// Its author lifted it, knowing all of it.
    pub lifted: Option<Day>,
}

impl State {
    /// Canonical bytes for the state digest.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.raw(&self.record.0).u8(self.author.to_byte()).day(self.on);
        w.opt(self.until.as_ref(), |w, until| {
            w.when(until);
        });
        w.opt_day(self.lifted);
        w.into_bytes()
    }
}

/// The time-out `author` takes under `record`.
#[must_use]
pub fn derive(acts: &Acts, record: RecordId, author: Partner, scope: Scope) -> Option<State> {
    let held = of_record(acts, &record, scope);
    let mine = || held.iter().copied().filter(|one| one.partner == author);
    let taken: Vec<(One<'_>, &Option<When>)> = mine()
        .filter_map(|one| match &one.held().act.body {
            Body::Shared(SharedBody::TimeOut { until }) => Some((one, until)),
            _ => None,
        })
        .collect();
    let lifts: Vec<One<'_>> =
        mine().filter(|o| o.act.body == Body::Shared(SharedBody::TimeOutLift)).collect();
    // One own device made it longer while another lifted it: it stays.
    let lifted =
        taken.iter().all(|(taken, _)| lifts.iter().any(|lift| acts.knows(lift.ix, taken.ix)));
    let newest = heads(acts, taken.clone());
    let (one, until) = newest
        .into_iter()
        .max_by_key(|(one, until)| (until.as_ref().map(times::bytes), one.hash))?;
    Some(State {
        record,
        author,
        on: one.act.date,
        until: until.clone(),
        lifted: lifts.iter().map(|lift| lift.act.date).max().filter(|_| lifted),
    })
}

/// All time-outs, by id and author.
#[must_use]
pub fn all(acts: &Acts, scope: Scope) -> Vec<State> {
    let of = |id| Partner::BOTH.map(|author| derive(acts, id, author, scope));
    acts.records_of(&[kind::TIME_OUT]).flat_map(of).flatten().collect()
}

/// One person's pause, as that person said it to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paused {
    /// Last day of it, where one was said.
    pub until: Option<Day>,
    /// Since when.
    pub on: Day,
}

/// Whose pause stands, by partner number. Where own devices differ it stands.
#[must_use]
pub fn paused(acts: &Acts, scope: Scope) -> [Option<Paused>; 2] {
    let held = of_record(acts, &RecordId::ZERO, scope);
    Partner::BOTH.map(|who| {
        let said = held.iter().copied().filter(|one| one.partner == who);
        let said = said.filter_map(|one| match &one.held().act.body {
            Body::Shared(SharedBody::Pause { until }) => Some((one, Some(*until))),
            Body::Shared(SharedBody::PauseLift) => Some((one, None)),
            _ => None,
        });
        let newest = heads(acts, said.collect());
        let standing = || newest.iter().filter_map(|(one, said)| Some((one, (*said)?)));
        let on = standing().map(|(one, _)| one.act.date).min()?;
        // Without a last day is longer than with any.
        let open = standing().any(|(_, until)| until.is_none());
        let last = standing().filter_map(|(_, until)| until).max();
        Some(Paused { until: last.filter(|_| !open), on })
    })
}

/// Whether a pause goes on for a reader with this date.
#[must_use]
pub fn goes_on(until: Option<Day>, today: Day) -> bool {
    until.is_none_or(|until| today <= until)
}

/// Canonical bytes of the pauses for the state digest, where there are any.
#[must_use]
pub fn encode_paused(acts: &Acts) -> Option<Vec<u8>> {
    let both = paused(acts, Scope::Log);
    let mut w = Writer::default();
    for pause in &both {
        w.opt(pause.as_ref(), |w, pause| {
            w.opt_day(pause.until).day(pause.on);
        });
    }
    both.iter().any(Option::is_some).then(|| w.into_bytes())
}

/// What may be said about breaks now.
pub(super) fn decide(
    acts: &Acts,
    reader: &Reader,
    command: &BesideCommand,
    fresh: RecordId,
) -> Option<Result<Decision, Refused>> {
    let running = || {
        let all = all(acts, Scope::All).into_iter();
        all.filter(|state| state.author == reader.me && state.lifted.is_none())
    };
    Some(match command {
        BesideCommand::TimeOut { until } => {
            times::kept_if(acts, reader, until.as_ref()).map(|until| match running().next() {
                Some(state) if state.until == until => Decision::nothing(state.record),
                running => Decision::one(
                    running.map_or(fresh, |state| state.record),
                    Body::Shared(SharedBody::TimeOut { until }),
                ),
            })
        }
        BesideCommand::TimeOutLift => {
            let body = Body::Shared(SharedBody::TimeOutLift);
            let acts: Vec<NewAct> =
                running().map(|s| NewAct { record: s.record, body: body.clone() }).collect();
            match acts.first().map(|act| act.record) {
                Some(record) => Ok(Decision { record, acts }),
                None => Err(Refused::not_found("time-out")),
            }
        }
        BesideCommand::Pause { until } => {
            let standing = paused(acts, Scope::All)[reader.me.index()];
            Ok(match standing {
                Some(pause) if pause.until == *until => Decision::nothing(RecordId::ZERO),
                _ => pausing(SharedBody::Pause { until: *until }),
            })
        }
        BesideCommand::Resume => {
            let standing = paused(acts, Scope::All)[reader.me.index()];
            Ok(match standing {
                Some(_) => pausing(SharedBody::PauseLift),
                None => Decision::nothing(RecordId::ZERO),
            })
        }
        _ => return None,
    })
}

fn pausing(said: SharedBody) -> Decision {
    Decision::one(RecordId::ZERO, Body::Shared(said))
}

/// All time-outs, those that go on first, then the newest first.
#[must_use]
pub fn list(acts: &Acts, reader: &Reader) -> Vec<view::TimeOut> {
    let mut states = all(acts, Scope::All);
    states.sort_by_key(|s| (s.lifted.is_some(), std::cmp::Reverse(s.on), s.record));
    states.iter().map(|state| time_out_view(state, reader)).collect()
}

/// One time-out.
#[must_use]
pub fn show(acts: &Acts, reader: &Reader, record: RecordId) -> Option<view::TimeOut> {
    let state = [reader.me, reader.me.other()]
        .into_iter()
        .find_map(|author| derive(acts, record, author, Scope::All))?;
    Some(time_out_view(&state, reader))
}

fn time_out_view(state: &State, reader: &Reader) -> view::TimeOut {
    view::TimeOut {
        id: state.record.hex(),
        by: side(state.author, reader),
        on: state.on,
        until: state.until.as_ref().map(|until| times::shown(until, reader)),
        state: if state.lifted.is_some() { "lifted" } else { "on" },
    }
}

/// Who is paused, for the reader's date. `quiet` is the reader's own pause that nobody is told of.
#[must_use]
pub fn pause_view(acts: &Acts, reader: &Reader, quiet: Option<Option<Day>>) -> view::Pause {
    let both = paused(acts, Scope::All);
    let said = |who: Partner| {
        let pause = both[who.index()].filter(|pause| goes_on(pause.until, reader.today));
        pause.map(|pause| view::PauseSide { until: pause.until, said: true })
    };
    let quiet = quiet.filter(|until| goes_on(*until, reader.today));
    let quiet = quiet.map(|until| view::PauseSide { until, said: false });
    view::Pause { me: said(reader.me).or(quiet), them: said(reader.me.other()) }
}

/// At most one sentence on a time-out of the other's.
pub(super) fn news(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    unseen: &[ActIx],
) -> Option<NewsLine> {
    if record == RecordId::ZERO {
        return pause_news(acts, reader, unseen);
    }
    let state = derive(acts, record, reader.me.other(), Scope::All)?;
    let said = |act: &&crate::act::Act| {
        matches!(act.body, Body::Shared(SharedBody::TimeOut { .. } | SharedBody::TimeOutLift))
    };
    let last = unseen.iter().map(|ix| acts.get(*ix).act.as_ref()).rfind(said)?;
    let code = if state.lifted.is_some() { "back" } else { "conversation" };
    let sentence = say::news_break(they(reader), code);
    Some(NewsLine { record: Some(record.hex()), on: last.date, sentence, question: false })
}

fn pause_news(acts: &Acts, reader: &Reader, unseen: &[ActIx]) -> Option<NewsLine> {
    let last = unseen.iter().map(|ix| acts.get(*ix).act.as_ref()).rfind(|act| {
        matches!(act.body, Body::Shared(SharedBody::Pause { .. } | SharedBody::PauseLift))
    })?;
    let code = match paused(acts, Scope::All)[reader.me.other().index()] {
        Some(pause) if goes_on(pause.until, reader.today) => "pause",
        _ => "back",
    };
    let sentence = say::news_break(they(reader), code);
    Some(NewsLine { record: None, on: last.date, sentence, question: false })
}
