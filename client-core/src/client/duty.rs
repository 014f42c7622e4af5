//! Membership records this device owes a space, from the moment they are decided until the log shows them.
//!
//! A duty is a row. It goes when the accepted log says that it is done, never when a record was sent: a refused record, a crash or another
//! device's membership record in between leads to a new record on the head pulled since. It does not know who decided.

use accord_protocol::body::{Dev, RevokeReason};
use accord_protocol::ids::{DeviceId, Transcript};
use accord_protocol::record::{Kind, Record};

use super::found;
use super::seat::{Pen, Seat};
use crate::act::vault::DEV_BYTES;
use crate::store::Table;
use crate::time::Day;

/// A membership record this device has to write, before any content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Duty {
    /// Remove this device of the own partner.
    Revoke(DeviceId),
    /// A new key, unless one granted after this position opens here.
    Rotate { after: u64 },
    /// Leave, as of this day.
    End(Day),
    /// Admit another own device, whose words were compared.
    Admit(Box<Newcomer>),
}

/// Another own device on its way in: what a pairing of own devices comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Newcomer {
    /// The exchange both compared.
    pub(super) transcript: Transcript,
    /// The new device.
    pub(super) dev: Dev,
    /// Its consent, for this device as author (role 2).
    pub(super) proof: [u8; 64],
}

/// Key of the duties' row, after the space's number.
pub(super) const DUTIES: u8 = b'u';

impl Seat {
    /// Adds a duty that is not there yet.
    pub(super) fn owe(&mut self, pen: &mut Pen<'_>, duty: Duty) {
        if !self.duties.contains(&duty) {
            let mut duties = self.duties.clone();
            duties.push(duty);
            self.put_duties(pen, duties);
        }
    }

    pub(super) fn put_duties(&mut self, pen: &mut Pen<'_>, duties: Vec<Duty>) {
        let mut row = Vec::new();
        for duty in &duties {
            duty.write(&mut row);
        }
        if row.is_empty() {
            pen.delete(Table::View, [self.n, DUTIES]);
        } else {
            pen.put(Table::View, [self.n, DUTIES], &row);
        }
        self.duties = duties;
    }

    pub(super) fn load_duties(&mut self, mut row: &[u8]) -> Option<()> {
        while !row.is_empty() {
            self.duties.push(Duty::read(&mut row)?);
        }
        Some(())
    }

    /// The next duty that is to be done now. A rotation waits its random delay, and needs a key to wrap. Where somebody has left, nothing
    /// but the other's END can follow.
    pub(super) fn due_duty(&self, mono_ms: u64) -> Option<&Duty> {
        let waits = self.newest_key().is_none() || self.rotate_at_ms.is_some_and(|at| at > mono_ms);
        let first = self.takes_back_first();
        let over = self.has_ended();
        self.open_duties().find(|duty| match duty {
            Duty::Rotate { .. } => !waits && !over,
            Duty::End(_) => !first,
            Duty::Revoke(_) | Duty::Admit(_) => !over,
        })
    }

    fn has_ended(&self) -> bool {
        self.sync.state().is_some_and(|state| state.has_ended())
    }

    /// Whether this device is to remove that one.
    pub(super) fn owes_revoke(&self, device: &DeviceId) -> bool {
        self.open_duties().any(|duty| matches!(duty, Duty::Revoke(target) if target == device))
    }

    /// Whether this device's person has left and the log does not show it yet.
    pub(super) fn is_leaving(&self) -> bool {
        self.open_duties().any(|duty| matches!(duty, Duty::End(_)))
    }

    /// Whether what was taken back before leaving goes before the END: after it, or the other's, nothing is heard.
    pub(super) fn takes_back_first(&self) -> bool {
        self.is_leaving() && self.takes_back() && !self.has_ended() && !self.has_trouble_sealing()
    }

