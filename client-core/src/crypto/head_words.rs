//! Eight words for the head of a log, read out to make sure two devices see the same log.
//!
//! Used when a device was removed and the partner is at hand. Owns the words only
//! (`docs/decisions/0025-head-words.md`); when to ask is not decided here.

use accord_protocol::ids::{LogHead, Part, hash};

use super::phrase::{bits_to_words, word_list};

/// Words read out for a log head.
pub const HEAD_WORDS: usize = 8;

/// The first 88 bits of `H("accord/v1/head-words", H_n)` as BIP39 words.
pub fn head_words(head: &LogHead) -> [&'static str; HEAD_WORDS] {
    let bytes = hash("accord/v1/head-words", &[Part::Fixed(head.as_bytes())]);
    bits_to_words::<HEAD_WORDS>(&bytes).map(|index| word_list()[usize::from(index)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_heads_give_equal_words_and_one_bit_changes_them() {
        let head = LogHead::from_bytes([3; 32]);
        assert_eq!(head_words(&head), head_words(&LogHead::from_bytes([3; 32])));
        for at in 0..32 {
            let mut other = [3; 32];
            other[at] ^= 1;
            assert_ne!(head_words(&head), head_words(&LogHead::from_bytes(other)));
        }
    }
}
