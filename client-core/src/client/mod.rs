//! The client: one home, one device of one person, driven by inputs and drained of outputs.
//!
//! [`Client::handle`] takes one thing that happened, then [`Client::poll`] is drained. **Saved before said:** whatever an input brought
//! about leaves only after the batch it wrote, and every batch before, is durable. The client changes its memory at once; when a batch
//! fails, nothing that depended on it has left, the client is broken, and it is opened again from the store.
//!
//! Rooms: [`command`] and [`io`] are the surface. `home` is what is kept, made of `seat`s (one a space) with `admit` (records in) and
//! `sealing` (acts out), the `vault`'s meaning, and a `pairing`. `online` runs the lines to the relay, `jobs` the commands that wait for
//! them, `say` and `show` what needs no network, `check` what a person wants looked at from the first byte.

mod admission;
mod admit;
mod anew;
pub mod answers;
mod arrival;
mod aside;
pub mod beside;
mod branch;
#[cfg(test)]
mod canary;
mod care;
mod carried;
mod check;
mod closing;
pub mod command;
mod devices;
mod duty;
mod export;
pub mod farewell;
mod fields;
mod found;
mod home;
pub mod import;
mod invite;
pub mod io;
mod jobs;
pub mod joint;
mod journal;
mod leave;
mod line;
mod lock;
mod mailbox;
mod moving;
mod named;
mod net;
pub mod notes;
mod online;
mod opened;
mod own;
mod pages;
mod pairing;
mod private;
mod rebuild;
mod recovery;
mod relay;
mod renewal;
pub mod reply;
mod rows;
mod say;
mod sealing;
mod seat;
mod sheets;
mod show;
pub mod shut;
pub mod spoken;
mod still;
mod stored;
#[cfg(test)]
mod tests;
pub mod today;
mod unsent;
mod vault;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use accord_protocol::ids::RecordHash;
use rand_core::CryptoRng;

use crate::crypto::StoreKey;
use crate::crypto::lock::LockError;
use crate::crypto::stretch::StretchError;
use crate::law::graph::{Held, Standing};
use crate::refused::{Class, Refused};
use crate::store::{Damage, Snapshot, StoreFault};
use crate::time::Now;

pub use care::Taking;
use command::{Command, Outcome};
use home::Home;
use io::{Event, Input, Link, Output, Ticket};
use jobs::Job;
use line::Line;
use net::Requests;
use rows::{Vellum, Writer};
pub use seat::SeatError;
pub use unsent::unsent_acts;

/// What one input may use: the time and randomness of its moment.
struct Env<'a> {
    now: &'a Now,
    rng: &'a mut dyn CryptoRng,
}

/// Everything one home knows, as a machine.
#[derive(Debug)]
pub struct Client {
    vellum: Vellum,
    writer: Writer,
    /// Outputs that may leave.
    out: VecDeque<Output>,
    /// Outputs that wait for a batch, by its number, in order.
    held: VecDeque<(u64, Vec<Output>)>,
    /// What the current input brought about.
    fresh: Vec<Output>,
    last_batch: u64,
    saved_batch: u64,
    broken: Option<StoreFault>,
    home: Option<Home>,
    lines: Vec<Line>,
    links: BTreeMap<Link, u8>,
    last_link: u32,
    requests: Requests,
    jobs: Vec<Job>,
    reads: BTreeMap<u64, rebuild::ReadFor>,
    last_read: u64,
    counts: jobs::Counts,
    /// Recovery words that look for their vault.
    searching: Option<recovery::Searching>,
    /// When something last came from the relay.
    progress_ms: u64,
    /// When mailboxes are asked to close again, and an END is handed in again.
    close_again: closing::Again,
    farewell_again: closing::Again,
    /// Why the last call of a pairing failed.
    call_failed: Option<accord_protocol::error::Code>,
    /// When the mailbox is looked at again while somebody watches.
    poll_ms: Option<u64>,
    /// When a watching screen is told what moved.
    report_ms: Option<u64>,
    wake_ms: Option<u64>,
    /// The partner's acts or a pairing moved: what a watching screen shows may be old.
    changed: bool,
    care: care::Care,
}

/// Pen and disjoint parts of a client, borrowed at once.
macro_rules! pen {
    ($client:ident, $env:ident) => {
        $crate::client::seat::Pen {
            now: $env.now,
            rng: &mut *$env.rng,
            vellum: &$client.vellum,
            writer: &mut $client.writer,
            care: &$client.care,
        }
    };
}
pub(super) use pen;

