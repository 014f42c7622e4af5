//! A language that nobody speaks: English with accents, each message in brackets.
//!
//! What has no accent on the screen did not come from a message; two brackets in one sentence are a sentence built from pieces. What is
//! typed, between backticks, stays as it is, and so does what a message is filled with.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::{parser, serializer};
use serde_json::Value;

/// A file of messages with every message changed.
pub(crate) fn resource(english: &str) -> String {
    let mut read = match parser::parse(english.to_owned()) {
        Ok(read) => read,
        Err((read, _)) => read,
    };
    for entry in &mut read.body {
        if let Entry::Message(message) = entry
            && let Some(pattern) = &mut message.value
        {
            accented(pattern, &mut false);
            bracketed(pattern);
        }
    }
    serializer::serialize(&read)
}

/// A text that is no message, changed like one.
pub(crate) fn pseudo(english: &str) -> String {
    let mut typed = false;
    format!("[{}]", english.chars().map(|c| letter(c, &mut typed)).collect::<String>())
}

/// A file of pages or templates with every text in it changed: not names of fields, not codes, not words to be typed.
pub(crate) fn page(english: &str) -> String {
    fn change(value: &mut Value) {
        match value {
            Value::String(text) => *text = pseudo(text),
            Value::Array(list) => list.iter_mut().for_each(change),
            Value::Object(fields) => {
                let typed = ["code", "yes", "no", "quit"];
                let shown = fields.iter_mut().filter(|(name, _)| !typed.contains(&name.as_str()));
                shown.for_each(|(_, value)| change(value));
            }
            _ => {}
        }
    }
    let mut read = serde_json::from_str(english).unwrap_or_default();
    change(&mut read);
    read.to_string()
}

fn accented(pattern: &mut Pattern<String>, typed: &mut bool) {
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                *value = value.chars().map(|c| letter(c, typed)).collect();
            }
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                // Backticks pair up within a variant.
                for variant in variants {
                    accented(&mut variant.value, typed);
                }
            }
            PatternElement::Placeable { .. } => {}
        }
    }
}

fn bracketed(pattern: &mut Pattern<String>) {
    // As placeables, because text cannot begin with a bracket on a line of its own.
    let mark = |value: &str| PatternElement::Placeable {
        expression: Expression::Inline(InlineExpression::StringLiteral { value: value.to_owned() }),
    };
    pattern.elements.insert(0, mark("["));
    pattern.elements.push(mark("]"));
}

fn letter(c: char, typed: &mut bool) -> char {
    if c == '`' {
        *typed = !*typed;
    }
    if *typed {
        return c;
    }
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const ACCENTED: &str = "åƀçđéƒğħîĵķļɱñöþǫřšţûṽŵẋýžÅƁÇĐÉƑĞĤÎĴĶĻṀÑÖÞǪŘŠŢÛṼŴẊÝŽ";
    let at = PLAIN.chars().position(|plain| plain == c);
    at.and_then(|at| ACCENTED.chars().nth(at)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use crate::{Arg, Lang, Messages};

    #[test]
    fn every_plain_letter_has_its_own_accent() {
        let all: String = ('a'..='z').chain('A'..='Z').collect();
        let shown: std::collections::BTreeSet<char> =
            all.chars().map(|c| super::letter(c, &mut false)).collect();
        assert_eq!(shown.len(), 52);
        assert!(shown.iter().all(|c| !c.is_ascii()));
    }

    #[test]
    fn what_is_typed_or_filled_in_stays() {
        let changed = super::resource("a-b = Say `accord show { $id }` to { $name }.\n");
        assert_eq!(changed, "a-b = { \"[\" }Šåý `accord show { $id }` ţö { $name }.{ \"]\" }\n");
        let day = [("day", Arg::from(3_u8)), ("month", Arg::from(5_u8))];
        assert_eq!(Messages::of(Lang::Pseudo).text("date-day", &day), "[3 Ṁåý]");
    }
}
