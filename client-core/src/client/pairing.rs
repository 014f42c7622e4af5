//! A pairing under way: what each side holds, what it says next, and how the person's comparison decides.
//!
//! Owns the two state machines of protocol section 5, for both roles, and their row. The calls they make are carried by
//! [`super::online`]. Until its own person has picked the right words a side seals no key and opens nothing.

use accord_protocol::body::{Admit, Dev, DeviceType, proof_message};
use accord_protocol::http::Life;
use accord_protocol::ids::{Partner, SpaceId, Transcript};
use accord_protocol::pairing::{Answer, Offer, PairRole, PairSecret, Reveal};
use rand_core::CryptoRng;

use super::fields::{Fields, Read};
use crate::act::RecordId;
use crate::crypto::pairing::check_commitment;
use crate::crypto::secret::{Secret, SecretBytes};
use crate::crypto::{CompareSide, DeviceSecret, PairKeys, PairNonce, PairTranscript, Picker, Slot};
use crate::silent::silent;

/// Where a side stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Inviter: the offer is not at the relay yet.
    Opening = 0,
    /// Inviter: waits for an answer.
    Offered = 1,
    /// Inviter: has the answer and shows its nonce. Joiner: has answered and waits for the nonce.
    Answered = 2,
    /// The person compares.
    Compare = 3,
    /// The person picked the right words; the next exchange carries it out.
    Confirmed = 4,
    /// Inviter: the JOIN stands; waits for the partner's first record.
    Joined = 5,
    /// Done.
    Paired = 6,
    /// Out of time.
    Expired = 7,
    /// Ended by a person or by wrong words.
    Refused = 8,
    /// Joiner: somebody else had answered already.
    Used = 9,
}

impl Stage {
    fn from_byte(byte: u8) -> Option<Self> {
        [
            Self::Opening,
            Self::Offered,
            Self::Answered,
            Self::Compare,
            Self::Confirmed,
            Self::Joined,
            Self::Paired,
            Self::Expired,
            Self::Refused,
            Self::Used,
        ]
        .into_iter()
        .find(|stage| *stage as u8 == byte)
    }

    pub(super) fn is_over(self) -> bool {
        matches!(self, Self::Paired | Self::Expired | Self::Refused | Self::Used)
    }
}

/// Which side of the pairing this device is.
pub(super) enum Part {
    /// It invited, from this seat.
    Inviter {
        seat: u8,
        r_a: PairNonce,
        /// Drafts to share once paired.
        with: Vec<RecordId>,
    },
    /// It was invited.
    Joiner { r_b: PairNonce, device: DeviceSecret, relay_url: String },
}

/// A pairing.
pub(super) struct Pairing {
    pub(super) stage: Stage,
    pub(super) part: Part,
    /// What the joiner becomes.
    pub(super) role: PairRole,
    secret: PairSecret,
    keys: PairKeys,
    pub(super) life: Life,
    pub(super) spoken: Option<String>,
    pub(super) expires_s: u64,
    /// The first message, once known.
    m1: Vec<u8>,
    /// The second message, once known.
    m2: Vec<u8>,
    /// The sealed slot this side writes now: a relay takes a slot once, so the same bytes are offered again.
    slot: Vec<u8>,
    /// The nonce revealed to the joiner.
    revealed: Option<[u8; 32]>,
    wrong: u8,
    /// Its mailbox has still to be closed at the relay.
    pub(super) to_close: bool,
}

silent!(Part, Pairing);

/// What came from the other side does not fit; the invitation cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum PairFault {
    #[error("a slot does not open")]
    Slot,
    #[error("a message is not exact")]
    Message,
    #[error("a message is for another role")]
    Role,
    #[error("a proof does not hold")]
    Proof,
    #[error("the revealed nonce is not the one committed to")]
    Commitment,
    #[error("it is not time for this")]
    Order,
}

/// What a pick came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pick {
    Right,
    Wrong,
    WrongAgain,
}

