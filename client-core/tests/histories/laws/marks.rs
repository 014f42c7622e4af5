//! L6 and L9: marks of both stand side by side, and no word of blame comes from what somebody could not know or from a clock.

use accord_client_core::act::rounds::{RitualResult, RoundBody, StepResult};
use accord_client_core::act::{Body, RecordId, RevisionId, Terms};
use accord_client_core::law::command::MarkResult;
use accord_client_core::law::promise;
use accord_client_core::law::view::{Agreement, Occurrence, Promise, Side as ViewSide};
use accord_client_core::time::Day;
use accord_protocol::ids::Partner;

use super::{Case, Side};
use crate::choices::TODAY;
use crate::known::Known;
use crate::life::reader;

/// What somebody's newest marks say, each once; more than one only where own devices marked apart.
fn results<T: Clone + Ord>(known: &Known<'_>, said: &[(usize, T)]) -> Vec<T> {
    let mut results: Vec<T> = known.newest(said).into_iter().map(|(_, result)| result).collect();
    results.sort_unstable();
    results.dedup();
    results
}

fn one<T: Copy>(results: &[T]) -> Option<T> {
    (results.len() == 1).then(|| results[0])
}

fn mark(result: MarkResult) -> &'static str {
    match result {
        MarkResult::Kept => "kept",
        MarkResult::NotKept => "not_kept",
        MarkResult::NotApplicable => "not_applicable",
    }
}

/// One person's newest marks of one date of a promise.
fn promised(
    known: &Known<'_>,
    record: RecordId,
    who: Partner,
    date: Option<Day>,
) -> Vec<MarkResult> {
    let said = known.said(record, who, |body| match body {
        Body::Mark { on, result, .. } if *on == date => Some(*result),
        _ => None,
    });
    results(known, &said)
}

/// L6: the newest mark of each is shown on its own side, whatever the other marked; of promises that nobody moved, freed or withdrew the
/// table of results holds, in which only "kept" by the maker against "not kept" by the other is seen differently.
pub(crate) fn l6_what_each_marked_is_shown_beside_the_other(case: &mut Case<'_>) {
    let (mut differently, mut marked) = (0, [0; 3]);
    for side in &case.sides {
        for view in &side.promises {
            let record = RecordId::from_hex(&view.id).unwrap();
            let maker = if view.maker == ViewSide::Me { side.me } else { side.me.other() };
            let changed = case.known.about(record).iter().any(|place| {
                let said = case.known.body(*place);
                matches!(said, Body::Move { .. } | Body::Release { .. } | Body::PromiseWithdraw)
            });
            for shown in &view.occurrences {
                let of = |who| promised(&case.known, record, who, shown.date);
                let (mine, theirs) = (of(side.me), of(side.me.other()));
                let word = |results: &[MarkResult]| one(results).map(mark);
                assert!(shown.mine == word(&mine), "L6: my mark of a promise is not shown");
                assert!(shown.theirs == word(&theirs), "L6: the other's mark is not shown");
                let apart: Vec<_> =
                    mine.iter().copied().map(mark).filter(|_| mine.len() > 1).collect();
                assert!(shown.mine_apart == apart, "L6: what own devices marked apart");
                marked[0] += mine.len();
                differently += usize::from(shown.result == "seen_differently");
                if !changed {
                    let (made, heard) =
                        if maker == side.me { (&mine, &theirs) } else { (&theirs, &mine) };
                    let expected = table(one(made), one(heard));
                    let unsaid = matches!(shown.result, "open" | "no_word");
                    assert!(
                        expected.map_or(unsaid, |word| shown.result == word),
                        "L6: the result of a promise"
                    );
                }
            }
        }
        for view in &side.agreements {
            marked[1] += rituals(case, side, view);
            marked[2] += steps(case, side, view);
        }
    }
    case.count("seen differently", differently);
    case.count("promises marked", marked[0]);
    case.count("dates of rituals marked", marked[1]);
    case.count("steps marked", marked[2]);
}

fn table(made: Option<MarkResult>, heard: Option<MarkResult>) -> Option<&'static str> {
    use MarkResult::{Kept, NotApplicable, NotKept};
    let both = [made, heard];
    match both {
        _ if both.contains(&Some(NotApplicable)) => Some("not_applicable"),
        [Some(Kept), Some(NotKept)] => Some("seen_differently"),
        _ if both.contains(&Some(Kept)) => Some("kept"),
        _ if both.contains(&Some(NotKept)) => Some("not_kept"),
        _ => None,
    }
}

/// Whether a wording of a ritual has this date: the dice know two rules only.
fn has_date(known: &Known<'_>, record: RecordId, wording: RevisionId, date: Day) -> bool {
    known.about(record).iter().any(|place| match known.body(*place) {
        Body::Propose { revision, .. } if revision.id() == wording => match &revision.terms {
            Some(Terms::Ritual(terms)) => {
                let days = date.0 - terms.start.0;
                days >= 0 && (!terms.every.as_str().contains("INTERVAL=2") || days % 2 == 0)
            }
            _ => false,
        },
        _ => false,
    })
}

