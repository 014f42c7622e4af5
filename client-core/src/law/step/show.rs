//! Steps from one reader's side, what is asked about them, and news.
//!
//! The clock only chooses which dates of a step that repeats are listed. Nothing counts how often a step was done, and nothing calls one late.

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::ids::Partner;

use super::state::{Outcome, State, of, outcome, rule};
use super::view::{Step as StepView, StepDate, StepWords};
use crate::act::rounds::{RoundBody, StepResult};
use crate::act::terms::{Step, StepOwner};
use crate::act::{Body, RecordId, StepId, Terms};
use crate::law::Reader;
use crate::law::agreement::{self, AgreementState};
use crate::law::asking::{ask, choice, is_answered, talk_or_leave};
use crate::law::graph::{ActIx, Acts};
use crate::law::heads::Scope;
use crate::law::marks::Marks;
use crate::law::people::{name, they};
use crate::law::recurrence::{Rule, moment};
use crate::law::say::{self, Say};
use crate::law::view::{Ask, NewsLine, Sides, Who};
use crate::time::{Day, When};

/// A mark's place: the step, and the date of one that repeats.
type Place = (StepId, Option<Day>);

/// The steps of the wording in force; else of the one that is read out where nothing is in force.
pub(super) fn in_view(plan: &AgreementState) -> &[Step] {
    let shown = plan
        .in_force
        .map(|f| f.revision)
        .or_else(|| plan.open().next().map(|r| r.id))
        .or(plan.last_settled)
        .unwrap_or(plan.last_proposed);
    match plan.revision(shown).and_then(|r| r.revision.terms.as_ref()) {
        Some(Terms::Plan(steps)) => steps,
        _ => &[],
    }
}

/// Steps as one wording says them.
#[must_use]
pub fn words(steps: &[Step], me: Partner) -> Vec<StepWords> {
    let one = |(at, step): (usize, &Step)| {
        let (due, due_utc) = match &step.due {
            Some(due) => when(due),
            None => (None, None),
        };
        let every = step.every.as_ref().map(|every| {
            Rule::parse(every.as_str()).map_or(every.as_str().to_owned(), |rule| rule.spoken())
        });
        StepWords {
            step: step.id().hex(),
            number: at + 1,
            whose: match (step.whose, me) {
                (StepOwner::Both, _) => Who::Both,
                (StepOwner::Zero, Partner::Zero) | (StepOwner::One, Partner::One) => Who::Me,
                (StepOwner::Zero, Partner::One) | (StepOwner::One, Partner::Zero) => Who::Them,
            },
            text: step.text.as_str().to_owned(),
            due,
            due_utc,
            every,
            notice: step.notice.as_ref().map(|text| text.as_str().to_owned()),
        }
    };
    steps.iter().enumerate().map(one).collect()
}

fn when(when: &When) -> (Option<String>, Option<String>) {
    let Some((minutes, zone)) = &when.at else { return (Some(when.day.to_string()), None) };
    match moment(when.day, *minutes, zone) {
        Some(moment) => (Some(moment.to_string()), Some(moment.timestamp().to_string())),
        None => (Some(format!("{}T{:02}:{:02}", when.day, minutes / 60, minutes % 60)), None),
    }
}

/// The steps of a plan's wording in force with what both say of them.
#[must_use]
pub fn list(state: &State, plan: &AgreementState, reader: &Reader) -> Vec<StepView> {
    let steps = in_view(plan);
    let words = words(steps, reader.me);
    let one = |(step, words): (&Step, StepWords)| {
        let id = step.id();
        let dates = dates(state, step, reader);
        let newest = dates.iter().rev().find(|d| d.date <= reader.today).or(dates.first());
        let on = newest.map(|d| d.date);
        let marks = state.said(id, on);
        let outcome = outcome(&marks, step.whose);
        StepView {
            words,
            result: outcome.word(),
            open: outcome.is_open(),
            marks: shown(&marks, reader),
            mine_apart: apart(&marks[reader.me.index()]),
            notes: notes(&marks, reader),
            dates,
        }
    };
    steps.iter().zip(words).map(one).collect()
}

/// Of a step that repeats the dates somebody marked, the newest up to today and the next.
fn dates(state: &State, step: &Step, reader: &Reader) -> Vec<StepDate> {
    let Some((rule, first)) = rule(step) else { return Vec::new() };
    let id = step.id();
    let mut dates: BTreeSet<Day> =
        state.marks.keys().filter(|(marked, _)| *marked == id).filter_map(|(_, on)| *on).collect();
    let mut newest = None;
    for day in rule.dates(first) {
        if day > reader.today {
            dates.insert(day);
            break;
        }
        newest = Some(day);
    }
    dates.extend(newest);
    let one = |date: Day| {
        let marks = state.said(id, Some(date));
        StepDate {
            date,
            result: outcome(&marks, step.whose).word(),
            marks: shown(&marks, reader),
            mine_apart: apart(&marks[reader.me.index()]),
            notes: notes(&marks, reader),
        }
    };
    dates.into_iter().map(one).collect()
}

fn shown(marks: &[Marks<StepResult>; 2], reader: &Reader) -> Sides<Option<&'static str>> {
    let of = |who: Partner| marks[who.index()].counts().map(word);
    Sides { me: of(reader.me), them: of(reader.me.other()) }
}

