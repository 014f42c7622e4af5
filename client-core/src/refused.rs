//! Why a command was not carried out, as facts. A refusal changes nothing.

/// Which exit a refusal takes on a command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "types",
    derive(ts_rs::TS),
    ts(rename = "RefusalClass", rename_all = "snake_case")
)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Class {
    Unexpected,
    Usage,
    Refused,
    NotFound,
    Unreachable,
    Locked,
}

/// A refusal: a stable code, its class, and facts for a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Refusal"))]
#[error("{code}")]
pub struct Refused {
    /// Stable code, snake_case.
    pub code: &'static str,
    /// How a command line exits.
    pub class: Class,
    /// Short facts (ids, counts, dates, limits), never what a person wrote.
    pub facts: Vec<String>,
}

impl Refused {
    /// Refused by a rule or by the relay.
    pub fn rule(code: &'static str) -> Self {
        Self { code, class: Class::Refused, facts: Vec::new() }
    }

    /// The words of the command do not fit.
    pub fn usage(code: &'static str) -> Self {
        Self { code, class: Class::Usage, facts: Vec::new() }
    }

    /// There is no such thing.
    pub fn not_found(what: &str) -> Self {
        Self { code: "not_found", class: Class::NotFound, facts: vec![what.into()] }
    }

    /// The relay cannot be reached, is busy, or answered too late.
    pub fn unreachable(code: &'static str) -> Self {
        Self { code, class: Class::Unreachable, facts: Vec::new() }
    }

    /// Locked, or not opened by what was typed.
    pub fn locked(code: &'static str) -> Self {
        Self { code, class: Class::Locked, facts: Vec::new() }
    }

    /// Something that should not be.
    pub fn unexpected(code: &'static str) -> Self {
        Self { code, class: Class::Unexpected, facts: Vec::new() }
    }

    /// Adds a fact for the sentence.
    #[must_use]
    pub fn with(mut self, fact: impl Into<String>) -> Self {
        self.facts.push(fact.into());
        self
    }

    /// Whether it is this refusal.
    pub fn is(&self, code: &str) -> bool {
        self.code == code
    }
}
