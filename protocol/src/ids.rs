//! Names for fixed-length bytes, and the labelled hash they come from.
//!
//! One type per meaning, so that a space id can never be passed where a key id is
//! meant. Nothing here is secret; secrets live in the client.

use core::fmt;

use sha2::{Digest, Sha256};

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $len]);

        impl $name {
            /// All zero bytes: "none" wherever the protocol allows absence.
            pub const ZERO: Self = Self([0; $len]);
            /// Length in bytes.
            pub const LEN: usize = $len;

            /// Takes the bytes as they are; every value is allowed.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            /// The bytes as they appear on the wire.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// The bytes by value.
            #[must_use]
            pub const fn to_bytes(self) -> [u8; $len] {
                self.0
            }

            /// True for [`Self::ZERO`].
            #[must_use]
            pub fn is_zero(&self) -> bool {
                self.0 == [0; $len]
            }

            /// From a slice of exactly this length, else `None`.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// From lower-case or upper-case hex of exactly this length, else `None`.
            #[must_use]
            pub fn from_hex(text: &str) -> Option<Self> {
                let mut out = [0; $len];
                unhex(text, &mut out).then_some(Self(out))
            }
        }

        impl From<[u8; $len]> for $name {
            fn from(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }
    };
}

id_type!(
    /// A space, named by the record hash of its GENESIS, so that it certifies itself.
    SpaceId,
    32
);
id_type!(
    /// A device in one space: the first 16 bytes of a hash over both public keys.
    DeviceId,
    16
);
id_type!(
    /// Hash of a record without its signature; see [`record_hash`].
    RecordHash,
    32
);
id_type!(
    /// Head `H_n` of a log after `n` records; [`LogHead::ZERO`] is `H_0`.
    LogHead,
    32
);
id_type!(
    /// Commitment to an epoch key; the key itself never enters this crate.
    KeyId,
    32
);
id_type!(
    /// Mailbox of one pairing; derived from the pair secret by the client.
    MailboxId,
    32
);
id_type!(
    /// `T`, the transcript hash of one pairing; see [`Transcript::of`].
    Transcript,
    32
);
id_type!(
    /// Which incarnation of its store a relay runs on; changes after a restore.
    StoreEpoch,
    16
);

impl DeviceId {
    /// The id of a device with this Ed25519 key and X-Wing key.
    #[must_use]
    pub fn of(ed_pk: &[u8; 32], kem_pk: &[u8; 1216]) -> Self {
        let full = hash("accord/v1/device-id", &[Part::Fixed(ed_pk), Part::Fixed(kem_pk)]);
        let mut id = [0; 16];
        id.copy_from_slice(&full[..16]);
        Self(id)
    }
}

impl KeyId {
    /// The id that commits to `epoch_key` (32 secret bytes) in `space`.
    #[must_use]
    pub fn of(space: &SpaceId, epoch_key: &[u8; 32]) -> Self {
        Self(hash("accord/v1/key-id", &[Part::Fixed(&space.0), Part::Fixed(epoch_key)]))
    }
}

impl Transcript {
    /// `T` over the exact bytes of M1 and of M2 without its proof.
    #[must_use]
    pub fn of(m1: &[u8], m2_core: &[u8]) -> Self {
        Self(hash("accord/v1/pair/t", &[Part::Counted(m1), Part::Counted(m2_core)]))
    }
}

impl From<RecordHash> for SpaceId {
    /// A GENESIS names its space.
    fn from(genesis: RecordHash) -> Self {
        Self(genesis.0)
    }
}

/// One of the two partners of a couple space; a vault has only `Zero`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Partner {
    /// Who founded the space.
    Zero,
    /// Who joined it.
    One,
}

impl Partner {
    /// Both, in order.
    pub const BOTH: [Self; 2] = [Self::Zero, Self::One];

