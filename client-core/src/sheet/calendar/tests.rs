//! The file's form. What it means is read by an independent library in `tests/readers/calendar.rs`.

use super::*;
use crate::law::testing::{day, now};

fn event() -> Event {
    Event {
        uid: "a3f9@accord".into(),
        sequence: 2,
        summary: "Sunday call".into(),
        begin: Begin::Zoned(day("2027-03-05"), 1200, "Europe/Berlin".into()),
        length: Some(45),
        rule: Some(Rule::parse("FREQ=WEEKLY;BYDAY=SU;UNTIL=20271231").unwrap()),
        except: BTreeSet::from([day("2027-03-14")]),
        moved: BTreeMap::from([(
            day("2027-03-21"),
            Begin::Zoned(day("2027-03-22"), 1140, "Europe/Berlin".into()),
        )]),
        cancelled: false,
        alarm: true,
    }
}

fn text(events: &[Event]) -> String {
    calendar(events, &now("2027-03-01T12:00:00[Europe/Berlin]"))
}

#[test]
fn a_ritual_begins_on_the_first_day_its_rule_names_and_ends_in_its_zone() {
    let text = text(&[event()]);
    for line in [
        "DTSTART;TZID=Europe/Berlin:20270307T200000",
        "RRULE:FREQ=WEEKLY;UNTIL=20271231T225959Z;BYDAY=SU",
        "EXDATE;TZID=Europe/Berlin:20270314T200000",
        "RECURRENCE-ID;TZID=Europe/Berlin:20270321T200000",
        "DTSTART;TZID=Europe/Berlin:20270322T190000",
        "DURATION:PT45M",
        "CLASS:PRIVATE",
        "SEQUENCE:2",
        "TZOFFSETTO:+0200",
    ] {
        assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} is not in\n{text}");
    }
    assert_eq!(text.matches("UID:a3f9@accord").count(), 2);
    assert_eq!(text.matches("RRULE").count(), 1);
}

#[test]
fn whole_days_and_own_times_carry_no_zone() {
    let floating = Event {
        begin: Begin::Floating(day("2027-03-05"), 1320),
        rule: Some(Rule::parse("day").unwrap()),
        moved: BTreeMap::new(),
        except: BTreeSet::new(),
        ..event()
    };
    let whole = Event { begin: Begin::Day(day("2027-03-05")), rule: None, ..floating.clone() };
    let text = text(&[floating, whole]);
    assert!(text.contains("DTSTART:20270305T220000\r\n"));
    assert!(text.contains("DTSTART;VALUE=DATE:20270305\r\n"));
    assert!(!text.contains("TZID"), "{text}");
}

#[test]
fn words_cannot_break_out_of_their_line() {
    let summary = "a;b,c\\d\nEND:VCALENDAR\r ".to_owned() + &"ü".repeat(80);
    let text = text(&[Event { summary, ..event() }]);
    assert_eq!(text.matches("\r\nEND:VCALENDAR").count(), 1);
    assert!(text.contains("SUMMARY:a\\;b\\,c\\\\d\\nEND:VCALENDAR "));
    assert!(text.split("\r\n").all(|line| line.len() <= FOLD), "{text}");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
}

#[test]
fn what_cannot_be_written_is_left_out_whole() {
    let nowhere =
        Event { begin: Begin::Zoned(day("2027-03-05"), 0, "Nowhere/At_All".into()), ..event() };
    let never = Event { rule: Some(Rule::parse("FREQ=DAILY;UNTIL=20200101").unwrap()), ..event() };
    assert!(!text(&[nowhere, never]).contains("VEVENT"));
}
