//! What the relay keeps, as plain data: operations that are committed together, questions that are read back.
//!
//! Owns the [`Store`] contract and its types. Knows no SQL, no clock and no rule of the protocol: the relay's logic
//! decides, a store only keeps. Three stores pass one contract suite: [`memory`], [`sqlite`] and [`postgres`]; [`home`] is the
//! choice between the last two.

#[cfg(test)]
mod contract;
pub mod home;
pub mod memory;
pub mod postgres;
pub mod sqlite;
pub mod token;

use std::sync::Arc;

pub use accord_protocol::body::SpaceType;
use accord_protocol::ids::{
    DeviceId, LogHead, MailboxId, Partner, RecordHash, SpaceId, StoreEpoch,
};

/// A store: all or nothing, durable when `commit` returns.
pub trait Store {
    /// Applies all operations in order, in one transaction, and returns once they are durable.
    ///
    /// # Errors
    /// Nothing was applied, except after [`StoreError::Unknown`]: then it may have been.
    fn commit(&mut self, ops: &[Op]) -> Result<(), StoreError>;

    /// Answers from what is committed.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn read(&mut self, query: &Query) -> Result<Answer, StoreError>;
}

/// Why a store could not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No room; nothing was applied, reading goes on.
    #[error("no room left for the database")]
    Full,
    /// The operations do not fit what is stored (another writer, or a position that is taken).
    #[error("the database already holds something else there")]
    Conflict,
    /// The outcome is not known.
    #[error("the outcome of a write is not known: {0}")]
    Unknown(String),
    /// The store cannot be used.
    #[error("database: {0}")]
    Failed(String),
    /// A row does not hold what this version wrote.
    #[error("the database holds a damaged row in {0}")]
    Damaged(&'static str),
}

/// How far a space has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// In use.
    Live,
    /// At least one END is in; readable.
    Ended,
    /// Content went; membership records and hashes remain.
    Gone,
}

/// What is kept about a space besides its log; small, rewritten with each append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceRow {
    /// Its id.
    pub id: SpaceId,
    /// Couple or vault.
    pub space_type: SpaceType,
    /// Records in the log.
    pub head: u64,
    /// Opaque: what the chain check needs besides the membership records.
    pub checkpoint: Vec<u8>,
    /// How far it has come.
    pub stage: Stage,
    /// Unix milliseconds of its founding on this relay.
    pub created_ms: u64,
    /// When the stage moves on, Unix milliseconds; none: never.
    pub due_ms: Option<u64>,
    /// Bytes of records by partner.
    pub bytes: [u64; 2],
    /// Day (since 1970-01-01 UTC) the two counts below are of.
    pub day: u64,
    /// ROTATE and ADD of that day by partner.
    pub membership_today: [u32; 2],
    /// Small records taken beyond the quota that day, by partner.
    pub small_today: [u32; 2],
    /// Who wrote the last KEYS.
    pub last_keys_by: Option<Partner>,
    /// Store generation in which this space has settled; below the store's: recovering.
    pub settled: u64,
    /// Bit per partner whose device has reported its head in the store's generation.
    pub reported: u8,
    /// Which writing of the row this is. A store that several relays may work on takes only the next one to that it holds,
    /// so that nobody builds on what another relay changed meanwhile; one that is locked for a single relay keeps none.
    pub version: u64,
}

/// One change. A batch of them is applied in order, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// Inserts or replaces what is kept about a space.
    Space(SpaceRow),
    /// One record at the next position.
    Append(Entry),
    /// A paper device entered a vault, so that the words find it, or left it. The first vault that named a device keeps
    /// it: nobody can lead another's words elsewhere by admitting their paper device again.
    Lookup {
        /// The paper device.
        device: DeviceId,
        /// Its vault.
        space: SpaceId,
        /// Entered, not left.
        enters: bool,
    },
    /// How far a device of an ended space has applied it.
    Applied {
        /// The space.
        space: SpaceId,
        /// The device.
        device: DeviceId,
        /// Position.
        position: u64,
    },
    /// Inserts or replaces a mailbox.
    Mailbox(MailboxRow),
    /// Forgets a mailbox.
    DropMailbox(MailboxId),
    /// Forgets a space with everything that belongs to it.
    DropSpace(SpaceId),
    /// Drops the content of a space; membership records and all hashes stay.
    DropContent(SpaceId),
}

/// A record at its place in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The space.
    pub space: SpaceId,
    /// 1, 2, 3 …
    pub position: u64,
    /// The exact bytes, signature included.
    pub record: Arc<[u8]>,
    /// Hash of the record.
    pub hash: RecordHash,
    /// `H_n` with this record.
    pub head: LogHead,
    /// Below kind 0x10: readable by the relay, kept when content goes.
    pub membership: bool,
}

