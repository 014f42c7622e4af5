//! One person's home as the command line drives it: SQLite store, system clock, real sockets.

use std::path::Path;
use std::time::Duration;

use accord_cli::clock::Clock;
use accord_cli::driver::Driver;
use accord_cli::rng::OsRandom;
use accord_cli::store::SqliteStore;
use accord_client_core::client::Client;
use accord_client_core::client::command::{Command, Outcome as Answer, RelayAddress, Reply};
use accord_client_core::crypto::StoreKey;
use accord_client_core::crypto::secret::Secret;
use accord_client_core::store::Store as _;

use crate::Outcome;

/// A home that is driven.
pub(crate) type Person = Driver<SqliteStore>;

/// The key of one store, kept so that the store can be opened again.
pub(crate) struct Key([u8; 32]);

impl Key {
    fn store(&self) -> StoreKey {
        StoreKey::from_secret(Secret::from_bytes(self.0))
    }
}

/// A new home with an identity.
pub(crate) async fn begin(folder: &Path, name: &str, url: &str) -> Outcome<(Person, Key)> {
    let store = SqliteStore::open(folder, Duration::ZERO)?;
    let key = Key(*StoreKey::generate(&mut OsRandom).expose());
    let mut person = Driver::new(Client::new(key.store()), store, Clock::system());
    let relay = Some(RelayAddress { url: url.into(), token: None });
    let init = Command::Init { name: name.into(), device_name: "bench".into(), relay };
    run(&mut person, init).await?;
    Ok((person, key))
}

/// A home opened from its file, as a process does that starts.
pub(crate) async fn open(folder: &Path, key: &Key) -> Outcome<Person> {
    let mut store = SqliteStore::open(folder, Duration::ZERO)?;
    let snapshot = store.load().await?;
    let client = Client::open(key.store(), &snapshot)?;
    Ok(Driver::new(client, store, Clock::system()))
}

/// Carries out a command that is expected to work.
pub(crate) async fn run(person: &mut Person, command: Command) -> Outcome<Reply> {
    taken(person.run(command, &mut ()).await)
}

/// What a command answered.
pub(crate) fn taken(answer: Answer) -> Outcome<Reply> {
    answer.map_err(|refused| format!("refused: {} {:?}", refused.code, refused.facts).into())
}
