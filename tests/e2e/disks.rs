//! Disks that are full, damaged or written by a newer version, on either side: nothing is lost, and there is a way on.

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Stdio;

use crate::harness::disk::SmallDisk;
use crate::harness::{Answer, Couple, Order, Person, Relay, noise};

/// Room for a relay or a home and what these stories write.
const SMALL: u64 = 16 * 1024 * 1024;

/// Somebody with something to say and nobody to say it to.
fn alone() -> (Person, String) {
    let ana = Person::ana();
    ana.run(&["init", "--name", "Ana"]);
    let id = ana.make(&["promise", "add", "Write every day"]);
    (ana, id)
}

/// The relay has no room: everybody is told, nothing acknowledged goes, and with `make_room` all of it arrives.
fn a_relay_without_room(
    relay: &mut Relay,
    fill: impl FnOnce(&mut Relay),
    make_room: impl FnOnce(&mut Relay),
) {
    let couple = Couple::paired(&relay.url());
    let old = couple.in_force("Call on Sundays");
    let acked = relay.stats()["records"].as_u64().unwrap();
    fill(relay);
    // Too much for what may be left over in the files.
    let add = |person: &Person, n: usize| {
        person.make(&["limit", "add", "-a", "time", "-m", &format!("{n} {}", noise(9_000))])
    };
    let ids: Vec<String> =
        (0..8).map(|n| add(if n % 2 == 0 { &couple.ana } else { &couple.ben }, n)).collect();
    for person in couple.both() {
        person.says_no(&["sync"], 5, "unavailable", "The relay is busy or has no room");
        assert!(person.run(&["status"])["unsent"].as_u64() > Some(0), "it waits on the device");
        assert_eq!(person.agreement(&old)["state"], "in_force");
    }
    make_room(relay);
    assert!(relay.stats()["records"].as_u64() >= Some(acked), "what was acknowledged is there");
    relay.check();
    couple.meet(Order::Ana);
    couple.meet(Order::Ben);
    for id in &ids {
        couple.sees_both("limit", id, "state", "active");
    }
    assert!(relay.stats()["records"].as_u64() > Some(acked));
    relay.check();
}

#[test]
fn a_full_disk_at_the_relay_loses_nothing_and_all_arrives_once_there_is_room() {
    let mut relay = Relay::stopped(&[]);
    let Some(disk) = SmallDisk::on(&relay.data(), SMALL) else {
        // Nobody may mount here: the bound that an operator sets stands for the disk's end.
        return a_relay_at_its_bound();
    };
    relay.start();
    a_relay_without_room(&mut relay, |_| disk.fill(), |_| disk.make_room());
    relay.kill();
}

#[test]
fn an_operator_can_look_check_and_copy_on_a_full_disk() {
    let mut relay = Relay::stopped(&[]);
    let Some(disk) = SmallDisk::on(&relay.data(), SMALL) else { return };
    relay.start();
    let couple = Couple::paired(&relay.url());
    couple.in_force("Call on Sundays");
    let before = relay.stats();
    let elsewhere = tempfile::tempdir().unwrap();
    let looks = |relay: &Relay, copy: &str| {
        assert_eq!(relay.stats(), before);
        relay.check();
        assert_eq!(relay.says(&["token", "list"]), "");
        let copy = elsewhere.path().join(copy);
        relay.says(&["backup", copy.to_str().unwrap()]);
        let restored = elsewhere.path().join(copy.with_extension("d"));
        relay.says(&["restore", copy.to_str().unwrap(), "--data", restored.to_str().unwrap()]);
        relay.says(&["check", "--data", restored.to_str().unwrap()]);
    };
    // Beside the running relay, after it was killed, and where the index beside the file has to be made anew.
    disk.fill();
    looks(&relay, "running");
    relay.kill();
    looks(&relay, "killed");
    disk.make_room();
    relay.start();
    relay.stop();
    let _ = std::fs::remove_file(relay.data().join("relay.sqlite-shm"));
    disk.fill();
    looks(&relay, "stopped");
}

