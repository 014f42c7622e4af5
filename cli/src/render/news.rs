//! What changed, and the questions that wait.

use accord_client_core::law::view::{Ask, NewsGroup};

use super::page::{Page, capital};

pub(super) fn news(page: &mut Page<'_>, groups: &[NewsGroup]) {
    if groups.is_empty() {
        page.say("news-none", &[]);
        return;
    }
    for (at, group) in groups.iter().enumerate() {
        if at > 0 {
            page.gap();
        }
        page.line(capital(&page.scene().word("news-group", group.group)));
        for line in &group.lines {
            let id = line
                .record
                .as_deref()
                .map(|id| format!("  ({})", page.scene().short(id)))
                .unwrap_or_default();
            let day = page.scene().day(line.on);
            page.detail(format!("{day:<6}  {}{id}", page.scene().said(&line.sentence)));
        }
    }
}

pub(super) fn asks(page: &mut Page<'_>, asks: &[Ask]) {
    if asks.is_empty() {
        page.say("news-no-questions", &[]);
        return;
    }
    for ask in asks {
        one(page, ask);
        page.gap();
    }
    page.say("news-answer-with", &[]);
}

/// A question with its ways on.
pub(super) fn one(page: &mut Page<'_>, ask: &Ask) {
    page.line(format!("{}  {}", page.scene().short(&ask.id), page.scene().said(&ask.sentence)));
    let ids = || ask.choices.iter().map(|choice| choice.id.as_str());
    let shown: Vec<String> =
        ask.choices.iter().map(|choice| choice_id(&choice.id, ids())).collect();
    let width = shown.iter().map(|id| id.chars().count()).max().unwrap_or(0);
    for (choice, id) in ask.choices.iter().zip(shown) {
        let usual = if choice.preselected {
            format!("  ({})", page.scene().text("news-suggested", &[]))
        } else {
            String::new()
        };
        page.detail(format!(
            "{id:width$}  {}{usual}",
            page.scene().said(&choice.label).replace('\n', " ")
        ));
    }
}

/// Words stay whole; hashes are shortened.
fn choice_id<'a>(id: &str, ids: impl Iterator<Item = &'a str>) -> String {
    let is_hash = id.len() >= 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { super::shortest(id, ids) } else { id.to_owned() }
}
