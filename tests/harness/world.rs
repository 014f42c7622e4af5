//! A world: homes, one relay, a network between them, and a clock that only moves when nothing else can.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::net::{IpAddr, Ipv4Addr};

use accord_client_core::client::Client;
use accord_client_core::client::command::{Command, Outcome};
use accord_client_core::client::io::{Event as Said, Input, Link, Output, Ticket};
use accord_client_core::crypto::{Secret, StoreKey};
use accord_client_core::store::memory::{Disk, MemoryStore};
use accord_client_core::store::{Store, StoreFault, block_on};
use accord_client_core::time::Now;
use accord_protocol::ids::StoreEpoch;
use accord_server::relay::settings::{Registration, Settings};
use accord_server::relay::{ConnId, Endpoint, Event, Output as Out, Relay, RequestId, Start};
use accord_server::store::memory::MemoryStore as RelayStore;
use accord_server::store::{Store as _, StoreError};

use crate::rng::Seeded;

/// Where the relay is dialled.
pub const HOST: &str = "localhost:8787";
/// The same as a person types it.
pub const URL: &str = "http://localhost:8787";

/// A home of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HomeId(pub usize);

/// One device: its client while the process lives, and its disk.
pub struct HomeHost {
    /// What the process holds; `None` while it is not running.
    pub client: Option<Client>,
    store: Option<MemoryStore>,
    /// What survives it.
    pub disk: Disk,
    key: [u8; 32],
    /// Added to the world's clock: a wrong clock.
    pub clock_off_ms: i64,
    /// Its zone.
    pub zone: String,
    /// Whether the radio is on.
    pub online: bool,
    links: BTreeMap<Link, ConnId>,
    wake: Option<u64>,
    replies: BTreeMap<Ticket, Outcome>,
    /// What a watching screen was told.
    pub events: Vec<Said>,
    started_ms: u64,
    generation: u64,
}

struct Conn {
    home: HomeId,
    link: Link,
}

/// What is on its way.
enum Parcel {
    Open { conn: ConnId },
    ToRelay { conn: ConnId, bytes: Vec<u8> },
    RelayHearsClose { conn: ConnId },
    Connected { conn: ConnId },
    ToHome { conn: ConnId, bytes: Vec<u8> },
    HomeHearsClose { conn: ConnId },
    Ask { home: HomeId, generation: u64, request: u64, endpoint: Endpoint, body: Vec<u8> },
    Answer { home: HomeId, generation: u64, request: u64, answer: Option<(u16, Vec<u8>)> },
}

struct Due {
    at_ms: u64,
    order: u64,
    parcel: Parcel,
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        (self.at_ms, self.order) == (other.at_ms, other.order)
    }
}
impl Eq for Due {}
impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Due {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at_ms, self.order).cmp(&(other.at_ms, other.order))
    }
}

/// How the network behaves.
#[derive(Debug, Clone, Copy)]
pub struct Net {
    /// Milliseconds every parcel takes.
    pub delay_ms: u64,
    /// Up to so many more, by chance.
    pub jitter_ms: u64,
    /// One parcel in so many breaks its connection; 0 for never.
    pub cut_one_in: u64,
}

impl Default for Net {
    fn default() -> Self {
        Self { delay_ms: 5, jitter_ms: 0, cut_one_in: 0 }
    }
}

/// Homes, a relay and the time.
pub struct World {
    /// Milliseconds since 1970 for everybody whose clock is right.
    pub now_ms: u64,
    /// The world's chance.
    pub rng: Seeded,
    /// The devices.
    pub homes: Vec<HomeHost>,
    relay: Option<Relay>,
    /// What the relay keeps.
    pub relay_store: RelayStore,
    /// How the network behaves.
    pub net: Net,
    queue: BinaryHeap<Reverse<Due>>,
    order: u64,
    conns: BTreeMap<ConnId, Conn>,
    /// When the last parcel on a connection arrives, each way: a stream keeps its order.
    clear: BTreeMap<(ConnId, bool), u64>,
    next_conn: u64,
    requests: BTreeMap<RequestId, (HomeId, u64, u64)>,
    next_request: u64,
    settings: Settings,
}

