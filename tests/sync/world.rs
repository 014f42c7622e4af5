//! Two clients, one relay, a virtual clock, and what goes wrong between them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use accord_client_core::sync::{Input, Origin, Output, Phase, Session, Space, http};
use accord_protocol::http::{CreateSpace, Created};
use accord_protocol::ids::{KeyId, StoreEpoch};
use accord_protocol::record::{Kind, Record};
use accord_protocol::signing::sign;
use accord_protocol::testing::{TestDevice, TestLog};
use accord_server::relay::settings::{Registration, Settings};
use accord_server::relay::{
    BatchId, ConnId, Endpoint, Event, Output as Said, Relay, RequestId, Start,
};
use accord_server::store::memory::MemoryStore;
use accord_server::store::{Answer, Op, Query, Store as _};
use rand_core::Rng as _;

use super::client::{Client, Dice, tag_of};

pub(crate) const HOST: &str = "relay.example";
pub(crate) const START_MS: u64 = 1_800_000_000_000;

/// How often what happens.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Plan {
    pub(crate) writes: u32,
    pub(crate) cuts: u32,
    pub(crate) client_crashes: u32,
    pub(crate) relay_crashes: u32,
    pub(crate) restores: u32,
    pub(crate) rotations: u32,
}

#[derive(Debug)]
enum What {
    Open(usize, ConnId),
    Up(ConnId, Vec<u8>),
    Down(usize, ConnId, Vec<u8>),
    Shut(usize, ConnId),
    Disk(usize, u64),
    RelayDisk(u64),
    Wake(usize),
    Write(usize),
    Rotate,
    Cut(usize),
    Crash(usize),
    RelayCrash,
    Backup,
    Restore,
    Posted(usize, u64, RequestId),
}

pub(crate) struct World {
    seed: u64,
    dice: Dice,
    now: u64,
    seq: u64,
    events: BTreeMap<(u64, u64), What>,
    line: BTreeMap<(ConnId, bool), u64>,
    clients: Vec<Client>,
    relay: Relay,
    store: MemoryStore,
    backup: MemoryStore,
    relay_life: u64,
    relay_waiting: VecDeque<(BatchId, Vec<Op>)>,
    open: BTreeMap<ConnId, usize>,
    ids: u64,
    epoch: u8,
    plan: Plan,
    faults: bool,
}

impl World {
    pub(crate) fn new(seed: u64, plan: Plan) -> Self {
        let (ana, ben) = (TestDevice::zero("ana"), TestDevice::one("ben"));
        let mut log = TestLog::found(accord_protocol::body::SpaceType::Couple, &ana).unwrap();
        log.rotate(&ana).unwrap();
        let founding = log.records.clone();
        let join = log.join(&ana, &ben).unwrap();
        let mut store = MemoryStore::new(StoreEpoch::from_bytes([1; 16]), START_MS);
        let relay = relay(&mut store);
        let backup = store.clone();
        let mut world = Self {
            seed,
            dice: Dice(seed ^ 0xacc0_4d00),
            now: START_MS,
            seq: 0,
            events: BTreeMap::new(),
            line: BTreeMap::new(),
            clients: Vec::new(),
            relay,
            store,
            backup,
            relay_life: 0,
            relay_waiting: VecDeque::new(),
            open: BTreeMap::new(),
            ids: 0,
            epoch: 1,
            plan,
            faults: true,
        };
        let found = Space::found(ana.id(), founding).unwrap();
        let follow = Space::follow(found.0.id(), ben.id());
        for (device, (space, save)) in [(ana, found), (ben, follow)] {
            let mut client = Client {
                device,
                space,
                session: Session::new(HOST, "test"),
                link: None,
                life: 0,
                hot: BTreeMap::new(),
                log: BTreeMap::new(),
                pending: VecDeque::from([save]),
                disk_busy: false,
                journal: BTreeSet::new(),
                next_tag: 0,
                parted: false,
                posting: None,
                copies: 0,
            };
            client.write_all();
            world.clients.push(client);
        }
        // Pairing is not the matter here: the JOIN is the first record Ana sends.
        let save = world.clients[0].space.submit(join).unwrap();
        world.clients[0].pending.push_back(save);
        for who in 0..2 {
            world.disk(who);
            world.give(who, Input::WantSync);
        }
        world
    }

