//! The relay over real sockets and a real database.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use accord_protocol::error::Code;
use accord_protocol::frame::{ClientFrame, Outcome, ServerFrame};
use accord_protocol::http::{self, Challenge, EndKept, EndSpace, MailboxGet};
use accord_protocol::ids::MailboxId;
use accord_protocol::record::Kind;
use accord_protocol::testing::TestDevice;
use accord_server::Config;
use accord_server::config::Registration;
use accord_server::store::home::Home;
use common::{Client, Couple, call, error, found, post, refused, serve};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

fn folder() -> (tempfile::TempDir, Config) {
    let dir = tempfile::tempdir().unwrap();
    let config = Config::for_testing(dir.path());
    (dir, config)
}

#[tokio::test]
async fn two_devices_push_hear_and_go_on_after_a_restart() {
    let (dir, config) = folder();
    let running = serve(config.clone()).await;
    let host = running.address.to_string();
    let mut pair = Couple::found("a", &host).await;
    let mut ana = Client::reader(&host, &pair.ana, &pair.log, 3).await;
    let mut ben = Client::reader(&host, &pair.ben, &pair.log, 0).await;
    assert_eq!(ben.read_to(3).await.len(), 3);
    let record = pair.log.content(&pair.ana).unwrap();
    assert_eq!(ana.push(&record).await, Outcome::Stored(4));
    assert_eq!(ben.read_to(4).await, [record.bytes()]);
    assert_eq!(ana.push(&record).await, Outcome::Duplicate(4));
    let answer = pair.log.content(&pair.ben).unwrap();
    assert_eq!(ben.push(&answer).await, Outcome::Stored(5));
    assert_eq!(ana.read_to(5).await.last().unwrap(), answer.bytes());

    let stop = tokio::spawn(running.stop());
    assert!(matches!(ana.last_word().await, Some(ServerFrame::GoAway { retry_after_ms: 1.. })));
    assert!(matches!(ben.last_word().await, Some(ServerFrame::GoAway { .. })));
    stop.await.unwrap();
    let report = accord_server::check::check(&Home::Folder(dir.path().into())).unwrap();
    assert_eq!((report.spaces, report.records, report.findings), (1, 5, vec![]));

    let running = serve(config).await;
    let host = running.address.to_string();
    let mut ben = Client::reader(&host, &pair.ben, &pair.log, 3).await;
    assert_eq!(ben.read_to(5).await, [record.bytes(), answer.bytes()]);
    let record = pair.log.content(&pair.ben).unwrap();
    assert_eq!(ben.push(&record).await, Outcome::Stored(6));
    running.stop().await;
}

#[tokio::test]
async fn the_relay_refuses_by_code_and_the_connection_goes_on() {
    let (_dir, config) = folder();
    let running = serve(config).await;
    let host = running.address.to_string();
    let mut pair = Couple::found("a", &host).await;
    let phone = TestDevice::one("ben's phone");
    let mut ana = Client::reader(&host, &pair.ana, &pair.log, 3).await;
    let mut ben = Client::reader(&host, &pair.ben, &pair.log, 3).await;
    let fork = pair.log.sign(&pair.ana, Kind::Content, &[1; 600]).unwrap();
    let before = pair.log.clone();
    let record = pair.log.content(&pair.ana).unwrap();
    assert_eq!(ana.push(&record).await, Outcome::Stored(4));
    assert_eq!(ana.push(&fork).await, refused(Code::Fork));
    let add = pair.log.add(&pair.ben, &phone).unwrap();
    assert_eq!(ben.push(&add).await, Outcome::Stored(5));
    let stale = before.clone().rotate(&pair.ben).unwrap();
    assert_eq!(ben.push(&stale).await, refused(Code::Fork));
    let stale = before.clone().rotate(&pair.ana).unwrap();
    assert_eq!(ana.push(&stale).await, refused(Code::Fork));
    let mut lost = Client::reader(&host, &phone, &pair.log, 5).await;
    let held = pair.log.clone();
    let revoke = pair.log.revoke(&pair.ben, &phone).unwrap();
    assert_eq!(ben.push(&revoke).await, Outcome::Stored(6));
    assert_eq!(lost.last_word().await, error(Code::Revoked));
    let stale = held.clone().content(&pair.ana).unwrap();
    assert_eq!(ana.push(&stale).await, refused(Code::StaleKey));
    let stale = held.clone().rotate(&pair.ana).unwrap();
    assert_eq!(ana.push(&stale).await, refused(Code::StaleHead));
    let mut again = Client::connect(&host).await;
    assert_eq!(again.login(&phone, pair.space()).await, error(Code::Revoked));
    let end = pair.log.end(&pair.ana, 20_000).unwrap();
    let body = EndSpace { record: end.shared() }.encode();
    let kept = post(&host, http::END_PATH, &body).await.unwrap();
    assert_eq!(EndKept::decode(&kept).unwrap(), EndKept { position: 7, duplicate: false });
    assert_eq!(ana.push(&end).await, Outcome::Duplicate(7));
    running.stop().await;
}

