//! The acceptance cases about rituals, by number, over real acts in several orders of delivery.

use accord_protocol::ids::Partner;

use super::command::{At, RitualCommand, RitualWords};
use super::state::derive;
use super::view::RitualDate;
use super::*;
use crate::act::rounds::{RitualResult, RoundBody};
use crate::act::{Body, RecordId, Zone};
use crate::law::agreement;
use crate::law::command::{BoundaryWords, LawCommand, Polarity, Wording};
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::say::{self, Say};
use crate::law::testing::*;
use crate::law::view::Sides;
use crate::time::When;

const SUNDAYS: &str = "FREQ=WEEKLY;BYDAY=SU";
const SATURDAYS: &str = "FREQ=WEEKLY;BYDAY=SA";

fn named(name: &str) -> Wording {
    Wording { text: Some(name.into()), ..Wording::default() }
}

fn berlin(minutes: u16) -> Option<At> {
    Some(At::Same { minutes, zone: "Europe/Berlin".into() })
}

fn proposes(every: &str, at: Option<At>) -> LawCommand {
    let ritual = RitualWords { every: Some(every.into()), at, ..RitualWords::default() };
    propose(named("Sunday call"), ritual)
}

fn propose(words: Wording, ritual: RitualWords) -> LawCommand {
    let (words, ritual) = (Box::new(words), Box::new(ritual));
    LawCommand::Ritual(RitualCommand::Propose { words, ritual })
}

fn counters(id: RecordId, ritual: RitualWords) -> LawCommand {
    let (words, revision, joins) = (Box::default(), None, vec![]);
    let ritual = Box::new(ritual);
    LawCommand::Ritual(RitualCommand::Counter { id: id.hex(), words, ritual, revision, joins })
}

fn marks(id: RecordId, on: &str, result: RitualResult) -> LawCommand {
    LawCommand::Ritual(RitualCommand::Mark { id: id.hex(), on: Some(day(on)), result })
}

fn moves(id: RecordId, on: &str, to: &str) -> LawCommand {
    let to = When { day: day(to), at: None };
    LawCommand::Ritual(RitualCommand::Move { id: id.hex(), on: day(on), to })
}

fn accept(id: RecordId) -> LawCommand {
    LawCommand::AgreeAccept { id: id.hex(), revision: None, can: None }
}

fn end(id: RecordId) -> LawCommand {
    LawCommand::AgreeEnd { id: id.hex(), note: None }
}

/// A ritual both said yes to on 1 March 2027 (a Monday), known to all.
fn agreed(every: &str, at: Option<At>) -> (Couple, RecordId) {
    let mut couple = Couple::on("2027-03-01");
    let id = couple.says(ANA, &proposes(every, at));
    couple.meet();
    couple.says(BEN, &accept(id));
    couple.meet();
    (couple, id)
}

fn ana(today: &str) -> crate::law::Reader {
    reader(Partner::Zero, &format!("{today}T12:00:00[Europe/Berlin]"))
}

fn ben(today: &str) -> crate::law::Reader {
    reader(Partner::One, &format!("{today}T12:00:00[America/New_York]"))
}

fn dates(acts: &Acts, reader: &crate::law::Reader, from: &str, to: &str) -> Vec<RitualDate> {
    let states = all(acts, Scope::All);
    between(acts, &states.iter().collect::<Vec<_>>(), reader, day(from), day(to))
}

fn days(list: &[RitualDate]) -> Vec<String> {
    list.iter().map(|one| one.date.to_string()).collect()
}

fn one(acts: &Acts, reader: &crate::law::Reader, on: &str) -> RitualDate {
    let mut found = dates(acts, reader, on, on);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn sides(me: Option<&'static str>, them: Option<&'static str>) -> Sides<Option<&'static str>> {
    Sides { me, them }
}

