//! Every code of the relay, as the answer to a push and as the end of a connection.

use accord_protocol::body::End;
use accord_protocol::error::Code;
use accord_protocol::frame::{ClientFrame, Outcome, ServerFrame};
use accord_protocol::record::{Kind, Record};

use super::super::testing::{Bench, couple};
use super::super::{Input, Origin, Output, Phase, Reason, Stop};

/// A bench with one record pushed as request 1.
fn pushed() -> (Bench, accord_protocol::testing::TestLog, Record) {
    let (log, _, ben) = couple();
    let mut bench = Bench::at(&ben, &log, 3);
    bench.meet(&log, 3);
    let record = bench.write();
    (bench, log, record)
}

#[test]
fn every_code_either_frees_the_number_or_sends_the_same_bytes_again_and_none_deletes() {
    let codes = Code::ALL.iter().copied().chain([Code::Unknown(4_000)]);
    for code in codes {
        let (mut bench, log, record) = pushed();
        bench.ack(1, Outcome::Refused(code));
        let refused = bench.told.contains(&Output::Refused { record: record.clone(), code });
        let is_final = matches!(
            code,
            Code::Malformed
                | Code::Version
                | Code::TooLarge
                | Code::Quota
                | Code::StaleHead
                | Code::StaleKey
                | Code::BadSignature
                | Code::Fork
                | Code::Ended
        );
        assert_eq!(refused, is_final, "{code}");
        let stored = bench.stored();
        if is_final {
            assert!(stored.flight().is_none(), "{code}");
            assert_eq!(stored.spares(), [record], "{code}: the bytes are kept");
            continue;
        }
        assert_eq!(stored.flight().map(|f| f.record().clone()), Some(record.clone()), "{code}");
        bench.crash();
        bench.meet(&log, 3);
        assert_eq!(bench.pushes(), [(1, record)], "{code}: the same bytes again");
    }
}

#[test]
fn only_revoked_and_gone_stop_and_a_person_can_start_again() {
    for code in Code::ALL.iter().copied().chain([Code::Unknown(77)]) {
        let (mut bench, _, _) = pushed();
        bench.frame(&ServerFrame::Error { code, retry_after_ms: None });
        assert_eq!(bench.session.phase(), Phase::Resting, "{code}");
        let stop = match code {
            Code::Revoked => Some(Stop::Revoked),
            Code::Gone => Some(Stop::Gone),
            _ => None,
        };
        assert_eq!(bench.session.stopped(), stop, "{code}");
        assert_eq!(bench.told.contains(&Output::VersionMismatch), code == Code::Version);
        assert_eq!(bench.told.contains(&Output::NotMember), code == Code::NotMember);
        bench.told.clear();
        if stop.is_none() {
            bench.wait();
            assert!(bench.told.contains(&Output::Dial), "{code}");
            continue;
        }
        bench.now += 10_000_000;
        bench.give(Input::Tick);
        assert!(bench.told.is_empty(), "{code}");
        bench.give(Input::WantSync);
        assert_eq!(bench.told, [Output::Dial], "{code}");
    }
}

#[test]
fn a_stale_refusal_waits_for_the_news_before_the_next_sealing() {
    let (mut bench, mut log, record) = pushed();
    let ana = accord_protocol::testing::TestDevice::zero("ana");
    bench.ack(1, Outcome::Refused(Code::StaleKey));
    assert!(!bench.space.idle_for_sealing());
    log.rotate(&ana).unwrap();
    bench.data(&log, 4, 1);
    assert!(bench.space.idle_for_sealing());
    let again = bench.write();
    assert_eq!(again.header().author_seq, record.header().author_seq, "the number was free");
    assert_eq!(bench.pushes().last().map(|p| p.1.clone()), Some(again));
    assert_eq!(bench.stored().spares(), [record]);
    bench.ack(2, Outcome::Stored(5));
    assert!(bench.stored().spares().is_empty(), "an acked record uses the number");
    assert_eq!(bench.hot.keys().filter(|key| key[0] == 3).count(), 0);
}

#[test]
fn a_stale_refusal_without_news_holds_sealing_for_some_seconds_only() {
    let (mut bench, _, _) = pushed();
    bench.ack(1, Outcome::Refused(Code::StaleHead));
    assert!(!bench.space.idle_for_sealing());
    bench.now += 4_999;
    bench.give(Input::Tick);
    assert!(!bench.space.idle_for_sealing());
    bench.now += 1;
    bench.give(Input::Tick);
    assert!(bench.space.idle_for_sealing());
}

#[test]
fn a_refused_record_found_in_the_log_is_an_ack_and_no_copy() {
    let (mut bench, mut log, record) = pushed();
    bench.ack(1, Outcome::Refused(Code::Fork));
    log.push(record).unwrap();
    bench.data(&log, 4, 1);
    assert_eq!(bench.arrived.last().map(|a| a.origin), Some(Origin::Spare));
    assert!(bench.stored().spares().is_empty());
}

