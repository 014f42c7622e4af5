//! Leaving: the acceptance cases by their numbers.

use serde_json::{Value, json};

use crate::harness::proxy::Wire;
use crate::harness::{Couple, Order, Person, Relay, all_orders, killed_after};

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
        // Where she had left before he came, what he wrote meanwhile stays with him. Where he came first it is in the log before her
        // leaving, and checked; on her device nothing is shown of it all the same.
        let unsent = couple.ben.run(&["status"])["unsent"].as_u64().unwrap();
        if order == Order::Ben {
            assert_eq!(unsent, 0);
        } else {
            assert!(unsent >= 4, "{unsent}");
            assert!(told.contains("Never sent"), "{told}");
        }
        let hers = couple.ana.run(&["agree", "list"]).to_string();
        assert!(!hers.contains("Breakfast together"), "{hers}");
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
        assert_eq!(couple.ana.run(&["status"])["over"], true, "she is told, and nobody else");
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

/// What is left of a home that was erased before its relay was told.
fn leaving(person: &Person) -> std::path::PathBuf {
    person.home().join("accord.leaving")
}

/// A couple whose relay is away, and Ana's date is a day later.
fn away() -> (Relay, Couple) {
    let mut relay = Relay::open();
    let mut couple = Couple::paired(&relay.url());
    couple.ana.run(&["limit", "add", "-a", "time", "-m", "canary-limit"]);
    couple.meet(Order::Ana);
    couple.ana.on("2026-11-24");
    relay.kill();
    (relay, couple)
}

#[test]
fn erasing_offline_leaves_only_the_word_that_she_left_until_the_relay_has_it() {
    let (mut relay, couple) = away();
    let (ana, ben) = (&couple.ana, &couple.ben);
    ana.run(&["promise", "add", "canary-unsent"]);
    let erased = ana.run(&["leave", "--erase", "--yes"]);
    assert_eq!(erased, json!({ "state": "erased", "told": "with_sync" }));
    assert_eq!(ana.files(), [leaving(ana)]);
    let bytes = std::fs::read(leaving(ana)).unwrap();
    // One END of 296 bytes, where it goes, and what says how long each is.
    assert!(bytes.len() < 400, "{}", bytes.len());
    let has = |what: &str| bytes.windows(what.len()).any(|window| window == what.as_bytes());
    assert!(has(&relay.url()) && !has("canary") && !has("Ana"), "{bytes:?}");
    assert_eq!(ana.refused(&["status"], 3), "no_identity");
    assert_eq!(ana.refused(&["sync"], 5), "leaving_waits");
    assert_eq!(std::fs::read(leaving(ana)).unwrap(), bytes, "it waits as it is");
    relay.start();
    assert_eq!(ana.sync()["leaving"], "told");
    assert!(ana.files().is_empty() && !ana.home().exists(), "{:?}", ana.files());
    assert_eq!(ana.refused(&["sync"], 3), "no_identity");
    ben.sync();
    assert!(ben.reads(&["status"]).contains("Ana left on 24 Nov"));
    assert_eq!(ben.run(&["limit", "list"])[0]["versions"][0]["words"], "canary-limit");
    assert!(!ben.run(&["promise", "list"]).to_string().contains("canary-unsent"));
    ben.verify();
    relay.check();
}

#[test]
fn an_erasing_killed_anywhere_left_everything_or_the_word_that_she_left() {
    let (mut relay, couple) = away();
    let (ana, ben) = (&couple.ana, &couple.ben);
    let space = ben.run(&["export", "--mine"])["space"].as_str().unwrap().to_owned();
    let mut kills = 1;
    while ana.database().exists() {
        let seconds = format!("{}.{:02}", kills / 50, kills % 50 * 2);
        killed_after(ana, &["leave", "--erase", "--yes"], &seconds);
        assert!(
            ana.database().exists() || leaving(ana).exists(),
            "after {seconds}: {:?}",
            ana.files()
        );
        if ana.database().exists() {
            // Nothing is erased: it opens, and says so if she left.
            assert_eq!(ana.run(&["limit", "list"])[0]["versions"][0]["words"], "canary-limit");
        }
        kills += 1;
        assert!(kills < 500, "never erased");
    }
    assert!(kills > 4, "every kill came too late: {kills}");
    assert_eq!(ana.refused(&["status"], 3), "no_identity");
    assert_eq!(ana.files(), [leaving(ana)], "the next command took the rest away");
    relay.start();
    ana.sync();
    assert!(ana.files().is_empty(), "{:?}", ana.files());
    ben.sync();
    assert!(ben.reads(&["status"]).contains("Ana left on 24 Nov"));
    assert_eq!(relay.kinds_of(&space).into_iter().filter(|kind| *kind == END).count(), 1);
    relay.check();
}