#[test]
fn case_45_the_agreed_wall_time_is_berlins_and_ben_is_told_when_it_is_later_for_him() {
    let (mut couple, _) = agreed(SUNDAYS, berlin(1200));
    for (device, zone) in [(ANA, "Europe/Berlin"), (BEN, "America/New_York")] {
        couple.act(device, RecordId::ZERO, Body::Zone(Some(Zone::new(zone).unwrap())));
    }
    let acts = couple.seen();
    let list = dates(&acts, &ben("2027-03-01"), "2027-03-01", "2027-11-30");
    let of = |on: &str| list.iter().find(|one| one.date == day(on)).unwrap();
    for (on, utc, here) in [
        ("2027-03-07", "2027-03-07T19:00:00Z", "2027-03-07T14:00:00-05:00[America/New_York]"),
        ("2027-03-14", "2027-03-14T19:00:00Z", "2027-03-14T15:00:00-04:00[America/New_York]"),
        ("2027-03-21", "2027-03-21T19:00:00Z", "2027-03-21T15:00:00-04:00[America/New_York]"),
        ("2027-03-28", "2027-03-28T18:00:00Z", "2027-03-28T14:00:00-04:00[America/New_York]"),
        ("2027-10-31", "2027-10-31T19:00:00Z", "2027-10-31T15:00:00-04:00[America/New_York]"),
        ("2027-11-07", "2027-11-07T19:00:00Z", "2027-11-07T14:00:00-05:00[America/New_York]"),
    ] {
        let one = of(on);
        assert_eq!((one.start_utc.as_deref(), one.for_me.as_deref()), (Some(utc), Some(here)));
    }
    assert_eq!(of("2027-03-14").start, "2027-03-14T20:00:00+01:00[Europe/Berlin]");
    assert_eq!(
        of("2027-03-28").for_them.as_deref(),
        Some("2027-03-28T20:00:00+02:00[Europe/Berlin]")
    );
    let hinted: Vec<(String, Say)> =
        list.iter().filter_map(|one| Some((one.date.to_string(), one.hint.clone()?))).collect();
    let hour =
        |days: &[&str]| say::hint_on("hours", 1, "later", days.iter().map(|on| day(on)).collect());
    let march = || hour(&["2027-03-14", "2027-03-21"]);
    let expected = [
        ("2027-03-14".to_owned(), march()),
        ("2027-03-21".to_owned(), march()),
        ("2027-10-31".to_owned(), hour(&["2027-10-31"])),
    ];
    assert!(hinted == expected);
    assert!(
        dates(&acts, &ana("2027-03-01"), "2027-03-01", "2027-11-30")
            .iter()
            .all(|one| one.hint.is_none())
    );
}

#[test]
fn the_other_clock_is_shown_only_where_both_show_their_zone() {
    let (mut couple, _) = agreed(SUNDAYS, berlin(1200));
    let zone = |name| Body::Zone(Some(Zone::new(name).unwrap()));
    couple.act(ANA, RecordId::ZERO, zone("Europe/Berlin"));
    let acts = couple.seen();
    for me in [ana("2027-03-01"), ben("2027-03-01")] {
        assert_eq!(one(&acts, &me, "2027-03-07").for_them, None);
    }
    couple.act(BEN, RecordId::ZERO, zone("America/New_York"));
    let acts = couple.seen();
    let them = one(&acts, &ana("2027-03-01"), "2027-03-07").for_them;
    assert_eq!(them.as_deref(), Some("2027-03-07T14:00:00-05:00[America/New_York]"));
}

#[test]
fn case_47_two_marks_are_one_occurrence_with_both_ticks() {
    let (mut couple, id) = agreed(SUNDAYS, berlin(1200));
    couple.today = day("2027-03-07");
    couple.says(ANA, &marks(id, "2027-03-07", RitualResult::DidIt));
    couple.says(BEN, &marks(id, "2027-03-07", RitualResult::DidIt));
    let acts = couple.seen();
    for me in [ana("2027-03-08"), ben("2027-03-08")] {
        let one = one(&acts, &me, "2027-03-07");
        assert_eq!((one.state, one.marks), ("done", sides(Some("did_it"), Some("did_it"))));
    }
}

