//! What goes wrong in life: each says one clear sentence, ends with its exit code, loses nothing and leaves a way on.

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Stdio;

use serde_json::json;

use crate::harness::couple::{First, words};
use crate::harness::proxy::{Wire, talker};
use crate::harness::relay::hold_port;
use crate::harness::{Answer, Couple, Person, Relay};

/// A person with an identity on an open relay, and a relay.
fn ana() -> (Relay, Person) {
    let (relay, ana) = (Relay::open(), Person::ana());
    ana.init(&relay.url());
    (relay, ana)
}

/// Somebody with something to say and nobody to say it to.
fn alone() -> (Person, String) {
    let ana = Person::ana();
    ana.run(&["init", "--name", "Ana"]);
    let id = ana.make(&["promise", "add", "Write every day"]);
    (ana, id)
}

#[test]
fn without_a_relay_everything_is_kept_and_goes_out_later() {
    let (held, address) = hold_port();
    let ana = Person::ana();
    // Nobody listens there.
    ana.init(&format!("http://{address}"));
    let id = ana.make(&["promise", "add", "Write every day"]);
    assert_eq!(ana.refused(&["sync"], 5), "relay_unreachable");
    assert_eq!(ana.promise(&id)["text"], "Write every day");
    drop(held);
    let relay = Relay::open();
    ana.run(&["relay", "set", &relay.url()]);
    ana.sync();
    assert_eq!(ana.run(&["status"])["vault"], "kept");
}

#[test]
fn nonsense_instead_of_a_relay_is_told_apart_from_an_answer() {
    let nonsense: [&'static [u8]; 5] = [
        b"",
        b"\x00\xff\xfe nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nnonsense!",
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: x\r\n\r\n\x82\x7f\xff\xff",
        b"HTTP/1.1 500 Oh\r\ncontent-length: 18446744073709551615\r\n\r\n",
    ];
    std::thread::scope(|scope| {
        for says in nonsense {
            scope.spawn(move || {
                let ana = Person::ana();
                ana.init(&talker(says));
                let id = ana.make(&["promise", "add", "Write every day"]);
                let answer = ana.try_run(&["sync"]);
                assert!(matches!(answer.exit, 3 | 5), "{says:?}: {answer:?}");
                answer.is_one_sentence_of(answer.exit);
                assert_eq!(ana.promise(&id)["text"], "Write every day");
                let relay = Relay::open();
                ana.run(&["relay", "set", &relay.url()]);
                ana.sync();
            });
        }
    });
}

#[test]
fn a_wire_that_stops_in_the_middle_ends_in_time_and_goes_on_when_it_flows_again() {
    let mut relay = Relay::stopped(&[]);
    let wire = Wire::to(relay.address());
    relay.allow(&wire.name());
    relay.start();
    let couple = Couple::paired(&wire.url());
    let id = couple.ana.make(&["agree", "propose", "-a", "time", "-m", "Call on Sundays"]);
    wire.hold_after(700);
    assert_eq!(couple.ana.refused(&["sync"], 5), "relay_timeout");
    assert!(couple.ana.run(&["status"])["unsent"].as_u64() > Some(0));
    wire.release();
    couple.meet(First::Ana);
    couple.sees_both("agree", &id, "state", "open");
    relay.check();
}

#[test]
fn killed_in_the_middle_of_a_sync_it_sends_everything_once() {
    let mut relay = Relay::stopped(&[]);
    let wire = Wire::to(relay.address());
    relay.allow(&wire.name());
    relay.start();
    let couple = Couple::paired(&wire.url());
    let ids: Vec<String> =
        (0..6).map(|n| couple.ana.make(&["promise", "add", &format!("Promise {n}")])).collect();
    for bytes in [1, 300, 600, 900, 1_500, 2_500, 4_000] {
        wire.hold_after(bytes);
        let mut sync = couple.ana.start(&["sync"]);
        wire.wait_held(&mut sync);
        sync.kill().unwrap();
        sync.wait().unwrap();
        wire.release();
        couple.ana.verify();
    }
    couple.meet(First::Ana);
    let acts = couple.ben.verify()["acts"].clone();
    for id in &ids {
        couple.sees_both("promise", id, "result", "open");
    }
    couple.meet(First::Ben);
    assert_eq!(couple.ben.verify()["acts"], acts, "nothing came twice");
    assert_eq!(couple.ben.run(&["promise", "list"]).as_array().map(Vec::len), Some(6));
    relay.check();
}

