//! A relay that means harm, lived at random: it leaves out, delays, repeats, mixes up, damages and invents what passes, goes back to any
//! older image without a word, and shows each of the two a branch of their own. Then it is honest, and both agree to one branch.
//!
//! What must hold all the time: no word of anybody's is lost on their own device, nothing is shown that nobody said, nothing is in force
//! without a yes of both, and nothing grows without end. In the end both have the same, or are told what is set aside.
//! Seeds as in [`crate::plan`].

use std::collections::BTreeSet;

use accord_client_core::act::rounds::RoundBody;
use accord_client_core::act::{Body, RecordId};
use accord_client_core::client::command::{Command, Outcome};
use accord_client_core::client::io::Input;
use accord_client_core::client::joint::JointCommand;
use accord_client_core::law::graph::{Held, Standing};
use accord_client_core::store::memory::Fault;
use accord_protocol::ids::Partner;
use accord_server::store::memory::MemoryStore as RelayStore;
use accord_tests::hostile::Hostile;
use accord_tests::ledger::held;
use accord_tests::people::{agreements, digest, paired, pending, status, try_sync};
use accord_tests::{HomeId, Ledger, World};

use crate::choices::{command, is_undo};
use crate::holds::{both_said_yes, items, waiting_rows};
use crate::plan::{Plan, every_seed};
use crate::seeds::expected;

/// Seeds that failed once, and what was wrong.
const ONCE_FAILED: &[(u64, &str)] = &[];
/// Seeds of an ordinary run.
const SEEDS: u64 = 40;
/// Things that happen in one.
const TURNS: u64 = 60;
/// Older images it keeps at most.
const IMAGES: usize = 4;

/// What a turn does, for who reads of a history that failed.
fn words(what: u64) -> &'static str {
    match what {
        0..=8 => "commands",
        9..=13 => "an exchange",
        14 => "watching for a while",
        15 => "another mood of the relay",
        16 => "the relay keeps an image",
        17 => "the relay goes back to an image",
        18 => "another branch",
        19 => "one branch again",
        20 => "consent to the relay's branch",
        21 => "a death at some commit",
        _ => "time passes",
    }
}

/// Words of somebody, without what sealing adds.
type Words = (Partner, RecordId, u16, Vec<u8>);

struct Life {
    world: World,
    homes: [HomeId; 2],
    ledgers: [Ledger; 2],
    images: Vec<RelayStore>,
    /// What a device of this person took from this person.
    said: BTreeSet<Words>,
    /// Items of joint lists that somebody was told are added.
    added: Vec<String>,
    turn: u64,
    length: u64,
}

#[test]
fn a_relay_that_means_harm_loses_invents_and_agrees_to_nothing() {
    every_seed(SEEDS, ONCE_FAILED, "a_relay_that_means_harm", run);
}

fn run(plan: &Plan) -> u64 {
    let mut world = World::new(plan.seed);
    let (ana, ben) = paired(&mut world);
    let fork = world.relays[0].store.clone();
    world.add_relay(fork);
    world.hostile = Some(Hostile::default());
    // Numbers of a branch that is left are free again, and what it acknowledged it may lack.
    world.tap.allows_copies = true;
    world.tap.may_lack();
    let mut life = Life {
        world,
        homes: [ana, ben],
        ledgers: [Ledger::of(ana, Partner::Zero), Ledger::of(ben, Partner::One)],
        images: Vec::new(),
        said: BTreeSet::new(),
        added: Vec::new(),
        turn: 0,
        length: plan.length(TURNS),
    };
    life.own_words([0, 1], |_| true);
    life.mood();
    for turn in plan.steps(TURNS) {
        life.turn = turn;
        plan.begin(turn, &mut life.world.rng);
        life.take_turn(plan);
        life.look();
    }
    life.heal();
    life.check();
    life.world.trace()
}

impl Life {
    fn take_turn(&mut self, plan: &Plan) {
        let who = usize::from(self.world.rng.one_in(2));
        let what = self.world.rng.below(25);
        let home = self.homes[who];
        self.world.say_trace(&format!("turn {}: {what} for {who}", self.turn));
        plan.tell(self.turn, &format!("{} for {}", words(what), ["Ana", "Ben"][who]));
        match what {
            0..=8 => {
                for _ in 0..=self.world.rng.below(3) {
                    let command = command(&mut self.world, home, self.turn);
                    self.tell(who, command);
                }
            }
            9..=13 => drop(self.tell(who, Command::Sync { watch: false })),
            14 => {
                let ticket = self.world.start(home, Command::Sync { watch: true });
                let ms = self.world.rng.below(90_000);
                self.world.pass(ms);
                self.world.feed(home, Input::StopWatching);
                self.world.pass(200);
                drop(self.world.answer(home, ticket));
            }
            15 => self.mood(),
            16 => {
                let at = self.dialled(who);
                self.images.push(self.world.relays[at].store.clone());
                let many = self.images.len();
                self.images.drain(..many.saturating_sub(IMAGES));
            }
            17 => {
                let drawn = self.world.rng.below((self.images.len() as u64).max(1));
                let image = self.images.get(usize::try_from(drawn).expect("few")).cloned();
                let at = self.dialled(who);
                if let Some(image) = image {
                    self.world.lose_silently(at, &image);
                }
            }
            18 => {
                let (mine, other) = (self.dialled(who), 1 - self.dialled(who));
                self.world.fork_relay(mine, other);
                self.world.homes[home.0].dials = other;
            }
            19 => {
                let at = self.dialled(who);
                for home in self.homes {
                    self.world.homes[home.0].dials = at;
                }
            }
            20 => drop(self.tell(who, Command::RelayReset)),
            21 => {
                let skip = self.world.rng.below(6);
                self.world.homes[home.0].disk.fail_after(skip, Fault::CrashAfter);
                self.tell(who, Command::Sync { watch: false });
                self.world.homes[home.0].disk.heal();
            }
            _ => {
                let scale = [200, 5_000, 90_000, 4_000_000];
                let drawn = usize::try_from(self.world.rng.below(4)).expect("few");
                let ms = self.world.rng.below(scale[drawn]);
                self.world.pass(ms);
            }
        }
    }

