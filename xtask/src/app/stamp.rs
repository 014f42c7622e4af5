//! What the app is made of, as one hash of the content: a time of change says nothing after a checkout.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::run::Tool;

/// What goes into the app, and what says how it is built.
const SOURCES: [&str; 8] =
    [".cargo", "Cargo.lock", "Cargo.toml", "client-core", "content", "protocol", "web", "xtask"];
/// Folders below them that do not.
const LEFT_OUT: [&str; 5] = ["bench", "dist", "node_modules", "tests", "vectors"];

/// What the app would be made of now.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sources {
    /// Other content, other tools or a commit in place of changes: another stamp.
    pub(super) stamp: String,
    /// The commit checked out, where git says one.
    pub(super) commit: Option<String>,
    /// Whether they differ from the commit.
    pub(super) changed: bool,
}

pub(super) fn of_sources() -> Result<Sources, String> {
    let commit = Tool::new("git").args(["rev-parse", "HEAD"]).answer();
    let status = Tool::new("git").args(["status", "--porcelain", "--"]).args(SOURCES).answer();
    let changed = status.is_none_or(|status| !status.is_empty());
    let mut all = Sha256::new();
    for tool in ["rustc", "node"] {
        let version = Tool::new(tool).args(["--version"]).answer().unwrap_or_default();
        add(&mut all, tool, version.as_bytes());
    }
    add(&mut all, "changed", &[changed.into()]);
    content(Path::new("."), &mut all)?;
    let stamp = all.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Sources { stamp, commit, changed })
}

/// Adds every source below this folder, in the order of the names.
fn content(root: &Path, all: &mut Sha256) -> Result<(), String> {
    let mut waiting: Vec<PathBuf> = SOURCES.iter().rev().map(PathBuf::from).collect();
    while let Some(path) = waiting.pop() {
        let place = root.join(&path);
        let failed = |error| format!("{}: {error}", place.display());
        if place.is_dir() {
            let entries = fs::read_dir(&place).map_err(failed)?;
            let names = entries.map(|entry| entry.map(|entry| entry.file_name()));
            let mut names = names.collect::<Result<Vec<_>, _>>().map_err(failed)?;
            names.retain(|name| LEFT_OUT.iter().all(|out| name != out));
            names.sort_by(|a, b| b.cmp(a));
            waiting.extend(names.into_iter().map(|name| path.join(name)));
        } else {
            let bytes = fs::read(&place).map_err(failed)?;
            add(all, &path.to_string_lossy(), &bytes);
        }
    }
    Ok(())
}

fn add(all: &mut Sha256, name: &str, bytes: &[u8]) {
    for part in [name.as_bytes(), bytes] {
        all.update((part.len() as u64).to_be_bytes());
        all.update(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, name: &str, text: &str) {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn the_content_of_what_goes_in_counts_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        for name in SOURCES {
            write(root.path(), &format!("{name}/a"), "1");
        }
        let stamp = || {
            let mut all = Sha256::new();
            content(root.path(), &mut all).unwrap();
            all.finalize()
        };
        let first = stamp();
        for out in ["web/app/node_modules/x/y.js", "web/app/dist/x", "web/tests/x", "server/x"] {
            write(root.path(), out, "2");
        }
        write(root.path(), "web/a", "1");
        assert_eq!(stamp(), first, "the same content, written again");
        for (name, text) in [("web/a", "2"), ("content/texts/b", ""), ("client-core/src/c.rs", "3")]
        {
            let before = stamp();
            write(root.path(), name, text);
            assert_ne!(stamp(), before, "{name}");
        }
        // Where a name ends and its content begins counts too.
        write(root.path(), "web/d", "e");
        let before = stamp();
        fs::remove_file(root.path().join("web/d")).unwrap();
        write(root.path(), "web/de", "");
        assert_ne!(stamp(), before);
    }
}
