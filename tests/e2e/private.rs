//! The private page: what one person writes for themselves, under its own lock, and what of it the other ever sees.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::harness::own::add;
use crate::harness::person::files;
use crate::harness::{Answer, Couple, Order, Person, Relay, all_orders};

/// What opens the private page of a person, in a file beside the home.
struct Pin(PathBuf);

impl Pin {
    fn of(person: &Person, name: &str, words: &str) -> Self {
        let file = person.home().with_file_name(name);
        fs::write(&file, words).unwrap();
        Self(file)
    }

    fn command(&self, person: &Person, words: &[&str]) -> Command {
        let mut command = person.command(words);
        command.arg("--json").env("ACCORD_PRIVATE_PASSPHRASE_FILE", &self.0);
        command
    }

    fn try_run(&self, person: &Person, words: &[&str]) -> Answer {
        Answer::of(&self.command(person, words).output().unwrap())
    }

    #[track_caller]
    fn run(&self, person: &Person, words: &[&str]) -> Value {
        let answer = self.try_run(person, words);
        assert_eq!(answer.exit, 0, "accord {}: {answer:?}", words.join(" "));
        answer.said
    }
}

/// A person alone, without a relay.
fn alone() -> Person {
    let person = Person::ana();
    person.run(&["init", "--name", person.name]);
    person
}

#[track_caller]
fn notes(person: &Person) -> Vec<String> {
    words(&person.run(&["private", "list", "--notes"]))
}

fn words(list: &Value) -> Vec<String> {
    let of = |note: &Value| note["words"].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(of).collect()
}

/// Everything one person is shown of the couple space.
fn everything(person: &Person) -> Vec<Value> {
    let looks: [&[&str]; 12] = [
        &["agree", "list"],
        &["limit", "list"],
        &["promise", "list"],
        &["repair", "list"],
        &["checkin", "list"],
        &["thanks", "list"],
        &["talk", "list"],
        &["openness", "list"],
        &["asks"],
        &["whatsnew"],
        &["today"],
        &["verify"],
    ];
    let mut seen: Vec<Value> = looks.iter().map(|look| person.run(look)).collect();
    let mut export = person.run(&["export", "--all"]);
    // The day it was made is the only thing that may differ.
    export["exported_on"] = Value::Null;
    seen.push(export);
    seen
}

#[test]
fn case_64_forgiving_goes_back_and_forth_and_the_other_sees_nothing_unless_it_is_shared() {
    all_orders(|couple, order| {
        let id = couple.ana.make(&["repair", "open", "Sunday evening"]);
        couple.meet(order);
        let (ana, ben) = (everything(&couple.ana), everything(&couple.ben));

        couple.ben.run(&["forgive", "note", &id, "-m", "letting go", "--stage", "letting_go"]);
        couple.meet(order);
        couple.ben.run(&["forgive", "note", &id, "-m", "hurting again", "--stage", "hurting"]);
        couple.meet(order);
        assert_eq!(notes(&couple.ben), ["letting go", "hurting again"]);
        assert_eq!(everything(&couple.ana), ana, "something of it reached Ana");
        assert_eq!(everything(&couple.ben), ben, "the couple space changed");

        let shared = couple.ben.run(&["private", "list", "--notes"])[1]["id"].clone();
        couple.ben.run(&["private", "share", shared.as_str().unwrap()]);
        couple.meet(order);
        let repair = couple.ana.run(&["repair", "show", &id]);
        let told = repair["forgiveness"].as_array().unwrap();
        assert_eq!(told.len(), 1, "only what was named: {repair}");
        assert_eq!(
            (&told[0]["words"], &told[0]["stage"]),
            (&json!("hurting again"), &json!("hurting"))
        );
        assert_eq!(repair["state"], "open", "forgiving changes nothing");
        assert!(couple.ana.asked().is_empty());

        couple.ben.run(&["forgive", "note", &id, "-m", "not now", "--share"]);
        couple.ben.run(&["forgive", "note", &id, "-m", "only for me"]);
        couple.meet(order);
        let repair = couple.ana.run(&["repair", "show", &id]).to_string();
        assert!(repair.contains("not now") && !repair.contains("only for me"), "{repair}");
        assert_eq!(notes(&couple.ben).len(), 4);
    });
}