    fn dialled(&self, who: usize) -> usize {
        self.world.homes[self.homes[who].0].dials
    }

    /// How often it does harm.
    fn mood(&mut self) {
        let often = [0, 2, 4, 10, 30];
        let drawn = usize::try_from(self.world.rng.below(5)).expect("few");
        if let Some(hostile) = &mut self.world.hostile {
            hostile.one_in = often[drawn];
        }
    }

    fn tell(&mut self, who: usize, command: Command) -> Option<Outcome> {
        let home = self.homes[who];
        let undo = is_undo(&command);
        let outcome = self.world.attempt(home, command.clone());
        expected(&command, outcome.as_ref());
        if let (Command::Joint(JointCommand::AddItem { text, .. }), Some(Ok(_))) =
            (command, &outcome)
        {
            self.added.push(text);
        }
        self.stand_up(who);
        self.own_words([who, who], |held| held.standing == Standing::Unsent);
        self.ledgers[who].look(&mut self.world, undo);
        outcome
    }

    fn stand_up(&mut self, who: usize) {
        if !self.world.is_up(self.homes[who]) {
            self.world.reboot(self.homes[who]);
        }
    }

    /// Enters what these people's own devices hold of them.
    fn own_words(&mut self, people: [usize; 2], which: impl Fn(&Held) -> bool) {
        for who in people {
            let me = Partner::BOTH[who];
            let own = held(&mut self.world, self.homes[who], false);
            let own = own.into_iter().filter(|held| held.partner == me && which(held));
            self.said.extend(own.map(|held| of(&held)));
        }
    }

    /// Nothing is there that nobody said, and nothing grows.
    fn look(&mut self) {
        for who in [0, 1] {
            self.stand_up(who);
            let home = self.homes[who];
            let acts = held(&mut self.world, home, false);
            let mut words = acts.iter().filter(|held| !is_by_itself(&held.act.body)).map(of);
            let nobodys = words.find(|words| !self.said.contains(words));
            assert!(nobodys.is_none(), "{home:?} shows what nobody said: {nobodys:?}");
            for view in agreements(&mut self.world, home) {
                both_said_yes(&acts, &view);
            }
            waiting_rows(&self.world, home, self.length.max(TURNS));
        }
    }

    /// The relay is honest from now on, and there is one: both agree to its branch where it is another.
    fn heal(&mut self) {
        self.world.hostile = None;
        for home in self.homes {
            self.world.homes[home.0].dials = 0;
        }
        self.world.restart_relay(0);
        // What a relay refused again and again of the joint page rests until the program starts again.
        for home in self.homes {
            self.world.reboot(home);
        }
        let mut last = Vec::new();
        for _ in 0..10 {
            self.world.pass(120_000);
            last.clear();
            for home in self.homes {
                let mut outcome = try_sync(&mut self.world, home);
                // Asked for each space by itself.
                for _ in 0..2 {
                    if !outcome.as_ref().is_err_and(|refused| refused.is("wrong_branch")) {
                        break;
                    }
                    drop(self.world.run(home, Command::RelayReset));
                    outcome = try_sync(&mut self.world, home);
                }
                last.push(outcome.map(|view| (view.records.sent, view.records.received)));
            }
        }
        assert!(last.iter().all(|view| *view == Ok((0, 0))), "an honest relay serves: {last:?}");
    }

    fn check(&mut self) {
        let [ana, ben] = self.homes;
        for home in self.homes {
            let status = status(&mut self.world, home);
            let unsent: Vec<Words> = held(&mut self.world, home, false)
                .iter()
                .chain(&held(&mut self.world, home, true))
                .filter(|held| held.standing == Standing::Unsent)
                .map(of)
                .collect();
            let waits = (status.unsent, status.quarantined, status.set_aside);
            assert_eq!(
                (status.unsent, status.quarantined),
                (0, 0),
                "{home:?} {waits:?}: {unsent:?}"
            );
            assert_eq!(pending(&mut self.world, home), [""; 0], "{home:?}");
        }
        let [by_ana, by_ben] = self.homes.map(|home| items(&mut self.world, home));
        let lost = self.added.iter().find(|text| !(by_ana.contains(text) && by_ben.contains(text)));
        let there = lost.map(|text| (by_ana.contains(text), by_ben.contains(text)));
        assert!(lost.is_none(), "lost {lost:?}, there {there:?}");
        assert_eq!(digest(&mut self.world, ana), digest(&mut self.world, ben));
        self.ledgers[0].check_beside_asides(&mut self.world, ben);
        self.ledgers[1].check_beside_asides(&mut self.world, ana);
        self.look();
        for home in self.homes {
            self.world.reboot(home);
        }
        assert_eq!(digest(&mut self.world, ana), digest(&mut self.world, ben));
    }
}

/// What only carries knowledge is made where it is needed; what somebody wrote for a check-in goes out once the other is ready.
fn is_by_itself(body: &Body) -> bool {
    matches!(body, Body::Heard | Body::Round(RoundBody::Checkin { .. }))
}

fn of(held: &Held) -> Words {
    let body = &held.act.body;
    (held.partner, held.act.record, body.kind(), body.fields())
}
