//! The admission gate of an own page: which change of which device is admitted, on bytes alone.
//!
//! Owns the tip of every instance and the rule that each change continues its own instance's chain. No byte of another
//! device reaches Automerge before it passed here. It must not know Automerge, what an act says, or who may write a page.
//!
//! Admission is judged in log order. A change that is refused ends its *instance*: later changes of the same actor are
//! refused too, other instances of the device and the page go on. A change that only comes too early ([`GateError::Early`])
//! ends nothing.

use std::collections::BTreeMap;
use std::fmt;

use super::chunk::{ChunkError, Encoded, Envelope, Place, encode};
use super::ids::{ACTOR_BYTES, Actor};
use super::leb::Reader;
use super::{MAX_ACTS, MAX_CHANGE_BYTES};

/// The most instances one device can have in one page. An honest install takes a new one after a restore, a branch
/// change or a quarantined record only; Automerge gets eight times slower at 4,000 actors.
pub const MAX_INSTANCES_PER_DEVICE: usize = 256;

/// The highest operation number. Automerge's local commits panic near 2^32; a page reaches this after 2^31 acts.
pub const MAX_OP: u64 = 1 << 31;

/// The most changes in one record. An honest record carries one change a page; 64 KiB hold about 400.
pub const MAX_CHANGES_PER_RECORD: usize = 512;

/// Devices of all partners ever in a space (255, protocol section 1), times their instances.
const MAX_INSTANCES: usize = 255 * MAX_INSTANCES_PER_DEVICE;

const STATE_VERSION: u8 = 1;
const TIP_BYTES: usize = ACTOR_BYTES + 1 + 8 + 8 + 32;
const ENDED: u8 = 1;

/// Why a change is not admitted. No variant carries content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GateError {
    /// The bytes are not a change an honest client writes.
    #[error(transparent)]
    Chunk(#[from] ChunkError),
    /// The actor belongs to another device than the one that signed the record.
    #[error("actor of another device")]
    ForeignActor,
    /// A change of this instance was refused before.
    #[error("this instance was ended by a refused change")]
    InstanceEnded,
    /// Changes of this instance are missing before this one. It is admitted once they are.
    #[error("change {got} of its instance, {expected} is next")]
    Early {
        /// The number that is next.
        expected: u64,
        /// The number of this change.
        got: u64,
    },
    /// The number was used before: a second chain of one instance.
    #[error("change {got} of its instance a second time, {expected} is next")]
    Fork {
        /// The number that is next.
        expected: u64,
        /// The number of this change.
        got: u64,
    },
    /// The change does not depend on exactly the previous change of its instance.
    #[error("does not depend on its instance's previous change alone")]
    WrongDep,
    /// The first operation number is not the instance's highest plus one.
    #[error("operations start at {got}, must start at {expected}")]
    StartOp {
        /// The highest operation number of the dependency, plus one.
        expected: u64,
        /// What the change says.
        got: u64,
    },
    /// The instance has used up its operation numbers.
    #[error("operation {got} is above {MAX_OP}")]
    TooManyOps {
        /// The number of its last operation.
        got: u64,
    },
    /// The very change that is this instance's last. It ends nothing.
    #[error("the same change again")]
    Repeated,
    /// Too many records of this device wait for earlier ones. It ends nothing; offer the record again later.
    #[error("too many records of this device are held")]
    TooManyHeld,
    /// The device has too many instances in this page. It ends nothing.
    #[error("device has {MAX_INSTANCES_PER_DEVICE} instances in this page already")]
    TooManyInstances,
    /// No change, or more than a record may hold.
    #[error("{got} changes in one record, must be 1 to {MAX_CHANGES_PER_RECORD}")]
    ChangesInRecord {
        /// How many.
        got: usize,
    },
}

/// A change that passed. `Debug` shows counts, never what acts say.
#[derive(Clone, PartialEq, Eq)]
pub struct Admitted {
    /// Who wrote it.
    pub actor: Actor,
    /// Its number in its instance, from 1.
    pub seq: u64,
    /// The acts, in the order they were put.
    pub acts: Vec<Vec<u8>>,
    /// Its Automerge hash.
    pub hash: [u8; 32],
    /// The number of its last operation.
    pub max_op: u64,
}

impl fmt::Debug for Admitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admitted")
            .field("actor", &self.actor)
            .field("seq", &self.seq)
            .field("acts", &self.acts.len())
            .field("max_op", &self.max_op)
            .finish_non_exhaustive()
    }
}

/// Why a record was refused, and what that ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct Refusal {
    /// The reason.
    pub error: GateError,
    /// The instance whose change it was, if it is one of the author's and its place can be read.
    pub instance: Option<Actor>,
}

/// Acts that cannot be made into a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// No act, or too many for one change.
    #[error("{got} acts, must be 1 to {MAX_ACTS}")]
    Acts {
        /// How many were given.
        got: usize,
    },
    /// An act without bytes.
    #[error("empty act")]
    EmptyAct,
    /// The change would be longer than a record can hold.
    #[error("change of {got} bytes, at most {MAX_CHANGE_BYTES}")]
    TooLong {
        /// Its length in bytes.
        got: usize,
    },
    /// The gate refuses what was built; after [`GateError::InstanceEnded`] the device takes a fresh instance.
    #[error(transparent)]
    Gate(#[from] GateError),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tip {
    seq: u64,
    max_op: u64,
    hash: [u8; 32],
    ended: bool,
}

