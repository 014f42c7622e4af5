//! Which steps a plan may have, what may be said about them now, and the acts that say it.

use accord_protocol::ids::Partner;
use jiff::tz::TimeZone;

use super::command::{StepCommand, StepWhose, StepWords};
use super::show::{asks_of, in_view};
use super::state::{State, of, rule};
use crate::act::rounds::{RoundBody, StepResult};
use crate::act::terms::{MAX_STEPS, Step, StepOwner};
use crate::act::{Body, Revision, StepId, Terms};
use crate::law::agreement::{self, AgreementState};
use crate::law::asking::{opt_text, text};
use crate::law::command::{AgreementKind, LawCommand};
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::recurrence::Rule;
use crate::law::{Decision, Reader, pick_prefix, resolve};
use crate::refused::Refused;
use crate::time::{Day, When};

/// The terms of a plan with these steps; none where there is no step.
pub(crate) fn terms(
    base: &Revision,
    said: &[StepWords],
    me: Partner,
) -> Result<Option<Terms>, Refused> {
    if said.len() > MAX_STEPS {
        return Err(Refused::usage("too_many_steps").with(MAX_STEPS.to_string()));
    }
    let before = match &base.terms {
        Some(Terms::Plan(steps)) => steps.as_slice(),
        _ => &[],
    };
    let mut steps: Vec<Step> = Vec::with_capacity(said.len());
    for words in said {
        let step = match words {
            StepWords::Keep(named) => pick(before, named)?.clone(),
            StepWords::New { whose, text: words, due, every, notice } => Step {
                whose: owner(*whose, me),
                text: text(words, "step")?,
                every: every.as_deref().map(|every| repeats(every, due.as_ref())).transpose()?,
                due: due.as_ref().map(checked).transpose()?.cloned(),
                notice: opt_text(notice.as_ref(), "notice")?,
            },
        };
        if steps.contains(&step) {
            return Err(Refused::usage("step_twice"));
        }
        steps.push(step);
    }
    Ok((!steps.is_empty()).then_some(Terms::Plan(steps)))
}

/// A step's rule in its canonical form. It needs a first date.
fn repeats(every: &str, due: Option<&When>) -> Result<crate::act::Text, Refused> {
    let rule =
        Rule::parse(every).map_err(|why| Refused::usage("bad_rule").with(why.to_string()))?;
    let first = due.ok_or_else(|| Refused::usage("due_missing"))?.day;
    if rule.dates(first).next().is_none() {
        return Err(Refused::usage("bad_date").with(first.to_string()));
    }
    text(&rule.to_string(), "every")
}

fn checked(when: &When) -> Result<&When, Refused> {
    let minutes = when.at.as_ref().map_or(0, |(minutes, _)| *minutes);
    if when.day.date().is_none() || minutes > 1439 {
        return Err(Refused::usage("bad_date").with(when.day.to_string()));
    }
    if when.at.as_ref().is_some_and(|(_, zone)| TimeZone::get(zone).is_err()) {
        return Err(Refused::usage("bad_zone"));
    }
    Ok(when)
}

fn owner(whose: StepWhose, me: Partner) -> StepOwner {
    match (whose, me) {
        (StepWhose::Both, _) => StepOwner::Both,
        (StepWhose::Me, Partner::Zero) | (StepWhose::Them, Partner::One) => StepOwner::Zero,
        (StepWhose::Me, Partner::One) | (StepWhose::Them, Partner::Zero) => StepOwner::One,
    }
}

/// What the first partner's steps were are the second's now, and the other way round: a draft stands in slot 0.
pub(crate) fn change_sides(steps: &mut [Step]) {
    for step in steps {
        step.whose = match step.whose {
            StepOwner::Zero => StepOwner::One,
            StepOwner::One => StepOwner::Zero,
            StepOwner::Both => StepOwner::Both,
        };
    }
}

