//! A histogram that many threads count in: how many measurements lay below each bound, and their sum.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Bounds of durations, in microseconds: from a quick commit to one that somebody notices.
const DURATIONS_US: &[u64] = &[
    500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
    2_000_000, 5_000_000, 10_000_000,
];
/// Bounds of batches, in records.
const BATCHES: &[u64] = &[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

/// Whole measurements by bound.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [u64],
    /// What one shown unit is in measured units.
    unit: f64,
    /// One more than bounds: the last counts what lies above all.
    counts: Vec<AtomicU64>,
    sum: AtomicU64,
}

impl Histogram {
    /// Of durations, shown in seconds.
    #[must_use]
    pub fn of_durations() -> Self {
        Self::new(DURATIONS_US, 1e6)
    }

    /// Of batches, shown in records.
    #[must_use]
    pub fn of_batches() -> Self {
        Self::new(BATCHES, 1.0)
    }

    fn new(bounds: &'static [u64], unit: f64) -> Self {
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, unit, counts, sum: AtomicU64::new(0) }
    }

    /// Counts a duration.
    pub fn took(&self, time: Duration) {
        self.count(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }

    /// Counts a measurement.
    pub fn count(&self, value: u64) {
        let at = self.bounds.partition_point(|bound| *bound < value);
        if let Some(count) = self.counts.get(at) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    /// Each bound with the measurements that are not above it, the sum, and how many there are.
    #[must_use]
    pub fn read(&self) -> Reading {
        let mut total = 0;
        let mut below = Vec::with_capacity(self.counts.len());
        for (at, count) in self.counts.iter().enumerate() {
            total += count.load(Ordering::Relaxed);
            if let Some(bound) = self.bounds.get(at) {
                below.push((shown(*bound) / self.unit, total));
            }
        }
        Reading { below, sum: shown(self.sum.load(Ordering::Relaxed)) / self.unit, total }
    }
}

/// A histogram at one time, in shown units.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Bound, and measurements that are not above it.
    pub below: Vec<(f64, u64)>,
    /// Of all measurements.
    pub sum: f64,
    /// How many.
    pub total: u64,
}

#[allow(clippy::cast_precision_loss, reason = "a number to look at")]
fn shown(value: u64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_counts_below_its_own_bound_and_all_above() {
        let histogram = Histogram::of_batches();
        for value in [1, 2, 3, 5_000] {
            histogram.count(value);
        }
        let read = histogram.read();
        assert_eq!(&read.below[..3], [(1.0, 1), (2.0, 2), (5.0, 3)]);
        assert_eq!(read.below.last(), Some(&(1_000.0, 3)));
        assert_eq!((read.sum, read.total), (5_006.0, 4));
    }

    #[test]
    fn durations_are_shown_in_seconds() {
        let histogram = Histogram::of_durations();
        histogram.took(Duration::from_millis(1_500));
        let read = histogram.read();
        assert_eq!(read.below.iter().find(|(_, count)| *count == 1), Some(&(2.0, 1)));
        assert!((read.sum - 1.5).abs() < 1e-9);
    }
}
