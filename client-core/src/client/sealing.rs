//! From the journal to a record: numbers, chain, statements, change, seal, signature, all saved before anything is sent.
//!
//! One record is in flight. Its acts are fixed byte for byte from then on; if the relay refuses the record for good the same acts are
//! sealed again under a new header.

use accord_protocol::ids::KeyId;
use accord_protocol::record::{Kind, Record};

use super::aside::Aside;
use super::journal::Entry;
use super::rows::numbered;
use super::seat::{Pen, Seat};
use crate::act::Act;
use crate::crypto::EpochKey;
use crate::crypto::aead::random_nonce;
use crate::crypto::seal::{ContentPlain, OpenPage, seal, sealed_len};
use crate::crypto::statement::sign_statement;
use crate::document::{BuildError, GateError, MAX_ACTS, fit};
use crate::store::Table;

/// Bytes of acts put into one change, so that change, length fields and padding fit one record.
const CHANGE_BUDGET_BYTES: usize = 64_000;

impl Seat {
    fn has_unsealed_acts(&self) -> bool {
        !self.flight.is_empty() || self.journal.iter().any(|entry| entry.aside.is_none())
    }

    /// Whether something waits to be sealed. Who leaves sends nothing more but what takes something back.
    pub(super) fn has_unsealed(&self) -> bool {
        if self.is_leaving() {
            return self.takes_back();
        }
        self.has_unsealed_acts() || self.joint.is_ready() || self.has_private()
    }

    /// Whether an act that takes something back waits, sealed or not.
    pub(super) fn takes_back(&self) -> bool {
        let in_flight = || self.flight.iter().filter_map(|bytes| Act::parse(bytes).ok());
        self.journal.iter().any(|entry| entry.aside.is_none() && entry.body.takes_back())
            || in_flight().any(|act| act.body.takes_back())
    }

    /// Whether nothing could be sealed now whatever waited.
    pub(super) fn has_trouble_sealing(&self) -> bool {
        self.alone > 0 || self.refusals > 0 || self.sealing_key().is_none()
    }

    /// Whether the next record could be sealed now. Membership records that are due go first.
    pub(super) fn can_seal(&self, mono_ms: u64) -> bool {
        self.due_duty(mono_ms).is_none()
            && self.sync.idle_for_sealing()
            && self.has_unsealed()
            && !self.rebuild_wanted
            && self.missing.is_empty()
            && self.sealing_key().is_some()
    }

    /// Seals the next record and puts it in flight. False if there is nothing to seal now.
    pub(super) fn seal_next(&mut self, pen: &mut Pen<'_>) -> bool {
        if !self.can_seal(pen.now.mono_ms) {
            return false;
        }
        if self.flight.is_empty() && self.has_unsealed_acts() {
            self.fix_acts(pen);
        }
        if !self.flight.is_empty() {
            let Some(record) = self.build_record(pen) else { return false };
            return self.submit(pen, record);
        }
        if self.is_leaving() {
            return false;
        }
        if self.joint.is_ready() {
            return self.seal_joint(pen);
        }
        let record = self.next_private().and_then(|plain| self.seal_plain(pen, &plain));
        let submitted = record.is_some_and(|record| self.submit(pen, record));
        if submitted {
            self.private_sealed(pen);
        }
        submitted
    }

    fn submit(&mut self, pen: &mut Pen<'_>, record: Record) -> bool {
        match self.sync.submit(record) {
            Ok(save) => {
                self.save(pen, save);
                true
            }
            Err(_) => false,
        }
    }

