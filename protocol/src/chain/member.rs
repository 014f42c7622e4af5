//! A device as a space remembers it. Owns which of its public keys are held, and how.

use ed25519_dalek::VerifyingKey;
use sha2::{Digest, Sha256};

use crate::body::{Dev, DeviceType};
use crate::ids::{DeviceId, Partner};

/// A device that was ever admitted to a space.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Its id.
    pub id: DeviceId,
    /// Whose device it is.
    pub partner: Partner,
    /// Active or paper.
    pub kind: DeviceType,
    /// Position of the record that admitted it.
    pub added_at: u64,
    /// Position of the REVOKE that removed it.
    pub revoked_at: Option<u64>,
    keys: Keys,
}

/// Its public keys.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Keys {
    /// All of them.
    Whole(Dev),
    /// The one that verifies, and the SHA-256 of the one that encrypts.
    Hashed { verifying: VerifyingKey, kem: [u8; 32] },
}

impl Member {
    pub(super) fn admitted(dev: Dev, position: u64) -> Self {
        Self {
            id: dev.id(),
            partner: dev.partner(),
            kind: dev.kind(),
            added_at: position,
            revoked_at: None,
            keys: Keys::Whole(dev),
        }
    }

    /// True until a REVOKE.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.revoked_at.is_none()
    }

    /// Its Ed25519 public key, decoded once.
    #[must_use]
    pub const fn verifying_key(&self) -> &VerifyingKey {
        match &self.keys {
            Keys::Whole(dev) => dev.verifying_key(),
            Keys::Hashed { verifying, .. } => verifying,
        }
    }

    /// Its public keys; none in a state that dropped encryption keys.
    #[must_use]
    pub const fn dev(&self) -> Option<&Dev> {
        match &self.keys {
            Keys::Whole(dev) => Some(dev),
            Keys::Hashed { .. } => None,
        }
    }

    pub(super) fn drop_encryption_key(&mut self) {
        if let Keys::Whole(dev) = &self.keys {
            self.keys = Keys::Hashed { verifying: *dev.verifying_key(), kem: kem_hash(dev) };
        }
    }

    /// Has it the id or a key of this one?
    pub(super) fn shares_with(&self, dev: &Dev) -> bool {
        let same_kem = match &self.keys {
            Keys::Whole(own) => own.kem_pk() == dev.kem_pk(),
            Keys::Hashed { kem, .. } => *kem == kem_hash(dev),
        };
        self.id == dev.id() || self.verifying_key() == dev.verifying_key() || same_kem
    }
}

fn kem_hash(dev: &Dev) -> [u8; 32] {
    Sha256::digest(dev.kem_pk()).into()
}
