//! Going on with the relay's branch where two logs parted, and what this device owes it then.
//!
//! Own REVOKEs are said again, then a ROTATE, then own missing acts byte for byte (protocol section 3, "Rollback, restore, fork").

use accord_protocol::record::{Kind, Record};

use super::duty::Duty;
use super::home::Home;
use super::rebuild::ReadFor;
use super::rows::numbered;
use super::seat::Seat;
use super::{Client, Env, pen};
use crate::store::Table;
use crate::sync::{Branch, Input as Heard};

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
