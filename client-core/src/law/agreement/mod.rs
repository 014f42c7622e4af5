//! Agreements: what both said yes to (PRODUCT 3.1).
//!
//! [`derive`] reads a record's acts into an [`AgreementState`], by partner number and without a clock. [`view`] shows it to one person.
//! [`decide()`] turns what a person wants to say into acts, or refuses. The rule itself is in [`consent`].

mod asks;
pub mod consent;
mod decide;
mod news;
mod show;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::ids::Partner;

use self::consent::{Answer, Say, What};
use super::command::AgreementKind;
use super::graph::{ActIx, Acts, Kin};
use super::heads::{One, Scope, heads, of_record};
use super::states::States;
use super::{Reader, boundary, ritual, step, view as views};
use crate::act::codec::Writer;
use crate::act::{ActHash, Body, RecordId, Revision, RevisionId, Text, agreement_id, kind};
use crate::time::Day;

pub use asks::{answer, asks};
pub use decide::decide;
pub(crate) use decide::{
    countered, first_revision, propose_revision, reworded, say_yes, shared_revision,
};
pub use news::news;
pub use show::{draft, view};

/// What one agreement's acts come to, by partner number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementState {
    /// The agreement.
    pub id: RecordId,
    /// Its kind.
    pub kind: AgreementKind,
    /// All wordings ever proposed in it, ascending by id.
    pub revisions: Vec<RevisionState>,
    /// Its first wording, whose bytes give the id.
    pub root: RevisionId,
    /// Who proposed the first wording, by partner number, with their first act that did.
    pub began: [Option<ActHash>; 2],

    /// The wording in force.
    pub in_force: Option<InForce>,
    /// The wording settled last, ends and leaving left aside.
    pub last_settled: Option<RevisionId>,
    /// The yeses, by partner number, that put the wording in force; any one pair of them does.
    pub in_force_by: Vec<[ActHash; 2]>,
    /// Every time a wording was settled, first ones first.
    pub settled: Vec<Settled>,
    /// The wording proposed last in the order of causes.
    pub last_proposed: RevisionId,
    /// Who left the space and when, by partner number. Then nothing is in force or open.
    pub left_on: [Option<Day>; 2],
    /// Each person's own side, by partner number.
    pub parts: [Option<PartState>; 2],
    /// Limits that name it, ascending.
    pub paused_by: Vec<RecordId>,
    /// Agreements that look alike and that somebody wants to keep beside it.
    pub keep_both: BTreeSet<RecordId>,
    /// Wordings that crossed, smaller id first.
    pub crossed: Vec<(RevisionId, RevisionId)>,
    /// Yeses that ran into what the other had done before.
    pub cancelled: Vec<CancelledYes>,
    /// Wordings on which a person's own devices disagree, by partner number.
    pub own_differ: [Vec<RevisionId>; 2],
    /// What happened, causes first.
    pub history: Vec<Line>,
}

/// One wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionState {
    /// Its name.
    pub id: RevisionId,
    /// Its words.
    pub revision: Revision,
    /// Who proposed it, by partner number.
    pub proposed_by: [bool; 2],
    /// Answers, by partner number.
    pub answers: [Option<Answer>; 2],
    /// Who stands by it, by partner number.
    pub stands: [bool; 2],
    /// Somebody stands by it, it is not in force, and the other has not declined it.
    pub open: bool,
}

/// The wording in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    /// Which.
    pub revision: RevisionId,
    /// The later date of the two yeses.
    pub since: Day,
}

/// That both said yes to a wording, and how long that held by the dates of what was said. Words that replaced it are not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Settled {
    /// The later date of the two yeses.
    pub since: Day,
    /// The first day of an end that voids it.
    pub ended: Option<Day>,
    /// Which wording.
    pub revision: RevisionId,
}

/// One person's own side of a compromise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of docs/documents.md")]
pub struct PartState {
    pub want: Option<Text>,
    pub why: Option<Text>,
    pub limit: Option<Text>,
}

/// A yes that the other had already moved away from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CancelledYes {
    /// Whose yes.
    pub whose: Partner,
    /// To which wording.
    pub revision: RevisionId,
    /// What the other had moved to; `None` where it was taken back.
    pub moved_to: Option<RevisionId>,
}

