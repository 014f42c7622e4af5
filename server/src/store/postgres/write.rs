//! Committing: many spaces' operations in one transaction, durable when `commit` returns.
//!
//! Two exchanges with the server: the first locks the rows of all spaces of the batch and says how far they are; what does
//! not fit is refused before anything is written. The second writes, an array of rows in each statement, and commits.
//! Whoever else wants to append to one of these spaces waits for the lock, so the order of positions is that of commits.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use accord_protocol::ids::SpaceId;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Statement};

use super::incarnation::Keeper;
use super::session::{Failure, Live, Session};
use super::step::Step;
use super::{Address, OpenError};
use crate::histogram::Histogram;
use crate::store::{Op, StoreError};

/// How often the size of the database is looked at, where it has a bound.
const SIZE_EVERY: Duration = Duration::from_secs(5);
/// Statements under way at once.
const PIPELINED: usize = 24;

/// In the order of their ids, so that two relays never wait for each other.
const LOCK: &str = "SELECT id, head, version FROM space WHERE id = ANY($1) ORDER BY id FOR UPDATE";

/// The writing connection.
#[derive(Debug)]
pub struct Writer {
    session: Session,
    keeper: Keeper,
    /// 0: none.
    limit_bytes: u64,
    /// When the size was looked at, and whether it was beyond the bound.
    size: Option<(Instant, bool)>,
    checkpoint_times: Arc<Histogram>,
}

/// Why a batch is not known to be stored.
enum Stop {
    /// It was not, for certain.
    Before(StoreError),
    /// Nobody knows.
    InDoubt(String),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        match failure {
            // The commit may have been on its way.
            Failure::Late => Self::InDoubt(failure.to_string()),
            other => Self::Before(other.into()),
        }
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Before(Failure::from(error).into())
    }
}

impl Writer {
    pub(super) fn open(address: &Address, folder: &Path) -> Result<Self, OpenError> {
        Ok(Self {
            session: address.connect_to_write()?,
            keeper: Keeper::new(folder),
            limit_bytes: 0,
            size: None,
            checkpoint_times: Arc::new(Histogram::of_durations()),
        })
    }

    /// See [`crate::store::Store::commit`].
    ///
    /// # Errors
    /// Nothing was applied, except after [`StoreError::Unknown`].
    pub fn commit(&mut self, ops: &[Op]) -> Result<(), StoreError> {
        if self.is_full(ops)? {
            return Err(StoreError::Full);
        }
        let steps = Step::all(ops);
        match self.session.run(async |live| commit(live, ops, &steps).await) {
            Ok(()) => {
                self.keeper.committed(&mut self.session);
                Ok(())
            }
            Err(Stop::Before(error)) => {
                let undone = self.session.run(async |live| {
                    Ok::<_, Failure>(live.client().batch_execute("ROLLBACK").await?)
                });
                if undone.is_err() {
                    self.session.forget();
                }
                Err(error)
            }
            Err(Stop::InDoubt(why)) => {
                // Whatever it is in the middle of ends with it.
                self.session.forget();
                Err(StoreError::Unknown(why))
            }
        }
    }

    /// Brings the mark in the data folder up to date; called when there is nothing to commit.
    pub fn idle(&mut self) {
        self.keeper.note(&mut self.session);
    }

    /// Limits the database to so many bytes; beyond it nothing more is taken in. 0: no limit.
    pub fn limit_bytes(&mut self, bytes: u64) {
        self.limit_bytes = bytes;
        self.size = None;
    }

    /// Empty: PostgreSQL copies its log back by itself.
    #[must_use]
    pub fn checkpoint_times(&self) -> Arc<Histogram> {
        Arc::clone(&self.checkpoint_times)
    }

    fn is_full(&mut self, ops: &[Op]) -> Result<bool, StoreError> {
        let grows = ops.iter().any(|op| matches!(op, Op::Append(_) | Op::Mailbox(_)));
        if self.limit_bytes == 0 || !grows {
            return Ok(false);
        }
        if let Some((at, full)) = self.size
            && at.elapsed() < SIZE_EVERY
        {
            return Ok(full);
        }
        let bytes: i64 = self
            .session
            .run(async |live| {
                let sql = "SELECT pg_database_size(current_database())";
                Ok::<_, Failure>(live.client().query_one(sql, &[]).await?.try_get(0)?)
            })
            .map_err(StoreError::from)?;
        let full = u64::try_from(bytes).is_ok_and(|bytes| bytes > self.limit_bytes);
        self.size = Some((Instant::now(), full));
        Ok(full)
    }
}

