//! Records that came before a change they build on, held until it comes.
//!
//! Owns the limits per device and finding what a new tip releases, without looking at anything else. It must not judge.
//! Nothing here is saved: the client keeps the sealed bytes of a record that is held and offers it again after a start.

use std::collections::BTreeMap;

use super::ids::Actor;

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

/// Waiting records under the instance and the number of the change that waits, then the log position.
#[derive(Clone, Default)]
pub(crate) struct Held {
    waiting: BTreeMap<(Actor, u64, u64), HeldRecord>,
}

impl Held {
    /// Holds a record whose change `seq` of `actor` is too early. False when its device has no room left.
    ///
    /// A record that is held already stays held once, also when there is no room for another.
    pub(crate) fn hold(&mut self, actor: Actor, seq: u64, record: HeldRecord) -> bool {
        let key = (actor, seq, record.position);
        if self.waiting.contains_key(&key) {
            return true;
        }
        let of_device = || self.waiting.range(instances_of(record.author)).map(|(_, held)| held);
        let bytes = of_device().map(HeldRecord::bytes).sum::<usize>() + record.bytes();
        if of_device().count() >= MAX_HELD_RECORDS_PER_DEVICE || bytes > MAX_HELD_BYTES_PER_DEVICE {
            return false;
        }
        self.waiting.insert(key, record);
        true
    }

    /// Takes out what waits for change `seq` of this instance to be next, in log order.
    pub(crate) fn release(&mut self, actor: Actor, seq: u64) -> Vec<HeldRecord> {
        self.remove((actor, seq, 0)..=(actor, seq, u64::MAX))
    }

    /// Takes out everything that waits for this instance.
    pub(crate) fn release_all(&mut self, actor: Actor) -> Vec<HeldRecord> {
        self.remove((actor, 0, 0)..=(actor, u64::MAX, u64::MAX))
    }

    /// How many records are held.
    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    fn remove(&mut self, range: std::ops::RangeInclusive<(Actor, u64, u64)>) -> Vec<HeldRecord> {
        let keys: Vec<_> = self.waiting.range(range).map(|(key, _)| *key).collect();
        keys.iter().filter_map(|key| self.waiting.remove(key)).collect()
    }
}

fn instances_of(device: [u8; 16]) -> std::ops::RangeInclusive<(Actor, u64, u64)> {
    let first = Actor { device, instance: [0; 8] };
    let last = Actor { device, instance: [0xff; 8] };
    (first, 0, 0)..=(last, u64::MAX, u64::MAX)
}
