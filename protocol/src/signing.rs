//! Detached Ed25519 signatures over labelled messages. One label per purpose, so a
//! signature made for one can never be shown for another; always verified strictly.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

/// Signs a message built by one of the `*_message` functions of this crate.
#[must_use]
pub fn sign(key: &SigningKey, message: &[u8]) -> [u8; 64] {
    key.sign(message).to_bytes()
}

/// Strict verification: no small-order key or point, canonical scalar (RFC 8032).
#[must_use]
pub fn verify(key: &VerifyingKey, message: &[u8], signature: &[u8; 64]) -> bool {
    key.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
}
