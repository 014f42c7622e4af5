//! The recovery phrase: 12 BIP39 words that are a paper device in every space.
//!
//! Owns words to secrets and the public halves made while the words are known
//! (protocol section 2, `docs/decisions/0020-paper-halves.md`). The words are
//! shown once and never stored: nothing here writes them anywhere.

use core::fmt;

use accord_protocol::body::{Admit, BodyError, Dev, DeviceType, KEM_PK_BYTES, Role};
use accord_protocol::ids::{DeviceId, Partner, SpaceId, Transcript};
use bip39::{Language, Mnemonic};
use rand_core::CryptoRng;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::kdf::derive;
use super::keys::DeviceSecret;
use super::secret::Secret;

/// Words in a recovery phrase.
pub const PHRASE_WORDS: usize = 12;
/// Most bytes of typed words, so that a pasted file is refused before it is read.
pub const MAX_TYPED_BYTES: usize = 1024;

/// Why typed words are not a recovery phrase. Positions count from 1; no word is repeated here.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PhraseError {
    /// Not the right number of words.
    #[error("expected {expected} words, got {got}")]
    WordCount {
        /// Words needed.
        expected: usize,
        /// Words typed.
        got: usize,
    },
    /// A word is not in the list.
    #[error("word {position} is not in the word list")]
    UnknownWord {
        /// Which word, from 1.
        position: usize,
    },
    /// All words are in the list, but they do not belong together.
    #[error("the words do not fit together: one is wrong or out of order")]
    Checksum,
    /// More was typed than [`MAX_TYPED_BYTES`].
    #[error("typed words are too long: {got} bytes, at most {limit}")]
    TooLong {
        /// Bytes typed.
        got: usize,
        /// Most bytes.
        limit: usize,
    },
}

/// The 16 bytes behind the 12 words.
#[derive(PartialEq, Eq)]
pub struct Phrase(Secret<16>);

impl Phrase {
    /// New words.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self(Secret::generate(rng))
    }

    /// The phrase of given entropy (`to_entropy`, no PBKDF2).
    pub fn from_entropy(entropy: Secret<16>) -> Self {
        Self(entropy)
    }

    /// Reads typed words: case, spaces, line ends, commas and numbering do not matter.
    ///
    /// # Errors
    /// [`PhraseError`], which names a position and never a word.
    pub fn parse(typed: &str) -> Result<Self, PhraseError> {
        let words = split_words(typed)?;
        let indexes = word_indexes::<PHRASE_WORDS>(&words)?;
        // 12 words are 132 bits: 128 of entropy and 4 of checksum.
        let entropy = Secret::fill_with(|bytes: &mut [u8; 16]| {
            for (bit, byte) in (0..128).map(|bit| (bit, bit / 8)) {
                let word = indexes[bit / 11];
                let set = (word >> (10 - bit % 11)) & 1 == 1;
                bytes[byte] |= u8::from(set) << (7 - bit % 8);
            }
        });
        let phrase = Self(entropy);
        if phrase.word_indexes() == *indexes { Ok(phrase) } else { Err(PhraseError::Checksum) }
    }

    /// The words, to be shown once.
    pub fn words(&self) -> [&'static str; PHRASE_WORDS] {
        self.word_indexes().map(|index| word_list()[usize::from(index)])
    }

    /// The device secret of one space: `K("accord/v1/paper", phrase16, "accord/v1/paper/space", i1)`.
    pub fn paper_secret(&self, index: PaperIndex) -> DeviceSecret {
        DeviceSecret::from_secret(derive(
            b"accord/v1/paper",
            self.0.expose(),
            "accord/v1/paper/space",
            &[index.0],
        ))
    }

    /// The public halves of all 16 paper devices with their proofs, for the vault.
    ///
    /// Computed when the words are made, so that a later couple space needs no words.
    pub fn paper_halves(&self) -> Vec<PaperHalf> {
        PaperIndex::all().map(|index| self.paper_half(index)).collect()
    }

    /// The public half of one paper device with its proofs.
    pub fn paper_half(&self, index: PaperIndex) -> PaperHalf {
        PaperHalf::new(self, index)
    }

    fn word_indexes(&self) -> [u16; PHRASE_WORDS] {
        let mut indexes = [0; PHRASE_WORDS];
        #[expect(clippy::expect_used, reason = "BIP39 takes every 16-byte entropy")]
        let mnemonic = Mnemonic::from_entropy_in(Language::English, self.0.expose())
            .expect("16 bytes are BIP39 entropy");
        for (slot, index) in indexes.iter_mut().zip(mnemonic.word_indices()) {
            *slot = u16::try_from(index).unwrap_or_default();
        }
        indexes
    }
}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phrase(..)")
    }
}

