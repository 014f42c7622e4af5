//! What the two write together: notes, lists, and the draft of a wording until somebody proposes it (`docs/decisions/0230`).
//!
//! Owns the commands about it. Everybody may change everything there; nothing there is anybody's word, and a wording becomes one only as
//! an act of whoever was shown exactly that text.

mod carried;
mod pending;
mod things;
pub mod view;

use accord_protocol::ids::Partner;
use serde::Deserialize;
use serde_json::json;

pub(super) use self::carried::JointText;
use self::pending::Kept;
pub(super) use self::pending::{Joint, MARKS};
use self::things::{Id, Kind, Things, hex, text_hash, tick_key};
use self::view::JointThing;
use super::command::{Command, Reply};
use super::home::Home;
use super::seat::{Pen, Seat};
use super::{Client, Env, pen};
use crate::act::{Text, envelope::labelled};
use crate::law::command::{AgreementKind, Area, LawCommand, Prefix, Wording};
use crate::law::say;
use crate::law::view::{NewsGroup, NewsLine};
use crate::law::{Reader, bad_text, digest, pick_prefix};
use crate::refused::Refused;
use crate::silent::silent_enum;

/// The joint page's number.
pub(super) const JOINT: u8 = 0;

/// Fewest hexadecimal digits that name a text somebody was shown: nobody can write another text with the same ones.
const MIN_SEEN: usize = 16;

/// Room between two items of a list.
const STEP: i64 = 1 << 20;

/// What can be asked of the joint page.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(tag = "joint", optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named as in the command line's contract")]
pub enum JointCommand {
    /// All things, those put away only where asked for.
    List {
        away: bool,
    },
    /// One thing whole. This device remembers that it was shown.
    Show {
        id: Prefix,
    },
    AddNote {
        title: String,
        text: Option<String>,
    },
    AddList {
        title: String,
    },
    AddItem {
        list: Prefix,
        text: String,
    },
    AddWording {
        text: String,
        area: Option<Area>,
        kind: Option<AgreementKind>,
    },
    /// Other words. `seen` names the text that was shown; without it, what this device showed last.
    Edit {
        id: Prefix,
        title: Option<String>,
        text: Option<String>,
        seen: Option<String>,
    },
    /// Ticks an item for me, or takes my tick off.
    Tick {
        id: Prefix,
        on: bool,
    },
    /// Puts a thing or an item away, or back. Nothing of it is lost.
    PutAway {
        id: Prefix,
        on: bool,
    },
    /// Puts an item after another one of its list, or first.
    Move {
        id: Prefix,
        after: Option<Prefix>,
    },
    /// Proposes a wording: exactly the text that `seen` names.
    Propose {
        id: Prefix,
        seen: String,
        kind: Option<AgreementKind>,
        words: Box<Wording>,
    },
}

silent_enum!(
    JointCommand: List,
    Show,
    AddNote,
    AddList,
    AddItem,
    AddWording,
    Edit,
    Tick,
    PutAway,
    Move,
    Propose,
);

/// The words of a text that must say something.
fn text(typed: &str, field: &'static str) -> Result<String, Refused> {
    Text::new(typed).map(|text| text.as_str().to_owned()).map_err(|e| bad_text(e, field))
}

/// The words of a text that may be empty.
fn maybe_text(typed: &str, field: &'static str) -> Result<String, Refused> {
    if typed.trim().is_empty() { Ok(String::new()) } else { text(typed, field) }
}

/// The couple's seat, where there is a partner to write with.
fn joint_seat(home: &mut Option<Home>, writes: bool) -> Result<&mut Seat, Refused> {
    let home = home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
    let paired = home.is_paired();
    match &mut home.couple {
        Some(seat) if paired => {
            let left = seat.acts.left().iter().any(Option::is_some);
            if writes && left { Err(Refused::rule("left")) } else { Ok(seat) }
        }
        _ => Err(Refused::rule("not_paired")),
    }
}

