//! Relays that are broken or lie: nothing is corrupted, nothing panics, the reason is named.

use std::sync::Arc;

use accord_protocol::frame::{Outcome, ServerFrame};
use accord_protocol::ids::LogHead;
use accord_protocol::record::Record;
use accord_protocol::testing::TestLog;
use proptest::prelude::*;

use super::super::testing::{Bench, couple, stands};
use super::super::{Input, Output, Phase, Reason, Space, Stop};

fn grown(n: usize) -> (TestLog, Bench) {
    let (mut log, ana, ben) = couple();
    for _ in 0..n {
        log.content(&ana).unwrap();
    }
    let mut bench = Bench::at(&ben, &log, 3);
    bench.meet(&log, 3 + n as u64);
    (log, bench)
}

#[test]
fn a_hole_closes_and_leaves_the_cursor_where_it_was() {
    let (log, mut bench) = grown(4);
    bench.data(&log, 4, 1);
    bench.data(&log, 6, 2);
    assert_eq!(bench.closed_for(), Some(Reason::Hole { expected: 5, got: 6 }));
    assert_eq!((bench.space.len(), bench.stored().len()), (4, 4));
    bench.meet(&log, 7);
    assert_eq!(bench.subscribes(), [3, 4], "it goes on where it stood");
    bench.data(&log, 5, 3);
    assert_eq!(bench.space.head(), log.state.head());
}

#[test]
fn positions_out_of_this_world_are_holes_and_empty_data_says_nothing() {
    for from in [5, u64::MAX - 1, u64::MAX] {
        let (log, mut bench) = grown(1);
        let records = vec![log.records[3].shared(); 3];
        bench.frame(&ServerFrame::Data { from, records, more: true });
        assert_eq!(bench.closed_for(), Some(Reason::Hole { expected: 4, got: from }));
    }
    let (log, mut bench) = grown(1);
    for from in [1, 4] {
        bench.frame(&ServerFrame::Data { from, records: Vec::new(), more: false });
    }
    bench.data(&log, 4, 1);
    assert_eq!(bench.closed_for(), None);
    assert!(bench.told.contains(&Output::CaughtUp { position: 4 }));
    bench.frame(&ServerFrame::Data { from: 0, records: Vec::new(), more: false });
    assert_eq!(bench.closed_for(), Some(Reason::Order));
}

#[test]
fn every_flipped_bit_of_a_record_is_refused_before_anybody_sees_it() {
    let (log, bench) = grown(1);
    let good = log.records[3].bytes().to_vec();
    for at in (0..good.len()).step_by(7).chain(0..192).chain(good.len() - 64..good.len()) {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        let mut bench = Bench::at(&bench.device, &log, 3);
        bench.meet(&log, 4);
        let records = vec![Arc::from(bytes)];
        bench.frame(&ServerFrame::Data { from: 4, records, more: false });
        assert!(
            matches!(bench.closed_for(), Some(Reason::Garbage { .. } | Reason::Invalid(_))),
            "byte {at}: {:?}",
            bench.closed_for()
        );
        assert!(bench.arrived.is_empty() && bench.space.len() == 3);
    }
}

#[test]
fn records_in_the_wrong_order_or_of_another_space_are_refused() {
    let (log, mut bench) = grown(2);
    let swapped = vec![log.records[4].shared(), log.records[3].shared()];
    bench.frame(&ServerFrame::Data { from: 4, records: swapped, more: false });
    assert!(matches!(bench.closed_for(), Some(Reason::Invalid(invalid)) if invalid.position == 4));
    let ana = accord_protocol::testing::TestDevice::zero("ana");
    let vault = TestLog::found(accord_protocol::body::SpaceType::Vault, &ana).unwrap();
    bench.forget();
    bench.meet(&log, 5);
    let records = vec![vault.records[0].shared()];
    bench.frame(&ServerFrame::Data { from: 4, records, more: false });
    assert!(matches!(bench.closed_for(), Some(Reason::Invalid(_))));
    assert_eq!(bench.space.len(), 3);
}

