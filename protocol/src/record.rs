//! One entry of a log: fixed header, body, signature. This file owns the byte
//! layout and the signature; whether a record belongs at a position is [`crate::chain`]'s.
//!
//! A [`Record`] holds the exact bytes it was parsed from, copied once and shared
//! afterwards, and its hash, computed once. Protocol section 3.

use core::fmt;
use std::sync::Arc;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::VERSION;
use crate::ids::{DeviceId, KeyId, LogHead, RecordHash, SpaceId, record_hash, signed_message};
use crate::limits::{BODY_BYTES, HEADER_BYTES, RECORD_BYTES, RECORD_MIN_BYTES, SIGNATURE_BYTES};
use crate::wire::{Reader, Short};

/// Signature label of records. Do not change: protocol v1.
pub const RECORD_LABEL: &str = "accord/v1/record";

/// What a record is. Below 0x10 are membership records, readable by the relay and
/// linear; from 0x10 on is sealed content, which may come from offline.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// 0x01: founds a space.
    Genesis,
    /// 0x02: the other partner's first device.
    Join,
    /// 0x03: another device of the author's partner.
    AddDevice,
    /// 0x04: removes a device and brings the new key.
    Revoke,
    /// 0x05: a new key.
    Rotate,
    /// 0x06: one partner ends a couple space.
    End,
    /// 0x10: sealed changes of pages.
    Content,
    /// 0x11: reserved.
    Checkpoint,
    /// 0x12: reserved.
    Attest,
    /// Any other kind from 0x10 on: stored, counted and forwarded unchanged.
    Unknown(u8),
}

impl Kind {
    /// From the wire byte. Kinds below 0x10 that protocol v1 does not have are `None`.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        Some(match byte {
            0x01 => Self::Genesis,
            0x02 => Self::Join,
            0x03 => Self::AddDevice,
            0x04 => Self::Revoke,
            0x05 => Self::Rotate,
            0x06 => Self::End,
            0x00 | 0x07..=0x0f => return None,
            0x10 => Self::Content,
            0x11 => Self::Checkpoint,
            0x12 => Self::Attest,
            other => Self::Unknown(other),
        })
    }

    /// The wire byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        match self {
            Self::Genesis => 0x01,
            Self::Join => 0x02,
            Self::AddDevice => 0x03,
            Self::Revoke => 0x04,
            Self::Rotate => 0x05,
            Self::End => 0x06,
            Self::Content => 0x10,
            Self::Checkpoint => 0x11,
            Self::Attest => 0x12,
            Self::Unknown(byte) => byte,
        }
    }

    /// True below 0x10: readable by the relay, changes who belongs or ends the space.
    #[must_use]
    pub const fn is_membership(self) -> bool {
        self.to_byte() < 0x10
    }
}

/// The signed fields before the body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Header {
    /// Wire byte of the kind; see [`Kind`].
    pub kind: u8,
    /// The space; zeros in GENESIS, which names it.
    pub space: SpaceId,
    /// Author.
    pub device: DeviceId,
    /// 1, 2, 3 … per author and space.
    pub author_seq: u64,
    /// Hash of the author's previous record; zeros in the first.
    pub author_prev: RecordHash,
    /// Length of the log the author had verified, records.
    pub log_len: u64,
    /// Head of the log at `log_len`.
    pub log_head: LogHead,
    /// Epoch key the body is sealed with; zeros below kind 0x10.
    pub key_id: KeyId,
    /// XChaCha20-Poly1305 nonce; zeros below kind 0x10.
    pub nonce: [u8; 24],
}

impl Header {
    /// The 192 header bytes for a body of `body_len` bytes: the AAD of content.
    ///
    /// Encodes whatever it is given; [`Record::sign`] and [`Record::parse`] refuse
    /// what no record may say.
    #[must_use]
    pub fn encode(&self, body_len: usize) -> [u8; HEADER_BYTES] {
        let body_len = u32::try_from(body_len).unwrap_or(u32::MAX);
        let mut out = [0; HEADER_BYTES];
        out[0] = VERSION;
        out[1] = self.kind;
        out[4..36].copy_from_slice(self.space.as_bytes());
        out[36..52].copy_from_slice(self.device.as_bytes());
        out[52..60].copy_from_slice(&self.author_seq.to_be_bytes());
        out[60..92].copy_from_slice(self.author_prev.as_bytes());
        out[92..100].copy_from_slice(&self.log_len.to_be_bytes());
        out[100..132].copy_from_slice(self.log_head.as_bytes());
        out[132..164].copy_from_slice(self.key_id.as_bytes());
        out[164..188].copy_from_slice(&self.nonce);
        out[188..192].copy_from_slice(&body_len.to_be_bytes());
        out
    }

