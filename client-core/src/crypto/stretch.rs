//! Argon2id: turning what a person remembers or says into a key.
//!
//! Owns the cost parameters, their bounds when they come from stored bytes, and
//! the normalisation of typed secrets. Knows nothing of what the key opens.

use argon2::{Algorithm, Argon2, Params, Version};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::secret::Secret;

/// Bytes of a stretching salt.
pub const SALT_LEN: usize = 16;
/// Most bytes of a passphrase or PIN as typed: far over what a person types.
pub const MAX_TYPED_BYTES: usize = 1024;
/// Bytes of [`StretchParams`] when stored.
pub const PARAMS_LEN: usize = 12;

/// Least memory accepted, 64 MiB: what version 1 writes.
const MIN_MEMORY_KIB: u32 = 64 * 1024;
/// Most memory accepted, 256 MiB: what a phone can give without being killed.
const MAX_MEMORY_KIB: u32 = 256 * 1024;
/// Least passes accepted: what version 1 writes.
const MIN_PASSES: u32 = 3;
/// Most passes accepted, so that changed bytes cannot hang an unlock.
const MAX_PASSES: u32 = 16;
/// Most lanes accepted.
const MAX_LANES: u32 = 4;

/// Why a secret was not stretched.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum StretchError {
    /// A stored cost lies outside what this version accepts.
    #[error("stretching cost out of bounds: {memory_kib} KiB, {passes} passes, {lanes} lanes")]
    OutOfBounds {
        /// Memory in KiB.
        memory_kib: u32,
        /// Passes over the memory.
        passes: u32,
        /// Lanes.
        lanes: u32,
    },
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// More was typed than [`MAX_TYPED_BYTES`].
    #[error("typed secret is too long: {got} bytes, at most {limit}")]
    TooLong {
        /// Bytes typed.
        got: usize,
        /// Most bytes.
        limit: usize,
    },
    /// The memory could not be had.
    #[error("not enough memory to stretch the secret")]
    Memory,
}

/// Cost of one stretching, always within the bounds of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StretchParams {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl StretchParams {
    /// What version 1 writes: 64 MiB, 3 passes, 1 lane (protocol section 2).
    pub const V1: Self = Self { memory_kib: MIN_MEMORY_KIB, passes: MIN_PASSES, lanes: 1 };

    /// Parameters within bounds.
    ///
    /// # Errors
    /// [`StretchError::OutOfBounds`].
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, StretchError> {
        let fits = (MIN_MEMORY_KIB..=MAX_MEMORY_KIB).contains(&memory_kib)
            && (MIN_PASSES..=MAX_PASSES).contains(&passes)
            && (1..=MAX_LANES).contains(&lanes);
        if fits {
            Ok(Self { memory_kib, passes, lanes })
        } else {
            Err(StretchError::OutOfBounds { memory_kib, passes, lanes })
        }
    }

    /// `memory_kib4 ‖ passes4 ‖ lanes4`.
    pub fn to_bytes(self) -> [u8; PARAMS_LEN] {
        let mut bytes = [0; PARAMS_LEN];
        for (chunk, number) in
            bytes.chunks_exact_mut(4).zip([self.memory_kib, self.passes, self.lanes])
        {
            chunk.copy_from_slice(&number.to_be_bytes());
        }
        bytes
    }

    /// Reads [`StretchParams::to_bytes`].
    ///
    /// # Errors
    /// [`StretchError::OutOfBounds`].
    pub fn from_bytes(bytes: &[u8; PARAMS_LEN]) -> Result<Self, StretchError> {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = *bytes;
        Self::new(
            u32::from_be_bytes([a, b, c, d]),
            u32::from_be_bytes([e, f, g, h]),
            u32::from_be_bytes([i, j, k, l]),
        )
    }
}

/// Argon2id version 19 with a 32-byte output.
///
/// # Errors
/// [`StretchError::Memory`] if the memory cannot be had.
pub fn stretch(
    params: StretchParams,
    secret: &[u8],
    salt: &[u8],
) -> Result<Secret<32>, StretchError> {
    let params = Params::new(params.memory_kib, params.passes, params.lanes, Some(32))
        .map_err(|_| StretchError::Memory)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut result = Ok(());
    let key = Secret::fill_with(|out| result = argon.hash_password_into(secret, salt, out));
    result.map_err(|_| StretchError::Memory)?;
    Ok(key)
}

/// What a person typed, in Unicode form NFC (as RFC 8265 OpaqueString), neither trimmed nor case-folded.
///
/// # Errors
/// [`StretchError::Empty`] or [`StretchError::TooLong`].
pub fn normalised(typed: &str) -> Result<Zeroizing<String>, StretchError> {
    if typed.is_empty() {
        return Err(StretchError::Empty);
    }
    if typed.len() > MAX_TYPED_BYTES {
        return Err(StretchError::TooLong { got: typed.len(), limit: MAX_TYPED_BYTES });
    }
    // Room for the worst growth of NFC, so that no unwiped buffer is left behind.
    let mut text = Zeroizing::new(String::with_capacity(typed.len() * 3));
    text.extend(typed.nfc());
    Ok(text)
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    #[test]
    fn stored_costs_are_bounded_both_ways() {
        assert_eq!(StretchParams::from_bytes(&StretchParams::V1.to_bytes()), Ok(StretchParams::V1));
        for (m, t, p) in [
            (65_535, 3, 1),
            (262_145, 3, 1),
            (65_536, 2, 1),
            (65_536, 17, 1),
            (65_536, 3, 0),
            (65_536, 3, 5),
            (u32::MAX, u32::MAX, u32::MAX),
        ] {
            assert_eq!(
                StretchParams::new(m, t, p),
                Err(StretchError::OutOfBounds { memory_kib: m, passes: t, lanes: p })
            );
        }
        assert!(StretchParams::new(262_144, 16, 4).is_ok());
    }

    #[test]
    fn the_same_letters_typed_on_two_systems_are_one_passphrase() {
        assert_eq!(*normalised("cafe\u{301}").unwrap(), *normalised("caf\u{e9}").unwrap());
        assert_ne!(*normalised("Cafe").unwrap(), *normalised("cafe").unwrap());
        assert_eq!(normalised("").unwrap_err(), StretchError::Empty);
        assert!(matches!(
            normalised(&"x".repeat(1025)),
            Err(StretchError::TooLong { got: 1025, .. })
        ));
    }

    #[test]
    fn argon2id_agrees_with_another_implementation() {
        // From PyPI argon2-cffi (the C reference): hash_secret_raw(b"correct", b"0123456789abcdef",
        // time_cost=3, memory_cost=65536, parallelism=1, hash_len=32, type=Type.ID).
        let key = stretch(StretchParams::V1, b"correct", b"0123456789abcdef").unwrap();
        let hex = "7ce2a89f4023569ff50398cba26b7feb4a25a168c8c87ae57b99b942f3bafb79";
        assert_eq!(HEXLOWER.encode(key.expose()), hex);
    }
}
