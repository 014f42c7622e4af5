//! What is left of a home that was erased before its relay was told: a small file with the signed END and the relay it is for.
//!
//! Owns that file and the request that empties it. There is no key in it, no word, and nothing it opens (`docs/decisions/0311`).

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use accord_client_core::client::farewell::Farewells;
use accord_client_core::refused::{Class, Refused};

use crate::driver::http;
use crate::error::refused;
use crate::store::FILE_NAME;

/// The file, in the home's folder.
const LEAVING: &str = "accord.leaving";
/// How it begins.
const HEAD: &[u8] = b"accord-leaving-1\n";
/// Longest one read: some hundred ENDs.
const MAX_BYTES: usize = 1 << 20;
/// The lock of a home that is open.
const LOCK: &str = "accord.lock";
/// The store under the name it has once its erasing is decided.
pub(crate) const ERASED: &str = "accord.db.erased";

/// Keeps these ENDs, beside those that are kept already. From the moment this returns the store may go.
pub(crate) fn keep(folder: &Path, bytes: &[u8]) -> Result<(), Refused> {
    let fresh = Farewells::parse(bytes).ok_or_else(|| refused("home_failed", Class::Unexpected))?;
    let mut all = read(folder)?;
    all.take_in(fresh);
    if all.is_empty() {
        return Ok(());
    }
    write(folder, &all)
}

/// Whether an END waits here.
pub(crate) fn waits(folder: &Path) -> bool {
    folder.join(LEAVING).exists()
}

/// Hands in what waits, if anything does; true once something did and nothing does any more.
///
/// # Errors
/// `relay_unreachable`, with everything still here; `leaving_unreadable`.
pub(crate) fn hand_over(folder: &Path) -> Result<bool, Refused> {
    if !waits(folder) {
        return Ok(false);
    }
    let mut all = read(folder)?;
    while let Some((url, body)) = all.request() {
        let answer = http(&url, Some(&body));
        if !all.answered(answer.as_ref()) {
            return Err(refused("leaving_waits", Class::Unreachable));
        }
        write(folder, &all)?;
    }
    gone(&folder.join(LEAVING))?;
    // Only an empty folder goes.
    drop(std::fs::remove_dir(folder));
    Ok(true)
}

/// Takes away what an erasing that was cut off had left.
pub(crate) fn tidy(folder: &Path) -> Result<(), Refused> {
    if !folder.join(ERASED).exists() {
        return Ok(());
    }
    // A store that was made since has files of its own beside it.
    if !folder.join(FILE_NAME).exists() {
        for end in ["-wal", "-shm", "-journal"] {
            gone(&folder.join(format!("{FILE_NAME}{end}")))?;
        }
        gone(&folder.join(LOCK))?;
    }
    gone(&folder.join(ERASED))
}

fn read(folder: &Path) -> Result<Farewells, Refused> {
    let unreadable = || refused("leaving_unreadable", Class::Locked);
    let path = folder.join(LEAVING);
    if !path.exists() {
        return Ok(Farewells::default());
    }
    let bytes = crate::typed::read_bytes(&path, MAX_BYTES).map_err(|_| unreadable())?;
    bytes.strip_prefix(HEAD).and_then(Farewells::parse).ok_or_else(unreadable)
}

/// Whole or not at all: written under another name, on the disk, then renamed, and the folder's entry on the disk too.
fn write(folder: &Path, all: &Farewells) -> Result<(), Refused> {
    let new = folder.join(format!("{LEAVING}.new"));
    let written = || -> std::io::Result<()> {
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&new)?;
        file.write_all(HEAD)?;
        file.write_all(&all.to_bytes())?;
        file.sync_all()?;
        std::fs::rename(&new, folder.join(LEAVING))?;
        #[cfg(unix)]
        File::open(folder)?.sync_all()?;
        Ok(())
    };
    written().map_err(|error| {
        refused("file_not_written", Class::Unexpected).with(error.kind().to_string())
    })
}

/// Removes a file that may be gone already.
pub(crate) fn gone(path: &Path) -> Result<(), Refused> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(refused("erase_failed", Class::Unexpected))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_farewell_is_left_alone_and_said() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(hand_over(folder.path()), Ok(false), "nothing waits");
        for bytes in [&b"accord-leaving-2\n"[..], b"accord-leaving-1\n\0\0\0\x03htt", b""] {
            std::fs::write(folder.path().join(LEAVING), bytes).unwrap();
            assert!(
                hand_over(folder.path()).is_err_and(|refused| refused.is("leaving_unreadable"))
            );
            assert_eq!(std::fs::read(folder.path().join(LEAVING)).unwrap(), bytes);
        }
    }

    #[test]
    fn an_erasing_that_was_cut_off_ends_and_a_store_that_lost_its_file_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("accord.db-wal"), b"changes").unwrap();
        tidy(folder.path()).unwrap();
        assert!(at("accord.db-wal").exists(), "nobody decided to erase it");
        std::fs::write(at(ERASED), b"store").unwrap();
        tidy(folder.path()).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        for name in [ERASED, FILE_NAME, "accord.db-wal"] {
            std::fs::write(at(name), b"store").unwrap();
        }
        tidy(folder.path()).unwrap();
        assert!(at(FILE_NAME).exists() && at("accord.db-wal").exists() && !at(ERASED).exists());
    }
}
