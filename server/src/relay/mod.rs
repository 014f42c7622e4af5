//! The relay's logic, without input or output of its own.
//!
//! One [`Relay`] is driven by [`Relay::handle`]: time and an [`Event`] go in, then [`Relay::poll`] is drained. It
//! holds no socket, no store, no clock, no thread and no randomness: storage is asked for by [`Output::Commit`] and
//! [`Output::Read`], signatures by [`Output::Verify`], and all of them may be answered at any later time and in any
//! order. So the same code runs behind axum and SQLite and inside the seeded simulation.
//!
//! **Durability.** A space in memory runs ahead of the store. Whatever depends on a change (an ack, a refusal, a
//! duplicate's position, closing a revoked device) waits for [`Event::Committed`]. One batch is under way at a time;
//! what arrives meanwhile forms the next, whatever its space: group commit. When a batch fails, everything built on it
//! is forgotten, answered `unavailable` and read again from the store.
//!
//! **Order.** Each space has one queue of jobs; only its front waits for reads. Signatures of those behind are checked
//! meanwhile. No job ever touches two spaces.
//!
//! **Memory.** A connection is a cursor and a few counters. It has at most one Data frame under way.

mod bring;
pub mod buckets;
mod challenge;
mod commit;
pub mod event;
mod mailbox;
mod queue;
mod requests;
mod session;
pub mod settings;
mod space;
mod steps;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use accord_protocol::VerifyingKey;
use accord_protocol::error::Code;
use accord_protocol::ids::{MailboxId, SpaceId};

use self::buckets::Buckets;
use self::challenge::Challenges;
use self::commit::{Building, InFlight};
pub use self::event::{BatchId, Check, ConnId, Endpoint, Event, Output, RequestId, TaskId};
use self::mailbox::MailJob;
use self::queue::SpaceSlot;
use self::session::Conn;
use self::settings::Settings;
use crate::store::{Boot, Query};

/// Bytes of records waiting in all queues; beyond it pushes are answered `unavailable`.
const MAX_QUEUED_BYTES: usize = 64 << 20;
/// How often spaces and mailboxes whose time is over are looked for.
const SWEEP_MS: u64 = 10 * 60_000;
/// So many of each are dropped at a time, for their rows go in one commit that others wait for; and then the next.
const SWEEP_BATCH: u64 = 20;
/// How soon the next, where there are more.
const SWEEP_ON_MS: u64 = 1_000;
/// Connections the relay makes for itself, one for each exchange, are numbered from here.
const OWN_CONNECTIONS: u64 = 1 << 63;

/// What a relay is made of.
#[derive(Debug, Clone)]
pub struct Start {
    /// Limits and times.
    pub settings: Settings,
    /// What the store said at start.
    pub boot: Boot,
    /// Names clients may dial, as they sign them.
    pub names: Vec<String>,
    /// 32 fresh random bytes; never stored.
    pub secret: [u8; 32],
}

/// The relay's logic. See the module's page.
#[derive(Debug)]
pub struct Relay {
    settings: Settings,
    boot: Boot,
    names: Vec<String>,
    challenges: Challenges,
    /// Stands in where there is no key to check with, so that a failure takes as long.
    nobody: VerifyingKey,
    registrations: Buckets,
    mailbox_calls: Buckets,
    failed_auths: Buckets,
    spaces: BTreeMap<SpaceId, SpaceSlot>,
    conns: BTreeMap<ConnId, Conn>,
    timers: BTreeSet<(u64, ConnId)>,
    mail: BTreeMap<MailboxId, VecDeque<MailJob>>,
    tasks: BTreeMap<TaskId, Task>,
    building: Building,
    in_flight: Option<InFlight>,
    outputs: VecDeque<Output>,
    queued_bytes: usize,
    next: u64,
    own_conns: u64,
    /// Exchanges that may have all their answers.
    unsettled: BTreeSet<ConnId>,
    sweep_at: u64,
    draining: Option<u64>,
    /// Other relays may work on the store.
    shared: bool,
    now_ms: u64,
    refusals: [u64; CODES],
}

/// Codes that are counted: the known ones, and before them all others together.
pub const CODES: usize = Code::ALL.len() + 1;

/// Where a code is counted: the first place is for those without a name.
#[must_use]
pub fn code_index(code: Code) -> usize {
    match code {
        Code::Unknown(_) => 0,
        known => usize::from(known.to_u16()),
    }
}

/// What an answer is for.
#[derive(Debug)]
enum Task {
    Load(SpaceId),
    Front(SpaceId),
    Check(SpaceId, u64),
    Data(ConnId),
    Mail(MailboxId),
    Lookup(Box<requests::LookupJob>),
    Due,
}

