//! The bytes of a joint page's change: puts, deletes, and making maps and texts.
//!
//! Owns reading such a change within bounds and writing it as Automerge writes it; a change that is not equal to what is
//! written anew is refused. It must not know which operations are allowed where, and never calls Automerge.

use super::columns::{put_booleans, put_deltas, put_runs, read_booleans, read_deltas, read_runs};
use crate::document::chunk::{ChunkError, Envelope, Field, frame};
use crate::document::ids::{ACTOR_BYTES, Actor};
use crate::document::leb::{Reader, put_unsigned};

/// The most operations in one change: a text of 16 KiB replaced by another, and some. Runs make them cheap to send.
pub const MAX_OPS_PER_CHANGE: usize = 40_000;

/// The most other actors one change can name.
const MAX_OTHER_ACTORS: usize = 256;

const OBJ_ACTOR: u64 = 0x01;
const OBJ_COUNTER: u64 = 0x02;
const KEY_ACTOR: u64 = 0x11;
const KEY_COUNTER: u64 = 0x13;
const KEY_TEXT: u64 = 0x15;
const INSERT: u64 = 0x34;
const ACTION: u64 = 0x42;
const VALUE_META: u64 = 0x56;
const VALUE: u64 = 0x57;
const PRED_COUNT: u64 = 0x70;
const PRED_ACTOR: u64 = 0x71;
const PRED_COUNTER: u64 = 0x73;
const COLUMNS: [u64; 12] = [
    OBJ_ACTOR,
    OBJ_COUNTER,
    KEY_ACTOR,
    KEY_COUNTER,
    KEY_TEXT,
    INSERT,
    ACTION,
    VALUE_META,
    VALUE,
    PRED_COUNT,
    PRED_ACTOR,
    PRED_COUNTER,
];

/// The name of an operation. Ordered as Automerge orders them: by number, then by actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OpId {
    pub(crate) counter: u64,
    pub(crate) actor: Actor,
}

/// Where in its object an operation acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key<'a> {
    Map(&'a str),
    /// Before everything in a text.
    Head,
    Element(OpId),
}

/// An operation as the bytes say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Op<'a> {
    /// `None` is the root.
    pub(crate) object: Option<OpId>,
    pub(crate) key: Key<'a>,
    pub(crate) insert: bool,
    /// Automerge's number of what it does.
    pub(crate) action: u64,
    /// Automerge's number of the value's type.
    pub(crate) kind: u64,
    pub(crate) value: &'a [u8],
    pub(crate) preds: Vec<OpId>,
}

/// A change whose bytes are exactly those of its parts.
#[derive(Clone, Debug)]
pub(crate) struct JointChange<'a> {
    pub(crate) start_op: u64,
    pub(crate) ops: Vec<Op<'a>>,
}

/// Reads what follows the envelope and requires the chunk to be what is written for it.
pub(crate) fn read<'a>(envelope: &Envelope<'a>) -> Result<JointChange<'a>, ChunkError> {
    let mut reader = envelope.rest;
    let seq = reader.unsigned().ok_or(ChunkError::Malformed(Field::Seq))?;
    let start_op = reader.unsigned().ok_or(ChunkError::Malformed(Field::StartOp))?;
    let extras = ChunkError::Malformed(Field::Extras);
    if reader.signed().ok_or(extras)? != 0 {
        return Err(ChunkError::Time);
    }
    if reader.unsigned().ok_or(extras)? != 0 {
        return Err(ChunkError::Message);
    }
    let mut actors = vec![envelope.actor];
    for _ in 0..reader.length(MAX_OTHER_ACTORS).ok_or(extras)? {
        if reader.length(ACTOR_BYTES).ok_or(extras)? != ACTOR_BYTES {
            return Err(extras);
        }
        actors.push(Actor::from_bytes(&reader.array().ok_or(extras)?));
    }
    let columns = read_columns(&mut reader)?;
    if !reader.rest().is_empty() {
        return Err(ChunkError::ExtraBytes { got: reader.rest().len() });
    }
    let ops = read_ops(&columns, &actors).ok_or(ChunkError::Columns)?;
    if ops.is_empty() {
        return Err(ChunkError::Acts { got: 0 });
    }
    if write(envelope, seq, start_op, &ops) != envelope.chunk {
        return Err(ChunkError::NotCanonical);
    }
    Ok(JointChange { start_op, ops })
}

