//! Every command and argument has its help in every language, and no help is left over.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

use std::collections::{BTreeMap, BTreeSet};

use accord_cli::args::Cli;
use accord_cli::help::{argument_ids, command, command_ids, value_id};
use accord_content::{Lang, help, help_ids};
use clap::{Arg, Command, CommandFactory as _};

/// What is shown somewhere in English, with the ids another language may have it under.
type Shown = Vec<(String, Vec<String>)>;

fn of_argument(arg: &Arg, path: &str, all: &mut Shown) {
    let name = arg.get_id().as_str();
    let at = format!("accord{path} {name}");
    assert!(arg.get_long_help().is_none(), "{at}: a second paragraph has no place in help");
    if let Some(help) = arg.get_help() {
        all.push((help.to_string(), argument_ids(path, name, None)));
    }
    if !arg.get_action().takes_values() {
        return;
    }
    for value in arg.get_possible_values().iter().filter(|value| !value.is_hide_set()) {
        if let Some(help) = value.get_help() {
            all.push((help.to_string(), argument_ids(path, name, Some(value.get_name()))));
        }
    }
    for word in arg.get_value_names().unwrap_or_default() {
        match value_id(word) {
            Some(id) => all.push((word.to_string(), vec![id])),
            None => assert!(["HH:MM", "1-5"].contains(&word.as_str()), "{at}: {word}"),
        }
    }
}

fn of_command(command: &Command, path: &str, all: &mut Shown) {
    let about = command.get_about().unwrap_or_else(|| panic!("accord{path} says nothing"));
    assert!(command.get_long_about().is_none(), "accord{path}: a second paragraph has no place");
    all.push((about.to_string(), command_ids(path)));
    command.get_arguments().for_each(|arg| of_argument(arg, path, all));
    for below in command.get_subcommands() {
        of_command(below, &format!("{path}-{}", below.get_name()), all);
    }
}

#[test]
fn every_command_and_argument_has_its_german_and_every_german_its_command() {
    let mut all = Shown::new();
    of_command(&Cli::command(), "", &mut all);
    assert!(all.len() > 300, "the walk looks in the wrong place: {}", all.len());
    let there: BTreeSet<&str> = help_ids(Lang::De).collect();
    assert_eq!(there.len(), help_ids(Lang::De).count(), "an id stands twice");
    let mut used: BTreeMap<&str, &str> = BTreeMap::new();
    let mut missing = BTreeSet::new();
    for (english, ids) in &all {
        let Some(id) = ids.iter().find(|id| there.contains(id.as_str())) else {
            missing.insert(format!("{} = {english}", ids[0]));
            continue;
        };
        let german = help(Lang::De, ids, english).expect("it is there");
        assert!(!german.ends_with('.') && !german.contains(['!', '{']), "{id}: {german}");
        assert!(id.starts_with("value-") || german != *english, "{id} is left in English");
        let before = used.insert(id, english).unwrap_or(english);
        assert_eq!(before, english, "{id} stands for two texts: one needs an id of its own");
    }
    assert!(missing.is_empty(), "without German:\n{}", Vec::from_iter(missing).join("\n"));
    let unused: Vec<_> = there.iter().filter(|id| !used.contains_key(*id)).collect();
    assert!(unused.is_empty(), "German without its command: {unused:?}");
}

/// Every help page of a language, short and long.
fn pages(lang: Lang) -> Vec<String> {
    fn of(command: &mut Command, all: &mut Vec<String>) {
        all.push(command.render_help().to_string());
        all.push(command.render_long_help().to_string());
        command.get_subcommands_mut().for_each(|below| of(below, all));
    }
    let mut command = command(lang);
    command.build();
    let mut all = Vec::new();
    of(&mut command, &mut all);
    all
}

#[test]
fn no_help_page_in_german_keeps_a_word_of_the_parsers() {
    let english = ["Usage:", "Options:", "Commands:", "Arguments:", "Print ", "COMMAND"];
    let around = ["[default", "[env", "[possible", "ossible values", "[OPTIONS]", "<FILE>"];
    let shown = pages(Lang::De);
    assert!(shown.len() > 200, "{}", shown.len());
    for page in shown {
        for word in english.iter().chain(&around) {
            assert!(!page.contains(word), "{word}:\n{page}");
        }
        assert!(page.contains("Aufruf: accord") && page.contains("Optionen:"), "{page}");
    }
    let english = pages(Lang::En).concat();
    assert!(english.contains("Usage: accord") && english.contains("Print help"));
}

/// Names that are typed, and so are the same in every language.
fn typed(command: &Command, all: &mut BTreeSet<String>) {
    all.insert(command.get_name().into());
    for arg in command.get_arguments() {
        all.extend(arg.get_long().map(str::to_owned));
        all.extend(arg.get_short().map(String::from));
        all.extend(arg.get_env().map(|name| name.to_string_lossy().into_owned()));
        all.extend(arg.get_possible_values().iter().map(|value| value.get_name().to_owned()));
        all.extend(arg.get_default_values().iter().map(|v| v.to_string_lossy().into_owned()));
    }
    command.get_subcommands().for_each(|below| typed(below, all));
}

#[test]
fn no_help_page_has_a_text_from_elsewhere() {
    let mut names = BTreeSet::from(["h", "V", "help", "version", "HH", "MM"].map(str::to_owned));
    typed(&Cli::command(), &mut names);
    for page in pages(Lang::Pseudo) {
        // Between backticks stands what is typed.
        let said: String = page.split('`').step_by(2).collect();
        let words = said.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
        let plain = words
            .map(|word| word.trim_start_matches('-'))
            .filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()) && !names.contains(*word));
        let plain: Vec<&str> = plain.collect();
        assert!(plain.is_empty(), "{plain:?} came from no message:\n{page}");
    }
}

#[test]
fn a_command_line_is_the_same_in_every_language() {
    fn shape(command: &Command, all: &mut Vec<String>) {
        let mut args: Vec<String> = command
            .get_arguments()
            .map(|arg| {
                let (id, short, long) = (arg.get_id(), arg.get_short(), arg.get_long());
                let (values, count) = (arg.get_default_values(), arg.get_num_args());
                let needed = (arg.is_required_set(), arg.is_global_set(), arg.get_env());
                format!("{id} {short:?} {long:?} {values:?} {count:?} {needed:?}")
            })
            .collect();
        args.sort();
        all.push(format!("{} {args:#?}", command.get_name()));
        command.get_subcommands().for_each(|below| shape(below, all));
    }
    let of = |lang: Lang| {
        let mut command = command(lang);
        command.build();
        let mut all = Vec::new();
        shape(&command, &mut all);
        all
    };
    let english = of(Lang::En);
    for lang in [Lang::De, Lang::Pseudo] {
        for (one, other) in english.iter().zip(of(lang)) {
            assert_eq!(*one, other);
        }
    }
}
