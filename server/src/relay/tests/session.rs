//! Two devices talking through the relay.

use super::*;

#[test]
fn what_one_device_pushes_the_other_hears_and_its_ack_stands_for_it() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let ben = rig.reader(&pair.ben, &pair.log, 0);
    assert_eq!(rig.positions(ben), [1, 2, 3]);
    let record = pair.log.content(&pair.ana).unwrap();
    assert_eq!(rig.push(ana, &record), Outcome::Stored(4));
    assert_eq!(rig.data(ben), [(4, record.bytes().to_vec())]);
    assert!(rig.is_silent(ana));
    let answer = pair.log.content(&pair.ben).unwrap();
    assert_eq!(rig.push(ben, &answer), Outcome::Stored(5));
    assert_eq!(rig.data(ana), [(5, answer.bytes().to_vec())]);
    // Whoever connects again may not have heard the ack.
    let again = rig.reader(&pair.ana, &pair.log, 3);
    assert_eq!(rig.positions(again), [4, 5]);
    assert_eq!(rig.push(again, &record), Outcome::Duplicate(4));
}

#[test]
fn an_own_record_behind_what_its_pusher_has_not_got_comes_as_data() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    let records: Vec<_> = [&pair.ana, &pair.ana, &pair.ben, &pair.ana, &pair.ben]
        .map(|author| pair.log.content(author).unwrap())
        .into();
    // The first is being committed while the others arrive: they make one batch.
    rig.holds_commits = true;
    for (record, conn) in records.iter().zip([ana, ana, ben, ana, ben]) {
        rig.send(conn, record);
    }
    rig.holds_commits = false;
    rig.commit();
    assert_eq!(rig.batches, [3, 1, 4]);
    // 4 and 5 are hers with all before them; 7 is hers too, but the 6 before it had not been sent.
    assert_eq!(rig.positions(ana), [6, 7, 8]);
    assert_eq!(rig.positions(ben), [4, 5, 6, 7, 8]);
    let next = pair.log.content(&pair.ana).unwrap();
    assert_eq!(rig.push(ana, &next), Outcome::Stored(9));
    assert!(rig.positions(ana).is_empty());
    assert_eq!(rig.positions(ben), [9]);
}

#[test]
fn what_stands_in_acks_takes_no_credit() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    for position in 4..304 {
        let record = pair.log.content(&pair.ana).unwrap();
        assert_eq!(rig.push(ana, &record), Outcome::Stored(position));
    }
    let ben = rig.reader(&pair.ben, &pair.log, 303);
    let record = pair.log.content(&pair.ben).unwrap();
    assert_eq!(rig.push(ben, &record), Outcome::Stored(304));
    assert_eq!(rig.positions(ana), [304]);
}

#[test]
fn repeating_any_record_names_its_position_and_another_with_its_number_is_a_fork() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let fork = pair.log.sign(&pair.ana, accord_protocol::record::Kind::Content, &[1; 600]).unwrap();
    let mut records = Vec::new();
    for position in 4..10 {
        let author = if position % 2 == 0 { &pair.ana } else { &pair.ben };
        let record = pair.log.content(author).unwrap();
        assert_eq!(rig.push(ana, &record), Outcome::Stored(position));
        records.push(record);
    }
    for (record, position) in records.iter().zip(4..) {
        assert_eq!(rig.push(ana, record), Outcome::Duplicate(position));
    }
    let genesis = pair.log.records[0].clone();
    assert_eq!(rig.push(ana, &genesis), Outcome::Duplicate(1));
    assert_eq!(rig.push(ana, &fork), refused(Code::Fork));
    assert_eq!(rig.store.log(&pair.space()).len(), 9);
}

#[test]
fn an_author_who_saw_an_old_head_is_judged_by_it_even_long_after() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let offline = pair.log.clone();
    for _ in 0..600 {
        let record = pair.log.content(&pair.ana).unwrap();
        rig.send(ana, &record);
    }
    // Ben's first record knows position 3 only; 600 records lie in between, more than are kept in memory.
    let mut old = offline;
    let late = old.content(&pair.ben).unwrap();
    assert_eq!(rig.push(ana, &late), Outcome::Stored(604));
    let header = accord_protocol::record::Header {
        log_head: LogHead::from_bytes([3; 32]),
        ..old.header(&pair.ben, accord_protocol::record::Kind::Content)
    };
    let wrong = Record::sign(&header, &[1; 528], &pair.ben.key).unwrap();
    assert_eq!(rig.push(ana, &wrong), refused(Code::WrongBranch));
    // Once Ben has written more, his late record is found again, far from where he had been when he wrote it.
    pair.log.push(late.clone()).unwrap();
    let next = pair.log.content(&pair.ben).unwrap();
    assert_eq!(rig.push(ana, &next), Outcome::Stored(605));
    assert_eq!(rig.push(ana, &late), Outcome::Duplicate(604));
    let other = Record::sign(&late.header(), &[2; 528], &pair.ben.key).unwrap();
    assert_eq!(rig.push(ana, &other), refused(Code::Fork));
}

#[test]
fn membership_is_linear_and_content_may_be_late() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let before = pair.log.clone();
    let rotate = pair.log.rotate(&pair.ana).unwrap();
    assert_eq!(rig.push(ana, &rotate), Outcome::Stored(4));
    let stale = before.clone().rotate(&pair.ben).unwrap();
    assert_eq!(rig.push(ana, &stale), refused(Code::StaleHead));
    // Content sealed with the older key is fine until somebody is removed.
    let mut before = before;
    let late = before.content(&pair.ben).unwrap();
    assert_eq!(rig.push(ana, &late), Outcome::Stored(5));
}

