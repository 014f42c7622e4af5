//! What a modified client may write: any body under any record, naming any version or wording there is, of whoever.
//!
//! It cannot write as another person: signatures and pages hold that.

use accord_client_core::act::repair::{PartFields, PartKind, RepairBody};
use accord_client_core::act::rounds::{
    CheckinEntry, RitualResult, RoundBody, StepResult, round_record,
};
use accord_client_core::act::shared::{SharedBody, TalkFields, topic_record};
use accord_client_core::act::{
    Body, BoundaryFields, Code, PromiseFields, RecordId, Revision, RevisionId, StepId, Terms, Text,
    VersionId, agreement_id,
};
use accord_client_core::law::command::{AgreementKind, Area, MarkResult, Polarity};
use accord_client_core::law::graph::Acts;
use accord_client_core::time::Day;

use crate::choices::{Records, TODAY, day, stance, text, topic, when};
use crate::dice::Dice;

/// The versions, and the steps, that any act brings.
fn versions(acts: &Acts) -> (Vec<VersionId>, Vec<StepId>) {
    let (mut versions, mut steps) = (vec![VersionId::default()], vec![]);
    for (_, held) in acts.iter() {
        let record = held.act.record;
        match &held.act.body {
            Body::Boundary(fields) => versions.push(fields.version(record)),
            Body::Promise(fields) => versions.push(fields.version(record)),
            Body::Repair(RepairBody::Part(fields)) => versions.push(fields.version(record)),
            Body::Propose { revision: Revision { terms: Some(Terms::Plan(plan)), .. }, .. } => {
                steps.extend(plan.iter().map(|step| step.id()));
            }
            _ => {}
        }
    }
    versions.sort_unstable();
    steps.sort_unstable();
    (versions, steps)
}

pub(crate) fn forge(dice: &mut Dice, acts: &Acts) -> (RecordId, Body) {
    let records = Records::of(acts);
    let (versions, steps) = versions(acts);
    let version = *dice.pick(&versions);
    let replaces = if dice.flip() { vec![version] } else { vec![] };
    let words = Text::new(&text(dice)).unwrap();
    let note = dice.one_in(3).then(|| words.clone());
    let on = dice.flip().then(|| day(dice));
    let round = Day(TODAY + i32::try_from(dice.below(2)).unwrap());
    let revision = dice.any(&records.revisions);
    let any = dice.any(&records.all).unwrap_or(RecordId([9; 32]));
    let of = |dice: &mut Dice, list: &[RecordId]| dice.any(list).unwrap_or(any);
    match dice.below(44) {
        0..=2 => proposal(dice, words, revision, &records),
        3 | 4 => answer(dice, any, revision, note),
        5 => (of(dice, &records.agreements), Body::End { note }),
        6 => (any, Body::KeepBoth { other: of(dice, &records.all) }),
        7 => (of(dice, &records.agreements), Body::Part { want: note, why: None, limit: None }),
        8..=11 => {
            let polarity = *dice.pick(&[Polarity::Limit, Polarity::Permission]);
            let fields = BoundaryFields {
                why: note,
                limits: dice.one_in(3).then(|| of(dice, &records.agreements)),
                replaces,
                ..BoundaryFields::new(polarity, Area::Time, words)
            };
            (of(dice, &records.boundaries), Body::Boundary(fields))
        }
        12 => (of(dice, &records.boundaries), Body::BoundaryWithdraw),
        13 => (of(dice, &records.boundaries), Body::Pick { version }),
        14 => (of(dice, &records.boundaries), Body::Acknowledge { version }),
        15 => (of(dice, &records.boundaries), Body::Ask { version, text: words }),
        16 => (of(dice, &records.boundaries), Body::Honour { version, text: words }),
        17..=19 => {
            let due = dice.flip().then(|| when(dice));
            let every = due.as_ref().filter(|_| dice.flip());
            let every = every.map(|_| Text::new("FREQ=DAILY;COUNT=4").unwrap());
            let fields =
                PromiseFields { text: words, due, every, size: None, sure: None, replaces };
            (of(dice, &records.promises), Body::Promise(fields))
        }
        20 | 21 => {
            let result = *dice.pick(&[MarkResult::Kept, MarkResult::NotKept]);
            (of(dice, &records.promises), Body::Mark { on, result, note })
        }
        22 => (of(dice, &records.promises), Body::AllRight { on }),
        23 => (of(dice, &records.promises), Body::Release { on }),
        24 => (of(dice, &records.promises), Body::Move { on, to: when(dice) }),
        25 => (of(dice, &records.promises), Body::PromiseWithdraw),
        26 => (of(dice, &records.promises), Body::Thank { version }),
        27 => {
            let (record, revision) = revision.unwrap_or((any, RevisionId::default()));
            let (on, result) = (day(dice), RitualResult::DidIt);
            (record, Body::Round(RoundBody::RitualMark { revision, on, result }))
        }
        28 => {
            let (step, result) = (dice.any(&steps).unwrap_or_default(), StepResult::NotYet);
            let said = RoundBody::StepMark { step, on, result, note };
            (of(dice, &records.plans), Body::Round(said))
        }
        29..=31 => {
            let entry = CheckinEntry { need: Some(words), ..CheckinEntry::default() };
            let said = match dice.below(3) {
                0 => RoundBody::CheckinReady { round, tell: dice.flip() },
                1 => RoundBody::Checkin { round, entry },
                _ => RoundBody::CheckinTakeBack { round },
            };
            (if dice.one_in(4) { any } else { round_record(round) }, Body::Round(said))
        }
        32..=38 => shared(dice, words, note, any, &records),
        39..=42 => {
            let said = match dice.below(6) {
                0 => RepairBody::Open { title: words, about: None },
                1 => {
                    RepairBody::Part(PartFields { part: PartKind::Account, text: words, replaces })
                }
                2 => RepairBody::PartTakeBack { parts: vec![version] },
                3 => RepairBody::Settled,
                4 => RepairBody::NotSettled,
                _ => RepairBody::LookBack { text: words },
            };
            (of(dice, &records.repairs), Body::Repair(said))
        }
        // From an app that is newer than this one.
        _ => (any, Body::Unknown { kind: 0x00f0, fields: words.as_str().as_bytes().to_vec() }),
    }
}

