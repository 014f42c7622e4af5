//! What the core says by the id of a message, in a language.
//!
//! Owns how names, days and moments are set inside such a sentence: for a person on a screen, for somebody with a sheet of paper, for a
//! script. Must not know any sentence.

use accord_client_core::law::say::{Say, put_words};
use accord_client_core::sheet::{Sheet, Tongue};
use accord_client_core::time::Day;
use accord_content::{Arg, Lang, Messages};
use serde_json::{Map, Value};

use super::Scene;

/// For whom days and moments are set.
#[derive(Clone, Copy)]
enum For<'a> {
    /// A person who knows what day it is.
    Screen(&'a Scene),
    /// Somebody who reads it whenever.
    Paper,
    /// A program: days as they are stored.
    Script,
}

/// A language, and for whom it is spoken.
#[derive(Clone, Copy)]
struct Voice<'a> {
    messages: &'static Messages,
    to: For<'a>,
}

/// One thing that fills a message.
enum Filled {
    Text(String),
    Number(i64),
}

impl Scene {
    /// What the core says, in the reader's language.
    #[must_use]
    pub fn said(&self, say: &Say) -> String {
        let voice = Voice { messages: Messages::of(self.lang), to: For::Screen(self) };
        say.in_words(&|id, args| voice.say(id, args))
    }
}

/// A page to print, in a language.
#[must_use]
pub fn page(sheet: &Sheet, lang: Lang) -> String {
    let voice = Voice { messages: Messages::of(lang), to: For::Paper };
    sheet.page(&Tongue { lang: lang.code(), words: &|id, args| voice.say(id, args) })
}

/// Puts English in the place of everything that is said in a serialised view, whatever language its reader has.
pub fn in_english(view: &mut Value) {
    let voice = Voice { messages: Messages::of(Lang::En), to: For::Script };
    put_words(view, &|id, args| voice.say(id, args));
}

