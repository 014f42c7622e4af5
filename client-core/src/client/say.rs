//! Commands: which room carries each out, and what needs no relay is done here and now.
//!
//! What the laws decide about goes to [`crate::law`] and its acts into the journal; before pairing it becomes a draft in the vault.

use super::command::{Command, RelayView, Reply, SharedDraft, SharedView, StateView};
use super::home::Home;
use super::io::Ticket;
use super::jobs::Job;
use super::named::{agreement_id_of, agreement_limited, id_of};
use super::rebuild::ReadFor;
use super::relay::normal;
use super::{Client, Env, pen};
use crate::act::vault::VaultBody;
use crate::act::{Body, RecordId, Text, Zone};
use crate::law::command::{LawCommand, RitualCommand};
use crate::law::graph::Acts;
use crate::law::undo::{may_undo, undoes};
use crate::law::{self, Decision, NewAct};
use crate::refused::Refused;

impl Client {
    /// Carries out a command; `None` when a job answers later.
    pub(super) fn carry_out(
        &mut self,
        env: &mut Env<'_>,
        ticket: Ticket,
        command: Command,
    ) -> Result<Option<Reply>, Refused> {
        if self.must_wait(&command) {
            return Err(Refused::rule("device_waits"));
        }
        match command {
            Command::Init { name, device_name, relay } => {
                self.make_room(env)?;
                let relay = relay.map(normal).transpose()?;
                let recovery_words = self.make_identity(env, &name, &device_name, relay)?;
                let device = self.home()?.vault.device().to_string();
                Ok(Some(Reply::Init(super::command::InitReply { device, recovery_words })))
            }
            own @ (Command::WordsRenew { .. }
            | Command::Recover { .. }
            | Command::DevicesSeen
            | Command::DeviceAdd { .. }
            | Command::DeviceRemove { .. }) => self.for_own_devices(env, ticket, own),
            unsent @ (Command::UnsentExport
            | Command::UnsentReview { .. }
            | Command::UnsentIssue { .. }) => self.for_unsent(env, &unsent).map(Some),
            Command::RelaySet { relay } => {
                let relay = normal(relay)?;
                let old = self.home()?.settings.relay.as_ref().map(|old| old.url.clone());
                let other = old.as_ref().is_some_and(|old| *old != relay.url);
                let url = relay.url.clone();
                if other {
                    self.let_go_of_relay(env)?;
                }
                let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
                let token = relay.token.or_else(|| {
                    home.settings.relay.take().and_then(|old| old.token).filter(|_| !other)
                });
                if let Some(couple) = home.settings.couple_relay.as_mut()
                    && couple.url == relay.url
                {
                    couple.token.clone_from(&token);
                }
                home.settings.relay = Some(super::command::RelayAddress { url: relay.url, token });
                let mut pen = pen!(self, env);
                let mut other_devices = 0;
                if let Some(old) = old.filter(|_| other) {
                    home.vault_is_at(&mut pen, &old, &url);
                    home.vault_comes_over(&mut pen);
                    other_devices = home.others_of_mine();
                }
                home.put_settings(&mut pen);
                self.redial(env);
                Ok(Some(Reply::Relay(RelayView { other_devices, ..self.relay_view()? })))
            }
            Command::Invite { spoken, with } => {
                let with = self.drafts_named(&with)?;
                self.invite(env, ticket, spoken, with)
            }
            Command::InviteCancel => self.cancel_invitation(env),
            Command::Join { invitation, name, device_name, token } => {
                self.join(env, ticket, invitation, name, &device_name, token)
            }
            Command::PairingConfirm { words } => self.confirm(env, &words),
            Command::Sync { watch } => {
                let settings = &self.home()?.settings;
                if settings.relay.is_none() && settings.couple_relay.is_none() {
                    return Err(Refused::rule("no_relay"));
                }
                self.start_job(env, Job::Sync { ticket, watch });
                Ok(None)
            }
            Command::MoveRelay { relay } => self.move_relay(env, ticket, relay),
            Command::RelayReset => {
                let parted = self.home()?.parted_seats();
                if parted.is_empty() {
                    return Err(Refused::rule("branch_agrees"));
                }
                self.start_job(env, Job::Sync { ticket, watch: false });
                self.take_relay_branch(env, &parted);
                Ok(None)
            }
            Command::Verify => {
                let Some(n) = self.home()?.couple.as_ref().map(|seat| seat.n) else {
                    return Err(Refused::rule("not_paired"));
                };
                self.jobs.push(Job::Reading { ticket });
                self.read_log(n, ReadFor::Check { ticket, n, check: Box::default() }, 0);
                Ok(None)
            }
            Command::Export { mine, format, note } => {
                let Some(n) = self.home()?.couple.as_ref().map(|seat| seat.n) else {
                    return Err(Refused::rule("not_paired"));
                };
                self.jobs.push(Job::Reading { ticket });
                let read = ReadFor::Export { ticket, mine, format, note, records: Vec::new() };
                self.read_log(n, read, 0);
                Ok(None)
            }
            Command::ProfileName { name } => self.rename(env, &name).map(Some),
            Command::ProfileZone { zone } => self.publish_zone(env, zone).map(Some),
            Command::Say { what, draft } => self.say(env, &what, draft).map(Some),
            Command::DraftShare { ids } => {
                let ids = self.drafts_named(&ids)?;
                self.share_all(env, &ids).map(Some)
            }
            Command::DraftDelete { id } => {
                let id = self
                    .drafts_named(std::slice::from_ref(&id))?
                    .pop()
                    .ok_or_else(|| Refused::not_found("draft"))?;
                if let Some(round) = self.held_round(id) {
                    return self.take_check_in_back(env, Some(round)).map(Some);
                }
                self.drop_draft(env, id);
                Ok(Some(Reply::State(StateView { state: "deleted" })))
            }
            Command::Private { what, pin } => self.private(env, &what, pin.as_ref()),
            Command::Asides => self.asides().map(|list| Some(Reply::Asides(list))),
            Command::AsideAgain { id } => self.aside_again(env, &id).map(Some),
            Command::AsideDrop { id } => self.aside_drop(env, &id).map(Some),
            Command::AgreementHide { id, on } => {
                let id = self.resolve(&id)?;
                let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
                home.note(&mut pen!(self, env), id, VaultBody::Hide { on });
                self.show_record(env, id).map(Some)
            }
            Command::RepairAside { id, on } => {
                let id = self.repair_named(&id)?;
                let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
                home.note(&mut pen!(self, env), id, VaultBody::Aside { on });
                self.show_record(env, id).map(Some)
            }
            Command::Answer { ask, choice } => self.answer_ask(env, &ask, &choice).map(Some),
            Command::Beside(what) => self.beside(env, &what).map(Some),
            Command::Joint(what) => self.joint(env, &what).map(Some),
            Command::WhatsNew { seen } => self.whats_new(env, seen).map(Some),
            Command::Leave { keep, quiet } => self.leave(env, keep, quiet).map(Some),
            Command::PutAway => self.put_away(env).map(Some),
            Command::Farewell => self.farewell().map(Some),
            Command::Import(what) => self.import(env, &what).map(Some),
            look => self.look(env, look).map(Some),
        }
    }

