//! What is linked into what, by `cargo tree`, and where it comes from, by the lock file.

use crate::files;
use crate::nothing;
use std::process::Command;

/// What could open a record. The relay is blind because it does not link any of it.
const NOT_IN_RELAY: [&str; 7] =
    ["accord-client-core", "automerge", "hpke", "x-wing", "ml-kem", "chacha20poly1305", "argon2"];

/// The only source of crates.
const SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn tree(package: &str) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "tree",
            "--package",
            package,
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--locked",
            "--offline",
        ])
        .current_dir(files::root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("names are UTF-8")
}

fn linked(tree: &str, banned: &[&str]) -> Vec<String> {
    let mut names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter(|name| banned.contains(name))
        .map(|name| format!("links {name}"))
        .collect()
}

fn foreign_sources(lock: &str) -> Vec<String> {
    let sources = lock.lines().filter_map(|line| line.strip_prefix("source = "));
    let foreign = sources.filter(|source| source.trim_matches('"') != SOURCE);
    foreign.map(|source| format!("Cargo.lock: comes from {source}")).collect()
}

#[test]
fn the_relay_links_nothing_that_could_open_a_record() {
    let tree_of_relay = tree("accord-server");
    assert!(tree_of_relay.contains("accord-protocol v"), "not the relay's tree");
    nothing(linked(&tree_of_relay, &NOT_IN_RELAY));
    // The same look at the client finds them, so the names are right.
    let tree_of_client = tree("accord-cli");
    let missing: Vec<_> = NOT_IN_RELAY
        .iter()
        .filter(|name| linked(&tree_of_client, &[name]).is_empty())
        .map(|name| format!("{name} is not even in the client"))
        .collect();
    nothing(missing);
}

#[test]
fn the_wire_depends_on_no_other_crate_of_ours() {
    let ours =
        ["accord-client-core", "accord-server", "accord-cli", "automerge", "chacha20poly1305"];
    nothing(linked(&tree("accord-protocol"), &ours));
}

#[test]
fn every_crate_comes_from_the_public_index() {
    let lock = std::fs::read_to_string(files::root().join("Cargo.lock")).expect("the lock file");
    assert!(lock.contains(SOURCE), "the lock file looks different now");
    nothing(foreign_sources(&lock));
    assert_eq!(foreign_sources("source = \"git+https://example.org/x\"\n").len(), 1);
}
