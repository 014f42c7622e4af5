//! What a [`Space`] keeps on disk, as rows: which bytes under which key, and back, exactly.
//!
//! Two places: a few small rows that come with every start (`hot`), and the raw records of the log, which
//! are only written here and read back by range when a relay lost them. The client puts the hot rows
//! under a prefix of its own and the log rows under their number; it seals every value. Knows no rule.

use std::sync::Arc;

use accord_protocol::chain::{RestoreError, SpaceState};
use accord_protocol::ids::{DeviceId, LogHead, RecordHash, SpaceId, StoreEpoch};
use accord_protocol::record::{Record, RecordError};

use super::space::{Space, is_admission};
use super::types::{Bound, Branch, Flight};

/// First byte of the small row. A change of the layout gets a new number.
const FORMAT: u8 = 1;
/// Key of the small row.
const BLOB: u8 = 0;
/// Key of a record that admits a device: then its position, 8 bytes.
const CONTROL: u8 = 1;
/// Key of a chunk of heads: then its number, 4 bytes.
const HEADS: u8 = 2;
/// Key of an own record not yet in the log: then its hash, 32 bytes.
const OUTBOX: u8 = 3;
/// Bits of a log row's number that hold the position; the branch lies above.
const POSITION_BITS: u32 = 48;

/// Number of a save; they count up within one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SaveId(pub(super) u64);

/// Rows that are durable all at once or not at all. What depends on them waits for
/// [`Input::Saved`](super::Input::Saved).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Save {
    /// Its number. Saying that a save is durable says so of all earlier ones.
    pub id: SaveId,
    /// The rows.
    pub changes: Changes,
}

/// Rows to write, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Small rows that are all loaded at a start.
    pub hot: Vec<HotRow>,
    /// Raw records, read by range only.
    pub log: Vec<LogRow>,
}

/// A row that is loaded at every start.
#[derive(Clone, PartialEq, Eq)]
pub struct HotRow {
    /// At most 33 bytes.
    pub key: Vec<u8>,
    /// `None` removes the row.
    pub value: Option<Arc<[u8]>>,
}

/// A raw record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// Where it goes, see [`Space::log_row`].
    pub key: u64,
    /// The record; its bytes are the value.
    pub record: Record,
}

impl core::fmt::Debug for HotRow {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let len = self.value.as_ref().map(|value| value.len());
        f.debug_struct("HotRow").field("key", &self.key.first()).field("bytes", &len).finish()
    }
}