fn read_columns<'a>(reader: &mut Reader<'a>) -> Result<[&'a [u8]; 12], ChunkError> {
    let malformed = ChunkError::Malformed(Field::Columns);
    let count = reader.length(COLUMNS.len()).ok_or(malformed)?;
    let mut lengths = [0; COLUMNS.len()];
    for _ in 0..count {
        let column = reader.unsigned().ok_or(malformed)?;
        let place = COLUMNS.iter().position(|known| *known == column).ok_or(ChunkError::Columns)?;
        // Later places only, and no column twice: writing anew tells.
        lengths[place] = reader.length(usize::from(u16::MAX)).ok_or(malformed)?;
    }
    let mut columns: [&[u8]; COLUMNS.len()] = [&[]; COLUMNS.len()];
    for (column, length) in columns.iter_mut().zip(lengths) {
        *column = reader.take(length).ok_or(malformed)?;
    }
    Ok(columns)
}

fn read_ops<'a>(columns: &[&'a [u8]; 12], actors: &[Actor]) -> Option<Vec<Op<'a>>> {
    let [
        obj_actor,
        obj_ctr,
        key_actor,
        key_ctr,
        key_text,
        insert,
        action,
        meta,
        value,
        pred_count,
        pred_actor,
        pred_ctr,
    ] = *columns;
    let limit = MAX_OPS_PER_CHANGE;
    let action = read_runs(action, limit, Reader::unsigned)?;
    let rows = action.len();
    // An absent column holds nothing in every row.
    fn rest<T: Clone>(mut column: Vec<Option<T>>, rows: usize) -> Option<Vec<Option<T>>> {
        if column.is_empty() {
            column.resize(rows, None);
        }
        (column.len() == rows).then_some(column)
    }
    let obj_actor = rest(read_runs(obj_actor, rows, Reader::unsigned)?, rows)?;
    let obj_ctr = rest(read_runs(obj_ctr, rows, Reader::unsigned)?, rows)?;
    let key_actor = rest(read_runs(key_actor, rows, Reader::unsigned)?, rows)?;
    let key_ctr = rest(read_deltas(key_ctr, rows)?, rows)?;
    let key_text = rest(read_runs(key_text, rows, text)?, rows)?;
    let insert = read_booleans(insert, rows)?;
    let meta = rest(read_runs(meta, rows, Reader::unsigned)?, rows)?;
    let pred_count = rest(read_runs(pred_count, rows, Reader::unsigned)?, rows)?;
    let pred_actor = read_runs(pred_actor, limit, Reader::unsigned)?;
    let pred_ctr = read_deltas(pred_ctr, limit)?;
    if insert.len() != rows || pred_actor.len() != pred_ctr.len() {
        return None;
    }
    let mut preds = pred_actor.into_iter().zip(pred_ctr);
    let mut values = Reader::new(value);
    let actor = |index: u64| actors.get(usize::try_from(index).ok()?).copied();
    let mut ops = Vec::with_capacity(rows);
    for row in 0..rows {
        let object = match (obj_actor[row], obj_ctr[row]) {
            (None, None) => None,
            (Some(index), Some(counter)) => Some(OpId { counter, actor: actor(index)? }),
            _ => return None,
        };
        let key = match (key_text[row], key_actor[row], key_ctr[row]) {
            (Some(text), None, None) => Key::Map(text),
            (None, None, Some(0)) => Key::Head,
            (None, Some(index), Some(counter)) => {
                Key::Element(OpId { counter: u64::try_from(counter).ok()?, actor: actor(index)? })
            }
            _ => return None,
        };
        let meta = meta[row]?;
        let value = values.take(usize::try_from(meta >> 4).ok()?)?;
        let count = usize::try_from(pred_count[row]?).ok().filter(|count| *count <= preds.len())?;
        let mut own = Vec::with_capacity(count);
        for _ in 0..count {
            let (Some(index), Some(counter)) = preds.next()? else { return None };
            own.push(OpId { counter: u64::try_from(counter).ok()?, actor: actor(index)? });
        }
        ops.push(Op {
            object,
            key,
            insert: insert[row],
            action: action[row]?,
            kind: meta & 0x0f,
            value,
            preds: own,
        });
    }
    Some(ops)
}

fn text<'a>(reader: &mut Reader<'a>) -> Option<&'a str> {
    let len = reader.length(usize::from(u16::MAX))?;
    std::str::from_utf8(reader.take(len)?).ok()
}

