//! A partner who means harm, lived at random: Ben's app is another one, with his valid keys, and writes any bytes on any page. Ana's is
//! honest, and goes on.
//!
//! What must hold all the time: no panic and no end of work, no word of hers is lost, nothing is in her name that she did not say, nothing is
//! in force without her yes, nothing grows without end, and what was kept apart is counted. Seeds as in [`crate::plan`].

use std::collections::BTreeSet;

use accord_client_core::act::{Act, ActHash, Body, Known, RecordId, Text};
use accord_client_core::client::command::Command;
use accord_client_core::crypto::OpenPage;
use accord_client_core::document::Actor;
use accord_client_core::law::graph::Standing;
use accord_client_core::time::Day;
use accord_protocol::ids::{DeviceId, Partner};
use accord_tests::changes::{body, forge, seal};
use accord_tests::devices::add_own;
use accord_tests::ledger::held;
use accord_tests::people::{agreements, paired, propose, settle, status, sync, verify};
use accord_tests::pick::Pick;
use accord_tests::rng::fill;
use accord_tests::{HomeId, Ledger, World};
use automerge::transaction::Transactable as _;
use automerge::{ActorId, AutoCommit, Change, ObjType, ROOT};

use crate::attacks::Forger;
use crate::choices::{command, is_undo};
use crate::holds::{both_said_yes, waiting_rows};
use crate::plan::{Plan, every_seed};
use crate::seeds::expected;

/// Seeds that failed once, and what was wrong.
const ONCE_FAILED: &[(u64, &str)] = &[];
/// Seeds of an ordinary run.
const SEEDS: u64 = 10;
/// Things that happen in one.
const TURNS: u64 = 40;
/// Maps in maps that a nested change has.
const DEEP: usize = 400;

struct Life {
    world: World,
    ana: HomeId,
    ledger: Ledger,
    forger: Forger,
    /// What Ana's device took from her.
    said: BTreeSet<(RecordId, u16, Vec<u8>)>,
    /// Changes of the forger's, to be sent again or damaged.
    earlier: Vec<Vec<u8>>,
    posted: u64,
    length: u64,
}

#[test]
fn a_partner_who_means_harm_breaks_takes_and_binds_nothing_of_hers() {
    every_seed(SEEDS, ONCE_FAILED, "a_partner_who_means_harm", run);
}

fn run(plan: &Plan) -> u64 {
    let mut world = World::new(plan.seed);
    let (ana, ben) = paired(&mut world);
    for number in 0..8 {
        for home in [ana, ben] {
            let command = command(&mut world, home, number);
            drop(world.run(home, command));
        }
    }
    propose(&mut world, ana, "Only with a yes of both");
    settle(&mut world, &[ana, ben]);
    let forger = Forger::of(&mut world, ana, ben);
    // Records are pushed over the connections of the honest app, which knows nothing of them.
    world.tap.allows_copies = true;
    let mut life = Life {
        world,
        ana,
        ledger: Ledger::of(ana, Partner::Zero),
        forger,
        said: BTreeSet::new(),
        earlier: Vec::new(),
        posted: 0,
        length: plan.length(TURNS),
    };
    life.hers(false);
    for turn in plan.steps(TURNS) {
        plan.begin(turn, &mut life.world.rng);
        let what = life.world.rng.below(10);
        let words = ["her commands", "an exchange", "his app writes", "a restart"];
        let at = [0, 0, 0, 1, 1, 2, 2, 2, 2, 3][usize::try_from(what).expect("few")];
        plan.tell(turn, words[at]);
        match at {
            0 => {
                let command = command(&mut life.world, ana, turn);
                life.tell(command);
            }
            1 => life.tell(Command::Sync { watch: false }),
            2 => life.his_app_writes(),
            _ => life.world.reboot(ana),
        }
        life.look();
    }
    life.end();
    life.world.trace()
}

impl Life {
    fn tell(&mut self, command: Command) {
        let outcome = self.world.attempt(self.ana, command.clone());
        expected(&command, outcome.as_ref());
        self.hers(true);
        self.ledger.look(&mut self.world, is_undo(&command));
    }

    /// Enters what her device holds of her.
    fn hers(&mut self, unsent: bool) {
        let own = held(&mut self.world, self.ana, false).into_iter();
        let own = own.filter(|held| held.partner == Partner::Zero);
        let own = own.filter(|held| !unsent || held.standing == Standing::Unsent);
        self.said.extend(own.map(|h| (h.act.record, h.act.body.kind(), h.act.body.fields())));
    }

    fn look(&mut self) {
        let acts = held(&mut self.world, self.ana, false);
        let own = acts.iter().filter(|held| held.partner == Partner::Zero);
        // Of these some go out by themselves: what only carries knowledge, and words for a check-in.
        let own = own.filter(|held| !matches!(held.act.body, Body::Heard | Body::Round(_)));
        let mut own = own.map(|h| (h.act.record, h.act.body.kind(), h.act.body.fields()));
        let forged = own.find(|words| !self.said.contains(words));
        assert!(forged.is_none(), "in her name: {forged:?}");
        for view in agreements(&mut self.world, self.ana) {
            both_said_yes(&acts, &view);
        }
        waiting_rows(&self.world, self.ana, self.length.max(TURNS));
    }

    fn his_app_writes(&mut self) {
        let chance: [u8; 512] = fill(&mut self.world.rng);
        let mut pick = Pick::new(&chance);
        let mut changes = Vec::new();
        for _ in 0..=pick.below(3) {
            let change = self.change(&mut pick);
            self.earlier.push(change.clone());
            changes.push(change);
        }
        // What fits a record at all.
        let mut size = 0;
        changes.retain(|change| {
            let fits = !change.is_empty() && size + change.len() + 4 <= 65_000;
            size += if fits { change.len() + 4 } else { 0 };
            fits
        });
        if changes.is_empty() {
            return;
        }
        // Mostly his own page, hers or the joint one else.
        let page = *pick.one(&[2, 2, 2, 2, 0, 0, 1]);
        let page = OpenPage::from_number(page).expect("a page");
        self.posted += 1;
        self.forger.post(&mut self.world, page, changes);
    }