fn proposal(
    dice: &mut Dice,
    text: Text,
    answered: Option<(RecordId, RevisionId)>,
    records: &Records,
) -> (RecordId, Body) {
    let kind = *dice.pick(&[AgreementKind::Expectation, AgreementKind::Plan]);
    let (record, parents) = match answered {
        Some((record, parent)) if dice.flip() => (Some(record), vec![parent]),
        _ => (dice.any(&records.agreements).filter(|_| dice.one_in(4)), vec![]),
    };
    let revision = Revision {
        area: Area::Time,
        topic: None,
        text,
        give: [None, None],
        from: None,
        until: None,
        look_again: None,
        terms: None,
        parents,
    };
    let record = record.unwrap_or_else(|| agreement_id(kind, &revision));
    (record, Body::Propose { kind, revision })
}

fn answer(
    dice: &mut Dice,
    any: RecordId,
    about: Option<(RecordId, RevisionId)>,
    note: Option<Text>,
) -> (RecordId, Body) {
    let (record, revision) = about.unwrap_or((any, RevisionId::default()));
    let body = match dice.below(5) {
        0 | 1 => Body::Accept { revision, can: None },
        2 => Body::Decline { revision, note },
        3 => Body::Retract { revision, note },
        _ => Body::Cannot { revision, note },
    };
    (if dice.one_in(8) { any } else { record }, body)
}

fn shared(
    dice: &mut Dice,
    text: Text,
    note: Option<Text>,
    any: RecordId,
    records: &Records,
) -> (RecordId, Body) {
    let of = |dice: &mut Dice, list: &[RecordId]| dice.any(list).unwrap_or(any);
    let (record, said) = match dice.below(15) {
        0 | 1 => (any, SharedBody::Thanks { text, about: None, tag: None }),
        2 => (of(dice, &records.thanks), SharedBody::Heart { on: dice.flip() }),
        3 => (of(dice, &records.thanks), SharedBody::ThanksTakeBack),
        4 => {
            let (hope, not_before, not_after, place) = (note, None, None, None);
            (any, SharedBody::Talk(TalkFields { topic: text, hope, not_before, not_after, place }))
        }
        5 => {
            let at = dice.flip().then(|| when(dice));
            (of(dice, &records.talks), SharedBody::TalkTime { at })
        }
        6 => (of(dice, &records.talks), SharedBody::Talked),
        7 => (of(dice, &records.talks), SharedBody::TalkLetGo),
        8 => (any, SharedBody::TimeOut { until: None }),
        9 => (any, SharedBody::TimeOutLift),
        10 => (RecordId::ZERO, SharedBody::Pause { until: None }),
        11 => (RecordId::ZERO, SharedBody::PauseLift),
        12 => {
            let topic = Code::new(topic(dice)).unwrap();
            let record = if dice.one_in(4) { any } else { topic_record(&topic) };
            (record, SharedBody::Stance { topic, stance: stance(dice), note })
        }
        13 => (any, SharedBody::KeepBetween { on: dice.flip() }),
        _ => {
            let other = of(dice, &records.all);
            (of(dice, &records.repairs), SharedBody::Link { other, on: dice.flip() })
        }
    };
    (record, Body::Shared(said))
}
