//! Which dates a ritual has and what both said about them, from the acts alone: by partner number, without a clock and without a reader.
//!
//! Each wording yields the dates of its rule. Which wording holds on a date comes from the days on which wordings were settled and ended. A
//! mark names the wording by which its date was an occurrence, so it counts whatever holds now (case 51). A mark of a date that its wording
//! does not yield counts for nothing.

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::ids::Partner;

use super::occurrence::{Idea, Moved, Occurrence};
use crate::act::codec::Writer;
use crate::act::rounds::{RitualResult, RoundBody};
use crate::act::terms::{Moment, MoveTerms, RitualTerms};
use crate::act::{ActHash, Body, RecordId, Revision, RevisionId, Terms, Text};
use crate::law::agreement::{self, AgreementState};
use crate::law::boundary;
use crate::law::command::{AgreementKind, Area};
use crate::law::graph::Acts;
use crate::law::heads::{One, Scope, of_record};
use crate::law::marks::Marks;
use crate::law::recurrence::Rule;
use crate::time::{Day, When};

/// A ritual as the acts make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The agreement.
    pub record: RecordId,
    /// All wordings ever proposed, by id.
    pub plans: BTreeMap<RevisionId, Plan>,
    /// The wording in force.
    pub in_force: Option<RevisionId>,
    /// Which wording holds from when, first ones first.
    pub periods: Vec<Period>,
    /// The first day of a limit that names it and stands.
    pub paused_from: Option<Day>,
    /// Occurrences somebody said something about, by date.
    pub occurrences: BTreeMap<Day, Occurrence>,
}

/// One wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The ritual's name in it.
    pub name: Text,
    /// Part of life.
    pub area: Area,
    /// Its terms.
    pub terms: RitualTerms,
    /// Its rule. One this app cannot read yields nothing.
    pub rule: Option<Rule>,
    /// First and last day it is shown as in force.
    pub shown: (Option<Day>, Option<Day>),
}

/// A wording holds from one day on, until another one does or it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The later date of the two yeses.
    pub since: Day,
    /// The first day of an end; from it on there are no more dates.
    pub ended: Option<Day>,
    /// Which wording.
    pub revision: RevisionId,
}

impl Plan {
    fn of(revision: &Revision) -> Option<Self> {
        let Some(Terms::Ritual(terms)) = &revision.terms else { return None };
        let rule = Rule::parse(terms.every.as_str()).ok();
        let shown = (revision.from, revision.until);
        let (name, area) = (revision.text.clone(), revision.area);
        Some(Self { name, area, terms: terms.clone(), rule, shown })
    }

    /// Its dates from `from` to `to`, ascending.
    pub fn between(&self, from: Day, to: Day) -> impl Iterator<Item = Day> {
        let dates = self.rule.iter().flat_map(move |rule| rule.dates_from(self.terms.start, from));
        dates.take_while(move |day| *day <= to)
    }

    /// Whether a date is one of its dates.
    pub fn yields(&self, day: Day) -> bool {
        self.between(day, day).next().is_some()
    }

    /// When it happens on one of its dates.
    pub fn when(&self, day: Day) -> When {
        let at = match &self.terms.at {
            Moment::Same { minutes, zone } => Some((*minutes, zone.as_str().to_owned())),
            Moment::Day | Moment::Own { .. } => None,
        };
        When { day, at }
    }

    /// Whether each does it at their own time.
    pub fn own_time(&self) -> bool {
        matches!(self.terms.at, Moment::Own { .. })
    }
}

impl State {
    /// The wording that holds on a day. The days before anything was settled belong to the wording settled first.
    pub fn holds(&self, day: Day) -> Option<RevisionId> {
        let goes_on = |p: &&Period| p.ended.is_none_or(|ended| day < ended);
        let rank = |p: &&Period| (p.since, Some(p.revision) == self.in_force, p.revision);
        let begun = self.periods.iter().filter(|p| p.since <= day).filter(goes_on);
        if self.periods.iter().any(|p| p.since <= day) {
            return begun.max_by_key(rank).map(|p| p.revision);
        }
        let first = self.periods.iter().map(|p| p.since).min()?;
        let first = self.periods.iter().filter(|p| p.since == first).filter(goes_on);
        first.max_by_key(rank).map(|p| p.revision)
    }

    /// Whether there is an occurrence on this date by the wording that holds, and by which. A paused ritual has none from the limit's day on.
    pub fn planned(&self, day: Day) -> Option<RevisionId> {
        let revision = self.holds(day).filter(|_| self.goes_on(day))?;
        let plan = self.plans.get(&revision)?;
        (plan.shows(day) && plan.yields(day)).then_some(revision)
    }

    /// Dates by the wordings that hold, ascending, with the wording.
    pub fn planned_between(&self, from: Day, to: Day) -> BTreeMap<Day, RevisionId> {
        let wordings: BTreeSet<RevisionId> = self.periods.iter().map(|p| p.revision).collect();
        let mut dates = BTreeMap::new();
        for revision in wordings {
            let Some(plan) = self.plans.get(&revision) else { continue };
            let holds = |day: &Day| self.holds(*day) == Some(revision) && self.goes_on(*day);
            let shown = plan.between(from, to).filter(|day| plan.shows(*day)).filter(holds);
            dates.extend(shown.map(|day| (day, revision)));
        }
        dates
    }

