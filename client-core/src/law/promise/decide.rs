//! What may be said about a promise now, and the acts that say it.

use accord_protocol::ids::Partner;
use jiff::tz::TimeZone;

use super::occasion::Outcome;
use super::show::{asks, dates};
use super::state::{State, all, derive, is_before};
use crate::act::{Body, PromiseFields, RecordId, Text, VersionId, Zone};
use crate::law::asking::{opt_text, text};
use crate::law::command::{LawCommand, MarkResult};
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::recurrence::Rule;
use crate::law::{Decision, Reader, resolve};
use crate::refused::Refused;
use crate::time::{Day, When};

/// The acts that say `command`. `fresh` is a new random id, used where the command makes a promise. `None` where the command is about
/// something else.
///
/// # Errors
/// `not_found`, `ambiguous`, `not_yours` (only the maker may), `yours` (only the recipient may), `withdrawn`, `released`, `already_moved`,
/// `already_due`, `bad_date`, `bad_zone`, `bad_rule`, `left`, and what a text may not be.
pub fn decide(
    acts: &Acts,
    reader: &Reader,
    command: &LawCommand,
    fresh: RecordId,
) -> Option<Result<Decision, Refused>> {
    let own = |id: &str| find(acts, id, reader.me, "not_yours");
    let other = |id: &str| find(acts, id, reader.me.other(), "yours");
    let decision = match command {
        LawCommand::PromiseAdd { text: words, due, every, size, sure } => {
            schedule(reader, due.as_ref(), every.as_ref()).and_then(|(due, every)| {
                let (size, sure) = (*size, *sure);
                let text = text(words, "text")?;
                let fields = PromiseFields { text, due, every, size, sure, replaces: vec![] };
                Ok(Decision::one(fresh, Body::Promise(fields)))
            })
        }
        LawCommand::PromiseEdit { id, text: words } => own(id).and_then(|state| {
            not_withdrawn(&state)?;
            reword(&state, text(words, "text")?)
        }),
        LawCommand::PromiseMark { id, on, result, note } => either(acts, reader, id)
            .and_then(|state| mark(reader, &state, *on, *result, opt_text(note.as_ref(), "note")?)),
        LawCommand::PromiseAllRight { id, on } => other(id).and_then(|state| {
            let date = about(reader, &state, *on)?;
            if state.occasions.get(&date).is_some_and(|o| o.all_right) {
                return Ok(Decision::nothing(state.record));
            }
            Ok(Decision::one(state.record, Body::AllRight { on: date }))
        }),
        LawCommand::PromiseRelease { id, on } => {
            other(id).and_then(|state| release(reader, &state, *on))
        }
        LawCommand::PromiseMove { id, on, to } => {
            own(id).and_then(|state| move_to(reader, &state, *on, to))
        }
        LawCommand::PromiseWithdraw { id } => own(id).and_then(|state| {
            not_withdrawn(&state)?;
            Ok(Decision::one(state.record, Body::PromiseWithdraw))
        }),
        LawCommand::PromiseAck { id } => other(id).and_then(|state| {
            not_withdrawn(&state)?;
            let version = current(&state)?;
            Ok(once(&state, &state.acknowledged, version, Body::PromiseAcknowledge { version }))
        }),
        LawCommand::PromiseThank { id } => other(id).and_then(|state| {
            let version = current(&state)?;
            Ok(once(&state, &state.thanks, version, Body::Thank { version }))
        }),
        _ => return None,
    };
    let left = acts.left().iter().any(Option::is_some);
    Some(if left { Err(Refused::rule("left")) } else { decision })
}

