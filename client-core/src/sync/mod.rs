//! Keeping one space and one relay in step: the verified log, the record in flight, and the connection.
//!
//! [`Space`] is what survives a restart and [`Session`] what need not: connection, timers, backoff. A
//! client runs one pair for its vault and one for its couple space; nothing common to both passes
//! through here. Both see sealed bytes only. They know no key, no law, no document, no clock and no
//! store: they say what to save, and what depends on a save waits until it is durable.
//!
//! One turn: [`Session::handle`] one [`Input`], then [`Session::poll`] until it is empty.
//!
//! - A verified, contiguous run comes as [`Output::Incoming`]. The client opens it, asks its gates
//!   ([`Space::bound`] among them), calls [`Space::accept`] and commits the rows it returns **together
//!   with** what it made of the records. Then [`Input::Saved`]; only then the relay hears "applied".
//! - To send, seal on [`Space::next_header`] when [`Space::idle_for_sealing`], call [`Space::submit`],
//!   commit its rows with the journal's, then [`Input::Saved`]. The bytes go out after that, and the same
//!   bytes again until the log holds them or the relay refuses them for good ([`Output::Refused`]).
//! - Being in the accepted log is the only proof that a record arrived: [`Origin::Flight`] in a run.
//!
//! [`http`] holds the calls made once, without a connection. Protocol sections 3 and 6.

mod backoff;
mod conn;
mod heads;
pub mod http;
mod live;
mod push;
mod rows;
mod session;
mod space;
mod switch;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod types;

pub use backoff::Backoff;
pub use rows::{Changes, DecodeError, HotRow, LogRow, Save, SaveId};
pub use session::{Phase, Session};
pub use space::Space;
pub use switch::Switched;
pub use types::{Arrived, BoundBy, Branch, Flight, Invalid, Origin, SubmitError};

use accord_protocol::error::Code;
use accord_protocol::frame::CodecError;
use accord_protocol::http::{Created, Problem};
use accord_protocol::ids::RecordHash;
use accord_protocol::record::{Record, RecordError};

/// What happened.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    /// Somebody asked, or the network or the screen is back: try now, and keep the connection.
    WantSync,
    /// Nobody needs it any more: close, and stay closed until [`Input::WantSync`].
    Rest,
    /// The device woke up: make sure soon that the connection still lives.
    Resumed,
    /// The connection asked for is open.
    Connected,
    /// One binary message of the open connection.
    Received(&'a [u8]),
    /// The connection is closed or could not be opened. Not sent after [`Output::Close`].
    Closed,
    /// The signature asked for by [`Output::SignAuth`].
    Signed([u8; 64]),
    /// A save and all earlier ones are durable.
    Saved(SaveId),
    /// The space was changed by a call of its own (a record submitted, a run accepted).
    Changed,
    /// The moment of [`Output::Wake`], or any later one.
    Tick,
    /// Rows asked for by [`Output::NeedRows`], from the first on without a hole: all, or as many as are
    /// convenient. None if they cannot be read.
    Rows {
        /// Position of the first.
        from: u64,
        /// The records.
        records: Vec<Record>,
    },
    /// What came of [`Output::Register`]; a relay that was not reached is [`Code::Unavailable`].
    Registered(Result<Created, Problem>),
    /// The person agreed to go on with the relay's log where the branches parted.
    TakeRelayBranch,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Open a connection.
    Dial,
    /// Send one binary message.
    Send(Vec<u8>),
    /// Close the connection. Whatever it still reports is not for this session.
    Close(Reason),
    /// Sign this message with the device's signing key (Ed25519, as it is).
    SignAuth(Vec<u8>),
    /// Make these rows durable, in the order of the numbers.
    Save(Save),
    /// A verified run that continues the log: open, gate, apply, [`Space::accept`], commit at once.
    Incoming(Vec<Arrived>),
    /// The relay says it keeps the record in flight. Good for a status line; the proof comes as
    /// [`Origin::Flight`].
    Kept {
        /// The record.
        record: RecordHash,
        /// Its position.
        position: u64,
    },
    /// The record is refused for good and no longer in flight: seal its acts anew, or set it aside and
    /// show it, as [`Code::action`] says. Its bytes are kept: found in the log they are an ack
    /// ([`Origin::Spare`]).
    Refused {
        /// The record.
        record: Record,
        /// Why.
        code: Code,
    },
    /// The record in flight must wait; the same bytes go out again.
    Delayed {
        /// Why.
        code: Code,
        /// When, on the clock of [`Session::handle`].
        until_ms: u64,
    },
    /// Read these records of the log ([`Space::log_row`]) and give them as [`Input::Rows`]. The range
    /// lies in one piece of the log table.
    NeedRows {
        /// Position of the first.
        from: u64,
        /// Position of the last.
        to: u64,
    },
    /// Found the space at the relay with these records, or go on with them where its log ends and this device is not admitted yet
    /// (`POST /v1/spaces`), then [`Input::Registered`].
    Register(Vec<Record>),
    /// The relay's store was restored since we last agreed.
    Restored,
    /// The relay lacks records we hold: they are offered again, whoever wrote them.
    Repushing {
        /// Position of the first.
        from: u64,
        /// Position of the last.
        to: u64,
    },
    /// The restored relay takes no new records yet; it waits for both partners' devices.
    Recovering,
    /// The relay's log is another one. Both are kept; ask the person, then [`Input::TakeRelayBranch`].
    Parted {
        /// Length of the common beginning, records.
        common: u64,
    },
    /// The relay's branch is verified to its head: call [`Session::take_branch`], then rebuild the pages
    /// from the rows of the log, in the same batch.
    BranchReady {
        /// Length of the common beginning, records.
        common: u64,
        /// Length of the relay's branch, records.
        len: u64,
    },
    /// The relay does not know the space, or not this device in it. No error while pairing; the founder's
    /// devices offer the log again by themselves.
    NotMember,
    /// Nothing more is tried until [`Input::WantSync`]. Everything on the device stays.
    Stopped(Stop),
    /// No common version: work goes on offline, an update is needed.
    VersionMismatch,
    /// Everything the relay is known to have is accepted and durable here.
    CaughtUp {
        /// Length of the log, records.
        position: u64,
    },
    /// Send [`Input::Tick`] at this moment. Replaces an earlier one.
    Wake(u64),
}

