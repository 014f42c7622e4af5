//! Several devices of one person: adding by link and by spoken words, and everything on each of them.

use serde_json::{Value, json};

use crate::harness::couple::words;
use crate::harness::own::{add, compare, device, link, settle};
use crate::harness::proxy::Wire;
use crate::harness::{Answer, Couple, Order, Person, Relay};

#[test]
fn a_second_and_a_third_device_have_everything_and_speak_for_their_person() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let early = couple.in_force("Call on Sundays");
    let draft = couple.ana.make(&["limit", "add", "--draft", "-a", "time", "-m", "No calls late"]);
    let tablet = add(&couple.ana, "tablet");
    settle(&[&couple.ana, &tablet, &couple.ben]);
    assert_eq!(tablet.agreement(&early)["state"], "in_force");
    assert_eq!(tablet.limit(&draft)["state"], "draft");
    let status = tablet.run(&["status"]);
    assert_eq!((&status["name"], &status["partner_name"]), (&json!("Ana"), &json!("Ben")));
    // A third one, let in by the second with six spoken words.
    let laptop = couple.ana.another("laptop");
    let spoken = tablet.run(&["devices", "add", "--spoken"])["spoken_words"].clone();
    let six: Vec<_> = spoken.as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
    let line = ["join", "--own", "--spoken", "-", "--relay", &relay.url()];
    let answered = laptop.try_with_input(&line, &six.join(" "));
    assert_eq!((answered.exit, &answered.said["state"]), (0, &json!("answered")), "{answered:?}");
    assert!(answered.said["recovery_words"].is_null(), "no identity and no words of its own");
    compare(&tablet, &laptop);
    settle(&[&tablet, &laptop, &couple.ana, &couple.ben]);
    for person in [&couple.ana, &tablet, &laptop] {
        for name in ["phone", "tablet", "laptop"] {
            assert_eq!(device(person, name)["state"], "active", "{name}");
        }
    }
    // What the third says is Ana's.
    let late = laptop.make(&["agree", "propose", "-a", "time", "-m", "No phones at dinner"]);
    settle(&[&laptop, &couple.ben, &tablet, &couple.ana]);
    couple.ben.run(&["agree", "accept", &late]);
    settle(&[&couple.ben, &couple.ana, &laptop, &tablet]);
    for person in [&couple.ana, &couple.ben, &tablet, &laptop] {
        assert_eq!(person.agreement(&late)["state"], "in_force");
    }
    // Ben's app knows nothing of which device it was.
    assert_eq!(couple.ben.run(&["devices"]).as_array().unwrap().len(), 2, "his own and his words");
    relay.check();
}

#[test]
fn wrong_words_twice_end_it_on_either_side_and_a_new_link_works() {
    let relay = Relay::open();
    let ana = Person::ana();
    ana.init(&relay.url());
    for (wrong_at_first, name) in [(true, "tablet"), (false, "laptop")] {
        let tablet = ana.another(name);
        tablet.run(&["join", &link(&ana)]);
        // Nothing can be written before it is let in.
        let early = ["promise", "add", "Too early"];
        tablet.says_no(&early, 3, "device_waits", "This device is not one of yours yet");
        ana.sync();
        tablet.sync();
        let wrong = if wrong_at_first { &ana } else { &tablet };
        let own = words(wrong);
        let line: Vec<&str> =
            ["pairing", "confirm"].into_iter().chain(own.iter().map(String::as_str)).collect();
        assert_eq!(wrong.refused(&line, 3), "words_differ");
        assert_eq!(wrong.refused(&line, 3), "words_differ");
        assert_eq!(wrong.run(&["pairing"])["state"], "refused");
        ana.sync();
        tablet.sync();
        let devices = ana.run(&["devices"]);
        let in_use = devices.as_array().unwrap().iter().filter(|one| one["state"] == "active");
        assert_eq!(in_use.count(), 1, "only this one");
        // The same empty home answers the next one.
        ana.try_run(&["invite", "cancel"]);
        tablet.try_run(&["invite", "cancel"]);
        assert_eq!(tablet.run(&["join", &link(&ana)])["state"], "answered");
        compare(&ana, &tablet);
        assert_eq!(device(&ana, name)["state"], "active");
        let id = device(&ana, name)["id"].as_str().unwrap().to_owned();
        assert_eq!(ana.run(&["devices", "remove", &id])["state"], "pending");
        ana.sync();
    }
    relay.check();
}

