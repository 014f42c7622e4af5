//! Recovery: the twelve words find their vault, let this device in, and let it into the couple space the vault lists.
//!
//! The words and everything made of them live in memory for as long as one command runs. What they write is an ADD in each space; the
//! new device's own keys are durable before, so that a second try with the same words goes on where the first one ended.

use accord_protocol::body::{Admit, DeviceType, Role};
use accord_protocol::error::Code;
use accord_protocol::http::{
    CHALLENGE_PATH, Challenge, Found, LOOKUP_PATH, Lookup, lookup_message,
};
use accord_protocol::ids::{DeviceId, Partner, SpaceId, Transcript};
use accord_protocol::record::Record;
use accord_protocol::signing::sign;

use super::command::{RecoveredView, RelayAddress, Reply};
use super::duty::{Duty, Newcomer};
use super::home::Home;
use super::io::Ticket;
use super::jobs::Job;
use super::net::Purpose;
use super::relay::{Place, normal};
use super::rows::{PAPER_COUPLE, PAPER_VAULT};
use super::seat::{Pen, Seat};
use super::{Client, Env, pen};
use crate::act::vault::VaultBody;
use crate::act::{RecordId, Text};
use crate::crypto::phrase::PhraseError;
use crate::crypto::{DeviceSecret, PaperIndex, Phrase};
use crate::refused::Refused;
use crate::silent::silent;
use crate::sync::{Arrived, Space};

/// Words that look for their vault.
pub(super) struct Searching {
    phrase: Phrase,
    relay: RelayAddress,
    device_name: Text,
}

/// The words at work in a home, and the seat they act from now.
pub(super) struct Paper {
    phrase: Phrase,
    pub(super) seat: Option<Seat>,
    /// Seats of this device that were let in: they may knock at the relay.
    pub(super) let_in: Vec<u8>,
    /// The log as the words read it in the space they are in: this device need not read it again.
    read: Vec<Record>,
}

silent!(Searching, Paper);

impl Client {
    /// Begins to bring everything back.
    pub(super) fn recover(
        &mut self,
        env: &mut Env<'_>,
        ticket: Ticket,
        words: &str,
        relay: RelayAddress,
        device_name: &str,
    ) -> Result<Option<Reply>, Refused> {
        let phrase = Phrase::parse(words).map_err(|error| match error {
            PhraseError::UnknownWord { position } => {
                Refused::usage("bad_recovery_words").with(position.to_string())
            }
            _ => Refused::usage("bad_recovery_words"),
        })?;
        let relay = normal(relay)?;
        let device_name = Text::name(device_name)
            .or_else(|_| Text::name("this device"))
            .map_err(|_| Refused::usage("bad_name"))?;
        if self.jobs.iter().any(|job| matches!(job, Job::Recover { .. })) {
            return Err(Refused::rule("not_yet"));
        }
        if !self.home.as_ref().is_some_and(|home| home.settings.recovering) {
            self.make_room(env)?;
        }
        let place = Place::parse(&relay.url)?;
        self.searching = Some(Searching { phrase, relay, device_name });
        self.start_job(env, Job::Recover { ticket });
        let purpose = Purpose::LookupChallenge;
        let output = self.requests.ask(purpose, place.at(CHALLENGE_PATH), None);
        self.emit(output);
        Ok(None)
    }

    /// The relay said something to the search for the vault, or nothing.
    pub(super) fn looked_up(
        &mut self,
        env: &mut Env<'_>,
        purpose: Purpose,
        body: Result<Vec<u8>, Code>,
    ) {
        let found = body.and_then(|body| match purpose {
            Purpose::LookupChallenge => {
                let challenge = Challenge::decode(&body).map_err(|_| Code::Malformed)?;
                self.look_up(env, challenge.challenge);
                Ok(None)
            }
            _ => Found::decode(&body).map(|found| Some(found.space)).map_err(|_| Code::Malformed),
        });
        let refused = match found {
            Ok(None) => return,
            Ok(Some(vault)) => match self.bring_back(env, vault) {
                Ok(()) => return,
                Err(refused) => refused,
            },
            Err(Code::NotMember) => Refused::rule("words_unknown"),
            Err(Code::Unavailable) => Refused::unreachable("relay_unreachable"),
            Err(code) => Refused::unreachable(code.name()),
        };
        let is_this = |job: &Job| matches!(job, Job::Recover { .. });
        if let Some(at) = self.jobs.iter().position(is_this) {
            let job = self.jobs.remove(at);
            self.reply(job.ticket(), Err(refused));
        }
        self.forget_words(env);
    }

    fn look_up(&mut self, env: &mut Env<'_>, challenge: [u8; 32]) {
        let Some(Searching { phrase, relay, .. }) = &self.searching else { return };
        let Ok(place) = Place::parse(&relay.url) else { return };
        let keys = phrase.paper_secret(PaperIndex::VAULT).keys();
        let device = keys.device_id();
        let mut nonce = [0; 32];
        env.rng.fill_bytes(&mut nonce);
        let message = lookup_message(&place.host, &challenge, &nonce, &device);
        let sig = sign(keys.signing_key(), &message);
        let url = place.at(LOOKUP_PATH);
        let body = Lookup { device, host: place.host, challenge, nonce, sig }.encode();
        let output = self.requests.ask(Purpose::Lookup, url, Some(body));
        self.emit(output);
    }