impl Client {
    /// Carries out what is asked of the joint page.
    pub(super) fn joint(
        &mut self,
        env: &mut Env<'_>,
        what: &JointCommand,
    ) -> Result<Reply, Refused> {
        if let JointCommand::Propose { id, seen, kind, words } = what {
            return self.propose_joint(env, id, seen, *kind, words);
        }
        let looks = matches!(what, JointCommand::List { .. } | JointCommand::Show { .. });
        let mut fresh = [0; 16];
        env.rng.fill_bytes(&mut fresh);
        let seat = joint_seat(&mut self.home, !looks)?;
        let mut pen = pen!(self, env);
        let all = seat.things(&mut pen)?;
        let (id, edits) = match what {
            JointCommand::List { away } => {
                let things = all.things.iter().filter(|(_, thing)| *away || !thing.away);
                let list = things.filter_map(|(id, _)| all.show(id, seat.partner)).collect();
                return Ok(Reply::JointThings(list));
            }
            JointCommand::Show { id } => (pick(&all, id)?, Vec::new()),
            what => edits(&all, what, fresh, seat.partner, &seat.joint.marks.shown)?,
        };
        let of = all.thing_of(&id);
        let told = seat.joint.marks.told.get(&of).copied() == all.whole(&of);
        let changed = !edits.is_empty() && seat.edit_joint(&mut pen, edits)?;
        let now = if changed { seat.things(&mut pen)? } else { all };
        let thing = now.thing_of(&id);
        // What a person just wrote or was shown here is what they were shown.
        let mut marked = false;
        let shows = matches!(
            what,
            JointCommand::Show { .. }
                | JointCommand::Edit { .. }
                | JointCommand::AddNote { .. }
                | JointCommand::AddItem { .. }
                | JointCommand::AddWording { .. }
                | JointCommand::AddList { .. }
        );
        if shows {
            let items = now.items_of(&thing);
            let all_shown = items.iter().map(|(id, _)| **id).filter(|_| !changed);
            for id in all_shown.chain([id, if changed { id } else { thing }]) {
                if let Some(hash) = now.hash(&id) {
                    marked |= seat.joint.marks.shown.insert(id, hash) != Some(hash);
                }
            }
        }
        // What I changed myself is no news to me.
        if changed
            && told
            && let Some(whole) = now.whole(&thing)
        {
            marked |= seat.joint.marks.told.insert(thing, whole) != Some(whole);
        }
        if marked {
            seat.put_marks(&mut pen);
        }
        self.changed |= changed;
        let seat = joint_seat(&mut self.home, false)?;
        let view = now.show(&thing, seat.partner).ok_or_else(|| Refused::not_found("joint"))?;
        Ok(Reply::JointThing(Box::new(view)))
    }

    /// Proposes a wording as its proposer was shown it. What merging made of it meanwhile is not proposed.
    fn propose_joint(
        &mut self,
        env: &mut Env<'_>,
        id: &str,
        seen: &str,
        kind: Option<AgreementKind>,
        words: &Wording,
    ) -> Result<Reply, Refused> {
        let seat = joint_seat(&mut self.home, true)?;
        let mut pen = pen!(self, env);
        let all = seat.things(&mut pen)?;
        let id = pick(&all, id)?;
        let thing = all
            .things
            .get(&id)
            .filter(|thing| thing.kind == Kind::Wording)
            .ok_or_else(|| Refused::rule("not_a_wording"))?;
        was_shown(seen, text_hash("", &thing.text))?;
        let kind = kind.or(thing.agreement_kind).unwrap_or(AgreementKind::Expectation);
        let mut words = words.clone();
        words.text = Some(thing.text.clone());
        words.area = words.area.or(thing.area);
        let told = seat.joint.marks.told.get(&id).copied() == all.whole(&id);
        let what = LawCommand::AgreePropose { kind, words };
        let proposed = self.carry_out(env, 0, Command::Say { what, draft: false })?;
        let Some(Reply::Agreement(view)) = &proposed else {
            return Err(Refused::rule("joint_not_taken"));
        };
        let seat = joint_seat(&mut self.home, true)?;
        let mut pen = pen!(self, env);
        // Where it went to; should that not be taken, the proposal stands all the same.
        let path = vec![key(Kind::Wording.name(), &id), "agreement".into()];
        if seat.edit_joint(&mut pen, vec![Kept::Put(path, json!(view.id))]).is_ok() && told {
            let now = seat.things(&mut pen)?;
            if let Some(whole) = now.whole(&id) {
                seat.joint.marks.told.insert(id, whole);
                seat.put_marks(&mut pen);
            }
        }
        proposed.ok_or_else(|| Refused::rule("joint_not_taken"))
    }

