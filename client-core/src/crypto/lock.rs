//! How a store's key is locked: the one blob of a home that is read before any key is known.
//!
//! Owns its bytes and the passphrase lock. Talking to the OS keystore is the
//! driver's. Layout: `docs/decisions/0022-store-lock.md`.

use core::fmt;

use rand_core::CryptoRng;
use thiserror::Error;

use super::aead::{self, AeadError};
use super::secret::Secret;
use super::storekey::StoreKey;
use super::stretch::{PARAMS_LEN, SALT_LEN, StretchError, StretchParams, normalised, stretch};

const LOCK_VERSION: u8 = 1;
const HEAD_LEN: usize = 4;
const WRAPPED_LEN: usize = 48;
const PASSPHRASE_BODY_LEN: usize = PARAMS_LEN + SALT_LEN + aead::NONCE_LEN + WRAPPED_LEN;
/// Most bytes of a keystore entry's name.
pub const MAX_KEYRING_ID: usize = 64;
/// Most bytes of a lock blob.
pub const MAX_LOCK_LEN: usize = HEAD_LEN + PASSPHRASE_BODY_LEN;

/// Why a lock could not be made, read or opened.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum LockError {
    /// Made by a newer version.
    #[error("lock version {0} is not known")]
    Version(u8),
    /// A method this version does not have.
    #[error("lock method {0} is not known")]
    Method(u8),
    /// Not the exact bytes of a lock.
    #[error("lock is damaged")]
    Damaged,
    /// The passphrase is not the one the store was locked with (or the lock was changed).
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The store is not locked with a passphrase.
    #[error("store is not locked with a passphrase")]
    NotAPassphraseLock,
    /// The keystore entry's name is empty or over [`MAX_KEYRING_ID`].
    #[error("keystore entry name has {got} bytes, 1 to {limit} allowed")]
    KeyringId {
        /// Bytes given.
        got: usize,
        /// Most bytes.
        limit: usize,
    },
    /// The passphrase could not be stretched.
    #[error(transparent)]
    Stretch(#[from] StretchError),
    /// The key could not be sealed.
    #[error("lock: {0}")]
    Seal(AeadError),
}

/// The lock of one store.
#[derive(PartialEq, Eq)]
pub enum Lock {
    /// The store key lies in the OS keystore under this name.
    Keyring {
        /// Name of the entry.
        id: String,
    },
    /// The store key is wrapped under a passphrase.
    Passphrase(PassphraseLock),
    /// The store key lies here, open. The app warns.
    None {
        /// The store key.
        key: Secret<32>,
    },
}

/// A store key wrapped under Argon2id of a passphrase; nothing in it is secret.
#[derive(Clone, PartialEq, Eq)]
pub struct PassphraseLock {
    params: StretchParams,
    salt: [u8; SALT_LEN],
    nonce: [u8; aead::NONCE_LEN],
    wrapped: [u8; WRAPPED_LEN],
}

impl Lock {
    /// A lock naming an entry of the OS keystore, which the driver fills.
    ///
    /// # Errors
    /// [`LockError::KeyringId`].
    pub fn with_keyring(id: &str) -> Result<Self, LockError> {
        if id.is_empty() || id.len() > MAX_KEYRING_ID {
            return Err(LockError::KeyringId { got: id.len(), limit: MAX_KEYRING_ID });
        }
        Ok(Self::Keyring { id: id.to_owned() })
    }

    /// Wraps the store key under a passphrase. Takes about a tenth of a second and 64 MiB.
    ///
    /// # Errors
    /// [`LockError::Stretch`] if nothing or too much was typed.
    pub fn with_passphrase(
        rng: &mut dyn CryptoRng,
        store: &StoreKey,
        passphrase: &str,
    ) -> Result<Self, LockError> {
        let params = StretchParams::V1;
        let mut salt = [0; SALT_LEN];
        rng.fill_bytes(&mut salt);
        let nonce = aead::random_nonce(rng);
        let key = stretch(params, normalised(passphrase)?.as_bytes(), &salt)?;
        let wrapped = aead::seal(&key, &nonce, &passphrase_aad(params, &salt), store.expose())
            .map_err(LockError::Seal)?;
        let wrapped = wrapped.try_into().map_err(|_| LockError::Damaged)?;
        Ok(Self::Passphrase(PassphraseLock { params, salt, nonce, wrapped }))
    }

