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

#[cfg(test)]
mod tests {
    use accord_protocol::body::DeviceType;
    use accord_protocol::ids::Partner;

    use super::*;
    use crate::crypto::keys::DeviceSecret;
    use crate::crypto::testing::TestRng;

    const SPACE: SpaceId = SpaceId::from_bytes([5; 32]);

    struct Two {
        rng: TestRng,
        ana: DeviceKeys,
        ben: DeviceKeys,
    }

    impl Two {
        fn new(seed: u64) -> Self {
            let mut rng = TestRng::new(seed);
            let ana = DeviceSecret::generate(&mut rng).keys();
            let ben = DeviceSecret::generate(&mut rng).keys();
            Self { rng, ana, ben }
        }

        fn devs(&self) -> [Dev; 2] {
            [
                self.ana.dev(DeviceType::Active, Partner::Zero),
                self.ben.dev(DeviceType::Active, Partner::One),
            ]
        }

        fn keys(&mut self, ek: &EpochKey, previous: Option<&EpochKey>) -> Keys {
            let devs = self.devs();
            make_keys(&mut self.rng, ek, &SPACE, &self.ana.device_id(), previous, &devs).unwrap()
        }

        fn open(&self, keys: &Keys, expected: Option<&KeyId>) -> Result<OpenedKeys, BoxError> {
            open_keys(&self.ben, &SPACE, &self.ana.device_id(), keys, expected)
        }
    }

    #[test]
    fn every_recipient_opens_the_new_key_and_walks_back_to_the_first() {
        let mut two = Two::new(20);
        let epochs: Vec<EpochKey> = (0..3).map(|_| EpochKey::generate(&mut two.rng)).collect();
        let bodies: Vec<Keys> = (0..3)
            .map(|at| two.keys(&epochs[at], at.checked_sub(1).map(|before| &epochs[before])))
            .collect();
        for keys in [&two.ana, &two.ben] {
            let opened =
                open_keys(keys, &SPACE, &two.ana.device_id(), &bodies[2], Some(&bodies[1].key_id))
                    .unwrap();
            assert_eq!(opened.key, epochs[2]);
            let PreviousKey::Opened(id, second) = opened.previous else { unreachable!() };
            assert_eq!((id, &second), (bodies[1].key_id, &epochs[1]));
            let PreviousKey::Opened(id, first) = open_wrap(&second, &SPACE, &bodies[1]) else {
                unreachable!()
            };
            assert_eq!((id, &first), (bodies[0].key_id, &epochs[0]));
            assert!(matches!(open_wrap(&first, &SPACE, &bodies[0]), PreviousKey::First));
        }
        assert_eq!(Keys::parse(&bodies[2].encode()).unwrap(), bodies[2], "boxes are in wire order");
    }

    #[test]
    fn a_box_opens_for_its_device_author_space_and_id_only() {
        let mut two = Two::new(21);
        let ek = EpochKey::generate(&mut two.rng);
        let id = ek.key_id(&SPACE);
        let (ana, ben) = (two.ana.device_id(), two.ben.device_id());
        let devs = two.devs();
        let sealed = grant(&mut two.rng, &ek, &SPACE, &ana, &devs[1]).unwrap();
        assert_eq!(open_grant(&two.ben, &SPACE, &id, &ana, &sealed), Ok(ek));
        assert_eq!(
            open_grant(&two.ana, &SPACE, &id, &ana, &sealed),
            Err(BoxError::NoBox { device: ana })
        );
        let relabelled = KeyBox { device: ana, ..sealed.clone() };
        assert_eq!(
            open_grant(&two.ana, &SPACE, &id, &ana, &relabelled),
            Err(BoxError::Sealed { device: ana })
        );
        let refused = Err(BoxError::Sealed { device: ben });
        assert_eq!(
            open_grant(&two.ben, &SpaceId::from_bytes([6; 32]), &id, &ana, &sealed),
            refused
        );
        assert_eq!(
            open_grant(&two.ben, &SPACE, &KeyId::from_bytes([9; 32]), &ana, &sealed),
            refused
        );
        assert_eq!(open_grant(&two.ben, &SPACE, &id, &ben, &sealed), refused);
    }

