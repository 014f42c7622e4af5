//! The adapter protocol of `bench/peers`: requests as JSON lines on standard input, answers on standard output.
//!
//! Owns pacing, latency and waiting, alike for every server. What an entry becomes on the wire is the peer's: Accord's or the floor's.

mod accord;
mod floor;
mod load;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::Outcome;
use crate::figures::percentile;

/// How often what was seen is told to the harness.
const FEEDBACK: Duration = Duration::from_millis(5);
/// How often a wait looks again.
const LOOK: Duration = Duration::from_millis(1);

/// Whose client answers.
#[derive(Debug, Clone)]
pub(crate) enum Peer {
    /// Accord's, with homes in this folder.
    Accord(PathBuf),
    /// The floor's.
    Floor,
}

/// One entry to be said.
struct Entry {
    key: String,
    text: String,
}

/// One client of the many in this process.
struct Logical {
    room: String,
    /// Own entries made.
    sent: AtomicU64,
    /// Own entries the server told to have stored.
    acked: AtomicU64,
    /// Highest number of the partner's entries that was shown.
    seen: AtomicU64,
    /// Entries held.
    count: AtomicU64,
    /// Own entries the partner has seen, as the harness tells.
    credit: AtomicU64,
    reported: AtomicU64,
    /// In sync once: from here on what is seen counts for the latency.
    ready: AtomicBool,
    /// None once it is closed: then its task ends.
    entries: Mutex<Option<mpsc::UnboundedSender<Entry>>>,
    sightings: Arc<Mutex<Vec<f64>>>,
}

impl Logical {
    fn new(room: String, shared: &Shared) -> (Arc<Self>, mpsc::UnboundedReceiver<Entry>) {
        let (entries, taken) = mpsc::unbounded_channel();
        let zero = AtomicU64::default;
        let logical = Self {
            room,
            sent: zero(),
            acked: zero(),
            seen: zero(),
            count: zero(),
            credit: zero(),
            reported: zero(),
            ready: AtomicBool::new(false),
            entries: Mutex::new(Some(entries)),
            sightings: Arc::clone(&shared.sightings),
        };
        (Arc::new(logical), taken)
    }

    fn give(&self, entry: Entry) -> Outcome<()> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = entries.as_ref().ok_or("a closed client is given entries")?;
        entries.send(entry).map_err(|_| "a client has ended".into())
    }

    fn close(&self) {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// A partner's entry is shown: `SEQ|MICROSECONDS|padding`.
    fn sighted(&self, text: &str) -> Outcome<()> {
        let mut parts = text.split('|');
        let mut number =
            || parts.next().and_then(|part| part.parse::<u64>().ok()).ok_or("no entry");
        let (seq, made_us) = (number()?, number()?);
        if self.ready.load(Relaxed) {
            let ms = now_us().saturating_sub(made_us) as f64 / 1000.0;
            self.sightings.lock().unwrap_or_else(PoisonError::into_inner).push(ms);
        }
        self.seen.fetch_max(seq, Relaxed);
        Ok(())
    }
}

/// What all requests share.
struct Shared {
    peer: Peer,
    sightings: Arc<Mutex<Vec<f64>>>,
    clients: Mutex<BTreeMap<String, Arc<Logical>>>,
    stop: AtomicBool,
}

impl Shared {
    fn clients(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<Logical>>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn chosen(&self, names: Option<&[String]>) -> Vec<(String, Arc<Logical>)> {
        let all = self.clients();
        let wanted = |name: &String| names.is_none_or(|names| names.contains(name));
        all.iter()
            .filter(|(name, _)| wanted(name))
            .map(|(n, c)| (n.clone(), Arc::clone(c)))
            .collect()
    }
}

/// A request; each operation reads what it needs.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Request {
    id: Value,
    op: String,
    url: String,
    /// Names, or specifications of clients to open.
    clients: Option<Value>,
    concurrency: Option<usize>,
    feedback: bool,
    /// What partners have seen, by room.
    c: BTreeMap<String, u64>,
    targets: BTreeMap<String, u64>,
    by: String,
    timeout_ms: Option<u64>,
    #[serde(flatten)]
    load: load::Load,
}

impl Request {
    fn names(&self) -> Outcome<Option<Vec<String>>> {
        Ok(self.clients.clone().map(serde_json::from_value).transpose()?)
    }
}

/// A client to be opened.
#[derive(Debug, Deserialize)]
struct Spec {
    c: String,
    room: String,
    #[serde(default)]
    create: bool,
    /// Only a connection is wanted, no partner.
    #[serde(default)]
    lone: bool,
}

/// Answers until standard input ends.
pub(crate) async fn serve(peer: Peer) -> Outcome<()> {
    let shared = Arc::new(Shared {
        peer,
        sightings: Arc::default(),
        clients: Mutex::default(),
        stop: AtomicBool::new(false),
    });
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let request: Request = serde_json::from_str(&line)?;
        match request.op.as_str() {
            "exit" => break,
            "credits" => {
                for client in shared.clients().values() {
                    if let Some(seen) = request.c.get(&client.room) {
                        client.credit.fetch_max(*seen, Relaxed);
                    }
                }
            }
            _ => drop(tokio::spawn(answer(Arc::clone(&shared), request))),
        }
    }
    Ok(())
}

async fn answer(shared: Arc<Shared>, request: Request) {
    let id = request.id.clone();
    let mut line = match carry_out(&shared, request).await {
        Ok(mut answer) => {
            if answer.get("ok").is_none() {
                answer["ok"] = true.into();
            }
            answer
        }
        Err(error) => json!({ "ok": false, "error": error.to_string() }),
    };
    line["id"] = id;
    say(&line);
}

