//! Command lines and what they come to.

use std::ffi::OsString;

use accord_client_core::client::command::Invitation;
use accord_client_core::law::command::{
    AgreementKind, Area, BoundaryWords, MarkResult, Polarity, Wording,
};
use accord_client_core::law::view::Side;
use accord_client_core::time::{Day, When};
use clap::{CommandFactory as _, Parser as _};

use super::*;
use crate::args::Cli;

/// Somebody who types on standard input, and perhaps has an editor.
#[derive(Default)]
struct Typist {
    stdin: &'static str,
    edits: Option<&'static str>,
}

impl Source for Typist {
    fn stdin(&mut self) -> Result<String, Refused> {
        Ok(self.stdin.into())
    }

    fn edit(&mut self, _: &str) -> Result<Option<String>, Refused> {
        Ok(self.edits.map(str::to_owned))
    }
}

fn typed(mut typist: Typist, words: &[&str]) -> Result<Plan, &'static str> {
    let words = ["accord"].iter().chain(words).map(OsString::from);
    let cli = Cli::try_parse_from(words).map_err(|_| "usage")?;
    let mut reading = Reading {
        lang: Lang::En,
        source: &mut typist,
        unix_ms: 1_795_431_600_000,
        zone: "Europe/Berlin",
        token: Some("tok".into()),
        device_name: "laptop",
    };
    plan(&cli.command, &mut reading).map_err(|refused| refused.code)
}

fn read(words: &[&str]) -> Result<Plan, &'static str> {
    typed(Typist::default(), words)
}

fn law(words: &[&str]) -> LawCommand {
    match read(words) {
        Ok(Plan::Run(Command::Say { what, draft: false })) => what,
        other => panic!("not a shared saying: {other:?}"),
    }
}

#[test]
fn the_parser_is_whole_and_every_command_has_help() {
    let cli = Cli::command();
    cli.clone().debug_assert();
    fn check(command: &clap::Command) {
        for sub in command.get_subcommands() {
            assert!(sub.get_about().is_some(), "{} has no help", sub.get_name());
            check(sub);
        }
    }
    check(&cli);
}

#[test]
fn a_proposal_takes_its_words_from_the_line_from_standard_input_or_from_an_editor() {
    let words = Wording {
        text: Some("We answer within a day".into()),
        area: Some(Area::Digital),
        ..Wording::default()
    };
    let expected = LawCommand::AgreePropose { kind: AgreementKind::Expectation, words };
    assert_eq!(
        law(&["agree", "propose", "-a", "digital", "-m", "We answer within a day"]),
        expected
    );
    let plan = Ok(Plan::Run(Command::Say { what: expected, draft: false }));
    let typist = Typist { stdin: "We answer within a day", edits: None };
    assert_eq!(typed(typist, &["agree", "propose", "-a", "digital", "-m", "-"]), plan);
    let typist = Typist { stdin: "", edits: Some("We answer within a day") };
    assert_eq!(typed(typist, &["agree", "propose", "-a", "digital"]), plan);
}

#[test]
fn without_words_and_without_a_terminal_nothing_is_proposed() {
    assert_eq!(read(&["agree", "propose", "-a", "digital"]), Err("words_needed"));
    let typist = Typist { stdin: "", edits: Some(" \n") };
    assert_eq!(typed(typist, &["limit", "add", "-a", "time"]), Err("words_needed"));
    assert_eq!(read(&["agree", "counter", "a3f9"]), Err("words_needed"));
    assert_eq!(read(&["limit", "ask", "a3f9"]), Err("words_needed"));
}

#[test]
fn a_counter_may_leave_out_its_words_where_it_says_something_else() {
    let what =
        law(&["agree", "counter", "a3f9", "--until", "2027-01-01", "--joins", "77c1", "d410"]);
    let words = Wording { until: Day::parse("2027-01-01"), ..Wording::default() };
    let joins = vec!["77c1".into(), "d410".into()];
    assert_eq!(what, LawCommand::AgreeCounter { id: "a3f9".into(), words, revision: None, joins });
}

#[test]
fn drafts_are_asked_for_by_name() {
    for words in [
        &["agree", "propose", "-a", "time", "-m", "x", "--draft"][..],
        &["limit", "add", "-a", "time", "-m", "x", "--draft"],
        &["permit", "add", "-a", "time", "-m", "x", "--draft"],
        &["promise", "add", "x", "--draft"],
    ] {
        assert!(
            matches!(read(words), Ok(Plan::Run(Command::Say { draft: true, .. }))),
            "{words:?}"
        );
    }
}

