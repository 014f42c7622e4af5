//! Leaving: the acceptance cases by their numbers.

use serde_json::{Value, json};

use crate::harness::{Couple, Order, Person, Relay, all_orders};

/// The kind of a record that ends a couple space for one of the two.
const END: u8 = 0x06;

/// The first kind of a record that holds sealed words.
const CONTENT: u8 = 0x10;

/// Comes to the relay as often as the order says, whatever the answer.
fn come(person: &Person, order: Order) {
    for _ in 0..if order == Order::Doubled { 2 } else { 1 } {
        person.try_run(&["sync"]);
    }
}

#[test]
fn case_65_ana_leaves_while_ben_writes_offline_for_three_weeks() {
    all_orders(|couple, order| {
        let agreed = couple.in_force("Call on Sundays");
        let promise =
            couple.ana.make(&["promise", "add", "I bring the book", "--due", "2026-12-01"]);
        let limit = couple.ana.make(&["limit", "add", "-a", "time", "-m", "No calls at night"]);
        couple.meet(Order::Ana);
        couple.ana.on("2026-11-24");
        couple.ana.run(&["leave", "--keep", "--yes"]);
        for (day, words) in [
            ("2026-11-25", &["agree", "counter", &agreed, "-m", "Call on Mondays"][..]),
            ("2026-12-02", &["promise", "kept", &promise]),
            ("2026-12-09", &["agree", "propose", "-a", "time", "-m", "Breakfast together"]),
            ("2026-12-14", &["promise", "add", "I write every day"]),
        ] {
            couple.ben.on(day);
            couple.ben.run(words);
        }
        couple.ana.on("2026-12-15");
        couple.ben.on("2026-12-15");
        let (one, two) = order.pair(couple);
        for person in [one, two, one, two] {
            come(person, order);
        }
        let told = couple.ben.reads(&["status"]);
        assert!(told.contains("Ana left on 24 Nov"), "{told}");
        for person in couple.both() {
            let shown = person.agreement(&agreed);
            assert_eq!(shown["state"], "ended", "{shown:#}");
            let read = person.reads(&["agree", "show", &agreed]);
            assert!(read.contains("Call on Sundays") && read.contains("left"), "{read}");
            assert_eq!(person.limit(&limit)["versions"][0]["words"], "No calls at night");
            assert_eq!(person.promise(&promise)["text"], "I bring the book");
            let no = person.refused(&["promise", "add", "I call"], 3);
            assert!(["left", "not_paired"].contains(&no.as_str()), "{no}");
        }
        let (ana, ben) = (couple.ana.verify(), couple.ben.verify());
        assert_eq!(
            (&ana["position"], &ana["state_digest"]),
            (&ben["position"], &ben["state_digest"])
        );
        // Where she had left before he came, what he wrote meanwhile stays with him.
        let unsent = couple.ben.run(&["status"])["unsent"].as_u64().unwrap();
        let hers = couple.ana.run(&["agree", "list"]).to_string();
        if order == Order::Ben {
            assert_eq!(unsent, 0);
        } else {
            assert!(unsent >= 4, "{unsent}");
            assert!(told.contains("Never sent"), "{told}");
            assert!(!hers.contains("Breakfast together"), "{hers}");
        }
        assert!(couple.ben.run(&["agree", "list"]).to_string().contains("Breakfast together"));
    });
}

#[test]
fn case_66_both_leave_apart_and_both_have_left() {
    for order in Order::ALL {
        let relay = Relay::open();
        let mut couple = Couple::paired(&relay.url());
        let agreed = couple.in_force("Call on Sundays");
        let space = couple.ana.run(&["export", "--mine"])["space"].as_str().unwrap().to_owned();
        couple.on("2026-11-24");
        for person in couple.both() {
            person.run(&["leave", "--keep", "--yes"]);
        }
        let (one, two) = order.pair(&couple);
        for person in [one, two, one, two] {
            come(person, order);
        }
        for person in couple.both() {
            assert_eq!(person.agreement(&agreed)["state"], "ended");
            let told = person.reads(&["status"]);
            assert!(told.contains("left"), "{}: {told}", person.name);
            assert_eq!(person.run(&["status"])["pending"], json!([]));
        }
        let ends = relay.kinds_of(&space).into_iter().filter(|kind| *kind == END).count();
        assert_eq!(ends, 2, "both leavings are in the log");
        let words = relay.kinds_of(&space).into_iter().filter(|kind| *kind >= CONTENT).count();
        assert_eq!(words, 0, "what they shared is erased");
        relay.check();
    }
}

