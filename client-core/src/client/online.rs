//! Lines to the relay: what a session wants done, and what comes of it for a seat.

use accord_protocol::error::Action;
use accord_protocol::error::Code;
use accord_protocol::http::{CreateSpace, Created, Problem, SPACES_PATH};
use accord_protocol::record::{Kind, Record};

use super::admit::Notices;
use super::care::SET_ASIDE;
use super::home::VAULT;
use super::io::{Link, Output};
use super::jobs::Job;
use super::line::{Line, Trouble};
use super::net::Purpose;
use super::rebuild::ReadFor;
use super::relay::Place;
use super::rows::PAPER_VAULT;
use super::{Client, Env, pen};
use crate::store::Table;
use crate::sync::{Arrived, Input as Heard, Output as Wants, Stop};

/// Longest wait of the vault's line behind the couple's in a one-shot exchange, so that the relay cannot tie them together by the clock.
const VAULT_JITTER_MS: u64 = 1_000;
/// The same for an exchange in the background.
const VAULT_JITTER_BACKGROUND_MS: u64 = 600_000;

/// How long a watch waits before it tries again what the relay has no room for.
const WAITS_MS: u64 = 600_000;

impl Client {
    /// Makes a line for every seat that is to be synced, and starts them.
    pub(super) fn open_lines(&mut self, env: &mut Env<'_>, background: bool) {
        let Some(home) = &mut self.home else { return };
        for seat in [Some(&mut home.vault), home.couple.as_mut()].into_iter().flatten() {
            // What waited for an earlier record is not kept with the page: it is offered again.
            let again = |reason: &str| {
                reason == "waits_for_earlier" || reason == SET_ASIDE && self.care.tries_all()
            };
            seat.rebuild_wanted |= seat.quarantined.values().any(|q| again(&q.reason));
        }
        let Some(home) = &self.home else { return };
        let seats = home.seats_to_sync();
        let two = seats.len() > 1;
        for n in seats {
            let place = home.relay_of(n).and_then(|relay| Place::parse(&relay.url).ok());
            let Some(place) = place else { continue };
            let together = two && !place.is_here();
            let mut wait = 0;
            if together && n == VAULT && home.vault.duties.is_empty() {
                let range = if background { VAULT_JITTER_BACKGROUND_MS } else { VAULT_JITTER_MS };
                let mut random = [0; 8];
                env.rng.fill_bytes(&mut random);
                wait = u64::from_be_bytes(random) % range;
            }
            let from_ms = env.now.mono_ms + wait;
            match self.lines.iter_mut().find(|line| line.n == n) {
                None => self.lines.push(Line::new(n, &place.host, from_ms)),
                // Somebody waits for it now.
                Some(line) if !background => {
                    line.from_ms = line.from_ms.min(from_ms);
                    line.try_again();
                }
                Some(_) => {}
            }
        }
        self.start_lines(env);
        for at in 0..self.lines.len() {
            if !background && self.lines[at].started && self.lines[at].link.is_none() {
                self.lines[at].failures = 0;
                self.hear(env, at, Heard::WantSync);
            }
        }
    }

    /// Starts lines whose moment has come.
    pub(super) fn start_lines(&mut self, env: &mut Env<'_>) {
        for at in 0..self.lines.len() {
            let line = &mut self.lines[at];
            if !line.started && line.from_ms <= env.now.mono_ms {
                line.started = true;
                self.hear(env, at, Heard::WantSync);
            }
        }
    }

    /// Ends one seat's line.
    pub(super) fn drop_line(&mut self, env: &mut Env<'_>, n: u8) {
        let Some(at) = self.lines.iter().position(|line| line.n == n) else { return };
        self.hear(env, at, Heard::Rest);
        let line = self.lines.remove(at);
        if let Some(link) = line.link {
            self.links.remove(&link);
            self.emit(Output::Close { link });
        }
    }

