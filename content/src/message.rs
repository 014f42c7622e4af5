//! Messages: what the program says, as Fluent in `messages/LANG/ROOM.ftl`, one file for each room.
//!
//! Owns finding and filling a message. Must not know what is said to whom. A message that is missing is a bug that the tests find; a
//! reader gets the English one then, or its id.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::{Lang, pseudo};

/// The files of one language, by room. Every message of a room begins with the room's name.
macro_rules! rooms {
    ($lang:literal) => {
        [
            ("agree", include_str!(concat!("../messages/", $lang, "/agree.ftl"))),
            ("app", include_str!(concat!("../messages/", $lang, "/app.ftl"))),
            ("ask", include_str!(concat!("../messages/", $lang, "/ask.ftl"))),
            ("beside", include_str!(concat!("../messages/", $lang, "/beside.ftl"))),
            ("date", include_str!(concat!("../messages/", $lang, "/date.ftl"))),
            ("done", include_str!(concat!("../messages/", $lang, "/done.ftl"))),
            ("error", include_str!(concat!("../messages/", $lang, "/error.ftl"))),
            ("help", include_str!(concat!("../messages/", $lang, "/help.ftl"))),
            ("device", include_str!(concat!("../messages/", $lang, "/device.ftl"))),
            ("joint", include_str!(concat!("../messages/", $lang, "/joint.ftl"))),
            ("limit", include_str!(concat!("../messages/", $lang, "/limit.ftl"))),
            ("news", include_str!(concat!("../messages/", $lang, "/news.ftl"))),
            ("people", include_str!(concat!("../messages/", $lang, "/people.ftl"))),
            ("promise", include_str!(concat!("../messages/", $lang, "/promise.ftl"))),
            ("repair", include_str!(concat!("../messages/", $lang, "/repair.ftl"))),
            ("ritual", include_str!(concat!("../messages/", $lang, "/ritual.ftl"))),
            ("sheet", include_str!(concat!("../messages/", $lang, "/sheet.ftl"))),
            ("import", include_str!(concat!("../messages/", $lang, "/import.ftl"))),
            ("unsent", include_str!(concat!("../messages/", $lang, "/unsent.ftl"))),
            ("verify", include_str!(concat!("../messages/", $lang, "/verify.ftl"))),
            ("word", include_str!(concat!("../messages/", $lang, "/word.ftl"))),
            ("private", include_str!(concat!("../messages/", $lang, "/private.ftl"))),
        ]
    };
}

/// A language's files as they lie there, with the names of their rooms.
#[must_use]
pub fn rooms(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::En | Lang::Pseudo => &rooms!("en"),
        Lang::De => &rooms!("de"),
    }
}

/// What a message is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A name, a person's words, a code: data, never a piece of a sentence.
    Text(&'a str),
    /// A number. It chooses the plural.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for Arg<'_> {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Self::from(number as u64)
    }
}

impl From<u32> for Arg<'_> {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<u16> for Arg<'_> {
    fn from(number: u16) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<u8> for Arg<'_> {
    fn from(number: u8) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<i8> for Arg<'_> {
    fn from(number: i8) -> Self {
        Self::Number(i64::from(number))
    }
}

/// All messages of one language.
#[expect(missing_debug_implementations, reason = "a bundle has none, and its texts are files")]
pub struct Messages {
    bundle: FluentBundle<FluentResource>,
}

static EN: LazyLock<Messages> = LazyLock::new(|| Messages::read(Lang::En));
static DE: LazyLock<Messages> = LazyLock::new(|| Messages::read(Lang::De));
static PSEUDO: LazyLock<Messages> = LazyLock::new(|| Messages::read(Lang::Pseudo));

impl Messages {
    /// The messages of a language, read once.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::De => &DE,
            Lang::Pseudo => &PSEUDO,
        }
    }

    /// A message, filled.
    #[must_use]
    pub fn text(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.find(id, args).or_else(|| EN.find(id, args)).unwrap_or_else(|| id.to_owned())
    }

    /// A message, filled, where this language has it.
    #[must_use]
    pub fn find(&self, id: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let args: FluentArgs<'_> = args
            .iter()
            .map(|&(name, value)| match value {
                Arg::Text(text) => (name, FluentValue::from(text)),
                Arg::Number(number) => (name, FluentValue::from(number)),
            })
            .collect();
        // An argument that is missing stays in braces: the tests look for it.
        Some(self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    }

    fn read(lang: Lang) -> Self {
        Self::of_sources(lang, rooms(lang).iter().map(|(_, source)| *source))
    }

    pub(crate) fn of_sources(lang: Lang, sources: impl Iterator<Item = &'static str>) -> Self {
        let plurals: LanguageIdentifier = lang.grammar().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![plurals]);
        // Marks of direction are for a page that knows them; a terminal shows them as dirt.
        bundle.set_use_isolating(false);
        for source in sources {
            let source = match lang {
                Lang::Pseudo => pseudo::resource(source),
                Lang::En | Lang::De => source.to_owned(),
            };
            // What could not be read is left out, and the tests read all of it.
            let resource = FluentResource::try_new(source).unwrap_or_else(|(rest, _)| rest);
            drop(bundle.add_resource(resource));
        }
        Self { bundle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_filled_in_each_language_and_names_are_data() {
        let day = [("day", Arg::from(3_u8)), ("month", Arg::from(11_u8))];
        assert_eq!(Messages::of(Lang::En).text("date-day", &day), "3 Nov");
        assert_eq!(Messages::of(Lang::De).text("date-day", &day), "3. Nov.");
        assert_eq!(Messages::of(Lang::Pseudo).text("date-day", &day), "[3 Ñöṽ]");
    }

    #[test]
    fn a_missing_message_reads_as_its_id_and_a_missing_argument_stands_in_braces() {
        assert_eq!(Messages::of(Lang::De).text("no-such-message", &[]), "no-such-message");
        let day = [("month", Arg::from(11_u8))];
        assert_eq!(Messages::of(Lang::En).text("date-day", &day), "{$day} Nov");
    }
}
