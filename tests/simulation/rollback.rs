//! Relays that forget, fork, lie or stand in between, and devices that are copies or old images.

use accord_client_core::client::command::{Command, Reply};
use accord_client_core::law::command::{AgreementKind, Area, LawCommand, Wording};
use accord_client_core::store::memory::Fault;
use accord_protocol::ids::Partner;
use accord_tests::devices::add_own;
use accord_tests::people::{
    accept, agreement, agreements, digest, init, invite, join, paired, propose, say, settle,
    status, sync, try_sync, two,
};
use accord_tests::{HomeId, Ledger, World};

use crate::private::{add, notes};

#[test]
fn yesterdays_backup_gets_back_what_one_side_wrote_since() {
    let mut world = World::new(10);
    let (ana, ben) = paired(&mut world);
    let image = world.relays[0].store.clone();
    let id = propose(&mut world, ana, "Written after the backup");
    settle(&mut world, &[ana, ben]);
    let before = digest(&mut world, ben);
    world.restore_relay(0, &image);
    settle(&mut world, &[ana, ben]);
    assert_eq!(digest(&mut world, ana), before);
    assert_eq!(digest(&mut world, ben), before);
    assert_eq!(agreement(&mut world, ben, &id).state, "open");
    world.tap.check_whole(&world.relays[0].store);
}

#[test]
fn yesterdays_backup_gets_back_what_both_wrote_since_whoever_comes_first() {
    for first in [0, 1] {
        let mut world = World::new(11);
        let (ana, ben) = paired(&mut world);
        let image = world.relays[0].store.clone();
        propose(&mut world, ana, "By Ana, seen by both");
        sync(&mut world, ana);
        sync(&mut world, ben);
        propose(&mut world, ben, "By Ben, not seen by Ana");
        sync(&mut world, ben);
        propose(&mut world, ana, "By Ana, not sent");
        world.restore_relay(0, &image);
        let order = if first == 0 { [ana, ben] } else { [ben, ana] };
        for home in [order[0], order[1], order[0], order[1]] {
            // While the relay recovers a sync may have to wait for the other.
            drop(try_sync(&mut world, home));
            world.pass(60_000);
        }
        settle(&mut world, &order);
        assert_eq!(digest(&mut world, ana), digest(&mut world, ben));
        assert_eq!(agreements(&mut world, ana).len(), 3);
        world.tap.check_whole(&world.relays[0].store);
    }
}

#[test]
fn a_relay_that_lost_its_newest_records_and_does_not_say_so_gets_them_back() {
    for lost_by in [0, 1] {
        let mut world = World::new(13 + lost_by);
        let (ana, ben) = paired(&mut world);
        settle(&mut world, &[ana, ben]);
        let image = world.relays[0].store.clone();
        let author = if lost_by == 0 { ana } else { ben };
        let id = propose(&mut world, author, "Acknowledged, then lost");
        settle(&mut world, &[ana, ben]);
        let before = digest(&mut world, ana);
        world.lose_silently(0, &image);
        // While both watch, and by themselves.
        for home in [ana, ben] {
            world.start(home, Command::Sync { watch: true });
        }
        world.pass(600_000);
        for home in [ana, ben, ana, ben] {
            drop(try_sync(&mut world, home));
            world.pass(60_000);
        }
        assert_eq!((digest(&mut world, ana), digest(&mut world, ben)), (before.clone(), before));
        assert_eq!(agreement(&mut world, ben, &id).state, "open");
        world.tap.check_whole(&world.relays[0].store);
    }
}

#[test]
fn a_wiped_relay_is_filled_again_by_the_devices() {
    let mut world = World::new(12);
    let (ana, ben) = paired(&mut world);
    propose(&mut world, ana, "Kept on both devices");
    settle(&mut world, &[ana, ben]);
    let before = digest(&mut world, ana);
    let empty = world.fresh_store();
    world.restore_relay(0, &empty);
    for home in [ana, ben, ana, ben] {
        drop(try_sync(&mut world, home));
        world.pass(120_000);
    }
    settle(&mut world, &[ana, ben]);
    assert_eq!((digest(&mut world, ana), digest(&mut world, ben)), (before.clone(), before));
    world.tap.check_whole(&world.relays[0].store);
}

#[test]
fn something_that_is_no_relay_changes_nothing() {
    let mut world = World::new(13);
    let (ana, ben) = paired(&mut world);
    propose(&mut world, ana, "Not for strangers");
    let store = world.fresh_store();
    let stranger = world.add_relay(store);
    world.relays[stranger].lies = true;
    let before = digest(&mut world, ana);
    for home in [ana, ben] {
        world.homes[home.0].dials = stranger;
        let refused = try_sync(&mut world, home).expect_err("no relay");
        assert_eq!(refused.class, accord_client_core::refused::Class::Unreachable, "{refused:?}");
        world.homes[home.0].dials = 0;
    }
    assert_eq!(digest(&mut world, ana), before);
    settle(&mut world, &[ana, ben]);
    assert_eq!(digest(&mut world, ana), digest(&mut world, ben));
}

