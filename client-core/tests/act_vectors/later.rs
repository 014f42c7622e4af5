//! The kinds that came with rituals, check-ins, thanks and repair.

use accord_client_core::act::repair::{Hurt, PartFields, PartKind, RepairBody, Stage};
use accord_client_core::act::rounds::{CheckinEntry, RitualResult, RoundBody, StepResult};
use accord_client_core::act::shared::{SharedBody, Stance, TalkFields, ThanksAbout};
use accord_client_core::act::terms::{Moment, MoveTerms, RitualTerms, Step, StepOwner};
use accord_client_core::act::vault::{
    KeyGrant, Piece, PrivateKind, PrivateNote, VaultBody, WrappedKey,
};
use accord_client_core::act::{
    Body, Code, RecordId, Revision, RevisionId, StepId, Terms, VersionId, Zone,
};
use accord_client_core::law::command::AgreementKind;
use accord_client_core::time::{Day, When};
use accord_protocol::ids::SpaceId;
use serde_json::{Value, json};

use super::{hex, revision, text};

fn ritual() -> Revision {
    let terms = RitualTerms {
        start: Day(20_789),
        every: text("FREQ=WEEKLY"),
        at: Moment::Same { minutes: 1200, zone: Zone::new("Europe/Berlin").unwrap() },
        length: Some(45),
        why: Some(text("We hear each other")),
        place: None,
        remote: Some(text("By phone")),
    };
    Revision { text: text("Sunday call"), terms: Some(Terms::Ritual(terms)), ..revision() }
}

fn moved() -> Revision {
    let to = When { day: Day(20_790), at: Some((1200, "Europe/Berlin".into())) };
    let terms = MoveTerms { ritual: RecordId([7; 32]), on: Day(20_789), to };
    Revision { terms: Some(Terms::Move(terms)), ..revision() }
}

fn plan() -> Revision {
    let step = |whose, every: Option<&str>| Step {
        whose,
        text: text("I say where I am"),
        due: Some(When { day: Day(20_800), at: None }),
        every: every.map(text),
        notice: Some(text("A message")),
    };
    let steps = vec![step(StepOwner::Zero, None), step(StepOwner::Both, Some("FREQ=WEEKLY"))];
    Revision { terms: Some(Terms::Plan(steps)), parents: vec![RevisionId([2; 32])], ..revision() }
}

fn own_time() -> Revision {
    let Some(Terms::Ritual(terms)) = ritual().terms else { unreachable!() };
    let terms = RitualTerms { at: Moment::Own { minutes: 1320 }, length: None, ..terms };
    Revision { terms: Some(Terms::Ritual(terms)), ..ritual() }
}

