//! What must always be.

use std::process::Stdio;

use serde_json::{Value, json};

use super::life::{
    LOOKS, Records, acts, answered_by_ben, couple, log_length, said_by_ana, texts, views,
};
use crate::harness::{Couple, Order, Person, Relay};

/// The bytes of every file of a home.
fn bytes(person: &Person) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    person.files().into_iter().map(|file| (file.clone(), std::fs::read(file).unwrap())).collect()
}

/// What the other can look at, without what only says how this device stands.
fn shown(person: &Person, records: &Records) -> Vec<Value> {
    views(person, records).into_iter().skip(1).collect()
}

#[test]
fn a01_every_withdrawal_is_alone_at_once_and_offline() {
    let (mut relay, couple) = couple();
    let records = said_by_ana(&couple);
    let id = |at: usize| records[at].1.as_str();
    couple.ben.run(&["agree", "accept", id(5)]);
    couple.meet(Order::Ben);
    let yes = couple.ben.make(&["agree", "propose", "-a", "time", "-m", "Breakfast together"]);
    couple.meet(Order::Ben);
    relay.kill();
    let ana = &couple.ana;
    assert_eq!(ana.refused(&["sync"], 5), "relay_unreachable");
    ana.run(&["agree", "accept", &yes]);
    assert_eq!(ana.agreement(&yes)["state"], "in_force");
    let withdrawn: [(&[&str], &[&str], &str, Value); 9] = [
        (&["limit", "withdraw", id(2)], &["limit", "show", id(2)], "/state", json!("withdrawn")),
        (&["permit", "withdraw", id(3)], &["permit", "show", id(3)], "/state", json!("withdrawn")),
        (
            &["promise", "withdraw", id(4)],
            &["promise", "show", id(4)],
            "/result",
            json!("withdrawn"),
        ),
        (&["agree", "retract", id(0)], &["agree", "show", id(0)], "/state", json!("closed")),
        (&["agree", "end", id(5)], &["agree", "show", id(5)], "/state", json!("ended")),
        (&["thanks", "takeback", id(6)], &["thanks", "list"], "/0", json!(null)),
        (&["talk", "letgo", id(7)], &["talk", "show", id(7)], "/state", json!("let_go")),
        (&["openness", "set", "phone", "clear"], &["openness", "list"], "/0/me", json!(null)),
        (&["checkin", "takeback"], &["checkin", "list"], "/0/me/state", json!("taken_back")),
    ];
    for (words, look, at, state) in &withdrawn {
        ana.run(words);
        let now = ana.run(look);
        assert_eq!(now.pointer(at).unwrap_or(&Value::Null), state, "{words:?}: {now:#}");
    }
    ana.run(&["timeout", "lift"]);
    relay.start();
    couple.meet(Order::Ana);
    for (words, look, at, state) in &withdrawn[..5] {
        let now = couple.ben.run(look);
        assert_eq!(now.pointer(at), Some(state), "{words:?}: {now:#}");
    }
    relay.kill();
    couple.ana.run(&["leave", "--keep", "--yes"]);
    assert_eq!(couple.ana.agreement(&yes)["state"], "ended", "membership too");
}

#[test]
fn a02_leaving_takes_one_command_works_offline_and_keeps_both_copies() {
    for erase in [false, true] {
        let (mut relay, couple) = couple();
        let agreed = couple.in_force("Call on Sundays");
        relay.kill();
        if erase {
            couple.ana.run(&["leave", "--erase", "--yes"]);
            assert!(!couple.ana.database().exists(), "at once, whether the relay answers or not");
        } else {
            couple.ana.run(&["leave", "--keep", "--yes"]);
            assert_eq!(couple.ana.agreement(&agreed)["state"], "ended");
            let no = couple.ana.refused(&["agree", "again", &agreed], 3);
            assert!(["left", "not_paired"].contains(&no.as_str()), "{no}");
        }
        relay.start();
        couple.ana.sync();
        assert!(!erase || couple.ana.files().is_empty(), "{:?}", couple.ana.files());
        // What he says from now on never reaches her.
        let later = couple.ben.make(&["promise", "add", "I write every day"]);
        couple.ben.sync();
        if !erase {
            couple.ana.try_run(&["sync"]);
            assert_eq!(couple.ana.refused(&["promise", "show", &later], 4), "not_found");
        }
        couple.ben.sync();
        let told = couple.ben.reads(&["status"]) + &couple.ben.reads(&["whatsnew"]);
        assert!(told.contains("Ana left"), "{told}");
        let his = couple.ben.agreement(&agreed);
        assert_eq!((&his["state"], history(&his)), (&json!("ended"), "Call on Sundays".into()));
        relay.check();
    }
}

