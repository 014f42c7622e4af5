//! A store in memory, for the simulation and for tests: real semantics, and faults on request.
//!
//! Cloning it is taking an image: [`MemoryStore::restored`] is an operator who puts an older one back.

use std::collections::BTreeMap;

use accord_protocol::ids::{DeviceId, MailboxId, SpaceId, StoreEpoch};

use super::{
    Answer, Boot, Entry, LoadedSpace, LogItem, MailboxRow, Op, Query, RECENT_HEADS, SpaceRow,
    Stage, Store, StoreError,
};

/// What goes wrong at the next commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No room: refused, nothing applied.
    Full,
    /// Refused, nothing applied, outcome reported as unknown.
    LostBefore,
    /// Applied, outcome reported as unknown: a crash after the write and before the answer.
    LostAfter,
}

/// The store. `Clone` is a backup.
#[derive(Debug, Clone)]
pub struct MemoryStore {
    boot: Boot,
    spaces: BTreeMap<SpaceId, Kept>,
    lookup: BTreeMap<DeviceId, SpaceId>,
    mailboxes: BTreeMap<MailboxId, MailboxRow>,
    tokens: Vec<[u8; 32]>,
    fault: Option<Fault>,
    full: bool,
    commits: u64,
}

#[derive(Debug, Clone)]
struct Kept {
    row: SpaceRow,
    log: Vec<(Entry, bool)>,
    applied: BTreeMap<DeviceId, u64>,
}

impl MemoryStore {
    /// An empty store of the first generation.
    #[must_use]
    pub fn new(epoch: StoreEpoch, now_ms: u64) -> Self {
        Self {
            boot: Boot { epoch, generation: 1, since_ms: now_ms },
            spaces: BTreeMap::new(),
            lookup: BTreeMap::new(),
            mailboxes: BTreeMap::new(),
            tokens: Vec::new(),
            fault: None,
            full: false,
            commits: 0,
        }
    }

    /// This image put back by an operator: the same data under a new epoch.
    #[must_use]
    pub fn restored(mut self, epoch: StoreEpoch, now_ms: u64) -> Self {
        self.boot = Boot { epoch, generation: self.boot.generation + 1, since_ms: now_ms };
        self.fault = None;
        self
    }

    /// Arms a fault for the next commit.
    pub fn fail_next(&mut self, fault: Fault) {
        self.fault = Some(fault);
    }

    /// Whether commits are refused for want of room until this is called with `false`.
    pub fn set_full(&mut self, full: bool) {
        self.full = full;
    }

    /// Makes a registration token valid, by its SHA-256.
    pub fn add_token(&mut self, hash: [u8; 32]) {
        self.tokens.push(hash);
    }

    /// Commits that were applied.
    #[must_use]
    pub const fn commits(&self) -> u64 {
        self.commits
    }

    /// The records of a space, in order, for comparison by tests; empty for an unknown space.
    #[must_use]
    pub fn log(&self, space: &SpaceId) -> Vec<Entry> {
        self.spaces
            .get(space)
            .map(|kept| kept.log.iter().map(|(entry, _)| entry.clone()).collect())
            .unwrap_or_default()
    }

    /// All spaces, in order of their ids.
    #[must_use]
    pub fn spaces(&self) -> Vec<SpaceId> {
        self.spaces.keys().copied().collect()
    }

    fn apply(&mut self, op: &Op) -> Result<(), StoreError> {
        match op {
            Op::Space(row) => {
                if self.spaces.get(&row.id).is_some_and(|kept| kept.row.version + 1 != row.version)
                {
                    return Err(StoreError::Conflict);
                }
                self.spaces.entry(row.id).and_modify(|kept| kept.row = row.clone()).or_insert_with(
                    || Kept { row: row.clone(), log: Vec::new(), applied: BTreeMap::new() },
                );
            }
            Op::Append(entry) => {
                let kept = self.spaces.get_mut(&entry.space).ok_or(StoreError::Conflict)?;
                if kept.log.len() as u64 + 1 != entry.position {
                    return Err(StoreError::Conflict);
                }
                kept.log.push((entry.clone(), true));
            }
            Op::Lookup { device, space, enters: true } => {
                self.lookup.entry(*device).or_insert(*space);
            }
            Op::Lookup { device, space, enters: false } => {
                if self.lookup.get(device) == Some(space) {
                    self.lookup.remove(device);
                }
            }
            Op::Applied { space, device, position } => {
                let kept = self.spaces.get_mut(space).ok_or(StoreError::Conflict)?;
                kept.applied.insert(*device, *position);
            }
            Op::Mailbox(row) => {
                self.mailboxes.insert(row.id, row.clone());
            }
            Op::DropMailbox(id) => {
                self.mailboxes.remove(id);
            }
            Op::DropSpace(space) => {
                self.spaces.remove(space);
                self.lookup.retain(|_, vault| vault != space);
                self.mailboxes.retain(|_, mailbox| mailbox.space != *space);
            }
            Op::DropContent(space) => {
                let kept = self.spaces.get_mut(space).ok_or(StoreError::Conflict)?;
                for (entry, here) in &mut kept.log {
                    *here = entry.membership;
                }
            }
        }
        Ok(())
    }
}

