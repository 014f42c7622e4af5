//! Copies of what was: an export of a couple space that is over, brought into the vault to be read.
//!
//! A copy is no act of any couple space and becomes none. It lies in the vault in pieces, so that own devices have it; nothing else of a
//! home looks at it: no list, no question, no export, no digest (`docs/decisions/0310`).

use serde::Deserialize;

use super::command::{ImportShown, ImportView, PastView, Reply, StateView};
use super::home::Home;
use super::vault::Import;
use super::{Client, Env, pen};
use crate::act::vault::{Piece, VaultBody};
use crate::act::{Body, RecordId};
use crate::law;
use crate::law::command::Prefix;
use crate::refused::Refused;
use crate::sheet::past::{Past, PastError, PastRecord, past_id};
use crate::silent::silent_enum;

/// Bytes of a piece: two of them fill the largest record.
const PIECE_BYTES: usize = 31_000;
/// Bytes of all copies a vault ever took, those that are gone included: its log forgets nothing, and the rest of a relay's room is for drafts
/// and keys.
const MAX_COPIES_BYTES: usize = 16 << 20;

/// Everything that can be asked about copies of what was. Ids are prefixes as typed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(tag = "import", optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named as in the command line's contract")]
pub enum ImportCommand {
    /// Keeps a copy of this file's words.
    Keep {
        file: Vec<u8>,
    },
    List,
    /// One copy with everything in it, or one record of it.
    Show {
        id: Prefix,
        record: Option<Prefix>,
    },
    /// The copy goes from all own devices.
    Remove {
        id: Prefix,
    },
}

silent_enum!(ImportCommand: Keep, List, Show, Remove);

impl Client {
    /// Carries out a command about copies of what was.
    pub(super) fn import(
        &mut self,
        env: &mut Env<'_>,
        what: &ImportCommand,
    ) -> Result<Reply, Refused> {
        match what {
            ImportCommand::Keep { file } => self.keep_copy(env, file),
            ImportCommand::List => {
                let imports = self.home()?.says().imports.clone();
                let mut list: Vec<_> =
                    imports.iter().map(|(id, import)| view(*id, import)).collect();
                list.sort_by_key(|view| (view.kept_on, view.id.clone()));
                Ok(Reply::Imports(list))
            }
            ImportCommand::Show { id, record } => self.show_copy(id, record.as_deref()),
            ImportCommand::Remove { id } => self.remove_copy(env, id),
        }
    }

    fn keep_copy(&mut self, env: &mut Env<'_>, file: &[u8]) -> Result<Reply, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let packed = Past::read(file).and_then(|past| past.pack())?;
        let id = RecordId(past_id(&packed));
        // A copy of which another device has not sent every piece yet is brought in whole.
        if home.says().imports.get(&id).is_some_and(|import| import.packed(id).is_some()) {
            return home.import_view(id).map(|view| Reply::Imported(Box::new(view)));
        }
        if home.copies_bytes() + packed.len() > MAX_COPIES_BYTES {
            return Err(Refused::rule("import_too_large"));
        }
        let mut pen = pen!(self, env);
        let of = u16::try_from(packed.len().div_ceil(PIECE_BYTES)).unwrap_or(u16::MAX);
        for (bytes, part) in packed.chunks(PIECE_BYTES).zip(0..) {
            let piece = Piece { part, of, bytes: bytes.to_vec() };
            home.note(&mut pen, id, VaultBody::Imported(piece));
        }
        home.import_view(id).map(|view| Reply::Imported(Box::new(view)))
    }

