//! Every number the relay gives: its name, its kind, what it says and where it comes from. The only place.
//!
//! `docs/operations.md` shows the same table; a test holds them together. The only labels are a refusal's code, a
//! histogram's bound and the version.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use super::seen::Seen;
use crate::histogram::Reading;

/// What a number is, in Prometheus' words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Gauge,
    Counter,
    Histogram,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gauge => "gauge",
            Self::Counter => "counter",
            Self::Histogram => "histogram",
        }
    }
}

/// What a number holds.
pub(super) enum Value {
    Number(u64),
    Seconds(f64),
    /// One for each refusal's name.
    ByCode(Vec<(&'static str, u64)>),
    Histogram(Reading),
    Version(&'static str),
    /// This system does not tell.
    Absent,
}

/// One number.
pub(super) struct Metric {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) help: &'static str,
    pub(super) value: fn(&Seen) -> Value,
}

const fn gauge(name: &'static str, help: &'static str, value: fn(&Seen) -> Value) -> Metric {
    Metric { name, kind: Kind::Gauge, help, value }
}

const fn counter(name: &'static str, help: &'static str, value: fn(&Seen) -> Value) -> Metric {
    Metric { name, kind: Kind::Counter, help, value }
}

const fn histogram(name: &'static str, help: &'static str, value: fn(&Seen) -> Value) -> Metric {
    Metric { name, kind: Kind::Histogram, help, value }
}

fn whole(number: usize) -> Value {
    Value::Number(u64::try_from(number).unwrap_or(u64::MAX))
}

fn known(number: Option<u64>) -> Value {
    number.map_or(Value::Absent, Value::Number)
}

pub(super) const METRICS: &[Metric] = &[
    gauge("accord_info", "always 1; its label is the version", |_| {
        Value::Version(env!("CARGO_PKG_VERSION"))
    }),
    gauge("accord_up_seconds", "seconds since the start", |seen| {
        Value::Seconds(seen.up.as_secs_f64())
    }),
    gauge("accord_ready", "1 when the last batch was stored, else 0", |seen| {
        Value::Number(u64::from(seen.store_works()))
    }),
    gauge("accord_connections", "WebSockets open, and exchanges under way", |seen| {
        whole(seen.connections())
    }),
    gauge("accord_connections_limit", "WebSockets that may be open (`max_connections`)", |seen| {
        whole(seen.limits.connections)
    }),
    counter("accord_accepted_total", "connections of all kinds that were accepted", |seen| {
        Value::Number(seen.numbers.accepted.load(Ordering::Relaxed))
    }),
    counter(
        "accord_not_accepted_total",
        "connections the system refused to open, mostly for want of file descriptors",
        |seen| Value::Number(seen.numbers.not_accepted.load(Ordering::Relaxed)),
    ),
    gauge("accord_spaces", "spaces in the database, counted once a minute", |seen| {
        known(seen.counts.as_ref().map(|counts| counts.spaces))
    }),
    gauge("accord_invitations", "open invitations, counted once a minute", |seen| {
        known(seen.counts.as_ref().map(|counts| counts.mailboxes))
    }),
    gauge("accord_spaces_in_memory", "spaces held in memory", |seen| {
        whole(seen.numbers.spaces_in_memory.load(Ordering::Relaxed))
    }),
    counter("accord_appends_total", "records stored", |seen| {
        Value::Number(seen.numbers.records.load(Ordering::Relaxed))
    }),
    counter("accord_refusals_total", "refusals by code (`docs/protocol.md`)", |seen| {
        Value::ByCode(seen.numbers.refusals())
    }),
    histogram("accord_commit_seconds", "how long a batch took until it was durable", |seen| {
        Value::Histogram(seen.numbers.commits.read())
    }),
    histogram("accord_batch_records", "records in a batch", |seen| {
        Value::Histogram(seen.numbers.batches.read())
    }),
    counter("accord_failed_commits_total", "batches that could not be stored", |seen| {
        Value::Number(seen.numbers.failed_commits.load(Ordering::Relaxed))
    }),
    histogram(
        "accord_lag_seconds",
        "how long a probe, one a second, waited until the relay took it: what everybody waits besides their own work",
        |seen| Value::Histogram(seen.numbers.lag.read()),
    ),
    gauge("accord_waiting_events", "frames and requests waiting for the relay", |seen| {
        whole(seen.numbers.waiting.load(Ordering::Relaxed))
    }),
    gauge("accord_database_bytes", "size of the database file", |seen| known(seen.database_bytes)),
    gauge(
        "accord_database_limit_bytes",
        "size the database may grow to (`max_database_bytes`); 0: as the disk allows",
        |seen| Value::Number(seen.limits.database_bytes),
    ),
    gauge("accord_wal_bytes", "size of the write-ahead log beside it", |seen| {
        Value::Number(seen.wal_bytes)
    }),
    histogram(
        "accord_checkpoint_seconds",
        "how long copying the write-ahead log into the database took",
        |seen| Value::Histogram(seen.numbers.checkpoints.read()),
    ),
    gauge("accord_disk_free_bytes", "room left on the database's disk", |seen| {
        known(seen.disk_bytes.map(|(free, _)| free))
    }),
    gauge("accord_memory_bytes", "memory the relay holds (resident)", |seen| {
        known(seen.memory_bytes)
    }),
    gauge(
        "accord_store_generation",
        "counts restores and other new epochs of the store, from 1",
        |seen| Value::Number(seen.generation),
    ),
];

/// All numbers in the Prometheus text format.
pub(super) fn text(seen: &Seen) -> String {
    let mut text = String::new();
    for Metric { name, kind, help, value } in METRICS {
        let value = value(seen);
        if matches!(value, Value::Absent) {
            continue;
        }
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {}", kind.name());
        let _ = match value {
            Value::Number(number) => writeln!(text, "{name} {number}"),
            Value::Seconds(seconds) => writeln!(text, "{name} {seconds}"),
            Value::Version(version) => writeln!(text, "{name}{{version=\"{version}\"}} 1"),
            Value::ByCode(counts) => counts
                .iter()
                .try_for_each(|(code, count)| writeln!(text, "{name}{{code=\"{code}\"}} {count}")),
            Value::Histogram(Reading { below, sum, total }) => below
                .iter()
                .try_for_each(|(bound, count)| {
                    writeln!(text, "{name}_bucket{{le=\"{bound}\"}} {count}")
                })
                .and_then(|()| {
                    writeln!(
                        text,
                        "{name}_bucket{{le=\"+Inf\"}} {total}\n{name}_sum {sum}\n{name}_count {total}"
                    )
                }),
            Value::Absent => Ok(()),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../../docs/operations.md");
    const ALERTS: &str = include_str!("../../../deploy/alerts.yml");

    #[test]
    fn the_operators_page_lists_every_number_and_no_other() {
        let row = |metric: &Metric| {
            format!("| `{}` | {} | {} |", metric.name, metric.kind.name(), metric.help)
        };
        let wanted: Vec<String> = METRICS.iter().map(row).collect();
        let listed: Vec<&str> =
            PAGE.lines().filter(|line| line.starts_with("| `accord_")).collect();
        assert_eq!(
            listed,
            wanted,
            "the table belongs in docs/operations.md:\n{}",
            wanted.join("\n")
        );
    }

    #[test]
    fn names_are_one_kind_of_thing_each() {
        for metric in METRICS {
            assert!(metric.name.starts_with("accord_"), "{}", metric.name);
            let total = metric.name.ends_with("_total");
            assert_eq!(total, metric.kind == Kind::Counter, "{}", metric.name);
            assert!(!metric.help.contains(['|', '\\', '\n']), "{}", metric.name);
        }
    }

    #[test]
    fn each_alert_asks_for_numbers_there_are_and_stands_on_the_operators_page() {
        let names = METRICS.iter().flat_map(|metric| match metric.kind {
            Kind::Histogram => {
                ["_bucket", "_sum", "_count"].map(|end| format!("{}{end}", metric.name)).to_vec()
            }
            _ => vec![metric.name.to_owned()],
        });
        let names: Vec<String> = names.collect();
        let asked = ALERTS
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .filter(|word| word.starts_with("accord_"));
        for word in asked {
            assert!(names.iter().any(|name| name == word), "{word} is no number of the relay");
        }
        let alerts: Vec<&str> =
            ALERTS.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")).collect();
        assert!(alerts.len() > 5, "{alerts:?}");
        for alert in &alerts {
            assert!(PAGE.contains(&format!("| {alert} |")), "{alert} is not explained");
        }
    }
}
