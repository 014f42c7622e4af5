//! Homes put back from a backup, copied to a second machine, and opened twice at once: found out, told, and healed without losing, reviving
//! or doubling anything.

use std::path::Path;

use serde_json::{Value, json};

use crate::harness::own::settle;
use crate::harness::{Answer, Couple, Order, Person, Relay, all_orders};

/// The files of a home, as a backup would have them: no process has it open.
fn copy(from: &Path, to: &Path) {
    if to.exists() {
        std::fs::remove_dir_all(to).unwrap();
    }
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// Exchanges until the home is itself again: the first one may find out that it is old, and says so.
#[track_caller]
fn heal(person: &Person) {
    let answer = person.try_run(&["sync"]);
    assert!(answer.exit == 0 || answer.code == "fork", "{answer:?}");
    for _ in 0..2 {
        person.sync();
    }
}

/// What is kept on this device and not sent by itself.
fn aside(person: &Person) -> Vec<(String, String)> {
    let list = person.run(&["aside"]);
    let field = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(|one| (field(one, "what"), field(one, "reason"))).collect()
}

#[test]
fn case_69_a_backup_of_three_months_ago_brings_nothing_back_and_doubles_nothing() {
    all_orders(|couple, order| {
        let agreed = couple.in_force("Call on Sundays");
        let open =
            couple.ben.make(&["agree", "propose", "-a", "time", "-m", "No phones at dinner"]);
        let limit = couple.ana.make(&["limit", "add", "-a", "time", "-m", "No calls after 22:00"]);
        let permit = couple.ana.make(&["permit", "add", "-a", "digital", "-m", "Read my calendar"]);
        couple.meet(order);
        // Not sent yet when the backup is made: a promise that goes out later, and a yes that is taken back without a trace.
        let promise = couple.ana.make(&["promise", "add", "Water the plants"]);
        couple.ana.run(&["agree", "accept", &open]);
        let backup = couple.ana.home().with_file_name("backup");
        copy(&couple.ana.home(), &backup);
        couple.ana.run(&["agree", "retract", &open]);
        couple.meet(order);
        // Three months go by.
        couple.on("2027-02-23");
        couple.ana.run(&["agree", "end", &agreed]);
        couple.ana.run(&["permit", "withdraw", &permit]);
        couple.ana.run(&["limit", "edit", &limit, "-m", "No calls after 21:00"]);
        couple.ana.run(&["promise", "kept", &promise]);
        let later = couple.ana.make(&["promise", "add", "Written after the backup"]);
        couple.meet(order);
        let bens = couple.ben.make(&["promise", "add", "Ben's, meanwhile"]);
        if order == Order::Ben {
            couple.ben.sync();
        }
        let acts = couple.ana.verify()["acts"].clone();
        copy(&backup, &couple.ana.home());
        // The old home shows what it had, and is told what is so.
        assert_eq!(couple.ana.agreement(&agreed)["state"], "in_force");
        heal(&couple.ana);
        if order != Order::Ben {
            couple.ben.sync();
        }
        settle(&[&couple.ana, &couple.ben]);
        let told: Vec<_> = aside(&couple.ana);
        assert!(told.contains(&("yes".into(), "copy".into())), "shown, not sent: {told:?}");
        for person in couple.both() {
            assert_eq!(person.agreement(&agreed)["state"], "ended");
            assert_eq!(person.agreement(&open)["in_force"], Value::Null);
            assert_eq!(person.run(&["permit", "show", &permit])["state"], "withdrawn");
            let shown = person.limit(&limit);
            let words: Vec<_> = shown["versions"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|one| one["standing"] == true)
                .map(|one| one["words"].clone())
                .collect();
            assert_eq!(words, ["No calls after 21:00"]);
            for id in [&promise, &later, &bens] {
                let list = person.run(&["promise", "list"]);
                let same = list.as_array().unwrap().iter().filter(|one| one["id"] == id.as_str());
                assert_eq!(same.count(), 1, "union, and each once");
            }
            assert_eq!(person.promise(&promise)["result"], "kept");
        }
        // Nothing was said by coming back: the log has the acts it had, and Ben's one.
        let now = couple.ana.verify()["acts"].as_u64().unwrap();
        assert_eq!(now, acts.as_u64().unwrap() + 1, "Ben's promise alone was added");
        // It goes on under its own name.
        couple.in_force("Call on Fridays");
        assert_eq!(couple.ana.agreement(&agreed)["state"], "ended");
    });
}

#[test]
fn a_copied_home_on_a_second_machine_is_found_out_and_both_go_on() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let open = couple.ben.make(&["agree", "propose", "-a", "time", "-m", "No phones at dinner"]);
    couple.meet(Order::Ben);
    let laptop = couple.ana.another("laptop");
    copy(&couple.ana.home(), &laptop.home());
    // Each machine believes it is the only one.
    let first = couple.ana.make(&["promise", "add", "Written on the first"]);
    couple.ana.sync();
    let second = laptop.make(&["promise", "add", "Written on the copy"]);
    laptop.run(&["agree", "accept", &open]);
    heal(&laptop);
    assert_eq!(
        aside(&laptop),
        [("promise".into(), "copy".into()), ("yes".into(), "copy".into())],
        "what the copy had not sent is shown and not sent"
    );
    let read = laptop.reads(&["aside"]);
    assert!(read.contains("another copy of this home was in use"), "{read}");
    assert!(laptop.reads(&["status"]).contains("`accord aside` shows them"));
    settle(&[&laptop, &couple.ben]);
    assert_eq!(couple.ben.agreement(&open)["state"], "open");
    assert_eq!(couple.ben.try_run(&["promise", "show", &second]).exit, 4);
    // The first finds out in its turn, and what it says then goes out.
    let more = laptop.make(&["promise", "add", "Written on the copy, later"]);
    laptop.sync();
    heal(&couple.ana);
    let last = couple.ana.make(&["promise", "add", "Written on the first, later"]);
    couple.ana.sync();
    heal(&laptop);
    // Said again by its person, it is an act of today; the yes is let go.
    let list = laptop.run(&["aside"]);
    let id = |what: &str| {
        let all = list.as_array().unwrap();
        let one = all.iter().find(|one| one["what"] == what).unwrap_or_else(|| panic!("{list:#}"));
        one["id"].as_str().unwrap().to_owned()
    };
    laptop.run(&["aside", "again", &id("promise")]);
    laptop.run(&["aside", "drop", &id("yes")]);
    laptop.sync();
    heal(&couple.ana);
    settle(&[&laptop, &couple.ana, &couple.ben]);
    for person in [&laptop, &couple.ana, &couple.ben] {
        let list = person.run(&["promise", "list"]);
        let mut ids: Vec<_> =
            list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        let mut wanted = [first.as_str(), &second, &more, &last];
        ids.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(ids, wanted, "{}", person.device);
        assert_eq!(person.agreement(&open)["state"], "open");
    }
    relay.check();
}

