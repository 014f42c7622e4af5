//! Pairing cryptography: the pair secret, the three mailbox slots, proofs and the words compared.
//!
//! Owns protocol section 5 as far as it is bytes and keys. Knows nothing of
//! states, times, relays or what is sealed in the slots.

use core::fmt;

use accord_protocol::body::Role;
use accord_protocol::ids::{MailboxId, Part, Transcript, hash};
use data_encoding::BASE64URL_NOPAD;
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use thiserror::Error;

use super::aead::{self, AeadError};
use super::kdf::derive;
use super::phrase::word_list;
use super::secret::{Secret, SecretBytes};

/// Characters of a link's fragment.
pub const FRAGMENT_LEN: usize = 24;
const FRAGMENT_VERSION: u8 = 1;

/// What goes wrong in pairing cryptography.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PairingError {
    /// Not 24 characters of base64url.
    #[error("link fragment is not {FRAGMENT_LEN} characters of base64url")]
    Fragment,
    /// A link of a newer version.
    #[error("link version {0} is not known")]
    Version(u8),
    /// A link of a role this version does not know.
    #[error("link role {0} is not known")]
    Role(u8),
    /// The slot does not open: another secret, another slot, or changed bytes.
    #[error("slot {slot}: {cause}")]
    Slot {
        /// Which slot, 1 to 3.
        slot: u8,
        /// What the cipher said.
        cause: AeadError,
    },
    /// The revealed number is not the one committed to: somebody changed the exchange.
    #[error("revealed number does not match its commitment")]
    Commitment,
}

/// What an invitation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairRole {
    /// The joiner becomes the partner.
    Partner,
    /// The joiner becomes another device of the inviter.
    OwnDevice,
}

impl PairRole {
    /// The number in links, messages and key contexts.
    pub fn number(self) -> u8 {
        match self {
            Self::Partner => 1,
            Self::OwnDevice => 2,
        }
    }

    /// The role of a number.
    ///
    /// # Errors
    /// [`PairingError::Role`].
    pub fn from_number(number: u8) -> Result<Self, PairingError> {
        match number {
            1 => Ok(Self::Partner),
            2 => Ok(Self::OwnDevice),
            other => Err(PairingError::Role(other)),
        }
    }
}

impl From<PairRole> for Role {
    fn from(role: PairRole) -> Self {
        match role {
            PairRole::Partner => Self::Partner,
            PairRole::OwnDevice => Self::OwnDevice,
        }
    }
}

/// The 16 bytes both sides of an invitation hold: in a link, a QR code, or stretched from words.
#[derive(PartialEq, Eq)]
pub struct PairSecret(Secret<16>);

impl PairSecret {
    /// A new secret.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self(Secret::generate(rng))
    }

    /// A secret read from the store or stretched from words.
    pub fn from_secret(secret: Secret<16>) -> Self {
        Self(secret)
    }

    /// The bytes, for the store.
    pub fn expose(&self) -> &[u8; 16] {
        self.0.expose()
    }

    /// What stands after `#` in a link: base64url of `ver=1 ‖ role ‖ S16`. As secret as the secret.
    pub fn fragment(&self, role: PairRole) -> String {
        let mut bytes = [0; 18];
        bytes[0] = FRAGMENT_VERSION;
        bytes[1] = role.number();
        bytes[2..].copy_from_slice(self.expose());
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Reads [`PairSecret::fragment`], exactly.
    ///
    /// # Errors
    /// [`PairingError::Fragment`], `Version` or `Role`.
    pub fn from_fragment(fragment: &str) -> Result<(PairRole, Self), PairingError> {
        if fragment.len() != FRAGMENT_LEN {
            return Err(PairingError::Fragment);
        }
        let bytes = SecretBytes::new(
            BASE64URL_NOPAD.decode(fragment.as_bytes()).map_err(|_| PairingError::Fragment)?,
        );
        let [version, role, secret @ ..] = &*bytes else { return Err(PairingError::Fragment) };
        if *version != FRAGMENT_VERSION {
            return Err(PairingError::Version(*version));
        }
        let role = PairRole::from_number(*role)?;
        let secret = Secret::from_slice(secret).ok_or(PairingError::Fragment)?;
        Ok((role, Self(secret)))
    }

    /// The mailbox and slot keys of this secret in one role.
    pub fn keys(&self, role: PairRole) -> PairKeys {
        let key = |info| derive(b"accord/v1/pair", self.expose(), info, &[role.number()]);
        PairKeys {
            mailbox: MailboxId::from_bytes(*key("accord/v1/pair/mailbox").expose()),
            slots: [
                key("accord/v1/pair/offer"),
                key("accord/v1/pair/answer"),
                key("accord/v1/pair/reveal"),
            ],
        }
    }
}

impl fmt::Debug for PairSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PairSecret(..)")
    }
}

/// A mailbox slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// M1, by the inviter.
    Offer,
    /// M2, by the joiner.
    Answer,
    /// M3, by the inviter.
    Reveal,
}

impl Slot {
    /// 1, 2 or 3.
    pub fn number(self) -> u8 {
        match self {
            Self::Offer => 1,
            Self::Answer => 2,
            Self::Reveal => 3,
        }
    }
}

