//! The gate against Automerge's own encoder.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, ROOT, ReadDoc, ScalarValue};
use proptest::prelude::*;

use super::*;
use crate::document::{act_key, root_key};

pub(crate) const ADA: Actor = Actor { device: [0xa1; 16], instance: [1; 8] };

/// What Automerge itself writes for these acts, one change a list, in a document of this instance alone.
pub(crate) fn honest(actor: Actor, changes: &[Vec<Vec<u8>>]) -> Vec<Vec<u8>> {
    let mut doc = Automerge::new().with_actor(ActorId::from(actor.to_bytes()));
    let mut out = Vec::new();
    for acts in changes {
        let mut tx = doc.transaction();
        for act in acts {
            tx.put(ROOT, root_key(&act_key(act)), ScalarValue::Bytes(act.clone())).unwrap();
        }
        let (hash, _) = tx.commit_with(CommitOptions::default().with_time(0));
        let change = doc.get_change_by_hash(&hash.unwrap()).unwrap();
        out.push(change.raw_bytes().to_vec());
    }
    out
}

fn distinct_changes() -> impl Strategy<Value = Vec<Vec<Vec<u8>>>> {
    let act = prop_oneof![
        8 => proptest::collection::vec(any::<u8>(), 1..6),
        4 => proptest::collection::vec(any::<u8>(), 30..34),
        1 => proptest::collection::vec(any::<u8>(), 1..3000),
    ];
    proptest::collection::vec(proptest::collection::vec(act, 1..40), 1..5).prop_map(
        |mut changes| {
            let mut seen = std::collections::BTreeSet::new();
            for acts in &mut changes {
                acts.retain(|act| seen.insert(act.clone()));
            }
            changes.retain(|acts| !acts.is_empty());
            changes
        },
    )
}

proptest! {
    #[test]
    fn what_automerge_writes_for_distinct_acts_is_what_the_gate_builds_and_admits(changes in distinct_changes()) {
        let mut gate = Gate::default();
        for (acts, bytes) in changes.iter().zip(honest(ADA, &changes)) {
            let refs: Vec<&[u8]> = acts.iter().map(Vec::as_slice).collect();
            prop_assert_eq!(&gate.build(ADA, &refs).unwrap(), &bytes);
            let admitted = gate.admit_own(ADA.device, &bytes).unwrap();
            prop_assert_eq!(&admitted.acts, acts);
            prop_assert_eq!(&acts_of(&bytes).unwrap(), acts);
        }
    }
}
