//! What holds for all bytes: what is accepted comes back as it went in, a record with
//! one bit changed or one byte missing is refused, and nothing from outside panics.

use std::sync::Arc;

use proptest::prelude::*;

use crate::body::{Admit, Dev, End, Genesis, Keys, Revoke, Role, SpaceType};
use crate::chain::{Refusal, SpaceState};
use crate::error::Code;
use crate::frame::{ClientFrame, Limits, Outcome, ServerFrame};
use crate::http;
use crate::ids::{DeviceId, KeyId, LogHead, Partner, RecordHash, SpaceId, StoreEpoch};
use crate::limits::{BODY_BYTES, RECORD_BYTES};
use crate::pairing::{Answer, Link, Offer, PairRole, PairSecret, Reveal, parse_fragment};
use crate::record::{Header, Kind, Record, RecordError};
use crate::testing::{TestDevice, TestLog, filler};

fn header() -> impl Strategy<Value = Header> {
    let kinds = prop_oneof![2u8..=6, 0x10u8..=0xff];
    (kinds, any::<[u8; 32]>(), 1u64.., any::<[u8; 32]>(), any::<u64>(), any::<[u8; 24]>()).prop_map(
        |(kind, bytes, author_seq, other, log_len, nonce)| {
            let (sealed, first, empty) = (kind >= 0x10, author_seq == 1, log_len == 0);
            let nonzero = |mut b: [u8; 32]| {
                b[0] |= 1;
                b
            };
            Header {
                kind,
                space: SpaceId::from_bytes(nonzero(bytes)),
                device: DeviceId::from_bytes(filler("device", log_len)),
                author_seq,
                author_prev: if first {
                    RecordHash::ZERO
                } else {
                    RecordHash::from_bytes(nonzero(other))
                },
                log_len,
                log_head: if empty { LogHead::ZERO } else { LogHead::from_bytes(nonzero(bytes)) },
                key_id: if sealed { KeyId::from_bytes(other) } else { KeyId::ZERO },
                nonce: if sealed { nonce } else { [0; 24] },
            }
        },
    )
}

proptest! {
    #[test]
    fn a_signed_record_comes_back_as_it_was(
        header in header(),
        body in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        let key = TestDevice::zero("ana").key;
        let record = Record::sign(&header, &body, &key)?;
        let again = Record::parse(record.bytes())?;
        prop_assert_eq!(&again, &record);
        prop_assert_eq!(again.header(), header);
        prop_assert_eq!(again.body(), &body[..]);
        prop_assert_eq!(again.hash(), record.hash());
        prop_assert_eq!(again.header_bytes(), &header.encode(body.len())[..]);
        prop_assert!(again.verify_signature(&key.verifying_key()).is_ok());
        let shared = Record::from_shared(record.shared())?;
        prop_assert_eq!(shared.hash(), record.hash());
    }

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        everything_that_reads(&bytes);
    }

    #[test]
    fn a_damaged_message_never_panics(
        which in 0usize..64,
        at in any::<prop::sample::Index>(),
        bit in 0u8..8,
        cut in any::<prop::sample::Index>(),
    ) {
        let messages = samples();
        let mut bytes = messages[which % messages.len()].clone();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        everything_that_reads(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        everything_that_reads(&bytes);
    }

    #[test]
    fn a_frame_that_is_read_is_written_back_the_same(
        kind in 0u8..24,
        bytes in proptest::collection::vec(any::<u8>(), 0..80),
    ) {
        let mut frame = vec![0xa0 | (bytes.first().copied().unwrap_or(0) % 6 + 1), 0x00, kind];
        frame.extend_from_slice(&bytes);
        if let Ok(read) = ClientFrame::decode(&frame) {
            prop_assert_eq!(ClientFrame::decode(&read.encode()), Ok(read));
        }
        if let Ok(read) = ServerFrame::decode(&frame) {
            prop_assert_eq!(ServerFrame::decode(&read.encode()), Ok(read));
        }
    }
}

