//! The pages' gates: changes with a right checksum that no honest client wrote, among honest ones.
//!
//! What must hold is what `docs/decisions/0030` and `0031` promise: whatever the gate admits, Automerge takes without a panic, saves, and
//! loads back to the same; what it refuses leaves no trace.

use accord_client_core::document::joint::{Edit, JointPage, JointVerdict};
use accord_client_core::document::{Actor, OwnPage, PageRecord, Verdict, acts_of};
use automerge::Change;
use serde_json::{Value, json};

use accord_tests::changes::forge;
use accord_tests::pick::Pick;

/// Two devices, one with two instances.
const ACTORS: [Actor; 3] = [
    Actor { device: [0xa1; 16], instance: [1; 8] },
    Actor { device: [0xa1; 16], instance: [2; 8] },
    Actor { device: [0xb1; 16], instance: [1; 8] },
];
/// Most records of one input.
const RECORDS: u64 = 12;

/// Another reader of the same bytes: Automerge's own.
fn automerge_agrees(change: &[u8], actor: Actor, seq: u64) {
    let read = Change::from_bytes(change.to_vec()).expect("a change for Automerge too");
    assert_eq!(read.actor_id().to_bytes(), actor.to_bytes());
    assert_eq!(read.seq(), seq);
    assert_eq!(read.raw_bytes(), change);
}

/// An own page.
pub fn own_page(bytes: &[u8]) {
    let mut pick = Pick::new(bytes);
    let mut page = OwnPage::new();
    let mut earlier: Vec<Vec<u8>> = Vec::new();
    let mut said: Vec<Vec<u8>> = Vec::new();
    let mut log: Vec<([u8; 16], Vec<Vec<u8>>)> = Vec::new();
    let mut verdicts = Vec::new();
    for position in 1..=RECORDS {
        if pick.is_empty() {
            break;
        }
        let mut changes = Vec::new();
        let actor = *pick.one(&ACTORS);
        for _ in 0..=usize::from(pick.one_in(4)) {
            let acts: Vec<&[u8]> = (0..=pick.below(4)).map(|_| pick.piece()).collect();
            let honest = page.build_change(actor, &acts).ok();
            let honest = honest.or_else(|| earlier.last().cloned()).unwrap_or_default();
            changes.push(forge(&mut pick, honest, &earlier));
        }
        let author = if pick.one_in(8) { pick.one(&ACTORS).device } else { actor.device };
        earlier.extend(changes.iter().cloned());
        let slices: Vec<&[u8]> = changes.iter().map(Vec::as_slice).collect();
        for outcome in page.ingest(&PageRecord { author, position, changes: &slices }) {
            if let Verdict::Admitted(admitted) = &outcome.verdict {
                for change in admitted {
                    assert_eq!(
                        change.actor.device,
                        log.get(outcome.position as usize - 1).map_or(author, |of| of.0)
                    );
                    said.extend(change.acts.iter().cloned());
                }
            }
            verdicts.push(outcome);
        }
        log.push((author, changes));
    }
    for change in page.tail() {
        let acts = acts_of(change).expect("admitted, so readable");
        assert!(acts.iter().all(|act| said.iter().any(|known| known == act)));
        let read = Change::from_bytes(change.clone()).expect("a change for Automerge too");
        assert_eq!(read.raw_bytes(), change.as_slice());
    }
    page.materialise().expect("Automerge takes what the gate admits");
    let held = page.acts().expect("readable");
    said.sort();
    said.dedup();
    let mut shown: Vec<Vec<u8>> = held.iter().map(|act| act.bytes.clone()).collect();
    shown.sort();
    shown.dedup();
    assert_eq!(shown, said, "every act that was admitted, and no other");
    // From the records alone, in the same order: the same page.
    let slices: Vec<Vec<&[u8]>> =
        log.iter().map(|(_, changes)| changes.iter().map(Vec::as_slice).collect()).collect();
    let records = log.iter().zip(&slices).zip(1..).map(|(((author, _), changes), position)| {
        PageRecord { author: *author, position, changes }
    });
    let (rebuilt, again) = OwnPage::rebuild(records);
    assert_eq!(again, verdicts);
    assert_eq!(rebuilt.state(), page.state());
    // Saved and opened: the same acts.
    let saved = page.snapshot().expect("saved and loaded back").to_vec();
    let mut opened = OwnPage::open(&page.state(), saved, page.tail().to_vec()).expect("opens");
    assert!(opened.acts().expect("readable") == page.acts().expect("readable"));
}

