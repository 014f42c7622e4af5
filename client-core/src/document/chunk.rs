//! The bytes of an own page's change: one encoder, and a bounded parser that accepts exactly what the encoder writes.
//!
//! Owns the layout of a plain Automerge change chunk whose operations are only `put`s of byte strings at act keys of the
//! root. It never calls Automerge: it is what stands before it. It must not know which change may follow which.
//!
//! ```text
//! 85 6f 4a 83 ‖ checksum4 ‖ 01 ‖ length ‖ data         checksum4 = hash[..4], hash = SHA-256(01 ‖ length ‖ data)
//! data: deps (0 or 1) ‖ 24 ‖ actor24 ‖ seq ‖ start_op ‖ time 0 ‖ message 0 ‖ other actors 0 ‖ 6 columns ‖ their bytes
//! ```
//! All numbers are LEB128 in their shortest form. The parser first bounds and reads, then writes the same change anew
//! and compares every byte, so whatever it did not think of is refused too.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::ids::{ACT_KEY_BYTES, ACTOR_BYTES, Actor, act_key, root_key};
use super::leb::{Reader, put_signed, put_unsigned};

/// The longest change, in bytes: a CONTENT plaintext holds no more (protocol section 4).
pub const MAX_CHANGE_BYTES: usize = 64 * 1024;

/// The most acts in one change. Each takes at least 38 bytes, so 64 KiB hold fewer anyway.
pub const MAX_ACTS: usize = 1_724;

/// What a change takes at most besides its acts, in bytes: header 12, dependency 33, actor 25, two numbers 20, three
/// zeros, column directory 25, and the run headers of four columns.
const MAX_FRAME_BYTES: usize = 140;

/// What an act takes at most besides its own bytes: its key 37, its value's type and length 3, a run header 2.
const MAX_BYTES_BESIDES_ACT: usize = ACT_KEY_BYTES + 1 + 3 + 2;

/// How many dependencies are read at most, so that the author of a change that is refused for them can be named.
const MAX_DEPS: usize = 64;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE_CHUNK: u8 = 1;

/// The columns of a change of byte puts at root keys, in the order Automerge writes them.
const COLUMNS: [Column; 6] =
    [Column::Key, Column::Insert, Column::Action, Column::ValueMeta, Column::Value, Column::Preds];
const ACTION_PUT: u64 = 1;
const VALUE_BYTES: u64 = 7;

/// A column of a change, with Automerge's number for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Column {
    /// Root keys.
    Key = 0x15,
    /// Whether an operation inserts into a sequence.
    Insert = 0x34,
    /// What an operation does.
    Action = 0x42,
    /// Type and length of each value.
    ValueMeta = 0x56,
    /// The values.
    Value = 0x57,
    /// How many operations each one replaces.
    Preds = 0x70,
}

/// Why bytes are not a change of an own page. No variant carries content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChunkError {
    /// Longer than a record can hold.
    #[error("change of {got} bytes, at most {MAX_CHANGE_BYTES}")]
    TooLong {
        /// Its length in bytes.
        got: usize,
    },
    /// Does not start with Automerge's magic bytes.
    #[error("not an automerge chunk")]
    Magic,
    /// A document, a deflated change, a bundle, or something newer.
    #[error("chunk type {got}, only plain changes (1) are taken")]
    ChunkType {
        /// The type byte.
        got: u8,
    },
    /// The declared length is not what follows.
    #[error("chunk declares another length than its {got} bytes")]
    Length {
        /// Bytes that follow the header.
        got: usize,
    },
    /// The checksum is not that of the data.
    #[error("chunk checksum does not match")]
    Checksum,
    /// A number is missing, too large or not in its shortest form, or the bytes end early.
    #[error("malformed {0}")]
    Malformed(Field),
    /// More than one dependency.
    #[error("{got} dependencies, at most 1")]
    Deps {
        /// How many it names.
        got: usize,
    },
    /// The actor id has another length.
    #[error("actor id of {got} bytes, must be {ACTOR_BYTES}")]
    ActorLength {
        /// Its length in bytes.
        got: usize,
    },
    /// A time other than 0.
    #[error("change carries a time")]
    Time,
    /// A message.
    #[error("change carries a message")]
    Message,
    /// Operations that name other actors.
    #[error("change names {got} other actors")]
    OtherActors {
        /// How many it names.
        got: u64,
    },
    /// Other columns than those of byte puts at root keys: nested objects, sequences, deletes, marks.
    #[error("columns are not those of puts at the root")]
    Columns,
    /// Bytes after the last column.
    #[error("{got} bytes after the last column")]
    ExtraBytes {
        /// How many.
        got: usize,
    },
    /// No act, or more than can be.
    #[error("{got} acts, must be 1 to {MAX_ACTS}")]
    Acts {
        /// How many rows are declared.
        got: u64,
    },
    /// A value is not a byte string, or is empty.
    #[error("value is not a non-empty byte string")]
    Value,
    /// The same act twice in one change.
    #[error("the same act twice in one change")]
    Twice,
    /// A column does not hold what an honest client writes; a key that is not its value's hash is one case.
    #[error("column {0:?} is not what these acts give")]
    ColumnDiffers(Column),
    /// The change is readable but not byte for byte what an honest client writes.
    #[error("not the canonical bytes of this change")]
    NotCanonical,
}

