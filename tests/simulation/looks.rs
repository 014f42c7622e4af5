//! What a person of the simulation looks at, what only their own devices keep, and what they say beside agreements, boundaries and promises.

use accord_client_core::act::repair::{Hurt, PartKind, Stage};
use accord_client_core::act::shared::Stance;
use accord_client_core::client::beside::Beside;
use accord_client_core::client::command::{Command, ExportFormat, Reply};
use accord_client_core::client::import::ImportCommand;
use accord_client_core::client::notes::PrivateCommand;
use accord_client_core::law::beside::command::{BesideCommand, CheckinWords};
use accord_client_core::law::command::LawCommand;
use accord_client_core::law::repair::RepairCommand;
use accord_client_core::sheet::calendar::Wanted;
use accord_client_core::time::When;
use accord_tests::{HomeId, World};

use crate::choices::{day, one, pick, words};

/// Something that only shows.
pub(crate) fn look(world: &mut World, home: HomeId) -> Command {
    let about = |world: &mut World, list: Command, of: fn(String) -> Command| {
        let id = if world.rng.one_in(3) { None } else { one(world, home, &list) };
        id.map_or(list, of)
    };
    match world.rng.below(27) {
        0 => about(world, Command::Agreements { state: None }, |id| Command::Agreement { id }),
        1 => about(world, boundaries(), |id| Command::Boundary { id, history: true }),
        2 => about(world, Command::Promises { maker: None }, |id| Command::Promise { id }),
        3 => about(world, Command::Repairs, |id| Command::Repair { id }),
        4 => about(world, Command::Devices, |id| Command::DeviceActs { id }),
        5 => Command::PromiseRecord { days: 90 },
        6 => Command::CounsellorSheet { since: None, promises: true, repairs: true },
        7 => Command::FirstSession,
        8 => Command::Calendar { wanted: Wanted { own: false, neutral: None } },
        9 => Command::RitualDates { from: None, days: 30 },
        10 => Command::Rituals,
        11 => Command::Today,
        12 => Command::Status,
        13 => Command::Verify,
        14 => Command::Asks,
        15 => Command::Ids,
        16 => Command::Drafts,
        17 => Command::RelayShow,
        18 => Command::Words,
        19 => Command::Pairing,
        20 => Command::Farewell,
        21 => Command::Import(ImportCommand::List),
        22 => {
            let format = if world.rng.one_in(2) { ExportFormat::Json } else { ExportFormat::Html };
            Command::Export { mine: world.rng.one_in(2), format, note: "note".into() }
        }
        23 => Command::Asides,
        _ => {
            let beside = [
                Beside::Checkins,
                Beside::Thanks,
                Beside::Talks,
                Beside::TimeOuts,
                Beside::Openness,
            ];
            let list = Command::Beside(pick(world, beside.into()).unwrap_or(Beside::Thanks));
            about(world, list, |id| Command::Beside(Beside::Show { id }))
        }
    }
}

fn boundaries() -> Command {
    Command::Boundaries { polarity: None, owner: None }
}

/// What only this person's devices keep.
pub(crate) fn own(world: &mut World, home: HomeId, number: u64) -> Command {
    let on = world.rng.one_in(2);
    match world.rng.below(9) {
        0 => Command::DevicesSeen,
        1 => match one(world, home, &Command::Repairs) {
            Some(id) => Command::RepairAside { id, on },
            None => Command::Repairs,
        },
        2 | 3 => match one(world, home, &Command::Asides) {
            Some(id) if on => Command::AsideAgain { id },
            Some(id) => Command::AsideDrop { id },
            None => Command::Asides,
        },
        4 => Command::Beside(Beside::Pause { until: None, quiet: on }),
        5 => Command::Beside(Beside::Resume),
        6 => match one(world, home, &Command::Beside(Beside::Thanks)) {
            Some(id) => Command::Beside(Beside::Keep { id }),
            None => Command::Beside(Beside::Thanks),
        },
        7 => Command::Private { what: PrivateCommand::List { notes: on }, pin: None },
        _ => {
            let name = format!("Name {number}");
            let what = if on { LawCommand::Name { name } } else { LawCommand::Zone { zone: None } };
            Command::Say { what, draft: false }
        }
    }
}

