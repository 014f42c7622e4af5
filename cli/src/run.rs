//! One command from its words to its exit code.
//!
//! Owns the order: read the words, open the home, carry out, show. Must not know laws, keys or sockets.

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::pin::pin;
use std::time::Duration;

use accord_client_core::client::command::{Command, Outcome, Reply, StoreView};
use accord_client_core::refused::{Class, Refused};
use accord_content::{Lang, Messages};
use clap::FromArgMatches as _;
use clap::error::ErrorKind;

use crate::args::{AgreeCmd, BoundaryCmd, Cli, Cmd, DevicesCmd, TextsCmd};
use crate::clock::Clock;
use crate::commands::{Plan, Reading, Relock, plan};
use crate::error::{exit_code, refused, sentence};
use crate::help;
use crate::home::{Home, Place};
use crate::joint::Ended;
use crate::lang::{chosen, of_words};
use crate::leave::leave;
use crate::look::scene;
use crate::parting;
use crate::private::{self, PinFiles};
use crate::render;
use crate::renew::renew;
use crate::store::FILE_NAME;
use crate::typed::{Terminal, say};
use crate::watch::watch;

/// After this long a person is told what is being waited for.
const PROGRESS_AFTER: Duration = Duration::from_secs(1);

/// How one command answers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) json: bool,
    pub(crate) lang: Lang,
    pub(crate) colour: bool,
    pub(crate) diff: bool,
    pub(crate) hidden: bool,
    /// A link is drawn as a code too.
    pub(crate) qr: bool,
    /// The copy of a space that is over may go, so that a new one can begin.
    pub(crate) anew: bool,
}

/// Runs one command line and says how it ended.
#[must_use]
pub fn run(words: Vec<OsString>) -> u8 {
    let json_asked = words.iter().any(|word| word == "--json");
    // What a script reads is English.
    let lang = if json_asked { Lang::En } else { of_words(&words) };
    let cli = match parsed(words, lang) {
        Ok(cli) => cli,
        Err(error) if !error.use_stderr() => {
            // Help and version, in colour where the terminal has it.
            drop(error.print());
            return 0;
        }
        Err(error) if json_asked => {
            let said = refused("usage", Class::Usage).with(first_paragraph(&error));
            return failed(&said.into(), true, lang);
        }
        Err(error) => {
            let help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
            if lang != Lang::En && !help {
                // The parser's own lines, which name the argument, are English.
                say(&format!("{}\n\n", sentence(&refused("usage", Class::Usage), lang)));
            }
            drop(error.print());
            return exit_code(Class::Usage);
        }
    };
    match carry_out(&cli) {
        Ok(()) => 0,
        Err(ended) => failed(&ended, cli.json, chosen(cli.lang)),
    }
}

/// The words of a command line. Asking for help about a command is that command with `--help`.
fn parsed(words: Vec<OsString>, lang: Lang) -> Result<Cli, clap::Error> {
    let mut command = help::command(lang);
    let matches = command.try_get_matches_from_mut(words)?;
    let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    let Cmd::Texts(TextsCmd::Help { words }) = cli.command else { return Ok(cli) };
    let about = words.into_iter().map(OsString::from);
    parsed(std::iter::once("accord".into()).chain(about).chain(["--help".into()]).collect(), lang)
}

/// What the parser says, in one line: which words are missing stands in the lines below the first.
fn first_paragraph(error: &clap::Error) -> String {
    let said = error.to_string();
    let lines = said.lines().map(str::trim).take_while(|line| !line.is_empty());
    let said = lines.collect::<Vec<_>>().join(" ");
    said.trim_start_matches("error: ").to_owned()
}

fn failed(ended: &Ended, as_json: bool, lang: Lang) -> u8 {
    say(&format!("{}\n", ended.said(as_json, lang)));
    exit_code(ended.refused.class)
}

