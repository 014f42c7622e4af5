//! Single values as typed: areas, kinds, days, due dates, zones.

use accord_client_core::law::command::{AgreementKind, Area, Size, Sure};
use accord_client_core::refused::{Class, Refused};
use accord_client_core::time::{Day, When};
use serde::de::IntoDeserializer;
use serde::de::value::Error;
use std::time::Duration;

use super::Relock;
use crate::error::refused;

/// A part of life by its word.
pub(super) fn area(text: &str) -> Result<Area, Refused> {
    word(text).ok_or_else(|| refused("bad_area", Class::Usage))
}

/// A kind of agreement by its word; `ground-rules` is taken for `ground_rules`.
pub(super) fn kind(text: &str) -> Result<AgreementKind, Refused> {
    word(text).ok_or_else(|| refused("bad_kind", Class::Usage))
}

/// How big a promise is.
pub(super) fn size(text: &str) -> Result<Size, Refused> {
    word(text).ok_or_else(|| refused("bad_size", Class::Usage))
}

/// How sure its maker is.
pub(super) fn sure(text: &str) -> Result<Sure, Refused> {
    word(text).ok_or_else(|| refused("bad_sure", Class::Usage))
}

/// The state of an agreement by its word.
pub(super) fn state(text: &str) -> Result<String, Refused> {
    const STATES: [&str; 7] = ["draft", "open", "not_yet", "in_force", "lapsed", "ended", "closed"];
    let word = text.to_lowercase().replace('-', "_");
    if STATES.contains(&word.as_str()) { Ok(word) } else { Err(refused("bad_state", Class::Usage)) }
}

/// `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Result<Day, Refused> {
    Day::parse(text).ok_or_else(|| refused("bad_moment", Class::Usage))
}

/// A day; `YYYY-MM-DDTHH:MM` in `zone`, else in the device's own; or RFC 9557, which names its zone.
pub(super) fn when(text: &str, zone: Option<&str>, own: &str) -> Result<When, Refused> {
    let bad = || refused("bad_moment", Class::Usage);
    if let (Some(day), None) = (Day::parse(text), zone) {
        return Ok(When { day, at: None });
    }
    if text.contains('[') {
        let moment: jiff::Zoned = text.parse().map_err(|_| bad())?;
        let zone = moment.time_zone().iana_name().ok_or_else(bad)?.to_owned();
        return at(moment.datetime(), zone);
    }
    if !text.contains(['T', 't', ' ']) || text.ends_with(['Z', 'z']) {
        return Err(bad());
    }
    let moment: jiff::civil::DateTime = text.parse().map_err(|_| bad())?;
    let zone = zone.unwrap_or(own);
    jiff::tz::TimeZone::get(zone).map_err(|_| refused("bad_zone", Class::Usage))?;
    at(moment, zone.to_owned())
}

/// Whole minutes: a due time is agreed between people.
fn at(moment: jiff::civil::DateTime, zone: String) -> Result<When, Refused> {
    if moment.second() != 0 || moment.subsec_nanosecond() != 0 {
        return Err(refused("bad_moment", Class::Usage));
    }
    let minutes =
        u16::from(moment.hour().unsigned_abs()) * 60 + u16::from(moment.minute().unsigned_abs());
    Ok(When { day: Day::from_date(moment.date()), at: Some((minutes, zone)) })
}

/// The words of the core's own enums, as they are in JSON.
/// A code by its word; dashes and capitals are forgiven.
pub(super) fn word<'de, T: serde::Deserialize<'de>>(text: &str) -> Option<T> {
    let word = text.to_lowercase().replace('-', "_");
    T::deserialize(<String as IntoDeserializer<'de, Error>>::into_deserializer(word)).ok()
}

/// `never`, or a number of seconds, minutes or hours.
pub(super) fn relock(text: &str) -> Result<Relock, Refused> {
    let bad = || refused("bad_relock", Class::Usage);
    let text = text.trim().to_ascii_lowercase();
    if text == "never" {
        return Ok(Relock::Never);
    }
    let unit = match text.chars().last() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3_600,
        _ => return Err(bad()),
    };
    let number: u64 = text.trim_end_matches(['s', 'm', 'h']).parse().map_err(|_| bad())?;
    let seconds = number.checked_mul(unit).filter(|seconds| (1..=MOST_S).contains(seconds));
    seconds.map(|seconds| Relock::After(Duration::from_secs(seconds))).ok_or_else(bad)
}

