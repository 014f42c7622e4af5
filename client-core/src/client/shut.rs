//! A home whose key is not known yet: how it is locked, as every driver finds and writes it.

use crate::crypto::Lock;
use crate::refused::{Class, Refused};
use crate::store::{Batch, Snapshot, Table};

/// The key of the one row of [`Table::Lock`].
const LOCK_ROW: [u8; 1] = [0];

/// Whether no client ever saved anything in this store. A lock that was left by an attempt before may be replaced then: nothing is sealed
/// under its key.
#[must_use]
pub fn is_unused(snapshot: &Snapshot) -> bool {
    snapshot.rows.iter().all(|row| row.table == Table::Lock)
}

/// How a home is locked.
///
/// # Errors
/// `lock_damaged`.
pub fn lock_of(snapshot: &Snapshot) -> Result<Lock, Refused> {
    let row = snapshot.table(Table::Lock).find(|row| row.key == LOCK_ROW);
    let row =
        row.ok_or(Refused { code: "lock_damaged", class: Class::Locked, facts: Vec::new() })?;
    Ok(Lock::parse(&row.value)?)
}

/// What locks a new home, to be saved before anything else is.
#[must_use]
pub fn locking(lock: &Lock) -> Batch {
    let mut batch = Batch::new(0);
    batch.put(Table::Lock, LOCK_ROW, lock.to_bytes());
    batch
}
