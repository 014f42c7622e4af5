//! One person's home as the command line drives it: SQLite store, system clock, real sockets.

use std::path::Path;
use std::time::Duration;

use accord_cli::clock::Clock;
use accord_cli::driver::Driver;
use accord_cli::rng::OsRandom;
use accord_cli::store::SqliteStore;
use accord_client_core::client::Client;
use accord_client_core::client::command::{Command, Outcome as Answer, RelayAddress, Reply};
use accord_client_core::crypto::secret::Secret;
use accord_client_core::crypto::{Lock, StoreKey};
use accord_client_core::store::{Batch, Store as _, Table};

use crate::Outcome;

/// A home that is driven.
pub(crate) type Person = Driver<SqliteStore>;

/// The key of one store, kept so that the store can be opened again.
#[derive(Clone, Copy)]
pub(crate) struct Key([u8; 32]);

impl Key {
    fn store(&self) -> StoreKey {
        StoreKey::from_secret(Secret::from_bytes(self.0))
    }

    /// To hand it to another process of the same measurement.
    pub(crate) fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// As [`Key::hex`] wrote it.
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let bytes: Vec<u8> = (0..text.len() / 2)
            .map(|at| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok())
            .collect::<Option<_>>()?;
        Some(Self(bytes.try_into().ok()?))
    }
}

/// A home with an identity that was just made.
pub(crate) struct Begun {
    pub(crate) person: Person,
    pub(crate) key: Key,
    /// The twelve words.
    pub(crate) words: String,
}

/// A new home with an identity.
pub(crate) async fn begin(folder: &Path, name: &str, url: &str) -> Outcome<Begun> {
    let (mut person, key) = empty(folder).await?;
    let relay = Some(RelayAddress { url: url.into(), token: None });
    let init = Command::Init { name: name.into(), device_name: "bench".into(), relay };
    match run(&mut person, init).await? {
        Reply::Init(view) => Ok(Begun { person, key, words: view.recovery_words.join(" ") }),
        other => Err(format!("no identity: {other:?}").into()),
    }
}

/// A home with nothing in it.
pub(crate) async fn empty(folder: &Path) -> Outcome<(Person, Key)> {
    let mut store = SqliteStore::open(folder, Duration::ZERO)?;
    let key = Key(*StoreKey::generate(&mut OsRandom).expose());
    // So that the command line opens it too.
    let mut lock = Batch::new(0);
    lock.put(Table::Lock, [0], Lock::without_lock(&key.store()).to_bytes());
    store.commit(&lock).await?;
    Ok((Driver::new(Client::new(key.store()), store, Clock::system()), key))
}

/// A home opened from its file, as a process does that starts.
pub(crate) async fn open(folder: &Path, key: &Key) -> Outcome<Person> {
    let (client, store) = load(folder, key).await?;
    Ok(Driver::new(client, store, Clock::system()))
}

/// How many acts of the couple a home holds.
pub(crate) async fn acts_held(folder: &Path, key: &Key) -> Outcome<usize> {
    Ok(load(folder, key).await?.0.acts(false).len())
}

async fn load(folder: &Path, key: &Key) -> Outcome<(Client, SqliteStore)> {
    let mut store = SqliteStore::open(folder, Duration::ZERO)?;
    let snapshot = store.load().await?;
    Ok((Client::open(key.store(), &snapshot)?, store))
}

/// Carries out a command that is expected to work.
pub(crate) async fn run(person: &mut Person, command: Command) -> Outcome<Reply> {
    taken(person.run(command, &mut ()).await)
}

/// What a command answered.
pub(crate) fn taken(answer: Answer) -> Outcome<Reply> {
    answer.map_err(|refused| format!("refused: {} {:?}", refused.code, refused.facts).into())
}
