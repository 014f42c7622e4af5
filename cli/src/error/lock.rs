//! What a lock's own errors come to.

use accord_client_core::crypto::lock::LockError;
use accord_client_core::crypto::stretch::StretchError;
use accord_client_core::refused::{Class, Refused};

use super::refused;

/// Why a lock does not open, or could not be made.
#[must_use]
pub fn locked(error: LockError) -> Refused {
    match error {
        LockError::WrongPassphrase => refused("wrong_passphrase", Class::Locked),
        LockError::Version(_)
        | LockError::Method(_)
        | LockError::Damaged
        | LockError::Stretch(StretchError::OutOfBounds { .. })
        | LockError::NotAPassphraseLock
        | LockError::KeyringId { .. } => refused("lock_damaged", Class::Locked),
        LockError::Stretch(StretchError::Empty | StretchError::TooLong { .. }) => {
            refused("bad_passphrase", Class::Usage)
        }
        LockError::Stretch(_) | LockError::Seal(_) => refused("lock_failed", Class::Unexpected),
    }
}
