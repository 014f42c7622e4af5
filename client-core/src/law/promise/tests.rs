//! The acceptance cases about promises, by number, over real acts in several orders of delivery.

use accord_protocol::ids::Partner;

use super::show::COMING_DATES;
use super::*;
use crate::act::{Body, RecordId, Text};
use crate::law::command::{LawCommand, MarkResult};
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::say::{self, Say};
use crate::law::testing::*;
use crate::law::view;
use crate::time::When;

fn on(date: &str) -> Option<When> {
    Some(When { day: day(date), at: None })
}

fn at(date: &str, minutes: u16, zone: &str) -> Option<When> {
    Some(When { day: day(date), at: Some((minutes, zone.into())) })
}

fn add(due: Option<When>, every: Option<&str>) -> LawCommand {
    let text = "I call you".to_owned();
    LawCommand::PromiseAdd { text, due, every: every.map(Into::into), size: None, sure: None }
}

fn marks(id: RecordId, date: Option<&str>, result: MarkResult) -> LawCommand {
    LawCommand::PromiseMark { id: id.hex(), on: date.map(day), result, note: None }
}

fn moves(id: RecordId, from: Option<&str>, to: &str) -> LawCommand {
    let to = When { day: day(to), at: None };
    LawCommand::PromiseMove { id: id.hex(), on: from.map(day), to }
}

fn release(id: RecordId, date: Option<&str>) -> LawCommand {
    LawCommand::PromiseRelease { id: id.hex(), on: date.map(day) }
}

fn withdraw(id: RecordId) -> LawCommand {
    LawCommand::PromiseWithdraw { id: id.hex() }
}

/// A promise of Ana's that both know, made on 1 May 2027 (a Saturday).
fn made(due: Option<When>, every: Option<&str>) -> (Couple, RecordId) {
    let mut couple = Couple::on("2027-05-01");
    let id = couple.says(ANA, &add(due, every));
    couple.meet();
    (couple, id)
}

fn shown(acts: &Acts, me: Partner, id: RecordId, now: &str) -> view::Promise {
    show(acts, &reader(me, &format!("{now}[Europe/Berlin]")), id, None).unwrap()
}

fn result(acts: &Acts, id: RecordId, date: &str) -> &'static str {
    derive(acts, id, Partner::Zero, Scope::Log).unwrap().outcome(Some(day(date))).word()
}

fn counts(acts: &Acts, now: &str) -> Vec<(String, u32)> {
    let reader = reader(Partner::One, &format!("{now}[Europe/Berlin]"));
    record(acts, &reader, 90).made_by.them.into_iter().collect()
}

#[test]
fn case_37_different_marks_are_both_kept_and_counted_nowhere_else() {
    let (mut couple, id) = made(on("2027-05-03"), None);
    couple.today = day("2027-05-03");
    couple.says(ANA, &marks(id, None, MarkResult::Kept));
    couple.says(BEN, &marks(id, None, MarkResult::NotKept));
    let acts = couple.seen();
    let ana = shown(&acts, Partner::Zero, id, "2027-05-03T20:00");
    let ben = shown(&acts, Partner::One, id, "2027-05-03T20:00");
    assert_eq!((ana.result, ben.result), ("seen_differently", "seen_differently"));
    assert_eq!(
        (ana.occurrences[0].mine, ana.occurrences[0].theirs),
        (Some("kept"), Some("not_kept"))
    );
    assert_eq!(
        (ben.occurrences[0].mine, ben.occurrences[0].theirs),
        (Some("not_kept"), Some("kept"))
    );
    assert_eq!((ana.asks[0].code, ana.asks[0].whom), ("seen_differently", "both"));
    assert_eq!(ana.asks[0].record.as_ref(), Some(&ana.id));
    assert_eq!(
        (&ana.asks[0].sentence, &ana.asks[0].id),
        (&ben.asks[0].sentence, &ben.asks[0].id),
        "law L10"
    );
    assert_eq!(counts(&acts, "2027-05-04T12:00"), [("seen_differently".to_owned(), 1)]);
    // Answering is the reader's own; marking anew settles it for both.
    let mut answered = reader(Partner::Zero, "2027-05-03T20:00[Europe/Berlin]");
    let bytes = data_encoding::HEXLOWER.decode(ana.asks[0].id.as_bytes()).unwrap();
    answered.answered.insert(bytes.try_into().unwrap());
    assert!(show(&acts, &answered, id, None).unwrap().asks.is_empty());
    couple.meet();
    couple.says(BEN, &marks(id, None, MarkResult::Kept));
    assert_eq!(result(&couple.seen(), id, "2027-05-03"), "kept");
}

