//! Connections: what their frames ask, what they are sent, when they are closed.
//!
//! A connection holds a cursor and a few counters, never records. Data is read for it when it has credit and the frame
//! before was handed to the network; until then the log is the queue.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;

use accord_protocol::chain::Refusal;
use accord_protocol::error::Code;
use accord_protocol::frame::{
    ClientFrame, Limits, Outcome, PROTO, ServerFrame, auth_message, data_cost, encode_data,
};
use accord_protocol::ids::{DeviceId, LogHead, SpaceId};
use accord_protocol::limits::{DATA_FRAME_RECORDS, EXCHANGE_FRAMES, PING_MISSES};
use accord_protocol::record::Record;

use super::queue::{Checked, Job, Origin, Prove, PushJob, SpaceSlot};
use super::requests::{Exchanging, Who};
use super::{ConnId, MAX_QUEUED_BYTES, Output, Relay, Task, retry_after};
use crate::store::{Answer, Query, Stage, StoreError};

/// One connection, or one exchange.
#[derive(Debug)]
pub(crate) struct Conn {
    ip: IpAddr,
    challenge: [u8; 32],
    stage: At,
    pub(crate) space: Option<SpaceId>,
    pub(crate) device: DeviceId,
    /// Data follows Applied and new records.
    pub(crate) subscribed: bool,
    /// Last position sent to it, or left out because its Ack stands for it.
    cursor: u64,
    /// What was sent and not yet reported as applied.
    unacked: VecDeque<Unacked>,
    applied: u64,
    /// A paced frame is under way.
    paced: bool,
    reading: bool,
    /// Last position it was told without records.
    told: u64,
    /// The position it says it holds.
    pub(crate) claimed: u64,
    /// Why a record of it was refused first since it subscribed. What came after that in a log it brings back has no place here either.
    pub(crate) stumbled: Option<Code>,
    heard_ms: u64,
    pings: u32,
    opened_ms: u64,
    pub(crate) exchange: Option<Exchanging>,
}

/// A Data frame that was sent and not yet reported as applied.
#[derive(Debug, Clone, Copy)]
struct Unacked {
    last: u64,
    records: u64,
    bytes: u64,
}

/// How far the hand-shake is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Hello,
    Auth,
    Proving,
    Live,
}

impl Conn {
    pub(crate) const fn new(ip: IpAddr, challenge: [u8; 32], now_ms: u64) -> Self {
        Self {
            ip,
            challenge,
            stage: At::Hello,
            space: None,
            device: DeviceId::ZERO,
            subscribed: false,
            cursor: 0,
            unacked: VecDeque::new(),
            applied: 0,
            paced: false,
            reading: false,
            told: 0,
            claimed: 0,
            stumbled: None,
            heard_ms: now_ms,
            pings: 0,
            opened_ms: now_ms,
            exchange: None,
        }
    }

    /// Records and bytes that may still be sent.
    fn credit(&self, records: u64, bytes: u64) -> (u64, u64) {
        let (mut records_out, mut bytes_out) = (0, 0);
        for frame in &self.unacked {
            // The oldest may be applied in part.
            records_out += frame.records.min(frame.last.saturating_sub(self.applied));
            bytes_out += frame.bytes;
        }
        (records.saturating_sub(records_out), bytes.saturating_sub(bytes_out))
    }

    /// Nothing more will come for it by itself.
    pub(crate) fn is_quiet(&self) -> bool {
        !self.reading && !self.paced
    }
}

impl Relay {
    pub(crate) fn opened(&mut self, id: ConnId, ip: IpAddr, challenge: [u8; 32]) {
        self.conns.insert(id, Conn::new(ip, challenge, self.now_ms));
        if let Some(retry_after_ms) = self.draining {
            self.say_goodbye(id, retry_after_ms);
            return;
        }
        if let Err(seconds) = self.failed_auths.peek(self.now_ms, ip) {
            let retry = Some(u64::from(seconds) * 1000);
            self.count_refusal(Code::Rate);
            self.send(id, &ServerFrame::Error { code: Code::Rate, retry_after_ms: retry });
            self.close(id);
            return;
        }
        self.timers.insert((self.now_ms + self.settings.auth_timeout_ms, id));
    }

