//! Commands that wait for the relay: when they are done, when they have failed, and when to look again.

use accord_protocol::error::Code;

use super::command::{PairingView, RecordCounts, Reply, SyncView};
use super::home::Home;
use super::io::{Event, Output, Ticket};
use super::line::{Line, Trouble};
use super::moving::Moving;
use super::seat::Seat;
use super::{Client, Env, pen};
use crate::law::say;
use crate::refused::{Class, Refused};
use crate::silent::silent;
use crate::sync::{Input as Heard, Stop};

/// A one-shot command gives up after this long without a word from the relay.
const PATIENCE_MS: u64 = 10_000;
/// Failed connections in a row after which the relay counts as out of reach for a one-shot command.
const MAX_FAILURES: u32 = 3;
/// How long after something moved a watching screen is told the counts.
const REPORT_AFTER_MS: u64 = 100;
/// How often a mailbox is looked at while somebody watches.
const POLL_MS: u64 = 3_000;

/// What one exchange moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) sent: u64,
    pub(super) received: u64,
    pub(super) records_sent: u64,
    pub(super) records_received: u64,
}

/// A command that has not been answered.
pub(super) enum Job {
    Sync {
        ticket: Ticket,
        watch: bool,
    },
    /// An invitation is to be at the relay.
    Invite {
        ticket: Ticket,
    },
    /// An answer is to be at the relay; the words are shown once, with the reply.
    Join {
        ticket: Ticket,
        words: Option<Vec<String>>,
    },
    /// Everything is to be brought back by the twelve words.
    Recover {
        ticket: Ticket,
    },
    /// Everything goes to another relay.
    Move {
        ticket: Ticket,
        moving: Box<Moving>,
    },
    /// Reads from the store are under way.
    Reading {
        ticket: Ticket,
    },
}

silent!(Job);

impl Job {
    pub(super) fn ticket(&self) -> Ticket {
        match self {
            Self::Sync { ticket, .. }
            | Self::Invite { ticket }
            | Self::Join { ticket, .. }
            | Self::Recover { ticket }
            | Self::Move { ticket, .. }
            | Self::Reading { ticket } => *ticket,
        }
    }

    pub(super) fn needs_relay(&self) -> bool {
        !matches!(self, Self::Reading { .. })
    }

    fn watches(&self) -> bool {
        matches!(self, Self::Sync { watch: true, .. })
    }
}

impl Client {
    /// Starts exchanging with the relay for a command.
    pub(super) fn start_job(&mut self, env: &mut Env<'_>, job: Job) {
        if self.jobs.iter().all(|job| !job.needs_relay()) {
            self.counts = Counts::default();
        }
        // Its patience begins now, however long somebody has been watching, and old failures are not its own.
        self.progress_ms = env.now.mono_ms;
        self.call_failed = None;
        let background = job.watches();
        // Nothing has come yet, and the relay has to be dialled anyway.
        if self.lines.is_empty() {
            self.fold_pages(env);
        }
        self.jobs.push(job);
        self.open_lines(env, background);
        self.poll_ms = Some(env.now.mono_ms);
    }

    pub(super) fn tick(&mut self, env: &mut Env<'_>) {
        self.wake_ms = None;
        self.start_lines(env);
        for at in 0..self.lines.len() {
            if self.lines[at].again_ms.is_some_and(|ms| ms <= env.now.mono_ms) {
                self.lines[at].try_again();
            }
            if self.lines[at].wake_ms.is_some_and(|ms| ms <= env.now.mono_ms) {
                self.lines[at].wake_ms = None;
                self.hear(env, at, Heard::Tick);
            }
        }
        if self.lines.iter().all(|line| line.caught_up) {
            self.fold_pages(env);
        }
    }

    fn fold_pages(&mut self, env: &mut Env<'_>) {
        let Some(home) = &mut self.home else { return };
        let mut pen = pen!(self, env);
        home.vault.fold_pages(&mut pen);
        if let Some(seat) = &mut home.couple {
            seat.fold_pages(&mut pen);
        }
    }

