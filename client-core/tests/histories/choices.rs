//! What a person may want to say: any command, mostly about what exists. The law decides whether it may be said.

use accord_client_core::act::repair::{PartKind, Stage};
use accord_client_core::act::shared::{SharedBody, Stance};
use accord_client_core::act::{Body, RecordId, RevisionId};
use accord_client_core::law::beside::command::{BesideCommand, CheckinWords};
use accord_client_core::law::command::{
    AgreementKind, Area, At, BoundaryWords, Can, LawCommand, MarkResult, Polarity, RitualCommand,
    RitualResult, RitualWords, StepCommand, StepResult, StepWhose, StepWords, Wording,
};
use accord_client_core::law::graph::Acts;
use accord_client_core::law::repair::RepairCommand;
use accord_client_core::law::{Reader, asks, repair};
use accord_client_core::time::{Day, When};

use crate::dice::Dice;

/// The day in the middle of all that is dated.
pub(crate) const TODAY: i32 = 20_000;
const WORDS: [&str; 3] = ["Sundays", "Mondays", "a walk"];
const TOPICS: [&str; 2] = ["phone", "money"];

/// What somebody does next.
pub(crate) enum Choice {
    Say(LawCommand),
    /// Writes it down for later, and shares it at once or throws it away.
    Draft(LawCommand),
    /// Answers what the device asks: the ask's id and a choice.
    Answer(String, String),
    /// In the own vault alone.
    Hide(RecordId),
    Aside(RecordId),
    Keep(RecordId),
}

/// What exists, by kind.
#[derive(Default)]
pub(crate) struct Records {
    pub(crate) agreements: Vec<RecordId>,
    pub(crate) rituals: Vec<RecordId>,
    pub(crate) plans: Vec<RecordId>,
    pub(crate) boundaries: Vec<RecordId>,
    pub(crate) promises: Vec<RecordId>,
    pub(crate) repairs: Vec<RecordId>,
    pub(crate) thanks: Vec<RecordId>,
    pub(crate) talks: Vec<RecordId>,
    pub(crate) revisions: Vec<(RecordId, RevisionId)>,
    pub(crate) all: Vec<RecordId>,
}

impl Records {
    pub(crate) fn of(acts: &Acts) -> Self {
        let mut records = Self::default();
        let mut held: Vec<_> = acts.iter().map(|(_, held)| (held.hash, &held.act)).collect();
        // The order of arrival is no input of chance.
        held.sort_unstable_by_key(|(hash, _)| *hash);
        for (_, act) in held {
            let list = match &act.body {
                Body::Propose { kind, revision } => {
                    records.revisions.push((act.record, revision.id()));
                    match kind {
                        AgreementKind::Ritual => records.rituals.push(act.record),
                        AgreementKind::Plan => records.plans.push(act.record),
                        _ => {}
                    }
                    &mut records.agreements
                }
                Body::Boundary(_) => &mut records.boundaries,
                Body::Promise(_) => &mut records.promises,
                Body::Repair(_) => &mut records.repairs,
                Body::Shared(SharedBody::Thanks { .. }) => &mut records.thanks,
                Body::Shared(SharedBody::Talk(_)) => &mut records.talks,
                _ => continue,
            };
            list.push(act.record);
        }
        records.all = acts.records().filter(|record| *record != RecordId::ZERO).collect();
        records
    }
}

fn id(dice: &mut Dice, of: &[RecordId], all: &[RecordId]) -> String {
    // Now and then a record of another kind, which the law refuses.
    let from = if of.is_empty() || dice.one_in(30) { all } else { of };
    dice.any(from).map_or_else(|| "00".into(), |record| record.hex())
}

pub(crate) fn text(dice: &mut Dice) -> String {
    (*dice.pick(&WORDS)).to_owned()
}

pub(crate) fn day(dice: &mut Dice) -> Day {
    Day(TODAY + i32::try_from(dice.below(5)).unwrap() - 1)
}

pub(crate) fn when(dice: &mut Dice) -> When {
    let at = dice.flip().then(|| (600 + 60 * u16::from(dice.flip()), "Europe/Berlin".to_owned()));
    When { day: day(dice), at }
}

pub(crate) fn stance(dice: &mut Dice) -> Option<Stance> {
    *dice.pick(&[None, Some(Stance::Private), Some(Stance::Ask), Some(Stance::Tell)])
}

pub(crate) fn topic(dice: &mut Dice) -> &'static str {
    dice.pick::<&'static str>(&TOPICS)
}

/// What a history is mostly about: all kinds together, or a few of them in depth.
pub(crate) fn theme(dice: &mut Dice) -> Vec<usize> {
    // The first of each kind in `choose`.
    let kinds = [0, 10, 14, 19, 24, 28];
    if dice.flip() { vec![] } else { vec![*dice.pick(&kinds), *dice.pick(&kinds)] }
}

