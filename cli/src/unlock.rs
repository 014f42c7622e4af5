//! How a home's key is locked and found again: the keyring, a passphrase, or nothing.
//!
//! Owns the choice and the talk with the operating system's keyring; the bytes of a lock are the core's. A home locked with a passphrase
//! keeps its key nowhere else. Must not know the store.

use accord_client_core::crypto::{Lock, Secret, StoreKey};
use accord_client_core::refused::{Class, Refused};
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use crate::args::Unlock;
use crate::error::refused;
use crate::rng::OsRandom;

/// The name under which a keyring lists the keys of homes.
const SERVICE: &str = "accord";

/// Who can be asked for a passphrase, and told what to know about a lock.
pub trait Ask {
    /// A passphrase; a new one is asked for twice where a person types it.
    ///
    /// # Errors
    /// `passphrase_needed` where nobody can be asked, `passphrases_differ`, `file_not_read`.
    fn passphrase(&mut self, new: bool) -> Result<Zeroizing<String>, Refused>;

    /// Whether [`Ask::passphrase`] can answer.
    fn can_answer(&self) -> bool;

    /// One sentence to know before going on, as a message.
    fn warn(&mut self, message: &str);
}

/// Nobody to ask.
impl Ask for () {
    fn passphrase(&mut self, _: bool) -> Result<Zeroizing<String>, Refused> {
        Err(refused("passphrase_needed", Class::Locked))
    }

    fn can_answer(&self) -> bool {
        false
    }

    fn warn(&mut self, _: &str) {}
}

/// Where keys of homes can lie beside the home.
pub trait Keystore {
    /// Keeps a key under a name; false where it cannot be kept and found again.
    fn keep(&self, id: &str, key: &StoreKey) -> bool;

    /// The key kept under a name.
    ///
    /// # Errors
    /// `keyring_entry_missing` where there is none, `keyring_silent` where nothing answers.
    fn find(&self, id: &str) -> Result<StoreKey, Refused>;

    /// Forgets a key.
    fn forget(&self, id: &str);
}

/// The operating system's keyring.
#[derive(Debug, Clone, Copy, Default)]
pub struct Keyring;

impl Keystore for Keyring {
    fn keep(&self, id: &str, key: &StoreKey) -> bool {
        let Ok(entry) = keyring::Entry::new(SERVICE, id) else { return false };
        // What cannot be read back is not kept.
        entry.set_secret(key.expose()).is_ok() && self.find(id).is_ok_and(|found| found == *key)
    }

    fn find(&self, id: &str) -> Result<StoreKey, Refused> {
        let silent = || refused("keyring_silent", Class::Locked);
        let missing = || refused("keyring_entry_missing", Class::Locked);
        let entry = keyring::Entry::new(SERVICE, id).map_err(|_| silent())?;
        let bytes = match entry.get_secret() {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(keyring::Error::NoEntry) => return Err(missing()),
            Err(_) => return Err(silent()),
        };
        Secret::from_slice(&bytes).map(StoreKey::from_secret).ok_or_else(missing)
    }

    fn forget(&self, id: &str) {
        if let Ok(entry) = keyring::Entry::new(SERVICE, id) {
            // A key that stays behind opens nothing any more.
            drop(entry.delete_credential());
        }
    }
}

/// Makes a key for a new home and its lock.
///
/// # Errors
/// `no_lock` where no way of locking is there, `keyring_silent` where the keyring was asked for by name, what [`Ask::passphrase`] says,
/// `bad_passphrase`, `lock_failed`.
pub fn make(
    how: Option<Unlock>,
    ask: &mut dyn Ask,
    keystore: &dyn Keystore,
) -> Result<(StoreKey, Lock), Refused> {
    let key = StoreKey::generate(&mut OsRandom);
    let lock = match how {
        Some(Unlock::Keyring) => {
            in_keyring(&key, keystore).ok_or_else(|| refused("keyring_silent", Class::Locked))?
        }
        Some(Unlock::Passphrase) => under_passphrase(&key, ask)?,
        Some(Unlock::None) => {
            ask.warn("app-not-locked");
            Lock::without_lock(&key)
        }
        None => match in_keyring(&key, keystore) {
            Some(lock) => lock,
            None if ask.can_answer() => under_passphrase(&key, ask)?,
            None => return Err(refused("no_lock", Class::Usage)),
        },
    };
    Ok((key, lock))
}

/// Finds the key behind a lock.
///
/// # Errors
/// `wrong_passphrase`, `passphrase_needed`, `keyring_silent`, `keyring_entry_missing`, `lock_damaged`.
pub fn open(lock: &Lock, ask: &mut dyn Ask, keystore: &dyn Keystore) -> Result<StoreKey, Refused> {
    match lock {
        Lock::Keyring { id } => keystore.find(id),
        Lock::Passphrase(_) => {
            let typed = ask.passphrase(false)?;
            lock.unlock_passphrase(&typed).map_err(Refused::from)
        }
        Lock::None { .. } => lock.open_key().ok_or_else(|| refused("lock_damaged", Class::Locked)),
    }
}

