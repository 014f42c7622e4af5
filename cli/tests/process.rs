//! The program as a process: exit codes, JSON shapes, locks, and homes that cannot be opened. No relay: everything here works alone.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A person's home, and how the program is started in it.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self) -> std::path::PathBuf {
        self.0.path().join("home")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
        command.arg("--home").arg(self.path()).args(words).stdin(Stdio::null());
        for name in [
            "ACCORD_HOME",
            "ACCORD_NOW",
            "ACCORD_PASSPHRASE_FILE",
            "ACCORD_RELAY_TOKEN",
            "EDITOR",
            "VISUAL",
            "DBUS_SESSION_BUS_ADDRESS",
        ] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("the program starts")
    }

    /// The JSON of a command that is done.
    fn json(&self, words: &[&str]) -> Value {
        let output = self.run(&[words, &["--json"]].concat());
        assert_eq!(
            output.status.code(),
            Some(0),
            "{words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).expect("one JSON value")
    }

    /// The exit code and error code of a command that is refused.
    fn refused(&self, words: &[&str]) -> (i32, String) {
        refusal(&self.run(&[words, &["--json"]].concat()))
    }

    fn init(&self) -> Value {
        self.json(&["init", "--name", "Ana", "--unlock", "none"])
    }
}

fn refusal(output: &Output) -> (i32, String) {
    assert!(output.stdout.is_empty(), "a refusal answers nothing");
    let error = String::from_utf8_lossy(&output.stderr);
    let line = error.lines().last().unwrap_or_default();
    let value: Value =
        serde_json::from_str(line).unwrap_or_else(|_| panic!("one JSON object: {error}"));
    let code = value["error"]["code"].as_str().expect("a code").to_owned();
    assert!(!value["error"]["message"].as_str().expect("a message").is_empty());
    (output.status.code().unwrap_or(-1), code)
}

fn code(exit: i32, code: &str) -> (i32, String) {
    (exit, code.to_owned())
}

#[test]
fn a_home_begins_alone_and_keeps_drafts() {
    let home = Home::new();
    let made = home.init();
    assert_eq!(made["recovery_words"].as_array().map(Vec::len), Some(12));
    assert!(made["device"].as_str().is_some_and(|id| id.len() >= 32));
    let status = home.json(&["status"]);
    assert_eq!(status["name"], "Ana");
    assert_eq!(status["vault"], "local_only");
    assert_eq!(status["pairing"]["state"], "none");
    assert!(status["store"]["bytes"].as_u64().is_some_and(|bytes| bytes > 0));
    let agreement =
        home.json(&["agree", "propose", "-a", "digital", "-m", "We answer within a day"]);
    assert_eq!(
        (&agreement["state"], &agreement["shared"]),
        (&Value::from("draft"), &Value::from(false))
    );
    let limit = home.json(&["limit", "add", "-a", "time", "-m", "No calls after 20:30"]);
    assert_eq!(limit["state"], "draft");
    let promise = home.json(&[
        "promise",
        "add",
        "Call",
        "--due",
        "2026-11-23T21:00",
        "--tz",
        "Europe/Berlin",
    ]);
    assert_eq!(promise["due"], "2026-11-23T21:00:00+01:00[Europe/Berlin]");
    assert_eq!(home.json(&["private", "list"]).as_array().map(Vec::len), Some(3));
    let id = limit["id"].as_str().expect("an id");
    assert_eq!(
        home.json(&["private", "delete", id.get(..8).expect("hexadecimal")])["state"],
        "deleted"
    );
    assert_eq!(home.json(&["private", "list"]).as_array().map(Vec::len), Some(2));
    assert_eq!(home.json(&["asks"]), Value::Array(vec![]));
    assert_eq!(home.json(&["whatsnew"]), Value::Array(vec![]));
    assert_eq!(home.json(&["devices"]).as_array().map(Vec::len), Some(2), "this one and the words");
}

#[test]
fn a_moment_given_for_one_command_is_its_today() {
    let home = Home::new();
    let mut init = home.command(&["init", "--name", "Ana", "--unlock", "none", "--json"]);
    let made = init
        .env("ACCORD_NOW", "2027-03-14T20:00:00+01:00[Europe/Berlin]")
        .output()
        .expect("starts");
    assert!(made.status.success());
    assert_eq!(home.json(&["words"])["made_on"], "2027-03-14");
    let bad =
        home.command(&["words", "--json"]).env("ACCORD_NOW", "tomorrow").output().expect("starts");
    assert_eq!(refusal(&bad), code(2, "bad_clock"));
}