    /// Everything of the plan, at random moments of ten minutes.
    pub(crate) fn trouble(&mut self) {
        let plan = self.plan;
        let mut moments = Vec::new();
        for _ in 0..plan.writes {
            moments.push(What::Write(self.roll(2) as usize));
        }
        for _ in 0..plan.cuts {
            moments.push(What::Cut(self.roll(2) as usize));
        }
        for _ in 0..plan.client_crashes {
            moments.push(What::Crash(self.roll(2) as usize));
        }
        for _ in 0..plan.relay_crashes {
            moments.push(What::RelayCrash);
        }
        for _ in 0..plan.rotations {
            moments.push(What::Rotate);
        }
        for what in moments {
            let at = self.now + 5_000 + self.roll(600_000);
            self.at(at, what);
        }
        for n in 0..u64::from(plan.restores) {
            let at = self.now + 5_000 + n * 300_000 + self.roll(100_000);
            self.at(at, What::Backup);
            let until = at + 1 + self.roll(150_000);
            self.at(until, What::Restore);
        }
        let end = self.now + 620_000;
        self.run(end);
    }

    /// Nothing goes wrong any more.
    pub(crate) fn calm(&mut self) {
        self.faults = false;
        let end = self.now + 400_000;
        for who in 0..2 {
            self.give(who, Input::WantSync);
        }
        self.run(end);
    }

    pub(crate) fn check(&self) {
        let seed = self.seed;
        let kept: Vec<_> =
            self.store.log(&self.clients[0].space.id()).iter().map(|e| e.hash).collect();
        for (who, client) in self.clients.iter().enumerate() {
            let name = ["ana", "ben"][who];
            assert!(!client.parted, "seed {seed}: {name} parted");
            assert_eq!(client.copies, 0, "seed {seed}: {name} sees a copy");
            assert_eq!(
                client.space.len(),
                kept.len() as u64,
                "seed {seed}: {name} {:?} {:?} {:?}",
                client.session.phase(),
                client.session.waiting(),
                client.space.flight()
            );
            assert!(client.space.flight().is_none(), "seed {seed}: {name} still sends");
            let stored: Vec<_> = (1..=client.space.len())
                .map(|p| client.log[&client.space.log_row(p)].hash())
                .collect();
            assert_eq!(stored, kept, "seed {seed}: {name}'s log");
            assert_eq!(client.stored().head(), client.space.head());
            let mut seen: BTreeMap<(u64, u64), u32> = BTreeMap::new();
            for record in client.log.values().filter(|r| r.kind() == Kind::Content) {
                *seen.entry(tag_of(record)).or_default() += 1;
            }
            for (author, other) in self.clients.iter().enumerate() {
                for tag in 0..other.next_tag {
                    let n = seen.get(&(author as u64, tag)).copied().unwrap_or(0);
                    assert_eq!(n, 1, "seed {seed}: {name} holds {author}'s {tag} {n} times");
                }
            }
        }
    }

    fn run(&mut self, end: u64) {
        let mut steps = 0;
        loop {
            let relay_at = self.relay.wake_at().max(self.now);
            let next = self.events.first_key_value().map_or(u64::MAX, |(k, _)| k.0);
            if next.min(relay_at) > end {
                break;
            }
            steps += 1;
            assert!(steps < 400_000, "seed {}: busy for ever", self.seed);
            if relay_at < next {
                self.now = relay_at;
                self.relay_event(Event::Tick);
                continue;
            }
            let Some(((at, _), what)) = self.events.pop_first() else { break };
            self.now = at;
            self.happen(what);
        }
        self.now = end;
    }

