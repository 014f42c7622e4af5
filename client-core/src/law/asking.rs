//! Asks and typed words as boundaries and promises use them.

use super::say::{self, Say};
use super::view::{Ask, Choice};
use super::{Reader, bad_text};
use crate::act::envelope::labelled;
use crate::act::{RecordId, Text};
use crate::refused::Refused;

/// The list and the record that a question is about, where it is about one.
pub(crate) type At = Option<(&'static str, RecordId)>;

/// An ask about `parts`; its id is a hash of the code and of exactly these parts, so that a new situation is a new question.
pub(crate) fn ask(
    code: &'static str,
    at: At,
    parts: &[&[u8]],
    whom: &'static str,
    sentence: Say,
    choices: Vec<Choice>,
) -> Ask {
    let mut all: Vec<u8> = code.as_bytes().to_vec();
    all.push(0);
    for part in parts {
        all.extend_from_slice(&(part.len() as u64).to_be_bytes());
        all.extend_from_slice(part);
    }
    let id = data_encoding::HEXLOWER.encode(&labelled("accord/v1/ask", &[&all]));
    let (list, record) = at.map(|(list, record)| (list, record.hex())).unzip();
    Ask { id, code, list, record, sentence, whom, choices }
}

/// Whether the reader has answered it, or takes a break from being asked.
pub(crate) fn is_answered(reader: &Reader, ask: &Ask) -> bool {
    let id = data_encoding::HEXLOWER.decode(ask.id.as_bytes()).ok();
    reader.paused
        || id
            .and_then(|id| <[u8; 32]>::try_from(id).ok())
            .is_some_and(|id| reader.answered.contains(&id))
}

/// A choice that is not preselected.
pub(crate) fn choice(id: impl Into<String>, label: Say) -> Choice {
    Choice { id: id.into(), label, preselected: false }
}

/// Where both marks stay: talking about it, or not.
pub(crate) fn talk_or_leave() -> Vec<Choice> {
    vec![choice("talk", say::way("talk")), choice("leave", say::way("leave"))]
}

/// What a person typed into `field`, as a text, or why it is none.
pub(crate) fn text(typed: &str, field: &'static str) -> Result<Text, Refused> {
    Text::new(typed).map_err(|why| bad_text(why, field))
}

/// The same for what may be left out.
pub(crate) fn opt_text(
    typed: Option<&String>,
    field: &'static str,
) -> Result<Option<Text>, Refused> {
    typed.map(|typed| text(typed, field)).transpose()
}
