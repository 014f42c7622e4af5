//! Recurrence against dates known from calendars and from RFC 5545's own examples.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn dates(rule: &str, start: &str, n: usize) -> Vec<String> {
    let rule = Rule::parse(rule).unwrap();
    rule.dates(day(start)).take(n).map(|d| d.to_string()).collect()
}

#[test]
fn every_day_week_and_month_are_spoken_as_they_were_said() {
    assert_eq!(dates("day", "2027-02-27", 3), ["2027-02-27", "2027-02-28", "2027-03-01"]);
    assert_eq!(dates("week", "2027-12-27", 2), ["2027-12-27", "2028-01-03"]);
    for word in ["day", "week", "month"] {
        assert_eq!(Rule::parse(word).unwrap().spoken(), word);
    }
    assert_eq!(Rule::parse("FREQ=DAILY;INTERVAL=1").unwrap().spoken(), "day");
    assert_eq!(Rule::parse("freq=daily;interval=2").unwrap().spoken(), "FREQ=DAILY;INTERVAL=2");
}

#[test]
fn a_monthly_rule_on_the_31st_skips_shorter_months() {
    assert_eq!(
        dates("month", "2027-01-31", 4),
        ["2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31"]
    );
    assert_eq!(
        dates("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-01-31", 4),
        ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]
    );
}

#[test]
fn a_leap_day_comes_back_in_leap_years_only() {
    assert_eq!(dates("FREQ=YEARLY", "2096-02-29", 2), ["2096-02-29", "2104-02-29"]);
    assert_eq!(dates("FREQ=YEARLY", "2027-05-03", 2), ["2027-05-03", "2028-05-03"]);
}

#[test]
fn ordinals_name_weekdays_within_the_month() {
    // RFC 5545: first Friday of the month for ten occurrences, from 5 September 1997.
    assert_eq!(
        dates("FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997-09-05", 20),
        [
            "1997-09-05",
            "1997-10-03",
            "1997-11-07",
            "1997-12-05",
            "1998-01-02",
            "1998-02-06",
            "1998-03-06",
            "1998-04-03",
            "1998-05-01",
            "1998-06-05"
        ]
    );
    // RFC 5545: second-to-last Monday of the month for six months, from 22 September 1997.
    assert_eq!(
        dates("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22", 20),
        ["1997-09-22", "1997-10-20", "1997-11-17", "1997-12-22", "1998-01-19", "1998-02-16"]
    );
    // RFC 5545: every Friday the 13th, and a first date that the rule does not match is no occurrence.
    assert_eq!(
        dates("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02", 5),
        ["1998-02-13", "1998-03-13", "1998-11-13", "1999-08-13", "2000-10-13"]
    );
    assert_eq!(dates("FREQ=MONTHLY;BYDAY=5SU", "2027-01-01", 2), ["2027-01-31", "2027-05-30"]);
}

#[test]
fn the_week_start_decides_which_weeks_an_interval_skips() {
    // RFC 5545: the same rule from Tuesday 5 August 1997 with either week start.
    let rule = "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU";
    assert_eq!(
        dates(&format!("{rule};WKST=MO"), "1997-08-05", 9),
        ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"]
    );
    assert_eq!(
        dates(&format!("{rule};WKST=SU"), "1997-08-05", 9),
        ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"]
    );
}

#[test]
fn until_is_the_last_date_and_count_counts_matches() {
    assert_eq!(
        dates("FREQ=DAILY;UNTIL=20270105", "2027-01-03", 9),
        ["2027-01-03", "2027-01-04", "2027-01-05"]
    );
    assert_eq!(dates("FREQ=DAILY;UNTIL=20270102", "2027-01-03", 9), Vec::<String>::new());
    assert_eq!(
        dates("FREQ=DAILY;COUNT=2;BYDAY=SA,SU", "2027-01-04", 9),
        ["2027-01-09", "2027-01-10"]
    );
    assert_eq!(
        dates("FREQ=YEARLY;BYMONTHDAY=1;COUNT=3", "2027-11-02", 9),
        ["2027-12-01", "2028-01-01", "2028-02-01"]
    );
}

