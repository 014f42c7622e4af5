//! The joint page: maps and texts that both partners write, behind the full gate.
//!
//! Owns its gate, its saved form and its edits. Unlike an own page its changes depend on what their author saw, so each
//! operation is judged against its past. It must not know what the couple writes there, crypto, laws or stores.
//!
//! **Saved form**: the ended instances (`state`), a checked snapshot, and a tail of the changes since. The gate is built
//! anew from the changes when the page is first used; opening it costs nothing.

mod change;
mod columns;
mod gate;
mod model;

use std::collections::VecDeque;
use std::fmt;

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Automerge, ObjId, ObjType, ROOT, ReadDoc, ScalarValue};
use serde_json::Value;

pub use self::change::MAX_OPS_PER_CHANGE;
use self::gate::JointGate;
pub use self::gate::{JointError, MAX_JOINT_INSTANCES_PER_DEVICE, Wait};
pub use self::model::{MAX_DEPTH, MAX_KEY_BYTES, MAX_VALUE_BYTES, OpError};
use super::automerge_doc::{self, DocumentError};
use super::held::{Held, HeldRecord};
use super::ids::{ACTOR_BYTES, Actor};
use super::leb::Reader;
use super::page::{OpenError, PageRecord, SavedPage};

const STATE_VERSION: u8 = 1;

/// What became of a record of the joint page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JointVerdict {
    /// Taken whole. Its changes were appended to the tail.
    Admitted,
    /// Changes it builds on are missing. It is held, and judged by itself when they come; after a start, offer it again.
    Held,
    /// Not taken. Quarantine the record with this reason.
    Refused(JointError),
}

/// A record and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JointOutcome {
    /// The record's position in the log.
    pub position: u64,
    /// What became of it.
    pub verdict: JointVerdict,
}

/// One thing to change. A path is the keys from the root.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "it would show what people write")]
pub enum Edit<'a> {
    /// Puts a plain value: null, a boolean, a whole number or a string.
    Put(&'a [&'a str], &'a Value),
    /// Puts an empty map.
    Map(&'a [&'a str]),
    /// Puts an empty text.
    Text(&'a [&'a str]),
    /// Makes a text say this, by the fewest letters. Where there is no text, one is made.
    Wording(&'a [&'a str], &'a str),
    /// Removes a key.
    Delete(&'a [&'a str]),
}

/// Why edits make no change. No variant carries content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A path is empty, or leads through something that is not a map.
    #[error("edit {edit}: path of {depth} keys leads nowhere")]
    Path {
        /// Which edit, from 0.
        edit: usize,
        /// How many keys the path has.
        depth: usize,
    },
    /// The value is not plain.
    #[error("edit {edit}: value is not plain")]
    Value {
        /// Which edit, from 0.
        edit: usize,
    },
    /// The gate would refuse the change.
    #[error(transparent)]
    Gate(#[from] JointError),
    /// The page's document is not as it should be.
    #[error(transparent)]
    Document(#[from] DocumentError),
}

/// The page that both partners' devices write. `Debug` shows sizes only.
#[derive(Default)]
pub struct JointPage {
    ended: Vec<Actor>,
    snapshot: Vec<u8>,
    tail: Vec<Vec<u8>>,
    held: Held<Wait>,
    /// The gate and the document, once they are needed, and how much of the tail is in the document.
    gate: Option<JointGate>,
    doc: Option<(Automerge, usize)>,
}

impl fmt::Debug for JointPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JointPage")
            .field("ended", &self.ended)
            .field("snapshot_bytes", &self.snapshot.len())
            .field("tail", &self.tail.len())
            .field("held", &self.held.len())
            .field("loaded", &self.doc.is_some())
            .finish_non_exhaustive()
    }
}

impl JointPage {
    /// An empty page.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens a saved page: its state, the newest snapshot (empty if there was none) and the changes since.
    ///
    /// # Errors
    /// When the state cannot be read. The page can then be rebuilt from its records.
    pub fn open(state: &[u8], snapshot: Vec<u8>, tail: Vec<Vec<u8>>) -> Result<Self, OpenError> {
        let ended = decode_ended(state).ok_or(OpenError::State { got: state.len() })?;
        Ok(Self { ended, snapshot, tail, ..Self::default() })
    }

    /// The ended instances as bytes: version1 ‖ n × actor24, sorted. Saved with every change.
    #[must_use]
    pub fn state(&self) -> Vec<u8> {
        let actors = self.ended.iter().flat_map(|actor| actor.to_bytes());
        std::iter::once(STATE_VERSION).chain(actors).collect()
    }

