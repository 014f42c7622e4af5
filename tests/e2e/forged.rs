//! A partner whose app was modified, and one whose app is newer: the acceptance cases by their numbers.
//!
//! The other side writes records of its own with client-core's parts and that person's own valid keys, and pushes them over a real socket; the
//! honest side is the real program.

use accord_client_core::act::{Act, Body, BoundaryFields, RecordId, RevisionId, Text};
use accord_client_core::law::command::{Area, Polarity};
use accord_protocol::ids::DeviceId;
use serde_json::{Value, json};

use crate::harness::modified::Modified;
use crate::harness::{Couple, Order, Person, all_orders};

/// Ana's own page, and Ben's.
const ANAS: u8 = 1;
const BENS: u8 = 2;

fn record(id: &str) -> RecordId {
    RecordId::from_hex(id).expect("an id")
}

/// A device of a person, as the log names it.
fn device(person: &Person) -> DeviceId {
    let export = person.run(&["export", "--mine"]);
    let act = data_encoding::BASE64.decode(export["acts"][0]["bytes"].as_str().unwrap().as_bytes());
    Act::parse(&act.unwrap()).unwrap().device
}

/// Ben's app is another one from here on. What Ana says stands before, beside or after what it sends.
fn takes_over(couple: &Couple, order: Order, send: impl Fn(&mut Modified)) {
    let (ana, ben) = (&couple.ana, &couple.ben);
    match order {
        Order::Ana => {}
        Order::Ben => {
            ana.run(&["promise", "add", "I bring the book"]);
            couple.meet(Order::Ana);
        }
        // Waits on her device while the other's records arrive.
        Order::Doubled => drop(ana.run(&["promise", "add", "I bring the book"])),
    }
    send(&mut Modified::of(ben));
    ana.sync();
    if order == Order::Doubled {
        ana.sync();
    }
    assert_eq!(ana.run(&["status"])["unsent"], 0, "her own words are not held up");
}

/// What Ana's security log says, which stays after her next look.
#[track_caller]
fn kept_apart(ana: &Person, expected: &[&str]) {
    for _ in 0..2 {
        let verified = ana.run(&["verify"]);
        assert_eq!(verified["bad_signatures"], 0, "the log itself is sound");
        let reasons: Vec<&str> = verified["quarantined"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["reason"].as_str().unwrap())
            .collect();
        assert_eq!(reasons.len(), expected.len(), "{reasons:?}");
        for (reason, begin) in reasons.iter().zip(expected) {
            assert!(reason.starts_with(begin), "{reasons:?}");
        }
        assert_eq!(ana.run(&["status"])["quarantined"], expected.len());
        ana.sync();
    }
    if !expected.is_empty() {
        let told = ana.reads(&["verify"]);
        assert!(told.contains("was not accepted"), "{told}");
    }
}

#[test]
fn case_25_a_yes_in_anas_name_by_bens_app_is_ignored_and_counted() {
    all_orders(|couple, order| {
        let id = couple.ben.make(&["agree", "propose", "-a", "time", "-m", "Call every hour"]);
        couple.meet(Order::Ben);
        let before = couple.ana.agreement(&id);
        let revision = before["open"][0]["revision"].as_str().unwrap();
        let revision = RevisionId::from_hex(revision).expect("a revision");
        let hers = device(&couple.ana);
        takes_over(couple, order, |other| {
            let own = other.app.keys.device_id();
            // His device writes it with her device's name; as her device's change; on her page.
            let mut act = other.app.act(record(&id), Body::Accept { revision, can: None });
            act.device = hers;
            let act = other.app.signed(act);
            let acts = std::slice::from_ref(&act);
            other.push(BENS, vec![other.app.change(own, acts)]);
            other.push(BENS, vec![other.app.change(hers, acts)]);
            other.push(ANAS, vec![other.app.change(own, acts)]);
        });
        let reasons = ["act_of_another_device", "act_of_another_device", "not_their_page"];
        kept_apart(&couple.ana, &reasons);
        let now = couple.ana.agreement(&id);
        assert_eq!(now, before, "nothing of it counts");
        assert_eq!((&now["state"], &now["waiting_for"]), (&json!("open"), &json!("me")));
        // Her own yes does.
        couple.ana.run(&["agree", "accept", &id]);
        couple.ana.sync();
        assert_eq!(couple.ana.agreement(&id)["state"], "in_force");
    });
}

