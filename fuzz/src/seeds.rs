//! Where targets begin: the vectors of the protocol and of acts, and nothing but chance where choices are read from bytes.

use accord_client_core::crypto::{Phrase, Secret};
use accord_tests::changes::strings;
use serde_json::{Value, json};

const CRYPTO: &str = include_str!("../../client-core/vectors/crypto.json");

/// For targets that read choices: three inputs from nothing, so that each runs.
#[must_use]
pub fn random() -> Vec<Vec<u8>> {
    let mut state = 1_u64;
    let mut byte = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state.to_be_bytes()[1]
    };
    [64, 400, 1_600].map(|len| std::iter::repeat_with(&mut byte).take(len).collect()).into()
}

/// Records of whole logs, and refused ones.
#[must_use]
pub fn records() -> Vec<Vec<u8>> {
    let mut all = strings(include_str!("../../protocol/vectors/logs.json"));
    all.extend(strings(include_str!("../../protocol/vectors/refusals.json")));
    all.retain(|bytes| bytes.len() >= 256);
    all.truncate(60);
    all
}

/// Frames, good and bad.
#[must_use]
pub fn frames() -> Vec<Vec<u8>> {
    strings(include_str!("../../protocol/vectors/frames.json"))
}

/// HTTP bodies, good and bad.
#[must_use]
pub fn http() -> Vec<Vec<u8>> {
    strings(include_str!("../../protocol/vectors/http.json"))
}

/// Pairing messages.
#[must_use]
pub fn pairing() -> Vec<Vec<u8>> {
    let mut all = strings(include_str!("../../protocol/vectors/pairing.json"));
    all.retain(|bytes| bytes.len() >= 36);
    all
}

/// Links and words.
#[must_use]
pub fn links() -> Vec<Vec<u8>> {
    let mut all = strings(include_str!("../../protocol/vectors/pairing.json"));
    all.retain(|bytes| bytes.starts_with(b"http"));
    for entropy in [[0; 16], [0x7f; 16]] {
        all.push(Phrase::from_entropy(Secret::from_bytes(entropy)).words().join(" ").into_bytes());
    }
    all.extend([b"localhost:8787".to_vec(), b"abandon ability able about".to_vec()]);
    all
}

/// Acts of every kind, and refused ones.
#[must_use]
pub fn acts() -> Vec<Vec<u8>> {
    accord_tests::changes::acts()
}

/// What people and apps write as text.
#[must_use]
pub fn texts() -> Vec<Vec<u8>> {
    let texts = [
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20270101",
        "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12",
        "FREQ=YEARLY;BYMONTHDAY=29",
        "FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU",
        "week",
        "2026-11-22",
        "Europe/Berlin",
        "answer_time",
        "gru\u{308}\u{df}e\r\n\u{2713}",
    ];
    texts.map(|text| text.as_bytes().to_vec()).into()
}

/// What lies in records once opened.
#[must_use]
pub fn content() -> Vec<Vec<u8>> {
    let all: Value = serde_json::from_str(CRYPTO).unwrap_or_default();
    strings(&all["content"].to_string())
}

/// Boxes, locks, slots.
#[must_use]
pub fn keys() -> Vec<Vec<u8>> {
    strings(CRYPTO)
}

/// An export with one record, and it packed.
#[must_use]
pub fn exports() -> Vec<Vec<u8>> {
    let record = json!({"id": "ab", "text": "We call at nine.", "state": "in_force", "asks": []});
    let export = json!({
        "format": "accord-export-1", "exported_on": "2026-11-22", "space": "00".repeat(32), "me": 0, "mine": false,
        "acts": [], "log": [], "members": [], "agreements": [record], "boundaries": [], "promises": [], "repairs": [],
    });
    let file = export.to_string().into_bytes();
    let packed = accord_client_core::sheet::past::Past::read(&file).and_then(|past| past.pack());
    let mut all = vec![file];
    all.extend(packed);
    all
}
