//! Clients that are not ours: garbage, frames too long, half open, never authenticated.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use accord_protocol::error::Code;
use accord_protocol::frame::ServerFrame;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::AsyncWriteExt as _;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::harness::{Couple, Order, Relay};

/// Strangers that come at once.
const STRANGERS: usize = 200;
/// What they may leave behind in the relay's memory: room for what an allocator keeps. Measured in debug: 0.5 MB for 200 strangers,
/// forty of whom sent 3 MB in one frame.
const GROWTH_KB: u64 = 16 * 1024;

/// Resident memory of a process, in kB.
fn resident_kb(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// What a stranger says after the handshake.
fn sayings() -> [Vec<Message>; 5] {
    [
        vec![Message::Binary(vec![0xff; 4_000].into())],
        vec![Message::Text("let me in".into())],
        vec![Message::Binary(vec![0; 3 * 1024 * 1024].into())],
        vec![
            Message::Binary(Vec::new().into()),
            Message::Ping(vec![1; 100].into()),
            Message::Binary(vec![1; 60].into()),
        ],
        vec![Message::Frame(tokio_tungstenite::tungstenite::protocol::frame::Frame::message(
            vec![7; 2_000],
            OpCode::Data(Data::Binary),
            false,
        ))],
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_are_refused_by_code_or_closed_and_leave_nothing_behind() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let before = resident_kb(relay.process());
    let url = format!("ws://{}/v1/sync", relay.address());
    let mut open = Vec::new();
    let mut refused = 0;
    for n in 0..STRANGERS {
        let (mut socket, _) = tokio_tungstenite::connect_async(&url).await.unwrap();
        let sayings = &sayings()[n % 5];
        for message in sayings {
            // It may have hung up in the middle, which is an answer.
            let _ = socket.send(message.clone()).await;
        }
        // Those who did not finish a sentence stay half open; the others are answered and closed.
        if n % 5 == 4 {
            open.push(socket);
            continue;
        }
        while let Some(Ok(message)) = socket.next().await {
            assert!(!matches!(message, Message::Text(_)), "an answer is typed: {message:?}");
            if let Message::Binary(bytes) = &message {
                assert!(bytes.len() < 1_000);
            }
        }
        refused += 1;
    }
    assert_eq!(refused, STRANGERS * 4 / 5);
    // The head of a frame of 3 MB is answered before the rest comes: nobody makes room for it.
    let (mut socket, _) = tokio_tungstenite::connect_async(&url).await.unwrap();
    let mut head = vec![0x82, 0x80 | 127];
    head.extend((3 * 1024 * 1024_u64).to_be_bytes());
    head.extend([0; 4 + 100]);
    socket.get_mut().write_all(&head).await.unwrap();
    let mut codes = Vec::new();
    while let Some(Ok(message)) = socket.next().await {
        if let Message::Binary(bytes) = &message
            && let Ok(ServerFrame::Error { code, .. }) = ServerFrame::decode(bytes)
        {
            codes.push(code);
        }
    }
    assert_eq!(codes, [Code::TooLarge]);
    // Not even a WebSocket.
    let mut raw = TcpStream::connect(relay.address()).unwrap();
    raw.write_all(b"\x16\x03\x01 this is no request\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = raw.read_to_end(&mut answer);
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 400"), "{answer:?}");

    let after = resident_kb(relay.process());
    assert!(after < before + GROWTH_KB, "{before} kB before, {after} kB after");
    // Meanwhile the couple goes on.
    let id = couple.ana.make(&["agree", "propose", "-a", "time", "-m", "Call on Sundays"]);
    couple.meet(Order::Ana);
    couple.sees_both("agree", &id, "state", "open");
    relay.check();
    drop(open);
}