/// The words an agreement last had, ended or not.
fn history(agreement: &Value) -> String {
    let text = agreement.to_string();
    if text.contains("Call on Sundays") { "Call on Sundays".into() } else { text }
}

#[test]
fn a03_a_quiet_leave_looks_like_being_offline() {
    let relay = Relay::open();
    // One is away, one left quietly: the other's views of both are the same.
    let seen = [false, true].map(|leaves| {
        let mut couple = Couple::paired(&relay.url());
        let agreed = couple.in_force("Call on Sundays");
        if leaves {
            couple.ana.run(&["leave", "--quiet"]);
        }
        couple.on("2026-12-14");
        couple.ben.run(&["agree", "counter", &agreed, "-m", "Call on Mondays"]);
        couple.ben.run(&["promise", "add", "I write every day"]);
        couple.ben.sync();
        couple.ana.try_run(&["sync"]);
        couple.ben.sync();
        let status = couple.ben.run(&["status"]);
        let said = couple.ben.reads(&["status"])
            + &couple.ben.reads(&["whatsnew"])
            + &couple.ben.reads(&["agree", "list"]);
        let said: String = said.lines().filter(|line| !line.contains("accord.db")).collect();
        assert!(!said.contains("left"), "{said}");
        // Ids of a fresh couple differ; what is said of them does not.
        let ids = |c: char| c.is_ascii_hexdigit() || c.is_ascii_digit();
        let said: String =
            said.split(' ').filter(|word| !(word.len() >= 4 && word.chars().all(ids))).collect();
        (
            said,
            status["last_heard"].clone(),
            status["unsent"].clone(),
            status["partner_name"].clone(),
        )
    });
    assert_eq!(seen[0], seen[1]);
}

#[test]
fn a06_private_things_leave_no_trace_the_other_or_the_couples_log_could_show() {
    let (relay, couple) = couple();
    let records = said_by_ana(&couple);
    let (length, before) = (log_length(&relay, &couple.ben), shown(&couple.ben, &records));
    let ana = &couple.ana;
    let id = |at: usize| records[at].1.as_str();
    for words in [
        &["limit", "add", "--draft", "-a", "intimate", "-m", "Not sure of this"][..],
        &["agree", "propose", "--draft", "-a", "financial", "-m", "Perhaps later"],
        &["openness", "set", "money", "private", "--draft"],
        &["agree", "hide", id(0)],
        &["repair", "aside", id(8)],
        &["pause", "--say-nothing"],
        &["whatsnew", "--seen"],
        &["templates", "no_calls_late", "--copy"],
        &["not-right", id(0)],
        &["export", "--all"],
    ] {
        ana.run(words);
    }
    couple.meet(Order::Ana);
    assert_eq!(log_length(&relay, &couple.ben), length);
    for (now, then) in shown(&couple.ben, &records).iter().zip(&before) {
        assert_eq!(now, then);
    }
    let text = texts(&couple.ben, &records).to_lowercase();
    assert!(!text.contains("private") || !text.contains("ana's private"), "{text}");
}

#[test]
fn a08_evidence_is_whole_made_offline_and_quiet() {
    let (mut relay, couple) = couple();
    let records = said_by_ana(&couple);
    answered_by_ben(&couple, &records);
    let length = log_length(&relay, &couple.ana);
    couple.ana.run(&["limit", "edit", &records[2].1, "-m", "I don't take calls after nine"]);
    relay.kill();
    let home = bytes(&couple.ana).len();
    let all = couple.ana.run(&["export", "--all"]);
    let mine = couple.ana.run(&["export", "--mine"]);
    let page = couple.ana.reads(&["export", "--all", "--format", "html"]);
    assert_eq!(bytes(&couple.ana).len(), home, "no file beside the one asked for");
    let (whole, own) = (acts(&all), acts(&mine));
    assert!(whole.len() > own.len() && !own.is_empty());
    for act in all["acts"].as_array().unwrap() {
        assert_eq!(act["hash"].as_str().unwrap().len(), 64);
        assert_eq!(act["statement"].is_null(), act["signature"].is_null());
    }
    let signed = all["acts"].as_array().unwrap().iter().filter(|act| !act["signature"].is_null());
    assert!(signed.count() >= 5);
    assert!(mine["acts"].as_array().unwrap().iter().all(|act| act["partner"] == mine["me"]));
    assert_eq!(all["log"].as_array().unwrap().len() as u64, length);
    // History too: words that were replaced are in it.
    for words in [
        "I don&#39;t take calls at night",
        "I don&#39;t take calls after nine",
        "Let us think again",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("://"), "a page that leads nowhere");
    relay.start();
    couple.meet(Order::Ana);
    assert_eq!(log_length(&relay, &couple.ana), length + 1, "the edit and nothing of the exports");
}

