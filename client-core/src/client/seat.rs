//! A seat: this device's place in one space, vault or couple, and everything it holds of it.
//!
//! Owns the keys, pages and acts of the space and the rows they are kept in. What comes in is admitted by [`super::admit`], what goes
//! out waits in [`super::journal`] and is sealed by [`super::sealing`]. A seat knows nothing of connections, drafts or people.

use std::collections::BTreeMap;

use accord_protocol::body::Keys;
use accord_protocol::ids::{DeviceId, KeyId, Partner, SpaceId, Transcript};
use rand_core::CryptoRng;

use super::care::Care;
use super::duty::Duty;
use super::joint::{JOINT, Joint};
use super::journal::Entry;
use super::pages::PageFile;
use super::private::Closed;
use super::rows::{Vellum, Writer, numbered};
use super::still::Still;
use crate::crypto::secret::SecretBytes;
use crate::crypto::{DeviceKeys, DeviceSecret, EpochKey};
use crate::document::Actor;
use crate::law::graph::{Acts, Chain};
use crate::law::states::States;
use crate::silent::silent;
use crate::store::Table;
use crate::sync::{Save, SaveId, Space};
use crate::time::Now;

/// What one input may use besides what it changes.
pub(super) struct Pen<'a> {
    pub(super) now: &'a Now,
    pub(super) rng: &'a mut dyn CryptoRng,
    pub(super) vellum: &'a Vellum,
    pub(super) writer: &'a mut Writer,
    pub(super) care: &'a Care,
}

impl Pen<'_> {
    pub(super) fn put(&mut self, table: Table, key: impl Into<Vec<u8>>, value: &[u8]) {
        self.writer.put(self.vellum, self.rng, table, key, value);
    }

    pub(super) fn delete(&mut self, table: Table, key: impl Into<Vec<u8>>) {
        self.writer.delete(table, key);
    }
}

/// A record that counts in the log but was not admitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quarantined {
    pub(super) author: DeviceId,
    /// Stable code, snake_case.
    pub(super) reason: String,
}

/// A KEYS whose author gave this device something it cannot use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) author: DeviceId,
    pub(super) what: FaultKind,
}

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum FaultKind {
    /// The box for this device does not open.
    Box = 1,
    /// The key before it cannot be had from it.
    Wrap = 2,
}

/// The wrapped older key of a KEYS body, kept so that a key that comes later opens all history.
#[derive(Debug, Clone)]
pub(super) struct Wrap {
    pub(super) keys: Keys,
}

/// This device's place in one space.
pub(super) struct Seat {
    /// Local number: 0 is the vault.
    pub(super) n: u8,
    pub(super) partner: Partner,
    pub(super) keys: DeviceKeys,
    pub(super) instance: [u8; 8],
    pub(super) epoch: BTreeMap<KeyId, EpochKey>,
    /// Keys the vault has not noted yet.
    pub(super) learned: Vec<KeyId>,
    pub(super) wraps: BTreeMap<KeyId, Wrap>,
    pub(super) sync: Space,
    pub(super) pages: BTreeMap<u8, PageFile>,
    /// The page both write.
    pub(super) joint: Joint,
    pub(super) acts: Acts,
    /// What was derived from the acts when somebody last looked.
    pub(super) states: States,
    pub(super) journal: Vec<Entry>,
    pub(super) next_entry: u64,
    /// The end of this device's chain with everything unsent, while what is laid out is up to date.
    pub(super) end: Option<Chain>,
    /// What this device says now follows nothing that is held: the store lost or changed acts of its own.
    pub(super) broken_off: bool,
    /// Acts sealed into a record that is not in the log yet, byte for byte.
    pub(super) flight: Vec<Vec<u8>>,
    /// How many acts are still to be sealed one by one: a record that held several was refused for good.
    pub(super) alone: usize,
    /// How often in a row an act that went alone was refused.
    pub(super) refusals: u8,
    pub(super) quarantined: BTreeMap<u64, Quarantined>,
    /// The newest save put into a batch, until the session was told. What the session sends then waits for that batch like everything
    /// an input brings about.
    pub(super) written: Option<SaveId>,
    /// The pages are to be made anew from the records.
    pub(super) rebuild_wanted: bool,
    /// Which exchange of words the JOIN in the log was written for, or the ADD of this device.
    pub(super) join_transcript: Option<Transcript>,
    /// Own acts of a branch that was left are being read: nothing is sealed before them.
    pub(super) missing: Vec<u64>,
    /// Membership records this device owes.
    pub(super) duties: Vec<Duty>,
    /// KEYS that could not be used, by the position of their grant.
    pub(super) faults: BTreeMap<u64, Fault>,
    /// Somebody's KEYS could not be opened: write a ROTATE once, at this moment of the monotonic clock.
    pub(super) rotate_at_ms: Option<u64>,
    /// The private page, where this is the vault.
    pub(super) private: Closed,
    /// What stands still since this person left here.
    pub(super) still: Option<Still>,
}

