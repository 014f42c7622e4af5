//! The private page's own key and lock (protocol section 4, page 4).
//!
//! Owns sealing page 4 a second time, and the two ways its key is kept: under a
//! second PIN and for the vault's paper device, never bare. Knows no reflections
//! and no laws. Layouts beyond the protocol page: `docs/decisions/0023-private-key.md`.

use accord_protocol::body::Dev;
use accord_protocol::ids::{DeviceId, Part, SpaceId, hash};
use rand_core::CryptoRng;
use thiserror::Error;

use super::aead::{self, AeadError, NONCE_LEN, TAG_LEN};
use super::hpke_box::{self, CT_LEN, ENC_LEN};
use super::keys::DeviceKeys;
use super::seal::{MAX_PAYLOAD, MAX_PLAINTEXT, SealError, encode_changes, parse_changes};
use super::secret::{Secret, SecretBytes};
use super::stretch::{PARAMS_LEN, SALT_LEN, StretchError, StretchParams, normalised, stretch};

const ID_LEN: usize = 32;
const WRAPPED_LEN: usize = 48;
const PIN_VERSION: u8 = 1;
/// Bytes of a [`PinWrap`].
pub const PIN_WRAP_LEN: usize = 4 + PARAMS_LEN + SALT_LEN + NONCE_LEN + WRAPPED_LEN;
/// Bytes of a [`KeyBox`].
pub const KEY_BOX_LEN: usize = 16 + ENC_LEN + CT_LEN;
/// Bytes a record's plaintext has besides the changes of page 4 and their padding: the head, `pkey_id`, nonce and tag.
const AROUND_LEN: usize = MAX_PLAINTEXT - MAX_PAYLOAD + ID_LEN + NONCE_LEN + TAG_LEN;
/// Least bytes of a page-4 plaintext: room for a few short notes, and no more than a vault's drafts often have, so that a relay cannot tell
/// the two by their size.
const LEAST_PLAINTEXT: usize = 1024;

