//! Both languages are whole and alike, and nothing stands in the texts that must not.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

use std::collections::BTreeSet;

use accord_content::{
    ForWhom, HelpKind, Hours, How, Kind, Lang, Template, helplines, template, templates, texts,
};
use serde_json::Value;

/// Topics a digital expectation can have.
const TOPICS: [&str; 13] = [
    "how_often_we_talk",
    "answer_time",
    "quiet_hours",
    "video",
    "social_posts",
    "tagging",
    "photos",
    "contact_with_exes",
    "passwords_devices",
    "location",
    "money_apps",
    "ai_tools",
    "work_devices",
];

/// Where a text stands, so that a failure names it.
fn strings(at: &str, value: &Value, into: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => into.push((at.to_owned(), text.clone())),
        Value::Array(list) => {
            for (no, one) in list.iter().enumerate() {
                strings(&format!("{at}/{no}"), one, into);
            }
        }
        Value::Object(map) => {
            for (key, one) in map {
                strings(&format!("{at}/{key}"), one, into);
            }
        }
        _ => {}
    }
}

/// The paths of all texts: equal in two languages where both have the same shape.
fn shape(value: &Value) -> BTreeSet<String> {
    let mut all = Vec::new();
    strings("", value, &mut all);
    all.into_iter().map(|(at, _)| at).collect()
}

fn json<T: serde::Serialize>(value: T) -> Value {
    serde_json::to_value(value).expect("texts are JSON")
}

/// Every text of a language with where it stands.
fn everything(lang: Lang) -> Vec<(String, String)> {
    let mut all = Vec::new();
    strings("texts", &json(texts(lang)), &mut all);
    for one in templates(lang) {
        strings(one.name, &json(one), &mut all);
    }
    all
}

/// Names in a words file that is read as it lies there.
fn names(file: &str) -> BTreeSet<String> {
    let value: Value = serde_json::from_str(file).expect("JSON");
    value.as_object().expect("names").keys().cloned().collect()
}

/// A field of a template that a copy takes over.
fn copied(one: &Template) -> Vec<&String> {
    let parts = [&one.why, &one.helps, &one.example, &one.give, &one.rhythm];
    let steps = one.steps.iter().flat_map(|step| [&step.words, &step.notice]);
    std::iter::once(&one.words).chain(parts.into_iter().flatten()).chain(steps).collect()
}

#[test]
fn every_language_has_the_same_templates_in_the_same_shape() {
    let index: Value = serde_json::from_str(include_str!("../templates/index.json")).expect("JSON");
    let index: Vec<&str> =
        index.as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
    let unique: BTreeSet<String> = index.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(unique.len(), index.len(), "a name stands twice");
    // Words without an entry, and entries without words.
    assert_eq!(names(include_str!("../templates/en.json")), unique);
    assert_eq!(names(include_str!("../templates/de.json")), unique);
    for name in index {
        let one = |lang| json(template(lang, name).expect("a template"));
        assert_eq!(shape(&one(Lang::En)), shape(&one(Lang::De)), "{name}");
    }
}

#[test]
fn every_language_has_the_same_pages_in_the_same_shape() {
    let page = |lang| {
        let mut page = json(texts(lang));
        // How many words for yes there are is each language's own.
        for words in ["yes", "no", "quit"] {
            page["selfcheck"].as_object_mut().expect("an object").remove(words);
        }
        page
    };
    assert_eq!(shape(&page(Lang::En)), shape(&page(Lang::De)));
    let codes = |lang| texts(lang).selfcheck.signs.iter().map(|sign| sign.code.clone());
    assert!(codes(Lang::En).eq(codes(Lang::De)));
}

#[test]
fn nothing_is_empty_or_left_untranslated() {
    let english: Vec<_> = everything(Lang::En);
    let german: Vec<_> = everything(Lang::De);
    for (at, text) in english.iter().chain(&german) {
        assert_eq!(text.trim(), text, "{at}");
        assert!(!text.is_empty(), "{at}");
    }
    let german: BTreeSet<_> = german.into_iter().collect();
    let same: Vec<_> = english.iter().filter(|one| german.contains(one)).collect();
    // Codes and proper names are the same in every language; a sentence is not.
    let sentences: Vec<_> =
        same.iter().filter(|(_, text)| text.contains(". ") || text.ends_with('.')).collect();
    assert!(sentences.is_empty(), "{sentences:?}");
}

