//! A home: one folder, one device of one person, opened, driven and closed.
//!
//! Owns the way from a folder to a driver: the store, its lock, the client in it. Must not know commands or how anything is shown.

use std::path::{Path, PathBuf};
use std::time::Duration;

use accord_client_core::client::Client;
use accord_client_core::client::command::{Command, Outcome};
use accord_client_core::client::shut::{is_unused, lock_of, locking};
use accord_client_core::crypto::{Lock, StoreKey};
use accord_client_core::refused::{Class, Refused};
use accord_client_core::store::{Snapshot, Store as _, StoreFault, block_on};

use crate::args::Unlock;
use crate::clock::Clock;
use crate::driver::{Driver, Watch};
use crate::error::refused;
use crate::parting::{ERASED, gone, tidy};
use crate::store::{FILE_NAME, LOCK_WAIT, SqliteStore};
use crate::unlock::{self, Ask, Keyring, Keystore};

/// Where a home is and how it is opened.
#[derive(Debug, Clone)]
pub struct Place {
    /// The folder; made when a home begins.
    pub folder: PathBuf,
    /// The clock its commands see.
    pub clock: Clock,
    /// How a new home is locked; the first way that works where nothing is said.
    pub unlock: Option<Unlock>,
    /// How long to wait for another process to let go of it.
    pub wait: Duration,
}

impl Place {
    /// A folder with the system's clock.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), clock: Clock::system(), unlock: None, wait: LOCK_WAIT }
    }

    /// The folder an operating system names for a program's data.
    ///
    /// # Errors
    /// `no_home_folder` where it names none.
    pub fn usual() -> Result<PathBuf, Refused> {
        let variable = |name: &str| {
            std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
        };
        let home = || std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
        let data = if cfg!(windows) {
            variable("APPDATA")
        } else if cfg!(target_os = "macos") {
            home().map(|home| home.join("Library/Application Support"))
        } else {
            let named = variable("XDG_DATA_HOME").filter(|folder| folder.is_absolute());
            named.or_else(|| home().map(|home| home.join(".local/share")))
        };
        data.map(|data| data.join("accord")).ok_or_else(|| refused("no_home_folder", Class::Usage))
    }
}

/// A home, open in this process and driven.
#[derive(Debug)]
pub struct Home {
    driver: Driver<SqliteStore>,
    folder: PathBuf,
    store_file: PathBuf,
    keyring_id: Option<String>,
    passphrase: bool,
    new: bool,
}

impl Home {
    /// Opens a home that has an identity.
    ///
    /// # Errors
    /// `no_identity`, with nothing made; a fault of the store; what [`unlock::open`] says.
    pub fn open(place: &Place, ask: &mut dyn Ask) -> Result<Self, Refused> {
        Self::open_with(place, ask, &Keyring)
    }

    /// Opens a home to make an identity in it, and makes the home where there is none.
    ///
    /// # Errors
    /// As [`Home::open`], but `no_identity`; what [`unlock::make`] says.
    pub fn begin(place: &Place, ask: &mut dyn Ask) -> Result<Self, Refused> {
        Self::begin_with(place, ask, &Keyring)
    }

    fn open_with(
        place: &Place,
        ask: &mut dyn Ask,
        keystore: &dyn Keystore,
    ) -> Result<Self, Refused> {
        if !is_file(&place.folder.join(FILE_NAME))? {
            return Err(refused("no_identity", Class::Refused));
        }
        let (store, snapshot) = load(place)?;
        if is_unused(&snapshot) {
            return Err(refused("no_identity", Class::Refused));
        }
        Self::unlocked(place, store, &snapshot, ask, keystore)
    }

    fn begin_with(
        place: &Place,
        ask: &mut dyn Ask,
        keystore: &dyn Keystore,
    ) -> Result<Self, Refused> {
        if is_file(&place.folder.join(FILE_NAME))? {
            let (store, snapshot) = load(place)?;
            if !is_unused(&snapshot) {
                return Self::unlocked(place, store, &snapshot, ask, keystore);
            }
        }
        // Asked before the folder is made: a home nobody can lock leaves nothing behind.
        let (key, lock) = unlock::make(place.unlock, ask, keystore)?;
        let kept = Self::locked(place, key, &lock);
        if let (Err(_), Lock::Keyring { id }) = (&kept, &lock) {
            keystore.forget(id);
        }
        kept
    }

