//! What both said about the steps of a plan, from the acts alone: by partner number, without a clock and without a reader.
//!
//! A mark counts if some wording of the plan has its step. Of a step that does not repeat all marks are about the same thing, whatever day
//! they name; of one that does, a mark names one of its dates.

use std::collections::BTreeMap;

use crate::act::codec::Writer;
use crate::act::rounds::{RoundBody, StepResult};
use crate::act::terms::{Step, StepOwner};
use crate::act::{Body, RecordId, StepId, Terms, Text};
use crate::law::agreement::{self, AgreementState};
use crate::law::command::AgreementKind;
use crate::law::graph::Acts;
use crate::law::heads::{One, Scope, of_record};
use crate::law::marks::Marks;
use crate::law::recurrence::Rule;
use crate::time::Day;

/// The marks of one plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The agreement.
    pub record: RecordId,
    /// Every step any wording has, by id.
    pub steps: BTreeMap<StepId, Step>,
    /// Marks by partner number; the day is that of a step that repeats.
    pub marks: BTreeMap<(StepId, Option<Day>), [Marks<StepResult>; 2]>,
}

/// How a step, or one date of it, stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum Outcome {
    Open,
    Done,
    NotYet,
    SeenDifferently,
    NotApplicable,
}

impl Outcome {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::NotYet => "not_yet",
            Self::SeenDifferently => "seen_differently",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// Whether there is still something to do.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::NotApplicable)
    }
}

/// How marks read: "not applicable" by anyone, then done by one and not yet by the other as seen differently (case 62), then what was said.
/// A step of both is done when both say so.
#[must_use]
pub fn outcome(marks: &[Marks<StepResult>; 2], whose: StepOwner) -> Outcome {
    let said = [marks[0].counts(), marks[1].counts()];
    let anyone = |result| said.contains(&Some(result));
    let both = said == [Some(StepResult::Done); 2];
    if anyone(StepResult::NotApplicable) {
        Outcome::NotApplicable
    } else if anyone(StepResult::Done) && anyone(StepResult::NotYet) {
        Outcome::SeenDifferently
    } else if anyone(StepResult::Done) && (both || whose != StepOwner::Both) {
        Outcome::Done
    } else if anyone(StepResult::NotYet) {
        Outcome::NotYet
    } else {
        Outcome::Open
    }
}

/// The dates of a step that repeats; `None` of one that does not, or whose rule this app cannot read.
#[must_use]
pub fn rule(step: &Step) -> Option<(Rule, Day)> {
    let every = step.every.as_ref()?;
    Some((Rule::parse(every.as_str()).ok()?, step.due.as_ref()?.day))
}

impl State {
    /// What was said about a step, or one date of it.
    #[must_use]
    pub fn said(&self, step: StepId, on: Option<Day>) -> [Marks<StepResult>; 2] {
        self.marks.get(&(step, on)).cloned().unwrap_or_default()
    }

    /// Canonical bytes for the state digest: the same on every device that holds the same acts.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.raw(&self.record.0);
        w.u64(self.marks.len() as u64);
        for ((step, on), marks) in &self.marks {
            w.raw(&step.0).opt_day(*on);
            marks.iter().for_each(|marks| marks.encode(&mut w));
        }
        w.into_bytes()
    }
}

/// Every plan whose steps somebody marked, by id.
#[must_use]
pub fn all(acts: &Acts, scope: Scope) -> Vec<State> {
    let agreements = agreement::all(acts, scope);
    let plans = agreements.iter().filter_map(|state| of(acts, state, scope));
    plans.filter(|state| !state.marks.is_empty()).collect()
}

/// The steps of a plan and their marks; `None` where the agreement has no steps.
#[must_use]
pub fn of(acts: &Acts, agreement: &AgreementState, scope: Scope) -> Option<State> {
    if agreement.kind != AgreementKind::Plan {
        return None;
    }
    let mut steps: BTreeMap<StepId, Step> = BTreeMap::new();
    for revision in &agreement.revisions {
        if let Some(Terms::Plan(list)) = &revision.revision.terms {
            steps.extend(list.iter().map(|step| (step.id(), step.clone())));
        }
    }
    if steps.is_empty() {
        return None;
    }
    type Said<'a> = Vec<(One<'a>, (StepResult, Option<Text>))>;
    let mut said: BTreeMap<(StepId, Option<Day>, usize), Said<'_>> = BTreeMap::new();
    for one in of_record(acts, &agreement.id, scope) {
        let Body::Round(RoundBody::StepMark { step, on, result, note }) = &one.held().act.body
        else {
            continue;
        };
        let Some(found) = steps.get(step) else { continue };
        let on = match rule(found) {
            None => None,
            Some((rule, first)) => {
                let Some(on) = on.filter(|on| {
                    rule.dates(first).take_while(|day| day <= on).any(|day| day == *on)
                }) else {
                    continue;
                };
                Some(on)
            }
        };
        let key = (*step, on, one.partner.index());
        said.entry(key).or_default().push((one, (*result, note.clone())));
    }
    let mut marks: BTreeMap<(StepId, Option<Day>), [Marks<StepResult>; 2]> = BTreeMap::new();
    for ((step, on, who), said) in said {
        marks.entry((step, on)).or_default()[who] = Marks::newest(acts, said);
    }
    Some(State { record: agreement.id, steps, marks })
}
