//! A socket that tells of bytes as they come, before they make a whole message.
//!
//! Owns dialling. A large message on a slow wire takes longer than anybody waits for an answer; only whoever sees the bytes can tell it
//! from a relay that says nothing. Must not know what the bytes mean.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use accord_client_core::client::io::{Input, Link};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::driver::Net;

/// How often bytes are told of. Well below the patience of a command.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// A TCP stream that tells of what it reads.
#[derive(Debug)]
pub(crate) struct Telling {
    stream: TcpStream,
    link: Link,
    net: mpsc::UnboundedSender<Net>,
    told: Instant,
}

/// Opens the WebSocket of a link; `None` where that fails for any reason.
pub(crate) async fn dial(
    link: Link,
    url: &str,
    config: WebSocketConfig,
    net: mpsc::UnboundedSender<Net>,
) -> Option<WebSocketStream<MaybeTlsStream<Telling>>> {
    let request = url.into_client_request().ok()?;
    let uri = request.uri();
    let host = uri.host()?.trim_start_matches('[').trim_end_matches(']');
    let usual = if uri.scheme_str() == Some("wss") { 443 } else { 80 };
    let stream = TcpStream::connect((host, uri.port_u16().unwrap_or(usual))).await.ok()?;
    stream.set_nodelay(true).ok()?;
    let stream = Telling { stream, link, net, told: Instant::now() };
    let opened =
        tokio_tungstenite::client_async_tls_with_config(request, stream, Some(config), None);
    opened.await.ok().map(|(stream, _)| stream)
}

impl AsyncRead for Telling {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before && self.told.elapsed() >= TELL_EVERY {
            self.told = Instant::now();
            let link = self.link;
            drop(self.net.send(Net::Input(Input::Arriving { link })));
        }
        read
    }
}

impl AsyncWrite for Telling {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
