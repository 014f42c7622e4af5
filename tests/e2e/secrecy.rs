//! What people write is found nowhere but with them: not at the relay, not on the wire, not in a locked home.

use std::collections::HashSet;
use std::path::PathBuf;

use serde_json::Value;

use crate::harness::person::files;
use crate::harness::proxy::Wire;
use crate::harness::{Couple, Order, Person, Relay};

/// Every text of the script carries one of these.
const CANARIES: [&str; 9] = [
    "Ottilie",
    "Kasimir",
    "canary-agreement",
    "canary-counter",
    "canary-give",
    "canary-limit",
    "canary-note",
    "canary-promise",
    "canary-draft",
];

/// What to look for: each canary as it is, in hex and in base64.
struct Search {
    canaries: Vec<String>,
    forms: Vec<(Vec<u8>, usize)>,
    /// The first bytes of all forms: most places are passed by with one look.
    starts: HashSet<[u8; START]>,
}

/// Bytes every form has at least.
const START: usize = 4;

impl Search {
    fn of(canaries: &[String]) -> Self {
        let mut forms = Vec::new();
        for (at, canary) in canaries.iter().enumerate() {
            let plain = canary.as_bytes();
            forms.push((plain.to_vec(), at));
            forms.push((data_encoding::HEXLOWER.encode(plain).into_bytes(), at));
            // Base64 at each of the three offsets, without the end that depends on what stands behind.
            for skip in 0..3 {
                let whole =
                    data_encoding::BASE64_NOPAD.encode(plain.get(skip..).unwrap_or_default());
                let sure = whole.get(..whole.len().saturating_sub(2)).unwrap_or_default();
                if sure.len() >= 6 {
                    forms.push((sure.as_bytes().to_vec(), at));
                }
            }
        }
        let starts =
            forms.iter().map(|(form, _)| *form.first_chunk().expect("long enough")).collect();
        Self { canaries: canaries.to_vec(), forms, starts }
    }

    /// The first canary in these bytes.
    fn found(&self, bytes: &[u8]) -> Option<&str> {
        let may = |at: &usize| {
            bytes[*at..]
                .first_chunk()
                .is_some_and(|start: &[u8; START]| self.starts.contains(start))
        };
        (0..bytes.len()).filter(may).find_map(|at| {
            let form = self.forms.iter().find(|(form, _)| bytes[at..].starts_with(form));
            form.map(|(_, canary)| self.canaries[*canary].as_str())
        })
    }
}

fn nothing_in(what: &str, paths: &[PathBuf], search: &Search) {
    assert!(!paths.is_empty(), "{what}: nothing to look at");
    for path in paths {
        let bytes = std::fs::read(path).unwrap();
        assert_eq!(search.found(&bytes), None, "{what}: {}", path.display());
    }
}

#[test]
fn nothing_anybody_wrote_is_seen_by_the_relay_the_wire_or_a_finder_of_a_locked_device() {
    let mut relay = Relay::stopped(&[]);
    let wire = Wire::to(relay.address());
    relay.allow(&wire.name());
    relay.start();
    let mut ana = Person::ana().with_passphrase("canary passphrase by the river");
    ana.name = "Ottilie";
    let mut ben = Person::ben();
    ben.name = "Kasimir";
    let couple = Couple { ana, ben };
    let (ana, ben) = (&couple.ana, &couple.ben);
    let mut canaries: Vec<String> = CANARIES.map(str::to_owned).to_vec();
    let words_of = |reply: &Value, canaries: &mut Vec<String>| {
        let words = reply["recovery_words"].as_array().expect("twelve words");
        let words: Vec<&str> = words.iter().map(|word| word.as_str().unwrap()).collect();
        // Any two in a row: a single one may be anybody's word.
        canaries.extend(words.windows(2).map(|two| two.join(" ")));
        canaries.push(words.concat());
    };
    words_of(&ana.init(&wire.url()), &mut canaries);
    let draft = ana.make(&["agree", "propose", "--draft", "-a", "intimate", "-m", "canary-draft"]);
    let link = ana.run(&["invite"])["link"].as_str().unwrap().to_owned();
    // What stands after the `#` opens the invitation.
    canaries.push(link.split('#').nth(1).unwrap().to_owned());
    words_of(&ben.run(&["join", &link, "--name", ben.name]), &mut canaries);
    couple.compare();

    let id = ana.make(&[
        "agree",
        "propose",
        "-a",
        "digital",
        "-m",
        "canary-agreement",
        "--give",
        "canary-give",
    ]);
    couple.meet(Order::Ana);
    ben.run(&["agree", "counter", &id, "-m", "canary-counter"]);
    let limit =
        ana.make(&["limit", "add", "-a", "time", "-m", "canary-limit", "--why", "canary-note"]);
    couple.meet(Order::Ben);
    ben.run(&["limit", "honour", &limit, "-m", "canary-note"]);
    let promise = ben.make(&["promise", "add", "canary-promise", "--due", "2026-11-24"]);
    couple.meet(Order::Ben);
    ana.run(&["promise", "notkept", &promise, "-m", "canary-note"]);
    ana.try_run(&["agree", "accept", "canary-agreement"]);
    couple.meet(Order::Ana);
    // The script said what it looks for.
    let told = ben.run(&["agree", "list"]).to_string() + &ben.run(&["limit", "list"]).to_string();
    let mut search = Search::of(&canaries);
    assert_eq!(search.found(told.as_bytes()), Some("canary-agreement"));
    for form in ["Y2FuYXJ5LWFncmVlbWVudA", "63616e6172792d61677265656d656e74"] {
        assert!(search.found(form.as_bytes()).is_some(), "{form}");
    }
    assert_eq!(ana.run(&["private", "list"])[0]["id"], draft.as_str());

    let with_log: Vec<PathBuf> = files(relay.data().parent().unwrap());
    assert!(with_log.contains(&relay.log()));
    assert!(!std::fs::read(relay.log()).unwrap().is_empty(), "the relay logs at debug");
    nothing_in("the relay, running", &with_log, &search);
    relay.stop();
    nothing_in("the relay, stopped", &files(relay.data().parent().unwrap()), &search);
    let seen = wire.seen();
    assert!(seen.len() > 10_000, "the wire was used");
    assert_eq!(search.found(&seen), None, "the wire");
    canaries.push("canary passphrase".into());
    search = Search::of(&canaries);
    nothing_in("a locked home", &ana.files(), &search);
    // The search itself finds what is there.
    assert!(search.found(&std::fs::read(ana.passphrase.clone().unwrap()).unwrap()).is_some());
}
