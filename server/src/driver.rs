//! Runs the relay's logic: one task that owns it, one thread that commits, a few that read and check signatures.
//!
//! Owns channels, threads and the clock. Knows no rule of the protocol and nothing of HTTP. A signature is checked where
//! it turns up while few events wait behind it: that takes less than handing it to another thread and back (decision 0150).

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc as std_mpsc};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use accord_protocol::error::Code;
use accord_protocol::http::Problem;
use tokio::sync::{mpsc, oneshot};

use crate::metrics::Numbers;
use crate::relay::{CODES, ConnId, Endpoint, Event, Output, Relay, RequestId};
use crate::store::home::{Reader, Writer};

/// Events waiting for the relay; a full queue makes sockets and requests wait.
const INBOX: usize = 1024;
/// Events that may wait behind the check of a signature; with more of them it goes to a worker.
const BEHIND_A_CHECK: usize = 4;
/// How long the writer waits before it brings the mark beside the database up to date.
const WRITER_IDLE: Duration = Duration::from_millis(200);
/// How often it is measured what an event waits.
const PROBE_EVERY: Duration = Duration::from_secs(1);

/// What a socket is told, in order.
#[derive(Debug)]
pub(crate) enum ToSocket {
    /// Send this message.
    Send { bytes: Vec<u8>, paced: bool },
    /// One more frame may be read.
    Took,
    /// Close after what was sent.
    Close,
}

enum Command {
    Open {
        conn: ConnId,
        ip: IpAddr,
        challenge: [u8; 32],
        socket: mpsc::UnboundedSender<ToSocket>,
    },
    Request {
        request: RequestId,
        ip: IpAddr,
        endpoint: Endpoint,
        body: Vec<u8>,
        reply: Replier,
    },
    Event(Event),
    /// Answered once nothing is queued or under way.
    Settle(oneshot::Sender<()>),
    /// Tells how long it waited.
    Probe(Instant),
    /// The relay ends, whoever still holds a handle.
    Stop,
}

type Replier = oneshot::Sender<Result<Vec<u8>, Problem>>;

/// The running relay as sockets and requests see it. Cloning shares it.
#[derive(Debug, Clone)]
pub(crate) struct Handle {
    inbox: mpsc::Sender<Command>,
    ids: Arc<AtomicU64>,
    numbers: Arc<Numbers>,
}

/// Threads of a running relay, to be joined at the end.
#[derive(Debug)]
pub(crate) struct Threads(Vec<std::thread::JoinHandle<()>>);

impl Threads {
    /// Waits for all of them; they end when the relay's task is gone.
    pub(crate) fn join(self) {
        for thread in self.0 {
            let _ = thread.join();
        }
    }
}

impl Handle {
    /// Numbers a new connection and tells the relay of it.
    pub(crate) async fn open(
        &self,
        ip: IpAddr,
        challenge: [u8; 32],
    ) -> Option<(ConnId, mpsc::UnboundedReceiver<ToSocket>)> {
        let conn = ConnId(self.ids.fetch_add(1, Ordering::Relaxed));
        let (socket, messages) = mpsc::unbounded_channel();
        self.inbox.send(Command::Open { conn, ip, challenge, socket }).await.ok()?;
        Some((conn, messages))
    }

    /// Passes on what a socket noticed; false when the relay has ended.
    pub(crate) async fn tell(&self, event: Event) -> bool {
        self.inbox.send(Command::Event(event)).await.is_ok()
    }

    /// Asks, and waits for the answer.
    pub(crate) async fn request(
        &self,
        ip: IpAddr,
        endpoint: Endpoint,
        body: Vec<u8>,
    ) -> Result<Vec<u8>, Problem> {
        let request = RequestId(self.ids.fetch_add(1, Ordering::Relaxed));
        let (reply, answer) = oneshot::channel();
        let gone = Problem { code: Code::Unavailable, retry_after_ms: Some(1_000) };
        let command = Command::Request { request, ip, endpoint, body, reply };
        if self.inbox.send(command).await.is_err() {
            return Err(gone);
        }
        answer.await.unwrap_or(Err(gone))
    }

    /// Waits until nothing is queued or under way.
    pub(crate) async fn settle(&self) {
        let (done, settled) = oneshot::channel();
        if self.inbox.send(Command::Settle(done)).await.is_ok() {
            let _ = settled.await;
        }
    }

    /// Whether the relay still takes events.
    pub(crate) fn is_alive(&self) -> bool {
        !self.inbox.is_closed()
    }

