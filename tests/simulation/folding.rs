//! Long tails are folded into snapshots in a calm moment, and nothing but the rows shows it.

use accord_client_core::client::command::{Command, ExportFormat, Reply};
use accord_client_core::store::Table;
use accord_tests::people::{digest, paired, propose, sync};
use accord_tests::world::{HomeId, World};

/// Snapshots and rows of tails a home has of its couple space.
fn rows(world: &World, home: HomeId) -> (usize, usize) {
    let rows = world.homes[home.0].disk.rows();
    let of = |table: Table| {
        rows.iter().filter(move |row| row.table == table && row.key[0] > 0).collect::<Vec<_>>()
    };
    (of(Table::Page).iter().filter(|row| row.key.len() == 3).count(), of(Table::Tail).len())
}

fn automerge(world: &mut World, home: HomeId) -> Vec<u8> {
    match world.run(
        home,
        Command::Export { mine: false, format: ExportFormat::Automerge, note: String::new() },
    ) {
        Ok(Reply::File(bytes)) => bytes,
        other => unreachable!("a file: {other:?}"),
    }
}

fn many_words(world: &mut World, home: HomeId) {
    for n in 0..8 {
        propose(world, home, &format!("{n} {}", "We answer before we sleep. ".repeat(450)));
    }
}

#[test]
fn a_long_tail_is_folded_at_the_next_exchange_and_not_while_records_come_in() {
    let mut world = World::new(61);
    let (ana, ben) = paired(&mut world);
    many_words(&mut world, ana);
    sync(&mut world, ana);
    let before = rows(&world, ben);
    sync(&mut world, ben);
    let held = rows(&world, ben);
    assert_eq!(held.0, 0, "nothing is folded while records come in");
    assert!(held.1 > before.1 + 1, "{before:?} {held:?}");
    let (known, file) = (digest(&mut world, ben), automerge(&mut world, ben));

    sync(&mut world, ben);
    assert_eq!(rows(&world, ben), (1, 1), "Ana's long tail is a snapshot, Ben's short one stays");
    assert_eq!(digest(&mut world, ben), known);
    assert!(automerge(&mut world, ben).len().abs_diff(file.len()) < 64);
    world.kill(ben);
    world.boot(ben).expect("opens");
    assert_eq!(digest(&mut world, ben), known);
    assert!(automerge(&mut world, ben).len().abs_diff(file.len()) < 64);
    propose(&mut world, ana, "And once more");
    sync(&mut world, ana);
    sync(&mut world, ben);
    assert_eq!(rows(&world, ben).0, 1);
    assert_eq!(digest(&mut world, ben), digest(&mut world, ana));
}

#[test]
fn a_watching_home_folds_when_nothing_goes_on() {
    let mut world = World::new(62);
    let (ana, ben) = paired(&mut world);
    world.start(ben, Command::Sync { watch: true });
    many_words(&mut world, ana);
    sync(&mut world, ana);
    world.pass(60_000);
    assert_eq!(rows(&world, ben).0, 1);
    assert_eq!(digest(&mut world, ben), digest(&mut world, ana));
}