/// What nobody but the tablet and the relay ever had, in both spaces, is lost by the relay; then the phone and Ben go on.
struct Behind {
    world: World,
    ana: HomeId,
    ben: HomeId,
    tablet: HomeId,
    by_tablet: String,
    by_phone: String,
}

fn behind(seed: u64, before: impl Fn(&mut World, HomeId, HomeId)) -> Behind {
    let mut world = World::new(seed);
    let (ana, ben) = paired(&mut world);
    let tablet = add_own(&mut world, ana, "tablet");
    for _ in 0..3 {
        settle(&mut world, &[ana, tablet, ben]);
    }
    let image = world.relays[0].store.clone();
    before(&mut world, ana, tablet);
    let draft = |world: &mut World, home, text: &str| {
        let area = Some(Area::Time);
        let words = Wording { text: Some(text.into()), area, ..Wording::default() };
        let what = LawCommand::AgreePropose { kind: AgreementKind::Expectation, words };
        world.run(home, Command::Say { what, draft: true }).expect("a draft");
    };
    let by_tablet = propose(&mut world, tablet, "By the tablet");
    draft(&mut world, tablet, "A draft of the tablet");
    add(&mut world, tablet, "a note of the tablet");
    sync(&mut world, tablet);
    world.restore_relay(0, &image);
    // One device of each is enough for the relay to go on.
    let by_phone = propose(&mut world, ana, "By the phone");
    draft(&mut world, ana, "A draft of the phone");
    add(&mut world, ana, "a note of the phone");
    for home in [ana, ben, ana, ben] {
        drop(try_sync(&mut world, home));
        world.pass(60_000);
    }
    settle(&mut world, &[ana, ben]);
    // On the relay's branch numbers of the left one are free again.
    world.tap.allows_copies = true;
    Behind { world, ana, ben, tablet, by_tablet, by_phone }
}

impl Behind {
    fn nothing_is_lost(mut self) {
        let (world, ana, ben, tablet) = (&mut self.world, self.ana, self.ben, self.tablet);
        for _ in 0..3 {
            settle(world, &[tablet, ana, ben]);
        }
        for home in [ana, tablet, ben] {
            assert_eq!(agreement(world, home, &self.by_phone).state, "open");
            assert_eq!(agreement(world, home, &self.by_tablet).state, "open");
            assert_eq!(digest(world, home), digest(world, ben));
        }
        for home in [ana, tablet] {
            let drafts = agreements(world, home);
            assert_eq!(drafts.iter().filter(|view| view.state == "draft").count(), 2);
            let mut written = notes(world, home, None);
            written.sort();
            assert_eq!(written, ["a note of the phone", "a note of the tablet"]);
        }
        world.tap.check_whole(&world.relays[0].store);
    }
}

#[test]
fn an_own_device_that_alone_has_what_a_backup_lacks_says_it_again_unasked() {
    let mut story = behind(18, |_, _, _| ());
    sync(&mut story.world, story.tablet);
    story.nothing_is_lost();
}

#[test]
fn a_death_at_any_moment_of_going_over_loses_nothing() {
    let mut commits = None;
    for at in 0.. {
        let mut story = behind(18, |_, _, _| ());
        let (world, tablet) = (&mut story.world, story.tablet);
        let before = world.homes[tablet.0].disk.commits();
        if commits.is_some_and(|commits| at >= commits) {
            break;
        }
        world.homes[tablet.0].disk.fail_after(at, Fault::CrashAfter);
        let ticket = world.start(tablet, Command::Sync { watch: false });
        while world.answer(tablet, ticket).is_none() && world.step() {}
        if world.is_up(tablet) {
            commits = Some(world.homes[tablet.0].disk.commits() - before);
        }
        world.homes[tablet.0].disk.heal();
        world.reboot(tablet);
        drop(try_sync(world, tablet));
        story.nothing_is_lost();
    }
    assert!(commits.is_some_and(|commits| commits > 4), "{commits:?}");
}

#[test]
fn an_own_device_that_has_words_of_another_beside_its_own_asks_and_loses_nothing() {
    // A laptop that is away since said something, and the tablet heard it.
    let mut story = behind(18, |world, ana, tablet| {
        let laptop = add_own(world, ana, "laptop");
        for _ in 0..3 {
            settle(world, &[ana, laptop, tablet]);
        }
        propose(world, laptop, "By the laptop");
        sync(world, laptop);
    });
    let (world, tablet) = (&mut story.world, story.tablet);
    let refused = try_sync(world, tablet).expect_err("another branch");
    assert!(refused.is("wrong_branch"), "{refused:?}");
    assert_eq!(notes(world, tablet, None), ["a note of the tablet"]);
    // The person agrees to the relay's branch, in each space when it is found.
    for common in 0.. {
        let Err(refused) = world.run(tablet, Command::RelayReset) else { break };
        assert!(refused.is("wrong_branch") && common < 2, "{refused:?}");
    }
    story.nothing_is_lost();
}

