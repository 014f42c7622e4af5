//! Moving to another relay: both, one before the other, in the middle of everything, and to places where nobody is.

use serde_json::{Value, json};

use crate::harness::own::{add, settle};
use crate::harness::{Couple, Order, Person, Relay, killed_after};

#[track_caller]
fn go(person: &Person, to: &Relay) -> Value {
    let moved = person.run(&["move-relay", &to.url()]);
    assert_eq!((&moved["state"], &moved["url"]), (&json!("moved"), &json!(to.url())), "{moved}");
    assert_eq!(person.run(&["relay"])["url"], to.url());
    moved
}

fn space(person: &Person) -> String {
    person.run(&["export", "--all"])["space"].as_str().unwrap().to_owned()
}

/// The whole log lies there, as both hold it.
#[track_caller]
fn lies_at(relay: &Relay, couple: &Couple) {
    let position = couple.ana.verify()["position"].as_u64().unwrap();
    assert_eq!(relay.length_of(&space(&couple.ana)), position);
    relay.check();
}

#[test]
fn both_move_and_move_again_and_nothing_is_left_behind() {
    for order in Order::ALL {
        let (old, new, third) = (Relay::open(), Relay::open(), Relay::open());
        let couple = Couple::paired(&old.url());
        let agreed = couple.in_force("Call on Sundays");
        let note = couple.ana.make(&["joint", "note", "The lake", "-m", "Trip to the lake"]);
        couple.meet(order);
        let position = couple.ana.verify()["position"].clone();
        let (one, two) = order.pair(&couple);
        for relay in [&new, &third] {
            let moved = go(one, relay);
            assert_eq!(
                (&moved["old_relay"], &moved["vault"]),
                (&json!("reached"), &json!("moved"))
            );
            // The other is where they were until told, and hears nothing.
            let promised = one.make(&["promise", "add", "I bring the book"]);
            one.sync();
            two.sync();
            assert!(two.try_run(&["promise", "show", &promised]).exit == 4, "never by itself");
            go(two, relay);
            couple.meet(order);
            assert_eq!(two.promise(&promised)["text"], "I bring the book");
            lies_at(relay, &couple);
        }
        for person in couple.both() {
            assert_eq!(person.agreement(&agreed)["state"], "in_force");
            assert!(person.run(&["joint", "list"]).to_string().contains(&note), "{order:?}");
            assert_eq!(person.run(&["status"])["vault"], "kept");
        }
        assert!(couple.ana.verify()["position"].as_u64() > position.as_u64());
        couple.in_force("No phones at dinner");
        // The twelve words find everything at the new place.
        for relay in [&old, &new] {
            relay.check();
        }
    }
}

#[test]
fn what_one_wrote_at_the_old_relay_meanwhile_comes_along_when_they_move() {
    for order in Order::ALL {
        let (old, new) = (Relay::open(), Relay::open());
        let couple = Couple::paired(&old.url());
        let agreed = couple.in_force("Call on Sundays");
        let limit = couple.ben.make(&["limit", "add", "-a", "time", "-m", "No calls at night"]);
        couple.meet(order);
        let (one, two) = order.pair(&couple);
        go(one, &new);
        // Both write, each at their own relay.
        let here = one.make(&["promise", "add", "I bring the book"]);
        one.run(&["agree", "counter", &agreed, "-m", "Call on Mondays"]);
        one.sync();
        let there = two.make(&["promise", "add", "I write every day"]);
        two.run(&["agree", "end", &agreed, "-m", "It became too much"]);
        if two.name == "Ben" {
            two.run(&["limit", "withdraw", &limit]);
        }
        two.sync();
        let unsent = two.make(&["thanks", "For the coffee"]);
        go(two, &new);
        couple.meet(order);
        for person in couple.both() {
            assert_eq!(person.promise(&here)["text"], "I bring the book", "{order:?}");
            assert_eq!(person.promise(&there)["text"], "I write every day");
            let shown = person.agreement(&agreed);
            let ends = shown["history"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|line| line["note"] == "It became too much");
            assert_eq!(ends.count(), 1, "nothing twice: {shown:#}");
            assert!(person.run(&["thanks", "list"]).to_string().contains(&unsent));
        }
        assert_eq!(
            couple.ana.limit(&limit)["state"],
            if two.name == "Ben" { "withdrawn" } else { "active" }
        );
        lies_at(&new, &couple);
        couple.in_force("No phones at dinner");
    }
}

