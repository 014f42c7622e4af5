//! Today, in a few lines.

use accord_client_core::client::today::TodayView;

use super::page::{Page, first_line};
use super::ritual;

pub(super) fn today(page: &mut Page<'_>, view: &TodayView) {
    let scene = page.scene();
    if view.rituals.is_empty() && view.promises.is_empty() {
        page.say("ritual-today-nothing", &[]);
    }
    if !view.rituals.is_empty() {
        ritual::dates(page, &view.rituals);
    }
    for promise in &view.promises {
        let due = promise.due.as_deref().map(|due| scene.when(due)).unwrap_or_default();
        let words = first_line(&promise.text);
        let said = [("due", (&due).into()), ("words", (&words).into())];
        let said = scene.text("ritual-today-promise", &said);
        page.line(format!("{}  {said}", scene.short(&promise.id)));
    }
    if view.questions > 0 {
        page.gap();
        page.say("ritual-today-questions", &[("n", view.questions.into())]);
    }
}
