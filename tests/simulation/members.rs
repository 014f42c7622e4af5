//! Who belongs: own devices that come and go, new keys, and leaving.

use accord_client_core::client::command::{Command, Invitation, RelayAddress, Reply};
use accord_client_core::law::command::LawCommand;
use accord_client_core::refused::Refused;
use accord_client_core::store::memory::Fault;
use accord_tests::devices::{add_own, device_named};
use accord_tests::people::{
    accept, agreement, init, invite, pair, paired, pending, propose, say, settle, status, sync,
    try_sync, verify,
};
use accord_tests::world::{HomeId, URL, World};

/// Both compared; nobody synced since.
fn meet(world: &mut World, ana: HomeId, ben: HomeId) {
    let invitation = Invitation::Link(invite(world, ana));
    let (name, device_name) = (Some("Ben".into()), "phone".into());
    world.run(ben, Command::Join { invitation, name, device_name, token: None }).expect("answered");
    sync(world, ana);
    sync(world, ben);
    let (by_ana, by_ben) = (say(world, ana), say(world, ben));
    world.run(ana, Command::PairingConfirm { words: by_ben }).expect("the right words");
    world.run(ben, Command::PairingConfirm { words: by_ana }).expect("the right words");
}

fn same(world: &mut World, homes: &[HomeId]) {
    let views: Vec<_> = homes.iter().map(|home| verify(world, *home)).collect();
    for view in &views {
        assert_eq!((view.bad_signatures, view.quarantined.len()), (0, 0), "{view:?}");
        assert_eq!(
            (view.position, &view.state_digest),
            (views[0].position, &views[0].state_digest)
        );
    }
}

fn remove(world: &mut World, home: HomeId, name: &str) {
    let (id, _) = device_named(world, home, name);
    let reply = world.run(home, Command::DeviceRemove { id, lose_private: false });
    assert!(matches!(&reply, Ok(Reply::State(view)) if view.state == "pending"), "{reply:?}");
}

#[test]
fn a_second_own_device_opens_all_history_and_its_words_count_as_its_owners() {
    let mut world = World::new(7);
    let (ana, ben) = paired(&mut world);
    let early = propose(&mut world, ana, "We answer within a day");
    settle(&mut world, &[ana, ben]);
    accept(&mut world, ben, &early).expect("accepted");
    settle(&mut world, &[ben, ana]);
    let tablet = add_own(&mut world, ana, "tablet");
    settle(&mut world, &[ana, tablet, ben]);
    assert_eq!(device_named(&mut world, ana, "tablet").1, "active");
    assert_eq!(agreement(&mut world, tablet, &early).state, "in_force");
    let late = propose(&mut world, tablet, "Phones stay out of the bedroom");
    settle(&mut world, &[tablet, ben]);
    accept(&mut world, ben, &late).expect("accepted");
    settle(&mut world, &[ben, tablet, ana]);
    for home in [ana, ben, tablet] {
        assert_eq!(agreement(&mut world, home, &late).state, "in_force");
    }
    // The phone's take-back knows of what tablet and Ben said: three devices, one order.
    let what = LawCommand::AgreeEnd { id: late.clone(), note: None };
    world.run(ana, Command::Say { what, draft: false }).expect("ended");
    settle(&mut world, &[ana, ben, tablet]);
    for home in [ana, ben, tablet] {
        assert_eq!(agreement(&mut world, home, &late).state, "ended");
    }
    same(&mut world, &[ana, ben, tablet]);
}

#[test]
fn a_removed_device_is_out_of_vault_and_couple_and_what_it_said_stands() {
    let mut world = World::new(8);
    let (ana, ben) = paired(&mut world);
    let tablet = add_own(&mut world, ana, "tablet");
    settle(&mut world, &[ana, tablet, ben]);
    let said = propose(&mut world, tablet, "We answer within a day");
    settle(&mut world, &[tablet, ana, ben]);
    let unsent = propose(&mut world, tablet, "Never arrives");
    remove(&mut world, ana, "tablet");
    assert_eq!(pending(&mut world, ana), ["removal"]);
    sync(&mut world, ana);
    assert_eq!(pending(&mut world, ana), [""; 0]);
    assert_eq!(device_named(&mut world, ana, "tablet").1, "removed");
    let refused = try_sync(&mut world, tablet).expect_err("it was removed");
    assert_eq!(refused.code, "revoked");
    accept(&mut world, ben, &said).expect("accepted");
    settle(&mut world, &[ben, ana]);
    for home in [ana, ben] {
        assert_eq!(agreement(&mut world, home, &said).state, "in_force");
        assert!(world.run(home, Command::Agreement { id: unsent.clone() }).is_err());
    }
    same(&mut world, &[ana, ben]);
    let (id, _) = device_named(&mut world, ana, "tablet");
    let again = world.run(ana, Command::DeviceRemove { id, lose_private: false });
    assert!(matches!(&again, Ok(Reply::Nothing(view)) if view.state == "removed"), "{again:?}");
}

