//! The last steps of a pairing: the JOIN, following the space, the first record, and the first words.

use accord_protocol::ids::Partner;
use accord_protocol::record::Kind;

use super::home::Home;
use super::pairing::{Part, Stage};
use super::seat::Seat;
use super::{Client, Env, found, pen};
use crate::act::vault::SpaceState;
use crate::act::{Body, RecordId, Text};
use crate::crypto::DeviceSecret;
use crate::crypto::secret::Secret;
use crate::sync::Space;

impl Client {
    /// Inviter: both agree that the words are the same; the JOIN admits the other's device.
    pub(super) fn write_join(&mut self, env: &mut Env<'_>) {
        let Some(Home { couple: Some(seat), pairing: Some(pairing), .. }) = &mut self.home else {
            return;
        };
        let Some(state) = seat.sync.state() else { return };
        if state.joined().is_some() {
            // A JOIN for another exchange than the one whose words were compared let somebody else in.
            if seat.join_transcript == pairing.transcript() {
                self.stage(env, Stage::Joined);
            } else {
                self.end_pairing(env, Stage::Refused);
            }
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
    pub(super) fn finish_inviting(&mut self, env: &mut Env<'_>) {
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
    pub(super) fn follow_or_finish(&mut self, env: &mut Env<'_>) {
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

    pub(super) fn finish_joining(&mut self, env: &mut Env<'_>) {
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

    /// A space that turned out to be somebody else's, or that nobody joined, is not followed any longer.
    pub(super) fn abandon(&mut self, env: &mut Env<'_>) {
        let couple = self.home.as_ref().and_then(|home| home.couple.as_ref());
        let Some(n) = couple.map(|seat| seat.n) else { return };
        self.drop_line(env, n);
        if let Some(home) = &mut self.home {
            home.drop_couple(&mut pen!(self, env), SpaceState::Abandoned);
        }
    }

    /// The first thing the partner hears: my name.
    pub(super) fn introduce(&mut self, env: &mut Env<'_>) {
        let Some(home) = &mut self.home else { return };
        if let (Ok(name), Some(seat)) = (Text::name(&home.settings.name), &mut home.couple) {
            seat.make(&mut pen!(self, env), RecordId::ZERO, Body::Name(name));
        }
    }
}
