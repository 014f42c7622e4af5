//! What a joint page looks like to each change: objects, keys and letters, and who had seen what.
//!
//! Owns the rules of single operations: the object exists in the change's past and has the right kind, what it replaces is
//! exactly what its author saw, letters belong to their own text. It must not know bytes or Automerge.
//!
//! A change's *past* is a clock: for each actor, the highest operation number seen. An operation is seen when its number
//! is not above its actor's.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{JointChange, Key, Op, OpId};
use crate::document::ids::Actor;
use crate::document::leb::Reader;

/// How deep objects lie, the root being 0.
pub const MAX_DEPTH: u8 = 6;

/// The longest key, in bytes: a prefix, a uuid, and room.
pub const MAX_KEY_BYTES: usize = 128;

/// The longest single value, in bytes (protocol section 4: texts).
pub const MAX_VALUE_BYTES: usize = 16 * 1024;

const MAKE_MAP: u64 = 0;
const PUT: u64 = 1;
const DELETE: u64 = 3;
const MAKE_TEXT: u64 = 4;

const NULL: u64 = 0;
const FALSE: u64 = 1;
const TRUE: u64 = 2;
const UNSIGNED: u64 = 3;
const SIGNED: u64 = 4;
const TEXT: u64 = 6;
const BYTES: u64 = 7;

/// Why an operation is not admitted. No variant carries content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpError {
    /// The object is not in the change's past.
    #[error("object is not in the change's past")]
    Object,
    /// The object is of another kind than the operation needs.
    #[error("object is of another kind")]
    Kind,
    /// Neither put, delete, nor making a map or text; or in a text, neither inserting nor deleting a letter.
    #[error("action {got} is not allowed here")]
    Action {
        /// Automerge's number of the action.
        got: u64,
    },
    /// The key is empty, too long, or has a slash.
    #[error("key is not allowed")]
    Key,
    /// One change touches a key twice.
    #[error("key twice in one change")]
    KeyTwice,
    /// The value's type is not allowed here, or it is malformed or too long.
    #[error("value of type {kind} is not allowed here")]
    Value {
        /// Automerge's number of the type.
        kind: u64,
    },
    /// Objects nested too deeply.
    #[error("nested deeper than {MAX_DEPTH}")]
    TooDeep,
    /// The letter is not in this text, or not in the change's past.
    #[error("letter is not in this text's past")]
    Letter,
    /// What the operation replaces is not what its author saw there.
    #[error("replaces something else than what its author saw")]
    Preds,
}

/// What a change had seen: the highest operation number of each actor, by the actor's place in the model.
pub(crate) type Clock = Vec<u64>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Map,
    Text,
    Scalar,
    Letter,
}

#[derive(Clone, Debug)]
struct Node {
    object: Option<OpId>,
    kind: Kind,
    depth: u8,
    /// The operations that replaced or deleted it.
    successors: Vec<OpId>,
}

/// One step back.
#[derive(Clone, Debug)]
enum Undo {
    Node(OpId),
    Successor(OpId),
    Key(Option<OpId>, String),
    Actor(Actor),
}

/// Every operation of a joint page that later ones can refer to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    actors: BTreeMap<Actor, usize>,
    nodes: BTreeMap<OpId, Node>,
    keys: BTreeMap<(Option<OpId>, String), Vec<OpId>>,
}

/// What brings the model back to where it was.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail(Vec<Undo>);

impl Model {
    /// The actor's place in clocks.
    pub(crate) fn place(&mut self, actor: Actor, trail: &mut Trail) -> usize {
        let next = self.actors.len();
        *self.actors.entry(actor).or_insert_with(|| {
            trail.0.push(Undo::Actor(actor));
            next
        })
    }

    /// The actor's place in clocks, if any change of it was taken in.
    pub(crate) fn known(&self, actor: Actor) -> Option<usize> {
        self.actors.get(&actor).copied()
    }