#[test]
fn a_device_that_has_not_what_both_share_makes_no_new_words() {
    let mut world = World::new(12);
    let ana = world.add_home("Europe/Berlin");
    let ben = world.add_home("America/New_York");
    let words = init(&mut world, ana, "Ana").join(" ");
    init(&mut world, ben, "Ben");
    pair(&mut world, ana, ben);
    settle(&mut world, &[ana, ben]);
    // In the vault, and not let into the couple space yet.
    let tablet = add_own(&mut world, ana, "tablet");
    let renew = || Command::WordsRenew { remove_others: false, lose_private: false };
    let refused = world.run(tablet, renew()).expect_err("they would not open what both share");
    assert_eq!(refused.code, "not_in_couple_yet");
    sync(&mut world, tablet);
    // Both devices may be lost now: the words still bring everything back.
    let relay = || RelayAddress { url: URL.into(), token: None };
    let mut recover = |words: String| {
        let new = world.add_home("Europe/Berlin");
        let command = Command::Recover { words, relay: relay(), device_name: "new".into() };
        match world.run(new, command) {
            Ok(Reply::Recovered(view)) => (new, view.couple),
            other => unreachable!("a recovery: {other:?}"),
        }
    };
    let (new, couple) = recover(words);
    assert_eq!(couple, "back");
    settle(&mut world, &[new, ana, tablet, ben]);
    let made = match world.run(tablet, renew()) {
        Ok(Reply::NewWords(view)) => view.recovery_words.join(" "),
        other => unreachable!("new words: {other:?}"),
    };
    sync(&mut world, tablet);
    let last = world.add_home("Europe/Berlin");
    let command = Command::Recover { words: made, relay: relay(), device_name: "last".into() };
    let reply = world.run(last, command);
    assert!(matches!(reply, Ok(Reply::Recovered(view)) if view.couple == "back"));
}

#[test]
fn a_device_cannot_remove_itself_or_the_words() {
    let mut world = World::new(9);
    let (ana, _) = paired(&mut world);
    let Ok(Reply::Devices(list)) = world.run(ana, Command::Devices) else {
        unreachable!("devices")
    };
    for device in list {
        let refused = world
            .run(ana, Command::DeviceRemove { id: device.id, lose_private: false })
            .expect_err("kept");
        assert_eq!(refused.code, if device.this { "this_device" } else { "paper_device" });
    }
    let none =
        world.run(ana, Command::DeviceRemove { id: "ffffffffffff".into(), lose_private: false });
    assert!(none.is_err_and(|refused| refused.is("not_found")));
}

#[test]
fn both_remove_a_device_at_once_and_neither_removal_is_lost() {
    let mut world = World::new(10);
    let (ana, ben) = paired(&mut world);
    let tablet = add_own(&mut world, ana, "tablet");
    let laptop = add_own(&mut world, ben, "laptop");
    settle(&mut world, &[ana, tablet, ben, laptop]);
    let said = propose(&mut world, laptop, "We answer within a day");
    settle(&mut world, &[laptop, ana, ben, tablet]);
    remove(&mut world, ana, "tablet");
    remove(&mut world, ben, "laptop");
    let tickets = [ana, ben].map(|home| {
        propose(&mut world, home, "Sealed while keys change");
        (home, world.start(home, Command::Sync { watch: false }))
    });
    let mut open = Vec::from(tickets);
    while !open.is_empty() {
        assert!(world.step(), "a sync waits and nothing is left to happen");
        open.retain(|(home, ticket)| world.answer(*home, *ticket).is_none());
    }
    settle(&mut world, &[ana, ben]);
    for (home, gone) in [(ana, "tablet"), (ben, "laptop")] {
        assert_eq!(device_named(&mut world, home, gone).1, "removed");
        assert_eq!(pending(&mut world, home), [""; 0]);
    }
    for home in [tablet, laptop] {
        assert!(try_sync(&mut world, home).is_err_and(|refused| refused.is("revoked")));
    }
    assert_eq!(agreement(&mut world, ana, &said).state, "open");
    same(&mut world, &[ana, ben]);
}

