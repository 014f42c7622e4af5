//! The relay's logic over the memory store: no socket, no clock, no thread; commits happen when the test says so.

mod abuse;
mod durable;
mod http;
mod lifetime;
mod session;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::IpAddr;

use accord_protocol::error::Code;
use accord_protocol::frame::{ClientFrame, Outcome, ServerFrame, auth_message};
use accord_protocol::http::{CreateSpace, Created, Problem};
use accord_protocol::ids::{LogHead, SpaceId, StoreEpoch};
use accord_protocol::record::Record;
use accord_protocol::signing::sign;
use accord_protocol::testing::{TestDevice, TestLog};

use super::settings::{Registration, Settings};
use super::{BatchId, ConnId, Endpoint, Event, Output, Relay, RequestId, Start};
use crate::store::memory::MemoryStore;
use crate::store::{Answer, Op, Query, Store as _};

const HOST: &str = "relay.example";
const NEAR: &str = "192.0.2.7";

/// The relay, its store and all that it said.
struct Rig {
    relay: Relay,
    store: MemoryStore,
    now_ms: u64,
    next: u64,
    /// Commits wait until [`Rig::commit`].
    holds_commits: bool,
    /// Paced frames are not reported as sent.
    slow: BTreeSet<ConnId>,
    waiting: VecDeque<(BatchId, Vec<Op>)>,
    said: BTreeMap<ConnId, VecDeque<ServerFrame>>,
    bytes: BTreeMap<ConnId, Vec<Vec<u8>>>,
    closed: BTreeSet<ConnId>,
    replies: BTreeMap<RequestId, Result<Vec<u8>, Problem>>,
    batches: Vec<usize>,
}

impl Rig {
    fn new() -> Self {
        Self::with(Settings { registration: Registration::Open, ..Settings::default() })
    }

    fn with(settings: Settings) -> Self {
        let now_ms = 1_800_000_000_000;
        let store = MemoryStore::new(StoreEpoch::from_bytes([1; 16]), now_ms);
        Self::over(store, settings, now_ms)
    }

    fn over(mut store: MemoryStore, settings: Settings, now_ms: u64) -> Self {
        let Answer::Boot(boot) = store.read(&Query::Boot).unwrap() else { unreachable!() };
        let names = vec![HOST.to_owned()];
        Self {
            relay: Relay::new(Start { settings, boot, names, secret: [9; 32] }),
            store,
            now_ms,
            next: 0,
            holds_commits: false,
            slow: BTreeSet::new(),
            waiting: VecDeque::new(),
            said: BTreeMap::new(),
            bytes: BTreeMap::new(),
            closed: BTreeSet::new(),
            replies: BTreeMap::new(),
            batches: Vec::new(),
        }
    }

    /// The process dies and starts again over what its store holds.
    fn crash(self, settings: Settings) -> Self {
        Self::over(self.store, settings, self.now_ms)
    }

    /// An operator puts this older image back.
    fn restored(self, image: MemoryStore, settings: Settings) -> Self {
        let image = image.restored(StoreEpoch::from_bytes([2; 16]), self.now_ms);
        Self::over(image, settings, self.now_ms)
    }

    fn event(&mut self, event: Event) {
        self.relay.handle(self.now_ms, event);
        while let Some(output) = self.relay.poll() {
            self.carry_out(output);
        }
    }

    fn carry_out(&mut self, output: Output) {
        // What a driver answers later is answered after the outputs of this event.
        let mut later = Vec::new();
        let mut next = Some(output);
        while let Some(output) = next.take().or_else(|| self.relay.poll()) {
            match output {
                Output::Send { conn, bytes, paced } => {
                    let frame = ServerFrame::decode(&bytes).unwrap();
                    assert!(!self.closed.contains(&conn), "{frame:?} after close");
                    self.said.entry(conn).or_default().push_back(frame);
                    self.bytes.entry(conn).or_default().push(bytes);
                    if paced && !self.slow.contains(&conn) {
                        later.push(Event::Sent { conn });
                    }
                }
                Output::Took { .. } => {}
                Output::Close { conn } => {
                    self.closed.insert(conn);
                    later.push(Event::Closed { conn });
                }
                Output::Reply { request, result } => {
                    assert!(self.replies.insert(request, result).is_none(), "two answers");
                }
                Output::Commit { batch, ops } => {
                    assert!(self.waiting.is_empty(), "two commits under way");
                    self.batches.push(ops.iter().filter(|op| matches!(op, Op::Append(_))).count());
                    self.waiting.push_back((batch, ops));
                }
                Output::Read { task, query } => {
                    later.push(Event::Read { task, answer: self.store.read(&query) });
                }
                Output::Verify { task, check } => {
                    later.push(Event::Verified { task, good: check.run() });
                }
            }
        }
        for event in later {
            self.event(event);
        }
        if !self.holds_commits {
            self.commit();
        }
    }

    /// Commits what waits, and what comes of it.
    fn commit(&mut self) {
        while let Some((batch, ops)) = self.waiting.pop_front() {
            let result = self.store.commit(&ops);
            self.event(Event::Committed { batch, result });
        }
    }

    fn pass(&mut self, ms: u64) {
        let until = self.now_ms + ms;
        while self.relay.wake_at() <= until {
            self.now_ms = self.now_ms.max(self.relay.wake_at());
            self.event(Event::Tick);
        }
        self.now_ms = until;
        self.event(Event::Tick);
    }