#[test]
fn a_relay_at_its_bound_loses_nothing_and_all_arrives_once_it_may_grow() {
    a_relay_at_its_bound();
}

fn a_relay_at_its_bound() {
    let mut relay = Relay::open();
    let restart = |relay: &mut Relay, bytes| {
        relay.stop();
        relay.set("MAX_DATABASE_BYTES", bytes);
        relay.start();
    };
    let fill = |relay: &mut Relay| {
        relay.stop();
        let bytes = std::fs::metadata(relay.data().join("relay.sqlite")).unwrap().len();
        relay.set("MAX_DATABASE_BYTES", bytes);
        relay.start();
    };
    a_relay_without_room(&mut relay, fill, |relay| restart(relay, 0));
}

#[test]
fn a_full_disk_at_home_keeps_what_was_saved_and_goes_on_once_there_is_room() {
    let relay = Relay::open();
    let couple = Couple { ana: Person::ana(), ben: Person::ben() };
    let Some(disk) = SmallDisk::on(&couple.ana.home(), SMALL) else {
        // Nobody may mount here; a file that may not grow is tried below.
        return a_file_that_may_not_grow();
    };
    couple.pair(&relay.url());
    let ana = &couple.ana;
    let before = ana.make(&["promise", "add", "Write every day"]);
    let theirs = couple.ben.make(&["promise", "add", "Call on Sundays"]);
    couple.ben.sync();
    disk.fill();
    let long = "x".repeat(8_000);
    let full = "There is no room left on this device. Everything saved before is safe";
    ana.says_no(&["promise", "add", &long], 1, "disk_full", full);
    ana.says_no(&["sync"], 1, "disk_full", full);
    // Reading needs no room, and shows what was saved.
    assert_eq!(ana.promise(&before)["text"], "Write every day");
    assert_eq!(ana.run(&["promise", "list"]).as_array().map(Vec::len), Some(1));
    let status = ana.run(&["status"]);
    assert_eq!(status["quarantined"], 0, "{status}");
    disk.make_room();
    let after = ana.make(&["promise", "add", &long]);
    couple.meet(Order::Ana);
    for id in [&before, &theirs, &after] {
        couple.sees_both("promise", id, "result", "open");
    }
    relay.check();
}

#[test]
fn a_home_made_on_a_full_disk_is_not_made_and_can_be_made_later() {
    let ana = Person::ana();
    let Some(disk) = SmallDisk::on(&ana.home(), 256 * 1024) else { return };
    disk.fill();
    let full = "There is no room left on this device.";
    ana.says_no(&["init", "--name", "Ana"], 1, "disk_full", full);
    disk.make_room();
    let _roomier = SmallDisk::on(&ana.home(), SMALL).unwrap();
    ana.run(&["init", "--name", "Ana"]);
    ana.make(&["promise", "add", "Write every day"]);
}

#[test]
fn a_file_that_may_not_grow_keeps_what_was_saved_before() {
    a_file_that_may_not_grow();
}

#[test]
fn a_home_of_a_newer_version_is_left_as_it_is_and_opens_with_that_version() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let id = couple.ana.make(&["promise", "add", "Write every day"]);
    let ana = &couple.ana;
    let version = |value: i64| {
        let database = rusqlite::Connection::open(ana.database()).unwrap();
        let was: i64 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        database.pragma_update(None, "user_version", value).unwrap();
        was
    };
    let was = version(99);
    let before = std::fs::read(ana.database()).unwrap();
    for words in
        [&["status"][..], &["sync"], &["promise", "add", "Call"], &["init", "--name", "Ana"]]
    {
        let newer = "This home was written by a newer version of accord. Nothing was touched.";
        ana.says_no(words, 6, "store_newer", newer);
    }
    assert_eq!(std::fs::read(ana.database()).unwrap(), before);
    version(was);
    couple.meet(Order::Ana);
    couple.sees_both("promise", &id, "text", "Write every day");
}