    /// Lines that lead to another relay than their space's are ended and begun anew.
    pub(super) fn redial(&mut self, env: &mut Env<'_>) {
        let Some(home) = &self.home else { return };
        let place = |n| home.relay_of(n).and_then(|relay| Place::parse(&relay.url).ok());
        let moved = |line: &&Line| place(line.n).is_none_or(|place| place.host != line.host);
        let moved: Vec<u8> = self.lines.iter().filter(moved).map(|line| line.n).collect();
        for n in moved {
            self.drop_line(env, n);
        }
        if self.jobs.iter().any(Job::needs_relay) {
            self.open_lines(env, false);
        }
    }

    /// Ends every line: what is under way stays in the outbox.
    pub(super) fn close_lines(&mut self, env: &mut Env<'_>) {
        for at in 0..self.lines.len() {
            self.hear(env, at, Heard::Rest);
        }
        self.lines.clear();
        self.links.clear();
        self.requests.forget();
        self.farewell_again.reset();
        self.close_again.reset();
        self.poll_ms = None;
    }

    pub(super) fn connected(&mut self, env: &mut Env<'_>, link: Link) {
        self.progress_ms = env.now.mono_ms;
        if let Some(at) = self.line_of(link) {
            self.hear(env, at, Heard::Connected);
        }
    }

    pub(super) fn received(&mut self, env: &mut Env<'_>, link: Link, bytes: &[u8]) {
        self.progress_ms = env.now.mono_ms;
        if let Some(at) = self.line_of(link) {
            self.hear(env, at, Heard::Received(bytes));
        }
    }

    /// The relay is answering, however slowly.
    pub(super) fn arriving(&mut self, env: &Env<'_>, link: Link) {
        if self.links.contains_key(&link) {
            self.progress_ms = env.now.mono_ms;
        }
    }

    pub(super) fn closed(&mut self, env: &mut Env<'_>, link: Link) {
        let Some(at) = self.line_of(link) else { return };
        self.links.remove(&link);
        let line = &mut self.lines[at];
        line.link = None;
        line.caught_up = false;
        line.failures += 1;
        self.hear(env, at, Heard::Closed);
    }

    fn line_of(&self, link: Link) -> Option<usize> {
        let n = *self.links.get(&link)?;
        self.lines.iter().position(|line| line.n == n && line.link == Some(link))
    }

    /// Gives a session one input and does what it wants.
    pub(super) fn hear(&mut self, env: &mut Env<'_>, at: usize, heard: Heard<'_>) {
        let Some(home) = &mut self.home else { return };
        let Some(line) = self.lines.get_mut(at) else { return };
        let Some(seat) = home.seat_mut(line.n) else { return };
        if let Some(id) = seat.written.take() {
            line.session.handle(&mut seat.sync, env.now.mono_ms, env.rng, Heard::Saved(id));
        }
        line.session.handle(&mut seat.sync, env.now.mono_ms, env.rng, heard);
        while let Some(wants) = self.lines.get_mut(at).and_then(|line| line.session.poll()) {
            self.want(env, at, wants);
        }
    }

