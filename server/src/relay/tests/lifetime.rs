//! Quotas, days, and how a space ends.

use accord_protocol::body::{DeviceType, End, SpaceType};
use accord_protocol::ids::Partner;
use accord_protocol::record::Kind;

use super::*;
use crate::relay::settings::Rate;

fn settings() -> Settings {
    Settings { registration: Registration::Open, ..Settings::default() }
}

#[test]
fn beyond_the_quota_removals_ends_and_a_few_small_records_are_taken() {
    let mut rig =
        Rig::with(Settings { space_quota_bytes: 100_000, small_records_a_day: 3, ..settings() });
    let mut pair = Couple::new(&mut rig, "a");
    let phone = TestDevice::zero("ana's phone");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    let add = pair.log.add(&pair.ana, &phone).unwrap();
    rig.push(ana, &add);
    loop {
        let big = pair.log.sign(&pair.ana, Kind::Content, &[1; 9_000]).unwrap();
        match rig.push(ana, &big) {
            Outcome::Stored(_) => drop(pair.log.push(big).unwrap()),
            other => {
                assert_eq!(other, refused(Code::Quota));
                break;
            }
        }
    }
    // The other partner's share is untouched.
    let big = pair.log.sign(&pair.ben, Kind::Content, &[1; 9_000]).unwrap();
    assert!(matches!(rig.push(ben, &big), Outcome::Stored(_)));
    pair.log.push(big).unwrap();
    // Small ones until the share is full, then as many a day as the settings say.
    let mut taken = 0;
    let over = loop {
        let small = pair.log.clone().content(&pair.ana).unwrap();
        match rig.push(ana, &small) {
            Outcome::Stored(_) => {
                pair.log.push(small).unwrap();
                taken += 1;
            }
            other => break other,
        }
        assert!(taken < 30);
    };
    assert_eq!(over, refused(Code::Quota));
    let revoke = pair.log.revoke(&pair.ana, &phone).unwrap();
    assert!(matches!(rig.push(ana, &revoke), Outcome::Stored(_)));
    rig.now_ms += 86_400_000;
    let small = pair.log.content(&pair.ana).unwrap();
    assert!(matches!(rig.push(ana, &small), Outcome::Stored(_)));
    let end = pair.log.end(&pair.ana, 20_000).unwrap();
    assert!(matches!(rig.push(ana, &end), Outcome::Stored(_)));
}

#[test]
fn keys_may_change_a_few_times_a_day_and_answering_the_others_change_is_free() {
    let mut rig = Rig::with(Settings { membership_a_day: 3, ..settings() });
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    for _ in 0..3 {
        let rotate = pair.log.rotate(&pair.ana).unwrap();
        assert!(matches!(rig.push(ana, &rotate), Outcome::Stored(_)));
    }
    let fourth = pair.log.clone().rotate(&pair.ana).unwrap();
    assert_eq!(rig.push(ana, &fourth), refused(Code::Rate));
    let bens = pair.log.rotate(&pair.ben).unwrap();
    assert!(matches!(rig.push(ana, &bens), Outcome::Stored(_)));
    let free = pair.log.rotate(&pair.ana).unwrap();
    assert!(matches!(rig.push(ana, &free), Outcome::Stored(_)));
    let counted = pair.log.clone().rotate(&pair.ana).unwrap();
    assert_eq!(rig.push(ana, &counted), refused(Code::Rate));
    rig.now_ms += 86_400_000;
    let tomorrow = pair.log.rotate(&pair.ana).unwrap();
    assert!(matches!(rig.push(ana, &tomorrow), Outcome::Stored(_)));
}

