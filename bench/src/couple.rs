//! Two homes that found each other, by the commands people use.

use std::path::Path;

use accord_client_core::client::command::{Command, Invitation, Reply};

use crate::Outcome;
use crate::person::{Begun, Key, Person, begin, run};

/// Ana and Ben, paired and synced.
pub(crate) struct Couple {
    pub(crate) ana: Person,
    pub(crate) ben: Person,
    /// Opens Ben's store again.
    pub(crate) ben_key: Key,
    /// His twelve words.
    pub(crate) ben_words: String,
}

/// Makes two homes in `folder` and pairs them.
pub(crate) async fn pair(folder: &Path, url: &str) -> Outcome<Couple> {
    let mut ana = begin(&folder.join("ana"), "Ana", url).await?.person;
    let Begun { person: mut ben, key: ben_key, words: ben_words } =
        begin(&folder.join("ben"), "Ben", url).await?;
    let link = match run(&mut ana, Command::Invite { spoken: false, with: Vec::new() }).await? {
        Reply::Invite(view) => view.link.ok_or("no link")?,
        other => return Err(format!("no invitation: {other:?}").into()),
    };
    let invitation = Invitation::Link(link);
    let device_name = "bench".into();
    run(&mut ben, Command::Join { invitation, name: None, device_name, token: None }).await?;
    compare(&mut ana, &mut ben).await?;
    for _ in 0..2 {
        sync(&mut ana).await?;
        sync(&mut ben).await?;
    }
    Ok(Couple { ana, ben, ben_key, ben_words })
}

/// Each enters the words the other reads out.
pub(crate) async fn compare(first: &mut Person, second: &mut Person) -> Outcome<()> {
    sync(first).await?;
    sync(second).await?;
    let (by_first, by_second) = (words(first).await?, words(second).await?);
    run(first, Command::PairingConfirm { words: by_second }).await?;
    run(second, Command::PairingConfirm { words: by_first }).await?;
    Ok(())
}

/// Exchanges until nothing is left.
pub(crate) async fn sync(person: &mut Person) -> Outcome<()> {
    run(person, Command::Sync { watch: false }).await.map(drop)
}

async fn words(person: &mut Person) -> Outcome<Vec<String>> {
    match run(person, Command::Pairing).await? {
        Reply::Pairing(view) => view.say.ok_or_else(|| "no words to say".into()),
        other => Err(format!("no pairing: {other:?}").into()),
    }
}
