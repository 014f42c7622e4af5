//! Random histories of check-ins, thanks, talks, breaks, openness and marks, honest and forged, of two people with two devices each: what
//! is derived depends neither on the order of delivery nor on doubles, and no act of one changes a word or a mark of the other.
//!
//! 3,000 histories in release, fewer in a debug build. A failing history names its seed.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeSet;

use accord_client_core::act::rounds::{CheckinEntry, RoundBody, round_record};
use accord_client_core::act::shared::{SharedBody, Stance, TalkFields, topic_record};
use accord_client_core::act::{Act, ActHash, Body, Code, RecordId, Text};
use accord_client_core::law::beside::command::{BesideCommand, CheckinWords};
use accord_client_core::law::beside::{
    Own, between, breaks, checkin, openness, show, talk, thanks,
};
use accord_client_core::law::command::LawCommand;
use accord_client_core::law::graph::{Acts, Standing};
use accord_client_core::law::heads::Scope;
use accord_client_core::law::{Reader, decide, state_digest};
use accord_client_core::time::{Day, Now, When};
use accord_protocol::ids::{DeviceId, Partner};

const HISTORIES: u64 = if cfg!(debug_assertions) { 100 } else { 3_000 };
const TODAY: i32 = 20_000;

/// Small, fast and the same everywhere (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(n.max(1)).unwrap()).unwrap()
    }

    fn flip(&mut self) -> bool {
        self.below(2) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

fn reader(me: Partner) -> Reader {
    Reader {
        me,
        my_name: "I".into(),
        their_name: "You".into(),
        today: Day(TODAY),
        now: Now { unix_ms: i64::from(TODAY) * 86_400_000, mono_ms: 0, zone: "UTC".into() },
        hidden: Default::default(),
        answered: Default::default(),
        aside: Default::default(),
        paused: false,
    }
}

fn when(dice: &mut Dice) -> When {
    let hour = u16::try_from(dice.below(2)).unwrap();
    When { day: Day(TODAY), at: Some((hour * 60, "UTC".to_owned())) }
}

fn round(dice: &mut Dice) -> Day {
    Day(TODAY + i32::try_from(dice.below(2)).unwrap())
}

fn stance(dice: &mut Dice) -> Option<Stance> {
    *dice.pick(&[None, Some(Stance::Private), Some(Stance::Ask), Some(Stance::Tell)])
}

const WORDS: [&str; 2] = ["one", "two"];
const TOPICS: [&str; 2] = ["phone", "money"];

/// A random thing to say, often about what exists.
fn command(dice: &mut Dice, acts: &Acts) -> BesideCommand {
    let records: Vec<RecordId> = acts.records().filter(|r| *r != RecordId::ZERO).collect();
    let of = |list: Vec<RecordId>, dice: &mut Dice| {
        let list = if list.is_empty() { &records } else { &list };
        if list.is_empty() { "00".into() } else { dice.pick(list).hex() }
    };
    let id = of(vec![], dice);
    let talk = of(talk::all(acts, Scope::All).iter().map(|state| state.record).collect(), dice);
    let thanked = thanks::all(acts, Scope::All).iter().map(|state| state.record).collect();
    let thanked = of(thanked, dice);
    let text = (*dice.pick(&WORDS)).to_owned();
    match dice.below(26) {
        0..=3 => BesideCommand::Checkin {
            round: Some(round(dice)),
            words: CheckinWords { need: Some(text), ..CheckinWords::default() },
            now: dice.flip(),
            tell: dice.flip(),
        },
        4 | 5 => BesideCommand::CheckinTakeBack { round: Some(round(dice)) },
        6 => BesideCommand::Thanks { text, about: None, tag: None },
        7 | 23 => BesideCommand::Heart { id: thanked, on: dice.below(3) > 0 },
        8 => BesideCommand::ThanksTakeBack { id: thanked },
        9 | 19 => BesideCommand::TalkAsk {
            topic: text,
            hope: None,
            not_before: None,
            not_after: None,
            place: None,
        },
        10 | 20..=22 => BesideCommand::TalkTime { id: talk, at: dice.flip().then(|| when(dice)) },
        11 => BesideCommand::TalkTimeClear { id: talk },
        12 => BesideCommand::Talked { id: talk },
        13 => BesideCommand::TalkLetGo { id: talk },
        14 => BesideCommand::TimeOut { until: dice.flip().then(|| when(dice)) },
        15 => BesideCommand::TimeOutLift,
        16 if dice.flip() => BesideCommand::Pause { until: dice.flip().then_some(Day(TODAY)) },
        16 => BesideCommand::Resume,
        17 | 18 => {
            let topic = (*dice.pick(&TOPICS)).to_owned();
            BesideCommand::Stance { topic, stance: stance(dice), note: None }
        }
        _ => BesideCommand::KeepBetween { id, on: dice.flip() },
    }
}

/// What a modified client may write: any of these bodies under any record.
fn forged(dice: &mut Dice, acts: &Acts) -> (RecordId, Body) {
    let records: Vec<RecordId> = acts.records().filter(|r| *r != RecordId::ZERO).collect();
    let mut record = if records.is_empty() { RecordId([9; 32]) } else { *dice.pick(&records) };
    let text = Text::new(dice.pick::<&str>(&WORDS)).unwrap();
    let topic = Code::new(dice.pick::<&str>(&TOPICS)).unwrap();
    let round = round(dice);
    let entry = CheckinEntry { need: Some(text.clone()), ..CheckinEntry::default() };
    let shared = |said| Body::Shared(said);
    let body = match dice.below(14) {
        0 => Body::Round(RoundBody::CheckinReady { round, tell: dice.flip() }),
        1 => Body::Round(RoundBody::Checkin { round, entry }),
        2 => Body::Round(RoundBody::CheckinTakeBack { round }),
        3 => shared(SharedBody::Thanks { text, about: None, tag: None }),
        4 => shared(SharedBody::Heart { on: dice.flip() }),
        5 => shared(SharedBody::ThanksTakeBack),
        6 => shared(SharedBody::Talk(TalkFields {
            topic: text,
            hope: None,
            not_before: None,
            not_after: None,
            place: None,
        })),
        7 => shared(SharedBody::TalkTime { at: dice.flip().then(|| when(dice)) }),
        8 => shared(SharedBody::Talked),
        9 => shared(SharedBody::TalkLetGo),
        10 => shared(SharedBody::TimeOut { until: None }),
        11 => shared(SharedBody::TimeOutLift),
        12 => shared(SharedBody::Stance { topic: topic.clone(), stance: stance(dice), note: None }),
        _ => shared(SharedBody::KeepBetween { on: dice.flip() }),
    };
    match &body {
        Body::Round(_) if dice.flip() => record = round_record(round),
        Body::Shared(SharedBody::Stance { .. }) if dice.flip() => record = topic_record(&topic),
        _ => {}
    }
    (record, body)
}

struct Device {
    id: DeviceId,
    partner: Partner,
    acts: Acts,
}

type Log = Vec<(Partner, Act, ActHash)>;

/// Two people live for a while, each with two devices that hear of each other by chance.
fn live(dice: &mut Dice) -> Log {
    let mut log: Log = Vec::new();
    let mut devices: Vec<Device> = (0..4_u8)
        .map(|n| Device {
            id: DeviceId::from_bytes([n + 1; 16]),
            partner: if n < 2 { Partner::Zero } else { Partner::One },
            acts: Acts::new(),
        })
        .collect();
    for step in 0..40 + dice.below(60) {
        let device = &mut devices[dice.below(4)];
        if dice.below(3) == 0 {
            let upto = log.len() - dice.below(4).min(log.len());
            for (partner, act, hash) in &log[..upto] {
                device.acts.insert(*partner, act.clone(), *hash, Standing::Admitted);
            }
            continue;
        }
        let mut fresh = [7; 32];
        fresh[0] = u8::try_from(step).unwrap();
        let said: Vec<(RecordId, Body)> = if dice.below(4) == 0 {
            vec![forged(dice, &device.acts)]
        } else {
            let said = LawCommand::Beside(command(dice, &device.acts));
            let decided = decide(&device.acts, &reader(device.partner), &said, RecordId(fresh));
            let acts = decided.map(|decision| decision.acts).unwrap_or_default();
            acts.into_iter().map(|new| (new.record, new.body)).collect()
        };
        let (mut chain, tips) = (device.acts.chain_of(device.id), device.acts.tips(device.id));
        for (record, body) in said {
            for act in device.acts.next_acts(&mut chain, Day(TODAY), record, body, &tips) {
                let hash = act.hash();
                device.acts.insert(device.partner, act.clone(), hash, Standing::Admitted);
                log.push((device.partner, act, hash));
            }
        }
    }
    log
}

fn hear<'a>(order: impl IntoIterator<Item = &'a (Partner, Act, ActHash)>) -> Acts {
    let mut acts = Acts::new();
    for (partner, act, hash) in order {
        acts.insert(*partner, act.clone(), *hash, Standing::Admitted);
    }
    assert_eq!(acts.waiting(), 0);
    acts
}

