//! A world: homes, relays, a network between them, and a clock that only moves when nothing else can.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use accord_client_core::client::Client;
use accord_client_core::client::answers::{Kind, answers, fits};
use accord_client_core::client::command::{Command, Outcome};
use accord_client_core::client::io::{Event as Said, Input, Link, Output, Ticket};
use accord_client_core::crypto::{Secret, StoreKey};
use accord_client_core::store::memory::{Disk, MemoryStore};
use accord_client_core::store::{Store, StoreFault, block_on};
use accord_client_core::time::Now;
use accord_protocol::frame::ClientFrame;
use accord_server::relay::{ConnId, Event, Relay};

use crate::hostile::Hostile;
use crate::network::{Ask, Conn, Due, Net, Parcel};
use crate::relays::RelayHost;
use crate::rng::{Seeded, fill};
use crate::tap::{Brief, Tap};

/// Where the relay is dialled.
pub const HOST: &str = "localhost:8787";
/// The same as a person types it.
pub const URL: &str = "http://localhost:8787";
/// Another name of every relay.
pub const OTHER_HOST: &str = "127.0.0.1:8787";
/// The same as a person types it.
pub const OTHER_URL: &str = "http://127.0.0.1:8787";

/// Most steps between a command and its answer. More is a busy loop.
const MAX_STEPS: u64 = 20_000;

/// A home of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HomeId(pub usize);

/// One device: its client while the process lives, and its disk.
pub struct HomeHost {
    /// What the process holds; `None` while it is not running.
    pub client: Option<Client>,
    pub(crate) store: Option<MemoryStore>,
    /// What survives it.
    pub disk: Disk,
    pub(crate) key: [u8; 32],
    /// Added to the world's clock: a wrong clock.
    pub clock_off_ms: i64,
    /// Its zone.
    pub zone: String,
    /// Whether the radio is on.
    pub online: bool,
    /// Number of the relay it reaches.
    pub dials: usize,
    /// Milliseconds until its disk says what became of a batch; 0 for at once.
    pub disk_ms: u64,
    pub(crate) links: BTreeMap<Link, ConnId>,
    wake: Option<u64>,
    replies: BTreeMap<Ticket, Outcome>,
    /// What each command not answered yet may be answered with.
    asked: BTreeMap<Ticket, &'static [Kind]>,
    /// What a watching screen was told.
    pub events: Vec<Said>,
    started_ms: u64,
    pub(crate) generation: u64,
    /// What its store failed with: nothing behind that is saved until it is opened again.
    failed: Option<StoreFault>,
}

/// Homes, a relay and the time.
pub struct World {
    /// Milliseconds since 1970 for everybody whose clock is right.
    pub now_ms: u64,
    /// The world's chance.
    pub rng: Seeded,
    /// The devices.
    pub homes: Vec<HomeHost>,
    /// The relays; homes dial the first one unless told otherwise.
    pub relays: Vec<RelayHost>,
    /// How the network behaves.
    pub net: Net,
    /// What went over the wire to the first relay.
    pub tap: Tap,
    /// The relays mean harm.
    pub hostile: Option<Hostile>,
    /// Things that happened so far.
    pub steps: u64,
    pub(crate) queue: BinaryHeap<Reverse<Due>>,
    pub(crate) order: u64,
    pub(crate) conns: BTreeMap<ConnId, Conn>,
    /// When the last parcel on a connection arrives, each way: a stream keeps its order.
    pub(crate) clear: BTreeMap<(ConnId, bool), u64>,
    next_conn: u64,
    pub(crate) next_request: u64,
    trace: u64,
    tells: bool,
}

const START_MS: u64 = 1_795_348_800_000; // 2026-11-22T12:00Z

