//! Copies of what was. Every page of them says first what they are not.

use accord_client_core::client::command::{ImportShown, ImportView, PastView};

use super::page::{Page, first_line};
use super::shortest;

/// All copies.
pub(super) fn list(page: &mut Page<'_>, list: &[ImportView]) {
    if list.is_empty() {
        page.say("import-none", &[]);
        return;
    }
    for view in list {
        let id = page.scene().short(&view.id);
        let said = about(page, view);
        page.line(format!("{id}  {said}"));
    }
    page.gap();
    page.say("import-only-you", &[]);
}

/// A copy that was just kept.
pub(super) fn kept(page: &mut Page<'_>, view: &ImportView) {
    let id = page.scene().short(&view.id);
    page.say("import-kept", &[("id", (&id).into()), ("n", view.records.into())]);
    page.say("import-mark", &[]);
    page.say("import-only-you", &[]);
}

/// Everything in a copy.
pub(super) fn show(page: &mut Page<'_>, view: &ImportShown) {
    let said = about(page, &view.copy);
    page.line(said);
    page.say("import-mark", &[]);
    let mut list = "";
    for past in &view.list {
        if past.list != list {
            list = &past.list;
            let heading = page.scene().text("sheet-group", &[("code", list.into())]);
            page.gap();
            page.line(heading);
        }
        let id = shortest(&past.id, view.list.iter().map(|other| other.id.as_str()));
        let words = first_line(past.words.as_deref().unwrap_or_default());
        let was = was(page, past);
        page.detail(format!("{id}  {was}{words}"));
    }
    page.gap();
    let id = page.scene().short(&view.copy.id);
    page.say("import-ways", &[("id", (&id).into())]);
}

/// One record of a copy.
pub(super) fn past(page: &mut Page<'_>, past: &PastView) {
    page.say("import-mark", &[]);
    page.gap();
    if let Some(words) = &past.words {
        page.words(words);
    }
    for (name, said) in &past.facts {
        page.said_as(name, said);
    }
}

fn about(page: &Page<'_>, view: &ImportView) -> String {
    let scene = page.scene();
    let kept = scene.day(view.kept_on);
    let (Some(exported), Some(whose)) = (view.exported_on, view.whose) else {
        return scene.text("import-coming", &[("kept", (&kept).into())]);
    };
    let exported = scene.day(exported);
    scene.text(
        "import-copy",
        &[
            ("exported", (&exported).into()),
            ("kept", (&kept).into()),
            ("whose", whose.into()),
            ("n", view.records.into()),
        ],
    )
}

/// What it read then, never as if it did now.
fn was(page: &Page<'_>, past: &PastView) -> String {
    let Some(was) = &past.was else { return String::new() };
    let was = page.scene().word("import-state", was);
    let was = page.scene().text("import-was", &[("was", (&was).into())]);
    format!("({was})  ")
}
