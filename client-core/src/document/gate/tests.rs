//! Honest changes, chains, and the gate's state. Attacks are in `attacks.rs`.

use proptest::prelude::*;

use super::*;
use crate::document::fit;
use crate::document::testing::{
    ADA, ADA_AGAIN, ADAS_PHONE, chain, distinct_changes, honest, slices,
};

proptest! {
    #[test]
    fn what_automerge_writes_for_distinct_acts_is_what_the_gate_builds_and_admits(changes in distinct_changes()) {
        let mut gate = Gate::default();
        for (acts, bytes) in changes.iter().zip(honest(ADA, &changes)) {
            prop_assert_eq!(&gate.build(ADA, &slices(acts)).unwrap(), &bytes);
            let admitted = gate.admit_own(ADA.device, &bytes).unwrap();
            prop_assert_eq!(&admitted.acts, acts);
            prop_assert_eq!(&acts_of(&bytes).unwrap(), acts);
        }
    }

    #[test]
    fn as_many_acts_as_fit_make_a_change_within_the_budget(
        lengths in proptest::collection::vec(1_usize..9_000, 1..60),
        budget in 200_usize..70_000,
    ) {
        let acts: Vec<Vec<u8>> = lengths.iter().enumerate().map(|(n, len)| {
            let mut act = n.to_be_bytes().to_vec();
            act.resize(act.len() + len, 7);
            act
        }).collect();
        let count = fit(&slices(&acts), budget);
        if count > 0 {
            let change = Gate::default().build(ADA, &slices(&acts[..count])).unwrap();
            prop_assert!(change.len() <= budget.min(MAX_CHANGE_BYTES));
        }
        if count < acts.len() {
            // Not more than a few bytes an act are given away.
            let place = Place { actor: ADA, seq: 1, start_op: 1, dep: None };
            let longer = encode(&place, &slices(&acts[..=count])).bytes;
            prop_assert!(longer.len() + 140 + 6 * (count + 1) > budget.min(MAX_CHANGE_BYTES));
        }
    }
}

#[test]
fn fit_leaves_room_for_the_largest_place_a_change_can_have() {
    let place = Place { actor: ADA, seq: u64::MAX, start_op: u64::MAX, dep: Some([1; 32]) };
    for len in [1, 100, 60_000] {
        let act = vec![1; len];
        let size = encode(&place, &[&act]).bytes.len();
        assert_eq!(fit(&[&act], size - 1), 0);
        assert_eq!(fit(&[&act], size + 40), 1);
    }
}

#[test]
fn a_change_holds_each_act_once_so_fit_stops_before_a_second_copy() {
    assert_eq!(fit(&[b"a", b"b", b"a", b"c"], 65_000), 2);
    assert_eq!(fit(&[], 65_000), 0);
    assert_eq!(fit(&[&[0; 65_000]], 65_000), 0);
    let refused = Gate::default().build(ADA, &[b"a", b"a"]);
    assert_eq!(refused, Err(GateError::from(ChunkError::Twice).into()));
}

#[test]
fn acts_that_make_no_change_are_refused_with_the_reason() {
    let gate = Gate::default();
    assert_eq!(gate.build(ADA, &[]), Err(BuildError::Acts { got: 0 }));
    assert_eq!(
        gate.build(ADA, &vec![&b"a"[..]; MAX_ACTS + 1]),
        Err(BuildError::Acts { got: MAX_ACTS + 1 })
    );
    assert_eq!(gate.build(ADA, &[b""]), Err(BuildError::EmptyAct));
    assert!(matches!(gate.build(ADA, &[&[0; MAX_CHANGE_BYTES]]), Err(BuildError::TooLong { .. })));
}

#[test]
fn the_longest_change_is_admitted() {
    let room = MAX_CHANGE_BYTES - Gate::default().build(ADA, &[&[1; 60_000]]).unwrap().len();
    let act = vec![1; 60_000 + room];
    let mut gate = Gate::default();
    let change = gate.build(ADA, &[&act]).unwrap();
    assert_eq!(change.len(), MAX_CHANGE_BYTES);
    assert_eq!(gate.admit_own(ADA.device, &change).unwrap().acts, [act]);
}

#[test]
fn building_is_repeatable_and_takes_nothing_in() {
    let gate = Gate::default();
    let first = gate.build(ADA, &[b"one"]).unwrap();
    assert_eq!(gate.build(ADA, &[b"one"]).unwrap(), first);
    assert_eq!(gate, Gate::default());
}

#[test]
fn each_instance_has_its_own_chain() {
    let mut gate = Gate::default();
    for (a, b) in chain(ADA, 3).iter().zip(&chain(ADAS_PHONE, 3)) {
        gate.admit_own(ADA.device, a).unwrap();
        gate.admit_own(ADAS_PHONE.device, b).unwrap();
    }
    assert_eq!(gate.heads().len(), 2);
}

#[test]
fn an_act_is_admitted_again_from_a_fresh_instance_and_from_the_same_one() {
    let mut gate = Gate::default();
    for actor in [ADA, ADA_AGAIN, ADA] {
        let change = gate.build(actor, &[b"the same act"]).unwrap();
        assert_eq!(gate.admit_own(ADA.device, &change).unwrap().acts, [b"the same act"]);
    }
}

