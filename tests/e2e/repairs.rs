//! Repairs: the acceptance cases by their numbers.

use serde_json::Value;

use crate::harness::{Couple, Order, all_orders};

/// A repair opened by Ana that both have.
#[track_caller]
fn opened(couple: &Couple, title: &str) -> String {
    let id = couple.ana.make(&["repair", "open", title, "--about", "hurtful_words"]);
    couple.meet(Order::Ana);
    id
}

#[track_caller]
fn words(repair: &Value) -> Vec<&str> {
    repair["parts"].as_array().unwrap().iter().map(|p| p["words"].as_str().unwrap()).collect()
}

#[test]
fn case_60_two_accounts_of_one_event_are_linked_only_if_both_tap() {
    all_orders(|couple, order| {
        let x = couple.ana.make(&["repair", "open", "Sunday evening"]);
        let y = couple.ben.make(&["repair", "open", "What was said on Sunday"]);
        couple.ana.run(&["repair", "part", &x, "account", "-m", "You left without a word"]);
        couple.ben.run(&["repair", "part", &y, "account", "-m", "I needed air"]);
        couple.meet(order);
        assert_eq!(couple.ana.run(&["asks"]), couple.ben.run(&["asks"]));
        assert_eq!(couple.ana.asked(), ["same_event"]);

        let ask = couple.ana.run(&["asks"])[0]["id"].as_str().unwrap().to_owned();
        couple.ana.run(&["answer", &ask, "link"]);
        couple.meet(order);
        for person in couple.both() {
            assert_eq!(person.run(&["repair", "show", &x])["same_as"], serde_json::json!([]));
        }
        couple.ben.run(&["answer", &ask, "link"]);
        couple.meet(order);
        for person in couple.both() {
            let (shown, other) =
                (person.run(&["repair", "show", &x]), person.run(&["repair", "show", &y]));
            assert_eq!(
                (&shown["same_as"][0], &other["same_as"][0]),
                (&y.clone().into(), &x.clone().into())
            );
            assert_eq!(words(&shown), ["You left without a word"]);
            assert_eq!(words(&other), ["I needed air"]);
            assert!(person.asked().is_empty());
        }
    });
}

#[test]
fn case_61_an_apology_waits_in_what_the_other_set_aside() {
    all_orders(|couple, order| {
        let id = couple.ben.make(&["repair", "open", "Sunday evening"]);
        couple.meet(Order::Ben);
        couple.ben.run(&["whatsnew", "--seen"]);
        couple.ana.run(&["repair", "part", &id, "apology", "-m", "I am sorry"]);
        couple.ben.run(&["repair", "aside", &id]);
        let promise = couple.ben.make(&["promise", "add", "I call"]);
        assert_eq!(couple.ben.refused(&["repair", "aside", &promise], 4), "not_found");
        couple.meet(order);
        assert_eq!(couple.ben.run(&["whatsnew"]), serde_json::json!([]));
        assert!(couple.ben.asked().is_empty());
        let shown = couple.ben.run(&["repair", "show", &id]);
        assert_eq!(words(&shown), ["I am sorry"]);
        assert_eq!(shown["aside"], true);
        // Ana's side says nothing of it, in any form.
        let seen_by_ana = couple.ana.run(&["repair", "show", &id]);
        assert_eq!(seen_by_ana["aside"], false);
        let read = couple.ana.reads(&["repair", "list"]).to_lowercase();
        assert!(!read.contains("aside"), "{read}");
    });
}

#[test]
fn case_63_settled_for_one_and_not_for_the_other_stays_open_without_a_countdown() {
    all_orders(|couple, order| {
        let id = opened(couple, "Sunday evening");
        couple.ben.run(&["repair", "settled", &id]);
        couple.meet(order);
        couple.ana.run(&["repair", "settled", &id]);
        couple.ben.run(&["repair", "reopen", &id]);
        couple.meet(order);
        couple.sees_both("repair", &id, "state", "open");
        for person in couple.both() {
            assert!(person.asked().is_empty());
            let read = person.reads(&["repair", "show", &id]).to_lowercase();
            assert!(
                !["wait", "days", "still", "progress"].iter().any(|w| read.contains(w)),
                "{read}"
            );
        }
        couple.ben.run(&["repair", "settled", &id]);
        couple.meet(order);
        couple.sees_both("repair", &id, "state", "settled");
    });
}

#[test]
fn a_part_belongs_to_who_wrote_it() {
    all_orders(|couple, order| {
        let id = opened(couple, "Sunday evening");
        couple.ana.run(&["repair", "part", &id, "account", "-m", "You left"]);
        couple.meet(order);
        let part = couple.ana.run(&["repair", "show", &id])["parts"][0]["version"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(couple.ben.refused(&["repair", "takeback", &id, &part], 4), "not_found");
        couple.ana.run(&[
            "repair",
            "part",
            &id,
            "account",
            "--replaces",
            &part,
            "-m",
            "You left and I did not know why",
        ]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.run(&["repair", "show", &id]);
            assert_eq!(words(&shown), ["You left and I did not know why"]);
        }
    });
}
