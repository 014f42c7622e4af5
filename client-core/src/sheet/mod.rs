//! Files to take away: pages to print, from views, a calendar, from what the laws derive, and an export read back as words.
//!
//! Owns what is in such a file and how it looks. It holds no rule and reads no store: who calls it decides whose eyes and what may be
//! shown. A page loads nothing, runs nothing, and holds no link that leads anywhere.

mod brief;
pub mod calendar;
mod counsellor;
mod evidence;
mod page;
pub mod past;

use serde_json::Value;

pub use counsellor::Counsellor;

use crate::law::say::{Say, Words};
use crate::time::Day;

/// What stands on every page of a sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct Made {
    /// Who made it.
    pub by: String,
    /// Whom it is shared with, once that name was heard.
    pub with: Option<String>,
    /// The day.
    pub on: Day,
}

/// A language a page is made in.
pub struct Tongue<'a> {
    /// Its code, for readers that speak a page aloud.
    pub lang: &'a str,
    /// Its words.
    pub words: &'a Words<'a>,
}

impl std::fmt::Debug for Tongue<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tongue")
    }
}

impl Tongue<'_> {
    fn text(&self, say: &Say) -> String {
        say.in_words(self.words)
    }
}

/// A page to print, before it has its words.
#[derive(Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What stands on every page of it.
    pub made: Made,
    /// What is on it.
    pub of: Of,
}

/// What a sheet shows.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is named after")]
pub enum Of {
    Counsellor(Box<Counsellor>),
    FirstSession,
    /// The full export, as [`crate::client::command::Reply::Export`] has it.
    Evidence(Box<Value>),
}

crate::silent::silent!(Made, Sheet);
crate::silent::silent_enum!(Of: Counsellor, FirstSession, Evidence);

impl Sheet {
    /// The page in a language.
    #[must_use]
    pub fn page(&self, tongue: &Tongue<'_>) -> String {
        match &self.of {
            Of::Counsellor(what) => counsellor::counsellor(&self.made, what, tongue),
            Of::FirstSession => brief::first_session(&self.made, tongue),
            Of::Evidence(export) => evidence::evidence(&self.made, export, tongue),
        }
    }
}

#[cfg(test)]
mod tests;
