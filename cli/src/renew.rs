//! New recovery words: shown before they count, because nobody can show them again.

use accord_client_core::client::command::{Command, Reply};
use accord_client_core::refused::Refused;
use accord_content::Messages;

use crate::home::Home;
use crate::run::{Style, patiently, print, show};

/// Makes new words, shows them, and puts them in the place of the old ones. What the relay does not take now goes with the next exchange.
pub(crate) async fn renew(
    mut home: Home,
    remove_others: bool,
    lose_private: bool,
    style: Style,
) -> Result<(), Refused> {
    let sync = Command::Sync { watch: false };
    // Where the relay does not answer nothing is begun.
    patiently(&mut home, sync.clone(), style).await?;
    let command = Command::WordsRenew { remove_others, lose_private };
    let reply = patiently(&mut home, command.clone(), style).await?;
    show(&mut home, &command, reply, style).await?;
    patiently(&mut home, sync, style).await?;
    if style.json {
        return Ok(());
    }
    let in_place = match home.run(Command::Words).await? {
        Reply::Words(view) => view.in_place,
        _ => false,
    };
    let id = if in_place { "device-words-in-place" } else { "device-words-later" };
    print(format!("{}\n", Messages::of(style.lang).text(id, &[])))
}
