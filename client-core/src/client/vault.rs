//! What the vault says: names, keys, spaces, paper devices, drafts, hides and marks, derived from its acts.
//!
//! Derived anew after the vault changed; nothing of it is stored besides the acts. Where two acts say different things about one
//! matter, the one that knows the other stands, else the one with the larger hash (`docs/documents.md`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use accord_protocol::body::Dev;
use accord_protocol::ids::{DeviceId, KeyId, SpaceId};

use crate::act::vault::{KeyBytes, KeyGrant, PaperDevice, SpaceState, VaultBody, WrappedKey};
use crate::act::{Act, Body, Known, RecordId};
use crate::crypto::private::KeyBox;
use crate::law::graph::{ActIx, Acts, Standing};
use crate::silent::silent;
use crate::time::Day;

/// A couple space as the vault lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListedSpace {
    pub(super) slot: u8,
    pub(super) paper_index: u8,
    pub(super) relay: Option<String>,
    pub(super) state: SpaceState,
    /// When the vault said so.
    pub(super) on: Day,
}

/// A draft: the body a couple act would have.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) body: Body,
    pub(super) date: Day,
}

/// A vault device's keys in a couple space, with its consent to be admitted there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opened {
    /// The vault device.
    pub(super) publisher: DeviceId,
    pub(super) dev: Dev,
    pub(super) proof: [u8; 64],
}

/// Everything the vault says.
#[derive(Default)]
pub(super) struct Vault {
    pub(super) name: Option<String>,
    pub(super) zone: Option<String>,
    pub(super) device_names: BTreeMap<DeviceId, String>,
    pub(super) keys: BTreeMap<(SpaceId, KeyId), KeyBytes>,
    pub(super) spaces: BTreeMap<SpaceId, ListedSpace>,
    pub(super) paper: Option<(Vec<PaperDevice>, Day)>,
    /// The act that says so is in the log.
    pub(super) paper_sent: bool,
    pub(super) drafts: BTreeMap<RecordId, Draft>,
    pub(super) aliases: BTreeMap<RecordId, RecordId>,
    pub(super) hidden: BTreeSet<RecordId>,
    /// When a record was hidden: the seen marks at that time are not kept, so a later change is judged by date of the hide act's place.
    pub(super) seen: Vec<Known>,
    pub(super) answered: BTreeSet<[u8; 32]>,
    /// Devices of couple spaces by their id there. Who published one first has it: nobody can claim another's later.
    pub(super) opened: BTreeMap<(SpaceId, DeviceId), Opened>,
    /// Own copies of thanks, by the thanks' record.
    pub(super) keepsakes: BTreeMap<RecordId, (Day, String)>,
    /// Nothing asks the owner for anything; until that day, if one was said.
    pub(super) quiet_pause: Option<Option<Day>>,
    /// Repairs set aside.
    pub(super) aside: BTreeSet<RecordId>,
    /// Keys of the private page by id, as they are closed now: once, but where own devices set locks apart. One key, but where devices
    /// of an older app made one each.
    pub(super) private_keys: BTreeMap<[u8; 32], Vec<WrappedKey>>,
    /// Who asked for the key, by the device made to ask with: the vault device, and what to seal the answer to.
    pub(super) private_asks: BTreeMap<DeviceId, (DeviceId, Dev)>,
    /// Answers, by whom they are sealed to.
    pub(super) private_grants: BTreeMap<DeviceId, Vec<KeyGrant>>,
    /// Copies of what was, by their ids.
    pub(super) imports: BTreeMap<RecordId, Import>,
    /// From which relay to which a space went, once the vault's log says so.
    pub(super) moved: BTreeMap<SpaceId, (String, String)>,
}

/// A copy of what was, as far as its pieces are here.
#[derive(Clone)]
pub(super) struct Import {
    /// When its first piece was brought in.
    pub(super) on: Day,
    pub(super) of: u16,
    /// The acts that hold its pieces.
    pub(super) pieces: BTreeMap<u16, Arc<Act>>,
}

silent!(Draft, Vault, Import);

