//! A partner's modified app: one's own valid keys, and records signed and sealed with them that may say what they must not.
//!
//! It writes what an honest app never would, byte for byte as the format allows; who pushes it is the caller's business.

use accord_client_core::act::{Act, ActHash, Body, RecordId};
use accord_client_core::crypto::statement::sign_statement;
use accord_client_core::crypto::{
    AuthorPlace, ContentPlain, DeviceKeys, DeviceSecret, EpochKey, OpenPage, Secret, StoreKey,
    seal_record,
};
use accord_client_core::document::{Actor, OwnPage};
use accord_client_core::store::Table;
use accord_client_core::time::Day;
use accord_protocol::chain::SpaceState;
use accord_protocol::ids::{DeviceId, LogHead, SpaceId};
use accord_protocol::record::{Kind, Record};
use rand_core::CryptoRng;

/// What a modified app has of its owner's.
#[derive(Debug)]
pub struct ModifiedApp {
    /// The device's keys in the couple space.
    pub keys: DeviceKeys,
    /// The newest key the couple's records are sealed under.
    pub epoch: EpochKey,
    /// The couple space.
    pub space: SpaceId,
    /// Number and name of the device's newest act.
    pub last: Option<(u64, ActHash)>,
}

/// A device's keys in its couple space and the newest epoch key, out of the rows of a home's table of keys.
///
/// # Panics
/// If the home is not paired.
pub fn keys_in<'a>(
    store: &StoreKey,
    rows: impl Iterator<Item = (&'a [u8], &'a [u8])>,
) -> (DeviceKeys, EpochKey) {
    let (device, epochs) = all_keys_in(store, rows);
    (device.expect("a device in the couple space"), epochs.into_iter().next_back().expect("a key"))
}

/// Every epoch key of the couple space in a home's table of keys.
///
/// # Panics
/// If a row is not what that home wrote.
pub fn epochs_in<'a>(
    store: &StoreKey,
    rows: impl Iterator<Item = (&'a [u8], &'a [u8])>,
) -> Vec<EpochKey> {
    all_keys_in(store, rows).1
}

fn all_keys_in<'a>(
    store: &StoreKey,
    rows: impl Iterator<Item = (&'a [u8], &'a [u8])>,
) -> (Option<DeviceKeys>, Vec<EpochKey>) {
    let (mut device, mut epochs) = (None, Vec::new());
    let name = Table::Key.number().to_string();
    for (key, value) in rows.filter(|(key, _)| key[0] > 0) {
        let value = store.open_row(&name, key, value).expect("its own row");
        match key[1] {
            b'd' => {
                let secret = Secret::from_slice(&value[..32]).expect("32 bytes");
                device = Some(DeviceSecret::from_secret(secret).keys());
            }
            b'k' => {
                epochs.push(EpochKey::from_secret(Secret::from_slice(&value).expect("32 bytes")));
            }
            _ => {}
        }
    }
    (device, epochs)
}

impl ModifiedApp {
    /// An act of this device, the next on its chain, that knows nothing.
    #[must_use]
    pub fn act(&self, record: RecordId, body: Body) -> Act {
        let (no, prev) = self.last.unwrap_or((0, ActHash([0; 32])));
        Act {
            device: self.keys.device_id(),
            no: no.wrapping_add(1),
            prev,
            date: Day(20_000),
            record,
            knows: Vec::new(),
            body,
            signature: None,
        }
    }

    /// The act with a statement's signature by this device, whoever it names.
    #[must_use]
    pub fn signed(&self, mut act: Act) -> Act {
        act.signature =
            act.statement_bytes(&self.space).map(|bytes| sign_statement(&self.keys, &bytes));
        act
    }

    /// Puts acts on a page as a change of some actor, of an instance named by the first act's number.
    ///
    /// # Panics
    /// If Automerge does not take them.
    #[must_use]
    pub fn change(&self, actor: DeviceId, acts: &[Act]) -> Vec<u8> {
        let instance = acts.first().map_or([9; 8], |act| act.no.to_be_bytes());
        let actor = Actor { device: actor.to_bytes(), instance };
        let acts: Vec<Vec<u8>> = acts.iter().map(Act::encode).collect();
        let acts: Vec<&[u8]> = acts.iter().map(Vec::as_slice).collect();
        OwnPage::new().build_change(actor, &acts).expect("a change")
    }

    /// Seals changes as the record that comes next in this log.
    ///
    /// # Panics
    /// If the log is not sound.
    pub fn sealed(
        &self,
        rng: &mut dyn CryptoRng,
        log: &[Record],
        page: OpenPage,
        changes: Vec<Vec<u8>>,
    ) -> Record {
        let state = state_of(log);
        let tip = state.device_tip(&self.keys.device_id()).expect("it wrote");
        let place = AuthorPlace {
            author_seq: tip.seq + 1,
            author_prev: tip.hash,
            log_len: state.len(),
            log_head: state.head(),
        };
        let plain = ContentPlain::Open { page, changes };
        seal_record(rng, &self.keys, &self.epoch, &self.space, &place, &plain).expect("a record")
    }

    /// A record of any kind, signed by this device, as the next of this log.
    ///
    /// # Panics
    /// If the log is not sound.
    #[must_use]
    pub fn of_kind(&self, log: &[Record], kind: Kind, body: &[u8]) -> Record {
        let key_id = self.epoch.key_id(&self.space);
        let header = state_of(log).next_header(kind, &self.keys.device_id(), key_id, [7; 24]);
        Record::sign(&header.expect("a member"), body, self.keys.signing_key()).expect("a record")
    }
}

/// What a log comes to.
fn state_of(log: &[Record]) -> SpaceState {
    let mut state = SpaceState::genesis(&log[0]).expect("a genesis");
    let mut heads: Vec<LogHead> = vec![state.head()];
    for record in &log[1..] {
        let at =
            |n: u64| usize::try_from(n).ok()?.checked_sub(1).and_then(|i| heads.get(i)).copied();
        let accepted = state.check(record, &at).expect("a sound log");
        state.apply(accepted);
        heads.push(state.head());
    }
    state
}
