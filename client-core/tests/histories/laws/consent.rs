//! L2, L3 and L5 for agreements: what is in force was said yes to, by both, in knowledge of every end, and stays until they say otherwise.

use std::collections::BTreeSet;

use accord_client_core::act::{Body, RecordId, RevisionId};
use accord_client_core::law::agreement;
use accord_client_core::law::graph::Acts;
use accord_protocol::ids::Partner;
use sha2::{Digest, Sha256};

use super::Case;

/// The hash of the words as written down in the documents, not as the library names them.
fn hash_of(bytes: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"accord/v1/revision\0");
    hash.update(bytes);
    hash.finalize().into()
}

/// The wording an act says yes to.
fn yes(body: &Body) -> Option<[u8; 32]> {
    match body {
        Body::Propose { revision, .. } => Some(hash_of(&revision.bytes())),
        Body::Accept { revision, .. } => Some(revision.0),
        _ => None,
    }
}

/// L2: what either sees as in force is one wording, in the words whose hash it bears, and each of the two gave a yes to exactly that hash.
/// Who left is in nothing.
pub(crate) fn l2_in_force_is_what_both_said_yes_to(case: &mut Case<'_>) {
    let mut in_force = 0;
    for (zero, one) in case.sides[0].agreements.iter().zip(&case.sides[1].agreements) {
        assert!(zero.id == one.id);
        let (Some(zero), Some(one)) = (&zero.in_force, &one.in_force) else {
            assert!(
                zero.in_force.is_none() && one.in_force.is_none(),
                "L2: in force for one alone"
            );
            continue;
        };
        assert!(case.history.left.is_none(), "L2: in force after somebody left");
        assert!(zero.revision == one.revision && zero.words == one.words, "L2: two wordings");
        in_force += 1;
    }
    for view in &case.sides[0].agreements {
        let Some(force) = &view.in_force else { continue };
        let record = RecordId::from_hex(&view.id).unwrap();
        let wording = RevisionId::from_hex(&force.revision).unwrap().0;
        for who in Partner::BOTH {
            let given = case.known.said(record, who, |body| yes(body).filter(|to| *to == wording));
            assert!(!given.is_empty(), "L2: in force without a yes of {who:?} to these words");
        }
        let words =
            case.known.about(record).iter().find_map(|place| match case.known.body(*place) {
                Body::Propose { revision, .. } if hash_of(&revision.bytes()) == wording => {
                    Some(revision.text.as_str())
                }
                _ => None,
            });
        assert!(words == Some(force.words.as_str()), "L2: the words are not those of the hash");
    }
    case.count("in force", in_force);
}

/// L3: what is in force has a yes of each that knows every end, and neither of the two had turned away from these words without the other's
/// yes being known to them: no taken-back yes, no "no", no yes to other words of their own.
pub(crate) fn l3_no_more_beats_yes(case: &mut Case<'_>) {
    let known = &case.known;
    let mut ended = 0;
    for view in &case.sides[0].agreements {
        let record = RecordId::from_hex(&view.id).unwrap();
        let about = known.about(record);
        let ends: Vec<usize> = about
            .iter()
            .copied()
            .filter(|place| matches!(known.body(*place), Body::End { .. }))
            .collect();
        ended += usize::from(!ends.is_empty());
        let Some(force) = &view.in_force else { continue };
        let wording = RevisionId::from_hex(&force.revision).unwrap().0;
        // Words of another kind, or that nobody proposed here, are none of this agreement.
        let of_it = |place: &usize| match known.body(*place) {
            Body::Propose { kind, revision } => {
                (*kind == view.kind).then(|| hash_of(&revision.bytes()))
            }
            _ => None,
        };
        let proposed: BTreeSet<[u8; 32]> = about.iter().filter_map(of_it).collect();
        let yes = |body: &Body| match body {
            Body::Propose { kind, .. } if *kind != view.kind => None,
            body => yes(body).filter(|to| proposed.contains(to)),
        };
        let yeses = |who: Partner| -> Vec<usize> {
            let said = known.said(record, who, |body| yes(body).filter(|to| *to == wording));
            let knows_ends = |place: &usize| ends.iter().all(|end| known.knows(*place, *end));
            said.into_iter().map(|(place, _)| place).filter(knows_ends).collect()
        };
        let turns_away = |who: Partner| {
            known.said(record, who, |body| match body {
                Body::Decline { revision, .. } | Body::Retract { revision, .. } => {
                    (revision.0 == wording).then_some(())
                }
                body => yes(body).filter(|to| *to != wording).map(drop),
            })
        };
        let [turned_zero, turned_one] = Partner::BOTH.map(turns_away);
        // Said before this yes, or said by somebody who knew that both had said yes: then only an end is one.
        let holds = |turned: &[(usize, ())], a: usize, b: usize| {
            turned
                .iter()
                .all(|(c, ())| known.knows(a, *c) || (known.knows(*c, a) && known.knows(*c, b)))
        };
        let both = yeses(Partner::Zero).into_iter().any(|a| {
            let ones = yeses(Partner::One).into_iter();
            ones.into_iter().any(|b| holds(&turned_zero, a, b) && holds(&turned_one, b, a))
        });
        assert!(both, "L3: in force although an end or a change of mind came before");
    }
    case.count("ended", ended);
}

/// What is in force in one agreement, with the wordings that both stand by.
pub(crate) fn standing(acts: &Acts, record: RecordId) -> Option<RevisionId> {
    agreement::one(acts, record)?.in_force.map(|force| force.revision)
}

/// L5: nothing that somebody says of an agreement in force, knowing that it is, takes it out of force, but an end, or a yes that puts other
/// words in its place.
pub(crate) fn l5_in_force_stays_until_both_say_otherwise(
    before: &Option<RevisionId>,
    after: &Option<RevisionId>,
    said: &Body,
) {
    let Some(before) = before else { return };
    let other = yes(said).map(RevisionId);
    match after {
        Some(after) => {
            assert!(after == before || Some(*after) == other, "L5: other words in force")
        }
        None => assert!(matches!(said, Body::End { .. }), "L5: out of force without an end"),
    }
}
