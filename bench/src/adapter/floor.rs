//! The floor's half of an adapter: entries as they are, over a bare WebSocket (`crate::floor` says what goes over it).

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use super::{Entry, Logical, Shared, Spec, fatal};
use crate::Outcome;
use crate::floor::{ACK, DATA};

const AGAIN: Duration = Duration::from_millis(300);

/// Opens a client; given once it has what its room holds.
pub(super) async fn open(shared: &Shared, url: &str, spec: &Spec) -> Outcome<Arc<Logical>> {
    let (logical, entries) = Logical::new(spec.room.clone(), shared);
    let (ready, in_sync) = oneshot::channel();
    let line = Line {
        logical: Arc::clone(&logical),
        url: format!("{url}/room/{}", spec.room),
        head: AtomicU64::new(0),
        ready: Some(ready),
        pending: VecDeque::new(),
        entries,
    };
    tokio::spawn(async move {
        if let Err(error) = line.live().await {
            fatal(&*error);
        }
    });
    in_sync.await?;
    logical.ready.store(true, Relaxed);
    Ok(logical)
}

struct Line {
    logical: Arc<Logical>,
    url: String,
    head: AtomicU64,
    ready: Option<oneshot::Sender<()>>,
    /// Not acknowledged yet.
    pending: VecDeque<Bytes>,
    entries: mpsc::UnboundedReceiver<Entry>,
}

impl Line {
    /// Connects, and again when the line breaks, until nobody can give it entries.
    async fn live(mut self) -> Outcome<()> {
        loop {
            let url = format!("{}/{}", self.url, self.head.load(Relaxed));
            let Ok((socket, _)) =
                tokio_tungstenite::connect_async_with_config(url, None, true).await
            else {
                tokio::time::sleep(AGAIN).await;
                continue;
            };
            let (mut sink, mut source) = socket.split();
            let mut acked_here = 0;
            // What the last line did not get told of goes again.
            for frame in &self.pending {
                if sink.feed(Message::Binary(frame.clone())).await.is_err() {
                    break;
                }
            }
            let mut works = sink.flush().await.is_ok();
            while works {
                tokio::select! {
                    entry = self.entries.recv() => {
                        let Some(entry) = entry else { return Ok(()) };
                        let mut next = Some(entry);
                        while let Some(Entry { key, text, .. }) = next {
                            let frame = Bytes::from(format!("{key}\0{text}"));
                            self.pending.push_back(frame.clone());
                            works &= sink.feed(Message::Binary(frame)).await.is_ok();
                            next = self.entries.try_recv().ok();
                        }
                        works &= sink.flush().await.is_ok();
                    }
                    message = source.next() => match message {
                        Some(Ok(Message::Binary(frame))) => self.take(&frame, &mut acked_here)?,
                        Some(Ok(_)) => {}
                        _ => works = false,
                    },
                }
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    fn take(&mut self, frame: &[u8], acked_here: &mut u64) -> Outcome<()> {
        let (head, body) = frame.split_at_checked(9).ok_or("a short frame")?;
        let number = u64::from_le_bytes(head[1..].try_into()?);
        match head[0] {
            DATA => {
                let text = std::str::from_utf8(body)?;
                let (_, text) = text.split_once('\0').ok_or("no entry")?;
                self.logical.count.fetch_add(1, Relaxed);
                self.logical.sighted(text)?;
                self.head.fetch_max(number, Relaxed);
            }
            ACK => {
                let fresh = number - *acked_here;
                *acked_here = number;
                self.pending.drain(..usize::try_from(fresh)?);
                self.logical.acked.fetch_add(fresh, Relaxed);
            }
            _ => {
                if let Some(ready) = self.ready.take() {
                    let _ = ready.send(());
                }
            }
        }
        Ok(())
    }
}