#[test]
fn a_space_that_is_not_the_one_asked_for_is_not_followed() {
    let (log, _, ben) = couple();
    let other = accord_protocol::ids::SpaceId::from_bytes([5; 32]);
    let mut bench = Bench::new(ben.clone(), Space::follow(other, ben.id()));
    bench.meet(&log, 3);
    bench.data(&log, 1, 3);
    assert!(matches!(bench.closed_for(), Some(Reason::Invalid(invalid)) if invalid.position == 1));
    assert!(bench.space.is_empty() && bench.stored().is_empty());
}

#[test]
fn repeated_records_are_skipped_and_a_repetition_that_differs_is_compared() {
    let (log, mut bench) = grown(4);
    bench.data(&log, 4, 3);
    bench.data(&log, 1, 7);
    bench.data(&log, 2, 6);
    assert_eq!((bench.arrived.len(), bench.closed_for()), (4, None));
    let records = vec![log.records[1].shared()];
    bench.frame(&ServerFrame::Data { from: 5, records, more: false });
    assert_eq!(bench.closed_for(), Some(Reason::Compare));
    assert_eq!(bench.space.len(), 7);
}

#[test]
fn frames_at_the_wrong_moment_close() {
    let head = LogHead::ZERO;
    let frames = [
        ServerFrame::Ready { position: 3, head },
        ServerFrame::Sub { position: 3 },
        ServerFrame::Rollback { position: 3, head },
        ServerFrame::Head { position: 9 },
        ServerFrame::Data { from: 1, records: Vec::new(), more: false },
        ServerFrame::Ack { req: 1, outcome: Outcome::Stored(1), retry_after_ms: None },
    ];
    for frame in frames {
        let (log, _, ben) = couple();
        let mut bench = Bench::at(&ben, &log, 3);
        bench.dial();
        bench.frame(&frame);
        assert_eq!(bench.closed_for(), Some(Reason::Order), "{frame:?}");
        assert_eq!(bench.session.phase(), Phase::Resting);
    }
}

#[test]
fn bytes_that_are_no_frame_close_and_frames_of_the_future_are_skipped() {
    let (log, mut bench) = grown(0);
    // {0: 99}
    bench.give(Input::Received(&[0xa1, 0x00, 0x18, 0x63]));
    assert_eq!((bench.session.phase(), bench.closed_for()), (Phase::Live, None));
    for bytes in [&b""[..], b"\xff", b"hello", &[0xa1; 300_000]] {
        bench.give(Input::Received(bytes));
        assert!(matches!(bench.closed_for(), Some(Reason::Frame(_))));
        bench.forget();
        bench.meet(&log, 3);
    }
}

#[test]
fn at_most_a_megabyte_waits_for_a_client_that_does_not_accept() {
    let (mut log, ana, ben) = couple();
    for _ in 0..20 {
        let record = log.sign(&ana, accord_protocol::record::Kind::Content, &[1; 65_552]).unwrap();
        log.push(record).unwrap();
    }
    let mut bench = Bench::at(&ben, &log, 3);
    bench.accepts = false;
    bench.meet(&log, 23);
    for position in 4..24 {
        bench.data(&log, position, 1);
    }
    assert!(matches!(bench.closed_for(), Some(Reason::TooMuch { .. })));
    let save = bench.space.accept().unwrap();
    bench.save(save);
    bench.accepts = true;
    bench.give(Input::Changed);
    bench.meet(&log, 23);
    for position in 5..24 {
        bench.data(&log, position, 1);
    }
    assert_eq!(bench.space.len(), 23);
}

#[test]
fn hashes_in_place_of_records_we_lack_mean_the_content_is_gone() {
    let (log, mut bench) = grown(2);
    bench.data(&log, 4, 1);
    let hash = |n: usize| Arc::from(&log.records[n].hash().as_bytes()[..]);
    bench.frame(&ServerFrame::Data { from: 3, records: vec![hash(2), hash(3)], more: false });
    assert_eq!(bench.session.stopped(), None, "hashes of what we have are fine");
    bench.frame(&ServerFrame::Data { from: 5, records: vec![hash(4)], more: false });
    assert_eq!(bench.session.stopped(), Some(Stop::Gone));
    assert_eq!(bench.space.len(), 4);
}