#[test]
fn only_makers_kept_against_recipients_not_kept_is_seen_differently() {
    use MarkResult::{Kept, NotApplicable, NotKept};
    for (ana, ben, expected) in [
        (Some(Kept), Some(NotKept), "seen_differently"),
        (Some(NotKept), Some(Kept), "kept"),
        (Some(Kept), Some(Kept), "kept"),
        (Some(NotKept), Some(NotKept), "not_kept"),
        (Some(NotKept), None, "not_kept"),
        (None, Some(NotKept), "not_kept"),
        (None, Some(Kept), "kept"),
        (Some(Kept), None, "kept"),
        (Some(Kept), Some(NotApplicable), "not_applicable"),
        (Some(NotApplicable), Some(NotKept), "not_applicable"),
        (None, None, "open"),
    ] {
        let (mut couple, id) = made(on("2027-05-03"), None);
        for (device, mark) in [(ANA, ana), (BEN, ben)] {
            if let Some(mark) = mark {
                couple.says(device, &marks(id, None, mark));
            }
        }
        assert_eq!(result(&couple.seen(), id, "2027-05-03"), expected, "{ana:?} {ben:?}");
    }
}

#[test]
fn case_39_a_release_wins_over_a_move_made_apart() {
    // 7 May 2027 is a Friday.
    for date in [None, Some("2027-05-07")] {
        let (mut couple, id) = made(on("2027-05-07"), None);
        couple.says(ANA, &moves(id, None, "2027-05-09"));
        couple.says(BEN, &release(id, date));
        let acts = couple.seen();
        assert_eq!(result(&acts, id, "2027-05-07"), "released");
        assert_eq!(result(&acts, id, "2027-05-09"), "released");
        assert_eq!(shown(&acts, Partner::One, id, "2027-05-08T12:00").result, "released");
        assert_eq!(shown(&acts, Partner::One, id, "2027-05-12T12:00").result, "released");
        couple.meet();
        assert_eq!(couple.refused(ANA, &moves(id, None, "2027-05-10")), "released");
        couple.says(ANA, &add(on("2027-05-10"), None));
        assert_eq!(all(&couple.seen(), Scope::Log).len(), 2);
    }
}

#[test]
fn case_40_until_somebody_speaks_there_is_no_word_yet_and_never_missed() {
    let (mut couple, id) = made(at("2027-05-07", 21 * 60, "Europe/Berlin"), None);
    couple.today = day("2027-05-07");
    couple.says(ANA, &marks(id, None, MarkResult::Kept));
    let meanwhile = couple.acts(BEN);
    let before = shown(meanwhile, Partner::One, id, "2027-05-07T20:59");
    assert_eq!(before.result, "open");
    assert_eq!(before.due.as_deref(), Some("2027-05-07T21:00:00+02:00[Europe/Berlin]"));
    assert_eq!(before.due_utc.as_deref(), Some("2027-05-07T19:00:00Z"));
    assert_eq!(shown(meanwhile, Partner::One, id, "2027-05-07T23:00").result, "no_word");
    assert!(counts(meanwhile, "2027-05-08T12:00").is_empty());
    couple.meet();
    assert_eq!(shown(couple.acts(BEN), Partner::One, id, "2027-05-08T12:00").result, "kept");
    assert_eq!(counts(&couple.seen(), "2027-05-08T12:00"), [("kept".to_owned(), 1)]);
}

