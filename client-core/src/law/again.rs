//! Saying anew, as of today, what a device of this person wrote and could never send.
//!
//! Nothing is taken over as it stands: each act is put as the command it came from, and the laws decide about it as they would about words
//! typed now. What comes out must be exactly what was written (or a yes to exactly those words); where the state has moved on it is refused.

use super::agreement::{countered, propose_revision};
use super::command::{Can, LawCommand, Polarity, RitualCommand, StepCommand};
use super::graph::Acts;
use super::heads::Scope;
use super::repair::RepairCommand;
use super::{Decision, NewAct, Reader, boundary, decide};
use crate::act::body::CanYes;
use crate::act::repair::RepairBody;
use crate::act::rounds::RoundBody;
use crate::act::shared::SharedBody;
use crate::act::{Body, BoundaryFields, PromiseFields, RecordId, Revision, RevisionId, Text};
use crate::law::beside::command::BesideCommand;
use crate::law::command::BoundaryWords;
use crate::refused::Refused;

/// The acts that say it today.
///
/// # Errors
/// `of_its_moment` for what only meant something then (a check-in, a break), `changed_since` where the same words would answer something
/// else now, `said_already`, `left`, or what the law of the record refuses.
pub fn again(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    body: &Body,
) -> Result<Decision, Refused> {
    if acts.left().iter().any(Option::is_some) {
        return Err(Refused::rule("left"));
    }
    let decided = match body {
        Body::Propose { kind, revision } if revision.parents.is_empty() => {
            propose_revision(acts, reader.me, *kind, revision.clone())?
        }
        Body::Propose { revision, .. } => counter(acts, reader, record, revision)?,
        Body::Boundary(fields) => boundary_again(acts, reader, record, fields)?,
        Body::Promise(fields) => promise_again(acts, reader, record, fields)?,
        Body::Shared(SharedBody::Thanks { .. } | SharedBody::Talk(_))
        | Body::Repair(RepairBody::Open { .. }) => {
            if acts.has_record(&record) {
                return Err(Refused::rule("said_already"));
            }
            Decision::one(record, body.clone())
        }
        _ => {
            let decided = decide(acts, reader, &command(record, body)?, record)?;
            exactly(decided, record, body)?
        }
    };
    if decided.acts.is_empty() {
        return Err(Refused::rule("said_already"));
    }
    super::fits(decided)
}

/// What the law came to, if it is what was written.
fn exactly(decided: Decision, record: RecordId, body: &Body) -> Result<Decision, Refused> {
    let written = NewAct { record, body: body.clone() };
    if decided.acts.is_empty() || decided.acts.contains(&written) {
        return Ok(decided);
    }
    Err(Refused::rule("changed_since"))
}

/// Other words in a record: they answer the wordings they answered then.
fn counter(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    revision: &Revision,
) -> Result<Decision, Refused> {
    let Some((base, joins)) = revision.parents.split_first() else {
        return Err(Refused::rule("changed_since"));
    };
    let joins: Vec<String> = joins.iter().map(RevisionId::hex).collect();
    countered(acts, reader.me, (&record.hex(), Some(&base.hex()), &joins), |_| Ok(revision.clone()))
}

fn boundary_again(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    fields: &BoundaryFields,
) -> Result<Decision, Refused> {
    if let Some(agreement) = &fields.limits {
        boundary::agreement_named(acts, &agreement.hex())?;
    }
    let Some(state) = boundary::derive(acts, record, reader.me, Scope::All) else {
        return first_words(acts, record, || {
            let fields = BoundaryFields { replaces: Vec::new(), ..fields.clone() };
            Body::Boundary(fields)
        });
    };
    if state.polarity != fields.polarity {
        return Err(Refused::rule("changed_since"));
    }
    if state.polarity == Polarity::Permission && !state.stands() {
        // Words written without knowing that it ended are no new permission.
        return Err(Refused::rule("withdrawn").with(record.hex()));
    }
    let words = BoundaryWords { text: Some(fields.text.as_str().into()), ..Default::default() };
    let edit = LawCommand::BoundaryEdit { id: record.hex(), words };
    let mut decided = decide(acts, reader, &edit, record)?;
    let same = |old: &BoundaryFields| {
        BoundaryFields { replaces: Vec::new(), ..old.clone() }
            == BoundaryFields { replaces: Vec::new(), ..fields.clone() }
    };
    if state.standing().any(|(_, version)| same(&version.fields)) && state.doubt.is_none() {
        return Ok(Decision::nothing(record));
    }
    let replaces = match decided.acts.first().map(|new| &new.body) {
        Some(Body::Boundary(new)) => new.replaces.clone(),
        // The words are the same and the rest is not: they take the place of what stands.
        _ => state.standing().map(|(id, _)| id).collect(),
    };
    let body = Body::Boundary(BoundaryFields { replaces, ..fields.clone() });
    decided.acts = vec![NewAct { record, body }];
    Ok(decided)
}

