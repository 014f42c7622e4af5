//! Accord's relay: keeps sealed records in order and passes them on. It cannot read, forge or rewrite them.
//!
//! [`relay`] is the logic, without input or output of its own. [`store`] keeps: SQLite or PostgreSQL for real,
//! memory for tests and the simulation. [`serve`] is the driver around both: axum, tokio, threads. `site` are the app's files. [`command`] is the command line.
//!
//! Not in here: any cipher, any key that could open a record, any document. The crate does not link the code.

mod app;
pub mod check;
pub mod command;
pub mod config;
mod driver;
pub mod error;
pub mod histogram;
mod metrics;
mod proxies;
pub mod relay;
mod routes;
mod site;
mod socket;
pub mod store;
mod tls;

pub use app::{Running, bind, runtime, serve};
pub use config::{Config, LogFormat};
pub use error::Error;
pub use site::SiteError;
pub use tls::TlsError;

/// Sends the log to stderr. Ids and addresses are logged at `debug` only, content never.
pub fn logging(level: &str, format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_new(level).unwrap_or_default();
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    let _ = match format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
}