/// What Ben reads of Ana three weeks later.
fn as_ben_sees_it(relay: &Relay, order: Order, leaves: bool) -> Vec<String> {
    let mut couple = Couple::paired(&relay.url());
    let agreed = couple.in_force("Call on Sundays");
    couple.on("2026-11-24");
    if leaves {
        assert_ne!(couple.ana.run(&["leave", "--quiet"]), Value::Null);
        // Her device stays away from the couple's log from here on, whatever is typed.
        couple.ana.try_run(&["sync"]);
    }
    couple.on("2026-12-15");
    let ben = &couple.ben;
    if order == Order::Ben {
        come(ben, order);
    }
    ben.run(&["agree", "counter", &agreed, "-m", "Call on Mondays"]);
    ben.run(&["promise", "add", "I write every day", "--due", "2026-12-16"]);
    ben.run(&["limit", "add", "-a", "time", "-m", "No calls at night"]);
    come(ben, order);
    if leaves {
        couple.ana.try_run(&["sync"]);
        assert_eq!(couple.ana.run(&["limit", "list"]), json!([]), "nothing is received");
    }
    come(ben, order);
    let looks: [&[&str]; 8] = [
        &["status"],
        &["whatsnew"],
        &["asks"],
        &["agree", "list"],
        &["promise", "list"],
        &["limit", "list"],
        &["today"],
        &["pairing"],
    ];
    let drawn = |word: &str| word.len() >= 4 && word.chars().all(|c| c.is_ascii_hexdigit());
    looks
        .iter()
        .flat_map(|look| ben.reads(look).lines().map(str::to_owned).collect::<Vec<_>>())
        // Where the home lies, and ids, differ from couple to couple.
        .filter(|line| !line.contains("accord.db") && !line.contains("bytes"))
        .map(|line| {
            line.split_whitespace().filter(|word| !drawn(word)).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[test]
fn case_67_a_quiet_leave_looks_exactly_like_being_offline() {
    let relay = Relay::open();
    for order in Order::ALL {
        let (left, away) =
            (as_ben_sees_it(&relay, order, true), as_ben_sees_it(&relay, order, false));
        assert_eq!(left, away);
        assert!(!left.join(" ").contains("left"), "{left:?}");
    }
    relay.check();
}

#[test]
fn what_was_taken_back_offline_reaches_the_other_before_the_leaving_and_nothing_else_does() {
    all_orders(|couple, order| {
        let agreed = couple.in_force("Call on Sundays");
        let limit = couple.ana.make(&["limit", "add", "-a", "time", "-m", "No calls at night"]);
        let permit =
            couple.ana.make(&["permit", "add", "-a", "digital", "-m", "You may read my calendar"]);
        let promise = couple.ana.make(&["promise", "add", "I bring the book"]);
        let thanks = couple.ana.make(&["thanks", "For the coffee"]);
        couple.meet(Order::Ana);
        // Offline: she takes back, says something new in between, and leaves.
        couple.ana.on("2026-11-24");
        couple.ana.run(&["limit", "withdraw", &limit]);
        couple.ana.run(&["promise", "add", "Never sent"]);
        couple.ana.run(&["permit", "withdraw", &permit]);
        couple.ana.run(&["promise", "withdraw", &promise]);
        couple.ana.run(&["agree", "counter", &agreed, "-m", "Never sent either"]);
        couple.ana.run(&["thanks", "takeback", &thanks]);
        couple.ana.run(&["leave", "--keep", "--yes"]);
        assert_eq!(couple.ana.run(&["status"])["pending"], json!(["leaving"]));
        let (one, two) = order.pair(couple);
        for person in [one, two, one, two] {
            come(person, order);
        }
        let ben = &couple.ben;
        assert!(ben.reads(&["status"]).contains("Ana left on 24 Nov"));
        for id in [&limit, &permit] {
            assert_eq!(ben.limit(id)["state"], "withdrawn", "{order:?}");
        }
        assert_eq!(ben.promise(&promise)["result"], "withdrawn");
        assert!(!ben.run(&["thanks", "list"]).to_string().contains("For the coffee"));
        let said = [["promise", "list"], ["agree", "list"]].map(|look| ben.run(&look).to_string());
        assert!(said.iter().all(|list| !list.contains("Never sent")), "{said:?}");
        // It stays with her, unsent, and she has left for good.
        assert!(couple.ana.run(&["promise", "list"]).to_string().contains("Never sent"));
        let status = couple.ana.run(&["status"]);
        assert_eq!((&status["pending"], &status["unsent"]), (&json!([]), &json!(2)), "{status}");
        let (ana, ben) = (couple.ana.verify(), couple.ben.verify());
        assert_eq!(
            (&ana["position"], &ana["state_digest"]),
            (&ben["position"], &ben["state_digest"])
        );
    });
}
