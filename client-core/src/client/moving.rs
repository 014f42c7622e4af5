//! Moving to another relay: the couple space, and the vault where it lives at the same one (decision 0290).
//!
//! Nothing is changed before the new relay has taken the space's beginning. Then the vault says where the spaces went, so that own devices
//! follow, and every device that goes there brings the log it holds. The partner is told by a person and types the same command: whoever
//! comes to a relay that has another branch agreed to that branch by the command.

use accord_protocol::body::DeviceType;
use accord_protocol::error::{Action, Code};
use accord_protocol::http::{CreateSpace, Created, Problem, SPACES_PATH};
use accord_protocol::ids::{Partner, SpaceId};
use accord_protocol::limits::CREATE_RECORDS;
use accord_protocol::record::{Kind, Record};

use super::command::{MoveView, RelayAddress, Reply};
use super::home::{Home, VAULT};
use super::io::Ticket;
use super::jobs::Job;
use super::net::Purpose;
use super::rebuild::ReadFor;
use super::relay::{Place, normal};
use super::seat::Pen;
use super::{Client, Env, pen};
use crate::act::vault::VaultBody;
use crate::act::{RecordId, Text};
use crate::refused::Refused;
use crate::silent::silent;
use crate::store::{Damage, StoreFault};

/// A move under way. Nothing of it outlives the process but what was written by then.
#[derive(Clone)]
pub(super) struct Moving {
    to: RelayAddress,
    from: String,
    step: Step,
    /// Everything the old relay had is here.
    reached: bool,
    failed: Option<Refused>,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The old relay is asked for what it has.
    Old,
    /// The new one is asked to take the couple space.
    Ask,
    /// Own devices at the old one are told.
    Tell,
    /// Everything is brought to the new one.
    New,
}

silent!(Moving);

impl Client {
    /// Begins a move.
    pub(super) fn move_relay(
        &mut self,
        env: &mut Env<'_>,
        ticket: Ticket,
        relay: RelayAddress,
    ) -> Result<Option<Reply>, Refused> {
        let to = normal(relay)?;
        let invited = self.invitation_stands();
        let home = self.home()?;
        let Some(seat) = home.couple.as_ref().filter(|seat| seat.is_joined()) else {
            return Err(Refused::rule("not_paired"));
        };
        if home.settings.quiet {
            return Err(Refused::rule("left_quietly"));
        }
        if home.settings.removed {
            return Err(Refused::rule("revoked"));
        }
        let own =
            |pairing: &super::pairing::Pairing| pairing.is_for_own() && !pairing.stage.is_over();
        if invited || home.pairing.as_ref().is_some_and(own) {
            return Err(Refused::rule("pairing_under_way"));
        }
        let from = home.relay_of(seat.n).map(|relay| relay.url.clone()).unwrap_or_default();
        let again = from == to.url;
        let step = if again { Step::Ask } else { Step::Old };
        let moving = Moving { to, from, step, reached: again, failed: None };
        self.start_job(env, Job::Move { ticket, moving: Box::new(moving) });
        if again {
            self.ask_new_relay();
        }
        Ok(None)
    }

    /// Takes a move as far as it goes now.
    pub(super) fn advance_move(&mut self, env: &mut Env<'_>) {
        let Some((ticket, mut moving)) = self.jobs.iter().find_map(|job| match job {
            Job::Move { ticket, moving } => Some((*ticket, moving.clone())),
            _ => None,
        }) else {
            return;
        };
        let trouble = self.trouble(env, false);
        let quiet = self.is_quiet(env);
        let outcome = match moving.step {
            _ if moving.failed.is_some() => moving.failed.take().map(Err),
            Step::Old if trouble.as_ref().is_some_and(|no| no.is("revoked")) => trouble.map(Err),
            Step::Old if quiet || trouble.is_some() => {
                // What no longer fits there is brought along.
                moving.reached = quiet || trouble.is_some_and(|no| no.is("quota"));
                moving.step = Step::Ask;
                self.keep_moving(&moving);
                self.ask_new_relay();
                None
            }
            Step::Tell if self.has_moved(&moving) => {
                moving.step = Step::New;
                self.keep_moving(&moving);
                None
            }
            Step::Tell if quiet || trouble.is_some() => {
                self.go_over(env, &moving);
                moving.step = Step::New;
                self.keep_moving(&moving);
                None
            }
            Step::New if quiet || trouble.is_some() => {
                Some(Ok(Reply::Moved(self.moved_view(&moving, quiet))))
            }
            _ => None,
        };
        let Some(outcome) = outcome else { return };
        self.jobs.retain(|job| job.ticket() != ticket);
        self.reply(ticket, outcome);
        if !self.jobs.iter().any(Job::needs_relay) {
            self.close_lines(env);
        }
    }