    /// The newest snapshot, empty before the first.
    #[must_use]
    pub fn snapshot_bytes(&self) -> &[u8] {
        &self.snapshot
    }

    /// The changes admitted since the snapshot.
    #[must_use]
    pub fn tail(&self) -> &[Vec<u8>] {
        &self.tail
    }

    /// How many records wait for earlier ones.
    #[must_use]
    pub fn held(&self) -> usize {
        self.held.len()
    }

    /// Whether this very change was admitted.
    ///
    /// # Errors
    /// When the saved page is damaged.
    pub fn has(&mut self, change: &[u8]) -> Result<bool, DocumentError> {
        let Ok(envelope) = super::chunk::Envelope::read(change) else { return Ok(false) };
        Ok(self.gate()?.changes.contains_key(&envelope.hash))
    }

    /// A page of its own that goes on from here: for changes that are not in the log yet.
    ///
    /// # Errors
    /// When the saved page is damaged.
    pub fn fork(&mut self) -> Result<Self, DocumentError> {
        let gate = self.gate()?.clone();
        let doc = self.document()?.clone();
        Ok(Self {
            ended: self.ended.clone(),
            snapshot: Vec::new(),
            tail: Vec::new(),
            held: Held::default(),
            gate: Some(gate),
            doc: Some((doc, 0)),
        })
    }

    /// A fresh instance for this device, from 8 random bytes; `None` if they were used here before or the device has
    /// no room for another.
    ///
    /// # Errors
    /// When the saved page is damaged.
    pub fn fresh_instance(
        &mut self,
        device: [u8; 16],
        random: [u8; 8],
    ) -> Result<Option<Actor>, DocumentError> {
        let actor = Actor { device, instance: random };
        let gate = self.gate()?;
        Ok((!gate.knows(actor) && gate.accepts(actor)).then_some(actor))
    }