    /// Ends the relay, even if a socket is stuck.
    pub(crate) async fn stop(&self) {
        let _ = self.inbox.send(Command::Stop).await;
    }

    /// What is counted.
    pub(crate) fn numbers(&self) -> Arc<Numbers> {
        Arc::clone(&self.numbers)
    }
}

/// Starts threads and task. The task ends when all handles are gone; the threads after it.
pub(crate) fn start(
    relay: Relay,
    writer: Writer,
    readers: Vec<Reader>,
) -> std::io::Result<(Handle, Threads)> {
    let (inbox, commands) = mpsc::channel(INBOX);
    let (done, finished) = mpsc::unbounded_channel();
    let (commits, to_commit) = std_mpsc::channel();
    let (work, to_work) = std_mpsc::channel();
    let numbers = Arc::new(Numbers::new(writer.checkpoint_times()));
    let mut threads = Vec::new();
    let committing = (done.clone(), Arc::clone(&numbers));
    threads.push(
        std::thread::Builder::new()
            .name("accord-writer".into())
            .spawn(move || write(writer, &to_commit, &committing.0, &committing.1))?,
    );
    let to_work = Arc::new(Mutex::new(to_work));
    for reader in readers {
        let (to_work, done) = (Arc::clone(&to_work), done.clone());
        threads.push(
            std::thread::Builder::new()
                .name("accord-worker".into())
                .spawn(move || read(reader, &to_work, &done))?,
        );
    }
    drop(done);
    let core = Core {
        relay,
        clock: Clock::new(),
        sockets: BTreeMap::new(),
        repliers: BTreeMap::new(),
        settling: Vec::new(),
        checked: VecDeque::new(),
        behind: 0,
        commits,
        work,
        refusals: [0; CODES],
        numbers: Arc::clone(&numbers),
    };
    tokio::spawn(core.run(commands, finished));
    tokio::spawn(probe(inbox.downgrade()));
    let handle = Handle { inbox, ids: Arc::new(AtomicU64::new(1)), numbers };
    Ok((handle, Threads(threads)))
}

/// Unix time that never runs backwards.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    start: Instant,
    unix_ms: u64,
}

impl Clock {
    pub(crate) fn new() -> Self {
        let unix_ms = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|since| u64::try_from(since.as_millis()).ok())
            .unwrap_or(0);
        Self { start: Instant::now(), unix_ms }
    }

    pub(crate) fn now_ms(&self) -> u64 {
        let passed = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.unix_ms.saturating_add(passed)
    }
}

struct Core {
    relay: Relay,
    clock: Clock,
    sockets: BTreeMap<ConnId, mpsc::UnboundedSender<ToSocket>>,
    repliers: BTreeMap<RequestId, Replier>,
    settling: Vec<oneshot::Sender<()>>,
    /// Signatures that were checked here, to be told to the relay.
    checked: VecDeque<Event>,
    /// Events in the inbox when the last one was taken.
    behind: usize,
    commits: std_mpsc::Sender<Output>,
    work: std_mpsc::Sender<Output>,
    /// As they were last handed to the numbers.
    refusals: [u64; CODES],
    numbers: Arc<Numbers>,
}

impl Core {
    async fn run(
        mut self,
        mut commands: mpsc::Receiver<Command>,
        mut finished: mpsc::UnboundedReceiver<Event>,
    ) {
        loop {
            let wake_ms = self.relay.wake_at().saturating_sub(self.clock.now_ms());
            let event = tokio::select! {
                biased;
                Some(event) = finished.recv() => Some(event),
                command = commands.recv() => match command {
                    None | Some(Command::Stop) => break,
                    Some(command) => self.accept(command),
                },
                () = tokio::time::sleep(Duration::from_millis(wake_ms)) => Some(Event::Tick),
            };
            if let Some(event) = event {
                self.behind = commands.len();
                self.tell(event);
                self.count();
            }
            if !self.settling.is_empty() && self.relay.is_idle() {
                for settled in self.settling.drain(..) {
                    let _ = settled.send(());
                }
            }
        }
    }

    fn count(&mut self) {
        let numbers = &self.numbers;
        numbers.waiting.store(self.behind, Ordering::Relaxed);
        numbers.connections.store(self.relay.connections(), Ordering::Relaxed);
        numbers.spaces_in_memory.store(self.relay.spaces_in_memory(), Ordering::Relaxed);
        if self.refusals != *self.relay.refusals() {
            self.refusals = *self.relay.refusals();
            numbers.took_over(&self.refusals);
        }
    }

