//! Requests under way: what an answer from the relay is for.

use std::collections::BTreeMap;

use accord_protocol::ids::MailboxId;

use super::io::Output;

/// What a request asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Found the space of this seat.
    Register {
        n: u8,
    },
    /// A challenge, to sign the opening of a mailbox.
    Challenge,
    PutOffer,
    GetOffer,
    PutAnswer,
    GetAnswer,
    PutReveal,
    GetReveal,
    /// An END for a space that is not here any more.
    Farewell,
    /// A challenge, to sign the search for a vault.
    LookupChallenge,
    /// The vault of recovery words.
    Lookup,
    /// Found the couple space at the relay it is to move to.
    Move,
    /// End this mailbox.
    CloseMailbox(MailboxId),
}

impl Purpose {
    pub(super) fn is_pairing(self) -> bool {
        !matches!(
            self,
            Self::Register { .. }
                | Self::Farewell
                | Self::LookupChallenge
                | Self::Lookup
                | Self::Move
                | Self::CloseMailbox(_)
        )
    }
}

/// Requests without an answer yet.
#[derive(Debug, Default)]
pub(super) struct Requests {
    last: u64,
    open: BTreeMap<u64, Purpose>,
}

impl Requests {
    /// Notes a request and gives the output that makes it.
    pub(super) fn ask(&mut self, purpose: Purpose, url: String, body: Option<Vec<u8>>) -> Output {
        self.last += 1;
        self.open.insert(self.last, purpose);
        Output::Http { request: self.last, url, body }
    }

    /// What an answer is for.
    pub(super) fn answered(&mut self, request: u64) -> Option<Purpose> {
        self.open.remove(&request)
    }

    pub(super) fn any(&self, matches: impl Fn(Purpose) -> bool) -> bool {
        self.open.values().any(|purpose| matches(*purpose))
    }

    pub(super) fn forget(&mut self) {
        self.open.clear();
    }
}