/// A step by its number, counted from 1, or by a prefix of its id.
fn pick<'a>(steps: &'a [Step], named: &str) -> Result<&'a Step, Refused> {
    let numbered = named.trim().parse::<usize>().ok().and_then(|n| steps.get(n.checked_sub(1)?));
    if let Some(step) = numbered {
        return Ok(step);
    }
    let id = pick_prefix(named, steps.iter().map(Step::id), "step", StepId::hex)?;
    steps.iter().find(|step| step.id() == id).ok_or_else(|| Refused::not_found("step"))
}

/// Turns a command about a step into acts; `None` where the command is about something else.
///
/// # Errors
/// `not_found`, `ambiguous`, `not_in_force`, `bad_date`, or what a text may not be.
pub fn decide(
    acts: &Acts,
    reader: &Reader,
    command: &LawCommand,
) -> Option<Result<Decision, Refused>> {
    let LawCommand::Step(command) = command else { return None };
    Some(mark(acts, reader, command))
}

fn mark(acts: &Acts, reader: &Reader, command: &StepCommand) -> Result<Decision, Refused> {
    let record = resolve(&command.id, acts.records_beginning(&command.id))?;
    let plan = agreement::derive(acts, record, Scope::All, Vec::new())
        .filter(|state| state.kind == AgreementKind::Plan)
        .ok_or_else(|| Refused::not_found("plan"))?;
    if plan.in_force.is_none() {
        return Err(Refused::rule("not_in_force").with(record.hex()));
    }
    let step = pick(in_view(&plan), &command.step)?;
    let state = of(acts, &plan, Scope::All).ok_or_else(|| Refused::not_found("step"))?;
    let on = date(reader, &plan, step, command.on)?;
    let key = on.filter(|_| rule(step).is_some());
    let own = &state.said(step.id(), key)[reader.me.index()];
    let note = opt_text(command.note.as_ref(), "note")?;
    if note.is_none() && own.counts() == Some(command.result) {
        return Ok(Decision::nothing(record));
    }
    let body = RoundBody::StepMark { step: step.id(), on, result: command.result, note };
    Ok(Decision::one(record, Body::Round(body)))
}

/// The date meant: what is said for a step that does not repeat; else one of its dates, or the newest up to today.
fn date(
    reader: &Reader,
    plan: &AgreementState,
    step: &Step,
    on: Option<Day>,
) -> Result<Option<Day>, Refused> {
    let Some((rule, first)) = rule(step) else { return Ok(on) };
    let bad = |on: Day| Refused::rule("bad_date").with(plan.id.hex()).with(on.to_string());
    let upto = on.unwrap_or(reader.today);
    let newest = rule.dates(first).take_while(|day| *day <= upto).last();
    match (newest, on) {
        (Some(newest), Some(on)) if newest != on => Err(bad(on)),
        (Some(newest), _) => Ok(Some(newest)),
        (None, Some(on)) => Err(bad(on)),
        (None, None) => rule.dates(first).next().map(Some).ok_or_else(|| bad(upto)),
    }
}

/// The acts that say `choice` to the ask `id`, if it is about a step. What both see differently changes nothing here.
#[must_use]
pub fn answer(
    acts: &Acts,
    reader: &Reader,
    id: &str,
    choice: &str,
) -> Option<Result<Decision, Refused>> {
    let found = |state: &State| {
        let ((step, on), ask) = asks_of(state, reader).into_iter().find(|(_, ask)| ask.id == id)?;
        Some((state.record, step, on, ask))
    };
    let (record, step, on, ask) = super::all(acts, Scope::All).iter().find_map(found)?;
    if !ask.choices.iter().any(|c| c.id == choice) {
        return Some(Err(Refused::usage("unknown_choice")));
    }
    if ask.code == "seen_differently" {
        return Some(Ok(Decision::nothing(record)));
    }
    let result = match choice {
        "done" => StepResult::Done,
        "not_yet" => StepResult::NotYet,
        _ => StepResult::NotApplicable,
    };
    let body = Body::Round(RoundBody::StepMark { step, on, result, note: None });
    Some(Ok(Decision::one(record, body)))
}
