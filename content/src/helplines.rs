//! Help lines: `helplines.json` with country, number and when and how it was checked. Proper names stand in their own language.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::bundled;

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpKind {
    /// Police or rescue: somebody comes.
    Emergency,
    /// Violence, control and fear between partners.
    Violence,
    /// Somebody who listens, whatever it is.
    Listening,
}

/// Whom a line says it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ForWhom {
    Everyone,
    Women,
    Men,
}

/// When somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    /// Day and night, every day.
    Always,
    /// Parts of weekdays.
    Weekdays,
    /// Differs by place, day or source.
    Varies,
    /// Not found.
    Unknown,
}

/// How a line was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Read on a stored copy of the service's own page.
    OwnPage,
    /// Read on a stored copy of somebody else's page: an authority, a newspaper, a related service.
    PublicPage,
    /// Not found in a source. Shown with a warning.
    NotVerified,
}

/// When and where a line was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// How.
    pub how: How,
    /// Date, `YYYY-MM-DD`; none where it was not verified.
    pub on: Option<String>,
    /// Host of the page; none where it was not verified.
    pub source: Option<String>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helpline {
    /// ISO 3166 code; `EU` for numbers of the whole European Union.
    pub country: String,
    /// Part of the country it is for.
    pub region: Option<String>,
    /// What for.
    pub kind: HelpKind,
    /// For whom.
    #[serde(rename = "for")]
    pub for_whom: ForWhom,
    /// Its own name.
    pub name: String,
    /// As it is dialled there; none where there is a site only.
    pub number: Option<String>,
    /// Another number.
    pub also: Option<String>,
    /// Number for text messages.
    pub sms: Option<String>,
    /// Word to send there.
    pub sms_word: Option<String>,
    /// Number on WhatsApp.
    pub whatsapp: Option<String>,
    /// When.
    pub hours: Hours,
    /// Languages known to be spoken, ISO 639-1.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Further languages are said to be spoken.
    #[serde(default)]
    pub more_languages: bool,
    /// Its site, without a scheme.
    pub site: Option<String>,
    /// When and how it was checked.
    pub checked: Checked,
}

/// All lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helplines {
    /// When the list was last gone through, `YYYY-MM-DD`.
    pub checked_on: String,
    /// A bigger list, as a site without a scheme.
    pub directory: String,
    /// Countries where the lines of `EU` work or are being set up.
    pub eu: Vec<String>,
    /// The lines; those of one country stand together, emergency first.
    pub lines: Vec<Helpline>,
}

impl Helplines {
    /// The lines of a country; where it is a member of the Union, with those of the Union that are not among them.
    #[must_use]
    pub fn of(&self, country: &str) -> Vec<&Helpline> {
        let of = |code: &str| {
            let code = code.to_owned();
            self.lines.iter().filter(move |line| line.country.eq_ignore_ascii_case(&code))
        };
        let mut found: Vec<&Helpline> = of(country).collect();
        if self.eu.iter().any(|one| one.eq_ignore_ascii_case(country)) {
            let dialled = |line: &Helpline| [line.number.clone(), line.also.clone()];
            let own: Vec<String> = found.iter().flat_map(|line| dialled(line)).flatten().collect();
            let new = |line: &&Helpline| line.number.as_ref().is_none_or(|one| !own.contains(one));
            found.extend(of("EU").filter(new));
        }
        found
    }

    /// Countries with lines of their own, in the order of the list.
    #[must_use]
    pub fn countries(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.lines.iter().map(|line| line.country.as_str()).collect();
        all.dedup();
        all
    }
}

static LINES: LazyLock<Helplines> = LazyLock::new(|| bundled(include_str!("../helplines.json")));

/// All help lines.
#[must_use]
pub fn helplines() -> &'static Helplines {
    &LINES
}
