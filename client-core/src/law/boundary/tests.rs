//! The acceptance cases about boundaries, by number, over real acts in several orders of delivery.

use accord_protocol::ids::Partner;

use super::*;
use crate::act::{Body, RecordId, Revision, Text, VersionId, agreement_id};
use crate::law::command::{AgreementKind, Area, BoundaryWords, LawCommand, Polarity};
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::testing::*;
use crate::law::{say, view};

const NOW: &str = "2027-05-10T12:00:00[Europe/Berlin]";

fn words(text: &str) -> BoundaryWords {
    BoundaryWords { area: Some(Area::Time), text: Some(text.into()), ..BoundaryWords::default() }
}

fn add(polarity: Polarity, text: &str) -> LawCommand {
    LawCommand::BoundaryAdd { polarity, words: words(text) }
}

fn edit(id: RecordId, text: &str) -> LawCommand {
    let words = BoundaryWords { text: Some(text.into()), ..BoundaryWords::default() };
    LawCommand::BoundaryEdit { id: id.hex(), words }
}

fn withdraw(id: RecordId) -> LawCommand {
    LawCommand::BoundaryWithdraw { id: id.hex() }
}

fn shown(acts: &Acts, me: Partner, id: RecordId) -> view::Boundary {
    let reader = reader(me, NOW);
    let shown = show(acts, &reader, id, None, false).unwrap();
    let listed = list(acts, &reader).into_iter().find(|one| one.id == id.hex());
    assert_eq!(listed.as_ref(), Some(&shown), "shown alone as in the list");
    shown
}

fn standing(view: &view::Boundary) -> Vec<&str> {
    view.versions.iter().filter(|v| v.standing).filter_map(|v| v.words.as_deref()).collect()
}

fn limit(couple: &mut Couple) -> RecordId {
    let id = couple.says(ANA, &add(Polarity::Limit, "I take no calls after 21:00"));
    couple.meet();
    id
}

fn permission(couple: &mut Couple) -> RecordId {
    let id = couple.says(ANA, &add(Polarity::Permission, "You may read my calendar"));
    couple.meet();
    id
}

#[test]
fn case_26_an_acknowledgement_stays_on_the_version_that_was_read() {
    let mut couple = Couple::on("2027-05-01");
    let id = limit(&mut couple);
    let v1 = shown(couple.acts(BEN), Partner::One, id).versions[0].version.clone();
    couple.says(ANA, &edit(id, "I take no calls after 20:30"));
    couple.says(BEN, &LawCommand::BoundaryAck { id: id.hex() });
    let acts = couple.seen();
    let ben = shown(&acts, Partner::One, id);
    assert_eq!((ben.state, standing(&ben)), ("active", vec!["I take no calls after 20:30"]));
    assert_eq!(ben.acknowledged.as_ref().unwrap().version, v1);
    let diff = ben.versions.iter().find(|v| v.standing).unwrap().diff.as_ref().unwrap();
    assert!(diff.iter().any(|p| p.change == "added" && p.text == "20:30"));
    // Reading the new words too moves the sign on; the old one is not lost.
    couple.meet();
    couple.says(BEN, &LawCommand::BoundaryAck { id: id.hex() });
    assert!(couple.say(BEN, &LawCommand::BoundaryAck { id: id.hex() }).unwrap().acts.is_empty());
    let acts = couple.seen();
    let ana = shown(&acts, Partner::Zero, id);
    assert_ne!(ana.acknowledged.unwrap().version, v1);
    assert!(ana.versions.iter().all(|v| v.diff.is_none()));
}

#[test]
fn case_27_what_the_other_said_stays_after_a_withdrawal() {
    let mut couple = Couple::on("2027-05-01");
    let id = limit(&mut couple);
    couple.says(ANA, &withdraw(id));
    couple.says(BEN, &LawCommand::BoundaryAck { id: id.hex() });
    couple.says(
        BEN,
        &LawCommand::BoundaryHonour { id: id.hex(), text: "I will write instead".into() },
    );
    let acts = couple.seen();
    for me in Partner::BOTH {
        let view = shown(&acts, me, id);
        assert_eq!(view.state, "withdrawn");
        assert_eq!(view.honour.unwrap().text, "I will write instead");
        assert!(view.acknowledged.is_some());
    }
    couple.meet();
    assert_eq!(couple.refused(BEN, &LawCommand::BoundaryAck { id: id.hex() }), "withdrawn");
    assert_eq!(couple.refused(ANA, &withdraw(id)), "withdrawn");
}

