//! The app's files as the real program serves them, with a small folder in place of the app's.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use accord_protocol::http;
use common::program::{Program, refusal};
use common::{Answer, Client, Couple, request};
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

const PAGE: &str = "<!doctype html><script type=\"module\" src=\"/assets/a-1.js\"></script>";
const SCRIPT: &str = "assets/index-Dk3x9sQa.js";

/// The shape of the finished app.
const FILES: [(&str, &str); 12] = [
    ("index.html", PAGE),
    ("index.html.br", "the page with brotli"),
    ("index.html.gz", "the page with gzip"),
    ("sw.js", "the worker that serves without a network"),
    ("manifest.webmanifest", "{}"),
    ("build.json", "{\"hash\":\"x\"}"),
    ("icon-192.png", "a picture"),
    (SCRIPT, "the script, longer than with brotli"),
    ("assets/index-Dk3x9sQa.js.br", "the script with brotli"),
    ("assets/index-Dk3x9sQa.js.gz", "the script with gzip"),
    ("assets/core-Bz81mQxe.wasm", "\0asm"),
    ("assets/text-C0ffee00.woff2", "a font"),
];

struct Served {
    program: Program,
    dir: TempDir,
}

impl Served {
    fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("secret"), "nobody's business").unwrap();
        for (name, text) in FILES {
            write(&dir.path().join("web").join(name), text);
        }
        let program = Self::program(dir.path());
        Self { program, dir }
    }

    fn program(dir: &Path) -> Program {
        let web = dir.join("web");
        let more = ["--registration", "open", "--web", web.to_str().unwrap()];
        Program::start(&dir.join("data"), &more)
    }

    async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        request(&self.program.host, method, path, headers, b"").await
    }

    async fn fetch(&self, path: &str) -> Answer {
        self.ask("GET", path, &[]).await
    }
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Fails unless an answer closes everything the app does not need.
fn is_strict(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    let directives: BTreeMap<&str, &str> =
        policy.split("; ").map(|part| part.split_once(' ').unwrap()).collect();
    let machine = "http://localhost:* ws://localhost:* http://127.0.0.1:* ws://127.0.0.1:*";
    let connect = format!("'self' https: wss: {machine}");
    let wanted = BTreeMap::from([
        ("default-src", "'none'"),
        ("script-src", "'self' 'wasm-unsafe-eval'"),
        ("style-src", "'self'"),
        ("img-src", "'self' data: blob:"),
        ("font-src", "'self'"),
        ("connect-src", connect.as_str()),
        ("worker-src", "'self'"),
        ("manifest-src", "'self'"),
        ("base-uri", "'none'"),
        ("form-action", "'none'"),
        ("frame-ancestors", "'none'"),
    ]);
    assert_eq!(directives, wanted, "{what}");
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(answer.header(name), value, "{name} of {what}");
    }
    let permissions = answer.header("permissions-policy");
    for closed in ["camera", "microphone", "geolocation", "usb", "payment", "display-capture"] {
        let there = permissions.split(", ").any(|part| part == format!("{closed}=()"));
        assert!(there, "{closed} of {what}: {permissions}");
    }
    assert!(!answer.headers.contains_key("access-control-allow-origin"), "{what}");
    assert!(!answer.headers.contains_key("set-cookie"), "{what}");
}

#[tokio::test]
async fn every_answer_is_strict() {
    let served = Served::start();
    let tag = served.fetch("/").await.header("etag").to_owned();
    for (method, path, headers, status) in [
        ("GET", "/", [("accept", "text/html")].as_slice(), 200),
        ("GET", "/j", &[("origin", "https://elsewhere.example")], 200),
        ("HEAD", "/", &[], 200),
        ("GET", "/sw.js", &[], 200),
        ("GET", "/assets/core-Bz81mQxe.wasm", &[("accept-encoding", "br")], 200),
        ("GET", "/", &[("if-none-match", &tag)], 304),
        ("GET", "/nothing", &[], 404),
        ("GET", "/v1/nothing", &[], 404),
        ("POST", "/", &[], 405),
        ("OPTIONS", "/", &[("origin", "https://elsewhere.example")], 405),
    ] {
        let answer = served.ask(method, path, headers).await;
        let what = format!("{method} {path}");
        assert_eq!(answer.status, status, "{what}");
        is_strict(&answer, &what);
    }
}

