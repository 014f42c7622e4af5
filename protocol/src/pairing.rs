//! What two devices write into a mailbox to meet, before it is sealed and after it
//! is opened, and the link that invites. Keys, sealing and the words people compare
//! are the client's. Protocol section 5.

use core::fmt;

use data_encoding::BASE64URL_NOPAD;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::VERSION;
use crate::body::{BodyError, DEV_BYTES, Dev, Role};
use crate::host;
use crate::ids::{MailboxId, Part, SpaceId, Transcript, hash};
use crate::limits::TOKEN_BYTES;
use crate::wire::{Reader, Short};

/// Characters after `#` in a link.
pub const FRAGMENT_CHARS: usize = 24;
/// Length of M2 without its proof, bytes.
pub const M2_CORE_BYTES: usize = 4 + 32 + DEV_BYTES;
/// Length of M2, bytes.
pub const M2_BYTES: usize = M2_CORE_BYTES + 64;
/// Length of M3, bytes.
pub const M3_BYTES: usize = 4 + 32;

/// Why bytes are not a pairing message or a text is not a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PairingError {
    /// Another version of the protocol: one of the two apps is older.
    #[error("pairing version {got} is not known")]
    Version {
        /// First byte.
        got: u8,
    },
    /// Not one of the two roles of a pairing.
    #[error("pairing role {got} is not known")]
    Role {
        /// Second byte.
        got: u8,
    },
    /// Truncated, trailing bytes, or padding that is not zero.
    #[error("pairing message has the wrong layout")]
    Layout,
    /// The device inside cannot be used.
    #[error("pairing device: {0}")]
    Device(#[from] BodyError),
    /// The host is none, or not in its one spelling.
    #[error("pairing host is not usable")]
    Host,
    /// The token is no text or too long.
    #[error("pairing token is not usable")]
    Token,
    /// Not an Accord link.
    #[error("not an accord link")]
    Link,
    /// `http` is for the own machine only.
    #[error("link is not encrypted")]
    Unencrypted,
}

impl From<Short> for PairingError {
    fn from(_: Short) -> Self {
        Self::Layout
    }
}

/// What a pairing makes of the joiner.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PairRole {
    /// The other partner of a couple space.
    Partner,
    /// Another device of the inviter's own.
    OwnDevice,
}

impl PairRole {
    /// The wire byte, that of the same [`Role`].
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        self.role().to_byte()
    }

    /// From the wire byte; anything but 1 and 2 is `None`.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Partner),
            2 => Some(Self::OwnDevice),
            _ => None,
        }
    }

    /// The role in the new device's proof.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Partner => Role::Partner,
            Self::OwnDevice => Role::OwnDevice,
        }
    }
}

/// `S`, the secret of one invitation. Never printed; wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct PairSecret([u8; 16]);

impl PairSecret {
    /// Takes random bytes, or those made from spoken words.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, for deriving keys.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for PairSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PairSecret(..)")
    }
}

/// An invitation as a link: `https://HOST/j#` and 24 characters.
#[derive(Clone, Debug)]
pub struct Link {
    /// `name[:port]` of the relay.
    pub host: String,
    /// `http` instead of `https`; for a loopback host only.
    pub plain_http: bool,
    /// What the joiner becomes.
    pub role: PairRole,
    /// The secret.
    pub secret: PairSecret,
}

