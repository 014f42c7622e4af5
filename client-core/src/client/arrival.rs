//! Another own device on its way in (pairing role 2): the invitation any own device makes, the home of the newcomer until it is let in,
//! and the ADD that lets it in.
//!
//! Until its person compared words the newcomer's home follows no vault, and until it is let in nothing is written in it. What follows from
//! being in the vault is [`super::own`]'s.

use accord_protocol::ids::{Partner, SpaceId};
use accord_protocol::limits::ACTIVE_DEVICES_PER_PARTNER;
use accord_protocol::pairing::{PairRole, PairSecret};
use accord_protocol::record::Kind;

use super::command::{Command, RelayAddress, Reply};
use super::duty::{Duty, Newcomer};
use super::home::{Home, Settings, VAULT};
use super::import::ImportCommand;
use super::invite::{new_secret, seconds};
use super::io::Ticket;
use super::jobs::Job;
use super::pairing::{Pairing, Part, Stage};
use super::relay::Place;
use super::seat::{Pen, Seat};
use super::{Client, Env, pen};
use crate::act::vault::VaultBody;
use crate::act::{RecordId, Text};
use crate::client::beside::Beside;
use crate::crypto::DeviceSecret;
use crate::crypto::secret::Secret;
use crate::refused::Refused;
use crate::store::Table;
use crate::sync::Space;

impl Client {
    /// Makes an invitation for another own device and puts its offer to the relay.
    pub(super) fn add_device(
        &mut self,
        env: &mut Env<'_>,
        ticket: Ticket,
        spoken: bool,
    ) -> Result<Option<Reply>, Refused> {
        let now_s = seconds(env);
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let Some(relay) = home.settings.relay.clone() else {
            return Err(Refused::rule("no_relay"));
        };
        let place = Place::parse(&relay.url)?;
        home.has_room_for_a_device()?;
        if let Some(pairing) = home.pairing.as_ref().filter(|pairing| pairing.is_open(now_s)) {
            if !pairing.is_for_own() {
                return Err(Refused::rule("pairing_under_way"));
            }
            if pairing.stage > Stage::Opening {
                // Asked again, the invitation that stands is shown again.
                return self
                    .invite_view()
                    .map(|view| Some(Reply::Invite(view)))
                    .ok_or_else(|| Refused::rule("invitation_ended"));
            }
            if pairing.spoken.is_some() == spoken {
                // Its offer may have reached the relay although no answer came: the same one is put there again.
                self.start_job(env, Job::Invite { ticket });
                return Ok(None);
            }
        }
        let (secret, words) = new_secret(env.rng, &place, spoken)?;
        let role = PairRole::OwnDevice;
        home.pairing =
            Some(Pairing::invite(env.rng, role, VAULT, secret, words, Vec::new(), now_s));
        home.put_pairing(&mut pen!(self, env));
        self.start_job(env, Job::Invite { ticket });
        Ok(None)
    }

    /// Answers the invitation of another own device: an empty home begins to wait.
    pub(super) fn join_as_own(
        &mut self,
        env: &mut Env<'_>,
        ticket: Ticket,
        (secret, spoken): (PairSecret, bool),
        relay: RelayAddress,
        device_name: &str,
    ) -> Result<Option<Reply>, Refused> {
        let same = |pairing: &&Pairing| pairing.secret().expose() == secret.expose();
        let under_way = self.home.as_ref().and_then(|home| home.pairing.as_ref());
        let again = under_way.filter(|pairing| !pairing.stage.is_over()).filter(same);
        if again.is_some_and(|pairing| matches!(pairing.part, Part::Joiner { .. })) {
            // The answer did not get through the first time.
            self.start_job(env, Job::Join { ticket, words: None });
            return Ok(None);
        }
        self.make_room(env)?;
        let device_name = Text::name(device_name)
            .or_else(|_| Text::name("this device"))
            .map_err(|_| Refused::usage("bad_name"))?;
        let url = relay.url.clone();
        let pairing = Pairing::join(env.rng, PairRole::OwnDevice, secret, spoken, url);
        let Some(secret) = pairing.joiners_secret() else {
            return Err(Refused::rule("keys_not_made"));
        };
        let mut pen = pen!(self, env);
        let mut home = Home::waiting(&mut pen, &device_name, relay, &secret, SpaceId::ZERO);
        home.pairing = Some(pairing);
        home.put_pairing(&mut pen);
        self.home = Some(home);
        self.start_job(env, Job::Join { ticket, words: None });
        Ok(None)
    }

