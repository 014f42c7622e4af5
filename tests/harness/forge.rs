//! What a modified app needs: a device's keys out of its store, and a way to push what they sign.

use accord_client_core::client::command::Command;
use accord_client_core::crypto::{DeviceKeys, EpochKey, Secret, StoreKey};
use accord_client_core::store::Table;
use accord_protocol::frame::ClientFrame;
use accord_protocol::ids::{DeviceId, SpaceId};
use accord_protocol::record::Record;
use accord_server::relay::Event;
use accord_server::store::Entry;

use crate::modified::keys_in;
use crate::world::{HomeId, World};

impl World {
    /// The keys of a home's device in its couple space, and the newest epoch key it holds there.
    ///
    /// # Panics
    /// If the home is not paired.
    pub fn keys_of(&mut self, home: HomeId) -> (DeviceKeys, EpochKey) {
        let store = StoreKey::from_secret(Secret::from_bytes(self.homes[home.0].key));
        let rows = self.homes[home.0].disk.rows();
        let keys = rows.iter().filter(|row| row.table == Table::Key);
        keys_in(&store, keys.map(|row| (row.key.as_slice(), row.value.as_slice())))
    }

    /// The space on the first relay in which a device wrote.
    #[must_use]
    pub fn couple_of(&self, device: DeviceId) -> Option<SpaceId> {
        let store = &self.relays[0].store;
        let wrote = |space: &SpaceId| {
            let mine = |entry: &Entry| {
                Record::parse(&entry.record).is_ok_and(|record| record.device() == device)
            };
            store.log(space).iter().any(mine)
        };
        store.spaces().into_iter().find(wrote)
    }

    /// Pushes a record over the connections of a home's device, and ends that device's process before it hears of it.
    ///
    /// # Panics
    /// If the relay did not take it.
    pub fn push_as(&mut self, home: HomeId, record: &Record) {
        if !self.is_up(home) {
            self.boot(home).expect("the disk opens");
        }
        self.start(home, Command::Sync { watch: true });
        self.pass(200);
        let own: Vec<_> =
            self.conns.iter().filter(|(_, c)| c.home == home).map(|(conn, _)| *conn).collect();
        for conn in own {
            let bytes = ClientFrame::Push { req: u64::MAX >> 12, record: record.shared() }.encode();
            self.relay_takes(0, Event::Frame { conn, bytes });
        }
        self.kill(home);
        self.pass(200);
        let log = self.relays[0].store.log(&record.space());
        let there = log.iter().any(|entry| entry.hash == record.hash());
        assert!(there, "the relay takes what is valid in its log");
    }
}
