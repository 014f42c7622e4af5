//! `verify` believes the records alone: what a disk lost, grew or changed behind the log's back is told.

use accord_client_core::act::{Act, act_hash};
use accord_client_core::client::command::VerifyView;
use accord_client_core::store::Table;
use accord_tests::people::{paired, propose, settle, verify};
use accord_tests::world::{HomeId, World};

/// A couple with some history, and the newest row of acts Ben holds.
fn couple(seed: u64) -> (World, HomeId, Vec<u8>, Vec<u8>) {
    let mut world = World::new(seed);
    let (ana, ben) = paired(&mut world);
    for text in ["First words", "Second words", "Third words"] {
        propose(&mut world, ana, text);
        settle(&mut world, &[ana, ben]);
    }
    let mut rows = world.plain_rows(ben).into_iter();
    let newest = rows.rfind(|(table, key, value)| {
        *table == Table::Act && key[0] > 0 && String::from_utf8_lossy(value).contains("Third")
    });
    let (_, key, value) = newest.expect("a row of acts");
    (world, ben, key, value)
}

fn found(view: &VerifyView) -> (u64, u64, u64) {
    assert_eq!((view.bad_signatures, view.quarantined.len()), (0, 0), "the log is sound");
    (view.acts_missing, view.acts_surplus, view.acts_different)
}

/// The one act in a row that holds one.
fn act_in(row: &[u8]) -> Act {
    let len = u32::from_be_bytes(row[1..5].try_into().expect("four bytes"));
    assert_eq!(row.len(), 5 + len as usize, "one act");
    Act::parse(&row[5..]).expect("an act")
}

fn row_of(act: &Act, partner: u8) -> Vec<u8> {
    let bytes = act.encode();
    let len = u32::try_from(bytes.len()).expect("short");
    [&[partner], len.to_be_bytes().as_slice(), &bytes].concat()
}

#[test]
fn an_untouched_store_says_what_the_log_says() {
    let (mut world, ben, ..) = couple(90);
    assert_eq!(found(&verify(&mut world, ben)), (0, 0, 0));
}

#[test]
fn an_act_that_is_gone_is_missed() {
    let (mut world, ben, key, _) = couple(91);
    world.change_row(ben, Table::Act, &key, None);
    assert_eq!(found(&verify(&mut world, ben)), (1, 0, 0));
}

#[test]
fn what_follows_an_act_that_is_gone_is_missed_too() {
    let (mut world, ben, _, value) = couple(92);
    let third = act_in(&value);
    let rows = world.plain_rows(ben);
    let before = rows.iter().find(|(table, key, value)| {
        *table == Table::Act && key[0] > 0 && act_hash(value.get(5..).unwrap_or(&[])) == third.prev
    });
    let (_, key, _) = before.expect("the act before the third").clone();
    world.change_row(ben, Table::Act, &key, None);
    assert_eq!(found(&verify(&mut world, ben)), (2, 0, 0));
}

#[test]
fn an_act_nobody_sent_is_surplus() {
    let (mut world, ben, mut key, value) = couple(93);
    let mut act = act_in(&value);
    act.prev = act.hash();
    act.no += 1;
    key[1..].copy_from_slice(&10_000_u64.to_be_bytes());
    world.change_row(ben, Table::Act, &key, Some(&row_of(&act, value[0])));
    assert_eq!(found(&verify(&mut world, ben)), (0, 1, 0));
    // One that follows nothing held is not derived from, and said all the same.
    act.no += 7;
    act.prev = accord_client_core::act::ActHash([7; 32]);
    world.change_row(ben, Table::Act, &key, Some(&row_of(&act, value[0])));
    assert_eq!(found(&verify(&mut world, ben)), (0, 1, 0));
}

#[test]
fn other_words_are_different_and_what_bears_another_persons_name_is_not_taken() {
    let (mut world, ben, key, value) = couple(94);
    let mut act = act_in(&value);
    act.date.0 += 1;
    world.change_row(ben, Table::Act, &key, Some(&row_of(&act, value[0])));
    assert_eq!(found(&verify(&mut world, ben)), (0, 0, 1));
    world.change_row(ben, Table::Act, &key, Some(&row_of(&act_in(&value), value[0] ^ 1)));
    assert_eq!(found(&verify(&mut world, ben)), (1, 0, 0));
}