impl Pairing {
    /// A new invitation from a seat. `secret` comes from the spoken words or is random.
    pub(super) fn invite(
        rng: &mut dyn CryptoRng,
        role: PairRole,
        seat: u8,
        secret: PairSecret,
        spoken: Option<String>,
        with: Vec<RecordId>,
        now_s: u64,
    ) -> Self {
        let life = if spoken.is_some() { Life::Spoken } else { Life::Link };
        let lasts = match life {
            Life::Link => accord_protocol::limits::MAILBOX_LINK_S,
            Life::Spoken => accord_protocol::limits::MAILBOX_SPOKEN_S,
        };
        Self {
            stage: Stage::Opening,
            part: Part::Inviter { seat, r_a: PairNonce::generate(rng), with },
            role,
            keys: PairKeys::of(&secret, role),
            secret,
            life,
            spoken,
            expires_s: now_s.saturating_add(lasts),
            m1: Vec::new(),
            m2: Vec::new(),
            slot: Vec::new(),
            revealed: None,
            wrong: 0,
            to_close: false,
        }
    }

    /// The side that was sent an invitation, before it knows the offer.
    pub(super) fn join(
        rng: &mut dyn CryptoRng,
        role: PairRole,
        secret: PairSecret,
        spoken: bool,
        relay_url: String,
    ) -> Self {
        Self {
            stage: Stage::Offered,
            part: Part::Joiner {
                r_b: PairNonce::generate(rng),
                device: DeviceSecret::generate(rng),
                relay_url,
            },
            role,
            keys: PairKeys::of(&secret, role),
            secret,
            life: if spoken { Life::Spoken } else { Life::Link },
            spoken: None,
            expires_s: 0,
            m1: Vec::new(),
            m2: Vec::new(),
            slot: Vec::new(),
            revealed: None,
            wrong: 0,
            to_close: false,
        }
    }

    /// Whether this side's part of it is done: words may go to the partner.
    pub(super) fn is_settled(&self) -> bool {
        matches!(self.stage, Stage::Joined | Stage::Paired)
    }

    /// Inviter: drafts still to be shared once paired.
    pub(super) fn with(self) -> Vec<RecordId> {
        match self.part {
            Part::Inviter { with, .. } if self.stage != Stage::Paired => with,
            _ => Vec::new(),
        }
    }

    /// Whether another own device is on its way in.
    pub(super) fn is_for_own(&self) -> bool {
        self.role == PairRole::OwnDevice
    }

    /// The partner slot the joiner's device takes.
    fn joiners_slot(&self) -> Partner {
        match self.role {
            PairRole::Partner => Partner::One,
            PairRole::OwnDevice => Partner::Zero,
        }
    }

    pub(super) fn keys(&self) -> &PairKeys {
        &self.keys
    }

    pub(super) fn secret(&self) -> &PairSecret {
        &self.secret
    }

    /// Inviter: seals the offer for slot 1.
    pub(super) fn offer(
        &mut self,
        rng: &mut dyn CryptoRng,
        space: SpaceId,
        dev: Dev,
        host: String,
        token: Option<String>,
    ) -> Result<Vec<u8>, PairFault> {
        let Part::Inviter { r_a, .. } = &self.part else { return Err(PairFault::Order) };
        if self.m1.is_empty() {
            let offer = Offer {
                role: self.role,
                space,
                dev,
                commit: r_a.commitment(),
                expires_s: self.expires_s,
                host,
                token: token.unwrap_or_default(),
            };
            self.m1 = offer.encode().map_err(|_| PairFault::Message)?;
            self.slot =
                self.keys.seal_slot(rng, Slot::Offer, &self.m1).map_err(|_| PairFault::Slot)?;
        }
        Ok(self.slot.clone())
    }

