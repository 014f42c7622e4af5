//! Thanks (PRODUCT 3.7): said, perhaps with a heart; their author may take them from the shared list, and a private copy of the other's
//! stays. They ask for nothing back.

use std::collections::BTreeMap;

use accord_protocol::ids::Partner;

use super::command::BesideCommand;
use super::view;
use crate::act::codec::Writer;
use crate::act::shared::{SharedBody, ThanksAbout};
use crate::act::{Body, Code, RecordId, Text, kind};
use crate::law::asking::text;
use crate::law::graph::{ActIx, Acts};
use crate::law::heads::{One, Scope, heads, of_record, said_by};
use crate::law::people::{side, they};
use crate::law::say;
use crate::law::view::NewsLine;
use crate::law::{Decision, Reader, bad_text, resolve};
use crate::refused::Refused;
use crate::time::Day;

/// One person's thanks as the acts make them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Their id.
    pub record: RecordId,
    /// Who said them.
    pub author: Partner,
    /// The words: those said first; of several the ones with the smallest hash.
    pub text: Text,
    /// What they are for.
    pub about: Option<ThanksAbout>,
    /// The author's own word for it.
    pub tag: Option<Code>,
    /// The author's date.
    pub on: Day,
    /// The author took them from the shared list.
    pub taken_back: Option<Day>,
    /// The recipient's heart; where own devices differ, it is on.
    pub hearted: bool,
}

impl State {
    /// Canonical bytes for the state digest.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut w = Writer::default();
        let (text, about, tag) = (self.text.clone(), self.about, self.tag.clone());
        let said = Body::Shared(SharedBody::Thanks { text, about, tag });
        w.raw(&self.record.0).u8(self.author.to_byte()).blob(&said.fields()).day(self.on);
        w.opt_day(self.taken_back).u8(u8::from(self.hearted));
        w.into_bytes()
    }
}

/// The thanks `author` said under `record`.
#[must_use]
pub fn derive(acts: &Acts, record: RecordId, author: Partner, scope: Scope) -> Option<State> {
    if !said_by(acts, &record, author, is_thanks) {
        return None;
    }
    let held = of_record(acts, &record, scope);
    let by = |who: Partner| held.iter().copied().filter(move |one| one.partner == who);
    let (one, said) = first(acts, by(author).filter_map(thanks).collect())?;
    let SharedBody::Thanks { text, about, tag } = said else { return None };
    let back = |one: &One<'_>| one.act.body == Body::Shared(SharedBody::ThanksTakeBack);
    let hearts = by(author.other()).filter_map(|one| match &one.held().act.body {
        Body::Shared(SharedBody::Heart { on }) => Some((one, *on)),
        _ => None,
    });
    Some(State {
        record,
        author,
        text: text.clone(),
        about: *about,
        tag: tag.clone(),
        on: one.act.date,
        taken_back: by(author).filter(back).map(|one| one.act.date).min(),
        hearted: heads(acts, hearts.collect()).iter().any(|(_, on)| *on),
    })
}

/// Of words said several times under one id: the first, and of those that knew nothing of each other the one with the smallest hash.
pub(super) fn first<'a, T>(acts: &Acts, said: Vec<(One<'a>, T)>) -> Option<(One<'a>, T)> {
    let all: Vec<ActIx> = said.iter().map(|(one, _)| one.ix).collect();
    let begins = |one: &One<'_>| !all.iter().any(|other| acts.knows(one.ix, *other));
    said.into_iter().filter(|(one, _)| begins(one)).min_by_key(|(one, _)| one.hash)
}

fn is_thanks(body: &Body) -> bool {
    matches!(body, Body::Shared(SharedBody::Thanks { .. }))
}

fn thanks(one: One<'_>) -> Option<(One<'_>, &SharedBody)> {
    match &one.held().act.body {
        Body::Shared(said @ SharedBody::Thanks { .. }) => Some((one, said)),
        _ => None,
    }
}

/// All thanks of both, by id and author.
#[must_use]
pub fn all(acts: &Acts, scope: Scope) -> Vec<State> {
    let of = |id| Partner::BOTH.map(|author| derive(acts, id, author, scope));
    acts.records_of(&[kind::THANKS]).flat_map(of).flatten().collect()
}

/// What may be said about thanks now.
pub(super) fn decide(
    acts: &Acts,
    reader: &Reader,
    command: &BesideCommand,
    fresh: RecordId,
) -> Option<Result<Decision, Refused>> {
    Some(match command {
        BesideCommand::Thanks { text: words, about, tag } => (|| {
            let tag = tag.as_deref().map(Code::new).transpose().map_err(|e| bad_text(e, "tag"))?;
            let said = SharedBody::Thanks { text: text(words, "text")?, about: *about, tag };
            Ok(Decision::one(fresh, Body::Shared(said)))
        })(),
        BesideCommand::Heart { id, on } => {
            find(acts, id, reader.me.other(), "yours").and_then(|state| {
                if state.taken_back.is_some() {
                    return Err(Refused::rule("withdrawn").with(state.record.hex()));
                }
                if state.hearted == *on {
                    return Ok(Decision::nothing(state.record));
                }
                let said = Body::Shared(SharedBody::Heart { on: *on });
                Ok(Decision::one(state.record, said))
            })
        }
        BesideCommand::ThanksTakeBack { id } => {
            find(acts, id, reader.me, "not_yours").map(|state| match state.taken_back {
                Some(_) => Decision::nothing(state.record),
                None => Decision::one(state.record, Body::Shared(SharedBody::ThanksTakeBack)),
            })
        }
        _ => return None,
    })
}

