//! A boundary from one reader's side.
//!
//! A boundary of which no words stand is shown to the other without its words, whether they arrived before or after; only its history has
//! them. Its owner keeps seeing them, and what the other said about it stays with both.

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::ids::Partner;

use super::state::{Doubt, Saying, State, Version, all, derive};
use crate::act::{Body, BoundaryFields, RecordId, Text, VersionId};
use crate::law::Reader;
use crate::law::asking::{ask, choice, is_answered};
use crate::law::command::Polarity;
use crate::law::diff::word_diff;
use crate::law::graph::{Acts, Kin};
use crate::law::heads::{Scope, of_record};
use crate::law::people::{side, they};
use crate::law::say::{self, Say};
use crate::law::view::{self, Acknowledged, Ask, BoundaryVersion, HistoryLine, Said};

/// All boundaries of both people, the reader's own first, then by id.
pub fn list(acts: &Acts, reader: &Reader) -> Vec<view::Boundary> {
    listed(acts, &all(acts, Scope::All).iter().collect::<Vec<_>>(), reader)
}

/// The same from states that were derived before.
pub fn listed(acts: &Acts, states: &[&State], reader: &Reader) -> Vec<view::Boundary> {
    let shelf = Shelf::of(acts, states.iter().copied());
    let (mine, theirs): (Vec<&State>, Vec<_>) =
        states.iter().copied().partition(|s| s.owner == reader.me);
    mine.into_iter().chain(theirs).map(|state| shelf.view(acts, state, reader, false)).collect()
}

/// One boundary. `owner` says whose, where both people shared words under one id; else the reader's own comes first.
pub fn show(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    owner: Option<Partner>,
    history: bool,
) -> Option<view::Boundary> {
    let owners = owner.map_or(vec![reader.me, reader.me.other()], |owner| vec![owner]);
    let state = owners.into_iter().find_map(|owner| derive(acts, record, owner, Scope::All))?;
    // Of the others only those with the same words matter.
    let words = state.standing().map(|(_, version)| {
        Kin::Boundary(state.owner.other(), state.polarity, version.fields.text.clone())
    });
    let same: BTreeSet<RecordId> =
        words.flat_map(|kin| acts.kin(&kin).collect::<Vec<_>>()).collect();
    let other = |id: RecordId| derive(acts, id, state.owner.other(), Scope::All);
    let states: Vec<State> = same.into_iter().filter_map(other).collect();
    Some(Shelf::of(acts, &states).view(acts, &state, reader, history))
}

/// A draft of the reader's: seen by nobody else.
pub fn draft(record: RecordId, fields: &BoundaryFields, on: crate::time::Day) -> view::Boundary {
    let version = Version { fields: fields.clone(), on, standing: false, place: 0 };
    view::Boundary {
        id: record.hex(),
        polarity: fields.polarity,
        area: fields.area,
        owner: view::Side::Me,
        state: "draft",
        shared: false,
        still_wording: false,
        versions: vec![version_view(fields.version(record), &version, true, None)],
        acknowledged: None,
        honour: None,
        questions: vec![],
        notes: vec![],
        limits: fields.limits.map(|id| id.hex()),
        same_as: vec![],
        asks: vec![],
        history: None,
    }
}

/// What several boundaries are read beside: equal words of the other (case 33), and who left.
struct Shelf {
    same: BTreeMap<(Polarity, Text), BTreeSet<(Partner, RecordId)>>,
    somebody_left: bool,
}

