//! The ledger: what a person was told is done, kept outside of the device, and compared with what the devices hold.

use std::collections::BTreeMap;

use accord_client_core::act::{Body, RecordId};
use accord_client_core::law::graph::{Held, Standing};
use accord_client_core::time::Day;
use accord_protocol::ids::Partner;

use crate::people::status;
use crate::world::{HomeId, World};

/// The kind of a draft in the vault.
const DRAFT: u16 = 0x0104;

/// What one act says, without what sealing adds.
type Said = (RecordId, u16, Vec<u8>, Day);

/// How often it was said, and how often of these it was not in the log yet.
type Count = (u32, u32);

/// What one person's device was told and answered "done".
#[derive(Debug)]
pub struct Ledger {
    home: HomeId,
    me: Partner,
    couple: BTreeMap<Said, Count>,
    vault: BTreeMap<Said, Count>,
}

impl Ledger {
    /// An empty ledger of a home, whose person has this slot.
    #[must_use]
    pub fn of(home: HomeId, me: Partner) -> Self {
        Self { home, me, couple: BTreeMap::new(), vault: BTreeMap::new() }
    }

    /// Looks at the device: everything it said before is there, or set aside and told so. `undo`: the command in between may have taken
    /// unsent acts back.
    ///
    /// # Panics
    /// If something is gone.
    pub fn look(&mut self, world: &mut World, undo: bool) {
        let mut couple = count(&held(world, self.home, false), Some(self.me));
        let mut vault = count(&held(world, self.home, true), None);
        let of = |all: &BTreeMap<Said, Count>, record: &RecordId| -> u32 {
            all.iter().filter(|(said, _)| said.0 == *record).map(|(_, (count, _))| count).sum()
        };
        let (before, after) = (self.couple.clone(), couple.clone());
        let shared = |record: &RecordId| of(&after, record) > of(&before, record);
        let mut gone = 0;
        for (before, now) in [(&self.couple, &mut couple), (&self.vault, &mut vault)] {
            for (said, (count, unsent)) in before {
                let left = now.get(said).map_or(0, |(count, _)| *count);
                // A check-in that was held back goes out by itself once the other is ready: a draft here, said there.
                let goes_out = said.1 == DRAFT && shared(&said.0);
                let may_go = if undo || goes_out { *unsent } else { 0 };
                let missing = count.saturating_sub(left + may_go);
                if missing > 0 {
                    gone += u64::from(missing);
                    let aside = status(world, self.home).set_aside;
                    assert!(gone <= aside, "{:?} lost {said:?}", self.home);
                    // It is looked for until it is said again.
                    now.insert(said.clone(), (left + missing, missing));
                }
            }
        }
        self.couple = couple;
        self.vault = vault;
    }

    /// Everything said is in the log, and the other holds the very same, each as often as it was said.
    ///
    /// # Panics
    /// If not.
    pub fn check(&mut self, world: &mut World, other: HomeId) {
        self.look(world, false);
        for (said, (_, unsent)) in self.couple.iter().chain(&self.vault) {
            assert_eq!(*unsent, 0, "{:?} never sent {said:?}", self.home);
        }
        let there = count(&held(world, other, false), Some(self.me));
        assert_eq!(self.couple, there, "what {other:?} holds of {:?}", self.home);
    }

    /// What the other holds of this person is what this device holds; nothing of it is only here, but what is set aside.
    ///
    /// # Panics
    /// If not.
    pub fn check_beside_asides(&mut self, world: &mut World, other: HomeId) {
        self.look(world, false);
        let here = count(&held(world, self.home, false), Some(self.me));
        let there = count(&held(world, other, false), Some(self.me));
        assert_eq!(here, there, "what {other:?} holds of {:?}", self.home);
    }

    /// How many acts the couple space has of this person.
    #[must_use]
    pub fn said(&self) -> u32 {
        self.couple.values().map(|(count, _)| count).sum()
    }
}

/// Every act a device holds.
pub fn held(world: &mut World, home: HomeId, vault: bool) -> Vec<Held> {
    world.homes[home.0].client.as_mut().map(|client| client.acts(vault)).unwrap_or_default()
}

fn count(held: &[Held], of: Option<Partner>) -> BTreeMap<Said, Count> {
    let mut counts: BTreeMap<Said, Count> = BTreeMap::new();
    for held in held.iter().filter(|held| of.is_none_or(|partner| held.partner == partner)) {
        let act = &held.act;
        // Only carries knowledge: how many there are depends on how acts were packed.
        if act.body == Body::Heard {
            continue;
        }
        let said = (act.record, act.body.kind(), act.body.fields(), act.date);
        let count = counts.entry(said).or_default();
        count.0 += 1;
        count.1 += u32::from(held.standing == Standing::Unsent);
    }
    counts
}
