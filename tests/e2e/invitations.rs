//! Invitations that go wrong: words that differ, a link used twice or too late, and somebody in between. Each leaves a way on.

use accord_client_core::crypto::{DeviceSecret, PairKeys, PairNonce, Slot};
use accord_protocol::body::DeviceType;
use accord_protocol::ids::{Partner, SpaceId};
use accord_protocol::pairing::{Link, Offer, PairRole, Reveal};
use accord_tests::Seeded;
use serde_json::json;

use crate::harness::couple::words;
use crate::harness::proxy::Wire;
use crate::harness::terminal::{Look, on_terminal, photographed};
use crate::harness::{Couple, Order, Person, Relay};

/// An open relay, and a person with an identity on it.
fn ana() -> (Relay, Person) {
    let (relay, ana) = (Relay::open(), Person::ana());
    ana.init(&relay.url());
    (relay, ana)
}

#[track_caller]
fn invite(person: &Person) -> String {
    person.run(&["invite"])["link"].as_str().unwrap().to_owned()
}

/// The command that enters these words.
fn confirming(words: &[String]) -> Vec<&str> {
    ["pairing", "confirm"].into_iter().chain(words.iter().map(String::as_str)).collect()
}

/// The way on: another invitation, a fresh start for Ben, and both hold the same in the end.
fn again(couple: &mut Couple) {
    let link = invite(&couple.ana);
    couple.ben = Person::ben();
    couple.ben.now.clone_from(&couple.ana.now);
    couple.ben.run(&["join", &link, "--name", "Ben"]);
    couple.compare();
    couple.in_force("Call on Sundays");
}

#[test]
fn wrong_words_twice_end_the_invitation_and_a_new_one_works() {
    let (relay, ana) = ana();
    let mut couple = Couple { ana, ben: Person::ben() };
    let link = invite(&couple.ana);
    couple.ben.run(&["join", &link, "--name", "Ben"]);
    couple.ana.sync();
    couple.ben.sync();
    // Her own words are not the ones she should hear.
    let own = words(&couple.ana);
    assert_eq!(couple.ana.refused(&confirming(&own), 3), "words_differ");
    assert_eq!(couple.ana.run(&["pairing"])["state"], "compare");
    let output = couple.ana.command(&confirming(&own)).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.starts_with("These are not the words the other one reads out."), "{told}");
    assert!(told.ends_with("For safety the invitation has ended.\n"), "{told}");
    assert_eq!(couple.ana.run(&["pairing"])["state"], "refused");
    couple.ana.sync();
    assert_eq!(couple.ana.run(&["agree", "list"]), json!([]));
    // The other side hears of it with the next exchange: its mailbox is closed.
    couple.ben.sync();
    again(&mut couple);
    relay.check();
}

#[test]
fn case_70_a_link_is_good_for_one_and_says_so_to_the_next() {
    let (relay, ana) = ana();
    let draft = ana.make(&["promise", "add", "Write every day"]);
    let mut couple = Couple { ana, ben: Person::ben() };
    let link = invite(&couple.ana);
    // Pasted with spaces and a line's end around it.
    couple.ben.run(&["join", &format!("  {link}\n"), "--name", "Ben"]);
    let eve = Person::new("Eve", "Europe/London");
    let join = ["join", &link, "--name", "Eve"];
    eve.says_no(&join, 3, "invitation_used", "Somebody has answered this invitation already");
    assert!(eve.files().is_empty(), "a refusal makes nothing");
    // Somebody who has a home already keeps it, and can be invited anew.
    eve.init(&relay.url());
    eve.says_no(&join, 3, "invitation_used", "Somebody has answered this invitation already");
    assert_eq!(eve.run(&["pairing"])["state"], "refused");
    let broken = ["join", &link[..link.len() - 4], "--name", "Eve"];
    eve.says_no(&broken, 2, "bad_link", "This is not a whole invitation link.");
    // The one who was first is not disturbed.
    couple.compare();
    couple.in_force("Call on Sundays");
    assert_eq!(couple.ana.promise(&draft)["text"], "Write every day");
    // Once the two are paired the mailbox is gone, and nobody can tell any more how it ended.
    eve.says_no(&join, 3, "invitation_expired", "The invitation is over: it was used");
    let link = eve.run(&["invite"])["link"].as_str().unwrap().to_owned();
    let other = Person::new("Finn", "Europe/London");
    couple = Couple { ana: eve, ben: other };
    couple.ben.run(&["join", &link, "--name", "Finn"]);
    couple.compare();
    couple.in_force("Call on Mondays");
    relay.check();
}