#[test]
fn rows_that_are_damaged_open_no_space_and_never_panic() {
    let (_, bench) = grown(0);
    let rows: Vec<_> = bench.hot.iter().collect();
    let decode = |rows: &[(Vec<u8>, Vec<u8>)]| {
        Space::decode(rows.iter().map(|(k, v)| (k.as_slice(), v.as_slice())))
    };
    let whole: Vec<_> = rows.iter().map(|(k, v)| ((*k).clone(), (*v).clone())).collect();
    assert!(decode(&whole).is_ok());
    for n in 0..whole.len() {
        let mut less = whole.clone();
        less.remove(n);
        assert!(decode(&less).is_err(), "row {n} is missing");
        let value = &whole[n].1;
        for cut in (0..value.len()).step_by(1 + value.len() / 40) {
            let mut short = whole.clone();
            short[n].1.truncate(cut);
            assert!(decode(&short).is_err(), "row {n} cut to {cut}");
            let mut flipped = whole.clone();
            flipped[n].1[cut] ^= 0x40;
            let _ = decode(&flipped);
        }
        let mut long = whole.clone();
        long[n].1.push(0);
        assert!(decode(&long).is_err(), "row {n} with a byte more");
    }
    let mut stray = whole;
    stray.push((vec![9], vec![1]));
    assert!(decode(&stray).is_err());
}

/// What a relay out of its mind may do.
#[derive(Debug, Clone)]
enum Move {
    Frame(ServerFrame),
    Bytes(Vec<u8>),
    Data { from: usize, count: usize, hashes: bool },
    AckLast(Outcome),
    AckTrue,
    Reconnect { len: u64, epoch: u8 },
    Write,
    Accept(bool),
    Saves(bool),
    Crash,
    Later(u64),
    Input(u8),
}

fn any_move() -> impl Strategy<Value = Move> {
    let head = prop_oneof![Just(LogHead::ZERO), any::<[u8; 32]>().prop_map(LogHead::from_bytes)];
    let outcome = prop_oneof![
        (0..20_u64).prop_map(Outcome::Stored),
        (0..20_u64).prop_map(Outcome::Duplicate),
        (0..22_u16).prop_map(|n| Outcome::Refused(accord_protocol::error::Code::from_u16(n))),
    ];
    let code = (0..22_u16).prop_map(accord_protocol::error::Code::from_u16);
    prop_oneof![
        2 => (0..20_u64, head.clone()).prop_map(|(position, head)| Move::Frame(ServerFrame::Ready { position, head })),
        2 => (0..20_u64).prop_map(|position| Move::Frame(ServerFrame::Sub { position })),
        2 => (0..20_u64, head).prop_map(|(position, head)| Move::Frame(ServerFrame::Rollback { position, head })),
        1 => any::<u64>().prop_map(|position| Move::Frame(ServerFrame::Head { position })),
        1 => any::<u64>().prop_map(|retry_after_ms| Move::Frame(ServerFrame::GoAway { retry_after_ms })),
        1 => (code, any::<Option<u64>>()).prop_map(|(code, retry_after_ms)| Move::Frame(ServerFrame::Error { code, retry_after_ms })),
        1 => Just(Move::Frame(ServerFrame::Ping)),
        2 => proptest::collection::vec(any::<u8>(), 0..40).prop_map(Move::Bytes),
        12 => (1..13_usize, 1..6_usize, proptest::bool::weighted(0.05)).prop_map(|(from, count, hashes)| Move::Data { from, count, hashes }),
        3 => outcome.prop_map(Move::AckLast),
        4 => Just(Move::AckTrue),
        9 => (0..13_u64, 1..3_u8).prop_map(|(len, epoch)| Move::Reconnect { len, epoch }),
        6 => Just(Move::Write),
        1 => any::<bool>().prop_map(Move::Accept),
        2 => any::<bool>().prop_map(Move::Saves),
        2 => Just(Move::Crash),
        4 => (0..40_000_u64).prop_map(Move::Later),
        2 => (0..5_u8).prop_map(Move::Input),
    ]
}

