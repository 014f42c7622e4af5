//! What may be said about rituals now, and the acts that say it.

use std::borrow::Cow;

use accord_protocol::ids::Partner;
use jiff::tz::TimeZone;

use super::command::{At, RitualCommand, RitualWords};
use super::show::asks_of;
use super::state::{State, derive};
use crate::act::rounds::{RitualResult, RoundBody};
use crate::act::terms::{MAX_LENGTH_MINUTES, Moment, MoveTerms, RitualTerms};
use crate::act::{Body, Revision, Terms, Text, Zone, agreement_id};
use crate::law::agreement::{self, countered, first_revision, propose_revision, say_yes};
use crate::law::asking::{opt_text, text};
use crate::law::command::{AgreementKind, Area, LawCommand, Wording};
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::recurrence::Rule;
use crate::law::states::States;
use crate::law::{Decision, Reader, resolve};
use crate::refused::Refused;
use crate::time::{Day, When};

/// Days looked back for the newest date, where a mark names none.
const LOOKS_BACK: i32 = 400;

/// Turns a command about a ritual into acts; `None` where the command is about something else.
///
/// # Errors
/// `not_found`, `ambiguous`, `rule_missing`, `bad_rule`, `bad_date`, `bad_zone`, `bad_length`, `not_in_force`, `no_change`, what the
/// agreement law refuses, or what is wrong with a text.
pub fn decide(
    acts: &Acts,
    states: Option<&States>,
    reader: &Reader,
    command: &LawCommand,
) -> Option<Result<Decision, Refused>> {
    let LawCommand::Ritual(command) = command else { return None };
    Some(match command {
        RitualCommand::Propose { words, ritual } => first(reader.today, words, ritual, reader.me)
            .and_then(|first| propose_revision(acts, reader.me, AgreementKind::Ritual, first)),
        RitualCommand::Counter { id, words, ritual, revision, joins } => {
            countered(acts, reader.me, (id, revision.as_ref(), joins), |base| {
                reworded(reader.today, base, words, ritual, reader.me)
            })
        }
        RitualCommand::Mark { id, on, result } => {
            find(acts, states, id).and_then(|state| mark(reader, &state, *on, *result))
        }
        RitualCommand::Move { id, on, to } => {
            find(acts, states, id).and_then(|state| move_to(acts, reader.me, &state, *on, to))
        }
    })
}

/// A first wording of a ritual. Its part of life is time, if not said.
pub(crate) fn first(
    today: Day,
    words: &Wording,
    ritual: &RitualWords,
    me: Partner,
) -> Result<Revision, Refused> {
    let words = Wording { area: words.area.or(Some(Area::Time)), ..words.clone() };
    let mut revision = first_revision(&words, me)?;
    revision.terms = Some(Terms::Ritual(terms(today, None, ritual)?));
    Ok(revision)
}

/// Another wording of a ritual: what is not said stays.
pub(crate) fn reworded(
    today: Day,
    base: &Revision,
    words: &Wording,
    ritual: &RitualWords,
    me: Partner,
) -> Result<Revision, Refused> {
    let Some(Terms::Ritual(before)) = &base.terms else {
        return Err(Refused::usage("terms_missing"));
    };
    let mut revision = agreement::reworded(base, words, me)?;
    revision.terms = Some(Terms::Ritual(terms(today, Some(before), ritual)?));
    Ok(revision)
}

fn terms(
    today: Day,
    base: Option<&RitualTerms>,
    said: &RitualWords,
) -> Result<RitualTerms, Refused> {
    let every = match (&said.every, base) {
        (Some(every), _) => {
            let rule = Rule::parse(every)
                .map_err(|why| Refused::usage("bad_rule").with(why.to_string()))?;
            text(&rule.to_string(), "every")?
        }
        (None, Some(base)) => base.every.clone(),
        (None, None) => return Err(Refused::usage("rule_missing")),
    };
    // A new rule is counted from a day of its own: "every week" means the weekday of that day.
    let inherited = base.filter(|_| said.every.is_none()).map(|base| base.start);
    let start = said.start.or(inherited).unwrap_or(today);
    let rule = Rule::parse(every.as_str()).map_err(|_| Refused::usage("bad_rule"))?;
    if start.date().is_none() || rule.dates(start).next().is_none() {
        return Err(Refused::usage("bad_date").with(start.to_string()));
    }
    let at = match (&said.at, base) {
        (Some(at), _) => moment(at)?,
        (None, Some(base)) => base.at.clone(),
        (None, None) => Moment::Day,
    };
    let length = said.length.or_else(|| base.and_then(|base| base.length));
    if length.is_some_and(|length| !(1..=MAX_LENGTH_MINUTES).contains(&length)) {
        return Err(Refused::usage("bad_length"));
    }
    let opt = |said: &Option<String>, field, base: Option<&Option<Text>>| {
        let said = opt_text(said.as_ref(), field)?;
        Ok::<_, Refused>(said.or_else(|| base.cloned().flatten()))
    };
    Ok(RitualTerms {
        start,
        every,
        at,
        length,
        why: opt(&said.why, "why", base.map(|b| &b.why))?,
        place: opt(&said.place, "place", base.map(|b| &b.place))?,
        remote: opt(&said.remote, "remote", base.map(|b| &b.remote))?,
    })
}

fn moment(at: &At) -> Result<Moment, Refused> {
    let checked = |minutes: u16| {
        if minutes > 1439 { Err(Refused::usage("bad_time")) } else { Ok(minutes) }
    };
    Ok(match at {
        At::Day => Moment::Day,
        At::Own { minutes } => Moment::Own { minutes: checked(*minutes)? },
        At::Same { minutes, zone } => {
            Moment::Same { minutes: checked(*minutes)?, zone: known_zone(zone)? }
        }
    })
}

