//! What both said about one occurrence of a promise, and its result.
//!
//! An act names an occurrence by exactly its date; without a date it names the occurrence of a promise without a due date (a release without a
//! date: all of them). So new words never move what somebody said. The dates are the smallest set that holds the schedule's and, for every move that counts, the date moved to. A move counts if the maker
//! made it before its occurrence was due and without knowing a release of it. All of that comes from dates and knowledge the acts carry.

use std::collections::{BTreeMap, BTreeSet};

use accord_protocol::ids::Partner;

use super::state::{Schedule, is_before};
use crate::act::codec::Writer;
use crate::act::{ActHash, Body};
use crate::law::command::MarkResult;
use crate::law::graph::{ActIx, Acts};
use crate::law::heads::{One, heads, last_of_runs};
use crate::time::{Day, When};

/// The result of an occurrence, without a clock. "No word yet" is `Open` seen after its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the words shown to people")]
pub enum Outcome {
    Open,
    Kept,
    NotKept,
    SeenDifferently,
    Released,
    ChangedAhead,
    Withdrawn,
    NotApplicable,
}

impl Outcome {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept => "kept",
            Self::NotKept => "not_kept",
            Self::SeenDifferently => "seen_differently",
            Self::Released => "released",
            Self::ChangedAhead => "changed_ahead",
            Self::Withdrawn => "withdrawn",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// What one person's newest marks of an occurrence say. Several differ only where own devices marked apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Each result once, ascending.
    pub results: Vec<MarkResult>,
    /// The acts that say it, ascending.
    pub acts: Vec<ActHash>,
    /// Newest day among them.
    pub on: Option<Day>,
}

impl Marks {
    /// The mark that counts: none where own devices differ, until that person says which.
    pub fn counts(&self) -> Option<MarkResult> {
        match self.results.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// Whether own devices marked apart.
    pub fn differ(&self) -> bool {
        self.results.len() > 1
    }
}

/// What was said about one occurrence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Occasion {
    /// Wall time and zone.
    pub at: Option<(u16, String)>,
    /// Marks by partner number.
    pub marks: [Marks; 2],
    /// The recipient said it is all right.
    pub all_right: bool,
    /// The recipient released it.
    pub released: bool,
    /// The maker moved it away ahead.
    pub moved: bool,
    /// It exists because of a move.
    pub moved_here: bool,
}

impl Occasion {
    /// The table of the promise law, first match wins. `withdrawn` is the first day the maker withdrew the promise.
    pub fn outcome(&self, maker: Partner, withdrawn: Option<Day>, date: Option<Day>) -> Outcome {
        let ahead = |said: Day| date.is_none_or(|due| is_before(said, due, self.at.is_some()));
        let by = |who: Partner| self.marks.get(who.index()).and_then(Marks::counts);
        let (made, heard) = (by(maker), by(maker.other()));
        let anyone = |result| made == Some(result) || heard == Some(result);
        if withdrawn.is_some_and(ahead) {
            Outcome::Withdrawn
        } else if self.released {
            Outcome::Released
        } else if anyone(MarkResult::NotApplicable) {
            Outcome::NotApplicable
        } else if self.moved {
            Outcome::ChangedAhead
        } else if made == Some(MarkResult::Kept) && heard == Some(MarkResult::NotKept) {
            Outcome::SeenDifferently
        } else if anyone(MarkResult::Kept) {
            Outcome::Kept
        } else if anyone(MarkResult::NotKept) {
            Outcome::NotKept
        } else {
            Outcome::Open
        }
    }

    pub(super) fn encode(&self, w: &mut Writer, outcome: Outcome) {
        w.opt(self.at.as_ref(), |w, (minutes, zone)| {
            w.u16(*minutes).counted(zone);
        });
        for marks in &self.marks {
            w.u64(marks.acts.len() as u64);
            for act in &marks.acts {
                w.raw(&act.0);
            }
        }
        for said in [self.all_right, self.released, self.moved, self.moved_here] {
            w.u8(u8::from(said));
        }
        w.u8(match outcome {
            Outcome::Open => 0,
            Outcome::Kept => 1,
            Outcome::NotKept => 2,
            Outcome::SeenDifferently => 3,
            Outcome::Released => 4,
            Outcome::ChangedAhead => 5,
            Outcome::Withdrawn => 6,
            Outcome::NotApplicable => 7,
        });
    }
}

/// The acts about one promise, and the schedules its wordings ever had (the standing one first).
pub(super) struct Sources<'a> {
    pub(super) acts: &'a Acts,
    pub(super) held: &'a [One<'a>],
    pub(super) maker: Partner,
    pub(super) schedules: &'a [Schedule],
}