silent!(Seat);

/// A stored seat cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SeatError {
    /// A row is not what was written.
    #[error("a row of {0:?} is not readable")]
    Row(Table),
    /// The space's own rows do not fit together.
    #[error(transparent)]
    Space(#[from] crate::sync::DecodeError),
    /// A page's state does not come back.
    #[error(transparent)]
    Page(#[from] crate::document::OpenError),
}

pub(super) const SECRET: u8 = b'd';
pub(super) const INSTANCE: u8 = b'i';
pub(super) const EPOCH: u8 = b'k';
pub(super) const WRAP: u8 = b'w';
pub(super) const TRANSCRIPT: u8 = b't';
pub(super) const QUARANTINE: u8 = b'q';
pub(super) const FAULT: u8 = b'f';

impl Seat {
    /// A seat that has nothing yet but what it follows.
    pub(super) fn empty(
        n: u8,
        partner: Partner,
        keys: DeviceKeys,
        instance: [u8; 8],
        sync: Space,
    ) -> Self {
        Self {
            n,
            partner,
            keys,
            instance,
            epoch: BTreeMap::new(),
            learned: Vec::new(),
            wraps: BTreeMap::new(),
            sync,
            pages: BTreeMap::new(),
            joint: Joint::default(),
            acts: Acts::default(),
            states: States::default(),
            journal: Vec::new(),
            next_entry: 1,
            end: None,
            broken_off: false,
            flight: Vec::new(),
            alone: 0,
            refusals: 0,
            quarantined: BTreeMap::new(),
            written: None,
            rebuild_wanted: false,
            join_transcript: None,
            missing: Vec::new(),
            duties: Vec::new(),
            faults: BTreeMap::new(),
            rotate_at_ms: None,
            private: Closed::default(),
            still: None,
        }
    }

    /// A new seat; the caller saves what the space says.
    pub(super) fn new(
        pen: &mut Pen<'_>,
        n: u8,
        partner: Partner,
        secret: &DeviceSecret,
        sync: Space,
    ) -> Self {
        let mut instance = [0; 8];
        pen.rng.fill_bytes(&mut instance);
        let seat = Self::empty(n, partner, secret.keys(), instance, sync);
        let mut row = Vec::with_capacity(33);
        row.extend_from_slice(secret.expose());
        row.push(partner.to_byte());
        pen.put(Table::Key, [n, SECRET], &SecretBytes::new(row));
        seat.put_instance(pen);
        seat
    }

    pub(super) fn device(&self) -> DeviceId {
        self.sync.device()
    }

    /// Whether this is a copy to read, fetched by the words in the words' name: the space had ended and takes no device any more.
    pub(super) fn only_reads(&self) -> bool {
        self.keys.device_id() != self.device()
    }

    pub(super) fn id(&self) -> SpaceId {
        self.sync.id()
    }

    /// Whether both partners are in the space.
    pub(super) fn is_joined(&self) -> bool {
        self.sync.state().is_some_and(|state| state.joined().is_some())
    }

    /// The page this device writes.
    pub(super) fn own_page(&self) -> u8 {
        if self.n == 0 { 3 } else { 1 + self.partner.to_byte() }
    }

    pub(super) fn actor(&self) -> Actor {
        Actor { device: self.device().to_bytes(), instance: self.instance }
    }

    /// Writes what the space wants saved.
    pub(super) fn save(&mut self, pen: &mut Pen<'_>, save: Save) {
        self.written = Some(save.id);
        for row in save.changes.hot {
            let mut key = vec![self.n];
            key.extend_from_slice(&row.key);
            match row.value {
                Some(value) => pen.put(Table::Space, key, &value),
                None => pen.delete(Table::Space, key),
            }
        }
        for row in save.changes.log {
            pen.put(Table::Log, numbered(self.n, row.key), row.record.bytes());
        }
    }

    pub(super) fn learn(&mut self, pen: &mut Pen<'_>, key: EpochKey) {
        let id = key.key_id(&self.id());
        if self.epoch.contains_key(&id) {
            return;
        }
        pen.put(Table::Key, [&[self.n, EPOCH], id.as_bytes().as_slice()].concat(), key.expose());
        self.epoch.insert(id, key);
        self.learned.push(id);
    }

    /// Writes the instance that names this device's Automerge changes.
    pub(super) fn put_instance(&self, pen: &mut Pen<'_>) {
        pen.put(Table::Key, [self.n, INSTANCE], &self.instance);
    }

    pub(super) fn put_join_transcript(&mut self, pen: &mut Pen<'_>, transcript: Transcript) {
        pen.put(Table::Key, [self.n, TRANSCRIPT], transcript.as_bytes());
        self.join_transcript = Some(transcript);
    }

    pub(super) fn remember_wrap(&mut self, pen: &mut Pen<'_>, keys: &Keys) {
        // The boxes are for others and long; the wrap is all that is asked of it later. One stays, because a body without any is none
        // and would not be read back.
        let short = Keys { boxes: keys.boxes.iter().take(1).cloned().collect(), ..keys.clone() };
        pen.put(
            Table::Key,
            [&[self.n, WRAP], keys.key_id.as_bytes().as_slice()].concat(),
            &short.encode(),
        );
        self.wraps.insert(keys.key_id, Wrap { keys: short });
    }

    /// Writes the flight row.
    pub(super) fn put_flight(&self, pen: &mut Pen<'_>) {
        if self.flight.is_empty() {
            pen.delete(Table::Outbox, [self.n]);
            return;
        }
        let mut row = Vec::new();
        put_pieces(&mut row, &self.flight);
        pen.put(Table::Outbox, [self.n], &SecretBytes::new(row));
    }

    /// Folds long tails into snapshots, for which the whole page goes through Automerge: done in a calm moment, never while records
    /// come in. Until then the tail says the same.
    pub(super) fn fold_pages(&mut self, pen: &mut Pen<'_>) {
        for (number, file) in &mut self.pages {
            file.fold(pen, self.n, *number);
        }
        self.joint.file.fold(pen, self.n, JOINT);
    }

    /// Writes a page's state and what is new in its tail.
    pub(super) fn put_page(&mut self, pen: &mut Pen<'_>, number: u8) {
        if let Some(file) = self.pages.get_mut(&number) {
            file.put(pen, self.n, number);
        }
    }

    pub(super) fn put_quarantined(
        &mut self,
        pen: &mut Pen<'_>,
        position: u64,
        author: DeviceId,
        reason: &str,
    ) {
        let mut row = author.to_bytes().to_vec();
        row.extend_from_slice(reason.as_bytes());
        pen.put(
            Table::View,
            [&[self.n, QUARANTINE], position.to_be_bytes().as_slice()].concat(),
            &row,
        );
        self.quarantined.insert(position, Quarantined { author, reason: reason.to_owned() });
    }

    pub(super) fn put_fault(&mut self, pen: &mut Pen<'_>, position: u64, fault: Fault) {
        let mut row = fault.author.to_bytes().to_vec();
        row.push(fault.what as u8);
        pen.put(Table::View, [&[self.n, FAULT], position.to_be_bytes().as_slice()].concat(), &row);
        self.faults.insert(position, fault);
    }

    /// The pages are made anew: what is wrong with a KEYS is found again.
    pub(super) fn drop_faults(&mut self, pen: &mut Pen<'_>) {
        for position in std::mem::take(&mut self.faults).into_keys() {
            pen.delete(Table::View, [&[self.n, FAULT], position.to_be_bytes().as_slice()].concat());
        }
    }

    pub(super) fn drop_quarantined(&mut self, pen: &mut Pen<'_>, position: u64) {
        if self.quarantined.remove(&position).is_some() {
            pen.delete(
                Table::View,
                [&[self.n, QUARANTINE], position.to_be_bytes().as_slice()].concat(),
            );
        }
    }
}

/// Puts several acts into one row: each with its length before it.
pub(super) fn put_pieces(row: &mut Vec<u8>, acts: &[Vec<u8>]) {
    for bytes in acts {
        row.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        row.extend_from_slice(bytes);
    }
}