impl Store for MemoryStore {
    fn commit(&mut self, ops: &[Op]) -> Result<(), StoreError> {
        let fault = self.fault.take();
        if self.full || fault == Some(Fault::Full) {
            return Err(StoreError::Full);
        }
        if fault == Some(Fault::LostBefore) {
            return Err(StoreError::Unknown("fault before the write".into()));
        }
        // All or nothing: checked on what the operations touch, so that a commit does not copy the store.
        let touched: Vec<SpaceId> = ops
            .iter()
            .filter_map(|op| match op {
                Op::Append(entry) => Some(entry.space),
                Op::Space(row) => Some(row.id),
                Op::Applied { space, .. } | Op::DropContent(space) => Some(*space),
                _ => None,
            })
            .collect();
        let before: Vec<(SpaceId, Option<(SpaceRow, usize)>)> = touched
            .iter()
            .map(|id| (*id, self.spaces.get(id).map(|kept| (kept.row.clone(), kept.log.len()))))
            .collect();
        for op in ops {
            if let Err(error) = self.apply(op) {
                for (id, kept) in before.into_iter().rev() {
                    match (kept, self.spaces.get_mut(&id)) {
                        (None, _) => {
                            self.spaces.remove(&id);
                        }
                        (Some((row, len)), Some(now)) => {
                            now.row = row;
                            now.log.truncate(len);
                        }
                        (Some(_), None) => {}
                    }
                }
                return Err(error);
            }
        }
        self.commits += 1;
        if fault == Some(Fault::LostAfter) {
            return Err(StoreError::Unknown("fault after the write".into()));
        }
        Ok(())
    }

    fn read(&mut self, query: &Query) -> Result<Answer, StoreError> {
        let none = Vec::new();
        Ok(match query {
            Query::Boot => Answer::Boot(self.boot),
            Query::Space(id) => Answer::Space(self.spaces.get(id).map(|kept| {
                let from = kept.log.len().saturating_sub(RECENT_HEADS);
                Box::new(LoadedSpace {
                    row: kept.row.clone(),
                    membership: kept
                        .log
                        .iter()
                        .filter(|(entry, _)| entry.membership)
                        .map(|(entry, _)| (entry.position, entry.record.clone()))
                        .collect(),
                    heads: kept.log.iter().skip(from).map(|(entry, _)| entry.head).collect(),
                })
            })),
            Query::Log { space, after, max_records, max_bytes } => {
                let log = self.spaces.get(space).map_or(&none, |kept| &kept.log);
                let mut bytes = 0u64;
                let mut items = Vec::new();
                let after = usize::try_from(*after).unwrap_or(usize::MAX);
                for (entry, here) in log.iter().skip(after) {
                    bytes += if *here { entry.record.len() as u64 } else { 32 };
                    if items.len() as u64 >= *max_records
                        || (bytes > *max_bytes && !items.is_empty())
                    {
                        break;
                    }
                    items.push(LogItem {
                        position: entry.position,
                        record: here.then(|| entry.record.clone()),
                        hash: entry.hash,
                        head: entry.head,
                    });
                }
                Answer::Log(items)
            }
            Query::Head { space, position } => {
                let log = self.spaces.get(space).map_or(&none, |kept| &kept.log);
                let index = position.checked_sub(1).and_then(|index| usize::try_from(index).ok());
                Answer::Head(index.and_then(|index| log.get(index)).map(|(entry, _)| entry.head))
            }
            Query::Authored { space, device, seq, after, until } => {
                let log = self.spaces.get(space).map_or(&none, |kept| &kept.log);
                let after = usize::try_from(*after).unwrap_or(usize::MAX);
                Answer::Authored(
                    log.iter()
                        .skip(after)
                        .take_while(|(entry, _)| entry.position <= *until)
                        .find(|(entry, here)| *here && is_authored(&entry.record, device, *seq))
                        .map(|(entry, _)| (entry.position, entry.hash)),
                )
            }
            Query::Mailbox(id) => Answer::Mailbox(self.mailboxes.get(id).cloned()),
            Query::OpenMailboxes { space, device, now_ms } => Answer::OpenMailboxes(
                self.mailboxes
                    .values()
                    .filter(|row| {
                        row.space == *space
                            && row.device == *device
                            && row.due_ms > *now_ms
                            && !row.closed
                    })
                    .count() as u64,
            ),
            Query::Lookup(device) => Answer::Lookup(self.lookup.get(device).copied()),
            Query::Token(hash) => Answer::Token(self.tokens.contains(hash)),
            Query::Applied(space) => Answer::Applied(
                self.spaces
                    .get(space)
                    .map(|kept| kept.applied.iter().map(|(d, p)| (*d, *p)).collect())
                    .unwrap_or_default(),
            ),
            Query::Due { now_ms, limit } => {
                let limit = usize::try_from(*limit).unwrap_or(usize::MAX);
                Answer::Due {
                    mailboxes: self
                        .mailboxes
                        .values()
                        .filter(|row| row.due_ms <= *now_ms)
                        .take(limit)
                        .map(|row| row.id)
                        .collect(),
                    spaces: self
                        .spaces
                        .values()
                        .filter(|kept| kept.row.due_ms.is_some_and(|due| due <= *now_ms))
                        .take(limit)
                        .map(|kept| kept.row.id)
                        .collect(),
                }
            }
        })
    }
}

/// Whether the record's header names this author and number (protocol section 3: offsets 36 and 52).
pub(crate) fn is_authored(record: &[u8], device: &DeviceId, seq: u64) -> bool {
    record.get(36..52) == Some(device.as_bytes().as_slice())
        && record.get(52..60) == Some(seq.to_be_bytes().as_slice())
}

impl Stage {
    /// As stored.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        match self {
            Self::Live => 0,
            Self::Ended => 1,
            Self::Gone => 2,
        }
    }

    /// From what is stored.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Live),
            1 => Some(Self::Ended),
            2 => Some(Self::Gone),
            _ => None,
        }
    }
}
