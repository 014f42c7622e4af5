//! The life of a connection: when to dial, the handshake, pings, timeouts, when to try again. What is
//! said once both sides agree where to begin is in `live`.

use std::collections::VecDeque;

use accord_protocol::error::Code;
use accord_protocol::frame::{ClientFrame, CodecError, PROTO, ServerFrame, auth_message};
use accord_protocol::http::{Created, Problem};
use accord_protocol::ids::RecordHash;
use accord_protocol::limits::{CREATE_RECORDS, PING_MISSES, PING_RESUME_S, PING_S};
use accord_protocol::record::{Kind, Record};
use rand_core::CryptoRng;

use super::backoff::{Backoff, jitter};
use super::conn::{Conn, RelayHead};
use super::rows::Changes;
use super::space::Space;
use super::switch::Switch;
use super::types::Branch;
use super::{Input, Output, Reason, Stop};

/// How long a step of the handshake or an answer may take, milliseconds: slow phones on slow lines.
pub(super) const ANSWER_MS: u64 = 30_000;
/// When a parted relay, a wrong version or a closed registration is tried again by itself: ten minutes.
pub(super) const SELDOM_MS: u64 = 600_000;
/// How often a device that is not admitted yet asks by itself, milliseconds.
const NOT_MEMBER_MS: u64 = 60_000;
/// Longest wait a relay may ask for, milliseconds: an hour. `WantSync` ends every wait.
pub(super) const RETRY_AFTER_MAX_MS: u64 = 3_600_000;
/// Shortest wait after a relay asked for one, so that "0" is no busy loop.
const RETRY_AFTER_MIN_MS: u64 = 100;
/// Idle seconds before a ping a relay may ask for.
const PING_S_RANGE: (u64, u64) = (5, 300);

/// Where the connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No connection.
    Resting,
    /// The relay is asked to found the space.
    Registering,
    /// The person took the relay's branch; the common beginning is read from the store.
    Replaying,
    /// A connection is being opened.
    Dialing,
    /// Waiting for Welcome.
    Greeting,
    /// Waiting for the signature of our own device.
    Signing,
    /// Waiting for Ready.
    Proving,
    /// Waiting for Sub or Rollback.
    Comparing,
    /// Records flow.
    Live,
}

/// When to dial again after a close.
#[derive(Clone, Copy, Debug)]
pub(super) enum Again {
    Backoff,
    After(u64),
    Asked(Option<u64>),
}

/// The connection of one space to one relay. Nothing in it must survive a restart.
#[derive(Clone, Debug)]
pub struct Session {
    host: String,
    client: String,
    pub(super) out: VecDeque<Output>,
    pub(super) phase: Phase,
    pub(super) now_ms: u64,
    phase_since_ms: u64,
    wanted: bool,
    stopped: Option<Stop>,
    backoff: Backoff,
    not_before_ms: u64,
    ending: Option<(Reason, Again)>,
    pub(super) conn: Conn,
    pub(super) rows_asked: Option<u64>,
    /// The relay does not know the space although it once did.
    missing: bool,
    register_tried: bool,
    /// Length of the relay's log where it is too short to know this device yet.
    brought: Option<u64>,
    pub(super) switch: Option<Switch>,
    /// It began to go over by itself and the logs were not one since: a relay that always shows another log is not followed for ever.
    pub(super) went_over: bool,
    /// When the record in flight may go out again, and why it may not yet.
    pub(super) delayed_until_ms: u64,
    /// When a sealing that was told to pull first may go on although nothing came.
    pub(super) hold_until_ms: u64,
    /// The record a relay called of another branch although the heads agree.
    pub(super) doubted: Option<RecordHash>,
    woke_ms: Option<u64>,
}

impl Session {
    /// A session that rests. `host` is the `name[:port]` that is dialled, in lower case; `client` names
    /// this software for the relay's operator, at most 64 bytes.
    #[must_use]
    pub fn new(host: impl Into<String>, client: impl Into<String>) -> Self {
        Self {
            host: host.into(),
            client: client.into(),
            out: VecDeque::new(),
            phase: Phase::Resting,
            now_ms: 0,
            phase_since_ms: 0,
            wanted: false,
            stopped: None,
            backoff: Backoff::default(),
            not_before_ms: 0,
            ending: None,
            conn: Conn::default(),
            rows_asked: None,
            missing: false,
            register_tried: false,
            brought: None,
            switch: None,
            went_over: false,
            delayed_until_ms: 0,
            hold_until_ms: 0,
            doubted: None,
            woke_ms: None,
        }
    }

