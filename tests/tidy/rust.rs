//! Rules for Rust files: how they open, how long they are, what they may use.

use std::collections::BTreeSet;

use crate::code::{Path, bare, paths};
use crate::files::{self, File};
use crate::nothing;

/// Beyond this a file holds more than one idea.
const MAX_LINES: usize = 600;

/// What the law may use inside the client's core: plain data about acts and time.
const LAW_USES: [&str; 6] = ["law", "act", "ids", "time", "refused", "silent"];

/// These four know nothing of each other.
const APART: [&str; 4] = ["document", "crypto", "sync", "store"];

/// The one way back: the words an act's fields are made of (area, kind, size) are named beside the commands that
/// people give, and hold no rule.
const WORDS_OF_ACTS: [&str; 3] = ["crate", "law", "command"];

/// What the core must be given rather than take.
const NOT_IN_CORE: [&[&str]; 8] = [
    &["time", "Instant"],
    &["SystemTime"],
    &["std", "net"],
    &["std", "thread"],
    &["std", "fs"],
    &["std", "env"],
    &["HashMap"],
    &["HashSet"],
];

fn opening(files: &[File]) -> Vec<String> {
    let closed = files.iter().filter(|file| !file.text.starts_with("//!"));
    closed.map(|file| format!("{}: opens without //!", file.path)).collect()
}

fn length(files: &[File]) -> Vec<String> {
    let lines = files.iter().map(|file| (file, file.text.lines().count()));
    let long = lines.filter(|(_, lines)| *lines > MAX_LINES);
    long.map(|(file, lines)| format!("{}: {lines} lines, {MAX_LINES} is the limit", file.path))
        .collect()
}

/// The core's files with the paths they name.
fn core(files: &[File]) -> impl Iterator<Item = (&File, &str, Vec<Path>)> {
    files.iter().filter_map(|file| {
        let inside = file.path.strip_prefix("client-core/src/")?;
        let module = inside.split(['/', '.']).next()?;
        Some((file, module, paths(&bare(&file.text))))
    })
}

/// The module at the core's root that a path leads to, if it says so.
fn target(path: &Path) -> Option<&str> {
    let first = path.parts.iter().position(|part| part != "super")?;
    match path.parts.get(first)?.as_str() {
        "crate" if first == 0 => path.parts.get(1).map(String::as_str),
        other if first > 0 && (APART.contains(&other) || other == "law" || other == "client") => {
            Some(other)
        }
        _ => None,
    }
}

fn arrows(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for (file, module, paths) in core(files) {
        for path in &paths {
            let Some(target) = target(path) else { continue };
            let wrong = match module {
                "law" => !LAW_USES.contains(&target),
                "act" if path.names(&WORDS_OF_ACTS) => false,
                "act" | "ids" | "time" => {
                    APART.contains(&target) || target == "client" || target == "law"
                }
                _ if APART.contains(&module) => {
                    target != module
                        && (APART.contains(&target) || target == "client" || target == "law")
                }
                "sheet" => APART.contains(&target) || target == "client",
                _ => false,
            };
            if wrong {
                findings.push(format!("{}:{}: {module} uses {target}", file.path, path.line));
            }
        }
    }
    findings
}

fn law_libraries(files: &[File]) -> Vec<String> {
    let banned =
        ["automerge", "hpke", "x_wing", "chacha20poly1305", "hkdf", "argon2", "ed25519_dalek"];
    let law = core(files).filter(|(_, module, _)| *module == "law");
    law.flat_map(|(file, _, paths)| {
        let found = paths.into_iter().filter(|path| banned.contains(&path.parts[0].as_str()));
        found.map(|path| format!("{}:{}: the law uses {}", file.path, path.line, path.parts[0]))
    })
    .collect()
}

fn sans_io(files: &[File]) -> Vec<String> {
    core(files)
        .flat_map(|(file, _, paths)| {
            let found = paths.into_iter().filter(|path| {
                // Asking whether a test is failing starts no thread.
                !path.names(&["thread", "panicking"])
                    && NOT_IN_CORE.iter().any(|parts| path.names(parts))
            });
            found.map(|path| {
                format!("{}:{}: the core uses {}", file.path, path.line, path.parts.join("::"))
            })
        })
        .collect()
}

