//! A copy of what was: an export read back as plain words, to be kept by its owner.
//!
//! Nothing of it is checked for who said it, and nothing of it is an act: whoever had the file could have changed its words. So it is shown
//! apart from everything that counts, with no question and no state of today. What is read here may come from anybody: every text is
//! brought to the form texts have in acts, every name of a field is a code, and sizes are bounded before and after packing.

use accord_protocol::ids::SpaceId;
use data_encoding::{BASE64, HEXLOWER};
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization as _;

use super::evidence;
use crate::act::act_hash;
use crate::act::envelope::labelled;
use crate::silent::silent;
use crate::time::Day;

/// Longest file read, in bytes: ten years of two people with their log are about 170 MB.
pub const MAX_FILE_BYTES: usize = 256 << 20;
/// Longest copy once packed, in bytes: a sixteenth of what a relay keeps for a vault, and ten years of two people.
pub const MAX_PACKED_BYTES: usize = 4 << 20;
/// Longest copy before packing, in bytes. Bounds what a few packed bytes can become.
const MAX_PLAIN_BYTES: usize = 64 << 20;
/// Longest name of a list or field: as a code.
const MAX_NAME_BYTES: usize = 64;
/// Longest id of a record, in bytes.
const MAX_ID_BYTES: usize = 128;
/// The form of export this version writes and reads.
const FORMAT: &str = "accord-export-1";
/// Every form of it begins so.
const FORMS: &str = "accord-export-";
/// Lists every export has.
const LISTS: [&str; 4] = ["agreements", "boundaries", "promises", "repairs"];
/// Fields that ask for something, or say how a screen showed it.
const NOT_KEPT: [&str; 3] = ["asks", "hidden", "waiting_for"];

/// Why a file cannot be read as an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PastError {
    /// It is something else.
    #[error("not an export")]
    NotAnExport,
    /// It was one, and part of it is missing or changed.
    #[error("the export is damaged")]
    Damaged,
    /// A later version wrote it in another form.
    #[error("the export has a newer form")]
    Newer,
    /// There is more in it than a vault takes.
    #[error("the export is too large")]
    TooLarge,
}

/// What was, as its owner's export said.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// The day of the export, as it says.
    pub exported_on: Day,
    /// The couple space it was of, in hexadecimal.
    pub space: String,
    /// It holds only what its owner wrote.
    pub mine: bool,
    /// What stood in it, list by list.
    pub records: Vec<PastRecord>,
}

/// One record of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastRecord {
    /// The list it stood in (`agreements`).
    pub list: String,
    /// Its id then.
    pub id: String,
    /// Its most telling words.
    pub words: Option<String>,
    /// What it read then (`in_force`).
    pub was: Option<String>,
    /// Everything that was said of it.
    pub record: Value,
}

silent!(Past, PastRecord);

/// An export, as far as it is looked at.
#[derive(Deserialize)]
struct Export {
    format: String,
    exported_on: Day,
    space: String,
    me: u8,
    mine: Option<bool>,
    acts: Vec<ExportedAct>,
    #[serde(rename = "log")]
    _log: IgnoredAny,
    #[serde(rename = "members")]
    _members: IgnoredAny,
    #[serde(flatten)]
    lists: Map<String, Value>,
}

#[derive(Deserialize)]
struct ExportedAct {
    hash: String,
    partner: u8,
    bytes: Option<String>,
}

impl Past {
    /// Reads an export.
    ///
    /// # Errors
    /// [`PastError`].
    pub fn read(file: &[u8]) -> Result<Self, PastError> {
        if file.len() > MAX_FILE_BYTES {
            return Err(PastError::TooLarge);
        }
        let form = form_of(file)?;
        if form != FORMAT {
            return Err(PastError::Newer);
        }
        let export: Export = serde_json::from_slice(file).map_err(|_| PastError::Damaged)?;
        if export.format != FORMAT || !export.acts.iter().all(ExportedAct::is_whole) {
            return Err(PastError::Damaged);
        }
        let space = HEXLOWER.decode(export.space.as_bytes()).unwrap_or_default();
        if space.len() != SpaceId::LEN || export.me > 1 {
            return Err(PastError::Damaged);
        }
        let only_mine = || export.acts.iter().all(|act| act.partner == export.me);
        let mine = export.mine.unwrap_or_else(|| !export.acts.is_empty() && only_mine());
        if LISTS.iter().any(|list| !export.lists.get(*list).is_some_and(Value::is_array)) {
            return Err(PastError::Damaged);
        }
        let mut records = Vec::new();
        for (list, of) in export.lists {
            let Value::Array(of) = of else { continue };
            if !is_code(&list) {
                return Err(PastError::Damaged);
            }
            for record in of {
                records.push(PastRecord::read(&list, record)?);
            }
        }
        Ok(Self { exported_on: export.exported_on, space: export.space, mine, records })
    }