    fn keep_moving(&mut self, moving: &Moving) {
        for job in &mut self.jobs {
            if let Job::Move { moving: kept, .. } = job {
                (**kept).clone_from(moving);
            }
        }
    }

    fn moving(&mut self) -> Option<&mut Moving> {
        self.jobs.iter_mut().find_map(|job| match job {
            Job::Move { moving, .. } => Some(&mut **moving),
            _ => None,
        })
    }

    /// Reads the records that found the couple space.
    fn ask_new_relay(&mut self) {
        let couple = self.home.as_ref().and_then(|home| home.couple.as_ref()).map(|seat| seat.n);
        if let Some(n) = couple {
            self.read_log(n, ReadFor::Move, 0);
        }
    }

    /// They are here: the new relay is asked whether it takes the space.
    pub(super) fn founding_came(&mut self, records: &[Record]) {
        let Some(moving) = self.moving() else { return };
        let founds =
            |r: &Record| matches!(r.kind(), Kind::Genesis | Kind::Rotate | Kind::AddDevice);
        let records: Vec<_> = records
            .iter()
            .take(CREATE_RECORDS)
            .take_while(|r| founds(r))
            .map(Record::shared)
            .collect();
        if records.is_empty() {
            moving.failed = Some(StoreFault::Damaged(Damage::Inconsistent).into());
            return;
        }
        let (url, token) = (moving.to.url.clone(), moving.to.token.clone());
        let Ok(place) = Place::parse(&url) else { return };
        let body = CreateSpace { token, records }.encode();
        let output = self.requests.ask(Purpose::Move, place.at(SPACES_PATH), Some(body));
        self.emit(output);
    }

    /// The new relay said whether it does. From here on the move is decided.
    pub(super) fn move_answered(&mut self, env: &mut Env<'_>, answer: Option<(u16, Vec<u8>)>) {
        self.progress_ms = env.now.mono_ms;
        let failed = match answer {
            None => Some(Refused::unreachable("relay_unreachable")),
            Some((200..=299, body)) => {
                Created::decode(&body).err().map(|_| Refused::unreachable("relay_unreachable"))
            }
            Some((_, body)) => Some(match Problem::decode(&body).map(|problem| problem.code) {
                Err(_) | Ok(Code::Unavailable) => Refused::unreachable("relay_unreachable"),
                Ok(code) if matches!(code.action(), Action::Retry | Action::Wait) => {
                    Refused::unreachable(code.name())
                }
                Ok(code) => Refused::rule(code.name()),
            }),
        };
        let Some(moving) = self.moving() else { return };
        if failed.is_some() {
            moving.failed = failed;
            return;
        }
        let tells = moving.reached && moving.from != moving.to.url;
        moving.step = if tells { Step::Tell } else { Step::New };
        let moving = moving.clone();
        if moving.from != moving.to.url
            && let Some(home) = &mut self.home
        {
            home.say_moved(&mut pen!(self, env), &moving.from, &moving.to.url);
        }
        if !tells {
            self.go_over(env, &moving);
        }
    }

    fn has_moved(&self, moving: &Moving) -> bool {
        let Some(home) = &self.home else { return false };
        let at = |relay: Option<&RelayAddress>| relay.is_some_and(|at| at.url == moving.from);
        let couple = home.couple.as_ref().is_some_and(|seat| at(home.relay_of(seat.n)));
        !couple && !at(home.settings.relay.as_ref())
    }

    /// Every space of this home that is at the old relay goes over to the new one.
    fn go_over(&mut self, env: &mut Env<'_>, moving: &Moving) {
        let Some(home) = &mut self.home else { return };
        let mut pen = pen!(self, env);
        for n in home.seats_at(&moving.from) {
            home.go_over(&mut pen, n, &moving.to);
        }
        self.begin_at_new_relay(env);
    }

    /// Goes where the vault's log says that a space went.
    pub(super) fn follow_moves(&mut self, env: &mut Env<'_>) {
        let known = self.moving().map(|moving| moving.to.clone());
        let Some(home) = &mut self.home else { return };
        let mut gone = Vec::new();
        for (space, (from, to)) in home.says().moved.clone() {
            let seats = home.seats_at(&from).into_iter();
            gone.extend(seats.filter(|n| home.is_of(*n, space)).map(|n| (n, to.clone())));
        }
        if gone.is_empty() {
            return;
        }
        let mut pen = pen!(self, env);
        for (n, url) in gone {
            // Whoever is let in there needs no token: the space is known by then.
            let token = known.as_ref().filter(|at| at.url == url).and_then(|at| at.token.clone());
            if Place::parse(&url).is_ok() {
                home.go_over(&mut pen, n, &RelayAddress { url, token });
            }
        }
        self.begin_at_new_relay(env);
    }

