//! One calm sentence about what changed in an agreement.

use super::{AgreementState, one};
use crate::act::{Body, RecordId};
use crate::law::Reader;
use crate::law::command::AgreementKind;
use crate::law::graph::{ActIx, Acts, Held};
use crate::law::people::they;
use crate::law::say;
use crate::law::view::NewsLine;

/// At most one line: what the other said last among `unseen`, which are given causes first, and whether something waits for the reader.
#[must_use]
pub fn news(acts: &Acts, reader: &Reader, record: RecordId, unseen: &[ActIx]) -> Vec<NewsLine> {
    let Some(state) = one(acts, record) else { return Vec::new() };
    let theirs = unseen.iter().map(|ix| acts.get(*ix)).filter(|h| h.partner != reader.me);
    let Some((last, said)) = theirs.filter_map(|h| said(&state, h).map(|s| (h, s))).next_back()
    else {
        return Vec::new();
    };
    let (me, them) = (reader.me.index(), reader.me.other().index());
    let question = state.open().any(|r| r.stands[them] && r.answers[me].is_none());
    let about = match &last.act.body {
        Body::Propose { revision, .. } => Some(revision.id()),
        Body::Accept { revision, .. } => Some(*revision),
        _ => None,
    };
    let outcome = match &state.in_force {
        Some(force) if about == Some(force.revision) => "in_force",
        _ if question => "waits",
        _ if said == "yes" => "not_in_force",
        _ => "none",
    };
    let sentence = say::news_agreement(they(reader), said, outcome);
    vec![NewsLine { record: Some(record.hex()), on: last.act.date, sentence, question }]
}

/// What an act says, as a code.
fn said(state: &AgreementState, held: &Held) -> Option<&'static str> {
    state.history.iter().find(|line| line.hash == held.hash)?;
    Some(match held.act.body {
        Body::Propose { .. } if state.kind == AgreementKind::Move => "move",
        Body::Propose { .. } if state.revisions.len() > 1 => "other_words",
        Body::Propose { .. } if state.kind == AgreementKind::Ritual => "ritual",
        Body::Propose { .. } => "proposed",
        Body::Accept { .. } => "yes",
        Body::Decline { .. } | Body::Cannot { .. } => "no",
        Body::Retract { .. } => "took_back",
        Body::End { .. } if state.kind == AgreementKind::Ritual => "ended_ritual",
        Body::End { .. } => "ended",
        Body::Part { .. } => "part",
        _ => return None,
    })
}
