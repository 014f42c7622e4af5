//! Grants and wraps of epoch keys: who can read a space (protocol section 4, KEYS and BOX).
//!
//! Owns sealing an epoch key to each device and wrapping the preceding one. It must
//! not know membership rules: which devices are recipients is the caller's.

use accord_protocol::body::{Dev, KeyBox, Keys};
use accord_protocol::ids::{DeviceId, KeyId, SpaceId};
use rand_core::CryptoRng;
use thiserror::Error;

use super::aead;
use super::hpke_box;
use super::keys::{DeviceKeys, EpochKey};
use super::secret::Secret;

/// Label of a grant's HPKE info.
const GRANT: &[u8] = b"accord/v1/grant\0";

/// Why a key could not be granted or opened. The record that carried it stands all the same.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum BoxError {
    /// The recipient's KEM key cannot be used; `protocol` refuses such a DEV.
    #[error("kem key of device {device} cannot be used")]
    KemKey {
        /// Whose key.
        device: DeviceId,
    },
    /// No box for this device.
    #[error("no box for device {device}")]
    NoBox {
        /// This device.
        device: DeviceId,
    },
    /// The box for this device does not open.
    #[error("box for device {device} does not open")]
    Sealed {
        /// This device.
        device: DeviceId,
    },
    /// What opened is not the key its id commits to.
    #[error("key does not match its id {key_id}")]
    WrongKey {
        /// The id claimed.
        key_id: KeyId,
    },
    /// Other numbers of bytes than the protocol has; cannot happen with parsed bodies.
    #[error("keys body could not be built")]
    Build,
}

/// Why the preceding key could not be had from a KEYS body.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum WrapError {
    /// The wrap does not open under the new key.
    #[error("wrap of key {previous} does not open")]
    Sealed {
        /// The key that should be inside.
        previous: KeyId,
    },
    /// What opened is not the key its id commits to.
    #[error("wrapped key does not match its id {previous}")]
    WrongKey {
        /// The id claimed.
        previous: KeyId,
    },
    /// It wraps another key than the one before it that this device can open.
    #[error("wrap holds key {got}, expected {expected}")]
    NotThePreceding {
        /// What this device expected.
        expected: KeyId,
        /// What the body names; zeros for none.
        got: KeyId,
    },
}

/// What a KEYS body gave.
#[derive(Debug)]
pub struct OpenedKeys {
    /// The new epoch key; it matches the body's key id.
    pub key: EpochKey,
    /// The preceding one.
    pub previous: PreviousKey,
}

/// The preceding key in a KEYS body.
#[derive(Debug)]
pub enum PreviousKey {
    /// The first KEYS of a space wraps none.
    First,
    /// Opened, and it matches its id.
    Opened(KeyId, EpochKey),
    /// The new key can be used; the app names the author and rotates once.
    Failed(WrapError),
}

/// Seals an epoch key to one device.
///
/// `info = "accord/v1/grant" ‖ 0 ‖ space_id ‖ key_id`, `aad = author_id ‖ recipient_id`.
///
/// # Errors
/// [`BoxError::KemKey`].
pub fn grant(
    rng: &mut dyn CryptoRng,
    ek: &EpochKey,
    space: &SpaceId,
    author: &DeviceId,
    recipient: &Dev,
) -> Result<KeyBox, BoxError> {
    grant_with_id(rng, ek, &ek.key_id(space), space, author, recipient)
}

/// Opens a grant for this device and checks the key against its id.
///
/// # Errors
/// [`BoxError::NoBox`] if it is another device's, `Sealed`, or `WrongKey`.
pub fn open_grant(
    keys: &DeviceKeys,
    space: &SpaceId,
    key_id: &KeyId,
    author: &DeviceId,
    sealed: &KeyBox,
) -> Result<EpochKey, BoxError> {
    let device = keys.device_id();
    if sealed.device != device {
        return Err(BoxError::NoBox { device });
    }
    let ek = hpke_box::open(
        keys.kem_seed(),
        &info(space, key_id),
        &aad(author, &device),
        &sealed.enc,
        &sealed.ct,
    )
    .map(EpochKey::from_secret)
    .ok_or(BoxError::Sealed { device })?;
    if ek.key_id(space) != *key_id {
        return Err(BoxError::WrongKey { key_id: *key_id });
    }
    Ok(ek)
}

