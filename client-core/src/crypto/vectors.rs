//! `vectors/crypto.json`: bytes another implementation made, checked against this one.
//!
//! `vectors/check.py` checks the same file without any of this code.

use accord_protocol::body::{Dev, DeviceType, KeyBox};
use accord_protocol::ids::{DeviceId, KeyId, LogHead, Partner, SpaceId, Transcript};
use accord_protocol::pairing::{PairRole, PairSecret, commitment, fragment, parse_fragment};
use data_encoding::HEXLOWER;
use serde_json::Value;
use x_wing::{Decapsulate, Decapsulator, KeyExport};

use super::boxes::{PreviousKey, make_keys, open_grant, open_wrap};
use super::head_words::head_words;
use super::keys::{DeviceSecret, EpochKey};
use super::lock::Lock;
use super::pairing::{CompareSide, PairKeys, PairTranscript, Slot, check_commitment};
use super::phrase::{PaperIndex, Phrase, word_list};
use super::private::{PinWrap, PrivateKey, PrivatePayload};
use super::seal::{ContentPlain, OpenPage, open, padded_len, seal};
use super::secret::Secret;
use super::spoken::SpokenWords;
use super::statement::{sign_statement, verify_statement};
use super::storekey::StoreKey;
use super::testing::FixedRng;

/// One case of a section.
struct Case(Value);

impl Case {
    fn bytes(&self, key: &str) -> Vec<u8> {
        HEXLOWER.decode(self.text(key).as_bytes()).unwrap()
    }

    fn array<const N: usize>(&self, key: &str) -> [u8; N] {
        self.bytes(key).try_into().unwrap()
    }

    fn secret<const N: usize>(&self, key: &str) -> Secret<N> {
        Secret::from_bytes(self.array(key))
    }

    fn text(&self, key: &str) -> String {
        self.0[key].as_str().unwrap().to_owned()
    }

    fn number(&self, key: &str) -> u8 {
        self.0[key].as_u64().unwrap().try_into().unwrap()
    }

    fn list(&self, key: &str) -> Vec<Vec<u8>> {
        let list = self.0[key].as_array().unwrap();
        list.iter()
            .map(|value| HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap())
            .collect()
    }

    fn numbers(&self, key: &str) -> Vec<usize> {
        self.0[key]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_u64().unwrap().try_into().unwrap())
            .collect()
    }

    fn space(&self) -> SpaceId {
        SpaceId::from_bytes(self.array("space_id"))
    }

    fn epoch(&self, key: &str) -> EpochKey {
        EpochKey::from_secret(self.secret(key))
    }
}

fn section(name: &str) -> Vec<Case> {
    let all: Value = serde_json::from_str(include_str!("../../vectors/crypto.json")).unwrap();
    let cases: Vec<Case> = all[name].as_array().unwrap().iter().cloned().map(Case).collect();
    assert!(!cases.is_empty());
    cases
}

#[test]
fn device_keys_and_ids_match_the_vectors() {
    for case in section("device") {
        let keys = DeviceSecret::from_secret(case.secret("secret")).keys();
        assert_eq!(keys.kem_seed(), &case.secret("kem_seed"));
        assert_eq!(keys.signing_key().as_bytes(), &case.array("sign_seed"));
        assert_eq!(keys.ed_pk(), &case.array("ed_pk"));
        assert_eq!(keys.kem_pk().as_slice(), case.bytes("kem_pk"));
        assert_eq!(keys.device_id(), DeviceId::from_bytes(case.array("device_id")));
        let dev = keys.dev(DeviceType::Active, Partner::One);
        assert_eq!(Dev::parse(&dev.encode()).unwrap(), dev);
    }
}

#[test]
fn epoch_keys_and_ids_match_the_vectors() {
    for case in section("epoch") {
        let ek = case.epoch("ek");
        assert_eq!(ek.key_id(&case.space()), KeyId::from_bytes(case.array("key_id")));
        assert_eq!(ek.content_key().0, case.secret("content_key"));
        assert_eq!(ek.wrap_key().0, case.secret("wrap_key"));
    }
}

#[test]
fn a_grant_sealed_by_another_implementation_opens() {
    for case in section("grant") {
        let keys = DeviceSecret::from_secret(case.secret("secret")).keys();
        let key_id = KeyId::from_bytes(case.array("key_id"));
        let author = DeviceId::from_bytes(case.array("author_id"));
        let sealed = KeyBox::parse(&case.bytes("box")).unwrap();
        assert_eq!(
            open_grant(&keys, &case.space(), &key_id, &author, &sealed),
            Ok(case.epoch("ek"))
        );
    }
}

