//! The files of the repository: what git tracks, and what it would take in.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A text file with its path from the repository's root, `/` between the parts.
#[derive(Clone, Debug)]
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }
}

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests lie in the repository")
        .to_owned()
}

/// Every text file whose path passes.
pub fn all(wanted: impl Fn(&str) -> bool) -> Vec<File> {
    let root = root();
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(&root)
        .output()
        .expect("git runs");
    assert!(output.status.success(), "git could not list the files");
    let paths = String::from_utf8(output.stdout).expect("paths are UTF-8");
    let files: Vec<File> = paths
        .split_terminator('\0')
        .filter(|path| wanted(path))
        // A file that was deleted and not yet committed, or one that is not text, has no rules.
        .filter_map(|path| Some(File::new(path, &std::fs::read_to_string(root.join(path)).ok()?)))
        .collect();
    assert!(!files.is_empty(), "no file at all: the rule would see nothing");
    files
}

/// Every Rust file.
pub fn rust() -> Vec<File> {
    all(|path| path.ends_with(".rs"))
}