async fn carry_out(shared: &Arc<Shared>, request: Request) -> Outcome<Value> {
    Ok(match request.op.as_str() {
        "hello" => match shared.peer {
            Peer::Accord(_) => {
                json!({ "adapter": "accord", "ack": "the relay's Ack, after its fsync" })
            }
            Peer::Floor => {
                json!({ "adapter": "floor", "ack": "committed; without a store: passed on" })
            }
        },
        "open" => open(shared, request).await?,
        "stop_load" => {
            shared.stop.store(true, Relaxed);
            json!({})
        }
        "load" => {
            let chosen = shared.chosen(request.names()?.as_deref());
            load::run(shared, &chosen, &request.load).await?
        }
        "lat_reset" => {
            shared.sightings.lock().unwrap_or_else(PoisonError::into_inner).clear();
            json!({})
        }
        "lat" => {
            let mut ms = shared.sightings.lock().unwrap_or_else(PoisonError::into_inner).clone();
            ms.sort_unstable_by(f64::total_cmp);
            let at = |part| percentile(&ms, part);
            json!({ "n": ms.len(), "p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": at(1.0) })
        }
        "wait" => {
            let by_count = request.by == "count";
            let clients: Vec<_> = shared.chosen(None);
            let left = || {
                let short = |(name, client): &&(String, Arc<Logical>)| {
                    let has = if by_count { &client.count } else { &client.seen };
                    request.targets.get(name).is_some_and(|wanted| has.load(Relaxed) < *wanted)
                };
                clients.iter().filter(short).count()
            };
            wait(request.timeout_ms, left).await
        }
        "wait_saved" => {
            let clients = shared.chosen(request.names()?.as_deref());
            let unsaved =
                |(_, c): &&(String, Arc<Logical>)| c.acked.load(Relaxed) < c.sent.load(Relaxed);
            let mut answer =
                wait(request.timeout_ms, || clients.iter().filter(unsaved).count()).await;
            answer["told"] = true.into();
            answer
        }
        "state" => {
            let state = |(name, c): (String, Arc<Logical>)| {
                let [count, seen, sent, acked] =
                    [&c.count, &c.seen, &c.sent, &c.acked].map(|n| n.load(Relaxed));
                (name, json!({ "count": count, "seen": seen, "sent": sent, "acked": acked }))
            };
            let states = shared.chosen(request.names()?.as_deref()).into_iter().map(state);
            json!({ "s": states.collect::<BTreeMap<_, _>>() })
        }
        "close" => {
            for (name, client) in shared.chosen(request.names()?.as_deref()) {
                client.close();
                shared.clients().remove(&name);
            }
            json!({})
        }
        other => return Err(format!("unknown operation {other}").into()),
    })
}

/// Opens clients; answers once each is connected and in sync.
async fn open(shared: &Arc<Shared>, request: Request) -> Outcome<Value> {
    let specs: Vec<Spec> = serde_json::from_value(request.clients.ok_or("no clients")?)?;
    if request.feedback {
        tokio::spawn(feedback(Arc::clone(shared)));
    }
    let mut rooms = BTreeMap::new();
    let mut specs = specs.into_iter();
    let mut opening = JoinSet::new();
    loop {
        while opening.len() < request.concurrency.unwrap_or(64) {
            let Some(spec) = specs.next() else { break };
            let (shared, url) = (Arc::clone(shared), request.url.clone());
            opening.spawn(async move {
                let client = match &shared.peer {
                    Peer::Accord(homes) => accord::open(&shared, homes, &url, &spec).await,
                    Peer::Floor => floor::open(&shared, &url, &spec).await,
                }?;
                Outcome::Ok((spec.c, client))
            });
        }
        let Some(opened) = opening.join_next().await else { break };
        let (name, client) = opened??;
        rooms.insert(name.clone(), client.room.clone());
        shared.clients().insert(name, client);
    }
    Ok(json!({ "rooms": rooms }))
}

/// Tells what was seen, by room, where it moved.
async fn feedback(shared: Arc<Shared>) {
    loop {
        tokio::time::sleep(FEEDBACK).await;
        let mut moved = BTreeMap::new();
        for client in shared.clients().values() {
            let seen = client.seen.load(Relaxed);
            if client.reported.swap(seen, Relaxed) != seen {
                moved.insert(client.room.clone(), seen);
            }
        }
        if !moved.is_empty() {
            say(&json!({ "event": "seen", "s": moved }));
        }
    }
}

async fn wait(timeout_ms: Option<u64>, left: impl Fn() -> usize) -> Value {
    let (start, limit) = (Instant::now(), Duration::from_millis(timeout_ms.unwrap_or(60_000)));
    loop {
        let left = left();
        if left == 0 || start.elapsed() > limit {
            let ms = start.elapsed().as_secs_f64() * 1000.0;
            return json!({ "ok": left == 0, "left": left, "ms": ms });
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// The clock every process of this machine shares.
fn now_us() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    let us = time.tv_sec * 1_000_000 + time.tv_nsec / 1000;
    u64::try_from(us).unwrap_or(0)
}

/// One line at a time; a harness that is gone ends this process.
fn say(line: &Value) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// What cannot go on: said, and the end of the process, so that no figure comes of it.
fn fatal(error: &dyn std::error::Error) -> ! {
    eprintln!("accord-bench adapter: {error}");
    std::process::exit(1)
}
