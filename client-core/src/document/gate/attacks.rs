//! What a hostile or broken device could send. Nothing here is handed to Automerge: the gate does not know it.

use automerge::transaction::Transactable;
use automerge::{Automerge, Change, ObjType, ROOT, ScalarValue};
use proptest::prelude::*;

use super::*;
use crate::document::testing::{
    ADA, ADAS_PHONE, Forged, chain, commit, data_of, distinct_changes, doc_of, honest, put_act,
    seal,
};
use crate::document::{Column, act_key, root_key};

const KEY: u64 = 0x15;
const INSERT: u64 = 0x34;
const ACTION: u64 = 0x42;
const META: u64 = 0x56;
const VALUE: u64 = 0x57;
const PREDS: u64 = 0x70;

fn first() -> Forged {
    Forged::from(&honest(ADA, &[vec![b"one".to_vec(), b"two".to_vec(), b"three".to_vec()]])[0])
}

/// Judges a change as the first of ADA's page, and requires that nothing was taken in.
fn refused(change: &[u8]) -> GateError {
    let mut gate = Gate::default();
    let error = gate.admit_own(ADA.device, change).unwrap_err();
    assert!(gate.heads().is_empty());
    error
}

fn chunk_refused(change: &[u8]) -> ChunkError {
    match refused(change) {
        GateError::Chunk(error) => error,
        other => panic!("refused as {other:?}"),
    }
}

#[test]
fn the_forger_writes_an_honest_change_unaltered() {
    let change = first().bytes();
    assert_eq!(
        change,
        honest(ADA, &[vec![b"one".to_vec(), b"two".to_vec(), b"three".to_vec()]])[0]
    );
    Gate::default().admit_own(ADA.device, &change).unwrap();
}

#[test]
fn nothing_before_the_page_calls_automerge() {
    for source in [
        include_str!("../chunk.rs"),
        include_str!("../gate.rs"),
        include_str!("../held.rs"),
        include_str!("../ids.rs"),
        include_str!("../leb.rs"),
    ] {
        assert!(!source.contains("automerge::"), "the gate stands before Automerge");
    }
}

#[test]
fn ten_million_operations_in_a_few_bytes_are_refused() {
    let run = |value: &[u8]| {
        let mut out = Vec::new();
        crate::document::leb::put_signed(&mut out, 10_000_000);
        [&out[..], value].concat()
    };
    let mut count = Vec::new();
    crate::document::leb::put_unsigned(&mut count, 10_000_000);
    let bomb = first().with(|forged| {
        *forged.column(KEY) = run(b"\x01a");
        *forged.column(INSERT) = count.clone();
        *forged.column(ACTION) = run(&[1]);
        *forged.column(META) = run(&[7]);
        *forged.column(VALUE) = Vec::new();
        *forged.column(PREDS) = run(&[0]);
    });
    assert!(bomb.len() < 110);
    assert_eq!(chunk_refused(&bomb), ChunkError::Acts { got: 10_000_000 });
    // The honest row count does not open a way around.
    let bomb = first().with(|forged| *forged.column(META) = run(&[7]));
    assert_eq!(chunk_refused(&bomb), ChunkError::ColumnDiffers(Column::ValueMeta));
    let bomb = first().with(|forged| *forged.column(ACTION) = run(&[1]));
    assert_eq!(chunk_refused(&bomb), ChunkError::ColumnDiffers(Column::Action));
    let bomb = first().with(|forged| *forged.column(PREDS) = run(&[0]));
    assert_eq!(chunk_refused(&bomb), ChunkError::ColumnDiffers(Column::Preds));
    let bomb = first().with(|forged| *forged.column(KEY) = run(b"\x01a"));
    assert_eq!(chunk_refused(&bomb), ChunkError::ColumnDiffers(Column::Key));
}

#[test]
fn deflated_changes_documents_bundles_and_unknown_chunks_are_refused() {
    let long = honest(ADA, &[vec![vec![0; 2_000]]]);
    let deflated = Change::from_bytes(long[0].clone()).unwrap().bytes().into_owned();
    assert!(deflated.len() < 300);
    assert_eq!(chunk_refused(&deflated), ChunkError::ChunkType { got: 2 });
    let mut doc = doc_of(ADA);
    commit(&mut doc, 0, None, |tx| put_act(tx, b"one"));
    assert_eq!(chunk_refused(&doc.save()), ChunkError::ChunkType { got: 0 });
    for got in [0, 2, 3, 4, 255] {
        assert_eq!(
            chunk_refused(&first().with(|forged| forged.kind = got)),
            ChunkError::ChunkType { got }
        );
    }
}

