//! Two devices of one person that spoke apart: what stands, and who is asked. The cases that concern several devices, by their numbers.

use serde_json::{Value, json};

use crate::harness::own::{add, settle};
use crate::harness::{Couple, Order, Person, all_orders};

/// Tells a story of Ana's phone and tablet and of Ben in every order of delivery.
fn with_tablet(story: impl Fn(&mut Couple, &mut Person, Order) + Sync) {
    all_orders(|couple, order| {
        let mut tablet = add(&couple.ana, "tablet");
        settle(&[&couple.ana, &tablet, &couple.ben]);
        story(couple, &mut tablet, order);
    });
}

/// All three come to the relay, in the order's turns, until nothing is left to say.
#[track_caller]
fn meet(couple: &Couple, tablet: &Person, order: Order) {
    let (phone, ben) = (&couple.ana, &couple.ben);
    let turns = match order {
        Order::Ana => vec![phone, tablet, ben],
        Order::Ben => vec![ben, tablet, phone],
        Order::Doubled => vec![tablet, tablet, ben, ben, phone, phone],
    };
    settle(&turns);
}

/// Ana is asked this on both her devices, as hers alone; Ben is asked nothing and told of no device.
#[track_caller]
fn only_ana_is_asked(couple: &Couple, tablet: &Person, id: &str, show: &[&str]) -> Value {
    let asks = couple.ana.run(&["asks"]);
    assert_eq!(asks.as_array().map(Vec::len), Some(1), "{asks:#}");
    assert_eq!(
        (&asks[0]["code"], &asks[0]["for"]),
        (&json!("own_devices_differ"), &json!("me")),
        "{asks:#}"
    );
    assert_eq!(tablet.run(&["asks"]), asks);
    let ben = &couple.ben;
    assert_eq!(ben.asked(), [""; 0]);
    let shown = ben.run(&[show, &[id]].concat());
    assert_eq!(shown["asks"], json!([]), "{shown:#}");
    assert_eq!(ben.run(&["status"])["questions"], 0);
    let told =
        [ben.reads(&[show, &[id]].concat()), ben.reads(&["whatsnew"]), ben.reads(&["status"])];
    for text in told.map(|text| text.to_lowercase()) {
        assert!(!text.contains("device") && !text.contains("tablet"), "{text}");
    }
    asks[0].clone()
}

/// Nobody is asked anything more, on any device.
#[track_caller]
fn nobody_is_asked(couple: &Couple, tablet: &Person) {
    for person in [&couple.ana, tablet, &couple.ben] {
        assert_eq!(person.asked(), [""; 0], "{}", person.device);
    }
}

/// The words of a boundary that stand.
fn standing(boundary: &Value) -> Vec<&str> {
    let versions = boundary["versions"].as_array().unwrap().iter();
    let mut words: Vec<_> = versions
        .filter(|one| one["standing"] == true)
        .filter_map(|one| one["words"].as_str())
        .collect();
    words.sort_unstable();
    words
}

#[test]
fn case_28_both_wordings_of_a_limit_stand_until_ana_picks() {
    with_tablet(|couple, tablet, order| {
        let id = couple.ana.make(&["limit", "add", "-a", "time", "-m", "No calls after 22:00"]);
        meet(couple, tablet, order);
        couple.ana.run(&["limit", "edit", &id, "-m", "No calls after 20:00"]);
        tablet.run(&["limit", "edit", &id, "-m", "No calls after 20:30"]);
        meet(couple, tablet, order);
        for person in [&couple.ana, &*tablet, &couple.ben] {
            let shown = person.limit(&id);
            assert_eq!(standing(&shown), ["No calls after 20:00", "No calls after 20:30"]);
            assert_eq!(
                (&shown["state"], &shown["still_wording"]),
                (&json!("active"), &json!(true))
            );
        }
        let read = couple.ben.reads(&["limit", "show", &id]);
        assert!(read.contains("still being worded") && read.contains("20:00"), "{read}");
        assert!(read.contains("20:30"), "{read}");
        let ask = only_ana_is_asked(couple, tablet, &id, &["limit", "show"]);
        let choices = ask["choices"].as_array().unwrap();
        let half = choices.iter().find(|one| one["label"] == "No calls after 20:30").unwrap();
        let (ask, half) = (ask["id"].as_str().unwrap(), half["id"].as_str().unwrap());
        tablet.run(&["answer", ask, half]);
        meet(couple, tablet, order);
        for person in [&couple.ana, &*tablet, &couple.ben] {
            let shown = person.limit(&id);
            assert_eq!(standing(&shown), ["No calls after 20:30"]);
            assert_eq!(shown["still_wording"], false);
        }
        nobody_is_asked(couple, tablet);
    });
}

#[test]
fn a_limit_stays_where_one_own_device_withdrew_it_and_another_reworded_it() {
    with_tablet(|couple, tablet, order| {
        let id = couple.ana.make(&["limit", "add", "-a", "time", "-m", "No calls after 22:00"]);
        meet(couple, tablet, order);
        couple.ana.run(&["limit", "withdraw", &id]);
        tablet.run(&["limit", "edit", &id, "-m", "No calls after 20:30"]);
        meet(couple, tablet, order);
        for person in [&couple.ana, &*tablet, &couple.ben] {
            let shown = person.limit(&id);
            assert_eq!(
                (&shown["state"], standing(&shown)),
                (&json!("active"), vec!["No calls after 20:30"])
            );
        }
        only_ana_is_asked(couple, tablet, &id, &["limit", "show"]);
        couple.ana.run(&["limit", "withdraw", &id]);
        meet(couple, tablet, order);
        for person in [&couple.ana, &*tablet, &couple.ben] {
            assert_eq!(person.limit(&id)["state"], "withdrawn");
        }
        nobody_is_asked(couple, tablet);
    });
}

