//! The openness map (PRODUCT row 30): how each holds a topic, side by side. To hold it differently is fine.

use std::collections::BTreeSet;

use accord_protocol::ids::Partner;

use super::command::BesideCommand;
use super::view;
use crate::act::codec::Writer;
use crate::act::shared::{SharedBody, Stance, topic_record};
use crate::act::{Body, Code, RecordId, Text, kind};
use crate::law::asking::{ask, choice, is_answered, opt_text};
use crate::law::graph::{ActIx, Acts};
use crate::law::heads::{Scope, heads, of_record};
use crate::law::people::they;
use crate::law::say;
use crate::law::view::{Ask, NewsLine};
use crate::law::{Decision, Reader, bad_text};
use crate::refused::Refused;
use crate::time::Day;

/// Topics people often think about here. Any other code is as good.
pub const TOPICS: [&str; 14] = [
    "phone",
    "messages",
    "money",
    "friends",
    "family",
    "past",
    "health",
    "location",
    "therapy",
    "diary",
    "plans",
    "social_media",
    "ai_tools",
    "what_we_tell_others",
];

/// How both hold one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The topic.
    pub topic: Code,
    /// Each person's own stance, by partner number.
    pub people: [Held; 2],
}

/// How one person holds a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// What is shown. Where own devices spoke apart: that it is not said any more, else the most private.
    pub shown: Option<Said>,
    /// Own devices spoke apart: what can be picked, each once.
    pub apart: Vec<(Option<Stance>, Option<Text>)>,
}

/// A stance as said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The stance.
    pub stance: Stance,
    /// The author's own words beside it.
    pub note: Option<Text>,
    /// The author's date.
    pub on: Day,
}

impl State {
    /// Whether both hold it alike, where both said so.
    #[must_use]
    pub fn alike(&self) -> Option<bool> {
        let [zero, one] = &self.people;
        Some(zero.shown.as_ref()?.stance == one.shown.as_ref()?.stance)
    }

    /// Canonical bytes for the state digest.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.counted(self.topic.as_str());
        for held in &self.people {
            w.opt(held.shown.as_ref(), |w, said| {
                let (topic, note) = (self.topic.clone(), said.note.clone());
                let said = SharedBody::Stance { topic, stance: Some(said.stance), note };
                w.blob(&Body::Shared(said).fields());
            });
        }
        w.into_bytes()
    }
}

/// How both hold a topic, or `None` where nobody ever said anything about it.
#[must_use]
pub fn derive(acts: &Acts, topic: &Code, scope: Scope) -> Option<State> {
    let held = of_record(acts, &topic_record(topic), scope);
    let stances = held.iter().copied().filter_map(|one| match &one.held().act.body {
        Body::Shared(SharedBody::Stance { topic: named, stance, note }) if named == topic => {
            Some((one, (*stance, note)))
        }
        _ => None,
    });
    let said: Vec<_> = stances.collect();
    if said.is_empty() {
        return None;
    }
    let people = Partner::BOTH.map(|who| {
        let own = said.iter().filter(|(one, _)| one.partner == who).copied().collect();
        let newest = heads(acts, own);
        let mut apart: Vec<(Option<Stance>, Option<Text>)> =
            newest.iter().map(|(_, (stance, note))| (*stance, (*note).clone())).collect();
        apart.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        apart.dedup();
        // Nothing said is smaller than private, and private smaller than the rest.
        let (stance, note) = apart.first().cloned().unwrap_or_default();
        let days = newest.iter().filter(|(_, (s, n))| *s == stance && **n == note);
        let on = days.map(|(one, _)| one.act.date).min();
        let shown = stance.zip(on).map(|(stance, on)| Said { stance, note, on });
        Held { shown, apart: if apart.len() > 1 { apart } else { vec![] } }
    });
    Some(State { topic: topic.clone(), people })
}

/// Every topic somebody said something about, by its code.
#[must_use]
pub fn all(acts: &Acts, scope: Scope) -> Vec<State> {
    let named = |record: RecordId| {
        acts.about(&record).iter().find_map(|ix| match &acts.get(*ix).act.body {
            Body::Shared(SharedBody::Stance { topic, .. }) if topic_record(topic) == record => {
                Some(topic.clone())
            }
            _ => None,
        })
    };
    let topics: BTreeSet<Code> = acts.records_of(&[kind::STANCE]).filter_map(named).collect();
    topics.iter().filter_map(|topic| derive(acts, topic, scope)).collect()
}

/// A topic as typed: any code; a blank or a hyphen is read as `_` where that is a topic many use.
///
/// # Errors
/// What a code may not be.
pub fn topic(typed: &str) -> Result<Code, Refused> {
    let plain = typed.trim().to_lowercase().replace([' ', '-'], "_");
    let known = TOPICS.contains(&plain.as_str());
    Code::new(if known { plain.as_str() } else { typed }).map_err(|e| bad_text(e, "topic"))
}

/// What may be said about a topic now.
pub(super) fn decide(
    acts: &Acts,
    reader: &Reader,
    command: &BesideCommand,
) -> Option<Result<Decision, Refused>> {
    let BesideCommand::Stance { topic: typed, stance, note } = command else { return None };
    Some((|| {
        let topic = topic(typed)?;
        let record = topic_record(&topic);
        let note = opt_text(note.as_ref(), "note")?;
        let state = derive(acts, &topic, Scope::All);
        let held = state.map(|s| s.people).unwrap_or_default()[reader.me.index()].clone();
        let so = match (&held.shown, stance) {
            (None, None) => true,
            (Some(said), Some(stance)) => said.stance == *stance && said.note == note,
            _ => false,
        };
        if so && held.apart.is_empty() {
            return Ok(Decision::nothing(record));
        }
        let said = SharedBody::Stance { topic, stance: *stance, note };
        Ok(Decision::one(record, Body::Shared(said)))
    })())
}