/// Why private bytes could not be sealed, opened or read.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PrivateError {
    /// Sealed under another private key: it waits until that is opened.
    #[error("private page is sealed under another key")]
    OtherKey,
    /// The right key by name, but the bytes do not open.
    #[error("private page: {0}")]
    Aead(#[from] AeadError),
    /// The changes inside are not exact.
    #[error(transparent)]
    Plain(#[from] SealError),
    /// Not the PIN the key was wrapped with (or the wrap was changed).
    #[error("wrong pin")]
    WrongPin,
    /// The PIN could not be stretched.
    #[error(transparent)]
    Stretch(#[from] StretchError),
    /// The box is another device's, does not open, or holds another key.
    #[error("box for a device does not open")]
    KeyBox,
    /// Not the exact bytes.
    #[error("private key wrap is damaged")]
    Damaged,
}

/// Names a private key and commits to it: `H("accord/v1/private-id", space_id ‖ pkey)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PrivateKeyId([u8; ID_LEN]);

impl PrivateKeyId {
    /// The id of these bytes.
    pub fn from_bytes(bytes: [u8; ID_LEN]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; ID_LEN] {
        &self.0
    }
}

/// The random key of a vault's private page.
#[derive(Debug, PartialEq, Eq)]
pub struct PrivateKey(Secret<32>);

impl PrivateKey {
    /// A new key.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self(Secret::generate(rng))
    }

    /// A key held by an open session.
    pub fn from_secret(secret: Secret<32>) -> Self {
        Self(secret)
    }

    /// Its id in a vault.
    pub fn id(&self, vault: &SpaceId) -> PrivateKeyId {
        PrivateKeyId(hash(
            "accord/v1/private-id",
            &[Part::Fixed(vault.as_bytes()), Part::Fixed(self.0.expose())],
        ))
    }

    /// Seals changes of page 4 written by a device, padded inside: whoever opens the record around them learns a step of the ladder and
    /// no length. No changes at all are a page as long as one with a few.
    ///
    /// # Errors
    /// [`PrivateError::Plain`] if one is empty, or they do not fit a record.
    pub fn seal(
        &self,
        rng: &mut dyn CryptoRng,
        vault: &SpaceId,
        device: &DeviceId,
        changes: &[Vec<u8>],
    ) -> Result<PrivatePayload, PrivateError> {
        let plain = padded(changes)?;
        let id = self.id(vault);
        let nonce = aead::random_nonce(rng);
        let sealed = aead::seal(&self.0, &nonce, &page_aad(vault, device, &id), &plain)?;
        Ok(PrivatePayload { id, nonce, sealed })
    }

    /// Opens changes of page 4; `device` is the author of the record that carried them.
    ///
    /// # Errors
    /// [`PrivateError::OtherKey`], `Aead` or `Plain`.
    pub fn open(
        &self,
        vault: &SpaceId,
        device: &DeviceId,
        payload: &PrivatePayload,
    ) -> Result<Vec<Vec<u8>>, PrivateError> {
        let id = self.id(vault);
        if id != payload.id {
            return Err(PrivateError::OtherKey);
        }
        let plain =
            aead::open(&self.0, &payload.nonce, &page_aad(vault, device, &id), &payload.sealed)?;
        Ok(unpadded(&plain)?)
    }

    /// Wraps the key under a second PIN, for page 3.
    ///
    /// # Errors
    /// [`PrivateError::Stretch`] if nothing or too much was typed.
    pub fn wrap_with_pin(
        &self,
        rng: &mut dyn CryptoRng,
        vault: &SpaceId,
        pin: &str,
    ) -> Result<PinWrap, PrivateError> {
        let params = StretchParams::V1;
        let mut salt = [0; SALT_LEN];
        rng.fill_bytes(&mut salt);
        let nonce = aead::random_nonce(rng);
        let key = stretch(params, normalised(pin)?.as_bytes(), &salt)?;
        let wrapped = aead::seal(
            &key,
            &nonce,
            &pin_aad(vault, &self.id(vault), params, &salt),
            self.0.expose(),
        )?;
        Ok(PinWrap {
            params,
            salt,
            nonce,
            wrapped: wrapped.try_into().map_err(|_| PrivateError::Damaged)?,
        })
    }

    /// A wrap that nothing opens, in no byte told from one that a PIN opens: what stands in its place where none was set.
    pub fn wrap_with_nothing(rng: &mut dyn CryptoRng) -> PinWrap {
        let mut random = PinWrap {
            params: StretchParams::V1,
            salt: [0; SALT_LEN],
            nonce: [0; NONCE_LEN],
            wrapped: [0; WRAPPED_LEN],
        };
        rng.fill_bytes(&mut random.salt);
        rng.fill_bytes(&mut random.nonce);
        rng.fill_bytes(&mut random.wrapped);
        random
    }

    /// The same key once more, for the one command that needs it.
    pub fn copy(&self) -> Self {
        Self(Secret::from_bytes(*self.0.expose()))
    }

    /// The key itself, for the row of a device that opens it with the home.
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }

    /// Seals the key to a device, for page 3: the vault's paper device, or one that an own device made to ask with.
    ///
    /// `info = "accord/v1/private-grant" ‖ 0 ‖ space_id ‖ pkey_id`, `aad` = the device's id.
    ///
    /// # Errors
    /// [`PrivateError::KeyBox`] if the device's KEM key cannot be used.
    pub fn seal_to(
        &self,
        rng: &mut dyn CryptoRng,
        vault: &SpaceId,
        device: &Dev,
    ) -> Result<KeyBox, PrivateError> {
        let device_id = device.id();
        let sealed = hpke_box::seal(
            rng,
            device.kem_pk(),
            &box_info(vault, &self.id(vault)),
            device_id.as_bytes(),
            &self.0,
        )
        .map_err(|_| PrivateError::KeyBox)?;
        Ok(KeyBox { device_id, enc: sealed.enc, ct: sealed.ct })
    }
}

