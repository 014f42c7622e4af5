//! What a person of the simulation does next: any command there is, about anything that person can see. Which ones are drawn, and why the
//! others are not: [`crate::commands`].

use accord_client_core::act::vault::PrivateKind;
use accord_client_core::client::beside::Beside;
use accord_client_core::client::command::{Command, DraftView, Reply};
use accord_client_core::client::joint::JointCommand;
use accord_client_core::client::joint::view::JointThing;
use accord_client_core::client::notes::PrivateCommand;
use accord_client_core::law::command::{
    AgreementKind, Area, At, BoundaryWords, Can, LawCommand, MarkResult, Polarity, RitualCommand,
    RitualResult, RitualWords, StepCommand, StepResult, StepWhose, StepWords, Sure, Wording,
};
use accord_client_core::law::repair::RepairCommand;
use accord_client_core::time::{Day, When};
use accord_tests::{HomeId, World};

use crate::looks::{beside, look, own, repair};

/// Whether a command may take back what was not sent.
pub fn is_undo(command: &Command) -> bool {
    matches!(
        command,
        Command::Say {
            what: LawCommand::AgreeRetract { .. }
                | LawCommand::BoundaryWithdraw { .. }
                | LawCommand::PromiseWithdraw { .. }
                | LawCommand::Repair(RepairCommand::TakeBack { .. })
                | LawCommand::Beside(_),
            ..
        } | Command::DraftDelete { .. }
            | Command::DraftShare { .. }
            | Command::AsideAgain { .. }
            | Command::AsideDrop { .. }
            | Command::Beside(Beside::Resume)
    )
}

/// A command, by chance.
pub fn command(world: &mut World, home: HomeId, number: u64) -> Command {
    match world.rng.below(34) {
        27 => private(world),
        28 => look(world, home),
        29 | 30 => say(beside(world, home, number)),
        31 | 32 => say(repair(world, home, number)),
        33 => own(world, home, number),
        24..=26 => Command::Joint(joint(world, home, number)),
        20..=23 => say(repeated(world, home, number)),
        0..=6 => say(agreement(world, home, number)),
        7..=9 => say(boundary(world, home, number)),
        10..=13 => say(promise(world, home, number)),
        14 => Command::Say { what: first(world, number), draft: true },
        15 => match draft(world, home) {
            Some(id) if world.rng.one_in(3) => Command::DraftDelete { id },
            Some(id) => Command::DraftShare { ids: vec![id] },
            None => Command::Say { what: first(world, number), draft: true },
        },
        16 => match one(world, home, &Command::Agreements { state: None }) {
            Some(id) => Command::AgreementHide { id, on: world.rng.one_in(2) },
            None => Command::Drafts,
        },
        17 => Command::WhatsNew { seen: world.rng.one_in(2) },
        18 => match world.rng.below(3) {
            0 => Command::ProfileName { name: format!("Name {number}") },
            1 => Command::ProfileZone { zone: Some("Europe/Paris".into()) },
            _ => Command::ProfileZone { zone: None },
        },
        _ => match asked(world, home) {
            Some((ask, choice)) => Command::Answer { ask, choice },
            None => Command::WhatsNew { seen: true },
        },
    }
}

/// A note for the private page.
fn private(world: &mut World) -> Command {
    let (kind, text) = (PrivateKind::Reflection, format!("note {:x}", world.rng.next()));
    let what = PrivateCommand::Add { kind, text, about: None, stage: None };
    Command::Private { what, pin: None }
}

fn say(what: LawCommand) -> Command {
    Command::Say { what, draft: false }
}

/// Words nobody used, or now and then words both may say.
pub(crate) fn words(world: &mut World, number: u64) -> String {
    if world.rng.one_in(6) {
        format!("said by both, {}", world.rng.below(3))
    } else {
        format!(
            "words {number}, {}",
            "long ".repeat(usize::try_from(world.rng.below(30)).unwrap_or(0))
        )
    }
}

