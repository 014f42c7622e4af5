//! What is said to a person follows the reader's language; what a script reads does not.

use std::process::Output;

use serde_json::Value;

use crate::harness::{Person, all_orders};

/// Runs a command as somebody whose system speaks German.
fn in_german(person: &Person, words: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } =
        person.command(words).env("LANG", "de_DE.UTF-8").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn a_refusal_is_told_in_german_and_stays_the_same_for_a_script() {
    let ana = Person::ana();
    ana.run(&["init", "--name", "Ana"]);
    let (exit, said, told) = in_german(&ana, &["agree", "show", "abcdef"]);
    assert_eq!((exit, said.as_str()), (Some(4), ""));
    assert_eq!(told, "Zu dieser Kennung gibt es hier nichts. Gesucht: ein Eintrag.\n");

    let english = ana.try_run(&["agree", "show", "abcdef"]);
    let (exit, said, told) = in_german(&ana, &["agree", "show", "abcdef", "--json"]);
    assert_eq!((exit, said.as_str()), (Some(4), ""));
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["error"]["code"], english.code.as_str());
    assert_eq!(told["error"]["message"], english.message.as_str());
    assert_eq!(english.message, "There is nothing with this id here. Looked for: record.");

    let (exit, _, told) = in_german(&ana, &["--lang", "en", "agree", "show", "abcdef"]);
    assert_eq!((exit, told), (Some(4), format!("{}\n", english.message)));
}