#[tokio::test]
async fn a_type_and_a_life_for_each_file() {
    let served = Served::start();
    let (again, ever) = ("no-cache", "public, max-age=31536000, immutable");
    for (path, kind, life) in [
        ("/", "text/html; charset=utf-8", again),
        ("/j", "text/html; charset=utf-8", again),
        ("/index.html", "text/html; charset=utf-8", again),
        ("/sw.js", "text/javascript; charset=utf-8", again),
        ("/manifest.webmanifest", "application/manifest+json", again),
        ("/build.json", "application/json", again),
        ("/icon-192.png", "image/png", again),
        ("/assets/index-Dk3x9sQa.js", "text/javascript; charset=utf-8", ever),
        ("/assets/core-Bz81mQxe.wasm", "application/wasm", ever),
        ("/assets/text-C0ffee00.woff2", "font/woff2", ever),
    ] {
        let answer = served.fetch(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
        assert_eq!(answer.header("cache-control"), life, "{path}");
        let name =
            if matches!(path, "/" | "/j") { "index.html" } else { path.trim_start_matches('/') };
        let (_, text) = FILES.iter().find(|(of, _)| *of == name).unwrap();
        assert_eq!(answer.body, text.as_bytes(), "{path}");
        assert_eq!(answer.header("content-length"), text.len().to_string(), "{path}");
    }
    // What is not there must not be remembered.
    let missing = served.fetch("/assets/index-old.js").await;
    assert_eq!((missing.status, missing.header("cache-control")), (404, "no-store"));
}

#[tokio::test]
async fn what_a_browser_has_is_not_sent_again() {
    let mut served = Served::start();
    let first = served.fetch("/").await;
    let tag = first.header("etag").to_owned();
    assert!(tag.len() == 34 && tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    let weak = format!("\"x\", W/{tag}");
    for known in [tag.as_str(), weak.as_str(), "*"] {
        let answer = served.ask("GET", "/", &[("if-none-match", known)]).await;
        assert_eq!((answer.status, answer.body.len()), (304, 0), "{known}");
        for name in ["etag", "cache-control", "vary"] {
            assert_eq!(answer.header(name), first.header(name), "{name} for {known}");
        }
        assert!(!answer.headers.contains_key("content-type"));
    }
    for unknown in ["\"x\"", tag.trim_matches('"'), "", "W/\"x\", \"y\""] {
        let answer = served.ask("GET", "/", &[("if-none-match", unknown)]).await;
        assert_eq!(answer.status, 200, "{unknown}");
    }
    // Each coding has a tag of its own, for it has bytes of its own.
    let taken = [("accept-encoding", "br")];
    let coded = served.ask("GET", "/", &taken).await.header("etag").to_owned();
    assert_ne!(coded, tag);
    let with = |tag| [taken[0], ("if-none-match", tag)];
    assert_eq!(served.ask("GET", "/", &with(&coded)).await.status, 304);
    assert_eq!(served.ask("GET", "/", &with(&tag)).await.status, 200);
    assert_eq!(served.ask("HEAD", "/", &with(&coded)).await.status, 304);
    // Other content, other tag.
    write(&served.dir.path().join("web/index.html"), "another page");
    assert_eq!(served.fetch("/").await.header("etag"), tag, "the app changes as a whole");
    drop(served.program);
    served.program = Served::program(served.dir.path());
    let answer = served.ask("GET", "/", &[("if-none-match", &tag)]).await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, &b"another page"[..]));
}