#[test]
fn case_48_different_marks_stand_side_by_side_without_a_word_of_failure() {
    let (mut couple, id) = agreed(SUNDAYS, berlin(1200));
    couple.says(ANA, &marks(id, "2027-03-07", RitualResult::NotThisTime));
    couple.says(BEN, &marks(id, "2027-03-07", RitualResult::DidIt));
    let acts = couple.seen();
    let seen = one(&acts, &ana("2027-03-08"), "2027-03-07");
    assert_eq!((seen.state, seen.marks), ("marked", sides(Some("not_this_time"), Some("did_it"))));
    let seen = one(&acts, &ben("2027-03-08"), "2027-03-07");
    assert_eq!((seen.state, seen.marks), ("marked", sides(Some("did_it"), Some("not_this_time"))));
    assert!(crate::law::asks(&acts, &ana("2027-03-08")).is_empty());
    let told = crate::law::news::news(&acts, &ana("2027-03-08"), &[]);
    let told = serde_json::to_string(&told).unwrap();
    let said = say::news_ritual_marked(Some("Ben".into()), day("2027-03-07"), "did_it", "now");
    assert!(told.contains(&serde_json::to_string(&said).unwrap()), "{told}");
}

#[test]
fn case_49_two_ideas_for_one_date_leave_it_where_it_is() {
    let (mut couple, id) = agreed(SUNDAYS, berlin(1200));
    let of_ana = couple.says(ANA, &moves(id, "2027-03-07", "2027-03-08"));
    let of_ben = couple.says(BEN, &moves(id, "2027-03-07", "2027-03-09"));
    assert_eq!(of_ana, of_ben, "all ideas for one date are one agreement");
    let acts = couple.seen();
    for me in [ana("2027-03-02"), ben("2027-03-02")] {
        let seen = one(&acts, &me, "2027-03-07");
        assert_eq!(
            (seen.state, seen.start.as_str()),
            ("planned", "2027-03-07T20:00:00+01:00[Europe/Berlin]")
        );
        let mut to: Vec<&str> = seen.ideas.iter().map(|idea| idea.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(
            to,
            [
                "2027-03-08T20:00:00+01:00[Europe/Berlin]",
                "2027-03-09T20:00:00+01:00[Europe/Berlin]"
            ]
        );
        let open = agreement::show(&acts, &me, of_ana).unwrap();
        assert_eq!((open.state, open.open.len()), ("open", 2));
        assert!(crate::law::asks(&acts, &me).is_empty());
    }
}

#[test]
fn moves_of_two_dates_begun_apart_are_not_taken_for_one() {
    let (mut couple, id) = agreed(SUNDAYS, berlin(1200));
    couple.says(ANA, &moves(id, "2027-03-07", "2027-03-08"));
    couple.says(BEN, &moves(id, "2027-03-14", "2027-03-15"));
    let acts = couple.seen();
    assert!(crate::law::asks(&acts, &ana("2027-03-02")).is_empty());
}

#[test]
fn a_move_agreement_cannot_be_worded_into_one_of_another_date() {
    use crate::act::terms::MoveTerms;
    use crate::act::{Revision, Terms};
    let (mut couple, id) = agreed(SUNDAYS, berlin(1200));
    let idea = couple.says(ANA, &moves(id, "2027-03-07", "2027-03-08"));
    couple.meet();
    let state = agreement::one(couple.acts(BEN), idea).unwrap();
    let root = state.revision(state.root).unwrap();
    let to = When { day: day("2027-03-20"), at: None };
    let terms = Some(Terms::Move(MoveTerms { ritual: id, on: day("2027-03-14"), to }));
    let revision = Revision { terms, parents: vec![root.id], ..root.revision.clone() };
    let kind = crate::law::command::AgreementKind::Move;
    couple.act(BEN, idea, Body::Propose { kind, revision });
    let acts = couple.seen();
    assert_eq!(agreement::one(&acts, idea).unwrap().revisions.len(), 1);
    assert_eq!(one(&acts, &ana("2027-03-02"), "2027-03-07").ideas.len(), 1);
}

#[test]
fn case_50_his_not_this_time_stands_and_her_idea_stays_open() {
    let (mut couple, id) = agreed(SUNDAYS, berlin(1200));
    let idea = couple.says(ANA, &moves(id, "2027-03-07", "2027-03-08"));
    couple.says(BEN, &marks(id, "2027-03-07", RitualResult::NotThisTime));
    let acts = couple.seen();
    let seen = one(&acts, &ben("2027-03-02"), "2027-03-07");
    assert_eq!((seen.state, seen.marks), ("off", sides(Some("not_this_time"), None)));
    assert_eq!(seen.ideas.len(), 1);
    assert_eq!(agreement::show(&acts, &ben("2027-03-02"), idea).unwrap().state, "open");
    // Her idea answers it: his mark was about the time before.
    couple.meet();
    couple.says(BEN, &accept(idea));
    let acts = couple.seen();
    assert_eq!(one(&acts, &ana("2027-03-02"), "2027-03-07").state, "moved");
    let moved = one(&acts, &ana("2027-03-02"), "2027-03-08");
    assert_eq!((moved.state, moved.date), ("moved", day("2027-03-07")));
    assert_eq!(moved.start, "2027-03-08T20:00:00+01:00[Europe/Berlin]");
    assert_eq!(moved.marks, Sides::default());
    assert_eq!(moved.marks_before_move, Some(sides(None, Some("not_this_time"))));
    assert_eq!(moved.moved_from.as_deref(), Some("2027-03-07T20:00:00+01:00[Europe/Berlin]"));
}

#[test]
fn a_move_in_force_takes_the_date_along_and_marks_follow_by_either_day() {
    let (mut couple, id) = agreed(SUNDAYS, berlin(1200));
    let idea = couple.says(ANA, &moves(id, "2027-03-07", "2027-03-09"));
    assert_eq!(couple.refused(ANA, &moves(id, "2027-03-06", "2027-03-09")), "bad_date");
    assert_eq!(couple.refused(ANA, &moves(id, "2027-03-14", "2027-03-14")), "no_change");
    assert!(couple.say(ANA, &moves(id, "2027-03-07", "2027-03-09")).unwrap().acts.is_empty());
    couple.meet();
    couple.says(BEN, &moves(id, "2027-03-07", "2027-03-09"));
    couple.meet();
    assert_eq!(couple.refused(ANA, &moves(id, "2027-03-07", "2027-03-09")), "already_in_force");
    couple.says(ANA, &marks(id, "2027-03-09", RitualResult::DidIt));
    couple.says(BEN, &marks(id, "2027-03-07", RitualResult::DidIt));
    let acts = couple.seen();
    let seen = one(&acts, &ana("2027-03-09"), "2027-03-09");
    assert_eq!((seen.date, seen.state), (day("2027-03-07"), "done"));
    // Ending the move puts the date back.
    couple.meet();
    couple.says(BEN, &end(idea));
    let acts = couple.seen();
    assert_eq!(one(&acts, &ana("2027-03-09"), "2027-03-07").moved_from, None);
    assert!(dates(&acts, &ana("2027-03-09"), "2027-03-09", "2027-03-09").is_empty());
}

#[test]
fn case_51_a_mark_made_before_the_change_was_known_stays_under_the_old_plan() {
    let (mut couple, id) = agreed(SUNDAYS, berlin(1200));
    couple.today = day("2027-03-04");
    let every = Some(SATURDAYS.to_owned());
    couple.says(BEN, &counters(id, RitualWords { every, ..RitualWords::default() }));
    couple.hear(ANA, 0);
    couple.today = day("2027-03-06");
    couple.says(ANA, &accept(id));
    couple.today = day("2027-03-07");
    couple.says(BEN, &marks(id, "2027-03-07", RitualResult::DidIt));
    let acts = couple.seen();
    for me in [ana("2027-03-08"), ben("2027-03-08")] {
        let list = dates(&acts, &me, "2027-03-01", "2027-03-20");
        assert_eq!(days(&list), ["2027-03-06", "2027-03-07", "2027-03-13", "2027-03-20"]);
        let old: Vec<bool> = list.iter().map(|one| one.under_old_plan).collect();
        assert_eq!(old, [false, true, false, false]);
        assert_eq!(list[1].state, "marked");
        let next = dates(&acts, &me, "2027-03-08", "2027-03-13");
        assert_eq!(days(&next), ["2027-03-13"], "the next one is Saturday");
    }
    let told = crate::law::news::news(&acts, &ana("2027-03-08"), &[]);
    let told = serde_json::to_string(&told).unwrap();
    let said = say::news_ritual_marked(Some("Ben".into()), day("2027-03-07"), "did_it", "old");
    assert!(told.contains(&serde_json::to_string(&said).unwrap()), "{told}");
    couple.meet();
    assert_eq!(couple.refused(BEN, &marks(id, "2027-03-14", RitualResult::DidIt)), "bad_date");
    // What was said once can be said otherwise, and by the other too.
    couple.says(BEN, &marks(id, "2027-03-07", RitualResult::NotApplicable));
    couple.says(ANA, &marks(id, "2027-03-07", RitualResult::DidIt));
}

#[test]
fn case_52_each_at_their_own_time_is_one_occurrence_with_two_instants() {
    let (mut couple, id) = agreed("day", Some(At::Own { minutes: 1320 }));
    for (device, zone) in [(ANA, "Europe/Berlin"), (BEN, "America/New_York")] {
        couple.says(device, &marks(id, "2027-03-02", RitualResult::DidIt));
        couple.act(device, RecordId::ZERO, Body::Zone(Some(Zone::new(zone).unwrap())));
    }
    let acts = couple.seen();
    let seen = one(&acts, &ana("2027-03-03"), "2027-03-02");
    assert_eq!(
        (seen.state, seen.start.as_str(), seen.start_utc),
        ("done", "2027-03-02T22:00", None)
    );
    assert_eq!(seen.for_me.as_deref(), Some("2027-03-02T22:00:00+01:00[Europe/Berlin]"));
    assert_eq!(seen.for_them.as_deref(), Some("2027-03-02T22:00:00-05:00[America/New_York]"));
    // One person's "not this time" leaves the other's own time alone.
    couple.says(BEN, &marks(id, "2027-03-03", RitualResult::NotThisTime));
    assert_eq!(one(&couple.seen(), &ana("2027-03-03"), "2027-03-03").state, "marked");
}

#[test]
fn no_date_comes_from_the_day_of_the_end_on_and_marks_stay() {
    let (mut couple, id) = agreed("day", None);
    couple.says(ANA, &marks(id, "2027-03-02", RitualResult::DidIt));
    let idea = couple.says(ANA, &moves(id, "2027-03-04", "2027-03-07"));
    couple.meet();
    couple.says(BEN, &accept(idea));
    couple.today = day("2027-03-05");
    couple.says(BEN, &end(id));
    couple.says(ANA, &marks(id, "2027-03-05", RitualResult::DidIt));
    let acts = couple.seen();
    let list = dates(&acts, &ana("2027-03-06"), "2027-03-01", "2027-03-31");
    assert_eq!(days(&list), ["2027-03-01", "2027-03-02", "2027-03-03", "2027-03-05"]);
    assert_eq!(list[3].marks, sides(Some("did_it"), None), "law L9");
    couple.meet();
    assert_eq!(couple.refused(BEN, &marks(id, "2027-03-06", RitualResult::DidIt)), "bad_date");
    // Agreed anew, it goes on from that day.
    couple.today = day("2027-03-10");
    couple.says(ANA, &LawCommand::AgreeAgain { id: id.hex() });
    couple.meet();
    couple.says(BEN, &accept(id));
    let list = dates(&couple.seen(), &ana("2027-03-10"), "2027-03-06", "2027-03-11");
    assert_eq!(days(&list), ["2027-03-10", "2027-03-11"]);
}

#[test]
fn case_31_a_limit_that_names_a_ritual_pauses_its_dates_and_no_mark() {
    let (mut couple, id) = agreed("day", berlin(1260));
    couple.today = day("2027-03-03");
    let words = BoundaryWords {
        area: Some(crate::law::command::Area::Time),
        text: Some("no calls after 20:30".into()),
        limits: Some(id.hex()),
        ..BoundaryWords::default()
    };
    let limit = couple.says(ANA, &LawCommand::BoundaryAdd { polarity: Polarity::Limit, words });
    couple.says(BEN, &marks(id, "2027-03-03", RitualResult::DidIt));
    let acts = couple.seen();
    let list = dates(&acts, &ana("2027-03-04"), "2027-03-01", "2027-03-09");
    assert_eq!(days(&list), ["2027-03-01", "2027-03-02", "2027-03-03"]);
    assert_eq!(list[2].marks.them, Some("did_it"));
    couple.meet();
    couple.says(ANA, &LawCommand::BoundaryWithdraw { id: limit.hex() });
    assert_eq!(dates(&couple.seen(), &ana("2027-03-04"), "2027-03-01", "2027-03-09").len(), 9);
}

#[test]
fn own_phones_that_mark_apart_count_for_nothing_until_their_owner_says() {
    let (mut couple, id) = agreed(SUNDAYS, berlin(1200));
    couple.says(ANA, &marks(id, "2027-03-07", RitualResult::DidIt));
    couple.says(ANA2, &marks(id, "2027-03-07", RitualResult::NotThisTime));
    let acts = couple.seen();
    let seen = one(&acts, &ana("2027-03-08"), "2027-03-07");
    assert_eq!((seen.state, seen.marks.me), ("planned", None));
    assert_eq!(seen.mine_apart, ["did_it", "not_this_time"]);
    let me = ana("2027-03-08");
    let asked = crate::law::asks(&acts, &me);
    assert_eq!((asked.len(), asked[0].code, asked[0].whom), (1, "own_devices_differ", "me"));
    assert!(crate::law::asks(&acts, &ben("2027-03-08")).is_empty());
    couple.meet();
    let said = crate::law::answer(couple.acts(ANA), &me, &asked[0].id, "did_it").unwrap();
    for act in said.decision.acts {
        couple.act(ANA, act.record, act.body);
    }
    let acts = couple.seen();
    assert_eq!(one(&acts, &me, "2027-03-07").marks.me, Some("did_it"));
    assert!(crate::law::asks(&acts, &me).is_empty());
}

#[test]
fn a_counter_changes_what_it_says_and_a_plain_one_keeps_the_terms() {
    let (mut couple, id) = agreed(SUNDAYS, berlin(1200));
    couple.today = day("2027-03-03");
    couple.says(ANA, &counters(id, RitualWords { at: berlin(1260), ..RitualWords::default() }));
    couple.meet();
    let text = Some("Long Sunday call".to_owned());
    let words = Wording { text, ..Wording::default() };
    couple.says(
        BEN,
        &LawCommand::AgreeCounter { id: id.hex(), words, revision: None, joins: vec![] },
    );
    couple.meet();
    let acts = couple.seen();
    let shown = agreement::show(&acts, &ana("2027-03-03"), id).unwrap();
    let newest = shown.open.iter().find(|one| one.words == "Long Sunday call").unwrap();
    let terms = serde_json::to_value(&newest.terms).unwrap();
    assert_eq!((&terms["at"], &terms["start"]), (&"21:00".into(), &"2027-03-01".into()));
    assert_eq!(shown.in_force.unwrap().words, "Sunday call");
    let mut shown = RitualWords { every: Some("week".into()), ..RitualWords::default() };
    shown.start = Some(day("2027-03-06"));
    let none = RitualWords::default();
    assert_eq!(couple.refused(ANA, &counters(id, none)), "choose_revision");
}

#[test]
fn what_cannot_be_kept_is_refused_by_name() {
    let mut couple = Couple::on("2027-03-01");
    assert_eq!(couple.refused(ANA, &proposes("FREQ=SECONDLY", None)), "bad_rule");
    assert_eq!(couple.refused(ANA, &proposes("FREQ=DAILY;UNTIL=20270101", None)), "bad_date");
    let mars = Some(At::Same { minutes: 60, zone: "Mars/Olympus".into() });
    assert_eq!(couple.refused(ANA, &proposes("day", mars)), "bad_zone");
    assert_eq!(couple.refused(ANA, &proposes("day", Some(At::Own { minutes: 1440 }))), "bad_time");
    let ritual =
        RitualWords { every: Some("day".into()), length: Some(0), ..RitualWords::default() };
    let words = named("x");
    assert_eq!(couple.refused(ANA, &propose(words, ritual)), "bad_length");
    let (words, ritual) = (named("x"), RitualWords::default());
    assert_eq!(couple.refused(ANA, &propose(words, ritual)), "rule_missing");
    let plain = LawCommand::AgreePropose {
        kind: crate::law::command::AgreementKind::Ritual,
        words: Wording { area: Some(crate::law::command::Area::Time), ..named("x") },
    };
    assert_eq!(couple.refused(ANA, &plain), "terms_missing");
    let id = couple.says(ANA, &proposes("day", None));
    assert_eq!(couple.refused(ANA, &marks(id, "2027-03-01", RitualResult::DidIt)), "not_in_force");
    assert_eq!(couple.refused(ANA, &moves(id, "2027-03-01", "2027-03-02")), "not_in_force");
}

#[test]
fn a_time_that_a_jump_leaves_out_moves_forward_and_a_repeated_one_is_the_first() {
    let (couple, _) = agreed("day", berlin(150));
    let acts = couple.seen();
    let me = ana("2027-03-01");
    assert_eq!(one(&acts, &me, "2027-03-28").start, "2027-03-28T03:30:00+02:00[Europe/Berlin]");
    assert_eq!(one(&acts, &me, "2027-10-31").start, "2027-10-31T02:30:00+02:00[Europe/Berlin]");
}

#[test]
fn a_moment_belongs_to_the_readers_day() {
    let (couple, _) =
        agreed(SUNDAYS, Some(At::Same { minutes: 480, zone: "Pacific/Auckland".into() }));
    let acts = couple.seen();
    let states = all(&acts, Scope::All);
    let shown = |on: &str| on_day(&acts, &[&states[0]], &ben("2027-03-06"), day(on));
    let seen = shown("2027-03-06");
    assert_eq!((seen.len(), seen[0].date), (1, day("2027-03-07")));
    assert!(shown("2027-03-07").is_empty());
}

#[test]
fn marks_of_wordings_or_dates_that_are_none_count_for_nothing() {
    let (mut couple, id) = agreed(SUNDAYS, berlin(1200));
    let revision = *derive(couple.acts(ANA), id, Scope::Log).unwrap().plans.keys().next().unwrap();
    for (revision, on) in
        [(revision, "2027-03-06"), (crate::act::RevisionId([7; 32]), "2027-03-07")]
    {
        let result = RitualResult::DidIt;
        couple.act(BEN, id, Body::Round(RoundBody::RitualMark { revision, on: day(on), result }));
    }
    let acts = couple.seen();
    assert!(derive(&acts, id, Scope::Log).unwrap().occurrences.is_empty());
    assert!(
        !crate::law::news::news(&acts, &ana("2027-03-08"), &[])
            .iter()
            .flat_map(|group| &group.lines)
            .any(|line| line.sentence.say.contains("marked"))
    );
}

#[test]
fn dates_at_the_ends_of_the_calendar_neither_panic_nor_loop() {
    use crate::time::Day;
    let (mut couple, id) = agreed("day", berlin(1200));
    for on in [i32::MIN, -4_371_587, 2_932_896, i32::MAX] {
        let revision =
            *derive(couple.acts(ANA), id, Scope::Log).unwrap().plans.keys().next().unwrap();
        let result = RitualResult::DidIt;
        couple.act(BEN, id, Body::Round(RoundBody::RitualMark { revision, on: Day(on), result }));
        let acts = couple.acts(BEN);
        let state = derive(acts, id, Scope::All).unwrap();
        drop(between(acts, &[&state], &ana("2027-03-01"), Day(on), Day(on).plus(10)));
    }
    drop(couple.seen());
}
