//! The store of a home: one SQLite file, held by one process at a time.
//!
//! Owns the file `accord.db`, its lock and how SQLite's errors become [`StoreFault`]s; docs/storage.md gives
//! the layout. Must not know what a row means: the core seals the values before they get here. Nothing here
//! ever deletes or remakes a store that was once finished, however damaged it looks.

mod fault;
mod lock;
mod schema;
#[cfg(test)]
mod tests;

use accord_client_core::store::{
    Batch, Damage, Op, Row, Snapshot, Store, StoreFault, Table, prefix_end,
};
use fault::{from_io, from_sqlite};
use lock::HomeLock;
use rusqlite::{Connection, Statement, TransactionBehavior, params};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The store's file in the home.
pub const FILE_NAME: &str = "accord.db";

/// How long a second process waits for the home before it is told who holds it. Commands take well under a
/// second; only `sync --watch` holds a home longer.
pub const LOCK_WAIT: Duration = Duration::from_secs(2);

/// The store of one home, open in this process. Its calls block the thread while the disk works, a few
/// milliseconds for a commit; its futures never wait.
#[derive(Debug)]
pub struct SqliteStore {
    // Closed before the lock is let go: fields drop in this order.
    connection: Connection,
    writable: bool,
    whole: bool,
    path: PathBuf,
    _lock: Option<HomeLock>,
}

impl SqliteStore {
    /// Opens the store of `home` and holds the home until dropped; makes both where there is nothing yet.
    /// Waits up to `wait` for another process to let go.
    ///
    /// # Errors
    /// `Busy` with the holder's process id; `Newer` and `Damaged` with every file left as it was; `Full`; `Io`.
    pub fn open(home: &Path, wait: Duration) -> Result<Self, StoreFault> {
        schema::make_home(home)?;
        let lock = HomeLock::take(home, wait)?;
        let path = home.join(FILE_NAME);
        let connection = schema::open(&path)?;
        Ok(Self { connection, writable: true, whole: true, path, _lock: Some(lock) })
    }

    /// Opens a store that [`SqliteStore::open`] refused, for reading only: `load` gives the rows that can
    /// still be read and [`SqliteStore::is_whole`] says whether they are all.
    ///
    /// # Errors
    /// As `open`, but `Damaged` only where nothing can be read, and `Newer` still: the core could not read
    /// its rows. `Io` if there is no store.
    pub fn open_read_only(home: &Path, wait: Duration) -> Result<Self, StoreFault> {
        // On a medium that cannot be written nobody else can hold the home either.
        let lock = match HomeLock::take(home, wait) {
            Ok(lock) => Some(lock),
            Err(busy @ StoreFault::Busy { .. }) => return Err(busy),
            Err(_) => None,
        };
        let path = home.join(FILE_NAME);
        let connection = schema::open_read_only(&path)?;
        Ok(Self { connection, writable: false, whole: true, path, _lock: lock })
    }

    /// False once a read-only store could not give all its rows.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.whole
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the store takes on the device, in bytes, changes not yet merged into the main file included.
    ///
    /// # Errors
    /// `Io`.
    pub fn bytes(&self) -> Result<u64, StoreFault> {
        let main = std::fs::metadata(&self.path).map_err(|error| from_io(&error))?.len();
        let wal = std::fs::metadata(schema::sibling(&self.path, "-wal"));
        Ok(main + wal.map_or(0, |wal| wal.len()))
    }

    /// Reads every page and checks that they fit together: about a millisecond a megabyte.
    ///
    /// # Errors
    /// `Damaged`.
    pub fn check(&self) -> Result<(), StoreFault> {
        schema::quick_check(&self.connection, None)
    }

    fn rows_from_both_ends(&mut self) -> Result<Vec<Row>, StoreFault> {
        let mut rows = Vec::new();
        for direction in ["ASC", "DESC"] {
            let sql = format!("SELECT tab, key, value FROM hot ORDER BY rowid {direction}");
            let mut statement =
                self.connection.prepare(&sql).map_err(|error| from_sqlite(&error))?;
            match hot_rows(&mut statement, &mut rows) {
                Ok(()) => break,
                Err(StoreFault::Damaged(_)) => self.whole = false,
                Err(fault) => return Err(fault),
            }
        }
        if rows.is_empty() && !self.whole {
            return Err(StoreFault::Damaged(Damage::Inconsistent));
        }
        Ok(rows)
    }
}

impl Store for SqliteStore {
    async fn load(&mut self) -> Result<Snapshot, StoreFault> {
        let mut rows = Vec::new();
        if self.writable {
            // In the file's own order, sorted here: faster than a jump for each row through the index.
            let mut statement = self
                .connection
                .prepare_cached("SELECT tab, key, value FROM hot")
                .map_err(|error| from_sqlite(&error))?;
            hot_rows(&mut statement, &mut rows)?;
        } else {
            rows = self.rows_from_both_ends()?;
        }
        rows.sort_unstable_by(|a, b| (a.table, &a.key).cmp(&(b.table, &b.key)));
        rows.dedup_by(|a, b| (a.table, &a.key) == (b.table, &b.key));
        Ok(Snapshot { rows })
    }

