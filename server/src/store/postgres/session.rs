//! One connection, made again when it is gone: address, TLS, what it must promise, and how its errors are told apart.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Error, Row, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::OpenError;
use crate::store::StoreError;

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// Longest wait for an answer; a reader's question is given up by the server before.
const ANSWER: Duration = Duration::from_secs(60);
const TO_READ: &str = "SET statement_timeout = '30s'; SET default_transaction_read_only = on";
/// A writer that went quiet is given up by the server, so that a relay that is gone holds no row for long. No
/// `statement_timeout`: it would end a commit's wait for a standby, and the commit would pass for one that was stored there.
/// Whatever the tables' statistics say, what is asked for by a key is looked up by it.
const TO_WRITE: &str = "SET lock_timeout = '15s'; SET idle_in_transaction_session_timeout = '30s'; \
                        SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";

/// Where the database is, and how it is reached.
#[derive(Clone)]
pub struct Address {
    config: Config,
    tls: MakeRustlsConnect,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never the password.
        out.debug_struct("Address").field("hosts", &self.config.get_hosts()).finish_non_exhaustive()
    }
}

impl Address {
    /// Reads `postgres://user:password@host:port/name`. TLS is used wherever the host is another machine, unless the
    /// address says `sslmode=disable`; certificates are checked against the usual authorities, or those in `authority`.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str, authority: Option<&Path>) -> Result<Self, OpenError> {
        let mut config: Config =
            text.parse().map_err(|error| OpenError::Address(sentence(&error)))?;
        if config.get_hosts().is_empty() {
            return Err(OpenError::Address("it names no host".into()));
        }
        // Without a word about it the library would take what it gets.
        if config.get_ssl_mode() == SslMode::Prefer && !config.get_hosts().iter().all(is_here) {
            config.ssl_mode(SslMode::Require);
        }
        if config.get_application_name().is_none() {
            config.application_name("accord-server");
        }
        config.connect_timeout(CONNECT).tcp_user_timeout(ANSWER).keepalives_idle(CONNECT);
        Ok(Self { config, tls: MakeRustlsConnect::new(trust(authority)?) })
    }

    #[cfg(test)]
    pub(super) fn demands_tls(&self) -> bool {
        self.config.get_ssl_mode() == SslMode::Require
    }

    /// A connection that cannot write.
    pub(super) fn connect_to_read(&self) -> Result<Session, OpenError> {
        self.connect(false)
    }

    /// A connection to a server that is durable.
    pub(super) fn connect_to_write(&self) -> Result<Session, OpenError> {
        self.connect(true)
    }

    fn connect(&self, writes: bool) -> Result<Session, OpenError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut session =
            Session { address: self.clone(), writes, runtime: Some(runtime), live: None };
        session.revive()?;
        Ok(session)
    }
}

/// Whether a host is this machine.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn trust(authority: Option<&Path>) -> Result<ClientConfig, OpenError> {
    let mut roots = RootCertStore::empty();
    match authority {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(path) => {
            let refuse = |why: String| OpenError::Authority { path: path.to_path_buf(), why };
            let found = CertificateDer::pem_file_iter(path)
                .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                .map_err(|error| refuse(error.to_string()))?;
            for certificate in found {
                roots.add(certificate).map_err(|error| refuse(error.to_string()))?;
            }
            if roots.is_empty() {
                return Err(refuse("it holds no certificate".into()));
            }
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| OpenError::Failed(error.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// A connection and the thread's own means to wait for it.
#[derive(Debug)]
pub(super) struct Session {
    address: Address,
    writes: bool,
    /// None only while it is dropped.
    runtime: Option<Runtime>,
    live: Option<Live>,
}

/// A connection that works, as far as is known.
pub(super) struct Live {
    client: Client,
    prepared: BTreeMap<&'static str, Statement>,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Live").finish_non_exhaustive()
    }
}

/// What goes with a statement.
pub(super) type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

impl Live {
    /// For what is asked once.
    pub(super) const fn client(&self) -> &Client {
        &self.client
    }

    /// Prepared at its first use.
    pub(super) async fn statement(&mut self, sql: &'static str) -> Result<Statement, Error> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).await?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }

    pub(super) async fn rows(
        &mut self,
        sql: &'static str,
        values: Values<'_>,
    ) -> Result<Vec<Row>, Error> {
        let statement = self.statement(sql).await?;
        self.client.query(&statement, values).await
    }

    pub(super) async fn row(
        &mut self,
        sql: &'static str,
        values: Values<'_>,
    ) -> Result<Option<Row>, Error> {
        let statement = self.statement(sql).await?;
        self.client.query_opt(&statement, values).await
    }
}

/// Why something was not answered.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// There was no connection, and none could be made: nothing was sent.
    #[error("{0}")]
    Reach(String),
    /// It was refused, or the connection went meanwhile.
    #[error("{}", sentence(.0))]
    Sql(Error),
    /// No answer in time.
    #[error("PostgreSQL did not answer in time")]
    Late,
}

impl Failure {
    /// Whether the database said no and goes on, so that asking once more makes no difference.
    pub(super) fn is_refusal(&self) -> bool {
        // Class 57P: the server ended the connection, or takes none yet.
        self.code().is_some_and(|code| !code.code().starts_with("57P"))
    }

    /// What the database itself said.
    fn code(&self) -> Option<&SqlState> {
        match self {
            Self::Sql(error) => error.code(),
            _ => None,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Sql(error)
    }
}

impl From<Failure> for OpenError {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure.to_string())
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure.code() {
            Some(code) if *code == SqlState::DISK_FULL => Self::Full,
            Some(code)
                if *code == SqlState::UNIQUE_VIOLATION
                    || *code == SqlState::T_R_SERIALIZATION_FAILURE
                    || *code == SqlState::T_R_DEADLOCK_DETECTED =>
            {
                Self::Conflict
            }
            _ => Self::Failed(failure.to_string()),
        }
    }
}

/// What an error says, and what the server said of it.
pub(super) fn sentence(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let more = inner.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = inner.source();
    }
    text
}

