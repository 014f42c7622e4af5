//! Moments somebody typed: how they are kept, compared and shown.
//!
//! A zone is shown only if its owner published it. So a moment typed in the own zone, which was not published, is kept in UTC; and every
//! reader sees it in the reader's own zone.

use jiff::tz::TimeZone;

use super::view::Time;
use crate::act::codec::Writer;
use crate::law::Reader;
use crate::law::graph::Acts;
use crate::law::heads::Scope;
use crate::law::people::people;
use crate::law::recurrence::moment;
use crate::refused::Refused;
use crate::time::{Day, When};

/// What is kept of a moment typed by the reader.
///
/// # Errors
/// `bad_zone`.
pub(super) fn kept(acts: &Acts, reader: &Reader, typed: &When) -> Result<When, Refused> {
    let Some((minutes, zone)) = &typed.at else { return Ok(typed.clone()) };
    let at = moment(typed.day, *minutes, zone).ok_or_else(|| Refused::usage("bad_zone"))?;
    let published = people(acts, Scope::All)[reader.me.index()].zone.clone();
    let shown = published.is_some_and(|published| published.as_str() == zone);
    if shown || *zone != reader.now.zone {
        return Ok(typed.clone());
    }
    let utc = at.with_time_zone(TimeZone::UTC);
    let minutes = i32::from(utc.hour()) * 60 + i32::from(utc.minute());
    let minutes = u16::try_from(minutes).map_err(|_| Refused::usage("bad_zone"))?;
    Ok(When { day: Day::from_date(utc.date()), at: Some((minutes, "UTC".into())) })
}

/// The same for what may be left out.
pub(super) fn kept_if(
    acts: &Acts,
    reader: &Reader,
    typed: Option<&When>,
) -> Result<Option<When>, Refused> {
    typed.map(|typed| kept(acts, reader, typed)).transpose()
}

/// As the reader sees it.
pub(super) fn shown(when: &When, reader: &Reader) -> Time {
    let at = when.at.as_ref().and_then(|(minutes, zone)| moment(when.day, *minutes, zone));
    let Some(at) = at else { return Time { at: when.day.to_string(), utc: None } };
    let own = TimeZone::get(&reader.now.zone).unwrap_or(TimeZone::UTC);
    Time { at: at.with_time_zone(own).to_string(), utc: Some(at.timestamp().to_string()) }
}

/// The same for both readers: a day, or a moment in UTC.
pub(super) fn for_both(when: &When) -> String {
    let at = when.at.as_ref().and_then(|(minutes, zone)| moment(when.day, *minutes, zone));
    at.map_or_else(|| when.day.to_string(), |at| at.with_time_zone(TimeZone::UTC).to_string())
}

/// The same day, or the same moment, whatever zone it was said in.
pub(super) fn same(a: &When, b: &When) -> bool {
    let at = |when: &When| {
        let (minutes, zone) = when.at.as_ref()?;
        Some(moment(when.day, *minutes, zone)?.timestamp())
    };
    a == b || at(a).is_some_and(|moment| at(b) == Some(moment))
}

/// Canonical bytes, to sort and to count once.
pub(super) fn bytes(when: &When) -> Vec<u8> {
    let mut w = Writer::default();
    w.when(when);
    w.into_bytes()
}
