//! Records that came before a change they build on, held until it comes.
//!
//! Owns the limits per device and finding what a new tip releases, without looking at anything else. It must not judge.
//! Nothing here is saved: the client keeps the sealed bytes of a record that is held and offers it again after a start.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The most records of one device that are held. A device misses its own predecessors only while an older record cannot
/// be opened yet, and it has one record in flight.
pub const MAX_HELD_RECORDS_PER_DEVICE: usize = 256;

/// The most bytes of one device that are held.
pub const MAX_HELD_BYTES_PER_DEVICE: usize = 1024 * 1024;

/// A record's changes, owned.
#[derive(Clone)]
pub(crate) struct HeldRecord {
    pub(crate) author: [u8; 16],
    pub(crate) position: u64,
    pub(crate) changes: Vec<Vec<u8>>,
}

impl HeldRecord {
    fn bytes(&self) -> usize {
        self.changes.iter().map(Vec::len).sum()
    }
}

/// Waiting records under what they wait for, then the log position.
#[derive(Clone)]
pub(crate) struct Held<K> {
    waiting: BTreeMap<(K, u64), HeldRecord>,
    /// Records and bytes of each device.
    room: BTreeMap<[u8; 16], (usize, usize)>,
}

impl<K> Default for Held<K> {
    fn default() -> Self {
        Self { waiting: BTreeMap::new(), room: BTreeMap::new() }
    }
}

impl<K: Ord + Copy> Held<K> {
    /// Holds a record until `key` comes. False when its device has no room left.
    ///
    /// A record that is held already stays held once, also when there is no room for another.
    pub(crate) fn hold(&mut self, key: K, record: HeldRecord) -> bool {
        let key = (key, record.position);
        if self.waiting.contains_key(&key) {
            return true;
        }
        let (records, bytes) = self.room.get(&record.author).copied().unwrap_or_default();
        let (records, bytes) = (records + 1, bytes + record.bytes());
        if records > MAX_HELD_RECORDS_PER_DEVICE || bytes > MAX_HELD_BYTES_PER_DEVICE {
            return false;
        }
        self.room.insert(record.author, (records, bytes));
        self.waiting.insert(key, record);
        true
    }

    /// Takes out what waits for these, in their order and then in log order.
    pub(crate) fn release(&mut self, keys: RangeInclusive<K>) -> Vec<HeldRecord> {
        let (first, last) = keys.into_inner();
        let range = (first, 0)..=(last, u64::MAX);
        let keys: Vec<_> = self.waiting.range(range).map(|(key, _)| *key).collect();
        let records: Vec<_> = keys.iter().filter_map(|key| self.waiting.remove(key)).collect();
        for record in &records {
            if let Some((records, bytes)) = self.room.get_mut(&record.author) {
                *records -= 1;
                *bytes -= record.bytes();
            }
        }
        self.room.retain(|_, (records, _)| *records > 0);
        records
    }

    /// How many records are held.
    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }
}