/// Two histories with a common beginning of five records.
fn two_logs() -> [TestLog; 2] {
    let (mut one, ana, ben) = couple();
    one.content(&ana).unwrap();
    one.content(&ben).unwrap();
    let mut two = one.clone();
    for _ in 0..4 {
        one.content(&ana).unwrap();
        one.content(&ben).unwrap();
    }
    two.rotate(&ana).unwrap();
    for _ in 0..6 {
        two.content(&ana).unwrap();
    }
    [one, two]
}

fn play(moves: Vec<(Move, bool)>) {
    let logs = two_logs();
    let ben = accord_protocol::testing::TestDevice::one("ben");
    let mut bench = Bench::new(ben.clone(), Space::follow(logs[0].state.space(), ben.id()));
    let mut seen = 0;
    for (step, other) in moves {
        let log = &logs[usize::from(other)];
        let last_req = bench.pushes().last().map_or(0, |p| p.0);
        match step {
            Move::Frame(frame) => bench.frame(&frame),
            Move::Bytes(bytes) => bench.give(Input::Received(&bytes)),
            Move::Data { from, count, hashes } => {
                let items = log.records.iter().skip(from - 1).take(count);
                let item = |r: &Record| match hashes {
                    true => Arc::from(&r.hash().as_bytes()[..]),
                    false => r.shared(),
                };
                let records = items.map(item).collect();
                let from = if count == 5 && hashes { u64::MAX } else { from as u64 };
                bench.frame(&ServerFrame::Data { from, records, more: false });
            }
            Move::AckLast(outcome) => bench.ack(last_req, outcome),
            Move::AckTrue => {
                let next = bench.space.len() + 1;
                bench.ack(last_req, Outcome::Stored(next));
            }
            Move::Reconnect { len, epoch } => {
                bench.give(Input::Closed);
                bench.give(Input::WantSync);
                if bench.session.phase() == Phase::Dialing {
                    bench.give(Input::Connected);
                    let epoch = accord_protocol::ids::StoreEpoch::from_bytes([epoch; 16]);
                    bench.welcome(epoch);
                    let len = len.min(log.records.len() as u64);
                    let head = log.head_at(len).unwrap_or(LogHead::ZERO);
                    bench.frame(&ServerFrame::Ready { position: len, head });
                    bench.frame(&ServerFrame::Sub { position: len });
                }
            }
            Move::Write => {
                if bench.space.idle_for_sealing()
                    && bench.space.state().unwrap().last_key().is_some()
                {
                    bench.write();
                }
            }
            Move::Accept(accepts) => {
                bench.accepts = accepts;
                if let Some(save) = bench.space.accept() {
                    bench.save(save);
                    bench.give(Input::Changed);
                }
            }
            Move::Saves(saves) => {
                bench.saves = saves;
                if saves {
                    bench.flush_and_drain();
                }
            }
            Move::Crash => bench.crash(),
            Move::Later(ms) => {
                bench.now += ms;
                bench.give(Input::Tick);
            }
            Move::Input(0) => bench.give(Input::Rest),
            Move::Input(1) => bench.give(Input::Resumed),
            Move::Input(2) => bench.give(stands(log, 2)),
            Move::Input(3) => bench.give(Input::Rows { from: 1, records: log.records.clone() }),
            Move::Input(_) => bench.give(Input::TakeRelayBranch),
        }
        if let Some(Output::BranchReady { .. }) =
            bench.told.iter().rev().find(|o| matches!(o, Output::BranchReady { .. }))
            && let Some((save, _)) = bench.session.take_branch(&mut bench.space)
        {
            bench.save(save);
            bench.drain();
        }
        let stored = bench.stored().len();
        if bench.space.segments.len() == 1 {
            assert!(stored >= seen, "what was durable went back from {seen} to {stored}");
        }
        seen = stored;
        assert!(bench.space.spares().len() <= 64);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_frames_panics_or_breaks_what_must_hold(
        moves in proptest::collection::vec((any_move(), proptest::bool::weighted(0.2)), 1..60)
    ) {
        play(moves);
    }
}
