//! Limits and permissions: the acceptance cases by their numbers.

use serde_json::{Value, json};

use crate::harness::{Couple, Person, all_orders};

/// A limit of Ana's that Ben has.
#[track_caller]
fn shared(couple: &Couple, words: &str) -> String {
    let id = couple.ana.make(&["limit", "add", "-a", "time", "-m", words]);
    couple.ana.sync();
    couple.ben.sync();
    id
}

fn standing(boundary: &Value) -> Vec<&str> {
    let versions = boundary["versions"].as_array().unwrap().iter();
    versions.filter(|one| one["standing"] == true).filter_map(|one| one["words"].as_str()).collect()
}

#[test]
fn case_26_an_acknowledgement_stays_on_the_words_it_was_for() {
    all_orders(|couple, order| {
        let id = shared(couple, "I don't take calls after 22:00");
        couple.ana.run(&["limit", "edit", &id, "-m", "I don't take calls after 21:00"]);
        let acknowledged = couple.ben.run(&["limit", "ack", &id]);
        let version = acknowledged["acknowledged"]["version"].clone();
        couple.meet(order);
        for person in couple.both() {
            let shown = person.limit(&id);
            assert_eq!(
                (&shown["state"], standing(&shown)),
                (&json!("active"), vec!["I don't take calls after 21:00"])
            );
            assert_eq!(shown["acknowledged"]["version"], version);
            assert_ne!(
                shown["versions"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .find(|one| one["standing"] == true)
                    .unwrap()["version"],
                version
            );
        }
        let diff = couple.ben.run(&["limit", "diff", &id]);
        let now = diff["versions"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["standing"] == true)
            .unwrap();
        let added: Vec<_> = now["diff"]
            .as_array()
            .expect("a diff")
            .iter()
            .filter(|part| part["change"] == "added")
            .collect();
        assert!(
            added.iter().any(|part| part["text"].as_str().unwrap().contains("21:00")),
            "{diff:#}"
        );
    });
}

#[test]
fn case_27_a_withdrawn_limit_keeps_what_the_other_wrote() {
    all_orders(|couple, order| {
        let id = shared(couple, "I don't take calls after 22:00");
        couple.ana.run(&["limit", "withdraw", &id]);
        couple.ben.run(&["limit", "ack", &id]);
        couple.ben.run(&["limit", "honour", &id, "-m", "I will write instead"]);
        couple.meet(order);
        couple.sees_both("limit", &id, "state", "withdrawn");
        let shown = couple.ben.limit(&id);
        assert_eq!(shown["honour"]["text"], "I will write instead");
        assert_eq!(standing(&shown), [""; 0]);
        assert!(!couple.ben.run(&["limit", "list"]).to_string().contains("after 22:00"));
        assert!(
            couple
                .ben
                .run(&["limit", "show", &id, "--history"])
                .to_string()
                .contains("after 22:00")
        );
    });
}

#[test]
fn case_31_a_limit_pauses_the_agreement_it_names_until_it_is_withdrawn() {
    all_orders(|couple, order| {
        let every_night =
            ["--name", "Call", "--at", "21:00", "--tz", "Europe/Berlin", "--every", "day"];
        let call = couple.ana.make(&[&["ritual", "propose"][..], &every_night].concat());
        couple.meet(order);
        couple.ben.run(&["agree", "accept", &call]);
        couple.meet(order);
        let id = couple.ana.make(&[
            "limit",
            "add",
            "-a",
            "time",
            "-m",
            "No calls after 20:30",
            "--limits",
            &call,
        ]);
        assert_eq!(
            couple.ana.agreement(&call)["paused_by"],
            json!([id]),
            "at once on her own device"
        );
        couple.ben.run(&["ritual", "did", &call, "--on", "2026-11-23"]);
        couple.meet(order);
        for (person, whose) in couple.both().into_iter().zip(["them", "me"]) {
            let night = &person.run(&["ritual", "next", "--from", "2026-11-23", "--days", "1"])[0];
            assert_eq!(night["marks"][whose], "did_it", "{night:#}");
            let all = person.run(&["whatsnew"]).to_string().to_lowercase();
            assert!(!["breach", "broke", "violat"].iter().any(|word| all.contains(word)), "{all}");
            let shown = person.agreement(&call);
            assert_eq!((&shown["state"], &shown["paused_by"]), (&json!("in_force"), &json!([id])));
            assert_eq!(person.asked(), ["needs_talk"]);
            assert_eq!(person.limit(&id)["limits"], call.as_str());
        }
        assert_eq!(couple.ana.run(&["asks"]), couple.ben.run(&["asks"]));
        couple.ana.run(&["limit", "withdraw", &id]);
        couple.meet(order);
        for person in couple.both() {
            assert_eq!(person.agreement(&call)["paused_by"], json!([]));
            assert_eq!(person.asked(), [""; 0]);
        }
    });
}

#[test]
fn case_32_a_permission_used_before_its_end_was_known_is_labelled_nothing() {
    all_orders(|couple, order| {
        let id =
            couple.ana.make(&["permit", "add", "-a", "digital", "-m", "You may read my calendar"]);
        couple.meet(order);
        couple.ana.on("2026-11-30");
        couple.ben.on("2026-12-01");
        couple.ana.run(&["permit", "withdraw", &id]);
        couple.ben.run(&["permit", "note", &id, "-m", "Looked up the dentist"]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.run(&["permit", "show", &id]);
            assert_eq!(
                (&shown["state"], &shown["notes"][0]["text"]),
                (&json!("withdrawn"), &json!("Looked up the dentist"))
            );
            assert_eq!((person.asked(), &shown["asks"]), (vec![], &json!([])));
            let all = person.run(&["whatsnew"]).to_string().to_lowercase();
            assert!(!["breach", "broke", "violat"].iter().any(|word| all.contains(word)), "{all}");
        }
    });
}

#[test]
fn case_33_the_same_words_by_both_are_two_limits_that_know_of_each_other() {
    all_orders(|couple, order| {
        let words = ["limit", "add", "-a", "digital", "-m", "No phones at dinner"];
        let (by_ana, by_ben) = (couple.ana.make(&words), couple.ben.make(&words));
        assert_ne!(by_ana, by_ben);
        couple.meet(order);
        for person in couple.both() {
            assert_eq!(person.limit(&by_ana)["same_as"], json!([by_ben]));
            assert_eq!(person.limit(&by_ben)["same_as"], json!([by_ana]));
            assert_eq!(person.run(&["agree", "list"]), json!([]));
        }
    });
}

#[test]
fn case_35_taken_back_before_it_went_out_never_reaches_the_other() {
    all_orders(|couple, order| {
        let before = couple.ben.verify();
        let id =
            couple.ana.make(&["limit", "add", "-a", "intimate", "-m", "Something said too soon"]);
        assert_eq!(couple.ana.run(&["status"])["unsent"], 1);
        couple.ana.run(&["limit", "withdraw", &id]);
        assert_eq!(couple.ana.run(&["status"])["unsent"], 0);
        couple.meet(order);
        for person in couple.both() {
            assert_eq!(person.run(&["limit", "list"]), json!([]));
            assert_eq!(person.refused(&["limit", "show", &id], 4), "not_found");
        }
        assert_eq!(couple.ben.verify()["acts"], before["acts"]);
    });
}

#[test]
fn case_36_shared_and_withdrawn_while_the_other_was_away_shows_no_words() {
    all_orders(|couple, order| {
        let id = couple.ana.make(&["limit", "add", "-a", "time", "-m", "Something said too soon"]);
        couple.ana.sync();
        couple.ana.run(&["limit", "withdraw", &id]);
        couple.meet(order);
        couple.sees_both("limit", &id, "state", "withdrawn");
        let news = couple.ben.run(&["whatsnew"]).to_string();
        assert!(news.contains(&id) && news.contains("withdrew"), "{news}");
        for shown in [
            couple.ben.run(&["limit", "list"]),
            couple.ben.limit(&id),
            couple.ben.run(&["whatsnew"]),
        ] {
            assert!(!shown.to_string().contains("too soon"), "{shown:#}");
        }
        let told =
            couple.ana.reads(&["limit", "show", &id]) + &couple.ana.reads(&["limit", "list"]);
        assert!(told.to_lowercase().contains("withdrawn"), "{told}");
    });
}

#[test]
fn a_limit_is_not_accepted_and_only_its_owner_changes_it() {
    all_orders(|couple, order| {
        let id = shared(couple, "I don't take calls after 22:00");
        let refused = |person: &Person, words: &[&str], code: &str| {
            assert_eq!(person.refused(words, 3), code)
        };
        refused(&couple.ben, &["limit", "edit", &id, "-m", "Calls at any time"], "not_yours");
        refused(&couple.ben, &["limit", "withdraw", &id], "not_yours");
        refused(&couple.ana, &["limit", "ack", &id], "yours");
        assert_eq!(couple.ben.try_run(&["limit", "accept", &id]).exit, 2);
        couple.meet(order);
        couple.sees_both("limit", &id, "state", "active");
    });
}

/// `limit add` with these flags.
fn added<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["limit", "add", "-a", "time", "-m", "No calls after 20:30"], more].concat()
}

