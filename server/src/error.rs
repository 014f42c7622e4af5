//! Why a relay does not start. What clients are refused is `accord_protocol::error::Code`.

use std::path::PathBuf;

use crate::config::ConfigError;
use crate::site::SiteError;
use crate::store::StoreError;
use crate::store::{postgres, sqlite};
use crate::tls::TlsError;

/// Why a command of `accord-server` failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The settings cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database cannot be used.
    #[error(transparent)]
    Open(#[from] sqlite::OpenError),
    /// The database cannot be used.
    #[error(transparent)]
    Postgres(#[from] postgres::OpenError),
    /// A command that has no part on PostgreSQL.
    #[error("on PostgreSQL this is not the relay's to do: {0}")]
    Instead(&'static str),
    /// The database cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address is taken or not ours.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address as configured.
        address: String,
        /// Why.
        source: std::io::Error,
    },
    /// The system refused a thread, a socket or random bytes.
    #[error("the system refused: {0}")]
    System(#[from] std::io::Error),
    /// `--web` names no such folder.
    #[error("{0} is not a folder with the app's files: {1}")]
    Web(PathBuf, SiteError),
    /// The certificate or its key.
    #[error("TLS cannot be served: {0}")]
    Tls(#[from] TlsError),
    /// `check` found damage.
    #[error("{0} finding(s); nothing was changed")]
    Damaged(usize),
}
