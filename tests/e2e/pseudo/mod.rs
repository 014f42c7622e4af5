//! In the pseudo-language every message has accents, so what a person can be shown has no plain letter but in codes, ids and what people
//! wrote. Every command is run; each kind of exception stands in [`Known::allows`] with its reason.
//!
//! What cannot be brought about here in one story (every refusal, every question in every way) is tried where the messages are rendered:
//! `cli/tests/said.rs` and `cli/tests/errors.rs`. Help is in `cli/tests/help.rs`.

mod devices;
mod imports;
mod notes;
mod story;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::sync::OnceLock;

use serde_json::Value;
use story::{HE, SHE};

use crate::harness::{Couple, Person, Relay};

/// Services and where they were looked up, as they call themselves.
const HELPLINES: &str = include_str!("../../../content/helplines.json");
/// Names of templates, to be typed.
const TEMPLATES: &str = include_str!("../../../content/templates/index.json");

/// Codes of topics that can be chosen, to be typed.
const TOPICS: [&str; 14] = [
    "phone",
    "messages",
    "money",
    "friends",
    "family",
    "past",
    "health",
    "location",
    "therapy",
    "diary",
    "plans",
    "social_media",
    "ai_tools",
    "what_we_tell_others",
];

/// What stands in the answers and is no message.
#[derive(Default)]
struct Known {
    /// Ids of every kind, links, and words to be said or typed.
    data: BTreeSet<String>,
    /// Codes that questions are answered with.
    choices: BTreeSet<String>,
    /// Commands that were run.
    told: Vec<String>,
}

impl Known {
    /// What a JSON answer has as data: ids by their form, links and words by their field.
    fn learn(&mut self, field: &str, value: &Value) {
        match value {
            Value::String(text) => {
                let is_id = text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
                if is_id
                    || ["link", "say", "recovery_words", "spoken_words", "name"].contains(&field)
                {
                    self.data.insert(text.clone());
                }
            }
            Value::Array(list) => list.iter().for_each(|one| self.learn(field, one)),
            Value::Object(fields) => {
                if let (Some(id), true) = (fields.get("id"), fields.contains_key("preselected")) {
                    self.choices.extend(id.as_str().map(str::to_owned));
                }
                fields.iter().for_each(|(name, one)| self.learn(name, one));
            }
            _ => {}
        }
    }

    /// Whether a piece between blanks may have plain letters in what this command says.
    fn allows(&self, piece: &str, words: &[&str]) -> bool {
        let command = words.first().copied().unwrap_or_default();
        let helps = ["helplines", "not-right", "selfcheck"].contains(&command);
        let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        // An id or a hash, as short as it is shown, or a word to be said to somebody.
        self.data.iter().any(|known| known == piece || piece.len() >= 4 && known.starts_with(piece))
            || piece.len() >= 16 && piece.chars().all(is_hex)
            // Where the relay, the home and the files of this test are.
            || piece.starts_with("http://127.0.0.1:")
            || piece.starts_with('/')
            || words.contains(&"--output") && words.contains(&piece)
            // A country that nothing is known of, as it was typed.
            || words.contains(&"--country") && words.contains(&piece)
            // The sign of a tick.
            || command == "joint" && piece == "x"
            // Places that zones are named after, and the clock without a place.
            || ["Berlin", "New", "York", "Europe/Berlin", "America/New_York", "UTC"].contains(&piece)
            // A rule as it was typed.
            || piece.starts_with("FREQ=") || piece.starts_with("BYDAY=")
            // Codes to be typed.
            || words.starts_with(&["openness", "list"]) && TOPICS.contains(&piece)
            || command == "templates" && TEMPLATES.contains(&format!("\"name\": \"{piece}\""))
            // Services that help, as they call themselves, with their sites and languages.
            || helps && is_of_a_service(piece)
            // The name of a calendar's alarm, and of a version.
            || command == "--version" && piece == "accord"
    }

