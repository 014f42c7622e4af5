//! What must hold of keys, boxes and cuts once everybody has come by.

use std::collections::BTreeSet;

use accord_client_core::act::Body;
use accord_client_core::act::vault::VaultBody;
use accord_client_core::crypto::{DeviceSecret, EpochKey, Secret, open_record};
use accord_client_core::store::Table;
use accord_protocol::body::{Admit, Genesis, Keys, Revoke, Rotate};
use accord_protocol::ids::DeviceId;
use accord_protocol::record::{Kind, Record};
use accord_tests::ledger::held;
use accord_tests::people::agreements;
use accord_tests::world::{HomeId, World};

use super::Life;

impl Life {
    /// Whatever its app would do with them: the keys that lie in a home open no record after its removal, those of who belongs open all, and
    /// the relay holds nothing that a device wrote after it.
    pub(super) fn keys(&mut self, homes: &[HomeId]) {
        let logs: Vec<Vec<Record>> = {
            let store = &self.world.relays[0].store;
            let parsed = |space| {
                let log = store.log(&space);
                log.iter().map(|entry| Record::parse(&entry.record).expect("stored")).collect()
            };
            store.spaces().into_iter().map(parsed).collect()
        };
        let content = |log: &[Record]| -> Vec<(usize, Record)> {
            let all = log.iter().cloned().enumerate();
            all.filter(|(_, record)| record.kind() == Kind::Content).collect()
        };
        let opens = |keys: &[EpochKey], record: &Record| {
            keys.iter().any(|key| open_record(key, record).is_ok())
        };
        let all: Vec<HomeId> =
            self.people.iter().flat_map(|person| &person.devices).map(|one| one.home).collect();
        for home in all {
            let (ids, keys) = keys_within(&mut self.world, home);
            for id in ids {
                let written =
                    |log: &&Vec<Record>| log.iter().any(|record| is_admitted(record, &id));
                let Some(log) = logs.iter().find(written) else { continue };
                let revoked = log.iter().position(|record| {
                    record.kind() == Kind::Revoke
                        && Revoke::parse(record.body()).is_ok_and(|revoke| revoke.target == id)
                });
                assert!(revoked.is_none() || !homes.contains(&home), "{home:?} belongs");
                let cut = revoked.unwrap_or(log.len());
                for (at, record) in content(log) {
                    let (opens, out) = (opens(&keys, &record), at >= cut);
                    // Who was removed may not have come by for what was said before.
                    let right = if revoked.is_some() { !(opens && out) } else { opens };
                    assert!(right, "{home:?}, record {at}, cut {cut}: opens {opens}");
                }
                let late = log[cut..].iter().find(|record| record.device() == id);
                assert!(late.is_none(), "{home:?} wrote after it was removed");
            }
        }
    }

    /// A removed device shows nothing that was said after its cut, and nobody shows what it said after it.
    pub(super) fn cuts(&mut self, homes: &[HomeId]) {
        let shown: Vec<String> = homes.iter().map(|home| self.shown(*home)).collect();
        let devices: Vec<(HomeId, Vec<String>, Vec<String>)> = self
            .people
            .iter()
            .flat_map(|person| &person.devices)
            .filter(|device| device.out)
            .map(|device| (device.home, device.secret.clone(), device.late.clone()))
            .collect();
        for (home, secret, late) in devices {
            let here = self.shown(home);
            let opened = secret.iter().find(|text| here.contains(text.as_str()));
            assert_eq!(opened, None, "{home:?} was removed before that was said");
            for text in &late {
                assert!(shown.iter().all(|all| !all.contains(text.as_str())), "{text} of {home:?}");
            }
        }
    }

    fn shown(&mut self, home: HomeId) -> String {
        serde_json::to_string(&agreements(&mut self.world, home)).expect("views")
    }

    /// Every key of every space at the relay: boxed for the devices that were active after its record, and for nobody else.
    pub(super) fn boxes(&self) {
        let store = &self.world.relays[0].store;
        for space in store.spaces() {
            let log = store.log(&space);
            let records =
                log.iter().map(|entry| Record::parse(&entry.record).expect("a record of a log"));
            let mut active: BTreeSet<DeviceId> = BTreeSet::new();
            for (position, record) in records.enumerate() {
                let mut keys: Option<Keys> = None;
                match record.kind() {
                    Kind::Genesis => {
                        active.insert(Genesis::parse(record.body()).expect("GENESIS").dev.id());
                    }
                    Kind::Join | Kind::AddDevice => {
                        let admit = Admit::parse(record.body()).expect("an admission");
                        assert_eq!(admit.key_box.device, admit.dev.id(), "its own box");
                        active.insert(admit.dev.id());
                    }
                    Kind::Rotate => {
                        keys = Some(Rotate::parse(record.body()).expect("ROTATE").keys);
                    }
                    Kind::Revoke => {
                        let revoke = Revoke::parse(record.body()).expect("REVOKE");
                        assert!(active.remove(&revoke.target), "removed once");
                        keys = Some(revoke.keys);
                    }
                    _ => {}
                }
                if let Some(keys) = keys {
                    let boxed: Vec<DeviceId> = keys.boxes.iter().map(|one| one.device).collect();
                    let once: BTreeSet<DeviceId> = boxed.iter().copied().collect();
                    assert_eq!(boxed.len(), once.len(), "record {position}: a box for each");
                    assert_eq!(once, active, "record {position} of {space:?}");
                }
                assert!(active.contains(&record.device()), "record {position}: its author is in");
            }
        }
    }
}

/// The device keys and every epoch key that lie in a home: in rows of their own, and noted in its vault.
fn keys_within(world: &mut World, home: HomeId) -> (Vec<DeviceId>, Vec<EpochKey>) {
    let (mut ids, mut keys) = (Vec::new(), Vec::new());
    for (_, key, value) in world.plain_rows(home).into_iter().filter(|row| row.0 == Table::Key) {
        match key[1] {
            b'd' => {
                let secret = Secret::from_slice(&value[..32]).expect("32 bytes");
                ids.push(DeviceSecret::from_secret(secret).keys().device_id());
            }
            b'k' => keys.push(value.try_into().expect("32 bytes")),
            _ => {}
        }
    }
    for act in held(world, home, true) {
        if let Body::Vault(VaultBody::Key { ek, .. }) = &act.act.body {
            keys.push(*ek.expose());
        }
    }
    (ids, keys.into_iter().map(|key| EpochKey::from_secret(Secret::from_bytes(key))).collect())
}

/// Whether this record lets the device into its space.
fn is_admitted(record: &Record, id: &DeviceId) -> bool {
    match record.kind() {
        Kind::Genesis => Genesis::parse(record.body()).is_ok_and(|genesis| genesis.dev.id() == *id),
        Kind::Join | Kind::AddDevice => {
            Admit::parse(record.body()).is_ok_and(|admit| admit.dev.id() == *id)
        }
        _ => false,
    }
}
