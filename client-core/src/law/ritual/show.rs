//! Rituals from one reader's side: dates with moments on both clocks, marks, ideas for another time.
//!
//! The clock only chooses which dates are listed. No date is called late or missed, and nothing is said about one that nobody marked.

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::ids::Partner;
use jiff::tz::TimeZone;

use super::hint::Hints;
use super::occurrence::{Idea, Occurrence};
use super::state::{Plan, State};
use super::view::{MoveIdea, MoveTerms, RitualDate, RitualTerms};
use crate::act::rounds::{RitualResult, RoundBody};
use crate::act::terms::{self, Moment};
use crate::act::{Body, RecordId, RevisionId};
use crate::law::Reader;
use crate::law::asking::{ask, choice, is_answered};
use crate::law::graph::{ActIx, Acts};
use crate::law::heads::Scope;
use crate::law::marks::Marks;
use crate::law::people::{people, they};
use crate::law::recurrence::{Rule, moment, moment_in};
use crate::law::say;
use crate::law::view::{Ask, NewsLine, Sides, Who};
use crate::time::{Day, When};

/// Days that [`between`] looks at, at most: ten years.
pub const MAX_DAYS: i32 = 3_653;

/// Days by which a reader's date of a moment may differ from the ritual's own.
const ZONES_APART: i32 = 2;

/// Days up to today whose dates the ritual itself lists, besides all that somebody said something about.
const LISTED_BACK: i32 = 30;

/// Dates after today that the ritual itself lists.
const LISTED_AHEAD: usize = 7;

/// The occurrences of these rituals on one day of the reader's, by time: what the first screen shows.
#[must_use]
pub fn on_day(acts: &Acts, rituals: &[&State], reader: &Reader, day: Day) -> Vec<RitualDate> {
    between(acts, rituals, reader, day, day)
}

/// Occurrences of these rituals from `from` to `to`, days of the reader's, by time. A moved one is found by its old day and by its new one.
#[must_use]
pub fn between(
    acts: &Acts,
    rituals: &[&State],
    reader: &Reader,
    from: Day,
    to: Day,
) -> Vec<RitualDate> {
    let to = to.min(from.plus(MAX_DAYS));
    let clocks = Clocks::of(acts, reader);
    let mut found: Vec<(Placed, RitualDate)> = Vec::new();
    for state in rituals.iter().copied() {
        let near = |day: Day, by: i32| day >= from.plus(-by) && day <= to.plus(by);
        let mut dates: BTreeMap<Day, RevisionId> =
            state.planned_between(from.plus(-ZONES_APART), to.plus(ZONES_APART));
        for (date, occurrence) in &state.occurrences {
            let moved_near = occurrence
                .moved
                .as_ref()
                .is_some_and(|m| near(m.to.day, ZONES_APART) && state.planned(*date).is_some());
            let marked_near = occurrence.is_marked() && near(*date, ZONES_APART);
            if let Some(revision) = state.wording(*date).filter(|_| moved_near || marked_near) {
                dates.insert(*date, revision);
            }
        }
        let mut shown = Shown::new(state, reader, &clocks);
        for (date, revision) in dates {
            let Some((places, view)) = shown.date(date, revision) else { continue };
            if let Some(place) = places.into_iter().find(|place| near(place.day, 0)) {
                found.push((place, view));
            }
        }
    }
    found.sort_by(|(a, x), (b, y)| (a, &x.ritual, x.date).cmp(&(b, &y.ritual, y.date)));
    found.into_iter().map(|(_, view)| view).collect()
}

/// The dates that one ritual itself lists.
#[must_use]
pub fn dates(acts: &Acts, state: &State, reader: &Reader) -> Vec<RitualDate> {
    let today = reader.today;
    let mut dates = state.planned_between(today.plus(-LISTED_BACK), today);
    // A rule seldom needs a look of ten years.
    let coming = [60, 800, MAX_DAYS].map(|days| (today.plus(1), today.plus(days)));
    for (from, to) in coming {
        let coming = state.planned_between(from, to);
        if coming.len() >= LISTED_AHEAD || to == today.plus(MAX_DAYS) {
            dates.extend(coming.into_iter().take(LISTED_AHEAD));
            break;
        }
    }
    dates.extend(state.said());
    let clocks = Clocks::of(acts, reader);
    let mut shown = Shown::new(state, reader, &clocks);
    dates.into_iter().filter_map(|(date, by)| Some(shown.date(date, by)?.1)).collect()
}

