//! What happens to the relay: killed among writers, restored from an old copy, spoken to by strangers.

use std::process::Child;
use std::thread;

use crate::harness::{Answer, Couple, Order, Relay};

/// Couples that write while the relay is killed.
const COUPLES: usize = 20;

#[test]
fn killed_while_twenty_couples_write_it_has_every_record_that_was_acked() {
    let mut relay = Relay::open();
    let url = relay.url();
    let mut couples = Vec::new();
    // Four at a time: making keys is work.
    for _ in 0..COUPLES / 4 {
        let four: Vec<_> = (0..4)
            .map(|_| {
                let url = url.clone();
                thread::spawn(move || Couple::paired(&url))
            })
            .collect();
        couples.extend(four.into_iter().map(|one| one.join().unwrap()));
    }
    for couple in &couples {
        for n in 0..3 {
            couple.ana.run(&["promise", "add", &format!("Ana's promise {n}")]);
            couple.ben.run(&["promise", "add", &format!("Ben's promise {n}")]);
        }
    }
    // Everybody at once; the relay goes when the first of them is done.
    let mut syncs: Vec<Child> = couples
        .iter()
        .flat_map(|couple| [couple.ana.start(&["sync"]), couple.ben.start(&["sync"])])
        .collect();
    syncs.remove(0).wait().unwrap();
    relay.kill();
    for sync in syncs {
        let answer = Answer::of(&sync.wait_with_output().unwrap());
        assert!(matches!(answer.exit, 0 | 5), "{answer:?}");
    }
    relay.check();
    // What a device was told is stored, is stored: it is not offered again, and the other one gets it.
    let told: Vec<[u64; 2]> = couples
        .iter()
        .map(|couple| couple.both().map(|one| one.run(&["status"])["unsent"].as_u64().unwrap()))
        .collect();
    assert!(told.iter().flatten().any(|unsent| *unsent == 0), "nobody got through: {told:?}");
    // Looked for at the relay itself, before any device comes back: devices give back what a relay lost.
    for couple in &couples {
        for person in couple.both() {
            let known = person.verify()["position"].as_u64().unwrap();
            let space = person.run(&["export", "--all"])["space"].as_str().unwrap().to_owned();
            assert!(relay.length_of(&space) >= known, "{} was told of {known}", person.name);
        }
    }
    relay.start();
    for couple in &couples {
        couple.meet(Order::Ana);
        for person in couple.both() {
            assert_eq!(person.run(&["promise", "list"]).as_array().map(Vec::len), Some(6));
        }
    }
    relay.check();
}

#[test]
fn restored_from_yesterdays_copy_it_gets_back_what_was_written_since() {
    for order in Order::ALL {
        let mut relay = Relay::open();
        let couple = Couple::paired(&relay.url());
        let old = couple.in_force("Call on Sundays");
        let copy = relay.data().join("yesterday.sqlite");
        relay.says(&["backup", copy.to_str().unwrap()]);

        // Written since, and only Ana's device and the relay have it.
        let since = couple.ana.make(&["promise", "add", "Write every day"]);
        couple.ana.run(&["agree", "counter", &old, "-m", "Call on Mondays"]);
        couple.ana.sync();
        let (records, position) =
            (relay.stats()["records"].clone(), couple.ana.verify()["position"].clone());

        relay.stop();
        relay.says(&["restore", copy.to_str().unwrap()]);
        relay.start();
        assert!(relay.stats()["records"].as_u64() < records.as_u64());
        let (one, two) = order.pair(&couple);
        one.try_run(&["sync"]);
        two.try_run(&["sync"]);
        couple.meet(order);
        for person in couple.both() {
            assert_eq!(person.promise(&since)["text"], "Write every day");
            assert_eq!(person.agreement(&old)["open"][0]["words"], "Call on Mondays");
        }
        assert!(couple.ana.verify()["position"].as_u64() >= position.as_u64());
        assert!(relay.stats()["records"].as_u64() >= records.as_u64());
        couple.in_force("No phones at dinner");
        relay.check();
    }
}
