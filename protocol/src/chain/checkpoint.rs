//! A state in few bytes, for whoever keeps the log: positions and hashes, no public
//! keys, which come back from the membership records. The format is private to one
//! program and its store; it is not part of the protocol and may change with a version byte.

use std::collections::BTreeMap;

use super::{Ended, Grant, Member, Slot, SpaceState, Tip};
use crate::body::{Admit, BodyError, Dev, Genesis, SpaceType};
use crate::ids::{DeviceId, KeyId, LogHead, RecordHash, SpaceId};
use crate::record::{Kind, Record};
use crate::wire::{Reader, Short};

/// Format of [`SpaceState::checkpoint`].
const FORMAT: u8 = 1;

/// Why a state cannot be restored: the store is damaged or incomplete.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RestoreError {
    /// Another format, truncated, or trailing bytes.
    #[error("checkpoint is not readable")]
    Format,
    /// A membership record's body cannot be read.
    #[error("membership record at {position}: {error}")]
    Body {
        /// Its position.
        position: u64,
        /// What is wrong.
        error: BodyError,
    },
    /// No membership record admits this device where the checkpoint says so.
    #[error("no record at {position} admits {device}")]
    Missing {
        /// The device.
        device: DeviceId,
        /// Position of its admission.
        position: u64,
    },
}

impl From<Short> for RestoreError {
    fn from(_: Short) -> Self {
        Self::Format
    }
}

impl SpaceState {
    /// The state without its public keys: about 230 bytes, 80 a device and 40 a key.
    #[must_use]
    pub fn checkpoint(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(192 + 80 * self.slots.len() + 40 * self.grants.len());
        out.extend_from_slice(&[FORMAT, self.space_type.to_byte()]);
        out.extend_from_slice(self.space.as_bytes());
        out.extend_from_slice(self.head.as_bytes());
        for number in [
            self.len,
            self.last_membership,
            self.last_revoke.unwrap_or(0),
            self.joined.unwrap_or(0),
        ] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        for ended in self.ended {
            let none = Ended { position: 0, date_days: 0, device: DeviceId::ZERO };
            let ended = ended.unwrap_or(none);
            out.extend_from_slice(&ended.position.to_be_bytes());
            out.extend_from_slice(&ended.date_days.to_be_bytes());
            out.extend_from_slice(ended.device.as_bytes());
        }
        out.extend_from_slice(&(self.slots.len() as u64).to_be_bytes());
        for Slot { member, tip } in &self.slots {
            out.extend_from_slice(member.id.as_bytes());
            out.extend_from_slice(&member.added_at.to_be_bytes());
            out.extend_from_slice(&member.revoked_at.unwrap_or(0).to_be_bytes());
            out.extend_from_slice(&tip.seq.to_be_bytes());
            out.extend_from_slice(tip.hash.as_bytes());
            out.extend_from_slice(&tip.position.to_be_bytes());
        }
        out.extend_from_slice(&(self.grants.len() as u64).to_be_bytes());
        for Grant { key_id, position } in &self.grants {
            out.extend_from_slice(key_id.as_bytes());
            out.extend_from_slice(&position.to_be_bytes());
        }
        out
    }

    /// The state again, from a checkpoint and the membership records of its log with
    /// their positions. Only GENESIS, JOIN and ADD are read; others may be left out.
    /// The records come from the caller's own store and are not verified again.
    ///
    /// # Errors
    /// [`RestoreError`] if checkpoint and records do not fit.
    pub fn restore(
        checkpoint: &[u8],
        control: impl IntoIterator<Item = (u64, Record)>,
    ) -> Result<Self, RestoreError> {
        let mut devs = admitted(control)?;
        let mut r = Reader::new(checkpoint);
        if r.u8()? != FORMAT {
            return Err(RestoreError::Format);
        }
        let space_type = SpaceType::from_byte(r.u8()?).ok_or(RestoreError::Format)?;
        let space = SpaceId::from_bytes(r.array()?);
        let head = LogHead::from_bytes(r.array()?);
        let (len, last_membership) = (r.u64()?, r.u64()?);
        let (last_revoke, joined) = (some(r.u64()?), some(r.u64()?));
        let mut ended = [None; 2];
        for slot in &mut ended {
            let position = r.u64()?;
            let date_days = i32::from_be_bytes(r.array()?);
            let device = DeviceId::from_bytes(r.array()?);
            *slot = some(position).map(|position| Ended { position, date_days, device });
        }
        let mut slots = Vec::new();
        for _ in 0..r.u64()? {
            let id = DeviceId::from_bytes(r.array()?);
            let added_at = r.u64()?;
            let revoked_at = some(r.u64()?);
            let tip =
                Tip { seq: r.u64()?, hash: RecordHash::from_bytes(r.array()?), position: r.u64()? };
            let dev = devs
                .remove(&(added_at, id))
                .ok_or(RestoreError::Missing { device: id, position: added_at })?;
            let mut member = Member::admitted(dev, added_at);
            member.revoked_at = revoked_at;
            slots.push(Slot { member, tip });
        }
        let mut grants = Vec::new();
        let mut granted = BTreeMap::new();
        for _ in 0..r.u64()? {
            let key_id = KeyId::from_bytes(r.array()?);
            let position = r.u64()?;
            grants.push(Grant { key_id, position });
            granted.insert(key_id, position);
        }
        if r.len() != 0 || slots.is_empty() {
            return Err(RestoreError::Format);
        }
        let state = Self {
            space,
            space_type,
            len,
            head,
            slots,
            grants,
            granted,
            last_membership,
            last_revoke,
            joined,
            ended,
        };
        // Nothing is read that would not be written so.
        if state.checkpoint() == checkpoint { Ok(state) } else { Err(RestoreError::Format) }
    }
}

/// Positions start at 1, so 0 stands for "none".
const fn some(position: u64) -> Option<u64> {
    if position == 0 { None } else { Some(position) }
}

fn admitted(
    control: impl IntoIterator<Item = (u64, Record)>,
) -> Result<BTreeMap<(u64, DeviceId), Dev>, RestoreError> {
    let mut devs = BTreeMap::new();
    for (position, record) in control {
        let dev = match record.kind() {
            Kind::Genesis => Genesis::parse(record.body()).map(|body| body.dev),
            Kind::Join | Kind::AddDevice => Admit::parse(record.body()).map(|body| body.dev),
            _ => continue,
        };
        let dev = dev.map_err(|error| RestoreError::Body { position, error })?;
        devs.insert((position, dev.id()), dev);
    }
    Ok(devs)
}
