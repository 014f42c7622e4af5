//! A couple with several devices for tests of the laws: real acts with real knowledge, delivered in many orders.

use accord_protocol::ids::{DeviceId, Partner};

use super::command::LawCommand;
use super::graph::{Acts, Standing};
use super::heads::Scope;
use super::{Decision, Reader, agreement, boundary, promise, repair};
use crate::act::{Act, Body, RecordId};
use crate::refused::Refused;
use crate::time::{Day, Now};

/// Ana's phone and laptop, Ben's phone; his tablet is device 3.
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
        their_name: Some(their_name),
        today: now.today(),
        now,
        hidden: Default::default(),
        answered: Default::default(),
        aside: Default::default(),
        paused: false,
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
        for seed in 1..6_u8 {
            let mut order: Vec<_> = self.all.iter().collect();
            order
                .sort_by_key(|(_, act)| act.hash().0[usize::from(seed)].wrapping_mul(seed * 2 + 1));
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
    let repairs = repair::all(acts, Scope::Log);
    let bytes = bytes.chain(promises.iter().map(promise::State::encode));
    let bytes = bytes.chain(repairs.iter().map(repair::State::encode)).collect();
    let agreements = agreement::all(acts, Scope::Log);
    let mut text =
        format!("{boundaries:?}{promises:?}{agreements:?}{:?}", super::state_digest(acts));
    for me in Partner::BOTH {
        let reader = reader(me, "2027-06-01T12:00:00[Europe/Berlin]");
        let views = (boundary::list(acts, &reader), promise::list(acts, &reader));
        let more = (promise::record(acts, &reader, 90), agreement::list(acts, &reader));
        let told = (super::asks(acts, &reader), super::news::news(acts, &reader, &[]));
        text += &serde_json::to_string(&(views, more, told)).unwrap();
        text += &serde_json::to_string(&repair::list(acts, &reader)).unwrap();
        text += &super::beside::testing::seen(acts, &reader);
    }
    (bytes, text)
}

mod histories {
    //! Random histories over one limit, one permission and two promises, honest and forged.

    use proptest::prelude::*;

    use super::*;
    use crate::act::{BoundaryFields, PromiseFields, Text, VersionId};
    use crate::law::command::{Area, MarkResult, Polarity};
    use crate::time::When;

    const RECORDS: [RecordId; 4] =
        [RecordId([1; 32]), RecordId([2; 32]), RecordId([3; 32]), RecordId([4; 32])];

    /// One step: a device, what it does, to which record, and two small numbers.
    type Step = (usize, u8, usize, u8, u8);

    fn boundary_body(couple: &Couple, device: usize, record: RecordId, step: &Step) -> Body {
        let acts = couple.acts(device);
        let versions: Vec<VersionId> = Partner::BOTH
            .into_iter()
            .filter_map(|owner| boundary::derive(acts, record, owner, Scope::All))
            .flat_map(|state| state.versions.into_keys())
            .collect();
        let pick = |n: u8| versions.get(usize::from(n) % versions.len().max(1)).copied();
        let version = pick(step.3).unwrap_or_default();
        let text = Text::new(["one", "two", "three"][usize::from(step.4) % 3]).unwrap();
        match step.1 % 9 {
            0 | 1 => {
                let limit = record == RECORDS[0] || step.4 % 11 == 10;
                let polarity = if limit { Polarity::Limit } else { Polarity::Permission };
                let replaces = (!step.1.is_multiple_of(9)).then(|| pick(step.3)).flatten();
                Body::Boundary(BoundaryFields {
                    limits: step.3.is_multiple_of(4).then_some(RECORDS[3]),
                    replaces: replaces.into_iter().collect(),
                    ..BoundaryFields::new(polarity, Area::Time, text)
                })
            }
            2 | 3 => Body::BoundaryWithdraw,
            4 => Body::Pick { version },
            5 => Body::Acknowledge { version },
            6 => Body::Ask { version, text },
            7 => Body::Honour { version, text },
            _ => Body::BoundaryNote { text },
        }
    }