    #[test]
    fn one_flipped_bit_at_any_byte_of_a_box_is_refused() {
        let mut two = Two::new(22);
        let ek = EpochKey::generate(&mut two.rng);
        let (id, ana) = (ek.key_id(&SPACE), two.ana.device_id());
        let devs = two.devs();
        let bytes = grant(&mut two.rng, &ek, &SPACE, &ana, &devs[1]).unwrap().encode();
        for at in 0..bytes.len() {
            let mut bad = bytes;
            bad[at] ^= 1 << (at % 8);
            let result = open_grant(&two.ben, &SPACE, &id, &ana, &KeyBox::parse(&bad).unwrap());
            assert!(
                matches!(result, Err(BoxError::NoBox { .. } | BoxError::Sealed { .. })),
                "byte {at}"
            );
        }
    }

    #[test]
    fn a_key_that_is_not_the_one_its_id_names_is_refused() {
        let mut two = Two::new(23);
        let (named, other) = (EpochKey::generate(&mut two.rng), EpochKey::generate(&mut two.rng));
        let (id, ana) = (named.key_id(&SPACE), two.ana.device_id());
        let dev = &two.devs()[1];
        // A modified author seals another key under this id.
        let lying = grant_with_id(&mut two.rng, &other, &id, &SPACE, &ana, dev).unwrap();
        assert_eq!(
            open_grant(&two.ben, &SPACE, &id, &ana, &lying),
            Err(BoxError::WrongKey { key_id: id })
        );
    }

    #[test]
    fn a_broken_wrap_leaves_the_new_key_usable_and_says_what_is_wrong() {
        let mut two = Two::new(24);
        let (old, new) = (EpochKey::generate(&mut two.rng), EpochKey::generate(&mut two.rng));
        let previous = old.key_id(&SPACE);
        let good = two.keys(&new, Some(&old));
        let failure = |keys: &Keys, expected: Option<&KeyId>| {
            let opened = two.open(keys, expected).unwrap();
            assert_eq!(opened.key, new);
            match opened.previous {
                PreviousKey::Failed(error) => error,
                other => unreachable!("{other:?}"),
            }
        };
        for at in 0..48 {
            let mut bad = good.clone();
            bad.wrap_ct[at] ^= 1 << (at % 8);
            assert_eq!(failure(&bad, Some(&previous)), WrapError::Sealed { previous }, "byte {at}");
        }
        for at in 0..24 {
            let mut bad = good.clone();
            bad.wrap_nonce[at] ^= 1;
            assert_eq!(failure(&bad, None), WrapError::Sealed { previous }, "nonce byte {at}");
        }
        let older = KeyId::from_bytes([7; 32]);
        assert_eq!(
            failure(&good, Some(&older)),
            WrapError::NotThePreceding { expected: older, got: previous }
        );
        let mut none = good.clone();
        none.prev_key_id = KeyId::ZERO;
        assert_eq!(
            failure(&none, Some(&previous)),
            WrapError::NotThePreceding { expected: previous, got: KeyId::ZERO }
        );
        // A modified author wraps another key under the right name.
        let mut lying = good;
        let aad = wrap_aad(&lying.key_id, &previous);
        let wrapped = aead::seal(&new.wrap_key().0, &lying.wrap_nonce, &aad, new.expose()).unwrap();
        lying.wrap_ct = wrapped.try_into().unwrap();
        assert_eq!(failure(&lying, Some(&previous)), WrapError::WrongKey { previous });
    }

    #[test]
    fn who_is_no_recipient_gets_nothing() {
        let mut two = Two::new(25);
        let ek = EpochKey::generate(&mut two.rng);
        let ana = two.ana.device_id();
        let only_ana = &two.devs()[..1];
        let keys = make_keys(&mut two.rng, &ek, &SPACE, &ana, None, only_ana).unwrap();
        assert_eq!(
            two.open(&keys, None).unwrap_err(),
            BoxError::NoBox { device: two.ben.device_id() }
        );
    }
}