#[test]
fn a_relay_that_forks_the_log_is_noticed_and_left_only_with_consent() {
    let mut world = World::new(14);
    let (ana, ben) = paired(&mut world);
    settle(&mut world, &[ana, ben]);
    // Two stores that were one: each side is shown another log.
    let fork = world.relays[0].store.clone();
    let other = world.add_relay(fork);
    world.homes[ben.0].dials = other;
    let by_ana = propose(&mut world, ana, "On Ana's branch");
    let by_ben = propose(&mut world, ben, "On Ben's branch");
    sync(&mut world, ana);
    sync(&mut world, ben);
    world.homes[ben.0].dials = 0;
    let refused = try_sync(&mut world, ben).expect_err("another branch");
    assert!(refused.is("wrong_branch"), "{refused:?}");
    // Nothing is taken over and nothing is lost meanwhile.
    assert_eq!(agreements(&mut world, ben).len(), 1);
    assert_eq!(agreement(&mut world, ben, &by_ben).state, "open");
    let still = try_sync(&mut world, ben).expect_err("still another branch");
    assert!(still.is("wrong_branch"), "{still:?}");
    world.run(ben, Command::RelayReset).expect("the person agrees to the relay's branch");
    settle(&mut world, &[ana, ben]);
    assert_eq!(digest(&mut world, ana), digest(&mut world, ben));
    for home in [ana, ben] {
        assert_eq!(agreement(&mut world, home, &by_ana).state, "open");
        assert_eq!(agreement(&mut world, home, &by_ben).state, "open", "said again, as it was");
    }
}

#[test]
fn an_interceptor_with_the_links_secret_is_found_by_the_words() {
    let mut world = World::new(15);
    let (ana, ben) = two(&mut world);
    let link = invite(&mut world, ana);
    // Mallory holds the link and stands between the joiner and the relay, with a relay and a space of their own. Their honest client
    // is made to draw the very secret of Ana's link.
    let store = world.fresh_store();
    let between = world.add_relay(store);
    let mallory = world.add_home("UTC");
    world.homes[mallory.0].dials = between;
    init(&mut world, mallory, "Mallory");
    invite(&mut world, mallory);
    world.run(mallory, Command::InviteCancel).expect("called off");
    let secret = accord_protocol::pairing::Link::parse(&link).expect("a link").secret;
    world.rng.load(*secret.expose());
    let theirs = invite(&mut world, mallory);
    assert_eq!(theirs, link, "the same link leads to another space");
    // And a second client of Mallory's answers Ana.
    let other = world.add_home("UTC");
    init(&mut world, other, "Ben");
    world.run(other, join(&link)).expect("answered");
    world.homes[ben.0].dials = between;
    world.run(ben, join(&link)).expect("answered");
    for home in [ana, mallory, ben, other] {
        sync(&mut world, home);
    }
    let (by_ana, by_ben) = (say(&mut world, ana), say(&mut world, ben));
    for (home, words) in [(ana, by_ben), (ben, by_ana)] {
        let refused = world.run(home, Command::PairingConfirm { words }).expect_err("other words");
        assert!(refused.is("words_differ"), "{refused:?}");
    }
    for home in [mallory, other, ana, ben] {
        drop(try_sync(&mut world, home));
        assert!(agreements(&mut world, home).is_empty());
    }
    let status = status(&mut world, ben);
    assert_eq!((status.partner_name, status.pairing.state), (None, "compare"));
    assert!(world.run(ben, Command::Verify).is_err(), "the joiner follows no space");
}

#[test]
fn wrong_words_twice_end_the_invitation_for_both() {
    let mut world = World::new(16);
    let (ana, ben) = two(&mut world);
    let link = invite(&mut world, ana);
    world.run(ben, join(&link)).expect("answered");
    sync(&mut world, ana);
    sync(&mut world, ben);
    let wrong: Vec<String> = ["no", "such", "words", "here"].map(str::to_owned).into();
    for _ in 0..2 {
        let words = wrong.clone();
        let refused = world.run(ana, Command::PairingConfirm { words }).expect_err("wrong");
        assert!(refused.is("words_differ"), "{refused:?}");
    }
    let right = say(&mut world, ben);
    assert!(world.run(ana, Command::PairingConfirm { words: right }).is_err(), "it is over");
    for home in [ana, ben, ana, ben] {
        drop(try_sync(&mut world, home));
    }
    assert_eq!(status(&mut world, ana).pairing.state, "refused");
    // A new invitation works.
    let again = invite(&mut world, ana);
    assert_ne!(again, link);
}

