//! The native driver: a client, its store, sockets, requests and the clock, tied together.
//!
//! Owns all waiting. It holds no rule: what to save, send, ask and answer is the core's, in the core's order. One driver drives one
//! home. The same driver serves the command line, the demonstration and the benchmarks.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use accord_client_core::client::Client;
use accord_client_core::client::answers::{answers, fits};
use accord_client_core::client::command::{Command, Outcome};
use accord_client_core::client::io::{Event, Input, Link, Output, Ticket};
use accord_client_core::store::Store;
use accord_client_core::time::Now;
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use crate::clock::Clock;

/// How long opening a connection or a request may take. The core gives up on its own before; this frees the socket.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest message taken from a relay: the largest data frame and room for its frame.
const MAX_MESSAGE_BYTES: usize = 512 * 1024;
/// Longest body taken from a relay.
const MAX_BODY_BYTES: u64 = 8 * 1024 * 1024;

/// What the network tasks report.
#[derive(Debug)]
pub(crate) enum Net {
    Input(Input),
}

/// What a driver does for whoever drives it while a command runs.
pub trait Watch {
    /// Something a watching screen wants to know.
    fn event(&mut self, event: &Event);
}

impl Watch for () {
    fn event(&mut self, _: &Event) {}
}

/// One home, driven.
pub struct Driver<S> {
    client: Client,
    store: S,
    clock: Clock,
    rng: crate::rng::OsRandom,
    links: BTreeMap<Link, mpsc::UnboundedSender<Message>>,
    events: mpsc::UnboundedReceiver<Net>,
    net: mpsc::UnboundedSender<Net>,
    wake: Option<u64>,
    started: Instant,
    tickets: Ticket,
    replies: BTreeMap<Ticket, Outcome>,
    /// Bytes of messages sent and received on sockets.
    traffic: (u64, u64),
}

impl<S> std::fmt::Debug for Driver<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Driver").field("links", &self.links.len()).finish_non_exhaustive()
    }
}

impl<S: Store> Driver<S> {
    /// Ties a client to its store.
    pub fn new(client: Client, store: S, clock: Clock) -> Self {
        let (net, events) = mpsc::unbounded_channel();
        Self {
            client,
            store,
            clock,
            rng: crate::rng::OsRandom,
            links: BTreeMap::new(),
            events,
            net,
            wake: None,
            started: Instant::now(),
            tickets: 0,
            replies: BTreeMap::new(),
            traffic: (0, 0),
        }
    }

    /// Goes on by another clock: for histories that are made faster than time passes.
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// The client, to look at.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The store, to look at.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// Bytes of all messages sent and received on sockets so far.
    pub fn traffic(&self) -> (u64, u64) {
        self.traffic
    }

    /// Carries out one command and waits for its answer.
    pub async fn run(&mut self, command: Command, watch: &mut impl Watch) -> Outcome {
        let kinds = answers(&command);
        let ticket = self.start(command, watch).await;
        loop {
            if let Some(outcome) = self.replies.remove(&ticket) {
                debug_assert!(fits(kinds, &outcome), "{outcome:?} is none of {kinds:?}");
                return outcome;
            }
            self.step(watch).await;
        }
    }

    /// Starts a command whose answer is picked up with [`Driver::answer`].
    pub async fn start(&mut self, command: Command, watch: &mut impl Watch) -> Ticket {
        self.tickets += 1;
        let ticket = self.tickets;
        self.feed(Input::Command { ticket, command }, watch).await;
        ticket
    }

    /// The answer to a started command, once it is there.
    pub fn answer(&mut self, ticket: Ticket) -> Option<Outcome> {
        self.replies.remove(&ticket)
    }

    /// Waits for the next thing to happen and lets the client take it in.
    pub async fn step(&mut self, watch: &mut impl Watch) {
        let sleep = match self.wake {
            Some(at) => Duration::from_millis(at.saturating_sub(self.mono_ms())),
            None => Duration::from_secs(3600),
        };
        tokio::select! {
            event = self.events.recv() => {
                if let Some(Net::Input(input)) = event {
                    if let Input::Closed { link } = input {
                        self.links.remove(&link);
                    }
                    self.feed(input, watch).await;
                }
            }
            () = tokio::time::sleep(sleep) => {
                self.wake = None;
                self.feed(Input::Tick, watch).await;
            }
        }
    }

