//! What two write together: merged without loss, behind the gate, on every device the same, and never anybody's word by itself.

use accord_client_core::client::command::{Command, Reply};
use accord_client_core::client::joint::JointCommand;
use accord_client_core::client::joint::view::JointThing;
use accord_client_core::law::command::{AgreementKind, Area, Wording};
use accord_client_core::refused::Refused;
use accord_client_core::store::Table;
use accord_tests::people::{
    agreements, digest, paired, propose, settle, status, sync, try_sync, two, verify,
};
use accord_tests::{HomeId, World};

/// Asks something of the joint page.
fn ask(world: &mut World, home: HomeId, what: JointCommand) -> Result<JointThing, Refused> {
    match world.run(home, Command::Joint(what))? {
        Reply::JointThing(view) => Ok(*view),
        other => unreachable!("a thing: {other:?}"),
    }
}

fn show(world: &mut World, home: HomeId, id: &str) -> JointThing {
    ask(world, home, JointCommand::Show { id: id.into() }).expect("a thing")
}

fn text(world: &mut World, home: HomeId, id: &str) -> String {
    show(world, home, id).text.expect("a text")
}

fn note(world: &mut World, home: HomeId, text: &str) -> String {
    let what = JointCommand::AddNote { title: "Summer".into(), text: Some(text.into()) };
    ask(world, home, what).expect("a note").id
}

/// Rewords what was shown now.
fn edit(world: &mut World, home: HomeId, id: &str, text: &str) {
    show(world, home, id);
    let what =
        JointCommand::Edit { id: id.into(), title: None, text: Some(text.into()), seen: None };
    ask(world, home, what).expect("an edit");
}

fn same_digest(world: &mut World, homes: &[HomeId]) {
    let first = digest(world, homes[0]);
    for home in &homes[1..] {
        assert_eq!(digest(world, *home), first);
    }
}

#[test]
fn both_edit_one_note_offline_and_both_insertions_stand() {
    let mut world = World::new(400);
    let (ana, ben) = paired(&mut world);
    let id = note(&mut world, ana, "We walk by the sea.");
    settle(&mut world, &[ana, ben]);
    edit(&mut world, ana, &id, "We often walk by the sea.");
    edit(&mut world, ben, &id, "We walk by the sea in June.");
    assert_eq!((status(&mut world, ana).unsent, status(&mut world, ben).unsent), (1, 1));
    settle(&mut world, &[ana, ben]);
    for home in [ana, ben] {
        assert_eq!(text(&mut world, home, &id), "We often walk by the sea in June.");
        assert_eq!(status(&mut world, home).unsent, 0);
    }
    same_digest(&mut world, &[ana, ben]);
    for home in [ana, ben] {
        world.reboot(home);
        assert_eq!(text(&mut world, home, &id), "We often walk by the sea in June.");
    }
    same_digest(&mut world, &[ana, ben]);
}

#[test]
fn the_page_is_part_of_the_digest_and_of_what_is_verified() {
    let mut world = World::new(401);
    let (ana, ben) = paired(&mut world);
    settle(&mut world, &[ana, ben]);
    let before = digest(&mut world, ana).1;
    let id = note(&mut world, ana, "One");
    assert_eq!(digest(&mut world, ana).1, before, "unsent is left out");
    settle(&mut world, &[ana, ben]);
    let with = digest(&mut world, ana).1;
    assert_ne!(with, before);
    edit(&mut world, ben, &id, "One and two");
    settle(&mut world, &[ana, ben]);
    assert_ne!(digest(&mut world, ana).1, with);
    // A change that is gone from the disk is missed.
    let rows = world.plain_rows(ben).into_iter();
    let mut tails =
        rows.filter(|(table, key, _)| *table == Table::Tail && key[0] > 0 && key[1] == 0);
    let (_, key, _) = tails.next_back().expect("a change of the joint page");
    world.change_row(ben, Table::Tail, &key, None);
    assert_eq!(verify(&mut world, ben).acts_different, 1);
}