    /// Gives the relay an event, and does what it asks for.
    fn tell(&mut self, event: Event) {
        let mut next = Some(event);
        while let Some(event) = next.take().or_else(|| self.checked.pop_front()) {
            self.relay.handle(self.clock.now_ms(), event);
            while let Some(output) = self.relay.poll() {
                self.carry_out(output);
            }
        }
    }

    fn accept(&mut self, command: Command) -> Option<Event> {
        match command {
            Command::Event(event) => {
                if let Event::Closed { conn } = &event {
                    self.sockets.remove(conn);
                }
                Some(event)
            }
            Command::Open { conn, ip, challenge, socket } => {
                self.sockets.insert(conn, socket);
                Some(Event::Opened { conn, ip, challenge })
            }
            Command::Request { request, ip, endpoint, body, reply } => {
                self.repliers.insert(request, reply);
                Some(Event::Request { request, ip, endpoint, body })
            }
            Command::Settle(done) => {
                self.settling.push(done);
                None
            }
            Command::Probe(asked) => {
                let waited = asked.elapsed();
                self.numbers.lag.took(waited);
                let us = u64::try_from(waited.as_micros()).unwrap_or(u64::MAX);
                self.numbers.last_lag_us.store(us, Ordering::Relaxed);
                None
            }
            // Dealt with where it is received.
            Command::Stop => None,
        }
    }

    fn carry_out(&mut self, output: Output) {
        match output {
            Output::Send { conn, bytes, paced } => self.say(conn, ToSocket::Send { bytes, paced }),
            Output::Took { conn } => self.say(conn, ToSocket::Took),
            Output::Close { conn } => {
                self.say(conn, ToSocket::Close);
                self.sockets.remove(&conn);
            }
            Output::Reply { request, result } => {
                if let Some(reply) = self.repliers.remove(&request) {
                    let _ = reply.send(result);
                }
            }
            // The threads live as long as their queue's other end, which is here.
            commit @ Output::Commit { .. } => {
                let _ = self.commits.send(commit);
            }
            Output::Verify { task, check } if self.behind < BEHIND_A_CHECK => {
                self.checked.push_back(Event::Verified { task, good: check.run() });
            }
            work @ (Output::Read { .. } | Output::Verify { .. }) => {
                let _ = self.work.send(work);
            }
        }
    }

    fn say(&self, conn: ConnId, message: ToSocket) {
        if let Some(socket) = self.sockets.get(&conn) {
            let _ = socket.send(message);
        }
    }
}

/// Asks once a second how long an event waits. Ends with the relay, and holds nothing of it meanwhile.
async fn probe(inbox: mpsc::WeakSender<Command>) {
    let mut every = tokio::time::interval(PROBE_EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        let Some(inbox) = inbox.upgrade() else { break };
        if inbox.send(Command::Probe(Instant::now())).await.is_err() {
            break;
        }
    }
}

fn write(
    mut writer: Writer,
    commits: &std_mpsc::Receiver<Output>,
    done: &mpsc::UnboundedSender<Event>,
    numbers: &Numbers,
) {
    loop {
        match commits.recv_timeout(WRITER_IDLE) {
            Ok(Output::Commit { batch, ops }) => {
                let began = Instant::now();
                let result = writer.commit(&ops);
                numbers.store_works.store(result.is_ok(), Ordering::Relaxed);
                if result.is_ok() {
                    numbers.commits.took(began.elapsed());
                    let records = ops.iter().filter(|op| matches!(op, crate::store::Op::Append(_)));
                    let records = records.count() as u64;
                    numbers.batches.count(records);
                    numbers.records.fetch_add(records, Ordering::Relaxed);
                } else {
                    numbers.failed_commits.fetch_add(1, Ordering::Relaxed);
                }
                let _ = done.send(Event::Committed { batch, result });
            }
            Ok(_) => {}
            Err(std_mpsc::RecvTimeoutError::Timeout) => writer.idle(),
            Err(std_mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
}

fn read(
    mut reader: Reader,
    work: &Mutex<std_mpsc::Receiver<Output>>,
    done: &mpsc::UnboundedSender<Event>,
) {
    loop {
        let next = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let event = match next {
            Ok(Output::Read { task, query }) => Event::Read { task, answer: reader.read(&query) },
            Ok(Output::Verify { task, check }) => Event::Verified { task, good: check.run() },
            Ok(_) => continue,
            Err(_) => break,
        };
        let _ = done.send(event);
    }
}