    /// Gives the client one input and does everything it asks for.
    pub async fn feed(&mut self, input: Input, watch: &mut impl Watch) {
        if let Input::Received { bytes, .. } = &input {
            self.traffic.1 += bytes.len() as u64;
        }
        let now = self.now();
        self.client.handle(&now, &mut self.rng, input);
        while let Some(output) = self.client.poll() {
            if let Some(input) = self.perform(output, watch).await {
                let now = self.now();
                self.client.handle(&now, &mut self.rng, input);
            }
        }
    }

    /// The time, as the client is told.
    pub fn now(&self) -> Now {
        let (unix_ms, zone) = self.clock.read();
        Now { unix_ms, mono_ms: self.mono_ms(), zone }
    }

    fn mono_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    async fn perform(&mut self, output: Output, watch: &mut impl Watch) -> Option<Input> {
        match output {
            Output::Save(batch) => Some(match self.store.commit(&batch).await {
                Ok(()) => Input::Saved { batch: batch.id },
                Err(fault) => Input::SaveFailed { batch: batch.id, fault },
            }),
            Output::Read { read, table, from, to, max_bytes } => {
                let rows = self.store.read(table, &from, &to, max_bytes).await;
                Some(Input::Rows { read, rows })
            }
            Output::Dial { link, url } => {
                let (sender, receiver) = mpsc::unbounded_channel();
                self.links.insert(link, sender);
                tokio::spawn(socket(link, url, receiver, self.net.clone()));
                None
            }
            Output::Send { link, bytes } => {
                if let Some(sender) = self.links.get(&link) {
                    self.traffic.0 += bytes.len() as u64;
                    // A closed link reports itself; what was not sent is sent again from the outbox.
                    drop(sender.send(Message::Binary(bytes.into())));
                }
                None
            }
            Output::Close { link } => {
                self.links.remove(&link);
                None
            }
            Output::Http { request, url, body } => {
                let net = self.net.clone();
                tokio::task::spawn_blocking(move || {
                    let answer = http(&url, body.as_deref());
                    drop(net.send(Net::Input(Input::Http { request, answer })));
                });
                None
            }
            Output::Reply { ticket, outcome } => {
                self.replies.insert(ticket, *outcome);
                None
            }
            Output::Event(event) => {
                watch.event(&event);
                None
            }
            Output::Wake { at_mono_ms } => {
                self.wake = Some(at_mono_ms);
                None
            }
        }
    }
}

/// One WebSocket: what is queued goes out, what comes goes in, and the end of it is said once.
async fn socket(
    link: Link,
    url: String,
    mut queue: mpsc::UnboundedReceiver<Message>,
    net: mpsc::UnboundedSender<Net>,
) {
    let config = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE_BYTES))
        .max_frame_size(Some(MAX_MESSAGE_BYTES))
        .read_buffer_size(16 * 1024);
    let dial = crate::wire::dial(link, &url, config, net.clone());
    if let Ok(Some(stream)) = tokio::time::timeout(CONNECT_TIMEOUT, dial).await {
        drop(net.send(Net::Input(Input::Connected { link })));
        let (mut sink, mut source) = stream.split();
        loop {
            tokio::select! {
                message = queue.recv() => match message {
                    Some(message) => if sink.send(message).await.is_err() { break },
                    None => { drop(sink.close().await); break }
                },
                message = source.next() => match message {
                    Some(Ok(Message::Binary(bytes))) => drop(net.send(Net::Input(Input::Received { link, bytes: bytes.into() }))),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    _ => break,
                },
            }
        }
    }
    drop(net.send(Net::Input(Input::Closed { link })));
}

/// One request: a POST of bytes, or a GET.
pub(crate) fn http(url: &str, body: Option<&[u8]>) -> Option<(u16, Vec<u8>)> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(CONNECT_TIMEOUT))
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into();
    let sent = match body {
        Some(body) => agent.post(url).header("content-type", "application/cbor").send(body),
        None => agent.get(url).call(),
    };
    let mut answer = sent.ok()?;
    let status = answer.status().as_u16();
    let body = answer.body_mut().with_config().limit(MAX_BODY_BYTES).read_to_vec().ok()?;
    Some((status, body))
}
