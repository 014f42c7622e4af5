//! A partner who writes thousands of acts, in as many records or all in one, slows no look of the other's: every list, every question, the
//! news and the digest stay in proportion to what is there. Only in release do the times mean anything.

#![expect(clippy::unwrap_used, reason = "a test")]
#![expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "it takes the time")]

use std::time::{Duration, Instant};

use accord_client_core::act::repair::{PartFields, PartKind, RepairBody};
use accord_client_core::act::rounds::{CheckinEntry, RitualResult, RoundBody, round_record};
use accord_client_core::act::shared::{SharedBody, Stance, TalkFields, topic_record};
use accord_client_core::act::terms::{Moment, RitualTerms};
use accord_client_core::act::{
    Body, BoundaryFields, Code, PromiseFields, RecordId, Revision, Terms, Text, agreement_id,
};
use accord_client_core::law::beside::{between, breaks, checkin, openness, talk, thanks};
use accord_client_core::law::command::{AgreementKind, Area, MarkResult, Polarity};
use accord_client_core::law::graph::{Acts, Standing};
use accord_client_core::law::states::States;
use accord_client_core::law::{
    Reader, agreement, asks, boundary, news, promise, repair, state_digest,
};
use accord_client_core::time::{Day, Now, When};
use accord_protocol::ids::{DeviceId, Partner};

const MANY: usize = if cfg!(debug_assertions) { 100 } else { 5_000 };
/// For one look at 5,000 acts: what grew with the square took 1.4 to 10 seconds, what does not takes a tenth of this.
const LONGEST: Duration = Duration::from_millis(if cfg!(debug_assertions) { 5_000 } else { 1_000 });
const TODAY: Day = Day(20_000);

type Said = (RecordId, Body);
/// What a flood's nth act says.
type Flood = fn(usize) -> Said;
/// A look, and how much it shows.
type Look = fn(&Acts, &Reader) -> usize;

fn text(n: usize) -> Text {
    Text::new(&format!("word {n}")).unwrap()
}

fn id(n: usize) -> RecordId {
    let mut id = [7; 32];
    id[..8].copy_from_slice(&(n as u64).to_be_bytes());
    RecordId(id)
}

fn reader(me: Partner) -> Reader {
    Reader {
        me,
        my_name: "Ana".into(),
        their_name: Some("Ben".into()),
        today: TODAY,
        now: Now { unix_ms: i64::from(TODAY.0) * 86_400_000, mono_ms: 0, zone: "UTC".into() },
        hidden: Default::default(),
        answered: Default::default(),
        aside: Default::default(),
        paused: false,
    }
}

fn proposal(n: usize) -> Said {
    let revision = Revision {
        area: Area::Time,
        topic: None,
        text: text(n),
        give: [None, None],
        from: None,
        until: None,
        look_again: None,
        terms: None,
        parents: vec![],
    };
    let kind = AgreementKind::Expectation;
    (agreement_id(kind, &revision), Body::Propose { kind, revision })
}

fn boundary(n: usize, polarity: Polarity) -> BoundaryFields {
    BoundaryFields::new(polarity, Area::Time, text(n))
}

fn promise(n: usize, due: Option<Day>) -> PromiseFields {
    PromiseFields {
        text: text(n),
        due: due.map(|day| When { day, at: None }),
        every: None,
        size: None,
        sure: None,
        replaces: vec![],
    }
}

fn daily() -> Option<Text> {
    Some(Text::new("FREQ=DAILY").unwrap())
}

/// Every day since the `n`th.
fn ritual(n: usize) -> Terms {
    Terms::Ritual(RitualTerms {
        start: Day(i32::try_from(n).unwrap()),
        every: daily().unwrap(),
        at: Moment::Day,
        length: None,
        why: None,
        place: None,
        remote: None,
    })
}

fn talk_fields(n: usize) -> TalkFields {
    TalkFields { topic: text(n), hope: None, not_before: None, not_after: None, place: None }
}

fn day(n: usize) -> Day {
    TODAY.plus(i32::try_from(n).unwrap())
}

fn open(n: usize) -> Body {
    Body::Repair(RepairBody::Open { title: text(n), about: None })
}

