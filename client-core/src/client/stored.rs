//! Reading a seat back from its rows.
//!
//! Rows are opened table by table, acts one row at a time: what was read is wiped and its room used for the next, so that opening a home
//! takes little more memory than what the home then holds.

use std::collections::BTreeMap;

use accord_protocol::body::Keys;
use accord_protocol::ids::{DeviceId, KeyId, Partner, Transcript};

use super::branch::SWITCHED;
use super::duty::DUTIES;
use super::joint::{JOINT, Joint, MARKS};
use super::journal::Entry;
use super::pages::load_pages;
use super::private::{Closed, DOOR, WAITING, record_row};
use super::rows::Vellum;
use super::seat::{
    EPOCH, FAULT, Fault, FaultKind, INSTANCE, QUARANTINE, Quarantined, SECRET, Seat, SeatError,
    TRANSCRIPT, WRAP, Wrap,
};
use super::still::STILL;
use crate::act::{Act, act_hash};
use crate::crypto::secret::{Secret, SecretBytes};
use crate::crypto::{DeviceSecret, EpochKey};
use crate::law::graph::Standing;
use crate::store::{Row, Table};
use crate::sync::Space;

/// All rows of a store, sealed, and which of them are this seat's.
struct Rows<'a> {
    vellum: &'a Vellum,
    n: u8,
    rows: &'a [Row],
}

/// A row's key without the seat's number, and its value.
pub(super) type Opened<'a> = (&'a [u8], SecretBytes);

impl<'a> Rows<'a> {
    /// The seat's rows of one table, in order, each opened when it is asked for.
    fn of(&self, table: Table) -> impl Iterator<Item = Result<Opened<'a>, SeatError>> {
        self.rows.iter().filter(move |row| row.table == table).filter_map(move |row| {
            let key = row.key.strip_prefix(&[self.n])?;
            let value = self.vellum.open(table, &row.key, &row.value);
            Some(value.map(|value| (key, value)).map_err(|_| SeatError::Row(table)))
        })
    }

    fn all(&self, table: Table) -> Result<Vec<Opened<'a>>, SeatError> {
        self.of(table).collect()
    }
}

