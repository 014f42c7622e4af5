//! A record's acts in order, and the newest of several, where "newest" means what the acts themselves knew.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use accord_protocol::ids::Partner;

use super::graph::{ActIx, Acts, Held, Standing};
use crate::act::{Body, RecordId};
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
    let all = acts.of_record(record).iter().map(|ix| One { ix: *ix, held: acts.get(*ix) });
    all.filter(|one| scope == Scope::All || one.standing == Standing::Admitted).collect()
}

/// One person's of these acts, causes before effects. No act of the other changes their order.
pub(crate) fn of_one<'a>(acts: &'a Acts, held: &[One<'a>], who: Partner) -> Vec<One<'a>> {
    let own: Vec<ActIx> = held.iter().filter(|one| one.partner == who).map(|one| one.ix).collect();
    acts.in_order(&own).into_iter().map(|ix| One { ix, held: acts.get(ix) }).collect()
}

/// Whether this person said something like this about the record.
pub(crate) fn said_by(
    acts: &Acts,
    record: &RecordId,
    who: Partner,
    like: impl Fn(&Body) -> bool,
) -> bool {
    let held = acts.about(record).iter().map(|ix| acts.get(*ix));
    held.filter(|held| held.partner == who).any(|held| like(&held.act.body))
}

/// Those that no other of them, by the same person, knows. Several are left only where that person's own devices spoke apart.
pub(crate) fn heads<'a, T>(acts: &Acts, said: Vec<(One<'a>, T)>) -> Vec<(One<'a>, T)> {
    if said.len() < 2 {
        return said;
    }
    let last = last_of_runs(acts, said.iter().map(|(one, _)| *one));
    let newer =
        |one: &One<'_>| last.iter().any(|o| o.partner == one.partner && acts.knows(o.ix, one.ix));
    let newest: BTreeSet<ActIx> = last.iter().filter(|one| !newer(one)).map(|one| one.ix).collect();
    said.into_iter().filter(|(one, _)| newest.contains(&one.ix)).collect()
}

/// The last of each run. It knows those before it and all that they know, so that what any of a run knows one of these does.
pub(crate) fn last_of_runs<'a>(
    acts: &Acts,
    said: impl IntoIterator<Item = One<'a>>,
) -> Vec<One<'a>> {
    let mut last: BTreeMap<u32, One<'a>> = BTreeMap::new();
    for one in said {
        let known = last.entry(acts.run(one.ix)).or_insert(one);
        if known.act.no < one.act.no {
            *known = one;
        }
    }
    last.into_values().collect()
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