    /// Whether a membership record is to be written before this seat rests.
    pub(super) fn owes_now(&self, mono_ms: u64) -> bool {
        self.due_duty(mono_ms)
            .is_some_and(|duty| matches!(duty, Duty::End(_)) || self.sync.idle_for_sealing())
    }

    /// Forgets what the log shows to be done.
    fn settle_duties(&mut self, pen: &mut Pen<'_>) {
        let open: Vec<Duty> = self.open_duties().cloned().collect();
        if open.len() != self.duties.len() {
            self.put_duties(pen, open);
        }
        if !self.duties.iter().any(|duty| matches!(duty, Duty::Rotate { .. })) {
            self.rotate_at_ms = None;
        }
    }

    /// Duties no log shows to be done yet.
    pub(super) fn open_duties(&self) -> impl Iterator<Item = &Duty> {
        self.duties.iter().filter(|duty| !self.is_done(duty))
    }

    fn is_done(&self, duty: &Duty) -> bool {
        let Some(state) = self.sync.state() else { return false };
        match duty {
            Duty::Revoke(target) => !state.is_active(target) || *target == self.device(),
            Duty::Rotate { after } => state
                .grants()
                .iter()
                .any(|grant| grant.position > *after && self.epoch.contains_key(&grant.key_id)),
            Duty::End(_) => state.ended()[self.partner.index()].is_some(),
            // Once there and removed again it is not admitted a second time.
            Duty::Admit(new) => state.member(&new.dev.id()).is_some(),
        }
    }

    /// Writes the next membership record this device owes. False if there is none to write now.
    pub(super) fn do_duty(&mut self, pen: &mut Pen<'_>) -> bool {
        if self.duties.is_empty() {
            return false;
        }
        self.settle_duties(pen);
        let Some(duty) = self.due_duty(pen.now.mono_ms).cloned() else { return false };
        self.carry_out(pen, duty)
    }

    /// Writes a removal or an ending: the relay takes them beyond every quota.
    pub(super) fn do_stop(&mut self, pen: &mut Pen<'_>) -> bool {
        let over = self.has_ended();
        let stops = |duty: &&Duty| match duty {
            Duty::Revoke(_) => !over,
            Duty::End(_) => true,
            Duty::Rotate { .. } | Duty::Admit(_) => false,
        };
        let Some(duty) = self.open_duties().find(stops).cloned() else { return false };
        self.carry_out(pen, duty)
    }

    fn carry_out(&mut self, pen: &mut Pen<'_>, duty: Duty) -> bool {
        if let Duty::End(day) = duty {
            return self.sync.flight().is_none() && self.write_end(pen, day);
        }
        if !self.sync.idle_for_sealing() {
            return false;
        }
        match duty {
            Duty::Revoke(target) => self.write_revoke(pen, target),
            Duty::Rotate { .. } => self.write_rotate(pen),
            Duty::Admit(new) => self.write_admit(pen, &new),
            Duty::End(_) => false,
        }
    }

    fn write_revoke(&mut self, pen: &mut Pen<'_>, target: DeviceId) -> bool {
        let Some(previous) = self.newest_key() else { return false };
        let Some(state) = self.sync.state() else { return false };
        let Ok((key, body)) =
            found::revoke(pen.rng, state, &self.keys, previous, target, RevokeReason::Lost)
        else {
            return false;
        };
        // Key and record are one batch, and nothing leaves before it is durable.
        let flies = self.submit_membership(pen, Kind::Revoke, &body);
        if flies {
            self.learn(pen, key);
        }
        flies
    }

    fn write_rotate(&mut self, pen: &mut Pen<'_>) -> bool {
        let Some(previous) = self.newest_key() else { return false };
        let Some(state) = self.sync.state() else { return false };
        let Ok((key, body)) = found::rotate(pen.rng, state, &self.keys, previous) else {
            return false;
        };
        let flies = self.submit_membership(pen, Kind::Rotate, &body);
        if flies {
            self.learn(pen, key);
        }
        flies
    }

