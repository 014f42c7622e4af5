//! Every code that a source can refuse with has a sentence and a row in `docs/errors.md`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

use std::path::{Path, PathBuf};

use accord_cli::error::sentence;
use accord_client_core::refused::{Class, Refused};
use accord_client_core::store::{Damage, StoreFault};
use accord_content::{Lang, Messages, rooms};
use accord_protocol::error::Code;

/// Says what has no sentence of its own.
const WITHOUT_WORDS: &str = "error-without-words";

/// Every code with its sentence.
fn all(lang: Lang) -> Vec<(&'static str, String)> {
    let (_, source) = rooms(lang).iter().find(|(room, _)| *room == "error").expect("a room");
    let ids = source.lines().filter(|line| line.starts_with("error-"));
    let ids = ids.filter_map(|line| line.split(" =").next());
    let codes = ids.filter(|id| !id.ends_with("-fact") && *id != WITHOUT_WORDS);
    let said = |id: &'static str| {
        let code = id.strip_prefix("error-").expect("the room");
        (code, Messages::of(lang).text(id, &[]))
    };
    codes.map(said).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &Path, into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source");
            // Codes of tests refuse nobody.
            let tests = "#[cfg(test)]\nmod tests {";
            into.push(text.split(tests).next().unwrap_or_default().to_owned());
        }
    }
}

/// The literal that follows each place where a refusal is made, whitespace aside.
fn codes(source: &str) -> Vec<String> {
    let source: String = source.split_whitespace().collect();
    let made = [
        "Refused::rule(\"",
        "Refused::usage(\"",
        "Refused::unreachable(\"",
        "Refused::locked(\"",
        "Refused::unexpected(\"",
        "refused(\"",
        "reader.me,\"",
        "me.other(),\"",
    ];
    let mut found: Vec<String> = made
        .iter()
        .flat_map(|start| source.split(start).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect();
    // The pairs of a code and its class.
    for before in source.split("\",Class::").collect::<Vec<_>>().iter().rev().skip(1) {
        found.extend(before.rsplit('"').next().map(str::to_owned));
    }
    found.retain(|code| {
        !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    });
    found
}

#[test]
fn every_code_has_a_sentence_and_a_row() {
    let mut texts = Vec::new();
    sources(&root().join("client-core/src"), &mut texts);
    sources(&root().join("cli/src"), &mut texts);
    let mut found: Vec<String> = texts.iter().flat_map(|text| codes(text)).collect();
    found.extend(Code::ALL.iter().map(|code| code.name().to_owned()));
    found.push(Code::Unknown(0).name().to_owned());
    found.extend(["not_found", "released", "already_moved"].map(str::to_owned));
    found.sort();
    found.dedup();
    assert!(found.len() > 90, "the search looks in the wrong place: {}", found.len());
    for needed in
        ["words_differ", "disk_full", "wrong_passphrase", "not_yours", "rate", "no_editor"]
    {
        assert!(found.iter().any(|code| code == needed), "the search missed {needed}");
    }
    let page = std::fs::read_to_string(root().join("docs/errors.md")).expect("the page");
    let said = all(Lang::En);
    let missing: Vec<&String> = found
        .iter()
        .filter(|code| {
            !said.iter().any(|(known, _)| known == code) || !page.contains(&format!("| `{code}` |"))
        })
        .collect();
    assert!(missing.is_empty(), "without a sentence or a row: {missing:?}");
    let used = |code: &str| {
        let written = format!("\"{code}\"");
        found.iter().any(|used| used == code) || texts.iter().any(|text| text.contains(&written))
    };
    let unused: Vec<_> = said.iter().filter(|(code, _)| !used(code)).collect();
    assert!(unused.is_empty(), "nothing refuses with these: {unused:?}");
}

#[test]
fn the_page_says_what_the_program_says() {
    let page = std::fs::read_to_string(root().join("docs/errors.md")).expect("the page");
    let said = all(Lang::En);
    for (code, says) in &said {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{code}` |")));
        assert!(row.is_some_and(|row| row.ends_with(&format!("| {says} |"))), "{code}");
    }
    let rows = page.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, said.len(), "a row too many");
}

#[test]
fn sentences_are_calm_and_whole() {
    for lang in Lang::ALL {
        for (code, says) in all(lang) {
            assert!(says.ends_with('.') || says.ends_with('`'), "{code} ends open");
            assert!(
                !says.contains("synced") && !says.contains("user ") && !says.contains('{'),
                "{code}: {says}"
            );
        }
    }
}

