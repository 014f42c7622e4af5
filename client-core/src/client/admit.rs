//! Taking records of the log into a seat: keys opened, content opened, checked, gated and put with the acts.
//!
//! There is one way into a page and own records take it too. A record is admitted whole or quarantined whole; nothing here makes a
//! record invalid. Rebuilding is the same way, walked again from the first record.

use std::collections::BTreeSet;

use accord_protocol::body::{Admit, Keys, Revoke, Rotate};
use accord_protocol::ids::{DeviceId, KeyId, Partner};
use accord_protocol::record::{Kind, Record};

use super::care::SET_ASIDE;
use super::duty::Duty;
use super::home::VAULT;
use super::joint::JOINT;
use super::private::is_own;
use super::rows::{PAPER_VAULT, numbered};
use super::seat::{Fault, FaultKind, Pen, Seat, put_pieces};
use crate::act::{Act, Body, act_hash};
use crate::crypto::boxes::{PreviousKey, open_grant, open_wrap};
use crate::crypto::seal::{ContentPlain, open};
use crate::crypto::secret::SecretBytes;
use crate::crypto::statement::verify_statement;
use crate::document::{PageRecord, Verdict, acts_of};
use crate::law::graph::Standing;
use crate::store::Table;
use crate::sync::Origin;
use crate::time::Day;

/// What taking in a run told the client.
#[derive(Debug, Default)]
pub(super) struct Notices {
    /// Records of this device that are in the log now.
    pub(super) records_sent: u64,
    /// Acts admitted that others wrote.
    pub(super) received: u64,
    /// Acts admitted that this device wrote.
    pub(super) sent: u64,
    /// A device joined or was added.
    pub(super) membership: bool,
    /// This store's own number was used by a copy of it.
    pub(super) copy: bool,
    /// Records of the private page: counted nowhere.
    pub(super) private: u64,
    /// The record that was in flight is in the log.
    pub(super) landed: bool,
    /// Newest date on an act of the other partner.
    pub(super) heard_on: Option<Day>,
}

/// Opened and checked, not yet gated.
pub(super) struct Opened {
    pub(super) page: u8,
    pub(super) changes: Vec<Vec<u8>>,
    acts: Vec<(Act, Vec<u8>)>,
}

impl Seat {
    /// Takes in one verified record. The state of the space already includes its run.
    pub(super) fn take_in(
        &mut self,
        pen: &mut Pen<'_>,
        position: u64,
        record: &Record,
        origin: Origin,
        notices: &mut Notices,
    ) {
        match origin {
            Origin::Flight | Origin::Spare => {
                notices.landed = true;
                notices.records_sent += 1;
            }
            Origin::Copy => notices.copy = true,
            Origin::Other | Origin::Earlier => {}
        }
        match record.kind() {
            Kind::Genesis => {}
            Kind::Join | Kind::AddDevice => {
                notices.membership = true;
                if let Ok(admit) = Admit::parse(record.body()) {
                    let own = admit.dev.id() == self.device();
                    if record.kind() == Kind::Join || (own && !admit.transcript.is_zero()) {
                        self.put_join_transcript(pen, admit.transcript);
                    }
                    self.take_admit(pen, record.device(), &admit);
                }
            }
            Kind::Rotate => {
                if let Ok(rotate) = Rotate::parse(record.body()) {
                    self.take_keys(pen, record.device(), &rotate.keys);
                }
            }
            Kind::Revoke => {
                notices.membership = true;
                if let Ok(revoke) = Revoke::parse(record.body()) {
                    self.take_keys(pen, record.device(), &revoke.keys);
                }
            }
            Kind::End => self.take_end(),
            // The words read nothing.
            Kind::Content if self.n >= PAPER_VAULT => {}
            Kind::Content if !pen.care.take(record) => {
                self.put_quarantined(pen, position, record.device(), SET_ASIDE);
            }
            Kind::Content => self.take_content(pen, position, record, origin, notices),
            Kind::Checkpoint | Kind::Attest | Kind::Unknown(_) => {
                self.put_quarantined(pen, position, record.device(), "needs_newer_app");
            }
        }
    }

