//! Where one moment for both is not at a person's usual time of day, because their clocks change on different days (case 45).
//!
//! Knows wall times and zones only. What is usual is what a person's clock shows on most days of the eight weeks before and after.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::state::Plan;
use crate::act::terms::Moment;
use crate::law::recurrence::moment_in;
use crate::law::say::{self, Say};
use crate::time::Day;

/// Days looked at before and after a date: more than twice the longest time that two zones with summer time are apart unusually.
const AROUND: i32 = 56;

const DAY_SECONDS: i64 = 86_400;

/// Later days are looked at one by one: near the last there is a moment need not be a local time.
const STEADY_UNTIL: Day = Day(Day::LAST.0 - 2);

/// One wording's moments on one person's clock.
#[derive(Debug)]
pub struct Hints<'a> {
    plan: &'a Plan,
    minutes: u16,
    there: TimeZone,
    here: TimeZone,
    /// Days in a row on which neither clock changes, by the first: the last, and the local time on all of them. As far as asked.
    steady: BTreeMap<Day, (Day, Option<i32>)>,
}

impl<'a> Hints<'a> {
    /// `there` is the zone of the wording. `None` where there is nothing to compare: each at their own time, a day without a time, or a
    /// zone that is not known.
    pub fn new(plan: &'a Plan, there: Option<TimeZone>, here: Option<TimeZone>) -> Option<Self> {
        let Moment::Same { minutes, .. } = plan.terms.at else { return None };
        Some(Self { plan, minutes, there: there?, here: here?, steady: BTreeMap::new() })
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
            let days: Vec<Day> = run.iter().filter_map(|day| self.local_day(*day)).collect();
            let (unit, n, way) = later(off);
            return Some(say::hint_on(unit, n, way, days));
        }
        // Most rules have a date in the week before.
        let before = |days: i32| self.plan.between(date.plus(-days), date.plus(-1)).last();
        let last = before(7).or_else(|| before(2 * AROUND))?;
        let change = self.local(date)? - self.usual(last)?;
        let day = self.local_day(date)?;
        let (unit, n, way) = later(change);
        (change != 0).then(|| say::hint_from(unit, n, way, day))
    }

    /// How many minutes later than usual it is.
    fn off(&mut self, date: Day) -> Option<i32> {
        Some(self.local(date)? - self.usual(date)?)
    }

    /// Local time, in minutes from the beginning of the occurrence's date.
    fn local(&mut self, date: Day) -> Option<i32> {
        self.steadily(date).1
    }

    /// The local day.
    fn local_day(&mut self, date: Day) -> Option<Day> {
        self.local(date).map(|minutes| date.plus(minutes.div_euclid(1440)))
    }

    /// The time it is at on most days around a date; of several the one of the date itself, else the earliest.
    fn usual(&mut self, date: Day) -> Option<i32> {
        let own = self.local(date)?;
        let mut counts: BTreeMap<i32, i32> = BTreeMap::new();
        let (mut day, end) = (date.plus(-AROUND), date.plus(AROUND));
        while day <= end {
            let (last, local) = self.steadily(day);
            let last = last.min(end);
            if let Some(minutes) = local {
                *counts.entry(minutes).or_default() += last.0 - day.0 + 1;
            }
            day = last.plus(1);
        }
        let most = counts.values().max().copied()?;
        if counts.get(&own) == Some(&most) {
            return Some(own);
        }
        counts.iter().find(|(_, count)| **count == most).map(|(minutes, _)| *minutes)
    }

    /// The local time on a day, and the last day on which it is the same because neither clock changes before.
    fn steadily(&mut self, date: Day) -> (Day, Option<i32>) {
        let known = self.steady.range(..=date).next_back().map(|(_, known)| *known);
        if let Some(known) = known.filter(|(last, _)| date <= *last) {
            return known;
        }
        let found = self.moment(date).map_or((date, None), |(last, local)| (last, Some(local)));
        self.steady.insert(date, found);
        found
    }

    fn moment(&self, date: Day) -> Option<(Day, i32)> {
        let there = moment_in(date, self.minutes, &self.there)?;
        let at = there.timestamp();
        let here = self.here.to_datetime(at);
        let wall = |at: DateTime| i32::from(at.hour()) * 60 + i32::from(at.minute());
        let days = Day::from_date(here.date()).0.saturating_sub(date.0);
        let local = days.saturating_mul(1440).saturating_add(wall(here));
        // A time that a jump leaves out is another one on that day alone.
        let as_said = Day::from_date(there.date()) == date
            && wall(there.datetime()) == i32::from(self.minutes);
        if !as_said || date >= STEADY_UNTIL {
            return Some((date, local));
        }
        let changes = [&self.there, &self.here].map(|zone| zone.following(at).next());
        let change = changes.into_iter().flatten().map(|change| change.timestamp().as_second());
        let whole = |change: i64| (change - 1 - at.as_second()) / DAY_SECONDS;
        let until = change.min().and_then(|change| i32::try_from(whole(change)).ok());
        Some((until.map_or(STEADY_UNTIL, |days| date.plus(days)).min(STEADY_UNTIL), local))
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

    fn weekly(zone: &str, minutes: u16) -> Plan {
        let every = "FREQ=WEEKLY;BYDAY=SU";
        let at = Moment::Same { minutes, zone: Zone::new(zone).unwrap() };
        let terms = RitualTerms {
            start: Day::parse("2026-01-04").unwrap(),
            every: Text::new(every).unwrap(),
            at,
            length: None,
            why: None,
            place: None,
            remote: None,
        };
        Plan {
            name: Text::new("Call").unwrap(),
            area: Area::Time,
            rule: Rule::parse(every).ok(),
            shown: (None, None),
            terms,
        }
    }

    fn hints<'a>(plan: &'a Plan, there: &str, here: &str) -> Hints<'a> {
        let [there, here] = [there, here].map(|zone| TimeZone::get(zone).ok());
        Hints::new(plan, there, here).unwrap()
    }

    #[test]
    fn what_is_kept_from_one_date_to_the_next_changes_no_hint() {
        let plan = weekly("Europe/Berlin", 1_200);
        let fresh = || hints(&plan, "Europe/Berlin", "America/New_York");
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
    fn days_taken_together_have_the_local_time_each_has_by_itself() {
        let zones =
            ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"];
        let minutes = [0, 90, 150, 1_200];
        let mut together = 0;
        for (there, here, minutes) in zones.iter().flat_map(|there| {
            zones.iter().flat_map(move |here| minutes.map(|minutes| (*there, *here, minutes)))
        }) {
            let plan = weekly(there, minutes);
            let mut hints = hints(&plan, there, here);
            let begin = Day::parse("2011-01-03").unwrap();
            // Out of order, so that some days begin in the middle of those that are alike.
            for day in (0..800).map(|n| begin.plus(n * 337 % 800)) {
                let alone = moment_in(day, minutes, &hints.there).map(|moment| {
                    let here = hints.here.to_datetime(moment.timestamp());
                    (Day::from_date(here.date()), here.time())
                });
                let local = hints.local(day).map(|minutes| {
                    let (hour, minute) = (minutes.rem_euclid(1440) / 60, minutes % 60);
                    let time = format!("{hour:02}:{:02}:00", minute.rem_euclid(60));
                    (day.plus(minutes.div_euclid(1440)), time.parse().unwrap())
                });
                assert_eq!(local, alone, "{there} {minutes} {here} {day}");
            }
            together += usize::from(hints.steady.len() < 60);
        }
        assert!(together > 80, "{together}");
    }

    #[test]
    fn whole_hours_are_said_as_hours() {
        let (hour, two) = (later(60), later(-120));
        assert_eq!((hour, two), (("hours", 1, "later"), ("hours", 2, "earlier")));
        assert_eq!((later(30), later(90)), (("minutes", 30, "later"), ("minutes", 90, "later")));
    }
}
