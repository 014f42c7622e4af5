//! A lost device: what it said before its removal stands, what is written on it afterwards counts for nobody, and honest work it never
//! sent is carried to another own device by a file.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::harness::own::{add, device, settle};
use crate::harness::proxy::Wire;
use crate::harness::{Answer, Couple, Order, Person, Relay, all_orders};

/// Has this device write its unsent acts into a file.
#[track_caller]
fn exported(person: &Person) -> PathBuf {
    let file = person.home().with_file_name("carried");
    person.run(&["unsent", "export", file.to_str().unwrap()]);
    file
}

#[track_caller]
fn reviewed(person: &Person, file: &std::path::Path) -> Vec<Value> {
    let view = person.run(&["unsent", "review", file.to_str().unwrap()]);
    view["acts"].as_array().unwrap().clone()
}

/// The act of a kind among those of a file.
#[track_caller]
fn the<'a>(acts: &'a [Value], what: &str) -> &'a Value {
    let found = acts.iter().find(|act| act["what"] == what);
    found.unwrap_or_else(|| panic!("no {what}: {acts:#?}"))
}

/// Removes a device of this name, at once.
#[track_caller]
fn remove(person: &Person, name: &str) -> String {
    let id = device(person, name)["id"].as_str().unwrap().to_owned();
    person.run(&["devices", "remove", &id]);
    person.sync();
    id
}

