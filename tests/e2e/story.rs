//! The story everything is for: two people apart, writing without a network, and one truth when they meet again.

use serde_json::json;

use crate::harness::{Couple, Order, Person, Relay};

/// What a sync that has nothing to do reports.
fn moved(sync: &serde_json::Value) -> (u64, u64, u64, u64) {
    let count = |value: &serde_json::Value| value.as_u64().expect("a count");
    let records = &sync["records"];
    (
        count(&sync["sent"]),
        count(&sync["received"]),
        count(&records["sent"]),
        count(&records["received"]),
    )
}

#[test]
fn two_people_pair_write_apart_and_read_the_same_afterwards() {
    for order in Order::ALL {
        let mut relay = Relay::open();
        let mut couple = Couple::paired(&relay.url());
        let meals = couple.in_force("No sensitive topics at meals");

        relay.kill();
        couple.on("2026-11-24");
        let ana = &couple.ana;
        assert_eq!(ana.refused(&["sync"], 5), "relay_unreachable");
        ana.run(&["agree", "counter", &meals, "-m", "No sensitive topics at breakfast"]);
        let budget = ana.make(&[
            "agree",
            "propose",
            "-a",
            "financial",
            "-m",
            "50 a month for each of us, no questions",
        ]);
        let call = ana.make(&["promise", "add", "Call at nine", "--due", "2026-11-24T21:00"]);
        ana.make(&["limit", "add", "-a", "time", "-m", "I don't take calls after 22:30"]);
        couple.on("2026-11-25");
        let (ana, ben) = (&couple.ana, &couple.ben);
        ana.run(&["promise", "kept", &call, "--on", "2026-11-24"]);
        ben.run(&["agree", "counter", &meals, "-m", "No sensitive topics at dinner"]);
        let privacy = ben.make(&[
            "agree",
            "propose",
            "-a",
            "digital",
            "-m",
            "We don't read each other's messages",
        ]);
        ben.make(&[
            "permit",
            "add",
            "-a",
            "digital",
            "-m",
            "You may post photos of us",
            "--until",
            "2027-06-30",
        ]);
        assert_eq!(ben.refused(&["agree", "show", &budget], 4), "not_found");
        assert!(ana.run(&["status"])["unsent"].as_u64() > Some(0));

        relay.start();
        couple.meet(order);
        relay.check();
        for person in couple.both() {
            assert_eq!(person.agreement(&meals)["state"], "in_force");
            assert_eq!(person.agreement(&meals)["open"].as_array().map(Vec::len), Some(2));
            assert_eq!(person.agreement(&budget)["state"], "open");
            assert_eq!(person.agreement(&privacy)["state"], "open");
            assert_eq!(person.promise(&call)["result"], "kept");
            let list = |word| person.run(&[word, "list"]).as_array().map(Vec::len);
            assert_eq!(
                (list("agree"), list("limit"), list("permit"), list("promise")),
                (Some(3), Some(1), Some(1), Some(1))
            );
        }

        // Nothing is left to say: further exchanges move no record and leave the relay as it is.
        let (digest, rows) = (couple.ana.verify()["state_digest"].clone(), relay.rows());
        for person in couple.both() {
            assert_eq!(moved(&person.sync()), (0, 0, 0, 0));
        }
        assert_eq!(relay.rows(), rows);
        assert_eq!(couple.ben.verify()["state_digest"], digest);
    }
}

#[test]
fn a_home_locked_with_a_passphrase_goes_the_whole_way() {
    let relay = Relay::open();
    let couple = Couple {
        ana: Person::ana().with_passphrase("a long walk by the river"),
        ben: Person::ben(),
    };
    couple.pair(&relay.url());
    let id = couple.in_force("We talk for an hour on Sundays");
    let home = std::fs::read(couple.ana.database()).unwrap();
    assert!(!home.windows(4).any(|part| part == b"hour"));
    assert_eq!(couple.ana.agreement(&id)["in_force"]["since"], "2026-11-23");
}

#[test]
fn pairing_by_spoken_words_takes_words_read_out_on_a_call() {
    let relay = Relay::open();
    let couple = Couple { ana: Person::ana(), ben: Person::ben() };
    couple.ana.init(&relay.url());
    let invited = couple.ana.run(&["invite", "--spoken"]);
    let words: Vec<&str> = invited["spoken_words"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| word.as_str().unwrap())
        .collect();
    assert_eq!(words.len(), 6);
    let joined = couple.ben.try_with_input(
        &["join", "--spoken", "-", "--relay", &relay.url(), "--name", "Ben"],
        &format!("  {}\n", words.join(" ").to_uppercase()),
    );
    assert_eq!((joined.exit, &joined.said["state"]), (0, &json!("answered")), "{joined:?}");
    couple.compare();
    couple.in_force("We say good night");
}
