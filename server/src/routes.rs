//! HTTP: which path asks the relay what. Bodies are CBOR both ways; a refusal is a typed problem.
//!
//! What is not the relay's own is the app's ([`Site`]). Knows no rule of the protocol. A body is read only while a permit is held, so that memory for bodies is bounded
//! whatever the number of clients.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use accord_protocol::error::Code;
use accord_protocol::http::{self, Problem};
use accord_protocol::limits::{HTTP_BODY_BYTES, RECORD_BYTES};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State, WebSocketUpgrade};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_http::cors::{Any, CorsLayer};

use crate::config::Config;
use crate::driver::Handle;
use crate::proxies::Proxies;
use crate::relay::Endpoint;
use crate::site::Site;

/// Bodies of up to [`SMALL_BODY`] read at once: 70 MiB.
const SMALL_AT_ONCE: usize = 1024;
/// Larger ones read at once: 70 MiB.
const LARGE_AT_ONCE: usize = 64;
/// Mailbox, look-up and END: one record and its map.
const SMALL_BODY: usize = RECORD_BYTES + 1024;
/// Longest time for one body.
const BODY_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a browser remembers that a page from elsewhere may ask.
const PREFLIGHT: Duration = Duration::from_secs(24 * 3600);
/// When somebody for whom there was no place may try again.
const FULL_RETRY_MS: u64 = 5_000;

/// Whose request it is, and the connection's place among those that may be open. Who goes on with the connection after the request keeps
/// a clone: the HTTP side forgets a connection when it becomes a WebSocket.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) address: IpAddr,
    pub(crate) _place: Arc<OwnedSemaphorePermit>,
}

/// A WebSocket's place, and its connection's. Free when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    _socket: OwnedSemaphorePermit,
    _caller: Option<Caller>,
    /// The drain waits for it.
    _alive: tokio::sync::mpsc::Sender<()>,
}

/// What handlers share.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) relay: Handle,
    proxies: Arc<Proxies>,
    /// Each socket holds a clone; the drain waits until all are dropped.
    alive: tokio::sync::mpsc::Sender<()>,
    /// Places of WebSockets.
    sockets: Arc<Semaphore>,
    small: Arc<Semaphore>,
    large: Arc<Semaphore>,
}

impl Shared {
    pub(crate) fn new(
        config: &Config,
        relay: Handle,
        alive: tokio::sync::mpsc::Sender<()>,
    ) -> Self {
        Self {
            relay,
            proxies: Arc::new(config.proxies()),
            alive,
            sockets: Arc::new(Semaphore::new(config.max_connections)),
            small: Arc::new(Semaphore::new(SMALL_AT_ONCE)),
            large: Arc::new(Semaphore::new(LARGE_AT_ONCE)),
        }
    }
}

/// All paths of the relay, and the app on all others.
pub(crate) fn router(shared: Shared, site: Site) -> Router {
    let site = Arc::new(site);
    Router::new()
        .route(http::SYNC_PATH, any(sync))
        .route(http::CHALLENGE_PATH, get(challenge))
        .route(http::SPACES_PATH, post(spaces))
        .route(http::EXCHANGE_PATH, post(exchange))
        .route(http::MAILBOX_PUT_PATH, post(mailbox_put))
        .route(http::MAILBOX_GET_PATH, post(mailbox_get))
        .route(http::MAILBOX_CLOSE_PATH, post(mailbox_close))
        .route(http::LOOKUP_PATH, post(lookup))
        .route(http::END_PATH, post(end))
        .route("/v1/version", get(version))
        .layer(from_elsewhere())
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .with_state(shared)
        .fallback(move |request: Request| std::future::ready(site.answer(&request)))
}

/// Lets an app that came from another origin ask: nothing here stands on cookies or on where a page is from, each request proves itself
/// (`docs/decisions/0342-any-origin-may-ask.md`).
fn from_elsewhere() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE])
        .expose_headers([header::RETRY_AFTER])
        .max_age(PREFLIGHT)
        .vary([])
}

async fn sync(State(shared): State<Shared>, request: Request) -> Response {
    let ip = address(&shared, &request);
    let (mut parts, _) = request.into_parts();
    let caller = parts.extensions.remove::<Caller>();
    let upgrade = <WebSocketUpgrade as axum::extract::FromRequestParts<()>>::from_request_parts(
        &mut parts,
        &(),
    );
    let upgrade = match upgrade.await {
        Ok(upgrade) => upgrade,
        Err(refusal) => return refusal.into_response(),
    };
    let Ok(socket) = Arc::clone(&shared.sockets).try_acquire_owned() else {
        let full = Problem { code: Code::Unavailable, retry_after_ms: Some(FULL_RETRY_MS) };
        let mut refusal = problem(&shared, full);
        refusal.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        return refusal;
    };
    let place = Place { _socket: socket, _caller: caller, _alive: shared.alive };
    crate::socket::sized(upgrade)
        .on_upgrade(move |socket| crate::socket::run(socket, shared.relay, ip, place))
}

