//! What client and relay say over one connection: one WebSocket message is one
//! frame. Each frame is a deterministic CBOR map whose key 0 is its type. Frames
//! carry records as bytes; what is inside them is [`crate::record`]'s and
//! [`crate::chain`]'s. Protocol section 6.

use std::sync::Arc;

use crate::codec::{Fields, MapWriter};
use crate::error::Code;
use crate::ids::{DeviceId, LogHead, SpaceId, StoreEpoch, signed_message};
use crate::limits;

pub use crate::codec::CodecError;

/// Protocol version spoken over the connection, in Hello and Welcome.
pub const PROTO: u16 = 1;
/// Signature label of Auth. Do not change: protocol v1.
pub const AUTH_LABEL: &str = "accord/v1/auth";

/// From the client to the relay.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClientFrame {
    /// First frame: versions the client speaks and its name.
    Hello {
        /// Lowest version.
        min: u16,
        /// Highest version.
        max: u16,
        /// Name and version of the software, at most 64 bytes; for operators only.
        client: String,
    },
    /// Second frame: who is asking for which space.
    Auth {
        /// The space.
        space: SpaceId,
        /// The device.
        device: DeviceId,
        /// `name[:port]` the client dialled, lower case.
        host: String,
        /// 32 random bytes.
        nonce: [u8; 32],
        /// Signature over [`auth_message`].
        sig: [u8; 64],
    },
    /// Asks for everything after a verified position, now and from now on.
    Subscribe {
        /// Last position the client has verified; 0 for none.
        after: u64,
        /// Head there.
        head: LogHead,
    },
    /// Offers one record.
    Push {
        /// Number of the request, chosen by the client, repeated in the Ack.
        req: u64,
        /// The exact bytes of the record.
        record: Arc<[u8]>,
    },
    /// Everything up to this position is saved: credit and watermark.
    Applied {
        /// The position.
        position: u64,
    },
    /// Are you there?
    Ping,
    /// Yes.
    Pong,
}

/// From the relay to the client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ServerFrame {
    /// Answer to Hello.
    Welcome {
        /// Version both speak.
        proto: u16,
        /// To be signed in Auth; bound to this connection.
        challenge: [u8; 32],
        /// Sizes this relay keeps to.
        limits: Limits,
        /// Idle seconds before a ping.
        ping_s: u32,
        /// Changes when the relay's store was restored.
        store_epoch: StoreEpoch,
    },
    /// Answer to Auth.
    Ready {
        /// Length of the log.
        position: u64,
        /// Its head.
        head: LogHead,
    },
    /// Answer to Subscribe: the logs agree so far.
    Sub {
        /// Length of the log.
        position: u64,
    },
    /// Answer to Subscribe: this log is shorter, or another.
    Rollback {
        /// Length of the log.
        position: u64,
        /// Its head.
        head: LogHead,
    },
    /// Answer to Push, after the record is durable.
    Ack {
        /// Number of the request.
        req: u64,
        /// What became of the record.
        outcome: Outcome,
        /// When to try again, milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// Records from the log, without a hole.
    Data {
        /// Position of the first.
        from: u64,
        /// Exact bytes of each; an item of 32 bytes is the hash of a record whose
        /// bytes are no longer kept.
        records: Vec<Arc<[u8]>>,
        /// More is waiting behind these.
        more: bool,
    },
    /// The log has grown, but this reader has no credit left.
    Head {
        /// Length of the log.
        position: u64,
    },
    /// Are you there?
    Ping,
    /// Yes.
    Pong,
    /// The relay closes for a while; nothing is lost.
    GoAway {
        /// When to come back, milliseconds.
        retry_after_ms: u64,
    },
    /// The relay closes this connection.
    Error {
        /// Why.
        code: Code,
        /// When to try again, milliseconds.
        retry_after_ms: Option<u64>,
    },
}

/// What became of a pushed record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Stored at this position.
    Stored(u64),
    /// These very bytes stood at this position already.
    Duplicate(u64),
    /// Not stored.
    Refused(Code),
}

/// Sizes a relay announces. Never below those of [`Limits::V1`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Largest record, bytes.
    pub record_bytes: u32,
    /// Largest frame from a client, bytes.
    pub frame_bytes: u32,
    /// Largest Data frame, bytes.
    pub data_bytes: u32,
    /// Records sent without an Applied.
    pub unacked_records: u32,
    /// Bytes sent without an Applied.
    pub unacked_bytes: u32,
}

impl Limits {
    /// What protocol v1 asks of every relay.
    pub const V1: Self = Self {
        record_bytes: 65_808,
        frame_bytes: 66_560,
        data_bytes: 262_144,
        unacked_records: 256,
        unacked_bytes: 1_048_576,
    };
}