#[test]
fn a_home_in_use_answers_no_device_link_and_a_partners_link_adds_no_device() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let invited = link(&couple.ana);
    couple.ben.says_no(&["join", &invited], 3, "home_in_use", "There is an identity");
    // One invitation after the other.
    let solo = Person::new("Eve", "Europe/London");
    solo.init(&relay.url());
    solo.run(&["devices", "add"]);
    solo.says_no(&["invite"], 3, "pairing_under_way", "A pairing is under way.");
    solo.run(&["invite", "cancel"]);
    solo.sync();
    solo.run(&["invite"]);
    solo.says_no(&["devices", "add"], 3, "pairing_under_way", "A pairing is under way.");
    relay.check();
}

#[test]
fn an_eighth_device_beside_the_words_is_refused_with_a_sentence() {
    let relay = Relay::open();
    let ana = Person::ana();
    ana.init(&relay.url());
    let names = ["one", "two", "three", "four", "five", "six"];
    let _others: Vec<Person> = names.into_iter().map(|name| add(&ana, name)).collect();
    let full = "You have as many devices as there can be";
    ana.says_no(&["devices", "add"], 3, "too_many_devices", full);
    relay.check();
}

#[test]
fn a_device_that_was_removed_says_so_and_gets_nothing_more() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let tablet = add(&couple.ana, "tablet");
    let said = tablet.make(&["agree", "propose", "-a", "time", "-m", "Call on Sundays"]);
    settle(&[&tablet, &couple.ana, &couple.ben]);
    let unsent = tablet.make(&["promise", "add", "Written by a finder"]);
    let id = device(&couple.ana, "tablet")["id"].as_str().unwrap().to_owned();
    couple.ana.run(&["devices", "remove", &id]);
    assert_eq!(couple.ana.run(&["status"])["pending"], json!(["removal not yet confirmed"]));
    couple.ana.sync();
    assert_eq!(couple.ana.run(&["status"])["pending"], json!([]));
    assert_eq!(device(&couple.ana, "tablet")["state"], "removed");
    let after = couple.ana.make(&["promise", "add", "Not for the finder"]);
    couple.meet(Order::Ana);
    let gone = "This device was removed by another of your devices.";
    tablet.says_no(&["sync"], 3, "revoked", gone);
    let notices = tablet.run(&["status"])["notices"].clone();
    assert_eq!(notices[0]["code"], "removed");
    assert!(tablet.reads(&["status"]).contains(gone));
    assert_eq!(tablet.try_run(&["promise", "show", &after]).exit, 4);
    // What it said before stands; what it had not sent never counts.
    couple.ben.run(&["agree", "accept", &said]);
    couple.meet(Order::Ben);
    couple.sees_both("agree", &said, "state", "in_force");
    for person in couple.both() {
        assert_eq!(person.try_run(&["promise", "show", &unsent]).exit, 4);
    }
    relay.check();
}

/// Types the twelve words on a machine.
fn recover(person: &Person, url: &str, words: &[String]) -> Answer {
    person.try_with_input(&["recover", "--relay", url, "--words", "-"], &words.join(" "))
}

