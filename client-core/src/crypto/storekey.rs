//! The store key and the sealing of rows on this device.
//!
//! Every row of a client's store is sealed under one key and bound to its place.
//! Knows nothing of tables, files or how the key itself is locked ([`super::lock`]).

use rand_core::CryptoRng;

use super::aead::{self, AeadError};
use super::kdf::derive;
use super::secret::{Secret, SecretBytes};

/// Bytes a row grows by when sealed.
pub const ROW_OVERHEAD: usize = aead::NONCE_AND_TAG_LEN;

/// The random key of one store.
#[derive(Debug, PartialEq, Eq)]
pub struct StoreKey {
    key: Secret<32>,
    rows: Secret<32>,
}

impl StoreKey {
    /// A new key, for a new store.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self::from_secret(Secret::generate(rng))
    }

    /// A key read from the OS keystore or a lock.
    pub fn from_secret(key: Secret<32>) -> Self {
        let rows = derive(b"accord/v1/store", key.expose(), "accord/v1/store/row", &[]);
        Self { key, rows }
    }

    /// The bytes, for the OS keystore.
    pub fn expose(&self) -> &[u8; 32] {
        self.key.expose()
    }

    pub(crate) fn secret(&self) -> &Secret<32> {
        &self.key
    }

    /// `nonce24 ‖ XChaCha20-Poly1305(value)`, bound to table and row key.
    ///
    /// # Errors
    /// [`AeadError::TooLong`] only.
    pub fn seal_row(
        &self,
        rng: &mut dyn CryptoRng,
        table: &str,
        row: &[u8],
        value: &[u8],
    ) -> Result<Vec<u8>, AeadError> {
        aead::seal_with_nonce(rng, &self.rows, &row_aad(table, row), value)
    }

    /// Opens [`StoreKey::seal_row`] of the same table and row key.
    ///
    /// # Errors
    /// [`AeadError`]: the row was changed, moved, or belongs to another store.
    pub fn open_row(
        &self,
        table: &str,
        row: &[u8],
        sealed: &[u8],
    ) -> Result<SecretBytes, AeadError> {
        aead::open_with_nonce(&self.rows, &row_aad(table, row), sealed)
    }
}

/// `"accord/v1/store/row" ‖ 0 ‖ len8 table ‖ row key`.
fn row_aad(table: &str, row: &[u8]) -> Vec<u8> {
    let table_len = (table.len() as u64).to_be_bytes();
    [b"accord/v1/store/row\0".as_slice(), &table_len, table.as_bytes(), row].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::testing::TestRng;

    #[test]
    fn a_row_opens_only_at_its_own_place_and_unchanged() {
        let rng = &mut TestRng::new(6);
        let key = StoreKey::generate(rng);
        let sealed = key.seal_row(rng, "journal", b"k1", b"value").unwrap();
        assert_eq!(sealed.len(), 5 + ROW_OVERHEAD);
        assert_eq!(&*key.open_row("journal", b"k1", &sealed).unwrap(), b"value");
        assert_eq!(key.open_row("journal", b"k2", &sealed).unwrap_err(), AeadError::Refused);
        assert_eq!(key.open_row("journa", b"lk1", &sealed).unwrap_err(), AeadError::Refused);
        assert_eq!(
            StoreKey::generate(rng).open_row("journal", b"k1", &sealed).unwrap_err(),
            AeadError::Refused
        );
        for at in 0..sealed.len() {
            let mut bad = sealed.clone();
            bad[at] ^= 1 << (at % 8);
            assert!(key.open_row("journal", b"k1", &bad).is_err(), "byte {at}");
        }
    }
}