/// A day and time to sort by: what has no time comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Placed {
    day: Day,
    minutes: i32,
}

/// A clock: its zone, where that is known here. A zone is looked up once for all dates.
struct Clock(Option<TimeZone>);

impl Clock {
    fn of(zone: &str) -> Self {
        Self(TimeZone::get(zone).ok())
    }
}

/// Whose clock shows what.
struct Clocks {
    mine: Clock,
    /// The other's, where both show theirs.
    theirs: Option<Clock>,
}

impl Clocks {
    fn of(acts: &Acts, reader: &Reader) -> Self {
        let [mine, theirs] = [reader.me, reader.me.other()]
            .map(|who| people(acts, Scope::All)[who.index()].zone.clone());
        let theirs = mine.and(theirs).map(|zone| Clock::of(zone.as_str()));
        Self { mine: Clock::of(&reader.now.zone), theirs }
    }
}

/// One ritual being shown.
struct Shown<'a> {
    state: &'a State,
    reader: &'a Reader,
    clocks: &'a Clocks,
    wordings: BTreeMap<RevisionId, (Clock, Option<Hints<'a>>)>,
}

impl<'a> Shown<'a> {
    fn new(state: &'a State, reader: &'a Reader, clocks: &'a Clocks) -> Self {
        Self { state, reader, clocks, wordings: BTreeMap::new() }
    }

    /// One date by one wording, and the reader's days it belongs to: that of its time first, then, where it was moved, that of its time before.
    fn date(&mut self, date: Day, by: RevisionId) -> Option<(Vec<Placed>, RitualDate)> {
        let plan = self.state.plans.get(&by)?;
        let unsaid = Occurrence::default();
        let said = self.state.occurrences.get(&date).unwrap_or(&unsaid);
        let (there, hints) = self.wordings.entry(by).or_insert_with(|| {
            let there = match &plan.terms.at {
                Moment::Same { zone, .. } => Clock::of(zone.as_str()),
                Moment::Day | Moment::Own { .. } => Clock(None),
            };
            let hints = Hints::new(plan, there.0.clone(), self.clocks.mine.0.clone());
            (there, hints)
        });
        let before = Time::planned(plan, date, there);
        let time = match &said.moved {
            Some(moved) => Time::of(&moved.to),
            None => before.clone(),
        };
        let mut places = vec![time.placed(&self.clocks.mine)];
        if said.moved.is_some() {
            places.push(before.placed(&self.clocks.mine));
        }
        let hint = match said.moved {
            None => hints.as_mut().and_then(|hints| hints.of(date)),
            Some(_) => None,
        };
        let (me, them) = (self.reader.me, self.reader.me.other());
        let words = |marks: &[Marks<RitualResult>; 2]| {
            let word = |who: Partner| marks[who.index()].counts().map(word);
            Sides { me: word(me), them: word(them) }
        };
        let own = &said.marks[me.index()];
        let earlier = words(&said.before_move);
        let view = RitualDate {
            ritual: self.state.record.hex(),
            name: plan.name.as_str().to_owned(),
            date,
            start: time.shown(),
            start_utc: time.utc(),
            for_me: time.on_clock(Some(&self.clocks.mine)),
            for_them: time.on_clock(self.clocks.theirs.as_ref()),
            state: said.word(plan.own_time() && said.moved.is_none()),
            marks: words(&said.marks),
            mine_apart: if own.differ() {
                own.results.iter().copied().map(word).collect()
            } else {
                Vec::new()
            },
            marks_before_move: (earlier != Sides::default()).then_some(earlier),
            moved_from: said.moved.is_some().then(|| before.shown()),
            ideas: said.ideas.iter().map(|one| idea(one, self.reader)).collect(),
            under_old_plan: self.state.is_under_old_plan(date, by),
            hint,
            length: plan.terms.length,
            place: plan.terms.place.as_ref().map(|text| text.as_str().to_owned()),
        };
        Some((places, view))
    }
}