/// What Ana said: one of everything.
fn own() -> Vec<Said> {
    let thanks = SharedBody::Thanks { text: text(0), about: None, tag: None };
    let mut limit = boundary(0, Polarity::Limit);
    limit.limits = Some(proposal(0).0);
    vec![
        proposal(0),
        (id(1), Body::Boundary(limit)),
        (id(2), Body::Boundary(boundary(1, Polarity::Permission))),
        (id(3), Body::Promise(promise(0, Some(TODAY)))),
        (id(4), open(0)),
        (id(5), Body::Shared(thanks)),
        (id(6), Body::Shared(SharedBody::Talk(talk_fields(0)))),
    ]
}

/// Ways of writing thousands of records.
fn floods() -> Vec<(&'static str, Flood)> {
    vec![
        ("proposals that look alike", proposal),
        ("boundaries with one text", |n| {
            (id(100 + n), Body::Boundary(boundary(0, Polarity::Limit)))
        }),
        ("limits that name one agreement", |n| {
            let limits = Some(proposal(0).0);
            let fields = BoundaryFields { limits, ..boundary(n, Polarity::Limit) };
            (id(100 + n), Body::Boundary(fields))
        }),
        ("promises", |n| (id(100 + n), Body::Promise(promise(n, Some(TODAY))))),
        ("promises that repeat", |n| {
            let since = Some(TODAY.plus(-100));
            let fields = PromiseFields { every: daily(), ..promise(n, since) };
            (id(100 + n), Body::Promise(fields))
        }),
        ("rituals", |n| {
            let (_, body) = proposal(n);
            let Body::Propose { revision, .. } = body else { unreachable!() };
            let kind = AgreementKind::Ritual;
            let revision = Revision { terms: Some(ritual(0)), ..revision };
            (agreement_id(kind, &revision), Body::Propose { kind, revision })
        }),
        ("repairs", |n| (id(100 + n), open(n))),
        ("repairs that are linked", |n| {
            let link = SharedBody::Link { other: id(100 + n / 2), on: true };
            (id(100 + n / 2), if n % 2 == 0 { open(n) } else { Body::Shared(link) })
        }),
        ("thanks", |n| {
            let said = SharedBody::Thanks { text: text(n), about: None, tag: None };
            (id(100 + n), Body::Shared(said))
        }),
        ("talks", |n| (id(100 + n), Body::Shared(SharedBody::Talk(talk_fields(n))))),
        ("time-outs", |n| (id(100 + n), Body::Shared(SharedBody::TimeOut { until: None }))),
        ("topics", |n| {
            let topic = Code::new(&format!("topic{n}")).unwrap();
            let record = topic_record(&topic);
            let stance = Some(Stance::Ask);
            (record, Body::Shared(SharedBody::Stance { topic, stance, note: None }))
        }),
        ("rounds", |n| {
            let round = day(n);
            let entry = CheckinEntry { need: Some(text(n)), ..CheckinEntry::default() };
            (round_record(round), Body::Round(RoundBody::Checkin { round, entry }))
        }),
        ("links from one repair", |n| {
            let link = SharedBody::Link { other: id(100 + n), on: true };
            (id(4), Body::Shared(link))
        }),
        ("wordings of one agreement", |n| {
            let (record, body) = proposal(0);
            let Body::Propose { kind, revision } = body else { unreachable!() };
            let parents = vec![revision.id()];
            (
                record,
                Body::Propose { kind, revision: Revision { text: text(n), parents, ..revision } },
            )
        }),
        ("yeses to one wording", |n| {
            let (record, body) = proposal(0);
            let Body::Propose { revision, .. } = body else { unreachable!() };
            let revision = revision.id();
            let no = Body::Decline { revision, note: None };
            (record, if n % 2 == 0 { Body::Accept { revision, can: None } } else { no })
        }),
        ("ends of one agreement", |n| {
            let note = Some(text(n));
            (proposal(0).0, Body::End { note })
        }),
        ("wordings of one limit", |n| (id(99), Body::Boundary(boundary(n, Polarity::Limit)))),
        ("wordings of one limit, each in the place of the one before", |n| {
            let before = (n > 0).then(|| boundary(n - 1, Polarity::Limit).version(id(99)));
            let replaces = before.into_iter().collect();
            (id(99), Body::Boundary(BoundaryFields { replaces, ..boundary(n, Polarity::Limit) }))
        }),
        ("a limit said and withdrawn again and again", |n| match n % 2 {
            0 => (id(99), Body::Boundary(boundary(n, Polarity::Limit))),
            _ => (id(99), Body::BoundaryWithdraw),
        }),
        ("questions about one limit", |n| {
            let Body::Boundary(fields) = own().remove(1).1 else { unreachable!() };
            let version = fields.version(id(1));
            let (honour, ask) =
                (Body::Honour { version, text: text(n) }, Body::Ask { version, text: text(n) });
            (id(1), if n % 2 == 0 { honour } else { ask })
        }),
        ("acknowledgements", |n| {
            let Body::Boundary(fields) = own().remove(1 + n % 2).1 else { unreachable!() };
            (id(1 + n % 2), Body::Acknowledge { version: fields.version(id(1 + n % 2)) })
        }),
        ("notes beside one permission", |n| (id(2), Body::BoundaryNote { text: text(n) })),
        ("wordings of one promise", |n| (id(99), Body::Promise(promise(n, None)))),
        ("wordings of one promise, each for another day", |n| {
            (id(99), Body::Promise(promise(n, Some(day(n)))))
        }),
        ("rules of one promise", |n| {
            let day = Day(i32::try_from(n).unwrap());
            (id(99), Body::Promise(PromiseFields { every: daily(), ..promise(n, Some(day)) }))
        }),
        ("rules of one promise, and marks", |n| {
            let on = Some(Day(1_000_000));
            let fields = PromiseFields { every: daily(), ..promise(n, Some(Day(0))) };
            let mark = Body::Mark { on, result: MarkResult::Kept, note: None };
            (id(99), if n < 50 { Body::Promise(fields) } else { mark })
        }),
        ("rules of one ritual, and marks", |n| {
            let words = |n: usize| {
                let (_, body) = proposal(0);
                let Body::Propose { revision, .. } = body else { unreachable!() };
                Revision { terms: Some(ritual(n)), ..revision }
            };
            let kind = AgreementKind::Ritual;
            let (record, first) = (agreement_id(kind, &words(0)), words(0).id());
            let revision = match n {
                0 => words(0),
                _ => Revision { parents: vec![first], ..words(n / 2) },
            };
            let (on, result) = (Day(1_000_000), RitualResult::DidIt);
            let mark = RoundBody::RitualMark { revision: revision.id(), on, result };
            (record, if n % 2 == 0 { Body::Propose { kind, revision } } else { Body::Round(mark) })
        }),
        ("marks of one promise", |n| {
            let result = if n % 2 == 0 { MarkResult::Kept } else { MarkResult::NotKept };
            (id(3), Body::Mark { on: Some(TODAY), result, note: None })
        }),
        ("moves of one promise", |n| match n {
            0 => (id(99), Body::Promise(promise(0, Some(day(1_000))))),
            _ => {
                let to = When { day: day(1_000 + n), at: None };
                (id(99), Body::Move { on: Some(day(999 + n)), to })
            }
        }),
        ("releases of one promise", |n| {
            let on = (n % 2 == 0).then_some(TODAY);
            (id(3), Body::Release { on })
        }),
        ("parts of one repair", |n| {
            let fields = PartFields { part: PartKind::Account, text: text(n), replaces: vec![] };
            (id(4), Body::Repair(RepairBody::Part(fields)))
        }),
        ("parts of one repair, each in the place of the one before", |n| {
            let fields =
                |n| PartFields { part: PartKind::Account, text: text(n), replaces: vec![] };
            let before = (n > 0).then(|| fields(n - 1).version(id(4)));
            let replaces = before.into_iter().collect();
            (id(4), Body::Repair(RepairBody::Part(PartFields { replaces, ..fields(n) })))
        }),
        ("settled and not settled", |n| {
            let said = if n % 2 == 0 { RepairBody::Settled } else { RepairBody::NotSettled };
            (id(4), Body::Repair(said))
        }),
        ("hearts on one thanks", |n| (id(5), Body::Shared(SharedBody::Heart { on: n % 2 == 0 }))),
        ("thanks under one id", |n| {
            let said = SharedBody::Thanks { text: text(n), about: None, tag: None };
            (id(99), Body::Shared(said))
        }),
        ("times for one talk", |n| {
            let at = When { day: day(n), at: Some((0, "UTC".into())) };
            (id(6), Body::Shared(SharedBody::TalkTime { at: Some(at) }))
        }),
        ("one time-out and its lifts", |n| {
            let said = if n % 2 == 0 {
                SharedBody::TimeOut { until: None }
            } else {
                SharedBody::TimeOutLift
            };
            (id(99), Body::Shared(said))
        }),
        ("pauses", |n| {
            let said =
                if n % 2 == 0 { SharedBody::Pause { until: None } } else { SharedBody::PauseLift };
            (RecordId::ZERO, Body::Shared(said))
        }),
        ("names", |n| (RecordId::ZERO, Body::Name(Text::name(&format!("Ben {n}")).unwrap()))),
        ("stances on one topic", |n| {
            let topic = Code::new("phone").unwrap();
            let stance = if n % 2 == 0 { Some(Stance::Ask) } else { Some(Stance::Tell) };
            (topic_record(&topic), Body::Shared(SharedBody::Stance { topic, stance, note: None }))
        }),
        ("marks to keep one record between us", |n| match n {
            0 => (id(99), Body::Shared(SharedBody::Talk(talk_fields(0)))),
            _ => (id(99), Body::Shared(SharedBody::KeepBetween { on: n % 2 == 0 })),
        }),
        ("entries and take-backs in one round", |n| {
            let round = TODAY;
            let entry = CheckinEntry { need: Some(text(n)), ..CheckinEntry::default() };
            let said = match n % 3 {
                0 => RoundBody::CheckinReady { round, tell: true },
                1 => RoundBody::Checkin { round, entry },
                _ => RoundBody::CheckinTakeBack { round },
            };
            (round_record(round), Body::Round(said))
        }),
    ]
}