#[test]
fn a_registration_token_is_needed_where_the_relay_asks_for_one() {
    let relay = Relay::with(&["--registration", "token"]);
    let ana = Person::ana();
    let init = ["init", "--name", "Ana", "--relay", &relay.url()];
    let with = |token: &str| {
        Answer::of(
            &ana.command(&init).arg("--json").env("ACCORD_RELAY_TOKEN", token).output().unwrap(),
        )
    };
    // A home is made in any case, since it works alone; the relay says no at the first exchange.
    assert_eq!(with("not-the-token").exit, 0);
    assert_eq!(ana.refused(&["sync"], 3), "closed");
    assert_eq!(ana.run(&["status"])["vault"], "not_registered");
    let token = relay.says(&["token"]);
    let file = ana.home().join("../token");
    std::fs::write(&file, format!("{token}\n")).unwrap();
    ana.run(&["relay", "set", &relay.url(), "--token-file", file.to_str().unwrap()]);
    ana.sync();
    assert_eq!(ana.run(&["status"])["vault"], "kept");
    // It is passed on inside the invitation: Ben needs none of his own.
    let link = ana.run(&["invite"])["link"].as_str().unwrap().to_owned();
    let mut couple = Couple { ana, ben: Person::ben() };
    couple.ben.run(&["join", &link, "--name", "Ben"]);
    couple.compare();
    couple.ben.sync();
    assert_eq!(couple.ben.run(&["status"])["vault"], "kept");
    couple.on("2026-11-24");
    couple.in_force("Call on Sundays");
}

#[test]
fn wrong_words_twice_end_the_invitation_and_a_new_one_works() {
    let (relay, ana) = ana();
    let mut couple = Couple { ana, ben: Person::ben() };
    let link = couple.ana.run(&["invite"])["link"].as_str().unwrap().to_owned();
    couple.ben.run(&["join", &link, "--name", "Ben"]);
    couple.ana.sync();
    couple.ben.sync();
    let say = words(&couple.ana);
    let wrong: Vec<&str> =
        ["pairing", "confirm"].into_iter().chain(say.iter().map(String::as_str)).collect();
    // Her own words are not the ones she should hear.
    assert_eq!(couple.ana.refused(&wrong, 3), "words_differ");
    assert_eq!(couple.ana.run(&["pairing"])["state"], "compare");
    let again = couple.ana.try_run(&wrong);
    assert_eq!((again.exit, again.code.as_str()), (3, "words_differ"));
    assert!(again.message.contains("ended"), "{again:?}");
    assert_ne!(couple.ana.run(&["pairing"])["state"], "compare");
    couple.ana.sync();
    assert_eq!(couple.ana.run(&["agree", "list"]), json!([]));
    // The way on: another invitation, on Ben's side a fresh start.
    let link = couple.ana.run(&["invite"])["link"].as_str().unwrap().to_owned();
    couple.ben = Person::ben();
    couple.ben.run(&["join", &link, "--name", "Ben"]);
    couple.compare();
    relay.check();
}

#[test]
fn an_invitation_is_good_for_one_and_for_a_time() {
    let (relay, mut ana) = ana();
    let link = ana.run(&["invite"])["link"].as_str().unwrap().to_owned();
    let (ben, eve) = (Person::ben(), Person::new("Eve", "Europe/London"));
    // Pasted with spaces and a line's end around it.
    ben.run(&["join", &format!("  {link}\n"), "--name", "Ben"]);
    let used = eve.refused(&["join", &link, "--name", "Eve"], 3);
    assert!(["mailbox", "invitation_expired"].contains(&used.as_str()), "{used}");
    let broken = &link[..link.len() - 4];
    let answer = eve.try_run(&["join", broken, "--name", "Eve"]);
    assert_eq!(answer.code, "bad_link");
    answer.is_one_sentence_of(2);
    assert_eq!(eve.refused(&["status"], 3), "no_identity");
    ana.sync();
    ben.sync();
    // Nobody compared for a month: it is over.
    ana.on("2026-12-30");
    let say = words(&ben);
    let confirm: Vec<&str> =
        ["pairing", "confirm"].into_iter().chain(say.iter().map(String::as_str)).collect();
    assert_eq!(ana.refused(&confirm, 3), "invitation_expired");
    assert_eq!(ana.run(&["pairing"])["state"], "expired");
    drop(relay);
}

#[test]
fn what_needs_a_relay_or_a_partner_says_so() {
    let (ana, id) = alone();
    assert_eq!(ana.refused(&["sync"], 3), "no_relay");
    assert_eq!(ana.refused(&["invite"], 3), "no_relay");
    assert_eq!(ana.promise(&id)["state"], "draft");
    let words = ana.make(&["agree", "propose", "-a", "time", "-m", "Call on Sundays"]);
    assert_eq!(ana.refused(&["agree", "accept", &words], 3), "not_paired");
    assert_eq!(ana.refused(&["private", "share", &words], 3), "not_paired");
    assert_eq!(ana.refused(&["pairing", "confirm", "a", "b", "c", "d"], 4), "not_found");
    let nobody = Person::ben();
    assert_eq!(nobody.refused(&["agree", "list"], 3), "no_identity");
    assert!(nobody.files().is_empty(), "a refusal makes nothing");
    assert_eq!(ana.refused(&["init", "--name", "Ana"], 3), "home_in_use");
}