fn rituals(case: &Case<'_>, side: &Side, view: &Agreement) -> usize {
    let record = RecordId::from_hex(&view.id).unwrap();
    let mut marked = 0;
    for shown in &view.dates {
        let of = |who| {
            let said = case.known.said(record, who, |body| match body {
                Body::Round(RoundBody::RitualMark { revision, on, result })
                    if *on == shown.date && has_date(&case.known, record, *revision, *on) =>
                {
                    Some(*result)
                }
                _ => None,
            });
            results(&case.known, &said)
        };
        let word = |results: &[RitualResult]| {
            one(results).map(|result| match result {
                RitualResult::DidIt => "did_it",
                RitualResult::NotThisTime => "not_this_time",
                RitualResult::NotApplicable => "not_applicable",
            })
        };
        let (mine, theirs) = (of(side.me), of(side.me.other()));
        marked += mine.len();
        // A move in force parts marks into those before it and those after.
        if shown.moved_from.is_none() && shown.marks_before_move.is_none() {
            assert!(shown.marks.me == word(&mine), "L6: my mark of a ritual is not shown");
            assert!(shown.marks.them == word(&theirs), "L6: the other's mark of a ritual");
        }
    }
    marked
}

fn steps(case: &Case<'_>, side: &Side, view: &Agreement) -> usize {
    let record = RecordId::from_hex(&view.id).unwrap();
    let mut marked = 0;
    for shown in view.steps.iter().filter(|step| step.words.every.is_none()) {
        let of = |who| {
            let said = case.known.said(record, who, |body| match body {
                Body::Round(RoundBody::StepMark { step, result, .. })
                    if step.hex() == shown.words.step =>
                {
                    Some(*result)
                }
                _ => None,
            });
            results(&case.known, &said)
        };
        let word = |results: &[StepResult]| {
            one(results).map(|result| match result {
                StepResult::Done => "done",
                StepResult::NotYet => "not_yet",
                StepResult::NotApplicable => "not_applicable",
            })
        };
        let (mine, theirs) = (of(side.me), of(side.me.other()));
        marked += mine.len();
        assert!(shown.marks.me == word(&mine), "L6: my mark of a step is not shown");
        assert!(shown.marks.them == word(&theirs), "L6: the other's mark of a step is not shown");
    }
    marked
}

/// L9: "not kept" is there only where one of the two marked so and where nothing ahead of the date took the date away: a move, a release, a
/// withdrawal, whether who marked knew of it or not. A clock adds no word but "no word yet".
pub(crate) fn l9_nobody_breaks_what_they_could_not_know(case: &mut Case<'_>) {
    let (mut not_kept, mut moved) = (0, 0);
    for side in &case.sides {
        let late = promise::list(case.acts, &reader(side.me, TODAY + 3_000, None));
        assert!(late.len() == side.promises.len());
        for (view, late) in side.promises.iter().zip(&late) {
            for (now, then) in view.occurrences.iter().filter_map(|now| {
                Some((now, late.occurrences.iter().find(|then| then.date == now.date)?))
            }) {
                let same =
                    now.result == then.result || (now.result == "open" && then.result == "no_word");
                assert!(same, "L9: a clock says more than that there is no word yet");
            }
            for shown in view.occurrences.iter().filter(|shown| shown.result == "not_kept") {
                not_kept += 1;
                let (marked, ahead) = accused(case, side, view, shown);
                assert!(marked, "L9: not kept, and nobody said so");
                assert!(!ahead, "L9: not kept, after it was moved, released or withdrawn");
            }
            moved += view.occurrences.iter().filter(|o| o.result == "changed_ahead").count();
        }
    }
    case.count("not kept", not_kept);
    case.count("changed ahead", moved);
}

/// Whether somebody marked this date "not kept", and whether it was gone before it came.
fn accused(case: &Case<'_>, side: &Side, view: &Promise, shown: &Occurrence) -> (bool, bool) {
    let known = &case.known;
    let record = RecordId::from_hex(&view.id).unwrap();
    let maker = if view.maker == ViewSide::Me { side.me } else { side.me.other() };
    let marked = Partner::BOTH
        .iter()
        .any(|who| promised(known, record, *who, shown.date) == [MarkResult::NotKept]);
    let before = |place: usize| {
        let said = known.log[place].act.date;
        shown.date.is_none_or(|due| said < due || (said == due && shown.at.is_some()))
    };
    let releases = known.said(record, maker.other(), |body| match body {
        Body::Release { on } => Some(*on),
        _ => None,
    });
    let released = releases.iter().any(|(_, on)| on.is_some() && *on == shown.date);
    let withdrawn = known
        .said(record, maker, |body| (*body == Body::PromiseWithdraw).then_some(()))
        .iter()
        .any(|(place, ())| before(*place));
    let moves = known.said(record, maker, |body| match body {
        Body::Move { on, to } => Some((*on, to.day)),
        _ => None,
    });
    let moved_back = moves.iter().any(|(_, (_, to))| Some(*to) == shown.date);
    let moved = moves.iter().any(|(place, (on, to))| {
        *on == shown.date
            && Some(*to) != shown.date
            && before(*place)
            && !releases.iter().any(|(release, _)| known.knows(*place, *release))
    });
    (marked, released || withdrawn || (moved && !moved_back))
}