    /// No limit that stands names it as early as the occurrence of this date is, and it has not ended by then.
    fn goes_on(&self, date: Day) -> bool {
        let moved = self.occurrences.get(&date).and_then(|o| o.moved.as_ref());
        let day = moved.map_or(date, |moved| moved.to.day.max(date));
        self.paused_from.is_none_or(|paused| day < paused) && self.holds(day).is_some()
    }

    /// The wording by which a date is shown: the one that holds, else one that its marks name.
    pub fn wording(&self, day: Day) -> Option<RevisionId> {
        let marked = || self.occurrences.get(&day).and_then(|o| o.by.first().copied());
        self.planned(day).or_else(marked)
    }

    /// The dates somebody said something about, each with [`State::wording`].
    pub fn said(&self) -> BTreeMap<Day, RevisionId> {
        let ends = self.occurrences.keys().next().zip(self.occurrences.keys().next_back());
        let planned = ends.map(|(first, last)| self.planned_between(*first, *last));
        let planned = planned.unwrap_or_default();
        let wording = |day: &Day, said: &Occurrence| {
            planned.get(day).copied().or_else(|| said.by.first().copied())
        };
        let said = self.occurrences.iter();
        said.filter_map(|(day, said)| Some((*day, wording(day, said)?))).collect()
    }

    /// Whether a date is none by the wording in force, and only by an earlier one (case 51).
    pub fn under_old_plan(&self, day: Day) -> bool {
        self.wording(day).is_some_and(|revision| self.is_under_old_plan(day, revision))
    }

    /// The same of a date by this wording.
    pub fn is_under_old_plan(&self, day: Day, by: RevisionId) -> bool {
        let Some(now) = self.in_force else { return false };
        by != now && !self.plans.get(&now).is_some_and(|plan| plan.yields(day))
    }

    /// The occurrence a person means, with the wording by which it is one: an occurrence's own date, or the day one was moved to. A pause
    /// takes nobody's word away, so dates it covers can be meant too.
    pub fn meant(&self, on: Day) -> Option<(Day, RevisionId)> {
        let yields = |r: &RevisionId| self.plans.get(r).is_some_and(|plan| plan.yields(on));
        let own = self.wording(on).or_else(|| self.holds(on).filter(yields));
        let moved_here = |o: &Occurrence| o.moved.as_ref().is_some_and(|m| m.to.day == on);
        let moved = || self.occurrences.iter().find(|(_, o)| moved_here(o)).map(|(date, _)| *date);
        own.map(|revision| (on, revision))
            .or_else(|| moved().and_then(|date| Some((date, self.wording(date)?))))
    }

    /// What was said about one date; nothing where nobody said anything.
    pub fn occurrence(&self, day: Day) -> Occurrence {
        self.occurrences.get(&day).cloned().unwrap_or_default()
    }

    /// Canonical bytes for the state digest: the same on every device that holds the same acts.
    pub fn encode(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.raw(&self.record.0);
        w.u64(self.occurrences.len() as u64);
        for (date, occurrence) in &self.occurrences {
            w.day(*date);
            occurrence.encode(&mut w);
        }
        w.into_bytes()
    }
}

impl Plan {
    fn shows(&self, day: Day) -> bool {
        self.shown.0.is_none_or(|from| from <= day) && self.shown.1.is_none_or(|until| day <= until)
    }
}

/// The ritual under this id, or `None` where there is none.
#[must_use]
pub fn derive(acts: &Acts, record: RecordId, scope: Scope) -> Option<State> {
    let limits = boundary::standing_limits(acts, &record, scope);
    of(acts, &agreement::derive(acts, record, scope, limits)?, scope)
}

/// Every ritual, by id.
#[must_use]
pub fn all(acts: &Acts, scope: Scope) -> Vec<State> {
    agreement::all(acts, scope).iter().filter_map(|state| of(acts, state, scope)).collect()
}

/// The ritual that an agreement is; `None` where it is something else.
#[must_use]
pub fn of(acts: &Acts, agreement: &AgreementState, scope: Scope) -> Option<State> {
    if agreement.kind != AgreementKind::Ritual {
        return None;
    }
    let record = agreement.id;
    let plans: BTreeMap<RevisionId, Plan> =
        agreement.revisions.iter().filter_map(|r| Some((r.id, Plan::of(&r.revision)?))).collect();
    let left = agreement.left_on.iter().flatten().min().copied();
    let period = |s: &agreement::Settled| Period {
        since: s.since,
        ended: [s.ended, left].into_iter().flatten().min(),
        revision: s.revision,
    };
    let mut state = State {
        record,
        in_force: agreement.in_force.map(|f| f.revision),
        periods: agreement.settled.iter().map(period).collect(),
        paused_from: paused_from(acts, agreement, scope),
        plans,
        occurrences: BTreeMap::new(),
    };
    moves(acts, &mut state, scope);
    marks(acts, &mut state, scope);
    state.occurrences.retain(|_, o| o.is_marked() || o.moved.is_some() || !o.ideas.is_empty());
    Some(state)
}

