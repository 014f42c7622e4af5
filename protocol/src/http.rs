//! What is done once and needs no connection: founding a space, mailbox slots of a
//! pairing, finding a vault by its words, ending, and a whole sync in one request.
//! Bodies are CBOR maps (`application/cbor`); a refusal is a [`Problem`]. Ids stand
//! in bodies and never in a URL. Protocol section 6.

use core::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::codec::{CodecError, Fields, MapWriter};
use crate::error::Code;
use crate::frame::host_len;
use crate::ids::{DeviceId, LogHead, MailboxId, SpaceId, signed_message};
use crate::limits;

/// `POST`: found a space ([`CreateSpace`] to [`Created`]).
pub const SPACES_PATH: &str = "/v1/spaces";
/// `POST`: write a slot ([`MailboxPut`] to [`MailboxState`]).
pub const MAILBOX_PUT_PATH: &str = "/v1/mailbox/put";
/// `POST`: read a slot ([`MailboxGet`] to [`MailboxState`]).
pub const MAILBOX_GET_PATH: &str = "/v1/mailbox/get";
/// `POST`: close a mailbox for good ([`MailboxClose`] to [`MailboxState`]).
pub const MAILBOX_CLOSE_PATH: &str = "/v1/mailbox/close";
/// `POST`: the vault of a paper device ([`Lookup`] to [`Found`]).
pub const LOOKUP_PATH: &str = "/v1/lookup";
/// `POST`: an END without a connection ([`EndSpace`] to [`EndKept`]).
pub const END_PATH: &str = "/v1/end";
/// `GET`: a [`Challenge`].
pub const CHALLENGE_PATH: &str = "/v1/challenge";
/// `POST`: frames as a list ([`Exchange`] to [`Exchanged`]).
pub const EXCHANGE_PATH: &str = "/v1/exchange";
/// WebSocket: one frame a message.
pub const SYNC_PATH: &str = "/v1/sync";
/// Media type of every body here.
pub const MEDIA_TYPE: &str = "application/cbor";

/// Signature label of [`Exchange`]. Do not change: protocol v1.
pub const EXCHANGE_LABEL: &str = "accord/v1/exchange";
/// Signature label of [`Lookup`]. Do not change: protocol v1.
pub const LOOKUP_LABEL: &str = "accord/v1/lookup";
/// Signature label of slot 1 in [`MailboxPut`]. Do not change: protocol v1.
pub const MAILBOX_LABEL: &str = "accord/v1/mailbox";

/// `encode` and `decode` of one body.
macro_rules! body {
    ($name:ident, |$value:ident| $write:expr, |$fields:ident| $read:expr) => {
        impl $name {
            /// The bytes.
            #[must_use]
            pub fn encode(&self) -> Vec<u8> {
                let $value = self;
                $write.finish()
            }

            /// Reads exactly one body of at most [`limits::HTTP_BODY_BYTES`].
            ///
            /// # Errors
            /// [`CodecError`].
            pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
                let $fields = Fields::parse(bytes, limits::HTTP_BODY_BYTES)?;
                Ok($read)
            }
        }
    };
}

/// A refusal, whatever was asked. The HTTP status is [`Code::http_status`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Why.
    pub code: Code,
    /// When to try again, milliseconds.
    pub retry_after_ms: Option<u64>,
}

body!(
    Problem,
    |p| MapWriter::new().uint(1, u64::from(p.code.to_u16())).opt_uint(2, p.retry_after_ms),
    |f| Self { code: Code::from_u16(f.number(1)?), retry_after_ms: f.opt_uint(2)? }
);

/// Founds a space with its first records as one append: all or nothing, and the same
/// request again finds the same space.
#[derive(Clone, PartialEq, Eq)]
pub struct CreateSpace {
    /// Registration token, where the relay asks for one.
    pub token: Option<String>,
    /// GENESIS and what follows it, exact bytes.
    pub records: Vec<Arc<[u8]>>,
}

