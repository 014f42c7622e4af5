//! Exchanges that must not hold on to what is over: a refusal that changes nothing, another relay.

use accord_client_core::client::command::{Command, RelayAddress};
use accord_client_core::client::io::Event;
use accord_client_core::law::command::LawCommand;
use accord_tests::people::{confirm, init, invite, join, paired, settle, status, tell, two};
use accord_tests::world::{OTHER_URL, World};

#[test]
fn a_withdrawal_that_is_refused_takes_nothing_back() {
    let mut world = World::new(80);
    let (ana, ben) = paired(&mut world);
    let made = LawCommand::PromiseAdd {
        text: "I call".into(),
        due: None,
        every: None,
        size: None,
        sure: None,
    };
    let id = match tell(&mut world, ana, made) {
        Ok(accord_client_core::client::command::Reply::Promise(view)) => view.id,
        other => unreachable!("a promise: {other:?}"),
    };
    settle(&mut world, &[ana, ben]);
    let edit = LawCommand::PromiseEdit { id: id.clone(), text: "I write".into() };
    tell(&mut world, ana, edit).expect("other words");
    world.run(ana, Command::Leave { keep: true, quiet: false }).expect("left");
    let acts = |world: &mut World| {
        world.homes[ana.0].client.as_mut().map(|client| client.acts(false).len())
    };
    let before = acts(&mut world);
    let refused = tell(&mut world, ana, LawCommand::PromiseWithdraw { id }).expect_err("left");
    assert!(refused.is("left"), "{refused:?}");
    assert_eq!(acts(&mut world), before, "a refusal changes nothing");
}

#[test]
fn a_watch_goes_over_to_the_relay_that_is_set_meanwhile() {
    let mut world = World::new(82);
    let ana = world.add_home("Europe/Berlin");
    init(&mut world, ana, "Ana");
    let watch = world.start(ana, Command::Sync { watch: true });
    world.pass(30_000);
    let store = world.fresh_store();
    world.homes[ana.0].dials = world.add_relay(store);
    let relay = RelayAddress { url: OTHER_URL.into(), token: None };
    world.run(ana, Command::RelaySet { relay }).expect("set");
    assert_eq!(status(&mut world, ana).vault, "not_registered");
    world.pass(5_000);
    assert_eq!(status(&mut world, ana).vault, "kept", "by the one that was set");
    assert!(world.answer(ana, watch).is_none(), "it goes on watching");
}

#[test]
fn two_that_watch_already_find_each_other_by_an_invitation() {
    let mut world = World::new(83);
    let (ana, ben) = two(&mut world);
    for home in [ana, ben] {
        world.start(home, Command::Sync { watch: true });
    }
    world.pass(10_000);
    let link = invite(&mut world, ana);
    world.pass(10_000);
    world.run(ben, join(&link)).expect("answered");
    let told = |world: &World| {
        world.homes[ben.0].events.iter().filter(|event| **event == Event::Changed).count()
    };
    let before = told(&world);
    world.pass(20_000);
    assert!(told(&world) > before, "a screen that waits for the other looks again");
    confirm(&mut world, ana, ben);
    world.pass(20_000);
    assert_eq!(status(&mut world, ana).partner_name.as_deref(), Some("Ben"));
    assert_eq!(status(&mut world, ben).partner_name.as_deref(), Some("Ana"));
}