/// Something new.
fn first(world: &mut World, number: u64) -> LawCommand {
    let text = words(world, number);
    match world.rng.below(3) {
        0 => LawCommand::AgreePropose { kind: kind(world), words: wording(text) },
        1 => LawCommand::BoundaryAdd { polarity: polarity(world), words: bounds(text) },
        _ => LawCommand::PromiseAdd {
            text,
            due: Some(When { day: day(world), at: None }).filter(|_| number.is_multiple_of(2)),
            every: Some("FREQ=WEEKLY;BYDAY=MO".to_owned()).filter(|_| number.is_multiple_of(6)),
            size: None,
            sure: Some(Sure::Mostly).filter(|_| number.is_multiple_of(5)),
        },
    }
}

fn agreement(world: &mut World, home: HomeId, number: u64) -> LawCommand {
    let text = words(world, number);
    let Some(id) = one(world, home, &Command::Agreements { state: None }) else {
        return LawCommand::AgreePropose { kind: kind(world), words: wording(text) };
    };
    let note = Some(format!("note {number}")).filter(|_| number.is_multiple_of(2));
    let revision = revision(world, home, &id);
    match world.rng.below(14) {
        0 | 1 => LawCommand::AgreePropose { kind: kind(world), words: wording(text) },
        2 | 3 => LawCommand::AgreeCounter { id, words: wording(text), revision, joins: Vec::new() },
        4..=7 => {
            let can = [None, Some(Can::Yes), Some(Can::Mostly), Some(Can::No)];
            let can = can[usize::try_from(world.rng.below(4)).unwrap_or(0)];
            LawCommand::AgreeAccept { id, revision, can }
        }
        8 => LawCommand::AgreeDecline { id, revision, note },
        9 | 10 => LawCommand::AgreeRetract { id, revision, note },
        11 => LawCommand::AgreeEnd { id, note },
        12 => LawCommand::AgreeAgain { id },
        _ => match one(world, home, &Command::Agreements { state: None }) {
            Some(b) if b != id => LawCommand::KeepBoth { a: id, b },
            _ => LawCommand::AgreePart { id, want: Some(text), why: note, limit: None },
        },
    }
}

/// Rituals, their dates, and steps of plans.
fn repeated(world: &mut World, home: HomeId, number: u64) -> LawCommand {
    let text = words(world, number);
    let Some(id) = one(world, home, &Command::Rituals) else {
        return ritual(world, text);
    };
    let on = day(world);
    let results = [RitualResult::DidIt, RitualResult::NotThisTime, RitualResult::NotApplicable];
    let result = results[usize::try_from(world.rng.below(3)).unwrap_or(0)];
    match world.rng.below(12) {
        0 => ritual(world, text),
        1 | 2 => LawCommand::AgreeAccept { id, revision: None, can: None },
        3 => LawCommand::Ritual(RitualCommand::Counter {
            id,
            words: Box::new(Wording { text: Some(text), ..Wording::default() }),
            ritual: Box::default(),
            revision: None,
            joins: Vec::new(),
        }),
        4 | 5 => {
            let to = When { day: on.plus(1), at: None };
            LawCommand::Ritual(RitualCommand::Move { id, on, to })
        }
        6 => LawCommand::AgreeEnd { id, note: None },
        7 => {
            let (whose, due) = (StepWhose::Both, Some(When { day: on, at: None }));
            let step = StepWords::New { whose, text: text.clone(), due, every: None, notice: None };
            let words = Wording { steps: Some(vec![step]), ..wording(text) };
            LawCommand::AgreePropose { kind: AgreementKind::Plan, words }
        }
        8 => match one(world, home, &Command::Agreements { state: Some("in_force".into()) }) {
            Some(id) => LawCommand::Step(StepCommand {
                id,
                step: "1".into(),
                on: None,
                result: if number.is_multiple_of(2) {
                    StepResult::Done
                } else {
                    StepResult::NotYet
                },
                note: Some(text).filter(|_| number.is_multiple_of(3)),
            }),
            None => ritual(world, text),
        },
        _ => LawCommand::Ritual(RitualCommand::Mark { id, on: Some(on), result }),
    }
}

fn ritual(world: &mut World, text: String) -> LawCommand {
    let at = match world.rng.below(3) {
        0 => At::Day,
        1 => At::Own { minutes: 1320 },
        _ => At::Same { minutes: 1200, zone: "Europe/Berlin".into() },
    };
    LawCommand::Ritual(RitualCommand::Propose {
        words: Box::new(Wording { text: Some(text), ..Wording::default() }),
        ritual: Box::new(RitualWords {
            every: Some("day".into()),
            at: Some(at),
            start: Some(day(world)),
            ..RitualWords::default()
        }),
    })
}