#[test]
fn a_mistyped_command_is_told_in_german_before_the_parsers_own_words() {
    let ana = Person::ana();
    let (exit, _, told) = in_german(&ana, &["agree", "shwo"]);
    assert_eq!(exit, Some(2));
    assert!(told.starts_with("Der Befehl passt so nicht. Nichts wurde geändert."), "{told}");
    assert!(told.contains("'shwo'"), "{told}");
    let english = ana.try_run(&["agree", "shwo"]);
    let (exit, _, told) = in_german(&ana, &["agree", "shwo", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!((exit, &told["error"]["message"]), (Some(2), &english.message.into()));
}

#[test]
fn help_is_in_german_however_german_was_asked_for() {
    let ana = Person::ana();
    let (exit, by_system, told) = in_german(&ana, &["agree", "propose", "--help"]);
    assert_eq!((exit, told.as_str()), (Some(0), ""));
    assert!(by_system.starts_with("Worte vorschlagen."), "{by_system}");
    assert!(by_system.contains("Aufruf: accord agree propose [OPTIONEN]"), "{by_system}");
    assert_eq!(ana.reads(&["--lang", "de", "agree", "propose", "--help"]), by_system);
    assert_eq!(ana.reads(&["agree", "propose", "--help", "--lang=de"]), by_system);
    assert_eq!(in_german(&ana, &["help", "agree", "propose"]).1, by_system);
    let (_, whole, _) = in_german(&ana, &["help"]);
    assert!(whole.contains("Befehle:\n  init "), "{whole}");

    let english = ana.reads(&["agree", "propose", "--help"]);
    assert!(english.starts_with("Propose words."), "{english}");
    assert_eq!(ana.reads(&["help", "agree", "propose"]), english);
    assert_eq!(in_german(&ana, &["--lang", "en", "agree", "propose", "--help"]).1, english);
}

/// What somebody reads in a language of theirs.
fn reads(person: &Person, lang: &str, words: &[&str]) -> String {
    person.reads(&[&["--lang", lang], words].concat())
}

/// An answer for a script, asked by somebody who reads a language.
fn scripted(person: &Person, lang: &str, words: &[&str]) -> Value {
    person.run(&[&["--lang", lang], words].concat())
}

#[test]
fn two_people_read_one_record_in_two_languages() {
    const HERS: &str = "We call on Sundays, whatever the week — ☕";
    const HIS: &str = "Wir rufen uns freitags an, früh genug für Grüße";
    const HERE: &str = "We call on Tuesdays";
    all_orders(|couple, order| {
        let id = couple.in_force(HERS);
        couple.ana.run(&["agree", "counter", &id, "-m", HERE]);
        couple.ben.run(&["agree", "counter", &id, "-m", HIS]);
        let promise = couple.ana.make(&["promise", "add", "Ich koche", "--due", "2026-11-23"]);
        let limit = ["limit", "add", "-a", "time", "-m", "Keine Anrufe nach 22 Uhr"];
        let limit = couple.ben.make(&[&limit[..], &["--limits", &id]].concat());
        couple.meet(order);
        // Each says yes to the other's words, and they mark the promise differently.
        for (person, words) in [(&couple.ana, HIS), (&couple.ben, HERE)] {
            let open = person.agreement(&id)["open"].clone();
            let theirs = open.as_array().unwrap().iter().find(|one| one["words"] == words);
            let revision = theirs.unwrap()["revision"].as_str().unwrap().to_owned();
            person.run(&["agree", "accept", &id, "--revision", &revision]);
        }
        couple.ana.run(&["promise", "kept", &promise]);
        couple.ben.run(&["promise", "notkept", &promise]);
        couple.meet(order);

        let (ana, ben) = (&couple.ana, &couple.ben);
        let (english, german) = (reads(ana, "en", &["asks"]), reads(ben, "de", &["asks"]));
        for (hers, his) in [
            (
                "Ana and Ben crossed: each said yes to the other's wording. Which one?",
                "Ana und Ben haben sich gekreuzt: jeweils ein Ja zur Fassung der anderen Person. Welche soll gelten?",
            ),
            (
                "A limit names this agreement, so it is paused. Do Ana and Ben want to talk about it?",
                "Eine Grenze nennt diese Vereinbarung, darum ruht sie. Möchten Ana und Ben darüber reden?",
            ),
            (
                "Ana says this promise was kept for 23 Nov, Ben says it was not.",
                "Ana sagt, dieses Versprechen wurde für den 23. Nov. gehalten. Ben sagt, es wurde nicht gehalten.",
            ),
            ("Talk about it", "Darüber reden"),
        ] {
            assert!(english.contains(hers), "{english}");
            assert!(german.contains(his), "{german}");
            assert!(!english.contains(his) && !german.contains(hers));
        }
        // One record: the same codes, ids and sentences for scripts, whoever asks in whatever language.
        let both = |words: &[&str]| {
            let (hers, his) = (scripted(ana, "en", words), scripted(ben, "de", words));
            assert_eq!(hers, scripted(ana, "de", words), "a script reads one language");
            (hers, his)
        };
        let (hers, his) = both(&["asks"]);
        assert_eq!(hers, his);
        assert_eq!(hers[0]["sentence_say"]["say"], format!("ask-{}", said_of(&hers[0])));
        let (hers, his) = both(&["verify"]);
        assert_eq!(
            (&hers["state_digest"], &hers["position"]),
            (&his["state_digest"], &his["position"])
        );
        let digest = hers["state_digest"].as_str().unwrap();
        for (person, lang) in [(ana, "en"), (ana, "de"), (ben, "en"), (ben, "de")] {
            assert!(reads(person, lang, &["verify"]).contains(digest));
        }
        let (hers, his) = both(&["agree", "show", &id]);
        assert_eq!(
            (&hers["state"], &hers["paused_by"], &hers["open"][0]["revision"]),
            (&his["state"], &his["paused_by"], &his["open"][0]["revision"])
        );
        // What one wrote is the same for the other, to the letter.
        for (person, lang) in [(ana, "en"), (ben, "de"), (ben, "en"), (ana, "de")] {
            let agreement = reads(person, lang, &["agree", "show", &id]);
            assert!([HERS, HIS, HERE].iter().all(|words| agreement.contains(words)), "{agreement}");
            assert!(reads(person, lang, &["promise", "list"]).contains("Ich koche"));
            assert!(
                reads(person, lang, &["limit", "show", &limit])
                    .contains("Keine Anrufe nach 22 Uhr")
            );
        }
        assert!(reads(ana, "en", &["agree", "show", &id]).contains("in force"));
        assert!(reads(ben, "de", &["agree", "show", &id]).contains("gilt seit"));
        let (english, german) = (reads(ana, "en", &["whatsnew"]), reads(ben, "de", &["whatsnew"]));
        assert!(
            english.contains("Agreements\n")
                && english.contains("Ben said yes. These words are not in force."),
            "{english}"
        );
        assert!(
            german.contains("Vereinbarungen\n")
                && german.contains("Ana hat Ja gesagt. Diese Worte gelten nicht."),
            "{german}"
        );
        assert!(german.contains("Ana hat etwas versprochen."), "{german}");
        let page = |person: &Person, lang| reads(person, lang, &["export", "--for-counsellor"]);
        assert!(page(ana, "en").contains("In force for both"));
        let german = page(ben, "de");
        assert!(
            german.contains("Gilt für beide") && german.contains(HERS) && !german.contains("Since"),
            "{german}"
        );
    });
}

/// The message of an ask that has one of its own for its code.
fn said_of(ask: &Value) -> String {
    match ask["code"].as_str().unwrap() {
        "seen_differently" => "promise-differs-on".into(),
        code => code.replace('_', "-"),
    }
}
