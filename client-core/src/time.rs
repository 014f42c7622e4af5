//! Days, wall times and the moment a driver passes in.
//!
//! The core never asks for the time: whoever drives it says what time it is. State between two people never depends on it (law D1);
//! only display does.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A calendar day, counted from 1970-01-01, without a zone. Prints and serialises as `2026-11-23`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct Day(pub i32);

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Day {
    /// The last day there is a date for: 9999-12-31.
    pub const LAST: Self = Self(2_932_896);

    /// Reads `YYYY-MM-DD` and nothing else: a longer text, such as a moment, is no day.
    pub fn parse(text: &str) -> Option<Self> {
        let date = text.parse::<Date>().ok()?;
        (date.to_string() == text).then(|| Self::from_date(date))
    }

    /// The day of a civil date.
    pub fn from_date(date: Date) -> Self {
        Self((date - EPOCH).get_days())
    }

    /// The civil date, or `None` outside of years -9999 to 9999.
    pub fn date(self) -> Option<Date> {
        // A duration of whole days is added as a number; a span goes through the calendar's units first.
        EPOCH.checked_add(jiff::SignedDuration::from_hours(24 * i64::from(self.0))).ok()
    }

    /// `n` days later.
    #[must_use]
    pub fn plus(self, n: i32) -> Self {
        Self(self.0.saturating_add(n))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.date() {
            Some(date) => write!(f, "{date}"),
            None => write!(f, "day {}", self.0),
        }
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected a date YYYY-MM-DD"))
    }
}

/// A due date: a day, or a moment given as wall time in a named zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct When {
    /// The day, in the zone if there is one.
    pub day: Day,
    /// Wall time, minutes since midnight (0 to 1439), with its IANA zone.
    pub at: Option<(u16, String)>,
}

/// What time it is, as the driver says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since 1970-01-01T00:00Z by the device's clock. Used for display, expiry and today's date, never for merging.
    pub unix_ms: i64,
    /// Milliseconds of a clock that never jumps; only differences mean something. Drives timers.
    pub mono_ms: u64,
    /// The device's IANA zone name.
    pub zone: String,
}

impl Now {
    /// Today's date in the device's zone; UTC where the zone is not known to the bundled database.
    pub fn today(&self) -> Day {
        let zone = jiff::tz::TimeZone::get(&self.zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let moment = jiff::Timestamp::from_millisecond(self.unix_ms).unwrap_or_default();
        Day::from_date(zone.to_datetime(moment).date())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970_and_print_as_dates() {
        assert_eq!(Day::parse("1970-01-02"), Some(Day(1)));
        assert_eq!(Day(-1).to_string(), "1969-12-31");
        assert_eq!(Day::LAST.to_string(), "9999-12-31");
        assert_eq!(Day::LAST.plus(1).date(), None);
        assert_eq!(Day::from_date(Date::MIN).date(), Some(Date::MIN));
        assert_eq!(Day::from_date(Date::MIN).plus(-1).date(), None);
        assert_eq!(Day::parse("2026-11-22").map(|d| d.to_string()).as_deref(), Some("2026-11-22"));
        for bad in ["2026-02-30", "2026-11-22T21:00", "20261122", "2026-11-22[Europe/Berlin]"] {
            assert_eq!(Day::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn today_is_the_date_in_the_devices_own_zone() {
        let at = |zone: &str| {
            Now { unix_ms: 1_795_390_200_000, mono_ms: 0, zone: zone.into() }.today().to_string()
        };
        assert_eq!(at("Europe/Berlin"), "2026-11-23");
        assert_eq!(at("America/New_York"), "2026-11-22");
    }
}