    /// Writes the lock of a new home. Nothing is sealed under its key yet, so that a lock left by an attempt before is replaced.
    fn locked(place: &Place, key: StoreKey, lock: &Lock) -> Result<Self, Refused> {
        let (mut store, snapshot) = load(place)?;
        if !is_unused(&snapshot) {
            return Err(refused("home_in_use", Class::Refused));
        }
        block_on(store.commit(&locking(lock))).map_err(opening)?;
        Ok(Self::driven(place, store, Client::new(key), lock, true))
    }

    fn unlocked(
        place: &Place,
        store: SqliteStore,
        snapshot: &Snapshot,
        ask: &mut dyn Ask,
        keystore: &dyn Keystore,
    ) -> Result<Self, Refused> {
        let lock = lock_of(snapshot)?;
        let key = unlock::open(&lock, ask, keystore)?;
        let client = Client::open(key, snapshot).map_err(|error| {
            refused("store_damaged", Class::Locked).with("rows").with(error.to_string())
        })?;
        if !client.has_identity() {
            return Err(refused("no_identity", Class::Refused));
        }
        Ok(Self::driven(place, store, client, &lock, false))
    }

    fn driven(place: &Place, store: SqliteStore, client: Client, lock: &Lock, new: bool) -> Self {
        let keyring_id = match lock {
            Lock::Keyring { id } => Some(id.clone()),
            Lock::Passphrase(_) | Lock::None { .. } => None,
        };
        let passphrase = matches!(lock, Lock::Passphrase(_));
        let store_file = store.path().to_owned();
        let driver = Driver::new(client, store, place.clock.clone());
        Self { driver, folder: place.folder.clone(), store_file, keyring_id, passphrase, new }
    }

    /// Carries out one command. Must run inside a tokio runtime.
    ///
    /// # Errors
    /// What the core refuses.
    pub async fn run(&mut self, command: Command) -> Outcome {
        self.driver.run(command, &mut ()).await
    }

    /// As [`Home::run`], with somebody watching.
    ///
    /// # Errors
    /// What the core refuses.
    pub async fn run_watched(&mut self, command: Command, watch: &mut impl Watch) -> Outcome {
        self.driver.run(command, watch).await
    }

    /// The driver, for whoever goes on watching.
    pub fn driver(&mut self) -> &mut Driver<SqliteStore> {
        &mut self.driver
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The store's file.
    #[must_use]
    pub fn store_file(&self) -> &Path {
        &self.store_file
    }

    /// Whether only a passphrase opens it.
    #[must_use]
    pub const fn is_under_passphrase(&self) -> bool {
        self.passphrase
    }

    /// Whether the home was made by this opening.
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.new
    }

    /// Closes the home and removes its files and its key. What else lies in the folder stays. Cut off at any point it leaves a home that is
    /// whole, or one whose rest the next command takes away.
    ///
    /// # Errors
    /// `erase_failed` where a file stays.
    pub fn erase(self) -> Result<(), Refused> {
        let Self { driver, folder, store_file, keyring_id, .. } = self;
        drop(driver);
        // From here on it is decided.
        if !is_gone(std::fs::rename(&store_file, folder.join(ERASED))) {
            return Err(refused("erase_failed", Class::Unexpected));
        }
        if let Some(id) = keyring_id {
            Keyring.forget(&id);
        }
        gone(&folder.join(format!("{FILE_NAME}.new")))?;
        tidy(&folder)?;
        // Only an empty folder goes; somebody may keep other things in it.
        drop(std::fs::remove_dir(&folder));
        Ok(())
    }
}

fn load(place: &Place) -> Result<(SqliteStore, Snapshot), Refused> {
    let mut store = SqliteStore::open(&place.folder, place.wait).map_err(opening)?;
    let snapshot = block_on(store.load()).map_err(opening)?;
    Ok((store, snapshot))
}

fn is_file(path: &Path) -> Result<bool, Refused> {
    path.try_exists().map_err(|error| opening(StoreFault::Io(error.kind())))
}

fn is_gone(removed: std::io::Result<()>) -> bool {
    removed.is_ok() || removed.is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

/// A fault while opening, where the folder itself may be at fault.
fn opening(fault: StoreFault) -> Refused {
    use std::io::ErrorKind::{AlreadyExists, NotADirectory, PermissionDenied};
    match fault {
        StoreFault::Io(PermissionDenied | NotADirectory | AlreadyExists) | StoreFault::ReadOnly => {
            refused("home_not_writable", Class::Locked)
        }
        fault => fault.into(),
    }
}
