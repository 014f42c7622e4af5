//! The private page, open for one command: read from what the log holds and what waits, written to, closed again.
//!
//! Nothing of it is kept in memory between commands, and nothing open is written down. Its acts have chains of their own: a device that
//! cannot open the page loses no act of the housekeeping page by it (`docs/decisions/0235`).

use accord_protocol::ids::{DeviceId, SpaceId};

use super::journal::Entry;
use super::private::Waiting;
use super::seat::{Pen, Seat};
use crate::act::{Act, Body, RecordId, act_hash};
use crate::crypto::private::{PrivateKey, PrivatePayload};
use crate::document::{BuildError, GateError, OwnPage, PageRecord, Verdict, acts_of, fit};
use crate::law::graph::{Acts, Chain, Standing};
use crate::silent::silent;
use crate::time::Day;

/// Bytes of a change, so that it fits a payload: 65,456 less its length and the room the page's layout takes.
const CHANGE_BUDGET_BYTES: usize = 64_000;

/// The private page with everything on it.
pub(super) struct OpenedPage {
    keys: Vec<PrivateKey>,
    page: OwnPage,
    /// Everything that is fixed, and the rest beside it as unsent.
    acts: Acts,
    /// What is not in any record yet.
    entries: Vec<Entry>,
    changed: bool,
}

silent!(OpenedPage);

impl OpenedPage {
    /// Opens what a vault holds of it. Records under a key that is not here are passed over.
    pub(super) fn open(seat: &Seat, keys: Vec<PrivateKey>) -> Self {
        let mut opened = Self {
            keys,
            page: OwnPage::new(),
            acts: Acts::new(),
            entries: Vec::new(),
            changed: false,
        };
        let (vault, own) = (seat.id(), seat.device());
        for (position, (author, payload)) in &seat.private.records {
            let changes = opened.changes(&vault, author, payload);
            opened.admit(seat, *position, *author, &changes);
        }
        let mut chain: Option<Chain> = None;
        for (waiting, at) in seat.private.waiting.iter().zip(1..) {
            let changes = opened.changes(&vault, &own, &waiting.payload);
            if waiting.sealed && !seat.private.hold && chain.is_none() {
                opened.admit(seat, after(seat, at), own, &changes);
                continue;
            }
            let chain = chain.get_or_insert_with(|| opened.acts.chain_of(own));
            let acts = changes.iter().filter_map(|change| acts_of(change).ok()).flatten();
            for act in acts.filter_map(|bytes| Act::parse(&bytes).ok()) {
                opened.acts.follow(chain, &act);
                if act.body != Body::Heard {
                    let (number, knows) = (opened.entries.len() as u64, chain.heard().to_vec());
                    opened.entries.push(Entry {
                        number,
                        record: act.record,
                        date: act.date,
                        body: act.body,
                        knows,
                        aside: None,
                    });
                }
            }
        }
        // What is held back is made anew now that it can be.
        opened.changed = seat.private.hold;
        opened.lay_out(seat);
        opened
    }

    /// Everything that was said, what is not sent yet included.
    pub(super) fn acts(&self) -> &Acts {
        &self.acts
    }

    /// Says something.
    pub(super) fn make(&mut self, seat: &Seat, date: Day, record: RecordId, body: Body) {
        let knows = self.acts.tips(seat.device());
        let number = self.entries.len() as u64;
        self.entries.push(Entry { number, record, date, body, knows, aside: None });
        self.changed = true;
        self.lay_out(seat);
    }

    /// Takes everything about a record back without a trace; false if some of it may be elsewhere already.
    pub(super) fn unmake(&mut self, seat: &Seat, record: RecordId) -> bool {
        let waits = self.entries.iter().filter(|entry| entry.record == record).count();
        if waits != self.acts.about(&record).len() {
            return false;
        }
        self.entries.retain(|entry| entry.record != record);
        self.changed = true;
        self.lay_out(seat);
        true
    }