    /// The own relay is to be another one. A couple space that a partner is in cannot move alone, and an invitation names its relay; a
    /// space that nobody was let into is founded anew where the next invitation is made.
    fn let_go_of_relay(&mut self, env: &mut Env<'_>) -> Result<(), Refused> {
        let invited = self.invitation_stands();
        let home = self.home()?;
        let url = |relay: &Option<super::command::RelayAddress>| {
            relay.as_ref().map(|relay| relay.url.clone())
        };
        let own =
            |pairing: &super::pairing::Pairing| pairing.is_for_own() && !pairing.stage.is_over();
        if home.pairing.as_ref().is_some_and(own) {
            return Err(Refused::rule("pairing_under_way"));
        }
        let shared = url(&home.settings.couple_relay) == url(&home.settings.relay);
        match &home.couple {
            // What was left quietly stays where it is.
            Some(_) if home.settings.quiet => Ok(()),
            Some(seat) if shared && seat.is_joined() => Err(Refused::rule("move_relay_instead")),
            Some(_) if shared && invited => Err(Refused::rule("pairing_under_way")),
            Some(_) if shared => {
                self.abandon(env);
                let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
                home.settings.couple_relay = None;
                home.pairing = None;
                home.put_pairing(&mut pen!(self, env));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn make_identity(
        &mut self,
        env: &mut Env<'_>,
        name: &str,
        device_name: &str,
        relay: Option<super::command::RelayAddress>,
    ) -> Result<Vec<String>, Refused> {
        let name = Text::name(name).map_err(|_| Refused::usage("bad_name"))?;
        let device_name = Text::name(device_name)
            .or_else(|_| Text::name("this device"))
            .map_err(|_| Refused::usage("bad_name"))?;
        let (home, words) = Home::make(&mut pen!(self, env), name, device_name, relay)
            .map_err(|_| Refused::rule("keys_not_made"))?;
        self.home = Some(home);
        Ok(words)
    }

    fn rename(&mut self, env: &mut Env<'_>, name: &str) -> Result<Reply, Refused> {
        let text = Text::name(name).map_err(|_| Refused::usage("bad_name"))?;
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let zone = home.says().zone.as_deref().and_then(|zone| Zone::new(zone).ok());
        let mut pen = pen!(self, env);
        home.settings.name = text.as_str().to_owned();
        home.put_settings(&mut pen);
        home.note(&mut pen, RecordId::ZERO, VaultBody::Profile { name: text.clone(), zone });
        if home.is_paired()
            && let Some(seat) = &mut home.couple
        {
            seat.make(&mut pen, RecordId::ZERO, Body::Name(text));
        }
        self.profile_view(env)
    }

    fn publish_zone(&mut self, env: &mut Env<'_>, zone: Option<String>) -> Result<Reply, Refused> {
        let zone = match zone {
            None => None,
            Some(zone) => {
                jiff::tz::TimeZone::get(&zone).map_err(|_| Refused::usage("bad_zone"))?;
                Some(Zone::new(&zone).map_err(|_| Refused::usage("bad_zone"))?)
            }
        };
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let name = Text::name(&home.settings.name).map_err(|_| Refused::usage("bad_name"))?;
        let mut pen = pen!(self, env);
        home.note(&mut pen, RecordId::ZERO, VaultBody::Profile { name, zone: zone.clone() });
        if home.is_paired()
            && let Some(seat) = &mut home.couple
        {
            seat.make(&mut pen, RecordId::ZERO, Body::Zone(zone));
        }
        self.profile_view(env)
    }

    /// Says something the laws decide about.
    fn say(&mut self, env: &mut Env<'_>, what: &LawCommand, draft: bool) -> Result<Reply, Refused> {
        let fresh = fresh_id(env);
        if matches!(what, LawCommand::Beside(_)) {
            return self.say_beside(env, what, fresh, draft);
        }
        let what = &self.naming_an_agreement(what)?;
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        if draft || !home.is_paired() || home.names_draft(what) {
            let paired = home.is_paired();
            let id = self.say_draft(env, what, fresh, draft).map_err(|refused| {
                // There is somebody to answer, but nothing that was shown to them.
                if paired && refused.is("not_paired") {
                    Refused::rule("still_a_draft")
                } else {
                    refused
                }
            })?;
            return match id {
                Some(id) => self.show_draft(env, id),
                None => Ok(Reply::State(StateView { state: "deleted" })),
            };
        }
        let what = self.unalias(what);
        let reader = self.reader(env)?;
        let Some(Home { couple: Some(seat), .. }) = &mut self.home else {
            return Err(Refused::rule("not_paired"));
        };
        seat.lay_out();
        let journal: Vec<NewAct> = seat
            .journal
            .iter()
            .filter(|_| may_undo(&what))
            .map(|entry| NewAct { record: entry.record, body: entry.body.clone() })
            .collect();
        let mut undone: Vec<u64> = Vec::new();
        if let Some(undo) = undoes(&seat.acts, &journal, &what) {
            let number = |at: &usize| seat.journal.get(*at).map(|entry| entry.number);
            undone = undo.drop.iter().filter_map(number).collect();
            if !undo.then_say {
                seat.unmake(&mut pen!(self, env), &undone);
                self.changed = true;
                return match self.show_record(env, undo.record) {
                    Err(refused) if refused.is("not_found") => {
                        Ok(Reply::State(StateView { state: "taken_back" }))
                    }
                    shown => shown,
                };
            }
        }
        let Some(Home { couple: Some(seat), .. }) = &mut self.home else {
            return Err(Refused::rule("not_paired"));
        };
        // What is taken back counts for nothing while the law decides, and stays if it refuses.
        let before = (!undone.is_empty()).then(|| seat.without(&undone));
        let of_ritual = matches!(what, LawCommand::Ritual(_));
        let decided = match of_ritual.then(|| seat.looked_at()).flatten() {
            Some((acts, states)) => law::decided(acts, Some(states), &reader, &what, fresh),
            None => law::decide(&seat.acts, &reader, &what, fresh),
        };
        if let Some(before) = before {
            seat.journal = before;
            seat.unsettle();
        }
        let Decision { record, acts } = decided?;
        let mut pen = pen!(self, env);
        seat.unmake(&mut pen, &undone);
        for NewAct { record, body } in acts {
            seat.make(&mut pen, record, body);
        }
        self.changed = true;
        if record == RecordId::ZERO {
            return Ok(Reply::State(StateView { state: "done" }));
        }
        self.show_record(env, record)
    }

    /// Agreements shared from a draft keep the draft's id as another name.
    fn unalias(&mut self, what: &LawCommand) -> LawCommand {
        let mut what = what.clone();
        let Some(home) = &mut self.home else { return what };
        let aliases = home.says().aliases.clone();
        if let Some(id) = agreement_id_of(&mut what)
            && let Ok(draft) = law::resolve(id, aliases.keys().copied())
            && let Some(agreement) = aliases.get(&draft)
            && home
                .couple
                .as_ref()
                .is_some_and(|seat| law::resolve(id, seat.acts.records()).is_err())
        {
            *id = agreement.hex();
        }
        what
    }

    /// A limit names an agreement that both see: by the id of the draft it was shared from as well, a draft not yet.
    fn naming_an_agreement(&mut self, what: &LawCommand) -> Result<LawCommand, Refused> {
        let mut what = what.clone();
        let Some(named) = agreement_limited(&mut what) else { return Ok(what) };
        let home = self.home()?;
        let shared = home.couple.as_mut().is_some_and(|seat| {
            seat.lay_out();
            law::resolve(named, seat.acts.records()).is_ok()
        });
        if !shared {
            let says = home.says();
            if let Ok(draft) = law::resolve(named, says.aliases.keys().copied())
                && let Some(agreement) = says.aliases.get(&draft)
            {
                *named = agreement.hex();
            } else if law::resolve(named, says.drafts.keys().copied()).is_ok() {
                return Err(Refused::rule("still_a_draft"));
            }
        }
        Ok(what)
    }

    /// A command on a draft: makes, rewords or removes it. `None` if it is gone.
    fn say_draft(
        &mut self,
        env: &mut Env<'_>,
        what: &LawCommand,
        fresh: RecordId,
        asked: bool,
    ) -> Result<Option<RecordId>, Refused> {
        let reader = self.draft_reader(env)?;
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let drafts: Vec<RecordId> = home.says().drafts.keys().copied().collect();
        let mut named = what.clone();
        let named = id_of(&mut named).map(|id| law::resolve(id, drafts.iter().copied()));
        let (id, body) = match (what, named) {
            (LawCommand::Name { .. } | LawCommand::Zone { .. }, _) => {
                return Err(Refused::usage("profile_instead"));
            }
            (
                LawCommand::AgreeRetract { .. }
                | LawCommand::BoundaryWithdraw { .. }
                | LawCommand::PromiseWithdraw { .. },
                Some(id),
            ) => {
                self.drop_draft(env, id?);
                return Ok(None);
            }
            (
                LawCommand::AgreePropose { .. }
                | LawCommand::BoundaryAdd { .. }
                | LawCommand::Ritual(RitualCommand::Propose { .. })
                | LawCommand::PromiseAdd { .. },
                _,
            ) => {
                let none = Acts::new();
                let shared = home.couple.as_ref().map_or(&none, |seat| &seat.acts);
                (fresh, law::draft::begin(shared, &reader, what, fresh)?)
            }
            (
                LawCommand::AgreeCounter { .. }
                | LawCommand::BoundaryEdit { .. }
                | LawCommand::Ritual(RitualCommand::Counter { .. })
                | LawCommand::PromiseEdit { .. },
                Some(id),
            ) => {
                let id = id?;
                let body = home
                    .says()
                    .drafts
                    .get(&id)
                    .map(|draft| draft.body.clone())
                    .ok_or_else(|| Refused::not_found("draft"))?;
                let none = Acts::new();
                let shared = home.couple.as_ref().map_or(&none, |seat| &seat.acts);
                (id, law::draft::edit(shared, &reader, id, &body, what)?)
            }
            _ if asked => return Err(Refused::usage("no_draft_of_this")),
            _ => return Err(Refused::rule("not_paired")),
        };
        home.note(&mut pen!(self, env), id, VaultBody::Draft(Box::new(body)));
        Ok(Some(id))
    }

    /// Removes a draft; what was never sent leaves no trace.
    pub(super) fn drop_draft(&mut self, env: &mut Env<'_>, id: RecordId) {
        let Some(home) = &mut self.home else { return };
        let mut pen = pen!(self, env);
        let numbers: Vec<u64> = home
            .vault
            .journal
            .iter()
            .filter(|entry| entry.record == id && is_draft(&entry.body))
            .map(|entry| entry.number)
            .collect();
        home.vault.unmake(&mut pen, &numbers);
        home.unsay();
        if home.says().drafts.contains_key(&id) {
            home.note(&mut pen, id, VaultBody::DraftGone);
        }
    }

    /// Shares drafts: all of them, or none if one cannot be shared.
    fn share_all(&mut self, env: &mut Env<'_>, ids: &[RecordId]) -> Result<Reply, Refused> {
        if !self.home()?.is_paired() {
            return Err(Refused::rule("not_paired"));
        }
        for id in ids {
            self.shared_as(env, *id)?;
        }
        let mut shared = Vec::new();
        for id in ids {
            shared.push(SharedDraft { draft: id.hex(), id: self.share(env, *id)?.hex() });
        }
        Ok(Reply::Shared(SharedView { shared }))
    }

    /// The act that shares a draft. Nothing is changed.
    fn shared_as(&mut self, env: &Env<'_>, id: RecordId) -> Result<NewAct, Refused> {
        let reader = self.reader(env)?;
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let body = home
            .says()
            .drafts
            .get(&id)
            .map(|draft| draft.body.clone())
            .ok_or_else(|| Refused::not_found("draft"))?;
        let Some(seat) = &mut home.couple else { return Err(Refused::rule("not_paired")) };
        seat.lay_out();
        law::draft::share(&seat.acts, &reader, id, &body)
    }

    /// Shares one draft: new acts of today. Agreements get their id by content and keep the draft's as an alias.
    pub(super) fn share(&mut self, env: &mut Env<'_>, id: RecordId) -> Result<RecordId, Refused> {
        if let Some(round) = self.held_round(id) {
            return self.share_check_in(env, round);
        }
        let NewAct { record, body } = self.shared_as(env, id)?;
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let Some(seat) = &mut home.couple else { return Err(Refused::rule("not_paired")) };
        let mut pen = pen!(self, env);
        seat.make(&mut pen, record, body);
        if record != id {
            home.note(&mut pen, id, VaultBody::Alias(record));
        }
        self.drop_draft(env, id);
        self.changed = true;
        Ok(record)
    }

    /// The drafts of these prefixes, each once.
    pub(super) fn drafts_named(&mut self, ids: &[String]) -> Result<Vec<RecordId>, Refused> {
        let known: Vec<RecordId> = self.home()?.says().drafts.keys().copied().collect();
        let mut named = Vec::new();
        for id in ids {
            let id = law::resolve(id, known.iter().copied())?;
            if !named.contains(&id) {
                named.push(id);
            }
        }
        Ok(named)
    }

    fn answer_ask(&mut self, env: &mut Env<'_>, ask: &str, choice: &str) -> Result<Reply, Refused> {
        let reader = self.reader(env)?;
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let Some(seat) = &mut home.couple else { return Err(Refused::rule("not_paired")) };
        seat.lay_out();
        let answered = law::answer(&seat.acts, &reader, ask, choice)?;
        let mut pen = pen!(self, env);
        for NewAct { record, body } in answered.decision.acts {
            seat.make(&mut pen, record, body);
        }
        home.note(&mut pen, RecordId::ZERO, VaultBody::Answered(answered.ask));
        self.changed = true;
        if answered.decision.record == RecordId::ZERO {
            return Ok(Reply::State(StateView { state: "answered" }));
        }
        self.show_record(env, answered.decision.record)
    }
}

impl Home {
    /// Whether a command is about something that is a draft.
    fn names_draft(&mut self, what: &LawCommand) -> bool {
        let mut what = what.clone();
        let drafts: Vec<RecordId> = self.says().drafts.keys().copied().collect();
        id_of(&mut what).is_some_and(|id| law::resolve(id, drafts).is_ok())
    }
}

fn is_draft(body: &Body) -> bool {
    matches!(body, Body::Vault(VaultBody::Draft(_) | VaultBody::DraftGone))
}

fn fresh_id(env: &mut Env<'_>) -> RecordId {
    let mut id = [0; 32];
    env.rng.fill_bytes(&mut id);
    RecordId(id)
}