body!(
    CreateSpace,
    |c| {
        let out = MapWriter::new();
        let out = match &c.token {
            Some(token) => out.text(1, token),
            None => out,
        };
        out.list(2, c.records.iter().map(|r| &r[..]))
    },
    |f| Self {
        token: f.opt_text(1, limits::TOKEN_BYTES)?.map(str::to_owned),
        records: shared(f.list(2, limits::CREATE_RECORDS, limits::RECORD_BYTES)?),
    }
);

impl fmt::Debug for CreateSpace {
    /// The token is a secret between the relay's operator and the client.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateSpace")
            .field("token", &self.token.is_some())
            .field("records", &self.records.len())
            .finish()
    }
}

/// The space stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Created {
    /// Length of its log now.
    pub position: u64,
    /// Head there.
    pub head: LogHead,
}

body!(Created, |c| MapWriter::new().uint(1, c.position).bytes(2, c.head.as_bytes()), |f| Self {
    position: f.uint(1)?,
    head: LogHead::from_bytes(f.array(2)?)
});

/// 32 random bytes of the relay, good for one signature within [`limits::CHALLENGE_S`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Challenge {
    /// The bytes.
    pub challenge: [u8; 32],
}

body!(Challenge, |c| MapWriter::new().bytes(1, &c.challenge), |f| Self { challenge: f.array(1)? });

/// Who asks, proved by a signature over a message of this module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proof {
    /// The space.
    pub space: SpaceId,
    /// A member device of it.
    pub device: DeviceId,
    /// `name[:port]` the client dialled.
    pub host: String,
    /// From `GET /v1/challenge`.
    pub challenge: [u8; 32],
    /// 32 random bytes.
    pub nonce: [u8; 32],
    /// The signature.
    pub sig: [u8; 64],
}

impl Proof {
    /// `label`, who asks, and what for.
    fn message(&self, label: &str, subject: &[u8]) -> Vec<u8> {
        signed_message(
            label,
            &[
                &host_len(&self.host),
                self.host.as_bytes(),
                &self.challenge,
                &self.nonce,
                self.space.as_bytes(),
                self.device.as_bytes(),
                subject,
            ],
        )
    }

    fn write(&self) -> MapWriter {
        MapWriter::new()
            .bytes(1, self.space.as_bytes())
            .bytes(2, self.device.as_bytes())
            .text(3, &self.host)
            .bytes(4, &self.challenge)
            .bytes(5, &self.nonce)
            .bytes(6, &self.sig)
    }

    fn read(f: &Fields<'_>) -> Result<Self, CodecError> {
        Ok(Self {
            space: SpaceId::from_bytes(f.array(1)?),
            device: DeviceId::from_bytes(f.array(2)?),
            host: f.text(3, limits::HOST_BYTES)?.to_owned(),
            challenge: f.array(4)?,
            nonce: f.array(5)?,
            sig: f.array(6)?,
        })
    }
}

/// How an invitation travels, which sets how long its mailbox lives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Life {
    /// By link or QR: [`limits::MAILBOX_LINK_S`].
    Link,
    /// By voice: [`limits::MAILBOX_SPOKEN_S`].
    Spoken,
}

impl Life {
    /// The wire byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        match self {
            Self::Link => 1,
            Self::Spoken => 2,
        }
    }

    /// From the wire byte.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Link),
            2 => Some(Self::Spoken),
            _ => None,
        }
    }
}

/// Who may open a mailbox, and for how long; with slot 1 only.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opening {
    /// How long it lives.
    pub life: Life,
    /// A member device, signing [`mailbox_message`].
    pub proof: Proof,
}

/// Writes one slot. The same bytes again succeed; other bytes never replace them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailboxPut {
    /// The mailbox.
    pub mailbox: MailboxId,
    /// 1, 2 or 3.
    pub slot: u8,
    /// Sealed message, at most [`limits::MAILBOX_SLOT_BYTES`].
    pub body: Vec<u8>,
    /// With slot 1 and no other.
    pub opening: Option<Opening>,
}

