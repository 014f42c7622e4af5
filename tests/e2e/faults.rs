//! What goes wrong in life: each says one clear sentence, ends with its exit code, loses nothing and leaves a way on.

use std::time::{Duration, Instant};

use crate::harness::proxy::{Wire, talker};
use crate::harness::relay::hold_port;
use crate::harness::{Answer, Couple, Order, Person, Relay, noise};

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
    let sentence = "The relay can't be reached. Nothing is lost:";
    ana.says_no(&["sync"], 5, "relay_unreachable", sentence);
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
    let started = Instant::now();
    assert_eq!(couple.ana.refused(&["sync"], 5), "relay_timeout");
    assert!(started.elapsed() >= PATIENCE, "given up after {:?}", started.elapsed());
    assert!(couple.ana.run(&["status"])["unsent"].as_u64() > Some(0));
    wire.release();
    couple.meet(Order::Ana);
    couple.sees_both("agree", &id, "state", "open");
    relay.check();
}

/// Bytes of a wire that is slow and never stops, and how often they come: about a kilobyte a second.
const DRIBBLE: (usize, Duration) = (64, Duration::from_millis(60));
/// What a one-shot command waits without progress.
const PATIENCE: Duration = Duration::from_secs(10);

#[test]
fn a_wire_that_trickles_is_waited_for_as_long_as_something_comes() {
    let mut relay = Relay::stopped(&[]);
    let wire = Wire::to(relay.address());
    relay.allow(&wire.name());
    relay.start();
    let couple = Couple::paired(&wire.url());
    // More than the wire carries in the time a command waits, in one message.
    let long = couple.ana.make(&["limit", "add", "-a", "time", "-m", &noise(12_000)]);
    couple.ana.sync();
    wire.trickle(DRIBBLE.0, DRIBBLE.1);
    let started = Instant::now();
    let answer = couple.ben.try_run(&["sync"]);
    assert_eq!(answer.exit, 0, "after {:?}: {answer:?}", started.elapsed());
    assert!(started.elapsed() > PATIENCE, "the wire was not slow: {:?}", started.elapsed());
    assert_eq!(couple.ben.limit(&long)["state"], "active");
    wire.release();
    couple.meet(Order::Ben);
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
        // On its way or not, what was said is shown.
        assert_eq!(couple.ana.run(&["promise", "list"]).as_array().map(Vec::len), Some(ids.len()));
    }
    couple.meet(Order::Ana);
    let acts = couple.ben.verify()["acts"].clone();
    for id in &ids {
        couple.sees_both("promise", id, "result", "open");
    }
    couple.meet(Order::Ben);
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
    let closed = "This relay takes nobody new without a token. Ask its operator for one";
    ana.says_no(&["sync"], 3, "closed", closed);
    ana.says_no(&["invite"], 3, "closed", closed);
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
fn a_relay_that_let_nobody_in_can_be_exchanged_for_another() {
    let closed = Relay::with(&["--registration", "closed"]);
    let (open, ana) = (Relay::open(), Person::ana());
    ana.init(&closed.url());
    let id = ana.make(&["promise", "add", "Write every day"]);
    assert_eq!(ana.refused(&["invite"], 3), "closed");
    // Nobody is there to share it with yet.
    ana.run(&["relay", "set", &open.url()]);
    let link = ana.run(&["invite", "--with", &id])["link"].as_str().unwrap().to_owned();
    // An invitation names its relay, so that it is called off first.
    let under_way = "A pairing is under way.";
    ana.says_no(&["relay", "set", &closed.url()], 3, "pairing_under_way", under_way);
    let couple = Couple { ana, ben: Person::ben() };
    couple.ben.run(&["join", &link, "--name", "Ben"]);
    couple.compare();
    couple.meet(Order::Ana);
    couple.sees_both("promise", &id, "text", "Write every day");
    let shared = "You share this relay with your partner";
    couple.ana.says_no(&["relay", "set", &closed.url()], 3, "move_relay_instead", shared);
    open.check();
}

#[test]
fn an_invitation_that_was_called_off_holds_no_relay() {
    let (one, other, ana) = (Relay::open(), Relay::open(), Person::ana());
    ana.init(&one.url());
    ana.run(&["invite"]);
    ana.run(&["invite", "cancel"]);
    let none = "No invitation is under way.";
    ana.says_no(&["invite", "cancel"], 4, "not_found", none);
    ana.run(&["relay", "set", &other.url()]);
    let couple = Couple { ana, ben: Person::ben() };
    let link = couple.ana.run(&["invite"])["link"].as_str().unwrap().to_owned();
    assert!(link.contains(&other.address().to_string()), "{link}");
    couple.ben.run(&["join", &link, "--name", "Ben"]);
    couple.compare();
    couple.in_force("Call on Sundays");
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
    // A script is told which words are missing.
    let missing = ana.try_run(&["init"]).message;
    assert!(missing.contains("--name"), "{missing}");
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_loses_nothing() {
    let ana = Person::ana().with_passphrase("a long walk by the river");
    ana.run(&["init", "--name", "Ana"]);
    let id = ana.make(&["promise", "add", "Write every day"]);
    let file = ana.passphrase.clone().unwrap();
    std::fs::write(&file, "a short walk").unwrap();
    let wrong = "This is not the passphrase of this home. Nothing is lost";
    ana.says_no(&["promise", "list"], 6, "wrong_passphrase", wrong);
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
