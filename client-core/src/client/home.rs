//! One home: a vault, at most one current couple space, settings and a pairing under way, loaded from rows and written back.

use std::collections::BTreeSet;

use accord_protocol::body::SpaceType;
use accord_protocol::ids::{KeyId, Partner, SpaceId};

use super::closing::Closing;
use super::command::RelayAddress;
use super::farewell::Farewells;
use super::fields::{Fields, Read};
use super::found::{FoundError, found};
use super::pairing::Pairing;
use super::recovery::Paper;
use super::renewal::standing_paper;
use super::rows::{PAPER_VAULT, Vellum};
use super::seat::{Pen, Seat, SeatError};
use super::vault::{ListedSpace, Vault};
use crate::act::vault::{KeyBytes, PaperDevice, SpaceState, VaultBody};
use crate::act::{Body, RecordId, Text};
use crate::crypto::phrase::PaperHalf;
use crate::crypto::{PaperIndex, Phrase};
use crate::silent::silent;
use crate::store::{Row, Table};
use crate::time::Day;

/// Local number of the vault.
pub(super) const VAULT: u8 = 0;

const SETTINGS: [u8; 1] = [0];
const PAIRING: [u8; 1] = [0];

/// What this home is set to.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) name: String,
    pub(super) device_name: String,
    /// The vault's relay, and where couple spaces are founded.
    pub(super) relay: Option<RelayAddress>,
    /// The couple space's relay: where it was founded, which for the joiner need not be the vault's.
    pub(super) couple_relay: Option<RelayAddress>,
    pub(super) words_on: Day,
    /// Local number of the next couple space.
    pub(super) next_seat: u8,
    /// Local number of the current couple space.
    pub(super) couple: Option<u8>,
    pub(super) last_sync: Option<Day>,
    pub(super) last_heard: Option<Day>,
    /// The couple space is not synced any more, and nothing says so.
    pub(super) quiet: bool,
    /// The relay says that another own device removed this one.
    pub(super) removed: bool,
    /// A recovery began here and did not end: the words may be brought again.
    pub(super) recovering: bool,
    /// Up to here in the vault's log the person has seen which devices came and went; 0 is when this one came.
    pub(super) devices_seen: u64,
    /// Local numbers of spaces that moved to another relay and were not in step with it yet: its branch is agreed to.
    pub(super) moved: Vec<u8>,
}

/// A home with an identity.
pub(super) struct Home {
    pub(super) settings: Settings,
    pub(super) vault: Seat,
    pub(super) couple: Option<Seat>,
    pub(super) pairing: Option<Pairing>,
    /// Mailboxes of pairings that are over, still to be closed.
    pub(super) closings: Vec<Closing>,
    /// Recovery words at work, while a command that brought them runs. Never stored.
    pub(super) paper: Option<Paper>,
    /// ENDs owed to spaces that are not here any more.
    pub(super) farewells: Farewells,
    pub(super) says: Option<Vault>,
}

impl Settings {
    /// Those of a home that has done nothing yet.
    pub(super) fn new(
        name: &str,
        device_name: &str,
        relay: Option<RelayAddress>,
        words_on: Day,
    ) -> Self {
        Self {
            name: name.to_owned(),
            device_name: device_name.to_owned(),
            relay,
            couple_relay: None,
            words_on,
            next_seat: 1,
            couple: None,
            last_sync: None,
            last_heard: None,
            quiet: false,
            removed: false,
            recovering: false,
            devices_seen: 0,
            moved: Vec::new(),
        }
    }
}

impl Home {
    /// A home with a vault and nothing beside it.
    pub(super) fn new(settings: Settings, vault: Seat) -> Self {
        Self {
            settings,
            vault,
            couple: None,
            pairing: None,
            closings: Vec::new(),
            paper: None,
            farewells: Farewells::default(),
            says: None,
        }
    }

    /// Makes an identity: the words, a vault founded offline, and its first acts.
    pub(super) fn make(
        pen: &mut Pen<'_>,
        name: Text,
        device_name: Text,
        relay: Option<RelayAddress>,
    ) -> Result<(Self, Vec<String>), FoundError> {
        let phrase = Phrase::generate(pen.rng);
        let words = phrase.words().iter().map(ToString::to_string).collect();
        let halves = phrase.paper_halves();
        let founded = found(pen.rng, SpaceType::Vault, &halves[0])?;
        let device = founded.secret.keys().device_id();
        let (space, save) = crate::sync::Space::found(device, founded.records)
            .map_err(|invalid| invalid.refusal)?;
        let mut vault = Seat::new(pen, VAULT, Partner::Zero, &founded.secret, space);
        vault.save(pen, save);
        vault.learn(pen, founded.key);
        let settings = Settings::new(name.as_str(), device_name.as_str(), relay, pen.now.today());
        let mut home = Self::new(settings, vault);
        home.note(pen, RecordId::ZERO, VaultBody::DeviceName(device_name));
        home.note(pen, RecordId::ZERO, VaultBody::Profile { name, zone: None });
        home.note(pen, RecordId::ZERO, VaultBody::Paper(halves.iter().map(public_half).collect()));
        home.make_private(pen, halves.into_iter().next());
        home.put_settings(pen);
        Ok((home, words))
    }

