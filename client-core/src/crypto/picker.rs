//! Choosing the words heard among decoys.
//!
//! Owns the sets a person picks from when two devices compare words
//! (`docs/decisions/0021-decoys.md`). Knows nothing of mailboxes or states.

use super::kdf::derive;
use super::pairing::{CompareSide, ComparisonWords, PairTranscript};
use super::phrase::word_list;

/// How many sets are shown; "none of these" stands beside them.
pub const PICKER_SETS: usize = 8;

/// The eight sets one side picks from: the true one and seven decoys.
///
/// Each place has two candidate words and the sets are the eight combinations that differ from
/// the true one in an even number of places: every word shown stands in four sets, any two sets
/// differ in two or more places, and seen without the call all eight are alike. Two words heard
/// are not enough to choose. The sets follow from the pairing itself, so they are the same each
/// time they are shown and nothing is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Picker {
    sets: [[&'static str; 4]; PICKER_SETS],
    answer: usize,
}

impl Picker {
    /// The sets shown at `side`, one of which is what the other side reads out.
    pub fn new(pair: &PairTranscript, words: &ComparisonWords, side: CompareSide) -> Self {
        let heard = words.heard_at(side);
        let mut stream = Stream::new(pair, side);
        let others = heard.map(|index| {
            loop {
                let other = stream.next() & 0x7ff;
                if other != index {
                    break other;
                }
            }
        });
        let mut order: [u8; PICKER_SETS] =
            core::array::from_fn(|at| u8::try_from(at).unwrap_or_default());
        // Fisher-Yates; a 16-bit draw modulo at most 8 is even enough for an order on a screen.
        for last in (1..PICKER_SETS).rev() {
            order.swap(last, usize::from(stream.next()) % (last + 1));
        }
        let sets = order.map(|code| {
            // Three free bits and their parity: an even number of places differs.
            let parity = u8::try_from(code.count_ones() & 1).unwrap_or_default();
            let mask = (code << 1) | parity;
            core::array::from_fn(|place| {
                let index = if (mask >> place) & 1 == 1 { others[place] } else { heard[place] };
                word_list()[usize::from(index)]
            })
        });
        let answer = order.iter().position(|code| *code == 0).unwrap_or_default();
        Self { sets, answer }
    }

    /// The sets in the order they are shown.
    pub fn sets(&self) -> &[[&'static str; 4]; PICKER_SETS] {
        &self.sets
    }

    /// Whether the set at this place (from 0) is what the other side reads out.
    pub fn is_right(&self, picked: usize) -> bool {
        picked == self.answer
    }
}

impl core::fmt::Debug for Picker {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Picker(..)")
    }
}

/// Numbers that both depend on the pairing and are of no use to anybody else.
struct Stream<'a> {
    pair: &'a PairTranscript,
    side: CompareSide,
    block: u8,
    left: Vec<u16>,
}

impl<'a> Stream<'a> {
    fn new(pair: &'a PairTranscript, side: CompareSide) -> Self {
        Self { pair, side, block: 0, left: Vec::new() }
    }

    fn next(&mut self) -> u16 {
        loop {
            if let Some(number) = self.left.pop() {
                return number;
            }
            let ctx = [self.side.number(), self.block];
            let bytes = derive(
                self.pair.transcript.as_bytes(),
                &self.pair.nonces(),
                "accord/v1/pair/decoys",
                &ctx,
            );
            self.block = self.block.wrapping_add(1);
            self.left = bytes
                .expose()
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use accord_protocol::ids::Transcript;

    use super::*;

    fn pair(seed: u16) -> PairTranscript {
        let mut transcript = [0; 32];
        transcript[..2].copy_from_slice(&seed.to_be_bytes());
        PairTranscript {
            transcript: Transcript::from_bytes(transcript),
            r_a: [1; 32],
            r_b: [2; 32],
        }
    }

    #[test]
    fn exactly_one_set_is_right_and_it_is_what_the_other_side_shows() {
        for seed in 0..64 {
            let pair = pair(seed);
            let words = pair.comparison_words();
            let at_a = Picker::new(&pair, &words, CompareSide::Inviter);
            let at_b = Picker::new(&pair, &words, CompareSide::Joiner);
            for (picker, shown) in [
                (&at_a, words.shown_at(CompareSide::Joiner)),
                (&at_b, words.shown_at(CompareSide::Inviter)),
            ] {
                let right: Vec<usize> =
                    (0..PICKER_SETS).filter(|at| picker.is_right(*at)).collect();
                assert_eq!(right.len(), 1);
                assert_eq!(picker.sets()[right[0]], shown);
                assert!(!picker.is_right(PICKER_SETS));
            }
            assert_eq!(
                at_a,
                Picker::new(&pair, &words, CompareSide::Inviter),
                "the same each time"
            );
        }
    }

    #[test]
    fn no_set_stands_out_and_two_words_do_not_decide() {
        let mut answers = BTreeSet::new();
        // Enough that a decoy word drawn equal to the true one would come up.
        for seed in 0..2_000 {
            let pair = pair(seed);
            let picker = Picker::new(&pair, &pair.comparison_words(), CompareSide::Inviter);
            answers.insert(picker.answer);
            for (at, set) in picker.sets().iter().enumerate() {
                let mut distances: Vec<usize> = picker
                    .sets()
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != at)
                    .map(|(_, other)| set.iter().zip(other).filter(|(a, b)| a != b).count())
                    .collect();
                distances.sort_unstable();
                assert_eq!(distances, [2, 2, 2, 2, 2, 2, 4], "every set sees the others alike");
            }
        }
        assert_eq!(answers.len(), PICKER_SETS, "the true set may stand at any place");
    }
}
