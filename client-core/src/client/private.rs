//! The private page as a device keeps it that cannot read it: what the log holds of it and what waits to go there, both sealed under the
//! private key as well (`docs/decisions/0235`).
//!
//! Everything here works while the page is locked. It does not know what is inside, nor how its key is come by: that is [`super::opened`] and
//! [`super::lock`].
//!
//! Rows, all of the vault: [`WAITING`] in the outbox, always there and padded; [`DOOR`] among the keys, of one length whatever it says; and
//! under the page's number what each record of the log holds.

use std::collections::BTreeMap;

use accord_protocol::ids::DeviceId;
use accord_protocol::record::Record;

use super::home::VAULT;
use super::seat::{Pen, Seat};
use crate::act::vault::WRAP_SALT_BYTES;
use crate::crypto::DeviceSecret;
use crate::crypto::private::{PrivateKey, PrivatePayload};
use crate::crypto::seal::ContentPlain;
use crate::crypto::secret::{Secret, SecretBytes};
use crate::silent::silent;
use crate::store::Table;
use crate::sync::Origin;

/// The private page.
pub(super) const PAGE: u8 = 4;
/// Row of what waits.
pub(super) const WAITING: u8 = b'w';
/// Row of how this device opens the page.
pub(super) const DOOR: u8 = b'p';
/// Least bytes of the row of what waits; from there on it has a power of two of them.
const LEAST_WAITING: usize = 8192;
/// How often in a row the relay must refuse a payload until it is made anew, which needs the page open.
const REFUSALS: u8 = 3;

/// Sealed changes of this device that are not in the log.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) payload: PrivatePayload,
    /// It was in a record once, so that another device may have it: it is not made anew.
    pub(super) sealed: bool,
}

/// How this device opens the page.
#[derive(Default)]
pub(super) enum Door {
    /// It never had the key and did not ask for it.
    #[default]
    Unasked,
    /// It asked its person's other devices; this opens their answer, and nothing afterwards.
    Asked(DeviceSecret),
    /// By what a person types.
    Closed,
    /// With the home, while the key's wrap in the vault is the one of this salt: another one says that a lock was set elsewhere.
    Open(PrivateKey, [u8; WRAP_SALT_BYTES]),
}

/// The private page, closed.
#[derive(Default)]
pub(super) struct Closed {
    /// What the log holds of it, by position, with the device that wrote it.
    pub(super) records: BTreeMap<u64, (DeviceId, PrivatePayload)>,
    /// What is to go there, in order.
    pub(super) waiting: Vec<Waiting>,
    /// A copy of this store was in use, or the relay refused what waits: it is made anew when the page is opened, and not sent before.
    pub(super) hold: bool,
    pub(super) door: Door,
    refusals: u8,
}

silent!(Waiting, Closed, Door);

impl Seat {
    /// Whether something private could go into a record.
    pub(super) fn has_private(&self) -> bool {
        !self.private.hold && !self.private.waiting.is_empty()
    }

    /// The content of the next private record.
    pub(super) fn next_private(&self) -> Option<ContentPlain> {
        let next = self.private.waiting.first().filter(|_| !self.private.hold)?;
        Some(ContentPlain::Private(next.payload.clone()))
    }

    /// The first payload is in a record now.
    pub(super) fn private_sealed(&mut self, pen: &mut Pen<'_>) {
        let Some(first) = self.private.waiting.first_mut().filter(|first| !first.sealed) else {
            return;
        };
        first.sealed = true;
        self.put_waiting(pen);
    }

    /// Whether a record of this vault is private, and what is in it.
    pub(super) fn private_in(&self, record: &Record) -> Option<PrivatePayload> {
        match (self.n == VAULT).then(|| self.plain_of(record))? {
            Ok(ContentPlain::Private(payload)) => Some(payload),
            _ => None,
        }
    }

    /// Keeps what a record of the log holds. It is judged when the page is opened, with everything before it.
    pub(super) fn take_private(
        &mut self,
        pen: &mut Pen<'_>,
        position: u64,
        author: DeviceId,
        payload: PrivatePayload,
    ) {
        let mut row = author.to_bytes().to_vec();
        row.extend_from_slice(&payload.to_bytes());
        pen.put(Table::Page, row_of(self.n, position), &SecretBytes::new(row));
        let before = self.private.waiting.len();
        self.private.waiting.retain(|waiting| waiting.payload != payload);
        if before != self.private.waiting.len() {
            self.private.refusals = 0;
            self.put_waiting(pen);
        }
        self.private.records.insert(position, (author, payload));
    }

    /// The relay refused a private record for good.
    pub(super) fn private_refused(&mut self, pen: &mut Pen<'_>) {
        self.private.refusals += 1;
        if self.private.refusals >= REFUSALS {
            self.private.refusals = 0;
            self.hold_private(pen);
        }
    }

    /// What waits is to be made anew before it is sent.
    pub(super) fn hold_private(&mut self, pen: &mut Pen<'_>) {
        if self.n == VAULT && !self.private.hold {
            self.private.hold = true;
            self.put_waiting(pen);
        }
    }

