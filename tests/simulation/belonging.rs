//! Who belongs, lived at random: two people with up to three devices each and their words on paper, over an honest relay. They add,
//! remove, recover, make new words, put old backups back and write, in any order.
//!
//! What must hold whatever the order: all devices that belong derive the same; a device that was removed adds and opens nothing after its
//! cut; every key is boxed for exactly the devices that were active then. Seeds as in [`crate::plan`].

use std::collections::BTreeSet;

use accord_client_core::act::Body;
use accord_client_core::act::vault::VaultBody;
use accord_client_core::client::command::{Command, DeviceView, RelayAddress, Reply};
use accord_client_core::crypto::{DeviceSecret, EpochKey, Secret, open_record};
use accord_client_core::refused::Refused;
use accord_client_core::store::Table;
use accord_client_core::store::memory::Disk;
use accord_protocol::body::{Admit, Genesis, Keys, Revoke, Rotate};
use accord_protocol::ids::DeviceId;
use accord_protocol::record::{Kind, Record};
use accord_tests::devices::add_own;
use accord_tests::ledger::held;
use accord_tests::people::{agreements, digest, init, pair, pending, propose, settle, try_sync};
use accord_tests::world::{HomeId, URL, World};

use crate::choices::command;
use crate::plan::{Plan, every_seed};
use crate::private::notes;

/// Seeds that failed once, and what was wrong.
const ONCE_FAILED: &[(u64, &str)] = &[
    (3, "a device not yet in the couple space made new words and removed all that could let it in"),
    (39, "two devices not yet in the couple space removed the only one that could let them in"),
    (21, "a device not yet in the couple space removed the only one that could let it in"),
    (47, "a device not yet in the couple space made new words, which did not open it"),
];
/// Seeds of an ordinary run.
const SEEDS: u64 = 20;
/// Things that happen in one.
const TURNS: u64 = 34;
/// What a turn does, by its number.
const WORDS: [&str; 20] = [
    "writing",
    "writing",
    "writing",
    "writing",
    "writing",
    "writing",
    "an exchange",
    "an exchange",
    "an exchange",
    "an exchange",
    "another device",
    "another device",
    "a removal",
    "a removal",
    "recovery by the words",
    "new words",
    "a backup",
    "a backup put back",
    "a removed device writes",
    "a restart, and hours",
];
/// Devices a person has at most at a time, words on paper not counted.
const DEVICES: usize = 3;

/// A device of somebody.
struct Device {
    home: HomeId,
    name: String,
    backup: Option<Disk>,
    /// Somebody's app said that it is out for good.
    out: bool,
    /// What others said after that, and what it said itself.
    secret: Vec<String>,
    late: Vec<String>,
}

/// One of the two.
struct Person {
    devices: Vec<Device>,
    words: String,
    made: usize,
    /// Removals that somebody typed: who, and whom.
    removals: Vec<(usize, usize)>,
}

struct Life {
    world: World,
    people: [Person; 2],
    said: u64,
}

#[test]
fn whoever_belongs_agrees_and_whoever_was_removed_learns_and_adds_nothing() {
    every_seed(SEEDS, ONCE_FAILED, "whoever_belongs", run);
}

fn run(plan: &Plan) -> u64 {
    let mut world = World::new(plan.seed);
    let homes = [world.add_home("Europe/Berlin"), world.add_home("America/New_York")];
    let words = [("Ana", homes[0]), ("Ben", homes[1])]
        .map(|(name, home)| init(&mut world, home, name).join(" "));
    pair(&mut world, homes[0], homes[1]);
    settle(&mut world, &homes);
    let mut words = words.into_iter();
    let people = homes.map(|home| Person {
        devices: vec![Device::new(home, "phone".into())],
        words: words.next().expect("two people"),
        made: 0,
        removals: Vec::new(),
    });
    let mut life = Life { world, people, said: 0 };
    for turn in plan.steps(TURNS) {
        plan.begin(turn, &mut life.world.rng);
        let who = usize::from(life.world.rng.one_in(2));
        let what = life.world.rng.below(20);
        life.world.say_trace(&format!("turn {turn}: {what} for {who}"));
        plan.tell(
            turn,
            &format!("{} for {}", WORDS[usize::try_from(what).expect("few")], ["Ana", "Ben"][who]),
        );
        life.take_turn(who, what);
    }
    life.end();
    life.world.trace()
}

