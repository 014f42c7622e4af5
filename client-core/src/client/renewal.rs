//! New recovery words: which paper device stands in vault and couple space follows from what the vault says.
//!
//! The vault's standing act of paper devices decides (`docs/decisions/0262`). Once it is in the log, any own device that has the logs to their
//! heads removes a paper device of older words and adds the one of the newer.

use accord_protocol::body::{Dev, DeviceType};
use accord_protocol::chain::SpaceState as Log;
use accord_protocol::ids::{DeviceId, Partner, Transcript};

use super::command::{NewWordsView, Reply};
use super::duty::{Duty, Newcomer};
use super::home::{Home, VAULT, public_half};
use super::seat::Seat;
use super::{Client, Env, pen};
use crate::act::RecordId;
use crate::act::vault::VaultBody;
use crate::crypto::Phrase;
use crate::refused::Refused;

impl Client {
    /// Makes new words. The exchange after it puts them in the place of the old ones, and removes the other devices if that is wanted.
    pub(super) fn renew_words(
        &mut self,
        env: &mut Env<'_>,
        remove_others: bool,
        lose_private: bool,
    ) -> Result<Reply, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        if home.settings.relay.is_none() {
            return Err(Refused::rule("no_relay"));
        }
        let this = home.vault.device();
        let Some(state) = home.vault.sync.state().filter(|state| state.is_active(&this)) else {
            return Err(Refused::rule("revoked"));
        };
        let others: Vec<DeviceId> = state
            .active(Partner::Zero)
            .filter(|member| member.id != this && member.kind == DeviceType::Active)
            .map(|member| member.id)
            .collect();
        // Words made here would open the vault alone, and the old ones would open it no more.
        if home.waits_for_couple() {
            return Err(Refused::rule("not_in_couple_yet"));
        }
        let phrase = Phrase::generate(env.rng);
        let halves = phrase.paper_halves();
        let mut pen = pen!(self, env);
        home.keep_private(&mut pen, |_| !remove_others, lose_private)?;
        for other in others.into_iter().filter(|_| remove_others) {
            home.vault.owe(&mut pen, Duty::Revoke(other));
        }
        home.note(
            &mut pen,
            RecordId::ZERO,
            VaultBody::Paper(halves.iter().map(public_half).collect()),
        );
        home.seal_key_to_words(&mut pen);
        let words = phrase.words();
        Ok(Reply::NewWords(NewWordsView {
            recovery_words: words.iter().map(ToString::to_string).collect(),
            state: "pending",
        }))
    }

    /// Sees to the paper devices in every space whose log is here to its head.
    pub(super) fn tend_paper(&mut self, env: &mut Env<'_>) {
        let up = |n: u8| self.lines.iter().any(|line| line.n == n && line.caught_up);
        let Some(home) = &mut self.home else { return };
        if !up(VAULT) || home.is_waiting() || !home.says().paper_sent {
            return;
        }
        for n in std::iter::once(VAULT).chain(home.couple.as_ref().map(|seat| seat.n)) {
            if !up(n) {
                continue;
            }
            let Some((wanted, proof)) = home.wanted_paper(n) else { continue };
            let mut pen = pen!(self, env);
            let Some(seat) = home.seat_mut(n) else { continue };
            let Some(state) = seat.sync.state() else { continue };
            match standing_paper(state, seat.partner) {
                Some(standing) if standing == wanted.id() => {}
                Some(old) => seat.owe(&mut pen, Duty::Revoke(old)),
                None if state.member(&wanted.id()).is_some() => {}
                None => {
                    let new = Newcomer { transcript: Transcript::ZERO, dev: wanted, proof };
                    seat.owe(&mut pen, Duty::Admit(Box::new(new)));
                }
            }
        }
    }
}

impl Home {
    /// The paper device that should stand in a space. None while a partner's pairing is under way, whose last step adds it.
    fn wanted_paper(&mut self, n: u8) -> Option<(Dev, [u8; 64])> {
        let pairing = self.pairing.as_ref().is_some_and(|pairing| {
            !pairing.is_for_own() && !pairing.stage.is_over() && !pairing.is_settled()
        });
        let (index, partner) = match &self.couple {
            _ if n == VAULT => (0, Partner::Zero),
            Some(seat) if !pairing && !seat.waits_for_admission() && !has_ended(seat) => {
                let (space, partner) = (seat.id(), seat.partner);
                (self.says().spaces.get(&space)?.paper_index, partner)
            }
            _ => return None,
        };
        let half = self.paper(index)?;
        Some((half.dev(partner).ok()?, *half.proof(partner)))
    }

    /// Whether new words wait to take the old ones' place somewhere.
    pub(super) fn words_unconfirmed(&mut self) -> bool {
        if self.is_waiting() {
            return false;
        }
        let couple = self.couple.as_ref().map(|seat| seat.n);
        std::iter::once(VAULT).chain(couple).any(|n| {
            let Some((wanted, _)) = self.wanted_paper(n) else { return false };
            let seat = self.seats().find(|seat| seat.n == n);
            seat.is_some_and(|seat| {
                let state = seat.sync.state();
                state.is_some_and(|s| standing_paper(s, seat.partner) != Some(wanted.id()))
            })
        })
    }
}

fn has_ended(seat: &Seat) -> bool {
    seat.sync.state().is_some_and(Log::has_ended)
}

pub(super) fn standing_paper(state: &Log, partner: Partner) -> Option<DeviceId> {
    state.active(partner).find(|member| member.kind == DeviceType::Paper).map(|member| member.id)
}

impl Seat {
    /// Whether a REVOKE that is owed takes a device, not words of paper.
    pub(super) fn is_of_a_device(&self, target: &DeviceId) -> bool {
        let member = self.sync.state().and_then(|state| state.member(target));
        member.is_none_or(|member| member.kind == DeviceType::Active)
    }
}
