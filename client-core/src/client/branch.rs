//! Going on with the relay's branch where two logs parted, and what this device owes it then.
//!
//! Own REVOKEs are said again, then a ROTATE, then own missing acts byte for byte (protocol section 3, "Rollback, restore, fork").

use accord_protocol::body::RevokeReason;
use accord_protocol::ids::DeviceId;
use accord_protocol::record::{Kind, Record};

use super::home::Home;
use super::rebuild::ReadFor;
use super::rows::numbered;
use super::seat::{Pen, Seat};
use super::{Client, Env, found, pen};
use crate::store::Table;
use crate::sync::{Branch, Input as Heard};

/// A membership record this device has to write, before any content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Duty {
    Revoke(DeviceId),
    Rotate,
    End,
}

const DUTIES: u8 = b'u';

impl Client {
    /// Goes over to the relay's branch once it is verified: the person agreed before.
    pub(super) fn switch_branch(&mut self, env: &mut Env<'_>, at: usize) {
        let Some(line) = self.lines.get_mut(at) else { return };
        let Some(seat) = self.home.as_mut().and_then(|home| home.seat_mut(line.n)) else { return };
        let Some((save, switched)) = line.session.take_branch(&mut seat.sync) else { return };
        let n = seat.n;
        let mut pen = pen!(self, env);
        seat.save(&mut pen, save);
        seat.rebuild_wanted = true;
        let mut duties: Vec<Duty> =
            switched.revoke_again.iter().copied().map(Duty::Revoke).collect();
        duties.push(Duty::Rotate);
        if switched.end_again {
            duties.push(Duty::End);
        }
        seat.put_duties(&mut pen, duties);
        line.trouble = None;
        if let (Some(first), Some(last)) = (switched.missing.first(), switched.missing.last()) {
            seat.missing_wanted = true;
            let (from, to) =
                (numbered(n, *first).to_vec(), crate::store::key_after(&numbered(n, *last)));
            self.read(ReadFor::Missing { n, rows: switched.missing.clone() }, Table::Log, from, to);
        }
        self.hear(env, at, Heard::Changed);
    }

    /// This device's records of the branch that was left: their acts are sealed again as they are.
    pub(super) fn reissue(&mut self, env: &mut Env<'_>, n: u8, records: &[Record]) {
        let Some(seat) = self.home.as_mut().and_then(|home| home.seat_mut(n)) else { return };
        let mut acts: Vec<Vec<u8>> = records
            .iter()
            .filter(|record| record.kind() == Kind::Content)
            .flat_map(|record| seat.acts_in(record))
            .collect();
        acts.append(&mut seat.flight);
        seat.flight = acts;
        seat.missing_wanted = false;
        seat.put_flight(&mut pen!(self, env));
        seat.unsettle();
    }

    /// The person agreed to go on with the relay's branch.
    pub(super) fn take_relay_branch(&mut self, env: &mut Env<'_>, seats: &[u8]) {
        for at in 0..self.lines.len() {
            if seats.contains(&self.lines[at].n) {
                self.lines[at].trouble = None;
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
    pub(super) fn put_duties(&mut self, pen: &mut Pen<'_>, duties: Vec<Duty>) {
        let mut row = Vec::new();
        for duty in &duties {
            let (kind, device) = match duty {
                Duty::Revoke(device) => (1, *device),
                Duty::Rotate => (2, DeviceId::ZERO),
                Duty::End => (3, DeviceId::ZERO),
            };
            row.push(kind);
            row.extend_from_slice(device.as_bytes());
        }
        pen.put(Table::View, [self.n, DUTIES], &row);
        self.duties = duties;
    }

    pub(super) fn load_duties(&mut self, key: &[u8], row: &[u8]) -> Option<()> {
        if key != [DUTIES] {
            return Some(());
        }
        for part in row.chunks_exact(17) {
            let device = DeviceId::from_slice(&part[1..])?;
            self.duties.push(match part[0] {
                1 => Duty::Revoke(device),
                2 => Duty::Rotate,
                3 => Duty::End,
                _ => return None,
            });
        }
        Some(())
    }

    /// Writes the next membership record this device owes. False if there is none to write now.
    pub(super) fn do_duty(&mut self, pen: &mut Pen<'_>) -> bool {
        if self.rotate_at_ms.is_some_and(|at| at <= pen.now.mono_ms)
            && !self.duties.contains(&Duty::Rotate)
        {
            self.rotate_at_ms = None;
            let mut duties = self.duties.clone();
            duties.push(Duty::Rotate);
            self.put_duties(pen, duties);
        }
        let Some(duty) = self.duties.first().copied() else { return false };
        if !self.sync.idle_for_sealing() {
            return false;
        }
        let done = match duty {
            Duty::Revoke(target) => {
                self.sync.state().is_none_or(|state| !state.is_active(&target))
                    || self.write_revoke(pen, target)
            }
            Duty::Rotate => self.write_rotate(pen),
            Duty::End => self.write_end(pen),
        };
        if done {
            let rest = self.duties[1..].to_vec();
            self.put_duties(pen, rest);
        }
        done
    }

    fn write_revoke(&mut self, pen: &mut Pen<'_>, target: DeviceId) -> bool {
        let Some(previous) = self.newest_key() else { return false };
        let Some(state) = self.sync.state() else { return false };
        let Ok((key, body)) =
            found::revoke(pen.rng, state, &self.keys, previous, target, RevokeReason::Lost)
        else {
            return false;
        };
        self.learn(pen, key);
        self.submit_membership(pen, Kind::Revoke, &body)
    }

    fn write_rotate(&mut self, pen: &mut Pen<'_>) -> bool {
        let Some(previous) = self.newest_key() else { return false };
        let Some(state) = self.sync.state() else { return false };
        let Ok((key, body)) = found::rotate(pen.rng, state, &self.keys, previous) else {
            return false;
        };
        self.learn(pen, key);
        self.submit_membership(pen, Kind::Rotate, &body)
    }

    /// Signs a membership record at the head of what is verified and puts it in flight.
    pub(super) fn submit_membership(&mut self, pen: &mut Pen<'_>, kind: Kind, body: &[u8]) -> bool {
        let Some(state) = self.sync.state() else { return false };
        let header = found::header(state, self.device(), kind);
        let Ok(record) = Record::sign(&header, body, self.keys.signing_key()) else { return false };
        match self.sync.submit(record) {
            Ok(save) => {
                self.save(pen, save);
                true
            }
            Err(_) => false,
        }
    }

    /// Signs an END, which never waits: with a record in flight a second one takes the number after it.
    pub(super) fn write_end(&mut self, pen: &mut Pen<'_>) -> bool {
        let Some(state) = self.sync.state() else { return false };
        let body = found::end(pen.now.today());
        let header = found::header(state, self.device(), Kind::End);
        let Ok(first) = Record::sign(&header, &body, self.keys.signing_key()) else { return false };
        let second = self.sync.flight().and_then(|flight| {
            let mut after = header;
            after.author_seq += 1;
            after.author_prev = flight.record().hash();
            Record::sign(&after, &body, self.keys.signing_key()).ok()
        });
        match self.sync.submit_end(first, second) {
            Ok(save) => {
                self.save(pen, save);
                true
            }
            Err(_) => false,
        }
    }
}
