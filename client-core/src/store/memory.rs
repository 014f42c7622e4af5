//! A store in memory, with the faults a real disk has, for the simulation and for tests.
//!
//! Owns the [`Disk`], which outlives the stores opened on it as a file outlives processes, and the faults
//! planned for it. Must not know what the rows mean, and draws no random numbers: the simulation decides.

use super::{Batch, Op, Row, Snapshot, Store, StoreFault, Table, prefix_end};
use core::ops::Bound;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a planned commit does instead of succeeding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Power is lost just before the batch is on disk: nothing of it is there. The store that was open is dead.
    CrashBefore,
    /// Power is lost just after the batch is on disk, before the answer. The store that was open is dead.
    CrashAfter,
    /// The commit answers with this fault and applies nothing; the store stays open.
    Refuse(StoreFault),
    /// The batch is applied, but the answer is this fault; the store stays open.
    Ambiguous(StoreFault),
}

#[derive(Debug, Default)]
struct Contents {
    rows: BTreeMap<(Table, Vec<u8>), Vec<u8>>,
    commits: u64,
    plan: BTreeMap<u64, Fault>,
    capacity: Option<u64>,
    load_fault: Option<StoreFault>,
    /// Rises with every opening and crash; a store whose number is not this one is dead.
    generation: u64,
    open: bool,
}

impl Contents {
    fn bytes(&self) -> u64 {
        self.rows.iter().map(|((_, key), value)| (key.len() + value.len()) as u64).sum()
    }
}

/// What survives a crash. Clones are handles to the same disk; [`Disk::image`] makes a copy.
#[derive(Clone, Debug, Default)]
pub struct Disk(Arc<Mutex<Contents>>);

impl Disk {
    /// An empty disk without limit.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens the store on it.
    ///
    /// # Errors
    /// `Busy` while another store is open on it.
    pub fn open(&self) -> Result<MemoryStore, StoreFault> {
        let mut contents = self.lock();
        if contents.open {
            return Err(StoreFault::Busy { holder: None });
        }
        contents.open = true;
        contents.generation += 1;
        Ok(MemoryStore { disk: self.clone(), generation: contents.generation })
    }

    /// How many commits were asked of it so far, those that failed included.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.lock().commits
    }

    /// Plans a fault for a commit, `skip` commits from now: 0 is the next one.
    pub fn fail_after(&self, skip: u64, fault: Fault) {
        let mut contents = self.lock();
        let at = contents.commits.saturating_add(skip);
        contents.plan.insert(at, fault);
    }

    /// Forgets every planned fault.
    pub fn heal(&self) {
        let mut contents = self.lock();
        contents.plan.clear();
        contents.load_fault = None;
    }

    /// Room for keys and values together in bytes; a batch that would pass it is answered `Full`.
    pub fn set_capacity(&self, bytes: Option<u64>) {
        self.lock().capacity = bytes;
    }

    /// Lets `load` and `read` answer with this fault until [`Disk::heal`].
    pub fn fail_loads(&self, fault: StoreFault) {
        self.lock().load_fault = Some(fault);
    }

    /// Cuts the power now: the store that is open is dead, the rows stay.
    pub fn crash(&self) {
        let mut contents = self.lock();
        contents.generation += 1;
        contents.open = false;
    }

    /// A copy of the rows on another disk, without faults: a backup, or a cloned device.
    #[must_use]
    pub fn image(&self) -> Self {
        let rows = self.lock().rows.clone();
        Self(Arc::new(Mutex::new(Contents { rows, ..Contents::default() })))
    }

    /// Puts the rows of an image back, as restoring a backup does. The store that is open is dead.
    pub fn restore(&self, image: &Self) {
        let rows = image.lock().rows.clone();
        let mut contents = self.lock();
        contents.rows = rows;
        contents.generation += 1;
        contents.open = false;
    }

    /// Every row, cold ones included, by table and key: what someone who takes the device can read.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let contents = self.lock();
        contents.rows.iter().map(|((table, key), value)| row(*table, key, value)).collect()
    }

    /// Keys and values together.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.lock().bytes()
    }

    // A test that panicked elsewhere must not hide behind a poisoned lock here.
    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The store open on a [`Disk`]. Dropping it closes it.
