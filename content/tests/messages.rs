//! Every message exists in every language, in the same shape, and says something.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

use std::collections::{BTreeMap, BTreeSet};

use accord_content::{Lang, rooms};
use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};

/// Words that are the same in both languages, or names.
const SAME: [&str; 14] = [
    "ask-way-move",
    "ask-way-words",
    "beside-topic-held",
    "date-moment",
    "date-utc",
    "promise-counted",
    "ritual-at",
    "sheet-by",
    "sheet-day",
    "sheet-moment",
    "sheet-name",
    "sheet-words",
    "word-col-id",
    "word-col-name",
];

/// What a message is made of, as far as two languages must agree.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    /// Arguments.
    args: BTreeSet<String>,
    /// Codes that something is chosen by; plurals and numbers are each language's own.
    codes: BTreeMap<String, BTreeSet<String>>,
    /// What is typed, between backticks.
    typed: BTreeSet<String>,
}

const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn inline(expression: &InlineExpression<String>, shape: &mut Shape) -> String {
    match expression {
        InlineExpression::VariableReference { id } => {
            // `$They` is `$they` at the beginning of a sentence.
            let first = id.name.chars().take(1).flat_map(char::to_lowercase);
            shape.args.insert(first.chain(id.name.chars().skip(1)).collect());
            format!("${}", id.name)
        }
        InlineExpression::Placeable { expression } => of_expression(expression, shape),
        InlineExpression::StringLiteral { value } => value.clone(),
        InlineExpression::NumberLiteral { value } => value.clone(),
        other => panic!("not used here: {other:?}"),
    }
}

fn of_expression(expression: &Expression<String>, shape: &mut Shape) -> String {
    match expression {
        Expression::Inline(one) => inline(one, shape),
        Expression::Select { selector, variants } => {
            let chosen = inline(selector, shape);
            let mut texts = String::new();
            for variant in variants {
                if let VariantKey::Identifier { name } = &variant.key
                    && !PLURALS.contains(&name.as_str())
                {
                    shape.codes.entry(chosen.clone()).or_default().insert(name.clone());
                }
                texts.push_str(&of_pattern(&variant.value, shape));
                texts.push('|');
            }
            texts
        }
    }
}

fn of_pattern(pattern: &Pattern<String>, shape: &mut Shape) -> String {
    let text = |element: &PatternElement<String>| match element {
        PatternElement::TextElement { value } => value.clone(),
        PatternElement::Placeable { expression } => of_expression(expression, shape),
    };
    pattern.elements.iter().map(text).collect()
}

/// Every message of a language: its room, its shape, and all it can say as one text.
fn messages(lang: Lang) -> BTreeMap<String, (Shape, String)> {
    let mut all = BTreeMap::new();
    for (room, source) in rooms(lang) {
        let read = fluent_syntax::parser::parse((*source).to_owned());
        let read = read.unwrap_or_else(|(_, errors)| panic!("{room}.ftl: {errors:?}"));
        for entry in read.body {
            let Entry::Message(message) = entry else {
                assert!(
                    matches!(entry, Entry::ResourceComment(_) | Entry::Comment(_)),
                    "{room}: {entry:?}"
                );
                continue;
            };
            let id = message.id.name;
            assert!(id.starts_with(&format!("{room}-")), "{id} stands in {room}.ftl");
            assert!(message.attributes.is_empty(), "{id} has attributes");
            let mut shape = Shape::default();
            let text = of_pattern(&message.value.expect("a text"), &mut shape);
            shape.typed = text.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            assert!(all.insert(id.clone(), (shape, text)).is_none(), "{id} stands twice");
        }
    }
    all
}

#[test]
fn every_file_of_messages_is_part_of_the_program() {
    for (lang, folder) in [(Lang::En, "en"), (Lang::De, "de")] {
        let folder = format!("{}/messages/{folder}", env!("CARGO_MANIFEST_DIR"));
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("a folder")
            .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
            .collect();
        let read: BTreeSet<String> =
            rooms(lang).iter().map(|(room, _)| format!("{room}.ftl")).collect();
        assert_eq!(files, read);
    }
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_arguments_and_codes() {
    let (english, german) = (messages(Lang::En), messages(Lang::De));
    let ids = |all: &BTreeMap<String, (Shape, String)>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(ids(&english), ids(&german));
    for (id, (shape, _)) in &english {
        assert_eq!(shape, &german[id].0, "{id}");
    }
}

#[test]
fn no_message_is_empty_or_left_untranslated() {
    let (english, german) = (messages(Lang::En), messages(Lang::De));
    for (id, (_, text)) in &english {
        let same = *text == german[id].1;
        assert!(!text.trim().is_empty() && !german[id].1.trim().is_empty(), "{id} says nothing");
        assert_eq!(same, SAME.contains(&id.as_str()), "{id}: {text}");
    }
    for id in SAME {
        assert!(english.contains_key(id), "{id} is gone");
    }
}

#[test]
fn messages_are_calm() {
    for lang in Lang::ALL {
        for (id, (_, text)) in messages(lang) {
            assert!(!text.contains('!'), "{id} calls out: {text}");
            assert!(!text.contains("{$"), "{id}: {text}");
            let doubled = text.contains("  ") && text.trim() == text;
            assert!(!doubled || text.contains('\n') || id.starts_with("date-"), "{id}: {text:?}");
        }
    }
}
