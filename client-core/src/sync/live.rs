//! Where two logs stand against each other, and following the relay's.
//!
//! A relay whose log ends inside ours and agrees there is shorter: it gets the rest again. One that
//! differs is searched backwards in doubling steps by Subscribe, until it agrees; the first record it
//! then shows that is not ours marks the end of the common beginning. Protocol section 3, rollback.

use std::sync::Arc;

use accord_protocol::error::Code;
use accord_protocol::frame::ClientFrame;
use accord_protocol::ids::RecordHash;
use accord_protocol::limits::{RECORD_BYTES, UNACKED_BYTES};
use accord_protocol::record::Record;

use super::conn::RelayHead;
use super::rows::Changes;
use super::session::{ANSWER_MS, Again, Phase, SELDOM_MS, Session};
use super::space::Space;
use super::types::Branch;
use super::{Output, Reason, Stop};

/// Records kept that are not verified yet, bytes: the relay's credit and the record that passes it.
const INBOX_BYTES: usize = UNACKED_BYTES + RECORD_BYTES;
/// Subscribes on one connection: enough to search back 2^40 records.
const SUBSCRIBES: u32 = 48;
/// Records not yet reported as applied that are reported at once, a quarter of the credit.
const APPLIED_NOW: u64 = 64;
/// How long a smaller report may wait for company, milliseconds.
const APPLIED_MS: u64 = 200;

impl Session {
    /// The relay said where its log stands.
    pub(super) fn ready(&mut self, space: &Space, relay: RelayHead) {
        if space.store_epoch.is_some() && space.store_epoch != self.conn.epoch {
            self.out.push_back(Output::Restored);
        }
        if let Some(common) = self.switch.as_ref().map(|switch| switch.common()) {
            return self.subscribe(space, common);
        }
        let len = space.len();
        if relay.position > len {
            self.subscribe(space, len);
        } else if space.head_at(relay.position) == Some(relay.head) {
            // How far our own log reaches is named first: a relay that was restored then takes back what it lost, and waits for it.
            self.subscribe(space, len);
        } else {
            self.search(space, relay.position);
        }
    }

    /// Rollback: our head is not on the relay's log.
    pub(super) fn differs_at(&mut self, space: &Space, relay: RelayHead) {
        let after = self.conn.subscribed;
        if self.switch.is_some() || after == 0 {
            // The branch that was taken is gone again, or even the empty log is "another" one.
            self.switch = None;
            return self.fail(Reason::Compare, Again::Backoff);
        }
        if self.conn.is_searching() || relay.position >= after {
            self.search(space, after);
        } else if space.head_at(relay.position) == Some(relay.head) {
            self.subscribe(space, relay.position);
        } else {
            self.search(space, relay.position);
        }
    }

    /// Sub: the logs agree up to what we subscribed after.
    pub(super) fn agreed_at(&mut self, space: &mut Space, position: u64) {
        let after = self.conn.subscribed;
        if position < after {
            return self.fail(Reason::Order, Again::Backoff);
        }
        self.enter(Phase::Live);
        self.conn.known = position;
        self.conn.first_known = position;
        self.conn.served = after;
        self.conn.applied = after;
        self.conn.data_ms = self.now_ms;
        if self.switch.is_some() {
            return self.switch_caught_up();
        }
        if self.conn.is_searching() {
            if position == after {
                // It differed a moment ago and does not now.
                self.fail(Reason::Compare, Again::Backoff);
            }
        } else if after < space.len() {
            self.begin_repush(after + 1, space.len());
        } else {
            self.agree(space);
        }
    }

    /// Goes back from `from` in doubling steps.
    fn search(&mut self, space: &Space, from: u64) {
        self.conn.step = (self.conn.step * 2).max(1);
        self.subscribe(space, from.saturating_sub(self.conn.step));
    }

    fn subscribe(&mut self, space: &Space, after: u64) {
        self.conn.subscribes += 1;
        let Some(head) = space.head_at(after).filter(|_| self.conn.subscribes <= SUBSCRIBES) else {
            return self.fail(Reason::Order, Again::Backoff);
        };
        self.conn.subscribed = after;
        self.enter(Phase::Comparing);
        self.send(&ClientFrame::Subscribe { after, head });
    }