    /// One quiet line for each thing that changed since it was told of. With `seen` the mark moves, on this device.
    pub(super) fn joint_news(
        &mut self,
        env: &mut Env<'_>,
        reader: &Reader,
        seen: bool,
    ) -> Result<Option<NewsGroup>, Refused> {
        let Some(Home { couple: Some(seat), .. }) = &mut self.home else { return Ok(None) };
        let mut pen = pen!(self, env);
        let all = seat.things(&mut pen)?;
        let mut lines = Vec::new();
        let mut moved = false;
        for (id, thing) in &all.things {
            let (Some(whole), told) = (all.whole(id), seat.joint.marks.told.get(id).copied())
            else {
                continue;
            };
            if told == Some(whole) {
                continue;
            }
            let name = Some(&thing.title).filter(|title| !title.is_empty());
            let line = name.unwrap_or(&thing.text).lines().next().unwrap_or_default();
            let line: String = line.chars().take(60).collect();
            let code = if told.is_some() { "changed" } else { "new" };
            let sentence = say::news_together(thing.kind.name(), code, line);
            let record = Some(hex(id));
            lines.push(NewsLine { record, on: reader.today, sentence, question: false });
            if seen {
                moved |= seat.joint.marks.told.insert(*id, whole) != Some(whole);
            }
        }
        if moved {
            seat.put_marks(&mut pen);
        }
        Ok((!lines.is_empty()).then_some(NewsGroup { group: "together", lines }))
    }

    /// Ids of everything on the page.
    pub(super) fn joint_ids(&mut self, env: &mut Env<'_>) -> Result<Vec<String>, Refused> {
        let Some(Home { couple: Some(seat), .. }) = &mut self.home else { return Ok(Vec::new()) };
        let all = seat.things(&mut pen!(self, env))?;
        Ok(all.things.keys().chain(all.items.keys()).map(hex).collect())
    }

    /// Everything on the page, for an export.
    pub(super) fn joint_export(&mut self, env: &mut Env<'_>) -> Result<Vec<JointThing>, Refused> {
        let Some(Home { couple: Some(seat), .. }) = &mut self.home else { return Ok(Vec::new()) };
        let mut pen = pen!(self, env);
        let all = seat.things(&mut pen)?;
        Ok(all.things.keys().filter_map(|id| all.show(id, seat.partner)).collect())
    }
}

impl Seat {
    fn things(&mut self, pen: &mut Pen<'_>) -> Result<Things, Refused> {
        self.joint_value(pen).map(|value| Things::read(&value))
    }

    /// The digest of the couple space's derived state, derived from nothing: the laws', and the joint page's where there is something on
    /// it.
    pub(super) fn state_digest(&mut self) -> Result<[u8; 32], Refused> {
        let whole = self.whole();
        let laws = digest::state_digest(whole.as_ref().unwrap_or(&self.acts));
        self.with_joint(laws)
    }

    /// The same from the states that are kept.
    pub(super) fn kept_digest(&mut self) -> Result<[u8; 32], Refused> {
        if self.late_count() > 0 {
            return self.state_digest();
        }
        let (acts, states) = self.derived();
        let laws = digest::from_kept(acts, states);
        self.with_joint(laws)
    }

