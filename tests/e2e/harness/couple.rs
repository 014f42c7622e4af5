//! Two people and their relay: pairing, meeting, and what both must see alike.

use std::thread;

use serde_json::Value;

use super::{Person, Relay};

/// Who comes to the relay when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Ana first, then in turns.
    Ana,
    /// Ben first, then in turns.
    Ben,
    /// Ana first, and each comes twice in a row.
    Doubled,
}

impl Order {
    pub const ALL: [Self; 3] = [Self::Ana, Self::Ben, Self::Doubled];

    /// Who comes first, and who after.
    pub const fn pair(self, couple: &Couple) -> (&Person, &Person) {
        match self {
            Self::Ana | Self::Doubled => (&couple.ana, &couple.ben),
            Self::Ben => (&couple.ben, &couple.ana),
        }
    }
}

/// Ana in Berlin and Ben in New York.
pub struct Couple {
    pub ana: Person,
    pub ben: Person,
}

/// Tells a story once for each order of delivery, each with a couple of its own on one relay.
pub fn all_orders(story: impl Fn(&mut Couple, Order) + Sync) {
    let relay = Relay::open();
    thread::scope(|scope| {
        for order in Order::ALL {
            let (story, url) = (&story, relay.url());
            let told = move || story(&mut Couple::paired(&url), order);
            let named = thread::Builder::new().name(format!("{order:?}"));
            named.spawn_scoped(scope, told).unwrap();
        }
    });
    relay.check();
}

impl Couple {
    /// Paired through a link, having compared words both ways, on 23 November 2026.
    #[track_caller]
    pub fn paired(url: &str) -> Self {
        let couple = Self { ana: Person::ana(), ben: Person::ben() };
        couple.pair(url);
        couple
    }

    /// The whole pairing.
    #[track_caller]
    pub fn pair(&self, url: &str) {
        let (ana, ben) = (&self.ana, &self.ben);
        ana.init(url);
        let invited = ana.run(&["invite"]);
        let link = invited["link"].as_str().expect("a link");
        assert_eq!(ben.run(&["join", link, "--name", ben.name])["state"], "answered");
        self.compare();
    }

    /// From an answered invitation to a couple.
    #[track_caller]
    pub fn compare(&self) {
        let (ana, ben) = (&self.ana, &self.ben);
        ana.sync();
        ben.sync();
        let (of_ana, of_ben) = (words(ana), words(ben));
        confirm(ana, &of_ben);
        confirm(ben, &of_ana);
        ana.sync();
        ben.sync();
        // Now each tells the other a name.
        ana.sync();
        ben.sync();
        for person in [ana, ben] {
            assert_eq!(person.run(&["pairing"])["state"], "paired", "{}", person.name);
        }
    }

    /// Both come back to the relay, one before the other, and each hears what the other said.
    #[track_caller]
    pub fn meet(&self, order: Order) {
        self.take_turns(order, 3);
        self.agree();
    }

    /// The same with one turn more: what waited for the other to be ready goes out once that is known.
    #[track_caller]
    pub fn meet_and_open(&self, order: Order) {
        self.take_turns(order, 4);
        self.agree();
    }

    /// So many turns at the relay, without asking whether anything is left.
    #[track_caller]
    pub fn take_turns(&self, order: Order, turns: usize) {
        let (one, two) = order.pair(self);
        for person in [one, two].into_iter().cycle().take(turns) {
            person.sync();
            if order == Order::Doubled {
                person.sync();
            }
        }
    }

    /// Nothing is left to exchange, and both derived the same from the same records.
    #[track_caller]
    pub fn agree(&self) {
        let (ana, ben) = (self.ana.verify(), self.ben.verify());
        assert_eq!(ana["position"], ben["position"]);
        assert_eq!(ana["state_digest"], ben["state_digest"]);
        for person in [&self.ana, &self.ben] {
            assert_eq!(person.run(&["status"])["unsent"], 0, "{}", person.name);
        }
    }

    /// The date on both devices.
    pub fn on(&mut self, day: &str) {
        self.ana.on(day);
        self.ben.on(day);
    }

    pub fn both(&self) -> [&Person; 2] {
        [&self.ana, &self.ben]
    }

    /// Words proposed by Ana, said yes to by Ben, known to both.
    #[track_caller]
    pub fn in_force(&self, words: &str) -> String {
        let id = self.ana.make(&["agree", "propose", "-a", "time", "-m", words]);
        self.meet(Order::Ana);
        self.ben.run(&["agree", "accept", &id]);
        self.meet(Order::Ben);
        self.sees_both("agree", &id, "state", "in_force");
        id
    }

    /// A field that reads the same on both sides.
    #[track_caller]
    pub fn sees_both(&self, command: &str, id: &str, field: &str, value: &str) {
        for person in self.both() {
            let shown = person.run(&[command, "show", id]);
            assert_eq!(shown[field], value, "{} sees {shown:#}", person.name);
        }
    }
}

/// The four words this side reads out.
#[track_caller]
pub fn words(person: &Person) -> Vec<String> {
    let pairing = person.run(&["pairing"]);
    assert_eq!(
        (&pairing["state"], &pairing["expect"]),
        (&"compare".into(), &4.into()),
        "{pairing}"
    );
    let say = pairing["say"].as_array().expect("words to say");
    let say: Vec<String> = say.iter().map(|word| word.as_str().unwrap().to_owned()).collect();
    assert_eq!(say.len(), 4);
    say
}

/// Enters the words heard from the other.
#[track_caller]
pub fn confirm(person: &Person, heard: &[String]) -> Value {
    let mut line = vec!["pairing", "confirm"];
    line.extend(heard.iter().map(String::as_str));
    person.run(&line)
}