/// What is not typed, between backticks.
fn untyped(says: &str) -> String {
    says.split('`').step_by(2).collect()
}

#[test]
fn no_refusal_has_words_of_its_own_beside_the_messages() {
    let plain = |says: &str| says.chars().any(|c| c.is_ascii_alphabetic());
    let said = all(Lang::En);
    for (code, _) in &said {
        // Facts are data: they stay as they are, here in another alphabet.
        let facts = ["ένα", "δύο", "τρία"].map(str::to_owned);
        for facts in [vec![], facts.to_vec()] {
            let refused = Refused { code, class: Class::Refused, facts };
            // What the parser says of a mistyped word is its own, in English (docs/decisions, 0270).
            if refused.is("usage") && !refused.facts.is_empty() {
                continue;
            }
            let says = sentence(&refused, Lang::Pseudo);
            assert!(!plain(&untyped(&says)), "{code}: {says}");
        }
    }
    assert!(plain(&untyped(&sentence(&Refused::rule("left"), Lang::En))), "the look sees English");
}

#[test]
fn a_fact_is_told_in_a_whole_sentence_of_the_readers_language() {
    let both = |refused: &Refused| Lang::ALL.map(|lang| sentence(refused, lang));
    let cases = [
        (
            Refused::not_found("agreement"),
            "There is nothing with this id here. Looked for: agreement.",
            "Zu dieser Kennung gibt es hier nichts. Gesucht: eine Vereinbarung.",
        ),
        (
            Refused::usage("bad_date").with("2027-02-30"),
            "There is no such date here. Looked at: 2027-02-30.",
            "Dieses Datum gibt es hier nicht. Gemeint war: 2027-02-30.",
        ),
        (
            Refused::usage("file_not_read").with(std::io::ErrorKind::PermissionDenied.to_string()),
            "A file could not be read. Nothing was changed. The system says: permission denied.",
            "Eine Datei ließ sich nicht lesen. Nichts wurde geändert. Das System meldet: keine Berechtigung.",
        ),
        (
            Refused::usage("file_not_read").with("a gremlin"),
            "A file could not be read. Nothing was changed. The system says: a gremlin.",
            "Eine Datei ließ sich nicht lesen. Nichts wurde geändert. Das System meldet: a gremlin.",
        ),
    ];
    for (refused, english, german) in cases {
        assert_eq!(both(&refused), [english, german]);
    }
    let busy: Refused = StoreFault::Busy { holder: Some(4711) }.into();
    let [english, german] = both(&busy);
    assert!(english.ends_with("The store is in use by process 4711."), "{english}");
    assert!(german.ends_with("von Prozess 4711."), "{german}");
    let faults = [
        StoreFault::Damaged(Damage::NotAStore),
        StoreFault::Damaged(Damage::Layout),
        StoreFault::Damaged(Damage::Inconsistent),
        StoreFault::Damaged(Damage::UnknownTable(99)),
        StoreFault::TooLarge { bytes: 5000, limit: 4096 },
        StoreFault::Io(std::io::ErrorKind::NotFound),
    ];
    for fault in faults {
        let (shown, refused) = (fault.to_string(), Refused::from(fault));
        let [english, german] = both(&refused);
        assert!(english.to_lowercase().contains(&format!("{shown}.")), "{english}: {shown}");
        let plain = sentence(&Refused { facts: vec![], ..refused.clone() }, Lang::De);
        assert!(german.starts_with(&plain) && german.len() > plain.len(), "{german}");
        for number in refused.facts.iter().skip(1) {
            assert!(german.contains(number), "{german}");
        }
    }
    let strange = Refused { code: "never_heard_of", class: Class::Refused, facts: vec![] };
    assert!(both(&strange).iter().all(|says| says.contains("never_heard_of")));
}