/// Why the session gave up until asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// This device was removed from the space.
    Revoked,
    /// The relay no longer keeps the content of the space.
    Gone,
}

/// Why a connection was closed from this side. The next one comes by itself, except after `Rest` and `Stopped`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Nobody needs it any more.
    #[error("no longer needed")]
    Rest,
    /// See [`Output::Stopped`].
    #[error("stopped")]
    Stopped,
    /// The relay asked for it.
    #[error("the relay goes away for a while")]
    GoAway,
    /// The relay refused to go on.
    #[error("refused: {0}")]
    Refused(Code),
    /// A message that is no frame.
    #[error("frame: {0}")]
    Frame(CodecError),
    /// Bytes in Data that are no record.
    #[error("record at {position}: {error}")]
    Garbage {
        /// Where.
        position: u64,
        /// What is wrong.
        error: RecordError,
    },
    /// A record that is not valid at its place.
    #[error(transparent)]
    Invalid(Invalid),
    /// Data that does not continue the log.
    #[error("data from {got} where {expected} comes next")]
    Hole {
        /// What comes next.
        expected: u64,
        /// What came.
        got: u64,
    },
    /// A frame nobody asked for, or at the wrong moment.
    #[error("a frame that does not fit the moment")]
    Order,
    /// More records than were asked for.
    #[error("more than {limit} bytes not yet applied")]
    TooMuch {
        /// The limit, bytes.
        limit: usize,
    },
    /// Something differs from the verified log: the logs are compared on a new connection.
    #[error("the logs have to be compared")]
    Compare,
    /// The logs are different ones.
    #[error("the logs parted")]
    Parted,
    /// The relay refused a record it lacks.
    #[error("record at {position} was not taken back: {code}")]
    Repush {
        /// Where it stands in our log.
        position: u64,
        /// Why.
        code: Code,
    },
    /// Stored records could not be read.
    #[error("records from {from} are not there")]
    Rows {
        /// Position of the first.
        from: u64,
    },
    /// No answer in time.
    #[error("no answer")]
    Silent,
    /// No common version.
    #[error("no common version")]
    Version,
}
