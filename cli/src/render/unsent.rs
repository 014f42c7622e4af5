//! What own devices said, and what a removed one could not send.

use accord_client_core::client::command::{DeviceActsView, IssuedView, UnsentView};

use super::page::Page;

/// One own device with all it said to the partner.
pub(super) fn device(page: &mut Page<'_>, view: &DeviceActsView) {
    super::devices::list(page, std::slice::from_ref(&view.device));
    page.gap();
    if view.said.is_empty() {
        page.say("unsent-device-silent", &[]);
        return;
    }
    page.say("unsent-device-said", &[("n", view.said.len().into())]);
    for said in &view.said {
        let scene = page.scene();
        let (id, on) = (scene.short(&said.id), scene.on(said.on));
        let what = scene.word("word-aside", &said.what.replace(' ', "_"));
        page.line(format!("{id}  {on}  {what}"));
        if let Some(words) = &said.words {
            page.words(words);
        }
    }
}

/// What a file holds.
pub(super) fn review(page: &mut Page<'_>, view: &UnsentView) {
    let short = super::shortest(&view.device, std::iter::empty());
    let name = view.name.clone().unwrap_or(short);
    let on = page.scene().on(view.on);
    page.say("unsent-by", &[("name", name.as_str().into()), ("on", on.as_str().into())]);
    page.say("unsent-careful", &[]);
    page.gap();
    if view.acts.is_empty() {
        page.say("unsent-empty", &[]);
        return;
    }
    for act in &view.acts {
        let id = super::shortest(&act.id, view.acts.iter().map(|other| other.id.as_str()));
        let scene = page.scene();
        let what = scene.word("word-aside", &act.what.replace(' ', "_"));
        let on = scene.on(act.on);
        let state = scene.text("unsent-state", &[("code", act.state.into())]);
        page.line(format!("{id}  {on}  {what}: {state}"));
        if let Some(words) = &act.words {
            page.words(words);
        }
        if let Some(about) = &act.about {
            page.tell("unsent-about", &[]);
            page.words(about);
        }
    }
    page.gap();
    page.say("unsent-ways", &[]);
}

/// What was said again.
pub(super) fn issued(page: &mut Page<'_>, view: &IssuedView) {
    page.say("unsent-issued", &[("n", view.issued.len().into())]);
}
