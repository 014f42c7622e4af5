//! The main job once, step by step: pairing, an agreement, offline edits, and the same state on both sides.

use accord_client_core::client::command::{Command, Invitation, RelayAddress, Reply};
use accord_client_core::law::command::{AgreementKind, Area, LawCommand, Wording};
use accord_tests::world::{HomeId, URL, World};

fn init(world: &mut World, home: HomeId, name: &str) {
    let relay = Some(RelayAddress { url: URL.into(), token: None });
    world
        .run(home, Command::Init { name: name.into(), device_name: "phone".into(), relay })
        .expect("an identity");
}

/// Two homes, paired, both synced.
pub fn paired(world: &mut World) -> (HomeId, HomeId) {
    let (ana, ben) = (world.add_home("Europe/Berlin"), world.add_home("America/New_York"));
    init(world, ana, "Ana");
    init(world, ben, "Ben");
    let link = match world.run(ana, Command::Invite { spoken: false, with: Vec::new() }) {
        Ok(Reply::Invite(view)) => view.link.expect("a link"),
        other => unreachable!("an invitation: {other:?}"),
    };
    let invitation = Invitation::Link(link);
    world
        .run(
            ben,
            Command::Join { invitation, name: None, device_name: "phone".into(), token: None },
        )
        .expect("answered");
    sync(world, ana);
    sync(world, ben);
    let (by_ana, by_ben) = (say(world, ana), say(world, ben));
    world.run(ana, Command::PairingConfirm { words: by_ben }).expect("the right words");
    world.run(ben, Command::PairingConfirm { words: by_ana }).expect("the right words");
    for home in [ana, ben, ana, ben] {
        sync(world, home);
    }
    (ana, ben)
}

fn say(world: &mut World, home: HomeId) -> Vec<String> {
    match world.run(home, Command::Pairing) {
        Ok(Reply::Pairing(view)) => {
            view.say.clone().unwrap_or_else(|| unreachable!("words to say in {view:?}"))
        }
        other => unreachable!("a pairing: {other:?}"),
    }
}

fn sync(world: &mut World, home: HomeId) {
    world.run(home, Command::Sync { watch: false }).expect("a sync");
}

fn digest(world: &mut World, home: HomeId) -> (u64, String) {
    match world.run(home, Command::Verify) {
        Ok(Reply::Verify(view)) => {
            assert_eq!((view.bad_signatures, view.quarantined.len()), (0, 0), "{view:?}");
            (view.position, view.state_digest)
        }
        other => unreachable!("a verification: {other:?}"),
    }
}

#[test]
fn two_people_pair_agree_offline_and_see_the_same() {
    let mut world = World::new(1);
    let (ana, ben) = paired(&mut world);
    let words = Wording {
        text: Some("We answer within a day".into()),
        area: Some(Area::Digital),
        ..Wording::default()
    };
    let what = LawCommand::AgreePropose { kind: AgreementKind::Expectation, words };
    let Ok(Reply::Agreement(view)) = world.run(ana, Command::Say { what, draft: false }) else {
        unreachable!("an agreement")
    };
    assert_eq!(view.state, "open");
    sync(&mut world, ana);
    sync(&mut world, ben);
    let accept = LawCommand::AgreeAccept { id: view.id.clone(), revision: None, can: None };
    let Ok(Reply::Agreement(view)) = world.run(ben, Command::Say { what: accept, draft: false })
    else {
        unreachable!("an agreement")
    };
    assert_eq!(view.state, "in_force");
    sync(&mut world, ben);
    sync(&mut world, ana);
    assert_eq!(digest(&mut world, ana), digest(&mut world, ben));
    let Ok(Reply::Agreement(view)) = world.run(ana, Command::Agreement { id: view.id }) else {
        unreachable!("an agreement")
    };
    assert_eq!(view.state, "in_force");
}