async fn challenge(State(shared): State<Shared>, request: Request) -> Response {
    let mut fresh = [0; 16];
    if getrandom::fill(&mut fresh).is_err() {
        tracing::error!("the system gives no random bytes");
        return problem(&shared, Problem { code: Code::Unavailable, retry_after_ms: Some(1_000) });
    }
    let ip = address(&shared, &request);
    answer(&shared, shared.relay.request(ip, Endpoint::Challenge { fresh }, Vec::new()).await)
}

async fn spaces(State(shared): State<Shared>, request: Request) -> Response {
    ask(shared, request, Endpoint::Spaces, HTTP_BODY_BYTES).await
}

async fn exchange(State(shared): State<Shared>, request: Request) -> Response {
    ask(shared, request, Endpoint::Exchange, HTTP_BODY_BYTES).await
}

async fn mailbox_put(State(shared): State<Shared>, request: Request) -> Response {
    ask(shared, request, Endpoint::MailboxPut, SMALL_BODY).await
}

async fn mailbox_get(State(shared): State<Shared>, request: Request) -> Response {
    ask(shared, request, Endpoint::MailboxGet, SMALL_BODY).await
}

async fn mailbox_close(State(shared): State<Shared>, request: Request) -> Response {
    ask(shared, request, Endpoint::MailboxClose, SMALL_BODY).await
}

async fn lookup(State(shared): State<Shared>, request: Request) -> Response {
    ask(shared, request, Endpoint::Lookup, SMALL_BODY).await
}

async fn end(State(shared): State<Shared>, request: Request) -> Response {
    ask(shared, request, Endpoint::End, SMALL_BODY).await
}

/// Whether the relay's own task is alive.
async fn health(State(shared): State<Shared>) -> Response {
    if shared.relay.is_alive() {
        "ok\n".into_response()
    } else {
        (StatusCode::INTERNAL_SERVER_ERROR, "the relay has ended\n").into_response()
    }
}

/// Whether the last write worked: a relay that cannot store is up but not ready.
async fn ready(State(shared): State<Shared>) -> Response {
    let works = shared.relay.numbers().store_works.load(std::sync::atomic::Ordering::Relaxed);
    if works {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the last write failed\n").into_response()
    }
}

async fn version() -> Response {
    let body = serde_json::json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "proto": accord_protocol::frame::PROTO,
    });
    ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

async fn ask(shared: Shared, request: Request, endpoint: Endpoint, limit: usize) -> Response {
    let ip = address(&shared, &request);
    let permits = if limit > SMALL_BODY { &shared.large } else { &shared.small };
    let read = async {
        let Ok(_permit) = permits.acquire().await else { return Err(Code::Unavailable) };
        axum::body::to_bytes(request.into_body(), limit).await.map_err(|_| Code::TooLarge)
    };
    let body = match tokio::time::timeout(BODY_TIMEOUT, read).await {
        Ok(Ok(body)) => body,
        Ok(Err(code)) => return problem(&shared, Problem { code, retry_after_ms: None }),
        Err(_) => {
            let late = Problem { code: Code::Unavailable, retry_after_ms: Some(5_000) };
            return problem(&shared, late);
        }
    };
    answer(&shared, shared.relay.request(ip, endpoint, body.to_vec()).await)
}

fn answer(shared: &Shared, result: Result<Vec<u8>, Problem>) -> Response {
    match result {
        Ok(body) => cbor(StatusCode::OK, body),
        Err(refused) => problem(shared, refused),
    }
}

fn problem(shared: &Shared, problem: Problem) -> Response {
    shared.relay.numbers().refused(problem.code);
    let status =
        StatusCode::from_u16(problem.code.http_status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let mut response = cbor(status, problem.encode());
    if let Some(ms) = problem.retry_after_ms {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(ms.div_ceil(1000)));
    }
    response
}

fn cbor(status: StatusCode, body: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(http::MEDIA_TYPE)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, Body::from(body)).into_response()
}

/// Who asks: the peer, or whom a trusted proxy speaks for.
fn address(shared: &Shared, request: &Request) -> IpAddr {
    let peer = request
        .extensions()
        .get::<Caller>()
        .map_or(IpAddr::from([0, 0, 0, 0]), |caller| caller.address);
    shared.proxies.caller(peer, request.headers())
}