#[test]
fn case_28_two_wordings_of_a_limit_stand_until_its_owner_picks() {
    let mut couple = Couple::on("2027-05-01");
    let id = limit(&mut couple);
    couple.says(ANA, &edit(id, "no calls after 20:00"));
    couple.says(ANA2, &edit(id, "no calls after 20:30"));
    let acts = couple.seen();
    let ben = shown(&acts, Partner::One, id);
    assert_eq!((standing(&ben).len(), ben.still_wording, ben.asks.len()), (2, true, 0));
    let ana = shown(&acts, Partner::Zero, id);
    assert_eq!(
        (ana.asks.len(), ana.asks[0].code, ana.asks[0].whom),
        (1, "own_devices_differ", "me")
    );
    assert_eq!(ana.asks[0].choices.len(), 3);

    couple.meet();
    let keep = ana.asks[0].choices[0].clone();
    let ben_first =
        couple.refused(BEN, &LawCommand::BoundaryPick { id: id.hex(), version: keep.id.clone() });
    assert_eq!(ben_first, "not_yours");
    let decision = answer(couple.acts(ANA), &reader(Partner::Zero, NOW), &ana.asks[0].id, &keep.id);
    let decision = decision.unwrap().unwrap();
    couple.act(ANA, id, decision.acts[0].body.clone());
    let acts = couple.seen();
    let ana = shown(&acts, Partner::Zero, id);
    assert!(say::way_words(standing(&ana)[0].to_owned()) == keep.label);
    assert_eq!((standing(&ana).len(), ana.asks.len(), ana.still_wording), (1, 0, false));
}

#[test]
fn a_later_edit_replaces_both_wordings_and_two_picks_apart_lose_none() {
    let mut couple = Couple::on("2027-05-01");
    let id = limit(&mut couple);
    couple.says(ANA, &edit(id, "a"));
    couple.says(ANA2, &edit(id, "b"));
    couple.meet();
    let versions: Vec<String> = shown(couple.acts(ANA), Partner::Zero, id)
        .versions
        .iter()
        .filter(|v| v.standing)
        .map(|v| v.version.clone())
        .collect();
    couple.says(ANA, &LawCommand::BoundaryPick { id: id.hex(), version: versions[0].clone() });
    couple.says(ANA2, &LawCommand::BoundaryPick { id: id.hex(), version: versions[1].clone() });
    assert_eq!(
        standing(&shown(&couple.seen(), Partner::One, id)).len(),
        2,
        "law L4: never lose a limit"
    );
    couple.meet();
    couple.says(ANA2, &edit(id, "c"));
    assert_eq!(standing(&shown(&couple.seen(), Partner::One, id)), ["c"]);
}

#[test]
fn a_limit_survives_a_withdrawal_that_did_not_know_its_new_words() {
    let mut couple = Couple::on("2027-05-01");
    let id = limit(&mut couple);
    couple.says(ANA, &withdraw(id));
    couple.says(ANA2, &edit(id, "no calls after 20:30"));
    let acts = couple.seen();
    assert_eq!(standing(&shown(&acts, Partner::One, id)), ["no calls after 20:30"]);
    let ana = shown(&acts, Partner::Zero, id);
    assert_eq!(ana.asks[0].code, "own_devices_differ");
    couple.meet();
    couple.says(ANA, &withdraw(id));
    assert_eq!(shown(&couple.seen(), Partner::One, id).state, "withdrawn");
    // Shared again: the same record, new words.
    couple.says(ANA, &edit(id, "no calls after 22:00"));
    let acts = couple.seen();
    assert_eq!(standing(&shown(&acts, Partner::One, id)), ["no calls after 22:00"]);
    assert!(shown(&acts, Partner::Zero, id).asks.is_empty());
}

#[test]
fn case_30_a_permission_goes_where_own_devices_disagree() {
    let mut couple = Couple::on("2027-05-01");
    let id = permission(&mut couple);
    couple.says(ANA, &withdraw(id));
    let until = BoundaryWords { until: Some(day("2027-06-30")), ..BoundaryWords::default() };
    couple.says(ANA2, &LawCommand::BoundaryEdit { id: id.hex(), words: until });
    let acts = couple.seen();
    let ben = shown(&acts, Partner::One, id);
    assert_eq!((ben.state, ben.asks.len()), ("withdrawn", 0));
    assert!(ben.versions.iter().all(|v| v.words.is_none()));
    let ana = shown(&acts, Partner::Zero, id);
    assert_eq!((ana.state, ana.asks[0].code), ("withdrawn", "own_devices_differ"));
    // Picking the words afterwards is a new yes to them.
    couple.meet();
    let version = ana.asks[0].choices[0].id.clone();
    couple.says(ANA2, &LawCommand::BoundaryPick { id: id.hex(), version });
    let acts = couple.seen();
    assert_eq!(shown(&acts, Partner::One, id).state, "active");
    assert!(shown(&acts, Partner::Zero, id).asks.is_empty());
}

