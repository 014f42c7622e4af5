//! What the program says: every message that is used exists and gets what it is filled with, and every one that exists is used.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::{self, File};
use crate::nothing;

/// Ids by room: every text in the sources that begins with a room's name and a dash is one.
type Messages = BTreeMap<String, BTreeSet<String>>;

/// A name as it stands within a sentence: `$They` begins one.
fn within(name: &str) -> String {
    let first = name.chars().take(1).flat_map(char::to_lowercase);
    first.chain(name.chars().skip(1)).collect()
}

/// The messages of a language's files, with the arguments each names.
fn messages(files: &[File]) -> Messages {
    let mut all = Messages::new();
    for file in files {
        let mut id = String::new();
        for line in file.text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =")
                && name.starts_with(|c: char| c.is_ascii_lowercase())
            {
                id = name.to_owned();
                all.entry(id.clone()).or_default();
            }
            for piece in line.split('$').skip(1) {
                let end = piece.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                let name = piece.get(..end.unwrap_or(piece.len())).unwrap_or_default();
                all.entry(id.clone()).or_default().insert(name.to_owned());
            }
        }
    }
    all
}

fn rooms(messages: &Messages) -> BTreeSet<&str> {
    messages.keys().filter_map(|id| id.split('-').next()).collect()
}

/// The ids a source names, each with its line and, where they follow at once, the names it is filled with.
fn used(source: &str, rooms: &BTreeSet<&str>) -> Vec<(usize, String, Option<BTreeSet<String>>)> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices('"') {
        let rest = &source[at + 1..];
        let Some(end) = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-') else {
            continue;
        };
        let (id, after) = (&rest[..end], &rest[end..]);
        let room = id.split_once('-').map(|(room, _)| room);
        if !after.starts_with('"') || !room.is_some_and(|room| rooms.contains(room)) {
            continue;
        }
        let line = source[..at].lines().count().max(1);
        let list = after[1..].trim_start_matches([',', ' ', '\n']).strip_prefix("&[");
        let slots = after[1..].strip_prefix(" (").map(slots);
        found.push((line, id.to_owned(), list.and_then(filled).or(slots)));
    }
    found
}

/// The first texts of the pairs in a list that just began; nothing where the list is not written out.
fn filled(list: &str) -> Option<BTreeSet<String>> {
    let (mut depth, mut names) = (1, BTreeSet::new());
    for (at, c) in list.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            '(' if depth == 1 => {
                if let Some(name) = list[at + 1..].strip_prefix('"') {
                    names.insert(name.split('"').next().unwrap_or_default().to_owned());
                }
                depth += 1;
            }
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(names);
        }
    }
    None
}

/// The names of the slots in the core's table of what it says, which names everybody as within a sentence.
fn slots(list: &str) -> BTreeSet<String> {
    let list = list.split(");").next().unwrap_or_default();
    let ends = list.match_indices(':').map(|(at, _)| list[..at].trim_end());
    let word = |text: &str| {
        let begin = text.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        text[begin.map_or(0, |at| at + 1)..].to_owned()
    };
    ends.map(word).filter(|name| !name.is_empty()).collect()
}

/// Whether a message is filled: by its own names, or, where the core says it, by the names as within a sentence.
fn fits(named: &BTreeSet<String>, filled: &BTreeSet<String>) -> bool {
    let within: BTreeSet<String> = named.iter().map(|name| within(name)).collect();
    named == filled || within == *filled && filled.iter().all(|name| *name == self::within(name))
}

fn findings(messages: &Messages, sources: &[File]) -> Vec<String> {
    let (rooms, mut findings) = (rooms(messages), Vec::new());
    let mut seen = BTreeSet::new();
    for file in sources {
        for (line, id, filled) in used(&file.text, &rooms) {
            let at = format!("{}:{line}", file.path);
            match (messages.get(&id), filled) {
                (None, _) => findings.push(format!("{at}: there is no message {id}")),
                (Some(named), Some(filled)) if !fits(named, &filled) => {
                    findings.push(format!("{at}: {id} is filled with {filled:?}, not {named:?}"));
                }
                _ => {}
            }
            seen.insert(id);
        }
    }
    // Refusals are said by their code; a test of the command line holds both together.
    let unused = messages.keys().filter(|id| !seen.contains(*id) && !id.starts_with("error-"));
    findings.extend(unused.map(|id| format!("nothing says {id}")));
    findings
}

/// Sources in which ids stand: not tests, which may name what there is not.
fn speaks(path: &str) -> bool {
    let folders = ["cli/src/", "client-core/src/"];
    let test = path.contains("/tests") || path.contains("test");
    path.ends_with(".rs") && folders.iter().any(|folder| path.starts_with(folder)) && !test
}

#[test]
fn every_message_that_is_said_exists_and_every_one_that_exists_is_said() {
    let english = files::all(|path| path.starts_with("content/messages/en/"));
    nothing(findings(&messages(&english), &files::all(speaks)));
    let planted = messages(&[File::new(
        "a.ftl",
        "# a-comment = $no\na-one = Hello { $them }\na-two = { $n ->\n    [one] $n\n   *[other] b\n }\n",
    )]);
    let source = |text: &str| findings(&planted, &[File::new("x.rs", text)]);
    let good = "say(\"a-one\", &[(\"them\", they(&[1]).into())]); x(\"a-two\", args); \"b-c\"";
    nothing(source(good));
    // The core's table names nobody with a capital.
    nothing(source("one \"a-one\" (them: Name); two \"a-two\" (n: Number);"));
    assert_eq!(source("one \"a-one\" (them: Name, n: Number); \"a-two\"").len(), 1, "one too many");
    assert_eq!(source("(\"a-one\", &[]) \"a-two\"").len(), 1, "an argument is missing");
    assert_eq!(source(&good.replace("them", "they")).len(), 1, "an argument is wrong");
    assert_eq!(source(&good.replace("a-two", "a-three")).len(), 2, "unknown and unused");
}
