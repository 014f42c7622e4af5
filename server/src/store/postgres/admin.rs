//! What the operator's commands do with a database on PostgreSQL, beside running relays or without one.

use super::read::Reader;
use super::session::Live;
use super::{Address, OpenError, integer, schema};
use crate::store::{Counts, Stats, TokenRow};

/// Does something in one connection, once it is known that a relay's database is there.
fn with<T>(
    address: &Address,
    writes: bool,
    work: impl AsyncFnOnce(&mut Live) -> Result<T, OpenError>,
) -> Result<T, OpenError> {
    let connect = if writes { Address::connect_to_write } else { Address::connect_to_read };
    connect(address)?.run(async |live| {
        schema::check(live).await?;
        work(live).await
    })
}

async fn one(live: &Live, sql: &str) -> Result<u64, OpenError> {
    let count: i64 = live.client().query_one(sql, &[]).await?.try_get(0)?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Counts over the whole database.
///
/// # Errors
/// When it cannot be read.
pub fn stats(address: &Address) -> Result<Stats, OpenError> {
    with(address, false, async |live| {
        Ok(Stats {
            spaces: one(live, "SELECT count(*) FROM space").await?,
            couples: one(live, "SELECT count(*) FROM space WHERE type = 1").await?,
            ended: one(live, "SELECT count(*) FROM space WHERE stage > 0").await?,
            records: one(live, "SELECT coalesce(sum(head), 0)::bigint FROM space").await?,
            record_bytes: one(
                live,
                "SELECT coalesce(sum(bytes_0 + bytes_1), 0)::bigint FROM space",
            )
            .await?,
            mailboxes: one(live, "SELECT count(*) FROM mailbox").await?,
            database_bytes: one(live, SIZE).await?,
            generation: one(live, "SELECT generation FROM store").await?,
        })
    })
}

const SIZE: &str = "SELECT pg_database_size(current_database())";

/// Counts what can be counted quickly, and the bytes of the database.
///
/// # Errors
/// When it cannot be read.
pub fn counts(address: &Address) -> Result<Counts, OpenError> {
    with(address, false, async |live| {
        let spaces = one(live, "SELECT count(*) FROM space").await?;
        let mailboxes = one(live, "SELECT count(*) FROM mailbox").await?;
        let database_bytes = Some(one(live, SIZE).await?);
        Ok(Counts { spaces, mailboxes, database_bytes })
    })
}

/// Whether a token with this hash is valid.
///
/// # Errors
/// When the database cannot be read.
pub fn is_valid(address: &Address, hash: [u8; 32]) -> Result<bool, OpenError> {
    with(address, false, async |live| {
        let sql = "SELECT 1 FROM token WHERE hash = $1 AND revoked_ms IS NULL";
        Ok(live.row(sql, &[&hash.as_slice()]).await?.is_some())
    })
}

/// Makes a token valid; false where it is to be the first and there was one already.
///
/// # Errors
/// When the database cannot be written.
pub fn insert_token(
    address: &Address,
    hash: [u8; 32],
    only_first: bool,
    now_ms: u64,
) -> Result<bool, OpenError> {
    with(address, true, async |live| {
        let sql = "INSERT INTO token (hash, created_ms) \
                   SELECT $1::bytea, $2::bigint WHERE NOT ($3::boolean AND EXISTS (SELECT 1 FROM token))";
        let values: [&(dyn tokio_postgres::types::ToSql + Sync); 3] =
            [&hash.as_slice(), &integer(now_ms), &only_first];
        Ok(live.client().execute(sql, &values).await? == 1)
    })
}

/// All tokens.
///
/// # Errors
/// When the database cannot be read.
pub fn tokens(address: &Address) -> Result<Vec<TokenRow>, OpenError> {
    let time = |ms: i64| u64::try_from(ms).unwrap_or(0);
    with(address, false, async |live| {
        let sql = "SELECT number, created_ms, revoked_ms FROM token ORDER BY number";
        live.rows(sql, &[])
            .await?
            .iter()
            .map(|row| {
                Ok(TokenRow {
                    number: row.try_get(0)?,
                    created_ms: time(row.try_get(1)?),
                    revoked_ms: row.try_get::<_, Option<i64>>(2)?.map(time),
                })
            })
            .collect()
    })
}

/// Revokes a token; false if there is none of that number that is still valid.
///
/// # Errors
/// When the database cannot be written.
pub fn revoke_token(address: &Address, number: i64, now_ms: u64) -> Result<bool, OpenError> {
    with(address, true, async |live| {
        let sql = "UPDATE token SET revoked_ms = $2 WHERE number = $1 AND revoked_ms IS NULL";
        Ok(live.client().execute(sql, &[&number, &integer(now_ms)]).await? == 1)
    })
}

/// Has the next relay that starts raise a new epoch, and says which generation that will be.
///
/// # Errors
/// When the database cannot be written.
pub fn new_epoch(address: &Address) -> Result<u64, OpenError> {
    with(address, true, async |live| {
        live.client().execute("UPDATE store SET identity = ''", &[]).await?;
        Ok(one(live, "SELECT generation FROM store").await? + 1)
    })
}

/// A reader beside running relays.
///
/// # Errors
/// When there is no relay's database.
pub fn reader(address: &Address) -> Result<Reader, OpenError> {
    let mut session = address.connect_to_read()?;
    session.run(schema::check)?;
    Ok(Reader::over(session))
}

/// What belongs to no space; empty: nothing.
///
/// # Errors
/// When the database cannot be read.
pub fn strays(address: &Address) -> Result<Vec<String>, OpenError> {
    with(address, false, async |live| {
        let sql = "SELECT count(*) FROM log LEFT JOIN space USING (number) \
                   WHERE space.number IS NULL OR log.position > space.head";
        Ok(match one(live, sql).await? {
            0 => Vec::new(),
            count => vec![format!("{count} record(s) belong to no space or lie beyond its head")],
        })
    })
}