/// What somebody who sees `acts` does next.
pub(crate) fn choose(dice: &mut Dice, theme: &[usize], acts: &Acts, reader: &Reader) -> Choice {
    let records = Records::of(acts);
    let themed = dice.any(theme).filter(|_| !dice.one_in(5));
    match themed.unwrap_or_else(|| dice.below(40)) {
        0..=9 => Choice::Say(agreement(dice, &records)),
        10..=13 => Choice::Say(repeated(dice, &records)),
        14..=18 => Choice::Say(boundary(dice, &records, acts)),
        19..=23 => Choice::Say(promise(dice, &records)),
        24..=27 => Choice::Say(LawCommand::Repair(repairing(dice, &records, acts, reader))),
        28..=34 => Choice::Say(LawCommand::Beside(beside(dice, &records))),
        35 => Choice::Say(person(dice)),
        36 => {
            let command = match dice.below(3) {
                0 => LawCommand::AgreePropose { kind: kind(dice), words: words(dice) },
                1 => boundary(dice, &Records::default(), acts),
                _ => promise(dice, &Records::default()),
            };
            Choice::Draft(command)
        }
        37 => {
            let record = dice.any(&records.all).unwrap_or(RecordId::ZERO);
            match dice.below(3) {
                0 => Choice::Hide(record),
                1 => Choice::Aside(record),
                _ => Choice::Keep(record),
            }
        }
        _ => {
            let asked = asks(acts, reader);
            if asked.is_empty() {
                return Choice::Say(agreement(dice, &records));
            }
            let ask = dice.pick(&asked);
            Choice::Answer(ask.id.clone(), dice.pick(&ask.choices).id.clone())
        }
    }
}

fn person(dice: &mut Dice) -> LawCommand {
    if dice.flip() {
        return LawCommand::Name { name: text(dice) };
    }
    let zone = *dice.pick(&[None, Some("Europe/Berlin"), Some("America/New_York")]);
    LawCommand::Zone { zone: zone.map(str::to_owned) }
}

fn kind(dice: &mut Dice) -> AgreementKind {
    use AgreementKind::{Compromise, Expectation, Plan};
    *dice.pick(&[Expectation, Expectation, Compromise, Plan])
}

fn words(dice: &mut Dice) -> Wording {
    let far = |dice: &mut Dice| dice.one_in(12).then(|| day(dice));
    Wording {
        text: Some(text(dice)),
        area: Some(*dice.pick(&[Area::Time, Area::Time, Area::Digital])),
        give: dice.one_in(10).then(|| "something".into()),
        from: far(dice),
        until: far(dice),
        look_again: far(dice),
        ..Wording::default()
    }
}

fn agreement(dice: &mut Dice, records: &Records) -> LawCommand {
    let id = id(dice, &records.agreements, &records.all);
    let of_it: Vec<RevisionId> =
        records.revisions.iter().filter(|(r, _)| r.hex() == id).map(|(_, rev)| *rev).collect();
    let revision = dice.any(&of_it).filter(|_| dice.flip()).map(|revision| revision.hex());
    let note = dice.one_in(4).then(|| text(dice));
    match dice.below(26) {
        0..=2 => LawCommand::AgreePropose { kind: kind(dice), words: words(dice) },
        3..=6 => {
            let joins = of_it.iter().filter(|_| dice.one_in(6)).map(RevisionId::hex).collect();
            LawCommand::AgreeCounter { id, words: words(dice), revision, joins }
        }
        7..=16 => {
            let can = *dice.pick(&[None, None, None, None, Some(Can::Mostly), Some(Can::No)]);
            LawCommand::AgreeAccept { id, revision, can }
        }
        17 | 18 => LawCommand::AgreeDecline { id, revision, note },
        19 | 20 => LawCommand::AgreeRetract { id, revision, note },
        21 | 22 => LawCommand::AgreeEnd { id, note },
        23 => LawCommand::AgreeAgain { id },
        24 => LawCommand::AgreePart { id, want: note, why: None, limit: Some(text(dice)) },
        _ => LawCommand::KeepBoth {
            a: id,
            b: dice.any(&records.agreements).map_or("00".into(), |other| other.hex()),
        },
    }
}

