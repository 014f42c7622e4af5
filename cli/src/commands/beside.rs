//! Check-ins, thanks, talks, breaks, openness, and what stays between the two.

use accord_client_core::act::shared::{Stance, ThanksAbout};
use accord_client_core::client::beside::Beside;
use accord_client_core::client::command::Command;
use accord_client_core::law::beside::command::{BesideCommand, CheckinWords};
use accord_client_core::law::command::LawCommand;
use accord_client_core::refused::Refused;
use accord_client_core::time::{Day, Now, When};

use super::{Reading, given, needed, values};
use crate::args::{
    AboutArg, BesideCmd, CheckinArgs, CheckinCmd, OnOff, OpennessCmd, StanceArg, TalkCmd,
    ThanksArgs, ThanksCmd, TimeoutCmd,
};

pub(super) fn command(what: &BesideCmd, reading: &mut Reading<'_>) -> Result<Command, Refused> {
    Ok(match what {
        BesideCmd::Checkin { what: Some(CheckinCmd::List), .. } => look(Beside::Checkins),
        BesideCmd::Checkin { what: Some(CheckinCmd::Takeback { round }), .. } => {
            say(BesideCommand::CheckinTakeBack { round: day(round.as_ref())? })
        }
        BesideCmd::Checkin { what: None, words } => checkin(words, reading)?,
        BesideCmd::Thanks { what: Some(what), .. } => thanks(what),
        BesideCmd::Thanks { what: None, words } => thank(words, reading)?,
        BesideCmd::Talk { what } => talk(what, reading)?,
        BesideCmd::Timeout { what: Some(TimeoutCmd::Lift), .. } => say(BesideCommand::TimeOutLift),
        BesideCmd::Timeout { what: Some(TimeoutCmd::List), .. } => look(Beside::TimeOuts),
        BesideCmd::Timeout { what: None, until } => {
            let until = until.as_deref().map(|until| soon(until, reading)).transpose()?;
            say(BesideCommand::TimeOut { until })
        }
        BesideCmd::Pause { until, say_nothing } => {
            look(Beside::Pause { until: day(until.as_ref())?, quiet: *say_nothing })
        }
        BesideCmd::Resume => look(Beside::Resume),
        BesideCmd::Openness { what: OpennessCmd::List } => look(Beside::Openness),
        BesideCmd::Openness { what: OpennessCmd::Set { topic, stance, note, draft } } => {
            let stance = match stance {
                StanceArg::Private => Some(Stance::Private),
                StanceArg::Ask => Some(Stance::Ask),
                StanceArg::Tell => Some(Stance::Tell),
                StanceArg::Clear => None,
            };
            let note = given(note.as_ref(), reading)?;
            let what = BesideCommand::Stance { topic: topic.clone(), stance, note };
            Command::Say { what: LawCommand::Beside(what), draft: *draft }
        }
        BesideCmd::KeepBetween { id, on } => {
            say(BesideCommand::KeepBetween { id: id.clone(), on: *on == OnOff::On })
        }
    })
}

const fn say(what: BesideCommand) -> Command {
    super::say(LawCommand::Beside(what))
}

const fn look(what: Beside) -> Command {
    Command::Beside(what)
}

fn checkin(args: &CheckinArgs, reading: &mut Reading<'_>) -> Result<Command, Refused> {
    let words = CheckinWords {
        mood: args.mood,
        need: given(args.need.as_ref(), reading)?,
        want: given(args.want.as_ref(), reading)?,
        worry: given(args.worry.as_ref(), reading)?,
        glad: given(args.glad.as_ref(), reading)?,
        talk: args.talk,
        from_you: given(args.from_you.as_ref(), reading)?,
    };
    let round = day(args.round.as_ref())?;
    Ok(say(BesideCommand::Checkin { round, words, now: args.now, tell: args.tell }))
}

fn thank(args: &ThanksArgs, reading: &mut Reading<'_>) -> Result<Command, Refused> {
    let about = args.about.map(|about| match about {
        AboutArg::Act => ThanksAbout::Act,
        AboutArg::Trait => ThanksAbout::Trait,
    });
    let text = needed(args.text.as_ref(), reading)?;
    let what = BesideCommand::Thanks { text, about, tag: args.tag.clone() };
    Ok(Command::Say { what: LawCommand::Beside(what), draft: args.draft })
}

fn thanks(what: &ThanksCmd) -> Command {
    match what {
        ThanksCmd::List => look(Beside::Thanks),
        ThanksCmd::Show { id } => look(Beside::Show { id: id.clone() }),
        ThanksCmd::Heart { id } => say(BesideCommand::Heart { id: id.clone(), on: true }),
        ThanksCmd::Unheart { id } => say(BesideCommand::Heart { id: id.clone(), on: false }),
        ThanksCmd::Keep { id } => look(Beside::Keep { id: id.clone() }),
        ThanksCmd::Takeback { id } => say(BesideCommand::ThanksTakeBack { id: id.clone() }),
    }
}

fn talk(what: &TalkCmd, reading: &mut Reading<'_>) -> Result<Command, Refused> {
    Ok(match what {
        TalkCmd::Ask { topic, hope, not_before, not_after, place, draft } => {
            let what = BesideCommand::TalkAsk {
                topic: needed(Some(topic), reading)?,
                hope: given(hope.as_ref(), reading)?,
                not_before: not_before.as_deref().map(|at| moment(at, reading)).transpose()?,
                not_after: not_after.as_deref().map(|at| moment(at, reading)).transpose()?,
                place: given(place.as_ref(), reading)?,
            };
            Command::Say { what: LawCommand::Beside(what), draft: *draft }
        }
        TalkCmd::Accept { id, clear: true, .. } => {
            say(BesideCommand::TalkTimeClear { id: id.clone() })
        }
        TalkCmd::Accept { id, at, .. } => {
            let at = at.as_deref().map(|at| moment(at, reading)).transpose()?;
            say(BesideCommand::TalkTime { id: id.clone(), at })
        }
        TalkCmd::Done { id } => say(BesideCommand::Talked { id: id.clone() }),
        TalkCmd::Letgo { id } => say(BesideCommand::TalkLetGo { id: id.clone() }),
        TalkCmd::List => look(Beside::Talks),
        TalkCmd::Show { id } => look(Beside::Show { id: id.clone() }),
    })
}

fn day(text: Option<&String>) -> Result<Option<Day>, Refused> {
    text.map(|text| values::day(text)).transpose()
}

fn moment(text: &str, reading: &Reading<'_>) -> Result<When, Refused> {
    values::when(text, None, reading.zone)
}

/// A moment, or a time alone: the next one in the own zone.
fn soon(text: &str, reading: &Reading<'_>) -> Result<When, Refused> {
    let alone = text.len() <= 5 && text.contains(':');
    let Some(time) = text.parse::<jiff::civil::Time>().ok().filter(|_| alone) else {
        return moment(text, reading);
    };
    let now = Now { unix_ms: reading.unix_ms, mono_ms: 0, zone: reading.zone.to_owned() };
    let zone = jiff::tz::TimeZone::get(reading.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let at = jiff::Timestamp::from_millisecond(reading.unix_ms).unwrap_or_default();
    let over = zone.to_datetime(at).time() >= time;
    let today = now.today();
    let day = if over { today.plus(1) } else { today };
    moment(&format!("{day}T{}", time.strftime("%H:%M")), reading)
}
