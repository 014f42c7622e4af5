//! JOIN and ADD_DEVICE: a new device, its own consent, and the current key for it.

use ed25519_dalek::{Signature, Signer, SigningKey};

use super::{BOX_BYTES, BodyError, DEV_BYTES, Dev, DeviceType, KeyBox, SpaceType, exactly};
use crate::ids::{DeviceId, KeyId, SpaceId, Transcript, signed_message};

/// Signature label of a new device's consent. Do not change: protocol v1.
pub const PROOF_LABEL: &str = "accord/v1/pair/proof";

/// On what grounds a device enters a space. Roles 1 and 2 are also the roles of a
/// pairing and stand in its link and messages.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// The other partner's first device, by pairing (JOIN).
    Partner,
    /// Another own device, by pairing (ADD).
    OwnDevice,
    /// A paper device (ADD): the proof binds neither space nor author, because it is
    /// made when the words are, long before the spaces.
    Paper,
    /// A device of the vault entering a couple space (ADD): any own device may append it.
    FromVault,
    /// A new device in a vault, added by the paper device after everything was lost (ADD).
    Recovered,
}

impl Role {
    /// The wire byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        match self {
            Self::Partner => 1,
            Self::OwnDevice => 2,
            Self::Paper => 3,
            Self::FromVault => 4,
            Self::Recovered => 5,
        }
    }

    /// From the wire byte.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Partner),
            2 => Some(Self::OwnDevice),
            3 => Some(Self::Paper),
            4 => Some(Self::FromVault),
            5 => Some(Self::Recovered),
            _ => None,
        }
    }

    /// The role an ADD_DEVICE has, from what its bytes and its space say: paper by
    /// type; with a transcript a pairing; without one, a vault's device in a couple
    /// space, or a recovery in a vault.
    #[must_use]
    pub fn of_add(space: SpaceType, dev: &Dev, transcript: &Transcript) -> Self {
        match (dev.kind(), transcript.is_zero(), space) {
            (DeviceType::Paper, _, _) => Self::Paper,
            (DeviceType::Active, false, _) => Self::OwnDevice,
            (DeviceType::Active, true, SpaceType::Couple) => Self::FromVault,
            (DeviceType::Active, true, SpaceType::Vault) => Self::Recovered,
        }
    }
}

/// What a new device signs to consent: who may bring it where.
///
/// Role 3 leaves out the space and the author, role 4 the author: zeros are put in
/// their place whatever the arguments say. Do not change: protocol v1.
#[must_use]
pub fn proof_message(
    role: Role,
    space: &SpaceId,
    author: &DeviceId,
    transcript: &Transcript,
    dev: &Dev,
) -> Vec<u8> {
    let space = if role == Role::Paper { &SpaceId::ZERO } else { space };
    let author =
        if matches!(role, Role::Paper | Role::FromVault) { &DeviceId::ZERO } else { author };
    signed_message(
        PROOF_LABEL,
        &[
            &[role.to_byte()],
            space.as_bytes(),
            author.as_bytes(),
            transcript.as_bytes(),
            &dev.encode(),
        ],
    )
}

/// Body of JOIN and of ADD_DEVICE.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Admit {
    /// Transcript of the pairing; zero for roles 3, 4 and 5.
    pub transcript: Transcript,
    /// The new device.
    pub dev: Dev,
    /// Signature of the new device over [`proof_message`].
    pub proof: [u8; 64],
    /// The key in `key_box`: that of the last KEYS.
    pub key_id: KeyId,
    /// The current key for the new device.
    pub key_box: KeyBox,
}

impl Admit {
    /// Length, bytes.
    pub const BYTES: usize = 32 + DEV_BYTES + 64 + 32 + BOX_BYTES;

    /// Reads exactly one body.
    ///
    /// # Errors
    /// [`BodyError`] for any other layout, an unusable key, or a box for somebody else.
    pub fn parse(body: &[u8]) -> Result<Self, BodyError> {
        let mut r = exactly(body, Self::BYTES)?;
        let admit = Self {
            transcript: Transcript::from_bytes(r.array()?),
            dev: Dev::parse(r.take(DEV_BYTES)?)?,
            proof: r.array()?,
            key_id: KeyId::from_bytes(r.array()?),
            key_box: KeyBox::parse(r.take(BOX_BYTES)?)?,
        };
        if admit.key_box.device == admit.dev.id() {
            Ok(admit)
        } else {
            Err(BodyError::BoxRecipient)
        }
    }

    /// The bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(Self::BYTES);
        out.extend_from_slice(self.transcript.as_bytes());
        out.extend_from_slice(&self.dev.encode());
        out.extend_from_slice(&self.proof);
        out.extend_from_slice(self.key_id.as_bytes());
        out.extend_from_slice(&self.key_box.encode());
        out
    }

    /// Signs the consent of the device `key` belongs to.
    #[must_use]
    pub fn prove(
        role: Role,
        space: &SpaceId,
        author: &DeviceId,
        transcript: &Transcript,
        dev: &Dev,
        key: &SigningKey,
    ) -> [u8; 64] {
        key.sign(&proof_message(role, space, author, transcript, dev)).to_bytes()
    }

    /// Did the new device consent to this role, space, author and transcript?
    #[must_use]
    pub fn proof_holds(&self, role: Role, space: &SpaceId, author: &DeviceId) -> bool {
        let message = proof_message(role, space, author, &self.transcript, &self.dev);
        let proof = Signature::from_bytes(&self.proof);
        self.dev.verifying_key().verify_strict(&message, &proof).is_ok()
    }
}
