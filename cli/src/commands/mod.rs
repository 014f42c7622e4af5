//! From words to commands: one file a topic. Texts are fetched, dates and codes read; nothing is decided.

mod agree;
mod beside;
mod boundary;
mod identity;
mod import;
mod joint;
mod private;
mod promise;
mod repair;
mod ritual;
mod texts;
mod unsent;
mod values;

use std::path::PathBuf;
use std::time::Duration;

use accord_client_core::client::command::{Command, ExportFormat};
use accord_client_core::client::joint::JointCommand;
use accord_client_core::client::notes::PrivateCommand;
use accord_client_core::law::command::LawCommand;
use accord_client_core::refused::{Class, Refused};
use accord_client_core::sheet::calendar::Wanted;
use accord_content::{Lang, Messages};

use crate::args::{AsideCmd, Cmd, DevicesCmd, Format, LeaveArgs, TextsCmd, WordsCmd};
use crate::error::refused;
use crate::typed::Source;

/// What a command line comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// One command on a home that has an identity.
    Run(Command),
    /// One command that may make the identity.
    Begin(Command),
    /// Open an editor with a text both write.
    JointEdit {
        /// Which.
        id: String,
        /// The text that was shown before.
        seen: Option<String>,
    },
    /// Show a wording and ask, then propose it.
    JointPropose(JointCommand),
    /// Exchange until stopped.
    Watch {
        /// When to lock again; `None` where nothing was said.
        relock: Option<Relock>,
    },
    /// Make new recovery words and put them in place.
    Renew {
        /// Remove all other own devices.
        remove_others: bool,
        /// Even if nothing opens the private notes any more.
        lose_private: bool,
    },
    /// One command on the private page, which may have to be opened.
    Private(PrivateCommand),
    /// Leave, perhaps with everything on this device.
    Leave {
        /// Remove this home's files.
        erase: bool,
        /// Say nothing to the partner.
        quiet: bool,
        /// Asked already.
        yes: bool,
    },
    /// Read about a record that does not feel right.
    NotRight {
        /// Its id or the beginning of it.
        id: String,
    },
    /// Write a file.
    Export {
        /// What makes it.
        command: Command,
        /// Where; standard output without it.
        output: Option<PathBuf>,
    },
}

/// When a watch locks itself again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relock {
    /// It goes on until it is stopped.
    Never,
    /// After this long.
    After(Duration),
}

/// How long a watch stays unlocked where a passphrase was typed.
const USUAL_WATCH: Duration = Duration::from_mins(15);

impl Relock {
    /// What holds where nobody said anything. Nobody's hands are on a watch, so its idle time begins at once. A passphrase that lies in a
    /// file, or a key that the keyring gives to anybody, keeps nobody out.
    pub(crate) fn usual(passphrase_typed: bool) -> Self {
        if passphrase_typed { Self::After(USUAL_WATCH) } else { Self::Never }
    }
}

/// What reading a command line may need besides its words.
pub struct Reading<'a> {
    /// Where texts come from.
    pub source: &'a mut dyn Source,
    /// Milliseconds since 1970 by the device's clock.
    pub unix_ms: i64,
    /// The device's own IANA zone.
    pub zone: &'a str,
    /// A registration token of the environment.
    pub token: Option<String>,
    /// The reader's language: a copied template is in it.
    pub lang: Lang,
    /// What this device is called among its owner's.
    pub device_name: &'a str,
}

impl std::fmt::Debug for Reading<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").field("zone", &self.zone).finish_non_exhaustive()
    }
}