    /// Joiner: reads the offer and seals the answer for slot 2.
    pub(super) fn answer(
        &mut self,
        rng: &mut dyn CryptoRng,
        sealed: &[u8],
    ) -> Result<(Offer, Vec<u8>), PairFault> {
        let Part::Joiner { r_b, device, .. } = &self.part else { return Err(PairFault::Order) };
        if !self.m2.is_empty() {
            let offer = Offer::parse(&self.m1).map_err(|_| PairFault::Message)?;
            return Ok((offer, self.slot.clone()));
        }
        let m1 = self.keys.open_slot(Slot::Offer, sealed).map_err(|_| PairFault::Slot)?;
        let offer = Offer::parse(&m1).map_err(|_| PairFault::Message)?;
        let fits = offer.role == self.role
            && offer.dev.partner() == Partner::Zero
            && offer.dev.kind() == DeviceType::Active;
        if !fits {
            return Err(PairFault::Role);
        }
        let keys = device.keys();
        let dev = keys.dev(DeviceType::Active, self.joiners_slot());
        let core = Answer::core(self.role, r_b.expose(), &dev);
        let t = Transcript::of(&m1, &core);
        let proof = Admit::prove(
            self.role.role(),
            &offer.space,
            &offer.dev.id(),
            &t,
            &dev,
            keys.signing_key(),
        );
        let m2 = Answer { role: self.role, r_b: *r_b.expose(), dev, proof }.encode();
        let slot = self.keys.seal_slot(rng, Slot::Answer, &m2).map_err(|_| PairFault::Slot)?;
        self.m1 = m1.into_vec();
        self.m2 = m2;
        self.slot.clone_from(&slot);
        self.expires_s = offer.expires_s;
        Ok((offer, slot))
    }

    /// Inviter: reads the answer and seals the nonce for slot 3.
    pub(super) fn reveal(
        &mut self,
        rng: &mut dyn CryptoRng,
        sealed: &[u8],
    ) -> Result<Vec<u8>, PairFault> {
        let Part::Inviter { r_a, .. } = &self.part else { return Err(PairFault::Order) };
        if !self.m2.is_empty() {
            return Ok(self.slot.clone());
        }
        let m2 = self.keys.open_slot(Slot::Answer, sealed).map_err(|_| PairFault::Slot)?;
        let answer = Answer::parse(&m2).map_err(|_| PairFault::Message)?;
        let offer = Offer::parse(&self.m1).map_err(|_| PairFault::Message)?;
        let fits = answer.role == self.role
            && answer.dev.partner() == self.joiners_slot()
            && answer.dev.kind() == DeviceType::Active;
        if !fits {
            return Err(PairFault::Role);
        }
        let t = answer.transcript(&self.m1);
        let message =
            proof_message(self.role.role(), &offer.space, &offer.dev.id(), &t, &answer.dev);
        if !accord_protocol::signing::verify(answer.dev.verifying_key(), &message, &answer.proof) {
            return Err(PairFault::Proof);
        }
        let m3 = Reveal { role: self.role, r_a: *r_a.expose() }.encode();
        let slot = self.keys.seal_slot(rng, Slot::Reveal, &m3).map_err(|_| PairFault::Slot)?;
        self.m2 = m2.into_vec();
        self.slot.clone_from(&slot);
        Ok(slot)
    }

    /// Joiner: reads the nonce and checks it against the offer.
    pub(super) fn see(&mut self, sealed: &[u8]) -> Result<(), PairFault> {
        let m3 = self.keys.open_slot(Slot::Reveal, sealed).map_err(|_| PairFault::Slot)?;
        let reveal = Reveal::parse(&m3).map_err(|_| PairFault::Message)?;
        let offer = Offer::parse(&self.m1).map_err(|_| PairFault::Message)?;
        if reveal.role != self.role {
            return Err(PairFault::Role);
        }
        check_commitment(&offer.commit, &reveal.r_a).map_err(|_| PairFault::Commitment)?;
        self.revealed = Some(reveal.r_a);
        Ok(())
    }

    fn compared(&self) -> Option<PairTranscript> {
        let answer = Answer::parse(&self.m2).ok()?;
        let r_a = match &self.part {
            Part::Inviter { r_a, .. } => *r_a.expose(),
            Part::Joiner { .. } => self.revealed?,
        };
        Some(PairTranscript { transcript: answer.transcript(&self.m1), r_a, r_b: answer.r_b })
    }

    fn side(&self) -> CompareSide {
        match self.part {
            Part::Inviter { .. } => CompareSide::Inviter,
            Part::Joiner { .. } => CompareSide::Joiner,
        }
    }

    /// The four words this side reads out.
    pub(super) fn say(&self) -> Option<[&'static str; 4]> {
        Some(self.compared()?.comparison_words().shown_at(self.side()))
    }