#[test]
fn case_42_the_same_mark_from_two_own_phones_is_one() {
    let (mut couple, id) = made(on("2027-05-01"), Some("day"));
    couple.today = day("2027-05-03");
    couple.says(ANA, &marks(id, Some("2027-05-03"), MarkResult::Kept));
    couple.says(ANA2, &marks(id, Some("2027-05-03"), MarkResult::Kept));
    let acts = couple.seen();
    assert_eq!(counts(&acts, "2027-05-03T22:00"), [("kept".to_owned(), 1)]);
    let view = shown(&acts, Partner::One, id, "2027-05-03T22:00");
    assert_eq!((view.result, view.every.as_deref()), ("kept", Some("day")));
    let told: Vec<_> =
        view.occurrences.iter().map(|o| (o.date.unwrap().to_string(), o.result)).take(4).collect();
    let expected = [
        ("2027-05-01", "no_word"),
        ("2027-05-02", "no_word"),
        ("2027-05-03", "kept"),
        ("2027-05-04", "open"),
    ];
    assert_eq!(told, expected.map(|(d, r)| (d.to_owned(), r)));
    assert_eq!(view.occurrences.len(), 3 + COMING_DATES);
    assert!(
        couple.say(ANA, &marks(id, Some("2027-05-03"), MarkResult::Kept)).unwrap().acts.is_empty()
    );
}

#[test]
fn own_phones_that_mark_differently_are_asked_and_count_for_nothing_meanwhile() {
    let (mut couple, id) = made(on("2027-05-03"), None);
    couple.says(ANA, &marks(id, None, MarkResult::Kept));
    couple.says(ANA2, &marks(id, None, MarkResult::NotKept));
    let acts = couple.seen();
    let ana = shown(&acts, Partner::Zero, id, "2027-05-02T12:00");
    assert_eq!((ana.result, ana.asks[0].code), ("open", "own_devices_differ"));
    assert_eq!(ana.occurrences[0].mine_apart, ["kept", "not_kept"]);
    let ben = shown(&acts, Partner::One, id, "2027-05-02T12:00");
    assert_eq!((ben.asks.len(), ben.occurrences[0].theirs), (0, None));
    couple.meet();
    let reader = reader(Partner::Zero, "2027-05-02T12:00[Europe/Berlin]");
    let decision = answer(couple.acts(ANA2), &reader, &ana.asks[0].id, "kept").unwrap().unwrap();
    couple.act(ANA2, id, decision.acts[0].body.clone());
    let acts = couple.seen();
    assert_eq!(result(&acts, id, "2027-05-03"), "kept");
    assert!(shown(&acts, Partner::Zero, id, "2027-05-02T12:00").asks.is_empty());
    assert_eq!(
        answer(&acts, &reader, &ana.asks[0].id, "kept").map(|_| ()),
        None,
        "the question is gone"
    );
}

#[test]
fn case_44_words_softened_ahead_are_shown_and_thanks_stay_on_their_words() {
    let (mut couple, id) = made(on("2027-05-07"), None);
    couple.says(BEN, &LawCommand::PromiseAck { id: id.hex() });
    couple.meet();
    let v1 = shown(couple.acts(BEN), Partner::One, id, "2027-05-02T12:00").version;
    let edit = LawCommand::PromiseEdit { id: id.hex(), text: "I try to call you".into() };
    couple.today = day("2027-05-06");
    couple.says(ANA, &edit);
    couple.says(BEN, &LawCommand::PromiseThank { id: id.hex() });
    let acts = couple.seen();
    let view = shown(&acts, Partner::One, id, "2027-05-06T12:00");
    assert_eq!((view.text.as_str(), view.changed_ahead), ("I try to call you", true));
    assert_eq!((view.thanks.len(), &view.thanks[0].version), (1, &v1));
    assert_eq!(view.acknowledged.as_ref().unwrap().version, v1);
    assert_ne!(view.version, v1);
    couple.meet();
    couple.says(BEN, &LawCommand::PromiseAllRight { id: id.hex(), on: None });
    let view = shown(&couple.seen(), Partner::Zero, id, "2027-05-06T12:00");
    assert_eq!(
        (view.occurrences[0].all_right, view.result),
        (Some(true), "open"),
        "all right alone is no mark"
    );

    let (mut couple, id) = made(on("2027-05-07"), None);
    couple.today = day("2027-05-07");
    couple.says(ANA, &LawCommand::PromiseEdit { id: id.hex(), text: "I did what I could".into() });
    assert!(!shown(&couple.seen(), Partner::One, id, "2027-05-08T12:00").changed_ahead);
}