/// The acts that say `choice` to the ask `id`, if it is about a promise. An answer about own devices settles it for all of them; one about
/// what both see differently is kept by the client alone and changes nothing here.
pub fn answer(
    acts: &Acts,
    reader: &Reader,
    id: &str,
    choice: &str,
) -> Option<Result<Decision, Refused>> {
    let asked = |state: &State| asks(state, reader).into_iter().find(|ask| ask.id == id);
    let (state, ask) =
        all(acts, Scope::All).into_iter().find_map(|s| asked(&s).map(|ask| (s, ask)))?;
    if !ask.choices.iter().any(|c| c.id == choice) {
        return Some(Err(Refused::usage("unknown_choice")));
    }
    if ask.code == "seen_differently" {
        return Some(Ok(Decision::nothing(state.record)));
    }
    let result = match choice {
        "kept" => MarkResult::Kept,
        "not_kept" => MarkResult::NotKept,
        "not_applicable" => MarkResult::NotApplicable,
        _ => {
            let words = state.versions.iter().find(|(id, _)| id.hex() == choice);
            return words.map(|(_, v)| reword(&state, v.fields.text.clone()));
        }
    };
    // Which date: the one whose ask has this id.
    let differ = state.occasions.iter().filter(|(_, o)| {
        o.marks.get(reader.me.index()).is_some_and(super::occasion::Marks::differ)
    });
    let mut on = differ.map(|(date, _)| *date).filter(|date| {
        let mut one = state.clone();
        one.occasions.retain(|d, _| d == date);
        asks(&one, reader).iter().any(|a| a.id == id)
    });
    let on = on.next()?;
    Some(Ok(Decision::one(state.record, Body::Mark { on, result, note: None })))
}

/// The record a typed id means, among promises.
///
/// # Errors
/// `not_found`, `ambiguous`.
pub fn known(acts: &Acts, id: &str) -> Result<RecordId, Refused> {
    let is_one = |id: &RecordId| {
        Partner::BOTH.iter().any(|maker| derive(acts, *id, *maker, Scope::All).is_some())
    };
    resolve(id, acts.records_beginning(id).filter(is_one))
}

fn find(acts: &Acts, id: &str, maker: Partner, wrong: &'static str) -> Result<State, Refused> {
    let record = known(acts, id)?;
    derive(acts, record, maker, Scope::All).ok_or_else(|| Refused::rule(wrong).with(record.hex()))
}

fn either(acts: &Acts, reader: &Reader, id: &str) -> Result<State, Refused> {
    let record = known(acts, id)?;
    let of = |maker| derive(acts, record, maker, Scope::All);
    of(reader.me).or_else(|| of(reader.me.other())).ok_or_else(|| Refused::not_found("promise"))
}

fn not_withdrawn(state: &State) -> Result<(), Refused> {
    match state.withdrawn {
        None => Ok(()),
        Some(on) => Err(Refused::rule("withdrawn").with(state.record.hex()).with(on.to_string())),
    }
}

fn current(state: &State) -> Result<VersionId, Refused> {
    state.current().map(|(id, _)| id).ok_or_else(|| Refused::not_found("promise"))
}

fn once(state: &State, said: &[(VersionId, Day)], version: VersionId, body: Body) -> Decision {
    if said.iter().any(|(known, _)| *known == version) {
        return Decision::nothing(state.record);
    }
    Decision::one(state.record, body)
}

/// When a promise is due, checked. A repeating promise without a due date begins today.
fn schedule(
    reader: &Reader,
    due: Option<&When>,
    every: Option<&String>,
) -> Result<(Option<When>, Option<Text>), Refused> {
    if let Some(due) = due {
        checked(due)?;
    }
    let Some(every) = every else { return Ok((due.cloned(), None)) };
    let rule =
        Rule::parse(every).map_err(|why| Refused::usage("bad_rule").with(why.to_string()))?;
    let due = due.cloned().unwrap_or(When { day: reader.today, at: None });
    if rule.dates(due.day).next().is_none() {
        return Err(Refused::usage("bad_date").with(due.day.to_string()));
    }
    Ok((Some(due), Some(text(&rule.to_string(), "every")?)))
}

fn checked(when: &When) -> Result<(), Refused> {
    if when.day.date().is_none() {
        return Err(Refused::usage("bad_date").with(when.day.to_string()));
    }
    let Some((minutes, zone)) = &when.at else { return Ok(()) };
    if *minutes > 1439 {
        return Err(Refused::usage("bad_date").with(when.day.to_string()));
    }
    if Zone::new(zone).is_err() || TimeZone::get(zone).is_err() {
        return Err(Refused::usage("bad_zone"));
    }
    Ok(())
}

