//! Two people who say a little of everything, and every way to look at it.

use std::collections::BTreeSet;

use accord_client_core::act::Act;
use serde_json::Value;

use crate::harness::{Couple, Order, Person, Relay};

/// Every look at a home that is a list or a page; none of them changes anything.
pub const LOOKS: [&[&str]; 24] = [
    &["status"],
    &["verify"],
    &["whatsnew"],
    &["asks"],
    &["agree", "list"],
    &["limit", "list"],
    &["permit", "list"],
    &["promise", "list"],
    &["promise", "record"],
    &["ritual", "list"],
    &["ritual", "next", "--days", "30"],
    &["repair", "list"],
    &["checkin", "list"],
    &["thanks", "list"],
    &["talk", "list"],
    &["timeout", "list"],
    &["openness", "list"],
    &["private", "list"],
    &["aside"],
    &["devices"],
    &["today"],
    &["relay"],
    &["words"],
    &["pairing"],
];

/// What Ana and Ben have of each other: the command that shows it, and its id.
pub type Records = Vec<(&'static str, String)>;

/// A couple on an open relay.
pub fn couple() -> (Relay, Couple) {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    (relay, couple)
}

/// Both at a time of day nobody else needs to know: 13:37 in Berlin, 09:41 in New York.
pub fn at_odd_times(couple: &mut Couple, day: &str) {
    couple.ana.at(&format!("{day}T13:37"));
    couple.ben.at(&format!("{day}T09:41"));
}

/// Ana says something of every kind, and Ben has it. Nothing of it is answered.
pub fn said_by_ana(couple: &Couple) -> Records {
    let ana = &couple.ana;
    let agreement = ana.make(&[
        "agree",
        "propose",
        "-a",
        "digital",
        "-m",
        "We answer within a day",
        "--give",
        "I mute the work phone",
        "--look-again",
        "2027-03-01",
    ]);
    let compromise = ana.make(&[
        "agree",
        "propose",
        "--kind",
        "compromise",
        "-a",
        "social",
        "-m",
        "Two of four weekends alone",
    ]);
    ana.run(&["agree", "part", &compromise, "--want", "Time alone", "--limit", "Not in winter"]);
    let limit = ana.make(&[
        "limit",
        "add",
        "-a",
        "time",
        "-m",
        "I don't take calls at night",
        "--why",
        "I get up early",
    ]);
    let permission = ana.make(&[
        "permit",
        "add",
        "-a",
        "digital",
        "-m",
        "You may post photos of us",
        "--until",
        "2027-06-30",
    ]);
    let promise =
        ana.make(&["promise", "add", "I bring the book", "--due", "2026-11-24", "--size", "small"]);
    let ritual = ana.make(&[
        "ritual",
        "propose",
        "--name",
        "Sunday call",
        "--at",
        "20:00",
        "--tz",
        "Europe/London",
        "--every",
        "FREQ=WEEKLY;BYDAY=SU",
    ]);
    let thanks = ana.make(&["thanks", "For the coffee", "--about", "act"]);
    let talk = ana.make(&["talk", "ask", "The summer", "--not-before", "2026-11-25T18:00"]);
    let repair = ana.make(&["repair", "open", "Sunday evening", "--about", "hurtful_words"]);
    ana.run(&["repair", "part", &repair, "apology", "-m", "I am sorry for the words"]);
    ana.run(&["openness", "set", "phone", "private", "-m", "It is mine"]);
    ana.run(&["timeout"]);
    ana.run(&["keep-between", &thanks, "on"]);
    ana.run(&["checkin", "--need", "a quiet evening", "--mood", "4", "--now"]);
    couple.meet(Order::Ana);
    vec![
        ("agree", agreement),
        ("agree", compromise),
        ("limit", limit),
        ("permit", permission),
        ("promise", promise),
        ("ritual", ritual),
        ("thanks", thanks),
        ("talk", talk),
        ("repair", repair),
    ]
}

/// Ben answers all of it, and Ana goes on.
pub fn answered_by_ben(couple: &Couple, records: &Records) {
    let (ana, ben) = (&couple.ana, &couple.ben);
    let id = |at: usize| records[at].1.as_str();
    ben.run(&["agree", "accept", id(0), "--can", "mostly"]);
    ben.run(&["agree", "decline", id(1), "-m", "Let us think again"]);
    ben.run(&["limit", "ack", id(2)]);
    ben.run(&["limit", "ask", id(2), "-m", "From when on?"]);
    ben.run(&["limit", "honour", id(2), "-m", "I will write instead"]);
    ben.run(&["permit", "note", id(3), "-m", "Posted one from the lake"]);
    ben.run(&["promise", "ack", id(4)]);
    ben.run(&["promise", "thank", id(4)]);
    ben.run(&["agree", "accept", id(5)]);
    ben.run(&["thanks", "heart", id(6)]);
    ben.run(&["talk", "accept", id(7), "--at", "2026-11-25"]);
    ben.run(&["repair", "part", id(8), "account", "-m", "I needed air"]);
    ben.run(&["openness", "set", "phone", "tell"]);
    ben.run(&["checkin", "--glad", "you wrote", "--from-you", "just listen", "--now"]);
    couple.meet(Order::Ben);
    ana.run(&["agree", "counter", id(0), "-m", "We answer within two days"]);
    ana.run(&["promise", "kept", id(4)]);
    ana.run(&["talk", "accept", id(7)]);
    ana.run(&["timeout", "lift"]);
    ana.run(&["repair", "lookback", id(8), "-m", "It is calmer"]);
    ana.run(&["ritual", "did", id(5), "--on", "2026-11-29"]);
    ana.run(&["pause"]);
    couple.meet(Order::Ana);
    ana.run(&["resume"]);
    ben.run(&["promise", "allright", id(4)]);
    couple.meet(Order::Ben);
}

/// Everything of one kind after another, as scripts read it.
pub fn views(person: &Person, records: &Records) -> Vec<Value> {
    let lists = LOOKS.iter().map(|look| person.run(look));
    lists.chain(records.iter().map(|(what, id)| person.run(&[what, "show", id]))).collect()
}

/// The same as people read it.
pub fn texts(person: &Person, records: &Records) -> String {
    let lists = LOOKS.iter().map(|look| person.reads(look));
    let all = lists.chain(records.iter().map(|(what, id)| person.reads(&[what, "show", id])));
    all.collect::<Vec<_>>().join("\n")
}

/// Every name a field has, anywhere in it.
pub fn names(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| {
            into.insert(name.clone());
            names(field, into);
        }),
        Value::Array(items) => items.iter().for_each(|item| names(item, into)),
        _ => {}
    }
}

