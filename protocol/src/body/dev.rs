//! DEV: the public half of one device in one space. A [`Dev`] only exists with
//! usable keys, because one malformed key would make every later KEYS impossible
//! and so freeze membership for good.

use core::fmt;
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;

use super::{BodyError, exactly, padding};
use crate::ids::{DeviceId, Partner};

/// Length of an Ed25519 public key, bytes.
pub const ED_PK_BYTES: usize = 32;
/// Length of an X-Wing public key, bytes: ML-KEM-768 (1184), then X25519 (32).
pub const KEM_PK_BYTES: usize = 1216;
/// Length of a DEV, bytes.
pub const DEV_BYTES: usize = 4 + ED_PK_BYTES + KEM_PK_BYTES;

/// Encoded polynomials at the head of an ML-KEM-768 key: 3 × 256 coefficients of 12 bits.
const COEFFICIENT_BYTES: usize = 1152;
/// The ML-KEM modulus (FIPS 203): every coefficient is below it.
const Q: u16 = 3329;
/// Where the X25519 half begins.
const X25519_AT: usize = 1184;

/// Whether a device is used every day or exists on paper only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DeviceType {
    /// An installed app.
    Active,
    /// The recovery phrase: may author ADD, REVOKE, ROTATE and END only.
    Paper,
}

impl DeviceType {
    /// The wire byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        match self {
            Self::Active => 1,
            Self::Paper => 2,
        }
    }

    /// From the wire byte; anything but 1 and 2 is `None`.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Active),
            2 => Some(Self::Paper),
            _ => None,
        }
    }
}

/// Public keys of one device, checked. Cloning shares the large key.
#[derive(Clone, PartialEq, Eq)]
pub struct Dev {
    kind: DeviceType,
    partner: Partner,
    id: DeviceId,
    verifying: VerifyingKey,
    kem_pk: Arc<[u8; KEM_PK_BYTES]>,
}

impl Dev {
    /// From parts.
    ///
    /// # Errors
    /// [`BodyError::SigningKey`] or [`BodyError::EncryptionKey`] if a key is unusable.
    pub fn new(
        kind: DeviceType,
        partner: Partner,
        ed_pk: &[u8; ED_PK_BYTES],
        kem_pk: &[u8; KEM_PK_BYTES],
    ) -> Result<Self, BodyError> {
        let verifying = signing_key(ed_pk).ok_or(BodyError::SigningKey)?;
        if !encryption_key_is_usable(kem_pk) {
            return Err(BodyError::EncryptionKey);
        }
        let id = DeviceId::of(ed_pk, kem_pk);
        Ok(Self { kind, partner, id, verifying, kem_pk: Arc::new(*kem_pk) })
    }

    /// Reads exactly one DEV.
    ///
    /// # Errors
    /// [`BodyError`] for any other layout or an unusable key.
    pub fn parse(bytes: &[u8]) -> Result<Self, BodyError> {
        let mut r = exactly(bytes, DEV_BYTES)?;
        let byte = r.u8()?;
        let kind = DeviceType::from_byte(byte)
            .ok_or(BodyError::Choice { field: "device type", got: byte })?;
        let byte = r.u8()?;
        let partner =
            Partner::from_byte(byte).ok_or(BodyError::Choice { field: "partner", got: byte })?;
        padding(&mut r, 2)?;
        Self::new(kind, partner, &r.array()?, &r.array()?)
    }

    /// The bytes.
    #[must_use]
    pub fn encode(&self) -> [u8; DEV_BYTES] {
        let mut out = [0; DEV_BYTES];
        out[0] = self.kind.to_byte();
        out[1] = self.partner.to_byte();
        out[4..36].copy_from_slice(self.verifying.as_bytes());
        out[36..].copy_from_slice(self.kem_pk.as_slice());
        out
    }

    /// Active or paper.
    #[must_use]
    pub const fn kind(&self) -> DeviceType {
        self.kind
    }

    /// Whose device it is.
    #[must_use]
    pub const fn partner(&self) -> Partner {
        self.partner
    }

    /// The id both keys hash to.
    #[must_use]
    pub const fn id(&self) -> DeviceId {
        self.id
    }

    /// The Ed25519 public key, bytes.
    #[must_use]
    pub fn ed_pk(&self) -> &[u8; ED_PK_BYTES] {
        self.verifying.as_bytes()
    }

    /// The Ed25519 public key, decoded once.
    #[must_use]
    pub const fn verifying_key(&self) -> &VerifyingKey {
        &self.verifying
    }

    /// The X-Wing public key.
    #[must_use]
    pub fn kem_pk(&self) -> &[u8; KEM_PK_BYTES] {
        &self.kem_pk
    }
}

impl fmt::Debug for Dev {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dev")
            .field("kind", &self.kind)
            .field("partner", &self.partner)
            .field("id", &self.id)
            .finish()
    }
}

/// A canonical point that is not of small order.
fn signing_key(ed_pk: &[u8; ED_PK_BYTES]) -> Option<VerifyingKey> {
    if !below_p(ed_pk) {
        return None;
    }
    VerifyingKey::from_bytes(ed_pk).ok().filter(|key| !key.is_weak())
}

fn encryption_key_is_usable(kem_pk: &[u8; KEM_PK_BYTES]) -> bool {
    let coefficients_fit = kem_pk[..COEFFICIENT_BYTES].chunks_exact(3).all(|three| {
        let first = u16::from(three[0]) | u16::from(three[1] & 0x0f) << 8;
        let second = u16::from(three[1] >> 4) | u16::from(three[2]) << 4;
        first < Q && second < Q
    });
    let mut x25519 = [0; 32];
    x25519.copy_from_slice(&kem_pk[X25519_AT..]);
    coefficients_fit && !x25519_is_small_order(x25519)
}

/// Is the little-endian number in the low 255 bits below p = 2^255 - 19?
fn below_p(bytes: &[u8; 32]) -> bool {
    let top_is_full = bytes[31] & 0x7f == 0x7f && bytes[1..31].iter().all(|b| *b == 0xff);
    !(top_is_full && bytes[0] >= 0xed)
}

/// The u-coordinates whose order divides 8, on the curve or its twist (RFC 7748):
/// 0, 1, p - 1, the two of order 8, and p, p + 1, which X25519 reads as 0 and 1.
fn x25519_is_small_order(mut u: [u8; 32]) -> bool {
    u[31] &= 0x7f; // X25519 ignores the top bit
    let mut p = [0xff; 32];
    p[31] = 0x7f;
    let near_p = [0xec, 0xed, 0xee].map(|low| {
        p[0] = low;
        p
    });
    let mut one = [0; 32];
    one[0] = 1;
    near_p.contains(&u) || u == [0; 32] || u == one || ORDER_8.contains(&u)
}

/// The two u-coordinates of order 8.
const ORDER_8: [[u8; 32]; 2] = [
    [
        0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4,
        0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49,
        0xb8, 0x00,
    ],
    [
        0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef,
        0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f,
        0x11, 0x57,
    ],
];