/// Why rows are not a space. The store is damaged; nothing may be deleted because of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The small row is missing, truncated, too long, or of another format.
    #[error("the space's small row is not readable")]
    Blob,
    /// A row under a key nobody wrote, or twice.
    #[error("a row of kind {0:?} does not belong there")]
    Row(Option<u8>),
    /// A record in a row is not one.
    #[error("stored record: {0}")]
    Record(#[from] RecordError),
    /// The state does not come back.
    #[error("stored state: {0}")]
    State(#[from] RestoreError),
    /// Heads and state are of different logs.
    #[error("{heads} heads for a log of {len}")]
    Heads {
        /// Heads stored.
        heads: u64,
        /// Length of the log.
        len: u64,
    },
    /// A record in flight or set aside is missing.
    #[error("a record not yet in the log is missing")]
    Outbox,
}

impl Changes {
    pub(super) fn put_blob(&mut self, space: &Space) {
        self.put(vec![BLOB], encode(space).into());
    }

    pub(super) fn put_control(&mut self, position: u64, record: &Record) {
        self.put(key(CONTROL, &position.to_be_bytes()), record.shared());
    }

    pub(super) fn drop_control(&mut self, position: u64) {
        self.hot.push(HotRow { key: key(CONTROL, &position.to_be_bytes()), value: None });
    }

    pub(super) fn put_heads(&mut self, rows: Vec<(u32, Vec<u8>)>) {
        for (chunk, bytes) in rows {
            self.put(key(HEADS, &chunk.to_be_bytes()), bytes.into());
        }
    }

    pub(super) fn drop_heads(&mut self, chunk: u32) {
        self.hot.push(HotRow { key: key(HEADS, &chunk.to_be_bytes()), value: None });
    }

    pub(super) fn put_outbox(&mut self, record: &Record) {
        self.put(key(OUTBOX, record.hash().as_bytes()), record.shared());
    }

    pub(super) fn drop_outbox(&mut self, record: &Record) {
        self.hot.push(HotRow { key: key(OUTBOX, record.hash().as_bytes()), value: None });
    }

    fn put(&mut self, key: Vec<u8>, value: Arc<[u8]>) {
        self.hot.push(HotRow { key, value: Some(value) });
    }
}

fn key(kind: u8, rest: &[u8]) -> Vec<u8> {
    let mut key = vec![kind];
    key.extend_from_slice(rest);
    key
}

/// The number of a log row.
pub(super) const fn log_row(branch: u16, position: u64) -> u64 {
    ((branch as u64) << POSITION_BITS) | (position & ((1 << POSITION_BITS) - 1))
}

impl Space {
    /// The space again, from its hot rows in any order. The record in flight counts as sent.
    ///
    /// # Errors
    /// [`DecodeError`] when the rows are not what was written.
    pub fn decode<'a>(
        rows: impl IntoIterator<Item = (&'a [u8], &'a [u8])>,
    ) -> Result<Self, DecodeError> {
        let mut sorted: Vec<(&[u8], &[u8])> = rows.into_iter().collect();
        sorted.sort_unstable();
        let mut blob = None;
        let mut control = Vec::new();
        let mut outbox: Vec<Record> = Vec::new();
        let mut heads = super::heads::Heads::default();
        for (key, value) in sorted {
            let stray = DecodeError::Row(key.first().copied());
            match key.split_first() {
                Some((&BLOB, [])) if blob.is_none() => blob = Some(value),
                Some((&CONTROL, position)) => {
                    let position = position.try_into().map_err(|_| stray)?;
                    let record = Record::parse(value)?;
                    if !is_admission(record.kind()) {
                        return Err(stray);
                    }
                    control.push((u64::from_be_bytes(position), record));
                }
                Some((&HEADS, chunk)) => {
                    let chunk = chunk.try_into().map_err(|_| stray)?;
                    heads.read_row(u32::from_be_bytes(chunk), value).ok_or(stray)?;
                }
                Some((&OUTBOX, hash)) => {
                    let record = Record::parse(value)?;
                    if hash != record.hash().as_ref() {
                        return Err(stray);
                    }
                    outbox.push(record);
                }
                _ => return Err(stray),
            }
        }
        let mut space = decode(blob.ok_or(DecodeError::Blob)?, control, &mut outbox)?;
        let (len, head) = match &space.state {
            Some(state) => (state.len(), state.head()),
            None => (0, LogHead::ZERO),
        };
        if heads.len() != len || heads.at(len) != Some(head) {
            return Err(DecodeError::Heads { heads: heads.len(), len });
        }
        if !outbox.is_empty() {
            return Err(DecodeError::Row(Some(OUTBOX)));
        }
        space.heads = heads;
        space.loaded();
        Ok(space)
    }
}