    /// ENDs as the acts' law needs them.
    pub(super) fn take_end(&mut self) {
        let ended = self.sync.state().map(|state| state.ended()).unwrap_or_default();
        for partner in Partner::BOTH {
            if let Some(end) = ended[partner.index()] {
                self.acts.set_left(partner, Day(end.date_days));
            }
        }
        // Who left offline has left, whether or not the relay knows it yet.
        let leaving = self.duties.iter().find_map(|duty| match duty {
            Duty::End(day) => Some(*day),
            _ => None,
        });
        if let Some(day) = leaving
            && ended[self.partner.index()].is_none()
        {
            self.acts.set_left(self.partner, day);
        }
    }

    fn take_admit(&mut self, pen: &mut Pen<'_>, author: DeviceId, admit: &Admit) {
        if admit.dev.id() != self.device() || self.only_reads() {
            return;
        }
        if !self.epoch.contains_key(&admit.key_id) {
            match open_grant(&self.keys, &self.id(), &admit.key_id, &author, &admit.key_box) {
                Ok(key) => self.learn(pen, key),
                Err(_) => return self.fault(pen, author, &admit.key_id, FaultKind::Box),
            }
        }
        self.walk_back(pen);
    }

    fn take_keys(&mut self, pen: &mut Pen<'_>, author: DeviceId, keys: &Keys) {
        let before = self.newest_key_before(keys);
        self.remember_wrap(pen, keys);
        // A box for the words is not this device's to open: what it has of this space's keys the vault gave it.
        let mine = keys.box_for(&self.device()).filter(|_| !self.only_reads());
        let Some(mine) = mine else { return };
        if author == self.device() && self.epoch.contains_key(&keys.key_id) {
            return;
        }
        if !self.epoch.contains_key(&keys.key_id) {
            match open_grant(&self.keys, &self.id(), &keys.key_id, &author, mine) {
                Ok(key) => self.learn(pen, key),
                Err(_) => return self.fault(pen, author, &keys.key_id, FaultKind::Box),
            }
        }
        let Some(key) = self.epoch.get(&keys.key_id) else { return };
        match open_wrap(key, &self.id(), keys) {
            PreviousKey::First => {}
            // Another key than the one before it: whoever is admitted later could not walk over it.
            PreviousKey::Opened(id, _) if before.is_some_and(|before| before != id) => {
                self.fault(pen, author, &keys.key_id, FaultKind::Wrap);
            }
            PreviousKey::Opened(_, previous) => self.learn(pen, previous),
            PreviousKey::Failed(_) => self.fault(pen, author, &keys.key_id, FaultKind::Wrap),
        }
        self.walk_back(pen);
    }

    /// A KEYS gave this device something it cannot use: its author is named, and a new key is owed unless a newer one opens.
    fn fault(&mut self, pen: &mut Pen<'_>, author: DeviceId, key: &KeyId, what: FaultKind) {
        let Some(after) = self.sync.state().and_then(|state| state.granted(key)) else { return };
        self.put_fault(pen, after, Fault { author, what });
        self.owe(pen, Duty::Rotate { after });
        let mut random = [0; 2];
        pen.rng.fill_bytes(&mut random);
        let delay = 1_000 + u64::from(u16::from_be_bytes(random)) % 9_000;
        self.rotate_at_ms.get_or_insert(pen.now.mono_ms + delay);
    }

    fn newest_key_before(&self, keys: &Keys) -> Option<KeyId> {
        let state = self.sync.state()?;
        let granted: Vec<_> = state.grants().iter().map(|grant| grant.key_id).collect();
        let at = granted.iter().position(|id| *id == keys.key_id).unwrap_or(granted.len());
        granted[..at].iter().rev().find(|id| self.epoch.contains_key(*id)).copied()
    }

    /// Opens every older key the wraps lead to. Records that waited for one are tried again by a rebuild.
    pub(super) fn walk_back(&mut self, pen: &mut Pen<'_>) {
        let mut new = Vec::new();
        for (id, wrap) in &self.wraps {
            let Some(key) = self.epoch.get(id) else { continue };
            if wrap.keys.prev_key_id.is_zero() || self.epoch.contains_key(&wrap.keys.prev_key_id) {
                continue;
            }
            if let PreviousKey::Opened(_, key) = open_wrap(key, &self.id(), &wrap.keys) {
                new.push(key);
            }
        }
        let found = !new.is_empty();
        for key in new {
            self.learn(pen, key);
        }
        if found {
            self.walk_back(pen);
        }
        if self.quarantined.values().any(|q| q.reason == "no_key") {
            self.rebuild_wanted = true;
            // The key is kept in this batch, and so is what is to be read with it.
            self.put_switched(pen);
        }
    }

