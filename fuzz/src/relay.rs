//! The relay's logic over a memory store: members who keep no rule, and strangers.
//!
//! What must hold: nothing is sent after a close, every request has one answer, every frame is one of this version and within its size, an
//! acknowledged record stands where the acknowledgement says, and every log kept is valid from its first record.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr};

use accord_protocol::chain::SpaceState;
use accord_protocol::frame::{ClientFrame, Outcome, ServerFrame, auth_message};
use accord_protocol::http::{
    self, CreateSpace, EndSpace, Exchange, Exchanged, Life, Lookup, MailboxClose, MailboxGet,
    MailboxPut, Opening, Problem, Proof, exchange_message, lookup_message, mailbox_message,
};
use accord_protocol::ids::{LogHead, MailboxId, SpaceId, StoreEpoch};
use accord_protocol::limits::DATA_FRAME_BYTES;
use accord_protocol::record::Record;
use accord_protocol::signing::sign;
use accord_protocol::testing::{TestDevice, TestLog};
use accord_server::relay::settings::{Registration, Settings};
use accord_server::relay::{BatchId, ConnId, Endpoint, Event, Output, Relay, RequestId, Start};
use accord_server::store::memory::MemoryStore;
use accord_server::store::{Answer, Op, Query, Store as _};

use crate::log::{couple, next, people};
use accord_tests::pick::Pick;

const HOST: &str = "relay.example";
const NEAR: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));
const STEPS: usize = 60;

/// A relay, what it keeps and what it said.
struct Rig {
    relay: Relay,
    store: MemoryStore,
    now_ms: u64,
    next: u64,
    /// Commits that wait, where a disk is slow.
    waiting: VecDeque<(BatchId, Vec<Op>)>,
    slow: bool,
    challenges: BTreeMap<ConnId, [u8; 32]>,
    open: BTreeSet<ConnId>,
    /// What each connection pushed, by its number.
    pushed: BTreeMap<(ConnId, u64), Vec<u8>>,
    asked: BTreeSet<RequestId>,
    answers: BTreeMap<RequestId, Result<Vec<u8>, Problem>>,
    space: SpaceId,
}

impl Rig {
    fn new() -> Self {
        let now_ms = 1_800_000_000_000;
        let mut store = MemoryStore::new(StoreEpoch::from_bytes([1; 16]), now_ms);
        let Ok(Answer::Boot(boot)) = store.read(&Query::Boot) else {
            unreachable!("a memory store")
        };
        let settings = Settings { registration: Registration::Open, ..Settings::default() };
        let names = vec![HOST.to_owned()];
        let relay = Relay::new(Start { settings, boot, names, secret: [9; 32] });
        let mut rig = Self {
            relay,
            store,
            now_ms,
            next: 0,
            waiting: VecDeque::new(),
            slow: false,
            challenges: BTreeMap::new(),
            open: BTreeSet::new(),
            pushed: BTreeMap::new(),
            asked: BTreeSet::new(),
            answers: BTreeMap::new(),
            space: couple().state.space(),
        };
        let records = couple().records.iter().map(Record::shared).collect();
        rig.ask(Endpoint::Spaces, CreateSpace { token: None, records }.encode());
        assert!(rig.answers.values().all(Result::is_ok), "founded");
        rig
    }

    fn event(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        for _ in 0..5_000 {
            let Some(event) = events.pop_front() else {
                match (!self.slow).then(|| self.waiting.pop_front()).flatten() {
                    Some((batch, ops)) => {
                        let result = self.store.commit(&ops);
                        assert!(
                            result.is_ok(),
                            "what the relay decides fits what it keeps: {result:?}"
                        );
                        events.push_back(Event::Committed { batch, result });
                        continue;
                    }
                    None => return,
                }
            };
            self.relay.handle(self.now_ms, event);
            while let Some(output) = self.relay.poll() {
                self.output(output, &mut events);
            }
        }
        panic!("the relay asks without end");
    }

    fn output(&mut self, output: Output, events: &mut VecDeque<Event>) {
        match output {
            Output::Send { conn, bytes, paced } => {
                assert!(self.open.contains(&conn), "sent after a close");
                self.said(conn, &bytes);
                if paced {
                    events.push_back(Event::Sent { conn });
                }
            }
            Output::Took { .. } => {}
            Output::Close { conn } => {
                assert!(self.open.remove(&conn), "closed twice");
                events.push_back(Event::Closed { conn });
            }
            Output::Reply { request, result } => {
                assert!(self.asked.contains(&request));
                assert!(self.answers.insert(request, result).is_none(), "two answers");
            }
            Output::Commit { batch, ops } => {
                assert!(self.waiting.is_empty(), "two commits under way");
                self.waiting.push_back((batch, ops));
            }
            Output::Read { task, query } => {
                events.push_back(Event::Read { task, answer: self.store.read(&query) });
            }
            Output::Verify { task, check } => {
                events.push_back(Event::Verified { task, good: check.run() });
            }
        }
    }