/// A part of a change that can be malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The chunk's header.
    Header,
    /// The dependencies.
    Deps,
    /// The actor.
    Actor,
    /// The sequence number.
    Seq,
    /// The number of the first operation.
    StartOp,
    /// Time, message or other actors.
    Extras,
    /// The columns' directory.
    Columns,
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Header => "chunk header",
            Self::Deps => "dependencies",
            Self::Actor => "actor",
            Self::Seq => "sequence number",
            Self::StartOp => "first operation number",
            Self::Extras => "time, message or actors",
            Self::Columns => "column directory",
        })
    }
}

/// Where a change says it belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) actor: Actor,
    pub(crate) seq: u64,
    /// The number of its first operation.
    pub(crate) start_op: u64,
    /// The hash of the same instance's previous change.
    pub(crate) dep: Option<[u8; 32]>,
}

/// A change as it is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub(crate) bytes: Vec<u8>,
    pub(crate) hash: [u8; 32],
}

/// Writes the one change an honest client makes of these acts at this place. The acts are non-empty and distinct.
pub(crate) fn encode(place: &Place, acts: &[&[u8]]) -> Encoded {
    let mut data = Vec::with_capacity(128 + acts.iter().map(|act| act.len() + 42).sum::<usize>());
    match &place.dep {
        Some(hash) => {
            put_unsigned(&mut data, 1);
            data.extend_from_slice(hash);
        }
        None => put_unsigned(&mut data, 0),
    }
    put_unsigned(&mut data, ACTOR_BYTES as u64);
    data.extend_from_slice(&place.actor.to_bytes());
    put_unsigned(&mut data, place.seq);
    put_unsigned(&mut data, place.start_op);
    data.extend_from_slice(&[0, 0, 0]); // time, message, other actors
    let columns = COLUMNS.map(|column| (column, encode_column(column, acts)));
    put_unsigned(&mut data, columns.len() as u64);
    for (column, bytes) in &columns {
        put_unsigned(&mut data, *column as u64);
        put_unsigned(&mut data, bytes.len() as u64);
    }
    for (_, bytes) in &columns {
        data.extend_from_slice(bytes);
    }

    frame(&data)
}

/// Puts the header before a change's data.
pub(crate) fn frame(data: &[u8]) -> Encoded {
    let hash = chunk_hash(data);
    let mut bytes = Vec::with_capacity(data.len() + 16);
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&hash[..4]);
    bytes.push(CHANGE_CHUNK);
    put_unsigned(&mut bytes, data.len() as u64);
    bytes.extend_from_slice(data);
    Encoded { bytes, hash }
}

/// How many of these acts, from the first, go into one change of at most `budget` bytes.
///
/// It stops before an act that is there already, since one change holds each act once, and counts a few bytes an act too
/// many rather than one too few. 0 means that the first act alone does not fit.
#[must_use]
pub fn fit(acts: &[&[u8]], budget_bytes: usize) -> usize {
    let mut seen = BTreeSet::new();
    let mut size = MAX_FRAME_BYTES;
    acts.iter()
        .take(MAX_ACTS)
        .take_while(|act| {
            size = size.saturating_add(act.len()).saturating_add(MAX_BYTES_BESIDES_ACT);
            size <= budget_bytes.min(MAX_CHANGE_BYTES) && seen.insert(act_key(act))
        })
        .count()
}

