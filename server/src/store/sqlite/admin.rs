//! What the operator's commands do with a data folder, beside a running relay or without one.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior, params};

use super::{
    DATABASE, Database, OpenError, Reader, belongs_to_the_folder, connect, connect_for_reading,
    connect_without_room, integer, lock, schema,
};
use crate::store::token::{first_token_file, random_token, token_hash, write_private};
use crate::store::{Counts, Stats, TokenRow};

/// Counts what can be counted quickly, beside a running relay.
///
/// # Errors
/// When the database cannot be read.
pub fn counts(folder: &Path) -> Result<Counts, OpenError> {
    let connection = connect_to_read(folder)?;
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    Ok(Counts {
        spaces: count("SELECT count(*) FROM space")?,
        mailboxes: count("SELECT count(*) FROM mailbox")?,
        database_bytes: None,
    })
}

/// Pages given back at a time by [`compact`]: others wait for that long, and no longer.
const COMPACT_PAGES: u32 = 500;
/// How long others may write in between.
const COMPACT_PAUSE: std::time::Duration = std::time::Duration::from_millis(20);

/// What [`compact`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Compacted {
    /// Bytes of the database before.
    pub before_bytes: u64,
    /// And after.
    pub after_bytes: u64,
}

/// Gives the room that deleted records left back to the disk, beside a running relay or without one, a little at a time.
///
/// # Errors
/// When the database cannot be written.
pub fn compact(folder: &Path) -> Result<Compacted, OpenError> {
    let connection = connect_existing(folder)?;
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    let bytes = || count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    let before_bytes = bytes()?;
    // Against pages that the relay frees meanwhile it does not run.
    let mut rest = count("PRAGMA freelist_count")?;
    while rest > 0 {
        super::write::give_back(&connection, COMPACT_PAGES)?;
        rest = rest.saturating_sub(COMPACT_PAGES.into());
        std::thread::sleep(COMPACT_PAUSE);
    }
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(Compacted { before_bytes, after_bytes: bytes()? })
}

/// The first token, made now if there never was one; none when it was revoked.
///
/// # Errors
/// When the database or the token's file cannot be written.
pub fn first_token(folder: &Path, now_ms: u64) -> Result<Option<String>, OpenError> {
    let path = first_token_file(folder);
    let connection = connect_existing(folder)?;
    if let Ok(text) = std::fs::read_to_string(&path) {
        let valid = connection
            .prepare("SELECT 1 FROM token WHERE hash = ?1 AND revoked_ms IS NULL")?
            .exists([token_hash(&text)])?;
        if valid {
            return Ok(Some(text.trim().to_owned()));
        }
    }
    let any: bool =
        connection.query_row("SELECT exists(SELECT 1 FROM token)", [], |row| row.get(0))?;
    if any {
        return Ok(None);
    }
    let token = random_token().map_err(|_| OpenError::Random)?;
    write_private(&path, &token)
        .map_err(|source| OpenError::Folder { path: path.clone(), source })?;
    belongs_to_the_folder(&path, folder);
    insert(&connection, &token, now_ms)?;
    Ok(Some(token))
}

/// A further token; its text is given this once.
///
/// # Errors
/// When the database cannot be written.
pub fn new_token(folder: &Path, now_ms: u64) -> Result<String, OpenError> {
    let connection = connect_existing(folder)?;
    let token = random_token().map_err(|_| OpenError::Random)?;
    insert(&connection, &token, now_ms)?;
    Ok(token)
}

