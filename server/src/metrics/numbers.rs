//! What the relay's parts count while they run. No id, no address and no name is ever in here.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use accord_protocol::error::Code;

use crate::histogram::Histogram;
use crate::relay::{CODES, code_index};

/// Numbers of a running relay, counted where things happen.
#[derive(Debug)]
pub(crate) struct Numbers {
    pub(crate) connections: AtomicUsize,
    pub(crate) accepted: AtomicU64,
    pub(crate) not_accepted: AtomicU64,
    pub(crate) spaces_in_memory: AtomicUsize,
    /// Events in the relay's inbox when the last one was taken.
    pub(crate) waiting: AtomicUsize,
    pub(crate) records: AtomicU64,
    pub(crate) failed_commits: AtomicU64,
    pub(crate) store_works: AtomicBool,
    pub(crate) commits: Histogram,
    pub(crate) batches: Histogram,
    pub(crate) checkpoints: Arc<Histogram>,
    /// How long a probe a second waits until the relay's logic takes it.
    pub(crate) lag: Histogram,
    pub(crate) last_lag_us: AtomicU64,
    /// In frames, as the relay's logic has counted them.
    refused_frames: [AtomicU64; CODES],
    /// In answers to requests, and before the logic was asked.
    refused_requests: [AtomicU64; CODES],
}

impl Numbers {
    pub(crate) fn new(checkpoints: Arc<Histogram>) -> Self {
        Self {
            connections: AtomicUsize::new(0),
            accepted: AtomicU64::new(0),
            not_accepted: AtomicU64::new(0),
            spaces_in_memory: AtomicUsize::new(0),
            waiting: AtomicUsize::new(0),
            records: AtomicU64::new(0),
            failed_commits: AtomicU64::new(0),
            store_works: AtomicBool::new(true),
            commits: Histogram::of_durations(),
            batches: Histogram::of_batches(),
            checkpoints,
            lag: Histogram::of_durations(),
            last_lag_us: AtomicU64::new(0),
            refused_frames: std::array::from_fn(|_| AtomicU64::new(0)),
            refused_requests: std::array::from_fn(|_| AtomicU64::new(0)),
        }
    }

    /// One refusal that the relay's logic does not count itself.
    pub(crate) fn refused(&self, code: Code) {
        if let Some(count) = self.refused_requests.get(code_index(code)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Takes over what the relay's logic has counted.
    pub(crate) fn took_over(&self, refusals: &[u64; CODES]) {
        for (count, now) in self.refused_frames.iter().zip(refusals) {
            count.store(*now, Ordering::Relaxed);
        }
    }

    /// Refusals by code, from the first known one on; last those of codes without a name.
    pub(crate) fn refusals(&self) -> Vec<(&'static str, u64)> {
        let codes = Code::ALL.iter().copied().chain([Code::Unknown(0)]);
        let of = |counts: &[AtomicU64; CODES], code| {
            counts.get(code_index(code)).map_or(0, |count| count.load(Ordering::Relaxed))
        };
        codes
            .map(|code| {
                let count = of(&self.refused_frames, code) + of(&self.refused_requests, code);
                (code.name(), count)
            })
            .collect()
    }
}