#[test]
fn a09_help_is_there_without_a_home_and_without_a_network() {
    let nobody = Person::new("Nobody", "Europe/Berlin");
    for words in [
        &["helplines"][..],
        &["helplines", "--country", "de"],
        &["not-right"],
        &["selfcheck", "--print"],
        &["about"],
        &["--help"],
    ] {
        assert!(nobody.reads(words).len() > 200, "{words:?}");
    }
    let told = nobody.reads(&["helplines"]);
    assert!(
        told.contains("116 016")
            && told.contains("1-800-799-7233")
            && told.contains("findahelpline.com")
    );
    assert!(told.contains("Could somebody look at this device?"), "{told}");
    assert!(nobody.files().is_empty(), "help made a home");
    // Whatever is wrong with the home.
    nobody.run(&["init", "--name", "Nobody"]);
    std::fs::write(nobody.database(), b"rubble").unwrap();
    assert!(nobody.try_run(&["status"]).exit > 0);
    assert_eq!(nobody.reads(&["helplines"]), told);
}

#[test]
fn a10_the_first_private_question_is_about_fear_and_keeps_nothing() {
    let (relay, couple) = couple();
    let ana = &couple.ana;
    let (length, before) = (log_length(&relay, ana), bytes(ana));
    let questions = ana.run(&["selfcheck"]);
    assert_eq!(questions["questions"][0]["code"], "safety");
    for answers in ["yes\n", "no\nyes\nno\nyes\n", "\n\n\n\n"] {
        let mut child = ana.command(&["selfcheck"]).stdin(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), answers.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        let asked = told.find("afraid to write here").expect("the first question");
        assert!(told.find("distrust").is_none_or(|at| at > asked), "{told}");
        assert!(told.contains("Nothing was kept"), "{told}");
    }
    assert_eq!(bytes(ana), before, "a byte changed on her device");
    ana.sync();
    assert_eq!(log_length(&relay, ana), length);
}

#[test]
fn a11_a_pause_asks_nothing_and_shows_what_was_chosen() {
    let (_relay, couple) = couple();
    let (ana, ben) = (&couple.ana, &couple.ben);
    // Due today, were it not for the pause.
    ana.run(&["promise", "add", "I call", "--due", "2026-11-23"]);
    for (words, visible) in [(&["pause", "--say-nothing"][..], false), (&["pause"], true)] {
        ana.run(words);
        couple.meet(Order::Ana);
        // Each suggests something alike without knowing of the other's: that is asked about.
        ana.run(&["agree", "propose", "-a", "time", "-m", &format!("Mine: {}", words.join(" "))]);
        let proposal = ben.make(&["agree", "propose", "-a", "time", "-m", &words.join(" ")]);
        ben.run(&["promise", "add", "I write", "--due", "2026-11-23"]);
        couple.meet(Order::Ben);
        assert_eq!(ana.asked(), [""; 0]);
        assert_eq!(ana.run(&["status"])["questions"], 0);
        assert_eq!(ana.run(&["today"])["promises"], json!([]));
        assert_eq!(ana.agreement(&proposal)["state"], "open", "delivered, in silence");
        let told =
            ben.reads(&["status"]) + &ben.reads(&["timeout", "list"]) + &ben.reads(&["whatsnew"]);
        assert_eq!(told.contains("taking a break"), visible, "{told}");
        ana.run(&["resume"]);
        assert!(ana.asked().iter().any(|code| code == "looks_alike"), "{:?}", ana.asked());
        assert_eq!(ana.run(&["today"])["promises"].as_array().unwrap().len(), 1);
        couple.meet(Order::Ana);
    }
}