    fn happen(&mut self, what: What) {
        match what {
            What::Open(who, conn) => {
                if self.clients[who].link != Some(conn) {
                    return;
                }
                let mut challenge = [0; 32];
                challenge[..8].copy_from_slice(&conn.0.to_be_bytes());
                self.open.insert(conn, who);
                let ip = "127.0.0.1".parse().unwrap();
                self.relay_event(Event::Opened { conn, ip, challenge });
                self.give(who, Input::Connected);
            }
            What::Up(conn, bytes) => {
                if self.open.contains_key(&conn) {
                    self.relay_event(Event::Frame { conn, bytes });
                }
            }
            What::Down(who, conn, bytes) => {
                if self.clients[who].link == Some(conn) {
                    self.give(who, Input::Received(&bytes));
                }
            }
            What::Shut(who, conn) => {
                if self.clients[who].link == Some(conn) {
                    self.clients[who].link = None;
                    self.give(who, Input::Closed);
                }
            }
            What::Disk(who, life) => {
                if self.clients[who].life == life {
                    let id = self.clients[who].write_one();
                    self.disk(who);
                    if let Some(id) = id {
                        self.give(who, Input::Saved(id));
                    }
                }
            }
            What::RelayDisk(life) => {
                if self.relay_life == life
                    && let Some((batch, ops)) = self.relay_waiting.pop_front()
                {
                    let result = self.store.commit(&ops);
                    self.relay_event(Event::Committed { batch, result });
                }
            }
            What::Wake(who) => self.give(who, Input::Tick),
            What::Write(who) => {
                let client = &mut self.clients[who];
                client.journal.insert(client.next_tag);
                client.next_tag += 1;
                self.give(who, Input::Changed);
            }
            What::Rotate => self.rotate(),
            What::Cut(who) => self.cut(who),
            What::Crash(who) => {
                self.cut(who);
                self.clients[who].crash();
                self.give(who, Input::WantSync);
            }
            What::RelayCrash => {
                // A commit under way is on disk or not.
                if self.roll(2) == 0
                    && let Some((_, ops)) = self.relay_waiting.pop_front()
                {
                    let _ = self.store.commit(&ops);
                }
                self.restart();
            }
            What::Backup => self.backup = self.store.clone(),
            What::Restore => {
                self.epoch += 1;
                let epoch = StoreEpoch::from_bytes([self.epoch; 16]);
                self.store = self.backup.clone().restored(epoch, self.now);
                self.restart();
            }
            What::Posted(who, life, request) => {
                if self.clients[who].life == life && self.clients[who].posting == Some(request) {
                    self.clients[who].posting = None;
                    let failure = http::registered(None).unwrap_err().problem();
                    self.give(who, Input::Registered(Err(failure)));
                }
            }
        }
    }

    fn restart(&mut self) {
        for who in 0..2 {
            self.cut(who);
        }
        self.relay_life += 1;
        self.relay_waiting.clear();
        self.open.clear();
        self.relay = relay(&mut self.store);
    }

    fn cut(&mut self, who: usize) {
        if let Some(conn) = self.clients[who].link.take() {
            if self.open.remove(&conn).is_some() {
                self.relay_event(Event::Closed { conn });
            }
            self.give(who, Input::Closed);
        }
    }

    fn give(&mut self, who: usize, input: Input<'_>) {
        let now = self.now;
        let client = &mut self.clients[who];
        client.session.handle(&mut client.space, now, &mut self.dice, input);
        self.drain(who);
        self.seal(who);
    }