fn known_zone(zone: &str) -> Result<Zone, Refused> {
    TimeZone::get(zone).map_err(|_| Refused::usage("bad_zone"))?;
    Zone::new(zone).map_err(|_| Refused::usage("bad_zone"))
}

fn find<'a>(acts: &Acts, states: Option<&'a States>, id: &str) -> Result<Cow<'a, State>, Refused> {
    let record = resolve(id, acts.records_beginning(id))?;
    let state = match states {
        Some(states) => states.ritual(&record).map(Cow::Borrowed),
        None => derive(acts, record, Scope::All).map(Cow::Owned),
    };
    state.ok_or_else(|| Refused::not_found("ritual"))
}

fn bad_date(state: &State, on: Day) -> Refused {
    Refused::rule("bad_date").with(state.record.hex()).with(on.to_string())
}

fn mark(
    reader: &Reader,
    state: &State,
    on: Option<Day>,
    result: RitualResult,
) -> Result<Decision, Refused> {
    if state.periods.is_empty() {
        return Err(Refused::rule("not_in_force").with(state.record.hex()));
    }
    let on = match on {
        Some(on) => on,
        None => {
            let back = reader.today.plus(-LOOKS_BACK);
            let newest = state.planned_between(back, reader.today).pop_last();
            newest.map(|(day, _)| day).ok_or_else(|| bad_date(state, reader.today))?
        }
    };
    let (on, revision) = state.meant(on).ok_or_else(|| bad_date(state, on))?;
    let occurrence = state.occurrence(on);
    if occurrence.marks[reader.me.index()].counts() == Some(result) {
        return Ok(Decision::nothing(state.record));
    }
    let body = RoundBody::RitualMark { revision, on, result };
    Ok(Decision::one(state.record, Body::Round(body)))
}

/// Proposes another time for one occurrence. All ideas for it are one agreement: the same idea again is a yes, another one answers what is
/// open there.
fn move_to(
    acts: &Acts,
    me: Partner,
    state: &State,
    on: Day,
    to: &When,
) -> Result<Decision, Refused> {
    let now = state.in_force.and_then(|revision| state.plans.get(&revision));
    if now.is_none() {
        return Err(Refused::rule("not_in_force").with(state.record.hex()));
    }
    let (on, revision) = state.meant(on).ok_or_else(|| bad_date(state, on))?;
    let plan = state.plans.get(&revision).ok_or_else(|| bad_date(state, on))?;
    let before = plan.when(on);
    let to = When { day: to.day, at: to.at.clone().or_else(|| before.at.clone()) };
    check(&to)?;
    let root = Revision {
        area: plan.area,
        topic: None,
        text: plan.name.clone(),
        give: [None, None],
        from: None,
        until: None,
        look_again: None,
        terms: Some(Terms::Move(MoveTerms { ritual: state.record, on, to: to.clone() })),
        parents: Vec::new(),
    };
    let record = agreement_id(AgreementKind::Move, &root);
    let Some(known) = agreement::derive(acts, record, Scope::All, Vec::new()) else {
        if to == before {
            return Err(Refused::rule("no_change"));
        }
        return propose_revision(acts, me, AgreementKind::Move, root);
    };
    let same = |r: &&agreement::RevisionState| r.revision.terms == root.terms;
    let best = |r: &&agreement::RevisionState| {
        (known.in_force.is_some_and(|f| f.revision == r.id), r.stands[me.other().index()], r.open)
    };
    if let Some(found) = known.revisions.iter().filter(same).max_by_key(best) {
        if known.in_force.is_some_and(|f| f.revision == found.id) {
            return Err(Refused::rule("already_in_force").with(record.hex()));
        }
        return Ok(say_yes(&known, me, found.revision.clone()));
    }
    let mut parents: Vec<_> = known.open().map(|r| r.id).collect();
    if parents.is_empty() {
        let settled = known.in_force.map(|f| f.revision).or(known.last_settled);
        parents.push(settled.unwrap_or(known.last_proposed));
    }
    parents.sort_unstable();
    Ok(say_yes(&known, me, Revision { parents, ..root }))
}

fn check(when: &When) -> Result<(), Refused> {
    if when.day.date().is_none() {
        return Err(Refused::usage("bad_date").with(when.day.to_string()));
    }
    let Some((minutes, zone)) = &when.at else { return Ok(()) };
    if *minutes > 1439 {
        return Err(Refused::usage("bad_date").with(when.day.to_string()));
    }
    known_zone(zone).map(drop)
}

/// The acts that say `choice` to the ask `id`, if it is about an occurrence that own devices marked apart.
#[must_use]
pub fn answer(
    acts: &Acts,
    reader: &Reader,
    id: &str,
    choice: &str,
) -> Option<Result<Decision, Refused>> {
    let (record, on, revision, ask) = super::all(acts, Scope::All).iter().find_map(|state| {
        let asked = asks_of(state, reader);
        let (on, ask) = asked.into_iter().find(|(_, ask)| ask.id == id)?;
        let revision = state.occurrence(on).by.first().copied();
        Some((state.record, on, state.wording(on).or(revision)?, ask))
    })?;
    if !ask.choices.iter().any(|c| c.id == choice) {
        return Some(Err(Refused::usage("unknown_choice")));
    }
    let result = match choice {
        "did_it" => RitualResult::DidIt,
        "not_this_time" => RitualResult::NotThisTime,
        _ => RitualResult::NotApplicable,
    };
    let body = Body::Round(RoundBody::RitualMark { revision, on, result });
    Some(Ok(Decision::one(record, body)))
}