    /// Takes in the operations of a change whose past is `clock`, or says why not. `trail` leads back either way.
    pub(crate) fn take(
        &mut self,
        actor: Actor,
        clock: &Clock,
        change: &JointChange<'_>,
        trail: &mut Trail,
    ) -> Result<(), (usize, OpError)> {
        let own = self.place(actor, trail);
        let mut clock = clock.clone();
        if clock.len() <= own {
            clock.resize(own + 1, 0);
        }
        let mut touched = BTreeSet::new();
        for (row, (op, counter)) in change.ops.iter().zip(change.start_op..).enumerate() {
            let id = OpId { counter, actor };
            let taken = match self.object(op.object, &clock) {
                Ok((Kind::Map, depth)) => {
                    self.take_map_op(id, op, depth, &clock, &mut touched, trail)
                }
                Ok((Kind::Text, depth)) => self.take_text_op(id, op, depth, &clock, trail),
                Ok((Kind::Scalar | Kind::Letter, _)) => Err(OpError::Kind),
                Err(error) => Err(error),
            };
            taken.map_err(|error| (row, error))?;
            clock[own] = counter;
        }
        Ok(())
    }

    /// Goes back over a trail.
    pub(crate) fn undo(&mut self, trail: Trail) {
        for step in trail.0.into_iter().rev() {
            match step {
                Undo::Node(id) => drop(self.nodes.remove(&id)),
                Undo::Successor(id) => {
                    self.nodes.get_mut(&id).and_then(|node| node.successors.pop());
                }
                Undo::Key(object, key) => {
                    let key = (object, key);
                    if self
                        .keys
                        .get_mut(&key)
                        .is_some_and(|ids| ids.pop().is_some() && ids.is_empty())
                    {
                        self.keys.remove(&key);
                    }
                }
                Undo::Actor(actor) => drop(self.actors.remove(&actor)),
            }
        }
    }

    fn seen(&self, id: OpId, clock: &Clock) -> bool {
        let place = self.actors.get(&id.actor);
        let highest = place.and_then(|place| clock.get(*place)).copied().unwrap_or(0);
        id.counter <= highest
    }

    fn object(&self, id: Option<OpId>, clock: &Clock) -> Result<(Kind, u8), OpError> {
        let Some(id) = id else { return Ok((Kind::Map, 0)) };
        let node = self.nodes.get(&id).filter(|_| self.seen(id, clock)).ok_or(OpError::Object)?;
        Ok((node.kind, node.depth))
    }

    fn visible(&self, id: OpId, clock: &Clock) -> bool {
        self.seen(id, clock)
            && self
                .nodes
                .get(&id)
                .is_some_and(|node| !node.successors.iter().any(|next| self.seen(*next, clock)))
    }

    fn take_map_op(
        &mut self,
        id: OpId,
        op: &Op<'_>,
        depth: u8,
        clock: &Clock,
        touched: &mut BTreeSet<(Option<OpId>, String)>,
        trail: &mut Trail,
    ) -> Result<(), OpError> {
        let Key::Map(key) = op.key else { return Err(OpError::Kind) };
        if op.insert || key.is_empty() || key.len() > MAX_KEY_BYTES || key.contains('/') {
            return Err(OpError::Key);
        }
        let made = match op.action {
            PUT => {
                check_scalar(op)?;
                Some(Kind::Scalar)
            }
            MAKE_MAP | MAKE_TEXT => {
                check_empty(op)?;
                if depth + 1 > MAX_DEPTH {
                    return Err(OpError::TooDeep);
                }
                Some(if op.action == MAKE_MAP { Kind::Map } else { Kind::Text })
            }
            DELETE => {
                check_empty(op)?;
                None
            }
            got => return Err(OpError::Action { got }),
        };
        let slot = (op.object, key.to_owned());
        let there = self.keys.get(&slot).map(Vec::as_slice).unwrap_or_default();
        let mut visible: Vec<OpId> =
            there.iter().copied().filter(|id| self.visible(*id, clock)).collect();
        visible.sort_unstable();
        // Putting the value that already wins makes Automerge delete the others.
        let winner = visible.last().and_then(|id| self.nodes.get(id)).map(|node| node.kind);
        if made.is_none() && winner == Some(Kind::Scalar) && op.preds.len() + 1 == visible.len() {
            visible.pop();
        }
        if op.preds != visible || (made.is_none() && visible.is_empty()) {
            return Err(OpError::Preds);
        }
        if !touched.insert(slot.clone()) {
            return Err(OpError::KeyTwice);
        }
        self.replace(id, &visible, trail);
        if let Some(kind) = made {
            self.add(
                id,
                Node { object: op.object, kind, depth: depth + 1, successors: Vec::new() },
                trail,
            );
            trail.0.push(Undo::Key(slot.0, slot.1.clone()));
            self.keys.entry(slot).or_default().push(id);
        }
        Ok(())
    }

