//! Bodies of membership records, which everybody can read: who belongs to a space
//! and which key its content is sealed with. Content bodies are sealed and opaque here.
//!
//! Every `parse` takes exactly one message and refuses anything else, so that
//! `encode(parse(x)) == x`. Whether a body fits the space is [`crate::chain`]'s.
//! Protocol section 4.

mod admit;
mod dev;
mod keys;

pub use admit::{Admit, PROOF_LABEL, Role, proof_message};
pub use dev::{DEV_BYTES, Dev, DeviceType, ED_PK_BYTES, KEM_PK_BYTES};
pub use keys::{BOX_BYTES, KEYS_FIXED_BYTES, KeyBox, Keys};

use crate::ids::DeviceId;
use crate::wire::{Reader, Short};

/// Which kind of space a GENESIS founds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SpaceType {
    /// Two partners.
    Couple,
    /// One partner's own devices.
    Vault,
}

impl SpaceType {
    /// The wire byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        match self {
            Self::Couple => 1,
            Self::Vault => 2,
        }
    }

    /// From the wire byte; anything but 1 and 2 is `None`.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Couple),
            2 => Some(Self::Vault),
            _ => None,
        }
    }
}

/// Why bytes are not a body.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BodyError {
    /// Truncated, or trailing bytes.
    #[error("body has the wrong length")]
    Length,
    /// A reserved field is not zero.
    #[error("padding is not zero")]
    Padding,
    /// A one-byte choice has no such value.
    #[error("{field} cannot be {got}")]
    Choice {
        /// Name of the field.
        field: &'static str,
        /// Its byte.
        got: u8,
    },
    /// An Ed25519 public key that is not canonical, not a point, or of small order.
    #[error("signing key is not usable")]
    SigningKey,
    /// An X-Wing public key with a coefficient of 3329 or more, or whose X25519 part
    /// is of small order.
    #[error("encryption key is not usable")]
    EncryptionKey,
    /// Boxes are sorted by device and unique.
    #[error("boxes are not in ascending order of device")]
    BoxOrder,
    /// A box is not for the device it comes with.
    #[error("box is for another device")]
    BoxRecipient,
    /// More boxes than a space may have active devices, or none.
    #[error("{got} boxes")]
    BoxCount {
        /// Number of boxes.
        got: usize,
    },
    /// Zero exactly where the protocol says "none".
    #[error("{field} is zero, or is not")]
    Zero {
        /// Name of the field.
        field: &'static str,
    },
}

impl From<Short> for BodyError {
    fn from(_: Short) -> Self {
        Self::Length
    }
}

/// Body of GENESIS: founds a space with its first device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Genesis {
    /// Couple or vault.
    pub space_type: SpaceType,
    /// Random, so that two spaces never share an id.
    pub salt: [u8; 16],
    /// First device of partner 0: active, not paper.
    pub dev: Dev,
}

impl Genesis {
    /// Length, bytes.
    pub const BYTES: usize = 4 + 16 + DEV_BYTES;

    /// Reads exactly one body.
    ///
    /// # Errors
    /// [`BodyError`] for any other layout or an unusable key.
    pub fn parse(body: &[u8]) -> Result<Self, BodyError> {
        let mut r = exactly(body, Self::BYTES)?;
        let byte = r.u8()?;
        let space_type = SpaceType::from_byte(byte)
            .ok_or(BodyError::Choice { field: "space_type", got: byte })?;
        padding(&mut r, 3)?;
        Ok(Self { space_type, salt: r.array()?, dev: Dev::parse(r.take(DEV_BYTES)?)? })
    }

    /// The bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(Self::BYTES);
        out.extend_from_slice(&[self.space_type.to_byte(), 0, 0, 0]);
        out.extend_from_slice(&self.salt);
        out.extend_from_slice(&self.dev.encode());
        out
    }
}

/// Why a device is removed; for people, without effect on rules.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RevokeReason {
    /// No longer used.
    Retired,
    /// Lost or stolen.
    Lost,
    /// Replaced, as when new recovery words are made.
    Replaced,
    /// A code this version does not know; kept as it is.
    Other(u8),
}

impl RevokeReason {
    /// The wire byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        match self {
            Self::Retired => 1,
            Self::Lost => 2,
            Self::Replaced => 3,
            Self::Other(byte) => byte,
        }
    }

    /// From the wire byte; never fails.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Self {
        match byte {
            1 => Self::Retired,
            2 => Self::Lost,
            3 => Self::Replaced,
            other => Self::Other(other),
        }
    }
}

/// Body of REVOKE: removes a device of the author's partner and brings the new key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revoke {
    /// The device that goes.
    pub target: DeviceId,
    /// Why.
    pub reason: RevokeReason,
    /// The new key, boxed for everybody who stays.
    pub keys: Keys,
}

impl Revoke {
    /// Reads exactly one body.
    ///
    /// # Errors
    /// [`BodyError`] for any other layout.
    pub fn parse(body: &[u8]) -> Result<Self, BodyError> {
        let mut r = Reader::new(body);
        let target = DeviceId::from_bytes(r.array()?);
        let reason = RevokeReason::from_byte(r.u8()?);
        padding(&mut r, 3)?;
        let keys = Keys::parse(r.take(r.len())?)?;
        Ok(Self { target, reason, keys })
    }

    /// The bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let keys = self.keys.encode();
        let mut out = Vec::with_capacity(20 + keys.len());
        out.extend_from_slice(self.target.as_bytes());
        out.extend_from_slice(&[self.reason.to_byte(), 0, 0, 0]);
        out.extend_from_slice(&keys);
        out
    }
}

/// Body of ROTATE: a new key and nothing else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rotate {
    /// The new key.
    pub keys: Keys,
}

impl Rotate {
    /// Reads exactly one body.
    ///
    /// # Errors
    /// [`BodyError`] for any other layout.
    pub fn parse(body: &[u8]) -> Result<Self, BodyError> {
        Ok(Self { keys: Keys::parse(body)? })
    }

    /// The bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.keys.encode()
    }
}

/// Body of END: one partner ends a couple space.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End {
    /// Days since 1970-01-01 in the author's time zone.
    pub date_days: i32,
}

impl End {
    /// Length, bytes.
    pub const BYTES: usize = 32;

    /// Reads exactly one body.
    ///
    /// # Errors
    /// [`BodyError`] for any other layout or mode.
    pub fn parse(body: &[u8]) -> Result<Self, BodyError> {
        let mut r = exactly(body, Self::BYTES)?;
        let mode = r.u8()?;
        if mode != 1 {
            return Err(BodyError::Choice { field: "mode", got: mode });
        }
        padding(&mut r, 3)?;
        let date_days = i32::from_be_bytes(r.array()?);
        padding(&mut r, 24)?;
        Ok(Self { date_days })
    }

    /// The bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![0; Self::BYTES];
        out[0] = 1;
        out[4..8].copy_from_slice(&self.date_days.to_be_bytes());
        out
    }
}

/// A reader over `bytes` if they have exactly this length.
fn exactly(bytes: &[u8], len: usize) -> Result<Reader<'_>, BodyError> {
    if bytes.len() == len { Ok(Reader::new(bytes)) } else { Err(BodyError::Length) }
}

/// Skips `len` reserved bytes, which must be zero.
fn padding(r: &mut Reader<'_>, len: usize) -> Result<(), BodyError> {
    if r.zeros(len)? { Ok(()) } else { Err(BodyError::Padding) }
}
