//! Nothing is said before it is durable; what fails is said as `unavailable` and loses nothing.

use super::*;
use crate::store::memory::Fault;

#[test]
fn no_ack_no_data_and_no_refusal_before_the_commit_it_stands_on() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    rig.holds_commits = true;
    let before = pair.log.clone();
    let rotate = pair.log.rotate(&pair.ana).unwrap();
    rig.send(ana, &rotate);
    rig.send(ana, &rotate);
    let mut before = before;
    let stale = before.rotate(&pair.ben).unwrap();
    rig.send(ben, &stale);
    assert!(rig.is_silent(ana) && rig.is_silent(ben));
    rig.commit();
    let acks = |rig: &mut Rig, conn| {
        let said = std::mem::take(rig.said.get_mut(&conn).unwrap());
        let outcome = |frame| match frame {
            ServerFrame::Ack { outcome, .. } => Some(outcome),
            _ => None,
        };
        said.into_iter().filter_map(outcome).collect::<Vec<_>>()
    };
    assert_eq!(acks(&mut rig, ana), [Outcome::Stored(4), Outcome::Duplicate(4)]);
    assert_eq!(acks(&mut rig, ben), [refused(Code::StaleHead)]);
}

#[test]
fn one_commit_carries_what_arrived_in_many_spaces_while_the_last_was_under_way() {
    let mut rig = Rig::new();
    let mut pairs: Vec<_> = (0..10).map(|n| Couple::new(&mut rig, &format!("pair {n}"))).collect();
    let conns: Vec<_> = pairs.iter().map(|pair| rig.reader(&pair.ana, &pair.log, 3)).collect();
    rig.batches.clear();
    rig.holds_commits = true;
    for (pair, conn) in pairs.iter_mut().zip(&conns) {
        for _ in 0..3 {
            let record = pair.log.content(&pair.ana).unwrap();
            rig.send(*conn, &record);
        }
    }
    rig.commit();
    assert_eq!(rig.batches, [1, 29]);
    for (pair, conn) in pairs.iter().zip(&conns) {
        for position in 4..7 {
            let said = rig.hear(*conn);
            let stored = Outcome::Stored(position);
            assert!(
                matches!(said, ServerFrame::Ack { outcome, .. } if outcome == stored),
                "{said:?}"
            );
        }
        assert_eq!(rig.store.log(&pair.space()).len(), 6);
    }
}

#[test]
fn a_failed_commit_is_unavailable_for_all_that_stood_on_it_and_the_same_bytes_succeed_later() {
    for fault in [Fault::Full, Fault::LostBefore, Fault::LostAfter] {
        let mut rig = Rig::new();
        let mut pair = Couple::new(&mut rig, "a");
        let mut other = Couple::new(&mut rig, "b");
        let ana = rig.reader(&pair.ana, &pair.log, 3);
        let there = rig.reader(&other.ana, &other.log, 3);
        rig.holds_commits = true;
        rig.store.fail_next(fault);
        let records: Vec<_> = (0..3).map(|_| pair.log.content(&pair.ana).unwrap()).collect();
        for record in &records {
            rig.send(ana, record);
        }
        let elsewhere = other.log.content(&other.ana).unwrap();
        rig.send(there, &elsewhere);
        rig.commit();
        for conn in [ana, ana, ana, there] {
            let ServerFrame::Ack { outcome, retry_after_ms, .. } = rig.hear(conn) else {
                panic!("no ack");
            };
            assert_eq!(outcome, refused(Code::Unavailable), "{fault:?}");
            assert!(retry_after_ms.is_some());
        }
        rig.holds_commits = false;
        rig.commit();
        for (record, position) in records.iter().zip(4..) {
            let expected = match fault {
                Fault::LostAfter if position == 4 => Outcome::Duplicate(4),
                _ => Outcome::Stored(position),
            };
            assert_eq!(rig.push(ana, record), expected, "{fault:?}");
        }
        assert_eq!(rig.push(there, &elsewhere), Outcome::Stored(4));
        // What was stored without an ack comes as data; the acks stand for the others.
        let unheard: &[u64] = if fault == Fault::LostAfter { &[4] } else { &[] };
        assert_eq!(rig.positions(ana), unheard, "{fault:?}");
    }
}