/// The clock of this command.
pub(crate) fn clock() -> Result<Clock, Refused> {
    match std::env::var("ACCORD_NOW") {
        Ok(moment) => Clock::fixed(&moment).map_err(|_| refused("bad_clock", Class::Usage)),
        Err(_) => Ok(Clock::system()),
    }
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn carry_out(cli: &Cli) -> Result<(), Ended> {
    let lang = chosen(cli.lang);
    if let Cmd::Texts(what) = &cli.command
        && !what.needs_home()
    {
        // Before clock, folder and lock: help is there whatever is wrong with them.
        return Ok(crate::texts::answer(what, lang, cli.json)?);
    }
    let clock = clock()?;
    let (unix_ms, zone) = clock.read();
    let mut terminal = Terminal {
        passphrase_file: variable("ACCORD_PASSPHRASE_FILE").map(PathBuf::from),
        json: cli.json,
        lang,
    };
    let token = std::env::var("ACCORD_RELAY_TOKEN").ok().map(|token| token.trim().to_owned());
    let mut reading = Reading {
        lang,
        source: &mut terminal,
        unix_ms,
        zone: &zone,
        token: token.filter(|token| !token.is_empty()),
        device_name: &device_name(),
    };
    let plan = plan(&cli.command, &mut reading)?;
    if wants_code(&cli.command) && (cli.json || !std::io::stdout().is_terminal()) {
        // Before anything is made: a code that nobody sees is no use, and a file that holds one is a key left lying about.
        return Err(refused("qr_needs_terminal", Class::Usage).into());
    }
    let folder = cli.home.clone().map_or_else(Place::usual, Ok)?;
    let place = Place { clock, unlock: cli.unlock, ..Place::at(folder) };
    parting::tidy(&place.folder)?;
    if let Plan::Run(Command::Sync { .. }) | Plan::Watch { .. } = &plan
        && parting::waits(&place.folder)
    {
        // A leaving of a home that was erased goes first. Where there is a home, its own exchange says whether the relay answers.
        let alone = !place.folder.join(FILE_NAME).exists();
        match parting::hand_over(&place.folder) {
            Ok(_) if alone => return Ok(told(cli.json, lang)?),
            Err(refused) if alone || !refused.is("leaving_waits") => return Err(refused.into()),
            _ => {}
        }
    }
    let home = match &plan {
        Plan::Begin(_) => Home::begin(&place, &mut terminal)?,
        _ => Home::open(&place, &mut terminal)?,
    };
    let style = Style {
        json: cli.json,
        lang,
        colour: !cli.json && std::io::stdout().is_terminal() && variable("NO_COLOR").is_none(),
        diff: wants_diff(&cli.command),
        hidden: matches!(&cli.command, Cmd::Agree { what: AgreeCmd::List { hidden: true, .. } }),
        qr: wants_code(&cli.command),
        anew: matches!(&cli.command, Cmd::Invite { anew: true, .. } | Cmd::Join { anew: true, .. }),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|_| refused("home_failed", Class::Unexpected))?;
    let done = runtime.block_on(with(home, plan, style, &terminal));
    // A request that nobody waits for any more does not hold the process.
    runtime.shutdown_background();
    done
}

/// An erased home's leaving is at the relay, and nothing of that home is left.
fn told(json: bool, lang: Lang) -> Result<(), Refused> {
    if json {
        // As every exchange answers, with what it was for.
        return print(
            "{\"sent\":0,\"received\":0,\"waiting\":0,\"position\":0,\"records\":{\"sent\":1,\"received\":0},\"questions\":0,\"leaving\":\"told\"}\n",
        );
    }
    print(format!("{}\n", Messages::of(lang).text("app-leaving-told", &[])))
}

async fn with(mut home: Home, plan: Plan, style: Style, terminal: &Terminal) -> Result<(), Ended> {
    match plan {
        Plan::Begin(command) => begin(home, command, style).await?,
        Plan::Run(command) => one(&mut home, command, style).await?,
        Plan::JointEdit { id, seen } => {
            let command = crate::joint::edit(&mut home, id, seen, terminal).await?;
            one(&mut home, command, style).await?;
        }
        Plan::Renew { remove_others, lose_private } => {
            renew(home, remove_others, lose_private, style).await?;
        }
        Plan::JointPropose(what) => {
            let scene = scene(&mut home, style).await?;
            if let Some(command) = crate::joint::propose(&mut home, what, &scene, terminal).await? {
                one(&mut home, command, style).await?;
            }
        }
        Plan::Watch { relock } => {
            let typed = home.is_under_passphrase() && terminal.passphrase_file.is_none();
            watch(&mut home, relock.unwrap_or(Relock::usual(typed)), style).await?;
        }
        Plan::Leave { erase, quiet, yes } => {
            leave(home, erase, quiet, yes, style, terminal).await?;
        }
        Plan::NotRight { id } => crate::texts::not_right(&mut home, &id, style).await?,
        Plan::Private(what) => {
            let files = PinFiles::of(variable);
            let (command, outcome) =
                private::carry_out(&mut home, what, style, terminal, &files).await;
            show(&mut home, &command, outcome?, style).await?;
        }
        Plan::Export { command: Command::Private { what, .. }, output } => {
            let files = PinFiles::of(variable);
            let (command, outcome) =
                private::carry_out(&mut home, what, style, terminal, &files).await;
            crate::leave::export(&command, outcome?, output.as_deref(), style)?;
        }
        Plan::Export { command, output } => {
            let reply = patiently(&mut home, command.clone(), style).await?;
            crate::leave::export(&command, reply, output.as_deref(), style)?;
        }
    }
    Ok(())
}

/// One command, and its answer.
async fn one(home: &mut Home, command: Command, style: Style) -> Result<(), Ended> {
    let command = whole_choice(home, command).await;
    match anew(home, command.clone(), style).await {
        Ok(reply) => Ok(show(home, &command, reply, style).await?),
        Err(refused) => Err(Ended::of(home, &command, refused, style).await),
    }
}

/// Makes an identity. Where that is refused, a home made for it goes again: a refusal changes nothing, and nobody has seen its words.
async fn begin(mut home: Home, command: Command, style: Style) -> Result<(), Refused> {
    match anew(&mut home, command.clone(), style).await {
        Ok(reply) => show(&mut home, &command, reply, style).await,
        Err(refused) => {
            // A recovery that got as far as a home goes on in it with the next try.
            let goes_on =
                matches!(command, Command::Recover { .. }) && home.driver().client().has_identity();
            if home.is_new() && !goes_on {
                drop(home.erase());
            }
            Err(refused)
        }
    }
}

/// The same, where a copy of a space that is over stands in its way and its owner said that it may go.
async fn anew(home: &mut Home, command: Command, style: Style) -> Outcome {
    let outcome = patiently(home, command.clone(), style).await;
    if !style.anew || !outcome.as_ref().is_err_and(|refused| refused.is("copy_is_here")) {
        return outcome;
    }
    home.run(Command::PutAway).await?;
    patiently(home, command, style).await
}

/// Carries out a command; what takes over a second says what it waits for.
pub(crate) async fn patiently(home: &mut Home, command: Command, style: Style) -> Outcome {
    let mut run = pin!(home.run(command));
    tokio::select! {
        outcome = &mut run => return outcome,
        () = tokio::time::sleep(PROGRESS_AFTER) => {}
    }
    if !style.json && std::io::stderr().is_terminal() {
        let waiting = Messages::of(style.lang).text("app-waiting-for-relay", &[]);
        say(&format!("{waiting}\n"));
    }
    run.await
}

/// Shows an answer on standard output.
pub(crate) async fn show(
    home: &mut Home,
    command: &Command,
    mut reply: Reply,
    style: Style,
) -> Result<(), Refused> {
    if let Reply::Status(status) = &mut reply {
        let path = home.store_file().display().to_string();
        status.store =
            Some(StoreView { path, bytes: home.driver().store().bytes().map_err(Refused::from)? });
    }
    if let (true, Reply::Agreements(list), false) = (style.json, &mut reply, style.hidden) {
        list.retain(|agreement| !agreement.hidden);
    }
    if style.json {
        let line = render::json(&reply).map_err(|_| refused("home_failed", Class::Unexpected))?;
        return print(format!("{line}\n"));
    }
    let scene = scene(home, style).await?;
    print(render::text(command, &reply, &scene))
}

/// Writes to standard output. Somebody who stopped reading ends nothing: the command is done.
pub(crate) fn print(text: impl AsRef<[u8]>) -> Result<(), Refused> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_ref()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(refused("file_not_written", Class::Unexpected).with(error.kind().to_string()))
        }
        _ => Ok(()),
    }
}