impl Shelf {
    fn of<'a>(acts: &Acts, states: impl IntoIterator<Item = &'a State>) -> Self {
        let mut same: BTreeMap<(Polarity, Text), BTreeSet<_>> = BTreeMap::new();
        for state in states {
            for (_, version) in state.standing() {
                let words = (state.polarity, version.fields.text.clone());
                same.entry(words).or_default().insert((state.owner, state.record));
            }
        }
        Self { same, somebody_left: acts.left().iter().any(Option::is_some) }
    }

    fn view(&self, acts: &Acts, state: &State, reader: &Reader, history: bool) -> view::Boundary {
        let shown = self.state(state, reader);
        let visible = state.owner == reader.me || shown != "withdrawn" || history;
        let acknowledged = acknowledged(state);
        let known = acknowledged.and_then(|(id, _)| state.versions.get(&id).map(|v| (id, v)));
        let versions = state.in_order();
        let latest = versions.iter().rev().find(|(_, v)| v.standing).or_else(|| versions.last());
        let views = versions.iter().map(|(id, version)| {
            let against = known.filter(|(known, _)| version.standing && known != id);
            version_view(*id, version, visible, against.map(|(_, v)| &v.fields.text))
        });
        let said = |saying: &Saying| said(reader, saying);
        let limits = state.limits();
        view::Boundary {
            id: state.record.hex(),
            polarity: state.polarity,
            area: latest.map_or(crate::law::command::Area::Other, |(_, v)| v.fields.area),
            owner: side(state.owner, reader),
            state: shown,
            shared: true,
            still_wording: state.standing().count() > 1,
            versions: views.collect(),
            acknowledged: acknowledged
                .map(|(version, on)| Acknowledged { version: version.hex(), on }),
            honour: state.honour.last().map(said),
            questions: state.questions.iter().map(said).collect(),
            notes: state.notes.iter().map(said).collect(),
            limits: limits.first().map(RecordId::hex),
            same_as: self.same_as(state),
            asks: asked(state, reader),
            history: history.then(|| lines(acts, state, reader)),
        }
    }

    /// A permission ends by its date (for the reader's clock), by withdrawal, by leaving and by doubt.
    fn state(&self, state: &State, reader: &Reader) -> &'static str {
        let permission = state.polarity == Polarity::Permission;
        if !state.stands() || (permission && self.somebody_left) {
            return "withdrawn";
        }
        let over = |v: &Version| v.fields.until.is_some_and(|until| until < reader.today);
        if permission && state.standing().any(|(_, v)| over(v)) { "expired" } else { "active" }
    }

    fn same_as(&self, state: &State) -> Vec<String> {
        let words = state.standing().map(|(_, v)| (state.polarity, v.fields.text.clone()));
        let others = words.filter_map(|words| self.same.get(&words)).flatten();
        let ids: BTreeSet<RecordId> =
            others.filter(|(owner, _)| *owner != state.owner).map(|(_, id)| *id).collect();
        ids.iter().map(RecordId::hex).collect()
    }
}

/// Of what the other acknowledged: the newest that stands, else the newest.
fn acknowledged(state: &State) -> Option<(VersionId, crate::time::Day)> {
    let stands = |id: &VersionId| state.versions.get(id).is_some_and(|v| v.standing);
    let standing = state.acknowledged.iter().rev().find(|(id, _)| stands(id));
    standing.or_else(|| state.acknowledged.last()).copied()
}

fn version_view(
    id: VersionId,
    version: &Version,
    visible: bool,
    against: Option<&Text>,
) -> BoundaryVersion {
    let fields = &version.fields;
    let words = |text: &Text| visible.then(|| text.as_str().to_owned());
    let opt = |text: &Option<Text>| text.as_ref().and_then(words);
    BoundaryVersion {
        version: id.hex(),
        words: words(&fields.text),
        standing: version.standing,
        on: version.on,
        why: opt(&fields.why),
        example: opt(&fields.example),
        helps: opt(&fields.helps),
        if_crossed: opt(&fields.if_crossed),
        until: fields.until.filter(|_| visible),
        look_again: fields.look_again.filter(|_| visible),
        diff: against.filter(|_| visible).map(|old| word_diff(old.as_str(), fields.text.as_str())),
    }
}

fn said(reader: &Reader, saying: &Saying) -> Said {
    Said {
        version: saying.version.map(|v| v.hex()),
        on: saying.on,
        by: side(saying.by, reader),
        text: saying.text.as_str().to_owned(),
    }
}

/// What the reader is asked about one boundary and has not answered.
pub(crate) fn asked(state: &State, reader: &Reader) -> Vec<Ask> {
    asks(state, reader).into_iter().filter(|ask| !is_answered(reader, ask)).collect()
}

/// What only the owner is asked: their own devices differ. The other sees no more than what stands.
pub(super) fn asks(state: &State, reader: &Reader) -> Vec<Ask> {
    let Some(doubt) = state.doubt.as_ref().filter(|_| state.owner == reader.me) else {
        return vec![];
    };
    let (left, withdrawn) = match doubt {
        Doubt::Wordings(left) => (left, false),
        Doubt::Withdrawn(left) => (left, true),
    };
    let sentence = say::ask_own_limits(match (state.polarity, withdrawn) {
        (Polarity::Limit, false) => "limit_worded",
        (Polarity::Limit, true) => "limit_withdrawn",
        (Polarity::Permission, false) => "permission_worded",
        (Polarity::Permission, true) => "permission_withdrawn",
    });
    let words = |id: &VersionId| state.versions.get(id).map_or("", |v| v.fields.text.as_str());
    let mut choices: Vec<_> =
        left.iter().map(|id| choice(id.hex(), say::way_words(words(id).to_owned()))).collect();
    choices.push(choice("withdraw", say::way_withdraw(noun(state.polarity))));
    let ids: Vec<u8> = left.iter().flat_map(|id| id.0).collect();
    let withdrawals: Vec<u8> = state.withdrawals.iter().flat_map(|(act, _)| act.0).collect();
    let parts: [&[u8]; 3] = [&state.record.0, &ids, &withdrawals];
    let at = Some(("boundaries", state.record));
    vec![ask("own_devices_differ", at, &parts, "me", sentence, choices)]
}

