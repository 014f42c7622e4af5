//! Texts that are part of the program, as a process: without a home, without a trace, and copied by choice only.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

use serde_json::Value;

/// Somebody's whole account on a machine: every folder the program could think of is inside.
struct Account(tempfile::TempDir);

impl Account {
    fn new() -> Self {
        let account = Self(tempfile::tempdir().expect("a folder"));
        for folder in ["user", "tmp", "cwd"] {
            std::fs::create_dir(account.path().join(folder)).expect("a folder");
        }
        account
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
        command.args(words).stdin(Stdio::null()).current_dir(self.path().join("cwd"));
        // Nothing of the machine's own account shines in.
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.env_clear().env("PATH", path).env("LANG", "en_GB.UTF-8");
        command.env("ACCORD_NOW", "2026-11-23T12:00:00+01:00[Europe/Berlin]");
        for (name, folder) in [("HOME", "user"), ("TMPDIR", "tmp"), ("ACCORD_HOME", "home")] {
            command.env(name, self.path().join(folder));
        }
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("the program starts")
    }

    /// What a command that is done prints.
    fn text(&self, words: &[&str]) -> String {
        done(words, &self.run(words))
    }

    fn json(&self, words: &[&str]) -> Value {
        let text = self.text(&[words, &["--json"]].concat());
        serde_json::from_str(&text).expect("one JSON value")
    }

    /// The same with somebody who types.
    fn typed(&self, words: &[&str], answers: &str) -> String {
        let mut command = self.command(words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // Who stops early leaves answers unread.
        drop(stdin.write_all(answers.as_bytes()));
        drop(stdin);
        done(words, &child.wait_with_output().expect("an end"))
    }

    fn init(&self) {
        self.text(&["init", "--name", "Ana", "--unlock", "none"]);
    }

    /// Every file and folder with its bytes and when it was changed.
    fn everything(&self) -> BTreeMap<PathBuf, (SystemTime, Option<Vec<u8>>)> {
        let mut all = BTreeMap::new();
        let mut open = vec![self.path().to_owned()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                let about = path.symlink_metadata().expect("it is there");
                let changed = about.modified().expect("a time");
                if about.is_dir() {
                    open.push(path.clone());
                }
                let bytes = about.is_file().then(|| std::fs::read(&path).expect("a file"));
                all.insert(path, (changed, bytes));
            }
        }
        all
    }
}

fn done(words: &[&str], output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{words:?}: {error}");
    String::from_utf8(output.stdout.clone()).expect("text")
}

/// One line, whatever was wrapped.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a command line as a shell takes them apart; these lines know double quotes only.
fn split(line: &str) -> Vec<String> {
    let pieces = line.split('"').enumerate();
    let words = pieces.flat_map(|(at, piece)| {
        if at % 2 == 1 {
            vec![piece.to_owned()]
        } else {
            piece.split_whitespace().map(str::to_owned).collect()
        }
    });
    words.collect()
}

/// A draft without what is new each time: its id, and the versions that are named after it.
fn nameless(mut draft: Value) -> Value {
    draft["id"] = Value::Null;
    if let Some(version) = draft.get_mut("version") {
        *version = Value::Null;
    }
    for list in ["versions", "open"] {
        for one in draft.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            one["version"] = Value::Null;
        }
    }
    draft
}

/// Rule, time and steps of a template are those of the draft.
fn arrives_whole(one: &Value, draft: &Value) {
    let name = &one["name"];
    let terms = &draft["open"][0]["terms"];
    if one["kind"] == "ritual" {
        let (asked, remote) = (&one["ritual"], &one["variants"]["remote"]);
        let every = match asked["every"].as_str() {
            Some("FREQ=DAILY") => "day",
            other => other.expect("a rule"),
        };
        assert_eq!(terms["every"], every, "{name}");
        assert_eq!(terms["length"], asked["minutes"], "{name}");
        assert_eq!(&terms["remote"], remote, "{name}");
        let own = asked["own_time"] == true;
        let at = if own { "own_time" } else { "at" };
        assert_eq!(terms[at], asked["at"], "{name}");
        assert_eq!(terms.get("zone").is_none_or(Value::is_null), own, "{name}");
    }
    let steps = |value: &Value, field: &str| -> Vec<Value> {
        let list = value["steps"].as_array().into_iter().flatten();
        list.map(|step| step[field].clone()).collect()
    };
    assert_eq!(steps(one, "words"), steps(terms, "text"), "{name}");
    assert_eq!(steps(one, "by"), steps(terms, "whose"), "{name}");
    assert_eq!(steps(one, "notice"), steps(terms, "notice"), "{name}");
}

