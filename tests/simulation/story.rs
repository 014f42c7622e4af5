//! The main job once, step by step: pairing, an agreement, offline edits, and the same state on both sides.

use accord_client_core::client::command::Command;
use accord_tests::people::{accept, agreement, digest, paired, propose, sync};
use accord_tests::world::World;

#[test]
fn two_people_pair_agree_offline_and_see_the_same() {
    let mut world = World::new(1);
    let (ana, ben) = paired(&mut world);
    let id = propose(&mut world, ana, "We answer within a day");
    assert_eq!(agreement(&mut world, ana, &id).state, "open");
    sync(&mut world, ana);
    sync(&mut world, ben);
    accept(&mut world, ben, &id).expect("a yes");
    assert_eq!(agreement(&mut world, ben, &id).state, "in_force");
    sync(&mut world, ben);
    sync(&mut world, ana);
    assert_eq!(digest(&mut world, ana), digest(&mut world, ben));
    assert_eq!(agreement(&mut world, ana, &id).state, "in_force");
}

#[test]
fn a_watching_home_sleeps_while_nothing_happens() {
    let mut world = World::new(3);
    let (ana, _) = paired(&mut world);
    world.start(ana, Command::Sync { watch: true });
    world.pass(5_000);
    let (until, mut steps) = (world.now_ms + 60_000, 0);
    while world.now_ms < until && steps < 1_000 && world.step() {
        steps += 1;
    }
    assert!(steps < 100, "{steps} wake-ups and messages in a minute");
}