    /// Keeps the store key open beside the store.
    pub fn without_lock(store: &StoreKey) -> Self {
        Self::None { key: store.secret().duplicate() }
    }

    /// The store key, from the right passphrase.
    ///
    /// # Errors
    /// [`LockError::WrongPassphrase`], [`LockError::NotAPassphraseLock`] or [`LockError::Stretch`].
    pub fn unlock_passphrase(&self, passphrase: &str) -> Result<StoreKey, LockError> {
        let Self::Passphrase(lock) = self else { return Err(LockError::NotAPassphraseLock) };
        let key = stretch(lock.params, normalised(passphrase)?.as_bytes(), &lock.salt)?;
        let opened =
            aead::open(&key, &lock.nonce, &passphrase_aad(lock.params, &lock.salt), &lock.wrapped)
                .map_err(|_| LockError::WrongPassphrase)?;
        Secret::from_slice(&opened).map(StoreKey::from_secret).ok_or(LockError::Damaged)
    }

    /// The store key, if it is not locked.
    pub fn open_key(&self) -> Option<StoreKey> {
        match self {
            Self::None { key } => Some(StoreKey::from_secret(key.duplicate())),
            Self::Keyring { .. } | Self::Passphrase(_) => None,
        }
    }

    /// `ver ‖ method ‖ 0×2 ‖ body`; the body is the entry's name, or
    /// `params12 ‖ salt16 ‖ nonce24 ‖ wrapped48`, or the key.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = vec![LOCK_VERSION, self.method(), 0, 0];
        match self {
            Self::Keyring { id } => out.extend_from_slice(id.as_bytes()),
            Self::Passphrase(lock) => {
                out.extend_from_slice(&lock.params.to_bytes());
                out.extend_from_slice(&lock.salt);
                out.extend_from_slice(&lock.nonce);
                out.extend_from_slice(&lock.wrapped);
            }
            Self::None { key } => out.extend_from_slice(key.expose()),
        }
        out
    }

    /// Reads exactly what [`Lock::to_bytes`] writes.
    ///
    /// # Errors
    /// [`LockError`] for anything else, before any stretching.
    pub fn parse(bytes: &[u8]) -> Result<Self, LockError> {
        let Some(([version, method, r1, r2], body)) = bytes.split_first_chunk::<HEAD_LEN>() else {
            return Err(LockError::Damaged);
        };
        if *version != LOCK_VERSION {
            return Err(LockError::Version(*version));
        }
        if [*r1, *r2] != [0, 0] {
            return Err(LockError::Damaged);
        }
        match method {
            1 => Self::with_keyring(core::str::from_utf8(body).map_err(|_| LockError::Damaged)?),
            2 => PassphraseLock::parse(body).map(Self::Passphrase),
            3 => Secret::from_slice(body).map(|key| Self::None { key }).ok_or(LockError::Damaged),
            other => Err(LockError::Method(*other)),
        }
    }

    fn method(&self) -> u8 {
        match self {
            Self::Keyring { .. } => 1,
            Self::Passphrase(_) => 2,
            Self::None { .. } => 3,
        }
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Keyring { .. } => "Lock::Keyring(..)",
            Self::Passphrase(_) => "Lock::Passphrase(..)",
            Self::None { .. } => "Lock::None(..)",
        })
    }
}

impl PassphraseLock {
    fn parse(body: &[u8]) -> Result<Self, LockError> {
        let (params, rest) = body.split_first_chunk::<PARAMS_LEN>().ok_or(LockError::Damaged)?;
        let (salt, rest) = rest.split_first_chunk::<SALT_LEN>().ok_or(LockError::Damaged)?;
        let (nonce, rest) =
            rest.split_first_chunk::<{ aead::NONCE_LEN }>().ok_or(LockError::Damaged)?;
        let wrapped = rest.try_into().map_err(|_| LockError::Damaged)?;
        Ok(Self { params: StretchParams::from_bytes(params)?, salt: *salt, nonce: *nonce, wrapped })
    }
}

