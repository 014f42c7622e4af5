//! What may be written on the private page, and the acts that say it. Nobody else has a word in it.

use super::state::{Note, notes};
use crate::act::repair::Stage;
use crate::act::vault::{PrivateKind, PrivateNote, VaultBody};
use crate::act::{Body, RecordId};
use crate::law::asking::text;
use crate::law::command::Prefix;
use crate::law::graph::Acts;
use crate::law::{Decision, resolve};
use crate::refused::Refused;
use crate::silent::silent_enum;

/// Something to write on the private page. Ids are prefixes as typed.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are named as in the command line's contract")]
pub enum NoteCommand {
    /// A new note, perhaps about a record of the couple space.
    Add { kind: PrivateKind, text: String, about: Option<RecordId>, stage: Option<Stage> },
    /// Other words for a note. The earlier ones stay among its versions; what is left out stays as it was.
    Edit { id: Prefix, text: Option<String>, stage: Option<Stage> },
    /// The note with all its versions is gone.
    Delete { id: Prefix },
}

silent_enum!(NoteCommand: Add, Edit, Delete);

/// The acts that say `command`. `fresh` is a new random id, used where it begins a note.
///
/// # Errors
/// `not_found`, `ambiguous`, and what a text may not be.
pub fn decide(acts: &Acts, command: &NoteCommand, fresh: RecordId) -> Result<Decision, Refused> {
    let say = |record, note| Decision::one(record, Body::Vault(VaultBody::Private(note)));
    Ok(match command {
        NoteCommand::Add { kind, text: words, about, stage } => {
            let text = text(words, "text")?;
            say(fresh, PrivateNote { what: *kind, text, about: *about, stage: *stage })
        }
        NoteCommand::Edit { id, text: words, stage } => {
            let note = find(acts, id)?;
            let mut next = note.now.note.clone();
            if let Some(words) = words {
                next.text = text(words, "text")?;
            }
            next.stage = stage.or(next.stage);
            if next == note.now.note {
                Decision::nothing(note.record)
            } else {
                say(note.record, next)
            }
        }
        NoteCommand::Delete { id } => {
            let note = find(acts, id)?;
            Decision::one(note.record, Body::Vault(VaultBody::PrivateGone))
        }
    })
}

/// The acts that write `body` about a note anew, as of today: exactly that, or a refusal.
///
/// # Errors
/// `said_already` where the note says so now or is gone as it should be, `changed_since`.
pub fn again(acts: &Acts, record: RecordId, body: &Body) -> Result<Decision, Refused> {
    let said = || Refused::rule("said_already");
    let there = notes(acts).iter().any(|note| note.record == record);
    let id = record.hex();
    let command = match body {
        Body::Vault(VaultBody::Private(note)) if there => {
            NoteCommand::Edit { id, text: Some(note.text.as_str().to_owned()), stage: note.stage }
        }
        Body::Vault(VaultBody::Private(note)) => NoteCommand::Add {
            kind: note.what,
            text: note.text.as_str().to_owned(),
            about: note.about,
            stage: note.stage,
        },
        _ if there => NoteCommand::Delete { id },
        _ => return Err(said()),
    };
    let decision = decide(acts, &command, record)?;
    match &decision.acts[..] {
        [] => Err(said()),
        [new] if new.record == record && new.body == *body => Ok(decision),
        _ => Err(Refused::rule("changed_since")),
    }
}

fn find(acts: &Acts, id: &str) -> Result<Note, Refused> {
    let all = notes(acts);
    let record = resolve(id, all.iter().map(|note| note.record))?;
    all.into_iter().find(|note| note.record == record).ok_or_else(|| Refused::not_found("record"))
}
