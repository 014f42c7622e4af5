//! Notes, lists and drafts of wordings.

use accord_client_core::client::command::Command;
use accord_client_core::client::joint::JointCommand;
use accord_client_core::client::joint::view::{JointItem, JointThing};

use super::page::{Page, first_line};

/// How much of a hash names a text: so much that nobody can write another text with the same beginning.
const HASH_DIGITS: usize = 16;

pub(super) fn list(page: &mut Page<'_>, list: &[JointThing]) {
    let scene = page.scene();
    if list.is_empty() {
        page.say("joint-nothing", &[]);
        return;
    }
    let row = |view: &JointThing| {
        let says = view.title.as_deref().or(view.text.as_deref()).unwrap_or_default();
        [scene.short(&view.id), kind(page, view), first_line(says)]
    };
    let rows: Vec<_> = list.iter().map(row).collect();
    page.table(["word-col-id", "joint-head-kind", "joint-head-says"], &rows);
}

fn kind(page: &Page<'_>, view: &JointThing) -> String {
    if view.away {
        page.scene().text("joint-kind-away", &[("kind", view.kind.into())])
    } else {
        page.scene().text("joint-kind", &[("kind", view.kind.into())])
    }
}

/// What a command came to.
pub(super) fn said(page: &mut Page<'_>, command: &Command, view: &JointThing) {
    let scene = page.scene();
    let Command::Joint(what) = command else { return show(page, view) };
    let short = scene.short(&view.id);
    match what {
        JointCommand::AddNote { .. }
        | JointCommand::AddList { .. }
        | JointCommand::AddWording { .. } => {
            let args = [("id", (&short).into()), ("kind", view.kind.into())];
            page.say("joint-begun", &args);
        }
        JointCommand::PutAway { on: true, id } => {
            page.say("joint-put-away", &[("id", id.into())]);
        }
        JointCommand::PutAway { on: false, .. } => page.say("joint-back", &[]),
        _ => show(page, view),
    }
}

fn show(page: &mut Page<'_>, view: &JointThing) {
    let scene = page.scene();
    page.line(format!("{}  {}", scene.short(&view.id), kind(page, view)));
    if let Some(title) = &view.title {
        page.words(title);
    }
    if let Some(text) = view.text.as_ref().filter(|text| !text.is_empty()) {
        page.gap();
        page.words(text);
    }
    if let Some(items) = &view.items {
        show_items(page, items);
    }
    page.gap();
    let area = view.area.and_then(|area| serde_json::to_value(area).ok());
    if let Some(area) = area.as_ref().and_then(|area| area.as_str()) {
        page.tell("joint-area", &[("area", (&scene.word("word-area", area)).into())]);
    }
    let what = view.agreement_kind.and_then(|kind| serde_json::to_value(kind).ok());
    if let Some(what) = what.as_ref().and_then(|what| what.as_str()) {
        page.tell("joint-proposed-as", &[("what", (&scene.word("word-kind", what)).into())]);
    }
    if let Some(agreement) = &view.agreement {
        let id = scene.short(agreement);
        page.detail(scene.text("joint-proposed", &[("id", (&id).into())]));
    }
    if view.items.is_none() {
        let hash: String = view.hash.chars().take(HASH_DIGITS).collect();
        page.detail(scene.text("joint-text-shown", &[("hash", (&hash).into())]));
    }
}

fn show_items(page: &mut Page<'_>, items: &[JointItem]) {
    let scene = page.scene();
    let (away, here): (Vec<&JointItem>, Vec<&JointItem>) = items.iter().partition(|item| item.away);
    let tick = |ticked: bool| if ticked { "x" } else { "" }.to_owned();
    let row = |item: &&JointItem| {
        let ticked = (tick(item.ticked.me), tick(item.ticked.them));
        [scene.short(&item.id), ticked.0, ticked.1, first_line(&item.text)]
    };
    let [id, you, item] =
        ["word-col-id", "joint-head-you", "joint-head-item"].map(|head| scene.text(head, &[]));
    let head = [id, you, scene.they_first(), item];
    for (are_away, items) in [(false, here), (true, away)] {
        if items.is_empty() {
            continue;
        }
        page.gap();
        if are_away {
            page.say("joint-items-away", &[]);
        }
        let rows: Vec<_> = items.iter().map(row).collect();
        page.headed(&head, &rows);
    }
}