#[test]
fn two_processes_on_one_home_take_turns_and_lose_nothing() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let texts: Vec<String> = (0..6).map(|n| format!("Promise {n}")).collect();
    let started: Vec<_> = texts
        .iter()
        .flat_map(|text| [couple.ana.start(&["promise", "add", text]), couple.ana.start(&["sync"])])
        .collect();
    let answers: Vec<Answer> =
        started.into_iter().map(|child| Answer::of(&child.wait_with_output().unwrap())).collect();
    let mut kept = 0;
    for answer in &answers {
        match answer.exit {
            0 => kept += usize::from(answer.said["text"].is_string()),
            _ => {
                answer.is_one_sentence_of(6);
                assert_eq!(answer.code, "home_busy", "{answer:?}");
            }
        }
    }
    // While a watch holds it, others are told who does.
    let mut watch = couple.ana.start(&["sync", "--watch"]);
    let busy = (0..50).any(|_| couple.ana.try_run(&["status"]).code == "home_busy");
    watch.kill().unwrap();
    watch.wait().unwrap();
    assert!(busy, "a second process is told");
    settle(&[&couple.ana, &couple.ben]);
    for person in couple.both() {
        let list = person.run(&["promise", "list"]);
        assert_eq!(list.as_array().map(Vec::len), Some(kept), "{list:#}");
        assert_eq!(person.verify()["quarantined"], json!([]));
    }
    assert_eq!(aside(&couple.ana), [], "nobody took it for a copy");
    relay.check();
}