#[test]
fn limits_and_permissions_share_their_words() {
    let what =
        law(&["limit", "add", "-a", "time", "-m", "no calls", "--why", "rest", "--limits", "a3f9"]);
    let words = BoundaryWords {
        area: Some(Area::Time),
        text: Some("no calls".into()),
        why: Some("rest".into()),
        limits: Some("a3f9".into()),
        ..BoundaryWords::default()
    };
    assert_eq!(what, LawCommand::BoundaryAdd { polarity: Polarity::Limit, words });
    let Ok(Plan::Run(list)) = read(&["permit", "list", "--theirs"]) else { panic!("a list") };
    assert_eq!(
        list,
        Command::Boundaries { polarity: Some(Polarity::Permission), owner: Some(Side::Them) }
    );
    assert_eq!(read(&["limit", "list", "--mine", "--theirs"]), Err("usage"));
}

#[test]
fn a_promise_is_due_on_a_day_or_at_a_time_in_a_zone() {
    let what = law(&[
        "promise",
        "add",
        "Call",
        "--due",
        "2026-11-23T21:00",
        "--tz",
        "America/New_York",
        "--every",
        "week",
    ]);
    let due = When {
        day: Day::parse("2026-11-23").unwrap(),
        at: Some((1260, "America/New_York".into())),
    };
    assert_eq!(
        what,
        LawCommand::PromiseAdd {
            text: "Call".into(),
            due: Some(due),
            every: Some("week".into()),
            size: None,
            sure: None
        }
    );
    assert_eq!(read(&["promise", "add", "Call", "--due", "soon"]), Err("bad_moment"));
    let on = Day::parse("2026-11-23");
    assert_eq!(
        law(&["promise", "notkept", "a3f9", "--on", "2026-11-23"]),
        LawCommand::PromiseMark { id: "a3f9".into(), on, result: MarkResult::NotKept, note: None }
    );
}

#[test]
fn joining_by_spoken_words_takes_them_in_any_shape() {
    let expected = Invitation::Spoken {
        words: ["one", "two", "three", "four", "five", "six"].map(str::to_owned).to_vec(),
        relay: "ws://localhost:1".into(),
        own: false,
    };
    let line = ["join", "--relay", "ws://localhost:1", "--name", "Ben", "--spoken"];
    let rest: [&[&str]; 3] =
        [&["One", "two", "three", "FOUR", "five", "six"], &["one two three four five six"], &["-"]];
    for rest in rest {
        let typist = Typist { stdin: " one two\nthree four five  six\n", edits: None };
        let words: Vec<&str> = line.iter().chain(rest).copied().collect();
        match typed(typist, &words) {
            Ok(Plan::Begin(Command::Join { invitation, name, token, .. })) => {
                assert_eq!(
                    (invitation, name.as_deref(), token.as_deref()),
                    (expected.clone(), Some("Ben"), Some("tok"))
                );
            }
            other => panic!("not a join: {other:?}"),
        }
    }
    assert_eq!(read(&["join", "--spoken", "-"]), Err("no_relay_named"));
    assert_eq!(read(&["join"]), Err("usage"));
}

#[test]
fn leaving_says_what_becomes_of_this_device() {
    assert_eq!(read(&["leave"]), Err("keep_or_erase"));
    assert_eq!(read(&["leave", "--keep", "--erase"]), Err("usage"));
    assert_eq!(
        read(&["leave", "--keep"]),
        Ok(Plan::Leave { erase: false, quiet: false, yes: false })
    );
    assert_eq!(
        read(&["leave", "--quiet"]),
        Ok(Plan::Leave { erase: false, quiet: true, yes: false })
    );
    assert_eq!(
        read(&["leave", "--erase", "--yes"]),
        Ok(Plan::Leave { erase: true, quiet: false, yes: true })
    );
}

#[test]
fn a_watch_under_a_typed_passphrase_locks_itself_after_a_quarter_of_an_hour_and_its_help_says_so() {
    assert_eq!(Relock::usual(true), Relock::After(Duration::from_secs(15 * 60)));
    assert_eq!(Relock::usual(false), Relock::Never, "from a file or the keyring it goes on");
    for lang in [Lang::En, Lang::De] {
        let cli = crate::help::command(lang);
        let sync = cli.find_subcommand("sync").expect("sync");
        let relock = sync.get_arguments().find(|arg| arg.get_id() == "relock").expect("--relock");
        let help = relock.get_help().expect("its help").to_string();
        let after = help.rsplit(". ").next().expect("its last sentence");
        assert!(after.contains(&format!("{}m", USUAL_WATCH.as_secs() / 60)), "{lang:?}: {after}");
    }
    assert!(
        matches!(read(&["sync", "--watch"]), Ok(Plan::Watch { relock: None })),
        "the usual one"
    );
}