#[test]
fn words_that_are_no_command_are_a_usage_error() {
    let (ana, _) = alone();
    for words in [
        &["agree"][..],
        &["agree", "propose", "--colour", "red"],
        &["agree", "propose", "-a", "time"],
        &["promise", "add", "Call", "--due", "soon"],
        &["frobnicate"],
        &["relay", "set", "not a url"],
        &["promise", "add", "Call", "--every", "fortnight"],
    ] {
        let answer = ana.try_run(words);
        assert!(matches!(answer.exit, 2 | 3), "{words:?}: {answer:?}");
        assert!(!answer.code.is_empty() && !answer.message.is_empty(), "{words:?}: {answer:?}");
    }
    assert_eq!(ana.try_run(&["frobnicate"]).exit, 2);
}

#[test]
fn a_home_of_a_newer_version_is_left_as_it_is() {
    let (ana, id) = alone();
    let version = |value: i64| {
        let database = rusqlite::Connection::open(ana.database()).unwrap();
        let was: i64 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        database.pragma_update(None, "user_version", value).unwrap();
        was
    };
    let was = version(99);
    let before = std::fs::read(ana.database()).unwrap();
    for words in [&["status"][..], &["promise", "add", "Call"], &["init", "--name", "Ana"]] {
        assert_eq!(ana.refused(words, 6), "store_newer");
    }
    assert_eq!(std::fs::read(ana.database()).unwrap(), before);
    version(was);
    assert_eq!(ana.promise(&id)["text"], "Write every day");
}

#[test]
fn a_damaged_home_is_neither_deleted_nor_made_anew() {
    let (ana, id) = alone();
    let whole = std::fs::read(ana.database()).unwrap();
    let mut damaged = whole.clone();
    damaged[..64].fill(0x5a);
    std::fs::write(ana.database(), &damaged).unwrap();
    for words in [&["status"][..], &["promise", "add", "Call"], &["init", "--name", "Ana"]] {
        assert_eq!(ana.refused(words, 6), "store_damaged");
    }
    assert_eq!(std::fs::read(ana.database()).unwrap(), damaged);
    std::fs::write(ana.database(), &whole).unwrap();
    assert_eq!(ana.promise(&id)["text"], "Write every day");
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_loses_nothing() {
    let ana = Person::ana().with_passphrase("a long walk by the river");
    ana.run(&["init", "--name", "Ana"]);
    let id = ana.make(&["promise", "add", "Write every day"]);
    let file = ana.passphrase.clone().unwrap();
    std::fs::write(&file, "a short walk").unwrap();
    assert_eq!(ana.refused(&["promise", "list"], 6), "wrong_passphrase");
    std::fs::remove_file(&file).unwrap();
    let answer = ana.try_run(&["promise", "list"]);
    assert_ne!(answer.exit, 0, "{answer:?}");
    answer.is_one_sentence_of(answer.exit);
    std::fs::write(&file, "a long walk by the river\n").unwrap();
    assert_eq!(ana.promise(&id)["text"], "Write every day");
}

#[test]
fn two_processes_on_one_home_take_turns_or_say_who_holds_it() {
    let mut relay = Relay::stopped(&[]);
    let wire = Wire::to(relay.address());
    relay.allow(&wire.name());
    relay.start();
    let ana = Person::ana();
    ana.init(&wire.url());
    let id = ana.make(&["promise", "add", "Write every day"]);
    wire.hold_after(10);
    let mut holder = ana.start(&["sync"]);
    wire.wait_held(&mut holder);
    let answer = ana.try_run(&["promise", "add", "Call"]);
    answer.is_one_sentence_of(6);
    assert_eq!(answer.code, "home_busy");
    assert!(answer.message.contains(&holder.id().to_string()), "{answer:?}");
    // Its end, however it comes, frees the home.
    holder.kill().unwrap();
    holder.wait().unwrap();
    wire.release();
    assert_eq!(ana.promise(&id)["text"], "Write every day");
    // Short commands wait for each other.
    let started: Vec<_> =
        (0..4).map(|n| ana.start(&["promise", "add", &format!("Call {n}")])).collect();
    for child in started {
        let answer = Answer::of(&child.wait_with_output().unwrap());
        assert_eq!(answer.exit, 0, "{answer:?}");
    }
    assert_eq!(ana.run(&["promise", "list"]).as_array().map(Vec::len), Some(5));
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
    assert_eq!(ana.promise(&id)["text"], "Write every day");
    assert_eq!(ana.run(&["promise", "list"]).as_array().map(Vec::len), Some(1));
}

fn is_root() -> bool {
    let id = std::process::Command::new("id").arg("-u").stdout(Stdio::piped()).output().unwrap();
    id.stdout.starts_with(b"0\n")
}

#[test]
fn a_full_disk_keeps_what_was_saved_before() {
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
    assert!(matches!(answer.exit, 1 | 6), "{answer:?}");
    answer.is_one_sentence_of(answer.exit);
    assert_eq!(ana.promise(&id)["text"], "Write every day");
    assert_eq!(ana.run(&["promise", "list"]).as_array().map(Vec::len), Some(1));
    ana.make(&["promise", "add", &long]);
    assert_eq!(ana.run(&["promise", "list"]).as_array().map(Vec::len), Some(2));
}
