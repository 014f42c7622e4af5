//! Leaving and taking one's copy along: the two commands that touch more than the store.
//!
//! Erasing is last. A home goes only after its owner's leaving has been handed to the relay or lies signed beside it, or after its owner chose
//! to say nothing.

use std::io::IsTerminal as _;
use std::path::Path;

use accord_client_core::client::command::{Command, ExportFormat, Reply};
use accord_client_core::law::say::Say;
use accord_client_core::refused::{Class, Refused};
use accord_content::Messages;

use crate::error::refused;
use crate::home::Home;
use crate::parting;
use crate::render;
use crate::run::{Style, patiently, print, show};
use crate::typed::Terminal;

/// Leaves the couple; with `erase` the home goes after that.
pub(crate) async fn leave(
    mut home: Home,
    erase: bool,
    quiet: bool,
    yes: bool,
    style: Style,
    terminal: &Terminal,
) -> Result<(), Refused> {
    if !yes && (erase || !quiet) && !agreed(erase, quiet, terminal)? {
        return Err(refused("needs_yes", Class::Usage));
    }
    let command = Command::Leave { keep: true, quiet };
    let left = patiently(&mut home, command.clone(), style).await;
    if !erase {
        return show(&mut home, &command, left?, style).await;
    }
    let told = match left {
        Ok(_) if quiet => "nobody",
        // Alone there is nobody to tell; but a space left behind may be owed its end.
        Err(refused) if refused.is("not_paired") && !waits(&mut home).await? => "nobody",
        Ok(_) => "yes",
        // Told already, it may still wait here.
        Err(refused) if refused.is("not_paired") || refused.is("already_left") => "yes",
        Err(refused) => return Err(refused),
    };
    let told =
        if told == "yes" && !is_handed_over(&mut home, style).await? { "with_sync" } else { told };
    if told == "with_sync"
        && let Reply::File(ends) = home.run(Command::Farewell).await?
    {
        parting::keep(home.folder(), &ends)?;
    }
    home.erase()?;
    if style.json {
        return print(format!("{{\"state\":\"erased\",\"told\":\"{told}\"}}\n"));
    }
    let said = if told == "with_sync" { "app-erased-untold" } else { "app-erased" };
    print(format!("{}\n", Messages::of(style.lang).text(said, &[])))
}

fn agreed(erase: bool, quiet: bool, terminal: &Terminal) -> Result<bool, Refused> {
    if !terminal.is_person() {
        return Err(refused("needs_yes", Class::Usage));
    }
    Ok(terminal.agrees(match (erase, quiet) {
        (true, false) => "app-leave-erase",
        (true, true) => "app-leave-erase-quiet",
        (false, false) => "app-leave",
        (false, true) => "app-leave-quiet",
    }))
}

/// What the partner's side is still to be told, by the codes of what is to come.
const OWED: [&str; 2] = ["leaving", "ending"];

/// Whether nothing of this home waits for the partner any more, after one try to hand it over.
async fn is_handed_over(home: &mut Home, style: Style) -> Result<bool, Refused> {
    if !waits(home).await? {
        return Ok(true);
    }
    match patiently(home, Command::Sync { watch: false }, style).await {
        Ok(_) => Ok(!waits(home).await?),
        Err(_) => Ok(false),
    }
}

async fn waits(home: &mut Home) -> Result<bool, Refused> {
    match home.run(Command::Status).await? {
        Reply::Status(status) => {
            let owed = |code| OWED.contains(&code);
            Ok(status.pending.iter().filter_map(Say::code).any(owed))
        }
        _ => Ok(true),
    }
}

/// Writes an export where it was asked for.
pub(crate) fn export(
    command: &Command,
    reply: Reply,
    output: Option<&Path>,
    style: Style,
) -> Result<(), Refused> {
    let bytes = match reply {
        Reply::File(bytes) => bytes,
        Reply::Sheet(sheet) => render::sheet(&sheet, style.lang).into_bytes(),
        Reply::Export(mut export) => {
            render::in_english(&mut export);
            serde_json::to_vec_pretty(&export)
                .map_err(|_| refused("export_failed", Class::Unexpected))?
        }
        _ => return Err(refused("export_failed", Class::Unexpected)),
    };
    let Some(path) = output else {
        let binary = matches!(command, Command::Export { format: ExportFormat::Automerge, .. });
        if binary && (style.json || std::io::stdout().is_terminal()) {
            return Err(refused("output_needed", Class::Usage));
        }
        return print(bytes);
    };
    write_new(path, &bytes).map_err(|error| {
        refused("file_not_written", Class::Unexpected).with(error.kind().to_string())
    })?;
    if style.json {
        return print(format!(
            "{}\n",
            serde_json::json!({ "path": path.display().to_string(), "bytes": bytes.len() })
        ));
    }
    let path = path.display().to_string();
    let said = Messages::of(style.lang).text("app-written", &[("path", (&path).into())]);
    print(format!("{said}\n"))
}

/// Never over a file that is there, and readable for its owner only.
fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    std::io::Write::write_all(&mut options.open(path)?, bytes)
}