fn leave(world: &mut World, home: HomeId) -> Result<&'static str, Refused> {
    match world.run(home, Command::Leave { keep: true, quiet: false }) {
        Ok(Reply::State(view)) => Ok(view.state),
        Ok(other) => unreachable!("a state: {other:?}"),
        Err(refused) => Err(refused),
    }
}

#[test]
fn leaving_offline_ends_everything_for_both_with_its_date_and_sends_nothing_more() {
    let mut world = World::new(11);
    let (ana, ben) = paired(&mut world);
    let agreed = propose(&mut world, ana, "We answer within a day");
    settle(&mut world, &[ana, ben]);
    accept(&mut world, ben, &agreed).expect("accepted");
    settle(&mut world, &[ben, ana]);
    let left_on = world.now(ana).today();
    world.homes[ana.0].online = false;
    let unsent = propose(&mut world, ana, "Never sent");
    assert_eq!(leave(&mut world, ana), Ok("pending"));
    // At once here, before any relay knows.
    assert_eq!(agreement(&mut world, ana, &agreed).state, "ended");
    assert_eq!(pending(&mut world, ana), ["leaving"]);
    assert_eq!(leave(&mut world, ana), Ok("pending"), "said twice, it is one leaving");
    world.reboot(ana);
    assert_eq!(pending(&mut world, ana), ["leaving"]);
    assert_eq!(agreement(&mut world, ana, &agreed).state, "ended");
    // It goes out days later and keeps its day.
    world.pass(3 * 86_400_000);
    world.homes[ana.0].online = true;
    sync(&mut world, ana);
    settle(&mut world, &[ben, ana]);
    for home in [ana, ben] {
        assert_eq!(agreement(&mut world, home, &agreed).state, "ended");
    }
    assert!(status(&mut world, ana).left.is_some_and(|left| left.me == Some(left_on)));
    assert!(status(&mut world, ben).left.is_some_and(|left| left.them == Some(left_on)));
    let after = status(&mut world, ana);
    assert_eq!((after.unsent, after.pending.len()), (1, 0), "unsent stays and is said");
    assert!(after.notices.iter().any(|notice| notice.code == "never_sent"));
    assert!(world.run(ben, Command::Agreement { id: unsent }).is_err());
    assert!(leave(&mut world, ana).is_err_and(|refused| refused.is("already_left")));
    // Ben's own leaving is the second END, and the last record.
    assert_eq!(leave(&mut world, ben), Ok("pending"));
    settle(&mut world, &[ben, ana]);
    assert!(status(&mut world, ana).left.is_some_and(|left| left.them.is_some()));
    assert!(leave(&mut world, ben).is_err_and(|refused| refused.is("already_left")));
    same(&mut world, &[ana, ben]);
}

#[test]
fn a_removal_that_the_partners_leaving_overtook_is_pending_no_more() {
    let mut world = World::new(17);
    let (ana, ben) = paired(&mut world);
    let tablet = add_own(&mut world, ana, "tablet");
    settle(&mut world, &[ana, tablet, ben]);
    remove(&mut world, ana, "tablet");
    assert_eq!(pending(&mut world, ana), ["removal"]);
    assert_eq!(leave(&mut world, ben), Ok("pending"));
    sync(&mut world, ben);
    settle(&mut world, &[ana, ben]);
    // The vault has it; the space that ended takes no removal, and holds nothing new to read.
    assert_eq!(device_named(&mut world, ana, "tablet").1, "removed");
    assert_eq!(pending(&mut world, ana), [""; 0]);
    assert!(try_sync(&mut world, tablet).is_err_and(|refused| refused.is("revoked")));
}

