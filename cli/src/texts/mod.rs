//! Texts that are part of the program: shown before any home, lock or network is touched.
//!
//! Owns the choice of country. Nothing here opens a file, and nothing that is typed here is kept.

mod ask;
pub(crate) mod copy;
mod not_right;
mod sheet;
mod show;

use accord_client_core::refused::{Class, Refused};
use accord_client_core::time::{Day, Now};
use accord_content::{Lang, Template, helplines, region, template, templates, texts};
use serde_json::{Value, json};

use crate::args::{AboutPage, TextsCmd};
use crate::error::refused;
use crate::lang::locale;
use crate::run::{clock, print};

pub(crate) use not_right::not_right;
pub(crate) use show::about;

/// The reader's date: a step that repeats begins on the day its template is copied.
///
/// # Errors
/// `bad_clock`.
pub(crate) fn today() -> Result<Day, Refused> {
    let (unix_ms, zone) = clock()?.read();
    Ok(Now { unix_ms, mono_ms: 0, zone }.today())
}

/// Shows what was asked for.
///
/// # Errors
/// A template or kind that there is not.
pub(crate) fn answer(what: &TextsCmd, lang: Lang, as_json: bool) -> Result<(), Refused> {
    match what {
        // Answered where the words are parsed.
        TextsCmd::Help { .. } => Ok(()),
        TextsCmd::Templates { name: Some(name), .. } => {
            let one = named(name, lang)?;
            let line = copy::line(one, today()?);
            out(as_json, || whole(lang, one, &line), || show::template(lang, one, &line))
        }
        TextsCmd::Templates { kind, .. } => {
            let list: Vec<&Template> = templates(lang)
                .iter()
                .filter(|one| kind.is_none_or(|kind| kind == one.kind))
                .collect();
            let today = today()?;
            let data = |one: &&Template| whole(lang, one, &copy::line(one, today));
            let all = || Value::Array(list.iter().map(data).collect());
            out(as_json, all, || show::templates(lang, &list))
        }
        TextsCmd::Selfcheck { print } => selfcheck(lang, *print, as_json),
        TextsCmd::Helplines { country } => {
            let country = country.as_deref().map(str::to_uppercase);
            let first = region(&locale());
            let data = || lines(lang, country.as_deref());
            out(as_json, data, || show::helplines(lang, country.as_deref(), first.as_deref()))
        }
        TextsCmd::NotRight { .. } => not_right::page(lang, None, as_json),
        TextsCmd::About { page } => out(as_json, || pages(lang, *page), || about(lang, *page)),
    }
}

fn out(
    as_json: bool,
    data: impl FnOnce() -> Value,
    text: impl FnOnce() -> String,
) -> Result<(), Refused> {
    print(if as_json { format!("{}\n", data()) } else { text() })
}

/// A template by its name.
pub(crate) fn named(name: &str, lang: Lang) -> Result<&'static Template, Refused> {
    let name = name.to_lowercase().replace('-', "_");
    template(lang, &name).ok_or_else(|| Refused::not_found("template"))
}

/// A template as data, with the line that copies it.
fn whole(lang: Lang, one: &Template, line: &str) -> Value {
    let mut value = json!(one);
    value["lang"] = json!(lang.code());
    value["note_text"] = json!(one.note.and_then(|code| texts(lang).templates.notes.get(code)));
    value["command"] = json!(line);
    value
}

fn lines(lang: Lang, country: Option<&str>) -> Value {
    let (all, help) = (helplines(), &texts(lang).help);
    let chosen: Vec<_> = match country {
        Some(country) => all.of(country),
        None => all.lines.iter().collect(),
    };
    json!({
        "checked_on": all.checked_on,
        "directory": all.directory,
        "no_service": help.no_service,
        "safer_device": help.safer_device,
        "not_verified": help.not_verified,
        "lines": chosen,
    })
}

fn pages(lang: Lang, page: Option<AboutPage>) -> Value {
    let texts = texts(lang);
    let mut pages = json!({});
    if page != Some(AboutPage::Privacy) {
        pages["disclaimer"] = json!(texts.disclaimer);
    }
    if page != Some(AboutPage::Disclaimer) {
        pages["privacy"] = json!(texts.privacy);
    }
    pages
}

/// The private self-check. A program gets the questions; a person is asked them, unless they want them printed.
fn selfcheck(lang: Lang, printed: bool, as_json: bool) -> Result<(), Refused> {
    if as_json {
        let check = &texts(lang).selfcheck;
        let first = json!({"code": "safety", "question": check.safety});
        let signs = check.signs.iter().map(|sign| json!(sign));
        let questions: Vec<Value> = std::iter::once(first).chain(signs).collect();
        return print(format!("{}\n", json!({"kept": false, "questions": questions})));
    }
    if printed {
        return print(show::selfcheck(lang));
    }
    let asked = ask::ask(
        lang,
        region(&locale()).as_deref(),
        &mut std::io::stdin().lock(),
        &mut std::io::stdout().lock(),
    );
    match asked {
        // Somebody who closed the window has ended it, and nothing was to be kept.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(refused("file_not_read", Class::Usage).with(error.kind().to_string()))
        }
        _ => Ok(()),
    }
}