const HELLO: u64 = 1;
const AUTH: u64 = 2;
const SUBSCRIBE: u64 = 3;
const PUSH: u64 = 4;
const APPLIED: u64 = 5;
const PING: u64 = 6; // both directions
const PONG: u64 = 7; // both directions
const WELCOME: u64 = 11;
const READY: u64 = 12;
const SUB: u64 = 13;
const ROLLBACK: u64 = 14;
const ACK: u64 = 15;
const DATA: u64 = 16;
const HEAD: u64 = 17;
const GO_AWAY: u64 = 18;
const ERROR: u64 = 19;

impl ClientFrame {
    /// The bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Hello { min, max, client } => frame(HELLO)
                .uint(1, u64::from(*min))
                .uint(2, u64::from(*max))
                .text(3, client)
                .finish(),
            Self::Auth { space, device, host, nonce, sig } => frame(AUTH)
                .bytes(1, space.as_bytes())
                .bytes(2, device.as_bytes())
                .text(3, host)
                .bytes(4, nonce)
                .bytes(5, sig)
                .finish(),
            Self::Subscribe { after, head } => {
                frame(SUBSCRIBE).uint(1, *after).bytes(2, head.as_bytes()).finish()
            }
            Self::Push { req, record } => MapWriter::with_capacity(record.len() + 24)
                .uint(0, PUSH)
                .uint(1, *req)
                .bytes(2, record)
                .finish(),
            Self::Applied { position } => frame(APPLIED).uint(1, *position).finish(),
            Self::Ping => frame(PING).finish(),
            Self::Pong => frame(PONG).finish(),
        }
    }

    /// Reads exactly one frame of at most [`limits::INBOUND_FRAME_BYTES`].
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        let f = Fields::parse(bytes, limits::INBOUND_FRAME_BYTES)?;
        Ok(match f.uint(0)? {
            HELLO => Self::Hello {
                min: f.number(1)?,
                max: f.number(2)?,
                client: f.text(3, limits::CLIENT_NAME_BYTES)?.to_owned(),
            },
            AUTH => Self::Auth {
                space: SpaceId::from_bytes(f.array(1)?),
                device: DeviceId::from_bytes(f.array(2)?),
                host: f.text(3, limits::HOST_BYTES)?.to_owned(),
                nonce: f.array(4)?,
                sig: f.array(5)?,
            },
            SUBSCRIBE => {
                Self::Subscribe { after: f.uint(1)?, head: LogHead::from_bytes(f.array(2)?) }
            }
            PUSH => {
                Self::Push { req: f.uint(1)?, record: Arc::from(f.bytes(2, limits::RECORD_BYTES)?) }
            }
            APPLIED => Self::Applied { position: f.uint(1)? },
            PING => Self::Ping,
            PONG => Self::Pong,
            got => return Err(CodecError::FrameType { got }),
        })
    }
}

