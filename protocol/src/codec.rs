//! Deterministic CBOR (RFC 8949, section 4.2.1) for frames and HTTP bodies: one map
//! with small integer keys. Exactly one encoding is accepted: shortest lengths,
//! definite lengths, keys strictly ascending, no tags, no floats, nothing after the
//! end. Keys a reader does not know are walked over and ignored.
//!
//! Nothing here allocates by an announced length, and the walk is bounded in depth
//! and width.

use crate::limits::{CBOR_DEPTH, CBOR_MAP_KEYS};

/// Why bytes are not a frame or an HTTP body.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CodecError {
    /// Larger than its limit.
    #[error("{got} bytes exceed {limit}")]
    TooLarge {
        /// Limit, bytes.
        limit: usize,
        /// Length, bytes.
        got: usize,
    },
    /// Not the one deterministic encoding of a map, or nested too deeply.
    #[error("not deterministic cbor at byte {at}")]
    Encoding {
        /// Offset of the item.
        at: usize,
    },
    /// A required key is missing.
    #[error("key {key} is missing")]
    Missing {
        /// The key.
        key: u64,
    },
    /// A known key holds another type, length or range.
    #[error("key {key} does not hold what it should")]
    Field {
        /// The key.
        key: u64,
    },
    /// A frame type of another version. A client skips such a frame.
    #[error("frame type {got} is not known")]
    FrameType {
        /// The type.
        got: u64,
    },
}

const UINT: u8 = 0;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const SIMPLE: u8 = 7;
const FALSE: u8 = 0xf4;
const TRUE: u8 = 0xf5;
const NULL: u8 = 0xf6;

/// Writes one map. Keys are given in ascending order, at most 23.
pub(crate) struct MapWriter {
    out: Vec<u8>,
    last: Option<u64>,
}

impl MapWriter {
    pub(crate) fn new() -> Self {
        Self { out: vec![MAP << 5], last: None }
    }

    pub(crate) fn with_capacity(bytes: usize) -> Self {
        let mut out = Vec::with_capacity(bytes);
        out.push(MAP << 5);
        Self { out, last: None }
    }

    pub(crate) fn uint(mut self, key: u64, value: u64) -> Self {
        self.key(key);
        head(&mut self.out, UINT, value);
        self
    }

    pub(crate) fn opt_uint(self, key: u64, value: Option<u64>) -> Self {
        match value {
            Some(value) => self.uint(key, value),
            None => self,
        }
    }

    pub(crate) fn bytes(mut self, key: u64, value: &[u8]) -> Self {
        self.key(key);
        string(&mut self.out, BYTES, value);
        self
    }

    pub(crate) fn opt_bytes(self, key: u64, value: Option<&[u8]>) -> Self {
        match value {
            Some(value) => self.bytes(key, value),
            None => self,
        }
    }

    pub(crate) fn text(mut self, key: u64, value: &str) -> Self {
        self.key(key);
        string(&mut self.out, TEXT, value.as_bytes());
        self
    }

    pub(crate) fn bool(mut self, key: u64, value: bool) -> Self {
        self.key(key);
        self.out.push(if value { TRUE } else { FALSE });
        self
    }

    pub(crate) fn list<'a>(
        mut self,
        key: u64,
        items: impl ExactSizeIterator<Item = &'a [u8]>,
    ) -> Self {
        self.key(key);
        head(&mut self.out, ARRAY, items.len() as u64);
        for item in items {
            string(&mut self.out, BYTES, item);
        }
        self
    }

    pub(crate) fn map(mut self, key: u64, value: Self) -> Self {
        self.key(key);
        self.out.extend_from_slice(&value.finish());
        self
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.out
    }

    fn key(&mut self, key: u64) {
        debug_assert!(self.last.is_none_or(|last| last < key), "keys ascend");
        debug_assert!(self.out[0] < (MAP << 5) + 23, "at most 23 keys");
        self.last = Some(key);
        self.out[0] += 1;
        head(&mut self.out, UINT, key);
    }
}

fn head(out: &mut Vec<u8>, major: u8, value: u64) {
    let bytes = value.to_be_bytes();
    let (info, from) = match value {
        0..24 => {
            out.push(major << 5 | bytes[7]);
            return;
        }
        24..=0xff => (24, 7),
        0x100..=0xffff => (25, 6),
        0x1_0000..=0xffff_ffff => (26, 4),
        _ => (27, 0),
    };
    out.push(major << 5 | info);
    out.extend_from_slice(&bytes[from..]);
}

