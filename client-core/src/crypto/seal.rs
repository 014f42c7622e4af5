//! Sealing of CONTENT records and the plaintext inside them (protocol sections 3 and 4).
//!
//! Owns the content cipher call and the padded plaintext layout. It must not know
//! Automerge, acts or laws: a change is a byte string here.

use accord_protocol::limits::{CONTENT_PLAIN_BYTES, CONTENT_PLAIN_MIN_BYTES, HEADER_BYTES};
use thiserror::Error;

use super::aead::{self, AeadError, NONCE_LEN};
use super::keys::ContentKey;
use super::private::PrivatePayload;
use super::secret::SecretBytes;

/// Most bytes of a content plaintext with its padding.
pub const MAX_PLAINTEXT: usize = CONTENT_PLAIN_BYTES;
/// Least bytes of a content plaintext with its padding.
pub const MIN_PLAINTEXT: usize = CONTENT_PLAIN_MIN_BYTES;
/// `pver1 ‖ page1 ‖ 0×2 ‖ payload_len4`.
const HEAD_LEN: usize = 8;
/// Most bytes of a payload: all changes with their lengths.
pub const MAX_PAYLOAD: usize = MAX_PLAINTEXT - HEAD_LEN;
/// Bytes a change costs beside its own: its length.
pub const CHANGE_OVERHEAD: usize = 4;
/// Version of the plaintext layout.
const PLAIN_VERSION: u8 = 1;
const PRIVATE_PAGE: u8 = 4;

/// Why content could not be sealed, opened or read. None of this makes a record invalid.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum SealError {
    /// The cipher refused.
    #[error("content: {0}")]
    Aead(#[from] AeadError),
    /// A plaintext length that padding never makes.
    #[error("content plaintext of {0} bytes is not a padded length")]
    Length(usize),
    /// The payload does not fit one record.
    #[error("payload of {got} bytes is over {limit}")]
    TooLong {
        /// Bytes needed.
        got: usize,
        /// Most bytes.
        limit: usize,
    },
    /// A newer layout: kept, and tried again with a newer app.
    #[error("content plaintext version {0} is not known")]
    Version(u8),
    /// A page this version does not have.
    #[error("page {0} is not known")]
    Page(u8),
    /// Reserved bytes or padding that are not zero, or more padding than needed.
    #[error("content padding is not exact")]
    Padding,
    /// Lengths inside the payload that do not fill it exactly, or an empty change or list.
    #[error("content payload is not exact")]
    Payload,
}

/// `XChaCha20-Poly1305(content key, nonce, plaintext, aad = header[0..192])`.
///
/// The header carries the nonce and the body length ([`sealed_len`]), so it is made first.
///
/// # Errors
/// [`SealError::Aead`] with `TooLong` only.
pub fn seal(
    key: &ContentKey,
    nonce: &[u8; NONCE_LEN],
    header: &[u8; HEADER_BYTES],
    plaintext: &[u8],
) -> Result<Vec<u8>, SealError> {
    Ok(aead::seal(&key.0, nonce, header, plaintext)?)
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`SealError::Aead`].
pub fn open(
    key: &ContentKey,
    nonce: &[u8; NONCE_LEN],
    header: &[u8; HEADER_BYTES],
    body: &[u8],
) -> Result<SecretBytes, SealError> {
    Ok(aead::open(&key.0, nonce, header, body)?)
}

/// Bytes of the body for a plaintext of this many bytes.
pub fn sealed_len(plaintext_len: usize) -> usize {
    plaintext_len + aead::TAG_LEN
}

/// Pages whose changes lie openly inside the content ciphertext.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpenPage {
    /// 0: written by both.
    Joint,
    /// 1: partner 0's own.
    Partner0,
    /// 2: partner 1's own.
    Partner1,
    /// 3: a vault's housekeeping.
    Housekeeping,
}

