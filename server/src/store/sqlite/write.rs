//! The one writer: many spaces' operations in one transaction, durable when `commit` returns.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use accord_protocol::ids::SpaceId;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::mark::Keeper;
use super::{BUSY_WAIT, DATABASE, MAX_POSITION, OpenError, connect, integer, place, store_error};
use crate::histogram::Histogram;
use crate::store::{Op, SpaceRow, StoreError};

/// Bytes written to the WAL, by estimate, after which the pages are copied back beside the writer. The file's length does not tell: it
/// stays when the log begins anew.
const CHECKPOINT_BYTES: u64 = 4 << 20;
/// What an operation writes besides its record: the pages of the row, of its tree and of the counters, shared with others of the batch.
const OP_BYTES: u64 = 3 * 4096;
/// Bytes of WAL after which the writer itself waits for the copying: bounds the file under any load.
const WAL_CAP_BYTES: u64 = 64 << 20;

/// Pages that are given back with a space that is dropped: 4 MB. The rest is used again, or given back by `compact`.
const DROPPED_PAGES: u32 = 1_000;

/// Longest wait for that copying, and how often it is tried.
const CAP_WAIT: Duration = Duration::from_millis(100);
const CAP_RETRY: Duration = Duration::from_secs(2);

/// The writing connection.
#[derive(Debug)]
pub struct Writer {
    connection: Connection,
    keeper: Keeper,
    wal: PathBuf,
    /// Written since pages were last asked to be copied back, by estimate.
    written_bytes: u64,
    capped_at: Option<Instant>,
    checkpoint_times: Arc<Histogram>,
    checkpoints: Option<std::sync::mpsc::SyncSender<()>>,
    checkpointer: Option<std::thread::JoinHandle<()>>,
}

impl Writer {
    pub(super) fn open(folder: &Path) -> Result<Self, OpenError> {
        let path = folder.join(DATABASE);
        let connection = connect(&path)?;
        // Copying back is done beside the writer, see below.
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        connection.pragma_update(None, "journal_size_limit", integer(WAL_CAP_BYTES))?;
        let keeper = Keeper::open(&connection, folder)?;
        let beside = connect(&path)?;
        let checkpoint_times = Arc::new(Histogram::of_durations());
        let times = Arc::clone(&checkpoint_times);
        let (checkpoints, asked) = std::sync::mpsc::sync_channel::<()>(1);
        let checkpointer = std::thread::Builder::new()
            .name("accord-checkpoint".into())
            .spawn(move || {
                while asked.recv().is_ok() {
                    if let Err(error) = checkpoint(&beside, "PASSIVE", &times) {
                        tracing::warn!(%error, "the write-ahead log could not be copied back");
                    }
                }
            })
            .map_err(|source| OpenError::Folder { path: folder.to_path_buf(), source })?;
        let wal = folder.join(format!("{DATABASE}-wal"));
        Ok(Self {
            connection,
            keeper,
            wal,
            written_bytes: 0,
            capped_at: None,
            checkpoint_times,
            checkpoints: Some(checkpoints),
            checkpointer: Some(checkpointer),
        })
    }

