//! A check-in that is held back, with a `kill -9` before or after each single save of either: nothing is lost, nothing leaves twice, and
//! nothing leaves that was taken back.

use accord_client_core::act::Body;
use accord_client_core::act::rounds::RoundBody;
use accord_client_core::client::beside::Beside;
use accord_client_core::client::command::{Command, Reply};
use accord_client_core::law::beside::command::{BesideCommand, CheckinWords};
use accord_client_core::law::beside::view::{CheckinRound, Listed};
use accord_client_core::law::command::LawCommand;
use accord_client_core::store::memory::Fault;
use accord_tests::people::{digest, paired, settle};
use accord_tests::{HomeId, World};

/// Does it, and again if the process died before it was done. A process that died is started again.
fn tell(world: &mut World, home: HomeId, command: &Command) {
    for _ in 0..3 {
        let outcome = world.attempt(home, command.clone());
        if !world.is_up(home) {
            world.reboot(home);
        }
        if let Some(outcome) = outcome {
            // Said before the process died.
            assert!(
                outcome.as_ref().is_ok_and(|_| true)
                    || outcome.as_ref().is_err_and(|r| r.is("not_found")),
                "{outcome:?}"
            );
            return;
        }
    }
    unreachable!("three deaths with one fault");
}

fn checkin(need: &str) -> Command {
    let words = CheckinWords { need: Some(need.into()), ..CheckinWords::default() };
    let said = BesideCommand::Checkin { round: None, words, now: false, tell: true };
    Command::Say { what: LawCommand::Beside(said), draft: false }
}

fn round(world: &mut World, home: HomeId) -> Option<CheckinRound> {
    match world.run(home, Command::Beside(Beside::Checkins)) {
        Ok(Reply::BesideList(Listed::Checkins(list))) => list.into_iter().next(),
        other => unreachable!("rounds: {other:?}"),
    }
}

/// How often words of a check-in stand in a home's couple space.
fn entries(world: &mut World, home: HomeId) -> usize {
    let client = world.homes[home.0].client.as_mut().expect("a client that is up");
    let acts = client.acts(false);
    acts.iter().filter(|h| matches!(h.act.body, Body::Round(RoundBody::Checkin { .. }))).count()
}

/// The story; how often each saved in it.
fn play(take_back: bool, crash: Option<(usize, u64, Fault)>) -> [u64; 2] {
    let mut world = World::new(7);
    let (ana, ben) = paired(&mut world);
    let homes = [ana, ben];
    let before = homes.map(|home| world.homes[home.0].disk.commits());
    if let Some((who, at, fault)) = crash {
        world.homes[homes[who].0].disk.fail_after(before[who] + at, fault);
    }
    let sync = Command::Sync { watch: false };
    tell(&mut world, ana, &checkin("a quiet evening"));
    tell(&mut world, ben, &checkin("some air"));
    tell(&mut world, ana, &sync);
    if take_back {
        let back = BesideCommand::CheckinTakeBack { round: None };
        let back = Command::Say { what: LawCommand::Beside(back), draft: false };
        tell(&mut world, ana, &back);
    }
    for home in [ben, ana, ben, ana] {
        tell(&mut world, home, &sync);
    }
    settle(&mut world, &homes);
    assert_eq!(digest(&mut world, ana), digest(&mut world, ben));
    let [of_ana, of_ben] = homes.map(|home| round(&mut world, home).expect("a round"));
    let needs = |side: &accord_client_core::law::beside::view::CheckinSide| {
        side.entry.as_ref().and_then(|entry| entry.need.clone())
    };
    if take_back {
        assert_eq!((of_ana.me.state, of_ben.them.state), ("taken_back", "not_today"));
        assert_eq!(needs(&of_ana.them), None, "both or none");
        assert!(entries(&mut world, ben) <= 1 && entries(&mut world, ana) <= 1);
    } else {
        for (view, mine, theirs) in
            [(&of_ana, "a quiet evening", "some air"), (&of_ben, "some air", "a quiet evening")]
        {
            assert_eq!((view.me.state, view.them.state), ("open", "open"), "{view:?}");
            assert_eq!(needs(&view.me).as_deref(), Some(mine));
            assert_eq!(needs(&view.them).as_deref(), Some(theirs));
        }
        assert_eq!((entries(&mut world, ana), entries(&mut world, ben)), (2, 2), "each once");
        for home in homes {
            let drafts = world.run(home, Command::Drafts);
            assert!(matches!(&drafts, Ok(Reply::Drafts(list)) if list.is_empty()), "{drafts:?}");
        }
    }
    let after = homes.map(|home| world.homes[home.0].disk.commits());
    [after[0] - before[0], after[1] - before[1]]
}

fn every_commit(take_back: bool) {
    let commits = play(take_back, None);
    assert!(commits.iter().all(|n| *n > 5), "the story saves: {commits:?}");
    for (who, commits) in commits.into_iter().enumerate() {
        for at in 0..commits {
            for fault in [Fault::CrashBefore, Fault::CrashAfter] {
                println!("{fault:?} of {who} at commit {at}");
                play(take_back, Some((who, at, fault)));
            }
        }
    }
}

#[test]
fn case_55_a_crash_at_any_save_loses_no_check_in_and_sends_none_twice() {
    every_commit(false);
}

#[test]
fn case_56_a_crash_at_any_save_sends_nothing_that_was_taken_back() {
    every_commit(true);
}