impl OpenPage {
    /// The page number.
    pub fn number(self) -> u8 {
        match self {
            Self::Joint => 0,
            Self::Partner0 => 1,
            Self::Partner1 => 2,
            Self::Housekeeping => 3,
        }
    }

    /// The page of a number; 4 is not open.
    pub fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Joint),
            1 => Some(Self::Partner0),
            2 => Some(Self::Partner1),
            3 => Some(Self::Housekeeping),
            _ => None,
        }
    }
}

/// The plaintext of one CONTENT record, of one page.
#[derive(Clone, PartialEq, Eq)]
pub enum ContentPlain {
    /// Changes of an open page, at least one, none empty.
    Open {
        /// Which page.
        page: OpenPage,
        /// Automerge change chunks in order.
        changes: Vec<Vec<u8>>,
    },
    /// Changes of the private page, sealed once more.
    Private(PrivatePayload),
}

crate::silent::silent_enum!(ContentPlain: Open, Private);

impl ContentPlain {
    /// The padded plaintext: `pver ‖ page ‖ 0×2 ‖ payload_len4 ‖ payload ‖ zeros` to
    /// max(512, next power of two).
    ///
    /// # Errors
    /// [`SealError::TooLong`] or [`SealError::Payload`].
    pub fn encode(&self) -> Result<SecretBytes, SealError> {
        let (page, payload) = match self {
            Self::Open { page, changes } => (page.number(), encode_changes(changes)?),
            Self::Private(private) => (PRIVATE_PAGE, SecretBytes::new(private.to_bytes())),
        };
        if payload.len() > MAX_PAYLOAD {
            return Err(SealError::TooLong { got: payload.len(), limit: MAX_PAYLOAD });
        }
        let len = padded_len(payload.len());
        let mut out = Vec::with_capacity(len);
        out.extend_from_slice(&[PLAIN_VERSION, page, 0, 0]);
        out.extend_from_slice(&length(payload.len())?);
        out.extend_from_slice(&payload);
        out.resize(len, 0);
        Ok(SecretBytes::new(out))
    }

    /// Reads exactly what [`ContentPlain::encode`] writes.
    ///
    /// # Errors
    /// [`SealError`] for anything else.
    pub fn parse(bytes: &[u8]) -> Result<Self, SealError> {
        if bytes.len() > MAX_PLAINTEXT || bytes.len() < MIN_PLAINTEXT {
            return Err(SealError::Length(bytes.len()));
        }
        let Some(([version, page, r1, r2, l1, l2, l3, l4], rest)) =
            bytes.split_first_chunk::<HEAD_LEN>()
        else {
            return Err(SealError::Length(bytes.len()));
        };
        if *version != PLAIN_VERSION {
            return Err(SealError::Version(*version));
        }
        if [*r1, *r2] != [0, 0] {
            return Err(SealError::Padding);
        }
        let payload_len = usize::try_from(u32::from_be_bytes([*l1, *l2, *l3, *l4]))
            .map_err(|_| SealError::Payload)?;
        if payload_len > rest.len() {
            return Err(SealError::Payload);
        }
        if padded_len(payload_len) != bytes.len() {
            return Err(SealError::Length(bytes.len()));
        }
        let (payload, padding) = rest.split_at(payload_len);
        if padding.iter().any(|byte| *byte != 0) {
            return Err(SealError::Padding);
        }
        if *page == PRIVATE_PAGE {
            return PrivatePayload::parse(payload).map(Self::Private).ok_or(SealError::Payload);
        }
        let page = OpenPage::from_number(*page).ok_or(SealError::Page(*page))?;
        Ok(Self::Open { page, changes: parse_changes(payload)? })
    }
}

/// Bytes of the plaintext a payload of this length is padded to.
pub fn padded_len(payload_len: usize) -> usize {
    (HEAD_LEN + payload_len).next_power_of_two().max(MIN_PLAINTEXT)
}

