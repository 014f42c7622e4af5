//! A promise from one reader's side: results with "no word yet" by the reader's clock, and counts by result.
//!
//! The clock is for display only. It turns `open` into `no_word` after the due date and chooses which dates of a repeating promise are
//! listed: all that somebody said something about, the newest [`PAST_DATES`] up to today, and the next [`COMING_DATES`].

use std::collections::{BTreeMap, BTreeSet};

use super::occasion::{Marks, Occasion, Outcome};
use super::state::{Schedule, State, Version, all, derive};
use crate::act::{Body, PromiseFields, RecordId, VersionId};
use crate::law::Reader;
use crate::law::asking::{ask, choice, is_answered, talk_or_leave};
use crate::law::command::{MarkResult, Size, Sure};
use crate::law::graph::{ActIx, Acts};
use crate::law::heads::{Scope, of_record};
use crate::law::people::{name, side, they};
use crate::law::recurrence::{Rule, moment};
use crate::law::say;
use crate::law::view::{self, Acknowledged, Ask, HistoryLine, Sides};
use crate::time::{Day, When};

use accord_protocol::ids::Partner;

/// Dates up to today that a view lists of a repeating promise: a year of days and some.
pub const PAST_DATES: usize = 400;

/// Dates after today that a view lists of a repeating promise.
pub const COMING_DATES: usize = 7;

/// All promises of both people, the reader's own first, then by id.
pub fn list(acts: &Acts, reader: &Reader) -> Vec<view::Promise> {
    listed(acts, &all(acts, Scope::All).iter().collect::<Vec<_>>(), reader)
}

/// The same from states that were derived before.
pub fn listed(acts: &Acts, states: &[&State], reader: &Reader) -> Vec<view::Promise> {
    let (mine, theirs): (Vec<&State>, Vec<_>) =
        states.iter().copied().partition(|s| s.maker == reader.me);
    mine.into_iter().chain(theirs).map(|state| promise(acts, state, reader)).collect()
}

/// One promise. `maker` says whose, where both people shared words under one id; else the reader's own comes first.
pub fn show(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    maker: Option<Partner>,
) -> Option<view::Promise> {
    let makers = maker.map_or(vec![reader.me, reader.me.other()], |maker| vec![maker]);
    let state = makers.into_iter().find_map(|maker| derive(acts, record, maker, Scope::All))?;
    Some(promise(acts, &state, reader))
}

/// A draft of the reader's: seen by nobody else.
pub fn draft(record: RecordId, fields: &PromiseFields, reader: &Reader) -> view::Promise {
    let id = fields.version(record);
    let version = Version { fields: fields.clone(), on: reader.today, standing: true };
    let state = State {
        record,
        maker: reader.me,
        versions: BTreeMap::from([(id, version)]),
        acknowledged: vec![],
        thanks: vec![],
        withdrawn: None,
        released_all: false,
        occasions: BTreeMap::new(),
        ignored: vec![],
    };
    let mut view = promise(&Acts::new(), &state, reader);
    (view.state, view.shared, view.result) = ("draft", false, "open");
    view
}

/// Counts by result over the last `days` days, for each maker. Open occurrences and "no word yet" are in no count; an occurrence after today
/// counts only if somebody already said something about that very date.
pub fn record(acts: &Acts, reader: &Reader, days: u32) -> view::PromiseRecord {
    recorded(&all(acts, Scope::All).iter().collect::<Vec<_>>(), reader, days)
}

/// The same from states that were derived before.
pub fn recorded(states: &[&State], reader: &Reader, days: u32) -> view::PromiseRecord {
    let from = reader.today.plus(-i32::try_from(days).unwrap_or(i32::MAX));
    let mut made_by: Sides<BTreeMap<String, u32>> = Sides::default();
    for state in states {
        let counts = if state.maker == reader.me { &mut made_by.me } else { &mut made_by.them };
        for date in dates(state, reader) {
            let occasion = state.occasions.get(&date);
            let said_on = occasion.and_then(|o| o.marks.iter().filter_map(|m| m.on).max());
            let day = match date {
                Some(date) => date,
                None => said_on.or(state.withdrawn).unwrap_or(reader.today),
            };
            let ahead = day > reader.today
                && !occasion.is_some_and(|o| o.moved || o.marks.iter().any(|m| m.on.is_some()));
            let outcome = state.outcome(date);
            if day > from && !ahead && outcome != Outcome::Open {
                *counts.entry(outcome.word().into()).or_default() += 1;
            }
        }
    }
    view::PromiseRecord { days, made_by }
}