const START_MS: u64 = 1_795_348_800_000; // 2026-11-22T12:00Z

impl World {
    /// A world with an open relay and no homes.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut rng = Seeded::new(seed);
        let epoch = StoreEpoch::from_bytes(fill(&mut rng));
        let settings = Settings { registration: Registration::Open, ..Settings::default() };
        let mut world = Self {
            now_ms: START_MS,
            relay_store: RelayStore::new(epoch, START_MS),
            rng,
            homes: Vec::new(),
            relay: None,
            net: Net::default(),
            queue: BinaryHeap::new(),
            order: 0,
            conns: BTreeMap::new(),
            clear: BTreeMap::new(),
            next_conn: 1,
            requests: BTreeMap::new(),
            next_request: 1,
            settings,
        };
        world.start_relay();
        world
    }

    /// A new device without an identity.
    pub fn add_home(&mut self, zone: &str) -> HomeId {
        let disk = Disk::new();
        let key = fill(&mut self.rng);
        self.add_disk(disk, key, zone)
    }

    fn add_disk(&mut self, disk: Disk, key: [u8; 32], zone: &str) -> HomeId {
        let id = HomeId(self.homes.len());
        self.homes.push(HomeHost {
            client: None,
            store: None,
            disk,
            key,
            clock_off_ms: 0,
            zone: zone.into(),
            online: true,
            links: BTreeMap::new(),
            wake: None,
            replies: BTreeMap::new(),
            events: Vec::new(),
            started_ms: self.now_ms,
            generation: 0,
        });
        self.boot(id).expect("an empty disk opens");
        id
    }

    /// A second machine with a copy of a home's disk.
    pub fn copy_home(&mut self, of: HomeId) -> HomeId {
        let (disk, key, zone) =
            (self.homes[of.0].disk.image(), self.homes[of.0].key, self.homes[of.0].zone.clone());
        self.add_disk(disk, key, &zone)
    }

    /// Starts a device's process from its disk.
    ///
    /// # Errors
    /// What the store says; a damaged store is `Err` as well.
    pub fn boot(&mut self, id: HomeId) -> Result<(), StoreFault> {
        let now = self.now_ms;
        let home = &mut self.homes[id.0];
        let mut store = home.disk.open()?;
        let snapshot = block_on(store.load())?;
        let key = StoreKey::from_secret(Secret::from_bytes(home.key));
        home.client = Some(Client::open(key, &snapshot).expect("a store this harness wrote opens"));
        home.store = Some(store);
        home.started_ms = now;
        home.generation += 1;
        home.wake = None;
        Ok(())
    }

    /// Ends a device's process without a word.
    pub fn kill(&mut self, id: HomeId) {
        let home = &mut self.homes[id.0];
        home.client = None;
        home.store = None;
        home.wake = None;
        home.replies.clear();
        let links: Vec<ConnId> = std::mem::take(&mut home.links).into_values().collect();
        for conn in links {
            self.hang_up(conn);
        }
    }

    /// Ends a device's process and starts it again.
    pub fn reboot(&mut self, id: HomeId) {
        self.kill(id);
        self.boot(id).expect("the disk opens again");
    }

    /// Starts the relay from its store.
    pub fn start_relay(&mut self) {
        let boot = match self.relay_store.read(&accord_server::store::Query::Boot) {
            Ok(accord_server::store::Answer::Boot(boot)) => boot,
            other => unreachable!("a memory store knows its boot: {other:?}"),
        };
        let start = Start {
            settings: self.settings.clone(),
            boot,
            names: vec![HOST.into()],
            secret: fill(&mut self.rng),
        };
        self.relay = Some(Relay::new(start));
    }

    /// Kills the relay: every connection breaks, what was not committed is gone.
    pub fn kill_relay(&mut self) {
        self.relay = None;
        self.requests.clear();
        let conns: Vec<ConnId> = self.conns.keys().copied().collect();
        for conn in conns {
            self.post(conn, false, Parcel::HomeHearsClose { conn });
        }
    }

    /// Whether the relay runs.
    #[must_use]
    pub fn relay_is_up(&self) -> bool {
        self.relay.is_some()
    }

    /// Carries out a command and lets the world run until it is answered.
    pub fn run(&mut self, id: HomeId, command: Command) -> Outcome {
        let ticket = self.start(id, command);
        for _ in 0..200_000 {
            if let Some(outcome) = self.homes[id.0].replies.remove(&ticket) {
                return outcome;
            }
            assert!(self.step(), "a command waits and nothing is left to happen");
        }
        unreachable!("a command was not answered in 200,000 steps");
    }

    /// Starts a command.
    pub fn start(&mut self, id: HomeId, command: Command) -> Ticket {
        let ticket = self.rng.next();
        self.feed(id, Input::Command { ticket, command });
        ticket
    }

    /// The answer to a started command.
    pub fn answer(&mut self, id: HomeId, ticket: Ticket) -> Option<Outcome> {
        self.homes[id.0].replies.remove(&ticket)
    }

    /// Lets the world run for so long.
    pub fn pass(&mut self, ms: u64) {
        let until = self.now_ms + ms;
        while self.next_at().is_some_and(|at| at <= until) {
            self.step();
        }
        self.now_ms = self.now_ms.max(until);
    }

    /// Lets the next thing happen. False if there is none.
    pub fn step(&mut self) -> bool {
        let Some(at) = self.next_at() else { return false };
        self.now_ms = self.now_ms.max(at);
        let parcel_at = self.queue.peek().map(|Reverse(due)| due.at_ms);
        if parcel_at == Some(at) {
            if let Some(Reverse(due)) = self.queue.pop() {
                self.deliver(due.parcel);
            }
            return true;
        }
        let sleeper = (0..self.homes.len()).find(|i| self.wake_at(HomeId(*i)) == Some(at));
        if let Some(i) = sleeper {
            self.homes[i].wake = None;
            self.feed(HomeId(i), Input::Tick);
            return true;
        }
        self.relay_takes(Event::Tick);
        true
    }

    fn next_at(&self) -> Option<u64> {
        let parcel = self.queue.peek().map(|Reverse(due)| due.at_ms);
        let homes = (0..self.homes.len()).filter_map(|i| self.wake_at(HomeId(i)));
        let busy = homes.min();
        // The relay's own timers matter only while somebody is there; else its sweeps would run for ever.
        let relay =
            self.relay.as_ref().filter(|_| parcel.is_some() || busy.is_some()).map(Relay::wake_at);
        [parcel, busy, relay].into_iter().flatten().min().map(|at| at.max(self.now_ms))
    }

    fn wake_at(&self, id: HomeId) -> Option<u64> {
        let home = &self.homes[id.0];
        home.client.as_ref()?;
        home.wake.map(|mono| home.started_ms + mono)
    }

    /// The time as a device sees it.
    #[must_use]
    pub fn now(&self, id: HomeId) -> Now {
        let home = &self.homes[id.0];
        let unix = i64::try_from(self.now_ms).unwrap_or(i64::MAX) + home.clock_off_ms;
        Now { unix_ms: unix, mono_ms: self.now_ms - home.started_ms, zone: home.zone.clone() }
    }

    /// Gives a device one input and does what it asks.
    pub fn feed(&mut self, id: HomeId, input: Input) {
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            let now = self.now(id);
            let Some(client) = &mut self.homes[id.0].client else { return };
            client.handle(&now, &mut self.rng, input);
            let mut answers = Vec::new();
            while let Some(output) = self.homes[id.0].client.as_mut().and_then(Client::poll) {
                if let Some(answer) = self.perform(id, output) {
                    answers.push(answer);
                }
            }
            answers.reverse();
            inputs.extend(answers);
        }
    }

    fn perform(&mut self, id: HomeId, output: Output) -> Option<Input> {
        if std::env::var_os("TRACE").is_some() {
            let mut line = format!("{} {:?} {output:?}", self.now_ms - START_MS, id);
            line.truncate(220);
            eprintln!("{line}");
        }
        match output {
            Output::Save(batch) => {
                let store = self.homes[id.0].store.as_mut()?;
                Some(match block_on(store.commit(&batch)) {
                    Ok(()) => Input::Saved { batch: batch.id },
                    Err(fault) => Input::SaveFailed { batch: batch.id, fault },
                })
            }
            Output::Read { read, table, from, to, max_bytes } => {
                let store = self.homes[id.0].store.as_mut()?;
                Some(Input::Rows { read, rows: block_on(store.read(table, &from, &to, max_bytes)) })
            }
            Output::Dial { link, .. } => {
                let conn = ConnId(self.next_conn);
                self.next_conn += 1;
                self.homes[id.0].links.insert(link, conn);
                self.conns.insert(conn, Conn { home: id, link });
                self.post(conn, true, Parcel::Open { conn });
                None
            }
            Output::Send { link, bytes } => {
                if let Some(conn) = self.homes[id.0].links.get(&link).copied() {
                    self.post(conn, true, Parcel::ToRelay { conn, bytes });
                }
                None
            }
            Output::Close { link } => {
                if let Some(conn) = self.homes[id.0].links.remove(&link) {
                    self.hang_up(conn);
                }
                None
            }
            Output::Http { request, url, body } => {
                let generation = self.homes[id.0].generation;
                let endpoint = self.endpoint(&url);
                let parcel = match endpoint {
                    Some(endpoint) if self.homes[id.0].online => Parcel::Ask {
                        home: id,
                        generation,
                        request,
                        endpoint,
                        body: body.unwrap_or_default(),
                    },
                    _ => Parcel::Answer { home: id, generation, request, answer: None },
                };
                self.post_free(parcel);
                None
            }
            Output::Reply { ticket, outcome } => {
                self.homes[id.0].replies.insert(ticket, *outcome);
                None
            }
            Output::Event(event) => {
                self.homes[id.0].events.push(event);
                None
            }
            Output::Wake { at_mono_ms } => {
                self.homes[id.0].wake = Some(at_mono_ms);
                None
            }
        }
    }

    fn endpoint(&mut self, url: &str) -> Option<Endpoint> {
        use accord_protocol::http;
        let path = url.strip_prefix(URL)?;
        Some(match path {
            http::SPACES_PATH => Endpoint::Spaces,
            http::MAILBOX_PUT_PATH => Endpoint::MailboxPut,
            http::MAILBOX_GET_PATH => Endpoint::MailboxGet,
            http::MAILBOX_CLOSE_PATH => Endpoint::MailboxClose,
            http::LOOKUP_PATH => Endpoint::Lookup,
            http::END_PATH => Endpoint::End,
            http::CHALLENGE_PATH => Endpoint::Challenge { fresh: fill(&mut self.rng) },
            http::EXCHANGE_PATH => Endpoint::Exchange,
            _ => return None,
        })
    }

    /// Puts a parcel on a connection's stream, where nothing overtakes.
    fn post(&mut self, conn: ConnId, to_relay: bool, parcel: Parcel) {
        let at = self.now_ms
            + self.net.delay_ms
            + if self.net.jitter_ms > 0 { self.rng.below(self.net.jitter_ms) } else { 0 };
        let clear = self.clear.entry((conn, to_relay)).or_insert(0);
        let at_ms = at.max(*clear);
        *clear = at_ms;
        self.order += 1;
        self.queue.push(Reverse(Due { at_ms, order: self.order, parcel }));
    }

    fn post_free(&mut self, parcel: Parcel) {
        let at_ms = self.now_ms + self.net.delay_ms;
        self.order += 1;
        self.queue.push(Reverse(Due { at_ms, order: self.order, parcel }));
    }

    /// A connection ends: the relay hears of it later.
    fn hang_up(&mut self, conn: ConnId) {
        if self.conns.remove(&conn).is_some() {
            self.post(conn, true, Parcel::RelayHearsClose { conn });
        }
    }

    fn deliver(&mut self, parcel: Parcel) {
        if self.net.cut_one_in > 0
            && self.rng.one_in(self.net.cut_one_in)
            && let Parcel::ToRelay { conn, .. } | Parcel::ToHome { conn, .. } = parcel
        {
            self.cut(conn);
            return;
        }
        match parcel {
            Parcel::Open { conn } => {
                let there = self.relay.is_some()
                    && self.conns.get(&conn).is_some_and(|c| self.homes[c.home.0].online);
                if there {
                    let challenge = fill(&mut self.rng);
                    self.post(conn, false, Parcel::Connected { conn });
                    self.relay_takes(Event::Opened {
                        conn,
                        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
                        challenge,
                    });
                } else {
                    self.post(conn, false, Parcel::HomeHearsClose { conn });
                }
            }
            Parcel::ToRelay { conn, bytes } => self.relay_takes(Event::Frame { conn, bytes }),
            Parcel::RelayHearsClose { conn } => self.relay_takes(Event::Closed { conn }),
            Parcel::Connected { conn } => {
                if let Some(Conn { home, link }) = self.conns.get(&conn) {
                    let (home, link) = (*home, *link);
                    self.feed(home, Input::Connected { link });
                }
            }
            Parcel::ToHome { conn, bytes } => {
                if let Some(Conn { home, link }) = self.conns.get(&conn) {
                    let (home, link) = (*home, *link);
                    self.feed(home, Input::Received { link, bytes });
                }
            }
            Parcel::HomeHearsClose { conn } => {
                if let Some(Conn { home, link }) = self.conns.remove(&conn) {
                    self.homes[home.0].links.remove(&link);
                    self.feed(home, Input::Closed { link });
                }
            }
            Parcel::Ask { home, generation, request, endpoint, body } => {
                if self.relay.is_none() {
                    self.post_free(Parcel::Answer { home, generation, request, answer: None });
                    return;
                }
                let id = RequestId(self.next_request);
                self.next_request += 1;
                self.requests.insert(id, (home, generation, request));
                self.relay_takes(Event::Request {
                    request: id,
                    ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
                    endpoint,
                    body,
                });
            }
            Parcel::Answer { home, generation, request, answer } => {
                if self.homes[home.0].generation == generation {
                    self.feed(home, Input::Http { request, answer });
                }
            }
        }
    }

    /// A connection breaks in the middle: both sides hear of it.
    pub fn cut(&mut self, conn: ConnId) {
        self.post(conn, false, Parcel::HomeHearsClose { conn });
        self.post(conn, true, Parcel::RelayHearsClose { conn });
    }

    fn relay_takes(&mut self, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            let now = self.now_ms;
            let Some(relay) = &mut self.relay else { return };
            relay.handle(now, event);
            let mut answers = Vec::new();
            while let Some(output) = self.relay.as_mut().and_then(Relay::poll) {
                if let Some(answer) = self.relay_does(output) {
                    answers.push(answer);
                }
            }
            answers.reverse();
            events.extend(answers);
        }
    }

    fn relay_does(&mut self, output: Out) -> Option<Event> {
        match output {
            Out::Send { conn, bytes, paced } => {
                self.post(conn, false, Parcel::ToHome { conn, bytes });
                paced.then_some(Event::Sent { conn })
            }
            Out::Took { .. } => None,
            Out::Close { conn } => {
                self.post(conn, false, Parcel::HomeHearsClose { conn });
                Some(Event::Closed { conn })
            }
            Out::Reply { request, result } => {
                let (home, generation, request) = self.requests.remove(&request)?;
                let answer = match result {
                    Ok(body) => (200, body),
                    Err(problem) => (problem.code.http_status(), problem.encode()),
                };
                self.post_free(Parcel::Answer { home, generation, request, answer: Some(answer) });
                None
            }
            Out::Commit { batch, ops } => {
                let result: Result<(), StoreError> = self.relay_store.commit(&ops);
                Some(Event::Committed { batch, result })
            }
            Out::Read { task, query } => {
                Some(Event::Read { task, answer: self.relay_store.read(&query) })
            }
            Out::Verify { task, check } => Some(Event::Verified { task, good: check.run() }),
        }
    }
}

fn fill<const N: usize>(rng: &mut Seeded) -> [u8; N] {
    let mut bytes = [0; N];
    rand_core::Rng::fill_bytes(rng, &mut bytes);
    bytes
}