#[test]
fn nothing_private_is_in_the_couple_space_or_in_what_others_are_shown() {
    all_orders(|couple, order| {
        let pin = Pin::of(&couple.ben, "pin", "2580");
        let id = couple.ana.make(&["repair", "open", "Sunday evening"]);
        couple.meet(order);
        let status = |person: &Person| person.run(&["status"]).to_string();
        let before = status(&couple.ben);
        couple.ben.run(&["private", "add", "-m", "canary-one", "--about", &id]);
        couple.ben.run(&["private", "add", "-k", "tender_spot", "-m", "canary-two"]);
        pin.run(&couple.ben, &["private", "lock", "set"]);
        couple.ben.sync();
        pin.run(&couple.ben, &["forgive", "note", &id, "-m", "canary-three"]);
        let size = |status: &str| {
            let mut status: Value = serde_json::from_str(status).unwrap();
            status["store"] = Value::Null;
            status
        };
        assert_eq!(size(&status(&couple.ben)), size(&before));
        let sent = couple.ben.sync();
        assert_eq!((&sent["sent"], &sent["records"]["sent"]), (&json!(0), &json!(0)), "{sent}");
        couple.meet(order);
        for person in couple.both() {
            let export = person.run(&["export", "--all"]);
            assert!(export["log"].as_array().unwrap().len() > 3, "{export}");
            let mut shown = vec![export.to_string()];
            shown.push(person.run(&["export", "--mine"]).to_string());
            shown.push(person.reads(&["export", "--all", "--format", "html"]));
            shown.push(person.reads(&["export", "--for-counsellor", "--with-repairs"]));
            shown.push(person.reads(&["export", "--mine", "--format", "html"]));
            shown.push(person.reads(&["ics", "--own"]));
            shown.push(person.reads(&["ics"]));
            shown.push(person.reads(&["status"]));
            shown.push(person.reads(&["verify"]));
            shown.push(person.reads(&["today"]));
            shown.push(person.reads(&["whatsnew"]));
            shown.push(person.reads(&["private", "list"]));
            for text in shown {
                assert!(!text.contains("canary"), "{}: {text}", person.name);
            }
        }
        // What is one's own can be taken along, by its own flag.
        let file = pin.run(&couple.ben, &["export", "--private"]);
        assert_eq!(words(&file["notes"]), ["canary-one", "canary-two", "canary-three"]);
        assert_eq!(couple.ben.refused(&["export", "--private"], 6), "private_locked");
    });
}

#[test]
fn notes_work_alone_offline_and_after_leaving() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let (ana, solo) = (&couple.ana, alone());
    for person in [ana, &solo] {
        let note = person.make(&["private", "add", "-k", "tender_spot", "-m", "loud voices"]);
        person.run(&["private", "edit", &note, "-m", "loud voices at night"]);
        let shown = person.run(&["private", "show", &note]);
        assert_eq!((&shown["kind"], &shown["state"]), (&json!("tender_spot"), &json!("private")));
        assert_eq!(words(&shown["versions"]), ["loud voices", "loud voices at night"]);
        person.run(&["private", "delete", &note]);
        assert_eq!(person.refused(&["private", "show", &note], 4), "not_found");
    }
    ana.run(&["private", "add", "-m", "before leaving"]);
    ana.run(&["leave", "--keep", "--yes"]);
    ana.run(&["private", "add", "-m", "after leaving"]);
    ana.sync();
    ana.run(&["private", "add", "-m", "later"]);
    ana.sync();
    assert_eq!(notes(ana), ["before leaving", "after leaving", "later"]);
    let deleted = ana.run(&["private", "list", "--notes"])[0]["id"].as_str().unwrap().to_owned();
    ana.run(&["private", "delete", &deleted]);
    ana.sync();
    assert_eq!(notes(ana), ["after leaving", "later"]);
    relay.check();
}

#[test]
fn another_own_device_reads_the_notes_with_the_pin_or_without_one() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let ana = &couple.ana;
    ana.run(&["private", "add", "-m", "by the phone"]);
    let laptop = add(ana, "laptop");
    for _ in 0..2 {
        ana.sync();
        laptop.sync();
    }
    assert_eq!(notes(&laptop), ["by the phone"]);
    let pin = Pin::of(&laptop, "pin", "2580");
    pin.run(&laptop, &["private", "lock", "set"]);
    pin.run(&laptop, &["private", "add", "-m", "by the laptop"]);
    laptop.sync();
    assert_eq!(notes(ana), ["by the phone"], "the phone knows of nothing yet");
    ana.sync();
    assert_eq!(ana.refused(&["private", "list", "--notes"], 6), "private_locked");
    let both = ["by the phone", "by the laptop"];
    assert_eq!(words(&pin.run(ana, &["private", "list", "--notes"])), both);
    // A third one: locked from the first.
    let tablet = add(&laptop, "tablet");
    for _ in 0..2 {
        laptop.sync();
        tablet.sync();
    }
    assert_eq!(tablet.refused(&["private", "list", "--notes"], 6), "private_locked");
    assert_eq!(words(&pin.run(&tablet, &["private", "list", "--notes"])), both);
    relay.check();
}

