//! What a refusal says to a person: one sentence a code, with what is safe and what to do next, and the exit code of each class.
//!
//! Owns the words. The codes are the core's, the relay's and this program's own. Must not know how they came about: the facts a refusal
//! carries are ids, counts, dates and limits, never what somebody wrote.

mod laws;
mod lock;
mod people;
mod program;
mod relay;

use accord_client_core::refused::{Class, Refused};

pub use lock::locked;

/// What a code says, and how its first fact is told where there is one (`{}` stands for it).
pub type Sentence = (&'static str, &'static str, &'static str);

/// Every code with its sentence, by where it comes from. `docs/errors.md` has a row for each.
pub const SENTENCES: [&[Sentence]; 4] =
    [program::SENTENCES, people::SENTENCES, laws::SENTENCES, relay::SENTENCES];

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
pub fn sentence(refused: &Refused) -> String {
    let known = SENTENCES.iter().copied().flatten().find(|(code, ..)| *code == refused.code);
    let Some((_, says, fact_says)) = known else {
        return format!("This was refused: {}. Nothing was changed.", refused.code);
    };
    // What the argument parser says already names the argument.
    if let ("usage", Some(said)) = (refused.code, refused.facts.first()) {
        return said.clone();
    }
    // Nobody typed an id for these two.
    if let ("not_found", Some("invitation" | "pairing")) =
        (refused.code, refused.facts.first().map(String::as_str))
    {
        return "No invitation is under way. `accord invite` makes one, `accord join LINK` answers one.".into();
    }
    match refused.facts.first() {
        Some(fact) if !fact_says.is_empty() => {
            format!("{says} {}", capital(&fact_says.replace("{}", fact)))
        }
        _ => (*says).to_owned(),
    }
}

/// The same as the one JSON object a script reads.
#[must_use]
pub fn json(refused: &Refused) -> serde_json::Value {
    serde_json::json!({ "error": { "code": refused.code, "message": sentence(refused) } })
}

/// A refusal of this program's own with its class.
#[must_use]
pub const fn refused(code: &'static str, class: Class) -> Refused {
    Refused { code, class, facts: Vec::new() }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