#[derive(Debug)]
pub struct MemoryStore {
    disk: Disk,
    generation: u64,
}

impl MemoryStore {
    fn contents(&self) -> Result<MutexGuard<'_, Contents>, StoreFault> {
        let contents = self.disk.lock();
        if contents.open && contents.generation == self.generation {
            Ok(contents)
        } else {
            Err(StoreFault::Io(std::io::ErrorKind::BrokenPipe))
        }
    }
}

impl Drop for MemoryStore {
    fn drop(&mut self) {
        let mut contents = self.disk.lock();
        if contents.generation == self.generation {
            contents.open = false;
        }
    }
}

impl Store for MemoryStore {
    async fn load(&mut self) -> Result<Snapshot, StoreFault> {
        let contents = self.contents()?;
        if let Some(fault) = &contents.load_fault {
            return Err(fault.clone());
        }
        let hot = contents.rows.iter().filter(|((table, _), _)| table.is_hot());
        Ok(Snapshot { rows: hot.map(|((table, key), value)| row(*table, key, value)).collect() })
    }

    async fn read(
        &mut self,
        table: Table,
        from: &[u8],
        to: &[u8],
        max_bytes: usize,
    ) -> Result<Vec<Row>, StoreFault> {
        let contents = self.contents()?;
        if let Some(fault) = &contents.load_fault {
            return Err(fault.clone());
        }
        let mut rows: Vec<Row> = Vec::new();
        let mut bytes = 0usize;
        let start = (table, from.to_vec());
        let wanted = contents
            .rows
            .range((Bound::Included(start), Bound::Unbounded))
            .take_while(|((at, key), _)| *at == table && (to.is_empty() || key.as_slice() < to));
        for ((_, key), value) in wanted {
            bytes = bytes.saturating_add(key.len() + value.len());
            if bytes > max_bytes && !rows.is_empty() {
                break;
            }
            rows.push(row(table, key, value));
        }
        Ok(rows)
    }

    async fn commit(&mut self, batch: &Batch) -> Result<(), StoreFault> {
        batch.check()?;
        let mut contents = self.contents()?;
        let number = contents.commits;
        contents.commits += 1;
        let fault = contents.plan.remove(&number);
        match fault {
            Some(Fault::Refuse(fault)) => return Err(fault),
            Some(Fault::CrashBefore) => {
                contents.generation += 1;
                contents.open = false;
                return Err(StoreFault::Io(std::io::ErrorKind::BrokenPipe));
            }
            Some(Fault::CrashAfter | Fault::Ambiguous(_)) | None => {}
        }
        // Nothing below can stop halfway, so only a limit on room needs the old rows kept.
        let before = contents.capacity.map(|capacity| (capacity, contents.rows.clone()));
        for op in &batch.ops {
            apply(&mut contents.rows, op);
        }
        if let Some((capacity, rows)) = before
            && contents.bytes() > capacity
        {
            contents.rows = rows;
            return Err(StoreFault::Full);
        }
        match fault {
            Some(Fault::CrashAfter) => {
                contents.generation += 1;
                contents.open = false;
                Err(StoreFault::Io(std::io::ErrorKind::BrokenPipe))
            }
            Some(Fault::Ambiguous(fault)) => Err(fault),
            _ => Ok(()),
        }
    }
}

fn row(table: Table, key: &[u8], value: &[u8]) -> Row {
    Row { table, key: key.to_vec(), value: value.to_vec() }
}