#[test]
fn case_59_acts_of_a_lost_phone_before_its_removal_stand_and_later_ones_count_for_nobody() {
    all_orders(|couple, order| {
        let laptop = add(&couple.ana, "laptop");
        let (phone, ben) = (&couple.ana, &couple.ben);
        settle(&[phone, &laptop, ben]);
        let open = ben.make(&["agree", "propose", "-a", "time", "-m", "Call on Sundays"]);
        settle(&[ben, phone, &laptop]);
        let before = phone.make(&["limit", "add", "-a", "time", "-m", "No calls after 22:00"]);
        phone.sync();
        // Honest work, never sent: a promise and its other words, a yes, a break, and a draft.
        let promise = phone.make(&["promise", "add", "Water the plants"]);
        phone.run(&["agree", "accept", &open]);
        phone.run(&["timeout"]);
        let draft =
            phone.make(&["limit", "add", "--draft", "-a", "social", "-m", "Not at parties"]);
        // Lost. The finder writes before and after the laptop removes it.
        let finder = phone.make(&["permit", "add", "-a", "digital", "-m", "Read all my messages"]);
        if order == Order::Ben {
            ben.sync();
        }
        let id = remove(&laptop, "phone");
        let late = phone.make(&["permit", "add", "-a", "digital", "-m", "Read my diary"]);
        phone.says_no(
            &["sync"],
            3,
            "revoked",
            "This device was removed by another of your devices.",
        );
        if order == Order::Doubled {
            laptop.sync();
        }
        settle(&[ben, &laptop]);
        for person in [&laptop, ben] {
            assert_eq!(person.limit(&before)["state"], "active", "said before, it stands");
            assert_eq!(person.agreement(&open)["state"], "open");
            for (kind, never) in [("promise", &promise), ("permit", &finder), ("permit", &late)] {
                assert_eq!(person.try_run(&[kind, "show", never]).exit, 4);
            }
        }
        // Ana is shown what it said before.
        let shown = laptop.run(&["devices", "show", &id]);
        assert_eq!((&shown["name"], &shown["state"]), (&json!("phone"), &json!("removed")));
        let said = shown["said"].as_array().unwrap();
        let limit = said.iter().find(|one| one["id"] == before.as_str()).expect("the limit");
        assert_eq!(limit["words"], "No calls after 22:00");
        assert!(!shown.to_string().contains("Water the plants"), "{shown:#}");
        let notices = laptop.reads(&["status"]);
        assert!(notices.contains(&format!("`accord devices show {}", &id[..4])), "{notices}");
        // The file says nothing to whoever finds it, and nothing to Ben.
        let file = exported(phone);
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes.len().is_power_of_two() || bytes.len() > 16 * 1024);
        let text = String::from_utf8_lossy(&bytes);
        for word in ["plants", "messages", "parties", "Ana", "phone", "accord"] {
            assert!(!text.contains(word), "{word}");
        }
        let path = file.to_str().unwrap();
        let stranger = "This is no file that a device of yours wrote";
        ben.says_no(&["unsent", "review", path], 3, "unsent_not_readable", stranger);
        // Meanwhile Ben takes the words back that the phone had said yes to.
        ben.run(&["agree", "retract", &open]);
        settle(&[ben, &laptop]);
        let acts = reviewed(&laptop, &file);
        let states: Vec<_> = ["draft", "promise", "yes", "permission", "word between you"]
            .map(|what| {
                let act = the(&acts, what);
                (act["state"].as_str().unwrap(), act["code"].as_str())
            })
            .into();
        let moment = ("refused", Some("of_its_moment"));
        let offered = ("refused", Some("not_offered"));
        assert_eq!(states, [("ready", None), ("ready", None), offered, ("ready", None), moment]);
        assert_eq!(the(&acts, "promise")["words"], "Water the plants");
        assert_eq!(the(&acts, "yes")["about"], "Call on Sundays");
        let read = laptop.reads(&["unsent", "review", path]);
        for words in ["Water the plants", "Call on Sundays", "Whoever held that device could write"]
        {
            assert!(read.contains(words), "{read}");
        }
        assert_eq!(laptop.run(&["status"])["unsent"], 0, "reading says nothing");
        // One by one: what is refused changes nothing, what is asked for is said anew.
        let act = |what: &str| the(&acts, what)["id"].as_str().unwrap().to_owned();
        let (yes, kept) = (act("yes"), act("promise"));
        let both = ["unsent", "issue", path, &kept, &yes];
        assert_eq!(laptop.refused(&both, 3), "not_offered");
        assert_eq!(laptop.try_run(&["promise", "show", &promise]).exit, 4, "all of it or none");
        let issued = laptop.run(&["unsent", "issue", path, &kept[..6], &act("draft")]);
        assert_eq!(issued["issued"][0], json!({ "act": kept, "id": promise }));
        let again = "You have said this already.";
        laptop.says_no(&["unsent", "issue", path, &kept], 3, "said_already", again);
        assert_eq!(the(&reviewed(&laptop, &file), "promise")["state"], "said");
        assert_eq!(laptop.limit(&draft)["state"], "draft");
        settle(&[&laptop, ben]);
        for (person, maker) in [(&laptop, "me"), (ben, "them")] {
            let shown = person.promise(&promise);
            assert_eq!(
                (&shown["text"], &shown["maker"]),
                (&json!("Water the plants"), &json!(maker))
            );
            for never in [&finder, &late] {
                assert_eq!(person.try_run(&["permit", "show", never]).exit, 4);
            }
            assert_eq!(person.agreement(&open)["in_force"], Value::Null);
        }
        // Only a removed device writes such a file, and only another one reads it.
        assert_eq!(laptop.refused(&["unsent", "export", "mine"], 3), "not_removed");
        assert_eq!(phone.refused(&["unsent", "issue", path, &kept], 3), "revoked");
        assert_eq!(phone.refused(&["unsent", "export", path], 1), "file_not_written");
        // Changed anywhere, it is nobody's.
        for at in [0, 1, 30, bytes.len() / 2, bytes.len() - 1] {
            let mut other = bytes.clone();
            other[at] ^= 1;
            let changed = file.with_file_name("changed");
            std::fs::write(&changed, other).unwrap();
            let line = ["unsent", "review", changed.to_str().unwrap()];
            assert_eq!(laptop.refused(&line, 3), "unsent_not_readable", "byte {at}");
        }
    });
}

#[test]
fn a_file_of_a_device_that_is_still_in_is_not_taken() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let (laptop, tablet) = (add(&couple.ana, "laptop"), add(&couple.ana, "tablet"));
    settle(&[&couple.ana, &laptop, &tablet, &couple.ben]);
    couple.ana.make(&["promise", "add", "Water the plants"]);
    remove(&laptop, "phone");
    assert_eq!(couple.ana.refused(&["sync"], 3), "revoked");
    let file = exported(&couple.ana);
    // The tablet has not heard of the removal yet.
    let line = ["unsent", "review", file.to_str().unwrap()];
    let still = "The device that wrote this file is still one of yours";
    tablet.says_no(&line, 3, "device_still_in", still);
    tablet.sync();
    assert_eq!(reviewed(&tablet, &file)[0]["state"], "ready");
    // A device that came after the removal has the vault's older keys too.
    let late = add(&laptop, "late");
    assert_eq!(reviewed(&late, &file)[0]["words"], "Water the plants");
    relay.check();
}

