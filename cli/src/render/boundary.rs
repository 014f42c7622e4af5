//! Limits and permissions.

use accord_client_core::client::command::Command;
use accord_client_core::law::command::Polarity;
use accord_client_core::law::view::{Boundary, Said, Side};

use super::agreement::{dates, difference, history};
use super::page::{Page, first_line};
use super::{Scene, news};

/// Its code.
pub(super) const fn code(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Limit => "limit",
        Polarity::Permission => "permission",
    }
}

pub(super) fn list(page: &mut Page<'_>, command: &Command, list: &[Boundary]) {
    let scene = page.scene();
    if list.is_empty() {
        let (code, owner) = match command {
            Command::Boundaries { polarity: Some(Polarity::Permission), owner } => {
                ("permission", *owner)
            }
            Command::Boundaries { owner, .. } => ("limit", *owner),
            _ => ("limit", None),
        };
        match owner {
            Some(Side::Them) => page.say(
                "limit-none-theirs",
                &[("code", code.into()), ("They", (&scene.they_first()).into())],
            ),
            _ => page.say("limit-none", &[("code", code.into())]),
        }
        return;
    }
    let rows: Vec<_> = list
        .iter()
        .map(|view| {
            let words = view
                .versions
                .iter()
                .find(|version| version.standing)
                .or_else(|| view.versions.last())
                .and_then(|version| version.words.as_deref());
            [
                scene.short(&view.id),
                owner(view, scene),
                state(view, scene),
                scene.code("word-area", &view.area),
                words.map(first_line).unwrap_or_default(),
            ]
        })
        .collect();
    let head =
        ["word-col-id", "word-col-whose", "word-col-state", "word-col-area", "word-col-words"];
    page.table(head, &rows);
}

fn owner(view: &Boundary, scene: &Scene) -> String {
    let whose = side(view.owner);
    scene.text("limit-whose", &[("whose", whose.into()), ("they", (&scene.they()).into())])
}

const fn side(side: Side) -> &'static str {
    match side {
        Side::Me => "me",
        Side::Them => "them",
    }
}

fn state(view: &Boundary, scene: &Scene) -> String {
    match (view.state, &view.acknowledged) {
        ("active", Some(_)) => scene.text("limit-read", &[]),
        ("active", None) => scene.text("limit-shared", &[]),
        (other, _) => scene.word("word-state", other),
    }
}

/// One limit or permission, whole.
pub(super) fn show(page: &mut Page<'_>, view: &Boundary) {
    let scene = page.scene();
    let whose = side(view.owner);
    let kind = scene.text(
        "limit-kind",
        &[
            ("code", code(view.polarity).into()),
            ("whose", whose.into()),
            ("they", (&scene.they()).into()),
        ],
    );
    page.line(format!(
        "{}  {}  ({kind}, {})",
        scene.short(&view.id),
        scene.word("word-state", view.state),
        scene.code("word-area", &view.area)
    ));
    if view.still_wording {
        page.tell("limit-still-wording", &[]);
    }
    let several = view.versions.iter().filter(|version| version.standing).count() > 1;
    for version in view.versions.iter().filter(|version| version.standing || view.history.is_some())
    {
        if several {
            let id = super::shortest(
                &version.version,
                view.versions.iter().map(|other| other.version.as_str()),
            );
            page.tell(
                "limit-wording",
                &[("id", (&id).into()), ("day", (&scene.day(version.on)).into())],
            );
        } else if !version.standing {
            page.tell("limit-earlier", &[("day", (&scene.day(version.on)).into())]);
        }
        match &version.words {
            Some(words) => page.words(words),
            None => page.tell("limit-not-shown", &[]),
        }
        page.said_if("limit-why", version.why.as_ref());
        page.said_if("limit-example", version.example.as_ref());
        page.said_if("limit-helps", version.helps.as_ref());
        page.said_if("limit-if-crossed", version.if_crossed.as_ref());
        dates(page, None, version.until, version.look_again);
        if let Some(diff) = version.diff.as_ref().filter(|_| scene.diff) {
            page.tell("limit-against", &[]);
            difference(page, diff);
        }
    }
    if let Some(agreement) = &view.limits {
        page.tell("limit-names", &[("id", (&scene.short(agreement)).into())]);
    }
    if let Some(read) = &view.acknowledged {
        let these =
            view.versions.iter().any(|version| version.standing && version.version == read.version);
        let (which, on) = (if these { "these" } else { "earlier" }, scene.on(read.on));
        match view.owner {
            Side::Me => {
                page.tell(
                    "limit-they-read",
                    &[
                        ("which", which.into()),
                        ("They", (&scene.they_first()).into()),
                        ("on", (&on).into()),
                    ],
                );
            }
            Side::Them => {
                page.tell("limit-you-read", &[("which", which.into()), ("on", (&on).into())])
            }
        }
    }
    if let Some(honour) = &view.honour {
        said(page, "limit-honour", honour);
    }
    for question in &view.questions {
        said(page, "limit-ask", question);
    }
    for note in &view.notes {
        said(page, "limit-note", note);
    }
    for same in &view.same_as {
        page.tell(
            "limit-same",
            &[("They", (&scene.they_first()).into()), ("id", (&scene.short(same)).into())],
        );
    }
    for ask in &view.asks {
        page.gap();
        news::one(page, ask);
    }
    if let Some(lines) = &view.history {
        let versions: Vec<String> =
            view.versions.iter().map(|version| version.version.clone()).collect();
        history(page, lines, &versions);
    }
}

fn said(page: &mut Page<'_>, id: &str, said: &Said) {
    let scene = page.scene();
    let (they, day) = (scene.they_first(), scene.day(said.on));
    let args = [("by", side(said.by).into()), ("They", (&they).into()), ("day", (&day).into())];
    page.tell(id, &args);
    page.words(&said.text);
}