#[test]
fn what_is_brought_back_is_not_counted_by_the_day() {
    let mut rig = Rig::with(Settings { membership_a_day: 3, ..settings() });
    let mut pair = Couple::new(&mut rig, "a");
    for _ in 0..8 {
        pair.log.rotate(&pair.ana).unwrap();
    }
    let (ben, _) = rig.login(&pair.ben, pair.space());
    assert!(matches!(rig.subscribe(ben, &pair.log, 11), ServerFrame::Rollback { .. }));
    for (record, position) in pair.log.records.clone().iter().skip(3).zip(4..) {
        assert_eq!(rig.push(ben, record), Outcome::Stored(position));
    }
    let rotate = pair.log.rotate(&pair.ana).unwrap();
    assert_eq!(rig.push(ben, &rotate), Outcome::Stored(12));
}

#[test]
fn after_a_record_that_found_no_room_what_followed_it_takes_no_other_place() {
    let settings = Settings { space_quota_bytes: 1_000, small_records_a_day: 0, ..settings() };
    let mut rig = Rig::with(settings);
    let mut pair = Couple::new(&mut rig, "a");
    // Ben wrote his without knowing of Ana's: valid at either place.
    let of_ben = pair.log.clone().content(&pair.ben).unwrap();
    let of_ana = pair.log.content(&pair.ana).unwrap();
    pair.log.push(of_ben.clone()).unwrap();
    let (ben, _) = rig.login(&pair.ben, pair.space());
    assert!(matches!(rig.subscribe(ben, &pair.log, 5), ServerFrame::Rollback { .. }));
    assert!(matches!(rig.subscribe(ben, &pair.log, 3), ServerFrame::Sub { .. }));
    assert_eq!(rig.push(ben, &of_ana), Outcome::Refused(Code::Quota));
    assert_eq!(rig.push(ben, &of_ben), Outcome::Refused(Code::Quota));
    assert_eq!(rig.store.log(&pair.space()).len(), 3, "the log went no other way");
}

#[test]
fn a_couple_space_that_nobody_joins_is_dropped_and_a_vault_stays() {
    let mut rig = Rig::with(settings());
    let ana = TestDevice::zero("ana");
    let mut alone = TestLog::found(SpaceType::Couple, &ana).unwrap();
    alone.rotate(&ana).unwrap();
    rig.create(&alone.records).unwrap();
    let own = TestDevice::zero("own");
    let mut vault = TestLog::found(SpaceType::Vault, &own).unwrap();
    vault.rotate(&own).unwrap();
    rig.create(&vault.records).unwrap();
    let pair = Couple::new(&mut rig, "a");
    rig.pass(29 * 86_400_000);
    let conn = rig.reader(&ana, &alone, 2);
    let record = alone.rotate(&ana).unwrap();
    assert_eq!(rig.push(conn, &record), Outcome::Stored(3));
    rig.event(Event::Closed { conn });
    rig.pass(29 * 86_400_000);
    assert_eq!(rig.store.spaces().len(), 3);
    rig.pass(2 * 86_400_000);
    let mut left = vec![vault.state.space(), pair.space()];
    left.sort();
    assert_eq!(rig.store.spaces(), left);
    let (_, answer) = rig.login(&ana, alone.state.space());
    assert_eq!(answer, ServerFrame::Error { code: Code::NotMember, retry_after_ms: None });
}

#[test]
fn many_that_come_due_together_go_a_few_at_a_time() {
    let mut rig =
        Rig::with(Settings { registrations: Rate { burst: 100, an_hour: 1 }, ..settings() });
    for n in 0..70 {
        let ana = TestDevice::zero(&format!("ana {n}"));
        let mut alone = TestLog::found(SpaceType::Couple, &ana).unwrap();
        alone.rotate(&ana).unwrap();
        rig.create(&alone.records).unwrap();
    }
    rig.pass(29 * 86_400_000);
    assert_eq!(rig.store.spaces().len(), 70);
    rig.now_ms += 2 * 86_400_000;
    let (began, mut left) = (rig.now_ms, 70);
    while left > 0 {
        rig.event(Event::Tick);
        let now = rig.store.spaces().len();
        assert!(left - now <= 20, "{} in one commit", left - now);
        assert!(rig.now_ms - began < 10_000, "{now} are left");
        left = now;
        rig.now_ms = rig.relay.wake_at();
    }
}