fn encode_column(column: Column, acts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    match column {
        Column::Key => {
            out.reserve(8 + acts.len() * (ACT_KEY_BYTES + 1));
            put_signed(&mut out, -signed(acts.len()));
            for act in acts {
                put_unsigned(&mut out, ACT_KEY_BYTES as u64);
                out.extend_from_slice(root_key(&act_key(act)).as_bytes());
            }
        }
        Column::Insert => put_unsigned(&mut out, acts.len() as u64),
        Column::Action => put_runs(&mut out, acts.iter().map(|_| ACTION_PUT)),
        Column::ValueMeta => put_runs(&mut out, acts.iter().map(|act| value_meta(act.len()))),
        Column::Value => {
            out.reserve_exact(acts.iter().map(|act| act.len()).sum());
            acts.iter().for_each(|act| out.extend_from_slice(act));
        }
        Column::Preds => put_runs(&mut out, acts.iter().map(|_| 0)),
    }
    out
}

fn value_meta(len: usize) -> u64 {
    (len as u64) << 4 | VALUE_BYTES
}

/// Lengths here are those of acts in memory, far below the sign bit.
fn signed(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(i64::MAX)
}

/// Run-length encoding as Automerge does it: two or more equal values are a run, the others lie in literal stretches.
fn put_runs(out: &mut Vec<u8>, values: impl Iterator<Item = u64>) {
    let values: Vec<u64> = values.collect();
    let mut literal: Vec<u64> = Vec::new();
    for run in values.chunk_by(|a, b| a == b) {
        match run {
            [single] => literal.push(*single),
            [value, ..] => {
                put_literal(out, &mut literal);
                put_signed(out, signed(run.len()));
                put_unsigned(out, *value);
            }
            [] => {}
        }
    }
    put_literal(out, &mut literal);
}

fn put_literal(out: &mut Vec<u8>, literal: &mut Vec<u64>) {
    if literal.is_empty() {
        return;
    }
    put_signed(out, -signed(literal.len()));
    for value in literal.drain(..) {
        put_unsigned(out, value);
    }
}

fn chunk_hash(data: &[u8]) -> [u8; 32] {
    let mut head = vec![CHANGE_CHUNK];
    put_unsigned(&mut head, data.len() as u64);
    Sha256::new().chain_update(&head).chain_update(data).finalize().into()
}

/// A chunk whose frame and author are read, not yet its contents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Envelope<'a> {
    pub(crate) chunk: &'a [u8],
    pub(crate) hash: [u8; 32],
    /// The dependencies' hashes.
    pub(crate) deps: &'a [[u8; 32]],
    pub(crate) actor: Actor,
    /// What follows the actor.
    pub(crate) rest: Reader<'a>,
}

/// A change whose bytes are exactly those of its acts at its place.
#[derive(Clone, Debug)]
pub(crate) struct Parsed<'a> {
    pub(crate) place: Place,
    pub(crate) hash: [u8; 32],
    pub(crate) acts: Vec<&'a [u8]>,
}

impl<'a> Envelope<'a> {
    /// Reads the frame: magic, type, length, checksum, dependencies and actor.
    pub(crate) fn read(chunk: &'a [u8]) -> Result<Self, ChunkError> {
        if chunk.len() > MAX_CHANGE_BYTES {
            return Err(ChunkError::TooLong { got: chunk.len() });
        }
        let mut reader = Reader::new(chunk);
        if reader.array() != Some(MAGIC) {
            return Err(ChunkError::Magic);
        }
        let header = ChunkError::Malformed(Field::Header);
        let checksum: [u8; 4] = reader.array().ok_or(header)?;
        let [kind] = reader.array().ok_or(header)?;
        if kind != CHANGE_CHUNK {
            return Err(ChunkError::ChunkType { got: kind });
        }
        let length = reader.length(MAX_CHANGE_BYTES).ok_or(header)?;
        let data = reader.rest();
        if length != data.len() {
            return Err(ChunkError::Length { got: data.len() });
        }
        let hash = chunk_hash(data);
        if hash[..4] != checksum {
            return Err(ChunkError::Checksum);
        }

        let deps_malformed = ChunkError::Malformed(Field::Deps);
        let deps = reader.length(MAX_DEPS).ok_or(deps_malformed)?;
        let (deps, _) = reader.take(deps * 32).ok_or(deps_malformed)?.as_chunks();
        let actor_malformed = ChunkError::Malformed(Field::Actor);
        let got = reader.length(MAX_CHANGE_BYTES).ok_or(actor_malformed)?;
        if got != ACTOR_BYTES {
            return Err(ChunkError::ActorLength { got });
        }
        let actor = Actor::from_bytes(&reader.array().ok_or(actor_malformed)?);
        Ok(Self { chunk, hash, deps, actor, rest: reader })
    }