fn string(out: &mut Vec<u8>, major: u8, value: &[u8]) {
    head(out, major, value.len() as u64);
    out.extend_from_slice(value);
}

/// The fields of one map, checked for form, each still in its encoding.
pub(crate) struct Fields<'a>(Vec<(u64, &'a [u8])>);

impl<'a> Fields<'a> {
    /// Takes exactly one map of at most `limit` bytes.
    pub(crate) fn parse(bytes: &'a [u8], limit: usize) -> Result<Self, CodecError> {
        if bytes.len() > limit {
            return Err(CodecError::TooLarge { limit, got: bytes.len() });
        }
        let mut walk = Walk { bytes, at: 0 };
        let (major, count) = walk.head()?;
        if major != MAP || count > CBOR_MAP_KEYS {
            return Err(CodecError::Encoding { at: 0 });
        }
        let mut fields: Vec<(u64, &[u8])> = Vec::new();
        for _ in 0..count {
            let at = walk.at;
            let (major, key) = walk.head()?;
            if major != UINT || fields.last().is_some_and(|(last, _)| *last >= key) {
                return Err(CodecError::Encoding { at });
            }
            let from = walk.at;
            walk.item(CBOR_DEPTH)?;
            fields.push((key, &bytes[from..walk.at]));
        }
        if walk.at == bytes.len() {
            Ok(Self(fields))
        } else {
            Err(CodecError::Encoding { at: walk.at })
        }
    }

    fn raw(&self, key: u64) -> Option<&'a [u8]> {
        self.0.iter().find(|(k, _)| *k == key).map(|(_, value)| *value)
    }

    pub(crate) fn opt_uint(&self, key: u64) -> Result<Option<u64>, CodecError> {
        let Some(raw) = self.raw(key) else { return Ok(None) };
        match (Walk { bytes: raw, at: 0 }).head() {
            Ok((UINT, value)) => Ok(Some(value)),
            _ => Err(CodecError::Field { key }),
        }
    }

    pub(crate) fn uint(&self, key: u64) -> Result<u64, CodecError> {
        self.opt_uint(key)?.ok_or(CodecError::Missing { key })
    }

    /// An unsigned number that fits the target type.
    pub(crate) fn number<T: TryFrom<u64>>(&self, key: u64) -> Result<T, CodecError> {
        self.uint(key)?.try_into().map_err(|_| CodecError::Field { key })
    }

    pub(crate) fn bool(&self, key: u64) -> Result<bool, CodecError> {
        match self.raw(key) {
            None => Err(CodecError::Missing { key }),
            Some([TRUE]) => Ok(true),
            Some([FALSE]) => Ok(false),
            Some(_) => Err(CodecError::Field { key }),
        }
    }

    pub(crate) fn opt_bytes(&self, key: u64, limit: usize) -> Result<Option<&'a [u8]>, CodecError> {
        let Some(raw) = self.raw(key) else { return Ok(None) };
        let value = content(raw, BYTES).ok_or(CodecError::Field { key })?;
        if value.len() > limit {
            return Err(CodecError::TooLarge { limit, got: value.len() });
        }
        Ok(Some(value))
    }

    pub(crate) fn bytes(&self, key: u64, limit: usize) -> Result<&'a [u8], CodecError> {
        self.opt_bytes(key, limit)?.ok_or(CodecError::Missing { key })
    }

    /// A byte string of exactly `N` bytes.
    pub(crate) fn array<const N: usize>(&self, key: u64) -> Result<[u8; N], CodecError> {
        self.bytes(key, usize::MAX)?.try_into().map_err(|_| CodecError::Field { key })
    }

    pub(crate) fn opt_text(&self, key: u64, limit: usize) -> Result<Option<&'a str>, CodecError> {
        let Some(raw) = self.raw(key) else { return Ok(None) };
        let value = content(raw, TEXT).ok_or(CodecError::Field { key })?;
        if value.len() > limit {
            return Err(CodecError::TooLarge { limit, got: value.len() });
        }
        core::str::from_utf8(value).map(Some).map_err(|_| CodecError::Field { key })
    }

    pub(crate) fn text(&self, key: u64, limit: usize) -> Result<&'a str, CodecError> {
        self.opt_text(key, limit)?.ok_or(CodecError::Missing { key })
    }

    /// A list of at most `most` byte strings of at most `limit` bytes each.
    pub(crate) fn list(
        &self,
        key: u64,
        most: usize,
        limit: usize,
    ) -> Result<Vec<&'a [u8]>, CodecError> {
        let raw = self.raw(key).ok_or(CodecError::Missing { key })?;
        let mut walk = Walk { bytes: raw, at: 0 };
        let Ok((ARRAY, count)) = walk.head() else { return Err(CodecError::Field { key }) };
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        if count > most {
            return Err(CodecError::TooLarge { limit: most, got: count });
        }
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            let from = walk.at;
            walk.item(0)?;
            let item = content(&raw[from..walk.at], BYTES).ok_or(CodecError::Field { key })?;
            if item.len() > limit {
                return Err(CodecError::TooLarge { limit, got: item.len() });
            }
            items.push(item);
        }
        Ok(items)
    }

    pub(crate) fn opt_map(&self, key: u64) -> Result<Option<Self>, CodecError> {
        let Some(raw) = self.raw(key) else { return Ok(None) };
        Fields::parse(raw, usize::MAX).map(Some).map_err(|_| CodecError::Field { key })
    }

    pub(crate) fn map(&self, key: u64) -> Result<Self, CodecError> {
        self.opt_map(key)?.ok_or(CodecError::Missing { key })
    }
}