impl ServerFrame {
    /// The bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Welcome { proto, challenge, limits, ping_s, store_epoch } => frame(WELCOME)
                .uint(1, u64::from(*proto))
                .bytes(2, challenge)
                .map(3, limits.write())
                .uint(4, u64::from(*ping_s))
                .bytes(5, store_epoch.as_bytes())
                .finish(),
            Self::Ready { position, head } => {
                frame(READY).uint(1, *position).bytes(2, head.as_bytes()).finish()
            }
            Self::Sub { position } => frame(SUB).uint(1, *position).finish(),
            Self::Rollback { position, head } => {
                frame(ROLLBACK).uint(1, *position).bytes(2, head.as_bytes()).finish()
            }
            Self::Ack { req, outcome, retry_after_ms } => {
                let out = frame(ACK).uint(1, *req);
                let out = match outcome {
                    Outcome::Stored(position) => out.uint(2, *position),
                    Outcome::Duplicate(position) => out.uint(3, *position),
                    Outcome::Refused(code) => out.uint(4, u64::from(code.to_u16())),
                };
                out.opt_uint(5, *retry_after_ms).finish()
            }
            Self::Data { from, records, more } => {
                encode_data(*from, records.iter().map(|record| &record[..]), *more)
            }
            Self::Head { position } => frame(HEAD).uint(1, *position).finish(),
            Self::Ping => frame(PING).finish(),
            Self::Pong => frame(PONG).finish(),
            Self::GoAway { retry_after_ms } => frame(GO_AWAY).uint(1, *retry_after_ms).finish(),
            Self::Error { code, retry_after_ms } => {
                frame(ERROR).uint(1, u64::from(code.to_u16())).opt_uint(2, *retry_after_ms).finish()
            }
        }
    }

    /// Reads exactly one frame of at most [`limits::DATA_FRAME_BYTES`].
    ///
    /// # Errors
    /// [`CodecError`]; a client skips [`CodecError::FrameType`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        let f = Fields::parse(bytes, limits::DATA_FRAME_BYTES)?;
        Ok(match f.uint(0)? {
            WELCOME => Self::Welcome {
                proto: f.number(1)?,
                challenge: f.array(2)?,
                limits: Limits::read(&f.map(3)?)?,
                ping_s: f.number(4)?,
                store_epoch: StoreEpoch::from_bytes(f.array(5)?),
            },
            READY => Self::Ready { position: f.uint(1)?, head: LogHead::from_bytes(f.array(2)?) },
            SUB => Self::Sub { position: f.uint(1)? },
            ROLLBACK => {
                Self::Rollback { position: f.uint(1)?, head: LogHead::from_bytes(f.array(2)?) }
            }
            ACK => {
                Self::Ack { req: f.uint(1)?, outcome: outcome(&f)?, retry_after_ms: f.opt_uint(5)? }
            }
            DATA => Self::Data {
                from: f.uint(1)?,
                records: f
                    .list(2, limits::DATA_FRAME_RECORDS, limits::RECORD_BYTES)?
                    .into_iter()
                    .map(Arc::from)
                    .collect(),
                more: f.bool(3)?,
            },
            HEAD => Self::Head { position: f.uint(1)? },
            PING => Self::Ping,
            PONG => Self::Pong,
            GO_AWAY => Self::GoAway { retry_after_ms: f.uint(1)? },
            ERROR => {
                Self::Error { code: Code::from_u16(f.number(1)?), retry_after_ms: f.opt_uint(2)? }
            }
            got => return Err(CodecError::FrameType { got }),
        })
    }
}

/// Encodes a Data frame straight from stored bytes, without one allocation a record.
#[must_use]
pub fn encode_data<'a>(
    from: u64,
    records: impl ExactSizeIterator<Item = &'a [u8]> + Clone,
    more: bool,
) -> Vec<u8> {
    let bytes = records.clone().map(|record| record.len() + 5).sum::<usize>() + 24;
    MapWriter::with_capacity(bytes)
        .uint(0, DATA)
        .uint(1, from)
        .list(2, records)
        .bool(3, more)
        .finish()
}

/// Bytes a record adds to a Data frame; an empty frame has less than 24.
#[must_use]
pub const fn data_cost(record_bytes: usize) -> usize {
    record_bytes + 5
}

/// What Auth signs. `host` is as in the frame; longer than 65,535 bytes it is cut,
/// but [`crate::host::is_host`] refuses it long before.
#[must_use]
pub fn auth_message(
    host: &str,
    challenge: &[u8; 32],
    nonce: &[u8; 32],
    space: &SpaceId,
    device: &DeviceId,
) -> Vec<u8> {
    signed_message(
        AUTH_LABEL,
        &[&host_len(host), host.as_bytes(), challenge, nonce, space.as_bytes(), device.as_bytes()],
    )
}

/// Length of a host name as two bytes; hosts are at most 255 bytes.
pub(crate) fn host_len(host: &str) -> [u8; 2] {
    u16::try_from(host.len()).unwrap_or(u16::MAX).to_be_bytes()
}

fn frame(kind: u64) -> MapWriter {
    MapWriter::new().uint(0, kind)
}

fn outcome(f: &Fields<'_>) -> Result<Outcome, CodecError> {
    match (f.opt_uint(2)?, f.opt_uint(3)?, f.opt_uint(4)?) {
        (Some(position), None, None) => Ok(Outcome::Stored(position)),
        (None, Some(position), None) => Ok(Outcome::Duplicate(position)),
        (None, None, Some(_)) => Ok(Outcome::Refused(Code::from_u16(f.number(4)?))),
        (None, None, None) => Err(CodecError::Missing { key: 2 }),
        _ => Err(CodecError::Field { key: 2 }),
    }
}

impl Limits {
    fn write(&self) -> MapWriter {
        MapWriter::new()
            .uint(1, u64::from(self.record_bytes))
            .uint(2, u64::from(self.frame_bytes))
            .uint(3, u64::from(self.data_bytes))
            .uint(4, u64::from(self.unacked_records))
            .uint(5, u64::from(self.unacked_bytes))
    }

    fn read(f: &Fields<'_>) -> Result<Self, CodecError> {
        Ok(Self {
            record_bytes: f.number(1)?,
            frame_bytes: f.number(2)?,
            data_bytes: f.number(3)?,
            unacked_records: f.number(4)?,
            unacked_bytes: f.number(5)?,
        })
    }
}
