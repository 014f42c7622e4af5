//! Help in the reader's language. The English stands beside the commands; another language is laid over it before anything is parsed.
//!
//! Changes texts only: names, flags and values are the same in every language, so that one command line works in all of them.

use std::fmt::Display;

use accord_content::{Lang, Messages, help};
use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command, CommandFactory as _};

use crate::args::Cli;

/// After everything a command has of its own, as clap's own help stands.
const LAST: usize = 999;

/// The command line with its help in a language.
#[must_use]
pub fn command(lang: Lang) -> Command {
    let english = Cli::command();
    if lang == Lang::En {
        return english;
    }
    let frame = Frame { lang, messages: Messages::of(lang) };
    let command = frame.command(english.disable_help_flag(true).disable_version_flag(true), "");
    // Only a built command knows how it is called.
    let mut built = command.clone();
    built.build();
    frame.usage(command, &mut built)
}

/// Ids of a command's text: its own place only.
#[must_use]
pub fn command_ids(path: &str) -> Vec<String> {
    vec![format!("command{}", if path.is_empty() { "-accord" } else { path })]
}

/// Ids of an argument's text, or of one of its values: its command's first, then those above it.
#[must_use]
pub fn argument_ids(path: &str, argument: &str, value: Option<&str>) -> Vec<String> {
    let value = value.map_or_else(String::new, |value| format!("--{value}"));
    let mut above = path;
    let mut ids = vec![format!("command{above}--{argument}{value}")];
    while let Some((shorter, _)) = above.rsplit_once('-') {
        above = shorter;
        ids.push(format!("command{above}--{argument}{value}"));
    }
    ids
}

/// The id of a placeholder, where it is a word.
#[must_use]
pub fn value_id(name: &str) -> Option<String> {
    let word = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    word.then(|| format!("value-{name}"))
}

/// What stands around every help text, in one language.
struct Frame {
    lang: Lang,
    messages: &'static Messages,
}

impl Frame {
    fn text(&self, id: &str) -> String {
        self.messages.text(id, &[])
    }

    fn filled(&self, id: &str, value: &str) -> String {
        self.messages.text(id, &[("value", value.into())])
    }

    fn said(&self, ids: &[String], english: &impl Display) -> String {
        let english = english.to_string();
        help(self.lang, ids, &english).unwrap_or(english)
    }

    fn value_name(&self, name: &str) -> String {
        value_id(name).map_or_else(|| name.to_owned(), |id| self.said(&[id], &name))
    }

    /// A command and all below it; `path` is `-agree-propose`, of the program itself nothing.
    fn command(&self, mut command: Command, path: &str) -> Command {
        if let Some(about) = command.get_about().cloned() {
            command = command.about(self.said(&command_ids(path), &about));
        }
        let sections = self.sections(&command);
        let version = path.is_empty().then(|| {
            let version = Arg::new("version").short('V').long("version");
            version.action(ArgAction::Version).display_order(LAST).help(self.text("help-version"))
        });
        let helps = Arg::new("help").short('h').long("help").action(ArgAction::Help);
        let helps = helps.help(self.text("help-help-short")).display_order(LAST);
        command
            .mut_args(|arg| self.argument(arg, path))
            .arg(helps.long_help(self.text("help-help-long")))
            .args(version)
            .subcommand_value_name(self.text("help-command"))
            .help_template(sections)
            .mut_subcommands(|below| {
                let path = format!("{path}-{}", below.get_name());
                self.command(below, &path)
            })
    }

    /// The order of clap's own help, under headings of this language.
    fn sections(&self, command: &Command) -> String {
        let styles = command.get_styles();
        let (usage, header) = (styles.get_usage(), styles.get_header());
        let section =
            |id: &str, tag: &str| format!("\n\n{header}{}{header:#}\n{{{tag}}}", self.text(id));
        let mut all = format!(
            "{{before-help}}{{about-with-newline}}\n{usage}{}{usage:#} {{usage}}",
            self.text("help-usage")
        );
        if command.get_subcommands().any(|below| !below.is_hide_set()) {
            all.push_str(&section("help-commands", "subcommands"));
        }
        if command.get_positionals().next().is_some() {
            all.push_str(&section("help-arguments", "positionals"));
        }
        all.push_str(&section("help-options", "options"));
        all.push_str("{after-help}");
        all
    }

    fn argument(&self, mut arg: Arg, path: &str) -> Arg {
        let name = arg.get_id().to_string();
        let takes = arg.get_action().takes_values();
        if let (true, Some(names)) = (takes, arg.get_value_names()) {
            let names: Vec<String> = names.iter().map(|name| self.value_name(name)).collect();
            arg = arg.value_names(names);
        }
        let help = arg.get_help().map(|help| self.said(&argument_ids(path, &name, None), help));
        let values: Vec<PossibleValue> = match takes {
            true => arg.get_possible_values().into_iter().filter(|v| !v.is_hide_set()).collect(),
            false => Vec::new(),
        };
        let around = self.around(&arg, takes);
        let listed = self.listed(&values, path, &name);
        let short = (!values.is_empty()).then(|| {
            let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
            self.filled("help-values", &names.join(", "))
        });
        let short: Vec<String> = help.iter().cloned().chain(around.clone()).chain(short).collect();
        if short.is_empty() {
            return arg;
        }
        arg = arg.help(short.join(" "));
        if let Some(listed) = listed {
            let long: Vec<String> = help.into_iter().chain([listed]).chain(around).collect();
            arg = arg.long_help(long.join("\n\n"));
        }
        if !takes {
            return arg;
        }
        arg.hide_env(true).hide_default_value(true).hide_possible_values(true)
    }

    /// The default and the environment variable of an argument.
    fn around(&self, arg: &Arg, takes: bool) -> Vec<String> {
        let variable = arg.get_env().map(|name| name.to_string_lossy());
        let variable = variable.map(|name| self.filled("help-environment", &name));
        let defaults = arg.get_default_values().iter().map(|value| value.to_string_lossy());
        let defaults = defaults.collect::<Vec<_>>().join(" ");
        let default = (takes && !defaults.is_empty()).then_some(defaults);
        variable
            .into_iter()
            .chain(default.map(|default| self.filled("help-default", &default)))
            .collect()
    }

    /// Possible values with what each means, where any says so.
    fn listed(&self, values: &[PossibleValue], path: &str, argument: &str) -> Option<String> {
        values.iter().find(|value| value.get_help().is_some())?;
        let lines = values.iter().map(|value| {
            let name = value.get_name();
            let ids = argument_ids(path, argument, Some(name));
            let says = value.get_help().map(|help| format!(": {}", self.said(&ids, help)));
            format!("\n- {name}{}", says.unwrap_or_default())
        });
        Some(format!("{}{}", self.text("help-values-list"), lines.collect::<String>()))
    }

    /// How a command is called, where clap's own line says "[OPTIONS]".
    fn usage(&self, command: Command, built: &mut Command) -> Command {
        let usage = built.render_usage().ansi().to_string();
        let line = usage.split_once(' ').map_or("", |(_heading, line)| line);
        let indent = " ".repeat(self.text("help-usage").chars().count() + 1);
        let line = line.replace("[OPTIONS]", &self.text("help-some-options"));
        let line = line.replace("\n       ", &format!("\n{indent}"));
        command.override_usage(line).mut_subcommands(|below| {
            let name = below.get_name().to_owned();
            match built.find_subcommand_mut(&name) {
                Some(built) => self.usage(below, built),
                None => below,
            }
        })
    }
}