    fn want(&mut self, env: &mut Env<'_>, at: usize, wants: Wants) {
        let Some(home) = &mut self.home else { return };
        let line = &mut self.lines[at];
        let place = home.relay_of(line.n).and_then(|relay| Place::parse(&relay.url).ok());
        let Some(place) = place else { return };
        let Some(seat) = home.seat_mut(line.n) else { return };
        match wants {
            Wants::Dial => {
                self.last_link += 1;
                let link = Link(self.last_link);
                line.link = Some(link);
                self.links.insert(link, line.n);
                self.emit(Output::Dial { link, url: place.socket() });
            }
            Wants::Send(bytes) => {
                if let Some(link) = line.link {
                    self.emit(Output::Send { link, bytes });
                }
            }
            Wants::Close(_) => {
                if let Some(link) = line.link.take() {
                    if !line.caught_up {
                        line.failures += 1;
                    }
                    self.links.remove(&link);
                    self.emit(Output::Close { link });
                }
            }
            Wants::SignAuth(message) => {
                let n = line.n;
                let Some(signature) = home.sign_in(n, &message) else { return };
                self.hear(env, at, Heard::Signed(signature));
            }
            Wants::Save(save) => {
                seat.save(&mut pen!(self, env), save);
                self.hear(env, at, Heard::Changed);
            }
            Wants::Incoming(run) => {
                line.caught_up = false;
                line.failures = 0;
                if seat.rebuild_wanted {
                    line.run = Some(run);
                } else {
                    self.take_run(env, at, &run);
                }
            }
            Wants::Kept { .. } | Wants::Restored | Wants::Repushing { .. } => {}
            Wants::Refused { record, code } => match code.action() {
                Action::Pull | Action::Compare => {}
                Action::SetAside if record.kind() == Kind::Content => {
                    seat.refused(&mut pen!(self, env), &record, code);
                    home.unsay();
                    self.changed = true;
                }
                _ if record.kind() == Kind::Content => {
                    line.trouble = Some(Trouble::Waits(code));
                    line.again_ms = Some(env.now.mono_ms + WAITS_MS);
                }
                _ => line.trouble = Some(Trouble::Refused(code)),
            },
            Wants::Delayed { code, .. } => line.trouble = Some(Trouble::Delayed(code)),
            Wants::NeedRows { from, to } => {
                let n = seat.n;
                let first = super::rows::numbered(n, seat.sync.log_row(from)).to_vec();
                let last =
                    crate::store::key_after(&super::rows::numbered(n, seat.sync.log_row(to)));
                self.read(ReadFor::Session { n, from }, Table::Log, first, last);
            }
            Wants::Register(records) => self.register(env, at, &records),
            Wants::Recovering => line.trouble = Some(Trouble::Recovering),
            // The consent is for what the person was shown, once.
            Wants::Parted { .. } if line.reset_agreed => {}
            // Who goes to another relay agrees to what is there.
            Wants::Parted { .. } if home.settings.moved.contains(&line.n) => {
                line.reset_agreed = true;
                self.hear(env, at, Heard::TakeRelayBranch);
            }
            Wants::Parted { common } => line.trouble = Some(Trouble::Parted { common }),
            Wants::BranchReady { .. } => self.switch_branch(env, at),
            Wants::NotMember => line.not_member = true,
            Wants::Stopped(stop) => {
                if line.n >= PAPER_VAULT {
                    // These words count no more here.
                    line.not_member = true;
                    return;
                }
                line.trouble = Some(Trouble::Stopped(stop));
                if stop == Stop::Revoked {
                    home.settings.removed = true;
                    home.put_settings(&mut pen!(self, env));
                }
            }
            Wants::VersionMismatch => line.trouble = Some(Trouble::Version),
            Wants::CaughtUp { .. } => {
                line.caught_up = true;
                line.reset_agreed = false;
                line.not_member = false;
                line.failures = 0;
                let back = line.n == VAULT && home.settings.removed;
                if home.settings.moved.contains(&line.n) {
                    home.settings.moved.retain(|n| *n != line.n);
                    home.put_settings(&mut pen!(self, env));
                }
                if matches!(line.trouble, Some(Trouble::Delayed(_) | Trouble::Recovering)) {
                    line.trouble = None;
                }
                if back {
                    home.settings.removed = false;
                    home.put_settings(&mut pen!(self, env));
                }
            }
            Wants::Wake(ms) => line.wake_ms = Some(ms),
        }
    }

    /// Takes in a verified run and saves it with the cursor.
    pub(super) fn take_run(&mut self, env: &mut Env<'_>, at: usize, run: &[Arrived]) {
        self.take_in_run(env, self.lines[at].n, run);
        self.hear(env, at, Heard::Changed);
    }