fn apply(rows: &mut BTreeMap<(Table, Vec<u8>), Vec<u8>>, op: &Op) {
    match op {
        Op::Put { table, key, value } => {
            rows.insert((*table, key.clone()), value.clone());
        }
        Op::Delete { table, key } => {
            rows.remove(&(*table, key.clone()));
        }
        Op::DeletePrefix { table, prefix } => {
            let end = prefix_end(prefix);
            rows.retain(|(at, key), _| {
                at != table || key < prefix || !(end.is_empty() || *key < end)
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{block_on, contract};

    fn one(value: u8) -> Batch {
        let mut batch = Batch::new(u64::from(value));
        batch.put(Table::Meta, *b"k", [value]);
        batch
    }

    fn kept(disk: &Disk) -> Option<u8> {
        disk.rows().first().and_then(|row| row.value.first().copied())
    }

    #[test]
    fn the_memory_store_keeps_the_contract() {
        let mut disks: BTreeMap<String, Disk> = BTreeMap::new();
        block_on(contract::run(async |name: &str| {
            disks.entry(name.to_owned()).or_default().open()
        }))
        .expect("the contract");
    }

    #[test]
    fn a_crash_before_the_save_leaves_the_old_rows_and_a_dead_store() {
        let disk = Disk::new();
        let mut store = disk.open().expect("open");
        disk.fail_after(1, Fault::CrashBefore);
        block_on(store.commit(&one(1))).expect("the first commit");
        assert!(block_on(store.commit(&one(2))).is_err());
        assert!(block_on(store.load()).is_err(), "the process is gone");
        assert_eq!(kept(&disk), Some(1));
        let mut again = disk.open().expect("a new process");
        block_on(again.commit(&one(3))).expect("a commit");
        drop(store);
        block_on(again.commit(&one(4))).expect("dropping the dead store leaves the new one open");
        assert_eq!((kept(&disk), disk.commits()), (Some(4), 4));
    }

    #[test]
    fn a_crash_after_the_save_keeps_the_new_rows() {
        let disk = Disk::new();
        let mut store = disk.open().expect("open");
        disk.fail_after(0, Fault::CrashAfter);
        assert!(block_on(store.commit(&one(1))).is_err());
        assert_eq!(kept(&disk), Some(1));
    }

    #[test]
    fn a_full_disk_refuses_the_whole_batch_and_takes_a_smaller_one() {
        let disk = Disk::new();
        let mut store = disk.open().expect("open");
        disk.set_capacity(Some(10));
        block_on(store.commit(&one(1))).expect("two bytes fit");
        let mut batch = Batch::new(2);
        batch.delete(Table::Meta, *b"k");
        batch.put(Table::Meta, *b"l", [0; 10]);
        assert_eq!(block_on(store.commit(&batch)), Err(StoreFault::Full));
        assert_eq!(kept(&disk), Some(1));
        block_on(store.commit(&one(2))).expect("still open");
    }

    #[test]
    fn an_ambiguous_answer_hides_a_save_that_happened() {
        let disk = Disk::new();
        let mut store = disk.open().expect("open");
        let fault = StoreFault::Io(std::io::ErrorKind::TimedOut);
        disk.fail_after(0, Fault::Ambiguous(fault.clone()));
        assert_eq!(block_on(store.commit(&one(1))), Err(fault.clone()));
        disk.fail_after(0, Fault::Refuse(fault.clone()));
        assert_eq!(block_on(store.commit(&one(2))), Err(fault));
        assert_eq!(kept(&disk), Some(1));
    }

    #[test]
    fn a_restored_image_brings_the_old_rows_back() {
        let disk = Disk::new();
        let mut store = disk.open().expect("open");
        block_on(store.commit(&one(1))).expect("a commit");
        let image = disk.image();
        block_on(store.commit(&one(2))).expect("a commit");
        assert_eq!((kept(&disk), kept(&image)), (Some(2), Some(1)));
        disk.restore(&image);
        assert_eq!(kept(&disk), Some(1));
        assert!(block_on(store.load()).is_err());
    }
}