/// When an occurrence is.
#[derive(Debug, Clone)]
enum Time {
    Day(Day),
    /// Each at this wall time.
    Own(Day, u16),
    /// One moment; without it where its zone is not known here.
    Same(When, Option<jiff::Zoned>),
}

impl Time {
    fn of(when: &When) -> Self {
        match &when.at {
            None => Self::Day(when.day),
            Some((minutes, zone)) => Self::Same(when.clone(), moment(when.day, *minutes, zone)),
        }
    }

    /// By a wording with this clock.
    fn planned(plan: &Plan, date: Day, there: &Clock) -> Self {
        match &plan.terms.at {
            Moment::Own { minutes } => Self::Own(date, *minutes),
            Moment::Day => Self::Day(date),
            Moment::Same { minutes, .. } => {
                let moment = there.0.as_ref().and_then(|zone| moment_in(date, *minutes, zone));
                Self::Same(plan.when(date), moment)
            }
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Own(day, minutes) => wall(*day, *minutes),
            Self::Same(when, None) => {
                wall(when.day, when.at.as_ref().map_or(0, |(minutes, _)| *minutes))
            }
            Self::Same(_, Some(moment)) => moment.to_string(),
        }
    }

    fn utc(&self) -> Option<String> {
        match self {
            Self::Same(_, Some(moment)) => Some(moment.timestamp().to_string()),
            _ => None,
        }
    }

    /// On a clock; a wall time of each reads as it is where the zone is not shown.
    fn on_clock(&self, clock: Option<&Clock>) -> Option<String> {
        match (self, clock) {
            (Self::Day(_) | Self::Same(_, None), _) | (Self::Same(..), None) => None,
            (Self::Own(day, minutes), None) => Some(wall(*day, *minutes)),
            (Self::Own(day, minutes), Some(Clock(zone))) => {
                let there = zone.as_ref().and_then(|zone| moment_in(*day, *minutes, zone));
                Some(there.map_or_else(|| wall(*day, *minutes), |there| there.to_string()))
            }
            (Self::Same(_, Some(moment)), Some(Clock(zone))) => {
                zone.as_ref().map(|zone| moment.with_time_zone(zone.clone()).to_string())
            }
        }
    }

    /// The day and time on a clock.
    fn placed(&self, clock: &Clock) -> Placed {
        match self {
            Self::Day(day) => Placed { day: *day, minutes: -1 },
            Self::Own(day, minutes) => Placed { day: *day, minutes: i32::from(*minutes) },
            Self::Same(when, moment) => {
                let at = moment.as_ref().map(jiff::Zoned::timestamp);
                let here = clock.0.as_ref().zip(at).map(|(zone, at)| zone.to_datetime(at));
                let minutes = when.at.as_ref().map_or(0, |(minutes, _)| i32::from(*minutes));
                here.map_or(Placed { day: when.day, minutes }, |here| Placed {
                    day: Day::from_date(here.date()),
                    minutes: i32::from(here.hour()) * 60 + i32::from(here.minute()),
                })
            }
        }
    }
}

fn wall(day: Day, minutes: u16) -> String {
    format!("{day}T{:02}:{:02}", minutes / 60, minutes % 60)
}

fn idea(idea: &Idea, reader: &Reader) -> MoveIdea {
    let [me, them] = [reader.me, reader.me.other()].map(|who| idea.stands[who.index()]);
    let to = Time::of(&idea.to);
    MoveIdea {
        agreement: idea.agreement.hex(),
        revision: idea.revision.hex(),
        to: to.shown(),
        to_utc: to.utc(),
        by: match (me, them) {
            (true, true) => Who::Both,
            (true, false) => Who::Me,
            (false, true) => Who::Them,
            (false, false) => Who::Nobody,
        },
    }
}

