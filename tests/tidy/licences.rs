//! What may be linked, as `deny.toml` says it: the licence of every crate, and crates that are banned. For where cargo-deny is not installed.
//!
//! Reads what cargo knows of the crates for this machine; with `ACCORD_ALL_PLATFORMS` set of those for every other one too, which must
//! have been fetched then.

use std::process::Command;

use serde_json::Value;

use crate::files;
use crate::nothing;

/// The quoted texts of a list in `deny.toml`, comments left out.
fn list(deny: &str, name: &str) -> Vec<String> {
    let after = deny.split(&format!("\n{name} = [")).nth(1).unwrap_or_default();
    let lines = after.lines().take_while(|line| line.trim() != "]");
    let quoted = lines
        .filter(|line| !line.trim().starts_with('#'))
        .filter_map(|line| line.split('"').nth(1));
    quoted.map(str::to_owned).collect()
}

/// Whether an SPDX expression can be met by allowed licences. `/` is the old way to write OR.
fn fits(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    any(&words, &mut at, allowed) && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut fits = all(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        fits |= all(words, at, allowed);
    }
    fits
}

fn all(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut fits = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        fits &= one(words, at, allowed);
    }
    fits
}

fn one(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let fits = any(words, at, allowed);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return fits && closed;
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or_default();
        *at += 2;
        let whole = format!("{word} WITH {exception}");
        return allowed.contains(&whole);
    }
    allowed.iter().any(|licence| licence == word)
}

/// Crates of others whose licence is not on the list.
fn strangers(metadata: &Value, allowed: &[String]) -> Vec<String> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let foreign = packages.iter().filter(|package| !package["source"].is_null());
    let unlike =
        foreign.filter(|package| !package["license"].as_str().is_some_and(|l| fits(l, allowed)));
    unlike
        .map(|package| {
            format!("{} {} is under {}", package["name"], package["version"], package["license"])
        })
        .collect()
}

/// Banned crates that the lock file has.
fn banned(lock: &str, deny: &str) -> Vec<String> {
    let names = list(deny, "deny");
    let locked: Vec<&str> = lock.lines().filter_map(|line| line.strip_prefix("name = ")).collect();
    let found =
        names.iter().filter(|name| locked.iter().any(|locked| locked.trim_matches('"') == *name));
    found.map(|name| format!("Cargo.lock: {name} is banned")).collect()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(files::root().join(path)).expect("it lies at the root")
}

#[test]
fn every_crate_has_a_licence_on_the_list() {
    let allowed = list(&read("deny.toml"), "allow");
    assert!(allowed.len() > 5, "the list looks different now: {allowed:?}");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut metadata = Command::new(cargo);
    metadata.args(["metadata", "--locked", "--offline", "--format-version", "1"]);
    if std::env::var_os("ACCORD_ALL_PLATFORMS").is_none() {
        let host =
            Command::new("rustc").args(["--print", "host-tuple"]).output().expect("rustc runs");
        metadata.arg("--filter-platform").arg(String::from_utf8_lossy(&host.stdout).trim());
    }
    let output = metadata.current_dir(files::root()).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(metadata["packages"].as_array().is_some_and(|packages| packages.len() > 200));
    nothing(strangers(&metadata, &allowed));
}

#[test]
fn no_banned_crate_is_in_the_lock_file() {
    let deny = read("deny.toml");
    assert!(list(&deny, "deny").len() >= 3, "the list looks different now");
    nothing(banned(&read("Cargo.lock"), &deny));
}

#[test]
fn licences_that_do_not_fit_and_banned_crates_are_found() {
    let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "ISC"].map(str::to_owned);
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "(MIT OR GPL-3.0) AND ISC",
        "GPL-2.0-only OR MIT",
        "Apache-2.0 WITH LLVM-exception OR GPL-3.0",
    ] {
        assert!(fits(good, &allowed), "{good}");
    }
    for bad in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "(MIT",
        "MIT ISC",
        "Apache-2.0 WITH other",
        "(MIT OR ISC) AND NCSA",
    ] {
        assert!(!fits(bad, &allowed), "{bad}");
    }
    let metadata = serde_json::json!({"packages": [
        {"name": "ours", "version": "1.0.0", "source": null, "license": null},
        {"name": "a", "version": "1.0.0", "source": "registry", "license": "GPL-3.0"},
        {"name": "b", "version": "1.0.0", "source": "registry", "license": null},
        {"name": "c", "version": "1.0.0", "source": "registry", "license": "MIT"},
    ]});
    assert_eq!(strangers(&metadata, &allowed).len(), 2);
    let deny = "[bans]\ndeny = [\n    { crate = \"openssl-sys\", reason = \"x\" },\n]\n";
    assert_eq!(banned("name = \"openssl-sys\"\n", deny).len(), 1);
    assert_eq!(banned("name = \"openssl-sys-other\"\n", deny).len(), 0);
}
