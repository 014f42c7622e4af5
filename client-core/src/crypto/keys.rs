//! The key schedule: device keys and epoch keys (protocol section 2).
//!
//! Owns how every long-lived key and id is derived. Knows nothing of bodies,
//! grants or where keys are kept.

use core::fmt;

use accord_protocol::body::{Dev, DeviceType, KEM_PK_BYTES};
use accord_protocol::ids::{DeviceId, KeyId, Partner, SpaceId};
use ed25519_dalek::SigningKey;
use rand_core::CryptoRng;
use x_wing::{Decapsulator, KeyExport};

use super::kdf::derive;
use super::secret::Secret;

/// The 32 bytes a device is made from, fresh for each space.
#[derive(Debug, PartialEq, Eq)]
pub struct DeviceSecret(Secret<32>);

impl DeviceSecret {
    /// A new device secret.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self(Secret::generate(rng))
    }

    /// A secret read from the keybag or derived from the recovery phrase.
    pub fn from_secret(secret: Secret<32>) -> Self {
        Self(secret)
    }

    /// The bytes, for the keybag.
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }

    /// The keys derived from it.
    pub fn keys(&self) -> DeviceKeys {
        DeviceKeys::from_secret(self)
    }
}

/// One device's signing key and KEM key in one space.
pub struct DeviceKeys {
    signing: SigningKey,
    kem_seed: Secret<32>,
    ed_pk: [u8; 32],
    kem_pk: Box<[u8; KEM_PK_BYTES]>,
    device_id: DeviceId,
}

impl DeviceKeys {
    /// Derives both seeds; the KEM seed is the raw X-Wing seed, not fed to HPKE `DeriveKeyPair`.
    pub fn from_secret(secret: &DeviceSecret) -> Self {
        let sign_seed = derive(b"accord/v1/device", secret.expose(), "accord/v1/device/sign", &[]);
        let kem_seed = derive(b"accord/v1/device", secret.expose(), "accord/v1/device/kem", &[]);
        let signing = SigningKey::from_bytes(sign_seed.expose());
        let ed_pk = signing.verifying_key().to_bytes();
        let kem_pk = Box::new(kem_public_key(&kem_seed));
        let device_id = DeviceId::of(&ed_pk, &kem_pk);
        Self { signing, kem_seed, ed_pk, kem_pk, device_id }
    }

    /// The public description other devices know this one by (protocol section 4, DEV).
    pub fn dev(&self, device_type: DeviceType, partner: Partner) -> Dev {
        #[expect(
            clippy::expect_used,
            reason = "keys made from a seed are never of small order nor out of range"
        )]
        Dev::new(device_type, partner, &self.ed_pk, &self.kem_pk).expect("own keys are usable")
    }

    /// Public id: `H("accord/v1/device-id", ed_pk ‖ kem_pk)[..16]`.
    pub fn device_id(&self) -> DeviceId {
        self.device_id
    }

    /// The Ed25519 public key.
    pub fn ed_pk(&self) -> &[u8; 32] {
        &self.ed_pk
    }

    /// The X-Wing public key.
    pub fn kem_pk(&self) -> &[u8; KEM_PK_BYTES] {
        &self.kem_pk
    }

    /// The Ed25519 key itself, for signing a record in place.
    pub fn signing_key(&self) -> &SigningKey {
        &self.signing
    }

    /// The raw X-Wing seed, for opening HPKE boxes.
    pub(crate) fn kem_seed(&self) -> &Secret<32> {
        &self.kem_seed
    }
}

impl fmt::Debug for DeviceKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceKeys").field("device_id", &self.device_id).finish_non_exhaustive()
    }
}

/// The secret of one epoch of a space; content and wrap keys come from it.
#[derive(Debug, PartialEq, Eq)]
pub struct EpochKey(Secret<32>);

impl EpochKey {
    /// A new epoch key.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self(Secret::generate(rng))
    }

    /// A key read from the keybag, a grant or a wrap.
    pub fn from_secret(secret: Secret<32>) -> Self {
        Self(secret)
    }

    /// The bytes, for the keybag and the vault.
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }

    /// A second copy.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self(self.0.duplicate())
    }

    /// `H("accord/v1/key-id", space_id ‖ ek)`: all 32 bytes, so that it commits to the key.
    pub fn key_id(&self, space: &SpaceId) -> KeyId {
        KeyId::of(space, self.expose())
    }

    pub(crate) fn secret(&self) -> &Secret<32> {
        &self.0
    }

    /// The key content is sealed with.
    pub fn content_key(&self) -> ContentKey {
        ContentKey(derive(b"accord/v1/epoch", self.expose(), "accord/v1/epoch/content", &[]))
    }

    /// The key a removed device's file of unsent acts is sealed with.
    pub(crate) fn unsent_key(&self) -> Secret<32> {
        derive(b"accord/v1/epoch", self.expose(), "accord/v1/epoch/unsent", &[])
    }

    /// The key the preceding epoch key is wrapped with.
    pub fn wrap_key(&self) -> WrapKey {
        WrapKey(derive(b"accord/v1/epoch", self.expose(), "accord/v1/epoch/wrap", &[]))
    }
}

/// Seals content under one epoch.
#[derive(Debug, PartialEq, Eq)]
pub struct ContentKey(pub(crate) Secret<32>);

/// Wraps the preceding epoch key.
#[derive(Debug, PartialEq, Eq)]
pub struct WrapKey(pub(crate) Secret<32>);

/// X-Wing public key of a raw 32-byte seed.
fn kem_public_key(seed: &Secret<32>) -> [u8; KEM_PK_BYTES] {
    x_wing::DecapsulationKey::from(*seed.expose()).encapsulation_key().to_bytes().0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::testing::TestRng;

    #[test]
    fn one_secret_always_gives_one_device_and_two_give_two() {
        let rng = &mut TestRng::new(11);
        let secret = DeviceSecret::generate(rng);
        let (keys, again) = (secret.keys(), secret.keys());
        assert_eq!(
            (keys.device_id(), keys.ed_pk(), keys.kem_pk()),
            (again.device_id(), again.ed_pk(), again.kem_pk())
        );
        assert_ne!(DeviceSecret::generate(rng).keys().device_id(), keys.device_id());
        let dev = keys.dev(DeviceType::Active, Partner::Zero);
        assert_eq!(
            (dev.id(), dev.ed_pk(), dev.kem_pk()),
            (keys.device_id(), keys.ed_pk(), keys.kem_pk())
        );
    }

    #[test]
    fn a_key_id_commits_to_the_key_and_to_the_space() {
        let rng = &mut TestRng::new(12);
        let (one, two) = (EpochKey::generate(rng), EpochKey::generate(rng));
        let (here, there) = (SpaceId::from_bytes([1; 32]), SpaceId::from_bytes([2; 32]));
        assert_ne!(one.key_id(&here), two.key_id(&here));
        assert_ne!(one.key_id(&here), one.key_id(&there));
        assert_ne!(one.content_key().0, one.wrap_key().0);
        assert_eq!(one.duplicate(), one);
    }
}
