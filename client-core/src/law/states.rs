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
use crate::act::{RecordId, kind};
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
        // The first time there is nothing to forget, and thousands to derive.
        let is_known = !self.is_empty();
        for record in touched {
            if is_known {
                self.forget(&record);
            }
            self.derive(acts, record);
        }
    }

    /// Whether nothing is kept, as before anybody looked.
    pub(crate) fn is_empty(&self) -> bool {
        self.agreements.is_empty() && self.boundaries.is_empty() && self.promises.is_empty()
    }

    fn forget(&mut self, record: &RecordId) {
        self.agreements.remove(record);
        self.rituals.remove(record);
        self.steps.remove(record);
        for partner in Partner::BOTH {
            self.boundaries.remove(&(*record, partner));
            self.promises.remove(&(*record, partner));
        }
    }

    fn derive(&mut self, acts: &Acts, record: RecordId) {
        let kinds = acts.kinds(&record);
        if let Some(agreement) =
            kinds.has(kind::PROPOSE).then(|| agreement::one(acts, record)).flatten()
        {
            let ritual = ritual::of(acts, &agreement, Scope::All);
            self.rituals.extend(ritual.map(|ritual| (record, ritual)));
            let steps = step::of(acts, &agreement, Scope::All);
            self.steps.extend(steps.map(|steps| (record, steps)));
            self.agreements.insert(record, agreement);
        }
        let (bounded, promised) = (kinds.has(kind::BOUNDARY), kinds.has(kind::PROMISE));
        for partner in Partner::BOTH {
            let key = (record, partner);
            if bounded {
                let boundary = boundary::derive(acts, record, partner, Scope::All);
                self.boundaries.extend(boundary.map(|boundary| (key, boundary)));
            }
            if promised {
                let promise = promise::derive(acts, record, partner, Scope::All);
                self.promises.extend(promise.map(|promise| (key, promise)));
            }
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

    /// One agreement with what its kind says besides.
    pub(super) fn one_whole(&self, record: &RecordId) -> Option<Whole<'_>> {
        let (ritual, steps) = (self.rituals.get(record), self.steps.get(record));
        self.agreements.get(record).map(|state| Whole { state, ritual, steps })
    }

    /// One agreement.
    #[must_use]
    pub fn agreement(&self, record: &RecordId) -> Option<&AgreementState> {
        self.agreements.get(record)
    }

    /// One ritual.
    pub(super) fn ritual(&self, record: &RecordId) -> Option<&ritual::State> {
        self.rituals.get(record)
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
