//! The state digest: what two devices at one position of the log compare (`docs/documents.md`, "The state digest").
//!
//! Made from admitted acts alone, from nothing or from states that are kept. Both give the same bytes.

use std::collections::BTreeSet;

use accord_protocol::ids::Partner;

use super::agreement::AgreementState;
use super::graph::Acts;
use super::heads::Scope;
use super::states::States;
use super::{agreement, beside, boundary, people, promise, repair, ritual, step};
use crate::act::RecordId;
use crate::act::codec::Writer;
use crate::act::envelope::labelled;

/// Canonical bytes of the states that [`States`] keeps, kind by kind, ascending.
#[derive(Default)]
struct Parts {
    agreements: Vec<Vec<u8>>,
    boundaries: Vec<Vec<u8>>,
    promises: Vec<Vec<u8>>,
    rituals: Vec<Vec<u8>>,
    steps: Vec<Vec<u8>>,
}

/// SHA-256 over the canonical encoding of the couple space's derived state by partner number, from admitted acts only.
#[must_use]
pub fn state_digest(acts: &Acts) -> [u8; 32] {
    let mut parts = Parts::default();
    for state in agreement::all(acts, Scope::Log) {
        parts.put_agreement(acts, &state);
    }
    parts.boundaries =
        boundary::all(acts, Scope::Log).iter().map(boundary::State::encode).collect();
    parts.promises = promise::all(acts, Scope::Log).iter().map(promise::State::encode).collect();
    whole(acts, &parts)
}

/// The same from states that were derived before: where no unsent act has a part in a state, it is what the log alone says.
#[must_use]
pub fn from_kept(acts: &Acts, states: &States) -> [u8; 32] {
    let unsettled = acts.unsettled();
    let settled = |record: &RecordId| !unsettled.contains(record);
    let mut parts = Parts::default();
    let kept = states.agreements().map(|state| state.id);
    for record in kept.chain(unsettled.iter().copied()).collect::<BTreeSet<_>>() {
        if let Some(whole) = states.one_whole(&record).filter(|_| settled(&record)) {
            parts.put(whole.state, whole.ritual, whole.steps);
        } else {
            let limits = boundary::standing_limits(acts, &record, Scope::Log);
            if let Some(state) = agreement::derive(acts, record, Scope::Log, limits) {
                parts.put_agreement(acts, &state);
            }
        }
    }
    let mut owned: Vec<(RecordId, Partner, Vec<u8>)> = Vec::new();
    let of = |state: &boundary::State| (state.record, state.owner, state.encode());
    owned.extend(states.boundaries().filter(|state| settled(&state.record)).map(of));
    let mut made: Vec<(RecordId, Partner, Vec<u8>)> = Vec::new();
    let by = |state: &promise::State| (state.record, state.maker, state.encode());
    made.extend(states.promises().filter(|state| settled(&state.record)).map(by));
    for record in &unsettled {
        for who in Partner::BOTH {
            owned.extend(boundary::derive(acts, *record, who, Scope::Log).iter().map(of));
            made.extend(promise::derive(acts, *record, who, Scope::Log).iter().map(by));
        }
    }
    for (list, part) in [(owned, &mut parts.boundaries), (made, &mut parts.promises)] {
        let mut list = list;
        list.sort_unstable_by_key(|(record, who, _)| (*record, *who));
        part.extend(list.into_iter().map(|(.., bytes)| bytes));
    }
    whole(acts, &parts)
}

impl Parts {
    fn put_agreement(&mut self, acts: &Acts, state: &AgreementState) {
        let ritual = ritual::of(acts, state, Scope::Log);
        let steps = step::of(acts, state, Scope::Log);
        self.put(state, ritual.as_ref(), steps.as_ref());
    }

    fn put(
        &mut self,
        state: &AgreementState,
        ritual: Option<&ritual::State>,
        steps: Option<&step::State>,
    ) {
        self.agreements.push(state.encode());
        self.rituals.extend(ritual.map(ritual::State::encode));
        // A plan of which nobody marked a step says no more than its agreement.
        let marked = steps.filter(|steps| !steps.marks.is_empty());
        self.steps.extend(marked.map(step::State::encode));
    }
}