fn repeated(dice: &mut Dice, records: &Records) -> LawCommand {
    let terms = RitualWords {
        every: Some((*dice.pick(&["day", "FREQ=DAILY;INTERVAL=2"])).into()),
        at: Some(dice.pick(&[At::Day, At::Own { minutes: 1320 }, moment()]).clone()),
        start: Some(Day(TODAY)),
        ..RitualWords::default()
    };
    let named = Wording { text: Some("walk".into()), area: Some(Area::Time), ..words(dice) };
    if records.rituals.is_empty() || dice.one_in(10) {
        let topic = dice.one_in(4).then(|| "check_in".to_owned());
        let words = Box::new(Wording { topic, ..named });
        return LawCommand::Ritual(RitualCommand::Propose { words, ritual: Box::new(terms) });
    }
    if records.plans.is_empty() || dice.one_in(12) {
        let whose = *dice.pick(&[StepWhose::Me, StepWhose::Them, StepWhose::Both]);
        let (due, every) = if dice.one_in(3) {
            (Some(When { day: Day(TODAY), at: None }), Some("day".to_owned()))
        } else {
            (None, None)
        };
        let step = StepWords::New { whose, text: "I call".into(), due, every, notice: None };
        let words = Wording { steps: Some(vec![step]), ..named };
        return LawCommand::AgreePropose { kind: AgreementKind::Plan, words };
    }
    let id = id(dice, &records.rituals, &records.all);
    match dice.below(14) {
        0..=2 => LawCommand::AgreeAccept { id, revision: None, can: None },
        3 => {
            let (words, ritual) = (Box::default(), Box::new(terms));
            LawCommand::Ritual(RitualCommand::Counter {
                id,
                words,
                ritual,
                revision: None,
                joins: vec![],
            })
        }
        4 | 5 => LawCommand::Ritual(RitualCommand::Move { id, on: day(dice), to: when(dice) }),
        6..=9 => {
            let results =
                [RitualResult::DidIt, RitualResult::NotThisTime, RitualResult::NotApplicable];
            let (on, result) = (Some(day(dice)), *dice.pick(&results));
            LawCommand::Ritual(RitualCommand::Mark { id, on, result })
        }
        _ => {
            let id = dice.any(&records.plans).map_or("00".into(), |plan| plan.hex());
            if dice.one_in(3) {
                return LawCommand::AgreeAccept { id, revision: None, can: None };
            }
            let results = [StepResult::Done, StepResult::NotYet, StepResult::NotApplicable];
            let (result, note) = (*dice.pick(&results), dice.one_in(3).then(|| text(dice)));
            let on = dice.one_in(3).then(|| day(dice));
            LawCommand::Step(StepCommand { id, step: "1".into(), on, result, note })
        }
    }
}

fn moment() -> At {
    At::Same { minutes: 1200, zone: "Europe/Berlin".into() }
}

fn boundary(dice: &mut Dice, records: &Records, acts: &Acts) -> LawCommand {
    let id = id(dice, &records.boundaries, &records.all);
    let limits = if dice.one_in(3) { records.agreements.clone() } else { vec![] };
    let words = |dice: &mut Dice| BoundaryWords {
        area: Some(Area::Time),
        text: Some(text(dice)),
        why: dice.one_in(4).then(|| text(dice)),
        ..BoundaryWords::default()
    };
    match if records.boundaries.is_empty() { 0 } else { dice.below(16) } {
        0..=2 => {
            let polarity = *dice.pick(&[Polarity::Limit, Polarity::Limit, Polarity::Permission]);
            let limits =
                dice.any(&limits).filter(|_| polarity == Polarity::Limit).map(|id| id.hex());
            let until = (polarity == Polarity::Permission && dice.one_in(4)).then(|| day(dice));
            let words = BoundaryWords { limits, until, ..words(dice) };
            LawCommand::BoundaryAdd { polarity, words }
        }
        3..=5 => LawCommand::BoundaryEdit { id, words: words(dice) },
        6..=8 => LawCommand::BoundaryWithdraw { id },
        9 | 10 => LawCommand::BoundaryAck { id },
        11 => LawCommand::BoundaryAsk { id, text: text(dice) },
        12 => LawCommand::BoundaryHonour { id, text: text(dice) },
        13 => LawCommand::BoundaryNote { id, text: text(dice) },
        _ => {
            let record = RecordId::from_hex(&id).unwrap_or(RecordId::ZERO);
            let version = |ix| match &acts.get(ix).act.body {
                Body::Boundary(fields) => Some(fields.version(record).hex()),
                _ => None,
            };
            let mut versions: Vec<String> =
                acts.about(&record).iter().copied().filter_map(version).collect();
            versions.sort_unstable();
            if versions.is_empty() {
                return LawCommand::BoundaryWithdraw { id };
            }
            LawCommand::BoundaryPick { id, version: dice.pick(&versions).clone() }
        }
    }
}