#[test]
fn a_damaged_home_is_neither_deleted_nor_made_anew_and_its_copy_goes_on() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let ana = &couple.ana;
    let id = ana.make(&["promise", "add", "Write every day"]);
    let whole = std::fs::read(ana.database()).unwrap();
    let mut head = whole.clone();
    head[..64].fill(0x5a);
    // Every page but the first, so that the file still looks like a store.
    let mut inside = whole.clone();
    inside[4096..].fill(0x5a);
    let cut = whole[..whole.len() / 2].to_vec();
    for damaged in [head, inside, cut, Vec::from("not a database at all".repeat(200))] {
        std::fs::write(ana.database(), &damaged).unwrap();
        for words in
            [&["status"][..], &["sync"], &["promise", "add", "Call"], &["init", "--name", "Ana"]]
        {
            let unread =
                "This home cannot be read: its store is damaged. Nothing was deleted or made anew.";
            ana.says_no(words, 6, "store_damaged", unread);
        }
        assert_eq!(std::fs::read(ana.database()).unwrap(), damaged);
    }
    std::fs::write(ana.database(), &whole).unwrap();
    couple.meet(Order::Ana);
    couple.sees_both("promise", &id, "text", "Write every day");
}

#[test]
fn a_home_that_cannot_be_written_can_still_be_told_so() {
    let (ana, id) = alone();
    let rights = |file: &std::path::Path, mode| {
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    for file in ana.files() {
        rights(&file, 0o444);
    }
    rights(&ana.home(), 0o555);
    // Rights mean nothing to root, so the command runs as somebody else where the tests are root's.
    let mut command = ana.command(&["promise", "add", "Call"]);
    command.arg("--json");
    if is_root() {
        for folder in ana.home().ancestors().skip(1).take(1) {
            rights(folder, 0o755);
        }
        command.uid(65_534);
    }
    let answer = Answer::of(&command.output().unwrap());
    rights(&ana.home(), 0o755);
    for file in ana.files() {
        rights(&file, 0o644);
    }
    answer.is_one_sentence_of(6);
    assert_eq!(answer.code, "home_not_writable");
    assert_eq!(ana.promise(&id)["text"], "Write every day");
    assert_eq!(ana.run(&["promise", "list"]).as_array().map(Vec::len), Some(1));
}

fn is_root() -> bool {
    let id = std::process::Command::new("id").arg("-u").stdout(Stdio::piped()).output().unwrap();
    id.stdout.starts_with(b"0\n")
}

fn a_file_that_may_not_grow() {
    let (ana, id) = alone();
    let long = "x".repeat(8_000);
    // No file may grow beyond this: writing fails as on a full disk. The signal that comes with it is ignored by the shell's children.
    let blocks = std::fs::metadata(ana.database()).unwrap().len() / 1024;
    let plain = ana.command(&["promise", "add", &long, "--json"]);
    let mut limited = std::process::Command::new("sh");
    limited
        .arg("-c")
        .arg(format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", blocks.max(8) / 8));
    limited.arg(plain.get_program()).args(plain.get_args()).env_clear();
    for (name, value) in plain.get_envs() {
        if let Some(value) = value {
            limited.env(name, value);
        }
    }
    let answer = Answer::of(&limited.output().unwrap());
    answer.is_one_sentence_of(1);
    assert!(["disk_full", "store_failed"].contains(&answer.code.as_str()), "{answer:?}");
    assert_eq!(ana.promise(&id)["text"], "Write every day");
    assert_eq!(ana.run(&["promise", "list"]).as_array().map(Vec::len), Some(1));
    ana.make(&["promise", "add", &long]);
    assert_eq!(ana.run(&["promise", "list"]).as_array().map(Vec::len), Some(2));
}