    /// As it is kept: JSON of these fields, in zlib's form.
    ///
    /// # Errors
    /// `TooLarge`.
    pub fn pack(&self) -> Result<Vec<u8>, PastError> {
        let plain = serde_json::to_vec(self).map_err(|_| PastError::Damaged)?;
        if plain.len() > MAX_PLAIN_BYTES {
            return Err(PastError::TooLarge);
        }
        let mut packed = Vec::with_capacity(MAX_PACKED_BYTES.min(plain.len() + 64));
        let done = Compress::new(Compression::best(), true).compress_vec(
            &plain,
            &mut packed,
            FlushCompress::Finish,
        );
        // It stops where the room reserved ends.
        match done {
            Ok(Status::StreamEnd) => Ok(packed),
            _ => Err(PastError::TooLarge),
        }
    }

    /// Back from what was kept; `None` where it is not exactly that.
    #[must_use]
    pub fn unpack(packed: &[u8]) -> Option<Self> {
        if packed.len() > MAX_PACKED_BYTES {
            return None;
        }
        let mut plain = Vec::with_capacity(packed.len().saturating_mul(8).min(MAX_PLAIN_BYTES));
        let mut packing = Decompress::new(true);
        loop {
            let read = usize::try_from(packing.total_in()).ok()?;
            let rest = packed.get(read..)?;
            match packing.decompress_vec(rest, &mut plain, FlushDecompress::Finish).ok()? {
                Status::StreamEnd => break,
                // It filled the room there was and wants more.
                _ if plain.len() == plain.capacity() && plain.len() < MAX_PLAIN_BYTES => {
                    plain.reserve_exact(plain.len().max(4096).min(MAX_PLAIN_BYTES - plain.len()));
                }
                _ => return None,
            }
        }
        if packing.total_in() != packed.len() as u64 {
            return None;
        }
        serde_json::from_slice(&plain).ok()
    }
}

/// The name of a kept copy: who holds the same bytes holds the same copy.
#[must_use]
pub fn past_id(packed: &[u8]) -> [u8; 32] {
    labelled("accord/v1/import", &[packed])
}

impl PastRecord {
    fn read(list: &str, record: Value) -> Result<Self, PastError> {
        let Value::Object(mut fields) = record else { return Err(PastError::Damaged) };
        fields.retain(|name, _| !NOT_KEPT.contains(&name.as_str()) && !name.ends_with("_say"));
        let record = clean(Value::Object(fields))?;
        let id = match record.get("id") {
            Some(Value::String(id)) if !id.is_empty() && id.len() <= MAX_ID_BYTES => id.clone(),
            // What never had one is named by what it says.
            None => {
                HEXLOWER.encode(&labelled("accord/v1/import", &[record.to_string().as_bytes()]))
            }
            Some(_) => return Err(PastError::Damaged),
        };
        let was =
            ["state", "result", "stance"].iter().find_map(|field| record.get(*field)?.as_str());
        Ok(Self {
            list: list.to_owned(),
            id,
            words: evidence::words(&record),
            was: was.map(str::to_owned),
            record,
        })
    }

    /// Every field of it as a line: where it stands, and what it says.
    #[must_use]
    pub fn facts(&self) -> Vec<(String, String)> {
        let mut facts = Vec::new();
        evidence::flatten(&self.record, String::new(), &mut facts);
        facts
    }
}

impl ExportedAct {
    /// Whether its bytes are those of its name. Words that were left out have none.
    fn is_whole(&self) -> bool {
        let Some(bytes) = &self.bytes else { return true };
        BASE64.decode(bytes.as_bytes()).is_ok_and(|bytes| act_hash(&bytes).hex() == self.hash)
    }
}

