//! A batch as arrays: operations of one kind become the columns of one statement.
//!
//! Operations on different tables do not meet, so their order is kept only where it tells: within a step statements run in
//! the order of [`Columns::statements`], and what would have to come earlier begins the next step.

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::ids::{DeviceId, MailboxId, Partner, SpaceId};
use tokio_postgres::types::ToSql;

use super::integer;
use crate::store::{Entry, MailboxRow, Op, SpaceRow};

/// Operations that may run in the order of their kinds.
#[derive(Debug, Default)]
pub(super) struct Step<'a> {
    spaces: BTreeMap<SpaceId, &'a SpaceRow>,
    entries: Vec<&'a Entry>,
    enters: Vec<(DeviceId, SpaceId)>,
    leaves: Vec<(DeviceId, SpaceId)>,
    applied: BTreeMap<(SpaceId, DeviceId), u64>,
    mailboxes: BTreeMap<MailboxId, &'a MailboxRow>,
    closed: Vec<MailboxId>,
    emptied: Vec<SpaceId>,
    dropped: Vec<SpaceId>,
}

impl<'a> Step<'a> {
    /// The whole batch.
    pub(super) fn all(ops: &'a [Op]) -> Vec<Self> {
        let mut steps = vec![Self::default()];
        for op in ops {
            match steps.last_mut() {
                Some(step) if step.takes(op) => step.add(op),
                _ => {
                    let mut step = Self::default();
                    step.add(op);
                    steps.push(step);
                }
            }
        }
        steps
    }

    fn takes(&self, op: &Op) -> bool {
        let none_dropped = self.dropped.is_empty() && self.emptied.is_empty();
        match op {
            Op::Space(row) => none_dropped && !self.spaces.contains_key(&row.id),
            Op::Append(_) | Op::Applied { .. } => none_dropped,
            Op::Lookup { enters: true, .. } => none_dropped && self.leaves.is_empty(),
            Op::Lookup { enters: false, .. } => none_dropped,
            Op::Mailbox(row) => {
                none_dropped && self.closed.is_empty() && !self.mailboxes.contains_key(&row.id)
            }
            Op::DropMailbox(_) => none_dropped,
            Op::DropContent(_) => self.dropped.is_empty(),
            Op::DropSpace(_) => true,
        }
    }

    fn add(&mut self, op: &'a Op) {
        match op {
            Op::Space(row) => drop(self.spaces.insert(row.id, row)),
            Op::Append(entry) => self.entries.push(entry),
            Op::Lookup { device, space, enters: true } => self.enters.push((*device, *space)),
            Op::Lookup { device, space, enters: false } => self.leaves.push((*device, *space)),
            Op::Applied { space, device, position } => {
                self.applied.insert((*space, *device), *position);
            }
            Op::Mailbox(row) => drop(self.mailboxes.insert(row.id, row)),
            Op::DropMailbox(id) => self.closed.push(*id),
            Op::DropContent(space) => self.emptied.push(*space),
            Op::DropSpace(space) => self.dropped.push(*space),
        }
    }

    /// As PostgreSQL takes it; `existing` are the spaces that are there before it, and then after it.
    pub(super) fn columns(&self, existing: &mut BTreeSet<SpaceId>) -> Columns<'a> {
        let (there, new): (Vec<_>, Vec<_>) =
            self.spaces.values().copied().partition(|row| existing.contains(&row.id));
        existing.extend(self.spaces.keys());
        for space in &self.dropped {
            existing.remove(space);
        }
        let mut grown: BTreeMap<SpaceId, u64> = BTreeMap::new();
        for entry in &self.entries {
            if !self.spaces.contains_key(&entry.space) {
                grown.insert(entry.space, entry.position);
            }
        }
        let bytes = |ids: &[SpaceId]| ids.iter().map(|id| id.as_bytes().to_vec()).collect();
        Columns {
            new: SpaceColumns::of(&new),
            there: SpaceColumns::of(&there),
            grown: (
                grown.keys().map(|id| id.as_bytes().to_vec()).collect(),
                grown.values().map(|head| integer(*head)).collect(),
            ),
            log: LogColumns::of(&self.entries),
            enters: pairs(&self.enters),
            leaves: pairs(&self.leaves),
            applied: (
                self.applied.keys().map(|(space, _)| space.as_bytes().to_vec()).collect(),
                self.applied.keys().map(|(_, device)| device.as_bytes().to_vec()).collect(),
                self.applied.values().map(|position| integer(*position)).collect(),
            ),
            mailboxes: MailboxColumns::of(&self.mailboxes),
            closed: self.closed.iter().map(|id| id.as_bytes().to_vec()).collect(),
            emptied: bytes(&self.emptied),
            dropped: bytes(&self.dropped),
        }
    }
}

