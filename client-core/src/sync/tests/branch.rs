//! Logs that parted: finding where, asking, going over, and what still binds.

use accord_protocol::body::End;
use accord_protocol::error::Code;
use accord_protocol::frame::{Outcome, ServerFrame};
use accord_protocol::ids::StoreEpoch;
use accord_protocol::record::Kind;
use accord_protocol::testing::{TestDevice, TestLog};

use super::super::testing::{Bench, EPOCH, couple};
use super::super::{BoundBy, Branch, Input, Output, Phase, Reason, Switched};

struct Parted {
    ours: TestLog,
    theirs: TestLog,
    ana: TestDevice,
    ben: TestDevice,
    tablet: TestDevice,
}

/// A common beginning of `common` records: GENESIS, ROTATE, JOIN, Ben's tablet, content.
fn parted(common: usize) -> Parted {
    let (mut log, ana, ben) = couple();
    let tablet = TestDevice::one("ben's tablet");
    log.add(&ben, &tablet).unwrap();
    while log.records.len() < common {
        log.content(&ana).unwrap();
    }
    Parted { ours: log.clone(), theirs: log, ana, ben, tablet }
}

/// Goes through the handshake with a relay that answers Subscribe as one that holds `log` would.
fn compare(bench: &mut Bench, log: &TestLog) {
    compare_at(bench, log, EPOCH);
}

/// The same with a store that has this epoch.
fn compare_at(bench: &mut Bench, log: &TestLog, epoch: StoreEpoch) {
    let len = log.records.len() as u64;
    let mut answered = bench.subscribes().len();
    bench.greet(log, len, epoch);
    while let Some(after) = bench.subscribes().get(answered).copied() {
        answered += 1;
        let head = log.state.head();
        let same = after <= len
            && bench.space.head_at(after)
                == log
                    .head_at(after)
                    .or((after == 0).then_some(accord_protocol::ids::LogHead::ZERO));
        if same {
            bench.frame(&ServerFrame::Sub { position: len });
            let (from, count) = (after + 1, len - after);
            if count > 0 && bench.session.phase() == Phase::Live {
                bench.data(log, usize::try_from(from).unwrap(), usize::try_from(count).unwrap());
            }
        } else {
            bench.frame(&ServerFrame::Rollback { position: len, head });
        }
    }
}

fn bench_with(device: &TestDevice, log: &TestLog) -> Bench {
    let mut bench = Bench::new(
        device.clone(),
        super::super::Space::follow_on_paper(log.state.space(), device.id()),
    );
    bench.space.adopts = true;
    compare(&mut bench, log);
    assert_eq!(bench.space.len(), log.records.len() as u64);
    bench.give(Input::Closed);
    bench.space.adopts = false;
    let save = bench.space.save(super::super::Changes::default());
    bench.save(save);
    bench.drain();
    bench.forget();
    bench
}

#[test]
fn the_end_of_the_common_beginning_is_found_wherever_it_is() {
    for common in [4, 5, 6, 9, 20] {
        for (mine, other) in [(1, 1), (1, 12), (12, 1), (7, 7), (30, 2)] {
            let mut p = parted(common);
            for _ in 0..mine {
                p.ours.content(&p.ben).unwrap();
            }
            for _ in 0..other {
                p.theirs.content(&p.ana).unwrap();
            }
            let mut bench = bench_with(&p.ben, &p.ours);
            let held = bench.space.head();
            compare(&mut bench, &p.theirs);
            let common = common as u64;
            assert!(bench.told.contains(&Output::Parted { common }), "{common} {mine} {other}");
            assert_eq!(bench.closed_for(), Some(Reason::Parted));
            assert_eq!(bench.space.branch(), Branch::Parted { common });
            assert_eq!(bench.stored().branch(), Branch::Parted { common });
            assert_eq!(bench.space.head(), held, "nothing of the other log is applied");
            assert!(bench.pushes().is_empty() && !bench.space.idle_for_sealing());
            assert!(bench.subscribes().len() <= 8, "doubling steps");
        }
    }
}