impl fmt::Debug for PassphraseLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PassphraseLock").field("params", &self.params).finish_non_exhaustive()
    }
}

/// The cost is bound to the wrap, so that changing it cannot pass unseen.
fn passphrase_aad(params: StretchParams, salt: &[u8; SALT_LEN]) -> Vec<u8> {
    [b"accord/v1/store/lock\0".as_slice(), &[LOCK_VERSION, 2], &params.to_bytes(), salt].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::testing::TestRng;

    #[test]
    fn the_right_passphrase_opens_and_a_wrong_one_says_so() {
        let rng = &mut TestRng::new(7);
        let store = StoreKey::generate(rng);
        let lock = Lock::with_passphrase(rng, &store, "caf\u{e9} au lait").unwrap();
        let read = Lock::parse(&lock.to_bytes()).unwrap();
        assert_eq!(read, lock);
        assert_eq!(read.unlock_passphrase("cafe\u{301} au lait"), Ok(store));
        assert_eq!(read.unlock_passphrase("cafe au lait").unwrap_err(), LockError::WrongPassphrase);
        assert_eq!(
            read.unlock_passphrase("").unwrap_err(),
            LockError::Stretch(StretchError::Empty)
        );
        assert!(read.open_key().is_none());
    }

    #[test]
    fn a_changed_lock_never_opens() {
        let rng = &mut TestRng::new(8);
        let store = StoreKey::generate(rng);
        let lock = Lock::with_passphrase(rng, &store, "x").unwrap();
        let bytes = lock.to_bytes();
        // One byte of each field that still parses: salt, nonce, wrapped, and a higher cost.
        for (at, flip) in [(16, 1), (32, 1), (56, 1), (103, 128), (11, 4)] {
            let mut bad = bytes.clone();
            bad[at] ^= flip;
            let read = Lock::parse(&bad).unwrap();
            assert_eq!(
                read.unlock_passphrase("x").unwrap_err(),
                LockError::WrongPassphrase,
                "byte {at}"
            );
        }
    }

    #[test]
    fn only_exact_bytes_are_a_lock() {
        let rng = &mut TestRng::new(9);
        let store = StoreKey::generate(rng);
        let locks = [
            Lock::with_keyring("accord-home-1").unwrap(),
            Lock::with_passphrase(rng, &store, "x").unwrap(),
            Lock::without_lock(&store),
        ];
        for lock in &locks {
            let bytes = lock.to_bytes();
            assert!(bytes.len() <= MAX_LOCK_LEN);
            assert_eq!(&Lock::parse(&bytes).unwrap(), lock);
            for at in 0..4 {
                let mut bad = bytes.clone();
                bad[at] ^= 0x80;
                assert!(Lock::parse(&bad).is_err(), "byte {at}");
            }
        }
        for lock in &locks[1..] {
            let bytes = lock.to_bytes();
            for len in 0..bytes.len() {
                assert!(Lock::parse(&bytes[..len]).is_err(), "cut to {len}");
            }
            assert!(Lock::parse(&[bytes, vec![0]].concat()).is_err());
        }
        assert_eq!(Lock::parse(&[2, 1, 0, 0]).unwrap_err(), LockError::Version(2));
        assert_eq!(Lock::parse(&[1, 9, 0, 0]).unwrap_err(), LockError::Method(9));
        assert_eq!(
            Lock::parse(&[1, 1, 0, 0]).unwrap_err(),
            LockError::KeyringId { got: 0, limit: 64 }
        );
    }

    #[test]
    fn a_cost_out_of_bounds_is_refused_before_any_work() {
        let rng = &mut TestRng::new(10);
        let store = StoreKey::generate(rng);
        let mut bytes = Lock::with_passphrase(rng, &store, "x").unwrap().to_bytes();
        bytes[4] = 0xff;
        assert!(matches!(
            Lock::parse(&bytes),
            Err(LockError::Stretch(StretchError::OutOfBounds { .. }))
        ));
    }
}
