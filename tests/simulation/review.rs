//! What a hard look at the client found: each history here once came out wrong.

use std::collections::BTreeSet;

use accord_client_core::client::command::{Command, ExportFormat, Reply};
use accord_client_core::client::io::Event;
use accord_client_core::law::command::{
    AgreementKind, Area, BoundaryWords, LawCommand, Polarity, Wording,
};
use accord_client_core::store::Table;
use accord_protocol::record::Kind;
use accord_tests::people::{
    compare, confirm, init, init_at, invite, join, pair, paired, say, status, sync, two,
};
use accord_tests::world::{HomeId, World};

fn pairing_state(world: &mut World, home: HomeId) -> &'static str {
    match world.run(home, Command::Pairing) {
        Ok(Reply::Pairing(view)) => view.state,
        other => unreachable!("a pairing: {other:?}"),
    }
}

fn propose(text: &str) -> LawCommand {
    let words =
        Wording { text: Some(text.into()), area: Some(Area::Digital), ..Wording::default() };
    LawCommand::AgreePropose { kind: AgreementKind::Expectation, words }
}

fn limit(text: &str) -> LawCommand {
    let words = BoundaryWords {
        text: Some(text.into()),
        area: Some(Area::Digital),
        ..BoundaryWords::default()
    };
    LawCommand::BoundaryAdd { polarity: Polarity::Limit, words }
}

fn record(world: &mut World, home: HomeId, what: LawCommand, draft: bool) -> String {
    match world.run(home, Command::Say { what, draft }) {
        Ok(Reply::Agreement(view)) => view.id,
        Ok(Reply::Boundary(view)) => view.id,
        other => unreachable!("a record: {other:?}"),
    }
}

/// Whether the relay holds a JOIN.
fn let_in(world: &World) -> bool {
    let store = &world.relays[0].store;
    let join = |entry: &accord_server::store::Entry| entry.record[1] == Kind::Join.to_byte();
    store.spaces().iter().any(|space| store.log(space).iter().any(join))
}

/// Both see words; nobody has entered any.
fn comparing(world: &mut World) -> (HomeId, HomeId) {
    let (ana, ben) = two(world);
    compare(world, ana, ben);
    (ana, ben)
}

#[test]
fn an_agreement_shared_from_a_draft_keeps_the_drafts_id() {
    let mut world = World::new(11);
    let (ana, _) = paired(&mut world);
    let draft = record(&mut world, ana, propose("We call on Sunday"), true);
    let shared = match world.run(ana, Command::DraftShare { ids: vec![draft.clone()] }) {
        Ok(Reply::Shared(view)) => view.shared[0].id.clone(),
        other => unreachable!("shared: {other:?}"),
    };
    assert_ne!(draft, shared);
    for _ in 0..2 {
        match world.run(ana, Command::Agreement { id: draft.clone() }) {
            Ok(Reply::Agreement(view)) => assert_eq!(view.id, shared),
            other => unreachable!("the agreement by its old id: {other:?}"),
        }
        sync(&mut world, ana);
        world.reboot(ana);
    }
}

#[test]
fn sharing_several_drafts_shares_all_or_none() {
    let mut world = World::new(12);
    let (ana, ben) = paired(&mut world);
    let agreed = record(&mut world, ana, propose("We call on Sunday"), false);
    sync(&mut world, ana);
    sync(&mut world, ben);
    let what = LawCommand::AgreeAccept { id: agreed, revision: None, can: None };
    record(&mut world, ben, what, false);
    sync(&mut world, ben);
    sync(&mut world, ana);
    let fine = record(&mut world, ana, limit("No calls at night"), true);
    let same = record(&mut world, ana, propose("We call on Sunday"), true);
    let ids = vec![fine.clone(), same];
    let refused = world.run(ana, Command::DraftShare { ids }).expect_err("in force already");
    assert_eq!(refused.code, "already_in_force");
    assert_eq!(status(&mut world, ana).unsent, 0, "a refusal changes nothing");
    let ids = vec![fine.clone(), fine];
    world.run(ana, Command::DraftShare { ids }).expect("named twice is named once");
    assert_eq!(status(&mut world, ana).unsent, 1);
}