/// Every name a field has in any view or export of this person.
pub fn all_names(person: &Person, records: &Records) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    views(person, records).iter().for_each(|view| names(view, &mut all));
    names(&person.run(&["export", "--all"]), &mut all);
    all
}

/// The acts of an export, each with its bytes.
pub fn acts(export: &Value) -> Vec<(Act, Vec<u8>)> {
    let acts = export["acts"].as_array().unwrap().iter();
    let bytes = acts.filter_map(|act| act["bytes"].as_str());
    bytes
        .map(|text| {
            let bytes = data_encoding::BASE64.decode(text.as_bytes()).unwrap();
            (Act::parse(&bytes).expect("an act"), bytes)
        })
        .collect()
}

/// Whether bytes stand in others.
pub fn holds(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|window| window == part.as_bytes())
}

/// The words of a text, each alone and small.
pub fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Fails on the first of these words in a text.
#[track_caller]
pub fn none_of(text: &str, forbidden: &[&str]) {
    let said = words(text);
    for word in forbidden {
        assert!(!said.contains(*word), "{word:?} in\n{text}");
    }
}

/// How many records the couple's log has at the relay.
pub fn log_length(relay: &Relay, person: &Person) -> u64 {
    relay.length_of(person.run(&["export", "--mine"])["space"].as_str().unwrap())
}