fn promise(dice: &mut Dice, records: &Records) -> LawCommand {
    let id = id(dice, &records.promises, &records.all);
    let on = (!dice.one_in(3)).then(|| day(dice));
    match if records.promises.is_empty() { 0 } else { dice.below(18) } {
        0..=2 => {
            let due = (!dice.one_in(4)).then(|| when(dice));
            let every = due.is_some() && dice.one_in(3);
            let every = every.then(|| "FREQ=DAILY;COUNT=4".to_owned());
            LawCommand::PromiseAdd { text: text(dice), due, every, size: None, sure: None }
        }
        3 => LawCommand::PromiseEdit { id, text: text(dice) },
        4..=9 => {
            use MarkResult::{Kept, NotApplicable, NotKept};
            let result = *dice.pick(&[Kept, Kept, NotKept, NotKept, NotApplicable]);
            let note = dice.one_in(4).then(|| text(dice));
            LawCommand::PromiseMark { id, on, result, note }
        }
        10 => LawCommand::PromiseAllRight { id, on },
        11 => LawCommand::PromiseRelease { id, on },
        12..=14 => LawCommand::PromiseMove { id, on, to: when(dice) },
        15 => LawCommand::PromiseWithdraw { id },
        16 => LawCommand::PromiseAck { id },
        _ => LawCommand::PromiseThank { id },
    }
}

fn repairing(dice: &mut Dice, records: &Records, acts: &Acts, reader: &Reader) -> RepairCommand {
    let id = id(dice, &records.repairs, &records.all);
    let own: Vec<_> = RecordId::from_hex(&id)
        .and_then(|record| repair::show(acts, reader, record))
        .map(|view| view.parts.into_iter().map(|part| part.version).collect())
        .unwrap_or_default();
    let replaced =
        |dice: &mut Dice, own: &[String]| (!own.is_empty()).then(|| dice.pick(own).clone());
    match if records.repairs.is_empty() { 0 } else { dice.below(16) } {
        0 | 1 => RepairCommand::Open { title: text(dice), about: None },
        2..=6 => {
            use PartKind::{Account, Apology};
            let replaces = replaced(dice, &own).filter(|_| dice.flip());
            let (part, text) = (*dice.pick(&[Account, Apology]), text(dice));
            RepairCommand::Part { id, part, text, replaces }
        }
        7 => RepairCommand::TakeBack { id, part: replaced(dice, &own).unwrap_or_default() },
        8 | 9 => {
            let other = if dice.flip() { &records.repairs } else { &records.all };
            let other = dice.any(other).map_or("00".into(), |other| other.hex());
            RepairCommand::Link { id, other, on: !dice.one_in(3) }
        }
        10 => RepairCommand::LookBack { id, text: text(dice) },
        11 | 12 => RepairCommand::Settled { id },
        13 | 14 => RepairCommand::Reopen { id },
        _ => {
            let stage = dice.flip().then_some(Stage::LettingGo);
            RepairCommand::Forgiveness { id, text: text(dice), stage }
        }
    }
}

fn beside(dice: &mut Dice, records: &Records) -> BesideCommand {
    let round = Some(Day(TODAY + i32::try_from(dice.below(2)).unwrap()));
    let talk = id(dice, &records.talks, &records.all);
    let thanked = id(dice, &records.thanks, &records.all);
    let text = text(dice);
    match dice.below(30) {
        0..=4 => BesideCommand::Checkin {
            round,
            words: CheckinWords { need: Some(text), talk: dice.one_in(4), ..Default::default() },
            now: dice.flip(),
            tell: dice.flip(),
        },
        5 | 6 => BesideCommand::CheckinTakeBack { round },
        7 | 8 => BesideCommand::Thanks { text, about: None, tag: None },
        9..=11 => BesideCommand::Heart { id: thanked, on: !dice.one_in(3) },
        12 => BesideCommand::ThanksTakeBack { id: thanked },
        13 | 14 => BesideCommand::TalkAsk {
            topic: text,
            hope: None,
            not_before: None,
            not_after: None,
            place: None,
        },
        15..=18 => BesideCommand::TalkTime { id: talk, at: dice.flip().then(|| when(dice)) },
        19 => BesideCommand::TalkTimeClear { id: talk },
        20 => BesideCommand::Talked { id: talk },
        21 => BesideCommand::TalkLetGo { id: talk },
        22 => BesideCommand::TimeOut { until: dice.flip().then(|| when(dice)) },
        23 => BesideCommand::TimeOutLift,
        24 => BesideCommand::Pause { until: dice.flip().then(|| day(dice)) },
        25 => BesideCommand::Resume,
        26 | 27 => {
            let note = dice.one_in(3).then_some(text);
            BesideCommand::Stance { topic: topic(dice).to_owned(), stance: stance(dice), note }
        }
        _ => BesideCommand::KeepBetween { id: id(dice, &records.all, &[]), on: !dice.one_in(3) },
    }
}
