//! The private page on several own devices: what one writes reaches the others, with a lock and without, and a device that cannot open it
//! keeps up with everything.

use accord_client_core::act::vault::PrivateKind;
use accord_client_core::client::command::{Command, PrivateItem, RelayAddress, Reply};
use accord_client_core::client::notes::{Pin, PrivateCommand};
use accord_client_core::refused::Refused;
use accord_tests::devices::{add_own, device_named};
use accord_tests::people::{
    accept, agreement, init, pair, paired, pending, propose, settle, sync, two, verify,
};
use accord_tests::world::{HomeId, URL, World};

pub(crate) fn pin() -> Option<Pin> {
    Some(Pin::from("2580".to_owned()))
}

fn private(
    world: &mut World,
    home: HomeId,
    what: PrivateCommand,
    pin: Option<Pin>,
) -> Result<Reply, Refused> {
    world.run(home, Command::Private { what, pin })
}

/// Writes a note, opening with the PIN where there is a lock.
pub(crate) fn add(world: &mut World, home: HomeId, text: &str) -> String {
    let (kind, text) = (PrivateKind::Reflection, text.into());
    let what = PrivateCommand::Add { kind, text, about: None, stage: None };
    match private(world, home, what, pin()) {
        Ok(Reply::Note(note)) => note.id,
        other => unreachable!("a note: {other:?}"),
    }
}

fn try_notes(world: &mut World, home: HomeId, pin: Option<Pin>) -> Result<Vec<String>, Refused> {
    let words = |item| match item {
        PrivateItem::Note(note) => note.words,
        PrivateItem::Draft(_) => unreachable!("only notes"),
    };
    match private(world, home, PrivateCommand::List { notes: true }, pin)? {
        Reply::Private(list) => Ok(list.into_iter().map(words).collect()),
        other => unreachable!("notes: {other:?}"),
    }
}

/// The words of every note.
pub(crate) fn notes(world: &mut World, home: HomeId, pin: Option<Pin>) -> Vec<String> {
    try_notes(world, home, pin).expect("notes")
}

fn refused(world: &mut World, home: HomeId, pin: Option<Pin>) -> &'static str {
    try_notes(world, home, pin).expect_err("closed").code
}

fn lock(world: &mut World, home: HomeId) {
    let what = PrivateCommand::LockSet { new: pin().expect("one") };
    private(world, home, what, None).expect("locked");
}

/// Until nothing private is on its way either, which is in no count.
fn exchange(world: &mut World, homes: &[HomeId]) {
    for _ in 0..3 {
        for home in homes {
            sync(world, *home);
        }
    }
}

#[test]
fn another_own_device_reads_notes_without_a_pin_where_none_was_set() {
    let mut world = World::new(70);
    let (ana, ben) = paired(&mut world);
    add(&mut world, ana, "before the tablet");
    let tablet = add_own(&mut world, ana, "tablet");
    // It asked, and the phone did not answer yet.
    assert_eq!(refused(&mut world, tablet, None), "private_waits");
    world.reboot(tablet);
    exchange(&mut world, &[ana, tablet]);
    assert_eq!(notes(&mut world, tablet, None), ["before the tablet"]);
    add(&mut world, tablet, "by the tablet");
    exchange(&mut world, &[tablet, ana]);
    let both = ["before the tablet", "by the tablet"];
    assert_eq!(notes(&mut world, ana, None), both);
    world.reboot(tablet);
    assert_eq!(notes(&mut world, tablet, None), both);

    // A lock set on one closes the page on the other, with what was there before.
    lock(&mut world, ana);
    assert_eq!(notes(&mut world, tablet, None), both, "it cannot know yet");
    exchange(&mut world, &[ana, tablet]);
    world.reboot(tablet);
    assert_eq!(refused(&mut world, tablet, None), "private_locked");
    assert_eq!(notes(&mut world, tablet, pin()), both);
    settle(&mut world, &[ana, tablet, ben]);
}

#[test]
fn an_answer_that_a_lock_overtook_opens_nothing() {
    let mut world = World::new(74);
    let (ana, _) = paired(&mut world);
    add(&mut world, ana, "one");
    let tablet = add_own(&mut world, ana, "tablet");
    // The phone answers, and sets a lock before the tablet looks.
    sync(&mut world, ana);
    lock(&mut world, ana);
    exchange(&mut world, &[ana, tablet]);
    assert_eq!(refused(&mut world, tablet, None), "private_locked");
    assert_eq!(notes(&mut world, tablet, pin()), ["one"]);
}

#[test]
fn locks_that_own_devices_set_apart_both_open() {
    let mut world = World::new(75);
    let (ana, _) = paired(&mut world);
    add(&mut world, ana, "one");
    let tablet = add_own(&mut world, ana, "tablet");
    exchange(&mut world, &[ana, tablet]);
    let other = Some(Pin::from("by the river".to_owned()));
    lock(&mut world, ana);
    let what = PrivateCommand::LockSet { new: other.clone().expect("one") };
    private(&mut world, tablet, what, None).expect("locked");
    exchange(&mut world, &[ana, tablet]);
    for home in [ana, tablet] {
        // Closed, nothing is said of the key, so both stand.
        assert_eq!(refused(&mut world, home, None), "private_locked");
    }
    assert_eq!(notes(&mut world, tablet, pin()), ["one"]);
    assert_eq!(notes(&mut world, ana, other), ["one"]);
}

