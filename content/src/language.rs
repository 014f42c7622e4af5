//! Languages there are texts in.

/// A language.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Lang {
    En,
    De,
    /// English with accents, for tests: what has none did not come from a message. Never offered.
    #[serde(rename = "qps")]
    Pseudo,
}

impl Lang {
    /// All that are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::De];

    /// Its ISO 639-1 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Pseudo => "qps",
        }
    }

    /// The language whose plurals and texts it has.
    pub(crate) const fn grammar(self) -> &'static str {
        match self {
            Self::En | Self::Pseudo => "en",
            Self::De => "de",
        }
    }

    /// By its code, in any case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .chain([Self::Pseudo])
            .find(|lang| lang.code().eq_ignore_ascii_case(code))
    }

    /// The language of a locale such as `de_AT.UTF-8`; English for any other.
    #[must_use]
    pub fn from_locale(locale: &str) -> Self {
        let code = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        Self::from_code(code).unwrap_or(Self::En)
    }
}

/// The country of a locale, in capitals: `AT` of `de_AT.UTF-8`.
#[must_use]
pub fn region(locale: &str) -> Option<String> {
    let name = locale.split(['.', '@']).next().unwrap_or_default();
    let region = name.split(['_', '-']).nth(1)?;
    let is_country = region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_country.then(|| region.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_a_language_and_perhaps_a_country() {
        assert_eq!(Lang::from_locale("de_AT.UTF-8"), Lang::De);
        assert_eq!(Lang::from_locale("de"), Lang::De);
        assert_eq!(Lang::from_locale("DE-ch"), Lang::De);
        for other in ["", "C", "C.UTF-8", "fr_FR.UTF-8", "den_XX", "POSIX"] {
            assert_eq!(Lang::from_locale(other), Lang::En, "{other}");
        }
        assert_eq!(region("de_AT.UTF-8").as_deref(), Some("AT"));
        assert_eq!(region("en-gb@euro").as_deref(), Some("GB"));
        for none in ["", "C", "C.UTF-8", "de", "de_Latn", "en_150"] {
            assert_eq!(region(none), None, "{none}");
        }
    }
}