    /// Pieces with plain letters that are none of these.
    fn findings(&self, words: &[&str], text: &str) -> Vec<String> {
        let mut found = Vec::new();
        for line in text.lines() {
            // A command to be typed, on a line of its own.
            if line.starts_with("  accord ") {
                continue;
            }
            let mut line = line.to_owned();
            // The code of a choice stands before its label.
            if let Some(first) = line.split_whitespace().next().map(str::to_owned)
                && self.choices.contains(&first)
                && line.starts_with("  ")
            {
                line = line.replacen(&first, "", 1);
            }
            // What is typed stands between backticks.
            let untyped = line.split('`').step_by(2).collect::<Vec<_>>().join(" ");
            let between = |c: char| c.is_whitespace() || "[](){}\",;·→…„“'".contains(c);
            for piece in untyped.split(between) {
                let piece = piece.trim_matches([':', '.', '-', '=']);
                if piece.chars().any(|c| c.is_ascii_alphabetic()) && !self.allows(piece, words) {
                    found.push(format!("{piece:?} in {line:?}"));
                }
            }
        }
        found
    }
}

/// Whether the data of the help lines has this piece in a text that is a name, a place, a site or a language.
fn is_of_a_service(piece: &str) -> bool {
    static PIECES: OnceLock<BTreeSet<String>> = OnceLock::new();
    fn gather(field: &str, value: &Value, into: &mut BTreeSet<String>) {
        let fields = [
            "name",
            "region",
            "site",
            "source",
            "directory",
            "sms_word",
            "languages",
            "number",
            "also",
            "sms",
            "whatsapp",
        ];
        match value {
            Value::String(text) if fields.contains(&field) => {
                let pieces = text.split(|c: char| c.is_whitespace() || "(),;'".contains(c));
                into.extend(
                    pieces.map(|piece| piece.trim_matches([':', '.', '-', '=']).to_owned()),
                );
            }
            Value::Array(list) => list.iter().for_each(|one| gather(field, one, into)),
            Value::Object(all) => all.iter().for_each(|(name, one)| gather(name, one, into)),
            _ => {}
        }
    }
    let pieces = PIECES.get_or_init(|| {
        let mut all = BTreeSet::new();
        gather("", &serde_json::from_str(HELPLINES).unwrap(), &mut all);
        all
    });
    pieces.contains(piece)
}

/// Commands told in the pseudo-language, and what stood there in plain letters.
struct Story {
    known: RefCell<Known>,
    /// What was said, to be looked at once all ids are known.
    said: RefCell<Vec<(Vec<String>, String)>>,
}

impl Story {
    /// What a command says, on both outputs.
    fn said(&self, person: &Person, words: &[&str], input: &str) -> String {
        self.said_with(person, words, input, &[])
    }

    /// The same with files that variables name.
    fn said_with(
        &self,
        person: &Person,
        words: &[&str],
        input: &str,
        files: &[(&str, &Path)],
    ) -> String {
        self.known.borrow_mut().told.push(words.join(" "));
        let mut command = person.command(&[&["--lang", "qps"], words].concat());
        command.envs(files.iter().copied());
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        // A command that wants nothing of it has closed its end.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        String::from_utf8(text).unwrap()
    }

    /// Runs a command and looks at all it says.
    fn tell(&self, person: &Person, words: &[&str]) -> String {
        let said = self.said(person, words, "");
        self.look(words, &said);
        said
    }

    fn look(&self, words: &[&str], said: &str) {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        self.said.borrow_mut().push((words, said.to_owned()));
    }

    /// Runs a command under `--json` and remembers what is data in it.
    fn learn(&self, person: &Person, words: &[&str]) -> Value {
        let answer = person.try_run(words);
        assert_eq!(answer.exit, 0, "{words:?}: {answer:?}");
        let said = answer.said;
        self.known.borrow_mut().learn("", &said);
        said
    }

    /// Makes a record without looking, and gives its id.
    fn make(&self, person: &Person, words: &[&str]) -> String {
        let made = self.learn(person, words);
        made["id"].as_str().unwrap_or_else(|| panic!("{words:?}: {made}")).to_owned()
    }

    /// The same, looked at: what was made is the only new id of that list.
    fn makes(&self, person: &Person, words: &[&str], list: &[&str]) -> String {
        let ids = |value: &Value| -> BTreeSet<String> {
            let all = value.as_array().into_iter().flatten();
            all.filter_map(|one| one["id"].as_str().map(str::to_owned)).collect()
        };
        let before = ids(&person.run(list));
        let said = self.said(person, words, "");
        let after = self.learn(person, list);
        self.look(words, &said);
        let new: Vec<String> = ids(&after).difference(&before).cloned().collect();
        assert_eq!(new.len(), 1, "{words:?}: {said}");
        new[0].clone()
    }
}