impl Voice<'_> {
    fn say(self, id: &str, args: &Map<String, Value>) -> String {
        let mut filled: Vec<(String, Filled)> = Vec::new();
        for (name, fill) in args {
            let Some((kind, value)) = fill.as_object().and_then(|fill| fill.iter().next()) else {
                continue;
            };
            match kind.as_str() {
                // `$They` begins a sentence.
                "name" => {
                    let first = name.chars().take(1).flat_map(char::to_uppercase);
                    let capital = first.chain(name.chars().skip(1)).collect();
                    filled.push((capital, Filled::Text(self.name(value, "word-partner-first"))));
                    filled.push((name.clone(), Filled::Text(self.name(value, "word-partner"))));
                }
                "number" => {
                    filled.push((name.clone(), Filled::Number(value.as_i64().unwrap_or_default())));
                }
                kind => filled.push((name.clone(), Filled::Text(self.text(kind, value)))),
            }
        }
        let args: Vec<(&str, Arg<'_>)> = filled
            .iter()
            .map(|(name, fill)| match fill {
                Filled::Text(text) => (name.as_str(), Arg::from(text)),
                Filled::Number(number) => (name.as_str(), Arg::from(*number)),
            })
            .collect();
        self.messages.text(id, &args)
    }

    fn name(self, name: &Value, unknown: &str) -> String {
        name.as_str().map_or_else(|| self.messages.text(unknown, &[]), str::to_owned)
    }

    fn text(self, kind: &str, value: &Value) -> String {
        let text = value.as_str().unwrap_or_default();
        match kind {
            "day" => Day::parse(text).map_or_else(|| text.to_owned(), |day| self.day(day)),
            "near" => Day::parse(text).map_or_else(|| text.to_owned(), |day| self.near(day)),
            "days" => {
                let days = value.as_array().into_iter().flatten();
                let days = days.filter_map(|day| Day::parse(day.as_str()?));
                self.these(&days.collect::<Vec<_>>())
            }
            "moment" => self.moment(text),
            _ => text.to_owned(),
        }
    }

    /// A day, the same for everybody who reads it: never `today`.
    fn day(self, day: Day) -> String {
        let this_year = match self.to {
            For::Script => return day.to_string(),
            For::Screen(scene) => scene.today.date().map(jiff::civil::Date::year),
            For::Paper => None,
        };
        let Some(date) = day.date() else { return day.to_string() };
        let (day, month) = (Arg::from(date.day()), Arg::from(date.month()));
        if this_year == Some(date.year()) {
            return self.messages.text("date-day", &[("day", day), ("month", month)]);
        }
        let year = Arg::Number(i64::from(date.year()));
        self.messages.text("date-day-year", &[("day", day), ("month", month), ("year", year)])
    }

    /// A moment by its own zone's clock.
    fn moment(self, text: &str) -> String {
        if let Some(day) = Day::parse(text) {
            return self.day(day);
        }
        let Ok(moment) = text.parse::<jiff::Zoned>() else { return text.to_owned() };
        let day = self.day(Day::from_date(moment.date()));
        let time = moment.strftime("%H:%M").to_string();
        let zone = moment.time_zone().iana_name();
        match (self.to, zone) {
            (For::Script, Some("UTC")) => format!("{day} {time} UTC"),
            (For::Script, _) => text.to_owned(),
            (_, Some("UTC")) => {
                self.messages.text("date-utc", &[("day", (&day).into()), ("time", (&time).into())])
            }
            (_, Some(zone)) => {
                let place = super::place(zone);
                let args = [
                    ("day", Arg::from(&day)),
                    ("time", Arg::from(&time)),
                    ("place", Arg::from(&place)),
                ];
                self.messages.text("date-moment", &args)
            }
            (_, None) => {
                let args = [("day", Arg::from(&day)), ("time", Arg::from(&time))];
                self.messages.text("date-own-zone", &args)
            }
        }
    }

    fn near(self, day: Day) -> String {
        let Some(date) = day.date() else { return day.to_string() };
        let args = [("day", Arg::from(date.day())), ("month", Arg::from(date.month()))];
        self.messages.text("date-near", &args)
    }

    /// `on 14 and 21 March`, `on 31 October and 7 November`, or `from 14 to 27 March`.
    fn these(self, days: &[Day]) -> String {
        let month = |day: &Day| day.date().map(|date| (date.year(), date.month()));
        // A month is named once, with its last day.
        let shown: Vec<Day> = match days {
            [first, _, _, .., last] => vec![*first, *last],
            few => few.to_vec(),
        };
        let named: Vec<String> = shown
            .iter()
            .enumerate()
            .map(|(at, day)| match (day.date(), shown.get(at + 1)) {
                (Some(date), Some(next)) if month(next) == month(day) => {
                    self.messages.text("date-number", &[("day", date.day().into())])
                }
                _ => self.near(*day),
            })
            .collect();
        let at = |n: usize| named.get(n).map_or("", String::as_str);
        let args = [
            ("n", Arg::from(days.len())),
            ("first", Arg::from(at(0))),
            ("second", Arg::from(at(1))),
            ("last", Arg::from(at(named.len().saturating_sub(1)))),
        ];
        self.messages.text("date-these", &args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn these(lang: Lang, texts: &[&str]) -> String {
        let days: Vec<Day> = texts.iter().map(|text| Day::parse(text).unwrap()).collect();
        Voice { messages: Messages::of(lang), to: For::Script }.these(&days)
    }

    #[test]
    fn dates_are_named_with_each_month_once_and_many_as_a_span() {
        for (days, english, german) in [
            (&["2027-03-14"][..], "on 14 March", "am 14. März"),
            (&["2027-03-14", "2027-03-21"], "on 14 and 21 March", "am 14. und 21. März"),
            (
                &["2027-10-31", "2027-11-07"],
                "on 31 October and 7 November",
                "am 31. Oktober und 7. November",
            ),
            (
                &["2027-03-14", "2027-03-15", "2027-03-16"],
                "on 14, 15 and 16 March",
                "am 14., 15. und 16. März",
            ),
            (
                &["2027-10-29", "2027-10-30", "2027-10-31", "2027-11-01"],
                "from 29 October to 1 November",
                "vom 29. Oktober bis zum 1. November",
            ),
            (
                &["2027-03-14", "2027-03-15", "2027-03-16", "2027-03-17"],
                "from 14 to 17 March",
                "vom 14. bis zum 17. März",
            ),
        ] {
            assert_eq!(these(Lang::En, days), english);
            assert_eq!(these(Lang::De, days), german);
        }
    }
}
