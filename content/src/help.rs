//! What the command line's help says in other languages: `help/LANG.ftl`.
//!
//! Owns finding a text by command and argument. The English stands beside the commands themselves and has no second copy here, so that a
//! language is laid over it. Must not know the commands: a test of the command line holds the two together.

use std::sync::LazyLock;

use crate::{Lang, Messages, pseudo::pseudo};

const DE_SOURCE: &str = include_str!("../help/de.ftl");

static DE: LazyLock<Messages> =
    LazyLock::new(|| Messages::of_sources(Lang::De, std::iter::once(DE_SOURCE)));

/// The text of the first of these ids that a language has, for this English one. Nothing in English itself.
#[must_use]
pub fn help(lang: Lang, ids: &[String], english: &str) -> Option<String> {
    match lang {
        Lang::En => None,
        Lang::De => ids.iter().find_map(|id| DE.find(id, &[])),
        Lang::Pseudo => Some(pseudo(english)),
    }
}

/// All ids of a language, in order.
pub fn help_ids(lang: Lang) -> impl Iterator<Item = &'static str> {
    let source = match lang {
        Lang::De => DE_SOURCE,
        Lang::En | Lang::Pseudo => "",
    };
    let begins = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
    source.lines().filter(begins).filter_map(|line| line.split(" =").next())
}
