//! The relays of a world: the real logic over a memory store, killed, restored and filled up at will.

use std::collections::BTreeMap;

use accord_protocol::error::Code;
use accord_protocol::frame::{ClientFrame, Outcome, ServerFrame};
use accord_protocol::ids::StoreEpoch;
use accord_protocol::record::{Kind, Record};
use accord_server::relay::settings::{Registration, Settings};
use accord_server::relay::{Endpoint, Event, Output as Out, Relay, RequestId, Start};
use accord_server::store::memory::MemoryStore as RelayStore;
use accord_server::store::{Store as _, StoreError};

use crate::network::{Asked, Parcel};
use crate::rng::fill;
use crate::world::{HOST, OTHER_HOST, OTHER_URL, URL, World};

/// One relay: its process while it lives, and what it keeps.
pub struct RelayHost {
    pub(crate) relay: Option<Relay>,
    /// What survives it.
    pub store: RelayStore,
    /// It is no relay at all: every frame and request is answered with noise.
    pub lies: bool,
    /// It refuses every record of content larger than so many bytes with this code, before the relay's own logic sees it.
    pub refuses: Option<(usize, Code)>,
    registration: Registration,
    pub(crate) requests: BTreeMap<RequestId, Asked>,
}

impl World {
    /// Another relay under the same name; gives its number. Homes dial it once their `dials` says so.
    pub fn add_relay(&mut self, store: RelayStore) -> usize {
        let host = RelayHost {
            relay: None,
            store,
            lies: false,
            refuses: None,
            registration: Registration::Open,
            requests: BTreeMap::new(),
        };
        self.relays.push(host);
        let relay = self.relays.len() - 1;
        self.start_relay(relay);
        relay
    }

    /// An empty store.
    pub fn fresh_store(&mut self) -> RelayStore {
        RelayStore::new(StoreEpoch::from_bytes(fill(&mut self.rng)), self.now_ms)
    }

    /// Starts a relay from its store.
    pub fn start_relay(&mut self, relay: usize) {
        let host = &mut self.relays[relay];
        let boot = match host.store.read(&accord_server::store::Query::Boot) {
            Ok(accord_server::store::Answer::Boot(boot)) => boot,
            other => unreachable!("a memory store knows its boot: {other:?}"),
        };
        let settings = Settings { registration: host.registration, ..Settings::default() };
        let secret = fill(&mut self.rng);
        host.relay = Some(Relay::new(Start {
            settings,
            boot,
            names: vec![HOST.into(), OTHER_HOST.into()],
            secret,
        }));
    }

    /// An operator changes who may found a space; the relay starts anew with it.
    pub fn registration(&mut self, relay: usize, registration: Registration) {
        self.relays[relay].registration = registration;
        self.restart_relay(relay);
    }

    /// Kills a relay: every connection breaks, what was not committed is gone.
    pub fn kill_relay(&mut self, relay: usize) {
        self.relays[relay].relay = None;
        let asked = std::mem::take(&mut self.relays[relay].requests);
        for Asked { home, generation, request, .. } in asked.into_values() {
            self.post_free(0, Parcel::Answer { home, generation, request, answer: None });
        }
        let own = self.conns.iter().filter(|(_, c)| c.relay == relay);
        let conns: Vec<_> = own.map(|(conn, _)| *conn).collect();
        for conn in conns {
            self.post(conn, false, Parcel::HomeHearsClose { conn });
        }
    }

    /// Kills a relay and starts it again from its store; what it acknowledged is there.
    pub fn restart_relay(&mut self, relay: usize) {
        self.kill_relay(relay);
        if relay == 0 {
            self.tap.check_kept(&self.relays[0].store);
        }
        self.start_relay(relay);
    }

    /// An operator puts an older image back, under a new epoch.
    pub fn restore_relay(&mut self, relay: usize, image: &RelayStore) {
        self.kill_relay(relay);
        let epoch = StoreEpoch::from_bytes(fill(&mut self.rng));
        self.relays[relay].store = image.clone().restored(epoch, self.now_ms);
        self.tap.may_lack();
        self.start_relay(relay);
    }

