//! Drafts of these kinds: bodies that wait in the owner's vault, seen by nobody else, until they are shared.

use super::command::BesideCommand;
use super::view::{CheckinRound, CheckinSide, Entry, Shown};
use super::{checkin, openness, talk, thanks};
use crate::act::rounds::{RoundBody, round_record};
use crate::act::shared::{SharedBody, topic_record};
use crate::act::{Body, RecordId};
use crate::law::command::LawCommand;
use crate::law::graph::Acts;
use crate::law::{NewAct, Reader};
use crate::refused::Refused;
use crate::time::Day;

/// A new draft: under which id, and what it would say.
///
/// # Errors
/// `not_paired` for a command that needs the other, or what is wrong with the words.
pub fn begin(
    acts: &Acts,
    reader: &Reader,
    command: &BesideCommand,
    fresh: RecordId,
) -> Result<NewAct, Refused> {
    match command {
        BesideCommand::Checkin { round, words, .. } => {
            let plan = checkin::plan(acts, reader, *round, words, |_| None, (true, false))?;
            let record = plan.record();
            let said = RoundBody::Checkin { round: plan.round, entry: plan.words };
            Ok(NewAct { record, body: Body::Round(said) })
        }
        BesideCommand::Thanks { .. }
        | BesideCommand::TalkAsk { .. }
        | BesideCommand::Stance { stance: Some(_), .. } => {
            let command = LawCommand::Beside(command.clone());
            let decided = crate::law::decide(&Acts::new(), reader, &command, fresh)?;
            decided.acts.into_iter().next().ok_or_else(|| Refused::rule("no_change"))
        }
        _ => Err(Refused::rule("not_paired")),
    }
}

/// Shows a draft made or last changed on `on`; `None` for a body that is of another kind.
#[must_use]
pub fn show(record: RecordId, body: &Body, on: Day, reader: &Reader) -> Option<Shown> {
    Some(match body {
        Body::Round(RoundBody::Checkin { round, entry }) => {
            let me = CheckinSide {
                state: "draft",
                on: Some(on),
                entry: Some(Entry::from(entry)),
                ..CheckinSide::default()
            };
            let them = CheckinSide { state: "none", ..CheckinSide::default() };
            let id = round_record(*round).hex();
            Shown::Checkin(Box::new(CheckinRound { id, round: *round, me, them }))
        }
        Body::Shared(SharedBody::Thanks { text, about, tag }) => {
            Shown::Thanks(Box::new(thanks::draft(record, (text, *about, tag.as_ref()), on)))
        }
        Body::Shared(SharedBody::Talk(fields)) => {
            Shown::Talk(Box::new(talk::draft(record, fields, on, reader)))
        }
        Body::Shared(SharedBody::Stance { topic, stance: Some(stance), note }) => {
            Shown::Topic(Box::new(openness::draft(topic, *stance, note.as_ref(), on)))
        }
        _ => return None,
    })
}

/// What sharing the draft says.
///
/// # Errors
/// `not_a_draft` for a body of another kind.
pub fn share(record: RecordId, body: &Body) -> Result<NewAct, Refused> {
    let record = match body {
        Body::Shared(SharedBody::Thanks { .. } | SharedBody::Talk(_)) => record,
        Body::Shared(SharedBody::Stance { topic, .. }) => topic_record(topic),
        Body::Round(RoundBody::Checkin { round, .. }) => round_record(*round),
        _ => return Err(Refused::rule("not_a_draft")),
    };
    Ok(NewAct { record, body: body.clone() })
}
