//! Going over to the relay's branch after the person agreed: it is verified from the common beginning to
//! its head beside ours, and takes its place in one step. Until then nothing of ours moves; if it breaks
//! off, it begins anew. The old branch's rows stay where they are. Protocol section 3.

use std::collections::{BTreeSet, VecDeque};

use accord_protocol::body::Revoke;
use accord_protocol::chain::SpaceState;
use accord_protocol::ids::{DeviceId, RecordHash, next_head};
use accord_protocol::record::{Kind, Record};

use super::heads::Heads;
use super::rows::{Changes, LogRow, Save, SaveId, log_row};
use super::session::{Again, Phase, Session};
use super::space::{Space, extend, is_admission};
use super::types::{Branch, Invalid};
use super::{Output, Reason};

/// Positions asked for at once.
const ROWS: u64 = 256;

/// What the change of branch asks of the client. The order: REVOKEs, a ROTATE, then own missing acts byte
/// for byte in number order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Switched {
    /// Length of the common beginning, records.
    pub common: u64,
    /// Length of the new branch, records.
    pub len: u64,
    /// Devices our partner slot removed on the old branch that are active on the new one.
    pub revoke_again: Vec<DeviceId>,
    /// Our own END is not on the new branch.
    pub end_again: bool,
    /// Log rows ([`Space::log_row`] of the old branch) of this device's records that are not on the new branch, oldest first.
    pub missing: Vec<u64>,
    /// Positions on the new branch of records with this device's number that this store did not write.
    pub copies: Vec<u64>,
}

/// What an own record on the old branch was.
#[derive(Clone, Debug)]
struct Old {
    row: u64,
    hash: RecordHash,
}

/// The relay's branch while it is verified.
#[derive(Clone, Debug)]
pub(super) struct Switch {
    common: u64,
    branch: u16,
    state: Option<SpaceState>,
    heads: Heads,
    /// Next position of our own rows to read; beyond our length: all read.
    next: u64,
    our_len: u64,
    own: Vec<Old>,
    revoked: Vec<DeviceId>,
    ended: bool,
    /// Records of the new branch that admit devices.
    control: Vec<(u64, Record)>,
    arrived_own: BTreeSet<RecordHash>,
    copies: Vec<u64>,
    unsaved: VecDeque<(SaveId, u64)>,
    durable: u64,
    ready: bool,
}

impl Switch {
    pub(super) const fn common(&self) -> u64 {
        self.common
    }

    pub(super) const fn len(&self) -> u64 {
        self.heads.len()
    }

    pub(super) const fn durable(&self) -> u64 {
        self.durable
    }

    pub(super) const fn is_replaying(&self) -> bool {
        self.next <= self.our_len
    }

    pub(super) fn holds(&self, position: u64, hash: &RecordHash) -> bool {
        let before = position.checked_sub(1).and_then(|p| self.heads.at(p));
        before.map(|before| next_head(&before, hash)) == self.heads.at(position)
    }

    /// What came on a connection that is gone is fetched again.
    pub(super) fn disconnected(&mut self) {
        if self.len() > self.common {
            self.restart();
        }
    }

    fn restart(&mut self) {
        self.state = None;
        self.heads = Heads::default();
        self.next = 1;
        self.own.clear();
        self.revoked.clear();
        self.ended = false;
        self.control.clear();
        self.arrived_own.clear();
        self.copies.clear();
        self.unsaved.clear();
        self.durable = self.common;
        self.ready = false;
    }
}

impl Session {
    /// The person agreed to the relay's branch.
    pub(super) fn begin_switch(&mut self, space: &mut Space) {
        let Branch::Parted { common } = space.branch else { return };
        // What was handed over and not accepted belongs to the branch that is left.
        space.run = None;
        let branch = space.segments.iter().map(|s| s.1).max().unwrap_or(0).saturating_add(1);
        let mut switch = Switch {
            common,
            branch,
            state: None,
            heads: Heads::default(),
            next: 1,
            our_len: space.len(),
            own: Vec::new(),
            revoked: Vec::new(),
            ended: false,
            control: Vec::new(),
            arrived_own: BTreeSet::new(),
            copies: Vec::new(),
            unsaved: VecDeque::new(),
            durable: common,
            ready: false,
        };
        switch.restart();
        self.switch = Some(switch);
        self.want_switch();
    }

    pub(super) fn ask_switch_rows(&mut self, space: &Space) {
        let Some(switch) = &self.switch else { return };
        let (from, to) = (switch.next, switch.our_len.min(switch.next + ROWS - 1));
        self.ask_rows(space, from, to);
    }

    /// Our own rows: the common beginning is verified again, the rest is looked through.
    pub(super) fn replay(&mut self, space: &Space, from: u64, records: Vec<Record>) {
        let Some(switch) = self.switch.as_mut().filter(|s| s.next == from) else { return };
        for record in records {
            let position = switch.next;
            if position > switch.our_len {
                break;
            }
            if space.holds(position, &record.hash()) != Some(true) {
                return self.fail(Reason::Rows { from: position }, Again::Backoff);
            }
            if position <= switch.common {
                let heads = &switch.heads;
                match extend(&mut switch.state, &space.id, &record, &|n| heads.at(n)) {
                    Ok(head) => switch.heads.push(head),
                    Err(refusal) => {
                        let invalid = Invalid { position, refusal };
                        return self.fail(Reason::Invalid(invalid), Again::Backoff);
                    }
                }
            } else {
                look_at_old(switch, space, position, &record);
            }
            switch.next += 1;
        }
        if switch.is_replaying() {
            self.ask_switch_rows(space);
        } else {
            self.enter(Phase::Resting);
        }
    }