    /// See [`crate::store::Store::commit`].
    ///
    /// # Errors
    /// Nothing was applied, except after [`StoreError::Unknown`].
    pub fn commit(&mut self, ops: &[Op]) -> Result<(), StoreError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| store_error(&error))?;
        for op in ops {
            apply(&transaction, op)?;
        }
        transaction
            .prepare_cached("UPDATE store SET commits = commits + 1")
            .and_then(|mut statement| statement.execute([]))
            .map_err(|error| store_error(&error))?;
        transaction.commit().map_err(|error| store_error(&error))?;
        self.keeper.committed();
        self.written_bytes += ops.iter().map(wal_bytes).sum::<u64>();
        self.bound_wal();
        Ok(())
    }

    /// Brings the mark beside the database up to date; called when there is nothing to commit.
    pub fn idle(&mut self) {
        self.keeper.note();
    }

    /// Limits the database to so many pages of 4096 bytes; beyond it commits fail with [`StoreError::Full`]. 0: no limit.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn limit_pages(&mut self, pages: u32) -> Result<(), StoreError> {
        let pages = if pages == 0 { u32::MAX - 1 } else { pages };
        self.connection
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            .map_err(|error| store_error(&error))
    }

    /// How long copying the write-ahead log into the database took, each time.
    #[must_use]
    pub fn checkpoint_times(&self) -> Arc<Histogram> {
        Arc::clone(&self.checkpoint_times)
    }

    fn bound_wal(&mut self) {
        let bytes = std::fs::metadata(&self.wal).map_or(0, |file| file.len());
        if bytes > WAL_CAP_BYTES {
            // A long reader (a backup, a check) holds the log; then appending goes on and it is tried again later.
            if self.capped_at.is_none_or(|at| at.elapsed() > CAP_RETRY) {
                self.capped_at = Some(Instant::now());
                let _ = self.connection.busy_timeout(CAP_WAIT);
                if let Err(error) = checkpoint(&self.connection, "RESTART", &self.checkpoint_times)
                {
                    tracing::warn!(%error, "the write-ahead log is over its cap");
                }
                let _ = self.connection.busy_timeout(BUSY_WAIT);
            }
        } else if self.written_bytes > CHECKPOINT_BYTES
            && let Some(checkpoints) = &self.checkpoints
        {
            // Full means one is asked for already.
            let _ = checkpoints.try_send(());
            self.written_bytes = 0;
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.checkpoints = None;
        if let Some(checkpointer) = self.checkpointer.take() {
            let _ = checkpointer.join();
        }
    }
}

/// Takes so many empty pages off the end of the file. The file itself shrinks when the pages are copied back.
pub(super) fn give_back(connection: &Connection, pages: u32) -> rusqlite::Result<()> {
    // A row for each page: whoever does not ask for them all gives back one.
    let mut statement = connection.prepare(&format!("PRAGMA incremental_vacuum({pages})"))?;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    Ok(())
}

fn wal_bytes(op: &Op) -> u64 {
    match op {
        Op::Append(entry) => OP_BYTES + entry.record.len() as u64,
        _ => OP_BYTES,
    }
}

fn checkpoint(connection: &Connection, mode: &str, times: &Histogram) -> rusqlite::Result<()> {
    let began = Instant::now();
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(()))?;
    times.took(began.elapsed());
    Ok(())
}

fn apply(transaction: &Transaction<'_>, op: &Op) -> Result<(), StoreError> {
    try_apply(transaction, op).map_err(|error| store_error(&error))?
}