/// Topics at least one of the two holds somehow.
#[must_use]
pub fn list(acts: &Acts, reader: &Reader) -> Vec<view::Topic> {
    let views = all(acts, Scope::All);
    let views = views.iter().map(|state| topic_view(acts, state, reader));
    views.filter(|view| view.me.is_some() || view.them.is_some() || !view.asks.is_empty()).collect()
}

/// One topic by its record.
#[must_use]
pub fn show(acts: &Acts, reader: &Reader, record: RecordId) -> Option<view::Topic> {
    let named = acts.about(&record).iter().find_map(|ix| match &acts.get(*ix).act.body {
        Body::Shared(SharedBody::Stance { topic, .. }) if topic_record(topic) == record => {
            Some(topic.clone())
        }
        _ => None,
    });
    Some(topic_view(acts, &derive(acts, &named?, Scope::All)?, reader))
}

/// A draft of the reader's.
#[must_use]
pub fn draft(topic: &Code, stance: Stance, note: Option<&Text>, on: Day) -> view::Topic {
    let note = note.map(|note| note.as_str().to_owned());
    view::Topic {
        id: topic_record(topic).hex(),
        topic: topic.as_str().to_owned(),
        state: "draft",
        shared: false,
        me: Some(view::Held { stance, note, on }),
        them: None,
        alike: None,
        sentence: None,
        asks: vec![],
    }
}

fn topic_view(acts: &Acts, state: &State, reader: &Reader) -> view::Topic {
    let side = |who: Partner| {
        state.people[who.index()].shown.as_ref().map(|said| view::Held {
            stance: said.stance,
            note: said.note.as_ref().map(|note| note.as_str().to_owned()),
            on: said.on,
        })
    };
    view::Topic {
        id: topic_record(&state.topic).hex(),
        topic: state.topic.as_str().to_owned(),
        state: "shared",
        shared: true,
        me: side(reader.me),
        them: side(reader.me.other()),
        alike: state.alike(),
        sentence: (state.alike() == Some(false)).then(say::openness_differs),
        asks: asks(acts, state, reader),
    }
}

/// What only the author is asked: own devices spoke apart.
fn asks(acts: &Acts, state: &State, reader: &Reader) -> Vec<Ask> {
    let apart = &state.people[reader.me.index()].apart;
    if apart.is_empty() || acts.left().iter().any(Option::is_some) {
        return vec![];
    }
    let choices = apart.iter().zip(1..).map(|((stance, note), n)| {
        let code = stance.map_or("none", code);
        let label = match note {
            Some(note) => say::way_stance_note(code, note.as_str().to_owned()),
            None => say::way_stance(code),
        };
        choice(format!("stance_{n}"), label)
    });
    let said: Vec<u8> = apart
        .iter()
        .flat_map(|(stance, note)| {
            let (topic, note) = (state.topic.clone(), note.clone());
            Body::Shared(SharedBody::Stance { topic, stance: *stance, note }).fields()
        })
        .collect();
    let record = topic_record(&state.topic);
    let (at, parts): (_, [&[u8]; 2]) = (Some(("openness", record)), [&record.0, &said]);
    let ask =
        ask("own_devices_differ", at, &parts, "me", say::ask_own_stances(), choices.collect());
    Some(ask).filter(|ask| !is_answered(reader, ask)).into_iter().collect()
}

/// A stance as a code.
const fn code(stance: Stance) -> &'static str {
    match stance {
        Stance::Private => "private",
        Stance::Ask => "ask",
        Stance::Tell => "tell",
    }
}

/// What is asked about topics.
pub(super) fn all_asks(acts: &Acts, reader: &Reader) -> Vec<Ask> {
    all(acts, Scope::All).iter().flat_map(|state| asks(acts, state, reader)).collect()
}

/// What answering an ask about a topic says.
pub(super) fn answer(acts: &Acts, reader: &Reader, id: &str, choice: &str) -> Option<Decision> {
    let asked = |state: &State| asks(acts, state, reader).iter().any(|ask| ask.id == id);
    let state = all(acts, Scope::All).into_iter().find(asked)?;
    let record = topic_record(&state.topic);
    let mut ways = state.people[reader.me.index()].apart.iter().zip(1..);
    let picked = ways.find(|(_, n)| choice == format!("stance_{n}"))?.0.clone();
    let said = SharedBody::Stance { topic: state.topic, stance: picked.0, note: picked.1 };
    Some(Decision::one(record, Body::Shared(said)))
}

/// At most one sentence on what the other said about a topic, among `unseen`.
pub(super) fn news(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    unseen: &[ActIx],
) -> Option<NewsLine> {
    let view = show(acts, reader, record)?;
    let is_stance =
        |act: &&crate::act::Act| matches!(act.body, Body::Shared(SharedBody::Stance { .. }));
    let last = unseen.iter().map(|ix| acts.get(*ix).act.as_ref()).rfind(is_stance)?;
    let code = if view.them.is_some() { "said" } else { "no_longer" };
    let sentence = say::news_openness(they(reader), code);
    Some(NewsLine { record: Some(record.hex()), on: last.date, sentence, question: false })
}
