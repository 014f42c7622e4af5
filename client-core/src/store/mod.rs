//! What the core asks of a disk: rows, batches and the [`Store`] a driver brings.
//!
//! Owns the names of the tables, the shape of a batch and the faults a store may report; [`contract`] is
//! the suite every store passes and [`memory`] the store of the simulation. Must not know what a row
//! means: the core seals every value but [`Table::Lock`]'s before it gets here, and no key holds a
//! person's words.

pub mod contract;
pub mod memory;

use core::fmt;
use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

/// The longest key in bytes. The core's keys are ids and counters; the longest is two 32-byte ids and a counter.
pub const MAX_KEY_BYTES: usize = 256;

/// The longest value in bytes. A whole page is the largest thing stored; the core splits what is larger.
pub const MAX_VALUE_BYTES: usize = 16 * 1024 * 1024;

/// The tables of a store. The numbers are on disk: do not change, add only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Table {
    /// How the store key is wrapped. The only table whose values are not sealed under that key.
    Lock = 0,
    /// Facts about the store itself: format of the rows, counters, settings.
    Meta = 1,
    /// Device keys and epoch keys.
    Key = 2,
    /// One row a space: membership, cursor, head of the verified log.
    Space = 3,
    /// Intents that wait for the relay.
    Control = 4,
    /// The exact bytes of records sealed and not yet acked.
    Outbox = 5,
    /// Acts made and not yet sealed into a record.
    Journal = 6,
    /// Acts admitted from the pages.
    Act = 7,
    /// Pages as last compacted.
    Page = 8,
    /// Changes of a page since it was last compacted.
    Tail = 9,
    /// A pairing under way.
    Pairing = 10,
    /// What is local to this device: hides, marks of what was seen.
    View = 11,
    /// Raw records by [`log_key`]. The only cold table: not in a [`Snapshot`], read by range.
    Log = 32,
}

impl Table {
    /// Every table, by number.
    pub const ALL: [Self; 13] = [
        Self::Lock,
        Self::Meta,
        Self::Key,
        Self::Space,
        Self::Control,
        Self::Outbox,
        Self::Journal,
        Self::Act,
        Self::Page,
        Self::Tail,
        Self::Pairing,
        Self::View,
        Self::Log,
    ];

    /// The table with this number, if this version knows it.
    #[must_use]
    pub fn from_u8(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.number() == number)
    }

    /// The number under which it is stored.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Whether its rows come with every [`Snapshot`].
    #[must_use]
    pub const fn is_hot(self) -> bool {
        !matches!(self, Self::Log)
    }
}

/// The key of a raw record in [`Table::Log`]: the space's local number, then its position, big-endian, so
/// that byte order is log order.
#[must_use]
pub fn log_key(space: u8, position: u64) -> [u8; 9] {
    let mut key = [space; 9];
    key[1..].copy_from_slice(&position.to_be_bytes());
    key
}

/// The smallest key greater than `key`: where to go on reading after a row.
#[must_use]
pub fn key_after(key: &[u8]) -> Vec<u8> {
    let mut next = Vec::with_capacity(key.len() + 1);
    next.extend_from_slice(key);
    next.push(0);
    next
}

/// The smallest key greater than every key that starts with `prefix`; empty when there is none, which
/// [`Store::read`] takes as "to the end".
#[must_use]
pub fn prefix_end(prefix: &[u8]) -> Vec<u8> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            break;
        }
    }
    end
}

/// One row.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it lies.
    pub table: Table,
    /// At most [`MAX_KEY_BYTES`]; unique in its table; may be empty.
    pub key: Vec<u8>,
    /// At most [`MAX_VALUE_BYTES`]; may be empty.
    pub value: Vec<u8>,
}

/// One step of a [`Batch`].
#[derive(Clone, PartialEq, Eq)]
pub enum Op {
    /// Sets a row, whether or not it was there.
    Put {
        /// Where.
        table: Table,
        /// At most [`MAX_KEY_BYTES`].
        key: Vec<u8>,
        /// At most [`MAX_VALUE_BYTES`].
        value: Vec<u8>,
    },
    /// Removes a row; nothing happens when it is not there.
    Delete {
        /// Where.
        table: Table,
        /// At most [`MAX_KEY_BYTES`].
        key: Vec<u8>,
    },
    /// Removes every row whose key starts with `prefix`; the empty prefix clears the table.
    DeletePrefix {
        /// Where.
        table: Table,
        /// At most [`MAX_KEY_BYTES`].
        prefix: Vec<u8>,
    },
}