body!(
    MailboxPut,
    |m| {
        let out = MapWriter::new()
            .bytes(1, m.mailbox.as_bytes())
            .uint(2, u64::from(m.slot))
            .bytes(3, &m.body);
        match &m.opening {
            Some(o) => out.uint(4, u64::from(o.life.to_byte())).map(5, o.proof.write()),
            None => out,
        }
    },
    |f| {
        let slot = slot(&f, 2)?;
        let life = f.opt_uint(4)?;
        let proof = f.opt_map(5)?;
        let opening = match (slot, life, proof) {
            (1, Some(_), Some(proof)) => {
                let life = Life::from_byte(f.number(4)?).ok_or(CodecError::Field { key: 4 })?;
                Some(Opening { life, proof: Proof::read(&proof)? })
            }
            (1, ..) => return Err(CodecError::Missing { key: 4 }),
            (_, None, None) => None,
            _ => return Err(CodecError::Field { key: 4 }),
        };
        Self {
            mailbox: MailboxId::from_bytes(f.array(1)?),
            slot,
            body: f.bytes(3, limits::MAILBOX_SLOT_BYTES)?.to_vec(),
            opening,
        }
    }
);

/// Reads one slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MailboxGet {
    /// The mailbox.
    pub mailbox: MailboxId,
    /// 1, 2 or 3.
    pub slot: u8,
}

body!(
    MailboxGet,
    |m| MapWriter::new().bytes(1, m.mailbox.as_bytes()).uint(2, u64::from(m.slot)),
    |f| Self { mailbox: MailboxId::from_bytes(f.array(1)?), slot: slot(&f, 2)? }
);

/// Closes a mailbox: every slot goes and none can be written again. Whoever knows the
/// id may, because an invitation that went wrong must end at either side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MailboxClose {
    /// The mailbox.
    pub mailbox: MailboxId,
}

body!(MailboxClose, |m| MapWriter::new().bytes(1, m.mailbox.as_bytes()), |f| Self {
    mailbox: MailboxId::from_bytes(f.array(1)?)
});

/// What a mailbox holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailboxState {
    /// The slot that was asked for, if it is written.
    pub body: Option<Vec<u8>>,
    /// How long the mailbox still lives, seconds.
    pub expires_s: u64,
}

body!(
    MailboxState,
    |m| MapWriter::new().opt_bytes(1, m.body.as_deref()).uint(2, m.expires_s),
    |f| Self {
        body: f.opt_bytes(1, limits::MAILBOX_SLOT_BYTES)?.map(<[u8]>::to_vec),
        expires_s: f.uint(2)?,
    }
);

/// Which vault is this paper device active in? Asked after everything was lost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lookup {
    /// The paper device of the vault.
    pub device: DeviceId,
    /// `name[:port]` the client dialled.
    pub host: String,
    /// From `GET /v1/challenge`.
    pub challenge: [u8; 32],
    /// 32 random bytes.
    pub nonce: [u8; 32],
    /// Signature over [`lookup_message`].
    pub sig: [u8; 64],
}

body!(
    Lookup,
    |l| MapWriter::new()
        .bytes(1, l.device.as_bytes())
        .text(2, &l.host)
        .bytes(3, &l.challenge)
        .bytes(4, &l.nonce)
        .bytes(5, &l.sig),
    |f| Self {
        device: DeviceId::from_bytes(f.array(1)?),
        host: f.text(2, limits::HOST_BYTES)?.to_owned(),
        challenge: f.array(3)?,
        nonce: f.array(4)?,
        sig: f.array(5)?,
    }
);

/// The vault of a paper device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its space.
    pub space: SpaceId,
}

body!(Found, |found| MapWriter::new().bytes(1, found.space.as_bytes()), |f| Self {
    space: SpaceId::from_bytes(f.array(1)?)
});