impl World {
    /// A world with an open relay and no homes.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut world = Self {
            now_ms: START_MS,
            rng: Seeded::new(seed),
            homes: Vec::new(),
            relays: Vec::new(),
            net: Net::default(),
            tap: Tap::default(),
            hostile: None,
            steps: 0,
            queue: BinaryHeap::new(),
            order: 0,
            conns: BTreeMap::new(),
            clear: BTreeMap::new(),
            next_conn: 1,
            next_request: 1,
            trace: 0xcbf2_9ce4_8422_2325,
            tells: std::env::var_os("ACCORD_SIM_TRACE").is_some(),
        };
        let store = world.fresh_store();
        world.add_relay(store);
        world
    }

    /// A number that differs where two runs differed in anything sent, saved or answered.
    #[must_use]
    pub const fn trace(&self) -> u64 {
        self.trace
    }

    /// With `ACCORD_SIM_TRACE` set, prints a line with the time.
    pub fn say_trace(&self, what: &str) {
        if self.tells {
            let line: String = what.chars().take(220).collect();
            eprintln!("{} {line}", self.now_ms - START_MS);
        }
    }

    /// Folds something that happened into the trace.
    pub(crate) fn note(&mut self, what: u64, bytes: &[u8]) {
        let mut fold = |word: u64| {
            self.trace = (self.trace ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
        };
        fold(what);
        fold(self.now_ms);
        fold(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            fold(u64::from_le_bytes(word));
        }
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
            dials: 0,
            disk_ms: 0,
            links: BTreeMap::new(),
            wake: None,
            replies: BTreeMap::new(),
            asked: BTreeMap::new(),
            events: Vec::new(),
            started_ms: self.now_ms,
            generation: 0,
            failed: None,
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
        home.failed = None;
        self.tap.forget_told();
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

    /// Whether a device's process runs: a crash or a failed disk ends it.
    #[must_use]
    pub fn is_up(&self, id: HomeId) -> bool {
        self.homes[id.0].client.is_some()
    }

    /// Carries out a command and lets the world run until it is answered.
    ///
    /// # Panics
    /// If the process ended before it answered, or nothing is left to happen.
    pub fn run(&mut self, id: HomeId, command: Command) -> Outcome {
        self.attempt(id, command).expect("the process lives until it answered")
    }

    /// The same where the process may end before it answers: `None` then.
    ///
    /// # Panics
    /// If a running process does not answer.
    pub fn attempt(&mut self, id: HomeId, command: Command) -> Option<Outcome> {
        let ticket = self.start(id, command);
        let until = self.steps + MAX_STEPS;
        loop {
            if let Some(outcome) = self.homes[id.0].replies.remove(&ticket) {
                return Some(outcome);
            }
            if !self.is_up(id) {
                return None;
            }
            assert!(self.step(), "a command waits and nothing is left to happen");
            assert!(self.steps < until, "a command was not answered in {MAX_STEPS} steps");
        }
    }

    /// Starts a command.
    pub fn start(&mut self, id: HomeId, command: Command) -> Ticket {
        let ticket = self.rng.next();
        self.homes[id.0].asked.insert(ticket, answers(&command));
        self.feed(id, Input::Command { ticket, command });
        ticket
    }

    /// The answer to a started command.
    pub fn answer(&mut self, id: HomeId, ticket: Ticket) -> Option<Outcome> {
        self.homes[id.0].replies.remove(&ticket)
    }

    /// Lets the world run for so long.
    ///
    /// # Panics
    /// If more happens than time allows: somebody spins.
    pub fn pass(&mut self, ms: u64) {
        let (until, most) = (self.now_ms + ms, self.steps + MAX_STEPS + ms / 1_000);
        while self.next_at().is_some_and(|at| at <= until) {
            self.step();
            assert!(self.steps < most, "somebody spins");
        }
        self.now_ms = self.now_ms.max(until);
    }

    /// Lets the next thing happen. False if there is none.
    pub fn step(&mut self) -> bool {
        let Some(at) = self.next_at() else { return false };
        self.now_ms = self.now_ms.max(at);
        self.steps += 1;
        if self.queue.peek().is_some_and(|Reverse(due)| due.at_ms <= self.now_ms) {
            if let Some(Reverse(due)) = self.queue.pop() {
                self.deliver(due.parcel);
            }
            return true;
        }
        let now = self.now_ms;
        let sleeper = (0..self.homes.len())
            .find(|i| self.wake_at(HomeId(*i)).is_some_and(|wake| wake <= now));
        if let Some(i) = sleeper {
            self.homes[i].wake = None;
            self.feed(HomeId(i), Input::Tick);
            return true;
        }
        let due = (0..self.relays.len())
            .find(|i| self.relays[*i].relay.as_ref().is_some_and(|relay| relay.wake_at() <= now));
        if let Some(relay) = due {
            self.relay_takes(relay, Event::Tick);
        }
        true
    }

    fn next_at(&self) -> Option<u64> {
        let parcel = self.queue.peek().map(|Reverse(due)| due.at_ms);
        let homes = (0..self.homes.len()).filter_map(|i| self.wake_at(HomeId(i)));
        let busy = homes.min();
        // A relay's own timers matter only while somebody is there; else its sweeps would run for ever.
        let somebody = parcel.is_some() || busy.is_some();
        let relays = self.relays.iter().filter_map(|host| host.relay.as_ref());
        let relay = relays.filter(|_| somebody).map(Relay::wake_at).min();
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
            let mut outputs = Vec::new();
            while let Some(output) = self.homes[id.0].client.as_mut().and_then(Client::poll) {
                outputs.push(output);
            }
            // The disk comes last: whatever else is let out must not depend on it, should it fail.
            outputs.sort_by_key(|output| matches!(output, Output::Save(_) | Output::Read { .. }));
            let answers = outputs.into_iter().filter_map(|output| self.perform(id, output));
            let mut answers: Vec<Input> = answers.collect();
            answers.reverse();
            inputs.extend(answers);
        }
        if self.homes[id.0].client.as_ref().is_some_and(|client| client.broken().is_some()) {
            // As the driver does: what was answered stays answered, the process ends.
            let replies = std::mem::take(&mut self.homes[id.0].replies);
            self.kill(id);
            self.homes[id.0].replies = replies;
        }
    }

    fn perform(&mut self, id: HomeId, output: Output) -> Option<Input> {
        if self.tells {
            match &output {
                Output::Send { link, bytes } => {
                    let frame = ClientFrame::decode(bytes).map(Brief::client);
                    self.say_trace(&format!("{id:?} {link:?} -> {frame:?}"));
                }
                Output::Wake { .. } => {}
                output => self.say_trace(&format!("{id:?} {output:?}")),
            }
        }
        match output {
            Output::Save(batch) => {
                let failed = self.homes[id.0].failed.clone();
                let store = self.homes[id.0].store.as_mut()?;
                let committed = match failed {
                    Some(fault) => Err(fault),
                    None => block_on(store.commit(&batch)),
                };
                self.homes[id.0].failed = committed.as_ref().err().cloned();
                let input = match committed {
                    Ok(()) => Input::Saved { batch: batch.id },
                    // A store that is dead died with its process.
                    Err(StoreFault::Io(std::io::ErrorKind::BrokenPipe)) => {
                        self.kill(id);
                        return None;
                    }
                    Err(fault) => Input::SaveFailed { batch: batch.id, fault },
                };
                self.note(1, &batch.id.to_be_bytes());
                let (wait, generation) = (self.homes[id.0].disk_ms, self.homes[id.0].generation);
                if wait == 0 {
                    return Some(input);
                }
                let input = Box::new(input);
                self.post_free(wait, Parcel::Disk { home: id, generation, input });
                None
            }
            Output::Read { read, table, from, to, max_bytes } => {
                let store = self.homes[id.0].store.as_mut()?;
                Some(Input::Rows { read, rows: block_on(store.read(table, &from, &to, max_bytes)) })
            }
            Output::Dial { link, .. } => {
                let conn = ConnId(self.next_conn);
                self.next_conn += 1;
                let relay = self.homes[id.0].dials;
                self.homes[id.0].links.insert(link, conn);
                self.conns.insert(conn, Conn { home: id, link, relay, deaf: false, broken: false });
                self.post(conn, true, Parcel::Open { conn, relay });
                None
            }
            Output::Send { link, bytes } => {
                let conn = self.homes[id.0].links.get(&link).copied()?;
                let relay = self.conns.get(&conn)?.relay;
                if relay == 0 {
                    self.tap.sent(conn, &bytes);
                }
                self.post(conn, true, Parcel::ToRelay { conn, relay, bytes });
                None
            }
            Output::Close { link } => {
                if let Some(conn) = self.homes[id.0].links.remove(&link) {
                    self.hang_up(conn);
                }
                None
            }
            Output::Http { request, url, body } => {
                let (generation, relay) = (self.homes[id.0].generation, self.homes[id.0].dials);
                let parcel = match self.endpoint(&url).filter(|_| self.homes[id.0].online) {
                    Some(endpoint) => {
                        let body = body.unwrap_or_default();
                        Parcel::Ask(Ask { home: id, generation, request, relay, endpoint, body })
                    }
                    None => Parcel::Answer { home: id, generation, request, answer: None },
                };
                let delay = self.net.delay_ms + self.net.ask_ms;
                self.post_free(delay, parcel);
                None
            }
            Output::Reply { ticket, outcome } => {
                if let Some(kinds) = self.homes[id.0].asked.remove(&ticket) {
                    assert!(fits(kinds, &outcome), "{outcome:?} is none of {kinds:?}");
                }
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
}