    /// Closes the page. What was said waits for the next exchange, sealed.
    pub(super) fn close(mut self, seat: &mut Seat, pen: &mut Pen<'_>) {
        if !self.changed {
            return;
        }
        let keeps = !seat.private.hold;
        seat.private.waiting.retain(|waiting| waiting.sealed && keeps);
        let fixed = self.fix(seat);
        let mut acts: Vec<&[u8]> = fixed.iter().map(Vec::as_slice).collect();
        while !acts.is_empty() {
            let count = fit(&acts, CHANGE_BUDGET_BYTES).clamp(1, acts.len());
            let rest = acts.split_off(count);
            let Some(change) = self.build(seat, pen, &acts) else { break };
            let at = after(seat, seat.private.waiting.len() as u64 + 1);
            self.page.ingest(&PageRecord {
                author: seat.device().to_bytes(),
                position: at,
                changes: &[&change],
            });
            wait(seat, pen, &self.keys, &[change]);
            acts = rest;
        }
        if seat.private.waiting.is_empty() && seat.private.records.is_empty() {
            wait(seat, pen, &self.keys, &[]);
        }
        seat.private.hold = false;
        seat.put_waiting(pen);
    }

    pub(super) fn changes(
        &self,
        vault: &SpaceId,
        author: &DeviceId,
        payload: &PrivatePayload,
    ) -> Vec<Vec<u8>> {
        self.keys.iter().find_map(|key| key.open(vault, author, payload).ok()).unwrap_or_default()
    }

    /// Takes changes of a record in, by the gate that every page has.
    fn admit(&mut self, seat: &Seat, position: u64, author: DeviceId, changes: &[Vec<u8>]) {
        if changes.is_empty() {
            return;
        }
        let changes: Vec<&[u8]> = changes.iter().map(Vec::as_slice).collect();
        let record = PageRecord { author: author.to_bytes(), position, changes: &changes };
        for outcome in self.page.ingest(&record) {
            let Verdict::Admitted(changes) = outcome.verdict else { continue };
            for change in changes {
                for bytes in &change.acts {
                    let Ok(act) = Act::parse(bytes) else { continue };
                    if act.device.to_bytes() == change.actor.device && belongs(&act.body) {
                        let hash = act_hash(bytes);
                        self.acts.insert(seat.partner, act, hash, Standing::Admitted);
                    }
                }
            }
        }
    }

    fn lay_out(&mut self, seat: &Seat) {
        self.acts.clear_unsent();
        let mut chain = self.acts.chain_of(seat.device());
        for entry in &self.entries {
            let body = entry.body.clone();
            let acts =
                self.acts.next_acts(&mut chain, entry.date, entry.record, body, &entry.knows);
            for act in acts {
                let hash = act.hash();
                self.acts.insert(seat.partner, act, hash, Standing::Unsent);
            }
        }
    }

    /// Gives everything that is not in a record yet its number.
    fn fix(&mut self, seat: &Seat) -> Vec<Vec<u8>> {
        self.acts.clear_unsent();
        let mut chain = self.acts.chain_of(seat.device());
        let mut fixed = Vec::new();
        for entry in std::mem::take(&mut self.entries) {
            let (date, record) = (entry.date, entry.record);
            let acts = self.acts.next_acts(&mut chain, date, record, entry.body, &entry.knows);
            fixed.extend(acts.iter().map(Act::encode));
        }
        fixed
    }

    fn build(&self, seat: &mut Seat, pen: &mut Pen<'_>, acts: &[&[u8]]) -> Option<Vec<u8>> {
        for _ in 0..2 {
            match self.page.build_change(seat.actor(), acts) {
                Ok(change) => return Some(change),
                Err(BuildError::Gate(GateError::InstanceEnded)) => seat.fresh_instance(pen),
                Err(_) => return None,
            }
        }
        None
    }
}

fn belongs(body: &Body) -> bool {
    match body {
        Body::Heard => true,
        Body::Vault(said) => said.is_private(),
        _ => false,
    }
}

/// Where what waits would stand: behind everything that is in the log.
fn after(seat: &Seat, at: u64) -> u64 {
    seat.private.records.keys().next_back().copied().unwrap_or_default() + at
}

/// Seals changes of this device, to go into a record.
pub(super) fn wait(seat: &mut Seat, pen: &mut Pen<'_>, keys: &[PrivateKey], changes: &[Vec<u8>]) {
    let (vault, own) = (seat.id(), seat.device());
    let sealed = keys.first().and_then(|key| key.seal(pen.rng, &vault, &own, changes).ok());
    seat.private.waiting.extend(sealed.map(|payload| Waiting { payload, sealed: false }));
}
