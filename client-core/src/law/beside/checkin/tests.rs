//! Rounds, by the cases' numbers.

use super::*;
use crate::act::Text;
use crate::act::rounds::{CheckinEntry, RoundBody, round_record};
use crate::act::{Body, RecordId, Zone};
use crate::law::beside::command::{BesideCommand, CheckinWords};
use crate::law::beside::testing::*;
use crate::law::command::LawCommand;
use crate::law::heads::Scope;
use crate::law::testing::*;
use crate::law::{decide, news};
use accord_protocol::ids::Partner;

fn need(text: &str) -> CheckinEntry {
    CheckinEntry { need: Some(Text::new(text).unwrap()), ..CheckinEntry::default() }
}

fn takes_back(round: &str) -> LawCommand {
    says(BesideCommand::CheckinTakeBack { round: Some(day(round)) })
}

fn states(couple: &Couple, device: usize) -> (&'static str, &'static str) {
    round(couple, device, "2026-11-23").map_or(("", ""), |view| (view.me.state, view.them.state))
}

const R: &str = "2026-11-23";

#[test]
fn case_54_one_moment_in_two_places_is_one_round() {
    let mut c = Couple::on("2027-07-01");
    let auckland = Body::Zone(Some(Zone::new("Pacific/Auckland").unwrap()));
    c.act(BEN, RecordId::ZERO, auckland);
    c.meet();
    // 1 July 23:30 in Los Angeles is 2 July 18:30 in Auckland.
    let la = reader(Partner::Zero, "2027-07-01T23:30:00[America/Los_Angeles]");
    let nz = reader(Partner::One, "2027-07-02T18:30:00[Pacific/Auckland]");
    assert_eq!(la.now.unix_ms, nz.now.unix_ms);
    let words = CheckinWords { mood: Some(4), ..CheckinWords::default() };
    let said = BesideCommand::Checkin { round: None, words, now: true, tell: true };
    for (device, r) in [(ANA, &la), (BEN, &nz)] {
        let said = decide(c.acts(device), r, &says(said.clone()), RecordId([9; 32])).unwrap();
        assert_eq!(said.record, round_record(day("2027-07-02")));
        c.today = r.today;
        for new in said.acts {
            c.act(device, new.record, new.body);
        }
    }
    c.meet();
    let view = round(&c, ANA, "2027-07-02").unwrap();
    assert_eq!((view.me.on, view.them.on), (Some(day("2027-07-01")), Some(day("2027-07-02"))));
    assert_eq!(all(&c.seen(), Scope::Log).len(), 1);
    // Without anything published it is the author's own date.
    let alone = zone::today(&crate::law::graph::Acts::new(), &la);
    assert_eq!(alone, day("2027-07-01"));
}

#[test]
fn case_54_partner_zeros_published_zone_comes_before_partner_ones() {
    let mut c = Couple::on("2027-07-01");
    for (device, name) in [(BEN, "Pacific/Auckland"), (ANA, "America/Los_Angeles")] {
        c.act(device, RecordId::ZERO, Body::Zone(Some(Zone::new(name).unwrap())));
    }
    c.meet();
    for (device, who) in [(ANA, Partner::Zero), (BEN, Partner::One)] {
        let r = reader(who, "2027-07-02T18:30:00[Pacific/Auckland]");
        assert_eq!(zone::zone(c.acts(device), &r), "America/Los_Angeles");
        assert_eq!(zone::today(c.acts(device), &r), day("2027-07-01"));
    }
}

#[test]
fn case_55_both_ready_offline_open_together_and_until_then_each_sees_only_the_own() {
    let mut c = Couple::on(R);
    c.says(ANA, &checks_in(R, "a", false, true));
    c.says(BEN, &checks_in(R, "b", false, true));
    assert!(!opens(&mut c, ANA, R, &need("a")), "she does not know that he is ready");
    c.hear(BEN, 0);
    assert_eq!(states(&c, BEN), ("held_back", "ready"));
    // Ben knows; his words leave. Ana cannot see them before hers are out.
    assert!(opens(&mut c, BEN, R, &need("b")));
    c.hear(ANA, 0);
    assert_eq!(states(&c, ANA), ("held_back", "ready"));
    assert!(opens(&mut c, ANA, R, &need("a")));
    assert_eq!(states(&c, ANA), ("open", "open"));
    assert_eq!(states(&c, BEN), ("closed", "ready"));
    c.meet();
    assert_eq!((states(&c, ANA), states(&c, BEN)), (("open", "open"), ("open", "open")));
    assert!(!opens(&mut c, ANA, R, &need("a")), "it leaves once");
    drop(c.seen());
}