    /// Takes one input. `now_ms` is a clock that never jumps back; drain [`Session::poll`] afterwards.
    pub fn handle(
        &mut self,
        space: &mut Space,
        now_ms: u64,
        rng: &mut dyn CryptoRng,
        input: Input<'_>,
    ) {
        self.now_ms = self.now_ms.max(now_ms);
        match input {
            Input::WantSync => self.want(),
            Input::Rest => self.rest(space),
            Input::Resumed => self.conn.ping_s = self.conn.ping_s.min(PING_RESUME_S),
            Input::Connected => self.connected(),
            Input::Received(bytes) => self.received(space, rng, bytes),
            Input::Closed => self.closed(rng),
            Input::Signed(signature) => self.signed(space, signature),
            Input::Saved(id) => space.saved(id),
            Input::Changed => {}
            // The driver's timer is spent: say again when the next one is.
            Input::Tick => self.woke_ms = None,
            Input::Rows { from, records } => self.rows(space, from, records),
            Input::Registered(result) => self.registered(space, rng, result),
            Input::TakeRelayBranch => self.begin_switch(space),
        }
        self.timers(space);
        if self.phase == Phase::Live && self.ending.is_none() {
            self.pump(space);
        }
        self.finish(rng);
        if self.phase == Phase::Resting {
            self.begin(space);
        }
        self.wake(space);
    }

    /// The next thing to do.
    pub fn poll(&mut self) -> Option<Output> {
        self.out.pop_front()
    }

    /// Where the connection stands.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// Failures in a row, and when it is tried again if nothing is under way.
    #[must_use]
    pub fn waiting(&self) -> (u32, Option<u64>) {
        let waits = self.phase == Phase::Resting && self.wanted && self.stopped.is_none();
        (self.backoff.failures(), waits.then_some(self.not_before_ms))
    }

    /// Why nothing is tried any more.
    #[must_use]
    pub const fn stopped(&self) -> Option<Stop> {
        self.stopped
    }

    pub(super) fn send(&mut self, frame: &ClientFrame) {
        self.out.push_back(Output::Send(frame.encode()));
    }

