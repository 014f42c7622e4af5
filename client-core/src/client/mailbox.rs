//! The mailbox of a pairing: which slot is read or written next, and what an answer brings.

use accord_protocol::body::DeviceType;
use accord_protocol::error::Code;
use accord_protocol::http::{
    CHALLENGE_PATH, Challenge, MAILBOX_GET_PATH, MAILBOX_PUT_PATH, MailboxGet, MailboxPut,
    MailboxState, Opening, Problem, Proof, mailbox_message,
};

use super::home::Home;
use super::invite::seconds;
use super::jobs::Job;
use super::net::Purpose;
use super::pairing::{Part, Stage};
use super::relay::Place;
use super::seat::Seat;
use super::{Client, Env, pen};

impl Home {
    /// The seat that the invitation under way leads into.
    pub(super) fn inviting_seat(&self) -> Option<&Seat> {
        let own = self.pairing.as_ref()?.is_for_own();
        if own { Some(&self.vault) } else { self.couple.as_ref() }
    }
}

impl Client {
    /// Takes the pairing as far as it goes now.
    pub(super) fn advance_pairing(&mut self, env: &mut Env<'_>) {
        if !self.jobs.iter().any(Job::needs_relay) || self.requests.any(Purpose::is_pairing) {
            return;
        }
        let now_s = seconds(env);
        let Some(home) = &mut self.home else { return };
        let Some(pairing) = &mut home.pairing else { return };
        if pairing.is_late(now_s) {
            pairing.stage = Stage::Expired;
            home.put_pairing(&mut pen!(self, env));
            return;
        }
        let inviter = matches!(pairing.part, Part::Inviter { .. });
        let (stage, mailbox) = (pairing.stage, *pairing.keys().mailbox());
        let own = pairing.is_for_own();
        let due = self.poll_is_due(env);
        match (stage, inviter) {
            (Stage::Opening, true) => self.open_mailbox(),
            (Stage::Offered, true) if due => self.get_slot(Purpose::GetAnswer, mailbox, 2),
            (Stage::Offered, false) if due => self.get_slot(Purpose::GetOffer, mailbox, 1),
            (Stage::Answered, true) if due => self.get_slot(Purpose::GetAnswer, mailbox, 2),
            (Stage::Answered, false) if due => self.get_slot(Purpose::GetReveal, mailbox, 3),
            (Stage::Confirmed, true) if own => self.admit_newcomer(env),
            (Stage::Confirmed, true) => self.write_join(env),
            (Stage::Confirmed, false) if own => self.enter_vault(env),
            (Stage::Confirmed, false) => self.follow_or_finish(env),
            (Stage::Joined, true) if own => self.finish_adding(env),
            (Stage::Joined, true) => self.finish_inviting(env),
            _ => {}
        }
    }

    /// Whether looking at the mailbox could take the pairing further.
    pub(super) fn must_poll(&self) -> bool {
        self.home.as_ref().and_then(|home| home.pairing.as_ref()).is_some_and(|pairing| {
            matches!(pairing.stage, Stage::Opening | Stage::Offered | Stage::Answered)
        })
    }

    pub(super) fn get_slot(
        &mut self,
        purpose: Purpose,
        mailbox: accord_protocol::ids::MailboxId,
        slot: u8,
    ) {
        let Some(place) = self.pairing_place() else { return };
        let body = MailboxGet { mailbox, slot }.encode();
        let output = self.requests.ask(purpose, place.at(MAILBOX_GET_PATH), Some(body));
        self.emit(output);
    }

    pub(super) fn put_slot(&mut self, purpose: Purpose, put: &MailboxPut) {
        let Some(place) = self.pairing_place() else { return };
        let output = self.requests.ask(purpose, place.at(MAILBOX_PUT_PATH), Some(put.encode()));
        self.emit(output);
    }

    pub(super) fn pairing_place(&self) -> Option<Place> {
        let home = self.home.as_ref()?;
        let url = match &home.pairing.as_ref()?.part {
            Part::Joiner { relay_url, .. } => relay_url.clone(),
            Part::Inviter { seat, .. } => home.relay_of(*seat)?.url.clone(),
        };
        Place::parse(&url).ok()
    }