#[test]
fn a_removed_device_is_closed_before_it_hears_more_and_its_key_is_stale() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let phone = TestDevice::one("ben's phone");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    let add = pair.log.add(&pair.ben, &phone).unwrap();
    assert_eq!(rig.push(ben, &add), Outcome::Stored(4));
    let lost = rig.reader(&phone, &pair.log, 4);
    let before = pair.log.clone();
    let revoke = pair.log.revoke(&pair.ben, &phone).unwrap();
    assert_eq!(rig.push(ben, &revoke), Outcome::Stored(5));
    assert!(rig.closed.contains(&lost));
    assert_eq!(rig.hear(lost), ServerFrame::Error { code: Code::Revoked, retry_after_ms: None });
    assert!(rig.is_silent(lost));
    assert_eq!(rig.positions(ana), [4, 5]);
    let stale = before.clone().content(&pair.ana).unwrap();
    assert_eq!(rig.push(ana, &stale), refused(Code::StaleKey));
    let mut before = before;
    let mine = before.content(&phone).unwrap();
    assert_eq!(rig.push(ana, &mine), refused(Code::Revoked));
    let (again, answer) = rig.login(&phone, pair.space());
    assert_eq!(answer, ServerFrame::Error { code: Code::Revoked, retry_after_ms: None });
    assert!(rig.closed.contains(&again));
}

#[test]
fn a_log_that_is_shorter_or_another_is_a_rollback_and_gets_the_rest_pushed() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    for _ in 0..4 {
        pair.log.content(&pair.ana).unwrap();
    }
    let (ben, _) = rig.login(&pair.ben, pair.space());
    let short = ServerFrame::Rollback { position: 3, head: pair.log.head_at(3).unwrap() };
    assert_eq!(rig.subscribe(ben, &pair.log, 7), short);
    for (record, position) in pair.log.records.clone().iter().skip(3).zip(4..) {
        assert_eq!(rig.push(ben, record), Outcome::Stored(position));
    }
    assert!(rig.is_silent(ben), "no Data before a Sub");
    assert_eq!(rig.subscribe(ben, &pair.log, 7), ServerFrame::Sub { position: 7 });
    let head = LogHead::from_bytes([1; 32]);
    rig.tell(ben, &ClientFrame::Subscribe { after: 7, head });
    assert!(matches!(rig.hear(ben), ServerFrame::Rollback { position: 7, .. }));
}

#[test]
fn credit_bounds_what_is_under_way_and_applied_gives_more() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    for _ in 0..300 {
        let record = pair.log.content(&pair.ana).unwrap();
        rig.send(ana, &record);
    }
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    assert_eq!(rig.positions(ben), (4..=259).collect::<Vec<_>>());
    // Sub has said 303 already.
    assert!(rig.is_silent(ben));
    let record = pair.log.content(&pair.ana).unwrap();
    rig.send(ana, &record);
    assert_eq!(rig.hear(ben), ServerFrame::Head { position: 304 });
    rig.tell(ben, &ClientFrame::Applied { position: 10 });
    assert_eq!(rig.positions(ben), (260..=266).collect::<Vec<_>>());
    rig.tell(ben, &ClientFrame::Applied { position: 266 });
    assert_eq!(rig.positions(ben), (267..=304).collect::<Vec<_>>());
    // Claims beyond what was sent give nothing.
    rig.tell(ben, &ClientFrame::Applied { position: 9_999 });
    assert!(rig.is_silent(ben));
}

#[test]
fn large_records_are_bounded_by_bytes_and_frames_by_their_size() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    for _ in 0..40 {
        let kind = accord_protocol::record::Kind::Content;
        let record = pair.log.sign(&pair.ana, kind, &vec![7; 65_552]).unwrap();
        let record = pair.log.push(record).unwrap();
        rig.send(ana, &record);
    }
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    let got = rig.positions(ben).len();
    assert!((15..=17).contains(&got), "{got} records of 64 KiB in 1 MiB");
    let largest = rig.bytes[&ben].iter().map(Vec::len).max().unwrap();
    assert!(largest <= accord_protocol::limits::DATA_FRAME_BYTES, "{largest}");
}

#[test]
fn a_reader_that_takes_nothing_has_one_frame_under_way_and_delays_nobody() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    rig.slow.insert(ben);
    for position in 4..50 {
        let record = pair.log.content(&pair.ana).unwrap();
        assert_eq!(rig.push(ana, &record), Outcome::Stored(position));
    }
    assert_eq!(rig.positions(ben), [4]);
    assert!(rig.is_silent(ana));
    rig.slow.remove(&ben);
    rig.event(Event::Sent { conn: ben });
    assert_eq!(rig.positions(ben), (5..50).collect::<Vec<_>>());
}

#[test]
fn after_an_end_only_the_others_end_is_taken() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    let late = pair.log.clone().content(&pair.ben).unwrap();
    let end = pair.log.end(&pair.ana, 20_000).unwrap();
    assert_eq!(rig.push(ana, &end), Outcome::Stored(4));
    assert_eq!(rig.push(ben, &late), refused(Code::Ended));
    assert_eq!(rig.positions(ben), [4]);
    let other = pair.log.end(&pair.ben, 20_000).unwrap();
    assert_eq!(rig.push(ben, &other), Outcome::Stored(5));
    assert_eq!(rig.push(ana, &end), Outcome::Duplicate(4));
}