/// The mailbox of one invitation and the keys of its slots.
#[derive(Debug)]
pub struct PairKeys {
    mailbox: MailboxId,
    slots: [Secret<32>; 3],
}

impl PairKeys {
    /// Where the relay keeps the slots.
    pub fn mailbox(&self) -> &MailboxId {
        &self.mailbox
    }

    /// `nonce24 ‖ XChaCha20-Poly1305(k_slot, message, aad = mailbox_id ‖ slot)`.
    ///
    /// # Errors
    /// [`PairingError::Slot`] with [`AeadError::TooLong`] only.
    pub fn seal_slot(
        &self,
        rng: &mut dyn CryptoRng,
        slot: Slot,
        message: &[u8],
    ) -> Result<Vec<u8>, PairingError> {
        aead::seal_with_nonce(rng, self.key(slot), &self.aad(slot), message)
            .map_err(|cause| PairingError::Slot { slot: slot.number(), cause })
    }

    /// Opens what [`PairKeys::seal_slot`] made.
    ///
    /// # Errors
    /// [`PairingError::Slot`].
    pub fn open_slot(&self, slot: Slot, sealed: &[u8]) -> Result<SecretBytes, PairingError> {
        aead::open_with_nonce(self.key(slot), &self.aad(slot), sealed)
            .map_err(|cause| PairingError::Slot { slot: slot.number(), cause })
    }

    fn key(&self, slot: Slot) -> &Secret<32> {
        match slot {
            Slot::Offer => &self.slots[0],
            Slot::Answer => &self.slots[1],
            Slot::Reveal => &self.slots[2],
        }
    }

    fn aad(&self, slot: Slot) -> Vec<u8> {
        let mut aad = self.mailbox.as_bytes().to_vec();
        aad.push(slot.number());
        aad
    }
}

/// The number a side draws for the comparison: the inviter's is hidden behind a commitment first.
#[derive(Debug, PartialEq, Eq)]
pub struct PairNonce(Secret<32>);

impl PairNonce {
    /// A new number.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self(Secret::generate(rng))
    }

    /// A number read from the store.
    pub fn from_secret(secret: Secret<32>) -> Self {
        Self(secret)
    }

    /// The bytes, for the store and for M2 or M3.
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }

    /// `H("accord/v1/pair/commit", r_A)`.
    pub fn commitment(&self) -> [u8; 32] {
        commitment(self.expose())
    }
}

/// Checks that a revealed number is the one committed to in M1.
///
/// # Errors
/// [`PairingError::Commitment`].
pub fn check_commitment(committed: &[u8; 32], revealed: &[u8; 32]) -> Result<(), PairingError> {
    if bool::from(commitment(revealed).ct_eq(committed)) {
        Ok(())
    } else {
        Err(PairingError::Commitment)
    }
}

fn commitment(number: &[u8; 32]) -> [u8; 32] {
    hash("accord/v1/pair/commit", &[Part::Fixed(number)])
}

/// One of the two devices comparing words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareSide {
    /// A, who made the invitation.
    Inviter,
    /// B, who opened it.
    Joiner,
}

impl CompareSide {
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Inviter => 1,
            Self::Joiner => 2,
        }
    }
}

/// What both sides know once M3 is read; the words to compare follow from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairTranscript {
    /// Hash of M1 and the core of M2.
    pub transcript: Transcript,
    /// The inviter's number.
    pub r_a: [u8; 32],
    /// The joiner's number.
    pub r_b: [u8; 32],
}

impl PairTranscript {
    /// 88 bits of `K(T, r_A ‖ r_B, "accord/v1/pair/sas")` as two times four words.
    pub fn comparison_words(&self) -> ComparisonWords {
        let bits = derive(self.transcript.as_bytes(), &self.nonces(), "accord/v1/pair/sas", &[]);
        let word = |nth: usize| {
            (nth * 11..(nth + 1) * 11).fold(0u16, |word, bit| {
                let set = (bits.expose()[bit / 8] >> (7 - bit % 8)) & 1;
                (word << 1) | u16::from(set)
            })
        };
        ComparisonWords {
            first: core::array::from_fn(word),
            second: core::array::from_fn(|nth| word(nth + 4)),
        }
    }

    pub(crate) fn nonces(&self) -> [u8; 64] {
        let mut both = [0; 64];
        both[..32].copy_from_slice(&self.r_a);
        both[32..].copy_from_slice(&self.r_b);
        both
    }
}

/// The words two people compare in a call: 1-4 shown at the joiner, 5-8 at the inviter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ComparisonWords {
    first: [u16; 4],
    second: [u16; 4],
}

impl ComparisonWords {
    /// What this side reads out.
    pub fn shown_at(&self, side: CompareSide) -> [&'static str; 4] {
        let indexes = match side {
            CompareSide::Inviter => self.second,
            CompareSide::Joiner => self.first,
        };
        indexes.map(|index| word_list()[usize::from(index)])
    }

    /// What this side should hear, as word numbers.
    pub(crate) fn heard_at(&self, side: CompareSide) -> [u16; 4] {
        match side {
            CompareSide::Inviter => self.first,
            CompareSide::Joiner => self.second,
        }
    }
}

impl fmt::Debug for ComparisonWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ComparisonWords(..)")
    }
}