#[test]
fn case_56_taken_back_before_opening_none_opens() {
    let mut c = Couple::on(R);
    c.says(ANA, &checks_in(R, "a", false, true));
    c.says(BEN, &checks_in(R, "b", false, true));
    c.hear(BEN, 0);
    assert!(opens(&mut c, BEN, R, &need("b")), "he knows that she is ready");
    // She has not heard from him and takes hers back.
    c.says(ANA, &takes_back(R));
    c.meet();
    assert!(!opens(&mut c, ANA, R, &need("a")));
    assert_eq!(states(&c, ANA), ("taken_back", "ready"));
    assert_eq!(states(&c, BEN), ("closed", "not_today"));
    let acts = c.seen();
    let r = reader(Partner::Zero, &noon(c.today));
    let view = serde_json::to_string(&list(&acts, &r, &Default::default())).unwrap();
    assert!(!view.contains("\"b\""), "{view}");
    let out = crate::law::beside::between::left_out(&acts, &r);
    assert_eq!(out.len(), 1, "what she cannot see is in no export of hers");
    // He may show his nevertheless.
    c.says(BEN, &checks_in(R, "b", true, true));
    c.meet();
    assert_eq!(states(&c, ANA), ("taken_back", "open"));
    let now = crate::law::beside::between::left_out(&c.seen(), &r);
    assert_eq!(now, out, "what he showed is in them");
}

#[test]
fn case_56_of_two_own_devices_the_take_back_stands() {
    let mut c = Couple::on(R);
    c.says(ANA, &checks_in(R, "a", false, true));
    c.says(BEN, &checks_in(R, "b", false, true));
    c.meet();
    c.says(ANA, &takes_back(R));
    assert!(opens(&mut c, ANA2, R, &need("a")), "this device does not know of it");
    c.meet();
    assert_eq!(states(&c, ANA).0, "taken_back");
    assert_eq!(states(&c, BEN), ("held_back", "not_today"));
    assert!(!opens(&mut c, BEN, R, &need("b")));
    drop(c.seen());
}

#[test]
fn what_is_not_told_is_not_seen_until_it_is_open() {
    let mut c = Couple::on(R);
    c.says(ANA, &checks_in(R, "a", false, false));
    c.meet();
    assert_eq!(round(&c, BEN, R), None);
    let r = reader(Partner::One, &noon(c.today));
    let news_now = news::news(c.acts(BEN), &r, &[]);
    assert!(news_now.is_empty(), "{news_now:?}");
    c.says(ANA, &takes_back(R));
    c.meet();
    assert_eq!(round(&c, BEN, R), None, "nor that it was taken back");
    c.says(ANA, &checks_in(R, "a", false, false));
    c.says(BEN, &checks_in(R, "b", false, true));
    c.meet();
    assert!(opens(&mut c, ANA, R, &need("a")) && opens(&mut c, BEN, R, &need("b")));
    c.meet();
    assert_eq!(states(&c, BEN), ("open", "open"));
    drop(c.seen());
}

#[test]
fn shown_at_once_needs_nobody_and_opens_the_other() {
    let mut c = Couple::on(R);
    c.says(ANA, &checks_in(R, "a", true, true));
    c.meet();
    assert_eq!(states(&c, BEN), ("none", "open"));
    let r = reader(Partner::One, &noon(c.today));
    let lines = news::news(c.acts(BEN), &r, &[]);
    assert_eq!((lines[0].group, lines[0].lines.len()), ("check_ins", 1));
    c.says(BEN, &checks_in(R, "b", false, true));
    assert!(opens(&mut c, BEN, R, &need("b")));
    c.meet();
    // New words where the other sees them already replace the old ones.
    c.says(ANA, &checks_in(R, "a2", false, true));
    c.meet();
    let view = round(&c, BEN, R).unwrap();
    assert_eq!(view.them.entry.unwrap().need.as_deref(), Some("a2"));
    assert!(view.them.also.is_empty());
    drop(c.seen());
}

#[test]
fn what_has_left_alone_is_not_held_back_afterwards() {
    let mut c = Couple::on(R);
    c.says(ANA, &checks_in(R, "a", true, true));
    assert_eq!(c.refused(ANA, &checks_in(R, "more", false, true)), "already_open");
    assert!(c.say(ANA, &checks_in(R, "a", true, true)).unwrap().acts.is_empty(), "said once (L7)");
    let empty = BesideCommand::Checkin {
        round: None,
        words: CheckinWords::default(),
        now: true,
        tell: true,
    };
    assert_eq!(c.refused(ANA, &says(empty)), "nothing_said");
    assert_eq!(c.refused(BEN, &takes_back(R)), "not_found");
    let mood = CheckinWords { mood: Some(6), ..CheckinWords::default() };
    let mood = BesideCommand::Checkin { round: None, words: mood, now: true, tell: true };
    assert_eq!(c.refused(ANA, &says(mood)), "act_not_allowed");
}

#[test]
fn an_act_in_a_foreign_round_counts_for_nothing() {
    let mut c = Couple::on(R);
    let said = RoundBody::Checkin { round: day("2026-11-24"), entry: need("x") };
    c.act(ANA, round_record(day(R)), Body::Round(said));
    c.meet();
    assert!(all(&c.seen(), Scope::Log).is_empty());
    assert_eq!(round(&c, BEN, R), None);
}