/// The tips of all instances of a page: all that is needed to judge the next change. Small and saved whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gate {
    tips: BTreeMap<Actor, Tip>,
}

/// What admitting a record would change. Nothing is changed before [`Gate::commit`].
#[derive(Clone, Debug)]
pub(crate) struct Admission {
    tips: BTreeMap<Actor, Tip>,
    pub(crate) changes: Vec<Admitted>,
}

impl Gate {
    /// Judges one change by itself and, if it passes, takes it in.
    ///
    /// # Errors
    /// The reason; the gate is then as it was, apart from an instance the refusal ends.
    pub fn admit_own(&mut self, author: [u8; 16], change: &[u8]) -> Result<Admitted, GateError> {
        match self.judge(author, &[change]) {
            Ok(mut admission) => {
                let admitted = admission.changes.pop();
                self.commit(admission);
                admitted.ok_or(GateError::ChangesInRecord { got: 0 })
            }
            Err(refusal) => {
                self.refuse(&refusal);
                Err(refusal.error)
            }
        }
    }

    /// Builds the change that puts these acts next in an instance's chain, and passes it through the gate.
    ///
    /// It is a pure function of the gate's state: asked again it gives the same bytes, so a record can be sealed anew
    /// without keeping the change. Taking it in is another step.
    ///
    /// # Errors
    /// When the acts do not fit one change, or the instance cannot go on.
    pub fn build(&self, actor: Actor, acts: &[&[u8]]) -> Result<Vec<u8>, BuildError> {
        if acts.is_empty() || acts.len() > MAX_ACTS {
            return Err(BuildError::Acts { got: acts.len() });
        }
        if acts.iter().any(|act| act.is_empty()) {
            return Err(BuildError::EmptyAct);
        }
        let size = acts.iter().map(|act| act.len()).fold(0, usize::saturating_add);
        if size > MAX_CHANGE_BYTES {
            return Err(BuildError::TooLong { got: size });
        }
        let tip = self.tips.get(&actor).copied().unwrap_or_default();
        let place = Place {
            actor,
            seq: tip.seq + 1,
            start_op: tip.max_op + 1,
            dep: (tip.seq > 0).then_some(tip.hash),
        };
        let Encoded { bytes, .. } = encode(&place, acts);
        if bytes.len() > MAX_CHANGE_BYTES {
            return Err(BuildError::TooLong { got: bytes.len() });
        }
        self.judge(actor.device, &[&bytes]).map_err(|refusal| refusal.error)?;
        Ok(bytes)
    }

    /// Whether this instance can write: it was not ended and the device has room for it.
    #[must_use]
    pub fn accepts(&self, actor: Actor) -> bool {
        match self.tips.get(&actor) {
            Some(tip) => !tip.ended,
            None => self.has_room(&self.tips, actor.device),
        }
    }

    /// Whether this instance is known here.
    #[must_use]
    pub fn knows(&self, actor: Actor) -> bool {
        self.tips.contains_key(&actor)
    }

    /// Judges the changes of one record, all or none.
    pub(crate) fn judge(&self, author: [u8; 16], changes: &[&[u8]]) -> Result<Admission, Refusal> {
        if changes.is_empty() || changes.len() > MAX_CHANGES_PER_RECORD {
            let error = GateError::ChangesInRecord { got: changes.len() };
            return Err(Refusal { error, instance: None });
        }
        let mut admission = Admission { tips: BTreeMap::new(), changes: Vec::new() };
        for change in changes {
            let envelope = Envelope::read(change)
                .map_err(|error| Refusal { error: error.into(), instance: None })?;
            let actor = envelope.actor;
            if actor.device != author {
                return Err(Refusal { error: GateError::ForeignActor, instance: None });
            }
            let admitted = self
                .judge_one(&admission.tips, &envelope)
                .map_err(|error| Refusal { error, instance: Some(actor) })?;
            let tip = Tip {
                seq: admitted.seq,
                max_op: admitted.max_op,
                hash: admitted.hash,
                ended: false,
            };
            admission.tips.insert(actor, tip);
            admission.changes.push(admitted);
        }
        Ok(admission)
    }

