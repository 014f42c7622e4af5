//! An own page: its gate, its saved form, and its Automerge document, which is loaded only when somebody asks for it.
//!
//! Owns the order of things: the gate first, then the tail of raw changes, and only on request Automerge. It must not
//! know who the partners are, how records are sealed, or where bytes are kept.
//!
//! **Saved form**, three parts the client keeps in one batch with its cursor: the gate's state (73 bytes an instance), a
//! snapshot (Automerge's own save, checked by loading it back), and a tail of the changes admitted since. One more
//! change costs its own bytes and the small state. Opening a page costs neither Automerge nor the size of the page.

use std::collections::VecDeque;
use std::fmt;

use automerge::Automerge;

use super::automerge_doc::{self, DocumentError, PageAct};
use super::gate::{Admitted, BuildError, Gate, GateError, Refusal};
use super::held::{Held, HeldRecord};
use super::ids::Actor;

/// Tails below this are never worth a snapshot, in bytes: about 300 small changes.
const SMALL_TAIL_BYTES: usize = 64 * 1024;

/// The changes one record holds for one page.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "it would show what acts say")]
pub struct PageRecord<'a> {
    /// The device that signed the record.
    pub author: [u8; 16],
    /// The record's position in the log. It names the record in the outcomes.
    pub position: u64,
    /// The changes, in the record's order.
    pub changes: &'a [&'a [u8]],
}

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Taken whole. Its changes were appended to the tail in this order.
    Admitted(Vec<Admitted>),
    /// Changes it builds on are missing. It is held, and judged by itself when they come; after a start, offer it again.
    Held,
    /// Not taken. Quarantine the record with this reason.
    Refused(GateError),
}

/// A record and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The record's position in the log.
    pub position: u64,
    /// What became of it.
    pub verdict: Verdict,
}

/// Why a saved page cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The gate's state is not what this version writes.
    #[error("page state of {got} bytes is not readable")]
    State {
        /// Its length in bytes.
        got: usize,
    },
}

/// A page that only one partner's devices write, holding immutable acts. `Debug` shows sizes only.
#[derive(Default)]
pub struct OwnPage {
    gate: Gate,
    snapshot: Vec<u8>,
    tail: Vec<Vec<u8>>,
    /// Under the instance and the number of the change that waits for its turn.
    held: Held<(Actor, u64)>,
    loaded: Option<Loaded>,
}

/// The three parts a page is kept in. What is common to pages of every kind.
pub trait SavedPage {
    /// What stands beside the changes, saved with each of them.
    fn state(&self) -> Vec<u8>;

    /// The newest snapshot, empty before the first.
    fn snapshot_bytes(&self) -> &[u8];

    /// The changes since.
    fn tail(&self) -> &[Vec<u8>];

    /// Makes a snapshot of everything and empties the tail. False where nothing was changed.
    fn fold(&mut self) -> bool;

    /// Whether the tail has grown so long that a snapshot saves room.
    fn snapshot_due(&self) -> bool {
        let tail: usize = self.tail().iter().map(Vec::len).sum();
        tail > SMALL_TAIL_BYTES.max(self.snapshot_bytes().len().saturating_mul(2))
    }
}

impl SavedPage for OwnPage {
    fn state(&self) -> Vec<u8> {
        Self::state(self)
    }

    fn snapshot_bytes(&self) -> &[u8] {
        &self.snapshot
    }

    fn tail(&self) -> &[Vec<u8>] {
        &self.tail
    }

    fn fold(&mut self) -> bool {
        let folded = self.snapshot().is_ok();
        self.forget_document();
        folded
    }
}

/// A cache: it can be dropped at any time and made again from snapshot and tail.
struct Loaded {
    doc: Automerge,
    /// How many changes of the tail are in it.
    applied: usize,
}

impl fmt::Debug for OwnPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnPage")
            .field("gate", &self.gate)
            .field("snapshot_bytes", &self.snapshot.len())
            .field("tail", &self.tail.len())
            .field("held", &self.held.len())
            .field("loaded", &self.loaded.is_some())
            .finish()
    }
}

impl OwnPage {
    /// An empty page.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens a saved page: the gate's state, the newest snapshot (empty if there was none) and the changes since, in
    /// the order they were admitted. Automerge is not touched; [`OwnPage::materialise`] compares them.
    ///
    /// # Errors
    /// When the state cannot be read. The page can then be rebuilt from its records.
    pub fn open(state: &[u8], snapshot: Vec<u8>, tail: Vec<Vec<u8>>) -> Result<Self, OpenError> {
        let gate = Gate::decode(state).ok_or(OpenError::State { got: state.len() })?;
        Ok(Self { gate, snapshot, tail, held: Held::default(), loaded: None })
    }

