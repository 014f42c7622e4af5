//! Reading the joint page: notes, lists with their items, and drafts of wordings, out of plain data.
//!
//! Owns the keys (`docs/documents.md`). It is tolerant: what it does not know, or what is not as it should be, it leaves alone. Pure.

use std::collections::BTreeMap;

use accord_protocol::ids::Partner;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use super::view::{JointItem, JointThing};
use crate::act::envelope::labelled;
use crate::law::command::{AgreementKind, Area};
use crate::law::view::Sides;

/// A thing's or an item's name: 16 random bytes.
pub(super) type Id = [u8; 16];

/// What a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Note,
    List,
    Wording,
}

impl Kind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::List => "list",
            Self::Wording => "wording",
        }
    }
}

/// A note, a list or the draft of a wording.
pub(super) struct Thing {
    pub(super) kind: Kind,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) away: bool,
    pub(super) area: Option<Area>,
    pub(super) agreement_kind: Option<AgreementKind>,
    agreement: Option<String>,
}

/// One line of a list.
pub(super) struct Item {
    pub(super) list: Id,
    pub(super) text: String,
    pub(super) order: i64,
    pub(super) away: bool,
    /// By partner number.
    ticked: [bool; 2],
}

/// The whole page.
#[derive(Default)]
pub(super) struct Things {
    pub(super) things: BTreeMap<Id, Thing>,
    pub(super) items: BTreeMap<Id, Item>,
}

/// The key of a partner's tick.
pub(super) const fn tick_key(partner: Partner) -> &'static str {
    match partner {
        Partner::Zero => "ticked0",
        Partner::One => "ticked1",
    }
}

pub(super) fn hex(id: &Id) -> String {
    data_encoding::HEXLOWER.encode(id)
}

pub(super) fn id_of(hex: &str) -> Option<Id> {
    let id = data_encoding::HEXLOWER.decode(hex.as_bytes()).ok()?;
    id.try_into().ok()
}

/// A text as it is shown, and as it would be signed: composed, and without characters that no act may hold.
pub(super) fn shown(raw: &str) -> String {
    let mark = |c: char| if c.is_control() && c != '\n' { '\u{fffd}' } else { c };
    raw.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\t', " ")
        .chars()
        .map(mark)
        .nfc()
        .collect()
}

/// Names a title and a text exactly.
pub(super) fn text_hash(title: &str, text: &str) -> [u8; 32] {
    let len = (title.len() as u64).to_be_bytes();
    labelled("accord/v1/joint-text", &[&len, title.as_bytes(), text.as_bytes()])
}