/// Writes a change as Automerge does.
fn write(envelope: &Envelope<'_>, seq: u64, start_op: u64, ops: &[Op<'_>]) -> Vec<u8> {
    let named = |op: &Op<'_>| {
        let element = if let Key::Element(id) = op.key { Some(id) } else { None };
        op.object
            .into_iter()
            .chain(element)
            .chain(op.preds.clone())
            .map(|id| id.actor)
            .collect::<Vec<_>>()
    };
    let mut others: Vec<Actor> =
        ops.iter().flat_map(named).filter(|actor| *actor != envelope.actor).collect();
    others.sort_unstable();
    others.dedup();
    let index = |actor: Actor| others.binary_search(&actor).map_or(0, |place| place as u64 + 1);

    let mut data = Vec::new();
    put_unsigned(&mut data, envelope.deps.len() as u64);
    data.extend(envelope.deps.iter().flatten());
    put_unsigned(&mut data, ACTOR_BYTES as u64);
    data.extend_from_slice(&envelope.actor.to_bytes());
    put_unsigned(&mut data, seq);
    put_unsigned(&mut data, start_op);
    data.extend_from_slice(&[0, 0]); // time, message
    put_unsigned(&mut data, others.len() as u64);
    for other in &others {
        put_unsigned(&mut data, ACTOR_BYTES as u64);
        data.extend_from_slice(&other.to_bytes());
    }
    let columns: Vec<(u64, Vec<u8>)> = COLUMNS
        .into_iter()
        .map(|column| (column, write_column(column, ops, index)))
        .filter(|(_, bytes)| !bytes.is_empty())
        .collect();
    put_unsigned(&mut data, columns.len() as u64);
    for (column, bytes) in &columns {
        put_unsigned(&mut data, *column);
        put_unsigned(&mut data, bytes.len() as u64);
    }
    for (_, bytes) in &columns {
        data.extend_from_slice(bytes);
    }
    frame(&data).bytes
}

fn write_column(column: u64, ops: &[Op<'_>], index: impl Fn(Actor) -> u64) -> Vec<u8> {
    let mut out = Vec::new();
    let mut numbers = |rows: Vec<Option<u64>>, optional: bool| {
        if !(optional && rows.iter().all(Option::is_none)) {
            put_runs(&mut out, &rows, |out, value| put_unsigned(out, *value));
        }
    };
    let element = |op: &Op<'_>| if let Key::Element(id) = op.key { Some(id) } else { None };
    let preds = || ops.iter().flat_map(|op| &op.preds);
    match column {
        OBJ_ACTOR => {
            numbers(ops.iter().map(|op| op.object.map(|id| index(id.actor))).collect(), true)
        }
        OBJ_COUNTER => numbers(ops.iter().map(|op| op.object.map(|id| id.counter)).collect(), true),
        KEY_ACTOR => {
            numbers(ops.iter().map(|op| element(op).map(|id| index(id.actor))).collect(), true)
        }
        ACTION => numbers(ops.iter().map(|op| Some(op.action)).collect(), false),
        VALUE_META => numbers(
            ops.iter().map(|op| Some((op.value.len() as u64) << 4 | op.kind)).collect(),
            false,
        ),
        PRED_COUNT => numbers(ops.iter().map(|op| Some(op.preds.len() as u64)).collect(), false),
        PRED_ACTOR => numbers(preds().map(|id| Some(index(id.actor))).collect(), false),
        KEY_COUNTER => {
            let counter = |op: &Op<'_>| match op.key {
                Key::Map(_) => None,
                Key::Head => Some(0),
                Key::Element(id) => i64::try_from(id.counter).ok(),
            };
            let rows: Vec<_> = ops.iter().map(counter).collect();
            if rows.iter().any(Option::is_some) {
                put_deltas(&mut out, &rows);
            }
        }
        PRED_COUNTER => {
            let rows: Vec<_> = preds().map(|id| i64::try_from(id.counter).ok()).collect();
            put_deltas(&mut out, &rows);
        }
        KEY_TEXT => {
            let text = |key| if let Key::Map(text) = key { Some(text) } else { None };
            let rows: Vec<Option<&str>> = ops.iter().map(|op| text(op.key)).collect();
            if rows.iter().any(Option::is_some) {
                put_runs(&mut out, &rows, |out, text| {
                    put_unsigned(out, text.len() as u64);
                    out.extend_from_slice(text.as_bytes());
                });
            }
        }
        INSERT => put_booleans(&mut out, &ops.iter().map(|op| op.insert).collect::<Vec<_>>()),
        VALUE => out.extend(ops.iter().flat_map(|op| op.value)),
        _ => {}
    }
    out
}
