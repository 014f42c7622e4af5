//! Records on their way to the relay: the one in flight, and those a relay lost.
//!
//! Nothing goes out whose save is not durable. An Ack counts only for a request that waits for it, and
//! only the accepted log ends a flight; a refusal ends it when no later try of the same bytes could succeed.

use std::collections::VecDeque;

use accord_protocol::error::Code;
use accord_protocol::frame::{ClientFrame, Outcome};
use accord_protocol::record::{Kind, Record};
use rand_core::CryptoRng;

use super::backoff::jitter;
use super::conn::{Pushed, Repush};
use super::session::{Again, RETRY_AFTER_MAX_MS, Session};
use super::space::Space;
use super::{Output, Reason, Stop};

/// Records offered again without an answer.
const WINDOW_RECORDS: usize = 32;
/// Their bytes: below what a relay reads ahead.
const WINDOW_BYTES: usize = 256 * 1024;
/// Positions asked for at once.
const ROWS: u64 = 256;
/// Wait where a relay gives none, milliseconds.
const RATE_MS: u64 = 5_000;
/// Wait of a record while the relay recovers and gives no time, milliseconds.
const RECOVERING_MS: u64 = 30_000;
/// How long sealing waits for the records a stale refusal speaks of, milliseconds.
const HOLD_MS: u64 = 5_000;

impl Session {
    /// Sends the record in flight if it is its turn.
    pub(super) fn pump_flight(&mut self, space: &mut Space) {
        if !self.settle_acked(space) {
            return;
        }
        let Some(flight) = space.flight.as_ref() else { return };
        let waits = self.conn.pushed.is_some()
            || self.conn.acked.is_some()
            || self.conn.repush.is_some()
            || self.now_ms < self.delayed_until_ms
            || space.run.is_some()
            || !self.conn.inbox.is_empty()
            || space.len() < self.conn.first_known
            || !space.is_saved(flight.saved_by);
        if waits {
            return;
        }
        // What is not valid here will be valid at no later place: no need to ask.
        if let Err(refusal) = space.check(&flight.record) {
            return self.ground(space, refusal.code());
        }
        let record = flight.record.clone();
        self.push(&record);
        if let Some(flight) = space.flight.as_mut() {
            flight.sent = true;
        }
    }

    /// An acked record is no longer waited for once the log reaches its place; false if it is not there.
    fn settle_acked(&mut self, space: &Space) -> bool {
        let Some((_, hash)) = self.conn.acked.take_if(|(at, _)| *at <= space.len()) else {
            return true;
        };
        let still_flies = space.flight.as_ref().is_some_and(|f| f.record.hash() == hash);
        if still_flies {
            self.fail(Reason::Compare, Again::Backoff);
        }
        !still_flies
    }

    fn push(&mut self, record: &Record) {
        let req = self.conn.next_req();
        self.conn.pushed = Some(Pushed { req, record: record.clone(), at_ms: self.now_ms });
        self.send(&ClientFrame::Push { req, record: record.shared() });
    }

    /// An answer to a push.
    pub(super) fn ack(
        &mut self,
        space: &mut Space,
        rng: &mut dyn CryptoRng,
        req: u64,
        outcome: Outcome,
        retry_after_ms: Option<u64>,
    ) {
        if let Some(pushed) = self.conn.pushed.take_if(|pushed| pushed.req == req) {
            let hash = pushed.record.hash();
            let flies = space.flight.as_ref().is_some_and(|f| f.record.hash() == hash);
            match outcome {
                Outcome::Stored(position) | Outcome::Duplicate(position) if flies => {
                    self.kept(space, position, pushed.record);
                }
                Outcome::Refused(code) if flies => {
                    self.flight_refused(space, rng, code, retry_after_ms);
                }
                // An END took its place meanwhile. The relay may show it in no other way than by this.
                Outcome::Stored(position) => self.place(space, position, pushed.record),
                Outcome::Duplicate(_) | Outcome::Refused(_) => {}
            }
        } else if self.conn.repush.as_ref().is_some_and(|r| r.waiting.iter().any(|w| w.0 == req)) {
            self.repush_answered(req, outcome, retry_after_ms);
        } else {
            self.fail(Reason::Order, Again::Backoff);
        }
    }

    /// The relay has the record in flight.
    fn kept(&mut self, space: &Space, position: u64, record: Record) {
        let tail = self.tail(space);
        if position == 0 || (position <= tail && !self.repeats(space, position, &record.hash())) {
            return self.fail(Reason::Compare, Again::Backoff);
        }
        self.doubted = None;
        self.conn.acked = Some((position, record.hash()));
        self.learn(space, position);
        self.out.push_back(Output::Kept { record: record.hash(), position });
        self.place(space, position, record);
    }

    /// The relay stored a record we pushed. Where we have all before it, that stands for the record itself: the relay
    /// may leave it out of its data (protocol section 9).
    fn place(&mut self, space: &Space, position: u64, record: Record) {
        if position != self.tail(space) + 1 {
            return;
        }
        // It was durable here before it was sent, so a report would say nothing; but an END is reported, because the
        // content of a space goes once every device has said that it holds all before it.
        if record.kind() != Kind::End && self.conn.applied + 1 == position {
            self.conn.applied = position;
        }
        self.conn.put(record);
        self.conn.served = self.conn.served.max(position);
    }

