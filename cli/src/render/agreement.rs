//! Agreements: a list, and one with its wordings and history.

use accord_client_core::law::view::{
    Agreement, DiffPart, HistoryLine, OpenRevision, Part, Side, Sides, Who,
};

use super::page::{Page, capital, first_line, spoken};
use super::{Scene, news, ritual};

pub(super) fn list(page: &mut Page<'_>, list: &[Agreement]) {
    let scene = page.scene();
    let shown: Vec<&Agreement> = list.iter().filter(|view| scene.hidden || !view.hidden).collect();
    if shown.is_empty() {
        page.line("No agreements here. `accord agree propose -a AREA -m \"...\"` begins one.");
        return;
    }
    let rows: Vec<_> = shown
        .into_iter()
        .map(|view| {
            let day = |day: Option<_>| day.map_or_else(|| "-".to_owned(), |day| scene.day(day));
            let now = view.in_force.as_ref();
            [
                scene.short(&view.id),
                state(view, scene),
                day(now.map(|now| now.since)),
                day(now.and_then(|now| now.look_again)),
                line_of(view, scene),
            ]
        })
        .collect();
    page.table(["ID", "State", "Since", "Look again", "Words"], &rows);
}

/// The state in the reader's words.
pub(super) fn state(view: &Agreement, scene: &Scene) -> String {
    let waiting = match view.waiting_for {
        Who::Me => "for you".to_owned(),
        Who::Them => format!("for {}", scene.they()),
        Who::Both => "for you both".to_owned(),
        Who::Nobody => "open".to_owned(),
    };
    match view.state {
        "open" => waiting,
        "in_force" if !view.paused_by.is_empty() => "needs a talk".to_owned(),
        "in_force" if !view.open.is_empty() && view.waiting_for != Who::Nobody => {
            format!("in force, {waiting}")
        }
        other => spoken(other),
    }
}

fn line_of(view: &Agreement, scene: &Scene) -> String {
    if let Some(now) = &view.in_force {
        return first_line(&now.words);
    }
    match view.open.as_slice() {
        [] => {
            let last = view.history.iter().rev().find_map(|line| line.words.as_deref());
            last.map(first_line).unwrap_or_default()
        }
        [open] => match open.by {
            Who::Them => format!("{} ({})", first_line(&open.words), scene.they()),
            _ => first_line(&open.words),
        },
        [first, rest @ ..] => format!("{} (and {} more)", first_line(&first.words), rest.len()),
    }
}

/// One agreement, whole.
pub(super) fn show(page: &mut Page<'_>, view: &Agreement) {
    let scene = page.scene();
    let topic = view.topic.as_ref().map(|topic| format!(", {}", spoken(topic))).unwrap_or_default();
    let (kind, area) = (code(&view.kind), code(&view.area));
    let hidden = if view.hidden { ", hidden in your lists" } else { "" };
    page.line(format!(
        "{}  {}  ({kind}, {area}{topic}{hidden})",
        scene.short(&view.id),
        state(view, scene)
    ));
    if let Some(now) = &view.in_force {
        page.detail(match view.state {
            "not_yet" => format!(
                "agreed {}, in force from {}",
                scene.on(now.since),
                now.from.map(|day| scene.day(day)).unwrap_or_default()
            ),
            "lapsed" => format!(
                "was in force until {}",
                now.until.map(|day| scene.day(day)).unwrap_or_default()
            ),
            _ => format!("in force since {}", scene.day(now.since)),
        });
        page.words(&now.words);
        if let Some(terms) = &now.terms {
            ritual::terms(page, terms, false);
        }
        ritual::steps(page, &view.steps);
        gives(page, &now.give);
        dates(page, None, now.until.filter(|_| view.state != "lapsed"), now.look_again);
    }
    for limit in &view.paused_by {
        page.detail(format!("needs a talk: limit {} names it", scene.short(limit)));
    }
    for open in &view.open {
        page.gap();
        wording(page, view, open);
    }
    for (who, part) in [
        ("Your side", &view.parts.me),
        (&*format!("{}'s side", scene.they_first()), &view.parts.them),
    ] {
        if let Some(part) = part {
            side(page, who, part);
        }
    }
    if !view.dates.is_empty() {
        page.gap();
        page.detail("dates");
        view.dates.iter().for_each(|one| ritual::date(page, one, false));
    }
    for ask in &view.asks {
        page.gap();
        news::one(page, ask);
    }
    history(page, &view.history, &revisions(view));
}

