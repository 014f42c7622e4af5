//! Check-ins, thanks, talks, breaks and openness: the acceptance cases by their numbers, each in three orders of delivery.

use serde_json::{Value, json};

use crate::harness::{Couple, Order, Person, Relay, all_orders};

/// A round as one person sees it: my state and theirs, or nothing.
#[track_caller]
fn round(person: &Person, date: &str) -> (String, String) {
    let list = person.run(&["checkin", "list"]);
    let found = list.as_array().unwrap().iter().find(|round| round["round"] == date);
    let state =
        |side: &str| found.map_or("", |round| round[side]["state"].as_str().unwrap()).to_owned();
    (state("me"), state("them"))
}

fn pair(me: &str, them: &str) -> (String, String) {
    (me.to_owned(), them.to_owned())
}

/// Everything a person can be shown of the other's words.
fn everything(person: &Person) -> String {
    let looks: [&[&str]; 6] = [
        &["checkin", "list"],
        &["thanks", "list"],
        &["talk", "list"],
        &["whatsnew"],
        &["status"],
        &["export", "--all"],
    ];
    looks.iter().map(|look| person.run(look).to_string()).collect()
}

/// Whether words stand in the acts of an export, where they are in base 64.
fn says(export: &Value, words: &str) -> bool {
    let acts = export["acts"].as_array().unwrap();
    let mut bytes = acts.iter().filter_map(|act| act["bytes"].as_str());
    bytes.any(|text| {
        let act = data_encoding::BASE64.decode(text.as_bytes()).unwrap();
        act.windows(words.len()).any(|part| part == words.as_bytes())
    })
}

const TODAY: &str = "2026-11-23";

#[test]
fn case_54_one_moment_in_two_places_is_one_round_with_each_authors_own_date() {
    all_orders(|couple, order| {
        couple.ana.zone = "America/Los_Angeles";
        couple.ben.zone = "Pacific/Auckland";
        couple.on("2027-07-01");
        couple.ben.run(&["profile", "zone", "Pacific/Auckland"]);
        couple.meet_and_open(order);
        // The same instant.
        couple.ana.at("2027-07-01T23:30");
        couple.ben.at("2027-07-02T18:30");
        let ana = couple.ana.run(&["checkin", "--mood", "4", "--now"]);
        let ben = couple.ben.run(&["checkin", "--mood", "3", "--now"]);
        assert_eq!((&ana["round"], &ben["round"]), (&json!("2027-07-02"), &json!("2027-07-02")));
        couple.meet_and_open(order);
        for (person, mine, theirs) in
            [(&couple.ana, "2027-07-01", "2027-07-02"), (&couple.ben, "2027-07-02", "2027-07-01")]
        {
            let list = person.run(&["checkin", "list"]);
            assert_eq!(list.as_array().unwrap().len(), 1, "{list:#}");
            assert_eq!(
                (&list[0]["me"]["on"], &list[0]["them"]["on"]),
                (&json!(mine), &json!(theirs))
            );
        }
    });
}

