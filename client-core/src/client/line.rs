//! A line: one seat's session with the relay, and what it is waiting for.

use accord_protocol::error::Code;

use super::io::Link;
use crate::sync::{Arrived, Session, Stop};

/// One seat's connection and its state. Nothing in it survives a restart.
#[derive(Debug)]
pub(super) struct Line {
    /// The seat.
    pub(super) n: u8,
    pub(super) session: Session,
    /// The relay it leads to.
    pub(super) host: String,
    pub(super) link: Option<Link>,
    /// Not to be started before this moment of the monotonic clock.
    pub(super) from_ms: u64,
    pub(super) started: bool,
    /// Everything the relay is known to have is here.
    pub(super) caught_up: bool,
    pub(super) wake_ms: Option<u64>,
    /// Why it cannot go on by itself, for a person to read.
    pub(super) trouble: Option<Trouble>,
    /// The relay does not know this device in the space: normal until a JOIN.
    pub(super) not_member: bool,
    /// A run that waits for a rebuild to end.
    pub(super) run: Option<Vec<Arrived>>,
    /// Times in a row a connection ended before it was caught up.
    pub(super) failures: u32,
    /// The person agreed to go on with the relay's branch, here and now.
    pub(super) reset_agreed: bool,
    /// When what the relay would not take is tried again by itself.
    pub(super) again_ms: Option<u64>,
}

/// Why a line cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    Stopped(Stop),
    Parted {
        common: u64,
    },
    Recovering,
    Version,
    /// The relay takes nothing now and says why.
    Delayed(Code),
    /// The relay refused a membership record for good.
    Refused(Code),
    /// The relay takes no content now, and it is not the acts' fault. Removals and endings go.
    Waits(Code),
    /// The relay would not found the space.
    Register(Code),
}

impl Line {
    /// What waits for the relay's room, or to be let in there, is tried again.
    pub(super) fn try_again(&mut self) {
        self.again_ms = None;
        if matches!(self.trouble, Some(Trouble::Waits(_) | Trouble::Register(_))) {
            self.trouble = None;
        }
    }

    pub(super) fn new(n: u8, host: &str, from_ms: u64) -> Self {
        Self {
            n,
            host: host.to_owned(),
            session: Session::new(host, concat!("accord ", env!("CARGO_PKG_VERSION"))),
            link: None,
            from_ms,
            started: false,
            caught_up: false,
            wake_ms: None,
            trouble: None,
            not_member: false,
            run: None,
            failures: 0,
            reset_agreed: false,
            again_ms: None,
        }
    }
}
