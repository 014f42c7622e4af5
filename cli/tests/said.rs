//! Everything the core can say has its words in every language, with all it is filled with and all it is chosen by.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by failing"
)]

use std::collections::BTreeMap;

use accord_cli::render::{Scene, in_english, sheet};
use accord_client_core::law::say::{ALL, Fill, Say, Slot};
use accord_client_core::sheet::{Made, Of, Sheet};
use accord_client_core::time::Day;
use accord_content::{Lang, rooms};

/// A message as it lies in its file: its first line, and the indented ones below it.
fn message(lang: Lang, id: &str) -> Option<String> {
    let begins = format!("{id} =");
    rooms(lang).iter().find_map(|(_, source)| {
        let mut lines = source.lines().skip_while(|line| !line.starts_with(&begins));
        let first = lines.next()?;
        let rest = lines.take_while(|line| line.starts_with(' '));
        Some(std::iter::once(first).chain(rest).collect::<Vec<_>>().join("\n"))
    })
}

/// Something for a slot, once for each code or number that can change the sentence.
fn fills(slot: &Slot) -> Vec<Fill> {
    let day = |text| Day::parse(text).unwrap();
    let days = [day("2027-03-07"), day("2027-03-14"), day("2027-03-21"), day("2027-04-04")];
    match slot.kind {
        "Name" => vec![Fill::Name(Some("«Βην»".into())), Fill::Name(None)],
        "Words" => vec![Fill::Words(format!("«{}»", slot.name.to_uppercase()))],
        "Code" => slot.codes.iter().map(|code| Fill::Code(code)).collect(),
        "Number" => [1, 2, 21].map(Fill::Number).into(),
        "Day" => vec![Fill::Day(days[0])],
        "Near" => vec![Fill::Near(days[0])],
        "Days" => (1..=4).map(|n| Fill::Days(days[..n].to_vec())).collect(),
        "Moment" => ["2027-03-07", "2027-03-07T20:00:00+01:00[Europe/Berlin]"]
            .map(|moment| Fill::Moment(moment.into()))
            .into(),
        other => unreachable!("a slot of no kind: {other}"),
    }
}

/// Every way a message can be filled.
fn ways(id: &'static str, slots: &[Slot]) -> Vec<Say> {
    let mut ways = vec![Say { say: id, args: BTreeMap::new() }];
    for slot in slots {
        let fills = fills(slot);
        let with = |way: &Say| {
            let one = |fill: &Fill| {
                let mut way = way.clone();
                way.args.insert(slot.name, fill.clone());
                way
            };
            fills.iter().map(one).collect::<Vec<_>>()
        };
        ways = ways.iter().flat_map(with).collect();
    }
    ways
}

/// What is said on somebody's screen.
fn on_screen(say: &Say, lang: Lang) -> String {
    let scene = Scene {
        me: "Άνα".into(),
        them: None,
        paired: true,
        ids: Default::default(),
        today: Day::parse("2026-11-22").unwrap(),
        devices: 1,
        lang,
        colour: false,
        diff: false,
        hidden: false,
        qr: false,
    };
    scene.said(say)
}

/// What a script reads.
fn in_script(say: &Say) -> String {
    let mut view = serde_json::json!({ "sentence": say, "pending": [say, say], "words": "{say}" });
    in_english(&mut view);
    assert!(view["sentence_say"]["say"] == say.say, "what it was stays beside it: {view}");
    assert!(view["pending"][1] == view["sentence"] && view["words"] == "{say}", "{view}");
    view["sentence"].as_str().expect("a text").to_owned()
}

#[test]
fn everything_the_core_says_has_a_message_in_every_language() {
    for (id, slots) in ALL {
        for lang in Lang::ALL {
            let text = message(lang, id).unwrap_or_else(|| panic!("{lang:?} has no {id}"));
            let mut codes = slots.iter().flat_map(|slot| slot.codes.iter().map(move |c| (slot, c)));
            let missing = codes.find(|(slot, code)| {
                let chosen = text.contains(&format!("${} ->", slot.name));
                !chosen || !text.contains(&format!("[{code}]"))
            });
            assert!(missing.is_none(), "{lang:?} {id} is not chosen by {missing:?}");
        }
    }
}