#[test]
fn a_locked_page_shows_nothing_and_a_wrong_pin_costs_nothing() {
    let ana = alone();
    let (pin, wrong) = (Pin::of(&ana, "pin", "2580"), Pin::of(&ana, "wrong", "2581"));
    ana.run(&["private", "add", "-m", "one"]);
    assert_eq!(ana.refused(&["private", "lock", "change"], 3), "no_private_lock");
    assert_eq!(ana.refused(&["private", "lock", "set"], 2), "private_passphrase_needed");
    assert_eq!(pin.run(&ana, &["private", "lock", "set"]), json!({"state": "locked"}));
    assert_eq!(pin.try_run(&ana, &["private", "lock", "set"]).code, "private_lock_set");

    assert_eq!(ana.run(&["private", "list"]), json!([]));
    let locked: [&[&str]; 7] = [
        &["private", "list", "--notes"],
        &["private", "show", "00"],
        &["private", "add", "-m", "two"],
        &["private", "delete", "00"],
        &["private", "share", "00"],
        &["private", "lock", "remove"],
        &["export", "--private"],
    ];
    let before = fs::read(ana.database()).unwrap();
    for command in locked {
        ana.says_no(command, 6, "private_locked", "Your private notes have a lock");
        let answer = wrong.try_run(&ana, command);
        assert_eq!((answer.exit, answer.code.as_str()), (6, "wrong_private_passphrase"));
        answer.is_one_sentence_of(6);
    }
    assert_eq!(fs::read(ana.database()).unwrap(), before, "something was written");
    assert_eq!(words(&pin.run(&ana, &["private", "list"])), ["one"]);

    let new = Pin::of(&ana, "new", "a longer one by the river");
    let mut change = pin.command(&ana, &["private", "lock", "change"]);
    let change = change.env("ACCORD_PRIVATE_NEW_PASSPHRASE_FILE", &new.0).output().unwrap();
    assert_eq!(Answer::of(&change).exit, 0);
    assert_eq!(pin.try_run(&ana, &["private", "list", "--notes"]).code, "wrong_private_passphrase");
    new.run(&ana, &["private", "add", "-m", "two"]);
    assert_eq!(words(&new.run(&ana, &["private", "list", "--notes"])), ["one", "two"]);
    new.run(&ana, &["private", "lock", "remove"]);
    assert_eq!(notes(&ana), ["one", "two"]);
}

/// Names and lengths of everything in the home.
fn measured(person: &Person) -> Vec<(String, u64)> {
    let of = |path: PathBuf| {
        let length = fs::metadata(&path).unwrap().len();
        (path.strip_prefix(person.home()).unwrap().display().to_string(), length)
    };
    files(&person.home()).into_iter().map(of).collect()
}

#[test]
fn homes_with_and_without_notes_and_lock_are_alike_in_names_and_sizes() {
    let relay = Relay::open();
    // The same number of commands for everybody: what differs is what they say.
    let of = |lock: bool, notes: usize, synced: bool| {
        let ana = Person::ana();
        ana.init(&relay.url());
        let pin = Pin::of(&ana, "pin", "2580");
        if lock {
            pin.run(&ana, &["private", "lock", "set"]);
        }
        for at in 0..notes {
            pin.run(&ana, &["private", "add", "-m", &format!("A short note, number {at}.")]);
        }
        if synced {
            ana.sync();
        }
        measured(&ana)
    };
    for synced in [false, true] {
        let plain = of(false, 0, synced);
        assert!(!plain.is_empty());
        for (lock, notes) in [(true, 0), (false, 3), (true, 3)] {
            assert_eq!(of(lock, notes, synced), plain, "{lock} {notes} synced {synced}");
        }
    }
    relay.check();
}

