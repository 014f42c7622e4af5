//! Relays that lost something: a shorter log, a restored store, a space they never heard of.

use accord_protocol::error::Code;
use accord_protocol::frame::{ClientFrame, Outcome, ServerFrame};
use accord_protocol::ids::StoreEpoch;
use accord_protocol::testing::{TestDevice, TestLog};

use super::super::testing::{Bench, EPOCH, couple, stands};
use super::super::{Input, Output, Phase, Reason, Space};

const RESTORED: StoreEpoch = StoreEpoch::from_bytes([2; 16]);

/// Ben, in step with a log of 13: records of both.
fn in_step() -> (TestLog, Bench) {
    let (mut log, ana, ben) = couple();
    for n in 0..10 {
        log.content(if n % 3 == 0 { &ben } else { &ana }).unwrap();
    }
    let mut bench = Bench::new(ben.clone(), Space::follow_on_paper(log.state.space(), ben.id()));
    bench.meet(&log, 13);
    bench.data(&log, 1, 13);
    bench.give(Input::Closed);
    bench.forget();
    (log, bench)
}

#[test]
fn a_shorter_relay_gets_the_rest_of_all_authors_in_log_order() {
    let (log, mut bench) = in_step();
    bench.greet(&log, 5, RESTORED);
    bench.agree(&log, 5);
    assert_eq!(bench.subscribes(), [13, 5], "what was lost is named before the logs are compared");
    assert!(bench.told.contains(&Output::Repushing { from: 6, to: 13 }));
    let pushed = bench.pushes();
    let records: Vec<_> = pushed.iter().map(|p| p.1.clone()).collect();
    assert_eq!(records, log.records[5..]);
    assert!(bench.told.contains(&Output::Restored));
    for (n, (req, _)) in pushed.iter().enumerate() {
        assert_eq!(bench.stored().store_epoch(), Some(EPOCH), "not before all is back");
        let position = 6 + n as u64;
        // Another device offers them too.
        let outcome =
            if n % 2 == 0 { Outcome::Stored(position) } else { Outcome::Duplicate(position) };
        bench.ack(*req, outcome);
    }
    assert_eq!(bench.stored().store_epoch(), Some(RESTORED));
    assert!(bench.told.contains(&Output::CaughtUp { position: 13 }));
    bench.data(&log, 6, 8);
    assert_eq!(bench.closed_for(), None, "its echo is nothing new");
}

#[test]
fn a_long_rest_is_offered_in_a_bounded_window() {
    let (mut log, ana, ben) = couple();
    for _ in 0..400 {
        log.content(&ana).unwrap();
    }
    let mut bench = Bench::at(&ben, &log, 403);
    bench.meet(&log, 3);
    let mut answered = 0;
    while answered < 400 {
        let pushed = bench.pushes();
        assert!(pushed.len() - answered <= 32);
        let (req, record) = pushed[answered].clone();
        assert_eq!(record, log.records[3 + answered]);
        bench.ack(req, Outcome::Stored(4 + answered as u64));
        answered += 1;
    }
    assert!(bench.told.contains(&Output::CaughtUp { position: 403 }));
}

#[test]
fn a_record_in_flight_waits_until_the_relay_has_everything_before_it() {
    let (log, mut bench) = in_step();
    let record = bench.write();
    bench.meet(&log, 12);
    assert_eq!(bench.pushes().len(), 1);
    bench.ack(1, Outcome::Stored(13));
    assert_eq!(bench.pushes()[1], (2, record.clone()));
    let outcome = Outcome::Refused(Code::Recovering);
    bench.frame(&ServerFrame::Ack { req: 2, outcome, retry_after_ms: Some(1_000) });
    assert!(bench.told.contains(&Output::Recovering));
    // What was offered again is reported first.
    bench.wait();
    assert_eq!(bench.sent.last(), Some(&ClientFrame::Applied { position: 13 }));
    bench.wait();
    assert_eq!(bench.pushes()[2], (3, record));
    bench.ack(3, Outcome::Stored(14));
    assert_eq!(bench.space.len(), 14);
}

#[test]
fn an_offer_that_lands_elsewhere_or_is_refused_compares_again() {
    for (outcome, reason) in [
        (Outcome::Stored(7), Reason::Compare),
        (
            Outcome::Refused(Code::WrongBranch),
            Reason::Repush { position: 6, code: Code::WrongBranch },
        ),
        (
            Outcome::Refused(Code::Unavailable),
            Reason::Repush { position: 6, code: Code::Unavailable },
        ),
    ] {
        let (log, mut bench) = in_step();
        bench.meet(&log, 5);
        let req = bench.pushes()[0].0;
        bench.ack(req, outcome);
        assert_eq!(bench.closed_for(), Some(reason));
        assert_eq!(bench.space.len(), 13);
        bench.wait();
        assert_eq!(bench.session.phase(), Phase::Dialing);
    }
}

#[test]
fn rows_that_cannot_be_read_or_are_not_ours_go_to_nobody() {
    for missing in [true, false] {
        let (log, mut bench) = in_step();
        bench.damaged = true;
        let other = bench.log[&9].clone();
        match missing {
            true => bench.log.remove(&7),
            false => bench.log.insert(7, other),
        };
        bench.meet(&log, 5);
        assert_eq!(bench.pushes().len(), 1);
        assert_eq!(bench.closed_for(), Some(Reason::Rows { from: 7 }));
        assert_eq!(bench.space.len(), 13);
    }
}

