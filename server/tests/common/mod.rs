//! A plain client over a real WebSocket, and a served relay on a free port.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    reason = "helpers of tests; each file uses what it needs"
)]

pub mod postgres;
pub mod program;

use std::collections::BTreeMap;

use accord_protocol::error::Code;
use accord_protocol::frame::{ClientFrame, Outcome, ServerFrame, auth_message};
use accord_protocol::http::{self, CreateSpace, Created, Problem};
use accord_protocol::ids::{LogHead, SpaceId};
use accord_protocol::record::Record;
use accord_protocol::signing::sign;
use accord_protocol::testing::{TestDevice, TestLog};
use accord_server::{Config, Running};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// Serves from this folder.
pub async fn serve(config: Config) -> Running {
    let listener = accord_server::bind(&config).await.unwrap();
    accord_server::serve(config, listener, std::future::pending()).await.unwrap()
}

/// Ana, Ben and their space.
pub struct Couple {
    pub ana: TestDevice,
    pub ben: TestDevice,
    pub log: TestLog,
}

impl Couple {
    pub fn new(name: &str) -> Self {
        let ana = TestDevice::zero(&format!("{name} ana"));
        let ben = TestDevice::one(&format!("{name} ben"));
        let log = TestLog::couple(&ana, &ben).unwrap();
        Self { ana, ben, log }
    }

    pub fn space(&self) -> SpaceId {
        self.log.state.space()
    }

    /// Founds the space on the relay at `host`.
    pub async fn found(name: &str, host: &str) -> Self {
        let couple = Self::new(name);
        let created = found(host, &couple.log.records, None).await.unwrap();
        assert_eq!(created.position, 3);
        couple
    }
}

pub async fn found(
    host: &str,
    records: &[Record],
    token: Option<&str>,
) -> Result<Created, Problem> {
    let records = records.iter().map(Record::shared).collect();
    let body = CreateSpace { token: token.map(Into::into), records }.encode();
    post(host, http::SPACES_PATH, &body).await.map(|body| Created::decode(&body).unwrap())
}

/// One POST with a CBOR body; the body of the answer or the problem.
pub async fn post(host: &str, path: &str, body: &[u8]) -> Result<Vec<u8>, Problem> {
    let (status, body) = call(host, "POST", path, body).await;
    if status == 200 { Ok(body) } else { Err(Problem::decode(&body).unwrap()) }
}

/// One request over its own connection: status and body.
pub async fn call(host: &str, method: &str, path: &str, body: &[u8]) -> (u16, Vec<u8>) {
    let answer = request(host, method, path, &[], body).await;
    (answer.status, answer.body)
}

/// What came back, the names of headers in lower case.
#[derive(Clone, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// One request over its own connection, with its path as it stands here.
pub async fn request(
    host: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    send(TcpStream::connect(host).await.unwrap(), host, method, path, headers, body).await
}

/// One request over this connection.
pub async fn call_over(
    stream: TcpStream,
    host: &str,
    method: &str,
    path: &str,
    body: &[u8],
) -> Answer {
    send(stream, host, method, path, &[], body).await
}

async fn send(
    mut stream: TcpStream,
    host: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&answer[..end]);
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let headers = head.lines().skip(1).map(|line| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_lowercase(), value.trim().to_owned())
    });
    Answer { status, headers: headers.collect(), body: answer[end + 4..].to_vec() }
}

/// A connection that knows nothing but frames.
pub struct Client {
    pub socket: WebSocketStream<TcpStream>,
    host: String,
    next: u64,
}

impl Client {
    pub async fn connect(host: &str) -> Self {
        Self::over(TcpStream::connect(host).await.unwrap(), host).await
    }

    pub async fn over(stream: TcpStream, host: &str) -> Self {
        let url = format!("ws://{host}{}", http::SYNC_PATH);
        let (socket, _) = tokio_tungstenite::client_async(url, stream).await.unwrap();
        Self { socket, host: host.into(), next: 0 }
    }

    /// Connected, authenticated and subscribed after a position.
    pub async fn reader(host: &str, device: &TestDevice, log: &TestLog, after: u64) -> Self {
        let mut client = Self::connect(host).await;
        let answer = client.login(device, log.state.space()).await;
        assert!(matches!(answer, Some(ServerFrame::Ready { .. })), "{answer:?}");
        let answer = client.subscribe(log, after).await;
        assert!(matches!(answer, ServerFrame::Sub { .. }), "{answer:?}");
        client
    }

    pub async fn login(&mut self, device: &TestDevice, space: SpaceId) -> Option<ServerFrame> {
        let host = self.host.clone();
        self.login_as(&host, device, space).await
    }

