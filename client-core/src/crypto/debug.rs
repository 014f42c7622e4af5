//! Nothing secret is ever printed: every type that holds a secret, in both forms of Debug. That none is left out a tidy rule sees to.

use core::fmt::Debug;

use accord_protocol::ids::{SpaceId, Transcript};
use accord_protocol::pairing::{PairRole, PairSecret};

use super::boxes::{OpenedKeys, PreviousKey};
use super::keys::{ContentKey, DeviceKeys, DeviceSecret, EpochKey, WrapKey};
use super::lock::Lock;
use super::pairing::{CompareSide, PairKeys, PairNonce, PairTranscript};
use super::phrase::Phrase;
use super::picker::Picker;
use super::private::PrivateKey;
use super::seal::{ContentPlain, OpenPage};
use super::secret::{Secret, SecretBytes};
use super::spoken::SpokenWords;
use super::storekey::StoreKey;
use super::testing::TestRng;
use super::unsent::{OpenedUnsent, open_unsent, seal_unsent};

/// Every spelling in which Debug could give bytes away.
fn spellings(bytes: &[u8]) -> [String; 2] {
    let list = format!("{:?}", &bytes[..4]);
    [data_encoding::HEXLOWER.encode(&bytes[..4]), list.trim_end_matches(']').to_owned()]
}

/// The plain form and the pretty form, the latter joined to one line.
fn both_forms(value: &dyn Debug) -> [String; 2] {
    let pretty = format!("{value:#?}").split_whitespace().collect::<Vec<_>>().join(" ");
    [format!("{value:?}"), pretty.replace("[ ", "[")]
}

fn leaks(shown: &str, secrets: &[&[u8]], words: &[&str]) -> bool {
    let lower = shown.to_lowercase();
    let bytes = secrets
        .iter()
        .flat_map(|secret| spellings(secret))
        .any(|spelling| lower.contains(&spelling));
    bytes || words.iter().any(|word| lower.contains(&format!("\"{word}\"")))
}

fn assert_silent(value: &dyn Debug, secrets: &[&[u8]], words: &[&str]) {
    for shown in both_forms(value) {
        assert!(!leaks(&shown, secrets, words), "{shown}");
    }
}

#[test]
fn no_debug_output_contains_a_secret() {
    let rng = &mut TestRng::new(70);
    let raw: [u8; 32] = *Secret::generate(rng).expose();
    let secret = || Secret::from_bytes(raw);
    let half: [u8; 16] = raw[..16].try_into().unwrap();
    assert_silent(&secret(), &[&raw], &[]);
    assert_silent(&SecretBytes::new(raw.to_vec()), &[&raw], &[]);

    let device = DeviceSecret::from_secret(secret());
    let keys: DeviceKeys = device.keys();
    assert_silent(&device, &[&raw], &[]);
    assert_silent(&keys, &[&raw, keys.kem_seed().expose(), keys.signing_key().as_bytes()], &[]);

    let epoch = EpochKey::from_secret(secret());
    assert_silent(&epoch, &[&raw], &[]);
    let (content, wrap): (ContentKey, WrapKey) = (epoch.content_key(), epoch.wrap_key());
    assert_silent(&content, &[content.0.expose()], &[]);
    assert_silent(&wrap, &[wrap.0.expose()], &[]);
    let key = || EpochKey::from_secret(secret());
    let previous = PreviousKey::Opened(key().key_id(&SpaceId::ZERO), key());
    assert_silent(&previous, &[&raw], &[]);
    assert_silent(&OpenedKeys { key: key(), previous }, &[&raw], &[]);
    let said = ContentPlain::Open { page: OpenPage::Joint, changes: vec![raw.to_vec()] };
    assert_silent(&said, &[&raw], &[]);
    let file = seal_unsent(rng, &epoch, &SpaceId::ZERO, &keys, &raw).expect("a file");
    let opened: OpenedUnsent = open_unsent(&epoch, &SpaceId::ZERO, &file).expect("the same file");
    assert_eq!(*opened.body, raw);
    assert_silent(&opened, &[&raw], &[]);

    let phrase = Phrase::from_entropy(Secret::from_bytes(half));
    assert_silent(&phrase, &[&half], &phrase.words());
    let spoken = SpokenWords::generate(rng);
    assert_silent(&spoken, &[], &spoken.words());

    let pair = PairSecret::from_bytes(half);
    assert_silent(&pair, &[&half], &[]);
    let pair_keys = PairKeys::of(&pair, PairRole::Partner);
    assert_silent(&pair_keys, &[&half], &[]);
    assert_silent(&PairNonce::from_secret(secret()), &[&raw], &[]);
    let transcript = PairTranscript { transcript: Transcript::ZERO, r_a: raw, r_b: [1; 32] };
    let words = transcript.comparison_words();
    assert_silent(&transcript, &[&raw], &[]);
    assert_silent(&words, &[], &words.shown_at(CompareSide::Joiner));
    assert_silent(
        &Picker::new(&transcript, &words, CompareSide::Inviter),
        &[],
        &words.shown_at(CompareSide::Joiner),
    );

    let store = StoreKey::from_secret(secret());
    assert_silent(&store, &[&raw], &[]);
    assert_silent(&Lock::without_lock(&store), &[&raw], &[]);
    let private = PrivateKey::from_secret(secret());
    assert_silent(&private, &[&raw], &[]);
    assert_ne!(private.id(&SpaceId::ZERO).as_bytes(), &raw);
}

#[test]
fn the_check_would_see_a_secret_in_either_form() {
    #[derive(Debug)]
    struct Leaky {
        _bytes: [u8; 32],
    }
    let raw: [u8; 32] = *Secret::generate(&mut TestRng::new(71)).expose();
    for shown in both_forms(&Leaky { _bytes: raw }) {
        assert!(leaks(&shown, &[&raw], &[]), "{shown}");
    }
    for shown in both_forms(&("zoo", data_encoding::HEXLOWER.encode(&raw))) {
        assert!(leaks(&shown, &[&raw], &[]) && leaks(&shown, &[], &["zoo"]), "{shown}");
    }
}
