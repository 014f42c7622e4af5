//! HPKE base mode with X-Wing, HKDF-SHA256 and ChaCha20Poly1305: 32 secret bytes to one device.
//!
//! Owns the suite (protocol section 1, point 6). The callers own info and associated data.

use accord_protocol::body::KEM_PK_BYTES;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_core::CryptoRng;

use super::secret::{Secret, SecretBytes};

/// Bytes of an X-Wing encapsulation.
pub(crate) const ENC_LEN: usize = 1120;
/// Bytes of 32 sealed bytes.
pub(crate) const CT_LEN: usize = 48;

/// An encapsulation and the ciphertext of 32 bytes.
pub(crate) struct SealedKey {
    pub(crate) enc: Box<[u8; ENC_LEN]>,
    pub(crate) ct: [u8; CT_LEN],
}

/// The recipient's KEM key cannot be used.
#[derive(Debug)]
pub(crate) struct BadKemKey;

/// Seals 32 bytes to a KEM public key.
pub(crate) fn seal(
    rng: &mut dyn CryptoRng,
    kem_pk: &[u8; KEM_PK_BYTES],
    info: &[u8],
    aad: &[u8],
    secret: &Secret<32>,
) -> Result<SealedKey, BadKemKey> {
    let mut rng = rng;
    let pk = <XWing as Kem>::PublicKey::from_bytes(kem_pk).map_err(|_| BadKemKey)?;
    let (enc, ct) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
        &OpModeS::Base,
        &pk,
        info,
        secret.expose(),
        aad,
        &mut rng,
    )
    .map_err(|_| BadKemKey)?;
    let mut sealed = SealedKey { enc: Box::new([0; ENC_LEN]), ct: [0; CT_LEN] };
    enc.write_exact(sealed.enc.as_mut_slice());
    sealed.ct = ct.try_into().map_err(|_| BadKemKey)?;
    Ok(sealed)
}

/// Opens what [`seal`] made, with the raw X-Wing seed. `None`: wrong key, info, aad or bytes.
pub(crate) fn open(
    kem_seed: &Secret<32>,
    info: &[u8],
    aad: &[u8],
    enc: &[u8; ENC_LEN],
    ct: &[u8; CT_LEN],
) -> Option<Secret<32>> {
    let sk = <XWing as Kem>::PrivateKey::from_bytes(kem_seed.expose()).ok()?;
    let enc = <XWing as Kem>::EncappedKey::from_bytes(enc).ok()?;
    let plain = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
        &OpModeR::Base,
        &sk,
        &enc,
        info,
        ct,
        aad,
    )
    .ok()?;
    Secret::from_slice(&SecretBytes::new(plain))
}

#[cfg(test)]
mod tests {
    use x_wing::{Decapsulator, KeyExport};

    use super::*;
    use crate::crypto::testing::TestRng;

    #[test]
    fn hpke_and_x_wing_agree_on_the_public_key_of_a_raw_seed() {
        let rng = &mut TestRng::new(5);
        for _ in 0..8 {
            let seed = Secret::<32>::generate(rng);
            let sk = <XWing as Kem>::PrivateKey::from_bytes(seed.expose()).unwrap();
            let of_hpke = XWing::sk_to_pk(&sk).to_bytes();
            let of_x_wing =
                x_wing::DecapsulationKey::from(*seed.expose()).encapsulation_key().to_bytes();
            assert_eq!(of_hpke.as_slice(), of_x_wing.as_slice());
            let (_, derived) = XWing::derive_keypair(seed.expose());
            assert_ne!(
                derived.to_bytes().as_slice(),
                of_x_wing.as_slice(),
                "DeriveKeyPair gives other keys"
            );
        }
    }
}