/// Ana's acts, then the flood of Ben's, who knows none of hers.
fn flooded(flood: Flood) -> Acts {
    let mut acts = Acts::new();
    let said = [(Partner::Zero, own()), (Partner::One, (0..MANY).map(flood).collect())];
    for (who, said) in said {
        let device = DeviceId::from_bytes([who.to_byte() + 1; 16]);
        let mut chain = acts.chain_of(device);
        for (record, body) in said {
            for act in acts.next_acts(&mut chain, TODAY, record, body, &[]) {
                let hash = act.hash();
                acts.insert(who, act, hash, Standing::Admitted);
            }
        }
    }
    acts
}

/// Everything one reader may look at.
fn looks() -> Vec<(&'static str, Look)> {
    vec![
        ("states", |acts, _| States::of(acts).agreements().count()),
        ("asks", |acts, reader| asks(acts, reader).len()),
        ("news", |acts, reader| news::news(acts, reader, &[]).len()),
        ("digest", |acts, _| usize::from(state_digest(acts)[0])),
        ("agreements", |acts, reader| agreement::list(acts, reader).len()),
        ("boundaries", |acts, reader| boundary::list(acts, reader).len()),
        ("promises", |acts, reader| promise::list(acts, reader).len()),
        ("counts", |acts, reader| promise::record(acts, reader, 90).days as usize),
        ("repairs", |acts, reader| repair::list(acts, reader).len()),
        ("thanks", |acts, reader| thanks::list(acts, reader, &Default::default()).len()),
        ("talks", |acts, reader| talk::list(acts, reader).len()),
        ("breaks", |acts, reader| breaks::list(acts, reader).len()),
        ("openness", |acts, reader| openness::list(acts, reader).len()),
        ("check-ins", |acts, reader| checkin::list(acts, reader, &Default::default()).len()),
        ("left out", |acts, reader| between::left_out(acts, reader).len()),
        ("one answer", |acts, reader| {
            let asked = asks(acts, reader);
            let last = asked.last().map(|ask| (ask.id.clone(), ask.choices[0].id.clone()));
            last.map_or(0, |(ask, choice)| {
                usize::from(accord_client_core::law::answer(acts, reader, &ask, &choice).is_ok())
            })
        }),
    ]
}

#[test]
fn thousands_of_acts_of_one_person_slow_no_look_of_the_other() {
    let mut slow = Vec::new();
    for (flood, said) in floods() {
        let begun = Instant::now();
        let acts = flooded(said);
        let mut line = format!("{flood}: taken in {} ms;", begun.elapsed().as_millis());
        for (look, of) in looks() {
            for me in Partner::BOTH {
                let begun = Instant::now();
                let seen = of(&acts, &reader(me));
                let took = begun.elapsed();
                if took > LONGEST / 10 {
                    line += &format!(" {look} {seen} {} ms", took.as_millis());
                }
                if took > LONGEST {
                    slow.push(format!("{look} after {flood}: {} ms", took.as_millis()));
                }
            }
        }
        println!("{line}");
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