#[test]
fn a_crash_at_any_moment_loses_no_acked_record() {
    for crash_after in 0..12 {
        let mut rig = Rig::new();
        let mut pair = Couple::new(&mut rig, "a");
        let ana = rig.reader(&pair.ana, &pair.log, 3);
        rig.holds_commits = true;
        let mut acked = 0;
        let records: Vec<_> = (0..6).map(|_| pair.log.content(&pair.ana).unwrap()).collect();
        for (step, record) in records.iter().enumerate() {
            rig.send(ana, record);
            if step * 2 >= crash_after {
                break;
            }
            let (batch, ops) = rig.waiting.pop_front().unwrap();
            let result = rig.store.commit(&ops);
            if step * 2 + 1 >= crash_after {
                break;
            }
            rig.event(Event::Committed { batch, result });
            acked += 1;
            assert!(matches!(rig.hear(ana), ServerFrame::Ack { outcome: Outcome::Stored(_), .. }));
            rig.data(ana);
        }
        let mut rig = rig.crash(Rig::new().relay.settings.clone());
        let kept = rig.store.log(&pair.space()).len() as u64;
        assert!(kept >= 3 + acked, "{crash_after}");
        let ana = rig.reader(&pair.ana, &pair.log, 3 + acked);
        for (record, position) in records.iter().zip(4..) {
            let expected = if position <= kept {
                Outcome::Duplicate(position)
            } else {
                Outcome::Stored(position)
            };
            assert_eq!(rig.push(ana, record), expected, "{crash_after}");
        }
    }
}

#[test]
fn a_full_disk_refuses_writing_and_goes_on_reading() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    rig.store.set_full(true);
    let record = pair.log.content(&pair.ana).unwrap();
    assert_eq!(rig.push(ana, &record), refused(Code::Unavailable));
    let ben = rig.reader(&pair.ben, &pair.log, 0);
    assert_eq!(rig.positions(ben), [1, 2, 3]);
    rig.store.set_full(false);
    assert_eq!(rig.push(ana, &record), Outcome::Stored(4));
    assert_eq!(rig.positions(ben), [4]);
}

#[test]
fn after_a_restore_old_records_come_back_first_and_new_ones_wait_for_both() {
    let mut rig = Rig::new();
    let settings = rig.relay.settings.clone();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let image = rig.store.clone();
    for _ in 0..4 {
        let record = pair.log.content(&pair.ana).unwrap();
        rig.send(ana, &record);
    }
    let mut rig = rig.restored(image, settings.clone());
    // Ben holds 6 of 7 records; Ana all.
    let (ben, _) = rig.login(&pair.ben, pair.space());
    assert!(matches!(rig.subscribe(ben, &pair.log, 6), ServerFrame::Rollback { position: 3, .. }));
    for position in 4..=6u64 {
        let record = pair.log.records[usize::try_from(position).unwrap() - 1].clone();
        assert_eq!(rig.push(ben, &record), Outcome::Stored(position));
    }
    assert_eq!(rig.subscribe(ben, &pair.log, 6), ServerFrame::Sub { position: 6 });
    let mut branch = pair.log.clone();
    let mine = branch.content(&pair.ben).unwrap();
    assert_eq!(rig.push(ben, &mine), refused(Code::Recovering));
    let (ana, _) = rig.login(&pair.ana, pair.space());
    assert!(matches!(rig.subscribe(ana, &pair.log, 7), ServerFrame::Rollback { position: 6, .. }));
    let seventh = pair.log.records[6].clone();
    assert_eq!(rig.push(ana, &seventh), Outcome::Stored(7));
    assert_eq!(rig.push(ben, &mine), refused(Code::Recovering));
    assert_eq!(rig.subscribe(ana, &pair.log, 7), ServerFrame::Sub { position: 7 });
    assert_eq!(rig.push(ben, &mine), Outcome::Stored(8));
    // It stays settled over a restart.
    let mut rig = rig.crash(settings);
    let record = branch.content(&pair.ben).unwrap();
    let ben = rig.reader(&pair.ben, &branch, 8);
    assert_eq!(rig.push(ben, &record), Outcome::Stored(9));
}

#[test]
fn nothing_is_taken_behind_a_record_that_was_brought_back_and_refused() {
    let flipped = |record: &Record, at: usize| {
        let mut bytes = record.bytes().to_vec();
        bytes[at] ^= 1;
        bytes
    };
    type Break = fn(&Record) -> usize;
    let breaks: [(Break, Code); 2] =
        [(|record| record.bytes().len() - 1, Code::BadSignature), (|_| 0, Code::Version)];
    for (at, code) in breaks {
        let mut rig = Rig::new();
        let settings = rig.relay.settings.clone();
        let mut pair = Couple::new(&mut rig, "a");
        let image = rig.store.clone();
        // Ana wrote apart: what she wrote fits behind anything of Ben's.
        let hers = pair.log.clone().content(&pair.ana).unwrap();
        for _ in 0..3 {
            pair.log.content(&pair.ben).unwrap();
        }
        pair.log.push(hers).unwrap();
        let mut rig = rig.restored(image, settings);
        let (ben, _) = rig.login(&pair.ben, pair.space());
        let short = rig.subscribe(ben, &pair.log, 7);
        assert!(matches!(short, ServerFrame::Rollback { position: 3, .. }), "{short:?}");
        // All of it at once, as clients send it; one was changed on its way.
        for (req, record) in (0..).zip(&pair.log.records[3..]) {
            let bytes = match req {
                2 => flipped(record, at(record)).into(),
                _ => record.shared(),
            };
            rig.tell(ben, &ClientFrame::Push { req, record: bytes });
        }
        let mut outcomes = Vec::new();
        while !rig.is_silent(ben) {
            match rig.hear(ben) {
                ServerFrame::Ack { req, outcome, .. } => outcomes.push((req, outcome)),
                other => panic!("{other:?}"),
            }
        }
        outcomes.sort_by_key(|(req, _)| *req);
        assert!(outcomes[2..].iter().all(|(_, outcome)| *outcome == refused(code)), "{outcomes:?}");
        let kept = outcomes[..2].iter().filter(|(_, outcome)| *outcome != refused(code)).count();
        let after = 3 + kept as u64;
        let short = rig.subscribe(ben, &pair.log, 7);
        assert!(matches!(short, ServerFrame::Rollback { position, .. } if position == after));
        for (record, position) in pair.log.records[3 + kept..].iter().zip(after + 1..) {
            assert_eq!(rig.push(ben, record), Outcome::Stored(position));
        }
        assert_eq!(rig.subscribe(ben, &pair.log, 7), ServerFrame::Sub { position: 7 });
    }
}