    /// Puts a vault act into the vault's journal.
    pub(super) fn note(&mut self, pen: &mut Pen<'_>, record: RecordId, body: VaultBody) {
        self.vault.make(pen, record, Body::Vault(body));
        self.says = None;
    }

    /// What the vault says now.
    pub(super) fn says(&mut self) -> &Vault {
        let vault = &mut self.vault;
        self.says.get_or_insert_with(|| {
            vault.lay_out();
            Vault::derive(&vault.acts)
        })
    }

    /// The vault changed.
    pub(super) fn unsay(&mut self) {
        self.says = None;
    }

    /// Founds a couple space and its seat.
    pub(super) fn found_couple(&mut self, pen: &mut Pen<'_>) -> Result<(), FoundError> {
        let paper = self.fresh_paper().ok_or(FoundError::Paper)?;
        self.settings.couple_relay = self.settings.relay.clone();
        let founded = found(pen.rng, SpaceType::Couple, &paper)?;
        let device = founded.secret.keys().device_id();
        let (space, save) = crate::sync::Space::found(device, founded.records)
            .map_err(|invalid| invalid.refusal)?;
        let mut seat =
            Seat::new(pen, self.settings.next_seat, Partner::Zero, &founded.secret, space);
        seat.save(pen, save);
        seat.learn(pen, founded.key);
        self.set_seat(pen, seat);
        Ok(())
    }

    /// Lists the couple space founded here in the vault, once its relay has it: own devices and the twelve words go after what is listed.
    pub(super) fn list_founded(&mut self, pen: &mut Pen<'_>) {
        let Some(seat) = self.couple.as_ref().filter(|seat| seat.sync.is_registered()) else {
            return;
        };
        let (space, partner) = (seat.id(), seat.partner);
        let paper = seat.sync.state().and_then(|state| standing_paper(state, partner));
        if self.is_listed(&space) {
            return;
        }
        let own = |half: &PaperHalf| half.dev(partner).is_ok_and(|dev| Some(dev.id()) == paper);
        let mut halves = (1..PaperIndex::COUNT).filter_map(|index| self.paper(index));
        // Of words that were renewed since, the next free one takes the place of the one that stands.
        let Some(half) = halves.find(own).or_else(|| self.fresh_paper()) else { return };
        self.list_seat(pen, half.index.number());
        self.keep_keys(pen);
    }

    /// Whether own devices are told of this space.
    pub(super) fn is_listed(&mut self, space: &SpaceId) -> bool {
        self.says().spaces.contains_key(space)
    }

    /// Notes keys of the couple space in the vault, so that a recovered or new own device opens all history.
    pub(super) fn keep_keys(&mut self, pen: &mut Pen<'_>) {
        let Some(space) = self.couple.as_ref().map(Seat::id).filter(|space| self.is_listed(space))
        else {
            return;
        };
        let Some(seat) = &mut self.couple else { return };
        let granted = |seat: &Seat, id: &KeyId| {
            seat.sync.state().is_some_and(|state| state.granted(id).is_some())
        };
        // A key made for a record that is not in the log is no key of the space yet, and may never be.
        let (learned, made): (Vec<KeyId>, Vec<KeyId>) =
            std::mem::take(&mut seat.learned).into_iter().partition(|id| granted(seat, id));
        seat.learned = made;
        for key_id in learned {
            let Some(key) = self.couple.as_ref().and_then(|seat| seat.epoch.get(&key_id)) else {
                continue;
            };
            let ek = KeyBytes::new(*key.expose());
            if !self.says().keys.contains_key(&(space, key_id)) {
                self.note(pen, RecordId::ZERO, VaultBody::Key { space, key_id, ek });
            }
        }
    }

    /// Makes a seat the current couple space, lists it in the vault and names this device's keys there.
    pub(super) fn take_seat(&mut self, pen: &mut Pen<'_>, seat: Seat, paper_index: u8) {
        self.set_seat(pen, seat);
        self.list_seat(pen, paper_index);
    }

    fn list_seat(&mut self, pen: &mut Pen<'_>, paper_index: u8) {
        let Some(seat) = &self.couple else { return };
        let relay = self.relay_of(seat.n).and_then(|relay| Text::new(&relay.url).ok());
        let body = VaultBody::Space {
            space: seat.id(),
            slot: seat.partner.to_byte(),
            paper_index,
            relay,
            state: SpaceState::Joined,
        };
        self.note(pen, RecordId::ZERO, body);
        self.open_device(pen);
    }