fn notes(marks: &[Marks<StepResult>; 2], reader: &Reader) -> Sides<Option<String>> {
    let of = |who: Partner| marks[who.index()].note.as_ref().map(|note| note.as_str().to_owned());
    Sides { me: of(reader.me), them: of(reader.me.other()) }
}

fn apart(marks: &Marks<StepResult>) -> Vec<&'static str> {
    if marks.differ() { marks.results.iter().copied().map(word).collect() } else { Vec::new() }
}

fn word(result: StepResult) -> &'static str {
    match result {
        StepResult::Done => "done",
        StepResult::NotYet => "not_yet",
        StepResult::NotApplicable => "not_applicable",
    }
}

/// What is asked about the steps of one plan and not answered: seen differently of both, own devices that marked apart of one.
#[must_use]
pub fn asked(state: &State, reader: &Reader) -> Vec<Ask> {
    let asks = asks_of(state, reader).into_iter().map(|(_, ask)| ask);
    asks.filter(|ask| !is_answered(reader, ask)).collect()
}

pub(super) fn asks_of(state: &State, reader: &Reader) -> Vec<(Place, Ask)> {
    let mut asks = Vec::new();
    for ((step, on), marks) in &state.marks {
        let Some(words) = state.steps.get(step) else { continue };
        let place = on.map(|day| day.0.to_be_bytes().to_vec()).unwrap_or_default();
        let at = Some(("agreements", state.record));
        let own = &marks[reader.me.index()];
        if own.differ() {
            let acts: Vec<u8> = own.acts.iter().flat_map(|act| act.0).collect();
            let sentence = on.map_or_else(say::ask_step_marks, say::ask_step_marks_on);
            let results = own.results.iter().copied().map(word);
            let choices = results.map(|word| choice(word, say::way_mark(word))).collect();
            let parts: [&[u8]; 4] = [&state.record.0, &step.0, &place, &acts];
            asks.push((
                (*step, *on),
                ask("own_devices_differ", at, &parts, "me", sentence, choices),
            ));
        }
        if outcome(marks, words.whose) == Outcome::SeenDifferently {
            let done = marks[0].counts() == Some(StepResult::Done);
            let (done, other) = if done { (0, 1) } else { (1, 0) };
            let [done, other] = [done, other].map(|who| name(Partner::BOTH[who], reader));
            let sentence = match *on {
                Some(day) => say::ask_step_differs_on(done, other, day),
                None => say::ask_step_differs(done, other),
            };
            let acts: Vec<u8> = marks.iter().flat_map(|m| &m.acts).flat_map(|a| a.0).collect();
            let choices = talk_or_leave();
            let parts: [&[u8]; 4] = [&state.record.0, &step.0, &place, &acts];
            asks.push((
                (*step, *on),
                ask("seen_differently", at, &parts, "both", sentence, choices),
            ));
        }
    }
    asks
}

/// One sentence for each step the other marked, from acts the reader has not seen, and one where a step is seen differently.
#[must_use]
pub fn news(acts: &Acts, reader: &Reader, record: RecordId, unseen: &[ActIx]) -> Vec<NewsLine> {
    let marks = |ix: &ActIx| match &acts.get(*ix).act.body {
        Body::Round(RoundBody::StepMark { result, .. }) => Some((acts.get(*ix), *result)),
        _ => None,
    };
    if !unseen.iter().any(|ix| marks(ix).is_some()) {
        return Vec::new();
    }
    let plan = agreement::derive(acts, record, Scope::All, Vec::new());
    let Some(state) = plan.and_then(|plan| of(acts, &plan, Scope::All)) else { return Vec::new() };
    let theirs: BTreeMap<_, Place> = state
        .marks
        .iter()
        .flat_map(|(place, marks)| {
            marks[reader.me.other().index()].acts.iter().map(|act| (*act, *place))
        })
        .collect();
    let line = |on: Day, sentence: Say, question: bool| NewsLine {
        record: Some(record.hex()),
        on,
        sentence,
        question,
    };
    let mut lines: Vec<NewsLine> = Vec::new();
    for (held, result) in unseen.iter().filter_map(marks) {
        let Some((step, on)) = theirs.get(&held.hash) else { continue };
        let step = state.steps.get(step).map(|step| step.whose);
        let whose = match (step, reader.me) {
            (Some(StepOwner::Zero), Partner::Zero) | (Some(StepOwner::One), Partner::One) => "mine",
            _ => "other",
        };
        let sentence = match *on {
            Some(day) => say::news_step_marked_on(they(reader), whose, word(result), day),
            None => say::news_step_marked(they(reader), whose, word(result)),
        };
        let new = line(held.act.date, sentence, false);
        if !lines.iter().any(|l| l.sentence == new.sentence) {
            lines.push(new);
        }
    }
    let asked = asks_of(&state, reader);
    let differ = |(_, a): &(Place, Ask)| a.code == "seen_differently" && !is_answered(reader, a);
    if asked.iter().any(differ) {
        let sentence = say::news_step_differs(they(reader));
        lines.push(line(reader.today, sentence, true));
    }
    lines
}