#[test]
fn unsent_edits_outlive_a_kill_and_are_sent_once() {
    let mut world = World::new(402);
    let (ana, ben) = paired(&mut world);
    let id = note(&mut world, ana, "a");
    for word in ["a b", "a b c", "a b c d"] {
        edit(&mut world, ana, &id, word);
        world.reboot(ana);
    }
    assert_eq!(status(&mut world, ana).unsent, 4);
    // Killed with the record on its way.
    world.start(ana, Command::Sync { watch: false });
    for _ in 0..40 {
        world.step();
    }
    world.reboot(ana);
    settle(&mut world, &[ana, ben]);
    assert_eq!(text(&mut world, ben, &id), "a b c d");
    assert_eq!((status(&mut world, ana).unsent, status(&mut world, ana).quarantined), (0, 0));
    same_digest(&mut world, &[ana, ben]);
}

#[test]
fn lists_keep_what_both_do_apart() {
    let mut world = World::new(403);
    let (ana, ben) = paired(&mut world);
    let list = ask(&mut world, ana, JointCommand::AddList { title: "Shopping".into() });
    let list = list.expect("a list").id;
    let add = |world: &mut World, home, text: &str| {
        let what = JointCommand::AddItem { list: list.clone(), text: text.into() };
        let view = ask(world, home, what).expect("an item");
        let items = view.items.expect("items");
        items.into_iter().rfind(|item| item.text == text).expect("the item").id
    };
    let bread = add(&mut world, ana, "bread");
    let milk = add(&mut world, ana, "milk");
    settle(&mut world, &[ana, ben]);
    // Apart: both add, both tick the same, one puts away what the other rewords, both move.
    add(&mut world, ana, "eggs");
    add(&mut world, ben, "salt");
    for home in [ana, ben] {
        ask(&mut world, home, JointCommand::Tick { id: bread.clone(), on: true }).expect("ticked");
    }
    ask(&mut world, ben, JointCommand::Tick { id: bread.clone(), on: false }).expect("unticked");
    ask(&mut world, ana, JointCommand::PutAway { id: milk.clone(), on: true }).expect("away");
    show(&mut world, ben, &list);
    let what = JointCommand::Edit {
        id: milk.clone(),
        title: None,
        text: Some("oat milk".into()),
        seen: None,
    };
    ask(&mut world, ben, what).expect("reworded");
    let what = JointCommand::Move { id: bread.clone(), after: Some(milk.clone()) };
    ask(&mut world, ben, what).expect("moved");
    settle(&mut world, &[ana, ben]);
    for home in [ana, ben] {
        let items = show(&mut world, home, &list).items.expect("items");
        let mut texts: Vec<_> = items.iter().map(|item| item.text.as_str()).collect();
        assert_eq!((texts[0], texts.len()), ("oat milk", 4));
        texts.sort_unstable();
        assert_eq!(texts, ["bread", "eggs", "oat milk", "salt"]);
        let milk = items.iter().find(|item| item.id == milk).expect("milk");
        assert!(milk.away, "put away, and its new words are kept");
        let bread = items.iter().find(|item| item.id == bread).expect("bread");
        assert_eq!((bread.ticked.me, bread.ticked.them), (home == ana, home == ben));
    }
    ask(&mut world, ben, JointCommand::PutAway { id: milk.clone(), on: false }).expect("back");
    settle(&mut world, &[ana, ben]);
    let items = show(&mut world, ana, &list).items.expect("items");
    assert!(items.iter().all(|item| !item.away));
    same_digest(&mut world, &[ana, ben]);
}