#[derive(Clone, Copy)]
struct Moved<'a> {
    by: One<'a>,
    from: Option<Day>,
    to: &'a When,
}

/// The moves away from one date, and those to it.
#[derive(Default)]
struct Through<'a> {
    went: Vec<Moved<'a>>,
    came: Vec<(One<'a>, &'a When)>,
}

impl<'a> Sources<'a> {
    /// Every occurrence somebody said something about.
    pub(super) fn occasions(&self) -> BTreeMap<Option<Day>, Occasion> {
        let mut occasions: BTreeMap<Option<Day>, Occasion> = BTreeMap::new();
        let moves = self.moves();
        let scheduled = self.scheduled(&moves);
        let moves = self.counting(moves, &scheduled);
        let mut dates = scheduled;
        dates.extend(moves.iter().map(|m| Some(m.to.day)));

        let mut touched: BTreeMap<Option<Day>, Through<'a>> = BTreeMap::new();
        for moved in &moves {
            touched.entry(moved.from).or_default().went.push(*moved);
            touched.entry(Some(moved.to.day)).or_default().came.push((moved.by, moved.to));
        }
        for (date, Through { went, came }) in touched {
            let occasion = occasions.entry(date).or_default();
            occasion.moved_here = !came.is_empty();
            let last = last_of_runs(self.acts, came.iter().map(|(by, _)| *by));
            occasion.moved = went.iter().any(|m| {
                Some(m.to.day) != date && !last.iter().any(|back| self.acts.knows(back.ix, m.by.ix))
            });
            let newest = heads(self.acts, came).into_iter().min_by_key(|(by, _)| by.hash);
            occasion.at = newest.and_then(|(_, to)| to.at.clone());
        }
        self.marks(&dates, &mut occasions);
        for one in self.held.iter().filter(|one| one.partner != self.maker) {
            if let Body::AllRight { on } = one.act.body
                && dates.contains(&on)
            {
                occasions.entry(on).or_default().all_right = true;
            }
        }
        self.releases(&dates, &moves, &mut occasions);
        for (date, occasion) in &mut occasions {
            if !occasion.moved_here {
                occasion.at =
                    self.schedules.iter().find_map(Schedule::at).filter(|_| date.is_some());
            }
        }
        occasions
    }

    /// Whether the recipient released the whole promise.
    pub(super) fn released_all(&self) -> bool {
        self.held
            .iter()
            .any(|one| one.partner != self.maker && one.act.body == Body::Release { on: None })
    }

