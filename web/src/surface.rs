//! What the app calls, from inside a worker: open a home, give it commands, be told when something changed.
//!
//! Commands, answers and refusals go over as JSON, in the shape of `Command`, `Reply` and `Refused` of the core.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use accord_client_core::client::Client;
use accord_client_core::client::command::{Command, Reply};
use accord_client_core::client::import::ImportCommand;
use accord_client_core::client::io::{Event, Input};
use accord_client_core::client::shut::{is_unused, lock_of, locking};
use accord_client_core::client::spoken;
use accord_client_core::crypto::{Lock as KeyLock, StoreKey};
use accord_client_core::law::say::put_words;
use accord_client_core::refused::{Class, Refused};
use accord_client_core::sheet::Tongue;
use accord_client_core::store::{Snapshot, Store as _};
use accord_protocol::ids::RecordHash;
use futures_channel::mpsc::{UnboundedSender, unbounded};
use futures_channel::oneshot;
use js_sys::Function;
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use zeroize::Zeroizing;

use crate::driver::{Asked, Driver, Relock};
use crate::rng::BrowserRandom;
use crate::store::IndexedDb;
use crate::trap;

/// How a home is locked before it is opened.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locked {
    /// There is no home yet.
    New,
    /// Its key lies beside it.
    Open,
    /// Its key opens with a passphrase.
    Passphrase,
}

/// A home whose store this worker holds, its key not known yet.
#[wasm_bindgen]
pub struct Shut {
    store: IndexedDb,
    snapshot: Snapshot,
    aside: BTreeSet<RecordHash>,
}

impl std::fmt::Debug for Shut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shut").finish_non_exhaustive()
    }
}

#[wasm_bindgen]
impl Shut {
    /// Takes the store of this name, making it when it is new. Only one worker holds it at a time; waits so many milliseconds for it, or
    /// for as long as it takes.
    ///
    /// # Errors
    /// A refusal as JSON: `home_busy` where another tab holds it, or a fault of the store.
    pub async fn take(name: String, wait_ms: Option<u32>) -> Result<Self, JsValue> {
        let mut store =
            IndexedDb::open(&name, wait_ms).await.map_err(|fault| said(&fault.into()))?;
        let snapshot = store.load().await.map_err(|fault| said(&fault.into()))?;
        Ok(Self { store, snapshot, aside: BTreeSet::new() })
    }

    /// How it is locked.
    ///
    /// # Errors
    /// `lock_damaged`.
    pub fn locked(&self) -> Result<Locked, JsValue> {
        if is_unused(&self.snapshot) {
            return Ok(Locked::New);
        }
        Ok(match self.lock()? {
            KeyLock::None { .. } => Locked::Open,
            KeyLock::Passphrase(_) => Locked::Passphrase,
            KeyLock::Keyring { .. } => return Err(said(&damaged())),
        })
    }

    /// Has a record quarantined unread when it comes: taking it in ended a worker before, as `taken_in` said then.
    pub fn set_aside(&mut self, record: &str) {
        self.aside.extend(RecordHash::from_hex(record));
    }

    /// Opens it, or makes a new one: under a passphrase if one is given, else with its key beside it.
    ///
    /// # Errors
    /// `wrong_passphrase`, `passphrase_needed`, `bad_passphrase`, `lock_damaged`, `store_damaged`, a fault of the store.
    pub async fn open(
        self,
        passphrase: Option<String>,
        changed: Function,
    ) -> Result<Core, JsValue> {
        let passphrase = passphrase.map(Zeroizing::new);
        let typed = passphrase.as_ref().map(|typed| typed.as_str());
        let client = if is_unused(&self.snapshot) { None } else { Some(self.unlocked(typed)?) };
        let Self { mut store, aside, .. } = self;
        let client = match client {
            Some(client) => client,
            None => {
                let key = StoreKey::generate(&mut BrowserRandom);
                let lock = match typed {
                    Some(typed) => KeyLock::with_passphrase(&mut BrowserRandom, &key, typed)
                        .map_err(|error| said(&error.into()))?,
                    None => KeyLock::without_lock(&key),
                };
                store.commit(&locking(&lock)).await.map_err(|fault| said(&fault.into()))?;
                Client::new(key)
            }
        };
        Ok(Core::drive(client.with_care(aside, trap::taking), store, changed))
    }

    fn lock(&self) -> Result<KeyLock, JsValue> {
        lock_of(&self.snapshot).map_err(|refused| said(&refused))
    }

    fn unlocked(&self, typed: Option<&str>) -> Result<Client, JsValue> {
        let lock = self.lock()?;
        let key = match (&lock, typed) {
            (KeyLock::Passphrase(_), Some(typed)) => {
                lock.unlock_passphrase(typed).map_err(|error| said(&error.into()))?
            }
            (KeyLock::Passphrase(_), None) => {
                return Err(said(&refused("passphrase_needed", Class::Locked)));
            }
            _ => lock.open_key().ok_or_else(|| said(&damaged()))?,
        };
        Client::open(key, &self.snapshot).map_err(|error| {
            said(&refused("store_damaged", Class::Locked).with("rows").with(error.to_string()))
        })
    }
}

/// A home that is open and driven. Dropping it closes the store.
#[wasm_bindgen]
pub struct Core {
    asked: UnboundedSender<Asked>,
    ended: Rc<RefCell<Option<oneshot::Receiver<()>>>>,
}

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Core").finish_non_exhaustive()
    }
}