    /// The vault is found: a home for this device, if it is the first try, and the words' seat in the vault.
    fn bring_back(&mut self, env: &mut Env<'_>, vault: SpaceId) -> Result<(), Refused> {
        let Some(Searching { phrase, relay, device_name }) = self.searching.take() else {
            return Ok(());
        };
        let mut pen = pen!(self, env);
        let home = match &mut self.home {
            Some(home) if home.vault.id() == vault => home,
            Some(_) => return Err(Refused::rule("other_words")),
            None => {
                let secret = DeviceSecret::generate(pen.rng);
                let mut home = Home::waiting(&mut pen, &device_name, relay, &secret, vault);
                home.settings.recovering = true;
                home.put_settings(&mut pen);
                home.note(&mut pen, RecordId::ZERO, VaultBody::DeviceName(device_name));
                self.home.insert(home)
            }
        };
        home.paper = Some(Paper { phrase, seat: None, let_in: Vec::new(), read: Vec::new() });
        if home.is_waiting() {
            home.take_up_words_in_vault(&mut pen);
        }
        self.open_lines(env, false);
        Ok(())
    }

    /// Goes on with a recovery where it can: out of the vault's paper seat, into the couple's, and out of that.
    pub(super) fn tend_recovery(&mut self, env: &mut Env<'_>) {
        let Some(home) = &mut self.home else { return };
        let entered = home.couple.as_ref().is_some_and(|seat| !seat.waits_for_admission());
        if home.settings.recovering && entered {
            home.settings.recovering = false;
            home.put_settings(&mut pen!(self, env));
        }
        if home.couple.as_ref().is_some_and(Seat::only_reads) {
            return;
        }
        let Some(paper) = &home.paper else { return };
        if let Some(seat) = &paper.seat {
            let ended = seat.sync.state().is_some_and(|state| state.has_ended());
            if seat.n == PAPER_COUPLE && ended {
                return self.read_what_ended(env);
            }
            let n = seat.n;
            let mine = if n == PAPER_VAULT { Some(&home.vault) } else { home.couple.as_ref() };
            let Some((own, device)) = mine.map(|mine| (mine.n, mine.device())) else { return };
            if seat.sync.state().is_some_and(|state| state.member(&device).is_some()) {
                self.drop_line(env, n);
                // One that was opened before was told that nobody knows this device.
                self.drop_line(env, own);
                let paper = self.home.as_mut().and_then(|home| home.paper.as_mut());
                let read = paper.and_then(|paper| {
                    paper.let_in.push(own);
                    paper.leave()
                });
                if let Some((seat, records)) = read {
                    self.take_over(env, own, &seat, &records);
                }
                self.open_lines(env, false);
            }
            return;
        }
        let waits = |seat: &Seat| seat.waits_for_admission() && !paper.let_in.contains(&seat.n);
        if home.couple.as_ref().is_some_and(waits)
            && home.take_up_words_in_couple(&mut pen!(self, env))
        {
            self.open_lines(env, false);
        }
    }

    /// This device goes on where the words had read to.
    fn take_over(&mut self, env: &mut Env<'_>, n: u8, of: &Seat, records: &[Record]) {
        let seat = self.home.as_mut().and_then(|home| home.seat_mut(n));
        let seat = seat.filter(|seat| !seat.rebuild_wanted);
        // What does not fit here is read from the relay, which is asked for it all the same.
        let run = seat.and_then(|seat| seat.sync.hand_over(&of.sync, records).ok());
        if let Some(run) = run.filter(|run| !run.is_empty()) {
            self.take_in_run(env, n, &run);
        }
    }

    /// The couple space has ended and admits nobody: the words, which are in it, fetch it for this device to read.
    fn read_what_ended(&mut self, env: &mut Env<'_>) {
        self.drop_line(env, PAPER_COUPLE);
        let couple = self.home.as_ref().and_then(|home| home.couple.as_ref());
        if let Some(n) = couple.map(|seat| seat.n) {
            self.drop_line(env, n);
        }
        let Some(home) = &mut self.home else { return };
        let Some((paper, records)) = home.paper.as_mut().and_then(Paper::leave) else { return };
        let (space, partner, device) = (paper.id(), paper.partner, paper.device());
        let mut pen = pen!(self, env);
        home.forget_couple(&mut pen);
        // These keys belong to no device of the space, so nothing can be written with them.
        let secret = DeviceSecret::generate(pen.rng);
        let (sync, save) = Space::follow_on_paper(space, device);
        let n = home.settings.next_seat;
        let mut seat = Seat::new(&mut pen, n, partner, &secret, sync);
        seat.save(&mut pen, save);
        home.set_seat(&mut pen, seat);
        home.take_vault_keys(&mut pen);
        self.take_over(env, n, &paper, &records);
        self.changed = true;
        self.open_lines(env, false);
    }