#[test]
fn without_an_identity_nothing_is_made() {
    let home = Home::new();
    assert_eq!(home.refused(&["status"]), code(3, "no_identity"));
    assert_eq!(home.refused(&["sync"]), code(3, "no_identity"));
    assert!(!home.path().exists());
}

#[test]
fn a_refused_beginning_leaves_nothing_behind() {
    let home = Home::new();
    assert_eq!(home.refused(&["init", "--name", "", "--unlock", "none"]), code(2, "bad_name"));
    assert_eq!(
        home.refused(&[
            "init",
            "--name",
            "Ana",
            "--relay",
            "http://far.example",
            "--unlock",
            "none"
        ]),
        code(2, "relay_not_encrypted")
    );
    assert_eq!(
        home.refused(&["join", "https://relay.example/", "--name", "Ana", "--unlock", "none"]),
        code(2, "bad_link")
    );
    assert!(!home.path().exists());
    home.init();
    assert_eq!(
        home.refused(&["init", "--name", "Ana", "--unlock", "none"]),
        code(3, "home_in_use")
    );
    assert_eq!(home.json(&["status"])["name"], "Ana", "an identity is never replaced");
}

#[test]
fn what_needs_somebody_else_is_refused_and_changes_nothing() {
    let home = Home::new();
    home.init();
    let before = home.json(&["status"]);
    assert_eq!(home.refused(&["sync"]), code(3, "no_relay"));
    assert_eq!(home.refused(&["invite"]), code(3, "no_relay"));
    assert_eq!(home.refused(&["verify"]), code(3, "not_paired"));
    assert_eq!(home.refused(&["agree", "show", "a3f9"]), code(4, "not_found"));
    assert_eq!(home.refused(&["pairing", "confirm", "a", "b", "c", "d"]), code(4, "not_found"));
    assert_eq!(home.refused(&["leave", "--keep"]), code(2, "needs_yes"));
    assert_eq!(home.refused(&["leave", "--keep", "--yes"]), code(3, "not_paired"));
    assert_eq!(home.json(&["status"]), before);
}

#[test]
fn bad_words_are_usage_errors() {
    let home = Home::new();
    home.init();
    for (words, wanted) in [
        (&["agree", "propose", "-a", "digital"][..], "words_needed"),
        (&["agree", "propose", "-a", "nowhere", "-m", "x"], "bad_area"),
        (&["agree", "propose", "-m", "x"], "area_missing"),
        (&["agree", "list", "--state", "done"], "bad_state"),
        (&["promise", "add", "Call", "--due", "soon"], "bad_moment"),
        (&["promise", "add", "Call", "--every", "now and then"], "bad_rule"),
        (&["frobnicate"], "usage"),
        (&["agree"], "usage"),
        (&["profile", "zone", "Europe/Nowhere"], "bad_zone"),
    ] {
        assert_eq!(home.refused(words), code(2, wanted), "{words:?}");
    }
    assert_eq!(home.json(&["private", "list"]), Value::Array(vec![]));
}

#[test]
fn a_locked_home_opens_with_its_passphrase_only() {
    let home = Home::new();
    let file = |name: &str, text: &str| {
        let path = home.0.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    };
    let (right, wrong) = (file("right", "open sesame\n"), file("wrong", "open\n"));
    let with = |passphrase: &Path, words: &[&str]| {
        home.command(words)
            .arg("--json")
            .env("ACCORD_PASSPHRASE_FILE", passphrase)
            .output()
            .expect("starts")
    };
    assert_eq!(
        home.refused(&["init", "--name", "Ana", "--unlock", "passphrase"]),
        code(6, "passphrase_needed")
    );
    assert!(with(&right, &["init", "--name", "Ana", "--unlock", "passphrase"]).status.success());
    assert!(with(&right, &["agree", "propose", "-a", "time", "-m", "kept safe"]).status.success());
    assert_eq!(refusal(&with(&wrong, &["status"])), code(6, "wrong_passphrase"));
    assert_eq!(home.refused(&["status"]), code(6, "passphrase_needed"));
    let list = with(&right, &["private", "list"]);
    assert!(
        String::from_utf8_lossy(&list.stdout).contains("kept safe"),
        "nothing is lost by a wrong one"
    );
    for entry in std::fs::read_dir(home.path()).expect("the home") {
        let bytes = std::fs::read(entry.expect("a file").path()).expect("its bytes");
        assert!(
            !bytes.windows(9).any(|piece| piece == b"kept safe"),
            "nothing is readable on the disk"
        );
    }
}

