//! What can be read without a home: templates, the self-check, help lines, what Accord is.

use accord_content::Kind;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Subcommand, ValueEnum};

/// A kind of template by its code.
fn kind() -> impl TypedValueParser<Value = Kind> {
    let codes = PossibleValuesParser::new(Kind::ALL.map(Kind::code));
    codes.try_map(|code| Kind::from_code(&code).ok_or("no such kind"))
}

/// Texts that are part of the program. All but a copy work without an identity, a home or a network.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum TextsCmd {
    /// Show the help of a command.
    Help {
        /// The command, such as agree propose.
        words: Vec<String>,
    },
    /// Show examples to copy and change. None is ever in force by itself.
    Templates {
        /// Show this one whole.
        name: Option<String>,
        /// Only one kind.
        #[arg(long, conflicts_with = "name", value_parser = kind())]
        kind: Option<Kind>,
        /// Copy it as a draft that nobody else sees.
        #[arg(long, requires = "name")]
        copy: bool,
    },
    /// Four questions only for you: is it time for help from outside? Nothing is kept.
    Selfcheck {
        /// Only show the questions.
        #[arg(long)]
        print: bool,
    },
    /// Something you received does not feel right? How limits and demands differ, and who helps. Nothing is kept or sent.
    NotRight {
        /// The record's id, for what you can do with it.
        id: Option<String>,
    },
    /// Show numbers of people who help, by country.
    Helplines {
        /// Two letters, such as DE.
        #[arg(long, value_name = "CC")]
        country: Option<String>,
    },
    /// Say what Accord is and is not, and who sees what.
    About {
        /// Only one page.
        #[arg(value_enum)]
        page: Option<AboutPage>,
    },
}

impl TextsCmd {
    /// Whether it makes a draft or asks about a record, and so needs a home.
    #[must_use]
    pub const fn needs_home(&self) -> bool {
        matches!(self, Self::Templates { copy: true, .. } | Self::NotRight { id: Some(_), .. })
    }
}

/// A language there are texts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// English.
    En,
    /// German.
    De,
    /// English with accents, for tests.
    #[value(hide = true)]
    Qps,
}

/// A page of `about`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AboutPage {
    /// Who sees what.
    Privacy,
    /// What Accord is not.
    Disclaimer,
}
