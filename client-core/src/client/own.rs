//! A person's own devices: who stands where in the couple space, what the vault says about it, and what follows.
//!
//! The vault decides. Each of its devices publishes its keys for the couple space there; an own device that has both logs to their heads adds
//! a published one, and removes in the couple space what the vault removed. Both follow from what the logs say, so any own device can do it
//! and a crash loses nothing. How a device comes into the vault is [`super::arrival`]'s.

use super::command::{RelayAddress, Reply, StateView};
use super::duty::{Duty, Newcomer};
use super::home::{Home, VAULT};
use super::pairing::Pairing;
use super::seat::{Pen, Seat};
use super::vault::Opened;
use super::{Client, Env, pen};
use crate::act::RecordId;
use crate::act::vault::{OpenDevice, SpaceState, VaultBody};
use crate::crypto::secret::Secret;
use crate::crypto::{DeviceSecret, EpochKey};
use crate::refused::Refused;
use crate::sync::Space;
use accord_protocol::body::{Admit, DeviceType, Role, SpaceType};
use accord_protocol::chain::SpaceState as Log;
use accord_protocol::ids::{DeviceId, Partner, Transcript};
use accord_protocol::limits::ACTIVE_DEVICES_PER_PARTNER;

impl Client {
    /// Removes an own device: from the vault with the next exchange, and from the couple space after it.
    pub(super) fn remove_device(
        &mut self,
        env: &mut Env<'_>,
        id: &str,
        lose_private: bool,
    ) -> Result<Reply, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let this = home.vault.device();
        let member = home.member_named(id)?;
        if member.id == this {
            return Err(Refused::rule("this_device"));
        }
        if member.kind == DeviceType::Paper {
            return Err(Refused::rule("paper_device"));
        }
        if member.is_active() {
            let target = member.id;
            if home.waits_for_couple() {
                return Err(Refused::rule("not_in_couple_yet"));
            }
            let mut pen = pen!(self, env);
            home.keep_private(&mut pen, |other| other != target, lose_private)?;
            home.vault.owe(&mut pen, Duty::Revoke(target));
        } else if !home.removes_unconfirmed() {
            return Ok(Reply::Nothing(StateView { state: "removed" }));
        }
        Ok(Reply::State(StateView { state: "pending" }))
    }

    /// Does for own devices what can be done now.
    pub(super) fn tend_own(&mut self, env: &mut Env<'_>) {
        if self.lines.is_empty() {
            return;
        }
        // What is noted in such a vault is not found there, so it would be noted again without end. `verify` says what is missing.
        if self.home.as_mut().is_some_and(|home| home.vault.is_broken_off()) {
            return;
        }
        self.follow_moves(env);
        self.take_listed(env);
        let Some(home) = &mut self.home else { return };
        let mut pen = pen!(self, env);
        home.take_profile(&mut pen);
        home.list_founded(&mut pen);
        home.open_device(&mut pen);
        home.take_vault_keys(&mut pen);
        home.owe_removals(&mut pen);
        home.tend_private(&mut pen);
        self.tend_paper(env);
        let Some(home) = &mut self.home else { return };
        let mut pen = pen!(self, env);
        let up = |n: u8| self.lines.iter().position(|line| line.n == n && line.caught_up);
        let couple = home.couple.as_ref().map(|seat| seat.n);
        let (Some(_), Some(at)) = (up(VAULT), couple.and_then(up)) else { return };
        let Some(newcomer) = home.newcomer() else { return };
        let Some(seat) = &mut home.couple else { return };
        if seat.due_duty(pen.now.mono_ms).is_none() && seat.write_admit(&mut pen, &newcomer) {
            self.lines[at].caught_up = false;
            self.hear(env, at, crate::sync::Input::Changed);
        }
    }

    /// Follows the couple space the vault lists and this device has no place in yet; leaves one that was given up.
    fn take_listed(&mut self, env: &mut Env<'_>) {
        let Some(home) = &mut self.home else { return };
        let joining = |pairing: &Pairing| !pairing.is_for_own() && !pairing.stage.is_over();
        if home.is_waiting() || home.pairing.as_ref().is_some_and(joining) {
            return;
        }
        if let Some(seat) = &home.couple {
            let (n, space) = (seat.n, seat.id());
            let listed = home.says().spaces.get(&space).map(|listed| listed.state);
            // What was left stays to be read until its owner began anew.
            let mut all = home.says().spaces.values();
            let goes = match listed {
                Some(SpaceState::Abandoned) => true,
                Some(SpaceState::Left) => all.any(|other| other.state == SpaceState::Joined),
                _ => false,
            };
            if !goes {
                return;
            }
            home.keep_leaving(&mut pen!(self, env));
            home.settings.quiet = false;
            home.forget_couple(&mut pen!(self, env));
            self.drop_line(env, n);
        }
        let Some(home) = &mut self.home else { return };
        let words = home.paper.is_some();
        let spaces = &home.says().spaces;
        let joined = spaces.iter().find(|(_, l)| l.state == SpaceState::Joined);
        // The words open the last one that was left, too: to read.
        let left = spaces.iter().filter(|(_, l)| words && l.state == SpaceState::Left);
        let listed = joined.or_else(|| left.max_by_key(|(space, l)| (l.on, **space)));
        let Some((space, listed)) = listed.map(|(space, listed)| (*space, listed.clone())) else {
            return;
        };
        let Some(partner) = Partner::from_byte(listed.slot) else { return };
        let secret = DeviceSecret::generate(env.rng);
        let (sync, save) = Space::follow(space, secret.keys().device_id());
        let mut pen = pen!(self, env);
        let mut seat = Seat::new(&mut pen, home.settings.next_seat, partner, &secret, sync);
        seat.save(&mut pen, save);
        let token = home.settings.relay.as_ref().and_then(|relay| relay.token.clone());
        home.settings.couple_relay = listed.relay.map(|url| RelayAddress { url, token });
        home.set_seat(&mut pen, seat);
        self.changed = true;
        self.open_lines(env, false);
    }
}