#[test]
fn a_relay_that_shows_our_log_again_is_followed_again() {
    let mut p = parted(6);
    p.ours.content(&p.ben).unwrap();
    p.theirs.content(&p.ana).unwrap();
    let mut bench = bench_with(&p.ben, &p.ours);
    compare(&mut bench, &p.theirs);
    bench.crash();
    let mut healed = p.ours.clone();
    healed.content(&p.ana).unwrap();
    compare(&mut bench, &healed);
    assert_eq!(bench.stored().branch(), Branch::Agrees);
    assert_eq!(bench.space.len(), 8);
    assert!(bench.space.idle_for_sealing());
}

#[test]
fn a_parted_relay_is_asked_again_rarely_by_itself() {
    let mut p = parted(6);
    p.ours.content(&p.ben).unwrap();
    p.theirs.content(&p.ana).unwrap();
    let mut bench = bench_with(&p.ben, &p.ours);
    compare(&mut bench, &p.theirs);
    let start = bench.now;
    bench.wait();
    assert_eq!(bench.now - start, 600_000);
}

#[test]
fn the_relays_branch_is_taken_whole_and_what_to_issue_again_is_named() {
    let mut p = parted(6);
    p.ours.revoke(&p.ben, &p.tablet).unwrap();
    p.ours.content(&p.ben).unwrap();
    p.ours.content(&p.ana).unwrap();
    p.theirs.content(&p.ana).unwrap();
    p.theirs.content(&p.tablet).unwrap();
    let mut bench = bench_with(&p.ben, &p.ours);
    compare(&mut bench, &p.theirs);
    let flying = bench.space.flight().is_some();
    assert!(!flying);
    bench.forget();
    bench.give(Input::TakeRelayBranch);
    assert_eq!(bench.session.phase(), Phase::Dialing, "our own log was read");
    compare(&mut bench, &p.theirs);
    assert_eq!(bench.subscribes(), [6]);
    assert!(bench.told.contains(&Output::BranchReady { common: 6, len: 8 }));
    assert_eq!(bench.space.len(), 9, "until it is taken nothing moves");
    let old: Vec<u64> = (7..=9).map(|n| bench.space.log_row(n)).collect();
    let (save, switched) = bench.session.take_branch(&mut bench.space).unwrap();
    bench.save(save);
    bench.drain();
    let expected = Switched {
        common: 6,
        len: 8,
        revoke_again: vec![p.tablet.id()],
        end_again: false,
        missing: old[..2].to_vec(),
        copies: Vec::new(),
    };
    assert_eq!(switched, expected);
    let stored = bench.stored();
    assert_eq!((stored.head(), stored.branch()), (p.theirs.state.head(), Branch::Agrees));
    for row in old {
        assert!(bench.log.contains_key(&row), "the old branch is kept");
    }
    // The removal binds here too, past the common beginning.
    assert_eq!(stored.bound(&p.tablet.id(), 8), Some(BoundBy::Revoke));
    assert_eq!(stored.bound(&p.tablet.id(), 6), None);
    assert_eq!(stored.bound(&p.ana.id(), 8), None);
    // And it goes on from there.
    assert!(bench.space.idle_for_sealing());
    let next = bench.write();
    assert_eq!(bench.pushes().last().map(|push| push.1.clone()), Some(next.clone()));
    let req = bench.pushes().last().unwrap().0;
    bench.ack(req, Outcome::Stored(9));
    p.theirs.push(next).unwrap();
    assert_eq!(bench.space.head(), p.theirs.state.head());
    bench.crash();
    assert_eq!(bench.space.head(), p.theirs.state.head());
    // The relay is restored to the middle of its branch: rows of both pieces are offered.
    bench.meet(&p.theirs, 4);
    let records: Vec<_> = bench.pushes().into_iter().map(|push| push.1).collect();
    assert_eq!(records, p.theirs.records[4..]);
}

const RESTORED: StoreEpoch = StoreEpoch::from_bytes([2; 16]);

#[test]
fn who_alone_wrote_what_a_restored_relay_lost_goes_over_unasked() {
    let mut p = parted(6);
    p.ours.content(&p.ben).unwrap();
    p.ours.content(&p.ben).unwrap();
    p.theirs.content(&p.ana).unwrap();
    let mut bench = bench_with(&p.ben, &p.ours);
    let old: Vec<u64> = (7..=8).map(|n| bench.space.log_row(n)).collect();
    compare_at(&mut bench, &p.theirs, RESTORED);
    assert!(!bench.told.iter().any(|told| matches!(told, Output::Parted { .. })));
    compare_at(&mut bench, &p.theirs, RESTORED);
    assert!(bench.told.contains(&Output::BranchReady { common: 6, len: 7 }));
    let (save, switched) = bench.session.take_branch(&mut bench.space).unwrap();
    bench.save(save);
    bench.drain();
    assert_eq!((switched.common, &switched.missing), (6, &old), "said again");
    assert_eq!(bench.stored().head(), p.theirs.state.head());
    assert_eq!(bench.stored().store_epoch(), Some(RESTORED));
}