    /// Fixes as many acts of the journal as fit one record: numbers, chain and signatures.
    fn fix_acts(&mut self, pen: &mut Pen<'_>) {
        self.acts.clear_unsent();
        let mut chain = self.acts.chain_of(self.device());
        let space = self.id();
        let mut sealed: Vec<Vec<u8>> = Vec::new();
        let mut taken = Vec::new();
        let mut unfit = Vec::new();
        let mut size = 0;
        let leaving = self.is_leaving();
        let goes = |entry: &&Entry| entry.aside.is_none() && (!leaving || entry.body.takes_back());
        for entry in self.journal.iter().filter(goes) {
            let before = chain.clone();
            let acts = self.acts.next_acts(
                &mut chain,
                entry.date,
                entry.record,
                entry.body.clone(),
                &entry.knows,
            );
            let mut bytes = Vec::new();
            for mut act in acts {
                if let Some(statement) = act.statement_bytes(&space) {
                    act.signature = Some(sign_statement(&self.keys, &statement));
                    chain.sealed(&act);
                }
                bytes.push(act.encode());
            }
            // What no app would read is not sent: it would end in quarantine everywhere, with everything beside it.
            if bytes.iter().any(|act| Act::parse(act).is_err()) {
                chain = before;
                unfit.push(entry.number);
                continue;
            }
            size += bytes.iter().map(Vec::len).sum::<usize>();
            if !sealed.is_empty()
                && (size > CHANGE_BUDGET_BYTES || sealed.len() + bytes.len() > MAX_ACTS)
            {
                chain = before;
                break;
            }
            sealed.extend(bytes);
            taken.push(entry.number);
        }
        drop(chain);
        if !unfit.is_empty() {
            // What stands on them is not to go either: it is looked at again, without them.
            self.set_aside(pen, &unfit, Aside::NotExact);
            return self.fix_acts(pen);
        }
        for number in &taken {
            pen.delete(Table::Journal, numbered(self.n, *number));
        }
        self.journal.retain(|entry| taken.binary_search(&entry.number).is_err());
        self.flight = sealed;
        // They leave the journal and enter the flight in one batch, whatever becomes of the record.
        self.put_flight(pen);
        self.unsettle();
    }

    fn build_record(&mut self, pen: &mut Pen<'_>) -> Option<Record> {
        let page = self.own_page();
        let acts: Vec<&[u8]> = self.flight.iter().map(Vec::as_slice).collect();
        let most = if self.alone > 0 { 1 } else { acts.len() };
        let count = fit(&acts, CHANGE_BUDGET_BYTES + 1_000).clamp(1, most.max(1));
        let acts: Vec<Vec<u8>> = acts.into_iter().take(count).map(<[u8]>::to_vec).collect();
        let change = self.build_change(pen, page, &acts)?;
        let page = OpenPage::from_number(page)?;
        self.seal_plain(pen, &ContentPlain::Open { page, changes: vec![change] })
    }

    /// Seals and signs the next record of this device.
    pub(super) fn seal_plain(&self, pen: &mut Pen<'_>, plain: &ContentPlain) -> Option<Record> {
        let key_id = self.sealing_key()?;
        let plain = plain.encode().ok()?;
        let nonce = random_nonce(pen.rng);
        let header = self.sync.next_header(Kind::Content, key_id, nonce)?;
        let aad = header.encode(sealed_len(plain.len()));
        let body = seal(&self.epoch.get(&key_id)?.content_key(), &nonce, &aad, &plain).ok()?;
        Record::sign(&header, &body, self.keys.signing_key()).ok()
    }

    fn build_change(&mut self, pen: &mut Pen<'_>, page: u8, acts: &[Vec<u8>]) -> Option<Vec<u8>> {
        let acts: Vec<&[u8]> = acts.iter().map(Vec::as_slice).collect();
        for _ in 0..2 {
            let actor = self.actor();
            match self.pages.entry(page).or_default().page.build_change(actor, &acts) {
                Ok(change) => return Some(change),
                Err(BuildError::Gate(GateError::InstanceEnded)) => self.fresh_instance(pen),
                Err(_) => return None,
            }
        }
        None
    }

    /// The newest key this device can open.
    pub(super) fn newest_key(&self) -> Option<&EpochKey> {
        let state = self.sync.state()?;
        let granted: Vec<KeyId> = state.grants().iter().map(|grant| grant.key_id).collect();
        granted.iter().rev().find_map(|id| self.epoch.get(id))
    }

    /// The newest key the log accepts that this device can open.
    fn sealing_key(&self) -> Option<KeyId> {
        let state = self.sync.state()?;
        state.usable_keys().map(|grant| grant.key_id).find(|id| self.epoch.contains_key(id))
    }
}
