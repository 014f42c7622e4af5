//! Inviting, joining and comparing words: the commands, and the steps each exchange takes a pairing further.

use accord_protocol::body::DeviceType;
use accord_protocol::error::Code;
use accord_protocol::http::{
    CHALLENGE_PATH, Challenge, MAILBOX_CLOSE_PATH, MAILBOX_GET_PATH, MAILBOX_PUT_PATH,
    MailboxClose, MailboxGet, MailboxPut, MailboxState, Opening, Problem, Proof, mailbox_message,
};
use accord_protocol::ids::Partner;
use accord_protocol::pairing::{Link as InviteLink, PairRole};
use accord_protocol::record::Kind;

use super::command::{Invitation, InviteView, PairingView, Reply, StateView};
use super::home::Home;
use super::io::Ticket;
use super::jobs::Job;
use super::net::Purpose;
use super::pairing::{Pairing, Part, Pick, Stage};
use super::relay::Place;
use super::seat::Seat;
use super::{Client, Env, found, pen};
use crate::act::vault::SpaceState;
use crate::act::{Body, RecordId, Text};
use crate::crypto::pairing::new_pair_secret;
use crate::crypto::secret::Secret;
use crate::crypto::{DeviceSecret, SpokenWords};
use crate::refused::Refused;
use crate::sync::Space;

impl Client {
    /// Founds a couple space if there is none, makes an invitation, and puts its offer to the relay.
    pub(super) fn invite(
        &mut self,
        env: &mut Env<'_>,
        ticket: Ticket,
        spoken: bool,
        with: Vec<RecordId>,
    ) -> Result<Option<Reply>, Refused> {
        let now_s = seconds(env);
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        if home.is_paired() {
            return Err(Refused::rule("already_paired"));
        }
        let Some(relay) = home.settings.relay.clone() else {
            return Err(Refused::rule("no_relay"));
        };
        let place = Place::parse(&relay.url)?;
        if home.pairing.as_ref().is_some_and(|pairing| {
            matches!(pairing.part, Part::Joiner { .. }) && !pairing.stage.is_over()
        }) {
            return Err(Refused::rule("joining"));
        }
        if let Some(pairing) = home
            .pairing
            .as_ref()
            .filter(|pairing| !pairing.stage.is_over() && !pairing.is_late(now_s))
            && pairing.stage > Stage::Opening
        {
            // Asked again, the invitation that stands is shown again.
            return self
                .invite_view()
                .map(|view| Some(Reply::Invite(view)))
                .ok_or_else(|| Refused::rule("invitation_ended"));
        }
        if home.couple.is_none() {
            home.found_couple(&mut pen!(self, env)).map_err(|_| Refused::rule("no_paper_left"))?;
        }
        let seat = home.couple.as_ref().map_or(0, |seat| seat.n);
        let (secret, words) = if spoken {
            let words = SpokenWords::generate(env.rng);
            let secret =
                words.pair_secret(&place.host).map_err(|_| Refused::rule("words_not_stretched"))?;
            (secret, Some(words.words().join(" ")))
        } else {
            (new_pair_secret(env.rng), None)
        };
        home.pairing = Some(Pairing::invite(env.rng, seat, secret, words, with, now_s));
        home.put_pairing(&mut pen!(self, env));
        self.start_job(env, Job::Invite { ticket });
        Ok(None)
    }