impl Seat {
    /// Reads a seat back from all rows of its number.
    pub(super) fn load(vellum: &Vellum, n: u8, rows: &[Row]) -> Result<Self, SeatError> {
        let rows = Rows { vellum, n, rows };
        let space = rows.all(Table::Space)?;
        let sync = Space::decode(space.iter().map(|(key, value)| (*key, &**value)))?;
        let (mut secret, mut instance, mut join_transcript) = (None, None, None);
        let (mut epoch, mut wraps) = (BTreeMap::new(), BTreeMap::new());
        let mut private = Closed::default();
        let keys = rows.all(Table::Key)?;
        for (key, value) in &keys {
            let value: &[u8] = value;
            let bad = || SeatError::Row(Table::Key);
            match key.split_first() {
                Some((&SECRET, [])) => secret = Some(value),
                Some((&INSTANCE, [])) => instance = <[u8; 8]>::try_from(value).ok(),
                Some((&TRANSCRIPT, [])) => join_transcript = Transcript::from_slice(value),
                Some((&DOOR, [])) => private.load_door(value).ok_or_else(bad)?,
                Some((&EPOCH, id)) => {
                    let id = KeyId::from_slice(id).ok_or_else(bad)?;
                    epoch.insert(
                        id,
                        EpochKey::from_secret(Secret::from_slice(value).ok_or_else(bad)?),
                    );
                }
                Some((&WRAP, id)) => {
                    let id = KeyId::from_slice(id).ok_or_else(bad)?;
                    wraps.insert(id, Wrap { keys: Keys::parse(value).map_err(|_| bad())? });
                }
                _ => return Err(bad()),
            }
        }
        let (secret, partner) = read_secret(secret).ok_or(SeatError::Row(Table::Key))?;
        let instance = instance.ok_or(SeatError::Row(Table::Key))?;
        let mut pages = Vec::new();
        for row in rows.of(Table::Page) {
            let (key, value) = row?;
            match record_row(key) {
                Some(position) => {
                    private.load_record(position, &value).ok_or(SeatError::Row(Table::Page))?
                }
                None => pages.push((key, value)),
            }
        }
        let (pages, joint) = load_pages(pages.into_iter(), rows.of(Table::Tail))?;
        let mut seat = Self {
            epoch,
            wraps,
            pages,
            joint: Joint::of(joint),
            join_transcript,
            private,
            ..Self::empty(n, partner, secret.keys(), instance, sync)
        };
        // What the vault has noted by now is seen when it is looked at.
        seat.learned = seat.epoch.keys().copied().collect();
        seat.load_still(vellum, rows.rows)?;
        for row in rows.of(Table::Act) {
            let (key, value) = row?;
            seat.load_act(key, &value).ok_or(SeatError::Row(Table::Act))?;
        }
        for row in rows.of(Table::Journal) {
            let (key, value) = row?;
            if key.first() == Some(&JOINT) && key.len() == 9 {
                seat.joint.load_pending(&key[1..], &value).ok_or(SeatError::Row(Table::Journal))?;
                continue;
            }
            let entry = Entry::decode(key, &value).ok_or(SeatError::Row(Table::Journal))?;
            seat.next_entry = seat.next_entry.max(entry.number + 1);
            seat.journal.push(entry);
        }
        for row in rows.of(Table::Outbox) {
            let (key, value) = row?;
            if key == [WAITING] {
                seat.private.load_waiting(&value).ok_or(SeatError::Row(Table::Outbox))?;
                continue;
            }
            let acts = read_pieces(&value).ok_or(SeatError::Row(Table::Outbox))?;
            seat.flight = acts.into_iter().map(<[u8]>::to_vec).collect();
        }
        for row in rows.of(Table::View) {
            let (key, value) = row?;
            let value: &[u8] = &value;
            match key.split_first() {
                Some((&QUARANTINE, position)) => seat.load_quarantined(position, value),
                Some((&FAULT, position)) => seat.load_fault(position, value),
                Some((&DUTIES, [])) => seat.load_duties(value),
                Some((&SWITCHED, [])) => seat.load_switched(value),
                Some((&STILL, [])) => Some(()),
                Some((&MARKS, [])) => seat.joint.load_marks(value),
                _ => None,
            }
            .ok_or(SeatError::Row(Table::View))?;
        }
        // Who left stands in the space's log, not among the acts.
        seat.take_end();
        Ok(seat)
    }

    fn load_fault(&mut self, position: &[u8], value: &[u8]) -> Option<()> {
        let position = u64::from_be_bytes(position.try_into().ok()?);
        let (what, author) = value.split_last()?;
        let what = match what {
            1 => FaultKind::Box,
            2 => FaultKind::Wrap,
            _ => return None,
        };
        self.faults.insert(position, Fault { author: DeviceId::from_slice(author)?, what });
        Some(())
    }

    fn load_act(&mut self, key: &[u8], value: &[u8]) -> Option<()> {
        let position = u64::from_be_bytes(key.try_into().ok()?);
        let (partner, acts) = value.split_first()?;
        let partner = Partner::from_byte(*partner)?;
        for bytes in read_pieces(acts)? {
            let act = Act::parse(bytes).ok()?;
            if self.comes_late(partner, position) {
                self.keep_late(act, act_hash(bytes));
                continue;
            }
            self.acts.insert(partner, act, act_hash(bytes), Standing::Admitted);
        }
        Some(())
    }

    fn load_quarantined(&mut self, position: &[u8], value: &[u8]) -> Option<()> {
        let position = u64::from_be_bytes(position.try_into().ok()?);
        let (author, reason) = value.split_at_checked(16)?;
        let reason = String::from_utf8(reason.to_vec()).ok()?;
        self.quarantined
            .insert(position, Quarantined { author: DeviceId::from_slice(author)?, reason });
        Some(())
    }
}

fn read_secret(row: Option<&[u8]>) -> Option<(DeviceSecret, Partner)> {
    let (partner, secret) = row.filter(|row| row.len() == 33)?.split_last()?;
    Some((DeviceSecret::from_secret(Secret::from_slice(secret)?), Partner::from_byte(*partner)?))
}

fn read_pieces(mut row: &[u8]) -> Option<Vec<&[u8]>> {
    let mut acts = Vec::new();
    while !row.is_empty() {
        let (len, rest) = row.split_first_chunk::<4>()?;
        let (act, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*len)).ok()?)?;
        acts.push(act);
        row = rest;
    }
    Some(acts)
}