#[test]
fn watching_an_idle_relay_is_no_busy_loop() {
    let mut world = World::new(13);
    let (ana, _) = paired(&mut world);
    world.start(ana, Command::Sync { watch: true });
    world.pass(1_000);
    let until = world.now_ms + 60_000;
    let mut steps = 0;
    while world.now_ms < until && world.step() {
        steps += 1;
        assert!(steps < 600, "{steps} steps in {} ms", world.now_ms + 60_000 - until);
    }
}

#[test]
fn a_command_during_a_long_watch_has_its_own_patience() {
    let mut world = World::new(14);
    let ana = world.add_home("Europe/Berlin");
    init(&mut world, ana, "Ana");
    world.start(ana, Command::Sync { watch: true });
    world.pass(20_000);
    let outcome = world.run(ana, Command::Invite { spoken: false, with: Vec::new() });
    assert!(matches!(outcome, Ok(Reply::Invite(_))), "{outcome:?}");
}

#[test]
fn a_failed_invitation_does_not_fail_the_next_one() {
    let mut world = World::new(15);
    let ana = world.add_home("Europe/Berlin");
    init(&mut world, ana, "Ana");
    sync(&mut world, ana);
    world.start(ana, Command::Sync { watch: true });
    world.pass(1_000);
    world.homes[ana.0].online = false;
    let outcome = world.run(ana, Command::Invite { spoken: false, with: Vec::new() });
    assert!(outcome.is_err(), "{outcome:?}");
    world.homes[ana.0].online = true;
    world.pass(60_000);
    let outcome = world.run(ana, Command::Invite { spoken: false, with: Vec::new() });
    assert!(matches!(outcome, Ok(Reply::Invite(_))), "{outcome:?}");
}

#[test]
fn joining_leaves_a_local_vault_local() {
    let mut world = World::new(16);
    let (ana, ben) = (world.add_home("Europe/Berlin"), world.add_home("America/New_York"));
    init(&mut world, ana, "Ana");
    init_at(&mut world, ben, "Ben", None);
    compare(&mut world, ana, ben);
    assert_eq!(status(&mut world, ben).vault, "local_only");
    confirm(&mut world, ana, ben);
    for home in [ana, ben, ana, ben] {
        sync(&mut world, home);
    }
    assert_eq!(pairing_state(&mut world, ben), "paired");
    assert_eq!(status(&mut world, ben).vault, "local_only");
}

#[test]
fn an_answer_given_in_time_is_read_days_later() {
    let mut world = World::new(17);
    let (ana, ben) = two(&mut world);
    let link = invite(&mut world, ana);
    world.pass(6 * 86_400_000);
    world.run(ben, join(&link)).expect("answered on the sixth day");
    world.pass(4 * 86_400_000);
    sync(&mut world, ana);
    assert_eq!(pairing_state(&mut world, ana), "compare");
}

#[test]
fn who_calls_it_off_after_the_words_follows_nothing() {
    let mut world = World::new(18);
    let (ana, ben) = comparing(&mut world);
    let (by_ana, by_ben) = (say(&mut world, ana), say(&mut world, ben));
    world.run(ben, Command::PairingConfirm { words: by_ana }).expect("the right words");
    sync(&mut world, ben);
    world.run(ben, Command::InviteCancel).expect("called off");
    world.run(ana, Command::PairingConfirm { words: by_ben }).expect("the right words");
    sync(&mut world, ana);
    let secret = record(&mut world, ana, limit("No calls at night"), false);
    sync(&mut world, ana);
    sync(&mut world, ben);
    assert_ne!(pairing_state(&mut world, ben), "paired");
    let shown = world.run(ben, Command::Boundary { id: secret, history: false });
    assert!(shown.is_err(), "{shown:?}");
}