    pub(super) fn nudge(&mut self, env: &mut Env<'_>) {
        for line in &mut self.lines {
            line.from_ms = line.from_ms.min(env.now.mono_ms);
            line.failures = 0;
            line.try_again();
        }
        self.start_lines(env);
        for at in 0..self.lines.len() {
            self.hear(env, at, Heard::WantSync);
        }
    }

    pub(super) fn stop_watching(&mut self, env: &mut Env<'_>) {
        let (watching, rest): (Vec<Job>, Vec<Job>) =
            std::mem::take(&mut self.jobs).into_iter().partition(Job::watches);
        self.jobs = rest;
        for job in watching {
            let view = self.sync_view(env);
            self.reply(job.ticket(), Ok(Reply::Sync(view)));
        }
        if !self.jobs.iter().any(Job::needs_relay) {
            self.close_lines(env);
        }
    }

    /// After every input: goes on with what can go on, and answers what is done.
    pub(super) fn settle(&mut self, env: &mut Env<'_>) {
        self.start_rebuilds();
        self.start_missing();
        self.advance_pairing(env);
        self.forget_pairing(env);
        self.close_mailboxes(env);
        self.tend_own(env);
        self.tend_recovery(env);
        self.say_farewell(env);
        self.open_checkins(env);
        self.seal_all(env);
        self.advance_move(env);
        if self.jobs.iter().any(Job::needs_relay) {
            self.judge_jobs(env);
        }
        if std::mem::take(&mut self.changed) {
            self.emit(Output::Event(Event::Changed));
        }
        self.ask_wake(env);
    }

    fn judge_jobs(&mut self, env: &mut Env<'_>) {
        let quiet = self.is_quiet(env);
        let trouble = self.trouble(env, false);
        let trouble_joining = self.trouble(env, true);
        let invite_open = self.invitation_stands();
        let waits = self.home.as_ref().is_some_and(Home::is_waiting);
        let mut at = 0;
        while at < self.jobs.len() {
            let done = match &self.jobs[at] {
                Job::Reading { .. } | Job::Move { .. } => None,
                Job::Invite { .. } => self.pairing_refusal().map(Err).or_else(|| {
                    invite_open.then(|| {
                        self.invite_view()
                            .map(Reply::Invite)
                            .ok_or_else(|| Refused::rule("invitation_ended"))
                    })
                }),
                Job::Join { words, .. } => {
                    let words = words.clone();
                    self.pairing_refusal().map(Err).or_else(|| {
                        self.has_answered().then_some({
                            Ok(Reply::Joined(super::command::JoinView {
                                state: "answered",
                                result: waits.then(|| say::becomes("this_device_later")),
                                recovery_words: words,
                            }))
                        })
                    })
                }
                Job::Recover { .. } => quiet.then(|| self.recovered(env)),
                Job::Sync { watch, .. } => {
                    let watch = *watch;
                    if quiet {
                        self.note_synced(env);
                    }
                    if quiet && watch {
                        self.report_exchange(env);
                    }
                    (quiet && !watch).then(|| Ok(Reply::Sync(self.sync_view(env))))
                }
            };
            let watch = self.jobs[at].watches();
            let trouble =
                if matches!(self.jobs[at], Job::Join { .. }) { &trouble_joining } else { &trouble };
            let outcome = match (done, trouble) {
                (Some(done), _) => Some(done),
                (None, _) if matches!(self.jobs[at], Job::Move { .. }) => None,
                (None, Some(refused)) if !watch && self.jobs[at].needs_relay() => {
                    Some(Err(refused.clone()))
                }
                (None, _) => None,
            };
            match outcome {
                Some(outcome) => {
                    let job = self.jobs.remove(at);
                    match (&job, &outcome) {
                        (Job::Recover { .. }, _) => self.forget_words(env),
                        (Job::Invite { .. }, Err(no)) if no.class == Class::Refused => {
                            self.forget_refused_invitation(env);
                        }
                        _ => {}
                    }
                    self.reply(job.ticket(), outcome);
                }
                None => at += 1,
            }
        }
        if !self.jobs.iter().any(Job::needs_relay) {
            self.close_lines(env);
        }
    }