    fn promise_body(couple: &Couple, device: usize, record: RecordId, step: &Step) -> Body {
        let acts = couple.acts(device);
        let versions: Vec<VersionId> = Partner::BOTH
            .into_iter()
            .filter_map(|maker| promise::derive(acts, record, maker, Scope::All))
            .flat_map(|state| state.versions.into_keys())
            .collect();
        let pick = |n: u8| versions.get(usize::from(n) % versions.len().max(1)).copied();
        let version = pick(step.3).unwrap_or_default();
        let date = |n: u8| (!n.is_multiple_of(7)).then(|| Day(20_941 + i32::from(n % 7)));
        let result = [MarkResult::Kept, MarkResult::NotKept, MarkResult::NotApplicable];
        let at = step.4.is_multiple_of(2).then(|| (1200, "Europe/Berlin".to_owned()));
        match step.1 % 10 {
            0 | 1 => Body::Promise(PromiseFields {
                text: Text::new(["one", "two"][usize::from(step.4) % 2]).unwrap(),
                due: date(step.3).map(|day| When { day, at }),
                every: (record == RECORDS[3]).then(|| Text::new("FREQ=DAILY").unwrap()),
                size: None,
                sure: None,
                replaces: if step.1.is_multiple_of(10) {
                    vec![]
                } else {
                    pick(step.4).into_iter().collect()
                },
            }),
            2 | 3 => {
                Body::Mark { on: date(step.3), result: result[usize::from(step.4) % 3], note: None }
            }
            4 => Body::AllRight { on: date(step.3) },
            5 => Body::Release { on: date(step.3) },
            6 | 7 => Body::Move {
                on: date(step.3),
                to: When { day: Day(20_941 + i32::from(step.4 % 9)), at },
            },
            8 if step.4.is_multiple_of(3) => Body::PromiseWithdraw,
            8 => Body::Thank { version },
            _ => Body::PromiseAcknowledge { version },
        }
    }

    fn play(steps: &[Step]) -> Couple {
        let mut couple = Couple::on("2027-05-01");
        for step in steps {
            couple.today = Day(20_939 + i32::from(step.4 % 8));
            match step.1 / 30 {
                0 => couple.hear(step.0, usize::from(step.3 % 4)),
                _ => {
                    let record = RECORDS[step.2];
                    let body = match step.2 {
                        0 | 1 => boundary_body(&couple, step.0, record, step),
                        _ => promise_body(&couple, step.0, record, step),
                    };
                    couple.act(step.0, record, body);
                }
            }
        }
        couple
    }

    /// Record, maker, date and what was said.
    type Mark = (RecordId, Partner, Option<Day>, String);

    /// What is `who`'s own in everything derived: words, which of them stand, withdrawals, and the marks by date.
    fn own(acts: &Acts, who: Partner) -> (String, Vec<Mark>) {
        let mut words = String::new();
        for state in boundary::all(acts, Scope::All).iter().filter(|s| s.owner == who) {
            words += &format!("{:?}{:?}{:?}", state.versions, state.withdrawals, state.doubt);
        }
        let mut marks = Vec::new();
        for state in promise::all(acts, Scope::All) {
            if state.maker == who {
                words += &format!("{:?}{:?}", state.versions, state.withdrawn);
            }
            for (date, occasion) in &state.occasions {
                let said = &occasion.marks[who.index()];
                if said.on.is_some() {
                    marks.push((state.record, state.maker, *date, format!("{said:?}")));
                }
            }
        }
        (words, marks)
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        proptest::collection::vec(
            (0..4_usize, any::<u8>(), 0..4_usize, any::<u8>(), any::<u8>()),
            1..40,
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn any_history_in_any_order_with_doubles_is_one_state(steps in steps()) {
            drop(play(&steps).seen());
        }

        #[test]
        fn no_act_of_one_person_changes_a_word_or_a_mark_of_the_other(steps in steps()) {
            let couple = play(&steps);
            let mut acts = Acts::new();
            for (partner, act) in &couple.all {
                let other = partner.other();
                let (words, marks) = own(&acts, other);
                acts.insert(*partner, act.clone(), act.hash(), Standing::Admitted);
                let (words_after, marks_after) = own(&acts, other);
                prop_assert_eq!(words, words_after, "law L1");
                for mark in &marks {
                    prop_assert!(marks_after.contains(mark), "law L1: a mark went away");
                }
            }
        }
    }
}