impl Device {
    fn new(home: HomeId, name: String) -> Self {
        Self { home, name, backup: None, out: false, secret: Vec::new(), late: Vec::new() }
    }
}

impl Life {
    fn take_turn(&mut self, who: usize, what: u64) {
        match what {
            0..=5 => self.write(who),
            6..=9 => {
                if let Some(at) = self.somebody(who) {
                    drop(self.sync(who, at));
                }
            }
            10 | 11 => self.add(who),
            12 | 13 => self.remove(who),
            14 => self.recover(who),
            15 => self.renew(who),
            16 => self.back_up(who),
            17 => self.put_back(who),
            18 => self.removed_writes(who),
            _ => {
                if let Some(at) = self.somebody(who) {
                    self.world.reboot(self.people[who].devices[at].home);
                }
                // Nobody adds more than a relay takes in a day.
                self.world.pass(5 * 3_600_000);
            }
        }
    }

    /// A device that is not known to be out.
    fn somebody(&mut self, who: usize) -> Option<usize> {
        let devices = &self.people[who].devices;
        let belong: Vec<usize> = (0..devices.len()).filter(|at| !devices[*at].out).collect();
        let drawn = self.world.rng.below((belong.len() as u64).max(1));
        belong.get(usize::try_from(drawn).expect("few devices")).copied()
    }

    /// An exchange; who was removed is told so, and removals that are through are noted.
    fn sync(&mut self, who: usize, at: usize) -> Result<(), Refused> {
        let home = self.people[who].devices[at].home;
        let done = try_sync(&mut self.world, home).map(drop);
        match &done {
            Ok(()) => self.note_removed(who, at),
            Err(refused) => assert_eq!(refused.code, "revoked", "an honest relay"),
        }
        done
    }

    /// What this device removed is out once nothing of it is pending.
    fn note_removed(&mut self, who: usize, at: usize) {
        let home = self.people[who].devices[at].home;
        if pending(&mut self.world, home).contains(&"removal") {
            return;
        }
        let person = &mut self.people[who];
        for (_, target) in person.removals.extract_if(.., |(by, _)| *by == at) {
            person.devices[target].out = true;
        }
    }

    fn write(&mut self, who: usize) {
        let Some(at) = self.somebody(who) else { return };
        let home = self.people[who].devices[at].home;
        self.said += 1;
        if self.world.rng.one_in(3) {
            let text = format!("Words {}.", self.said);
            propose(&mut self.world, home, &text);
            for device in self.people.iter_mut().flat_map(|person| &mut person.devices) {
                if device.out {
                    device.secret.push(text.clone());
                }
            }
        } else {
            let command = command(&mut self.world, home, self.said);
            drop(self.world.run(home, command));
        }
        if self.world.rng.one_in(2) {
            drop(self.sync(who, at));
        }
    }

    /// A device that is out goes on as if nothing were.
    fn removed_writes(&mut self, who: usize) {
        let out = self.people[who].devices.iter().position(|device| device.out);
        let Some(at) = out else { return };
        self.said += 1;
        let text = format!("Late {}.", self.said);
        let home = self.people[who].devices[at].home;
        propose(&mut self.world, home, &text);
        self.people[who].devices[at].late.push(text);
        let refused = try_sync(&mut self.world, home).expect_err("it was removed");
        assert_eq!(refused.code, "revoked");
    }

    fn listed(&mut self, home: HomeId) -> Vec<DeviceView> {
        match self.world.run(home, Command::Devices) {
            Ok(Reply::Devices(list)) => list,
            other => unreachable!("devices: {other:?}"),
        }
    }

    /// How many of a person's devices a home knows as active.
    fn active(&mut self, home: HomeId) -> usize {
        self.listed(home).iter().filter(|device| device.state == "active").count()
    }

    fn add(&mut self, who: usize) {
        let Some(at) = self.somebody(who) else { return };
        let home = self.people[who].devices[at].home;
        if self.sync(who, at).is_err() || self.active(home) >= DEVICES {
            return;
        }
        let name = self.fresh_name(who);
        let new = add_own(&mut self.world, home, &name);
        self.people[who].devices.push(Device::new(new, name));
    }

    fn fresh_name(&mut self, who: usize) -> String {
        self.people[who].made += 1;
        format!("device {}", self.people[who].made)
    }