/// A choice by any unique beginning of its id, as with every other id.
async fn whole_choice(home: &mut Home, command: Command) -> Command {
    let Command::Answer { ask, choice } = command else { return command };
    let asks = match home.run(Command::Asks).await {
        Ok(Reply::Asks(asks)) => asks,
        _ => Vec::new(),
    };
    let asked: Vec<_> = asks.iter().filter(|one| one.id.starts_with(&ask)).collect();
    let mut fitting =
        asked.iter().flat_map(|one| &one.choices).filter(|one| one.id.starts_with(&choice));
    let choice = match (fitting.next(), fitting.next()) {
        (Some(one), None) => one.id.clone(),
        _ => choice,
    };
    Command::Answer { ask, choice }
}

fn wants_diff(command: &Cmd) -> bool {
    let Cmd::Agree { what: AgreeCmd::Show { diff, .. } } = command else {
        let (Cmd::Limit { what } | Cmd::Permit { what }) = command else { return false };
        return matches!(what, BoundaryCmd::Diff { .. });
    };
    *diff
}

fn wants_code(command: &Cmd) -> bool {
    matches!(
        command,
        Cmd::Invite { what: None, qr: true, .. }
            | Cmd::Devices { what: Some(DevicesCmd::Add { qr: true, .. }) }
    )
}

/// What this machine calls itself: shown to its owner's other devices only.
fn device_name() -> String {
    let named = std::env::var("HOSTNAME").or_else(|_| std::env::var("COMPUTERNAME"));
    let named = named.or_else(|_| std::fs::read_to_string("/etc/hostname"));
    let name = named.unwrap_or_default();
    let name = name.trim().split('.').next().unwrap_or_default();
    if name.is_empty() { "this device".into() } else { name.into() }
}