#[test]
fn the_self_check_leaves_no_byte_behind() {
    let account = Account::new();
    account.init();
    let before = account.everything();
    assert!(before.keys().any(|path| path.starts_with(account.path().join("home"))));
    for lang in ["en", "de"] {
        for answers in ["yes\n", "no\nyes\nno\nyes\n", "no\n\n\n\n", "q\n", ""] {
            account.typed(&["selfcheck", "--lang", lang], answers);
            assert!(account.everything() == before, "{lang} {answers:?} left something");
        }
        account.text(&["selfcheck", "--print", "--lang", lang]);
        account.text(&["selfcheck", "--json", "--lang", lang]);
    }
    assert!(account.everything() == before, "reading left something");
}

#[test]
fn the_self_check_needs_no_identity_and_makes_none() {
    let account = Account::new();
    let before = account.everything();
    let afraid = flat(&account.typed(&["selfcheck"], "yes\n"));
    assert!(afraid.contains("0808 2000 247"), "the numbers of the reader's country: {afraid}");
    assert!(!afraid.contains("116 016"));
    let printed = flat(&account.text(&["selfcheck", "--print"]));
    let data = account.json(&["selfcheck"]);
    assert_eq!(data["kept"], false);
    let questions = data["questions"].as_array().expect("questions");
    assert_eq!(questions.len(), 4);
    assert_eq!(questions[0]["code"], "safety", "the question about fear comes first");
    let at = |one: &Value| printed.find(one["question"].as_str().expect("words"));
    let order: Vec<_> = questions.iter().map(at).collect();
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{printed}");
    assert!(account.everything() == before, "no home was made");
}

#[test]
fn help_lines_answer_without_a_home_and_whatever_is_wrong_with_it() {
    let account = Account::new();
    let all = account.text(&["helplines"]);
    assert!(flat(&all).contains("Accord is no emergency service"));
    assert!(all.find("United Kingdom") < all.find("Germany"), "the reader's country comes first");
    let german = flat(&account.text(&["helplines", "--country", "de", "--lang", "de"]));
    for needed in ["116 016", "110", "112", "Accord ist kein Notdienst", "auf einem anderen"] {
        assert!(german.contains(needed), "{needed}");
    }
    let swiss = flat(&account.text(&["helplines", "--country", "CH"]));
    assert!(swiss.contains("142") && swiss.contains("check before you rely on it"), "{swiss}");
    let none = flat(&account.text(&["helplines", "--country", "XX"]));
    assert!(none.contains("No line is listed here") && none.contains("findahelpline.com"));

    // A home that cannot be opened, and a clock nobody can read, are no reasons to say nothing.
    std::fs::write(account.path().join("home"), "not a folder").expect("a file");
    let data = account.json(&["helplines", "--country", "AT"]);
    let numbers: Vec<_> =
        data["lines"].as_array().expect("lines").iter().map(|line| &line["number"]).collect();
    assert!(numbers.contains(&&Value::from("0800 222 555")));
    assert!(data["lines"][0]["checked"]["how"].is_string() && data["checked_on"].is_string());
    let mut command = account.command(&["helplines", "--country", "NZ"]);
    let output = command.env("ACCORD_NOW", "nonsense").env_remove("HOME").output();
    assert!(done(&["helplines"], &output.expect("it starts")).contains("111"));
}

#[test]
fn about_says_who_sees_what_and_what_accord_is_not() {
    let account = Account::new();
    let (both, one) = (flat(&account.text(&["about"])), account.text(&["about", "privacy"]));
    for needed in
        ["no therapy", "no contract", "no emergency service", "Your partner sees", "The relay sees"]
    {
        assert!(both.contains(needed), "{needed}");
    }
    assert!(!one.contains("no contract") && one.contains("Your partner does not see"));
    let german = account.json(&["about", "--lang", "de"]);
    assert_eq!(german["privacy"]["title"], "Wer was sieht");
    assert!(account.json(&["about", "disclaimer"]).get("privacy").is_none());
    // Said once, where it begins.
    let init = flat(&account.text(&["init", "--name", "Ana", "--unlock", "none"]));
    assert!(init.contains("no emergency service") && init.contains("`accord about`"), "{init}");
}