    /// The four words this side must hear.
    fn expected(&self) -> Option<[&'static str; 4]> {
        let other = match self.side() {
            CompareSide::Inviter => CompareSide::Joiner,
            CompareSide::Joiner => CompareSide::Inviter,
        };
        Some(self.compared()?.comparison_words().shown_at(other))
    }

    /// What this side must hear, among decoys.
    pub(super) fn picker(&self) -> Option<Picker> {
        let pair = self.compared()?;
        Some(Picker::new(&pair, &pair.comparison_words(), self.side()))
    }

    /// The person entered the words heard.
    pub(super) fn pick(&mut self, heard: &[String]) -> Option<Pick> {
        let expected = self.expected()?;
        let heard: Vec<String> =
            heard.iter().flat_map(|part| part.split_whitespace()).map(str::to_lowercase).collect();
        if heard.iter().map(String::as_str).eq(expected) {
            self.stage = Stage::Confirmed;
            return Some(Pick::Right);
        }
        self.wrong += 1;
        if self.wrong >= 2 {
            self.stage = Stage::Refused;
            self.to_close = true;
            return Some(Pick::WrongAgain);
        }
        Some(Pick::Wrong)
    }

    /// The transcript both signed for.
    pub(super) fn transcript(&self) -> Option<Transcript> {
        Answer::parse(&self.m2).ok().map(|answer| answer.transcript(&self.m1))
    }

    /// Inviter: the device to admit and its proof.
    pub(super) fn newcomer(&self) -> Option<(Dev, [u8; 64])> {
        Answer::parse(&self.m2).ok().map(|answer| (answer.dev, answer.proof))
    }

    /// Joiner: the space and its founder's relay.
    pub(super) fn invited_to(&self) -> Option<Offer> {
        Offer::parse(&self.m1).ok()
    }

    /// Whether somebody could still answer it.
    pub(super) fn is_open(&self, now_s: u64) -> bool {
        !self.stage.is_over() && (self.stage > Stage::Offered || now_s <= self.expires_s)
    }

    /// Whether it ran out of time unanswered.
    pub(super) fn is_late(&self, now_s: u64) -> bool {
        let room = match self.stage {
            // What the relay took in time may be read a week later.
            Stage::Offered if self.life == Life::Link => accord_protocol::limits::MAILBOX_LINK_S,
            Stage::Opening | Stage::Offered => 0,
            Stage::Answered | Stage::Compare => 2 * accord_protocol::limits::MAILBOX_LINK_S,
            _ => return false,
        };
        self.expires_s != 0 && now_s > self.expires_s.saturating_add(room)
    }

    pub(super) fn encode(&self) -> SecretBytes {
        let mut f = Fields::default();
        f.put(1, &[self.stage as u8]).put(2, self.secret.expose()).put(3, &[self.life.to_byte()]);
        f.put(4, &self.expires_s.to_be_bytes())
            .put(5, &self.m1)
            .put(6, &self.m2)
            .put(7, &[self.wrong])
            .put(16, &[u8::from(self.to_close)])
            .put(17, &self.slot)
            .put(18, &[self.role.to_byte()]);
        f.put_some(8, self.spoken.as_ref().map(String::as_bytes));
        f.put_some(9, self.revealed.as_ref().map(<[u8; 32]>::as_slice));
        match &self.part {
            Part::Inviter { seat, r_a, with } => {
                let with: Vec<u8> = with.iter().flat_map(|id| id.0).collect();
                f.put(10, &[*seat]).put(11, r_a.expose()).put(12, &with);
            }
            Part::Joiner { r_b, device, relay_url } => {
                f.put(13, r_b.expose()).put(14, device.expose()).put(15, relay_url.as_bytes());
            }
        }
        f.finish()
    }