#[test]
fn the_newest_words_open_the_page_on_a_new_device() {
    for locked in [false, true] {
        for renewed in [false, true] {
            let mut world = World::new(76);
            let ana = world.add_home("Europe/Berlin");
            let ben = world.add_home("America/New_York");
            let mut words = init(&mut world, ana, "Ana");
            init(&mut world, ben, "Ben");
            pair(&mut world, ana, ben);
            add(&mut world, ana, "one");
            if locked {
                lock(&mut world, ana);
            }
            if renewed {
                words = match world
                    .run(ana, Command::WordsRenew { remove_others: false, lose_private: false })
                {
                    Ok(Reply::NewWords(view)) => view.recovery_words,
                    other => unreachable!("new words: {other:?}"),
                };
                exchange(&mut world, &[ana, ben]);
                // Where the page is closed, the next command that opens it seals its key to the new words.
                assert_eq!(notes(&mut world, ana, pin()), ["one"]);
            }
            exchange(&mut world, &[ana, ben]);
            world.kill(ana);
            let new = world.add_home("Europe/Berlin");
            recover(&mut world, new, &words);
            let case = format!("locked {locked}, renewed {renewed}");
            assert_eq!(notes(&mut world, new, None), ["one"], "{case}");
            add(&mut world, new, "two");
            exchange(&mut world, &[new, ben]);
            world.reboot(new);
            assert_eq!(notes(&mut world, new, None), ["one", "two"], "{case}");
        }
    }
}

#[test]
fn words_made_while_the_page_is_closed_bring_back_a_device_that_asks_for_the_pin() {
    let mut world = World::new(77);
    let (ana, ben) = two(&mut world);
    pair(&mut world, ana, ben);
    add(&mut world, ana, "one");
    lock(&mut world, ana);
    exchange(&mut world, &[ana, ben]);
    let words =
        match world.run(ana, Command::WordsRenew { remove_others: false, lose_private: false }) {
            Ok(Reply::NewWords(view)) => view.recovery_words,
            other => unreachable!("new words: {other:?}"),
        };
    exchange(&mut world, &[ana, ben]);
    world.kill(ana);
    let new = world.add_home("Europe/Berlin");
    recover(&mut world, new, &words);
    assert_eq!(refused(&mut world, new, None), "private_waits");
    assert_eq!(notes(&mut world, new, pin()), ["one"]);
}

#[test]
fn no_device_removes_the_last_one_that_opens_the_page_unless_its_person_says_so() {
    let remove = |id: &str, lose_private| Command::DeviceRemove { id: id.into(), lose_private };
    let renew = |lose_private| Command::WordsRenew { remove_others: true, lose_private };
    for (locked, by_words) in [(false, false), (false, true), (true, false)] {
        let mut world = World::new(78);
        let ana = world.add_home("Europe/Berlin");
        let ben = world.add_home("America/New_York");
        let words = init(&mut world, ana, "Ana");
        init(&mut world, ben, "Ben");
        pair(&mut world, ana, ben);
        settle(&mut world, &[ana, ben]);
        add(&mut world, ana, "one");
        if locked {
            lock(&mut world, ana);
        }
        sync(&mut world, ana);
        // The phone is lost before it could answer the new device, and so is the one that its words brought back.
        let tablet = add_own(&mut world, ana, "tablet");
        world.kill(ana);
        let back = world.add_home("Europe/Berlin");
        recover(&mut world, back, &words);
        world.kill(back);
        settle(&mut world, &[ben, tablet]);
        let (phone, back) = (own(&mut world, tablet, "phone"), own(&mut world, tablet, "new"));
        world.run(tablet, remove(&back, false)).expect("one is left");
        for command in [remove(&phone, false), renew(false)] {
            let no = world.run(tablet, command).expect_err("the last that opens it");
            assert_eq!(no.code, "private_elsewhere");
        }
        assert_eq!(pending(&mut world, tablet), ["removal"], "nothing was changed");
        if locked {
            // What it was locked with opens it here as well.
            assert_eq!(notes(&mut world, tablet, pin()), ["one"]);
            world.run(tablet, remove(&phone, false)).expect("removed");
            settle(&mut world, &[tablet, ben]);
            assert_eq!(notes(&mut world, tablet, pin()), ["one"]);
            continue;
        }
        let at_all_costs = if by_words { renew(true) } else { remove(&phone, true) };
        world.run(tablet, at_all_costs).expect("removed");
        settle(&mut world, &[tablet, ben]);
        add(&mut world, tablet, "two");
        settle(&mut world, &[tablet, ben]);
        world.reboot(tablet);
        assert_eq!(notes(&mut world, tablet, None), ["two"], "begun anew");
        let another = add_own(&mut world, tablet, "another");
        exchange(&mut world, &[tablet, another]);
        assert_eq!(notes(&mut world, another, None), ["two"]);
    }
    // With its answer there it may go.
    let mut world = World::new(79);
    let (ana, _) = paired(&mut world);
    add(&mut world, ana, "one");
    let tablet = add_own(&mut world, ana, "tablet");
    exchange(&mut world, &[ana, tablet]);
    let phone = own(&mut world, tablet, "phone");
    world.run(tablet, remove(&phone, false)).expect("removed");
    assert_eq!(notes(&mut world, tablet, None), ["one"]);
}