/// What is saved at once or not at all. The steps apply in order, so a later one wins.
///
/// A batch says what the rows shall be, never how they differ. So committing the newest batch once more,
/// after an answer that was lost, changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// The core's number for it, given back to the core once it is durable. Counts up within one run.
    pub id: u64,
    /// The steps.
    pub ops: Vec<Op>,
}

impl Batch {
    /// A batch without steps.
    #[must_use]
    pub const fn new(id: u64) -> Self {
        Self { id, ops: Vec::new() }
    }

    /// Adds a [`Op::Put`].
    pub fn put(&mut self, table: Table, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.ops.push(Op::Put { table, key: key.into(), value: value.into() });
    }

    /// Adds a [`Op::Delete`].
    pub fn delete(&mut self, table: Table, key: impl Into<Vec<u8>>) {
        self.ops.push(Op::Delete { table, key: key.into() });
    }

    /// Adds a [`Op::DeletePrefix`].
    pub fn delete_prefix(&mut self, table: Table, prefix: impl Into<Vec<u8>>) {
        self.ops.push(Op::DeletePrefix { table, prefix: prefix.into() });
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ops.is_empty()
    }

    /// Checks every key and value against the limits. Each store calls it before it touches anything.
    ///
    /// # Errors
    /// [`StoreFault::TooLarge`] with the first length over its limit.
    pub fn check(&self) -> Result<(), StoreFault> {
        let within = |bytes: usize, limit: usize| {
            if bytes > limit { Err(StoreFault::TooLarge { bytes, limit }) } else { Ok(()) }
        };
        self.ops.iter().try_for_each(|op| match op {
            Op::Put { key, value, .. } => {
                within(key.len(), MAX_KEY_BYTES)?;
                within(value.len(), MAX_VALUE_BYTES)
            }
            Op::Delete { key, .. } => within(key.len(), MAX_KEY_BYTES),
            Op::DeletePrefix { prefix, .. } => within(prefix.len(), MAX_KEY_BYTES),
        })
    }
}

/// Every hot row, ordered by table number, then key bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The rows.
    pub rows: Vec<Row>,
}

impl Snapshot {
    /// The rows of one table, in key order.
    pub fn table(&self, table: Table) -> impl Iterator<Item = &Row> {
        let start = self.rows.partition_point(|row| row.table < table);
        self.rows.iter().skip(start).take_while(move |row| row.table == table)
    }
}

/// What a driver keeps for the core. One store belongs to one running client.
///
/// Each call runs to its end before the next one starts; the driver sees to that.
#[allow(
    async_fn_in_trait,
    reason = "a browser's store is not Send and no driver moves its store between threads"
)]
pub trait Store {
    /// All hot rows, as the last commit left them.
    ///
    /// # Errors
    /// Any [`StoreFault`] but `Full` and `TooLarge`; the store is unchanged.
    async fn load(&mut self) -> Result<Snapshot, StoreFault>;

    /// The rows of `table` from `from` up to, not including, `to`, in key order; an empty `to` means to the
    /// end. Stops before the row with which keys and values together would pass `max_bytes`, but gives at
    /// least one row where there is one: go on from [`key_after`] the last row until nothing comes.
    ///
    /// # Errors
    /// As [`Store::load`].
    async fn read(
        &mut self,
        table: Table,
        from: &[u8],
        to: &[u8],
        max_bytes: usize,
    ) -> Result<Vec<Row>, StoreFault>;

    /// Applies the whole batch and returns once it is durable.
    ///
    /// # Errors
    /// `Full`, `TooLarge`, `Busy`, `Newer` and `ReadOnly`: nothing was applied. After `Io` and `Damaged` it is
    /// not known whether the batch was applied, all of it or nothing: open the store anew and load.
    async fn commit(&mut self, batch: &Batch) -> Result<(), StoreFault>;
}

