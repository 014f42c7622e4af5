//! The admission gate of the joint page: chains, pasts, and then every operation.
//!
//! Owns which change of which device is admitted. No byte of another device reaches Automerge before it passed here. It
//! must not know Automerge, or what the couple writes.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{JointChange, read};
use super::model::{Clock, Model, OpError, Trail};
use crate::document::MAX_OP;
use crate::document::chunk::{ChunkError, Envelope};
use crate::document::gate::MAX_CHANGES_PER_RECORD;
use crate::document::ids::Actor;

/// The most instances one device can have in a joint page: every change's past has a number for each.
pub const MAX_JOINT_INSTANCES_PER_DEVICE: usize = 32;

/// What a change that came early waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// The change with this hash.
    Change([u8; 32]),
    /// This number of this instance to be next.
    Turn(Actor, u64),
}

/// Why a change of the joint page is not admitted. No variant carries content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JointError {
    /// The bytes are not a change an honest client writes.
    #[error(transparent)]
    Chunk(#[from] ChunkError),
    /// An operation is not allowed.
    #[error("operation {row}: {error}")]
    Op {
        /// Its place in the change, from 0; operations before it were fine.
        row: usize,
        /// The reason.
        error: OpError,
    },
    /// The actor belongs to another device than the one that signed the record.
    #[error("actor of another device")]
    ForeignActor,
    /// A change of this instance was refused before.
    #[error("this instance was ended by a refused change")]
    InstanceEnded,
    /// A change it depends on, or an earlier one of its instance, is missing. It is admitted once that has come.
    #[error("changes before this one are missing")]
    Early(Wait),
    /// The number was used before: a second chain of one instance.
    #[error("change {got} of its instance a second time, {expected} is next")]
    Fork {
        /// The number that is next.
        expected: u64,
        /// The number of this change.
        got: u64,
    },
    /// The very change that is this instance's last. It ends nothing.
    #[error("the same change again")]
    Repeated,
    /// The dependencies are unsorted, its instance's previous change is not among them, or another one lies in another's past.
    #[error("dependencies are not the heads its author saw")]
    WrongDeps,
    /// The first operation number is not the highest of the dependencies plus one.
    #[error("operations start at {got}, must start at {expected}")]
    StartOp {
        /// The highest operation number of the dependencies, plus one.
        expected: u64,
        /// What the change says.
        got: u64,
    },
    /// The page has used up its operation numbers.
    #[error("operation {got} is above {MAX_OP}")]
    TooManyOps {
        /// The number of its last operation.
        got: u64,
    },
    /// The device has too many instances in this page. It ends nothing.
    #[error("device has {MAX_JOINT_INSTANCES_PER_DEVICE} instances in this page already")]
    TooManyInstances,
    /// No change, or more than a record may hold.
    #[error("{got} changes in one record, must be 1 to {MAX_CHANGES_PER_RECORD}")]
    ChangesInRecord {
        /// How many.
        got: usize,
    },
    /// Too many records of this device wait for earlier ones. It ends nothing; offer the record again later.
    #[error("too many records of this device are held")]
    TooManyHeld,
}

#[derive(Clone, Copy, Debug)]
struct Tip {
    seq: u64,
    hash: [u8; 32],
}

#[derive(Clone, Debug)]
pub(crate) struct Taken {
    actor: Actor,
    max_op: u64,
    /// What the change had seen, and itself.
    clock: Clock,
}

/// The state a joint change is judged against.
#[derive(Clone, Debug, Default)]
pub(crate) struct JointGate {
    model: Model,
    tips: BTreeMap<Actor, Tip>,
    pub(crate) changes: BTreeMap<[u8; 32], Taken>,
    heads: BTreeSet<[u8; 32]>,
    pub(crate) ended: BTreeSet<Actor>,
}

/// A change that passed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passed {
    pub(crate) actor: Actor,
    pub(crate) seq: u64,
    pub(crate) hash: [u8; 32],
}

/// A change that passed, and the way back.
struct Step {
    actor: Actor,
    seq: u64,
    tip: Option<Tip>,
    hash: [u8; 32],
    /// The heads it took the place of.
    closed: Vec<[u8; 32]>,
    trail: Trail,
}

impl Step {
    fn passed(&self) -> Passed {
        Passed { actor: self.actor, seq: self.seq, hash: self.hash }
    }
}

