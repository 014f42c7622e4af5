//! Repeating dates: a strict part of RFC 5545's RRULE over civil dates, and wall times in a zone.
//!
//! An occurrence is a date in the promise's zone, so a rule yields dates; a wall time becomes a moment only afterwards, by the rules of its
//! zone. Knows nothing of promises. A rule names exactly the dates it matches from the first due date on, and the first due date only if it
//! matches. What is not known here is refused with a reason, never guessed.
//!
//! Known: `FREQ=DAILY|WEEKLY|MONTHLY|YEARLY`, `INTERVAL`, `COUNT`, `UNTIL` (a date), `BYDAY` (ordinals for monthly rules), `BYMONTHDAY`, `WKST`.

use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::time::Day;

/// A rule is read at most this far: 40,000 periods are 109 years of days, and the longest look a rule that never matches can cost.
pub const MAX_PERIODS: u32 = 40_000;

/// A rule yields at most this many dates (27 years of days); `COUNT` may not say more.
pub const MAX_OCCURRENCES: u32 = 10_000;

/// Bytes of a rule's text; the longest sensible one (every month day and weekday listed) stays below.
pub const MAX_RULE_BYTES: usize = 512;

/// `INTERVAL` may not say more: a promise every thousand years is a slip of the finger.
pub const MAX_INTERVAL: u32 = 1_000;

