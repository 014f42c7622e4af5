//! Serving: opens the store, binds, accepts, and drains in bounded time.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_io_timeout::TimeoutStream;

use crate::config::Config;
use crate::driver::{self, Clock, Handle};
use crate::error::Error;
use crate::metrics::Numbers;
use crate::relay::{Event, Relay, Start};
use crate::routes::{self, Caller, Shared};
use crate::site::Site;
use crate::store::home::Home;
use crate::tls::Tls;

/// What the relay's sockets run on: one thread. Its logic is one task anyway, commits, reads and many signatures have threads of their own, and
/// a hand-over less between sockets and logic is shorter for everybody (`docs/decisions/0154-one-thread-for-sockets.md`).
///
/// # Errors
/// When the system gives no thread.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()
}

/// When clients may come back after a drain: a restart takes less.
const RETRY_AFTER_MS: u64 = 2_000;
/// Connections beyond those that WebSockets may hold: there is always room for a short request, and for refusing one more WebSocket.
const SPARE: usize = 64;

/// A relay that is being served.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Whether by TLS.
    pub secure: bool,
    /// Where it gives metrics, if it does.
    pub metrics: Option<SocketAddr>,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    /// Drains and waits until everything is closed and stored.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }

    /// Waits until the relay has ended by itself.
    pub async fn ended(self) {
        let _ = self.task.await;
    }
}

/// Binds what the settings name.
///
/// # Errors
/// When the address is taken or not ours.
pub async fn bind(config: &Config) -> Result<TcpListener, Error> {
    TcpListener::bind(&config.listen)
        .await
        .map_err(|source| Error::Listen { address: config.listen.clone(), source })
}

/// Serves from `listener` until `shutdown` resolves or [`Running::stop`] is called. Returns once the relay answers.
///
/// # Errors
/// When the store cannot be opened; nothing was changed then.
pub async fn serve(
    config: Config,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<Running, Error> {
    let config = config.checked()?;
    let tls = match (&config.tls_certificate, &config.tls_key) {
        (Some(certificate), Some(key)) => Some(Arc::new(Tls::open(certificate, key)?)),
        _ => None,
    };
    let address = listener.local_addr()?;
    let now_ms = Clock::new().now_ms();
    let home = Home::of(&config)?;
    let (limit_bytes, workers) = (config.max_database_bytes, config.workers);
    let web = config.web.clone();
    // Reading and opening may wait for the disk, or a network.
    let opened = home.clone();
    let (site, database, writer, readers) = tokio::task::spawn_blocking(move || {
        let site = match web {
            Some(web) => Site::from_folder(&web).map_err(|why| Error::Web(web, why))?,
            None => Site::built_in(),
        };
        let database = opened.open(now_ms)?;
        let writer = database.writer(limit_bytes)?;
        let readers = (0..workers).map(|_| database.reader()).collect::<Result<_, _>>()?;
        Ok::<_, Error>((site, database, writer, readers))
    })
    .await
    .map_err(std::io::Error::other)??;
    if let Some(reason) = database.raised() {
        tracing::warn!(
            reason,
            "this store gets a new epoch: clients will offer again what it lacks"
        );
    }
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|_| std::io::Error::other("no random bytes"))?;
    let relay = Relay::new(Start {
        settings: config.relay.clone(),
        boot: database.boot(),
        names: names(&config.public_names, address),
        secret,
    });
    let relay = if home.is_shared() { relay.sharing() } else { relay };
    let (handle, threads) = driver::start(relay, writer, readers)?;
    let (alive, all_closed) = mpsc::channel(1);
    let app = routes::router(Shared::new(&config, handle.clone(), alive), site);
    let (stop, stopped) = watch::channel(false);
    let mut metrics_address = None;
    if let Some(metrics) = &config.metrics {
        let listener = TcpListener::bind(metrics)
            .await
            .map_err(|source| Error::Listen { address: metrics.clone(), source })?;
        metrics_address = Some(listener.local_addr()?);
        let (config, stopped) = (config.clone(), stopped.clone());
        let place = crate::metrics::Place::new(&config, home, database.boot().generation);
        let app = crate::metrics::router(handle.clone(), place);
        let numbers = handle.numbers();
        tokio::spawn(async move { accept(&listener, app, &config, &numbers, None, stopped).await });
    }
    let following = tls.clone().map(|tls| tokio::spawn(tls.follow()));
    let secure = tls.is_some();
    let wish = stop.clone();
    tokio::spawn(async move {
        shutdown.await;
        let _ = wish.send(true);
    });
    let task = tokio::spawn(async move {
        accept(&listener, app, &config, &handle.numbers(), tls, stopped).await;
        if let Some(following) = following {
            following.abort();
        }
        drop(listener);
        let drained = drain(&handle, all_closed);
        if tokio::time::timeout(Duration::from_secs(config.drain_s), drained).await.is_err() {
            tracing::warn!("not everything was closed in time");
        }
        handle.stop().await;
        drop(handle);
        // The writer's last commit and the mark beside the database.
        let _ = tokio::task::spawn_blocking(move || threads.join()).await;
        drop(database);
    });
    Ok(Running { address, secure, metrics: metrics_address, stop, task })
}

