//! Six words said aloud instead of a link.
//!
//! Owns drawing and reading them, and the stretching to a pair secret (protocol
//! section 2). 66 bits live for 15 minutes behind Argon2id. Knows nothing of mailboxes.

use core::fmt;

use accord_protocol::pairing::PairSecret;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::phrase::{PhraseError, split_words, word_indexes, word_list};
use super::stretch::{StretchError, StretchParams, stretch};

/// Words said for one invitation.
pub const SPOKEN_WORDS: usize = 6;

/// Six words of the BIP39 list, without a checksum.
#[derive(PartialEq, Eq)]
pub struct SpokenWords(Zeroizing<[u16; SPOKEN_WORDS]>);

impl SpokenWords {
    /// New words.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; SPOKEN_WORDS * 2]);
        rng.fill_bytes(bytes.as_mut_slice());
        let mut indexes = Zeroizing::new([0; SPOKEN_WORDS]);
        for (index, pair) in indexes.iter_mut().zip(bytes.chunks_exact(2)) {
            // 2,048 divides 65,536, so every word is equally likely.
            *index = u16::from_be_bytes([pair[0], pair[1]]) & 0x7ff;
        }
        Self(indexes)
    }

    /// Reads typed words: case, spaces, commas and numbering do not matter.
    ///
    /// # Errors
    /// [`PhraseError`], never `Checksum`: these words have none.
    pub fn parse(typed: &str) -> Result<Self, PhraseError> {
        Ok(Self(word_indexes(&split_words(typed)?)?))
    }

    /// The words, to be said.
    pub fn words(&self) -> [&'static str; SPOKEN_WORDS] {
        self.0.map(|index| word_list()[usize::from(index)])
    }

    /// The pair secret: the first 16 bytes of 32 of Argon2id over the words joined by single
    /// spaces, salt `"accord/v1/spoken" ‖ host`.
    ///
    /// `host` is the relay's lower-case `name[:port]`, as in the session signature: words said
    /// for one relay are nothing at another. Takes about a tenth of a second and 64 MiB.
    ///
    /// # Errors
    /// [`StretchError::Memory`].
    pub fn pair_secret(&self, host: &str) -> Result<PairSecret, StretchError> {
        let mut text = Zeroizing::new(String::with_capacity(SPOKEN_WORDS * 9));
        for (at, word) in self.words().into_iter().enumerate() {
            if at > 0 {
                text.push(' ');
            }
            text.push_str(word);
        }
        let salt = [b"accord/v1/spoken".as_slice(), host.as_bytes()].concat();
        let key = stretch(StretchParams::V1, text.as_bytes(), &salt)?;
        let mut first = Zeroizing::new([0; 16]);
        first.copy_from_slice(&key.expose()[..16]);
        Ok(PairSecret::from_bytes(*first))
    }
}

impl fmt::Debug for SpokenWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SpokenWords(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::testing::TestRng;

    #[test]
    fn words_said_and_typed_again_give_the_same_secret_only_at_the_same_host() {
        let words = SpokenWords::generate(&mut TestRng::new(4));
        let typed = words.words().join(",  ").to_uppercase();
        let heard = SpokenWords::parse(&typed).unwrap();
        assert_eq!(heard, words);
        let secret = words.pair_secret("relay.example").unwrap();
        assert_eq!(secret.expose(), heard.pair_secret("relay.example").unwrap().expose());
        assert_ne!(secret.expose(), heard.pair_secret("other.example").unwrap().expose());
    }

    #[test]
    fn a_word_misheard_is_named_by_its_place() {
        assert_eq!(
            SpokenWords::parse("abandon ability able about above zzz"),
            Err(PhraseError::UnknownWord { position: 6 })
        );
        assert_eq!(
            SpokenWords::parse("abandon ability"),
            Err(PhraseError::WordCount { expected: 6, got: 2 })
        );
    }
}