#[test]
fn a_chain_that_does_not_continue_the_instances_own_is_refused() {
    let with = |edit: fn(&mut Forged)| refused(&first().with(edit));
    assert_eq!(with(|forged| forged.start_op = 0), GateError::StartOp { expected: 1, got: 0 });
    assert_eq!(with(|forged| forged.start_op = 2), GateError::StartOp { expected: 1, got: 2 });
    for got in [u64::from(u32::MAX) - 3, u64::from(u32::MAX), 1 << 32, u64::MAX] {
        let change = first().with(|forged| forged.start_op = got);
        assert_eq!(refused(&change), GateError::StartOp { expected: 1, got });
    }
    assert_eq!(with(|forged| forged.seq = 0), GateError::Fork { expected: 1, got: 0 });
    assert_eq!(with(|forged| forged.seq = 2), GateError::Early { expected: 1, got: 2 });
    assert_eq!(
        with(|forged| forged.seq = u64::MAX),
        GateError::Early { expected: 1, got: u64::MAX }
    );
    assert_eq!(with(|forged| forged.deps.push([9; 32])), GateError::WrongDep);
    assert_eq!(with(|forged| forged.deps = vec![[9; 32]; 2]), ChunkError::Deps { got: 2 }.into());
    assert_eq!(
        with(|forged| forged.deps = vec![[9; 32]; 65]),
        ChunkError::Malformed(super::super::Field::Deps).into()
    );
}

#[test]
fn a_second_change_must_depend_on_exactly_the_first() {
    let changes = chain(ADA, 2);
    let phone = chain(ADAS_PHONE, 1);
    let mut gate = Gate::default();
    gate.admit_own(ADA.device, &changes[0]).unwrap();
    let other = gate.clone().admit_own(ADAS_PHONE.device, &phone[0]).unwrap().hash;
    let second = Forged::from(&changes[1]);
    let judge = |change: Vec<u8>| gate.clone().admit_own(ADA.device, &change).unwrap_err();
    assert_eq!(judge(second.clone().with(|forged| forged.deps.clear())), GateError::WrongDep);
    assert_eq!(judge(second.clone().with(|forged| forged.deps[0][31] ^= 1)), GateError::WrongDep);
    assert_eq!(judge(second.clone().with(|forged| forged.deps[0] = other)), GateError::WrongDep);
    assert_eq!(
        judge(second.clone().with(|forged| forged.deps.push(other))),
        ChunkError::Deps { got: 2 }.into()
    );
    assert_eq!(
        judge(second.clone().with(|forged| forged.start_op = 1)),
        GateError::StartOp { expected: 2, got: 1 }
    );
    assert_eq!(
        judge(second.with(|forged| forged.seq = 1)),
        GateError::Fork { expected: 2, got: 1 }
    );
}

#[test]
fn a_change_that_depends_on_another_instance_as_automerge_would_is_refused() {
    let mut doc = doc_of(ADA);
    let phone = Change::from_bytes(chain(ADAS_PHONE, 1)[0].clone()).unwrap();
    doc.apply_changes([phone]).unwrap();
    let change = commit(&mut doc, 0, None, |tx| put_act(tx, b"one"));
    assert_eq!(refused(&change), GateError::WrongDep);
}

#[test]
fn foreign_and_odd_actors_are_refused() {
    assert_eq!(refused(&chain(ADAS_PHONE, 1)[0]), GateError::ForeignActor);
    for len in [0, 16, 23, 25, 1_000] {
        let change = first().with(|forged| forged.actor = vec![0xa1; len]);
        assert_eq!(refused(&change), ChunkError::ActorLength { got: len }.into());
    }
    let change = first().with(|forged| forged.others.push(ADAS_PHONE.to_bytes().to_vec()));
    assert_eq!(refused(&change), ChunkError::OtherActors { got: 1 }.into());
}

#[test]
fn times_and_messages_are_refused() {
    for time in [i64::MIN, -1, 1, 1_700_000_000, i64::MAX] {
        assert_eq!(chunk_refused(&first().with(|forged| forged.time = time)), ChunkError::Time);
    }
    let timed = commit(&mut doc_of(ADA), i64::MIN, None, |tx| put_act(tx, b"one"));
    assert_eq!(chunk_refused(&timed), ChunkError::Time);
    let told = commit(&mut doc_of(ADA), 0, Some("hello"), |tx| put_act(tx, b"one"));
    assert_eq!(chunk_refused(&told), ChunkError::Message);
}

