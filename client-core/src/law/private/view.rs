//! A private note as plain data for its owner's screen or `--json`.

use serde::Serialize;

use super::state::{Note, Version};
use crate::act::repair::Stage;
use crate::act::vault::PrivateKind;
use crate::silent::silent;
use crate::time::Day;

/// A private note.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct NoteView {
    pub id: String,
    /// `private`: nobody else sees it.
    #[cfg_attr(feature = "types", ts(type = r#""private""#))]
    pub state: &'static str,
    pub kind: PrivateKind,
    pub on: Day,
    pub words: String,
    /// The record of the couple space it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Everything it said, the present words among them.
    pub versions: Vec<NoteVersion>,
}

/// What a note said from a day on.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct NoteVersion {
    pub on: Day,
    pub words: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
}

silent!(NoteView, NoteVersion);

/// The note for its owner.
#[must_use]
pub fn note_view(note: &Note) -> NoteView {
    let version = |version: &Version| NoteVersion {
        on: version.on,
        words: version.note.text.as_str().to_owned(),
        stage: version.note.stage,
    };
    NoteView {
        id: note.record.hex(),
        state: "private",
        kind: note.now.note.what,
        on: note.now.on,
        words: note.now.note.text.as_str().to_owned(),
        about: note.now.note.about.map(|about| about.hex()),
        stage: note.now.note.stage,
        versions: note.versions.iter().map(version).collect(),
    }
}