const KEYS: [&str; 5] = ["title", "note:1", "note:2", "done", "text"];

/// One edit by an honest person.
fn edit<'a>(pick: &mut Pick<'a>, page: &mut JointPage, actor: Actor) -> Option<Vec<u8>> {
    let depth = 1 + pick.below(3);
    let path: Vec<&str> = (0..depth).map(|_| *pick.one(&KEYS)).collect();
    let words = String::from_utf8_lossy(pick.piece()).into_owned();
    let value: Value = match pick.below(4) {
        0 => json!(words),
        1 => json!(pick.number() as i64),
        2 => json!(pick.one_in(2)),
        _ => Value::Null,
    };
    let first = match pick.below(6) {
        0 => Edit::Put(&path, &value),
        1 | 2 => Edit::Map(&path),
        3 => Edit::Text(&path),
        4 => Edit::Wording(&path, &words),
        _ => Edit::Delete(&path),
    };
    let other = [*pick.one(&KEYS)];
    let second = Edit::Wording(&other, &words);
    let edits = [first, second];
    let many = 1 + usize::from(pick.one_in(4));
    page.build_change(actor, &edits[..many]).ok().flatten()
}

/// The joint page.
pub fn joint_page(bytes: &[u8]) {
    let mut pick = Pick::new(bytes);
    let mut page = JointPage::new();
    // What one of the two had seen when writing: an older page than the one that judges.
    let mut behind = JointPage::new();
    let mut seen = 0;
    let mut earlier: Vec<Vec<u8>> = Vec::new();
    let mut log: Vec<([u8; 16], Vec<u8>)> = Vec::new();
    for position in 1..=RECORDS {
        if pick.is_empty() {
            break;
        }
        let actor = *pick.one(&ACTORS);
        let shown = if pick.one_in(3) { &mut behind } else { &mut page };
        let honest = edit(&mut pick, shown, actor);
        let honest = honest.or_else(|| earlier.last().cloned()).unwrap_or_default();
        let change = forge(&mut pick, honest, &earlier);
        let author = if pick.one_in(8) { pick.one(&ACTORS).device } else { actor.device };
        let before = page.tail().len();
        let outcomes = page
            .ingest(&PageRecord { author, position, changes: &[&change] })
            .expect("the page's own bytes are whole");
        let admitted = outcomes.iter().filter(|outcome| outcome.verdict == JointVerdict::Admitted);
        assert_eq!(page.tail().len() - before, admitted.count(), "nothing but what was admitted");
        earlier.push(change.clone());
        log.push((author, change));
        if pick.one_in(2) {
            for (author, change) in log.iter().skip(seen) {
                let record = PageRecord { author: *author, position, changes: &[change] };
                drop(behind.ingest(&record).expect("whole"));
            }
            seen = log.len();
        }
        page.value().expect("Automerge takes what the gate admits");
    }
    for change in page.tail() {
        let read = Change::from_bytes(change.clone()).expect("a change for Automerge too");
        let actor: [u8; 24] = read.actor_id().to_bytes().try_into().expect("an instance");
        automerge_agrees(change, Actor::from_bytes(&actor), read.seq());
    }
    let value = page.value().expect("readable");
    let (state, tail) = (page.state(), page.tail().to_vec());
    let mut from_tail = JointPage::open(&state, Vec::new(), tail).expect("opens");
    assert_eq!(from_tail.value().expect("readable"), value);
    let saved = page.snapshot().expect("saved and loaded back").to_vec();
    let mut opened = JointPage::open(&state, saved, Vec::new()).expect("opens");
    assert_eq!(opened.value().expect("readable"), value);
    // A change written on what was saved is admitted like any other.
    if let Some(change) = edit(&mut pick, &mut opened, ACTORS[2]) {
        let position = RECORDS + 1;
        let record = PageRecord { author: ACTORS[2].device, position, changes: &[&change] };
        let outcome = opened.ingest(&record).expect("whole")[0];
        assert_eq!(outcome.verdict, JointVerdict::Admitted, "what a page built it takes");
    }
}