async fn commit(live: &mut Live, ops: &[Op], steps: &[Step<'_>]) -> Result<(), Stop> {
    let ids = spaces(ops);
    let lock = live.statement(LOCK).await?;
    let mut statements: Vec<(Statement, Vec<&(dyn ToSql + Sync)>, Option<u64>)> = Vec::new();
    let client = live.client();
    let ids: Vec<&[u8]> = ids.iter().map(|id| id.as_bytes().as_slice()).collect();
    let values: [&(dyn ToSql + Sync); 1] = [&ids];
    let (begun, locked) = tokio::join!(
        biased;
        client.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED"),
        client.query(&lock, &values),
    );
    begun?;
    let mut known = BTreeMap::new();
    for row in locked? {
        let id: [u8; 32] = row.try_get::<_, &[u8]>(0)?.try_into().map_err(|_| Stop::damaged())?;
        let number =
            |column| u64::try_from(row.try_get::<_, i64>(column)?).map_err(|_| Stop::damaged());
        let stored = Stored { head: number(1)?, version: number(2)?, declared: None };
        known.insert(SpaceId::from_bytes(id), stored);
    }
    let mut existing: BTreeSet<SpaceId> = known.keys().copied().collect();
    if !fits(ops, &mut known) {
        return Err(Stop::Before(StoreError::Conflict));
    }
    let columns: Vec<_> = steps.iter().map(|step| step.columns(&mut existing)).collect();
    for step in &columns {
        for (sql, values, rows) in step.statements() {
            statements.push((live.statement(sql).await?, values, rows));
        }
    }
    let client = live.client();
    // What may turn out not to fit is looked at before the commit goes out.
    let in_doubt_early = statements.iter().any(|(_, _, rows)| rows.is_some());
    let mut parts = statements.chunks(PIPELINED).peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none() && !in_doubt_early;
        let written = futures_util::future::join_all(
            part.iter().map(|(statement, values, _)| client.execute(statement, values)),
        );
        let (written, committed) = tokio::join!(biased; written, async {
            if last { Some(client.batch_execute("COMMIT").await) } else { None }
        });
        for (result, (_, _, rows)) in written.into_iter().zip(part) {
            match result {
                // The server's own no: then the commit behind it was none.
                Err(error) if error.code().is_none() && last => {
                    return Err(Stop::InDoubt(super::session::sentence(&error)));
                }
                Err(error) => return Err(error.into()),
                Ok(count) if rows.is_some_and(|rows| rows != count) => {
                    return Err(Stop::Before(StoreError::Conflict));
                }
                Ok(_) => {}
            }
        }
        if let Some(committed) = committed {
            return committed.map_err(in_doubt);
        }
    }
    client.batch_execute("COMMIT").await.map_err(in_doubt)
}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn in_doubt(error: Error) -> Stop {
    Stop::InDoubt(super::session::sentence(&error))
}

impl Stop {
    const fn damaged() -> Self {
        Self::Before(StoreError::Damaged("space"))
    }
}

/// The spaces whose rows are locked, in order.
fn spaces(ops: &[Op]) -> Vec<SpaceId> {
    let mut ids: Vec<SpaceId> = ops
        .iter()
        .filter_map(|op| match op {
            Op::Space(row) => Some(row.id),
            Op::Append(entry) => Some(entry.space),
            Op::Applied { space, .. } | Op::DropSpace(space) | Op::DropContent(space) => {
                Some(*space)
            }
            Op::Lookup { .. } | Op::Mailbox(_) | Op::DropMailbox(_) => None,
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// How far a space is, under its lock and with the operations so far.
struct Stored {
    head: u64,
    version: u64,
    /// What its row is to say of the head at the end.
    declared: Option<u64>,
}

/// Whether the operations go on where the database is. A row that was written by somebody else since it was read does not
/// fit; neither does a position that is taken.
fn fits(ops: &[Op], known: &mut BTreeMap<SpaceId, Stored>) -> bool {
    for op in ops {
        let fits = match op {
            Op::Space(row) => match known.get_mut(&row.id) {
                Some(stored) if stored.version + 1 != row.version => false,
                Some(stored) => {
                    stored.version = row.version;
                    stored.declared = Some(row.head);
                    true
                }
                None => {
                    let declared = Some(row.head);
                    let stored = Stored { head: 0, version: row.version, declared };
                    known.insert(row.id, stored).is_none()
                }
            },
            Op::Append(entry) => known.get_mut(&entry.space).is_some_and(|stored| {
                stored.head += 1;
                stored.head == entry.position
            }),
            Op::Applied { space, .. } | Op::DropContent(space) => known.contains_key(space),
            Op::DropSpace(space) => {
                known.remove(space);
                true
            }
            Op::Lookup { .. } | Op::Mailbox(_) | Op::DropMailbox(_) => true,
        };
        if !fits {
            return false;
        }
    }
    known.values().all(|stored| stored.declared.is_none_or(|head| head == stored.head))
}