/// Something on the joint page. Items are never reworded, so that what was added can be looked for in the end.
fn joint(world: &mut World, home: HomeId, number: u64) -> JointCommand {
    let text = words(world, number);
    let list = Command::Joint(JointCommand::List { away: true });
    let things = match world.attempt(home, list) {
        Some(Ok(Reply::JointThings(things))) => things,
        _ => Vec::new(),
    };
    let of = |kind: &str| -> Vec<JointThing> {
        things.iter().filter(|thing| thing.kind == kind).cloned().collect()
    };
    let (lists, notes) = (of("list"), of("note"));
    let items: Vec<(String, bool)> = lists
        .iter()
        .flat_map(|list| list.items.iter().flatten())
        .map(|item| (item.id.clone(), item.away))
        .collect();
    let choice = world.rng.below(12);
    let on = world.rng.one_in(2);
    if choice == 10 {
        let wording = pick(world, of("wording"));
        return match wording {
            Some(thing) => JointCommand::Propose {
                id: thing.id,
                seen: thing.hash,
                kind: None,
                words: Box::new(Wording { area: Some(Area::Time), ..Wording::default() }),
            },
            None => JointCommand::AddWording { text, area: None, kind: None },
        };
    }
    if let (11, Some(thing)) = (choice, things.first()) {
        return JointCommand::Show { id: thing.id.clone() };
    }
    match (choice, pick(world, lists), pick(world, items), pick(world, notes)) {
        (0, ..) => JointCommand::AddNote { title: format!("note {number}"), text: Some(text) },
        (1..=3, Some(list), ..) => JointCommand::AddItem { list: list.id, text },
        (4, _, Some((id, _)), _) => JointCommand::Tick { id, on },
        (5, _, Some((id, away)), _) => JointCommand::PutAway { id, on: !away },
        (6, _, Some((id, _)), _) => JointCommand::Move { id, after: None },
        (7..=9, _, _, Some(note)) => {
            let old = note.text.unwrap_or_default();
            let text = Some(if on { format!("{old} {text}") } else { format!("{number} {old}") });
            let seen = Some(note.hash);
            JointCommand::Edit { id: note.id, title: None, text, seen }
        }
        _ => JointCommand::AddList { title: format!("list {number}") },
    }
}

fn boundary(world: &mut World, home: HomeId, number: u64) -> LawCommand {
    let text = words(world, number);
    let list = Command::Boundaries { polarity: None, owner: None };
    let Some(id) = one(world, home, &list) else {
        return LawCommand::BoundaryAdd { polarity: polarity(world), words: bounds(text) };
    };
    match world.rng.below(10) {
        9 => {
            let look = Command::Boundary { id: id.clone(), history: true };
            let versions = match world.attempt(home, look) {
                Some(Ok(Reply::Boundary(view))) => {
                    view.versions.iter().map(|v| v.version.clone()).collect()
                }
                _ => Vec::new(),
            };
            let version = pick(world, versions).unwrap_or_default();
            LawCommand::BoundaryPick { id, version }
        }
        0 | 1 => LawCommand::BoundaryAdd { polarity: polarity(world), words: bounds(text) },
        2 => LawCommand::BoundaryEdit { id, words: bounds(text) },
        3 => LawCommand::BoundaryWithdraw { id },
        4 | 5 => LawCommand::BoundaryAck { id },
        6 => LawCommand::BoundaryAsk { id, text },
        7 => LawCommand::BoundaryHonour { id, text },
        _ => LawCommand::BoundaryNote { id, text },
    }
}

