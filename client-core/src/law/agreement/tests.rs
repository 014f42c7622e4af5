//! The acceptance cases on agreements (PRODUCT 3.10), each named after its number, over real acts in many orders.

use accord_protocol::ids::Partner;

use super::*;
use crate::law::command::{Area, Can, LawCommand, Wording};
use crate::law::testing::*;
use crate::law::{asks, news, resolve, say, view};
use crate::time::Day;

fn words(text: &str) -> Wording {
    Wording { text: Some(text.into()), area: Some(Area::Time), ..Wording::default() }
}

fn proposal(text: &str) -> LawCommand {
    LawCommand::AgreePropose { kind: AgreementKind::Expectation, words: words(text) }
}

fn counter(id: RecordId, text: &str) -> LawCommand {
    let words = Wording { text: Some(text.into()), ..Wording::default() };
    LawCommand::AgreeCounter { id: id.hex(), words, revision: None, joins: vec![] }
}

fn accept(id: RecordId) -> LawCommand {
    LawCommand::AgreeAccept { id: id.hex(), revision: None, can: None }
}

fn accept_this(id: RecordId, revision: RevisionId) -> LawCommand {
    LawCommand::AgreeAccept { id: id.hex(), revision: Some(revision.hex()), can: None }
}

fn retract(id: RecordId) -> LawCommand {
    LawCommand::AgreeRetract { id: id.hex(), revision: None, note: None }
}

fn decline(id: RecordId) -> LawCommand {
    LawCommand::AgreeDecline { id: id.hex(), revision: None, note: None }
}

fn end(id: RecordId, note: &str) -> LawCommand {
    LawCommand::AgreeEnd { id: id.hex(), note: Some(note.into()) }
}

/// Ana proposes R0, Ben says yes, both know it.
fn in_force() -> (Couple, RecordId) {
    let mut c = Couple::on("2026-11-23");
    let id = c.says(ANA, &proposal("We call Sundays"));
    c.meet();
    c.says(BEN, &accept(id));
    c.meet();
    (c, id)
}

/// As one of the two sees it on the couple's day; checks all delivery orders on the way.
fn seen_by(c: &Couple, me: Partner, id: RecordId) -> view::Agreement {
    let (acts, reader) = (c.seen(), reader(me, &noon(c.today)));
    let shown = show(&acts, &reader, id).unwrap();
    let listed = list(&acts, &reader).into_iter().find(|one| one.id == id.hex());
    assert_eq!(listed.as_ref(), Some(&shown), "shown alone as in the list");
    shown
}

fn by_ana(c: &Couple, id: RecordId) -> view::Agreement {
    seen_by(c, Partner::Zero, id)
}

fn by_ben(c: &Couple, id: RecordId) -> view::Agreement {
    seen_by(c, Partner::One, id)
}

fn in_force_words(a: &view::Agreement) -> Option<&str> {
    a.in_force.as_ref().map(|f| f.words.as_str())
}

fn open_words(a: &view::Agreement) -> Vec<&str> {
    let mut all: Vec<&str> = a.open.iter().map(|o| o.words.as_str()).collect();
    all.sort_unstable();
    all
}

fn revision_of(c: &Couple, id: RecordId, text: &str) -> RevisionId {
    let state = one(&c.seen(), id).unwrap();
    state.revisions.iter().find(|r| r.revision.text.as_str() == text).unwrap().id
}

fn codes(a: &view::Agreement) -> Vec<&'static str> {
    a.asks.iter().map(|ask| ask.code).collect()
}

#[test]
fn case_1_a_yes_to_the_same_words_puts_them_in_force_from_the_later_yes() {
    let mut c = Couple::on("2026-11-23");
    let id = c.says(ANA, &proposal("We call Sundays"));
    c.meet();
    assert_eq!(by_ben(&c, id).waiting_for, view::Who::Me);
    assert_eq!(by_ana(&c, id).waiting_for, view::Who::Them);
    c.today = day("2026-11-25");
    c.says(BEN, &accept(id));
    for side in [by_ana(&c, id), by_ben(&c, id)] {
        assert_eq!((side.state, side.waiting_for), ("in_force", view::Who::Nobody));
        assert_eq!(side.in_force.unwrap().since, day("2026-11-25"));
        assert!(side.asks.is_empty());
    }
}

