//! What a relay refuses for good: its act is set aside, what stands on it stays with it, everything else flows, and a person decides.

use accord_client_core::client::command::{AsideView, Command, Reply};
use accord_client_core::law::command::{LawCommand, Wording};
use accord_client_core::store::memory::Fault;
use accord_protocol::error::Code;
use accord_tests::people::{
    agreement, agreements, digest, paired, propose, settle, status, sync, tell, try_sync,
};
use accord_tests::{HomeId, World};

/// Above what short words come to, below what long ones do.
const MOST: usize = 4_500;

fn long(word: &str) -> String {
    word.repeat(6_000 / word.len())
}

/// What a home has set aside.
pub(crate) fn asides(world: &mut World, home: HomeId) -> Vec<AsideView> {
    match world.run(home, Command::Asides) {
        Ok(Reply::Asides(list)) => list,
        other => unreachable!("what is set aside: {other:?}"),
    }
}

fn part(id: &str, want: &str) -> LawCommand {
    let want = Some(want.into());
    LawCommand::AgreePart { id: id.into(), want, why: None, limit: None }
}

fn counter(id: &str, text: &str) -> LawCommand {
    let words = Wording { text: Some(text.into()), ..Wording::default() };
    LawCommand::AgreeCounter { id: id.into(), words, revision: None, joins: Vec::new() }
}

fn texts(list: &[AsideView]) -> Vec<(&str, &str)> {
    list.iter().map(|one| (one.what, one.reason)).collect()
}

#[test]
fn what_is_refused_for_good_is_set_aside_and_everything_else_flows() {
    for code in [Code::TooLarge, Code::Malformed, Code::BadSignature] {
        let mut world = World::new(70);
        let (ana, ben) = paired(&mut world);
        let old = propose(&mut world, ana, "Known to both");
        settle(&mut world, &[ana, ben]);
        world.relays[0].refuses = Some((MOST, code));
        let first = propose(&mut world, ana, "Before it");
        let great = propose(&mut world, ana, &long("much "));
        tell(&mut world, ana, part(&great, "stands on it")).expect("a side");
        tell(&mut world, ana, counter(&old, &long("more "))).expect("other words");
        tell(&mut world, ana, part(&old, "stands on what is there")).expect("a side");
        let last = propose(&mut world, ana, "Behind it");
        let view = sync(&mut world, ana);
        assert_eq!((view.waiting, view.set_aside), (0, 3), "{code}");
        settle(&mut world, &[ana, ben]);
        for id in [&old, &first, &last] {
            assert_eq!(agreement(&mut world, ben, id).state, "open", "{code}");
        }
        assert_eq!(agreements(&mut world, ben).len(), 3, "{code}: nothing that stands on nothing");
        let side = agreement(&mut world, ben, &old).parts.them.and_then(|side| side.want);
        assert_eq!(side.as_deref(), Some("stands on what is there"), "{code}");
        let stands = status(&mut world, ana);
        assert_eq!((stands.unsent, stands.set_aside), (0, 3), "{code}");
        let list = asides(&mut world, ana);
        let expected =
            [("proposal", code.name()), ("own side", "needs"), ("proposal", code.name())];
        assert_eq!(texts(&list), expected, "{code}");
        assert_eq!(list[0].words, Some(long("much ")), "{code}");
        assert_eq!(digest(&mut world, ana), digest(&mut world, ben), "{code}");

        // Let go with what stands on it; nothing of it stays.
        let gone = world.run(ana, Command::AsideDrop { id: list[0].id.clone() });
        assert!(gone.is_ok(), "{gone:?}");
        assert_eq!(texts(&asides(&mut world, ana)), [("proposal", code.name())], "{code}");
        assert!(world.run(ana, Command::Agreement { id: great }).is_err(), "{code}");

        // Said again it goes out once the relay takes it.
        world.relays[0].refuses = None;
        let again = Command::AsideAgain { id: list[2].id.clone() };
        world.run(ana, again).expect("said again");
        settle(&mut world, &[ana, ben]);
        assert_eq!(status(&mut world, ana).set_aside, 0, "{code}");
        let open = agreement(&mut world, ben, &old).open;
        assert!(open.iter().any(|one| one.words == long("more ")), "{code}");
        assert_eq!(digest(&mut world, ana), digest(&mut world, ben), "{code}");
    }
}