#[test]
fn nobody_compared_for_weeks_and_it_is_over_by_the_inviters_clock() {
    let (_relay, ana) = ana();
    let mut couple = Couple { ana, ben: Person::ben() };
    let link = invite(&couple.ana);
    couple.ben.run(&["join", &link, "--name", "Ben"]);
    couple.ana.sync();
    couple.ben.sync();
    couple.on("2026-12-30");
    let heard = words(&couple.ben);
    let over = "The invitation is over: it was used, it was called off, or its time has passed";
    let answer = couple.ana.try_run(&confirming(&heard));
    answer.is_one_sentence_of(3);
    assert_eq!(answer.code, "invitation_expired");
    assert!(answer.message.starts_with(over), "{answer:?}");
    assert_eq!(couple.ana.run(&["pairing"])["state"], "expired");
    // Ben's side finds out by itself.
    assert_eq!(couple.ben.sync()["pairing"]["state"], "expired");
    again(&mut couple);
}

#[test]
fn case_70_an_invitation_that_is_over_by_the_relays_time_says_so_on_both_sides() {
    let (mut relay, ana) = ana();
    let mut couple = Couple { ana, ben: Person::ben() };
    let link = invite(&couple.ana);
    relay.stop();
    // As if it had been opened eight days ago.
    let day_ms = 86_400_000_i64;
    relay.edit(
        "UPDATE mailbox SET answer_until_ms = answer_until_ms - ?1, due_ms = due_ms - ?1",
        [8 * day_ms],
    );
    relay.start();
    let join = ["join", &link, "--name", "Ben"];
    let over = "The invitation is over: it was used, it was called off, or its time has passed";
    couple.ben.says_no(&join, 3, "invitation_expired", over);
    assert!(couple.ben.files().is_empty(), "a refusal makes nothing");
    assert_eq!(couple.ana.sync()["pairing"]["state"], "expired");
    let told = couple.ana.reads(&["pairing"]);
    assert!(told.starts_with("The invitation is over. Nothing was shared."), "{told}");
    again(&mut couple);
    relay.check();
}

#[test]
fn case_70_spoken_words_are_over_after_a_quarter_of_an_hour() {
    let (mut relay, ana) = ana();
    let mut couple = Couple { ana, ben: Person::ben() };
    let invited = couple.ana.run(&["invite", "--spoken"]);
    let spoken: Vec<&str> =
        invited["spoken_words"].as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
    couple.ana.at("2026-11-23T12:16");
    assert_eq!(couple.ana.sync()["pairing"]["state"], "expired");
    // By the relay's clock too.
    relay.stop();
    relay.edit(
        "UPDATE mailbox SET answer_until_ms = answer_until_ms - ?1, due_ms = due_ms - ?1",
        [16 * 60_000],
    );
    relay.start();
    let line = ["join", "--spoken", "-", "--relay", &relay.url(), "--name", "Ben"];
    let late = couple.ben.try_with_input(&line, &spoken.join(" "));
    late.is_one_sentence_of(3);
    assert_eq!(late.code, "invitation_expired");
    again(&mut couple);
}

/// Somebody who holds the link's secret, took over the relay's name on Ben's side, and leads him into a space of their own.
struct Between {
    keys: PairKeys,
    nonce: PairNonce,
    rng: Seeded,
}

impl Between {
    /// Puts an offer of their own where the link leads to, at their own relay.
    fn offer(link: &Link, relay: &mut Relay) -> Self {
        let mut rng = Seeded::new(40);
        let keys = PairKeys::of(&link.secret, PairRole::Partner);
        let nonce = PairNonce::generate(&mut rng);
        let device = DeviceSecret::generate(&mut rng).keys();
        let offer = Offer {
            role: PairRole::Partner,
            space: SpaceId::from_bytes([0x6d; 32]),
            dev: device.dev(DeviceType::Active, Partner::Zero),
            commit: nonce.commitment(),
            expires_s: u64::MAX / 2,
            host: link.host.clone(),
            token: String::new(),
        };
        let sealed = keys.seal_slot(&mut rng, Slot::Offer, &offer.encode().unwrap()).unwrap();
        relay.stop();
        relay.edit(
            "INSERT INTO mailbox (id, space, device, answer_until_ms, due_ms, slot_1, closed) \
             VALUES (?1, ?2, ?3, ?4, ?4, ?5, 0)",
            rusqlite::params![
                keys.mailbox().as_bytes(),
                [0x6d_u8; 32],
                device.device_id().as_bytes(),
                i64::MAX / 4,
                sealed
            ],
        );
        relay.start();
        Self { keys, nonce, rng }
    }

