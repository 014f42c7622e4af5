//! What must never be.

use std::collections::BTreeSet;

use accord_client_core::act::Body;
use serde_json::{Value, json};

use super::life::{
    LOOKS, acts, all_names, answered_by_ben, at_odd_times, couple, holds, log_length, names,
    none_of, said_by_ana, texts, views,
};
use crate::harness::person::files;
use crate::harness::{Couple, Order, Person, Relay};

/// Words that accuse.
const ACCUSING: [&str; 10] = [
    "missed",
    "late",
    "overdue",
    "broken",
    "broke",
    "failed",
    "fail",
    "forgot",
    "forgotten",
    "breach",
];

/// Fails where a field has one of these names.
#[track_caller]
fn no_field(named: &BTreeSet<String>, forbidden: &[&str]) {
    for name in forbidden {
        assert!(!named.contains(*name), "a field is called {name}");
    }
}

#[test]
fn n01_no_location_anywhere() {
    let (_relay, couple) = couple();
    let records = said_by_ana(&couple);
    answered_by_ben(&couple, &records);
    let places = ["Europe/Berlin", "America/New_York", "127.0.0.1"];
    for person in couple.both() {
        let export = person.run(&["export", "--all"]);
        let acts = acts(&export);
        let kinds: BTreeSet<u16> = acts.iter().map(|(act, _)| act.body.kind()).collect();
        assert!(kinds.len() >= 28, "the two said only {kinds:x?}");
        for (act, bytes) in &acts {
            // Every byte is a field of `docs/documents.md`, none of which is a place.
            assert_eq!(&act.encode(), bytes);
            assert!(!matches!(act.body, Body::Unknown { .. }));
            for place in places {
                assert!(!holds(bytes, place), "{place} in an act of kind {:x}", act.body.kind());
            }
        }
        let forbidden = [
            "location",
            "latitude",
            "longitude",
            "lat",
            "lon",
            "gps",
            "geo",
            "address",
            "ip",
            "city",
            "country",
            "coordinates",
        ];
        no_field(&all_names(person, &records), &forbidden);
    }
    // The zone is there once its owner shows it, and in that one act only.
    couple.ana.run(&["profile", "zone", "Europe/Berlin"]);
    couple.meet(Order::Ana);
    let acts = acts(&couple.ben.run(&["export", "--all"]));
    let named: Vec<_> = acts.iter().filter(|(_, bytes)| holds(bytes, "Europe/Berlin")).collect();
    assert!(
        matches!(&named[..], [(act, _)] if matches!(act.body, Body::Zone(Some(_)))),
        "{named:?}"
    );
}

#[test]
fn n02_reading_tells_nobody() {
    let (relay, mut couple) = couple();
    let records = said_by_ana(&couple);
    answered_by_ben(&couple, &records);
    let (length, before) = (log_length(&relay, &couple.ana), views(&couple.ana, &records));
    let heard = couple.ana.run(&["status"])["last_heard"].clone();
    couple.ben.on("2026-12-05");
    views(&couple.ben, &records);
    texts(&couple.ben, &records);
    couple.ben.run(&["whatsnew", "--seen"]);
    couple.ben.run(&["export", "--all"]);
    couple.ben.reads(&["export", "--all", "--format", "html"]);
    couple.ben.reads(&["export", "--for-counsellor"]);
    couple.ben.reads(&["ics"]);
    couple.ben.reads(&["limit", "show", &records[2].1, "--history"]);
    couple.ben.sync();
    assert_eq!(log_length(&relay, &couple.ana), length, "reading sent a record");
    couple.ana.on("2026-12-05");
    let synced = couple.ana.sync();
    assert_eq!((&synced["received"], &synced["records"]["received"]), (&json!(0), &json!(0)));
    assert_eq!(couple.ana.run(&["status"])["last_heard"], heard, "only an act moves it");
    couple.ana.on("2026-11-23");
    for (now, then) in views(&couple.ana, &records).iter().zip(&before).skip(1) {
        assert_eq!(now, then);
    }
    let forbidden = [
        "seen",
        "read",
        "read_at",
        "seen_at",
        "online",
        "last_active",
        "last_seen",
        "typing",
        "delivered",
        "delivered_at",
        "opened",
        "viewed",
        "received_at",
    ];
    no_field(&all_names(&couple.ana, &records), &forbidden);
}