impl State {
    /// The result of one occurrence, without a clock.
    pub fn outcome(&self, date: Option<Day>) -> Outcome {
        match self.occasions.get(&date) {
            Some(occasion) => occasion.outcome(self.maker, self.withdrawn, date),
            None => {
                let at = self.at(date);
                let unsaid = Occasion { at, released: self.released_all, ..Occasion::default() };
                unsaid.outcome(self.maker, self.withdrawn, date)
            }
        }
    }

    /// Wall time and zone of one occurrence.
    pub fn at(&self, date: Option<Day>) -> Option<(u16, String)> {
        match self.occasions.get(&date) {
            Some(occasion) => occasion.at.clone(),
            None => {
                let due = self.current().and_then(|(_, v)| v.fields.due.as_ref());
                due.filter(|_| date.is_some()).and_then(|due| due.at.clone())
            }
        }
    }
}

/// The occurrences a view lists, in order.
pub(super) fn dates(state: &State, reader: &Reader) -> Vec<Option<Day>> {
    let schedule = state.schedule();
    let (mut past, mut coming) = (Vec::new(), Vec::new());
    for date in schedule.dates() {
        if date.is_some_and(|day| day > reader.today) {
            coming.push(date);
            if coming.len() == COMING_DATES {
                break;
            }
        } else {
            past.push(date);
        }
    }
    let skip = past.len().saturating_sub(PAST_DATES);
    let listed: BTreeSet<Option<Day>> =
        past.into_iter().skip(skip).chain(coming).chain(state.occasions.keys().copied()).collect();
    listed.into_iter().collect()
}

fn promise(acts: &Acts, state: &State, reader: &Reader) -> view::Promise {
    let current = state.current();
    let fields = current.map(|(_, v)| &v.fields);
    let dates = dates(state, reader);
    let occurrences: Vec<view::Occurrence> =
        dates.iter().map(|date| occurrence(state, reader, *date)).collect();
    // The only one, else the latest that is due, else the next.
    let due = |o: &&view::Occurrence| o.date.is_none_or(|day| day <= reader.today);
    let shown = occurrences.iter().rev().find(due).or_else(|| occurrences.first());
    let standing: Vec<_> = state.versions.iter().filter(|(_, v)| v.standing).collect();
    let wordings = standing.iter().map(|(id, v)| view::Wording {
        version: id.hex(),
        words: v.fields.text.as_str().to_owned(),
    });
    let schedule = state.schedule();
    let due_at = schedule.due.as_ref();
    let stands = |id: &VersionId| state.versions.get(id).is_some_and(|v| v.standing);
    let acknowledged = state.acknowledged.iter().rev().find(|(id, _)| stands(id));
    let acknowledged = acknowledged.or_else(|| state.acknowledged.last());
    let named = |(id, on): &(VersionId, Day)| Acknowledged { version: id.hex(), on: *on };
    view::Promise {
        id: state.record.hex(),
        text: fields.map(|f| f.text.as_str().to_owned()).unwrap_or_default(),
        maker: side(state.maker, reader),
        state: match (state.withdrawn, state.released_all) {
            (Some(_), _) => "withdrawn",
            (None, true) => "released",
            (None, false) => "active",
        },
        shared: true,
        due: due_at.map(when),
        due_utc: due_at.and_then(|due| utc(Some(due.day), due.at.as_ref())),
        zone: due_at.and_then(|due| due.at.as_ref()).map(|(_, zone)| zone.clone()),
        every: fields.and_then(|f| f.every.as_ref()).map(|every| {
            Rule::parse(every.as_str()).map_or(every.as_str().to_owned(), |rule| rule.spoken())
        }),
        version: current.map(|(id, _)| id.hex()).unwrap_or_default(),
        wordings: if standing.len() > 1 { wordings.collect() } else { vec![] },
        changed_ahead: state.worded_ahead(),
        acknowledged: acknowledged.map(named),
        thanks: state.thanks.iter().map(named).collect(),
        result: shown.map_or("open", |o| o.result),
        occurrences,
        size: fields.and_then(|f| f.size).map(|size| match size {
            Size::Small => "small",
            Size::Big => "big",
        }),
        sure: fields.and_then(|f| f.sure).map(|sure| match sure {
            Sure::Yes => "yes",
            Sure::Mostly => "mostly",
            Sure::Unsure => "unsure",
        }),
        asks: asked(state, reader),
        history: lines(acts, state, reader),
    }
}