    pub(crate) fn frame(&mut self, id: ConnId, bytes: &[u8]) {
        let now_ms = self.now_ms;
        let Some(conn) = self.conns.get_mut(&id) else { return };
        conn.heard_ms = now_ms;
        conn.pings = 0;
        let (stage, space) = (conn.stage, conn.space);
        let Ok(frame) = ClientFrame::decode(bytes) else {
            return self.refuse_conn(id, Code::Malformed);
        };
        match (stage, frame, space) {
            (_, ClientFrame::Ping, _) => {
                self.send(id, &ServerFrame::Pong);
                self.took(id);
            }
            (_, ClientFrame::Pong, _) => self.took(id),
            (At::Hello, ClientFrame::Hello { min, max, .. }, _) => self.hello(id, min, max),
            (At::Auth, ClientFrame::Auth { space, device, host, nonce, sig }, _) => {
                self.auth(id, space, device, &host, &nonce, sig);
            }
            (At::Live, ClientFrame::Subscribe { after, head }, Some(space)) => {
                self.enqueue(space, Job::Subscribe { conn: id, after, head });
            }
            (At::Live, ClientFrame::Push { req, record }, Some(space)) => {
                self.push(id, space, req, record);
            }
            (At::Live, ClientFrame::Applied { position }, Some(space)) => {
                self.applied(id, space, position);
                self.took(id);
            }
            _ => self.refuse_conn(id, Code::Order),
        }
    }

