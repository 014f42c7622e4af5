//! The floor: the least a server can do that passes entries on. It reads no entry and checks nothing.
//!
//! Without a file entries only go from one socket of a room to the others. With one, a single thread commits them in groups to SQLite (WAL,
//! `synchronous=FULL`) before they are passed on and acknowledged. A message to a client is a tag, a number (8 bytes, little-endian) and
//! the rest: [`DATA`] with its position and the entry, [`ACK`] with how many of this connection's entries are done, [`HEAD`] when it has all.

use std::collections::{BTreeMap, btree_map::Entry};
use std::path::Path as FilePath;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError, mpsc as std_mpsc};

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::Response;
use axum::serve::ListenerExt as _;
use axum::{Router, routing::get};
use futures_util::stream::SplitSink;
use futures_util::{SinkExt as _, StreamExt as _};
use rusqlite::{Connection, OptionalExtension as _};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::tungstenite::Bytes;

use crate::Outcome;

pub(crate) const DATA: u8 = 0;
pub(crate) const ACK: u8 = 1;
const HEAD: u8 = 2;

/// Entries of one group at most.
const GROUP: usize = 1024;
/// Entries read at once for somebody who was away.
const PART: u32 = 512;

type Out = mpsc::UnboundedSender<Bytes>;
type Members = Arc<Mutex<Vec<(u64, Out)>>>;

enum Order {
    Enter { room: String, conn: u64, out: Out, entered: oneshot::Sender<(i64, u64)> },
    Entry { room: i64, conn: u64, body: Bytes },
    Leave { room: i64, conn: u64 },
}

#[derive(Clone)]
enum Way {
    Pass(Arc<Mutex<BTreeMap<String, Members>>>),
    Keep { orders: std_mpsc::SyncSender<Order>, reader: Arc<Mutex<Connection>> },
}

#[derive(Clone)]
struct Floor {
    way: Way,
    next: Arc<AtomicU64>,
}

/// Serves at this address until the process is ended.
pub(crate) async fn serve(listen: &str, file: Option<&FilePath>) -> Outcome<()> {
    let way = match file {
        None => Way::Pass(Arc::default()),
        Some(file) => {
            let (writer, reader) = (connect(file)?, connect(file)?);
            let (orders, taken) = std_mpsc::sync_channel(65_536);
            std::thread::spawn(move || {
                if let Err(error) = write(&taken, &writer) {
                    eprintln!("accord-bench floor: {error}");
                    std::process::exit(1);
                }
            });
            Way::Keep { orders, reader: Arc::new(Mutex::new(reader)) }
        }
    };
    let floor = Floor { way, next: Arc::default() };
    let routes = Router::new().route("/room/{name}/{since}", get(upgrade)).with_state(floor);
    let listener = tokio::net::TcpListener::bind(listen).await?;
    let listener = listener.tap_io(|socket| drop(socket.set_nodelay(true)));
    Ok(axum::serve(listener, routes).await?)
}

fn connect(file: &FilePath) -> Outcome<Connection> {
    let connection = Connection::open(file)?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         CREATE TABLE IF NOT EXISTS room (number INTEGER PRIMARY KEY, name TEXT UNIQUE);
         CREATE TABLE IF NOT EXISTS entry (room INTEGER, seq INTEGER, body BLOB, PRIMARY KEY (room, seq)) WITHOUT ROWID;",
    )?;
    Ok(connection)
}

fn message(tag: u8, number: u64, body: &[u8]) -> Bytes {
    let mut bytes = Vec::with_capacity(9 + body.len());
    bytes.push(tag);
    bytes.extend_from_slice(&number.to_le_bytes());
    bytes.extend_from_slice(body);
    bytes.into()
}

struct Member {
    conn: u64,
    out: Out,
    done: u64,
}

struct Room {
    head: u64,
    members: Vec<Member>,
}

