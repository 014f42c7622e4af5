//! Going on with the relay's branch where two logs parted, and what this device owes it then.
//!
//! Own REVOKEs are said again, then a ROTATE, then own missing acts byte for byte (protocol section 3, "Rollback, restore, fork").

use accord_protocol::record::{Kind, Record};

use super::duty::Duty;
use super::home::Home;
use super::rebuild::ReadFor;
use super::rows::numbered;
use super::seat::{Pen, Seat};
use super::{Client, Env, pen};
use crate::store::{Row, StoreFault, Table};
use crate::sync::{Branch, Input as Heard};

/// Key of the row that says what a change of branch has left to do, after the space's number.
pub(super) const SWITCHED: u8 = b'm';

impl Client {
    /// Goes over to the relay's branch once it is verified: the person agreed before.
    pub(super) fn switch_branch(&mut self, env: &mut Env<'_>, at: usize) {
        let Some(line) = self.lines.get_mut(at) else { return };
        let Some(seat) = self.home.as_mut().and_then(|home| home.seat_mut(line.n)) else { return };
        let Some((save, switched)) = line.session.take_branch(&mut seat.sync) else { return };
        let mut pen = pen!(self, env);
        seat.save(&mut pen, save);
        seat.rebuild_wanted = true;
        let mut duties: Vec<Duty> =
            switched.revoke_again.iter().copied().map(Duty::Revoke).collect();
        // What was owed before and never got into a log is owed here too.
        let before = seat.duties.iter().filter(|duty| !matches!(duty, Duty::Rotate { .. }));
        duties.extend(before.cloned());
        duties.push(Duty::Rotate { after: switched.len });
        if switched.end_again {
            duties.push(Duty::End(
                seat.acts.left()[seat.partner.index()].unwrap_or_else(|| pen.now.today()),
            ));
        }
        duties.dedup();
        seat.put_duties(&mut pen, duties);
        line.trouble = None;
        line.reset_agreed = false;
        seat.missing = switched.missing;
        seat.put_switched(&mut pen);
        self.hear(env, at, Heard::Changed);
    }

    /// Starts reading this device's records of branches that were left, unless it is under way. A restart begins again.
    pub(super) fn start_missing(&mut self) {
        let seats = self.home.iter().flat_map(|home| [Some(&home.vault), home.couple.as_ref()]);
        let wanted: Vec<u8> =
            seats.flatten().filter(|seat| !seat.missing.is_empty()).map(|seat| seat.n).collect();
        for n in wanted {
            let reads = |read: &ReadFor| matches!(read, ReadFor::Missing { n: of, .. } if *of == n);
            if !self.reads.values().any(reads) {
                self.read_missing(n, 0, Vec::new());
            }
        }
    }

    fn read_missing(&mut self, n: u8, seen: usize, records: Vec<Record>) {
        let Some(seat) = self.home.as_mut().and_then(|home| home.seat_mut(n)) else { return };
        let (Some(first), Some(last)) = (seat.missing.get(seen), seat.missing.last()) else {
            return;
        };
        let (from, to) =
            (numbered(n, *first).to_vec(), crate::store::key_after(&numbered(n, *last)));
        self.read(ReadFor::Missing { n, seen, records }, Table::Log, from, to);
    }

    /// A part of them came. What does not fit one read is read after it; where the store fails, it is tried again at the next start.
    pub(super) fn missing_came(
        &mut self,
        env: &mut Env<'_>,
        n: u8,
        mut seen: usize,
        mut records: Vec<Record>,
        rows: Result<Vec<Row>, StoreFault>,
    ) {
        let Some(seat) = self.home.as_mut().and_then(|home| home.seat_mut(n)) else { return };
        let Ok(rows) = rows else {
            seat.missing.clear();
            return;
        };
        let wanted = seat.missing.clone();
        let until = rows.last().map(|row| row.key.clone());
        let part = wanted.iter().skip(seen).take_while(|number| {
            until.as_ref().is_some_and(|last| numbered(n, **number).as_slice() <= last.as_slice())
        });
        let part: Vec<u64> = part.copied().collect();
        for row in rows.iter().filter(|row| part.iter().any(|no| row.key == numbered(n, *no))) {
            records.extend(self.open_records(std::slice::from_ref(row)));
        }
        seen += part.len();
        if part.is_empty() || seen >= wanted.len() {
            self.reissue(env, n, &records);
        } else {
            self.read_missing(n, seen, records);
        }
    }

    /// This device's records of the branch that was left: their acts are sealed again as they are.
    fn reissue(&mut self, env: &mut Env<'_>, n: u8, records: &[Record]) {
        let Some(seat) = self.home.as_mut().and_then(|home| home.seat_mut(n)) else { return };
        let content = || records.iter().filter(|record| record.kind() == Kind::Content);
        let mut acts: Vec<Vec<u8>> = content().flat_map(|record| seat.acts_in(record)).collect();
        let joint: Vec<Vec<u8>> =
            content().filter_map(|record| seat.joint_in(record)).flatten().collect();
        acts.append(&mut seat.flight);
        seat.flight = acts;
        seat.missing.clear();
        let mut pen = pen!(self, env);
        seat.reissue_joint(&mut pen, joint);
        seat.put_flight(&mut pen);
        seat.private_again(&mut pen, records);
        seat.put_switched(&mut pen);
        seat.unsettle();
    }