fn occurrence(state: &State, reader: &Reader, date: Option<Day>) -> view::Occurrence {
    let at = state.at(date);
    let outcome = state.outcome(date);
    let unsaid = Occasion::default();
    let occasion = state.occasions.get(&date).unwrap_or(&unsaid);
    let of = |who: Partner| occasion.marks.get(who.index());
    let word = |marks: Option<&Marks>| marks.and_then(Marks::counts).map(mark_word);
    let mine = of(reader.me);
    let apart = mine.filter(|m| m.differ()).map(|m| m.results.iter().copied().map(mark_word));
    view::Occurrence {
        date,
        at: date.filter(|_| at.is_some()).map(|day| when(&When { day, at: at.clone() })),
        at_utc: utc(date, at.as_ref()),
        result: match outcome {
            Outcome::Open if is_past(reader, date, at.as_ref()) => "no_word",
            outcome => outcome.word(),
        },
        mine: word(mine),
        mine_apart: apart.map(Iterator::collect).unwrap_or_default(),
        theirs: word(of(reader.me.other())),
        all_right: occasion.all_right.then_some(true),
    }
}

/// Whether the date, or the moment where it has one, is past for the reader.
pub(super) fn is_past(reader: &Reader, date: Option<Day>, at: Option<&(u16, String)>) -> bool {
    let Some(day) = date else { return false };
    match at.and_then(|(minutes, zone)| moment(day, *minutes, zone)) {
        Some(due) => due.timestamp().as_millisecond() < reader.now.unix_ms,
        None => day < reader.today,
    }
}

/// RFC 9557 where there is a time in a known zone, else what is known of it.
fn when(when: &When) -> String {
    let Some((minutes, zone)) = &when.at else { return when.day.to_string() };
    match moment(when.day, *minutes, zone) {
        Some(moment) => moment.to_string(),
        None => format!("{}T{:02}:{:02}", when.day, minutes / 60, minutes % 60),
    }
}

fn utc(date: Option<Day>, at: Option<&(u16, String)>) -> Option<String> {
    let (minutes, zone) = at?;
    Some(moment(date?, *minutes, zone)?.timestamp().to_string())
}

pub(super) fn mark_word(mark: MarkResult) -> &'static str {
    match mark {
        MarkResult::Kept => "kept",
        MarkResult::NotKept => "not_kept",
        MarkResult::NotApplicable => "not_applicable",
    }
}

/// What the reader is asked about one promise and has not answered.
pub(crate) fn asked(state: &State, reader: &Reader) -> Vec<Ask> {
    asks(state, reader).into_iter().filter(|ask| !is_answered(reader, ask)).collect()
}

/// What both are asked (seen differently) and what only one person is (own devices differ).
pub(super) fn asks(state: &State, reader: &Reader) -> Vec<Ask> {
    let mut asks = Vec::new();
    let (record, at) = (&state.record.0, Some(("promises", state.record)));
    let standing: Vec<_> = state.versions.iter().filter(|(_, v)| v.standing).collect();
    if standing.len() > 1 && state.maker == reader.me {
        let ids: Vec<u8> = standing.iter().flat_map(|(id, _)| id.0).collect();
        let choices = standing
            .iter()
            .map(|(id, v)| {
                let words = v.fields.text.as_str().to_owned();
                choice(id.hex(), say::way_words(words))
            })
            .collect();
        let sentence = say::ask_promise_words();
        asks.push(ask("own_devices_differ", at, &[record, &ids], "me", sentence, choices));
    }
    for (date, occasion) in &state.occasions {
        let own = occasion.marks.get(reader.me.index());
        if let Some(marks) = own.filter(|m| m.differ()) {
            let acts: Vec<u8> = marks.acts.iter().flat_map(|a| a.0).collect();
            let sentence = date.map_or_else(say::ask_promise_marks, say::ask_promise_marks_on);
            let words = marks.results.iter().copied().map(mark_word);
            let choices = words.map(|word| choice(word, say::way_mark(word))).collect();
            let day = date_bytes(*date);
            asks.push(ask(
                "own_devices_differ",
                at,
                &[record, &day, &acts],
                "me",
                sentence,
                choices,
            ));
        }
        if state.outcome(*date) == Outcome::SeenDifferently {
            let (made, heard) = (name(state.maker, reader), name(state.maker.other(), reader));
            let sentence = match *date {
                Some(day) => say::ask_promise_differs_on(made, heard, day),
                None => say::ask_promise_differs(made, heard),
            };
            let acts: Vec<u8> =
                occasion.marks.iter().flat_map(|m| &m.acts).flat_map(|a| a.0).collect();
            let choices = talk_or_leave();
            let day = date_bytes(*date);
            asks.push(ask(
                "seen_differently",
                at,
                &[record, &day, &acts],
                "both",
                sentence,
                choices,
            ));
        }
    }
    asks
}

