//! Who knew what: chains, forks, entries that arrive late, unsent acts, and how much an act carries.

#![expect(clippy::unwrap_used, reason = "a test")]

use accord_client_core::act::{Act, ActHash, Body, Known, RecordId, Text};
use accord_client_core::law::graph::{ActIx, Acts, Standing};
use accord_client_core::time::Day;
use accord_protocol::ids::{DeviceId, Partner};

const A: DeviceId = DeviceId::from_bytes([1; 16]);
const B: DeviceId = DeviceId::from_bytes([2; 16]);

fn note(record: u8, text: &str) -> (RecordId, Body) {
    (RecordId([record; 32]), Body::BoundaryNote { text: Text::new(text).unwrap() })
}

fn act(device: DeviceId, prev: Option<&Act>, knows: &[&Act], text: &str) -> Act {
    let (record, body) = note(device.as_bytes()[0], text);
    let mut knows: Vec<Known> = knows.iter().map(|a| known(a)).collect();
    knows.sort_unstable();
    Act {
        device,
        no: prev.map_or(1, |p| p.no + 1),
        prev: prev.map_or(ActHash::ZERO, Act::hash),
        date: Day(1),
        record,
        knows,
        body,
        signature: None,
    }
}

fn known(act: &Act) -> Known {
    Known { device: act.device, no: act.no, hash: act.hash() }
}

fn put(acts: &mut Acts, act: &Act) {
    let partner = if act.device == A { Partner::Zero } else { Partner::One };
    acts.insert(partner, act.clone(), act.hash(), Standing::Admitted);
}

fn at(acts: &Acts, act: &Act) -> ActIx {
    acts.find(&act.hash()).unwrap()
}

fn knows(acts: &Acts, x: &Act, y: &Act) -> bool {
    acts.knows(at(acts, x), at(acts, y))
}

/// The same acts in every order.
fn in_every_order(all: &[Act], check: impl Fn(&Acts)) {
    fn orders(left: &[usize], taken: Vec<usize>, out: &mut Vec<Vec<usize>>) {
        if left.is_empty() {
            out.push(taken);
            return;
        }
        for (i, at) in left.iter().enumerate() {
            let mut rest = left.to_vec();
            rest.remove(i);
            orders(&rest, [taken.as_slice(), &[*at]].concat(), out);
        }
    }
    let mut found = Vec::new();
    orders(&(0..all.len()).collect::<Vec<_>>(), vec![], &mut found);
    for order in found {
        let mut acts = Acts::new();
        order.iter().for_each(|i| put(&mut acts, &all[*i]));
        order.iter().for_each(|i| put(&mut acts, &all[*i]));
        assert_eq!((acts.len(), acts.waiting()), (all.len(), 0), "{order:?}");
        check(&acts);
    }
}

#[test]
fn entries_add_up_along_a_chain_and_count_once_their_act_is_held() {
    let b1 = act(B, None, &[], "b1");
    let b2 = act(B, Some(&b1), &[], "b2");
    let a1 = act(A, None, &[&b1], "a1");
    let a2 = act(A, Some(&a1), &[], "a2");
    let a3 = act(A, Some(&a2), &[&b2], "a3");
    in_every_order(&[b1.clone(), b2.clone(), a1.clone(), a2.clone(), a3.clone()], |acts| {
        let know = |x: &Act| [knows(acts, x, &b1), knows(acts, x, &b2)];
        assert_eq!([know(&a1), know(&a2), know(&a3)], [[true, false], [true, false], [true, true]]);
        assert!(knows(acts, &a3, &a1) && !knows(acts, &a1, &a3) && !knows(acts, &a1, &a1));
        assert!(!knows(acts, &b2, &a1), "nobody knows who names them");
    });
}

#[test]
fn a_number_alone_proves_nothing() {
    let b1 = act(B, None, &[], "b1");
    let b2 = act(B, Some(&b1), &[], "b2");
    let mut wrong_no = act(A, None, &[&b2], "a1");
    wrong_no.knows[0].no = 3;
    let mut wrong_hash = act(A, Some(&wrong_no), &[], "a2");
    wrong_hash.knows = vec![Known { device: B, no: 2, hash: ActHash([7; 32]) }];
    let mut wrong_device = act(A, Some(&wrong_hash), &[], "a3");
    wrong_device.knows =
        vec![Known { device: DeviceId::from_bytes([9; 16]), no: 2, hash: b2.hash() }];
    let all = [b1.clone(), b2.clone(), wrong_no, wrong_hash, wrong_device];
    in_every_order(&all, |acts| {
        for x in &all[2..] {
            assert!(!knows(acts, x, &b1) && !knows(acts, x, &b2));
        }
    });
}

#[test]
fn two_acts_with_one_number_are_two_chains_and_an_entry_names_one_of_them() {
    let b1 = act(B, None, &[], "b1");
    let left = act(B, Some(&b1), &[], "left");
    let right = act(B, Some(&b1), &[], "right");
    let a1 = act(A, None, &[&left], "a1");
    let a2 = act(A, Some(&a1), &[&right], "a2");
    let all = [b1.clone(), left.clone(), right.clone(), a1.clone(), a2.clone()];
    in_every_order(&all, |acts| {
        assert!(knows(acts, &a1, &b1) && knows(acts, &a1, &left) && !knows(acts, &a1, &right));
        assert!(knows(acts, &a2, &left) && knows(acts, &a2, &right), "both stand");
        assert!(!knows(acts, &left, &right) && !knows(acts, &right, &left));
        let mut expected = vec![known(&left), known(&right)];
        expected.sort_unstable();
        assert_eq!(acts.tips(A), expected);
    });
}