#[test]
fn what_was_reported_before_a_second_restore_does_not_count_after_it() {
    let mut rig = Rig::new();
    let settings = rig.relay.settings.clone();
    let mut pair = Couple::new(&mut rig, "a");
    let image = rig.store.clone();
    let mut rig = rig.restored(image, settings.clone());
    rig.reader(&pair.ana, &pair.log, 3);
    let image = rig.store.clone();
    let mut rig = rig.restored(image, settings);
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    let record = pair.log.content(&pair.ben).unwrap();
    assert_eq!(rig.push(ben, &record), refused(Code::Recovering));
    rig.reader(&pair.ana, &pair.log, 3);
    assert_eq!(rig.push(ben, &record), Outcome::Stored(4));
}

#[test]
fn recovering_ends_after_its_hours_when_one_partner_stays_away() {
    let mut rig = Rig::new();
    let settings = rig.relay.settings.clone();
    let mut pair = Couple::new(&mut rig, "a");
    let image = rig.store.clone();
    let mut rig = rig.restored(image, settings);
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let record = pair.log.content(&pair.ana).unwrap();
    assert_eq!(rig.push(ana, &record), refused(Code::Recovering));
    rig.now_ms += 72 * 3_600_000;
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    assert_eq!(rig.push(ana, &record), Outcome::Stored(4));
}

#[test]
fn a_record_that_is_stored_but_not_yet_known_to_be_is_sent_to_nobody() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let (ben, _) = rig.login(&pair.ben, pair.space());
    rig.holds_commits = true;
    let record = pair.log.content(&pair.ana).unwrap();
    rig.send(ana, &record);
    let (batch, ops) = rig.waiting.pop_front().unwrap();
    let result = rig.store.commit(&ops);
    assert_eq!(rig.subscribe(ben, &pair.log, 1), ServerFrame::Sub { position: 3 });
    assert_eq!(rig.positions(ben), [2, 3]);
    rig.event(Event::Committed { batch, result });
    assert_eq!(rig.positions(ben), [4]);
}

#[test]
fn nobody_is_told_of_a_removal_that_may_still_fail() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let phone = TestDevice::one("ben's phone");
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    let add = pair.log.add(&pair.ben, &phone).unwrap();
    rig.push(ben, &add);
    rig.holds_commits = true;
    rig.store.fail_next(Fault::Full);
    let revoke = pair.log.revoke(&pair.ben, &phone).unwrap();
    rig.send(ben, &revoke);
    let conn = rig.open();
    rig.tell(conn, &ClientFrame::Hello { min: 1, max: 1, client: String::new() });
    let ServerFrame::Welcome { challenge, .. } = rig.hear(conn) else { panic!() };
    let (space, device, nonce) = (pair.space(), phone.id(), [1; 32]);
    let sig = sign(&phone.key, &auth_message(HOST, &challenge, &nonce, &space, &device));
    rig.tell(conn, &ClientFrame::Auth { space, device, host: HOST.into(), nonce, sig });
    assert!(rig.is_silent(conn));
    rig.commit();
    assert!(matches!(rig.hear(conn), ServerFrame::Ready { position: 4, .. }));
}

#[test]
fn a_record_repeated_before_it_is_stored_is_no_fork() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    rig.holds_commits = true;
    let records: Vec<_> = (0..3).map(|_| pair.log.content(&pair.ana).unwrap()).collect();
    for record in &records {
        rig.send(ana, record);
    }
    rig.send(ana, &records[1]);
    rig.commit();
    let said = std::mem::take(rig.said.get_mut(&ana).unwrap());
    let last = said.iter().rev().find(|frame| matches!(frame, ServerFrame::Ack { .. }));
    let Some(ServerFrame::Ack { outcome, .. }) = last else { panic!() };
    assert_eq!(*outcome, Outcome::Duplicate(5));
}