impl JointGate {
    /// Judges the changes of one record and takes them in, all or none. The instance is the one a refusal concerns.
    pub(crate) fn admit(
        &mut self,
        author: [u8; 16],
        changes: &[&[u8]],
    ) -> Result<Vec<Passed>, (JointError, Option<Actor>)> {
        if changes.is_empty() || changes.len() > MAX_CHANGES_PER_RECORD {
            return Err((JointError::ChangesInRecord { got: changes.len() }, None));
        }
        let mut steps = Vec::with_capacity(changes.len());
        for change in changes {
            match self.admit_one(author, change) {
                Ok(step) => steps.push(step),
                Err(refusal) => {
                    self.undo(steps);
                    return Err(refusal);
                }
            }
        }
        Ok(steps.iter().map(Step::passed).collect())
    }

    /// Judges one change and takes nothing in.
    pub(crate) fn judge(&mut self, author: [u8; 16], change: &[u8]) -> Result<(), JointError> {
        let step = self.admit_one(author, change).map_err(|(error, _)| error)?;
        self.undo(vec![step]);
        Ok(())
    }

    /// The heads of the page, sorted.
    pub(crate) fn heads(&self) -> Vec<[u8; 32]> {
        self.heads.iter().copied().collect()
    }

    /// Whether this instance is known here.
    pub(crate) fn knows(&self, actor: Actor) -> bool {
        self.tips.contains_key(&actor) || self.ended.contains(&actor)
    }

    /// Whether this instance can write.
    pub(crate) fn accepts(&self, actor: Actor) -> bool {
        !self.ended.contains(&actor)
            && (self.tips.contains_key(&actor) || self.has_room(actor.device))
    }

    /// Ends the instance a refusal names, unless the reason ends nothing.
    pub(crate) fn refuse(&mut self, error: JointError, instance: Option<Actor>) {
        let harmless = match error {
            JointError::Early(_)
            | JointError::Repeated
            | JointError::TooManyInstances
            | JointError::TooManyHeld => true,
            JointError::Chunk(_)
            | JointError::Op { .. }
            | JointError::ForeignActor
            | JointError::InstanceEnded
            | JointError::Fork { .. }
            | JointError::WrongDeps
            | JointError::StartOp { .. }
            | JointError::TooManyOps { .. }
            | JointError::ChangesInRecord { .. } => false,
        };
        self.ended.extend(instance.filter(|_| !harmless));
    }

    fn has_room(&self, device: [u8; 16]) -> bool {
        let of_device = |actor: &&Actor| actor.device == device;
        let known: BTreeSet<&Actor> =
            self.tips.keys().chain(&self.ended).filter(of_device).collect();
        known.len() < MAX_JOINT_INSTANCES_PER_DEVICE
    }

    fn admit_one(
        &mut self,
        author: [u8; 16],
        bytes: &[u8],
    ) -> Result<Step, (JointError, Option<Actor>)> {
        let envelope = Envelope::read(bytes).map_err(|error| (error.into(), None))?;
        let actor = envelope.actor;
        if actor.device != author {
            return Err((JointError::ForeignActor, None));
        }
        self.admit_own(&envelope).map_err(|error| (error, Some(actor)))
    }

    fn admit_own(&mut self, envelope: &Envelope<'_>) -> Result<Step, JointError> {
        let actor = envelope.actor;
        if self.ended.contains(&actor) {
            return Err(JointError::InstanceEnded);
        }
        let tip = self.tips.get(&actor).copied();
        if tip.is_none() && !self.has_room(actor.device) {
            return Err(JointError::TooManyInstances);
        }
        let expected = tip.map_or(0, |tip| tip.seq) + 1;
        let got = envelope.seq()?;
        if got > expected {
            return Err(JointError::Early(Wait::Turn(actor, got)));
        }
        if let Some(missing) = envelope.deps.iter().find(|dep| !self.changes.contains_key(*dep)) {
            return Err(JointError::Early(Wait::Change(*missing)));
        }
        if got < expected {
            let repeated = tip.is_some_and(|tip| tip.seq == got && tip.hash == envelope.hash);
            return Err(if repeated {
                JointError::Repeated
            } else {
                JointError::Fork { expected, got }
            });
        }
        let change = read(envelope)?;

        let mut trail = Trail::default();
        let taken = match self.take(envelope, tip, &change, &mut trail) {
            Ok(taken) => taken,
            Err(error) => {
                self.model.undo(trail);
                return Err(error);
            }
        };
        let hash = envelope.hash;
        self.tips.insert(actor, Tip { seq: got, hash });
        self.changes.insert(hash, taken);
        let closed = envelope.deps.iter().filter(|dep| self.heads.remove(*dep)).copied().collect();
        self.heads.insert(hash);
        Ok(Step { actor, seq: got, tip, hash, closed, trail })
    }