    /// Reads a header and the body length it announces.
    fn parse(bytes: &[u8]) -> Result<(Self, usize), RecordError> {
        let mut r = Reader::new(bytes);
        let version = r.u8()?;
        if version != VERSION {
            return Err(RecordError::Version { got: version });
        }
        let kind = r.u8()?;
        if r.u16()? != 0 {
            return Err(RecordError::Flags);
        }
        let header = Self {
            kind,
            space: SpaceId::from_bytes(r.array()?),
            device: DeviceId::from_bytes(r.array()?),
            author_seq: r.u64()?,
            author_prev: RecordHash::from_bytes(r.array()?),
            log_len: r.u64()?,
            log_head: LogHead::from_bytes(r.array()?),
            key_id: KeyId::from_bytes(r.array()?),
            nonce: r.array()?,
        };
        let body_len = u32::from_be_bytes(r.array()?);
        let body_len = usize::try_from(body_len).unwrap_or(usize::MAX);
        header.check(body_len)?;
        Ok((header, body_len))
    }

    /// What holds for every record by itself, wherever it stands.
    fn check(&self, body_len: usize) -> Result<(), RecordError> {
        let kind = Kind::from_byte(self.kind).ok_or(RecordError::Kind { got: self.kind })?;
        if body_len > BODY_BYTES {
            return Err(RecordError::TooLarge { limit: BODY_BYTES, got: body_len });
        }
        if (kind == Kind::Genesis) != self.space.is_zero() {
            return Err(RecordError::Space);
        }
        if kind.is_membership() && !(self.key_id.is_zero() && self.nonce == [0; 24]) {
            return Err(RecordError::KeyOnMembership);
        }
        if self.author_seq == 0 || (self.author_seq == 1) != self.author_prev.is_zero() {
            return Err(RecordError::AuthorChain);
        }
        if (self.log_len == 0) != self.log_head.is_zero() {
            return Err(RecordError::LogHead);
        }
        Ok(())
    }
}

/// A well-formed record: its exact bytes and its hash. Cloning shares the bytes.
///
/// Well-formed is not valid: check the signature, then [`crate::chain::SpaceState::check`].
#[derive(Clone)]
pub struct Record {
    bytes: Arc<[u8]>,
    hash: RecordHash,
    kind: Kind,
}

impl Record {
    /// Reads a record: exactly these bytes, no fewer and no more. Copies them once.
    ///
    /// # Errors
    /// [`RecordError`] for anything protocol section 3 does not allow in a record by itself.
    pub fn parse(bytes: &[u8]) -> Result<Self, RecordError> {
        let kind = check_layout(bytes)?;
        Ok(Self::assemble(Arc::from(bytes), kind))
    }

    /// Like [`Record::parse`], for bytes that are shared already: no copy.
    ///
    /// # Errors
    /// As [`Record::parse`].
    pub fn from_shared(bytes: Arc<[u8]>) -> Result<Self, RecordError> {
        let kind = check_layout(&bytes)?;
        Ok(Self::assemble(bytes, kind))
    }

    /// Builds and signs a record.
    ///
    /// # Errors
    /// [`RecordError`] if the header or the length of the body is one no record may have.
    pub fn sign(header: &Header, body: &[u8], key: &SigningKey) -> Result<Self, RecordError> {
        header.check(body.len())?;
        let mut bytes = Vec::with_capacity(RECORD_MIN_BYTES + body.len());
        bytes.extend_from_slice(&header.encode(body.len()));
        bytes.extend_from_slice(body);
        let signature = key.sign(&signed_message(RECORD_LABEL, &[&bytes]));
        bytes.extend_from_slice(&signature.to_bytes());
        let kind = Kind::from_byte(header.kind).ok_or(RecordError::Kind { got: header.kind })?;
        Ok(Self::assemble(bytes.into(), kind))
    }

    fn assemble(bytes: Arc<[u8]>, kind: Kind) -> Self {
        let hash = record_hash(unsigned(&bytes));
        Self { bytes, hash, kind }
    }

    /// The exact bytes, as sent and stored.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The exact bytes, shared.
    #[must_use]
    pub fn shared(&self) -> Arc<[u8]> {
        Arc::clone(&self.bytes)
    }