#[test]
fn nobody_is_taken_from_what_others_wrote_nor_by_a_relay_that_says_nothing_of_a_backup() {
    type Write = fn(&mut Parted);
    let kinds: [(Write, StoreEpoch, &str); 5] = [
        (|_| (), EPOCH, "the store is said to be the same"),
        (|p| drop(p.ours.content(&p.ana)), RESTORED, "words of the other"),
        (|p| drop(p.ours.content(&p.tablet)), RESTORED, "words of another own device"),
        (|p| drop(p.ours.revoke(&p.ben, &p.tablet)), RESTORED, "a removal"),
        (|p| drop(p.ours.end(&p.ben, 20_000)), RESTORED, "an end"),
    ];
    for (write, epoch, what) in kinds {
        let mut p = parted(6);
        p.ours.content(&p.ben).unwrap();
        write(&mut p);
        p.theirs.content(&p.ana).unwrap();
        p.theirs.content(&p.ana).unwrap();
        let mut bench = bench_with(&p.ben, &p.ours);
        let before = (bench.space.len(), p.ours.records.len() as u64);
        assert_eq!(before.0, before.1, "{what}");
        compare_at(&mut bench, &p.theirs, epoch);
        assert!(bench.told.contains(&Output::Parted { common: 6 }), "{what}");
        assert_eq!(bench.closed_for(), Some(Reason::Parted), "{what}");
    }
}

#[test]
fn a_relay_that_shows_yet_another_log_is_not_followed_again() {
    let mut p = parted(6);
    p.ours.content(&p.ben).unwrap();
    let mut other = p.theirs.clone();
    p.theirs.content(&p.ana).unwrap();
    other.content(&p.tablet).unwrap();
    let mut bench = bench_with(&p.ben, &p.ours);
    compare_at(&mut bench, &p.theirs, RESTORED);
    // It went over to a log that is gone when it comes back.
    bench.greet(&other, 7, StoreEpoch::from_bytes([3; 16]));
    bench.frame(&ServerFrame::Rollback { position: 5, head: other.head_at(5).unwrap() });
    bench.wait();
    assert!(!bench.told.iter().any(|told| matches!(told, Output::Parted { .. })));
    compare_at(&mut bench, &other, StoreEpoch::from_bytes([4; 16]));
    assert!(bench.told.contains(&Output::Parted { common: 6 }), "now it asks");
    assert_eq!(bench.stored().head(), p.ours.state.head());
}

#[test]
fn an_end_verified_on_the_branch_we_leave_binds_everybody_on_the_new_one() {
    let mut p = parted(6);
    p.ours.end(&p.ben, 20_000).unwrap();
    p.theirs.content(&p.ana).unwrap();
    let mut bench = bench_with(&p.ben, &p.ours);
    compare(&mut bench, &p.theirs);
    bench.give(Input::TakeRelayBranch);
    compare(&mut bench, &p.theirs);
    let (save, switched) = bench.session.take_branch(&mut bench.space).unwrap();
    bench.save(save);
    bench.drain();
    assert!(switched.end_again);
    assert_eq!(bench.space.bound(&p.ana.id(), 7), Some(BoundBy::End));
    assert_eq!(bench.space.bound(&p.ana.id(), 6), None);
    assert!(bench.space.idle_for_sealing(), "the end is sealed anew");
    let end = bench.seal(Kind::End, &End { date_days: 20_000 }.encode());
    let save = bench.space.submit(end).unwrap();
    bench.save(save);
    bench.give(Input::Changed);
    assert_eq!(bench.pushes().last().map(|push| push.1.kind()), Some(Kind::End));
}

