//! Why a record does not belong at a position, as facts for logs and tests, and the
//! stable code each reason becomes on the wire.

use crate::body::BodyError;
use crate::error::Code;
use crate::record::RecordError;

/// Why a record is not valid at the next position.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// The record belongs to another space.
    #[error("record names another space")]
    OtherSpace,
    /// The record itself is not well-formed.
    #[error("record: {0}")]
    Record(#[from] RecordError),
    /// The body is not well-formed.
    #[error("body: {0}")]
    Body(#[from] BodyError),
    /// A well-formed body that the space does not allow.
    #[error("rule: {0}")]
    Rule(#[from] Rule),
    /// The author was never admitted.
    #[error("author is not a member")]
    NotMember,
    /// The author was removed.
    #[error("author was revoked at {at}")]
    Revoked {
        /// Position of the REVOKE.
        at: u64,
    },
    /// The signature of the author, or of a new device, does not verify.
    #[error("signature does not verify")]
    BadSignature,
    /// An END stands; only the other partner's END is accepted.
    #[error("space has ended")]
    Ended,
    /// Rule b: the number is taken by another record. Whoever keeps the log looks
    /// first whether this very record is in it: then it is a duplicate, not a fork.
    #[error("author number {seq} is taken; the author is at {tip}")]
    Fork {
        /// The record's number.
        seq: u64,
        /// The author's last number on this branch.
        tip: u64,
    },
    /// Rule b: records of this author before this one are missing here.
    #[error("author number {seq} does not follow {tip}")]
    Gap {
        /// The record's number.
        seq: u64,
        /// The author's last number on this branch.
        tip: u64,
    },
    /// Rule c: the author's verified head is not on this branch.
    #[error("head at {log_len} is not on this branch of {len} records")]
    WrongBranch {
        /// The record's `log_len`.
        log_len: u64,
        /// Length of this branch.
        len: u64,
    },
    /// Rule d: a membership record lies past the author's `log_len`.
    #[error("author had seen {log_len}, membership changed at {changed}")]
    StaleHead {
        /// The record's `log_len`.
        log_len: u64,
        /// Position of the last membership record.
        changed: u64,
    },
    /// Rule e: the key was never granted, or only before the last REVOKE.
    #[error("key was not granted since the last removal")]
    StaleKey,
}

impl Refusal {
    /// The stable code that goes over the wire.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Record(RecordError::Version { .. }) => Code::Version,
            Self::Record(RecordError::TooLarge { .. }) => Code::TooLarge,
            Self::Record(RecordError::BadSignature) | Self::BadSignature => Code::BadSignature,
            Self::Rule(Rule::TooManyKeys) => Code::Quota,
            Self::Record(_) | Self::Body(_) | Self::Rule(_) => Code::Malformed,
            Self::OtherSpace | Self::NotMember => Code::NotMember,
            Self::Revoked { .. } => Code::Revoked,
            Self::Ended => Code::Ended,
            Self::Fork { .. } => Code::Fork,
            Self::Gap { .. } | Self::WrongBranch { .. } => Code::WrongBranch,
            Self::StaleHead { .. } => Code::StaleHead,
            Self::StaleKey => Code::StaleKey,
        }
    }
}

/// Which rule about bodies a record breaks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, thiserror::Error)]
pub enum Rule {
    /// GENESIS stands at position 1 only, alone, and founds with an active device of
    /// partner 0, its author.
    #[error("genesis")]
    Genesis,
    /// A vault has no JOIN and no END.
    #[error("not in a vault")]
    Vault,
    /// JOIN once, by an active device of partner 0, for an active device of partner 1.
    #[error("join")]
    Join,
    /// ADD is for the author's own partner.
    #[error("add for the other partner")]
    AddPartner,
    /// The transcript is zero in exactly roles 3, 4 and 5, and role 5 is a paper device's.
    #[error("transcript does not fit the role")]
    Transcript,
    /// A paper device authors ADD, REVOKE, ROTATE and END only.
    #[error("paper device may not author this")]
    PaperAuthor,
    /// One active paper device a partner.
    #[error("second paper device")]
    SecondPaper,
    /// The device id or one of its keys was in this space before.
    #[error("device or key was here before")]
    SeenBefore,
    /// Too many active devices of one partner, or ever.
    #[error("too many devices")]
    TooManyDevices,
    /// REVOKE is for another active device of the author's own partner.
    #[error("revoke target")]
    RevokeTarget,
    /// KEYS are boxed for exactly the active devices after the record.
    #[error("recipients are not the active devices")]
    Recipients,
    /// The key was granted in this space before.
    #[error("key was granted before")]
    KeyReused,
    /// The wrapped key was never granted here, or is missing, or the first KEYS has one.
    #[error("previous key")]
    PreviousKey,
    /// More ROTATEs than a space remembers; REVOKE is never refused for it.
    #[error("too many keys")]
    TooManyKeys,
}