impl Session {
    /// Does something with the connection, a new one where the last was lost.
    pub(super) fn run<T, E: From<Failure> + From<Error>>(
        &mut self,
        work: impl AsyncFnOnce(&mut Live) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.live.as_ref().is_none_or(|live| live.client.is_closed()) {
            self.live = None;
            self.revive().map_err(|error| Failure::Reach(error.to_string()))?;
        }
        let (Some(runtime), Some(live)) = (&self.runtime, &mut self.live) else {
            return Err(Failure::Reach("no connection".into()).into());
        };
        let done = runtime.block_on(async { tokio::time::timeout(ANSWER, work(live)).await });
        match done {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(error),
            Err(_) => {
                self.live = None;
                Err(Failure::Late.into())
            }
        }
    }

    /// The next use makes a new connection: nobody knows what this one is in the middle of.
    pub(super) fn forget(&mut self) {
        self.live = None;
    }

    fn revive(&mut self) -> Result<(), OpenError> {
        let Some(runtime) = &self.runtime else { return Ok(()) };
        let (address, writes) = (&self.address, self.writes);
        let client = runtime.block_on(async {
            let reach = |error| OpenError::Reach(sentence(&error));
            let (client, connection) =
                address.config.connect(address.tls.clone()).await.map_err(reach)?;
            // Its errors reach whoever waits for an answer.
            tokio::spawn(async { drop(connection.await) });
            client.batch_execute(if writes { TO_WRITE } else { TO_READ }).await?;
            if writes {
                check_durable(&client).await?;
            }
            Ok::<_, OpenError>(client)
        })?;
        self.live = Some(Live { client, prepared: BTreeMap::new() });
        Ok(())
    }
}

/// Refuses a server that acknowledges before it is on disk, or that this program does not know. From here on the
/// connection keeps what was found, whatever the operator changes.
async fn check_durable(client: &Client) -> Result<(), OpenError> {
    let row = client
        .query_one(
            "SELECT current_setting('server_version_num')::int, current_setting('server_version'), pg_is_in_recovery(), \
             current_setting('synchronous_commit'), current_setting('fsync')",
            &[],
        )
        .await?;
    if row.try_get::<_, i32>(0)? < 150_000 {
        return Err(OpenError::Old(row.try_get(1)?));
    }
    if row.try_get(2)? {
        return Err(OpenError::Standby);
    }
    let commit: String = row.try_get(3)?;
    if commit != "on" && commit != "remote_apply" {
        return Err(OpenError::NotDurable { setting: "synchronous_commit", value: commit });
    }
    let fsync: String = row.try_get(4)?;
    if fsync != "on" {
        return Err(OpenError::NotDurable { setting: "fsync", value: fsync });
    }
    client.batch_execute(&format!("SET synchronous_commit = {commit}")).await?;
    Ok(())
}

impl Drop for Session {
    fn drop(&mut self) {
        self.live = None;
        if let Some(runtime) = self.runtime.take() {
            // Where tasks run, nobody may wait for its end.
            runtime.shutdown_background();
        }
    }
}