/// Check-ins, thanks, talks, breaks and openness.
pub(crate) fn beside(world: &mut World, home: HomeId, number: u64) -> LawCommand {
    let text = words(world, number);
    let on = world.rng.one_in(2);
    let what = world.rng.below(17);
    let list = match what {
        3..=5 => Beside::Thanks,
        6..=9 => Beside::Talks,
        _ => Beside::TimeOuts,
    };
    let id = one(world, home, &Command::Beside(list)).unwrap_or_default();
    let at = When { day: day(world), at: None };
    LawCommand::Beside(match what {
        0 => BesideCommand::Checkin {
            round: None,
            words: CheckinWords { need: Some(text), ..CheckinWords::default() },
            now: on,
            tell: on,
        },
        1 => BesideCommand::CheckinTakeBack { round: None },
        2 => BesideCommand::Thanks { text, about: None, tag: None },
        3 | 4 => BesideCommand::Heart { id, on },
        5 => BesideCommand::ThanksTakeBack { id },
        6 => BesideCommand::TalkTime { id, at: Some(at).filter(|_| on) },
        7 => BesideCommand::TalkTimeClear { id },
        8 => BesideCommand::Talked { id },
        9 => BesideCommand::TalkLetGo { id },
        10 | 11 => BesideCommand::TalkAsk {
            topic: text,
            hope: None,
            not_before: None,
            not_after: Some(at).filter(|_| on),
            place: None,
        },
        12 => BesideCommand::TimeOut { until: None },
        13 => BesideCommand::TimeOutLift,
        14 if on => BesideCommand::Pause { until: None },
        14 => BesideCommand::Resume,
        15 => {
            let stances = [None, Some(Stance::Private), Some(Stance::Ask), Some(Stance::Tell)];
            let stance = pick(world, stances.into()).flatten();
            let note = Some(text).filter(|_| on && stance.is_some());
            BesideCommand::Stance { topic: "location".into(), stance, note }
        }
        _ => {
            let list = Command::Agreements { state: None };
            let id = one(world, home, &list).unwrap_or_default();
            BesideCommand::KeepBetween { id, on }
        }
    })
}

/// Repairs, from the opening to where both call it settled.
pub(crate) fn repair(world: &mut World, home: HomeId, number: u64) -> LawCommand {
    let text = words(world, number);
    let on = world.rng.one_in(2);
    let Some(id) = one(world, home, &Command::Repairs).filter(|_| !world.rng.one_in(6)) else {
        let about = Some(Hurt::CrossedLimit).filter(|_| on);
        return LawCommand::Repair(RepairCommand::Open { title: text, about });
    };
    let part = match world.attempt(home, Command::Repair { id: id.clone() }) {
        Some(Ok(Reply::Repair(view))) => {
            let parts = view.parts.iter().map(|part| part.version.clone()).collect();
            pick(world, parts)
        }
        _ => None,
    };
    LawCommand::Repair(match world.rng.below(9) {
        0..=2 => {
            let kinds = [PartKind::Account, PartKind::Responsibility, PartKind::Apology];
            let kind = pick(world, kinds.into()).unwrap_or(PartKind::Account);
            RepairCommand::Part { id, part: kind, text, replaces: part.filter(|_| on) }
        }
        3 => RepairCommand::TakeBack { id, part: part.unwrap_or_default() },
        4 => {
            let other = one(world, home, &Command::Repairs).unwrap_or_default();
            RepairCommand::Link { id, other, on }
        }
        5 => RepairCommand::LookBack { id, text },
        6 => RepairCommand::Settled { id },
        7 => RepairCommand::Reopen { id },
        _ => RepairCommand::Forgiveness { id, text, stage: Some(Stage::Softening).filter(|_| on) },
    })
}