    /// Builds the change that makes these edits against what is admitted, and passes it through the gate. `None` when
    /// everything is so already. The page stays as it is until the change's record stands in the log.
    ///
    /// # Errors
    /// When an edit does not fit the page, or this instance was ended. Each key can be touched once in a change.
    pub fn build_change(
        &mut self,
        actor: Actor,
        edits: &[Edit<'_>],
    ) -> Result<Option<Vec<u8>>, EditError> {
        let mut doc = self.document()?.clone();
        let change = automerge_doc::guarded(|| {
            doc.set_actor(ActorId::from(actor.to_bytes()));
            let mut tx = doc.transaction();
            for (edit, what) in edits.iter().enumerate() {
                make(&mut tx, what, edit)?;
            }
            let (hash, _) = tx.commit_with(CommitOptions::default().with_time(0));
            let change = hash.and_then(|hash| doc.get_change_by_hash(&hash));
            Ok::<_, EditError>(change.map(|change| change.raw_bytes().to_vec()))
        })?;
        if let Some(change) = &change {
            self.gate()?.judge(actor.device, change)?;
        }
        Ok(change)
    }

    /// Judges a record of the log, own records included, once each and in log order. The first outcome is the record's
    /// own; others follow for held records this one released.
    ///
    /// # Errors
    /// When the saved page is damaged; nothing was judged then.
    pub fn ingest(&mut self, record: &PageRecord<'_>) -> Result<Vec<JointOutcome>, DocumentError> {
        self.gate()?;
        let changes = record.changes.iter().map(|change| change.to_vec()).collect();
        let first = HeldRecord { author: record.author, position: record.position, changes };
        let mut queue = VecDeque::from([first]);
        let mut outcomes = Vec::new();
        while let Some(record) = queue.pop_front() {
            let position = record.position;
            let verdict = self.judge(record, &mut queue)?;
            outcomes.push(JointOutcome { position, verdict });
        }
        Ok(outcomes)
    }

    fn judge(
        &mut self,
        record: HeldRecord,
        released: &mut VecDeque<HeldRecord>,
    ) -> Result<JointVerdict, DocumentError> {
        let changes: Vec<&[u8]> = record.changes.iter().map(Vec::as_slice).collect();
        let gate = self.gate()?;
        match gate.admit(record.author, &changes) {
            Ok(passed) => {
                self.tail.extend(record.changes);
                for change in passed {
                    let (hash, next) =
                        (Wait::Change(change.hash), Wait::Turn(change.actor, change.seq + 1));
                    released.extend(self.held.release(hash..=hash));
                    released.extend(self.held.release(next..=next));
                }
                Ok(JointVerdict::Admitted)
            }
            Err((JointError::Early(wait), _)) => {
                let held = self.held.hold(wait, record);
                let full = JointVerdict::Refused(JointError::TooManyHeld);
                Ok(if held { JointVerdict::Held } else { full })
            }
            Err((error, instance)) => {
                gate.refuse(error, instance);
                self.ended = gate.ended.iter().copied().collect();
                if let Some(actor) = instance.filter(|actor| self.ended.contains(actor)) {
                    let turns = Wait::Turn(actor, 0)..=Wait::Turn(actor, u64::MAX);
                    released.extend(self.held.release(turns));
                }
                Ok(JointVerdict::Refused(error))
            }
        }
    }

    /// What the page says now, as plain data. Where two wrote one key unseen, Automerge's choice is shown.
    ///
    /// # Errors
    /// When Automerge does not take what the gate admitted. The page's own bytes stay as they were.
    pub fn value(&mut self) -> Result<Value, DocumentError> {
        let doc = self.document()?;
        automerge_doc::guarded(|| value_of(doc, &ROOT))
    }

    /// Saves the whole page as one Automerge document, loads it back, compares the heads, and empties the tail.
    ///
    /// # Errors
    /// As [`JointPage::value`]; the page then keeps its old snapshot and tail.
    pub fn snapshot(&mut self) -> Result<&[u8], DocumentError> {
        let heads = self.gate()?.heads();
        if !heads.is_empty() {
            self.snapshot = automerge_doc::save(self.document()?, &heads)?;
            self.tail.clear();
            if let Some((_, applied)) = &mut self.doc {
                *applied = 0;
            }
        }
        Ok(&self.snapshot)
    }

    /// The gate, built from the page's own changes when it is first needed.
    fn gate(&mut self) -> Result<&mut JointGate, DocumentError> {
        let gate = match self.gate.take() {
            Some(gate) => gate,
            None => {
                let mut gate = JointGate::default();
                let doc = automerge_doc::load(&self.snapshot)?;
                for change in doc.get_changes(&[]) {
                    enter(&mut gate, change.raw_bytes())?;
                }
                for change in &self.tail {
                    enter(&mut gate, change)?;
                }
                gate.ended = self.ended.iter().copied().collect();
                gate
            }
        };
        Ok(self.gate.insert(gate))
    }

    fn document(&mut self) -> Result<&Automerge, DocumentError> {
        let heads = self.gate()?.heads();
        // Taken out first: if anything fails, what is left is snapshot and tail, which nothing here changed.
        let (mut doc, applied) = match self.doc.take() {
            Some(loaded) => loaded,
            None => (automerge_doc::load(&self.snapshot)?, 0),
        };
        let fresh = self.tail.get(applied..).unwrap_or_default();
        if !fresh.is_empty() {
            doc = automerge_doc::apply(doc, fresh)?;
        }
        automerge_doc::check(&doc, &heads)?;
        Ok(&self.doc.insert((doc, self.tail.len())).0)
    }
}

impl SavedPage for JointPage {
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
        self.snapshot().is_ok()
    }
}

/// The actor a change names, if it can be read.
#[must_use]
pub fn actor_of(change: &[u8]) -> Option<Actor> {
    super::chunk::Envelope::read(change).ok().map(|envelope| envelope.actor)
}

/// What a text says when two changed it unseen: one made `mine` of `shown`, the other `theirs`.
///
/// # Errors
/// When Automerge fails.
pub fn merged(shown: &str, mine: &str, theirs: &str) -> Result<String, DocumentError> {
    automerge_doc::guarded(|| {
        let failed = |_| DocumentError::Apply;
        let actor = |first: u8| ActorId::from(&[first; ACTOR_BYTES][..]);
        let mut base = Automerge::new_with_encoding(automerge_doc::TEXT_ENCODING);
        base.set_actor(actor(0));
        let mut tx = base.transaction();
        let text = tx.put_object(ROOT, "text", ObjType::Text).map_err(failed)?;
        tx.update_text(&text, shown).map_err(failed)?;
        tx.commit();
        let mut sides = [(1, mine), (2, theirs)].map(|(first, says)| {
            let mut side = base.clone();
            side.set_actor(actor(first));
            let mut tx = side.transaction();
            let done = tx.update_text(&text, says);
            tx.commit();
            done.map(|()| side)
        });
        let [mine, theirs] = &mut sides;
        let (Ok(mine), Ok(theirs)) = (mine, theirs) else { return Err(DocumentError::Apply) };
        mine.merge(theirs).map_err(failed)?;
        mine.text(&text).map_err(failed)
    })
}