/// Kinds that came with rituals, check-ins and repair, as a reader of docs/documents.md would list their fields.
pub(super) fn later_bodies() -> Vec<(&'static str, Body, Value)> {
    let h = |b: u8| hex(&[b; 32]);
    let note = || Some(text("grüße ✓"));
    let relays = [text("https://old.example"), text("https://new.example:8443")];
    let at = || When { day: Day(20_790), at: Some((1140, "Europe/Berlin".into())) };
    let at_json = || json!([20_790, [1140, "Europe/Berlin"]]);
    let (version, step) = (VersionId([6; 32]), StepId([4; 32]));
    let round = Day(20_791);
    let propose = |kind, revision: Revision| Body::Propose { kind, revision };
    let entry = CheckinEntry {
        mood: Some(4),
        need: note(),
        want: None,
        worry: note(),
        glad: None,
        talk: true,
        from_you: None,
    };
    let with_wish = CheckinEntry { from_you: Some(text("Just listen")), ..entry.clone() };
    let talk = TalkFields {
        topic: text("Money"),
        hope: note(),
        not_before: Some(at()),
        not_after: None,
        place: None,
    };
    let part =
        PartFields { part: PartKind::Apology, text: text("I am sorry"), replaces: vec![version] };
    let private = PrivateNote {
        what: PrivateKind::Forgiveness,
        text: text("today"),
        about: Some(RecordId([7; 32])),
        stage: Some(Stage::Softening),
    };
    let question = PrivateNote {
        what: PrivateKind::Question,
        text: text("How do you work?"),
        about: None,
        stage: None,
    };
    let key = WrappedKey { id: [3; 32], pin: [0x51; 104], paper: Box::new([0x52; 1184]) };
    let grant = KeyGrant { id: [3; 32], salt: [0x53; 16], sealed: Box::new([0x54; 1184]) };
    let (rounds, shared, repair, vault) = (Body::Round, Body::Shared, Body::Repair, Body::Vault);
    let mark = |result| RoundBody::RitualMark { revision: RevisionId([5; 32]), on: round, result };
    vec![
        (
            "propose ritual",
            propose(AgreementKind::Ritual, ritual()),
            json!([6, hex(&ritual().bytes())]),
        ),
        (
            "propose ritual at own time",
            propose(AgreementKind::Ritual, own_time()),
            json!([6, hex(&own_time().bytes())]),
        ),
        ("propose move", propose(AgreementKind::Move, moved()), json!([7, hex(&moved().bytes())])),
        ("propose plan", propose(AgreementKind::Plan, plan()), json!([4, hex(&plan().bytes())])),
        ("ritual mark", rounds(mark(RitualResult::NotThisTime)), json!([h(5), 20_791, 2])),
        (
            "step mark",
            rounds(RoundBody::StepMark { step, on: None, result: StepResult::Done, note: note() }),
            json!([h(4), null, 1, "grüße ✓"]),
        ),
        (
            "check-in ready",
            rounds(RoundBody::CheckinReady { round, tell: true }),
            json!([20_791, 1]),
        ),
        (
            "check-in",
            rounds(RoundBody::Checkin { round, entry }),
            json!([20_791, 4, "grüße ✓", null, "grüße ✓", null, 1]),
        ),
        ("check-in take back", rounds(RoundBody::CheckinTakeBack { round }), json!([20_791])),
        (
            "thanks",
            shared(SharedBody::Thanks {
                text: text("For the coffee"),
                about: Some(ThanksAbout::Trait),
                tag: Some(Code::new("strength").unwrap()),
            }),
            json!(["For the coffee", 2, "strength"]),
        ),
        ("heart", shared(SharedBody::Heart { on: true }), json!([1])),
        ("thanks take back", shared(SharedBody::ThanksTakeBack), json!([])),
        (
            "talk",
            shared(SharedBody::Talk(talk)),
            json!(["Money", "grüße ✓", at_json(), null, null]),
        ),
        ("talk time", shared(SharedBody::TalkTime { at: Some(at()) }), json!([at_json()])),
        ("talked", shared(SharedBody::Talked), json!([])),
        ("talk let go", shared(SharedBody::TalkLetGo), json!([])),
        ("time-out", shared(SharedBody::TimeOut { until: Some(at()) }), json!([at_json()])),
        ("time-out lift", shared(SharedBody::TimeOutLift), json!([])),
        ("pause", shared(SharedBody::Pause { until: Some(round) }), json!([20_791])),
        ("pause lift", shared(SharedBody::PauseLift), json!([])),
        (
            "stance",
            shared(SharedBody::Stance {
                topic: Code::new("phone").unwrap(),
                stance: Some(Stance::Private),
                note: None,
            }),
            json!(["phone", 1, null]),
        ),
        ("keep between us", shared(SharedBody::KeepBetween { on: false }), json!([0])),
        ("link", shared(SharedBody::Link { other: RecordId([7; 32]), on: true }), json!([h(7), 1])),
        (
            "repair",
            repair(RepairBody::Open { title: text("Sunday"), about: Some(Hurt::BrokenPromise) }),
            json!(["Sunday", 1]),
        ),
        ("repair part", repair(RepairBody::Part(part)), json!([5, "I am sorry", [h(6)]])),
        (
            "repair part take back",
            repair(RepairBody::PartTakeBack { parts: vec![version] }),
            json!([[h(6)]]),
        ),
        ("look back", repair(RepairBody::LookBack { text: text("Better") }), json!(["Better"])),
        ("settled", repair(RepairBody::Settled), json!([])),
        ("not settled", repair(RepairBody::NotSettled), json!([])),
        (
            "forgiveness",
            repair(RepairBody::Forgiveness { text: text("today"), stage: Some(Stage::LettingGo) }),
            json!(["today", 4]),
        ),
        (
            "keepsake",
            vault(VaultBody::Keepsake { on: round, text: text("For the coffee") }),
            json!([20_791, "For the coffee"]),
        ),
        ("quiet pause", vault(VaultBody::QuietPause { on: true, until: None }), json!([1, null])),
        ("aside", vault(VaultBody::Aside { on: true }), json!([1])),
        ("private", vault(VaultBody::Private(private)), json!([4, "today", h(7), 3])),
        ("private gone", vault(VaultBody::PrivateGone), json!([])),
        (
            "check-in with a wish",
            rounds(RoundBody::Checkin { round, entry: with_wish }),
            json!([20_791, 4, "grüße ✓", null, "grüße ✓", null, 1, "Just listen"]),
        ),
        (
            "moved",
            vault(VaultBody::Moved {
                space: SpaceId::from_bytes([0x77; 32]),
                from: relays[0].clone(),
                to: relays[1].clone(),
            }),
            json!([h(0x77), "https://old.example", "https://new.example:8443"]),
        ),
        (
            "private question",
            vault(VaultBody::Private(question)),
            json!([6, "How do you work?", null, 0]),
        ),
        (
            "private key",
            vault(VaultBody::PrivateKey(key)),
            json!([h(3), hex(&[0x51; 104]), hex(&[0x52; 1184])]),
        ),
        (
            "private ask",
            vault(VaultBody::PrivateAsk(Box::new([0x55; 1252]))),
            json!([hex(&[0x55; 1252])]),
        ),
        (
            "private grant",
            vault(VaultBody::PrivateGrant(grant)),
            json!([h(3), hex(&[0x53; 16]), hex(&[0x54; 1184])]),
        ),
        (
            "imported",
            vault(VaultBody::Imported(Piece { part: 1, of: 2, bytes: vec![0x78, 0xDA, 0x01] })),
            json!([1, 2, "78da01"]),
        ),
        ("import gone", vault(VaultBody::ImportGone), json!([])),
    ]
}
