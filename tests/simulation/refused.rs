//! A beginning the relay refuses leaves nothing, whichever answer comes first: the refusal, or the line of the vault.

use accord_client_core::client::command::{Command, RecoveredView, RelayAddress, Reply};
use accord_client_core::client::io::{Event, Input};
use accord_client_core::store::memory::Fault;
use accord_server::relay::settings::Registration;
use accord_tests::people::{confirm, init, init_at, join, say, settle, status, sync, try_sync};
use accord_tests::world::{HomeId, URL, World};

fn invite() -> Command {
    Command::Invite { spoken: false, with: Vec::new() }
}

/// Ana alone, her vault at a relay that takes nobody new from now on, and her words.
fn alone(seed: u64) -> (World, HomeId, String) {
    let mut world = World::new(seed);
    let ana = world.add_home("Europe/Berlin");
    let words = init(&mut world, ana, "Ana").join(" ");
    sync(&mut world, ana);
    world.registration(0, Registration::Closed);
    (world, ana, words)
}

fn recover(world: &mut World, words: &str) -> (HomeId, RecoveredView) {
    let home = world.add_home("Europe/Berlin");
    let relay = RelayAddress { url: URL.into(), token: None };
    let line = Command::Recover { words: words.into(), relay, device_name: "new".into() };
    match world.run(home, line) {
        Ok(Reply::Recovered(view)) => (home, view),
        other => unreachable!("a recovery: {other:?}"),
    }
}

/// What a home says of an invitation under way.
fn pairing(world: &mut World, home: HomeId) -> &'static str {
    match world.run(home, Command::Pairing) {
        Ok(Reply::Pairing(view)) => view.state,
        other => unreachable!("a pairing: {other:?}"),
    }
}

/// How much later than frames an answer comes: before the vault's line is dialled, while it is let in, while it sends, and long after.
const SLOWER_BY_MS: [u64; 9] = [0, 3, 8, 13, 20, 30, 45, 80, 900];

#[test]
fn an_invitation_the_relay_refuses_founds_nothing_in_any_order_of_answers() {
    for (slower, jitter) in SLOWER_BY_MS.into_iter().flat_map(|ms| [(ms, 0), (ms, 20)]) {
        let (mut world, ana, words) = alone(slower);
        world.net.jitter_ms = jitter;
        world.net.ask_ms = slower;
        let refused = world.run(ana, invite()).expect_err("nobody new");
        assert!(refused.is("closed"), "{slower} ms: {refused:?}");
        assert_eq!(pairing(&mut world, ana), "none", "{slower} ms");
        // Nothing of it is at the relay with the next exchange either, which has nothing to complain of.
        settle(&mut world, &[ana]);
        let (new, view) = recover(&mut world, &words);
        assert_eq!(view.couple, "none", "answers {slower} ms slower");
        assert!(world.run(new, invite()).is_err_and(|refused| refused.is("closed")));
        // The same home invites once it may, and the words bring that space back.
        world.registration(0, Registration::Open);
        let Ok(Reply::Invite(view)) = world.run(ana, invite()) else { unreachable!("invited") };
        let ben = world.add_home("America/New_York");
        init(&mut world, ben, "Ben");
        world.run(ben, join(&view.link.expect("a link"))).expect("answered");
        for home in [ana, ben] {
            sync(&mut world, home);
        }
        assert_eq!(say(&mut world, ana).len(), 4);
        confirm(&mut world, ana, ben);
        settle(&mut world, &[ana, ben]);
        assert_eq!(recover(&mut world, &words).1.couple, "back", "{slower} ms");
    }
}

#[test]
fn a_space_is_listed_for_own_devices_once_the_relay_has_it_wherever_an_invitation_was_cut() {
    let commits = {
        let (mut world, ana, _) = alone(1);
        world.registration(0, Registration::Open);
        let before = world.homes[ana.0].disk.commits();
        world.run(ana, invite()).expect("invited");
        world.homes[ana.0].disk.commits() - before
    };
    assert!(commits > 3, "founded, registered, listed, offered: {commits}");
    for (at, fault) in (0..commits).flat_map(|n| [(n, Fault::CrashBefore), (n, Fault::CrashAfter)])
    {
        let (mut world, ana, words) = alone(1);
        world.registration(0, Registration::Open);
        let before = world.homes[ana.0].disk.commits();
        world.homes[ana.0].disk.fail_after(before + at, fault.clone());
        let ticket = world.start(ana, invite());
        while world.answer(ana, ticket).is_none() && world.step() {}
        world.reboot(ana);
        // The fault may be still to come.
        for command in [invite(), Command::Sync { watch: false }] {
            let mut outcome = world.attempt(ana, command.clone());
            if outcome.is_none() {
                world.reboot(ana);
                outcome = world.attempt(ana, command);
            }
            outcome.expect("one fault").expect("the same invitation, or another");
        }
        let couple = recover(&mut world, &words).1.couple;
        assert_eq!(couple, "back", "{fault:?} at {at}");
    }
}

#[test]
fn a_token_given_while_somebody_watches_counts_at_once() {
    let mut world = World::new(2);
    world.registration(0, Registration::Closed);
    let ana = world.add_home("Europe/Berlin");
    let at = || RelayAddress { url: URL.into(), token: None };
    init_at(&mut world, ana, "Ana", Some(at()));
    world.start(ana, Command::Sync { watch: true });
    world.pass(5_000);
    assert!(try_sync(&mut world, ana).is_err_and(|refused| refused.is("closed")));
    assert_eq!(status(&mut world, ana).vault, "not_registered");
    // A relay that lets her in from now on: the token is right, or it was opened.
    world.registration(0, Registration::Open);
    world.run(ana, Command::RelaySet { relay: at() }).expect("set");
    sync(&mut world, ana);
    assert_eq!(status(&mut world, ana).vault, "kept");
    world.feed(ana, Input::StopWatching);
    assert!(!world.homes[ana.0].events.iter().any(|said| matches!(said, Event::Broken(_))));
}

#[test]
fn who_asks_again_while_somebody_watches_is_answered_by_the_relay_and_not_from_memory() {
    let mut world = World::new(3);
    world.registration(0, Registration::Closed);
    let ana = world.add_home("Europe/Berlin");
    init(&mut world, ana, "Ana");
    world.start(ana, Command::Sync { watch: true });
    world.pass(5_000);
    assert!(try_sync(&mut world, ana).is_err_and(|refused| refused.is("closed")));
    world.registration(0, Registration::Open);
    sync(&mut world, ana);
    assert_eq!(status(&mut world, ana).vault, "kept");
}