impl Relay {
    /// A relay over a store that said `start.boot`.
    #[must_use]
    pub fn new(start: Start) -> Self {
        let Start { settings, boot, names, secret } = start;
        let exempt = settings.loopback_exempt;
        Self {
            registrations: Buckets::new(settings.registrations, exempt),
            mailbox_calls: Buckets::new(settings.mailbox_calls, exempt),
            failed_auths: Buckets::new(settings.failed_auths, exempt),
            nobody: accord_protocol::SigningKey::from_bytes(&secret).verifying_key(),
            challenges: Challenges::new(secret),
            settings,
            boot,
            names,
            spaces: BTreeMap::new(),
            conns: BTreeMap::new(),
            timers: BTreeSet::new(),
            mail: BTreeMap::new(),
            tasks: BTreeMap::new(),
            building: Building::default(),
            in_flight: None,
            outputs: VecDeque::new(),
            queued_bytes: 0,
            next: 0,
            own_conns: 0,
            unsettled: BTreeSet::new(),
            sweep_at: 0,
            draining: None,
            shared: false,
            now_ms: 0,
            refusals: [0; CODES],
        }
    }

    /// One whose store others may write to: nothing is refused from memory before it was read again (decision 0442).
    #[must_use]
    pub const fn sharing(mut self) -> Self {
        self.shared = true;
        self
    }

    /// One event at a time; then drain [`Relay::poll`]. `now_ms` is Unix time in milliseconds and never runs backwards.
    pub fn handle(&mut self, now_ms: u64, event: Event) {
        self.now_ms = self.now_ms.max(now_ms);
        match event {
            Event::Opened { conn, ip, challenge } => self.opened(conn, ip, challenge),
            Event::Frame { conn, bytes } => self.frame(conn, &bytes),
            Event::Sent { conn } => self.sent(conn),
            Event::Closed { conn } => self.forget(conn),
            Event::Request { request, ip, endpoint, body } => {
                self.request(request, ip, endpoint, &body);
            }
            Event::Read { task, answer } => self.answered(task, answer),
            Event::Verified { task, good } => self.verified(task, good),
            Event::Committed { batch, result } => self.committed(batch, result),
            Event::Tick => {}
            Event::Drain { retry_after_ms } => self.drain(retry_after_ms),
        }
        self.timeouts();
        self.flush();
        while let Some(exchange) = self.unsettled.pop_first() {
            self.settle_exchange(exchange);
        }
    }

    /// The next thing to do, in order.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to give [`Event::Tick`] at the latest, Unix milliseconds.
    #[must_use]
    pub fn wake_at(&self) -> u64 {
        self.timers.first().map_or(self.sweep_at, |(at, _)| self.sweep_at.min(*at))
    }

    /// Nothing is queued, under way or unanswered; connections may be open.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.in_flight.is_none()
            && self.building.is_empty()
            && self.outputs.is_empty()
            && self.mail.is_empty()
            && self.spaces.values().all(|slot| slot.queue.is_empty())
            && !self.tasks.values().any(|task| matches!(task, Task::Lookup(_)))
            && !self.conns.values().any(|conn| conn.exchange.is_some())
    }

    /// Open connections, for metrics.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.conns.len()
    }

    /// Spaces held in memory, for metrics.
    #[must_use]
    pub fn spaces_in_memory(&self) -> usize {
        self.spaces.len()
    }

    /// Refusals said in frames so far, by [`code_index`]; those of requests are in their answers.
    #[must_use]
    pub fn refusals(&self) -> &[u64; CODES] {
        &self.refusals
    }

    fn count_refusal(&mut self, code: Code) {
        if let Some(count) = self.refusals.get_mut(code_index(code)) {
            *count += 1;
        }
    }

    fn ticket(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn ask(&mut self, task: Task, query: Query) -> TaskId {
        let id = TaskId(self.ticket());
        self.tasks.insert(id, task);
        self.outputs.push_back(Output::Read { task: id, query });
        id
    }

    fn verify(&mut self, task: Task, check: Check) {
        let id = TaskId(self.ticket());
        self.tasks.insert(id, task);
        self.outputs.push_back(Output::Verify { task: id, check: Box::new(check) });
    }

    /// Is this a name clients may dial?
    fn is_our_name(&self, host: &str) -> bool {
        self.names.iter().any(|name| name == host)
    }

    fn timeouts(&mut self) {
        while let Some((at, conn)) = self.timers.first().copied() {
            if at > self.now_ms {
                break;
            }
            self.timers.pop_first();
            self.check_connection(conn);
        }
        if self.sweep_at <= self.now_ms {
            self.sweep_at = self.now_ms + SWEEP_MS;
            self.ask(Task::Due, Query::Due { now_ms: self.now_ms, limit: SWEEP_BATCH });
            self.forget_idle_spaces();
        }
    }

    fn drain(&mut self, retry_after_ms: u64) {
        self.draining = Some(retry_after_ms);
        let open: Vec<ConnId> = self.conns.keys().copied().collect();
        for conn in open {
            if self.conns.get(&conn).is_some_and(|conn| conn.exchange.is_none()) {
                self.say_goodbye(conn, retry_after_ms);
            }
        }
    }
}

/// A refusal with its time to come back, where the code has one.
fn retry_after(code: Code) -> Option<u64> {
    match code {
        Code::Unavailable => Some(1_000),
        Code::Recovering => Some(30_000),
        Code::Rate => Some(3_600_000),
        _ => None,
    }
}
