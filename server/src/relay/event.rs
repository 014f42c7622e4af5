//! What goes into the relay's logic and what comes out: plain data, no handle to anything.

use std::net::IpAddr;

use accord_protocol::VerifyingKey;
use accord_protocol::http::Problem;
use accord_protocol::record::Record;

use crate::store::{Answer, Op, Query, StoreError};

/// A connection, numbered by the driver; never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnId(pub u64);

/// An HTTP request in progress, numbered by the driver; never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// A batch, numbered by the relay in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchId(pub u64);

/// A question or a check, numbered by the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(pub u64);

/// Something happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// A WebSocket is open.
    Opened {
        /// The connection.
        conn: ConnId,
        /// Where it comes from.
        ip: IpAddr,
        /// 32 fresh random bytes.
        challenge: [u8; 32],
    },
    /// One binary message arrived.
    Frame {
        /// The connection.
        conn: ConnId,
        /// The message.
        bytes: Vec<u8>,
    },
    /// The last frame given with `paced` was handed to the network.
    Sent {
        /// The connection.
        conn: ConnId,
    },
    /// The connection is gone.
    Closed {
        /// The connection.
        conn: ConnId,
    },
    /// An HTTP request arrived.
    Request {
        /// The request.
        request: RequestId,
        /// Where it comes from.
        ip: IpAddr,
        /// What is asked.
        endpoint: Endpoint,
        /// Its body.
        body: Vec<u8>,
    },
    /// An answer to [`Output::Read`].
    Read {
        /// The question.
        task: TaskId,
        /// The answer.
        answer: Result<Answer, StoreError>,
    },
    /// An answer to [`Output::Verify`].
    Verified {
        /// The check.
        task: TaskId,
        /// Whether the signature holds.
        good: bool,
    },
    /// An answer to [`Output::Commit`].
    Committed {
        /// The batch.
        batch: BatchId,
        /// Whether it is durable.
        result: Result<(), StoreError>,
    },
    /// Time passed; given at [`super::Relay::wake_at`].
    Tick,
    /// The relay is to stop: say good-bye to all connections and take no more.
    Drain {
        /// When clients may come back.
        retry_after_ms: u64,
    },
}

/// What an HTTP request asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// `POST /v1/spaces`.
    Spaces,
    /// `POST /v1/mailbox/put`.
    MailboxPut,
    /// `POST /v1/mailbox/get`.
    MailboxGet,
    /// `POST /v1/mailbox/close`.
    MailboxClose,
    /// `POST /v1/lookup`.
    Lookup,
    /// `POST /v1/end`.
    End,
    /// `GET /v1/challenge`.
    Challenge {
        /// 16 fresh random bytes.
        fresh: [u8; 16],
    },
    /// `POST /v1/exchange`.
    Exchange,
}

/// Something to do. Outputs of one connection or request keep their order.
#[derive(Debug, Clone)]
pub enum Output {
    /// Send one message.
    Send {
        /// The connection.
        conn: ConnId,
        /// The message.
        bytes: Vec<u8>,
        /// Tell [`Event::Sent`] once it was handed to the network; at most one such message is under way.
        paced: bool,
    },
    /// A frame of this connection is dealt with: one more may be read.
    Took {
        /// The connection.
        conn: ConnId,
    },
    /// Close, after what was sent before.
    Close {
        /// The connection.
        conn: ConnId,
    },
    /// Answer a request.
    Reply {
        /// The request.
        request: RequestId,
        /// The body, or why not.
        result: Result<Vec<u8>, Problem>,
    },
    /// Commit this batch, then tell [`Event::Committed`]. At most one is under way.
    Commit {
        /// The batch.
        batch: BatchId,
        /// Its operations, in order.
        ops: Vec<Op>,
    },
    /// Read from what is committed, then tell [`Event::Read`].
    Read {
        /// The question.
        task: TaskId,
        /// The question.
        query: Query,
    },
    /// Check a signature, then tell [`Event::Verified`].
    Verify {
        /// The check.
        task: TaskId,
        /// What to check.
        check: Box<Check>,
    },
}

/// A signature to be checked, anywhere.
#[derive(Debug, Clone)]
pub enum Check {
    /// A record's own.
    Record(Record, VerifyingKey),
    /// A detached one.
    Message {
        /// Label and bytes.
        message: Vec<u8>,
        /// The signature.
        signature: [u8; 64],
        /// The key.
        key: VerifyingKey,
    },
}

impl Check {
    /// Whether the signature holds.
    #[must_use]
    pub fn run(&self) -> bool {
        match self {
            Self::Record(record, key) => record.verify_signature(key).is_ok(),
            Self::Message { message, signature, key } => {
                accord_protocol::signing::verify(key, message, signature)
            }
        }
    }
}
