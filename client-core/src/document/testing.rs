//! For tests only: honest changes as Automerge itself writes them, and forged ones with a right checksum.

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Automerge, ROOT, ReadDoc, ScalarValue};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::leb::{Reader, put_signed, put_unsigned};
use super::{Actor, act_key, root_key};

pub(crate) const ADA: Actor = Actor { device: [0xa1; 16], instance: [1; 8] };
pub(crate) const ADA_AGAIN: Actor = Actor { device: [0xa1; 16], instance: [2; 8] };
pub(crate) const ADAS_PHONE: Actor = Actor { device: [0xa2; 16], instance: [1; 8] };

/// One change of Automerge's own making, in a document of this instance alone.
pub(crate) fn commit(
    doc: &mut Automerge,
    time: i64,
    message: Option<&str>,
    edit: impl FnOnce(&mut Transaction<'_>),
) -> Vec<u8> {
    let mut options = CommitOptions::default().with_time(time);
    if let Some(message) = message {
        options = options.with_message(message);
    }
    let mut tx = doc.transaction();
    edit(&mut tx);
    let (hash, _) = tx.commit_with(options);
    doc.get_change_by_hash(&hash.unwrap()).unwrap().raw_bytes().to_vec()
}

pub(crate) fn doc_of(actor: Actor) -> Automerge {
    Automerge::new().with_actor(ActorId::from(actor.to_bytes()))
}

pub(crate) fn put_act(tx: &mut Transaction<'_>, act: &[u8]) {
    tx.put(ROOT, root_key(&act_key(act)), ScalarValue::Bytes(act.to_vec())).unwrap();
}

/// What Automerge itself writes for these acts, one change a list.
pub(crate) fn honest(actor: Actor, changes: &[Vec<Vec<u8>>]) -> Vec<Vec<u8>> {
    let mut doc = doc_of(actor);
    let change = |acts: &Vec<Vec<u8>>| {
        commit(&mut doc, 0, None, |tx| acts.iter().for_each(|act| put_act(tx, act)))
    };
    changes.iter().map(change).collect()
}

/// `count` honest changes of one small act each.
pub(crate) fn chain(actor: Actor, count: usize) -> Vec<Vec<u8>> {
    let acts = |n: usize| vec![format!("act {n} of {actor:?}").into_bytes()];
    honest(actor, &(0..count).map(acts).collect::<Vec<_>>())
}

/// Several changes of distinct acts, with equal and unequal lengths side by side.
pub(crate) fn distinct_changes() -> impl Strategy<Value = Vec<Vec<Vec<u8>>>> {
    let act = prop_oneof![
        8 => proptest::collection::vec(any::<u8>(), 1..6),
        4 => proptest::collection::vec(any::<u8>(), 30..34),
        1 => proptest::collection::vec(any::<u8>(), 1..3000),
    ];
    let changes = proptest::collection::vec(proptest::collection::vec(act, 1..40), 1..5);
    changes.prop_map(|mut changes| {
        let mut seen = std::collections::BTreeSet::new();
        for acts in &mut changes {
            acts.retain(|act| seen.insert(act.clone()));
        }
        changes.retain(|acts| !acts.is_empty());
        changes
    })
}

pub(crate) fn slices(acts: &[Vec<u8>]) -> Vec<&[u8]> {
    acts.iter().map(Vec::as_slice).collect()
}

/// Every part of a change, free to be changed. `bytes` gives it a right length and checksum.
#[derive(Clone)]
pub(crate) struct Forged {
    pub(crate) kind: u8,
    pub(crate) deps: Vec<[u8; 32]>,
    pub(crate) actor: Vec<u8>,
    pub(crate) seq: u64,
    pub(crate) start_op: u64,
    pub(crate) time: i64,
    pub(crate) message: Vec<u8>,
    pub(crate) others: Vec<Vec<u8>>,
    pub(crate) columns: Vec<(u64, Vec<u8>)>,
    pub(crate) extra: Vec<u8>,
}

impl Forged {
    pub(crate) fn from(change: &[u8]) -> Self {
        let mut reader = Reader::new(change);
        let head: [u8; 9] = reader.array().unwrap();
        reader.unsigned().unwrap();
        let block = |reader: &mut Reader<'_>| {
            let len = reader.length(1 << 20).unwrap();
            reader.take(len).unwrap().to_vec()
        };
        let deps = (0..reader.unsigned().unwrap()).map(|_| reader.array().unwrap()).collect();
        let actor = block(&mut reader);
        let seq = reader.unsigned().unwrap();
        let start_op = reader.unsigned().unwrap();
        let time = reader.signed().unwrap();
        let message = block(&mut reader);
        let others = (0..reader.unsigned().unwrap()).map(|_| block(&mut reader)).collect();
        let mut columns = Vec::new();
        for _ in 0..reader.unsigned().unwrap() {
            columns.push((reader.unsigned().unwrap(), reader.unsigned().unwrap()));
        }
        let columns = columns
            .into_iter()
            .map(|(spec, len)| (spec, reader.take(usize::try_from(len).unwrap()).unwrap().to_vec()))
            .collect();
        let extra = reader.rest().to_vec();
        Self { kind: head[8], deps, actor, seq, start_op, time, message, others, columns, extra }
    }

    pub(crate) fn with(mut self, edit: impl FnOnce(&mut Self)) -> Vec<u8> {
        edit(&mut self);
        self.bytes()
    }

    /// The column with this number.
    pub(crate) fn column(&mut self, spec: u64) -> &mut Vec<u8> {
        &mut self.columns.iter_mut().find(|(number, _)| *number == spec).unwrap().1
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut data = Vec::new();
        put_unsigned(&mut data, self.deps.len() as u64);
        data.extend(self.deps.iter().flatten());
        put_block(&mut data, &self.actor);
        put_unsigned(&mut data, self.seq);
        put_unsigned(&mut data, self.start_op);
        put_signed(&mut data, self.time);
        put_block(&mut data, &self.message);
        put_unsigned(&mut data, self.others.len() as u64);
        for other in &self.others {
            put_block(&mut data, other);
        }
        put_unsigned(&mut data, self.columns.len() as u64);
        for (spec, bytes) in &self.columns {
            put_unsigned(&mut data, *spec);
            put_unsigned(&mut data, bytes.len() as u64);
        }
        for (_, bytes) in &self.columns {
            data.extend(bytes);
        }
        data.extend(&self.extra);
        seal(self.kind, &data)
    }
}

fn put_block(out: &mut Vec<u8>, bytes: &[u8]) {
    put_unsigned(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// A chunk with a right length and checksum.
pub(crate) fn seal(kind: u8, data: &[u8]) -> Vec<u8> {
    let mut tail = vec![kind];
    put_unsigned(&mut tail, data.len() as u64);
    tail.extend_from_slice(data);
    let hash = Sha256::digest(&tail);
    [&[0x85, 0x6f, 0x4a, 0x83], &hash[..4], &tail].concat()
}

/// What follows the header of a chunk.
pub(crate) fn data_of(change: &[u8]) -> &[u8] {
    let mut reader = Reader::new(&change[9..]);
    reader.unsigned().unwrap();
    reader.rest()
}
