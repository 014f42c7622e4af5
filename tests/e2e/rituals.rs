//! Rituals, moves of one date and plan steps: the acceptance cases by their numbers.

use serde_json::{Value, json};

use crate::harness::{Couple, Order, Person, all_orders};

/// A ritual proposed by Ana with these words, said yes to by Ben, known to both.
#[track_caller]
fn agreed(couple: &Couple, name: &str, terms: &[&str]) -> String {
    let words = [&["ritual", "propose", "--name", name], terms].concat();
    let id = couple.ana.make(&words);
    couple.ana.sync();
    couple.ben.sync();
    couple.ben.run(&["agree", "accept", &id]);
    couple.meet(Order::Ben);
    couple.sees_both("ritual", &id, "state", "in_force");
    id
}

const SUNDAYS: [&str; 6] =
    ["--at", "20:00", "--tz", "Europe/Berlin", "--every", "FREQ=WEEKLY;BYDAY=SU"];

/// Dates from a day on, as this command shows them.
#[track_caller]
fn next(person: &Person, from: &str, days: &str) -> Vec<Value> {
    let list = person.run(&["ritual", "next", "--from", from, "--days", days]);
    list.as_array().unwrap().clone()
}

#[test]
fn case_45_the_dates_of_the_clock_changes_are_exact_and_told_in_a_sentence() {
    all_orders(|couple, order| {
        let id = agreed(couple, "Sunday call", &SUNDAYS);
        couple.ana.run(&["profile", "zone", "Europe/Berlin"]);
        couple.ben.run(&["profile", "zone", "America/New_York"]);
        couple.meet(order);
        couple.on("2027-03-07");
        let ben = next(&couple.ben, "2027-03-07", "260");
        let ana = next(&couple.ana, "2027-03-07", "260");
        let dates =
            |list: &[Value]| -> Vec<Value> { list.iter().map(|one| one["date"].clone()).collect() };
        assert_eq!(dates(&ana), dates(&ben));
        let of = |list: &[Value], date: &str| {
            list.iter().find(|one| one["date"] == date).unwrap().clone()
        };
        for (date, utc, here) in [
            ("2027-03-07", "2027-03-07T19:00:00Z", "2027-03-07T14:00:00-05:00[America/New_York]"),
            ("2027-03-14", "2027-03-14T19:00:00Z", "2027-03-14T15:00:00-04:00[America/New_York]"),
            ("2027-03-21", "2027-03-21T19:00:00Z", "2027-03-21T15:00:00-04:00[America/New_York]"),
            ("2027-03-28", "2027-03-28T18:00:00Z", "2027-03-28T14:00:00-04:00[America/New_York]"),
            ("2027-10-31", "2027-10-31T19:00:00Z", "2027-10-31T15:00:00-04:00[America/New_York]"),
            ("2027-11-07", "2027-11-07T19:00:00Z", "2027-11-07T14:00:00-05:00[America/New_York]"),
        ] {
            let (his, hers) = (of(&ben, date), of(&ana, date));
            assert_eq!(
                (&his["ritual"], &his["start_utc"], &his["for_me"]),
                (&json!(id), &json!(utc), &json!(here))
            );
            assert_eq!((&hers["start"], &hers["for_them"]), (&his["for_them"], &json!(here)));
        }
        for date in ["2027-03-14", "2027-03-21"] {
            assert_eq!(of(&ben, date)["hint"], "One hour later for you on 14 and 21 March.");
            assert_eq!(of(&ana, date)["hint"], Value::Null);
        }
        assert_eq!(of(&ben, "2027-03-28")["hint"], Value::Null);
        let read = couple.ben.reads(&["ritual", "next", "--from", "2027-03-07", "--days", "20"]);
        assert!(read.contains("One hour later for you on 14 and 21 March."), "{read}");
        // On the days themselves.
        for (day, here) in [("2027-03-07", "14"), ("2027-03-14", "15"), ("2027-03-28", "14")] {
            couple.on(day);
            let today = couple.ben.run(&["today"]);
            let shown = today["rituals"][0]["for_me"].as_str().unwrap();
            assert!(shown.starts_with(&format!("{day}T{here}:00")), "{today:#}");
        }
    });
}