#[test]
fn a_relay_that_does_not_know_the_space_gets_it_from_the_founder() {
    let (mut log, ana, _) = couple();
    for _ in 0..3 {
        log.content(&ana).unwrap();
    }
    let mut bench = Bench::new(ana.clone(), Space::follow_on_paper(log.state.space(), ana.id()));
    bench.meet(&log, 6);
    bench.data(&log, 1, 6);
    bench.give(Input::Closed);
    bench.forget();
    bench.dial();
    bench.welcome(RESTORED);
    bench.frame(&ServerFrame::Error { code: Code::NotMember, retry_after_ms: None });
    assert!(bench.told.contains(&Output::NotMember));
    bench.wait();
    let first = log.records[..2].to_vec();
    assert_eq!(bench.told.last(), Some(&Output::Register(first)), "GENESIS and ROTATE");
    bench.give(stands(&log, 2));
    bench.meet(&log, 2);
    let records: Vec<_> = bench.pushes().into_iter().map(|p| p.1).collect();
    assert_eq!(records, log.records[2..]);
}

#[test]
fn who_did_not_found_the_space_waits_and_asks_rarely() {
    let (log, mut bench) = in_step();
    for n in 0..4 {
        bench.dial_if_resting();
        bench.welcome(EPOCH);
        bench.frame(&ServerFrame::Error { code: Code::NotMember, retry_after_ms: None });
        assert!(!bench.told.iter().any(|o| matches!(o, Output::Register(_))));
        let before = bench.now;
        bench.wait();
        assert!(n == 0 || bench.now - before >= 60_000, "relays count failures");
        assert_eq!(bench.session.phase(), Phase::Dialing);
    }
    bench.give(Input::Connected);
    bench.welcome(EPOCH);
    bench.frame(&ServerFrame::Ready { position: 13, head: log.state.head() });
    bench.frame(&ServerFrame::Sub { position: 13 });
    assert!(bench.told.contains(&Output::CaughtUp { position: 13 }));
}

#[test]
fn moving_to_another_relay_brings_the_whole_log() {
    let (mut log, ana, _) = couple();
    log.content(&ana).unwrap();
    let mut bench = Bench::new(ana.clone(), Space::follow_on_paper(log.state.space(), ana.id()));
    bench.meet(&log, 4);
    bench.data(&log, 1, 4);
    bench.give(Input::Rest);
    let save = bench.space.move_relay();
    bench.save(save);
    bench.drain();
    bench.session = super::super::Session::new("other.example", "test 1");
    bench.forget();
    bench.give(Input::WantSync);
    assert_eq!(bench.told, [Output::Register(log.records[..2].to_vec())]);
    bench.give(stands(&log, 2));
    bench.meet(&log, 2);
    assert_eq!(bench.pushes().len(), 2);
    assert!(!bench.told.contains(&Output::Restored), "another relay is not a restored one");
}

#[test]
fn who_was_admitted_later_brings_the_log_up_to_that_before_it_is_let_in() {
    let (mut log, ana, ben) = couple();
    for _ in 0..40 {
        log.content(&ana).unwrap();
    }
    let laptop = TestDevice::one("laptop");
    log.add(&ben, &laptop).unwrap();
    log.content(&ana).unwrap();
    let admitted = 44;
    let space = Space::follow_on_paper(log.state.space(), laptop.id());
    let mut bench = Bench::new(laptop.clone(), space);
    bench.meet(&log, 45);
    bench.data(&log, 1, 45);
    bench.give(Input::Rest);
    let save = bench.space.move_relay();
    bench.save(save);
    bench.drain();
    bench.session = super::super::Session::new("other.example", "test 1");
    bench.forget();
    bench.give(Input::WantSync);
    let mut brought = 0;
    while let Some(Output::Register(records)) = bench.told.last().cloned() {
        assert_eq!(records[0], log.records[brought], "in order, nothing twice");
        brought += records.len();
        assert!(!bench.stored().is_registered(), "a crash in between begins again");
        bench.give(stands(&log, brought as u64));
    }
    assert!(brought as u64 >= admitted, "{brought}");
    assert_eq!(bench.told.last(), Some(&Output::Dial), "the relay knows this device now");
    bench.meet(&log, brought as u64);
    assert_eq!(bench.pushes().len(), 45 - brought);
}

#[test]
fn a_relay_that_takes_nothing_of_what_is_brought_is_asked_ever_more_slowly() {
    let (mut log, ana, ben) = couple();
    for _ in 0..40 {
        log.content(&ana).unwrap();
    }
    let laptop = TestDevice::one("laptop");
    log.add(&ben, &laptop).unwrap();
    let space = Space::follow_on_paper(log.state.space(), laptop.id());
    let mut bench = Bench::new(laptop.clone(), space);
    bench.meet(&log, 44);
    bench.data(&log, 1, 44);
    bench.give(Input::Rest);
    let save = bench.space.move_relay();
    bench.save(save);
    bench.drain();
    bench.session = super::super::Session::new("other.example", "test 1");
    bench.forget();
    bench.give(Input::WantSync);
    let asked = |bench: &Bench| {
        bench.told.iter().filter(|output| matches!(output, Output::Register(_))).count()
    };
    for _ in 0..200 {
        let before = asked(&bench);
        if bench.now > 600_000 {
            break;
        }
        if bench.session.phase() == Phase::Registering {
            bench.give(stands(&log, 2));
        } else if bench.session.phase() == Phase::Dialing {
            bench.give(Input::Closed);
        } else {
            bench.wait();
        }
        assert!(asked(&bench) <= before + 1);
    }
    assert!(asked(&bench) < 60, "{} times in ten minutes", asked(&bench));
}