    fn ask(&mut self, endpoint: Endpoint, body: Vec<u8>) -> Result<Vec<u8>, Problem> {
        let request = self.start_request(endpoint, body);
        self.replies.remove(&request).expect("an answer")
    }

    fn start_request(&mut self, endpoint: Endpoint, body: Vec<u8>) -> RequestId {
        self.next += 1;
        let request = RequestId(self.next);
        let ip: IpAddr = NEAR.parse().unwrap();
        self.event(Event::Request { request, ip, endpoint, body });
        request
    }

    fn create(&mut self, records: &[Record]) -> Result<Created, Problem> {
        let records = records.iter().map(Record::shared).collect();
        let body = CreateSpace { token: None, records }.encode();
        self.ask(Endpoint::Spaces, body).map(|body| Created::decode(&body).unwrap())
    }

    fn open(&mut self) -> ConnId {
        self.next += 1;
        let conn = ConnId(self.next);
        let mut challenge = [0; 32];
        challenge[..8].copy_from_slice(&self.next.to_be_bytes());
        self.event(Event::Opened { conn, ip: NEAR.parse().unwrap(), challenge });
        conn
    }

    fn tell(&mut self, conn: ConnId, frame: &ClientFrame) {
        self.event(Event::Frame { conn, bytes: frame.encode() });
    }

    fn hear(&mut self, conn: ConnId) -> ServerFrame {
        self.said.get_mut(&conn).and_then(VecDeque::pop_front).expect("a frame")
    }

    fn is_silent(&self, conn: ConnId) -> bool {
        self.said.get(&conn).is_none_or(VecDeque::is_empty)
    }

    /// Hello and Auth; the answer to Auth.
    fn login(&mut self, device: &TestDevice, space: SpaceId) -> (ConnId, ServerFrame) {
        let conn = self.open();
        self.tell(conn, &ClientFrame::Hello { min: 1, max: 1, client: "test".into() });
        let ServerFrame::Welcome { challenge, .. } = self.hear(conn) else {
            panic!("no welcome");
        };
        let (nonce, id) = ([5; 32], device.id());
        let sig = sign(&device.key, &auth_message(HOST, &challenge, &nonce, &space, &id));
        let host = HOST.to_owned();
        self.tell(conn, &ClientFrame::Auth { space, device: id, host, nonce, sig });
        let answer = self.hear(conn);
        (conn, answer)
    }

    /// A reader at a position of a log the relay knows.
    fn reader(&mut self, device: &TestDevice, log: &TestLog, after: u64) -> ConnId {
        let (conn, answer) = self.login(device, log.state.space());
        assert!(matches!(answer, ServerFrame::Ready { .. }), "{answer:?}");
        let answer = self.subscribe(conn, log, after);
        assert!(matches!(answer, ServerFrame::Sub { .. }), "{answer:?}");
        conn
    }

    fn subscribe(&mut self, conn: ConnId, log: &TestLog, after: u64) -> ServerFrame {
        let head = log.head_at(after).unwrap_or(LogHead::ZERO);
        self.tell(conn, &ClientFrame::Subscribe { after, head });
        self.hear(conn)
    }

    fn send(&mut self, conn: ConnId, record: &Record) {
        self.next += 1;
        self.tell(conn, &ClientFrame::Push { req: self.next, record: record.shared() });
    }

    /// Pushes, and the outcome.
    fn push(&mut self, conn: ConnId, record: &Record) -> Outcome {
        self.send(conn, record);
        let req = self.next;
        let said = self.said.entry(conn).or_default();
        let at = said
            .iter()
            .position(|frame| matches!(frame, ServerFrame::Ack { req: r, .. } if *r == req))
            .expect("an ack");
        match said.remove(at) {
            Some(ServerFrame::Ack { outcome, .. }) => outcome,
            other => unreachable!("{other:?}"),
        }
    }

    /// Positions and records of all Data a connection has heard and not yet taken.
    fn data(&mut self, conn: ConnId) -> Vec<(u64, Vec<u8>)> {
        let said = self.said.entry(conn).or_default();
        let mut all = Vec::new();
        said.retain(|frame| match frame {
            ServerFrame::Data { from, records, .. } => {
                for (at, record) in (*from..).zip(records) {
                    all.push((at, record.to_vec()));
                }
                false
            }
            _ => true,
        });
        all
    }

    fn positions(&mut self, conn: ConnId) -> Vec<u64> {
        self.data(conn).into_iter().map(|(position, _)| position).collect()
    }
}

/// Ana, Ben and their couple space, founded on the relay.
struct Couple {
    ana: TestDevice,
    ben: TestDevice,
    log: TestLog,
}

impl Couple {
    fn new(rig: &mut Rig, name: &str) -> Self {
        let couple = Self::unknown(name);
        rig.create(&couple.log.records).unwrap();
        couple
    }

    /// Not yet on any relay.
    fn unknown(name: &str) -> Self {
        let ana = TestDevice::zero(&format!("{name} ana"));
        let ben = TestDevice::one(&format!("{name} ben"));
        let log = TestLog::couple(&ana, &ben).unwrap();
        Self { ana, ben, log }
    }

    fn space(&self) -> SpaceId {
        self.log.state.space()
    }
}

fn refused(code: Code) -> Outcome {
    Outcome::Refused(code)
}
