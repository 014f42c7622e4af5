//! Rituals, and the steps of plans.

use accord_client_core::client::command::Command;
use accord_client_core::law::command::{
    At, LawCommand, RitualCommand, RitualResult, RitualWords, StepCommand, StepResult, StepWhose,
    StepWords, Wording,
};
use accord_client_core::refused::{Class, Refused};
use accord_client_core::time::Day;

use super::{Reading, given, say, values};
use crate::args::{PlanCmd, RitualArgs, RitualCmd, RitualMarkArgs, StepMarkArgs};
use crate::error::refused;

pub(super) fn command(what: &RitualCmd, reading: &mut Reading<'_>) -> Result<Command, Refused> {
    let ritual = |command| say(LawCommand::Ritual(command));
    Ok(match what {
        RitualCmd::Propose { name, ritual, draft } => {
            let words = Box::new(wording(Some(name), ritual)?);
            let ritual = Box::new(terms(ritual, reading.zone)?);
            let what = LawCommand::Ritual(RitualCommand::Propose { words, ritual });
            Command::Say { what, draft: *draft }
        }
        RitualCmd::Counter { id, name, ritual: args, no_time, revision, joins } => {
            let mut terms = terms(args, reading.zone)?;
            if *no_time {
                terms.at = Some(At::Day);
            }
            ritual(RitualCommand::Counter {
                id: id.clone(),
                words: Box::new(wording(name.as_ref(), args)?),
                ritual: Box::new(terms),
                revision: revision.clone(),
                joins: joins.clone(),
            })
        }
        RitualCmd::Next { days, from } => {
            Command::RitualDates { from: day(from.as_ref())?, days: *days }
        }
        RitualCmd::Did(args) => ritual(mark(args, RitualResult::DidIt)?),
        RitualCmd::Notthistime(args) => ritual(mark(args, RitualResult::NotThisTime)?),
        RitualCmd::Na(args) => ritual(mark(args, RitualResult::NotApplicable)?),
        RitualCmd::Move { id, on, to, tz } => ritual(RitualCommand::Move {
            id: id.clone(),
            on: values::day(on)?,
            to: values::when(to, tz.as_deref(), reading.zone)?,
        }),
        RitualCmd::List => Command::Rituals,
        RitualCmd::Show { id } => Command::Agreement { id: id.clone() },
    })
}

pub(super) fn plan(what: &PlanCmd, reading: &mut Reading<'_>) -> Result<Command, Refused> {
    let (args, result): (&StepMarkArgs, _) = match what {
        PlanCmd::Done(args) => (args, StepResult::Done),
        PlanCmd::Notyet(args) => (args, StepResult::NotYet),
        PlanCmd::Na(args) => (args, StepResult::NotApplicable),
    };
    Ok(say(LawCommand::Step(StepCommand {
        id: args.id.clone(),
        step: args.step.clone(),
        on: day(args.on.as_ref())?,
        result,
        note: given(args.note.as_ref(), reading)?,
    })))
}

fn mark(args: &RitualMarkArgs, result: RitualResult) -> Result<RitualCommand, Refused> {
    Ok(RitualCommand::Mark { id: args.id.clone(), on: day(args.on.as_ref())?, result })
}

fn day(text: Option<&String>) -> Result<Option<Day>, Refused> {
    text.map(|text| values::day(text)).transpose()
}

fn wording(name: Option<&String>, args: &RitualArgs) -> Result<Wording, Refused> {
    Ok(Wording {
        text: name.cloned(),
        area: args.area.as_deref().map(values::area).transpose()?,
        from: day(args.from.as_ref())?,
        until: day(args.until.as_ref())?,
        look_again: day(args.look_again.as_ref())?,
        ..Wording::default()
    })
}

fn terms(args: &RitualArgs, own: &str) -> Result<RitualWords, Refused> {
    let at = match (&args.at, &args.own_time) {
        (Some(at), _) => {
            let zone = args.tz.as_deref().unwrap_or(own).to_owned();
            Some(At::Same { minutes: minutes(at)?, zone })
        }
        (None, Some(at)) => Some(At::Own { minutes: minutes(at)? }),
        (None, None) => None,
    };
    Ok(RitualWords {
        every: args.every.clone(),
        at,
        start: day(args.start.as_ref())?,
        length: args.length,
        why: args.why.clone(),
        place: args.place.clone(),
        remote: args.remote.clone(),
    })
}

/// `HH:MM`, in minutes since midnight.
fn minutes(text: &str) -> Result<u16, Refused> {
    let bad = || refused("bad_time", Class::Usage);
    let (hours, minutes) = text.split_once(':').ok_or_else(bad)?;
    let two = |part: &str, below: u16| {
        let digits =
            !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|n: &u16| digits && *n < below).ok_or_else(bad)
    };
    Ok(two(hours, 24)? * 60 + two(minutes, 60)?)
}

/// Steps as typed: `whose|text|due|every|notice`, or what names a step to keep.
pub(super) fn steps(typed: &[String], own: &str) -> Result<Option<Vec<StepWords>>, Refused> {
    if typed.is_empty() {
        return Ok(None);
    }
    let step = |typed: &String| {
        let Some((whose, rest)) = typed.split_once('|') else {
            return Ok(StepWords::Keep(typed.trim().to_owned()));
        };
        let whose: StepWhose =
            values::word(whose.trim()).ok_or_else(|| refused("bad_step", Class::Usage))?;
        let parts: Vec<&str> = rest.split('|').map(str::trim).collect();
        if parts.len() > 4 {
            return Err(refused("bad_step", Class::Usage));
        }
        let part = |at: usize| parts.get(at).copied().filter(|part| !part.is_empty());
        Ok(StepWords::New {
            whose,
            text: part(0).ok_or_else(|| refused("bad_step", Class::Usage))?.to_owned(),
            due: part(1).map(|due| values::when(due, None, own)).transpose()?,
            every: part(2).map(str::to_owned),
            notice: part(3).map(str::to_owned),
        })
    };
    typed.iter().map(step).collect::<Result<_, _>>().map(Some)
}

#[cfg(test)]
mod tests;