#[test]
fn n03_a_clock_accuses_nobody_and_writes_nothing() {
    let (relay, mut couple) = couple();
    let records = said_by_ana(&couple);
    let (length, acts) = (log_length(&relay, &couple.ana), couple.ana.verify()["acts"].clone());
    for day in ["2026-11-25", "2026-12-31", "2027-11-23"] {
        couple.on(day);
        for person in couple.both() {
            views(person, &records);
            none_of(&texts(person, &records), &ACCUSING);
            person.sync();
            assert_eq!(person.promise(&records[4].1)["result"], "no_word");
            assert_eq!(person.verify()["acts"], acts, "{day}: an act came of the clock");
            assert_eq!(person.run(&["status"])["unsent"], 0);
        }
    }
    assert_eq!(log_length(&relay, &couple.ana), length);
}

#[test]
fn n04_no_score_of_a_person() {
    let (_relay, couple) = couple();
    let records = said_by_ana(&couple);
    answered_by_ben(&couple, &records);
    let forbidden = [
        "score",
        "scores",
        "streak",
        "streaks",
        "percent",
        "percentage",
        "rank",
        "ranking",
        "grade",
        "level",
        "points",
        "rating",
        "progress",
        "trend",
        "average",
        "compare",
        "comparison",
        "tone",
    ];
    for person in couple.both() {
        no_field(&all_names(person, &records), &forbidden);
        let read = texts(person, &records);
        assert!(!read.contains('%'), "{read}");
        none_of(&read, &forbidden[..12]);
        none_of(
            &person.reads(&["export", "--for-counsellor"]).replace("100%", ""),
            &forbidden[..12],
        );
    }
}

#[test]
fn n05_nothing_one_says_obliges_the_other() {
    let (_relay, mut couple) = couple();
    let records = said_by_ana(&couple);
    let ben = &couple.ben;
    let agreements = ben.run(&["agree", "list"]);
    for agreement in agreements.as_array().unwrap() {
        assert_eq!(agreement["in_force"], Value::Null, "without his yes: {agreement:#}");
    }
    for mine in
        [["limit", "list", "--mine"], ["permit", "list", "--mine"], ["promise", "list", "--mine"]]
    {
        assert_eq!(ben.run(&mine), json!([]), "{mine:?}");
    }
    // Neither the day her promise is due nor that of the ritual she suggested is a day of his.
    for day in ["2026-11-23", "2026-11-24", "2026-11-29"] {
        couple.on(day);
        let today = couple.ben.run(&["today"]);
        assert_eq!((&today["rituals"], &today["promises"]), (&json!([]), &json!([])), "{day}");
    }
    couple.on("2026-11-23");
    let ben = &couple.ben;
    let status = ben.run(&["status"]);
    assert_eq!((&status["pending"], &status["questions"]), (&json!([]), &json!(0)), "{status:#}");
    // Whatever she said, he says what he likes, whenever he likes, and may say nothing: not even a check-in of hers opens one of his.
    assert_eq!(ben.run(&["checkin", "list"])[0]["me"]["state"], "none");
    answered_by_ben(&couple, &records);
    // Both are the same to the software: no owner, no admin, no lock.
    let members = couple.ana.run(&["export", "--all"])["members"].clone();
    let mut named = BTreeSet::new();
    names(&members, &mut named);
    let known = ["added_at", "device", "partner", "revoked_at", "signing_key"];
    assert_eq!(named.iter().map(String::as_str).collect::<Vec<_>>(), known);
    for words in
        [&["--help"][..], &["agree", "--help"], &["checkin", "--help"], &["pause", "--help"]]
    {
        none_of(&ben.reads(words), &["require", "oblige", "admin", "owner", "approve"]);
    }
}

