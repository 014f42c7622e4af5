//! The calendar file, read by Python's `icalendar` and `recurring_ical_events`.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::harness::{Couple, Person, Relay};

/// What a person's calendar shows between two days.
#[track_caller]
pub fn occurrences(person: &Person, options: &[&str], from: &str, to: &str) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("accord.ics");
    let mut words = vec!["ics", "-o", file.to_str().unwrap()];
    words.extend(options);
    person.run(&words);
    let python = std::env::var_os("ACCORD_TEST_PYTHON")
        .expect("ACCORD_TEST_PYTHON: run `cargo xtask test readers`");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("readers/occurrences.py");
    let read = Command::new(python).arg(script).arg(&file).args([from, to]).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    serde_json::from_slice(&read.stdout).unwrap()
}

fn starts(found: &[Value]) -> Vec<&str> {
    found
        .iter()
        .filter(|one| one["cancelled"] == false)
        .map(|one| one["start"].as_str().unwrap())
        .collect()
}

#[test]
fn promises_stand_in_the_calendar_until_they_no_longer_hold() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let ana = &couple.ana;
    let daily = ana.make(&[
        "promise",
        "add",
        "Water the plants, all; of them",
        "--due",
        "2027-03-26T07:30",
        "--every",
        "day",
    ]);
    ana.run(&["promise", "na", &daily, "--on", "2027-03-27"]);
    ana.run(&["promise", "move", &daily, "--on", "2027-03-30", "--to", "2027-03-30T09:00"]);
    ana.make(&["promise", "add", "Send the papers", "--due", "2027-03-29"]);
    let gone = ana.make(&["promise", "add", "Book a table", "--due", "2027-03-28T12:00"]);
    ana.run(&["sync"]);
    ana.run(&["promise", "withdraw", &gone]);
    let found = occurrences(ana, &[], "2027-03-26", "2027-03-31");
    // Berlin goes to summer time on 28 March.
    assert_eq!(
        starts(&found),
        [
            "2027-03-26T06:30:00Z",
            "2027-03-28T05:30:00Z",
            "2027-03-29",
            "2027-03-29T05:30:00Z",
            "2027-03-30T07:00:00Z",
        ],
        "{found:#?}"
    );
    assert!(found.iter().any(|one| one["summary"] == "Water the plants, all; of them"));
    assert!(found.iter().any(|one| one["cancelled"] == true && one["summary"] == "Book a table"));

    couple.ben.run(&["sync"]);
    let found = occurrences(&couple.ben, &["--neutral"], "2027-03-26", "2027-03-31");
    assert!(
        !found.is_empty() && found.iter().all(|one| one["summary"] == json!("Busy")),
        "{found:#?}"
    );
    assert!(occurrences(&couple.ben, &["--own"], "2027-03-26", "2027-03-31").is_empty());
}
