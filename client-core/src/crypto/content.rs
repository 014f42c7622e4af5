//! Whole CONTENT records: sealed and signed in one step, opened in one step.
//!
//! Owns filling the header so that nonce, key id and length are what the body was
//! sealed with. Whether a record is valid where it lies is `accord_protocol::chain`;
//! the signature is checked there and not again here.

use accord_protocol::ids::{KeyId, LogHead, RecordHash, SpaceId};
use accord_protocol::record::{Header, Kind, Record, RecordError};
use rand_core::CryptoRng;
use thiserror::Error;

use super::aead;
use super::keys::{DeviceKeys, EpochKey};
use super::seal::{self, ContentPlain, SealError, sealed_len};

/// Why a record could not be sealed or opened.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ContentError {
    /// Not a CONTENT record: membership, or a kind of a newer version.
    #[error("record kind {0:#04x} is not content")]
    Kind(u8),
    /// Sealed under another key than the one given.
    #[error("record is sealed with key {0}")]
    OtherKey(KeyId),
    /// The body does not open or its plaintext is not exact.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The place given is none a record can have.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// Where a record stands: in its author's chain, and on the log as the author had verified it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthorPlace {
    /// 1, 2, 3 … per author and space.
    pub author_seq: u64,
    /// Hash of the author's previous record; zeros in the first.
    pub author_prev: RecordHash,
    /// Length of the log the author had verified, records.
    pub log_len: u64,
    /// Head of the log at that length.
    pub log_head: LogHead,
}

/// Seals and signs one CONTENT record with a fresh nonce.
///
/// Called twice it gives two records with one number: the caller saves the bytes before sending them.
///
/// # Errors
/// [`ContentError::Seal`] if the plaintext does not fit, [`ContentError::Record`] for an impossible place.
pub fn seal_record(
    rng: &mut dyn CryptoRng,
    keys: &DeviceKeys,
    ek: &EpochKey,
    space: &SpaceId,
    place: &AuthorPlace,
    plain: &ContentPlain,
) -> Result<Record, ContentError> {
    let plain = plain.encode()?;
    let header = Header {
        kind: Kind::Content.to_byte(),
        space: *space,
        device: keys.device_id(),
        author_seq: place.author_seq,
        author_prev: place.author_prev,
        log_len: place.log_len,
        log_head: place.log_head,
        key_id: ek.key_id(space),
        nonce: aead::random_nonce(rng),
    };
    let aad = header.encode(sealed_len(plain.len()));
    let body = seal::seal(&ek.content_key(), &header.nonce, &aad, &plain)?;
    Ok(Record::sign(&header, &body, keys.signing_key())?)
}

/// Opens one CONTENT record with the key its header names.
///
/// # Errors
/// [`ContentError`]; none of it makes a record invalid.
pub fn open_record(ek: &EpochKey, record: &Record) -> Result<ContentPlain, ContentError> {
    let header = record.header();
    if record.kind() != Kind::Content {
        return Err(ContentError::Kind(header.kind));
    }
    if ek.key_id(&header.space) != header.key_id {
        return Err(ContentError::OtherKey(header.key_id));
    }
    let aad = header.encode(record.body().len());
    let plain = seal::open(&ek.content_key(), &header.nonce, &aad, record.body())?;
    Ok(ContentPlain::parse(&plain)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::aead::AeadError;
    use crate::crypto::keys::DeviceSecret;
    use crate::crypto::seal::OpenPage;
    use crate::crypto::testing::TestRng;

    const SPACE: SpaceId = SpaceId::from_bytes([5; 32]);
    const FIRST: AuthorPlace = AuthorPlace {
        author_seq: 1,
        author_prev: RecordHash::ZERO,
        log_len: 3,
        log_head: LogHead::from_bytes([6; 32]),
    };

    fn sealed(rng: &mut TestRng) -> (DeviceKeys, EpochKey, ContentPlain, Record) {
        let keys = DeviceSecret::generate(rng).keys();
        let ek = EpochKey::generate(rng);
        let plain =
            ContentPlain::Open { page: OpenPage::Partner0, changes: vec![b"a promise".to_vec()] };
        let record = seal_record(rng, &keys, &ek, &SPACE, &FIRST, &plain).unwrap();
        (keys, ek, plain, record)
    }

    #[test]
    fn a_sealed_record_is_signed_by_its_author_and_opens_with_its_key() {
        let rng = &mut TestRng::new(80);
        let (keys, ek, plain, record) = sealed(rng);
        let read = Record::parse(record.bytes()).unwrap();
        assert_eq!(read.verify_signature(&keys.signing_key().verifying_key()), Ok(()));
        assert_eq!((read.device(), read.space()), (keys.device_id(), SPACE));
        assert_eq!(open_record(&ek, &read), Ok(plain));
        let other = EpochKey::generate(rng);
        assert_eq!(open_record(&other, &read), Err(ContentError::OtherKey(ek.key_id(&SPACE))));
    }

    #[test]
    fn a_record_with_any_flipped_bit_neither_opens_nor_verifies() {
        let (keys, ek, _, record) = sealed(&mut TestRng::new(81));
        let signed = record.bytes().len() - 64;
        for at in 0..record.bytes().len() {
            let mut bad = record.bytes().to_vec();
            bad[at] ^= 1 << (at % 8);
            let Ok(bad) = Record::parse(&bad) else { continue };
            assert!(
                bad.verify_signature(&keys.signing_key().verifying_key()).is_err(),
                "byte {at}"
            );
            // The signature is outside of what the cipher covers; everything else is inside.
            assert_eq!(open_record(&ek, &bad).is_ok(), at >= signed, "byte {at}");
        }
    }

    #[test]
    fn a_record_moved_under_another_author_does_not_open() {
        let rng = &mut TestRng::new(82);
        let (_, ek, _, record) = sealed(rng);
        let thief = DeviceSecret::generate(rng).keys();
        let header = Header { device: thief.device_id(), ..record.header() };
        let stolen = Record::sign(&header, record.body(), thief.signing_key()).unwrap();
        let refused = ContentError::Seal(SealError::Aead(AeadError::Refused));
        assert_eq!(open_record(&ek, &stolen), Err(refused));
    }

    #[test]
    fn a_kind_of_the_future_is_left_alone() {
        let rng = &mut TestRng::new(83);
        let (keys, ek, _, record) = sealed(rng);
        let header = Header { kind: 0x20, ..record.header() };
        let future = Record::sign(&header, record.body(), keys.signing_key()).unwrap();
        assert_eq!(open_record(&ek, &future), Err(ContentError::Kind(0x20)));
    }
}