fn in_keyring(key: &StoreKey, keystore: &dyn Keystore) -> Option<Lock> {
    let mut id = [0; 16];
    rand_core::Rng::fill_bytes(&mut OsRandom, &mut id);
    let id = format!("home-{}", HEXLOWER.encode(&id));
    let lock = Lock::with_keyring(&id).ok()?;
    keystore.keep(&id, key).then_some(lock)
}

fn under_passphrase(key: &StoreKey, ask: &mut dyn Ask) -> Result<Lock, Refused> {
    let typed = ask.passphrase(true)?;
    Lock::with_passphrase(&mut OsRandom, key, &typed).map_err(Refused::from)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    use super::*;

    /// A keystore that answers, for machines whose keyring does not.
    #[derive(Default)]
    struct Shelf(RefCell<BTreeMap<String, [u8; 32]>>);

    impl Keystore for Shelf {
        fn keep(&self, id: &str, key: &StoreKey) -> bool {
            self.0.borrow_mut().insert(id.into(), *key.expose());
            true
        }

        fn find(&self, id: &str) -> Result<StoreKey, Refused> {
            let found =
                self.0.borrow().get(id).map(|key| StoreKey::from_secret(Secret::from_bytes(*key)));
            found.ok_or_else(|| refused("keyring_entry_missing", Class::Locked))
        }

        fn forget(&self, id: &str) {
            self.0.borrow_mut().remove(id);
        }
    }

    struct Silent;

    impl Keystore for Silent {
        fn keep(&self, _: &str, _: &StoreKey) -> bool {
            false
        }

        fn find(&self, _: &str) -> Result<StoreKey, Refused> {
            Err(refused("keyring_silent", Class::Locked))
        }

        fn forget(&self, _: &str) {}
    }

    struct Types(&'static str, Vec<String>);

    impl Ask for Types {
        fn passphrase(&mut self, _: bool) -> Result<Zeroizing<String>, Refused> {
            Ok(Zeroizing::new(self.0.to_owned()))
        }

        fn can_answer(&self) -> bool {
            true
        }

        fn warn(&mut self, sentence: &str) {
            self.1.push(sentence.into());
        }
    }

    #[test]
    fn a_keyring_that_answers_holds_the_key_and_only_it() {
        let shelf = Shelf::default();
        let (key, lock) = make(None, &mut (), &shelf).unwrap();
        assert!(matches!(lock, Lock::Keyring { .. }));
        assert_eq!(open(&lock, &mut (), &shelf).unwrap(), key);
        assert_eq!(shelf.0.borrow().len(), 1);
        let Lock::Keyring { id } = &lock else { panic!("a keyring lock") };
        shelf.forget(id);
        assert!(open(&lock, &mut (), &shelf).is_err_and(|r| r.is("keyring_entry_missing")));
        assert!(open(&lock, &mut (), &Silent).is_err_and(|r| r.is("keyring_silent")));
    }

    #[test]
    fn without_a_keyring_a_passphrase_is_asked_for_and_kept_nowhere() {
        let (key, lock) = make(None, &mut Types("open sesame", vec![]), &Silent).unwrap();
        assert!(matches!(lock, Lock::Passphrase(_)));
        assert_eq!(open(&lock, &mut Types("open sesame", vec![]), &Silent).unwrap(), key);
        assert!(
            open(&lock, &mut Types("open", vec![]), &Silent)
                .is_err_and(|r| r.is("wrong_passphrase"))
        );
        assert!(open(&lock, &mut (), &Silent).is_err_and(|r| r.is("passphrase_needed")));
    }

    #[test]
    fn a_passphrase_asked_for_by_name_puts_nothing_into_the_keyring() {
        let shelf = Shelf::default();
        make(Some(Unlock::Passphrase), &mut Types("x", vec![]), &shelf).unwrap();
        assert!(shelf.0.borrow().is_empty());
    }

    #[test]
    fn an_open_home_must_be_asked_for_by_name_and_warns() {
        assert!(make(None, &mut (), &Silent).is_err_and(|r| r.is("no_lock")));
        assert!(
            make(Some(Unlock::Keyring), &mut (), &Silent).is_err_and(|r| r.is("keyring_silent"))
        );
        let mut ask = Types("", vec![]);
        let (key, lock) = make(Some(Unlock::None), &mut ask, &Silent).unwrap();
        assert_eq!(ask.1.len(), 1);
        assert_eq!(open(&lock, &mut (), &Silent).unwrap(), key);
        assert!(
            make(Some(Unlock::Passphrase), &mut ask, &Silent)
                .is_err_and(|r| r.is("bad_passphrase"))
        );
    }
}