/// Whether the record at this position is served whole, or only its hash.
fn is_here(rig: &mut Rig, space: SpaceId, position: u64) -> bool {
    let query = Query::Log { space, after: position - 1, max_records: 1, max_bytes: 1 };
    match rig.store.read(&query).unwrap() {
        Answer::Log(items) => items[0].record.is_some(),
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn an_ended_space_goes_with_the_second_end_where_nobody_misses_anything() {
    let mut rig = Rig::with(settings());
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let content = pair.log.content(&pair.ana).unwrap();
    rig.push(ana, &content);
    let end = pair.log.end(&pair.ana, 20_000).unwrap();
    assert!(matches!(rig.push(ana, &end), Outcome::Stored(_)));
    // She erased her device, and never comes again.
    rig.event(Event::Closed { conn: ana });
    let ben = rig.reader(&pair.ben, &pair.log, 5);
    assert!(is_here(&mut rig, pair.space(), 4));
    let end = pair.log.end(&pair.ben, 20_000).unwrap();
    assert!(matches!(rig.push(ben, &end), Outcome::Stored(_)));
    assert!(!is_here(&mut rig, pair.space(), 4));
    // Membership records and hashes are still served, and the END is still a duplicate.
    let late = rig.reader(&pair.ben, &pair.log, 0);
    let data = rig.data(late);
    assert_eq!(data[3].1, content.hash().as_bytes());
    assert_eq!(data[5].1, pair.log.records[5].bytes());
    let end = pair.log.records[5].clone();
    assert_eq!(rig.push(late, &end), Outcome::Duplicate(6));
    rig.pass(731 * 86_400_000);
    assert!(rig.store.spaces().is_empty());
}

#[test]
fn an_ended_space_waits_for_every_device_that_lacks_something() {
    let mut rig = Rig::with(settings());
    let mut pair = Couple::new(&mut rig, "a");
    let phone = TestDevice::zero("ana's phone");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let add = pair.log.add(&pair.ana, &phone).unwrap();
    rig.push(ana, &add);
    let content = pair.log.content(&pair.ana).unwrap();
    rig.push(ana, &content);
    // Ben signs his before he has what she wrote.
    let mut behind = pair.log.header(&pair.ben, Kind::End);
    (behind.log_len, behind.log_head) = (4, pair.log.head_at(4).unwrap());
    let body = End { date_days: 20_000 }.encode();
    let end = Record::sign(&behind, &body, &pair.ben.key).unwrap();
    pair.log.push(end.clone()).unwrap();
    assert!(matches!(rig.push(ana, &end), Outcome::Stored(6)));
    let end = pair.log.end(&pair.ana, 20_000).unwrap();
    assert!(matches!(rig.push(ana, &end), Outcome::Stored(7)));
    for device in [&pair.ben, &phone] {
        assert!(is_here(&mut rig, pair.space(), 5));
        let conn = rig.reader(device, &pair.log, 4);
        assert_eq!(rig.data(conn)[0].1, content.bytes());
        rig.tell(conn, &ClientFrame::Applied { position: 4 });
        assert!(is_here(&mut rig, pair.space(), 5));
        rig.tell(conn, &ClientFrame::Applied { position: 5 });
    }
    assert!(!is_here(&mut rig, pair.space(), 5));
}

#[test]
fn an_ended_space_goes_by_itself_after_its_days() {
    let mut rig = Rig::with(settings());
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let content = pair.log.content(&pair.ana).unwrap();
    rig.push(ana, &content);
    let end = pair.log.end(&pair.ana, 20_000).unwrap();
    rig.push(ana, &end);
    rig.event(Event::Closed { conn: ana });
    // The other leaves weeks later, without what she wrote last: the days are those of the first END.
    rig.pass(20 * 86_400_000);
    let mut behind = pair.log.header(&pair.ben, Kind::End);
    (behind.log_len, behind.log_head) = (3, pair.log.head_at(3).unwrap());
    let body = End { date_days: 20_020 }.encode();
    let end = Record::sign(&behind, &body, &pair.ben.key).unwrap();
    pair.log.push(end.clone()).unwrap();
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    assert!(matches!(rig.push(ben, &end), Outcome::Stored(6)));
    rig.event(Event::Closed { conn: ben });
    rig.pass(9 * 86_400_000);
    let conn = rig.reader(&pair.ben, &pair.log, 3);
    assert_eq!(rig.data(conn)[0].1, content.bytes());
    rig.pass(2 * 86_400_000);
    let conn = rig.reader(&pair.ben, &pair.log, 3);
    assert_eq!(rig.data(conn)[0].1.len(), 32);
}

#[test]
fn draining_says_good_bye_and_takes_no_more() {
    let mut rig = Rig::with(settings());
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    rig.holds_commits = true;
    let record = pair.log.content(&pair.ana).unwrap();
    rig.send(ana, &record);
    rig.event(Event::Drain { retry_after_ms: 700 });
    assert_eq!(rig.hear(ana), ServerFrame::GoAway { retry_after_ms: 700 });
    assert!(rig.closed.contains(&ana));
    assert!(!rig.relay.is_idle());
    rig.commit();
    assert!(rig.relay.is_idle());
    assert_eq!(rig.store.log(&pair.space()).len(), 4);
    let conn = rig.open();
    assert_eq!(rig.hear(conn), ServerFrame::GoAway { retry_after_ms: 700 });
    assert_eq!(rig.create(&pair.log.records).unwrap_err().code, Code::Unavailable);
}

#[test]
fn paper_devices_are_not_waited_for_before_content_goes() {
    let mut rig = Rig::with(settings());
    let mut pair = Couple::new(&mut rig, "a");
    let paper = TestDevice::new("ana's words", DeviceType::Paper, Partner::Zero);
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    let add = pair.log.add(&pair.ana, &paper).unwrap();
    rig.push(ana, &add);
    let content = pair.log.content(&pair.ana).unwrap();
    rig.push(ana, &content);
    for device in [&pair.ana, &pair.ben] {
        let end = pair.log.end(device, 20_000).unwrap();
        rig.push(ana, &end);
    }
    for conn in [ana, ben] {
        rig.tell(conn, &ClientFrame::Applied { position: 7 });
    }
    let late = rig.reader(&pair.ben, &pair.log, 4);
    assert_eq!(rig.data(late)[0].1.len(), 32);
}

#[test]
fn a_space_that_is_just_being_dropped_takes_nothing_and_may_be_founded_again() {
    let mut rig = Rig::with(settings());
    let ana = TestDevice::zero("ana");
    let mut alone = TestLog::found(SpaceType::Couple, &ana).unwrap();
    alone.rotate(&ana).unwrap();
    rig.create(&alone.records).unwrap();
    let mut other = Couple::new(&mut rig, "other");
    let conn = rig.reader(&ana, &alone, 2);
    let there = rig.reader(&other.ana, &other.log, 3);
    rig.now_ms += 31 * 86_400_000;
    rig.holds_commits = true;
    rig.event(Event::Tick);
    assert!(!rig.closed.contains(&conn));
    let record = alone.clone().rotate(&ana).unwrap();
    rig.send(conn, &record);
    let elsewhere = other.log.content(&other.ana).unwrap();
    rig.send(there, &elsewhere);
    let records = alone.records.iter().map(Record::shared).collect();
    let body = CreateSpace { token: None, records }.encode();
    let founding = rig.start_request(Endpoint::Spaces, body);
    rig.commit();
    assert!(rig.closed.contains(&conn));
    assert!(
        rig.said[&there]
            .iter()
            .any(|frame| matches!(frame, ServerFrame::Ack { outcome: Outcome::Stored(4), .. }))
    );
    assert!(rig.replies[&founding].is_ok());
    assert_eq!(rig.store.log(&alone.state.space()).len(), 2);
}