#[test]
fn a_record_in_flight_that_does_not_fit_the_new_branch_comes_back_to_be_sealed_anew() {
    let mut p = parted(6);
    p.ours.content(&p.ben).unwrap();
    p.theirs.content(&p.ana).unwrap();
    p.theirs.content(&p.ana).unwrap();
    let mut bench = bench_with(&p.ben, &p.ours);
    let record = bench.write();
    compare(&mut bench, &p.theirs);
    bench.give(Input::TakeRelayBranch);
    compare(&mut bench, &p.theirs);
    let (save, _) = bench.session.take_branch(&mut bench.space).unwrap();
    bench.save(save);
    bench.give(Input::Changed);
    assert!(bench.pushes().is_empty());
    assert!(bench.told.contains(&Output::Refused { record, code: Code::WrongBranch }));
    assert!(bench.space.idle_for_sealing());
}

#[test]
fn a_branch_that_breaks_off_or_is_not_valid_is_not_taken_and_ours_stays() {
    let mut p = parted(6);
    p.ours.content(&p.ben).unwrap();
    for _ in 0..4 {
        p.theirs.content(&p.ana).unwrap();
    }
    let mut bench = bench_with(&p.ben, &p.ours);
    compare(&mut bench, &p.theirs);
    bench.give(Input::TakeRelayBranch);
    bench.greet(&p.theirs, 10, EPOCH);
    bench.frame(&ServerFrame::Sub { position: 10 });
    bench.data(&p.theirs, 7, 2);
    assert!(bench.session.take_branch(&mut bench.space).is_none(), "not yet whole");
    bench.give(Input::Closed);
    assert!(bench.session.take_branch(&mut bench.space).is_none());
    assert_eq!(bench.stored().head(), p.ours.state.head());
    bench.wait();
    bench.greet(&p.theirs, 10, EPOCH);
    bench.frame(&ServerFrame::Sub { position: 10 });
    bench.data(&p.theirs, 7, 2);
    let mut forged = p.theirs.records[8].bytes().to_vec();
    forged[300] ^= 1;
    let records = vec![forged.into()];
    bench.frame(&ServerFrame::Data { from: 9, records, more: false });
    assert!(matches!(bench.closed_for(), Some(Reason::Invalid(invalid)) if invalid.position == 9));
    assert_eq!(bench.stored().head(), p.ours.state.head());
    assert_eq!(bench.stored().branch(), Branch::Parted { common: 6 });
}

#[test]
fn a_copy_on_the_new_branch_is_named() {
    let mut p = parted(6);
    p.ours.content(&p.ana).unwrap();
    p.theirs.content(&p.ben).unwrap();
    let mut bench = bench_with(&p.ben, &p.ours);
    compare(&mut bench, &p.theirs);
    bench.give(Input::TakeRelayBranch);
    compare(&mut bench, &p.theirs);
    let (save, switched) = bench.session.take_branch(&mut bench.space).unwrap();
    bench.save(save);
    bench.drain();
    assert_eq!((switched.copies, switched.missing), (vec![7], vec![]));
}

#[test]
fn nothing_of_the_new_branch_is_reported_applied_before_the_change_is_durable() {
    let mut p = parted(6);
    for _ in 0..5 {
        p.ours.content(&p.ben).unwrap();
    }
    p.theirs.content(&p.ana).unwrap();
    let mut bench = bench_with(&p.ben, &p.ours);
    compare(&mut bench, &p.theirs);
    bench.give(Input::TakeRelayBranch);
    compare(&mut bench, &p.theirs);
    bench.saves = false;
    let (save, _) = bench.session.take_branch(&mut bench.space).unwrap();
    bench.save(save);
    p.theirs.content(&p.ana).unwrap();
    bench.sent.clear();
    bench.data(&p.theirs, 8, 1);
    bench.now += 10_000;
    bench.give(Input::Tick);
    assert_eq!(bench.space.len(), 8);
    assert!(bench.sent.is_empty(), "{:?}", bench.sent);
    bench.flush_and_drain();
    bench.now += 10_000;
    bench.give(Input::Tick);
    assert_eq!(bench.sent, [accord_protocol::frame::ClientFrame::Applied { position: 8 }]);
    assert_eq!(bench.stored().head(), p.theirs.state.head());
}

#[test]
fn nobody_goes_over_without_having_parted() {
    let p = parted(6);
    let mut bench = bench_with(&p.ben, &p.ours);
    bench.give(Input::TakeRelayBranch);
    assert!(bench.told.is_empty() && bench.session.take_branch(&mut bench.space).is_none());
}
