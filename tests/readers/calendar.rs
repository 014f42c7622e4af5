//! The calendar file, read by Python's `icalendar` and `recurring_ical_events`.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::harness::couple::Order;
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

/// What `ritual next` says will happen in two years, as the calendar's library would put it.
#[track_caller]
fn planned(person: &Person, from: &str) -> Vec<String> {
    let next = person.run(&["ritual", "next", "--from", from, "--days", "730"]);
    let happens = |one: &&Value| {
        ["planned", "moved", "marked", "done"].iter().any(|word| one["state"] == *word)
    };
    let mut starts: Vec<String> = next
        .as_array()
        .unwrap()
        .iter()
        .filter(happens)
        .map(|one| {
            let utc = one["start_utc"].as_str().map(str::to_owned);
            let own = || {
                one["start"].as_str().map(|start| {
                    if start.len() == 16 { format!("{start}:00") } else { start.to_owned() }
                })
            };
            utc.or_else(own).unwrap()
        })
        .collect();
    starts.sort();
    starts
}

#[test]
fn rituals_stand_in_the_calendar_as_ritual_next_has_them_in_five_zones() {
    let relay = Relay::open();
    let mut couple = Couple::paired(&relay.url());
    let zones = [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "Pacific/Auckland",
    ];
    let rules = [
        "FREQ=WEEKLY;BYDAY=SU",
        "FREQ=MONTHLY;BYDAY=-1SU",
        "day",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA",
        "FREQ=MONTHLY;BYMONTHDAY=31",
    ];
    for (at, (zone, rule)) in
        ["02:30", "02:15", "01:45", "20:00", "02:30"].into_iter().zip(zones.into_iter().zip(rules))
    {
        let id = couple.ana.make(&[
            "ritual",
            "propose",
            "--name",
            &format!("In {zone}"),
            "--at",
            at,
            "--tz",
            zone,
            "--every",
            rule,
            "--length",
            "30",
        ]);
        couple.meet(Order::Ana);
        couple.ben.run(&["agree", "accept", &id]);
    }
    let own = couple.ana.make(&[
        "ritual",
        "propose",
        "--name",
        "Good night",
        "--own-time",
        "22:00",
        "--every",
        "FREQ=WEEKLY;BYDAY=MO,FR;COUNT=40",
    ]);
    couple.meet(Order::Ana);
    couple.ben.run(&["agree", "accept", &own]);
    couple.meet(Order::Ben);
    for day in ["2026-11-24", "2027-03-27"] {
        couple.on(day);
        let found = occurrences(&couple.ana, &[], day, "2028-11-25");
        let mut found: Vec<String> = starts(&found).into_iter().map(str::to_owned).collect();
        found.sort();
        let wanted = planned(&couple.ana, day);
        let until = found.last().unwrap().clone();
        let wanted: Vec<String> = wanted.into_iter().filter(|start| *start <= until).collect();
        assert!(until.starts_with("2028-11"), "the calendar ends on {until}");
        let first = wanted.first().unwrap().clone();
        let found: Vec<String> = found
            .into_iter()
            .filter(|start| *start >= first && *start <= *wanted.last().unwrap())
            .collect();
        assert!(wanted.len() > 500, "{}", wanted.len());
        assert_eq!(found, wanted, "from {day}");
    }

    // A date moved by both, one that somebody cannot, and new terms: the file follows.
    let weekly = couple
        .ana
        .run(&["ritual", "list"])
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one.to_string().contains("In Europe/Berlin"))
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let moved = couple.ana.run(&[
        "ritual",
        "move",
        &weekly,
        "--on",
        "2027-04-04",
        "--to",
        "2027-04-05T19:00",
    ]);
    couple.meet(Order::Ana);
    couple.ben.run(&["agree", "accept", moved["id"].as_str().unwrap()]);
    couple.ben.run(&["ritual", "notthistime", &weekly, "--on", "2027-04-11"]);
    couple.meet(Order::Ben);
    let found = occurrences(&couple.ben, &[], "2027-04-03", "2027-04-20");
    let call: Vec<&Value> = found
        .iter()
        .filter(|one| one["summary"] == "In Europe/Berlin" && one["cancelled"] == false)
        .collect();
    let at: Vec<&str> = call.iter().map(|one| one["start"].as_str().unwrap()).collect();
    assert_eq!(at, ["2027-04-05T17:00:00Z", "2027-04-18T00:30:00Z"], "{found:#?}");

    // A clock set back by decades takes nothing out of the calendar.
    couple.ana.on("1990-01-01");
    let found = occurrences(&couple.ana, &[], "2027-05-01", "2027-05-10");
    assert!(found.iter().any(|one| one["summary"] == "In Europe/Berlin"), "{found:#?}");
    assert!(found.iter().all(|one| one["cancelled"] == false), "{found:#?}");
    couple.ana.on("2027-03-28");

    couple.ana.run(&["agree", "end", &weekly]);
    couple.meet(Order::Ana);
    let found = occurrences(&couple.ben, &[], "2027-04-03", "2027-06-20");
    assert!(
        !found.iter().any(|one| one["summary"] == "In Europe/Berlin" && one["cancelled"] == false),
        "{found:#?}"
    );
}
