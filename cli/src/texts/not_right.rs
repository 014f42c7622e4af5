//! "This does not feel right to me": what one can do with a record, how limits and demands differ, who helps.
//!
//! Looks the record up and nothing else: nothing is kept, nothing is sent, and the one who wrote it never learns of it.

use accord_client_core::client::beside::Beside;
use accord_client_core::client::command::{Command, DraftView, Reply};
use accord_client_core::law::command::Polarity;
use accord_client_core::law::view::Side;
use accord_client_core::refused::Refused;
use accord_content::{Lang, region, texts};
use serde_json::json;

use super::sheet::Sheet;
use super::{lines, show};
use crate::home::Home;
use crate::lang::locale;
use crate::run::{Style, print};

/// A record by its kind, as the page's texts name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    id: String,
    kind: &'static str,
}

/// The page for one record.
///
/// # Errors
/// `not_found`, `ambiguous`.
pub(crate) async fn not_right(home: &mut Home, id: &str, style: Style) -> Result<(), Refused> {
    let found = found(home, id).await?;
    page(style.lang, Some(&found), style.json)
}

/// The page, with or without a record.
pub(super) fn page(lang: Lang, about: Option<&Found>, as_json: bool) -> Result<(), Refused> {
    let page = &texts(lang).not_right;
    if !as_json {
        return print(set(lang, about));
    }
    let own = about.map(
        |about| json!({"id": about.id, "kind": about.kind, "text": page.kinds.get(about.kind)}),
    );
    let country = region(&locale());
    let value = json!({
        "kept": false,
        "record": own,
        "title": page.title,
        "lead": page.lead,
        "parts": page.parts,
        "help": page.help,
        "helplines": lines(lang, country.as_deref()),
    });
    print(format!("{value}\n"))
}

fn set(lang: Lang, about: Option<&Found>) -> String {
    let page = &texts(lang).not_right;
    let mut sheet = Sheet::default();
    sheet.text(0, &page.title);
    sheet.text(0, &page.lead);
    if let Some(text) = about.and_then(|about| page.kinds.get(about.kind)) {
        sheet.gap();
        sheet.text(2, text);
    }
    show::groups(&mut sheet, &page.parts);
    sheet.gap();
    page.help.iter().for_each(|line| sheet.text(0, line));
    if let Some(country) = region(&locale()) {
        sheet.gap();
        show::numbers(&mut sheet, lang, Some(&country), None);
    }
    sheet.finish()
}

/// The one record whose id begins so.
async fn found(home: &mut Home, id: &str) -> Result<Found, Refused> {
    let looks = [
        Command::Agreements { state: None },
        Command::Boundaries { polarity: None, owner: None },
        Command::Promises { maker: None },
        Command::Repairs,
        Command::Beside(Beside::Checkins),
        Command::Beside(Beside::Thanks),
        Command::Beside(Beside::Talks),
        Command::Beside(Beside::TimeOuts),
        Command::Beside(Beside::Openness),
        Command::Drafts,
    ];
    let begin = id.to_ascii_lowercase();
    let mut found: Vec<Found> = Vec::new();
    for look in looks {
        let shown = records(home.run(look).await?);
        let fits = |one: &Found| one.id.starts_with(&begin) && !found.contains(one);
        let fitting: Vec<Found> = shown.into_iter().filter(fits).collect();
        found.extend(fitting);
    }
    match <[Found; 1]>::try_from(found) {
        Ok([one]) => Ok(one),
        Err(none) if none.is_empty() => Err(Refused::not_found("record")),
        Err(_) => Err(Refused::rule("ambiguous").with(id)),
    }
}

fn records(reply: Reply) -> Vec<Found> {
    let of = |id: String, kind| Found { id, kind };
    let theirs = |side: Side, kind| if side == Side::Me { "own" } else { kind };
    match reply {
        Reply::Agreements(list) => list
            .into_iter()
            .filter(|view| view.state != "draft")
            .map(|view| of(view.id, "agreement"))
            .collect(),
        Reply::Boundaries(list) => list
            .into_iter()
            .filter(|view| view.state != "draft")
            .map(|view| {
                let limit = view.polarity == Polarity::Limit;
                of(view.id, theirs(view.owner, if limit { "limit" } else { "permission" }))
            })
            .collect(),
        Reply::Promises(list) => list
            .into_iter()
            .filter(|view| view.state != "draft")
            .map(|view| of(view.id, theirs(view.maker, "promise")))
            .collect(),
        Reply::Repairs(list) => list.into_iter().map(|view| of(view.id, "repair")).collect(),
        Reply::BesideList(list) => list.ids().into_iter().map(|id| of(id, "other")).collect(),
        Reply::Drafts(list) => list
            .into_iter()
            .map(|draft| {
                let id = match draft {
                    DraftView::Agreement(view) => view.id,
                    DraftView::Boundary(view) => view.id,
                    DraftView::Promise(view) => view.id,
                    DraftView::Beside(view) => view.id().unwrap_or_default().to_owned(),
                };
                of(id, "own")
            })
            .collect(),
        _ => Vec::new(),
    }
}
