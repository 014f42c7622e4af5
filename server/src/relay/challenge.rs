//! Challenges for HTTP that cost no memory until they are used, and the names clients may dial.
//!
//! A challenge is 16 random bytes, its last valid second and a keyed hash over both. Only one that came with a good
//! signature is remembered, so that it counts once; nobody can push others' challenges out by asking for many.

use std::collections::BTreeMap;

use accord_protocol::limits::CHALLENGE_S;
use sha2::{Digest as _, Sha256};

/// Issues and redeems challenges.
#[derive(Debug)]
pub(crate) struct Challenges {
    secret: [u8; 32],
    /// Used ones, until they would have run out anyway.
    used: BTreeMap<[u8; 32], u64>,
}

impl Challenges {
    pub(crate) const fn new(secret: [u8; 32]) -> Self {
        Self { secret, used: BTreeMap::new() }
    }

    pub(crate) fn issue(&self, now_ms: u64, fresh: [u8; 16]) -> [u8; 32] {
        let until = u32::try_from(now_ms / 1000 + CHALLENGE_S).unwrap_or(u32::MAX);
        self.seal(fresh, until)
    }

    /// Whether it is ours and still good. Redeeming is separate: only a good signature uses it up.
    pub(crate) fn is_good(&self, now_ms: u64, challenge: &[u8; 32]) -> bool {
        let (mut fresh, mut until) = ([0; 16], [0; 4]);
        fresh.copy_from_slice(&challenge[..16]);
        until.copy_from_slice(&challenge[16..20]);
        let until = u32::from_be_bytes(until);
        let ours: bool =
            subtle::ConstantTimeEq::ct_eq(&self.seal(fresh, until)[..], &challenge[..]).into();
        ours && u64::from(until) >= now_ms / 1000 && !self.used.contains_key(challenge)
    }

    /// Uses it up; false if that happened before.
    pub(crate) fn redeem(&mut self, now_ms: u64, challenge: [u8; 32]) -> bool {
        if !self.is_good(now_ms, &challenge) {
            return false;
        }
        self.used.retain(|_, until_ms| *until_ms >= now_ms);
        self.used.insert(challenge, now_ms + CHALLENGE_S * 1000).is_none()
    }

    fn seal(&self, fresh: [u8; 16], until: u32) -> [u8; 32] {
        let mut keyed = Sha256::new();
        keyed.update(self.secret);
        keyed.update(fresh);
        keyed.update(until.to_be_bytes());
        let mut challenge = [0; 32];
        challenge[..16].copy_from_slice(&fresh);
        challenge[16..20].copy_from_slice(&until.to_be_bytes());
        challenge[20..].copy_from_slice(&keyed.finalize()[..12]);
        challenge
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_good_once_for_a_minute_and_only_if_it_is_ours() {
        let mut challenges = Challenges::new([7; 32]);
        let challenge = challenges.issue(1_000, [1; 16]);
        assert!(challenges.is_good(61_000, &challenge));
        assert!(!challenges.is_good(62_000, &challenge));
        for byte in 0..32 {
            let mut forged = challenge;
            forged[byte] ^= 1;
            assert!(!challenges.is_good(1_000, &forged));
        }
        assert!(challenges.redeem(2_000, challenge));
        assert!(!challenges.redeem(2_000, challenge));
        assert!(!challenges.is_good(2_000, &challenge));
        let later = challenges.issue(100_000, [2; 16]);
        assert!(challenges.redeem(100_000, later));
        assert_eq!(challenges.used.len(), 1);
    }
}