impl Client {
    /// A client over an empty store, with the key its rows are to be sealed under.
    pub fn new(key: StoreKey) -> Self {
        Self {
            vellum: Vellum::new(key),
            writer: Writer::default(),
            out: VecDeque::new(),
            held: VecDeque::new(),
            fresh: Vec::new(),
            last_batch: 0,
            saved_batch: 0,
            broken: None,
            home: None,
            lines: Vec::new(),
            links: BTreeMap::new(),
            last_link: 0,
            requests: Requests::default(),
            jobs: Vec::new(),
            reads: BTreeMap::new(),
            last_read: 0,
            counts: jobs::Counts::default(),
            searching: None,
            progress_ms: 0,
            close_again: closing::Again::default(),
            farewell_again: closing::Again::default(),
            call_failed: None,
            poll_ms: None,
            report_ms: None,
            wake_ms: None,
            changed: false,
            care: care::Care::default(),
        }
    }

    /// A client over a store's hot rows. Costs nothing that grows with the log but reading the acts.
    ///
    /// # Errors
    /// [`SeatError`] when rows do not open or do not fit together: the store is damaged, or the key is another store's.
    pub fn open(key: StoreKey, snapshot: &Snapshot) -> Result<Self, SeatError> {
        let mut client = Self::new(key);
        client.home = Home::load(&client.vellum, &snapshot.rows)?;
        Ok(client)
    }

    /// Has these records quarantined unread: they ended the program before. `taking` is told which record is taken in now.
    #[must_use]
    pub fn with_care(mut self, aside: BTreeSet<RecordHash>, taking: Taking) -> Self {
        self.care = care::Care::new(aside, taking);
        self
    }

    /// Whether this home has an identity.
    pub fn has_identity(&self) -> bool {
        self.home.is_some()
    }

    /// Every act this device holds of its vault or its couple space, those not sent yet included: for checks from outside.
    pub fn acts(&mut self, vault: bool) -> Vec<Held> {
        let Some(home) = &mut self.home else { return Vec::new() };
        let Some(seat) = (if vault { Some(&mut home.vault) } else { home.couple.as_mut() }) else {
            return Vec::new();
        };
        seat.lay_out();
        let late = seat.whole();
        let late = late.iter().flat_map(|whole| whole.iter()).map(|(_, held)| held);
        let late = late.filter(|held| seat.acts.find(&held.hash).is_none());
        seat.acts.iter().map(|(_, held)| held).chain(late).cloned().collect()
    }

    /// The couple's acts that stand in the log, in the order they came here, without the first `from`: for measurements that wait
    /// for them.
    pub fn admitted(&self, from: usize) -> impl Iterator<Item = &Held> {
        let seat = self.home.as_ref().and_then(|home| home.couple.as_ref());
        let held = seat.into_iter().flat_map(move |seat| seat.acts.iter().skip(from));
        held.map(|(_, held)| held).filter(|held| held.standing == Standing::Admitted)
    }

    /// Takes one input. Drain [`Client::poll`] afterwards.
    pub fn handle(&mut self, now: &Now, rng: &mut dyn CryptoRng, input: Input) {
        let mut env = Env { now, rng };
        match input {
            Input::Saved { batch } => self.saved(batch),
            Input::SaveFailed { batch, fault } => self.failed(batch, fault),
            input if self.broken.is_some() => self.refuse_broken(input),
            Input::Command { ticket, command } => self.begin(&mut env, ticket, command),
            Input::Rows { read, rows } => self.rows(&mut env, read, rows),
            Input::Connected { link } => self.connected(&mut env, link),
            Input::Received { link, bytes } => self.received(&mut env, link, &bytes),
            Input::Arriving { link } => self.arriving(&env, link),
            Input::Closed { link } => self.closed(&mut env, link),
            Input::Http { request, answer } => self.answered(&mut env, request, answer),
            Input::Tick => self.tick(&mut env),
            Input::Nudge => self.nudge(&mut env),
            Input::StopWatching => self.stop_watching(&mut env),
        }
        if self.broken.is_none() {
            self.settle(&mut env);
        }
        self.care.done();
        self.release();
    }

    /// The next thing to do.
    pub fn poll(&mut self) -> Option<Output> {
        self.out.pop_front()
    }

    /// The store's failure that ended this client; it is to be opened again.
    pub fn broken(&self) -> Option<&StoreFault> {
        self.broken.as_ref()
    }

    fn emit(&mut self, output: Output) {
        self.fresh.push(output);
    }

    fn reply(&mut self, ticket: Ticket, outcome: Outcome) {
        self.emit(Output::Reply { ticket, outcome: Box::new(outcome) });
    }

