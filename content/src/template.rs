//! Templates: words of agreements, limits, promises and rituals to copy by choice. None is ever in force by being here.
//!
//! `templates/index.json` holds what all languages share: names, kinds, areas, rules. `templates/LANG.json` holds the words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{Lang, bundled, pseudo};

/// What a template becomes when it is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of the records")]
pub enum Kind {
    Limit,
    Permission,
    Expectation,
    Compromise,
    GroundRules,
    Plan,
    Ritual,
    Promise,
    /// Questions to read, print or keep as a private note.
    Questions,
}

impl Kind {
    /// All of them, in the order they are shown in.
    pub const ALL: [Self; 9] = [
        Self::Limit,
        Self::Permission,
        Self::Expectation,
        Self::Compromise,
        Self::GroundRules,
        Self::Plan,
        Self::Ritual,
        Self::Promise,
        Self::Questions,
    ];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Permission => "permission",
            Self::Expectation => "expectation",
            Self::Compromise => "compromise",
            Self::GroundRules => "ground_rules",
            Self::Plan => "plan",
            Self::Ritual => "ritual",
            Self::Promise => "promise",
            Self::Questions => "questions",
        }
    }

    /// By its code; dashes and capitals are forgiven.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.to_lowercase().replace('-', "_");
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Whose step it is, from the side of the person who copies the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "said above")]
pub enum By {
    Me,
    Them,
    Both,
}

/// When a ritual happens, as a suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rhythm {
    /// An RFC 5545 RRULE value.
    pub every: String,
    /// Wall time, `HH:MM`.
    pub at: String,
    /// Each at this time of their own, else one moment for both.
    #[serde(default)]
    pub own_time: bool,
    /// Length in minutes.
    pub minutes: u16,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Whose it is.
    pub by: By,
    /// What is done.
    pub words: String,
    /// How the other notices.
    pub notice: String,
    /// An RFC 5545 RRULE value, where it repeats.
    pub every: Option<String>,
}

/// The same ritual for bodies and distances of all kinds. Every ritual and exercise has all three.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Variants {
    /// Without standing or walking.
    pub seated: String,
    /// Without touching each other.
    pub non_touch: String,
    /// While apart.
    pub remote: String,
}

/// One template in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Template {
    /// Stable code.
    pub name: &'static str,
    /// What it becomes.
    pub kind: Kind,
    /// Code of the part of life.
    pub area: Option<&'static str>,
    /// Code of a digital topic.
    pub topic: Option<&'static str>,
    /// Code of a fixed note that always stands beside it.
    pub note: Option<&'static str>,
    /// Title, for lists.
    pub title: String,
    /// The words that are copied; for questions, what leads to them.
    pub words: String,
    /// Why somebody might want it.
    pub why: Option<String>,
    /// How a limit or permission helps.
    pub helps: Option<String>,
    /// Example of a limit or permission.
    pub example: Option<String>,
    /// What the one who copies it gives.
    pub give: Option<String>,
    /// When a ritual happens, in words.
    pub rhythm: Option<String>,
    /// When a ritual happens, as codes.
    pub ritual: Option<Rhythm>,
    /// Steps of a plan.
    pub steps: Vec<Step>,
    /// Other ways to do a ritual.
    pub variants: Option<Variants>,
    /// Rule of a promise that repeats.
    pub every: Option<&'static str>,
    /// Size of a promise: `small` or `big`.
    pub size: Option<&'static str>,
    /// The questions.
    pub questions: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    kind: Kind,
    area: Option<String>,
    topic: Option<String>,
    note: Option<String>,
    ritual: Option<Rhythm>,
    #[serde(default)]
    steps: Vec<StepEntry>,
    every: Option<String>,
    size: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepEntry {
    by: By,
    every: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    title: String,
    words: String,
    why: Option<String>,
    helps: Option<String>,
    example: Option<String>,
    give: Option<String>,
    rhythm: Option<String>,
    #[serde(default)]
    steps: Vec<StepWords>,
    seated: Option<String>,
    non_touch: Option<String>,
    remote: Option<String>,
    #[serde(default)]
    questions: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepWords {
    words: String,
    notice: String,
}

static INDEX: LazyLock<Vec<Entry>> =
    LazyLock::new(|| bundled(include_str!("../templates/index.json")));
static EN: LazyLock<Vec<Template>> =
    LazyLock::new(|| joined(&bundled(include_str!("../templates/en.json"))));
static DE: LazyLock<Vec<Template>> =
    LazyLock::new(|| joined(&bundled(include_str!("../templates/de.json"))));
static PSEUDO: LazyLock<Vec<Template>> =
    LazyLock::new(|| joined(&bundled(&pseudo::page(include_str!("../templates/en.json")))));

/// All templates of a language, in the order they are shown in. Every language has the same.
#[must_use]
pub fn templates(lang: Lang) -> &'static [Template] {
    match lang {
        Lang::En => &EN,
        Lang::De => &DE,
        Lang::Pseudo => &PSEUDO,
    }
}

/// One template by its name.
#[must_use]
pub fn template(lang: Lang, name: &str) -> Option<&'static Template> {
    templates(lang).iter().find(|one| one.name == name)
}

fn joined(words: &BTreeMap<String, Words>) -> Vec<Template> {
    // A name without words would be a gap that nobody sees; the tests compare names and shapes of all languages.
    INDEX.iter().filter_map(|entry| Some(one(entry, words.get(&entry.name)?))).collect()
}

fn one(entry: &'static Entry, words: &Words) -> Template {
    let steps = entry.steps.iter().zip(&words.steps).map(|(step, said)| Step {
        by: step.by,
        words: said.words.clone(),
        notice: said.notice.clone(),
        every: step.every.clone(),
    });
    let variants = (&words.seated, &words.non_touch, &words.remote);
    Template {
        name: &entry.name,
        kind: entry.kind,
        area: entry.area.as_deref(),
        topic: entry.topic.as_deref(),
        note: entry.note.as_deref(),
        title: words.title.clone(),
        words: words.words.clone(),
        why: words.why.clone(),
        helps: words.helps.clone(),
        example: words.example.clone(),
        give: words.give.clone(),
        rhythm: words.rhythm.clone(),
        ritual: entry.ritual.clone(),
        steps: steps.collect(),
        variants: match variants {
            (Some(seated), Some(non_touch), Some(remote)) => Some(Variants {
                seated: seated.clone(),
                non_touch: non_touch.clone(),
                remote: remote.clone(),
            }),
            _ => None,
        },
        every: entry.every.as_deref(),
        size: entry.size.as_deref(),
        questions: words.questions.clone(),
    }
}