/// `{len4 ‖ change}…`, at least one change, none empty.
pub(crate) fn encode_changes(changes: &[Vec<u8>]) -> Result<SecretBytes, SealError> {
    if changes.is_empty() || changes.iter().any(Vec::is_empty) {
        return Err(SealError::Payload);
    }
    let total: usize = changes.iter().map(|change| change.len() + CHANGE_OVERHEAD).sum();
    if total > MAX_PAYLOAD {
        return Err(SealError::TooLong { got: total, limit: MAX_PAYLOAD });
    }
    let mut out = Vec::with_capacity(total);
    for change in changes {
        out.extend_from_slice(&length(change.len())?);
        out.extend_from_slice(change);
    }
    Ok(SecretBytes::new(out))
}

/// Reads [`encode_changes`], exactly.
pub(crate) fn parse_changes(mut bytes: &[u8]) -> Result<Vec<Vec<u8>>, SealError> {
    let mut changes = Vec::new();
    while let Some((len, rest)) = bytes.split_first_chunk::<4>() {
        let len = usize::try_from(u32::from_be_bytes(*len)).map_err(|_| SealError::Payload)?;
        if len == 0 || len > rest.len() {
            return Err(SealError::Payload);
        }
        let (change, rest) = rest.split_at(len);
        changes.push(change.to_vec());
        bytes = rest;
    }
    if changes.is_empty() || !bytes.is_empty() {
        return Err(SealError::Payload);
    }
    Ok(changes)
}