pub(super) fn date_bytes(date: Option<Day>) -> Vec<u8> {
    date.map(|day| day.0.to_be_bytes().to_vec()).unwrap_or_default()
}

fn lines(acts: &Acts, state: &State, reader: &Reader) -> Vec<HistoryLine> {
    let mut begun = false;
    let mut line = |one: &crate::law::heads::One<'_>| {
        let own = one.partner == state.maker;
        let (act, version, note, words) = match &one.act.body {
            Body::Promise(fields) if own => {
                let version = fields.version(state.record);
                if !state.versions.contains_key(&version) {
                    return None;
                }
                let act = if std::mem::replace(&mut begun, true) { "reworded" } else { "promised" };
                (act, Some(version), None, Some(&fields.text))
            }
            Body::Mark { result, note, .. } => (mark_word(*result), None, note.as_ref(), None),
            Body::AllRight { .. } if !own => ("all_right", None, None, None),
            Body::Release { .. } if !own => ("released", None, None, None),
            Body::Move { .. } if own => ("moved", None, None, None),
            Body::PromiseWithdraw if own => ("withdrew", None, None, None),
            Body::PromiseAcknowledge { version } if !own => {
                ("acknowledged", Some(*version), None, None)
            }
            Body::Thank { version } if !own => ("thanked", Some(*version), None, None),
            _ => return None,
        };
        Some(HistoryLine {
            date: one.act.date,
            by: side(one.partner, reader),
            act,
            revision: version.map(|v| v.hex()),
            note: note.map(|t| t.as_str().to_owned()),
            words: words.map(|t| t.as_str().to_owned()),
        })
    };
    of_record(acts, &state.record, Scope::All).iter().filter_map(&mut line).collect()
}

/// Sentences for what changed, from acts the reader has not seen: one for each thing the other did. Words are not repeated in them.
pub fn news(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    unseen: &[ActIx],
) -> Vec<view::NewsLine> {
    let mut lines: Vec<view::NewsLine> = Vec::new();
    for maker in Partner::BOTH {
        let Some(state) = derive(acts, record, maker, Scope::All) else { continue };
        let mine = maker == reader.me;
        let whose = if mine { "mine" } else { "theirs" };
        let told = |code| say::news_promise(they(reader), code);
        let all = of_record(acts, &record, Scope::All);
        let new = all.iter().filter(|one| one.partner != reader.me && unseen.contains(&one.ix));
        for one in new {
            let sentence = match &one.act.body {
                Body::Promise(fields) if !mine => {
                    if !state.versions.contains_key(&fields.version(record)) {
                        continue;
                    }
                    match (fields.replaces.is_empty(), state.withdrawn) {
                        (true, Some(_)) => told("made_withdrawn"),
                        (true, None) => told("made"),
                        (false, _) => told("reworded"),
                    }
                }
                Body::PromiseWithdraw if !mine => told("withdrawn"),
                Body::Move { .. } if !mine => told("moved"),
                Body::Mark { result, .. } => {
                    say::news_promise_marked(they(reader), whose, mark_word(*result))
                }
                Body::AllRight { .. } if mine => told("all_right"),
                Body::Release { .. } if mine => told("released"),
                Body::PromiseAcknowledge { .. } if mine => told("read"),
                Body::Thank { .. } if mine => told("thanked"),
                _ => continue,
            };
            let record = Some(record.hex());
            let line = view::NewsLine { record, on: one.act.date, sentence, question: false };
            if !lines.iter().any(|l| l.sentence == line.sentence) {
                lines.push(line);
            }
        }
        if asks(&state, reader)
            .iter()
            .any(|a| a.code == "seen_differently" && !is_answered(reader, a))
        {
            let on = reader.today;
            let sentence = say::news_promise_differs(they(reader), whose);
            lines.push(view::NewsLine { record: Some(record.hex()), on, sentence, question: true });
        }
    }
    lines
}

/// Occurrences of the reader's own promises that are due today and still open: for the first screen. None while the reader takes a break.
pub fn due_today<'a>(
    states: impl Iterator<Item = &'a State>,
    reader: &Reader,
) -> Vec<(RecordId, Option<Day>)> {
    if reader.paused {
        return vec![];
    }
    let open = |state: &State| {
        let on = Some(reader.today);
        let scheduled = state.occasions.contains_key(&on)
            || Schedule::dates(&state.schedule()).take_while(|d| *d <= on).any(|d| d == on);
        (scheduled && state.outcome(on) == Outcome::Open).then_some((state.record, on))
    };
    states.filter(|s| s.maker == reader.me).filter_map(open).collect()
}
