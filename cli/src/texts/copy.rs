//! The command line that copies a template. What is shown is what is run: there is no second way.

use accord_client_core::time::Day;
use accord_content::{By, Kind, Step, Template, TemplateTexts};

/// The words of the command line, without the program's name. Questions become a private note, everything else a draft.
pub(crate) fn words(one: &Template, today: Day) -> Vec<String> {
    let mut line: Vec<String> = Vec::new();
    let mut say = |words: &[&str]| line.extend(words.iter().map(|&word| word.to_owned()));
    match one.kind {
        Kind::Questions => {
            say(&["private", "add", "--template", one.name]);
            return line;
        }
        Kind::Limit => say(&["limit", "add"]),
        Kind::Permission => say(&["permit", "add"]),
        Kind::Expectation => say(&["agree", "propose"]),
        Kind::Compromise | Kind::GroundRules | Kind::Plan => {
            say(&["agree", "propose", "--kind", one.kind.code()]);
        }
        Kind::Ritual => say(&["ritual", "propose", "--name", &one.words]),
        Kind::Promise => say(&["promise", "add", &one.words]),
    }
    let boundary = matches!(one.kind, Kind::Limit | Kind::Permission);
    let agreement =
        matches!(one.kind, Kind::Expectation | Kind::Compromise | Kind::GroundRules | Kind::Plan);
    let rhythm = one.ritual.as_ref();
    let (own, same): (Vec<_>, Vec<_>) = rhythm.into_iter().partition(|rhythm| rhythm.own_time);
    let remote = one.variants.as_ref().map(|ways| ways.remote.clone());
    let when = |of: bool, text: Option<String>| text.filter(|_| of);
    let options = [
        ("-a", one.area.map(str::to_owned)),
        ("--topic", when(agreement, one.topic.map(str::to_owned))),
        ("-m", when(agreement || boundary, Some(one.words.clone()))),
        ("--at", same.first().map(|rhythm| rhythm.at.clone())),
        ("--own-time", own.first().map(|rhythm| rhythm.at.clone())),
        ("--every", rhythm.map(|rhythm| rhythm.every.clone()).or(one.every.map(str::to_owned))),
        ("--length", rhythm.map(|rhythm| rhythm.minutes.to_string())),
        ("--why", when(boundary || rhythm.is_some(), one.why.clone())),
        ("--helps", when(boundary, one.helps.clone())),
        ("--example", when(boundary, one.example.clone())),
        ("--give", one.give.clone()),
        ("--remote", remote),
        ("--size", one.size.map(str::to_owned)),
    ];
    let options = options.into_iter().filter_map(|(option, value)| Some((option, value?)));
    let steps = one.steps.iter().map(|step| ("--step", whole(step, today)));
    for (option, value) in options.chain(steps) {
        line.extend([option.to_owned(), value]);
    }
    line.push("--draft".to_owned());
    line
}

/// A step as the option takes it: whose, what, by when, how often, how the other notices. One that repeats begins today.
fn whole(step: &Step, today: Day) -> String {
    let (due, every) = match &step.every {
        Some(every) => (today.to_string(), every.as_str()),
        None => (String::new(), ""),
    };
    format!("{}|{}|{due}|{every}|{}", whose(step), step.words, step.notice)
}

const fn whose(step: &Step) -> &'static str {
    match step.by {
        By::Me => "me",
        By::Them => "them",
        By::Both => "both",
    }
}

/// The same as a person types it.
pub(crate) fn line(one: &Template, today: Day) -> String {
    let typed = |word: String| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if word.chars().all(plain) { word } else { format!("\"{word}\"") }
    };
    let words = words(one, today).into_iter().map(typed).collect::<Vec<_>>();
    format!("accord {}", words.join(" "))
}

/// A step in words: what is done, by whom, how often.
pub(super) fn step(one: &Step, around: &TemplateTexts) -> String {
    let by = whose(one);
    let who = around.by.get(by).map_or(by, String::as_str);
    match &one.every {
        Some(rule) => {
            let often = around.every.get(rule).unwrap_or(rule);
            format!("{} ({who}, {often})", one.words)
        }
        None => format!("{} ({who})", one.words),
    }
}