#[test]
fn a_dead_relay_holds_nobody_and_it_is_said_what_may_be_only_there() {
    for order in Order::ALL {
        let (mut old, new) = (Relay::open(), Relay::open());
        let couple = Couple::paired(&old.url());
        let agreed = couple.in_force("Call on Sundays");
        let (one, two) = order.pair(&couple);
        // Only the relay and its author have this.
        let there = two.make(&["promise", "add", "I write every day"]);
        two.sync();
        old.kill();
        let unsent = one.make(&["promise", "add", "I bring the book"]);
        let moved = go(one, &new);
        assert_eq!(
            (&moved["old_relay"], &moved["last_sync"]),
            (&json!("not_reached"), &json!("2026-11-23"))
        );
        one.run(&["agree", "counter", &agreed, "-m", "Call on Mondays"]);
        one.sync();
        let told = two.reads(&["move-relay", &new.url()]);
        assert!(
            told.contains("did not answer") && told.contains("since the last exchange (today)"),
            "{told}"
        );
        assert!(told.contains(&format!("accord move-relay {}", new.url())), "{told}");
        couple.meet(order);
        for person in couple.both() {
            assert_eq!(person.promise(&there)["text"], "I write every day");
            assert_eq!(person.promise(&unsent)["text"], "I bring the book");
            assert_eq!(person.agreement(&agreed)["open"][0]["words"], "Call on Mondays");
        }
        lies_at(&new, &couple);
    }
}

#[test]
fn killed_at_any_moment_a_move_is_not_begun_or_goes_on() {
    let (old, mut elsewhere) = (Relay::open(), Vec::new());
    let couple = Couple::paired(&old.url());
    let mut promises = Vec::new();
    let mut moved = 0;
    for (n, seconds) in [
        "0.005", "0.02", "0.04", "0.06", "0.08", "0.11", "0.15", "0.2", "0.26", "0.34", "0.45",
        "0.7",
    ]
    .into_iter()
    .enumerate()
    {
        elsewhere.push(Relay::open());
        let to = elsewhere.last().unwrap();
        let (one, two) =
            if n % 2 == 0 { (&couple.ana, &couple.ben) } else { (&couple.ben, &couple.ana) };
        let before = one.run(&["relay"])["url"].clone();
        promises.push(one.make(&["promise", "add", &format!("Promise {n}")]));
        killed_after(one, &["move-relay", &to.url()], seconds);
        one.sync();
        let at = one.run(&["relay"])["url"].clone();
        assert!(at == before || at == to.url(), "{at}");
        moved += u32::from(at == to.url());
        // Typed again it ends where it was to end, whatever was done by then.
        go(one, to);
        go(one, to);
        go(two, to);
        couple.meet(Order::ALL[n % 3]);
        lies_at(to, &couple);
    }
    for (person, promise) in
        couple.both().into_iter().flat_map(|p| promises.iter().map(move |id| (p, id)))
    {
        assert!(person.promise(promise)["text"].as_str().unwrap().starts_with("Promise"));
    }
    assert!(moved > 0, "no kill came late enough");
    assert_eq!(couple.ana.run(&["promise", "list"]).as_array().unwrap().len(), promises.len());
}

#[test]
fn own_devices_follow_through_the_vault() {
    let (old, new) = (Relay::open(), Relay::open());
    let couple = Couple::paired(&old.url());
    let agreed = couple.in_force("Call on Sundays");
    let laptop = add(&couple.ana, "laptop");
    settle(&[&couple.ana, &laptop, &couple.ben]);
    // The later device moves, and its partner's first one; the phone is asked nothing.
    let unsent = couple.ana.make(&["promise", "add", "I bring the book"]);
    let draft = laptop.make(&["limit", "add", "--draft", "-a", "time", "-m", "No calls late"]);
    go(&laptop, &new);
    go(&couple.ben, &new);
    couple.ben.run(&["agree", "counter", &agreed, "-m", "Call on Mondays"]);
    couple.ben.sync();
    couple.ana.sync();
    assert_eq!(couple.ana.run(&["relay"])["url"], new.url(), "it follows at its next exchange");
    settle(&[&couple.ana, &laptop, &couple.ben]);
    for person in [&couple.ana, &laptop, &couple.ben] {
        assert_eq!(person.promise(&unsent)["text"], "I bring the book");
        assert_eq!(person.agreement(&agreed)["open"][0]["words"], "Call on Mondays");
    }
    assert_eq!(couple.ana.limit(&draft)["state"], "draft");
    lies_at(&new, &couple);
    // A device that comes later is at the new place from the start, and stays there.
    let tablet = add(&couple.ana, "tablet");
    settle(&[&tablet, &couple.ana, &laptop, &couple.ben]);
    assert_eq!(tablet.run(&["relay"])["url"], new.url());
    new.check();
}

