//! What two write together, with the real programs: merged, kept, and proposed only as it was shown.

use serde_json::{Value, json};

use crate::harness::couple::Couple;
use crate::harness::{Person, Relay, all_orders};

fn make(person: &Person, words: &[&str]) -> String {
    let made = person.run(words);
    made["id"].as_str().expect("an id").to_owned()
}

fn shown(person: &Person, id: &str) -> Value {
    person.run(&["joint", "show", id])
}

#[track_caller]
fn reads(couple: &Couple, id: &str, text: &str) {
    for person in couple.both() {
        assert_eq!(shown(person, id)["text"], text, "{}", person.name);
    }
}

/// The item of a list that says this.
#[track_caller]
fn item(person: &Person, list: &str, text: &str) -> Value {
    let view = shown(person, list);
    let items = view["items"].as_array().expect("items");
    items.iter().find(|item| item["text"] == text).expect("the item").clone()
}

#[test]
fn both_edit_one_note_offline_and_both_insertions_stand() {
    all_orders(|couple, order| {
        let id = make(&couple.ana, &["joint", "note", "Summer", "-m", "We walk by the sea."]);
        couple.meet(order);
        for (person, text) in [
            (&couple.ana, "We often walk by the sea."),
            (&couple.ben, "We walk by the sea in June."),
        ] {
            shown(person, &id);
            person.run(&["joint", "edit", &id, "-m", text]);
            assert_eq!(person.run(&["status"])["unsent"], 1);
        }
        couple.meet(order);
        reads(couple, &id, "We often walk by the sea in June.");
        let line = couple.ana.run(&["whatsnew"]);
        let together = line.as_array().unwrap().iter().find(|group| group["group"] == "together");
        let lines = together.expect("a line")["lines"].as_array().unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0]["sentence"], "A note of you both changed: Summer");
    });
}

#[test]
fn a_list_keeps_what_both_do_to_it_apart() {
    all_orders(|couple, order| {
        let list = make(&couple.ana, &["joint", "list", "add", "Shopping"]);
        for text in ["bread", "milk"] {
            couple.ana.run(&["joint", "add", &list, text]);
        }
        couple.meet(order);
        let id = |person: &Person, text: &str| {
            item(person, &list, text)["id"].as_str().expect("an id").to_owned()
        };
        let (bread, milk) = (id(&couple.ana, "bread"), id(&couple.ana, "milk"));
        couple.ana.run(&["joint", "add", &list, "eggs"]);
        couple.ben.run(&["joint", "add", &list, "salt"]);
        for person in couple.both() {
            person.run(&["joint", "tick", &bread]);
        }
        couple.ben.run(&["joint", "untick", &bread]);
        couple.ana.run(&["joint", "away", &milk]);
        shown(&couple.ben, &list);
        couple.ben.run(&["joint", "edit", &milk, "-m", "oat milk"]);
        couple.ben.run(&["joint", "move", &bread, "--after", &milk]);
        couple.meet(order);
        for (person, ticked) in [
            (&couple.ana, json!({ "me": true, "them": false })),
            (&couple.ben, json!({ "me": false, "them": true })),
        ] {
            assert_eq!(item(person, &list, "bread")["ticked"], ticked, "{}", person.name);
            assert_eq!(item(person, &list, "oat milk")["away"], true, "put away, and not lost");
            for text in ["eggs", "salt"] {
                assert_eq!(item(person, &list, text)["away"], false);
            }
        }
        couple.ben.run(&["joint", "back", &milk]);
        couple.meet(order);
        assert_eq!(item(&couple.ana, &list, "oat milk")["away"], false);
    });
}

