//! Is the relay well, and what needs doing: read from the numbers, for a person.

use std::sync::atomic::Ordering;

use super::seen::Seen;

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Good to know.
    Know,
    /// Somebody should look in the next days.
    Look,
    /// People are refused, or soon will be.
    Act,
}

/// One thing an operator should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) weight: Weight,
    pub(super) says: String,
    pub(super) to_do: &'static str,
}

/// Less room than this on the disk is a matter for now, whatever its size.
const LITTLE_ROOM: u64 = 500_000_000;
/// Somebody waits noticeably.
const NOTICEABLE_US: u64 = 1_000_000;
/// Above the cap the relay keeps to by itself, so something holds the log.
const LONG_WAL: u64 = 128 << 20;

/// All there is, the weightiest first.
pub(super) fn findings(seen: &Seen) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut add = |weight, says: String, to_do| all.push(Finding { weight, says, to_do });
    if !seen.store_works() {
        add(
            Weight::Act,
            "The last batch could not be stored. Clients keep what they say and send it again."
                .into(),
            "Make room on the disk, or raise max_database_bytes. If there is room, the disk may be failing: look at the log.",
        );
    }
    if let Some((free, whole)) = seen.disk_bytes
        && (free < LITTLE_ROOM || free < whole / 20)
    {
        add(
            Weight::Act,
            format!(
                "The database's disk has {} MB left of {}.",
                free / 1_000_000,
                whole / 1_000_000
            ),
            "Make room, or move the data folder to a larger disk. Nothing that was acknowledged is lost when it is full, but nothing new is stored.",
        );
    }
    if let Some(bytes) = seen.database_bytes
        && seen.limits.database_bytes > 0
        && bytes > seen.limits.database_bytes / 10 * 9
    {
        add(
            Weight::Act,
            "The database has almost reached max_database_bytes.".into(),
            "Raise the setting and restart, or run `accord-server compact` if much was deleted.",
        );
    }
    if seen.connections() > seen.limits.connections / 10 * 9 {
        add(
            Weight::Act,
            format!("{} of {} connections are open.", seen.connections(), seen.limits.connections),
            "Raise max_connections, and LimitNOFILE in the unit with it; an idle connection costs about 11 kB.",
        );
    }
    if seen.numbers.last_lag_us.load(Ordering::Relaxed) > NOTICEABLE_US {
        add(
            Weight::Look,
            "Whoever asks now waits for more than a second.".into(),
            "See what else runs on this machine. If it stays so, the relay has more people than one processor carries.",
        );
    }
    if seen.wal_bytes > LONG_WAL {
        add(
            Weight::Look,
            format!("The write-ahead log is {} MB long.", seen.wal_bytes / 1_000_000),
            "A backup or a check that runs for long holds it. It shrinks once that has ended.",
        );
    }
    if seen.numbers.not_accepted.load(Ordering::Relaxed) > 0 {
        add(
            Weight::Look,
            "The system refused to open connections since the start.".into(),
            "Raise LimitNOFILE in the unit: max_connections and 100 more.",
        );
    }
    let failed = seen.numbers.failed_commits.load(Ordering::Relaxed);
    if failed > 0 && seen.store_works() {
        add(
            Weight::Know,
            format!("{failed} batches could not be stored since the start; it works again."),
            "Nothing now. The log says why.",
        );
    }
    if seen.limits.anybody_may_found {
        add(
            Weight::Know,
            "Anybody who finds this relay may use it.".into(),
            "Set registration = \"token\" if that is not meant.",
        );
    }
    all.sort_by_key(|finding| std::cmp::Reverse(finding.weight));
    all
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::histogram::Histogram;
    use crate::metrics::numbers::Numbers;
    use crate::metrics::seen::Limits;

    fn well() -> Seen {
        Seen {
            numbers: Arc::new(Numbers::new(Arc::new(Histogram::of_durations()))),
            limits: Limits { connections: 100, database_bytes: 0, anybody_may_found: false },
            up: Duration::from_secs(1),
            generation: 1,
            counts: None,
            database_bytes: Some(1_000_000),
            wal_bytes: 0,
            disk_bytes: Some((10_000_000_000, 20_000_000_000)),
            memory_bytes: None,
        }
    }

    fn weights(seen: &Seen) -> Vec<Weight> {
        findings(seen).iter().map(|finding| finding.weight).collect()
    }

    #[test]
    fn a_relay_with_room_and_time_needs_nothing() {
        assert_eq!(findings(&well()), []);
    }

    #[test]
    fn what_refuses_people_comes_first() {
        let mut seen = well();
        seen.limits.anybody_may_found = true;
        seen.wal_bytes = LONG_WAL + 1;
        seen.disk_bytes = Some((900_000_000, 20_000_000_000));
        seen.numbers.connections.store(91, Ordering::Relaxed);
        seen.numbers.store_works.store(false, Ordering::Relaxed);
        seen.numbers.failed_commits.store(1, Ordering::Relaxed);
        use Weight::{Act, Know, Look};
        assert_eq!(weights(&seen), [Act, Act, Act, Look, Know]);
        seen.numbers.store_works.store(true, Ordering::Relaxed);
        assert_eq!(weights(&seen), [Act, Act, Look, Know, Know], "it is told that it failed once");
    }

    #[test]
    fn a_bound_an_operator_set_counts_before_it_is_reached() {
        let mut seen = well();
        seen.limits.database_bytes = 1_000_000;
        assert_eq!(weights(&seen), [Weight::Act]);
        seen.limits.database_bytes = 2_000_000;
        assert_eq!(weights(&seen), []);
        seen.numbers.last_lag_us.store(NOTICEABLE_US + 1, Ordering::Relaxed);
        seen.numbers.not_accepted.store(1, Ordering::Relaxed);
        assert_eq!(weights(&seen), [Weight::Look, Weight::Look]);
    }
}