fn write(orders: &std_mpsc::Receiver<Order>, db: &Connection) -> Outcome<()> {
    let mut rooms: BTreeMap<i64, Room> = BTreeMap::new();
    let mut group: Vec<(i64, u64, u64, Bytes)> = Vec::new();
    while let Ok(first) = orders.recv() {
        let mut left = Vec::new();
        let waiting = std::iter::once(first).chain(orders.try_iter()).take(GROUP);
        for order in waiting {
            match order {
                Order::Enter { room, conn, out, entered } => {
                    let number = number(db, &room)?;
                    let room = match rooms.entry(number) {
                        Entry::Occupied(room) => room.into_mut(),
                        Entry::Vacant(place) => {
                            let head = db.query_row(
                                "SELECT coalesce(max(seq), 0) FROM entry WHERE room = ?1",
                                [number],
                                |row| row.get(0),
                            )?;
                            place.insert(Room { head, members: Vec::new() })
                        }
                    };
                    room.members.push(Member { conn, out, done: 0 });
                    // What is in this group is passed on, not read.
                    let coming = group.iter().filter(|entry| entry.0 == number).count() as u64;
                    let _ = entered.send((number, room.head - coming));
                }
                Order::Entry { room, conn, body } => {
                    let Some(held) = rooms.get_mut(&room) else { continue };
                    held.head += 1;
                    group.push((room, held.head, conn, body));
                }
                Order::Leave { room, conn } => left.push((room, conn)),
            }
        }
        if !group.is_empty() {
            keep(db, &group)?;
            pass_on(&mut rooms, &group);
            group.clear();
        }
        for (number, conn) in left {
            if let Some(room) = rooms.get_mut(&number) {
                room.members.retain(|member| member.conn != conn);
                if room.members.is_empty() {
                    rooms.remove(&number);
                }
            }
        }
    }
    Ok(())
}

fn number(db: &Connection, room: &str) -> Outcome<i64> {
    let found = db
        .prepare_cached("SELECT number FROM room WHERE name = ?1")?
        .query_row([room], |row| row.get(0))
        .optional()?;
    Ok(match found {
        Some(number) => number,
        None => {
            db.execute("INSERT INTO room (name) VALUES (?1)", [room])?;
            db.last_insert_rowid()
        }
    })
}

/// One transaction; its fsync is in the commit.
fn keep(db: &Connection, group: &[(i64, u64, u64, Bytes)]) -> Outcome<()> {
    db.execute_batch("BEGIN")?;
    {
        let mut insert = db.prepare_cached("INSERT INTO entry VALUES (?1, ?2, ?3)")?;
        for (room, seq, _, body) in group {
            insert.execute((room, i64::try_from(*seq)?, &body[..]))?;
        }
    }
    Ok(db.execute_batch("COMMIT")?)
}

fn pass_on(rooms: &mut BTreeMap<i64, Room>, group: &[(i64, u64, u64, Bytes)]) {
    let mut acked: BTreeMap<(i64, u64), u64> = BTreeMap::new();
    for (number, seq, conn, body) in group {
        let Some(room) = rooms.get_mut(number) else { continue };
        let data = message(DATA, *seq, body);
        for member in &mut room.members {
            if member.conn == *conn {
                member.done += 1;
                acked.insert((*number, *conn), member.done);
            } else {
                drop(member.out.send(data.clone()));
            }
        }
    }
    for ((number, conn), done) in acked {
        let members = rooms.get(&number).into_iter().flat_map(|room| &room.members);
        for member in members.filter(|member| member.conn == conn) {
            drop(member.out.send(message(ACK, done, &[])));
        }
    }
}

async fn upgrade(
    State(floor): State<Floor>,
    Path((room, since)): Path<(String, u64)>,
    upgrade: WebSocketUpgrade,
) -> Response {
    // As little as a bare server needs: the library's own choice is 128 KiB for each connection.
    upgrade.read_buffer_size(4096).on_upgrade(move |socket| async move {
        if let Err(error) = carry(floor, room, since, socket).await {
            eprintln!("accord-bench floor: {error}");
        }
    })
}

