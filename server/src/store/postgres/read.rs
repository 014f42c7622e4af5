//! Reading from a cursor: each reader has its own connection and never waits for a writer.

use std::sync::Arc;

use accord_protocol::ids::{DeviceId, LogHead, MailboxId, Partner, RecordHash, SpaceId};
use tokio_postgres::Row;

use super::incarnation::boot;
use super::integer;
use super::session::{Failure, Live, Session};
use crate::store::{
    Answer, LoadedSpace, LogItem, MailboxRow, Query, RECENT_HEADS, SpaceRow, SpaceType, Stage,
    StoreError,
};

/// A reading connection.
#[derive(Debug)]
pub struct Reader {
    session: Session,
}

/// Why a question has no answer.
enum Stop {
    Sql(Failure),
    Damaged(&'static str),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Sql(failure)
    }
}

impl From<tokio_postgres::Error> for Stop {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Sql(error.into())
    }
}

impl Reader {
    pub(super) const fn over(session: Session) -> Self {
        Self { session }
    }

    /// See [`crate::store::Store::read`]. A connection that turns out to be gone is made again once.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn read(&mut self, query: &Query) -> Result<Answer, StoreError> {
        self.ask(async |live| answer(live, query).await)
    }

    /// All spaces, in the order of their founding.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn spaces(&mut self) -> Result<Vec<SpaceId>, StoreError> {
        self.ask(async |live| {
            let rows = live.rows("SELECT id FROM space ORDER BY number", &[]).await?;
            rows.iter().map(|row| Ok(SpaceId::from_bytes(fixed(row, 0)?))).collect()
        })
    }

    fn ask<T>(
        &mut self,
        mut work: impl AsyncFnMut(&mut Live) -> Result<T, Stop>,
    ) -> Result<T, StoreError> {
        let mut again = true;
        loop {
            match self.session.run(&mut work) {
                Ok(answer) => return Ok(answer),
                Err(Stop::Damaged(what)) => return Err(StoreError::Damaged(what)),
                Err(Stop::Sql(failure)) => {
                    self.session.forget();
                    if failure.is_refusal() || !again {
                        return Err(failure.into());
                    }
                    again = false;
                }
            }
        }
    }
}

