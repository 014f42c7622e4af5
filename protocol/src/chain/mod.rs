//! The one place that says whether a record belongs at a position of a log. Relay
//! and client call the same function, so they agree on every byte.
//!
//! [`SpaceState`] is what must be remembered of a log to judge the next record:
//! who belongs, each author's last record, which keys were granted, where the last
//! removal lies. It holds no content and no record, opens nothing, and knows
//! neither storage nor time. Use: [`SpaceState::check`] on a shared state, then
//! [`SpaceState::apply`] once the record is durable. Protocol sections 3 and 4.

mod checkpoint;
mod member;
mod refusal;
mod rules;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use checkpoint::RestoreError;
pub use member::Member;
pub use refusal::{Refusal, Rule};

use crate::body::{Dev, DeviceType, Genesis, SpaceType};
use crate::ids::{DeviceId, KeyId, LogHead, Partner, RecordHash, SpaceId, next_head};
use crate::record::{Header, Kind, Record};
use rules::Effect;

/// An author's last record on this branch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tip {
    /// Its `author_seq`; 0 before the first record.
    pub seq: u64,
    /// Its hash; zero before the first record. The next record's `author_prev`.
    pub hash: RecordHash,
    /// Its position; 0 before the first record.
    pub position: u64,
}

impl Tip {
    const NONE: Self = Self { seq: 0, hash: RecordHash::ZERO, position: 0 };
}

/// A key and where it was granted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The key.
    pub key_id: KeyId,
    /// Position of the record that carried its KEYS.
    pub position: u64,
}

/// One partner's END.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ended {
    /// Position of the record.
    pub position: u64,
    /// Day the author wrote on it, since 1970-01-01.
    pub date_days: i32,
    /// Author.
    pub device: DeviceId,
}

/// A record found valid at the next position; hand it to [`SpaceState::apply`].
#[derive(Clone, Debug)]
pub struct Accepted {
    position: u64,
    before: LogHead,
    head: LogHead,
    record: RecordHash,
    kind: Kind,
    author: DeviceId,
    seq: u64,
    effect: Effect,
}

impl Accepted {
    /// Position the record takes.
    #[must_use]
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// Head of the log with the record.
    #[must_use]
    pub const fn head(&self) -> LogHead {
        self.head
    }

    /// Hash of the record.
    #[must_use]
    pub const fn record(&self) -> RecordHash {
        self.record
    }

    /// Kind of the record.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Author of the record.
    #[must_use]
    pub const fn author(&self) -> DeviceId {
        self.author
    }

