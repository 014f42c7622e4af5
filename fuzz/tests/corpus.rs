//! Every target over its corpus and its seeds, and a few changes of each: what the fuzzer found once is tried in every test run.

use std::path::{Path, PathBuf};

use accord_fuzz::{TARGETS, Target};
use accord_tests::pick::Pick;

/// Changed copies of each input that are tried besides.
const CHANGED: u64 = 3;

fn corpus(target: &Target) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name)
}

fn kept(target: &Target) -> Vec<(String, Vec<u8>)> {
    let files = std::fs::read_dir(corpus(target)).into_iter().flatten().flatten();
    let mut kept: Vec<_> = files
        .map(|file| {
            (file.path().display().to_string(), std::fs::read(file.path()).expect("readable"))
        })
        .collect();
    kept.sort();
    kept
}

fn replay(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target");
    let mut inputs = kept(target);
    let seeds = (target.seeds)().into_iter().enumerate();
    inputs.extend(seeds.map(|(n, bytes)| (format!("seed {n}"), bytes)));
    assert!(!inputs.is_empty());
    for (from, input) in inputs {
        println!("{name}: {from}");
        (target.run)(&input);
        let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ input.len() as u64;
        for _ in 0..CHANGED {
            let mut choices = [0; 64];
            for byte in &mut choices {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *byte = state.to_be_bytes()[0];
            }
            let mut changed = input.clone();
            Pick::new(&choices).damage(&mut changed);
            changed.truncate(target.most_bytes);
            println!("{name}: {from}, changed to {changed:02x?}");
            (target.run)(&changed);
        }
    }
}

macro_rules! replays {
    ($($test:ident, $name:literal;)*) => {
        $(
            #[test]
            fn $test() {
                replay($name);
            }
        )*

        const REPLAYED: &[&str] = &[$($name),*];
    };
}

replays! {
    records_hold, "record";
    frames_hold, "frame";
    http_bodies_hold, "http";
    pairing_messages_hold, "pairing";
    links_hold, "link";
    logs_hold, "log";
    checkpoints_hold, "checkpoint";
    acts_hold, "act";
    the_laws_hold, "laws";
    texts_hold, "text";
    own_pages_hold, "own_page";
    the_joint_page_holds, "joint_page";
    contents_hold, "content";
    keys_hold, "keys";
    unsent_files_hold, "unsent";
    exports_hold, "export";
    homes_hold, "home";
    clients_of_a_hostile_relay_hold, "hostile_relay";
    relays_hold, "relay";
    requests_hold, "exchange";
}

#[test]
fn every_target_is_replayed_and_the_corpus_is_small() {
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(names, REPLAYED);
    let bytes: usize = TARGETS.iter().flat_map(kept).map(|(_, bytes)| bytes.len()).sum();
    assert!(bytes < 1 << 20, "{bytes} bytes of corpus: merge it");
    let folders = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"));
    for folder in folders.into_iter().flatten().flatten() {
        let name = folder.file_name().to_string_lossy().into_owned();
        assert!(names.contains(&name.as_str()), "no target {name}");
    }
}
