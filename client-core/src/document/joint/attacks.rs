//! What a hostile or broken device could send to the joint page.

use std::sync::OnceLock;

use automerge::Change;
use automerge::marks::{ExpandMark, Mark};
use proptest::prelude::*;

use super::tests::BOB;
use super::*;
use crate::document::ChunkError;
use crate::document::testing::{ADA, ADAS_PHONE, Forged, commit, data_of, doc_of, seal};

const OBJ_COUNTER: u64 = 0x02;
const KEY_COUNTER: u64 = 0x13;
const PRED_COUNT: u64 = 0x70;
const PRED_COUNTER: u64 = 0x73;

/// Two people's page: a text with words, a map with a text, something deleted, something both wrote unseen.
struct Session {
    gate: JointGate,
    doc: Automerge,
    /// Honest next changes of both, not admitted yet.
    next: Vec<(Actor, Vec<u8>)>,
}

fn session() -> &'static Session {
    static SESSION: OnceLock<Session> = OnceLock::new();
    SESSION.get_or_init(|| {
        let mut gate = JointGate::default();
        let mut ada = doc_of(ADA);
        let mut bob = doc_of(BOB);
        let mut admit = |actor: Actor, change: Vec<u8>| {
            gate.admit(actor.device, &[&change]).unwrap();
        };
        admit(
            ADA,
            commit(&mut ada, 0, None, |tx| {
                let text = tx.put_object(ROOT, "note:1", ObjType::Text).unwrap();
                tx.splice_text(&text, 0, 0, "hello there").unwrap();
                let map = tx.put_object(ROOT, "list:1", ObjType::Map).unwrap();
                tx.put(&map, "n", 1).unwrap();
                let inner = tx.put_object(&map, "t", ObjType::Text).unwrap();
                tx.splice_text(&inner, 0, 0, "inner").unwrap();
                tx.put(ROOT, "gone", "soon").unwrap();
            }),
        );
        bob.merge(&mut ada).unwrap();
        admit(
            ADA,
            commit(&mut ada, 0, None, |tx| {
                tx.delete(ROOT, "gone").unwrap();
                tx.put(ROOT, "both", 1).unwrap();
            }),
        );
        admit(
            BOB,
            commit(&mut bob, 0, None, |tx| {
                tx.put(ROOT, "both", 2).unwrap();
                let text = child(tx, &ROOT, "note:1", ObjType::Text).unwrap();
                tx.splice_text(&text, 5, 6, ", you").unwrap();
            }),
        );
        ada.merge(&mut bob).unwrap();
        bob.merge(&mut ada).unwrap();
        let doc = ada.clone();
        let text = |tx: &mut Transaction<'_>, words: &str| {
            let text = child(tx, &ROOT, "note:1", ObjType::Text).unwrap();
            tx.update_text(&text, words).unwrap();
        };
        let next = vec![
            (ADA, commit(&mut ada.clone(), 0, None, |tx| text(tx, "hallo, you two"))),
            (BOB, commit(&mut bob.clone(), 0, None, |tx| tx.put(ROOT, "both", 3).unwrap())),
            (
                BOB,
                commit(&mut bob, 0, None, |tx| {
                    let map = child(tx, &ROOT, "list:1", ObjType::Map).unwrap();
                    tx.put(&map, "n", "words").unwrap();
                    tx.delete(&map, "t").unwrap();
                    text(tx, "");
                }),
            ),
        ];
        Session { gate, doc, next }
    })
}

fn judge(actor: Actor, change: &[u8]) -> Result<(), JointError> {
    session().gate.clone().judge(actor.device, change)
}

