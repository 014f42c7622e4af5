//! Pages over their whole life: written, saved, opened, re-issued, held, refused, rebuilt.

use proptest::prelude::*;

use super::*;
use crate::document::testing::{
    ADA, ADA_AGAIN, ADAS_PHONE, Forged, chain, distinct_changes, honest, slices,
};
use crate::document::{
    ChunkError, MAX_HELD_BYTES_PER_DEVICE, MAX_HELD_RECORDS_PER_DEVICE, MAX_INSTANCES_PER_DEVICE,
    act_key,
};

/// Ingests one change as a record of its own.
fn ingest(page: &mut OwnPage, position: u64, actor: Actor, change: &[u8]) -> Vec<Outcome> {
    page.ingest(&PageRecord { author: actor.device, position, changes: &[change] })
}

fn admit(page: &mut OwnPage, position: u64, actor: Actor, change: &[u8]) -> Vec<Vec<u8>> {
    match ingest(page, position, actor, change).remove(0).verdict {
        Verdict::Admitted(mut changes) => changes.remove(0).acts,
        other => panic!("{other:?}"),
    }
}

fn write(page: &mut OwnPage, position: u64, actor: Actor, acts: &[&[u8]]) {
    let change = page.build_change(actor, acts).unwrap();
    assert_eq!(admit(page, position, actor, &change), acts);
}

fn refused(error: GateError) -> Verdict {
    Verdict::Refused(error)
}

fn acts(page: &mut OwnPage) -> Vec<Vec<u8>> {
    let mut acts: Vec<_> = page.acts().unwrap().into_iter().map(|act| act.bytes).collect();
    acts.sort();
    acts
}

fn reopened(page: &OwnPage) -> OwnPage {
    OwnPage::open(&page.state(), page.snapshot_bytes().to_vec(), page.tail().to_vec()).unwrap()
}

#[test]
fn an_empty_page_has_no_acts_and_no_snapshot() {
    let mut page = OwnPage::new();
    assert_eq!(acts(&mut page), Vec::<Vec<u8>>::new());
    assert!(page.snapshot().unwrap().is_empty());
    assert_eq!(acts(&mut reopened(&page)), Vec::<Vec<u8>>::new());
}

#[test]
fn two_instances_of_two_devices_write_one_page() {
    let mut page = OwnPage::new();
    write(&mut page, 1, ADA, &[b"one", b"two"]);
    write(&mut page, 2, ADAS_PHONE, &[b"three"]);
    write(&mut page, 3, ADA, &[b"four"]);
    assert_eq!(acts(&mut page), [&b"four"[..], b"one", b"three", b"two"]);
    for act in page.acts().unwrap() {
        assert_eq!(act.id, act_key(&act.bytes));
    }
}

#[test]
fn an_act_written_again_by_a_fresh_instance_is_one_act() {
    let mut page = OwnPage::new();
    write(&mut page, 1, ADA, &[b"a promise"]);
    let fresh = page.fresh_instance(ADA.device, ADA_AGAIN.instance).unwrap();
    write(&mut page, 2, fresh, &[b"a promise", b"another"]);
    write(&mut page, 3, ADAS_PHONE, &[b"a promise"]);
    write(&mut page, 4, ADA, &[b"a promise"]);
    assert_eq!(acts(&mut page), [&b"a promise"[..], b"another"]);
    page.snapshot().unwrap();
    assert_eq!(acts(&mut reopened(&page)), [&b"a promise"[..], b"another"]);
}

#[test]
fn ingesting_does_not_load_the_document() {
    let mut page = OwnPage::new();
    write(&mut page, 1, ADA, &[b"one"]);
    assert!(page.loaded.is_none());
    let mut page = reopened(&page);
    write(&mut page, 2, ADA, &[b"two"]);
    assert!(page.loaded.is_none());
    page.materialise().unwrap();
    assert!(page.loaded.is_some());
    write(&mut page, 3, ADA, &[b"three"]);
    assert_eq!(acts(&mut page).len(), 3);
    page.forget_document();
    assert_eq!(acts(&mut page).len(), 3);
}