/// A KEYS body: the new key to every recipient, and the preceding key wrapped under it.
///
/// `previous` is `None` only for the first KEYS of a space.
///
/// # Errors
/// [`BoxError::KemKey`] or [`BoxError::Build`].
pub fn make_keys(
    rng: &mut dyn CryptoRng,
    ek: &EpochKey,
    space: &SpaceId,
    author: &DeviceId,
    previous: Option<&EpochKey>,
    recipients: &[Dev],
) -> Result<Keys, BoxError> {
    let key_id = ek.key_id(space);
    let mut boxes = Vec::with_capacity(recipients.len());
    for recipient in recipients {
        boxes.push(grant_with_id(rng, ek, &key_id, space, author, recipient)?);
    }
    let (prev_key_id, wrap_nonce, wrap_ct) = match previous {
        None => (KeyId::ZERO, [0; 24], [0; 48]),
        Some(old) => {
            let previous = old.key_id(space);
            let nonce = aead::random_nonce(rng);
            let ct =
                aead::seal(&ek.wrap_key().0, &nonce, &wrap_aad(&key_id, &previous), old.expose())
                    .map_err(|_| BoxError::Build)?;
            (previous, nonce, ct.try_into().map_err(|_| BoxError::Build)?)
        }
    };
    boxes.sort_by_key(|sealed| sealed.device);
    Ok(Keys { key_id, prev_key_id, wrap_nonce, wrap_ct, boxes })
}

/// Opens this device's box in a KEYS body, and the wrap.
///
/// `expected_previous` is the newest key before this one that the device can open, if it has any;
/// a wrap of another key counts as failed (protocol section 4).
///
/// # Errors
/// [`BoxError`] if the new key itself cannot be had. A failed wrap is no error: see [`PreviousKey`].
pub fn open_keys(
    keys: &DeviceKeys,
    space: &SpaceId,
    author: &DeviceId,
    body: &Keys,
    expected_previous: Option<&KeyId>,
) -> Result<OpenedKeys, BoxError> {
    let device = keys.device_id();
    let mine = body.box_for(&device).ok_or(BoxError::NoBox { device })?;
    let key = open_grant(keys, space, &body.key_id, author, mine)?;
    let previous = match expected_previous {
        Some(expected) if *expected != body.prev_key_id => {
            PreviousKey::Failed(WrapError::NotThePreceding {
                expected: *expected,
                got: body.prev_key_id,
            })
        }
        _ => open_wrap(&key, space, body),
    };
    Ok(OpenedKeys { key, previous })
}

/// Opens the wrap of a KEYS body with its key, however that was had: the walk back to all history.
pub fn open_wrap(key: &EpochKey, space: &SpaceId, body: &Keys) -> PreviousKey {
    let previous = body.prev_key_id;
    if previous.is_zero() {
        return PreviousKey::First;
    }
    let opened = aead::open(
        &key.wrap_key().0,
        &body.wrap_nonce,
        &wrap_aad(&body.key_id, &previous),
        &body.wrap_ct,
    );
    let Some(old) =
        opened.ok().and_then(|bytes| Secret::from_slice(&bytes)).map(EpochKey::from_secret)
    else {
        return PreviousKey::Failed(WrapError::Sealed { previous });
    };
    if old.key_id(space) == previous {
        PreviousKey::Opened(previous, old)
    } else {
        PreviousKey::Failed(WrapError::WrongKey { previous })
    }
}

fn grant_with_id(
    rng: &mut dyn CryptoRng,
    ek: &EpochKey,
    key_id: &KeyId,
    space: &SpaceId,
    author: &DeviceId,
    recipient: &Dev,
) -> Result<KeyBox, BoxError> {
    let device = recipient.id();
    let sealed = hpke_box::seal(
        rng,
        recipient.kem_pk(),
        &info(space, key_id),
        &aad(author, &device),
        ek.secret(),
    )
    .map_err(|_| BoxError::KemKey { device })?;
    Ok(KeyBox { device, enc: sealed.enc, ct: sealed.ct })
}

fn info(space: &SpaceId, key_id: &KeyId) -> Vec<u8> {
    [GRANT, space.as_bytes(), key_id.as_bytes()].concat()
}

fn aad(author: &DeviceId, recipient: &DeviceId) -> [u8; 32] {
    let mut aad = [0; 32];
    aad[..16].copy_from_slice(author.as_bytes());
    aad[16..].copy_from_slice(recipient.as_bytes());
    aad
}

fn wrap_aad(key_id: &KeyId, previous: &KeyId) -> [u8; 64] {
    let mut aad = [0; 64];
    aad[..32].copy_from_slice(key_id.as_bytes());
    aad[32..].copy_from_slice(previous.as_bytes());
    aad
}