    /// Acts of one person that only the other may do.
    pub(super) fn not_theirs_to_say(&self) -> Vec<ActHash> {
        let wrong = |one: &&One<'_>| match one.act.body {
            Body::PromiseWithdraw | Body::Move { .. } => one.partner != self.maker,
            _ => false,
        };
        self.held.iter().filter(wrong).map(|one| one.hash).collect()
    }

    fn moves(&self) -> Vec<Moved<'a>> {
        let own = self.held.iter().filter(|one| one.partner == self.maker);
        own.filter_map(|one| match &one.held().act.body {
            Body::Move { on, to } => Some(Moved { by: *one, from: *on, to }),
            _ => None,
        })
        .collect()
    }

    /// The one date of the current schedule: `Some(None)` without a due date, `None` where it repeats.
    fn only(&self) -> Option<Option<Day>> {
        self.schedules.first().and_then(Schedule::only)
    }

    /// Those dates of any schedule that some act names, and the dates of schedules that do not repeat.
    fn scheduled(&self, moves: &[Moved<'_>]) -> BTreeSet<Option<Day>> {
        let mut named: BTreeSet<Day> = moves.iter().filter_map(|m| m.from).collect();
        named.extend(self.held.iter().filter_map(|one| match one.act.body {
            Body::Mark { on, .. } | Body::AllRight { on } | Body::Release { on } => on,
            _ => None,
        }));
        let mut dates = BTreeSet::new();
        for schedule in self.schedules {
            match schedule.only() {
                Some(only) => drop(dates.insert(only)),
                None => {
                    let last = named.last().copied().map(Some);
                    let until =
                        schedule.dates().take_while(|d| last.is_some_and(|last| *d <= last));
                    dates.extend(until.filter(|d| d.is_some_and(|d| named.contains(&d))));
                }
            }
        }
        dates
    }

    fn counting(&self, moves: Vec<Moved<'a>>, scheduled: &BTreeSet<Option<Day>>) -> Vec<Moved<'a>> {
        let timed: BTreeSet<Day> =
            moves.iter().filter(|m| m.to.at.is_some()).map(|m| m.to.day).collect();
        let timed_by_schedule = self.schedules.iter().any(|s| s.at().is_some());
        let ahead = |m: &Moved<'_>| {
            m.from.is_none_or(|due| {
                is_before(m.by.act.date, due, timed_by_schedule || timed.contains(&due))
            })
        };
        let releases: Vec<(ActIx, Option<Day>)> = self.released().collect();
        let released = |m: &Moved<'_>| {
            let of_it = releases.iter().filter(|(_, on)| on.is_none() || *on == m.from);
            of_it.into_iter().any(|(release, _)| self.acts.knows(m.by.ix, *release))
        };
        let mut waiting: BTreeMap<Option<Day>, Vec<Moved<'a>>> = BTreeMap::new();
        for moved in moves.into_iter().filter(|m| ahead(m) && !released(m)) {
            waiting.entry(moved.from).or_default().push(moved);
        }
        let mut counting = Vec::new();
        let mut dates: Vec<Option<Day>> = scheduled.iter().copied().collect();
        while let Some(date) = dates.pop() {
            let now = waiting.remove(&date).unwrap_or_default();
            dates.extend(now.iter().map(|m| Some(m.to.day)));
            counting.extend(now);
        }
        counting
    }

    /// The recipient's releases, each with its date.
    fn released(&self) -> impl Iterator<Item = (ActIx, Option<Day>)> {
        self.held.iter().filter(|one| one.partner != self.maker).filter_map(|one| {
            match one.act.body {
                Body::Release { on } => Some((one.ix, on)),
                _ => None,
            }
        })
    }

    fn marks(
        &self,
        dates: &BTreeSet<Option<Day>>,
        occasions: &mut BTreeMap<Option<Day>, Occasion>,
    ) {
        type Said<'a> = Vec<(One<'a>, MarkResult)>;
        let mut said: BTreeMap<(Option<Day>, usize), Said<'a>> = BTreeMap::new();
        for one in self.held {
            if let Body::Mark { on, result, .. } = one.act.body
                && dates.contains(&on)
            {
                said.entry((on, one.partner.index())).or_default().push((*one, result));
            }
        }
        for ((date, who), said) in said {
            let newest = heads(self.acts, said);
            let mut marks = Marks {
                results: newest.iter().map(|(_, result)| *result).collect(),
                acts: newest.iter().map(|(one, _)| one.hash).collect(),
                on: newest.iter().map(|(one, _)| one.act.date).max(),
            };
            marks.results.sort_unstable();
            marks.results.dedup();
            marks.acts.sort_unstable();
            if let Some(slot) = occasions.entry(date).or_default().marks.get_mut(who) {
                *slot = marks;
            }
        }
    }

    /// A release frees its occurrence and those it was moved to without the release knowing. A release of everything frees every occurrence
    /// but, where the promise repeats, those it knew to be marked: what was said stays as it was.
    fn releases(
        &self,
        dates: &BTreeSet<Option<Day>>,
        moves: &[Moved<'_>],
        occasions: &mut BTreeMap<Option<Day>, Occasion>,
    ) {
        let mut onwards: BTreeMap<Option<Day>, Vec<Moved<'_>>> = BTreeMap::new();
        for moved in moves {
            onwards.entry(moved.from).or_default().push(*moved);
        }
        let marks: Vec<(ActIx, Option<Day>)> = self
            .held
            .iter()
            .filter_map(|one| match one.act.body {
                Body::Mark { on, .. } => Some((one.ix, on)),
                _ => None,
            })
            .collect();
        // Of one run the first release of a date frees most: later ones know of more.
        let mut first: BTreeMap<(u32, Option<Day>), ActIx> = BTreeMap::new();
        for (release, on) in self.released() {
            let no = |ix: ActIx| self.acts.get(ix).act.no;
            let known = first.entry((self.acts.run(release), on)).or_insert(release);
            if no(release) < no(*known) {
                *known = release;
            }
        }
        for ((_, on), release) in first {
            let mut free: Vec<Option<Day>> = match on {
                Some(_) => dates.contains(&on).then_some(on).into_iter().collect(),
                None => {
                    let known = marks.iter().filter(|(mark, _)| self.acts.knows(release, *mark));
                    let known: BTreeSet<Option<Day>> = known.map(|(_, on)| *on).collect();
                    let repeats = self.only().is_none();
                    let said = occasions.keys().copied().chain(dates.iter().copied());
                    said.filter(|date| !(repeats && known.contains(date))).collect()
                }
            };
            let mut seen = BTreeSet::new();
            while let Some(date) = free.pop() {
                occasions.entry(date).or_default().released = true;
                if seen.insert(date) && on.is_some() {
                    let onward = onwards.get(&date).into_iter().flatten();
                    let unknown = onward.filter(|m| !self.acts.knows(release, m.by.ix));
                    free.extend(unknown.map(|m| Some(m.to.day)));
                }
            }
        }
    }
}
