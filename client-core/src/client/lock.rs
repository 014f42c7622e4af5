//! How this device comes to the private page's key: with the home, by what a person types, by the twelve words, or from another own device
//! that opens the page with its home (`docs/decisions/0237`, `0239`).
//!
//! Owns the lock. It knows no notes.

use accord_protocol::body::{Dev, DeviceType};
use accord_protocol::ids::{DeviceId, Partner};

use super::command::{Reply, StateView};
use super::home::Home;
use super::notes::Pin;
use super::opened::wait;
use super::private::Door;
use super::seat::Pen;
use super::{Client, Env, pen};
use crate::act::vault::{
    KEY_BOX_BYTES, KeyGrant, PIN_WRAP_BYTES, VaultBody, WRAP_SALT_BYTES, WrappedKey,
};
use crate::act::{Body, RecordId};
use crate::crypto::phrase::PaperHalf;
use crate::crypto::private::{KeyBox, PinWrap, PrivateError, PrivateKey, PrivateKeyId};
use crate::crypto::stretch::StretchError;
use crate::crypto::{DeviceKeys, DeviceSecret};
use crate::refused::Refused;

impl Client {
    /// The keys of the page, without asking where this device opens it with the home.
    pub(super) fn private_keys(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
    ) -> Result<Vec<PrivateKey>, Refused> {
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let mut pen = pen!(self, env);
        home.heed_lock(&mut pen);
        if !home.has_private_key() {
            home.make_private(&mut pen, None);
        }
        let vault = home.vault.id();
        let bare = home.vault.private.bare().map(PrivateKey::copy);
        let mut opened: Vec<(PrivateKey, WrappedKey)> = Vec::new();
        for closed in home.closed_keys() {
            let id = PrivateKeyId::from_bytes(closed.id);
            let key = match (&bare, pin) {
                (Some(key), _) => Some(key.copy()).filter(|key| key.id(&vault) == id),
                (None, Some(pin)) => open_wrap(&closed, |wrap| wrap.open(&vault, &id, pin))?,
                (None, None) => return Err(home.not_open()),
            };
            if let Some(key) = key.filter(|key| opened.iter().all(|(other, _)| other != key)) {
                opened.push((key, closed));
            }
        }
        if opened.is_empty() && bare.is_none() {
            let typed = pin.is_some() && home.has_private_key();
            return Err(if typed {
                Refused::locked("wrong_private_passphrase")
            } else {
                home.not_open()
            });
        }
        if bare.is_none() && !opened.is_empty() && home.never_opened() {
            // There is a lock, so that an answer of an own device would hold nothing.
            home.vault.put_door(&mut pen, Door::Closed);
        }
        for (key, closed) in &opened {
            home.reseal_to_words(&mut pen, key, closed);
        }
        if opened.is_empty() {
            // The vault does not tell of it yet.
            return Ok(bare.into_iter().collect());
        }
        Ok(opened.into_iter().map(|(key, _)| key).collect())
    }

    /// Closes the page with words of its own.
    pub(super) fn lock_set(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
        new: &Pin,
    ) -> Result<Reply, Refused> {
        let home = self.home()?;
        match home.vault.private.door {
            Door::Closed => Err(Refused::rule("private_lock_set")),
            _ => self.lock(env, pin, new),
        }
    }

    /// Other words than before.
    pub(super) fn lock_change(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
        new: &Pin,
    ) -> Result<Reply, Refused> {
        let home = self.home()?;
        if home.vault.private.bare().is_some() || !home.has_private_key() {
            return Err(Refused::rule("no_private_lock"));
        }
        self.lock(env, pin, new)
    }

    /// Closes the page with these words: its key stays in the vault under them only.
    fn lock(&mut self, env: &mut Env<'_>, old: Option<&Pin>, new: &Pin) -> Result<Reply, Refused> {
        let keys = self.private_keys(env, old)?;
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        let vault = home.vault.id();
        let mut pen = pen!(self, env);
        let mut closed = Vec::new();
        for key in &keys {
            closed.push(key.wrap_with_pin(pen.rng, &vault, new).map_err(not_wrapped)?.to_bytes());
        }
        for (key, pin) in keys.iter().zip(closed) {
            home.close_key(&mut pen, key, pin);
        }
        home.vault.put_door(&mut pen, Door::Closed);
        Ok(Reply::State(StateView { state: "locked" }))
    }