#[test]
fn all_of_it_can_be_said_in_every_way_and_language() {
    let mut said = 0;
    for (id, slots) in ALL {
        for way in ways(id, slots) {
            said += 1;
            let texts = [in_script(&way), on_screen(&way, Lang::En), on_screen(&way, Lang::De)];
            for text in &texts {
                assert!(!text.is_empty() && text != id, "{id} says nothing");
                assert!(!text.contains(['{', '}', '\n']) && !text.contains("  "), "{id}: {text:?}");
                assert_eq!(text.trim(), text, "{id}");
                let question = id.starts_with("ask-") && !id.starts_with("ask-way");
                assert!(!question || text.ends_with(['.', '?']), "{id} is no sentence: {text}");
                let news = id.starts_with("news-") && *id != "news-together";
                assert!(!news || text.ends_with('.'), "{id} is no sentence: {text}");
                for slot in slots.iter().filter(|slot| slot.kind == "Words") {
                    let words = format!("«{}»", slot.name.to_uppercase());
                    assert!(text.contains(&words), "{id} leaves {} out: {text}", slot.name);
                }
            }
            // In the pseudo-language plain letters are data only: words here are of another alphabet.
            let pseudo = on_screen(&way, Lang::Pseudo).replace("Berlin", "");
            let untyped: String = pseudo.split('`').step_by(2).collect();
            let data: String = untyped
                .split('«')
                .enumerate()
                .map(|(at, piece)| {
                    if at == 0 {
                        piece
                    } else {
                        piece.split_once('»').map_or("", |(_, rest)| rest)
                    }
                })
                .collect();
            let plain = data.chars().any(|c| c.is_ascii_alphabetic());
            assert!(!plain, "{id} has words of its own: {pseudo}");
        }
    }
    assert!(said > 300, "{said} ways were tried");
}

#[test]
fn plurals_are_right_in_both_languages() {
    let hint = |n, lang| {
        let code = |code| Fill::Code(code);
        let args = [
            ("unit", code("hours")),
            ("n", Fill::Number(n)),
            ("way", code("later")),
            ("day", Fill::Near(Day::parse("2027-03-28").unwrap())),
        ];
        on_screen(&Say { say: "ritual-hint-from", args: args.into() }, lang)
    };
    for (n, english, german) in [
        (
            1,
            "One hour later for you from 28 March on.",
            "Für dich ab dem 28. März eine Stunde später.",
        ),
        (
            2,
            "2 hours later for you from 28 March on.",
            "Für dich ab dem 28. März 2 Stunden später.",
        ),
        (
            21,
            "21 hours later for you from 28 March on.",
            "Für dich ab dem 28. März 21 Stunden später.",
        ),
    ] {
        assert_eq!((hint(n, Lang::En), hint(n, Lang::De)), (english.to_owned(), german.to_owned()));
    }
}

#[test]
fn a_sheet_is_in_the_language_of_who_made_it() {
    let made = Made { by: "Ana".into(), with: None, on: Day::parse("2026-11-22").unwrap() };
    let of = |lang| sheet(&Sheet { made: made.clone(), of: Of::FirstSession }, lang);
    let (english, german) = (of(Lang::En), of(Lang::De));
    assert!(english.contains("<html lang=\"en\">") && english.contains("22 Nov 2026"), "{english}");
    assert!(german.contains("<html lang=\"de\">") && german.contains("22. Nov. 2026"), "{german}");
    assert!(english.contains("What brings me") && german.contains("Was mich herführt"));
    assert!(german.contains("Kein Vertrag, kein beglaubigter Beweis"), "{german}");
}
