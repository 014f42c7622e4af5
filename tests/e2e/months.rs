//! Three months apart, and all of it together again. What they say is said to real homes in this process, as the command line says it,
//! because five thousand processes would prove nothing more; they meet through the real relay by the command line.

use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::thread;

use accord_cli::clock::Clock;
use accord_cli::home::{Home, Place};
use accord_client_core::act::shared::Stance;
use accord_client_core::client::command::Command;
use accord_client_core::law::beside::command::{BesideCommand, CheckinWords};
use accord_client_core::law::command::{
    AgreementKind, Area, BoundaryWords, LawCommand, MarkResult, RitualCommand, RitualResult,
    Wording,
};
use accord_client_core::time::Day;
use serde_json::Value;

use crate::harness::{Couple, Order, Person, Relay};

/// Days they are apart.
const DAYS: i32 = 90;
/// Acts of each on one day.
const A_DAY: usize = 56;
/// The first of these days.
const FIRST: &str = "2026-11-24";
/// The day they meet again.
const AGAIN: &str = "2027-02-22";

/// What both have when they part: ids by who made it.
struct Base {
    agreements: [String; 2],
    limits: [String; 2],
    promises: [Vec<String>; 2],
    rituals: Vec<String>,
}

impl Base {
    fn of(couple: &Couple) -> Self {
        let (ana, ben) = (&couple.ana, &couple.ben);
        let agreements = ["We call every evening", "We write when we arrive"];
        let agreements = agreements.map(|words| couple.in_force(words));
        let both = [ana, ben];
        let limits =
            both.map(|one| one.make(&["limit", "add", "-a", "time", "-m", "Not at night"]));
        let due = ["--due", FIRST, "--every", "day"];
        let promises = both.map(|one| {
            let make = |n: usize| {
                one.make(&[&["promise", "add", &format!("Promise {n}")], &due[..]].concat())
            };
            (0..10).map(make).collect()
        });
        let rituals: Vec<String> = (0..5)
            .map(|n| {
                let name = format!("Ritual {n}");
                ana.make(&[
                    "ritual", "propose", "--name", &name, "--every", "day", "--start", FIRST,
                ])
            })
            .collect();
        couple.meet(Order::Ana);
        for ritual in &rituals {
            ben.run(&["agree", "accept", ritual]);
        }
        couple.meet(Order::Ana);
        for person in couple.both() {
            person.run(&["whatsnew", "--seen"]);
        }
        Self { agreements, limits, promises, rituals }
    }

    /// What one of the two says on a day, all of it in the digest by its content: every record has its id by what it says or was there
    /// before, so that the same is said of the same wherever it is said.
    fn said(&self, who: usize, n: i32) -> Vec<LawCommand> {
        let day = day(n);
        let name = ["Ana", "Ben"][who];
        let mut said = Vec::new();
        let need = Some(format!("{name} needs sleep, {n}"));
        let words = CheckinWords { need, ..CheckinWords::default() };
        let round = Some(day);
        let checkin = BesideCommand::Checkin { round, words, now: true, tell: false };
        said.push(LawCommand::Beside(checkin));
        let at = usize::try_from(n).unwrap();
        for k in 0..40 {
            let stance = Some([Stance::Tell, Stance::Ask, Stance::Private][(at + k + who) % 3]);
            let topic = format!("topic-{}", (at * 40 + k) % 400);
            let note = Some(format!("{name} on day {n}"));
            said.push(LawCommand::Beside(BesideCommand::Stance { topic, stance, note }));
        }
        for k in 0..10 {
            let id = self.agreements[k % 2].clone();
            let want = Some(format!("{name} wants {n}.{k}"));
            said.push(LawCommand::AgreePart { id, want, why: None, limit: None });
        }
        let text = Some(format!("Not after {n}, says {name}"));
        let words = BoundaryWords { text, ..BoundaryWords::default() };
        said.push(LawCommand::BoundaryEdit { id: self.limits[who].clone(), words });
        let id = self.promises[who][0].clone();
        said.push(LawCommand::PromiseEdit { id, text: format!("Promise 0 as of {n}") });
        // Alone they are of different kinds, so that no two are taken for the same thing.
        let kind = [AgreementKind::Expectation, AgreementKind::Goal][who];
        let propose = |kind, text| {
            let words =
                Wording { text: Some(text), area: Some(Area::Digital), ..Wording::default() };
            LawCommand::AgreePropose { kind, words }
        };
        said.push(propose(kind, format!("{name} proposes, day {n}")));
        said.push(propose(kind, format!("{name} proposes more, day {n}")));
        // The very same words of both are an agreement.
        said.push(propose(AgreementKind::GroundRules, format!("Both rest on day {n}")));
        assert_eq!(said.len(), A_DAY);
        said
    }