#[test]
fn what_is_not_known_is_refused_with_its_reason() {
    let refused = |rule: &str| Rule::parse(rule).unwrap_err();
    assert_eq!(refused(""), RuleError::NotAPart);
    assert_eq!(refused("FREQ=DAILY;"), RuleError::NotAPart);
    assert_eq!(refused("INTERVAL=2"), RuleError::NoFreq);
    assert_eq!(refused("FREQ=HOURLY"), RuleError::BadValue("FREQ"));
    assert_eq!(refused("FREQ=DAILY;BYSETPOS=1"), RuleError::UnknownPart);
    assert_eq!(refused("FREQ=DAILY;COUNT=0"), RuleError::BadValue("COUNT"));
    assert_eq!(refused("FREQ=DAILY;COUNT=10001"), RuleError::BadValue("COUNT"));
    assert_eq!(refused("FREQ=DAILY;INTERVAL=+1"), RuleError::BadValue("INTERVAL"));
    assert_eq!(refused("FREQ=DAILY;COUNT=2;COUNT=2"), RuleError::Twice("COUNT"));
    assert_eq!(refused("FREQ=DAILY;COUNT=2;UNTIL=20270101"), RuleError::CountAndUntil);
    assert_eq!(refused("FREQ=DAILY;UNTIL=20270230"), RuleError::BadValue("UNTIL"));
    assert_eq!(refused("FREQ=DAILY;UNTIL=20270101T000000Z"), RuleError::BadValue("UNTIL"));
    assert_eq!(refused("FREQ=WEEKLY;BYDAY=1MO"), RuleError::NotWithFreq("an ordinal in BYDAY"));
    assert_eq!(refused("FREQ=MONTHLY;BYDAY=6MO"), RuleError::BadValue("BYDAY"));
    assert_eq!(refused("FREQ=MONTHLY;BYDAY=é"), RuleError::BadValue("BYDAY"));
    assert_eq!(refused("FREQ=WEEKLY;BYMONTHDAY=3"), RuleError::NotWithFreq("BYMONTHDAY"));
    assert_eq!(refused("FREQ=MONTHLY;BYMONTHDAY=0"), RuleError::BadValue("BYMONTHDAY"));
    assert_eq!(refused(&format!("FREQ=DAILY;{}", "X".repeat(600))), RuleError::TooLong);
}

#[test]
fn a_rule_that_never_matches_ends() {
    // Every twelfth month from February has no 30th.
    assert_eq!(
        dates("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30", "2027-02-01", 1),
        Vec::<String>::new()
    );
    assert_eq!(Rule::parse("day").unwrap().dates(day("2027-01-01")).count(), 10_000);
}

#[test]
fn the_ends_of_the_calendar_neither_panic_nor_loop() {
    for text in ["day", "week", "month", "FREQ=YEARLY", "FREQ=YEARLY;BYDAY=MO;INTERVAL=1000"] {
        let rule = Rule::parse(text).unwrap();
        for start in [i32::MIN, -4_371_587, -1, 0, 2_932_880, 2_932_896, 2_932_897, i32::MAX] {
            assert!(rule.dates(Day(start)).count() <= 10_000);
        }
    }
    assert_eq!(Rule::parse("day").unwrap().dates(day("9999-12-30")).count(), 2);
    assert_eq!(
        Rule::parse("week").unwrap().dates(Day::from_date(Date::MIN)).next(),
        Some(Day::from_date(Date::MIN))
    );
    assert!(moment(Day(i32::MAX), 0, "Europe/Berlin").is_none());
    assert!(moment(Day(0), u16::MAX, "Europe/Berlin").is_none());
    assert!(moment(Day(0), 0, "Not/A_Zone").is_none());
}

#[test]
fn wall_times_follow_their_zone_through_2027() {
    let utc = |date: &str, minutes, zone: &str| {
        moment(day(date), minutes, zone).unwrap().timestamp().to_string()
    };
    let berlin = |date| utc(date, 20 * 60, "Europe/Berlin");
    assert_eq!(berlin("2027-03-07"), "2027-03-07T19:00:00Z");
    assert_eq!(berlin("2027-03-21"), "2027-03-21T19:00:00Z");
    assert_eq!(berlin("2027-03-28"), "2027-03-28T18:00:00Z");
    assert_eq!(berlin("2027-10-31"), "2027-10-31T19:00:00Z");
    // Left out in spring: moves forward by the gap. Twice in autumn: the first.
    assert_eq!(utc("2027-03-28", 150, "Europe/Berlin"), "2027-03-28T01:30:00Z");
    assert_eq!(utc("2027-10-31", 150, "Europe/Berlin"), "2027-10-31T00:30:00Z");
    assert_eq!(utc("2027-03-14", 150, "America/New_York"), "2027-03-14T07:30:00Z");
    assert_eq!(utc("2027-11-07", 90, "America/New_York"), "2027-11-07T05:30:00Z");
    assert_eq!(utc("2027-11-08", 90, "America/New_York"), "2027-11-08T06:30:00Z");
}