impl Things {
    pub(super) fn read(page: &Value) -> Self {
        let mut all = Self::default();
        for (key, entry) in page.as_object().into_iter().flatten() {
            let Some((kind, id)) = key.split_once(':') else { continue };
            let (Some(id), true) = (id_of(id), entry.is_object()) else { continue };
            let text =
                |key: &str| entry.get(key).and_then(Value::as_str).map(shown).unwrap_or_default();
            let flag = |key: &str| entry.get(key).and_then(Value::as_bool).unwrap_or(false);
            let kind = match kind {
                "note" => Kind::Note,
                "list" => Kind::List,
                "wording" => Kind::Wording,
                "item" => {
                    let Some(list) = entry.get("list").and_then(Value::as_str).and_then(id_of)
                    else {
                        continue;
                    };
                    let order = entry.get("order").and_then(Value::as_i64).unwrap_or(0);
                    let ticked = Partner::BOTH.map(|partner| flag(tick_key(partner)));
                    let item = Item { list, text: text("text"), order, away: flag("away"), ticked };
                    all.items.insert(id, item);
                    continue;
                }
                _ => continue,
            };
            let agreement = Some(text("agreement"))
                .filter(|id| id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
            let thing = Thing {
                kind,
                title: if kind == Kind::Wording { String::new() } else { text("title") },
                text: if kind == Kind::List { String::new() } else { text("text") },
                away: flag("away"),
                area: word(entry.get("area")),
                agreement_kind: word(entry.get("kind")),
                agreement,
            };
            all.things.insert(id, thing);
        }
        all
    }

    /// The items of a list in their order, those put away too.
    pub(super) fn items_of(&self, list: &Id) -> Vec<(&Id, &Item)> {
        let mut items: Vec<_> = self.items.iter().filter(|(_, item)| item.list == *list).collect();
        items.sort_by_key(|(id, item)| (item.order, **id));
        items
    }

    /// What a person is shown when shown this thing or item: its exact name.
    pub(super) fn hash(&self, id: &Id) -> Option<[u8; 32]> {
        let thing = self.things.get(id).map(|thing| text_hash(&thing.title, &thing.text));
        thing.or_else(|| self.items.get(id).map(|item| text_hash("", &item.text)))
    }

    /// The thing an id belongs to.
    pub(super) fn thing_of(&self, id: &Id) -> Id {
        self.items.get(id).map_or(*id, |item| item.list)
    }

    pub(super) fn show(&self, id: &Id, me: Partner) -> Option<JointThing> {
        let thing = self.things.get(id)?;
        let of = |wanted: bool, text: &str| wanted.then(|| text.to_owned());
        let item = |(id, item): (&Id, &Item)| JointItem {
            id: hex(id),
            text: item.text.clone(),
            hash: data_encoding::HEXLOWER.encode(&text_hash("", &item.text)),
            ticked: Sides { me: item.ticked[me.index()], them: item.ticked[me.other().index()] },
            away: item.away,
        };
        let is_wording = thing.kind == Kind::Wording;
        Some(JointThing {
            id: hex(id),
            kind: thing.kind.name(),
            title: of(!is_wording, &thing.title),
            text: of(thing.kind != Kind::List, &thing.text),
            hash: data_encoding::HEXLOWER.encode(&text_hash(&thing.title, &thing.text)),
            away: thing.away,
            items: (thing.kind == Kind::List)
                .then(|| self.items_of(id).into_iter().map(item).collect()),
            area: thing.area.filter(|_| is_wording),
            agreement_kind: thing.agreement_kind.filter(|_| is_wording),
            agreement: thing.agreement.clone().filter(|_| is_wording),
        })
    }

    /// Everything a thing says, whoever looks: to tell whether it changed.
    pub(super) fn whole(&self, id: &Id) -> Option<[u8; 32]> {
        let said = serde_json::to_vec(&self.show(id, Partner::Zero)?).ok()?;
        Some(labelled("accord/v1/joint-thing", &[&said]))
    }
}

fn word<T: serde::de::DeserializeOwned>(value: Option<&Value>) -> Option<T> {
    serde_json::from_value(value?.clone()).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn name(n: u8) -> String {
        hex(&[n; 16])
    }

    #[test]
    fn what_is_not_as_it_should_be_hides_nothing_else() {
        let page = json!({
            format!("note:{}", name(1)): { "title": "Summer", "text": "a\r\nb\u{7}c\te", "away": "yes", "later": {} },
            format!("note:{}", name(2)): 7,
            "note:short": { "title": "no id" },
            "plain": true,
            format!("later:{}", name(3)): { "title": "of a newer app" },
            format!("wording:{}", name(4)): { "text": ["not a text"], "area": "nowhere", "kind": "plan", "agreement": "x" },
            format!("item:{}", name(5)): { "text": "without a list" },
        });
        let all = Things::read(&page);
        assert_eq!(all.things.keys().copied().collect::<Vec<_>>(), [[1; 16], [4; 16]]);
        assert!(all.items.is_empty());
        let note = &all.things[&[1; 16]];
        assert_eq!((note.text.as_str(), note.away), ("a\nb\u{fffd}c e", false));
        let wording = all.show(&[4; 16], Partner::Zero).unwrap();
        assert_eq!(
            (wording.text.as_deref(), wording.area, wording.agreement),
            (Some(""), None, None)
        );
        assert_eq!(wording.agreement_kind, Some(AgreementKind::Plan));
    }

    #[test]
    fn items_stand_in_their_order_and_ticks_are_each_persons_own() {
        let item = |order: i64, text: &str| json!({ "list": name(1), "order": order, "text": text, "ticked1": true });
        let page = json!({
            format!("list:{}", name(1)): { "title": "Shopping" },
            format!("item:{}", name(2)): item(9, "second"),
            format!("item:{}", name(3)): item(-1, "first"),
            format!("item:{}", name(4)): item(9, "third"),
        });
        let all = Things::read(&page);
        let view = all.show(&[1; 16], Partner::One).unwrap();
        let items = view.items.unwrap();
        let texts: Vec<_> = items.iter().map(|item| item.text.as_str()).collect();
        assert_eq!(texts, ["first", "second", "third"]);
        assert_eq!((items[0].ticked.me, items[0].ticked.them), (true, false));
    }

    #[test]
    fn a_text_is_shown_composed_and_named_exactly() {
        assert_eq!(shown("e\u{301}"), "é");
        assert_ne!(text_hash("a", "b"), text_hash("", "ab"));
        assert_ne!(text_hash("", "ab"), text_hash("ab", ""));
    }
}