    fn remove(&mut self, who: usize) {
        let (Some(by), Some(target)) = (self.somebody(who), self.somebody(who)) else { return };
        if by == target {
            return;
        }
        let home = self.people[who].devices[by].home;
        let name = self.people[who].devices[target].name.clone();
        let found =
            self.listed(home).into_iter().find(|device| device.name.as_ref() == Some(&name));
        // It may not have heard of it yet.
        let Some(device) = found else { return };
        match self.world.run(home, Command::DeviceRemove { id: device.id }) {
            Ok(_) => self.people[who].removals.push((by, target)),
            Err(refused) => assert_eq!(refused.code, "not_in_couple_yet"),
        }
        if self.world.rng.one_in(2) {
            drop(self.sync(who, by));
        }
    }

    fn recover(&mut self, who: usize) {
        let Some(at) = self.somebody(who) else { return };
        let home = self.people[who].devices[at].home;
        if self.sync(who, at).is_err() || self.active(home) >= DEVICES {
            return;
        }
        let name = self.fresh_name(who);
        let zone = self.world.homes[home.0].zone.clone();
        let new = self.world.add_home(&zone);
        let relay = RelayAddress { url: URL.into(), token: None };
        let words = self.people[who].words.clone();
        let command = Command::Recover { words, relay, device_name: name.clone() };
        match self.world.run(new, command) {
            Ok(Reply::Recovered(view)) => assert_eq!(view.couple, "back"),
            other => unreachable!("these words count: {other:?}"),
        }
        self.people[who].devices.push(Device::new(new, name));
    }

    fn renew(&mut self, who: usize) {
        let Some(at) = self.somebody(who) else { return };
        let home = self.people[who].devices[at].home;
        if self.sync(who, at).is_err() {
            return;
        }
        let remove_others = self.world.rng.one_in(3);
        match self.world.run(home, Command::WordsRenew { remove_others }) {
            Ok(Reply::NewWords(view)) => self.people[who].words = view.recovery_words.join(" "),
            Err(refused) => return assert_eq!(refused.code, "not_in_couple_yet"),
            other => unreachable!("new words: {other:?}"),
        }
        if remove_others {
            let others = (0..self.people[who].devices.len()).filter(|other| *other != at);
            let others = others.filter(|other| !self.people[who].devices[*other].out);
            let removals: Vec<_> = others.map(|other| (at, other)).collect();
            self.people[who].removals.extend(removals);
        }
        // The command line exchanges at once: the old words do not count any more.
        self.sync(who, at).expect("who made the words is not removed");
    }

    fn back_up(&mut self, who: usize) {
        let drawn = self.world.rng.below(self.people[who].devices.len() as u64);
        let device = &mut self.people[who].devices[usize::try_from(drawn).expect("few")];
        device.backup = Some(self.world.homes[device.home.0].disk.image());
    }

    /// An old backup, of a device that belongs or of one that does not any more.
    fn put_back(&mut self, who: usize) {
        let person = &self.people[who];
        let with: Vec<usize> =
            (0..person.devices.len()).filter(|at| person.devices[*at].backup.is_some()).collect();
        let drawn = self.world.rng.below((with.len() as u64).max(1));
        let Some(at) = with.get(usize::try_from(drawn).expect("few")) else { return };
        let device = &self.people[who].devices[*at];
        let (home, image) = (device.home, device.backup.clone().expect("it has one"));
        self.world.kill(home);
        self.world.homes[home.0].disk.restore(&image);
        self.world.boot(home).expect("a backup opens");
        // What it had typed and not exchanged is gone with the newer disk.
        self.people[who].removals.retain(|(by, _)| by != at);
    }

    /// Everybody comes by until nothing moves; then everything is looked at.
    fn end(&mut self) {
        self.world.pass(25 * 3_600_000);
        let mut belong = Vec::new();
        for _ in 0..4 {
            belong.clear();
            for who in [0, 1] {
                for at in 0..self.people[who].devices.len() {
                    let done = self.sync(who, at);
                    let out = self.people[who].devices[at].out;
                    assert!(!(out && done.is_ok()), "{} is out", self.people[who].devices[at].name);
                    if done.is_ok() {
                        belong.push((who, at));
                    }
                }
            }
        }
        let homes: Vec<HomeId> =
            belong.iter().map(|(who, at)| self.people[*who].devices[*at].home).collect();
        settle(&mut self.world, &homes);
        // A note written on a copy of an older store waits until its page is opened again (decision 0235).
        for home in &homes {
            drop(notes(&mut self.world, *home, None));
        }
        settle(&mut self.world, &homes);
        self.converged(&homes);
        self.same_devices(&belong);
        self.same_vaults(&belong);
        self.cuts(&homes);
        self.keys(&homes);
        self.boxes();
    }

