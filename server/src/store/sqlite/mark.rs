//! Notices that an older database was put back: a small file beside it counts commits forward only.
//!
//! The file may lag behind the database (it is written now and then, after commits are durable) but never runs ahead
//! of the one it belongs to. A database that holds fewer commits than its mark, that belongs to another mark, that has
//! none or that was made by `backup`, is a restore: the store gets a new epoch, so that clients offer again what it
//! lacks (protocol section 3). Decision 0051.

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use accord_protocol::ids::StoreEpoch;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

use super::{Boot, OpenError, integer};

const FILE: &str = "relay.mark";
/// How far the file may lag behind while commits flow.
const LAG: Duration = Duration::from_millis(500);

/// Reads or founds the store's incarnation; the text says why a new epoch was raised.
pub(super) fn settle(
    connection: &mut Connection,
    folder: &Path,
    now_ms: u64,
) -> Result<(Boot, Option<&'static str>), OpenError> {
    let mark = read(folder);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let row = transaction
        .query_row(
            "SELECT identity, epoch, generation, since_ms, commits, is_copy FROM store",
            [],
            |row| {
                Ok((
                    row.get::<_, [u8; 16]>(0)?,
                    row.get::<_, [u8; 16]>(1)?,
                    row.get::<_, u64>(2)?,
                    row.get::<_, u64>(3)?,
                    row.get::<_, u64>(4)?,
                    row.get::<_, bool>(5)?,
                ))
            },
        )
        .optional()?;
    let (mut identity, mut epoch) = ([0; 16], [0; 16]);
    getrandom::fill(&mut identity).map_err(|_| OpenError::Random)?;
    getrandom::fill(&mut epoch).map_err(|_| OpenError::Random)?;
    let (boot, raised, identity, commits) = match row {
        None => {
            // A mark without its database: this folder has acknowledged records that are gone.
            let raised = mark.map(|_| "the database was missing");
            let generation = if raised.is_some() { 2 } else { 1 };
            transaction.execute(
                "INSERT INTO store (one, identity, epoch, generation, since_ms, commits) VALUES (1, ?1, ?2, ?3, ?4, 0)",
                (identity, epoch, generation, integer(now_ms)),
            )?;
            let boot = Boot { epoch: StoreEpoch::from_bytes(epoch), generation, since_ms: now_ms };
            (boot, raised, identity, 0)
        }
        Some((id, old_epoch, generation, since_ms, commits, is_copy)) => {
            let raised = match mark {
                _ if is_copy => Some("the database is a backup"),
                None => Some("the mark beside the database is missing"),
                Some(mark) if mark.identity != id => Some("the mark belongs to another database"),
                Some(mark) if mark.commits > commits => Some("the database is older than its mark"),
                Some(_) => None,
            };
            if raised.is_none() {
                let boot = Boot { epoch: StoreEpoch::from_bytes(old_epoch), generation, since_ms };
                (boot, None, id, commits)
            } else {
                // Another identity too: the mark of the branch that was left behind no longer speaks for this one.
                transaction.execute(
                    "UPDATE store SET identity = ?1, epoch = ?2, generation = ?3, since_ms = ?4, is_copy = 0",
                    (identity, epoch, integer(generation + 1), integer(now_ms)),
                )?;
                let boot = Boot {
                    epoch: StoreEpoch::from_bytes(epoch),
                    generation: generation + 1,
                    since_ms: now_ms,
                };
                (boot, raised, identity, commits)
            }
        }
    };
    transaction.commit()?;
    write(folder, Mark { identity, commits })
        .map_err(|source| OpenError::Folder { path: folder.join(FILE), source })?;
    Ok((boot, raised))
}

/// Identity and count of the database, as last noted.
#[derive(Debug, Clone, Copy)]
struct Mark {
    identity: [u8; 16],
    commits: u64,
}

/// Keeps the file near the database while a writer commits.
#[derive(Debug)]
pub(super) struct Keeper {
    folder: std::path::PathBuf,
    identity: [u8; 16],
    commits: u64,
    noted: u64,
    noted_at: Instant,
}