#[test]
fn case_55_both_ready_offline_see_only_their_own_until_both_open() {
    all_orders(|couple, order| {
        let ana = couple.ana.run(&["checkin", "--need", "a quiet evening", "--tell"]);
        assert_eq!(
            (&ana["me"]["state"], &ana["me"]["entry"]["need"]),
            (&json!("held_back"), &json!("a quiet evening"))
        );
        let wish = ["checkin", "--worry", "the exam", "--from-you", "just listen", "--tell"];
        couple.ben.run(&wish);
        let (one, two) = order.pair(couple);
        one.sync();
        assert_eq!(round(one, TODAY), pair("held_back", "none"));
        two.sync();
        // Who comes second knows that both are ready, and sees nothing before the other's words are here too.
        assert_eq!(round(two, TODAY), pair("closed", "ready"));
        let of_ana = &["quiet evening"][..];
        for hidden in if one.name == "Ana" { of_ana } else { &["the exam", "just listen"] } {
            assert!(!everything(two).contains(hidden), "{} sees {hidden}", two.name);
        }
        one.sync();
        assert_eq!(round(one, TODAY), pair("open", "open"));
        couple.meet_and_open(order);
        for person in couple.both() {
            assert_eq!(round(person, TODAY), pair("open", "open"));
            let list = person.run(&["checkin", "list"])[0].to_string();
            assert!(list.contains("quiet evening") && list.contains("the exam"), "{list}");
            assert!(list.contains(r#""from_you":"just listen""#), "{list}");
            let read = person.reads(&["checkin", "list"]);
            assert!(read.contains("would like from the other") && read.contains("just listen"));
            let news = person.run(&["whatsnew"]).to_string();
            assert!(news.contains("check-in is open to you"), "{news}");
            assert!(
                person.run(&["private", "list"]).as_array().unwrap().is_empty(),
                "no draft stays"
            );
            assert_eq!(person.run(&["status"])["questions"], 0);
        }
        // Nothing is sent twice.
        let position = couple.ana.verify()["position"].clone();
        couple.meet_and_open(order);
        assert_eq!(couple.ana.verify()["position"], position);
    });
}

#[test]
fn case_56_taken_back_before_opening_never_leaves_and_the_others_stays_closed() {
    all_orders(|couple, order| {
        // Ana says that hers waits; the words stay on her device.
        couple.ana.run(&["checkin", "--need", "a quiet evening", "--tell"]);
        couple.ana.sync();
        couple.ben.sync();
        assert_eq!(round(&couple.ben, TODAY), pair("none", "ready"));
        couple.ana.run(&["checkin", "takeback"]);
        couple.ben.run(&["checkin", "--worry", "the exam", "--tell"]);
        couple.meet_and_open(order);
        assert_eq!(round(&couple.ana, TODAY), pair("taken_back", "ready"));
        let (mine, theirs) = round(&couple.ben, TODAY);
        assert_eq!(theirs, "not_today");
        assert!(mine == "held_back" || mine == "closed", "{mine}");
        assert!(!says(&couple.ben.run(&["export", "--all"]), "quiet evening"), "it never left");
        assert!(!everything(&couple.ana).contains("the exam"), "his stays closed");
        assert!(!says(&couple.ana.run(&["export", "--all"]), "the exam"));
        let news = couple.ben.run(&["whatsnew"]).to_string();
        assert!(news.contains("not today"), "{news}");
        // He shares it nevertheless: it was held back, and without words those that wait are meant.
        couple.ben.run(&["checkin", "--worry", "the exam", "--now"]);
        couple.meet_and_open(order);
        assert_eq!(round(&couple.ana, TODAY), pair("taken_back", "open"));
        assert!(everything(&couple.ana).contains("the exam"));
    });
}

#[test]
fn case_56_taken_back_before_anything_was_sent_leaves_no_trace() {
    all_orders(|couple, order| {
        couple.ana.run(&["checkin", "--need", "a quiet evening", "--tell"]);
        couple.ana.run(&["checkin", "takeback"]);
        couple.ben.run(&["checkin", "--worry", "the exam"]);
        couple.meet_and_open(order);
        assert_eq!(round(&couple.ana, TODAY), pair("", ""), "he told her nothing");
        assert_eq!(round(&couple.ben, TODAY), pair("held_back", "none"));
        assert!(
            couple
                .ana
                .run(&["whatsnew"])
                .as_array()
                .unwrap()
                .iter()
                .all(|g| g["group"] != "check_ins")
        );
        assert!(
            couple
                .ben
                .run(&["whatsnew"])
                .as_array()
                .unwrap()
                .iter()
                .all(|g| g["group"] != "check_ins")
        );
        couple.ben.run(&["checkin", "takeback"]);
        assert_eq!(couple.ben.refused(&["checkin", "takeback"], 4), "not_found");
        couple.meet_and_open(order);
        assert_eq!(round(&couple.ana, TODAY), pair("", ""), "nor that it was taken back");
    });
}

#[test]
fn case_57_two_thanks_crossing_are_both_delivered_and_ask_for_nothing() {
    all_orders(|couple, order| {
        let soup =
            couple.ana.make(&["thanks", "for the soup", "--about", "act", "--tag", "kitchen"]);
        let calm = couple.ben.make(&["thanks", "for being calm", "--about", "trait"]);
        couple.meet(order);
        for (person, theirs) in [(&couple.ana, "for being calm"), (&couple.ben, "for the soup")] {
            let list = person.run(&["thanks", "list"]);
            assert_eq!(list.as_array().unwrap().len(), 2, "{list:#}");
            let other = list.as_array().unwrap().iter().find(|one| one["by"] == "them").unwrap();
            assert_eq!(other["text"], theirs);
            assert_eq!(person.run(&["status"])["questions"], 0);
            assert_eq!(person.asked(), Vec::<String>::new());
            let read = person.reads(&["whatsnew"]).to_lowercase();
            assert!(read.contains("says thank you"), "{read}");
            assert!(
                !["reply", "answer", "waiting", "owe"].iter().any(|word| read.contains(word)),
                "{read}"
            );
        }
        couple.ben.run(&["thanks", "heart", &soup]);
        couple.ana.refused(&["thanks", "heart", &soup], 3);
        couple.meet(order);
        assert_eq!(couple.ana.run(&["thanks", "show", &soup])["hearted"], true);
        assert_eq!(couple.ben.run(&["thanks", "show", &calm])["hearted"], false);
    });
}

#[test]
fn case_58_taken_back_is_gone_from_the_shared_list_and_a_kept_copy_stays() {
    all_orders(|couple, order| {
        let id = couple.ana.make(&["thanks", "for the soup"]);
        couple.meet(order);
        couple.ana.run(&["thanks", "takeback", &id]);
        let kept = couple.ben.run(&["thanks", "keep", &id]);
        assert_eq!((&kept["kept"], &kept["state"]), (&json!(true), &json!("shared")));
        couple.meet(order);
        assert_eq!(couple.ana.run(&["thanks", "list"]), json!([]));
        let list = couple.ben.run(&["thanks", "list"]);
        assert_eq!(
            (&list[0]["state"], &list[0]["text"]),
            (&json!("keepsake"), &json!("for the soup"))
        );
        assert_eq!(couple.ben.run(&["thanks", "keep", &id])["text"], "for the soup");
        assert!(!couple.ana.run(&["thanks", "show", &id]).to_string().contains("keepsake"));
        // Never kept, and taken back: no words.
        let other = couple.ana.make(&["thanks", "for the walk"]);
        couple.meet(order);
        couple.ana.run(&["thanks", "takeback", &other]);
        couple.meet(order);
        assert_eq!(couple.ben.run(&["thanks", "list"]).as_array().unwrap().len(), 1);
        assert_eq!(couple.ben.run(&["thanks", "show", &other])["text"], Value::Null);
        assert_eq!(couple.ben.refused(&["thanks", "keep", &other], 3), "withdrawn");
        // Not sent yet: no trace.
        let unsent = couple.ana.make(&["thanks", "for nothing"]);
        assert_eq!(couple.ana.run(&["thanks", "takeback", &unsent])["state"], "taken_back");
        assert_eq!(couple.ana.run(&["status"])["unsent"], 0);
    });
}

#[test]
fn case_68_a_pause_asks_nothing_and_shows_what_was_chosen() {
    all_orders(|couple, order| {
        for quiet in [false, true] {
            let mut line = vec!["pause", "--until", "2026-11-30"];
            if quiet {
                line.push("--say-nothing");
            }
            couple.ana.run(&line);
            let propose = ["agree", "propose", "-a", "time", "-m"];
            let words = if quiet { "We call Fridays" } else { "We call Sundays" };
            couple.ben.run(&[propose.as_slice(), &[words]].concat());
            couple.ben.run(&[
                "checkin",
                "--glad",
                "the snow",
                "--now",
                "--round",
                if quiet { "2026-11-22" } else { TODAY },
            ]);
            couple.ana.run(&[propose.as_slice(), &[&format!("{words}, at eight")]].concat());
            couple.meet(order);
            // Delivered, silently.
            assert_eq!(couple.ana.asked(), Vec::<String>::new());
            assert_eq!(couple.ana.run(&["status"])["questions"], 0);
            assert!(couple.ana.run(&["agree", "list"]).to_string().contains(words));
            let news = couple.ana.run(&["whatsnew"]);
            assert!(news.to_string().contains("check-in is open"), "{news}");
            assert!(!news.to_string().contains("\"question\":true"), "{news}");
            assert!(!couple.ben.asked().is_empty(), "what looks alike is still asked of him");
            let status = couple.ben.run(&["status"]);
            let shown = &status["pause"]["them"];
            let expected =
                if quiet { Value::Null } else { json!({"until": "2026-11-30", "said": true}) };
            assert_eq!(*shown, expected, "{status}");
            assert_eq!(couple.ben.reads(&["status"]).contains("Ana is taking a break"), !quiet);
            assert_eq!(couple.ana.run(&["status"])["pause"]["me"]["said"], !quiet);
            couple.ana.run(&["resume"]);
            couple.meet(order);
            assert_eq!(couple.ana.asked()[0], "looks_alike");
            assert_eq!(couple.ben.run(&["status"])["pause"], Value::Null);
            couple.ana.run(&["whatsnew", "--seen"]);
            let ask = couple.ana.run(&["asks"])[0]["id"].as_str().unwrap().to_owned();
            couple.ana.run(&["answer", &ask, "keep_both"]);
            couple.meet(order);
        }
        // Its last day is over for whoever reads a later date.
        couple.ana.run(&["pause", "--until", "2026-11-30"]);
        couple.meet(order);
        couple.on("2026-12-01");
        for person in couple.both() {
            assert_eq!(person.run(&["status"])["pause"], Value::Null);
        }
    });
}

#[test]
fn a_talk_is_agreed_at_a_time_both_named_and_closes_when_both_say_so() {
    all_orders(|couple, order| {
        let id = couple.ana.make(&[
            "talk",
            "ask",
            "The summer",
            "--hope",
            "a plan",
            "--not-before",
            "2026-11-25",
        ]);
        couple.meet(order);
        couple.ana.run(&["talk", "accept", &id, "--at", "2026-11-25T20:00"]);
        couple.ben.run(&["talk", "accept", &id, "--at", "2026-11-25T15:00"]);
        couple.meet(order);
        for person in couple.both() {
            let talk = person.run(&["talk", "show", &id]);
            assert_eq!((&talk["state"], &talk["agreed"]), (&json!("asked"), &Value::Null));
            assert_eq!(person.asked(), ["two_times"]);
        }
        assert_eq!(couple.ana.run(&["asks"]), couple.ben.run(&["asks"]));
        // 20:00 in Berlin is 14:00 in New York.
        couple.ben.run(&["talk", "accept", &id, "--at", "2026-11-25T14:00"]);
        couple.meet(order);
        for (person, at) in [
            (&couple.ana, "2026-11-25T20:00:00+01:00[Europe/Berlin]"),
            (&couple.ben, "2026-11-25T14:00:00-05:00[America/New_York]"),
        ] {
            let talk = person.run(&["talk", "show", &id]);
            assert_eq!((&talk["state"], &talk["agreed"]["at"]), (&json!("agreed"), &json!(at)));
            assert_eq!(talk["agreed"]["utc"], "2026-11-25T19:00:00Z");
        }
        let (first, other) = order.pair(couple);
        let zone = first.zone;
        assert!(!says(&other.run(&["export", "--all"]), zone), "a zone nobody published");
        couple.ana.run(&["talk", "done", &id]);
        couple.meet(order);
        assert_eq!(couple.ben.run(&["talk", "show", &id])["state"], "agreed");
        couple.ben.run(&["talk", "done", &id]);
        let second = couple.ben.make(&["talk", "ask", "The winter"]);
        couple.meet(order);
        couple.sees_both("talk", &id, "state", "talked");
        couple.ana.run(&["talk", "letgo", &second]);
        couple.meet(order);
        couple.sees_both("talk", &second, "state", "let_go");
        assert_eq!(
            couple.ben.refused(&["talk", "accept", &second, "--at", "2026-11-26"], 3),
            "talk_over"
        );
    });
}

#[test]
fn a_time_out_is_lifted_by_its_author_only() {
    all_orders(|couple, order| {
        couple.ana.run(&["timeout", "--until", "19:00"]);
        couple.meet(order);
        let read = couple.ben.reads(&["timeout", "list"]);
        assert!(
            read.contains("Ana is taking a break until about today, 13:00 in New York"),
            "{read}"
        );
        assert_eq!(couple.ben.refused(&["timeout", "lift"], 4), "not_found");
        couple.on("2026-11-24");
        assert_eq!(couple.ben.run(&["timeout", "list"])[0]["state"], "on", "no clock lifts it");
        couple.ana.run(&["timeout", "lift"]);
        couple.meet(order);
        assert_eq!(couple.ben.run(&["timeout", "list"])[0]["state"], "lifted");
    });
}

#[test]
fn stances_stand_side_by_side_and_a_draft_is_seen_by_nobody() {
    let relay = Relay::open();
    let couple = Couple { ana: Person::ana(), ben: Person::ben() };
    couple.ana.init(&relay.url());
    // Before there is anybody: drafts.
    let phone = couple.ana.make(&["openness", "set", "phone", "private", "-m", "It is mine"]);
    couple.ana.run(&["openness", "set", "money", "tell"]);
    assert_eq!(couple.ana.run(&["openness", "list"])[0]["state"], "draft");
    assert_eq!(couple.ana.run(&["openness", "set", "money", "clear"])["state"], "deleted");
    let invited = couple.ana.run(&["invite"]);
    couple.ben.run(&["join", invited["link"].as_str().unwrap(), "--name", "Ben"]);
    couple.compare();
    assert_eq!(couple.ben.run(&["openness", "list"]), json!([]));
    couple.ana.run(&["private", "share", &phone]);
    couple.ben.run(&["openness", "set", "phone", "tell"]);
    couple.meet(Order::Ben);
    for (person, mine, theirs) in
        [(&couple.ana, "private", "tell"), (&couple.ben, "tell", "private")]
    {
        let list = person.run(&["openness", "list"]);
        assert_eq!(list.as_array().unwrap().len(), 1, "{list:#}");
        assert_eq!(
            (&list[0]["me"]["stance"], &list[0]["them"]["stance"]),
            (&json!(mine), &json!(theirs))
        );
        assert_eq!(list[0]["alike"], false);
        assert!(person.reads(&["openness", "list"]).contains("differently, and that is fine"));
        assert_eq!(person.asked(), Vec::<String>::new());
    }
    couple.ana.run(&["openness", "set", "phone", "clear"]);
    couple.meet(Order::Ana);
    assert_eq!(couple.ben.run(&["openness", "list"])[0]["them"], Value::Null);
    relay.check();
}

#[test]
fn row_72_what_is_kept_between_us_stays_out_of_the_others_export() {
    all_orders(|couple, order| {
        let soup = couple.ana.make(&["thanks", "for the secret soup"]);
        let limit =
            couple.ana.make(&["limit", "add", "-a", "social", "-m", "nothing about my sister"]);
        couple.ana.run(&["openness", "set", "past", "ask", "-m", "ask me on a walk"]);
        let past = couple.ana.run(&["openness", "list"])[0]["id"].as_str().unwrap().to_owned();
        couple.ben.run(&["openness", "set", "past", "tell"]);
        let repair = couple.ben.make(&["repair", "open", "Sunday"]);
        couple.ben.run(&["repair", "part", &repair, "account", "-m", "I needed air"]);
        couple.meet(order);
        couple.ana.run(&["repair", "part", &repair, "account", "-m", "You left me there"]);
        couple.meet(order);
        assert_eq!(couple.ben.refused(&["keep-between", &soup, "on"], 3), "not_yours");
        for id in [&soup, &limit, &past, &repair] {
            couple.ana.run(&["keep-between", id, "on"]);
        }
        couple.ben.run(&["limit", "ack", &limit]);
        couple.meet(order);
        let secrets = ["secret soup", "my sister", "on a walk", "left me there"];
        let theirs = couple.ben.run(&["export", "--all"]);
        for secret in secrets {
            assert!(!theirs.to_string().contains(secret), "{secret} is in Ben's views");
            assert!(!says(&theirs, secret), "{secret} is in Ben's acts");
        }
        assert_eq!(theirs["openness"][0]["me"]["stance"], "tell", "his own stays his");
        assert!(
            theirs["repairs"].to_string().contains("I needed air") && says(&theirs, "I needed air")
        );
        assert!(theirs["acts"].as_array().unwrap().iter().any(|act| act["left_out"] == true));
        let mine = couple.ana.run(&["export", "--all"]);
        for secret in secrets {
            assert!(
                mine.to_string().contains(secret) && says(&mine, secret),
                "{secret} is Ana's own"
            );
        }
        assert!(
            couple.ben.run(&["limit", "list"]).to_string().contains("my sister"),
            "he still reads it"
        );
        let sheet = ["export", "--for-counsellor", "--with-promises", "--with-repairs"];
        let sheet = couple.ben.reads(&sheet);
        assert!(sheet.contains("I needed air") && !sheet.contains("left me there"), "{sheet}");
        let page = couple.ben.reads(&["export", "--all", "--format", "html"]);
        assert!(secrets.iter().all(|secret| !page.contains(secret)), "a page as well");
        couple.ana.run(&["keep-between", &soup, "off"]);
        couple.meet(order);
        assert!(says(&couple.ben.run(&["export", "--all"]), "secret soup"), "unless she allows it");
    });
}
