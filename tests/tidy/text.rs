//! Rules for every text: no place of one machine, settings that agree, decisions that are complete, links that lead
//! somewhere.

use crate::files::{self, File};
use crate::nothing;
use std::collections::BTreeMap;

/// Folders of one machine, and hosts of package registries; put together here so that this file may pass.
const PLACES: [&str; 11] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("registry.", "npmjs.org"),
    concat!("py", "pi.org"),
    concat!("files.pythonh", "osted.org"),
    concat!("static.crates", ".io"),
    concat!("index.crates", ".io"),
    concat!("proxy.gol", "ang.org"),
    concat!("index", "-url"),
];

/// The headings of a decision, as lines of their own or in bold before a paragraph.
const HEADINGS: [&str; 3] = ["Context", "Decision", "Consequences"];

fn places(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        for (number, line) in (1..).zip(file.text.lines()) {
            for place in PLACES.iter().filter(|place| stands_in(line, place)) {
                findings.push(format!("{}:{number}: names {place}", file.path));
            }
        }
    }
    findings
}

/// A folder counts where a path begins, so that `src/work/x` is no finding.
fn stands_in(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().last());
        !place.starts_with('/')
            || !before.is_some_and(|c| c.is_alphanumeric() || "_-.}$".contains(c))
    })
}

fn decisions(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut numbers: BTreeMap<&str, &str> = BTreeMap::new();
    for file in files {
        let Some(name) = file.path.strip_prefix("docs/decisions/") else { continue };
        let number = name.get(..5).filter(|start| {
            start.ends_with('-') && start.bytes().take(4).all(|byte| byte.is_ascii_digit())
        });
        match number {
            None => findings.push(format!("{}: is not named NNNN-title.md", file.path)),
            Some(number) => {
                if let Some(other) = numbers.insert(number, name) {
                    findings.push(format!("{}: has the number of {other}", file.path));
                }
            }
        }
        for heading in HEADINGS {
            let (line, run_in) = (format!("## {heading}"), format!("**{heading}"));
            if !file.text.lines().any(|text| text.trim_end() == line || text.starts_with(&run_in)) {
                findings.push(format!("{}: has no heading {heading}", file.path));
            }
        }
        if !file.text.starts_with("# ") {
            findings.push(format!("{}: does not open with its title", file.path));
        }
    }
    findings
}

/// The targets of Markdown links, code left out, with their lines.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut links = Vec::new();
    let mut fenced = false;
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        // Text between backticks is code: every second piece.
        let prose: Vec<&str> = line.split('`').step_by(2).collect();
        let prose = prose.join("code");
        for piece in prose.split("](").skip(1) {
            let target = piece.split([')', ' ']).next().unwrap_or_default();
            links.push((number, target.trim_matches(['<', '>']).to_owned()));
        }
        if let Some((_, target)) = prose.strip_prefix('[').and_then(|line| line.split_once("]: ")) {
            links.push((number, target.trim().to_owned()));
        }
    }
    links
}

fn dead_links(files: &[File], exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (number, link) in links(&file.text) {
            let target = link.split('#').next().unwrap_or_default();
            let elsewhere = link.contains("://") || link.starts_with("mailto:");
            if elsewhere || target.is_empty() {
                continue;
            }
            if !joined(folder, target).is_some_and(|path| exists(&path)) {
                findings.push(format!("{}:{number}: leads nowhere: {link}", file.path));
            }
        }
    }
    findings
}

fn joined(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The lines of the root's clippy.toml that the core's does not repeat.
fn unrepeated(root: &str, core: &str) -> Vec<String> {
    let settings = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim);
        lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
    };
    let core = settings(core);
    settings(root).into_iter().filter(|line| !core.contains(line)).collect()
}

#[test]
fn no_text_names_a_place_of_one_machine_or_a_registry() {
    nothing(places(&files::all(|path| {
        path != "Cargo.lock" && !path.ends_with("package-lock.json")
    })));
    for place in PLACES {
        assert_eq!(places(&[File::new("a.md", &format!("see {place}x"))]).len(), 1, "{place}");
    }
    nothing(places(&[File::new("a.md", concat!("src/home/page, ./wor", "k/x, $HOME/ro", "ot/x"))]));
}

#[test]
fn every_decision_has_its_three_parts_and_its_own_number() {
    nothing(decisions(&files::all(|path| path.starts_with("docs/decisions/"))));
    let whole = "# T\n\n## Context\n\n## Decision\n\n## Consequences\n";
    nothing(decisions(&[File::new("docs/decisions/0001-a.md", whole)]));
    let run_in = "# T\n\n**Context.** a\n\n**Decision.** b\n\n**Consequences.** c\n";
    nothing(decisions(&[File::new("docs/decisions/0001-a.md", run_in)]));
    let planted = [
        ("docs/decisions/0002-a.md", whole.replace("## Decision", "## Choice")),
        ("docs/decisions/a.md", whole.to_owned()),
        ("docs/decisions/0003-a.md", whole.replace("# T\n", "T\n")),
    ];
    for (path, text) in planted {
        assert_eq!(decisions(&[File::new(path, &text)]).len(), 1, "{path}");
    }
    let twins =
        ["docs/decisions/0004-a.md", "docs/decisions/0004-b.md"].map(|path| File::new(path, whole));
    assert_eq!(decisions(&twins).len(), 1);
}

#[test]
fn links_between_our_pages_lead_somewhere() {
    let root = files::root();
    let pages = files::all(|path| path.ends_with(".md"));
    nothing(dead_links(&pages, |path| root.join(path).exists()));
    let text = "[a](b.md) [c](../d.md#e) [f](https://g.h) [i](#j) `[k](l.md)`\n```\n[m](n.md)\n```\n[o]: p.md\n";
    let page = [File::new("docs/x/a.md", text)];
    let found = dead_links(&page, |path| path == "docs/d.md");
    assert_eq!(found, ["docs/x/a.md:1: leads nowhere: b.md", "docs/x/a.md:5: leads nowhere: p.md"]);
    assert_eq!(
        dead_links(&[File::new("a.md", "[a](../b)")], |_| true).len(),
        1,
        "outside the repository"
    );
}

#[test]
fn the_cores_lint_settings_repeat_the_roots() {
    let read = |path: &str| std::fs::read_to_string(files::root().join(path)).expect("settings");
    nothing(unrepeated(&read("clippy.toml"), &read("client-core/clippy.toml")));
    assert_eq!(unrepeated("# c\na = 1\nb = 2\n", "b = 2\n"), ["a = 1"]);
}
