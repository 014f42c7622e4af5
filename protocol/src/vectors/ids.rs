//! Hashes, ids, keys and codes.

use serde_json::{Value, json};

use super::{Fallible, check_file, hex};
use crate::body::{Dev, DeviceType};
use crate::error::Code;
use crate::ids::{DeviceId, KeyId, LogHead, Part, Partner, RecordHash, SpaceId, hash, next_head};
use crate::pairing::commitment;
use crate::testing::{TestDevice, filler};

#[test]
fn ids_and_hashes_are_those_on_disk() -> Fallible {
    let space = SpaceId::from_bytes(filler("space", 1));
    let ek: [u8; 32] = filler("ek", 1);
    let (head, record) =
        (LogHead::from_bytes(filler("head", 1)), RecordHash::from_bytes(filler("record", 1)));
    let r_a: [u8; 32] = filler("r_a", 1);
    let counted = hash("accord/v1/example", &[Part::Counted(b"ab"), Part::Counted(b"c")]);
    let plain = hash("accord/v1/example", &[Part::Fixed(b"ab"), Part::Fixed(b"c")]);
    check_file(
        "ids.json",
        &json!({
            "hash": [
                { "label": "accord/v1/example", "counted": ["6162", "63"], "hash": hex(counted) },
                { "label": "accord/v1/example", "fixed": ["6162", "63"], "hash": hex(plain) },
                { "label": "", "fixed": [], "hash": hex(hash("", &[])) },
            ],
            "key_id": { "space": hex(space), "epoch_key": hex(ek), "key_id": hex(KeyId::of(&space, &ek)) },
            "next_head": { "head": hex(head), "record_hash": hex(record), "next": hex(next_head(&head, &record)) },
            "first_head": { "head": hex(LogHead::ZERO), "record_hash": hex(record), "next": hex(next_head(&LogHead::ZERO, &record)) },
            "commitment": { "r_a": hex(r_a), "commit": hex(commitment(&r_a)) },
            "devices": [
                device(&TestDevice::zero("ana"))?,
                device(&TestDevice::paper("ben paper", Partner::One))?,
            ],
            "bad_devices": bad_devices(),
        }),
    )
}

#[test]
fn codes_are_those_on_disk() -> Fallible {
    let all: Vec<Value> = Code::ALL
        .iter()
        .map(|code| {
            json!({
                "number": code.to_u16(),
                "name": code.name(),
                "http_status": code.http_status(),
                "action": format!("{:?}", code.action()).to_lowercase(),
            })
        })
        .collect();
    check_file("codes.json", &Value::from(all))
}

fn device(device: &TestDevice) -> Result<Value, crate::body::BodyError> {
    let bytes = device.dev.encode();
    assert_eq!(Dev::parse(&bytes)?, device.dev);
    assert_eq!(device.id(), DeviceId::of(device.dev.ed_pk(), device.dev.kem_pk()));
    Ok(json!({
        "seed": hex(device.seed),
        "ed_pk": hex(device.dev.ed_pk()),
        "type": if device.dev.kind() == DeviceType::Active { 1 } else { 2 },
        "partner": device.dev.partner().index(),
        "dev": hex(bytes),
        "device_id": hex(device.id()),
    }))
}

/// DEVs nobody may admit: each a good one with few bytes changed.
pub(super) fn broken_devs() -> Vec<(&'static str, Vec<u8>)> {
    let good = TestDevice::zero("ana").dev.encode().to_vec();
    let with = |at: usize, bytes: &[u8]| {
        let mut dev = good.clone();
        dev[at..at + bytes.len()].copy_from_slice(bytes);
        dev
    };
    let number = |low: u8, fill: u8, high: u8| {
        let mut n = [fill; 32];
        (n[0], n[31]) = (low, high);
        n
    };
    let mut order_8 = [0; 32];
    order_8.copy_from_slice(
        &data_encoding::HEXLOWER
            .decode(b"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")
            .unwrap_or_default(),
    );
    const X: usize = 36 + 1184;
    vec![
        ("type 0", with(0, &[0])),
        ("type 3", with(0, &[3])),
        ("partner 2", with(1, &[2])),
        ("padding", with(3, &[1])),
        ("one byte short", good[..1251].to_vec()),
        ("one byte long", [&good[..], &[0]].concat()),
        ("signing key is the neutral element", with(4, &number(1, 0, 0))),
        ("signing key of order two", with(4, &number(0xec, 0xff, 0x7f))),
        ("signing key of order four", with(4, &[0; 32])),
        ("signing key not canonical", with(4, &number(0xf0, 0xff, 0x7f))),
        ("signing key is no point", with(4, &number(2, 0, 0))),
        ("first coefficient is 3329", with(36, &[0x01, 0x0d])),
        ("last coefficient is 4095", with(36 + 1150, &[0xf0, 0xff])),
        ("x25519 zero", with(X, &[0; 32])),
        ("x25519 one", with(X, &number(1, 0, 0))),
        ("x25519 one with the ignored bit", with(X, &number(1, 0, 0x80))),
        ("x25519 p - 1", with(X, &number(0xec, 0xff, 0x7f))),
        ("x25519 p", with(X, &number(0xed, 0xff, 0x7f))),
        ("x25519 p + 1", with(X, &number(0xee, 0xff, 0x7f))),
        ("x25519 of order eight", with(X, &order_8)),
    ]
}

fn bad_devices() -> Vec<Value> {
    let check = |(name, dev): (&str, Vec<u8>)| {
        assert!(Dev::parse(&dev).is_err(), "{name}");
        json!({ "name": name, "dev": hex(dev) })
    };
    broken_devs().into_iter().map(check).collect()
}
