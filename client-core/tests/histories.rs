//! Random histories of two people with two devices each, over real acts: what is derived depends neither on the order of delivery nor on
//! doubles, at most one wording of an agreement is in force, and never without both people's yes given in knowledge of every end.
//!
//! 10,000 histories in release, fewer in a debug build. A failing history prints its seed.

#![expect(clippy::unwrap_used, reason = "a test")]

use accord_client_core::act::{Act, ActHash, Body, RecordId, RevisionId};
use accord_client_core::law::command::{
    AgreementKind, Area, At, BoundaryWords, Can, LawCommand, MarkResult, Polarity, RitualCommand,
    RitualResult, RitualWords, StepCommand, StepResult, StepWhose, StepWords, Wording,
};
use accord_client_core::law::graph::{ActIx, Acts, Standing};
use accord_client_core::law::heads::Scope;
use accord_client_core::law::states::States;
use accord_client_core::law::{Reader, agreement, asked, asks, decide, ritual, state_digest, step};
use accord_client_core::time::{Day, Now, When};
use accord_protocol::ids::{DeviceId, Partner};

const HISTORIES: u64 = if cfg!(debug_assertions) { 150 } else { 10_000 };

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

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

struct Device {
    id: DeviceId,
    partner: Partner,
    acts: Acts,
    /// How much of the log it has.
    heard: usize,
    /// Its own acts that are not in the log yet.
    unsent: Vec<Act>,
}

fn reader(me: Partner, today: i32) -> Reader {
    Reader {
        me,
        my_name: "I".into(),
        their_name: "You".into(),
        today: Day(today),
        now: Now { unix_ms: i64::from(today) * 86_400_000, mono_ms: 0, zone: "UTC".into() },
        hidden: Default::default(),
        answered: Default::default(),
        aside: Default::default(),
        paused: false,
    }
}

/// A random thing to say about rituals and plan steps, often about what exists.
fn repeated(dice: &mut Dice, acts: &Acts) -> LawCommand {
    let rituals: Vec<RecordId> = ritual::all(acts, Scope::All).iter().map(|r| r.record).collect();
    let on = Day(20_000 + i32::try_from(dice.below(3)).unwrap());
    let words = |text: &str| Wording {
        text: Some(text.into()),
        area: Some(Area::Time),
        ..Wording::default()
    };
    let terms = RitualWords {
        every: Some((*dice.pick(&["day", "FREQ=DAILY;INTERVAL=2"])).into()),
        at: Some(dice.pick(&[At::Day, At::Own { minutes: 1320 }]).clone()),
        start: Some(Day(20_000)),
        ..RitualWords::default()
    };
    if rituals.is_empty() || dice.below(8) == 0 {
        let ritual =
            RitualCommand::Propose { words: Box::new(words("walk")), ritual: Box::new(terms) };
        return LawCommand::Ritual(ritual);
    }
    let id = dice.pick(&rituals).hex();
    let with_steps = |r: &RecordId| {
        let plan = agreement::one(acts, *r)?;
        step::of(acts, &plan, Scope::All).map(|_| plan)
    };
    let plans: Vec<_> = acts.records().filter_map(|r| with_steps(&r)).collect();
    match dice.below(14) {
        0 => LawCommand::AgreeAccept { id, revision: None, can: None },
        // A yes to an idea for another time.
        1 => {
            let moves = |r: &RecordId| agreement::one(acts, *r).map(|a| a.kind);
            let moves: Vec<RecordId> =
                acts.records().filter(|r| moves(r) == Some(AgreementKind::Move)).collect();
            let id = if moves.is_empty() { id } else { dice.pick(&moves).hex() };
            LawCommand::AgreeAccept { id, revision: None, can: None }
        }
        2 => {
            let (revision, joins, words) = (None, vec![], Box::default());
            let ritual = Box::new(terms);
            LawCommand::Ritual(RitualCommand::Counter { id, words, ritual, revision, joins })
        }
        3..=4 => {
            let to = When { day: on.plus(1), at: None };
            LawCommand::Ritual(RitualCommand::Move { id, on, to })
        }
        5..=9 => {
            let results =
                [RitualResult::DidIt, RitualResult::NotThisTime, RitualResult::NotApplicable];
            let result = *dice.pick(&results);
            LawCommand::Ritual(RitualCommand::Mark { id, on: Some(on), result })
        }
        10..=12 if !plans.is_empty() => {
            let plan = dice.pick(&plans);
            let id = plan.id.hex();
            if plan.in_force.is_none() {
                return LawCommand::AgreeAccept { id, revision: None, can: None };
            }
            let step = "1".to_owned();
            let result = *dice.pick(&[StepResult::Done, StepResult::NotYet]);
            LawCommand::Step(StepCommand { id, step, on: None, result, note: None })
        }
        _ => {
            let (whose, text) = (StepWhose::Me, "I call".to_owned());
            let step = StepWords::New { whose, text, due: None, every: None, notice: None };
            let words = Wording { steps: Some(vec![step]), ..words("plan") };
            LawCommand::AgreePropose { kind: AgreementKind::Plan, words }
        }
    }
}