    /// The header fields.
    #[must_use]
    pub fn header(&self) -> Header {
        let b = &self.bytes;
        Header {
            kind: b[1],
            space: SpaceId::from_bytes(at(b, 4)),
            device: DeviceId::from_bytes(at(b, 36)),
            author_seq: u64::from_be_bytes(at(b, 52)),
            author_prev: RecordHash::from_bytes(at(b, 60)),
            log_len: u64::from_be_bytes(at(b, 92)),
            log_head: LogHead::from_bytes(at(b, 100)),
            key_id: KeyId::from_bytes(at(b, 132)),
            nonce: at(b, 164),
        }
    }

    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Author, without reading the whole header.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        DeviceId::from_bytes(at(&self.bytes, 36))
    }

    /// The space this record belongs to; a GENESIS names its own.
    #[must_use]
    pub fn space(&self) -> SpaceId {
        match self.kind {
            Kind::Genesis => self.hash.into(),
            _ => SpaceId::from_bytes(at(&self.bytes, 4)),
        }
    }

    /// The 192 header bytes: the AAD of content.
    #[must_use]
    pub fn header_bytes(&self) -> &[u8] {
        &self.bytes[..HEADER_BYTES]
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.bytes[HEADER_BYTES..self.bytes.len() - SIGNATURE_BYTES]
    }

    /// The hash, computed when the record was made.
    #[must_use]
    pub const fn hash(&self) -> RecordHash {
        self.hash
    }

    /// The signature bytes.
    #[must_use]
    pub fn signature(&self) -> [u8; SIGNATURE_BYTES] {
        at(&self.bytes, self.bytes.len() - SIGNATURE_BYTES)
    }

    /// Checks the author's signature, strictly (no small-order keys or points,
    /// canonical scalars).
    ///
    /// # Errors
    /// [`RecordError::BadSignature`].
    pub fn verify_signature(&self, key: &VerifyingKey) -> Result<(), RecordError> {
        let message = signed_message(RECORD_LABEL, &[unsigned(&self.bytes)]);
        key.verify_strict(&message, &Signature::from_bytes(&self.signature()))
            .map_err(|_| RecordError::BadSignature)
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Record {}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("kind", &self.kind)
            .field("hash", &self.hash)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// Why bytes are not a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RecordError {
    /// Another version of the protocol.
    #[error("record version {got} is not known")]
    Version {
        /// First byte of the record.
        got: u8,
    },
    /// A kind below 0x10 that protocol v1 does not have.
    #[error("record kind {got:#04x} is not known")]
    Kind {
        /// Second byte of the record.
        got: u8,
    },
    /// Flags are reserved and must be zero.
    #[error("record flags are not zero")]
    Flags,
    /// Larger than a limit.
    #[error("record body of {got} bytes exceeds {limit}")]
    TooLarge {
        /// Largest allowed body, bytes.
        limit: usize,
        /// Announced body, bytes.
        got: usize,
    },
    /// Truncated, or trailing bytes.
    #[error("record is {got} bytes where {expected} were announced")]
    Length {
        /// Length the header asks for.
        expected: usize,
        /// Length of the input.
        got: usize,
    },
    /// The space is zero in exactly GENESIS.
    #[error("space id and record kind do not fit")]
    Space,
    /// Membership records are not sealed: key and nonce must be zero.
    #[error("membership record names a key or nonce")]
    KeyOnMembership,
    /// `author_seq` starts at 1, and `author_prev` is zero in exactly the first.
    #[error("author number and previous hash do not fit")]
    AuthorChain,
    /// `log_head` is zero in exactly a record made on an empty log.
    #[error("log length and head do not fit")]
    LogHead,
    /// The signature does not verify.
    #[error("record signature does not verify")]
    BadSignature,
}

impl From<Short> for RecordError {
    fn from(_: Short) -> Self {
        Self::Length { expected: RECORD_MIN_BYTES, got: 0 }
    }
}

fn check_layout(bytes: &[u8]) -> Result<Kind, RecordError> {
    if bytes.len() < RECORD_MIN_BYTES {
        return Err(RecordError::Length { expected: RECORD_MIN_BYTES, got: bytes.len() });
    }
    if bytes.len() > RECORD_BYTES {
        return Err(RecordError::TooLarge {
            limit: BODY_BYTES,
            got: bytes.len() - RECORD_MIN_BYTES,
        });
    }
    let (header, body_len) = Header::parse(&bytes[..HEADER_BYTES])?;
    let expected = RECORD_MIN_BYTES + body_len;
    if bytes.len() != expected {
        return Err(RecordError::Length { expected, got: bytes.len() });
    }
    Kind::from_byte(header.kind).ok_or(RecordError::Kind { got: header.kind })
}

/// Everything but the signature. `bytes` is at least [`RECORD_MIN_BYTES`] long.
fn unsigned(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len() - SIGNATURE_BYTES]
}

/// `N` bytes from `offset`; callers stay inside the checked layout.
fn at<const N: usize>(bytes: &[u8], offset: usize) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(&bytes[offset..offset + N]);
    out
}