/// Why a store could not do what was asked. No variant holds content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// No room on the device. Everything saved before is intact.
    #[error("no room left on this device")]
    Full,
    /// Another process or tab has the store open.
    #[error("the store is in use{}", Holder(*holder))]
    Busy {
        /// The process id of the holder, where the platform tells.
        holder: Option<u32>,
    },
    /// Written by a newer version. Nothing was touched.
    #[error("store format {found} is newer than {known}, the newest known here")]
    Newer {
        /// The format on disk.
        found: u32,
        /// The newest format this version reads.
        known: u32,
    },
    /// Not readable as a store. It is never deleted or made anew.
    #[error("the store is damaged: {0}")]
    Damaged(Damage),
    /// Opened for reading only.
    #[error("the store is open for reading only")]
    ReadOnly,
    /// A key or value over its limit: the batch was refused before anything was touched.
    #[error("{bytes} bytes where {limit} is the limit")]
    TooLarge {
        /// The length given.
        bytes: usize,
        /// The limit passed.
        limit: usize,
    },
    /// Anything else the platform reported.
    #[error("the device reported an error: {0}")]
    Io(std::io::ErrorKind),
}

/// What is wrong with a damaged store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// The file is something else, or its head is overwritten.
    #[error("the file is not a store")]
    NotAStore,
    /// The file is a database, but not one of ours, or parts of the layout are missing.
    #[error("the layout is not a store's")]
    Layout,
    /// The database's own check found pages that contradict each other.
    #[error("its pages contradict each other")]
    Inconsistent,
    /// A row lies in a table this format does not have.
    #[error("a row lies in unknown table {0}")]
    UnknownTable(i64),
}

struct Holder(Option<u32>);

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(pid) => write!(f, " by process {pid}"),
            None => Ok(()),
        }
    }
}

// Values are sealed and long: a debug print shows lengths, so that no log ever grows by a record.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}[key {} bytes] = {} bytes", self.table, self.key.len(), self.value.len())
    }
}

impl fmt::Debug for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Put { table, key, value } => {
                write!(f, "put {table:?}[key {} bytes] = {} bytes", key.len(), value.len())
            }
            Self::Delete { table, key } => write!(f, "delete {table:?}[key {} bytes]", key.len()),
            Self::DeletePrefix { table, prefix } => {
                write!(f, "delete {table:?}[prefix {} bytes]", prefix.len())
            }
        }
    }
}

/// The outcome of a future that never waits, such as those of [`memory`] and of any store that blocks its
/// thread; nothing if it did wait.
pub fn ready<F: Future>(future: F) -> Option<F::Output> {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).as_mut().poll(&mut context) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// [`ready`] for callers that know their store.
///
/// # Panics
/// If the future waits.
#[expect(clippy::expect_used, reason = "documented: only for futures that never wait")]
pub fn block_on<F: Future>(future: F) -> F::Output {
    ready(future).expect("the future of a blocking store is ready at its first poll")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_numbers_come_back_as_the_same_table() {
        for table in Table::ALL {
            assert_eq!(Table::from_u8(table.number()), Some(table));
        }
        assert_eq!(Table::from_u8(12), None);
        assert!(Table::ALL.is_sorted());
    }

    #[test]
    fn log_keys_sort_by_space_then_position() {
        assert!(log_key(1, u64::MAX) < log_key(2, 0));
        assert!(log_key(1, 255) < log_key(1, 256));
    }

    #[test]
    fn the_end_of_a_prefix_is_the_next_key_without_it() {
        assert_eq!(prefix_end(&[1, 2]), [1, 3]);
        assert_eq!(prefix_end(&[1, 255]), [2]);
        assert!(prefix_end(&[255, 255]).is_empty());
        assert!(prefix_end(&[]).is_empty());
    }

    #[test]
    fn a_debug_print_shows_no_bytes() {
        let row = Row { table: Table::Key, key: b"kkk".to_vec(), value: b"secret".to_vec() };
        assert_eq!(format!("{row:?}"), "Key[key 3 bytes] = 6 bytes");
    }

    #[test]
    fn a_batch_over_a_limit_is_refused() {
        let mut batch = Batch::new(1);
        batch.put(Table::Meta, vec![0; MAX_KEY_BYTES + 1], vec![]);
        let fault = StoreFault::TooLarge { bytes: MAX_KEY_BYTES + 1, limit: MAX_KEY_BYTES };
        assert_eq!(batch.check(), Err(fault));
    }
}