    pub(crate) fn sent(&mut self, id: ConnId) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        conn.paced = false;
        self.pump(id);
    }

    pub(crate) fn forget(&mut self, id: ConnId) {
        if let Some(conn) = self.conns.remove(&id)
            && let Some(space) = conn.space
            && let Some(slot) = self.spaces.get_mut(&space)
        {
            slot.conns.remove(&id);
        }
    }

    /// A device has proved itself on a connection or for an exchange.
    pub(crate) fn live(&mut self, id: ConnId, space: SpaceId, position: u64, head: LogHead) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        conn.stage = At::Live;
        conn.space = Some(space);
        conn.heard_ms = self.now_ms;
        if conn.exchange.is_none() {
            self.timers.insert((self.now_ms + u64::from(self.settings.ping_s) * 1000, id));
        }
        self.send(id, &ServerFrame::Ready { position, head });
        self.took(id);
    }

    /// Answers Subscribe and starts sending.
    pub(crate) fn subscribed(
        &mut self,
        id: ConnId,
        after: u64,
        agrees: bool,
        position: u64,
        head: LogHead,
    ) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        // A client that searches where the logs agree still holds what it named before.
        conn.claimed = conn.claimed.max(after);
        conn.stumbled = None;
        conn.subscribed = agrees;
        if agrees {
            conn.cursor = after;
            conn.applied = after;
            conn.told = position;
            conn.unacked.clear();
            self.send(id, &ServerFrame::Sub { position });
        } else {
            self.send(id, &ServerFrame::Rollback { position, head });
        }
        self.took(id);
        self.pump_to(id, position);
    }

    pub(crate) fn ack(&mut self, id: ConnId, req: u64, outcome: Outcome) {
        let retry_after_ms = match outcome {
            Outcome::Refused(code) => {
                self.count_refusal(code);
                retry_after(code)
            }
            _ => None,
        };
        self.send(id, &ServerFrame::Ack { req, outcome, retry_after_ms });
        if let Outcome::Stored(position) = outcome {
            self.leave_out(id, position);
        }
        self.took(id);
    }

    /// The Ack just given stands for the record itself where everything before was sent on this connection: who pushed
    /// it puts it there (protocol section 9). It takes no credit.
    fn leave_out(&mut self, id: ConnId, position: u64) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        let is_next = conn.subscribed && conn.cursor + 1 == position;
        if is_next && !conn.reading && conn.exchange.is_none() {
            conn.cursor = position;
            conn.told = conn.told.max(position);
        }
    }

    /// Sends what every reader of a space may have.
    pub(crate) fn pump_all(&mut self, space: SpaceId) {
        let Some(slot) = self.spaces.get(&space) else { return };
        let durable = slot.durable.0;
        let readers: Vec<ConnId> = slot.conns.iter().copied().collect();
        for reader in readers {
            self.pump_to(reader, durable);
        }
    }

    /// Records for a reader were read.
    pub(crate) fn data_read(&mut self, id: ConnId, answer: Result<Answer, StoreError>) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        conn.reading = false;
        let Ok(Answer::Log(items)) = answer else {
            return self.refuse_conn(id, Code::Unavailable);
        };
        let fits = items.first().is_some_and(|first| first.position == conn.cursor + 1);
        let Some(last) = items.last().map(|last| last.position).filter(|_| fits && conn.subscribed)
        else {
            // The cursor moved meanwhile, or the space went: nothing to send from here.
            self.unsettled.insert(id);
            return;
        };
        let durable = conn
            .space
            .and_then(|space| self.spaces.get(&space))
            .map_or(last, |slot| slot.durable.0);
        let records: Vec<&[u8]> = items
            .iter()
            .map(|item| item.record.as_deref().unwrap_or_else(|| item.hash.as_bytes().as_slice()))
            .collect();
        self.send_data(id, &records, durable);
        self.pump_to(id, durable);
        self.unsettled.insert(id);
    }

    /// Gives readers who have all before them the records of a commit as they are, without reading them again; the
    /// others read from their cursor.
    pub(crate) fn pump_fresh(&mut self, space: SpaceId, first: u64, fresh: &[Arc<[u8]>]) {
        let Some(slot) = self.spaces.get(&space) else { return };
        let durable = slot.durable.0;
        let readers: Vec<ConnId> = slot.conns.iter().copied().collect();
        let (most_records, most_bytes) = (self.settings.credit_records, self.settings.credit_bytes);
        let records: Vec<&[u8]> = fresh.iter().map(|record| &record[..]).collect();
        for reader in readers {
            let Some(conn) = self.conns.get(&reader) else { continue };
            // What it pushed itself may be left out already.
            let had = (conn.cursor + 1).checked_sub(first).and_then(|n| usize::try_from(n).ok());
            let rest = had.and_then(|had| records.get(had..)).unwrap_or_default();
            let bytes: u64 = rest.iter().map(|record| data_cost(record.len()) as u64).sum();
            let (most_now, room) = conn.credit(most_records, most_bytes);
            let is_free = conn.subscribed && !conn.paced && !conn.reading;
            let has_room = rest.len() as u64 <= most_now && bytes <= room;
            let fits_frame =
                rest.len() <= DATA_FRAME_RECORDS && bytes <= self.settings.data_frame_bytes;
            let takes = !rest.is_empty() && conn.cursor < durable && conn.exchange.is_none();
            if takes && is_free && has_room && fits_frame {
                self.send_data(reader, rest, durable);
            }
            self.pump_to(reader, durable);
        }
    }

    /// Sends the records after a reader's cursor and moves it.
    fn send_data(&mut self, id: ConnId, records: &[&[u8]], durable: u64) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        let from = conn.cursor + 1;
        let last = conn.cursor + records.len() as u64;
        let bytes = records.iter().map(|record| data_cost(record.len()) as u64).sum();
        conn.cursor = last;
        conn.told = conn.told.max(last);
        conn.unacked.push_back(Unacked { last, records: records.len() as u64, bytes });
        conn.paced = conn.exchange.is_none();
        let frame = encode_data(from, records.iter().copied(), last < durable);
        self.send_bytes(id, frame, true);
    }

    /// Closes every connection of a removed device.
    pub(crate) fn close_device(&mut self, space: SpaceId, device: DeviceId, code: Code) {
        for id in self.conns_of(space) {
            if self.conns.get(&id).is_some_and(|conn| conn.device == device) {
                self.refuse_conn(id, code);
            }
        }
    }

    /// Closes every connection of a space.
    pub(crate) fn close_space(&mut self, space: SpaceId, code: Code) {
        for id in self.conns_of(space) {
            self.refuse_conn(id, code);
        }
    }

    /// Says why, then closes. An exchange is answered with the problem.
    pub(crate) fn refuse_conn(&mut self, id: ConnId, code: Code) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        if let Some(exchange) = conn.exchange.take() {
            self.forget(id);
            self.problem(exchange.request, code);
            return;
        }
        self.count_refusal(code);
        self.send(id, &ServerFrame::Error { code, retry_after_ms: retry_after(code) });
        self.close(id);
    }

    pub(crate) fn say_goodbye(&mut self, id: ConnId, retry_after_ms: u64) {
        self.send(id, &ServerFrame::GoAway { retry_after_ms });
        self.close(id);
    }

    /// The failed hand-shake of a connection: one answer for all reasons but a removal that was proved.
    pub(crate) fn auth_failed(&mut self, id: ConnId, code: Code) {
        if let Some(conn) = self.conns.get(&id)
            && code == Code::NotMember
        {
            let _ = self.failed_auths.take(self.now_ms, conn.ip);
        }
        self.refuse_conn(id, code);
    }

    /// A timer of a connection ran out.
    pub(crate) fn check_connection(&mut self, id: ConnId) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        if conn.stage != At::Live {
            if self.now_ms >= conn.opened_ms + self.settings.auth_timeout_ms {
                self.refuse_conn(id, Code::Order);
            }
            return;
        }
        let ping_ms = u64::from(self.settings.ping_s) * 1000;
        if self.now_ms < conn.heard_ms + ping_ms {
            let at = conn.heard_ms + ping_ms;
            self.timers.insert((at, id));
        } else if conn.pings >= PING_MISSES {
            self.close(id);
        } else {
            conn.pings += 1;
            self.timers.insert((self.now_ms + ping_ms, id));
            self.send(id, &ServerFrame::Ping);
        }
    }

    /// One frame of it is dealt with.
    pub(crate) fn took(&mut self, id: ConnId) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        match &mut conn.exchange {
            None => self.outputs.push_back(Output::Took { conn: id }),
            Some(exchange) => {
                exchange.unanswered = exchange.unanswered.saturating_sub(1);
                self.unsettled.insert(id);
            }
        }
    }

    pub(crate) fn send(&mut self, id: ConnId, frame: &ServerFrame) {
        self.send_bytes(id, frame.encode(), false);
    }

    fn send_bytes(&mut self, id: ConnId, bytes: Vec<u8>, paced: bool) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        match &mut conn.exchange {
            Some(exchange) => exchange.frames.push(bytes),
            None => self.outputs.push_back(Output::Send { conn: id, bytes, paced }),
        }
    }

    fn close(&mut self, id: ConnId) {
        if self.conns.contains_key(&id) {
            self.outputs.push_back(Output::Close { conn: id });
            self.forget(id);
        }
    }

    fn conns_of(&self, space: SpaceId) -> Vec<ConnId> {
        self.spaces.get(&space).map(|slot| slot.conns.iter().copied().collect()).unwrap_or_default()
    }

    fn hello(&mut self, id: ConnId, min: u16, max: u16) {
        if !(min..=max).contains(&PROTO) {
            return self.refuse_conn(id, Code::Version);
        }
        let Some(conn) = self.conns.get_mut(&id) else { return };
        conn.stage = At::Auth;
        let welcome = ServerFrame::Welcome {
            proto: PROTO,
            challenge: conn.challenge,
            limits: Limits {
                unacked_records: u32::try_from(self.settings.credit_records).unwrap_or(u32::MAX),
                unacked_bytes: u32::try_from(self.settings.credit_bytes).unwrap_or(u32::MAX),
                ..Limits::V1
            },
            ping_s: self.settings.ping_s,
            store_epoch: self.boot.epoch,
        };
        self.send(id, &welcome);
        self.took(id);
    }

    fn auth(
        &mut self,
        id: ConnId,
        space: SpaceId,
        device: DeviceId,
        host: &str,
        nonce: &[u8; 32],
        signature: [u8; 64],
    ) {
        if !self.is_our_name(host) {
            tracing::warn!("a client dialled a name that is not in public_names");
            return self.auth_failed(id, Code::BadSignature);
        }
        let Some(conn) = self.conns.get_mut(&id) else { return };
        conn.stage = At::Proving;
        conn.device = device;
        let message = auth_message(host, &conn.challenge, nonce, &space, &device);
        let who = Who::Conn(id);
        let prove = Prove { who, device, message, signature, checked: Checked::Not };
        self.enqueue(space, Job::Prove(Box::new(prove)));
    }

    fn push(&mut self, id: ConnId, space: SpaceId, req: u64, bytes: Arc<[u8]>) {
        if let Some(job) = self.push_job(id, space, req, bytes) {
            self.enqueue(space, Job::Push(Box::new(job)));
        }
    }

    /// A record that is worth judging; else it is answered.
    fn push_job(
        &mut self,
        id: ConnId,
        space: SpaceId,
        req: u64,
        bytes: Arc<[u8]>,
    ) -> Option<PushJob> {
        let refusal = match Record::from_shared(bytes) {
            Err(error) => Refusal::from(error).code(),
            Ok(record) if record.space() != space => Code::NotMember,
            Ok(_) if self.queued_bytes > MAX_QUEUED_BYTES => Code::Unavailable,
            Ok(record) => {
                self.queued_bytes += record.bytes().len();
                return Some(PushJob::new(Origin::Conn { conn: id, req }, record));
            }
        };
        self.answer_push(false, Origin::Conn { conn: id, req }, Outcome::Refused(refusal));
        None
    }

    /// Queues the frames of an exchange; `slot` is the space they are for.
    pub(crate) fn exchange_frames(
        &mut self,
        id: ConnId,
        space: SpaceId,
        slot: &mut SpaceSlot,
        frames: &[Vec<u8>],
    ) {
        for bytes in frames {
            match ClientFrame::decode(bytes) {
                Ok(ClientFrame::Subscribe { after, head }) => {
                    let ticket = self.ticket();
                    slot.queue.push_back((ticket, Job::Subscribe { conn: id, after, head }));
                }
                Ok(ClientFrame::Push { req, record }) => {
                    if let Some(job) = self.push_job(id, space, req, record) {
                        let ticket = self.ticket();
                        slot.queue.push_back((ticket, Job::Push(Box::new(job))));
                    }
                }
                // Credit and pings mean nothing where all is said at once.
                Ok(ClientFrame::Applied { .. } | ClientFrame::Ping | ClientFrame::Pong) => {
                    self.took(id);
                }
                Ok(ClientFrame::Hello { .. } | ClientFrame::Auth { .. }) => {
                    return self.refuse_conn(id, Code::Order);
                }
                Err(_) => return self.refuse_conn(id, Code::Malformed),
            }
        }
    }

    fn applied(&mut self, id: ConnId, space: SpaceId, position: u64) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        // More than was sent cannot be applied; less than before says nothing new.
        let position = position.min(conn.cursor);
        if !conn.subscribed || position <= conn.applied {
            return;
        }
        conn.applied = position;
        while conn.unacked.front().is_some_and(|frame| frame.last <= position) {
            conn.unacked.pop_front();
        }
        let device = conn.device;
        self.pump(id);
        let Some(slot) = self.spaces.get(&space) else { return };
        if let super::queue::Phase::Ready(held) = &slot.phase
            && held.row().stage == Stage::Ended
            && position >= held.last_content()
        {
            self.enqueue(space, Job::Applied { device, position });
        }
    }

    pub(crate) fn pump(&mut self, id: ConnId) {
        let Some(space) = self.conns.get(&id).and_then(|conn| conn.space) else { return };
        if let Some(slot) = self.spaces.get(&space) {
            self.pump_to(id, slot.durable.0);
        }
    }

    /// Reads for a connection if it wants anything, has credit, and nothing is under way for it.
    fn pump_to(&mut self, id: ConnId, durable: u64) {
        let (most_records, most_bytes) = (self.settings.credit_records, self.settings.credit_bytes);
        let Some(conn) = self.conns.get_mut(&id) else { return };
        let Some(space) = conn.space else { return };
        // An exchange gets its records at the end, so that few frames hold them, and no more than its body may hold.
        let not_now = conn.exchange.as_ref().is_some_and(|exchange| {
            exchange.unanswered > 0 || exchange.frames.len() >= EXCHANGE_FRAMES
        });
        let has_all = !conn.subscribed || conn.cursor >= durable;
        if has_all || not_now || conn.paced || conn.reading {
            return;
        }
        let (records, bytes) = conn.credit(most_records, most_bytes);
        if records == 0 || bytes == 0 {
            if conn.told < durable {
                conn.told = durable;
                conn.paced = conn.exchange.is_none();
                let frame = ServerFrame::Head { position: durable }.encode();
                self.send_bytes(id, frame, true);
            }
            return;
        }
        conn.reading = true;
        let query = Query::Log {
            space,
            after: conn.cursor,
            max_records: records.min(durable - conn.cursor).min(DATA_FRAME_RECORDS as u64),
            max_bytes: bytes.min(self.settings.data_frame_bytes),
        };
        self.ask(Task::Data(id), query);
    }
}