    pub(super) fn set_seat(&mut self, pen: &mut Pen<'_>, seat: Seat) {
        self.settings.couple = Some(seat.n);
        self.settings.next_seat = seat.n.saturating_add(1);
        self.settings.quiet = false;
        self.couple = Some(seat);
        self.put_settings(pen);
    }

    /// The current couple space is left behind: listed so in the vault, and nothing of it stays here.
    pub(super) fn drop_couple(&mut self, pen: &mut Pen<'_>, state: SpaceState) {
        self.list(pen, state);
        self.forget_couple(pen);
    }

    /// Nothing of the couple space stays here.
    pub(super) fn forget_couple(&mut self, pen: &mut Pen<'_>) {
        let Some(seat) = self.couple.take() else { return };
        for table in Table::ALL {
            if !matches!(table, Table::Lock | Table::Meta | Table::Pairing) {
                pen.writer.delete_prefix(table, [seat.n]);
            }
        }
        self.settings.couple = None;
        self.put_settings(pen);
    }

    /// Says in the vault how this person stands to the couple space.
    pub(super) fn list(&mut self, pen: &mut Pen<'_>, state: SpaceState) {
        let Some(space) = self.couple.as_ref().map(Seat::id) else { return };
        let listed = self.says().spaces.get(&space).and_then(|listed| listed.relay.clone());
        self.list_at(pen, state, listed.as_deref());
    }

    /// The same, with where the space is.
    pub(super) fn list_at(&mut self, pen: &mut Pen<'_>, state: SpaceState, relay: Option<&str>) {
        let Some(space) = self.couple.as_ref().map(Seat::id) else { return };
        let Some(listed) = self.says().spaces.get(&space).cloned() else { return };
        let relay = relay.and_then(|relay| Text::new(relay).ok());
        let body = VaultBody::Space {
            space,
            slot: listed.slot,
            paper_index: listed.paper_index,
            relay,
            state,
        };
        self.note(pen, RecordId::ZERO, body);
    }

    /// The public half of one paper device.
    pub(super) fn paper(&mut self, index: u8) -> Option<PaperHalf> {
        let (halves, _) = self.says().paper.as_ref()?;
        let half = halves.get(usize::from(index))?.clone();
        Some(PaperHalf {
            index: PaperIndex::new(index)?,
            ed_pk: half.ed_pk,
            kem_pk: half.kem_pk,
            proofs: half.proofs,
        })
    }

    /// The public half of a paper device no listed space uses yet; `None` after 15 couple spaces with the same words.
    pub(super) fn fresh_paper(&mut self) -> Option<PaperHalf> {
        let says = self.says();
        // Spaces that were over before the words were made used other words' paper.
        let made = says.paper.as_ref().map(|(_, on)| *on);
        let counts = |space: &&ListedSpace| {
            space.state == SpaceState::Joined || made.is_none_or(|made| space.on >= made)
        };
        let listed = says.spaces.values().filter(counts);
        let used: BTreeSet<u8> = listed.map(|space| space.paper_index).collect();
        let free = (1..PaperIndex::COUNT).find(|index| !used.contains(index))?;
        self.paper(free)
    }

    /// The relay a seat's space is kept by.
    pub(super) fn relay_of(&self, n: u8) -> Option<&RelayAddress> {
        let s = &self.settings;
        if matches!(n, VAULT | PAPER_VAULT) {
            s.relay.as_ref()
        } else {
            s.couple_relay.as_ref().or(s.relay.as_ref())
        }
    }

    /// Seats that are exchanged with a relay: a local vault has none, and a couple space that was left quietly rests.
    pub(super) fn seats_to_sync(&self) -> Vec<u8> {
        let couple = self.couple.as_ref().filter(|_| !self.settings.quiet);
        // A device that waits for its person to compare words knows no vault yet; where recovery words are to let it in, they go first.
        let let_in =
            |seat: &Seat| self.paper.as_ref().is_none_or(|paper| paper.let_in.contains(&seat.n));
        let words = self.paper.is_some();
        let knocks = |seat: &&Seat| {
            if seat.only_reads() { words } else { !seat.waits_for_admission() || let_in(seat) }
        };
        let vault = Some(&self.vault).filter(|seat| seat.id() != SpaceId::ZERO);
        let paper = self.paper.as_ref().and_then(|paper| paper.seat.as_ref());
        let own = [vault, couple].into_iter().flatten().filter(knocks);
        own.chain(paper).map(|seat| seat.n).filter(|n| self.relay_of(*n).is_some()).collect()
    }

    pub(super) fn seat_mut(&mut self, n: u8) -> Option<&mut Seat> {
        if n == VAULT {
            Some(&mut self.vault)
        } else {
            let paper = self.paper.as_mut().and_then(|paper| paper.seat.as_mut());
            [self.couple.as_mut(), paper].into_iter().flatten().find(|seat| seat.n == n)
        }
    }

