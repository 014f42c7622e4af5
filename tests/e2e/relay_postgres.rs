//! The same story over a relay that keeps in PostgreSQL: pairing, writing apart, a relay that dies, an older database put back.

use std::process::Command;

use crate::harness::{Couple, Order, Relay};
use crate::postgres_server::TestDatabase;

fn relay_on(database: &TestDatabase) -> Relay {
    let mut relay = Relay::stopped(&[]);
    relay.keep_in(&database.address());
    relay.start();
    relay
}

#[test]
fn two_people_pair_write_apart_and_read_the_same_over_a_relay_on_postgresql() {
    let Some(database) = TestDatabase::new() else { return };
    let mut relay = relay_on(&database);
    let mut couple = Couple::paired(&relay.url());
    let meals = couple.in_force("No sensitive topics at meals");

    relay.kill();
    couple.on("2026-11-24");
    let (ana, ben) = (&couple.ana, &couple.ben);
    assert_eq!(ana.refused(&["sync"], 5), "relay_unreachable");
    ana.run(&["agree", "counter", &meals, "-m", "No sensitive topics at breakfast"]);
    let call = ana.make(&["promise", "add", "Call at nine", "--due", "2026-11-24T21:00"]);
    ben.run(&["agree", "counter", &meals, "-m", "No sensitive topics at dinner"]);

    relay.start();
    couple.meet(Order::ALL[0]);
    relay.check();
    for person in couple.both() {
        assert_eq!(person.agreement(&meals)["state"], "in_force");
        assert_eq!(person.agreement(&meals)["open"].as_array().map(Vec::len), Some(2));
        person.promise(&call);
    }
    let stats = relay.stats();
    assert_eq!((&stats["couples"], &stats["generation"]), (&1.into(), &1.into()));
    assert!(!relay.data().join("relay.sqlite").exists());
}

#[test]
fn what_a_loaded_dump_lacks_two_people_bring_back() {
    let (Some(first), Some(second)) = (TestDatabase::new(), TestDatabase::new()) else { return };
    let mut relay = relay_on(&first);
    let couple = Couple::paired(&relay.url());
    let early = couple.ana.make(&["promise", "add", "Call at nine"]);
    couple.meet(Order::ALL[0]);
    let dump = relay.data().join("dump");
    let run = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{program}: {said}");
    };
    let file = dump.to_str().unwrap();
    run("pg_dump", &["--format=custom", "--file", file, &first.address()]);
    let late = couple.ben.make(&["promise", "add", "Call at ten"]);
    couple.meet(Order::ALL[0]);
    let records = relay.stats()["records"].clone();

    relay.kill();
    run("pg_restore", &["--no-owner", "--dbname", &second.address(), file]);
    relay.keep_in(&second.address());
    relay.start();
    assert!(relay.stats()["records"].as_u64() < records.as_u64());
    for _ in 0..2 {
        couple.meet(Order::ALL[0]);
    }
    relay.check();
    assert_eq!((&relay.stats()["records"], &relay.stats()["generation"]), (&records, &2.into()));
    let next = couple.ana.make(&["promise", "add", "Call at eleven"]);
    couple.meet(Order::ALL[0]);
    for person in couple.both() {
        for promise in [&early, &late, &next] {
            person.promise(promise);
        }
    }
}