#[test]
fn a_wording_is_proposed_only_as_it_was_shown() {
    let mut world = World::new(404);
    let (ana, ben) = paired(&mut world);
    let what = JointCommand::AddWording {
        text: "No phones at dinner.".into(),
        area: Some(Area::Digital),
        kind: Some(AgreementKind::GroundRules),
    };
    let id = ask(&mut world, ana, what).expect("a wording").id;
    settle(&mut world, &[ana, ben]);
    edit(&mut world, ana, &id, "No phones at dinner, please.");
    edit(&mut world, ben, &id, "No phones at breakfast and dinner.");
    let seen = show(&mut world, ana, &id).hash;
    settle(&mut world, &[ana, ben]);
    let propose = |world: &mut World, seen: &str| {
        let what = JointCommand::Propose {
            id: id.clone(),
            seen: seen.into(),
            kind: None,
            words: Box::new(Wording::default()),
        };
        world.run(ana, Command::Joint(what))
    };
    let refused = propose(&mut world, &seen).expect_err("merging changed it");
    assert!(refused.is("joint_changed"), "{refused:?}");
    let refused = propose(&mut world, &seen[..8]).expect_err("too little of it");
    assert!(refused.is("bad_seen"), "{refused:?}");
    for home in [ana, ben] {
        assert!(agreements(&mut world, home).is_empty(), "merged text is nobody's yes");
    }
    let now = show(&mut world, ana, &id);
    let Ok(Reply::Agreement(view)) = propose(&mut world, &now.hash[..16]) else {
        unreachable!("a proposal")
    };
    assert_eq!(Some(&view.open[0].words), now.text.as_ref(), "letter by letter");
    assert_eq!(view.kind, AgreementKind::GroundRules);
    settle(&mut world, &[ana, ben]);
    let at_bens = agreements(&mut world, ben);
    assert_eq!(at_bens.len(), 1);
    assert_eq!(at_bens[0].state, "open", "Ben's writing on the draft was no yes");
    assert_eq!(show(&mut world, ben, &id).agreement.as_ref(), Some(&at_bens[0].id));
}

#[test]
fn an_edit_of_a_text_that_was_not_shown_is_refused() {
    let mut world = World::new(405);
    let (ana, ben) = paired(&mut world);
    let id = note(&mut world, ana, "one");
    settle(&mut world, &[ana, ben]);
    let reword = |seen: Option<&str>| JointCommand::Edit {
        id: id.clone(),
        title: None,
        text: Some("three".into()),
        seen: seen.map(str::to_owned),
    };
    let refused = ask(&mut world, ben, reword(None)).expect_err("never shown here");
    assert!(refused.is("joint_changed"), "{refused:?}");
    let old = show(&mut world, ben, &id).hash;
    edit(&mut world, ana, &id, "one two");
    settle(&mut world, &[ana, ben]);
    for seen in [None, Some(old.as_str())] {
        let refused = ask(&mut world, ben, reword(seen)).expect_err("changed since");
        assert!(refused.is("joint_changed"), "{refused:?}");
    }
    assert_eq!(text(&mut world, ben, &id), "one two");
    ask(&mut world, ben, reword(None)).expect("shown now");
}

#[test]
fn alone_nothing_is_written_together() {
    let mut world = World::new(406);
    let (ana, _) = two(&mut world);
    let what = JointCommand::AddList { title: "Shopping".into() };
    let refused = ask(&mut world, ana, what).expect_err("nobody to write with");
    assert!(refused.is("not_paired"), "{refused:?}");
    let refused = world.run(ana, Command::Joint(JointCommand::List { away: false }));
    assert!(refused.is_err_and(|refused| refused.is("not_paired")));
}