    /// Opens the page with the home again, on this device.
    pub(super) fn lock_remove(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
    ) -> Result<Reply, Refused> {
        let key = self.private_keys(env, pin)?.into_iter().next();
        let home = self.home.as_mut().ok_or_else(|| Refused::rule("no_identity"))?;
        if let Some(key) = key {
            home.open_with_home(&mut pen!(self, env), key);
        }
        Ok(Reply::State(StateView { state: "opens_with_home" }))
    }
}

impl Home {
    /// Whether the vault has a key for the private page.
    fn has_private_key(&mut self) -> bool {
        !self.says().private_keys.is_empty()
    }

    /// Whether this device neither has the key nor was told what opens the page.
    fn never_opened(&self) -> bool {
        matches!(self.vault.private.door, Door::Unasked | Door::Asked(_))
    }

    /// Every way the vault has the page's keys closed now.
    fn closed_keys(&mut self) -> Vec<WrappedKey> {
        self.says().private_keys.values().flatten().cloned().collect()
    }

    /// Why the page does not open without being asked for words.
    fn not_open(&self) -> Refused {
        Refused::locked(match self.vault.private.door {
            Door::Unasked | Door::Asked(_) => "private_waits",
            Door::Closed | Door::Open(..) => "private_locked",
        })
    }

    /// Makes the private page: its key, closed in the vault, and a first page with nothing on it. Every home has both, so that neither
    /// shows whether anybody uses them.
    pub(super) fn make_private(&mut self, pen: &mut Pen<'_>, paper: Option<PaperHalf>) {
        let Some(paper) = paper.or_else(|| self.paper(0)) else { return };
        let key = PrivateKey::generate(pen.rng);
        let Ok(dev) = paper.dev(self.vault.partner) else { return };
        let Some(paper) = self.seal_key(pen, &key, &dev) else { return };
        let nothing = PrivateKey::wrap_with_nothing(pen.rng);
        let (id, pin) = (*key.id(&self.vault.id()).as_bytes(), nothing.to_bytes());
        let closed = WrappedKey { id, pin, paper };
        self.note(pen, RecordId::ZERO, VaultBody::PrivateKey(closed));
        if self.vault.private.waiting.is_empty() && self.vault.private.records.is_empty() {
            wait(&mut self.vault, pen, &[key.copy()], &[]);
        }
        self.vault.put_door(pen, Door::Open(key, *nothing.salt()));
        self.vault.put_waiting(pen);
    }

    /// The page opens with this home from now on, until a lock is set on some device.
    fn open_with_home(&mut self, pen: &mut Pen<'_>, key: PrivateKey) {
        let id = *key.id(&self.vault.id()).as_bytes();
        let salt = self.says().private_keys.get(&id).and_then(|all| all.first()).map(salt_of);
        if let Some(salt) = salt {
            self.vault.put_door(pen, Door::Open(key, salt));
        }
    }

    /// The words open the private page on this device, whatever lock it has on others: nothing else could, where none was set.
    pub(super) fn take_private_key(&mut self, pen: &mut Pen<'_>, words: &DeviceKeys) {
        let vault = self.vault.id();
        let open = |closed: WrappedKey| {
            let id = PrivateKeyId::from_bytes(closed.id);
            KeyBox::parse(closed.paper.as_slice()).ok()?.open(&vault, &id, words).ok()
        };
        if let Some(key) = self.closed_keys().into_iter().find_map(open) {
            self.open_with_home(pen, key);
        }
    }