#[test]
fn what_stands_on_a_refused_act_is_said_again_after_it() {
    let mut world = World::new(71);
    let (ana, ben) = paired(&mut world);
    world.relays[0].refuses = Some((MOST, Code::TooLarge));
    let great = propose(&mut world, ana, &long("much "));
    sync(&mut world, ana);
    // The words are gone from the lists; what is said next about the same cannot lean on them.
    assert!(world.run(ana, Command::Agreement { id: great.clone() }).is_err());
    let list = asides(&mut world, ana);
    world.relays[0].refuses = None;
    world.run(ana, Command::AsideAgain { id: list[0].id[..6].into() }).expect("by a prefix");
    tell(&mut world, ana, part(&great, "now it may")).expect("a side");
    settle(&mut world, &[ana, ben]);
    assert_eq!(
        agreement(&mut world, ben, &great).parts.them.and_then(|side| side.want).as_deref(),
        Some("now it may")
    );
    let refused = world.run(ana, Command::AsideDrop { id: list[0].id.clone() });
    assert!(refused.is_err_and(|refused| refused.is("not_found")));
}

#[test]
fn a_full_share_sets_nothing_aside_and_lets_the_end_through() {
    for code in [Code::Quota, Code::Version] {
        let mut world = World::new(72);
        let (ana, ben) = paired(&mut world);
        world.relays[0].refuses = Some((0, code));
        let id = propose(&mut world, ana, "Waits for room");
        for _ in 0..2 {
            let refused = try_sync(&mut world, ana).expect_err("no room");
            assert!(refused.is(code.name()), "{refused:?}");
            let stands = status(&mut world, ana);
            assert_eq!((stands.unsent, stands.set_aside), (1, 0), "{code}");
        }
        world.relays[0].refuses = None;
        settle(&mut world, &[ana, ben]);
        assert_eq!(agreement(&mut world, ben, &id).state, "open", "{code}");

        world.relays[0].refuses = Some((0, code));
        propose(&mut world, ana, "Never goes out");
        assert!(try_sync(&mut world, ana).is_err());
        world.run(ana, Command::Leave { keep: true, quiet: false }).expect("left");
        // The vault's words about it wait for room as well.
        assert!(try_sync(&mut world, ana).is_err());
        sync(&mut world, ben);
        assert!(status(&mut world, ben).left.is_some_and(|left| left.them.is_some()), "{code}");
    }
}

#[test]
fn a_watch_tries_again_by_itself_when_there_is_room_and_lets_an_end_through_meanwhile() {
    for leaves in [false, true] {
        let mut world = World::new(74);
        let (ana, ben) = paired(&mut world);
        world.relays[0].refuses = Some((0, Code::Quota));
        let id = propose(&mut world, ana, "Waits for room");
        let watch = world.start(ana, Command::Sync { watch: true });
        world.pass(60_000);
        assert_eq!(status(&mut world, ana).unsent, 1);
        if leaves {
            world.run(ana, Command::Leave { keep: true, quiet: false }).expect("left");
            world.pass(2_000);
            sync(&mut world, ben);
            let left = status(&mut world, ben).left;
            assert!(left.is_some_and(|left| left.them.is_some()), "at once");
            continue;
        }
        world.relays[0].refuses = None;
        world.pass(660_000);
        assert_eq!(status(&mut world, ana).unsent, 0, "tried again");
        sync(&mut world, ben);
        assert_eq!(agreement(&mut world, ben, &id).state, "open");
        assert!(world.answer(ana, watch).is_none(), "it goes on watching");
    }
}

/// A story with a refusal in it, Ana's process dying at one of her saves; what both see at the end, and how often she saved.
fn play(crash: Option<(u64, Fault)>) -> (String, u64) {
    let mut world = World::new(73);
    let (ana, ben) = paired(&mut world);
    world.relays[0].refuses = Some((MOST, Code::TooLarge));
    propose(&mut world, ana, "Before it");
    let great = propose(&mut world, ana, &long("much "));
    tell(&mut world, ana, part(&great, "stands on it")).expect("a side");
    propose(&mut world, ana, "Behind it");
    let before = world.homes[ana.0].disk.commits();
    if let Some((at, fault)) = crash {
        world.homes[ana.0].disk.fail_after(at, fault);
    }
    for _ in 0..4 {
        drop(world.attempt(ana, Command::Sync { watch: false }));
        if !world.is_up(ana) {
            world.reboot(ana);
        }
    }
    let saved = world.homes[ana.0].disk.commits() - before;
    settle(&mut world, &[ana, ben]);
    assert_eq!(digest(&mut world, ana), digest(&mut world, ben));
    let mut seen: Vec<_> =
        agreements(&mut world, ben).into_iter().map(|one| one.open[0].words.clone()).collect();
    seen.sort();
    let list = asides(&mut world, ana);
    (format!("{seen:?} {:?}", texts(&list)), saved)
}

#[test]
fn a_process_killed_at_any_save_of_it_loses_and_doubles_nothing() {
    let (calm, saves) = play(None);
    assert!(calm.contains("too_large") && calm.contains("Behind it"), "{calm}");
    assert!(saves > 4, "{saves}");
    for at in 0..saves {
        for fault in [Fault::CrashBefore, Fault::CrashAfter] {
            let (seen, _) = play(Some((at, fault.clone())));
            assert_eq!(seen, calm, "{fault:?} at save {at}");
        }
    }
}