    fn said(&self, conn: ConnId, bytes: &[u8]) {
        assert!(bytes.len() <= DATA_FRAME_BYTES);
        let frame = ServerFrame::decode(bytes).expect("a frame of this version");
        let ServerFrame::Ack { req, outcome, .. } = frame else { return };
        let (Outcome::Stored(position) | Outcome::Duplicate(position)) = outcome else { return };
        let record = self.pushed.get(&(conn, req)).expect("only what was pushed is acknowledged");
        let log = self.store.log(&self.space);
        let kept = &log[usize::try_from(position).expect("small") - 1];
        assert_eq!(&kept.record[..], record.as_slice(), "it stands where the relay says");
    }

    fn ask(&mut self, endpoint: Endpoint, body: Vec<u8>) -> RequestId {
        self.next += 1;
        let request = RequestId(self.next);
        self.asked.insert(request);
        self.event(Event::Request { request, ip: NEAR, endpoint, body });
        request
    }

    fn open(&mut self) -> ConnId {
        self.next += 1;
        let conn = ConnId(self.next);
        let mut challenge = [0; 32];
        challenge[..8].copy_from_slice(&self.next.to_be_bytes());
        self.challenges.insert(conn, challenge);
        self.open.insert(conn);
        self.event(Event::Opened { conn, ip: NEAR, challenge });
        conn
    }

    fn tell(&mut self, conn: ConnId, bytes: Vec<u8>) {
        if self.open.contains(&conn) {
            if let Ok(ClientFrame::Push { req, record }) = ClientFrame::decode(&bytes) {
                self.pushed.insert((conn, req), record.to_vec());
            }
            self.event(Event::Frame { conn, bytes });
        }
    }

    fn log(&self) -> TestLog {
        // The relay's own log, as a member who read it all would know it.
        let mut log = couple().clone();
        for entry in self.store.log(&self.space).iter().skip(log.records.len()) {
            let record = Record::parse(&entry.record).expect("kept whole");
            log.push(record).expect("a relay keeps valid records only");
        }
        log
    }

    fn challenge(&mut self) -> [u8; 32] {
        let fresh = [u8::try_from(self.next % 251).unwrap_or_default(); 16];
        let request = self.ask(Endpoint::Challenge { fresh }, Vec::new());
        let answer = self.answers.get(&request).and_then(|answer| answer.as_ref().ok());
        answer
            .and_then(|body| http::Challenge::decode(body).ok())
            .map_or([0; 32], |it| it.challenge)
    }

    /// What holds at the end of anything.
    fn ends(mut self) {
        self.slow = false;
        self.event(Event::Tick);
        for space in self.store.spaces() {
            let log = self.store.log(&space);
            let mut state: Option<SpaceState> = None;
            let mut heads: Vec<LogHead> = Vec::new();
            for entry in &log {
                // Of a space that is gone only hashes are left.
                let Ok(record) = Record::parse(&entry.record) else { break };
                match &mut state {
                    None => state = Some(SpaceState::genesis(&record).expect("a beginning")),
                    Some(state) => {
                        let head_at =
                            |n: u64| heads.get(usize::try_from(n).ok()?.checked_sub(1)?).copied();
                        let accepted =
                            state.check(&record, &head_at).expect("valid from the first record on");
                        state.apply(accepted);
                    }
                }
                heads.extend(state.as_ref().map(SpaceState::head));
            }
        }
        let waits =
            self.asked.iter().filter(|request| !self.answers.contains_key(*request)).count();
        assert_eq!(waits, 0, "every request is answered");
        assert!(self.relay.is_idle());
    }
}

/// Somebody's next frame.
fn frame(pick: &mut Pick<'_>, rig: &mut Rig, conn: ConnId) -> Vec<u8> {
    let log = rig.log();
    let by: &TestDevice = &people()[pick.below(6)];
    let frame = match pick.below(12) {
        0 | 1 => ClientFrame::Hello {
            min: u16::from(pick.one_in(8)) + 1,
            max: 1 + u16::from(pick.byte() % 2),
            client: "any".into(),
        },
        2 | 3 => {
            let (space, device, nonce) = (rig.space, by.id(), [5; 32]);
            let challenge = rig.challenges.get(&conn).copied().unwrap_or_default();
            let host = if pick.one_in(16) { "elsewhere.example" } else { HOST };
            let signer = if pick.one_in(8) { &people()[pick.below(6)] } else { by };
            let sig = sign(&signer.key, &auth_message(host, &challenge, &nonce, &space, &device));
            ClientFrame::Auth { space, device, host: host.into(), nonce, sig }
        }
        4 | 5 => {
            let after = if pick.one_in(4) {
                pick.number()
            } else {
                pick.below(log.records.len() + 1) as u64
            };
            let head = log.head_at(after).filter(|_| !pick.one_in(8)).unwrap_or(LogHead::ZERO);
            ClientFrame::Subscribe { after, head }
        }
        6..=9 => match next(pick, &log) {
            Some(record) => ClientFrame::Push { req: pick.byte().into(), record: record.shared() },
            None => ClientFrame::Ping,
        },
        10 => ClientFrame::Applied { position: pick.number() },
        _ => ClientFrame::Pong,
    };
    let mut bytes = frame.encode();
    if pick.one_in(8) {
        pick.damage(&mut bytes);
    }
    bytes
}

