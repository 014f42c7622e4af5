//! Command lines about rituals and steps, and what they come to.

use accord_client_core::time::When;
use clap::Parser as _;

use super::*;
use crate::args::{Cli, Cmd};
use crate::typed::Source;

/// Somebody who types nothing else.
struct Silent;

impl Source for Silent {
    fn stdin(&mut self) -> Result<String, Refused> {
        Ok("from standard input".into())
    }

    fn edit(&mut self, _: &str) -> Result<Option<String>, Refused> {
        Ok(None)
    }
}

fn read(words: &[&str]) -> Result<Command, &'static str> {
    let cli = Cli::try_parse_from([&["accord"], words].concat()).map_err(|_| "usage")?;
    let mut reading = Reading {
        lang: accord_content::Lang::En,
        source: &mut Silent,
        unix_ms: 0,
        zone: "Europe/Berlin",
        token: None,
        device_name: "laptop",
    };
    let read = match &cli.command {
        Cmd::Ritual { what } => command(what, &mut reading),
        Cmd::Plan { what } => plan(what, &mut reading),
        other => panic!("{other:?}"),
    };
    read.map_err(|refused| refused.code)
}

fn ritual(words: &[&str]) -> RitualCommand {
    match read(words) {
        Ok(Command::Say { what: LawCommand::Ritual(what), draft: false }) => what,
        other => panic!("not about a ritual: {other:?}"),
    }
}

fn at(words: &[&str]) -> Result<Option<At>, &'static str> {
    let line = [&["ritual", "propose", "--name", "Walk", "--every", "day"], words].concat();
    read(&line).map(|_| match ritual(&line) {
        RitualCommand::Propose { ritual, .. } => ritual.at,
        other => panic!("{other:?}"),
    })
}

#[test]
fn a_ritual_has_one_moment_an_own_time_or_a_day() {
    let same = |zone: &str| Ok(Some(At::Same { minutes: 1200, zone: zone.into() }));
    assert_eq!(at(&["--at", "20:00", "--tz", "America/New_York"]), same("America/New_York"));
    assert_eq!(at(&["--at", "20:00"]), same("Europe/Berlin"));
    assert_eq!(at(&["--own-time", "7:05"]), Ok(Some(At::Own { minutes: 425 })));
    assert_eq!(at(&[]), Ok(None));
    for bad in ["24:00", "20:60", "20", "8pm", "+8:00", "020:00", ":00"] {
        assert_eq!(at(&["--at", bad]), Err("bad_time"), "{bad}");
    }
    assert_eq!(at(&["--at", "20:00", "--own-time", "20:00"]), Err("usage"));
    assert_eq!(at(&["--own-time", "20:00", "--tz", "Europe/Berlin"]), Err("usage"));
    assert_eq!(at(&["--length", "1441"]), Err("usage"));
}

#[test]
fn a_counter_says_only_what_is_to_be_different() {
    let RitualCommand::Counter { id, words, ritual, .. } =
        ritual(&["ritual", "counter", "a3f9", "--no-time"])
    else {
        panic!("not a counter");
    };
    assert_eq!((id.as_str(), *words), ("a3f9", Wording::default()));
    assert_eq!(*ritual, RitualWords { at: Some(At::Day), ..RitualWords::default() });
    assert_eq!(read(&["ritual", "counter", "a3f9", "--no-time", "--at", "8:00"]), Err("usage"));
}

#[test]
fn marks_name_a_date_and_moves_a_time_in_the_own_zone() {
    let marked = |word: &str| ritual(&["ritual", word, "a3f9", "--on", "2026-11-29"]);
    for (word, result) in [
        ("did", RitualResult::DidIt),
        ("notthistime", RitualResult::NotThisTime),
        ("na", RitualResult::NotApplicable),
    ] {
        let on = Day::parse("2026-11-29");
        assert_eq!(marked(word), RitualCommand::Mark { id: "a3f9".into(), on, result });
    }
    let moved =
        ritual(&["ritual", "move", "a3f9", "--on", "2026-11-29", "--to", "2026-11-30T19:30"]);
    let (on, day) = (Day::parse("2026-11-29").unwrap(), Day::parse("2026-11-30").unwrap());
    let to = When { day, at: Some((1170, "Europe/Berlin".into())) };
    assert_eq!(moved, RitualCommand::Move { id: "a3f9".into(), on, to });
    assert_eq!(read(&["ritual", "did", "a3f9", "--on", "Sunday"]), Err("bad_moment"));
    assert_eq!(read(&["ritual", "move", "a3f9", "--to", "2026-11-30"]), Err("usage"));
}

#[test]
fn steps_are_read_from_one_line_each_and_a_number_keeps_one() {
    let typed = [
        "me|I call",
        "Both | We walk | 2026-12-24 | week | you see me with my coat on",
        "them|You write|||",
        "2",
    ]
    .map(str::to_owned);
    let read = steps(&typed, "Europe/Berlin").unwrap().unwrap();
    let plain = |whose, text: &str| StepWords::New {
        whose,
        text: text.into(),
        due: None,
        every: None,
        notice: None,
    };
    let walk = StepWords::New {
        whose: StepWhose::Both,
        text: "We walk".into(),
        due: Some(When { day: Day::parse("2026-12-24").unwrap(), at: None }),
        every: Some("week".into()),
        notice: Some("you see me with my coat on".into()),
    };
    let keep = StepWords::Keep("2".into());
    assert_eq!(
        read,
        [plain(StepWhose::Me, "I call"), walk, plain(StepWhose::Them, "You write"), keep]
    );
    for bad in ["she|calls", "me|", "me|a|||b|c"] {
        let refused = steps(&[bad.to_owned()], "Europe/Berlin").unwrap_err();
        assert_eq!(refused.code, "bad_step", "{bad}");
    }
    assert_eq!(steps(&["me|x|soon".to_owned()], "Europe/Berlin").unwrap_err().code, "bad_moment");
    assert_eq!(steps(&[], "Europe/Berlin"), Ok(None));
}

#[test]
fn a_step_is_marked_with_a_note_from_the_line_or_from_standard_input() {
    let Ok(Command::Say { what: LawCommand::Step(mark), .. }) =
        read(&["plan", "notyet", "a3f9", "2", "-m", "-"])
    else {
        panic!("not a mark");
    };
    assert_eq!((mark.step.as_str(), mark.result, mark.on), ("2", StepResult::NotYet, None));
    assert_eq!(mark.note.as_deref(), Some("from standard input"));
}
