//! When it dials, pings, gives up and comes back.

use accord_protocol::frame::{ClientFrame, ServerFrame};
use accord_protocol::limits::{BACKOFF_MAX_MS, BACKOFF_MIN_MS};

use super::super::testing::{Bench, couple};
use super::super::{Input, Output, Phase, Reason};

fn resting() -> (accord_protocol::testing::TestLog, Bench) {
    let (log, _, ben) = couple();
    let bench = Bench::at(&ben, &log, 3);
    (log, bench)
}

#[test]
fn failed_dials_come_back_ever_later_with_jitter_and_at_once_when_asked() {
    let (_, mut bench) = resting();
    bench.give(Input::WantSync);
    let mut waits = Vec::new();
    for n in 0..30_u32 {
        assert_eq!(bench.session.phase(), Phase::Dialing);
        let failed = bench.now;
        bench.give(Input::Closed);
        bench.wait();
        let wait = bench.now - failed;
        assert!(wait <= (BACKOFF_MIN_MS << n.min(20)).min(BACKOFF_MAX_MS), "{n}: {wait}");
        waits.push(wait);
    }
    waits.sort_unstable();
    waits.dedup();
    assert!(waits.len() > 20, "jitter");
    bench.give(Input::Closed);
    assert_eq!(bench.session.phase(), Phase::Resting);
    bench.told.clear();
    bench.give(Input::WantSync);
    assert_eq!(bench.told, [Output::Dial]);
    let failed = bench.now;
    bench.give(Input::Closed);
    bench.wait();
    assert!(bench.now - failed <= BACKOFF_MIN_MS, "and the backoff begins anew");
}

#[test]
fn an_early_tick_does_not_dial_early_and_asks_to_be_woken_again() {
    let (_, mut bench) = resting();
    bench.give(Input::WantSync);
    for _ in 0..8 {
        bench.give(Input::Closed);
        bench.wait();
    }
    bench.give(Input::Closed);
    let at = bench.wake.take().unwrap();
    bench.told.clear();
    bench.now = at - 1;
    bench.give(Input::Tick);
    assert!(bench.told.is_empty());
    assert_eq!(bench.wake, Some(at));
}

#[test]
fn a_silent_relay_is_pinged_twice_and_left() {
    let (log, mut bench) = resting();
    bench.meet(&log, 3);
    let start = bench.now;
    let pings = |b: &Bench| b.sent.iter().filter(|f| **f == ClientFrame::Ping).count();
    bench.wait();
    assert_eq!((bench.now - start, pings(&bench)), (25_000, 1));
    bench.frame(&ServerFrame::Pong);
    let heard = bench.now;
    bench.wait();
    bench.wait();
    assert_eq!((bench.now - heard, pings(&bench)), (50_000, 3));
    assert_eq!(bench.closed_for(), None);
    bench.wait();
    assert_eq!((bench.now - heard, bench.closed_for()), (75_000, Some(Reason::Silent)));
    bench.wait();
    assert_eq!(bench.session.phase(), Phase::Dialing);
}

#[test]
fn a_device_that_woke_up_asks_within_five_seconds() {
    let (log, mut bench) = resting();
    bench.meet(&log, 3);
    bench.give(Input::Resumed);
    let start = bench.now;
    bench.wait();
    assert_eq!(bench.now - start, 5_000);
    assert_eq!(bench.sent.last(), Some(&ClientFrame::Ping));
}

#[test]
fn a_ping_of_the_relay_is_answered() {
    let (log, mut bench) = resting();
    bench.meet(&log, 3);
    bench.frame(&ServerFrame::Ping);
    assert_eq!(bench.sent.last(), Some(&ClientFrame::Pong));
}

#[test]
fn every_step_of_the_handshake_and_every_answer_has_a_time() {
    for step in 0..5 {
        let (log, mut bench) = resting();
        bench.give(Input::WantSync);
        if step > 0 {
            bench.give(Input::Connected);
        }
        if step > 1 {
            bench.welcome(super::super::testing::EPOCH);
        }
        if step > 2 {
            bench.frame(&ServerFrame::Ready { position: 3, head: log.state.head() });
        }
        if step > 3 {
            bench.frame(&ServerFrame::Sub { position: 3 });
            bench.write();
        }
        let start = bench.now;
        while bench.closed_for().is_none() {
            bench.wait();
            if step > 3 {
                bench.frame(&ServerFrame::Pong);
            }
        }
        assert_eq!(bench.closed_for(), Some(Reason::Silent), "step {step}");
        assert_eq!(bench.now - start, 30_000, "step {step}");
    }
}

#[test]
fn promised_records_that_do_not_come_are_asked_for_on_a_new_connection() {
    let (mut log, mut bench) = resting();
    let ana = accord_protocol::testing::TestDevice::zero("ana");
    log.content(&ana).unwrap();
    bench.meet(&log, 4);
    let start = bench.now;
    while bench.closed_for().is_none() {
        bench.wait();
        bench.frame(&ServerFrame::Pong);
    }
    assert_eq!((bench.closed_for(), bench.now - start), (Some(Reason::Silent), 30_000));
}

#[test]
fn records_announced_after_a_long_silence_have_their_full_time() {
    for by_ack in [true, false] {
        let (mut log, mut bench) = resting();
        bench.meet(&log, 3);
        for _ in 0..10 {
            bench.wait();
            bench.frame(&ServerFrame::Pong);
        }
        let ana = accord_protocol::testing::TestDevice::zero("ana");
        if by_ack {
            let record = bench.write();
            log.content(&ana).unwrap();
            log.push(record).unwrap();
            bench.ack(1, accord_protocol::frame::Outcome::Stored(5));
        } else {
            log.content(&ana).unwrap();
            log.content(&ana).unwrap();
            bench.frame(&ServerFrame::Head { position: 5 });
        }
        bench.now += 29_999;
        bench.frame(&ServerFrame::Pong);
        assert_eq!(bench.closed_for(), None);
        bench.data(&log, 4, 2);
        assert_eq!(bench.space.len(), 5);
    }
}

#[test]
fn a_relay_that_goes_away_is_given_its_time() {
    let (log, mut bench) = resting();
    bench.meet(&log, 3);
    let start = bench.now;
    bench.frame(&ServerFrame::GoAway { retry_after_ms: 2_000 });
    assert_eq!(bench.closed_for(), Some(Reason::GoAway));
    bench.wait();
    assert!((2_000..=4_000).contains(&(bench.now - start)), "{}", bench.now - start);
    assert_eq!(bench.session.phase(), Phase::Dialing);
}

#[test]
fn resting_closes_and_does_not_dial_until_wanted() {
    let (log, mut bench) = resting();
    bench.meet(&log, 3);
    bench.give(Input::Rest);
    assert_eq!(bench.closed_for(), Some(Reason::Rest));
    bench.told.clear();
    bench.now += 1_000_000;
    bench.give(Input::Tick);
    assert!(bench.told.is_empty());
    assert_eq!(bench.session.waiting().1, None);
    bench.give(Input::WantSync);
    assert_eq!(bench.told, [Output::Dial]);
}