#[test]
fn two_wordings_of_a_permission_end_it_until_one_is_picked() {
    let mut couple = Couple::on("2027-05-01");
    let id = permission(&mut couple);
    couple.says(ANA, &edit(id, "You may read it on workdays"));
    couple.says(ANA2, &edit(id, "You may read it at weekends"));
    let acts = couple.seen();
    assert_eq!(shown(&acts, Partner::One, id).state, "withdrawn");
    let ana = shown(&acts, Partner::Zero, id);
    couple.meet();
    let answer = answer(couple.acts(ANA), &reader(Partner::Zero, NOW), &ana.asks[0].id, "withdraw");
    couple.act(ANA, id, answer.unwrap().unwrap().acts[0].body.clone());
    let acts = couple.seen();
    let ana = shown(&acts, Partner::Zero, id);
    assert_eq!((ana.state, ana.asks.len()), ("withdrawn", 0));
}

#[test]
fn a_permission_with_a_date_expires_for_the_reader_only() {
    let mut couple = Couple::on("2027-05-01");
    let words = BoundaryWords { until: Some(day("2027-05-09")), ..words("You may borrow my bike") };
    let id = couple.says(ANA, &LawCommand::BoundaryAdd { polarity: Polarity::Permission, words });
    let acts = couple.seen();
    assert_eq!(shown(&acts, Partner::One, id).state, "expired");
    let before = reader(Partner::One, "2027-05-09T12:00:00[Europe/Berlin]");
    assert_eq!(show(&acts, &before, id, None, false).unwrap().state, "active");
    assert!(derive(&acts, id, Partner::Zero, Scope::Log).unwrap().stands());
    let until = BoundaryWords { until: Some(day("2027-05-09")), ..BoundaryWords::default() };
    let mut couple = Couple::on("2027-05-01");
    let id = limit(&mut couple);
    let edit = LawCommand::BoundaryEdit { id: id.hex(), words: until };
    assert_eq!(couple.refused(ANA, &edit), "until_is_for_permissions");
}

#[test]
fn no_permission_is_kept_for_closeness_and_a_limit_there_is() {
    let mut couple = Couple::on("2027-05-01");
    let close = || BoundaryWords { area: Some(Area::Intimate), ..words("Whenever you like") };
    let permission = LawCommand::BoundaryAdd { polarity: Polarity::Permission, words: close() };
    assert_eq!(couple.refused(ANA, &permission), "no_permission_for_this");
    let id = self::permission(&mut couple);
    let edit = LawCommand::BoundaryEdit { id: id.hex(), words: close() };
    assert_eq!(couple.refused(ANA, &edit), "no_permission_for_this");
    couple.says(ANA, &LawCommand::BoundaryAdd { polarity: Polarity::Limit, words: close() });
}

#[test]
fn leaving_ends_permissions_and_no_limit() {
    let mut couple = Couple::on("2027-05-01");
    let (limit, permission) = (limit(&mut couple), permission(&mut couple));
    let mut acts = couple.seen();
    acts.set_left(Partner::One, day("2027-05-02"));
    assert_eq!(shown(&acts, Partner::One, permission).state, "withdrawn");
    assert_eq!(shown(&acts, Partner::One, limit).state, "active");
    let said = decide(&acts, &reader(Partner::Zero, NOW), &withdraw(limit), RecordId([9; 32]));
    assert_eq!(said.unwrap().unwrap_err().code, "left");
}

