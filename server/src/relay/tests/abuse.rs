//! Strangers, garbage, floods: typed refusals, the same for all reasons, and bounded cost.

use super::*;

fn auth(rig: &mut Rig, conn: ConnId, device: &TestDevice, space: SpaceId, host: &str) -> Vec<u8> {
    rig.tell(conn, &ClientFrame::Hello { min: 1, max: 3, client: String::new() });
    let ServerFrame::Welcome { challenge, .. } = rig.hear(conn) else { panic!() };
    let (nonce, id) = ([5; 32], device.id());
    let sig = sign(&device.key, &auth_message(host, &challenge, &nonce, &space, &id));
    rig.tell(conn, &ClientFrame::Auth { space, device: id, host: host.into(), nonce, sig });
    rig.bytes[&conn].last().unwrap().clone()
}

#[test]
fn an_unknown_space_an_unknown_device_and_a_wrong_key_get_the_same_answer() {
    let mut rig = Rig::new();
    let pair = Couple::new(&mut rig, "a");
    let stranger = TestDevice::zero("stranger");
    let thief = TestDevice { key: stranger.key.clone(), ..pair.ana.clone() };
    let nowhere = SpaceId::from_bytes([7; 32]);
    let mut answers = Vec::new();
    for (device, space) in [(&pair.ana, nowhere), (&stranger, pair.space()), (&thief, pair.space())]
    {
        let conn = rig.open();
        answers.push(auth(&mut rig, conn, device, space, HOST));
        assert!(rig.closed.contains(&conn));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1], answers[2]);
    let frame = ServerFrame::decode(&answers[0]).unwrap();
    assert_eq!(frame, ServerFrame::Error { code: Code::NotMember, retry_after_ms: None });
}

#[test]
fn a_signature_over_another_relays_name_is_refused() {
    let mut rig = Rig::new();
    let pair = Couple::new(&mut rig, "a");
    let conn = rig.open();
    let answer = auth(&mut rig, conn, &pair.ana, pair.space(), "other.example");
    let frame = ServerFrame::decode(&answer).unwrap();
    assert_eq!(frame, ServerFrame::Error { code: Code::BadSignature, retry_after_ms: None });
}

#[test]
fn garbage_and_frames_out_of_order_are_refused_and_closed() {
    let mut rig = Rig::new();
    let pair = Couple::new(&mut rig, "a");
    let applied = ClientFrame::Applied { position: 1 };
    let subscribe = ClientFrame::Subscribe { after: 0, head: LogHead::ZERO };
    let cases: [(Vec<u8>, Code); 5] = [
        (vec![0xff; 40], Code::Malformed),
        (Vec::new(), Code::Malformed),
        (applied.encode(), Code::Order),
        (subscribe.encode(), Code::Order),
        (ClientFrame::Hello { min: 2, max: 9, client: "new".into() }.encode(), Code::Version),
    ];
    for (bytes, code) in cases {
        let conn = rig.open();
        rig.event(Event::Frame { conn, bytes });
        let ServerFrame::Error { code: got, .. } = rig.hear(conn) else { panic!() };
        assert_eq!(got, code);
        assert!(rig.closed.contains(&conn));
    }
    let conn = rig.reader(&pair.ana, &pair.log, 3);
    assert_eq!(rig.relay.connections(), 1);
    rig.tell(conn, &ClientFrame::Hello { min: 1, max: 1, client: String::new() });
    let ServerFrame::Error { code, .. } = rig.hear(conn) else { panic!() };
    assert_eq!(code, Code::Order);
}

#[test]
fn a_bad_record_is_refused_and_the_next_one_flows() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let other = Couple::unknown("b");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    rig.tell(ana, &ClientFrame::Push { req: 7, record: vec![1; 300].into() });
    let ServerFrame::Ack { req: 7, outcome, .. } = rig.hear(ana) else { panic!() };
    assert!(matches!(outcome, Outcome::Refused(Code::Version | Code::Malformed)), "{outcome:?}");
    let elsewhere = other.log.clone().content(&other.ana).unwrap();
    assert_eq!(rig.push(ana, &elsewhere), refused(Code::NotMember));
    let record = pair.log.content(&pair.ana).unwrap();
    let mut forged = record.bytes().to_vec();
    *forged.last_mut().unwrap() ^= 1;
    assert_eq!(rig.push(ana, &Record::parse(&forged).unwrap()), refused(Code::BadSignature));
    assert_eq!(rig.push(ana, &record), Outcome::Stored(4));
}