/// Why a rule cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// Longer than [`MAX_RULE_BYTES`].
    #[error("the rule has more than {MAX_RULE_BYTES} bytes")]
    TooLong,
    /// A piece that is not `NAME=VALUE`.
    #[error("a part of the rule is not NAME=VALUE")]
    NotAPart,
    /// A part RFC 5545 or somebody else knows, but not this app.
    #[error("the rule has a part that is not known here")]
    UnknownPart,
    /// A part said twice.
    #[error("{0} is said twice")]
    Twice(&'static str),
    /// A value out of its range or form.
    #[error("{0} has a value that is not allowed")]
    BadValue(&'static str),
    /// No `FREQ`.
    #[error("FREQ is missing")]
    NoFreq,
    /// RFC 5545 allows one of the two.
    #[error("COUNT and UNTIL cannot both be said")]
    CountAndUntil,
    /// The part does not go with this `FREQ`.
    #[error("{0} does not go with this FREQ")]
    NotWithFreq(&'static str),
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "RFC 5545 names")]
pub enum Freq {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A parsed rule. Prints as a canonical RRULE value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    freq: Freq,
    interval: u32,
    count: Option<u32>,
    until: Option<Day>,
    /// Ordinal (0 for every) and weekday (Monday is 0), sorted.
    by_day: Vec<(i8, u8)>,
    by_month_day: Vec<i8>,
    week_start: u8,
}

impl Rule {
    /// Reads `day`, `week`, `month`, or an RRULE value. Letters of either case.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        if text.len() > MAX_RULE_BYTES {
            return Err(RuleError::TooLong);
        }
        let text = text.trim().to_ascii_uppercase();
        match text.as_str() {
            "DAY" => return Ok(Self::every(Freq::Daily)),
            "WEEK" => return Ok(Self::every(Freq::Weekly)),
            "MONTH" => return Ok(Self::every(Freq::Monthly)),
            _ => {}
        }
        let mut said = Said::default();
        for part in text.split(';') {
            let (name, value) = part.split_once('=').ok_or(RuleError::NotAPart)?;
            said.read(name, value)?;
        }
        said.into_rule()
    }

    fn every(freq: Freq) -> Self {
        Self {
            freq,
            interval: 1,
            count: None,
            until: None,
            by_day: vec![],
            by_month_day: vec![],
            week_start: 0,
        }
    }

    /// `day`, `week` or `month` where the rule says no more than that, else the canonical RRULE value.
    pub fn spoken(&self) -> String {
        if *self == Self::every(Freq::Daily) {
            "day".into()
        } else if *self == Self::every(Freq::Weekly) {
            "week".into()
        } else if *self == Self::every(Freq::Monthly) {
            "month".into()
        } else {
            self.to_string()
        }
    }

    /// The last day it may name, if it says one.
    pub fn until(&self) -> Option<Day> {
        self.until
    }

    /// The same dates up to this one.
    #[must_use]
    pub fn ending(&self, last: Day) -> Self {
        let until = self.until.map_or(last, |until| until.min(last));
        Self { until: Some(until), count: None, ..self.clone() }
    }

    /// The RRULE value with another spelling of its end, as calendars want it.
    pub fn with_until(&self, until: Option<&str>) -> String {
        let without = Self { until: None, ..self.clone() }.to_string();
        match until {
            None => without,
            Some(until) => {
                match without.split_once(";BY").or_else(|| without.split_once(";WKST")) {
                    None => format!("{without};UNTIL={until}"),
                    Some((head, _)) => {
                        let tail = without.get(head.len()..).unwrap_or_default();
                        format!("{head};UNTIL={until}{tail}")
                    }
                }
            }
        }
    }

    /// Whether the rule itself says when it ends.
    pub fn ends(&self) -> bool {
        self.count.is_some() || self.until.is_some()
    }

    /// The dates from `start` on, ascending, each once. Bounded by [`MAX_OCCURRENCES`] and [`MAX_PERIODS`], and by the year 9999.
    pub fn dates(&self, start: Day) -> Dates<'_> {
        Dates {
            rule: self,
            start,
            begin: start.date(),
            weekdays: self.weekdays(start),
            period: 0,
            ready: vec![],
            left: self.count.unwrap_or(MAX_OCCURRENCES),
        }
    }

    /// The dates of a rule counted from `start` that are not before `from`, without reading those before it. A rule that counts its dates is
    /// read from its start; for another one the bounds of [`Rule::dates`] begin at `from`.
    pub fn dates_from(&self, start: Day, from: Day) -> impl Iterator<Item = Day> {
        let mut dates = self.dates(start);
        if self.count.is_none() && from > start {
            dates.period = self.periods_before(start, from);
        }
        dates.skip_while(move |day| *day < from)
    }

    /// Periods that certainly end before `from`.
    fn periods_before(&self, start: Day, from: Day) -> u32 {
        let days = i64::from(from.0) - i64::from(start.0);
        let longest = match self.freq {
            Freq::Daily => 1,
            Freq::Weekly => 7,
            Freq::Monthly => 31,
            Freq::Yearly => 366,
        };
        let whole = days / (longest * i64::from(self.interval));
        u32::try_from(whole.saturating_sub(1)).unwrap_or(0).min(MAX_PERIODS)
    }

    /// The weekdays that match (Monday is the lowest bit), where the rule asks for nothing else of a day: then no calendar is needed, and
    /// years of days are read in microseconds.
    fn weekdays(&self, start: Day) -> Option<u8> {
        if !self.by_month_day.is_empty() {
            return None;
        }
        let named = self.by_day.iter().fold(0, |days, (_, day)| days | 1 << day);
        match (self.freq, named) {
            (Freq::Daily, 0) => Some(0x7f),
            (Freq::Weekly, 0) => Some(1 << weekday(start)),
            (Freq::Daily | Freq::Weekly, named) => Some(named),
            (Freq::Monthly | Freq::Yearly, _) => None,
        }
    }

    fn matches(&self, date: Date, start: Date) -> bool {
        if self.by_day.is_empty() && self.by_month_day.is_empty() {
            return match self.freq {
                Freq::Daily => true,
                Freq::Weekly => date.weekday() == start.weekday(),
                Freq::Monthly => date.day() == start.day(),
                Freq::Yearly => (date.month(), date.day()) == (start.month(), start.day()),
            };
        }
        let (day, length) = (date.day(), date.days_in_month());
        let weekday = weekday(Day::from_date(date));
        let by_day = self.by_day.is_empty()
            || self.by_day.iter().any(|&(nth, w)| {
                let (first, last) = ((day - 1) / 7 + 1, (length - day) / 7 + 1);
                w == weekday && (nth == 0 || nth == first || nth == -last)
            });
        let by_month_day = self.by_month_day.is_empty()
            || self.by_month_day.iter().any(|&n| n == day || n == day - length - 1);
        by_day && by_month_day
    }

    /// First and last day of period `n` counted from the one that holds `start`.
    fn period(&self, start: Day, n: u32) -> Option<(i64, i64)> {
        let steps = i64::from(n) * i64::from(self.interval);
        let day = i64::from(start.0);
        match self.freq {
            Freq::Daily => Some((day + steps, day + steps)),
            Freq::Weekly => {
                let into_week = i64::from((weekday(start) + 7 - self.week_start) % 7);
                let first = day - into_week + 7 * steps;
                Some((first, first + 6))
            }
            Freq::Monthly => {
                let date = start.date()?;
                let months = i64::from(date.year()) * 12 + i64::from(date.month()) - 1 + steps;
                let year = i16::try_from(months.div_euclid(12)).ok()?;
                let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
                let first = Date::new(year, month, 1).ok()?;
                Some((number(first), number(first.last_of_month())))
            }
            Freq::Yearly => {
                let year = i16::try_from(i64::from(start.date()?.year()) + steps).ok()?;
                let first = Date::new(year, 1, 1).ok()?;
                Some((number(first), number(first.last_of_year())))
            }
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let freq = match self.freq {
            Freq::Daily => "DAILY",
            Freq::Weekly => "WEEKLY",
            Freq::Monthly => "MONTHLY",
            Freq::Yearly => "YEARLY",
        };
        write!(f, "FREQ={freq}")?;
        if self.interval != 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        if let Some(count) = self.count {
            write!(f, ";COUNT={count}")?;
        }
        if let Some(date) = self.until.and_then(Day::date) {
            write!(f, ";UNTIL={:04}{:02}{:02}", date.year(), date.month(), date.day())?;
        }
        for (n, &(nth, day)) in self.by_day.iter().enumerate() {
            f.write_str(if n == 0 { ";BYDAY=" } else { "," })?;
            if nth != 0 {
                write!(f, "{nth}")?;
            }
            f.write_str(WEEKDAYS.get(usize::from(day)).unwrap_or(&""))?;
        }
        for (n, day) in self.by_month_day.iter().enumerate() {
            write!(f, "{}{day}", if n == 0 { ";BYMONTHDAY=" } else { "," })?;
        }
        if self.week_start != 0 {
            write!(f, ";WKST={}", WEEKDAYS.get(usize::from(self.week_start)).unwrap_or(&""))?;
        }
        Ok(())
    }
}

