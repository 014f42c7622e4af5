//! The two names a page knows: the actor that wrote a change, and the key an act lies under.
//!
//! Owns their sizes and derivation. It must not know what an act says, nor which partner a device belongs to.

use std::fmt;

use sha2::{Digest, Sha256};

/// Length of an actor id in bytes: device_id16 ‖ instance8 (protocol section 4).
pub const ACTOR_BYTES: usize = 24;

/// Prefix of the root key of an act. No `/`, because npm's splice reads keys as paths.
pub(crate) const ACT_PREFIX: &str = "act:";

/// Length of an act's root key in bytes: the prefix and 32 hex digits.
pub(crate) const ACT_KEY_BYTES: usize = 36;

/// Do not change: protocol v1.
const ACT_LABEL: &[u8] = b"accord/v1/act";

/// One install of one device: the only kind of author a change has.
///
/// A device takes a new instance after a restore from a backup, after a branch change and after one of its records was
/// quarantined, and at no other time: Automerge slows down with the number of actors.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor {
    /// The device id (16 bytes, public).
    pub device: [u8; 16],
    /// Random, chosen by the device for this install.
    pub instance: [u8; 8],
}

impl Actor {
    /// The actor id as Automerge carries it.
    #[must_use]
    pub fn to_bytes(self) -> [u8; ACTOR_BYTES] {
        let mut bytes = [0; ACTOR_BYTES];
        let (device, instance) = bytes.split_at_mut(16);
        device.copy_from_slice(&self.device);
        instance.copy_from_slice(&self.instance);
        bytes
    }

    /// Reads an actor id.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; ACTOR_BYTES]) -> Self {
        let mut device = [0; 16];
        let mut instance = [0; 8];
        device.copy_from_slice(&bytes[..16]);
        instance.copy_from_slice(&bytes[16..]);
        Self { device, instance }
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = data_encoding::HEXLOWER;
        write!(f, "{}.{}", hex.encode(&self.device), hex.encode(&self.instance))
    }
}

/// The id of an act: the first 16 bytes of SHA-256("accord/v1/act" ‖ 0x00 ‖ act bytes).
///
/// A key that follows from its value can never carry two values, so an act is never hidden by another one.
#[must_use]
pub fn act_key(act: &[u8]) -> [u8; 16] {
    let digest =
        Sha256::new().chain_update(ACT_LABEL).chain_update([0]).chain_update(act).finalize();
    let mut key = [0; 16];
    key.copy_from_slice(&digest[..16]);
    key
}

/// The root key of an act in a page: `act:` and its id in lower-case hex.
#[must_use]
pub fn root_key(id: &[u8; 16]) -> String {
    let mut key = String::with_capacity(ACT_KEY_BYTES);
    key.push_str(ACT_PREFIX);
    data_encoding::HEXLOWER.encode_append(id, &mut key);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_survives_its_bytes() {
        let actor = Actor { device: [7; 16], instance: [9; 8] };
        let bytes = actor.to_bytes();
        assert_eq!(bytes[..16], [7; 16]);
        assert_eq!(bytes[16..], [9; 8]);
        assert_eq!(Actor::from_bytes(&bytes), actor);
    }

    #[test]
    fn the_key_of_an_act_is_the_one_an_independent_tool_computes() {
        // printf 'accord/v1/act\0hello' | sha256sum
        let id = act_key(b"hello");
        assert_eq!(root_key(&id), "act:eda9f398fba9c20fd2558fddf058172a");
        assert_eq!(root_key(&id).len(), ACT_KEY_BYTES);
    }
}