#[test]
fn case_47_both_marked_is_one_occurrence_with_both_ticks() {
    all_orders(|couple, order| {
        let id = agreed(couple, "Sunday call", &SUNDAYS);
        couple.on("2026-11-29");
        couple.ana.run(&["ritual", "did", &id, "--on", "2026-11-29"]);
        couple.ben.run(&["ritual", "did", &id]);
        couple.meet(order);
        for person in couple.both() {
            let list = next(person, "2026-11-29", "1");
            assert_eq!(list.len(), 1, "{list:#?}");
            assert_eq!(list[0]["state"], "done");
            assert_eq!(list[0]["marks"], json!({"me": "did_it", "them": "did_it"}));
            assert_eq!(person.asked(), [""; 0]);
        }
    });
}

#[test]
fn case_48_different_marks_stand_without_a_word_of_failure() {
    all_orders(|couple, order| {
        let id = agreed(couple, "Sunday call", &SUNDAYS);
        couple.on("2026-11-29");
        couple.ana.run(&["ritual", "notthistime", &id, "--on", "2026-11-29"]);
        couple.ben.run(&["ritual", "did", &id, "--on", "2026-11-29"]);
        couple.meet(order);
        let marks = [("not_this_time", "did_it"), ("did_it", "not_this_time")];
        for (person, (me, them)) in couple.both().into_iter().zip(marks) {
            let list = next(person, "2026-11-29", "1");
            assert_eq!((&list[0]["state"], list.len()), (&json!("marked"), 1));
            assert_eq!(list[0]["marks"], json!({"me": me, "them": them}));
            assert_eq!(person.asked(), [""; 0]);
            let read = person.reads(&["ritual", "show", &id]) + &person.reads(&["whatsnew"]);
            let read = read.to_lowercase();
            let accusing = ["missed", "fail", "broken", "late", "overdue", "not kept"];
            assert!(!accusing.iter().any(|word| read.contains(word)), "{read}");
            assert!(read.contains("not this time"), "{read}");
        }
    });
}

#[test]
fn case_49_two_ideas_for_one_date_leave_the_original_time() {
    all_orders(|couple, order| {
        let id = agreed(couple, "Sunday call", &SUNDAYS);
        let of_ana = couple.ana.make(&[
            "ritual",
            "move",
            &id,
            "--on",
            "2026-11-29",
            "--to",
            "2026-11-30T20:00",
        ]);
        let of_ben = couple.ben.make(&[
            "ritual",
            "move",
            &id,
            "--on",
            "2026-11-29",
            "--to",
            "2026-12-01T14:00",
        ]);
        assert_eq!(of_ana, of_ben, "all ideas for one date are one agreement");
        couple.meet(order);
        for person in couple.both() {
            let list = next(person, "2026-11-29", "4");
            assert_eq!(list.len(), 1, "{list:#?}");
            assert_eq!(
                (&list[0]["state"], &list[0]["date"]),
                (&json!("planned"), &json!("2026-11-29"))
            );
            assert_eq!(list[0]["start"], "2026-11-29T20:00:00+01:00[Europe/Berlin]");
            let mut to: Vec<&str> = list[0]["ideas"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["to_utc"].as_str().unwrap())
                .collect();
            to.sort_unstable();
            assert_eq!(to, ["2026-11-30T19:00:00Z", "2026-12-01T19:00:00Z"]);
            assert_eq!(person.asked(), [""; 0]);
        }
        // Ben takes hers after all: the date goes there, and nothing is left where it was.
        let hers = couple.ben.agreement(&of_ana)["open"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["by"] == "them")
            .unwrap()["revision"]
            .as_str()
            .unwrap()
            .to_owned();
        couple.ben.run(&["agree", "accept", &of_ana, "--revision", &hers]);
        couple.meet(order);
        for person in couple.both() {
            let list = next(person, "2026-11-30", "1");
            assert_eq!(
                (&list[0]["state"], &list[0]["date"]),
                (&json!("moved"), &json!("2026-11-29"))
            );
            assert_eq!(list[0]["start_utc"], "2026-11-30T19:00:00Z");
            assert_eq!(list[0]["moved_from"], "2026-11-29T20:00:00+01:00[Europe/Berlin]");
        }
    });
}