/// Everything both see.
fn seen(acts: &Acts) -> String {
    let own = Own::default();
    let mut text = String::new();
    // Their words are in JSON only: nothing prints them by accident.
    let mut put = |list: serde_json::Result<String>| text += &list.unwrap();
    for me in Partner::BOTH {
        let r = reader(me);
        put(serde_json::to_string(&checkin::list(acts, &r, &own.held)));
        put(serde_json::to_string(&thanks::list(acts, &r, &own.kept)));
        put(serde_json::to_string(&talk::list(acts, &r)));
        put(serde_json::to_string(&breaks::list(acts, &r)));
        put(serde_json::to_string(&openness::list(acts, &r)));
        put(serde_json::to_string(&breaks::pause_view(acts, &r, None)));
        put(Ok(format!("{:?}", between::left_out(acts, &r))));
        for record in acts.records() {
            put(serde_json::to_string(&show(acts, &r, record, &own)));
        }
    }
    text
}

/// What is one person's own: words, which must stay exactly; and marks on the other's records, of which none may go.
fn own(acts: &Acts, who: Partner) -> (String, BTreeSet<String>) {
    let at = who.index();
    let mut words = String::new();
    let mut marks = BTreeSet::new();
    for state in checkin::all(acts, Scope::All) {
        let person = &state.people[at];
        if person.takes_part() || person.wrote.is_some() || person.told {
            words += &format!("{}{person:?}", state.round);
        }
    }
    for state in thanks::all(acts, Scope::All) {
        if state.author == who {
            let taken = state.taken_back;
            words += &format!("{:?}{}{taken:?}", state.record, state.text.as_str());
        } else if state.hearted {
            marks.insert(format!("heart {:?}", state.record));
        }
    }
    for state in talk::all(acts, Scope::All) {
        if state.asker == who {
            words += &format!("{:?}{}", state.record, state.fields.topic.as_str());
        }
        let said = (&state.times[at], state.talked[at], state.let_go[at]);
        if said != (&vec![], false, None) {
            marks.insert(format!("talk {:?} {:?} {said:?}", state.record, state.asker));
        }
    }
    for state in breaks::all(acts, Scope::All).iter().filter(|state| state.author == who) {
        words += &format!("{state:?}");
    }
    for state in openness::all(acts, Scope::All) {
        if state.people[at] != openness::Held::default() {
            words += &format!("{}{:?}", state.topic.as_str(), state.people[at]);
        }
    }
    words += &format!(
        "{:?}{:?}",
        breaks::paused(acts, Scope::All)[at],
        between::kept(acts, Scope::All)[at]
    );
    (words, marks)
}