/// The form a file says it has.
fn form_of(file: &[u8]) -> Result<String, PastError> {
    #[derive(Deserialize)]
    struct Head {
        format: Option<String>,
    }
    match serde_json::from_slice::<Head>(file) {
        Ok(Head { format: Some(form) }) if form.starts_with(FORMS) => Ok(form),
        Ok(_) => Err(PastError::NotAnExport),
        // A cut or changed export still begins as one.
        Err(_) => {
            let begins = file.get(..64).unwrap_or(file);
            let has =
                |text: &[u8], what: &str| text.windows(what.len()).any(|at| at == what.as_bytes());
            let was = file.first() == Some(&b'{') && (has(begins, "\"acts\"") || has(file, FORMS));
            Err(if was { PastError::Damaged } else { PastError::NotAnExport })
        }
    }
}

fn is_code(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    !name.is_empty() && name.len() <= MAX_NAME_BYTES && name.bytes().all(fits)
}

/// Texts in the form they have in acts, names of fields as codes. The parser bounded how deep it goes.
fn clean(value: Value) -> Result<Value, PastError> {
    Ok(match value {
        Value::String(text) => Value::String(clean_text(&text)),
        Value::Array(list) => Value::Array(list.into_iter().map(clean).collect::<Result<_, _>>()?),
        Value::Object(fields) => {
            let mut kept = Map::new();
            for (name, field) in fields {
                if !is_code(&name) {
                    return Err(PastError::Damaged);
                }
                kept.insert(name, clean(field)?);
            }
            Value::Object(kept)
        }
        plain => plain,
    })
}

