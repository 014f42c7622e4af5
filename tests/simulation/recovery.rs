//! The twelve words: killed at every save, a relay that goes away, and words that no longer count.

use std::collections::BTreeMap;

use accord_client_core::client::command::{Command, RelayAddress, Reply};
use accord_client_core::refused::Refused;
use accord_client_core::store::memory::Fault;
use accord_tests::devices::device_named;
use accord_tests::people::{accept, digest, init, pair, propose, settle, status, sync};
use accord_tests::world::{HomeId, URL, World};

struct Lost {
    world: World,
    ben: HomeId,
    words: String,
    agreed: String,
    new: HomeId,
}

/// Ana and Ben agreed on something; then Ana's only device is gone.
fn lost(seed: u64) -> Lost {
    let mut world = World::new(seed);
    let ana = world.add_home("Europe/Berlin");
    let ben = world.add_home("America/New_York");
    let words = init(&mut world, ana, "Ana").join(" ");
    init(&mut world, ben, "Ben");
    pair(&mut world, ana, ben);
    let agreed = propose(&mut world, ana, "We answer within a day");
    settle(&mut world, &[ana, ben]);
    accept(&mut world, ben, &agreed).expect("accepted");
    settle(&mut world, &[ben, ana]);
    world.kill(ana);
    let new = world.add_home("Europe/Berlin");
    Lost { world, ben, words, agreed, new }
}

fn command(words: &str) -> Command {
    let relay = RelayAddress { url: URL.into(), token: None };
    Command::Recover { words: words.into(), relay, device_name: "new".into() }
}

fn recover(world: &mut World, home: HomeId, words: &str) -> Result<&'static str, Refused> {
    match world.run(home, command(words)) {
        Ok(Reply::Recovered(view)) => Ok(view.couple),
        Ok(other) => unreachable!("a recovery: {other:?}"),
        Err(refused) => Err(refused),
    }
}

#[test]
fn a_recovery_survives_a_crash_before_and_after_every_save() {
    let Lost { mut world, words, new, .. } = lost(30);
    assert_eq!(recover(&mut world, new, &words), Ok("back"));
    let commits = world.homes[new.0].disk.commits();
    assert!(commits > 6, "a recovery saves its keys, two logs and what it says: {commits}");
    for at in 0..commits {
        for fault in [Fault::CrashBefore, Fault::CrashAfter] {
            let Lost { mut world, ben, words, agreed, new } = lost(30);
            world.homes[new.0].disk.fail_after(at, fault.clone());
            let ticket = world.start(new, command(&words));
            while world.answer(new, ticket).is_none() && world.step() {}
            world.reboot(new);
            let again = recover(&mut world, new, &words);
            let done = again.as_ref().is_err_and(|refused| refused.is("home_in_use"));
            assert!(done || again == Ok("back"), "{fault:?} at {at}: {again:?}");
            settle(&mut world, &[new, ben]);
            assert_eq!(digest(&mut world, new), digest(&mut world, ben), "{fault:?} at {at}");
            assert_eq!(accord_tests::people::agreement(&mut world, new, &agreed).state, "in_force");
            assert_eq!(device_named(&mut world, new, "new").1, "active");
            assert_eq!(status(&mut world, new).pending.len(), 0, "{fault:?} at {at}");
        }
    }
}

#[test]
fn a_relay_that_goes_away_in_the_middle_costs_another_try() {
    for steps in (1..60).step_by(3) {
        let Lost { mut world, ben, words, new, .. } = lost(31);
        let ticket = world.start(new, command(&words));
        let mut answered = false;
        for _ in 0..steps {
            answered = answered || world.answer(new, ticket).is_some();
            if !answered {
                world.step();
            }
        }
        world.homes[new.0].online = false;
        while !answered && world.answer(new, ticket).is_none() {
            assert!(world.step(), "after {steps} steps: no answer ever comes");
        }
        world.homes[new.0].online = true;
        let again = recover(&mut world, new, &words);
        let done = again.as_ref().is_err_and(|refused| refused.is("home_in_use"));
        assert!(done || again == Ok("back"), "after {steps} steps: {again:?}");
        settle(&mut world, &[new, ben]);
        assert_eq!(digest(&mut world, new), digest(&mut world, ben), "after {steps} steps");
    }
}

#[test]
fn a_recovery_reads_each_log_once() {
    let Lost { mut world, ben, words, agreed, new } = lost(32);
    for n in 0..400 {
        propose(&mut world, ben, &format!("What {n} of us"));
        sync(&mut world, ben);
    }
    world.tap.reached = Some(BTreeMap::new());
    assert_eq!(recover(&mut world, new, &words), Ok("back"));
    settle(&mut world, &[new]);
    let reached = world.tap.reached.take().unwrap_or_default();
    assert!(reached.len() > 400, "{}", reached.len());
    assert_eq!(reached.values().max(), Some(&1), "some record came more than once");
    settle(&mut world, &[ben, new]);
    assert_eq!(digest(&mut world, new), digest(&mut world, ben));
    assert_eq!(accord_tests::people::agreement(&mut world, new, &agreed).state, "in_force");
}

#[test]
fn a_copy_of_what_ended_is_read_once_too() {
    let Lost { mut world, ben, words, new, .. } = lost(33);
    for n in 0..40 {
        propose(&mut world, ben, &format!("What {n} of us"));
        sync(&mut world, ben);
    }
    world.run(ben, Command::Leave { keep: true, quiet: false }).expect("left");
    sync(&mut world, ben);
    let (_, before) = digest(&mut world, ben);
    world.tap.reached = Some(BTreeMap::new());
    assert_eq!(recover(&mut world, new, &words), Ok("ended"));
    let reached = world.tap.reached.take().unwrap_or_default();
    assert!(reached.len() > 40, "{}", reached.len());
    assert_eq!(reached.values().max(), Some(&1), "some record came more than once");
    assert_eq!(digest(&mut world, new).1, before);
}
