//! The browser's driver: a client, its store, sockets, requests and the clock, tied together in a worker.
//!
//! Owns all waiting. It holds no rule: what to save, send, ask and answer is the core's, in the core's order.

use std::collections::BTreeMap;

use accord_client_core::client::Client;
use accord_client_core::client::command::{Command, Outcome};
use accord_client_core::client::io::{Event, Input, Output, Ticket};
use accord_client_core::client::shut::relocking;
use accord_client_core::refused::Refused;
use accord_client_core::store::{Snapshot, Store, Table};
use accord_client_core::time::Now;
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender};
use futures_channel::oneshot;
use futures_util::StreamExt as _;
use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::WorkerGlobalScope;
use zeroize::Zeroizing;

use crate::net::{Sockets, http};
use crate::rng::BrowserRandom;

/// What the driver is asked for by whoever shows the app.
pub(crate) enum Asked {
    /// Carry this out and answer.
    Command(Box<Command>, oneshot::Sender<Outcome>),
    /// Take this in.
    Input(Input),
    /// Put another lock before the home.
    Relock(Relock, oneshot::Sender<Result<(), Refused>>),
    /// Let go of everything.
    End,
}

/// The passphrase of a home as typed, and the one that is to be; none is none.
pub(crate) struct Relock {
    pub(crate) old: Option<Zeroizing<String>>,
    pub(crate) new: Option<Zeroizing<String>>,
}

/// One home, driven until it is dropped or whoever asks is gone.
pub(crate) struct Driver<S> {
    client: Client,
    store: S,
    sockets: Sockets,
    here: UnboundedSender<Asked>,
    timer: Timer,
    tickets: Ticket,
    waiting: BTreeMap<Ticket, oneshot::Sender<Outcome>>,
    watch: Box<dyn FnMut(&Event)>,
}

impl<S: Store> Driver<S> {
    /// Drives a client until it is told to end. `here` leads to `asked`.
    pub(crate) async fn run(
        client: Client,
        store: S,
        (here, mut asked): (UnboundedSender<Asked>, UnboundedReceiver<Asked>),
        watch: impl FnMut(&Event) + 'static,
    ) {
        let mut driver = Self {
            client,
            store,
            sockets: Sockets::default(),
            timer: Timer::new(here.clone()),
            here,
            tickets: 0,
            waiting: BTreeMap::new(),
            watch: Box::new(watch),
        };
        while let Some(asked) = asked.next().await {
            let input = match asked {
                Asked::Command(command, answer) => {
                    driver.tickets += 1;
                    driver.waiting.insert(driver.tickets, answer);
                    Input::Command { ticket: driver.tickets, command: *command }
                }
                Asked::Input(input) => input,
                Asked::Relock(relock, answer) => {
                    drop(answer.send(driver.relock(&relock).await));
                    continue;
                }
                Asked::End => return,
            };
            driver.feed(input).await;
        }
    }

    /// Saves another lock; what the client knows stays.
    async fn relock(&mut self, Relock { old, new }: &Relock) -> Result<(), Refused> {
        let rows = self.store.read(Table::Lock, &[], &[], usize::MAX).await?;
        let old = old.as_ref().map(|typed| typed.as_str());
        let new = new.as_ref().map(|typed| typed.as_str());
        let batch = relocking(&Snapshot { rows }, &mut BrowserRandom, old, new)?;
        Ok(self.store.commit(&batch).await?)
    }

    /// Gives the client one input and does everything it asks for.
    async fn feed(&mut self, input: Input) {
        if let Input::Closed { link } = input {
            self.sockets.close(link);
        }
        self.client.handle(&now(), &mut BrowserRandom, input);
        while let Some(output) = self.client.poll() {
            if let Some(input) = self.perform(output).await {
                self.client.handle(&now(), &mut BrowserRandom, input);
            }
        }
    }

    async fn perform(&mut self, output: Output) -> Option<Input> {
        match output {
            Output::Save(batch) => {
                return Some(match self.store.commit(&batch).await {
                    Ok(()) => Input::Saved { batch: batch.id },
                    Err(fault) => Input::SaveFailed { batch: batch.id, fault },
                });
            }
            Output::Read { read, table, from, to, max_bytes } => {
                let rows = self.store.read(table, &from, &to, max_bytes).await;
                return Some(Input::Rows { read, rows });
            }
            Output::Dial { link, url } => self.sockets.dial(link, &url, &self.here),
            Output::Send { link, bytes } => self.sockets.send(link, &bytes),
            Output::Close { link } => self.sockets.close(link),
            Output::Http { request, url, body } => {
                let here = self.here.clone();
                spawn_local(async move {
                    let answer = http(&url, body.as_deref()).await;
                    drop(here.unbounded_send(Asked::Input(Input::Http { request, answer })));
                });
            }
            Output::Reply { ticket, outcome } => {
                if let Some(answer) = self.waiting.remove(&ticket) {
                    // Whoever asked may be gone; what was done stands.
                    drop(answer.send(*outcome));
                }
            }
            Output::Event(event) => (self.watch)(&event),
            Output::Wake { at_mono_ms } => self.timer.set(at_mono_ms),
        }
        None
    }
}

/// The one timer: a later setting replaces the one before.
struct Timer {
    tick: Closure<dyn FnMut()>,
    set: Option<i32>,
}

impl Timer {
    fn new(here: UnboundedSender<Asked>) -> Self {
        let tick = Closure::new(move || drop(here.unbounded_send(Asked::Input(Input::Tick))));
        Self { tick, set: None }
    }

    fn set(&mut self, at_mono_ms: u64) {
        let Some(scope) = scope() else { return };
        if let Some(old) = self.set.take() {
            scope.clear_timeout_with_handle(old);
        }
        let wait = i32::try_from(at_mono_ms.saturating_sub(mono_ms())).unwrap_or(i32::MAX);
        let tick = self.tick.as_ref().unchecked_ref();
        self.set = scope.set_timeout_with_callback_and_timeout_and_arguments_0(tick, wait).ok();
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let (Some(set), Some(scope)) = (self.set.take(), scope()) {
            scope.clear_timeout_with_handle(set);
        }
    }
}

fn scope() -> Option<WorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// The time, as the client is told.
pub(crate) fn now() -> Now {
    Now { unix_ms: millis(Date::now()).cast_signed(), mono_ms: mono_ms(), zone: zone() }
}

fn mono_ms() -> u64 {
    let performance = scope().and_then(|scope| scope.performance());
    millis(performance.map_or(0.0, |performance| performance.now()))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a browser's times are whole and positive for millions of years; what is not becomes 0"
)]
fn millis(time: f64) -> u64 {
    time as u64
}

/// The IANA zone of this device, as the browser says.
fn zone() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_else(|| "UTC".to_owned())
}
