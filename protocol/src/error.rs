//! Stable refusal codes of the relay, and what a client does about each.
//!
//! A code is a number on the wire; the number never changes its meaning. A code a
//! client does not know means "retry later". No refusal ever empties a queue.

use core::fmt;

/// What a client does with a refusal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// Send the identical bytes again after a backoff, or after `retry_after`.
    Retry,
    /// Wait until the named condition is over, then send the identical bytes.
    Wait,
    /// Fetch the log to its head, verify it, then seal the acts anew.
    Pull,
    /// Compare heads: the logs differ. Go through rollback, fork or parting.
    Compare,
    /// Set the record aside, show it, and let the others flow.
    SetAside,
    /// Stop sending to this space and say why; everything on the device stays.
    Stop,
    /// Ask the person: only they can decide or change something.
    Ask,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $text:literal, $http:literal, $action:ident;)*) => {
        /// Why a relay refused. Numbers are stable: protocol v1.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $($(#[$doc])* $name,)*
            /// A number this version does not know: retry later.
            Unknown(u16),
        }

        impl Code {
            /// All known codes, by number.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The number on the wire.
            #[must_use]
            pub const fn to_u16(self) -> u16 {
                match self { $(Self::$name => $number,)* Self::Unknown(number) => number }
            }

            /// From the number on the wire; never fails.
            #[must_use]
            pub const fn from_u16(number: u16) -> Self {
                match number { $($number => Self::$name,)* other => Self::Unknown(other) }
            }

            /// The stable name, for logs and metric labels.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* Self::Unknown(_) => "unknown" }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub const fn http_status(self) -> u16 {
                match self { $(Self::$name => $http,)* Self::Unknown(_) => 503 }
            }

            /// What the client does.
            #[must_use]
            pub const fn action(self) -> Action {
                match self { $(Self::$name => Action::$action,)* Self::Unknown(_) => Action::Retry }
            }
        }
    };
}

codes! {
    /// The bytes break a layout or a body rule. Set the record aside, show it.
    Malformed = 1, "malformed", 400, SetAside;
    /// No common protocol version. Work on offline and ask for an update.
    Version = 2, "version", 426, Ask;
    /// Larger than a limit. Set the record aside, show it.
    TooLarge = 3, "too_large", 413, SetAside;
    /// The partner's share of the space is full. Ask: export, or another relay.
    Quota = 4, "quota", 507, Ask;
    /// Too often. Send the same bytes after `retry_after`.
    Rate = 5, "rate", 429, Wait;
    /// Not a member of that space, or no such space: the relay does not say which.
    /// No error while comparing; the founder offers the stored log again.
    NotMember = 6, "not_member", 403, Ask;
    /// This device was removed. Stop sending, keep reading what is here, say so.
    Revoked = 7, "revoked", 403, Stop;
    /// The relay was restored and waits for both partners. Push what it lacks, then wait.
    Recovering = 8, "recovering", 503, Wait;
    /// A membership record lies past the author's `log_len`. Pull, sign anew.
    StaleHead = 9, "stale_head", 409, Pull;
    /// The key was granted before the last removal, or never. Pull, seal anew.
    StaleKey = 10, "stale_key", 409, Pull;
    /// The author's head is not on this log. Compare heads; go through rollback or parting.
    WrongBranch = 11, "wrong_branch", 409, Compare;
    /// A signature does not verify. Set the record aside; on Auth, stop and say so.
    BadSignature = 12, "bad_signature", 403, SetAside;
    /// Another record of this author has that number: a copy, or an old backup.
    /// Rebuild from admitted records, continue the chain from the log.
    Fork = 13, "fork", 409, Compare;
    /// The space's content is no longer kept here. Stop; the device keeps its copy.
    Gone = 14, "gone", 410, Stop;
    /// The relay cannot tell whether it stored the record. Send the identical bytes again.
    Unavailable = 15, "unavailable", 503, Retry;
    /// An END stands: only the other partner's END is accepted. Stop sending, show the end.
    Ended = 16, "ended", 409, Stop;
    /// The challenge is unknown, used or too old. Fetch another, sign again.
    Challenge = 17, "challenge", 401, Retry;
    /// Registration is closed or the token is wrong. Ask for a token.
    Closed = 18, "closed", 403, Ask;
    /// The slot holds something else, comes before its turn, or the time is over. Ask: invite again.
    Mailbox = 19, "mailbox", 409, Ask;
    /// A frame that does not fit the state of the connection. Reconnect after a backoff.
    Order = 20, "order", 400, Retry;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(number) => write!(f, "code {number}"),
            known => f.write_str(known.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dense_and_come_back_as_the_same_code() {
        for (index, code) in Code::ALL.iter().enumerate() {
            assert_eq!(usize::from(code.to_u16()), index + 1);
            assert_eq!(Code::from_u16(code.to_u16()), *code);
        }
    }

    #[test]
    fn a_code_from_the_future_is_kept_and_means_retry() {
        let code = Code::from_u16(999);
        assert_eq!(code, Code::Unknown(999));
        assert_eq!(code.to_u16(), 999);
        assert_eq!(code.action(), Action::Retry);
    }
}