/// What a vault act is about: acts about one matter replace each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Matter {
    DeviceName(DeviceId),
    Profile,
    Space(SpaceId),
    Paper,
    Draft(RecordId),
    Alias(RecordId),
    Hide(RecordId),
    Keepsake(RecordId),
    QuietPause,
    Aside(RecordId),
    Moved(SpaceId),
    Seen,
    /// Stands for itself.
    Each(ActIx),
}

impl Vault {
    pub(super) fn derive(acts: &Acts) -> Self {
        let mut standing: BTreeMap<Matter, ActIx> = BTreeMap::new();
        for (ix, held) in acts.iter() {
            let Body::Vault(body) = &held.act.body else { continue };
            let matter = match body {
                VaultBody::DeviceName(_) => Matter::DeviceName(held.act.device),
                VaultBody::Profile { .. } => Matter::Profile,
                VaultBody::Space { space, .. } => Matter::Space(*space),
                VaultBody::Paper(_) => Matter::Paper,
                VaultBody::Draft(_) | VaultBody::DraftGone => Matter::Draft(held.act.record),
                VaultBody::Alias(_) => Matter::Alias(held.act.record),
                VaultBody::Hide { .. } => Matter::Hide(held.act.record),
                VaultBody::Seen(_) => Matter::Seen,
                VaultBody::Keepsake { .. } => Matter::Keepsake(held.act.record),
                VaultBody::QuietPause { .. } => Matter::QuietPause,
                VaultBody::Aside { .. } => Matter::Aside(held.act.record),
                VaultBody::Moved { space, .. } => Matter::Moved(*space),
                // They have a page of their own; page 3 takes none.
                VaultBody::Private(_) | VaultBody::PrivateGone => continue,
                // Of these all stand that no later one knows.
                VaultBody::PrivateKey(_) | VaultBody::Imported(_) | VaultBody::ImportGone => {
                    continue;
                }
                VaultBody::Key { .. }
                | VaultBody::Answered(_)
                | VaultBody::OpenDevice { .. }
                | VaultBody::PrivateAsk(_)
                | VaultBody::PrivateGrant(_) => Matter::Each(ix),
            };
            let stands = match standing.get(&matter) {
                None => true,
                Some(other) if acts.knows(ix, *other) => true,
                Some(other) if acts.knows(*other, ix) => false,
                Some(other) => held.hash > acts.get(*other).hash,
            };
            if stands {
                standing.insert(matter, ix);
            }
        }
        let (private_keys, imports) = (private_keys(acts), imports(acts));
        let mut vault = Self { private_keys, imports, ..Self::default() };
        for ix in standing.into_values() {
            let held = acts.get(ix);
            if let Body::Vault(body) = &held.act.body {
                if matches!(body, VaultBody::Paper(_)) {
                    vault.paper_sent = held.standing == Standing::Admitted;
                }
                // Nobody follows before the others can.
                if matches!(body, VaultBody::Moved { .. }) && held.standing != Standing::Admitted {
                    continue;
                }
                vault.take(body, held.act.record, held.act.device, held.act.date);
            }
        }
        vault
    }

    /// Devices published for a couple space.
    pub(super) fn opened_in(&self, space: SpaceId) -> impl Iterator<Item = &Opened> {
        self.opened.iter().filter(move |((of, _), _)| *of == space).map(|(_, open)| open)
    }