#[test]
fn a_refused_change_ends_its_instance_and_no_other() {
    let mut gate = Gate::default();
    let changes = chain(ADA, 3);
    gate.admit_own(ADA.device, &changes[0]).unwrap();
    let forked = Gate::default().build(ADA, &[b"another first act"]).unwrap();
    assert_eq!(gate.admit_own(ADA.device, &forked), Err(GateError::Fork { expected: 2, got: 1 }));
    assert_eq!(gate.admit_own(ADA.device, &changes[1]), Err(GateError::InstanceEnded));
    assert!(!gate.accepts(ADA));
    assert_eq!(gate.build(ADA, &[b"more"]), Err(GateError::InstanceEnded.into()));
    gate.admit_own(ADA.device, &chain(ADA_AGAIN, 1)[0]).unwrap();
    gate.admit_own(ADAS_PHONE.device, &chain(ADAS_PHONE, 1)[0]).unwrap();
}

#[test]
fn coming_early_or_twice_in_a_row_ends_nothing() {
    let mut gate = Gate::default();
    let changes = chain(ADA, 3);
    gate.admit_own(ADA.device, &changes[0]).unwrap();
    let before = gate.clone();
    assert_eq!(
        gate.admit_own(ADA.device, &changes[2]),
        Err(GateError::Early { expected: 2, got: 3 })
    );
    assert_eq!(gate.admit_own(ADA.device, &changes[0]), Err(GateError::Repeated));
    assert_eq!(gate, before);
    gate.admit_own(ADA.device, &changes[1]).unwrap();
    gate.admit_own(ADA.device, &changes[2]).unwrap();
}

#[test]
fn a_change_in_another_devices_name_ends_nothing() {
    let mut gate = Gate::default();
    let changes = chain(ADA, 2);
    gate.admit_own(ADA.device, &changes[0]).unwrap();
    let before = gate.clone();
    assert_eq!(gate.admit_own(ADAS_PHONE.device, &changes[1]), Err(GateError::ForeignActor));
    assert_eq!(gate, before);
    gate.admit_own(ADA.device, &changes[1]).unwrap();
}

#[test]
fn a_device_has_no_more_than_its_instances_and_others_still_come_in() {
    let mut gate = Gate::default();
    for n in 0..MAX_INSTANCES_PER_DEVICE {
        let actor = Actor { instance: n.to_be_bytes(), ..ADA };
        gate.admit_own(ADA.device, &chain(actor, 1)[0]).unwrap();
    }
    let one_more = Actor { instance: [0xff; 8], ..ADA };
    assert!(!gate.accepts(one_more));
    assert_eq!(
        gate.admit_own(ADA.device, &chain(one_more, 1)[0]),
        Err(GateError::TooManyInstances)
    );
    assert!(!gate.knows(one_more));
    gate.admit_own(ADAS_PHONE.device, &chain(ADAS_PHONE, 1)[0]).unwrap();
    let known = Actor { instance: 5_usize.to_be_bytes(), ..ADA };
    let next = gate.build(known, &[b"more"]).unwrap();
    gate.admit_own(ADA.device, &next).unwrap();
}

#[test]
fn an_instance_stops_at_the_highest_operation() {
    let mut gate = Gate::default();
    gate.tips.insert(ADA, Tip { seq: 9, max_op: MAX_OP - 1, hash: [3; 32], ended: false });
    assert_eq!(
        gate.build(ADA, &[b"a", b"b"]),
        Err(GateError::TooManyOps { got: MAX_OP + 1 }.into())
    );
    let last = gate.build(ADA, &[b"a"]).unwrap();
    gate.admit_own(ADA.device, &last).unwrap();
    assert_eq!(gate.build(ADA, &[b"b"]), Err(GateError::TooManyOps { got: MAX_OP + 1 }.into()));
}

#[test]
fn a_record_is_admitted_whole_or_not_at_all() {
    let mut gate = Gate::default();
    let changes = chain(ADA, 3);
    let phone = chain(ADAS_PHONE, 1);
    let whole = gate.judge(ADA.device, &slices(&changes)).unwrap();
    assert_eq!(whole.changes.len(), 3);
    let refusal = gate.judge(ADA.device, &[&changes[0], &changes[1], &phone[0]]).unwrap_err();
    assert_eq!(refusal, Refusal { error: GateError::ForeignActor, instance: None });
    assert_eq!(gate, Gate::default());
    gate.commit(whole);
    assert_eq!(gate.tips[&ADA].seq, 3);
    for count in [0, MAX_CHANGES_PER_RECORD + 1] {
        let refusal = gate.judge(ADA.device, &vec![&[][..]; count]).unwrap_err();
        assert_eq!(refusal.error, GateError::ChangesInRecord { got: count });
    }
}

#[test]
fn the_state_survives_its_bytes_and_nothing_but_them_is_read() {
    let mut gate = Gate::default();
    gate.admit_own(ADA.device, &chain(ADA, 1)[0]).unwrap();
    gate.admit_own(ADAS_PHONE.device, &chain(ADAS_PHONE, 1)[0]).unwrap();
    let forged = Refusal { error: GateError::WrongDep, instance: Some(ADA_AGAIN) };
    gate.refuse(&forged);
    let bytes = gate.encode();
    assert_eq!(bytes.len(), 5 + 3 * TIP_BYTES);
    assert_eq!(Gate::decode(&bytes), Some(gate));
    for cut in 0..bytes.len() {
        assert_eq!(Gate::decode(&bytes[..cut]), None);
    }
    assert_eq!(Gate::decode(&[&bytes[..], &[0]].concat()), None);
    for place in 0..bytes.len() {
        let mut other = bytes.clone();
        other[place] ^= 0x81;
        if let Some(read) = Gate::decode(&other) {
            assert_eq!(read.encode(), other);
        }
    }
    let swapped = [&bytes[..5], &bytes[5 + TIP_BYTES..], &bytes[5..5 + TIP_BYTES]].concat();
    assert_eq!(Gate::decode(&swapped), None);
    assert_eq!(Gate::decode(&[STATE_VERSION, 0xff, 0xff, 0xff, 0xff]), None);
}