#[test]
fn a_leaving_is_not_held_up_by_a_removal_that_the_partners_leaving_overtook() {
    let mut world = World::new(19);
    let (ana, ben) = paired(&mut world);
    let tablet = add_own(&mut world, ana, "tablet");
    let said = propose(&mut world, ana, "We answer within a day");
    settle(&mut world, &[ana, tablet, ben]);
    remove(&mut world, ana, "tablet");
    // A relay put back from its copy takes the removal into the vault, and nothing into the couple space until Ben has been there.
    let image = world.relays[0].store.clone();
    world.restore_relay(0, &image);
    propose(&mut world, ana, "Waits");
    assert!(try_sync(&mut world, ana).is_err_and(|refused| refused.is("recovering")));
    let what = LawCommand::AgreeRetract { id: said, revision: None, note: None };
    world.run(ana, Command::Say { what, draft: false }).expect("taken back");
    assert_eq!(leave(&mut world, ana), Ok("pending"));
    assert_eq!(leave(&mut world, ben), Ok("pending"));
    sync(&mut world, ben);
    settle(&mut world, &[ana, ben]);
    assert_eq!(pending(&mut world, ana), [""; 0]);
    let left = status(&mut world, ben).left.expect("both left");
    assert!(left.me.is_some() && left.them.is_some());
}

#[test]
fn a_leaving_is_not_held_up_by_what_can_be_taken_back_no_more() {
    let mut world = World::new(18);
    let (ana, ben) = paired(&mut world);
    let agreed = propose(&mut world, ana, "We answer within a day");
    settle(&mut world, &[ana, ben]);
    accept(&mut world, ben, &agreed).expect("accepted");
    settle(&mut world, &[ben, ana]);
    assert_eq!(leave(&mut world, ana), Ok("pending"));
    sync(&mut world, ana);
    // Ben, who has not heard of it, ends the agreement and leaves too: after Ana's END the relay takes only his own.
    let what = LawCommand::AgreeEnd { id: agreed, note: None };
    world.run(ben, Command::Say { what, draft: false }).expect("ended");
    assert_eq!(leave(&mut world, ben), Ok("pending"));
    settle(&mut world, &[ben, ana]);
    assert_eq!(pending(&mut world, ben), [""; 0]);
    let left = status(&mut world, ana).left.expect("both left");
    assert!(left.me.is_some() && left.them.is_some());
}

#[test]
fn leaving_with_a_record_on_its_way_ends_whether_or_not_the_relay_has_it() {
    for steps in (0..60).step_by(4) {
        let mut world = World::new(12);
        let (ana, ben) = paired(&mut world);
        let said = propose(&mut world, ana, "On its way");
        let ticket = world.start(ana, Command::Sync { watch: false });
        for _ in 0..steps {
            if world.answer(ana, ticket).is_none() {
                world.step();
            }
        }
        world.kill(ana);
        world.boot(ana).expect("the disk opens");
        assert_eq!(leave(&mut world, ana), Ok("pending"), "after {steps} steps");
        world.reboot(ana);
        settle(&mut world, &[ana, ben]);
        assert_eq!(pending(&mut world, ana), [""; 0], "after {steps} steps");
        assert!(status(&mut world, ben).left.is_some_and(|left| left.them.is_some()));
        let unsent = status(&mut world, ana).unsent;
        let arrived = world.run(ben, Command::Agreement { id: said.clone() }).is_ok();
        assert_eq!(arrived, unsent == 0, "after {steps} steps: sent, or said to be unsent");
        same(&mut world, &[ana, ben]);
    }
}

#[test]
fn both_leave_at_once_and_both_leavings_stand() {
    let mut world = World::new(13);
    let (ana, ben) = paired(&mut world);
    for home in [ana, ben] {
        propose(&mut world, home, "Never sent");
        assert_eq!(leave(&mut world, home), Ok("pending"));
    }
    settle(&mut world, &[ana, ben]);
    for home in [ana, ben] {
        let left = status(&mut world, home).left.expect("an end");
        assert!(left.me.is_some() && left.them.is_some());
        assert_eq!(pending(&mut world, home), [""; 0]);
    }
    same(&mut world, &[ana, ben]);
}

#[test]
fn leaving_quietly_says_nothing_and_moves_nothing_until_it_is_said() {
    let mut world = World::new(14);
    let (ana, ben) = paired(&mut world);
    let before = verify(&mut world, ana).position;
    let quiet = Command::Leave { keep: true, quiet: true };
    world.run(ana, quiet).expect("quiet");
    propose(&mut world, ana, "Stays here");
    propose(&mut world, ben, "Does not arrive");
    settle(&mut world, &[ana, ben]);
    assert_eq!(verify(&mut world, ana).position, before);
    assert_eq!(status(&mut world, ben).left, None);
    world.reboot(ana);
    assert_eq!(leave(&mut world, ana), Ok("pending"));
    settle(&mut world, &[ana, ben]);
    assert!(status(&mut world, ben).left.is_some_and(|left| left.them.is_some()));
    same(&mut world, &[ana, ben]);
}

