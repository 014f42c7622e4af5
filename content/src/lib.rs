//! Texts for people, bundled: what the program says, templates to copy, help lines, the private self-check, who sees what, and what Accord is not.
//!
//! Owns the words and their shape, in every language alike. Must not know where they are shown, and reads no file, clock or setting: all of
//! it is in the program, so that help is there without a network, a home or a log. Data holds codes; words are per language.

mod help;
mod helplines;
mod language;
mod message;
mod pseudo;
mod template;
mod text;

pub use help::{help, help_ids};
pub use helplines::{Checked, ForWhom, HelpKind, Helpline, Helplines, Hours, How, helplines};
pub use language::{Lang, region};
pub use message::{Arg, Messages, rooms};
pub use template::{By, Kind, Rhythm, Step, Template, Variants, template, templates};
pub use text::{
    Disclaimer, Group, Help, Labels, NotRight, Privacy, SelfCheck, Sign, TemplateTexts, Texts,
    texts,
};

/// Reads data that is part of the program.
#[expect(clippy::expect_used, reason = "the data is in the program, and a test reads all of it")]
pub(crate) fn bundled<T: serde::de::DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("bundled data has its shape")
}