/// Hands in an END; its signature is the only authority it needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndSpace {
    /// The exact bytes of the record.
    pub record: Arc<[u8]>,
}

body!(EndSpace, |e| MapWriter::new().bytes(1, &e.record), |f| Self {
    record: Arc::from(f.bytes(1, limits::RECORD_BYTES)?)
});

/// The END is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EndKept {
    /// Its position.
    pub position: u64,
    /// It stood there before.
    pub duplicate: bool,
}

body!(EndKept, |e| MapWriter::new().uint(1, e.position).bool(2, e.duplicate), |f| Self {
    position: f.uint(1)?,
    duplicate: f.bool(2)?
});

/// A sync in one request: the frames a connection would carry, for one space.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exchange {
    /// Who asks; the signature covers [`exchange_message`].
    pub proof: Proof,
    /// Encoded [`crate::frame::ClientFrame`]s: Subscribe, Push and Applied.
    pub frames: Vec<Vec<u8>>,
}

body!(
    Exchange,
    |e| MapWriter::new().map(1, e.proof.write()).list(2, e.frames.iter().map(|f| &f[..])),
    |f| Self {
        proof: Proof::read(&f.map(1)?)?,
        frames: owned(f.list(2, limits::EXCHANGE_FRAMES, limits::INBOUND_FRAME_BYTES)?),
    }
);

/// The relay's frames, in the order a connection would carry them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exchanged {
    /// Encoded [`crate::frame::ServerFrame`]s, beginning with Ready.
    pub frames: Vec<Vec<u8>>,
}

body!(Exchanged, |e| MapWriter::new().list(1, e.frames.iter().map(|f| &f[..])), |f| Self {
    frames: owned(f.list(1, limits::EXCHANGE_FRAMES, limits::DATA_FRAME_BYTES)?)
});

/// What [`Exchange`] signs; the `sig` of `proof` is not read. `frames` are as sent;
/// each is hashed with a u32 length.
#[must_use]
pub fn exchange_message(proof: &Proof, frames: &[Vec<u8>]) -> Vec<u8> {
    let mut digest = Sha256::new();
    for frame in frames {
        digest.update(u32::try_from(frame.len()).unwrap_or(u32::MAX).to_be_bytes());
        digest.update(frame);
    }
    proof.message(EXCHANGE_LABEL, &digest.finalize())
}

/// What slot 1 of a mailbox signs: who opens which mailbox, for how long, with what.
/// The `sig` of `proof` is not read.
#[must_use]
pub fn mailbox_message(proof: &Proof, mailbox: &MailboxId, life: Life, body: &[u8]) -> Vec<u8> {
    let mut subject = [0; 65];
    subject[..32].copy_from_slice(mailbox.as_bytes());
    subject[32] = life.to_byte();
    subject[33..].copy_from_slice(&Sha256::digest(body));
    proof.message(MAILBOX_LABEL, &subject)
}

/// What [`Lookup`] signs.
#[must_use]
pub fn lookup_message(
    host: &str,
    challenge: &[u8; 32],
    nonce: &[u8; 32],
    device: &DeviceId,
) -> Vec<u8> {
    signed_message(
        LOOKUP_LABEL,
        &[&host_len(host), host.as_bytes(), challenge, nonce, device.as_bytes()],
    )
}

fn slot(f: &Fields<'_>, key: u64) -> Result<u8, CodecError> {
    let slot = f.number(key)?;
    if (1..=limits::MAILBOX_SLOTS).contains(&slot) {
        Ok(slot)
    } else {
        Err(CodecError::Field { key })
    }
}

fn shared(items: Vec<&[u8]>) -> Vec<Arc<[u8]>> {
    items.into_iter().map(Arc::from).collect()
}

fn owned(items: Vec<&[u8]>) -> Vec<Vec<u8>> {
    items.into_iter().map(<[u8]>::to_vec).collect()
}
