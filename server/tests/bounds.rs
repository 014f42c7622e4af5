//! What strangers may take of the real program, counted from outside.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use accord_protocol::error::Code;
use accord_protocol::frame::{ClientFrame, ServerFrame};
use accord_protocol::http::{self, Problem};
use common::{Client, call};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The program, killed when dropped.
struct Program {
    _data: tempfile::TempDir,
    child: Child,
    host: String,
}

impl Program {
    fn start(settings: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_accord-server"))
            .arg("--data")
            .arg(data.path())
            .args(["serve", "--listen", "127.0.0.1:0", "--registration", "open"])
            .envs(settings.iter().map(|(name, value)| (format!("ACCORD_SERVER_{name}"), value)))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        let host = line["listening"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
        Self { _data: data, child, host }
    }

    /// Sockets it has open, the listening one and the runtime's own included.
    fn sockets(&self) -> usize {
        let open = std::fs::read_dir(format!("/proc/{}/fd", self.child.id())).unwrap();
        open.flatten()
            .filter_map(|entry| std::fs::read_link(entry.path()).ok())
            .filter(|target| target.to_string_lossy().starts_with("socket:"))
            .count()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The head of a request for a WebSocket.
fn upgrade(host: &str) -> String {
    format!(
        "GET {} HTTP/1.1\r\nhost: {host}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        http::SYNC_PATH
    )
}

#[tokio::test]
async fn who_never_reads_an_answer_loses_the_place() {
    let web = tempfile::tempdir().unwrap();
    std::fs::write(web.path().join("index.html"), "page").unwrap();
    // More than a network holds for somebody who reads nothing.
    std::fs::write(web.path().join("large.wasm"), vec![7; 16 << 20]).unwrap();
    let folder = web.path().to_str().unwrap();
    let settings = [("MAX_CONNECTIONS", "1"), ("UNREAD_TIMEOUT_MS", "300"), ("WEB", folder)];
    let program = Program::start(&settings);
    let mut unread = Vec::new();
    for _ in 0..65 {
        let mut stream = TcpStream::connect(&program.host).await.unwrap();
        let head = format!("GET /large.wasm HTTP/1.1\r\nhost: {}\r\n\r\n", program.host);
        stream.write_all(head.as_bytes()).await.unwrap();
        unread.push(stream);
    }
    // All places are taken: this one is answered when one of them was given up.
    let asked = tokio::time::timeout(
        std::time::Duration::from_secs(20),
        call(&program.host, "GET", "/healthz", b""),
    );
    assert_eq!(asked.await.unwrap(), (200, b"ok\n".to_vec()));
    // Whoever reads, slowly or not, gets all of it.
    let (status, body) = call(&program.host, "GET", "/large.wasm", b"").await;
    assert_eq!((status, body.len()), (200, 16 << 20));
}

/// Asks for a WebSocket: the connection where it was opened, the problem where it was not.
async fn ask(host: &str) -> Result<TcpStream, Problem> {
    let mut stream = TcpStream::connect(host).await.unwrap();
    stream.write_all(upgrade(host).as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    if head.starts_with(b"HTTP/1.1 101") {
        return Ok(stream);
    }
    assert!(head.starts_with(b"HTTP/1.1 503"), "{}", String::from_utf8_lossy(&head));
    let mut body = Vec::new();
    stream.read_to_end(&mut body).await.unwrap();
    Err(Problem::decode(&body).unwrap())
}

#[tokio::test]
async fn sockets_beyond_the_limit_are_refused_by_code_and_take_no_place() {
    let program = Program::start(&[("MAX_CONNECTIONS", "8")]);
    let before = program.sockets();
    let mut held = Vec::new();
    for _ in 0..8 {
        let mut client = Client::connect(&program.host).await;
        client.say(&ClientFrame::Hello { min: 1, max: 1, client: "held".into() }).await;
        assert!(matches!(client.hear().await, Some(ServerFrame::Welcome { .. })));
        held.push(client);
    }
    let mut further = Vec::new();
    for _ in 0..300 {
        further.push(ask(&program.host).await);
    }
    let opened = further.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(opened, 0, "beyond the limit");
    let busy = Problem { code: Code::Unavailable, retry_after_ms: Some(5_000) };
    assert!(further.iter().all(|answer| answer.as_ref().err() == Some(&busy)));
    assert!(program.sockets() <= before + 8 + 1, "{} open", program.sockets());
    // Those inside go on, and what needs no WebSocket is answered.
    assert_eq!(call(&program.host, "GET", "/healthz", b"").await, (200, b"ok\n".to_vec()));
    // A place is free once its socket is closed.
    let mut first = held.remove(0);
    first.socket.close(None).await.unwrap();
    while first.hear().await.is_some() {}
    let mut client = Client::connect(&program.host).await;
    client.say(&ClientFrame::Hello { min: 1, max: 1, client: "late".into() }).await;
    assert!(matches!(client.hear().await, Some(ServerFrame::Welcome { .. })));
    assert!(ask(&program.host).await.is_err());
}
