//! Care with records that ended the program while they were taken in.
//!
//! Where the program ends in the midst of a record, nothing of it is saved, and the same record comes again at the next start. Whoever
//! drives the client is told which record is taken in, keeps the name of one that ended it, and says it at the next start: it is then
//! quarantined without a look at what is in it.

use std::collections::BTreeSet;

use accord_protocol::ids::RecordHash;
use accord_protocol::record::Record;

/// Why such a record is quarantined.
pub(super) const SET_ASIDE: &str = "set_aside";

/// Is told which record is taken in now, and `None` when all that came with it is done.
pub type Taking = fn(Option<RecordHash>);

/// What is not to be taken in, and who is told what is.
#[derive(Debug, Default)]
pub(super) struct Care {
    aside: BTreeSet<RecordHash>,
    taking: Option<Taking>,
}

impl Care {
    pub(super) fn new(aside: BTreeSet<RecordHash>, taking: Taking) -> Self {
        Self { aside, taking: Some(taking) }
    }

    /// Tells that this one is taken in, unless it is not to be.
    pub(super) fn take(&self, record: &Record) -> bool {
        let take = !self.aside.contains(&record.hash());
        if take {
            self.tell(Some(record.hash()));
        }
        take
    }

    pub(super) fn done(&self) {
        self.tell(None);
    }

    /// Whether everything is to be tried: a newer app may take in what ended this one.
    pub(super) fn tries_all(&self) -> bool {
        self.aside.is_empty()
    }

    fn tell(&self, record: Option<RecordHash>) {
        if let Some(taking) = self.taking {
            taking(record);
        }
    }
}