#[test]
fn a12_what_does_not_feel_right_can_be_asked_about_and_the_sender_never_learns() {
    let (relay, couple) = couple();
    let records = said_by_ana(&couple);
    let (ana, ben) = (&couple.ana, &couple.ben);
    ben.sync();
    let (length, home) = (log_length(&relay, ben), bytes(ben));
    let before = (views(ana, &records), views(ben, &records));
    let round = ben.run(&["checkin", "list"])[0]["id"].as_str().unwrap().to_owned();
    let beside = [("other", round)];
    let kinds = [
        "agreement",
        "agreement",
        "limit",
        "permission",
        "promise",
        "agreement",
        "other",
        "other",
        "repair",
    ];
    let all = kinds.iter().zip(&records).map(|(kind, (_, id))| (*kind, id.clone())).chain(beside);
    for (kind, id) in all {
        let page = ben.run(&["not-right", &id]);
        assert_eq!((&page["record"]["kind"], &page["kept"]), (&json!(kind), &json!(false)));
        assert!(page["record"]["text"].as_str().unwrap().len() > 20, "{page:#}");
        assert!(page["parts"].to_string().contains("A demand says"));
        assert!(page["helplines"]["lines"].as_array().unwrap().len() > 3);
        let read = ben.reads(&["not-right", &id[..6]]);
        assert!(read.contains("A limit says") && read.contains("accord helplines"), "{read}");
    }
    assert_eq!(ana.run(&["not-right", &records[2].1])["record"]["kind"], "own");
    assert_eq!(ben.refused(&["not-right", "ffffffffffff"], 4), "not_found");
    let german = ben.reads(&["not-right", &records[2].1, "--lang", "de"]);
    assert!(german.contains("Eine Grenze sagt") && !german.contains("limit says"), "{german}");
    assert!(bytes(ben) == home, "a byte changed on his device");
    couple.meet(Order::Ben);
    assert_eq!(log_length(&relay, ben), length);
    let after = (views(ana, &records), views(ben, &records));
    assert_eq!(after.0[1..LOOKS.len()], before.0[1..LOOKS.len()]);
    assert_eq!(after.1[1..], before.1[1..]);
}

#[test]
fn a14_an_account_is_keys_and_a_name() {
    let (relay, couple) = couple();
    for words in [
        &["init", "--help"][..],
        &["join", "--help"],
        &["invite", "--help"],
        &["relay", "set", "--help"],
    ] {
        let help = couple.ana.reads(words).to_lowercase();
        for asked in ["e-mail", "email", "phone number", "password", "birth", "address book"] {
            assert!(!help.contains(asked), "{asked} in\n{help}");
        }
    }
    // A name is all that was ever given; the relay does not have that either.
    let stats = relay.stats().to_string();
    assert!(!stats.contains("Ana") && !stats.contains("Ben"));
}

#[test]
fn a15_both_are_told_the_same_of_what_the_other_sees() {
    let relay = Relay::open();
    let (ana, ben) = (Person::ana(), Person::ben());
    let page = ana.reads(&["about", "privacy"]);
    for part in ["Your partner sees", "Your partner does not see", "The relay sees", "For example"]
    {
        assert!(page.contains(part), "{page}");
    }
    let begun = ana.reads(&["init", "--name", "Ana", "--relay", &relay.url()]);
    assert!(begun.contains(&page), "{begun}");
    let disclaimer = "Accord is no therapy, no legal advice and no emergency service.";
    assert!(begun.contains(disclaimer), "{begun}");
    // The words that are shown once stand last.
    assert!(begun.find("For example") < begun.find("twelve recovery words"), "{begun}");
    let link = ana.run(&["invite"])["link"].as_str().unwrap().to_owned();
    let joined = ben.reads(&["join", &link, "--name", "Ben"]);
    assert!(joined.contains(&page) && joined.contains(disclaimer), "{joined}");
    // Who has an identity already is told again where a couple begins.
    let eve = Person::new("Eve", "Europe/London");
    eve.run(&["init", "--name", "Eve", "--relay", &relay.url()]);
    let fresh = Person::new("Finn", "Europe/London");
    fresh.run(&["init", "--name", "Finn", "--relay", &relay.url()]);
    let link = eve.run(&["invite"])["link"].as_str().unwrap().to_owned();
    assert!(fresh.reads(&["join", &link]).contains(&page));
}