#[test]
fn every_step_of_an_erasing_goes_on_where_it_was_cut_off() {
    let (mut relay, couple) = away();
    let (ana, ben) = (&couple.ana, &couple.ben);
    let keep = |person: &Person, name: &str| {
        let to = person.home().with_file_name(name);
        drop(std::fs::copy(person.database(), &to));
        to
    };
    let before = keep(ana, "before");
    // Half a file under its first name is nothing yet.
    std::fs::write(ana.home().join("accord.leaving.new"), b"accord-leav").unwrap();
    assert_eq!(ana.run(&["status"])["pending"], json!([]));
    ana.run(&["leave", "--erase", "--yes"]);
    let word = std::fs::read(leaving(ana)).unwrap();
    assert_eq!(ana.files(), [leaving(ana)]);
    // The word is there and the store still is: both say it, and it counts once.
    std::fs::copy(&before, ana.database()).unwrap();
    ana.run(&["status"]);
    relay.start();
    ana.sync();
    assert!(!leaving(ana).exists() && ana.database().exists());
    ben.sync();
    assert!(ben.reads(&["status"]).contains("Ana left on 24 Nov"));
    // The store has its last name, with what SQLite kept beside it.
    for (name, bytes) in [("accord.leaving", &word[..]), ("accord.db-wal", b"changes")] {
        std::fs::write(ana.home().join(name), bytes).unwrap();
    }
    std::fs::rename(ana.database(), ana.home().join("accord.db.erased")).unwrap();
    assert_eq!(ana.refused(&["status"], 3), "no_identity");
    assert_eq!(ana.files(), [leaving(ana)]);
    ana.sync();
    assert!(!leaving(ana).exists(), "the relay had it already, and says so");
    relay.check();
}

#[test]
fn who_erased_offline_begins_in_the_same_folder_and_the_word_still_goes() {
    let (mut relay, couple) = away();
    let (ana, ben) = (&couple.ana, &couple.ben);
    ana.run(&["leave", "--erase", "--yes"]);
    ana.init(&relay.url());
    ana.run(&["private", "add", "-m", "a new beginning"]);
    assert_eq!(ana.refused(&["sync"], 5), "relay_unreachable");
    assert!(leaving(ana).exists());
    relay.start();
    ana.sync();
    assert!(!leaving(ana).exists() && ana.database().exists());
    ben.sync();
    assert!(ben.reads(&["status"]).contains("Ana left on 24 Nov"));
    assert_eq!(ana.run(&["private", "list", "--notes"])[0]["words"], "a new beginning");
    // What is not that word is named, and stays for its owner to look at.
    std::fs::write(leaving(ana), b"something else").unwrap();
    ana.says_no(&["sync"], 6, "leaving_unreadable", "The file `accord.leaving` in this folder");
    assert!(leaving(ana).exists());
}

#[test]
fn who_leaves_with_words_under_way_is_told_of_all_the_same() {
    let mut relay = Relay::stopped(&[]);
    let wire = Wire::to(relay.address());
    relay.allow(&wire.name());
    relay.start();
    for held in [0, 1_800, 2_600, 4_000, 9_000] {
        let mut couple = Couple { ana: Person::ana(), ben: Person::ben() };
        couple.pair(&wire.url());
        couple.ana.run(&["promise", "add", "Said just before"]);
        // The record is signed and on its way; whether the relay has it nobody here knows.
        wire.hold_after(held);
        let mut sync = couple.ana.start(&["sync"]);
        wire.wait_held(&mut sync);
        sync.kill().unwrap();
        sync.wait().unwrap();
        wire.release();
        relay.kill();
        couple.on("2026-11-24");
        couple.ana.run(&["leave", "--erase", "--yes"]);
        relay.start();
        couple.ana.sync();
        assert!(couple.ana.files().is_empty(), "{held}: {:?}", couple.ana.files());
        couple.ben.sync();
        assert!(couple.ben.reads(&["status"]).contains("Ana left today"), "{held}");
        couple.ben.verify();
    }
    relay.check();
}