fn wording(page: &mut Page<'_>, view: &Agreement, open: &OpenRevision) {
    let scene = page.scene();
    let by = match open.by {
        Who::Me => "you".to_owned(),
        Who::Them => scene.they().to_owned(),
        Who::Both => "both of you".to_owned(),
        Who::Nobody => "nobody now".to_owned(),
    };
    let id = super::shortest(&open.revision, revisions(view).iter().map(String::as_str));
    page.detail(format!("open wording {id}, proposed by {by}"));
    page.words(&open.words);
    if let Some(terms) = &open.terms {
        ritual::terms(page, terms, true);
    }
    gives(page, &open.give);
    dates(page, open.from, open.until, open.look_again);
    let answers = [("You", open.my_answer), (scene.they_first(), open.their_answer)];
    let said: Vec<String> = answers
        .into_iter()
        .filter_map(|(who, answer)| Some(format!("{who}: {}", spoken(answer?))))
        .collect();
    if !said.is_empty() {
        page.detail(said.join(" · "));
    }
    if let Some(diff) = open.diff.as_ref().filter(|_| scene.diff) {
        page.detail("against the words before:");
        difference(page, diff);
    }
}

/// Removed and added words, each in their place and with a sign, so that no colour is needed.
pub(super) fn difference(page: &mut Page<'_>, diff: &[DiffPart]) {
    let pick = |gone: &str| {
        diff.iter()
            .filter(|part| part.change != gone)
            .map(|part| part.text.as_str())
            .collect::<String>()
    };
    for (sign, text) in [("-", pick("added")), ("+", pick("removed"))] {
        for line in text.lines() {
            page.words(&format!("{sign} {line}"));
        }
    }
}

fn gives(page: &mut Page<'_>, give: &Sides<Option<String>>) {
    page.said_if("You give", give.me.as_ref());
    let they = format!("{} gives", page.scene().they_first());
    page.said_if(&they, give.them.as_ref());
}

pub(super) fn dates(
    page: &mut Page<'_>,
    from: Option<accord_client_core::time::Day>,
    until: Option<accord_client_core::time::Day>,
    look_again: Option<accord_client_core::time::Day>,
) {
    let scene = page.scene();
    let said: Vec<String> = [("from", from), ("until", until), ("look again", look_again)]
        .into_iter()
        .filter_map(|(what, day)| Some(format!("{what} {}", scene.day(day?))))
        .collect();
    if !said.is_empty() {
        page.detail(capital(&said.join(", ")));
    }
}

fn side(page: &mut Page<'_>, who: &str, part: &Part) {
    page.gap();
    page.detail(format!("{who} of the compromise"));
    page.said_if("Wants", part.want.as_ref());
    page.said_if("Because", part.why.as_ref());
    page.said_if("Up to here", part.limit.as_ref());
}

/// What happened, oldest first.
pub(super) fn history(page: &mut Page<'_>, lines: &[HistoryLine], revisions: &[String]) {
    if lines.is_empty() {
        return;
    }
    page.gap();
    page.detail("what happened");
    for line in lines {
        let scene = page.scene();
        let who = match line.by {
            Side::Me => "you",
            Side::Them => scene.they(),
        };
        let revision = line
            .revision
            .as_ref()
            .map(|id| super::shortest(id, revisions.iter().map(String::as_str)));
        let revision = revision.map(|id| format!(" {id}")).unwrap_or_default();
        page.detail(format!("{:<6}  {who}: {}{revision}", scene.day(line.date), spoken(line.act)));
        for text in [&line.words, &line.note].into_iter().flatten() {
            page.words(text);
        }
    }
}

/// Every revision a view names, to shorten by.
pub(super) fn revisions(view: &Agreement) -> Vec<String> {
    let now = view.in_force.iter().map(|now| now.revision.clone());
    let open = view.open.iter().map(|open| open.revision.clone());
    let told = view.history.iter().filter_map(|line| line.revision.clone());
    now.chain(open).chain(told).collect()
}

/// A code of the core's as it is in JSON, in words.
pub(super) fn code(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(spoken))
        .unwrap_or_default()
}