#[track_caller]
fn twelve(said: &Value) -> Vec<String> {
    let words = said["recovery_words"].as_array().expect("twelve words");
    words.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_twelve_words_bring_everything_back_on_an_empty_machine() {
    let relay = Relay::open();
    let url = relay.url();
    let (ana, ben) = (Person::ana(), Person::ben());
    let words = twelve(&ana.init(&url));
    let invited = ana.run(&["invite"]);
    let of_ben = twelve(&ben.run(&["join", invited["link"].as_str().unwrap(), "--name", "Ben"]));
    let couple = Couple { ana, ben };
    couple.compare();
    let agreed = couple.in_force("Call on Sundays");
    let limit = couple.ana.make(&["limit", "add", "-a", "time", "-m", "No calls late"]);
    let draft = couple.ana.make(&["promise", "add", "--draft", "Still mine alone"]);
    couple.meet(Order::Ana);
    let before = couple.ben.verify();
    // Wrong words first, in every way.
    let new = couple.ana.another("new phone");
    let mut swapped = words.clone();
    swapped.swap(0, 1);
    let mut unknown = words.clone();
    unknown[4] = "xylophon".into();
    for (typed, code, exit) in
        [(&words[..11], "bad_recovery_words", 2), (&unknown[..], "bad_recovery_words", 2)]
    {
        let answer = recover(&new, &url, typed);
        answer.is_one_sentence_of(exit);
        assert_eq!(answer.code, code, "{answer:?}");
    }
    let answer = recover(&new, &url, &swapped);
    assert!(["bad_recovery_words", "words_unknown"].contains(&answer.code.as_str()), "{answer:?}");
    let elsewhere = Relay::open();
    let answer = recover(&new, &elsewhere.url(), &words);
    answer.is_one_sentence_of(3);
    assert_eq!(answer.code, "words_unknown");
    assert!(new.files().is_empty(), "a refusal makes nothing");
    // The words themselves, with the old phone at the bottom of a lake.
    let lost = couple.ana;
    let answer = recover(&new, &url, &words);
    assert_eq!(answer.exit, 0, "{answer:?}");
    let said = &answer.said;
    assert_eq!(
        (&said["state"], &said["name"], &said["couple"]),
        (&json!("recovered"), &json!("Ana"), &json!("back"))
    );
    let verified = new.verify();
    assert_eq!(verified["state_digest"], before["state_digest"]);
    assert_eq!(new.agreement(&agreed)["state"], "in_force");
    assert_eq!(new.limit(&limit)["state"], "active");
    assert_eq!(new.promise(&draft)["state"], "draft");
    assert_eq!(new.run(&["status"])["partner_name"], "Ben");
    // It speaks for Ana, and removes the lost one.
    let id = device(&new, "phone")["id"].as_str().unwrap().to_owned();
    new.run(&["devices", "remove", &id]);
    new.sync();
    lost.says_no(&["sync"], 3, "revoked", "This device was removed");
    let couple = Couple { ana: new, ben: couple.ben };
    couple.in_force("Phones away at meals");
    // Ben's words bring Ben back, in the other slot.
    let bens = couple.ben.another("laptop");
    assert_eq!(recover(&bens, &url, &of_ben).said["couple"], "back");
    settle(&[&bens, &couple.ana, &couple.ben]);
    // Words of another vault are no way into a home in use.
    assert_eq!(recover(&bens, &url, &words).code, "home_in_use");
    relay.check();
    elsewhere.check();
}

#[test]
fn a_recovery_cut_off_at_any_moment_goes_on_with_the_same_words() {
    let mut relay = Relay::stopped(&[]);
    let wire = Wire::to(relay.address());
    relay.allow(&wire.name());
    relay.start();
    let couple = Couple { ana: Person::ana(), ben: Person::ben() };
    let words = twelve(&couple.ana.init(&wire.url()));
    let invited = couple.ana.run(&["invite"]);
    couple.ben.run(&["join", invited["link"].as_str().unwrap(), "--name", "Ben"]);
    couple.compare();
    couple.in_force("Call on Sundays");
    // So many bytes get through, then the process is killed: before the look-up, in the vault, in the couple space.
    let cuts = [0, 300, 900, 2_000, 4_000, 6_000, 8_000, 12_000];
    let names = ["0", "300", "900", "2000", "4000", "6000", "8000", "12000"];
    for (bytes, name) in cuts.into_iter().zip(names) {
        let new = couple.ana.another(name);
        wire.hold_after(bytes);
        let typed = words.join(" ");
        let mut child = new.start(&["recover", "--relay", &wire.url(), "--words", &typed]);
        wire.wait_held(&mut child);
        drop(child.kill());
        child.wait().unwrap();
        wire.release();
        let answer = recover(&new, &wire.url(), &words);
        let done = answer.exit == 0 || answer.code == "home_in_use";
        assert!(done, "after {bytes} bytes: {answer:?}");
        settle(&[&new, &couple.ana, &couple.ben]);
        let listed = couple.ana.run(&["devices"]);
        let of_name = listed.as_array().unwrap().iter().filter(|one| one["name"] == name);
        let ids: Vec<_> = of_name.map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids.len(), 1, "one device, however often it was tried: {listed:#}");
        couple.ana.run(&["devices", "remove", &ids[0]]);
        couple.ana.sync();
    }
    relay.check();
}