/// Reads a command line.
///
/// # Errors
/// What does not fit is a usage error; what a text's source says.
pub fn plan(cmd: &Cmd, reading: &mut Reading<'_>) -> Result<Plan, Refused> {
    let run = |command| Ok(Plan::Run(command));
    match cmd {
        Cmd::Init { .. }
        | Cmd::Join { .. }
        | Cmd::Recover { .. }
        | Cmd::Relay { .. }
        | Cmd::MoveRelay { .. }
        | Cmd::Profile { .. }
        | Cmd::Invite { .. }
        | Cmd::Pairing { .. } => identity::plan(cmd, reading),
        Cmd::Words { what: None } => run(Command::Words),
        Cmd::Words {
            what: Some(WordsCmd::Renew { remove_other_devices, without_private_notes }),
        } => Ok(Plan::Renew {
            remove_others: *remove_other_devices,
            lose_private: *without_private_notes,
        }),
        Cmd::Sync { watch: true, relock } => {
            Ok(Plan::Watch { relock: relock.as_deref().map(values::relock).transpose()? })
        }
        Cmd::Sync { watch: false, .. } => run(Command::Sync { watch: false }),
        Cmd::Status => run(Command::Status),
        Cmd::Verify => run(Command::Verify),
        Cmd::Whatsnew { seen } => run(Command::WhatsNew { seen: *seen }),
        Cmd::Asks => run(Command::Asks),
        Cmd::Answer { ask, choice } => {
            run(Command::Answer { ask: ask.clone(), choice: choice.clone() })
        }
        Cmd::Agree { what } => agree::command(what, reading).map(Plan::Run),
        Cmd::Ritual { what } => ritual::command(what, reading).map(Plan::Run),
        Cmd::Plan { what } => ritual::plan(what, reading).map(Plan::Run),
        Cmd::Limit { what } => boundary::command(what, false, reading).map(Plan::Run),
        Cmd::Permit { what } => boundary::command(what, true, reading).map(Plan::Run),
        Cmd::Promise { what } => promise::command(what, reading).map(Plan::Run),
        Cmd::Repair { what } => repair::command(what, reading).map(Plan::Run),
        Cmd::Joint { what } => joint::plan(what, reading),
        Cmd::Today => run(Command::Today),
        Cmd::Ics { neutral, own, output } => Ok(Plan::Export {
            command: Command::Calendar {
                wanted: Wanted {
                    own: *own,
                    neutral: neutral.then(|| Messages::of(reading.lang).text("sheet-busy", &[])),
                },
            },
            output: output.clone(),
        }),
        Cmd::Texts(TextsCmd::NotRight { id: Some(id) }) => Ok(Plan::NotRight { id: id.clone() }),
        Cmd::Texts(what) => texts::copy(what, reading),
        Cmd::Beside(what) => beside::command(what, reading).map(Plan::Run),
        Cmd::Private { what } => private::command(what, reading),
        Cmd::Forgive { what } => private::forgive(what, reading),
        Cmd::Aside { what } => run(match what {
            None => Command::Asides,
            Some(AsideCmd::Again { id }) => Command::AsideAgain { id: id.clone() },
            Some(AsideCmd::Drop { id }) => Command::AsideDrop { id: id.clone() },
        }),
        Cmd::Devices { what: None | Some(DevicesCmd::List) } => run(Command::Devices),
        Cmd::Devices { what: Some(DevicesCmd::Add { spoken, .. }) } => {
            run(Command::DeviceAdd { spoken: *spoken })
        }
        Cmd::Devices { what: Some(DevicesCmd::Show { id }) } => {
            run(Command::DeviceActs { id: id.clone() })
        }
        Cmd::Unsent { what } => unsent::plan(what),
        Cmd::Devices { what: Some(DevicesCmd::Seen) } => run(Command::DevicesSeen),
        Cmd::Devices { what: Some(DevicesCmd::Remove { id, without_private_notes }) } => {
            run(Command::DeviceRemove { id: id.clone(), lose_private: *without_private_notes })
        }
        Cmd::Import(args) => import::plan(args),
        Cmd::Leave(args) => leave(args),
        Cmd::Export {
            for_counsellor: true, since, with_promises, with_repairs, output, ..
        } => Ok(Plan::Export {
            command: Command::CounsellorSheet {
                since: since.as_deref().map(values::day).transpose()?,
                promises: *with_promises,
                repairs: *with_repairs,
            },
            output: output.clone(),
        }),
        Cmd::Export { private: true, output, .. } => {
            Ok(Plan::Export { command: private::file(), output: output.clone() })
        }
        Cmd::Export { first_session: true, output, .. } => {
            Ok(Plan::Export { command: Command::FirstSession, output: output.clone() })
        }
        Cmd::Export { mine, format, output, .. } => {
            let format = match format {
                Format::Json => ExportFormat::Json,
                Format::Html => ExportFormat::Html,
                Format::Automerge => ExportFormat::Automerge,
            };
            // These two are for programs; a page says it itself.
            let note = Messages::of(Lang::En).text("sheet-note", &[]);
            Ok(Plan::Export {
                command: Command::Export { mine: *mine, format, note },
                output: output.clone(),
            })
        }
    }
}

fn leave(args: &LeaveArgs) -> Result<Plan, Refused> {
    // Stopping quietly keeps everything, so it needs no second word.
    if !args.keep && !args.erase && !args.quiet {
        return Err(refused("keep_or_erase", Class::Usage));
    }
    Ok(Plan::Leave { erase: args.erase, quiet: args.quiet, yes: args.yes })
}

const fn say(what: LawCommand) -> Command {
    Command::Say { what, draft: false }
}

/// A text that may be `-` for standard input.
fn given(text: Option<&String>, reading: &mut Reading<'_>) -> Result<Option<String>, Refused> {
    match text.map(String::as_str) {
        Some("-") => reading.source.stdin().map(Some),
        other => Ok(other.map(str::to_owned)),
    }
}

/// A text that must be there: from the command line, standard input, or an editor.
fn needed(text: Option<&String>, reading: &mut Reading<'_>) -> Result<String, Refused> {
    let text = match given(text, reading)? {
        Some(text) => Some(text),
        None => reading.source.edit("")?,
    };
    text.filter(|text| !text.trim().is_empty()).ok_or_else(|| refused("words_needed", Class::Usage))
}

#[cfg(test)]
mod tests;