#[test]
fn an_older_entry_does_not_take_knowledge_away() {
    let b1 = act(B, None, &[], "b1");
    let b2 = act(B, Some(&b1), &[], "b2");
    let a1 = act(A, None, &[&b2], "a1");
    let a2 = act(A, Some(&a1), &[&b1], "a2");
    in_every_order(&[b1, b2.clone(), a1, a2.clone()], |acts| assert!(knows(acts, &a2, &b2)));
}

#[test]
fn an_act_that_does_not_continue_its_previous_act_is_never_read() {
    let b1 = act(B, None, &[], "b1");
    let mut skips = act(B, Some(&b1), &[], "skips");
    skips.no = 3;
    let mut foreign = act(A, None, &[], "foreign");
    (foreign.no, foreign.prev) = (2, b1.hash());
    let mut acts = Acts::new();
    [&skips, &foreign, &b1].iter().for_each(|a| put(&mut acts, a));
    assert_eq!(acts.len(), 1);
}

#[test]
fn a_late_entry_touches_every_later_record_of_its_author() {
    let b1 = act(B, None, &[], "b1");
    let a1 = act(A, None, &[&b1], "a1");
    let a2 = act(A, Some(&a1), &[], "a2");
    let mut acts = Acts::new();
    [&a1, &a2].iter().for_each(|a| put(&mut acts, a));
    assert_eq!(acts.take_touched().len(), 1);
    put(&mut acts, &b1);
    let touched = acts.take_touched();
    assert!(touched.contains(&a2.record) && touched.contains(&b1.record));
    assert!(acts.take_touched().is_empty());
}

#[test]
fn unsent_acts_are_seen_until_they_are_cleared_or_the_log_moves() {
    let (b1, a1) = (act(B, None, &[], "b1"), act(A, None, &[], "a1"));
    let mut acts = Acts::new();
    put(&mut acts, &a1);
    let mut chain = acts.chain_of(A);
    let mut journal = |acts: &mut Acts| {
        let mut c = chain.clone();
        for text in ["one", "two"] {
            let (record, body) = note(7, text);
            for act in acts.next_acts(&mut c, Day(1), record, body, &[]) {
                acts.insert(Partner::Zero, act.clone(), act.hash(), Standing::Unsent);
            }
        }
        chain.no = 1;
    };
    journal(&mut acts);
    let seven = RecordId([7; 32]);
    assert_eq!((acts.len(), acts.about(&seven).len()), (3, 2));
    assert_eq!(acts.chain_of(A).no, 1, "the journal is not part of the chain");
    acts.take_touched();
    acts.clear_unsent();
    assert_eq!((acts.len(), acts.has_record(&seven)), (1, false));
    assert!(acts.take_touched().contains(&seven));
    journal(&mut acts);
    put(&mut acts, &b1);
    assert_eq!((acts.len(), acts.has_record(&seven)), (2, false));
}

#[test]
fn only_what_grew_is_named_and_what_does_not_fit_goes_before() {
    let mut acts = Acts::new();
    let others: Vec<Act> =
        (0..40_u8).map(|n| act(DeviceId::from_bytes([n + 10; 16]), None, &[], "hello")).collect();
    others.iter().for_each(|a| put(&mut acts, a));
    let mut chain = acts.chain_of(A);
    let (record, body) = note(1, "hi");
    let made = acts.next_acts(&mut chain, Day(1), record, body.clone(), &acts.tips(A));
    let kinds: Vec<bool> = made.iter().map(|a| a.body == Body::Heard).collect();
    assert_eq!(kinds, [true, true, false]);
    assert_eq!(made.iter().map(|a| a.knows.len()).collect::<Vec<_>>(), [16, 16, 8]);
    for a in &made {
        assert_eq!(Act::parse(&a.encode()).as_ref(), Ok(a));
        put(&mut acts, a);
    }
    assert!(others.iter().all(|o| knows(&acts, made.last().unwrap(), o)));
    let next = acts.next_acts(&mut chain, Day(1), record, body.clone(), &acts.tips(A));
    assert!(next.len() == 1 && next[0].knows.is_empty(), "nothing grew");
    let again = acts.next_acts(&mut acts.chain_of(A), Day(1), record, body, &acts.tips(A));
    assert_eq!(again, next, "what was heard is read back from the chain");
}

#[test]
fn a_hundred_thousand_acts_arrive_backwards() {
    let mut all: Vec<Act> = Vec::new();
    let (mut a, mut b): (Option<Act>, Option<Act>) = (None, None);
    for n in 0..50_000 {
        let text = n.to_string();
        let next_a = act(A, a.as_ref(), b.as_ref().as_slice(), &text);
        let next_b = act(B, b.as_ref(), &[&next_a], &text);
        all.extend([next_a.clone(), next_b.clone()]);
        (a, b) = (Some(next_a), Some(next_b));
    }
    let mut acts = Acts::new();
    all.iter().rev().for_each(|a| put(&mut acts, a));
    assert_eq!((acts.len(), acts.waiting()), (100_000, 0));
    assert!(knows(&acts, &all[99_999], &all[99_998]) && knows(&acts, &all[99_999], &all[0]));
    assert!(!knows(&acts, &all[2], &all[3]) && knows(&acts, &all[2], &all[1]));
}
