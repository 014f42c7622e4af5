//! A readable `.automerge` file: the derived state under readable keys, and the acts it was derived from.
//!
//! Owns how plain JSON becomes an Automerge document that the npm package opens as plain data. It must not know what
//! the state means. The file is built fresh: it shares no history with a page, so it can be handed out and edited without
//! ever merging back.
//!
//! ```text
//! { ...the state's own keys, "pages": { <page name>: { "act:<id>": bytes, ... }, ... } }
//! ```

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Automerge, AutomergeError, ObjId, ObjType, ROOT, ScalarValue};
use serde_json::Value;

use super::automerge_doc::{self, DocumentError, TEXT_ENCODING};
use super::ids::root_key;
use super::page::OwnPage;

/// The key the pages lie under.
const PAGES: &str = "pages";

/// The deepest nesting that is exported: far deeper than any state, far shallower than any stack.
const MAX_DEPTH: usize = 32;

/// Why no file could be made. No variant carries content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The state is not an object.
    #[error("state is not an object")]
    NotAnObject,
    /// The state or two pages use a key twice; `pages` is taken.
    #[error("a top-level key or a page name is used twice")]
    KeyTaken,
    /// A key that the npm package cannot address: empty, or with a `/`.
    #[error("a key at depth {depth} is empty or has a slash")]
    Key {
        /// How deep, the root being 0.
        depth: usize,
    },
    /// Nested too deeply.
    #[error("nested deeper than {MAX_DEPTH}")]
    TooDeep,
    /// A page's document, or the file itself when read back, is not as it should be.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// Automerge did not take a value.
    #[error("automerge did not take a value")]
    Write,
}

impl From<AutomergeError> for ExportError {
    fn from(_: AutomergeError) -> Self {
        Self::Write
    }
}

/// Builds the file, loads it back and compares before it is given out.
///
/// `state` is an object; strings become collaborative text, which is what JavaScript sees as a string. `pages` are named
/// for people; of their acts those that `is_shown` says yes to. `actor` is random: two exports must not look like one author.
///
/// # Errors
/// When the state does not fit, or a page does not load.
pub fn export(
    state: &Value,
    pages: &mut [(&str, &mut OwnPage)],
    is_shown: &dyn Fn(&[u8]) -> bool,
    actor: [u8; 16],
) -> Result<Vec<u8>, ExportError> {
    let Value::Object(entries) = state else { return Err(ExportError::NotAnObject) };
    if entries.contains_key(PAGES) {
        return Err(ExportError::KeyTaken);
    }
    let mut acts = Vec::with_capacity(pages.len());
    for (name, page) in pages {
        check_key(name, 1)?;
        if acts.iter().any(|(other, _)| other == name) {
            return Err(ExportError::KeyTaken);
        }
        acts.push((*name, page.acts()?));
    }
    automerge_doc::guarded(|| {
        let mut doc = Automerge::new_with_encoding(TEXT_ENCODING);
        doc.set_actor(ActorId::from(&actor[..]));
        let mut tx = doc.transaction();
        for (key, value) in entries {
            put(&mut tx, &ROOT, Slot::Key(key), value, 0)?;
        }
        let root = tx.put_object(ROOT, PAGES, ObjType::Map)?;
        for (name, acts) in acts {
            let page = tx.put_object(&root, name, ObjType::Map)?;
            for act in acts.into_iter().filter(|act| is_shown(&act.bytes)) {
                tx.put(&page, root_key(&act.id), ScalarValue::Bytes(act.bytes))?;
            }
        }
        tx.commit_with(CommitOptions::default().with_time(0));
        let heads: Vec<[u8; 32]> = doc.get_heads().iter().map(|hash| hash.0).collect();
        Ok(automerge_doc::save(&doc, &heads)?)
    })
}

/// Where a value goes.
#[derive(Clone, Copy)]
enum Slot<'a> {
    Key(&'a str),
    Index(usize),
}

fn put(
    tx: &mut Transaction<'_>,
    parent: &ObjId,
    slot: Slot<'_>,
    value: &Value,
    depth: usize,
) -> Result<(), ExportError> {
    if depth >= MAX_DEPTH {
        return Err(ExportError::TooDeep);
    }
    if let Slot::Key(key) = slot {
        check_key(key, depth)?;
    }
    match value {
        Value::Null => scalar(tx, parent, slot, ScalarValue::Null),
        Value::Bool(value) => scalar(tx, parent, slot, ScalarValue::Boolean(*value)),
        Value::Number(value) => {
            let value = match (value.as_i64(), value.as_u64(), value.as_f64()) {
                (Some(int), _, _) => ScalarValue::Int(int),
                (_, Some(uint), _) => ScalarValue::Uint(uint),
                (_, _, Some(float)) => ScalarValue::F64(float),
                (None, None, None) => return Err(ExportError::Write),
            };
            scalar(tx, parent, slot, value)
        }
        Value::String(text) => {
            let object = object(tx, parent, slot, ObjType::Text)?;
            Ok(tx.splice_text(&object, 0, 0, text)?)
        }
        Value::Array(values) => {
            let object = object(tx, parent, slot, ObjType::List)?;
            for (index, value) in values.iter().enumerate() {
                put(tx, &object, Slot::Index(index), value, depth + 1)?;
            }
            Ok(())
        }
        Value::Object(entries) => {
            let object = object(tx, parent, slot, ObjType::Map)?;
            for (key, value) in entries {
                put(tx, &object, Slot::Key(key), value, depth + 1)?;
            }
            Ok(())
        }
    }
}

