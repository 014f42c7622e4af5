//! Sealing of the file in which a removed device's unsent acts travel (`docs/decisions/0263`).
//!
//! Sealed under a key of the vault, so that only this person's own devices open it; signed by the device that wrote it, so that nobody else
//! can have. Knows no acts.

use accord_protocol::ids::{DeviceId, KeyId, SpaceId};
use accord_protocol::signing::verify;
use ed25519_dalek::VerifyingKey;
use rand_core::CryptoRng;
use thiserror::Error;

use super::aead::{self, AeadError, NONCE_LEN};
use super::keys::{DeviceKeys, EpochKey};
use super::secret::SecretBytes;
use super::statement::sign;

const VERSION: u8 = 1;
const LABEL: &str = "accord/v1/unsent";
const AAD: &[u8] = b"accord/v1/unsent\0";
const SIGNATURE_LEN: usize = 64;
/// Least bytes inside, so that a file with one act and one with ten look alike.
const LEAST_BYTES: usize = 16 * 1024;
/// Most bytes of a file: as many acts as a year of writing every hour.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

/// Why a file could not be sealed or opened.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum UnsentError {
    /// The cipher refused: another key, or changed bytes.
    #[error("unsent file: {0}")]
    Aead(#[from] AeadError),
    /// Not the exact bytes.
    #[error("unsent file is not exact")]
    NotExact,
    /// More than a file may hold.
    #[error("unsent file of {0} bytes is too long")]
    TooLong(usize),
}

/// What a file held, and who says so.
#[derive(Debug)]
pub struct OpenedUnsent {
    /// The vault's device that wrote it.
    pub device: DeviceId,
    /// What it holds.
    pub body: SecretBytes,
    /// The words once more, as they were signed.
    signed: SecretBytes,
    signature: [u8; SIGNATURE_LEN],
}

impl OpenedUnsent {
    /// Whether the device with this key signed it.
    pub fn is_by(&self, key: &VerifyingKey) -> bool {
        let message = accord_protocol::ids::signed_message(LABEL, &[&self.signed]);
        verify(key, &message, &self.signature)
    }
}

/// `ver1 ‖ nonce24 ‖ XChaCha20-Poly1305(unsent key, plain, aad "accord/v1/unsent" ‖ 0 ‖ ver ‖ vault)` with `plain = device16 ‖ signature64 ‖
/// len4 ‖ body ‖ zeros` to max(16384, next power of two); the signature is over `vault ‖ key_id ‖ device ‖ body`.
///
/// # Errors
/// [`UnsentError::TooLong`], or the cipher's.
pub fn seal_unsent(
    rng: &mut dyn CryptoRng,
    ek: &EpochKey,
    vault: &SpaceId,
    keys: &DeviceKeys,
    body: &[u8],
) -> Result<Vec<u8>, UnsentError> {
    let device = keys.device_id();
    let signature = sign(keys, LABEL, &signed(vault, &ek.key_id(vault), &device, body));
    let len = u32::try_from(body.len()).map_err(|_| UnsentError::TooLong(body.len()))?;
    let mut plain = [device.as_bytes().as_slice(), &signature, &len.to_be_bytes(), body].concat();
    plain.resize(plain.len().next_power_of_two().max(LEAST_BYTES), 0);
    if plain.len() >= MAX_FILE_BYTES {
        return Err(UnsentError::TooLong(body.len()));
    }
    let plain = SecretBytes::new(plain);
    let nonce = aead::random_nonce(rng);
    let sealed = aead::seal(&ek.unsent_key(), &nonce, &aad(vault), &plain)?;
    Ok([&[VERSION], nonce.as_slice(), &sealed].concat())
}

/// Opens what [`seal_unsent`] made. Who wrote it is still to be asked: [`OpenedUnsent::is_by`].
///
/// # Errors
/// [`UnsentError`].
pub fn open_unsent(
    ek: &EpochKey,
    vault: &SpaceId,
    file: &[u8],
) -> Result<OpenedUnsent, UnsentError> {
    if file.len() > MAX_FILE_BYTES {
        return Err(UnsentError::TooLong(file.len()));
    }
    let Some((&[VERSION], rest)) = file.split_first_chunk::<1>() else {
        return Err(UnsentError::NotExact);
    };
    let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>().ok_or(UnsentError::NotExact)?;
    let plain = aead::open(&ek.unsent_key(), nonce, &aad(vault), sealed)?;
    let exact = || {
        let (device, rest) = plain.split_first_chunk::<16>()?;
        let (signature, rest) = rest.split_first_chunk::<SIGNATURE_LEN>()?;
        let (len, rest) = rest.split_first_chunk::<4>()?;
        let len = usize::try_from(u32::from_be_bytes(*len)).ok()?;
        let (body, padding) = rest.split_at_checked(len)?;
        if padding.iter().any(|byte| *byte != 0) {
            return None;
        }
        let device = DeviceId::from_bytes(*device);
        let signed = SecretBytes::new(signed(vault, &ek.key_id(vault), &device, body));
        let body = SecretBytes::new(body.to_vec());
        Some(OpenedUnsent { device, body, signed, signature: *signature })
    };
    exact().ok_or(UnsentError::NotExact)
}