#[test]
fn case_31_a_limit_that_names_an_agreement_pauses_it_until_withdrawn() {
    let mut couple = Couple::on("2027-05-01");
    let revision = Revision {
        area: Area::Time,
        topic: None,
        text: Text::new("We call every night at 21:00").unwrap(),
        give: [None, None],
        from: None,
        until: None,
        look_again: None,
        terms: None,
        parents: vec![],
    };
    let (kind, version) = (AgreementKind::Expectation, revision.id());
    let agreement = agreement_id(kind, &revision);
    couple.act(ANA, agreement, Body::Propose { kind, revision });
    couple.meet();
    couple.act(BEN, agreement, Body::Accept { revision: version, can: None });
    couple.meet();
    let words = BoundaryWords { limits: Some(agreement.hex()), ..words("no calls after 20:30") };
    let command = LawCommand::BoundaryAdd { polarity: Polarity::Limit, words: words.clone() };
    let id = couple.says(ANA, &command);
    let acts = couple.seen();
    assert_eq!(standing_limits(&acts, &agreement, Scope::Log), vec![id]);
    let view = shown(&acts, Partner::One, id);
    assert_eq!((view.state, view.limits), ("active", Some(agreement.hex())));
    let state = crate::law::agreement::derive(&acts, agreement, Scope::Log, vec![id]).unwrap();
    assert!(state.in_force.is_some(), "paused, and in force all the same");
    couple.says(ANA, &withdraw(id));
    let acts = couple.seen();
    assert!(standing_limits(&acts, &agreement, Scope::Log).is_empty());
    assert_eq!(shown(&acts, Partner::Zero, id).limits, None);
    let command = LawCommand::BoundaryAdd { polarity: Polarity::Permission, words };
    assert_eq!(couple.refused(ANA, &command), "limits_are_for_limits");
}

#[test]
fn case_32_a_note_beside_a_withdrawn_permission_stays() {
    let mut couple = Couple::on("2027-05-03");
    let id = permission(&mut couple);
    couple.says(ANA, &withdraw(id));
    couple.today = day("2027-05-04");
    couple
        .says(BEN, &LawCommand::BoundaryNote { id: id.hex(), text: "I looked on Tuesday".into() });
    let acts = couple.seen();
    for me in Partner::BOTH {
        let view = shown(&acts, me, id);
        assert_eq!((view.state, view.notes.len(), view.asks.len()), ("withdrawn", 1, 0));
        assert_eq!(view.notes[0].text, "I looked on Tuesday");
    }
}

#[test]
fn case_33_the_same_words_of_both_are_two_limits_side_by_side() {
    let mut couple = Couple::on("2027-05-01");
    let ana = couple.says(ANA, &add(Polarity::Limit, "no phones at dinner"));
    let ben = couple.says(BEN, &add(Polarity::Limit, "no phones at dinner"));
    let other = couple.says(BEN, &add(Polarity::Permission, "no phones at dinner"));
    let acts = couple.seen();
    assert_eq!(shown(&acts, Partner::Zero, ana).same_as, [ben.hex()]);
    assert_eq!(shown(&acts, Partner::Zero, ben).same_as, [ana.hex()]);
    assert!(shown(&acts, Partner::Zero, other).same_as.is_empty());
    couple.says(BEN, &withdraw(ben));
    assert!(shown(&couple.seen(), Partner::Zero, ana).same_as.is_empty());
}

#[test]
fn case_34_nobody_else_changes_a_limit() {
    let mut couple = Couple::on("2027-05-01");
    let id = limit(&mut couple);
    assert_eq!(couple.refused(BEN, &edit(id, "calls are fine")), "not_yours");
    assert_eq!(couple.refused(BEN, &withdraw(id)), "not_yours");
    assert_eq!(couple.refused(ANA, &LawCommand::BoundaryAck { id: id.hex() }), "yours");
    let before = derive(couple.acts(ANA), id, Partner::Zero, Scope::Log).unwrap();
    // A modified client does it all the same.
    let (v1, fields) = before.versions.iter().map(|(v, x)| (*v, x.fields.clone())).next().unwrap();
    let mut forged = fields.clone();
    (forged.text, forged.replaces) = (Text::new("calls are fine").unwrap(), vec![v1]);
    couple.act(BEN, id, Body::Boundary(forged));
    couple.act(BEN, id, Body::BoundaryWithdraw);
    couple.act(BEN, id, Body::Pick { version: v1 });
    let acts = couple.seen();
    let after = derive(&acts, id, Partner::Zero, Scope::Log).unwrap();
    assert_eq!((&after.versions, after.ignored.len()), (&before.versions, 3));
    assert!(derive(&acts, id, Partner::One, Scope::Log).is_none());
    assert_eq!(shown(&acts, Partner::One, id).state, "active");
    // Words under the same id that replace nothing are a boundary of Ben's own, beside hers.
    couple.act(BEN, id, Body::Boundary(fields));
    couple.act(BEN, id, Body::BoundaryWithdraw);
    let acts = couple.seen();
    assert_eq!(list(&acts, &reader(Partner::Zero, NOW)).len(), 2);
    assert!(derive(&acts, id, Partner::Zero, Scope::Log).unwrap().stands());
    assert!(!derive(&acts, id, Partner::One, Scope::Log).unwrap().stands());
}

