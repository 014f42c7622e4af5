//! Inviting, joining and comparing words: the commands, and the steps each exchange takes a pairing further.

use accord_protocol::error::Code;
use accord_protocol::pairing::{Link as InviteLink, PairRole, PairSecret};
use rand_core::CryptoRng;

use super::command::{Invitation, InviteView, PairingView, RelayAddress, Reply, StateView};
use super::duty::Newcomer;
use super::home::Home;
use super::io::Ticket;
use super::jobs::Job;
use super::pairing::{Pairing, Part, Pick, Stage};
use super::relay::Place;
use super::seat::Seat;
use super::{Client, Env, pen};
use crate::act::RecordId;
use crate::crypto::SpokenWords;
use crate::crypto::pairing::new_pair_secret;
use crate::law::say;
use crate::refused::Refused;

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
        let Some(relay) = home.settings.relay.clone() else {
            return Err(Refused::rule("no_relay"));
        };
        let place = Place::parse(&relay.url)?;
        let mut with = with;
        let own = |pairing: &Pairing| pairing.is_for_own() && !pairing.stage.is_over();
        if home.pairing.as_ref().is_some_and(own) {
            return Err(Refused::rule("pairing_under_way"));
        }
        if home.is_unanswered() {
            if home.fresh_paper().is_none() {
                return Err(Refused::rule("no_paper_left"));
            }
            with.extend(self.begin_anew(env));
            with.sort_unstable();
            with.dedup();
        }
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        if home.is_paired() {
            return Err(home.is_taken());
        }
        if home.pairing.as_ref().is_some_and(|pairing| {
            matches!(pairing.part, Part::Joiner { .. }) && !pairing.stage.is_over()
        }) {
            return Err(Refused::rule("joining"));
        }
        if let Some(pairing) = home.pairing.as_mut().filter(|pairing| pairing.is_open(now_s)) {
            if pairing.stage > Stage::Opening {
                // Asked again, the invitation that stands is shown again.
                return self
                    .invite_view()
                    .map(|view| Some(Reply::Invite(view)))
                    .ok_or_else(|| Refused::rule("invitation_ended"));
            }
            if let Part::Inviter { with: chosen, .. } = &mut pairing.part
                && pairing.spoken.is_some() == spoken
            {
                // Its offer may have reached the relay although no answer came: the same one is put there again.
                *chosen = with;
                home.put_pairing(&mut pen!(self, env));
                self.start_job(env, Job::Invite { ticket });
                return Ok(None);
            }
        }
        if home.couple.as_ref().is_some_and(Seat::is_joined) {
            // Somebody was let in by an invitation that was called off; nobody is invited into that space.
            self.abandon(env);
        }
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        if home.couple.is_none() {
            home.found_couple(&mut pen!(self, env)).map_err(|_| Refused::rule("no_paper_left"))?;
        }
        let seat = home.couple.as_ref().map_or(0, |seat| seat.n);
        let (secret, words) = new_secret(env.rng, &place, spoken)?;
        let role = PairRole::Partner;
        home.pairing = Some(Pairing::invite(env.rng, role, seat, secret, words, with, now_s));
        home.put_pairing(&mut pen!(self, env));
        self.start_job(env, Job::Invite { ticket });
        Ok(None)
    }

    /// Calls the invitation off. The next exchange ends its mailbox. Once the partner may have been let in, one leaves instead.
    pub(super) fn cancel_invitation(
        &mut self,
        env: &mut Env<'_>,
    ) -> Result<Option<Reply>, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let Some(pairing) = home
            .pairing
            .as_mut()
            .filter(|pairing| !pairing.stage.is_over() && pairing.stage != Stage::Joined)
        else {
            return Err(Refused::not_found("invitation"));
        };
        let confirmed = pairing.stage == Stage::Confirmed;
        let inviter = matches!(pairing.part, Part::Inviter { .. });
        let own = pairing.is_for_own();
        if confirmed && inviter {
            let mut pen = pen!(self, env);
            if own {
                let newcomer = pairing.newcomer().zip(pairing.transcript());
                let newcomer =
                    newcomer.map(|((dev, proof), transcript)| Newcomer { transcript, dev, proof });
                if newcomer.is_some_and(|new| !home.vault.take_back_admit(&mut pen, &new)) {
                    return Err(Refused::rule("device_added"));
                }
            } else if let Some(seat) = &mut home.couple
                && !seat.take_back_join(&mut pen)
            {
                return Err(Refused::rule("already_paired"));
            }
        }
        pairing.stage = Stage::Refused;
        pairing.to_close = true;
        home.put_pairing(&mut pen!(self, env));
        match (confirmed && !inviter, own) {
            (true, true) => self.leave_vault(env),
            (true, false) => self.abandon(env),
            (false, _) => {}
        }
        Ok(Some(Reply::State(StateView { state: "pending" })))
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
        let (secret, place, spoken, own) = match invitation {
            Invitation::Link(link) => {
                let link = InviteLink::parse(&link).map_err(|_| Refused::usage("bad_link"))?;
                let place = Place::of_host(&link.host, link.plain_http);
                (link.secret, place, false, link.role == PairRole::OwnDevice)
            }
            Invitation::Spoken { words, relay, own } => {
                let place = Place::parse(&relay)?;
                let words = SpokenWords::parse(&words.join(" "))
                    .map_err(|_| Refused::usage("bad_spoken_words"))?;
                let secret = words
                    .pair_secret(&place.host)
                    .map_err(|_| Refused::usage("bad_spoken_words"))?;
                (secret, place, true, own)
            }
        };
        let relay = RelayAddress { url: place.url(), token };
        if own {
            return self.join_as_own(env, ticket, (secret, spoken), relay, device_name);
        }
        if self.home.as_ref().is_some_and(Home::is_waiting) {
            self.make_room(env)?;
        }
        if let Some(home) = &self.home {
            if home.is_paired() {
                return Err(home.is_taken());
            }
            if let Some(pairing) = home.pairing.as_ref().filter(|pairing| !pairing.stage.is_over())
            {
                let again = matches!(pairing.part, Part::Joiner { .. })
                    && pairing.secret().expose() == secret.expose();
                if !again {
                    return Err(Refused::rule("pairing_under_way"));
                }
                // The answer did not get through the first time.
                self.start_job(env, Job::Join { ticket, words: None });
                return Ok(None);
            }
        }
        if let Some(home) = &mut self.home
            && home.fresh_paper().is_none()
        {
            return Err(Refused::rule("no_paper_left"));
        }
        let mut words = None;
        if self.home.is_none() {
            let name = name.ok_or_else(|| Refused::usage("name_needed"))?;
            words = Some(self.make_identity(env, &name, device_name, Some(relay.clone()))?);
        }
        // An own space that nobody joined is not wanted any more, and the relay of this invitation never hears of it.
        self.abandon(env);
        let Some(home) = &mut self.home else { return Err(Refused::rule("no_identity")) };
        // Only the couple space is kept there: a vault that is local, or elsewhere, stays where it is.
        home.settings.couple_relay = Some(relay);
        home.pairing = Some(Pairing::join(env.rng, PairRole::Partner, secret, spoken, place.url()));
        let mut pen = pen!(self, env);
        home.put_settings(&mut pen);
        home.put_pairing(&mut pen);
        self.start_job(env, Job::Join { ticket, words });
        Ok(None)
    }

    /// The person entered the words heard from the other.
    pub(super) fn confirm(
        &mut self,
        env: &mut Env<'_>,
        words: &[String],
    ) -> Result<Option<Reply>, Refused> {
        let now_s = u64::try_from(env.now.unix_ms / 1_000).unwrap_or_default();
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
        if pairing.is_late(now_s) {
            pairing.stage = Stage::Expired;
            home.put_pairing(&mut pen!(self, env));
            return Err(Refused::rule("invitation_expired"));
        }
        let pick = pairing.pick(words).ok_or_else(|| Refused::rule("not_yet"))?;
        home.put_pairing(&mut pen!(self, env));
        match pick {
            Pick::Right => Ok(Some(Reply::State(StateView { state: "pending" }))),
            Pick::Wrong => Err(Refused::rule("words_differ")),
            Pick::WrongAgain => Err(Refused::rule("words_differ").with("ended")),
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
            Some(Stage::Used) => Some(Refused::rule("invitation_used")),
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
            role: pairing.role,
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
            role: role_name(pairing.role),
        })
    }

    pub(super) fn pairing_view(&self) -> PairingView {
        let none = PairingView { state: "none", ..PairingView::default() };
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
            Stage::Refused | Stage::Used => "refused",
        };
        let own = pairing.is_for_own();
        let result = match (own, inviter) {
            (false, true) => "answered",
            (false, false) => "invited",
            (true, true) => "new_device",
            (true, false) => "this_device",
        };
        let result = (state == "compare").then(|| say::becomes(result));
        let comparing = pairing.stage == Stage::Compare || pairing.stage == Stage::Confirmed;
        let pending = match (pairing.stage, own, inviter) {
            (Stage::Confirmed, false, true) => Some("adds_partner"),
            (Stage::Confirmed, false, false) => Some("partner_adds"),
            (Stage::Confirmed, true, true) => Some("adds_device"),
            (Stage::Confirmed, true, false) => Some("device_adds"),
            (Stage::Joined, false, _) => Some("partner_app"),
            (Stage::Joined, true, _) => Some("new_device"),
            _ => None,
        };
        PairingView {
            state,
            role: Some(role_name(pairing.role)),
            result,
            say: pairing
                .say()
                .filter(|_| comparing)
                .map(|words| words.iter().map(ToString::to_string).collect()),
            expect: (pairing.stage == Stage::Compare).then_some(4),
            pending: pending.map(say::to_come),
        }
    }

    /// What the other reads out, among decoys. The command line types what is heard, so its views hold none of it.
    pub(super) fn pairing_sets(&self) -> Result<Vec<Vec<String>>, Refused> {
        let pairing = self.home.as_ref().and_then(|home| home.pairing.as_ref());
        let picker = pairing
            .filter(|pairing| pairing.stage == Stage::Compare)
            .and_then(Pairing::picker)
            .ok_or_else(|| Refused::rule("not_yet"))?;
        Ok(picker.sets().iter().map(|set| set.map(str::to_owned).to_vec()).collect())
    }

    /// The pairing as an exchange reports it: only while there is one.
    pub(super) fn pairing_under_way(&self) -> Option<PairingView> {
        let view = self.pairing_view();
        (view.state != "none" && !(view.state == "paired" && view.pending.is_none()))
            .then_some(view)
    }
}

/// The secret of an invitation: random for a link, or of six words to say.
pub(super) fn new_secret(
    rng: &mut dyn CryptoRng,
    place: &Place,
    spoken: bool,
) -> Result<(PairSecret, Option<String>), Refused> {
    if !spoken {
        return Ok((new_pair_secret(rng), None));
    }
    let words = SpokenWords::generate(rng);
    let secret =
        words.pair_secret(&place.host).map_err(|_| Refused::rule("words_not_stretched"))?;
    Ok((secret, Some(words.words().join(" "))))
}

const fn role_name(role: PairRole) -> &'static str {
    match role {
        PairRole::Partner => "partner",
        PairRole::OwnDevice => "own_device",
    }
}

pub(super) fn seconds(env: &Env<'_>) -> u64 {
    u64::try_from(env.now.unix_ms / 1000).unwrap_or(0)
}
