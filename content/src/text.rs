//! Pages and labels: `texts/LANG.json`. A missing or unknown word in any language fails the tests.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{ForWhom, HelpKind, Hours, Kind, Lang, bundled, pseudo};

/// Words by code.
pub type Labels = BTreeMap<String, String>;

/// What Accord is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclaimer {
    /// In one line, with how to read on.
    pub line: String,
    /// Title of the page.
    pub title: String,
    /// The page.
    pub paragraphs: Vec<String>,
}

/// Who sees what: one page, the same for both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    /// Title of the page.
    pub title: String,
    /// Its first line.
    pub lead: String,
    /// Its parts.
    pub groups: Vec<Group>,
}

/// What one side sees, or does not see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Who.
    pub who: String,
    /// What.
    pub what: Vec<String>,
}

/// What stands around the help lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it; the words are in texts/")]
pub struct Help {
    pub title: String,
    pub no_service: String,
    pub safer_device: String,
    pub numbers_change: String,
    pub none_for: String,
    pub not_verified: String,
    pub checked: String,
    pub own_page: String,
    pub public_page: String,
    pub also: String,
    pub sms: String,
    pub whatsapp: String,
    pub more_languages: String,
    pub kinds: BTreeMap<HelpKind, String>,
    pub for_whom: BTreeMap<ForWhom, String>,
    pub hours: BTreeMap<Hours, String>,
    pub countries: Labels,
}

/// What somebody reads to whom something they received does not feel right. The one who wrote it never learns of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotRight {
    /// Title of the page.
    pub title: String,
    /// What happens with the question: nothing.
    pub lead: String,
    /// What one can do with this kind of record.
    pub kinds: Labels,
    /// How a limit and a demand differ.
    pub parts: Vec<Group>,
    /// Before the help lines.
    pub help: Vec<String>,
}

/// The private self-check. Its answers are never kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfCheck {
    /// Title.
    pub title: String,
    /// What happens with the answers: nothing.
    pub lead: String,
    /// How to answer.
    pub how: String,
    /// The question that comes first.
    pub safety: String,
    /// What a yes to it is answered with, before the help lines. Nothing about counselling for couples.
    pub safety_yes: Vec<String>,
    /// The signs.
    pub signs: Vec<Sign>,
    /// What a yes to a sign is answered with.
    pub some: Vec<String>,
    /// What no sign is answered with.
    pub none: Vec<String>,
    /// After the first question, printed.
    pub print_after_safety: String,
    /// After the signs, printed.
    pub print_after_signs: String,
    /// The last word.
    pub end: String,
    /// The last word where somebody stopped early.
    pub stopped: String,
    /// An answer was not understood.
    pub again: String,
    /// Words for yes; English ones are always understood too.
    pub yes: Vec<String>,
    /// Words for no.
    pub no: Vec<String>,
    /// Words for stopping.
    pub quit: Vec<String>,
}

/// One sign that help from outside could do good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Stable code.
    pub code: String,
    /// The question.
    pub question: String,
}

/// What stands around templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it; the words are in texts/")]
pub struct TemplateTexts {
    pub lead: String,
    pub show_hint: String,
    pub copy_hint: String,
    pub command_hint: String,
    pub questions_hint: String,
    pub labels: Labels,
    pub by: Labels,
    /// By RRULE value, in words.
    pub every: Labels,
    pub kinds: BTreeMap<Kind, String>,
    pub areas: Labels,
    pub topics: Labels,
    pub notes: Labels,
}

/// All pages and labels of one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is documented by its type")]
pub struct Texts {
    pub disclaimer: Disclaimer,
    pub privacy: Privacy,
    pub help: Help,
    pub not_right: NotRight,
    pub selfcheck: SelfCheck,
    pub templates: TemplateTexts,
}

static EN: LazyLock<Texts> = LazyLock::new(|| bundled(include_str!("../texts/en.json")));
static DE: LazyLock<Texts> = LazyLock::new(|| bundled(include_str!("../texts/de.json")));
static PSEUDO: LazyLock<Texts> =
    LazyLock::new(|| bundled(&pseudo::page(include_str!("../texts/en.json"))));

/// The pages and labels of a language.
#[must_use]
pub fn texts(lang: Lang) -> &'static Texts {
    match lang {
        Lang::En => &EN,
        Lang::De => &DE,
        Lang::Pseudo => &PSEUDO,
    }
}