impl Link {
    /// Reads a link, as pasted: surrounding white space is ignored, nothing else.
    ///
    /// # Errors
    /// [`PairingError`] if it is no Accord link of this version.
    pub fn parse(text: &str) -> Result<Self, PairingError> {
        let text = text.trim();
        let (plain_http, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://"))
        {
            (Some(rest), _) => (false, rest),
            (None, Some(rest)) => (true, rest),
            (None, None) => return Err(PairingError::Link),
        };
        let (host, fragment) = rest.split_once("/j#").ok_or(PairingError::Link)?;
        if !host::is_host(host) {
            return Err(PairingError::Host);
        }
        if plain_http && !host::is_loopback(host) {
            return Err(PairingError::Unencrypted);
        }
        let (role, secret) = parse_fragment(fragment)?;
        Ok(Self { host: host.to_owned(), plain_http, role, secret })
    }

    /// The text to share. It is the secret: whoever reads it can answer.
    #[must_use]
    pub fn to_url(&self) -> String {
        let scheme = if self.plain_http { "http" } else { "https" };
        format!("{scheme}://{}/j#{}", self.host, fragment(self.role, &self.secret))
    }
}

/// The 24 characters after `#`.
#[must_use]
pub fn fragment(role: PairRole, secret: &PairSecret) -> String {
    let mut bytes = [0; 18];
    bytes[0] = VERSION;
    bytes[1] = role.to_byte();
    bytes[2..].copy_from_slice(&secret.0);
    let text = BASE64URL_NOPAD.encode(&bytes);
    bytes.zeroize();
    text
}

/// Reads the 24 characters after `#`.
///
/// # Errors
/// [`PairingError`] for another length, alphabet, version or role.
pub fn parse_fragment(text: &str) -> Result<(PairRole, PairSecret), PairingError> {
    if text.len() != FRAGMENT_CHARS {
        return Err(PairingError::Link);
    }
    let mut bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| PairingError::Link)?;
    let mut r = Reader::new(&bytes);
    let version = r.u8()?;
    if version != VERSION {
        return Err(PairingError::Version { got: version });
    }
    let role = r.u8()?;
    let role = PairRole::from_byte(role).ok_or(PairingError::Role { got: role })?;
    let secret = PairSecret(r.array()?);
    bytes.zeroize();
    Ok((role, secret))
}

/// M1, the offer in slot 1.
#[derive(Clone, PartialEq, Eq)]
pub struct Offer {
    /// What the joiner becomes.
    pub role: PairRole,
    /// The space to enter.
    pub space: SpaceId,
    /// The inviting device.
    pub dev: Dev,
    /// [`commitment`] to the value revealed in M3.
    pub commit: [u8; 32],
    /// When the invitation ends, seconds since 1970-01-01 UTC.
    pub expires_s: u64,
    /// `name[:port]` of the relay that has the space.
    pub host: String,
    /// Registration token for the joiner, or empty. A secret of the relay's operator.
    pub token: String,
}

impl Offer {
    /// Reads exactly one M1.
    ///
    /// # Errors
    /// [`PairingError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, PairingError> {
        let (role, mut r) = opened(bytes)?;
        let space = SpaceId::from_bytes(r.array()?);
        let dev = Dev::parse(r.take(DEV_BYTES)?)?;
        let commit = r.array()?;
        let expires_s = r.u64()?;
        let host_len = usize::from(r.u16()?);
        let host =
            text(r.take(host_len)?).filter(|h| host::is_host(h)).ok_or(PairingError::Host)?;
        let token_len = usize::from(r.u8()?);
        let token = text(r.take(token_len)?)
            .filter(|t| t.len() <= TOKEN_BYTES)
            .ok_or(PairingError::Token)?;
        at_end(&r)?;
        Ok(Self { role, space, dev, commit, expires_s, host, token })
    }

    /// The bytes.
    ///
    /// # Errors
    /// [`PairingError::Host`] or [`PairingError::Token`] if either is not usable.
    pub fn encode(&self) -> Result<Vec<u8>, PairingError> {
        if !host::is_host(&self.host) {
            return Err(PairingError::Host);
        }
        let host_len = u16::try_from(self.host.len()).map_err(|_| PairingError::Host)?;
        let token_len = u8::try_from(self.token.len())
            .ok()
            .filter(|len| usize::from(*len) <= TOKEN_BYTES)
            .ok_or(PairingError::Token)?;
        let mut out = opening(self.role);
        out.extend_from_slice(self.space.as_bytes());
        out.extend_from_slice(&self.dev.encode());
        out.extend_from_slice(&self.commit);
        out.extend_from_slice(&self.expires_s.to_be_bytes());
        out.extend_from_slice(&host_len.to_be_bytes());
        out.extend_from_slice(self.host.as_bytes());
        out.push(token_len);
        out.extend_from_slice(self.token.as_bytes());
        Ok(out)
    }
}