/// The dates of a rule, see [`Rule::dates`].
#[derive(Debug, Clone)]
pub struct Dates<'a> {
    rule: &'a Rule,
    start: Day,
    /// The start as a date, where there is one.
    begin: Option<Date>,
    weekdays: Option<u8>,
    period: u32,
    /// Dates of the period being read, latest first.
    ready: Vec<Day>,
    left: u32,
}

impl Iterator for Dates<'_> {
    type Item = Day;

    fn next(&mut self) -> Option<Day> {
        let begin = self.begin?;
        loop {
            if self.left == 0 {
                return None;
            }
            if let Some(day) = self.ready.pop() {
                if self.rule.until.is_some_and(|until| day > until) {
                    self.left = 0;
                    return None;
                }
                self.left -= 1;
                return Some(day);
            }
            if self.period == MAX_PERIODS {
                return None;
            }
            let (first, last) = self.rule.period(self.start, self.period)?;
            self.period += 1;
            if self.rule.until.is_some_and(|until| first > i64::from(until.0)) {
                return None;
            }
            // A period that begins past the last date there is ends the rule; one that only reaches past it loses those days.
            let first = first.max(i64::from(self.start.0));
            let days = (first..=last.min(i64::from(Day::LAST.0))).filter_map(day_at);
            if first > i64::from(Day::LAST.0) {
                return None;
            }
            match self.weekdays {
                Some(named) => {
                    self.ready.extend(days.filter(|day| named >> weekday(*day) & 1 == 1))
                }
                None => {
                    let matches =
                        |day: &Day| day.date().is_some_and(|d| self.rule.matches(d, begin));
                    self.ready.extend(days.filter(matches));
                }
            }
            self.ready.reverse();
        }
    }
}

/// The moment of a wall time in a zone, RFC 9557 and UTC. A time that a jump forward leaves out moves forward by the jump, one that comes
/// twice is the first. `None` where the zone or the date is not known.
pub fn moment(day: Day, minutes: u16, zone: &str) -> Option<jiff::Zoned> {
    moment_in(day, minutes, &TimeZone::get(zone).ok()?)
}

/// The same in a zone that was looked up before.
pub fn moment_in(day: Day, minutes: u16, zone: &TimeZone) -> Option<jiff::Zoned> {
    let time = jiff::civil::Time::new(
        i8::try_from(minutes / 60).ok()?,
        i8::try_from(minutes % 60).ok()?,
        0,
        0,
    );
    zone.to_ambiguous_zoned(day.date()?.to_datetime(time.ok()?)).compatible().ok()
}

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// Monday is 0. 1970-01-01 was a Thursday.
fn weekday(day: Day) -> u8 {
    u8::try_from((i64::from(day.0) + 3).rem_euclid(7)).unwrap_or(0)
}

fn number(date: Date) -> i64 {
    i64::from(Day::from_date(date).0)
}

