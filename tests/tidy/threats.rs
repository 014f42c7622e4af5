//! `docs/threats.md`: each row has its four columns, and each test it names exists.

use std::collections::BTreeSet;

use crate::files::{self, File};
use crate::nothing;

const PAGE: &str = "docs/threats.md";

/// The names of all tests: functions under `#[test]` and its kin, and titles in `test("…")`.
fn tests(files: &[File]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in files {
        if file.path.ends_with(".rs") {
            // Where a macro writes the attribute, the test's name stands before its comma, as in `records_hold, "record";`.
            let by_macro = |line: &str| {
                Some(line.trim().strip_suffix("\";")?.split_once(", \"")?.0.to_owned())
            };
            let functions =
                file.text.split("test]").skip(1).chain(file.text.split("#[tokio::test(").skip(1));
            let named = functions.filter_map(|after| {
                let after = after.split_once("fn ")?.1;
                Some(after.split(['(', '<']).next()?.trim().to_owned())
            });
            names.extend(named);
            if file.path.starts_with("fuzz/tests/") || file.path.starts_with("tests/") {
                names.extend(file.text.lines().filter_map(by_macro));
            }
            // Property tests name themselves inside their macro.
            if file.text.contains("proptest!") {
                let functions =
                    file.text.lines().filter_map(|line| line.trim().strip_prefix("fn "));
                names.extend(functions.filter_map(|line| Some(line.split_once('(')?.0.to_owned())));
            }
        } else {
            let titles = file.text.split("test(\"").skip(1);
            names.extend(titles.filter_map(|after| Some(after.split_once('"')?.0.to_owned())));
        }
    }
    names
}

/// Rows that lack a column, promise without a test, or name a test that is not there.
fn findings(page: &str, tests: &BTreeSet<String>) -> Vec<String> {
    let mut findings = Vec::new();
    let mut rows = 0;
    for (number, line) in (1..).zip(page.lines()) {
        let Some(row) = line.strip_prefix("| ").and_then(|row| row.strip_suffix(" |")) else {
            continue;
        };
        if row.starts_with("threat |") {
            continue;
        }
        rows += 1;
        let columns: Vec<&str> = row.split(" |").map(str::trim).collect();
        let &[_, promised, not_promised, shown] = columns.as_slice() else {
            findings.push(format!("{PAGE}:{number}: has {} columns, not 4", columns.len()));
            continue;
        };
        if promised.is_empty() && not_promised.is_empty() {
            findings.push(format!("{PAGE}:{number}: promises nothing and excludes nothing"));
        }
        let named: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        if shown.starts_with("none; ") {
            continue;
        }
        if named.is_empty() {
            findings.push(format!("{PAGE}:{number}: names no test and does not say so"));
        }
        let missing = named.iter().filter(|name| !tests.contains(**name));
        findings.extend(missing.map(|name| format!("{PAGE}:{number}: there is no test {name}")));
    }
    if rows == 0 {
        findings.push(format!("{PAGE}: has no row"));
    }
    findings
}

#[test]
fn every_test_the_threats_name_exists() {
    let sources = files::all(|path| path.ends_with(".rs") || path.ends_with(".test.mjs"));
    let page = files::all(|path| path == PAGE);
    nothing(findings(&page[0].text, &tests(&sources)));
}

#[test]
fn a_threat_without_a_column_or_with_a_test_that_is_gone_is_found() {
    let rust = File::new(
        "a/src/lib.rs",
        "#[test]\nfn it_holds() {}\n#[tokio::test]\nasync fn so_does_it() {}",
    );
    let fuzz = File::new("fuzz/tests/corpus.rs", "replays! {\n    bytes_hold, \"bytes\";\n}");
    let node = File::new("web/a.test.mjs", "test(\"a page, too\", () => {});");
    let tests = tests(&[rust, fuzz, node]);
    let good = "| a | b | | `it_holds` `so_does_it` `bytes_hold` `a page, too` |\n| a | | b | none; it cannot |";
    assert_eq!(findings(good, &tests), Vec::<String>::new());
    for bad in [
        "",
        "| a | b | `it_holds` |",
        "| a | | | `it_holds` |",
        "| a | b | | |",
        "| a | b | | `it_held` |",
    ] {
        assert_eq!(findings(bad, &tests).len(), 1, "{bad}");
    }
}
