//! Two people live for a while: each with one or two devices, a journal on every device, a log they meet at by chance, clocks that lie.
//!
//! What an honest person says goes through the deciding functions of the law, and what these refuse is not said. In some histories one
//! client is modified: it also writes what no law would let it, and says it knew less than it did.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use accord_client_core::act::rounds::{CheckinEntry, RoundBody, round_record};
use accord_client_core::act::{Act, ActHash, Body, Known, RecordId};
use accord_client_core::law::beside::checkin;
use accord_client_core::law::beside::command::BesideCommand;
use accord_client_core::law::beside::undo::undone;
use accord_client_core::law::command::LawCommand;
use accord_client_core::law::graph::{Acts, Standing};
use accord_client_core::law::undo::{may_undo, undoes};
use accord_client_core::law::{NewAct, Reader, answer, decide, draft};
use accord_client_core::time::{Day, Now};
use accord_protocol::ids::{DeviceId, Partner};

use crate::choices::{Choice, TODAY, choose, theme};
use crate::dice::Dice;
use crate::forged::forge;
use crate::laws;

/// One act as the log has it.
#[derive(Clone)]
pub(crate) struct Said {
    pub(crate) partner: Partner,
    pub(crate) act: Arc<Act>,
    pub(crate) hash: ActHash,
}

/// What two people said, in the log's order.
pub(crate) struct History {
    pub(crate) log: Vec<Said>,
    /// Who left, and when.
    pub(crate) left: Option<(Partner, Day)>,
    /// Whose client is modified.
    pub(crate) modified: Option<Partner>,
    /// What each keeps in the own vault.
    pub(crate) vaults: [Vault; 2],
}

/// What only one person's devices know.
#[derive(Default, Clone)]
pub(crate) struct Vault {
    hidden: BTreeSet<RecordId>,
    aside: BTreeSet<RecordId>,
    answered: BTreeSet<[u8; 32]>,
    held: BTreeMap<Day, CheckinEntry>,
    pub(crate) kept: BTreeMap<RecordId, (Day, String)>,
}

impl Vault {
    pub(crate) fn is_empty(&self) -> bool {
        self.hidden.is_empty() && self.aside.is_empty() && self.answered.is_empty()
    }
}

/// An act in a device's journal, with all its device had applied when it was made.
struct Waiting {
    said: NewAct,
    date: Day,
    tips: Vec<Known>,
}

struct Device {
    id: DeviceId,
    partner: Partner,
    acts: Acts,
    journal: Vec<Waiting>,
    heard: usize,
    /// How wrong its clock is, in days.
    clock: i32,
}

impl Device {
    /// Puts the journal on the end of what is admitted.
    fn lay_out(&mut self) {
        self.acts.clear_unsent();
        let mut chain = self.acts.chain_of(self.id);
        for Waiting { said, date, tips } in &self.journal {
            let (record, body) = (said.record, said.body.clone());
            for act in self.acts.next_acts(&mut chain, *date, record, body, tips) {
                let hash = act.hash();
                self.acts.insert(self.partner, act, hash, Standing::Unsent);
            }
        }
    }

    fn hear(&mut self, log: &[Said], upto: usize) {
        for said in &log[self.heard.min(upto)..upto] {
            self.acts.insert(said.partner, said.act.clone(), said.hash, Standing::Admitted);
        }
        self.heard = self.heard.max(upto);
        self.lay_out();
    }

    fn drop(&mut self, places: &[usize]) {
        for at in places.iter().rev() {
            self.journal.remove(*at);
        }
        self.lay_out();
    }
}

/// One person's side on a day, with what is in the vault.
pub(crate) fn reader(me: Partner, today: i32, vault: Option<&Vault>) -> Reader {
    let names = ["Ana".to_owned(), "Ben".to_owned()];
    let (mine, theirs) = (names[me.index()].clone(), names[me.other().index()].clone());
    let vault = vault.cloned().unwrap_or_default();
    Reader {
        me,
        my_name: mine,
        their_name: Some(theirs),
        today: Day(today),
        now: Now { unix_ms: i64::from(today) * 86_400_000, mono_ms: 0, zone: "UTC".into() },
        hidden: vault.hidden,
        answered: vault.answered,
        aside: vault.aside,
        paused: false,
    }
}