    /// Marks of one day, both of what one promised and of what was promised. The digest names them by their acts, so that two devices of one
    /// log agree on the very acts, and an act made apart knows other acts than one made online: two lives are compared as people see them,
    /// and the two people of one life by digest too ([`Couple::meet`]).
    fn marked(&self, who: usize, n: i32) -> Vec<LawCommand> {
        let (on, at) = (Some(day(n)), usize::try_from(n).unwrap());
        let mut said = Vec::new();
        for maker in [0, 1] {
            for (k, id) in self.promises[maker].iter().enumerate() {
                let kept = maker == who || !(at + k).is_multiple_of(4);
                let result = if kept { MarkResult::Kept } else { MarkResult::NotKept };
                said.push(LawCommand::PromiseMark { id: id.clone(), on, result, note: None });
            }
        }
        for (k, id) in self.rituals.iter().enumerate() {
            let not = (at + k + who).is_multiple_of(3);
            let result = if not { RitualResult::NotThisTime } else { RitualResult::DidIt };
            said.push(LawCommand::Ritual(RitualCommand::Mark { id: id.clone(), on, result }));
        }
        said
    }
}

fn day(n: i32) -> Day {
    Day::parse(FIRST).unwrap().plus(n)
}

/// One of the two lives these months. With a barrier both are online: after each day one exchanges, then the other.
fn live(person: &Person, who: usize, days: &[Vec<Vec<LawCommand>>; 2], online: Option<&Barrier>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let clock = |n: i32| Clock::fixed(&format!("{}T12:00:00[{}]", day(n), person.zone)).unwrap();
    runtime.block_on(async {
        let place = Place { clock: clock(0), ..Place::at(person.home()) };
        let mut home = Home::open(&place, &mut ()).unwrap();
        for (n, said) in (0..).zip(&days[who]) {
            home.driver().set_clock(clock(n));
            for what in said.iter().cloned() {
                let said = home.run(Command::Say { what, draft: false }).await;
                assert!(said.is_ok(), "{}: day {n}: {said:?}", person.name);
            }
            for turn in [0, 1] {
                if let Some(day) = online {
                    day.wait();
                    if turn == who {
                        home.run(Command::Sync { watch: false }).await.unwrap();
                    }
                }
            }
        }
    });
}