fn scalar(
    tx: &mut Transaction<'_>,
    parent: &ObjId,
    slot: Slot<'_>,
    value: ScalarValue,
) -> Result<(), ExportError> {
    match slot {
        Slot::Key(key) => tx.put(parent, key, value)?,
        Slot::Index(index) => tx.insert(parent, index, value)?,
    }
    Ok(())
}

fn object(
    tx: &mut Transaction<'_>,
    parent: &ObjId,
    slot: Slot<'_>,
    kind: ObjType,
) -> Result<ObjId, ExportError> {
    Ok(match slot {
        Slot::Key(key) => tx.put_object(parent, key, kind)?,
        Slot::Index(index) => tx.insert_object(parent, index, kind)?,
    })
}

fn check_key(key: &str, depth: usize) -> Result<(), ExportError> {
    if key.is_empty() || key.contains('/') { Err(ExportError::Key { depth }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use automerge::ReadDoc;
    use serde_json::json;

    use super::*;
    use crate::document::testing::ADA;
    use crate::document::{PageRecord, act_key};

    fn read(doc: &Automerge, object: &ObjId) -> Value {
        let value = |value: automerge::Value<'_>, id: ObjId| match value {
            automerge::Value::Object(ObjType::Text) => Value::String(doc.text(&id).unwrap()),
            automerge::Value::Object(_) => read(doc, &id),
            automerge::Value::Scalar(scalar) => match scalar.as_ref() {
                ScalarValue::Null => Value::Null,
                ScalarValue::Boolean(value) => json!(value),
                ScalarValue::Int(value) => json!(value),
                ScalarValue::Uint(value) => json!(value),
                ScalarValue::F64(value) => json!(value),
                ScalarValue::Bytes(bytes) => json!(bytes),
                other => panic!("{other:?}"),
            },
        };
        if doc.object_type(object).unwrap() == ObjType::List {
            let items = (0..doc.length(object)).map(|n| doc.get(object, n).unwrap().unwrap());
            return items.map(|(item, id)| value(item, id)).collect();
        }
        let entry = |key: String| {
            let (item, id) = doc.get(object, key.as_str()).unwrap().unwrap();
            (key, value(item, id))
        };
        Value::Object(doc.keys(object).map(entry).collect())
    }

    fn page(acts: &[&[u8]]) -> OwnPage {
        let mut page = OwnPage::new();
        let change = page.build_change(ADA, acts).unwrap();
        page.ingest(&PageRecord { author: ADA.device, position: 1, changes: &[&change] });
        page
    }

    #[test]
    fn an_export_reads_back_as_the_state_and_the_acts() {
        let state = json!({
            "agreements": [{ "title": "No phones at meals — ☕ 📵", "in force": true, "since": null }, "plain"],
            "counts": { "acts": 3, "below zero": -4, "large": u64::MAX, "half": 0.5 },
            "nothing": [],
            "": {},
        });
        let mut own = page(&[b"an act"]);
        let error = export(&state, &mut [("partner 0", &mut own)], &|_| true, [7; 16]);
        assert_eq!(error, Err(ExportError::Key { depth: 0 }));

        let mut state = state;
        state.as_object_mut().unwrap().remove("");
        let mut empty = OwnPage::new();
        let pages: &mut [_] = &mut [("partner 0", &mut own), ("partner 1", &mut empty)];
        let bytes = export(&state, pages, &|_| true, [7; 16]).unwrap();
        assert_eq!(export(&state, pages, &|_| true, [7; 16]).unwrap(), bytes);
        let mut got = read(&Automerge::load(&bytes).unwrap(), &ROOT);
        let got_pages = got.as_object_mut().unwrap().remove("pages").unwrap();
        assert_eq!(got, state);
        let key = root_key(&act_key(b"an act"));
        assert_eq!(got_pages, json!({ "partner 0": { key: b"an act" }, "partner 1": {} }));
        let none = export(&state, &mut [("partner 0", &mut own)], &|act| act != b"an act", [7; 16]);
        let got = read(&Automerge::load(&none.unwrap()).unwrap(), &ROOT);
        assert_eq!(got["pages"], json!({ "partner 0": {} }));
    }

    #[test]
    fn what_cannot_be_exported_is_refused_with_the_reason() {
        let refused = |state: &Value| export(state, &mut [], &|_| true, [7; 16]).unwrap_err();
        assert_eq!(refused(&json!([])), ExportError::NotAnObject);
        assert_eq!(refused(&json!({ "pages": 1 })), ExportError::KeyTaken);
        assert_eq!(refused(&json!({ "a": { "b/c": 1 } })), ExportError::Key { depth: 1 });
        let mut deep = json!(1);
        for _ in 0..=MAX_DEPTH {
            deep = json!({ "deeper": deep });
        }
        assert_eq!(refused(&deep), ExportError::TooDeep);
        assert!(export(&deep["deeper"], &mut [], &|_| true, [7; 16]).is_ok());

        let (mut one, mut two) = (page(&[b"one"]), page(&[b"two"]));
        let twice =
            export(&json!({}), &mut [("page", &mut one), ("page", &mut two)], &|_| true, [7; 16]);
        assert_eq!(twice, Err(ExportError::KeyTaken));
        let slash = export(&json!({}), &mut [("a/b", &mut one)], &|_| true, [7; 16]);
        assert_eq!(slash, Err(ExportError::Key { depth: 1 }));
        let mut broken = OwnPage::open(&one.state(), Vec::new(), Vec::new()).unwrap();
        let broken = export(&json!({}), &mut [("page", &mut broken)], &|_| true, [7; 16]);
        assert!(matches!(broken, Err(ExportError::Document(DocumentError::Heads { .. }))));
    }
}