#[test]
fn case_50_his_not_this_time_takes_the_date_off_and_her_idea_stays_open() {
    all_orders(|couple, order| {
        let id = agreed(couple, "Sunday call", &SUNDAYS);
        let idea =
            couple.ana.make(&["ritual", "move", &id, "--on", "2026-11-29", "--to", "2026-11-30"]);
        couple.ben.run(&["ritual", "notthistime", &id, "--on", "2026-11-29"]);
        couple.meet(order);
        for person in couple.both() {
            let list = next(person, "2026-11-29", "4");
            assert_eq!((&list[0]["state"], list.len()), (&json!("off"), 1));
            assert_eq!(list[0]["ideas"][0]["to"], "2026-11-30T20:00:00+01:00[Europe/Berlin]");
            let open = person.agreement(&idea);
            assert_eq!((&open["kind"], &open["state"]), (&json!("move"), &json!("open")));
            assert_eq!(open["open"][0]["terms"]["on"], "2026-11-29");
        }
        assert_eq!(couple.ben.agreement(&idea)["waiting_for"], "me");
    });
}

#[test]
fn case_51_a_mark_made_before_the_change_was_known_stays_under_the_old_plan() {
    all_orders(|couple, order| {
        let id = agreed(couple, "Sunday call", &SUNDAYS);
        couple.ben.run(&["ritual", "counter", &id, "--every", "FREQ=WEEKLY;BYDAY=SA"]);
        couple.ben.sync();
        couple.ana.sync();
        couple.on("2026-11-28");
        couple.ana.run(&["agree", "accept", &id]);
        couple.on("2026-11-29");
        couple.ben.run(&["ritual", "did", &id, "--on", "2026-11-29"]);
        couple.meet(order);
        for person in couple.both() {
            let list = next(person, "2026-11-29", "7");
            let dates: Vec<&Value> = list.iter().map(|one| &one["date"]).collect();
            assert_eq!(dates, ["2026-11-29", "2026-12-05"], "the next one is Saturday");
            assert_eq!(list[0]["under_old_plan"], true);
            assert_eq!(list[1]["under_old_plan"], Value::Null);
            let read = person.reads(&["ritual", "show", &id]);
            assert!(read.contains("under the old plan"), "{read}");
        }
        assert_eq!(
            couple.ana.run(&["ritual", "show", &id])["in_force"]["terms"]["every"],
            "FREQ=WEEKLY;BYDAY=SA"
        );
    });
}

#[test]
fn case_52_each_at_their_own_time_is_one_occurrence_and_two_instants() {
    all_orders(|couple, order| {
        let id = agreed(couple, "Good night", &["--own-time", "22:00", "--every", "day"]);
        couple.ana.at("2026-11-23T22:00");
        couple.ben.at("2026-11-23T22:00");
        couple.ana.run(&["ritual", "did", &id, "--on", "2026-11-23"]);
        couple.ben.run(&["ritual", "did", &id, "--on", "2026-11-23"]);
        couple.meet(order);
        let here = [
            "2026-11-23T22:00:00+01:00[Europe/Berlin]",
            "2026-11-23T22:00:00-05:00[America/New_York]",
        ];
        for (person, here) in couple.both().into_iter().zip(here) {
            let list = next(person, "2026-11-23", "1");
            assert_eq!((&list[0]["state"], list.len()), (&json!("done"), 1));
            assert_eq!(
                (&list[0]["start"], &list[0]["for_me"]),
                (&json!("2026-11-23T22:00"), &json!(here))
            );
            assert_eq!(list[0]["start_utc"], Value::Null);
        }
    });
}