    /// The same, for somebody who may be told to go at once.
    pub async fn login_or_end(
        &mut self,
        device: &TestDevice,
        space: SpaceId,
    ) -> Option<ServerFrame> {
        let hello = ClientFrame::Hello { min: 1, max: 1, client: "plain".into() };
        let _ = self.socket.send(Message::Binary(hello.encode().into())).await;
        let challenge = match self.hear().await {
            Some(ServerFrame::Welcome { challenge, .. }) => challenge,
            other => return other,
        };
        let (nonce, host, id) = ([6; 32], self.host.clone(), device.id());
        let sig = sign(&device.key, &auth_message(&host, &challenge, &nonce, &space, &id));
        self.say(&ClientFrame::Auth { space, device: id, host, nonce, sig }).await;
        self.hear().await
    }

    /// Authenticates over another name than the one that was dialled.
    pub async fn login_as(
        &mut self,
        host: &str,
        device: &TestDevice,
        space: SpaceId,
    ) -> Option<ServerFrame> {
        self.say(&ClientFrame::Hello { min: 1, max: 1, client: "plain".into() }).await;
        let Some(ServerFrame::Welcome { challenge, .. }) = self.hear().await else {
            panic!("no welcome");
        };
        let (nonce, host, id) = ([6; 32], host.to_owned(), device.id());
        let sig = sign(&device.key, &auth_message(&host, &challenge, &nonce, &space, &id));
        self.say(&ClientFrame::Auth { space, device: id, host, nonce, sig }).await;
        self.hear().await
    }

    pub async fn subscribe(&mut self, log: &TestLog, after: u64) -> ServerFrame {
        let head = log.head_at(after).unwrap_or(LogHead::ZERO);
        self.say(&ClientFrame::Subscribe { after, head }).await;
        self.hear().await.expect("an answer")
    }

    pub async fn say(&mut self, frame: &ClientFrame) {
        self.socket.send(Message::Binary(frame.encode().into())).await.unwrap();
    }

    pub async fn say_bytes(&mut self, bytes: &[u8]) {
        self.socket.send(Message::Binary(bytes.to_vec().into())).await.unwrap();
    }

    /// The next frame; none when the relay has closed.
    pub async fn hear(&mut self) -> Option<ServerFrame> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Binary(bytes))) => {
                    return Some(ServerFrame::decode(&bytes).unwrap());
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// What the relay says last before it closes.
    pub async fn last_word(&mut self) -> Option<ServerFrame> {
        let mut last = None;
        while let Some(frame) = self.hear().await {
            last = Some(frame);
        }
        last
    }

    pub async fn send(&mut self, record: &Record) -> u64 {
        self.next += 1;
        self.say(&ClientFrame::Push { req: self.next, record: record.shared() }).await;
        self.next
    }

    /// Pushes, unless the relay is gone.
    pub async fn send_or_end(&mut self, record: &Record) {
        self.next += 1;
        let frame = ClientFrame::Push { req: self.next, record: record.shared() };
        let _ = self.socket.send(Message::Binary(frame.encode().into())).await;
    }

    /// Reports as applied, unless the relay is gone.
    pub async fn applied_or_end(&mut self, position: u64) {
        let frame = ClientFrame::Applied { position };
        let _ = self.socket.send(Message::Binary(frame.encode().into())).await;
    }

    /// Pushes and waits for the outcome; Data in between is dropped.
    pub async fn push(&mut self, record: &Record) -> Outcome {
        let sent = self.send(record).await;
        loop {
            match self.hear().await {
                Some(ServerFrame::Ack { req, outcome, .. }) if req == sent => return outcome,
                Some(_) => {}
                None => panic!("closed before the ack"),
            }
        }
    }

    /// Hears Data until a position, reporting each frame as applied; the exact bytes.
    pub async fn read_to(&mut self, position: u64) -> Vec<Vec<u8>> {
        let mut all = Vec::new();
        loop {
            match self.hear().await {
                Some(ServerFrame::Data { from, records, .. }) => {
                    let last = from + records.len() as u64 - 1;
                    all.extend(records.iter().map(|record| record.to_vec()));
                    self.say(&ClientFrame::Applied { position: last }).await;
                    if last >= position {
                        return all;
                    }
                }
                Some(_) => {}
                None => panic!("closed at {}", all.len()),
            }
        }
    }
}

pub fn refused(code: Code) -> Outcome {
    Outcome::Refused(code)
}

pub fn error(code: Code) -> Option<ServerFrame> {
    Some(ServerFrame::Error { code, retry_after_ms: None })
}