struct Life<'a> {
    dice: &'a mut Dice,
    /// What the two mostly speak of.
    theme: Vec<usize>,
    devices: Vec<Device>,
    history: History,
    /// Where in the log somebody left.
    left_at: Option<usize>,
    today: i32,
    fresh: u8,
}

/// Lives one history.
pub(crate) fn live(dice: &mut Dice) -> History {
    let devices = (0..4_u8).map(|n| Device {
        id: DeviceId::from_bytes([n + 1; 16]),
        partner: Partner::BOTH[usize::from(n / 2)],
        acts: Acts::new(),
        journal: vec![],
        heard: 0,
        clock: if dice.one_in(16) { i32::try_from(dice.below(900)).unwrap() - 450 } else { 0 },
    });
    let devices = devices.collect();
    let used: &[usize] = if dice.flip() { &[0, 2] } else { &[0, 1, 2, 3] };
    let modified = dice.one_in(3).then(|| *dice.pick(&Partner::BOTH));
    let leaves = dice.one_in(8).then(|| *dice.pick(&Partner::BOTH));
    let steps = 15 + dice.below(60);
    let history = History { log: vec![], left: None, modified, vaults: Default::default() };
    let theme = theme(dice);
    let mut life = Life { dice, theme, devices, history, left_at: None, today: TODAY, fresh: 0 };
    for step in 0..steps {
        let d = *life.dice.pick(used);
        life.today += i32::try_from(life.dice.below(3)).unwrap() - 1;
        let partner = life.devices[d].partner;
        if leaves == Some(partner) && life.left_at.is_none() && step * 3 > steps * 2 {
            life.meet(d);
            life.history.left = Some((partner, Day(life.today)));
            life.left_at = Some(life.history.log.len());
        } else if life.dice.one_in(4) {
            life.meet(d);
        } else if life.dice.one_in(8) {
            let upto = life.dice.below(life.history.log.len() + 1);
            life.hear(d, upto);
        } else {
            let forges = modified == Some(partner) && life.dice.one_in(3);
            life.act(d, forges);
        }
    }
    for d in 0..life.devices.len() {
        life.meet(d);
    }
    life.history
}

