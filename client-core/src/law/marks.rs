//! What one person's newest marks of one thing say. Knows nothing of what is marked.

use super::graph::Acts;
use super::heads::{One, heads};
use crate::act::codec::Writer;
use crate::act::{ActHash, Text};
use crate::time::Day;

/// One person's newest marks. Several differ only where own devices marked apart; then none counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks<R> {
    /// Each result once, ascending.
    pub results: Vec<R>,
    /// The acts that say it, ascending.
    pub acts: Vec<ActHash>,
    /// Newest day among them.
    pub on: Option<Day>,
    /// The note beside it; of several that of the smallest act.
    pub note: Option<Text>,
}

impl<R> Default for Marks<R> {
    fn default() -> Self {
        Self { results: Vec::new(), acts: Vec::new(), on: None, note: None }
    }
}

impl<R: Copy + Ord> Marks<R> {
    /// The newest of one person's marks, each with its note: those that no other of them knows.
    pub(crate) fn newest(acts: &Acts, said: Vec<(One<'_>, (R, Option<Text>))>) -> Self {
        let mut newest = heads(acts, said);
        newest.sort_unstable_by_key(|(one, _)| one.hash);
        let mut results: Vec<R> = newest.iter().map(|(_, (result, _))| *result).collect();
        results.sort_unstable();
        results.dedup();
        Self {
            results,
            acts: newest.iter().map(|(one, _)| one.hash).collect(),
            on: newest.iter().map(|(one, _)| one.act.date).max(),
            note: newest.into_iter().find_map(|(_, (_, note))| note),
        }
    }

    /// The mark that counts: none where own devices differ, until that person says which.
    pub fn counts(&self) -> Option<R> {
        match self.results.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// Whether own devices marked apart.
    pub fn differ(&self) -> bool {
        self.results.len() > 1
    }

    /// The acts' names, for the state digest.
    pub(crate) fn encode(&self, w: &mut Writer) {
        w.u64(self.acts.len() as u64);
        for act in &self.acts {
            w.raw(&act.0);
        }
    }
}
