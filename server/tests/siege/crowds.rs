//! Many who do little: idle, leaving together, reading or writing slowly, never confirming.

use std::time::{Duration, Instant};

use accord_protocol::frame::Outcome;
use accord_protocol::http;
use accord_protocol::record::Kind;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::common::{Client, Couple};
use crate::{IDLE_BYTES, Siege, crowd};

/// Connections of one device, in lots, as a crowd comes.
pub async fn arrive(host: &str, couple: &Couple, count: usize) -> Vec<Client> {
    let mut crowd = Vec::new();
    while crowd.len() < count {
        let mut coming = JoinSet::new();
        for _ in 0..(count - crowd.len()).min(50) {
            let (host, ben, log) = (host.to_owned(), couple.ben.clone(), couple.log.clone());
            coming.spawn(async move { Client::reader(&host, &ben, &log, 3).await });
        }
        crowd.extend(coming.join_all().await);
    }
    crowd
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_are_idle_cost_little_and_may_leave_all_at_once() {
    // Nobody is pinged while this runs: the crowd does nothing at all.
    let mut siege = Siege::begin(&[("RELAY_PING_S", "600")]).await;
    let many = Couple::found("the crowd", &siege.host()).await;
    let (all, leaving) = (crowd(500, 10_000), crowd(200, 1_000));
    let mut idle = arrive(&siege.host(), &many, all).await;
    siege.others_go_on().await;
    let each = siege.grown().await / all as u64;
    println!("{each} bytes for each of {all}");
    assert!(each <= IDLE_BYTES, "{each} bytes for each of {all}");
    // Gone without a word, as when a network goes.
    idle.truncate(all - leaving);
    siege.others_go_on().await;
    siege.open((all - leaving) as u64 + 8).await;
    // And as many come back at once.
    idle.extend(arrive(&siege.host(), &many, leaving).await);
    siege.others_go_on().await;
    drop(idle);
    siege.open(8).await;
    // A second crowd finds the room that the first one left.
    let idle = arrive(&siege.host(), &many, all).await;
    let again = siege.grown().await / all as u64;
    println!("{again} bytes for each of {all} the second time");
    assert!(again <= each + IDLE_BYTES / 2, "{again} bytes after {each}");
    drop(idle);
    siege.over().await;
}

/// Sends a byte now and then until the other side ends it; how long that took.
async fn trickle(mut stream: TcpStream, bytes: Vec<u8>) -> Duration {
    let began = Instant::now();
    let mut every = tokio::time::interval(Duration::from_millis(100));
    let (mut reading, mut writing) = stream.split();
    let written = async {
        for byte in bytes {
            every.tick().await;
            if writing.write_all(&[byte]).await.is_err() {
                // It has ended; the reading side is told so.
                std::future::pending::<()>().await;
            }
        }
    };
    let ended = async {
        let mut buffer = [0; 1024];
        while reading.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
    };
    tokio::select! {
        () = written => panic!("it took {:?} of bytes", began.elapsed()),
        () = ended => began.elapsed(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_writes_slowly_is_ended_in_time() {
    let mut siege =
        Siege::begin(&[("HEAD_TIMEOUT_MS", "1500"), ("RELAY_AUTH_TIMEOUT_MS", "1500")]).await;
    let host = siege.host();
    let mut slow = JoinSet::new();
    for n in 0..crowd(100, 1_000) {
        let host = host.clone();
        slow.spawn(async move {
            let mut stream = TcpStream::connect(&host).await.unwrap();
            let head = format!("GET {} HTTP/1.1\r\nhost: {host}\r\n", http::SYNC_PATH);
            if n % 2 == 0 {
                // A head that never ends.
                return trickle(stream, [head.as_bytes(), &[b'a'; 200]].concat()).await;
            }
            // A message of sixty thousand bytes that comes one by one, before anything was proved.
            let upgrade = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
                           sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            stream.write_all(format!("{head}{upgrade}").as_bytes()).await.unwrap();
            trickle(stream, [&[0x82, 0xfe, 0xea, 0x60, 1, 2, 3, 4][..], &[0; 200]].concat()).await
        });
    }
    siege.others_go_on().await;
    for lived in slow.join_all().await {
        assert!(lived < Duration::from_secs(15), "one went on for {lived:?}");
    }
    siege.over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_reads_nothing_or_never_confirms_holds_up_nobody() {
    let mut siege = Siege::begin(&[("RELAY_PING_S", "600")]).await;
    let host = siege.host();
    let mut much = Couple::found("much to read", &host).await;
    let mut ana = Client::reader(&host, &much.ana, &much.log, 3).await;
    for _ in 0..60 {
        let record = much.log.sign(&much.ana, Kind::Content, &vec![3; 32_784]).unwrap();
        assert!(matches!(ana.push(&record).await, Outcome::Stored(_)));
        much.log.push(record).unwrap();
    }
    // They ask for all of it and take what the network holds; the writer beside them, in the same space, is acked all the while.
    let crowd = crowd(50, 300);
    let mut wedged = Vec::new();
    for _ in 0..crowd {
        let mut client = Client::connect(&host).await;
        client.login(&much.ben, much.space()).await.unwrap();
        client.subscribe(&much.log, 0).await;
        wedged.push(client);
    }
    siege.others_go_on().await;
    let mut longest = Duration::ZERO;
    for _ in 0..100 {
        let record = much.log.content(&much.ana).unwrap();
        let began = Instant::now();
        assert!(matches!(ana.push(&record).await, Outcome::Stored(_)));
        longest = longest.max(began.elapsed());
    }
    println!("the longest ack took {longest:?}");
    assert!(longest < Duration::from_secs(2), "a writer waited {longest:?}");
    siege.others_go_on().await;
    let grown = siege.grown().await;
    println!("{} bytes for each of {crowd} that read nothing", grown / crowd as u64);
    // One Data frame under way to each, and what it was made of.
    assert!(grown <= crowd as u64 * 600_000 + (16 << 20), "{grown} bytes");
    // One of them confirms nothing but reads: it gets its credit and no more.
    let mut credit = wedged.pop().unwrap();
    let mut heard = 0;
    while let Ok(Some(frame)) = tokio::time::timeout(Duration::from_secs(1), credit.hear()).await {
        if let accord_protocol::frame::ServerFrame::Data { records, .. } = frame {
            heard += records.iter().map(|record| record.len()).sum::<usize>();
        }
    }
    assert!((500_000..1_500_000).contains(&heard), "{heard} bytes without one confirmation");
    drop((wedged, credit, ana));
    siege.over().await;
}