fn pairs(of: &[(DeviceId, SpaceId)]) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    of.iter().map(|(device, space)| (device.as_bytes().to_vec(), space.as_bytes().to_vec())).unzip()
}

/// A step, column by column.
#[derive(Debug)]
pub(super) struct Columns<'a> {
    new: SpaceColumns<'a>,
    there: SpaceColumns<'a>,
    /// Spaces whose row does not come with their records.
    grown: (Vec<Vec<u8>>, Vec<i64>),
    log: LogColumns<'a>,
    enters: (Vec<Vec<u8>>, Vec<Vec<u8>>),
    leaves: (Vec<Vec<u8>>, Vec<Vec<u8>>),
    applied: (Vec<Vec<u8>>, Vec<Vec<u8>>, Vec<i64>),
    mailboxes: MailboxColumns<'a>,
    closed: Vec<Vec<u8>>,
    emptied: Vec<Vec<u8>>,
    dropped: Vec<Vec<u8>>,
}

/// A statement, its arrays, and how many rows it must touch where that may turn out otherwise.
type Filled<'a> = (&'static str, Vec<&'a (dyn ToSql + Sync)>, Option<u64>);

impl Columns<'_> {
    /// In order; none for what the step does not hold.
    pub(super) fn statements(&self) -> Vec<Filled<'_>> {
        let mut all: Vec<Filled<'_>> = Vec::new();
        let mut add = |any: bool, sql, values: Vec<_>, rows| {
            if any {
                all.push((sql, values, rows));
            }
        };
        add(!self.new.id.is_empty(), INSERT_SPACES, self.new.values(), None);
        add(!self.there.id.is_empty(), UPDATE_SPACES, self.there.values(), None);
        add(!self.grown.0.is_empty(), UPDATE_HEADS, vec![&self.grown.0, &self.grown.1], None);
        add(!self.log.space.is_empty(), INSERT_LOG, self.log.values(), None);
        add(!self.enters.0.is_empty(), ENTER, vec![&self.enters.0, &self.enters.1], None);
        add(!self.leaves.0.is_empty(), LEAVE, vec![&self.leaves.0, &self.leaves.1], None);
        let applied =
            vec![&self.applied.0 as &(dyn ToSql + Sync), &self.applied.1, &self.applied.2];
        add(!self.applied.0.is_empty(), APPLIED, applied, None);
        let mailboxes = self.mailboxes.id.len() as u64;
        add(mailboxes > 0, MAILBOXES, self.mailboxes.values(), Some(mailboxes));
        add(!self.closed.is_empty(), DROP_MAILBOXES, vec![&self.closed], None);
        add(!self.emptied.is_empty(), DROP_CONTENT, vec![&self.emptied], None);
        if !self.dropped.is_empty() {
            for sql in DROP_SPACES {
                all.push((sql, vec![&self.dropped], None));
            }
        }
        all
    }
}

/// Rows of spaces.
#[derive(Debug)]
struct SpaceColumns<'a> {
    id: Vec<&'a [u8]>,
    small: [Vec<i16>; 3],
    checkpoint: Vec<&'a [u8]>,
    last_keys_by: Vec<Option<i16>>,
    due_ms: Vec<Option<i64>>,
    large: [Vec<i64>; 11],
}