    fn change(&mut self, pick: &mut Pick<'_>) -> Vec<u8> {
        let own = self.forger.app.keys.device_id();
        match pick.below(8) {
            0..=2 => {
                let acts: Vec<Act> = (0..=pick.below(3)).map(|_| self.act(pick)).collect();
                let author =
                    *pick.one(&[own, own, own, self.forger.ana, DeviceId::from_bytes([3; 16])]);
                self.forger.app.change(author, &acts)
            }
            3 => {
                // The longest text there is, or longer.
                let long = "w".repeat(*pick.one(&[9_000, 40_000, 48_000]));
                let text = Text::new(&long).or_else(|_| Text::new("short")).expect("a text");
                let body = Body::BoundaryNote { text };
                let act = self.forger.app.act(RecordId([4; 32]), body);
                let change = self.forger.app.change(own, &[act]);
                // As it is, or packed: a few hundred bytes that inflate.
                let packed =
                    Change::from_bytes(change.clone()).map(|c| c.clone().bytes().into_owned());
                if pick.one_in(2) { packed.unwrap_or(change) } else { change }
            }
            4 => nested(own),
            5 => seal(pick.byte() % 4, pick.piece()),
            6 => vec![0x85; 60_000],
            _ => {
                let honest = self.earlier.last().cloned().unwrap_or_default();
                let earlier = std::mem::take(&mut self.earlier);
                let forged = forge(pick, honest, &earlier);
                self.earlier = earlier;
                forged
            }
        }
    }

    /// An act of his device that may say anything of anybody.
    fn act(&mut self, pick: &mut Pick<'_>) -> Act {
        let theirs = held(&mut self.world, self.ana, false);
        let mut named: Vec<[u8; 32]> = theirs.iter().map(|held| held.act.record.0).collect();
        named.extend(theirs.iter().filter_map(|held| match &held.act.body {
            Body::Propose { revision, .. } => Some(revision.id().0),
            _ => None,
        }));
        let body = (0..4).find_map(|_| body(pick, &named)).unwrap_or(Body::BoundaryWithdraw);
        let mut act = self.forger.app.act(RecordId(*pick.one(&named)), body);
        match pick.below(8) {
            0 => act.no = pick.number(),
            1 => act.prev = ActHash(pick.array()),
            2 => act.date = *pick.one(&[Day(i32::MAX), Day(i32::MIN), Day(0), Day(3_000_000)]),
            3 => act.device = self.forger.ana,
            4 | 5 => {
                // It says to know what nobody said, or does.
                let last = theirs.iter().rfind(|held| held.act.device == self.forger.ana);
                let (mut no, mut hash) = last.map_or((1, ActHash::ZERO), |h| (h.act.no, h.hash));
                if pick.one_in(2) {
                    (no, hash) = (pick.number(), ActHash(pick.array()));
                }
                act.knows = vec![Known { device: self.forger.ana, no, hash }];
            }
            _ => {}
        }
        let mut act = self.forger.app.signed(act);
        if pick.one_in(6) {
            act.signature = Some([7; 64]);
        }
        // His chain goes on, or forks.
        if act.device != self.forger.ana && !pick.one_in(4) {
            self.forger.app.last = Some((act.no, act.hash()));
        }
        act
    }

    fn end(&mut self) {
        for _ in 0..2 {
            sync(&mut self.world, self.ana);
        }
        let after = propose(&mut self.world, self.ana, "Said after all that");
        settle(&mut self.world, &[self.ana]);
        self.hers(false);
        self.look();
        let says = |world: &mut World, home: HomeId| {
            let view = verify(world, home);
            assert_eq!(view.bad_signatures, 0, "the chain is sound");
            let unlike = (view.acts_missing, view.acts_surplus, view.acts_different);
            assert_eq!(unlike, (0, 0, 0), "held as the records say");
            let counted = status(world, home).quarantined;
            assert_eq!(counted, view.quarantined.len() as u64, "what is kept apart is counted");
            assert!(agreements(world, home).iter().any(|view| view.id == after), "she goes on");
            (counted, view.state_digest)
        };
        let before = says(&mut self.world, self.ana);
        assert!(before.0 <= self.posted, "no record of hers is kept apart: {before:?}");
        assert_eq!(status(&mut self.world, self.ana).unsent, 0);
        self.world.reboot(self.ana);
        assert_eq!(says(&mut self.world, self.ana), before, "after a restart");
        // Who reads all of it anew comes to the same.
        let tablet = add_own(&mut self.world, self.ana, "tablet");
        settle(&mut self.world, &[self.ana, tablet]);
        assert_eq!(
            says(&mut self.world, tablet),
            says(&mut self.world, self.ana),
            "on a new device"
        );
    }
}

/// Maps in maps, deeper than anybody writes.
fn nested(device: DeviceId) -> Vec<u8> {
    let mut doc = AutoCommit::new();
    let actor = Actor { device: device.to_bytes(), instance: [5; 8] };
    doc.set_actor(ActorId::from(actor.to_bytes()));
    let mut at = ROOT;
    for _ in 0..DEEP {
        at = doc.put_object(&at, "in", ObjType::Map).expect("a map");
    }
    doc.commit();
    doc.get_last_local_change().map(|change| change.raw_bytes().to_vec()).unwrap_or_default()
}