    fn begin(&mut self, env: &mut Env<'_>, ticket: Ticket, command: Command) {
        match self.carry_out(env, ticket, command) {
            Ok(Some(reply)) => self.reply(ticket, Ok(reply)),
            // A job answers later.
            Ok(None) => {}
            Err(refused) => self.reply(ticket, Err(refused)),
        }
    }

    /// What this input wrote becomes one batch; what it said waits for it.
    fn release(&mut self) {
        if !self.writer.is_empty() {
            self.last_batch += 1;
            self.out.push_back(Output::Save(self.writer.take(self.last_batch)));
        }
        if self.fresh.is_empty() {
            return;
        }
        let fresh = std::mem::take(&mut self.fresh);
        if self.saved_batch == self.last_batch {
            self.out.extend(fresh);
        } else {
            self.held.push_back((self.last_batch, fresh));
        }
    }

    fn saved(&mut self, batch: u64) {
        self.saved_batch = self.saved_batch.max(batch.min(self.last_batch));
        while self.held.front().is_some_and(|(needs, _)| *needs <= self.saved_batch) {
            if let Some((_, outputs)) = self.held.pop_front() {
                self.out.extend(outputs);
            }
        }
    }

    /// Nothing that waits may leave any more; commands are answered with the fault, and the client is to be opened again.
    fn failed(&mut self, _batch: u64, fault: StoreFault) {
        self.broken = Some(fault.clone());
        // What builds on it is not to be saved without it.
        self.out.retain(|output| !matches!(output, Output::Save(_)));
        let mut tickets: Vec<Ticket> = self.jobs.drain(..).map(|job| job.ticket()).collect();
        for output in
            self.held.drain(..).flat_map(|(_, outputs)| outputs).chain(self.fresh.drain(..))
        {
            if let Output::Reply { ticket, .. } = output {
                tickets.push(ticket);
            }
        }
        for link in std::mem::take(&mut self.links).into_keys() {
            self.out.push_back(Output::Close { link });
        }
        for ticket in tickets {
            self.out
                .push_back(Output::Reply { ticket, outcome: Box::new(Err(fault.clone().into())) });
        }
        self.out.push_back(Output::Event(Event::Broken(fault)));
    }

    fn refuse_broken(&mut self, input: Input) {
        if let (Input::Command { ticket, .. }, Some(fault)) = (input, self.broken.clone()) {
            self.out.push_back(Output::Reply { ticket, outcome: Box::new(Err(fault.into())) });
        }
    }

    fn home(&mut self) -> Result<&mut Home, Refused> {
        self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))
    }
}

/// Why a lock does not open, or could not be made.
impl From<LockError> for Refused {
    fn from(error: LockError) -> Self {
        let (code, class) = match error {
            LockError::WrongPassphrase => ("wrong_passphrase", Class::Locked),
            LockError::Version(_)
            | LockError::Method(_)
            | LockError::Damaged
            | LockError::Stretch(StretchError::OutOfBounds { .. })
            | LockError::NotAPassphraseLock
            | LockError::KeyringId { .. } => ("lock_damaged", Class::Locked),
            LockError::Stretch(StretchError::Empty | StretchError::TooLong { .. }) => {
                ("bad_passphrase", Class::Usage)
            }
            LockError::Stretch(_) | LockError::Seal(_) => ("lock_failed", Class::Unexpected),
        };
        Self { code, class, facts: Vec::new() }
    }
}

impl From<StoreFault> for Refused {
    fn from(fault: StoreFault) -> Self {
        let (code, class, facts) = match fault {
            StoreFault::Full => ("disk_full", Class::Unexpected, vec![]),
            StoreFault::Busy { holder } => {
                ("home_busy", Class::Locked, holder.iter().map(ToString::to_string).collect())
            }
            StoreFault::Newer { found, known } => {
                ("store_newer", Class::Locked, vec![found.to_string(), known.to_string()])
            }
            StoreFault::Damaged(damage) => {
                let facts = match damage {
                    Damage::NotAStore => vec!["not_a_store".to_owned()],
                    Damage::Layout => vec!["layout".to_owned()],
                    Damage::Inconsistent => vec!["inconsistent".to_owned()],
                    Damage::UnknownTable(table) => {
                        vec!["unknown_table".to_owned(), table.to_string()]
                    }
                };
                ("store_damaged", Class::Locked, facts)
            }
            StoreFault::ReadOnly => ("store_read_only", Class::Locked, vec![]),
            StoreFault::TooLarge { bytes, limit } => (
                "store_failed",
                Class::Unexpected,
                vec!["too_large".to_owned(), bytes.to_string(), limit.to_string()],
            ),
            StoreFault::Io(kind) => ("store_failed", Class::Unexpected, vec![kind.to_string()]),
        };
        Self { code, class, facts }
    }
}
