//! What a client must remember of one space to speak with a relay: the verified log's state and heads,
//! the one record in flight, records that were refused, and which branch it follows.
//!
//! Everything here survives a restart (see `rows`), except a run that was handed over and not accepted
//! yet. Knows no connection, no time, no key and nothing inside a record. Protocol section 3.

use std::collections::VecDeque;

use accord_protocol::chain::{Refusal, SpaceState};
use accord_protocol::ids::{
    DeviceId, KeyId, LogHead, Partner, RecordHash, SpaceId, StoreEpoch, next_head,
};
use accord_protocol::record::{Header, Kind, Record};

use super::heads::Heads;
use super::rows::{Changes, LogRow, Save, SaveId, log_row};
use super::types::{Arrived, Bound, BoundBy, Branch, Flight, Invalid, Origin, SubmitError};

/// Refused records whose bytes are kept under one number. A client that is refused more often than that
/// without ever being acked asks a relay that stores nothing.
const SPARES: usize = 64;

/// A run that was verified and handed over, before the client accepted it.
#[derive(Clone, Debug)]
pub(super) struct Run {
    next: SpaceState,
    heads: Vec<LogHead>,
    pub(super) arrived: Vec<Arrived>,
}

/// Everything about one space that must survive.
#[derive(Clone, Debug)]
pub struct Space {
    pub(super) id: SpaceId,
    pub(super) device: DeviceId,
    pub(super) state: Option<SpaceState>,
    pub(super) heads: Heads,
    /// First position and number of each branch whose rows make up the log.
    pub(super) segments: Vec<(u64, u16)>,
    pub(super) registered: bool,
    pub(super) adopts: bool,
    pub(super) store_epoch: Option<StoreEpoch>,
    pub(super) branch: Branch,
    pub(super) bound: Bound,
    pub(super) flight: Option<Flight>,
    /// An END that takes the number after the flying record's.
    pub(super) second_end: Option<Record>,
    pub(super) spare: Vec<Record>,
    // Not saved from here on.
    pub(super) run: Option<Run>,
    pub(super) hold: bool,
    last_save: u64,
    unsaved: VecDeque<(SaveId, u64)>,
    saved: SaveId,
    durable: u64,
}

impl Space {
    /// Founds a space from records made offline: GENESIS and what goes with it. The relay does not
    /// know it yet: a session asks for its registration first.
    ///
    /// # Errors
    /// [`Invalid`] for the first record that is not valid at its place.
    pub fn found(device: DeviceId, records: Vec<Record>) -> Result<(Self, Save), Invalid> {
        let id = records.first().map_or(SpaceId::ZERO, Record::space);
        let mut space = Self::empty(id, device);
        space.registered = false;
        let run = space.verify(1, records)?;
        for arrived in &run.arrived {
            if arrived.record.device() != device {
                let refusal = Refusal::NotMember;
                return Err(Invalid { position: arrived.position, refusal });
            }
        }
        space.run = Some(run);
        match space.accept() {
            Some(save) => Ok((space, save)),
            None => Err(Invalid { position: 1, refusal: Refusal::OtherSpace }),
        }
    }

    /// Follows a space that others founded, from its beginning. Until this device is admitted the
    /// relay answers `not_member`, and the session goes on asking.
    #[must_use]
    pub fn follow(id: SpaceId, device: DeviceId) -> (Self, Save) {
        let mut space = Self::empty(id, device);
        let save = space.save(Changes::default());
        (space, save)
    }

    /// Follows as a recovery phrase: it has no store, so its own earlier records are no sign of a copy.
    #[must_use]
    pub fn follow_on_paper(id: SpaceId, device: DeviceId) -> (Self, Save) {
        let mut space = Self::empty(id, device);
        space.adopts = true;
        let save = space.save(Changes::default());
        (space, save)
    }

    pub(super) fn empty(id: SpaceId, device: DeviceId) -> Self {
        Self {
            id,
            device,
            state: None,
            heads: Heads::default(),
            segments: vec![(1, 0)],
            registered: true,
            adopts: false,
            store_epoch: None,
            branch: Branch::Agrees,
            bound: Bound::default(),
            flight: None,
            second_end: None,
            spare: Vec::new(),
            run: None,
            hold: false,
            last_save: 0,
            unsaved: VecDeque::new(),
            saved: SaveId(0),
            durable: 0,
        }
    }

