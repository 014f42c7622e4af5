//! Recovery and removal where it is harder: a relay that asks for tokens, spaces on two relays, a space that has ended.

use serde_json::{Value, json};

use crate::harness::own::{add, device, settle};
use crate::harness::{Answer, Couple, Order, Person, Relay};

#[track_caller]
fn twelve(said: &Value) -> String {
    let words = said["recovery_words"].as_array().expect("twelve words");
    words.iter().map(|word| word.as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

fn recover(person: &Person, url: &str, words: &str, more: &[&str]) -> Answer {
    let line = [&["recover", "--relay", url, "--words", "-"], more].concat();
    person.try_with_input(&line, words)
}

/// A couple of which Ana's words are known.
#[track_caller]
fn with_words(url: &str, more: &[&str]) -> (Couple, String) {
    let couple = Couple { ana: Person::ana(), ben: Person::ben() };
    let init = [&["init", "--name", "Ana", "--relay", url], more].concat();
    let words = twelve(&couple.ana.run(&init));
    let invited = couple.ana.run(&["invite"]);
    couple.ben.run(&["join", invited["link"].as_str().unwrap(), "--name", "Ben"]);
    couple.compare();
    (couple, words)
}

#[test]
fn recovery_asks_for_no_token_and_keeps_the_one_it_is_given() {
    let relay = Relay::with(&["--registration", "token"]);
    let url = relay.url();
    let ana = Person::ana();
    let token = ana.home().with_file_name("token");
    std::fs::write(&token, format!("{}\n", relay.says(&["token"]))).unwrap();
    let with = ["--token-file", token.to_str().unwrap()];
    let words =
        twelve(&ana.run(&[&["init", "--name", "Ana", "--relay", &url][..], &with].concat()));
    ana.sync();
    // What is there is there without one; what is new needs it.
    let without = ana.another("without");
    assert_eq!(recover(&without, &url, &words, &[]).said["state"], "recovered");
    assert_eq!(without.refused(&["invite"], 3), "closed");
    let given = ana.another("given");
    let answer = recover(&given, &url, &words, &with);
    assert_eq!(
        (&answer.said["state"], &answer.said["couple"]),
        (&json!("recovered"), &json!("none"))
    );
    let invited = given.run(&["invite"]);
    let couple = Couple { ana: given, ben: Person::ben() };
    couple.ben.run(&["join", invited["link"].as_str().unwrap(), "--name", "Ben"]);
    couple.compare();
    couple.in_force("Call on Sundays");
    relay.check();
}

#[test]
fn a_removal_is_not_confirmed_while_one_of_two_relays_has_not_taken_it() {
    let (mut theirs, mut mine) = (Relay::open(), Relay::open());
    // Ben was there before on a relay of his own: his vault stays on it, the couple space is on Ana's.
    let couple = Couple { ana: Person::ana(), ben: Person::ben() };
    couple.ben.init(&mine.url());
    couple.ben.sync();
    couple.ana.init(&theirs.url());
    let invited = couple.ana.run(&["invite"]);
    couple.ben.run(&["join", invited["link"].as_str().unwrap()]);
    couple.compare();
    let ben = &couple.ben;
    let unconfirmed = json!(["removal not yet confirmed"]);
    for (name, vault_is_away) in [("tablet", false), ("laptop", true)] {
        let new = add(ben, name);
        settle(&[ben, &new, &couple.ana]);
        let away = if vault_is_away { &mut mine } else { &mut theirs };
        away.stop();
        let id = device(ben, name)["id"].as_str().unwrap().to_owned();
        ben.run(&["devices", "remove", &id]);
        for _ in 0..2 {
            assert_eq!(ben.refused(&["sync"], 5), "relay_unreachable");
            assert_eq!(ben.run(&["status"])["pending"], unconfirmed, "{name}");
        }
        // One space has taken it, the other has not: it is not done for that.
        let state = if vault_is_away { "active" } else { "removed" };
        assert_eq!(device(ben, name)["state"], state);
        assert!(ben.reads(&["status"]).contains("removal not yet confirmed"), "{name}");
        away.start();
        ben.sync();
        ben.sync();
        assert_eq!(ben.run(&["status"])["pending"], json!([]), "{name}");
        assert_eq!(device(ben, name)["state"], "removed");
        assert_eq!(new.refused(&["sync"], 3), "revoked");
        let after = ben.make(&["promise", "add", &format!("After {name}")]);
        couple.meet(Order::Ben);
        couple.sees_both("promise", &after, "result", "open");
        assert_eq!(new.try_run(&["promise", "show", &after]).exit, 4);
    }
    theirs.check();
    mine.check();
}

#[test]
fn the_words_of_a_space_that_has_ended_can_be_read_again() {
    let relay = Relay::open();
    let url = relay.url();
    for ana_leaves in [false, true] {
        let (couple, words) = with_words(&url, &[]);
        let agreed = couple.in_force("Call on Sundays");
        let promise = couple.ana.make(&["promise", "add", "Water the plants"]);
        couple.meet(Order::Ana);
        let leaver = if ana_leaves { &couple.ana } else { &couple.ben };
        leaver.run(&["leave", "--keep", "--yes"]);
        leaver.sync();
        let other = if ana_leaves { &couple.ben } else { &couple.ana };
        other.sync();
        let before = couple.ana.verify();
        // The phone is gone, the words are there.
        let new = couple.ana.another("new phone");
        let answer = recover(&new, &url, &words, &[]);
        assert_eq!(answer.exit, 0, "{answer:?}");
        assert_eq!(answer.said["couple"], "ended", "{answer:?}");
        assert_eq!(new.agreement(&agreed)["state"], "ended");
        assert_eq!(new.promise(&promise)["text"], "Water the plants");
        assert_eq!(new.verify()["state_digest"], before["state_digest"]);
        assert!(new.run(&["export", "--all"]).to_string().contains("Call on Sundays"));
        // It is a copy to read: nothing more is said there, and an exchange asks the relay for nothing it may not have.
        assert_eq!(new.refused(&["promise", "add", "Too late"], 3), "left");
        for _ in 0..2 {
            new.sync();
        }
        let status = new.run(&["status"]);
        assert_eq!(
            (&status["pending"], &status["notices"]),
            (&json!([]), &Value::Null),
            "{status:#}"
        );
        assert_eq!(new.promise(&promise)["text"], "Water the plants");
        if ana_leaves {
            assert_eq!(new.refused(&["leave", "--keep", "--yes"], 3), "already_left");
        } else {
            assert_eq!(new.refused(&["leave", "--keep", "--yes"], 3), "only_a_copy");
        }
    }
    relay.check();
}

#[test]
fn a_space_the_relay_has_erased_is_told_plainly_and_the_rest_comes_back() {
    let relay = Relay::open();
    let url = relay.url();
    let (couple, words) = with_words(&url, &[]);
    couple.in_force("Call on Sundays");
    let draft = couple.ana.make(&["promise", "add", "--draft", "Still mine alone"]);
    for person in couple.both() {
        person.run(&["leave", "--keep", "--yes"]);
    }
    for person in [&couple.ana, &couple.ben, &couple.ana, &couple.ben] {
        let _ = person.try_run(&["sync"]);
    }
    let new = couple.ana.another("new phone");
    let answer = recover(&new, &url, &words, &[]);
    assert_eq!((answer.exit, &answer.said["couple"]), (0, &json!("not_entered")), "{answer:?}");
    assert_eq!(new.promise(&draft)["state"], "draft");
    let again = couple.ana.another("another");
    let line = ["recover", "--relay", &url, "--words", &words];
    let read = again.reads(&line);
    assert!(read.contains("could not be opened: the relay does not keep it any more"), "{read}");
    relay.check();
}