    /// A home whose device was let in nowhere may begin as something else; any other is in use.
    pub(super) fn make_room(&mut self, env: &mut Env<'_>) -> Result<(), Refused> {
        let Some(home) = &self.home else { return Ok(()) };
        if !home.is_waiting() {
            return Err(Refused::rule("home_in_use"));
        }
        if home.pairing.as_ref().is_some_and(|pairing| !pairing.stage.is_over()) {
            return Err(Refused::rule("pairing_under_way"));
        }
        self.drop_line(env, VAULT);
        for table in Table::ALL {
            if table != Table::Lock {
                self.writer.delete_prefix(table, []);
            }
        }
        self.home = None;
        Ok(())
    }

    /// Inviter: the words are the same; the vault is owed the ADD.
    pub(super) fn admit_newcomer(&mut self, env: &mut Env<'_>) {
        let Some(Home { vault, pairing: Some(pairing), .. }) = &mut self.home else { return };
        let (Some((dev, proof)), Some(transcript)) = (pairing.newcomer(), pairing.transcript())
        else {
            return;
        };
        let Some(state) = vault.sync.state() else { return };
        if state.member(&dev.id()).is_some() {
            self.stage(env, Stage::Joined);
        } else if state.active(Partner::Zero).count() >= ACTIVE_DEVICES_PER_PARTNER {
            // Others came in since the invitation was made.
            self.end_pairing(env, Stage::Refused);
        } else {
            let newcomer = Newcomer { transcript, dev, proof };
            vault.owe(&mut pen!(self, env), Duty::Admit(Box::new(newcomer)));
        }
    }

    /// Inviter: the new device has written its first record.
    pub(super) fn finish_adding(&mut self, env: &mut Env<'_>) {
        let Some(Home { vault, pairing: Some(pairing), .. }) = &self.home else { return };
        let (Some((dev, _)), Some(state)) = (pairing.newcomer(), vault.sync.state()) else {
            return;
        };
        let gone = state.member(&dev.id()).is_some_and(|member| !member.is_active());
        if gone || state.device_tip(&dev.id()).is_some_and(|tip| tip.seq > 0) {
            self.stage(env, Stage::Paired);
            self.changed = true;
        }
    }

    /// Newcomer: its person picked the right words; follow the vault, and see that the ADD is the one compared.
    pub(super) fn enter_vault(&mut self, env: &mut Env<'_>) {
        let Some(home) = &mut self.home else { return };
        let Some(pairing) = &home.pairing else { return };
        let Some(offer) = pairing.invited_to() else { return };
        if home.vault.id() != offer.space {
            let Some(secret) = pairing.joiners_secret() else { return };
            home.follow_vault(&mut pen!(self, env), offer.space, &secret);
            self.open_lines(env, false);
            return;
        }
        if home.vault.waits_for_admission() {
            return;
        }
        // An ADD for another exchange than the one whose words were compared is somebody else's.
        if home.vault.join_transcript != pairing.transcript() {
            self.end_pairing(env, Stage::Refused);
            self.leave_vault(env);
            return;
        }
        self.stage(env, Stage::Paired);
        self.changed = true;
    }

    /// Newcomer: the vault is not followed any longer.
    pub(super) fn leave_vault(&mut self, env: &mut Env<'_>) {
        self.drop_line(env, VAULT);
        if let Some(home) = &mut self.home {
            let secret = DeviceSecret::generate(env.rng);
            home.follow_vault(&mut pen!(self, env), SpaceId::ZERO, &secret);
        }
    }

