//! The main job once, step by step: pairing, an agreement, offline edits, and the same state on both sides.

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
