//! Everything cryptographic a client does, composed from audited primitives.
//!
//! Owns the key schedule, sealing of content, grants and wraps of epoch keys,
//! the pairing cryptography, statements, the recovery phrase and the sealing of
//! the local store. It must not know pages, laws, the network, the clock or
//! where bytes are kept: everything here is a function of its arguments, and
//! randomness comes in as `&mut dyn rand_core::CryptoRng`.
//!
//! The suite is fixed by protocol version 1 and nothing is negotiated:
//! SHA-256, HKDF-SHA256, Ed25519 (`verify_strict`), XChaCha20-Poly1305,
//! HPKE base mode with X-Wing, and Argon2id. Bytes: `docs/protocol.md`.

pub mod aead;
pub mod boxes;
pub mod content;
pub mod head_words;
pub mod kdf;
pub mod keys;
pub mod lock;
pub mod pairing;
pub mod phrase;
pub mod picker;
pub mod private;
pub mod seal;
pub mod secret;
pub mod spoken;
pub mod statement;
pub mod storekey;
pub mod stretch;
pub mod unsent;

mod hpke_box;

pub use boxes::{OpenedKeys, PreviousKey};
pub use content::{AuthorPlace, open_record, seal_record};
pub use head_words::head_words;
pub use keys::{ContentKey, DeviceKeys, DeviceSecret, EpochKey, WrapKey};
pub use lock::Lock;
pub use pairing::{CompareSide, PairKeys, PairNonce, PairTranscript, Slot};
pub use phrase::{PaperIndex, Phrase};
pub use picker::Picker;
pub use seal::{ContentPlain, OpenPage};
pub use secret::{Secret, SecretBytes};
pub use spoken::SpokenWords;
pub use storekey::StoreKey;

#[cfg(test)]
mod debug;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod vectors;
#[cfg(test)]
mod wycheproof;