    fn converged(&mut self, homes: &[HomeId]) {
        let first = digest(&mut self.world, homes[0]);
        for home in homes {
            assert_eq!(digest(&mut self.world, *home), first, "{home:?}");
            assert_eq!(pending(&mut self.world, *home), [""; 0], "{home:?}");
        }
    }

    /// A person's devices list the same, and exactly those that belong are active.
    fn same_devices(&mut self, belong: &[(usize, usize)]) {
        for who in [0, 1] {
            let here: Vec<usize> =
                belong.iter().filter(|one| one.0 == who).map(|(_, at)| *at).collect();
            assert!(!here.is_empty(), "somebody has no device left");
            let names: BTreeSet<String> =
                here.iter().map(|at| self.people[who].devices[*at].name.clone()).collect();
            for at in here {
                let home = self.people[who].devices[at].home;
                let active = self.listed(home).into_iter().filter(|one| one.state == "active");
                let active: BTreeSet<String> = active.filter_map(|one| one.name).collect();
                assert_eq!(active, names, "as {home:?} sees it");
            }
        }
    }

    /// Drafts and private notes are the same on all devices of a person.
    fn same_vaults(&mut self, belong: &[(usize, usize)]) {
        for who in [0, 1] {
            let mut all = Vec::new();
            for (_, at) in belong.iter().filter(|one| one.0 == who) {
                let home = self.people[who].devices[*at].home;
                let drafts = match self.world.run(home, Command::Drafts) {
                    Ok(Reply::Drafts(list)) => serde_json::to_string(&list).expect("views"),
                    other => unreachable!("drafts: {other:?}"),
                };
                let mut notes = notes(&mut self.world, home, None);
                notes.sort();
                all.push((drafts, notes, home));
            }
            for (drafts, notes, home) in &all {
                assert_eq!((drafts, notes), (&all[0].0, &all[0].1), "{home:?} and {:?}", all[0].2);
            }
        }
    }

    /// Whatever its app would do with them: the keys that lie in a home open no record after its removal, those of who belongs open all, and
    /// the relay holds nothing that a device wrote after it.
    fn keys(&mut self, homes: &[HomeId]) {
        let logs: Vec<Vec<Record>> = {
            let store = &self.world.relays[0].store;
            let parsed = |space| {
                let log = store.log(&space);
                log.iter().map(|entry| Record::parse(&entry.record).expect("stored")).collect()
            };
            store.spaces().into_iter().map(parsed).collect()
        };
        let content = |log: &[Record]| -> Vec<(usize, Record)> {
            let all = log.iter().cloned().enumerate();
            all.filter(|(_, record)| record.kind() == Kind::Content).collect()
        };
        let opens = |keys: &[EpochKey], record: &Record| {
            keys.iter().any(|key| open_record(key, record).is_ok())
        };
        let all: Vec<HomeId> =
            self.people.iter().flat_map(|person| &person.devices).map(|one| one.home).collect();
        for home in all {
            let (ids, keys) = keys_within(&mut self.world, home);
            for id in ids {
                let written =
                    |log: &&Vec<Record>| log.iter().any(|record| is_admitted(record, &id));
                let Some(log) = logs.iter().find(written) else { continue };
                let revoked = log.iter().position(|record| {
                    record.kind() == Kind::Revoke
                        && Revoke::parse(record.body()).is_ok_and(|revoke| revoke.target == id)
                });
                assert!(revoked.is_none() || !homes.contains(&home), "{home:?} belongs");
                let cut = revoked.unwrap_or(log.len());
                for (at, record) in content(log) {
                    let (opens, out) = (opens(&keys, &record), at >= cut);
                    // Who was removed may not have come by for what was said before.
                    let right = if revoked.is_some() { !(opens && out) } else { opens };
                    assert!(right, "{home:?}, record {at}, cut {cut}: opens {opens}");
                }
                let late = log[cut..].iter().find(|record| record.device() == id);
                assert!(late.is_none(), "{home:?} wrote after it was removed");
            }
        }
    }