    /// Whether somebody waits for an exchange to end, and not only watches.
    fn is_awaited(&self) -> bool {
        self.jobs.iter().any(|job| job.needs_relay() && !job.watches())
    }

    /// Whether nothing is under way with the relay.
    pub(super) fn is_quiet(&self, env: &Env<'_>) -> bool {
        let lines = self.lines.iter().all(|line| self.is_line_quiet(env, line));
        let expected = self.home.as_ref().map_or(0, |home| home.seats_to_sync().len());
        lines
            && self.lines.len() >= expected
            && self.reads.is_empty()
            && !self.requests.any(|_| true)
            && self.poll_ms.is_none_or(|_| !self.must_poll())
    }

    fn is_line_quiet(&self, env: &Env<'_>, line: &Line) -> bool {
        // In the background a line may start minutes later; what the others did is told without it.
        if !line.started && !self.is_awaited() {
            return true;
        }
        let mut seats = self.home.iter().flat_map(Home::seats);
        let Some(seat) = seats.find(|seat| seat.n == line.n) else { return true };
        let idle = seat.sync.flight().is_none()
            && !seat.can_seal(env.now.mono_ms)
            && !seat.rebuild_wanted
            && !seat.owes_now(env.now.mono_ms);
        let waits = line.not_member && (self.is_joining() || seat.waits_for_admission());
        line.started && ((line.caught_up && idle) || waits)
    }

    /// Whether nothing more can be done on any line now: what one relay refuses does not stop what others take.
    fn is_at_rest(&self, env: &Env<'_>) -> bool {
        self.lines.iter().all(|line| {
            let refused = matches!(line.trouble, Some(Trouble::Refused(_) | Trouble::Waits(_)));
            let mut seats = self.home.iter().flat_map(Home::seats);
            let flies = seats.any(|seat| seat.n == line.n && seat.sync.flight().is_some());
            (refused && !flies) || self.is_line_quiet(env, line)
        })
    }

    /// Why a one-shot command cannot be carried out now. An answer to an invitation needs no registration: the token for the own vault
    /// may only come with the invitation.
    pub(super) fn trouble(&self, env: &Env<'_>, joining: bool) -> Option<Refused> {
        if self.lines.is_empty()
            && let Some(code) = self.call_failed
        {
            return Some(Refused::unreachable(match code {
                Code::Unavailable => "relay_unreachable",
                code => code.name(),
            }));
        }
        for line in &self.lines {
            let refused = match line.trouble {
                Some(Trouble::Register(_)) if joining => continue,
                Some(Trouble::Stopped(Stop::Revoked)) => Refused::rule("revoked"),
                Some(Trouble::Stopped(Stop::Gone)) => Refused::rule("gone"),
                Some(Trouble::Parted { common }) => {
                    Refused::rule("wrong_branch").with(common.to_string())
                }
                Some(Trouble::Version) => Refused::rule("version"),
                Some(Trouble::Refused(_) | Trouble::Waits(_)) if !self.is_at_rest(env) => continue,
                Some(Trouble::Refused(code) | Trouble::Waits(code) | Trouble::Register(code)) => {
                    Refused::rule(code.name())
                }
                Some(Trouble::Recovering) => Refused::unreachable("recovering"),
                Some(Trouble::Delayed(code)) => Refused::unreachable(code.name()),
                None if line.failures >= MAX_FAILURES => Refused::unreachable("relay_unreachable"),
                None => continue,
            };
            return Some(refused);
        }
        let late = env.now.mono_ms.saturating_sub(self.progress_ms) >= PATIENCE_MS;
        late.then(|| Refused::unreachable("relay_timeout"))
    }

