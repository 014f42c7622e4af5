//! Reading records back from the store: to offer them again, to check them, and to make the pages of a seat anew.
//!
//! A rebuild forgets what was admitted and takes every record of the log in again, in one go and one batch, by the same way as the first time.

use accord_protocol::record::Record;

use super::admit::Notices;
use super::aside::Aside;
use super::check::Check;
use super::io::Output;
use super::rows::numbered;
use super::seat::{Pen, Seat};
use super::{Client, Env, pen};
use crate::store::{Row, StoreFault, Table};
use crate::sync::{Input as Heard, Origin};

/// About how many bytes of records are read at once.
const READ_BYTES: usize = 1024 * 1024;

/// What rows were read for.
#[derive(Debug)]
pub(super) enum ReadFor {
    /// A session offers records again.
    Session { n: u8, from: u64 },
    /// This device's records on a branch that was left, oldest first.
    Missing { n: u8, seen: usize, records: Vec<Record> },
    /// A seat's pages are made anew: what was read so far.
    Rebuild { n: u8, records: Vec<Record> },
    /// Everything is checked for a person: what the records so far said.
    Check { ticket: u64, n: u8, check: Box<Check> },
    /// The first records of the couple space, for a relay it is to move to.
    Move,
    /// Records go into an export.
    Export {
        ticket: u64,
        mine: bool,
        format: super::command::ExportFormat,
        note: String,
        records: Vec<Record>,
    },
}

impl Client {
    pub(super) fn read(&mut self, purpose: ReadFor, table: Table, from: Vec<u8>, to: Vec<u8>) {
        self.last_read += 1;
        self.reads.insert(self.last_read, purpose);
        self.emit(Output::Read { read: self.last_read, table, from, to, max_bytes: READ_BYTES });
    }

    /// Reads the next part of a seat's log.
    pub(super) fn read_log(&mut self, n: u8, purpose: ReadFor, have: usize) {
        let Some(seat) = self.home.as_mut().and_then(|home| home.seat_mut(n)) else { return };
        let next = have as u64 + 1;
        let row = seat.sync.log_row(next);
        // One branch's rows lie in one piece; the next piece is read when this one is through.
        let mut last = next;
        while last < seat.sync.len()
            && seat.sync.log_row(last + 1) == seat.sync.log_row(last) + 1
            && last - next < 4_096
        {
            last += 1;
        }
        let to = crate::store::key_after(&numbered(n, seat.sync.log_row(last)));
        self.read(purpose, Table::Log, numbered(n, row).to_vec(), to);
    }

    pub(super) fn rows(
        &mut self,
        env: &mut Env<'_>,
        read: u64,
        rows: Result<Vec<Row>, StoreFault>,
    ) {
        let Some(purpose) = self.reads.remove(&read) else { return };
        let purpose = match purpose {
            ReadFor::Missing { n, seen, records } => {
                return self.missing_came(env, n, seen, records, rows);
            }
            other => other,
        };
        let records = rows.ok().map(|rows| self.open_records(&rows)).unwrap_or_default();
        match purpose {
            ReadFor::Missing { .. } => {}
            ReadFor::Move => self.founding_came(&records),
            ReadFor::Session { n, from } => {
                if let Some(at) = self.lines.iter().position(|line| line.n == n) {
                    self.hear(env, at, Heard::Rows { from, records });
                }
            }
            ReadFor::Rebuild { n, records: mut have } => {
                let came = records.len();
                have.extend(records);
                if came > 0 && (have.len() as u64) < self.log_len(n) {
                    let so_far = have.len();
                    self.read_log(n, ReadFor::Rebuild { n, records: have }, so_far);
                } else {
                    self.rebuild(env, n, &have);
                }
            }
            ReadFor::Check { ticket, n, check } => self.check(ticket, n, *check, &records),
            ReadFor::Export { ticket, mine, format, note, records: mut have } => {
                let n = self
                    .home
                    .as_ref()
                    .and_then(|home| home.couple.as_ref())
                    .map_or(0, |seat| seat.n);
                let came = records.len();
                have.extend(records);
                if came > 0 && (have.len() as u64) < self.log_len(n) {
                    let so_far = have.len();
                    let read = ReadFor::Export { ticket, mine, format, note, records: have };
                    self.read_log(n, read, so_far);
                } else {
                    self.exported(env, ticket, (mine, format, &note), &have);
                }
            }
        }
    }

    fn log_len(&mut self, n: u8) -> u64 {
        self.home.as_mut().and_then(|home| home.seat_mut(n)).map_or(0, |seat| seat.sync.len())
    }

    /// Records from rows, as far as they open and are whole.
    pub(super) fn open_records(&self, rows: &[Row]) -> Vec<Record> {
        let open = |row: &Row| {
            let bytes = self.vellum.open(row.table, &row.key, &row.value).ok()?;
            Record::parse(&bytes).ok()
        };
        rows.iter().map_while(open).collect()
    }

    /// Starts the rebuilds that are wanted, unless one is under way.
    pub(super) fn start_rebuilds(&mut self) {
        let wanted: Vec<u8> = self
            .home
            .iter()
            .flat_map(|home| [Some(&home.vault), home.couple.as_ref()])
            .flatten()
            .filter(|seat| seat.rebuild_wanted)
            .map(|seat| seat.n)
            .collect();
        for n in wanted {
            let under_way = self
                .reads
                .values()
                .any(|read| matches!(read, ReadFor::Rebuild { n: of, .. } if *of == n));
            if !under_way {
                self.read_log(n, ReadFor::Rebuild { n, records: Vec::new() }, 0);
            }
        }
    }

    fn rebuild(&mut self, env: &mut Env<'_>, n: u8, records: &[Record]) {
        let Some(seat) = self.home.as_mut().and_then(|home| home.seat_mut(n)) else { return };
        seat.rebuild_wanted = false;
        // Where the store did not give the log whole, what there is is kept, and it is tried again at the next start.
        if records.len() as u64 == seat.sync.len() {
            let mut pen = pen!(self, env);
            seat.forget_admitted(&mut pen);
            let mut notices = Notices::default();
            for (at, record) in records.iter().enumerate() {
                seat.take_in(&mut pen, at as u64 + 1, record, Origin::Other, &mut notices);
            }
            seat.settle_copies(&mut pen);
            seat.put_switched(&mut pen);
            self.changed = true;
            if let Some(home) = &mut self.home {
                home.unsay();
            }
        }
        // What came meanwhile waits for no second try.
        if let Some(at) = self.lines.iter().position(|line| line.n == n)
            && let Some(run) = self.lines[at].run.take()
        {
            self.take_run(env, at, &run);
        }
    }
}

impl Seat {
    /// A copy of this store wrote, or this store is an old one. Pages are made anew, a fresh instance goes on, and acts that were never
    /// sealed wait for the person: an old yes must not count as a fresh one.
    pub(super) fn copied(&mut self, pen: &mut Pen<'_>) {
        self.rebuild_wanted = true;
        self.fresh_instance(pen);
        self.hold_private(pen);
        for at in 0..self.journal.len() {
            if self.journal[at].aside.is_none() {
                self.journal[at].aside = Some(Aside::Copied);
                let entry = self.journal[at].clone();
                self.put_entry(pen, &entry);
            }
        }
        self.put_switched(pen);
        self.unsettle();
    }

    /// After a rebuild: sealed acts that are in the log after all are not sent again.
    fn settle_copies(&mut self, pen: &mut Pen<'_>) {
        self.flight.retain(|bytes| self.acts.find(&crate::act::act_hash(bytes)).is_none());
        self.put_flight(pen);
        self.unsettle();
    }
}