#[test]
fn n06_every_change_of_what_the_other_sees_leaves_a_visible_act() {
    let (_relay, couple) = couple();
    let records = said_by_ana(&couple);
    let id = |at: usize| records[at].1.as_str();
    let changes: [&[&str]; 14] = [
        &["profile", "name", "Anna"],
        &["profile", "zone", "Europe/Berlin"],
        &["profile", "zone", "--hide"],
        &["pause"],
        &["resume"],
        &["openness", "set", "phone", "ask"],
        &["openness", "set", "phone", "clear"],
        &["keep-between", id(2), "on"],
        &["keep-between", id(2), "off"],
        &["limit", "edit", id(2), "-m", "I don't take calls after nine"],
        &["permit", "withdraw", id(3)],
        &["promise", "edit", id(4), "I bring two books"],
        &["thanks", "takeback", id(6)],
        &["talk", "letgo", id(7)],
    ];
    for change in changes {
        let count = || couple.ben.run(&["export", "--all"])["acts"].as_array().unwrap().len();
        couple.ben.run(&["whatsnew", "--seen"]);
        let before = (count(), views(&couple.ben, &records));
        couple.ana.run(change);
        couple.meet(Order::Ana);
        assert!(count() > before.0, "{change:?} left no act");
        // Beside how the home stands, and counts of records.
        assert_ne!(views(&couple.ben, &records)[2..], before.1[2..], "{change:?} is not seen");
    }
}

#[test]
fn n07_nobody_changes_the_others_words_and_an_export_is_quiet() {
    let (relay, couple) = couple();
    let records = said_by_ana(&couple);
    let (ben, id) = (&couple.ben, |at: usize| records[at].1.as_str());
    let part =
        ben.run(&["repair", "show", id(8)])["parts"][0]["version"].as_str().unwrap().to_owned();
    let attempts: [(&[&str], i32); 11] = [
        (&["limit", "edit", id(2), "-m", "Calls at any time"], 3),
        (&["limit", "withdraw", id(2)], 3),
        (&["permit", "edit", id(3), "-m", "You may do anything"], 3),
        (&["permit", "withdraw", id(3)], 3),
        (&["promise", "edit", id(4), "I bring everything"], 3),
        (&["promise", "withdraw", id(4)], 3),
        (&["promise", "move", id(4), "--to", "2026-12-01"], 3),
        (&["agree", "retract", id(0)], 3),
        (&["thanks", "takeback", id(6)], 3),
        (&["repair", "takeback", id(8), &part], 4),
        (&["private", "delete", id(2)], 4),
    ];
    let before = views(&couple.ana, &records);
    for (attempt, exit) in attempts {
        ben.refused(attempt, exit);
    }
    ben.run(&["agree", "counter", id(0), "-m", "We answer within an hour"]);
    couple.meet(Order::Ben);
    let shown = couple.ana.agreement(id(0));
    let hers = shown["open"].as_array().unwrap().iter().find(|one| one["by"] == "me").unwrap();
    assert_eq!(hers["words"], "We answer within a day", "another wording stands beside hers");
    for (now, then) in views(&couple.ana, &records).iter().zip(&before).skip(LOOKS.len() + 1) {
        assert_eq!(now, then);
    }
    // Taking a copy away tells nobody.
    let length = log_length(&relay, ben);
    let file = ben.home().with_file_name("evidence.json");
    ben.run(&["export", "--all", "-o", file.to_str().unwrap()]);
    ben.reads(&["export", "--for-counsellor"]);
    assert_eq!(ben.run(&["status"])["unsent"], 0);
    ben.sync();
    couple.ana.sync();
    assert_eq!(log_length(&relay, ben), length);
    none_of(
        &couple.ana.reads(&["whatsnew"]),
        &["export", "exported", "screenshot", "copy", "copied"],
    );
}

