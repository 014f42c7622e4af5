//! Copies of what was, on their way to another own device, and what may be put away.

use accord_client_core::client::command::{Command, Reply};
use accord_client_core::client::import::ImportCommand;
use accord_tests::devices::add_own;
use accord_tests::people::{agreement, init, paired, propose, settle, status, sync};
use accord_tests::world::{HomeId, World};
use rand_core::Rng as _;

/// An export with so many long texts, which no packing makes short.
fn export(world: &mut World, texts: usize) -> Vec<u8> {
    let mut promises = Vec::new();
    for n in 0..texts {
        let mut noise = [0; 8_000];
        world.rng.fill_bytes(&mut noise);
        let text = data_encoding::HEXLOWER.encode(&noise);
        promises.push(serde_json::json!({ "id": format!("{n:02}"), "text": text }));
    }
    let export = serde_json::json!({
        "format": "accord-export-1", "exported_on": "2026-11-24", "space": "ab".repeat(32), "me": 0,
        "mine": true, "members": [], "log": [], "acts": [], "agreements": [], "boundaries": [],
        "promises": promises, "repairs": [],
    });
    serde_json::to_vec(&export).expect("an export")
}

/// Copies here, each by its id, and whether all of it is.
fn copies(world: &mut World, home: HomeId) -> Vec<(String, bool)> {
    match world.run(home, Command::Import(ImportCommand::List)) {
        Ok(Reply::Imports(list)) => list.into_iter().map(|copy| (copy.id, copy.whole)).collect(),
        other => unreachable!("copies: {other:?}"),
    }
}

fn show(world: &mut World, home: HomeId, id: &str) -> Result<usize, &'static str> {
    let show = ImportCommand::Show { id: id.into(), record: None };
    match world.run(home, Command::Import(show)) {
        Ok(Reply::Import(shown)) => Ok(shown.list.len()),
        Ok(other) => unreachable!("a copy: {other:?}"),
        Err(refused) => Err(refused.code),
    }
}

#[test]
fn a_copy_of_which_a_part_is_still_on_its_way_says_so_and_shows_nothing_yet() {
    let mut world = World::new(86);
    let ana = world.add_home("Europe/Berlin");
    init(&mut world, ana, "Ana");
    let laptop = add_own(&mut world, ana, "laptop");
    settle(&mut world, &[ana, laptop]);
    let file = export(&mut world, 16);
    world.run(ana, Command::Import(ImportCommand::Keep { file })).expect("kept");
    let mut partly = None;
    for steps in 1..60 {
        let ticket = world.start(ana, Command::Sync { watch: false });
        for _ in 0..steps {
            world.step();
        }
        world.set_online(ana, false, true);
        while world.answer(ana, ticket).is_none() && world.step() {}
        sync(&mut world, laptop);
        if let Some((id, false)) = copies(&mut world, laptop).pop() {
            partly = Some(id);
            break;
        }
        assert!(copies(&mut world, laptop).is_empty(), "all of it came at once: {steps}");
        world.set_online(ana, true, true);
    }
    let id = partly.expect("a part of it");
    assert_eq!(show(&mut world, laptop, &id), Err("import_incomplete"));
    assert_eq!(show(&mut world, ana, &id), Ok(16));
    world.set_online(ana, true, true);
    settle(&mut world, &[ana, laptop]);
    assert_eq!(copies(&mut world, laptop), [(id.clone(), true)]);
    assert_eq!(show(&mut world, laptop, &id), Ok(16));
}

#[test]
fn nothing_is_put_away_before_somebody_left() {
    let mut world = World::new(87);
    let (ana, ben) = paired(&mut world);
    let agreed = propose(&mut world, ana, "We answer within a day");
    settle(&mut world, &[ana, ben]);
    for home in [ana, ben] {
        let before = status(&mut world, home);
        let refused = world.run(home, Command::PutAway).expect_err("nobody left");
        assert!(refused.is("not_parted"), "{refused:?}");
        assert!(status(&mut world, home) == before, "a refusal changes nothing");
        assert_eq!(agreement(&mut world, home, &agreed).state, "open");
    }
    let alone = world.add_home("Europe/Berlin");
    init(&mut world, alone, "Carla");
    assert!(world.run(alone, Command::PutAway).is_err_and(|refused| refused.is("not_parted")));
    world.run(ana, Command::Leave { keep: true, quiet: false }).expect("left");
    settle(&mut world, &[ana, ben]);
    for home in [ana, ben] {
        world.run(home, Command::PutAway).expect("it is over");
        assert!(world.run(home, Command::Agreement { id: agreed.clone() }).is_err());
    }
}