pub(super) fn noun(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Limit => "limit",
        Polarity::Permission => "permission",
    }
}

fn lines(acts: &Acts, state: &State, reader: &Reader) -> Vec<HistoryLine> {
    let mut begun = BTreeSet::new();
    let mut line = |one: &crate::law::heads::One<'_>| {
        let own = one.partner == state.owner;
        let known = |version: &VersionId| state.versions.contains_key(version);
        let shared = |version: &VersionId| state.shared.contains(version);
        let (act, version, note, words) = match &one.act.body {
            Body::Boundary(fields) if own && !state.ignored.contains(&one.hash) => {
                let version = fields.version(state.record);
                let first = begun.is_empty();
                begun.insert(version);
                let act = if first { "shared" } else { "reworded" };
                (act, Some(version), None, Some(&fields.text))
            }
            Body::BoundaryWithdraw if own => ("withdrew", None, None, None),
            Body::Pick { version } if own && known(version) => {
                ("picked", Some(*version), None, None)
            }
            Body::Acknowledge { version } if !own && shared(version) => {
                ("acknowledged", Some(*version), None, None)
            }
            Body::Ask { version, text } if !own && shared(version) => {
                ("asked", Some(*version), Some(text), None)
            }
            Body::Honour { version, text } if !own && shared(version) => {
                ("honour", Some(*version), Some(text), None)
            }
            Body::BoundaryNote { text } => ("noted", None, Some(text), None),
            _ => return None,
        };
        Some(HistoryLine {
            date: one.act.date,
            by: side(one.partner, reader),
            act,
            revision: version.map(|v| v.hex()),
            note: note.map(|t| t.as_str().to_owned()),
            words: words.map(|t| t.as_str().to_owned()),
        })
    };
    of_record(acts, &state.record, Scope::All).iter().filter_map(&mut line).collect()
}

/// Sentences for what changed, from acts the reader has not seen. Words are not repeated in them.
pub fn news(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    unseen: &[crate::law::graph::ActIx],
) -> Vec<view::NewsLine> {
    let mut lines = Vec::new();
    for owner in Partner::BOTH {
        let Some(state) = derive(acts, record, owner, Scope::All) else { continue };
        let told = |said| say::news_limit(they(reader), said, noun(state.polarity));
        let new = of_record(acts, &record, Scope::All);
        let new: Vec<_> = new.iter().filter(|one| unseen.contains(&one.ix)).collect();
        let by_them = |one: &&&crate::law::heads::One<'_>| one.partner != reader.me;
        let mut put = |on, sentence: Say, question| {
            let record = Some(state.record.hex());
            lines.push(view::NewsLine { record, on, sentence, question });
        };
        let worded = |one: &&&crate::law::heads::One<'_>| {
            matches!(one.act.body, Body::Boundary(_)) && !state.ignored.contains(&one.hash)
        };
        if owner == reader.me {
            for one in new.iter().filter(by_them).filter(|o| !state.ignored.contains(&o.hash)) {
                let sentence = match &one.act.body {
                    Body::Acknowledge { .. } => told("read"),
                    Body::Ask { .. } => told("asked"),
                    Body::Honour { .. } => told("honoured"),
                    Body::BoundaryNote { .. } => told("noted"),
                    _ => continue,
                };
                put(one.act.date, sentence, matches!(one.act.body, Body::Ask { .. }));
            }
            continue;
        }
        let words = new.iter().filter(by_them).filter(worded).count();
        let Some(last) = new.iter().rfind(by_them) else { continue };
        let before = state.versions.values().map(|v| v.on).min();
        let all_new = new.iter().filter(by_them).filter(worded).any(|one| {
            matches!(&one.act.body, Body::Boundary(f) if f.replaces.is_empty())
                && Some(one.act.date) == before
        });
        let withdrew = new.iter().filter(by_them).any(|o| o.act.body == Body::BoundaryWithdraw);
        let sentence = match (words > 0, state.stands()) {
            (true, false) if all_new => told("shared_withdrawn"),
            (_, false) if withdrew => told("withdrawn"),
            (true, true) if all_new => told("shared"),
            (true, true) => told("reworded"),
            _ => continue,
        };
        put(last.act.date, sentence, false);
    }
    lines
}