    /// A removed device shows nothing that was said after its cut, and nobody shows what it said after it.
    fn cuts(&mut self, homes: &[HomeId]) {
        let shown: Vec<String> = homes.iter().map(|home| self.shown(*home)).collect();
        let devices: Vec<(HomeId, Vec<String>, Vec<String>)> = self
            .people
            .iter()
            .flat_map(|person| &person.devices)
            .filter(|device| device.out)
            .map(|device| (device.home, device.secret.clone(), device.late.clone()))
            .collect();
        for (home, secret, late) in devices {
            let here = self.shown(home);
            let opened = secret.iter().find(|text| here.contains(text.as_str()));
            assert_eq!(opened, None, "{home:?} was removed before that was said");
            for text in &late {
                assert!(shown.iter().all(|all| !all.contains(text.as_str())), "{text} of {home:?}");
            }
        }
    }

    fn shown(&mut self, home: HomeId) -> String {
        serde_json::to_string(&agreements(&mut self.world, home)).expect("views")
    }

    /// Every key of every space at the relay: boxed for the devices that were active after its record, and for nobody else.
    fn boxes(&self) {
        let store = &self.world.relays[0].store;
        for space in store.spaces() {
            let log = store.log(&space);
            let records =
                log.iter().map(|entry| Record::parse(&entry.record).expect("a record of a log"));
            let mut active: BTreeSet<DeviceId> = BTreeSet::new();
            for (position, record) in records.enumerate() {
                let mut keys: Option<Keys> = None;
                match record.kind() {
                    Kind::Genesis => {
                        active.insert(Genesis::parse(record.body()).expect("GENESIS").dev.id());
                    }
                    Kind::Join | Kind::AddDevice => {
                        let admit = Admit::parse(record.body()).expect("an admission");
                        assert_eq!(admit.key_box.device, admit.dev.id(), "its own box");
                        active.insert(admit.dev.id());
                    }
                    Kind::Rotate => {
                        keys = Some(Rotate::parse(record.body()).expect("ROTATE").keys);
                    }
                    Kind::Revoke => {
                        let revoke = Revoke::parse(record.body()).expect("REVOKE");
                        assert!(active.remove(&revoke.target), "removed once");
                        keys = Some(revoke.keys);
                    }
                    _ => {}
                }
                if let Some(keys) = keys {
                    let boxed: Vec<DeviceId> = keys.boxes.iter().map(|one| one.device).collect();
                    let once: BTreeSet<DeviceId> = boxed.iter().copied().collect();
                    assert_eq!(boxed.len(), once.len(), "record {position}: a box for each");
                    assert_eq!(once, active, "record {position} of {space:?}");
                }
                assert!(active.contains(&record.device()), "record {position}: its author is in");
            }
        }
    }
}

/// The device keys and every epoch key that lie in a home: in rows of their own, and noted in its vault.
fn keys_within(world: &mut World, home: HomeId) -> (Vec<DeviceId>, Vec<EpochKey>) {
    let (mut ids, mut keys) = (Vec::new(), Vec::new());
    for (_, key, value) in world.plain_rows(home).into_iter().filter(|row| row.0 == Table::Key) {
        match key[1] {
            b'd' => {
                let secret = Secret::from_slice(&value[..32]).expect("32 bytes");
                ids.push(DeviceSecret::from_secret(secret).keys().device_id());
            }
            b'k' => keys.push(value.try_into().expect("32 bytes")),
            _ => {}
        }
    }
    for act in held(world, home, true) {
        if let Body::Vault(VaultBody::Key { ek, .. }) = &act.act.body {
            keys.push(*ek.expose());
        }
    }
    (ids, keys.into_iter().map(|key| EpochKey::from_secret(Secret::from_bytes(key))).collect())
}

/// Whether this record lets the device into its space.
fn is_admitted(record: &Record, id: &DeviceId) -> bool {
    match record.kind() {
        Kind::Genesis => Genesis::parse(record.body()).is_ok_and(|genesis| genesis.dev.id() == *id),
        Kind::Join | Kind::AddDevice => {
            Admit::parse(record.body()).is_ok_and(|admit| admit.dev.id() == *id)
        }
        _ => false,
    }
}
