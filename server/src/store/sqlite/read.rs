//! Reading from a cursor: each reader has its own connection and never waits for the writer.

use std::path::Path;
use std::sync::Arc;

use accord_protocol::ids::{
    DeviceId, LogHead, MailboxId, Partner, RecordHash, SpaceId, StoreEpoch,
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{
    DATABASE, MAX_POSITION, OpenError, connect_for_reading, integer, place, position, store_error,
};
use crate::store::{
    Answer, Boot, LoadedSpace, LogItem, MailboxRow, Query, RECENT_HEADS, SpaceRow, SpaceType,
    Stage, StoreError,
};

/// A reading connection.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
}

impl Reader {
    pub(super) fn open(folder: &Path) -> Result<Self, OpenError> {
        Ok(Self { connection: connect_for_reading(&folder.join(DATABASE))? })
    }

    pub(super) const fn over(connection: Connection) -> Self {
        Self { connection }
    }

    /// See [`crate::store::Store::read`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn read(&mut self, query: &Query) -> Result<Answer, StoreError> {
        // A row that does not hold what was written comes out as a conversion error of its column.
        self.answer(query).map_err(|error| match error {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => StoreError::Damaged("a column"),
            other => store_error(&other),
        })
    }

    fn answer(&self, query: &Query) -> rusqlite::Result<Answer> {
        let db = &self.connection;
        Ok(match query {
            Query::Boot => Answer::Boot(
                db.prepare_cached("SELECT epoch, generation, since_ms FROM store")?.query_row(
                    [],
                    |row| {
                        Ok(Boot {
                            epoch: StoreEpoch::from_bytes(row.get(0)?),
                            generation: row.get(1)?,
                            since_ms: row.get(2)?,
                        })
                    },
                )?,
            ),
            Query::Space(id) => Answer::Space(self.space(id)?.map(Box::new)),
            Query::Log { space, after, max_records, max_bytes } => {
                Answer::Log(self.log(space, *after, *max_records, *max_bytes)?)
            }
            Query::Head { space, position } => Answer::Head(match self.number(space)? {
                None => None,
                Some(number) => db
                    .prepare_cached("SELECT head FROM log WHERE place = ?1")?
                    .query_row([place(number, *position)], |row| row.get(0))
                    .optional()?
                    .map(LogHead::from_bytes),
            }),
            Query::Authored { space, device, seq, after, until } => {
                Answer::Authored(match self.number(space)? {
                    None => None,
                    Some(number) => {
                        // Author and number lie side by side in the header, offsets 36 to 60.
                        let mut author = [0; 24];
                        author[..16].copy_from_slice(device.as_bytes());
                        author[16..].copy_from_slice(&seq.to_be_bytes());
                        db.prepare_cached(
                            "SELECT place, hash FROM log WHERE place > ?1 AND place <= ?2
                             AND substr(record, 37, 24) = ?3 ORDER BY place LIMIT 1",
                        )?
                        .query_row(
                            params![place(number, *after), place(number, *until), author],
                            |row| Ok((position(row.get(0)?), RecordHash::from_bytes(row.get(1)?))),
                        )
                        .optional()?
                    }
                })
            }
            Query::Mailbox(id) => Answer::Mailbox(
                db.prepare_cached(
                    "SELECT id, space, device, answer_until_ms, due_ms, slot_1, slot_2, slot_3, closed
                     FROM mailbox WHERE id = ?1",
                )?
                .query_row([id.as_bytes()], mailbox)
                .optional()?,
            ),
            Query::OpenMailboxes { space, device, now_ms } => Answer::OpenMailboxes(
                db.prepare_cached(
                    "SELECT count(*) FROM mailbox WHERE space = ?1 AND device = ?2 AND due_ms > ?3 AND NOT closed",
                )?
                .query_row(
                    params![space.as_bytes(), device.as_bytes(), integer(*now_ms)],
                    |row| row.get(0),
                )?,
            ),
            Query::Lookup(device) => Answer::Lookup(
                db.prepare_cached("SELECT space FROM lookup WHERE device = ?1")?
                    .query_row([device.as_bytes()], |row| row.get(0))
                    .optional()?
                    .map(SpaceId::from_bytes),
            ),
            Query::Token(hash) => Answer::Token(
                db.prepare_cached("SELECT 1 FROM token WHERE hash = ?1 AND revoked_ms IS NULL")?
                    .exists([hash])?,
            ),
            Query::Applied(space) => Answer::Applied(match self.number(space)? {
                None => Vec::new(),
                Some(number) => db
                    .prepare_cached("SELECT device, position FROM applied WHERE number = ?1")?
                    .query_map([number], |row| {
                        Ok((DeviceId::from_bytes(row.get(0)?), row.get(1)?))
                    })?
                    .collect::<Result<_, _>>()?,
            }),
            Query::Due { now_ms, limit } => {
                let range = [integer(*now_ms), integer(*limit)];
                Answer::Due {
                    mailboxes: db
                        .prepare_cached("SELECT id FROM mailbox WHERE due_ms <= ?1 LIMIT ?2")?
                        .query_map(range, |row| Ok(MailboxId::from_bytes(row.get(0)?)))?
                        .collect::<Result<_, _>>()?,
                    spaces: db
                        .prepare_cached("SELECT id FROM space WHERE due_ms <= ?1 LIMIT ?2")?
                        .query_map(range, |row| Ok(SpaceId::from_bytes(row.get(0)?)))?
                        .collect::<Result<_, _>>()?,
                }
            }
        })
    }

    /// All spaces, in the order of their founding.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn spaces(&self) -> Result<Vec<SpaceId>, StoreError> {
        let read = || -> rusqlite::Result<Vec<SpaceId>> {
            self.connection
                .prepare("SELECT id FROM space ORDER BY number")?
                .query_map([], |row| Ok(SpaceId::from_bytes(row.get(0)?)))?
                .collect()
        };
        read().map_err(|error| store_error(&error))
    }

    fn number(&self, space: &SpaceId) -> rusqlite::Result<Option<i64>> {
        self.connection
            .prepare_cached("SELECT number FROM space WHERE id = ?1")?
            .query_row([space.as_bytes()], |row| row.get(0))
            .optional()
    }

    fn space(&self, id: &SpaceId) -> rusqlite::Result<Option<LoadedSpace>> {
        // One snapshot: the row, the membership records and the heads must belong together.
        let db = self.connection.unchecked_transaction()?;
        let found = db
            .prepare_cached(
                "SELECT number, type, head, checkpoint, stage, created_ms, due_ms, bytes_0, bytes_1, day,
                        membership_0, membership_1, small_0, small_1, last_keys_by, settled, reported
                 FROM space WHERE id = ?1",
            )?
            .query_row([id.as_bytes()], |row| Ok((row.get::<_, i64>(0)?, space_row(*id, row)?)))
            .optional()?;
        let Some((number, row)) = found else { return Ok(None) };
        let membership = db
            .prepare_cached(
                "SELECT log.place, log.record FROM membership JOIN log ON log.place = membership.place
                 WHERE membership.place BETWEEN ?1 AND ?2 ORDER BY membership.place",
            )?
            .query_map([place(number, 0), place(number, MAX_POSITION)], |row| {
                Ok((position(row.get(0)?), bytes(row, 1)?))
            })?
            .collect::<Result<_, _>>()?;
        let from = row.head.saturating_sub(RECENT_HEADS as u64);
        let heads = db
            .prepare_cached("SELECT head FROM log WHERE place > ?1 AND place <= ?2 ORDER BY place")?
            .query_map([place(number, from), place(number, row.head)], |row| {
                Ok(LogHead::from_bytes(row.get(0)?))
            })?
            .collect::<Result<_, _>>()?;
        Ok(Some(LoadedSpace { row, membership, heads }))
    }

    fn log(
        &self,
        space: &SpaceId,
        after: u64,
        max_records: u64,
        max_bytes: u64,
    ) -> rusqlite::Result<Vec<LogItem>> {
        let Some(number) = self.number(space)? else { return Ok(Vec::new()) };
        let mut statement = self.connection.prepare_cached(
            "SELECT place, hash, head, record FROM log WHERE place > ?1 AND place <= ?2 ORDER BY place LIMIT ?3",
        )?;
        let mut rows = statement.query([
            place(number, after),
            place(number, MAX_POSITION),
            integer(max_records),
        ])?;
        let mut items = Vec::new();
        let mut total = 0u64;
        while let Some(row) = rows.next()? {
            let record = match row.get_ref(3)? {
                rusqlite::types::ValueRef::Null => None,
                _ => Some(bytes(row, 3)?),
            };
            total += record.as_ref().map_or(32, |record| record.len() as u64);
            if total > max_bytes && !items.is_empty() {
                break;
            }
            items.push(LogItem {
                position: position(row.get(0)?),
                record,
                hash: RecordHash::from_bytes(row.get(1)?),
                head: LogHead::from_bytes(row.get(2)?),
            });
        }
        Ok(items)
    }
}

