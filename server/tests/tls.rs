//! TLS at the relay's own port: the same relay behind it, a certificate that is replaced, and who never shakes hands.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod common;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use accord_protocol::frame::{ClientFrame, ServerFrame};
use accord_protocol::http;
use accord_server::{Config, Running};
use common::serve;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_tungstenite::tungstenite::Message;

/// A certificate for tests alone, with its key: `one` or `two`.
fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name)
}

fn place(folder: &Path, name: &str) {
    for end in ["crt", "key"] {
        std::fs::copy(file(&format!("{name}.{end}")), folder.join(format!("relay.{end}"))).unwrap();
    }
}

async fn relay(folder: &Path) -> Running {
    place(folder, "one");
    serve(Config {
        tls_certificate: Some(folder.join("relay.crt")),
        tls_key: Some(folder.join("relay.key")),
        head_timeout_ms: 500,
        ..Config::for_testing(&folder.join("data"))
    })
    .await
}

/// A connection that accepts this certificate and no other.
async fn shake(running: &Running, name: &str) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(file(&format!("{name}.crt"))).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(running.address).await?;
    let host = ServerName::try_from("localhost").unwrap();
    tokio_rustls::TlsConnector::from(Arc::new(config)).connect(host, stream).await
}

async fn health(stream: &mut TlsStream<TcpStream>) -> String {
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut answer = vec![0; 4096];
    let read = stream.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

#[tokio::test]
async fn behind_tls_is_the_same_relay_and_a_new_certificate_is_taken_while_it_runs() {
    let dir = tempfile::tempdir().unwrap();
    let running = relay(dir.path()).await;
    assert!(running.secure);
    let stream = shake(&running, "one").await.unwrap();
    let url = format!("wss://localhost{}", http::SYNC_PATH);
    let (mut socket, _) = tokio_tungstenite::client_async(url, stream).await.unwrap();
    let hello = ClientFrame::Hello { min: 1, max: 1, client: "secure".into() };
    socket.send(Message::Binary(hello.encode().into())).await.unwrap();
    let Some(Ok(Message::Binary(bytes))) = socket.next().await else { panic!("no answer") };
    assert!(matches!(ServerFrame::decode(&bytes), Ok(ServerFrame::Welcome { .. })));
    assert!(shake(&running, "two").await.is_err());

    // Half a change is none: the key of one beside the certificate of the other.
    let mut old = shake(&running, "one").await.unwrap();
    std::fs::copy(file("two.crt"), dir.path().join("relay.crt")).unwrap();
    let mut every = tokio::time::interval(Duration::from_millis(100));
    for _ in 0..30 {
        every.tick().await;
        assert!(health(&mut old).await.starts_with("HTTP/1.1 200"));
    }
    assert!(shake(&running, "one").await.is_ok());
    place(dir.path(), "two");
    let taken = async {
        while shake(&running, "two").await.is_err() {
            every.tick().await;
            health(&mut old).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), taken).await.expect("taken in time");
    assert!(shake(&running, "one").await.is_err());
    assert!(health(&mut old).await.starts_with("HTTP/1.1 200"), "who was connected stays so");
    drop(old);
    running.stop().await;
}

#[tokio::test]
async fn who_never_shakes_hands_is_ended_in_time() {
    let dir = tempfile::tempdir().unwrap();
    let running = relay(dir.path()).await;
    let silent = TcpStream::connect(running.address).await.unwrap();
    let mut plain = TcpStream::connect(running.address).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    for mut stream in [silent, plain] {
        let mut all = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut all));
        let _ = read.await.expect("ended in time");
        assert!(!String::from_utf8_lossy(&all).contains("HTTP"), "answered in the clear");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_pair_that_does_not_fit_is_named_and_nothing_is_served() {
    let dir = tempfile::tempdir().unwrap();
    let config = Config {
        tls_certificate: Some(file("one.crt")),
        tls_key: Some(file("two.key")),
        ..Config::for_testing(dir.path())
    };
    let listener = accord_server::bind(&config).await.unwrap();
    let refused = accord_server::serve(config, listener, std::future::pending()).await;
    let why = refused.unwrap_err().to_string();
    assert!(why.starts_with("TLS cannot be served:") && why.contains("one.crt"), "{why}");
}