impl Home {
    /// Whether this device waits to be let into the couple space: it cannot tell who is in, and must not remove the only one that could
    /// let it in.
    pub(super) fn waits_for_couple(&mut self) -> bool {
        let listed = self.says().spaces.values().any(|listed| listed.state == SpaceState::Joined);
        listed && self.couple.as_ref().is_none_or(Seat::waits_for_admission)
    }

    /// The name as another own device set it.
    fn take_profile(&mut self, pen: &mut Pen<'_>) {
        let Some(name) = self.says().name.clone() else { return };
        if name != self.settings.name {
            self.settings.name = name;
            self.put_settings(pen);
        }
    }

    /// Publishes this device's keys for the couple space in the vault, once.
    pub(super) fn open_device(&mut self, pen: &mut Pen<'_>) {
        let publisher = self.vault.device();
        let Some(seat) = self.couple.as_ref().filter(|seat| !seat.only_reads()) else { return };
        let (space, device) = (seat.id(), seat.device());
        let named = self.says().opened.contains_key(&(space, device));
        if named || publisher == DeviceId::ZERO || !self.is_listed(&space) {
            return;
        }
        let Some(seat) = &self.couple else { return };
        let dev = seat.keys.dev(DeviceType::Active, seat.partner);
        let proof = Admit::prove(
            Role::FromVault,
            &space,
            &DeviceId::ZERO,
            &Transcript::ZERO,
            &dev,
            seat.keys.signing_key(),
        );
        let device = OpenDevice { dev: Box::new(dev.encode()), proof };
        self.note(pen, RecordId::ZERO, VaultBody::OpenDevice { space, device });
    }

    /// Keys of the couple space that other own devices noted.
    pub(super) fn take_vault_keys(&mut self, pen: &mut Pen<'_>) {
        let Some(seat) = &self.couple else { return };
        let space = seat.id();
        let new: Vec<EpochKey> = self
            .says()
            .keys
            .iter()
            .filter(|((of, _), _)| *of == space)
            .map(|((_, id), ek)| (*id, EpochKey::from_secret(Secret::from_bytes(*ek.expose()))))
            .filter(|(id, key)| key.key_id(&space) == *id)
            .map(|(_, key)| key)
            .collect();
        let Some(seat) = &mut self.couple else { return };
        let mut learnt = false;
        for key in new {
            if !seat.epoch.contains_key(&key.key_id(&space)) {
                seat.learn(pen, key);
                learnt = true;
            }
        }
        if learnt {
            seat.walk_back(pen);
        }
    }