proptest! {
    #[test]
    fn dates_from_a_day_on_are_the_dates_without_those_before_it(
        freq in 0..4usize, interval in 1..5u32, days in proptest::collection::vec(0..7usize, 0..3),
        month_days in proptest::collection::vec(-31..=31i8, 0..2), count in 0..40u32, later in -50..9_000i32,
    ) {
        let freq = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"][freq];
        let mut rule = format!("FREQ={freq};INTERVAL={interval}");
        if !days.is_empty() {
            let days: Vec<_> = days.iter().map(|d| WEEKDAYS[*d]).collect();
            rule += &format!(";BYDAY={}", days.join(","));
        }
        let month_days: Vec<_> = month_days.iter().filter(|n| **n != 0).map(i8::to_string).collect();
        if !month_days.is_empty() && freq != "WEEKLY" {
            rule += &format!(";BYMONTHDAY={}", month_days.join(","));
        }
        if count > 20 {
            rule += &format!(";COUNT={count}");
        }
        let rule = Rule::parse(&rule).unwrap();
        let (start, from) = (day("2027-05-03"), day("2027-05-03").plus(later));
        let jumped: Vec<Day> = rule.dates_from(start, from).take(8).collect();
        let walked: Vec<Day> = rule.dates(start).skip_while(|day| *day < from).take(8).collect();
        // Where the walk ends at its bounds the jump goes on.
        if walked.len() == 8 || count > 20 {
            prop_assert_eq!(jumped, walked);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[A-Z=;,+0-9-]{0,60}") {
        if let Ok(rule) = Rule::parse(&text) {
            prop_assert_eq!(Rule::parse(&rule.to_string()), Ok(rule));
        }
    }

    #[test]
    fn dates_ascend_from_the_first_and_print_and_read_back(
        freq in 0..4usize, interval in 1..40u32, days in proptest::collection::vec(0..7usize, 0..4),
        month_days in proptest::collection::vec(-31..=31i8, 0..3), start in -800_000..800_000i32,
    ) {
        let mut text = format!("FREQ={};INTERVAL={interval}", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"][freq]);
        if !days.is_empty() {
            text += &format!(";BYDAY={}", days.iter().map(|d| WEEKDAYS[*d]).collect::<Vec<_>>().join(","));
        }
        let month_days: Vec<String> = month_days.iter().filter(|d| **d != 0).map(i8::to_string).collect();
        if freq != 1 && !month_days.is_empty() {
            text += &format!(";BYMONTHDAY={}", month_days.join(","));
        }
        let rule = Rule::parse(&text).unwrap();
        prop_assert_eq!(Rule::parse(&rule.to_string()), Ok(rule.clone()));
        let dates: Vec<Day> = rule.dates(Day(start)).take(40).collect();
        prop_assert!(dates.windows(2).all(|w| w[0] < w[1]));
        prop_assert!(dates.iter().all(|d| d.0 >= start));
    }
}

proptest! {
    #[test]
    fn a_rule_of_weekdays_names_the_same_dates_as_by_the_calendar(
        weekly: bool,
        interval in 1u32..5,
        days in proptest::collection::btree_set(0u8..7, 0..4),
        week_start in 0u8..7,
        start in prop_oneof![-400_000..400_000, Day::LAST.0 - 40..=Day::LAST.0],
    ) {
        let rule = Rule {
            freq: if weekly { Freq::Weekly } else { Freq::Daily },
            interval,
            by_day: days.into_iter().map(|day| (0, day)).collect(),
            week_start,
            ..Rule::every(Freq::Daily)
        };
        let by_number = rule.dates(Day(start));
        prop_assert!(by_number.weekdays.is_some());
        let by_calendar = Dates { weekdays: None, ..by_number.clone() };
        let (some, same): (Vec<Day>, Vec<Day>) = (by_number.take(50).collect(), by_calendar.take(50).collect());
        prop_assert_eq!(some, same);
    }
}
