//! The labelled function all keys are made with.
//!
//! `K(salt, ikm, info, ctx) = HKDF-SHA256(salt, ikm, info ‖ 0 ‖ ctx, 32)`
//! (protocol page, first paragraphs). No label is made here: the callers own theirs.
//! The labelled hash for ids is [`accord_protocol::ids::hash`].

use hkdf::Hkdf;
use sha2::Sha256;

use super::secret::Secret;

/// `K(salt, ikm, info, ctx)`: 32 bytes of HKDF-SHA256 with info `info ‖ 0 ‖ ctx`.
pub fn derive(salt: &[u8], ikm: &[u8], info: &str, ctx: &[u8]) -> Secret<32> {
    Secret::fill_with(|out| {
        let hkdf = Hkdf::<Sha256>::new(Some(salt), ikm);
        #[expect(
            clippy::expect_used,
            reason = "HKDF-SHA256 refuses only outputs over 8,160 bytes"
        )]
        hkdf.expand_multi_info(&[info.as_bytes(), &[0], ctx], out)
            .expect("32 bytes is a valid HKDF length");
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivation_separates_salt_info_and_context() {
        let base = derive(b"s", b"k", "i", b"c");
        assert_eq!(base, derive(b"s", b"k", "i", b"c"));
        for other in [
            derive(b"t", b"k", "i", b"c"),
            derive(b"s", b"l", "i", b"c"),
            derive(b"s", b"k", "j", b"c"),
            derive(b"s", b"k", "i", b"d"),
        ] {
            assert_ne!(base, other);
        }
    }
}