/// Connections to a relay.
pub fn session(bytes: &[u8]) {
    let mut pick = Pick::new(bytes);
    let mut rig = Rig::new();
    let mut conns = vec![rig.open()];
    for _ in 0..STEPS {
        if pick.is_empty() {
            break;
        }
        let conn = *pick.one(&conns);
        match pick.below(16) {
            0 => conns.push(rig.open()),
            1 => {
                if rig.open.remove(&conn) {
                    rig.event(Event::Closed { conn });
                }
            }
            2 => {
                rig.now_ms += pick.number() % 200_000_000;
                rig.event(Event::Tick);
            }
            3 => rig.slow = !rig.slow,
            4 => {
                let bytes = pick.piece().to_vec();
                rig.tell(conn, bytes);
            }
            _ => {
                let bytes = frame(&mut pick, &mut rig, conn);
                rig.tell(conn, bytes);
            }
        }
        if !rig.slow {
            rig.event(Event::Tick);
        }
    }
    rig.ends();
}

const ENDPOINTS: [Endpoint; 7] = [
    Endpoint::Spaces,
    Endpoint::MailboxPut,
    Endpoint::MailboxGet,
    Endpoint::MailboxClose,
    Endpoint::Lookup,
    Endpoint::End,
    Endpoint::Exchange,
];

/// Requests to a relay: these very bytes everywhere, then bodies with good proofs made of them.
pub fn exchange(bytes: &[u8]) {
    let mut rig = Rig::new();
    for endpoint in ENDPOINTS {
        rig.ask(endpoint, bytes.to_vec());
    }
    let mut pick = Pick::new(bytes);
    for _ in 0..8 {
        if pick.is_empty() {
            break;
        }
        let (endpoint, body) = request(&mut pick, &mut rig);
        let asked = rig.ask(endpoint, body);
        if let (Endpoint::Exchange, Some(Ok(body))) = (endpoint, rig.answers.get(&asked)) {
            let answered = Exchanged::decode(body).expect("a body of this version");
            assert!(answered.frames.iter().all(|frame| ServerFrame::decode(frame).is_ok()));
        }
    }
    rig.ends();
}

fn request(pick: &mut Pick<'_>, rig: &mut Rig) -> (Endpoint, Vec<u8>) {
    let by = &people()[pick.below(6)];
    let challenge = if pick.one_in(8) { pick.array() } else { rig.challenge() };
    let host = HOST.to_owned();
    let mut proof =
        Proof { space: rig.space, device: by.id(), host, challenge, nonce: [7; 32], sig: [0; 64] };
    let mailbox = MailboxId::from_bytes([pick.byte() % 3; 32]);
    let (endpoint, mut body) = match pick.below(8) {
        0..=2 => {
            let conn = ConnId(0);
            let frames: Vec<Vec<u8>> = (0..pick.below(6)).map(|_| frame(pick, rig, conn)).collect();
            proof.sig = sign(&by.key, &exchange_message(&proof, &frames));
            (Endpoint::Exchange, Exchange { proof, frames }.encode())
        }
        3 => {
            let log = rig.log();
            let records = (0..pick.below(4))
                .filter_map(|_| next(pick, &log))
                .map(|record| record.shared())
                .collect();
            (Endpoint::Spaces, CreateSpace { token: None, records }.encode())
        }
        4 => {
            let slot = pick.byte() % 3 + 1;
            let body = pick.piece().to_vec();
            let life = Life::from_byte(pick.byte() % 2 + 1).unwrap_or(Life::Link);
            proof.sig = sign(&by.key, &mailbox_message(&proof, &mailbox, life, &body));
            let opening = (slot == 1).then_some(Opening { proof, life });
            (Endpoint::MailboxPut, MailboxPut { mailbox, slot, body, opening }.encode())
        }
        5 => {
            let slot = pick.byte() % 3 + 1;
            if pick.one_in(2) {
                (Endpoint::MailboxClose, MailboxClose { mailbox }.encode())
            } else {
                (Endpoint::MailboxGet, MailboxGet { mailbox, slot }.encode())
            }
        }
        6 => {
            let (device, host, nonce) = (by.id(), HOST.to_owned(), [7; 32]);
            let sig = sign(&by.key, &lookup_message(&host, &challenge, &nonce, &device));
            (Endpoint::Lookup, Lookup { device, host, challenge, nonce, sig }.encode())
        }
        _ => {
            let log = rig.log();
            let record = next(pick, &log).unwrap_or_else(|| log.records[0].clone());
            (Endpoint::End, EndSpace { record: record.shared() }.encode())
        }
    };
    if pick.one_in(8) {
        pick.damage(&mut body);
    }
    (endpoint, body)
}