#[test]
fn a_record_this_store_did_not_write_shows_a_copy_and_counts_all_the_same() {
    let (mut bench, mut log, _) = pushed();
    let ben = bench.device.clone();
    let other = log.content(&ben).unwrap();
    bench.ack(1, Outcome::Refused(Code::Fork));
    bench.data(&log, 4, 1);
    let last = bench.arrived.last().unwrap();
    assert_eq!((last.origin, &last.record), (Origin::Copy, &other));
    assert_eq!(bench.space.len(), 4);
    assert!(bench.stored().spares().is_empty(), "its number is used");
    assert!(bench.space.idle_for_sealing());
    assert_eq!(bench.write().header().author_prev, other.hash());
}

#[test]
fn a_flight_overtaken_by_a_copy_is_reported_and_not_sent_for_ever() {
    let (log, _, ben) = couple();
    let mut bench = Bench::at(&ben, &log, 3);
    let record = bench.write();
    let mut theirs = log;
    theirs.content(&ben).unwrap();
    bench.meet(&theirs, 4);
    bench.data(&theirs, 4, 1);
    assert_eq!(bench.arrived.last().map(|a| a.origin), Some(Origin::Copy));
    assert!(bench.pushes().is_empty());
    assert!(bench.told.contains(&Output::Refused { record, code: Code::Fork }));
    assert!(bench.space.idle_for_sealing());
}

#[test]
fn what_became_stale_meanwhile_is_refused_here_without_asking() {
    let (log, ana, ben) = couple();
    let spare = accord_protocol::testing::TestDevice::zero("ana's tablet");
    let mut bench = Bench::at(&ben, &log, 3);
    let record = bench.write();
    let mut theirs = log;
    theirs.add(&ana, &spare).unwrap();
    theirs.revoke(&ana, &spare).unwrap();
    bench.meet(&theirs, 5);
    assert!(bench.pushes().is_empty());
    bench.data(&theirs, 4, 2);
    assert!(bench.pushes().is_empty());
    assert!(bench.told.contains(&Output::Refused { record, code: Code::StaleKey }));
    assert!(bench.space.idle_for_sealing());
}

#[test]
fn rate_and_recovering_wait_as_long_as_asked_and_a_person_can_hurry() {
    for (code, told) in [(Code::Rate, false), (Code::Recovering, true)] {
        let (mut bench, _, record) = pushed();
        let start = bench.now;
        let outcome = Outcome::Refused(code);
        bench.frame(&ServerFrame::Ack { req: 1, outcome, retry_after_ms: Some(20_000) });
        let until_ms = start + 20_000;
        assert!(bench.told.contains(&Output::Delayed { code, until_ms }));
        assert_eq!(bench.told.contains(&Output::Recovering), told);
        bench.wait();
        assert_eq!((bench.now, bench.pushes().len()), (until_ms, 2));
        assert_eq!(bench.pushes()[1], (2, record));
        let outcome = Outcome::Refused(code);
        bench.frame(&ServerFrame::Ack { req: 2, outcome, retry_after_ms: Some(u64::MAX) });
        bench.give(Input::WantSync);
        assert_eq!(bench.pushes().len(), 3, "at once when somebody asks");
    }
}

#[test]
fn wrong_branch_compares_first_and_sets_aside_when_the_logs_are_one() {
    let (mut bench, log, record) = pushed();
    bench.ack(1, Outcome::Refused(Code::WrongBranch));
    assert_eq!(bench.closed_for(), Some(Reason::Compare));
    bench.meet(&log, 3);
    assert_eq!(bench.pushes().len(), 2);
    bench.ack(1, Outcome::Refused(Code::WrongBranch));
    assert!(bench.told.contains(&Output::Refused { record, code: Code::WrongBranch }));
}

#[test]
fn an_end_takes_the_flying_number_first_and_the_next_when_the_record_had_landed() {
    let body = End { date_days: 20_000 }.encode();
    for landed in [false, true] {
        let (mut bench, mut log, record) = pushed();
        let first = bench.seal(Kind::End, &body);
        let mut header = first.header();
        header.author_seq += 1;
        header.author_prev = record.hash();
        let second = Record::sign(&header, &body, &bench.device.key).unwrap();
        let save = bench.space.submit_end(first.clone(), Some(second.clone())).unwrap();
        bench.save(save);
        bench.drain();
        assert_eq!(
            bench.stored().spares(),
            std::slice::from_ref(&record),
            "the flying bytes are kept"
        );
        bench.give(Input::Closed);
        bench.crash();
        if landed {
            log.push(record).unwrap();
            bench.meet(&log, 4);
            bench.data(&log, 4, 1);
            assert_eq!(bench.pushes(), [(1, second.clone())]);
            log.push(second).unwrap();
        } else {
            bench.meet(&log, 3);
            assert_eq!(bench.pushes(), [(1, first.clone())]);
            log.push(first).unwrap();
        }
        bench.ack(1, Outcome::Stored(log.records.len() as u64));
        assert!(bench.space.state().unwrap().has_ended());
        assert_eq!(bench.space.len(), log.records.len() as u64);
        let stored = bench.stored();
        assert!(stored.flight().is_none() && stored.second_end.is_none());
        assert!(stored.spares().is_empty());
        assert!(!bench.space.idle_for_sealing(), "nothing follows an end");
    }
}