#[test]
fn n08_nobody_can_act_as_the_other() {
    let relay = Relay::open();
    let couple = Couple { ana: Person::ana(), ben: Person::ben() };
    let words = couple.ana.init(&relay.url())["recovery_words"].clone();
    let words: Vec<&str> = words.as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
    let invited = couple.ana.run(&["invite"]);
    couple.ben.run(&["join", invited["link"].as_str().unwrap(), "--name", "Ben"]);
    couple.compare();
    couple.in_force("Call on Sundays");
    // His home and what he can take out of it have nothing of her words, two in a row.
    let export = couple.ben.run(&["export", "--all"]).to_string();
    for two in words.windows(2).map(|two| two.join(" ")) {
        assert!(!export.contains(&two));
        for file in couple.ben.files() {
            assert!(!holds(&std::fs::read(&file).unwrap(), &two), "{}", file.display());
        }
    }
    for person in couple.both() {
        let devices = person.run(&["devices"]);
        let used = devices.as_array().unwrap().iter().filter(|one| one["state"] != "paper");
        assert_eq!(used.count(), 1, "own ones only");
    }
    let theirs = couple.ben.run(&["export", "--all"])["members"].clone();
    let hers = theirs.as_array().unwrap().iter().find(|member| member["partner"] == 0).unwrap();
    let device = hers["device"].as_str().unwrap();
    assert_eq!(couple.ben.refused(&["devices", "remove", device], 4), "not_found");
    // Pairing again with the same link makes nobody a second Ana.
    let eve = Person::new("Ana", "Europe/Berlin");
    eve.refused(&["join", invited["link"].as_str().unwrap(), "--name", "Ana"], 3);
    assert!(eve.files().is_empty());
}

#[test]
fn n09_nothing_finer_than_a_day_reaches_the_other() {
    let (_relay, mut couple) = couple();
    at_odd_times(&mut couple, "2026-11-24");
    let records = said_by_ana(&couple);
    answered_by_ben(&couple, &records);
    couple.on("2026-11-26");
    // As each wrote it, in UTC, and on the other's clock.
    let of_ana = ["13:37", "12:37", "07:37"];
    let of_ben = ["09:41", "14:41", "15:41"];
    for (person, times) in [(&couple.ben, of_ana), (&couple.ana, of_ben)] {
        let shown: String = views(person, &records).iter().map(Value::to_string).collect();
        let export = person.run(&["export", "--all"]);
        let read = texts(person, &records)
            + &person.reads(&["export", "--for-counsellor"])
            + &person.reads(&["ics"]);
        for time in times {
            assert!(!shown.contains(time), "{} sees {time}", person.name);
            assert!(!export.to_string().contains(time), "{} exports {time}", person.name);
            assert!(!read.contains(time), "{} reads {time}", person.name);
        }
        // An act has a day and, beside it, only moments that somebody named; a change carries no time, which the gate sees to.
        for act in export["acts"].as_array().unwrap() {
            assert_eq!(act["date"].as_str().unwrap().len(), "2026-11-24".len());
        }
        for member in export["members"].as_array().unwrap() {
            assert!(member["added_at"].as_u64().unwrap() < 1_000, "a place in the log, no time");
        }
    }
}

