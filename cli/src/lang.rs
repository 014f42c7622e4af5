//! Which language a command answers in: `--lang`, else `ACCORD_LANG`, else the system's locale.

use std::ffi::OsString;

use accord_content::Lang;
use clap::ValueEnum as _;

use crate::args::LangArg;

/// The language of a command line that is not parsed yet: its help has one too.
pub(crate) fn of_words(words: &[OsString]) -> Lang {
    let words = words.iter().map(|word| word.to_string_lossy());
    let mut words = words.take_while(|word| word != "--");
    let mut asked = None;
    while let Some(word) = words.next() {
        let named = match word.strip_prefix("--lang=") {
            Some(code) => Some(code.to_owned()),
            None if word == "--lang" => words.next().map(Into::into),
            None => None,
        };
        asked = named.and_then(|code: String| LangArg::from_str(&code, false).ok()).or(asked);
    }
    chosen(asked)
}

/// The language asked for, else the one that is set.
pub(crate) fn chosen(asked: Option<LangArg>) -> Lang {
    match asked {
        Some(LangArg::En) => Lang::En,
        Some(LangArg::De) => Lang::De,
        Some(LangArg::Qps) => Lang::Pseudo,
        None => Lang::from_locale(&set("ACCORD_LANG").unwrap_or_else(locale)),
    }
}

/// The system's locale for messages; empty where none is set.
pub(crate) fn locale() -> String {
    set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default()
}

fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_before_the_words_are_parsed() {
        let of = |line: &str| of_words(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        for line in ["accord --lang de", "accord agree --lang=de list", "accord x y --lang de -h"] {
            assert_eq!(of(line), Lang::De, "{line}");
        }
        for line in ["accord --lang", "accord --lang xx", "accord thanks -- --lang de", "accord de"]
        {
            assert_eq!(of(line), of("accord"), "{line}");
        }
    }
}