/// The outer result is SQLite's, the inner one what the operations do not fit.
fn try_apply(transaction: &Transaction<'_>, op: &Op) -> rusqlite::Result<Result<(), StoreError>> {
    match op {
        Op::Space(row) => upsert(transaction, row)?,
        Op::Append(entry) => {
            let Some(number) = number(transaction, &entry.space)? else {
                return Ok(Err(StoreError::Conflict));
            };
            if entry.position == 0 || entry.position >= MAX_POSITION {
                return Ok(Err(StoreError::Conflict));
            }
            let place = place(number, entry.position);
            if entry.position > 1 {
                let before = transaction
                    .prepare_cached("SELECT 1 FROM log WHERE place = ?1")?
                    .exists([place - 1])?;
                if !before {
                    return Ok(Err(StoreError::Conflict));
                }
            }
            transaction
                .prepare_cached(
                    "INSERT INTO log (place, head, hash, record) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    place,
                    entry.head.as_bytes(),
                    entry.hash.as_bytes(),
                    &*entry.record
                ])?;
            if entry.membership {
                transaction
                    .prepare_cached("INSERT INTO membership (place) VALUES (?1)")?
                    .execute([place])?;
            }
        }
        Op::Lookup { device, space, enters: true } => {
            transaction
                .prepare_cached("INSERT OR IGNORE INTO lookup (device, space) VALUES (?1, ?2)")?
                .execute(params![device.as_bytes(), space.as_bytes()])?;
        }
        Op::Lookup { device, space, enters: false } => {
            transaction
                .prepare_cached("DELETE FROM lookup WHERE device = ?1 AND space = ?2")?
                .execute(params![device.as_bytes(), space.as_bytes()])?;
        }
        Op::Applied { space, device, position } => {
            let Some(number) = number(transaction, space)? else {
                return Ok(Err(StoreError::Conflict));
            };
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO applied (number, device, position) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![number, device.as_bytes(), integer(*position)])?;
        }
        Op::Mailbox(row) => {
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO mailbox
                     (id, space, device, answer_until_ms, due_ms, slot_1, slot_2, slot_3, closed)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )?
                .execute(params![
                    row.id.as_bytes(),
                    row.space.as_bytes(),
                    row.device.as_bytes(),
                    integer(row.answer_until_ms),
                    integer(row.due_ms),
                    row.slots[0],
                    row.slots[1],
                    row.slots[2],
                    row.closed,
                ])?;
        }
        Op::DropMailbox(id) => {
            transaction
                .prepare_cached("DELETE FROM mailbox WHERE id = ?1")?
                .execute([id.as_bytes()])?;
        }
        Op::DropSpace(space) => drop_space(transaction, space)?,
        Op::DropContent(space) => {
            let Some(number) = number(transaction, space)? else {
                return Ok(Err(StoreError::Conflict));
            };
            transaction.execute(
                "UPDATE log SET record = NULL WHERE place BETWEEN ?1 AND ?2
                 AND place NOT IN (SELECT place FROM membership WHERE place BETWEEN ?1 AND ?2)",
                [place(number, 0), place(number, MAX_POSITION)],
            )?;
        }
    }
    Ok(Ok(()))
}

fn number(transaction: &Transaction<'_>, space: &SpaceId) -> rusqlite::Result<Option<i64>> {
    transaction
        .prepare_cached("SELECT number FROM space WHERE id = ?1")?
        .query_row([space.as_bytes()], |row| row.get(0))
        .optional()
}

fn upsert(transaction: &Transaction<'_>, row: &SpaceRow) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO space (id, type, head, checkpoint, stage, created_ms, due_ms, bytes_0, bytes_1, day,
                                membership_0, membership_1, small_0, small_1, last_keys_by, settled, reported)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
             ON CONFLICT (id) DO UPDATE SET
                type = ?2, head = ?3, checkpoint = ?4, stage = ?5, created_ms = ?6, due_ms = ?7, bytes_0 = ?8,
                bytes_1 = ?9, day = ?10, membership_0 = ?11, membership_1 = ?12, small_0 = ?13, small_1 = ?14,
                last_keys_by = ?15, settled = ?16, reported = ?17",
        )?
        .execute(params![
            row.id.as_bytes(),
            row.space_type.to_byte(),
            integer(row.head),
            row.checkpoint,
            row.stage.to_byte(),
            integer(row.created_ms),
            row.due_ms.map(integer),
            integer(row.bytes[0]),
            integer(row.bytes[1]),
            integer(row.day),
            row.membership_today[0],
            row.membership_today[1],
            row.small_today[0],
            row.small_today[1],
            row.last_keys_by.map(accord_protocol::ids::Partner::to_byte),
            integer(row.settled),
            row.reported,
        ])?;
    Ok(())
}

fn drop_space(transaction: &Transaction<'_>, space: &SpaceId) -> rusqlite::Result<()> {
    if let Some(number) = number(transaction, space)? {
        let range = [place(number, 0), place(number, MAX_POSITION)];
        transaction.execute("DELETE FROM log WHERE place BETWEEN ?1 AND ?2", range)?;
        transaction.execute("DELETE FROM membership WHERE place BETWEEN ?1 AND ?2", range)?;
        transaction.execute("DELETE FROM applied WHERE number = ?1", [number])?;
        transaction.execute("DELETE FROM space WHERE number = ?1", [number])?;
        give_back(transaction, DROPPED_PAGES)?;
    }
    transaction.execute("DELETE FROM lookup WHERE space = ?1", [space.as_bytes()])?;
    transaction.execute("DELETE FROM mailbox WHERE space = ?1", [space.as_bytes()])?;
    Ok(())
}
