//! Agreements: the acceptance cases by their numbers.

use serde_json::{Value, json};

use crate::harness::{Couple, Person, all_orders};

/// Words proposed by Ana and known to both.
#[track_caller]
fn proposed(couple: &Couple, words: &str) -> String {
    let id = couple.ana.make(&["agree", "propose", "-a", "time", "-m", words]);
    couple.ana.sync();
    couple.ben.sync();
    id
}

/// The open wordings, by their words, in the order shown.
fn open(agreement: &Value) -> Vec<String> {
    let open = agreement["open"].as_array().unwrap().iter();
    open.map(|one| one["words"].as_str().unwrap().to_owned()).collect()
}

/// The hash of the open wording with these words.
#[track_caller]
fn revision(person: &Person, id: &str, words: &str) -> String {
    let shown = person.agreement(id);
    let open = shown["open"].as_array().unwrap();
    let found = open.iter().find(|one| one["words"] == words).expect("an open wording");
    found["revision"].as_str().unwrap().to_owned()
}

fn acts(agreement: &Value) -> Vec<&str> {
    agreement["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["act"].as_str().unwrap())
        .collect()
}

/// In force with R0, and an amendment by each that the other does not know of.
#[track_caller]
fn two_ideas(couple: &Couple) -> String {
    let id = couple.in_force("Call on Sundays");
    couple.ana.run(&["agree", "counter", &id, "-m", "Call on Mondays"]);
    couple.ben.run(&["agree", "counter", &id, "-m", "Call on Tuesdays"]);
    id
}

#[test]
fn case_01_a_yes_to_the_words_puts_them_in_force_from_its_day() {
    all_orders(|couple, order| {
        let id = proposed(couple, "No sensitive topics at meals");
        couple.on("2026-11-25");
        couple.ben.run(&["agree", "accept", &id]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.agreement(&id);
            assert_eq!(shown["state"], "in_force");
            assert_eq!(shown["in_force"]["words"], "No sensitive topics at meals");
            assert_eq!(shown["in_force"]["since"], "2026-11-25");
            assert_eq!(person.asked(), [""; 0]);
        }
    });
}

#[test]
fn case_02_a_yes_to_words_already_replaced_holds_nobody() {
    all_orders(|couple, order| {
        let id = proposed(couple, "Call on Sundays");
        couple.ana.run(&["agree", "counter", &id, "-m", "Call on Mondays"]);
        couple.ben.run(&["agree", "accept", &id]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.agreement(&id);
            assert_eq!((&shown["state"], &shown["in_force"]), (&json!("open"), &Value::Null));
            assert!(open(&shown).contains(&"Call on Mondays".to_owned()), "{shown:#}");
            let counter = shown["open"]
                .as_array()
                .unwrap()
                .iter()
                .find(|one| one["words"] == "Call on Mondays")
                .unwrap();
            let parts: Vec<_> = counter["diff"]
                .as_array()
                .unwrap()
                .iter()
                .map(|part| {
                    (part["change"].as_str().unwrap(), part["text"].as_str().unwrap().trim())
                })
                .collect();
            assert!(
                parts.contains(&("added", "Mondays")) && parts.contains(&("removed", "Sundays")),
                "{parts:?}"
            );
        }
        assert_eq!(couple.ben.asked(), ["earlier_wording"]);
        assert_eq!(couple.ana.asked(), [""; 0]);
        let said = couple.ben.run(&["asks"])[0]["sentence"].to_string();
        assert!(said.contains("You said yes to an earlier wording"), "{said}");
    });
}

#[test]
fn case_03_taken_back_before_the_yes_arrived_is_closed() {
    all_orders(|couple, order| {
        let id = proposed(couple, "Call on Sundays");
        couple.ana.run(&["agree", "retract", &id]);
        couple.ben.run(&["agree", "accept", &id]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.agreement(&id);
            assert_eq!(shown["in_force"], Value::Null, "{shown:#}");
        }
        assert_eq!(couple.ben.asked(), ["taken_back"]);
        let said = couple.ben.run(&["asks"])[0]["sentence"].to_string();
        assert!(said.contains("Ana had taken this back"), "{said}");
        let ask = couple.ben.run(&["asks"])[0].clone();
        let (ask, choice) =
            (ask["id"].as_str().unwrap(), ask["choices"][0]["id"].as_str().unwrap());
        couple.ben.run(&["answer", ask, choice]);
        assert_eq!(couple.ben.asked(), [""; 0]);
    });
}

#[test]
fn case_04_two_amendments_stand_side_by_side_and_the_agreement_stays() {
    all_orders(|couple, order| {
        let id = two_ideas(couple);
        couple.meet(order);
        let mut seen = Vec::new();
        for person in couple.both() {
            let shown = person.agreement(&id);
            assert_eq!(
                (&shown["state"], &shown["in_force"]["words"]),
                (&json!("in_force"), &json!("Call on Sundays"))
            );
            let hashes: Vec<_> = shown["open"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["revision"].as_str().unwrap().to_owned())
                .collect();
            assert_eq!(hashes.len(), 2);
            assert!(hashes.is_sorted());
            assert_eq!(person.asked(), [""; 0]);
            seen.push(open(&shown));
        }
        assert_eq!(seen[0], seen[1]);
    });
}

#[test]
fn case_05_a_crossed_yes_is_asked_about_in_the_same_words_on_both_sides() {
    all_orders(|couple, order| {
        let id = two_ideas(couple);
        couple.meet(order);
        let theirs = revision(&couple.ana, &id, "Call on Tuesdays");
        couple.ana.run(&["agree", "accept", &id, "--revision", &theirs]);
        let theirs = revision(&couple.ben, &id, "Call on Mondays");
        couple.ben.run(&["agree", "accept", &id, "--revision", &theirs]);
        couple.meet(order);
        let (ana, ben) = (couple.ana.run(&["asks"]), couple.ben.run(&["asks"]));
        assert_eq!(ana, ben);
        assert_eq!((&ana[0]["code"], &ana[0]["for"]), (&json!("crossed"), &json!("both")));
        let said = ana[0]["sentence"].as_str().unwrap();
        assert!(
            said.contains("Ana") && said.contains("Ben") && !said.to_lowercase().contains("you"),
            "{said}"
        );
        let choices = ana[0]["choices"].as_array().unwrap();
        let smallest = choices.iter().map(|choice| choice["id"].as_str().unwrap()).min().unwrap();
        let chosen: Vec<_> =
            choices.iter().filter(|choice| choice["preselected"] == true).collect();
        assert_eq!((chosen.len(), chosen[0]["id"].as_str()), (1, Some(smallest)));
        for person in couple.both() {
            assert_eq!(person.agreement(&id)["in_force"]["words"], "Call on Sundays");
        }
        // Both take the preselected one: it is in force and the question is gone.
        let (ask, smallest) = (ana[0]["id"].as_str().unwrap().to_owned(), smallest.to_owned());
        couple.ana.run(&["answer", &ask, &smallest]);
        couple.ben.run(&["answer", &ask, &smallest]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.agreement(&id);
            assert_eq!(shown["in_force"]["revision"], smallest.as_str(), "{shown:#}");
            assert_eq!(person.asked(), [""; 0]);
        }
    });
}

#[test]
fn case_07_words_that_join_both_ideas_replace_both() {
    all_orders(|couple, order| {
        let id = two_ideas(couple);
        couple.meet(order);
        let mine = revision(&couple.ana, &id, "Call on Mondays");
        let theirs = revision(&couple.ana, &id, "Call on Tuesdays");
        let joined = [
            "agree",
            "counter",
            &id,
            "--revision",
            &mine,
            "--joins",
            &theirs,
            "-m",
            "Call on Mondays and Tuesdays",
        ];
        couple.ana.run(&joined);
        couple.meet(order);
        let shown = couple.ben.agreement(&id);
        let parents = shown["open"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["words"] == "Call on Mondays and Tuesdays")
            .unwrap()["parents"]
            .clone();
        let mut expected = [mine, theirs];
        expected.sort();
        assert_eq!(parents, json!(expected));
        let both = revision(&couple.ben, &id, "Call on Mondays and Tuesdays");
        couple.ben.run(&["agree", "accept", &id, "--revision", &both]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.agreement(&id);
            assert_eq!(shown["in_force"]["words"], "Call on Mondays and Tuesdays");
            assert_eq!(open(&shown), [""; 0], "{shown:#}");
            assert_eq!(person.asked(), [""; 0]);
        }
    });
}

#[test]
fn case_10_ended_by_both_is_ended_once_and_both_notes_are_kept() {
    all_orders(|couple, order| {
        let id = couple.in_force("Call on Sundays");
        couple.ana.run(&["agree", "end", &id, "-m", "I travel too much"]);
        couple.ben.run(&["agree", "end", &id, "-m", "Mondays are better"]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.agreement(&id);
            assert_eq!((&shown["state"], &shown["in_force"]), (&json!("ended"), &Value::Null));
            let notes: Vec<_> = shown["history"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|line| line["note"].as_str())
                .collect();
            assert!(
                notes.contains(&"I travel too much") && notes.contains(&"Mondays are better"),
                "{notes:?}"
            );
        }
        assert_eq!(couple.ana.refused(&["agree", "end", &id], 3), "nothing_to_end");
    });
}

#[test]
fn case_11_an_old_yes_does_not_count_after_the_end() {
    all_orders(|couple, order| {
        let id = couple.in_force("Call on Sundays");
        couple.ana.run(&["agree", "end", &id]);
        couple.meet(order);
        let again = couple.ana.make(&["agree", "propose", "-a", "time", "-m", "Call on Sundays"]);
        assert_eq!(again, id, "the same words are the same agreement");
        couple.meet(order);
        for person in couple.both() {
            let shown = person.agreement(&id);
            assert_eq!(
                (&shown["state"], &shown["in_force"]),
                (&json!("open"), &Value::Null),
                "{shown:#}"
            );
        }
        assert_eq!(couple.ben.agreement(&id)["waiting_for"], "me");
        couple.ben.run(&["agree", "accept", &id]);
        couple.meet(order);
        couple.sees_both("agree", &id, "state", "in_force");
    });
}

#[test]
fn case_13_two_proposals_that_look_alike_are_asked_about_and_never_merged() {
    all_orders(|couple, order| {
        let by_ana =
            couple.ana.make(&["agree", "propose", "-a", "time", "-m", "Call Sunday 20:00"]);
        let by_ben =
            couple.ben.make(&["agree", "propose", "-a", "time", "-m", "Sunday call at 8pm"]);
        couple.meet(order);
        let asks = couple.ana.run(&["asks"]);
        assert_eq!(asks, couple.ben.run(&["asks"]));
        assert_eq!(asks[0]["code"], "looks_alike");
        let choices: Vec<_> = asks[0]["choices"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        assert!(choices.len() == 3 && choices.contains(&"keep_both"));
        assert!(choices.contains(&by_ana.as_str()) && choices.contains(&by_ben.as_str()));
        // Ben keeps both: one such word is enough, and both see it.
        couple.ben.run(&["answer", asks[0]["id"].as_str().unwrap(), "keep_both"]);
        couple.meet(order);
        for person in couple.both() {
            assert_eq!(person.asked(), [""; 0]);
            assert_eq!(person.agreement(&by_ana)["state"], "open");
            assert_eq!(person.agreement(&by_ben)["state"], "open");
        }
    });
}

#[test]
fn case_13_identical_words_proposed_apart_are_in_force() {
    all_orders(|couple, order| {
        let words = ["agree", "propose", "-a", "time", "-m", "Call on Sundays"];
        let (by_ana, by_ben) = (couple.ana.make(&words), couple.ben.make(&words));
        assert_eq!(by_ana, by_ben);
        couple.meet(order);
        couple.sees_both("agree", &by_ana, "state", "in_force");
    });
}

#[test]
fn case_14_a_no_to_the_old_words_is_no_no_to_the_new_ones() {
    all_orders(|couple, order| {
        let id = proposed(couple, "Call on Sundays");
        let old = revision(&couple.ben, &id, "Call on Sundays");
        couple.ana.run(&["agree", "counter", &id, "-m", "Call on Mondays"]);
        couple.ben.run(&["agree", "decline", &id]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.agreement(&id);
            assert_eq!(
                (&shown["state"], open(&shown)),
                (&json!("open"), vec!["Call on Mondays".to_owned()])
            );
            let answers = [&shown["open"][0]["my_answer"], &shown["open"][0]["their_answer"]];
            assert!(!answers.contains(&&json!("no")), "{shown:#}");
            let no = shown["history"]
                .as_array()
                .unwrap()
                .iter()
                .find(|line| line["act"] == "no")
                .expect("a no");
            assert_eq!(no["revision"], old.as_str());
        }
    });
}

#[test]
fn case_16_an_amendment_lifts_what_was_hidden_and_is_not_lost() {
    all_orders(|couple, order| {
        let id = couple.in_force("Call on Sundays");
        couple.ana.run(&["agree", "hide", &id]);
        assert_eq!(couple.ana.run(&["agree", "list"]), json!([]));
        couple.ben.run(&["agree", "counter", &id, "-m", "Call on Mondays"]);
        couple.meet(order);
        let shown = couple.ana.agreement(&id);
        assert_eq!(
            (&shown["state"], &shown["hidden"]),
            (&json!("in_force"), &json!(false)),
            "{shown:#}"
        );
        assert_eq!(open(&shown), ["Call on Mondays"]);
        assert_eq!(couple.ana.run(&["agree", "list"])[0]["id"], id.as_str());
        let news = couple.ana.run(&["whatsnew"]).to_string();
        assert!(news.contains("Ben suggests other words"), "{news}");
        assert_eq!(couple.ben.agreement(&id)["hidden"], false);
    });
}

#[test]
fn case_17_a_draft_that_was_deleted_leaves_no_trace() {
    all_orders(|couple, order| {
        let before = couple.ana.verify();
        let id = couple.ana.make(&[
            "agree",
            "propose",
            "--draft",
            "-a",
            "intimate",
            "-m",
            "Something I am not sure of",
        ]);
        assert_eq!(couple.ana.run(&["private", "list"])[0]["id"], id.as_str());
        couple.ana.run(&["private", "delete", &id]);
        couple.meet(order);
        assert_eq!(couple.ana.run(&["private", "list"]), json!([]));
        for person in couple.both() {
            assert_eq!(person.run(&["agree", "list"]), json!([]));
            assert_eq!(person.refused(&["agree", "show", &id], 4), "not_found");
        }
        assert_eq!(couple.ana.verify()["state_digest"], before["state_digest"]);
    });
}

#[test]
fn case_19_a_clock_in_the_far_future_ends_nothing() {
    all_orders(|couple, order| {
        let words =
            ["agree", "propose", "-a", "time", "-m", "Call on Sundays", "--until", "2026-12-31"];
        let id = couple.ana.make(&words);
        couple.meet(order);
        couple.ben.run(&["agree", "accept", &id]);
        couple.meet(order);
        let before = couple.ben.verify();
        couple.ben.on("2099-06-01");
        assert_eq!(couple.ben.agreement(&id)["state"], "lapsed");
        assert_eq!(couple.ben.asked(), ["clock_looks_wrong"]);
        couple.ben.sync();
        assert_eq!(couple.ben.verify()["acts"], before["acts"], "nothing was written");
        assert_eq!(couple.ana.agreement(&id)["state"], "in_force");
        assert_eq!(couple.ana.asked(), [""; 0]);
        couple.ben.on("2026-11-24");
        assert_eq!(couple.ben.agreement(&id)["state"], "in_force");
        assert_eq!(couple.ben.asked(), [""; 0]);
        couple.meet(order);
    });
}

#[test]
fn case_20_history_follows_what_was_known_and_no_clock() {
    all_orders(|couple, order| {
        couple.ana.at("2026-11-24T02:00");
        let id = couple.ana.make(&["agree", "propose", "-a", "time", "-m", "Call on Sundays"]);
        couple.ana.sync();
        couple.ben.sync();
        couple.ben.at("2026-11-23T17:05");
        couple.ben.run(&["agree", "accept", &id]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.agreement(&id);
            assert_eq!(
                (&shown["state"], acts(&shown)),
                (&json!("in_force"), vec!["proposed", "yes"])
            );
        }
    });
}

#[test]
fn case_21_a_date_to_look_again_ends_nothing() {
    all_orders(|couple, order| {
        let words = [
            "agree",
            "propose",
            "-a",
            "time",
            "-m",
            "Call on Sundays",
            "--look-again",
            "2027-03-01",
        ];
        let id = couple.ana.make(&words);
        couple.meet(order);
        couple.ben.run(&["agree", "accept", &id]);
        couple.meet(order);
        couple.on("2027-03-02");
        for person in couple.both() {
            let shown = person.agreement(&id);
            assert_eq!(
                (&shown["state"], &shown["in_force"]["look_again"]),
                (&json!("in_force"), &json!("2027-03-01"))
            );
            assert_eq!(person.asked(), [""; 0]);
            // One quiet line each, once.
            let nudge = "You both wanted to look at this again. It stays in force.";
            let told = person.run(&["whatsnew", "--seen"]).to_string();
            assert_eq!(told.matches(nudge).count(), 1, "{told}");
            let again = person.run(&["whatsnew"]).to_string();
            assert!(!again.contains(nudge), "{again}");
        }
        couple.meet(order);
    });
}

#[test]
fn case_24_amending_one_agreement_and_ending_another_do_not_touch() {
    all_orders(|couple, order| {
        let id = couple.in_force("Call on Sundays");
        let other = couple.in_force("No phones at dinner");
        couple.ana.run(&[
            "agree",
            "counter",
            &id,
            "-a",
            "financial",
            "-m",
            "50 a month for each of us",
        ]);
        couple.ben.run(&["agree", "end", &other]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.agreement(&id);
            assert_eq!(
                (&shown["state"], &shown["in_force"]["words"]),
                (&json!("in_force"), &json!("Call on Sundays"))
            );
            assert_eq!(open(&shown), ["50 a month for each of us"]);
            assert_eq!(person.agreement(&other)["state"], "ended");
        }
    });
}

#[test]
fn what_the_laws_refuse_changes_nothing_and_says_why() {
    all_orders(|couple, order| {
        let id = couple.in_force("Call on Sundays");
        let before = couple.ana.verify();
        let ana = &couple.ana;
        assert_eq!(
            ana.refused(&["agree", "propose", "-a", "time", "-m", "Call on Sundays"], 3),
            "already_in_force"
        );
        assert_eq!(ana.refused(&["agree", "retract", &id], 3), "in_force");
        assert_eq!(ana.refused(&["agree", "show", "ffffffff"], 4), "not_found");
        assert_eq!(ana.refused(&["agree", "propose", "-a", "nowhere", "-m", "x"], 2), "bad_area");
        couple.meet(order);
        assert_eq!(couple.ana.verify()["state_digest"], before["state_digest"]);
    });
}
