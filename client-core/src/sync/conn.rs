//! What is known about the open connection and nothing longer: how far the relay has shown its log, what
//! waits to be verified, what was pushed. Gone when it closes; nothing here must survive.

use std::collections::VecDeque;

use accord_protocol::ids::{LogHead, RecordHash, StoreEpoch};
use accord_protocol::limits::PING_S;
use accord_protocol::record::Record;

/// A pushed record in flight that has no answer yet.
#[derive(Clone, Debug)]
pub(super) struct Pushed {
    pub(super) req: u64,
    pub(super) record: Record,
    pub(super) at_ms: u64,
}

/// Records the relay lacks, on their way to it.
#[derive(Clone, Debug)]
pub(super) struct Repush {
    /// Next position to read from the store.
    pub(super) next: u64,
    /// Last position to send.
    pub(super) end: u64,
    /// Read, not sent.
    pub(super) queue: VecDeque<(u64, Record)>,
    /// Sent, not answered: request, position, bytes.
    pub(super) waiting: VecDeque<(u64, u64, usize)>,
    /// Of the oldest one waiting.
    pub(super) since_ms: u64,
}

/// The open connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Conn {
    /// When the last frame came.
    pub(super) heard_ms: u64,
    /// Pings since then.
    pub(super) pings: u32,
    /// Idle seconds before a ping.
    pub(super) ping_s: u64,
    pub(super) challenge: [u8; 32],
    pub(super) nonce: [u8; 32],
    pub(super) epoch: Option<StoreEpoch>,
    /// Position of the last Subscribe.
    pub(super) subscribed: u64,
    /// Subscribes so far: a relay that answers each with another head is not followed for ever.
    pub(super) subscribes: u32,
    /// How far the last step back went while looking for the common beginning; 0: not looking.
    pub(super) step: u64,
    /// What the relay is known to have.
    pub(super) known: u64,
    /// What it had when it began to send: new records of ours wait until we are there.
    pub(super) first_known: u64,
    /// Last position it has shown or acked here.
    pub(super) served: u64,
    /// Last Applied.
    pub(super) applied: u64,
    /// When an Applied that could wait is due.
    pub(super) applied_due_ms: Option<u64>,
    /// When Data last came, or was last not expected.
    pub(super) data_ms: u64,
    /// Contiguous records that wait to be verified; the first stands after the log and the handed-over run.
    pub(super) inbox: VecDeque<Record>,
    pub(super) inbox_bytes: usize,
    pub(super) req: u64,
    pub(super) pushed: Option<Pushed>,
    /// The record the relay says it has, and where, until the log shows it.
    pub(super) acked: Option<(u64, RecordHash)>,
    pub(super) repush: Option<Repush>,
    /// The log length last reported as caught up.
    pub(super) told: Option<u64>,
    /// Logs were compared and are one.
    pub(super) agreed: bool,
}

impl Conn {
    pub(super) fn new(now_ms: u64) -> Self {
        Self { heard_ms: now_ms, data_ms: now_ms, ping_s: PING_S, ..Self::default() }
    }

    pub(super) const fn is_searching(&self) -> bool {
        self.step > 0
    }

    pub(super) const fn next_req(&mut self) -> u64 {
        self.req += 1;
        self.req
    }

    pub(super) fn put(&mut self, record: Record) {
        self.inbox_bytes += record.bytes().len();
        self.inbox.push_back(record);
    }

    pub(super) fn take_inbox(&mut self) -> Vec<Record> {
        self.inbox_bytes = 0;
        self.inbox.drain(..).collect()
    }
}

/// What a relay says of its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RelayHead {
    pub(super) position: u64,
    pub(super) head: LogHead,
}
