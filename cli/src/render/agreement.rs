//! Agreements: a list, and one with its wordings and history.

use accord_client_core::law::view::{
    Agreement, DiffPart, HistoryLine, OpenRevision, Part, Sides, Who,
};
use accord_client_core::time::Day;

use super::page::{Page, capital, first_line};
use super::{Scene, news, ritual};

pub(super) fn list(page: &mut Page<'_>, list: &[Agreement]) {
    let scene = page.scene();
    let shown: Vec<&Agreement> = list.iter().filter(|view| scene.hidden || !view.hidden).collect();
    if shown.is_empty() {
        page.say("agree-none", &[]);
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
    let head = [
        "word-col-id",
        "word-col-state",
        "word-col-since",
        "word-col-look-again",
        "word-col-words",
    ];
    page.table(head, &rows);
}

/// The state in the reader's words.
pub(super) fn state(view: &Agreement, scene: &Scene) -> String {
    let they = scene.they();
    let who = match view.waiting_for {
        Who::Me => "me",
        Who::Them => "them",
        Who::Both => "both",
        Who::Nobody => "nobody",
    };
    let waits = |id| scene.text(id, &[("who", who.into()), ("they", (&they).into())]);
    match view.state {
        "open" => waits("agree-waits"),
        "in_force" if !view.paused_by.is_empty() => scene.text("agree-talk", &[]),
        "in_force" if !view.open.is_empty() && view.waiting_for != Who::Nobody => {
            waits("agree-in-force-waits")
        }
        other => scene.word("word-state", other),
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
        [first, rest @ ..] => {
            let words = first_line(&first.words);
            scene.text("agree-more", &[("words", (&words).into()), ("n", rest.len().into())])
        }
    }
}

/// One agreement, whole.
pub(super) fn show(page: &mut Page<'_>, view: &Agreement) {
    let scene = page.scene();
    let mut about = vec![scene.code("word-kind", &view.kind), scene.code("word-area", &view.area)];
    about.extend(view.topic.as_ref().map(|topic| scene.word("word-topic", topic)));
    about.extend(view.hidden.then(|| scene.text("agree-hidden", &[])));
    page.line(format!("{}  {}  ({})", scene.short(&view.id), state(view, scene), about.join(", ")));
    if let Some(now) = &view.in_force {
        let day = |day: Option<Day>| day.map(|day| scene.day(day)).unwrap_or_default();
        match view.state {
            "not_yet" => page.tell(
                "agree-not-yet",
                &[("on", (&scene.on(now.since)).into()), ("from", (&day(now.from)).into())],
            ),
            "lapsed" => page.tell("agree-lapsed", &[("until", (&day(now.until)).into())]),
            _ => page.tell("agree-in-force", &[("since", (&scene.day(now.since)).into())]),
        }
        page.words(&now.words);
        if let Some(terms) = &now.terms {
            ritual::terms(page, terms, false);
        }
        ritual::steps(page, &view.steps);
        gives(page, &now.give);
        dates(page, None, now.until.filter(|_| view.state != "lapsed"), now.look_again);
    }
    for limit in &view.paused_by {
        page.tell("agree-paused-by", &[("id", (&scene.short(limit)).into())]);
    }
    for open in &view.open {
        page.gap();
        wording(page, view, open);
    }
    if let Some(part) = &view.parts.me {
        page.gap();
        page.tell("agree-your-side", &[]);
        side(page, part);
    }
    if let Some(part) = &view.parts.them {
        page.gap();
        page.tell("agree-their-side", &[("They", (&scene.they_first()).into())]);
        side(page, part);
    }
    if !view.dates.is_empty() {
        page.gap();
        page.tell("agree-dates", &[]);
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
        Who::Me => scene.text("word-you", &[]),
        Who::Them => scene.they(),
        Who::Both => scene.text("word-both", &[]),
        Who::Nobody => scene.text("word-nobody-now", &[]),
    };
    let id = super::shortest(&open.revision, revisions(view).iter().map(String::as_str));
    page.tell("agree-wording", &[("id", (&id).into()), ("by", (&by).into())]);
    page.words(&open.words);
    if let Some(terms) = &open.terms {
        ritual::terms(page, terms, true);
    }
    gives(page, &open.give);
    dates(page, open.from, open.until, open.look_again);
    let you = scene.text("word-you-first", &[]);
    let answers = [(you, open.my_answer), (scene.they_first(), open.their_answer)];
    let said: Vec<String> = answers
        .into_iter()
        .filter_map(|(who, answer)| Some(format!("{who}: {}", scene.word("word-answer", answer?))))
        .collect();
    if !said.is_empty() {
        page.detail(said.join(" · "));
    }
    if let Some(diff) = open.diff.as_ref().filter(|_| scene.diff) {
        page.tell("agree-against", &[]);
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
    page.said_if("agree-you-give", give.me.as_ref());
    if let Some(text) = &give.them {
        let they = page.scene().they_first();
        let what = page.scene().text("agree-they-give", &[("They", (&they).into())]);
        page.said_as(&what, text);
    }
}

pub(super) fn dates(
    page: &mut Page<'_>,
    from: Option<Day>,
    until: Option<Day>,
    look_again: Option<Day>,
) {
    let scene = page.scene();
    let what = ["agree-from", "agree-until", "agree-look-again"];
    let said: Vec<String> = what
        .into_iter()
        .zip([from, until, look_again])
        .filter_map(|(id, day)| Some(scene.text(id, &[("day", (&scene.day(day?)).into())])))
        .collect();
    if !said.is_empty() {
        page.detail(capital(&said.join(", ")));
    }
}

fn side(page: &mut Page<'_>, part: &Part) {
    page.said_if("agree-want", part.want.as_ref());
    page.said_if("agree-why", part.why.as_ref());
    page.said_if("agree-limit", part.limit.as_ref());
}

/// What happened, oldest first.
pub(super) fn history(page: &mut Page<'_>, lines: &[HistoryLine], revisions: &[String]) {
    if lines.is_empty() {
        return;
    }
    page.gap();
    page.tell("agree-history", &[]);
    for line in lines {
        let scene = page.scene();
        let (who, act) = (scene.who(line.by), scene.word("word-act", line.act));
        let revision = line
            .revision
            .as_ref()
            .map(|id| super::shortest(id, revisions.iter().map(String::as_str)));
        let revision = revision.map(|id| format!(" {id}")).unwrap_or_default();
        page.detail(format!("{:<6}  {who}: {act}{revision}", scene.day(line.date)));
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