    fn flight_refused(
        &mut self,
        space: &mut Space,
        rng: &mut dyn CryptoRng,
        code: Code,
        retry_after_ms: Option<u64>,
    ) {
        let asked = retry_after_ms.map(|ms| ms.min(RETRY_AFTER_MAX_MS));
        match code {
            // The log says why: sealing waits until it was read.
            Code::StaleHead | Code::StaleKey | Code::Fork | Code::Ended => {
                self.hold(space);
                self.ground(space, code);
            }
            Code::TooLarge | Code::Quota | Code::Malformed | Code::BadSignature | Code::Version => {
                self.ground(space, code)
            }
            Code::WrongBranch => {
                let hash = space.flight.as_ref().map(|f| f.record.hash());
                if self.doubted == hash {
                    self.ground(space, code);
                } else {
                    self.doubted = hash;
                    self.fail(Reason::Compare, Again::Backoff);
                }
            }
            Code::NotMember => self.refused(code, retry_after_ms),
            Code::Revoked => self.stop(Stop::Revoked),
            Code::Gone => self.stop(Stop::Gone),
            Code::Recovering => {
                self.out.push_back(Output::Recovering);
                self.delay(code, asked.unwrap_or(RECOVERING_MS));
            }
            Code::Rate => self.delay(code, asked.unwrap_or(RATE_MS)),
            Code::Unavailable
            | Code::Challenge
            | Code::Closed
            | Code::Mailbox
            | Code::Order
            | Code::Unknown(_) => {
                let wait = asked.unwrap_or_else(|| RATE_MS / 2 + jitter(RATE_MS, rng));
                self.delay(code, wait);
            }
        }
    }

    /// The same bytes go out again later.
    fn delay(&mut self, code: Code, wait_ms: u64) {
        self.delayed_until_ms = self.now_ms.saturating_add(wait_ms.max(100));
        self.out.push_back(Output::Delayed { code, until_ms: self.delayed_until_ms });
    }

    fn hold(&mut self, space: &mut Space) {
        space.hold = true;
        self.hold_until_ms = self.now_ms.saturating_add(HOLD_MS);
    }

    /// The record in flight is refused for good.
    pub(super) fn ground(&mut self, space: &mut Space, code: Code) {
        self.doubted = None;
        self.conn.acked = None;
        if let Some((record, save)) = space.ground() {
            // Whether all is well is said again: what comes next may go at once.
            if !space.hold {
                self.conn.told = None;
            }
            self.out.push_back(Output::Save(save));
            self.out.push_back(Output::Refused { record, code });
        }
    }

    /// Offers the relay what it lacks.
    pub(super) fn begin_repush(&mut self, from: u64, to: u64) {
        self.conn.repush = Some(Repush {
            next: from,
            end: to,
            queue: VecDeque::new(),
            waiting: VecDeque::new(),
            since_ms: self.now_ms,
        });
        if self.conn.epoch.is_some() {
            self.out.push_back(Output::Repushing { from, to });
        }
    }

    pub(super) fn repush_rows(&mut self, from: u64, records: Vec<Record>) {
        let Some(repush) = self.conn.repush.as_mut().filter(|r| r.next == from) else { return };
        for record in records {
            if repush.next <= repush.end {
                repush.queue.push_back((repush.next, record));
                repush.next += 1;
            }
        }
    }

    pub(super) fn pump_repush(&mut self, space: &mut Space) {
        let Some(mut repush) = self.conn.repush.take() else { return };
        loop {
            let bytes: usize = repush.waiting.iter().map(|w| w.2).sum();
            if repush.waiting.len() >= WINDOW_RECORDS || bytes >= WINDOW_BYTES {
                break;
            }
            let Some((position, record)) = repush.queue.pop_front() else { break };
            // A row that is not what we verified goes to nobody.
            if space.holds(position, &record.hash()) != Some(true) {
                return self.fail(Reason::Rows { from: position }, Again::Backoff);
            }
            if repush.waiting.is_empty() {
                repush.since_ms = self.now_ms;
            }
            let req = self.conn.next_req();
            repush.waiting.push_back((req, position, record.bytes().len()));
            self.send(&ClientFrame::Push { req, record: record.shared() });
        }
        if repush.queue.is_empty() && repush.next <= repush.end && self.rows_asked.is_none() {
            self.ask_rows(space, repush.next, repush.end.min(repush.next + ROWS - 1));
        }
        if repush.next > repush.end && repush.queue.is_empty() && repush.waiting.is_empty() {
            self.agree(space);
        } else {
            self.conn.repush = Some(repush);
        }
    }

    fn repush_answered(&mut self, req: u64, outcome: Outcome, retry_after_ms: Option<u64>) {
        let Some(repush) = self.conn.repush.as_mut() else { return };
        let Some(at) = repush.waiting.iter().position(|w| w.0 == req) else { return };
        let Some((_, position, _)) = repush.waiting.remove(at) else { return };
        repush.since_ms = self.now_ms;
        match outcome {
            Outcome::Stored(p) | Outcome::Duplicate(p) if p == position => {
                self.conn.known = self.conn.known.max(p);
                if p == self.conn.served + 1 {
                    self.conn.served = p;
                }
            }
            Outcome::Stored(_) | Outcome::Duplicate(_) => {
                self.fail(Reason::Compare, Again::Backoff);
            }
            Outcome::Refused(Code::Revoked) => self.stop(Stop::Revoked),
            Outcome::Refused(Code::Gone) => self.stop(Stop::Gone),
            Outcome::Refused(code) => {
                self.fail(Reason::Repush { position, code }, Again::Asked(retry_after_ms));
            }
        }
    }
}
