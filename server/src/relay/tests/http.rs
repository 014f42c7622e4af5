//! What is asked once: founding, mailboxes, looking up, ending, exchanging.

use accord_protocol::body::SpaceType;
use accord_protocol::http::{
    Challenge, EndKept, EndSpace, Exchange, Exchanged, Found, Life, Lookup, MailboxClose,
    MailboxGet, MailboxPut, MailboxState, Opening, Proof, exchange_message, lookup_message,
    mailbox_message,
};
use accord_protocol::ids::{MailboxId, Partner};

use super::*;

fn challenge(rig: &mut Rig) -> [u8; 32] {
    rig.next += 1;
    let mut fresh = [0; 16];
    fresh[..8].copy_from_slice(&rig.next.to_be_bytes());
    let body = rig.ask(Endpoint::Challenge { fresh }, Vec::new()).unwrap();
    Challenge::decode(&body).unwrap().challenge
}

fn proof(rig: &mut Rig, device: &TestDevice, space: SpaceId) -> Proof {
    let challenge = challenge(rig);
    let host = HOST.to_owned();
    Proof { space, device: device.id(), host, challenge, nonce: [4; 32], sig: [0; 64] }
}

fn opening(rig: &mut Rig, pair: &Couple, mailbox: u8, body: &[u8]) -> Vec<u8> {
    let mailbox = MailboxId::from_bytes([mailbox; 32]);
    let mut proof = proof(rig, &pair.ana, pair.space());
    proof.sig = sign(&pair.ana.key, &mailbox_message(&proof, &mailbox, Life::Link, body));
    let opening = Some(Opening { life: Life::Link, proof });
    MailboxPut { mailbox, slot: 1, body: body.to_vec(), opening }.encode()
}

fn put(rig: &mut Rig, mailbox: u8, slot: u8, body: &[u8]) -> Result<u64, Code> {
    let mailbox = MailboxId::from_bytes([mailbox; 32]);
    let put = MailboxPut { mailbox, slot, body: body.to_vec(), opening: None };
    rig.ask(Endpoint::MailboxPut, put.encode())
        .map(|body| MailboxState::decode(&body).unwrap().expires_s)
        .map_err(|problem| problem.code)
}

fn slot(rig: &mut Rig, mailbox: u8, slot: u8) -> Result<Option<Vec<u8>>, Code> {
    let mailbox = MailboxId::from_bytes([mailbox; 32]);
    rig.ask(Endpoint::MailboxGet, MailboxGet { mailbox, slot }.encode())
        .map(|body| MailboxState::decode(&body).unwrap().body)
        .map_err(|problem| problem.code)
}

#[test]
fn a_space_is_founded_whole_and_the_same_request_finds_it_again() {
    let mut rig = Rig::new();
    let pair = Couple::unknown("a");
    let first = rig.create(&pair.log.records).unwrap();
    assert_eq!((first.position, first.head), (3, pair.log.state.head()));
    assert_eq!(rig.create(&pair.log.records[..1]).unwrap(), first);
    assert_eq!(rig.store.log(&pair.space()).len(), 3);
    // A founder who holds more hears how much is here; another log under this GENESIS is another branch.
    let mut more = pair.log.clone();
    more.content(&pair.ana).unwrap();
    assert_eq!(rig.create(&more.records).unwrap(), first);
    let mut branch = TestLog::found(SpaceType::Couple, &pair.ana).unwrap();
    branch.rotate(&pair.ana).unwrap();
    branch.rotate(&pair.ana).unwrap();
    assert_eq!(branch.state.space(), pair.space());
    assert_eq!(rig.create(&branch.records).unwrap_err().code, Code::WrongBranch);
    let broken = Couple::unknown("b");
    let mut records = broken.log.records.clone();
    records.swap(1, 2);
    assert!(rig.create(&records).is_err());
    assert!(rig.store.log(&broken.space()).is_empty());
    assert_eq!(rig.create(&records[1..]).unwrap_err().code, Code::Malformed);
}