    fn with_joint(&mut self, laws: [u8; 32]) -> Result<[u8; 32], Refused> {
        let page = self.joint_admitted()?;
        if page.as_object().is_none_or(serde_json::Map::is_empty) {
            return Ok(laws);
        }
        // Keys are sorted by their bytes.
        let said = serde_json::to_vec(&page).unwrap_or_default();
        Ok(labelled("accord/v1/state-and-joint", &[&laws, &said]))
    }
}

fn key(kind: &str, id: &Id) -> String {
    format!("{kind}:{}", hex(id))
}

/// A thing or an item by the beginning of its id.
fn pick(all: &Things, prefix: &str) -> Result<Id, Refused> {
    let known = all.things.keys().chain(all.items.keys()).copied();
    pick_prefix(prefix, known, "joint", hex)
}

/// A whole hash, or so much of it that nobody can write another text that begins with it.
fn was_shown(seen: &str, now: [u8; 32]) -> Result<(), Refused> {
    let seen = seen.trim().to_ascii_lowercase();
    if seen.len() < MIN_SEEN || !seen.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Refused::usage("bad_seen"));
    }
    let now = data_encoding::HEXLOWER.encode(&now);
    if now.starts_with(&seen) { Ok(()) } else { Err(Refused::rule("joint_changed")) }
}

/// What a command changes, and of what.
fn edits(
    all: &Things,
    what: &JointCommand,
    fresh: Id,
    me: Partner,
    shown: &std::collections::BTreeMap<Id, [u8; 32]>,
) -> Result<(Id, Vec<Kept>), Refused> {
    let begin = |kind: Kind, fields: Vec<(&str, String)>| {
        let root = key(kind.name(), &fresh);
        let mut edits = vec![Kept::Map(vec![root.clone()])];
        edits.extend(fields.into_iter().map(|(field, wanted)| Kept::Words {
            path: vec![root.clone(), field.into()],
            shown: String::new(),
            wanted,
        }));
        edits
    };
    Ok(match what {
        JointCommand::List { .. } | JointCommand::Show { .. } | JointCommand::Propose { .. } => {
            return Err(Refused::usage("unknown_command"));
        }
        JointCommand::AddNote { title, text: words } => {
            let words = maybe_text(words.as_deref().unwrap_or_default(), "text")?;
            let fields = vec![("title", text(title, "title")?), ("text", words)];
            (fresh, begin(Kind::Note, fields))
        }
        JointCommand::AddList { title } => {
            (fresh, begin(Kind::List, vec![("title", text(title, "title")?)]))
        }
        JointCommand::AddWording { text: words, area, kind } => {
            let mut edits = begin(Kind::Wording, vec![("text", text(words, "text")?)]);
            let root = key(Kind::Wording.name(), &fresh);
            let codes = [("area", area.map(|a| json!(a))), ("kind", kind.map(|k| json!(k)))];
            for (field, code) in codes {
                edits.extend(code.map(|code| Kept::Put(vec![root.clone(), field.into()], code)));
            }
            (fresh, edits)
        }
        JointCommand::AddItem { list, text: words } => {
            let list = pick(all, list)?;
            if all.things.get(&list).is_none_or(|thing| thing.kind != Kind::List) {
                return Err(Refused::rule("not_a_list"));
            }
            let last = all.items_of(&list).last().map_or(0, |(_, item)| item.order);
            let root = key("item", &fresh);
            let wanted = text(words, "text")?;
            let path = |field: &str| vec![root.clone(), field.to_owned()];
            let edits = vec![
                Kept::Map(vec![root.clone()]),
                Kept::Put(path("list"), json!(hex(&list))),
                Kept::Put(path("order"), json!(last.saturating_add(STEP))),
                Kept::Words { path: path("text"), shown: String::new(), wanted },
            ];
            (fresh, edits)
        }
        JointCommand::Edit { id, title, text: words, seen } => {
            let id = pick(all, id)?;
            let now = all.hash(&id).ok_or_else(|| Refused::not_found("joint"))?;
            match seen {
                Some(seen) => was_shown(seen, now)?,
                None if shown.get(&id) == Some(&now) => {}
                None => return Err(Refused::rule("joint_changed")),
            }
            (id, rewording(all, &id, title.as_deref(), words.as_deref())?)
        }
        JointCommand::Tick { id, on } => {
            let id = pick(all, id)?;
            if !all.items.contains_key(&id) {
                return Err(Refused::rule("not_an_item"));
            }
            let path = vec![key("item", &id), tick_key(me).into()];
            (id, vec![Kept::Put(path, json!(on))])
        }
        JointCommand::PutAway { id, on } => {
            let id = pick(all, id)?;
            (id, vec![Kept::Put(vec![root_of(all, &id), "away".into()], json!(on))])
        }
        JointCommand::Move { id, after } => {
            let id = pick(all, id)?;
            let after = after.as_deref().map(|after| pick(all, after)).transpose()?;
            (id, moving(all, &id, after)?)
        }
    })
}