    /// Whether a home that waits refuses a command: what is written before its device is let in would be nobody's.
    pub(super) fn must_wait(&self, command: &Command) -> bool {
        let only_looks = |what: &Beside| {
            !matches!(what, Beside::Keep { .. } | Beside::Pause { .. } | Beside::Resume)
        };
        let looks = match command {
            Command::Init { .. }
            | Command::Recover { .. }
            | Command::Join { .. }
            | Command::InviteCancel
            | Command::PairingConfirm { .. }
            | Command::Sync { .. }
            | Command::Verify
            | Command::Asides => true,
            Command::RelaySet { .. }
            | Command::ProfileName { .. }
            | Command::ProfileZone { .. }
            | Command::Invite { .. }
            | Command::DeviceAdd { .. }
            | Command::WordsRenew { .. }
            | Command::DeviceRemove { .. }
            | Command::RelayReset
            | Command::Export { .. }
            | Command::Answer { .. }
            | Command::Say { .. }
            | Command::AgreementHide { .. }
            | Command::RepairAside { .. }
            | Command::AsideAgain { .. }
            | Command::AsideDrop { .. }
            | Command::DraftShare { .. }
            | Command::DraftDelete { .. }
            | Command::UnsentExport
            | Command::UnsentIssue { .. }
            | Command::Private { .. }
            | Command::Import(ImportCommand::Keep { .. } | ImportCommand::Remove { .. })
            | Command::PutAway
            | Command::Leave { .. } => false,
            Command::Beside(what) => only_looks(what),
            Command::WhatsNew { seen } => !seen,
            _ => true,
        };
        !looks && self.home.as_ref().is_some_and(Home::is_waiting)
    }
}

impl Home {
    /// A home of a device that waits to be let in: without identity or words of its own.
    pub(super) fn waiting(
        pen: &mut Pen<'_>,
        device_name: &Text,
        relay: RelayAddress,
        secret: &DeviceSecret,
        vault: SpaceId,
    ) -> Self {
        let (space, save) = Space::follow(vault, secret.keys().device_id());
        let mut seat = Seat::new(pen, VAULT, Partner::Zero, secret, space);
        seat.save(pen, save);
        let settings = Settings::new("", device_name.as_str(), Some(relay), pen.now.today());
        let home = Self::new(settings, seat);
        home.put_settings(pen);
        home
    }

    /// Whether this device has no place in a vault yet.
    pub(super) fn is_waiting(&self) -> bool {
        self.vault.waits_for_admission()
    }

    /// Whether one more own device can come in.
    fn has_room_for_a_device(&self) -> Result<(), Refused> {
        let Some(state) = self.vault.sync.state() else { return Err(Refused::rule("not_yet")) };
        if !state.is_active(&self.vault.device()) {
            return Err(Refused::rule("revoked"));
        }
        if state.active(Partner::Zero).count() >= ACTIVE_DEVICES_PER_PARTNER {
            return Err(Refused::rule("too_many_devices"));
        }
        Ok(())
    }

    /// Follows this vault from its beginning, with these keys; the zero id is none.
    pub(super) fn follow_vault(
        &mut self,
        pen: &mut Pen<'_>,
        vault: SpaceId,
        secret: &DeviceSecret,
    ) {
        for table in Table::ALL {
            if !matches!(table, Table::Lock | Table::Meta | Table::Pairing) {
                pen.writer.delete_prefix(table, [VAULT]);
            }
        }
        let (space, save) = Space::follow(vault, secret.keys().device_id());
        self.vault = Seat::new(pen, VAULT, Partner::Zero, secret, space);
        self.vault.save(pen, save);
        self.unsay();
        let name = Text::name(&self.settings.device_name).ok();
        if let Some(name) = name.filter(|_| vault != SpaceId::ZERO) {
            self.note(pen, RecordId::ZERO, VaultBody::DeviceName(name));
        }
    }
}

impl Pairing {
    /// Joiner: a copy of the keys it answered with.
    pub(super) fn joiners_secret(&self) -> Option<DeviceSecret> {
        match &self.part {
            Part::Joiner { device, .. } => {
                Some(DeviceSecret::from_secret(Secret::from_bytes(*device.expose())))
            }
            Part::Inviter { .. } => None,
        }
    }
}

impl Seat {
    /// Takes back the ADD of another own device that no relay can have. False once one may have it, or the log shows it.
    pub(super) fn take_back_admit(&mut self, pen: &mut Pen<'_>, newcomer: &Newcomer) -> bool {
        if self.sync.state().is_some_and(|state| state.member(&newcomer.dev.id()).is_some()) {
            return false;
        }
        let duty = Duty::Admit(Box::new(newcomer.clone()));
        let flies =
            self.sync.flight().is_some_and(|flight| flight.record().kind() == Kind::AddDevice);
        if flies {
            let Some((_, save)) = self.sync.recall() else { return false };
            self.save(pen, save);
        }
        let rest = self.duties.iter().filter(|owed| **owed != duty).cloned().collect();
        self.put_duties(pen, rest);
        true
    }
}
