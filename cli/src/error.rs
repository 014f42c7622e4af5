//! What a refusal says to a person, in the reader's language, and the exit code of each class.
//!
//! The words are messages: `error-CODE`, and `error-CODE-fact` where a fact is known. The codes are the core's, the relay's and this
//! program's own. Must not know how they came about: the facts a refusal carries are ids, counts, dates and limits, never what somebody wrote.

use accord_client_core::refused::{Class, Refused};
use accord_content::{Arg, Lang, Messages};

/// The exit code of a class.
#[must_use]
pub const fn exit_code(class: Class) -> u8 {
    match class {
        Class::Unexpected => 1,
        Class::Usage => 2,
        Class::Refused => 3,
        Class::NotFound => 4,
        Class::Unreachable => 5,
        Class::Locked => 6,
    }
}

/// What a refusal says.
#[must_use]
pub fn sentence(refused: &Refused, lang: Lang) -> String {
    let fact = |at: usize| refused.facts.get(at).map_or("", String::as_str);
    // What the argument parser says already names the argument.
    if refused.is("usage") && !fact(0).is_empty() {
        return fact(0).to_owned();
    }
    let messages = Messages::of(lang);
    let chosen = word(fact(0));
    let facts = [
        ("fact", Arg::Text(fact(0))),
        ("code", Arg::Text(&chosen)),
        ("second", Arg::Text(fact(1))),
        ("third", Arg::Text(fact(2))),
    ];
    let told = (!refused.facts.is_empty())
        .then(|| messages.find(&format!("error-{}-fact", refused.code), &facts));
    told.flatten()
        .or_else(|| messages.find(&format!("error-{}", refused.code), &[]))
        .unwrap_or_else(|| messages.text("error-without-words", &[("code", refused.code.into())]))
}

/// The same as the one JSON object a script reads: in English, whatever the reader's language.
#[must_use]
pub fn json(refused: &Refused) -> serde_json::Value {
    serde_json::json!({ "error": { "code": refused.code, "message": sentence(refused, Lang::En) } })
}

/// A refusal of this program's own with its class.
#[must_use]
pub const fn refused(code: &'static str, class: Class) -> Refused {
    Refused { code, class, facts: Vec::new() }
}

/// A fact as a message can choose by it: `permission denied` as `permission_denied`.
fn word(fact: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    fact.chars().map(|c| letter(c.to_ascii_lowercase())).collect()
}
