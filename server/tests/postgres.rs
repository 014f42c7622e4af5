//! The real program on PostgreSQL: what its operator types, a second relay beside it, and a server that loses a process.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod common;

use std::process::Command;

use accord_protocol::error::Code;
use accord_protocol::frame::{Outcome, ServerFrame};
use common::postgres::TestDatabase;
use common::program::{Program, refusal, run};
use common::{Client, Couple, found};

#[tokio::test]
async fn its_operator_has_tokens_counts_a_check_and_a_word_for_the_rest() {
    let Some(database) = TestDatabase::new() else { return };
    let dir = tempfile::tempdir().unwrap();
    let address = database.address();
    let store = ["--database", address.as_str()];
    let run = |args: &[&str]| run(dir.path(), &[&store, args].concat());
    let (fine, _, why) = run(&["stats"]);
    assert!(!fine && why.contains("no relay database"), "{why}");
    let mut program = Program::start(dir.path(), &store);
    let (fine, first, why) = run(&["token"]);
    assert!(fine, "{why}");
    assert_eq!(run(&["token"]).1, first);
    let pair = Couple::new("a");
    let refused = found(&program.host, &pair.log.records, Some("wrong")).await.unwrap_err();
    assert_eq!(refused.code, Code::Closed);
    found(&program.host, &pair.log.records, Some(first.trim())).await.unwrap();
    // Sent again, as after an answer that was lost.
    found(&program.host, &pair.log.records, Some(first.trim())).await.unwrap();
    assert_eq!(run(&["token", "list"]).1.lines().count(), 1);
    assert_eq!(run(&["token", "revoke", "1"]).1, "revoked\n");
    assert!(run(&["token"]).1.contains("token new"));
    let (_, second, _) = run(&["token", "new"]);
    let other = Couple::new("b");
    assert!(found(&program.host, &other.log.records, Some(first.trim())).await.is_err());
    found(&program.host, &other.log.records, Some(second.trim())).await.unwrap();
    let (fine, stats, _) = run(&["stats"]);
    let stats: serde_json::Value = serde_json::from_str(&stats).unwrap();
    assert!(fine && stats["records"] == 6 && stats["couples"] == 2, "{stats}");
    let (fine, out, _) = run(&["check"]);
    assert!(fine && out.contains("\"findings\":0"), "{out}");
    for (args, instead) in [
        (vec!["backup", "copy"], "pg_dump"),
        (vec!["restore", "copy"], "pg_restore"),
        (vec!["compact"], "autovacuum"),
    ] {
        let (fine, _, why) = run(&args);
        assert!(!fine && why.lines().count() == 1 && why.contains(instead), "{why}");
    }
    assert!(run(&["new-epoch"]).1.contains("generation 2"));
    program.signal("-TERM");
    assert!(program.child.wait().unwrap().success());
    drop(Program::start(dir.path(), &store));
    assert!(run(&["stats"]).1.contains("\"generation\":2"));

    // One byte of one record, as a failing disk would change it.
    database.sql("UPDATE log SET record = set_byte(record, 90, get_byte(record, 90) # 1) WHERE number = 1 AND position = 2");
    let (fine, out, _) = run(&["check"]);
    assert!(!fine && out.contains("record 2: its hash does not fit its bytes"), "{out}");
    database.sql("DELETE FROM log WHERE number = 2 AND position = 3");
    assert!(run(&["check"]).1.contains("1 records are missing after 2"));
    let name = database.sql("SELECT current_database()");
    database.on_server(&format!("ALTER DATABASE {name} SET synchronous_commit = off"));
    let why = refusal(dir.path(), &store);
    assert!(why.lines().count() == 1 && why.contains("synchronous_commit is off"), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_relays_on_one_database_leave_one_log() {
    let Some(database) = TestDatabase::new() else { return };
    let dirs = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let address = database.address();
    let store = ["--database", address.as_str(), "--registration", "open"];
    let relays = [0, 1].map(|n: usize| Program::start(dirs[n].path(), &store));
    let mut pair = Couple::found("a", &relays[0].host).await;
    // Each record by the relay that does not know of the one before.
    for n in 0..12_usize {
        let record = pair.log.content(&pair.ana).unwrap();
        let stored = store_it(&relays[n % 2].host, &pair, &record).await;
        assert_eq!(stored, pair.log.records.len() as u64);
    }
    for (dir, relay) in dirs.iter().zip(&relays) {
        let (fine, out, _) = run(dir.path(), &["--database", &address, "check"]);
        assert!(fine, "{out}");
        // Sent once more by either, it is where it was.
        let last = pair.log.records.last().unwrap();
        assert_eq!(store_it(&relay.host, &pair, last).await, 15);
    }
    assert_eq!(database.sql("SELECT count(*), max(position) FROM log"), "15|15");
}

/// Pushes one record until it is answered for, over a new connection each time.
async fn store_it(host: &str, pair: &Couple, record: &accord_protocol::record::Record) -> u64 {
    for _ in 0..4_000 {
        let mut client = Client::connect(host).await;
        if let Some(ServerFrame::Ready { .. }) = client.login_or_end(&pair.ana, pair.space()).await
        {
            client.send_or_end(record).await;
            while let Some(frame) = client.hear().await {
                match frame {
                    ServerFrame::Ack {
                        outcome: Outcome::Stored(at) | Outcome::Duplicate(at),
                        ..
                    } => {
                        return at;
                    }
                    ServerFrame::Ack { outcome: Outcome::Refused(Code::Unavailable), .. } => break,
                    ServerFrame::Ack { outcome, .. } => panic!("{outcome:?}"),
                    _ => {}
                }
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("never stored");
}

/// Needs a server that no other test uses: PostgreSQL ends all connections when one of its processes dies.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_processes_are_killed_under_load_has_every_acked_record() {
    let Some(database) = TestDatabase::on_own_server() else { return };
    let dir = tempfile::tempdir().unwrap();
    let address = database.address();
    let store = ["--database", address.as_str()];
    let open = [&store[..], &["--registration", "open"]].concat();
    let program = Program::start(dir.path(), &open);
    let (acked, mut acks) = tokio::sync::mpsc::unbounded_channel();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut writers = Vec::new();
    for n in 0..8 {
        let (host, acked, stopped) = (program.host.clone(), acked.clone(), stopped.clone());
        // All are founded before the first process is killed.
        let mut pair = Couple::found(&format!("pair {n}"), &host).await;
        writers.push(tokio::spawn(async move {
            while !*stopped.borrow() {
                let record = pair.log.content(&pair.ana).unwrap();
                let at = store_it(&host, &pair, &record).await;
                assert_eq!(at, pair.log.records.len() as u64);
                let _ = acked.send(());
            }
            pair
        }));
    }
    for _ in 0..3 {
        for _ in 0..60 {
            acks.recv().await.unwrap();
        }
        // The writer, unless it is asking at this moment.
        let writing = "SELECT pid FROM pg_stat_activity WHERE application_name = 'accord-server' \
                       ORDER BY query LIKE 'SELECT%' LIMIT 1";
        let process = database.sql(writing);
        assert!(Command::new("kill").args(["-9", &process]).status().unwrap().success());
    }
    for _ in 0..60 {
        acks.recv().await.unwrap();
    }
    stop.send(true).unwrap();
    let mut expected = 0;
    for writer in writers {
        let pair = writer.await.unwrap();
        expected += pair.log.records.len() as u64;
        let mut ben = Client::connect(&program.host).await;
        let ready = ben.login(&pair.ben, pair.space()).await;
        let Some(ServerFrame::Ready { position, head }) = ready else { panic!("{ready:?}") };
        assert_eq!(position, pair.log.records.len() as u64);
        assert_eq!(Some(head), pair.log.head_at(position));
    }
    let (fine, out, _) = run(dir.path(), &[&store[..], &["check"]].concat());
    assert!(fine && out.contains(&format!("\"records\":{expected}")), "{out}");
}