    /// Private records of a branch that was left wait again, before what was written since.
    pub(super) fn private_again(&mut self, pen: &mut Pen<'_>, records: &[Record]) {
        let mut again: Vec<Waiting> = Vec::new();
        for payload in records.iter().filter_map(|record| self.private_in(record)) {
            let known = self.private.records.values().any(|(_, held)| *held == payload)
                || self.private.waiting.iter().any(|waiting| waiting.payload == payload);
            if !known {
                again.push(Waiting { payload, sealed: true });
            }
        }
        if !again.is_empty() {
            again.append(&mut self.private.waiting);
            self.private.waiting = again;
            self.put_waiting(pen);
        }
    }

    /// Writes what waits, padded with zeros, so that its length does not say whether anything does.
    pub(super) fn put_waiting(&self, pen: &mut Pen<'_>) {
        let mut row = vec![u8::from(self.private.hold)];
        let count = u16::try_from(self.private.waiting.len()).unwrap_or(u16::MAX);
        row.extend_from_slice(&count.to_be_bytes());
        for waiting in &self.private.waiting {
            let payload = waiting.payload.to_bytes();
            row.push(u8::from(waiting.sealed));
            row.extend_from_slice(&u32::try_from(payload.len()).unwrap_or(u32::MAX).to_be_bytes());
            row.extend_from_slice(&payload);
        }
        row.resize(row.len().next_power_of_two().max(LEAST_WAITING), 0);
        pen.put(Table::Outbox, [self.n, WAITING], &SecretBytes::new(row));
    }

    /// Changes how this device opens the page.
    pub(super) fn put_door(&mut self, pen: &mut Pen<'_>, door: Door) {
        // What there is nothing for is random: the row has one length.
        let mut row = vec![0; 1 + 32 + WRAP_SALT_BYTES];
        pen.rng.fill_bytes(&mut row);
        let (what, secret, salt) = match &door {
            Door::Unasked => (0, None, None),
            Door::Closed => (1, None, None),
            Door::Open(key, salt) => (2, Some(key.expose()), Some(salt)),
            Door::Asked(secret) => (3, Some(secret.expose()), None),
        };
        if let Some((first, rest)) = row.split_first_mut() {
            *first = what;
            let (for_secret, for_salt) = rest.split_at_mut(32);
            if let Some(secret) = secret {
                for_secret.copy_from_slice(secret);
            }
            if let Some(salt) = salt {
                for_salt.copy_from_slice(salt);
            }
        }
        pen.put(Table::Key, [self.n, DOOR], &SecretBytes::new(row));
        self.private.door = door;
    }
}

impl Closed {
    /// The key, where the page opens with the home.
    pub(super) fn bare(&self) -> Option<&PrivateKey> {
        match &self.door {
            Door::Open(key, _) => Some(key),
            _ => None,
        }
    }

    pub(super) fn load_door(&mut self, row: &[u8]) -> Option<()> {
        let (what, rest) = row.split_first()?;
        let (secret, salt) = rest.split_first_chunk::<32>()?;
        let (secret, salt) = (Secret::from_slice(secret)?, salt.try_into().ok()?);
        self.door = match what {
            0 => Door::Unasked,
            1 => Door::Closed,
            2 => Door::Open(PrivateKey::from_secret(secret), salt),
            3 => Door::Asked(DeviceSecret::from_secret(secret)),
            _ => return None,
        };
        Some(())
    }

    pub(super) fn load_waiting(&mut self, row: &[u8]) -> Option<()> {
        let (hold, row) = row.split_first()?;
        let (count, mut row) = row.split_first_chunk::<2>()?;
        self.hold = *hold == 1;
        for _ in 0..u16::from_be_bytes(*count) {
            let (sealed, rest) = row.split_first()?;
            let (len, rest) = rest.split_first_chunk::<4>()?;
            let len = usize::try_from(u32::from_be_bytes(*len)).ok()?;
            let (payload, rest) = rest.split_at_checked(len)?;
            let payload = PrivatePayload::parse(payload)?;
            self.waiting.push(Waiting { payload, sealed: *sealed == 1 });
            row = rest;
        }
        Some(())
    }

    pub(super) fn load_record(&mut self, position: &[u8], row: &[u8]) -> Option<()> {
        let position = u64::from_be_bytes(position.try_into().ok()?);
        let (author, payload) = row.split_first_chunk::<16>()?;
        let payload = PrivatePayload::parse(payload)?;
        self.records.insert(position, (DeviceId::from_bytes(*author), payload));
        Some(())
    }
}

/// Whether a key of the page table (without the seat's number) is one of a private record, and of which position.
pub(super) fn record_row(key: &[u8]) -> Option<&[u8]> {
    match key {
        [PAGE, position @ ..] if position.len() == 8 => Some(position),
        _ => None,
    }
}

fn row_of(n: u8, position: u64) -> Vec<u8> {
    [&[n, PAGE], position.to_be_bytes().as_slice()].concat()
}

/// What an own record in the log brings besides: it is counted for nobody, so that no count shows that it is there.
pub(super) const fn is_own(origin: Origin) -> bool {
    matches!(origin, Origin::Flight | Origin::Spare)
}
