//! A relay process with its data, on one port for its whole life.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use accord_protocol::ids::SpaceId;
use tempfile::TempDir;
use tokio::net::TcpSocket;

use super::build::program;
use super::colluding::Logs;

/// A relay that can be started, killed and started again at the same address. Killed when dropped.
pub struct Relay {
    folder: TempDir,
    /// Keeps the port while nobody listens on it, so that no other process is given it meanwhile.
    held: (TcpSocket, SocketAddr),
    flags: Vec<String>,
    /// Settings from the environment.
    settings: Vec<(String, String)>,
    /// Where it keeps, if not in its folder.
    database: Option<String>,
    child: Option<Child>,
}

impl Relay {
    /// One that lets anybody in.
    pub fn open() -> Self {
        Self::with(&["--registration", "open"])
    }

    /// One with these flags.
    pub fn with(flags: &[&str]) -> Self {
        let mut relay = Self::stopped(flags);
        relay.start();
        relay
    }

    /// One that was not started yet; it lets anybody in where no flags say otherwise.
    pub fn stopped(flags: &[&str]) -> Self {
        let flags = if flags.is_empty() { &["--registration", "open"] } else { flags };
        let flags = flags.iter().map(|flag| (*flag).to_owned()).collect();
        let (folder, held) = (tempfile::tempdir().unwrap(), hold_port());
        Self { folder, held, flags, settings: Vec::new(), database: None, child: None }
    }

    /// From its next start on it has this setting (`MAX_DATABASE_BYTES`).
    pub fn set(&mut self, name: &str, value: u64) {
        self.settings.retain(|(known, _)| !known.ends_with(name));
        self.settings.push((format!("ACCORD_SERVER_{name}"), value.to_string()));
    }

    /// From its next start on it keeps in the PostgreSQL database at this address.
    pub fn keep_in(&mut self, address: &str) {
        self.database = Some(address.to_owned());
    }

    /// Clients dial this name as well.
    pub fn allow(&mut self, name: &str) {
        self.flags.extend(["--public-name".to_owned(), name.to_owned()]);
    }

    /// As a client is told.
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    pub fn address(&self) -> SocketAddr {
        self.held.1
    }

    /// The folder of its database.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Everything it logged, since it was made.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Starts it and waits for the line that says it is ready.
    pub fn start(&mut self) {
        assert!(self.child.is_none(), "the relay runs already");
        let log = std::fs::File::options().append(true).create(true).open(self.log()).unwrap();
        let mut child = self
            .command()
            .args(["serve", "--listen", &self.address().to_string()])
            .args(&self.flags)
            .env("ACCORD_SERVER_LOG", "debug")
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let says = || std::fs::read_to_string(self.log()).unwrap_or_default();
        let ready: serde_json::Value =
            serde_json::from_str(&line).unwrap_or_else(|_| panic!("not ready: {line}{}", says()));
        assert_eq!(ready["listening"], self.url());
        self.child = Some(child);
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("the relay runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// SIGTERM, and waits until it has drained.
    pub fn stop(&mut self) {
        let mut child = self.child.take().expect("the relay runs");
        let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
        assert!(asked.unwrap().success());
        assert!(child.wait().unwrap().success(), "the relay did not end well");
    }

    pub fn process(&self) -> u32 {
        self.child.as_ref().expect("the relay runs").id()
    }

    /// Runs one of its other commands.
    pub fn tell(&self, args: &[&str]) -> Output {
        self.command().args(args).output().unwrap()
    }

    /// Runs one of its other commands, which must succeed, and answers what it printed.
    pub fn says(&self, args: &[&str]) -> String {
        let output = self.tell(args);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{args:?}: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        text.trim().to_owned()
    }

    /// Every record, chain and head as it should be.
    #[track_caller]
    pub fn check(&self) {
        self.says(&["check"]);
    }

    /// Its counts.
    pub fn stats(&self) -> serde_json::Value {
        serde_json::from_str(&self.says(&["stats"])).unwrap()
    }

    /// How many records a space has, by its id in hexadecimal.
    pub fn length_of(&self, space: &str) -> u64 {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let file = self.data().join("relay.sqlite");
        let database = rusqlite::Connection::open_with_flags(file, flags).unwrap();
        let sql = "SELECT head FROM space WHERE lower(hex(id)) = ?1";
        let head: i64 = database.query_row(sql, [space], |row| row.get(0)).unwrap();
        u64::try_from(head).unwrap()
    }

    /// The kinds of a space's records whose bytes it still keeps.
    pub fn kinds_of(&self, space: &str) -> Vec<u8> {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let file = self.data().join("relay.sqlite");
        let database = rusqlite::Connection::open_with_flags(file, flags).unwrap();
        let sql = "SELECT substr(log.record, 2, 1) FROM log JOIN space ON log.place >> 28 = space.number \
                   WHERE lower(hex(space.id)) = ?1 AND log.record IS NOT NULL";
        let mut rows = database.prepare(sql).unwrap();
        let kinds = rows.query_map([space], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        kinds.map(|kind| kind.unwrap()[0]).collect()
    }

    /// Every space's records, as its operator could give them to whom they like.
    pub fn logs(&self) -> Logs {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let file = self.data().join("relay.sqlite");
        let database = rusqlite::Connection::open_with_flags(file, flags).unwrap();
        let sql = "SELECT space.id, log.record FROM log JOIN space ON log.place >> 28 = space.number ORDER BY log.place";
        let mut rows = database.prepare(sql).unwrap();
        let rows =
            rows.query_map([], |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, Vec<u8>>(1)?)));
        let mut logs = Logs::new();
        for (space, record) in rows.unwrap().map(Result::unwrap) {
            logs.entry(SpaceId::from_bytes(space)).or_default().push(record.into());
        }
        logs
    }

    /// Rows of every table of its database, by the table's name.
    pub fn rows(&self) -> Vec<(String, i64)> {
        rows(&self.data().join("relay.sqlite"))
    }

    /// Changes its database by hand while it is stopped, as time or a stranger would have.
    pub fn edit(&self, sql: &str, values: impl rusqlite::Params) {
        assert!(self.child.is_none(), "the relay runs");
        let database = rusqlite::Connection::open(self.data().join("relay.sqlite")).unwrap();
        assert_eq!(database.execute(sql, values).unwrap(), 1, "{sql}");
    }

    fn command(&self) -> Command {
        let mut command = Command::new(program("accord-server"));
        command.arg("--data").arg(self.data());
        command.args(self.database.iter().flat_map(|address| ["--database", address]));
        command
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A free port, bound and not listened on: dialling it is refused, and only who binds it on purpose gets it.
pub fn hold_port() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}

/// Rows of every table of a SQLite file, by the table's name.
fn rows(file: &Path) -> Vec<(String, i64)> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = rusqlite::Connection::open_with_flags(file, flags).unwrap();
    let mut names = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap();
    let names: Vec<String> =
        names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let count = |name: &str| {
        database
            .query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |row| row.get(0))
            .unwrap()
    };
    names.into_iter().map(|name| (name.clone(), count(&name))).collect()
}
