//! Every code that a source can refuse with has a sentence and a row in `docs/errors.md`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

use std::path::{Path, PathBuf};

use accord_cli::error::{SENTENCES, Sentence};
use accord_protocol::error::Code;

fn all() -> Vec<Sentence> {
    SENTENCES.concat()
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
    let missing: Vec<&String> = found
        .iter()
        .filter(|code| {
            !all().iter().any(|(known, ..)| known == code)
                || !page.contains(&format!("| `{code}` |"))
        })
        .collect();
    assert!(missing.is_empty(), "without a sentence or a row: {missing:?}");
}

#[test]
fn the_page_says_what_the_program_says() {
    let page = std::fs::read_to_string(root().join("docs/errors.md")).expect("the page");
    for (code, says, _) in all() {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{code}` |")));
        assert!(row.is_some_and(|row| row.ends_with(&format!("| {says} |"))), "{code}");
    }
    let rows = page.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, all().len(), "a row too many");
}

#[test]
fn sentences_are_calm_and_whole() {
    for (at, (code, says, fact)) in all().iter().enumerate() {
        assert!(says.ends_with('.') || says.ends_with("`"), "{code} ends open");
        assert!(
            !says.contains('!') && !says.contains("synced") && !says.contains("user "),
            "{code}: {says}"
        );
        assert!(fact.is_empty() || fact.contains("{}"), "{code} drops its fact");
        assert!(all().iter().skip(at + 1).all(|(other, ..)| other != code), "{code} twice");
    }
}