#[test]
fn one_changed_bit_anywhere_is_refused() -> Result<(), Refusal> {
    let (ana, ben) = (TestDevice::zero("ana"), TestDevice::one("ben"));
    let log = TestLog::couple(&ana, &ben)?;
    let record = log.sign(&ben, Kind::Content, &[0x5a; 528])?;
    log.try_push(&record)?;
    let mut bytes = record.bytes().to_vec();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            bytes[at] ^= 1 << bit;
            let refused =
                Record::parse(&bytes).map_err(Refusal::from).and_then(|r| log.try_push(&r));
            assert!(refused.is_err(), "byte {at}, bit {bit}");
            bytes[at] ^= 1 << bit;
        }
    }
    assert_eq!(bytes, record.bytes());
    Ok(())
}

#[test]
fn every_truncation_and_every_trailing_byte_is_refused() -> Result<(), Refusal> {
    let ana = TestDevice::zero("ana");
    let log = TestLog::found(SpaceType::Couple, &ana)?;
    let mut bytes = log.records[0].bytes().to_vec();
    for len in 0..bytes.len() {
        assert!(Record::parse(&bytes[..len]).is_err(), "{len} bytes");
    }
    bytes.push(0);
    assert!(matches!(Record::parse(&bytes), Err(RecordError::Length { .. })));
    Ok(())
}

#[test]
fn the_largest_record_fits_and_one_byte_more_does_not() -> Result<(), Refusal> {
    let (ana, ben) = (TestDevice::zero("ana"), TestDevice::one("ben"));
    let log = TestLog::couple(&ana, &ben)?;
    let record = log.sign(&ana, Kind::Content, &vec![0; BODY_BYTES])?;
    assert_eq!(record.bytes().len(), RECORD_BYTES);
    log.try_push(&Record::parse(record.bytes())?)?;
    let refused = log.sign(&ana, Kind::Content, &vec![0; BODY_BYTES + 1]);
    assert_eq!(refused.map_err(|r| r.code()), Err(Code::TooLarge));
    assert_eq!(
        Record::parse(&vec![1; RECORD_BYTES + 1]).map_err(|e| Refusal::from(e).code()),
        Err(Code::TooLarge)
    );
    let push = ClientFrame::Push { req: u64::MAX, record: record.shared() };
    assert!(push.encode().len() <= crate::limits::INBOUND_FRAME_BYTES);
    assert_eq!(ClientFrame::decode(&push.encode()), Ok(push));
    Ok(())
}

#[test]
fn the_limits_a_relay_announces_are_those_of_the_protocol() {
    use crate::limits::{DATA_FRAME_BYTES, INBOUND_FRAME_BYTES, UNACKED_BYTES, UNACKED_RECORDS};
    let v1 = Limits::V1;
    assert_eq!(v1.record_bytes as usize, RECORD_BYTES);
    assert_eq!(v1.frame_bytes as usize, INBOUND_FRAME_BYTES);
    assert_eq!(v1.data_bytes as usize, DATA_FRAME_BYTES);
    assert_eq!(u64::from(v1.unacked_records), UNACKED_RECORDS);
    assert_eq!(v1.unacked_bytes as usize, UNACKED_BYTES);
}

#[test]
fn boxes_are_written_in_one_order_and_read_in_no_other() -> Result<(), Refusal> {
    let (ana, ben) = (TestDevice::zero("ana"), TestDevice::one("ben"));
    let log = TestLog::couple(&ana, &ben)?;
    let keys = log.keys(None);
    let mut turned = keys.clone();
    turned.boxes.reverse();
    assert_eq!(turned.encode(), keys.encode());
    let mut bytes = keys.encode();
    let (first, second) = bytes[137..].split_at_mut(1184);
    first.swap_with_slice(second);
    assert_eq!(Keys::parse(&bytes), Err(crate::body::BodyError::BoxOrder));
    Ok(())
}

