//! The real program on a free port.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The program, killed when dropped.
pub struct Program {
    pub child: Child,
    pub host: String,
}

impl Program {
    pub fn start(data: &Path, more: &[&str]) -> Self {
        let mut child = command(data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        let host = line["listening"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
        Self { child, host }
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