    fn take_content(
        &mut self,
        pen: &mut Pen<'_>,
        position: u64,
        record: &Record,
        origin: Origin,
        notices: &mut Notices,
    ) {
        let author = record.device();
        if self.sync.bound(&author, position).is_some() {
            self.put_quarantined(pen, position, author, "bound");
            return;
        }
        if let Some(payload) = self.private_in(record) {
            notices.private += 1;
            notices.records_sent -= u64::from(is_own(origin));
            return self.take_private(pen, position, author, payload);
        }
        let opened = match self.open_content(record, origin) {
            Ok(opened) => opened,
            Err(reason) => {
                self.put_quarantined(pen, position, author, reason);
                return;
            }
        };
        if opened.page == JOINT && self.n != VAULT {
            return self.take_joint_record(pen, position, author, &opened.changes, notices);
        }
        let changes: Vec<&[u8]> = opened.changes.iter().map(Vec::as_slice).collect();
        let file = self.pages.entry(opened.page).or_default();
        let outcomes = file.page.ingest(&PageRecord {
            author: author.to_bytes(),
            position,
            changes: &changes,
        });
        for outcome in outcomes {
            match outcome.verdict {
                Verdict::Admitted(changes) => {
                    let acts: Vec<Vec<u8>> =
                        changes.into_iter().flat_map(|change| change.acts).collect();
                    self.put_acts(pen, outcome.position, author, &acts, notices);
                    if origin == Origin::Spare {
                        self.said_after_all(pen, &acts);
                    }
                    self.drop_quarantined(pen, outcome.position);
                }
                Verdict::Held => {
                    self.put_quarantined(pen, outcome.position, author, "waits_for_earlier")
                }
                Verdict::Refused(error) => {
                    if author == self.device() {
                        self.fresh_instance(pen);
                    }
                    self.put_quarantined(pen, outcome.position, author, &format!("gate: {error}"));
                }
            }
        }
        self.put_page(pen, opened.page);
    }

    /// A record of the joint page, and those it released: records of either person's devices may have waited.
    fn take_joint_record(
        &mut self,
        pen: &mut Pen<'_>,
        position: u64,
        author: DeviceId,
        changes: &[Vec<u8>],
        notices: &mut Notices,
    ) {
        for (at, refusal) in self.take_joint(pen, position, author.to_bytes(), changes) {
            let author = match self.quarantined.get(&at) {
                Some(held) if at != position => held.author,
                _ => author,
            };
            let own = author == self.device();
            let Some(reason) = refusal else {
                self.drop_quarantined(pen, at);
                let member = self.sync.state().and_then(|state| state.member(&author));
                if !member.is_some_and(|member| self.comes_late(member.partner, at)) {
                    *(if own { &mut notices.sent } else { &mut notices.received }) += 1;
                }
                continue;
            };
            if own && reason.starts_with("gate: ") {
                self.fresh_instance(pen);
            }
            self.put_quarantined(pen, at, author, &reason);
        }
        // A record that waited may have been an own one.
        self.joint_landed(pen);
    }