#[test]
fn a_record_that_arrived_unknown_to_her_does_not_stop_the_word_that_she_left() {
    let mut relay = Relay::stopped(&[]);
    let wire = Wire::to(relay.address());
    relay.allow(&wire.name());
    relay.start();
    let mut couple = Couple { ana: Person::ana(), ben: Person::ben() };
    couple.pair(&wire.url());
    let space = couple.ben.run(&["export", "--mine"])["space"].as_str().unwrap().to_owned();
    let words = |relay: &Relay| relay.kinds_of(&space).iter().filter(|k| **k >= CONTENT).count();
    // Killed while her words are on the wire, which then brings them: she has no answer, the relay has the record.
    let mut arrived = None;
    for (n, held) in (1_000..4_000).step_by(100).enumerate() {
        let promise = couple.ana.make(&["promise", "add", &format!("Said just before {n}")]);
        let before = words(&relay);
        wire.hold_after(held);
        let mut sync = couple.ana.start(&["sync"]);
        wire.wait_held(&mut sync);
        sync.kill().unwrap();
        sync.wait().unwrap();
        let under_way = words(&relay) == before;
        wire.release();
        let mut comes = (0..5).map(|_| couple.ben.sync()).map(|_| words(&relay) > before);
        if under_way && comes.any(|came| came) {
            arrived = Some(promise);
            break;
        }
        couple.ana.sync();
    }
    let promise = arrived.expect("a wire that holds her words");
    relay.kill();
    couple.on("2026-11-24");
    couple.ana.run(&["leave", "--erase", "--yes"]);
    // One END with the number of the record under way, and one with the next.
    let word = std::fs::read(leaving(&couple.ana)).unwrap();
    assert!((600..700).contains(&word.len()), "{}", word.len());
    relay.start();
    assert_eq!(couple.ana.sync()["leaving"], "told");
    assert!(couple.ana.files().is_empty(), "{:?}", couple.ana.files());
    couple.ben.sync();
    assert!(couple.ben.reads(&["status"]).contains("Ana left today"));
    assert!(couple.ben.promise(&promise)["text"].to_string().contains("Said just before"));
    let kinds = relay.kinds_of(&space);
    assert_eq!(kinds.iter().filter(|kind| **kind == END).count(), 1, "{kinds:?}");
    couple.ben.verify();
    relay.check();
}

/// Everything Ana is shown of the couple space, but for days and counts that only the log has.
fn screens(ana: &Person) -> Vec<Value> {
    let looks: [&[&str]; 12] = [
        &["agree", "list"],
        &["limit", "list"],
        &["promise", "list"],
        &["repair", "list"],
        &["thanks", "list"],
        &["checkin", "list"],
        &["talk", "list"],
        &["joint", "list"],
        &["openness", "list"],
        &["asks"],
        &["whatsnew"],
        &["today"],
    ];
    let mut seen: Vec<Value> = looks.iter().map(|look| ana.run(look)).collect();
    let mut export = ana.run(&["export", "--all"]);
    for name in ["log", "members"] {
        export[name] = Value::Null;
    }
    // What she took back is signed by the exchange that sends it.
    for act in export["acts"].as_array_mut().unwrap() {
        *act = json!([act["partner"], act["date"], act["record"], act["kind"]]);
    }
    export["acts"].as_array_mut().unwrap().sort_by_key(Value::to_string);
    seen.push(export);
    seen.push(ana.run(&["status"])["last_heard"].clone());
    seen
}

#[test]
fn what_she_sees_after_leaving_offline_stands_still_and_both_digests_agree() {
    for takes_back in [false, true] {
        let relay = Relay::open();
        let mut couple = Couple::paired(&relay.url());
        let agreed = couple.in_force("Call on Sundays");
        let limit = couple.ana.make(&["limit", "add", "-a", "time", "-m", "No calls at night"]);
        let note = couple.ben.make(&["joint", "note", "List", "-m", "milk"]);
        couple.meet(Order::Ana);
        couple.on("2026-11-24");
        couple.ana.run(&["joint", "list"]);
        if takes_back {
            couple.ana.run(&["limit", "withdraw", &limit]);
        }
        couple.ana.run(&["leave", "--keep", "--yes"]);
        let before = screens(&couple.ana);
        // He does not know yet, and writes of every kind; his records come first.
        couple.ben.on("2026-12-02");
        let ben = &couple.ben;
        ben.run(&["agree", "counter", &agreed, "-m", "canary-counter"]);
        ben.run(&["agree", "propose", "-a", "time", "-m", "canary-proposal"]);
        ben.run(&["limit", "add", "-a", "time", "-m", "canary-limit"]);
        ben.run(&["limit", "ack", &limit]);
        ben.run(&["promise", "add", "canary-promise"]);
        ben.run(&["thanks", "canary-thanks"]);
        ben.run(&["repair", "open", "canary-repair"]);
        ben.run(&["checkin", "--need", "canary-checkin", "--now"]);
        ben.run(&["joint", "edit", &note, "-m", "canary-joint"]);
        ben.run(&["profile", "name", "canary-Ben"]);
        ben.sync();
        for _ in 0..2 {
            let came = couple.ana.sync();
            assert_eq!(came["received"], 0, "{came}");
        }
        let now = screens(&couple.ana);
        for (was, is) in before.iter().zip(&now) {
            assert_eq!(was, is, "it goes on changing (takes back: {takes_back})");
        }
        couple.ben.sync();
        couple.ana.sync();
        assert_eq!(screens(&couple.ana), before);
        let (ana, ben) = (couple.ana.verify(), couple.ben.verify());
        for field in
            ["position", "state_digest", "acts", "acts_missing", "acts_surplus", "acts_different"]
        {
            assert_eq!(ana[field], ben[field], "{field}: {ana} {ben}");
        }
        assert!(couple.ben.reads(&["status"]).contains("Ana left on 24 Nov"));
        assert_eq!(couple.ana.run(&["status"])["pending"], json!([]));
        relay.check();
    }
}
