//! Templates, help lines and pages as text for people.

use accord_content::{
    Checked, Group, Helpline, Helplines, How, Kind, Lang, Template, helplines as all_lines, texts,
};

use super::copy;
use super::sheet::Sheet;
use crate::args::AboutPage;

/// A label, else its code: a text is never missing whole.
fn label<'a>(labels: &'a accord_content::Labels, code: &'a str) -> &'a str {
    labels.get(code).map_or(code, String::as_str)
}

/// Names and titles by kind.
pub(super) fn templates(lang: Lang, list: &[&Template]) -> String {
    let around = &texts(lang).templates;
    let mut sheet = Sheet::default();
    sheet.text(0, &around.lead);
    let widest = list.iter().map(|one| one.name.len()).max().unwrap_or(0);
    for kind in Kind::ALL {
        let of_kind: Vec<_> = list.iter().filter(|one| one.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        sheet.gap();
        sheet.text(0, around.kinds.get(&kind).map_or(kind.code(), String::as_str));
        for one in of_kind {
            sheet.typed(2, &format!("{:widest$}  {}", one.name, one.title));
        }
    }
    sheet.gap();
    sheet.text(0, &around.show_hint);
    sheet.finish()
}

/// One template, whole, with the ways to copy it.
pub(super) fn template(lang: Lang, one: &Template, line: &str) -> String {
    let around = &texts(lang).templates;
    let named = |code: &'static str| label(&around.labels, code);
    let mut sheet = Sheet::default();
    sheet.text(0, &one.title);
    let mut about = vec![around.kinds.get(&one.kind).map_or(one.kind.code(), String::as_str)];
    about.extend(one.area.map(|code| label(&around.areas, code)));
    about.extend(one.topic.map(|code| label(&around.topics, code)));
    sheet.text(2, &about.join(" · "));
    sheet.gap();
    sheet.text(4, &one.words);
    for (at, question) in (1..).zip(&one.questions) {
        sheet.item(4, &format!("{at}."), question);
    }
    for (at, step) in (1..).zip(&one.steps) {
        if at == 1 {
            sheet.gap();
        }
        sheet.item(4, &format!("{at}."), &copy::step(step, around));
        sheet.text(7, &format!("{}: {}", named("notice"), step.notice));
    }
    sheet.gap();
    let parts = [
        ("rhythm", &one.rhythm),
        ("why", &one.why),
        ("helps", &one.helps),
        ("example", &one.example),
        ("give", &one.give),
    ];
    let mut any = false;
    for (code, text) in parts {
        if let Some(text) = text {
            sheet.item(2, &format!("{}:", named(code)), text);
            any = true;
        }
    }
    if let Some(ways) = &one.variants {
        for (code, text) in
            [("seated", &ways.seated), ("non_touch", &ways.non_touch), ("remote", &ways.remote)]
        {
            sheet.item(2, &format!("{}:", named(code)), text);
        }
    }
    if let Some(note) = one.note {
        sheet.gap();
        sheet.text(2, label(&around.notes, note));
    }
    if any {
        sheet.gap();
    }
    let questions = one.kind == Kind::Questions;
    sheet.text(0, if questions { &around.questions_hint } else { &around.copy_hint });
    let system = crate::lang::chosen(None);
    let other = if lang == system { String::new() } else { format!(" --lang {}", lang.code()) };
    sheet.typed(2, &format!("accord templates {} --copy{other}", one.name));
    sheet.text(0, &around.command_hint);
    sheet.typed(2, line);
    sheet.finish()
}

/// Help lines of one country, else of all, the reader's own first. What to know before stands before.
pub(super) fn helplines(lang: Lang, country: Option<&str>, first: Option<&str>) -> String {
    let mut sheet = Sheet::default();
    let help = &texts(lang).help;
    sheet.text(0, &help.title);
    sheet.gap();
    numbers(&mut sheet, lang, country, first);
    sheet.finish()
}

/// The same without a title, for a place that has its own.
pub(super) fn numbers(sheet: &mut Sheet, lang: Lang, country: Option<&str>, first: Option<&str>) {
    let (all, help) = (all_lines(), &texts(lang).help);
    sheet.text(0, &help.no_service);
    sheet.text(0, &help.safer_device);
    match country {
        Some(country) => {
            let lines = all.of(country);
            sheet.gap();
            sheet.text(0, label(&help.countries, country));
            if lines.is_empty() {
                sheet.text(2, &help.none_for);
            }
            for one in lines {
                line(sheet, lang, one);
            }
        }
        None => {
            for country in ordered(all, first) {
                sheet.gap();
                sheet.text(0, label(&help.countries, country));
                for one in all.lines.iter().filter(|line| line.country == country) {
                    line(sheet, lang, one);
                }
            }
        }
    }
    sheet.gap();
    sheet.text(0, &format!("{} {}", help.numbers_change, all.directory));
}

/// The countries of the list, one of them moved to the front.
fn ordered<'a>(all: &'a Helplines, first: Option<&str>) -> Vec<&'a str> {
    let mut countries = all.countries();
    countries.sort_by_key(|country| Some(*country) != first);
    countries
}