    /// The same for a seat that needs no line to have it.
    pub(super) fn take_in_run(&mut self, env: &mut Env<'_>, n: u8, run: &[Arrived]) {
        let Some(home) = &mut self.home else { return };
        let Some(seat) = home.seat_mut(n) else { return };
        let Some(save) = seat.sync.accept() else { return };
        let mut pen = pen!(self, env);
        seat.save(&mut pen, save);
        let mut notices = Notices::default();
        for arrived in run {
            seat.take_in(&mut pen, arrived.position, &arrived.record, arrived.origin, &mut notices);
        }
        if notices.copy {
            seat.copied(&mut pen);
        }
        home.keep_keys(&mut pen);
        home.note_read(n, run);
        self.count(env, n, run.len() as u64, &notices);
    }

    fn count(&mut self, env: &mut Env<'_>, n: u8, records: u64, notices: &Notices) {
        let Some(home) = &mut self.home else { return };
        self.counts.records_sent += notices.records_sent;
        self.counts.records_received += records - notices.records_sent - notices.private;
        if n == VAULT {
            home.unsay();
            return;
        }
        self.counts.sent += notices.sent;
        self.counts.received += notices.received;
        self.changed |= notices.received > 0 || notices.membership;
        // A partner's clock may be wrong, or say what it likes: nobody is heard from tomorrow.
        let heard = notices.heard_on.map(|day| day.min(env.now.today()));
        if heard > home.settings.last_heard {
            home.settings.last_heard = heard;
            home.put_settings(&mut pen!(self, env));
        }
    }

    fn register(&mut self, _env: &mut Env<'_>, at: usize, records: &[Record]) {
        let n = self.lines[at].n;
        let Some(relay) = self.home.as_ref().and_then(|home| home.relay_of(n).cloned()) else {
            return;
        };
        let Ok(place) = Place::parse(&relay.url) else { return };
        let body = CreateSpace {
            token: relay.token,
            records: records.iter().map(Record::shared).collect(),
        }
        .encode();
        let output = self.requests.ask(Purpose::Register { n }, place.at(SPACES_PATH), Some(body));
        self.emit(output);
    }

    /// The relay answered a registration.
    pub(super) fn registered(&mut self, env: &mut Env<'_>, n: u8, answer: Option<(u16, Vec<u8>)>) {
        let Some(at) = self.lines.iter().position(|line| line.n == n) else { return };
        let result = match answer {
            Some((200..=299, body)) => Created::decode(&body)
                .map_err(|_| Problem { code: Code::Unavailable, retry_after_ms: None }),
            Some((_, body)) => Err(Problem::decode(&body)
                .unwrap_or(Problem { code: Code::Unavailable, retry_after_ms: None })),
            None => {
                self.lines[at].failures += 1;
                Err(Problem { code: Code::Unavailable, retry_after_ms: None })
            }
        };
        if let Err(problem) = &result
            && !matches!(problem.code.action(), Action::Retry | Action::Wait)
        {
            self.lines[at].trouble = Some(Trouble::Register(problem.code));
        }
        self.hear(env, at, Heard::Registered(result));
    }

    /// Seals whatever may be sealed now, in every space whose line is up to date.
    pub(super) fn seal_all(&mut self, env: &mut Env<'_>) {
        for at in 0..self.lines.len() {
            let line = &self.lines[at];
            let ready = line.caught_up
                && line.link.is_some()
                && !matches!(
                    line.trouble,
                    Some(Trouble::Refused(_) | Trouble::Parted { .. } | Trouble::Stopped(_))
                );
            if !ready {
                continue;
            }
            let Some(seat) = self.home.as_mut().and_then(|home| home.seat_mut(line.n)) else {
                continue;
            };
            let mut pen = pen!(self, env);
            let sealed = match line.trouble {
                Some(Trouble::Waits(_)) => seat.do_stop(&mut pen),
                _ => seat.do_duty(&mut pen) || seat.seal_next(&mut pen),
            };
            // An END is put in flight by the command itself.
            let written = seat.written.is_some();
            self.lines[at].caught_up &= !sealed;
            if sealed || written {
                self.hear(env, at, Heard::Changed);
            }
        }
    }
}