    /// The words are new: the key is sealed to them. Where the page is closed that waits until it is opened, and an act as long is said.
    pub(super) fn seal_key_to_words(&mut self, pen: &mut Pen<'_>) {
        let vault = self.vault.id();
        let bare = self.vault.private.bare().map(PrivateKey::copy);
        let all: Vec<Vec<WrappedKey>> = self.says().private_keys.values().cloned().collect();
        for closed in all {
            let [only] = &closed[..] else { continue };
            match bare.as_ref().filter(|key| *key.id(&vault).as_bytes() == only.id) {
                Some(key) => self.reseal_to_words(pen, key, only),
                None => self.note(pen, RecordId::ZERO, VaultBody::PrivateKey(only.clone())),
            }
        }
    }

    /// Where the words that count are others than the key was sealed to, or own devices closed it apart, says the wrap anew that opened it.
    fn reseal_to_words(&mut self, pen: &mut Pen<'_>, key: &PrivateKey, closed: &WrappedKey) {
        let wanted = self.paper(0).and_then(|half| half.dev(self.vault.partner).ok());
        let Some(wanted) = wanted.map(|dev| dev.id()) else { return };
        let sealed = KeyBox::parse(closed.paper.as_slice()).map(|sealed| sealed.device_id());
        let once = self.says().private_keys.get(&closed.id).is_some_and(|all| all.len() == 1);
        if sealed != Ok(wanted) || !once {
            self.close_key(pen, key, closed.pin);
        }
    }

    /// Says in the vault how the key is closed now. What was not sent yet is forgotten.
    fn close_key(&mut self, pen: &mut Pen<'_>, key: &PrivateKey, pin: [u8; PIN_WRAP_BYTES]) {
        let id = *key.id(&self.vault.id()).as_bytes();
        let half = self.paper(0).and_then(|half| half.dev(self.vault.partner).ok());
        let Some(paper) = half.and_then(|dev| self.seal_key(pen, key, &dev)) else { return };
        let unsent = |body: &Body| match body {
            Body::Vault(VaultBody::PrivateKey(other)) => other.id == id,
            _ => false,
        };
        let journal = self.vault.journal.iter().filter(|entry| unsent(&entry.body));
        let old: Vec<u64> = journal.map(|entry| entry.number).collect();
        self.vault.unmake(pen, &old);
        let closed = WrappedKey { id, pin, paper };
        self.note(pen, RecordId::ZERO, VaultBody::PrivateKey(closed));
    }

    fn seal_key(
        &self,
        pen: &mut Pen<'_>,
        key: &PrivateKey,
        dev: &Dev,
    ) -> Option<Box<[u8; KEY_BOX_BYTES]>> {
        let sealed = key.seal_to(pen.rng, &self.vault.id(), dev).ok()?.to_bytes();
        Some(Box::new(sealed.try_into().ok()?))
    }

    /// Before own devices go: where this one never had the key of the private page and none that stays could give it, the words made here
    /// would not open it either. It is begun anew only if its person says so (`docs/decisions/0239`).
    pub(super) fn keep_private(
        &mut self,
        pen: &mut Pen<'_>,
        stays: impl Fn(DeviceId) -> bool,
        lose_private: bool,
    ) -> Result<(), Refused> {
        let own = self.vault.device();
        let gives = self.vault.sync.state().is_some_and(|state| {
            let others = state.active(Partner::Zero).filter(|member| {
                let goes = self.vault.owes_revoke(&member.id);
                member.kind == DeviceType::Active && member.id != own && !goes
            });
            others.map(|member| member.id).any(stays)
        });
        if gives || !self.never_opened() || !self.has_private_key() {
            return Ok(());
        }
        if !lose_private {
            return Err(Refused::rule("private_elsewhere"));
        }
        self.make_private(pen, None);
        Ok(())
    }

    /// A lock that was set or changed on another own device closes the page on this one.
    fn heed_lock(&mut self, pen: &mut Pen<'_>) {
        let Door::Open(key, salt) = &self.vault.private.door else { return };
        let (id, salt) = (*key.id(&self.vault.id()).as_bytes(), *salt);
        let closed = self.says().private_keys.get(&id);
        if closed.is_some_and(|all| all.iter().any(|other| salt_of(other) != salt)) {
            self.vault.put_door(pen, Door::Closed);
        }
    }

