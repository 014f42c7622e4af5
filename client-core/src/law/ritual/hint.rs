//! Where one moment for both is not at a person's usual time of day, because their clocks change on different days (case 45).
//!
//! Knows wall times and zones only. What is usual is what a person's clock shows on most days of the eight weeks before and after.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::state::Plan;
use crate::act::terms::Moment;
use crate::law::recurrence::moment_in;
use crate::law::say::{self, Say};
use crate::time::Day;

/// Days looked at before and after a date: more than twice the longest time that two zones with summer time are apart unusually.
const AROUND: i32 = 56;

/// One wording's moments on one person's clock.
#[derive(Debug)]
pub struct Hints<'a> {
    plan: &'a Plan,
    minutes: u16,
    there: TimeZone,
    here: TimeZone,
    /// Local day and time, in minutes from the beginning of the occurrence's date, as far as asked.
    known: BTreeMap<Day, Option<(Day, i32)>>,
    /// How often each time is on the days around one date. Dates are asked about in order, so most of it stays for the next.
    around: Option<Day>,
    counts: BTreeMap<i32, usize>,
}

impl<'a> Hints<'a> {
    /// `None` where there is nothing to compare: each at their own time, a day without a time, or a zone that is not known.
    pub fn new(plan: &'a Plan, here: &str) -> Option<Self> {
        let Moment::Same { minutes, zone } = &plan.terms.at else { return None };
        let (there, here) = (TimeZone::get(zone.as_str()).ok()?, TimeZone::get(here).ok()?);
        Some(Self {
            plan,
            minutes: *minutes,
            there,
            here,
            known: BTreeMap::new(),
            around: None,
            counts: BTreeMap::new(),
        })
    }

    /// A sentence about one date, where there is something to say.
    pub fn of(&mut self, date: Day) -> Option<Say> {
        let off = self.off(date)?;
        if off != 0 {
            let dates: Vec<Day> =
                self.plan.between(date.plus(-AROUND), date.plus(AROUND)).collect();
            let at = dates.binary_search(&date).ok()?;
            let mut alike = |day: &Day| self.off(*day) == Some(off);
            let before = dates[..at].iter().rev().take_while(|day| alike(day)).count();
            let after = dates[at..].iter().take_while(|day| alike(day)).count();
            let run = &dates[at - before..at + after];
            let days: Vec<Day> = run.iter().filter_map(|day| Some(self.local(*day)?.0)).collect();
            let (unit, n, way) = later(off);
            return Some(say::hint_on(unit, n, way, days));
        }
        let last = self.plan.between(date.plus(-2 * AROUND), date.plus(-1)).last()?;
        let change = self.local(date)?.1 - self.usual(last)?;
        let day = self.local(date)?.0;
        let (unit, n, way) = later(change);
        (change != 0).then(|| say::hint_from(unit, n, way, day))
    }

    /// How many minutes later than usual it is.
    fn off(&mut self, date: Day) -> Option<i32> {
        Some(self.local(date)?.1 - self.usual(date)?)
    }

    fn local(&mut self, date: Day) -> Option<(Day, i32)> {
        if let Some(known) = self.known.get(&date) {
            return *known;
        }
        let local = moment_in(date, self.minutes, &self.there).map(|there| {
            let here = self.here.to_datetime(there.timestamp());
            let day = Day::from_date(here.date());
            let minutes = i32::from(here.hour()) * 60 + i32::from(here.minute());
            (day, day.0.saturating_sub(date.0).saturating_mul(1440).saturating_add(minutes))
        });
        self.known.insert(date, local);
        local
    }

    /// The time it is at on most days around a date; of several the one of the date itself, else the earliest.
    fn usual(&mut self, date: Day) -> Option<i32> {
        let own = self.local(date)?.1;
        self.look_around(date);
        let most = self.counts.values().max().copied()?;
        if self.counts.get(&own) == Some(&most) {
            return Some(own);
        }
        self.counts.iter().find(|(_, count)| **count == most).map(|(minutes, _)| *minutes)
    }

    /// Counts the days around `date`, from those counted last: what is not around any more goes, what is new comes.
    fn look_around(&mut self, date: Day) {
        let days = |at: Day| (-AROUND..=AROUND).map(move |day| at.plus(day));
        let is_near = |day: &Day, at: Day| day.0.abs_diff(at.0) <= AROUND.unsigned_abs();
        let before = self.around.replace(date);
        for gone in before.into_iter().flat_map(days).filter(|day| !is_near(day, date)) {
            if let Some((_, minutes)) = self.local(gone)
                && let Some(count) = self.counts.get_mut(&minutes)
            {
                *count -= 1;
            }
        }
        for new in days(date).filter(|day| before.is_none_or(|at| !is_near(day, at))) {
            if let Some((_, minutes)) = self.local(new) {
                *self.counts.entry(minutes).or_default() += 1;
            }
        }
    }
}

/// How much and which way, in hours where they are whole.
const fn later(minutes: i32) -> (&'static str, i64, &'static str) {
    let by = minutes.unsigned_abs();
    let (unit, n) = if by.is_multiple_of(60) { ("hours", by / 60) } else { ("minutes", by) };
    (unit, n as i64, if minutes > 0 { "later" } else { "earlier" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::terms::RitualTerms;
    use crate::act::{Text, Zone};
    use crate::law::command::Area;
    use crate::law::recurrence::Rule;

    #[test]
    fn what_is_kept_from_one_date_to_the_next_changes_no_hint() {
        let every = "FREQ=WEEKLY;BYDAY=SU";
        let at = Moment::Same { minutes: 1_200, zone: Zone::new("Europe/Berlin").unwrap() };
        let terms = RitualTerms {
            start: Day::parse("2026-01-04").unwrap(),
            every: Text::new(every).unwrap(),
            at,
            length: None,
            why: None,
            place: None,
            remote: None,
        };
        let plan = Plan {
            name: Text::new("Call").unwrap(),
            area: Area::Time,
            rule: Rule::parse(every).ok(),
            shown: (None, None),
            terms,
        };
        let fresh = || Hints::new(&plan, "America/New_York").unwrap();
        let dates: Vec<Day> = plan.between(plan.terms.start, plan.terms.start.plus(800)).collect();
        // In order, as a ritual lists them, and with leaps in both directions.
        let leaps = [5, 100, 11, 12, 60, 0].map(|at| dates[at]);
        let mut kept = fresh();
        let mut said = 0;
        for date in dates.iter().copied().chain(leaps) {
            let hint = kept.of(date);
            said += usize::from(hint.is_some());
            assert_eq!(hint, fresh().of(date), "{date}");
        }
        assert!(said > 4, "{said}");
    }

    #[test]
    fn whole_hours_are_said_as_hours() {
        let (hour, two) = (later(60), later(-120));
        assert_eq!((hour, two), (("hours", 1, "later"), ("hours", 2, "earlier")));
        assert_eq!((later(30), later(90)), (("minutes", 30, "later"), ("minutes", 90, "later")));
    }
}