#[test]
fn a_limit_kept_as_a_draft_names_an_agreement_and_pauses_it_only_once_shared() {
    all_orders(|couple, order| {
        let call = couple.in_force("We call every night at 21:00");
        let id = couple.ana.make(&added(&["--draft", "--limits", &call]));
        assert_eq!(couple.ana.limit(&id)["limits"], call.as_str());
        assert_eq!(couple.ana.agreement(&call)["paused_by"], json!([]));
        couple.ana.run(&["limit", "edit", &id, "-m", "No calls after 21:00"]);
        couple.ana.run(&["private", "share", &id]);
        couple.meet(order);
        couple.sees_both("limit", &id, "limits", &call);
        for person in couple.both() {
            assert_eq!(person.agreement(&call)["paused_by"], json!([id]));
        }
        // What only she sees cannot be named, and says so.
        let hidden = couple.ana.make(&["agree", "propose", "--draft", "-a", "time", "-m", "Later"]);
        for more in [&["--limits", &hidden][..], &["--draft", "--limits", &hidden]] {
            let sentence = "This is still a draft that only you see.";
            couple.ana.says_no(&added(more), 3, "still_a_draft", sentence);
        }
        assert_eq!(
            couple.ana.refused(&added(&["--draft", "--limits", "ffffffff"]), 4),
            "not_found"
        );
        let permit = ["permit", "add", "--draft", "-a", "time", "-m", "Calls", "--limits", &call];
        assert_eq!(couple.ana.refused(&permit, 2), "limits_are_for_limits");
    });
}