#[test]
fn a_secret_does_not_show_when_a_link_is_printed() -> Result<(), crate::pairing::PairingError> {
    let secret = PairSecret::from_bytes([0xab; 16]);
    let link =
        Link { host: "relay.example".into(), plain_http: false, role: PairRole::Partner, secret };
    assert!(!format!("{link:?}").contains("171"));
    let read = Link::parse(&link.to_url())?;
    assert_eq!(read.secret.expose(), &[0xab; 16]);
    assert_eq!(link.to_url().len(), "https://relay.example/j#".len() + 24);
    Ok(())
}

fn everything_that_reads(bytes: &[u8]) {
    if let Ok(record) = Record::parse(bytes) {
        let _ = (record.header(), record.space(), SpaceState::genesis(&record));
        let _ = (Genesis::parse(record.body()), Admit::parse(record.body()));
    }
    let _ = (Genesis::parse(bytes).is_ok(), Admit::parse(bytes).is_ok(), Dev::parse(bytes).is_ok());
    let _ = (Revoke::parse(bytes).is_ok(), Keys::parse(bytes).is_ok(), End::parse(bytes).is_ok());
    let _ = (ClientFrame::decode(bytes).is_ok(), ServerFrame::decode(bytes).is_ok());
    let _ = (http::Exchange::decode(bytes).is_ok(), http::CreateSpace::decode(bytes).is_ok());
    let _ = (http::MailboxPut::decode(bytes).is_ok(), http::Lookup::decode(bytes).is_ok());
    let _ = (http::Problem::decode(bytes).is_ok(), http::MailboxState::decode(bytes).is_ok());
    let _ =
        (Offer::parse(bytes).is_ok(), Answer::parse(bytes).is_ok(), Reveal::parse(bytes).is_ok());
    let _ = SpaceState::restore(bytes, []).is_ok();
    if let Ok(text) = core::str::from_utf8(bytes) {
        let _ = (Link::parse(text).is_ok(), parse_fragment(text).is_ok());
    }
}

/// One message of many sorts, for damaging.
fn samples() -> Vec<Vec<u8>> {
    let (ana, ben) = (TestDevice::zero("ana"), TestDevice::one("ben"));
    let Ok(log) = TestLog::couple(&ana, &ben) else { return Vec::new() };
    let admit = log.admission(&ana, &TestDevice::zero("two"), Role::FromVault);
    let answer =
        Answer { role: PairRole::Partner, r_b: [3; 32], dev: ben.dev.clone(), proof: [4; 64] };
    let offer = Offer {
        role: PairRole::Partner,
        space: log.state.space(),
        dev: ana.dev.clone(),
        commit: [5; 32],
        expires_s: 1_800_000_000,
        host: "relay.example".into(),
        token: "token".into(),
    };
    let bytes = Arc::from(&[7u8; 256][..]);
    let mut all: Vec<_> = log.records.iter().map(|record| record.bytes().to_vec()).collect();
    all.extend([
        admit.encode(),
        ana.dev.encode().to_vec(),
        answer.encode(),
        offer.encode().unwrap_or_default(),
        log.state.checkpoint(),
        ClientFrame::Push { req: 1, record: Arc::clone(&bytes) }.encode(),
        ServerFrame::Data { from: 1, records: vec![Arc::clone(&bytes), bytes], more: true }
            .encode(),
        ServerFrame::Ack { req: 9, outcome: Outcome::Stored(70_000), retry_after_ms: Some(5) }
            .encode(),
        ServerFrame::Welcome {
            proto: 1,
            challenge: [1; 32],
            limits: Limits::V1,
            ping_s: 25,
            store_epoch: StoreEpoch::from_bytes([2; 16]),
        }
        .encode(),
    ]);
    debug_assert_eq!(ben.dev.partner(), Partner::One);
    all
}