fn length(len: usize) -> Result<[u8; 4], SealError> {
    u32::try_from(len)
        .map(u32::to_be_bytes)
        .map_err(|_| SealError::TooLong { got: len, limit: MAX_PAYLOAD })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::crypto::keys::EpochKey;
    use crate::crypto::testing::TestRng;

    fn open_plain(changes: &[&[u8]]) -> ContentPlain {
        ContentPlain::Open {
            page: OpenPage::Joint,
            changes: changes.iter().map(|c| c.to_vec()).collect(),
        }
    }

    #[test]
    fn padding_hides_the_size_up_to_the_next_power_of_two() {
        for (payload, padded) in
            [(0, 512), (504, 512), (505, 1024), (1016, 1024), (1017, 2048), (65_528, 65_536)]
        {
            assert_eq!(padded_len(payload), padded, "{payload}");
        }
        assert_eq!(sealed_len(MAX_PLAINTEXT), 65_552, "the largest body of a record");
    }

    #[test]
    fn the_largest_payload_fits_and_one_byte_more_does_not() {
        let largest = vec![7; MAX_PAYLOAD - CHANGE_OVERHEAD];
        let plain = open_plain(&[&largest]);
        let bytes = plain.encode().unwrap();
        assert_eq!(bytes.len(), MAX_PLAINTEXT);
        assert_eq!(ContentPlain::parse(&bytes), Ok(plain));
        let over = open_plain(&[&largest, &[1]]).encode().unwrap_err();
        assert_eq!(over, SealError::TooLong { got: MAX_PAYLOAD + 5, limit: MAX_PAYLOAD });
    }

    #[test]
    fn nothing_and_empty_changes_are_not_content() {
        assert_eq!(open_plain(&[]).encode().unwrap_err(), SealError::Payload);
        assert_eq!(open_plain(&[b"a", b""]).encode().unwrap_err(), SealError::Payload);
    }

    #[test]
    fn every_deviation_from_the_exact_bytes_is_refused() {
        let good = open_plain(&[b"one", b"three"]).encode().unwrap().into_vec();
        let parse_with = |at: usize, byte: u8| {
            let mut bytes = good.clone();
            bytes[at] = byte;
            ContentPlain::parse(&bytes)
        };
        assert_eq!(parse_with(0, 2), Err(SealError::Version(2)));
        assert_eq!(parse_with(1, 5), Err(SealError::Page(5)));
        assert_eq!(parse_with(1, 4), Err(SealError::Payload), "too short for the private page");
        for at in [2, 3] {
            assert_eq!(parse_with(at, 1), Err(SealError::Padding));
        }
        let end = HEAD_LEN + 16;
        for at in end..good.len() {
            assert_eq!(parse_with(at, 1), Err(SealError::Padding), "byte {at}");
        }
        assert_eq!(
            parse_with(7, 17),
            Err(SealError::Payload),
            "one zero byte of padding as payload"
        );
        assert_eq!(parse_with(7, 15), Err(SealError::Padding), "the last payload byte as padding");
        assert_eq!(parse_with(4, 0xff), Err(SealError::Payload));
        let mut empty_change = good.clone();
        empty_change[4..8].copy_from_slice(&9u32.to_be_bytes());
        empty_change[8..].fill(0);
        empty_change[15..17].copy_from_slice(&[1, b'x']);
        assert_eq!(ContentPlain::parse(&empty_change), Err(SealError::Payload), "an empty change");
        let mut no_change = good.clone();
        no_change[7..].fill(0);
        assert_eq!(ContentPlain::parse(&no_change), Err(SealError::Payload), "no change");
        assert_eq!(parse_with(8, 0xff), Err(SealError::Payload));
        for len in [0, 1, 511] {
            assert_eq!(ContentPlain::parse(&good[..len]), Err(SealError::Length(len)));
        }
        let doubled = [good.clone(), vec![0; 512]].concat();
        assert_eq!(
            ContentPlain::parse(&doubled),
            Err(SealError::Length(1024)),
            "more padding than needed"
        );
        assert_eq!(ContentPlain::parse(&vec![0; 65_537]), Err(SealError::Length(65_537)));
    }

    #[test]
    fn one_flipped_bit_in_header_nonce_or_body_is_refused() {
        let rng = &mut TestRng::new(30);
        let key = EpochKey::generate(rng).content_key();
        let nonce = aead::random_nonce(rng);
        let header = core::array::from_fn(|at| u8::try_from(at).unwrap());
        let plain = open_plain(&[b"a limit"]).encode().unwrap();
        let body = seal(&key, &nonce, &header, &plain).unwrap();
        assert_eq!(body.len(), sealed_len(plain.len()));
        assert_eq!(&*open(&key, &nonce, &header, &body).unwrap(), &*plain);
        let refused = SealError::Aead(AeadError::Refused);
        for at in 0..192 {
            let mut bad = header;
            bad[at] ^= 1 << (at % 8);
            assert_eq!(open(&key, &nonce, &bad, &body).unwrap_err(), refused, "header {at}");
        }
        for at in 0..24 {
            let mut bad = nonce;
            bad[at] ^= 1 << (at % 8);
            assert_eq!(open(&key, &bad, &header, &body).unwrap_err(), refused, "nonce {at}");
        }
        for at in 0..body.len() {
            let mut bad = body.clone();
            bad[at] ^= 1 << (at % 8);
            assert_eq!(open(&key, &nonce, &header, &bad).unwrap_err(), refused, "body {at}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_exactly_what_would_be_written(mut bytes in proptest::collection::vec(0u8..6, 512..=512), len in 0u8..40) {
            // Near misses: a plausible head and zeros after a short payload.
            let page = bytes[1];
            bytes[..8].copy_from_slice(&[1, page, 0, 0, 0, 0, 0, len]);
            bytes[8 + usize::from(len)..].fill(0);
            for at in (8..8 + usize::from(len)).step_by(5) {
                let end = (at + 3).min(8 + usize::from(len));
                bytes[at..end].fill(0);
            }
            if let Ok(plain) = ContentPlain::parse(&bytes) {
                prop_assert_eq!(&*plain.encode().unwrap(), bytes.as_slice());
            }
        }

        #[test]
        fn any_changes_come_back_as_they_went_in(changes in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..400), 1..20), page in 0u8..4) {
            let plain = ContentPlain::Open { page: OpenPage::from_number(page).unwrap(), changes };
            prop_assert_eq!(ContentPlain::parse(&plain.encode().unwrap()), Ok(plain));
        }
    }
}