fn clean_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    text.nfc().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn export() -> Value {
        json!({
            "format": "accord-export-1", "exported_on": "2026-11-24", "space": "ab".repeat(32), "me": 0, "mine": false,
            "note": "A self-made record", "members": [], "log": [],
            "acts": [{ "hash": act_hash(b"act").hex(), "partner": 0, "bytes": BASE64.encode(b"act") }],
            "agreements": [{ "id": "aa", "state": "in_force", "asks": [{ "id": "1" }], "hidden": false,
                "in_force": { "words": "Call\r\non Sun\u{7}days", "since": "2026-11-23" } }],
            "boundaries": [], "promises": [{ "id": "bb", "text": "cafe\u{301}", "result": "kept" }], "repairs": [],
            "openness": [{ "topic": "phone", "me": { "stance": "ask" } }],
        })
    }

    fn read(export: &Value) -> Result<Past, PastError> {
        Past::read(&serde_json::to_vec(export).unwrap())
    }

    fn with(name: &str, value: Value) -> Value {
        let mut changed = export();
        changed[name] = value;
        changed
    }

    #[test]
    fn an_export_is_read_as_plain_words_without_questions() {
        let past = read(&export()).unwrap();
        assert_eq!((past.exported_on.to_string().as_str(), past.mine), ("2026-11-24", false));
        let [agreement, topic, promise] = &past.records[..] else {
            panic!("{}", past.records.len())
        };
        assert_eq!(agreement.words.as_deref(), Some("Call\non Sun\u{fffd}days"));
        assert_eq!(agreement.was.as_deref(), Some("in_force"));
        assert!(agreement.record.get("asks").is_none() && agreement.record.get("hidden").is_none());
        assert_eq!(
            (promise.words.as_deref(), promise.was.as_deref()),
            (Some("caf\u{e9}"), Some("kept"))
        );
        assert_eq!((topic.list.as_str(), topic.id.len()), ("openness", 64));
        let lines = agreement.facts();
        assert!(lines.contains(&("in force, since".into(), "2026-11-23".into())), "{lines:?}");
    }

    #[test]
    fn what_is_kept_comes_back_and_nothing_else_does() {
        let past = read(&export()).unwrap();
        let packed = past.pack().unwrap();
        assert!(Past::unpack(&packed).is_some_and(|back| back == past));
        assert!(Past::unpack(&packed[..packed.len() - 1]).is_none(), "cut");
        assert!(Past::unpack(&[&packed[..], b"x"].concat()).is_none(), "longer");
        assert!(Past::unpack(&[]).is_none());
    }

    #[test]
    fn something_else_a_damaged_file_and_a_newer_form_are_told_apart() {
        for (file, why) in [
            (&b""[..], PastError::NotAnExport),
            (b"PK\x03\x04", PastError::NotAnExport),
            (b"[]", PastError::NotAnExport),
            (br#"{"format":"accord-private-1","notes":[]}"#, PastError::NotAnExport),
            (br#"{"format":7}"#, PastError::NotAnExport),
            (br#"{"format":"accord-export-2"}"#, PastError::Newer),
            (br#"{"format":"accord-export-1"}"#, PastError::Damaged),
            (br#"{ "acts": [ { "hash": ""#, PastError::Damaged),
        ] {
            assert_eq!(Past::read(file).err(), Some(why), "{}", String::from_utf8_lossy(file));
        }
        for (name, value) in [
            ("space", json!("ab")),
            ("me", json!(2)),
            ("exported_on", json!("yesterday")),
            ("agreements", json!("none")),
            ("promises", json!(["words"])),
            ("promises", json!([{ "id": 7 }])),
            ("promises", json!([{ "id": "x".repeat(200) }])),
            ("promises", json!([{ "id": "bb", "a\u{202e}b": 1 }])),
            ("a b", json!([])),
            ("acts", json!([{ "hash": "00", "partner": 0, "bytes": BASE64.encode(b"act") }])),
            ("acts", json!([{ "hash": "00", "partner": 0, "bytes": "*" }])),
        ] {
            let changed = with(name, value.clone());
            assert_eq!(read(&changed).err(), Some(PastError::Damaged), "{name}: {value}");
        }
        let file = serde_json::to_vec_pretty(&export()).unwrap();
        for end in (1..file.len() - 1).step_by(7) {
            assert!(Past::read(&file[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn few_packed_bytes_do_not_become_endless_ones() {
        // A copy like any other, with white space behind it.
        let mut plain = serde_json::to_vec(&read(&export()).unwrap()).unwrap();
        plain.resize(MAX_PLAIN_BYTES + 1, b' ');
        let mut packed = Vec::with_capacity(1 << 20);
        let mut packing = Compress::new(Compression::best(), true);
        packing.compress_vec(&plain, &mut packed, FlushCompress::Finish).unwrap();
        assert!(packed.len() < MAX_PACKED_BYTES);
        assert!(Past::unpack(&packed).is_none());
        let words = "word ".repeat(MAX_PLAIN_BYTES / 10 + 1);
        let long = with("thanks", json!([{ "id": "cc", "text": words }]));
        let past = read(&long).unwrap();
        assert_eq!(past.pack().err(), Some(PastError::TooLarge));
        // And one within that bound that does not become short by packing.
        let mut word = 1_u64;
        let noise = (0..MAX_PACKED_BYTES / 6).map(|_| {
            word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            format!("{:08x}", word >> 32)
        });
        let long = with("thanks", json!([{ "id": "cc", "text": noise.collect::<String>() }]));
        assert_eq!(read(&long).unwrap().pack().err(), Some(PastError::TooLarge));
    }

    #[test]
    fn whose_it_is_is_told_by_the_file_or_else_by_its_acts() {
        assert!(read(&with("mine", json!(true))).unwrap().mine);
        let mut old = export();
        old.as_object_mut().unwrap().remove("mine");
        assert!(read(&old).unwrap().mine, "all acts are its owner's");
        old["me"] = json!(1);
        assert!(!read(&old).unwrap().mine);
    }

    proptest! {
        #[test]
        fn no_bytes_at_all_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..300), at in 0_usize..900, byte in any::<u8>()) {
            drop(Past::read(&bytes));
            drop(Past::unpack(&bytes));
            let mut file = serde_json::to_vec(&export()).unwrap();
            let at = at % file.len();
            file[at] = byte;
            if let Ok(past) = Past::read(&file) {
                let packed = past.pack().unwrap();
                prop_assert!(Past::unpack(&packed).is_some_and(|back| back == past));
                let mut packed = packed;
                let at = at % packed.len();
                packed[at] ^= byte | 1;
                drop(Past::unpack(&packed));
            }
        }
    }
}