    /// Slot 1 needs a member's signature, so the space has to stand at the relay first.
    pub(super) fn open_mailbox(&mut self) {
        let registered = self
            .home
            .as_ref()
            .and_then(Home::inviting_seat)
            .is_some_and(|seat| seat.sync.is_registered());
        let Some(place) = self.pairing_place().filter(|_| registered) else { return };
        let output = self.requests.ask(Purpose::Challenge, place.at(CHALLENGE_PATH), None);
        self.emit(output);
    }

    /// An answer from the relay.
    pub(super) fn answered(
        &mut self,
        env: &mut Env<'_>,
        request: u64,
        answer: Option<(u16, Vec<u8>)>,
    ) {
        let Some(purpose) = self.requests.answered(request) else { return };
        if answer.is_some() {
            self.progress_ms = env.now.mono_ms;
        }
        match purpose {
            Purpose::Register { n } => self.registered(env, n, answer),
            Purpose::Farewell => self.farewell_answered(env, answer.as_ref()),
            Purpose::Move => self.move_answered(env, answer),
            Purpose::CloseMailbox(mailbox) => {
                self.mailbox_closed(env, mailbox, answer.as_ref());
            }
            purpose => {
                let body =
                    match answer {
                        Some((200..=299, body)) => Ok(body),
                        Some((_, body)) => Err(Problem::decode(&body)
                            .map_or(Code::Unavailable, |problem| problem.code)),
                        None => Err(Code::Unavailable),
                    };
                match purpose {
                    Purpose::LookupChallenge | Purpose::Lookup => {
                        self.looked_up(env, purpose, body);
                    }
                    _ => self.paired_call(env, purpose, body),
                }
            }
        }
    }

    pub(super) fn paired_call(
        &mut self,
        env: &mut Env<'_>,
        purpose: Purpose,
        body: Result<Vec<u8>, Code>,
    ) {
        let body = match body {
            Ok(body) => body,
            // Its offer was read a moment ago, so it is there and in time: the place of the answer is taken.
            Err(Code::Mailbox) if purpose == Purpose::PutAnswer => {
                self.end_pairing(env, Stage::Used);
                return;
            }
            Err(Code::Mailbox)
                if matches!(
                    purpose,
                    Purpose::GetOffer
                        | Purpose::GetReveal
                        | Purpose::GetAnswer
                        | Purpose::PutReveal
                ) =>
            {
                self.end_pairing(env, Stage::Expired);
                return;
            }
            Err(code) => {
                self.call_failed = Some(code);
                self.polled(env);
                return;
            }
        };
        match purpose {
            Purpose::Challenge => self.put_offer(env, &body),
            Purpose::PutOffer => self.stage(env, Stage::Offered),
            Purpose::PutAnswer => self.stage(env, Stage::Answered),
            Purpose::PutReveal => self.stage(env, Stage::Compare),
            Purpose::GetOffer | Purpose::GetAnswer | Purpose::GetReveal => {
                match MailboxState::decode(&body).map(|state| state.body) {
                    Ok(Some(sealed)) => self.slot_came(env, purpose, &sealed),
                    _ => self.polled(env),
                }
            }
            Purpose::Register { .. }
            | Purpose::Farewell
            | Purpose::Move
            | Purpose::LookupChallenge
            | Purpose::Lookup
            | Purpose::CloseMailbox(_) => {}
        }
    }