impl<'a> SpaceColumns<'a> {
    fn of(rows: &[&'a SpaceRow]) -> Self {
        let small = |of: fn(&SpaceRow) -> u8| rows.iter().map(|row| i16::from(of(row))).collect();
        let large = |of: fn(&SpaceRow) -> u64| rows.iter().map(|row| integer(of(row))).collect();
        Self {
            id: rows.iter().map(|row| row.id.as_bytes().as_slice()).collect(),
            small: [
                small(|row| row.space_type.to_byte()),
                small(|row| row.stage.to_byte()),
                small(|row| row.reported),
            ],
            checkpoint: rows.iter().map(|row| row.checkpoint.as_slice()).collect(),
            last_keys_by: rows
                .iter()
                .map(|row| row.last_keys_by.map(|by| i16::from(Partner::to_byte(by))))
                .collect(),
            due_ms: rows.iter().map(|row| row.due_ms.map(integer)).collect(),
            large: [
                large(|row| row.head),
                large(|row| row.created_ms),
                large(|row| row.bytes[0]),
                large(|row| row.bytes[1]),
                large(|row| row.day),
                large(|row| row.membership_today[0].into()),
                large(|row| row.membership_today[1].into()),
                large(|row| row.small_today[0].into()),
                large(|row| row.small_today[1].into()),
                large(|row| row.settled),
                large(|row| row.version),
            ],
        }
    }

    fn values(&self) -> Vec<&(dyn ToSql + Sync)> {
        let mut values: Vec<&(dyn ToSql + Sync)> = vec![&self.id];
        values.extend(self.small.iter().map(|column| column as &(dyn ToSql + Sync)));
        values.extend([&self.checkpoint as &(dyn ToSql + Sync), &self.last_keys_by, &self.due_ms]);
        values.extend(self.large.iter().map(|column| column as &(dyn ToSql + Sync)));
        values
    }
}

/// Records.
#[derive(Debug)]
struct LogColumns<'a> {
    space: Vec<&'a [u8]>,
    position: Vec<i64>,
    head: Vec<&'a [u8]>,
    hash: Vec<&'a [u8]>,
    membership: Vec<bool>,
    record: Vec<&'a [u8]>,
}

impl<'a> LogColumns<'a> {
    fn of(entries: &[&'a Entry]) -> Self {
        Self {
            space: entries.iter().map(|entry| entry.space.as_bytes().as_slice()).collect(),
            position: entries.iter().map(|entry| integer(entry.position)).collect(),
            head: entries.iter().map(|entry| entry.head.as_bytes().as_slice()).collect(),
            hash: entries.iter().map(|entry| entry.hash.as_bytes().as_slice()).collect(),
            membership: entries.iter().map(|entry| entry.membership).collect(),
            record: entries.iter().map(|entry| &*entry.record).collect(),
        }
    }

    fn values(&self) -> Vec<&(dyn ToSql + Sync)> {
        vec![&self.space, &self.position, &self.head, &self.hash, &self.membership, &self.record]
    }
}

/// Mailboxes.
#[derive(Debug)]
struct MailboxColumns<'a> {
    id: Vec<&'a [u8]>,
    space: Vec<&'a [u8]>,
    device: Vec<&'a [u8]>,
    answer_until_ms: Vec<i64>,
    due_ms: Vec<i64>,
    slots: [Vec<Option<&'a [u8]>>; 3],
    closed: Vec<bool>,
}

impl<'a> MailboxColumns<'a> {
    fn of(rows: &BTreeMap<MailboxId, &'a MailboxRow>) -> Self {
        let rows: Vec<&'a MailboxRow> = rows.values().copied().collect();
        Self {
            id: rows.iter().map(|row| row.id.as_bytes().as_slice()).collect(),
            space: rows.iter().map(|row| row.space.as_bytes().as_slice()).collect(),
            device: rows.iter().map(|row| row.device.as_bytes().as_slice()).collect(),
            answer_until_ms: rows.iter().map(|row| integer(row.answer_until_ms)).collect(),
            due_ms: rows.iter().map(|row| integer(row.due_ms)).collect(),
            slots: [0, 1, 2].map(|slot: usize| {
                rows.iter().map(|row| row.slots.get(slot)?.as_deref()).collect()
            }),
            closed: rows.iter().map(|row| row.closed).collect(),
        }
    }

