//! Identity, relay, profile and pairing.

use std::path::Path;

use accord_client_core::client::command::{Command, Invitation, RelayAddress};
use accord_client_core::refused::{Class, Refused};

use super::{Plan, Reading};
use crate::args::{Cmd, InviteCmd, PairingCmd, ProfileCmd, RelayCmd};
use crate::error::refused;
use crate::typed::read_file;

pub(super) fn plan(cmd: &Cmd, reading: &mut Reading<'_>) -> Result<Plan, Refused> {
    Ok(match cmd {
        Cmd::Init { name, relay, token_file } => {
            let token = token(token_file.as_deref(), reading)?;
            let relay = relay.clone().map(|url| RelayAddress { url, token });
            Plan::Begin(Command::Init {
                name: name.clone(),
                device_name: reading.device_name.to_owned(),
                relay,
            })
        }
        Cmd::Join { link, spoken, relay, own, name, token_file, .. } => {
            let invitation = match (link, spoken) {
                (Some(link), _) => Invitation::Link(typed(link, reading)?.trim().to_owned()),
                (None, Some(words)) => {
                    let url =
                        relay.clone().ok_or_else(|| refused("no_relay_named", Class::Usage))?;
                    let words = spoken_words(words, reading)?;
                    Invitation::Spoken { words, relay: url, own: *own }
                }
                (None, None) => return Err(refused("bad_link", Class::Usage)),
            };
            Plan::Begin(Command::Join {
                invitation,
                name: name.clone(),
                device_name: reading.device_name.to_owned(),
                token: token(token_file.as_deref(), reading)?,
            })
        }
        Cmd::Recover { relay, words, token_file } => {
            let token = token(token_file.as_deref(), reading)?;
            let words = if *words == ["-"] { reading.source.stdin()? } else { words.join(" ") };
            Plan::Begin(Command::Recover {
                words,
                relay: RelayAddress { url: relay.clone(), token },
                device_name: reading.device_name.to_owned(),
            })
        }
        Cmd::Relay { what: None } => Plan::Run(Command::RelayShow),
        Cmd::Relay { what: Some(RelayCmd::Set { url, token_file }) } => {
            let token = token(token_file.as_deref(), reading)?;
            Plan::Run(Command::RelaySet { relay: RelayAddress { url: url.clone(), token } })
        }
        Cmd::MoveRelay { url, token_file } => {
            let token = token(token_file.as_deref(), reading)?;
            Plan::Run(Command::MoveRelay { relay: RelayAddress { url: url.clone(), token } })
        }
        Cmd::Relay { what: Some(RelayCmd::Reset) } => Plan::Run(Command::RelayReset),
        Cmd::Profile { what: ProfileCmd::Name { name } } => {
            Plan::Run(Command::ProfileName { name: name.clone() })
        }
        Cmd::Profile { what: ProfileCmd::Zone { zone, hide } } => {
            Plan::Run(Command::ProfileZone { zone: zone.clone().filter(|_| !hide) })
        }
        Cmd::Invite { what: Some(InviteCmd::Cancel), .. } => Plan::Run(Command::InviteCancel),
        Cmd::Invite { what: None, spoken, with, .. } => {
            Plan::Run(Command::Invite { spoken: *spoken, with: with.clone() })
        }
        Cmd::Pairing { what: Some(PairingCmd::Confirm { words }) } => {
            Plan::Run(Command::PairingConfirm { words: spoken_words(words, reading)? })
        }
        _ => Plan::Run(Command::Pairing),
    })
}

/// Words as typed, in one argument or several, in any case.
fn spoken_words(words: &[String], reading: &mut Reading<'_>) -> Result<Vec<String>, Refused> {
    let text = if words == ["-"] { reading.source.stdin()? } else { words.join(" ") };
    Ok(text.split_whitespace().map(str::to_lowercase).collect())
}

/// A secret that should not stand in a shell's history may come from standard input.
fn typed(text: &str, reading: &mut Reading<'_>) -> Result<String, Refused> {
    if text == "-" { reading.source.stdin() } else { Ok(text.to_owned()) }
}

fn token(file: Option<&Path>, reading: &Reading<'_>) -> Result<Option<String>, Refused> {
    match file {
        Some(file) => read_file(file).map(|text| Some(text.trim().to_owned())),
        None => Ok(reading.token.clone()),
    }
}