    pub(super) fn put_offer(&mut self, env: &mut Env<'_>, body: &[u8]) {
        let (Ok(Challenge { challenge }), Some(place)) =
            (Challenge::decode(body), self.pairing_place())
        else {
            self.polled(env);
            return;
        };
        let Some(home) = &mut self.home else { return };
        let token = home
            .inviting_seat()
            .and_then(|seat| home.relay_of(seat.n).and_then(|relay| relay.token.clone()));
        let Home { vault, couple, pairing: Some(pairing), .. } = home else { return };
        let Some(seat) = (if pairing.is_for_own() { Some(&*vault) } else { couple.as_ref() })
        else {
            return;
        };
        let dev = seat.keys.dev(DeviceType::Active, seat.partner);
        let Ok(sealed) = pairing.offer(env.rng, seat.id(), dev, place.host.clone(), token) else {
            return;
        };
        let mut nonce = [0; 32];
        env.rng.fill_bytes(&mut nonce);
        let mut proof = Proof {
            space: seat.id(),
            device: seat.device(),
            host: place.host,
            challenge,
            nonce,
            sig: [0; 64],
        };
        let (mailbox, life) = (*pairing.keys().mailbox(), pairing.life);
        let message = mailbox_message(&proof, &mailbox, life, &sealed);
        proof.sig = accord_protocol::signing::sign(seat.keys.signing_key(), &message);
        let put =
            MailboxPut { mailbox, slot: 1, body: sealed, opening: Some(Opening { life, proof }) };
        self.keep_pairing(env);
        self.put_slot(Purpose::PutOffer, &put);
    }

    pub(super) fn slot_came(&mut self, env: &mut Env<'_>, purpose: Purpose, sealed: &[u8]) {
        let Some(Home { settings, pairing: Some(pairing), .. }) = &mut self.home else { return };
        let mailbox = *pairing.keys().mailbox();
        let next = match purpose {
            Purpose::GetOffer => pairing.answer(env.rng, sealed).map(|(offer, body)| {
                // The invitation brings the token this relay asks for.
                let url = match &pairing.part {
                    Part::Joiner { relay_url, .. } => relay_url.clone(),
                    Part::Inviter { .. } => String::new(),
                };
                let token = (!offer.token.is_empty()).then_some(offer.token);
                if let Some(relay) = settings.relay.as_mut().filter(|relay| relay.url == url)
                    && relay.token.is_none()
                {
                    relay.token.clone_from(&token);
                }
                if !pairing.is_for_own() {
                    settings.couple_relay = Some(super::command::RelayAddress { url, token });
                }
                Some((Purpose::PutAnswer, MailboxPut { mailbox, slot: 2, body, opening: None }))
            }),
            Purpose::GetAnswer => pairing.reveal(env.rng, sealed).map(|body| {
                Some((Purpose::PutReveal, MailboxPut { mailbox, slot: 3, body, opening: None }))
            }),
            _ => pairing.see(sealed).map(|()| None),
        };
        match next {
            Ok(Some((purpose, put))) => {
                self.keep_pairing(env);
                self.put_slot(purpose, &put);
            }
            Ok(None) => self.stage(env, Stage::Compare),
            Err(_) => self.end_pairing(env, Stage::Refused),
        }
    }

    pub(super) fn keep_pairing(&mut self, env: &mut Env<'_>) {
        if let Some(home) = &self.home {
            let mut pen = pen!(self, env);
            home.put_pairing(&mut pen);
            home.put_settings(&mut pen);
        }
    }

    pub(super) fn stage(&mut self, env: &mut Env<'_>, stage: Stage) {
        if let Some(pairing) = self.home.as_mut().and_then(|home| home.pairing.as_mut()) {
            pairing.stage = stage;
            self.call_failed = None;
        }
        self.keep_pairing(env);
        // A screen that waits for the other sees it.
        self.changed = true;
        // The next step may be possible at once.
        self.poll_ms = Some(env.now.mono_ms);
    }

    pub(super) fn end_pairing(&mut self, env: &mut Env<'_>, stage: Stage) {
        if let Some(pairing) = self.home.as_mut().and_then(|home| home.pairing.as_mut()) {
            // Somebody who came too late to answer does not close it for the one who did.
            let answered =
                pairing.stage != Stage::Offered || matches!(pairing.part, Part::Inviter { .. });
            pairing.to_close = answered;
        }
        self.stage(env, stage);
        self.poll_ms = None;
    }
}