    /// The device a REVOKE removes: its connections close before the next Data.
    #[must_use]
    pub const fn revokes(&self) -> Option<DeviceId> {
        match self.effect {
            Effect::Revoke { target, .. } => Some(target),
            _ => None,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Slot {
    member: Member,
    tip: Tip,
}

/// What a log says up to its head. Cloning is cheap: public keys are shared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpaceState {
    space: SpaceId,
    space_type: SpaceType,
    len: u64,
    head: LogHead,
    slots: Vec<Slot>,
    grants: Vec<Grant>,
    granted: BTreeMap<KeyId, u64>,
    last_membership: u64,
    last_revoke: Option<u64>,
    joined: Option<u64>,
    ended: [Option<Ended>; 2],
}

impl SpaceState {
    /// Founds a space from its first record.
    ///
    /// # Errors
    /// [`Refusal`] if the record is no GENESIS, or is not signed by the device in it.
    pub fn genesis(record: &Record) -> Result<Self, Refusal> {
        if record.kind() != Kind::Genesis {
            return Err(Rule::Genesis.into());
        }
        let header = record.header();
        let body = Genesis::parse(record.body())?;
        let founder = body.dev.id() == header.device
            && body.dev.partner() == Partner::Zero
            && body.dev.kind() == DeviceType::Active;
        if !founder || header.author_seq != 1 || header.log_len != 0 {
            return Err(Rule::Genesis.into());
        }
        record.verify_signature(body.dev.verifying_key())?;
        let mut state = Self {
            space: record.space(),
            space_type: body.space_type,
            len: 1,
            head: next_head(&LogHead::ZERO, &record.hash()),
            slots: Vec::new(),
            grants: Vec::new(),
            granted: BTreeMap::new(),
            last_membership: 1,
            last_revoke: None,
            joined: None,
            ended: [None; 2],
        };
        state.admit(body.dev, 1);
        state.slots[0].tip = Tip { seq: 1, hash: record.hash(), position: 1 };
        Ok(state)
    }

    /// Is `record` valid at the next position? Rules a to e and the body rules.
    ///
    /// `head_at(n)` gives `H_n` of this branch for `1 <= n < len()`; it is asked at
    /// most once. A repetition of an author's last record is a [`Refusal::Fork`]
    /// here: ask [`SpaceState::duplicate`] first.
    ///
    /// # Errors
    /// The first [`Refusal`] in the order author, signature, end, author chain,
    /// branch, freshness, body.
    pub fn check(
        &self,
        record: &Record,
        head_at: &dyn Fn(u64) -> Option<LogHead>,
    ) -> Result<Accepted, Refusal> {
        let author = self.author(record)?;
        record.verify_signature(author.member.verifying_key())?;
        self.check_verified(record, head_at)
    }

    /// Like [`SpaceState::check`], for a record whose signature the caller has
    /// already verified with the key of its author in this space. The consent of a
    /// new device is still verified here.
    ///
    /// # Errors
    /// As [`SpaceState::check`].
    pub fn check_verified(
        &self,
        record: &Record,
        head_at: &dyn Fn(u64) -> Option<LogHead>,
    ) -> Result<Accepted, Refusal> {
        let author = self.author(record)?;
        let header = record.header();
        let kind = record.kind();
        self.check_ended(kind, author.member.partner)?;
        check_author_chain(&header, &author.tip)?;
        self.check_branch(&header, kind, &author.tip, head_at)?;
        if kind.is_membership() {
            if kind != Kind::End && header.log_len < self.last_membership {
                return Err(Refusal::StaleHead {
                    log_len: header.log_len,
                    changed: self.last_membership,
                });
            }
        } else if !self.is_usable(&header.key_id) {
            return Err(Refusal::StaleKey);
        }
        let effect = rules::effect(self, record, &author.member)?;
        Ok(Accepted {
            position: self.len + 1,
            before: self.head,
            head: next_head(&self.head, &record.hash()),
            record: record.hash(),
            kind,
            author: header.device,
            seq: header.author_seq,
            effect,
        })
    }

    /// Moves the state over a record that [`SpaceState::check`] accepted on it.
    ///
    /// A value accepted on another state is a mistake of the caller: it changes
    /// nothing, so that every later record is refused instead of misjudged.
    pub fn apply(&mut self, accepted: Accepted) {
        let fits = accepted.before == self.head && accepted.position == self.len + 1;
        debug_assert!(fits, "accepted on another state");
        let Some(slot) = self.slots.iter_mut().find(|s| s.member.id == accepted.author) else {
            return;
        };
        if !fits {
            return;
        }
        let position = accepted.position;
        slot.tip = Tip { seq: accepted.seq, hash: accepted.record, position };
        self.len = position;
        self.head = accepted.head;
        if accepted.kind.is_membership() && accepted.kind != Kind::End {
            self.last_membership = position;
        }
        match accepted.effect {
            Effect::None => {}
            Effect::Admit { dev, joins } => {
                self.admit(dev, position);
                if joins {
                    self.joined = Some(position);
                }
            }
            Effect::Revoke { target, key_id } => {
                for slot in self.slots.iter_mut().filter(|s| s.member.id == target) {
                    slot.member.revoked_at = Some(position);
                }
                self.last_revoke = Some(position);
                self.grant(key_id, position);
            }
            Effect::Grant { key_id } => self.grant(key_id, position),
            Effect::End { partner, date_days } => {
                let ended = Ended { position, date_days, device: accepted.author };
                self.ended[partner.index()] = Some(ended);
            }
        }
    }

    /// Keeps of each member's encryption key only its hash, which is all that judging records takes: 1.2 kB less a device.
    /// For who seals nothing.
    pub fn drop_encryption_keys(&mut self) {
        for slot in &mut self.slots {
            slot.member.drop_encryption_key();
        }
    }

    /// Position of `record` if it is its author's last one: an ack, not a copy.
    #[must_use]
    pub fn duplicate(&self, record: &Record) -> Option<u64> {
        self.device_tip(&record.device())
            .filter(|tip| tip.seq > 0 && tip.hash == record.hash())
            .map(|tip| tip.position)
    }

    /// The space.
    #[must_use]
    pub const fn space(&self) -> SpaceId {
        self.space
    }

    /// Couple or vault.
    #[must_use]
    pub const fn space_type(&self) -> SpaceType {
        self.space_type
    }

    /// Number of records, which is the position of the last.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Never: a space begins with its GENESIS.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        false
    }

    /// `H_n` at [`SpaceState::len`].
    #[must_use]
    pub const fn head(&self) -> LogHead {
        self.head
    }

    /// A device that was ever here, active or revoked.
    #[must_use]
    pub fn member(&self, device: &DeviceId) -> Option<&Member> {
        self.slot(device).map(|slot| &slot.member)
    }

    /// Every device that was ever here, in order of admission.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.slots.iter().map(|slot| &slot.member)
    }

    /// Active devices of one partner, in order of admission.
    pub fn active(&self, partner: Partner) -> impl Iterator<Item = &Member> {
        self.members().filter(move |m| m.partner == partner && m.is_active())
    }

    /// Is this device a member now?
    #[must_use]
    pub fn is_active(&self, device: &DeviceId) -> bool {
        self.member(device).is_some_and(Member::is_active)
    }

    /// Who must be boxed by KEYS now, ascending by device.
    #[must_use]
    pub fn recipients(&self) -> Vec<DeviceId> {
        let mut ids: Vec<_> = self.members().filter(|m| m.is_active()).map(|m| m.id).collect();
        ids.sort_unstable();
        ids
    }