    /// An older image is back and nothing says so: no new epoch, as after a disk that lied about what it had written.
    pub fn lose_silently(&mut self, relay: usize, image: &RelayStore) {
        self.kill_relay(relay);
        self.relays[relay].store = image.clone();
        self.tap.may_lack();
        self.start_relay(relay);
    }

    /// What a relay with a limit of its own answers to a push, where it refuses it.
    pub(crate) fn refusal(&self, relay: usize, bytes: &[u8]) -> Option<Vec<u8>> {
        let (most, code) = self.relays[relay].refuses?;
        let ClientFrame::Push { req, record } = ClientFrame::decode(bytes).ok()? else {
            return None;
        };
        let content = Record::parse(&record).is_ok_and(|r| r.kind() == Kind::Content);
        let outcome = Outcome::Refused(code);
        (content && record.len() > most)
            .then(|| ServerFrame::Ack { req, outcome, retry_after_ms: None }.encode())
    }

    /// Whether a relay runs.
    #[must_use]
    pub fn relay_is_up(&self, relay: usize) -> bool {
        self.relays[relay].relay.is_some()
    }

    pub(crate) fn endpoint(&mut self, url: &str) -> Option<Endpoint> {
        use accord_protocol::http;
        let path = url.strip_prefix(URL).or_else(|| url.strip_prefix(OTHER_URL))?;
        Some(match path {
            http::SPACES_PATH => Endpoint::Spaces,
            http::MAILBOX_PUT_PATH => Endpoint::MailboxPut,
            http::MAILBOX_GET_PATH => Endpoint::MailboxGet,
            http::MAILBOX_CLOSE_PATH => Endpoint::MailboxClose,
            http::LOOKUP_PATH => Endpoint::Lookup,
            http::END_PATH => Endpoint::End,
            http::CHALLENGE_PATH => Endpoint::Challenge { fresh: fill(&mut self.rng) },
            http::EXCHANGE_PATH => Endpoint::Exchange,
            _ => return None,
        })
    }

    pub(crate) fn relay_takes(&mut self, number: usize, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            let now = self.now_ms;
            let Some(relay) = &mut self.relays[number].relay else { return };
            relay.handle(now, event);
            let mut answers = Vec::new();
            while let Some(output) = self.relays[number].relay.as_mut().and_then(Relay::poll) {
                if let Some(answer) = self.relay_does(number, output) {
                    answers.push(answer);
                }
            }
            answers.reverse();
            events.extend(answers);
        }
    }

    fn relay_does(&mut self, number: usize, output: Out) -> Option<Event> {
        let host = &mut self.relays[number];
        match output {
            Out::Send { conn, bytes, paced } => {
                if number == 0 {
                    self.tap.answered(conn, &bytes, &host.store);
                }
                self.post(conn, false, Parcel::ToHome { conn, bytes });
                paced.then_some(Event::Sent { conn })
            }
            Out::Took { .. } => None,
            Out::Close { conn } => {
                self.post(conn, false, Parcel::HomeHearsClose { conn });
                Some(Event::Closed { conn })
            }
            Out::Reply { request, result } => {
                let Asked { home, generation, request, answer_lost } =
                    host.requests.remove(&request)?;
                let answer = match result {
                    Ok(body) => (200, body),
                    Err(problem) => (problem.code.http_status(), problem.encode()),
                };
                let answer = Some(answer).filter(|_| !answer_lost);
                let delay = self.net.delay_ms + self.net.ask_ms;
                self.post_free(delay, Parcel::Answer { home, generation, request, answer });
                None
            }
            Out::Commit { batch, ops } => {
                let result: Result<(), StoreError> = host.store.commit(&ops);
                Some(Event::Committed { batch, result })
            }
            Out::Read { task, query } => {
                Some(Event::Read { task, answer: host.store.read(&query) })
            }
            Out::Verify { task, check } => Some(Event::Verified { task, good: check.run() }),
        }
    }
}
