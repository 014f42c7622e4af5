//! Private notes and drafts: lists, one note, and what a command on them came to. Nothing counts and nothing asks.

use accord_client_core::act::repair::Stage;
use accord_client_core::client::command::{Command, PrivateItem};
use accord_client_core::client::notes::PrivateCommand;
use accord_client_core::law::private::NoteView;

use super::page::{Page, first_line};
use super::shortest;

/// What a person typed is still to be told from other notes: a little longer than in a list.
const ALONE: usize = 8;

/// Drafts and notes.
pub(super) fn list(page: &mut Page<'_>, list: &[PrivateItem]) {
    let scene = page.scene();
    if list.is_empty() {
        page.say("private-none", &[]);
        return;
    }
    let notes: Vec<&NoteView> = list
        .iter()
        .filter_map(|item| match item {
            PrivateItem::Note(view) => Some(&**view),
            PrivateItem::Draft(_) => None,
        })
        .collect();
    let ids = || scene.ids.iter().chain(notes.iter().map(|note| &note.id)).map(String::as_str);
    let row = |item: &PrivateItem| match item {
        PrivateItem::Draft(draft) => super::draft_row(scene, draft),
        PrivateItem::Note(view) => {
            let kind = code(&view.kind);
            let what = scene.text("private-kind", &[("kind", kind.as_str().into())]);
            [shortest(&view.id, ids()), what, first_line(&view.words)]
        }
    };
    let rows: Vec<_> = list.iter().map(row).collect();
    page.table(["word-col-id", "private-head-what", "word-col-words"], &rows);
    page.gap();
    page.say("private-only-you", &[]);
}

/// What a command came to, and one note.
pub(super) fn note(page: &mut Page<'_>, command: &Command, view: &NoteView) {
    let id: String = view.id.chars().take(ALONE).collect();
    let id = [("id", id.as_str().into())];
    let Command::Private { what, .. } = command else { return show(page, view) };
    match what {
        PrivateCommand::Forgive { share: true, .. } => page.say("private-kept-and-shared", &id),
        PrivateCommand::Add { .. } | PrivateCommand::Forgive { .. } => {
            page.say("private-kept", &id)
        }
        PrivateCommand::Edit { .. } => page.say("private-edited", &id),
        _ => show(page, view),
    }
}

/// A note whole, the newest words first.
fn show(page: &mut Page<'_>, view: &NoteView) {
    let scene = page.scene();
    let id: String = view.id.chars().take(ALONE).collect();
    let kind = code(&view.kind);
    let what = scene.text("private-kind", &[("kind", kind.as_str().into())]);
    let day = scene.day(view.on);
    page.line(format!("{id}  {what}  {day}"));
    page.words(&view.words);
    stage(page, view.stage);
    if let Some(about) = &view.about {
        let about = scene.short(about);
        page.say("private-about", &[("id", about.as_str().into())]);
    }
    for version in view.versions.iter().rev().filter(|version| version.words != view.words) {
        let day = scene.day(version.on);
        page.gap();
        page.say("private-before", &[("day", day.as_str().into())]);
        page.words(&version.words);
        stage(page, version.stage);
    }
}

fn stage(page: &mut Page<'_>, stage: Option<Stage>) {
    let Some(stage) = stage else { return };
    let stage = code(&stage);
    page.say("private-stage", &[("stage", stage.as_str().into())]);
}

/// What a command came to that answers with a state.
pub(super) fn state(page: &mut Page<'_>, what: &PrivateCommand, state: &str) {
    match (what, state) {
        (PrivateCommand::Delete { .. }, _) => page.say("private-deleted", &[]),
        (PrivateCommand::LockRemove, _) => page.say("private-lock-removed", &[]),
        (PrivateCommand::LockChange { .. }, _) => page.say("private-lock-changed", &[]),
        _ => page.say("private-lock-set", &[]),
    }
}

/// The code of one of the core's own words.
fn code(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
