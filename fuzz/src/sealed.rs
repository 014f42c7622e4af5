//! What lies under a cipher, and what it lies in.

use std::sync::OnceLock;

use accord_client_core::act::Act;
use accord_client_core::client::unsent_acts;
use accord_client_core::crypto::aead::open;
use accord_client_core::crypto::boxes::{make_keys, open_keys};
use accord_client_core::crypto::lock::Lock;
use accord_client_core::crypto::private::{KeyBox, PinWrap, PrivatePayload};
use accord_client_core::crypto::unsent::{open_unsent, seal_unsent};
use accord_client_core::crypto::{
    ContentPlain, DeviceKeys, DeviceSecret, EpochKey, PairKeys, Secret, Slot, StoreKey,
};
use accord_protocol::body::{Dev, DeviceType, Keys};
use accord_protocol::ids::{Partner, SpaceId};
use accord_protocol::limits::CONTENT_PLAIN_BYTES;
use accord_protocol::pairing::{PairRole, PairSecret};
use accord_tests::Seeded;

use crate::seeds;
use accord_tests::pick::Pick;

const SPACE: SpaceId = SpaceId::from_bytes([5; 32]);

fn epoch_key() -> EpochKey {
    EpochKey::from_secret(Secret::from_bytes([6; 32]))
}

fn device() -> &'static DeviceKeys {
    static KEYS: OnceLock<DeviceKeys> = OnceLock::new();
    KEYS.get_or_init(|| DeviceSecret::from_secret(Secret::from_bytes([7; 32])).keys())
}

/// A record's content once opened, and the private page's payload in it.
pub fn content(bytes: &[u8]) {
    if let Ok(plain) = ContentPlain::parse(bytes) {
        assert!(bytes.len() <= CONTENT_PLAIN_BYTES && bytes.len().is_power_of_two());
        assert_eq!(&plain.encode().expect("it was read")[..], bytes);
    }
    if let Some(payload) = PrivatePayload::parse(bytes) {
        assert_eq!(payload.to_bytes(), bytes);
    }
    // Any honest content fits its padding and comes back.
    let mut pick = Pick::new(bytes);
    let changes: Vec<Vec<u8>> = (0..pick.below(5)).map(|_| pick.piece().to_vec()).collect();
    let page = accord_client_core::crypto::OpenPage::from_number(pick.byte() % 4);
    let Some(page) = page else { return };
    let plain = ContentPlain::Open { page, changes };
    if let Ok(encoded) = plain.encode() {
        assert!(ContentPlain::parse(&encoded).as_ref() == Ok(&plain));
    }
}

/// KEYS with their boxes and wraps, locks, private wraps, slots of a pairing, sealed rows.
pub fn keys(bytes: &[u8]) {
    if let Ok(lock) = Lock::parse(bytes) {
        assert_eq!(lock.to_bytes(), bytes);
        let _no_stretching = lock.open_key();
    }
    if let Ok(wrap) = PinWrap::parse(bytes) {
        assert_eq!(wrap.to_bytes().as_slice(), bytes);
    }
    if let Ok(sealed) = KeyBox::parse(bytes) {
        assert_eq!(sealed.to_bytes(), bytes);
    }
    let store = StoreKey::from_secret(Secret::from_bytes([8; 32]));
    assert!(store.open_row("7", b"row", bytes).is_err(), "nobody sealed this");
    assert!(open(&Secret::from_bytes([9; 32]), &[0; 24], b"", bytes).is_err());
    let pair = PairKeys::of(&PairSecret::from_bytes([3; 16]), PairRole::Partner);
    for slot in Slot::ALL {
        assert!(pair.open_slot(slot, bytes).is_err(), "nobody sealed this");
    }
    let mut pick = Pick::new(bytes);
    let rng = &mut Seeded::new(pick.number());
    let slot = pair.seal_slot(rng, Slot::Offer, pick.piece()).expect("short");
    let mut changed = slot.clone();
    pick.damage(&mut changed);
    assert_eq!(pair.open_slot(Slot::Offer, &changed).is_ok(), changed == slot);
    granted(&mut pick, rng);
}

/// One KEYS for one device, damaged: it opens to the very key, or not at all.
fn granted(pick: &mut Pick<'_>, rng: &mut Seeded) {
    let dev: Dev = device().dev(DeviceType::Active, Partner::Zero);
    let key = epoch_key();
    let by = device().device_id();
    let old = EpochKey::from_secret(Secret::from_bytes([1; 32]));
    let honest = make_keys(rng, &key, &SPACE, &by, Some(&old), &[dev]).expect("made");
    let mut bytes = honest.encode();
    pick.damage(&mut bytes);
    let Ok(read) = Keys::parse(&bytes) else { return };
    if let Ok(opened) = open_keys(device(), &SPACE, &by, &read, None) {
        assert_eq!(opened.key.key_id(&SPACE), read.key_id, "the key is the one it is called");
        assert_eq!(read.key_id, honest.key_id);
    }
}

/// A file a removed device wrote.
pub fn unsent(bytes: &[u8]) {
    let key = epoch_key();
    assert!(open_unsent(&key, &SPACE, bytes).is_err(), "nobody sealed this");
    let mut pick = Pick::new(bytes);
    let rng = &mut Seeded::new(1);
    let mut body = SPACE.as_bytes().to_vec();
    body.extend_from_slice(&pick.array::<4>());
    for _ in 0..pick.below(6) {
        let mut row = pick.piece().to_vec();
        if pick.one_in(2) {
            row = journal_row(&mut pick);
        }
        body.push(pick.byte() % 5);
        let len = if pick.one_in(8) { pick.number() as u32 } else { row.len() as u32 };
        body.extend_from_slice(&len.to_be_bytes());
        body.extend_from_slice(&row);
    }
    if pick.one_in(4) {
        pick.damage(&mut body);
    }
    let file = seal_unsent(rng, &key, &SPACE, device(), &body).expect("short");
    let opened = open_unsent(&key, &SPACE, &file).expect("sealed just now");
    assert_eq!(&opened.body[..], body.as_slice());
    assert!(opened.is_by(&device().signing_key().verifying_key()));
    if let Some(acts) = unsent_acts(&opened) {
        assert!(acts <= body.len() / 5, "no act from nothing");
    }
    let mut changed = file.clone();
    pick.damage(&mut changed);
    assert_eq!(open_unsent(&key, &SPACE, &changed).is_ok(), changed == file);
}

/// A row of the journal as a removed device would carry it along: honest in form, anything in content.
fn journal_row(pick: &mut Pick<'_>) -> Vec<u8> {
    static ACTS: OnceLock<Vec<Act>> = OnceLock::new();
    let parsed = || seeds::acts().iter().filter_map(|bytes| Act::parse(bytes).ok()).collect();
    let act = pick.one(ACTS.get_or_init(parsed));
    let fields = act.body.fields();
    let mut row = vec![0];
    row.extend_from_slice(&act.record.0);
    row.extend_from_slice(&20_000_i32.to_be_bytes());
    row.extend_from_slice(&act.body.kind().to_be_bytes());
    row.extend_from_slice(&(fields.len() as u32).to_be_bytes());
    row.extend_from_slice(&fields);
    row
}