#[test]
fn before_means_an_earlier_day_or_the_same_day_for_a_due_time() {
    for (due, today, expected) in [
        (on("2027-05-07"), "2027-05-06", "withdrawn"),
        (on("2027-05-07"), "2027-05-07", "open"),
        (at("2027-05-07", 60, "Europe/Berlin"), "2027-05-07", "withdrawn"),
        (at("2027-05-07", 60, "Europe/Berlin"), "2027-05-08", "open"),
    ] {
        let (mut couple, id) = made(due, None);
        couple.today = day(today);
        couple.says(ANA, &withdraw(id));
        assert_eq!(result(&couple.seen(), id, "2027-05-07"), expected);
    }
    let (mut couple, id) = made(None, None);
    couple.says(ANA, &withdraw(id));
    assert_eq!(shown(&couple.seen(), Partner::One, id, "2027-05-07T12:00").result, "withdrawn");
}

#[test]
fn withdrawing_ahead_leaves_past_dates_of_a_repeating_promise_as_they_were() {
    let (mut couple, id) = made(on("2027-05-01"), Some("day"));
    couple.says(BEN, &marks(id, Some("2027-05-01"), MarkResult::Kept));
    couple.today = day("2027-05-03");
    couple.meet();
    couple.says(ANA, &withdraw(id));
    let acts = couple.seen();
    let results = ["2027-05-01", "2027-05-03", "2027-05-04"].map(|d| result(&acts, id, d));
    assert_eq!(results, ["kept", "open", "withdrawn"]);
    assert_eq!(couple.refused(ANA, &withdraw(id)), "withdrawn");
    assert_eq!(couple.refused(ANA, &marks(id, Some("2027-05-04"), MarkResult::Kept)), "withdrawn");
    couple.says(ANA, &marks(id, Some("2027-05-03"), MarkResult::NotKept));
    assert_eq!(couple.refused(ANA, &moves(id, Some("2027-05-04"), "2027-05-05")), "withdrawn");
    assert_eq!(
        couple.refused(ANA, &LawCommand::PromiseEdit { id: id.hex(), text: "x".into() }),
        "withdrawn"
    );
}

#[test]
fn a_moved_occurrence_is_changed_ahead_and_its_new_date_an_occurrence_of_its_own() {
    let (mut couple, id) =
        made(at("2027-05-03", 1260, "Europe/Berlin"), Some("FREQ=WEEKLY;BYDAY=MO"));
    couple.says(ANA, &moves(id, Some("2027-05-10"), "2027-05-12"));
    couple.meet();
    couple.says(BEN, &marks(id, Some("2027-05-12"), MarkResult::Kept));
    let acts = couple.seen();
    assert_eq!(
        ["2027-05-03", "2027-05-10", "2027-05-12"].map(|d| result(&acts, id, d)),
        ["open", "changed_ahead", "kept"]
    );
    let view = shown(&acts, Partner::Zero, id, "2027-05-12T23:00");
    let moved = view.occurrences.iter().find(|o| o.date == Some(day("2027-05-12"))).unwrap();
    assert_eq!(
        moved.at.as_deref(),
        Some("2027-05-12T21:00:00+02:00[Europe/Berlin]"),
        "the hour moves along"
    );
    assert_eq!(
        couple.refused(ANA, &marks(id, Some("2027-05-10"), MarkResult::Kept)),
        "already_moved"
    );
    assert_eq!(couple.refused(ANA, &moves(id, Some("2027-05-10"), "2027-05-14")), "already_moved");
    assert_eq!(couple.refused(ANA, &marks(id, Some("2027-05-11"), MarkResult::Kept)), "bad_date");
    couple.meet();
    couple.today = day("2027-05-04");
    assert_eq!(couple.refused(ANA, &moves(id, Some("2027-05-03"), "2027-05-04")), "already_due");
    // Moved on, and back again: the newest move says where it is.
    couple.says(ANA, &moves(id, Some("2027-05-17"), "2027-05-18"));
    couple.says(ANA, &moves(id, Some("2027-05-18"), "2027-05-17"));
    let acts = couple.seen();
    assert_eq!(
        ["2027-05-17", "2027-05-18"].map(|d| result(&acts, id, d)),
        ["open", "changed_ahead"]
    );
}