#[test]
fn a_wording_both_shape_is_proposed_only_as_it_was_shown() {
    all_orders(|couple, order| {
        let first = "No phones at dinner.";
        let words = ["joint", "wording", "-a", "digital", "--kind", "ground-rules", "-m", first];
        let id = make(&couple.ana, &words);
        couple.meet(order);
        for (person, text) in [
            (&couple.ana, "No phones at dinner, please."),
            (&couple.ben, "No phones at breakfast and dinner."),
        ] {
            shown(person, &id);
            person.run(&["joint", "edit", &id, "-m", text]);
        }
        let old = shown(&couple.ana, &id)["hash"].as_str().expect("a hash").to_owned();
        couple.meet(order);
        for person in couple.both() {
            assert_eq!(person.run(&["agree", "list"]), json!([]), "merged text is nobody's yes");
        }
        assert_eq!(couple.ana.refused(&["joint", "propose", &id], 2), "seen_needed");
        let answer = couple.ana.try_run(&["joint", "propose", &id, "--seen", &old]);
        assert_eq!((answer.exit, answer.code.as_str()), (3, "joint_changed"), "{answer:?}");
        assert_eq!(couple.ana.run(&["agree", "list"]), json!([]));
        let now = shown(&couple.ana, &id);
        let hash = now["hash"].as_str().expect("a hash");
        let proposed = couple.ana.run(&["joint", "propose", &id, "--seen", &hash[..16]]);
        assert_eq!(proposed["open"][0]["words"], now["text"], "letter by letter");
        couple.meet(order);
        let agreement = proposed["id"].as_str().expect("an id");
        couple.sees_both("agree", agreement, "state", "open");
        assert_eq!(shown(&couple.ben, &id)["agreement"], proposed["id"]);
        couple.ben.run(&["agree", "accept", agreement]);
        couple.meet(order);
        couple.sees_both("agree", agreement, "state", "in_force");
    });
}

#[test]
fn words_of_the_other_are_not_taken_out_unseen() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let id = make(&couple.ana, &["joint", "note", "Summer", "-m", "one"]);
    couple.meet(crate::harness::Order::Ana);
    shown(&couple.ben, &id);
    couple.ana.run(&["joint", "edit", &id, "-m", "one two"]);
    couple.meet(crate::harness::Order::Ana);
    let output = couple.ben.command(&["joint", "edit", &id, "-m", "three"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("one two") && said.contains("not the text you were shown"), "{said}");
    // Now he was shown it.
    couple.ben.run(&["joint", "edit", &id, "-m", "one two three"]);
    couple.meet(crate::harness::Order::Ben);
    reads(&couple, &id, "one two three");
}

#[test]
fn a_script_that_was_refused_is_told_the_text_as_it_stands() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let id = make(&couple.ana, &["joint", "note", "Summer", "-m", "one"]);
    let words = ["joint", "edit", &id, "-m", "two", "--seen", "0123456789abcdef", "--json"];
    let output = couple.ana.command(&words).output().unwrap();
    let said: Value = serde_json::from_slice(&output.stderr).expect("one JSON object");
    assert_eq!(said["error"]["code"], "joint_changed");
    assert_eq!(said["joint"]["text"], "one");
    assert_eq!(
        couple.ana.refused(&["joint", "edit", &id, "-m", "x", "--seen", "01"], 2),
        "bad_seen"
    );
}

#[test]
fn alone_there_is_nobody_to_write_with() {
    let ana = Person::ana();
    ana.run(&["init", "--name", "Ana"]);
    for words in [&["joint", "list"][..], &["joint", "note", "Summer"], &["joint", "show", "ab"]] {
        assert_eq!(ana.refused(words, 3), "not_paired");
    }
}

#[test]
fn an_edit_that_was_answered_outlives_a_kill_and_the_rest_is_whole_or_not_there() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let id = make(&couple.ana, &["joint", "note", "Summer", "-m", "0"]);
    let mut last = "0".to_owned();
    for n in 1..12_u64 {
        let text = format!("{last} {n}");
        shown(&couple.ana, &id);
        let mut child = couple.ana.start(&["joint", "edit", &id, "-m", &text]);
        // A while, told by how often one looked. It may be done already; then it is there whole.
        for _ in 0..n * 3_000 {
            if child.try_wait().unwrap().is_some() {
                break;
            }
        }
        let _ = child.kill();
        let done = child.wait().unwrap().success();
        let now = shown(&couple.ana, &id)["text"].as_str().expect("a text").to_owned();
        assert!(now == text || (!done && now == last), "{now:?} after {text:?}");
        last = now;
    }
    couple.meet(crate::harness::Order::Ana);
    reads(&couple, &id, &last);
}

#[test]
fn an_export_has_what_both_wrote_unless_it_is_one_persons() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    make(&couple.ana, &["joint", "note", "Summer", "-m", "by the sea"]);
    let all = couple.ana.run(&["export", "--all"]);
    assert_eq!(all["joint"][0]["text"], "by the sea");
    assert!(couple.ana.run(&["export", "--mine"]).get("joint").is_none());
    let file = couple.ana.home().join("all.automerge");
    let path = file.to_str().expect("a path");
    let words = ["export", "--all", "--format", "automerge", "-o", path];
    assert!(couple.ana.command(&words).status().unwrap().success());
    let bytes = std::fs::read(file).unwrap();
    assert_eq!(bytes[..4], [0x85, 0x6f, 0x4a, 0x83], "an Automerge file");
}
