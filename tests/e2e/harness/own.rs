//! Further devices of one person: let in by link, up to date, and listed.

use serde_json::{Value, json};

use super::Person;
use super::couple::{confirm, words};

/// The link of an invitation for another own device.
#[track_caller]
pub fn link(person: &Person) -> String {
    let view = person.run(&["devices", "add"]);
    assert_eq!((&view["state"], &view["role"]), (&json!("offered"), &json!("own_device")));
    view["link"].as_str().unwrap().to_owned()
}

/// From an answered invitation to a device that has everything.
#[track_caller]
pub fn compare(first: &Person, new: &Person) {
    first.sync();
    new.sync();
    let (of_first, of_new) = (words(first), words(new));
    assert_eq!(
        new.run(&["pairing"])["result"],
        "this becomes another device of YOURS",
        "said before anything is done"
    );
    confirm(first, &of_new);
    confirm(new, &of_first);
    first.sync();
    new.sync();
    first.sync();
    new.sync();
    assert_eq!(first.run(&["devices"]), new_order(first, new));
}

/// Both list the same devices; only which one is this differs.
fn new_order(first: &Person, new: &Person) -> Value {
    let mut list = new.run(&["devices"]);
    let mine = first.run(&["devices"]);
    for (one, other) in list.as_array_mut().unwrap().iter_mut().zip(mine.as_array().unwrap()) {
        one["this"] = other["this"].clone();
    }
    list
}

/// Another device of this person, in and up to date.
#[track_caller]
pub fn add(first: &Person, device: &'static str) -> Person {
    let new = first.another(device);
    assert_eq!(new.run(&["join", &link(first)])["state"], "answered");
    compare(first, &new);
    new
}

/// Everybody exchanges until nothing is left to say.
#[track_caller]
pub fn settle(people: &[&Person]) {
    for _ in 0..2 {
        for person in people {
            person.sync();
        }
    }
    let seen: Vec<_> = people
        .iter()
        .map(|person| {
            let verified = person.verify();
            (verified["position"].clone(), verified["state_digest"].clone())
        })
        .collect();
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
}

pub fn device(person: &Person, name: &str) -> Value {
    let list = person.run(&["devices"]);
    let found = list.as_array().unwrap().iter().find(|device| device["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {list:#}")).clone()
}