/// A random thing to say, often about what exists.
fn command(dice: &mut Dice, acts: &Acts) -> LawCommand {
    let records: Vec<RecordId> = acts.records().filter(|r| *r != RecordId::ZERO).collect();
    let agreements: Vec<RecordId> =
        records.iter().copied().filter(|r| agreement::one(acts, *r).is_some()).collect();
    let about_agreements = !agreements.is_empty() && dice.below(4) > 0;
    let records = if about_agreements { agreements } else { records };
    let id = if records.is_empty() { "00".into() } else { dice.pick(&records).hex() };
    let text = || ["Sundays", "Mondays", "Tuesdays"];
    let words = |dice: &mut Dice| Wording {
        text: Some((*dice.pick(&text())).into()),
        area: Some(*dice.pick(&[Area::Time, Area::Time, Area::Time, Area::Digital])),
        give: (dice.below(10) == 0).then(|| "something".into()),
        ..Wording::default()
    };
    let revisions: Vec<RevisionId> = RecordId::from_hex(&id)
        .and_then(|r| agreement::one(acts, r))
        .map(|s| s.revisions.iter().map(|r| r.id).collect())
        .unwrap_or_default();
    let revision =
        (!revisions.is_empty() && dice.below(2) == 0).then(|| dice.pick(&revisions).hex());
    let on = (dice.below(2) == 0).then_some(Day(20_000));
    match dice.below(42) {
        30..=41 => repeated(dice, acts),
        24..=29 => LawCommand::AgreeAccept { id, revision: None, can: None },
        0..=2 => LawCommand::AgreePropose { kind: AgreementKind::Plan, words: words(dice) },
        3..=5 => LawCommand::AgreeCounter { id, words: words(dice), revision, joins: vec![] },
        6..=11 => {
            let can = *dice.pick(&[None, None, None, Some(Can::Yes), Some(Can::No)]);
            LawCommand::AgreeAccept { id, revision, can }
        }
        12 => LawCommand::AgreeDecline { id, revision, note: None },
        13 => LawCommand::AgreeRetract { id, revision, note: None },
        14 | 15 => LawCommand::AgreeEnd { id, note: None },
        16 => LawCommand::AgreeAgain { id },
        17 => {
            let polarity = *dice.pick(&[Polarity::Limit, Polarity::Permission]);
            // Some limits name an agreement, which pauses it.
            let names = polarity == Polarity::Limit && !revisions.is_empty() && dice.below(2) == 0;
            let words = BoundaryWords {
                area: Some(Area::Time),
                text: Some((*dice.pick(&text())).into()),
                limits: names.then(|| id.clone()),
                ..BoundaryWords::default()
            };
            LawCommand::BoundaryAdd { polarity, words }
        }
        18 => LawCommand::BoundaryEdit {
            id,
            words: BoundaryWords {
                text: Some((*dice.pick(&text())).into()),
                ..BoundaryWords::default()
            },
        },
        19 if dice.below(2) == 0 => LawCommand::BoundaryAck { id },
        19 => LawCommand::BoundaryWithdraw { id },
        20 => LawCommand::PromiseAdd {
            text: (*dice.pick(&text())).into(),
            due: on.map(|day| When { day, at: None }),
            every: None,
            size: None,
            sure: None,
        },
        21 => LawCommand::PromiseMark {
            id,
            on,
            result: *dice.pick(&[MarkResult::Kept, MarkResult::NotKept]),
            note: None,
        },
        22 => LawCommand::PromiseRelease { id, on },
        _ => LawCommand::PromiseWithdraw { id },
    }
}