fn root_of(all: &Things, id: &Id) -> String {
    key(all.things.get(id).map_or("item", |thing| thing.kind.name()), id)
}

/// Only what is said is changed.
fn rewording(
    all: &Things,
    id: &Id,
    title: Option<&str>,
    words: Option<&str>,
) -> Result<Vec<Kept>, Refused> {
    let root = root_of(all, id);
    let thing = all.things.get(id);
    let mut edits = Vec::new();
    if let Some(title) = title {
        let Some(thing) = thing.filter(|thing| thing.kind != Kind::Wording) else {
            return Err(Refused::rule("no_title"));
        };
        let wanted = text(title, "title")?;
        let path = vec![root.clone(), "title".into()];
        edits.push(Kept::Words { path, shown: thing.title.clone(), wanted });
    }
    if let Some(words) = words {
        let (shown, wanted) = match (thing, all.items.get(id)) {
            (Some(thing), _) if thing.kind == Kind::List => {
                return Err(Refused::rule("list_has_items"));
            }
            (Some(thing), _) if thing.kind == Kind::Note => {
                (thing.text.clone(), maybe_text(words, "text")?)
            }
            (Some(thing), _) => (thing.text.clone(), text(words, "text")?),
            (None, Some(item)) => (item.text.clone(), text(words, "text")?),
            (None, None) => return Err(Refused::not_found("joint")),
        };
        edits.push(Kept::Words { path: vec![root, "text".into()], shown, wanted });
    }
    Ok(edits)
}

/// A place between two neighbours; where there is none, everything behind makes room.
fn moving(all: &Things, id: &Id, after: Option<Id>) -> Result<Vec<Kept>, Refused> {
    let item = all.items.get(id).ok_or_else(|| Refused::rule("not_an_item"))?;
    let others: Vec<_> =
        all.items_of(&item.list).into_iter().filter(|(other, _)| *other != id).collect();
    let place = match after {
        None => 0,
        Some(after) => {
            let found = others.iter().position(|(other, _)| **other == after);
            found.ok_or_else(|| Refused::rule("other_list"))? + 1
        }
    };
    let put = |id: &Id, order: i64| Kept::Put(vec![key("item", id), "order".into()], json!(order));
    let before = place.checked_sub(1).map(|at| others[at].1.order);
    let Some(next) = others.get(place).map(|(_, item)| item.order) else {
        return Ok(before.map(|last| put(id, last.saturating_add(STEP))).into_iter().collect());
    };
    let low = before.unwrap_or_else(|| next.saturating_sub(2 * STEP));
    let between = low.saturating_add(next.saturating_sub(low) / 2);
    if low < between && between < next {
        return Ok(vec![put(id, between)]);
    }
    let room = |n: usize| low.saturating_add(STEP.saturating_mul(i64::try_from(n).unwrap_or(1)));
    let behind = others[place..].iter().enumerate().map(|(n, (other, _))| put(other, room(n + 2)));
    Ok(std::iter::once(put(id, room(1))).chain(behind).collect())
}
