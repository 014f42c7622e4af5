//! Couples writing one page, as Automerge itself writes it and as the page's own edits do.

use automerge::{Change, ReadDoc};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::document::testing::{ADA, ADA_AGAIN, ADAS_PHONE, commit};

pub(crate) const BOB: Actor = Actor { device: [0xb0; 16], instance: [3; 8] };
const WRITERS: [Actor; 3] = [ADA, ADAS_PHONE, BOB];
const KEYS: [&str; 4] = ["note:1", "list:2", "draft:3", "note:4"];

#[derive(Clone, Debug)]
pub(crate) enum Event {
    Put(usize, usize, i64),
    Say(usize, usize, String),
    MakeText(usize, usize),
    MakeMap(usize, usize),
    PutInside(usize, usize, usize, bool),
    Splice(usize, usize, prop::sample::Index, usize, String),
    Delete(usize, usize),
    Meet(usize, usize),
}

pub(crate) fn events(count: usize) -> impl Strategy<Value = Vec<Event>> {
    let who = 0..WRITERS.len();
    let key = 0..KEYS.len();
    let words = prop_oneof!["[a-zäß☕𝄞 ]{0,12}", "[ab]{0,40}"];
    let event = prop_oneof![
        2 => (who.clone(), key.clone(), -200_i64..200).prop_map(|(who, key, n)| Event::Put(who, key, n)),
        1 => (who.clone(), key.clone(), words.clone()).prop_map(|(who, key, text)| Event::Say(who, key, text)),
        3 => (who.clone(), key.clone()).prop_map(|(who, key)| Event::MakeText(who, key)),
        2 => (who.clone(), key.clone()).prop_map(|(who, key)| Event::MakeMap(who, key)),
        2 => (who.clone(), key.clone(), key.clone(), any::<bool>()).prop_map(|(who, key, inner, text)| Event::PutInside(who, key, inner, text)),
        6 => (who.clone(), key.clone(), any::<prop::sample::Index>(), 0_usize..6, words).prop_map(|(who, key, at, del, text)| Event::Splice(who, key, at, del, text)),
        1 => (who.clone(), key).prop_map(|(who, key)| Event::Delete(who, key)),
        4 => (who.clone(), who).prop_map(|(who, other)| Event::Meet(who, other)),
    ];
    proptest::collection::vec(event, 0..count)
}