    /// The key of the last KEYS.
    #[must_use]
    pub fn last_key(&self) -> Option<Grant> {
        self.grants.last().copied()
    }

    /// Position at which this key was granted.
    #[must_use]
    pub fn granted(&self, key_id: &KeyId) -> Option<u64> {
        self.granted.get(key_id).copied()
    }

    /// Every key of the space, oldest first.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// Keys content may be sealed with now (rule e), newest first.
    pub fn usable_keys(&self) -> impl Iterator<Item = Grant> + '_ {
        let since = self.last_revoke.unwrap_or(0);
        self.grants.iter().rev().take_while(move |grant| grant.position >= since).copied()
    }

    /// May content be sealed with this key now (rule e)?
    #[must_use]
    pub fn is_usable(&self, key_id: &KeyId) -> bool {
        self.granted(key_id).is_some_and(|at| at >= self.last_revoke.unwrap_or(0))
    }

    /// Position of the JOIN.
    #[must_use]
    pub const fn joined(&self) -> Option<u64> {
        self.joined
    }

    /// Each partner's END, by [`Partner::index`].
    #[must_use]
    pub const fn ended(&self) -> [Option<Ended>; 2] {
        self.ended
    }

    /// True once either partner ended the space.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        self.ended[0].is_some() || self.ended[1].is_some()
    }

    /// Position of the last REVOKE.
    #[must_use]
    pub const fn last_revoke(&self) -> Option<u64> {
        self.last_revoke
    }

    /// Position of the last record below kind 0x10 that is no END (rule d).
    #[must_use]
    pub const fn last_membership(&self) -> u64 {
        self.last_membership
    }

    /// A device's last record on this branch; `None` if it never belonged.
    #[must_use]
    pub fn device_tip(&self, device: &DeviceId) -> Option<Tip> {
        self.slot(device).map(|slot| slot.tip)
    }

    /// Header of the next record of `device` made on this head. Membership kinds
    /// take zero for `key_id` and `nonce`. `None` if the device never belonged.
    #[must_use]
    pub fn next_header(
        &self,
        kind: Kind,
        device: &DeviceId,
        key_id: KeyId,
        nonce: [u8; 24],
    ) -> Option<Header> {
        let tip = self.device_tip(device)?;
        Some(Header {
            kind: kind.to_byte(),
            space: self.space,
            device: *device,
            author_seq: tip.seq + 1,
            author_prev: tip.hash,
            log_len: self.len,
            log_head: self.head,
            key_id,
            nonce,
        })
    }

    fn slot(&self, device: &DeviceId) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.member.id == *device)
    }

    /// Rule a without the signature.
    fn author(&self, record: &Record) -> Result<&Slot, Refusal> {
        if record.kind() == Kind::Genesis {
            return Err(Rule::Genesis.into());
        }
        if record.space() != self.space {
            return Err(Refusal::OtherSpace);
        }
        let slot = self.slot(&record.device()).ok_or(Refusal::NotMember)?;
        match slot.member.revoked_at {
            Some(at) => Err(Refusal::Revoked { at }),
            None => Ok(slot),
        }
    }

    fn check_ended(&self, kind: Kind, partner: Partner) -> Result<(), Refusal> {
        let others_end = kind == Kind::End && self.ended[partner.index()].is_none();
        if self.has_ended() && !others_end { Err(Refusal::Ended) } else { Ok(()) }
    }

    /// Rule c.
    fn check_branch(
        &self,
        header: &Header,
        kind: Kind,
        tip: &Tip,
        head_at: &dyn Fn(u64) -> Option<LogHead>,
    ) -> Result<(), Refusal> {
        let log_len = header.log_len;
        let ours = match log_len {
            0 => Some(LogHead::ZERO),
            n if n == self.len => Some(self.head),
            n if n < self.len => head_at(n),
            _ => None,
        };
        let behind_itself = kind != Kind::End && log_len < tip.position;
        if ours != Some(header.log_head) || behind_itself {
            return Err(Refusal::WrongBranch { log_len, len: self.len });
        }
        Ok(())
    }

    fn admit(&mut self, dev: Dev, position: u64) {
        self.slots.push(Slot { member: Member::admitted(dev, position), tip: Tip::NONE });
    }

    fn grant(&mut self, key_id: KeyId, position: u64) {
        self.grants.push(Grant { key_id, position });
        self.granted.insert(key_id, position);
    }
}

/// Rule b.
fn check_author_chain(header: &Header, tip: &Tip) -> Result<(), Refusal> {
    let (seq, tip_seq) = (header.author_seq, tip.seq);
    if seq > tip_seq.saturating_add(1) {
        return Err(Refusal::Gap { seq, tip: tip_seq });
    }
    if seq <= tip_seq || header.author_prev != tip.hash {
        return Err(Refusal::Fork { seq, tip: tip_seq });
    }
    Ok(())
}