/// Which paper device of a phrase: 0 for the vault, 1 to 15 for couple spaces, each used once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PaperIndex(u8);

impl PaperIndex {
    /// The vault's.
    pub const VAULT: Self = Self(0);
    /// How many there are.
    pub const COUNT: u8 = 16;

    /// An index below 16.
    pub fn new(index: u8) -> Option<Self> {
        (index < Self::COUNT).then_some(Self(index))
    }

    /// The number.
    pub fn number(self) -> u8 {
        self.0
    }

    /// All 16, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::COUNT).map(Self)
    }
}

/// The public half of one paper device: its keys, and its proof for either partner slot.
///
/// A proof covers the DEV and with it the partner number, which for a couple space is
/// known only when it is founded or joined; so both proofs are made in advance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperHalf {
    /// Which paper device.
    pub index: PaperIndex,
    /// Ed25519 public key.
    pub ed_pk: [u8; 32],
    /// X-Wing public key.
    pub kem_pk: Box<[u8; KEM_PK_BYTES]>,
    /// Proofs (role 3) for partner 0 and partner 1.
    pub proofs: [[u8; 64]; 2],
}

impl PaperHalf {
    fn new(phrase: &Phrase, index: PaperIndex) -> Self {
        let keys = phrase.paper_secret(index).keys();
        let proof = |partner| {
            let dev = keys.dev(DeviceType::Paper, partner);
            Admit::prove(
                Role::Paper,
                &SpaceId::ZERO,
                &DeviceId::ZERO,
                &Transcript::ZERO,
                &dev,
                keys.signing_key(),
            )
        };
        Self {
            index,
            ed_pk: *keys.ed_pk(),
            kem_pk: Box::new(*keys.kem_pk()),
            proofs: [proof(Partner::Zero), proof(Partner::One)],
        }
    }

    /// The DEV of this paper device in a partner's slot.
    ///
    /// # Errors
    /// [`BodyError`] if the stored keys are unusable, which they are not as made.
    pub fn dev(&self, partner: Partner) -> Result<Dev, BodyError> {
        Dev::new(DeviceType::Paper, partner, &self.ed_pk, &self.kem_pk)
    }

    /// The proof that belongs to [`PaperHalf::dev`].
    pub fn proof(&self, partner: Partner) -> &[u8; 64] {
        &self.proofs[partner.index()]
    }
}

/// The English BIP39 list of 2,048 words.
pub(crate) fn word_list() -> &'static [&'static str; 2048] {
    Language::English.word_list()
}

/// The first `N` numbers of 11 bits, most significant bit first.
pub(crate) fn bits_to_words<const N: usize>(bytes: &[u8; 32]) -> [u16; N] {
    const { assert!(N * 11 <= 256, "32 bytes hold 23 words") };
    core::array::from_fn(|nth| {
        (nth * 11..(nth + 1) * 11).fold(0, |word, bit| {
            let set = (bytes[bit / 8] >> (7 - bit % 8)) & 1;
            (word << 1) | u16::from(set)
        })
    })
}

/// Splits typed text into lower-case words: everything but letters separates.
pub(crate) fn split_words(typed: &str) -> Result<Vec<Zeroizing<String>>, PhraseError> {
    if typed.len() > MAX_TYPED_BYTES {
        return Err(PhraseError::TooLong { got: typed.len(), limit: MAX_TYPED_BYTES });
    }
    // Room for what normalisation adds to letters, so that no unwiped buffer is left behind.
    let mut text = Zeroizing::new(String::with_capacity(typed.len() * 4));
    text.extend(typed.nfkc().flat_map(char::to_lowercase));
    Ok(text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(|word| Zeroizing::new(word.to_owned()))
        .collect())
}

/// Looks `N` words up in the list.
pub(crate) fn word_indexes<const N: usize>(
    words: &[Zeroizing<String>],
) -> Result<Zeroizing<[u16; N]>, PhraseError> {
    if words.len() != N {
        return Err(PhraseError::WordCount { expected: N, got: words.len() });
    }
    let mut indexes = Zeroizing::new([0; N]);
    for (at, word) in words.iter().enumerate() {
        indexes[at] = Language::English
            .find_word(word)
            .ok_or(PhraseError::UnknownWord { position: at + 1 })?;
    }
    Ok(indexes)
}

#[cfg(test)]
mod tests {
    use accord_protocol::body::{KeyBox, proof_message};
    use accord_protocol::ids::KeyId;

