//! Acts: the immutable, authored entries that everything between two people is derived from.
//!
//! This module owns what an act is and its exact bytes (`docs/documents.md`). It must not know what an act means (that is
//! [`crate::law`]), where it is stored, or how it travels. Bytes in, values out, and the same bytes back.
//!
//! Files: [`text`] (what a text may be), [`codec`] (field primitives), [`body`] (what couple acts say), [`vault`] (what vault acts say),
//! [`rounds`], [`shared`] and [`repair`] (more of them, by theme), [`revision`] and [`terms`] (an agreement's words and names), [`envelope`] (the act around a body, its hash and its statement).

pub mod body;
pub mod codec;
pub mod envelope;
pub(crate) mod kind;
pub mod repair;
pub mod revision;
pub mod rounds;
pub mod shared;
pub mod terms;
pub mod text;
pub mod vault;

pub use body::{Body, BoundaryFields, PromiseFields};
pub use codec::ActError;
pub use envelope::{Act, Known, act_hash};
pub use revision::{Revision, agreement_id};
pub use terms::Terms;
pub use text::{Code, Text, TextError, Zone};

/// Longest act in bytes, so that it always fits in one record. Do not change: protocol v1.
pub const MAX_ACT_BYTES: usize = 49_152;
/// Most entries of knowledge one act carries. Do not change: protocol v1.
pub const MAX_KNOWS: usize = 16;

macro_rules! hash_name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub [u8; 32]);

        impl $name {
            /// All zero bytes: "none" where the format allows absence.
            pub const ZERO: Self = Self([0; 32]);

            /// Lower-case hexadecimal, 64 characters.
            #[must_use]
            pub fn hex(&self) -> String {
                data_encoding::HEXLOWER.encode(&self.0)
            }

            /// From exactly 64 hexadecimal characters of either case.
            #[must_use]
            pub fn from_hex(text: &str) -> Option<Self> {
                let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?;
                Some(Self(bytes.try_into().ok()?))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.hex())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.hex())
            }
        }
    };
}

hash_name!(
    /// What an act is about: an agreement's id by content, or 32 random bytes.
    RecordId
);
hash_name!(
    /// One exact wording of an agreement, by the hash of its bytes.
    RevisionId
);
hash_name!(
    /// One exact wording of a boundary or a promise, by the hash of record and fields.
    VersionId
);
hash_name!(
    /// One step of a plan, by the hash of its bytes: the same step in a later wording keeps its marks.
    StepId
);
hash_name!(
    /// One act, by the hash of all its bytes.
    ActHash
);