#[test]
fn case_2_a_yes_to_words_already_replaced_binds_nobody() {
    let mut c = Couple::on("2026-11-23");
    let id = c.says(ANA, &proposal("We call Fridays"));
    c.meet();
    c.says(ANA, &counter(id, "We call Sundays"));
    c.says(BEN, &accept(id));
    c.meet();
    let (ana, ben) = (by_ana(&c, id), by_ben(&c, id));
    assert_eq!((ana.state, ana.in_force.is_none()), ("open", true));
    let second = ben.open.iter().find(|o| o.words == "We call Sundays").unwrap();
    let change: Vec<_> = second.diff.as_ref().unwrap().iter().map(|d| d.change).collect();
    assert!(change.contains(&"removed") && change.contains(&"added"));
    assert_eq!((second.my_answer, second.their_answer), (None, Some("yes")));
    assert_eq!((codes(&ben), codes(&ana)), (vec!["earlier_wording"], vec![]));
    c.says(
        BEN,
        &LawCommand::AgreeAccept {
            id: id.hex(),
            revision: Some(second.revision.clone()),
            can: Some(Can::Mostly),
        },
    );
    let ben = by_ben(&c, id);
    assert_eq!((in_force_words(&ben), codes(&ben)), (Some("We call Sundays"), vec![]));
}

#[test]
fn case_3_taking_back_beats_a_yes_that_did_not_know() {
    let mut c = Couple::on("2026-11-23");
    let id = c.says(ANA, &proposal("We call Sundays"));
    c.meet();
    c.says(ANA, &retract(id));
    c.says(BEN, &accept(id));
    c.meet();
    let (ana, ben) = (by_ana(&c, id), by_ben(&c, id));
    assert!(ana.in_force.is_none() && ben.in_force.is_none());
    assert_eq!((codes(&ben), codes(&ana)), (vec!["taken_back"], vec![]));
    // Ben still stands by the words, so Ana may say yes to them again.
    c.says(ANA, &accept(id));
    assert_eq!(in_force_words(&by_ben(&c, id)), Some("We call Sundays"));
}

/// R0 in force, Ana suggests R1 and Ben R2, apart; then both know.
fn two_ideas() -> (Couple, RecordId, [RevisionId; 3]) {
    let (mut c, id) = in_force();
    c.says(ANA, &counter(id, "We call Mondays"));
    c.says(BEN, &counter(id, "We call Tuesdays"));
    c.meet();
    let ids = ["We call Sundays", "We call Mondays", "We call Tuesdays"]
        .map(|text| revision_of(&c, id, text));
    (c, id, ids)
}

#[test]
fn case_4_two_ideas_stand_side_by_side_and_the_old_words_stay() {
    let (c, id, _) = two_ideas();
    for side in [by_ana(&c, id), by_ben(&c, id)] {
        assert_eq!(in_force_words(&side), Some("We call Sundays"));
        assert_eq!(open_words(&side), ["We call Mondays", "We call Tuesdays"]);
        let ids: Vec<_> = side.open.iter().map(|o| o.revision.clone()).collect();
        assert!(ids.is_sorted());
        assert_eq!((side.waiting_for, codes(&side)), (view::Who::Both, vec![]));
    }
}