#[test]
fn n10_nothing_here_is_for_what_must_not_be_agreed() {
    let (_relay, couple) = couple();
    let ana = &couple.ana;
    let words = "A yes for good";
    assert_eq!(
        ana.refused(&["permit", "add", "-a", "intimate", "-m", words], 3),
        "no_permission_for_this"
    );
    assert_eq!(
        ana.refused(&["permit", "add", "-a", "intimate", "-m", words, "--draft"], 3),
        "no_permission_for_this"
    );
    let other = ana.make(&["permit", "add", "-a", "other", "-m", "You may use my desk"]);
    assert_eq!(
        ana.refused(&["permit", "edit", &other, "-a", "intimate", "-m", words], 3),
        "no_permission_for_this"
    );
    // A limit there is everybody's right.
    ana.make(&["limit", "add", "-a", "intimate", "-m", "Not today"]);
    for area in ["clothes", "appearance", "whereabouts", "location", "friends", "password"] {
        assert_eq!(ana.refused(&["limit", "add", "-a", area, "-m", words], 2), "bad_area");
    }
    let permissions = ana.run(&["templates", "--kind", "permission"]);
    for template in permissions.as_array().unwrap() {
        assert_ne!(template["area"], "intimate");
        let topic = template["topic"].as_str().unwrap_or_default();
        assert!(!["location", "passwords_devices"].contains(&topic), "{template:#}");
    }
}

#[test]
fn n11_fear_is_never_answered_with_a_couples_counsellor() {
    let (relay, couple) = couple();
    let length = log_length(&relay, &couple.ana);
    for lang in ["en", "de"] {
        let mut child = couple
            .ana
            .command(&["selfcheck", "--lang", lang])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"yes\nyes\nyes\nyes\n")
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap().to_lowercase();
        assert!(output.status.success() && told.contains("116 016"), "{told}");
        for word in ["counsel", "couple", "therap", "paar", "beratung"] {
            assert!(!told.contains(word), "{word} in\n{told}");
        }
    }
    couple.ana.sync();
    assert_eq!(log_length(&relay, &couple.ana), length);
}

#[test]
fn n12_the_relay_knows_no_word_of_it() {
    let (relay, couple) = couple();
    let records = said_by_ana(&couple);
    answered_by_ben(&couple, &records);
    // `secrecy` searches the wire and the locked home too; here every text of every act is looked for.
    let said = acts(&couple.ana.run(&["export", "--all"]));
    let mut texts: BTreeSet<String> = BTreeSet::new();
    for (act, _) in &said {
        let fields = act.body.fields();
        let fields = String::from_utf8_lossy(&fields);
        let runs = fields.split(|c: char| c == '\u{fffd}' || c.is_control());
        texts.extend(runs.filter(|run| run.len() >= 8).map(str::to_owned));
    }
    for known in ["We answer within a day", "I don't take calls at night", "For the coffee"] {
        assert!(texts.iter().any(|text| text.contains(known)), "{known} is not looked for");
    }
    let all = files(relay.data().parent().unwrap());
    assert!(all.len() >= 2, "{all:?}");
    for file in all {
        let bytes = std::fs::read(&file).unwrap();
        for text in &texts {
            assert!(!holds(&bytes, text), "{text:?} in {}", file.display());
        }
    }
    // Nobody is found by a mail address or a number, and nothing is counted but work.
    let database = rusqlite::Connection::open(relay.data().join("relay.sqlite")).unwrap();
    let mut schema =
        database.prepare("SELECT lower(sql) FROM sqlite_schema WHERE sql NOT NULL").unwrap();
    let schema: Vec<String> =
        schema.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let columns = super::life::words(&schema.join(" "));
    for word in ["email", "mail", "phone", "contact", "username", "person", "profile", "ip"] {
        assert!(!columns.contains(word), "{word} in the relay's tables");
    }
}

#[test]
fn n13_no_template_is_ever_in_force() {
    let (relay, couple) = couple();
    let (length, before) =
        (log_length(&relay, &couple.ana), couple.ben.verify()["state_digest"].clone());
    for kind in ["agree", "limit", "permit", "promise", "ritual"] {
        assert_eq!(couple.ana.run(&[kind, "list"]), json!([]), "something was there by itself");
    }
    let templates = couple.ana.run(&["templates"]);
    let copied = templates.as_array().unwrap().iter().filter(|one| !one["command"].is_null());
    let mut drafts = 0;
    for template in copied {
        let name = template["name"].as_str().unwrap();
        // Questions become a private note, everything else a draft.
        let state = couple.ana.run(&["templates", name, "--copy"])["state"].clone();
        assert!(state == "draft" || state == "private", "{name}: {state}");
        drafts += 1;
    }
    assert!(drafts > 40, "{drafts}");
    couple.meet(Order::Ana);
    assert_eq!(log_length(&relay, &couple.ana), length);
    for person in couple.both() {
        assert_eq!(person.verify()["state_digest"], before);
        let agreements = person.run(&["agree", "list"]);
        assert!(agreements.as_array().unwrap().iter().all(|one| one["in_force"].is_null()));
    }
}