#[test]
fn own_devices_behind_a_dead_relay_are_moved_by_hand_and_lose_nothing() {
    let (mut old, new) = (Relay::open(), Relay::open());
    let couple = Couple::paired(&old.url());
    couple.in_force("Call on Sundays");
    let laptop = add(&couple.ana, "laptop");
    settle(&[&couple.ana, &laptop, &couple.ben]);
    old.kill();
    let of_phone = couple.ana.make(&["promise", "add", "I bring the book"]);
    let of_laptop = laptop.make(&["promise", "add", "I write every day"]);
    // Admitted late, it brings the log up to its own admission before the new relay lets it in.
    assert_eq!(go(&laptop, &new)["old_relay"], "not_reached");
    assert_eq!(couple.ana.try_run(&["sync"]).exit, 5);
    go(&couple.ana, &new);
    go(&couple.ben, &new);
    settle(&[&couple.ana, &laptop, &couple.ben]);
    for person in [&couple.ana, &laptop, &couple.ben] {
        assert_eq!(person.promise(&of_phone)["text"], "I bring the book");
        assert_eq!(person.promise(&of_laptop)["text"], "I write every day");
    }
    lies_at(&new, &couple);
}

#[test]
fn where_nobody_takes_it_nothing_is_changed() {
    let (old, mut none) = (Relay::open(), Relay::open());
    let (closed, asks) =
        (Relay::with(&["--registration", "closed"]), Relay::with(&["--registration", "token"]));
    let couple = Couple::paired(&old.url());
    let agreed = couple.in_force("Call on Sundays");
    none.kill();
    for person in couple.both() {
        let before = person.run(&["relay"]);
        let unreachable = "The relay can't be reached.";
        person.says_no(&["move-relay", &none.url()], 5, "relay_unreachable", unreachable);
        let token = "This relay takes nobody new without a token.";
        person.says_no(&["move-relay", &closed.url()], 3, "closed", token);
        person.says_no(&["move-relay", &asks.url()], 3, "closed", token);
        assert_eq!(person.refused(&["move-relay", "relay.example"], 2), "bad_relay_url");
        assert_eq!(
            person.refused(&["move-relay", "http://relay.example"], 2),
            "relay_not_encrypted"
        );
        assert_eq!(person.run(&["relay"]), before);
        assert_eq!(person.run(&["status"])["unsent"], 0);
    }
    couple.ana.run(&["agree", "counter", &agreed, "-m", "Call on Mondays"]);
    couple.meet(Order::Ana);
    assert_eq!(couple.ben.agreement(&agreed)["open"][0]["words"], "Call on Mondays");
    // With a token it goes, and whoever comes second needs none.
    let token = asks.says(&["token"]);
    let file = couple.ana.home().with_file_name("token");
    std::fs::write(&file, token).unwrap();
    let moved =
        couple.ana.run(&["move-relay", &asks.url(), "--token-file", file.to_str().unwrap()]);
    assert_eq!(moved["state"], "moved");
    lies_at(&asks, &couple);
    // His own vault is new there and needs one: what they share goes all the same.
    let moved =
        couple.ben.run(&["move-relay", &asks.url(), "--token-file", file.to_str().unwrap()]);
    assert_eq!(moved["state"], "moved");
    couple.meet(Order::Ben);
    asks.check();
}

#[test]
fn who_is_alone_or_left_quietly_is_told_what_goes_instead() {
    let (old, new) = (Relay::open(), Relay::open());
    let alone = Person::ana();
    alone.init(&old.url());
    assert_eq!(alone.refused(&["move-relay", &new.url()], 3), "not_paired");
    let couple = Couple::paired(&old.url());
    couple.in_force("Call on Sundays");
    couple.ana.run(&["leave", "--quiet"]);
    let stays = "You left quietly, and what you two shared stays at its relay.";
    couple.ana.says_no(&["move-relay", &new.url()], 3, "left_quietly", stays);
    couple.ana.run(&["relay", "set", &new.url()]);
    couple.ana.sync();
    couple.ben.sync();
    // Of what they share nothing lies there.
    assert_eq!(new.stats()["spaces"], 1, "{}", new.stats());
}