/// Longest time after which a watch locks itself: a month, beyond which `never` is meant.
const MOST_S: u64 = 31 * 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin(text: &str, zone: Option<&str>) -> Result<String, &'static str> {
        when(text, zone, "Europe/Berlin").map_err(|r| r.code).map(|when| match when.at {
            Some((minutes, zone)) => format!("{} {minutes} {zone}", when.day),
            None => when.day.to_string(),
        })
    }

    #[test]
    fn due_dates_are_days_local_times_or_whole_moments() {
        assert_eq!(berlin("2026-11-23", None), Ok("2026-11-23".into()));
        assert_eq!(berlin("2026-11-23T21:00", None), Ok("2026-11-23 1260 Europe/Berlin".into()));
        assert_eq!(
            berlin("2026-11-23T21:00", Some("America/New_York")),
            Ok("2026-11-23 1260 America/New_York".into())
        );
        assert_eq!(
            berlin("2027-03-14T20:00:00-04:00[America/New_York]", None),
            Ok("2027-03-14 1200 America/New_York".into())
        );
    }

    #[test]
    fn what_is_no_due_date_is_refused() {
        for bad in [
            "tomorrow",
            "2026-02-30",
            "2026-11-23T25:00",
            "2026-11-23T21:00:30",
            "2026-11-23T21:00Z",
            "21:00",
            "",
            "2026-11-23T21:00+01:00[Nowhere/At_All]",
        ] {
            assert_eq!(berlin(bad, None), Err("bad_moment"), "{bad}");
        }
        assert_eq!(berlin("2026-11-23T21:00", Some("Europe/Nowhere")), Err("bad_zone"));
        assert_eq!(
            berlin("2026-11-23", Some("Europe/Berlin")),
            Err("bad_moment"),
            "a day has no zone"
        );
    }

    #[test]
    fn a_time_to_lock_has_a_unit_and_is_none_of_no_time() {
        let after = |seconds| Ok(Relock::After(Duration::from_secs(seconds)));
        assert_eq!(relock("90s"), after(90));
        assert_eq!(relock("15m"), after(900));
        assert_eq!(relock(" 2H "), after(7_200));
        assert_eq!(relock("never"), Ok(Relock::Never));
        for bad in
            ["", "15", "m", "0m", "-1m", "1.5h", "15min", "1d", "99999999999999999999h", "9999h"]
        {
            assert!(relock(bad).is_err_and(|r| r.is("bad_relock")), "{bad}");
        }
    }

    #[test]
    fn words_of_the_core_are_read_in_any_case_and_with_hyphens() {
        assert_eq!(area("Digital"), Ok(Area::Digital));
        assert_eq!(kind("ground-rules"), Ok(AgreementKind::GroundRules));
        assert_eq!(state("in-force").as_deref(), Ok("in_force"));
        assert_eq!(size("small"), Ok(Size::Small));
        assert_eq!(sure("Unsure"), Ok(Sure::Unsure));
        assert!(area("where you are").is_err_and(|r| r.is("bad_area")));
        assert!(kind("").is_err_and(|r| r.is("bad_kind")));
        assert!(state("done").is_err_and(|r| r.is("bad_state")));
        assert!(size("huge").is_err_and(|r| r.is("bad_size")));
        assert!(sure("no").is_err_and(|r| r.is("bad_sure")));
    }
}
