//! Today, in a few lines.

use accord_client_core::client::today::TodayView;

use super::page::{Page, count, first_line};
use super::ritual;

pub(super) fn today(page: &mut Page<'_>, view: &TodayView) {
    let scene = page.scene();
    if view.rituals.is_empty() && view.promises.is_empty() {
        page.line("Nothing today. That is fine.");
    }
    if !view.rituals.is_empty() {
        ritual::dates(page, &view.rituals);
    }
    for promise in &view.promises {
        let due = promise.due.as_deref().map(|due| scene.when(due)).unwrap_or_default();
        page.line(format!(
            "{}  your promise, due {due}: {}",
            scene.short(&promise.id),
            first_line(&promise.text)
        ));
    }
    if view.questions > 0 {
        page.gap();
        page.line(format!("{} for you: `accord asks`", count(view.questions, "question")));
    }
}
