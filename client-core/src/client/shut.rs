//! A home whose key is not known yet: how it is locked, as every driver finds and writes it.

use rand_core::CryptoRng;

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

/// What puts another lock before the same key, to be saved: under a passphrase, or with none the key beside the store. A home under a
/// passphrase asks for it first, so that nobody who finds a home open takes it over. Copies of the store made before open as they did.
///
/// # Errors
/// `wrong_passphrase`, `passphrase_needed`, `bad_passphrase`, `lock_damaged`; `lock_failed` where the key is in a keyring.
pub fn relocking(
    snapshot: &Snapshot,
    rng: &mut dyn CryptoRng,
    old: Option<&str>,
    new: Option<&str>,
) -> Result<Batch, Refused> {
    let lock = lock_of(snapshot)?;
    let locked = |code| Refused { code, class: Class::Locked, facts: Vec::new() };
    let key = match (&lock, old) {
        (Lock::Passphrase(_), Some(old)) => lock.unlock_passphrase(old)?,
        (Lock::Passphrase(_), None) => return Err(locked("passphrase_needed")),
        (Lock::None { .. }, _) => lock.open_key().ok_or_else(|| locked("lock_damaged"))?,
        (Lock::Keyring { .. }, _) => return Err(locked("lock_failed")),
    };
    let lock = match new {
        Some(new) => Lock::with_passphrase(rng, &key, new)?,
        None => Lock::without_lock(&key),
    };
    Ok(locking(&lock))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::StoreKey;
    use crate::crypto::testing::TestRng;
    use crate::store::{Op, Row};

    fn saved(batch: &Batch) -> Snapshot {
        let rows = batch.ops.iter().map(|op| match op {
            Op::Put { table, key, value } => {
                Row { table: *table, key: key.clone(), value: value.clone() }
            }
            _ => panic!("a lock is put"),
        });
        Snapshot { rows: rows.collect() }
    }

    #[test]
    fn a_passphrase_is_set_changed_and_taken_away_and_the_key_stays() {
        let rng = &mut TestRng::new(1);
        let key = StoreKey::generate(rng);
        let open = saved(&locking(&Lock::without_lock(&key)));
        let first = saved(&relocking(&open, rng, None, Some("one")).unwrap());
        let second = saved(&relocking(&first, rng, Some("one"), Some("two")).unwrap());
        let lock = lock_of(&second).unwrap();
        assert!(lock.unlock_passphrase("two").is_ok_and(|found| found == key));
        assert!(lock.unlock_passphrase("one").is_err());
        let none = saved(&relocking(&second, rng, Some("two"), None).unwrap());
        assert!(lock_of(&none).unwrap().open_key().is_some_and(|found| found == key));
    }

    #[test]
    fn who_finds_a_home_open_cannot_take_it_over() {
        let rng = &mut TestRng::new(2);
        let key = StoreKey::generate(rng);
        let home = saved(&locking(&Lock::with_passphrase(rng, &key, "one").unwrap()));
        let mut code = |old| relocking(&home, rng, old, Some("mine")).err().map(|no| no.code);
        assert_eq!(code(None), Some("passphrase_needed"));
        assert_eq!(code(Some("guess")), Some("wrong_passphrase"));
    }
}
