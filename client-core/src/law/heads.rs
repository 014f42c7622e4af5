//! A record's acts in order, and the newest of several, where "newest" means what the acts themselves knew.

use std::ops::Deref;

use super::graph::{ActIx, Acts, Held, Standing};
use crate::act::RecordId;
use crate::time::Day;

/// A held act with its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct One<'a> {
    pub(crate) ix: ActIx,
    held: &'a Held,
}

impl<'a> One<'a> {
    /// The act for as long as all acts are borrowed.
    pub(crate) fn held(self) -> &'a Held {
        self.held
    }
}

impl Deref for One<'_> {
    type Target = Held;

    fn deref(&self) -> &Held {
        self.held
    }
}

/// Which acts are read: all this device holds, or those of the log only (for the state digest).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// With this device's unsent acts.
    All,
    /// Only what was admitted.
    Log,
}

/// A record's acts, causes before effects.
pub(crate) fn of_record<'a>(acts: &'a Acts, record: &RecordId, scope: Scope) -> Vec<One<'a>> {
    let all = acts.of_record(record).into_iter().map(|ix| One { ix, held: acts.get(ix) });
    all.filter(|one| scope == Scope::All || one.standing == Standing::Admitted).collect()
}

/// Those that no other of them, by the same person, knows. Several are left only where that person's own devices spoke apart.
pub(crate) fn heads<'a, T>(acts: &Acts, said: Vec<(One<'a>, T)>) -> Vec<(One<'a>, T)> {
    let all: Vec<One<'_>> = said.iter().map(|(one, _)| *one).collect();
    let newer =
        |one: &One<'_>| all.iter().any(|o| o.partner == one.partner && acts.knows(o.ix, one.ix));
    said.into_iter().filter(|(one, _)| !newer(one)).collect()
}

/// Each thing once (law L7), with the first day it was said.
pub(crate) fn once_each<T: PartialEq>(said: impl Iterator<Item = (T, Day)>) -> Vec<(T, Day)> {
    let mut once: Vec<(T, Day)> = Vec::new();
    for (what, on) in said {
        match once.iter_mut().find(|(known, _)| *known == what) {
            Some((_, first)) => *first = on.min(*first),
            None => once.push((what, on)),
        }
    }
    once
}
