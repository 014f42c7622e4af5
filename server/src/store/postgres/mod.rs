//! The relay's store on PostgreSQL 15 or newer: what is committed is durable there, and positions are the database's own.
//!
//! Owns the connection, the schema and the store's incarnation. Knows no rule of the protocol. Several relays may work on
//! one database: each row of a space says which writing of it that is, and a batch that builds on an older one is refused
//! whole (decision 0442).

pub mod admin;
mod incarnation;
mod read;
mod schema;
mod session;
mod step;
#[cfg(test)]
mod tests;
mod write;

use std::path::{Path, PathBuf};

pub use self::read::Reader;
pub use self::session::Address;
pub use self::write::Writer;
use super::{Answer, Boot, Op, Query, Store, StoreError};

/// Why the database cannot be used. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is none.
    #[error("database is no address that PostgreSQL knows: {0}")]
    Address(String),
    /// The file with the certificates to trust.
    #[error("{path} cannot be used for TLS: {why}")]
    Authority {
        /// Which.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Nobody answers there, or they let nobody in.
    #[error("PostgreSQL cannot be reached: {0}")]
    Reach(String),
    /// It would say that a record is durable before it is.
    #[error(
        "{setting} is {value}: what PostgreSQL has said to be stored could be lost; set {setting} = on and start again"
    )]
    NotDurable {
        /// The setting.
        setting: &'static str,
        /// As it is.
        value: String,
    },
    /// An older server than this program knows.
    #[error("PostgreSQL {0} is too old: 15 or newer is needed")]
    Old(String),
    /// A standby: it cannot be written.
    #[error("this PostgreSQL server is a standby; give the address of the one that takes writes")]
    Standby,
    /// Written by a newer version.
    #[error(
        "the database was made ready for a newer accord-server (schema {got}, readable from {readable_from}; this one knows \
         {known}); nothing was changed: start that version again"
    )]
    Newer {
        /// Schema of the database.
        got: i64,
        /// Oldest program that may still use it.
        readable_from: i64,
        /// Newest schema of this program.
        known: i64,
    },
    /// There is no relay's schema in it.
    #[error("there is no relay database at this address; it is made when the relay first starts")]
    Missing,
    /// The folder for the token and the mark.
    #[error("cannot use {path}: {source}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No random bytes, no thread.
    #[error("the system refused: {0}")]
    System(#[from] std::io::Error),
    /// A question was not answered.
    #[error("PostgreSQL: {0}")]
    Failed(String),
}

impl From<tokio_postgres::Error> for OpenError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Failed(session::sentence(&error))
    }
}

/// A database that is ready to be served from.
#[derive(Debug)]
pub struct Database {
    address: Address,
    folder: PathBuf,
    boot: Boot,
    /// Set when this start raised a new epoch, with the reason for the log.
    pub raised: Option<&'static str>,
}

impl Database {
    /// Makes or upgrades the schema in one transaction, and raises a new epoch when the database is another one than the
    /// store was founded in, or older than what was noted in `folder`.
    ///
    /// Waits for the network: not to be called on a thread that drives tasks. The same goes for all that works on it.
    ///
    /// # Errors
    /// When it cannot be reached, is not durable or cannot be used.
    pub fn open(address: &Address, folder: &Path, now_ms: u64) -> Result<Self, OpenError> {
        let mut session = address.connect_to_write()?;
        session.run(schema::migrate)?;
        let (boot, raised) = incarnation::settle(&mut session, folder, now_ms)?;
        Ok(Self { address: address.clone(), folder: folder.to_path_buf(), boot, raised })
    }

    /// Epoch and generation.
    #[must_use]
    pub const fn boot(&self) -> Boot {
        self.boot
    }

    /// A writer; one of a relay is enough, for it commits many spaces together.
    ///
    /// # Errors
    /// When there is no further connection.
    pub fn writer(&self) -> Result<Writer, OpenError> {
        Writer::open(&self.address, &self.folder)
    }

    /// A reader; each works from its own connection.
    ///
    /// # Errors
    /// When there is no further connection.
    pub fn reader(&self) -> Result<Reader, OpenError> {
        Ok(Reader::over(self.address.connect_to_read()?))
    }
}

/// Writer and reader in one, for tests and tools.
#[derive(Debug)]
pub struct PostgresStore {
    writer: Writer,
    reader: Reader,
}

impl PostgresStore {
    /// Over an opened database.
    ///
    /// # Errors
    /// When there is no further connection.
    pub fn new(database: &Database) -> Result<Self, OpenError> {
        Ok(Self { writer: database.writer()?, reader: database.reader()? })
    }
}

impl Store for PostgresStore {
    fn commit(&mut self, ops: &[Op]) -> Result<(), StoreError> {
        self.writer.commit(ops)
    }

    fn read(&mut self, query: &Query) -> Result<Answer, StoreError> {
        self.reader.read(query)
    }
}

fn integer(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