#[test]
fn case_5_crossing_yeses_leave_the_old_words_and_ask_both_the_same() {
    let (mut c, id, [_, r1, r2]) = two_ideas();
    c.says(ANA, &accept_this(id, r2));
    c.says(BEN, &accept_this(id, r1));
    c.meet();
    let (ana, ben) = (by_ana(&c, id), by_ben(&c, id));
    assert_eq!(in_force_words(&ana), Some("We call Sundays"));
    assert_eq!((codes(&ana), codes(&ben)), (vec!["crossed"], vec!["crossed"]));
    let told = news::news(&c.seen(), &reader(Partner::One, &noon(c.today)), &[]);
    let yes = say::news_agreement(Some("Ana".into()), "yes", "not_in_force");
    assert!(told[0].lines[0].sentence == yes);
    assert_eq!(ana.asks, ben.asks, "the same sentence and choices on both sides");
    assert!(ana.asks[0].sentence == say::ask_crossed(Some("Ana".into()), Some("Ben".into())));
    let leads_to = (ana.asks[0].list, ana.asks[0].record.as_deref());
    assert_eq!(leads_to, (Some("agreements"), Some(ana.id.as_str())));
    let chosen = ana.asks[0].choices.iter().find(|x| x.preselected).unwrap().id.clone();
    assert_eq!(chosen, r1.min(r2).hex());
    // Both take what is preselected, apart: for one it is a yes, for the other nothing new.
    let mut said = 0;
    for device in [ANA, BEN] {
        let r = reader(partner(device), &noon(c.today));
        let answered = crate::law::answer(c.acts(device), &r, &ana.asks[0].id, &chosen).unwrap();
        said += answered.decision.acts.len();
        for new in answered.decision.acts {
            c.act(device, new.record, new.body);
        }
    }
    c.meet();
    let ana = by_ana(&c, id);
    assert_eq!((said, ana.in_force.as_ref().map(|f| f.revision.clone())), (1, Some(chosen)));
    assert!(codes(&ana).is_empty());
}

#[test]
fn case_7_words_that_join_two_ideas_take_their_place() {
    let (mut c, id, [r0, r1, r2]) = two_ideas();
    c.says(
        ANA,
        &LawCommand::AgreeCounter {
            id: id.hex(),
            words: words("We call Mondays and Tuesdays"),
            revision: Some(r1.hex()),
            joins: vec![r2.hex()],
        },
    );
    c.meet();
    let r3 = revision_of(&c, id, "We call Mondays and Tuesdays");
    c.says(BEN, &accept_this(id, r3));
    let ana = by_ana(&c, id);
    assert_eq!(in_force_words(&ana), Some("We call Mondays and Tuesdays"));
    assert!(ana.open.is_empty());
    let state = one(&c.seen(), id).unwrap();
    let mut parents = vec![r1, r2];
    parents.sort_unstable();
    assert_eq!(state.revision(r3).unwrap().revision.parents, parents);
    assert!(!state.revision(r0).unwrap().open);
}

#[test]
fn case_10_ended_by_both_is_ended_once_with_both_notes() {
    let (mut c, id) = in_force();
    c.says(ANA, &end(id, "too much"));
    c.says(BEN, &end(id, "no time"));
    c.meet();
    let ana = by_ana(&c, id);
    assert_eq!((ana.state, ana.in_force.is_none()), ("ended", true));
    let notes: Vec<_> = ana.history.iter().filter_map(|l| l.note.as_deref()).collect();
    assert_eq!(notes, ["too much", "no time"]);
    assert_eq!(c.refused(BEN, &end(id, "again")), "nothing_to_end");
}

#[test]
fn case_11_the_same_words_after_an_end_need_fresh_yeses_of_both() {
    let (mut c, id) = in_force();
    c.says(ANA, &end(id, "for now"));
    c.meet();
    assert_eq!(by_ana(&c, id).state, "ended");
    assert_eq!(c.says(ANA, &proposal("We call Sundays")), id, "the same record");
    c.meet();
    let ben = by_ben(&c, id);
    assert_eq!((ben.state, ben.waiting_for), ("open", view::Who::Me));
    assert_eq!((ben.open[0].my_answer, ben.open[0].their_answer), (Some("void"), Some("yes")));
    c.says(BEN, &accept(id));
    assert_eq!(by_ana(&c, id).state, "in_force");
}

