//! Which language a command answers in: `--lang`, else `ACCORD_LANG`, else the system's locale.

use accord_content::Lang;

use crate::args::LangArg;

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
