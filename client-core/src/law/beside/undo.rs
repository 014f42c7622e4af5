//! Which acts that were not sent yet a command takes back without a trace.

use std::collections::BTreeSet;

use super::command::BesideCommand;
use super::openness;
use crate::act::shared::{SharedBody, topic_record};
use crate::act::{Body, RecordId};
use crate::law::graph::Acts;
use crate::law::{NewAct, resolve};

/// Positions in the journal, ascending, that `command` drops. What was sent of it is still to be said afterwards.
///
/// Where a record's first words go, everything unsent in that record goes.
#[must_use]
pub fn undone(acts: &Acts, journal: &[NewAct], command: &BesideCommand) -> Vec<usize> {
    let named = |id: &str| resolve(id, acts.records_beginning(id)).ok();
    let (record, wanted): (Option<RecordId>, fn(&SharedBody) -> bool) = match command {
        BesideCommand::ThanksTakeBack { id } => {
            (named(id), |said| matches!(said, SharedBody::Thanks { .. }))
        }
        BesideCommand::Heart { id, on: false } => {
            (named(id), |said| matches!(said, SharedBody::Heart { .. }))
        }
        BesideCommand::TalkLetGo { id } => (named(id), |said| matches!(said, SharedBody::Talk(_))),
        BesideCommand::TalkTimeClear { id } => {
            (named(id), |said| matches!(said, SharedBody::TalkTime { .. }))
        }
        BesideCommand::TimeOutLift => (None, |said| matches!(said, SharedBody::TimeOut { .. })),
        BesideCommand::Resume => {
            (Some(RecordId::ZERO), |said| matches!(said, SharedBody::Pause { .. }))
        }
        BesideCommand::Stance { topic, stance: None, .. } => {
            let record = openness::topic(topic).ok().map(|topic| topic_record(&topic));
            (record, |said| matches!(said, SharedBody::Stance { .. }))
        }
        BesideCommand::KeepBetween { id, on: false } => {
            (named(id), |said| matches!(said, SharedBody::KeepBetween { .. }))
        }
        _ => return vec![],
    };
    if record.is_none() && *command != BesideCommand::TimeOutLift {
        return vec![];
    }
    let here = |act: &NewAct| record.is_none_or(|record| act.record == record);
    let is_wanted = |act: &NewAct| matches!(&act.body, Body::Shared(said) if wanted(said));
    let is_first = |act: &NewAct| {
        matches!(
            &act.body,
            Body::Shared(
                SharedBody::Thanks { .. } | SharedBody::Talk(_) | SharedBody::TimeOut { .. }
            )
        )
    };
    let dropped = |act: &&NewAct| here(act) && is_wanted(act);
    // A break that was sent and is only made longer stays: the longer words go, and lifting is still said.
    let begins: BTreeSet<RecordId> = journal
        .iter()
        .filter(dropped)
        .filter(|act| is_first(act) && acts.is_unsent(&act.record))
        .map(|act| act.record)
        .collect();
    let goes = |act: &NewAct| begins.contains(&act.record) || dropped(&act);
    (0..journal.len()).filter(|at| goes(&journal[*at])).collect()
}

impl Acts {
    /// Nothing of this record was sent or came from elsewhere.
    fn is_unsent(&self, record: &RecordId) -> bool {
        use crate::law::graph::Standing;
        self.about(record).iter().all(|ix| self.get(*ix).standing == Standing::Unsent)
    }
}