    /// Verifies what came and saves it beside our own log.
    pub(super) fn pump_switch(&mut self, space: &mut Space) {
        let records = self.conn.take_inbox();
        let Some(switch) = self.switch.as_mut() else { return };
        let mut changes = Changes::default();
        for record in records {
            let position = switch.len() + 1;
            let heads = &switch.heads;
            match extend(&mut switch.state, &space.id, &record, &|n| heads.at(n)) {
                Ok(head) => switch.heads.push(head),
                Err(refusal) => {
                    let invalid = Invalid { position, refusal };
                    return self.fail(Reason::Invalid(invalid), Again::Backoff);
                }
            }
            look_at_new(switch, space, position, &record);
            changes.log.push(LogRow { key: log_row(switch.branch, position), record });
        }
        if !changes.log.is_empty() {
            let save = space.save(changes);
            switch.unsaved.push_back((save.id, switch.len()));
            self.out.push_back(Output::Save(save));
        }
        if let Some(switch) = self.switch.as_mut() {
            while let Some((id, len)) = switch.unsaved.front().copied() {
                if !space.is_saved(id) {
                    break;
                }
                switch.durable = len;
                switch.unsaved.pop_front();
            }
        }
        self.flush_applied(space);
        self.switch_caught_up();
    }

    /// Says that the branch can be taken once it is verified to the relay's head and durable.
    pub(super) fn switch_caught_up(&mut self) {
        let Some(switch) = self.switch.as_mut() else { return };
        let len = switch.len();
        if !switch.ready && len >= self.conn.known && switch.durable >= len {
            switch.ready = true;
            self.out.push_back(Output::BranchReady { common: switch.common, len });
        }
    }

    /// Takes the relay's branch that [`Output::BranchReady`] spoke of. The client commits the rows together
    /// with the pages it rebuilds from the log. The record in flight comes back as
    /// [`Output::Refused`] if it does not fit the new branch. `None` if there is no such branch now.
    pub fn take_branch(&mut self, space: &mut Space) -> Option<(Save, Switched)> {
        let switch = self.switch.take_if(|switch| switch.ready)?;
        let state = switch.state?;
        let common = switch.common;
        let mut changes = Changes::default();
        let old_rows = space.heads.row_count();
        bind(space, &state, common);
        let mut switched =
            Switched { common, len: state.len(), copies: switch.copies, ..Switched::default() };
        switched.revoke_again =
            switch.revoked.into_iter().filter(|device| state.is_active(device)).collect();
        let partner = state.member(&space.device).map(|member| member.partner);
        switched.end_again =
            switch.ended && partner.is_some_and(|p| state.ended()[p.index()].is_none());
        let is_missing = |old: &&Old| !switch.arrived_own.contains(&old.hash);
        switched.missing = switch.own.iter().filter(is_missing).map(|old| old.row).collect();
        for member in space.state.iter().flat_map(SpaceState::members) {
            if member.added_at > common {
                changes.drop_control(member.added_at);
            }
        }
        for (position, record) in &switch.control {
            changes.put_control(*position, record);
        }
        space.run = None;
        space.state = Some(state);
        space.heads = switch.heads;
        space.segments.retain(|(first, _)| *first <= common);
        space.segments.push((common + 1, switch.branch));
        space.branch = Branch::Agrees;
        space.store_epoch = self.conn.epoch;
        changes.put_heads(space.heads.rows_after(common));
        for chunk in space.heads.row_count()..old_rows {
            changes.drop_heads(chunk);
        }
        space.unsave(common);
        let save = space.settle(changes);
        self.conn.agreed = true;
        self.conn.first_known = self.conn.first_known.max(space.len());
        Some((save, switched))
    }
}

/// REVOKEs and ENDs of the branch we leave bind on the new one too.
fn bind(space: &mut Space, new: &SpaceState, common: u64) {
    let Some(old) = &space.state else { return };
    for (_, cut) in &mut space.bound.devices {
        *cut = common.min(*cut);
    }
    if let Some(cut) = &mut space.bound.ended {
        *cut = common.min(*cut);
    }
    for member in old.members() {
        let is_new = member.revoked_at.is_some_and(|at| at > common)
            && !space.bound.devices.iter().any(|(device, _)| *device == member.id);
        if is_new {
            space.bound.devices.push((member.id, common));
        }
    }
    space.bound.devices.sort_unstable();
    if old.has_ended() && !new.has_ended() {
        space.bound.ended = Some(space.bound.ended.map_or(common, |cut| cut.min(common)));
    }
}

fn look_at_old(switch: &mut Switch, space: &Space, position: u64, record: &Record) {
    let state = space.state.as_ref();
    let partner = |device: &DeviceId| state.and_then(|s| s.member(device)).map(|m| m.partner);
    if record.kind() == Kind::Revoke
        && partner(&record.device()) == partner(&space.device)
        && let Ok(body) = Revoke::parse(record.body())
    {
        switch.revoked.push(body.target);
    }
    if record.device() == space.device {
        switch.ended |= record.kind() == Kind::End;
        switch.own.push(Old { row: space.log_row(position), hash: record.hash() });
    }
}

fn look_at_new(switch: &mut Switch, space: &Space, position: u64, record: &Record) {
    if is_admission(record.kind()) {
        switch.control.push((position, record.clone()));
    }
    if record.device() != space.device {
        return;
    }
    let hash = record.hash();
    let known = switch.own.iter().any(|old| old.hash == hash)
        || space.flight.as_ref().is_some_and(|f| f.record.hash() == hash)
        || space.spare.iter().any(|r| r.hash() == hash)
        || space.second_end.as_ref().is_some_and(|r| r.hash() == hash);
    if !known && !space.adopts {
        switch.copies.push(position);
    }
    switch.arrived_own.insert(hash);
}
