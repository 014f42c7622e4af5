//! The layout of `accord.db`: how a file is made, recognised, checked and brought to the current format.
//!
//! Must not know what the rows mean. The steps in [`STEPS`] are added to, never edited: files written by each
//! of them are out there.

use super::fault::{from_io, from_sqlite};
use accord_client_core::store::{Damage, StoreFault};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::fs::{self, DirBuilder, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// "Acrd", in the head of the file. On disk: do not change.
const APPLICATION_ID: i64 = 0x4163_7264;

/// What brings a file from format `n` (its place in the list) to `n + 1`.
///
/// Rowid tables with an index rather than `WITHOUT ROWID`: docs/decisions/0040 has the numbers.
pub(super) const STEPS: &[&str] = &["
    CREATE TABLE hot (tab INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, UNIQUE (tab, key)) STRICT;
    CREATE TABLE log (key BLOB NOT NULL UNIQUE, value BLOB NOT NULL) STRICT;
"];

/// How long a foreign program may hold the file, a backup tool say, before a call answers `Busy`.
const FOREIGN_WAIT: Duration = Duration::from_millis(500);

/// The write-ahead log is cut back to this after it was merged, so that one large batch does not keep its room.
const WAL_BYTES: i64 = 4 * 1024 * 1024;

/// The home with its parents, readable by its owner only. One that exists keeps the rights it has.
pub(super) fn make_home(home: &Path) -> Result<(), StoreFault> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(home).map_err(|error| from_io(&error))
}

/// `accord.db` with a suffix, as SQLite names the files beside it.
pub(super) fn sibling(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Opens the file for writing, or makes it where neither it nor a part of it exists.
pub(super) fn open(path: &Path) -> Result<Connection, StoreFault> {
    let unmerged = is_unmerged(path);
    if !exists(path)? {
        if unmerged {
            return Err(StoreFault::Damaged(Damage::Layout));
        }
        make(path, STEPS)?;
    }
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Until the file is known to be ours and whole, closing it must not merge anything into it.
    let no_merge = |on| {
        let set = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on);
        set.map(drop).map_err(|error| from_sqlite(&error))
    };
    no_merge(unmerged)?;
    let format = recognise(&connection)?;
    // Every load reads all hot pages anyway. The cold ones are read through only when the last process did
    // not get to close the file; a damaged one is reported when it is read.
    quick_check(&connection, if unmerged { None } else { Some("hot") })?;
    settle(&connection, path, format).map_err(|error| from_sqlite(&error))?;
    no_merge(false)?;
    Ok(connection)
}

/// Opens the file for reading whatever can be read. Nothing is made, merged or checked.
pub(super) fn open_read_only(path: &Path) -> Result<Connection, StoreFault> {
    if !exists(path)? {
        return Err(StoreFault::Io(std::io::ErrorKind::NotFound));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = if is_unmerged(path) {
        connect(path, flags)?
    } else {
        // "immutable" works on media that cannot be written, and leaves no file beside this one.
        connect(&immutable_uri(path), flags | OpenFlags::SQLITE_OPEN_URI)?
    };
    recognise(&connection)?;
    Ok(connection)
}

/// SQLite's own check, of one table or of the whole file.
pub(super) fn quick_check(connection: &Connection, table: Option<&str>) -> Result<(), StoreFault> {
    let sql = table.map_or("PRAGMA quick_check(1)".to_owned(), |table| {
        format!("PRAGMA quick_check('{table}')")
    });
    let result: rusqlite::Result<String> = connection.query_row(&sql, [], |row| row.get(0));
    match result.map_err(|error| from_sqlite(&error))?.as_str() {
        "ok" => Ok(()),
        _ => Err(StoreFault::Damaged(Damage::Inconsistent)),
    }
}

/// Makes the file under another name and gives it its own once it is finished. So a file named `accord.db`
/// that is not whole was whole once, and is damaged; it never is one that was only begun.
fn make(path: &Path, steps: &[&str]) -> Result<(), StoreFault> {
    let begun = sibling(path, ".new");
    for leftover in ["", "-journal", "-wal", "-shm"] {
        match fs::remove_file(sibling(&begun, leftover)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(from_io(&error));
            }
            _ => {}
        }
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(&begun).map_err(|error| from_io(&error))?);
    let write = || -> rusqlite::Result<()> {
        let connection = Connection::open_with_flags(&begun, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        upgrade(&connection, 0, steps)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.close().map_err(|(_, error)| error)
    };
    write().map_err(|error| from_sqlite(&error))?;
    fs::rename(&begun, path).map_err(|error| from_io(&error))?;
    sync_folder(path)
}

/// A new name is durable only once its folder is.
fn sync_folder(path: &Path) -> Result<(), StoreFault> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = fs::File::open(folder).map_err(|error| from_io(&error))?;
        folder.sync_all().map_err(|error| from_io(&error))?;
    }
    Ok(())
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreFault> {
    let connect = || -> rusqlite::Result<Connection> {
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(FOREIGN_WAIT)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        if flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
            // One process holds it anyway, and so no file of shared memory is needed beside it.
            connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        }
        Ok(connection)
    };
    connect().map_err(|error| from_sqlite(&error))
}

/// The file's format, if it is one of ours and one of these.
fn recognise(connection: &Connection) -> Result<usize, StoreFault> {
    let pragma = |name| {
        let value = connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        value.map_err(|error| from_sqlite(&error))
    };
    if pragma("application_id")? != APPLICATION_ID {
        return Err(StoreFault::Damaged(Damage::NotAStore));
    }
    let found = pragma("user_version")?;
    match usize::try_from(found) {
        Ok(format) if (1..=STEPS.len()).contains(&format) => Ok(format),
        Ok(format) if format > STEPS.len() => {
            Err(StoreFault::Newer { found: number(format), known: number(STEPS.len()) })
        }
        _ => Err(StoreFault::Damaged(Damage::Layout)),
    }
}

/// Upgrades the file, sets what is not kept in it and sees that every table is there.
fn settle(connection: &Connection, path: &Path, format: usize) -> rusqlite::Result<()> {
    // Best effort: on a file system without rights there is nothing to narrow.
    #[cfg(unix)]
    let _rights = fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600));
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "journal_size_limit", WAL_BYTES)?;
    if format < STEPS.len() {
        upgrade(connection, format, STEPS)?;
    }
    connection.prepare("SELECT tab, key, value FROM hot")?;
    connection.prepare("SELECT key, value FROM log").map(drop)
}

/// From `format` to the end of `steps`, all in one transaction.
pub(super) fn upgrade(
    connection: &Connection,
    format: usize,
    steps: &[&str],
) -> rusqlite::Result<()> {
    let transaction =
        rusqlite::Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    for step in steps.iter().skip(format) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", number(steps.len()))?;
    transaction.commit()
}

/// Whether a process ended before it merged its last changes into the file.
fn is_unmerged(path: &Path) -> bool {
    fs::metadata(sibling(path, "-wal")).is_ok_and(|wal| wal.len() > 0)
}

/// The path as SQLite reads one in a URI: every byte with a meaning there is escaped.
fn immutable_uri(path: &Path) -> PathBuf {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                uri.push(char::from(*byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    uri.into()
}

fn number(format: usize) -> u32 {
    u32::try_from(format).unwrap_or(u32::MAX)
}

fn exists(path: &Path) -> Result<bool, StoreFault> {
    path.try_exists().map_err(|error| from_io(&error))
}