/// One line of history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The act.
    pub hash: ActHash,
    /// Its day.
    pub date: Day,
    /// Whose.
    pub by: Partner,
    /// `proposed`, `yes`, `no`, `took_back`, `ended`, `own_part`, `keep_both`, `cannot`.
    pub act: &'static str,
    /// About which wording.
    pub revision: Option<RevisionId>,
    /// The note beside it.
    pub note: Option<Text>,
}

impl AgreementState {
    /// One wording's state.
    #[must_use]
    pub fn revision(&self, id: RevisionId) -> Option<&RevisionState> {
        let at = self.revisions.binary_search_by_key(&id, |r| r.id).ok()?;
        self.revisions.get(at)
    }

    /// Canonical bytes for the state digest: the same on every device that holds the same acts.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let answer = |a: Option<Answer>| match a {
            None => 0,
            Some(Answer::Yes) => 1,
            Some(Answer::No) => 2,
            Some(Answer::TakenBack) => 3,
            Some(Answer::Void) => 4,
        };
        let mut w = Writer::default();
        w.raw(&self.id.0);
        w.opt(self.in_force.as_ref(), |w, f| {
            w.raw(&f.revision.0).day(f.since);
        });
        w.opt(self.last_settled.as_ref(), |w, id| {
            w.raw(&id.0);
        });
        w.u64(self.revisions.len() as u64);
        for r in &self.revisions {
            w.raw(&r.id.0).u8(u8::from(r.open));
            for who in [0, 1] {
                w.u8(u8::from(r.proposed_by[who])).u8(u8::from(r.stands[who]));
                w.u8(answer(r.answers[who]));
            }
        }
        for part in &self.parts {
            w.opt(part.as_ref(), |w, p| {
                w.opt_text(p.want.as_ref()).opt_text(p.why.as_ref()).opt_text(p.limit.as_ref());
            });
        }
        w.u64(self.paused_by.len() as u64);
        self.paused_by.iter().for_each(|id| {
            w.raw(&id.0);
        });
        w.u64(self.keep_both.len() as u64);
        self.keep_both.iter().for_each(|id| {
            w.raw(&id.0);
        });
        w.into_bytes()
    }

    /// The open wordings, by id.
    pub fn open(&self) -> impl Iterator<Item = &RevisionState> {
        self.revisions.iter().filter(|r| r.open)
    }
}

