//! Word diffs between two wordings, for screens.
//!
//! Knows nothing of records or people. The parts always add up: what is `same` or `removed` is the old text, what is `same` or `added` the new one.

use std::collections::BTreeMap;

use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::{DiffOp, DiffTag, DiffableStr as _};

use super::view::DiffPart;

/// What changed from `old` to `new`, by words, in reading order; within one place what was removed comes first. Equal neighbours are one part.
pub fn word_diff(old: &str, new: &str) -> Vec<DiffPart> {
    let (old, new) = (old.tokenize_words(), new.tokenize_words());
    let mut parts = Parts::default();
    for op in steps(&old, &new) {
        let (tag, from, to) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            for word in old.get(from).unwrap_or_default() {
                parts.keep(word);
            }
        } else {
            parts.remove(&old.get(from).unwrap_or_default().concat());
            parts.add(&new.get(to).unwrap_or_default().concat());
        }
    }
    parts.flush();
    parts.done
}

/// The shortest way from one list of words to the other. Words are numbered first, and one method is named: what compares any things by
/// any method is compiled for each, and would be a tenth of what a browser loads.
fn steps(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut known = BTreeMap::new();
    let mut number = |word: &&str| {
        let next = known.len();
        *known.entry(word.to_string()).or_insert(next)
    };
    let old: Vec<usize> = old.iter().map(&mut number).collect();
    let new: Vec<usize> = new.iter().map(&mut number).collect();
    let mut steps = Compact::new(Replace::new(Capture::new()), &old, &new);
    let Ok(()) = myers::diff(&mut steps, &old, 0..old.len(), &new, 0..new.len());
    steps.into_inner().into_inner().into_ops()
}

#[derive(Default)]
struct Parts {
    done: Vec<DiffPart>,
    removed: String,
    added: String,
    gap: String,
}

impl Parts {
    fn replaces(&self) -> bool {
        !self.removed.is_empty() && !self.added.is_empty()
    }

    fn take_gap(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        self.removed.push_str(&gap);
        self.added.push_str(&gap);
    }

    fn remove(&mut self, words: &str) {
        if !words.is_empty() {
            self.take_gap();
            self.removed.push_str(words);
        }
    }

    fn add(&mut self, words: &str) {
        if !words.is_empty() {
            self.take_gap();
            self.added.push_str(words);
        }
    }

    fn keep(&mut self, word: &str) {
        // A space between two changed words belongs to the change: "old words" against "new text" reads better than four pieces.
        if word.trim().is_empty() && self.replaces() {
            self.gap.push_str(word);
        } else {
            self.flush();
            self.push("same", word);
        }
    }

    fn flush(&mut self) {
        let removed = std::mem::take(&mut self.removed);
        let added = std::mem::take(&mut self.added);
        let gap = std::mem::take(&mut self.gap);
        self.push("removed", &removed);
        self.push("added", &added);
        self.push("same", &gap);
    }

    fn push(&mut self, change: &'static str, text: &str) {
        match self.done.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.change == change => last.text.push_str(text),
            _ => self.done.push(DiffPart { change, text: text.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(old: &str, new: &str) -> String {
        let sign = |part: &DiffPart| match part.change {
            "same" => part.text.clone(),
            "added" => format!("[+{}]", part.text),
            _ => format!("[-{}]", part.text),
        };
        word_diff(old, new).iter().map(sign).collect()
    }

    #[test]
    fn a_changed_ending_is_one_removal_and_one_addition() {
        assert_eq!(
            told("We call Fridays", "We call Sundays, 20:00 Berlin"),
            "We call [-Fridays][+Sundays, 20:00 Berlin]"
        );
        assert_eq!(
            told("one old thing here", "two new things here"),
            "[-one old thing][+two new things] here"
        );
    }

    #[test]
    fn equal_words_are_one_part_and_nothing_against_nothing_is_no_part() {
        assert_eq!(word_diff("same words", "same words").len(), 1);
        assert!(word_diff("", "").is_empty());
        assert_eq!(told("", "new"), "[+new]");
    }

    #[test]
    fn two_long_texts_without_a_common_word_are_told_apart() {
        let old = "a1 ".repeat(5_000);
        let new: String = (0..5_000).map(|n| format!("b{n} ")).collect();
        let parts = word_diff(&old, &new);
        assert!(parts.iter().any(|p| p.change == "removed"));
    }

    proptest! {
        #[test]
        fn the_parts_add_up_to_both_texts(old in "[ab \n]{0,24}", new in "[abc \n]{0,24}") {
            let parts = word_diff(&old, &new);
            let without = |change| parts.iter().filter(|p| p.change != change).map(|p| p.text.as_str()).collect::<String>();
            prop_assert_eq!(without("added"), old);
            prop_assert_eq!(without("removed"), new);
            prop_assert!(parts.windows(2).all(|w| w[0].change != w[1].change));
        }
    }
}