#[test]
fn a_move_dated_too_late_or_after_a_known_release_counts_for_nothing() {
    let (mut couple, id) = made(on("2027-05-07"), None);
    let late = Body::Move { on: Some(day("2027-05-07")), to: on("2027-05-20").unwrap() };
    couple.today = day("2027-05-07");
    couple.act(ANA, id, late.clone());
    couple.says(BEN, &release(id, Some("2027-05-07")));
    couple.meet();
    couple.today = day("2027-05-02");
    couple.act(ANA, id, late);
    let state = derive(&couple.seen(), id, Partner::Zero, Scope::Log).unwrap();
    assert_eq!(state.occasions.keys().collect::<Vec<_>>(), [&Some(day("2027-05-07"))]);
    assert!(!state.occasions[&Some(day("2027-05-07"))].moved);
}

#[test]
fn own_phones_that_move_apart_leave_two_new_dates() {
    let (mut couple, id) = made(on("2027-05-07"), None);
    couple.says(ANA, &moves(id, None, "2027-05-08"));
    couple.says(ANA2, &moves(id, None, "2027-05-09"));
    let acts = couple.seen();
    assert_eq!(
        ["2027-05-07", "2027-05-08", "2027-05-09"].map(|d| result(&acts, id, d)),
        ["changed_ahead", "open", "open"]
    );
}

#[test]
fn a_release_of_everything_leaves_what_it_knew_to_be_marked() {
    let (mut couple, id) = made(on("2027-05-01"), Some("day"));
    couple.says(ANA, &marks(id, Some("2027-05-01"), MarkResult::Kept));
    couple.meet();
    couple.today = day("2027-05-03");
    couple.says(BEN, &release(id, None));
    couple.says(ANA, &marks(id, Some("2027-05-02"), MarkResult::NotKept));
    let acts = couple.seen();
    let results =
        ["2027-05-01", "2027-05-02", "2027-05-03", "2030-01-01"].map(|d| result(&acts, id, d));
    assert_eq!(results, ["kept", "released", "released", "released"]);
    let state = derive(&acts, id, Partner::Zero, Scope::Log).unwrap();
    assert_eq!(
        state.occasions[&Some(day("2027-05-02"))].marks[0].counts(),
        Some(MarkResult::NotKept),
        "law L1"
    );
    assert!(couple.say(BEN, &release(id, None)).unwrap().acts.is_empty());
}

#[test]
fn who_may_say_what_is_refused_by_name() {
    let (mut couple, id) = made(on("2027-05-07"), None);
    let hex = id.hex();
    for yours in [
        LawCommand::PromiseAck { id: hex.clone() },
        LawCommand::PromiseThank { id: hex.clone() },
        LawCommand::PromiseAllRight { id: hex.clone(), on: None },
        release(id, None),
    ] {
        assert_eq!(couple.refused(ANA, &yours), "yours");
    }
    for not_yours in [
        LawCommand::PromiseEdit { id: hex, text: "x".into() },
        moves(id, None, "2027-05-08"),
        withdraw(id),
    ] {
        assert_eq!(couple.refused(BEN, &not_yours), "not_yours");
    }
    assert_eq!(
        couple.refused(BEN, &marks(RecordId([0xAA; 32]), None, MarkResult::Kept)),
        "not_found"
    );
    assert_eq!(couple.refused(BEN, &marks(id, Some("2027-05-08"), MarkResult::Kept)), "bad_date");
    assert_eq!(couple.refused(ANA, &add(at("2027-05-07", 60, "Mars/Olympus"), None)), "bad_zone");
    assert_eq!(
        couple.refused(ANA, &add(at("2027-05-07", 1440, "Europe/Berlin"), None)),
        "bad_date"
    );
    assert_eq!(couple.refused(ANA, &add(on("2027-05-07"), Some("FREQ=SECONDLY"))), "bad_rule");
    assert_eq!(
        couple.refused(ANA, &add(on("2027-05-07"), Some("FREQ=DAILY;UNTIL=20270101"))),
        "bad_date"
    );
    let far = Some(When { day: crate::time::Day(i32::MAX), at: None });
    assert_eq!(couple.refused(ANA, &add(far, None)), "bad_date");
}