/// Reads one record's acts. `None` where no proposal held gives the record its id.
///
/// `paused_by` are the standing limits that name it, from the boundary law.
#[must_use]
pub fn derive(
    acts: &Acts,
    record: RecordId,
    scope: Scope,
    mut paused_by: Vec<RecordId>,
) -> Option<AgreementState> {
    if !acts.kinds(&record).has(kind::PROPOSE) {
        return None;
    }
    // Marks of a ritual's years are no part of it.
    let mut spoken = of_record(acts, &record, scope);
    spoken.retain(|one| speaks(&one.act.body));
    let held: Vec<ActIx> = spoken.iter().map(|one| one.ix).collect();
    let (kind, root) = held.iter().find_map(|ix| match &acts.get(*ix).act.body {
        Body::Propose { kind, revision } if revision.parents.is_empty() => {
            (agreement_id(*kind, revision) == record).then_some((*kind, *ix))
        }
        _ => None,
    })?;
    let mut words: BTreeMap<RevisionId, &Revision> = BTreeMap::new();
    // The name of what each act proposes.
    let mut names: BTreeMap<ActIx, RevisionId> = BTreeMap::new();
    for ix in &held {
        if let Body::Propose { kind: other, revision } = &acts.get(*ix).act.body
            && *other == kind
            && (kind != AgreementKind::Move || agreement_id(kind, revision) == record)
        {
            let id = revision.id();
            words.insert(id, revision);
            names.insert(*ix, id);
        }
    }
    let root = *names.get(&root)?;
    let ids: Vec<RevisionId> = words.keys().copied().collect();
    let number = |id: RevisionId| ids.binary_search(&id).ok();
    let (says, places) = says(acts, &held, &names, number);
    let consent = consent::settle(&says, ids.len(), |x, y| acts.knows(places[x], places[y]));
    let left = acts.left().iter().any(Option::is_some);
    let date = |at: usize| acts.get(places[at]).act.date;
    let since = consent.pairs.iter().map(|(a, b)| date(*a).max(date(*b))).min();
    let in_force = (!left).then_some(consent.in_force).flatten().zip(since);
    let name = |w: usize| ids[w];
    let hash = |at: usize| acts.get(places[at]).hash;
    let ends: Vec<ActIx> = held
        .iter()
        .copied()
        .filter(|ix| matches!(acts.get(*ix).act.body, Body::End { .. }))
        .collect();
    let mut settled: Vec<Settled> = consent
        .settled
        .iter()
        .filter_map(|(a, b)| {
            let What::Yes(wording) = says[*a].what else { return None };
            let unknown = |e: &&ActIx| [*a, *b].iter().any(|yes| !acts.knows(places[*yes], **e));
            let ended = ends.iter().filter(unknown).map(|e| acts.get(*e).act.date).min();
            Some(Settled { since: date(*a).max(date(*b)), ended, revision: name(wording) })
        })
        .collect();
    settled.sort_unstable();
    settled.dedup();
    paused_by.sort_unstable();
    paused_by.dedup();
    let mut state = AgreementState {
        id: record,
        kind,
        revisions: words
            .iter()
            .zip(&consent.wordings)
            .map(|((id, revision), w)| RevisionState {
                id: *id,
                revision: (*revision).clone(),
                proposed_by: [false; 2],
                answers: w.answers,
                stands: w.stands,
                open: w.open && !left,
            })
            .collect(),
        root,
        began: [None; 2],
        in_force: in_force.map(|(w, since)| InForce { revision: name(w), since }),
        last_settled: consent.last_settled.map(name),
        in_force_by: if left {
            Vec::new()
        } else {
            consent.pairs.iter().map(|(a, b)| [hash(*a), hash(*b)]).collect()
        },
        settled,
        last_proposed: root,
        left_on: acts.left(),
        parts: Partner::BOTH.map(|who| part(acts, &spoken, who)),
        paused_by,
        keep_both: BTreeSet::new(),
        crossed: consent.crossed.iter().map(|(x, y)| (name(*x), name(*y))).collect(),
        cancelled: consent
            .cancelled
            .iter()
            .map(|c| CancelledYes {
                whose: c.whose,
                revision: name(c.wording),
                moved_to: c.moved_to.map(name),
            })
            .collect(),
        own_differ: consent.own_differ.clone().map(|ws| ws.into_iter().map(name).collect()),
        history: Vec::new(),
    };
    for ix in &held {
        note(&mut state, acts, *ix, &names);
    }
    Some(state)
}

/// Every agreement, by id, with the limits that pause it.
#[must_use]
pub fn all(acts: &Acts, scope: Scope) -> Vec<AgreementState> {
    acts.records_of(&[kind::PROPOSE])
        .filter_map(|id| derive(acts, id, scope, boundary::standing_limits(acts, &id, scope)))
        .collect()
}

/// One agreement with the limits that pause it.
#[must_use]
pub fn one(acts: &Acts, record: RecordId) -> Option<AgreementState> {
    derive(acts, record, Scope::All, boundary::standing_limits(acts, &record, Scope::All))
}

/// All agreements as the reader sees them, by id.
#[must_use]
pub fn list(acts: &Acts, reader: &Reader) -> Vec<views::Agreement> {
    let read = |state| {
        let ritual = ritual::of(acts, &state, Scope::All);
        let steps = step::of(acts, &state, Scope::All);
        (state, ritual, steps)
    };
    let states: Vec<_> = all(acts, Scope::All).into_iter().map(read).collect();
    let whole = states.iter().map(|(state, ritual, steps)| Whole {
        state,
        ritual: ritual.as_ref(),
        steps: steps.as_ref(),
    });
    listed(acts, &whole.collect::<Vec<_>>(), reader)
}

