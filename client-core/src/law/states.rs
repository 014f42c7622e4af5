//! Every record's state, kept between looks and derived anew only where acts touched it.
//!
//! A cache and nothing else: [`States::refresh`] ends in exactly what [`States::of`] derives from nothing. It follows one [`Acts`], whose
//! [`Acts::take_touched`] it alone asks; for other acts begin with another one. It is never stored.

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::ids::Partner;

use super::agreement::{self, AgreementState, Whole};
use super::graph::Acts;
use super::heads::Scope;
use super::{boundary, promise, ritual, step};
use crate::act::{Body, RecordId};
use crate::time::Day;

/// The states of all records, this device's unsent acts included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct States {
    agreements: BTreeMap<RecordId, AgreementState>,
    boundaries: BTreeMap<(RecordId, Partner), boundary::State>,
    promises: BTreeMap<(RecordId, Partner), promise::State>,
    rituals: BTreeMap<RecordId, ritual::State>,
    steps: BTreeMap<RecordId, step::State>,
    left: [Option<Day>; 2],
}

impl States {
    /// Everything, derived from nothing.
    #[must_use]
    pub fn of(acts: &Acts) -> Self {
        let mut states = Self { left: acts.left(), ..Self::default() };
        for record in acts.records() {
            states.derive(acts, record);
        }
        states
    }

    /// Derives again what changed in `acts` since the last time.
    pub fn refresh(&mut self, acts: &mut Acts) {
        let mut touched: BTreeSet<RecordId> = acts.take_touched();
        if self.left != acts.left() {
            // Who left is part of every agreement.
            self.left = acts.left();
            touched.extend(self.agreements.keys());
        }
        for record in touched {
            self.derive(acts, record);
        }
    }

    fn derive(&mut self, acts: &Acts, record: RecordId) {
        let (mut agreed, mut bounded, mut promised) = (false, false, false);
        for ix in acts.about(&record) {
            match acts.get(*ix).act.body {
                Body::Propose { .. } => agreed = true,
                Body::Boundary(_) => bounded = true,
                Body::Promise(_) => promised = true,
                _ => {}
            }
        }
        let agreement = agreed.then(|| agreement::one(acts, record)).flatten();
        let ritual = agreement.as_ref().and_then(|state| ritual::of(acts, state, Scope::All));
        set(&mut self.rituals, record, ritual);
        let steps = agreement.as_ref().and_then(|state| step::of(acts, state, Scope::All));
        set(&mut self.steps, record, steps);
        set(&mut self.agreements, record, agreement);
        for partner in Partner::BOTH {
            let key = (record, partner);
            let boundary = bounded.then(|| boundary::derive(acts, record, partner, Scope::All));
            set(&mut self.boundaries, key, boundary.flatten());
            let promise = promised.then(|| promise::derive(acts, record, partner, Scope::All));
            set(&mut self.promises, key, promise.flatten());
        }
    }

    /// Every agreement, by id.
    pub fn agreements(&self) -> impl Iterator<Item = &AgreementState> {
        self.agreements.values()
    }

    /// Every agreement with what its kind says besides, by id.
    pub fn whole(&self) -> impl Iterator<Item = Whole<'_>> {
        self.agreements.iter().map(|(id, state)| Whole {
            state,
            ritual: self.rituals.get(id),
            steps: self.steps.get(id),
        })
    }

    /// One agreement.
    #[must_use]
    pub fn agreement(&self, record: &RecordId) -> Option<&AgreementState> {
        self.agreements.get(record)
    }

    /// Every ritual, by id.
    pub fn rituals(&self) -> impl Iterator<Item = &ritual::State> {
        self.rituals.values()
    }

    /// The steps of every plan that has some, by id.
    pub fn steps(&self) -> impl Iterator<Item = &step::State> {
        self.steps.values()
    }

    /// Every boundary of both people, by id and owner.
    pub fn boundaries(&self) -> impl Iterator<Item = &boundary::State> {
        self.boundaries.values()
    }

    /// Every promise of both people, by id and maker.
    pub fn promises(&self) -> impl Iterator<Item = &promise::State> {
        self.promises.values()
    }
}

fn set<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => drop(map.insert(key, value)),
        None => drop(map.remove(&key)),
    }
}