#[test]
fn a_log_is_brought_in_order_before_its_device_is_let_in_and_stops_at_what_does_not_fit() {
    let mut rig = Rig::new();
    let pair = Couple::unknown("a");
    let mut log = pair.log.clone();
    for _ in 0..20 {
        log.content(&pair.ana).unwrap();
    }
    let laptop = TestDevice::one("ben's laptop");
    log.add(&pair.ben, &laptop).unwrap();
    let whole = log.records.clone();
    assert_eq!(rig.create(&whole[2..3]).unwrap_err().code, Code::Malformed, "nothing is here yet");
    rig.create(&whole[..2]).unwrap();
    let (_, no) = rig.login(&laptop, pair.space());
    assert!(matches!(no, ServerFrame::Error { code: Code::NotMember, .. }), "{no:?}");

    // A hole: the first is refused, and what follows it is not taken in its place.
    let no = rig.create(&[whole[3].clone(), whole[2].clone()]).unwrap_err();
    assert_ne!(no.code, Code::Unavailable);
    assert_eq!(rig.store.log(&pair.space()).len(), 2);
    // A broken one among good ones: those before it stay.
    let mut bytes = whole[4].bytes().to_vec();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let broken = Record::parse(&bytes).unwrap();
    let some = rig.create(&[whole[2].clone(), whole[3].clone(), broken, whole[5].clone()]);
    assert_eq!(some.unwrap().position, 4);

    let mut at = 4;
    while at < whole.len() {
        let end = whole.len().min(at + 16);
        at = usize::try_from(rig.create(&whole[at..end]).unwrap().position).unwrap();
        assert_eq!(at, end);
    }
    let created = rig.create(&whole[20..]).unwrap();
    assert_eq!(created.position, 24, "the same again changes nothing");
    assert_eq!(created.head, log.state.head());
    let (_, yes) = rig.login(&laptop, pair.space());
    assert!(matches!(yes, ServerFrame::Ready { position: 24, .. }), "{yes:?}");
}

#[test]
fn founding_needs_a_token_where_the_relay_asks_for_one() {
    use sha2::Digest as _;
    let mut rig = Rig::with(Settings::default());
    rig.store.add_token(sha2::Sha256::digest(b"abc-def").into());
    let pair = Couple::unknown("a");
    let records: Vec<_> = pair.log.records.iter().map(Record::shared).collect();
    let with = |rig: &mut Rig, token: Option<&str>| {
        let body = CreateSpace { token: token.map(Into::into), records: records.clone() };
        rig.ask(Endpoint::Spaces, body.encode()).map(drop).map_err(|problem| problem.code)
    };
    assert_eq!(with(&mut rig, None), Err(Code::Closed));
    assert_eq!(with(&mut rig, Some("abc-deg")), Err(Code::Closed));
    assert!(rig.store.spaces().is_empty());
    assert_eq!(with(&mut rig, Some("abc-def")), Ok(()));
    // The founder may repeat it without.
    assert_eq!(with(&mut rig, None), Ok(()));
    let closed = Settings { registration: Registration::Closed, ..Settings::default() };
    let mut rig = Rig::with(closed);
    rig.store.add_token(sha2::Sha256::digest(b"abc-def").into());
    assert_eq!(with(&mut rig, Some("abc-def")), Err(Code::Closed));
}

#[test]
fn mailbox_slots_are_written_once_in_order_and_within_their_time() {
    let mut rig = Rig::new();
    let pair = Couple::new(&mut rig, "a");
    assert_eq!(slot(&mut rig, 1, 1), Err(Code::Mailbox));
    assert_eq!(put(&mut rig, 1, 2, b"too early"), Err(Code::Mailbox));
    let body = opening(&mut rig, &pair, 1, b"offer");
    let week = 7 * 86_400;
    let state =
        MailboxState::decode(&rig.ask(Endpoint::MailboxPut, body.clone()).unwrap()).unwrap();
    assert_eq!(state.expires_s, week);
    assert_eq!(rig.ask(Endpoint::MailboxPut, body).unwrap_err().code, Code::Challenge);
    let same = opening(&mut rig, &pair, 1, b"offer");
    assert!(rig.ask(Endpoint::MailboxPut, same).is_ok());
    let other = opening(&mut rig, &pair, 1, b"other");
    assert_eq!(rig.ask(Endpoint::MailboxPut, other).unwrap_err().code, Code::Mailbox);
    assert_eq!(slot(&mut rig, 1, 1), Ok(Some(b"offer".to_vec())));
    assert_eq!(slot(&mut rig, 1, 2), Ok(None));
    assert_eq!(put(&mut rig, 1, 3, b"reveal"), Err(Code::Mailbox));
    assert_eq!(put(&mut rig, 1, 2, b"answer"), Ok(3 * week));
    assert_eq!(put(&mut rig, 1, 2, b"answer"), Ok(3 * week));
    assert_eq!(put(&mut rig, 1, 2, b"rival"), Err(Code::Mailbox));
    rig.pass(8 * 86_400_000);
    assert!(put(&mut rig, 1, 3, b"reveal").is_ok());
    rig.pass(14 * 86_400_000);
    assert_eq!(slot(&mut rig, 1, 3), Err(Code::Mailbox));
    let body = opening(&mut rig, &pair, 2, b"offer");
    assert!(rig.ask(Endpoint::MailboxPut, body).is_ok());
    rig.pass(7 * 86_400_000 + 1_000);
    assert_eq!(put(&mut rig, 2, 2, b"late"), Err(Code::Mailbox));
}