    /// Calls the invitation off. The next exchange ends its mailbox.
    pub(super) fn cancel_invitation(
        &mut self,
        env: &mut Env<'_>,
    ) -> Result<Option<Reply>, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        match &mut home.pairing {
            Some(pairing) if !pairing.stage.is_over() && pairing.stage != Stage::Joined => {
                pairing.stage = Stage::Refused;
                home.put_pairing(&mut pen!(self, env));
                Ok(Some(Reply::State(StateView { state: "pending" })))
            }
            _ => Err(Refused::not_found("invitation")),
        }
    }

    /// Answers an invitation.
    pub(super) fn join(
        &mut self,
        env: &mut Env<'_>,
        ticket: Ticket,
        invitation: Invitation,
        name: Option<String>,
        device_name: &str,
        token: Option<String>,
    ) -> Result<Option<Reply>, Refused> {
        let (secret, place, spoken) = match invitation {
            Invitation::Link(link) => {
                let link = InviteLink::parse(&link).map_err(|_| Refused::usage("bad_link"))?;
                if link.role != PairRole::Partner {
                    return Err(if self.home.is_some() {
                        Refused::rule("home_in_use")
                    } else {
                        Refused::rule("own_device_link")
                    });
                }
                let place = Place::of_host(&link.host, link.plain_http);
                (link.secret, place, false)
            }
            Invitation::Spoken { words, relay } => {
                let place = Place::parse(&relay)?;
                let words = SpokenWords::parse(&words.join(" "))
                    .map_err(|_| Refused::usage("bad_spoken_words"))?;
                let secret = words
                    .pair_secret(&place.host)
                    .map_err(|_| Refused::usage("bad_spoken_words"))?;
                (secret, place, true)
            }
        };
        if let Some(home) = &self.home {
            if home.is_paired() {
                return Err(Refused::rule("already_paired"));
            }
            if home.pairing.as_ref().is_some_and(|pairing| !pairing.stage.is_over()) {
                return Err(Refused::rule("pairing_under_way"));
            }
        }
        let mut words = None;
        let relay = super::command::RelayAddress { url: place.url(), token };
        match &mut self.home {
            Some(home) => {
                if home.settings.relay.is_none() {
                    home.settings.relay = Some(relay);
                    home.put_settings(&mut pen!(self, env));
                }
            }
            None => {
                let name = name.ok_or_else(|| Refused::usage("name_needed"))?;
                words = Some(self.make_identity(env, &name, device_name, Some(relay))?);
            }
        }
        let Some(home) = &mut self.home else { return Err(Refused::rule("no_identity")) };
        home.pairing = Some(Pairing::join(env.rng, secret, spoken, place.url()));
        home.put_pairing(&mut pen!(self, env));
        self.start_job(env, Job::Join { ticket, words });
        Ok(None)
    }

    /// The person entered the words heard from the other.
    pub(super) fn confirm(
        &mut self,
        env: &mut Env<'_>,
        words: &[String],
    ) -> Result<Option<Reply>, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let pairing = home
            .pairing
            .as_mut()
            .filter(|pairing| !pairing.stage.is_over())
            .ok_or_else(|| Refused::not_found("pairing"))?;
        match pairing.stage {
            Stage::Compare => {}
            Stage::Confirmed | Stage::Joined => {
                return Ok(Some(Reply::State(StateView { state: "pending" })));
            }
            _ => return Err(Refused::rule("not_yet")),
        }
        let pick = pairing.pick(words).ok_or_else(|| Refused::rule("not_yet"))?;
        home.put_pairing(&mut pen!(self, env));
        match pick {
            Pick::Right => Ok(Some(Reply::State(StateView { state: "pending" }))),
            Pick::Wrong => Err(Refused::rule("words_differ")),
            Pick::WrongAgain => Err(Refused::rule("words_differ").with("ended")),
        }
    }

    /// Takes the pairing as far as it goes now.
    pub(super) fn advance_pairing(&mut self, env: &mut Env<'_>) {
        if self.lines.is_empty() || self.requests.any(Purpose::is_pairing) {
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
        let due = self.poll_is_due(env);
        match (stage, inviter) {
            (Stage::Opening, true) => self.open_mailbox(),
            (Stage::Offered, true) if due => self.get_slot(Purpose::GetAnswer, mailbox, 2),
            (Stage::Offered, false) if due => self.get_slot(Purpose::GetOffer, mailbox, 1),
            (Stage::Answered, true) if due => self.get_slot(Purpose::GetAnswer, mailbox, 2),
            (Stage::Answered, false) if due => self.get_slot(Purpose::GetReveal, mailbox, 3),
            (Stage::Confirmed, true) => self.write_join(env),
            (Stage::Confirmed, false) => self.follow_or_finish(env),
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

    fn get_slot(&mut self, purpose: Purpose, mailbox: accord_protocol::ids::MailboxId, slot: u8) {
        let Some(place) = self.pairing_place() else { return };
        let body = MailboxGet { mailbox, slot }.encode();
        let output = self.requests.ask(purpose, place.at(MAILBOX_GET_PATH), Some(body));
        self.emit(output);
    }

    fn put_slot(&mut self, purpose: Purpose, put: &MailboxPut) {
        let Some(place) = self.pairing_place() else { return };
        let output = self.requests.ask(purpose, place.at(MAILBOX_PUT_PATH), Some(put.encode()));
        self.emit(output);
    }

    fn pairing_place(&self) -> Option<Place> {
        let home = self.home.as_ref()?;
        let url = match &home.pairing.as_ref()?.part {
            Part::Joiner { relay_url, .. } => relay_url.clone(),
            Part::Inviter { .. } => home.settings.relay.as_ref()?.url.clone(),
        };
        Place::parse(&url).ok()
    }

    /// Slot 1 needs a member's signature, so the space has to stand at the relay first.
    fn open_mailbox(&mut self) {
        let registered = self
            .home
            .as_ref()
            .and_then(|home| home.couple.as_ref())
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
            Purpose::CloseMailbox => {}
            purpose => {
                let body =
                    match answer {
                        Some((200..=299, body)) => Ok(body),
                        Some((_, body)) => Err(Problem::decode(&body)
                            .map_or(Code::Unavailable, |problem| problem.code)),
                        None => Err(Code::Unavailable),
                    };
                self.paired_call(env, purpose, body);
            }
        }
    }

    fn paired_call(&mut self, env: &mut Env<'_>, purpose: Purpose, body: Result<Vec<u8>, Code>) {
        let body = match body {
            Ok(body) => body,
            Err(Code::Mailbox)
                if matches!(
                    purpose,
                    Purpose::GetOffer
                        | Purpose::GetReveal
                        | Purpose::GetAnswer
                        | Purpose::PutAnswer
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
            Purpose::Register { .. } | Purpose::CloseMailbox => {}
        }
    }

    fn put_offer(&mut self, env: &mut Env<'_>, body: &[u8]) {
        let (Ok(Challenge { challenge }), Some(place)) =
            (Challenge::decode(body), self.pairing_place())
        else {
            self.polled(env);
            return;
        };
        let Some(Home { settings, couple: Some(seat), pairing: Some(pairing), .. }) =
            &mut self.home
        else {
            return;
        };
        let token = settings.relay.as_ref().and_then(|relay| relay.token.clone());
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
        self.put_slot(Purpose::PutOffer, &put);
    }

    fn slot_came(&mut self, env: &mut Env<'_>, purpose: Purpose, sealed: &[u8]) {
        let Some(Home { settings, pairing: Some(pairing), .. }) = &mut self.home else { return };
        let mailbox = *pairing.keys().mailbox();
        let next = match purpose {
            Purpose::GetOffer => pairing.answer(env.rng, sealed).map(|(offer, body)| {
                // The invitation brings the token this relay asks for.
                if let Some(relay) = settings
                    .relay
                    .as_mut()
                    .filter(|relay| relay.token.is_none() && !offer.token.is_empty())
                {
                    relay.token = Some(offer.token);
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

    fn keep_pairing(&mut self, env: &mut Env<'_>) {
        if let Some(home) = &self.home {
            let mut pen = pen!(self, env);
            home.put_pairing(&mut pen);
            home.put_settings(&mut pen);
        }
    }

    fn stage(&mut self, env: &mut Env<'_>, stage: Stage) {
        if let Some(pairing) = self.home.as_mut().and_then(|home| home.pairing.as_mut()) {
            pairing.stage = stage;
            self.call_failed = None;
        }
        self.keep_pairing(env);
        // The next step may be possible at once.
        self.poll_ms = Some(env.now.mono_ms);
    }

    fn end_pairing(&mut self, env: &mut Env<'_>, stage: Stage) {
        self.stage(env, stage);
        self.poll_ms = None;
        let mailbox = self
            .home
            .as_ref()
            .and_then(|home| home.pairing.as_ref())
            .map(|pairing| *pairing.keys().mailbox());
        if let (Some(mailbox), Some(place)) = (mailbox, self.pairing_place()) {
            let output = self.requests.ask(
                Purpose::CloseMailbox,
                place.at(MAILBOX_CLOSE_PATH),
                Some(MailboxClose { mailbox }.encode()),
            );
            self.emit(output);
        }
    }

    /// Inviter: both agree that the words are the same; the JOIN admits the other's device.
    fn write_join(&mut self, env: &mut Env<'_>) {
        let Some(Home { couple: Some(seat), pairing: Some(pairing), .. }) = &mut self.home else {
            return;
        };
        let Some(state) = seat.sync.state() else { return };
        if state.joined().is_some() {
            self.stage(env, Stage::Joined);
            return;
        }
        let Some(at) = self.lines.iter().position(|line| line.n == seat.n && line.caught_up) else {
            return;
        };
        if !seat.sync.idle_for_sealing() {
            return;
        }
        let (Some((dev, proof)), Some(transcript), Some(key)) =
            (pairing.newcomer(), pairing.transcript(), seat.newest_key())
        else {
            return;
        };
        let Ok(body) = found::admit(env.rng, state, &seat.keys, key, transcript, dev, proof) else {
            return;
        };
        if seat.submit_membership(&mut pen!(self, env), Kind::Join, &body) {
            self.lines[at].caught_up = false;
            self.hear(env, at, crate::sync::Input::Changed);
        }
    }

    /// Inviter: the partner's first record is here, so what was chosen may be shared.
    fn finish_inviting(&mut self, env: &mut Env<'_>) {
        let Some(Home { couple: Some(seat), pairing: Some(pairing), .. }) = &mut self.home else {
            return;
        };
        let wrote = seat.sync.state().is_some_and(|state| {
            state
                .active(Partner::One)
                .any(|member| state.device_tip(&member.id).is_some_and(|tip| tip.seq > 0))
        });
        if !wrote {
            return;
        }
        let with = match &pairing.part {
            Part::Inviter { with, .. } => with.clone(),
            Part::Joiner { .. } => Vec::new(),
        };
        self.stage(env, Stage::Paired);
        self.introduce(env);
        for id in with {
            // A draft deleted since it was chosen is simply not shared.
            drop(self.share(env, id));
        }
        self.changed = true;
    }

    /// Joiner: its person picked the right words; follow the space, and once admitted check and write the first record.
    fn follow_or_finish(&mut self, env: &mut Env<'_>) {
        let Some(home) = &mut self.home else { return };
        let Some(pairing) = &home.pairing else { return };
        let Some(offer) = pairing.invited_to() else { return };
        let following = home.couple.as_ref().is_some_and(|seat| seat.id() == offer.space);
        if !following {
            let Some(Part::Joiner { device, .. }) =
                home.pairing.as_ref().map(|pairing| &pairing.part)
            else {
                return;
            };
            let secret = DeviceSecret::from_secret(Secret::from_bytes(*device.expose()));
            let (space, save) = Space::follow(offer.space, secret.keys().device_id());
            let Some(paper) = home.fresh_paper() else { return };
            let n = home.settings.next_seat;
            let mut pen = pen!(self, env);
            let mut seat = Seat::new(&mut pen, n, Partner::One, &secret, space);
            seat.save(&mut pen, save);
            home.take_seat(&mut pen, seat, paper.index.number());
            self.open_lines(env, false);
            return;
        }
        self.finish_joining(env);
    }

    fn finish_joining(&mut self, env: &mut Env<'_>) {
        let Some(Home { couple: Some(seat), pairing: Some(pairing), .. }) = &mut self.home else {
            return;
        };
        let Some(state) = seat.sync.state() else { return };
        if !state.is_active(&seat.device()) {
            return;
        }
        // A JOIN for another exchange than the one whose words were compared is somebody else's.
        if seat.join_transcript.is_some() && seat.join_transcript != pairing.transcript() {
            self.end_pairing(env, Stage::Refused);
            self.abandon(env);
            return;
        }
        let wrote = state.device_tip(&seat.device()).is_some_and(|tip| tip.seq > 0);
        if wrote {
            self.stage(env, Stage::Paired);
            self.introduce(env);
            self.changed = true;
            return;
        }
        let Some(at) = self.lines.iter().position(|line| line.n == seat.n && line.caught_up) else {
            return;
        };
        if !seat.sync.idle_for_sealing() {
            return;
        }
        let id = seat.id();
        let Some(home) = &mut self.home else { return };
        let Some(index) = home.says().spaces.get(&id).map(|space| space.paper_index) else {
            return;
        };
        let Some(paper) = home.paper(index) else { return };
        let Some(seat) = &mut home.couple else { return };
        let Some(key) = seat.newest_key() else { return };
        let Some(state) = seat.sync.state() else { return };
        let Ok(body) = found::paper_add(env.rng, state, &seat.keys, key, &paper, Partner::One)
        else {
            return;
        };
        if seat.submit_membership(&mut pen!(self, env), Kind::AddDevice, &body) {
            self.lines[at].caught_up = false;
            self.hear(env, at, crate::sync::Input::Changed);
        }
    }

    /// A space that turned out to be somebody else's is not followed any longer.
    fn abandon(&mut self, env: &mut Env<'_>) {
        let Some(home) = &mut self.home else { return };
        let mut pen = pen!(self, env);
        home.drop_couple(&mut pen, SpaceState::Abandoned);
        let seats: Vec<u8> = std::iter::once(super::home::VAULT)
            .chain(home.couple.as_ref().map(|seat| seat.n))
            .collect();
        self.lines.retain(|line| seats.contains(&line.n));
    }

    /// The first thing the partner hears: my name.
    fn introduce(&mut self, env: &mut Env<'_>) {
        let Some(home) = &mut self.home else { return };
        if let (Ok(name), Some(seat)) = (Text::name(&home.settings.name), &mut home.couple) {
            seat.make(&mut pen!(self, env), RecordId::ZERO, Body::Name(name));
        }
    }

    pub(super) fn invitation_stands(&self) -> bool {
        self.home
            .as_ref()
            .and_then(|home| home.pairing.as_ref())
            .is_some_and(|pairing| pairing.stage >= Stage::Offered && !pairing.stage.is_over())
    }

    pub(super) fn has_answered(&self) -> bool {
        self.home
            .as_ref()
            .and_then(|home| home.pairing.as_ref())
            .is_some_and(|pairing| pairing.stage >= Stage::Answered && !pairing.stage.is_over())
    }

    pub(super) fn is_joining(&self) -> bool {
        self.home.as_ref().and_then(|home| home.pairing.as_ref()).is_some_and(|pairing| {
            matches!(pairing.part, Part::Joiner { .. }) && pairing.stage == Stage::Confirmed
        })
    }

    /// Why the pairing under way cannot go on, for the command that waits for it.
    pub(super) fn pairing_refusal(&self) -> Option<Refused> {
        let stage =
            self.home.as_ref().and_then(|home| home.pairing.as_ref()).map(|pairing| pairing.stage);
        match stage {
            Some(Stage::Expired) => Some(Refused::rule("invitation_expired")),
            Some(Stage::Refused) => Some(Refused::rule("invitation_ended")),
            _ => match self.call_failed {
                None => None,
                Some(Code::Unavailable) => Some(Refused::unreachable("relay_unreachable")),
                Some(code @ (Code::Rate | Code::Recovering)) => {
                    Some(Refused::unreachable(code.name()))
                }
                Some(code) => Some(Refused::rule(code.name())),
            },
        }
    }

    pub(super) fn invite_view(&self) -> Option<InviteView> {
        let pairing = self.home.as_ref()?.pairing.as_ref()?;
        let place = self.pairing_place()?;
        let link = InviteLink {
            host: place.host.clone(),
            plain_http: place.is_plain(),
            role: PairRole::Partner,
            secret: pairing.secret().clone(),
        };
        let expires = jiff::Timestamp::from_second(i64::try_from(pairing.expires_s).ok()?).ok()?;
        Some(InviteView {
            link: pairing.spoken.is_none().then(|| link.to_url()),
            spoken_words: pairing
                .spoken
                .as_ref()
                .map(|words| words.split(' ').map(str::to_owned).collect()),
            expires: expires.to_string(),
            state: "offered",
        })
    }

    pub(super) fn pairing_view(&self) -> PairingView {
        let none =
            PairingView { state: "none", result: None, say: None, expect: None, pending: None };
        let Some(home) = &self.home else { return none };
        let Some(pairing) = &home.pairing else {
            return if home.is_paired() { PairingView { state: "paired", ..none } } else { none };
        };
        let inviter = matches!(pairing.part, Part::Inviter { .. });
        let state = match pairing.stage {
            Stage::Opening | Stage::Offered => {
                if inviter {
                    "offered"
                } else {
                    "answered"
                }
            }
            Stage::Answered => {
                if inviter {
                    "offered"
                } else {
                    "answered"
                }
            }
            Stage::Compare | Stage::Confirmed => "compare",
            Stage::Joined | Stage::Paired => "paired",
            Stage::Expired => "expired",
            Stage::Refused => "refused",
        };
        let result = (state == "compare").then(|| {
            if inviter {
                "the person who answered becomes your partner".to_owned()
            } else {
                "the person who invited you becomes your partner".to_owned()
            }
        });
        let comparing = pairing.stage == Stage::Compare || pairing.stage == Stage::Confirmed;
        let pending = match pairing.stage {
            Stage::Confirmed => Some(if inviter {
                "the next sync adds your partner's device"
            } else {
                "your partner's next sync adds this device"
            }),
            Stage::Joined => Some("waiting for your partner's app"),
            _ => None,
        };
        PairingView {
            state,
            result,
            say: pairing
                .say()
                .filter(|_| comparing)
                .map(|words| words.iter().map(ToString::to_string).collect()),
            expect: (pairing.stage == Stage::Compare).then_some(4),
            pending,
        }
    }

    /// The pairing as an exchange reports it: only while there is one.
    pub(super) fn pairing_under_way(&self) -> Option<PairingView> {
        let view = self.pairing_view();
        (view.state != "none" && !(view.state == "paired" && view.pending.is_none()))
            .then_some(view)
    }
}

fn seconds(env: &Env<'_>) -> u64 {
    u64::try_from(env.now.unix_ms / 1000).unwrap_or(0)
}
