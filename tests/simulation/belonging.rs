//! Who belongs, lived at random: two people with up to three devices each and their words on paper, over an honest relay. They add,
//! remove, recover, make new words, put old backups back and write, in any order, while the disk, the radio and the clock of any device
//! fail them.
//!
//! What must hold whatever the order: all devices that belong derive the same; a device that was removed adds and opens nothing after its
//! cut; every key is boxed for exactly the devices that were active then. Seeds as in [`crate::plan`].

mod ends;

use std::collections::BTreeSet;

use accord_client_core::client::command::{Command, DeviceView, RelayAddress, Reply};
use accord_client_core::refused::{Class, Refused};
use accord_client_core::store::StoreFault;
use accord_client_core::store::memory::{Disk, Fault};
use accord_tests::devices::add_own;
use accord_tests::people::{digest, init, pair, pending, propose, settle, try_sync};
use accord_tests::world::{HomeId, URL, World};

use crate::choices::command;
use crate::plan::{Plan, every_seed};
use crate::private::notes;
use crate::seeds::expected;

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
const WORDS: [&str; 26] = [
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
    "a disk that fails",
    "a disk that fails",
    "a disk that fails",
    "a slow disk",
    "the radio on or off",
    "a clock set",
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

/// What a device must wait for before it removes others.
const NOT_YET: [&str; 2] = ["not_in_couple_yet", "private_elsewhere"];
/// A day and an hour, milliseconds.
const A_DAY_MS: u64 = 25 * 3_600_000;

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
        let what = life.world.rng.below(26);
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
            20..=22 => self.disk_fails(who),
            23 => {
                let home = self.any(who);
                self.world.homes[home.0].disk_ms = self.world.rng.below(40);
            }
            24 => {
                let home = self.any(who);
                let (online, noticed) = (self.world.homes[home.0].online, self.world.rng.one_in(2));
                self.world.set_online(home, !online, noticed);
            }
            25 => {
                let home = self.any(who);
                let hours = i64::try_from(self.world.rng.below(96)).unwrap_or(0) - 48;
                self.world.homes[home.0].clock_off_ms = hours * 3_600_000;
            }
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

    /// Any device, one that is out as well.
    fn any(&mut self, who: usize) -> HomeId {
        let drawn = self.world.rng.below(self.people[who].devices.len() as u64);
        self.people[who].devices[usize::try_from(drawn).expect("few")].home
    }

    /// A disk fails at some moment of a command that changes much, and is sound again afterwards.
    fn disk_fails(&mut self, who: usize) {
        let Some(at) = self.somebody(who) else { return };
        let home = self.people[who].devices[at].home;
        let disk = self.world.homes[home.0].disk.clone();
        let fault = match self.world.rng.below(5) {
            0 => Fault::CrashBefore,
            1 | 2 => Fault::CrashAfter,
            3 => Fault::Refuse(StoreFault::Full),
            _ => Fault::Ambiguous(StoreFault::Io(std::io::ErrorKind::TimedOut)),
        };
        let what = self.world.rng.below(6);
        let target = self.somebody(who).filter(|target| *target != at);
        let target = target.and_then(|target| Some((target, self.id_of(who, home, target)?)));
        let command = match (what, &target) {
            (0, Some((_, id))) => Command::DeviceRemove { id: id.clone(), lose_private: false },
            // New words are told once: who did not get to see them would have none.
            (1, _) => Command::ProfileName { name: format!("Name {}", self.said) },
            (2 | 3, _) => command(&mut self.world, home, self.said),
            _ => Command::Sync { watch: false },
        };
        let before = pending(&mut self.world, home).contains(&"removal");
        disk.fail_after(self.world.rng.below(5), fault);
        let outcome = self.world.attempt(home, command.clone());
        let offline = !self.world.homes[home.0].online;
        if !offline
            && !matches!(&outcome, Some(Err(refused)) if refused.class == Class::Unreachable)
        {
            expected(&command, outcome.as_ref());
        }
        disk.heal();
        // What was begun on a slow disk ends as it was to end.
        self.world.pass(self.world.homes[home.0].disk_ms * 4 + 200);
        if !self.world.is_up(home) {
            self.world.reboot(home);
        }
        if let (Command::DeviceRemove { .. }, Some((target, id))) = (&command, target) {
            // Of another one that is pending already it cannot be told apart.
            let pending = !before && pending(&mut self.world, home).contains(&"removal");
            let wanted = pending || matches!(outcome, Some(Ok(_)));
            let gone =
                self.listed(home).iter().any(|device| device.id == id && device.state == "removed");
            if wanted || gone {
                self.people[who].removals.push((at, target));
            }
        }
    }

    /// The id of an own device, as far as a home has heard of it.
    fn id_of(&mut self, who: usize, home: HomeId, target: usize) -> Option<String> {
        let name = self.people[who].devices[target].name.clone();
        self.listed(home).into_iter().find(|one| one.name.as_ref() == Some(&name)).map(|one| one.id)
    }

    /// An exchange; who was removed is told so, and removals that are through are noted.
    fn sync(&mut self, who: usize, at: usize) -> Result<(), Refused> {
        let home = self.people[who].devices[at].home;
        let mut done = try_sync(&mut self.world, home).map(drop);
        if done.as_ref().is_err_and(|refused| refused.is("rate")) {
            // More devices came and went than a relay takes in a day.
            self.world.pass(A_DAY_MS);
            done = try_sync(&mut self.world, home).map(drop);
        }
        match &done {
            Ok(()) => self.note_removed(who, at),
            Err(refused) if refused.class == Class::Unreachable => {
                assert!(!self.world.homes[home.0].online, "an honest relay is there: {refused:?}");
            }
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
        assert!(refused.is("revoked") || !self.world.homes[home.0].online, "{refused:?}");
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
        // It may not have heard of it yet.
        let Some(id) = self.id_of(who, home, target) else { return };
        match self.world.run(home, Command::DeviceRemove { id, lose_private: false }) {
            Ok(_) => self.people[who].removals.push((by, target)),
            Err(refused) => assert!(NOT_YET.contains(&refused.code), "{refused:?}"),
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
        let mut outcome = self.world.run(new, command.clone());
        if outcome.as_ref().is_err_and(|refused| refused.is("rate")) {
            self.world.pass(A_DAY_MS);
            outcome = self.world.run(new, command);
        }
        match outcome {
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
        match self.world.run(home, Command::WordsRenew { remove_others, lose_private: false }) {
            Ok(Reply::NewWords(view)) => self.people[who].words = view.recovery_words.join(" "),
            Err(refused) => return assert!(NOT_YET.contains(&refused.code), "{refused:?}"),
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
        for device in self.people.iter().flat_map(|person| &person.devices) {
            let home = device.home;
            self.world.homes[home.0].disk_ms = 0;
            self.world.homes[home.0].clock_off_ms = 0;
            self.world.set_online(home, true, true);
        }
        self.world.pass(A_DAY_MS);
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
        // What is private moves without being counted.
        for _ in 0..2 {
            settle(&mut self.world, &homes);
        }
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
}
