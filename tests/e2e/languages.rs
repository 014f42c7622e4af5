//! What is said to a person follows the reader's language; what a script reads does not.

use std::process::Output;

use crate::harness::Person;

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
