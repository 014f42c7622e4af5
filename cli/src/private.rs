//! The private page's lock on the command line: asked for only where the core says that the page is locked.
//!
//! Owns the asking. Whether a page is locked, and what opens it, is the core's.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use accord_client_core::client::command::{Command, Outcome};
use accord_client_core::client::notes::{Pin, PrivateCommand};
use accord_client_core::refused::{Class, Refused};
use accord_content::Messages;

use crate::error::refused;
use crate::home::Home;
use crate::run::{Style, patiently};
use crate::typed::{Terminal, read_file, say, without_line_end};

/// Files that hold what opens the private page, for scripts.
#[derive(Debug, Clone, Default)]
pub(crate) struct PinFiles {
    /// What opens it now, or from a first `lock set` on.
    pub(crate) now: Option<PathBuf>,
    /// What opens it after `lock change`.
    pub(crate) new: Option<PathBuf>,
}

impl PinFiles {
    /// As the environment names them.
    pub(crate) fn of(variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> Self {
        let file = |name| variable(name).map(PathBuf::from);
        Self {
            now: file("ACCORD_PRIVATE_PASSPHRASE_FILE"),
            new: file("ACCORD_PRIVATE_NEW_PASSPHRASE_FILE"),
        }
    }
}

/// Carries out a command on the private page. It is tried closed first: what needs no opening asks nobody.
pub(crate) async fn carry_out(
    home: &mut Home,
    what: PrivateCommand,
    style: Style,
    terminal: &Terminal,
    files: &PinFiles,
) -> (Command, Outcome) {
    let mut command = Command::Private { what, pin: None };
    if let Err(refused) = prepare(&mut command, style, terminal, files) {
        return (command, Err(refused));
    }
    let outcome = patiently(home, command.clone(), style).await;
    // Where the key is still on its way nobody is asked; a lock may be there already, so a file may open it.
    let opens = |refused: &Refused| {
        refused.is("private_locked") || (refused.is("private_waits") && files.now.is_some())
    };
    if !outcome.as_ref().is_err_and(opens) {
        return (command, outcome);
    }
    let Command::Private { what, pin } = &mut command else { return (command, outcome) };
    match asked(style, terminal, files) {
        // Nobody can be asked: the core's own word stands.
        None => return (command, outcome),
        Some(Err(refused)) => return (command, Err(refused)),
        Some(Ok(typed)) => *pin = Some(typed),
    }
    if let PrivateCommand::LockChange { new } = what {
        match chosen(style, terminal, files.new.as_deref()) {
            Ok(typed) => *new = typed,
            Err(refused) => return (command, Err(refused)),
        }
    }
    let outcome = patiently(home, command.clone(), style).await;
    (command, outcome)
}

/// What is given without asking: new words for a first lock, and a file's words where a list may show more with them.
fn prepare(
    command: &mut Command,
    style: Style,
    terminal: &Terminal,
    files: &PinFiles,
) -> Result<(), Refused> {
    let Command::Private { what, pin } = command else { return Ok(()) };
    match what {
        PrivateCommand::LockSet { new } => *new = chosen(style, terminal, files.now.as_deref())?,
        PrivateCommand::List { .. } => *pin = files.now.as_deref().map(read).transpose()?,
        _ => {}
    }
    Ok(())
}

fn asked(style: Style, terminal: &Terminal, files: &PinFiles) -> Option<Result<Pin, Refused>> {
    if let Some(file) = &files.now {
        return Some(read(file));
    }
    terminal.is_person().then(|| prompt(style, "private-passphrase"))
}

fn chosen(style: Style, terminal: &Terminal, file: Option<&Path>) -> Result<Pin, Refused> {
    if let Some(file) = file {
        return read(file);
    }
    if !terminal.is_person() {
        return Err(refused("private_passphrase_needed", Class::Usage));
    }
    say(&format!("{}\n", Messages::of(style.lang).text("private-passphrase-choose", &[])));
    let first = prompt(style, "private-passphrase-new")?;
    if first != prompt(style, "private-passphrase-again")? {
        return Err(refused("passphrases_differ", Class::Usage));
    }
    Ok(first)
}

fn prompt(style: Style, message: &str) -> Result<Pin, Refused> {
    let prompt = format!("{} ", Messages::of(style.lang).text(message, &[]));
    debug_assert!(std::io::stderr().is_terminal(), "somebody is there");
    let typed = rpassword::prompt_password(prompt);
    typed.map(Pin::from).map_err(|_| refused("private_passphrase_needed", Class::Usage))
}

fn read(file: &Path) -> Result<Pin, Refused> {
    read_file(file).map(|text| Pin::from(without_line_end(text)))
}