    fn values(&self) -> Vec<&(dyn ToSql + Sync)> {
        let [one, two, three] = &self.slots;
        vec![
            &self.id,
            &self.space,
            &self.device,
            &self.answer_until_ms,
            &self.due_ms,
            one,
            two,
            three,
            &self.closed,
        ]
    }
}

const INSERT_SPACES: &str = "INSERT INTO space (id, type, stage, reported, checkpoint, last_keys_by, due_ms, head, created_ms, \
     bytes_0, bytes_1, day, membership_0, membership_1, small_0, small_1, settled, version) \
     SELECT * FROM unnest($1::bytea[], $2::smallint[], $3::smallint[], $4::smallint[], $5::bytea[], $6::smallint[], \
     $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], \
     $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[])";
const UPDATE_SPACES: &str = "UPDATE space SET type = u.type, stage = u.stage, reported = u.reported, checkpoint = u.checkpoint, \
     last_keys_by = u.last_keys_by, due_ms = u.due_ms, head = u.head, created_ms = u.created_ms, bytes_0 = u.bytes_0, \
     bytes_1 = u.bytes_1, day = u.day, membership_0 = u.membership_0, membership_1 = u.membership_1, small_0 = u.small_0, \
     small_1 = u.small_1, settled = u.settled, version = u.version \
     FROM unnest($1::bytea[], $2::smallint[], $3::smallint[], $4::smallint[], $5::bytea[], $6::smallint[], $7::bigint[], \
     $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], \
     $16::bigint[], $17::bigint[], $18::bigint[]) AS u (id, type, stage, reported, checkpoint, last_keys_by, due_ms, head, \
     created_ms, bytes_0, bytes_1, day, membership_0, membership_1, small_0, small_1, settled, version) \
     WHERE space.id = u.id";
const UPDATE_HEADS: &str = "UPDATE space SET head = u.head FROM unnest($1::bytea[], $2::bigint[]) AS u (id, head) \
     WHERE space.id = u.id";
const INSERT_LOG: &str = "INSERT INTO log (number, position, head, hash, membership, record) \
     SELECT space.number, u.position, u.head, u.hash, u.membership, u.record \
     FROM unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::bytea[], $5::boolean[], $6::bytea[]) \
     AS u (space, position, head, hash, membership, record) JOIN space ON space.id = u.space";
const ENTER: &str = "INSERT INTO lookup (device, space) SELECT * FROM unnest($1::bytea[], $2::bytea[]) ON CONFLICT DO NOTHING";
const LEAVE: &str = "DELETE FROM lookup USING unnest($1::bytea[], $2::bytea[]) AS u (device, space) \
     WHERE lookup.device = u.device AND lookup.space = u.space";
const APPLIED: &str = "INSERT INTO applied (number, device, position) SELECT space.number, u.device, u.position \
     FROM unnest($1::bytea[], $2::bytea[], $3::bigint[]) AS u (space, device, position) JOIN space ON space.id = u.space \
     ON CONFLICT (number, device) DO UPDATE SET position = excluded.position";
/// A slot is written once and a closed mailbox stays closed, whoever else wrote since it was read; one whose time is over
/// may begin anew.
const MAILBOXES: &str = "INSERT INTO mailbox (id, space, device, answer_until_ms, due_ms, slot_1, slot_2, slot_3, closed) \
     SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bigint[], $5::bigint[], $6::bytea[], $7::bytea[], \
     $8::bytea[], $9::boolean[]) \
     ON CONFLICT (id) DO UPDATE SET space = excluded.space, device = excluded.device, \
     answer_until_ms = excluded.answer_until_ms, due_ms = excluded.due_ms, slot_1 = excluded.slot_1, \
     slot_2 = excluded.slot_2, slot_3 = excluded.slot_3, closed = excluded.closed \
     WHERE excluded.closed OR mailbox.due_ms <= extract(epoch FROM now()) * 1000 OR (NOT mailbox.closed \
     AND (mailbox.slot_1 IS NULL OR mailbox.slot_1 IS NOT DISTINCT FROM excluded.slot_1) \
     AND (mailbox.slot_2 IS NULL OR mailbox.slot_2 IS NOT DISTINCT FROM excluded.slot_2) \
     AND (mailbox.slot_3 IS NULL OR mailbox.slot_3 IS NOT DISTINCT FROM excluded.slot_3))";
const DROP_MAILBOXES: &str = "DELETE FROM mailbox WHERE id = ANY($1::bytea[])";
const DROP_CONTENT: &str = "UPDATE log SET record = NULL FROM space \
     WHERE space.id = ANY($1::bytea[]) AND log.number = space.number AND NOT log.membership";
const DROP_SPACES: [&str; 5] = [
    "DELETE FROM log USING space WHERE space.id = ANY($1::bytea[]) AND log.number = space.number",
    "DELETE FROM applied USING space WHERE space.id = ANY($1::bytea[]) AND applied.number = space.number",
    "DELETE FROM space WHERE id = ANY($1::bytea[])",
    "DELETE FROM lookup WHERE space = ANY($1::bytea[])",
    "DELETE FROM mailbox WHERE space = ANY($1::bytea[])",
];
