//! When to try again: doubling waits with full jitter, so that a thousand clients of a relay that
//! comes back do not come back at once. Knows no reason and no connection.

use accord_protocol::limits::{BACKOFF_MAX_MS, BACKOFF_MIN_MS, BACKOFF_RESET_MS};
use rand_core::CryptoRng;

/// How often it failed in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
    healthy_since_ms: Option<u64>,
}

impl Backoff {
    /// The wait after one more failure, milliseconds: from [`BACKOFF_MIN_MS`] to [`BACKOFF_MAX_MS`] at most,
    /// uniform below a ceiling that doubles.
    pub fn fail(&mut self, now_ms: u64, rng: &mut dyn CryptoRng) -> u64 {
        let healthy_for = self.healthy_since_ms.take().map(|since| now_ms.saturating_sub(since));
        if healthy_for.is_some_and(|ms| ms >= BACKOFF_RESET_MS) {
            self.failures = 0;
        }
        let ceiling = (BACKOFF_MIN_MS << self.failures.min(20)).min(BACKOFF_MAX_MS);
        self.failures = self.failures.saturating_add(1);
        jitter(ceiling, rng).max(BACKOFF_MIN_MS / 2)
    }

    /// A connection works from now on; after [`BACKOFF_RESET_MS`] the next wait is a short one again.
    pub const fn healthy(&mut self, now_ms: u64) {
        if self.healthy_since_ms.is_none() {
            self.healthy_since_ms = Some(now_ms);
        }
    }

    /// Somebody asked: the next failure counts as the first.
    pub const fn reset(&mut self) {
        self.failures = 0;
        self.healthy_since_ms = None;
    }

    /// Failures in a row.
    #[must_use]
    pub const fn failures(&self) -> u32 {
        self.failures
    }
}

/// Uniform in `0..=ceiling_ms`, as far as a remainder of 2^64 is uniform.
pub(super) fn jitter(ceiling_ms: u64, rng: &mut dyn CryptoRng) -> u64 {
    rng.next_u64() % ceiling_ms.saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::Dice;
    use super::*;

    #[test]
    fn waits_stay_below_a_doubling_ceiling_and_never_pass_thirty_seconds() {
        let mut rng = Dice::new(1);
        let mut backoff = Backoff::default();
        let mut longest = 0;
        for n in 0..200_u32 {
            let wait = backoff.fail(0, &mut rng);
            assert!(wait <= (BACKOFF_MIN_MS << n.min(20)).min(BACKOFF_MAX_MS));
            assert!(wait >= BACKOFF_MIN_MS / 2, "never a busy loop");
            longest = longest.max(wait);
        }
        assert!(longest > BACKOFF_MAX_MS / 2, "jitter covers the range");
    }

    #[test]
    fn ten_healthy_seconds_forget_failures_and_nine_do_not() {
        let mut rng = Dice::new(2);
        let mut backoff = Backoff::default();
        for _ in 0..12 {
            backoff.fail(0, &mut rng);
        }
        backoff.healthy(1_000);
        backoff.fail(1_000 + BACKOFF_RESET_MS - 1, &mut rng);
        assert_eq!(backoff.failures(), 13);
        backoff.healthy(1_000);
        assert!(backoff.fail(1_000 + BACKOFF_RESET_MS, &mut rng) <= BACKOFF_MIN_MS);
        assert_eq!(backoff.failures(), 1);
    }
}
