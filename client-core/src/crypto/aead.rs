//! XChaCha20-Poly1305 with a 24-byte random nonce: the one symmetric cipher.
//!
//! Owns sealing and opening of one byte string, and the form `nonce ‖ ciphertext`
//! used wherever the nonce has no other place. Knows nothing of what is sealed.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use thiserror::Error;

use super::secret::{Secret, SecretBytes};

/// Bytes of a nonce; long enough to be drawn at random for every sealing.
pub const NONCE_LEN: usize = 24;
/// Bytes a sealing adds: the Poly1305 tag.
pub const TAG_LEN: usize = 16;
/// Bytes [`seal_with_nonce`] adds.
pub const NONCE_AND_TAG_LEN: usize = NONCE_LEN + TAG_LEN;

/// Why something could not be sealed or opened.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum AeadError {
    /// Fewer bytes than a nonce and a tag need.
    #[error("sealed bytes are too short: {got}, need {need}")]
    TooShort {
        /// Bytes given.
        got: usize,
        /// Least bytes possible.
        need: usize,
    },
    /// Wrong key, wrong associated data, or changed bytes; which one cannot be known.
    #[error("sealed bytes do not open under this key")]
    Refused,
    /// The cipher refused to seal: more than 256 GiB.
    #[error("too many bytes to seal")]
    TooLong,
}

/// A fresh nonce.
pub fn random_nonce(rng: &mut dyn CryptoRng) -> [u8; NONCE_LEN] {
    let mut nonce = [0; NONCE_LEN];
    rng.fill_bytes(&mut nonce);
    nonce
}

/// `ciphertext ‖ tag` of `plaintext` under a nonce that must never be used twice with this key.
///
/// # Errors
/// [`AeadError::TooLong`] only.
pub fn seal(
    key: &Secret<32>,
    nonce: &[u8; NONCE_LEN],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, AeadError> {
    cipher(key)
        .encrypt(&XNonce::from(*nonce), Payload { msg: plaintext, aad })
        .map_err(|_| AeadError::TooLong)
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`AeadError::TooShort`] or [`AeadError::Refused`].
pub fn open(
    key: &Secret<32>,
    nonce: &[u8; NONCE_LEN],
    aad: &[u8],
    sealed: &[u8],
) -> Result<SecretBytes, AeadError> {
    if sealed.len() < TAG_LEN {
        return Err(AeadError::TooShort { got: sealed.len(), need: TAG_LEN });
    }
    cipher(key)
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad })
        .map(SecretBytes::new)
        .map_err(|_| AeadError::Refused)
}

/// `nonce ‖ ciphertext ‖ tag` under a fresh nonce.
///
/// # Errors
/// [`AeadError::TooLong`] only.
pub fn seal_with_nonce(
    rng: &mut dyn CryptoRng,
    key: &Secret<32>,
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, AeadError> {
    let nonce = random_nonce(rng);
    let sealed = seal(key, &nonce, aad, plaintext)?;
    let mut out = Vec::with_capacity(NONCE_LEN + sealed.len());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Opens what [`seal_with_nonce`] made.
///
/// # Errors
/// [`AeadError::TooShort`] or [`AeadError::Refused`].
pub fn open_with_nonce(
    key: &Secret<32>,
    aad: &[u8],
    bytes: &[u8],
) -> Result<SecretBytes, AeadError> {
    match bytes.split_first_chunk::<NONCE_LEN>() {
        Some((nonce, sealed)) if sealed.len() >= TAG_LEN => open(key, nonce, aad, sealed),
        _ => Err(AeadError::TooShort { got: bytes.len(), need: NONCE_AND_TAG_LEN }),
    }
}

fn cipher(key: &Secret<32>) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.expose().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::testing::TestRng;

    #[test]
    fn what_was_sealed_opens_and_one_flipped_bit_anywhere_is_refused() {
        let rng = &mut TestRng::new(1);
        let key = Secret::generate(rng);
        let sealed = seal_with_nonce(rng, &key, b"aad", b"hello").unwrap();
        assert_eq!(&*open_with_nonce(&key, b"aad", &sealed).unwrap(), b"hello");
        for at in 0..sealed.len() {
            let mut bad = sealed.clone();
            bad[at] ^= 1 << (at % 8);
            assert_eq!(
                open_with_nonce(&key, b"aad", &bad).unwrap_err(),
                AeadError::Refused,
                "byte {at}"
            );
        }
        for len in 0..sealed.len() {
            assert!(open_with_nonce(&key, b"aad", &sealed[..len]).is_err(), "cut to {len}");
        }
        assert!(open_with_nonce(&key, b"aae", &sealed).is_err());
        assert!(open_with_nonce(&Secret::generate(rng), b"aad", &sealed).is_err());
    }
}