fn reword(state: &State, text: Text) -> Result<Decision, Refused> {
    let standing: Vec<_> = state.versions.iter().filter(|(_, v)| v.standing).collect();
    let (_, from) = state.current().ok_or_else(|| Refused::not_found("promise"))?;
    if standing.len() == 1 && from.fields.text == text {
        return Ok(Decision::nothing(state.record));
    }
    let replaces = standing.iter().map(|(id, _)| **id).collect();
    let fields = PromiseFields { text, replaces, ..from.fields.clone() };
    Ok(Decision::one(state.record, Body::Promise(fields)))
}

/// Which occurrence is meant: the one named; else the only one that was not moved away, else the latest that is due, else the next.
fn about(reader: &Reader, state: &State, on: Option<Day>) -> Result<Option<Day>, Refused> {
    let bad = |on: Option<Day>| {
        let refused = Refused::rule("bad_date").with(state.record.hex());
        on.map_or(refused.clone(), |on| refused.with(on.to_string()))
    };
    if on.is_some() {
        let named = state.occasions.contains_key(&on)
            || state.schedule().dates().take_while(|date| *date <= on).any(|date| date == on);
        return if named { Ok(on) } else { Err(bad(on)) };
    }
    let stays = |date: &Option<Day>| !state.occasions.get(date).is_some_and(|o| o.moved);
    let dates: Vec<Option<Day>> = dates(state, reader).into_iter().filter(stays).collect();
    let due = dates.iter().rev().find(|date| date.is_none_or(|day| day <= reader.today));
    due.or_else(|| dates.first()).copied().ok_or_else(|| bad(None))
}

fn mark(
    reader: &Reader,
    state: &State,
    on: Option<Day>,
    result: MarkResult,
    note: Option<Text>,
) -> Result<Decision, Refused> {
    let on = about(reader, state, on)?;
    still_there(state, on)?;
    let mine = state.occasions.get(&on).and_then(|o| o.marks.get(reader.me.index()));
    if note.is_none() && mine.and_then(super::occasion::Marks::counts) == Some(result) {
        return Ok(Decision::nothing(state.record));
    }
    Ok(Decision::one(state.record, Body::Mark { on, result, note }))
}

fn still_there(state: &State, on: Option<Day>) -> Result<(), Refused> {
    let code = match state.outcome(on) {
        Outcome::Withdrawn => "withdrawn",
        Outcome::Released => "released",
        Outcome::ChangedAhead => "already_moved",
        _ => return Ok(()),
    };
    let refused = Refused::rule(code).with(state.record.hex());
    Err(on.map_or(refused.clone(), |on| refused.with(on.to_string())))
}

fn release(reader: &Reader, state: &State, on: Option<Day>) -> Result<Decision, Refused> {
    if on.is_none() {
        not_withdrawn(state)?;
        if state.released_all {
            return Ok(Decision::nothing(state.record));
        }
        return Ok(Decision::one(state.record, Body::Release { on: None }));
    }
    let on = about(reader, state, on)?;
    match state.outcome(on) {
        Outcome::Released => Ok(Decision::nothing(state.record)),
        Outcome::Withdrawn => not_withdrawn(state).map(|()| Decision::nothing(state.record)),
        _ => Ok(Decision::one(state.record, Body::Release { on })),
    }
}

fn move_to(
    reader: &Reader,
    state: &State,
    on: Option<Day>,
    to: &When,
) -> Result<Decision, Refused> {
    let next = || {
        let ahead = |date: &Option<Day>| {
            state.outcome(*date) == Outcome::Open
                && date.is_none_or(|due| is_before(reader.today, due, state.at(*date).is_some()))
        };
        dates(state, reader).into_iter().find(ahead)
    };
    let from = match on {
        None => match next() {
            Some(date) => date,
            None => about(reader, state, None)?,
        },
        on => about(reader, state, on)?,
    };
    still_there(state, from)?;
    let at = state.at(from);
    if from.is_some_and(|due| !is_before(reader.today, due, at.is_some())) {
        let refused = Refused::rule("already_due").with(state.record.hex());
        return Err(from.map_or(refused.clone(), |from| refused.with(from.to_string())));
    }
    let to = When { day: to.day, at: to.at.clone().or_else(|| at.clone()) };
    checked(&to)?;
    if from == Some(to.day) && at == to.at {
        return Ok(Decision::nothing(state.record));
    }
    Ok(Decision::one(state.record, Body::Move { on: from, to }))
}
