//! What goes into a client and what comes out: the whole surface between the core and whoever drives it.

use std::fmt;

use super::command::{Command, Outcome, SyncView};
use crate::store::{Batch, Row, StoreFault, Table};

/// Ties an answer to the command that asked for it. Chosen by the driver.
pub type Ticket = u64;

/// A connection to the relay, chosen by the core; one space each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link(pub u32);

/// What happened outside.
#[derive(Clone, PartialEq)]
#[expect(missing_docs, reason = "variants are documented, fields name what they are")]
pub enum Input {
    /// A person or script asks for something; exactly one [`Output::Reply`] follows.
    Command { ticket: Ticket, command: Command },
    /// The batch is durable.
    Saved { batch: u64 },
    /// The batch is not, and nothing of it is. The client answers what waited on it, then wants to be opened again.
    SaveFailed { batch: u64, fault: StoreFault },
    /// Rows asked for by [`Output::Read`].
    Rows { read: u64, rows: Result<Vec<Row>, StoreFault> },
    /// The WebSocket of a link is open.
    Connected { link: Link },
    /// One binary message.
    Received { link: Link, bytes: Vec<u8> },
    /// Bytes of a message come in that is not whole yet. A driver says so now and then, so that a slow wire is told from a dead one.
    Arriving { link: Link },
    /// The WebSocket is closed or could not be opened.
    Closed { link: Link },
    /// A request came back: status and body, or `None` where the relay could not be reached.
    Http { request: u64, answer: Option<(u16, Vec<u8>)> },
    /// Time passed; send one at the latest wake-up asked for.
    Tick,
    /// The person is here, or the network is back: try at once instead of waiting.
    Nudge,
    /// The screen stopped watching: sync ends when what is under way is done.
    StopWatching,
}

/// What the driver is asked to do.
#[derive(Clone, PartialEq)]
#[expect(missing_docs, reason = "variants are documented, fields name what they are")]
pub enum Output {
    /// Commit this batch, all or nothing, then say [`Input::Saved`]. Batches are committed in the order they come; after one that failed none
    /// is, whatever was asked for meanwhile: each builds on those before it.
    Save(Batch),
    /// Read raw rows: `from` included, `to` excluded (empty: to the end), at most about `max_bytes`.
    Read { read: u64, table: Table, from: Vec<u8>, to: Vec<u8>, max_bytes: usize },
    /// Open a WebSocket to this URL (`ws://` or `wss://`).
    Dial { link: Link, url: String },
    /// Send one binary message.
    Send { link: Link, bytes: Vec<u8> },
    /// Close the WebSocket.
    Close { link: Link },
    /// Make a request; `body` is posted, without one it is a GET.
    Http { request: u64, url: String, body: Option<Vec<u8>> },
    /// The answer to a command.
    Reply { ticket: Ticket, outcome: Box<Outcome> },
    /// Something a watching screen wants to know.
    Event(Event),
    /// Send [`Input::Tick`] at this moment of the monotonic clock, in milliseconds. Replaces an earlier one.
    Wake { at_mono_ms: u64 },
}

/// What a watching screen is told.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(
    rename = "CoreEvent",
    // As the web client writes it.
    type = r#"{ "event": "changed" } | { "event": "synced", "sync": SyncView } | { "event": "broken", "code": string }"#
))]
pub enum Event {
    /// What both see may have changed.
    Changed,
    /// One exchange moved something.
    Synced(SyncView),
    /// The store failed under the client: nothing more is accepted until it is opened again.
    Broken(StoreFault),
}

/// What goes over a wire shows its length only: a request may hold a token, a slot or a person's words.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command { ticket, command } => write!(f, "Command({ticket}, {command:?})"),
            Self::Saved { batch } => write!(f, "Saved({batch})"),
            Self::SaveFailed { batch, fault } => write!(f, "SaveFailed({batch}, {fault:?})"),
            Self::Rows { read, rows } => {
                write!(f, "Rows({read}, {:?})", rows.as_ref().map(Vec::len))
            }
            Self::Connected { link } => write!(f, "Connected({link:?})"),
            Self::Received { link, bytes } => {
                write!(f, "Received({link:?}, {} bytes)", bytes.len())
            }
            Self::Arriving { link } => write!(f, "Arriving({link:?})"),
            Self::Closed { link } => write!(f, "Closed({link:?})"),
            Self::Http { request, answer } => {
                let answer = answer.as_ref().map(|(status, body)| (status, body.len()));
                write!(f, "Http({request}, {answer:?})")
            }
            Self::Tick => f.write_str("Tick"),
            Self::Nudge => f.write_str("Nudge"),
            Self::StopWatching => f.write_str("StopWatching"),
        }
    }
}

/// As for [`Input`].
impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Save(batch) => write!(f, "Save({batch:?})"),
            Self::Read { read, table, .. } => write!(f, "Read({read}, {table:?})"),
            Self::Dial { link, url } => write!(f, "Dial({link:?}, {url})"),
            Self::Send { link, bytes } => write!(f, "Send({link:?}, {} bytes)", bytes.len()),
            Self::Close { link } => write!(f, "Close({link:?})"),
            Self::Http { request, url, body } => {
                let len = body.as_ref().map(Vec::len);
                write!(f, "Http({request}, {url}, {len:?} bytes)")
            }
            Self::Reply { ticket, outcome } => write!(f, "Reply({ticket}, {outcome:?})"),
            Self::Event(event) => write!(f, "Event({event:?})"),
            Self::Wake { at_mono_ms } => write!(f, "Wake({at_mono_ms})"),
        }
    }
}
