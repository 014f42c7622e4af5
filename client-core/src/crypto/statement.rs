//! Signatures over labelled bytes, and the statements that carry their own.
//!
//! One label per kind of signature, so that a signature never means two things.
//! Knows nothing of what the bytes say; their layout belongs to the acts.

use accord_protocol::ids::signed_message;
use ed25519_dalek::{Signature, Signer, VerifyingKey};
use thiserror::Error;

use super::keys::DeviceKeys;

/// Label of a statement: yes, no, take back, end of an agreement (protocol section 4).
pub const CONSENT: &str = "accord/v1/consent";

/// A signature that does not stand.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("signature does not verify")]
pub struct BadSignature;

/// Ed25519 over `label ‖ 0 ‖ bytes`.
pub fn sign(keys: &DeviceKeys, label: &str, bytes: &[u8]) -> [u8; 64] {
    keys.signing_key().sign(&signed_message(label, &[bytes])).to_bytes()
}

/// Checks [`sign`] with `verify_strict`: no small-order key, no second encoding.
///
/// # Errors
/// [`BadSignature`], also if the key does not decode.
pub fn verify(
    ed_pk: &[u8; 32],
    label: &str,
    bytes: &[u8],
    signature: &[u8; 64],
) -> Result<(), BadSignature> {
    let key = VerifyingKey::from_bytes(ed_pk).map_err(|_| BadSignature)?;
    key.verify_strict(&signed_message(label, &[bytes]), &Signature::from_bytes(signature))
        .map_err(|_| BadSignature)
}

/// Signs the bytes of a statement with label [`CONSENT`].
pub fn sign_statement(keys: &DeviceKeys, statement: &[u8]) -> [u8; 64] {
    sign(keys, CONSENT, statement)
}

/// Checks [`sign_statement`].
///
/// # Errors
/// [`BadSignature`].
pub fn verify_statement(
    ed_pk: &[u8; 32],
    statement: &[u8],
    signature: &[u8; 64],
) -> Result<(), BadSignature> {
    verify(ed_pk, CONSENT, statement, signature)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::keys::DeviceSecret;
    use crate::crypto::testing::TestRng;

    #[test]
    fn a_statement_stands_only_with_its_bytes_label_and_key() {
        let rng = &mut TestRng::new(2);
        let keys = DeviceSecret::generate(rng).keys();
        let other = DeviceSecret::generate(rng).keys();
        let signature = sign_statement(&keys, b"yes");
        assert_eq!(verify_statement(keys.ed_pk(), b"yes", &signature), Ok(()));
        assert_eq!(verify_statement(keys.ed_pk(), b"no", &signature), Err(BadSignature));
        assert_eq!(verify_statement(other.ed_pk(), b"yes", &signature), Err(BadSignature));
        assert_eq!(verify(keys.ed_pk(), "accord/v1/record", b"yes", &signature), Err(BadSignature));
        for at in 0..signature.len() {
            let mut bad = signature;
            bad[at] ^= 1 << (at % 8);
            assert_eq!(
                verify_statement(keys.ed_pk(), b"yes", &bad),
                Err(BadSignature),
                "byte {at}"
            );
        }
    }

    #[test]
    fn a_small_order_key_verifies_nothing() {
        // The identity point: under a lax check it verifies R = identity, s = 0 for every message.
        let mut identity = [0; 32];
        identity[0] = 1;
        let mut signature = [0; 64];
        signature[0] = 1;
        assert_eq!(verify_statement(&identity, b"yes", &signature), Err(BadSignature));
    }
}
