//! Files and texts that come from anywhere.

use accord_client_core::act::{Code, Text, Zone};
use accord_client_core::client::farewell::Farewells;
use accord_client_core::law::recurrence::{Rule, moment};
use accord_client_core::sheet::past::{MAX_PACKED_BYTES, Past, past_id};
use accord_client_core::time::Day;

/// Most dates looked at of one rule.
const DATES: usize = 64;

/// A text somebody typed or a file says.
pub fn text(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(read) = Text::new(text) {
        assert_eq!(Text::new(read.as_str()).as_ref(), Ok(&read), "canonical stays so");
    }
    if let Ok(name) = Text::name(text) {
        assert!(!name.as_str().contains('\n'));
        assert_eq!(Text::name(name.as_str()).as_ref(), Ok(&name));
    }
    if let Ok(code) = Code::new(text) {
        assert_eq!(code.as_str(), text);
    }
    if let Ok(zone) = Zone::new(text) {
        assert_eq!(zone.as_str(), text);
        let _any = moment(Day(20_000), 150, text);
    }
    if let Some(day) = Day::parse(text) {
        assert_eq!(Day::parse(&day.to_string()), Some(day));
    }
    if let Ok(rule) = Rule::parse(text) {
        assert_eq!(Rule::parse(&rule.to_string()).as_ref(), Ok(&rule), "prints as it reads");
        assert_eq!(Rule::parse(&rule.spoken()).as_ref(), Ok(&rule));
        for start in [Day(20_000), Day(-20_000), Day(2_932_890), Day(i32::MAX), Day(i32::MIN)] {
            let dates: Vec<Day> = rule.dates(start).take(DATES).collect();
            assert!(dates.is_sorted_by(|a, b| a < b) && dates.iter().all(|day| *day >= start));
            let from = start.plus(40);
            let later = rule.dates_from(start, from).take(8);
            assert!(later.into_iter().all(|day| day >= from));
        }
        let last = Day(20_100);
        assert!(rule.ending(last).dates(Day(20_000)).take(DATES).all(|day| day <= last));
    }
}

/// An export read back, a copy unpacked, ENDs beside an erased home.
pub fn export(bytes: &[u8]) {
    for past in [Past::read(bytes).ok(), Past::unpack(bytes)].into_iter().flatten() {
        past.records.iter().for_each(|record| drop(record.facts()));
        let Ok(packed) = past.pack() else { continue };
        assert!(packed.len() <= MAX_PACKED_BYTES);
        assert!(Past::unpack(&packed).as_ref() == Some(&past), "kept as it was read");
        assert_eq!(past_id(&packed), past_id(&past.pack().expect("packed just now")));
    }
    if let Some(mut owed) = Farewells::parse(bytes) {
        assert_eq!(owed.to_bytes(), bytes);
        assert_eq!(owed.is_empty(), owed.request().is_none());
        owed.answered(None);
        assert_eq!(owed.to_bytes(), bytes, "a relay out of reach changes nothing");
    }
}