fn paused_from(acts: &Acts, agreement: &AgreementState, scope: Scope) -> Option<Day> {
    let of = |id: &RecordId| {
        let owned = Partner::BOTH.map(|owner| boundary::derive(acts, *id, owner, scope));
        let names =
            |v: &boundary::state::Version| v.standing && v.fields.limits == Some(agreement.id);
        let days = |b: boundary::State| b.versions.into_values().filter(names).map(|v| v.on).min();
        owned.into_iter().flatten().filter_map(days).min()
    };
    agreement.paused_by.iter().filter_map(of).min()
}

fn moves(acts: &Acts, state: &mut State, scope: Scope) {
    for id in acts.moves(&state.record) {
        let Some(agreement) = agreement::derive(acts, id, scope, Vec::new()) else { continue };
        let terms = |revision: RevisionId| -> Option<&MoveTerms> {
            match &agreement.revision(revision)?.revision.terms {
                Some(Terms::Move(terms)) if terms.ritual == state.record => Some(terms),
                _ => None,
            }
        };
        let Some(on) = terms(agreement.root).map(|terms| terms.on) else { continue };
        if !state.plans.values().any(|plan| plan.yields(on)) {
            continue;
        }
        let occurrence = state.occurrences.entry(on).or_default();
        occurrence.moved = agreement.in_force.and_then(|f| {
            let to = terms(f.revision)?.to.clone();
            Some(Moved { agreement: id, revision: f.revision, to })
        });
        let idea = |r: &agreement::RevisionState| {
            let to = terms(r.id)?.to.clone();
            Some(Idea { agreement: id, revision: r.id, to, stands: r.stands })
        };
        occurrence.ideas = agreement.open().filter_map(idea).collect();
    }
}

/// A mark that counts: of which date, whose, made before a move in force was known, and what it says.
type Mark<'a> = (Day, usize, bool, One<'a>, RitualResult);

fn marks(acts: &Acts, state: &mut State, scope: Scope) {
    let held = of_record(acts, &state.record, scope);
    let mark = |one: &One<'_>| match &one.act.body {
        Body::Round(RoundBody::RitualMark { revision, on, result }) => {
            Some((*revision, *on, *result))
        }
        _ => None,
    };
    let counting = counting(state, held.iter().filter_map(mark));
    let mut said: Vec<Mark<'_>> = Vec::new();
    let mut settled: BTreeMap<RecordId, Vec<[ActHash; 2]>> = BTreeMap::new();
    for one in held {
        let Some((revision, on, result)) = mark(&one) else { continue };
        if counting.get(&revision).is_none_or(|dates| dates.binary_search(&on).is_err()) {
            continue;
        }
        let occurrence = state.occurrences.entry(on).or_default();
        let before = occurrence.moved.as_ref().is_some_and(|moved| {
            let yeses = settled.entry(moved.agreement).or_insert_with(|| {
                let agreement = agreement::derive(acts, moved.agreement, scope, Vec::new());
                agreement.map(|a| a.in_force_by).unwrap_or_default()
            });
            let knows = |yes: &ActHash| acts.find(yes).is_some_and(|yes| acts.knows(one.ix, yes));
            !yeses.iter().any(|pair| pair.iter().all(knows))
        });
        occurrence.by.push(revision);
        said.push((on, one.partner.index(), before, one, result));
    }
    let about = |mark: &Mark<'_>| (mark.0, mark.1, mark.2);
    // Stable: within one date and person the order of causes stays.
    said.sort_by_key(about);
    for alike in said.chunk_by(|a, b| about(a) == about(b)) {
        let Some((on, who, before, ..)) = alike.first().copied() else { continue };
        let marks = alike.iter().map(|(.., one, result)| (*one, (*result, None)));
        let occurrence = state.occurrences.entry(on).or_default();
        let slot = if before { &mut occurrence.before_move } else { &mut occurrence.marks };
        slot[who] = Marks::newest(acts, marks.collect());
    }
    for occurrence in state.occurrences.values_mut() {
        occurrence.by.sort_unstable();
        occurrence.by.dedup();
    }
}

/// The dates that marks name and their wordings yield, ascending.
fn counting(
    state: &State,
    marks: impl Iterator<Item = (RevisionId, Day, RitualResult)>,
) -> BTreeMap<RevisionId, Vec<Day>> {
    let mut named: BTreeMap<RevisionId, Vec<Day>> = BTreeMap::new();
    for (revision, on, _) in marks {
        named.entry(revision).or_default().push(on);
    }
    for (revision, days) in &mut named {
        days.sort_unstable();
        let ends = days.first().copied().zip(days.last().copied());
        let dates = state.plans.get(revision).zip(ends).map(|(plan, (first, last))| {
            plan.between(first, last).filter(|day| days.binary_search(day).is_ok()).collect()
        });
        *days = dates.unwrap_or_default();
    }
    named
}