type Deed = Box<dyn FnOnce(&mut Transaction<'_>)>;

/// The changes Automerge writes when three people do this, in the order they were made, and the merged document.
pub(crate) fn honest(events: &[Event]) -> (Vec<(Actor, Vec<u8>)>, Automerge) {
    let mut docs = WRITERS.map(|actor| {
        Automerge::new_with_encoding(automerge_doc::TEXT_ENCODING)
            .with_actor(ActorId::from(actor.to_bytes()))
    });
    let mut log = Vec::new();
    for event in events {
        let (who, edit): (usize, Deed) = match event.clone() {
            Event::Meet(who, other) => {
                if who != other {
                    let mut theirs = docs[other].clone();
                    docs[who].merge(&mut theirs).unwrap();
                }
                continue;
            }
            Event::Put(who, key, n) => {
                (who, Box::new(move |tx| tx.put(ROOT, KEYS[key], n).unwrap()))
            }
            Event::Say(who, key, text) => {
                (who, Box::new(move |tx| tx.put(ROOT, KEYS[key], text).unwrap()))
            }
            Event::MakeText(who, key) => (
                who,
                Box::new(move |tx| drop(tx.put_object(ROOT, KEYS[key], ObjType::Text).unwrap())),
            ),
            Event::MakeMap(who, key) => (
                who,
                Box::new(move |tx| drop(tx.put_object(ROOT, KEYS[key], ObjType::Map).unwrap())),
            ),
            Event::PutInside(who, key, inner, text) => (
                who,
                Box::new(move |tx| {
                    if let Some(map) = child(tx, &ROOT, KEYS[key], ObjType::Map) {
                        if text {
                            let text = tx.put_object(&map, KEYS[inner], ObjType::Text).unwrap();
                            tx.splice_text(&text, 0, 0, "inside").unwrap();
                        } else {
                            tx.put(&map, KEYS[inner], true).unwrap();
                        }
                        tx.put(ROOT, "beside", key as u64).unwrap();
                    }
                }),
            ),
            Event::Splice(who, key, at, del, text) => (
                who,
                Box::new(move |tx| {
                    if let Some(object) = child(tx, &ROOT, KEYS[key], ObjType::Text) {
                        let mut chars: Vec<char> = tx.text(&object).unwrap().chars().collect();
                        let at = at.index(chars.len() + 1);
                        let end = chars.len().min(at + del);
                        chars.splice(at..end, text.chars());
                        tx.update_text(&object, chars.into_iter().collect::<String>()).unwrap();
                    }
                }),
            ),
            Event::Delete(who, key) => (
                who,
                Box::new(move |tx| {
                    if tx.get(ROOT, KEYS[key]).unwrap().is_some() {
                        tx.delete(ROOT, KEYS[key]).unwrap();
                    }
                }),
            ),
        };
        let before = docs[who].get_heads();
        let mut tx = docs[who].transaction();
        edit(&mut tx);
        let (hash, _) = tx.commit_with(CommitOptions::default().with_time(0));
        if let Some(hash) = hash {
            assert_ne!(docs[who].get_heads(), before);
            log.push((
                WRITERS[who],
                docs[who].get_change_by_hash(&hash).unwrap().raw_bytes().to_vec(),
            ));
        }
    }
    let [mut all, mut phone, mut bob] = docs;
    all.merge(&mut phone).unwrap();
    all.merge(&mut bob).unwrap();
    (log, all)
}

fn ingest(page: &mut JointPage, position: u64, actor: Actor, change: &[u8]) -> Vec<JointOutcome> {
    page.ingest(&PageRecord { author: actor.device, position, changes: &[change] }).unwrap()
}

fn admit(page: &mut JointPage, position: u64, actor: Actor, change: &[u8]) {
    let outcomes = ingest(page, position, actor, change);
    assert_eq!(outcomes, [JointOutcome { position, verdict: JointVerdict::Admitted }]);
}

fn write(page: &mut JointPage, position: u64, actor: Actor, edits: &[Edit<'_>]) {
    let change = page.build_change(actor, edits).unwrap().unwrap();
    admit(page, position, actor, &change);
}

fn reopened(page: &JointPage) -> JointPage {
    JointPage::open(&page.state(), page.snapshot_bytes().to_vec(), page.tail().to_vec()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn everything_automerge_writes_in_maps_and_texts_is_admitted_and_reads_as_automerge_reads_it(
        events in events(60),
        restarts in proptest::collection::vec((0_usize..60, 0_u8..3), 0..8),
    ) {
        let (log, merged) = honest(&events);
        let mut page = JointPage::new();
        for (position, (actor, change)) in log.iter().enumerate() {
            admit(&mut page, position as u64, *actor, change);
            for (_, event) in restarts.iter().filter(|(at, _)| *at == position) {
                match event {
                    0 => page = reopened(&page),
                    1 => drop(page.snapshot().unwrap().len()),
                    _ => drop(page.value().unwrap()),
                }
            }
        }
        let expected = value_of(&merged, &ROOT).unwrap();
        prop_assert_eq!(page.value().unwrap(), expected);
        let heads: Vec<_> = merged.get_heads().iter().map(|hash| hash.0).collect();
        prop_assert_eq!(page.gate().unwrap().heads(), heads);
        page.snapshot().unwrap();
        prop_assert_eq!(reopened(&page).value().unwrap(), page.value().unwrap());
    }

    #[test]
    fn records_in_any_order_are_held_until_their_past_is_there(
        events in events(40),
        seed in any::<u64>(),
    ) {
        let (log, merged) = honest(&events);
        let mut order: Vec<usize> = (0..log.len()).collect();
        order.sort_by_key(|n| (*n as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        let mut page = JointPage::new();
        let mut admitted = 0;
        for n in order {
            for outcome in ingest(&mut page, n as u64, log[n].0, &log[n].1) {
                match outcome.verdict {
                    JointVerdict::Admitted => admitted += 1,
                    JointVerdict::Held => {}
                    JointVerdict::Refused(error) => prop_assert!(false, "{error:?}"),
                }
            }
        }
        prop_assert_eq!(admitted, log.len());
        prop_assert_eq!(page.held(), 0);
        prop_assert_eq!(page.value().unwrap(), value_of(&merged, &ROOT).unwrap());
    }

    /// Taking a change back leaves the gate exactly as it was.
    #[test]
    fn judging_leaves_no_trace(events in events(30)) {
        let (log, _) = honest(&events);
        let mut gate = JointGate::default();
        for (actor, change) in &log {
            let before = format!("{gate:?}");
            gate.judge(actor.device, change).unwrap();
            prop_assert_eq!(format!("{gate:?}"), before);
            gate.admit(actor.device, &[change]).unwrap();
        }
    }
}

#[test]
fn two_people_edit_one_wording_unseen_and_both_edits_stay() {
    let mut page = JointPage::new();
    let draft: &[&str] = &["draft:1"];
    write(&mut page, 1, ADA, &[Edit::Text(draft)]);
    write(&mut page, 2, ADA, &[Edit::Wording(draft, "no phones at dinner")]);
    let hers = page
        .build_change(ADA, &[Edit::Wording(draft, "no phones at dinner or lunch")])
        .unwrap()
        .unwrap();
    let his = page
        .build_change(BOB, &[Edit::Wording(draft, "please no phones at dinner")])
        .unwrap()
        .unwrap();
    admit(&mut page, 3, ADA, &hers);
    admit(&mut page, 4, BOB, &his);
    assert_eq!(page.value().unwrap(), json!({ "draft:1": "please no phones at dinner or lunch" }));
    assert_eq!(
        page.build_change(BOB, &[Edit::Wording(draft, "please no phones at dinner or lunch")]),
        Ok(None)
    );
}

#[test]
fn putting_the_value_that_already_wins_settles_what_two_wrote_unseen() {
    let mut page = JointPage::new();
    let (one, two) = (json!("one"), json!("two"));
    let put = |value| [Edit::Put(&["day"], value)];
    let hers = page.build_change(ADA, &put(&one)).unwrap().unwrap();
    let his = page.build_change(BOB, &put(&two)).unwrap().unwrap();
    admit(&mut page, 1, ADA, &hers);
    admit(&mut page, 2, BOB, &his);
    assert_eq!(page.document().unwrap().get_all(ROOT, "day").unwrap().len(), 2);
    let shown = page.value().unwrap()["day"].clone();
    write(&mut page, 3, ADA, &put(&shown));
    assert_eq!(page.document().unwrap().get_all(ROOT, "day").unwrap().len(), 1);
    assert_eq!(page.value().unwrap()["day"], shown);
}

#[test]
fn edits_reach_into_maps_and_say_when_a_path_leads_nowhere() {
    let mut page = JointPage::new();
    let (list, item): (&[&str], &[&str]) = (&["list:1"], &["list:1", "milk"]);
    write(
        &mut page,
        1,
        ADA,
        &[Edit::Map(list), Edit::Put(item, &json!(2)), Edit::Put(&["n"], &Value::Null)],
    );
    assert_eq!(page.value().unwrap(), json!({ "list:1": { "milk": 2 }, "n": null }));
    write(
        &mut page,
        2,
        BOB,
        &[Edit::Put(item, &json!("three")), Edit::Delete(&["n"]), Edit::Delete(&["gone"])],
    );
    assert_eq!(page.value().unwrap(), json!({ "list:1": { "milk": "three" } }));

    let (list_value, half) = (json!([1]), json!(0.5));
    let mut refused = |edit: Edit<'_>| page.build_change(ADA, &[edit]).unwrap_err();
    assert_eq!(refused(Edit::Map(&[])), EditError::Path { edit: 0, depth: 0 });
    assert_eq!(refused(Edit::Map(&["nowhere", "x"])), EditError::Path { edit: 0, depth: 2 });
    assert_eq!(refused(Edit::Map(&["list:1", "milk", "x"])), EditError::Path { edit: 0, depth: 3 });
    assert_eq!(refused(Edit::Wording(&["no", "x"], "")), EditError::Path { edit: 0, depth: 2 });
    assert_eq!(refused(Edit::Put(item, &list_value)), EditError::Value { edit: 0 });
    assert_eq!(refused(Edit::Put(item, &half)), EditError::Value { edit: 0 });
    let slash = refused(Edit::Map(&["a/b"]));
    assert_eq!(slash, JointError::Op { row: 0, error: OpError::Key }.into());
    let twice = page.build_change(ADA, &[Edit::Map(&["x"]), Edit::Text(&["x"])]).unwrap_err();
    assert_eq!(twice, JointError::Op { row: 1, error: OpError::KeyTwice }.into());
    assert_eq!(page.value().unwrap(), json!({ "list:1": { "milk": "three" } }));
    // Words where there is no text make one.
    write(&mut page, 3, ADA, &[Edit::Wording(item, "oat milk")]);
    write(&mut page, 4, BOB, &[Edit::Wording(item, "good oat milk")]);
    assert_eq!(page.value().unwrap(), json!({ "list:1": { "milk": "good oat milk" } }));
}

#[test]
fn a_refused_change_ends_its_instance_and_the_page_goes_on() {
    let mut page = JointPage::new();
    write(&mut page, 1, ADA, &[Edit::Map(&["a"])]);
    let mut doc = Automerge::new().with_actor(ActorId::from(ADA.to_bytes()));
    doc.apply_changes([Change::from_bytes(page.tail()[0].clone()).unwrap()]).unwrap();
    let list =
        commit(&mut doc, 0, None, |tx| drop(tx.put_object(ROOT, "l", ObjType::List).unwrap()));
    let after = commit(&mut doc, 0, None, |tx| tx.put(ROOT, "x", 1).unwrap());
    let error = JointError::Op { row: 0, error: OpError::Action { got: 2 } };
    assert_eq!(ingest(&mut page, 3, ADA, &after)[0].verdict, JointVerdict::Held);
    let outcomes = ingest(&mut page, 2, ADA, &list);
    assert_eq!(
        outcomes,
        [
            JointOutcome { position: 2, verdict: JointVerdict::Refused(error) },
            JointOutcome { position: 3, verdict: JointVerdict::Refused(JointError::InstanceEnded) },
        ]
    );
    for mut page in [reopened(&page), page] {
        let ended = page.build_change(ADA, &[Edit::Map(&["b"])]).unwrap_err();
        assert_eq!(ended, JointError::InstanceEnded.into());
        assert_eq!(page.fresh_instance(ADA.device, ADA.instance), Ok(None));
        let fresh = page.fresh_instance(ADA.device, ADA_AGAIN.instance).unwrap().unwrap();
        write(&mut page, 4, fresh, &[Edit::Map(&["b"])]);
        write(&mut page, 5, BOB, &[Edit::Map(&["c"])]);
        assert_eq!(page.value().unwrap(), json!({ "a": {}, "b": {}, "c": {} }));
    }
}

#[test]
fn a_record_is_taken_whole_or_not_at_all() {
    let mut page = JointPage::new();
    let first = page.build_change(ADA, &[Edit::Map(&["a"])]).unwrap().unwrap();
    let record = PageRecord { author: ADA.device, position: 1, changes: &[&first, &first] };
    let outcomes = page.ingest(&record).unwrap();
    assert_eq!(outcomes[0].verdict, JointVerdict::Refused(JointError::Repeated));
    assert_eq!((page.tail().len(), page.gate().unwrap().heads().len()), (0, 0));
    admit(&mut page, 2, ADA, &first);
}

#[test]
fn damage_is_reported_and_the_state_is_read_exactly() {
    let mut page = JointPage::new();
    write(&mut page, 1, ADA, &[Edit::Map(&["a"])]);
    write(&mut page, 2, BOB, &[Edit::Map(&["b"])]);
    let mut cut = JointPage::open(&page.state(), Vec::new(), page.tail()[1..].to_vec()).unwrap();
    assert_eq!(cut.value(), Err(DocumentError::Apply));
    let mut torn = JointPage::open(&page.state(), vec![1, 2, 3], Vec::new()).unwrap();
    assert_eq!(torn.value(), Err(DocumentError::Load));
    let (a, b) = (ADA.to_bytes(), BOB.to_bytes());
    let v = [STATE_VERSION];
    for state in [
        &[][..],
        &[9],
        &[&v[..], &a[1..]].concat(),
        &[&v[..], &b, &a].concat(),
        &[&v[..], &a, &a].concat(),
    ] {
        assert_eq!(
            JointPage::open(state, Vec::new(), Vec::new()).unwrap_err(),
            OpenError::State { got: state.len() }
        );
    }
    let state = [&v[..], &a, &b].concat();
    assert_eq!(JointPage::open(&state, Vec::new(), Vec::new()).unwrap().state(), state);
}