    pub(super) fn decode(row: &[u8]) -> Option<Self> {
        let f = Read::new(row);
        let secret = PairSecret::from_bytes(f.array(2)?);
        // A row of an older build is a partner's.
        let role = f.u8(18).map_or(Some(PairRole::Partner), PairRole::from_byte)?;
        let part = match f.u8(10) {
            Some(seat) => Part::Inviter {
                seat,
                r_a: PairNonce::from_secret(Secret::from_bytes(f.array(11)?)),
                with: f
                    .bytes(12)?
                    .chunks_exact(32)
                    .filter_map(|id| Some(RecordId(id.try_into().ok()?)))
                    .collect(),
            },
            None => Part::Joiner {
                r_b: PairNonce::from_secret(Secret::from_bytes(f.array(13)?)),
                device: DeviceSecret::from_secret(Secret::from_bytes(f.array(14)?)),
                relay_url: f.text(15)?,
            },
        };
        Some(Self {
            stage: Stage::from_byte(f.u8(1)?)?,
            part,
            role,
            keys: PairKeys::of(&secret, role),
            secret,
            life: Life::from_byte(f.u8(3)?)?,
            spoken: f.text(8),
            expires_s: f.uint(4)?,
            m1: f.bytes(5)?.to_vec(),
            m2: f.bytes(6)?.to_vec(),
            slot: f.bytes(17)?.to_vec(),
            revealed: f.array(9),
            wrong: f.u8(7)?,
            to_close: f.u8(16)? == 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::testing::TestRng;

    fn secret() -> PairSecret {
        PairSecret::from_bytes([5; 16])
    }

    fn inviting(rng: &mut TestRng) -> (Pairing, Vec<u8>) {
        let mut pairing = Pairing::invite(rng, PairRole::Partner, 1, secret(), None, Vec::new(), 0);
        let dev = DeviceSecret::generate(rng).keys().dev(DeviceType::Active, Partner::Zero);
        let space = SpaceId::from_bytes([3; 32]);
        let slot = pairing.offer(rng, space, dev, "relay.example".into(), None).expect("an offer");
        (pairing, slot)
    }

    fn joining(rng: &mut TestRng) -> Pairing {
        Pairing::join(rng, PairRole::Partner, secret(), false, "https://relay.example".into())
    }

    /// Somebody with the link, and a relay that answers twice: after a nonce was shown the other side's is fixed, else it could be
    /// chosen until the words agree.
    #[test]
    fn what_was_answered_once_is_answered_for_good() {
        let mut rng = TestRng::new(11);
        let (mut ana, offer) = inviting(&mut rng);
        let (_, other_offer) = inviting(&mut rng);
        let (mut ben, mut eve) = (joining(&mut rng), joining(&mut rng));
        let (_, by_ben) = ben.answer(&mut rng, &offer).expect("an answer");
        let (_, by_eve) = eve.answer(&mut rng, &offer).expect("an answer");

        let shown = ana.reveal(&mut rng, &by_ben).expect("a nonce");
        let (words, newcomer) = (ana.say(), ana.newcomer());
        assert_eq!(ana.reveal(&mut rng, &by_eve).as_ref(), Ok(&shown));
        assert_eq!((ana.say(), ana.newcomer()), (words, newcomer));

        let (first, again) = (ben.invited_to(), ben.answer(&mut rng, &other_offer));
        assert_eq!(again.map(|(offer, slot)| (Some(offer), slot)), Ok((first, by_ben)));
        ben.see(&shown).expect("the nonce committed to");
        assert_ne!(ben.say(), ana.say());
        assert_eq!(ben.say(), ana.expected());
        assert_eq!(ana.say(), ben.expected());

        // What each picks from holds what the other reads out.
        let holds = |at: &Pairing, words| {
            at.picker().is_some_and(|picker| picker.sets().iter().any(|set| Some(*set) == words))
        };
        assert!(holds(&ana, ben.say()) && holds(&ben, ana.say()));
        assert!(!holds(&ana, ana.say()) && !holds(&ben, ben.say()));
    }

    #[test]
    fn an_answer_by_link_is_waited_for_a_week_longer_than_it_can_be_given() {
        let mut rng = TestRng::new(12);
        let (mut ana, _) = inviting(&mut rng);
        ana.stage = Stage::Offered;
        let week = accord_protocol::limits::MAILBOX_LINK_S;
        assert!(ana.is_open(week) && !ana.is_late(week));
        assert!(!ana.is_open(week + 1) && !ana.is_late(2 * week) && ana.is_late(2 * week + 1));
    }
}
