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

#[cfg(test)]
pub(crate) mod tests {
    use curve25519_dalek::Scalar;
    use ed25519_dalek::Verifier;
    use sha2::{Digest, Sha512};

    use super::*;

    /// A signature with the nonce 0: R is the neutral element, S = k·a. The equation
    /// holds, so a lax verifier takes it; a strict one refuses R for its order.
    pub(crate) fn neutral_signature(key: &SigningKey, message: &[u8]) -> [u8; 64] {
        let public = key.verifying_key();
        let mut r = [0; 32];
        r[0] = 1;
        let k = Sha512::new().chain_update(r).chain_update(public).chain_update(message).finalize();
        let s = Scalar::from_bytes_mod_order_wide(&k.into()) * key.to_scalar();
        let signature = Signature::from_components(r, s.to_bytes());
        assert!(public.verify(message, &signature).is_ok(), "a lax verifier takes it");
        signature.to_bytes()
    }

    #[test]
    fn what_only_a_lax_verifier_takes_is_refused() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let message = crate::ids::signed_message("accord/v1/example", &[b"words"]);
        let signature = sign(&key, &message);
        assert!(verify(&key.verifying_key(), &message, &signature));
        assert!(!verify(&key.verifying_key(), b"other words", &signature));
        assert!(!verify(&key.verifying_key(), &message, &neutral_signature(&key, &message)));
    }
}
