//! One space in memory: its chain state, the newest heads, and what is kept about it.
//!
//! Owns the judgement of one record at the next position, quotas included. Runs ahead of the store: what it accepted
//! is durable only once the batch is committed. Knows no connection and no clock.

use std::collections::VecDeque;
use std::sync::Arc;

use accord_protocol::chain::{Refusal, SpaceState};
use accord_protocol::error::Code;
use accord_protocol::ids::{DeviceId, LogHead, Partner, SpaceId};
use accord_protocol::limits::{RECORD_MIN_BYTES, SMALLEST_CONTENT_BODY_BYTES};
use accord_protocol::record::{Kind, Record};

use super::settings::Settings;
use crate::store::{Boot, Entry, LoadedSpace, Op, SpaceRow, SpaceType, Stage};

/// Heads kept in memory for rule c; older ones are read from the store.
const HEADS: usize = 256;
/// Records looked at in one search, so that who repeats old records never holds a reader for long.
const SEARCH: u64 = 512;
/// Bytes of the smallest sealed record.
const SMALL_BYTES: u64 = (RECORD_MIN_BYTES + SMALLEST_CONTENT_BODY_BYTES) as u64;
const DAY_MS: u64 = 86_400_000;
const HOUR_MS: u64 = 3_600_000;
/// Days during which records of an earlier time are not counted by the day (protocol section 6).
const FREE_DAYS: u64 = 7;

/// A space, ahead of the store by what is not yet committed.
#[derive(Debug, Clone)]
pub(crate) struct Space {
    state: SpaceState,
    row: SpaceRow,
    /// The newest heads, oldest first; the last is that of `state`.
    heads: VecDeque<LogHead>,
}

/// What the relay does with a pushed record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is in the log at this position; the answer waits for the commit.
    Appended { position: u64, revoked: Option<DeviceId> },
    /// It was there before.
    Duplicate { position: u64 },
    /// Not taken.
    Refused(Code),
    /// Judged once `H_n` of this older position is known.
    NeedsHead { position: u64 },
    /// Judged once the log was searched for this author's number between two positions.
    NeedsSearch { seq: u64, after: u64, until: u64 },
}

/// What was looked up for a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Found {
    /// `H_n` of an older position; inner none: the log does not reach there.
    pub(crate) head: Option<(u64, Option<LogHead>)>,
    /// Up to where the author's number was looked for in vain.
    pub(crate) searched: u64,
    /// Where it was found, and whether with this hash.
    pub(crate) at: Option<(u64, bool)>,
}

/// Circumstances of a push.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Push {
    pub(crate) now_ms: u64,
    /// The position up to which the pusher says it holds the log: records up to there are old ones brought back.
    pub(crate) claimed: u64,
}

impl Space {
    /// Founds a space from its first records, all of them or none.
    pub(crate) fn found(
        records: &[Record],
        now_ms: u64,
        boot: &Boot,
        settings: &Settings,
    ) -> Result<(Self, Vec<Op>), Code> {
        let (first, rest) = records.split_first().ok_or(Code::Malformed)?;
        let mut state = SpaceState::genesis(first).map_err(|refusal| refusal.code())?;
        state.drop_encryption_keys();
        let recovers =
            boot.generation > 1 && now_ms < boot.since_ms + settings.recovering_hours * HOUR_MS;
        let row = SpaceRow {
            id: state.space(),
            space_type: state.space_type(),
            head: 1,
            checkpoint: Vec::new(),
            stage: Stage::Live,
            created_ms: now_ms,
            due_ms: None,
            bytes: [first.bytes().len() as u64, 0],
            day: now_ms / DAY_MS,
            membership_today: [0; 2],
            small_today: [0; 2],
            last_keys_by: None,
            settled: if recovers { boot.generation - 1 } else { boot.generation },
            reported: 0,
            version: 0,
        };
        let mut space = Self { heads: VecDeque::from([state.head()]), state, row };
        let mut ops = vec![Op::Append(space.entry(first, space.state.head(), 1))];
        for record in rest {
            let author = space.state.member(&record.device()).ok_or(Code::NotMember)?;
            let key = *author.verifying_key();
            record.verify_signature(&key).map_err(|_| Code::BadSignature)?;
            // What founds a space is not counted against the day.
            ops.push(Op::Append(
                space.append(record, &|_| None).map_err(|refusal| refusal.code())?.0,
            ));
        }
        space.refresh_due(now_ms, settings);
        Ok((space, ops))
    }