    fn take(&mut self, body: &VaultBody, record: RecordId, device: DeviceId, date: Day) {
        match body {
            VaultBody::DeviceName(name) => {
                drop(self.device_names.insert(device, name.as_str().to_owned()))
            }
            VaultBody::Profile { name, zone } => {
                self.name = Some(name.as_str().to_owned());
                self.zone = zone.as_ref().map(|zone| zone.as_str().to_owned());
            }
            VaultBody::Key { space, key_id, ek } => {
                drop(self.keys.insert((*space, *key_id), ek.clone()))
            }
            VaultBody::Space { space, slot, paper_index, relay, state } => {
                let listed = ListedSpace {
                    slot: *slot,
                    paper_index: *paper_index,
                    relay: relay.as_ref().map(|relay| relay.as_str().to_owned()),
                    state: *state,
                    on: date,
                };
                self.spaces.insert(*space, listed);
            }
            VaultBody::Paper(halves) => self.paper = Some((halves.clone(), date)),
            VaultBody::Draft(body) => {
                drop(self.drafts.insert(record, Draft { body: (**body).clone(), date }))
            }
            VaultBody::DraftGone => {}
            VaultBody::OpenDevice { space, device: open } => {
                if let Ok(dev) = Dev::parse(open.dev.as_slice()) {
                    let opened = Opened { publisher: device, dev, proof: open.proof };
                    self.opened.entry((*space, opened.dev.id())).or_insert(opened);
                }
            }
            VaultBody::Alias(agreement) => drop(self.aliases.insert(record, *agreement)),
            VaultBody::Hide { on } => {
                if *on {
                    self.hidden.insert(record);
                }
            }
            VaultBody::Keepsake { on, text } => {
                drop(self.keepsakes.insert(record, (*on, text.as_str().to_owned())))
            }
            VaultBody::QuietPause { on, until } => self.quiet_pause = on.then_some(*until),
            VaultBody::Aside { on } => {
                if *on {
                    self.aside.insert(record);
                }
            }
            VaultBody::Private(_)
            | VaultBody::PrivateGone
            | VaultBody::PrivateKey(_)
            | VaultBody::Imported(_)
            | VaultBody::ImportGone => {}
            VaultBody::PrivateAsk(dev) => {
                if let Ok(dev) = Dev::parse(dev.as_slice()) {
                    self.private_asks.entry(dev.id()).or_insert((device, dev));
                }
            }
            VaultBody::PrivateGrant(grant) => {
                if let Ok(sealed) = KeyBox::parse(grant.sealed.as_slice()) {
                    self.private_grants.entry(sealed.device_id()).or_default().push(grant.clone());
                }
            }
            VaultBody::Moved { space, from, to } => {
                let (from, to) = (from.as_str().to_owned(), to.as_str().to_owned());
                self.moved.insert(*space, (from, to));
            }
            VaultBody::Seen(tips) => self.seen.clone_from(tips),
            VaultBody::Answered(ask) => drop(self.answered.insert(*ask)),
        }
    }
}

fn private_keys(acts: &Acts) -> BTreeMap<[u8; 32], Vec<WrappedKey>> {
    let said = acts.iter().filter_map(|(ix, held)| match &held.act.body {
        Body::Vault(VaultBody::PrivateKey(key)) => Some((ix, key)),
        _ => None,
    });
    let said: Vec<(ActIx, &WrappedKey)> = said.collect();
    let mut keys: BTreeMap<[u8; 32], Vec<WrappedKey>> = BTreeMap::new();
    for (ix, key) in &said {
        if !said.iter().any(|(later, other)| other.id == key.id && acts.knows(*later, *ix)) {
            keys.entry(key.id).or_default().push((*key).clone());
        }
    }
    keys
}

/// Every piece that no end of its copy knows.
fn imports(acts: &Acts) -> BTreeMap<RecordId, Import> {
    let ends: Vec<(ActIx, RecordId)> = acts
        .iter()
        .filter(|(_, held)| held.act.body == Body::Vault(VaultBody::ImportGone))
        .map(|(ix, held)| (ix, held.act.record))
        .collect();
    let mut imports: BTreeMap<RecordId, Import> = BTreeMap::new();
    for (ix, held) in acts.iter() {
        let Body::Vault(VaultBody::Imported(piece)) = &held.act.body else { continue };
        let record = held.act.record;
        if ends.iter().any(|(end, of)| *of == record && acts.knows(*end, ix)) {
            continue;
        }
        let new = Import { on: held.act.date, of: piece.of, pieces: BTreeMap::new() };
        let import = imports.entry(record).or_insert(new);
        import.on = import.on.min(held.act.date);
        // A copy's id names its bytes, so that pieces with one number say the same.
        if piece.of == import.of {
            import.pieces.entry(piece.part).or_insert_with(|| held.act.clone());
        }
    }
    imports
}