fn encode(space: &Space) -> Vec<u8> {
    let mut out = vec![FORMAT, u8::from(space.registered) | u8::from(space.adopts) << 1];
    out.extend_from_slice(space.id.as_bytes());
    out.extend_from_slice(space.device.as_bytes());
    option(&mut out, space.store_epoch.as_ref().map(|epoch| epoch.as_bytes().as_slice()));
    let common = match space.branch {
        Branch::Agrees => None,
        Branch::Parted { common } => Some(common.to_be_bytes()),
    };
    option(&mut out, common.as_ref().map(<[u8; 8]>::as_slice));
    count(&mut out, space.segments.len());
    for (first, branch) in &space.segments {
        out.extend_from_slice(&first.to_be_bytes());
        out.extend_from_slice(&branch.to_be_bytes());
    }
    count(&mut out, space.bound.devices.len());
    for (device, cut) in &space.bound.devices {
        out.extend_from_slice(device.as_bytes());
        out.extend_from_slice(&cut.to_be_bytes());
    }
    let ended = space.bound.ended.map(u64::to_be_bytes);
    option(&mut out, ended.as_ref().map(<[u8; 8]>::as_slice));
    let flight = space.flight.as_ref().map(|flight| flight.record.hash());
    option(&mut out, flight.as_ref().map(AsRef::as_ref));
    let second = space.second_end.as_ref().map(Record::hash);
    option(&mut out, second.as_ref().map(AsRef::as_ref));
    count(&mut out, space.spare.len());
    for record in &space.spare {
        out.extend_from_slice(record.hash().as_bytes());
    }
    if let Some(state) = &space.state {
        out.extend_from_slice(&state.checkpoint());
    }
    out
}

fn decode(
    blob: &[u8],
    control: Vec<(u64, Record)>,
    outbox: &mut Vec<Record>,
) -> Result<Space, DecodeError> {
    let mut r = Reader(blob);
    let [format, flags] = r.array::<2>()?;
    if format != FORMAT || flags > 3 {
        return Err(DecodeError::Blob);
    }
    let id = SpaceId::from_bytes(r.array()?);
    let mut space = Space::empty(id, DeviceId::from_bytes(r.array()?));
    space.registered = flags & 1 != 0;
    space.adopts = flags & 2 != 0;
    space.store_epoch = r.option()?.map(StoreEpoch::from_bytes);
    if let Some(common) = r.option()? {
        space.branch = Branch::Parted { common: u64::from_be_bytes(common) };
    }
    space.segments =
        r.list(|r| Ok((u64::from_be_bytes(r.array()?), u16::from_be_bytes(r.array()?))))?;
    if space.segments.first().is_none_or(|s| s.0 != 1) || !space.segments.is_sorted() {
        return Err(DecodeError::Blob);
    }
    let devices =
        r.list(|r| Ok((DeviceId::from_bytes(r.array()?), u64::from_be_bytes(r.array()?))))?;
    space.bound = Bound { devices, ended: r.option()?.map(u64::from_be_bytes) };
    let mut take = |hash: [u8; 32]| {
        let hash = RecordHash::from_bytes(hash);
        let at = outbox.iter().position(|record| record.hash() == hash);
        at.map(|at| outbox.swap_remove(at)).ok_or(DecodeError::Outbox)
    };
    space.flight = r.option()?.map(&mut take).transpose()?.map(|record| Flight {
        record,
        sent: true,
        saved_by: SaveId::default(),
    });
    space.second_end = r.option()?.map(&mut take).transpose()?;
    let spares = r.list(Reader::array)?;
    space.spare = spares.into_iter().map(take).collect::<Result<_, _>>()?;
    if !r.0.is_empty() {
        let state = SpaceState::restore(r.0, control)?;
        if state.space() != id {
            return Err(DecodeError::Blob);
        }
        space.state = Some(state);
    }
    Ok(space)
}

fn option(out: &mut Vec<u8>, value: Option<&[u8]>) {
    out.push(u8::from(value.is_some()));
    out.extend_from_slice(value.unwrap_or_default());
}

fn count(out: &mut Vec<u8>, len: usize) {
    // Segments, devices and spares of one space are far below 2^16.
    out.extend_from_slice(&u16::try_from(len).unwrap_or(u16::MAX).to_be_bytes());
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(DecodeError::Blob)?;
        self.0 = rest;
        Ok(*head)
    }

    fn option<const N: usize>(&mut self) -> Result<Option<[u8; N]>, DecodeError> {
        match self.array()? {
            [0] => Ok(None),
            [1] => self.array().map(Some),
            _ => Err(DecodeError::Blob),
        }
    }

    fn list<T>(
        &mut self,
        mut one: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        let len = u16::from_be_bytes(self.array()?);
        (0..len).map(|_| one(self)).collect()
    }
}
