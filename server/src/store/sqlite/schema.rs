//! Migrations: numbered files, applied in one transaction, never edited.

use rusqlite::{Connection, TransactionBehavior};

use super::OpenError;

/// All migrations, in order; the schema's number is how many were applied.
const MIGRATIONS: &[&str] = &[include_str!("../../../migrations/0001_first.sql")];

/// Newest schema this program knows.
pub(super) fn known() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// Brings the database to the newest schema, all of it or nothing.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let got = version(&transaction)?;
    if got > known() {
        return Err(OpenError::Newer { got, known: known() });
    }
    if got < known() {
        for sql in MIGRATIONS.iter().skip(usize::try_from(got).unwrap_or(usize::MAX)) {
            transaction.execute_batch(sql)?;
        }
        transaction.pragma_update(None, "user_version", known())?;
    }
    transaction.commit()?;
    Ok(())
}

/// Refuses a database of a newer program; for tools that only read.
pub(super) fn check(connection: &Connection) -> Result<(), OpenError> {
    let got = version(connection)?;
    if got > known() {
        return Err(OpenError::Newer { got, known: known() });
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<u32, OpenError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}