#[test]
fn case_34_a_limit_of_anas_that_bens_app_edits_is_unchanged_and_counted() {
    all_orders(|couple, order| {
        let id = couple.ana.make(&["limit", "add", "-a", "social", "-m", "No photos of me"]);
        couple.meet(Order::Ana);
        let before = couple.ana.run(&["limit", "show", &id, "--history"]);
        let hers = device(&couple.ana);
        takes_over(couple, order, |other| {
            let own = other.app.keys.device_id();
            let text = Text::new("Photos are fine").expect("a text");
            let words = BoundaryFields::new(Polarity::Limit, Area::Social, text);
            let words = Body::Boundary(words);
            let mut forged = other.app.act(record(&id), words.clone());
            forged.device = hers;
            other.push(BENS, vec![other.app.change(own, std::slice::from_ref(&forged))]);
            let on_her_page = other.app.act(record(&id), words.clone());
            other.push(ANAS, vec![other.app.change(own, &[on_her_page])]);
            // What he may write about her record, in his own name on his own page, is not hers.
            let named = other.app.act(record(&id), words);
            other.said(&named);
            let withdrawn = other.app.act(record(&id), Body::BoundaryWithdraw);
            other.said(&withdrawn);
            other.push(BENS, vec![other.app.change(own, &[named, withdrawn])]);
        });
        kept_apart(&couple.ana, &["act_of_another_device", "not_their_page"]);
        let now = couple.ana.run(&["limit", "show", &id, "--history"]);
        for field in ["state", "versions", "polarity", "area", "owner", "acknowledged"] {
            assert_eq!(now[field], before[field], "{field}");
        }
        let mine = couple.ana.run(&["limit", "list", "--mine"]);
        assert_eq!(mine.as_array().map(Vec::len), Some(1), "{mine:#}");
        assert!(!mine.to_string().contains("Photos are fine"), "{mine:#}");
        // She still changes and withdraws it as she likes.
        couple.ana.run(&["limit", "edit", &id, "-m", "No photos of me or my family"]);
        couple.ana.run(&["limit", "withdraw", &id]);
        assert_eq!(couple.ana.limit(&id)["state"], "withdrawn");
    });
}

/// The bytes of the acts of a kind, in an export.
fn of_kind(person: &Person, kind: u16) -> Vec<Value> {
    let export = person.run(&["export", "--all"]);
    let acts = export["acts"].as_array().unwrap().iter();
    acts.filter(|act| act["kind"] == kind).map(|act| act["bytes"].clone()).collect()
}

#[test]
fn case_71_what_a_newer_app_wrote_is_kept_unchanged_and_no_act_drops_it() {
    const NEWER: u16 = 0x00f7;
    all_orders(|couple, order| {
        let ben = &couple.ben;
        let his = ben.make(&["limit", "add", "-a", "time", "-m", "No calls after nine"]);
        couple.meet(Order::Ben);
        if order == Order::Ben {
            ben.run(&["promise", "add", "I bring the book"]);
            couple.meet(Order::Ben);
        }
        // Ana's app is newer from here on.
        let mut newer = Modified::of(&couple.ana);
        let own = newer.app.keys.device_id();
        let new = Body::Unknown { kind: NEWER, fields: vec![0, 255, 7, 128, 1] };
        let act = newer.app.act(RecordId([7; 32]), new.clone());
        newer.said(&act);
        // Another about a record that this app knows.
        let beside = newer.app.act(record(&his), new);
        newer.said(&beside);
        if order == Order::Doubled {
            newer.push(ANAS, vec![newer.app.change(own, std::slice::from_ref(&act))]);
            ben.sync();
            newer.push(ANAS, vec![newer.app.change(own, std::slice::from_ref(&beside))]);
        } else {
            newer.push(ANAS, vec![newer.app.change(own, &[act.clone(), beside.clone()])]);
        }
        ben.sync();
        ben.sync();
        let bytes: Vec<Value> = [act, beside]
            .iter()
            .map(|act| json!(data_encoding::BASE64.encode(&act.encode())))
            .collect();
        let held = |person: &Person| {
            let mut held = of_kind(person, NEWER);
            held.sort_by_key(Value::to_string);
            let mut bytes = bytes.clone();
            bytes.sort_by_key(Value::to_string);
            assert_eq!(held, bytes, "{}", person.name);
            person.verify();
        };
        held(ben);
        let news = ben.run(&["whatsnew"]).to_string();
        assert!(news.contains("needs_newer_app"), "{news}");
        assert!(ben.reads(&["whatsnew"]).contains("needs a newer app"));
        assert_eq!(ben.limit(&his)["state"], "active", "what this app knows is read as before");
        // Nothing that Ben can say takes it away, nor does a look at it.
        let unknown = RecordId([7; 32]).hex();
        for words in [
            &["limit", "withdraw", &unknown][..],
            &["promise", "withdraw", &unknown],
            &["agree", "end", &unknown],
            &["thanks", "takeback", &unknown],
            &["private", "delete", &unknown],
            &["aside", "drop", &unknown],
        ] {
            assert_eq!(ben.refused(words, 4), "not_found", "{words:?}");
        }
        ben.run(&["limit", "edit", &his, "-m", "No calls after eight"]);
        ben.run(&["limit", "withdraw", &his]);
        ben.run(&["whatsnew", "--seen"]);
        ben.sync();
        held(ben);
        // A device that makes its pages anew from the log has the very bytes too.
        let laptop = crate::harness::own::add(ben, "laptop");
        held(&laptop);
        let (one, two) = (ben.verify(), laptop.verify());
        assert_eq!(
            (&one["position"], &one["state_digest"]),
            (&two["position"], &two["state_digest"])
        );
        ben.run(&["leave", "--keep", "--yes"]);
        assert_eq!(of_kind(ben, NEWER).len(), 2, "not even leaving drops it");
    });
}