#[test]
fn edits_of_a_branch_that_was_left_are_issued_again() {
    let mut world = World::new(407);
    let (ana, ben) = paired(&mut world);
    let id = note(&mut world, ana, "We walk by the sea.");
    settle(&mut world, &[ana, ben]);
    let fork = world.relays[0].store.clone();
    let other = world.add_relay(fork);
    world.homes[ben.0].dials = other;
    edit(&mut world, ana, &id, "We often walk by the sea.");
    edit(&mut world, ben, &id, "We walk by the sea in June.");
    sync(&mut world, ana);
    sync(&mut world, ben);
    edit(&mut world, ben, &id, "We walk by the sea in June and July.");
    world.homes[ben.0].dials = 0;
    world.run(ben, Command::Sync { watch: false }).expect_err("another branch");
    world.run(ben, Command::RelayReset).expect("the relay's branch");
    let longer = text(&mut world, ben, &id) + " Often.";
    edit(&mut world, ben, &id, &longer);
    settle(&mut world, &[ana, ben]);
    for home in [ana, ben] {
        let now = text(&mut world, home, &id);
        assert_eq!(now, "We often walk by the sea in June and July. Often.");
    }
    same_digest(&mut world, &[ana, ben]);
}

#[test]
fn a_copy_of_a_home_ends_an_instance_and_no_words_are_lost() {
    let mut world = World::new(408);
    let (ana, ben) = paired(&mut world);
    let id = note(&mut world, ana, "start.");
    settle(&mut world, &[ana, ben]);
    let copy = world.copy_home(ana);
    // Both homes write under one instance, and one of them second.
    edit(&mut world, copy, &id, "By the copy: start.");
    sync(&mut world, copy);
    edit(&mut world, ana, &id, "start. By Ana.");
    for home in [ana, ben, ana, ben] {
        drop(world.run(home, Command::Sync { watch: false }));
        world.pass(60_000);
    }
    for home in [ana, ben] {
        assert_eq!(text(&mut world, home, &id), "By the copy: start. By Ana.");
    }
    let (at_anas, at_bens) = (verify(&mut world, ana), verify(&mut world, ben));
    assert_eq!(at_anas.state_digest, at_bens.state_digest);
}

#[test]
fn whats_new_says_it_in_one_line_to_the_other_only() {
    let mut world = World::new(409);
    let (ana, ben) = paired(&mut world);
    let id = note(&mut world, ana, "one");
    settle(&mut world, &[ana, ben]);
    let news = |world: &mut World, home, seen| match world.run(home, Command::WhatsNew { seen }) {
        Ok(Reply::News(groups)) => groups
            .into_iter()
            .filter(|group| group.group == "together")
            .flat_map(|group| group.lines)
            .map(|line| (line.sentence.code(), line.question))
            .collect::<Vec<_>>(),
        other => unreachable!("news: {other:?}"),
    };
    assert!(news(&mut world, ana, true).is_empty(), "her own words are no news to her");
    let told = news(&mut world, ben, true);
    assert_eq!(told, [(Some("new"), false)]);
    assert!(news(&mut world, ben, true).is_empty());
    edit(&mut world, ben, &id, "one two");
    edit(&mut world, ben, &id, "one two three");
    settle(&mut world, &[ana, ben]);
    assert!(news(&mut world, ben, false).is_empty());
    world.reboot(ana);
    let told = news(&mut world, ana, false);
    assert_eq!(told, [(Some("changed"), false)]);
    assert_eq!(news(&mut world, ana, true), told, "looking changes nothing");
    assert!(news(&mut world, ana, false).is_empty());
}

#[test]
fn a_thousand_edits_of_a_note_stay_small() {
    let mut world = World::new(410);
    let (ana, ben) = paired(&mut world);
    let mut words = String::from("begun");
    let id = note(&mut world, ana, &words);
    settle(&mut world, &[ana, ben]);
    let log = |world: &World| -> (usize, usize) {
        let rows = world.homes[ana.0].disk.rows();
        let log = rows.iter().filter(|row| row.table == Table::Log && row.key[0] > 0);
        log.fold((0, 0), |(count, bytes), row| (count + 1, bytes + row.value.len()))
    };
    let before = log(&world);
    for n in 0..1_000 {
        words.push_str(&format!(" and {n}"));
        edit(&mut world, ana, &id, &words);
        // Ten edits to an exchange.
        if n % 10 == 9 {
            sync(&mut world, ana);
        }
    }
    settle(&mut world, &[ana, ben]);
    let after = log(&world);
    assert_eq!(text(&mut world, ben, &id), words);
    let (records, bytes) = (after.0 - before.0, after.1 - before.1);
    let rows = world.plain_rows(ana).into_iter();
    let of_page = |(table, key, _): &(Table, Vec<u8>, Vec<u8>)| {
        matches!(table, Table::Page | Table::Tail) && key[0] > 0 && key[1] == 0
    };
    let page: usize = rows.filter(of_page).map(|(.., value)| value.len()).sum();
    println!("1,000 edits: {records} records, {bytes} bytes of log, {page} bytes of page");
    assert!(records <= 110 && bytes < 600_000 && page < 400_000, "{records} {bytes} {page}");
}