#[tokio::test]
async fn a_client_ahead_of_a_restored_relay_offers_the_rest() {
    let (dir, config) = folder();
    let copies = tempfile::tempdir().unwrap();
    let running = serve(config.clone()).await;
    let host = running.address.to_string();
    let mut pair = Couple::found("a", &host).await;
    let mut ana = Client::reader(&host, &pair.ana, &pair.log, 3).await;
    let copy = copies.path().join("yesterday.sqlite");
    accord_server::store::sqlite::admin::backup(dir.path(), &copy).unwrap();
    for _ in 0..3 {
        let record = pair.log.content(&pair.ana).unwrap();
        assert!(matches!(ana.push(&record).await, Outcome::Stored(_)));
    }
    running.stop().await;
    accord_server::store::sqlite::admin::restore(dir.path(), &copy, 1).unwrap();
    let running = serve(config).await;
    let host = running.address.to_string();
    let mut ana = Client::connect(&host).await;
    ana.login(&pair.ana, pair.space()).await.unwrap();
    assert!(matches!(ana.subscribe(&pair.log, 6).await, ServerFrame::Rollback { position: 3, .. }));
    for (record, position) in pair.log.records.clone().iter().skip(3).zip(4..) {
        assert_eq!(ana.push(record).await, Outcome::Stored(position));
    }
    assert_eq!(ana.subscribe(&pair.log, 6).await, ServerFrame::Sub { position: 6 });
    let record = pair.log.content(&pair.ana).unwrap();
    assert_eq!(ana.push(&record).await, refused(Code::Recovering));
    let _ben = Client::reader(&host, &pair.ben, &pair.log, 6).await;
    assert_eq!(ana.push(&record).await, Outcome::Stored(7));
    running.stop().await;
}

#[tokio::test]
async fn garbage_text_and_over_long_frames_get_a_reason_and_a_close() {
    let (_dir, config) = folder();
    let running = serve(config).await;
    let host = running.address.to_string();
    let cases = [
        (Message::Binary(vec![0xff; 500].into()), Code::Malformed),
        (Message::Text("hello".into()), Code::Malformed),
        (Message::Binary(ClientFrame::Applied { position: 1 }.encode().into()), Code::Order),
    ];
    for (message, code) in cases {
        let mut client = Client::connect(&host).await;
        client.socket.send(message).await.unwrap();
        assert_eq!(client.last_word().await, error(code));
    }
    let mut client = Client::connect(&host).await;
    client.socket.send(Message::Binary(vec![0; 70_000].into())).await.unwrap();
    assert_eq!(client.last_word().await, error(Code::TooLarge));
    // Half a frame and then nothing: the relay does not wait for the rest to go on with others.
    let mut half = Client::connect(&host).await;
    half.socket.get_mut().write_all(&[0x82, 0xfe, 0x01, 0x00, 1, 2, 3, 4, 9]).await.unwrap();
    let pair = Couple::found("a", &host).await;
    Client::reader(&host, &pair.ana, &pair.log, 3).await;
    running.stop().await;
}

