//! Who knew what, read from the acts themselves and from nothing the library derived (`docs/documents.md`, "What an act knows").

use std::collections::BTreeMap;

use accord_client_core::act::{ActHash, Body, RecordId};
use accord_protocol::ids::Partner;

use crate::life::Said;

/// Places in a log as bits.
#[derive(Clone, Default)]
struct Places(Vec<u64>);

impl Places {
    fn put(&mut self, at: usize) {
        if self.0.len() <= at / 64 {
            self.0.resize(at / 64 + 1, 0);
        }
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|bits| bits & (1 << (at % 64)) != 0)
    }

    fn add(&mut self, others: &Self) {
        self.0.resize(self.0.len().max(others.0.len()), 0);
        self.0.iter_mut().zip(&others.0).for_each(|(mine, theirs)| *mine |= theirs);
    }
}

/// A log with what each act's author knew. Places are positions in the log.
pub(crate) struct Known<'a> {
    pub(crate) log: &'a [Said],
    knows: Vec<Places>,
    by_record: BTreeMap<RecordId, Vec<usize>>,
}

impl<'a> Known<'a> {
    pub(crate) fn of(log: &'a [Said]) -> Self {
        let mut at: BTreeMap<ActHash, usize> = BTreeMap::new();
        // The chain that ends in each act, itself included; and all that this chain names, with the chains that end there.
        let (mut chains, mut named): (Vec<Places>, Vec<Places>) = (vec![], vec![]);
        let (mut knows, mut by_record) = (vec![], BTreeMap::<RecordId, Vec<usize>>::new());
        for (place, said) in log.iter().enumerate() {
            let before = at.get(&said.act.prev).copied();
            let mut chain = before.map(|at: usize| chains[at].clone()).unwrap_or_default();
            let mut names = before.map(|at: usize| named[at].clone()).unwrap_or_default();
            for known in &said.act.knows {
                if let Some(end) = at.get(&known.hash) {
                    names.add(&chains[*end]);
                }
            }
            let mut all = chain.clone();
            all.add(&names);
            knows.push(all);
            chain.put(place);
            chains.push(chain);
            named.push(names);
            at.insert(said.hash, place);
            by_record.entry(said.act.record).or_default().push(place);
        }
        Self { log, knows, by_record }
    }

    /// Whether the author of x knew y.
    pub(crate) fn knows(&self, x: usize, y: usize) -> bool {
        self.knows[x].has(y)
    }

    pub(crate) fn records(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.by_record.keys().copied()
    }

    /// The places of what was said in a record.
    pub(crate) fn about(&self, record: RecordId) -> &[usize] {
        self.by_record.get(&record).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn by(&self, place: usize) -> Partner {
        self.log[place].partner
    }

    pub(crate) fn body(&self, place: usize) -> &Body {
        &self.log[place].act.body
    }

    /// One person's acts in a record of which `of` makes something, with what it makes.
    pub(crate) fn said<T>(
        &self,
        record: RecordId,
        who: Partner,
        of: impl Fn(&'a Body) -> Option<T>,
    ) -> Vec<(usize, T)> {
        let own = self.about(record).iter().filter(|place| self.by(**place) == who);
        own.filter_map(|place| Some((*place, of(&self.log[*place].act.body)?))).collect()
    }

    /// Those that none of the others knows.
    pub(crate) fn newest<T: Clone>(&self, said: &[(usize, T)]) -> Vec<(usize, T)> {
        let old = |place: usize| said.iter().any(|(other, _)| self.knows(*other, place));
        said.iter().filter(|(place, _)| !old(*place)).cloned().collect()
    }
}