    /// Checks the change's past and its operations, and enters them in the model.
    fn take(
        &mut self,
        envelope: &Envelope<'_>,
        tip: Option<Tip>,
        change: &JointChange<'_>,
        trail: &mut Trail,
    ) -> Result<Taken, JointError> {
        let actor = envelope.actor;
        if !envelope.deps.is_sorted_by(|a, b| a < b) {
            return Err(JointError::WrongDeps);
        }
        let deps: Vec<&Taken> =
            envelope.deps.iter().filter_map(|dep| self.changes.get(dep)).collect();
        let mut clock = Clock::new();
        for dep in &deps {
            if clock.len() < dep.clock.len() {
                clock.resize(dep.clock.len(), 0);
            }
            for (highest, seen) in clock.iter_mut().zip(&dep.clock) {
                *highest = (*highest).max(*seen);
            }
        }
        let highest = deps.iter().map(|dep| dep.max_op).max().unwrap_or(0);
        // Automerge names the heads its author saw and, always, its author's own previous change.
        let previous = tip.map(|tip| tip.hash);
        if previous.is_some_and(|hash| !envelope.deps.contains(&hash)) {
            return Err(JointError::WrongDeps);
        }
        for (n, dep) in deps.iter().enumerate() {
            let place = self.model.known(dep.actor).unwrap_or(usize::MAX);
            let in_another = |(other, past): (usize, &&Taken)| {
                other != n && past.clock.get(place).is_some_and(|seen| *seen >= dep.max_op)
            };
            if Some(envelope.deps[n]) != previous && deps.iter().enumerate().any(in_another) {
                return Err(JointError::WrongDeps);
            }
        }
        let own = self.model.place(actor, trail);
        if change.start_op != highest + 1 {
            return Err(JointError::StartOp { expected: highest + 1, got: change.start_op });
        }
        let max_op = highest + change.ops.len() as u64;
        if max_op > MAX_OP {
            return Err(JointError::TooManyOps { got: max_op });
        }
        self.model
            .take(actor, &clock, change, trail)
            .map_err(|(row, error)| JointError::Op { row, error })?;
        if clock.len() <= own {
            clock.resize(own + 1, 0);
        }
        clock[own] = max_op;
        Ok(Taken { actor, max_op, clock })
    }

    fn undo(&mut self, steps: Vec<Step>) {
        for step in steps.into_iter().rev() {
            self.heads.remove(&step.hash);
            self.changes.remove(&step.hash);
            self.heads.extend(step.closed);
            match step.tip {
                Some(tip) => self.tips.insert(step.actor, tip),
                None => self.tips.remove(&step.actor),
            };
            self.model.undo(step.trail);
        }
    }
}

#[cfg(test)]
mod tests {
    use automerge::ROOT;
    use automerge::transaction::Transactable;

    use super::*;
    use crate::document::testing::{ADA, Forged, commit, doc_of};

    #[test]
    fn the_page_stops_at_the_highest_operation() {
        let mut doc = doc_of(ADA);
        let first = commit(&mut doc, 0, None, |tx| tx.put(ROOT, "k", 1).unwrap());
        let second = commit(&mut doc, 0, None, |tx| tx.put(ROOT, "l", 1).unwrap());
        let mut gate = JointGate::default();
        gate.admit(ADA.device, &[&first]).unwrap();
        for (max_op, expected) in
            [(MAX_OP - 1, Ok(())), (MAX_OP, Err(JointError::TooManyOps { got: MAX_OP + 1 }))]
        {
            for taken in gate.changes.values_mut() {
                taken.max_op = max_op;
            }
            let second = Forged::from(&second).with(|forged| forged.start_op = max_op + 1);
            assert_eq!(gate.judge(ADA.device, &second), expected);
        }
    }
}
