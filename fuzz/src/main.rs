//! The fuzzer: libFuzzer over one target, named by `ACCORD_FUZZ_TARGET`. `cargo xtask fuzz` builds and runs it.

#![no_main]
#![allow(unsafe_code, reason = "libFuzzer calls in through C")]

use std::path::Path;
use std::sync::OnceLock;

use accord_fuzz::{TARGETS, Target};
use libfuzzer_sys::fuzz_target;

static TARGET: OnceLock<&'static Target> = OnceLock::new();

fuzz_target!(
    init: {
        // A panic that is caught where it is expected is no finding; libfuzzer-sys ends the process for one that is not.
        let _its_own = std::panic::take_hook();
        let name = std::env::var("ACCORD_FUZZ_TARGET").expect("ACCORD_FUZZ_TARGET names a target");
        let target = TARGETS.iter().find(|target| target.name == name);
        let target = TARGET.get_or_init(|| target.expect("a target of this name"));
        if let Some(folder) = std::env::var_os("ACCORD_FUZZ_SEEDS") {
            for (n, seed) in (target.seeds)().iter().enumerate() {
                std::fs::write(Path::new(&folder).join(format!("seed-{n}")), seed).expect("written");
            }
        }
    },
    |bytes: &[u8]| {
        if let Some(target) = TARGET.get() {
            (target.run)(bytes);
        }
    }
);