#[test]
fn case_62_a_step_done_for_one_and_not_yet_for_the_other_stays_open() {
    all_orders(|couple, order| {
        let id = couple.ana.make(&[
            "agree",
            "propose",
            "--kind",
            "plan",
            "-a",
            "emotional",
            "-m",
            "How we mend it",
            "--step",
            "me|I tell you before I go out||| you hear it from me first",
            "--step",
            "both|We walk|2026-12-24",
        ]);
        couple.ana.sync();
        couple.ben.sync();
        let steps = &couple.ben.agreement(&id)["open"][0]["terms"]["steps"];
        assert_eq!((&steps[0]["whose"], &steps[1]["due"]), (&json!("them"), &json!("2026-12-24")));
        couple.ben.run(&["agree", "accept", &id]);
        couple.meet(order);
        couple.ana.run(&["plan", "done", &id, "1"]);
        couple.ben.run(&["plan", "notyet", &id, "1", "-m", "not for me yet"]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.agreement(&id);
            let step = &shown["steps"][0];
            assert_eq!(
                (&step["result"], &step["open"]),
                (&json!("seen_differently"), &json!(true))
            );
            assert_eq!(person.asked(), ["seen_differently"]);
            let read = person.reads(&["agree", "show", &id]);
            assert!(read.contains("seen differently, still open"), "{read}");
        }
        assert_eq!(couple.ana.run(&["asks"]), couple.ben.run(&["asks"]));
        let marks = &couple.ana.agreement(&id)["steps"][0]["marks"];
        assert_eq!(marks, &json!({"me": "done", "them": "not_yet"}));
        // Another wording that leaves the step as it is keeps its marks.
        couple.ben.run(&["agree", "counter", &id, "--step", "1", "--step", "me|I listen first"]);
        couple.meet(order);
        couple.ana.run(&["agree", "accept", &id]);
        couple.meet(order);
        for person in couple.both() {
            let steps = &person.agreement(&id)["steps"];
            assert_eq!(steps[0]["result"], "seen_differently");
            assert_eq!(
                (&steps[1]["text"], &steps[1]["result"]),
                (&json!("I listen first"), &json!("open"))
            );
        }
    });
}

#[test]
fn a_ritual_begins_as_a_draft_and_no_date_comes_after_its_end() {
    all_orders(|couple, order| {
        let draft =
            couple.ben.make(&["ritual", "propose", "--name", "Walk", "--every", "day", "--draft"]);
        assert_eq!(couple.ben.run(&["ritual", "show", &draft])["state"], "draft");
        couple.ben.run(&["ritual", "counter", &draft, "--own-time", "18:00", "--length", "30"]);
        couple.meet(order);
        assert_eq!(couple.ana.run(&["ritual", "list"]), json!([]));
        let shared = couple.ben.run(&["private", "share", &draft]);
        let id = shared["shared"][0]["id"].as_str().unwrap().to_owned();
        couple.meet(order);
        couple.ana.run(&["agree", "accept", &id]);
        couple.meet(order);
        let list = couple.ana.run(&["ritual", "list"]);
        let terms = &list[0]["in_force"]["terms"];
        assert_eq!((&terms["own_time"], &terms["length"]), (&json!("18:00"), &json!(30)));
        couple.on("2026-11-25");
        couple.ana.run(&["agree", "end", &id]);
        couple.ben.run(&["ritual", "did", &id, "--on", "2026-11-25"]);
        couple.meet(order);
        for person in couple.both() {
            let dates = next(person, "2026-11-23", "30");
            let dates: Vec<&Value> = dates.iter().map(|one| &one["date"]).collect();
            assert_eq!(dates, ["2026-11-23", "2026-11-24", "2026-11-25"], "his mark stays");
        }
        assert_eq!(
            couple.ben.refused(&["ritual", "did", &id, "--on", "2026-11-26"], 3),
            "bad_date"
        );
    });
}