/// Lives one history and answers its log.
fn live(dice: &mut Dice) -> Vec<(Partner, Act, ActHash)> {
    live_saying(dice, command)
}

/// Lives one history in which everybody says what `say` draws.
fn live_saying(
    dice: &mut Dice,
    say: fn(&mut Dice, &Acts) -> LawCommand,
) -> Vec<(Partner, Act, ActHash)> {
    let mut log: Vec<(Partner, Act, ActHash)> = Vec::new();
    let mut devices: Vec<Device> = (0..4_u8)
        .map(|n| Device {
            id: DeviceId::from_bytes([n + 1; 16]),
            partner: Partner::BOTH[usize::from(n / 2)],
            acts: Acts::new(),
            heard: 0,
            unsent: vec![],
        })
        .collect();
    let used = if dice.below(2) == 0 { vec![0, 2] } else { vec![0, 1, 2, 3] };
    let mut today = 20_000;
    for step in 0..40 + dice.below(60) {
        let d = *dice.pick(&used);
        today += i32::try_from(dice.below(3)).unwrap() - 1;
        if dice.below(3) == 0 {
            // Meets the network: all its acts go to the log, and it hears the log, or only a part of it.
            let sent = std::mem::take(&mut devices[d].unsent);
            let partner = devices[d].partner;
            log.extend(sent.into_iter().map(|act| {
                let hash = act.hash();
                (partner, act, hash)
            }));
            let device = &mut devices[d];
            let new = log.len() - device.heard;
            let upto = device.heard + if dice.below(5) == 0 { dice.below(new + 1) } else { new };
            for (partner, act, hash) in &log[device.heard..upto] {
                device.acts.insert(*partner, act.clone(), *hash, Standing::Admitted);
            }
            device.heard = upto;
            continue;
        }
        let device = &mut devices[d];
        let said = say(dice, &device.acts);
        let mut fresh = [0; 32];
        fresh[0] = u8::try_from(step).unwrap();
        fresh[1] = device.id.as_bytes()[0];
        let Ok(decision) =
            decide(&device.acts, &reader(device.partner, today), &said, RecordId(fresh))
        else {
            continue;
        };
        let (mut chain, tips) = (device.acts.chain_of(device.id), device.acts.tips(device.id));
        for new in decision.acts {
            let made = device.acts.next_acts(&mut chain, Day(today), new.record, new.body, &tips);
            for act in made {
                device.acts.insert(device.partner, act.clone(), act.hash(), Standing::Admitted);
                device.unsent.push(act);
            }
        }
    }
    for device in &mut devices {
        log.extend(device.unsent.drain(..).map(|act| {
            let hash = act.hash();
            (device.partner, act, hash)
        }));
    }
    log
}

fn hear<'a>(order: impl IntoIterator<Item = &'a (Partner, Act, ActHash)>) -> Acts {
    let mut acts = Acts::new();
    for (partner, act, hash) in order {
        acts.insert(*partner, act.clone(), *hash, Standing::Admitted);
    }
    acts
}

/// Everything two readers see, beside the digest.
fn seen(acts: &Acts) -> String {
    let states = agreement::all(acts, Scope::Log);
    let asked = Partner::BOTH.map(|me| asks(acts, &reader(me, 20_010)));
    let rituals = ritual::all(acts, Scope::Log);
    let marked = (&rituals, step::all(acts, Scope::Log));
    let shown = Partner::BOTH.map(|me| {
        let rituals: Vec<_> = rituals.iter().collect();
        ritual::between(acts, &rituals, &reader(me, 20_010), Day(19_998), Day(20_010))
    });
    // Views print no words: they are compared as what a screen gets.
    let views = serde_json::to_string(&(asked, shown)).unwrap();
    format!("{states:?}{marked:?}{views}")
}

