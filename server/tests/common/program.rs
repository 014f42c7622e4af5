//! The real program on a free port.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The program, killed when dropped.
pub struct Program {
    pub child: Child,
    pub host: String,
    /// Where it gives its numbers, if it was asked to.
    pub metrics: Option<String>,
}

impl Program {
    pub fn start(data: &Path, more: &[&str]) -> Self {
        Self::with(data, more, &[], Stdio::null())
    }

    /// With settings by name; what it logs is read beside it until it ends.
    pub fn logging(
        data: &Path,
        more: &[&str],
        settings: &[(&str, &str)],
    ) -> (Self, std::thread::JoinHandle<String>) {
        let mut program = Self::with(data, more, settings, Stdio::piped());
        let mut log = program.child.stderr.take().unwrap();
        let reading = std::thread::spawn(move || {
            let mut text = String::new();
            log.read_to_string(&mut text).unwrap();
            text
        });
        (program, reading)
    }

    /// With settings by name.
    pub fn with(data: &Path, more: &[&str], settings: &[(&str, &str)], log: Stdio) -> Self {
        let settings =
            settings.iter().map(|(name, value)| (format!("ACCORD_SERVER_{name}"), *value));
        let mut command = command(data);
        command.args(serving(more)).envs(settings).stderr(log);
        Self::of(command)
    }

    /// With other variables around it.
    pub fn in_environment(data: &Path, more: &[&str], around: &[(&str, &str)]) -> Self {
        let mut command = command(data);
        command.args(serving(more)).envs(around.iter().copied()).stderr(Stdio::null());
        Self::of(command)
    }

    fn of(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        let bare = |url: &str| url.strip_prefix("http://").unwrap().to_owned();
        let host = bare(line["listening"].as_str().unwrap());
        Self { child, host, metrics: line["metrics"].as_str().map(bare) }
    }

    /// All its numbers.
    pub async fn numbers(&self) -> String {
        let (status, text) =
            super::call(self.metrics.as_ref().unwrap(), "GET", "/metrics", b"").await;
        assert_eq!(status, 200);
        String::from_utf8(text).unwrap()
    }

    /// One of them.
    pub async fn number(&self, name: &str) -> u64 {
        number(&self.numbers().await, name)
    }

    pub fn signal(&self, name: &str) {
        let done = Command::new("kill").args([name, &self.child.id().to_string()]).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One number, by its name and labels.
pub fn number(text: &str, name: &str) -> u64 {
    let line = text.lines().find(|line| line.split(' ').next() == Some(name));
    line.unwrap_or_else(|| panic!("no {name}")).rsplit(' ').next().unwrap().parse().unwrap()
}

/// At a free port, unless another is named.
fn serving<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let at = if more.contains(&"--listen") { vec![] } else { vec!["--listen", "127.0.0.1:0"] };
    ["serve"].into_iter().chain(at).chain(more.iter().copied()).collect()
}

fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accord-server"));
    command.arg("--data").arg(data);
    command
}

/// Why the program did not start.
pub fn refusal(data: &Path, more: &[&str]) -> String {
    let mut child = command(data)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(more)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
    // One that listens would never end by itself.
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(said.is_empty(), "it started: {said}");
    String::from_utf8(output.stderr).unwrap()
}

/// Whether a command succeeded, and what it printed on both.
pub fn run(data: &Path, args: &[&str]) -> (bool, String, String) {
    let output = command(data).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}
