//! One process a home: an advisory lock on `accord.lock`, with the holder's process id in it.
//!
//! The operating system lets go of the lock when its holder dies, however it dies; the file itself stays and
//! means nothing. Must not know the database.

use super::fault::from_io;
use accord_client_core::store::StoreFault;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

/// How often a waiting process tries again: unnoticeable for a person, nothing for a processor.
const POLL: Duration = Duration::from_millis(20);

/// A decimal process id is never longer.
const MAX_PID_BYTES: u64 = 20;

/// The home is ours until this is dropped.
#[derive(Debug)]
pub(super) struct HomeLock(File);

impl HomeLock {
    /// Waits up to `wait`; then `Busy` with the process id the holder wrote.
    pub(super) fn take(home: &Path, wait: Duration) -> Result<Self, StoreFault> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(home.join("accord.lock")).map_err(|error| from_io(&error))?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(from_io(&error)),
                Err(TryLockError::WouldBlock) if started.elapsed() >= wait => {
                    return Err(StoreFault::Busy { holder: holder(&mut file) });
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(POLL),
            }
        }
        // A help for the other's message only: on a full disk the lock holds without it.
        let _unwritten = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self(file))
    }
}

impl Drop for HomeLock {
    fn drop(&mut self) {
        let _ignored = self.0.set_len(0);
    }
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(MAX_PID_BYTES).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