#[test]
fn a_closed_mailbox_stays_closed_and_a_device_holds_few_open() {
    let mut rig = Rig::new();
    let pair = Couple::new(&mut rig, "a");
    for n in 1..=5 {
        let body = opening(&mut rig, &pair, n, b"offer");
        assert!(rig.ask(Endpoint::MailboxPut, body).is_ok());
    }
    let body = opening(&mut rig, &pair, 6, b"offer");
    assert_eq!(rig.ask(Endpoint::MailboxPut, body).unwrap_err().code, Code::Quota);
    let mailbox = MailboxId::from_bytes([1; 32]);
    assert!(rig.ask(Endpoint::MailboxClose, MailboxClose { mailbox }.encode()).is_ok());
    assert_eq!(slot(&mut rig, 1, 1), Err(Code::Mailbox));
    assert_eq!(put(&mut rig, 1, 2, b"answer"), Err(Code::Mailbox));
    let body = opening(&mut rig, &pair, 1, b"offer");
    assert_eq!(rig.ask(Endpoint::MailboxPut, body).unwrap_err().code, Code::Mailbox);
    let body = opening(&mut rig, &pair, 6, b"offer");
    assert!(rig.ask(Endpoint::MailboxPut, body).is_ok());
}

#[test]
fn two_answers_at_once_leave_one() {
    let mut rig = Rig::new();
    let pair = Couple::new(&mut rig, "a");
    let body = opening(&mut rig, &pair, 1, b"offer");
    rig.ask(Endpoint::MailboxPut, body).unwrap();
    rig.holds_commits = true;
    let mailbox = MailboxId::from_bytes([1; 32]);
    let answers: Vec<_> = [b"one", b"two"]
        .into_iter()
        .map(|body| {
            let put = MailboxPut { mailbox, slot: 2, body: body.to_vec(), opening: None };
            rig.start_request(Endpoint::MailboxPut, put.encode())
        })
        .collect();
    rig.commit();
    assert!(rig.replies[&answers[0]].is_ok());
    assert_eq!(rig.replies[&answers[1]].clone().unwrap_err().code, Code::Mailbox);
}

#[test]
fn an_end_needs_no_connection_and_may_be_handed_in_again() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let content = pair.log.clone().content(&pair.ben).unwrap();
    let wrong = EndSpace { record: content.shared() }.encode();
    assert_eq!(rig.ask(Endpoint::End, wrong).unwrap_err().code, Code::Malformed);
    let end = pair.log.end(&pair.ben, 20_000).unwrap();
    let mut forged = end.bytes().to_vec();
    *forged.last_mut().unwrap() ^= 1;
    let forged = EndSpace { record: forged.into() }.encode();
    assert_eq!(rig.ask(Endpoint::End, forged).unwrap_err().code, Code::BadSignature);
    let body = EndSpace { record: end.shared() }.encode();
    let kept =
        |rig: &mut Rig| EndKept::decode(&rig.ask(Endpoint::End, body.clone()).unwrap()).unwrap();
    assert_eq!(kept(&mut rig), EndKept { position: 4, duplicate: false });
    assert_eq!(kept(&mut rig), EndKept { position: 4, duplicate: true });
}

#[test]
fn an_exchange_is_a_whole_sync_in_one_request() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let records: Vec<_> = (0..5).map(|_| pair.log.content(&pair.ana).unwrap()).collect();
    let head = pair.log.head_at(3).unwrap();
    let mut frames = vec![ClientFrame::Subscribe { after: 3, head }.encode()];
    for (record, req) in records.iter().zip(1..) {
        frames.push(ClientFrame::Push { req, record: record.shared() }.encode());
    }
    let mut proof = proof(&mut rig, &pair.ana, pair.space());
    proof.sig = sign(&pair.ana.key, &exchange_message(&proof, &frames));
    let body = Exchange { proof, frames }.encode();
    let answer = Exchanged::decode(&rig.ask(Endpoint::Exchange, body.clone()).unwrap()).unwrap();
    let said: Vec<_> = answer.frames.iter().map(|f| ServerFrame::decode(f).unwrap()).collect();
    assert!(matches!(said[0], ServerFrame::Ready { position: 3, .. }));
    assert_eq!(said[1], ServerFrame::Sub { position: 3 });
    for (frame, position) in said[2..7].iter().zip(4..) {
        assert!(
            matches!(frame, ServerFrame::Ack { outcome: Outcome::Stored(p), .. } if *p == position)
        );
    }
    let ServerFrame::Data { from: 4, records: data, more: false } = &said[7] else {
        panic!("{:?}", said[7]);
    };
    assert_eq!(data.len(), 5);
    assert_eq!(said.len(), 8);
    assert_eq!(rig.relay.connections(), 0);
    assert!(rig.relay.is_idle());
    assert_eq!(rig.ask(Endpoint::Exchange, body).unwrap_err().code, Code::Challenge);
}

