//! The small words of this module: branches, flights, where records come from, why they are refused.
//! No behaviour; [`Space`](super::Space) has that.

use accord_protocol::chain::Refusal;
use accord_protocol::ids::DeviceId;
use accord_protocol::record::Record;

use super::rows::SaveId;

/// Where our branch stands against the relay's, as far as a restart must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Branch {
    /// The same, or one is a beginning of the other.
    Agrees,
    /// The relay's log is another one after `common` records. Nothing is applied or sent until the
    /// relay shows our log again or the person takes the relay's.
    Parted {
        /// Length of the common beginning, records.
        common: u64,
    },
}

/// The record on its way: saved, perhaps sent, not yet seen in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flight {
    pub(super) record: Record,
    /// True from the first send on, and after a restart, which cannot know.
    pub(super) sent: bool,
    /// The save that must be durable before it is sent.
    pub(super) saved_by: SaveId,
}

impl Flight {
    /// The record.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// Whether a relay may have it. Until then what it holds can be taken back without a trace.
    #[must_use]
    pub const fn was_sent(&self) -> bool {
        self.sent
    }
}

/// How a record got into the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Another device wrote it.
    Other,
    /// This device's record in flight: this is its ack.
    Flight,
    /// This device's record, once refused, found all the same: an ack too.
    Spare,
    /// This device's number, but this store did not write it: a copy of the store is in use, or this is
    /// an old backup. The record counts; rebuild from admitted records and take a fresh instance.
    Copy,
    /// This device's record from before this store began (a recovery phrase has no store).
    Earlier,
}

/// One verified record with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// Its position in the log, from 1.
    pub position: u64,
    /// The exact record.
    pub record: Record,
    /// Who wrote it.
    pub origin: Origin,
}

/// Why a record must not be admitted although it is valid at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundBy {
    /// Its device was removed on a branch this client verified.
    Revoke,
    /// The space was ended on a branch this client verified.
    End,
}

/// REVOKEs and ENDs that were verified on a branch we left: they bind here too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bound {
    /// Device and the last position at which it may still be admitted, by device.
    pub(super) devices: Vec<(DeviceId, u64)>,
    /// The last position at which anything may be admitted.
    pub(super) ended: Option<u64>,
}

/// A record that is not valid at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("record at {position}: {refusal}")]
pub struct Invalid {
    /// The place it was shown at.
    pub position: u64,
    /// What is wrong.
    pub refusal: Refusal,
}

/// Why a record cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// One is in flight, a run waits to be accepted, or the branch is parted.
    #[error("not ready for another record")]
    Busy,
    /// The author is not this device.
    #[error("record of another device")]
    OtherDevice,
    /// It would not be valid next.
    #[error(transparent)]
    Refused(#[from] Refusal),
}