#[test]
fn a_snapshot_replaces_the_tail_and_the_page_goes_on_from_it() {
    let mut page = OwnPage::new();
    write(&mut page, 1, ADA, &[b"one"]);
    write(&mut page, 2, ADAS_PHONE, &[b"two"]);
    assert_eq!(page.tail().len(), 2);
    let saved = page.snapshot().unwrap().to_vec();
    assert_eq!(page.snapshot_bytes(), saved);
    assert!(page.tail().is_empty());
    write(&mut page, 3, ADA, &[b"three"]);
    assert_eq!(page.tail().len(), 1);
    let mut again = reopened(&page);
    assert_eq!(again.gate(), page.gate());
    assert_eq!(acts(&mut again), acts(&mut page));
    write(&mut again, 4, ADAS_PHONE, &[b"four"]);
    again.snapshot().unwrap();
    assert_eq!(acts(&mut reopened(&again)), [&b"four"[..], b"one", b"three", b"two"]);
}

#[test]
fn a_snapshot_is_due_when_the_tail_outgrows_it() {
    let mut page = OwnPage::new();
    assert!(!page.snapshot_due());
    let change = |n: u8| vec![n; 30_000];
    write(&mut page, 1, ADA, &[&change(1)]);
    assert!(!page.snapshot_due());
    write(&mut page, 2, ADA, &[&change(2)]);
    write(&mut page, 3, ADA, &[&change(3)]);
    assert!(page.snapshot_due());
    page.snapshot().unwrap();
    assert!(!page.snapshot_due());
}

#[test]
fn damaged_parts_are_reported_and_the_page_keeps_its_bytes() {
    let mut page = OwnPage::new();
    write(&mut page, 1, ADA, &[b"one"]);
    page.snapshot().unwrap();
    write(&mut page, 2, ADA, &[b"two"]);
    let (state, snapshot, tail) =
        (page.state(), page.snapshot_bytes().to_vec(), page.tail().to_vec());

    let error = OwnPage::open(&state[1..], snapshot.clone(), tail.clone()).unwrap_err();
    assert_eq!(error, OpenError::State { got: state.len() - 1 });

    let mut torn = snapshot.clone();
    let middle = torn.len() / 2;
    torn[middle] ^= 1;
    let mut page = OwnPage::open(&state, torn.clone(), tail.clone()).unwrap();
    assert_eq!(page.materialise(), Err(DocumentError::Load));
    assert_eq!(page.snapshot(), Err(DocumentError::Load));
    assert_eq!(
        (page.state(), page.snapshot_bytes(), page.tail()),
        (state.clone(), &torn[..], &tail[..])
    );

    let mut page = OwnPage::open(&state, snapshot.clone(), Vec::new()).unwrap();
    assert_eq!(page.materialise(), Err(DocumentError::Heads { expected: 1, got: 1 }));

    // Automerge says Ok to a change whose dependency is missing.
    let mut page = OwnPage::open(&state, Vec::new(), tail).unwrap();
    assert_eq!(page.materialise(), Err(DocumentError::MissingDeps { missing: 1 }));

    let mut page = OwnPage::open(&state, snapshot.clone(), vec![b"no change".to_vec()]).unwrap();
    assert_eq!(page.materialise(), Err(DocumentError::Apply));
    assert_eq!((page.state(), page.snapshot_bytes(), page.tail().len()), (state, &snapshot[..], 1));
}