/// The other's thanks under this id, to be kept as a private copy: day and words.
///
/// # Errors
/// `not_found`, `ambiguous`, `yours`, `withdrawn` where they were taken back before.
pub fn to_keep(acts: &Acts, reader: &Reader, id: &str) -> Result<(RecordId, Day, Text), Refused> {
    let state = find(acts, id, reader.me.other(), "yours")?;
    if state.taken_back.is_some() {
        return Err(Refused::rule("withdrawn").with(state.record.hex()));
    }
    Ok((state.record, state.on, state.text))
}

fn find(acts: &Acts, id: &str, author: Partner, otherwise: &'static str) -> Result<State, Refused> {
    let is_one = |id: &RecordId| {
        Partner::BOTH.iter().any(|author| derive(acts, *id, *author, Scope::All).is_some())
    };
    let record = resolve(id, acts.records_beginning(id).filter(is_one))?;
    derive(acts, record, author, Scope::All)
        .ok_or_else(|| Refused::rule(otherwise).with(record.hex()))
}

/// The thanks both see, the newest first, and copies the reader keeps of those that were taken back.
#[must_use]
pub fn list(
    acts: &Acts,
    reader: &Reader,
    kept: &BTreeMap<RecordId, (Day, String)>,
) -> Vec<view::Thanks> {
    let mut views: Vec<view::Thanks> = all(acts, Scope::All)
        .iter()
        .map(|state| thanks_view(acts, state, reader, kept))
        .filter(|view| view.state != "taken_back")
        .collect();
    let mut gone: BTreeMap<String, _> =
        kept.iter().map(|(id, copy)| (id.hex(), (id, copy))).collect();
    for view in &views {
        gone.remove(&view.id);
    }
    views.extend(gone.into_values().map(|(id, copy)| keepsake(*id, copy)));
    views.sort_by(|a, b| (b.on, &a.id).cmp(&(a.on, &b.id)));
    views
}

/// One record.
#[must_use]
pub fn show(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    kept: &BTreeMap<RecordId, (Day, String)>,
) -> Option<view::Thanks> {
    let state = [reader.me, reader.me.other()]
        .into_iter()
        .find_map(|author| derive(acts, record, author, Scope::All));
    match state {
        Some(state) => Some(thanks_view(acts, &state, reader, kept)),
        None => kept.get(&record).map(|copy| keepsake(record, copy)),
    }
}

/// A draft of the reader's.
#[must_use]
pub fn draft(
    record: RecordId,
    (text, about, tag): (&Text, Option<ThanksAbout>, Option<&Code>),
    on: Day,
) -> view::Thanks {
    view::Thanks {
        id: record.hex(),
        by: Some(crate::law::view::Side::Me),
        on,
        text: Some(text.as_str().to_owned()),
        about,
        tag: tag.map(|tag| tag.as_str().to_owned()),
        state: "draft",
        shared: false,
        hearted: false,
        kept: false,
        kept_between: false,
    }
}

fn thanks_view(
    acts: &Acts,
    state: &State,
    reader: &Reader,
    kept: &BTreeMap<RecordId, (Day, String)>,
) -> view::Thanks {
    let theirs = state.author != reader.me;
    let copy = kept.get(&state.record).filter(|_| theirs);
    let words = match (state.taken_back, theirs) {
        (Some(_), true) => copy.map(|(_, text)| text.clone()),
        _ => Some(state.text.as_str().to_owned()),
    };
    view::Thanks {
        id: state.record.hex(),
        by: Some(side(state.author, reader)),
        on: state.on,
        text: words,
        about: state.about,
        tag: state.tag.as_ref().map(|tag| tag.as_str().to_owned()),
        state: match (state.taken_back, copy) {
            (None, _) => "shared",
            (Some(_), Some(_)) => "keepsake",
            (Some(_), None) => "taken_back",
        },
        shared: true,
        hearted: state.hearted,
        kept: copy.is_some(),
        kept_between: super::between::is_kept(acts, &state.record, state.author),
    }
}

fn keepsake(record: RecordId, (on, text): &(Day, String)) -> view::Thanks {
    view::Thanks {
        id: record.hex(),
        by: None,
        on: *on,
        text: Some(text.clone()),
        about: None,
        tag: None,
        state: "keepsake",
        shared: false,
        hearted: false,
        kept: true,
        kept_between: false,
    }
}

/// At most one sentence on what the other did about one record, among `unseen`.
pub(super) fn news(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    unseen: &[ActIx],
) -> Option<NewsLine> {
    let new = || unseen.iter().map(|ix| &acts.get(*ix).act);
    let said = |of: fn(&SharedBody) -> bool| {
        new().rfind(|act| matches!(&act.body, Body::Shared(body) if of(body))).map(|act| act.date)
    };
    let theirs = derive(acts, record, reader.me.other(), Scope::All);
    let mine = derive(acts, record, reader.me, Scope::All);
    let (code, on) = if let Some(state) = theirs {
        match (state.taken_back, said(|body| matches!(body, SharedBody::Thanks { .. }))) {
            (Some(on), _) if said(|body| *body == SharedBody::ThanksTakeBack).is_some() => {
                ("taken_back", on)
            }
            (None, Some(on)) => ("thanks", on),
            _ => return None,
        }
    } else {
        let on = said(|body| matches!(body, SharedBody::Heart { .. }))?;
        if !mine?.hearted {
            return None;
        }
        ("heart", on)
    };
    let sentence = say::news_thanks(they(reader), code);
    Some(NewsLine { record: Some(record.hex()), on, sentence, question: false })
}