impl Keeper {
    pub(super) fn open(connection: &Connection, folder: &Path) -> Result<Self, OpenError> {
        let (identity, commits) =
            connection.query_row("SELECT identity, commits FROM store", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        Ok(Self {
            folder: folder.to_path_buf(),
            identity,
            commits,
            noted: commits,
            noted_at: Instant::now(),
        })
    }

    /// One more commit is durable.
    pub(super) fn committed(&mut self) {
        self.commits += 1;
        if self.noted_at.elapsed() >= LAG {
            self.note();
        }
    }

    /// Writes the file if it lags. A failure only weakens the next detection, so it is not an error.
    pub(super) fn note(&mut self) {
        if self.noted == self.commits {
            return;
        }
        let mark = Mark { identity: self.identity, commits: self.commits };
        if let Err(error) = write(&self.folder, mark) {
            tracing::warn!(%error, "the mark beside the database could not be written");
        }
        self.noted = self.commits;
        self.noted_at = Instant::now();
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.note();
    }
}

fn read(folder: &Path) -> Option<Mark> {
    let text = std::fs::read_to_string(folder.join(FILE)).ok()?;
    let mut words = text.split_whitespace();
    let identity = data_encoding::HEXLOWER.decode(words.next()?.as_bytes()).ok()?;
    Some(Mark { identity: identity.try_into().ok()?, commits: words.next()?.parse().ok()? })
}

/// Whole or not at all: a new file takes the old one's name.
fn write(folder: &Path, mark: Mark) -> std::io::Result<()> {
    let fresh = folder.join("relay.mark.new");
    let mut file = std::fs::File::create(&fresh)?;
    writeln!(file, "{} {}", data_encoding::HEXLOWER.encode(&mark.identity), mark.commits)?;
    drop(file);
    std::fs::rename(fresh, folder.join(FILE))
}

#[cfg(test)]
mod tests {
    use super::super::{DATABASE, Database, Store as _};
    use super::*;
    use crate::store::{Op, sqlite::SqliteStore};
    use accord_protocol::ids::{DeviceId, SpaceId};

    fn commit(database: &Database) {
        let mut store = SqliteStore::new(database).unwrap();
        store
            .commit(&[Op::Lookup {
                device: DeviceId::from_bytes([1; 16]),
                space: SpaceId::from_bytes([1; 32]),
                enters: false,
            }])
            .unwrap();
    }

    #[test]
    fn the_epoch_stays_over_a_restart_and_changes_when_an_older_file_is_put_back() {
        let dir = tempfile::tempdir().unwrap();
        let first = Database::open(dir.path(), 1).unwrap();
        let epoch = first.boot().epoch;
        commit(&first);
        drop(first);
        let file = dir.path().join(DATABASE);
        let older = std::fs::read(&file).unwrap();

        let again = Database::open(dir.path(), 2).unwrap();
        assert_eq!((again.boot().epoch, again.raised), (epoch, None));
        commit(&again);
        drop(again);

        for rest in ["relay.sqlite-wal", "relay.sqlite-shm"] {
            let _ = std::fs::remove_file(dir.path().join(rest));
        }
        std::fs::write(&file, older).unwrap();
        let restored = Database::open(dir.path(), 3).unwrap();
        assert_ne!(restored.boot().epoch, epoch);
        assert_eq!(restored.boot().generation, 2);
        assert_eq!(restored.boot().since_ms, 3);
        assert_eq!(restored.raised, Some("the database is older than its mark"));
        drop(restored);
        assert_eq!(Database::open(dir.path(), 4).unwrap().raised, None);
    }

    #[test]
    fn a_wiped_database_or_a_lost_mark_is_a_new_epoch() {
        let dir = tempfile::tempdir().unwrap();
        commit(&Database::open(dir.path(), 1).unwrap());
        std::fs::remove_file(dir.path().join(FILE)).unwrap();
        let database = Database::open(dir.path(), 2).unwrap();
        assert_eq!(database.raised, Some("the mark beside the database is missing"));
        drop(database);
        std::fs::remove_file(dir.path().join(DATABASE)).unwrap();
        let database = Database::open(dir.path(), 3).unwrap();
        assert_eq!(database.raised, Some("the database was missing"));
        assert_eq!(database.boot().generation, 2);
    }
}
