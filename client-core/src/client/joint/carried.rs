//! Texts of the joint page that a removed device wrote and could not send: carried to be read, and put in by hand where they belong now.

use super::things::{Id, Kind, Things, hex, id_of, shown};
use crate::client::seat::{Pen, Seat};
use crate::refused::Refused;
use crate::silent::silent;

/// What a text is of, in a file: a note, a list's title, a wording, a line of a list.
const NOTE: u8 = 0;
const LIST: u8 = 1;
const WORDING: u8 = 2;
const ITEM: u8 = 3;

/// One text as it read on the device that wrote it.
#[derive(Clone, PartialEq, Eq)]
pub(in super::super) struct JointText {
    of: u8,
    id: Id,
    /// Of the thing; of a line, its list's.
    title: String,
    text: String,
}

silent!(JointText);

impl JointText {
    /// What a key of the page says.
    fn of_key(all: &Things, key: &str) -> Option<Self> {
        let id = id_of(key.split_once(':')?.1)?;
        if let Some(thing) = all.things.get(&id) {
            let of = match thing.kind {
                Kind::Note => NOTE,
                Kind::List => LIST,
                Kind::Wording => WORDING,
            };
            let (title, text) = (thing.title.clone(), thing.text.clone());
            return Some(Self { of, id, title, text });
        }
        let item = all.items.get(&id)?;
        let list = all.things.get(&item.list);
        let title = list.map(|list| list.title.clone()).unwrap_or_default();
        Some(Self { of: ITEM, id, title, text: item.text.clone() })
    }

    /// `of1 ‖ id16 ‖ len4 ‖ title ‖ text`.
    pub(in super::super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![self.of];
        bytes.extend_from_slice(&self.id);
        let len = u32::try_from(self.title.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&len.to_be_bytes());
        bytes.extend_from_slice(self.title.as_bytes());
        bytes.extend_from_slice(self.text.as_bytes());
        bytes
    }

    pub(in super::super) fn parse(bytes: &[u8]) -> Option<Self> {
        let (of, rest) = bytes.split_first()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        let (len, rest) = rest.split_first_chunk::<4>()?;
        let len = usize::try_from(u32::from_be_bytes(*len)).ok()?;
        let (title, text) = rest.split_at_checked(len)?;
        // Texts come in the one form in which the page shows them.
        let text_of = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).ok()?;
            Some(text).filter(|text| shown(text) == *text)
        };
        let text = Self { of: *of, id: *id, title: text_of(title)?, text: text_of(text)? };
        (text.of <= ITEM).then_some(text)
    }

    /// What it is, as a file's review names it.
    pub(in super::super) const fn what(&self) -> &'static str {
        match self.of {
            NOTE => "note of you both",
            LIST => "list of you both",
            WORDING => "wording of you both",
            _ => "line of a list",
        }
    }

    /// Title and text, as far as there is one.
    pub(in super::super) fn words(&self) -> String {
        let title = Some(&self.title).filter(|_| self.of != ITEM);
        let parts = title.into_iter().chain([&self.text]).filter(|part| !part.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// The title of the list a line is of.
    pub(in super::super) fn of_list(&self) -> Option<String> {
        Some(self.title.clone()).filter(|title| self.of == ITEM && !title.is_empty())
    }
}

impl Seat {
    /// Texts this device wrote on the page that no log is known to have, as they read here.
    pub(in super::super) fn joint_texts(
        &mut self,
        pen: &mut Pen<'_>,
    ) -> Result<Vec<JointText>, Refused> {
        let keys = self.joint.rewritten();
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let all = self.things(pen)?;
        Ok(keys.iter().filter_map(|key| JointText::of_key(&all, key)).collect())
    }

    /// Whether the page says exactly this here.
    pub(in super::super) fn reads_as(
        &mut self,
        pen: &mut Pen<'_>,
        text: &JointText,
    ) -> Result<bool, Refused> {
        let all = self.things(pen)?;
        let now = JointText::of_key(&all, &format!(":{}", hex(&text.id)));
        Ok(now.is_some_and(|now| {
            (now.text, now.of) == (text.text.clone(), text.of)
                && (text.of == ITEM || now.title == text.title)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_exactly_and_only_in_the_form_it_is_shown_in() {
        let text = JointText {
            of: NOTE,
            id: [7; 16],
            title: "Summer".into(),
            text: "Tents\nand caf\u{e9}".into(),
        };
        let bytes = text.to_bytes();
        assert!(JointText::parse(&bytes).is_some_and(|back| back == text));
        for len in 0..27 {
            assert!(JointText::parse(&bytes[..len]).is_none(), "{len} bytes");
        }
        let other = |change: fn(&mut JointText)| {
            let mut text = text.clone();
            change(&mut text);
            JointText::parse(&text.to_bytes()).is_some()
        };
        assert!(!other(|text| text.of = ITEM + 1));
        for bad in ["a\u{7}b", "cafe\u{301}", "a\r\nb", "a\tb"] {
            let mut changed = text.clone();
            changed.text = bad.into();
            assert!(JointText::parse(&changed.to_bytes()).is_none(), "{bad:?}");
        }
    }
}