#[tokio::test]
async fn strangers_who_say_nothing_are_closed_and_so_are_half_open_readers() {
    let (_dir, mut config) = folder();
    config.relay.auth_timeout_ms = 50;
    config.relay.ping_s = 1;
    let running = serve(config).await;
    let host = running.address.to_string();
    let mut silent = Client::connect(&host).await;
    assert_eq!(silent.last_word().await, error(Code::Order));
    let mut polite = Client::connect(&host).await;
    polite.say(&ClientFrame::Hello { min: 1, max: 1, client: "polite".into() }).await;
    assert_eq!(polite.last_word().await, error(Code::Order));
    let pair = Couple::found("a", &host).await;
    let mut deaf = Client::reader(&host, &pair.ana, &pair.log, 3).await;
    assert_eq!(deaf.hear().await, Some(ServerFrame::Ping));
    assert_eq!(deaf.last_word().await, Some(ServerFrame::Ping));
    running.stop().await;
}

#[tokio::test]
async fn a_reader_that_never_reads_delays_nobody_and_can_be_drained() {
    let (_dir, mut config) = folder();
    // So much credit that the relay fills the socket and gets stuck in it.
    config.relay.credit_bytes = 1 << 30;
    config.relay.credit_records = 1 << 20;
    let running = serve(config).await;
    let host = running.address.to_string();
    let mut pair = Couple::found("a", &host).await;
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let stream = socket.connect(running.address).await.unwrap();
    let mut stuck = Client::over(stream, &host).await;
    assert!(matches!(stuck.login(&pair.ben, pair.space()).await, Some(ServerFrame::Ready { .. })));
    stuck.subscribe(&pair.log, 0).await;
    let mut ana = Client::reader(&host, &pair.ana, &pair.log, 3).await;
    for position in 4..200 {
        let record = pair.log.sign(&pair.ana, Kind::Content, &vec![3; 65_552]).unwrap();
        let record = pair.log.push(record).unwrap();
        assert_eq!(ana.push(&record).await, Outcome::Stored(position));
        ana.say(&ClientFrame::Applied { position: position - 1 }).await;
    }
    running.stop().await;
}