fn promise_again(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    fields: &PromiseFields,
) -> Result<Decision, Refused> {
    let owned = acts.about(&record).iter().any(|ix| {
        let held = acts.get(*ix);
        held.partner == reader.me && matches!(held.act.body, Body::Promise(_))
    });
    if !owned {
        return first_words(acts, record, || {
            Body::Promise(PromiseFields { replaces: Vec::new(), ..fields.clone() })
        });
    }
    // A promise is reworded in its text alone; whatever else differs came from other words than stand now.
    let text = fields.text.as_str().to_owned();
    let decided =
        decide(acts, reader, &LawCommand::PromiseEdit { id: record.hex(), text }, record)?;
    let plain = |said: &PromiseFields| PromiseFields { replaces: Vec::new(), ..said.clone() };
    match decided.acts.first().map(|new| &new.body) {
        Some(Body::Promise(new)) if plain(new) != plain(fields) => {
            Err(Refused::rule("changed_since"))
        }
        _ => Ok(decided),
    }
}

/// The first words of a record keep its id, which nobody else may have.
fn first_words(
    acts: &Acts,
    record: RecordId,
    body: impl FnOnce() -> Body,
) -> Result<Decision, Refused> {
    if acts.has_record(&record) {
        return Err(Refused::rule("changed_since"));
    }
    Ok(Decision::one(record, body()))
}

/// The command that would say this about an existing record.
fn command(record: RecordId, body: &Body) -> Result<LawCommand, Refused> {
    let id = record.hex();
    let words = |text: &Text| text.as_str().to_owned();
    let note = |text: &Option<Text>| text.as_ref().map(words);
    Ok(match body {
        Body::Accept { revision, can } => {
            let can = can.map(|can| match can {
                CanYes::Yes => Can::Yes,
                CanYes::Mostly => Can::Mostly,
            });
            LawCommand::AgreeAccept { id, revision: Some(revision.hex()), can }
        }
        Body::Cannot { revision, .. } => {
            LawCommand::AgreeAccept { id, revision: Some(revision.hex()), can: Some(Can::No) }
        }
        Body::Decline { revision, note: said } => {
            LawCommand::AgreeDecline { id, revision: Some(revision.hex()), note: note(said) }
        }
        Body::Retract { revision, note: said } => {
            LawCommand::AgreeRetract { id, revision: Some(revision.hex()), note: note(said) }
        }
        Body::End { note: said } => LawCommand::AgreeEnd { id, note: note(said) },
        Body::Part { want, why, limit } => {
            LawCommand::AgreePart { id, want: note(want), why: note(why), limit: note(limit) }
        }
        Body::KeepBoth { other } => LawCommand::KeepBoth { a: id, b: other.hex() },
        Body::BoundaryWithdraw => LawCommand::BoundaryWithdraw { id },
        Body::Acknowledge { .. } => LawCommand::BoundaryAck { id },
        Body::Ask { text, .. } => LawCommand::BoundaryAsk { id, text: words(text) },
        Body::Honour { text, .. } => LawCommand::BoundaryHonour { id, text: words(text) },
        Body::BoundaryNote { text } => LawCommand::BoundaryNote { id, text: words(text) },
        Body::Pick { version } => LawCommand::BoundaryPick { id, version: version.hex() },
        Body::Mark { on, result, note: said } => {
            LawCommand::PromiseMark { id, on: *on, result: *result, note: note(said) }
        }
        Body::AllRight { on } => LawCommand::PromiseAllRight { id, on: *on },
        Body::Release { on } => LawCommand::PromiseRelease { id, on: *on },
        Body::Move { on, to } => LawCommand::PromiseMove { id, on: *on, to: to.clone() },
        Body::PromiseWithdraw => LawCommand::PromiseWithdraw { id },
        Body::PromiseAcknowledge { .. } => LawCommand::PromiseAck { id },
        Body::Thank { .. } => LawCommand::PromiseThank { id },
        Body::Round(RoundBody::RitualMark { on, result, .. }) => {
            LawCommand::Ritual(RitualCommand::Mark { id, on: Some(*on), result: *result })
        }
        Body::Round(RoundBody::StepMark { step, on, result, note: said }) => {
            let (step, note) = (step.hex(), note(said));
            LawCommand::Step(StepCommand { id, step, on: *on, result: *result, note })
        }
        Body::Shared(shared) => shared_command(id, shared)?,
        Body::Repair(repair) => repair_command(id, repair)?,
        _ => return Err(Refused::rule("of_its_moment")),
    })
}

