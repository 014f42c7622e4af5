//! The order of one record's acts: causes before effects, and otherwise by day, device, number and hash.
//!
//! The same wherever the same acts are held. It is found once and kept until an act about the record comes or goes.

use std::collections::BTreeMap;

use accord_protocol::ids::DeviceId;

use super::{ActIx, Acts};
use crate::act::{ActHash, RecordId};
use crate::time::Day;

/// Only a device that forked its chain dozens of times has more runs in one record; they get a plain order.
const MAX_RUNS: usize = 64;

impl Acts {
    /// The acts about one record, causes before effects, and otherwise by day, device, number and hash: the same order wherever the same
    /// acts are held.
    #[must_use]
    pub fn of_record(&self, record: &RecordId) -> &[ActIx] {
        let Some(about) = self.by_record.get(record) else { return &[] };
        if about.acts.len() < 2 {
            return &about.acts;
        }
        about.order.get_or_init(|| self.in_order(&about.acts))
    }

    /// These acts in that order, for which no other act plays a part.
    #[must_use]
    pub fn in_order(&self, acts: &[ActIx]) -> Vec<ActIx> {
        let Some(first) = acts.first() else { return Vec::new() };
        if let [a, b] = *acts {
            let turned =
                self.knows(a, b) || !self.knows(b, a) && self.display_key(b) < self.display_key(a);
            return if turned { vec![b, a] } else { vec![a, b] };
        }
        if acts.iter().all(|ix| self.run(*ix) == self.run(*first)) {
            let mut run = acts.to_vec();
            run.sort_unstable_by_key(|ix| self.get(*ix).act.no);
            return run;
        }
        let mut runs: BTreeMap<u32, Vec<ActIx>> = BTreeMap::new();
        for ix in acts {
            runs.entry(self.get(*ix).branch).or_default().push(*ix);
        }
        let mut runs: Vec<Vec<ActIx>> = runs.into_values().collect();
        for run in &mut runs {
            run.sort_unstable_by_key(|ix| std::cmp::Reverse(self.get(*ix).act.no));
        }
        if runs.len() > MAX_RUNS {
            let mut all: Vec<ActIx> = runs.into_iter().flatten().collect();
            all.sort_unstable_by_key(|ix| self.display_key(*ix));
            return all;
        }
        self.merged(runs, acts.len())
    }

    /// Whether an act that was just read comes after all others about this record, whose order is kept: it knows the last of each run.
    pub(super) fn comes_last(&self, record: &RecordId, ix: ActIx) -> bool {
        let order = self.by_record.get(record).and_then(|about| about.order.get());
        let Some(order) = order else { return false };
        let mut runs: Vec<u32> = vec![self.run(ix)];
        for other in order.iter().rev() {
            let run = self.run(*other);
            if !runs.contains(&run) {
                if runs.len() == MAX_RUNS || !self.knows(ix, *other) {
                    return false;
                }
                runs.push(run);
            }
        }
        true
    }

    /// Of what comes first in each run the first by day, device, number and hash that knows none of the others, again and again. The runs
    /// end with what comes first.
    fn merged(&self, mut runs: Vec<Vec<ActIx>>, len: usize) -> Vec<ActIx> {
        let mut out = Vec::with_capacity(len);
        while runs.len() > 1 {
            let heads = || runs.iter().filter_map(|run| run.last().copied()).enumerate();
            let free = |x: ActIx| !heads().any(|(_, y)| self.knows(x, y));
            let mut first: Option<(usize, ActIx)> = None;
            for (run, x) in heads() {
                let before = |(_, y)| self.display_key(x) < self.display_key(y);
                if first.is_none_or(before) && free(x) {
                    first = Some((run, x));
                }
            }
            // Nobody can have known what knew them; if all the same, somebody is first.
            let next = first.map_or(0, |(run, _)| run);
            out.extend(runs[next].pop());
            if runs[next].is_empty() {
                runs.remove(next);
            }
        }
        out.extend(runs.into_iter().flat_map(|run| run.into_iter().rev()));
        out
    }

    fn display_key(&self, ix: ActIx) -> (Day, u8, DeviceId, u64, ActHash) {
        let held = self.get(ix);
        (held.act.date, held.partner.to_byte(), held.act.device, held.act.no, held.hash)
    }
}