/// The payload of a page-4 record: `pkey_id32 ‖ nonce24 ‖ sealed changes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivatePayload {
    id: PrivateKeyId,
    nonce: [u8; NONCE_LEN],
    sealed: Vec<u8>,
}

impl PrivatePayload {
    /// Which key it waits for.
    pub fn key_id(&self) -> &PrivateKeyId {
        &self.id
    }

    /// The bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.id.0.as_slice(), &self.nonce, &self.sealed].concat()
    }

    /// Reads [`PrivatePayload::to_bytes`]; `None` if there are too few bytes.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (id, rest) = bytes.split_first_chunk::<ID_LEN>()?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>()?;
        (sealed.len() > TAG_LEN).then(|| Self {
            id: PrivateKeyId(*id),
            nonce: *nonce,
            sealed: sealed.to_vec(),
        })
    }
}

/// A private key wrapped under Argon2id of a PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinWrap {
    params: StretchParams,
    salt: [u8; SALT_LEN],
    nonce: [u8; NONCE_LEN],
    wrapped: [u8; WRAPPED_LEN],
}

impl PinWrap {
    /// The key, from the right PIN; `id` is the key's id as page 3 names it.
    ///
    /// # Errors
    /// [`PrivateError::WrongPin`] or [`PrivateError::Stretch`].
    pub fn open(
        &self,
        vault: &SpaceId,
        id: &PrivateKeyId,
        pin: &str,
    ) -> Result<PrivateKey, PrivateError> {
        let key = stretch(self.params, normalised(pin)?.as_bytes(), &self.salt)?;
        let opened = aead::open(
            &key,
            &self.nonce,
            &pin_aad(vault, id, self.params, &self.salt),
            &self.wrapped,
        )
        .map_err(|_| PrivateError::WrongPin)?;
        let key = Secret::from_slice(&opened).map(PrivateKey).ok_or(PrivateError::Damaged)?;
        if key.id(vault) == *id { Ok(key) } else { Err(PrivateError::OtherKey) }
    }

    /// Tells one wrap from another: each has its own.
    pub fn salt(&self) -> &[u8; SALT_LEN] {
        &self.salt
    }

    /// `ver=1 ‖ 0×3 ‖ params12 ‖ salt16 ‖ nonce24 ‖ wrapped48`.
    pub fn to_bytes(&self) -> [u8; PIN_WRAP_LEN] {
        let mut out = [0; PIN_WRAP_LEN];
        let parts: [&[u8]; 5] = [
            &[PIN_VERSION, 0, 0, 0],
            &self.params.to_bytes(),
            &self.salt,
            &self.nonce,
            &self.wrapped,
        ];
        let mut at = 0;
        for part in parts {
            out[at..at + part.len()].copy_from_slice(part);
            at += part.len();
        }
        out
    }

    /// Reads exactly what [`PinWrap::to_bytes`] writes.
    ///
    /// # Errors
    /// [`PrivateError::Damaged`] or a cost out of bounds.
    pub fn parse(bytes: &[u8]) -> Result<Self, PrivateError> {
        let ([PIN_VERSION, 0, 0, 0], rest) =
            bytes.split_first_chunk::<4>().ok_or(PrivateError::Damaged)?
        else {
            return Err(PrivateError::Damaged);
        };
        let (params, rest) = rest.split_first_chunk::<PARAMS_LEN>().ok_or(PrivateError::Damaged)?;
        let (salt, rest) = rest.split_first_chunk::<SALT_LEN>().ok_or(PrivateError::Damaged)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>().ok_or(PrivateError::Damaged)?;
        let wrapped = rest.try_into().map_err(|_| PrivateError::Damaged)?;
        Ok(Self { params: StretchParams::from_bytes(params)?, salt: *salt, nonce: *nonce, wrapped })
    }
}

/// A private key sealed to one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBox {
    device_id: DeviceId,
    enc: Box<[u8; ENC_LEN]>,
    ct: [u8; CT_LEN],
}