/// All tokens.
///
/// # Errors
/// When the database cannot be read.
pub fn tokens(folder: &Path) -> Result<Vec<TokenRow>, OpenError> {
    let connection = connect_to_read(folder)?;
    let mut statement =
        connection.prepare("SELECT number, created_ms, revoked_ms FROM token ORDER BY number")?;
    let rows = statement.query_map([], |row| {
        Ok(TokenRow { number: row.get(0)?, created_ms: row.get(1)?, revoked_ms: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Revokes a token; false if there is none of that number that is still valid.
///
/// # Errors
/// When the database cannot be written.
pub fn revoke_token(folder: &Path, number: i64, now_ms: u64) -> Result<bool, OpenError> {
    let connection = connect_existing(folder)?;
    let changed = connection.execute(
        "UPDATE token SET revoked_ms = ?2 WHERE number = ?1 AND revoked_ms IS NULL",
        params![number, integer(now_ms)],
    )?;
    Ok(changed == 1)
}

/// Counts over the whole database, beside a running relay.
///
/// # Errors
/// When the database cannot be read.
pub fn stats(folder: &Path) -> Result<Stats, OpenError> {
    let connection = connect_to_read(folder)?;
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    Ok(Stats {
        spaces: count("SELECT count(*) FROM space")?,
        couples: count("SELECT count(*) FROM space WHERE type = 1")?,
        ended: count("SELECT count(*) FROM space WHERE stage > 0")?,
        records: count("SELECT coalesce(sum(head), 0) FROM space")?,
        record_bytes: count("SELECT coalesce(sum(bytes_0 + bytes_1), 0) FROM space")?,
        mailboxes: count("SELECT count(*) FROM mailbox")?,
        database_bytes: count(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        )?,
        generation: count("SELECT generation FROM store")?,
    })
}

/// Writes a copy of the database to `file` while the relay runs. The copy says that it is one: a relay that starts
/// from it raises a new epoch.
///
/// # Errors
/// When `file` exists or cannot be written.
pub fn backup(folder: &Path, file: &Path) -> Result<(), OpenError> {
    let taken = |path: &Path| OpenError::Folder {
        path: path.to_path_buf(),
        source: std::io::Error::from(std::io::ErrorKind::AlreadyExists),
    };
    if file.exists() {
        return Err(taken(file));
    }
    // Under another name until it is whole: a backup that was cut short must not look like one.
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    if partial.exists() {
        return Err(taken(&partial));
    }
    let made = write_backup(folder, &partial);
    if made.is_err() {
        let _ = std::fs::remove_file(&partial);
        return made;
    }
    std::fs::rename(&partial, file)
        .and_then(|()| sync_folder_of(file))
        .map_err(|source| OpenError::Folder { path: file.to_path_buf(), source })
}

fn write_backup(folder: &Path, partial: &Path) -> Result<(), OpenError> {
    // Where the database has no room left, a copy elsewhere is what one wants. It only reads here, but a connection
    // that may not write makes no copy either.
    let connection = connect_without_room(&existing(folder)?)?;
    schema::check(&connection)?;
    let text = partial.to_string_lossy();
    connection.execute("VACUUM INTO ?1", [text.as_ref()])?;
    let copy = Connection::open(partial)?;
    copy.pragma_update(None, "synchronous", "FULL")?;
    copy.execute("UPDATE store SET is_copy = 1", [])?;
    let sound: String = copy.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    drop(copy);
    if sound != "ok" {
        return Err(OpenError::Damaged(sound));
    }
    std::fs::File::open(partial)
        .and_then(|file| file.sync_all())
        .map_err(|source| OpenError::Folder { path: partial.to_path_buf(), source })
}

/// Puts a backup in place of the database. The old one is kept beside it under the name returned. The relay must be
/// stopped; at its next start it raises a new epoch.
///
/// # Errors
/// When a relay runs here or the backup is not a relay's database.
pub fn restore(folder: &Path, file: &Path, now_ms: u64) -> Result<Option<PathBuf>, OpenError> {
    let at = |path: &Path| {
        let path = path.to_path_buf();
        move |source| OpenError::Folder { path, source }
    };
    let source = connect_for_reading(file)?;
    schema::check(&source)?;
    source.query_row("SELECT generation FROM store", [], |_| Ok(()))?;
    drop(source);
    std::fs::create_dir_all(folder).map_err(at(folder))?;
    let _lock = lock(folder)?;
    let fresh = folder.join("relay.sqlite.restoring");
    std::fs::copy(file, &fresh).map_err(at(&fresh))?;
    {
        let copy = Connection::open(&fresh)?;
        copy.execute("UPDATE store SET is_copy = 1", [])?;
    }
    std::fs::File::open(&fresh).and_then(|file| file.sync_all()).map_err(at(&fresh))?;
    belongs_to_the_folder(&fresh, folder);
    let path = folder.join(DATABASE);
    let mut kept = None;
    if path.exists() {
        // Folds the write-ahead log into the file, so that one file is the whole old database.
        let old = connect(&path)?;
        old.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        drop(old);
        let name = folder.join(format!("{DATABASE}.before-restore-{now_ms}"));
        std::fs::rename(&path, &name).map_err(at(&path))?;
        kept = Some(name);
    }
    for rest in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("{DATABASE}{rest}")));
    }
    std::fs::rename(&fresh, &path).and_then(|()| sync_folder_of(&path)).map_err(at(&path))?;
    Ok(kept)
}

/// Raises a new epoch at the next start, for an operator who knows that data was lost in a way nothing else shows.
///
/// # Errors
/// When a relay runs here or there is no database.
pub fn new_epoch(folder: &Path, now_ms: u64) -> Result<u64, OpenError> {
    let connection = connect_existing(folder)?;
    let guard = lock(folder)?;
    connection.execute("UPDATE store SET is_copy = 1", [])?;
    drop((connection, guard));
    Ok(Database::open(folder, now_ms)?.boot().generation)
}

/// A reader of an existing folder, beside a running relay.
///
/// # Errors
/// When there is no database or it is of a newer version.
pub fn reader(folder: &Path) -> Result<Reader, OpenError> {
    Ok(Reader::over(connect_to_read(folder)?))
}

/// What SQLite itself finds wrong with the file; empty: nothing.
///
/// # Errors
/// When the database cannot be read.
pub fn integrity(folder: &Path) -> Result<Vec<String>, OpenError> {
    let connection = connect_to_read(folder)?;
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let found =
        statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(found.into_iter().filter(|line| line != "ok").collect())
}

/// The database's file.
fn existing(folder: &Path) -> Result<PathBuf, OpenError> {
    let path = folder.join(DATABASE);
    if path.exists() { Ok(path) } else { Err(OpenError::Missing(folder.to_path_buf())) }
}

/// For commands that only read: they work on a full disk too.
fn connect_to_read(folder: &Path) -> Result<Connection, OpenError> {
    let connection = connect_for_reading(&existing(folder)?)?;
    schema::check(&connection)?;
    Ok(connection)
}

fn connect_existing(folder: &Path) -> Result<Connection, OpenError> {
    let connection = connect(&existing(folder)?)?;
    schema::check(&connection)?;
    Ok(connection)
}

fn insert(connection: &Connection, token: &str, now_ms: u64) -> Result<(), OpenError> {
    let transaction =
        rusqlite::Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    transaction.execute(
        "INSERT INTO token (hash, created_ms) VALUES (?1, ?2)",
        params![token_hash(token), integer(now_ms)],
    )?;
    transaction.commit()?;
    Ok(())
}

fn sync_folder_of(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => std::fs::File::open(parent)?.sync_all(),
        _ => Ok(()),
    }
}