/// Every command that has none below it, from the help.
fn commands(person: &Person, path: &[&str], into: &mut BTreeSet<String>) {
    let help = person.reads(&[path, &["--help"]].concat());
    let listed = help.split("Commands:\n").nth(1).unwrap_or_default();
    let names = listed.lines().take_while(|line| line.starts_with("  "));
    let names = names.filter_map(|line| {
        line.strip_prefix("  ")?.split(' ').next().filter(|name| !name.is_empty())
    });
    let names: Vec<&str> = names.collect();
    if !path.is_empty() && (names.is_empty() || !help.contains("<COMMAND>")) {
        into.insert(path.join(" "));
    }
    for name in names {
        commands(person, &[path, &[name]].concat(), into);
    }
}

/// Text of a page, without its form and without what stands in a list of facts.
fn page_text(html: &str, facts: bool) -> String {
    let mut text = html.to_owned();
    for (begin, end) in [("<style>", "</style>"), ("<code>", "</code>"), ("<dl>", "</dl>")] {
        if begin == "<dl>" && facts {
            continue;
        }
        while let Some((before, rest)) = text.split_once(begin) {
            let after = rest.split_once(end).map_or("", |(_, after)| after);
            text = format!("{before} {after}");
        }
    }
    let mut inside = false;
    text.chars()
        .filter_map(|c| match c {
            '<' => {
                inside = true;
                Some(' ')
            }
            '>' => {
                inside = false;
                None
            }
            c => (!inside).then_some(c),
        })
        .collect::<String>()
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// Commands that are not told, each with the reason.
const NOT_TOLD: [(&str, &str); 2] = [
    ("help", "is the help, which the command line's own tests read in this language"),
    ("devices list", "is `devices` without a word more, which is told"),
];

#[test]
fn all_that_a_person_can_be_shown_has_its_words_from_the_messages() {
    let relay = Relay::open();
    let url = relay.url();
    let couple =
        Couple { ana: Person::new(SHE, "Europe/Berlin"), ben: Person::new(HE, "America/New_York") };
    let (ana, ben) = (&couple.ana, &couple.ben);
    let told_by = Story { known: RefCell::default(), said: RefCell::default() };
    story::alone(&told_by, &url);
    couple.pair(&url);
    for person in [ana, ben] {
        told_by.learn(person, &["devices"]);
        told_by.learn(person, &["status"]);
    }
    story::agreements(&told_by, &couple);
    story::rituals(&told_by, &couple);
    story::boundaries(&told_by, &couple);
    story::promises(&told_by, &couple);
    story::repairs(&told_by, &couple);
    story::beside(&told_by, &couple);
    story::together(&told_by, &couple);
    notes::private(&told_by, ana);
    devices::removed_device(&told_by, &couple);
    imports::imports(&told_by, ana);
    story::everything_else(&told_by, &couple);

    let mut all = BTreeSet::new();
    commands(ana, &[], &mut all);
    assert!(all.len() > 120, "the help was read otherwise: {all:?}");
    let told = told_by.known.borrow().told.clone();
    let is_told = |command: &String| {
        told.iter().any(|words| words == command || words.starts_with(&format!("{command} ")))
            || NOT_TOLD.iter().any(|(not, _)| not == command)
    };
    let untold: Vec<_> = all.iter().filter(|command| !is_told(command)).collect();
    assert!(untold.is_empty(), "never told: {untold:?}");
    let mut findings = Vec::new();
    for (words, said) in told_by.said.take() {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let found = told_by.known.borrow().findings(&words, &said);
        findings.extend(found.iter().map(|found| format!("accord {}: {found}", words.join(" "))));
    }
    assert!(findings.is_empty(), "{} in plain letters:\n{}", findings.len(), findings.join("\n"));
    // The same look finds a sentence that is not a message's.
    let planted =
        told_by.known.borrow().findings(&["agree", "list"], "[Ñöţħîñğ] Nothing here. (a3)");
    assert_eq!(planted.len(), 3, "{planted:?}");
    relay.check();
}