#[test]
fn an_invitation_whose_partner_was_let_in_cannot_be_called_off() {
    let mut world = World::new(19);
    let (ana, ben) = comparing(&mut world);
    confirm(&mut world, ana, ben);
    // The JOIN is on its way and its answer is lost.
    world.start(ana, Command::Sync { watch: false });
    while !let_in(&world) {
        assert!(world.step(), "the relay takes the JOIN");
    }
    world.reboot(ana);
    let refused = world.run(ana, Command::InviteCancel).expect_err("too late");
    assert_eq!(refused.code, "already_paired");
    for home in [ana, ben, ana] {
        sync(&mut world, home);
    }
    assert_eq!(pairing_state(&mut world, ana), "paired");
}

#[test]
fn joining_another_leaves_the_own_empty_space_behind() {
    let mut world = World::new(20);
    let (ana, ben) = two(&mut world);
    invite(&mut world, ben);
    world.run(ben, Command::InviteCancel).expect("called off");
    pair(&mut world, ana, ben);
    assert_eq!(pairing_state(&mut world, ben), "paired");
    let rows = world.homes[ben.0].disk.rows();
    let seats: BTreeSet<u8> =
        rows.iter().filter(|row| row.table == Table::Space).map(|row| row.key[0]).collect();
    assert_eq!(seats.len(), 2, "the vault and one couple space");
}

#[test]
fn an_answer_that_did_not_get_through_may_be_given_again() {
    let mut world = World::new(21);
    let (ana, ben) = two(&mut world);
    let link = invite(&mut world, ana);
    world.homes[ben.0].online = false;
    assert!(world.run(ben, join(&link)).is_err());
    world.homes[ben.0].online = true;
    let other = invite(&mut world, ana);
    assert_eq!(other, link);
    assert!(matches!(world.run(ben, join(&link)), Ok(Reply::Joined(_))));
}

/// All that a file holds, as text.
fn file(reply: Reply) -> String {
    match reply {
        Reply::File(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Reply::Export(export) => export.to_string(),
        other => unreachable!("a file: {other:?}"),
    }
}

#[test]
fn an_own_export_holds_nothing_of_the_partner() {
    let mut world = World::new(22);
    let (ana, ben) = paired(&mut world);
    record(&mut world, ben, limit("BENS-LIMIT"), false);
    record(&mut world, ben, propose("BENS-WORDS"), false);
    record(&mut world, ana, limit("ANAS-LIMIT"), false);
    sync(&mut world, ben);
    sync(&mut world, ana);
    let export = |mine, format| Command::Export { mine, format, note: String::new() };
    for format in [ExportFormat::Json, ExportFormat::Automerge] {
        match world.run(ana, export(true, format)) {
            Ok(reply) => {
                let text = file(reply);
                if format == ExportFormat::Json {
                    assert!(text.contains("ANAS-LIMIT"));
                }
                assert!(!text.contains("BENS-LIMIT") && !text.contains("BENS-WORDS"), "{text}");
            }
            other => unreachable!("a file: {other:?}"),
        }
    }
    match world.run(ana, export(false, ExportFormat::Json)) {
        Ok(reply) => {
            let text = file(reply);
            assert!(text.contains("BENS-LIMIT") && text.contains("BENS-WORDS"));
        }
        other => unreachable!("a file: {other:?}"),
    }
}

#[test]
fn a_partners_wrong_clock_does_not_say_when_they_were_heard() {
    let mut world = World::new(23);
    let (ana, ben) = paired(&mut world);
    world.homes[ben.0].clock_off_ms = 400 * 86_400_000;
    record(&mut world, ben, limit("No calls at night"), false);
    sync(&mut world, ben);
    sync(&mut world, ana);
    let today = world.now(ana).today();
    assert_eq!(status(&mut world, ana).last_heard, Some(today));
}

#[test]
fn leaving_quietly_stops_a_watch_at_that_moment() {
    let mut world = World::new(24);
    let (ana, ben) = paired(&mut world);
    world.start(ana, Command::Sync { watch: true });
    world.pass(1_000);
    world.run(ana, Command::Leave { keep: true, quiet: true }).expect("quiet");
    world.homes[ana.0].events.clear();
    record(&mut world, ben, limit("No calls at night"), false);
    sync(&mut world, ben);
    world.pass(60_000);
    let heard = |event: &Event| matches!(event, Event::Synced(view) if view.received > 0);
    assert!(!world.homes[ana.0].events.iter().any(heard), "nothing is received any more");
}