#[test]
fn case_11_agree_again_proposes_the_words_settled_last() {
    let (mut c, id) = in_force();
    c.says(ANA, &counter(id, "We call Mondays"));
    c.meet();
    c.says(BEN, &accept(id));
    c.meet();
    c.says(BEN, &counter(id, "We never call"));
    c.says(ANA, &end(id, "for now"));
    c.meet();
    c.says(ANA, &LawCommand::AgreeAgain { id: id.hex() });
    c.meet();
    assert_eq!(open_words(&by_ben(&c, id)), ["We call Mondays"]);
}

#[test]
fn an_end_meets_a_yes_made_apart_and_wins() {
    let (mut c, id) = in_force();
    c.says(ANA, &counter(id, "We call Mondays"));
    c.meet();
    c.says(ANA, &end(id, "enough"));
    c.says(BEN, &accept(id));
    c.meet();
    let ana = by_ana(&c, id);
    assert_eq!((ana.state, ana.open.len()), ("ended", 0));
}

#[test]
fn case_13_alike_proposals_ask_both_and_one_keep_both_is_enough() {
    let start = || {
        let mut c = Couple::on("2026-11-23");
        let a = c.says(ANA, &proposal("Call Sunday 20:00"));
        let b = c.says(BEN, &proposal("Sunday call at 8pm"));
        c.meet();
        (c, a, b)
    };
    let answer = |c: &mut Couple, device: usize, choice: &str| {
        let r = reader(partner(device), &noon(c.today));
        let asked = asks(c.acts(device), &r);
        assert_eq!(asked.iter().map(|a| a.code).collect::<Vec<_>>(), ["looks_alike"]);
        let done = crate::law::answer(c.acts(device), &r, &asked[0].id, choice).unwrap();
        for new in done.decision.acts {
            c.act(device, new.record, new.body);
        }
        c.meet();
    };
    let (mut c, a, b) = start();
    assert_eq!(by_ana(&c, a).asks, by_ben(&c, b).asks);
    answer(&mut c, BEN, "keep_both");
    assert!(by_ana(&c, a).asks.is_empty());
    assert_eq!((by_ana(&c, a).state, by_ana(&c, b).state), ("open", "open"));
    let (mut c, a, b) = start();
    answer(&mut c, BEN, &a.hex());
    assert_eq!((by_ana(&c, a).state, by_ana(&c, b).state), ("in_force", "closed"));
    let (mut c, a, b) = start();
    answer(&mut c, BEN, &b.hex());
    assert_eq!((by_ana(&c, a).state, by_ana(&c, b).state), ("closed", "open"));
}

#[test]
fn case_14_a_decline_closes_only_the_words_it_names() {
    let mut c = Couple::on("2026-11-23");
    let id = c.says(ANA, &proposal("We call Fridays"));
    c.meet();
    c.says(ANA, &counter(id, "We call Sundays"));
    c.says(BEN, &decline(id));
    c.meet();
    let ben = by_ben(&c, id);
    assert_eq!((open_words(&ben), ben.waiting_for), (vec!["We call Sundays"], view::Who::Me));
    c.says(BEN, &decline(id));
    assert_eq!(by_ana(&c, id).state, "closed");
    // Declined is not for ever: Ana still stands by it, and Ben may change his mind by name.
    let r2 = revision_of(&c, id, "We call Sundays");
    c.says(BEN, &accept_this(id, r2));
    assert_eq!(by_ana(&c, id).state, "in_force");
}

#[test]
fn case_16_hiding_is_not_ending_and_a_suggestion_lifts_it() {
    let (mut c, id) = in_force();
    let mut r = reader(Partner::Zero, &noon(c.today));
    r.hidden.insert(id);
    assert!(show(&c.seen(), &r, id).unwrap().hidden);
    c.says(BEN, &counter(id, "We call Mondays"));
    let ana = show(&c.seen(), &r, id).unwrap();
    assert_eq!((ana.hidden, in_force_words(&ana)), (false, Some("We call Sundays")));
}

