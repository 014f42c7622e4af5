//! What changed since last time: grouped, calm, questions first (PRODUCT case 72). Reading it changes nothing.

use std::collections::BTreeMap;

use super::graph::{ActIx, Acts};
use super::people::they;
use super::states::States;
use super::view::{NewsGroup, NewsLine};
use super::{Reader, agreement, beside, boundary, promise, repair, ritual, say, step};
use crate::act::envelope::labelled;
use crate::act::{Body, Known, RecordId};

/// News in the acts that lie on no chain ending in one of `seen`, as far as the other said them.
#[must_use]
pub fn news(acts: &Acts, reader: &Reader, seen: &[Known]) -> Vec<NewsGroup> {
    told(acts, &States::of(acts), reader, seen)
}

/// The same from states that were derived before.
#[must_use]
pub fn told(acts: &Acts, states: &States, reader: &Reader, seen: &[Known]) -> Vec<NewsGroup> {
    let mut unseen: BTreeMap<RecordId, Vec<ActIx>> = BTreeMap::new();
    // Ascending, as acts are held.
    for (ix, held) in acts.beyond(seen) {
        if held.partner != reader.me && held.act.body != Body::Heard {
            unseen.entry(held.act.record).or_default().push(ix);
        }
    }
    let mut groups: [(&'static str, Vec<NewsLine>); 6] =
        ["agreements", "boundaries", "promises", "people", "needs_newer_app", "repairs"]
            .map(|group| (group, Vec::new()));
    let mut beside_them = beside::News::default();
    for (record, new) in unseen {
        let is_new = |ix: &&ActIx| new.binary_search(ix).is_ok();
        let order: Vec<ActIx> = acts.of_record(&record).iter().filter(is_new).copied().collect();
        if record == RecordId::ZERO {
            groups[3].1.extend(about_people(acts, reader, &order));
        } else {
            groups[0].1.extend(agreement::news(acts, reader, record, &order));
            groups[0].1.extend(ritual::news(acts, reader, record, &order));
            groups[0].1.extend(step::news(acts, reader, record, &order));
            groups[1].1.extend(boundary::news(acts, reader, record, &order));
            groups[2].1.extend(promise::news(acts, reader, record, &order));
            groups[5].1.extend(repair::news(acts, reader, record, &order));
        }
        beside_them.take(acts, reader, record, &order);
        groups[4].1.extend(from_newer_app(acts, reader, record, &order));
    }
    groups[0].1.extend(looks_due(states, reader).into_iter().map(|(_, line)| line));
    let [agreements, boundaries, promises, people, newer, repairs] = groups;
    let first = [agreements, boundaries, promises].into_iter();
    let groups = first.chain(beside_them.groups()).chain([people, newer, repairs]);
    let groups = groups.filter(|(_, lines)| !lines.is_empty());
    let mut groups: Vec<NewsGroup> =
        groups.map(|(group, lines)| NewsGroup { group, lines }).collect();
    beside::calm(reader, &mut groups);
    for group in &mut groups {
        group.lines.sort_by_key(|line| (!line.question, std::cmp::Reverse(line.on)));
    }
    groups
}

/// Agreements in force whose day to look again has come for the reader: one quiet line each, until it was shown (case 21). Nothing lapses
/// by it. The hash is what a reader's own devices remember of having shown it.
#[must_use]
pub fn looks_due(states: &States, reader: &Reader) -> Vec<([u8; 32], NewsLine)> {
    let line = |state: &agreement::AgreementState| {
        let force = state.in_force.as_ref()?;
        let day = state.revision(force.revision)?.revision.look_again?;
        let id = labelled(
            "accord/v1/look-again",
            &[&state.id.0, &force.revision.0, &day.0.to_be_bytes()],
        );
        let sentence = say::news_look_again();
        let line = NewsLine { record: Some(state.id.hex()), on: day, sentence, question: false };
        (day <= reader.today && !reader.paused && !reader.answered.contains(&id))
            .then_some((id, line))
    };
    states.agreements().filter_map(line).collect()
}

/// How many names the other said so far.
fn names(acts: &Acts, reader: &Reader) -> usize {
    let theirs = |ix: &&ActIx| acts.get(**ix).partner != reader.me;
    let is_name = |ix: &&ActIx| matches!(acts.get(**ix).act.body, Body::Name(_));
    acts.of_record(&RecordId::ZERO).iter().filter(theirs).filter(is_name).count()
}

fn about_people(acts: &Acts, reader: &Reader, new: &[ActIx]) -> Option<NewsLine> {
    let last = new
        .iter()
        .map(|ix| acts.get(*ix))
        .rfind(|h| matches!(h.act.body, Body::Name(_) | Body::Zone(_)))?;
    let they = they(reader);
    let sentence = match &last.act.body {
        Body::Name(_) if names(acts, reader) > 1 => say::news_name(they, "changed"),
        Body::Name(_) => say::news_name(they, "first"),
        Body::Zone(Some(_)) => say::news_zone(they, "shows"),
        _ => say::news_zone(they, "hides"),
    };
    Some(NewsLine { record: None, on: last.act.date, sentence, question: false })
}

fn from_newer_app(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    new: &[ActIx],
) -> Option<NewsLine> {
    let last =
        new.iter().map(|ix| acts.get(*ix)).rfind(|h| matches!(h.act.body, Body::Unknown { .. }))?;
    let sentence = say::news_newer_app(they(reader));
    let record = (record != RecordId::ZERO).then(|| record.hex());
    Some(NewsLine { record, on: last.act.date, sentence, question: false })
}
