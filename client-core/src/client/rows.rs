//! The client's rows: what lies under which key, sealed under the store key.
//!
//! Owns the sealing of values and the gathering of rows into one batch. It does not know what the values mean.
//! `docs/storage.md` lists the tables.

use rand_core::CryptoRng;

use crate::crypto::StoreKey;
use crate::crypto::aead::AeadError;
use crate::crypto::secret::SecretBytes;
use crate::store::{Batch, Op, Table};

/// Numbers of the seats that recovery words act from: in the vault, and in the couple space. Nothing of them is ever written.
pub(super) const PAPER_VAULT: u8 = 254;
pub(super) const PAPER_COUPLE: u8 = 255;

/// The rows one input changed, sealed as they come. Committed as one batch.
#[derive(Debug, Default)]
pub(super) struct Writer {
    ops: Vec<Op>,
}

/// Seals and opens rows.
#[derive(Debug)]
pub(super) struct Vellum {
    key: StoreKey,
}

impl Vellum {
    pub(super) fn new(key: StoreKey) -> Self {
        Self { key }
    }

    /// Opens a value.
    pub(super) fn open(
        &self,
        table: Table,
        key: &[u8],
        sealed: &[u8],
    ) -> Result<SecretBytes, AeadError> {
        self.key.open_row(&name(table), key, sealed)
    }

    /// Seals a value. Values are far below the cipher's limit of 256 GiB, so this cannot fail; an empty row would be refused on reading.
    pub(super) fn seal(
        &self,
        rng: &mut dyn CryptoRng,
        table: Table,
        key: &[u8],
        value: &[u8],
    ) -> Vec<u8> {
        self.key.seal_row(rng, &name(table), key, value).unwrap_or_default()
    }
}

impl Writer {
    pub(super) fn put(
        &mut self,
        vellum: &Vellum,
        rng: &mut dyn CryptoRng,
        table: Table,
        key: impl Into<Vec<u8>>,
        value: &[u8],
    ) {
        let key = key.into();
        if key.first().is_some_and(|n| *n >= PAPER_VAULT) {
            return;
        }
        let value = vellum.seal(rng, table, &key, value);
        self.ops.push(Op::Put { table, key, value });
    }

    pub(super) fn delete(&mut self, table: Table, key: impl Into<Vec<u8>>) {
        self.ops.push(Op::Delete { table, key: key.into() });
    }

    pub(super) fn delete_prefix(&mut self, table: Table, prefix: impl Into<Vec<u8>>) {
        self.ops.push(Op::DeletePrefix { table, prefix: prefix.into() });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ops.is_empty()
    }

    /// The batch, and an empty writer.
    pub(super) fn take(&mut self, id: u64) -> Batch {
        Batch { id, ops: std::mem::take(&mut self.ops) }
    }
}

/// The table's name in the associated data of its rows, so that no row can stand in another table.
fn name(table: Table) -> String {
    table.number().to_string()
}

/// `space ‖ number`, big-endian: rows of one space in order.
pub(super) fn numbered(space: u8, number: u64) -> [u8; 9] {
    crate::store::log_key(space, number)
}

/// `space ‖ page ‖ number`: the changes of a page in order.
pub(super) fn page_key(space: u8, page: u8, number: u64) -> [u8; 10] {
    let mut key = [0; 10];
    key[0] = space;
    key[1] = page;
    key[2..].copy_from_slice(&number.to_be_bytes());
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::secret::Secret;

    struct Counting(u64);
    impl rand_core::TryRng for Counting {
        type Error = core::convert::Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            Ok(0)
        }
        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            self.0 += 1;
            Ok(self.0)
        }
        fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Self::Error> {
            dst.fill(u8::try_from(self.0 & 0xff).unwrap_or_default());
            self.0 += 1;
            Ok(())
        }
    }
    impl rand_core::TryCryptoRng for Counting {}

    #[test]
    fn a_row_opens_only_in_its_own_table_under_its_own_key() {
        let vellum = Vellum::new(StoreKey::from_secret(Secret::from_bytes([7; 32])));
        let sealed = vellum.seal(&mut Counting(1), Table::Act, b"k", b"words");
        assert_eq!(
            vellum.open(Table::Act, b"k", &sealed).map(|v| v.to_vec()),
            Ok(b"words".to_vec())
        );
        assert!(vellum.open(Table::Tail, b"k", &sealed).is_err());
        assert!(vellum.open(Table::Act, b"j", &sealed).is_err());
        assert!(!sealed.windows(5).any(|w| w == b"words"));
    }
}
