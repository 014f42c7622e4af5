//! Steps of a plan, by the numbers of the acceptance cases.

use accord_protocol::ids::Partner;

use super::command::{StepCommand, StepWhose, StepWords};
use super::view::Step;
use crate::act::RecordId;
use crate::act::rounds::StepResult;
use crate::law::agreement;
use crate::law::command::{AgreementKind, Area, LawCommand, Wording};
use crate::law::graph::Acts;
use crate::law::testing::*;
use crate::law::view::{Sides, Who};
use crate::law::{answer, asks};
use crate::time::When;

fn step(whose: StepWhose, text: &str) -> StepWords {
    StepWords::New { whose, text: text.into(), due: None, every: None, notice: None }
}

fn daily(text: &str) -> StepWords {
    let due = Some(When { day: day("2027-03-01"), at: None });
    let every = Some("day".into());
    StepWords::New { whose: StepWhose::Me, text: text.into(), due, every, notice: None }
}

fn plan(steps: Vec<StepWords>) -> LawCommand {
    let words = Wording {
        text: Some("How we mend it".into()),
        area: Some(Area::Emotional),
        steps: Some(steps),
        ..Wording::default()
    };
    LawCommand::AgreePropose { kind: AgreementKind::Plan, words }
}

fn accept(id: RecordId) -> LawCommand {
    LawCommand::AgreeAccept { id: id.hex(), revision: None, can: None }
}

fn counter(id: RecordId, steps: Vec<StepWords>) -> LawCommand {
    let words = Wording { steps: Some(steps), ..Wording::default() };
    LawCommand::AgreeCounter { id: id.hex(), words, revision: None, joins: vec![] }
}

fn marks(id: RecordId, step: &str, on: Option<&str>, result: StepResult) -> LawCommand {
    let (step, on) = (step.to_owned(), on.map(day));
    LawCommand::Step(StepCommand { id: id.hex(), step, on, result, note: None })
}

fn agreed(steps: Vec<StepWords>) -> (Couple, RecordId) {
    let mut couple = Couple::on("2027-03-01");
    let id = couple.says(ANA, &plan(steps));
    couple.meet();
    couple.says(BEN, &accept(id));
    couple.meet();
    (couple, id)
}

fn shown(acts: &Acts, me: Partner, id: RecordId) -> Vec<Step> {
    let reader = reader(me, "2027-03-05T12:00:00[Europe/Berlin]");
    agreement::show(acts, &reader, id).unwrap().steps
}

fn sides(me: Option<&'static str>, them: Option<&'static str>) -> Sides<Option<&'static str>> {
    Sides { me, them }
}

#[test]
fn case_62_done_by_one_and_not_yet_for_the_other_is_seen_differently_and_stays_open() {
    let (mut couple, id) = agreed(vec![step(StepWhose::Me, "I tell you before I go out")]);
    couple.says(ANA, &marks(id, "1", None, StepResult::Done));
    couple.says(BEN, &marks(id, "1", None, StepResult::NotYet));
    let acts = couple.seen();
    let ana = shown(&acts, Partner::Zero, id);
    let ben = shown(&acts, Partner::One, id);
    assert_eq!((ana[0].result, ana[0].open), ("seen_differently", true));
    assert_eq!((ben[0].result, ben[0].open), ("seen_differently", true));
    assert_eq!(ana[0].marks, sides(Some("done"), Some("not_yet")));
    assert_eq!(ben[0].marks, sides(Some("not_yet"), Some("done")));
    assert_eq!((ana[0].words.whose, ben[0].words.whose), (Who::Me, Who::Them));
    let reader = |me| reader(me, "2027-03-05T12:00:00[Europe/Berlin]");
    let asked = Partner::BOTH.map(|me| asks(&acts, &reader(me)));
    assert_eq!(asked[0], asked[1], "law L10");
    assert_eq!(
        (asked[0].len(), asked[0][0].code, asked[0][0].whom),
        (1, "seen_differently", "both")
    );
    couple.meet();
    let said = answer(couple.acts(ANA), &reader(Partner::Zero), &asked[0][0].id, "leave").unwrap();
    assert!(said.decision.acts.is_empty());
    // He comes to see it as done.
    couple.says(BEN, &marks(id, "1", None, StepResult::Done));
    assert_eq!(shown(&couple.seen(), Partner::Zero, id)[0].result, "done");
}

#[test]
fn a_step_that_a_new_wording_leaves_as_it_was_keeps_its_marks() {
    let (mut couple, id) =
        agreed(vec![step(StepWhose::Me, "I call"), step(StepWhose::Them, "You write")]);
    couple.says(ANA, &marks(id, "1", None, StepResult::Done));
    couple.says(ANA, &marks(id, "2", None, StepResult::NotYet));
    couple.meet();
    let kept = StepWords::Keep("1".into());
    couple.says(
        BEN,
        &counter(
            id,
            vec![step(StepWhose::Both, "We walk"), kept, step(StepWhose::Me, "I write soon")],
        ),
    );
    couple.meet();
    assert_eq!(shown(couple.acts(ANA), Partner::Zero, id).len(), 2, "the plan in force stays");
    couple.says(ANA, &accept(id));
    let acts = couple.seen();
    let steps = shown(&acts, Partner::Zero, id);
    let told: Vec<_> =
        steps.iter().map(|s| (s.words.text.as_str(), s.words.whose, s.result)).collect();
    assert_eq!(
        told,
        [
            ("We walk", Who::Both, "open"),
            ("I call", Who::Me, "done"),
            ("I write soon", Who::Them, "open")
        ]
    );
}