async fn carry(floor: Floor, room: String, since: u64, socket: WebSocket) -> Outcome<()> {
    let conn = floor.next.fetch_add(1, Relaxed);
    let (mut sink, mut source) = socket.split();
    let (out, mut messages) = mpsc::unbounded_channel();
    match floor.way {
        Way::Pass(rooms) => {
            let members = {
                let mut rooms = rooms.lock().unwrap_or_else(PoisonError::into_inner);
                Arc::clone(rooms.entry(room).or_default())
            };
            let all = || members.lock().unwrap_or_else(PoisonError::into_inner);
            all().push((conn, out.clone()));
            drop(out.send(message(HEAD, 0, &[])));
            tokio::spawn(async move { forward(&mut sink, &mut messages).await });
            let mut done = 0;
            while let Some(Ok(received)) = source.next().await {
                if let Message::Binary(body) = received {
                    done += 1;
                    let data = message(DATA, done, &body);
                    for (_, other) in all().iter().filter(|(other, _)| *other != conn) {
                        drop(other.send(data.clone()));
                    }
                    drop(out.send(message(ACK, done, &[])));
                }
            }
            all().retain(|(other, _)| *other != conn);
        }
        Way::Keep { orders, reader } => {
            let (entered, told) = oneshot::channel();
            orders.send(Order::Enter { room, conn, out, entered })?;
            let (room, head) = told.await?;
            tokio::spawn(async move {
                if replay(&mut sink, reader, room, since, head).await.is_ok() {
                    forward(&mut sink, &mut messages).await;
                }
            });
            while let Some(Ok(received)) = source.next().await {
                if let Message::Binary(body) = received {
                    let order = Order::Entry { room, conn, body };
                    if let Err(std_mpsc::TrySendError::Full(order)) = orders.try_send(order) {
                        tokio::task::block_in_place(|| orders.send(order))?;
                    }
                }
            }
            orders.send(Order::Leave { room, conn })?;
        }
    }
    Ok(())
}

/// What was written while somebody was away, then that this was all.
async fn replay(
    sink: &mut SplitSink<WebSocket, Message>,
    reader: Arc<Mutex<Connection>>,
    room: i64,
    since: u64,
    head: u64,
) -> Outcome<()> {
    let mut at = since;
    while at < head {
        let reader = Arc::clone(&reader);
        let part = tokio::task::spawn_blocking(move || part(&reader, room, at, head)).await??;
        let Some((last, _)) = part.last() else { break };
        at = *last;
        for (seq, body) in part {
            sink.feed(Message::Binary(message(DATA, seq, &body))).await?;
        }
    }
    Ok(sink.send(Message::Binary(message(HEAD, head, &[]))).await?)
}

fn part(reader: &Mutex<Connection>, room: i64, at: u64, head: u64) -> Outcome<Vec<(u64, Vec<u8>)>> {
    let db = reader.lock().unwrap_or_else(PoisonError::into_inner);
    let mut select = db.prepare_cached(
        "SELECT seq, body FROM entry WHERE room = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq LIMIT ?4",
    )?;
    let range = (room, i64::try_from(at)?, i64::try_from(head)?, PART);
    let rows = select.query_map(range, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Sends what comes, together what comes together, until the line or the room ends.
async fn forward(
    sink: &mut SplitSink<WebSocket, Message>,
    messages: &mut mpsc::UnboundedReceiver<Bytes>,
) {
    while let Some(first) = messages.recv().await {
        let mut next = Some(first);
        while let Some(bytes) = next {
            if sink.feed(Message::Binary(bytes)).await.is_err() {
                return;
            }
            next = messages.try_recv().ok();
        }
        if sink.flush().await.is_err() {
            return;
        }
    }
}