    /// Seals what the journal holds, as the client would.
    fn seal(&mut self, who: usize) {
        let client = &mut self.clients[who];
        let Some(tag) = client.journal.first().copied() else { return };
        let key = client.space.state().and_then(|s| s.last_key());
        if !client.space.idle_for_sealing() || client.space.state().is_none_or(|s| s.len() < 3) {
            return;
        }
        let Some(key) = key else { return };
        let mut body = vec![0x77; 528];
        body[..8].copy_from_slice(&(who as u64).to_be_bytes());
        body[8..16].copy_from_slice(&tag.to_be_bytes());
        let header = client.space.next_header(Kind::Content, key.key_id, [1; 24]).unwrap();
        let record = Record::sign(&header, &body, &client.device.key).unwrap();
        let save = client.space.submit(record).unwrap();
        client.journal.remove(&tag);
        client.pending.push_back(save);
        self.disk(who);
        self.give(who, Input::Changed);
    }

    /// Ana grants a new key if she can: membership is online only.
    fn rotate(&mut self) {
        let client = &mut self.clients[0];
        if !client.space.idle_for_sealing() || client.session.phase() != Phase::Live {
            return;
        }
        let state = client.space.state().unwrap().clone();
        if state.len() < 3 {
            return;
        }
        let mut keys = TestLog::couple(&client.device, &TestDevice::one("ben")).unwrap().keys(None);
        let mut id = [7; 32];
        id[..8].copy_from_slice(&state.len().to_be_bytes());
        id[8..16].copy_from_slice(&self.seq.to_be_bytes());
        keys.key_id = KeyId::from_bytes(id);
        keys.prev_key_id = state.last_key().unwrap().key_id;
        let header = client.space.next_header(Kind::Rotate, KeyId::ZERO, [0; 24]).unwrap();
        let record = Record::sign(&header, &keys.encode(), &client.device.key).unwrap();
        let save = client.space.submit(record).unwrap();
        client.pending.push_back(save);
        self.disk(0);
        self.give(0, Input::Changed);
    }

    fn drain(&mut self, who: usize) {
        while let Some(output) = self.clients[who].session.poll() {
            let now = self.now;
            let client = &mut self.clients[who];
            match output {
                Output::Dial => {
                    self.ids += 1;
                    let conn = ConnId(self.ids);
                    client.link = Some(conn);
                    let at = now + 1 + self.roll(40);
                    self.at(at, What::Open(who, conn));
                }
                Output::Send(bytes) => {
                    if let Some(conn) = client.link {
                        let at = self.arrival(conn, true);
                        self.at(at, What::Up(conn, bytes));
                    }
                }
                Output::Close(_) => {
                    if let Some(conn) = client.link.take()
                        && self.open.remove(&conn).is_some()
                    {
                        self.relay_event(Event::Closed { conn });
                    }
                }
                Output::SignAuth(message) => {
                    let signature = sign(&client.device.key, &message);
                    client.session.handle(
                        &mut client.space,
                        now,
                        &mut self.dice,
                        Input::Signed(signature),
                    );
                }
                Output::Save(save) => {
                    client.pending.push_back(save);
                    self.disk(who);
                }
                Output::Incoming(run) => {
                    for arrived in run {
                        let own = arrived.record.device() == client.device.id();
                        client.copies += u32::from(arrived.origin == Origin::Copy);
                        if own && arrived.record.kind() == Kind::Content {
                            client.journal.remove(&tag_of(&arrived.record).1);
                        }
                    }
                    let save = client.space.accept().unwrap();
                    client.pending.push_back(save);
                    self.disk(who);
                    let client = &mut self.clients[who];
                    client.session.handle(&mut client.space, now, &mut self.dice, Input::Changed);
                }
                Output::Refused { record, .. } if record.kind() == Kind::Content => {
                    client.journal.insert(tag_of(&record).1);
                }
                Output::NeedRows { from, to } => {
                    let rows = (from..=to)
                        .map_while(|p| client.log.get(&client.space.log_row(p)).cloned())
                        .take(5);
                    let records = rows.collect();
                    client.session.handle(
                        &mut client.space,
                        now,
                        &mut self.dice,
                        Input::Rows { from, records },
                    );
                }
                Output::Register(records) => {
                    self.ids += 1;
                    let request = RequestId(self.ids);
                    client.posting = Some(request);
                    let body = CreateSpace {
                        token: None,
                        records: records.iter().map(Record::shared).collect(),
                    };
                    let life = client.life;
                    self.at(now + 30_000, What::Posted(who, life, request));
                    let ip = "127.0.0.1".parse().unwrap();
                    self.relay_event(Event::Request {
                        request,
                        ip,
                        endpoint: Endpoint::Spaces,
                        body: body.encode(),
                    });
                }
                Output::Parted { .. } => client.parted = true,
                Output::Wake(at) => self.at(at, What::Wake(who)),
                _ => {}
            }
        }
    }