    /// From what the store holds.
    pub(crate) fn load(loaded: &LoadedSpace) -> Result<Self, &'static str> {
        let mut control = Vec::with_capacity(loaded.membership.len());
        for (position, bytes) in &loaded.membership {
            let record =
                Record::from_shared(Arc::clone(bytes)).map_err(|_| "a membership record")?;
            control.push((*position, record));
        }
        let mut state =
            SpaceState::restore(&loaded.row.checkpoint, control).map_err(|_| "a checkpoint")?;
        state.drop_encryption_keys();
        let fits = state.space() == loaded.row.id
            && state.len() == loaded.row.head
            && loaded.heads.last() == Some(&state.head());
        if !fits {
            return Err("a space's head");
        }
        Ok(Self { state, row: loaded.row.clone(), heads: loaded.heads.iter().copied().collect() })
    }

    pub(crate) const fn state(&self) -> &SpaceState {
        &self.state
    }

    pub(crate) const fn row(&self) -> &SpaceRow {
        &self.row
    }

    /// The row as it is to be stored now: its next writing.
    pub(crate) fn stored_row(&mut self) -> SpaceRow {
        self.row.version += 1;
        SpaceRow { head: self.state.len(), checkpoint: self.state.checkpoint(), ..self.row.clone() }
    }

    /// `H_n`, if it is among the newest; `H_0` always. Outer none: read it from the store.
    pub(crate) fn head_at(&self, position: u64) -> Option<Option<LogHead>> {
        if position == 0 {
            return Some(Some(LogHead::ZERO));
        }
        let back = match self.state.len().checked_sub(position) {
            None => return Some(None),
            Some(back) => usize::try_from(back).unwrap_or(usize::MAX),
        };
        let index = self.heads.len().checked_sub(back + 1)?;
        self.heads.get(index).map(|head| Some(*head))
    }

    /// Judges a record whose signature was verified with its author's key; appends it if it is valid here.
    pub(crate) fn push(
        &mut self,
        record: &Record,
        found: &Found,
        push: Push,
        boot: &Boot,
        settings: &Settings,
    ) -> (Verdict, Option<Op>) {
        let only = |verdict| (verdict, None);
        if record.kind() == Kind::Genesis {
            return only(match self.state.space() == record.space() {
                true => Verdict::Duplicate { position: 1 },
                false => Verdict::Refused(Code::NotMember),
            });
        }
        let header = record.header();
        let Some(tip) = self.state.device_tip(&header.device) else {
            return only(Verdict::Refused(Code::NotMember));
        };
        if header.author_seq <= tip.seq {
            return only(self.repeated(record, found));
        }
        if self.row.stage == Stage::Gone {
            return only(Verdict::Refused(Code::Gone));
        }
        let position = self.state.len() + 1;
        let brought_back = position <= push.claimed;
        if self.is_recovering(push.now_ms, boot, settings) && !brought_back {
            return only(Verdict::Refused(Code::Recovering));
        }
        let needed = header.log_len;
        let head = match (self.head_at(needed), found.head) {
            (Some(head), _) => head,
            (None, Some((at, head))) if at == needed => head,
            (None, _) => return only(Verdict::NeedsHead { position: needed }),
        };
        let Some(author) = self.state.member(&header.device) else {
            return only(Verdict::Refused(Code::NotMember));
        };
        let partner = author.partner;
        if let Err(code) = self.afford(record, partner, brought_back, push.now_ms, boot, settings) {
            // A record that is not valid anyway is told why, not that there is no room.
            return only(match self.state.check_verified(record, &|_| head) {
                Ok(_) => Verdict::Refused(code),
                Err(refusal) => Verdict::Refused(refusal.code()),
            });
        }
        let free = brought_back && self.is_free(push.now_ms, boot);
        let counted = self.is_counted_membership(record.kind(), partner) && !free;
        match self.append(record, &|_| head) {
            Err(refusal) => only(Verdict::Refused(refusal.code())),
            Ok((entry, revoked)) => {
                self.count(record, partner, counted, push.now_ms, settings);
                self.refresh_due(push.now_ms, settings);
                let op = Op::Append(entry);
                (Verdict::Appended { position, revoked }, Some(op))
            }
        }
    }

    /// Whether new records wait until both partners' devices have reported (protocol section 3).
    pub(crate) fn is_recovering(&self, now_ms: u64, boot: &Boot, settings: &Settings) -> bool {
        self.row.settled < boot.generation
            && now_ms < boot.since_ms + settings.recovering_hours * HOUR_MS
    }

    /// A device's head lies on this log: it counts as reported. True if anything changed.
    pub(crate) fn report(&mut self, device: &DeviceId, boot: &Boot) -> bool {
        if self.row.settled >= boot.generation {
            return false;
        }
        let Some(member) = self.state.member(device) else { return false };
        let before = (self.row.reported, self.row.settled);
        if self.row.settled + 1 != boot.generation {
            // What was reported to an older generation says nothing about this one.
            self.row.settled = boot.generation - 1;
            self.row.reported = 0;
        }
        self.row.reported |= 1 << member.partner.index();
        let all_reported = Partner::BOTH.iter().all(|partner| {
            self.row.reported & (1 << partner.index()) != 0
                || self.state.active(*partner).next().is_none()
        });
        if all_reported {
            self.row.settled = boot.generation;
            self.row.reported = 0;
        }
        before != (self.row.reported, self.row.settled)
    }

    /// Something happened in its mailbox: an unpaired space lives on.
    pub(crate) fn touch(&mut self, now_ms: u64, settings: &Settings) {
        self.refresh_due(now_ms, settings);
    }

    /// The last position content can lie at: after an END there is none.
    pub(crate) fn last_content(&self) -> u64 {
        let first = self.state.ended().into_iter().flatten().map(|end| end.position).min();
        first.map_or(self.state.len(), |end| end - 1)
    }

    /// Its content may go: both ENDs are in and these devices hold all content, or its time is over.
    pub(crate) fn may_go(&self, applied: &[(DeviceId, u64)], now_ms: u64) -> bool {
        if self.row.stage != Stage::Ended {
            return false;
        }
        let both = Partner::BOTH.iter().all(|partner| {
            self.state.ended()[partner.index()].is_some()
                || !self.state.members().any(|member| member.partner == *partner)
        });
        let everybody = self
            .state
            .members()
            .filter(|member| {
                member.is_active() && member.kind == accord_protocol::body::DeviceType::Active
            })
            .all(|member| {
                applied.iter().any(|(id, at)| *id == member.id && *at >= self.last_content())
            });
        (both && everybody) || self.row.due_ms.is_some_and(|due| due <= now_ms)
    }

    /// Its content went.
    pub(crate) fn go(&mut self, now_ms: u64, settings: &Settings) {
        self.row.stage = Stage::Gone;
        self.row.due_ms = Some(now_ms + settings.gone_days * DAY_MS);
    }

    pub(crate) fn id(&self) -> SpaceId {
        self.state.space()
    }

    fn repeated(&self, record: &Record, found: &Found) -> Verdict {
        if let Some(position) = self.state.duplicate(record) {
            return Verdict::Duplicate { position };
        }
        let header = record.header();
        let is_last =
            self.state.device_tip(&header.device).is_some_and(|tip| tip.seq == header.author_seq);
        if is_last {
            return Verdict::Refused(Code::Fork);
        }
        // It lies after what its author had seen, if it is here at all.
        let after = found.searched.max(header.log_len);
        match found.at {
            Some((position, true)) => Verdict::Duplicate { position },
            None if after < self.state.len() => {
                let until = after.saturating_add(SEARCH).min(self.state.len());
                Verdict::NeedsSearch { seq: header.author_seq, after, until }
            }
            _ => Verdict::Refused(Code::Fork),
        }
    }

    fn append(
        &mut self,
        record: &Record,
        head_at: &dyn Fn(u64) -> Option<LogHead>,
    ) -> Result<(Entry, Option<DeviceId>), Refusal> {
        let asked = record.header().log_len;
        let known = self.head_at(asked).flatten();
        let accepted = self.state.check_verified(record, &|n| known.or_else(|| head_at(n)))?;
        let (position, head, revoked) = (accepted.position(), accepted.head(), accepted.revokes());
        let author = accepted.author();
        self.state.apply(accepted);
        if record.kind().is_membership() {
            self.state.drop_encryption_keys();
        }
        if self.state.len() != position {
            // The state refused to move: nothing is kept of it.
            return Err(Refusal::OtherSpace);
        }
        self.heads.push_back(head);
        if self.heads.len() > HEADS {
            self.heads.pop_front();
        }
        if let Some(member) = self.state.member(&author) {
            self.row.bytes[member.partner.index()] += record.bytes().len() as u64;
            if matches!(record.kind(), Kind::Rotate | Kind::Revoke) {
                self.row.last_keys_by = Some(member.partner);
            }
        }
        if record.kind() == Kind::End && self.row.stage == Stage::Live {
            self.row.stage = Stage::Ended;
            self.row.due_ms = None;
        }
        self.row.head = position;
        Ok((self.entry(record, head, position), revoked))
    }

    fn entry(&self, record: &Record, head: LogHead, position: u64) -> Entry {
        Entry {
            space: self.id(),
            position,
            record: record.shared(),
            hash: record.hash(),
            head,
            membership: record.kind().is_membership(),
        }
    }

    /// Quota and daily counts; REVOKE and END never meet them.
    fn afford(
        &self,
        record: &Record,
        partner: Partner,
        brought_back: bool,
        now_ms: u64,
        boot: &Boot,
        settings: &Settings,
    ) -> Result<(), Code> {
        let kind = record.kind();
        if matches!(kind, Kind::Revoke | Kind::End) {
            return Ok(());
        }
        let today = self.row.day == now_ms / DAY_MS;
        let index = partner.index();
        let free = brought_back && self.is_free(now_ms, boot);
        if self.is_counted_membership(kind, partner) && !free {
            let count = if today { self.row.membership_today[index] } else { 0 };
            if count >= settings.membership_a_day {
                return Err(Code::Rate);
            }
        }
        let bytes = record.bytes().len() as u64;
        // What is brought back had its room before; twice the share bounds who only says so.
        let room = self.share(settings) * if free { 2 } else { 1 };
        if self.row.bytes[index] + bytes > room {
            let small = if today { self.row.small_today[index] } else { 0 };
            if bytes > SMALL_BYTES || small >= settings.small_records_a_day {
                return Err(Code::Quota);
            }
        }
        Ok(())
    }

    fn count(
        &mut self,
        record: &Record,
        partner: Partner,
        counted: bool,
        now_ms: u64,
        settings: &Settings,
    ) {
        let day = now_ms / DAY_MS;
        if self.row.day != day {
            self.row.day = day;
            self.row.membership_today = [0; 2];
            self.row.small_today = [0; 2];
        }
        let index = partner.index();
        self.row.membership_today[index] += u32::from(counted);
        let is_stop = matches!(record.kind(), Kind::Revoke | Kind::End);
        if self.row.bytes[index] > self.share(settings) && !is_stop {
            self.row.small_today[index] += 1;
        }
    }

    /// A ROTATE that is a partner's first KEYS after one of the other's is free.
    fn is_counted_membership(&self, kind: Kind, partner: Partner) -> bool {
        match kind {
            Kind::AddDevice => true,
            Kind::Rotate => self.row.last_keys_by != Some(partner.other()),
            _ => false,
        }
    }

    fn is_free(&self, now_ms: u64, boot: &Boot) -> bool {
        let since = if boot.generation > 1 { boot.since_ms } else { 0 };
        now_ms < self.row.created_ms.max(since) + FREE_DAYS * DAY_MS
    }

    fn share(&self, settings: &Settings) -> u64 {
        match self.row.space_type {
            SpaceType::Couple => settings.space_quota_bytes / 2,
            SpaceType::Vault => settings.space_quota_bytes,
        }
    }

    fn refresh_due(&mut self, now_ms: u64, settings: &Settings) {
        let days = |days: u64| Some(now_ms + days * DAY_MS);
        self.row.due_ms = match (self.row.stage, self.row.space_type) {
            (Stage::Gone, _) => self.row.due_ms,
            // Counted from the first END.
            (Stage::Ended, _) => self.row.due_ms.or_else(|| days(settings.ended_days)),
            (Stage::Live, SpaceType::Couple) if self.state.joined().is_none() => {
                days(settings.unpaired_days)
            }
            (Stage::Live, SpaceType::Vault) if settings.vault_days > 0 => days(settings.vault_days),
            (Stage::Live, _) => None,
        };
    }
}