#[test]
fn a_process_killed_while_writing_leaves_the_note_whole_or_not_there() {
    let ana = alone();
    ana.run(&["private", "add", "-m", "first"]);
    let size = |file: &PathBuf| fs::metadata(file).map_or(0, |about| about.len());
    let sizes = || ana.files().iter().map(size).collect::<Vec<_>>();
    let (mut whole, mut killed, mut saved_and_killed) = (0, 0, 0);
    let wanted = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].repeat(3);
    for (at, changes_wanted) in wanted.iter().enumerate() {
        let text = format!("number {at}");
        let mut child = ana.start(&["private", "add", "-m", &text]);
        // Killed after its files changed so often, unless it is done before.
        let (mut seen, mut changes) = (sizes(), 0);
        while changes < *changes_wanted && child.try_wait().unwrap().is_none() {
            let now = sizes();
            changes += u32::from(now != seen);
            seen = now;
        }
        child.kill().unwrap();
        let killed_alive = !child.wait().unwrap().success();
        let now = notes(&ana);
        whole += usize::from(now.contains(&text));
        killed += usize::from(killed_alive && !now.contains(&text));
        saved_and_killed += usize::from(killed_alive && now.contains(&text));
        assert_eq!(now.len(), 1 + whole, "{now:?}");
        assert_eq!(now[0], "first");
    }
    assert!(
        killed > 0 && saved_and_killed > 0,
        "kills before the save: {killed}, after it: {saved_and_killed}, done before: {whole}"
    );
    ana.run(&["private", "add", "-m", "last"]);
    assert_eq!(notes(&ana).last().map(String::as_str), Some("last"));
}

#[test]
fn a_note_becomes_a_draft_first_and_says_so() {
    all_orders(|couple, order| {
        let ana = &couple.ana;
        let note = ana.make(&["private", "add", "-m", "I don't take calls after 21:00"]);
        assert_eq!(ana.refused(&["private", "share", &note], 2), "share_as_what");
        let draft = ana.run(&["private", "share", &note, "--as", "limit", "-a", "time"]);
        assert_eq!(draft["state"], "draft");
        couple.meet(order);
        assert_eq!(couple.ben.run(&["limit", "list"]), json!([]));
        let draft = draft["id"].as_str().unwrap();
        couple.ana.run(&["private", "share", draft]);
        couple.meet(order);
        assert_eq!(couple.ben.limit(draft)["state"], "active");
        assert_eq!(notes(&couple.ana).len(), 1, "the note stays with its owner");
    });
}

#[test]
fn questions_are_copied_into_a_note_by_choice() {
    let ana = alone();
    let list = ana.run(&["templates", "--kind", "questions"]);
    let all: Vec<&str> =
        list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(all.len() > 1, "{list}");
    assert_eq!(ana.run(&["private", "list"]), json!([]), "looking copies nothing");
    let note = ana.run(&["templates", all[0], "--copy", "--lang", "de"]);
    assert_eq!(note["kind"], "question");
    let asked = list[0]["questions"].as_array().unwrap().len();
    assert_eq!(note["words"].as_str().unwrap().matches("- ").count(), asked);
    let same = ana.run(&["private", "add", "--template", all[0]]);
    assert_ne!(same["words"], note["words"], "each in its language");
    assert_eq!(notes(&ana).len(), 2);
}

#[test]
fn a_changed_store_is_told_and_shows_no_note() {
    let ana = alone();
    ana.run(&["private", "add", "-m", "canary-note"]);
    let whole = fs::read(ana.database()).unwrap();
    assert!(!whole.windows(11).any(|at| at == b"canary-note"), "in the clear");
    let mut told = 0;
    for at in (0..whole.len()).step_by(1_511) {
        let mut changed = whole.clone();
        changed[at] ^= 0x40;
        fs::write(ana.database(), &changed).unwrap();
        let answer = ana.try_run(&["private", "list", "--notes"]);
        let shown = answer.said.to_string();
        // Room that holds nothing may change; nothing that was not written is ever shown.
        match answer.exit {
            0 => assert!(words(&answer.said).iter().all(|note| note == "canary-note"), "{shown}"),
            exit => {
                told += 1;
                assert!([1, 3, 6].contains(&exit), "{answer:?}");
            }
        }
    }
    assert!(told > 3, "the search hit nothing: {told} of {}", whole.len() / 1_511);
    fs::write(ana.database(), whole).unwrap();
    assert_eq!(notes(&ana), ["canary-note"]);
}

#[test]
fn what_is_private_moves_nothing_in_the_couple_space() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let pin = Pin::of(&couple.ana, "pin", "2580");
    pin.run(&couple.ana, &["private", "lock", "set"]);
    pin.run(&couple.ana, &["private", "add", "-m", "for myself"]);
    let position = couple.ben.verify()["position"].clone();
    couple.meet(Order::Ben);
    assert_eq!(couple.ben.verify()["position"], position, "the couple space moved");
    assert_eq!(words(&pin.run(&couple.ana, &["private", "list", "--notes"])), ["for myself"]);
    relay.check();
}
