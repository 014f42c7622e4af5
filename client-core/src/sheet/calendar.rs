//! One person's calendar file: an iCalendar text (RFC 5545).
//!
//! Owns the format only: folding, escaping, the zones' rules, exceptions and moved occurrences. Which records become events is decided by
//! [`events`]. There are no attendees, no description and no addresses, and every event is private. A repeated event's first date is one
//! its rule names, because readers of the format count the first date in any case.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan as _};

pub mod events;

pub use events::{Wanted, events};

use crate::law::recurrence::{Rule, moment};
use crate::time::{Day, Now};

/// How far ahead a zone's changes are written down, in years from the export.
const ZONE_YEARS: i64 = 10;
/// Longest line in bytes, without its end.
const FOLD: usize = 75;

/// When an event begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begin {
    /// A whole day.
    Day(Day),
    /// A wall time wherever the reader is, in minutes since midnight.
    Floating(Day, u16),
    /// A wall time in one zone.
    Zoned(Day, u16, String),
}

/// One event of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same in every export of the same thing.
    pub uid: String,
    /// Grows with every wording.
    pub sequence: u32,
    /// What the calendar shows.
    pub summary: String,
    /// First occurrence, before [`Event::rule`] is looked at.
    pub begin: Begin,
    /// Length in minutes; a point in time without it.
    pub length: Option<u16>,
    /// How it repeats, counted from the day of `begin`.
    pub rule: Option<Rule>,
    /// Occurrences that do not happen.
    pub except: BTreeSet<Day>,
    /// Occurrences that happen at another time.
    pub moved: BTreeMap<Day, Begin>,
    /// It is over: calendars take it away.
    pub cancelled: bool,
    /// Reminds at its time.
    pub alarm: bool,
}

impl Begin {
    fn day(&self) -> Day {
        match self {
            Self::Day(day) | Self::Floating(day, _) | Self::Zoned(day, ..) => *day,
        }
    }

    fn on(&self, day: Day) -> Self {
        match self {
            Self::Day(_) => Self::Day(day),
            Self::Floating(_, minutes) => Self::Floating(day, *minutes),
            Self::Zoned(_, minutes, zone) => Self::Zoned(day, *minutes, zone.clone()),
        }
    }

    /// Parameters and value of a property: `;TZID=Europe/Berlin:20261123T210000`.
    fn value(&self) -> Option<String> {
        let date = basic(self.day())?;
        Some(match self {
            Self::Day(_) => format!(";VALUE=DATE:{date}"),
            Self::Floating(_, minutes) => format!(":{date}T{}", time(*minutes)),
            Self::Zoned(_, minutes, zone) => format!(";TZID={zone}:{date}T{}", time(*minutes)),
        })
    }

    /// The last moment of a day in this kind of time, as a rule's end wants it.
    fn end_of(&self, day: Day) -> Option<String> {
        let date = basic(day)?;
        Some(match self {
            Self::Day(_) => date,
            Self::Floating(..) => format!("{date}T235959"),
            Self::Zoned(_, _, zone) => {
                let last = moment(day, 1439, zone)?.checked_add(59.seconds()).ok()?;
                utc(last.timestamp())
            }
        })
    }
}

/// The file. Events that cannot be written (a date past the year 9999, a rule without any date, a zone this app does not know) are left out.
#[must_use]
pub fn calendar(events: &[Event], now: &Now) -> String {
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Accord//Accord//EN");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    let stamp = Timestamp::from_millisecond(now.unix_ms).map(utc).unwrap_or_default();
    let written: Vec<(Vec<String>, &Event)> =
        events.iter().filter_map(|event| Some((lines(event, &stamp)?, event))).collect();
    let mut zones: BTreeMap<&str, Day> = BTreeMap::new();
    for (_, event) in &written {
        for begin in std::iter::once(&event.begin).chain(event.moved.values()) {
            if let Begin::Zoned(day, _, zone) = begin {
                let first = zones.entry(zone).or_insert(*day);
                *first = (*first).min(*day);
            }
        }
    }
    for (zone, first) in zones {
        for line in timezone(zone, first, now) {
            out.line(&line);
        }
    }
    for line in written.iter().flat_map(|(lines, _)| lines) {
        out.line(line);
    }
    out.line("END:VCALENDAR");
    out.text
}

/// An event's components; `None` where it cannot be written.
fn lines(event: &Event, stamp: &str) -> Option<Vec<String>> {
    if let Begin::Zoned(_, _, zone) = &event.begin {
        TimeZone::get(zone).ok()?;
    }
    let first = match &event.rule {
        None => event.begin.day(),
        Some(rule) => rule.dates(event.begin.day()).next()?,
    };
    let begin = event.begin.on(first);
    let mut out = component(event, stamp, &begin, None)?;
    let mut more = Vec::new();
    if let Some(rule) = &event.rule {
        let until = match rule.until() {
            Some(day) => Some(begin.end_of(day)?),
            None => None,
        };
        more.push(format!("RRULE:{}", rule.with_until(until.as_deref())));
        for day in &event.except {
            more.push(format!("EXDATE{}", begin.on(*day).value()?));
        }
    }
    let at = out.len() - usize::from(event.alarm) * ALARM.len() - 1;
    out.splice(at..at, more);
    for (day, to) in &event.moved {
        out.extend(component(event, stamp, to, Some(&begin.on(*day)))?);
    }
    Some(out)
}