    /// The sequence number the change claims.
    pub(crate) fn seq(&self) -> Result<u64, ChunkError> {
        let mut reader = self.rest;
        reader.unsigned().ok_or(ChunkError::Malformed(Field::Seq))
    }

    /// Reads the acts and requires the whole chunk to be what `encode` writes for them.
    pub(crate) fn parse(&self) -> Result<Parsed<'a>, ChunkError> {
        let dep = match self.deps {
            [] => None,
            [dep] => Some(*dep),
            more => return Err(ChunkError::Deps { got: more.len() }),
        };
        let mut reader = self.rest;
        let seq = reader.unsigned().ok_or(ChunkError::Malformed(Field::Seq))?;
        let start_op = reader.unsigned().ok_or(ChunkError::Malformed(Field::StartOp))?;
        let extras = ChunkError::Malformed(Field::Extras);
        if reader.signed().ok_or(extras)? != 0 {
            return Err(ChunkError::Time);
        }
        if reader.unsigned().ok_or(extras)? != 0 {
            return Err(ChunkError::Message);
        }
        match reader.unsigned().ok_or(extras)? {
            0 => {}
            got => return Err(ChunkError::OtherActors { got }),
        }
        let columns = read_columns(&mut reader)?;
        if !reader.rest().is_empty() {
            return Err(ChunkError::ExtraBytes { got: reader.rest().len() });
        }
        let acts = read_acts(&columns)?;
        for (column, got) in COLUMNS.iter().zip(columns) {
            if encode_column(*column, &acts) != got {
                return Err(ChunkError::ColumnDiffers(*column));
            }
        }
        let place = Place { actor: self.actor, seq, start_op, dep };
        if encode(&place, &acts).bytes != self.chunk {
            return Err(ChunkError::NotCanonical);
        }
        Ok(Parsed { place, hash: self.hash, acts })
    }
}

fn read_columns<'a>(reader: &mut Reader<'a>) -> Result<[&'a [u8]; 6], ChunkError> {
    let malformed = ChunkError::Malformed(Field::Columns);
    if reader.unsigned().ok_or(malformed)? != COLUMNS.len() as u64 {
        return Err(ChunkError::Columns);
    }
    let mut lengths = [0; COLUMNS.len()];
    for (length, column) in lengths.iter_mut().zip(COLUMNS) {
        if reader.unsigned().ok_or(malformed)? != column as u64 {
            return Err(ChunkError::Columns);
        }
        *length = reader.length(MAX_CHANGE_BYTES).ok_or(malformed)?;
    }
    let mut columns: [&[u8]; COLUMNS.len()] = [&[]; COLUMNS.len()];
    for (column, length) in columns.iter_mut().zip(lengths) {
        *column = reader.take(length).ok_or(malformed)?;
    }
    Ok(columns)
}

/// Cuts the values apart. Rows are counted by the insert column, one number, before anything is allocated.
fn read_acts<'a>(columns: &[&'a [u8]; 6]) -> Result<Vec<&'a [u8]>, ChunkError> {
    let [_, insert, _, meta, values, _] = columns;
    let mut insert = Reader::new(insert);
    let rows = insert.unsigned().ok_or(ChunkError::ColumnDiffers(Column::Insert))?;
    let wrong_count = ChunkError::Acts { got: rows };
    let rows = usize::try_from(rows)
        .ok()
        .filter(|rows| (1..=MAX_ACTS).contains(rows))
        .ok_or(wrong_count)?;

    let mut acts: Vec<&[u8]> = Vec::with_capacity(rows);
    let mut meta = Reader::new(meta);
    let mut values = Reader::new(values);
    let differs = ChunkError::ColumnDiffers(Column::ValueMeta);
    while acts.len() < rows {
        let run = meta.signed().ok_or(differs)?;
        let count = usize::try_from(run.unsigned_abs()).unwrap_or(usize::MAX);
        if count == 0 || count > rows - acts.len() {
            return Err(differs);
        }
        let mut value = 0;
        for row in 0..count {
            if run < 0 || row == 0 {
                value = meta.unsigned().ok_or(differs)?;
            }
            let length = usize::try_from(value >> 4).unwrap_or(usize::MAX);
            if value & 0x0f != VALUE_BYTES || length == 0 {
                return Err(ChunkError::Value);
            }
            acts.push(values.take(length).ok_or(ChunkError::ColumnDiffers(Column::Value))?);
        }
    }
    let mut sorted = acts.clone();
    sorted.sort_unstable();
    if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(ChunkError::Twice);
    }
    Ok(acts)
}