#[test]
fn random_histories_end_alike_in_every_order_and_nobody_changes_the_others_words() {
    let (mut opened, mut hearts, mut agreed, mut kept, mut acts_in_all) = (0, 0, 0, 0, 0);
    for seed in 0..HISTORIES {
        let mut dice = Dice(seed.wrapping_mul(0x2545_F491_4F6C_DD1D));
        let log = live(&mut dice);
        acts_in_all += log.len();
        let acts = hear(&log);
        let (digest, view) = (state_digest(&acts), seen(&acts));
        let rounds = checkin::all(&acts, Scope::All);
        opened += rounds
            .iter()
            .filter(|r| Partner::BOTH.iter().all(|w| r.visible(*w).count() > 0))
            .count();
        hearts += thanks::all(&acts, Scope::All).iter().filter(|state| state.hearted).count();
        agreed += talk::all(&acts, Scope::All).iter().filter(|s| s.agreed().is_some()).count();
        kept += between::kept(&acts, Scope::All).iter().map(BTreeSet::len).sum::<usize>();
        for doubled in [false, true] {
            let mut order: Vec<&(Partner, Act, ActHash)> = log.iter().collect();
            if doubled {
                order.extend(log.iter().step_by(2));
            }
            for i in (1..order.len()).rev() {
                order.swap(i, dice.below(i + 1));
            }
            let other = hear(order);
            assert_eq!(state_digest(&other), digest, "seed {seed}: the order of delivery shows");
            assert!(seen(&other) == view, "seed {seed}: the order of delivery shows in a view");
        }
        let mut acts = Acts::new();
        for (partner, act, hash) in &log {
            let (words, marks) = own(&acts, partner.other());
            acts.insert(*partner, act.clone(), *hash, Standing::Admitted);
            let (after, marks_after) = own(&acts, partner.other());
            assert_eq!(words, after, "seed {seed}: law L1, words");
            assert!(marks.is_subset(&marks_after), "seed {seed}: law L1, marks");
        }
    }
    println!(
        "{HISTORIES} histories, {acts_in_all} acts, {opened} rounds open, {hearts} hearts, {agreed} times agreed, {kept} kept"
    );
    // The dice must reach what the test is about.
    let enough = usize::try_from(HISTORIES).unwrap() / 10;
    assert!(opened > enough && hearts > enough / 4 && agreed > enough / 4 && kept > enough);
}