    fn take_text_op(
        &mut self,
        id: OpId,
        op: &Op<'_>,
        depth: u8,
        clock: &Clock,
        trail: &mut Trail,
    ) -> Result<(), OpError> {
        let after = match op.key {
            Key::Map(_) => return Err(OpError::Kind),
            Key::Head => None,
            Key::Element(letter) => {
                let of_text = |node: &&Node| node.kind == Kind::Letter && node.object == op.object;
                let known = self.nodes.get(&letter).filter(of_text).is_some();
                if !known || !self.seen(letter, clock) {
                    return Err(OpError::Letter);
                }
                Some(letter)
            }
        };
        match (op.action, op.insert, after) {
            (PUT, true, _) => {
                let one = std::str::from_utf8(op.value).is_ok_and(|text| text.chars().count() == 1);
                if op.kind != TEXT || op.value.len() > 4 || !one {
                    return Err(OpError::Value { kind: op.kind });
                }
                if !op.preds.is_empty() {
                    return Err(OpError::Preds);
                }
                let node = Node {
                    object: op.object,
                    kind: Kind::Letter,
                    depth: depth + 1,
                    successors: Vec::new(),
                };
                self.add(id, node, trail);
                Ok(())
            }
            (DELETE, false, Some(letter)) => {
                check_empty(op)?;
                if op.preds != [letter] || !self.visible(letter, clock) {
                    return Err(OpError::Preds);
                }
                self.replace(id, &[letter], trail);
                Ok(())
            }
            (got, _, _) => Err(OpError::Action { got }),
        }
    }

    fn add(&mut self, id: OpId, node: Node, trail: &mut Trail) {
        trail.0.push(Undo::Node(id));
        self.nodes.insert(id, node);
    }

    fn replace(&mut self, id: OpId, replaced: &[OpId], trail: &mut Trail) {
        for old in replaced {
            if let Some(node) = self.nodes.get_mut(old) {
                node.successors.push(id);
                trail.0.push(Undo::Successor(*old));
            }
        }
    }
}

fn check_empty(op: &Op<'_>) -> Result<(), OpError> {
    if op.kind == NULL && op.value.is_empty() {
        Ok(())
    } else {
        Err(OpError::Value { kind: op.kind })
    }
}

fn check_scalar(op: &Op<'_>) -> Result<(), OpError> {
    let mut reader = Reader::new(op.value);
    let whole = match op.kind {
        NULL | FALSE | TRUE => true,
        UNSIGNED => reader.unsigned().is_some(),
        SIGNED => reader.signed().is_some(),
        TEXT => std::str::from_utf8(op.value).is_ok() && reader.take(op.value.len()).is_some(),
        BYTES => reader.take(op.value.len()).is_some(),
        _ => false,
    };
    if whole && reader.rest().is_empty() && op.value.len() <= MAX_VALUE_BYTES {
        Ok(())
    } else {
        Err(OpError::Value { kind: op.kind })
    }
}