    /// Devices in the couple space whose vault device was removed.
    fn removed_there(&mut self) -> Vec<DeviceId> {
        let writes = self.couple.as_ref().filter(|seat| !seat.only_reads());
        let Some(space) = writes.map(Seat::id) else { return Vec::new() };
        let opened: Vec<(DeviceId, DeviceId)> =
            self.says().opened_in(space).map(|open| (open.publisher, open.dev.id())).collect();
        let (Some(vault), Some(seat)) = (self.vault.sync.state(), &self.couple) else {
            return Vec::new();
        };
        let Some(state) = seat.sync.state() else { return Vec::new() };
        let gone = |publisher: &DeviceId| vault.member(publisher).is_some_and(|m| !m.is_active());
        let here = |device: &DeviceId| {
            *device != seat.device()
                && state.member(device).is_some_and(|m| m.is_active() && m.partner == seat.partner)
        };
        let both = opened.into_iter().filter(|(publisher, device)| gone(publisher) && here(device));
        both.map(|(_, device)| device).collect()
    }

    fn owe_removals(&mut self, pen: &mut Pen<'_>) {
        for device in self.removed_there() {
            if let Some(seat) = &mut self.couple {
                seat.owe(pen, Duty::Revoke(device));
            }
        }
    }

    /// Whether a removal was decided that not every log shows. A couple space that somebody left takes none any more.
    pub(super) fn removes_unconfirmed(&mut self) -> bool {
        let owes = |seat: &Seat| {
            let device = |duty: &Duty| matches!(duty, Duty::Revoke(id) if seat.is_of_a_device(id));
            seat.open_duties().any(device)
        };
        let lives = |seat: &&Seat| seat.sync.state().is_none_or(|state| !state.has_ended());
        let couple = self.couple.as_ref().filter(lives);
        owes(&self.vault)
            || couple.is_some_and(owes)
            || (couple.is_some() && !self.removed_there().is_empty())
    }

    /// The next published device to be added to the couple space.
    fn newcomer(&mut self) -> Option<Newcomer> {
        let space = self.couple.as_ref()?.id();
        let opened: Vec<Opened> = self.says().opened_in(space).cloned().collect();
        let (vault, seat) = (self.vault.sync.state()?, self.couple.as_ref()?);
        let state = seat.sync.state()?;
        let may = state.space_type() == SpaceType::Couple
            && seat.sync.idle_for_sealing()
            && state.active(seat.partner).count() < ACTIVE_DEVICES_PER_PARTNER
            && vault.is_active(&self.vault.device());
        let fits = |open: &Opened| {
            let admitted = |other: &Opened| {
                other.publisher == open.publisher && state.member(&other.dev.id()).is_some()
            };
            // One device of the vault enters the couple space once.
            vault.is_active(&open.publisher)
                && open.dev.partner() == seat.partner
                && open.dev.kind() == DeviceType::Active
                && !opened.iter().any(admitted)
                && consents(state, open)
        };
        let open = opened.iter().filter(|_| may).find(|open| fits(open))?;
        let (dev, proof) = (open.dev.clone(), open.proof);
        Some(Newcomer { transcript: Transcript::ZERO, dev, proof })
    }
}

impl Seat {
    /// Whether this device follows a space it was never admitted to.
    pub(super) fn waits_for_admission(&self) -> bool {
        self.sync.state().is_none_or(|state| state.member(&self.device()).is_none())
    }
}

fn consents(state: &Log, open: &Opened) -> bool {
    let message = accord_protocol::body::proof_message(
        Role::FromVault,
        &state.space(),
        &DeviceId::ZERO,
        &Transcript::ZERO,
        &open.dev,
    );
    accord_protocol::signing::verify(open.dev.verifying_key(), &message, &open.proof)
}