fn word(result: RitualResult) -> &'static str {
    match result {
        RitualResult::DidIt => "did_it",
        RitualResult::NotThisTime => "not_this_time",
        RitualResult::NotApplicable => "not_applicable",
    }
}

/// A ritual's terms as data.
#[must_use]
pub fn terms(terms: &terms::RitualTerms) -> RitualTerms {
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let (at, zone, own_time) = match &terms.at {
        Moment::Day => (None, None, None),
        Moment::Same { minutes, zone } => (Some(time(*minutes)), Some(zone.as_str().into()), None),
        Moment::Own { minutes } => (None, None, Some(time(*minutes))),
    };
    let every = Rule::parse(terms.every.as_str());
    let owned = |text: &Option<crate::act::Text>| text.as_ref().map(|t| t.as_str().to_owned());
    RitualTerms {
        start: terms.start,
        every: every.map_or(terms.every.as_str().to_owned(), |rule| rule.spoken()),
        at,
        zone,
        own_time,
        length: terms.length,
        why: owned(&terms.why),
        place: owned(&terms.place),
        remote: owned(&terms.remote),
    }
}

/// A move's terms as data.
#[must_use]
pub fn move_terms(terms: &terms::MoveTerms) -> MoveTerms {
    let to = Time::of(&terms.to);
    MoveTerms { ritual: terms.ritual.hex(), on: terms.on, to: to.shown(), to_utc: to.utc() }
}

/// What the reader is asked about one ritual and has not answered: own devices that marked a date apart.
#[must_use]
pub fn asked(state: &State, reader: &Reader) -> Vec<Ask> {
    let asks = asks_of(state, reader).into_iter().map(|(_, ask)| ask);
    asks.filter(|ask| !is_answered(reader, ask)).collect()
}

pub(super) fn asks_of(state: &State, reader: &Reader) -> Vec<(Day, Ask)> {
    let one = |(date, occurrence): (&Day, &Occurrence)| {
        let own = &occurrence.marks[reader.me.index()];
        if !own.differ() {
            return None;
        }
        let acts: Vec<u8> = own.acts.iter().flat_map(|act| act.0).collect();
        let sentence = say::ask_ritual_marks(*date);
        let words = own.results.iter().copied().map(word);
        let choices = words.map(|word| choice(word, say::way_mark(word))).collect();
        let at = Some(("rituals", state.record));
        let parts: [&[u8]; 3] = [&state.record.0, &date.0.to_be_bytes(), &acts];
        Some((*date, ask("own_devices_differ", at, &parts, "me", sentence, choices)))
    };
    state.occurrences.iter().filter_map(one).collect()
}

/// One sentence for each date the other marked, from acts the reader has not seen. The newest mark of a date is told.
#[must_use]
pub fn news(acts: &Acts, reader: &Reader, record: RecordId, unseen: &[ActIx]) -> Vec<NewsLine> {
    let is_mark =
        |ix: &&ActIx| matches!(acts.get(**ix).act.body, Body::Round(RoundBody::RitualMark { .. }));
    if !unseen.iter().any(|ix| is_mark(&ix)) {
        return Vec::new();
    }
    let Some(state) = super::derive(acts, record, Scope::All) else { return Vec::new() };
    let mut told: BTreeSet<Day> = BTreeSet::new();
    let mut lines = Vec::new();
    for held in unseen.iter().rev().filter(is_mark).map(|ix| acts.get(*ix)) {
        let Body::Round(RoundBody::RitualMark { on, result, .. }) = &held.act.body else {
            continue;
        };
        let counts = state.occurrences.get(on).is_some_and(|o| {
            let theirs = reader.me.other().index();
            [&o.marks[theirs], &o.before_move[theirs]].iter().any(|m| m.acts.contains(&held.hash))
        });
        if !counts || !told.insert(*on) {
            continue;
        }
        let plan = if state.under_old_plan(*on) { "old" } else { "now" };
        let sentence = say::news_ritual_marked(they(reader), *on, word(*result), plan);
        let record = Some(record.hex());
        lines.push(NewsLine { record, on: held.act.date, sentence, question: false });
    }
    lines
}