fn yes_to(acts: &Acts, ix: ActIx, revision: RevisionId) -> bool {
    match &acts.get(ix).act.body {
        Body::Propose { revision: words, .. } => words.id() == revision,
        Body::Accept { revision: words, .. } => *words == revision,
        _ => false,
    }
}

/// In force only with a yes of each to these very words, each given in knowledge of every end.
fn consent_is_real(acts: &Acts) -> u64 {
    let mut in_force = 0;
    for state in agreement::all(acts, Scope::Log) {
        let Some(settled) = state.in_force else { continue };
        in_force += 1;
        assert!(state.revisions.iter().filter(|r| r.id == settled.revision).count() == 1);
        assert!(state.open().all(|r| r.id != settled.revision));
        let held = acts.about(&state.id);
        let ends: Vec<ActIx> = held
            .iter()
            .copied()
            .filter(|e| matches!(acts.get(*e).act.body, Body::End { .. }))
            .collect();
        for who in Partner::BOTH {
            let given = held.iter().any(|ix| {
                acts.get(*ix).partner == who
                    && yes_to(acts, *ix, settled.revision)
                    && ends.iter().all(|e| acts.knows(*ix, *e))
            });
            assert!(given, "in force without a yes of {who:?}");
        }
    }
    in_force
}

#[test]
fn random_histories_end_alike_in_every_order_and_bind_nobody_without_a_yes() {
    let (mut acts_in_all, mut in_force, mut open, mut asked) = (0, 0, 0, 0);
    for seed in 0..HISTORIES {
        let mut dice = Dice(seed.wrapping_mul(0x2545_F491_4F6C_DD1D));
        let log = live(&mut dice);
        acts_in_all += log.len();
        let acts = hear(&log);
        let (digest, view) = (state_digest(&acts), seen(&acts));
        in_force += consent_is_real(&acts);
        let agreements = agreement::all(&acts, Scope::Log);
        open += agreements.iter().filter(|s| s.open().next().is_some()).count();
        asked += asks(&acts, &reader(Partner::Zero, 20_010)).len();
        for round in 0..3 {
            let mut order: Vec<&(Partner, Act, ActHash)> = log.iter().collect();
            if round == 1 {
                order.extend(log.iter().step_by(2));
            }
            dice.shuffle(&mut order);
            let other = hear(order);
            assert_eq!(other.waiting(), 0);
            assert_eq!(state_digest(&other), digest, "seed {seed}: the order of delivery shows");
            assert_eq!(seen(&other), view, "seed {seed}: the order of delivery shows");
        }
    }
    println!(
        "{HISTORIES} histories, {acts_in_all} acts, {in_force} agreements in force, {open} open, {asked} asks"
    );
    // The dice must reach what the test is about.
    let enough = usize::try_from(HISTORIES).unwrap() / 10;
    assert!(usize::try_from(in_force).unwrap() > enough && open > enough && asked > enough);
}

/// What one person marked: the newest acts of each ritual's date and each plan's step.
fn marked(acts: &Acts, who: Partner) -> Vec<ActHash> {
    let mut newest = Vec::new();
    for state in ritual::all(acts, Scope::All) {
        for occurrence in state.occurrences.values() {
            // A move splits them into those before it and those after; an older one of the same person's is not their word any more.
            let said = [&occurrence.marks, &occurrence.before_move].map(|m| &m[who.index()].acts);
            let said: Vec<ActIx> =
                said.into_iter().flatten().filter_map(|h| acts.find(h)).collect();
            let replaced = |ix: &ActIx| said.iter().any(|newer| acts.knows(*newer, *ix));
            let heads = said.iter().filter(|ix| !replaced(ix));
            newest.extend(heads.map(|ix| acts.get(*ix).hash));
        }
    }
    for state in step::all(acts, Scope::All) {
        newest.extend(state.marks.values().flat_map(|m| m[who.index()].acts.clone()));
    }
    newest
}