/// The id of an own device that belongs, by its name.
fn own(world: &mut World, home: HomeId, name: &str) -> String {
    let Ok(Reply::Devices(list)) = world.run(home, Command::Devices) else { unreachable!() };
    let mut active = list.into_iter().filter(|one| one.state == "active");
    active.find(|one| one.name.as_deref() == Some(name)).expect("it is there").id
}

fn recover(world: &mut World, home: HomeId, words: &[String]) {
    let relay = RelayAddress { url: URL.into(), token: None };
    let words = words.join(" ");
    let command = Command::Recover { words, relay, device_name: "new".into() };
    world.run(home, command).expect("brought back");
}

#[test]
fn a_locked_device_keeps_up_with_everything_and_reads_it_all_once_opened() {
    let mut world = World::new(71);
    let (ana, ben) = paired(&mut world);
    add(&mut world, ana, "before the lock");
    lock(&mut world, ana);
    let tablet = add_own(&mut world, ana, "tablet");
    settle(&mut world, &[ana, tablet, ben]);
    let mut expected = vec!["before the lock".to_owned()];
    for at in 0..5 {
        let text = format!("number {at}");
        add(&mut world, ana, &text);
        expected.push(text);
        // What both devices say of other things goes on, before and behind what the tablet cannot read.
        let id = propose(&mut world, tablet, &format!("Agreement {at}"));
        settle(&mut world, &[ana, tablet, ben]);
        accept(&mut world, ben, &id).expect("accepted");
        settle(&mut world, &[ben, tablet, ana]);
        for home in [ana, tablet, ben] {
            assert_eq!(agreement(&mut world, home, &id).state, "in_force");
        }
        assert_eq!(refused(&mut world, tablet, None), "private_locked");
        assert_eq!(device_named(&mut world, ana, "tablet").1, "active");
    }
    assert_eq!(notes(&mut world, tablet, pin()), expected, "all of it once opened");
    for home in [ana, tablet, ben] {
        let view = verify(&mut world, home);
        assert_eq!((view.bad_signatures, view.quarantined.len()), (0, 0), "{view:?}");
    }
    world.reboot(tablet);
    assert_eq!(notes(&mut world, tablet, pin()), expected);
}

#[test]
fn what_two_own_devices_write_apart_stands_on_both() {
    let mut world = World::new(72);
    let (ana, ben) = paired(&mut world);
    lock(&mut world, ana);
    let first = add(&mut world, ana, "first");
    let tablet = add_own(&mut world, ana, "tablet");
    settle(&mut world, &[ana, tablet, ben]);
    add(&mut world, tablet, "by the tablet");
    add(&mut world, ana, "by the phone");
    let words = |text: &str| PrivateCommand::Edit {
        id: first.clone(),
        text: Some(text.into()),
        stage: None,
    };
    private(&mut world, ana, PrivateCommand::Delete { id: first.clone() }, pin()).expect("gone");
    private(&mut world, tablet, words("first, again"), pin()).expect("edited");
    settle(&mut world, &[ana, tablet, ana]);
    let (mut by_ana, mut by_tablet) =
        (notes(&mut world, ana, pin()), notes(&mut world, tablet, pin()));
    assert_eq!(by_ana, by_tablet);
    by_ana.sort();
    assert_eq!(by_ana, ["by the phone", "by the tablet", "first, again"]);
    private(&mut world, tablet, PrivateCommand::Delete { id: first }, pin()).expect("gone");
    settle(&mut world, &[tablet, ana]);
    by_tablet = notes(&mut world, ana, pin());
    by_tablet.sort();
    assert_eq!(by_tablet, ["by the phone", "by the tablet"]);
}

#[test]
fn a_copy_of_a_home_loses_no_note_and_says_none_twice() {
    let mut world = World::new(73);
    let (ana, _) = paired(&mut world);
    add(&mut world, ana, "one");
    sync(&mut world, ana);
    let copy = world.copy_home(ana);
    add(&mut world, ana, "two");
    sync(&mut world, ana);
    world.kill(ana);
    add(&mut world, copy, "three");
    sync(&mut world, copy);
    // What it wrote before it met its double is made anew when the page is opened next.
    assert_eq!(notes(&mut world, copy, pin()).len(), 3);
    sync(&mut world, copy);
    let mut all = notes(&mut world, copy, pin());
    all.sort();
    assert_eq!(all, ["one", "three", "two"]);
}
