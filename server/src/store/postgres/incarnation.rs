//! Notices that this is not the database that acknowledged: a copy of it, an older state, or a server that took over.
//!
//! The store's row names the database it was founded in. A dump that was loaded, and a server that recovered to a time or
//! took over from another, have another name: the store gets a new epoch, so that clients offer again what it lacks. A disk
//! that was put back whole has the same name; the file `postgres.mark` in the data folder notes now and then how far the
//! write-ahead log had come, and shows that it has gone backwards (decision 0444).

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use accord_protocol::ids::StoreEpoch;
use tokio_postgres::Client;

use super::session::Session;
use super::{Boot, OpenError, integer};

const FILE: &str = "postgres.mark";
/// How far the file may lag behind while commits flow.
const LAG: Duration = Duration::from_secs(1);

/// The server, its branch of history, the database in it and the table: a copy differs in one of them.
const IDENTITY: &str = "SELECT (SELECT system_identifier::text FROM pg_control_system())
    || ' ' || left(pg_walfile_name(pg_current_wal_lsn()), 8)
    || ' ' || (SELECT oid::text FROM pg_database WHERE datname = current_database())
    || ' ' || 'store'::regclass::oid::text";
/// How far the log of the server is on its disk, in bytes.
const REACHED: &str = "SELECT (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint";

/// Reads or founds the store's incarnation; the text says why a new epoch was raised.
pub(super) fn settle(
    session: &mut Session,
    folder: &Path,
    now_ms: u64,
) -> Result<(Boot, Option<&'static str>), OpenError> {
    let at = |source| OpenError::Folder { path: folder.to_path_buf(), source };
    std::fs::create_dir_all(folder).map_err(at)?;
    let mark = Mark::read(folder);
    let mut epoch = [0; 16];
    getrandom::fill(&mut epoch).map_err(std::io::Error::other)?;
    let (boot, raised, mark) = session.run(async |live| {
        let client = live.client();
        client.batch_execute("BEGIN").await?;
        let done = read_or_found(client, mark, epoch, now_ms).await;
        client.batch_execute(if done.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
        done
    })?;
    mark.write(folder).map_err(at)?;
    Ok((boot, raised))
}

async fn read_or_found(
    client: &Client,
    mark: Option<Mark>,
    epoch: [u8; 16],
    now_ms: u64,
) -> Result<(Boot, Option<&'static str>, Mark), OpenError> {
    let now = Mark::of(client).await?;
    let founded = client
        .execute(
            "INSERT INTO store (epoch, generation, since_ms, identity) VALUES ($1, 1, $2, $3) ON CONFLICT DO NOTHING",
            &[&epoch.as_slice(), &integer(now_ms), &now.identity],
        )
        .await?;
    let row = client
        .query_one("SELECT epoch, generation, since_ms, identity FROM store FOR UPDATE", &[])
        .await?;
    let boot = boot(&row)?;
    let identity: String = row.try_get(3)?;
    let raised = match mark {
        _ if identity.is_empty() => Some("the operator asked for it"),
        _ if identity != now.identity => {
            Some("the database is a copy, or its server took over from another")
        }
        Some(mark)
            if founded == 0 && mark.identity == now.identity && mark.reached > now.reached =>
        {
            Some("the database is older than its mark")
        }
        _ => None,
    };
    if raised.is_none() {
        return Ok((boot, None, now));
    }
    let boot = Boot {
        epoch: StoreEpoch::from_bytes(epoch),
        generation: boot.generation + 1,
        since_ms: now_ms,
    };
    client
        .execute(
            "UPDATE store SET epoch = $1, generation = $2, since_ms = $3, identity = $4",
            &[&epoch.as_slice(), &integer(boot.generation), &integer(now_ms), &now.identity],
        )
        .await?;
    Ok((boot, raised, now))
}

/// The first three columns of the store's row.
pub(super) fn boot(row: &tokio_postgres::Row) -> Result<Boot, OpenError> {
    let damaged = || OpenError::Failed("the store's row is damaged".into());
    let epoch: &[u8] = row.try_get(0)?;
    Ok(Boot {
        epoch: StoreEpoch::from_bytes(epoch.try_into().map_err(|_| damaged())?),
        generation: u64::try_from(row.try_get::<_, i64>(1)?).map_err(|_| damaged())?,
        since_ms: u64::try_from(row.try_get::<_, i64>(2)?).map_err(|_| damaged())?,
    })
}

/// Which database, and how far it had come.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    identity: String,
    reached: i64,
}

impl Mark {
    async fn of(client: &Client) -> Result<Self, tokio_postgres::Error> {
        let identity = client.query_one(IDENTITY, &[]).await?.try_get(0)?;
        let reached = client.query_one(REACHED, &[]).await?.try_get(0)?;
        Ok(Self { identity, reached })
    }

    fn read(folder: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(folder.join(FILE)).ok()?;
        let (identity, reached) = text.trim_end().rsplit_once(' ')?;
        Some(Self { identity: identity.to_owned(), reached: reached.parse().ok()? })
    }

    /// Whole or not at all: a new file takes the old one's name.
    fn write(&self, folder: &Path) -> std::io::Result<()> {
        let fresh = folder.join("postgres.mark.new");
        let mut file = std::fs::File::create(&fresh)?;
        writeln!(file, "{} {}", self.identity, self.reached)?;
        drop(file);
        std::fs::rename(fresh, folder.join(FILE))
    }
}

/// Keeps the file near the database while a writer commits.
#[derive(Debug)]
pub(super) struct Keeper {
    folder: PathBuf,
    behind: bool,
    noted_at: Instant,
}

impl Keeper {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf(), behind: false, noted_at: Instant::now() }
    }

    /// One more commit is durable.
    pub(super) fn committed(&mut self, session: &mut Session) {
        self.behind = true;
        if self.noted_at.elapsed() >= LAG {
            self.note(session);
        }
    }

    /// Writes the file if it lags. A failure only weakens the next detection, so it is not an error.
    pub(super) fn note(&mut self, session: &mut Session) {
        if !self.behind {
            return;
        }
        let noted = session
            .run(async |live| Ok::<_, OpenError>(Mark::of(live.client()).await?))
            .and_then(|mark| {
                let at = |source| OpenError::Folder { path: self.folder.clone(), source };
                mark.write(&self.folder).map_err(at)
            });
        if let Err(error) = noted {
            tracing::warn!(%error, "the mark of the database could not be written");
        }
        self.behind = false;
        self.noted_at = Instant::now();
    }
}
