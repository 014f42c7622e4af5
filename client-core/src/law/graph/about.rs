//! The acts about one record: their places, their kinds, and their order once somebody asked for it.

use std::sync::OnceLock;

use super::ActIx;

/// Which kinds of acts there are. Kinds of a vault and some that nobody knows yet are left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u128);

impl Kinds {
    pub(super) fn put(&mut self, kind: u16) {
        self.0 |= 1_u128.checked_shl(u32::from(kind)).unwrap_or_default();
    }

    /// Whether some act is of this kind.
    pub(crate) fn has(self, kind: u16) -> bool {
        let mut one = Self::default();
        one.put(kind);
        self.0 & one.0 != 0
    }
}

/// The acts about one record.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) acts: Vec<ActIx>,
    pub(super) kinds: Kinds,
    /// In their order, once somebody asked for it. An act that does not come last empties it, as does one that goes, and knowledge that
    /// comes late.
    pub(super) order: OnceLock<Vec<ActIx>>,
}

impl About {
    /// Adds an act, which may come after all that are here.
    pub(super) fn put(&mut self, ix: ActIx, kind: u16, comes_last: bool) {
        self.acts.push(ix);
        self.kinds.put(kind);
        match self.order.get_mut() {
            Some(order) if comes_last => order.push(ix),
            _ => drop(self.order.take()),
        }
    }

    /// Drops an act. `kind` says what kind each of the others is.
    pub(super) fn remove(&mut self, ix: ActIx, kind: impl Fn(ActIx) -> u16) {
        self.acts.retain(|other| *other != ix);
        self.kinds = Kinds::default();
        self.acts.iter().for_each(|other| self.kinds.put(kind(*other)));
        self.order.take();
    }
}