    /// Whether acts can be made for the partner: the space is joined, and this side's person compared words.
    pub(super) fn is_paired(&self) -> bool {
        let joined = self.couple.as_ref().is_some_and(Seat::is_joined);
        let settled = |pairing: &Pairing| pairing.is_for_own() || pairing.is_settled();
        joined && self.pairing.as_ref().is_none_or(settled)
    }

    pub(super) fn put_settings(&self, pen: &mut Pen<'_>) {
        let s = &self.settings;
        let mut f = Fields::default();
        f.put(1, s.name.as_bytes())
            .put(2, s.device_name.as_bytes())
            .put(3, &s.words_on.0.to_be_bytes())
            .put(4, &[s.next_seat]);
        f.put_some(5, s.couple.as_ref().map(std::slice::from_ref));
        if let Some(relay) = &s.relay {
            f.put(6, relay.url.as_bytes()).put_some(7, relay.token.as_ref().map(String::as_bytes));
        }
        if let Some(relay) = &s.couple_relay {
            f.put(11, relay.url.as_bytes())
                .put_some(12, relay.token.as_ref().map(String::as_bytes));
        }
        f.put_some(8, s.last_sync.map(|d| d.0.to_be_bytes()).as_ref().map(<[u8; 4]>::as_slice));
        f.put_some(9, s.last_heard.map(|d| d.0.to_be_bytes()).as_ref().map(<[u8; 4]>::as_slice));
        f.put(10, &[u8::from(s.quiet)])
            .put(13, &[u8::from(s.removed)])
            .put(14, &[u8::from(s.recovering)]);
        f.put(15, &s.devices_seen.to_be_bytes());
        f.put_some(16, Some(s.moved.as_slice()).filter(|moved| !moved.is_empty()));
        pen.put(Table::Meta, SETTINGS, &f.finish());
    }

    pub(super) fn put_pairing(&self, pen: &mut Pen<'_>) {
        match &self.pairing {
            Some(pairing) => pen.put(Table::Pairing, PAIRING, &pairing.encode()),
            None => pen.delete(Table::Pairing, PAIRING),
        }
    }

    /// Reads a home back; `None` if no identity was made yet.
    pub(super) fn load(vellum: &Vellum, rows: &[Row]) -> Result<Option<Self>, SeatError> {
        let Some(row) = rows.iter().find(|row| row.table == Table::Meta && row.key == SETTINGS)
        else {
            return Ok(None);
        };
        let bad = || SeatError::Row(Table::Meta);
        let value = vellum.open(Table::Meta, &row.key, &row.value).map_err(|_| bad())?;
        let settings = read_settings(Read::new(&value)).ok_or_else(bad)?;
        let pairing =
            match rows.iter().find(|row| row.table == Table::Pairing && row.key == PAIRING) {
                None => None,
                Some(row) => {
                    let bad = || SeatError::Row(Table::Pairing);
                    let value =
                        vellum.open(Table::Pairing, &row.key, &row.value).map_err(|_| bad())?;
                    Some(Pairing::decode(&value).ok_or_else(bad)?)
                }
            };
        let vault = Seat::load(vellum, VAULT, rows)?;
        let couple = settings.couple.map(|n| Seat::load(vellum, n, rows)).transpose()?;
        let farewells = Self::load_farewells(vellum, rows)?;
        let closings = Self::load_closings(vellum, rows)?;
        Ok(Some(Self {
            settings,
            vault,
            couple,
            pairing,
            closings,
            paper: None,
            farewells,
            says: None,
        }))
    }
}

silent!(Settings, Home);

fn read_settings(f: Read<'_>) -> Option<Settings> {
    let day = |number| f.array(number).map(|bytes| Day(i32::from_be_bytes(bytes)));
    Some(Settings {
        name: f.text(1)?,
        device_name: f.text(2)?,
        words_on: day(3)?,
        next_seat: f.u8(4)?,
        couple: f.u8(5),
        relay: f.text(6).map(|url| RelayAddress { url, token: f.text(7) }),
        couple_relay: f.text(11).map(|url| RelayAddress { url, token: f.text(12) }),
        last_sync: day(8),
        last_heard: day(9),
        quiet: f.u8(10)? == 1,
        removed: f.u8(13) == Some(1),
        recovering: f.u8(14) == Some(1),
        devices_seen: f.uint(15).unwrap_or_default(),
        moved: f.bytes(16).map(<[u8]>::to_vec).unwrap_or_default(),
    })
}

pub(super) fn public_half(half: &PaperHalf) -> PaperDevice {
    PaperDevice { ed_pk: half.ed_pk, kem_pk: half.kem_pk.clone(), proofs: half.proofs }
}