    fn begin_at_new_relay(&mut self, env: &mut Env<'_>) {
        self.progress_ms = env.now.mono_ms;
        // Lines to the same place are begun anew too: what they know is of the log before.
        let moved = self.home.as_ref().map(|home| home.settings.moved.clone()).unwrap_or_default();
        for n in moved {
            self.drop_line(env, n);
        }
        self.redial(env);
        self.changed = true;
    }

    fn moved_view(&self, moving: &Moving, done: bool) -> MoveView {
        let home = self.home.as_ref();
        let vault = home.and_then(|home| home.settings.relay.as_ref()).map(|relay| &relay.url);
        let position = home.and_then(|home| home.couple.as_ref()).map_or(0, |seat| seat.sync.len());
        MoveView {
            state: if done { "moved" } else { "pending" },
            url: moving.to.url.clone(),
            from: moving.from.clone(),
            old_relay: if moving.reached { "reached" } else { "not_reached" },
            vault: if vault == Some(&moving.to.url) { "moved" } else { "stays" },
            position,
            last_sync: home.and_then(|home| home.settings.last_sync).filter(|_| !moving.reached),
        }
    }
}

impl Home {
    /// Spaces of this home that are at a relay. What was left quietly stays where it is.
    fn seats_at(&self, url: &str) -> Vec<u8> {
        let couple = self.couple.as_ref().filter(|_| !self.settings.quiet).map(|seat| seat.n);
        let at = |n: &u8| self.relay_of(*n).is_some_and(|relay| relay.url == url);
        couple.into_iter().chain([VAULT]).filter(at).collect()
    }

    fn is_of(&self, n: u8, space: SpaceId) -> bool {
        if n == VAULT {
            self.vault.id() == space
        } else {
            self.couple.as_ref().is_some_and(|seat| seat.id() == space)
        }
    }

    /// The vault says where its spaces go: own devices that are at the old relay follow.
    fn say_moved(&mut self, pen: &mut Pen<'_>, from: &str, to: &str) {
        let spaces: Vec<SpaceId> = self
            .seats_at(from)
            .into_iter()
            .filter_map(|n| self.seat_mut(n).map(|seat| seat.id()))
            .collect();
        let (Ok(old), Ok(new)) = (Text::new(from), Text::new(to)) else { return };
        for space in spaces {
            let body = VaultBody::Moved { space, from: old.clone(), to: new.clone() };
            self.note(pen, RecordId::ZERO, body);
        }
        let couple = self.couple.as_ref().map(|seat| seat.id());
        let state = couple.and_then(|space| self.says().spaces.get(&space).map(|l| l.state));
        if let Some(state) = state {
            self.list_at(pen, state, Some(to));
        }
    }

    fn go_over(&mut self, pen: &mut Pen<'_>, n: u8, to: &RelayAddress) {
        if n == VAULT {
            // A couple space that was where the vault is, and does not go along, stays.
            if self.couple.is_some() && self.settings.couple_relay.is_none() {
                self.settings.couple_relay.clone_from(&self.settings.relay);
            }
            self.settings.relay = Some(to.clone());
        } else {
            self.settings.couple_relay = Some(to.clone());
        }
        if !self.settings.moved.contains(&n) {
            self.settings.moved.push(n);
        }
        self.put_settings(pen);
        if let Some(seat) = self.seat_mut(n) {
            let save = seat.sync.move_relay();
            seat.save(pen, save);
        }
    }

    /// The own relay was set by hand: the vault goes there with all of its log. Whoever comes second goes on with the log that another own
    /// device brought: the command is the consent.
    pub(super) fn vault_comes_over(&mut self, pen: &mut Pen<'_>) {
        if !self.settings.moved.contains(&VAULT) {
            self.settings.moved.push(VAULT);
        }
        let save = self.vault.sync.move_relay();
        self.vault.save(pen, save);
    }

    /// How many other own devices are in the vault, paper aside.
    pub(super) fn others_of_mine(&self) -> u64 {
        let state = self.vault.sync.state();
        let own = self.vault.device();
        let active = state.into_iter().flat_map(|state| state.active(Partner::Zero));
        active.filter(|member| member.kind == DeviceType::Active && member.id != own).count() as u64
    }

    /// The own relay was set by hand: what the vault said of a move before is over.
    pub(super) fn vault_is_at(&mut self, pen: &mut Pen<'_>, from: &str, to: &str) {
        let vault = self.vault.id();
        if self.says().moved.contains_key(&vault)
            && let (Ok(from), Ok(to)) = (Text::new(from), Text::new(to))
        {
            self.note(pen, RecordId::ZERO, VaultBody::Moved { space: vault, from, to });
        }
    }
}