/// A couple and a tablet that spoke and is to be removed; one more thing waits to be sealed under the new key.
fn removing() -> (World, [HomeId; 3], String) {
    let mut world = World::new(15);
    let (ana, ben) = paired(&mut world);
    let tablet = add_own(&mut world, ana, "tablet");
    settle(&mut world, &[ana, tablet, ben]);
    let said = propose(&mut world, tablet, "We answer within a day");
    settle(&mut world, &[tablet, ana, ben]);
    remove(&mut world, ana, "tablet");
    propose(&mut world, ana, "Sealed under the new key");
    (world, [ana, ben, tablet], said)
}

#[test]
fn a_removal_survives_a_crash_before_and_after_every_save() {
    let (mut calm, [ana, ..], _) = removing();
    let before = calm.homes[ana.0].disk.commits();
    sync(&mut calm, ana);
    let commits = calm.homes[ana.0].disk.commits() - before;
    assert!(commits > 4, "a removal saves its records and their place: {commits}");
    for at in 0..commits {
        for fault in [Fault::CrashBefore, Fault::CrashAfter] {
            let (mut world, [ana, ben, tablet], said) = removing();
            world.homes[ana.0].disk.fail_after(at, fault.clone());
            let ticket = world.start(ana, Command::Sync { watch: false });
            while world.answer(ana, ticket).is_none() && world.step() {}
            world.reboot(ana);
            settle(&mut world, &[ana, ben]);
            assert_eq!(device_named(&mut world, ana, "tablet").1, "removed", "{fault:?} at {at}");
            let after = status(&mut world, ana);
            assert_eq!((after.pending.len(), after.unsent), (0, 0), "{fault:?} at {at}");
            assert!(try_sync(&mut world, tablet).is_err_and(|refused| refused.is("revoked")));
            accept(&mut world, ben, &said).expect("accepted");
            settle(&mut world, &[ben, ana]);
            same(&mut world, &[ana, ben]);
        }
    }
}

#[test]
fn a_partner_who_joined_and_forgot_is_invited_anew_and_gets_what_was_shared() {
    let mut world = World::new(16);
    let ana = world.add_home("Europe/Berlin");
    let lost = world.add_home("America/New_York");
    init(&mut world, ana, "Ana");
    init(&mut world, lost, "Ben");
    meet(&mut world, ana, lost);
    // Ana admits Ben's browser, and it is closed before it ever writes.
    sync(&mut world, ana);
    world.kill(lost);
    let kept = propose(&mut world, ana, "We answer within a day");
    let gone = propose(&mut world, ana, "Taken back again");
    sync(&mut world, ana);
    let what = LawCommand::AgreeRetract { id: gone.clone(), revision: None, note: None };
    world.run(ana, Command::Say { what, draft: false }).expect("taken back");
    sync(&mut world, ana);
    let before = spaces(&world);
    let ben = world.add_home("America/New_York");
    meet(&mut world, ana, ben);
    assert_eq!(spaces(&world), before + 2, "Ben's vault and the new space");
    settle(&mut world, &[ana, ben]);
    for home in [ana, ben] {
        assert_eq!(agreement(&mut world, home, &kept).state, "open");
        assert!(world.run(home, Command::Agreement { id: gone.clone() }).is_err());
    }
    accept(&mut world, ben, &kept).expect("accepted");
    settle(&mut world, &[ben, ana]);
    assert_eq!(agreement(&mut world, ana, &kept).state, "in_force");
    same(&mut world, &[ana, ben]);
    // The browser comes back: the space it joined has ended.
    world.boot(lost).expect("the disk opens");
    sync(&mut world, lost);
    assert!(status(&mut world, lost).left.is_some_and(|left| left.them.is_some()));
    // Who answered is not invited anew.
    let again = world.run(ana, Command::Invite { spoken: false, with: Vec::new() });
    assert!(again.is_err_and(|refused| refused.is("already_paired")));
}

fn spaces(world: &World) -> usize {
    world.relays[0].store.spaces().len()
}