#[test]
fn an_invitation_is_answered_once_and_in_time() {
    let mut world = World::new(17);
    let (ana, ben) = two(&mut world);
    let link = invite(&mut world, ana);
    let carol = world.add_home("UTC");
    init(&mut world, carol, "Carol");
    world.run(ben, join(&link)).expect("answered");
    let refused = world.run(carol, join(&link)).expect_err("used");
    assert!(refused.is("invitation_used"), "{refused:?}");
    let late = world.add_home("UTC");
    init(&mut world, late, "Late");
    let mut other = World::new(18);
    let (dora, emil) = two(&mut other);
    let link = invite(&mut other, dora);
    other.pass(8 * 86_400_000);
    let refused = other.run(emil, join(&link)).expect_err("too late");
    assert!(refused.is("invitation_expired"), "{refused:?}");
}

#[test]
fn a_copied_device_is_noticed_and_its_unsent_yes_is_not_sent_by_itself() {
    let mut world = World::new(19);
    let (ana, ben) = paired(&mut world);
    world.tap.allows_copies = true;
    let id = propose(&mut world, ana, "Asked of Ben");
    settle(&mut world, &[ana, ben]);
    let copy = world.copy_home(ben);
    propose(&mut world, ben, "Written on the first");
    sync(&mut world, ben);
    accept(&mut world, copy, &id).expect("a yes on the copy");
    for home in [copy, ben, copy, ana, ben, copy] {
        drop(try_sync(&mut world, home));
        world.pass(30_000);
    }
    assert_eq!(status(&mut world, copy).set_aside, 1, "shown, not sent");
    settle(&mut world, &[ana, ben, copy]);
    assert_eq!(agreement(&mut world, ana, &id).state, "open", "no yes arrived");
    assert_eq!(digest(&mut world, ana), digest(&mut world, copy));
    // Both go on writing; nothing doubles.
    propose(&mut world, copy, "Written on the copy");
    sync(&mut world, copy);
    settle(&mut world, &[ana, ben, copy]);
    assert_eq!(agreements(&mut world, ana).len(), 3);
    assert_eq!(digest(&mut world, ana), digest(&mut world, ben));
    assert_eq!(digest(&mut world, ana), digest(&mut world, copy));
}

#[test]
fn an_old_disk_image_catches_up_without_reviving_or_doubling_anything() {
    let mut world = World::new(20);
    let (ana, ben) = paired(&mut world);
    world.tap.allows_copies = true;
    let id = propose(&mut world, ana, "Asked of Ben");
    settle(&mut world, &[ana, ben]);
    accept(&mut world, ben, &id).expect("a yes, not sent yet");
    let image = world.homes[ben.0].disk.image();
    settle(&mut world, &[ana, ben]);
    propose(&mut world, ben, "Written after the image");
    settle(&mut world, &[ana, ben]);
    let end = accord_client_core::law::command::LawCommand::AgreeEnd { id: id.clone(), note: None };
    accord_tests::people::tell(&mut world, ben, end).expect("ended");
    settle(&mut world, &[ana, ben]);
    let before = digest(&mut world, ana);
    world.kill(ben);
    let disk = world.homes[ben.0].disk.clone();
    disk.restore(&image);
    world.boot(ben).expect("the old image opens");
    for _ in 0..3 {
        drop(try_sync(&mut world, ben));
        world.pass(30_000);
    }
    settle(&mut world, &[ana, ben]);
    assert_eq!(status(&mut world, ben).set_aside, 1, "the old yes waits for its person");
    assert_eq!(agreement(&mut world, ana, &id).state, "ended");
    assert_eq!(digest(&mut world, ben), before);
    assert_eq!(digest(&mut world, ana), before);
    // It goes on writing under its own name.
    propose(&mut world, ben, "Written after the restore");
    settle(&mut world, &[ana, ben]);
    assert_eq!(agreements(&mut world, ana).len(), 3);
    Ledger::of(ben, Partner::One).check(&mut world, ana);
    assert_eq!(digest(&mut world, ana), digest(&mut world, ben));
}

#[test]
fn a_sync_after_a_sync_moves_nothing() {
    let mut world = World::new(21);
    let (ana, ben) = paired(&mut world);
    settle(&mut world, &[ana, ben]);
    for home in [ana, ben] {
        let Ok(Reply::Sync(view)) = world.run(home, Command::Sync { watch: false }) else {
            unreachable!("a sync")
        };
        assert_eq!((view.records.sent, view.records.received), (0, 0));
    }
}