#[test]
fn a_page_that_is_not_of_acts_is_not_read_as_one() {
    use automerge::transaction::Transactable;
    let bytes = automerge::ScalarValue::Bytes(vec![1]);
    for (key, value) in [("note:1", bytes.clone()), ("act:00", bytes), ("act:00", 1.into())] {
        let mut doc = Automerge::new();
        let mut tx = doc.transaction();
        tx.put(automerge::ROOT, key, value).unwrap();
        tx.commit();
        assert_eq!(automerge_doc::acts(&doc), Err(DocumentError::Entry));
    }
    let panicked: Result<(), DocumentError> = automerge_doc::guarded(|| panic!("inside automerge"));
    assert_eq!(panicked, Err(DocumentError::Panic));
}

#[test]
fn a_refused_record_changes_nothing_but_ends_its_instance() {
    let mut page = OwnPage::new();
    let changes = chain(ADA, 3);
    admit(&mut page, 1, ADA, &changes[0]);
    let timed = Forged::from(&changes[1]).with(|forged| forged.time = 1);
    let outcomes = ingest(&mut page, 2, ADA, &timed);
    assert_eq!(outcomes, [Outcome { position: 2, verdict: refused(ChunkError::Time.into()) }]);
    assert_eq!(page.tail().len(), 1);
    let outcomes = ingest(&mut page, 3, ADA, &changes[1]);
    assert_eq!(outcomes[0].verdict, refused(GateError::InstanceEnded));
    let outcomes = ingest(&mut page, 4, ADA, &changes[2]);
    assert_eq!(outcomes[0].verdict, refused(GateError::InstanceEnded));

    // Its author takes a fresh instance and writes the acts again.
    assert_eq!(page.fresh_instance(ADA.device, ADA.instance), None);
    let fresh = page.fresh_instance(ADA.device, ADA_AGAIN.instance).unwrap();
    write(&mut reopened(&page), 5, fresh, &[b"act 1"]);
    write(&mut page, 5, fresh, &[b"act 1"]);
    write(&mut page, 6, ADAS_PHONE, &[b"from the phone"]);
    assert_eq!(acts(&mut page).len(), 3);
}

#[test]
fn a_record_with_one_bad_change_is_refused_whole() {
    let mut page = OwnPage::new();
    let changes = chain(ADA, 2);
    let bad = Forged::from(&changes[1]).with(|forged| forged.start_op = 7);
    let record = PageRecord { author: ADA.device, position: 1, changes: &[&changes[0], &bad] };
    let expected = refused(GateError::StartOp { expected: 2, got: 7 });
    assert_eq!(page.ingest(&record), [Outcome { position: 1, verdict: expected }]);
    assert!(page.tail().is_empty());
    assert!(page.gate().heads().is_empty());
    let record = PageRecord { author: ADAS_PHONE.device, position: 2, changes: &[] };
    assert_eq!(page.ingest(&record)[0].verdict, refused(GateError::ChangesInRecord { got: 0 }));
}

