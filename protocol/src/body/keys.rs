//! KEYS: a new epoch key, sealed for every active device and wrapped around an
//! older one, so that a new device can walk back to all history. Only sizes and
//! names are known here; opening is the client's.

use super::{BodyError, exactly};
use crate::ids::{DeviceId, KeyId};
use crate::limits::ACTIVE_DEVICES_PER_PARTNER;
use crate::wire::Reader;

/// Length of a box, bytes.
pub const BOX_BYTES: usize = 16 + 1120 + 48;
/// Length of KEYS without its boxes, bytes.
pub const KEYS_FIXED_BYTES: usize = 32 + 32 + 24 + 48 + 1;
/// Most boxes: both partners' active devices.
const MAX_BOXES: usize = 2 * ACTIVE_DEVICES_PER_PARTNER;

/// An epoch key sealed for one device (HPKE base, X-Wing).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyBox {
    /// Recipient.
    pub device: DeviceId,
    /// Encapsulated key.
    pub enc: Box<[u8; 1120]>,
    /// Sealed epoch key with its tag.
    pub ct: [u8; 48],
}

impl KeyBox {
    /// Reads exactly one box.
    ///
    /// # Errors
    /// [`BodyError::Length`].
    pub fn parse(bytes: &[u8]) -> Result<Self, BodyError> {
        let mut r = exactly(bytes, BOX_BYTES)?;
        Ok(Self {
            device: DeviceId::from_bytes(r.array()?),
            enc: Box::new(r.array()?),
            ct: r.array()?,
        })
    }

    /// The bytes.
    #[must_use]
    pub fn encode(&self) -> [u8; BOX_BYTES] {
        let mut out = [0; BOX_BYTES];
        out[..16].copy_from_slice(self.device.as_bytes());
        out[16..1136].copy_from_slice(self.enc.as_slice());
        out[1136..].copy_from_slice(&self.ct);
        out
    }
}

/// A new epoch key for everybody who is active after the record that carries it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keys {
    /// Commitment to the new key; never zero.
    pub key_id: KeyId,
    /// The older key inside `wrap_ct`; zero in the first KEYS of a space.
    pub prev_key_id: KeyId,
    /// Nonce of the wrap; zero in the first KEYS.
    pub wrap_nonce: [u8; 24],
    /// The older key sealed under the new one; zero in the first KEYS.
    pub wrap_ct: [u8; 48],
    /// One box per active device, ascending by device.
    pub boxes: Vec<KeyBox>,
}

impl Keys {
    /// Reads exactly one KEYS.
    ///
    /// # Errors
    /// [`BodyError`] for any other layout, unsorted boxes, or a count no space can have.
    pub fn parse(bytes: &[u8]) -> Result<Self, BodyError> {
        let mut r = Reader::new(bytes);
        let key_id = KeyId::from_bytes(r.array()?);
        let prev_key_id = KeyId::from_bytes(r.array()?);
        let wrap_nonce = r.array()?;
        let wrap_ct = r.array()?;
        let count = usize::from(r.u8()?);
        if count == 0 || count > MAX_BOXES {
            return Err(BodyError::BoxCount { got: count });
        }
        if r.len() != count * BOX_BYTES {
            return Err(BodyError::Length);
        }
        if key_id.is_zero() {
            return Err(BodyError::Zero { field: "key_id" });
        }
        if prev_key_id.is_zero() && !(wrap_nonce == [0; 24] && wrap_ct == [0; 48]) {
            return Err(BodyError::Zero { field: "wrap" });
        }
        let mut boxes: Vec<KeyBox> = Vec::with_capacity(count);
        for _ in 0..count {
            let next = KeyBox::parse(r.take(BOX_BYTES)?)?;
            if boxes.last().is_some_and(|last| last.device >= next.device) {
                return Err(BodyError::BoxOrder);
            }
            boxes.push(next);
        }
        Ok(Self { key_id, prev_key_id, wrap_nonce, wrap_ct, boxes })
    }

    /// The bytes, boxes in ascending order of device whatever order they are in here.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut sorted: Vec<&KeyBox> = self.boxes.iter().collect();
        sorted.sort_by_key(|key_box| key_box.device);
        let mut out = Vec::with_capacity(KEYS_FIXED_BYTES + sorted.len() * BOX_BYTES);
        out.extend_from_slice(self.key_id.as_bytes());
        out.extend_from_slice(self.prev_key_id.as_bytes());
        out.extend_from_slice(&self.wrap_nonce);
        out.extend_from_slice(&self.wrap_ct);
        out.push(u8::try_from(sorted.len()).unwrap_or(u8::MAX));
        for key_box in sorted {
            out.extend_from_slice(&key_box.encode());
        }
        out
    }

    /// The box for `device`.
    #[must_use]
    pub fn box_for(&self, device: &DeviceId) -> Option<&KeyBox> {
        self.boxes.iter().find(|key_box| key_box.device == *device)
    }
}