/// What a string item holds, if it is of this major type. `raw` was walked before.
fn content(raw: &[u8], major: u8) -> Option<&[u8]> {
    let mut walk = Walk { bytes: raw, at: 0 };
    match walk.head() {
        Ok((got, _)) if got == major => raw.get(walk.at..),
        _ => None,
    }
}

/// A position in an encoding, moved only over well-formed items.
struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Walk<'_> {
    /// Major type and argument, shortest form only.
    fn head(&mut self) -> Result<(u8, u64), CodecError> {
        let bad = CodecError::Encoding { at: self.at };
        let first = *self.bytes.get(self.at).ok_or(bad)?;
        let (major, info) = (first >> 5, first & 0x1f);
        let extra = match info {
            0..24 => 0,
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => return Err(bad), // reserved, or indefinite length
        };
        let from = self.at + 1;
        let tail = self.bytes.get(from..from + extra).ok_or(bad)?;
        let value = match extra {
            0 => u64::from(info),
            _ => tail.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)),
        };
        let least = match extra {
            0 => 0,
            1 => 24,
            2 => 0x100,
            4 => 0x1_0000,
            _ => 0x1_0000_0000,
        };
        if value < least {
            return Err(bad);
        }
        self.at = from + extra;
        Ok((major, value))
    }

    /// Moves over one item with at most `depth` containers inside each other.
    fn item(&mut self, depth: usize) -> Result<(), CodecError> {
        let bad = CodecError::Encoding { at: self.at };
        let first = *self.bytes.get(self.at).ok_or(bad)?;
        if first >> 5 == SIMPLE {
            self.at += 1;
            return if matches!(first, FALSE | TRUE | NULL) { Ok(()) } else { Err(bad) };
        }
        let (major, value) = self.head()?;
        match major {
            UINT | 1 => Ok(()),
            BYTES | TEXT => {
                let len = usize::try_from(value).map_err(|_| bad)?;
                let end = self.at.checked_add(len).ok_or(bad)?;
                let inside = self.bytes.get(self.at..end).ok_or(bad)?;
                if major == TEXT && core::str::from_utf8(inside).is_err() {
                    return Err(bad);
                }
                self.at = end;
                Ok(())
            }
            ARRAY if depth > 0 => (0..value).try_for_each(|_| self.item(depth - 1)),
            MAP if depth > 0 => self.entries(value, depth),
            _ => Err(bad),
        }
    }

    /// Keys of an inner map ascend in their encoded form, as RFC 8949 orders them.
    fn entries(&mut self, count: u64, depth: usize) -> Result<(), CodecError> {
        let mut last: Option<(usize, usize)> = None;
        for _ in 0..count {
            let from = self.at;
            self.item(depth - 1)?;
            let key = &self.bytes[from..self.at];
            if last.is_some_and(|(a, b)| &self.bytes[a..b] >= key) {
                return Err(CodecError::Encoding { at: from });
            }
            last = Some((from, self.at));
            self.item(depth - 1)?;
        }
        Ok(())
    }
}
