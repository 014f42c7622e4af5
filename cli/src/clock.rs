//! The clock and the zone: read here and nowhere else.

use std::time::{SystemTime, UNIX_EPOCH};

/// The system's clock and zone, or a moment given for one command by `ACCORD_NOW`.
#[derive(Debug, Clone)]
pub struct Clock {
    fixed: Option<(i64, String)>,
}

/// `ACCORD_NOW` is not a moment with a zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a moment with a zone, such as 2027-03-14T20:00:00+01:00[Europe/Berlin]")]
pub struct BadMoment;

impl Clock {
    /// The system's clock.
    pub const fn system() -> Self {
        Self { fixed: None }
    }

    /// A clock that always shows this RFC 9557 moment.
    ///
    /// # Errors
    /// [`BadMoment`] if it is none or names no zone.
    pub fn fixed(moment: &str) -> Result<Self, BadMoment> {
        let zoned: jiff::Zoned = moment.parse().map_err(|_| BadMoment)?;
        let zone = zoned.time_zone().iana_name().ok_or(BadMoment)?.to_owned();
        Ok(Self { fixed: Some((zoned.timestamp().as_millisecond(), zone)) })
    }

    /// Milliseconds since 1970 and the IANA zone.
    pub fn read(&self) -> (i64, String) {
        if let Some(fixed) = &self.fixed {
            return fixed.clone();
        }
        let unix_ms = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => -i64::try_from(before.duration().as_millis()).unwrap_or(i64::MAX),
        };
        let zone = jiff::tz::TimeZone::system().iana_name().unwrap_or("UTC").to_owned();
        (unix_ms, zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_shows_its_moment_and_zone() {
        let clock = Clock::fixed("2027-03-14T20:00:00+01:00[Europe/Berlin]").expect("a moment");
        assert_eq!(clock.read(), (1_805_050_800_000, "Europe/Berlin".into()));
    }

    #[test]
    fn a_moment_without_a_zone_is_refused() {
        assert_eq!(Clock::fixed("2027-03-14T20:00:00+01:00").err(), Some(BadMoment));
        assert_eq!(Clock::fixed("tomorrow").err(), Some(BadMoment));
    }
}