    pub(super) fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.phase_since_ms = self.now_ms;
    }

    /// Ends the connection once this input is worked off. The first reason counts.
    pub(super) fn fail(&mut self, reason: Reason, again: Again) {
        if self.ending.is_none() {
            self.ending = Some((reason, again));
        }
    }

    pub(super) const fn is_ending(&self) -> bool {
        self.ending.is_some()
    }

    /// Gives up until asked.
    pub(super) fn stop(&mut self, stop: Stop) {
        self.stopped = Some(stop);
        self.out.push_back(Output::Stopped(stop));
        self.fail(Reason::Stopped, Again::Backoff);
    }

    /// What a refusal of the whole connection means.
    pub(super) fn refused(&mut self, code: Code, retry_after_ms: Option<u64>) {
        match code {
            Code::Revoked => self.stop(Stop::Revoked),
            Code::Gone => self.stop(Stop::Gone),
            Code::NotMember => {
                // The first time at once, because the founder has something to do about it; then rarely:
                // relays count failed authentications.
                let again = if self.missing { Again::After(NOT_MEMBER_MS) } else { Again::Backoff };
                self.missing = true;
                self.out.push_back(Output::NotMember);
                self.fail(Reason::Refused(code), again);
            }
            Code::Version => {
                self.out.push_back(Output::VersionMismatch);
                self.fail(Reason::Version, Again::After(SELDOM_MS));
            }
            _ => self.fail(Reason::Refused(code), Again::Asked(retry_after_ms)),
        }
    }

    /// Asks for rows of one piece of the log, at most to `to`.
    pub(super) fn ask_rows(&mut self, space: &Space, from: u64, to: u64) {
        self.rows_asked = Some(from);
        self.out.push_back(Output::NeedRows { from, to: to.min(space.piece_end(from)) });
    }

    /// Both sides hold the same log as far as the shorter one goes, and the relay lacks nothing.
    pub(super) fn agree(&mut self, space: &mut Space) {
        self.conn.agreed = true;
        self.backoff.healthy(self.now_ms);
        self.missing = false;
        self.went_over = false;
        let epoch = self.conn.epoch;
        if space.store_epoch != epoch || !space.registered || space.branch != Branch::Agrees {
            space.store_epoch = epoch;
            space.registered = true;
            space.branch = Branch::Agrees;
            let save = space.save(Changes::default());
            self.out.push_back(Output::Save(save));
        }
    }

    const fn want(&mut self) {
        self.wanted = true;
        self.stopped = None;
        self.not_before_ms = self.now_ms;
        self.delayed_until_ms = 0;
        self.register_tried = false;
        self.brought = None;
        self.backoff.reset();
    }

    /// The relay's branch was agreed to: read our own log first, then connect anew.
    pub(super) fn want_switch(&mut self) {
        self.want();
        if self.phase != Phase::Resting {
            self.fail(Reason::Compare, Again::After(0));
        }
    }

    fn rest(&mut self, space: &Space) {
        self.wanted = false;
        if self.phase == Phase::Live {
            self.flush_applied(space);
        }
        if self.phase != Phase::Resting {
            self.fail(Reason::Rest, Again::After(0));
        }
    }

    /// Starts what is next when nothing is under way.
    fn begin(&mut self, space: &Space) {
        let due = self.wanted && self.stopped.is_none() && self.now_ms >= self.not_before_ms;
        // What was not saved is not shown to anybody.
        if !due || space.durable() < space.len() {
            return;
        }
        let lost = self.missing && !self.register_tried && space.may_register();
        let unknown = !space.registered || lost;
        if self.switch.as_ref().is_some_and(Switch::is_replaying) {
            self.enter(Phase::Replaying);
            self.ask_switch_rows(space);
        } else if let Some(len) = self.brought {
            self.enter(Phase::Registering);
            self.ask_rows(space, len + 1, space.len().min(len + CREATE_RECORDS as u64));
        } else if unknown && !space.is_empty() {
            self.enter(Phase::Registering);
            self.ask_rows(space, 1, space.len().min(CREATE_RECORDS as u64));
        } else {
            self.enter(Phase::Dialing);
            self.conn = Conn::new(self.now_ms);
            self.out.push_back(Output::Dial);
        }
    }

    fn connected(&mut self) {
        if self.phase != Phase::Dialing {
            return;
        }
        self.conn = Conn::new(self.now_ms);
        self.enter(Phase::Greeting);
        let client = self.client.clone();
        self.send(&ClientFrame::Hello { min: PROTO, max: PROTO, client });
    }

    fn received(&mut self, space: &mut Space, rng: &mut dyn CryptoRng, bytes: &[u8]) {
        if self.connected_since().is_none() {
            return;
        }
        self.conn.heard_ms = self.now_ms;
        self.conn.pings = 0;
        match ServerFrame::decode(bytes) {
            Ok(frame) => self.frame(space, rng, frame),
            // A frame of a later version: not for us.
            Err(CodecError::FrameType { .. }) => {}
            Err(error) => self.fail(Reason::Frame(error), Again::Backoff),
        }
    }

    fn frame(&mut self, space: &mut Space, rng: &mut dyn CryptoRng, frame: ServerFrame) {
        match (self.phase, frame) {
            (_, ServerFrame::Ping) => self.send(&ClientFrame::Pong),
            (_, ServerFrame::Pong) => {}
            (_, ServerFrame::GoAway { retry_after_ms }) => {
                let wait = retry_after_ms.min(RETRY_AFTER_MAX_MS);
                // Everybody was told the same: spread the return.
                let wait = wait.saturating_add(jitter(wait.min(5_000), rng));
                self.fail(Reason::GoAway, Again::Asked(Some(wait)));
            }
            (_, ServerFrame::Error { code, retry_after_ms }) => {
                self.refused(code, retry_after_ms);
            }
            (
                Phase::Greeting,
                ServerFrame::Welcome { proto, challenge, ping_s, store_epoch, .. },
            ) => {
                if proto != PROTO {
                    return self.refused(Code::Version, None);
                }
                self.conn.ping_s = u64::from(ping_s).clamp(PING_S_RANGE.0, PING_S_RANGE.1);
                self.conn.epoch = Some(store_epoch);
                self.conn.challenge = challenge;
                rng.fill_bytes(&mut self.conn.nonce);
                let message = auth_message(
                    &self.host,
                    &challenge,
                    &self.conn.nonce,
                    &space.id(),
                    &space.device(),
                );
                self.enter(Phase::Signing);
                self.out.push_back(Output::SignAuth(message));
            }
            (Phase::Proving, ServerFrame::Ready { position, head }) => {
                self.ready(space, RelayHead { position, head });
            }
            (Phase::Comparing, ServerFrame::Sub { position }) => self.agreed_at(space, position),
            (Phase::Comparing, ServerFrame::Rollback { position, head }) => {
                self.differs_at(space, RelayHead { position, head });
            }
            (Phase::Live, ServerFrame::Data { from, records, .. }) => {
                self.data(space, from, &records);
            }
            (Phase::Live, ServerFrame::Head { position }) => {
                self.learn(space, position);
            }
            (Phase::Live, ServerFrame::Ack { req, outcome, retry_after_ms }) => {
                self.ack(space, rng, req, outcome, retry_after_ms);
            }
            _ => self.fail(Reason::Order, Again::Backoff),
        }
    }

    fn signed(&mut self, space: &Space, sig: [u8; 64]) {
        if self.phase != Phase::Signing {
            return;
        }
        self.enter(Phase::Proving);
        let (host, nonce) = (self.host.clone(), self.conn.nonce);
        let (space, device) = (space.id(), space.device());
        self.send(&ClientFrame::Auth { space, device, host, nonce, sig });
    }

    fn closed(&mut self, rng: &mut dyn CryptoRng) {
        if self.phase != Phase::Dialing && self.connected_since().is_none() {
            return;
        }
        let wait = self.backoff.fail(self.now_ms, rng);
        self.not_before_ms = self.now_ms.saturating_add(wait);
        self.reset();
    }

    fn rows(&mut self, space: &mut Space, from: u64, records: Vec<Record>) {
        if self.rows_asked != Some(from) {
            return;
        }
        self.rows_asked = None;
        if records.is_empty() {
            return self.fail(Reason::Rows { from }, Again::Backoff);
        }
        match self.phase {
            Phase::Registering => {
                let founds =
                    |r: &Record| matches!(r.kind(), Kind::Genesis | Kind::Rotate | Kind::AddDevice);
                let next = |r: &Record| self.brought.is_some() || founds(r);
                let first = records.into_iter().take(CREATE_RECORDS).take_while(next).collect();
                self.out.push_back(Output::Register(first));
            }
            Phase::Replaying => self.replay(space, from, records),
            Phase::Live => self.repush_rows(from, records),
            _ => {}
        }
    }

    fn registered(
        &mut self,
        space: &mut Space,
        rng: &mut dyn CryptoRng,
        result: Result<Created, Problem>,
    ) {
        if self.phase != Phase::Registering {
            return;
        }
        self.reset();
        match result {
            Ok(created) => {
                self.register_tried = true;
                let stands = self.brought.is_some_and(|before| created.position <= before);
                self.brought = still_to_bring(space, &created).filter(|_| !stands);
                if stands {
                    let wait = self.backoff.fail(self.now_ms, rng);
                    self.not_before_ms = self.now_ms.saturating_add(wait);
                }
                // Whoever is not let in yet begins again after a restart.
                if !space.registered && self.brought.is_none() {
                    space.registered = true;
                    let save = space.save(Changes::default());
                    self.out.push_back(Output::Save(save));
                }
            }
            Err(Problem { code: Code::Gone, .. }) => {
                self.stopped = Some(Stop::Gone);
                self.out.push_back(Output::Stopped(Stop::Gone));
            }
            Err(problem) => {
                let wait = self.backoff.fail(self.now_ms, rng);
                let again = match (problem.code, problem.retry_after_ms) {
                    (Code::Closed, _) => SELDOM_MS,
                    (_, Some(asked)) => asked.clamp(RETRY_AFTER_MIN_MS, RETRY_AFTER_MAX_MS),
                    (_, None) => wait,
                };
                self.not_before_ms = self.now_ms.saturating_add(again);
            }
        }
    }

    /// Since when a connection is open.
    fn connected_since(&self) -> Option<u64> {
        let open = !matches!(
            self.phase,
            Phase::Resting | Phase::Registering | Phase::Replaying | Phase::Dialing
        );
        open.then_some(self.phase_since_ms)
    }

    fn timers(&mut self, space: &Space) {
        let limit = self.phase_since_ms.saturating_add(ANSWER_MS);
        match self.phase {
            Phase::Resting | Phase::Replaying => {}
            Phase::Live => self.live_timers(space),
            // Reading rows and a POST take what they take; the driver bounds both.
            Phase::Registering => {}
            _ if self.now_ms >= limit => self.fail(Reason::Silent, Again::Backoff),
            _ => {}
        }
    }

    fn live_timers(&mut self, space: &Space) {
        if self.now_ms >= self.ping_at_ms() {
            if self.conn.pings >= PING_MISSES {
                return self.fail(Reason::Silent, Again::Backoff);
            }
            self.conn.pings += 1;
            self.send(&ClientFrame::Ping);
        }
        if self.answer_due_ms(space).is_some_and(|due| self.now_ms >= due) {
            self.fail(Reason::Silent, Again::Backoff);
        }
    }

    fn ping_at_ms(&self) -> u64 {
        let idle_ms = self.conn.ping_s.saturating_mul(1000);
        self.conn.heard_ms.saturating_add(idle_ms.saturating_mul(u64::from(self.conn.pings) + 1))
    }

    /// Closes if something asked for it, and says when to come back.
    fn finish(&mut self, rng: &mut dyn CryptoRng) {
        let Some((reason, again)) = self.ending.take() else { return };
        let was_open = self.phase == Phase::Dialing || self.connected_since().is_some();
        let backoff = match again {
            Again::After(_) => 0,
            _ => self.backoff.fail(self.now_ms, rng),
        };
        let wait = match again {
            Again::Backoff => backoff,
            Again::After(ms) => ms,
            Again::Asked(asked) => {
                asked.map_or(backoff, |ms| ms.clamp(RETRY_AFTER_MIN_MS, RETRY_AFTER_MAX_MS))
            }
        };
        self.not_before_ms = self.now_ms.saturating_add(wait);
        self.reset();
        if was_open {
            self.out.push_back(Output::Close(reason));
        }
    }

    fn reset(&mut self) {
        self.phase = Phase::Resting;
        self.conn = Conn { ping_s: PING_S, ..Conn::default() };
        self.rows_asked = None;
        if let Some(switch) = &mut self.switch {
            switch.disconnected();
        }
    }

    fn wake(&mut self, space: &Space) {
        let mut next: Option<u64> = None;
        let mut at = |ms: u64| next = Some(next.map_or(ms, |n: u64| n.min(ms)));
        match self.phase {
            Phase::Resting if self.wanted && self.stopped.is_none() => {
                if space.durable() >= space.len() {
                    at(self.not_before_ms);
                }
            }
            Phase::Resting | Phase::Registering | Phase::Replaying => {}
            Phase::Live => {
                at(self.ping_at_ms());
                self.answer_due_ms(space).into_iter().for_each(&mut at);
                self.conn.applied_due_ms.into_iter().for_each(&mut at);
                if space.flight().is_some() && self.delayed_until_ms > self.now_ms {
                    at(self.delayed_until_ms);
                }
                if space.hold {
                    at(self.hold_until_ms);
                }
            }
            _ => at(self.phase_since_ms.saturating_add(ANSWER_MS)),
        }
        if next != self.woke_ms {
            self.woke_ms = next;
            self.out.extend(next.map(Output::Wake));
        }
    }
}

/// Length of the relay's log, where it is ours so far and ends before this device was admitted: until then it lets this device in by no
/// signature, and takes what goes on from there.
fn still_to_bring(space: &Space, created: &Created) -> Option<u64> {
    let admitted = space.state()?.member(&space.device())?.added_at;
    let ours = space.head_at(created.position) == Some(created.head);
    (ours && created.position < admitted).then_some(created.position)
}
