//! The real program: its one line, its tokens, its end, and what survives `kill -9`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod common;

use std::io::Read as _;

use accord_protocol::error::Code;
use accord_protocol::frame::{Outcome, ServerFrame};
use common::postgres::TestDatabase;
use common::program::{Program, run};
use common::{Client, Couple, found};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_twenty_couples_write_it_has_every_acked_record() {
    killed_while_twenty_couples_write(&[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_twenty_couples_write_postgresql_has_every_acked_record() {
    let Some(database) = TestDatabase::new() else { return };
    killed_while_twenty_couples_write(&["--database", &database.address()]).await;
}

async fn killed_while_twenty_couples_write(store: &[&str]) {
    let dir = tempfile::tempdir().unwrap();
    let mut program = Program::start(dir.path(), &[store, &["--registration", "open"]].concat());
    let (acked, mut acks) = tokio::sync::mpsc::unbounded_channel();
    let mut writers = Vec::new();
    for n in 0..20 {
        let (host, acked) = (program.host.clone(), acked.clone());
        writers.push(tokio::spawn(async move {
            let mut pair = Couple::found(&format!("pair {n}"), &host).await;
            let mut ana = Client::reader(&host, &pair.ana, &pair.log, 3).await;
            let mut last = 3;
            let mut sent = 0;
            loop {
                // A few under way at once; the record whose ack never comes is in doubt, like in life.
                while sent < 8 {
                    let record = pair.log.content(&pair.ana).unwrap();
                    ana.send_or_end(&record).await;
                    sent += 1;
                }
                match ana.hear().await {
                    Some(ServerFrame::Ack { outcome: Outcome::Stored(position), .. }) => {
                        last = position;
                        sent -= 1;
                        let _ = acked.send(());
                    }
                    Some(ServerFrame::Data { from, records, .. }) => {
                        ana.applied_or_end(from + records.len() as u64 - 1).await;
                    }
                    Some(other) => panic!("{other:?}"),
                    None => return (pair, last),
                }
            }
        }));
    }
    for _ in 0..1_000 {
        acks.recv().await.unwrap();
    }
    program.child.kill().unwrap();
    program.child.wait().unwrap();
    let mut pairs = Vec::new();
    for writer in writers {
        pairs.push(writer.await.unwrap());
    }

    let (fine, out, _) = run(dir.path(), &[store, &["check"]].concat());
    assert!(fine, "{out}");
    let program = Program::start(dir.path(), store);
    for (pair, last) in pairs {
        let mut ben = Client::connect(&program.host).await;
        let Some(ServerFrame::Ready { position, head }) = ben.login(&pair.ben, pair.space()).await
        else {
            panic!("not ready");
        };
        assert!(position >= last, "{position} of {last} acked");
        assert_eq!(Some(head), pair.log.head_at(position));
        ben.subscribe(&pair.log, 0).await;
        let records = ben.read_to(position).await;
        let expected: Vec<_> = pair.log.records.iter().map(|record| record.bytes()).collect();
        assert_eq!(records, expected[..records.len()]);
        // What was in doubt is offered again, byte for byte.
        for (record, at) in pair.log.records.iter().zip(1..).skip(3) {
            let outcome = ben.push(record).await;
            let known = if at <= position { Outcome::Duplicate(at) } else { Outcome::Stored(at) };
            assert_eq!(outcome, known);
        }
    }
}

#[tokio::test]
async fn tokens_are_shown_listed_and_revoked_beside_the_running_relay() {
    let dir = tempfile::tempdir().unwrap();
    let program = Program::start(dir.path(), &[]);
    let (fine, first, _) = run(dir.path(), &["token"]);
    assert!(fine);
    let pair = Couple::new("a");
    let refusal = found(&program.host, &pair.log.records, Some("wrong")).await.unwrap_err();
    assert_eq!(refusal.code, Code::Closed);
    found(&program.host, &pair.log.records, Some(first.trim())).await.unwrap();
    let database = std::fs::read(dir.path().join("relay.sqlite")).unwrap();
    let log = std::fs::read(dir.path().join("relay.sqlite-wal")).unwrap();
    let token = first.trim().as_bytes();
    for bytes in [&database, &log] {
        assert!(
            !bytes.windows(token.len()).any(|part| part == token),
            "the token is stored in clear"
        );
    }
    let (_, listed, _) = run(dir.path(), &["token", "list"]);
    assert_eq!(listed.lines().count(), 1);
    assert_eq!(run(dir.path(), &["token", "revoke", "1"]).1, "revoked\n");
    let other = Couple::new("b");
    assert!(found(&program.host, &other.log.records, Some(first.trim())).await.is_err());
    assert!(run(dir.path(), &["token"]).1.contains("token new"));
    let (_, second, _) = run(dir.path(), &["token", "new"]);
    assert_ne!(first, second);
    found(&program.host, &other.log.records, Some(second.trim())).await.unwrap();
}

#[tokio::test]
async fn it_prints_one_line_drains_on_sigterm_and_says_what_is_wrong_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let mut program = Program::start(dir.path(), &["--registration", "open"]);
    let pair = Couple::found("a", &program.host).await;
    let mut ana = Client::reader(&program.host, &pair.ana, &pair.log, 3).await;
    let (fine, _, why) = run(dir.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert!(!fine && why.lines().count() == 1 && why.contains("another accord-server"), "{why}");
    let copy = dir.path().join("copy.sqlite");
    let (fine, _, why) = run(dir.path(), &["backup", copy.to_str().unwrap()]);
    assert!(fine, "{why}");
    let (fine, _, why) = run(dir.path(), &["backup", copy.to_str().unwrap()]);
    assert!(!fine && why.lines().count() == 1, "{why}");
    let (fine, _, why) = run(dir.path(), &["restore", copy.to_str().unwrap()]);
    assert!(!fine && why.contains("stop it first"), "{why}");
    program.signal("-TERM");
    assert!(matches!(ana.last_word().await, Some(ServerFrame::GoAway { .. })));
    assert!(program.child.wait().unwrap().success());
    let (fine, stats, _) = run(dir.path(), &["stats"]);
    let stats: serde_json::Value = serde_json::from_str(&stats).unwrap();
    assert!(fine && stats["records"] == 3 && stats["couples"] == 1);
    let (fine, out, why) = run(dir.path(), &["restore", copy.to_str().unwrap()]);
    assert!(fine && out.contains("before-restore"), "{out}{why}");
    let (fine, out, _) = run(dir.path(), &["new-epoch"]);
    assert!(fine && out.contains("generation"), "{out}");
    let (fine, out, _) = run(dir.path(), &["config"]);
    assert!(fine && out.contains("ping_s = 25"), "{out}");
    let nowhere = dir.path().join("nowhere");
    let (fine, _, why) = run(&nowhere, &["stats"]);
    assert!(!fine && why.contains("no relay database"), "{why}");
}

#[tokio::test]
async fn check_names_the_record_that_was_changed() {
    let dir = tempfile::tempdir().unwrap();
    let mut program = Program::start(dir.path(), &["--registration", "open"]);
    let mut pair = Couple::found("a", &program.host).await;
    let mut ana = Client::reader(&program.host, &pair.ana, &pair.log, 3).await;
    for _ in 0..3 {
        let record = pair.log.content(&pair.ana).unwrap();
        ana.push(&record).await;
    }
    program.signal("-TERM");
    program.child.wait().unwrap();
    assert!(run(dir.path(), &["check"]).0);
    let file = dir.path().join("relay.sqlite");
    let marker = pair.log.records[4].header().nonce;
    for name in ["relay.sqlite", "relay.sqlite-wal"] {
        let path = dir.path().join(name);
        let Ok(mut open) = std::fs::File::open(&path) else { continue };
        let mut bytes = Vec::new();
        open.read_to_end(&mut bytes).unwrap();
        let at = bytes.windows(24).position(|part| part == marker);
        if let Some(at) = at {
            bytes[at] ^= 1;
            std::fs::write(&path, bytes).unwrap();
        }
    }
    let (fine, out, _) = run(dir.path(), &["check"]);
    assert!(!fine && out.contains("record 5: its hash does not fit its bytes"), "{out}");
    assert!(file.exists());
}
