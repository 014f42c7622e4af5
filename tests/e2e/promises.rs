//! Promises: the acceptance cases by their numbers.

use serde_json::{Value, json};

use crate::harness::{Couple, all_orders};

/// A promise of Ana's, made on 23 November 2026, that Ben has.
#[track_caller]
fn made(couple: &Couple, text: &str, due: &str) -> String {
    let id = couple.ana.make(&["promise", "add", text, "--due", due]);
    couple.ana.sync();
    couple.ben.sync();
    id
}

/// The result on one date.
#[track_caller]
fn on<'a>(promise: &'a Value, date: &str) -> &'a Value {
    let dates = promise["occurrences"].as_array().unwrap();
    dates.iter().find(|one| one["date"] == date).unwrap_or_else(|| panic!("no {date}: {promise:#}"))
}

#[test]
fn case_37_marked_apart_is_seen_differently_and_in_no_count() {
    all_orders(|couple, order| {
        let id = made(couple, "Call at the promised time", "2026-11-24");
        couple.on("2026-11-24");
        couple.ana.run(&["promise", "kept", &id]);
        couple.ben.run(&["promise", "notkept", &id]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.promise(&id);
            assert_eq!(shown["result"], "seen_differently");
            assert_eq!(person.asked(), ["seen_differently"]);
            assert!(person.run(&["asks"])[0]["choices"].to_string().contains("talk"));
            let record = person.run(&["promise", "record", "--days", "90"]).to_string();
            assert!(
                !record.contains("\"kept\":1") && !record.contains("\"not_kept\":1"),
                "{record}"
            );
        }
        assert_eq!(couple.ana.run(&["asks"]), couple.ben.run(&["asks"]));
        let ana = couple.ana.promise(&id);
        let date = on(&ana, "2026-11-24");
        assert_eq!((&date["mine"], &date["theirs"]), (&json!("kept"), &json!("not_kept")));
    });
}

#[test]
fn case_39_released_wins_over_a_move_made_at_the_same_time() {
    all_orders(|couple, order| {
        let id = made(couple, "Book the train", "2026-11-27");
        couple.on("2026-11-25");
        couple.ana.run(&["promise", "move", &id, "--to", "2026-11-29"]);
        couple.ben.run(&["promise", "release", &id]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.promise(&id);
            assert_eq!(on(&shown, "2026-11-27")["result"], "released", "{shown:#}");
            assert_eq!(shown["result"], "released", "{shown:#}");
        }
    });
}

#[test]
fn case_40_no_word_yet_is_never_called_missed() {
    all_orders(|couple, order| {
        let id = made(couple, "Call at nine", "2026-11-24T21:00");
        couple.ana.at("2026-11-24T20:58");
        couple.ana.run(&["promise", "kept", &id]);
        couple.ben.at("2026-11-24T23:00");
        couple.ben.sync();
        let shown = couple.ben.promise(&id);
        assert_eq!(shown["result"], "no_word");
        assert_eq!(shown["due"], "2026-11-24T21:00:00+01:00[Europe/Berlin]");
        assert_eq!(shown["due_utc"], "2026-11-24T20:00:00Z");
        let read = couple.ben.reads(&["promise", "show", &id]).to_lowercase();
        assert!(read.contains("no word yet"), "{read}");
        assert!(
            !["missed", "overdue", "late", "fail", "broken"].iter().any(|word| read.contains(word)),
            "{read}"
        );
        couple.on("2026-11-25");
        couple.meet(order);
        couple.sees_both("promise", &id, "result", "kept");
    });
}

#[test]
fn case_44_softened_words_show_as_changed_ahead_and_thanks_stay_where_they_were_said() {
    all_orders(|couple, order| {
        let id = made(couple, "Call every evening", "2026-11-27");
        couple.ben.run(&["promise", "ack", &id]);
        couple.meet(order);
        let old = couple.ben.promise(&id)["version"].clone();
        couple.on("2026-11-25");
        couple.ana.run(&["promise", "edit", &id, "Call most evenings"]);
        couple.ben.run(&["promise", "thank", &id]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.promise(&id);
            assert_eq!(
                (&shown["text"], &shown["changed_ahead"]),
                (&json!("Call most evenings"), &json!(true))
            );
            assert_ne!(shown["version"], old);
            assert_eq!(shown["thanks"][0]["version"], old);
            assert_eq!(shown["acknowledged"]["version"], old);
        }
        couple.ben.run(&["promise", "allright", &id]);
        couple.meet(order);
        for person in couple.both() {
            let shown = person.promise(&id);
            assert_eq!(on(&shown, "2026-11-27")["all_right"], true, "{shown:#}");
            assert_eq!(shown["result"], "open", "all right alone is no mark");
        }
    });
}
