//! Numbers for the operator, on a port of their own, in the Prometheus text format.
//!
//! Counts only: no id, no address, no name is ever a label.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::driver::Handle;

/// `GET /metrics`.
pub(crate) fn router(relay: Handle) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(relay)
}

async fn metrics(State(relay): State<Handle>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text(&relay))
}

fn text(relay: &Handle) -> String {
    let gauges = relay.gauges();
    let whole = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let rows = [
        (
            "connections",
            "gauge",
            "open connections",
            whole(gauges.connections.load(Ordering::Relaxed)),
        ),
        (
            "spaces_in_memory",
            "gauge",
            "spaces held in memory",
            whole(gauges.spaces_in_memory.load(Ordering::Relaxed)),
        ),
        ("commits_total", "counter", "batches stored", gauges.commits.load(Ordering::Relaxed)),
        (
            "failed_commits_total",
            "counter",
            "batches that could not be stored",
            gauges.failed_commits.load(Ordering::Relaxed),
        ),
        ("records_total", "counter", "records stored", gauges.records.load(Ordering::Relaxed)),
        (
            "ready",
            "gauge",
            "whether the last batch was stored",
            u64::from(gauges.store_works.load(Ordering::Relaxed)),
        ),
    ];
    let mut text = String::new();
    for (name, kind, help, value) in rows {
        let _ = write!(
            text,
            "# HELP accord_{name} {help}\n# TYPE accord_{name} {kind}\naccord_{name} {value}\n"
        );
    }
    text
}
