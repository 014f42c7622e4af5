//! The relay in a process of its own, so that its time and memory are its own.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use accord_server::Config;
use accord_server::config::{Registration, Settings};

use crate::Outcome;

/// The relay as its default settings have it, but with open registration and room for more than one person's lifetime.
/// Ends when its standard input does.
pub(crate) async fn serve(folder: PathBuf, listen: String) -> Outcome<()> {
    let relay = Settings {
        registration: Registration::Open,
        space_quota_bytes: 1 << 32,
        ..Settings::default()
    };
    let config = Config { data: folder, listen, relay, ..Config::default() };
    let listener = accord_server::bind(&config).await?;
    let ended = tokio::task::spawn_blocking(|| {
        let mut rest = Vec::new();
        drop(std::io::stdin().read_to_end(&mut rest));
    });
    let running = accord_server::serve(config, listener, std::future::pending()).await?;
    println!("{}", running.address);
    ended.await?;
    running.stop().await;
    Ok(())
}

/// A relay that runs until this is dropped.
#[derive(Debug)]
pub(crate) struct RelayProcess {
    child: Child,
    pub(crate) url: String,
}

impl RelayProcess {
    /// The relay of this program, or of another build of it.
    pub(crate) fn start(folder: &Path, program: Option<&Path>) -> Outcome<Self> {
        Self::start_at(folder, program, "127.0.0.1:0")
    }

    /// The same at this address.
    pub(crate) fn start_at(folder: &Path, program: Option<&Path>, listen: &str) -> Outcome<Self> {
        let program = program.map_or_else(std::env::current_exe, |program| Ok(program.into()))?;
        let mut child = Command::new(program)
            .arg("serve")
            .arg(folder)
            .args(["--listen", listen])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut address)?;
        }
        if address.trim().is_empty() {
            return Err("the relay did not start".into());
        }
        Ok(Self { child, url: format!("http://{}", address.trim()) })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// Processor time of all its threads so far.
    pub(crate) fn cpu(&self) -> Outcome<Duration> {
        let mut nanos = 0u64;
        for task in std::fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let stat = std::fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
            nanos += stat.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or(0);
        }
        Ok(Duration::from_nanos(nanos))
    }

    /// Resident memory, bytes.
    pub(crate) fn resident_bytes(&self) -> Outcome<u64> {
        resident_bytes(&self.child.id().to_string())
    }
}

/// Resident memory of a process, bytes; `self` is this one.
pub(crate) fn resident_bytes(process: &str) -> Outcome<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    Ok(kib.ok_or("no VmRSS")? * 1024)
}

impl Drop for RelayProcess {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        drop(self.child.wait());
    }
}