    use super::*;
    use crate::crypto::testing::TestRng;

    const LEGAL: &str =
        "legal winner thank year wave sausage worth useful legal winner thank yellow";

    #[test]
    fn the_published_bip39_examples_hold() {
        // github.com/trezor/python-mnemonic, vectors.json, 128-bit English cases.
        let cases = [
            (
                [0x00; 16],
                "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
            ),
            ([0x7f; 16], LEGAL),
            (
                [0x80; 16],
                "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
            ),
            ([0xff; 16], "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong"),
            (
                [
                    0x9e, 0x88, 0x5d, 0x95, 0x2a, 0xd3, 0x62, 0xca, 0xeb, 0x4e, 0xfe, 0x34, 0xa8,
                    0xe9, 0x1b, 0xd2,
                ],
                "ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic",
            ),
        ];
        for (entropy, words) in cases {
            let phrase = Phrase::from_entropy(Secret::from_bytes(entropy));
            assert_eq!(phrase.words().join(" "), words);
            assert_eq!(Phrase::parse(words), Ok(phrase));
        }
    }

    #[test]
    fn words_may_be_typed_in_any_case_with_any_separators() {
        let phrase = Phrase::parse(LEGAL).unwrap();
        let numbered: Vec<String> = phrase
            .words()
            .iter()
            .enumerate()
            .map(|(at, word)| format!("{}. {word}", at + 1))
            .collect();
        for typed in [
            LEGAL.to_uppercase(),
            format!("  {}\n", LEGAL.replace(' ', "\t\n")),
            LEGAL.replace(' ', ", "),
            numbered.join("\r\n"),
            LEGAL.replace(' ', "\u{a0}"),
        ] {
            assert_eq!(Phrase::parse(&typed).as_ref(), Ok(&phrase));
        }
    }

    #[test]
    fn a_wrong_word_is_named_by_its_place_and_never_repeated() {
        let error = Phrase::parse(&LEGAL.replace("wave", "secretive")).unwrap_err();
        assert_eq!(error, PhraseError::UnknownWord { position: 5 });
        assert!(!error.to_string().contains("secretive"));
        assert_eq!(
            Phrase::parse("legal winner"),
            Err(PhraseError::WordCount { expected: 12, got: 2 })
        );
        assert_eq!(Phrase::parse(""), Err(PhraseError::WordCount { expected: 12, got: 0 }));
        assert_eq!(Phrase::parse(&LEGAL.replace("yellow", "zoo")), Err(PhraseError::Checksum));
        assert_eq!(
            Phrase::parse(&LEGAL.replace("year wave", "wave year")),
            Err(PhraseError::Checksum)
        );
        assert_eq!(
            Phrase::parse(&"a ".repeat(600)),
            Err(PhraseError::TooLong { got: 1200, limit: 1024 })
        );
    }

    #[test]
    fn sixteen_paper_devices_differ_and_their_proofs_hold_in_either_slot() {
        let phrase = Phrase::generate(&mut TestRng::new(50));
        let halves = phrase.paper_halves();
        assert_eq!(halves.len(), 16);
        for (at, half) in halves.iter().enumerate() {
            assert_eq!(usize::from(half.index.number()), at);
            assert!(
                halves[..at]
                    .iter()
                    .all(|other| other.ed_pk != half.ed_pk && other.kem_pk != half.kem_pk)
            );
            for partner in Partner::BOTH {
                let dev = half.dev(partner).unwrap();
                let admit = Admit {
                    transcript: Transcript::ZERO,
                    key_box: KeyBox { device: dev.id(), enc: Box::new([0; 1120]), ct: [0; 48] },
                    dev,
                    proof: *half.proof(partner),
                    key_id: KeyId::ZERO,
                };
                // Whatever the space and the author are: the proof was made before them.
                assert!(admit.proof_holds(
                    Role::Paper,
                    &SpaceId::from_bytes([3; 32]),
                    &DeviceId::from_bytes([4; 16])
                ));
                let swapped = Admit { proof: *half.proof(partner.other()), ..admit };
                assert!(!swapped.proof_holds(Role::Paper, &SpaceId::ZERO, &DeviceId::ZERO));
                let message = proof_message(
                    Role::FromVault,
                    &SpaceId::ZERO,
                    &DeviceId::ZERO,
                    &Transcript::ZERO,
                    &swapped.dev,
                );
                assert!(!accord_protocol::signing::verify(
                    swapped.dev.verifying_key(),
                    &message,
                    half.proof(partner)
                ));
            }
        }
        assert!(PaperIndex::new(16).is_none());
    }
}
