//! Promises.

use accord_client_core::client::command::Command;
use accord_client_core::law::command::{LawCommand, MarkResult};
use accord_client_core::refused::Refused;
use accord_client_core::time::Day;

use super::boundary::side;
use super::{Reading, given, needed, say, values};
use crate::args::{MarkArgs, PromiseCmd};

pub(super) fn command(what: &PromiseCmd, reading: &mut Reading<'_>) -> Result<Command, Refused> {
    Ok(match what {
        PromiseCmd::Add { text, due, tz, every, size, sure, draft } => {
            let due = due
                .as_deref()
                .map(|due| values::when(due, tz.as_deref(), reading.zone))
                .transpose()?;
            let what = LawCommand::PromiseAdd {
                text: needed(Some(text), reading)?,
                due,
                every: every.clone(),
                size: size.as_deref().map(values::size).transpose()?,
                sure: sure.as_deref().map(values::sure).transpose()?,
            };
            Command::Say { what, draft: *draft }
        }
        PromiseCmd::Edit { id, text } => {
            say(LawCommand::PromiseEdit { id: id.clone(), text: needed(Some(text), reading)? })
        }
        PromiseCmd::Kept(args) => mark(args, MarkResult::Kept, reading)?,
        PromiseCmd::Notkept(args) => mark(args, MarkResult::NotKept, reading)?,
        PromiseCmd::Na(args) => mark(args, MarkResult::NotApplicable, reading)?,
        PromiseCmd::Allright(args) => {
            say(LawCommand::PromiseAllRight { id: args.id.clone(), on: on(args.on.as_deref())? })
        }
        PromiseCmd::Release(args) => {
            say(LawCommand::PromiseRelease { id: args.id.clone(), on: on(args.on.as_deref())? })
        }
        PromiseCmd::Ack { id } => say(LawCommand::PromiseAck { id: id.clone() }),
        PromiseCmd::Thank { id } => say(LawCommand::PromiseThank { id: id.clone() }),
        PromiseCmd::Move { id, on: from, to, tz } => say(LawCommand::PromiseMove {
            id: id.clone(),
            on: on(from.as_deref())?,
            to: values::when(to, tz.as_deref(), reading.zone)?,
        }),
        PromiseCmd::Withdraw { id } => say(LawCommand::PromiseWithdraw { id: id.clone() }),
        PromiseCmd::List { mine, theirs } => Command::Promises { maker: side(*mine, *theirs) },
        PromiseCmd::Show { id } => Command::Promise { id: id.clone() },
        PromiseCmd::Record { days } => Command::PromiseRecord { days: *days },
    })
}

fn mark(
    args: &MarkArgs,
    result: MarkResult,
    reading: &mut Reading<'_>,
) -> Result<Command, Refused> {
    Ok(say(LawCommand::PromiseMark {
        id: args.id.clone(),
        on: on(args.on.as_deref())?,
        result,
        note: given(args.note.as_ref(), reading)?,
    }))
}

fn on(text: Option<&str>) -> Result<Option<Day>, Refused> {
    text.map(values::day).transpose()
}