    async fn read(
        &mut self,
        table: Table,
        from: &[u8],
        to: &[u8],
        max_bytes: usize,
    ) -> Result<Vec<Row>, StoreFault> {
        let sql = match (table.is_hot(), to.is_empty()) {
            (true, true) => "SELECT key, value FROM hot WHERE tab = ?1 AND key >= ?2 ORDER BY key",
            (true, false) => {
                "SELECT key, value FROM hot WHERE tab = ?1 AND key >= ?2 AND key < ?3 ORDER BY key"
            }
            (false, true) => "SELECT key, value FROM log WHERE key >= ?1 ORDER BY key",
            (false, false) => {
                "SELECT key, value FROM log WHERE key >= ?1 AND key < ?2 ORDER BY key"
            }
        };
        let read = || -> rusqlite::Result<Vec<Row>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let number = table.number();
            let mut found = match (table.is_hot(), to.is_empty()) {
                (true, true) => statement.query(params![number, from])?,
                (true, false) => statement.query(params![number, from, to])?,
                (false, true) => statement.query(params![from])?,
                (false, false) => statement.query(params![from, to])?,
            };
            let mut rows: Vec<Row> = Vec::new();
            let mut bytes = 0usize;
            while let Some(row) = found.next()? {
                let key = row.get_ref(0)?.as_blob()?;
                let value = row.get_ref(1)?.as_blob()?;
                bytes = bytes.saturating_add(key.len() + value.len());
                if bytes > max_bytes && !rows.is_empty() {
                    break;
                }
                rows.push(Row { table, key: key.to_vec(), value: value.to_vec() });
            }
            Ok(rows)
        };
        read().map_err(|error| from_sqlite(&error))
    }

    async fn commit(&mut self, batch: &Batch) -> Result<(), StoreFault> {
        batch.check()?;
        if !self.writable {
            return Err(StoreFault::ReadOnly);
        }
        let mut apply = || -> rusqlite::Result<()> {
            let transaction =
                self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for op in &batch.ops {
                apply(&transaction, op)?;
            }
            transaction.commit()
        };
        let result = apply().map_err(|error| from_sqlite(&error));
        if result == Err(StoreFault::Full) {
            // The part that was written is void: give its room back rather than keep the whole device full.
            let truncate = "PRAGMA wal_checkpoint(TRUNCATE)";
            let _busy: rusqlite::Result<i64> =
                self.connection.query_row(truncate, [], |row| row.get(0));
        }
        result
    }
}

fn hot_rows(statement: &mut Statement<'_>, rows: &mut Vec<Row>) -> Result<(), StoreFault> {
    let mut found = statement.query([]).map_err(|error| from_sqlite(&error))?;
    while let Some(row) = found.next().map_err(|error| from_sqlite(&error))? {
        let parts = || -> rusqlite::Result<(i64, Vec<u8>, Vec<u8>)> {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        };
        let (number, key, value) = parts().map_err(|error| from_sqlite(&error))?;
        let table = u8::try_from(number).ok().and_then(Table::from_u8);
        let table = table.filter(|table| table.is_hot());
        let table = table.ok_or(StoreFault::Damaged(Damage::UnknownTable(number)))?;
        rows.push(Row { table, key, value });
    }
    Ok(())
}

fn apply(connection: &Connection, op: &Op) -> rusqlite::Result<()> {
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
        connection.prepare_cached(sql)?.execute(values).map(drop)
    };
    match op {
        Op::Put { table, key, value } if table.is_hot() => run(
            "INSERT INTO hot (tab, key, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (tab, key) DO UPDATE SET value = excluded.value",
            &[&table.number(), key, value],
        ),
        Op::Put { key, value, .. } => run(
            "INSERT INTO log (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            &[key, value],
        ),
        Op::Delete { table, key } if table.is_hot() => {
            run("DELETE FROM hot WHERE tab = ?1 AND key = ?2", &[&table.number(), key])
        }
        Op::Delete { key, .. } => run("DELETE FROM log WHERE key = ?1", &[key]),
        Op::DeletePrefix { table, prefix } => {
            let (number, end) = (table.number(), prefix_end(prefix));
            match (table.is_hot(), end.is_empty()) {
                (true, true) => {
                    run("DELETE FROM hot WHERE tab = ?1 AND key >= ?2", &[&number, prefix])
                }
                (true, false) => run(
                    "DELETE FROM hot WHERE tab = ?1 AND key >= ?2 AND key < ?3",
                    &[&number, prefix, &end],
                ),
                (false, true) => run("DELETE FROM log WHERE key >= ?1", &[prefix]),
                (false, false) => {
                    run("DELETE FROM log WHERE key >= ?1 AND key < ?2", &[prefix, &end])
                }
            }
        }
    }
}
