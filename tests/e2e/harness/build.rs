//! Finds the two programs as this build made them, and builds them once where they are missing.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The program `name` of this build's profile.
pub fn program(name: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(built).join(name)
}

/// `target/<profile>`, with both programs in it. Every test of a run may ask at once, in processes of their own: the first builds.
fn built() -> PathBuf {
    let own = std::env::current_exe().expect("a test knows its own file");
    // target/<profile>/deps/e2e-<hash>
    let folder = own.parent().and_then(Path::parent).expect("tests lie in deps").to_owned();
    let both = || ["accord", "accord-server"].iter().all(|name| folder.join(name).is_file());
    if both() {
        return folder;
    }
    let lock = File::create(folder.join(".e2e-build.lock")).expect("the build folder is writable");
    lock.lock().expect("a lock on the build folder");
    if !both() {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["build", "--package", "accord-cli", "--package", "accord-server", "--bins"]);
        if folder.file_name().is_some_and(|profile| profile == "release") {
            cargo.arg("--release");
        }
        cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        let status = cargo.stdin(Stdio::null()).status().expect("cargo runs");
        assert!(status.success() && both(), "the two programs could not be built");
    }
    folder
}
