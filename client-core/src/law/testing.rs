//! A couple with several devices for tests of the laws: real acts with real knowledge, delivered in many orders.

use accord_protocol::ids::{DeviceId, Partner};

use super::command::LawCommand;
use super::graph::{Acts, Standing};
use super::heads::Scope;
use super::{Decision, Reader, agreement, boundary, promise};
use crate::act::{Act, Body, RecordId};
use crate::refused::Refused;
use crate::time::{Day, Now};

/// Ana's phone and laptop, Ben's phone and tablet.
pub(crate) const ANA: usize = 0;
pub(crate) const ANA2: usize = 1;
pub(crate) const BEN: usize = 2;
pub(crate) const BEN2: usize = 3;

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(crate) fn partner(device: usize) -> Partner {
    if device < BEN { Partner::Zero } else { Partner::One }
}

/// A moment given as RFC 9557.
pub(crate) fn now(moment: &str) -> Now {
    let at: jiff::Zoned = moment.parse().unwrap();
    Now {
        unix_ms: at.timestamp().as_millisecond(),
        mono_ms: 0,
        zone: at.time_zone().iana_name().unwrap().into(),
    }
}

/// Reads as one partner at a moment.
pub(crate) fn reader(me: Partner, moment: &str) -> Reader {
    let now = now(moment);
    let (my_name, their_name) = match me {
        Partner::Zero => ("Ana".to_owned(), "Ben".to_owned()),
        Partner::One => ("Ben".to_owned(), "Ana".to_owned()),
    };
    Reader {
        me,
        my_name,
        their_name,
        today: now.today(),
        now,
        hidden: Default::default(),
        answered: Default::default(),
    }
}

/// Noon of a day in Berlin.
pub(crate) fn noon(day: Day) -> String {
    format!("{day}T12:00:00[Europe/Berlin]")
}

pub(crate) struct Couple {
    devices: Vec<(DeviceId, Acts)>,
    pub(crate) all: Vec<(Partner, Act)>,
    pub(crate) today: Day,
    fresh: u8,
}

impl Couple {
    pub(crate) fn on(today: &str) -> Self {
        let device = |n: u8| (DeviceId::from_bytes([n + 1; 16]), Acts::new());
        Self { devices: (0..4).map(device).collect(), all: vec![], today: day(today), fresh: 0 }
    }

    /// One device says something with all it knows.
    pub(crate) fn act(&mut self, device: usize, record: RecordId, body: Body) {
        let (id, acts) = &mut self.devices[device];
        let (mut chain, tips) = (acts.chain_of(*id), acts.tips(*id));
        for act in acts.next_acts(&mut chain, self.today, record, body, &tips) {
            let hash = act.hash();
            acts.insert(partner(device), act.clone(), hash, Standing::Admitted);
            self.all.push((partner(device), act));
        }
    }

    /// One device says what a command comes to.
    pub(crate) fn say(&mut self, device: usize, command: &LawCommand) -> Result<Decision, Refused> {
        self.fresh += 1;
        let fresh = RecordId([self.fresh; 32]);
        let reader = reader(partner(device), &noon(self.today));
        let acts = &self.devices[device].1;
        let decision = super::decide(acts, &reader, command, fresh)?;
        for new in decision.acts.clone() {
            self.act(device, new.record, new.body);
        }
        Ok(decision)
    }

    /// Like [`Couple::say`], for what must be allowed; answers the record.
    pub(crate) fn says(&mut self, device: usize, command: &LawCommand) -> RecordId {
        self.say(device, command).unwrap().record
    }

    /// Why something is refused.
    pub(crate) fn refused(&mut self, device: usize, command: &LawCommand) -> &'static str {
        self.say(device, command).unwrap_err().code
    }

    /// Everybody learns everything.
    pub(crate) fn meet(&mut self) {
        for to in 0..self.devices.len() {
            self.hear(to, 0);
        }
    }

    /// One device learns everything said so far but the newest `but` acts.
    pub(crate) fn hear(&mut self, to: usize, but: usize) {
        for (partner, act) in &self.all[..self.all.len().saturating_sub(but)] {
            self.devices[to].1.insert(*partner, act.clone(), act.hash(), Standing::Admitted);
        }
    }

    pub(crate) fn acts(&self, device: usize) -> &Acts {
        &self.devices[device].1
    }

    /// All acts, after checking that nothing depends on the order of delivery or on doubles.
    pub(crate) fn seen(&self) -> Acts {
        let as_said = delivered(self.all.iter());
        let expected = digest(&as_said);
        let mut orders: Vec<Vec<&(Partner, Act)>> =
            vec![self.all.iter().rev().collect(), self.all.iter().chain(&self.all).collect()];
        for seed in 1..6_u64 {
            let mut order: Vec<_> = self.all.iter().collect();
            order.sort_by_key(|(_, act)| {
                act.hash().0[seed as usize].wrapping_mul(seed as u8 * 2 + 1)
            });
            orders.push(order);
        }
        for order in orders {
            let acts = delivered(order.into_iter());
            assert_eq!(digest(&acts), expected, "the order of delivery shows");
        }
        as_said
    }
}

fn delivered<'a>(order: impl Iterator<Item = &'a (Partner, Act)>) -> Acts {
    let mut acts = Acts::new();
    for (partner, act) in order {
        acts.insert(*partner, act.clone(), act.hash(), Standing::Admitted);
    }
    assert_eq!(acts.waiting(), 0);
    acts
}

/// Everything derived, and everything either person sees.
pub(crate) fn digest(acts: &Acts) -> (Vec<Vec<u8>>, String) {
    let boundaries = boundary::all(acts, Scope::Log);
    let promises = promise::all(acts, Scope::Log);
    let bytes = boundaries.iter().map(boundary::State::encode);
    let bytes = bytes.chain(promises.iter().map(promise::State::encode)).collect();
    let agreements = agreement::all(acts, Scope::Log);
    let mut text =
        format!("{boundaries:?}{promises:?}{agreements:?}{:?}", super::state_digest(acts));
    for me in Partner::BOTH {
        let reader = reader(me, "2027-06-01T12:00:00[Europe/Berlin]");
        let views = (boundary::list(acts, &reader), promise::list(acts, &reader));
        text += &format!("{views:?}{:?}", promise::record(acts, &reader, 90));
        text += &format!("{:?}{:?}", agreement::list(acts, &reader), super::asks(acts, &reader));
        text += &format!("{:?}", super::news::news(acts, &reader, &[]));
    }
    (bytes, text)
}