#[test]
fn case_19_a_clock_ends_nothing_and_a_wrong_one_is_asked_about() {
    let mut c = Couple::on("2026-11-23");
    let mut command = proposal("We call Sundays");
    if let LawCommand::AgreePropose { words, .. } = &mut command {
        words.from = Some(day("2026-12-01"));
        words.until = Some(day("2026-12-31"));
    }
    let id = c.says(ANA, &command);
    c.meet();
    c.says(BEN, &accept(id));
    let acts = c.seen();
    let at = |day: &str| {
        let r = reader(Partner::One, &format!("{day}T12:00:00[America/New_York]"));
        let asked: Vec<_> = asks(&acts, &r).iter().map(|a| a.code).collect();
        (show(&acts, &r, id).unwrap().state, asked)
    };
    assert_eq!(at("2026-11-30"), ("not_yet", vec![]));
    assert_eq!(at("2026-12-31"), ("in_force", vec![]));
    assert_eq!(at("2027-01-01"), ("lapsed", vec![]));
    assert_eq!(at("2099-01-01"), ("lapsed", vec!["clock_looks_wrong"]));
    assert_eq!(at("2026-11-20").1, ["clock_looks_wrong"]);
    assert_eq!(at("2026-11-21").1, Vec::<&str>::new());
    assert_eq!(at("2026-12-10"), ("in_force", vec![]), "a mended clock mends the view");
}

#[test]
fn case_20_history_follows_causes_and_not_clocks() {
    let mut c = Couple::on("2026-11-24");
    let id = c.says(ANA, &proposal("We call Sundays"));
    c.meet();
    c.today = day("2026-11-23");
    c.says(BEN, &accept(id));
    let ana = by_ana(&c, id);
    let order: Vec<_> = ana.history.iter().map(|l| (l.act, l.by)).collect();
    assert_eq!(order, [("proposed", view::Side::Me), ("yes", view::Side::Them)]);
    assert_eq!(ana.in_force.unwrap().since, day("2026-11-24"));
}

#[test]
fn case_21_looking_again_never_lapses_anything() {
    let mut c = Couple::on("2026-11-23");
    let mut command = proposal("We call Sundays");
    if let LawCommand::AgreePropose { words, .. } = &mut command {
        words.look_again = Some(day("2027-03-01"));
    }
    let id = c.says(ANA, &command);
    c.meet();
    c.says(BEN, &accept(id));
    c.today = day("2027-03-02");
    let ana = by_ana(&c, id);
    assert_eq!(
        (ana.state, ana.in_force.unwrap().look_again),
        ("in_force", Some(day("2027-03-01")))
    );
}

#[test]
fn case_24_records_are_independent() {
    let (mut c, r) = in_force();
    let q = c.says(BEN, &proposal("Phones away at meals"));
    c.meet();
    c.says(ANA, &accept(q));
    c.meet();
    c.says(
        ANA,
        &LawCommand::AgreeCounter {
            id: r.hex(),
            words: Wording { area: Some(Area::Financial), ..words("A budget of 50 each") },
            revision: None,
            joins: vec![],
        },
    );
    c.says(BEN, &LawCommand::AgreeEnd { id: q.hex(), note: None });
    c.meet();
    let (ana_r, ana_q) = (by_ana(&c, r), by_ana(&c, q));
    assert_eq!((ana_r.state, ana_r.open.len(), ana_q.state), ("in_force", 1, "ended"));
}

#[test]
fn case_25_a_yes_on_bens_page_is_bens_and_a_yes_to_unknown_words_is_nothing() {
    let mut c = Couple::on("2026-11-23");
    let id = c.says(BEN, &proposal("We call Sundays"));
    c.meet();
    let r = revision_of(&c, id, "We call Sundays");
    c.act(BEN, id, Body::Accept { revision: r, can: None });
    c.act(BEN, id, Body::Accept { revision: RevisionId([7; 32]), can: None });
    c.act(BEN, RecordId([9; 32]), Body::Accept { revision: r, can: None });
    let ana = by_ana(&c, id);
    assert_eq!((ana.state, ana.waiting_for), ("open", view::Who::Me));
    assert!(one(&c.seen(), RecordId([9; 32])).is_none());
}