#[test]
fn renewed_words_take_the_old_ones_place_everywhere() {
    let relay = Relay::open();
    let url = relay.url();
    let couple = Couple { ana: Person::ana(), ben: Person::ben() };
    let old = twelve(&couple.ana.init(&url));
    let invited = couple.ana.run(&["invite"]);
    couple.ben.run(&["join", invited["link"].as_str().unwrap(), "--name", "Ben"]);
    couple.compare();
    couple.in_force("Call on Sundays");
    let tablet = add(&couple.ana, "tablet");
    settle(&[&couple.ana, &tablet, &couple.ben]);
    // One command on any device: new words, and the others are out.
    let new = twelve(&tablet.run(&["words", "renew", "--remove-other-devices"]));
    assert_ne!(new, old);
    assert_eq!(tablet.run(&["words"]), json!({ "made_on": "2026-11-23", "in_place": true }));
    assert_eq!(tablet.run(&["status"])["pending"], json!([]));
    couple.ana.says_no(&["sync"], 3, "revoked", "This device was removed");
    let laptop = tablet.another("laptop");
    assert_eq!(recover(&laptop, &url, &old).code, "words_unknown");
    let answer = recover(&laptop, &url, &new);
    assert_eq!(answer.said["couple"], "back", "{answer:?}");
    settle(&[&laptop, &tablet, &couple.ben]);
    // And again, from the one that was brought back; the words before are over in their turn.
    let third = twelve(&laptop.run(&["words", "renew"]));
    settle(&[&laptop, &tablet, &couple.ben]);
    let last = tablet.another("last");
    assert_eq!(recover(&last, &url, &new).code, "words_unknown");
    assert_eq!(recover(&last, &url, &third).said["couple"], "back");
    settle(&[&last, &laptop, &tablet, &couple.ben]);
    // Ben's side noticed nothing but devices in the log.
    let notices = couple.ben.run(&["status"])["notices"].clone();
    assert!(notices.is_null(), "{notices:#}");
    relay.check();
}

#[test]
fn words_are_not_renewed_without_a_relay() {
    let (mut relay, ana) = (Relay::open(), Person::ana());
    ana.init(&relay.url());
    ana.sync();
    relay.stop();
    assert_eq!(ana.refused(&["words", "renew"], 5), "relay_unreachable");
    assert_eq!(ana.run(&["words"])["in_place"], true);
    let alone = Person::ben();
    alone.run(&["init", "--name", "Ben"]);
    assert_eq!(alone.refused(&["words", "renew"], 3), "no_relay");
}

/// Codes and names of what this device tells about own devices.
fn told(person: &Person) -> Vec<(String, String)> {
    let notices = person.run(&["status"])["notices"].clone();
    let of = |notice: &Value, field: &str| notice[field].as_str().unwrap_or_default().to_owned();
    let list = notices.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|notice| (of(notice, "code"), of(notice, "name"))).collect()
}

