//! The files a person takes away, read by the programs people have: a browser that prints, and Automerge's own library in Node.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::harness::couple::Order;
use crate::harness::{Couple, Person, Relay};

/// A couple with one of everything a sheet may or may not show.
fn couple(url: &str) -> Couple {
    let couple = Couple::paired(url);
    let (ana, ben) = (&couple.ana, &couple.ben);
    couple.in_force("We call on Sundays <at eight> & take our time");
    ana.make(&[
        "limit",
        "add",
        "-a",
        "time",
        "-m",
        "No calls after half past eight",
        "--why",
        "I sleep early",
    ]);
    ana.make(&["limit", "add", "--draft", "-a", "other", "-m", "A draft nobody may see"]);
    ben.make(&["limit", "add", "-a", "social", "-m", "A limit of Ben's"]);
    ana.make(&["agree", "propose", "-a", "digital", "-m", "Words nobody agreed to yet"]);
    let plan = ana.make(&[
        "agree",
        "propose",
        "--kind",
        "plan",
        "-a",
        "time",
        "-m",
        "How we go on",
        "--step",
        "me|I say when I am late",
        "--step",
        "them|I ask before I assume",
    ]);
    couple.meet(Order::Ana);
    ben.run(&["agree", "accept", &plan]);
    ana.make(&["promise", "add", "Bring the book"]);
    let repair = ben.make(&["repair", "open", "What happened on Sunday"]);
    couple.meet(Order::Ana);
    ana.run(&["repair", "part", &repair, "account", "-m", "You left without a word"]);
    couple.meet(Order::Ben);
    couple
}

/// What an export prints, page by page, in headless Chromium.
#[track_caller]
fn printed(person: &Person, words: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (page, pdf) = (at("sheet.html"), at("sheet.pdf"));
    let mut all = vec!["export", "-o", page.to_str().unwrap()];
    all.extend(words);
    person.run(&all);
    let print = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        .args([
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--no-pdf-header-footer",
        ])
        .arg(format!("--user-data-dir={}", at("profile").display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("chromium is installed: run `cargo xtask test readers`");
    assert!(pdf.is_file(), "{}", String::from_utf8_lossy(&print.stderr));
    let text = Command::new("pdftotext").args(["-layout"]).arg(&pdf).arg("-").output().unwrap();
    assert!(text.status.success(), "{}", String::from_utf8_lossy(&text.stderr));
    String::from_utf8(text.stdout).unwrap()
}

/// Whether words stand in printed text, whose lines break anywhere.
fn says(text: &str, words: &str) -> bool {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    flat(text).contains(&flat(words))
}

#[test]
fn the_counsellors_sheet_prints_what_is_in_force_and_nothing_else() {
    let relay = Relay::open();
    let couple = couple(&relay.url());
    let text = printed(&couple.ana, &["--for-counsellor"]);
    for shown in [
        "We call on Sundays <at eight> & take our time",
        "No calls after half past eight",
        "I sleep early",
        "How we go on",
        "Ana: I say when I am late",
        "Ben: I ask before I assume",
        "Not a contract, not certified evidence, not a test, not therapy, not advice.",
        "made by Ana",
    ] {
        assert!(says(&text, shown), "{shown} is not in\n{text}");
    }
    for hidden in [
        "A draft nobody may see",
        "A limit of Ben's",
        "Words nobody agreed to yet",
        "Bring the book",
        "What happened on Sunday",
        "You left without a word",
    ] {
        assert!(!says(&text, hidden), "{hidden} is in\n{text}");
    }
    // The note stands on every page.
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert!(pages.len() >= 2 && pages.iter().all(|page| says(page, "made by Ana")), "{text}");
    let digest = couple.ana.verify()["state_digest"].as_str().unwrap().to_owned();
    assert!(pages.last().is_some_and(|last| says(last, &digest)), "{text}");

    let more = printed(&couple.ana, &["--for-counsellor", "--with-promises", "--with-repairs"]);
    for shown in ["Bring the book", "What happened on Sunday", "You left without a word"] {
        assert!(says(&more, shown), "{shown} is not in\n{more}");
    }
    let later = printed(&couple.ana, &["--for-counsellor", "--since", "2026-12-01"]);
    assert!(!says(&later, "We call on Sundays"), "{later}");
}

#[test]
fn the_whole_record_prints_with_its_hashes_and_signatures() {
    let relay = Relay::open();
    let couple = couple(&relay.url());
    let text = printed(&couple.ana, &["--all", "--format", "html"]);
    for shown in [
        "We call on Sundays",
        "A limit of Ben's",
        "Words nobody agreed to yet",
        "You left without a word",
    ] {
        assert!(says(&text, shown), "{shown} is not in\n{text}");
    }
    let export = couple.ana.run(&["export", "--all"]);
    let acts = export["acts"].as_array().unwrap();
    assert!(acts.len() >= 8, "{acts:#?}");
    let squeezed: String = text.split_whitespace().collect();
    for act in acts {
        assert!(squeezed.contains(act["hash"].as_str().unwrap()), "{act} is not in\n{text}");
    }
    let mine = printed(&couple.ana, &["--mine", "--format", "html"]);
    assert!(
        says(&mine, "No calls after half past eight") && !says(&mine, "A limit of Ben's"),
        "{mine}"
    );
    let brief = printed(&couple.ana, &["--first-session"]);
    assert!(says(&brief, "For a first session") && !says(&brief, "We call on Sundays"), "{brief}");
}

#[test]
fn the_automerge_export_opens_in_node() {
    let relay = Relay::open();
    let couple = couple(&relay.url());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("accord.automerge");
    couple.ana.run(&["export", "--all", "--format", "automerge", "-o", file.to_str().unwrap()]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("readers/node/open.mjs");
    let read = Command::new("node").arg(script).arg(&file).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let document: Value = serde_json::from_slice(&read.stdout).unwrap();
    let text = document.to_string();
    for shown in
        ["We call on Sundays <at eight> & take our time", "A limit of Ben's", "Bring the book"]
    {
        assert!(text.contains(shown), "{shown} is not in {document:#}");
    }
}
