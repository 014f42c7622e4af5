//! Pairing cryptography: the keys of an invitation, the three mailbox slots and the words compared.
//!
//! Owns protocol section 5 as far as it is keys. The messages, the link and the
//! proof are [`accord_protocol::pairing`] and [`accord_protocol::body::Admit`].
//! Knows nothing of states, times or relays.

use core::fmt;

use accord_protocol::ids::{MailboxId, Transcript};
use accord_protocol::pairing::{PairRole, PairSecret, commitment, slot_aad};
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use thiserror::Error;

use super::aead::{self, AeadError};
use super::kdf::derive;
use super::phrase::{bits_to_words, word_list};
use super::secret::{Secret, SecretBytes};

/// What goes wrong in pairing cryptography.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PairingError {
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

/// A new pair secret, for a link or a QR code.
pub fn new_pair_secret(rng: &mut dyn CryptoRng) -> PairSecret {
    PairSecret::from_bytes(*Secret::generate(rng).expose())
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
    /// All three, in order.
    pub const ALL: [Self; 3] = [Self::Offer, Self::Answer, Self::Reveal];

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
    /// Mailbox and slot keys of a secret in one role:
    /// `K("accord/v1/pair", S, "accord/v1/pair/mailbox" / offer / answer / reveal, role)`.
    pub fn of(secret: &PairSecret, role: PairRole) -> Self {
        let key = |info| derive(b"accord/v1/pair", secret.expose(), info, &[role.to_byte()]);
        Self {
            mailbox: MailboxId::from_bytes(*key("accord/v1/pair/mailbox").expose()),
            slots: [
                key("accord/v1/pair/offer"),
                key("accord/v1/pair/answer"),
                key("accord/v1/pair/reveal"),
            ],
        }
    }

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
        aead::seal_with_nonce(rng, self.key(slot), &slot_aad(&self.mailbox, slot.number()), message)
            .map_err(|cause| PairingError::Slot { slot: slot.number(), cause })
    }

    /// Opens what [`PairKeys::seal_slot`] made.
    ///
    /// # Errors
    /// [`PairingError::Slot`].
    pub fn open_slot(&self, slot: Slot, sealed: &[u8]) -> Result<SecretBytes, PairingError> {
        aead::open_with_nonce(self.key(slot), &slot_aad(&self.mailbox, slot.number()), sealed)
            .map_err(|cause| PairingError::Slot { slot: slot.number(), cause })
    }

    fn key(&self, slot: Slot) -> &Secret<32> {
        match slot {
            Slot::Offer => &self.slots[0],
            Slot::Answer => &self.slots[1],
            Slot::Reveal => &self.slots[2],
        }
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
#[derive(Clone, PartialEq, Eq)]
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
        let [a, b, c, d, e, f, g, h] = bits_to_words::<8>(bits.expose());
        ComparisonWords { first: [a, b, c, d], second: [e, f, g, h] }
    }

    pub(crate) fn nonces(&self) -> [u8; 64] {
        let mut both = [0; 64];
        both[..32].copy_from_slice(&self.r_a);
        both[32..].copy_from_slice(&self.r_b);
        both
    }
}

impl fmt::Debug for PairTranscript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The numbers give the words away until both have compared.
        f.debug_struct("PairTranscript")
            .field("transcript", &self.transcript)
            .finish_non_exhaustive()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::testing::TestRng;

    #[test]
    fn the_two_roles_of_one_secret_share_nothing() {
        let secret = new_pair_secret(&mut TestRng::new(40));
        let partner = PairKeys::of(&secret, PairRole::Partner);
        let own = PairKeys::of(&secret, PairRole::OwnDevice);
        assert_ne!(partner.mailbox(), own.mailbox());
        for (one, other) in partner.slots.iter().zip(&own.slots) {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn a_slot_opens_only_in_its_place_with_its_secret_and_unchanged() {
        let rng = &mut TestRng::new(41);
        let keys = PairKeys::of(&new_pair_secret(rng), PairRole::Partner);
        let other = PairKeys::of(&new_pair_secret(rng), PairRole::Partner);
        let refused =
            |slot: Slot| PairingError::Slot { slot: slot.number(), cause: AeadError::Refused };
        for slot in Slot::ALL {
            let sealed = keys.seal_slot(rng, slot, b"an offer").unwrap();
            for place in Slot::ALL {
                match keys.open_slot(place, &sealed) {
                    Ok(message) => assert_eq!((&*message, place), (b"an offer".as_slice(), slot)),
                    Err(error) => assert_eq!((error, place == slot), (refused(place), false)),
                }
            }
            assert_eq!(other.open_slot(slot, &sealed).unwrap_err(), refused(slot));
            for at in 0..sealed.len() {
                let mut bad = sealed.clone();
                bad[at] ^= 1 << (at % 8);
                assert_eq!(keys.open_slot(slot, &bad).unwrap_err(), refused(slot), "byte {at}");
            }
        }
        assert!(matches!(
            keys.open_slot(Slot::Offer, &[0; 39]),
            Err(PairingError::Slot { slot: 1, cause: AeadError::TooShort { got: 39, need: 40 } })
        ));
    }

    #[test]
    fn another_number_than_the_committed_one_is_refused() {
        let nonce = PairNonce::generate(&mut TestRng::new(42));
        assert_eq!(check_commitment(&nonce.commitment(), nonce.expose()), Ok(()));
        for at in 0..32 {
            let mut other = *nonce.expose();
            other[at] ^= 1;
            assert_eq!(
                check_commitment(&nonce.commitment(), &other),
                Err(PairingError::Commitment)
            );
        }
    }

    #[test]
    fn somebody_in_between_gives_the_two_sides_other_words() {
        let rng = &mut TestRng::new(43);
        let pair = PairTranscript {
            transcript: Transcript::from_bytes(*Secret::generate(rng).expose()),
            r_a: *Secret::generate(rng).expose(),
            r_b: *Secret::generate(rng).expose(),
        };
        let words = pair.comparison_words();
        let changed = [
            PairTranscript { transcript: Transcript::from_bytes([1; 32]), ..pair.clone() },
            PairTranscript { r_a: [1; 32], ..pair.clone() },
            PairTranscript { r_b: [1; 32], ..pair },
        ];
        for other in changed {
            let other = other.comparison_words();
            for side in [CompareSide::Inviter, CompareSide::Joiner] {
                assert_ne!(words.shown_at(side), other.shown_at(side));
            }
        }
        assert_ne!(words.shown_at(CompareSide::Inviter), words.shown_at(CompareSide::Joiner));
    }
}