    /// Takes a Data frame, whole or not at all.
    pub(super) fn data(&mut self, space: &mut Space, from: u64, items: &[Arc<[u8]>]) {
        if from == 0 {
            return self.fail(Reason::Order, Again::Backoff);
        }
        let expected = self.tail(space) + 1;
        if from > expected {
            return self.fail(Reason::Hole { expected, got: from }, Again::Backoff);
        }
        if items.is_empty() {
            return;
        }
        let mut fresh = Vec::new();
        for (position, item) in (from..).zip(items) {
            let next = expected + fresh.len() as u64;
            let record = match RecordHash::from_slice(item) {
                // Only its hash is left: what we do not have is not to be had any more.
                Some(_) if position == next => return self.stop(Stop::Gone),
                Some(hash) => {
                    if !self.repeats(space, position, &hash) {
                        return self.unlike(space, position);
                    }
                    continue;
                }
                None => match Record::from_shared(Arc::clone(item)) {
                    Ok(record) => record,
                    Err(error) => {
                        return self.fail(Reason::Garbage { position, error }, Again::Backoff);
                    }
                },
            };
            if position == next {
                fresh.push(record);
            } else if !self.repeats(space, position, &record.hash()) {
                return self.unlike(space, position);
            }
        }
        let bytes = fresh.iter().map(|record| record.bytes().len()).sum::<usize>();
        if self.conn.inbox_bytes + bytes > INBOX_BYTES {
            return self.fail(Reason::TooMuch { limit: INBOX_BYTES }, Again::Backoff);
        }
        fresh.into_iter().for_each(|record| self.conn.put(record));
        let last = from + items.len() as u64 - 1;
        self.conn.served = self.conn.served.max(last);
        self.conn.known = self.conn.known.max(last);
        self.conn.data_ms = self.now_ms;
        if self.conn.is_searching() && last >= space.len() {
            // All of ours was shown and agreed after all.
            self.fail(Reason::Compare, Again::Backoff);
        }
    }

    /// The relay has records up to here. They are due from now on if nothing was due before.
    pub(super) fn learn(&mut self, space: &Space, position: u64) {
        if self.tail(space) >= self.conn.known {
            self.conn.data_ms = self.now_ms;
        }
        self.conn.known = self.conn.known.max(position);
    }

    /// Where the contiguous run of what we have ends: accepted, handed over, waiting.
    pub(super) fn tail(&self, space: &Space) -> u64 {
        let base = match &self.switch {
            Some(switch) => switch.len(),
            None => space.len() + space.run.as_ref().map_or(0, |run| run.arrived.len() as u64),
        };
        base + self.conn.inbox.len() as u64
    }

    /// Is this the record we hold at `position`, which is not beyond the tail?
    pub(super) fn repeats(&self, space: &Space, position: u64, hash: &RecordHash) -> bool {
        if let Some(switch) = &self.switch {
            // Nothing is repeated to a reader that began at its own tail.
            return switch.holds(position, hash);
        }
        if let Some(same) = space.holds(position, hash) {
            return same;
        }
        let after = usize::try_from(position - space.len() - 1).unwrap_or(usize::MAX);
        let run = space.run.as_ref().map_or(&[][..], |run| &run.arrived);
        match run.get(after) {
            Some(arrived) => arrived.record.hash() == *hash,
            None => self.conn.inbox.get(after - run.len()).is_some_and(|r| r.hash() == *hash),
        }
    }

    /// The relay shows another record where we hold one.
    fn unlike(&mut self, space: &mut Space, position: u64) {
        if self.conn.is_searching() && position <= space.len() {
            self.part(space, position - 1);
        } else {
            self.fail(Reason::Compare, Again::Backoff);
        }
    }