    /// ADD of another own device with the last key.
    pub(super) fn write_admit(&mut self, pen: &mut Pen<'_>, new: &Newcomer) -> bool {
        let Some(state) = self.sync.state() else { return false };
        let Some(key) = state.last_key().and_then(|grant| self.epoch.get(&grant.key_id)) else {
            return false;
        };
        let Ok(body) = found::admit(
            pen.rng,
            state,
            &self.keys,
            key,
            new.transcript,
            new.dev.clone(),
            new.proof,
        ) else {
            return false;
        };
        self.submit_membership(pen, Kind::AddDevice, &body)
    }

    /// Takes back a JOIN that no relay can have. False once one may have it, or the log shows it.
    pub(super) fn take_back_join(&mut self, pen: &mut Pen<'_>) -> bool {
        let flies = self.sync.flight().is_some_and(|flight| flight.record().kind() == Kind::Join);
        if flies && let Some((_, save)) = self.sync.recall() {
            self.save(pen, save);
            return true;
        }
        !flies && !self.is_joined()
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
    pub(super) fn write_end(&mut self, pen: &mut Pen<'_>, day: Day) -> bool {
        let Some((first, second)) = self.sign_ends(day) else { return false };
        match self.sync.submit_end(first, second) {
            Ok(save) => {
                self.save(pen, save);
                true
            }
            Err(_) => false,
        }
    }
}

impl Duty {
    fn write(&self, row: &mut Vec<u8>) {
        match self {
            Self::Revoke(device) => {
                row.push(1);
                row.extend_from_slice(device.as_bytes());
            }
            Self::Rotate { after } => {
                row.push(2);
                row.extend_from_slice(&after.to_be_bytes());
            }
            Self::End(day) => {
                row.push(3);
                row.extend_from_slice(&day.0.to_be_bytes());
            }
            Self::Admit(new) => {
                row.push(4);
                row.extend_from_slice(new.transcript.as_bytes());
                row.extend_from_slice(&new.dev.encode());
                row.extend_from_slice(&new.proof);
            }
        }
    }

    fn read(row: &mut &[u8]) -> Option<Self> {
        Some(match take::<1>(row)? {
            [1] => Self::Revoke(DeviceId::from_bytes(take(row)?)),
            [2] => Self::Rotate { after: u64::from_be_bytes(take(row)?) },
            [3] => Self::End(Day(i32::from_be_bytes(take(row)?))),
            [4] => Self::Admit(Box::new(Newcomer {
                transcript: Transcript::from_bytes(take(row)?),
                dev: Dev::parse(&take::<DEV_BYTES>(row)?).ok()?,
                proof: take(row)?,
            })),
            _ => return None,
        })
    }
}

fn take<const N: usize>(row: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = row.split_first_chunk::<N>()?;
    *row = rest;
    Some(*head)
}

#[cfg(test)]
mod tests {
    use accord_protocol::testing::TestDevice;

    use super::*;

    #[test]
    fn every_duty_comes_back_from_its_row_and_half_a_row_is_none() {
        let duties = vec![
            Duty::Revoke(DeviceId::from_bytes([7; 16])),
            Duty::Rotate { after: 9 },
            Duty::Admit(Box::new(Newcomer {
                transcript: Transcript::from_bytes([3; 32]),
                dev: TestDevice::zero("second").dev,
                proof: [4; 64],
            })),
            Duty::End(Day(-3)),
        ];
        let mut row = Vec::new();
        for duty in &duties {
            duty.write(&mut row);
        }
        let mut rest = row.as_slice();
        let mut back = Vec::new();
        while !rest.is_empty() {
            back.push(Duty::read(&mut rest).unwrap());
        }
        assert_eq!(back, duties);
        assert_eq!(Duty::read(&mut &row[..9]), None, "a cut row is no duty");
    }
}
