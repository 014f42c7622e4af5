//! The relay's store on SQLite: one writer, any number of readers, WAL, `synchronous=FULL`.
//!
//! Owns the database file, its lock and its incarnation. Knows no rule of the protocol.

pub mod admin;
mod mark;
mod read;
mod schema;
mod write;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

pub use self::read::Reader;
pub use self::write::Writer;
use super::{Answer, Boot, Op, Query, Store, StoreError};

/// The database file inside the data folder.
pub const DATABASE: &str = "relay.sqlite";
/// Longest wait for another connection's lock.
const BUSY_WAIT: Duration = Duration::from_secs(10);
/// Held while a relay serves from this folder.
pub const LOCK: &str = "relay.lock";

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder or a file in it cannot be used.
    #[error("cannot use {path}: {source}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another relay serves from this folder.
    #[error("another accord-server is using {0}; stop it first")]
    InUse(PathBuf),
    /// There is no database here.
    #[error("there is no relay database in {0}")]
    Missing(PathBuf),
    /// Written by a newer version. Nothing was changed.
    #[error(
        "the database was written by a newer accord-server (schema {got}, this one knows {known}); nothing was changed: \
         start that version again, or restore a backup made before the upgrade"
    )]
    Newer {
        /// Schema of the file.
        got: u32,
        /// Newest schema of this program.
        known: u32,
    },
    /// Not a database, or damaged. Nothing was changed.
    #[error(
        "the database cannot be read ({0}); nothing was changed: keep the file and restore a backup"
    )]
    Damaged(String),
    /// SQLite refused.
    #[error("database: {0}")]
    Sqlite(rusqlite::Error),
    /// No random bytes.
    #[error("the system gives no random bytes")]
    Random,
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Sqlite(error),
        }
    }
}

/// An opened data folder. Dropping it releases the lock.
#[derive(Debug)]
pub struct Database {
    folder: PathBuf,
    boot: Boot,
    /// Set when this start raised a new epoch, with the reason for the log.
    pub raised: Option<&'static str>,
    _lock: std::fs::File,
}

impl Database {
    /// Opens the folder for serving: takes the lock, makes or upgrades the database in one transaction, and raises a
    /// new epoch when the file is older than what this folder has already acknowledged.
    ///
    /// # Errors
    /// When another relay serves from it, or the database cannot be used. An existing database is never replaced.
    pub fn open(folder: &Path, now_ms: u64) -> Result<Self, OpenError> {
        make_folder(folder)
            .map_err(|source| OpenError::Folder { path: folder.to_path_buf(), source })?;
        let lock = lock(folder)?;
        let mut connection = connect(&folder.join(DATABASE))?;
        schema::migrate(&mut connection)?;
        let (boot, raised) = mark::settle(&mut connection, folder, now_ms)?;
        Ok(Self { folder: folder.to_path_buf(), boot, raised, _lock: lock })
    }

    /// Epoch and generation.
    #[must_use]
    pub const fn boot(&self) -> Boot {
        self.boot
    }

    /// The one writer.
    ///
    /// # Errors
    /// When the database cannot be opened once more.
    pub fn writer(&self) -> Result<Writer, OpenError> {
        Writer::open(&self.folder)
    }

    /// A reader; each works from its own connection.
    ///
    /// # Errors
    /// When the database cannot be opened once more.
    pub fn reader(&self) -> Result<Reader, OpenError> {
        Reader::open(&self.folder)
    }
}

/// Writer and reader in one, for tests and tools.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Writer,
    reader: Reader,
}

impl SqliteStore {
    /// Over an opened folder.
    ///
    /// # Errors
    /// When the database cannot be opened once more.
    pub fn new(database: &Database) -> Result<Self, OpenError> {
        Ok(Self { writer: database.writer()?, reader: database.reader()? })
    }
}

impl Store for SqliteStore {
    fn commit(&mut self, ops: &[Op]) -> Result<(), StoreError> {
        self.writer.commit(ops)
    }

    fn read(&mut self, query: &Query) -> Result<Answer, StoreError> {
        self.reader.read(query)
    }
}

/// Makes the folder, for its owner only; one that exists keeps its rights.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn lock(folder: &Path) -> Result<std::fs::File, OpenError> {
    let path = folder.join(LOCK);
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|source| OpenError::Folder { path: path.clone(), source })?;
    belongs_to_the_folder(&path, folder);
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(OpenError::InUse(folder.to_path_buf())),
        Err(std::fs::TryLockError::Error(source)) => Err(OpenError::Folder { path, source }),
    }
}

/// Gives a file the folder's owner, where an administrator's command made it: the relay runs as somebody else and must open it. SQLite
/// does the same for what it makes beside the database.
#[cfg(unix)]
fn belongs_to_the_folder(file: &Path, folder: &Path) {
    use std::os::unix::fs::MetadataExt as _;
    let (Ok(made), Ok(wanted)) = (std::fs::metadata(file), std::fs::metadata(folder)) else {
        return;
    };
    if made.uid() != wanted.uid() {
        // Only an administrator may; for anybody else it stays as it is.
        let _ = std::os::unix::fs::chown(file, Some(wanted.uid()), Some(wanted.gid()));
    }
}

#[cfg(not(unix))]
fn belongs_to_the_folder(_file: &Path, _folder: &Path) {}

/// A connection for writing; makes the file if it is missing.
fn connect(path: &Path) -> Result<Connection, OpenError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY_WAIT)?;
    // Works only before the first table, and would write each time.
    if connection.query_row("PRAGMA page_count", [], |row| row.get::<_, u64>(0))? == 0 {
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// A connection that cannot write.
fn connect_for_reading(path: &Path) -> Result<Connection, OpenError> {
    let connection = connect_without_room(path)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// A connection that needs no room on the disk until it writes.
fn connect_without_room(path: &Path) -> Result<Connection, OpenError> {
    if !path.exists() {
        return Err(OpenError::Missing(path.to_path_buf()));
    }
    let open = |alone: bool| {
        let connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        connection.busy_timeout(BUSY_WAIT)?;
        if alone {
            connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        }
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok::<_, rusqlite::Error>(connection)
    };
    open(false).or_else(|error| match error.sqlite_error_code() {
        // The first to open it makes the index that readers share. Where there is no room for that, it is kept in memory, for one who
        // has the file alone.
        Some(ErrorCode::DiskFull | ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => {
            open(true).map_err(|_| error.into())
        }
        _ => Err(error.into()),
    })
}

/// Bits of a place that hold the position.
const POSITION_BITS: u32 = 28;
/// Records one space can hold: 2^28 - 1, 24,000 years at 30 a day.
pub const MAX_POSITION: u64 = (1 << POSITION_BITS) - 1;

/// Key of a record: space number, then position.
fn place(number: i64, position: u64) -> i64 {
    let position = i64::try_from(position.min(MAX_POSITION)).unwrap_or(i64::MAX);
    (number << POSITION_BITS) | position
}

fn position(place: i64) -> u64 {
    u64::try_from(place & ((1 << POSITION_BITS) - 1)).unwrap_or(0)
}

fn integer(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn store_error(error: &rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::ConstraintViolation) => StoreError::Conflict,
        Some(ErrorCode::SystemIoFailure) => StoreError::Unknown(error.to_string()),
        _ => StoreError::Failed(error.to_string()),
    }
}
