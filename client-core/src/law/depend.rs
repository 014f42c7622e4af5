//! What an act stands on: which records and wordings it names, and which it brings.
//!
//! A pure question over bodies, for whoever has to know whether an act still makes sense where another one did not go out. It does not
//! know why that one did not.

use crate::act::repair::{PartFields, RepairBody};
use crate::act::rounds::RoundBody;
use crate::act::shared::SharedBody;
use crate::act::{Body, RecordId};

/// A record, an agreement's wording or a version, by its 32 bytes. The hashes have labels of their own, so one name means one thing.
pub type Thing = [u8; 32];

/// What this act brings: its record where these are words of one, and the exact wording.
#[must_use]
pub fn brings(record: RecordId, body: &Body) -> Vec<Thing> {
    match body {
        Body::Propose { revision, .. } => vec![record.0, revision.id().0],
        Body::Boundary(fields) => vec![record.0, fields.version(record).0],
        Body::Promise(fields) => vec![record.0, fields.version(record).0],
        Body::Repair(RepairBody::Part(fields)) => vec![fields.version(record).0],
        Body::Repair(RepairBody::Open { .. })
        | Body::Shared(SharedBody::Thanks { .. } | SharedBody::Talk(_)) => vec![record.0],
        _ => Vec::new(),
    }
}

/// What this act names, and without which it says nothing: the record it is about unless it can begin it, the wording it answers or takes
/// the place of, another record.
#[must_use]
pub fn names(record: RecordId, body: &Body) -> Vec<Thing> {
    match body {
        Body::Heard | Body::Name(_) | Body::Zone(_) | Body::Vault(_) => Vec::new(),
        Body::Propose { revision, .. } => revision.parents.iter().map(|parent| parent.0).collect(),
        Body::Boundary(fields) => {
            let replaced = fields.replaces.iter().map(|version| version.0);
            replaced.chain(fields.limits.map(|agreement| agreement.0)).collect()
        }
        Body::Promise(fields) => fields.replaces.iter().map(|version| version.0).collect(),
        Body::Accept { revision, .. }
        | Body::Decline { revision, .. }
        | Body::Retract { revision, .. }
        | Body::Cannot { revision, .. } => vec![record.0, revision.0],
        Body::KeepBoth { other } => vec![record.0, other.0],
        Body::Acknowledge { version }
        | Body::Ask { version, .. }
        | Body::Honour { version, .. }
        | Body::Pick { version }
        | Body::PromiseAcknowledge { version }
        | Body::Thank { version } => vec![record.0, version.0],
        Body::End { .. }
        | Body::Part { .. }
        | Body::BoundaryWithdraw
        | Body::BoundaryNote { .. }
        | Body::Mark { .. }
        | Body::AllRight { .. }
        | Body::Release { .. }
        | Body::Move { .. }
        | Body::PromiseWithdraw => vec![record.0],
        Body::Repair(RepairBody::Open { .. })
        | Body::Shared(SharedBody::Thanks { .. } | SharedBody::Talk(_)) => Vec::new(),
        Body::Repair(RepairBody::Part(PartFields { replaces: parts, .. }))
        | Body::Repair(RepairBody::PartTakeBack { parts }) => {
            parts.iter().map(|part| part.0).chain([record.0]).collect()
        }
        Body::Round(RoundBody::RitualMark { revision, .. }) => vec![record.0, revision.0],
        Body::Shared(SharedBody::Link { other, .. }) => vec![record.0, other.0],
        Body::Round(_) | Body::Shared(_) | Body::Repair(_) => vec![record.0],
        Body::Unknown { .. } if record == RecordId::ZERO => Vec::new(),
        Body::Unknown { .. } => vec![record.0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::command::{AgreementKind, Area, LawCommand, Wording};
    use crate::law::testing::*;

    #[test]
    fn a_yes_names_its_words_and_an_end_only_its_record() {
        let mut c = Couple::on("2026-11-23");
        let words =
            Wording { text: Some("We call".into()), area: Some(Area::Time), ..Wording::default() };
        let kind = AgreementKind::Expectation;
        let id = c.says(ANA, &LawCommand::AgreePropose { kind, words: words.clone() });
        c.meet();
        let words = Wording { text: Some("We write".into()), ..words };
        let counter =
            LawCommand::AgreeCounter { id: id.hex(), words, revision: None, joins: Vec::new() };
        c.says(BEN, &counter);
        let first = &c.all[0].1;
        let second = &c.all.last().unwrap().1;
        assert!(names(first.record, &first.body).is_empty(), "first words stand alone");
        let brought = brings(first.record, &first.body);
        assert_eq!(brought[0], id.0);
        assert_eq!(names(second.record, &second.body), [brought[1]], "other words name the first");
        let yes = Body::Accept { revision: crate::act::RevisionId(brought[1]), can: None };
        assert_eq!(names(id, &yes), brought);
        assert_eq!(names(id, &Body::End { note: None }), [id.0]);
        assert!(brings(id, &yes).is_empty());
    }
}