impl Life<'_> {
    fn hear(&mut self, d: usize, upto: usize) {
        let device = &mut self.devices[d];
        device.hear(&self.history.log, upto);
        if let (Some(at), Some((who, on))) = (self.left_at, self.history.left)
            && device.heard >= at
        {
            device.acts.set_left(who, on);
        }
    }

    /// Hears the whole log; then what waits is sealed and sent. What a person does after leaving stays on their devices.
    fn meet(&mut self, d: usize) {
        self.hear(d, self.history.log.len());
        let partner = self.devices[d].partner;
        if self.history.left.is_some_and(|(who, _)| who == partner) {
            return;
        }
        self.open_check_ins(d);
        let device = &mut self.devices[d];
        device.acts.clear_unsent();
        let mut chain = device.acts.chain_of(device.id);
        for Waiting { said, date, tips } in std::mem::take(&mut device.journal) {
            for act in device.acts.next_acts(&mut chain, date, said.record, said.body, &tips) {
                let (act, hash) = (Arc::new(act.clone()), act.hash());
                device.acts.insert(partner, act.clone(), hash, Standing::Admitted);
                self.history.log.push(Said { partner, act, hash });
            }
        }
        let end = self.history.log.len();
        self.hear(d, end);
    }

    /// Words that were held back leave once the other is ready too.
    fn open_check_ins(&mut self, d: usize) {
        let device = &self.devices[d];
        let partner = device.partner;
        let rounds: Vec<Day> = self.history.vaults[partner.index()].held.keys().copied().collect();
        for round in rounds {
            let side = reader(partner, self.today, None);
            if checkin::may_open(&self.devices[d].acts, &side, round) {
                let entry = self.history.vaults[partner.index()].held.remove(&round);
                let entry = entry.unwrap_or_default();
                let body = Body::Round(RoundBody::Checkin { round, entry });
                self.say(d, vec![NewAct { record: round_record(round), body }]);
            }
        }
    }

    fn say(&mut self, d: usize, said: Vec<NewAct>) {
        let date = Day(self.today + self.devices[d].clock);
        for said in said {
            let device = &mut self.devices[d];
            let tips = device.acts.tips(device.id);
            let record = said.record;
            let before = laws::consent::standing(&device.acts, record);
            let spoken = said.body.clone();
            device.journal.push(Waiting { said, date, tips });
            device.lay_out();
            laws::consent::l5_in_force_stays_until_both_say_otherwise(
                &before,
                &laws::consent::standing(&device.acts, record),
                &spoken,
            );
        }
    }

    fn act(&mut self, d: usize, forges: bool) {
        self.fresh += 1;
        let fresh = RecordId([self.fresh; 32]);
        let partner = self.devices[d].partner;
        if forges {
            let (record, body) = forge(self.dice, &self.devices[d].acts);
            let device = &mut self.devices[d];
            let date = Day(self.today);
            let mut tips = device.acts.tips(device.id);
            tips.retain(|_| !self.dice.one_in(3));
            device.journal.push(Waiting { said: NewAct { record, body }, date, tips });
            device.lay_out();
            return;
        }
        let today = self.today + self.devices[d].clock;
        let side = reader(partner, today, Some(&self.history.vaults[partner.index()]));
        match choose(self.dice, &self.theme, &self.devices[d].acts, &side) {
            Choice::Say(command) => self.command(d, &side, &command, fresh),
            Choice::Draft(command) => {
                let acts = &self.devices[d].acts;
                let Ok(body) = draft::begin(acts, &side, &command, fresh) else { return };
                assert!(draft::show(fresh, &body, side.today, &side).is_some());
                if acts.left() == [None, None]
                    && self.dice.flip()
                    && let Ok(shared) = draft::share(acts, &side, fresh, &body)
                {
                    self.say(d, vec![shared]);
                }
            }
            Choice::Answer(ask, choice) => {
                if let Ok(answered) = answer(&self.devices[d].acts, &side, &ask, &choice) {
                    self.history.vaults[partner.index()].answered.insert(answered.ask);
                    self.say(d, answered.decision.acts);
                }
            }
            Choice::Hide(record) => {
                self.history.vaults[partner.index()].hidden.insert(record);
            }
            Choice::Aside(record) => {
                self.history.vaults[partner.index()].aside.insert(record);
            }
            Choice::Keep(record) => {
                let kept = &mut self.history.vaults[partner.index()].kept;
                kept.insert(record, (side.today, "a copy".into()));
            }
        }
    }

    fn command(&mut self, d: usize, side: &Reader, command: &LawCommand, fresh: RecordId) {
        let journal: Vec<NewAct> =
            self.devices[d].journal.iter().map(|waiting| waiting.said.clone()).collect();
        let device = &mut self.devices[d];
        if may_undo(command)
            && let Some(undo) = undoes(&device.acts, &journal, command)
        {
            device.drop(&undo.drop);
            if !undo.then_say {
                return;
            }
        }
        if let LawCommand::Beside(said) = command {
            let dropped = undone(&device.acts, &journal, said);
            device.drop(&dropped);
        }
        let vault = &mut self.history.vaults[side.me.index()];
        if let LawCommand::Beside(BesideCommand::Checkin { round, words, now, tell }) = command {
            let waits = |round: Day| vault.held.get(&round).cloned();
            let plan = checkin::plan(&device.acts, side, *round, words, waits, (*now, *tell));
            let left = device.acts.left() != [None, None];
            let Some(plan) = plan.ok().filter(|_| !left) else { return };
            vault.held.remove(&plan.round);
            if plan.held_back {
                vault.held.insert(plan.round, plan.words);
            }
            return self.say(d, plan.decision.acts);
        }
        if let LawCommand::Beside(BesideCommand::CheckinTakeBack { round: Some(round) }) = command {
            vault.held.remove(round);
        }
        if let Ok(decision) = decide(&device.acts, side, command, fresh) {
            self.say(d, decision.acts);
        }
    }
}