#[tokio::test]
async fn the_best_coding_that_is_taken_and_there_is_sent() {
    let served = Served::start();
    for (taken, coding, body) in [
        ("gzip, deflate, br, zstd", "br", "the script with brotli"),
        ("gzip", "gzip", "the script with gzip"),
        ("br;q=0.2, gzip;q=0.8", "gzip", "the script with gzip"),
        ("br;q=0, *", "gzip", "the script with gzip"),
        ("br;q=0, gzip;q=0", "", "the script, longer than with brotli"),
        ("identity", "", "the script, longer than with brotli"),
        ("", "", "the script, longer than with brotli"),
    ] {
        let taken = [("accept-encoding", taken)];
        let answer = served.ask("GET", &format!("/{SCRIPT}"), &taken).await;
        assert_eq!(answer.body, body.as_bytes(), "{taken:?}");
        assert_eq!(answer.header("content-encoding"), coding, "{taken:?}");
        assert_eq!(answer.header("content-length"), body.len().to_string(), "{taken:?}");
        assert_eq!(answer.header("vary"), "accept-encoding", "{taken:?}");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
    }
    let answer = served.ask("GET", "/icon-192.png", &[("accept-encoding", "br, gzip")]).await;
    assert_eq!(answer.body, b"a picture");
    assert!(!answer.headers.contains_key("content-encoding"));
    assert!(!answer.headers.contains_key("vary"));
    assert_eq!(served.fetch(&format!("/{SCRIPT}.br")).await.status, 404, "part of another");
}

#[tokio::test]
async fn head_says_what_get_would() {
    let served = Served::start();
    for path in ["/", "/j", "/sw.js", "/assets/core-Bz81mQxe.wasm", "/nothing"] {
        for taken in ["", "br"] {
            let taken = [("accept-encoding", taken)];
            let mut get = served.ask("GET", path, &taken).await;
            let mut head = served.ask("HEAD", path, &taken).await;
            assert_eq!((head.body.len(), get.body.is_empty()), (0, false), "{path}");
            get.body.clear();
            for answer in [&mut get, &mut head] {
                answer.headers.remove("date");
            }
            assert_eq!((head.status, head.headers), (get.status, get.headers), "{path}");
        }
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_folder() {
    let served = Served::start();
    for path in [
        "/../secret",
        "/../../secret",
        "/assets/../../secret",
        "/assets/..%2f..%2fsecret",
        "/%2e%2e/secret",
        "/%2e%2e%2fsecret",
        "/..%5csecret",
        "/..\\secret",
        "//secret",
        "/./../secret",
        "/assets/%00",
        "/../data/relay.sqlite",
        "/web/../secret",
        "/etc/passwd",
        "//etc/passwd",
        "/index.html/../../secret",
        "/file:///etc/passwd",
        "http://elsewhere.example/../secret",
    ] {
        let answer = served.fetch(path).await;
        assert!([400, 404].contains(&answer.status), "{path} gives {}", answer.status);
        let text = String::from_utf8_lossy(&answer.body);
        assert!(!text.contains("nobody's business") && !text.contains("root:"), "{path}: {text}");
    }
}

#[tokio::test]
async fn only_what_the_app_knows_gives_the_app() {
    let served = Served::start();
    for path in ["/", "/j", "/?x=1", "/j?x=1"] {
        assert_eq!(served.fetch(path).await.body, PAGE.as_bytes(), "{path}");
    }
    for path in
        ["/j/", "/jj", "/today", "/favicon.ico", "/assets", "/assets/", "/wp-login.php", "/v1"]
    {
        let answer = served.ask("GET", path, &[("accept", "text/html")]).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.body, b"There is nothing here.\n", "{path}");
    }
}

#[tokio::test]
async fn the_relays_own_paths_are_what_they_were() {
    let served = Served::start();
    drop(served.program);
    for name in ["healthz", "v1/version", "v1/challenge"] {
        write(&served.dir.path().join("web").join(name), "not the relay");
    }
    let program = Served::program(served.dir.path());
    let bare = Program::start(&served.dir.path().join("bare"), &["--registration", "open"]);
    let paths = ["/healthz", "/readyz", "/v1/version", http::SYNC_PATH, http::SPACES_PATH];
    for (method, path) in paths.iter().flat_map(|path| [("GET", *path), ("POST", *path)]) {
        let mut with = request(&program.host, method, path, &[], b"").await;
        let mut without = request(&bare.host, method, path, &[], b"").await;
        assert!(!with.headers.contains_key("content-security-policy"), "{method} {path}");
        for answer in [&mut with, &mut without] {
            answer.headers.remove("date");
        }
        assert!(with == without, "{method} {path}: {} and {}", with.status, without.status);
    }
    let answer = request(&program.host, "GET", "/healthz", &[], b"").await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, &b"ok\n"[..]));
    let pair = Couple::found("a", &program.host).await;
    Client::reader(&program.host, &pair.ana, &pair.log, 3).await;
}

