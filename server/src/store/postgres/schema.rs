//! Migrations: numbered files, applied in one transaction, never edited.
//!
//! Several relays may work on one database while it is brought to a newer schema, so each step either only adds
//! (expand), and older programs go on, or takes away what no supported program uses any more (contract), and says from
//! which schema on a program can still use the database (decision 0443).

use tokio_postgres::Client;

use super::OpenError;
use super::session::Live;

/// One step: what it does, and the oldest program that can use the database after it, by the newest schema it knows.
struct Step {
    sql: &'static str,
    readable_from: i64,
}

/// All steps, in order; the schema's number is how many were applied.
const STEPS: &[Step] =
    &[Step { sql: include_str!("../../../migrations/postgres/0001_first.sql"), readable_from: 1 }];

/// Any number, the same for all relays: only one of them migrates at a time.
const LOCK: i64 = 0x6163_636f_7264;

/// Newest schema this program knows.
fn known() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// Brings the database to the newest schema, all of it or nothing.
pub(super) async fn migrate(live: &mut Live) -> Result<(), OpenError> {
    let client = live.client();
    client.batch_execute("BEGIN").await?;
    let done = apply(client).await;
    client.batch_execute(if done.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
    done
}

async fn apply(client: &Client) -> Result<(), OpenError> {
    client.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    client
        .batch_execute(
            "CREATE TABLE IF NOT EXISTS accord_schema (
                 one            boolean PRIMARY KEY DEFAULT true CHECK (one),
                 version        bigint  NOT NULL,
                 readable_from  bigint  NOT NULL
             );
             INSERT INTO accord_schema (version, readable_from) VALUES (0, 0) ON CONFLICT DO NOTHING",
        )
        .await?;
    let got = version(client).await?;
    for (number, step) in (1..).zip(STEPS) {
        if number > got {
            client.batch_execute(step.sql).await?;
            client
                .execute(
                    "UPDATE accord_schema SET version = $1, readable_from = $2",
                    &[&number, &step.readable_from],
                )
                .await?;
        }
    }
    Ok(())
}

/// Refuses a database that is not there yet, or that a newer program took something out of; for tools.
pub(super) async fn check(live: &mut Live) -> Result<(), OpenError> {
    let client = live.client();
    let there: bool = client
        .query_one("SELECT to_regclass('accord_schema') IS NOT NULL", &[])
        .await?
        .try_get(0)?;
    if !there || version(client).await? == 0 {
        return Err(OpenError::Missing);
    }
    Ok(())
}

/// The database's schema, where this program can use it.
async fn version(client: &Client) -> Result<i64, OpenError> {
    let row = client.query_one("SELECT version, readable_from FROM accord_schema", &[]).await?;
    let (got, readable_from) = (row.try_get(0)?, row.try_get(1)?);
    if readable_from > known() {
        return Err(OpenError::Newer { got, readable_from, known: known() });
    }
    Ok(got)
}