/// An agreement with what its kind says besides.
#[derive(Debug, Clone, Copy)]
pub struct Whole<'a> {
    /// The agreement.
    pub state: &'a AgreementState,
    /// What it is as a ritual.
    pub ritual: Option<&'a ritual::State>,
    /// What it is as a plan with steps.
    pub steps: Option<&'a step::State>,
}

/// The same from states that were derived before.
#[must_use]
pub fn listed(acts: &Acts, all: &[Whole<'_>], reader: &Reader) -> Vec<views::Agreement> {
    let states: Vec<_> = all.iter().map(|whole| whole.state).collect();
    let asked = by_record(asks(acts, &states, reader));
    all.iter().map(|whole| with_asks(acts, *whole, reader, &asked)).collect()
}

/// Those in force for the reader today, as a sheet prints them: without dates, marks and questions.
#[must_use]
pub fn in_force(all: &[Whole<'_>], reader: &Reader) -> Vec<views::Agreement> {
    let settled = all.iter().filter(|whole| whole.state.in_force.is_some());
    let views = settled.map(|whole| view(whole.state, reader));
    views.filter(|view| view.state == "in_force").collect()
}

/// One agreement as the reader sees it.
#[must_use]
pub fn show(acts: &Acts, reader: &Reader, record: RecordId) -> Option<views::Agreement> {
    let state = one(acts, record)?;
    let others: Vec<AgreementState> =
        alike(acts, &state).into_iter().filter_map(|id| one(acts, id)).collect();
    let ritual = ritual::of(acts, &state, Scope::All);
    let steps = step::of(acts, &state, Scope::All);
    let whole = Whole { state: &state, ritual: ritual.as_ref(), steps: steps.as_ref() };
    Some(among(acts, reader, whole, others.iter().collect()))
}

/// The same from states that were derived before.
#[must_use]
pub fn shown(
    acts: &Acts,
    states: &States,
    reader: &Reader,
    record: RecordId,
) -> Option<views::Agreement> {
    let whole = states.one_whole(&record)?;
    let others = alike(acts, whole.state).into_iter().filter_map(|id| states.agreement(&id));
    Some(among(acts, reader, whole, others.collect()))
}

/// Those that the other person began alike: what an agreement is asked about beside another is seen among them. Ascending.
fn alike(acts: &Acts, state: &AgreementState) -> BTreeSet<RecordId> {
    let kin = |by: Partner| {
        let area = state.revision(state.root).map(|root| root.revision.area);
        area.into_iter().flat_map(move |area| acts.kin(&Kin::Agreement(by, state.kind, area)))
    };
    let begun_by = Partner::BOTH.into_iter().filter(|by| state.began[by.index()].is_some());
    begun_by.flat_map(|by| kin(by.other())).filter(|id| *id != state.id).collect()
}

/// One agreement, with what is asked about it beside `others`, which ascend.
fn among<'a>(
    acts: &Acts,
    reader: &Reader,
    whole: Whole<'a>,
    mut others: Vec<&'a AgreementState>,
) -> views::Agreement {
    let at = others.partition_point(|other| other.id < whole.state.id);
    others.insert(at, whole.state);
    with_asks(acts, whole, reader, &by_record(asks(acts, &others, reader)))
}

fn by_record(asked: Vec<(RecordId, views::Ask)>) -> BTreeMap<RecordId, Vec<views::Ask>> {
    let mut by_record: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (record, ask) in asked {
        by_record.entry(record).or_default().push(ask);
    }
    by_record
}

fn with_asks(
    acts: &Acts,
    Whole { state, ritual, steps }: Whole<'_>,
    reader: &Reader,
    asked: &BTreeMap<RecordId, Vec<views::Ask>>,
) -> views::Agreement {
    let mut shown = view(state, reader);
    shown.asks = asked.get(&state.id).cloned().unwrap_or_default();
    if let Some(steps) = steps {
        shown.steps = step::list(steps, state, reader);
        shown.asks.extend(step::asked(steps, reader));
    }
    if let Some(ritual) = ritual {
        shown.dates = ritual::dates(acts, ritual, reader);
        shown.asks.extend(ritual::asked(ritual, reader));
    }
    shown
}

/// One person's own side: what they said last; of own devices that spoke apart the one with the smaller hash, whatever the other said.
fn part(acts: &Acts, held: &[One<'_>], who: Partner) -> Option<PartState> {
    let said = held.iter().copied().filter(|one| one.partner == who);
    let said = said.filter_map(|one| match &one.held().act.body {
        Body::Part { want, why, limit } => Some((one, (want, why, limit))),
        _ => None,
    });
    let newest = heads(acts, said.collect()).into_iter().min_by_key(|(one, _)| one.hash);
    let (want, why, limit) = newest?.1;
    Some(PartState { want: want.clone(), why: why.clone(), limit: limit.clone() })
}

/// Whether an act says something that makes the agreement what it is.
fn speaks(body: &Body) -> bool {
    matches!(
        body,
        Body::Propose { .. }
            | Body::Accept { .. }
            | Body::Decline { .. }
            | Body::Retract { .. }
            | Body::Cannot { .. }
            | Body::End { .. }
            | Body::Part { .. }
            | Body::KeepBoth { .. }
    )
}

/// The says that count: those about wordings that somebody proposed here.
fn says(
    acts: &Acts,
    held: &[ActIx],
    names: &BTreeMap<ActIx, RevisionId>,
    number: impl Fn(RevisionId) -> Option<usize>,
) -> (Vec<Say>, Vec<ActIx>) {
    // By device and number, so that nothing depends on the order of arrival, and each run is in chain order.
    let mut by_run = held.to_vec();
    by_run.sort_unstable_by_key(|ix| {
        let h = acts.get(*ix);
        (h.partner, h.act.device, h.act.no, h.hash)
    });
    let mut says = Vec::with_capacity(held.len());
    let mut places = Vec::with_capacity(held.len());
    for ix in by_run {
        let act = acts.get(ix);
        let what = match &act.act.body {
            Body::Propose { .. } => names.get(&ix).and_then(|id| number(*id)).map(What::Yes),
            Body::Accept { revision, .. } => number(*revision).map(What::Yes),
            Body::Decline { revision, .. } => number(*revision).map(What::Decline),
            Body::Retract { revision, .. } => number(*revision).map(What::Retract),
            Body::End { .. } => Some(What::End),
            _ => None,
        };
        if let Some(what) = what {
            says.push(Say { by: act.partner, run: acts.run(ix), what });
            places.push(ix);
        }
    }
    (says, places)
}

/// Adds what one act shows beside the yeses: who proposed, parts, notes, history.
fn note(state: &mut AgreementState, acts: &Acts, ix: ActIx, names: &BTreeMap<ActIx, RevisionId>) {
    let held = acts.get(ix);
    let who = held.partner.index();
    let known = |state: &AgreementState, id: &RevisionId| state.revision(*id).is_some();
    let (act, revision, note) = match &held.act.body {
        Body::Propose { .. } => {
            let Some(id) = names.get(&ix).copied() else { return };
            if let Ok(at) = state.revisions.binary_search_by_key(&id, |r| r.id) {
                state.revisions[at].proposed_by[who] = true;
            }
            if id == state.root && state.began[who].is_none() {
                state.began[who] = Some(held.hash);
            }
            state.last_proposed = id;
            ("proposed", Some(id), None)
        }
        Body::Accept { revision, .. } if known(state, revision) => ("yes", Some(*revision), None),
        Body::Decline { revision, note } if known(state, revision) => {
            ("no", Some(*revision), note.clone())
        }
        Body::Retract { revision, note } if known(state, revision) => {
            ("took_back", Some(*revision), note.clone())
        }
        Body::Cannot { revision, note } if known(state, revision) => {
            ("cannot", Some(*revision), note.clone())
        }
        Body::End { note } => ("ended", None, note.clone()),
        Body::Part { .. } => ("own_part", None, None),
        Body::KeepBoth { other } => {
            state.keep_both.insert(*other);
            ("keep_both", None, None)
        }
        _ => return,
    };
    let (hash, date, by) = (held.hash, held.act.date, held.partner);
    state.history.push(Line { hash, date, by, act, revision, note });
}
