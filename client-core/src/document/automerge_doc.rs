//! The only calls into Automerge for own pages: load, apply, read, save.
//!
//! Owns that a document is what the gate says it is: after every load and apply the heads are compared. It must only be
//! given changes the gate admitted and snapshots this client made. A panic inside Automerge becomes an error on native
//! targets (WASM aborts there; its driver journals what it ingests), and the document is thrown away, never kept half applied.

use std::fmt;

use automerge::{Automerge, Change, LoadOptions, ROOT, ReadDoc, ScalarValue, TextEncoding, Value};

use super::ids::{ACT_PREFIX, act_key, root_key};

/// What JavaScript counts in, so that positions mean the same in every client.
pub(crate) const TEXT_ENCODING: TextEncoding = TextEncoding::Utf16CodeUnit;

/// Automerge and the gate do not agree about a page. The page's changes are safe; the document can be rebuilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// A saved document does not load.
    #[error("snapshot does not load")]
    Load,
    /// An admitted change is not taken.
    #[error("admitted change is not taken by automerge")]
    Apply,
    /// Changes were taken but are not visible.
    #[error("{missing} dependencies are missing")]
    MissingDeps {
        /// How many hashes are missing.
        missing: usize,
    },
    /// The document ends in other changes than the gate.
    #[error("document has {got} heads that are not the gate's {expected}")]
    Heads {
        /// How many the gate has.
        expected: usize,
        /// How many the document has.
        got: usize,
    },
    /// The document holds something that is no act.
    #[error("page holds an entry that is not an act")]
    Entry,
    /// Automerge panicked.
    #[error("automerge panicked")]
    Panic,
}

/// An act as it lies in a page. `Debug` shows its length, never what it says.
#[derive(Clone, PartialEq, Eq)]
pub struct PageAct {
    /// Its id: the key it lies under.
    pub id: [u8; 16],
    /// Its bytes, opaque here.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for PageAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = data_encoding::HEXLOWER.encode(&self.id);
        f.debug_struct("PageAct").field("id", &id).field("bytes", &self.bytes.len()).finish()
    }
}

/// Loads a snapshot; no bytes are the empty document.
pub(crate) fn load(snapshot: &[u8]) -> Result<Automerge, DocumentError> {
    guarded(|| {
        let options = LoadOptions::new().text_encoding(TEXT_ENCODING);
        Automerge::load_with_options(snapshot, options).map_err(|_| DocumentError::Load)
    })
}

/// Applies changes; the document is lost when that fails.
pub(crate) fn apply(mut doc: Automerge, changes: &[Vec<u8>]) -> Result<Automerge, DocumentError> {
    guarded(|| {
        let changes = changes
            .iter()
            .map(|bytes| Change::try_from(bytes.as_slice()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| DocumentError::Apply)?;
        doc.apply_changes(changes).map_err(|_| DocumentError::Apply)?;
        Ok(doc)
    })
}

/// Checks that everything arrived: Automerge says Ok for a change whose dependency is missing.
pub(crate) fn check(doc: &Automerge, heads: &[[u8; 32]]) -> Result<(), DocumentError> {
    let missing = doc.get_missing_deps(&[]).len();
    if missing > 0 {
        return Err(DocumentError::MissingDeps { missing });
    }
    let mut got: Vec<[u8; 32]> = doc.get_heads().iter().map(|hash| hash.0).collect();
    got.sort_unstable();
    if got != heads {
        return Err(DocumentError::Heads { expected: heads.len(), got: got.len() });
    }
    Ok(())
}

/// Saves, loads what was saved, and compares: Automerge can write a save that it cannot load.
pub(crate) fn save(doc: &Automerge, heads: &[[u8; 32]]) -> Result<Vec<u8>, DocumentError> {
    let bytes = guarded(|| Ok(doc.save()))?;
    check(&load(&bytes)?, heads)?;
    Ok(bytes)
}

/// All acts, by id. All values of a key are read, never the winner; equal ones are one act.
pub(crate) fn acts(doc: &Automerge) -> Result<Vec<PageAct>, DocumentError> {
    guarded(|| {
        let mut out: Vec<PageAct> = Vec::new();
        for key in doc.keys(ROOT) {
            if !key.starts_with(ACT_PREFIX) {
                return Err(DocumentError::Entry);
            }
            let values = doc.get_all(ROOT, key.as_str()).map_err(|_| DocumentError::Entry)?;
            for (value, _) in values {
                let Value::Scalar(scalar) = value else { return Err(DocumentError::Entry) };
                let ScalarValue::Bytes(act) = scalar.into_owned() else {
                    return Err(DocumentError::Entry);
                };
                let id = act_key(&act);
                if root_key(&id) != key {
                    return Err(DocumentError::Entry);
                }
                let act = PageAct { id, bytes: act };
                if out.last() != Some(&act) {
                    out.push(act);
                }
            }
        }
        Ok(out)
    })
}

/// Runs a call into Automerge. What it worked on must not be used again when this fails.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn guarded<T, E: From<DocumentError>>(
    call: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(call))
        .unwrap_or_else(|_| Err(DocumentError::Panic.into()))
}

/// Runs a call into Automerge. A panic aborts the worker.
#[cfg(target_arch = "wasm32")]
pub(crate) fn guarded<T, E: From<DocumentError>>(
    call: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    call()
}
