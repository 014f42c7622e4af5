//! One WebSocket: frames in, messages out, and its end. What they mean is the relay's business.
//!
//! Memory for one client is bounded: one inbound message of at most 65 KiB, frames given to the relay and not yet
//! dealt with (at most [`UNANSWERED`]), one Data frame and the answers to those frames. A client that does not read
//! is not read from either, and is closed when one message takes longer than [`WRITE_TIMEOUT`].

use std::net::IpAddr;
use std::time::Duration;

use accord_protocol::error::Code;
use accord_protocol::frame::ServerFrame;
use accord_protocol::limits::INBOUND_FRAME_BYTES;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use futures_util::SinkExt as _;
use tokio::sync::mpsc;

use crate::driver::{Handle, ToSocket};
use crate::relay::Event;
use crate::routes::Place;

/// Frames of one client the relay has not yet dealt with; then the socket is not read.
const UNANSWERED: usize = 32;
/// Longest time for one outgoing message.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);
/// Longest wait for the other side's close.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// Sets the sizes. What is read at once is held as long as the connection is, so it is no more than a usual record; a
/// larger one gets its room when its head has come.
pub(crate) fn sized(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .read_buffer_size(1024)
        .write_buffer_size(4096)
        .max_write_buffer_size(accord_protocol::limits::DATA_FRAME_BYTES + 8192)
        .max_message_size(INBOUND_FRAME_BYTES)
        .max_frame_size(INBOUND_FRAME_BYTES)
}

/// Carries one connection until it ends; then its place is free.
pub(crate) async fn run(mut socket: WebSocket, relay: Handle, ip: IpAddr, _place: Place) {
    let mut challenge = [0; 32];
    if getrandom::fill(&mut challenge).is_err() {
        tracing::error!("the system gives no random bytes");
        return;
    }
    let Some((conn, mut messages)) = relay.open(ip, challenge).await else { return };
    let mut unanswered = 0usize;
    loop {
        tokio::select! {
            biased;
            message = messages.recv() => {
                let told = tell(&mut socket, message, &mut messages, &mut unanswered).await;
                match told {
                    Told::All => {}
                    Told::Paced => {
                        if !relay.tell(Event::Sent { conn }).await {
                            break;
                        }
                    }
                    Told::Closing => {
                        say_close(&mut socket, close_code::AWAY).await;
                        break;
                    }
                    Told::Lost => break,
                }
            },
            received = socket.recv(), if unanswered < UNANSWERED => match received {
                Some(Ok(Message::Binary(bytes))) => {
                    unanswered += 1;
                    if !relay.tell(Event::Frame { conn, bytes: bytes.to_vec() }).await {
                        break;
                    }
                }
                // Answered by the WebSocket itself.
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Text(_))) => {
                    refuse(&mut socket, &relay, Code::Malformed, close_code::UNSUPPORTED).await;
                    break;
                }
                Some(Err(error)) => {
                    if is_too_large(&error) {
                        refuse(&mut socket, &relay, Code::TooLarge, close_code::SIZE).await;
                    }
                    break;
                }
                Some(Ok(Message::Close(_))) | None => break,
            },
        }
    }
    relay.tell(Event::Closed { conn }).await;
    drain(&mut messages);
}

/// What came of telling a client what was there for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// It was handed to the network.
    All,
    /// That, and one was a message whose sending the relay waits for.
    Paced,
    /// That, and nothing more will come.
    Closing,
    /// It did not get through.
    Lost,
}

/// Sends a message and those that wait behind it, so that they leave together.
async fn tell(
    socket: &mut WebSocket,
    first: Option<ToSocket>,
    messages: &mut mpsc::UnboundedReceiver<ToSocket>,
    unanswered: &mut usize,
) -> Told {
    let (mut told, mut unsent) = (Told::All, false);
    let mut next = first.or(Some(ToSocket::Close));
    while let Some(message) = next {
        match message {
            ToSocket::Took => *unanswered = unanswered.saturating_sub(1),
            ToSocket::Send { bytes, paced } => {
                if !in_time(socket.feed(Message::Binary(bytes.into()))).await {
                    return Told::Lost;
                }
                unsent = true;
                if paced {
                    told = Told::Paced;
                }
            }
            ToSocket::Close => {
                told = Told::Closing;
                break;
            }
        }
        next = messages.try_recv().ok();
    }
    if unsent && !in_time(socket.flush()).await { Told::Lost } else { told }
}

async fn in_time(sending: impl Future<Output = Result<(), axum::Error>>) -> bool {
    matches!(tokio::time::timeout(WRITE_TIMEOUT, sending).await, Ok(Ok(())))
}

async fn send(socket: &mut WebSocket, message: Message) -> bool {
    in_time(socket.send(message)).await
}

/// Says why, then closes; for what never reaches the relay.
async fn refuse(socket: &mut WebSocket, relay: &Handle, code: Code, close: u16) {
    relay.numbers().refused(code);
    let frame = ServerFrame::Error { code, retry_after_ms: None }.encode();
    if send(socket, Message::Binary(frame.into())).await {
        say_close(socket, close).await;
    }
}

/// Sends the close frame and waits a little for the other side's, so that what was sent before is read.
async fn say_close(socket: &mut WebSocket, code: u16) {
    let close = Message::Close(Some(CloseFrame { code, reason: "".into() }));
    let _ = tokio::time::timeout(CLOSE_TIMEOUT, async {
        if socket.send(close).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    })
    .await;
}

fn is_too_large(error: &axum::Error) -> bool {
    // The library's capacity error has no public type here; its text is stable within the pinned version and a wrong
    // guess only costs the client the reason.
    let mut text = error.to_string();
    text.make_ascii_lowercase();
    text.contains("too long") || text.contains("too large") || text.contains("space limit")
}

fn drain(messages: &mut mpsc::UnboundedReceiver<ToSocket>) {
    messages.close();
    while messages.try_recv().is_ok() {}
}