fn whole(acts: &Acts, parts: &Parts) -> [u8; 32] {
    let mut w = Writer::default();
    for left in acts.left() {
        w.opt_day(left);
    }
    for person in &people::people(acts, Scope::Log) {
        w.opt_text(person.name.as_ref());
        w.opt(person.zone.as_ref(), |w, zone| {
            w.counted(zone.as_str());
        });
    }
    let repairs: Vec<Vec<u8>> =
        repair::all(acts, Scope::Log).iter().map(repair::State::encode).collect();
    let Parts { agreements, boundaries, promises, rituals, steps } = parts;
    for part in [agreements, boundaries, promises, &repairs, rituals, steps] {
        w.u64(part.len() as u64);
        for state in part {
            w.blob(state);
        }
    }
    beside::encode(acts, &mut w);
    labelled("accord/v1/state", &[&w.into_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::rounds::RitualResult;
    use crate::law::command::{
        Area, At, BoundaryWords, LawCommand, Polarity, RitualCommand, RitualWords, Wording,
    };
    use crate::law::graph::Standing;
    use crate::law::testing::*;
    use crate::time::When;

    /// A mark, an idea for another time and a limit, all about one ritual and only the mark in its record.
    #[test]
    fn what_is_not_sent_is_in_no_digest_whatever_record_looks_at_it() {
        let mut c = Couple::on("2026-11-23");
        let words = Wording { text: Some("Call".into()), ..Wording::default() };
        let ritual = RitualWords {
            every: Some("week".into()),
            at: Some(At::Same { minutes: 1_200, zone: "Europe/Berlin".into() }),
            ..RitualWords::default()
        };
        let propose = RitualCommand::Propose { words: Box::new(words), ritual: Box::new(ritual) };
        let ritual = c.says(ANA, &LawCommand::Ritual(propose));
        c.meet();
        let id = ritual.hex();
        c.says(BEN, &LawCommand::AgreeAccept { id: id.clone(), revision: None, can: None });
        c.meet();
        let (on, result) = (day("2026-11-23"), RitualResult::DidIt);
        let did = RitualCommand::Mark { id: id.clone(), on: Some(on), result };
        c.says(BEN, &LawCommand::Ritual(did.clone()));
        c.meet();
        let sent = c.all.len();
        let to = When { day: day("2026-12-01"), at: None };
        let later = RitualCommand::Move { id: id.clone(), on: day("2026-11-30"), to };
        let limit = BoundaryWords {
            text: Some("No calls for now".into()),
            area: Some(Area::Time),
            limits: Some(id),
            ..BoundaryWords::default()
        };
        c.says(ANA, &LawCommand::Ritual(did));
        c.says(ANA, &LawCommand::Ritual(later));
        c.says(ANA, &LawCommand::BoundaryAdd { polarity: Polarity::Limit, words: limit });
        assert_eq!(c.all.len(), sent + 3);
        let mut digests = BTreeSet::new();
        for sent in sent..=c.all.len() {
            let (mut acts, mut log) = (Acts::new(), Acts::new());
            for (at, (partner, act)) in c.all.iter().enumerate() {
                let standing = if at < sent { Standing::Admitted } else { Standing::Unsent };
                acts.insert(*partner, act.clone(), act.hash(), standing);
                if at < sent {
                    log.insert(*partner, act.clone(), act.hash(), Standing::Admitted);
                }
            }
            assert_eq!(acts.len(), c.all.len());
            let mut kept = States::default();
            kept.refresh(&mut acts);
            let digest = from_kept(&acts, &kept);
            assert_eq!(digest, state_digest(&acts), "{sent} sent");
            assert_eq!(digest, state_digest(&log), "{sent} sent");
            digests.insert(digest);
        }
        assert_eq!(digests.len(), 4, "each act makes a difference once it is sent");
    }
}
