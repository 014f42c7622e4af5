//! Promises: a list, one with its dates, and counts. No score.

use std::collections::BTreeMap;

use accord_client_core::law::view::{Occurrence, Promise, PromiseRecord, Side};
use accord_client_core::time::Day;

use super::agreement::history;
use super::page::{Page, capital, first_line};
use super::{Scene, news};

/// Dates of a repeating promise that are shown: what is further back is in `--json`.
const SHOWN_DATES: usize = 10;

pub(super) fn list(page: &mut Page<'_>, list: &[Promise]) {
    let scene = page.scene();
    if list.is_empty() {
        page.line(
            "No promises here. Start small: `accord promise add \"...\"`, one you are sure of.",
        );
        return;
    }
    let rows: Vec<_> = list
        .iter()
        .map(|view| {
            let due = view.due.as_deref().map_or_else(|| "-".into(), |due| scene.when(due));
            let due = match &view.every {
                Some(every) => format!("{due}, {}", often(every)),
                None => due,
            };
            [scene.short(&view.id), by(view, scene), due, state(view), first_line(&view.text)]
        })
        .collect();
    page.table(["ID", "By", "Due", "Result", "Words"], &rows);
}

fn by(view: &Promise, scene: &Scene) -> String {
    match view.maker {
        Side::Me => "you".into(),
        Side::Them => scene.they().into(),
    }
}

fn state(view: &Promise) -> String {
    if view.state == "draft" { "draft".into() } else { result(view.result).into() }
}

/// `day`, `week` and `month` after "every"; a rule as it is.
fn often(every: &str) -> String {
    if every.contains(['=', ' ']) { every.to_owned() } else { format!("every {every}") }
}

/// A result in words.
pub(super) fn result(code: &str) -> &str {
    match code {
        "not_kept" => "not kept",
        "seen_differently" => "seen differently",
        "no_word" => "no word yet",
        "changed_ahead" => "changed ahead",
        "not_applicable" => "did not apply",
        other => other,
    }
}

/// One promise, whole.
pub(super) fn show(page: &mut Page<'_>, view: &Promise) {
    let scene = page.scene();
    page.line(format!(
        "{}  {}  (promise by {})",
        scene.short(&view.id),
        state(view),
        by(view, scene)
    ));
    page.words(&view.text);
    let mut facts = Vec::new();
    if let Some(due) = &view.due {
        facts.push(format!("due {}", scene.when(due)));
    }
    facts.extend(view.every.as_deref().map(often));
    facts.extend(view.size.map(str::to_owned));
    facts.extend(view.sure.map(|sure| match sure {
        "yes" => "sure of it".to_owned(),
        "mostly" => "mostly sure of it".to_owned(),
        other => other.to_owned(),
    }));
    if !facts.is_empty() {
        page.detail(capital(&facts.join(", ")));
    }
    let reader = match view.maker {
        Side::Me => scene.they_first(),
        Side::Them => "You",
    };
    if let Some(read) = &view.acknowledged {
        page.detail(format!("{reader} read it {}.", scene.on(read.on)));
    }
    for thanks in &view.thanks {
        page.detail(format!("{reader} said thanks {}.", scene.on(thanks.on)));
    }
    dates(page, view);
    for ask in &view.asks {
        page.gap();
        news::one(page, ask);
    }
    history(
        page,
        &view.history,
        &view.history.iter().filter_map(|line| line.revision.clone()).collect::<Vec<_>>(),
    );
}

/// Dates something can be said about: of one that repeats the newest, and the next.
fn dates(page: &mut Page<'_>, view: &Promise) {
    let scene = page.scene();
    let told: Vec<&Occurrence> = view
        .occurrences
        .iter()
        .filter(|one| view.every.is_some() || one.result != "open")
        .collect();
    let (past, coming): (Vec<_>, Vec<_>) =
        told.into_iter().partition(|one| one.date.is_none_or(|day| day <= scene.today));
    for one in past.iter().skip(past.len().saturating_sub(SHOWN_DATES)).chain(coming.first()) {
        page.detail(occurrence(one, scene));
    }
}

fn occurrence(one: &Occurrence, scene: &Scene) -> String {
    let day = one.date.map(|day: Day| format!("{:<6}  ", scene.day(day))).unwrap_or_default();
    let marks = [("you", one.mine), (scene.they(), one.theirs)];
    let mut said: Vec<String> = marks
        .into_iter()
        .filter_map(|(who, mark)| Some(format!("{who}: {}", result(mark?))))
        .collect();
    if !one.mine_apart.is_empty() {
        said.push(format!(
            "your devices: {}",
            one.mine_apart.iter().map(|mark| result(mark)).collect::<Vec<_>>().join(", ")
        ));
    }
    if one.all_right == Some(true) {
        said.push("it is all right".into());
    }
    let said = if said.is_empty() { String::new() } else { format!("  ({})", said.join(" · ")) };
    format!("{day}{}{said}", result(one.result))
}

/// Counts by result, each maker for themselves.
pub(super) fn record(page: &mut Page<'_>, view: &PromiseRecord) {
    page.line(format!("The last {} days", view.days));
    let they = format!("made by {}", page.scene().they());
    for (who, counts) in [("made by you".to_owned(), &view.made_by.me), (they, &view.made_by.them)]
    {
        page.detail(format!("{who}: {}", counted(counts)));
    }
}

fn counted(counts: &BTreeMap<String, u32>) -> String {
    const ORDER: [&str; 7] = [
        "kept",
        "not_kept",
        "changed_ahead",
        "released",
        "not_applicable",
        "seen_differently",
        "withdrawn",
    ];
    let known = ORDER.iter().filter_map(|code| Some((*code, *counts.get(*code)?)));
    let other = counts
        .iter()
        .filter(|(code, _)| !ORDER.contains(&code.as_str()))
        .map(|(code, n)| (code.as_str(), *n));
    let said: Vec<String> =
        known.chain(other).map(|(code, n)| format!("{n} {}", result(code))).collect();
    if said.is_empty() { "nothing marked".into() } else { said.join(" · ") }
}
