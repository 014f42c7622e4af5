//! What the operator sees: numbers, a page, a log. Never who.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod common;

use accord_protocol::error::Code;
use accord_protocol::frame::Outcome;
use accord_protocol::http;
use common::program::{Program, number};
use common::{Client, Couple, call, request};

#[tokio::test]
async fn numbers_follow_what_happens_and_name_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let args = ["--registration", "open", "--metrics", "127.0.0.1:0"];
    let program = Program::start(dir.path(), &args);
    let mut pair = Couple::found("a", &program.host).await;
    let mut ana = Client::reader(&program.host, &pair.ana, &pair.log, 3).await;
    for _ in 0..5 {
        let record = pair.log.content(&pair.ana).unwrap();
        assert!(matches!(ana.push(&record).await, Outcome::Stored(_)));
    }
    // One refusal in a frame, one as an answer.
    let unknown = Couple::new("b");
    assert_eq!(ana.push(&unknown.log.records[1]).await, common::refused(Code::NotMember));
    assert_eq!(call(&program.host, "POST", http::LOOKUP_PATH, b"no").await.0, 400);
    let text = program.numbers().await;
    assert_eq!(number(&text, "accord_connections"), 1);
    assert_eq!(number(&text, "accord_spaces"), 1);
    assert_eq!(number(&text, "accord_appends_total"), 8);
    assert_eq!(number(&text, "accord_refusals_total{code=\"not_member\"}"), 1);
    assert_eq!(number(&text, "accord_refusals_total{code=\"malformed\"}"), 1);
    assert_eq!(number(&text, "accord_refusals_total{code=\"quota\"}"), 0);
    let commits = number(&text, "accord_commit_seconds_count");
    assert!((2..=6).contains(&commits), "{commits} batches");
    assert_eq!(number(&text, "accord_batch_records_bucket{le=\"+Inf\"}"), commits);
    assert_eq!(number(&text, "accord_batch_records_sum"), 8);
    assert!(number(&text, "accord_database_bytes") > 4096);
    assert!(number(&text, "accord_memory_bytes") > 1_000_000);
    assert!(number(&text, "accord_disk_free_bytes") > 0);
    // Who: by id in any spelling, by address, by what a label is.
    let id = pair.space().to_string();
    assert!(!text.contains(&id) && !text.contains("127.0.0.1") && !text.contains(&program.host));
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let labels = line.split_once('{').map_or("", |(_, rest)| rest.split_once('}').unwrap().0);
        let label = labels.split('=').next().unwrap();
        assert!(["", "code", "le", "version"].contains(&label), "{line}");
        assert!(!labels.contains(','), "{line}");
    }
}

#[tokio::test]
async fn the_operators_page_says_how_it_is_and_loads_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let args = ["--registration", "open", "--metrics", "127.0.0.1:0"];
    let program = Program::start(dir.path(), &args);
    let page = request(program.metrics.as_ref().unwrap(), "GET", "/", &[], b"").await;
    let text = String::from_utf8(page.body.clone()).unwrap();
    assert!(text.contains("<h1>The relay is well</h1>"), "{text}");
    assert!(text.contains("Anybody who finds this relay may use it."), "{text}");
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    for from_outside in ["<script", "src=", "http://", "https://", "@import", "url("] {
        assert!(!text.contains(from_outside), "{from_outside}");
    }
    // Not for everybody: the relay's own port knows nothing of it.
    let (_, outside) = call(&program.host, "GET", "/metrics", b"").await;
    assert!(!String::from_utf8_lossy(&outside).contains("accord_connections"));
}

#[tokio::test]
async fn a_log_for_programs_is_one_object_a_line_without_addresses_or_ids() {
    let dir = tempfile::tempdir().unwrap();
    let (mut program, log) = Program::logging(
        dir.path(),
        &["--registration", "token"],
        &[("LOG_FORMAT", "json"), ("LOG", "info")],
    );
    let pair = Couple::new("a");
    assert!(common::found(&program.host, &pair.log.records, Some("wrong")).await.is_err());
    // A name that is not the relay's, and bytes that are no frame.
    let mut client = Client::connect(&program.host).await;
    client.login_as("other.example", &pair.ana, pair.space()).await;
    let mut client = Client::connect(&program.host).await;
    client.say_bytes(b"nothing").await;
    client.last_word().await;
    program.signal("-TERM");
    assert!(program.child.wait().unwrap().success());
    let log = log.join().unwrap();
    let mut lines = 0;
    for line in log.lines() {
        let line: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|_| panic!("not an object: {line}"));
        assert!(line["level"].is_string() && line["message"].is_string(), "{line}");
        lines += 1;
        let text = line.to_string();
        let own = text.contains("is ready on");
        assert!(own || !text.contains("127.0.0.1"), "{text}");
        assert!(!text.contains(&pair.space().to_string()), "{text}");
    }
    assert!(lines >= 3, "{log}");
    let token = std::fs::read_to_string(dir.path().join("registration-token"));
    assert!(token.is_err() || !log.contains(token.unwrap().trim()), "the token is in the log");
}