    /// The space.
    #[must_use]
    pub const fn id(&self) -> SpaceId {
        self.id
    }

    /// This device in it.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// What the verified and accepted log says; `None` before its GENESIS.
    #[must_use]
    pub const fn state(&self) -> Option<&SpaceState> {
        self.state.as_ref()
    }

    /// Length of the accepted log, records: the cursor.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.heads.len()
    }

    /// Whether nothing was accepted yet.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// `H_n` of the accepted log.
    #[must_use]
    pub fn head(&self) -> LogHead {
        self.head_at(self.len()).unwrap_or(LogHead::ZERO)
    }

    /// `H_n` at a position of the accepted log.
    #[must_use]
    pub fn head_at(&self, position: u64) -> Option<LogHead> {
        self.heads.at(position)
    }

    /// Agreement with the relay.
    #[must_use]
    pub const fn branch(&self) -> Branch {
        self.branch
    }

    /// Whether the relay has taken the space, as far as known.
    #[must_use]
    pub const fn is_registered(&self) -> bool {
        self.registered
    }

    /// The relay's store as of the last full agreement.
    #[must_use]
    pub const fn store_epoch(&self) -> Option<StoreEpoch> {
        self.store_epoch
    }

    /// The record in flight.
    #[must_use]
    pub const fn flight(&self) -> Option<&Flight> {
        self.flight.as_ref()
    }

    /// The END with the number after the record that flew when this device left.
    #[must_use]
    pub const fn second_end(&self) -> Option<&Record> {
        self.second_end.as_ref()
    }

    /// Records refused for good whose number no acked record uses yet.
    #[must_use]
    pub fn spares(&self) -> &[Record] {
        &self.spare
    }

    /// The key in the log table of the record at `position`.
    #[must_use]
    pub fn log_row(&self, position: u64) -> u64 {
        let at = self.segments.partition_point(|(first, _)| *first <= position);
        let branch = at.checked_sub(1).and_then(|i| self.segments.get(i)).map_or(0, |s| s.1);
        log_row(branch, position)
    }

    /// The last position whose log row lies in one piece with that of `position`.
    pub(super) fn piece_end(&self, position: u64) -> u64 {
        let next = self.segments.iter().map(|s| s.0).find(|first| *first > position);
        next.map_or(u64::MAX, |first| first - 1)
    }

    /// Whether the next record may be sealed: admitted here, nothing in flight, nothing to accept, the
    /// branch agreed, and no refusal that says "pull first".
    #[must_use]
    pub fn idle_for_sealing(&self) -> bool {
        self.is_idle()
            && !self.hold
            && self.state.as_ref().is_some_and(|s| s.is_active(&self.device) && !s.has_ended())
    }

    /// The header of this device's next record on the accepted log. Membership kinds take zero for
    /// `key_id` and `nonce`. `None` before this device is admitted.
    #[must_use]
    pub fn next_header(&self, kind: Kind, key_id: KeyId, nonce: [u8; 24]) -> Option<Header> {
        self.state.as_ref()?.next_header(kind, &self.device, key_id, nonce)
    }

    /// Takes a record to send. It is sent once the save is durable and a session is connected.
    ///
    /// # Errors
    /// [`SubmitError`]; nothing changed.
    pub fn submit(&mut self, record: Record) -> Result<Save, SubmitError> {
        if !self.is_idle() {
            return Err(SubmitError::Busy);
        }
        self.check_own(&record)?;
        self.check(&record)?;
        Ok(self.put_in_flight(record))
    }

    /// Takes an END, which never waits: `first` has the number of the record in flight if there is one,
    /// `second` the next one and that record before it. `first` is sent, and `second` if the relay has
    /// the flying record after all.
    ///
    /// # Errors
    /// [`SubmitError`]; nothing changed.
    pub fn submit_end(
        &mut self,
        first: Record,
        second: Option<Record>,
    ) -> Result<Save, SubmitError> {
        for record in [Some(&first), second.as_ref()].into_iter().flatten() {
            self.check_own(record)?;
        }
        if self.run.is_some() {
            return Err(SubmitError::Busy);
        }
        self.check(&first)?;
        let mut changes = Changes::default();
        self.spare.extend(self.flight.take().map(|flight| flight.record));
        if let Some(old) = self.second_end.take() {
            changes.drop_outbox(&old);
        }
        if let Some(second) = &second {
            changes.put_outbox(second);
        }
        self.second_end = second;
        changes.put_outbox(&first);
        Ok(self.fly(first, changes))
    }

    /// Takes the record in flight back if no relay can have it. What it held goes back to the journal.
    pub fn recall(&mut self) -> Option<(Record, Save)> {
        if self.flight.as_ref().is_none_or(|flight| flight.sent) {
            return None;
        }
        let flight = self.flight.take()?;
        let mut changes = Changes::default();
        changes.drop_outbox(&flight.record);
        Some((flight.record, self.save(changes)))
    }

    /// Moves to another relay: it gets the whole log.
    pub fn move_relay(&mut self) -> Save {
        self.registered = self.is_empty();
        self.store_epoch = None;
        self.branch = Branch::Agrees;
        self.save(Changes::default())
    }

    /// Accepts the run handed over last: the log grows by it. The client saves what comes back and what
    /// it made of the records in one batch. `None` if there is none.
    pub fn accept(&mut self) -> Option<Save> {
        let run = self.run.take()?;
        let before = self.len();
        let mut changes = Changes::default();
        for head in run.heads {
            self.heads.push(head);
        }
        self.state = Some(run.next);
        for arrived in run.arrived {
            changes.log.push(LogRow {
                key: self.log_row(arrived.position),
                record: arrived.record.clone(),
            });
            if is_admission(arrived.record.kind()) {
                changes.put_control(arrived.position, &arrived.record);
            }
        }
        self.settle_own(&mut changes);
        self.hold = false;
        changes.put_heads(self.heads.rows_after(before));
        Some(self.save(changes))
    }

    /// Takes records that another device of this person verified from the relay a moment ago: what follows the accepted log, verified once
    /// more. The client accepts them as it does a run from a session. Empty where they do not go on from here.
    ///
    /// # Errors
    /// [`Invalid`] for the first record that is not valid at its place; nothing changed.
    pub fn hand_over(&mut self, of: &Self, records: &[Record]) -> Result<Vec<Arrived>, Invalid> {
        let len = self.len();
        let whole = of.id == self.id && of.len() == records.len() as u64;
        let goes_on = whole && self.run.is_none() && of.head_at(len) == Some(self.head());
        let after = usize::try_from(len).ok().and_then(|len| records.get(len..));
        let Some(after) = after.filter(|after| goes_on && !after.is_empty()) else {
            return Ok(Vec::new());
        };
        let run = self.verify(len + 1, after.to_vec())?;
        let arrived = run.arrived.clone();
        self.run = Some(run);
        Ok(arrived)
    }

    /// The run that waits to be accepted.
    #[must_use]
    pub fn handed_over(&self) -> Option<&[Arrived]> {
        self.run.as_ref().map(|run| run.arrived.as_slice())
    }

    /// Whether something a client verified on a branch it left forbids to admit a record of `device` at
    /// `position`. Such a record counts in the chain all the same.
    #[must_use]
    pub fn bound(&self, device: &DeviceId, position: u64) -> Option<BoundBy> {
        let past = |cut: u64| position > cut;
        let revoked = self.bound.devices.iter().any(|(d, cut)| d == device && past(*cut));
        if revoked {
            return Some(BoundBy::Revoke);
        }
        self.bound.ended.filter(|cut| past(*cut)).map(|_| BoundBy::End)
    }

    /// Length of the log that is durable on this device.
    #[must_use]
    pub const fn durable(&self) -> u64 {
        self.durable
    }

    /// A save is durable, and every earlier one with it.
    pub(super) fn saved(&mut self, id: SaveId) {
        // A number from the future would let a record go out before its bytes are safe.
        self.saved = self.saved.max(id.min(SaveId(self.last_save)));
        while let Some((save, len)) = self.unsaved.front().copied() {
            if save > self.saved {
                break;
            }
            self.durable = len;
            self.unsaved.pop_front();
        }
    }

    /// What came from a store is durable.
    pub(super) const fn loaded(&mut self) {
        self.durable = self.len();
    }

    /// What lies beyond `position` is not what was saved there.
    pub(super) fn unsave(&mut self, position: u64) {
        self.durable = self.durable.min(position);
        for (_, len) in &mut self.unsaved {
            *len = position.min(*len);
        }
    }

    pub(super) fn is_saved(&self, id: SaveId) -> bool {
        id <= self.saved
    }

    /// A new save: these rows and everything small about the space.
    pub(super) fn save(&mut self, mut changes: Changes) -> Save {
        self.last_save += 1;
        let id = SaveId(self.last_save);
        self.unsaved.push_back((id, self.len()));
        changes.put_blob(self);
        Save { id, changes }
    }

    pub(super) fn check(&self, record: &Record) -> Result<(), Refusal> {
        let state = self.state.as_ref().ok_or(Refusal::NotMember)?;
        state.check(record, &|n| self.head_at(n)).map(|_| ())
    }

    /// Whether nobody else wrote anything after this position, and nobody came, went or changed the key there.
    pub(super) fn is_alone_after(&self, position: u64) -> bool {
        self.state.as_ref().is_some_and(|state| {
            let tips = state.members().filter(|member| member.id != self.device);
            let last = tips.filter_map(|member| state.device_tip(&member.id));
            state.last_membership() <= position
                && !state.has_ended()
                && last.map(|tip| tip.position).all(|at| at <= position)
        })
    }

    /// Whether this device founded the space or belongs to who did: it may register it again.
    pub(super) fn may_register(&self) -> bool {
        self.state
            .as_ref()
            .and_then(|s| s.member(&self.device))
            .is_some_and(|member| member.is_active() && member.partner == Partner::Zero)
    }

    /// Verifies records that stand at `from` and on, without changing anything.
    pub(super) fn verify(&self, from: u64, records: Vec<Record>) -> Result<Run, Invalid> {
        let mut next = self.state.clone();
        let mut heads = Vec::with_capacity(records.len());
        let mut arrived = Vec::with_capacity(records.len());
        let base = self.len();
        let mut position = from;
        for record in records {
            let invalid = |refusal| Invalid { position, refusal };
            let head = extend(&mut next, &self.id, &record, &|n| {
                n.checked_sub(base + 1)
                    .and_then(|i| heads.get(usize::try_from(i).ok()?).copied())
                    .or_else(|| self.head_at(n))
            })
            .map_err(invalid)?;
            heads.push(head);
            arrived.push(Arrived { position, origin: self.origin(&record), record });
            position += 1;
        }
        match next {
            Some(next) => Ok(Run { next, heads, arrived }),
            None => Err(Invalid { position, refusal: Refusal::OtherSpace }),
        }
    }

    fn origin(&self, record: &Record) -> Origin {
        let is = |r: &Record| r.hash() == record.hash();
        if record.device() != self.device {
            Origin::Other
        } else if self.flight.as_ref().is_some_and(|f| is(&f.record)) {
            Origin::Flight
        } else if self.spare.iter().any(is) || self.second_end.as_ref().is_some_and(is) {
            Origin::Spare
        } else if self.adopts || !self.registered {
            Origin::Earlier
        } else {
            Origin::Copy
        }
    }

    /// Is `hash` the record at `position` of the accepted log? `None` beyond its end.
    pub(super) fn holds(&self, position: u64, hash: &RecordHash) -> Option<bool> {
        let before = self.head_at(position.checked_sub(1)?)?;
        Some(next_head(&before, hash) == self.head_at(position)?)
    }

    /// Does the run use the number of the record in flight for another one?
    pub(super) fn is_overtaken_by(&self, run: &Run) -> bool {
        let Some(flight) = &self.flight else { return false };
        let seq = flight.record.header().author_seq;
        let own = |a: &&Arrived| a.record.device() == self.device;
        let same = |a: Arrived| a.record.header().author_seq == seq && a.origin != Origin::Flight;
        run.arrived.iter().filter(own).cloned().any(same)
    }

    /// The record in flight was refused for good. Its bytes stay until its number is used.
    pub(super) fn ground(&mut self) -> Option<(Record, Save)> {
        let flight = self.flight.take()?;
        let mut changes = Changes::default();
        if self.spare.len() >= SPARES {
            changes.drop_outbox(&self.spare.remove(0));
        }
        self.spare.push(flight.record.clone());
        self.settle_own(&mut changes);
        Some((flight.record, self.save(changes)))
    }

    /// Own records against a log that changed, and the save of it all.
    pub(super) fn settle(&mut self, mut changes: Changes) -> Save {
        self.settle_own(&mut changes);
        self.save(changes)
    }

    fn is_idle(&self) -> bool {
        self.flight.is_none()
            && self.second_end.is_none()
            && self.run.is_none()
            && self.branch == Branch::Agrees
    }

    fn check_own(&self, record: &Record) -> Result<(), SubmitError> {
        if record.device() == self.device { Ok(()) } else { Err(SubmitError::OtherDevice) }
    }

    fn put_in_flight(&mut self, record: Record) -> Save {
        let mut changes = Changes::default();
        changes.put_outbox(&record);
        self.fly(record, changes)
    }

    fn fly(&mut self, record: Record, changes: Changes) -> Save {
        // The same bytes once more are in one place only.
        self.spare.retain(|spare| spare.hash() != record.hash());
        let saved_by = SaveId(self.last_save + 1);
        self.flight = Some(Flight { record, sent: false, saved_by });
        self.save(changes)
    }

    /// Drops own records whose number the log uses by now, and sends the second END if its turn came.
    fn settle_own(&mut self, changes: &mut Changes) {
        let tip = self.state.as_ref().and_then(|s| s.device_tip(&self.device));
        let used = tip.map_or(0, |tip| tip.seq);
        let is_used = |record: &Record| record.header().author_seq <= used;
        if let Some(flight) = self.flight.take_if(|f| is_used(&f.record)) {
            changes.drop_outbox(&flight.record);
        }
        self.spare.retain(|record| {
            let keep = !is_used(record);
            if !keep {
                changes.drop_outbox(record);
            }
            keep
        });
        // Its number is used, or its turn came and another record went before it.
        let is_over = |r: &mut Record| {
            let header = r.header();
            header.author_seq <= used
                || tip
                    .is_some_and(|t| header.author_seq == t.seq + 1 && header.author_prev != t.hash)
        };
        if let Some(second) = self.second_end.take_if(is_over) {
            changes.drop_outbox(&second);
        }
        let follows = |r: &mut Record| {
            tip.is_some_and(|t| {
                r.header().author_prev == t.hash && r.header().author_seq == t.seq + 1
            })
        };
        if self.flight.is_none()
            && let Some(record) = self.second_end.take_if(follows)
        {
            let saved_by = SaveId(self.last_save + 1);
            self.flight = Some(Flight { record, sent: false, saved_by });
        }
    }
}

/// Records that admit a device: a state is restored from them.
pub(super) const fn is_admission(kind: Kind) -> bool {
    matches!(kind, Kind::Genesis | Kind::Join | Kind::AddDevice)
}

/// Moves a state over its next record and gives the new head.
pub(super) fn extend(
    state: &mut Option<SpaceState>,
    id: &SpaceId,
    record: &Record,
    head_at: &dyn Fn(u64) -> Option<LogHead>,
) -> Result<LogHead, Refusal> {
    match state {
        None if record.space() != *id => Err(Refusal::OtherSpace),
        None => {
            let founded = SpaceState::genesis(record)?;
            let head = founded.head();
            *state = Some(founded);
            Ok(head)
        }
        Some(state) => {
            let accepted = state.check(record, head_at)?;
            let head = accepted.head();
            state.apply(accepted);
            Ok(head)
        }
    }
}