fn aad(vault: &SpaceId) -> Vec<u8> {
    [AAD, &[VERSION], vault.as_bytes()].concat()
}

fn signed(vault: &SpaceId, key: &KeyId, device: &DeviceId, body: &[u8]) -> Vec<u8> {
    [vault.as_bytes().as_slice(), key.as_bytes(), device.as_bytes(), body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::keys::DeviceSecret;
    use crate::crypto::testing::TestRng;

    const VAULT: SpaceId = SpaceId::from_bytes([8; 32]);

    #[test]
    fn only_the_vaults_key_opens_it_and_only_its_device_signed_it() {
        let rng = &mut TestRng::new(70);
        let (ek, other) = (EpochKey::generate(rng), EpochKey::generate(rng));
        let keys = DeviceSecret::generate(rng).keys();
        let stranger = DeviceSecret::generate(rng).keys();
        let file = seal_unsent(rng, &ek, &VAULT, &keys, b"what was written").unwrap();
        let opened = open_unsent(&ek, &VAULT, &file).unwrap();
        assert_eq!(
            (opened.device, opened.body.as_ref()),
            (keys.device_id(), &b"what was written"[..])
        );
        assert!(opened.is_by(&keys.signing_key().verifying_key()));
        assert!(!opened.is_by(&stranger.signing_key().verifying_key()));
        let refused = Some(UnsentError::Aead(AeadError::Refused));
        let open = |ek, vault, file: &[u8]| open_unsent(ek, vault, file).err();
        assert_eq!(open(&other, &VAULT, &file), refused);
        assert_eq!(open(&ek, &SpaceId::ZERO, &file), refused);
        for at in [1, 24, 25, 60, file.len() - 1] {
            let mut bad = file.clone();
            bad[at] ^= 1;
            assert_eq!(open(&ek, &VAULT, &bad), refused, "byte {at}");
        }
        for len in 0..25 {
            assert_eq!(open(&ek, &VAULT, &file[..len]), Some(UnsentError::NotExact));
        }
    }

    #[test]
    fn somebody_who_has_the_key_cannot_write_as_a_device() {
        let rng = &mut TestRng::new(71);
        let ek = EpochKey::generate(rng);
        let (mine, forger) =
            (DeviceSecret::generate(rng).keys(), DeviceSecret::generate(rng).keys());
        // The forger's signature under the other's name.
        let body = b"words never said";
        let signature =
            sign(&forger, LABEL, &signed(&VAULT, &ek.key_id(&VAULT), &mine.device_id(), body));
        let mut plain =
            [mine.device_id().as_bytes().as_slice(), &signature, &16_u32.to_be_bytes(), body]
                .concat();
        plain.resize(LEAST_BYTES, 0);
        let nonce = aead::random_nonce(rng);
        let sealed = aead::seal(&ek.unsent_key(), &nonce, &aad(&VAULT), &plain).unwrap();
        let file = [&[VERSION], nonce.as_slice(), &sealed].concat();
        let opened = open_unsent(&ek, &VAULT, &file).unwrap();
        assert_eq!(opened.device, mine.device_id());
        assert!(!opened.is_by(&mine.signing_key().verifying_key()));
    }

    #[test]
    fn a_file_with_one_act_is_as_long_as_one_with_ten() {
        let rng = &mut TestRng::new(72);
        let (ek, keys) = (EpochKey::generate(rng), DeviceSecret::generate(rng).keys());
        let len = |rng: &mut TestRng, n: usize| {
            seal_unsent(rng, &ek, &VAULT, &keys, &vec![7; n]).unwrap().len()
        };
        assert_eq!(len(rng, 100), len(rng, 10_000));
        assert_eq!(len(rng, 20_000), len(rng, 30_000));
    }
}