#[test]
fn the_wrap_of_the_preceding_key_matches_the_vectors() {
    for case in section("wrap") {
        let (new, old) = (case.epoch("new_ek"), case.epoch("old_ek"));
        let rng = &mut FixedRng::new(&case.bytes("nonce"));
        let keys = make_keys(rng, &new, &case.space(), &DeviceId::ZERO, Some(&old), &[]).unwrap();
        assert_eq!(keys.wrap_ct.as_slice(), case.bytes("wrap_ct"));
        let PreviousKey::Opened(id, opened) = open_wrap(&new, &case.space(), &keys) else {
            unreachable!()
        };
        assert_eq!((id, opened), (old.key_id(&case.space()), old));
    }
}

#[test]
fn words_and_paper_devices_match_the_vectors() {
    for case in section("paper") {
        let phrase = Phrase::from_entropy(case.secret("entropy"));
        let words: Vec<&str> =
            case.numbers("word_numbers").iter().map(|at| word_list()[*at]).collect();
        assert_eq!(phrase.words().as_slice(), words);
        assert_eq!(Phrase::parse(&words.join(" ")).unwrap(), phrase);
        let index = PaperIndex::new(case.number("index")).unwrap();
        let secret = phrase.paper_secret(index);
        assert_eq!(secret.expose(), &case.array("secret"));
        let half = phrase.paper_half(index);
        assert_eq!(half.ed_pk, case.array("ed_pk"));
        assert_eq!(half.kem_pk.as_slice(), case.bytes("kem_pk"));
        assert_eq!(secret.keys().kem_seed(), &case.secret("kem_seed"));
        assert_eq!(half.proofs.map(|proof| proof.to_vec()).to_vec(), case.list("proofs"));
    }
}

#[test]
fn content_matches_the_vectors() {
    for case in section("content") {
        let key = case.epoch("ek").content_key();
        let page = OpenPage::from_number(case.number("page")).unwrap();
        let content = ContentPlain::Open { page, changes: case.list("changes") };
        let plain = content.encode().unwrap();
        assert_eq!(&*plain, case.bytes("plaintext"));
        let (nonce, header) = (case.array("nonce"), case.array("header"));
        let body = seal(&key, &nonce, &header, &plain).unwrap();
        assert_eq!(body, case.bytes("body"));
        assert_eq!(ContentPlain::parse(&open(&key, &nonce, &header, &body).unwrap()), Ok(content));
        assert_eq!(padded_len(0), 512);
    }
}

#[test]
fn the_private_page_matches_the_vectors() {
    for case in section("private") {
        let key = PrivateKey::from_secret(case.secret("pkey"));
        let device = DeviceId::from_bytes(case.array("device_id"));
        assert_eq!(key.id(&case.space()).as_bytes(), &case.array("pkey_id"));
        let rng = &mut FixedRng::new(&case.bytes("nonce"));
        let payload = key.seal(rng, &case.space(), &device, &case.list("changes")).unwrap();
        assert_eq!(payload.to_bytes(), case.bytes("payload"));
        let read = PrivatePayload::parse(&case.bytes("payload")).unwrap();
        assert_eq!(key.open(&case.space(), &device, &read).unwrap(), case.list("changes"));
    }
    for case in section("pin") {
        let key = PrivateKey::from_secret(case.secret("pkey"));
        let pin = String::from_utf8(case.bytes("pin")).unwrap();
        let rng = &mut FixedRng::new(&[case.bytes("salt"), case.bytes("nonce")].concat());
        let wrap = key.wrap_with_pin(rng, &case.space(), &pin).unwrap();
        assert_eq!(wrap.to_bytes().as_slice(), case.bytes("wrap"));
        let read = PinWrap::parse(&case.bytes("wrap")).unwrap();
        assert_eq!(read.open(&case.space(), &key.id(&case.space()), &pin), Ok(key));
    }
}

#[test]
fn links_mailboxes_and_slots_match_the_vectors() {
    for case in section("pair") {
        let secret = PairSecret::from_bytes(case.array("secret"));
        let role = PairRole::from_byte(case.number("role")).unwrap();
        assert_eq!(fragment(role, &secret), case.text("fragment"));
        let (read_role, read) = parse_fragment(&case.text("fragment")).unwrap();
        assert_eq!((read_role, read.expose()), (role, secret.expose()));
        let keys = PairKeys::of(&secret, role);
        assert_eq!(keys.mailbox().as_bytes(), &case.array("mailbox_id"));
        for ((slot, nonce), sealed) in
            Slot::ALL.into_iter().zip(case.list("nonces")).zip(case.list("slots"))
        {
            let message = case.bytes("message");
            assert_eq!(keys.seal_slot(&mut FixedRng::new(&nonce), slot, &message).unwrap(), sealed);
            assert_eq!(&*keys.open_slot(slot, &sealed).unwrap(), message);
        }
    }
}