    fn note_synced(&mut self, env: &mut Env<'_>) {
        let today = env.now.today();
        if let Some(home) = &mut self.home
            && home.settings.last_sync != Some(today)
        {
            home.settings.last_sync = Some(today);
            home.put_settings(&mut pen!(self, env));
        }
    }

    /// Tells a watching screen what moved, once it moved and settled.
    fn report_exchange(&mut self, env: &Env<'_>) {
        if self.counts == Counts::default() {
            return;
        }
        // Counting what waits for the person reads every record; what moves close together is told together, after it is shown.
        let at = *self.report_ms.get_or_insert(env.now.mono_ms + REPORT_AFTER_MS);
        if at <= env.now.mono_ms {
            let view = self.sync_view(env);
            self.report_ms = None;
            self.counts = Counts::default();
            self.emit(Output::Event(Event::Synced(view)));
        }
    }

    pub(super) fn sync_view(&mut self, env: &Env<'_>) -> SyncView {
        let counts = self.counts;
        let questions = self.question_count(env);
        let pairing: Option<PairingView> = self.pairing_under_way();
        let couple = self.home.as_ref().and_then(|home| home.couple.as_ref());
        SyncView {
            sent: counts.sent,
            received: counts.received,
            waiting: couple.map_or(0, Seat::unsent),
            position: couple.map_or(0, |seat| seat.sync.len()),
            records: RecordCounts { sent: counts.records_sent, received: counts.records_received },
            pairing,
            questions,
            set_aside: self.home.as_ref().map_or(0, Home::set_aside),
        }
    }

    fn ask_wake(&mut self, env: &Env<'_>) {
        let mut at: Option<u64> = None;
        let mut earlier = |ms: u64| at = Some(at.map_or(ms, |other| other.min(ms)));
        for line in &self.lines {
            if !line.started {
                earlier(line.from_ms);
            }
            for ms in [line.wake_ms, line.again_ms].into_iter().flatten() {
                earlier(ms);
            }
        }
        if let Some(home) = &self.home {
            for seat in [Some(&home.vault), home.couple.as_ref()].into_iter().flatten() {
                // One that is due waits for its line, not for the clock.
                let due = |ms: &u64| !self.lines.is_empty() && *ms > env.now.mono_ms;
                if let Some(ms) = seat.rotate_at_ms.filter(due) {
                    earlier(ms);
                }
            }
        }
        if self.jobs.iter().any(Job::needs_relay) {
            for again in [&self.close_again, &self.farewell_again] {
                if let Some(ms) = again.wake(env.now.mono_ms) {
                    earlier(ms);
                }
            }
        }
        if self.is_awaited() {
            earlier(self.progress_ms + PATIENCE_MS);
        }
        if self.jobs.iter().any(Job::watches)
            && self.must_poll()
            && let Some(ms) = self.poll_ms
        {
            // It was due and looked at just now, and there was nothing to do yet.
            earlier(if ms > env.now.mono_ms { ms } else { env.now.mono_ms + POLL_MS });
        }
        // One that is due waits for what is under way, not for the clock.
        if let Some(ms) = self.report_ms.filter(|ms| *ms > env.now.mono_ms) {
            earlier(ms);
        }
        if let Some(ms) = at
            && self.wake_ms != Some(ms)
        {
            self.wake_ms = Some(ms);
            // A moment that is over would make the driver spin; the next one is at least a millisecond away.
            self.emit(Output::Wake { at_mono_ms: ms.max(env.now.mono_ms + 1) });
        }
    }

    /// The mailbox is looked at again later if somebody watches, else not.
    pub(super) fn polled(&mut self, env: &Env<'_>) {
        let watched = self.jobs.iter().any(Job::watches);
        self.poll_ms = watched.then(|| env.now.mono_ms + POLL_MS);
    }

    pub(super) fn poll_is_due(&self, env: &Env<'_>) -> bool {
        self.poll_ms.is_some_and(|ms| ms <= env.now.mono_ms)
    }
}