/// Another copy of this person's home, as if nothing had happened since.
fn copied(person: &Person) -> Person {
    let copy = person.another(person.device);
    copy_folder(&person.home(), &copy.home());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// The relay as it was on that day.
fn rewound(relay: &mut Relay, data: &Path) {
    relay.stop();
    fs::remove_dir_all(relay.data()).unwrap();
    copy_folder(data, &relay.data());
    relay.start();
}

/// Two copies of one couple live the same days, one online and one apart; then those apart meet, in every order. `alike` compares them.
fn lived(
    days: i32,
    said: impl Fn(&Base, usize, i32) -> Vec<LawCommand>,
    alike: impl Fn(&Couple, &Couple),
) {
    let mut relay = Relay::open();
    let mut couple = Couple::paired(&relay.url());
    let base = Base::of(&couple);
    relay.stop();
    let data = tempfile::tempdir().unwrap();
    copy_folder(&relay.data(), data.path());
    relay.start();
    let mut online = Couple { ana: copied(&couple.ana), ben: copied(&couple.ben) };
    let of = |who| (0..days).map(|n| said(&base, who, n)).collect::<Vec<_>>();
    let (said, evening) = ([of(0), of(1)], Barrier::new(2));
    thread::scope(|scope| {
        for (couple, online) in [(&online, Some(&evening)), (&couple, None)] {
            for (who, person) in couple.both().into_iter().enumerate() {
                let said = &said;
                scope.spawn(move || live(person, who, said, online));
            }
        }
    });
    let count: usize = said[0].iter().map(Vec::len).sum();
    online.on(AGAIN);
    couple.on(AGAIN);
    online.meet(Order::Ana);
    for order in Order::ALL {
        rewound(&mut relay, data.path());
        let apart = Couple { ana: copied(&couple.ana), ben: copied(&couple.ben) };
        assert_eq!(apart.ana.run(&["status"])["unsent"], count);
        apart.meet(order);
        alike(&online, &apart);
    }
    relay.check();
}

#[test]
fn case_72_three_months_and_five_thousand_acts_apart_end_as_if_always_online() {
    assert!(A_DAY * usize::try_from(DAYS).unwrap() >= 5_000);
    lived(DAYS, Base::said, |online, apart| {
        let (expected, now) = (online.ana.verify(), apart.ben.verify());
        assert_eq!(now["state_digest"], expected["state_digest"]);
        for person in apart.both() {
            is_calm(&person.run(&["whatsnew"]));
            person.run(&["whatsnew", "--seen"]);
            assert_eq!(person.run(&["whatsnew"]), serde_json::json!([]));
        }
    });
}

#[test]
fn case_72_marks_made_apart_are_seen_as_if_made_online() {
    lived(12, Base::marked, |online, apart| {
        for (online, apart) in [(&online.ana, &apart.ana), (&online.ben, &apart.ben)] {
            for list in ["promise", "ritual"] {
                let (online, apart) = (online.run(&[list, "list"]), apart.run(&[list, "list"]));
                let (online, apart) = (online.as_array().unwrap(), apart.as_array().unwrap());
                assert_eq!(online.len(), apart.len());
                for (one, other) in online.iter().zip(apart) {
                    for seen in ["id", "occurrences", "dates", "result"] {
                        assert_eq!(one[seen], other[seen], "{seen} of a {list}");
                    }
                    let codes = |view: &Value| {
                        let asks = view["asks"].as_array().unwrap();
                        asks.iter().map(|ask| ask["code"].clone()).collect::<Vec<_>>()
                    };
                    assert_eq!(codes(one), codes(other));
                }
            }
        }
    });
}

/// Grouped in the order of what matters, agreement questions first and the newest of them first; nothing counts or presses.
fn is_calm(news: &Value) {
    let groups = news.as_array().unwrap();
    let names: Vec<&str> = groups.iter().map(|group| group["group"].as_str().unwrap()).collect();
    assert_eq!(names, ["agreements", "boundaries", "promises", "check_ins", "openness"]);
    for group in groups {
        let lines = group["lines"].as_array().unwrap();
        let order: Vec<_> = lines
            .iter()
            .map(|line| (!line["question"].as_bool().unwrap(), line["on"].as_str().unwrap()))
            .collect();
        let sorted = order.is_sorted_by(|(a, on), (b, then)| a < b || a == b && on >= then);
        assert!(sorted, "{}: {order:?}", group["group"]);
        for line in lines {
            let said = line["sentence"].as_str().unwrap();
            assert!(said.ends_with('.') && said.len() < 90, "{said}");
            let pressing = ["!", "waiting for", "missed", "late", "unread", "still"];
            assert!(pressing.iter().all(|word| !said.contains(word)), "{said}");
        }
    }
    let questions = groups[0]["lines"].as_array().unwrap();
    let questions = questions.iter().take_while(|line| line["question"] == true);
    let days: Vec<&str> = questions.map(|line| line["on"].as_str().unwrap()).collect();
    // Two proposals of the other a day wait; what both said in the same words waits for nobody.
    assert_eq!(days.len(), 2 * DAYS as usize);
    assert_eq!(days.first(), Some(&"2027-02-21"), "the newest first");
}