#[test]
fn a_template_has_what_its_kind_needs() {
    for lang in Lang::ALL {
        let areas = &texts(lang).templates.areas;
        for one in templates(lang) {
            let name = one.name;
            let alone = matches!(one.kind, Kind::Promise | Kind::Questions);
            assert_eq!(one.area.is_none(), alone, "{name}: area");
            assert!(one.area.is_none_or(|area| areas.contains_key(area)), "{name}: area");
            let is = |kind| one.kind == kind;
            assert_eq!(one.ritual.is_some(), is(Kind::Ritual), "{name}: ritual");
            assert_eq!(one.rhythm.is_some(), is(Kind::Ritual), "{name}: rhythm");
            assert_eq!(!one.steps.is_empty(), is(Kind::Plan), "{name}: steps");
            assert_eq!(!one.questions.is_empty(), is(Kind::Questions), "{name}: questions");
            assert_eq!(one.size.is_some(), is(Kind::Promise), "{name}: size");
            let boundary = is(Kind::Limit) || is(Kind::Permission);
            assert_eq!(one.helps.is_some() && one.example.is_some(), boundary, "{name}: helps");
            assert!(
                one.why.is_some() || is(Kind::Permission) || is(Kind::Questions),
                "{name}: why"
            );
            let every =
                one.every.into_iter().chain(one.steps.iter().filter_map(|s| s.every.as_deref()));
            for rule in every {
                assert!(
                    texts(lang).templates.every.contains_key(rule),
                    "{name}: {rule} has no words"
                );
            }
        }
    }
    for kind in Kind::ALL {
        assert!(templates(Lang::En).iter().any(|one| one.kind == kind), "no {}", kind.code());
        assert_eq!(Kind::from_code(kind.code()), Some(kind));
    }
}

#[test]
fn a_plan_loses_no_step_between_its_files() {
    let index: Value = serde_json::from_str(include_str!("../templates/index.json")).expect("JSON");
    for file in [include_str!("../templates/en.json"), include_str!("../templates/de.json")] {
        let words: Value = serde_json::from_str(file).expect("JSON");
        for entry in index.as_array().expect("a list") {
            let name = entry["name"].as_str().expect("a name");
            let count = |value: &Value| value["steps"].as_array().map_or(0, Vec::len);
            assert_eq!(count(entry), count(&words[name]), "{name}");
        }
    }
    assert_eq!(template(Lang::De, "first_week").expect("there").steps.len(), 4);
}

#[test]
fn every_ritual_has_a_seated_a_non_touch_and_a_remote_way() {
    let rituals = |lang| templates(lang).iter().filter(|one| one.kind == Kind::Ritual);
    assert!(rituals(Lang::En).count() >= 7);
    for lang in Lang::ALL {
        for one in rituals(lang) {
            assert!(one.variants.is_some(), "{} in {}", one.name, lang.code());
        }
        let others = templates(lang).iter().filter(|one| one.kind != Kind::Ritual);
        assert!(others.into_iter().all(|one| one.variants.is_none()), "a variant of nothing");
    }
}

#[test]
fn every_digital_topic_has_words_and_a_template() {
    for lang in Lang::ALL {
        let labels: Vec<&str> = texts(lang).templates.topics.keys().map(String::as_str).collect();
        let mut topics = TOPICS;
        topics.sort_unstable();
        assert_eq!(labels, topics);
    }
    let used: BTreeSet<_> = templates(Lang::En).iter().filter_map(|one| one.topic).collect();
    assert_eq!(used, TOPICS.into_iter().collect());
}

#[test]
fn location_and_passwords_come_only_as_limits_and_with_the_fixed_note() {
    for one in templates(Lang::En) {
        let sensitive = matches!(one.topic, Some("location" | "passwords_devices"));
        assert_eq!(one.note.is_some(), sensitive, "{}", one.name);
        if sensitive {
            assert_eq!(one.kind, Kind::Limit, "{}", one.name);
        }
    }
    for lang in Lang::ALL {
        for one in templates(lang).iter().filter_map(|one| one.note) {
            assert!(texts(lang).templates.notes.contains_key(one), "{one}");
        }
    }
}

#[test]
fn no_template_is_about_what_must_never_be_agreed_here() {
    let never = [
        // What somebody wears, whom somebody may see, where somebody is, consent to sex.
        "wear",
        "clothes",
        "dress",
        "outfit",
        "make-up",
        "sex",
        "consent",
        "allowed to see",
        "may see",
        "track",
        "gps",
        "live location",
        "kleid",
        "anzieh",
        "schmink",
        "einwillig",
        "treffen darf",
        "sehen darf",
        "orte",
        "gps",
        "standort",
        // What passes no word on, and no verdict on anybody.
        "score",
        "punkte",
        "streak",
        "belohn",
        "straf",
        "punish",
    ];
    for lang in Lang::ALL {
        for one in templates(lang) {
            assert_ne!(one.area, Some("intimate"), "{}", one.name);
            if one.topic == Some("location") {
                continue; // A limit against it, as checked above.
            }
            let mut all = Vec::new();
            strings("", &json(one), &mut all);
            for (at, text) in all {
                // Whole beginnings of words: `orte` is no part of `Worte`.
                let text = format!(" {}", text.to_lowercase());
                for word in never {
                    assert!(!text.contains(&format!(" {word}")), "{}{at}: {word}", one.name);
                }
            }
        }
    }
}

#[test]
fn texts_are_calm_and_can_be_typed_in_a_shell() {
    for lang in Lang::ALL {
        for (at, text) in everything(lang) {
            assert!(!text.contains('!'), "{at}: {text}");
            assert!(!text.contains("  "), "{at}: {text}");
            let lower = text.to_lowercase();
            for word in ["user", "nutzer", "synced", "93"] {
                assert!(!lower.contains(word), "{at}: {word}");
            }
        }
        for one in templates(lang) {
            for text in copied(one) {
                let odd = |c: char| matches!(c, '"' | '$' | '`' | '\\' | '|');
                assert!(!text.contains(odd), "{}: {text}", one.name);
            }
        }
    }
}

