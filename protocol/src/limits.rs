//! Every limit of the protocol, with its unit and its reason. Relay and client
//! read the same constants; what an operator may choose lives in the relay's
//! configuration instead.

/// Header of a record, bytes. Do not change: protocol v1.
pub const HEADER_BYTES: usize = 192;
/// Signature of a record, bytes (Ed25519).
pub const SIGNATURE_BYTES: usize = 64;
/// Largest padded content before sealing, bytes: a power of two well above the
/// largest act (16 KiB) and below what a phone parses without a pause.
pub const CONTENT_PLAIN_BYTES: usize = 65_536;
/// Smallest padded content before sealing, bytes, so that short acts look alike.
pub const CONTENT_PLAIN_MIN_BYTES: usize = 512;
/// Largest body, bytes: the largest content and its 16-byte tag.
pub const BODY_BYTES: usize = CONTENT_PLAIN_BYTES + 16;
/// Smallest record, bytes: header and signature around an empty body.
pub const RECORD_MIN_BYTES: usize = HEADER_BYTES + SIGNATURE_BYTES;
/// Largest record, bytes.
pub const RECORD_BYTES: usize = HEADER_BYTES + BODY_BYTES + SIGNATURE_BYTES;
/// Largest frame a relay accepts, bytes: one largest record and room for its envelope.
pub const INBOUND_FRAME_BYTES: usize = 66_560;
/// Largest frame a relay sends, bytes: three largest records; small enough that a
/// ping is never long behind it on a slow line.
pub const DATA_FRAME_BYTES: usize = 256 * 1024;
/// Most records of one Data frame; with [`DATA_FRAME_BYTES`] whichever comes first.
pub const DATA_FRAME_RECORDS: usize = 256;
/// Most records sent to a reader who has not said Applied.
pub const UNACKED_RECORDS: u64 = 256;
/// Most bytes of records sent to a reader who has not said Applied.
pub const UNACKED_BYTES: usize = 1024 * 1024;
/// Active devices of one partner, paper included: bounds KEYS to 16 boxes.
pub const ACTIVE_DEVICES_PER_PARTNER: usize = 8;
/// Devices ever admitted to one space: bounds what a state must remember.
pub const DEVICES_EVER: usize = 255;
/// Active paper devices of one partner.
pub const ACTIVE_PAPER_PER_PARTNER: usize = 1;
/// Keys ever granted in one space: 200 a year for 20 years; bounds memory per space.
pub const KEYS_EVER: usize = 4096;
/// One mailbox slot, bytes: M1 with a host name and a token needs under 1.8 KiB.
pub const MAILBOX_SLOT_BYTES: usize = 4096;
/// Slots of a mailbox: offer, answer, reveal.
pub const MAILBOX_SLOTS: u8 = 3;
/// Mailboxes one device may have open.
pub const MAILBOXES_PER_DEVICE: usize = 5;
/// Life of a mailbox opened by link, seconds (7 days), and then of the comparison.
pub const MAILBOX_LINK_S: u64 = 7 * 86_400;
/// Life of a mailbox opened by voice, seconds: a spoken secret is short.
pub const MAILBOX_SPOKEN_S: u64 = 15 * 60;
/// Records of one `POST /v1/spaces`: founding needs 3, a move to another relay
/// goes on over the session.
pub const CREATE_RECORDS: usize = 16;
/// Body of one HTTP request, bytes: [`UNACKED_BYTES`] and envelopes.
pub const HTTP_BODY_BYTES: usize = UNACKED_BYTES + 64 * 1024;
/// Frames of one `POST /v1/exchange`, in either direction.
pub const EXCHANGE_FRAMES: usize = 256;
/// Life of a challenge from `GET /v1/challenge`, seconds; single use.
pub const CHALLENGE_S: u64 = 60;
/// Host name with port, bytes (a DNS name is at most 253).
pub const HOST_BYTES: usize = 255;
/// Name and version of a client in Hello, bytes; shown to operators only.
pub const CLIENT_NAME_BYTES: usize = 64;
/// Registration token, bytes.
pub const TOKEN_BYTES: usize = 128;
/// Nested containers in an unknown CBOR value: bounds the walk that skips it.
pub const CBOR_DEPTH: usize = 4;
/// Keys of one CBOR map: bounds the walk over unknown keys.
pub const CBOR_MAP_KEYS: u64 = 64;
/// Idle time before a ping, seconds: below the shortest common NAT timeout.
pub const PING_S: u64 = 25;
/// Idle time before a ping after a device resumed, seconds.
pub const PING_RESUME_S: u64 = 5;
/// Unanswered pings before the connection is closed.
pub const PING_MISSES: u32 = 2;
/// First backoff after a failure, milliseconds; doubles, with full jitter.
pub const BACKOFF_MIN_MS: u64 = 100;
/// Longest backoff, milliseconds.
pub const BACKOFF_MAX_MS: u64 = 30_000;
/// Healthy time after which the backoff starts anew, milliseconds.
pub const BACKOFF_RESET_MS: u64 = 10_000;
/// How long a relay with a new store epoch waits for every partner, seconds (72 h).
pub const RECOVERING_S: u64 = 72 * 3600;
/// ROTATE and ADD_DEVICE of one partner a day; REVOKE and END are never limited.
pub const MEMBERSHIP_PER_DAY: u32 = 20;
/// Records of the smallest size still accepted a day beyond quota.
pub const OVER_QUOTA_RECORDS_PER_DAY: u32 = 200;
/// Body of a content record of the smallest size, bytes.
pub const SMALLEST_CONTENT_BODY_BYTES: usize = CONTENT_PLAIN_MIN_BYTES + 16;
/// How long an ended space stays readable, seconds (30 days): a device that was away for weeks still gets what was shared.
pub const ENDED_READABLE_S: u64 = 30 * 86_400;
/// How long membership records and hashes of an ended space are served, seconds (two years).
pub const ENDED_GONE_S: u64 = 730 * 86_400;
/// Life of a couple space without a JOIN after its last write, seconds (30 days).
pub const UNPAIRED_S: u64 = 30 * 86_400;