fn promise(world: &mut World, home: HomeId, number: u64) -> LawCommand {
    let text = words(world, number);
    let Some(id) = one(world, home, &Command::Promises { maker: None }) else {
        let due = Some(When { day: day(world), at: None });
        return LawCommand::PromiseAdd { text, due, every: None, size: None, sure: None };
    };
    let results = [MarkResult::Kept, MarkResult::NotKept, MarkResult::NotApplicable];
    match world.rng.below(12) {
        0 | 1 => LawCommand::PromiseAdd { text, due: None, every: None, size: None, sure: None },
        2 => LawCommand::PromiseEdit { id, text },
        3..=5 => LawCommand::PromiseMark {
            id,
            on: None,
            result: results[usize::try_from(world.rng.below(3)).unwrap_or(0)],
            note: Some(text).filter(|_| number.is_multiple_of(3)),
        },
        6 => LawCommand::PromiseAllRight { id, on: None },
        7 => LawCommand::PromiseRelease { id, on: None },
        8 => LawCommand::PromiseMove { id, on: None, to: When { day: day(world), at: None } },
        9 => LawCommand::PromiseWithdraw { id },
        10 => LawCommand::PromiseAck { id },
        _ => LawCommand::PromiseThank { id },
    }
}

fn kind(world: &mut World) -> AgreementKind {
    let kinds = [
        AgreementKind::Expectation,
        AgreementKind::Compromise,
        AgreementKind::GroundRules,
        AgreementKind::Plan,
        AgreementKind::Goal,
    ];
    kinds[usize::try_from(world.rng.below(5)).unwrap_or(0)]
}

fn polarity(world: &mut World) -> Polarity {
    if world.rng.one_in(2) { Polarity::Limit } else { Polarity::Permission }
}

fn wording(text: String) -> Wording {
    Wording { text: Some(text), area: Some(Area::Digital), ..Wording::default() }
}

fn bounds(text: String) -> BoundaryWords {
    BoundaryWords { text: Some(text), area: Some(Area::Social), ..BoundaryWords::default() }
}

pub(crate) fn day(world: &mut World) -> Day {
    let today = i32::try_from(world.now_ms / 86_400_000).unwrap_or(0);
    Day(today - 3 + i32::try_from(world.rng.below(10)).unwrap_or(0))
}

/// The id of something in a list, by chance.
pub(crate) fn one(world: &mut World, home: HomeId, list: &Command) -> Option<String> {
    let ids: Vec<String> = match world.attempt(home, list.clone())?.ok()? {
        Reply::Agreements(list) => list.into_iter().map(|view| view.id).collect(),
        Reply::Boundaries(list) => list.into_iter().map(|view| view.id).collect(),
        Reply::Promises(list) => list.into_iter().map(|view| view.id).collect(),
        Reply::Repairs(list) => list.into_iter().map(|view| view.id).collect(),
        Reply::BesideList(list) => list.ids(),
        Reply::Asides(list) => list.into_iter().map(|view| view.id).collect(),
        Reply::Devices(list) => list.into_iter().map(|view| view.id).collect(),
        other => unreachable!("a list: {other:?}"),
    };
    pick(world, ids)
}

/// A wording of an agreement, or none said.
fn revision(world: &mut World, home: HomeId, id: &str) -> Option<String> {
    if world.rng.one_in(2) {
        return None;
    }
    let Reply::Agreement(view) = world.attempt(home, Command::Agreement { id: id.into() })?.ok()?
    else {
        return None;
    };
    let open = view.open.iter().map(|open| open.revision.clone());
    let all = open.chain(view.in_force.iter().map(|r| r.revision.clone())).collect();
    pick(world, all)
}

fn draft(world: &mut World, home: HomeId) -> Option<String> {
    let Reply::Drafts(list) = world.attempt(home, Command::Drafts)?.ok()? else { return None };
    let ids = list.into_iter().map(|draft| match draft {
        DraftView::Agreement(view) => view.id,
        DraftView::Boundary(view) => view.id,
        DraftView::Promise(view) => view.id,
        DraftView::Beside(view) => view.id().unwrap_or_default().to_owned(),
    });
    let ids = ids.collect();
    pick(world, ids)
}

fn asked(world: &mut World, home: HomeId) -> Option<(String, String)> {
    let Reply::Asks(asks) = world.attempt(home, Command::Asks)?.ok()? else { return None };
    let all = asks.into_iter().flat_map(|ask| {
        let id = ask.id.clone();
        ask.choices.into_iter().map(move |choice| (id.clone(), choice.id))
    });
    let all = all.collect();
    pick(world, all)
}

pub(crate) fn pick<T>(world: &mut World, mut list: Vec<T>) -> Option<T> {
    let len = list.len() as u64;
    (len > 0).then(|| list.swap_remove(usize::try_from(world.rng.below(len)).unwrap_or(0)))
}