fn bytes(row: &Row<'_>, column: usize) -> rusqlite::Result<Arc<[u8]>> {
    Ok(Arc::from(row.get_ref(column)?.as_blob().map_err(|_| rusqlite::Error::InvalidQuery)?))
}

fn space_row(id: SpaceId, row: &Row<'_>) -> rusqlite::Result<SpaceRow> {
    let damaged = |column| rusqlite::Error::IntegralValueOutOfRange(column, 0);
    Ok(SpaceRow {
        id,
        space_type: SpaceType::from_byte(row.get(1)?).ok_or_else(|| damaged(1))?,
        head: row.get(2)?,
        checkpoint: row.get(3)?,
        stage: Stage::from_byte(row.get(4)?).ok_or_else(|| damaged(4))?,
        created_ms: row.get(5)?,
        due_ms: row.get(6)?,
        bytes: [row.get(7)?, row.get(8)?],
        day: row.get(9)?,
        membership_today: [row.get(10)?, row.get(11)?],
        small_today: [row.get(12)?, row.get(13)?],
        last_keys_by: match row.get::<_, Option<u8>>(14)? {
            None => None,
            Some(byte) => Some(Partner::from_byte(byte).ok_or_else(|| damaged(14))?),
        },
        settled: row.get(15)?,
        reported: row.get(16)?,
        version: 0,
    })
}

fn mailbox(row: &Row<'_>) -> rusqlite::Result<MailboxRow> {
    Ok(MailboxRow {
        id: MailboxId::from_bytes(row.get(0)?),
        space: SpaceId::from_bytes(row.get(1)?),
        device: DeviceId::from_bytes(row.get(2)?),
        answer_until_ms: row.get(3)?,
        due_ms: row.get(4)?,
        closed: row.get(8)?,
        slots: [row.get(5)?, row.get(6)?, row.get(7)?],
    })
}