fn day_at(n: i64) -> Option<Day> {
    Some(Day(i32::try_from(n).ok()?))
}

#[derive(Default)]
struct Said {
    freq: Option<Freq>,
    interval: Option<u32>,
    count: Option<u32>,
    until: Option<Day>,
    by_day: Option<Vec<(i8, u8)>>,
    by_month_day: Option<Vec<i8>>,
    week_start: Option<u8>,
}

impl Said {
    fn read(&mut self, name: &str, value: &str) -> Result<(), RuleError> {
        match name {
            "FREQ" => once("FREQ", &mut self.freq, freq(value)),
            "INTERVAL" => once("INTERVAL", &mut self.interval, whole(value, MAX_INTERVAL)),
            "COUNT" => once("COUNT", &mut self.count, whole(value, MAX_OCCURRENCES)),
            "UNTIL" => once("UNTIL", &mut self.until, basic_date(value)),
            "BYDAY" => once("BYDAY", &mut self.by_day, listed(value, nth_weekday)),
            "BYMONTHDAY" => once("BYMONTHDAY", &mut self.by_month_day, listed(value, month_day)),
            "WKST" => once("WKST", &mut self.week_start, named_weekday(value)),
            _ => Err(RuleError::UnknownPart),
        }
    }

    fn into_rule(self) -> Result<Rule, RuleError> {
        let freq = self.freq.ok_or(RuleError::NoFreq)?;
        if self.count.is_some() && self.until.is_some() {
            return Err(RuleError::CountAndUntil);
        }
        let by_day = self.by_day.unwrap_or_default();
        let by_month_day = self.by_month_day.unwrap_or_default();
        if freq != Freq::Monthly && by_day.iter().any(|&(nth, _)| nth != 0) {
            return Err(RuleError::NotWithFreq("an ordinal in BYDAY"));
        }
        if freq == Freq::Weekly && !by_month_day.is_empty() {
            return Err(RuleError::NotWithFreq("BYMONTHDAY"));
        }
        Ok(Rule {
            freq,
            interval: self.interval.unwrap_or(1),
            count: self.count,
            until: self.until,
            by_day,
            by_month_day,
            week_start: self.week_start.unwrap_or(0),
        })
    }
}

fn once<T>(name: &'static str, slot: &mut Option<T>, value: Option<T>) -> Result<(), RuleError> {
    let value = value.ok_or(RuleError::BadValue(name))?;
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(RuleError::Twice(name)),
    }
}

fn freq(value: &str) -> Option<Freq> {
    match value {
        "DAILY" => Some(Freq::Daily),
        "WEEKLY" => Some(Freq::Weekly),
        "MONTHLY" => Some(Freq::Monthly),
        "YEARLY" => Some(Freq::Yearly),
        _ => None,
    }
}

/// 1 to `most`, digits only.
fn whole(value: &str, most: u32) -> Option<u32> {
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    value.parse().ok().filter(|n| digits && (1..=most).contains(n))
}

fn basic_date(value: &str) -> Option<Day> {
    if value.len() != 8 || !value.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let date = Date::new(
        value.get(..4)?.parse().ok()?,
        value.get(4..6)?.parse().ok()?,
        value.get(6..)?.parse().ok()?,
    );
    Some(Day::from_date(date.ok()?))
}

/// A comma list, sorted, each once.
fn listed<T: Ord>(value: &str, item: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let mut items = value.split(',').map(item).collect::<Option<Vec<T>>>()?;
    items.sort_unstable();
    items.dedup();
    Some(items)
}

fn named_weekday(value: &str) -> Option<u8> {
    WEEKDAYS.iter().position(|name| *name == value).and_then(|n| u8::try_from(n).ok())
}

fn nth_weekday(value: &str) -> Option<(i8, u8)> {
    let (nth, name) = value.split_at_checked(value.len().checked_sub(2)?)?;
    let nth = if nth.is_empty() { 0 } else { signed(nth, 5)? };
    Some((nth, named_weekday(name)?))
}

fn month_day(value: &str) -> Option<i8> {
    signed(value, 31)
}

/// `-most` to `most` without zero.
fn signed(value: &str, most: u32) -> Option<i8> {
    let (sign, digits) = match value.as_bytes().first()? {
        b'-' => (-1, value.get(1..)?),
        b'+' => (1, value.get(1..)?),
        _ => (1, value),
    };
    i8::try_from(whole(digits, most)?).ok().map(|n| sign * n)
}

#[cfg(test)]
mod tests;
