//! Putting acts on the end of one device's chain, with exactly the knowledge that grew.

use std::collections::BTreeMap;

use accord_protocol::ids::DeviceId;

use super::{Acts, index_u32};
use crate::act::{Act, ActHash, Body, Known, MAX_KNOWS, RecordId};
use crate::time::Day;

/// The end of one device's chain and what it heard, while acts are put on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Whose chain.
    pub device: DeviceId,
    /// Number of its last act, 0 for none.
    pub no: u64,
    /// Hash of its last act, zeros for none.
    pub prev: ActHash,
    heard: Vec<Known>,
}

impl Chain {
    fn append(&mut self, date: Day, record: RecordId, body: Body, mut knows: Vec<Known>) -> Act {
        knows.sort_unstable();
        self.no += 1;
        let act = Act {
            device: self.device,
            no: self.no,
            prev: self.prev,
            date,
            record,
            knows,
            body,
            signature: None,
        };
        self.prev = act.hash();
        act
    }

    /// Everything its author had heard when its last act was made: the newest act of each other chain.
    #[must_use]
    pub fn heard(&self) -> &[Known] {
        &self.heard
    }

    /// Corrects the hash of the act last put on, once it is signed: a signature changes an act's name.
    pub fn sealed(&mut self, last: &Act) {
        self.prev = last.hash();
    }
}

impl Acts {
    /// Everything an act about `tips` must be told apart from: the end of `own`'s admitted chain (the highest number, then the smaller hash)
    /// and what it heard.
    #[must_use]
    pub fn chain_of(&self, own: DeviceId) -> Chain {
        let ends = self.branches.iter().enumerate().filter(|(_, b)| {
            !b.unsent && self.devices[b.device as usize].id == own && !b.acts.is_empty()
        });
        let end = ends
            .filter_map(|(i, b)| b.acts.last().map(|ix| (index_u32(i), self.get(*ix))))
            .min_by_key(|(_, h)| (std::cmp::Reverse(h.act.no), h.hash));
        let Some((branch, end)) = end else {
            return Chain { device: own, no: 0, prev: ActHash::ZERO, heard: Vec::new() };
        };
        let mut chain = Chain { device: own, no: end.act.no, prev: end.hash, heard: Vec::new() };
        let (mut at, mut limit) = (branch, end.act.no);
        loop {
            let branch = &self.branches[at as usize];
            for other in branch.heard.keys() {
                let heard = branch.heard_until(*other, limit);
                if let Some(ix) = heard.and_then(|no| self.branches[*other as usize].act(no)) {
                    self.learn(&mut chain, self.known(ix));
                }
            }
            let Some((parent, no)) = branch.parent else { return chain };
            (at, limit) = (parent, limit.min(no));
        }
    }

    /// The acts that say `body` next on `chain` by somebody who knows `tips`: `heard` acts where more than 16 entries grew, then the act
    /// itself, without signature. The chain moves on.
    pub fn next_acts(
        &self,
        chain: &mut Chain,
        date: Day,
        record: RecordId,
        body: Body,
        tips: &[Known],
    ) -> Vec<Act> {
        let mut rounds: Vec<BTreeMap<DeviceId, Known>> = Vec::new();
        let own = chain.device;
        for tip in tips.iter().filter(|t| t.device != own) {
            if !self.learn(chain, *tip) {
                continue;
            }
            match rounds.iter_mut().find(|r| !r.contains_key(&tip.device)) {
                Some(round) => drop(round.insert(tip.device, *tip)),
                None => rounds.push(BTreeMap::from([(tip.device, *tip)])),
            }
        }
        let mut parts: Vec<Vec<Known>> = rounds
            .into_iter()
            .flat_map(|r| {
                let all: Vec<Known> = r.into_values().collect();
                all.chunks(MAX_KNOWS).map(<[Known]>::to_vec).collect::<Vec<_>>()
            })
            .collect();
        let last = parts.pop().unwrap_or_default();
        let mut acts: Vec<Act> = parts
            .into_iter()
            .map(|knows| chain.append(date, RecordId::ZERO, Body::Heard, knows))
            .collect();
        acts.push(chain.append(date, record, body, last));
        acts
    }

    /// Moves a chain over an act that was sealed on it and is not held as admitted yet.
    pub fn follow(&self, chain: &mut Chain, act: &Act) {
        for known in &act.knows {
            self.learn(chain, *known);
        }
        chain.no = act.no;
        chain.prev = act.hash();
    }

    /// Adds to what the chain heard, unless it is there already; says whether it grew.
    fn learn(&self, chain: &mut Chain, tip: Known) -> bool {
        let covers = |end: &Known, inner: &Known| {
            end == inner
                || match (self.find(&end.hash), self.find(&inner.hash)) {
                    (Some(e), Some(i)) => {
                        let (e, i) = (self.get(e), self.get(i));
                        self.on_chain(i.branch, i.act.no, e.branch, e.act.no)
                    }
                    _ => false,
                }
        };
        if chain.heard.iter().any(|end| covers(end, &tip)) {
            return false;
        }
        chain.heard.retain(|end| !covers(&tip, end));
        chain.heard.push(tip);
        true
    }
}
