//! A PostgreSQL server of our own for the tests: in a temporary folder, on a free port of this machine only, never as root.

use crate::install::{self, Package};
use crate::run::Tool;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where Debian puts the programs of each version.
const VERSIONS: &str = "/usr/lib/postgresql";
/// The oldest version the relay takes.
const OLDEST: u32 = 15;
/// The system's user that the package makes; as root nothing of it runs.
const USER: &str = "postgres";
/// Longest wait until it takes connections.
const START: Duration = Duration::from_secs(60);

/// What it needs.
const PACKAGES: &[Package] = &[
    ("postgresql", &["sh", "-c", "ls /usr/lib/postgresql/*/bin/initdb > /dev/null"]),
    ("postgresql-client", &["psql", "--version"]),
];

/// A running server; dropping it stops it and removes its folder.
#[derive(Debug)]
pub(crate) struct Postgres {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Postgres {
    /// Makes and starts one, with nothing of it made faster at the cost of being durable.
    pub(crate) fn start() -> Result<Self, String> {
        install::packages(PACKAGES)?;
        let programs = programs(Path::new(VERSIONS))?;
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let root = Tool::new("id").args(["-u"]).answer().as_deref() == Some("0");
        if root {
            let path = folder.path().to_string_lossy();
            if !Tool::new("chown").args([USER, &path]).show()? {
                return Err(format!("{path} could not be given to {USER}"));
            }
        }
        let as_user = |program: &str| {
            let program = programs.join(program);
            let mut command = if root {
                let mut command = Command::new("setpriv");
                command.args(["--reuid", USER, "--regid", USER, "--clear-groups"]).arg(program);
                command
            } else {
                Command::new(program)
            };
            command.current_dir(folder.path()).stdin(Stdio::null());
            command
        };
        let data = folder.path().join("data");
        let made = as_user("initdb")
            .args(["--username=accord", "--auth=trust", "--encoding=UTF8", "--no-locale", "-D"])
            .arg(&data)
            .output()
            .map_err(|error| format!("initdb cannot run: {error}"))?;
        if !made.status.success() {
            return Err(format!("initdb failed: {}", String::from_utf8_lossy(&made.stderr)));
        }
        let port = free_port()?;
        let log = fs::File::create(folder.path().join("log")).map_err(|error| error.to_string())?;
        let settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=on"];
        let child = as_user("postgres")
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string()])
            .args(settings.iter().flat_map(|setting| ["-c", setting]))
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("postgres cannot run: {error}"))?;
        let mut server = Self { child, port, folder };
        server.wait(&programs)?;
        Ok(server)
    }

    /// As the tests are told.
    pub(crate) fn address(&self) -> String {
        format!("postgres://accord@127.0.0.1:{}", self.port)
    }

    fn wait(&mut self, programs: &Path) -> Result<(), String> {
        let until = Instant::now() + START;
        let port = self.port.to_string();
        let ready = || {
            let asks = ["-q", "-h", "127.0.0.1", "-p", &port, "-t", "5"];
            Tool::new(programs.join("pg_isready")).args(asks).works()
        };
        while !ready() {
            let log = self.folder.path().join("log");
            let log = || fs::read_to_string(&log).unwrap_or_default();
            if self.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                return Err(format!("PostgreSQL ended at once: {}", log()));
            }
            if Instant::now() > until {
                return Err(format!("PostgreSQL does not take connections: {}", log()));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // It ends its own processes; killed, it would leave them to find out.
        let number = self.child.id().to_string();
        if !Tool::new("kill").args(["-INT", &number]).works() {
            let _gone = self.child.kill();
        }
        let _however = self.child.wait();
    }
}

/// The programs of the newest version that is here.
fn programs(versions: &Path) -> Result<PathBuf, String> {
    let entries = fs::read_dir(versions).map_err(|error| format!("{VERSIONS}: {error}"))?;
    entries
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path())))
        .filter(|(version, path)| *version >= OLDEST && path.join("bin/initdb").is_file())
        .max_by_key(|(version, _)| *version)
        .map(|(_, path)| path.join("bin"))
        .ok_or_else(|| format!("PostgreSQL {OLDEST} or newer is not in {VERSIONS}"))
}

fn free_port() -> Result<u16, String> {
    let taken = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    Ok(taken.local_addr().map_err(|error| error.to_string())?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_that_is_new_enough_is_taken() {
        let versions = tempfile::tempdir().unwrap();
        let add = |name: &str| {
            fs::create_dir_all(versions.path().join(name).join("bin")).unwrap();
            fs::write(versions.path().join(name).join("bin/initdb"), "").unwrap();
        };
        add("13");
        programs(versions.path()).unwrap_err();
        add("15");
        add("9");
        add("17");
        fs::create_dir(versions.path().join("18")).unwrap();
        assert_eq!(programs(versions.path()).unwrap(), versions.path().join("17/bin"));
    }
}