async fn answer(live: &mut Live, query: &Query) -> Result<Answer, Stop> {
    Ok(match query {
        Query::Boot => {
            let row = live.row("SELECT epoch, generation, since_ms FROM store", &[]).await?;
            let row = row.ok_or(Stop::Damaged("store"))?;
            Answer::Boot(boot(&row).map_err(|_| Stop::Damaged("store"))?)
        }
        Query::Space(id) => Answer::Space(space(live, *id).await?.map(Box::new)),
        Query::Log { space, after, max_records, max_bytes } => {
            let values: [&(dyn tokio_postgres::types::ToSql + Sync); 4] = [
                &space.as_bytes().as_slice(),
                &integer(*after),
                &integer(*max_records),
                &integer(*max_bytes),
            ];
            let rows = live.rows(LOG, &values).await?;
            Answer::Log(rows.iter().map(log_item).collect::<Result<_, _>>()?)
        }
        Query::Head { space, position } => {
            let sql = "SELECT log.head FROM log JOIN space USING (number) WHERE space.id = $1 AND position = $2";
            let row = live.row(sql, &[&space.as_bytes().as_slice(), &integer(*position)]).await?;
            let head = row.map(|row| Ok::<_, Stop>(LogHead::from_bytes(fixed(&row, 0)?)));
            Answer::Head(head.transpose()?)
        }
        Query::Authored { space, device, seq, after, until } => {
            // Author and number lie side by side in the header, offsets 36 to 60.
            let author = [device.as_bytes().as_slice(), &seq.to_be_bytes()].concat();
            let sql = "SELECT position, hash FROM log JOIN space USING (number) WHERE space.id = $1 \
                       AND position > $2 AND position <= $3 AND substring(record FROM 37 FOR 24) = $4 \
                       ORDER BY position LIMIT 1";
            let id = space.as_bytes().as_slice();
            let row = live.row(sql, &[&id, &integer(*after), &integer(*until), &author]).await?;
            let found = row.map(|row| {
                Ok::<_, Stop>((number(&row, 0)?, RecordHash::from_bytes(fixed(&row, 1)?)))
            });
            Answer::Authored(found.transpose()?)
        }
        Query::Mailbox(id) => {
            let sql = "SELECT id, space, device, answer_until_ms, due_ms, slot_1, slot_2, slot_3, closed \
                       FROM mailbox WHERE id = $1";
            let row = live.row(sql, &[&id.as_bytes().as_slice()]).await?;
            Answer::Mailbox(row.as_ref().map(mailbox).transpose()?)
        }
        Query::OpenMailboxes { space, device, now_ms } => {
            let sql = "SELECT count(*) FROM mailbox \
                       WHERE space = $1 AND device = $2 AND due_ms > $3 AND NOT closed";
            let (id, device) = (space.as_bytes().as_slice(), device.as_bytes().as_slice());
            let row = live.row(sql, &[&id, &device, &integer(*now_ms)]).await?;
            Answer::OpenMailboxes(number(&row.ok_or(Stop::Damaged("a count"))?, 0)?)
        }
        Query::Lookup(device) => {
            let sql = "SELECT space FROM lookup WHERE device = $1";
            let row = live.row(sql, &[&device.as_bytes().as_slice()]).await?;
            let space = row.map(|row| Ok::<_, Stop>(SpaceId::from_bytes(fixed(&row, 0)?)));
            Answer::Lookup(space.transpose()?)
        }
        Query::Token(hash) => {
            let sql = "SELECT 1 FROM token WHERE hash = $1 AND revoked_ms IS NULL";
            Answer::Token(live.row(sql, &[&hash.as_slice()]).await?.is_some())
        }
        Query::Applied(space) => {
            let sql = "SELECT device, position FROM applied JOIN space USING (number) \
                       WHERE space.id = $1 ORDER BY device";
            let rows = live.rows(sql, &[&space.as_bytes().as_slice()]).await?;
            let pair = |row| Ok((DeviceId::from_bytes(fixed(row, 0)?), number(row, 1)?));
            Answer::Applied(rows.iter().map(pair).collect::<Result<_, Stop>>()?)
        }
        Query::Due { now_ms, limit } => {
            let (now, limit) = (integer(*now_ms), integer(*limit));
            let mailboxes = live
                .rows(
                    "SELECT id FROM mailbox WHERE due_ms <= $1 ORDER BY due_ms LIMIT $2",
                    &[&now, &limit],
                )
                .await?;
            let spaces = live
                .rows(
                    "SELECT id FROM space WHERE due_ms <= $1 ORDER BY due_ms LIMIT $2",
                    &[&now, &limit],
                )
                .await?;
            Answer::Due {
                mailboxes: mailboxes
                    .iter()
                    .map(|row| Ok(MailboxId::from_bytes(fixed(row, 0)?)))
                    .collect::<Result<_, Stop>>()?,
                spaces: spaces
                    .iter()
                    .map(|row| Ok(SpaceId::from_bytes(fixed(row, 0)?)))
                    .collect::<Result<_, Stop>>()?,
            }
        }
    })
}

/// Lengths are known without reading the records: what is over the limit never leaves the server.
const LOG: &str = "SELECT position, hash, head, record FROM (
        SELECT *, sum(coalesce(octet_length(record), 32)) OVER place AS total, row_number() OVER place AS nth
        FROM (SELECT position, log.hash, log.head, record FROM log JOIN space USING (number)
              WHERE space.id = $1 AND position > $2 ORDER BY position LIMIT $3) AS part
        WINDOW place AS (ORDER BY position)
    ) AS counted WHERE total <= $4 OR nth = 1 ORDER BY position";
const ROW: &str = "SELECT number, type, head, checkpoint, stage, created_ms, due_ms, bytes_0, bytes_1, day, membership_0, \
     membership_1, small_0, small_1, last_keys_by, settled, reported, version FROM space WHERE id = $1";
const MEMBERSHIP: &str =
    "SELECT position, record FROM log WHERE number = $1 AND membership ORDER BY position";
const HEADS: &str =
    "SELECT head FROM log WHERE number = $1 AND position > $2 AND position <= $3 ORDER BY position";