    fn show_copy(&mut self, id: &str, record: Option<&str>) -> Result<Reply, Refused> {
        let home = self.home()?;
        let id = home.import_named(id)?;
        let view = home.import_view(id)?;
        let past = home.says().imports.get(&id).and_then(|import| import.past(id));
        let Some(past) = past else { return Err(Refused::rule("import_incomplete")) };
        let Some(record) = record else {
            let records = past.records.into_iter().map(PastView::from).collect();
            return Ok(Reply::Import(Box::new(ImportShown { copy: view, list: records })));
        };
        let wanted = record.trim().to_ascii_lowercase();
        let mut found = past.records.into_iter().filter(|past| past.id.starts_with(&wanted));
        match (found.next().filter(|_| !wanted.is_empty()), found.next()) {
            (Some(one), None) => Ok(Reply::Past(Box::new(one.into()))),
            (Some(_), Some(_)) => Err(Refused::rule("ambiguous").with(wanted)),
            (None, _) => Err(Refused::not_found("record")),
        }
    }

    /// A copy of which nothing is in a record yet goes without a trace; else its end is said.
    fn remove_copy(&mut self, env: &mut Env<'_>, id: &str) -> Result<Reply, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let id = home.import_named(id)?;
        let mut pen = pen!(self, env);
        let journal = &home.vault.journal;
        let waits: Vec<u64> =
            journal.iter().filter(|entry| entry.record == id).map(|entry| entry.number).collect();
        if home.vault.acts.about(&id).len() == waits.len() {
            home.vault.unmake(&mut pen, &waits);
            home.unsay();
        } else {
            home.note(&mut pen, id, VaultBody::ImportGone);
        }
        Ok(Reply::State(StateView { state: "removed" }))
    }
}

impl Home {
    fn import_named(&mut self, id: &str) -> Result<RecordId, Refused> {
        law::resolve(id, self.says().imports.keys().copied())
    }

    fn import_view(&mut self, id: RecordId) -> Result<ImportView, Refused> {
        let import = self.says().imports.get(&id);
        import.map(|import| view(id, import)).ok_or_else(|| Refused::not_found("record"))
    }

    /// Bytes of every piece this vault holds or ever held.
    fn copies_bytes(&self) -> usize {
        let bytes = |body: &Body| match body {
            Body::Vault(VaultBody::Imported(piece)) => piece.bytes.len(),
            _ => 0,
        };
        self.vault.acts.iter().map(|(_, held)| bytes(&held.act.body)).sum()
    }

    /// Ids of all copies.
    pub(super) fn import_ids(&mut self) -> impl Iterator<Item = String> {
        self.says().imports.keys().map(RecordId::hex)
    }
}

impl Import {
    /// Its bytes, where all pieces are here and are what its id names.
    fn packed(&self, id: RecordId) -> Option<Vec<u8>> {
        if self.pieces.len() != usize::from(self.of) {
            return None;
        }
        let mut packed = Vec::new();
        for act in self.pieces.values() {
            let Body::Vault(VaultBody::Imported(piece)) = &act.body else { return None };
            packed.extend_from_slice(&piece.bytes);
        }
        (past_id(&packed) == id.0).then_some(packed)
    }

    fn past(&self, id: RecordId) -> Option<Past> {
        Past::unpack(&self.packed(id)?)
    }
}

fn view(id: RecordId, import: &Import) -> ImportView {
    let past = import.past(id);
    ImportView {
        id: id.hex(),
        kept_on: import.on,
        whole: past.is_some(),
        signed: false,
        exported_on: past.as_ref().map(|past| past.exported_on),
        space: past.as_ref().map(|past| past.space.clone()),
        whose: past.as_ref().map(|past| if past.mine { "mine" } else { "both" }),
        records: past.map_or(0, |past| past.records.len() as u64),
    }
}

impl From<PastRecord> for PastView {
    fn from(past: PastRecord) -> Self {
        let facts = past.facts();
        let PastRecord { list, id, words, was, record } = past;
        Self { list, id, words, was, record, facts }
    }
}

impl From<PastError> for Refused {
    fn from(error: PastError) -> Self {
        Self::rule(match error {
            PastError::NotAnExport => "not_an_export",
            PastError::Damaged => "export_damaged",
            PastError::Newer => "export_newer",
            PastError::TooLarge => "import_too_large",
        })
    }
}