impl KeyBox {
    /// The key, opened with the device's keys.
    ///
    /// # Errors
    /// [`PrivateError::KeyBox`] or [`PrivateError::OtherKey`].
    pub fn open(
        &self,
        vault: &SpaceId,
        id: &PrivateKeyId,
        device: &DeviceKeys,
    ) -> Result<PrivateKey, PrivateError> {
        if self.device_id != device.device_id() {
            return Err(PrivateError::KeyBox);
        }
        let key = hpke_box::open(
            device.kem_seed(),
            &box_info(vault, id),
            self.device_id.as_bytes(),
            &self.enc,
            &self.ct,
        )
        .map(PrivateKey)
        .ok_or(PrivateError::KeyBox)?;
        if key.id(vault) == *id { Ok(key) } else { Err(PrivateError::OtherKey) }
    }

    /// Whose it is.
    pub fn device_id(&self) -> DeviceId {
        self.device_id
    }

    /// `device_id16 ‖ enc1120 ‖ ct48`.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.device_id.as_bytes().as_slice(), self.enc.as_slice(), &self.ct].concat()
    }

    /// Reads exactly what [`KeyBox::to_bytes`] writes.
    ///
    /// # Errors
    /// [`PrivateError::Damaged`].
    pub fn parse(bytes: &[u8]) -> Result<Self, PrivateError> {
        let (device_id, rest) = bytes.split_first_chunk::<16>().ok_or(PrivateError::Damaged)?;
        let (enc, rest) = rest.split_first_chunk::<ENC_LEN>().ok_or(PrivateError::Damaged)?;
        let ct = rest.try_into().map_err(|_| PrivateError::Damaged)?;
        Ok(Self { device_id: DeviceId::from_bytes(*device_id), enc: Box::new(*enc), ct })
    }
}

/// `{len4 ‖ change}… ‖ zeros`, so that the record's plaintext has a power of two of bytes, at least [`LEAST_PLAINTEXT`].
fn padded(changes: &[Vec<u8>]) -> Result<SecretBytes, SealError> {
    let plain =
        if changes.is_empty() { SecretBytes::new(Vec::new()) } else { encode_changes(changes)? };
    let len = padded_len(plain.len());
    if len + AROUND_LEN > MAX_PLAINTEXT {
        let got = plain.len() + AROUND_LEN;
        return Err(SealError::TooLong { got, limit: MAX_PLAINTEXT });
    }
    let mut out = Vec::with_capacity(len);
    out.extend_from_slice(&plain);
    out.resize(len, 0);
    Ok(SecretBytes::new(out))
}

fn padded_len(len: usize) -> usize {
    (len + AROUND_LEN).next_power_of_two().max(LEAST_PLAINTEXT) - AROUND_LEN
}

/// Reads [`padded`], exactly. A length of zero, which no change has, begins the padding.
fn unpadded(plain: &[u8]) -> Result<Vec<Vec<u8>>, SealError> {
    let mut used = 0;
    while let Some((len, rest)) = plain.get(used..).and_then(<[u8]>::split_first_chunk::<4>) {
        let len = usize::try_from(u32::from_be_bytes(*len)).map_err(|_| SealError::Payload)?;
        if len == 0 {
            break;
        }
        if len > rest.len() {
            return Err(SealError::Payload);
        }
        used += 4 + len;
    }
    let (changes, zeros) = plain.split_at_checked(used).ok_or(SealError::Payload)?;
    if zeros.iter().any(|byte| *byte != 0) || padded_len(used) != plain.len() {
        return Err(SealError::Padding);
    }
    if changes.is_empty() { Ok(Vec::new()) } else { parse_changes(changes) }
}

fn page_aad(vault: &SpaceId, device: &DeviceId, id: &PrivateKeyId) -> Vec<u8> {
    [b"accord/v1/private\0".as_slice(), vault.as_bytes(), device.as_bytes(), &id.0].concat()
}

fn pin_aad(
    vault: &SpaceId,
    id: &PrivateKeyId,
    params: StretchParams,
    salt: &[u8; SALT_LEN],
) -> Vec<u8> {
    [b"accord/v1/private-pin\0".as_slice(), vault.as_bytes(), &id.0, &params.to_bytes(), salt]
        .concat()
}

