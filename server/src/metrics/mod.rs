//! Numbers and a page for the operator, on a port of their own.
//!
//! Counts only: no id, no address, no name is ever in a number or a label. What is counted stands in `table`.

mod findings;
mod numbers;
mod seen;
mod table;

use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use self::findings::Weight;
pub(crate) use self::numbers::Numbers;
pub(crate) use self::seen::Place;
use self::seen::Seen;
use crate::driver::Handle;

/// Nothing from elsewhere, and no script at all.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}\
    li{margin:.8rem 0}td{padding:.1rem 1rem .1rem 0;vertical-align:top}td+td{text-align:right}";

#[derive(Debug, Clone)]
struct Asked {
    relay: Handle,
    place: Arc<Place>,
}

/// `GET /metrics` and the operator's page at `/`.
pub(crate) fn router(relay: Handle, place: Place) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/", get(page))
        .with_state(Asked { relay, place: Arc::new(place) })
}

async fn look(asked: Asked) -> Option<Seen> {
    let numbers = asked.relay.numbers();
    tokio::task::spawn_blocking(move || asked.place.look(numbers)).await.ok()
}

async fn metrics(State(asked): State<Asked>) -> Response {
    match look(asked).await {
        Some(seen) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], table::text(&seen))
            .into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn page(State(asked): State<Asked>) -> Response {
    let Some(seen) = look(asked).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, html(&seen)).into_response()
}

/// The page: what needs doing, then the numbers. Everything in it is the relay's own; nothing a client said.
fn html(seen: &Seen) -> String {
    let found = findings::findings(seen);
    let title = match found.first().map(|finding| finding.weight) {
        Some(Weight::Act) => "The relay needs you now",
        Some(Weight::Look) => "The relay works; something is worth a look",
        Some(Weight::Know) | None => "The relay is well",
    };
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>{STYLE}</style><h1>{title}</h1>"
    );
    if !found.is_empty() {
        page.push_str("<ul>");
        for finding in &found {
            let _ = write!(
                page,
                "<li><strong>{}</strong><br>{}",
                escaped(&finding.says),
                escaped(finding.to_do)
            );
        }
        page.push_str("</ul>");
    }
    page.push_str("<h2>Numbers</h2><table>");
    for metric in table::METRICS {
        let shown = match (metric.value)(seen) {
            table::Value::Number(number) => number.to_string(),
            table::Value::Seconds(seconds) => format!("{seconds:.0}"),
            table::Value::Version(version) => version.to_owned(),
            table::Value::ByCode(counts) => {
                counts.iter().map(|(_, count)| count).sum::<u64>().to_string()
            }
            table::Value::Histogram(reading) => average(&reading),
            table::Value::Absent => continue,
        };
        let _ = write!(page, "<tr><td>{}<td>{shown}", escaped(metric.help));
    }
    page.push_str("</table><p>The same for Prometheus: <a href=\"/metrics\">/metrics</a>. What each means: docs/operations.md.</html>\n");
    page
}

#[allow(clippy::cast_precision_loss, reason = "a number to look at")]
fn average(reading: &crate::histogram::Reading) -> String {
    if reading.total == 0 {
        return "none yet".into();
    }
    format!("{:.3} on average, of {}", reading.sum / reading.total as f64, reading.total)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