    /// 0 or 1.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Zero => 0,
            Self::One => 1,
        }
    }

    /// 0 or 1 as a wire byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        match self {
            Self::Zero => 0,
            Self::One => 1,
        }
    }

    /// From a wire byte; anything but 0 and 1 is `None`.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Zero),
            1 => Some(Self::One),
            _ => None,
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Zero => Self::One,
            Self::One => Self::Zero,
        }
    }
}

/// One input of [`hash`] and of signed messages.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// Bytes whose length the protocol fixes, or the last part: no length is hashed.
    Fixed(&'a [u8]),
    /// Bytes of any length: a big-endian u64 length goes first.
    Counted(&'a [u8]),
}

/// `H(label, parts)`: SHA-256 over `label ‖ 0x00 ‖ parts`. Do not change: protocol v1.
#[must_use]
pub fn hash(label: &str, parts: &[Part<'_>]) -> [u8; 32] {
    let mut state = Sha256::new();
    state.update(label.as_bytes());
    state.update([0]);
    for part in parts {
        match part {
            Part::Fixed(bytes) => state.update(bytes),
            Part::Counted(bytes) => {
                state.update((bytes.len() as u64).to_be_bytes());
                state.update(bytes);
            }
        }
    }
    state.finalize().into()
}

/// Hash of a record from its header and body bytes, without the signature.
#[must_use]
pub fn record_hash(unsigned: &[u8]) -> RecordHash {
    RecordHash(hash("accord/v1/record-hash", &[Part::Fixed(unsigned)]))
}

/// `H_n` from `H_{n-1}` and the hash of the n-th record.
#[must_use]
pub fn next_head(head: &LogHead, record: &RecordHash) -> LogHead {
    LogHead(hash("accord/v1/log", &[Part::Fixed(&head.0), Part::Fixed(&record.0)]))
}

/// The bytes an Ed25519 signature covers: `label ‖ 0x00 ‖ bytes`.
#[must_use]
pub fn signed_message(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let len = parts.iter().map(|part| part.len()).sum::<usize>();
    let mut message = Vec::with_capacity(label.len() + 1 + len);
    message.extend_from_slice(label.as_bytes());
    message.push(0);
    for part in parts {
        message.extend_from_slice(part);
    }
    message
}

fn unhex(text: &str, out: &mut [u8]) -> bool {
    let text = text.as_bytes();
    if text.len() != out.len() * 2 {
        return false;
    }
    let digit = |c: u8| (c as char).to_digit(16).and_then(|d| u8::try_from(d).ok());
    for (pair, byte) in text.chunks_exact(2).zip(out.iter_mut()) {
        let (Some(high), Some(low)) = (digit(pair[0]), digit(pair[1])) else { return false };
        *byte = high << 4 | low;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_goes_both_ways_and_wrong_lengths_are_refused() {
        let id = DeviceId::from_bytes([
            0, 17, 34, 51, 68, 85, 102, 119, 136, 153, 170, 187, 204, 221, 238, 255,
        ]);
        assert_eq!(id.to_string(), "00112233445566778899aabbccddeeff");
        assert_eq!(DeviceId::from_hex(&id.to_string()), Some(id));
        assert_eq!(DeviceId::from_hex("00"), None);
        assert_eq!(DeviceId::from_hex("zz112233445566778899aabbccddeeff"), None);
        assert_eq!(DeviceId::from_slice(&[0; 15]), None);
    }

    #[test]
    fn counted_parts_cannot_be_shifted_into_each_other() {
        let one = hash("l", &[Part::Counted(b"ab"), Part::Counted(b"c")]);
        let two = hash("l", &[Part::Counted(b"a"), Part::Counted(b"bc")]);
        assert_ne!(one, two);
        assert_ne!(hash("l", &[]), hash("m", &[]));
    }

    #[test]
    fn partners_have_an_index_and_an_other() {
        for partner in Partner::BOTH {
            assert_eq!(partner.other().other(), partner);
            assert_eq!(Partner::from_byte(partner.to_byte()), Some(partner));
            assert_eq!(partner.index(), usize::from(partner.to_byte()));
        }
        assert_eq!(Partner::from_byte(2), None);
    }
}