async fn space(live: &mut Live, id: SpaceId) -> Result<Option<LoadedSpace>, Stop> {
    // One snapshot: the row, the membership records and the heads must belong together.
    live.client().batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    let found = space_in_snapshot(live, id).await;
    if !matches!(found, Err(Stop::Sql(_))) {
        live.client().batch_execute("COMMIT").await?;
    }
    found
}

async fn space_in_snapshot(live: &mut Live, id: SpaceId) -> Result<Option<LoadedSpace>, Stop> {
    let Some(found) = live.row(ROW, &[&id.as_bytes().as_slice()]).await? else { return Ok(None) };
    let place: i64 = found.try_get(0)?;
    let row = space_row(id, &found)?;
    let membership = live.rows(MEMBERSHIP, &[&place]).await?;
    let membership = membership
        .iter()
        .map(|row| Ok((number(row, 0)?, Arc::from(row.try_get::<_, &[u8]>(1)?))))
        .collect::<Result<_, Stop>>()?;
    let from = row.head.saturating_sub(RECENT_HEADS as u64);
    let heads = live.rows(HEADS, &[&place, &integer(from), &integer(row.head)]).await?;
    let heads = heads
        .iter()
        .map(|row| Ok(LogHead::from_bytes(fixed(row, 0)?)))
        .collect::<Result<_, Stop>>()?;
    Ok(Some(LoadedSpace { row, membership, heads }))
}

fn fixed<const N: usize>(row: &Row, column: usize) -> Result<[u8; N], Stop> {
    row.try_get::<_, &[u8]>(column)?.try_into().map_err(|_| Stop::Damaged("a column"))
}

fn number(row: &Row, column: usize) -> Result<u64, Stop> {
    u64::try_from(row.try_get::<_, i64>(column)?).map_err(|_| Stop::Damaged("a number"))
}

fn small(row: &Row, column: usize) -> Result<u32, Stop> {
    u32::try_from(number(row, column)?).map_err(|_| Stop::Damaged("a number"))
}

fn byte(row: &Row, column: usize) -> Result<u8, Stop> {
    u8::try_from(row.try_get::<_, i16>(column)?).map_err(|_| Stop::Damaged("a number"))
}

fn space_row(id: SpaceId, row: &Row) -> Result<SpaceRow, Stop> {
    let damaged = || Stop::Damaged("space");
    let due_ms: Option<i64> = row.try_get(6)?;
    let last_keys_by: Option<i16> = row.try_get(14)?;
    let partner = |by: i16| u8::try_from(by).ok().and_then(Partner::from_byte).ok_or_else(damaged);
    Ok(SpaceRow {
        id,
        space_type: SpaceType::from_byte(byte(row, 1)?).ok_or_else(damaged)?,
        head: number(row, 2)?,
        checkpoint: row.try_get(3)?,
        stage: Stage::from_byte(byte(row, 4)?).ok_or_else(damaged)?,
        created_ms: number(row, 5)?,
        due_ms: due_ms.map(u64::try_from).transpose().map_err(|_| damaged())?,
        bytes: [number(row, 7)?, number(row, 8)?],
        day: number(row, 9)?,
        membership_today: [small(row, 10)?, small(row, 11)?],
        small_today: [small(row, 12)?, small(row, 13)?],
        last_keys_by: last_keys_by.map(partner).transpose()?,
        settled: number(row, 15)?,
        reported: byte(row, 16)?,
        version: number(row, 17)?,
    })
}

fn log_item(row: &Row) -> Result<LogItem, Stop> {
    Ok(LogItem {
        position: number(row, 0)?,
        record: row.try_get::<_, Option<&[u8]>>(3)?.map(Arc::from),
        hash: RecordHash::from_bytes(fixed(row, 1)?),
        head: LogHead::from_bytes(fixed(row, 2)?),
    })
}

fn mailbox(row: &Row) -> Result<MailboxRow, Stop> {
    Ok(MailboxRow {
        id: MailboxId::from_bytes(fixed(row, 0)?),
        space: SpaceId::from_bytes(fixed(row, 1)?),
        device: DeviceId::from_bytes(fixed(row, 2)?),
        answer_until_ms: number(row, 3)?,
        due_ms: number(row, 4)?,
        closed: row.try_get(8)?,
        slots: [row.try_get(5)?, row.try_get(6)?, row.try_get(7)?],
    })
}
