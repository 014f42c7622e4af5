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
        page.say("promise-none", &[]);
        return;
    }
    let rows: Vec<_> = list
        .iter()
        .map(|view| {
            let due = view.due.as_deref().map_or_else(|| "-".into(), |due| scene.when(due));
            let due = match &view.every {
                Some(every) => format!("{due}, {}", scene.often(every)),
                None => due,
            };
            let by = scene.who(view.maker);
            [scene.short(&view.id), by, due, state(view, scene), first_line(&view.text)]
        })
        .collect();
    let head = ["word-col-id", "word-col-by", "word-col-due", "word-col-result", "word-col-words"];
    page.table(head, &rows);
}

fn state(view: &Promise, scene: &Scene) -> String {
    if view.state == "draft" { result("draft", scene) } else { result(view.result, scene) }
}

fn result(code: &str, scene: &Scene) -> String {
    scene.word("word-result", code)
}

/// One promise, whole.
pub(super) fn show(page: &mut Page<'_>, view: &Promise) {
    let scene = page.scene();
    let code = match view.maker {
        Side::Me => "me",
        Side::Them => "them",
    };
    let by = scene.who(view.maker);
    let by = scene.text("promise-by", &[("code", code.into()), ("by", (&by).into())]);
    page.line(format!("{}  {}  ({by})", scene.short(&view.id), state(view, scene)));
    page.words(&view.text);
    let mut facts = Vec::new();
    if let Some(due) = &view.due {
        facts.push(scene.text("promise-due", &[("due", (&scene.when(due)).into())]));
    }
    facts.extend(view.every.as_deref().map(|every| scene.often(every)));
    facts.extend(view.size.map(|size| scene.word("word-size", size)));
    facts.extend(view.sure.map(|sure| scene.word("word-sure", sure)));
    if !facts.is_empty() {
        page.detail(capital(&facts.join(", ")));
    }
    let they = scene.they_first();
    let told = |page: &mut Page<'_>, yours: &str, theirs: &str, day| {
        let on = scene.on(day);
        match view.maker {
            Side::Me => page.tell(theirs, &[("They", (&they).into()), ("on", (&on).into())]),
            Side::Them => page.tell(yours, &[("on", (&on).into())]),
        }
    };
    if let Some(read) = &view.acknowledged {
        told(page, "promise-you-read", "promise-they-read", read.on);
    }
    for thanks in &view.thanks {
        told(page, "promise-you-thanked", "promise-they-thanked", thanks.on);
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
    let marks = [(Side::Me, one.mine), (Side::Them, one.theirs)];
    let mut said: Vec<String> = marks
        .into_iter()
        .filter_map(|(who, mark)| Some(format!("{}: {}", scene.who(who), result(mark?, scene))))
        .collect();
    if !one.mine_apart.is_empty() {
        let marks: Vec<String> = one.mine_apart.iter().map(|mark| result(mark, scene)).collect();
        said.push(scene.text("promise-devices", &[("marks", (&marks.join(", ")).into())]));
    }
    if one.all_right == Some(true) {
        said.push(scene.text("promise-all-right", &[]));
    }
    let said = if said.is_empty() { String::new() } else { format!("  ({})", said.join(" · ")) };
    format!("{day}{}{said}", result(one.result, scene))
}

/// Counts by result, each maker for themselves.
pub(super) fn record(page: &mut Page<'_>, view: &PromiseRecord) {
    let scene = page.scene();
    page.say("promise-last-days", &[("n", view.days.into())]);
    let (mine, theirs) = (&view.made_by.me, &view.made_by.them);
    page.tell("promise-made-by-you", &[("counts", (&counted(mine, scene)).into())]);
    page.tell(
        "promise-made-by-them",
        &[("they", (&scene.they()).into()), ("counts", (&counted(theirs, scene)).into())],
    );
}

fn counted(counts: &BTreeMap<String, u32>, scene: &Scene) -> String {
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
    let one = |(code, n): (&str, u32)| {
        let result = result(code, scene);
        scene.text("promise-counted", &[("n", n.into()), ("result", (&result).into())])
    };
    let said: Vec<String> = known.chain(other).map(one).collect();
    if said.is_empty() { scene.text("promise-nothing-marked", &[]) } else { said.join(" · ") }
}