fn line(sheet: &mut Sheet, lang: Lang, one: &Helpline) {
    let help = &texts(lang).help;
    let number = one.number.as_deref().or(one.site.as_deref()).unwrap_or_default();
    let place = one.region.as_ref().map(|region| format!(" ({region})")).unwrap_or_default();
    sheet.text(2, &format!("{number}  {}{place}", one.name));
    let mut about = Vec::new();
    about.extend(help.kinds.get(&one.kind).cloned());
    about.extend(help.for_whom.get(&one.for_whom).cloned());
    about.extend(help.hours.get(&one.hours).cloned());
    about.extend(one.also.as_ref().map(|also| format!("{} {also}", help.also)));
    let word = one.sms_word.as_ref().map(|word| format!("{word} → ")).unwrap_or_default();
    about.extend(one.sms.as_ref().map(|sms| format!("{} {word}{sms}", help.sms)));
    about.extend(one.whatsapp.as_ref().map(|number| format!("{} {number}", help.whatsapp)));
    if !one.languages.is_empty() {
        let more =
            if one.more_languages { format!(" {}", help.more_languages) } else { String::new() };
        about.push(format!("{}{more}", one.languages.join(", ")));
    }
    about.extend(one.site.clone().filter(|_| one.number.is_some()));
    sheet.text(4, &about.join(" · "));
    sheet.text(4, &checked(lang, &one.checked));
}

fn checked(lang: Lang, checked: &Checked) -> String {
    let help = &texts(lang).help;
    let how = match checked.how {
        How::OwnPage => &help.own_page,
        How::PublicPage => &help.public_page,
        How::NotVerified => &help.not_verified,
    };
    match (&checked.on, &checked.source) {
        (Some(on), Some(source)) => format!("{} {on}: {how} ({source})", help.checked),
        _ => how.clone(),
    }
}

/// What Accord is not, and who sees what.
pub(crate) fn about(lang: Lang, page: Option<AboutPage>) -> String {
    let texts = texts(lang);
    let mut sheet = Sheet::default();
    if page != Some(AboutPage::Privacy) {
        sheet.text(0, &texts.disclaimer.title);
        for paragraph in &texts.disclaimer.paragraphs {
            sheet.gap();
            sheet.text(2, paragraph);
        }
    }
    if page.is_none() {
        sheet.gap();
    }
    if page != Some(AboutPage::Disclaimer) {
        sheet.text(0, &texts.privacy.title);
        sheet.text(2, &texts.privacy.lead);
        groups(&mut sheet, &texts.privacy.groups);
    }
    sheet.finish()
}

/// Parts of a page, each under its head.
pub(super) fn groups(sheet: &mut Sheet, groups: &[Group]) {
    for group in groups {
        sheet.gap();
        sheet.text(2, &group.who);
        for what in &group.what {
            sheet.item(4, "-", what);
        }
    }
}

/// The questions of the self-check, to read or to print.
pub(super) fn selfcheck(lang: Lang) -> String {
    let check = &texts(lang).selfcheck;
    let mut sheet = Sheet::default();
    sheet.text(0, &check.title);
    sheet.text(0, &check.lead);
    sheet.gap();
    sheet.item(2, "1.", &check.safety);
    sheet.text(5, &check.print_after_safety);
    for (at, sign) in (2..).zip(&check.signs) {
        sheet.item(2, &format!("{at}."), &sign.question);
    }
    sheet.gap();
    sheet.text(0, &check.print_after_signs);
    sheet.finish()
}