#[test]
fn templates_speak_the_systems_language_or_the_one_asked_for() {
    let account = Account::new();
    let list = |words: &[&str]| account.json(&[&["templates"], words].concat());
    let titles = |value: &Value| -> Vec<String> {
        let all = value.as_array().expect("a list").iter();
        all.map(|one| one["title"].as_str().expect("a title").to_owned()).collect()
    };
    let (english, german) = (list(&[]), list(&["--lang", "de"]));
    assert!(titles(&english).contains(&"Rent money stays where it is".to_owned()));
    assert!(titles(&german).contains(&"Geld für die Miete bleibt, wo es ist".to_owned()));
    let austrian = account.command(&["templates", "--json"]).env("LANG", "de_AT.UTF-8").output();
    let austrian: Value =
        serde_json::from_str(&done(&["templates"], &austrian.expect("it starts"))).expect("JSON");
    assert_eq!(austrian, german);
    let rituals = list(&["--kind", "ritual"]);
    assert!(rituals.as_array().expect("a list").iter().all(|one| one["kind"] == "ritual"));
    assert!(account.text(&["templates"]).contains("date_night"));
    let one = flat(&account.text(&["templates", "location_stays_mine"]));
    assert!(one.contains("Saying no to sharing this is normal"), "{one}");
    assert!(one.contains("accord templates location_stays_mine --copy Or"), "{one}");
    let other = flat(&account.text(&["templates", "date_night", "--lang", "de"]));
    assert!(other.contains("accord templates date_night --copy --lang de"), "{other}");
    assert_eq!(account.run(&["templates", "no_such_thing"]).status.code(), Some(4));
    assert_eq!(account.run(&["templates", "--kind", "clothes"]).status.code(), Some(2));
    assert_eq!(account.run(&["templates", "--copy"]).status.code(), Some(2));
}

#[test]
fn every_template_is_copied_by_the_line_that_is_shown_and_reads_as_a_draft() {
    let account = Account::new();
    account.init();
    for lang in ["en", "de"] {
        let list = account.json(&["templates", "--lang", lang]);
        for one in list.as_array().expect("a list") {
            let name = one["name"].as_str().expect("a name");
            let copy = ["templates", name, "--copy", "--lang", lang];
            if one["kind"] == "questions" {
                let note = account.json(&copy);
                assert_eq!(
                    (&note["state"], &note["kind"]),
                    (&"private".into(), &"question".into())
                );
                let questions = one["questions"].as_array().expect("questions");
                let has = |question: &Value| {
                    note["words"]
                        .as_str()
                        .is_some_and(|words| words.contains(question.as_str().unwrap_or("?")))
                };
                assert!(questions.iter().all(has), "{name}: {note}");
                let typed =
                    format!("{} --lang {lang}", one["command"].as_str().expect("a command"));
                let typed = split(&typed);
                let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
                assert_eq!(account.json(&typed[1..])["words"], note["words"], "{name}");
                continue;
            }
            let draft = account.json(&copy);
            assert_eq!(draft["state"], "draft", "{name}");
            assert!(draft.get("in_force").is_none_or(Value::is_null), "{name}");
            let words = one["words"].as_str().expect("words");
            let words = Value::from(words).to_string();
            assert!(draft.to_string().contains(words.trim_matches('"')), "{name}: {draft}");
            arrives_whole(one, &draft);

            // What a person types from the screen comes to the same.
            let typed = split(one["command"].as_str().expect("a command"));
            let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
            assert_eq!(nameless(account.json(&typed[1..])), nameless(draft), "{name}");
        }
    }
    let shown = account.json(&["agree", "list"]);
    assert!(shown.as_array().expect("a list").iter().all(|one| one["state"] == "draft"));
    let all = account.json(&["private", "list"]);
    let copies = 2 * 2 * 49;
    let all = all.as_array().expect("a list");
    assert_eq!(all.iter().filter(|one| one["state"] == "draft").count(), copies);
    assert_eq!(all.iter().filter(|one| one["state"] == "private").count(), all.len() - copies);
}