#[tokio::test]
async fn an_app_from_another_origin_may_ask() {
    let served = Served::start();
    let host = &served.program.host;
    let from = ("origin", "https://app.example");
    for path in [http::SPACES_PATH, http::EXCHANGE_PATH, http::MAILBOX_PUT_PATH, http::END_PATH] {
        let wish = [
            from,
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type"),
        ];
        let answer = served.ask("OPTIONS", path, &wish).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(answer.header("access-control-allow-methods"), "GET,POST", "{path}");
        assert_eq!(answer.header("access-control-allow-headers"), "content-type", "{path}");
        assert_eq!(answer.header("access-control-max-age"), "86400", "{path}");
        assert!(!answer.headers.contains_key("access-control-allow-credentials"), "{path}");
        // Refusals are read too.
        let answer = request(host, "POST", path, &[from], b"x").await;
        assert_ne!(answer.status, 200, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(answer.header("access-control-expose-headers"), "retry-after", "{path}");
    }
    for path in [http::CHALLENGE_PATH, "/v1/version"] {
        let answer = served.ask("GET", path, &[from]).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
    }
    for path in ["/healthz", "/readyz", "/", "/build.json"] {
        let answer = served.ask("GET", path, &[from]).await;
        assert!(!answer.headers.contains_key("access-control-allow-origin"), "{path}");
    }
    let mut upgrade = format!("ws://{host}{}", http::SYNC_PATH).into_client_request().unwrap();
    upgrade.headers_mut().insert("origin", "https://app.example".parse().unwrap());
    let stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let (_, answer) = tokio_tungstenite::client_async(upgrade, stream).await.unwrap();
    assert_eq!(answer.status(), 101);
}

#[cfg(not(feature = "app"))]
#[tokio::test]
async fn a_relay_without_the_app_says_what_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let program = Program::start(dir.path(), &[]);
    for path in ["/", "/j"] {
        let answer = request(&program.host, "GET", path, &[], b"").await;
        let text = String::from_utf8(answer.body.clone()).unwrap();
        assert_eq!(answer.status, 200, "{path}");
        assert!(text.contains("An Accord relay") && text.contains("Ein Accord-Relay"), "{text}");
        assert!(!text.contains("<style") && !text.contains("<script"), "{text}");
        is_strict(&answer, path);
    }
    assert_eq!(request(&program.host, "GET", "/index.js", &[], b"").await.status, 404);
}

#[test]
fn a_folder_without_an_app_is_refused_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let web = dir.path().join("web");
    let why = || {
        let why = refusal(&dir.path().join("data"), &["--web", web.to_str().unwrap()]);
        assert_eq!(why.lines().count(), 1, "{why}");
        why
    };
    assert!(why().contains("is not a folder with the app's files: No such file"), "{}", why());
    std::fs::create_dir(&web).unwrap();
    assert!(why().contains("it holds no index.html"), "{}", why());
    assert!(!dir.path().join("data/relay.sqlite").exists(), "nothing was begun");
}