#[test]
fn nothing_is_said_twice_wherever_the_last_exchange_of_a_lost_device_was_cut() {
    let mut relay = Relay::stopped(&[]);
    let wire = Wire::to(relay.address());
    relay.allow(&wire.name());
    relay.start();
    let couple = Couple::paired(&wire.url());
    let (ana, ben) = (&couple.ana, &couple.ben);
    // A note is an act of its own each time it is said: nothing but the file tells that it was.
    let may = ben.make(&["permit", "add", "-a", "digital", "-m", "Read my calendar"]);
    settle(&[ben, ana]);
    let mut seen = Vec::new();
    for (cut, name) in [(400, "a"), (1_000, "b"), (1_600, "c"), (2_200, "d"), (60_000, "e")] {
        let tablet = add(ana, name);
        settle(&[ana, &tablet, ben]);
        let note = format!("Looked up the dentist, {name}");
        tablet.run(&["permit", "note", &may, "-m", &note]);
        wire.hold_after(cut);
        let mut child = tablet.start(&["sync"]);
        wire.wait_held(&mut child);
        drop(child.kill());
        child.wait().unwrap();
        wire.release();
        remove(ana, name);
        assert_eq!(tablet.refused(&["sync"], 3), "revoked");
        settle(&[ana, ben]);
        let file = tablet.home().with_file_name("carried");
        let path = file.to_str().unwrap();
        let answer = tablet.try_run(&["unsent", "export", path]);
        let state = if answer.exit == 0 {
            let acts = reviewed(ana, &file);
            let act = the(&acts, "note");
            let issued = ana.try_run(&["unsent", "issue", path, act["id"].as_str().unwrap()]);
            match act["state"].as_str().unwrap() {
                "ready" => assert_eq!(issued.exit, 0, "{issued:?}"),
                _ => assert_eq!(issued.code, "said_already", "{issued:?}"),
            }
            act["state"].as_str().unwrap().to_owned()
        } else {
            assert_eq!(answer.code, "nothing_unsent", "{answer:?}");
            "sent".to_owned()
        };
        seen.push(state);
        settle(&[ana, ben]);
        for person in [ana, ben] {
            let shown = person.run(&["permit", "show", &may]);
            let notes = shown["notes"].as_array().unwrap().iter();
            assert_eq!(notes.filter(|one| one["text"] == note).count(), 1, "{seen:?} {shown:#}");
        }
    }
    assert!(seen.contains(&"ready".to_owned()) && seen.contains(&"sent".to_owned()), "{seen:?}");
    relay.check();
}

#[test]
fn what_the_file_does_not_hold_is_still_read_on_the_removed_device() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let phone = &couple.ana;
    let laptop = add(phone, "laptop");
    settle(&[phone, &laptop, &couple.ben]);
    let list = phone.run(&["joint", "list", "add", "Packing"])["id"].as_str().unwrap().to_owned();
    let line = phone.run(&["joint", "add", &list, "Lamp"]);
    let line = line["items"][0]["id"].as_str().unwrap().to_owned();
    settle(&[phone, &laptop, &couple.ben]);
    // A tick is no text, and a note that only its owner may read is no part of the file unless its owner says so.
    phone.run(&["joint", "tick", &line]);
    phone.run(&["private", "add", "-m", "Only for me"]);
    phone.run(&["profile", "name", "Anna"]);
    remove(&laptop, "phone");
    assert_eq!(phone.refused(&["sync"], 3), "revoked");
    let file = phone.home().with_file_name("carried");
    let line = ["unsent", "export", file.to_str().unwrap()];
    let not_carried =
        "Everything that could be carried was sent. Private notes are carried with --private only.";
    phone.says_no(&line, 3, "nothing_unsent", not_carried);
    let help = phone.reads(&["unsent", "export", "--help"]);
    for named in ["both write", "--private", "name and zone", "Check-ins and breaks"] {
        assert!(help.split_whitespace().collect::<Vec<_>>().join(" ").contains(named), "{help}");
    }
    phone.run(&["promise", "add", "Water the plants"]);
    let path = exported(phone);
    let acts = reviewed(&laptop, &path);
    assert_eq!(acts.len(), 1, "{acts:#?}");
    let line = ["unsent", "review", path.to_str().unwrap(), "--private"];
    assert_eq!(laptop.run(&line)["acts"], json!([]));
    assert!(laptop.reads(&line).contains("There is nothing of this kind in it"));
    let notes = phone.run(&["export", "--private"]).to_string();
    assert!(notes.contains("Only for me"), "{notes}");
}