impl fmt::Debug for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Offer").field("role", &self.role).field("space", &self.space).finish()
    }
}

/// M2, the answer in slot 2.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// As in the offer.
    pub role: PairRole,
    /// The joiner's random value.
    pub r_b: [u8; 32],
    /// The joining device.
    pub dev: Dev,
    /// Its consent: a signature over [`crate::body::proof_message`].
    pub proof: [u8; 64],
}

impl Answer {
    /// Reads exactly one M2.
    ///
    /// # Errors
    /// [`PairingError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, PairingError> {
        let (role, mut r) = opened(bytes)?;
        let r_b = r.array()?;
        let dev = Dev::parse(r.take(DEV_BYTES)?)?;
        let proof = r.array()?;
        at_end(&r)?;
        Ok(Self { role, r_b, dev, proof })
    }

    /// The part that `T` covers: everything but the proof.
    #[must_use]
    pub fn core(role: PairRole, r_b: &[u8; 32], dev: &Dev) -> Vec<u8> {
        let mut out = opening(role);
        out.extend_from_slice(r_b);
        out.extend_from_slice(&dev.encode());
        out
    }

    /// The bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Self::core(self.role, &self.r_b, &self.dev);
        out.extend_from_slice(&self.proof);
        out
    }

    /// `T` of this pairing, from the exact bytes of M1.
    #[must_use]
    pub fn transcript(&self, m1: &[u8]) -> Transcript {
        Transcript::of(m1, &Self::core(self.role, &self.r_b, &self.dev))
    }
}

/// M3, the reveal in slot 3, written only after M2 is fixed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reveal {
    /// As in the offer.
    pub role: PairRole,
    /// What the offer committed to.
    pub r_a: [u8; 32],
}

impl Reveal {
    /// Reads exactly one M3.
    ///
    /// # Errors
    /// [`PairingError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, PairingError> {
        let (role, mut r) = opened(bytes)?;
        let r_a = r.array()?;
        at_end(&r)?;
        Ok(Self { role, r_a })
    }

    /// The bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = opening(self.role);
        out.extend_from_slice(&self.r_a);
        out
    }
}

/// What M1 says of `r_a` before M3 reveals it.
#[must_use]
pub fn commitment(r_a: &[u8; 32]) -> [u8; 32] {
    hash("accord/v1/pair/commit", &[Part::Fixed(r_a)])
}

/// AAD of a sealed slot: the mailbox and the number of the slot.
#[must_use]
pub fn slot_aad(mailbox: &MailboxId, slot: u8) -> [u8; 33] {
    let mut aad = [0; 33];
    aad[..32].copy_from_slice(mailbox.as_bytes());
    aad[32] = slot;
    aad
}

/// The four bytes every message begins with.
fn opening(role: PairRole) -> Vec<u8> {
    vec![VERSION, role.to_byte(), 0, 0]
}

fn opened(bytes: &[u8]) -> Result<(PairRole, Reader<'_>), PairingError> {
    let mut r = Reader::new(bytes);
    let version = r.u8()?;
    if version != VERSION {
        return Err(PairingError::Version { got: version });
    }
    let role = r.u8()?;
    let role = PairRole::from_byte(role).ok_or(PairingError::Role { got: role })?;
    if r.zeros(2)? { Ok((role, r)) } else { Err(PairingError::Layout) }
}

fn at_end(r: &Reader<'_>) -> Result<(), PairingError> {
    if r.len() == 0 { Ok(()) } else { Err(PairingError::Layout) }
}

fn text(bytes: &[u8]) -> Option<String> {
    core::str::from_utf8(bytes).ok().map(str::to_owned)
}