#[test]
fn identical_words_proposed_apart_are_one_agreement_in_force() {
    let mut c = Couple::on("2026-11-23");
    let a = c.says(ANA, &proposal("Cafe\u{301} on\r\nSundays"));
    let b = c.says(BEN, &proposal("Caf\u{e9} on\nSundays"));
    assert_eq!(a, b);
    c.meet();
    let ana = by_ana(&c, a);
    assert_eq!((ana.state, ana.history.len()), ("in_force", 2));
    assert_eq!(c.refused(ANA, &proposal("Caf\u{e9} on\nSundays")), "already_in_force");
}

#[test]
fn a_counter_inherits_what_it_leaves_out_and_changes_only_my_give() {
    let mut c = Couple::on("2026-11-23");
    let mut command = proposal("Half the weekends alone");
    if let LawCommand::AgreePropose { kind, words } = &mut command {
        *kind = AgreementKind::Compromise;
        words.give = Some("I come to two parties".into());
        words.look_again = Some(day("2027-03-01"));
    }
    let id = c.says(ANA, &command);
    c.meet();
    let give = Wording { give: Some("I plan them early".into()), ..Wording::default() };
    c.says(
        BEN,
        &LawCommand::AgreeCounter { id: id.hex(), words: give, revision: None, joins: vec![] },
    );
    c.meet();
    let ana = by_ana(&c, id);
    let open = ana.open.iter().find(|o| o.by == view::Who::Them).unwrap();
    assert_eq!(open.words, "Half the weekends alone");
    assert_eq!(open.give.me.as_deref(), Some("I come to two parties"));
    assert_eq!(open.give.them.as_deref(), Some("I plan them early"));
    assert_eq!((open.look_again, ana.kind), (Some(day("2027-03-01")), AgreementKind::Compromise));
    assert_eq!(c.refused(BEN, &counter(id, "Half the weekends alone")), "choose_revision");
}

#[test]
fn what_may_not_be_said_now_is_refused_with_its_code() {
    let (mut c, id) = in_force();
    let r0 = revision_of(&c, id, "We call Sundays");
    assert_eq!(c.refused(ANA, &retract(id)), "in_force");
    assert_eq!(c.refused(BEN, &decline(id)), "in_force");
    assert_eq!(c.refused(BEN, &LawCommand::AgreeAgain { id: id.hex() }), "already_in_force");
    assert_eq!(c.refused(BEN, &counter(id, "We call Sundays")), "no_change");
    assert_eq!(c.refused(BEN, &accept(RecordId([1; 32]))), "not_found");
    let no = |id: RecordId, r: RevisionId| LawCommand::AgreeAccept {
        id: id.hex(),
        revision: Some(r.hex()),
        can: Some(Can::No),
    };
    assert_eq!(c.refused(BEN, &no(id, r0)), "in_force");
    assert!(c.say(BEN, &accept(id)).unwrap().acts.is_empty(), "I stand by it already");
    let other = c.says(ANA, &proposal("Phones away"));
    c.meet();
    let r = revision_of(&c, other, "Phones away");
    c.says(BEN, &no(other, r));
    assert_eq!(by_ana(&c, other).state, "open", "cannot is not a yes, and no decline either");
    assert_eq!(c.refused(BEN, &retract(other)), "nothing_to_retract");
    c.says(ANA, &retract(other));
    c.meet();
    assert_eq!(c.refused(BEN, &accept_this(other, r)), "not_offered");
    assert_eq!(c.refused(BEN, &accept(other)), "nothing_to_accept");
    assert_eq!(c.refused(BEN, &decline(other)), "nothing_to_decline");
    assert_eq!(c.refused(BEN, &end(other, "x")), "nothing_to_end");
    let blank = LawCommand::AgreePropose { kind: AgreementKind::Plan, words: words("  ") };
    assert_eq!(c.refused(BEN, &blank), "text_empty");
}