    fn relay_event(&mut self, event: Event) {
        let mut queue = VecDeque::from([event]);
        while let Some(event) = queue.pop_front() {
            self.relay.handle(self.now, event);
            while let Some(said) = self.relay.poll() {
                match said {
                    Said::Send { conn, bytes, paced } => {
                        if let Some(who) = self.open.get(&conn).copied() {
                            let at = self.arrival(conn, false);
                            self.at(at, What::Down(who, conn, bytes));
                        }
                        if paced {
                            queue.push_back(Event::Sent { conn });
                        }
                    }
                    Said::Took { .. } => {}
                    Said::Close { conn } => {
                        if let Some(who) = self.open.remove(&conn) {
                            let at = self.arrival(conn, false);
                            self.at(at, What::Shut(who, conn));
                        }
                        queue.push_back(Event::Closed { conn });
                    }
                    Said::Reply { request, result } => {
                        let who = self.clients.iter().position(|c| c.posting == Some(request));
                        if let Some(who) = who {
                            self.clients[who].posting = None;
                            let answer = result.map(|body| Created::decode(&body).unwrap());
                            self.give(who, Input::Registered(answer));
                        }
                    }
                    Said::Commit { batch, ops } => {
                        self.relay_waiting.push_back((batch, ops));
                        let at = self.now + self.roll(8);
                        let life = self.relay_life;
                        self.at(at, What::RelayDisk(life));
                    }
                    Said::Read { task, query } => {
                        let answer = self.store.read(&query);
                        queue.push_back(Event::Read { task, answer });
                    }
                    Said::Verify { task, check } => {
                        queue.push_back(Event::Verified { task, good: check.run() });
                    }
                }
            }
        }
    }

    /// Lets a client's disk work if it is not.
    fn disk(&mut self, who: usize) {
        let client = &mut self.clients[who];
        if client.disk_busy || client.pending.is_empty() {
            return;
        }
        client.disk_busy = true;
        let life = client.life;
        let at = self.now + self.roll(if self.faults { 60 } else { 5 });
        self.at(at, What::Disk(who, life));
    }

    /// When the next message of one direction arrives: never before an earlier one.
    fn arrival(&mut self, conn: ConnId, up: bool) -> u64 {
        let slow = if self.faults && self.roll(40) == 0 { self.roll(5_000) } else { 0 };
        let at = self.now + 1 + self.roll(30) + slow;
        let last = self.line.entry((conn, up)).or_default();
        *last = at.max(*last);
        *last
    }

    fn at(&mut self, at: u64, what: What) {
        self.seq += 1;
        self.events.insert((at, self.seq), what);
    }

    fn roll(&mut self, below: u64) -> u64 {
        self.dice.next_u64() % below
    }
}

fn relay(store: &mut MemoryStore) -> Relay {
    let Answer::Boot(boot) = store.read(&Query::Boot).unwrap() else { unreachable!() };
    let settings = Settings { registration: Registration::Open, ..Settings::default() };
    Relay::new(Start { settings, boot, names: vec![HOST.to_owned()], secret: [9; 32] })
}