#[test]
fn texts_both_write_are_carried_to_be_put_in_by_hand() {
    all_orders(|couple, order| {
        let laptop = add(&couple.ana, "laptop");
        let (phone, ben) = (&couple.ana, &couple.ben);
        settle(&[phone, &laptop, ben]);
        let note = phone.run(&["joint", "note", "Summer", "-m", "Tents"]);
        let note = note["id"].as_str().unwrap().to_owned();
        settle(&[phone, &laptop, ben]);
        // Other words for what is there, something new, and a line; nothing of it was sent.
        phone.run(&["joint", "edit", &note, "-m", "Tents and a lamp"]);
        let new = phone.run(&["joint", "note", "Winter", "-m", "Two pairs of skis"]);
        let list = phone.run(&["joint", "list", "add", "Packing"]);
        phone.run(&["joint", "add", list["id"].as_str().unwrap(), "Gloves"]);
        remove(&laptop, "phone");
        assert_eq!(phone.refused(&["sync"], 3), "revoked");
        let file = exported(phone);
        let path = file.to_str().unwrap();
        let bytes = std::fs::read(&file).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("lamp"));
        // Meanwhile Ben writes on.
        ben.run(&["joint", "show", &note]);
        ben.run(&["joint", "edit", &note, "-m", "Tents, and warm socks"]);
        let (one, two) = if order == Order::Ana { (&laptop, ben) } else { (ben, &laptop) };
        settle(&[one, two]);
        let acts = reviewed(&laptop, &file);
        let seen = |what: &str| {
            let all = acts.iter().filter(|act| act["what"] == what);
            let mut all: Vec<_> =
                all.map(|act| (act["words"].clone(), act["state"].clone())).collect();
            all.sort_by_key(|(words, _)| words.to_string());
            all
        };
        let by_hand = |words: &str| (json!(words), json!("by_hand"));
        assert_eq!(
            seen("note of you both"),
            [by_hand("Summer\nTents and a lamp"), by_hand("Winter\nTwo pairs of skis")]
        );
        assert_eq!(seen("list of you both"), [by_hand("Packing")]);
        assert_eq!(seen("line of a list"), [by_hand("Gloves")]);
        assert_eq!(the(&acts, "line of a list")["about"], "Packing");
        let read = laptop.reads(&["unsent", "review", path]);
        assert!(read.contains("to be put in by hand where it belongs now"), "{read}");
        // Nobody merges them: what stands on the page is not touched.
        let id = the(&acts, "note of you both")["id"].as_str().unwrap().to_owned();
        let hand =
            "This is a text you both write, and it may have changed since. Put it in by hand";
        laptop.says_no(&["unsent", "issue", path, &id], 3, "put_in_by_hand", hand);
        let text = |person: &Person| person.run(&["joint", "show", &note])["text"].clone();
        assert_eq!(text(&laptop), "Tents, and warm socks");
        assert_eq!(laptop.try_run(&["joint", "show", new["id"].as_str().unwrap()]).exit, 4);
        // By hand it is done, and is said then.
        laptop.run(&["joint", "edit", &note, "-m", "Tents and a lamp"]);
        settle(&[&laptop, ben]);
        assert_eq!(text(ben), "Tents and a lamp");
        let after = reviewed(&laptop, &file);
        let summer = after.iter().find(|act| act["words"] == "Summer\nTents and a lamp").unwrap();
        assert_eq!(summer["state"], "said");
        // Nobody else reads it.
        let line = ["unsent", "review", path];
        assert_eq!(ben.refused(&line, 3), "unsent_not_readable");
    });
}

/// Runs a command with what opens the private page.
fn with_pin(person: &Person, pin: &str, words: &[&str]) -> Answer {
    let file = person.home().with_file_name("pin");
    std::fs::write(&file, pin).unwrap();
    let mut command = person.command(words);
    command.arg("--json").env("ACCORD_PRIVATE_PASSPHRASE_FILE", &file);
    Answer::of(&command.output().unwrap())
}