#[test]
fn the_largest_exchange_has_an_answer_that_can_be_read() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    let head = pair.log.head_at(3).unwrap();
    let mut frames = vec![ClientFrame::Subscribe { after: 3, head }.encode()];
    for req in 1..256 {
        let record = pair.log.content(&pair.ana).unwrap();
        frames.push(ClientFrame::Push { req, record: record.shared() }.encode());
    }
    let ask = |rig: &mut Rig, frames: Vec<Vec<u8>>| {
        let mut proof = proof(rig, &pair.ana, pair.space());
        proof.sig = sign(&pair.ana.key, &exchange_message(&proof, &frames));
        let body = Exchange { proof, frames }.encode();
        Exchanged::decode(&rig.ask(Endpoint::Exchange, body).unwrap()).unwrap().frames
    };
    // 258 answers, of which 256 fit: the last ack is missing, and its record is stored all the same.
    assert_eq!(ask(&mut rig, frames.clone()).len(), 256);
    assert_eq!(rig.store.log(&pair.space()).len(), 3 + 255);
    let again = ask(&mut rig, frames.split_off(255));
    let last = ServerFrame::decode(again.last().unwrap()).unwrap();
    assert!(matches!(last, ServerFrame::Ack { req: 255, outcome: Outcome::Duplicate(258), .. }));
}

#[test]
fn an_exchange_is_answered_even_when_the_store_fails() {
    let mut rig = Rig::new();
    let mut pair = Couple::new(&mut rig, "a");
    rig.store.set_full(true);
    let record = pair.log.content(&pair.ana).unwrap();
    let frames = vec![ClientFrame::Push { req: 1, record: record.shared() }.encode()];
    let mut proof = proof(&mut rig, &pair.ana, pair.space());
    proof.sig = sign(&pair.ana.key, &exchange_message(&proof, &frames));
    let body = rig.ask(Endpoint::Exchange, Exchange { proof, frames }.encode()).unwrap();
    let last = Exchanged::decode(&body).unwrap().frames.pop().unwrap();
    let ServerFrame::Ack { outcome, .. } = ServerFrame::decode(&last).unwrap() else { panic!() };
    assert_eq!(outcome, refused(Code::Unavailable));
}

#[test]
fn the_words_find_their_vault_until_they_are_renewed() {
    let mut rig = Rig::new();
    let (own, paper) = (TestDevice::zero("own"), TestDevice::paper("words", Partner::Zero));
    let mut log = TestLog::found(SpaceType::Vault, &own).unwrap();
    log.rotate(&own).unwrap();
    log.add(&own, &paper).unwrap();
    rig.create(&log.records).unwrap();
    let find = |rig: &mut Rig, device: &TestDevice| {
        let challenge = challenge(rig);
        let nonce = [8; 32];
        let sig = sign(&device.key, &lookup_message(HOST, &challenge, &nonce, &device.id()));
        let lookup = Lookup { device: device.id(), host: HOST.into(), challenge, nonce, sig };
        rig.ask(Endpoint::Lookup, lookup.encode())
            .map(|body| Found::decode(&body).unwrap().space)
            .map_err(|problem| problem.code)
    };
    assert_eq!(find(&mut rig, &paper), Ok(log.state.space()));
    assert_eq!(find(&mut rig, &own), Err(Code::NotMember));
    let thief = TestDevice { key: own.key.clone(), ..paper.clone() };
    assert_eq!(find(&mut rig, &thief), Err(Code::NotMember));
    let conn = rig.reader(&own, &log, 3);
    let revoke = log.revoke(&own, &paper).unwrap();
    assert_eq!(rig.push(conn, &revoke), Outcome::Stored(4));
    assert_eq!(find(&mut rig, &paper), Err(Code::NotMember));
}
