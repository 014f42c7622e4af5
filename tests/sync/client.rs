//! One client of the world: what it has on disk, what a crash leaves of it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::convert::Infallible;

use accord_client_core::sync::{Input, LogRow, Save, SaveId, Session, Space};
use accord_protocol::record::{Kind, Record};
use accord_protocol::testing::TestDevice;
use accord_server::relay::{ConnId, RequestId};
use rand_core::{TryCryptoRng, TryRng};

use super::world::{HOST, START_MS};

/// A client without pages: a space, a session, a disk that writes one save at a time, a journal of numbers.
pub(crate) struct Client {
    pub(crate) device: TestDevice,
    pub(crate) space: Space,
    pub(crate) session: Session,
    pub(crate) link: Option<ConnId>,
    pub(crate) life: u64,
    pub(crate) hot: BTreeMap<Vec<u8>, Vec<u8>>,
    pub(crate) log: BTreeMap<u64, Record>,
    pub(crate) pending: VecDeque<Save>,
    pub(crate) disk_busy: bool,
    /// Written by the person, by number; durable at once.
    pub(crate) journal: BTreeSet<u64>,
    pub(crate) next_tag: u64,
    pub(crate) parted: bool,
    pub(crate) posting: Option<RequestId>,
    pub(crate) copies: u32,
}

impl Client {
    pub(crate) fn write_one(&mut self) -> Option<SaveId> {
        self.disk_busy = false;
        let Save { id, changes } = self.pending.pop_front()?;
        for row in changes.hot {
            match row.value {
                Some(value) => self.hot.insert(row.key, value.to_vec()),
                None => self.hot.remove(&row.key),
            };
        }
        for LogRow { key, record } in changes.log {
            self.log.insert(key, record);
        }
        Some(id)
    }

    pub(crate) fn write_all(&mut self) {
        let mut last = None;
        while let Some(id) = self.write_one() {
            last = Some(id);
        }
        if let Some(id) = last {
            let mut dice = Dice(0);
            self.session.handle(&mut self.space, START_MS, &mut dice, Input::Saved(id));
        }
    }

    pub(crate) fn stored(&self) -> Space {
        Space::decode(self.hot.iter().map(|(k, v)| (k.as_slice(), v.as_slice()))).unwrap()
    }

    pub(crate) fn crash(&mut self) {
        self.life += 1;
        self.pending.clear();
        self.disk_busy = false;
        self.link = None;
        self.posting = None;
        self.space = self.stored();
        self.session = Session::new(HOST, "test");
        // The journal as the store has it: all that is neither in the log nor in flight.
        let held = |record: &Record| {
            (record.device() == self.device.id() && record.kind() == Kind::Content)
                .then(|| tag_of(record).1)
        };
        let done: BTreeSet<u64> = (1..=self.space.len())
            .filter_map(|p| held(&self.log[&self.space.log_row(p)]))
            .chain(self.space.flight().and_then(|f| held(f.record())))
            .collect();
        self.journal = (0..self.next_tag).filter(|tag| !done.contains(tag)).collect();
    }
}

/// Who wrote it, and the number of the writing.
pub(crate) fn tag_of(record: &Record) -> (u64, u64) {
    let number = |at: usize| u64::from_be_bytes(record.body()[at..at + 8].try_into().unwrap());
    (number(0), number(8))
}

/// SplitMix64.
pub(crate) struct Dice(pub(crate) u64);

impl TryRng for Dice {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|n| u32::try_from(n >> 32).unwrap_or(0))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Ok(z ^ (z >> 31))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(8) {
            let bytes = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Dice {}