#[test]
fn private_notes_are_carried_closed_and_written_anew_one_by_one() {
    for locked in [false, true] {
        let relay = Relay::open();
        let couple = Couple::paired(&relay.url());
        let phone = &couple.ana;
        let laptop = add(phone, "laptop");
        let tablet = add(phone, "tablet");
        settle(&[phone, &laptop, &tablet, &couple.ben]);
        if locked {
            assert_eq!(with_pin(phone, "2580", &["private", "lock", "set"]).exit, 0);
            settle(&[phone, &laptop, &tablet]);
        }
        let run = |person: &Person, words: &[&str]| {
            let answer = with_pin(person, "2580", words);
            assert_eq!(answer.exit, 0, "{answer:?}");
            answer.said
        };
        let id = |said: &Value| said["id"].as_str().unwrap().to_owned();
        let kept = id(&run(phone, &["private", "add", "-m", "canary at first"]));
        let twice = id(&run(phone, &["private", "add", "-m", "canary of June"]));
        settle(&[phone, &laptop, &tablet]);
        // What is never sent: other words, a new note, one about to go, and words the laptop changes as well.
        run(phone, &["private", "edit", &kept, "-m", "canary at last"]);
        let new = id(&run(phone, &["private", "add", "-k", "tender_spot", "-m", "canary anew"]));
        run(phone, &["private", "edit", &twice, "-m", "canary of July"]);
        phone.run(&["promise", "add", "Water the plants"]);
        remove(&laptop, "phone");
        assert_eq!(phone.refused(&["sync"], 3), "revoked");
        run(&laptop, &["private", "edit", &twice, "-m", "canary of May"]);
        let file = phone.home().with_file_name("with notes");
        let path = file.to_str().unwrap();
        let export = ["unsent", "export", path, "--private"];
        if locked {
            assert_eq!(phone.refused(&export, 6), "private_locked");
            assert_eq!(with_pin(phone, "1111", &export).code, "wrong_private_passphrase");
        }
        run(phone, &export);
        assert!(!String::from_utf8_lossy(&std::fs::read(&file).unwrap()).contains("canary"));
        // Without its own words the page stays closed, for whoever has the file and another own device.
        assert!(!laptop.run(&["unsent", "review", path]).to_string().contains("canary"));
        let review = ["unsent", "review", path, "--private"];
        if locked {
            assert_eq!(laptop.refused(&review, 6), "private_locked");
        }
        assert_eq!(with_pin(&couple.ben, "2580", &review).code, "unsent_not_readable");
        let acts = run(&laptop, &review)["acts"].as_array().unwrap().clone();
        let words: Vec<_> = acts
            .iter()
            .map(|act| (act["words"].as_str().unwrap(), act["state"].as_str().unwrap()))
            .collect();
        let ready =
            ["canary at last", "canary anew", "canary of July"].map(|words| (words, "ready"));
        assert_eq!(words, ready, "{acts:#?}");
        assert_eq!(acts[2]["about"], "canary of May");
        let act = |at: usize| acts[at]["id"].as_str().unwrap().to_owned();
        let note =
            |person: &Person, id: &str| run(person, &["private", "show", id])["words"].clone();
        let unknown = ["unsent", "issue", path, "--private", &act(1), "ffffff"];
        assert_eq!(with_pin(&laptop, "2580", &unknown).exit, 4);
        assert_eq!(
            with_pin(&laptop, "2580", &["private", "show", &new]).exit,
            4,
            "all of it or none"
        );
        let issue = ["unsent", "issue", path, "--private", &act(0), &act(1)];
        assert_eq!(run(&laptop, &issue)["issued"][1], json!({ "act": act(1), "id": new }));
        assert_eq!(with_pin(&laptop, "2580", &issue).code, "said_already");
        assert_eq!(note(&laptop, &kept), "canary at last");
        assert_eq!(note(&laptop, &twice), "canary of May", "nobody asked for the other");
        settle(&[&laptop, &tablet]);
        assert_eq!(note(&tablet, &kept), "canary at last");
        assert_eq!(note(&tablet, &new), "canary anew");
        let states: Vec<_> = run(&tablet, &review)["acts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|act| act["state"].clone())
            .collect();
        assert_eq!(states, ["said", "said", "ready"]);
        relay.check();
    }
}