#[test]
fn an_unauthenticated_connection_is_closed_after_its_time() {
    let mut rig = Rig::new();
    let conn = rig.open();
    rig.pass(9_000);
    rig.tell(conn, &ClientFrame::Hello { min: 1, max: 1, client: String::new() });
    rig.hear(conn);
    assert!(!rig.closed.contains(&conn));
    rig.pass(1_000);
    assert!(rig.closed.contains(&conn));
    assert_eq!(rig.relay.connections(), 0);
}

#[test]
fn a_silent_client_is_pinged_twice_and_then_closed_and_one_that_answers_stays() {
    let mut rig = Rig::new();
    let pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let ben = rig.reader(&pair.ben, &pair.log, 3);
    for _ in 0..2 {
        rig.pass(25_000);
        assert_eq!(rig.hear(ana), ServerFrame::Ping);
        assert_eq!(rig.hear(ben), ServerFrame::Ping);
        rig.tell(ben, &ClientFrame::Pong);
    }
    rig.pass(25_000);
    assert!(rig.closed.contains(&ana));
    assert!(!rig.closed.contains(&ben));
    rig.tell(ben, &ClientFrame::Ping);
    assert!(rig.said[&ben].contains(&ServerFrame::Pong));
}

#[test]
fn founding_and_failing_are_rated_by_address_and_loopback_is_not() {
    let mut rig = Rig::new();
    for n in 0..10 {
        Couple::new(&mut rig, &format!("pair {n}"));
    }
    let more = Couple::unknown("more");
    let problem = rig.create(&more.log.records).unwrap_err();
    assert_eq!(problem.code, Code::Rate);
    assert!(problem.retry_after_ms.is_some_and(|ms| ms > 0));
    let stranger = TestDevice::zero("stranger");
    for _ in 0..20 {
        let conn = rig.open();
        auth(&mut rig, conn, &stranger, SpaceId::from_bytes([7; 32]), HOST);
    }
    let conn = rig.open();
    let ServerFrame::Error { code, .. } = rig.hear(conn) else { panic!() };
    assert_eq!(code, Code::Rate);
    rig.next += 1;
    let (request, ip) = (RequestId(rig.next), "127.0.0.1".parse().unwrap());
    let records = more.log.records.iter().map(Record::shared).collect();
    let body = CreateSpace { token: None, records }.encode();
    rig.event(Event::Request { request, ip, endpoint: Endpoint::Spaces, body });
    assert!(rig.replies[&request].is_ok());
}

#[test]
fn arbitrary_bytes_never_stop_the_relay() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let ana = rig.reader(&pair.ana, &pair.log, 3);
    let mut seed = 0x1234_5678_u32;
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8
    };
    let valid = ClientFrame::Push { req: 1, record: pair.log.records[1].shared() }.encode();
    for round in 0..2_000 {
        let conn = if round % 2 == 0 { rig.open() } else { rig.login(&pair.ben, pair.space()).0 };
        let mut bytes = valid.clone();
        for _ in 0..1 + round % 5 {
            let at = usize::from(next()) * 11 % bytes.len();
            bytes[at] ^= next();
        }
        bytes.truncate(bytes.len() - usize::from(next()) % 3);
        rig.event(Event::Frame { conn, bytes });
        rig.event(Event::Closed { conn });
    }
    for endpoint in [Endpoint::Spaces, Endpoint::Exchange, Endpoint::End, Endpoint::Lookup] {
        for len in 0..60 {
            let body = (0..len).map(|_| next()).collect();
            assert!(rig.ask(endpoint, body).is_err());
        }
    }
    assert_eq!(rig.relay.connections(), 1);
    let record = pair.log.content(&pair.ana).unwrap();
    assert_eq!(rig.push(ana, &record), Outcome::Stored(4));
}