#[test]
fn no_act_of_one_person_changes_a_mark_of_the_other() {
    let (mut rituals, mut steps) = (0, 0);
    for seed in 0..HISTORIES {
        let mut dice = Dice(seed.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        let mut acts = Acts::new();
        let say = if seed.is_multiple_of(3) { command } else { repeated };
        for (partner, act, hash) in live_saying(&mut dice, say) {
            let before = marked(&acts, partner.other());
            acts.insert(partner, act, hash, Standing::Admitted);
            let after = marked(&acts, partner.other());
            assert!(
                before.iter().all(|mark| after.contains(mark)),
                "seed {seed}: a mark went away"
            );
        }
        let all = ritual::all(&acts, Scope::Log);
        rituals +=
            all.iter().flat_map(|r| r.occurrences.values()).filter(|o| o.is_marked()).count();
        steps += step::all(&acts, Scope::Log).iter().map(|s| s.marks.len()).sum::<usize>();
    }
    println!("{rituals} dates and {steps} steps marked");
    assert!(rituals > 100 && steps > 20, "the dice must reach what the test is about");
}

/// A device takes in a history in any order, lays its unsent acts beside it, and looks now and then.
fn look_now_and_then(dice: &mut Dice, log: &[(Partner, Act, ActHash)]) -> [usize; 3] {
    let own = dice.pick(log).1.device;
    let mut order: Vec<&(Partner, Act, ActHash)> = log.iter().collect();
    match dice.below(4) {
        0 => {}
        1 => dice.shuffle(&mut order),
        // Each device's acts in their order, and no device's before another's for what it knew: knowledge comes late.
        _ => {
            let mut left = std::mem::take(&mut order);
            while !left.is_empty() {
                let device = dice.pick(&left).1.device;
                let at = left.iter().position(|(_, act, _)| act.device == device).unwrap();
                order.push(left.remove(at));
            }
        }
    }
    let own_acts: Vec<_> = log.iter().filter(|(_, act, _)| act.device == own).collect();
    let (mut acts, mut kept, mut counts) = (Acts::new(), States::default(), [0; 3]);
    for (partner, act, hash) in order {
        acts.insert(*partner, act.clone(), *hash, Standing::Admitted);
        if dice.below(3) == 0 {
            // The journal: acts nobody can know yet.
            acts.clear_unsent();
            let (mut chain, tips) = (acts.chain_of(own), acts.tips(own));
            for _ in 0..dice.below(4) {
                let (partner, like, _) = dice.pick(&own_acts);
                let (record, body) = (like.record, like.body.clone());
                for act in acts.next_acts(&mut chain, Day(19_000), record, body, &tips) {
                    acts.insert(*partner, act.clone(), act.hash(), Standing::Unsent);
                }
            }
        } else if dice.below(200) == 0 {
            acts.set_left(*partner, act.date);
        }
        if dice.below(3) == 0 {
            kept.refresh(&mut acts);
            let anew = States::of(&acts);
            assert!(kept == anew, "what is kept is not what is derived from nothing");
            let reader = reader(*partner, 20_010);
            assert_eq!(asked(&acts, &kept, &reader), asks(&acts, &reader));
            counts[0] += kept.agreements().filter(|state| !state.paused_by.is_empty()).count();
            counts[1] += kept.boundaries().count();
            counts[2] += kept.promises().count();
        }
    }
    counts
}

#[test]
fn what_is_kept_between_looks_is_what_is_derived_from_nothing() {
    let mut counts = [0; 3];
    for seed in 0..HISTORIES / 2 {
        let mut dice = Dice(seed.wrapping_mul(0x9E6C_63D0_876A_9A47));
        let log = live(&mut dice);
        let of_this = look_now_and_then(&mut dice, &log);
        counts = std::array::from_fn(|n| counts[n] + of_this[n]);
    }
    // Paused agreements, boundaries, promises: the dice must reach them all.
    assert!(counts.iter().all(|n| *n > 20), "{counts:?}");
}