    /// Builds a page from all its records in log order. This is also the way to take in a record that could not be
    /// opened when its turn came: what is admitted then is what every other client admits.
    pub fn rebuild<'a>(records: impl IntoIterator<Item = PageRecord<'a>>) -> (Self, Vec<Outcome>) {
        let mut page = Self::new();
        let mut outcomes = Vec::new();
        for record in records {
            outcomes.extend(page.ingest(&record));
        }
        (page, outcomes)
    }

    /// The gate: tips, and which instances can write.
    #[must_use]
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// The gate's state as bytes, to be saved with every change.
    #[must_use]
    pub fn state(&self) -> Vec<u8> {
        self.gate.encode()
    }

    /// The newest snapshot, empty before the first.
    #[must_use]
    pub fn snapshot_bytes(&self) -> &[u8] {
        &self.snapshot
    }

    /// The changes admitted since the snapshot. What lies beyond the last saved length is to be saved.
    #[must_use]
    pub fn tail(&self) -> &[Vec<u8>] {
        &self.tail
    }

    /// Forgets the changes kept: for a page that only judges what comes and is neither saved nor read.
    pub fn forget_tail(&mut self) {
        self.tail.clear();
    }

    /// How many records wait for earlier ones.
    #[must_use]
    pub fn held(&self) -> usize {
        self.held.len()
    }

    /// A fresh instance for this device, from 8 random bytes; `None` if they were used here before or the device has
    /// no room for another.
    #[must_use]
    pub fn fresh_instance(&self, device: [u8; 16], random: [u8; 8]) -> Option<Actor> {
        let actor = Actor { device, instance: random };
        (!self.gate.knows(actor) && self.gate.accepts(actor)).then_some(actor)
    }

    /// Builds the change that puts these acts, against admitted changes only, and passes it through the gate.
    ///
    /// The page stays as it is: the change is taken in by [`OwnPage::ingest`] when its record stands in the log. Until
    /// then the same acts give the same bytes again, so a record the relay refused is simply sealed anew.
    ///
    /// # Errors
    /// When the acts do not fit one change (see [`super::fit`]), or this instance was ended and a fresh one is needed.
    pub fn build_change(&self, actor: Actor, acts: &[&[u8]]) -> Result<Vec<u8>, BuildError> {
        self.gate.build(actor, acts)
    }

    /// Judges a record of the log, own records included, once each and in log order.
    ///
    /// The first outcome is the record's own; others follow for held records this one released. Whatever the outcome,
    /// [`OwnPage::state`] and what is new in [`OwnPage::tail`] belong in the batch that moves the cursor.
    pub fn ingest(&mut self, record: &PageRecord<'_>) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        let mut queue = VecDeque::new();
        let first = self.judge(record.author, record.position, record.changes, &mut queue);
        outcomes.push(first);
        while let Some(record) = queue.pop_front() {
            let changes: Vec<&[u8]> = record.changes.iter().map(Vec::as_slice).collect();
            outcomes.push(self.judge(record.author, record.position, &changes, &mut queue));
        }
        outcomes
    }

    fn judge(
        &mut self,
        author: [u8; 16],
        position: u64,
        changes: &[&[u8]],
        released: &mut VecDeque<HeldRecord>,
    ) -> Outcome {
        let verdict = match self.gate.judge(author, changes) {
            Ok(admission) => {
                let admitted = self.gate.commit(admission);
                self.tail.extend(changes.iter().map(|change| change.to_vec()));
                for change in &admitted {
                    let next = (change.actor, change.seq + 1);
                    released.extend(self.held.release(next..=next));
                }
                Verdict::Admitted(admitted)
            }
            Err(Refusal { error: GateError::Early { got, .. }, instance: Some(actor) }) => {
                let changes = changes.iter().map(|change| change.to_vec()).collect();
                if self.held.hold((actor, got), HeldRecord { author, position, changes }) {
                    Verdict::Held
                } else {
                    Verdict::Refused(GateError::TooManyHeld)
                }
            }
            Err(refusal) => {
                self.gate.refuse(&refusal);
                if let Some(actor) = refusal.instance.filter(|actor| !self.gate.accepts(*actor)) {
                    released.extend(self.held.release((actor, 0)..=(actor, u64::MAX)));
                }
                Verdict::Refused(refusal.error)
            }
        };
        Outcome { position, verdict }
    }

    /// Loads the Automerge document, or brings it up to date, and compares it with the gate.
    ///
    /// # Errors
    /// When Automerge does not take what the gate admitted. The page's own bytes stay as they were.
    pub fn materialise(&mut self) -> Result<(), DocumentError> {
        self.document().map(|_| ())
    }

    /// Drops the loaded document and frees its memory.
    pub fn forget_document(&mut self) {
        self.loaded = None;
    }

    /// Every act of the page by id, sorted by id.
    ///
    /// # Errors
    /// As [`OwnPage::materialise`].
    pub fn acts(&mut self) -> Result<Vec<PageAct>, DocumentError> {
        automerge_doc::acts(self.document()?)
    }

    /// Saves the whole page as one Automerge document, loads it back, compares the heads, and empties the tail.
    ///
    /// The bytes are a readable-by-Automerge file of their own, history included. Save them and the empty tail in one batch.
    ///
    /// # Errors
    /// As [`OwnPage::materialise`]; the page then keeps its old snapshot and tail.
    pub fn snapshot(&mut self) -> Result<&[u8], DocumentError> {
        let heads = self.gate.heads();
        if heads.is_empty() {
            return Ok(&self.snapshot);
        }
        let bytes = automerge_doc::save(self.document()?, &heads)?;
        self.snapshot = bytes;
        self.tail.clear();
        if let Some(loaded) = &mut self.loaded {
            loaded.applied = 0;
        }
        Ok(&self.snapshot)
    }

    fn document(&mut self) -> Result<&Automerge, DocumentError> {
        // Taken out first: if anything fails, what is left is snapshot and tail, which nothing here changed.
        let Loaded { mut doc, applied } = match self.loaded.take() {
            Some(loaded) => loaded,
            None => Loaded { doc: automerge_doc::load(&self.snapshot)?, applied: 0 },
        };
        let fresh = self.tail.get(applied..).unwrap_or_default();
        if !fresh.is_empty() {
            doc = automerge_doc::apply(doc, fresh)?;
        }
        automerge_doc::check(&doc, &self.gate.heads())?;
        Ok(&self.loaded.insert(Loaded { doc, applied: self.tail.len() }).doc)
    }
}

#[cfg(test)]
mod tests;