fn shared_command(id: String, body: &SharedBody) -> Result<LawCommand, Refused> {
    Ok(LawCommand::Beside(match body {
        SharedBody::Heart { on } => BesideCommand::Heart { id, on: *on },
        SharedBody::ThanksTakeBack => BesideCommand::ThanksTakeBack { id },
        SharedBody::Talked => BesideCommand::Talked { id },
        SharedBody::TalkLetGo => BesideCommand::TalkLetGo { id },
        SharedBody::Stance { topic, stance, note } => BesideCommand::Stance {
            topic: topic.as_str().into(),
            stance: *stance,
            note: note.as_ref().map(|text| text.as_str().into()),
        },
        SharedBody::KeepBetween { on } => BesideCommand::KeepBetween { id, on: *on },
        SharedBody::Link { other, on } => {
            let link = RepairCommand::Link { id, other: other.hex(), on: *on };
            return Ok(LawCommand::Repair(link));
        }
        _ => return Err(Refused::rule("of_its_moment")),
    }))
}

fn repair_command(id: String, body: &RepairBody) -> Result<LawCommand, Refused> {
    let words = |text: &Text| text.as_str().to_owned();
    Ok(LawCommand::Repair(match body {
        RepairBody::Part(fields) => {
            let replaces = fields.replaces.first().map(|part| part.hex());
            RepairCommand::Part { id, part: fields.part, text: words(&fields.text), replaces }
        }
        RepairBody::PartTakeBack { parts } => {
            let part = parts.first().map(|part| part.hex()).unwrap_or_default();
            RepairCommand::TakeBack { id, part }
        }
        RepairBody::LookBack { text } => RepairCommand::LookBack { id, text: words(text) },
        RepairBody::Settled => RepairCommand::Settled { id },
        RepairBody::NotSettled => RepairCommand::Reopen { id },
        RepairBody::Forgiveness { text, stage } => {
            RepairCommand::Forgiveness { id, text: words(text), stage: *stage }
        }
        RepairBody::Open { .. } => return Err(Refused::rule("changed_since")),
    }))
}

#[cfg(test)]
mod tests {
    use accord_protocol::ids::Partner;

    use super::*;
    use crate::act::VersionId;
    use crate::law::command::{AgreementKind, Area, Wording};
    use crate::law::testing::*;

    fn words(text: &str) -> Wording {
        Wording { text: Some(text.into()), area: Some(Area::Time), ..Wording::default() }
    }

    fn proposal(text: &str) -> LawCommand {
        LawCommand::AgreePropose { kind: AgreementKind::Expectation, words: words(text) }
    }