#[test]
fn bytes_that_belong_to_nothing_are_refused() {
    let change = first().with(|forged| forged.extra.push(0));
    assert_eq!(chunk_refused(&change), ChunkError::ExtraBytes { got: 1 });
    let honest = first().bytes();
    let data = data_of(&honest).len();
    assert_eq!(chunk_refused(&[&honest[..], &[0]].concat()), ChunkError::Length { got: data + 1 });
    assert_eq!(
        chunk_refused(&[&honest[..], &honest].concat()),
        ChunkError::Length { got: data + honest.len() }
    );
    let change = first().with(|forged| forged.column(VALUE).push(0));
    assert_eq!(chunk_refused(&change), ChunkError::ColumnDiffers(Column::Value));
    let change = first().with(|forged| forged.column(META).extend([1, 7]));
    assert_eq!(chunk_refused(&change), ChunkError::ColumnDiffers(Column::ValueMeta));
}

#[test]
fn every_operation_but_a_put_of_bytes_at_the_root_is_refused() {
    let key = root_key(&act_key(b"one"));
    type Edit = fn(&mut automerge::transaction::Transaction<'_>, String);
    let edits: [(Edit, ChunkError); 9] = [
        (|tx, key| drop(tx.put_object(ROOT, key, ObjType::Map).unwrap()), ChunkError::Columns),
        (|tx, key| drop(tx.put_object(ROOT, key, ObjType::Text).unwrap()), ChunkError::Columns),
        (|tx, key| tx.put(ROOT, key, ScalarValue::counter(1)).unwrap(), ChunkError::Value),
        (|tx, key| tx.put(ROOT, key, 7_i64).unwrap(), ChunkError::Value),
        (|tx, key| tx.put(ROOT, key, "one").unwrap(), ChunkError::Value),
        (|tx, key| tx.put(ROOT, key, ()).unwrap(), ChunkError::Columns),
        (|tx, key| tx.put(ROOT, key, ScalarValue::Timestamp(1)).unwrap(), ChunkError::Value),
        (|tx, key| tx.put(ROOT, key, ScalarValue::Bytes(Vec::new())).unwrap(), ChunkError::Columns),
        (
            |tx, key| {
                let inner = tx.put_object(ROOT, key, ObjType::Map).unwrap();
                tx.put(inner, "deep", ScalarValue::Bytes(b"one".to_vec())).unwrap();
            },
            ChunkError::Columns,
        ),
    ];
    for (n, (edit, expected)) in edits.into_iter().enumerate() {
        let change = commit(&mut doc_of(ADA), 0, None, |tx| edit(tx, key.clone()));
        assert_eq!(chunk_refused(&change), expected, "edit {n}");
        let beside = commit(&mut doc_of(ADA), 0, None, |tx| {
            put_act(tx, b"beside");
            edit(tx, key.clone());
        });
        chunk_refused(&beside);
    }
}

#[test]
fn deletes_overwrites_and_increments_of_what_is_there_are_refused() {
    let key = root_key(&act_key(b"one"));
    type Edit = fn(&mut automerge::transaction::Transaction<'_>, &str);
    let edits: [Edit; 3] = [
        |tx, key| tx.delete(ROOT, key).unwrap(),
        |tx, key| tx.put(ROOT, key, ScalarValue::Bytes(b"other".to_vec())).unwrap(),
        |tx, _| {
            tx.put(ROOT, "n", ScalarValue::counter(1)).unwrap();
            tx.increment(ROOT, "n", 1).unwrap();
        },
    ];
    for edit in edits {
        let mut gate = Gate::default();
        let mut doc = doc_of(ADA);
        let change = commit(&mut doc, 0, None, |tx| put_act(tx, b"one"));
        gate.admit_own(ADA.device, &change).unwrap();
        let change = commit(&mut doc, 0, None, |tx| edit(tx, &key));
        let error = gate.admit_own(ADA.device, &change).unwrap_err();
        assert!(matches!(error, GateError::Chunk(ChunkError::Columns)), "{error:?}");
    }
}

#[test]
fn a_key_that_is_not_its_values_hash_is_refused() {
    for key in
        ["note:1", "act:", &root_key(&act_key(b"two")), &root_key(&act_key(b"one")).to_uppercase()]
    {
        let change = commit(&mut doc_of(ADA), 0, None, |tx| {
            tx.put(ROOT, key, ScalarValue::Bytes(b"one".to_vec())).unwrap();
        });
        assert_eq!(chunk_refused(&change), ChunkError::ColumnDiffers(Column::Key));
    }
}

#[test]
fn rows_that_contradict_each_other_are_refused() {
    let with = |edit: fn(&mut Forged)| chunk_refused(&first().with(edit));
    assert_eq!(with(|forged| *forged.column(INSERT) = vec![0]), ChunkError::Acts { got: 0 });
    assert_eq!(
        with(|forged| *forged.column(INSERT) = vec![]),
        ChunkError::ColumnDiffers(Column::Insert)
    );
    assert_eq!(with(|forged| *forged.column(INSERT) = vec![0, 3]), ChunkError::Acts { got: 0 });
    assert_eq!(
        with(|forged| *forged.column(INSERT) = vec![3, 1]),
        ChunkError::ColumnDiffers(Column::Insert)
    );
    assert_eq!(
        with(|forged| *forged.column(INSERT) = vec![2]),
        ChunkError::ColumnDiffers(Column::Key)
    );
    assert_eq!(
        with(|forged| *forged.column(INSERT) = vec![4]),
        ChunkError::ColumnDiffers(Column::ValueMeta)
    );
    assert_eq!(
        with(|forged| *forged.column(ACTION) = vec![3, 3]),
        ChunkError::ColumnDiffers(Column::Action)
    );
    assert_eq!(
        with(|forged| *forged.column(PREDS) = vec![3, 1]),
        ChunkError::ColumnDiffers(Column::Preds)
    );
    assert_eq!(with(|forged| forged.columns.clear()), ChunkError::Columns);
    assert_eq!(with(|forged| forged.columns.swap(0, 1)), ChunkError::Columns);
    assert_eq!(with(|forged| forged.columns.push((0xa5, vec![1]))), ChunkError::Columns);
    // The same acts with the runs cut otherwise: Automerge reads them alike, an honest client does not write them.
    assert_eq!(
        with(|forged| *forged.column(ACTION) = vec![2, 1, 0x7f, 1]),
        ChunkError::ColumnDiffers(Column::Action)
    );
    assert_eq!(
        with(|forged| *forged.column(META) = vec![0x7d, 0x37, 0x37, 0x57]),
        ChunkError::ColumnDiffers(Column::ValueMeta)
    );
    assert_eq!(
        with(|forged| *forged.column(META) = vec![0]),
        ChunkError::ColumnDiffers(Column::ValueMeta)
    );
    // i64::MIN literals, and a length above any memory.
    let mut most = Vec::new();
    crate::document::leb::put_signed(&mut most, i64::MIN);
    assert_eq!(
        chunk_refused(&first().with(|forged| *forged.column(META) = most)),
        ChunkError::ColumnDiffers(Column::ValueMeta)
    );
    let mut long = vec![3];
    crate::document::leb::put_unsigned(&mut long, u64::MAX - 8);
    assert_eq!(
        chunk_refused(&first().with(|forged| *forged.column(META) = long)),
        ChunkError::ColumnDiffers(Column::Value)
    );
}

#[test]
fn the_same_act_twice_in_one_change_is_refused() {
    let twice =
        encode(&Place { actor: ADA, seq: 1, start_op: 1, dep: None }, &[b"one", b"one"]).bytes;
    assert_eq!(chunk_refused(&twice), ChunkError::Twice);
}

#[test]
fn numbers_with_needless_bytes_are_refused_wherever_they_stand() {
    let honest = first().bytes();
    let data = data_of(&honest);
    let mut refusals = 0;
    for place in 0..data.len() {
        // A longer form of the same one-byte number.
        let padded = [&data[..place], &[data[place] | 0x80, 0], &data[place + 1..]].concat();
        refused(&seal(1, &padded));
        refusals += 1;
    }
    assert_eq!(refusals, data.len());
    // The chunk's own length is not under the checksum as it stands.
    let mut longer = honest.clone();
    let last = honest.len() - data.len() - 1;
    longer[last] |= 0x80;
    longer.insert(last + 1, 0);
    assert!(matches!(refused(&longer), GateError::Chunk(_)));
}

#[test]
fn an_empty_or_cut_or_overlong_change_is_refused() {
    let honest = first().bytes();
    for cut in 0..honest.len() {
        refused(&honest[..cut]);
    }
    let data = data_of(&honest);
    for cut in 0..data.len() {
        refused(&seal(1, &data[..cut]));
    }
    let long = vec![0; MAX_CHANGE_BYTES + 1];
    assert_eq!(chunk_refused(&long), ChunkError::TooLong { got: MAX_CHANGE_BYTES + 1 });
    let mut doc = doc_of(ADA);
    let empty = doc.empty_commit(automerge::transaction::CommitOptions::default().with_time(0));
    let empty = automerge::ReadDoc::get_change_by_hash(&doc, &empty).unwrap().raw_bytes().to_vec();
    assert_eq!(chunk_refused(&empty), ChunkError::Columns);
}

#[test]
fn a_flipped_bit_anywhere_is_refused() {
    let honest = first().bytes();
    let start = honest.len() - data_of(&honest).len();
    for place in (4..8).chain(start..honest.len()) {
        let mut other = honest.clone();
        other[place] ^= 1;
        assert_eq!(chunk_refused(&other), ChunkError::Checksum);
    }
    for place in 0..honest.len() {
        for bit in 0..8 {
            let mut other = honest.clone();
            other[place] ^= 1 << bit;
            refused(&other);
        }
    }
}

#[derive(Clone, Debug)]
enum Edit {
    Set(prop::sample::Index, u8),
    Insert(prop::sample::Index, u8),
    Remove(prop::sample::Index),
    Copy(prop::sample::Index, prop::sample::Index, u8),
    Cut(prop::sample::Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    use prop::sample::Index;
    prop_oneof![
        4 => (any::<Index>(), prop_oneof![any::<u8>(), Just(0x7f), Just(0x80), Just(0xff), Just(0)]).prop_map(|(at, byte)| Edit::Set(at, byte)),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Edit::Insert(at, byte)),
        2 => any::<Index>().prop_map(Edit::Remove),
        1 => (any::<Index>(), any::<Index>(), any::<u8>()).prop_map(|(from, to, len)| Edit::Copy(from, to, len)),
        1 => any::<Index>().prop_map(Edit::Cut),
    ]
}

fn mutate(bytes: &mut Vec<u8>, edits: &[Edit]) {
    for edit in edits {
        if bytes.is_empty() {
            return;
        }
        let len = bytes.len();
        match edit {
            Edit::Set(at, byte) => bytes[at.index(len)] = *byte,
            Edit::Insert(at, byte) => bytes.insert(at.index(len), *byte),
            Edit::Remove(at) => drop(bytes.remove(at.index(len))),
            Edit::Copy(from, to, count) => {
                let from = from.index(len);
                let piece = bytes[from..len.min(from + usize::from(*count))].to_vec();
                let to = to.index(len);
                bytes.splice(to..to, piece);
            }
            Edit::Cut(at) => bytes.truncate(at.index(len)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6_000))]

    /// The checksum is made right again, so every case reaches the parser. What passes is, byte for byte, what an honest
    /// client sends, and a document of it saves and loads.
    #[test]
    fn mutated_changes_are_refused_or_are_honest_ones(
        acts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..20), 1..8),
        edits in proptest::collection::vec(edit(), 1..6),
        whole in any::<bool>(),
    ) {
        let acts: Vec<&[u8]> = acts.iter().map(Vec::as_slice).collect();
        let gate = Gate::default();
        if let Ok(honest) = gate.build(ADA, &acts) {
            let data = data_of(&honest).to_vec();
            let mut mutated = if whole { honest } else { data };
            mutate(&mut mutated, &edits);
            let mutated = if whole { mutated } else { seal(1, &mutated) };
            if let Ok(admitted) = gate.clone().admit_own(ADA.device, &mutated) {
                let again: Vec<&[u8]> = admitted.acts.iter().map(Vec::as_slice).collect();
                prop_assert_eq!(gate.build(admitted.actor, &again).unwrap(), mutated.clone());
                let mut doc = Automerge::new();
                doc.apply_changes([Change::from_bytes(mutated).unwrap()]).unwrap();
                Automerge::load(&doc.save()).unwrap();
            }
        }
    }

    #[test]
    fn any_bytes_at_all_are_refused(data in proptest::collection::vec(any::<u8>(), 0..300), sealed in any::<bool>()) {
        refused(&if sealed { seal(1, &data) } else { data });
    }
}

proptest! {
    #[test]
    fn everything_admitted_goes_through_automerge_with_the_hash_the_gate_gave(changes in distinct_changes()) {
        let mut gate = Gate::default();
        let mut doc = Automerge::new();
        for change in honest(ADA, &changes) {
            let admitted = gate.admit_own(ADA.device, &change).unwrap();
            let change = Change::from_bytes(change).unwrap();
            prop_assert_eq!(change.hash().0, admitted.hash);
            prop_assert_eq!(change.max_op(), admitted.max_op);
            doc.apply_changes([change]).unwrap();
        }
        let heads: Vec<_> = Automerge::load(&doc.save()).unwrap().get_heads().iter().map(|hash| hash.0).collect();
        prop_assert_eq!(heads, gate.heads());
    }
}