#[test]
fn acts_of_the_other_about_a_promise_change_neither_its_words_nor_its_dates() {
    let (mut couple, id) = made(on("2027-05-07"), None);
    let before = derive(couple.acts(ANA), id, Partner::Zero, Scope::Log).unwrap();
    let fields = before.versions.values().next().unwrap().fields.clone();
    let mut forged = fields;
    forged.replaces = before.versions.keys().copied().collect();
    forged.text = Text::new("I call you never").unwrap();
    couple.act(BEN, id, Body::Promise(forged));
    couple.act(BEN, id, Body::PromiseWithdraw);
    couple.act(BEN, id, Body::Move { on: Some(day("2027-05-07")), to: on("2027-05-08").unwrap() });
    couple.act(
        BEN,
        id,
        Body::Mark { on: Some(day("2027-05-08")), result: MarkResult::NotKept, note: None },
    );
    couple.act(ANA, id, Body::Release { on: None });
    couple.act(ANA, id, Body::AllRight { on: None });
    let acts = couple.seen();
    let after = derive(&acts, id, Partner::Zero, Scope::Log).unwrap();
    assert_eq!(
        (&after.versions, after.withdrawn, after.occasions.len()),
        (&before.versions, None, 0)
    );
    assert!(!after.ignored.is_empty());
    assert!(derive(&acts, id, Partner::One, Scope::Log).is_none());
    assert_eq!(result(&acts, id, "2027-05-07"), "open");
}

#[test]
fn own_phones_that_word_a_promise_apart_show_both_and_ask_their_owner() {
    let (mut couple, id) = made(on("2027-05-07"), None);
    couple.says(ANA, &LawCommand::PromiseEdit { id: id.hex(), text: "I call at noon".into() });
    couple.says(ANA2, &LawCommand::PromiseEdit { id: id.hex(), text: "I call at night".into() });
    let acts = couple.seen();
    let ana = shown(&acts, Partner::Zero, id, "2027-05-02T12:00");
    let ben = shown(&acts, Partner::One, id, "2027-05-02T12:00");
    assert_eq!((ana.wordings.len(), ben.wordings.len(), ben.asks.len()), (2, 2, 0));
    assert_eq!(ana.text, ben.text);
    couple.meet();
    let keep = &ana.asks[0].choices[1];
    let now = reader(Partner::Zero, "2027-05-02T12:00[Europe/Berlin]");
    let decision = answer(couple.acts(ANA), &now, &ana.asks[0].id, &keep.id).unwrap().unwrap();
    couple.act(ANA, id, decision.acts[0].body.clone());
    let acts = couple.seen();
    let ben = shown(&acts, Partner::One, id, "2027-05-02T12:00");
    assert_eq!((say::way_words(ben.text), ben.wordings.len()), (keep.label.clone(), 0));
}

#[test]
fn a_promise_without_a_date_is_one_occurrence_and_moving_gives_it_a_date() {
    let (mut couple, id) = made(None, None);
    let view = shown(couple.acts(BEN), Partner::One, id, "2030-01-01T12:00");
    assert_eq!((view.occurrences.len(), view.occurrences[0].date, view.result), (1, None, "open"));
    couple.says(ANA, &moves(id, None, "2027-05-09"));
    couple.says(BEN, &marks(id, None, MarkResult::NotApplicable));
    let acts = couple.seen();
    let view = shown(&acts, Partner::Zero, id, "2027-05-02T12:00");
    let results: Vec<_> = view.occurrences.iter().map(|o| o.result).collect();
    assert_eq!(results, ["not_applicable", "open"]);
}

#[test]
fn repeating_without_a_due_date_begins_today() {
    let (couple, id) = made(None, Some("week"));
    let view = shown(couple.acts(BEN), Partner::One, id, "2027-05-01T12:00");
    assert_eq!((view.due.as_deref(), view.every.as_deref()), (Some("2027-05-01"), Some("week")));
    let states = all(couple.acts(ANA), Scope::All);
    let due = |now| due_today(states.iter(), &reader(Partner::Zero, now)).len();
    assert_eq!(due("2027-05-08T12:00[Europe/Berlin]"), 1);
    assert_eq!(due("2027-05-09T12:00[Europe/Berlin]"), 0);
}