#[test]
fn a_record_whose_place_in_flight_an_end_took_stands_where_its_ack_says() {
    let body = End { date_days: 20_000 }.encode();
    let (mut bench, mut log, record) = pushed();
    let first = bench.seal(Kind::End, &body);
    let mut header = first.header();
    header.author_seq += 1;
    header.author_prev = record.hash();
    let second = Record::sign(&header, &body, &bench.device.key).unwrap();
    let save = bench.space.submit_end(first, Some(second.clone())).unwrap();
    bench.save(save);
    bench.drain();
    log.push(record).unwrap();
    bench.ack(1, Outcome::Stored(4));
    assert_eq!(bench.arrived.last().map(|a| (a.position, a.origin)), Some((4, Origin::Spare)));
    assert_eq!(bench.pushes().last(), Some(&(2, second.clone())));
    log.push(second).unwrap();
    bench.ack(2, Outcome::Stored(5));
    assert_eq!((bench.space.head(), bench.closed_for()), (log.state.head(), None));
    // An END is reported, so that the relay knows when the content may go.
    bench.wait();
    assert!(bench.sent.contains(&ClientFrame::Applied { position: 5 }));
}

#[test]
fn the_very_bytes_that_were_refused_may_fly_again() {
    let (mut bench, _, record) = pushed();
    bench.ack(1, Outcome::Refused(Code::Quota));
    let save = bench.space.submit(record.clone()).unwrap();
    bench.save(save);
    bench.give(Input::Changed);
    assert_eq!(bench.pushes(), [(1, record.clone()), (2, record.clone())]);
    let stored = bench.stored();
    assert!(stored.spares().is_empty());
    assert_eq!(stored.flight().map(|f| f.record().clone()), Some(record));
    let body = End { date_days: 20_000 }.encode();
    for _ in 0..2 {
        let end = bench.seal(Kind::End, &body);
        let save = bench.space.submit_end(end.clone(), None).unwrap();
        bench.save(save);
        bench.drain();
        assert_eq!(bench.stored().flight().map(|f| f.record().clone()), Some(end));
        assert_eq!(bench.stored().spares().len(), 1);
    }
}

#[test]
fn an_end_may_be_asked_for_again_while_one_waits() {
    let (mut bench, _, record) = pushed();
    let body = End { date_days: 20_000 }.encode();
    for date in 0..3_u64 {
        let first = bench.seal(Kind::End, &body);
        let mut header = first.header();
        header.author_seq += 1;
        header.author_prev = record.hash();
        let body = End { date_days: 20_000 + i32::try_from(date).unwrap() }.encode();
        let second = Record::sign(&header, &body, &bench.device.key).unwrap();
        let save = bench.space.submit_end(first, Some(second.clone())).unwrap();
        bench.save(save);
        bench.drain();
        assert_eq!(bench.stored().second_end, Some(second));
    }
}

#[test]
fn a_relay_that_refuses_for_ever_fills_no_disk() {
    let (mut bench, _, _) = pushed();
    for n in 1..200_u16 {
        bench.ack(u64::from(n), Outcome::Refused(Code::Quota));
        let record = bench.seal(Kind::Content, &[n.to_be_bytes(); 264].concat());
        let save = bench.space.submit(record).unwrap();
        bench.save(save);
        bench.give(Input::Changed);
    }
    assert_eq!(bench.stored().spares().len(), 64);
    assert_eq!(bench.hot.keys().filter(|key| key[0] == 3).count(), 65);
}

#[test]
fn an_ack_nobody_waits_for_closes_and_changes_nothing() {
    let (mut bench, _, record) = pushed();
    bench.ack(2, Outcome::Stored(4));
    assert_eq!(bench.closed_for(), Some(Reason::Order));
    assert_eq!(bench.stored().flight().map(|f| f.record().clone()), Some(record));
    assert_eq!(bench.space.len(), 3);
}

#[test]
fn an_ack_for_a_place_that_holds_something_else_is_not_believed() {
    for position in [0, 1, 3] {
        let (mut bench, _, record) = pushed();
        bench.ack(1, Outcome::Stored(position));
        assert_eq!(bench.closed_for(), Some(Reason::Compare), "{position}");
        assert_eq!(bench.stored().flight().map(|f| f.record().clone()), Some(record));
    }
    let (mut bench, mut log, record) = pushed();
    let ana = accord_protocol::testing::TestDevice::zero("ana");
    bench.ack(1, Outcome::Stored(5));
    log.content(&ana).unwrap();
    log.content(&ana).unwrap();
    bench.data(&log, 4, 2);
    assert_eq!(bench.closed_for(), Some(Reason::Compare), "another record stands there");
    assert_eq!(bench.stored().flight().map(|f| f.record().clone()), Some(record));
}