#[test]
fn a_new_home_without_any_lock_must_be_asked_for_by_name() {
    let home = Home::new();
    // A keyring that answers is as good; a machine without one has no other way here.
    let output = home.run(&["init", "--name", "Ana", "--json"]);
    if !output.status.success() {
        assert_eq!(refusal(&output), code(2, "no_lock"));
        assert!(!home.path().exists());
    }
    let open = Home::new();
    let output = open.run(&["init", "--name", "Ana", "--unlock", "none"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("not locked"));
}

#[test]
fn a_second_process_is_told_who_holds_the_home() {
    let home = Home::new();
    home.init();
    let held = accord_cli::store::SqliteStore::open(&home.path(), std::time::Duration::ZERO)
        .expect("held");
    let output = home.run(&["status", "--json"]);
    assert_eq!(refusal(&output), code(6, "home_busy"));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains(&format!("process {}", std::process::id())), "{said}");
    drop(held);
    home.json(&["status"]);
}

#[test]
fn a_home_that_cannot_be_made_or_read_is_left_as_it_is() {
    let home = Home::new();
    std::fs::write(home.path(), "not a folder").expect("a file");
    let (exit, code_said) = home.refused(&["init", "--name", "Ana", "--unlock", "none"]);
    assert_eq!((exit, code_said.as_str()), (6, "home_not_writable"));
    assert_eq!(std::fs::read_to_string(home.path()).ok().as_deref(), Some("not a folder"));

    let home = Home::new();
    home.init();
    let file = home.path().join("accord.db");
    std::fs::write(&file, vec![7; 4096]).expect("garbage");
    assert_eq!(home.refused(&["status"]), code(6, "store_damaged"));
    assert_eq!(
        home.refused(&["init", "--name", "Ana", "--unlock", "none"]),
        code(6, "store_damaged")
    );
    assert_eq!(std::fs::read(&file).ok(), Some(vec![7; 4096]));
}

#[test]
fn an_unreachable_relay_is_said_and_loses_nothing() {
    let home = Home::new();
    // A port that was free a moment ago and takes no connection.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port")
        .port();
    let url = format!("http://127.0.0.1:{port}");
    home.json(&["init", "--name", "Ana", "--relay", &url, "--unlock", "none"]);
    let (exit, said) = home.refused(&["sync"]);
    assert_eq!(exit, 5, "{said}");
    assert_eq!(home.json(&["relay"])["url"], url);
}

#[test]
fn erasing_a_home_alone_removes_its_files_and_nothing_else() {
    let home = Home::new();
    home.init();
    assert_eq!(home.refused(&["leave", "--erase"]), code(2, "needs_yes"));
    std::fs::write(home.path().join("mine.txt"), "mine").expect("a file");
    assert_eq!(home.json(&["leave", "--erase", "--yes"])["state"], "erased");
    let left: Vec<_> = std::fs::read_dir(home.path())
        .expect("the folder")
        .map(|entry| entry.expect("a file").file_name())
        .collect();
    assert_eq!(left, ["mine.txt"]);
    assert_eq!(home.refused(&["status"]), code(3, "no_identity"));
}

#[test]
fn nobody_reading_any_more_is_no_failure() {
    let home = Home::new();
    home.init();
    let mut child = home.command(&["status"]).stdout(Stdio::piped()).spawn().expect("starts");
    drop(child.stdout.take());
    assert!(child.wait().expect("ends").success());
}

#[test]
fn help_and_version_are_answers() {
    let home = Home::new();
    for words in
        [&["--help"][..], &["--version"], &["agree", "--help"], &["promise", "add", "--help"]]
    {
        let output = home.run(words);
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        assert!(!output.stdout.is_empty());
    }
}