#[test]
fn every_coming_and_going_is_told_on_all_own_devices_until_it_was_seen() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let ana = &couple.ana;
    assert_eq!(told(ana), []);
    let tablet = add(ana, "tablet");
    let laptop = add(ana, "laptop");
    settle(&[ana, &tablet, &laptop, &couple.ben]);
    let added = |name: &str| ("device_added".to_owned(), name.to_owned());
    assert_eq!(told(ana), [added("tablet"), added("laptop")]);
    assert_eq!(told(&tablet), [added("laptop")], "its own coming is no news to it");
    assert_eq!(told(&laptop), []);
    let text = ana.reads(&["status"]);
    assert!(text.contains("A device was added to yours: tablet ("), "{text}");
    assert!(text.contains("`accord devices seen` ends this line."), "{text}");
    // Seen on one device is not seen on the others.
    assert_eq!(ana.run(&["devices", "seen"])["state"], "seen");
    assert_eq!(told(ana), []);
    assert_eq!(told(&tablet), [added("laptop")]);
    let id = device(&tablet, "laptop")["id"].as_str().unwrap().to_owned();
    tablet.run(&["devices", "remove", &id]);
    tablet.run(&["words", "renew"]);
    settle(&[&tablet, ana, &couple.ben]);
    let removed = ("device_removed".to_owned(), "laptop".to_owned());
    let words = ("words_renewed".to_owned(), String::new());
    assert_eq!(told(ana), [removed.clone(), words.clone()]);
    assert_eq!(told(&tablet), [added("laptop"), removed, words]);
    // Nothing of it is Ben's to know.
    assert_eq!(told(&couple.ben), []);
    for one in ana.run(&["devices"]).as_array().unwrap() {
        let paper = one["name"].is_null();
        assert_eq!(one["added"], if paper { Value::Null } else { json!("2026-11-23") }, "{one:#}");
    }
    relay.check();
}

#[test]
fn a_relay_set_by_hand_says_what_to_do_on_other_own_devices_and_that_brings_them_together() {
    let (old, new) = (Relay::open(), Relay::open());
    let ana = Person::ana();
    ana.init(&old.url());
    let tablet = add(&ana, "tablet");
    let draft = |person: &Person, words: &str| {
        person.make(&["limit", "add", "--draft", "-a", "time", "-m", words])
    };
    let first = draft(&ana, "before");
    settle_alone(&[&ana, &tablet]);
    let set = ana.run(&["relay", "set", &new.url()]);
    assert_eq!(set["other_devices"], 1, "{set}");
    let again = ana.run(&["relay", "set", &new.url()]);
    assert_eq!(again["other_devices"], json!(null), "nothing moved");
    ana.run(&["relay", "set", &old.url()]);
    let told = ana.reads(&["relay", "set", &new.url()]);
    assert!(told.contains(&format!("Type `accord relay set {}` there too", new.url())), "{told}");
    // Each goes on writing where it is, and they do not meet.
    let (here, there) = (draft(&ana, "at the new one"), draft(&tablet, "at the old one"));
    settle_alone(&[&ana, &tablet]);
    assert_eq!(tablet.refused(&["limit", "show", &here], 4), "not_found");
    // The same command there brings it over, with what it wrote meanwhile.
    let set = tablet.run(&["relay", "set", &new.url()]);
    assert_eq!(set["other_devices"], 1);
    settle_alone(&[&tablet, &ana, &tablet]);
    for person in [&ana, &tablet] {
        for id in [&first, &here, &there] {
            assert_eq!(person.limit(id)["state"], "draft", "{}", person.device);
        }
        assert_eq!(person.run(&["status"])["pending"], json!([]));
    }
    // A device alone has nobody to tell.
    let ben = Person::ben();
    ben.init(&old.url());
    ben.sync();
    assert!(!ben.reads(&["relay", "set", &new.url()]).contains("there too"));
    old.check();
    new.check();
}

/// Everybody exchanges, without a couple space to compare.
#[track_caller]
fn settle_alone(people: &[&Person]) {
    for person in [people, people].concat() {
        person.sync();
    }
}