/// The relay shows a branch of its own; who comes there finds their log and the relay's parted, and agrees to it.
fn goes_to(world: &mut World, home: HomeId, relay: usize) {
    world.homes[home.0].dials = relay;
    let refused = try_sync(world, home).expect_err("another branch");
    assert!(refused.is("wrong_branch"), "{refused:?}");
    world.run(home, Command::RelayReset).expect("agreed");
    sync(world, home);
}

/// Two relays with one log, Ana's words in the first alone.
fn two_branches(seed: u64) -> (World, HomeId, HomeId) {
    let mut world = World::new(seed);
    let (ana, ben) = paired(&mut world);
    settle(&mut world, &[ana, ben]);
    world.tap.allows_copies = true;
    let fork = world.relays[0].store.clone();
    world.add_relay(fork);
    (world, ana, ben)
}

#[test]
fn what_the_other_branch_has_in_part_comes_there_whole() {
    let (mut world, ana, ben) = two_branches(420);
    note(&mut world, ben, "first");
    note(&mut world, ben, "second");
    sync(&mut world, ben);
    world.homes[ana.0].dials = 1;
    propose(&mut world, ana, "On the other branch");
    sync(&mut world, ana);
    // There all three of Ben's notes are in one record; the branch he goes back to has two of them in another.
    world.homes[ben.0].dials = 1;
    try_sync(&mut world, ben).expect_err("another branch");
    note(&mut world, ben, "third");
    world.run(ben, Command::RelayReset).expect("agreed");
    for home in [ben, ana, ben] {
        sync(&mut world, home);
    }
    for home in [ben, ana] {
        goes_to(&mut world, home, 0);
    }
    settle(&mut world, &[ana, ben]);
    for home in [ana, ben] {
        assert_eq!((status(&mut world, home).unsent, count(&mut world, home)), (0, 3));
    }
    same_digest(&mut world, &[ana, ben]);
}

#[test]
fn what_waits_for_the_others_words_goes_by_itself_once_they_are_there() {
    let (mut world, ana, ben) = two_branches(421);
    propose(&mut world, ana, "On the first branch");
    sync(&mut world, ana);
    world.homes[ben.0].dials = 1;
    let id = note(&mut world, ben, "We walk.");
    sync(&mut world, ben);
    goes_to(&mut world, ana, 1);
    settle(&mut world, &[ana, ben]);
    edit(&mut world, ana, &id, "We walk by the sea.");
    settle(&mut world, &[ana, ben]);
    // She is back on the first branch before what she wrote on.
    goes_to(&mut world, ana, 0);
    assert_eq!(status(&mut world, ana).unsent, 1, "it waits");
    goes_to(&mut world, ben, 0);
    settle(&mut world, &[ben, ana]);
    assert_eq!((status(&mut world, ana).unsent, status(&mut world, ben).unsent), (0, 0));
    assert_eq!(text(&mut world, ben, &id), "We walk by the sea.");
}

fn count(world: &mut World, home: HomeId) -> usize {
    match world.run(home, Command::Joint(JointCommand::List { away: true })) {
        Ok(Reply::JointThings(list)) => list.len(),
        other => unreachable!("a list: {other:?}"),
    }
}
