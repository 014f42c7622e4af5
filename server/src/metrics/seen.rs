//! What is looked up when somebody asks for numbers: files, memory, counts in the database.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::numbers::Numbers;
use crate::config::{Config, Registration};
use crate::store::Counts;
use crate::store::home::Home;
use crate::store::sqlite::DATABASE;

/// Counting reads the whole index of spaces: no more often than this.
const COUNT_EVERY: Duration = Duration::from_secs(60);

/// Bounds that the numbers are read against.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    pub(crate) connections: usize,
    /// 0: none.
    pub(crate) database_bytes: u64,
    pub(crate) anybody_may_found: bool,
}

/// Where to look.
#[derive(Debug)]
pub(crate) struct Place {
    home: Home,
    limits: Limits,
    started: Instant,
    generation: u64,
    counted: Mutex<Option<(Instant, Counts)>>,
}

/// All numbers at one time.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) numbers: Arc<Numbers>,
    pub(crate) limits: Limits,
    pub(crate) up: Duration,
    pub(crate) generation: u64,
    pub(crate) counts: Option<Counts>,
    pub(crate) database_bytes: Option<u64>,
    pub(crate) wal_bytes: u64,
    /// Free and whole, of the disk under the database.
    pub(crate) disk_bytes: Option<(u64, u64)>,
    pub(crate) memory_bytes: Option<u64>,
}

impl Place {
    pub(crate) fn new(config: &Config, home: Home, generation: u64) -> Self {
        Self {
            home,
            limits: Limits {
                connections: config.max_connections,
                database_bytes: config.max_database_bytes,
                anybody_may_found: config.relay.registration == Registration::Open,
            },
            started: Instant::now(),
            generation,
            counted: Mutex::new(None),
        }
    }

    /// Looks; may wait for the disk.
    pub(crate) fn look(&self, numbers: Arc<Numbers>) -> Seen {
        let length = |path: PathBuf| std::fs::metadata(path).map(|file| file.len()).ok();
        let counted = self.counts();
        let folder = self.home.folder("").ok();
        Seen {
            numbers,
            limits: self.limits.clone(),
            up: self.started.elapsed(),
            generation: self.generation,
            database_bytes: match folder {
                Some(folder) => length(folder.join(DATABASE)),
                None => counted.as_ref().and_then(|counts| counts.database_bytes),
            },
            counts: counted,
            wal_bytes: folder
                .and_then(|folder| length(folder.join(format!("{DATABASE}-wal"))))
                .unwrap_or(0),
            disk_bytes: folder.and_then(disk),
            memory_bytes: memory(),
        }
    }

    fn counts(&self) -> Option<Counts> {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.as_ref().is_none_or(|(at, _)| at.elapsed() > COUNT_EVERY) {
            let counts = self.home.counts().ok()?;
            *counted = Some((Instant::now(), counts));
        }
        counted.as_ref().map(|(_, counts)| counts.clone())
    }
}

impl Seen {
    pub(crate) fn connections(&self) -> usize {
        self.numbers.connections.load(Ordering::Relaxed)
    }

    pub(crate) fn store_works(&self) -> bool {
        self.numbers.store_works.load(Ordering::Relaxed)
    }
}

#[cfg(unix)]
fn disk(folder: &Path) -> Option<(u64, u64)> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some((disk.f_bavail.checked_mul(disk.f_frsize)?, disk.f_blocks.checked_mul(disk.f_frsize)?))
}

#[cfg(not(unix))]
fn disk(_folder: &Path) -> Option<(u64, u64)> {
    None
}

/// What the process holds in memory, where the system tells.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