#[tokio::test]
async fn many_clients_at_once_and_all_closed_at_once_leave_a_working_relay() {
    let (_dir, config) = folder();
    let running = serve(config).await;
    let host = running.address.to_string();
    let mut tasks = Vec::new();
    for n in 0..20 {
        let host = host.clone();
        tasks.push(tokio::spawn(async move {
            let mut pair = Couple::found(&format!("pair {n}"), &host).await;
            let mut ana = Client::reader(&host, &pair.ana, &pair.log, 3).await;
            let mut ben = Client::reader(&host, &pair.ben, &pair.log, 3).await;
            for _ in 0..20 {
                let record = pair.log.content(&pair.ana).unwrap();
                ana.send(&record).await;
            }
            assert_eq!(ben.read_to(23).await.len(), 20);
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let pair = Couple::found("last", &host).await;
    Client::reader(&host, &pair.ben, &pair.log, 0).await.read_to(3).await;
    running.stop().await;
}

#[tokio::test]
async fn http_says_what_it_is_and_refuses_with_problems() {
    let (dir, mut config) = folder();
    config.relay.registration = Registration::Token;
    let running = serve(config).await;
    let host = running.address.to_string();
    assert_eq!(call(&host, "GET", "/healthz", b"").await, (200, b"ok\n".to_vec()));
    assert_eq!(call(&host, "GET", "/readyz", b"").await, (200, b"ready\n".to_vec()));
    let (status, body) = call(&host, "GET", "/v1/version", b"").await;
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((status, body["proto"].as_u64()), (200, Some(1)));
    let (_, one) = call(&host, "GET", http::CHALLENGE_PATH, b"").await;
    let (_, two) = call(&host, "GET", http::CHALLENGE_PATH, b"").await;
    assert_ne!(Challenge::decode(&one).unwrap(), Challenge::decode(&two).unwrap());
    let pair = Couple::new("a");
    let refusal = found(&host, &pair.log.records, None).await.unwrap_err();
    assert_eq!(refusal.code, Code::Closed);
    let token = accord_server::store::sqlite::admin::new_token(dir.path(), 1).unwrap();
    assert_eq!(found(&host, &pair.log.records, Some(&token)).await.unwrap().position, 3);
    assert_eq!(accord_server::store::sqlite::admin::tokens(dir.path()).unwrap().len(), 1);
    accord_server::store::sqlite::admin::revoke_token(dir.path(), 1, 2).unwrap();
    let other = Couple::new("b");
    let refusal = found(&host, &other.log.records, Some(&token)).await.unwrap_err();
    assert_eq!(refusal.code, Code::Closed);
    let get = MailboxGet { mailbox: MailboxId::from_bytes([1; 32]), slot: 1 }.encode();
    let refusal = post(&host, http::MAILBOX_GET_PATH, &get).await.unwrap_err();
    assert_eq!(refusal.code, Code::Mailbox);
    assert_eq!(post(&host, http::END_PATH, b"x").await.unwrap_err().code, Code::Malformed);
    let long = vec![0; 100_000];
    assert_eq!(post(&host, http::END_PATH, &long).await.unwrap_err().code, Code::TooLarge);
    assert_eq!(call(&host, "GET", "/nothing", b"").await.0, 404);
    assert_eq!(call(&host, "GET", http::SYNC_PATH, b"").await.0, 400);
    running.stop().await;
}

#[tokio::test]
async fn a_connection_that_never_asks_is_dropped() {
    let (_dir, mut config) = folder();
    config.head_timeout_ms = 50;
    let running = serve(config).await;
    let mut idle = TcpStream::connect(running.address).await.unwrap();
    let mut slow = TcpStream::connect(running.address).await.unwrap();
    slow.write_all(b"GET /healthz HT").await.unwrap();
    for stream in [&mut idle, &mut slow] {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(!answer.starts_with(b"HTTP/1.1 200"));
    }
    running.stop().await;
}

#[tokio::test]
async fn a_ping_of_the_websocket_itself_is_answered() {
    let (_dir, config) = folder();
    let running = serve(config).await;
    let mut client = Client::connect(&running.address.to_string()).await;
    client.socket.send(Message::Ping("x".into())).await.unwrap();
    assert!(matches!(client.socket.next().await, Some(Ok(Message::Pong(_)))));
    drop(client);
    running.stop().await;
}

#[tokio::test]
async fn a_full_database_refuses_writing_goes_on_reading_and_takes_the_same_bytes_later() {
    let (dir, mut config) = folder();
    config.max_database_bytes = 1_000_000;
    config.metrics = Some("127.0.0.1:0".into());
    let running = serve(config.clone()).await;
    let metrics = running.metrics.unwrap().to_string();
    let host = running.address.to_string();
    let mut pair = Couple::found("a", &host).await;
    let mut ana = Client::reader(&host, &pair.ana, &pair.log, 3).await;
    let refusal = loop {
        let record = pair.log.sign(&pair.ana, Kind::Content, &vec![3; 65_552]).unwrap();
        match ana.push(&record).await {
            Outcome::Stored(_) => drop(pair.log.push(record).unwrap()),
            other => break (other, record),
        }
        assert!(pair.log.records.len() < 50);
    };
    assert_eq!(refusal.0, refused(Code::Unavailable));
    assert_eq!(call(&host, "GET", "/readyz", b"").await.0, 503);
    let (_, text) = call(&metrics, "GET", "/metrics", b"").await;
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("\naccord_ready 0\n") && !text.contains("accord_failed_commits_total 0"));
    let stored = pair.log.records.len();
    let mut ben = Client::reader(&host, &pair.ben, &pair.log, 0).await;
    assert_eq!(ben.read_to(stored as u64).await.len(), stored);
    running.stop().await;
    assert_eq!(
        accord_server::check::check(&Home::Folder(dir.path().into())).unwrap().findings,
        Vec::<String>::new()
    );
    config.max_database_bytes = 0;
    let running = serve(config).await;
    let host = running.address.to_string();
    let mut ana = Client::reader(&host, &pair.ana, &pair.log, 3).await;
    assert_eq!(ana.push(&refusal.1).await, Outcome::Stored(stored as u64 + 1));
    running.stop().await;
}