#[test]
fn case_30_a_permission_withdrawn_on_one_device_and_extended_on_another_is_withdrawn() {
    with_tablet(|couple, tablet, order| {
        let add = ["permit", "add", "-a", "digital", "-m", "Read my calendar"];
        let id = couple.ana.make(&[&add[..], &["--until", "2026-12-31"]].concat());
        meet(couple, tablet, order);
        couple.ana.run(&["permit", "withdraw", &id]);
        tablet.run(&["permit", "edit", &id, "-m", "Read my calendar", "--until", "2027-06-30"]);
        meet(couple, tablet, order);
        let show = ["permit", "show", id.as_str()];
        for person in [&couple.ana, &*tablet, &couple.ben] {
            assert_eq!(person.run(&show)["state"], "withdrawn");
        }
        let ben = couple.ben.run(&show);
        assert_eq!(standing(&ben), [""; 0]);
        assert!(!ben.to_string().contains("calendar"), "{ben:#}");
        let ask = only_ana_is_asked(couple, tablet, &id, &["permit", "show"]);
        let choices = ask["choices"].as_array().unwrap();
        let longer = choices.iter().find(|one| one["id"] != "withdraw").unwrap()["id"].as_str();
        couple.ana.run(&["answer", ask["id"].as_str().unwrap(), longer.unwrap()]);
        meet(couple, tablet, order);
        for person in [&couple.ana, &*tablet, &couple.ben] {
            let shown = person.run(&show);
            assert_eq!(shown["state"], "active", "said again, it counts again");
            let until = shown["versions"].as_array().unwrap().iter();
            let until: Vec<_> = until.filter(|v| v["standing"] == true).collect();
            assert_eq!(until[0]["until"], "2027-06-30");
        }
        nobody_is_asked(couple, tablet);
    });
}

#[test]
fn case_42_one_day_marked_kept_on_two_phones_is_kept_once() {
    with_tablet(|couple, tablet, order| {
        couple.on("2027-05-01");
        tablet.on("2027-05-01");
        let add = ["promise", "add", "Write every day", "--due", "2027-05-01", "--every", "day"];
        let id = couple.ana.make(&add);
        meet(couple, tablet, order);
        couple.on("2027-05-03");
        tablet.on("2027-05-03");
        for phone in [&couple.ana, &*tablet] {
            phone.run(&["promise", "kept", &id, "--on", "2027-05-03"]);
        }
        meet(couple, tablet, order);
        for (person, whose) in [(&couple.ana, "mine"), (&*tablet, "mine"), (&couple.ben, "theirs")]
        {
            let shown = person.promise(&id);
            let dates = shown["occurrences"].as_array().unwrap().iter();
            let of_day: Vec<_> = dates.filter(|one| one["date"] == "2027-05-03").collect();
            assert_eq!(of_day.len(), 1, "{shown:#}");
            assert_eq!(
                (&of_day[0]["result"], &of_day[0][whose]),
                (&json!("kept"), &json!("kept")),
                "{shown:#}"
            );
            let record = person.run(&["promise", "record", "--days", "90"]);
            let whose = if whose == "mine" { "me" } else { "them" };
            assert_eq!(record["made_by"][whose]["kept"], 1, "{record:#}");
        }
        nobody_is_asked(couple, tablet);
    });
}

#[test]
fn no_yes_counts_where_own_devices_answered_an_agreement_differently() {
    with_tablet(|couple, tablet, order| {
        let id = couple.ben.make(&["agree", "propose", "-a", "time", "-m", "Call on Sundays"]);
        meet(couple, tablet, order);
        couple.ana.run(&["agree", "accept", &id]);
        tablet.run(&["agree", "decline", &id]);
        assert_eq!(couple.ana.agreement(&id)["state"], "in_force", "as far as this device knows");
        meet(couple, tablet, order);
        for person in [&couple.ana, &*tablet, &couple.ben] {
            assert_eq!(person.agreement(&id)["in_force"], Value::Null, "{}", person.device);
        }
        let ask = only_ana_is_asked(couple, tablet, &id, &["agree", "show"]);
        let yes = ask["choices"].as_array().unwrap().iter().find(|one| one["id"] != "none");
        let yes = yes.unwrap()["id"].as_str().unwrap();
        tablet.run(&["answer", ask["id"].as_str().unwrap(), yes]);
        meet(couple, tablet, order);
        for person in [&couple.ana, &*tablet, &couple.ben] {
            assert_eq!(person.agreement(&id)["state"], "in_force");
        }
        nobody_is_asked(couple, tablet);
    });
}

#[test]
fn what_was_in_force_stays_where_own_devices_said_yes_to_different_words() {
    with_tablet(|couple, tablet, order| {
        let id = couple.in_force("Call on Sundays");
        meet(couple, tablet, order);
        couple.ben.run(&["agree", "counter", &id, "-m", "Call on Fridays"]);
        meet(couple, tablet, order);
        couple.ana.run(&["agree", "accept", &id]);
        tablet.run(&["agree", "counter", &id, "-m", "Call on Mondays"]);
        meet(couple, tablet, order);
        for person in [&couple.ana, &*tablet, &couple.ben] {
            let shown = person.agreement(&id);
            assert_eq!(shown["in_force"]["words"], "Call on Sundays", "{shown:#}");
        }
        only_ana_is_asked(couple, tablet, &id, &["agree", "show"]);
    });
}