/// Takes a change of the page's own back into a gate.
fn enter(gate: &mut JointGate, change: &[u8]) -> Result<(), DocumentError> {
    let author =
        super::chunk::Envelope::read(change).map_err(|_| DocumentError::Apply)?.actor.device;
    gate.admit(author, &[change]).map(|_| ()).map_err(|_| DocumentError::Apply)
}

fn decode_ended(state: &[u8]) -> Option<Vec<Actor>> {
    let mut reader = Reader::new(state);
    if reader.array() != Some([STATE_VERSION]) || !reader.rest().len().is_multiple_of(ACTOR_BYTES) {
        return None;
    }
    let mut ended = Vec::new();
    while let Some(bytes) = reader.array() {
        ended.push(Actor::from_bytes(&bytes));
    }
    ended.is_sorted_by(|a, b| a < b).then_some(ended)
}

fn make(tx: &mut Transaction<'_>, what: &Edit<'_>, edit: usize) -> Result<(), EditError> {
    let path = match what {
        Edit::Put(path, _)
        | Edit::Map(path)
        | Edit::Text(path)
        | Edit::Wording(path, _)
        | Edit::Delete(path) => *path,
    };
    let nowhere = EditError::Path { edit, depth: path.len() };
    let (key, parents) = path.split_last().ok_or(nowhere)?;
    let mut parent = ROOT;
    for step in parents {
        parent = child(tx, &parent, step, ObjType::Map).ok_or(nowhere)?;
    }
    match what {
        Edit::Put(_, value) => {
            let value = match value {
                Value::Null => ScalarValue::Null,
                Value::Bool(value) => ScalarValue::Boolean(*value),
                Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                    (Some(int), _) => ScalarValue::Int(int),
                    (None, Some(uint)) => ScalarValue::Uint(uint),
                    (None, None) => return Err(EditError::Value { edit }),
                },
                Value::String(text) => ScalarValue::Str(text.as_str().into()),
                Value::Array(_) | Value::Object(_) => return Err(EditError::Value { edit }),
            };
            tx.put(&parent, *key, value).map_err(|_| nowhere)
        }
        Edit::Map(_) => tx.put_object(&parent, *key, ObjType::Map).map(|_| ()).map_err(|_| nowhere),
        Edit::Text(_) => {
            tx.put_object(&parent, *key, ObjType::Text).map(|_| ()).map_err(|_| nowhere)
        }
        Edit::Wording(_, words) => {
            let text = match child(tx, &parent, key, ObjType::Text) {
                Some(text) => text,
                None => tx.put_object(&parent, *key, ObjType::Text).map_err(|_| nowhere)?,
            };
            tx.update_text(&text, words).map_err(|_| nowhere)
        }
        Edit::Delete(_) => {
            if tx.get(&parent, *key).ok().flatten().is_none() {
                return Ok(());
            }
            tx.delete(&parent, *key).map_err(|_| nowhere)
        }
    }
}

fn child(tx: &Transaction<'_>, parent: &ObjId, key: &str, kind: ObjType) -> Option<ObjId> {
    let (value, id) = tx.get(parent, key).ok()??;
    (value == automerge::Value::Object(kind)).then_some(id)
}

fn value_of(doc: &Automerge, object: &ObjId) -> Result<Value, DocumentError> {
    let mut entries = serde_json::Map::new();
    for key in doc.keys(object) {
        let found = doc.get(object, key.as_str()).map_err(|_| DocumentError::Entry)?;
        let (value, id) = found.ok_or(DocumentError::Entry)?;
        let value = match value {
            automerge::Value::Object(ObjType::Text) => {
                Value::String(doc.text(&id).map_err(|_| DocumentError::Entry)?)
            }
            automerge::Value::Object(_) => value_of(doc, &id)?,
            automerge::Value::Scalar(scalar) => match scalar.as_ref() {
                ScalarValue::Null => Value::Null,
                ScalarValue::Boolean(value) => (*value).into(),
                ScalarValue::Int(value) => (*value).into(),
                ScalarValue::Uint(value) => (*value).into(),
                ScalarValue::Str(text) => text.as_str().into(),
                ScalarValue::Bytes(bytes) => bytes.clone().into(),
                _ => return Err(DocumentError::Entry),
            },
        };
        entries.insert(key, value);
    }
    Ok(Value::Object(entries))
}

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod tests;