    fn judge_one(
        &self,
        pending: &BTreeMap<Actor, Tip>,
        envelope: &Envelope<'_>,
    ) -> Result<Admitted, GateError> {
        let actor = envelope.actor;
        let known = pending.get(&actor).or_else(|| self.tips.get(&actor)).copied();
        if known.is_none() && !self.has_room(pending, actor.device) {
            return Err(GateError::TooManyInstances);
        }
        let tip = known.unwrap_or_default();
        if tip.ended {
            return Err(GateError::InstanceEnded);
        }
        let expected = tip.seq + 1;
        let got = envelope.seq()?;
        if got > expected {
            return Err(GateError::Early { expected, got });
        }
        let parsed = envelope.parse()?;
        let place = &parsed.place;
        if got < expected {
            let repeated = got == tip.seq && parsed.hash == tip.hash;
            return Err(if repeated {
                GateError::Repeated
            } else {
                GateError::Fork { expected, got }
            });
        }
        if place.dep != (tip.seq > 0).then_some(tip.hash) {
            return Err(GateError::WrongDep);
        }
        if place.start_op != tip.max_op + 1 {
            return Err(GateError::StartOp { expected: tip.max_op + 1, got: place.start_op });
        }
        let max_op = tip.max_op + parsed.acts.len() as u64;
        if max_op > MAX_OP {
            return Err(GateError::TooManyOps { got: max_op });
        }
        let acts = parsed.acts.iter().map(|act| act.to_vec()).collect();
        Ok(Admitted { actor, seq: got, acts, hash: parsed.hash, max_op })
    }

    fn has_room(&self, pending: &BTreeMap<Actor, Tip>, device: [u8; 16]) -> bool {
        let first = Actor { device, instance: [0; 8] };
        let last = Actor { device, instance: [0xff; 8] };
        let fresh = pending.range(first..=last).filter(|(actor, _)| !self.tips.contains_key(actor));
        self.tips.range(first..=last).count() + fresh.count() < MAX_INSTANCES_PER_DEVICE
    }

    /// Takes in what `judge` admitted.
    pub(crate) fn commit(&mut self, admission: Admission) -> Vec<Admitted> {
        self.tips.extend(admission.tips);
        admission.changes
    }

    /// Ends the instance a refusal names, unless the reason ends nothing.
    pub(crate) fn refuse(&mut self, refusal: &Refusal) {
        let harmless = match refusal.error {
            GateError::Early { .. }
            | GateError::Repeated
            | GateError::TooManyHeld
            | GateError::TooManyInstances => true,
            GateError::Chunk(_)
            | GateError::ForeignActor
            | GateError::InstanceEnded
            | GateError::Fork { .. }
            | GateError::WrongDep
            | GateError::StartOp { .. }
            | GateError::TooManyOps { .. }
            | GateError::ChangesInRecord { .. } => false,
        };
        if let Some(actor) = refusal.instance.filter(|_| !harmless) {
            self.tips.entry(actor).or_default().ended = true;
        }
    }

    /// The heads of the page's Automerge document, sorted: each instance's last change, since no change depends on
    /// another instance's.
    #[must_use]
    pub fn heads(&self) -> Vec<[u8; 32]> {
        let mut heads: Vec<_> =
            self.tips.values().filter(|tip| tip.seq > 0).map(|tip| tip.hash).collect();
        heads.sort_unstable();
        heads
    }

    /// The state as bytes: version1 ‖ count4 ‖ count × (actor24 ‖ ended1 ‖ seq8 ‖ max_op8 ‖ hash32), sorted by actor.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(5 + self.tips.len() * TIP_BYTES);
        out.push(STATE_VERSION);
        // At most MAX_INSTANCES in a space of 255 devices.
        out.extend_from_slice(&u32::try_from(self.tips.len()).unwrap_or(u32::MAX).to_be_bytes());
        for (actor, tip) in &self.tips {
            out.extend_from_slice(&actor.to_bytes());
            out.push(if tip.ended { ENDED } else { 0 });
            out.extend_from_slice(&tip.seq.to_be_bytes());
            out.extend_from_slice(&tip.max_op.to_be_bytes());
            out.extend_from_slice(&tip.hash);
        }
        out
    }

    /// Reads what `encode` wrote; `None` for anything else.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        if reader.array() != Some([STATE_VERSION]) {
            return None;
        }
        let count = usize::try_from(u32::from_be_bytes(reader.array()?)).ok()?;
        if count > MAX_INSTANCES || reader.rest().len() != count * TIP_BYTES {
            return None;
        }
        let mut tips = BTreeMap::new();
        let mut last = None;
        for _ in 0..count {
            let actor = Actor::from_bytes(&reader.array()?);
            let [flag] = reader.array()?;
            let seq = u64::from_be_bytes(reader.array()?);
            let max_op = u64::from_be_bytes(reader.array()?);
            let hash = reader.array()?;
            let ended = flag == ENDED;
            let unused = seq == 0 && max_op == 0 && hash == [0; 32] && ended;
            let used = seq > 0 && (seq..=MAX_OP).contains(&max_op);
            if flag > ENDED || last >= Some(actor) || !(unused || used) {
                return None;
            }
            last = Some(actor);
            tips.insert(actor, Tip { seq, max_op, hash, ended });
        }
        Some(Self { tips })
    }
}

/// The acts of a change that the gate admitted before, without Automerge and without judging its place again.
///
/// # Errors
/// When the bytes are no change of an own page.
pub fn acts_of(change: &[u8]) -> Result<Vec<Vec<u8>>, ChunkError> {
    let parsed = Envelope::read(change)?.parse()?;
    Ok(parsed.acts.iter().map(|act| act.to_vec()).collect())
}

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod tests;