    /// What Ana's second device may say again, the first having written `body` and been lost.
    fn ana(c: &Couple, record: RecordId, body: &Body) -> Result<Vec<NewAct>, &'static str> {
        let me = reader(Partner::Zero, "2026-11-23T12:00[Europe/Berlin]");
        again(c.acts(ANA2), &me, record, body).map(|d| d.acts).map_err(|refused| refused.code)
    }

    fn last(c: &Couple) -> Body {
        c.all.last().unwrap().1.body.clone()
    }

    #[test]
    fn a_yes_is_said_again_only_while_the_other_stands_by_the_words() {
        let mut c = Couple::on("2026-11-23");
        let id = c.says(BEN, &proposal("We call Sundays"));
        c.meet();
        c.says(ANA, &LawCommand::AgreeAccept { id: id.hex(), revision: None, can: None });
        let yes = last(&c);
        assert_eq!(ana(&c, id, &yes).unwrap(), [NewAct { record: id, body: yes.clone() }]);
        c.says(BEN, &LawCommand::AgreeRetract { id: id.hex(), revision: None, note: None });
        let (acts, me) = (c.acts(BEN), reader(Partner::Zero, "2026-11-23T12:00[Europe/Berlin]"));
        assert_eq!(again(acts, &me, id, &yes).unwrap_err().code, "not_offered");
    }

    #[test]
    fn words_of_a_permission_that_ended_meanwhile_are_no_new_permission() {
        let mut c = Couple::on("2026-11-23");
        let words = |text: &str| BoundaryWords {
            area: Some(Area::Digital),
            text: Some(text.into()),
            ..BoundaryWords::default()
        };
        let polarity = Polarity::Permission;
        let id = c.says(ANA, &LawCommand::BoundaryAdd { polarity, words: words("My calendar") });
        let first = last(&c);
        c.meet();
        c.says(ANA, &LawCommand::BoundaryEdit { id: id.hex(), words: words("My messages") });
        let edit = last(&c);
        assert!(ana(&c, id, &edit).is_ok());
        assert_eq!(ana(&c, id, &first), Err("said_already"));
        c.says(ANA2, &LawCommand::BoundaryWithdraw { id: id.hex() });
        assert_eq!(ana(&c, id, &edit), Err("withdrawn"));
        let Body::Boundary(mut fields) = edit else { panic!("words") };
        fields.polarity = Polarity::Limit;
        assert_eq!(ana(&c, id, &Body::Boundary(fields)), Err("changed_since"));
    }

    #[test]
    fn first_words_keep_their_id_unless_somebody_else_has_it() {
        let mut c = Couple::on("2026-11-23");
        let words = BoundaryWords {
            area: Some(Area::Time),
            text: Some("No calls late".into()),
            ..BoundaryWords::default()
        };
        let add = LawCommand::BoundaryAdd { polarity: Polarity::Limit, words };
        let id = c.says(ANA, &add);
        let limit = last(&c);
        assert_eq!(ana(&c, id, &limit).unwrap(), [NewAct { record: id, body: limit.clone() }]);
        let bens = c.says(BEN, &add);
        c.meet();
        assert_eq!(ana(&c, bens, &limit), Err("changed_since"));
        // A limit that names an agreement nobody sees.
        let Body::Boundary(mut fields) = limit else { panic!("words") };
        fields.limits = Some(RecordId([9; 32]));
        assert_eq!(ana(&c, RecordId([8; 32]), &Body::Boundary(fields)), Err("not_found"));
    }

    #[test]
    fn what_answered_other_words_or_only_its_moment_is_not_said_again() {
        let mut c = Couple::on("2026-11-23");
        let words = |text: &str| BoundaryWords {
            area: Some(Area::Time),
            text: Some(text.into()),
            ..BoundaryWords::default()
        };
        let add = LawCommand::BoundaryAdd { polarity: Polarity::Limit, words: words("one") };
        let id = c.says(BEN, &add);
        c.meet();
        c.says(ANA, &LawCommand::BoundaryAck { id: id.hex() });
        let read = last(&c);
        assert!(ana(&c, id, &read).is_ok());
        c.says(BEN, &LawCommand::BoundaryEdit { id: id.hex(), words: words("two") });
        let newest = c.all.last().unwrap().1.clone();
        c.meet();
        assert_eq!(
            ana(&c, id, &Body::Acknowledge { version: VersionId([7; 32]) }),
            Err("changed_since")
        );
        assert!(matches!(newest.body, Body::Boundary(_)));
        let pause = Body::Shared(SharedBody::Pause { until: None });
        assert_eq!(ana(&c, RecordId::ZERO, &pause), Err("of_its_moment"));
        assert_eq!(ana(&c, RecordId::ZERO, &Body::Heard), Err("of_its_moment"));
    }

    #[test]
    fn other_words_answer_the_wordings_they_answered_and_the_same_words_are_a_yes() {
        let mut c = Couple::on("2026-11-23");
        let id = c.says(BEN, &proposal("We call Sundays"));
        c.meet();
        let counter = |text: &str| LawCommand::AgreeCounter {
            id: id.hex(),
            words: words(text),
            revision: None,
            joins: Vec::new(),
        };
        c.says(ANA, &counter("We call Fridays"));
        let fridays = last(&c);
        assert_eq!(ana(&c, id, &fridays).unwrap(), [NewAct { record: id, body: fridays.clone() }]);
        c.says(BEN, &counter("We call Fridays"));
        let Body::Propose { revision, .. } = &fridays else { panic!("words") };
        let (acts, me) = (c.acts(BEN), reader(Partner::Zero, "2026-11-23T12:00[Europe/Berlin]"));
        let yes = again(acts, &me, id, &fridays).unwrap();
        assert_eq!(yes.acts[0].body, Body::Accept { revision: revision.id(), can: None });
    }
}
