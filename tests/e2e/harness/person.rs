//! Somebody who types `accord` commands on one device.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::build::program;

/// A person with a device: a home, a zone, a date.
pub struct Person {
    pub name: &'static str,
    pub zone: &'static str,
    /// What the device calls itself.
    pub device: &'static str,
    folder: TempDir,
    /// Local date and time as the device shows it, `2026-11-23T12:00`.
    pub now: String,
    /// Holds the passphrase, where the home is locked with one.
    pub passphrase: Option<PathBuf>,
}

/// What a command answered.
#[derive(Debug)]
pub struct Answer {
    pub exit: i32,
    /// Standard output as JSON; null where there was none.
    pub said: Value,
    /// The code of the error, where there was one.
    pub code: String,
    /// The sentence of the error, where there was one.
    pub message: String,
}

impl Person {
    pub fn new(name: &'static str, zone: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            name,
            zone,
            device: "phone",
            folder,
            now: "2026-11-23T12:00".into(),
            passphrase: None,
        }
    }

    /// Berlin.
    pub fn ana() -> Self {
        Self::new("Ana", "Europe/Berlin")
    }

    /// New York.
    pub fn ben() -> Self {
        Self::new("Ben", "America/New_York")
    }

    /// Another device of the same person, with an empty home.
    pub fn another(&self, device: &'static str) -> Self {
        Self { device, now: self.now.clone(), ..Self::new(self.name, self.zone) }
    }

    /// From now on the home is locked with this passphrase.
    pub fn with_passphrase(mut self, passphrase: &str) -> Self {
        let file = self.folder.path().join("passphrase");
        std::fs::write(&file, passphrase).unwrap();
        self.passphrase = Some(file);
        self
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The store's file.
    pub fn database(&self) -> PathBuf {
        self.home().join("accord.db")
    }

    /// The device shows this from now on.
    pub fn at(&mut self, now: &str) {
        self.now = now.to_owned();
    }

    /// The same clock time on another day.
    pub fn on(&mut self, day: &str) {
        self.now = format!("{day}T12:00");
    }

    /// `accord` with these words, as this person types them.
    pub fn command<S: AsRef<OsStr>>(&self, words: &[S]) -> Command {
        let mut command = Command::new(program("accord"));
        command
            .arg("--home")
            .arg(self.home())
            .args(words)
            .env_clear()
            .env("ACCORD_NOW", format!("{}:00[{}]", self.now, self.zone))
            .env("HOME", self.folder.path())
            .env("HOSTNAME", self.device)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        match &self.passphrase {
            Some(file) => {
                command.env("ACCORD_PASSPHRASE_FILE", file).args(["--unlock", "passphrase"])
            }
            None => command.args(["--unlock", "none"]),
        };
        command
    }

    /// Starts a command and does not wait for it.
    pub fn start(&self, words: &[&str]) -> Child {
        self.command(words).arg("--json").spawn().unwrap()
    }

    /// Carries out a command, however it ends.
    pub fn try_run(&self, words: &[&str]) -> Answer {
        Answer::of(&self.command(words).arg("--json").output().unwrap())
    }

    /// Carries out a command with this on its standard input.
    pub fn try_with_input(&self, words: &[&str], input: &str) -> Answer {
        let mut child = self.command(words).arg("--json").stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        // A command that wants nothing of it has closed its end.
        let _ = pipe.write_all(input.as_bytes());
        drop(pipe);
        Answer::of(&child.wait_with_output().unwrap())
    }

    /// Carries out a command, which must succeed.
    #[track_caller]
    pub fn run(&self, words: &[&str]) -> Value {
        let answer = self.try_run(words);
        assert_eq!(answer.exit, 0, "{}: accord {}: {answer:?}", self.name, words.join(" "));
        answer.said
    }

    /// Carries out a command that must be refused with this exit code; its `error.code`.
    #[track_caller]
    pub fn refused(&self, words: &[&str], exit: i32) -> String {
        let answer = self.try_run(words);
        assert_eq!(answer.exit, exit, "{}: accord {}: {answer:?}", self.name, words.join(" "));
        answer.is_one_sentence_of(exit);
        answer.code
    }

    /// Carries out a command that must be refused, for a script and for a person: both are told this sentence.
    #[track_caller]
    pub fn says_no(&self, words: &[&str], exit: i32, code: &str, sentence: &str) {
        let answer = self.try_run(words);
        answer.is_one_sentence_of(exit);
        assert_eq!(answer.code, code, "{}: accord {}: {answer:?}", self.name, words.join(" "));
        assert!(answer.message.starts_with(sentence), "{answer:?}");
        let output = self.command(words).output().unwrap();
        assert_eq!(output.status.code(), Some(exit), "{output:?}");
        // A warning may stand before it.
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(told.lines().last(), Some(answer.message.as_str()), "{told}");
        assert!(output.stdout.is_empty(), "{output:?}");
    }

    /// The record's id a command answered with.
    #[track_caller]
    pub fn make(&self, words: &[&str]) -> String {
        self.run(words)["id"].as_str().expect("a record with an id").to_owned()
    }

    /// What it prints for people.
    #[track_caller]
    pub fn reads(&self, words: &[&str]) -> String {
        let output = self.command(words).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Makes the identity.
    #[track_caller]
    pub fn init(&self, relay: &str) -> Value {
        self.run(&["init", "--name", self.name, "--relay", relay])
    }

    #[track_caller]
    pub fn sync(&self) -> Value {
        self.run(&["sync"])
    }

    #[track_caller]
    pub fn agreement(&self, id: &str) -> Value {
        self.run(&["agree", "show", id])
    }

    #[track_caller]
    pub fn promise(&self, id: &str) -> Value {
        self.run(&["promise", "show", id])
    }

    #[track_caller]
    pub fn limit(&self, id: &str) -> Value {
        self.run(&["limit", "show", id])
    }

    /// Codes of all that is asked of this person.
    #[track_caller]
    pub fn asked(&self) -> Vec<String> {
        let asks = self.run(&["asks"]);
        let codes =
            asks.as_array().unwrap().iter().map(|ask| ask["code"].as_str().unwrap().to_owned());
        codes.collect()
    }

    /// Everything it can check of itself.
    #[track_caller]
    pub fn verify(&self) -> Value {
        let verified = self.run(&["verify"]);
        assert_eq!(verified["bad_signatures"], 0, "{verified}");
        assert_eq!(verified["quarantined"], serde_json::json!([]), "{verified}");
        verified
    }

    /// Every file of the home.
    pub fn files(&self) -> Vec<PathBuf> {
        files(&self.home())
    }
}

/// Carries out a command that is killed (`kill -9`) after so many seconds, unless it is done by then.
pub fn killed_after(person: &Person, words: &[&str], seconds: &str) {
    let command = person.command(words);
    let mut timed = Command::new("timeout");
    timed.args(["-s", "KILL", seconds]).arg(command.get_program()).args(command.get_args());
    timed.arg("--json").env_clear();
    timed.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    timed.output().unwrap();
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

impl Answer {
    pub fn of(output: &Output) -> Self {
        let said = String::from_utf8_lossy(&output.stdout);
        let error = String::from_utf8_lossy(&output.stderr);
        // A warning may stand before it, for the people who watch.
        let line = error.lines().rfind(|line| line.starts_with('{')).unwrap_or_default();
        let error: Value = serde_json::from_str(line).unwrap_or_default();
        let of = |name: &str| error["error"][name].as_str().unwrap_or_default().to_owned();
        Self {
            exit: output.status.code().unwrap_or(-1),
            said: serde_json::from_str(said.trim()).unwrap_or_default(),
            code: of("code"),
            message: of("message"),
        }
    }

    /// A person can read it, and a script can tell what it was.
    #[track_caller]
    pub fn is_one_sentence_of(&self, exit: i32) {
        assert_eq!(self.exit, exit, "{self:?}");
        assert!(!self.code.is_empty() && self.message.len() > 20, "{self:?}");
        assert!(!self.message.contains('\n') && !self.message.contains("Error {"), "{self:?}");
    }
}