/// Where the tests of a file begin: everywhere in a test's file, else at the first test module.
fn tests_begin(file: &File, bare: &str) -> Option<usize> {
    let whole = ["tests/", "/tests/", "/tests.rs"];
    if file.path.starts_with(whole[0]) || whole[1..].iter().any(|part| file.path.contains(part)) {
        return Some(0);
    }
    bare.lines().position(|line| line.contains("#[cfg(test)]") || line.contains("#[test]"))
}

/// Fields that may be left out say `default` too: by that ts-rs tells them from those that are null.
fn left_out(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for (file, ..) in core(files) {
        for (number, line) in (1..).zip(file.text.lines()) {
            if line.contains("skip_serializing_if") && !line.contains("default") {
                findings
                    .push(format!("{}:{number}: may be left out and says no default", file.path));
            }
        }
    }
    findings
}

fn sleeping(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        let bare = bare(&file.text);
        let Some(begin) = tests_begin(file, &bare) else { continue };
        let found = paths(&bare).into_iter().filter(|path| path.line > begin);
        for path in found.filter(|path| path.names(&["thread", "sleep"])) {
            findings.push(format!("{}:{}: a test sleeps", file.path, path.line));
        }
    }
    findings
}

fn ignored(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        let code = bare(&file.text);
        for (line, _) in (1..).zip(code.lines()).filter(|(_, line)| {
            let line: String = line.split_whitespace().collect();
            line.contains("#[ignore") || line.contains(",ignore)]") || line.contains(",ignore=")
        }) {
            findings.push(format!("{}:{line}: a test is ignored", file.path));
        }
    }
    findings
}

/// What a law takes from a person and shows to one holds words: only what is `Copy`, and so holds none, may be printed whole.
fn talkative(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    let law = |file: &&File| {
        file.path.starts_with("client-core/src/law/")
            && ["/view.rs", "/command.rs"].iter().any(|end| file.path.ends_with(end))
    };
    for file in files.iter().filter(law) {
        let code = bare(&file.text);
        for (at, _) in code.match_indices("#[derive(") {
            let rest = &code[at..];
            let Some((derived, after)) = rest.split_once(")]") else { continue };
            let named = after.lines().find(|line| line.starts_with("pub "));
            let derives = |what: &str| derived.split(['(', ',']).any(|one| one.trim() == what);
            // What stands in for any type prints as that type does.
            let any = named.is_some_and(|line| line.contains('<'));
            if derives("Debug") && !derives("Copy") && !any {
                let line = code[..at].lines().count() + 1;
                let what = named.unwrap_or_default().trim_end_matches(" {");
                findings.push(format!("{}:{line}: {what} prints words", file.path));
            }
        }
    }
    findings
}

#[test]
fn nothing_that_holds_a_couples_words_prints_them() {
    nothing(talkative(&files::rust()));
    let file = |text| File::new("client-core/src/law/new/view.rs", text);
    let loud = "#[derive(Debug, Clone)]\n#[expect(x)]\npub struct Words {\n";
    let silent = "#[derive(Clone)]\npub struct Words {\n";
    let plain = "#[derive(Debug, Clone, Copy)]\npub enum Side {\n";
    let found = talkative(&[file(loud), file(silent), file(plain)]);
    assert_eq!(found, ["client-core/src/law/new/view.rs:1: pub struct Words prints words"]);
}