/// The names clients may dial: the configured ones, and loopback's only on a loopback listener.
fn names(configured: &[String], address: SocketAddr) -> Vec<String> {
    let mut names: Vec<String> = configured
        .iter()
        .filter(|name| address.ip().is_loopback() || !accord_protocol::host::is_loopback(name))
        .cloned()
        .collect();
    if address.ip().is_loopback() {
        let port = address.port();
        for name in ["localhost", "127.0.0.1", "[::1]"] {
            names.push(format!("{name}:{port}"));
            if port == 80 {
                names.push(name.into());
            }
        }
    }
    names
}

async fn accept(
    listener: &TcpListener,
    app: Router,
    config: &Config,
    numbers: &Numbers,
    tls: Option<Arc<Tls>>,
    mut stopped: watch::Receiver<bool>,
) {
    let head_timeout = Duration::from_millis(config.head_timeout_ms);
    let unread_timeout = Duration::from_millis(config.unread_timeout_ms);
    let places = Arc::new(Semaphore::new(config.max_connections + SPARE));
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = asked(&mut stopped) => return,
        };
        let Ok(place) = place else { return };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = asked(&mut stopped) => return,
        };
        match accepted {
            Ok((stream, peer)) => {
                numbers.accepted.fetch_add(1, Ordering::Relaxed);
                let _ = stream.set_nodelay(true);
                let caller = Caller { address: peer.ip(), _place: Arc::new(place) };
                let service = Named { app: TowerToHyperService::new(app.clone()), caller };
                let mut stream = TimeoutStream::new(stream);
                stream.set_write_timeout(Some(unread_timeout));
                let stream = Box::pin(stream);
                let stopped = stopped.clone();
                match &tls {
                    None => drop(tokio::spawn(connection(stream, service, head_timeout, stopped))),
                    Some(tls) => {
                        let shaken = tls.acceptor().accept(stream);
                        drop(tokio::spawn(async move {
                            // Who shakes no hands is no more than who sends no head.
                            if let Ok(Ok(stream)) = tokio::time::timeout(head_timeout, shaken).await
                            {
                                connection(stream, service, head_timeout, stopped).await;
                            }
                        }));
                    }
                }
            }
            Err(error) => {
                numbers.not_accepted.fetch_add(1, Ordering::Relaxed);
                // Out of file descriptors, most likely: others will close.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// The app for one connection: each request carries who asks.
#[derive(Debug)]
struct Named {
    app: TowerToHyperService<Router>,
    caller: Caller,
}

impl Service<Request<Incoming>> for Named {
    type Response = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Response;
    type Error = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Error;
    type Future = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Future;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(self.caller.clone());
        self.app.call(request)
    }
}

async fn connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    service: Named,
    head_timeout: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head_timeout)
        .max_buf_size(16 * 1024)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut served = std::pin::pin!(served);
    tokio::select! {
        _ = served.as_mut() => {}
        () = asked(&mut stopped) => {
            served.as_mut().graceful_shutdown();
            let _ = served.await;
        }
    }
}

/// Resolves when the relay is to stop.
async fn asked(stopped: &mut watch::Receiver<bool>) {
    drop(stopped.wait_for(|stop| *stop).await);
}

/// Says good-bye to all sockets, then waits until they are gone and everything is stored.
async fn drain(relay: &Handle, mut all_closed: mpsc::Receiver<()>) {
    relay.tell(Event::Drain { retry_after_ms: RETRY_AFTER_MS }).await;
    while all_closed.recv().await.is_some() {}
    relay.settle().await;
}