    /// Asks for the key where this device never had it, takes an answer, and answers own devices that ask.
    pub(super) fn tend_private(&mut self, pen: &mut Pen<'_>) {
        if self.is_waiting() || self.paper.is_some() || self.settings.recovering {
            return;
        }
        if !self.has_private_key() {
            return;
        }
        self.heed_lock(pen);
        match &self.vault.private.door {
            Door::Unasked => self.ask_for_key(pen),
            Door::Asked(secret) => {
                let keys = secret.keys();
                self.take_answer(pen, &keys);
            }
            Door::Closed | Door::Open(..) => self.answer_asks(pen),
        }
    }

    fn ask_for_key(&mut self, pen: &mut Pen<'_>) {
        let secret = DeviceSecret::generate(pen.rng);
        let dev = secret.keys().dev(DeviceType::Active, Partner::Zero);
        self.note(pen, RecordId::ZERO, VaultBody::PrivateAsk(Box::new(dev.encode())));
        self.vault.put_door(pen, Door::Asked(secret));
    }

    /// The first answer decides. One that does not open says that the page has a lock.
    fn take_answer(&mut self, pen: &mut Pen<'_>, asked: &DeviceKeys) {
        let Some(answers) = self.says().private_grants.get(&asked.device_id()).cloned() else {
            return;
        };
        let vault = self.vault.id();
        let open = |grant: &KeyGrant| {
            let id = PrivateKeyId::from_bytes(grant.id);
            let sealed = KeyBox::parse(grant.sealed.as_slice()).ok()?;
            Some(Door::Open(sealed.open(&vault, &id, asked).ok()?, grant.salt))
        };
        let door = answers.iter().find_map(open).unwrap_or(Door::Closed);
        self.vault.put_door(pen, door);
        self.heed_lock(pen);
    }

    fn answer_asks(&mut self, pen: &mut Pen<'_>) {
        let own = self.vault.device();
        let says = self.says();
        let unanswered = |id: &DeviceId| !says.private_grants.contains_key(id);
        let asks = says.private_asks.iter().filter(|(id, (by, _))| *by != own && unanswered(id));
        let asks: Vec<(DeviceId, Dev)> = asks.map(|(_, ask)| ask.clone()).collect();
        let Some(closed) = self.closed_keys().into_iter().next() else { return };
        for (by, dev) in asks {
            if !self.vault.sync.state().is_some_and(|state| state.is_active(&by)) {
                continue;
            }
            let vault = self.vault.id();
            let (key, id, salt) = match &self.vault.private.door {
                Door::Open(key, salt) => (key.copy(), *key.id(&vault).as_bytes(), *salt),
                // Under a lock the answer looks the same and holds nothing.
                _ => (PrivateKey::generate(pen.rng), closed.id, salt_of(&closed)),
            };
            let Some(sealed) = self.seal_key(pen, &key, &dev) else { continue };
            let grant = KeyGrant { id, salt, sealed };
            self.note(pen, RecordId::ZERO, VaultBody::PrivateGrant(grant));
        }
    }
}

fn salt_of(closed: &WrappedKey) -> [u8; WRAP_SALT_BYTES] {
    PinWrap::parse(&closed.pin).map_or([0; WRAP_SALT_BYTES], |wrap| *wrap.salt())
}

/// The key by what was typed; `None` where this is not it.
fn open_wrap(
    closed: &WrappedKey,
    open: impl Fn(&PinWrap) -> Result<PrivateKey, PrivateError>,
) -> Result<Option<PrivateKey>, Refused> {
    let Ok(wrap) = PinWrap::parse(&closed.pin) else { return Ok(None) };
    match open(&wrap) {
        Ok(key) => Ok(Some(key)),
        Err(PrivateError::Stretch(StretchError::Memory)) => Err(Refused::unexpected("lock_failed")),
        Err(_) => Ok(None),
    }
}

fn not_wrapped(error: PrivateError) -> Refused {
    match error {
        PrivateError::Stretch(StretchError::Empty | StretchError::TooLong { .. }) => {
            Refused::usage("bad_passphrase")
        }
        _ => Refused::unexpected("lock_failed"),
    }
}