/// A pairing mailbox (protocol section 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxRow {
    /// Its id, known only to the two sides.
    pub id: MailboxId,
    /// The inviting device's space.
    pub space: SpaceId,
    /// The inviting device.
    pub device: DeviceId,
    /// Slot 2 is taken until then, Unix milliseconds.
    pub answer_until_ms: u64,
    /// Forgotten then, Unix milliseconds.
    pub due_ms: u64,
    /// Closed for good by either side; nothing is read or written any more.
    pub closed: bool,
    /// Slots 1 to 3, each written once.
    pub slots: [Option<Vec<u8>>; 3],
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// The store itself.
    Boot,
    /// A space with its membership records.
    Space(SpaceId),
    /// Records after a position, in order.
    Log {
        /// The space.
        space: SpaceId,
        /// Exclusive.
        after: u64,
        /// At most so many.
        max_records: u64,
        /// Stops before the record that would exceed it, but always gives one.
        max_bytes: u64,
    },
    /// `H_n` at a position.
    Head {
        /// The space.
        space: SpaceId,
        /// 1 or more.
        position: u64,
    },
    /// The first record of an author with that number, between two positions.
    Authored {
        /// The space.
        space: SpaceId,
        /// The author.
        device: DeviceId,
        /// Its number.
        seq: u64,
        /// Exclusive.
        after: u64,
        /// Inclusive.
        until: u64,
    },
    /// A mailbox, and how many the device that opened it has open.
    Mailbox(MailboxId),
    /// How many mailboxes a device has open at a time.
    OpenMailboxes {
        /// Its space.
        space: SpaceId,
        /// The device.
        device: DeviceId,
        /// Those due later than this.
        now_ms: u64,
    },
    /// The vault of a paper device.
    Lookup(DeviceId),
    /// Whether a registration token with this SHA-256 is valid.
    Token([u8; 32]),
    /// How far the devices of an ended space have applied it.
    Applied(SpaceId),
    /// Mailboxes and spaces whose time is over.
    Due {
        /// Now.
        now_ms: u64,
        /// At most so many of each.
        limit: u64,
    },
}

/// What the store itself says at start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boot {
    /// Random; another one after each restore.
    pub epoch: StoreEpoch,
    /// Counts epochs from 1.
    pub generation: u64,
    /// When this generation began, Unix milliseconds.
    pub since_ms: u64,
}

/// A space as loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedSpace {
    /// What is kept about it.
    pub row: SpaceRow,
    /// All membership records with their positions, in order.
    pub membership: Vec<(u64, Arc<[u8]>)>,
    /// The newest heads `H_n`, oldest first, ending at the row's head; at most [`RECENT_HEADS`].
    pub heads: Vec<LogHead>,
}

/// Heads loaded with a space: what an online author can have verified last.
pub const RECENT_HEADS: usize = 64;

/// One item of a log as read: the record, or its hash once content went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogItem {
    /// 1, 2, 3 …
    pub position: u64,
    /// The exact bytes; none once content went.
    pub record: Option<Arc<[u8]>>,
    /// Hash of the record.
    pub hash: RecordHash,
    /// `H_n`.
    pub head: LogHead,
}

/// An answer, of the same name as its question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// To [`Query::Boot`].
    Boot(Boot),
    /// To [`Query::Space`].
    Space(Option<Box<LoadedSpace>>),
    /// To [`Query::Log`].
    Log(Vec<LogItem>),
    /// To [`Query::Head`].
    Head(Option<LogHead>),
    /// To [`Query::Authored`].
    Authored(Option<(u64, RecordHash)>),
    /// To [`Query::Mailbox`].
    Mailbox(Option<MailboxRow>),
    /// To [`Query::OpenMailboxes`].
    OpenMailboxes(u64),
    /// To [`Query::Lookup`].
    Lookup(Option<SpaceId>),
    /// To [`Query::Token`].
    Token(bool),
    /// To [`Query::Applied`].
    Applied(Vec<(DeviceId, u64)>),
    /// To [`Query::Due`].
    Due {
        /// Mailboxes to forget.
        mailboxes: Vec<MailboxId>,
        /// Spaces whose stage moves on.
        spaces: Vec<SpaceId>,
    },
}

/// A registration token as listed: its number and times, never its text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TokenRow {
    /// Names it in `token revoke`.
    pub number: i64,
    /// When it was made, Unix milliseconds.
    pub created_ms: u64,
    /// When it was revoked, Unix milliseconds.
    pub revoked_ms: Option<u64>,
}

/// Counts for `stats`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Stats {
    /// Spaces of all kinds.
    pub spaces: u64,
    /// Of these, couple spaces.
    pub couples: u64,
    /// Of these, ended.
    pub ended: u64,
    /// Records in all logs.
    pub records: u64,
    /// Bytes of records in all logs.
    pub record_bytes: u64,
    /// Open invitations.
    pub mailboxes: u64,
    /// Bytes of the database.
    pub database_bytes: u64,
    /// Store generation.
    pub generation: u64,
}

/// What the operator's numbers need: two index scans, no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Spaces of all kinds.
    pub spaces: u64,
    /// Open invitations.
    pub mailboxes: u64,
    /// Bytes of the database, where no file tells.
    pub database_bytes: Option<u64>,
}