#[test]
fn the_counts_look_back_only_so_many_days_and_name_each_maker() {
    let (mut couple, id) = made(on("2027-05-01"), Some("FREQ=DAILY;COUNT=5"));
    for date in ["2027-05-01", "2027-05-02"] {
        couple.says(ANA, &marks(id, Some(date), MarkResult::Kept));
    }
    couple.says(BEN, &marks(id, Some("2027-05-03"), MarkResult::NotKept));
    couple.says(ANA, &moves(id, Some("2027-05-05"), "2027-05-20"));
    let theirs = couple.says(BEN, &add(on("2027-05-02"), None));
    couple.says(BEN, &marks(theirs, None, MarkResult::Kept));
    let acts = couple.seen();
    let reader = reader(Partner::Zero, "2027-05-06T12:00[Europe/Berlin]");
    let counts = record(&acts, &reader, 30).made_by;
    let of = |word: &str| counts.me.get(word).copied();
    assert_eq!(
        (of("kept"), of("not_kept"), of("changed_ahead"), of("open")),
        (Some(2), Some(1), Some(1), None)
    );
    assert_eq!(counts.them.get("kept"), Some(&1));
    assert_eq!(record(&acts, &reader, 4).made_by.me.get("kept"), None);
    assert_eq!(record(&acts, &reader, u32::MAX).made_by.me.get("kept"), Some(&2));
    assert!(record(&acts, &reader, 0).made_by.me.is_empty());
}

#[test]
fn dates_at_the_ends_of_the_calendar_neither_panic_nor_loop() {
    use crate::time::Day;
    let mut couple = Couple::on("2027-05-01");
    for (n, extreme) in (100_u8..).zip([i32::MIN, -4_371_587, 0, 2_932_896, i32::MAX]) {
        let id = RecordId([n; 32]);
        for every in [None, Some("FREQ=DAILY"), Some("FREQ=YEARLY;INTERVAL=1000"), Some("no rule")]
        {
            let fields = crate::act::PromiseFields {
                text: Text::new("far away").unwrap(),
                due: Some(When { day: Day(extreme), at: Some((1439, "Nowhere/At_All".into())) }),
                every: every.map(|e| Text::new(e).unwrap()),
                size: None,
                sure: None,
                replaces: vec![],
            };
            couple.act(ANA, id, Body::Promise(fields));
        }
        let (from, to) = (Some(Day(extreme)), When { day: Day(i32::MAX), at: None });
        couple.act(ANA, id, Body::Move { on: from, to });
        couple.act(BEN, id, Body::Mark { on: from, result: MarkResult::Kept, note: None });
        couple.act(BEN, id, Body::Release { on: Some(Day(i32::MAX)) });
    }
    let acts = couple.seen();
    for me in Partner::BOTH {
        assert_eq!(list(&acts, &reader(me, "2027-05-01T12:00[Europe/Berlin]")).len(), 5);
    }
}

#[test]
fn a_draft_is_shown_as_it_will_be() {
    let reader = reader(Partner::Zero, "2027-05-01T12:00[Europe/Berlin]");
    let decision =
        decide(&Acts::new(), &reader, &add(on("2027-05-03"), Some("week")), RecordId([1; 32]));
    let Body::Promise(fields) = &decision.unwrap().unwrap().acts[0].body else { panic!() };
    let view = draft(RecordId([1; 32]), fields, &reader);
    assert_eq!(
        (view.state, view.shared, view.result, view.occurrences.len()),
        ("draft", false, "open", 7)
    );
}

#[test]
fn news_of_a_promise_are_sentences_without_its_words() {
    let (mut couple, id) = made(on("2027-05-07"), None);
    couple.says(ANA, &moves(id, None, "2027-05-09"));
    couple.says(BEN, &LawCommand::PromiseThank { id: id.hex() });
    let acts = couple.seen();
    let told = |me| -> Vec<Say> {
        let lines =
            news(&acts, &reader(me, "2027-05-02T12:00[Europe/Berlin]"), id, acts.of_record(&id));
        lines.into_iter().map(|l| l.sentence).collect()
    };
    let by = |who: &str, code| say::news_promise(Some(who.to_owned()), code);
    assert!(told(Partner::One) == [by("Ana", "made"), by("Ana", "moved")]);
    assert!(told(Partner::Zero) == [by("Ben", "thanked")]);
}