const ALARM: [&str; 5] =
    ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Accord", "TRIGGER:PT0S", "END:VALARM"];

fn component(
    event: &Event,
    stamp: &str,
    begin: &Begin,
    instead_of: Option<&Begin>,
) -> Option<Vec<String>> {
    let mut out = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", event.uid),
        format!("DTSTAMP:{stamp}"),
        format!("SEQUENCE:{}", event.sequence),
        format!("DTSTART{}", begin.value()?),
    ];
    if let Some(original) = instead_of {
        out.push(format!("RECURRENCE-ID{}", original.value()?));
    }
    match (begin, event.length) {
        (Begin::Day(_), _) | (_, None) => {}
        (_, Some(minutes)) => out.push(format!("DURATION:PT{minutes}M")),
    }
    out.push(format!("SUMMARY:{}", escaped(&event.summary)));
    out.push("CLASS:PRIVATE".to_owned());
    out.push("TRANSP:TRANSPARENT".to_owned());
    if event.cancelled {
        out.push("STATUS:CANCELLED".to_owned());
    }
    if event.alarm {
        out.extend(ALARM.map(str::to_owned));
    }
    out.push("END:VEVENT".to_owned());
    Some(out)
}

/// A zone's rules from a year before the first date to [`ZONE_YEARS`] after the export, each change with its date.
fn timezone(zone: &str, first: Day, now: &Now) -> Vec<String> {
    let Ok(rules) = TimeZone::get(zone) else { return Vec::new() };
    let start = first.plus(-400).date().unwrap_or(Date::constant(1970, 1, 1));
    let Ok(start) = start.to_zoned(TimeZone::UTC) else { return Vec::new() };
    let start = start.timestamp();
    let until = Timestamp::from_millisecond(now.unix_ms)
        .unwrap_or(start)
        .as_second()
        .max(start.as_second())
        + ZONE_YEARS * 366 * 86_400;
    // Changes of one kind share a component: from, to, name and whether it is summer time.
    let mut kinds: BTreeMap<(i32, i32, String, bool), Vec<String>> = BTreeMap::new();
    let info = rules.to_offset_info(start);
    let mut before = info.offset();
    let opening =
        (before.seconds(), before.seconds(), info.abbreviation().to_owned(), info.dst().is_dst());
    kinds.entry(opening).or_default().push(local(start, before));
    for change in rules.following(start).take_while(|change| change.timestamp().as_second() < until)
    {
        let key = (
            before.seconds(),
            change.offset().seconds(),
            change.abbreviation().to_owned(),
            change.dst().is_dst(),
        );
        kinds.entry(key).or_default().push(local(change.timestamp(), before));
        before = change.offset();
    }
    let mut out = vec!["BEGIN:VTIMEZONE".to_owned(), format!("TZID:{zone}")];
    for ((from, to, name, summer), dates) in kinds {
        let what = if summer { "DAYLIGHT" } else { "STANDARD" };
        out.push(format!("BEGIN:{what}"));
        if let Some(first) = dates.first() {
            out.push(format!("DTSTART:{first}"));
        }
        for date in dates.iter().skip(1) {
            out.push(format!("RDATE:{date}"));
        }
        out.push(format!("TZOFFSETFROM:{}", offset(from)));
        out.push(format!("TZOFFSETTO:{}", offset(to)));
        out.push(format!("TZNAME:{name}"));
        out.push(format!("END:{what}"));
    }
    out.push("END:VTIMEZONE".to_owned());
    out
}

/// A change's moment on the clocks as they stood before it.
fn local(at: Timestamp, before: Offset) -> String {
    let at = before.to_datetime(at);
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

fn offset(seconds: i32) -> String {
    let (sign, all) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    let mut text = format!("{sign}{:02}{:02}", all / 3600, all / 60 % 60);
    if all % 60 != 0 {
        let _ = write!(text, "{:02}", all % 60);
    }
    text
}

fn utc(at: Timestamp) -> String {
    format!("{}Z", local(at, Offset::UTC))
}

fn basic(day: Day) -> Option<String> {
    let date = day.date().filter(|date| date.year() >= 0)?;
    Some(format!("{:04}{:02}{:02}", date.year(), date.month(), date.day()))
}

fn time(minutes: u16) -> String {
    format!("{:02}{:02}00", minutes / 60, minutes % 60)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// One content line, folded between characters, ended by CR LF.
    fn line(&mut self, line: &str) {
        let mut room = FOLD;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = FOLD - 1;
            }
            self.text.push(c);
            room -= c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests;