/// What Ada's own client would refuse in this edit.
fn edited(edit: impl FnOnce(&mut Transaction<'_>)) -> JointError {
    let mut doc = session().doc.clone();
    judge(ADA, &commit(&mut doc, 0, None, edit)).unwrap_err()
}

fn op(row: usize, error: OpError) -> JointError {
    JointError::Op { row, error }
}

#[test]
fn the_honest_next_changes_are_admitted_and_the_forger_writes_them_unaltered() {
    for (actor, change) in &session().next {
        assert_eq!(Forged::from(change).bytes(), *change);
        judge(*actor, change).unwrap();
    }
}

#[test]
fn nothing_before_the_page_calls_automerge() {
    for source in [
        include_str!("change.rs"),
        include_str!("columns.rs"),
        include_str!("gate.rs"),
        include_str!("model.rs"),
    ] {
        let code = source.split("#[cfg(test)]").next().unwrap();
        assert!(!code.contains("automerge::"), "the gate stands before Automerge");
    }
}

#[test]
fn lists_counters_marks_and_other_values_are_refused() {
    let made = edited(|tx| drop(tx.put_object(ROOT, "l", ObjType::List).unwrap()));
    assert_eq!(made, op(0, OpError::Action { got: 2 }));
    for (value, kind) in
        [(ScalarValue::counter(1), 8), (ScalarValue::Timestamp(1), 9), (ScalarValue::F64(0.5), 5)]
    {
        assert_eq!(edited(|tx| tx.put(ROOT, "x", value).unwrap()), op(0, OpError::Value { kind }));
    }
    let long = "x".repeat(MAX_VALUE_BYTES + 1);
    assert_eq!(edited(|tx| tx.put(ROOT, "x", long).unwrap()), op(0, OpError::Value { kind: 6 }));
    let mut doc = session().doc.clone();
    doc.set_actor(ActorId::from(ADA.to_bytes()));
    let marked = commit(&mut doc, 0, None, |tx| {
        let text = child(tx, &ROOT, "note:1", ObjType::Text).unwrap();
        tx.mark(&text, Mark::new("bold".into(), true, 0, 3), ExpandMark::Both).unwrap();
    });
    assert_eq!(judge(ADA, &marked), Err(ChunkError::Columns.into()));
    let block = edited(|tx| {
        let text = child(tx, &ROOT, "note:1", ObjType::Text).unwrap();
        drop(tx.split_block(&text, 1).unwrap());
    });
    assert_eq!(block, op(0, OpError::Action { got: 0 }));
    let overwritten = edited(|tx| {
        let text = child(tx, &ROOT, "note:1", ObjType::Text).unwrap();
        tx.put(&text, 0, "J").unwrap();
    });
    assert_eq!(overwritten, op(0, OpError::Action { got: 1 }));
    let two_letters = edited(|tx| {
        let text = child(tx, &ROOT, "note:1", ObjType::Text).unwrap();
        tx.insert(&text, 0, "two").unwrap();
    });
    assert_eq!(two_letters, op(0, OpError::Value { kind: 6 }));
}

#[test]
fn keys_depth_times_and_messages_have_limits() {
    assert_eq!(edited(|tx| tx.put(ROOT, "a/b", 1).unwrap()), op(0, OpError::Key));
    assert_eq!(
        edited(|tx| tx.put(ROOT, "k".repeat(MAX_KEY_BYTES + 1), 1).unwrap()),
        op(0, OpError::Key)
    );
    let deep = edited(|tx| {
        let mut parent = ROOT;
        for _ in 0..10_000 {
            parent = tx.put_object(&parent, "d", ObjType::Map).unwrap();
        }
    });
    assert_eq!(deep, op(usize::from(MAX_DEPTH), OpError::TooDeep));
    let (actor, honest) = &session().next[0];
    for time in [i64::MIN, 1] {
        let change = Forged::from(honest).with(|forged| forged.time = time);
        assert_eq!(judge(*actor, &change), Err(ChunkError::Time.into()));
    }
    let change = Forged::from(honest).with(|forged| forged.message = b"hi".to_vec());
    assert_eq!(judge(*actor, &change), Err(ChunkError::Message.into()));
    let change = Forged::from(honest).with(|forged| forged.extra = vec![0]);
    assert_eq!(judge(*actor, &change), Err(ChunkError::ExtraBytes { got: 1 }.into()));
}

#[test]
fn a_change_with_another_past_than_its_authors_is_refused() {
    let (actor, honest) = &session().next[0];
    let with = |edit: &dyn Fn(&mut Forged)| {
        judge(*actor, &Forged::from(honest).with(|forged| edit(forged))).unwrap_err()
    };
    assert!(matches!(
        with(&|forged| forged.start_op = u64::from(u32::MAX)),
        JointError::StartOp { .. }
    ));
    assert!(matches!(with(&|forged| forged.start_op -= 1), JointError::StartOp { .. }));
    assert!(matches!(with(&|forged| forged.seq = 1), JointError::Fork { expected: 3, got: 1 }));
    assert_eq!(with(&|forged| forged.seq = 9), JointError::Early(Wait::Turn(ADA, 9)));
    assert_eq!(with(&|forged| forged.deps[0] = [7; 32]), JointError::Early(Wait::Change([7; 32])));
    assert_eq!(with(&|forged| forged.deps.clear()), JointError::WrongDeps);
    assert_eq!(with(&|forged| forged.deps.reverse()), JointError::WrongDeps);
    assert_eq!(with(&|forged| forged.deps = vec![forged.deps[0]; 2]), JointError::WrongDeps);
    // An old change beside the heads that followed it.
    let first = session().doc.get_changes(&[])[0].hash().0;
    let with_first = |forged: &mut Forged| {
        forged.deps.push(first);
        forged.deps.sort_unstable();
    };
    assert_eq!(with(&with_first), JointError::WrongDeps);
    assert_eq!(judge(ADAS_PHONE, honest), Err(JointError::ForeignActor));
}

#[test]
fn an_operation_that_refers_to_what_is_not_there_is_refused() {
    let (bob, put) = &session().next[1];
    let with = |edit: &dyn Fn(&mut Forged)| {
        judge(*bob, &Forged::from(put).with(|forged| edit(forged))).unwrap_err()
    };
    // Two values are seen there: one, none, or others are not what Bob saw.
    assert!(matches!(
        with(&|forged| forged.column(PRED_COUNTER)[1] ^= 1),
        JointError::Op { row: 0, error: OpError::Preds }
    ));
    let none = with(&|forged| {
        *forged.column(PRED_COUNT) = vec![0x7f, 0];
        forged.columns.retain(|(column, _)| *column <= PRED_COUNT);
        forged.others.clear();
    });
    assert_eq!(none, op(0, OpError::Preds));

    let (_, beside) = &session().next[2];
    let with = |edit: &dyn Fn(&mut Forged)| {
        judge(*bob, &Forged::from(beside).with(|forged| edit(forged))).unwrap_err()
    };
    // The object's number: a letter, and one nobody made. The first run of the column is literal or a run of two.
    for (counter, expected) in [(3, OpError::Kind), (100, OpError::Object), (14, OpError::Kind)] {
        let error = with(&|forged| forged.column(OBJ_COUNTER)[1] = counter);
        assert_eq!(error, op(0, expected));
    }
}

#[test]
fn a_letter_of_another_text_or_deleted_before_is_refused() {
    let mut doc = session().doc.clone();
    doc.set_actor(ActorId::from(ADA.to_bytes()));
    let honest = commit(&mut doc, 0, None, |tx| {
        let text = child(tx, &ROOT, "note:1", ObjType::Text).unwrap();
        tx.splice_text(&text, 1, 1, "").unwrap();
    });
    judge(ADA, &honest).unwrap();
    let mut forged = Forged::from(&honest);
    let (key, pred) = (forged.column(KEY_COUNTER).clone(), forged.column(PRED_COUNTER).clone());
    assert_eq!((&key, &pred), (&vec![0x7f, 3], &vec![0x7f, 3]));
    let with = |counter: u8| {
        judge(
            ADA,
            &Forged::from(&honest).with(|forged| {
                forged.column(KEY_COUNTER)[1] = counter;
                forged.column(PRED_COUNTER)[1] = counter;
            }),
        )
    };
    with(2).unwrap();
    // 7 to 12 were deleted by Bob; 13 is the map, 16 a letter of the text inside it.
    assert_eq!(with(8), Err(op(0, OpError::Preds)));
    assert_eq!(with(13), Err(op(0, OpError::Letter)));
    assert_eq!(with(17), Err(op(0, OpError::Letter)));
    assert_eq!(with(60), Err(op(0, OpError::Letter)));
    let other = Forged::from(&honest).with(|forged| forged.column(PRED_COUNTER)[1] = 4);
    assert_eq!(judge(ADA, &other), Err(op(0, OpError::Preds)));
}

#[test]
fn what_the_author_had_not_seen_cannot_be_touched() {
    type Deed = fn(&mut Transaction<'_>);
    let edits: [(Deed, OpError); 4] = [
        (
            |tx| {
                let text = child(tx, &ROOT, "t", ObjType::Text).unwrap();
                tx.splice_text(&text, 1, 0, "x").unwrap();
            },
            OpError::Letter,
        ),
        (
            |tx| {
                let text = child(tx, &ROOT, "t", ObjType::Text).unwrap();
                tx.splice_text(&text, 0, 1, "").unwrap();
            },
            OpError::Letter,
        ),
        (
            |tx| {
                let map = child(tx, &ROOT, "m", ObjType::Map).unwrap();
                tx.put(&map, "n", 1).unwrap();
            },
            OpError::Object,
        ),
        (|tx| tx.put(ROOT, "k", 2).unwrap(), OpError::Preds),
    ];
    let mut ada = doc_of(ADA);
    let first =
        commit(&mut ada, 0, None, |tx| drop(tx.put_object(ROOT, "t", ObjType::Text).unwrap()));
    let mut bob = doc_of(BOB);
    bob.merge(&mut ada).unwrap();
    let his = commit(&mut bob, 0, None, |tx| {
        let text = child(tx, &ROOT, "t", ObjType::Text).unwrap();
        tx.splice_text(&text, 0, 0, "abc").unwrap();
        tx.put_object(ROOT, "m", ObjType::Map).unwrap();
        tx.put(ROOT, "k", 1).unwrap();
    });
    ada.merge(&mut bob).unwrap();
    let mut gate = JointGate::default();
    gate.admit(ADA.device, &[&first]).unwrap();
    gate.admit(BOB.device, &[&his]).unwrap();
    let first = Change::from_bytes(first).unwrap().hash().0;
    for (edit, expected) in edits {
        let seen = commit(&mut ada.clone(), 0, None, edit);
        gate.judge(ADA.device, &seen).unwrap();
        let unseen = Forged::from(&seen).with(|forged| {
            forged.deps = vec![first];
            forged.start_op = 2;
        });
        assert_eq!(gate.judge(ADA.device, &unseen), Err(op(0, expected)));
    }
}

#[test]
fn an_inserted_letter_replaces_nothing() {
    let honest = commit(&mut session().doc.clone(), 0, None, |tx| {
        let text = child(tx, &ROOT, "note:1", ObjType::Text).unwrap();
        tx.splice_text(&text, 1, 0, "x").unwrap();
    });
    judge(ADA, &honest).unwrap();
    let forged = Forged::from(&honest).with(|forged| {
        *forged.column(PRED_COUNT) = vec![0x7f, 1];
        forged.columns.extend([(0x71, vec![0x7f, 0]), (PRED_COUNTER, vec![0x7f, 3])]);
    });
    assert_eq!(judge(ADA, &forged), Err(op(0, OpError::Preds)));
}

#[test]
fn a_device_has_no_more_than_its_instances() {
    let mut gate = JointGate::default();
    let change = |n: usize| {
        let actor = Actor { instance: n.to_be_bytes(), ..ADA };
        commit(&mut doc_of(actor), 0, None, |tx| tx.put(ROOT, "k", 1).unwrap())
    };
    for n in 0..MAX_JOINT_INSTANCES_PER_DEVICE {
        gate.admit(ADA.device, &[&change(n)]).unwrap();
    }
    let refused = gate.judge(ADA.device, &change(MAX_JOINT_INSTANCES_PER_DEVICE));
    assert_eq!(refused, Err(JointError::TooManyInstances));
    let bob = commit(&mut doc_of(BOB), 0, None, |tx| tx.put(ROOT, "k", 1).unwrap());
    gate.judge(BOB.device, &bob).unwrap();
}

#[test]
fn millions_of_operations_in_a_few_bytes_are_refused() {
    let (actor, honest) = &session().next[1];
    for column in [0x15, 0x34, 0x42, 0x56, PRED_COUNT] {
        // Too many for any memory: allocating them would abort.
        let mut run = Vec::new();
        crate::document::leb::put_signed(&mut run, 1 << 60);
        let change = Forged::from(honest).with(|forged| {
            let first = forged.column(column).last().copied().unwrap();
            *forged.column(column) = [&run[..], &[first]].concat();
        });
        assert_eq!(judge(*actor, &change), Err(ChunkError::Columns.into()), "column {column}");
    }
}

#[derive(Clone, Debug)]
struct Poke {
    at: prop::sample::Index,
    byte: u8,
    how: u8,
}

fn poke() -> impl Strategy<Value = Poke> {
    let byte = prop_oneof![any::<u8>(), 0_u8..20, Just(0x7f), Just(0x7e), Just(0x80)];
    (any::<prop::sample::Index>(), byte, 0_u8..6).prop_map(|(at, byte, how)| Poke { at, byte, how })
}

fn mutate(bytes: &mut Vec<u8>, pokes: &[Poke]) {
    for poke in pokes {
        if bytes.is_empty() {
            return;
        }
        let at = poke.at.index(bytes.len());
        match poke.how {
            0 => bytes.insert(at, poke.byte),
            1 => drop(bytes.remove(at)),
            2 => bytes[at] = bytes[at].wrapping_add(1),
            3 => bytes[at] = bytes[at].wrapping_sub(1),
            _ => bytes[at] = poke.byte,
        }
    }
}

/// Whatever the gate admits, Automerge takes, saves and loads again with the same heads.
fn admitted_is_harmless(actor: Actor, change: &[u8]) -> bool {
    let mut gate = session().gate.clone();
    if gate.admit(actor.device, &[change]).is_err() {
        return false;
    }
    let mut doc = session().doc.clone();
    doc.apply_changes([Change::from_bytes(change.to_vec()).unwrap()]).unwrap();
    automerge_doc::check(&doc, &gate.heads()).unwrap();
    automerge_doc::save(&doc, &gate.heads()).unwrap();
    value_of(&doc, &ROOT).unwrap();
    let mut tx = doc.transaction();
    tx.put(ROOT, "after", 1).unwrap();
    tx.commit();
    true
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn mutated_changes_are_refused_or_harmless(which in 0_usize..3, pokes in proptest::collection::vec(poke(), 1..4)) {
        let (actor, honest) = &session().next[which];
        let mut data = data_of(honest).to_vec();
        mutate(&mut data, &pokes);
        admitted_is_harmless(*actor, &seal(1, &data));
    }

    /// Poking single columns gets deeper than poking bytes anywhere.
    #[test]
    fn changes_with_mutated_columns_are_refused_or_harmless(
        which in 0_usize..3,
        column in any::<prop::sample::Index>(),
        pokes in proptest::collection::vec(poke(), 1..3),
    ) {
        let (actor, honest) = &session().next[which];
        let change = Forged::from(honest).with(|forged| {
            let column = column.index(forged.columns.len());
            mutate(&mut forged.columns[column].1, &pokes);
        });
        admitted_is_harmless(*actor, &change);
    }
}

#[test]
fn the_mutations_reach_what_is_admitted_too() {
    for (actor, honest) in &session().next {
        assert!(admitted_is_harmless(*actor, honest));
    }
}