fn box_info(vault: &SpaceId, id: &PrivateKeyId) -> Vec<u8> {
    [b"accord/v1/private-grant\0".as_slice(), vault.as_bytes(), &id.0].concat()
}

#[cfg(test)]
mod tests {
    use accord_protocol::body::DeviceType;
    use accord_protocol::ids::Partner;

    use super::*;
    use crate::crypto::keys::DeviceSecret;
    use crate::crypto::seal::ContentPlain;
    use crate::crypto::testing::TestRng;

    const VAULT: SpaceId = SpaceId::from_bytes([8; 32]);
    const DEVICE: DeviceId = DeviceId::from_bytes([9; 16]);

    #[test]
    fn private_changes_open_only_with_their_key_and_author() {
        let rng = &mut TestRng::new(60);
        let (key, other) = (PrivateKey::generate(rng), PrivateKey::generate(rng));
        let changes = vec![b"afraid".to_vec(), b"hopeful".to_vec()];
        let payload = key.seal(rng, &VAULT, &DEVICE, &changes).unwrap();
        let plain = ContentPlain::Private(payload.clone());
        assert_eq!(ContentPlain::parse(&plain.encode().unwrap()), Ok(plain));
        assert_eq!(key.open(&VAULT, &DEVICE, &payload), Ok(changes));
        assert_eq!(other.open(&VAULT, &DEVICE, &payload), Err(PrivateError::OtherKey));
        let refused = Err(PrivateError::Aead(AeadError::Refused));
        assert_eq!(key.open(&VAULT, &DeviceId::ZERO, &payload), refused);
        assert_eq!(key.open(&SpaceId::ZERO, &DEVICE, &payload), Err(PrivateError::OtherKey));
        let bytes = payload.to_bytes();
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 1 << (at % 8);
            let result = key.open(&VAULT, &DEVICE, &PrivatePayload::parse(&bad).unwrap());
            assert_eq!(
                result,
                if at < 32 { Err(PrivateError::OtherKey) } else { refused.clone() },
                "byte {at}"
            );
        }
        assert!(PrivatePayload::parse(&bytes[..72]).is_none());
        assert_eq!(
            key.seal(rng, &VAULT, &DEVICE, &[Vec::new()]),
            Err(PrivateError::Plain(SealError::Payload))
        );
        let long = |len: usize| vec![vec![1; len]];
        assert!(key.seal(rng, &VAULT, &DEVICE, &long(65_452)).is_ok());
        assert!(matches!(
            key.seal(rng, &VAULT, &DEVICE, &long(65_453)),
            Err(PrivateError::Plain(SealError::TooLong { got: 65_537, limit: 65_536 }))
        ));
    }

    #[test]
    fn a_page_with_a_few_notes_is_as_long_as_an_empty_one() {
        let rng = &mut TestRng::new(65);
        let key = PrivateKey::generate(rng);
        let mut len = |changes: &[Vec<u8>]| {
            let payload = key.seal(rng, &VAULT, &DEVICE, changes).unwrap();
            assert_eq!(key.open(&VAULT, &DEVICE, &payload).unwrap(), changes);
            ContentPlain::Private(payload).encode().unwrap().len()
        };
        let of = |count: usize, bytes: usize| vec![vec![7; bytes]; count];
        assert_eq!(
            [len(&[]), len(&of(1, 1)), len(&of(3, 300)), len(&of(1, 940)), len(&of(1, 941))],
            [1024, 1024, 1024, 1024, 2048]
        );
    }

    #[test]
    fn padding_that_is_not_exact_is_refused() {
        let whole = padded(&[vec![1, 2, 3]]).unwrap().to_vec();
        assert_eq!(unpadded(&whole), Ok(vec![vec![1, 2, 3]]));
        let with = |at: usize, byte: u8| {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            unpadded(&bytes)
        };
        assert_eq!(with(7, 1), Err(SealError::Payload), "a change of 16 MiB");
        assert_eq!(with(11, 1), Err(SealError::Padding));
        assert_eq!(with(whole.len() - 1, 1), Err(SealError::Padding));
        for len in [0, 7, 943, 945] {
            let mut bytes = whole.clone();
            bytes.resize(len, 0);
            assert_eq!(unpadded(&bytes), Err(SealError::Padding), "{len}");
        }
    }

    #[test]
    fn a_wrap_of_nothing_looks_like_any_other_and_does_not_open() {
        let rng = &mut TestRng::new(66);
        let key = PrivateKey::generate(rng);
        let nothing = PrivateKey::wrap_with_nothing(rng);
        assert_eq!(PinWrap::parse(&nothing.to_bytes()), Ok(nothing.clone()));
        let real = key.wrap_with_pin(rng, &VAULT, "2580").unwrap();
        assert_eq!(nothing.to_bytes()[..16], real.to_bytes()[..16], "version and costs");
        assert_eq!(nothing.open(&VAULT, &key.id(&VAULT), "2580"), Err(PrivateError::WrongPin));
    }

    #[test]
    fn the_second_pin_opens_the_key_and_a_wrong_one_says_so() {
        let rng = &mut TestRng::new(61);
        let key = PrivateKey::generate(rng);
        let id = key.id(&VAULT);
        let wrap = key.wrap_with_pin(rng, &VAULT, "2580").unwrap();
        assert_eq!(wrap.open(&VAULT, &id, "2580"), Ok(key));
        assert_eq!(wrap.open(&VAULT, &id, "2581"), Err(PrivateError::WrongPin));
        assert_eq!(wrap.open(&SpaceId::ZERO, &id, "2580"), Err(PrivateError::WrongPin));
        let bytes = wrap.to_bytes();
        assert_eq!(PinWrap::parse(&bytes), Ok(wrap));
        for at in 0..4 {
            let mut bad = bytes;
            bad[at] ^= 1;
            assert_eq!(PinWrap::parse(&bad), Err(PrivateError::Damaged));
        }
        for at in [16, 32, 56, 103] {
            let mut bad = bytes;
            bad[at] ^= 1;
            assert_eq!(
                PinWrap::parse(&bad).unwrap().open(&VAULT, &id, "2580"),
                Err(PrivateError::WrongPin),
                "byte {at}"
            );
        }
        for len in 0..PIN_WRAP_LEN {
            assert_eq!(PinWrap::parse(&bytes[..len]), Err(PrivateError::Damaged));
        }
        assert_eq!(PinWrap::parse(&[bytes.as_slice(), &[0]].concat()), Err(PrivateError::Damaged));
    }

    #[test]
    fn only_the_paper_device_of_this_vault_opens_its_box() {
        let rng = &mut TestRng::new(62);
        let paper = DeviceSecret::generate(rng).keys();
        let stranger = DeviceSecret::generate(rng).keys();
        let key = PrivateKey::generate(rng);
        let id = key.id(&VAULT);
        let sealed =
            key.seal_to(rng, &VAULT, &paper.dev(DeviceType::Paper, Partner::Zero)).unwrap();
        let bytes = sealed.to_bytes();
        assert_eq!(bytes.len(), KEY_BOX_LEN);
        assert_eq!(KeyBox::parse(&bytes), Ok(sealed.clone()));
        assert_eq!(sealed.open(&VAULT, &id, &paper), Ok(key));
        assert_eq!(sealed.open(&VAULT, &id, &stranger), Err(PrivateError::KeyBox));
        assert_eq!(sealed.open(&SpaceId::ZERO, &id, &paper), Err(PrivateError::KeyBox));
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 1 << (at % 8);
            assert_eq!(
                KeyBox::parse(&bad).unwrap().open(&VAULT, &id, &paper),
                Err(PrivateError::KeyBox),
                "byte {at}"
            );
        }
        assert_eq!(KeyBox::parse(&bytes[1..]), Err(PrivateError::Damaged));
    }
}
