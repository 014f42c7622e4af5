//! Limits and permissions.

use accord_client_core::client::command::Command;
use accord_client_core::law::command::Polarity;
use accord_client_core::law::view::{Boundary, Said, Side};

use super::agreement::{code, dates, difference, history};
use super::page::{Page, first_line, spoken};
use super::{Scene, news};

/// The word for it.
pub(super) const fn word(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Limit => "limit",
        Polarity::Permission => "permission",
    }
}

pub(super) fn list(page: &mut Page<'_>, command: &Command, list: &[Boundary]) {
    let scene = page.scene();
    if list.is_empty() {
        let (what, owner) = match command {
            Command::Boundaries { polarity: Some(Polarity::Permission), owner } => {
                ("permissions", *owner)
            }
            Command::Boundaries { owner, .. } => ("limits", *owner),
            _ => ("limits", None),
        };
        match owner {
            Some(Side::Them) => page.line(format!(
                "{} has not shared any {what}. Not sharing is fine.",
                scene.they_first()
            )),
            _ => page.line(format!("No {what} here. Not sharing is fine.")),
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
                state(view),
                code(&view.area),
                words.map(first_line).unwrap_or_default(),
            ]
        })
        .collect();
    page.table(["ID", "Whose", "State", "Area", "Words"], &rows);
}

fn owner(view: &Boundary, scene: &Scene) -> String {
    match view.owner {
        Side::Me => "yours".into(),
        Side::Them => {
            scene.them.as_ref().map_or_else(|| "your partner's".into(), |name| format!("{name}'s"))
        }
    }
}

fn state(view: &Boundary) -> String {
    match (view.state, &view.acknowledged) {
        ("active", Some(_)) => "read".into(),
        ("active", None) => "shared".into(),
        (other, _) => spoken(other),
    }
}

/// One limit or permission, whole.
pub(super) fn show(page: &mut Page<'_>, view: &Boundary) {
    let scene = page.scene();
    let what = word(view.polarity);
    page.line(format!(
        "{}  {}  ({} {what}, {})",
        scene.short(&view.id),
        spoken(view.state),
        owner(view, scene).replace("yours", "your"),
        code(&view.area)
    ));
    if view.still_wording {
        page.detail("still being worded: more than one wording stands");
    }
    let several = view.versions.iter().filter(|version| version.standing).count() > 1;
    for version in view.versions.iter().filter(|version| version.standing || view.history.is_some())
    {
        if several {
            let id = super::shortest(
                &version.version,
                view.versions.iter().map(|other| other.version.as_str()),
            );
            page.detail(format!("wording {id} of {}", scene.day(version.on)));
        } else if !version.standing {
            page.detail(format!("earlier, {}", scene.day(version.on)));
        }
        match &version.words {
            Some(words) => page.words(words),
            None => page.detail("The words are not shown any more."),
        }
        page.said_if("Because", version.why.as_ref());
        page.said_if("For example", version.example.as_ref());
        page.said_if("It helps", version.helps.as_ref());
        page.said_if("If it is crossed", version.if_crossed.as_ref());
        dates(page, None, version.until, version.look_again);
        if let Some(diff) = version.diff.as_ref().filter(|_| scene.diff) {
            page.detail("against the words that were read:");
            difference(page, diff);
        }
    }
    if let Some(agreement) = &view.limits {
        page.detail(format!("It names agreement {}, which needs a talk.", scene.short(agreement)));
    }
    let reader = match view.owner {
        Side::Me => scene.they_first().to_owned(),
        Side::Them => "You".to_owned(),
    };
    if let Some(read) = &view.acknowledged {
        let these =
            view.versions.iter().any(|version| version.standing && version.version == read.version);
        let which = if these { "it" } else { "earlier words of it" };
        page.detail(format!("{reader} read {which} {}.", scene.on(read.on)));
    }
    if let Some(honour) = &view.honour {
        said(page, "will honour it so", honour);
    }
    for question in &view.questions {
        said(page, if question.by == Side::Me { "ask" } else { "asks" }, question);
    }
    for note in &view.notes {
        said(page, if note.by == Side::Me { "note" } else { "notes" }, note);
    }
    for same in &view.same_as {
        page.detail(format!(
            "{} has the very same words: {}.",
            scene.they_first(),
            scene.short(same)
        ));
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

fn said(page: &mut Page<'_>, does: &str, said: &Said) {
    let scene = page.scene();
    let who = match said.by {
        Side::Me => "You",
        Side::Them => scene.they_first(),
    };
    page.detail(format!("{who} {does}, {}:", scene.day(said.on)));
    page.words(&said.text);
}