/// Types of the cipher's part that hold a secret, themselves or in what they hold, by file.
fn secret_types(files: &[File]) -> Vec<(&File, String)> {
    let mut holders: Vec<String> =
        ["Secret", "SecretBytes", "Zeroizing", "SigningKey"].map(str::to_owned).into();
    let mut found: Vec<(&File, String)> = Vec::new();
    let crypto = |file: &&File| file.path.starts_with("client-core/src/crypto/");
    let defined: Vec<_> = files
        .iter()
        .filter(crypto)
        .flat_map(|f| types(f).into_iter().map(move |t| (f, t)))
        .collect();
    loop {
        let before = found.len();
        for (file, (name, held, _)) in &defined {
            let holds = words(held).any(|word| holders.iter().any(|holder| holder == word));
            if holds && !found.iter().any(|(_, known)| known == name) {
                found.push((file, name.clone()));
                holders.push(name.clone());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Each public type of a file outside its tests: name, what it holds, what it derives.
fn types(file: &File) -> Vec<(String, String, String)> {
    let code = bare(&file.text);
    let code = &code[..tests_begin(file, &code)
        .map_or(code.len(), |line| code.split_inclusive('\n').take(line).map(str::len).sum())];
    let mut all = Vec::new();
    for what in ["pub struct ", "pub enum ", "pub(crate) struct ", "pub(super) struct "] {
        for (at, _) in code.match_indices(what) {
            let rest = &code[at + what.len()..];
            let name: String = words(rest).next().unwrap_or_default().to_owned();
            let open = rest.find(['{', ';']).unwrap_or(rest.len());
            let end = if rest[open..].starts_with('{') { rest.find("\n}") } else { None };
            let held = rest[name.len()..end.unwrap_or(open)].to_owned();
            let before = code[..at].rfind(['}', ';']).map_or(0, |end| end + 1);
            all.push((name, held, code[before..at].to_owned()));
        }
    }
    all
}

/// What is wiped on drop prints itself like any other text: who holds it says how it is printed.
fn wiped_and_printed(files: &[File]) -> Vec<String> {
    let code = |file: &&File| !file.path.starts_with("tests/");
    let all = files.iter().filter(code).flat_map(|f| types(f).into_iter().map(move |t| (f, t)));
    let loud = all.filter(|(_, (_, held, derived))| {
        words(held).any(|word| word == "Zeroizing") && words(derived).any(|word| word == "Debug")
    });
    loud.map(|(file, (name, ..))| format!("{}: {name} prints a secret", file.path)).collect()
}

/// Secret types that the test of Debug does not name.
fn unwatched(files: &[File], test: &str) -> Vec<String> {
    let named: BTreeSet<&str> = words(test).collect();
    let missing =
        secret_types(files).into_iter().filter(|(_, name)| !named.contains(name.as_str()));
    missing.map(|(file, name)| format!("{}: {name} is in no test of Debug", file.path)).collect()
}

#[test]
fn every_type_that_holds_a_secret_is_in_the_test_that_none_prints() {
    let all = files::rust();
    let test = all.iter().find(|file| file.path == "client-core/src/crypto/debug.rs");
    nothing(unwatched(&all, &test.expect("the test of Debug").text));
    assert!(secret_types(&all).len() > 12, "the types are found");
    nothing(wiped_and_printed(&all));
    let planted = "pub struct Inner(Secret<32>);\npub enum Outer {\n    One { it: Inner },\n}\npub struct Plain(u8);\n";
    let planted = [File::new("client-core/src/crypto/new.rs", planted)];
    assert_eq!(unwatched(&planted, "Outer").len(), 1);
    assert_eq!(unwatched(&planted, "").len(), 2);
    let loud = "#[derive(Clone, Debug)]\npub struct Typed(Zeroizing<String>);\n";
    assert_eq!(wiped_and_printed(&[File::new("cli/src/new.rs", loud)]).len(), 1);
    nothing(wiped_and_printed(&[File::new("cli/src/new.rs", &loud.replace(", Debug", ""))]));
}

#[test]
fn fields_that_may_be_left_out_are_told_from_those_that_are_null() {
    nothing(left_out(&files::rust()));
    let wrong = "#[serde(skip_serializing_if = \"Option::is_none\")]\npub on: Option<Day>,";
    let right =
        "#[serde(default, skip_serializing_if = \"Option::is_none\")]\npub on: Option<Day>,";
    let file = |text| File::new("client-core/src/law/view.rs", text);
    assert_eq!(left_out(&[file(right), file(wrong)]).len(), 1);
}

#[test]
fn every_file_says_what_it_owns() {
    nothing(opening(&files::rust()));
    assert_eq!(opening(&[File::new("a.rs", "// x\n"), File::new("b.rs", "//! x\n")]).len(), 1);
}

#[test]
fn no_file_is_longer_than_six_hundred_lines() {
    nothing(length(&files::rust()));
    let long = "x\n".repeat(601);
    assert_eq!(length(&[File::new("a.rs", &long), File::new("b.rs", &long[2..])]).len(), 1);
}

#[test]
fn arrows_inside_the_core_go_one_way() {
    nothing(arrows(&files::rust()));
    let wrong = [
        ("law/a.rs", "use crate::{act, store::Batch};"),
        ("law.rs", "fn f() { crate::crypto::seal() }"),
        ("document/page/tests.rs", "use crate::sync::Session;"),
        ("crypto/a/b.rs", "use super::super::store::Row;"),
        ("store/mod.rs", "use crate::client::Client;"),
        ("sync.rs", "use crate::law;"),
        ("act/codec.rs", "use crate::crypto::H;"),
        ("act/mod.rs", "use crate::law::graph::Graph;"),
    ];
    for (path, text) in wrong.into_iter().chain([("sheet/a.rs", "use crate::store::Store;")]) {
        let found = arrows(&[File::new(&format!("client-core/src/{path}"), text)]);
        assert_eq!(found.len(), 1, "{path}: {text}");
    }
    let right = [
        ("law/a.rs", "use crate::{act::Act, time::Day}; use crate::law::graph; // crate::store"),
        ("store/contract.rs", "use super::{Batch, Store}; use crate::store::memory;"),
        ("client/mod.rs", "use crate::{law, store, sync, crypto, document};"),
        ("act/body.rs", "use crate::law::command::{Area, Size};"),
        ("crypto/seal.rs", "fn f(store: u8) { store.x() }"),
        ("sheet/a.rs", "use crate::law::view; use crate::act::Text;"),
    ];
    for (path, text) in right {
        nothing(arrows(&[File::new(&format!("client-core/src/{path}"), text)]));
    }
}

#[test]
fn the_law_links_no_document_and_no_cipher() {
    nothing(law_libraries(&files::rust()));
    let planted = File::new("client-core/src/law/a.rs", "use automerge::AutoCommit;");
    assert_eq!(law_libraries(&[planted]).len(), 1);
}

#[test]
fn the_core_has_no_clock_no_socket_no_thread_and_no_random_order() {
    nothing(sans_io(&files::rust()));
    for text in [
        "use std::time::{Duration, Instant};",
        "std::time::SystemTime::now()",
        "use std::{net::TcpStream, fmt};",
        "std::thread::spawn(f)",
        "use std::collections::{BTreeMap, HashMap};",
        "fn f() -> HashSet<u8> {}",
    ] {
        assert_eq!(sans_io(&[File::new("client-core/src/client.rs", text)]).len(), 1, "{text}");
    }
    nothing(sans_io(&[File::new(
        "client-core/src/a.rs",
        "//! HashMap\nuse core::time::Duration;",
    )]));
    nothing(sans_io(&[File::new("server/src/a.rs", "use std::collections::HashMap;")]));
}

#[test]
fn no_test_sleeps() {
    nothing(sleeping(&files::rust()));
    let text = "use std::thread;\n#[cfg(test)]\nmod tests { fn f() { thread::sleep(d) } }";
    assert_eq!(sleeping(&[File::new("cli/src/a.rs", text)]).len(), 1);
    assert_eq!(
        sleeping(&[File::new("tests/e2e/a.rs", "use std::thread::{self, sleep};")]).len(),
        1
    );
    nothing(sleeping(&[File::new("cli/src/a.rs", "fn f() { std::thread::sleep(d) }")]));
}

#[test]
fn no_test_is_ignored() {
    nothing(ignored(&files::rust()));
    for text in
        ["#[test]\n#[ignore]\nfn f() {}", "#[ignore = \"slow\"]", "#[cfg_attr(unix, ignore)]"]
    {
        assert_eq!(ignored(&[File::new("a.rs", text)]).len(), 1, "{text}");
    }
}