    /// What a recovery came to, once nothing moves any more.
    pub(super) fn recovered(&mut self, env: &mut Env<'_>) -> Result<Reply, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("words_unknown"))?;
        if home.is_waiting() {
            return Err(Refused::rule("words_unknown"));
        }
        let space = match &home.couple {
            None => "none",
            Some(seat) if seat.waits_for_admission() => "not_entered",
            Some(seat) if seat.only_reads() => "ended",
            Some(_) => "back",
        };
        home.settings.recovering = false;
        let mut pen = pen!(self, env);
        home.put_settings(&mut pen);
        if let Some(words) = &home.paper {
            let words = words.phrase.paper_secret(PaperIndex::VAULT).keys();
            home.take_private_key(&mut pen, &words);
        }
        Ok(Reply::Recovered(RecoveredView {
            state: "recovered",
            device: home.vault.device().to_string(),
            name: home.settings.name.clone(),
            couple: space,
        }))
    }

    /// The words leave memory with the command that brought them.
    pub(super) fn forget_words(&mut self, env: &mut Env<'_>) {
        self.searching = None;
        for n in [PAPER_VAULT, PAPER_COUPLE] {
            self.drop_line(env, n);
        }
        if let Some(home) = &mut self.home {
            home.paper = None;
        }
    }
}

impl Paper {
    /// The words leave the space they are in; what they read there is left.
    fn leave(&mut self) -> Option<(Seat, Vec<Record>)> {
        self.seat.take().map(|seat| (seat, std::mem::take(&mut self.read)))
    }
}

impl Home {
    /// Keeps what the words read.
    pub(super) fn note_read(&mut self, n: u8, run: &[Arrived]) {
        if n >= PAPER_VAULT
            && let Some(paper) = &mut self.paper
        {
            paper.read.extend(run.iter().map(|arrived| arrived.record.clone()));
        }
    }

    /// Signs what lets a seat in at the relay: with the words' own key, where it is theirs that is let in.
    pub(super) fn sign_in(&mut self, n: u8, message: &[u8]) -> Option<[u8; 64]> {
        let seat = self.seat_mut(n)?;
        if n >= PAPER_VAULT || !seat.only_reads() {
            return Some(sign(seat.keys.signing_key(), message));
        }
        let id = seat.id();
        let index = PaperIndex::new(self.says().spaces.get(&id)?.paper_index)?;
        let keys = self.paper.as_ref()?.phrase.paper_secret(index).keys();
        Some(sign(keys.signing_key(), message))
    }

    /// The words act in the vault: they owe it the ADD of this device.
    fn take_up_words_in_vault(&mut self, pen: &mut Pen<'_>) {
        let (vault, dev) =
            (self.vault.id(), self.vault.keys.dev(DeviceType::Active, Partner::Zero));
        let Some(paper) = &mut self.paper else { return };
        let secret = paper.phrase.paper_secret(PaperIndex::VAULT);
        let author = secret.keys().device_id();
        let (role, none) = (Role::Recovered, Transcript::ZERO);
        let key = self.vault.keys.signing_key();
        let proof = Admit::prove(role, &vault, &author, &none, &dev, key);
        let new = Newcomer { transcript: none, dev, proof };
        let (space, _) = Space::follow_on_paper(vault, author);
        let mut seat = Seat::new(pen, PAPER_VAULT, Partner::Zero, &secret, space);
        seat.owe(pen, Duty::Admit(Box::new(new)));
        paper.seat = Some(seat);
    }

    /// The same in the couple space the vault lists. False where the listed paper device is none of these words.
    fn take_up_words_in_couple(&mut self, pen: &mut Pen<'_>) -> bool {
        let Some((id, partner, dev)) = self
            .couple
            .as_ref()
            .map(|seat| (seat.id(), seat.partner, seat.keys.dev(DeviceType::Active, seat.partner)))
        else {
            return false;
        };
        let index = self.says().spaces.get(&id).map(|listed| listed.paper_index);
        let Some(index) = index.and_then(PaperIndex::new) else { return false };
        let (Some(paper), Some(couple)) = (&mut self.paper, &self.couple) else { return false };
        let secret = paper.phrase.paper_secret(index);
        let (role, none) = (Role::FromVault, Transcript::ZERO);
        let key = couple.keys.signing_key();
        let proof = Admit::prove(role, &id, &DeviceId::ZERO, &none, &dev, key);
        let new = Newcomer { transcript: none, dev, proof };
        let (space, _) = Space::follow_on_paper(id, secret.keys().device_id());
        let mut seat = Seat::new(pen, PAPER_COUPLE, partner, &secret, space);
        seat.owe(pen, Duty::Admit(Box::new(new)));
        paper.seat = Some(seat);
        true
    }
}