#[test]
fn what_was_said_about_words_stays_where_their_owner_shares_others_of_another_polarity() {
    let mut couple = Couple::on("2027-05-01");
    let id = permission(&mut couple);
    let hex = || id.hex();
    couple.says(BEN, &LawCommand::BoundaryAck { id: hex() });
    couple.says(BEN, &LawCommand::BoundaryAsk { id: hex(), text: "On Sundays too?".into() });
    couple.says(BEN, &LawCommand::BoundaryHonour { id: hex(), text: "I look once a day".into() });
    couple.meet();
    let before = shown(couple.acts(BEN), Partner::One, id);
    let lines = |acts: &Acts| {
        let view = show(acts, &reader(Partner::One, NOW), id, None, true).unwrap();
        let lines = view.history.unwrap().into_iter();
        lines.filter(|line| line.by == view::Side::Me).collect::<Vec<_>>()
    };
    let said = lines(couple.acts(BEN));
    assert_eq!(said.len(), 3);
    // No app shares a limit under the id of a permission; a modified one may.
    let state = derive(couple.acts(ANA), id, Partner::Zero, Scope::Log).unwrap();
    let mut words = state.versions.into_values().next().unwrap().fields;
    words.polarity = Polarity::Limit;
    couple.act(ANA, id, Body::Boundary(words));
    let acts = couple.seen();
    let after = shown(&acts, Partner::One, id);
    assert_eq!(after.polarity, Polarity::Limit);
    assert!(after.acknowledged.is_some() && after.acknowledged == before.acknowledged);
    assert!(after.honour.is_some() && after.honour == before.honour);
    assert_eq!(after.questions.len(), 1);
    assert!(after.questions == before.questions);
    assert!(lines(&acts) == said, "nor is a line gone");
}

#[test]
fn case_36_a_withdrawn_limit_is_listed_without_its_words_and_told_in_one_line() {
    let mut couple = Couple::on("2027-05-01");
    let id = couple.says(ANA, &add(Polarity::Limit, "a secret"));
    couple.says(ANA, &withdraw(id));
    let acts = couple.seen();
    let listed = |me| list(&acts, &reader(me, NOW)).remove(0);
    assert_eq!(listed(Partner::One).state, "withdrawn");
    let words = |me| serde_json::to_string(&listed(me)).unwrap();
    assert!(!words(Partner::One).contains("a secret"));
    assert!(words(Partner::Zero).contains("a secret"), "her own words stay hers");
    let history = show(&acts, &reader(Partner::One, NOW), id, None, true).unwrap();
    assert_eq!(history.versions[0].words.as_deref(), Some("a secret"));
    assert_eq!(history.history.unwrap()[0].words.as_deref(), Some("a secret"));
    let unseen = acts.of_record(&id);
    let told = news(&acts, &reader(Partner::One, NOW), id, unseen);
    assert_eq!(told.len(), 1);
    let said = say::news_limit(Some("Ana".into()), "shared_withdrawn", "limit");
    assert!(told[0].sentence == said);
}

#[test]
fn words_arrived_before_the_withdrawal_are_gone_from_the_list_too() {
    let mut couple = Couple::on("2027-05-01");
    let id = limit(&mut couple);
    couple.says(BEN, &LawCommand::BoundaryAck { id: id.hex() });
    couple.meet();
    couple.says(ANA, &edit(id, "and some more"));
    couple.says(ANA, &withdraw(id));
    let acts = couple.seen();
    let ben = shown(&acts, Partner::One, id);
    assert_eq!(ben.versions.len(), 2);
    assert!(ben.versions.iter().all(|v| v.words.is_none() && v.diff.is_none() && !v.standing));
}

#[test]
fn questions_bind_to_their_version_and_an_unknown_version_is_no_question() {
    let mut couple = Couple::on("2027-05-01");
    let id = limit(&mut couple);
    couple.says(BEN, &LawCommand::BoundaryAsk { id: id.hex(), text: "Also in holidays?".into() });
    couple.act(BEN, id, Body::Ask { version: VersionId([7; 32]), text: Text::new("x").unwrap() });
    let ana = shown(&couple.seen(), Partner::Zero, id);
    assert_eq!(ana.questions.len(), 1);
    assert_eq!(ana.questions[0].version, Some(ana.versions[0].version.clone()));
    assert_eq!(
        couple.refused(ANA, &LawCommand::BoundaryAsk { id: "ff".into(), text: "x".into() }),
        "not_found"
    );
    assert_eq!(
        couple.refused(BEN, &LawCommand::BoundaryAsk { id: id.hex(), text: " ".into() }),
        "text_empty"
    );
}