#[test]
fn records_that_come_early_wait_and_are_admitted_in_order() {
    let mut page = OwnPage::new();
    let changes = chain(ADA, 4);
    for (position, n) in [(4, 3), (3, 2), (2, 1)] {
        let outcomes = ingest(&mut page, position, ADA, &changes[n]);
        assert_eq!(outcomes, [Outcome { position, verdict: Verdict::Held }]);
    }
    // Offered again after a start, it waits once.
    assert_eq!(ingest(&mut page, 3, ADA, &changes[2])[0].verdict, Verdict::Held);
    assert_eq!(page.held(), 3);
    assert!(page.tail().is_empty());
    let outcomes = ingest(&mut page, 1, ADA, &changes[0]);
    assert_eq!(outcomes.iter().map(|outcome| outcome.position).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert!(outcomes.iter().all(|outcome| matches!(outcome.verdict, Verdict::Admitted(_))));
    assert_eq!(page.held(), 0);
    assert_eq!(page.tail(), changes);
    assert_eq!(acts(&mut page).len(), 4);
}

#[test]
fn what_waits_for_an_ended_instance_is_refused_with_it() {
    let mut page = OwnPage::new();
    let changes = chain(ADA, 4);
    assert_eq!(ingest(&mut page, 3, ADA, &changes[2])[0].verdict, Verdict::Held);
    assert_eq!(ingest(&mut page, 4, ADA, &changes[3])[0].verdict, Verdict::Held);
    assert_eq!(
        ingest(&mut page, 9, ADAS_PHONE, &chain(ADAS_PHONE, 2)[1])[0].verdict,
        Verdict::Held
    );
    let bad = Forged::from(&changes[0]).with(|forged| forged.time = 1);
    let outcomes = ingest(&mut page, 1, ADA, &bad);
    let ended = refused(GateError::InstanceEnded);
    assert_eq!(
        outcomes,
        [
            Outcome { position: 1, verdict: refused(ChunkError::Time.into()) },
            Outcome { position: 3, verdict: ended.clone() },
            Outcome { position: 4, verdict: ended },
        ]
    );
    assert_eq!(page.held(), 1);
}

#[test]
fn an_early_change_that_is_bad_is_found_out_when_its_turn_comes() {
    let mut page = OwnPage::new();
    let changes = chain(ADA, 2);
    let bad = Forged::from(&changes[1]).with(|forged| forged.time = 1);
    assert_eq!(ingest(&mut page, 2, ADA, &bad)[0].verdict, Verdict::Held);
    let outcomes = ingest(&mut page, 1, ADA, &changes[0]);
    assert!(matches!(outcomes[0].verdict, Verdict::Admitted(_)));
    assert_eq!(outcomes[1].verdict, refused(ChunkError::Time.into()));
    assert!(!page.gate().accepts(ADA));
}

#[test]
fn a_device_holds_so_many_records_and_bytes_and_others_are_not_in_its_way() {
    let mut page = OwnPage::new();
    let early = &chain(ADA, 2)[1];
    let limit = MAX_HELD_RECORDS_PER_DEVICE as u64;
    for position in 0..limit {
        assert_eq!(ingest(&mut page, position, ADA, early)[0].verdict, Verdict::Held);
    }
    assert_eq!(ingest(&mut page, limit, ADA, early)[0].verdict, refused(GateError::TooManyHeld));
    assert_eq!(ingest(&mut page, limit - 1, ADA, early)[0].verdict, Verdict::Held);
    assert_eq!(page.held(), MAX_HELD_RECORDS_PER_DEVICE);
    let phone = chain(ADAS_PHONE, 2);
    assert_eq!(ingest(&mut page, limit + 1, ADAS_PHONE, &phone[1])[0].verdict, Verdict::Held);
    assert!(page.gate().accepts(ADA));

    let mut page = OwnPage::new();
    let long = &honest(ADA, &[vec![vec![1]], vec![vec![2; 60_000]]])[1];
    let fits = MAX_HELD_BYTES_PER_DEVICE / long.len();
    for position in 0..fits as u64 {
        assert_eq!(ingest(&mut page, position, ADA, long)[0].verdict, Verdict::Held);
    }
    assert_eq!(ingest(&mut page, 99, ADA, long)[0].verdict, refused(GateError::TooManyHeld));
}

#[test]
fn a_fresh_instance_is_new_here_and_has_room() {
    let mut page = OwnPage::new();
    assert_eq!(page.fresh_instance(ADA.device, ADA.instance), Some(ADA));
    for n in 0..MAX_INSTANCES_PER_DEVICE {
        let actor = page.fresh_instance(ADA.device, n.to_be_bytes()).unwrap();
        write(&mut page, n as u64, actor, &[b"act"]);
    }
    assert_eq!(page.fresh_instance(ADA.device, [0xff; 8]), None);
    assert!(page.fresh_instance(ADAS_PHONE.device, [0xff; 8]).is_some());
}

#[test]
fn a_record_that_opens_late_is_taken_in_by_rebuilding_as_everybody_else_did() {
    let changes = chain(ADA, 3);
    let forked = honest(ADA, &[vec![b"first".to_vec()], vec![b"another second".to_vec()]]);
    let forked = Forged::from(&forked[1]).with(|forged| {
        forged.deps = Forged::from(&changes[1]).deps;
    });
    let log = [&changes[0], &changes[1], &forked, &changes[2]];
    let records: Vec<[&[u8]; 1]> = log.iter().map(|change| [change.as_slice()]).collect();
    let record =
        |n: usize| PageRecord { author: ADA.device, position: n as u64, changes: &records[n] };

    let (complete, outcomes) = OwnPage::rebuild((0..4).map(record));
    assert_eq!(outcomes[2].verdict, refused(GateError::Fork { expected: 3, got: 2 }));
    assert_eq!(outcomes[3].verdict, refused(GateError::InstanceEnded));
    // Without record 1 the fork looks honest; with it, rebuilt, it does not.
    let (partial, _) = OwnPage::rebuild([0, 2, 3].map(record));
    assert_ne!(partial.state(), complete.state());
    let (rebuilt, _) = OwnPage::rebuild((0..4).map(record));
    assert_eq!(rebuilt.state(), complete.state());
    assert_eq!(rebuilt.tail(), complete.tail());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Three instances write; the log takes their records in any order that keeps each instance's own; a client may be
    /// restarted, snapshot or read at any point.
    #[test]
    fn every_order_of_the_instances_gives_the_same_page(
        all in proptest::collection::vec(distinct_changes(), 3),
        order in proptest::collection::vec((0_usize..3, 0_u8..8), 0..20),
    ) {
        let actors = [ADA, ADA_AGAIN, ADAS_PHONE];
        let written: Vec<_> = actors.iter().zip(&all).map(|(actor, changes)| honest(*actor, changes)).collect();
        let mut straight = OwnPage::new();
        for (actor, changes) in actors.iter().zip(&written) {
            for change in changes {
                admit(&mut straight, 0, *actor, change);
            }
        }
        let mut page = OwnPage::new();
        let mut next = [0; 3];
        let rest = (0..3).flat_map(|who| [(who, 7); 5]);
        for (position, (who, event)) in order.into_iter().chain(rest).enumerate() {
            if let Some(change) = written[who].get(next[who]) {
                let acts = admit(&mut page, position as u64, actors[who], change);
                prop_assert_eq!(&acts, &all[who][next[who]]);
                next[who] += 1;
            }
            match event {
                0 => page = reopened(&page),
                1 => drop(page.snapshot().unwrap().len()),
                2 => page.materialise().unwrap(),
                3 => page.forget_document(),
                _ => {}
            }
        }
        prop_assert_eq!(page.gate(), straight.gate());
        let expected: std::collections::BTreeSet<_> = all.iter().flatten().flatten().cloned().collect();
        prop_assert_eq!(acts(&mut page), expected.iter().cloned().collect::<Vec<_>>());
        prop_assert_eq!(acts(&mut straight), acts(&mut page));
        page.snapshot().unwrap();
        prop_assert_eq!(acts(&mut reopened(&page)), acts(&mut straight));
    }

    #[test]
    fn any_order_of_arrival_of_one_instances_records_admits_all_of_them(
        count in 1_usize..12,
        shuffled in any::<prop::sample::Index>(),
        seed in any::<[u8; 12]>(),
    ) {
        let changes = chain(ADA, count);
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by_key(|n| seed[*n]);
        order.rotate_left(shuffled.index(count));
        let mut page = OwnPage::new();
        let mut admitted = 0;
        for n in order {
            let outcomes = ingest(&mut page, n as u64, ADA, &changes[n]);
            admitted += outcomes.iter().filter(|outcome| matches!(outcome.verdict, Verdict::Admitted(_))).count();
        }
        prop_assert_eq!(admitted, count);
        prop_assert_eq!(page.tail(), &changes[..]);
        let refs: Vec<&[u8]> = slices(page.tail());
        prop_assert_eq!(refs.len(), count);
        page.materialise().unwrap();
    }
}
