//! One calm sentence about what changed in an agreement.

use super::{AgreementState, one};
use crate::act::{Body, RecordId};
use crate::law::Reader;
use crate::law::command::AgreementKind;
use crate::law::graph::{ActIx, Acts, Held};
use crate::law::people::name;
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
    let who = name(reader.me.other(), reader);
    let about = match &last.act.body {
        Body::Propose { revision, .. } => Some(revision.id()),
        Body::Accept { revision, .. } => Some(*revision),
        _ => None,
    };
    let outcome = match &state.in_force {
        Some(force) if about == Some(force.revision) => " It is in force.",
        _ if question => " It waits for your answer.",
        _ if matches!(said, Said::Yes) => " These words are not in force.",
        _ => "",
    };
    let what = match said {
        Said::Proposed if state.kind == AgreementKind::Move => {
            "suggests another time for one date of a ritual"
        }
        Said::Proposed if state.revisions.len() > 1 => "suggests other words",
        Said::Proposed if state.kind == AgreementKind::Ritual => "proposes a ritual",
        Said::Proposed => "proposes something",
        Said::Yes => "said yes",
        Said::No => "said no to these words",
        Said::TookBack => "took a yes back",
        Said::Ended if state.kind == AgreementKind::Ritual => "ended this ritual",
        Said::Ended => "ended this agreement",
        Said::Part => "wrote about their own side",
    };
    let sentence = format!("{who} {what}.{outcome}");
    vec![NewsLine { record: Some(record.hex()), on: last.act.date, sentence, question }]
}

enum Said {
    Proposed,
    Yes,
    No,
    TookBack,
    Ended,
    Part,
}

fn said(state: &AgreementState, held: &Held) -> Option<Said> {
    state.history.iter().find(|line| line.hash == held.hash)?;
    Some(match held.act.body {
        Body::Propose { .. } => Said::Proposed,
        Body::Accept { .. } => Said::Yes,
        Body::Decline { .. } | Body::Cannot { .. } => Said::No,
        Body::Retract { .. } => Said::TookBack,
        Body::End { .. } => Said::Ended,
        Body::Part { .. } => Said::Part,
        _ => return None,
    })
}