#[test]
fn transcripts_and_comparison_words_match_the_vectors() {
    for case in section("compare") {
        let (r_a, r_b) = (case.array("r_a"), case.array("r_b"));
        assert_eq!(commitment(&r_a), case.array("commitment"));
        assert_eq!(check_commitment(&case.array("commitment"), &r_a), Ok(()));
        let transcript = Transcript::of(&case.bytes("m1"), &case.bytes("m2_core"));
        assert_eq!(transcript.as_bytes(), &case.array("transcript"));
        let words = PairTranscript { transcript, r_a, r_b }.comparison_words();
        let expected: Vec<&str> =
            case.numbers("word_numbers").iter().map(|at| word_list()[*at]).collect();
        assert_eq!(words.shown_at(CompareSide::Joiner).as_slice(), &expected[..4]);
        assert_eq!(words.shown_at(CompareSide::Inviter).as_slice(), &expected[4..]);
    }
}

#[test]
fn the_words_of_a_log_head_match_the_vectors() {
    for case in section("head") {
        let expected: Vec<&str> =
            case.numbers("word_numbers").iter().map(|at| word_list()[*at]).collect();
        assert_eq!(head_words(&LogHead::from_bytes(case.array("log_head"))).as_slice(), expected);
    }
}

#[test]
fn spoken_words_match_the_vectors() {
    for case in section("spoken") {
        let words = SpokenWords::parse(&String::from_utf8(case.bytes("words")).unwrap()).unwrap();
        let host = String::from_utf8(case.bytes("host")).unwrap();
        assert_eq!(words.pair_secret(&host).unwrap().expose(), &case.array("secret"));
    }
}

#[test]
fn statements_match_the_vectors() {
    for case in section("statement") {
        let keys = DeviceSecret::from_secret(case.secret("secret")).keys();
        let signature = case.array("signature");
        assert_eq!(sign_statement(&keys, &case.bytes("bytes")), signature);
        assert_eq!(verify_statement(keys.ed_pk(), &case.bytes("bytes"), &signature), Ok(()));
    }
}

#[test]
fn rows_and_locks_of_a_store_match_the_vectors() {
    for case in section("row") {
        let key = StoreKey::from_secret(case.secret("store_key"));
        let table = String::from_utf8(case.bytes("table")).unwrap();
        let rng = &mut FixedRng::new(&case.bytes("nonce"));
        let sealed = key.seal_row(rng, &table, &case.bytes("row"), &case.bytes("value")).unwrap();
        assert_eq!(sealed, case.bytes("sealed"));
        assert_eq!(
            &*key.open_row(&table, &case.bytes("row"), &sealed).unwrap(),
            case.bytes("value")
        );
    }
    for case in section("lock") {
        let key = StoreKey::from_secret(case.secret("store_key"));
        let passphrase = String::from_utf8(case.bytes("passphrase")).unwrap();
        let rng = &mut FixedRng::new(&[case.bytes("salt"), case.bytes("nonce")].concat());
        assert_eq!(
            Lock::with_passphrase(rng, &key, &passphrase).unwrap().to_bytes(),
            case.bytes("blob")
        );
        assert_eq!(
            Lock::parse(&case.bytes("blob")).unwrap().unlock_passphrase(&passphrase),
            Ok(key)
        );
    }
}

#[test]
fn x_wing_agrees_with_the_examples_of_its_draft() {
    for case in section("x_wing") {
        let key = x_wing::DecapsulationKey::from(case.array::<32>("seed"));
        assert_eq!(key.encapsulation_key().to_bytes().as_slice(), case.bytes("kem_pk"));
        let seed: [u8; 64] = case.array("encapsulation_seed");
        let (ct, shared) = key.encapsulation_key().encapsulate_deterministic(&seed.into());
        assert_eq!(ct.as_slice(), case.bytes("ct"));
        assert_eq!(shared.as_slice(), case.bytes("shared_secret"));
        assert_eq!(key.decapsulate(&ct), shared);
    }
}

#[test]
fn the_word_list_is_the_published_english_one() {
    let list = word_list().map(|word| format!("{word}\n")).concat();
    let hash: [u8; 32] =
        sha2::Digest::finalize(<sha2::Sha256 as sha2::Digest>::new_with_prefix(list)).into();
    // SHA-256 of english.txt in the BIP39 repository.
    assert_eq!(
        HEXLOWER.encode(&hash),
        "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"
    );
}
