//! What a relay says that means harm: every frame and answer there is, with numbers, records and orders that are not so, and records that
//! it wrote itself. The fuzzer and the simulation draw from here.

use std::sync::{Arc, OnceLock};

use accord_protocol::error::Code;
use accord_protocol::frame::{Limits, Outcome, ServerFrame};
use accord_protocol::http::{Challenge, Created, Exchanged, MailboxState, Problem};
use accord_protocol::ids::{LogHead, StoreEpoch};
use accord_protocol::record::{Kind, Record};
use accord_protocol::testing::{TestDevice, TestLog};

use crate::pick::Pick;

/// What such a relay has: a log, from some position on, and what was pushed to it.
#[derive(Debug)]
pub struct Has<'a> {
    /// The records, from position `before + 1` on.
    pub log: &'a [Record],
    /// How many records of the log come before them.
    pub before: u64,
    /// The head after all of them.
    pub head: LogHead,
    /// What was pushed, with the numbers of the requests.
    pub pushed: &'a [(u64, Arc<[u8]>)],
}

/// Any frame of a relay.
pub fn frame(pick: &mut Pick<'_>, has: &Has<'_>) -> ServerFrame {
    let full = has.before + has.log.len() as u64;
    let mut head = has.head;
    if pick.one_in(8) {
        head = LogHead::from_bytes(pick.array());
    }
    let position = if pick.one_in(4) { pick.number() } else { full };
    let retry_after_ms = pick.one_in(4).then(|| pick.number());
    match pick.below(14) {
        0 | 1 => ServerFrame::Welcome {
            proto: if pick.one_in(16) { pick.byte().into() } else { 1 },
            challenge: pick.array(),
            limits: Limits::V1,
            ping_s: if pick.one_in(4) { pick.number() as u32 } else { 25 },
            store_epoch: StoreEpoch::from_bytes([pick.byte() % 4; 16]),
        },
        2 | 3 => ServerFrame::Ready { position, head },
        4 => ServerFrame::Sub { position },
        5 => ServerFrame::Rollback { position, head },
        6 | 7 => {
            let asked = has.pushed.last().map_or(0, |(req, _)| *req);
            let req = if pick.one_in(8) { pick.number() } else { asked };
            let outcome = match pick.below(3) {
                0 => Outcome::Stored(position),
                1 => Outcome::Duplicate(position),
                _ => Outcome::Refused(Code::from_u16(u16::from(pick.byte() % 24))),
            };
            ServerFrame::Ack { req, outcome, retry_after_ms }
        }
        8..=10 => data(pick, has),
        11 => ServerFrame::Head { position },
        12 => ServerFrame::GoAway { retry_after_ms: pick.number() },
        _ if pick.one_in(2) => ServerFrame::Ping,
        _ => {
            ServerFrame::Error { code: Code::from_u16(u16::from(pick.byte() % 24)), retry_after_ms }
        }
    }
}

/// Records of the log from somewhere, some of them damaged, repeated, echoed or only their hashes.
fn data(pick: &mut Pick<'_>, has: &Has<'_>) -> ServerFrame {
    let log = has.log;
    let start = pick.below(log.len());
    let from = if pick.one_in(8) { pick.number() } else { has.before + start as u64 + 1 };
    let mut records: Vec<Arc<[u8]>> = log[start..].iter().map(Record::shared).collect();
    for _ in 0..pick.below(3) {
        let at = pick.below(records.len());
        match pick.below(5) {
            0 => records.truncate(at.max(1)),
            1 => {
                let mut bytes = records[at].to_vec();
                pick.damage(&mut bytes);
                records[at] = bytes.into();
            }
            2 => records.swap(0, at),
            3 => {
                records[at] = Arc::from(log[(start + at) % log.len()].hash().as_bytes().as_slice());
            }
            _ => records.extend(has.pushed.last().map(|(_, record)| Arc::clone(record))),
        }
    }
    ServerFrame::Data { from, records, more: pick.one_in(4) }
}

/// Any answer to a request.
pub fn answer(pick: &mut Pick<'_>) -> Option<(u16, Vec<u8>)> {
    let body = match pick.below(6) {
        0 => return None,
        1 => Problem { code: Code::from_u16(u16::from(pick.byte() % 24)), retry_after_ms: None }
            .encode(),
        2 => Challenge { challenge: pick.array() }.encode(),
        3 => Exchanged { frames: vec![pick.piece().to_vec()] }.encode(),
        4 => MailboxState { body: Some(pick.piece().to_vec()), expires_s: pick.number() }.encode(),
        _ => Created { position: pick.number(), head: LogHead::from_bytes(pick.array()) }.encode(),
    };
    let mut body = if pick.one_in(4) { pick.piece().to_vec() } else { body };
    if pick.one_in(4) {
        pick.damage(&mut body);
    }
    Some((if pick.one_in(2) { 200 } else { 400 + u16::from(pick.byte()) }, body))
}

/// A record that the relay wrote itself, as the next of the log: in a member's name or in its own, with a body of this log, of another one,
/// or one that lets a device of its own in.
pub fn injected(pick: &mut Pick<'_>, has: &Has<'_>) -> Option<ServerFrame> {
    let (own, foreign) = own_couple();
    let base = pick.one(has.log);
    let mut header = base.header();
    header.author_seq += 1;
    header.author_prev = base.hash();
    header.log_len = has.before + has.log.len() as u64;
    header.log_head = has.head;
    let bodies = if pick.one_in(2) { has.log } else { foreign };
    let body = pick.one(bodies);
    if pick.one_in(2) {
        header.kind = body.bytes()[1];
    }
    if pick.one_in(4) {
        header.kind =
            pick.one(&[Kind::Join, Kind::AddDevice, Kind::Revoke, Kind::Rotate]).to_byte();
    }
    if header.kind < 0x10 {
        (header.key_id, header.nonce) = (accord_protocol::ids::KeyId::ZERO, [0; 24]);
    }
    if pick.one_in(2) {
        header.device = own.id();
    }
    let record = Record::sign(&header, body.body(), &own.key).ok()?;
    Some(ServerFrame::Data {
        from: header.log_len + 1,
        records: vec![record.shared()],
        more: false,
    })
}

/// A couple of the relay's own, whose keys it has.
fn own_couple() -> &'static (TestDevice, Vec<Record>) {
    static OWN: OnceLock<(TestDevice, Vec<Record>)> = OnceLock::new();
    OWN.get_or_init(|| {
        let own = TestDevice::zero("the relay's");
        let log = TestLog::couple(&own, &TestDevice::one("the relay's other")).expect("a couple");
        (own, log.records)
    })
}
