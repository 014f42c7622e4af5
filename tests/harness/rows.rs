//! What lies in a device's store, opened with its key, and a way to change it: a damaged disk, or somebody else's hands.

use accord_client_core::crypto::{Secret, StoreKey};
use accord_client_core::store::{Batch, Store, Table, block_on};

use crate::world::{HomeId, World};

/// A row's table, key and opened value.
pub type PlainRow = (Table, Vec<u8>, Vec<u8>);

impl World {
    fn store_key(&self, home: HomeId) -> StoreKey {
        StoreKey::from_secret(Secret::from_bytes(self.homes[home.0].key))
    }

    /// Every row that lies on a home's disk, opened.
    ///
    /// # Panics
    /// If a row is not this store's.
    #[must_use]
    pub fn plain_rows(&self, home: HomeId) -> Vec<PlainRow> {
        let key = self.store_key(home);
        let rows = self.homes[home.0].disk.rows();
        let sealed = rows.into_iter().filter(|row| row.table != Table::Lock);
        let open = |row: accord_client_core::store::Row| {
            let name = row.table.number().to_string();
            let value = key.open_row(&name, &row.key, &row.value).expect("its own row");
            (row.table, row.key, value.to_vec())
        };
        sealed.map(open).collect()
    }

    /// Changes one row behind the back of a home's process, which is started again after it. `None` deletes.
    ///
    /// # Panics
    /// If the disk does not take it.
    pub fn change_row(&mut self, home: HomeId, table: Table, row: &[u8], value: Option<&[u8]>) {
        self.kill(home);
        let mut batch = Batch::new(1);
        match value {
            Some(value) => {
                let name = table.number().to_string();
                let key = self.store_key(home);
                let sealed = key.seal_row(&mut self.rng, &name, row, value).expect("short");
                batch.put(table, row, sealed);
            }
            None => batch.delete(table, row),
        }
        let mut store = self.homes[home.0].disk.open().expect("nobody else has it open");
        block_on(store.commit(&batch)).expect("saved");
        drop(store);
        self.boot(home).expect("the disk opens again");
    }
}