#[test]
fn nobody_is_taken_for_a_man_or_a_woman() {
    let english = ["he or she", "his or her", "husband", "wife", "boyfriend", "girlfriend"];
    let german =
        ["jede und jeder", "jeder und jede", "partner", "er oder sie", "freundin", "ehemann"];
    for (lang, words) in [(Lang::En, english), (Lang::De, german)] {
        for (at, text) in everything(lang) {
            // Whom a help line says it is for is its own word.
            if at.starts_with("texts/help/for_whom") {
                continue;
            }
            let text = text.to_lowercase();
            for word in words {
                assert!(!text.contains(word), "{at}: {word}");
            }
        }
    }
}

#[test]
fn a_yes_to_fear_is_never_answered_with_counselling_for_couples() {
    for lang in Lang::ALL {
        let check = &texts(lang).selfcheck;
        assert_eq!(check.signs.len(), 3);
        let after = check.safety_yes.join(" ") + &check.print_after_safety;
        for word in ["couple", "counsel", "therap", "paar", "berat"] {
            assert!(!after.to_lowercase().contains(word), "{word}");
        }
    }
}

#[test]
fn a_help_line_says_when_and_how_it_was_checked() {
    let help = helplines();
    let date = |text: &str| {
        let parts: Vec<&str> = text.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        lengths == [4, 2, 2] && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
    };
    assert!(date(&help.checked_on));
    for line in &help.lines {
        let name = &line.name;
        let verified = line.checked.how != How::NotVerified;
        assert_eq!(line.checked.on.as_deref().is_some_and(date), verified, "{name}: on");
        assert_eq!(line.checked.source.is_some(), verified, "{name}: source");
        assert!(line.checked.on.as_ref().is_none_or(|on| *on <= help.checked_on), "{name}");
        assert!(line.number.is_some() || line.site.is_some(), "{name} cannot be reached");
        let numbers = [&line.number, &line.also, &line.sms, &line.whatsapp];
        for number in numbers.into_iter().flatten() {
            assert!(
                number.bytes().all(|b| b.is_ascii_digit() || b == b' ' || b == b'-'),
                "{number}"
            );
        }
        for site in [&line.site, &line.checked.source].into_iter().flatten() {
            assert!(site.contains('.') && !site.contains("://") && !site.contains('/'), "{site}");
        }
        if line.checked.how == How::OwnPage && line.kind != HelpKind::Emergency {
            assert!(
                line.site.is_none() || line.site == line.checked.source,
                "{name}: not its own page"
            );
        }
    }
}

#[test]
fn every_country_has_an_emergency_number_first_and_somebody_for_everybody() {
    let help = helplines();
    let countries = help.countries();
    let unique: BTreeSet<_> = countries.iter().collect();
    assert_eq!(unique.len(), countries.len(), "the lines of a country stand apart");
    for needed in
        ["DE", "AT", "CH", "GB", "IE", "US", "CA", "AU", "NZ", "FR", "ES", "IT", "NL", "EU"]
    {
        let lines = help.of(needed);
        assert_eq!(lines.first().map(|line| line.kind), Some(HelpKind::Emergency), "{needed}");
        assert!(lines.iter().any(|line| line.kind == HelpKind::Violence), "{needed}");
        for lang in Lang::ALL {
            assert!(texts(lang).help.countries.contains_key(needed), "{needed}");
        }
    }
    let of = |country| {
        let lines = help.of(country).into_iter();
        lines.map(|line| line.number.as_deref()).collect::<Vec<_>>()
    };
    assert!(
        of("pt").contains(&Some("116 016")),
        "a member without lines of its own has the Union's"
    );
    assert!(!of("CH").contains(&Some("116 016")));
    let german = of("DE");
    let unique: BTreeSet<_> = german.iter().collect();
    assert_eq!(unique.len(), german.len(), "a number of the Union that a country has is said once");
    assert!(of("XX").is_empty());
}

#[test]
fn every_code_of_the_help_lines_has_words() {
    for lang in Lang::ALL {
        let help = &texts(lang).help;
        for kind in [HelpKind::Emergency, HelpKind::Violence, HelpKind::Listening] {
            assert!(help.kinds.contains_key(&kind));
        }
        for whom in [ForWhom::Everyone, ForWhom::Women, ForWhom::Men] {
            assert!(help.for_whom.contains_key(&whom));
        }
        for hours in [Hours::Always, Hours::Weekdays, Hours::Varies, Hours::Unknown] {
            assert!(help.hours.contains_key(&hours));
        }
        let countries: BTreeSet<&str> = help.countries.keys().map(String::as_str).collect();
        assert_eq!(countries, helplines().countries().into_iter().collect());
        let kinds: Vec<Kind> = texts(lang).templates.kinds.keys().copied().collect();
        assert_eq!(kinds, Kind::ALL);
    }
}