#[test]
fn n14_nobody_is_pressed() {
    let (_relay, mut couple) = couple();
    let records = said_by_ana(&couple);
    let ben = &couple.ben;
    let news = ben.run(&["whatsnew", "--seen"]).to_string();
    let proposal = records[0].1.as_str();
    assert!(news.contains(proposal), "told once");
    for day in ["2026-12-01", "2026-12-24", "2027-02-01"] {
        couple.on(day);
        for person in couple.both() {
            person.sync();
            assert_eq!(
                person.asked(),
                [""; 0],
                "no question asks for a yes, an answer or forgiveness"
            );
        }
        let again = couple.ben.run(&["whatsnew"]).to_string();
        assert!(!again.contains(proposal), "{day}: nudged again: {again}");
        // Whoever waits is not told for how long.
        let read = texts(&couple.ana, &records).replace("The last 90 days", "");
        let words: Vec<&str> = read.split_whitespace().collect();
        let counted = words.windows(2).find(|two| {
            let long = two[1].starts_with("day") || two[1].starts_with("week");
            long && two[0].parse::<u32>().is_ok()
        });
        assert_eq!(counted, None, "{day}: {read}");
        none_of(&read, &["reminder", "remind", "forgive", "forgiveness"]);
        let read = texts(&couple.ben, &records);
        none_of(&read, &["forgive", "forgiveness", "reminder", "please", "hurry"]);
    }
}

#[test]
fn n15_nothing_claims_to_be_more_than_a_record() {
    let (_relay, couple) = couple();
    let records = said_by_ana(&couple);
    answered_by_ben(&couple, &records);
    let ana = &couple.ana;
    // "therapy" is a topic one may be open about or not.
    let mut told = texts(ana, &records).replace("therapy, diary", "");
    for words in [
        &["about"][..],
        &["about", "--lang", "de"],
        &["helplines"],
        &["not-right"],
        &["not-right", "--lang", "de"],
        &["export", "--all", "--format", "html"],
        &["export", "--for-counsellor"],
        &["export", "--first-session"],
        &["--help"],
    ] {
        told.push_str(&ana.reads(words));
    }
    let claims = [
        "contract",
        "certified",
        "evidence",
        "legally",
        "binding",
        "emergency service",
        "therapy",
        "vertrag",
        "beweis",
        "notdienst",
        "rechtlich",
    ];
    let negations = [
        "no", "not", "never", "don't", "nothing", "nobody", "kein", "keine", "keinen", "nicht",
        "nie",
    ];
    // One thought ends where a sentence does.
    let mut seen = 0;
    let flowing = told.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    for sentence in flowing.split(['.', '!', '?', '<', '>']) {
        for claim in claims {
            if sentence.contains(claim) {
                let denied = sentence.split(|c: char| !c.is_alphanumeric() && c != '\'');
                let denied = denied.into_iter().any(|word| negations.contains(&word));
                assert!(denied, "{claim:?} is claimed: {sentence}");
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "the disclaimers were not read");
    // Each export says so itself.
    for words in [
        &["export", "--all"][..],
        &["export", "--mine"],
        &["export", "--all", "--format", "html"],
        &["export", "--for-counsellor"],
        &["export", "--first-session"],
    ] {
        assert!(ana.reads(words).contains("Not a contract, not certified evidence"), "{words:?}");
    }
}