#[test]
fn a_prefix_must_name_one_record() {
    let ids = [RecordId([0xAA; 32]), RecordId([0xAB; 32])];
    assert_eq!(resolve("ab", ids).unwrap(), ids[1]);
    assert_eq!(resolve("A", ids).unwrap_err().code, "ambiguous");
    assert_eq!(resolve("b", ids).unwrap_err().code, "not_found");
    assert_eq!(resolve("", ids).unwrap_err().code, "not_found");
}

#[test]
fn own_devices_that_answer_apart_cancel_each_other_and_only_their_owner_is_asked() {
    let mut c = Couple::on("2026-11-23");
    let id = c.says(ANA, &proposal("We call Sundays"));
    c.meet();
    c.says(BEN, &accept(id));
    c.says(BEN2, &decline(id));
    c.meet();
    let (ana, ben) = (by_ana(&c, id), by_ben(&c, id));
    assert!(ana.in_force.is_none());
    assert_eq!((codes(&ana), codes(&ben)), (vec![], vec!["own_devices_differ"]));
    let r = revision_of(&c, id, "We call Sundays");
    let me = reader(Partner::One, &noon(c.today));
    let answered = crate::law::answer(c.acts(BEN2), &me, &ben.asks[0].id, &r.hex()).unwrap();
    for new in answered.decision.acts {
        c.act(BEN2, new.record, new.body);
    }
    let ben = by_ben(&c, id);
    assert_eq!((ben.state, codes(&ben)), ("in_force", vec![]));
}

#[test]
fn a_limit_that_names_an_agreement_pauses_it_and_its_withdrawal_lifts_that() {
    use crate::law::command::{BoundaryWords, Polarity};
    let (mut c, id) = in_force();
    let words = BoundaryWords {
        area: Some(Area::Time),
        text: Some("No calls after 20:30".into()),
        limits: Some(id.hex()),
        ..BoundaryWords::default()
    };
    let limit = c.says(BEN, &LawCommand::BoundaryAdd { polarity: Polarity::Limit, words });
    c.meet();
    let (ana, ben) = (by_ana(&c, id), by_ben(&c, id));
    assert_eq!((ana.state, ana.paused_by.clone()), ("in_force", vec![limit.hex()]));
    assert_eq!((codes(&ana), &ana.asks), (vec!["needs_talk"], &ben.asks));
    c.says(BEN, &LawCommand::BoundaryWithdraw { id: limit.hex() });
    let ana = by_ana(&c, id);
    assert!(ana.paused_by.is_empty() && ana.asks.is_empty());
}

#[test]
fn leaving_ends_what_was_agreed_closes_what_was_open_and_nothing_more_is_said() {
    let (mut c, id) = in_force();
    let open = c.says(ANA, &proposal("Phones away"));
    c.meet();
    let mut acts = c.seen();
    acts.set_left(Partner::Zero, Day(20_800));
    let r = reader(Partner::One, &noon(c.today));
    let ended = show(&acts, &r, id).unwrap();
    assert_eq!((ended.state, ended.history.last().unwrap().act), ("ended", "left"));
    assert_eq!(show(&acts, &r, open).unwrap().state, "closed");
    assert_eq!(crate::law::decide(&acts, &r, &accept(open), id).unwrap_err().code, "left");
}

#[test]
fn news_are_told_once_questions_first_and_without_the_readers_own() {
    let mut c = Couple::on("2026-11-23");
    let first = c.says(ANA, &proposal("We call Sundays"));
    c.meet();
    let r = reader(Partner::One, &noon(c.today));
    let told = news::news(c.acts(BEN), &r, &[]);
    assert_eq!((told.len(), told[0].group, told[0].lines.len()), (1, "agreements", 1));
    assert!(told[0].lines[0].question);
    let seen = c.acts(BEN).tips(accord_protocol::ids::DeviceId::ZERO);
    assert!(news::news(c.acts(BEN), &r, &seen).is_empty());
    c.says(BEN, &accept(first));
    assert!(news::news(c.acts(BEN), &r, &seen).is_empty(), "my own acts are no news");
    assert_eq!(news::news(&c.seen(), &reader(Partner::Zero, &noon(c.today)), &[]).len(), 1);
}