    /// The logs are different ones after `common` records.
    fn part(&mut self, space: &mut Space, common: u64) {
        let branch = Branch::Parted { common };
        if space.branch != branch {
            space.branch = branch;
            let save = space.save(Changes::default());
            self.out.push_back(Output::Save(save));
        }
        // A relay that says it was restored lost what this device alone had: that is said again, and nobody's words are left behind.
        let restored = space.store_epoch.is_some() && space.store_epoch != self.conn.epoch;
        if restored && space.is_alone_after(common) && !self.went_over {
            self.went_over = true;
            return self.begin_switch(space);
        }
        self.out.push_back(Output::Parted { common });
        self.fail(Reason::Parted, Again::After(SELDOM_MS));
    }

    /// Everything that follows from what is known now.
    pub(super) fn pump(&mut self, space: &mut Space) {
        if self.switch.is_some() {
            return self.pump_switch(space);
        }
        if self.conn.is_searching() {
            return;
        }
        self.hand_over(space);
        if self.is_ending() {
            return;
        }
        self.report_applied(space);
        self.pump_repush(space);
        if self.is_ending() || !self.conn.agreed {
            return;
        }
        if space.hold && self.now_ms >= self.hold_until_ms {
            space.hold = false;
            self.conn.told = None;
        }
        self.pump_flight(space);
        self.report_caught_up(space);
    }

    fn hand_over(&mut self, space: &mut Space) {
        if space.run.is_some() || self.conn.inbox.is_empty() || space.branch != Branch::Agrees {
            return;
        }
        let records = self.conn.take_inbox();
        match space.verify(space.len() + 1, records) {
            Ok(run) => {
                if space.is_overtaken_by(&run) {
                    self.ground(space, Code::Fork);
                }
                self.out.push_back(Output::Incoming(run.arrived.clone()));
                space.run = Some(run);
            }
            Err(invalid) => self.fail(Reason::Invalid(invalid), Again::Backoff),
        }
    }

    fn report_applied(&mut self, space: &Space) {
        let ready = space.durable().min(self.conn.served);
        let due = self.conn.applied_due_ms.is_some_and(|due| self.now_ms >= due);
        if ready <= self.conn.applied {
            self.conn.applied_due_ms = None;
        } else if due || ready - self.conn.applied >= APPLIED_NOW || self.conn.known > ready {
            self.flush_applied(space);
        } else if self.conn.applied_due_ms.is_none() {
            self.conn.applied_due_ms = Some(self.now_ms.saturating_add(APPLIED_MS));
        }
    }

    /// Says what is durable, if the relay has not heard it yet.
    pub(super) fn flush_applied(&mut self, space: &Space) {
        let position = match &self.switch {
            Some(switch) => switch.durable(),
            None => space.durable().min(self.conn.served),
        };
        self.conn.applied_due_ms = None;
        if position > self.conn.applied {
            self.conn.applied = position;
            self.conn.data_ms = self.now_ms;
            self.send(&ClientFrame::Applied { position });
        }
    }

    fn report_caught_up(&mut self, space: &Space) {
        let len = space.len();
        let all = len >= self.conn.known
            && space.durable() == len
            && space.run.is_none()
            && self.conn.inbox.is_empty()
            && self.conn.acked.is_none()
            && self.conn.repush.is_none();
        if all && self.conn.told != Some(len) {
            self.conn.told = Some(len);
            self.out.push_back(Output::CaughtUp { position: len });
        }
    }

    /// When an answer or promised records are overdue.
    pub(super) fn answer_due_ms(&self, space: &Space) -> Option<u64> {
        let pushed = self.conn.pushed.as_ref().map(|pushed| pushed.at_ms);
        let repush = self.conn.repush.as_ref().filter(|r| !r.waiting.is_empty());
        // Records the relay has are on their way once everything before is applied.
        let behind = self.tail(space) < self.conn.known && self.conn.applied >= self.conn.served;
        let data = behind.then_some(self.conn.data_ms);
        let since = [pushed, repush.map(|r| r.since_ms), data].into_iter().flatten().min()?;
        Some(since.saturating_add(ANSWER_MS))
    }
}