    /// The person agreed to go on with the relay's branch.
    pub(super) fn take_relay_branch(&mut self, env: &mut Env<'_>, seats: &[u8]) {
        for at in 0..self.lines.len() {
            if seats.contains(&self.lines[at].n) {
                self.lines[at].trouble = None;
                self.lines[at].reset_agreed = true;
                self.hear(env, at, Heard::TakeRelayBranch);
            }
        }
    }
}

impl Home {
    /// Seats whose log and the relay's are different ones.
    pub(super) fn parted_seats(&self) -> Vec<u8> {
        let seats = [Some(&self.vault), self.couple.as_ref()].into_iter().flatten();
        let parted = |seat: &&Seat| matches!(seat.sync.branch(), Branch::Parted { .. });
        seats.filter(parted).map(|seat| seat.n).collect()
    }
}

impl Seat {
    /// Keeps in a row that the pages are to be made anew and which own records are to be issued again, until both is done: a crash in
    /// between must lose neither.
    pub(super) fn put_switched(&self, pen: &mut Pen<'_>) {
        if !self.rebuild_wanted && self.missing.is_empty() {
            return pen.delete(Table::View, [self.n, SWITCHED]);
        }
        let mut row = vec![u8::from(self.rebuild_wanted)];
        row.extend(self.missing.iter().flat_map(|number| number.to_be_bytes()));
        pen.put(Table::View, [self.n, SWITCHED], &row);
    }

    pub(super) fn load_switched(&mut self, row: &[u8]) -> Option<()> {
        let (rebuild, numbers) = row.split_first()?;
        let (numbers, rest) = numbers.as_chunks::<8>();
        self.rebuild_wanted = *rebuild == 1;
        self.missing = numbers.iter().map(|number| u64::from_be_bytes(*number)).collect();
        rest.is_empty().then_some(())
    }
}

#[cfg(test)]
mod tests {
    use rand_core::CryptoRng;

    use super::*;
    use crate::client::command::Command;
    use crate::client::io::{Input, Output};
    use crate::crypto::testing::TestRng;
    use crate::crypto::{Secret, StoreKey};
    use crate::store::memory::{Disk, MemoryStore};
    use crate::store::{Store as _, block_on};
    use crate::time::Now;

    fn key() -> StoreKey {
        StoreKey::from_secret(Secret::from_bytes([9; 32]))
    }

    fn now() -> Now {
        Now { unix_ms: 1_795_348_800_000, mono_ms: 0, zone: "Europe/Berlin".into() }
    }

    fn feed(client: &mut Client, store: &mut MemoryStore, rng: &mut dyn CryptoRng, input: Input) {
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            client.handle(&now(), rng, input);
            while let Some(output) = client.poll() {
                match output {
                    Output::Save(batch) => {
                        block_on(store.commit(&batch)).expect("a disk with room");
                        inputs.push(Input::Saved { batch: batch.id });
                    }
                    Output::Read { read, table, from, to, max_bytes } => {
                        let rows = block_on(store.read(table, &from, &to, max_bytes));
                        inputs.push(Input::Rows { read, rows });
                    }
                    _ => {}
                }
            }
        }
    }

    fn left(client: &mut Client) -> (bool, Vec<u64>) {
        let vault = &client.home.as_ref().expect("an identity").vault;
        (vault.rebuild_wanted, vault.missing.clone())
    }

    #[test]
    fn what_a_change_of_branch_left_to_do_is_done_after_a_crash() {
        let (disk, mut rng) = (Disk::new(), TestRng::new(3));
        let mut store = disk.open().expect("an empty disk");
        let mut client = Client::new(key());
        let init = Command::Init { name: "Ana".into(), device_name: "phone".into(), relay: None };
        let input = Input::Command { ticket: 1, command: init };
        feed(&mut client, &mut store, &mut rng, input);
        let (moment, vault) = (now(), &mut client.home.as_mut().expect("an identity").vault);
        (vault.rebuild_wanted, vault.missing) = (true, vec![1, 3]);
        let env = Env { now: &moment, rng: &mut rng };
        vault.put_switched(&mut pen!(client, env));
        let batch = client.writer.take(99);
        block_on(store.commit(&batch)).expect("a disk with room");

        // The process dies here.
        let snapshot = block_on(store.load()).expect("the disk");
        let mut client = Client::open(key(), &snapshot).expect("what was written");
        assert_eq!(left(&mut client), (true, vec![1, 3]));
        feed(&mut client, &mut store, &mut rng, Input::Tick);
        assert_eq!(left(&mut client), (false, Vec::new()));
        let snapshot = block_on(store.load()).expect("the disk");
        let mut client = Client::open(key(), &snapshot).expect("what was written");
        assert_eq!(left(&mut client), (false, Vec::new()));
    }
}