    /// Shows the nonce, as an inviter does.
    fn reveal(&mut self, relay: &mut Relay) {
        let reveal = Reveal { role: PairRole::Partner, r_a: *self.nonce.expose() }.encode();
        let sealed = self.keys.seal_slot(&mut self.rng, Slot::Reveal, &reveal).unwrap();
        relay.stop();
        relay.edit(
            "UPDATE mailbox SET slot_3 = ?1 WHERE id = ?2 AND slot_2 IS NOT NULL",
            rusqlite::params![sealed, self.keys.mailbox().as_bytes()],
        );
        relay.start();
    }
}

#[test]
fn an_interceptor_with_the_links_secret_gets_no_further_than_the_words() {
    let mut honest = Relay::stopped(&[]);
    // The name both dial; on Ben's side it leads elsewhere for a while.
    let wire = Wire::to(honest.address());
    let mut theirs = Relay::stopped(&[]);
    for relay in [&mut honest, &mut theirs] {
        relay.allow(&wire.name());
        relay.start();
    }
    let ana = Person::ana();
    ana.init(&wire.url());
    let draft = ana.make(&["limit", "add", "-a", "intimate", "-m", "Only for Ben"]);
    let mut couple = Couple { ana, ben: Person::ben() };
    let link = invite(&couple.ana);
    // They answer Ana as if they were Ben, with the real program,
    let mallory = Person::new("Ben", "UTC");
    mallory.run(&["join", &link, "--name", "Ben"]);
    // and lead Ben, who has the same link, into a space of their own.
    let mut between = Between::offer(&Link::parse(&link).unwrap(), &mut theirs);
    wire.lead_to(theirs.address());
    assert_eq!(couple.ben.run(&["join", &link, "--name", "Ben"])["state"], "answered");
    between.reveal(&mut theirs);
    couple.ben.sync();
    wire.lead_to(honest.address());
    couple.ana.sync();
    mallory.sync();

    let (of_ana, of_ben) = (words(&couple.ana), words(&couple.ben));
    assert_ne!(of_ana, words(&mallory));
    for (person, heard) in [(&couple.ana, &of_ben), (&couple.ben, &of_ana)] {
        let told = person.try_run(&confirming(heard));
        told.is_one_sentence_of(3);
        assert_eq!(told.code, "words_differ");
        assert!(told.message.contains("somebody stands between you: stop"), "{told:?}");
        assert_eq!(person.run(&["pairing"])["state"], "compare");
        assert_eq!(person.refused(&confirming(heard), 3), "words_differ");
        assert_eq!(person.run(&["pairing"])["state"], "refused");
    }
    couple.ana.sync();
    // Nothing of Ana's went anywhere, and nobody is with her.
    mallory.try_run(&["sync"]);
    assert_ne!(mallory.run(&["pairing"])["state"], "paired");
    assert_eq!(mallory.run(&["limit", "list"]), json!([]));
    let status = couple.ana.run(&["status"]);
    assert_eq!((&status["partner_name"], &status["unsent"]), (&json!(null), &json!(0)));
    assert_eq!(couple.ana.limit(&draft)["state"], "draft");
    again(&mut couple);
    couple.ana.run(&["private", "share", &draft]);
    couple.meet(Order::Ana);
    couple.sees_both("limit", &draft, "state", "active");
    honest.check();
}

#[test]
fn a_camera_reads_the_code_of_an_invitation_in_light_and_dark_terminals() {
    let relay = Relay::open();
    let (ana, ben) = (Person::ana(), Person::ben());
    ana.init(&relay.url());
    // Where nobody sees it nothing is made.
    let nobody = "A QR code is for a camera";
    for words in [&["invite", "--qr"][..], &["devices", "add", "--qr"]] {
        ana.says_no(words, 2, "qr_needs_terminal", nobody);
        assert_eq!(ana.try_run(&[words, &["--spoken"]].concat()).exit, 2);
        assert_eq!(ana.run(&["pairing"])["state"], "none");
    }
    let link_in = |written: &str| {
        let lines = written.lines().map(str::trim);
        let plain = lines.map(|line| line.trim_start_matches("\u{1b}[1m"));
        let mut links = plain.filter(|line| line.starts_with("http"));
        links.next().expect("the link in letters").trim_end_matches("\u{1b}[0m").to_owned()
    };
    let read = |written: &str| {
        for look in [Look::Light, Look::Dark] {
            assert_eq!(photographed(written, look), [link_in(written)], "{look:?}\n{written}");
        }
        photographed(written, Look::Light).remove(0)
    };
    let device = read(&on_terminal(&ana, &["devices", "add", "--qr"]));
    let laptop = ana.another("laptop");
    assert_eq!(laptop.run(&["join", &device])["state"], "answered");
    crate::harness::own::compare(&ana, &laptop);
    let partner = read(&on_terminal(&ana, &["invite", "--qr"]));
    assert_eq!(ben.run(&["join", &partner, "--name", "Ben"])["state"], "answered");
    Couple { ana, ben }.compare();
    relay.check();
}