    /// Opens a content record and checks everything a page does not: whose page, whose acts, whose statements.
    pub(super) fn open_content(
        &self,
        record: &Record,
        origin: Origin,
    ) -> Result<Opened, &'static str> {
        let author = record.device();
        let plain = self.plain_of(record)?;
        let member =
            self.sync.state().and_then(|state| state.member(&author)).ok_or("not_member")?;
        let (page, changes) = match plain {
            ContentPlain::Open { page, changes } => (page.number(), changes),
            // A vault's go another way.
            ContentPlain::Private(_) => return Err("not_their_page"),
        };
        if page == JOINT && self.n != VAULT {
            // Both write it; who may change what in it is for its gate.
            return Ok(Opened { page, changes, acts: Vec::new() });
        }
        let expected = if self.n == VAULT { 3 } else { 1 + member.partner.to_byte() };
        if page != expected {
            return Err("not_their_page");
        }
        // What this store sealed itself, byte for byte, it need not prove to itself.
        let proven = matches!(origin, Origin::Flight | Origin::Spare);
        let mut acts = Vec::new();
        for change in &changes {
            for bytes in acts_of(change).map_err(|_| "change_not_exact")? {
                let act = Act::parse(&bytes).map_err(|_| "act_not_exact")?;
                if act.device != author {
                    return Err("act_of_another_device");
                }
                // What a newer app says keeps to these ranges too; `heard` is said in both.
                if act.body != Body::Heard && act.body.is_of_vault() != (self.n == VAULT) {
                    return Err(if self.n == VAULT { "couple_act" } else { "vault_act" });
                }
                // What is private stands on the private page only.
                if matches!(&act.body, Body::Vault(said) if said.is_private()) {
                    return Err("private_act");
                }
                if !proven
                    && let Some(statement) = act.statement_bytes(&self.id())
                    && let Some(signature) = &act.signature
                {
                    verify_statement(member.verifying_key().as_bytes(), &statement, signature)
                        .map_err(|_| "statement_signature")?;
                }
                acts.push((act, bytes));
            }
        }
        Ok(Opened { page, changes, acts })
    }

    /// A content record, opened under its epoch key.
    pub(super) fn plain_of(&self, record: &Record) -> Result<ContentPlain, &'static str> {
        let header = record.header();
        let state = self.sync.state();
        state.and_then(|state| state.member(&header.device)).ok_or("not_member")?;
        let key = self.epoch.get(&header.key_id).ok_or("no_key")?;
        let aad = record.header_bytes().try_into().map_err(|_| "layout")?;
        let plain = open(&key.content_key(), &header.nonce, aad, record.body())
            .map_err(|_| "does_not_open")?;
        ContentPlain::parse(&plain).map_err(|_| "padding_or_layout")
    }

    fn put_acts(
        &mut self,
        pen: &mut Pen<'_>,
        position: u64,
        author: DeviceId,
        acts: &[Vec<u8>],
        notices: &mut Notices,
    ) {
        let Some(partner) =
            self.sync.state().and_then(|state| state.member(&author)).map(|member| member.partner)
        else {
            return;
        };
        let mut row = vec![partner.to_byte()];
        put_pieces(&mut row, acts);
        pen.put(Table::Act, numbered(self.n, position), &SecretBytes::new(row));
        for bytes in acts {
            let Ok(act) = Act::parse(bytes) else { continue };
            if self.comes_late(partner, position) {
                self.keep_late(act, act_hash(bytes));
                continue;
            }
            if author == self.device() {
                notices.sent += 1;
            } else {
                notices.received += 1;
            }
            if partner != self.partner {
                notices.heard_on = notices.heard_on.max(Some(act.date));
            }
            self.acts.insert(partner, act, act_hash(bytes), Standing::Admitted);
        }
        if author == self.device() {
            self.alone = self.alone.saturating_sub(acts.len());
            self.refusals = 0;
        }
        if author == self.device() && !self.flight.is_empty() {
            let landed: BTreeSet<&[u8]> = acts.iter().map(Vec::as_slice).collect();
            self.flight.retain(|sealed| !landed.contains(sealed.as_slice()));
            self.put_flight(pen);
        }
        self.unsettle();
    }

    /// The page's instance can write no more, or a copy of this store wrote too.
    pub(super) fn fresh_instance(&mut self, pen: &mut Pen<'_>) {
        pen.rng.fill_bytes(&mut self.instance);
        self.put_instance(pen);
    }

    /// The acts of one of this device's own records, byte for byte.
    pub(super) fn acts_in(&self, record: &Record) -> Vec<Vec<u8>> {
        self.open_content(record, Origin::Earlier)
            .map(|opened| opened.acts.into_iter().map(|(_, bytes)| bytes).collect())
            .unwrap_or_default()
    }

    /// Forgets pages and acts, to take every record in again.
    pub(super) fn forget_admitted(&mut self, pen: &mut Pen<'_>) {
        for table in [Table::Act, Table::Page, Table::Tail] {
            pen.writer.delete_prefix(table, [self.n]);
        }
        let positions: Vec<u64> = self.quarantined.keys().copied().collect();
        for position in positions {
            self.drop_quarantined(pen, position);
        }
        self.drop_faults(pen);
        self.pages.clear();
        self.joint.forget_admitted();
        self.private.records.clear();
        self.forget_late();
        self.acts = crate::law::graph::Acts::default();
        self.states = crate::law::states::States::default();
        self.take_end();
        self.unsettle();
    }
}