#[wasm_bindgen]
impl Core {
    /// Carries out one command and answers with its reply, both as JSON. A file that a command takes goes beside it, as bytes.
    ///
    /// # Errors
    /// The refusal as JSON: `{"code", "class", "facts"}`.
    pub async fn command(&self, command: String, file: Option<Vec<u8>>) -> Result<String, JsValue> {
        let reply = self.reply(&command, file).await?;
        serde_json::to_string(&reply).map_err(|_| said(&refused("home_failed", Class::Unexpected)))
    }

    /// Carries out a command whose answer is a file: its bytes. `words` gives a sentence in the language named from the id of a message and
    /// what fills it, as JSON.
    ///
    /// # Errors
    /// The refusal as JSON; `export_failed` where the answer is no file.
    pub async fn file(
        &self,
        command: String,
        lang: String,
        words: Function,
    ) -> Result<Vec<u8>, JsValue> {
        let words = move |id: &str, args: &Map<String, Value>| {
            let args = serde_json::to_string(args).unwrap_or_default();
            let said = words.call2(&JsValue::NULL, &id.into(), &args.into());
            said.ok().and_then(|said| said.as_string()).unwrap_or_else(|| id.to_owned())
        };
        let failed = || said(&refused("export_failed", Class::Unexpected));
        match self.reply(&command, None).await? {
            Reply::File(bytes) => Ok(bytes),
            Reply::Sheet(sheet) => {
                Ok(sheet.page(&Tongue { lang: &lang, words: &words }).into_bytes())
            }
            Reply::Export(mut export) => {
                put_words(&mut export, &words);
                serde_json::to_vec_pretty(&export).map_err(|_| failed())
            }
            _ => Err(failed()),
        }
    }

    /// Puts the home under another passphrase, or with none under no lock. `old` is what opens it now, where something does.
    ///
    /// # Errors
    /// The refusal as JSON: `wrong_passphrase`, `passphrase_needed`, `bad_passphrase`, a fault of the store.
    pub async fn relock(&self, old: Option<String>, new: Option<String>) -> Result<(), JsValue> {
        let relock = Relock { old: old.map(Zeroizing::new), new: new.map(Zeroizing::new) };
        let (answer, answered) = oneshot::channel();
        drop(self.asked.unbounded_send(Asked::Relock(relock, answer)));
        let outcome =
            answered.await.map_err(|_| said(&refused("home_closed", Class::Unexpected)))?;
        outcome.map_err(|refused| said(&refused))
    }

    /// The person is here, or the network is back.
    pub fn nudge(&self) {
        drop(self.asked.unbounded_send(Asked::Input(Input::Nudge)));
    }

    /// Ends what is under way and gives the store back; another worker can take it once this is done.
    pub async fn close(self) {
        drop(self.asked.unbounded_send(Asked::End));
        let ended = self.ended.borrow_mut().take();
        if let Some(ended) = ended {
            // Ended, or gone already.
            let _ = ended.await;
        }
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        drop(self.asked.unbounded_send(Asked::End));
    }
}

impl Core {
    async fn reply(&self, command: &str, beside: Option<Vec<u8>>) -> Result<Reply, JsValue> {
        let mut command = spoken::command(command)
            .map_err(|error| said(&refused("bad_command", Class::Usage).with(error.to_string())))?;
        if let (Some(beside), Some(file)) = (beside, file_of(&mut command)) {
            *file = beside;
        }
        let (answer, answered) = oneshot::channel();
        drop(self.asked.unbounded_send(Asked::Command(Box::new(command), answer)));
        let outcome =
            answered.await.map_err(|_| said(&refused("home_closed", Class::Unexpected)))?;
        outcome.map_err(|refused| said(&refused))
    }

    fn drive(client: Client, store: IndexedDb, changed: Function) -> Self {
        let (asked, asks) = unbounded();
        let here = asked.clone();
        let (end, ended) = oneshot::channel();
        spawn_local(async move {
            let watch = move |event: &Event| {
                // What the app's listener throws is its own matter.
                drop(changed.call1(&JsValue::NULL, &JsValue::from(event_json(event))));
            };
            Driver::run(client, store, (here, asks), watch).await;
            let _ = end.send(());
        });
        Self { asked, ended: Rc::new(RefCell::new(Some(ended))) }
    }
}

/// Where a command takes a file.
fn file_of(command: &mut Command) -> Option<&mut Vec<u8>> {
    match command {
        Command::Import(ImportCommand::Keep { file })
        | Command::UnsentReview { file }
        | Command::UnsentIssue { file, .. } => Some(file),
        _ => None,
    }
}

fn event_json(event: &Event) -> String {
    match event {
        Event::Changed => json!({"event": "changed"}),
        Event::Synced(view) => json!({"event": "synced", "sync": view}),
        Event::Broken(fault) => {
            json!({"event": "broken", "code": Refused::from(fault.clone()).code})
        }
    }
    .to_string()
}

fn refused(code: &'static str, class: Class) -> Refused {
    Refused { code, class, facts: Vec::new() }
}

fn damaged() -> Refused {
    refused("lock_damaged", Class::Locked)
}

fn said(refused: &Refused) -> JsValue {
    let class = match refused.class {
        Class::Unexpected => "unexpected",
        Class::Usage => "usage",
        Class::Refused => "refused",
        Class::NotFound => "not_found",
        Class::Unreachable => "unreachable",
        Class::Locked => "locked",
    };
    json!({"code": refused.code, "class": class, "facts": refused.facts}).to_string().into()
}