#[test]
fn a_step_of_both_is_done_when_both_say_so() {
    let (mut couple, id) = agreed(vec![step(StepWhose::Both, "We see a counsellor")]);
    couple.says(BEN, &marks(id, "1", None, StepResult::Done));
    assert_eq!(shown(&couple.seen(), Partner::Zero, id)[0].result, "open");
    couple.says(ANA, &marks(id, "1", None, StepResult::Done));
    assert_eq!(shown(&couple.seen(), Partner::Zero, id)[0].result, "done");
}

#[test]
fn a_step_that_repeats_is_marked_by_its_dates() {
    let (mut couple, id) = agreed(vec![daily("I say good night")]);
    couple.today = day("2027-03-03");
    couple.says(ANA, &marks(id, "1", None, StepResult::Done));
    couple.says(BEN, &marks(id, "1", Some("2027-03-02"), StepResult::NotYet));
    assert_eq!(
        couple.refused(BEN, &marks(id, "1", Some("2027-02-28"), StepResult::Done)),
        "bad_date"
    );
    let steps = shown(&couple.seen(), Partner::Zero, id);
    let dates: Vec<_> = steps[0].dates.iter().map(|d| (d.date.to_string(), d.result)).collect();
    assert_eq!(
        dates,
        [
            ("2027-03-02".to_owned(), "not_yet"),
            ("2027-03-03".to_owned(), "done"),
            ("2027-03-05".to_owned(), "open"),
            ("2027-03-06".to_owned(), "open"),
        ]
    );
}

#[test]
fn own_phones_that_mark_a_step_apart_ask_their_owner_only() {
    let (mut couple, id) = agreed(vec![step(StepWhose::Me, "I call")]);
    couple.says(ANA, &marks(id, "1", None, StepResult::Done));
    couple.says(ANA2, &marks(id, "1", None, StepResult::NotYet));
    let acts = couple.seen();
    let me = reader(Partner::Zero, "2027-03-05T12:00:00[Europe/Berlin]");
    let asked = asks(&acts, &me);
    assert_eq!((asked.len(), asked[0].code), (1, "own_devices_differ"));
    assert_eq!(shown(&acts, Partner::One, id)[0].marks, Sides::default());
    couple.meet();
    let said = answer(couple.acts(ANA), &me, &asked[0].id, "not_yet").unwrap();
    couple.act(ANA, id, said.decision.acts[0].body.clone());
    assert_eq!(shown(&couple.seen(), Partner::Zero, id)[0].marks.me, Some("not_yet"));
}

#[test]
fn what_a_plan_cannot_say_is_refused_by_name() {
    let mut couple = Couple::on("2027-03-01");
    let twice = vec![step(StepWhose::Me, "I call"), step(StepWhose::Me, "I call")];
    assert_eq!(couple.refused(ANA, &plan(twice)), "step_twice");
    assert_eq!(couple.refused(ANA, &plan(vec![StepWords::Keep("1".into())])), "not_found");
    let many = (0..51).map(|n| step(StepWhose::Me, &format!("step {n}"))).collect();
    assert_eq!(couple.refused(ANA, &plan(many)), "too_many_steps");
    let every = StepWords::New {
        whose: StepWhose::Me,
        text: "I call".into(),
        due: None,
        every: Some("day".into()),
        notice: None,
    };
    assert_eq!(couple.refused(ANA, &plan(vec![every])), "due_missing");
    let LawCommand::AgreePropose { words, .. } = plan(vec![step(StepWhose::Me, "x")]) else {
        panic!()
    };
    let goal = LawCommand::AgreePropose { kind: AgreementKind::Goal, words };
    assert_eq!(couple.refused(ANA, &goal), "terms_missing");
    let id = couple.says(ANA, &plan(vec![step(StepWhose::Me, "I call")]));
    assert_eq!(couple.refused(ANA, &marks(id, "1", None, StepResult::Done)), "not_in_force");
    couple.meet();
    couple.says(BEN, &accept(id));
    assert_eq!(couple.refused(BEN, &marks(id, "2", None, StepResult::Done)), "not_found");
}

#[test]
fn a_draft_of_the_second_partner_changes_sides_when_it_is_shared() {
    use crate::act::Body;
    use crate::law::draft;
    let me = reader(Partner::One, "2027-03-01T12:00:00[Europe/Berlin]");
    let (id, said) = (RecordId([9; 32]), plan(vec![step(StepWhose::Me, "I call")]));
    let alone = crate::law::Reader { me: Partner::Zero, ..me.clone() };
    let body = draft::begin(&Acts::new(), &alone, &said, id).unwrap();
    let Body::Propose { revision, .. } = &body else { panic!() };
    let Some(crate::act::Terms::Plan(steps)) = &revision.terms else { panic!() };
    assert_eq!(super::words(steps, Partner::Zero)[0].whose, Who::Me);
    let shared = draft::share(&Acts::new(), &me, id, &body).unwrap();
    let Body::Propose { revision, .. } = shared.body else { panic!() };
    let Some(crate::act::Terms::Plan(steps)) = revision.terms else { panic!() };
    assert_eq!(super::words(&steps, Partner::One)[0].whose, Who::Me);
}
