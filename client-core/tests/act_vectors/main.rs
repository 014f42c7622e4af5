//! One example of every act kind, byte for byte: `vectors/acts.json`, which `vectors/check_acts.py` reads with a parser of its own.
//!
//! If the format changes on purpose, the test leaves the new file in the build's temporary folder and says where.

#![expect(clippy::unwrap_used, reason = "a test")]

use accord_client_core::act::body::{BoundaryFields, CanYes, PromiseFields};
use accord_client_core::act::repair::RepairBody;
use accord_client_core::act::shared::SharedBody;
use accord_client_core::act::vault::{KeyBytes, OpenDevice, PaperDevice, SpaceState, VaultBody};
use accord_client_core::act::{
    Act, ActHash, Body, Code, Known, RecordId, Revision, RevisionId, Text, VersionId, Zone,
    agreement_id,
};
use accord_client_core::law::command::{AgreementKind, Area, MarkResult, Polarity, Size, Sure};
use accord_client_core::time::{Day, When};
use accord_protocol::ids::{DeviceId, KeyId, SpaceId};
use serde_json::{Value, json};

mod later;

use later::later_bodies;

const STORED: &str = include_str!("../../vectors/acts.json");

fn text(t: &str) -> Text {
    Text::new(t).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn revision() -> Revision {
    Revision {
        area: Area::Digital,
        topic: Some(Code::new("answer_time").unwrap()),
        text: text("We answer within a day.\nNobody has to say why."),
        give: [None, Some(text("I mute the work phone"))],
        from: Some(Day(20_780)),
        until: None,
        look_again: Some(Day(-3)),
        terms: None,
        parents: vec![],
    }
}

fn counter() -> Revision {
    Revision { parents: vec![RevisionId([2; 32]), RevisionId([9; 32])], ..revision() }
}

/// Every kind with its fields as a reader of docs/documents.md would list them.
fn bodies() -> Vec<(&'static str, Body, Value)> {
    let h = |b: u8| hex(&[b; 32]);
    let rev = RevisionId([5; 32]);
    let version = VersionId([6; 32]);
    let note = || Some(text("grüße ✓"));
    let boundary = BoundaryFields {
        polarity: Polarity::Limit,
        area: Area::Time,
        text: text("I don't take calls after 20:30"),
        why: note(),
        example: None,
        helps: Some(text("I sleep")),
        if_crossed: Some(text("I call back next day")),
        until: None,
        look_again: Some(Day(21_000)),
        limits: Some(RecordId([7; 32])),
        replaces: vec![VersionId([1; 32]), VersionId([3; 32])],
    };
    let promise = PromiseFields {
        text: text("Call at 21:00"),
        due: Some(When { day: Day(20_781), at: Some((1260, "Europe/Berlin".into())) }),
        every: Some(text("FREQ=WEEKLY;BYDAY=SU")),
        size: Some(Size::Small),
        sure: Some(Sure::Unsure),
        replaces: vec![],
    };
    let open = || OpenDevice { dev: Box::new([0xD5; 1252]), proof: [0x6F; 64] };
    let paper = |i: u8| PaperDevice {
        ed_pk: [i; 32],
        kem_pk: Box::new([0xC0 | i; 1216]),
        proofs: [[0xA0 | i; 64], [0xB0 | i; 64]],
    };
    let paper_json =
        |i: u8| json!([h(i), hex(&[0xC0 | i; 1216]), hex(&[0xA0 | i; 64]), hex(&[0xB0 | i; 64])]);
    let vault = Body::Vault;
    let seen = vec![
        Known { device: DeviceId::from_bytes([1; 16]), no: 3, hash: ActHash([8; 32]) },
        Known { device: DeviceId::from_bytes([1; 16]), no: 3, hash: ActHash([9; 32]) },
    ];
    vec![
        ("heard", Body::Heard, json!([])),
        ("name", Body::Name(Text::name("Änne").unwrap()), json!(["Änne"])),
        ("zone", Body::Zone(Some(Zone::new("Etc/GMT+5").unwrap())), json!(["Etc/GMT+5"])),
        ("zone hidden", Body::Zone(None), json!([null])),
        (
            "propose",
            Body::Propose { kind: AgreementKind::Expectation, revision: revision() },
            json!([1, hex(&revision().bytes())]),
        ),
        (
            "propose counter",
            Body::Propose { kind: AgreementKind::Goal, revision: counter() },
            json!([5, hex(&counter().bytes())]),
        ),
        ("accept", Body::Accept { revision: rev, can: Some(CanYes::Mostly) }, json!([h(5), 2])),
        ("decline", Body::Decline { revision: rev, note: None }, json!([h(5), null])),
        ("retract", Body::Retract { revision: rev, note: note() }, json!([h(5), "grüße ✓"])),
        ("end", Body::End { note: note() }, json!(["grüße ✓"])),
        (
            "part",
            Body::Part { want: note(), why: None, limit: note() },
            json!(["grüße ✓", null, "grüße ✓"]),
        ),
        ("keep both", Body::KeepBoth { other: RecordId([7; 32]) }, json!([h(7)])),
        ("cannot", Body::Cannot { revision: rev, note: None }, json!([h(5), null])),
        (
            "boundary",
            Body::Boundary(boundary),
            json!([
                1,
                7,
                "I don't take calls after 20:30",
                "grüße ✓",
                null,
                "I sleep",
                "I call back next day",
                null,
                21_000,
                h(7),
                [h(1), h(3)]
            ]),
        ),
        ("boundary withdraw", Body::BoundaryWithdraw, json!([])),
        ("acknowledge", Body::Acknowledge { version }, json!([h(6)])),
        ("ask", Body::Ask { version, text: text("When?") }, json!([h(6), "When?"])),
        ("honour", Body::Honour { version, text: text("So.") }, json!([h(6), "So."])),
        ("boundary note", Body::BoundaryNote { text: text("used it") }, json!(["used it"])),
        ("pick", Body::Pick { version }, json!([h(6)])),
        (
            "promise",
            Body::Promise(promise),
            json!([
                "Call at 21:00",
                [20_781, [1260, "Europe/Berlin"]],
                "FREQ=WEEKLY;BYDAY=SU",
                1,
                3,
                []
            ]),
        ),
        (
            "mark",
            Body::Mark { on: Some(Day(20_781)), result: MarkResult::NotKept, note: None },
            json!([20_781, 2, null]),
        ),
        ("all right", Body::AllRight { on: None }, json!([null])),
        ("release", Body::Release { on: Some(Day(-1)) }, json!([-1])),
        (
            "move",
            Body::Move { on: None, to: When { day: Day(20_790), at: None } },
            json!([null, [20_790, null]]),
        ),
        ("promise withdraw", Body::PromiseWithdraw, json!([])),
        ("promise acknowledge", Body::PromiseAcknowledge { version }, json!([h(6)])),
        ("thank", Body::Thank { version }, json!([h(6)])),
        ("device name", vault(VaultBody::DeviceName(text("laptop"))), json!(["laptop"])),
        (
            "key",
            vault(VaultBody::Key {
                space: SpaceId::from_bytes([0x51; 32]),
                key_id: KeyId::from_bytes([0x52; 32]),
                ek: KeyBytes::new([0x53; 32]),
            }),
            json!([h(0x51), h(0x52), h(0x53)]),
        ),
        (
            "space",
            vault(VaultBody::Space {
                space: SpaceId::from_bytes([0x51; 32]),
                slot: 1,
                paper_index: 4,
                relay: Some(text("https://relay.example")),
                state: SpaceState::Left,
            }),
            json!([h(0x51), 1, 4, "https://relay.example", 2]),
        ),
        (
            "paper",
            vault(VaultBody::Paper((0..16).map(paper).collect())),
            Value::Array(vec![Value::Array((0..16).map(paper_json).collect())]),
        ),
        (
            "draft",
            vault(VaultBody::Draft(Box::new(Body::BoundaryNote { text: text("later") }))),
            json!([0x0025, "00056c61746572"]),
        ),
        ("draft gone", vault(VaultBody::DraftGone), json!([])),
        ("alias", vault(VaultBody::Alias(RecordId([7; 32]))), json!([h(7)])),
        ("hide", vault(VaultBody::Hide { on: true }), json!([1])),
        (
            "seen",
            vault(VaultBody::Seen(seen)),
            json!([[[hex(&[1; 16]), 3, h(8)], [hex(&[1; 16]), 3, h(9)]]]),
        ),
        ("answered", vault(VaultBody::Answered([4; 32])), json!([h(4)])),
        (
            "open device",
            vault(VaultBody::OpenDevice { space: SpaceId::from_bytes([0x51; 32]), device: open() }),
            json!([h(0x51), hex(&[0xD5; 1252]), hex(&[0x6F; 64])]),
        ),
        (
            "profile",
            vault(VaultBody::Profile {
                name: text("Ana"),
                zone: Some(Zone::new("Europe/Berlin").unwrap()),
            }),
            json!(["Ana", "Europe/Berlin"]),
        ),
        (
            "from a newer app",
            Body::Unknown { kind: 0x00F0, fields: vec![1, 2, 3] },
            json!(["010203"]),
        ),
    ]
}

/// All of them.
fn all() -> Vec<(&'static str, Body, Value)> {
    let mut all = bodies();
    all.extend(later_bodies());
    all
}

fn act(body: Body, no: u64) -> Act {
    let about_nothing = matches!(body, Body::Heard | Body::Name(_) | Body::Zone(_))
        || matches!(body, Body::Shared(SharedBody::Pause { .. } | SharedBody::PauseLift))
        || matches!(&body, Body::Vault(v) if matches!(v,
            VaultBody::DeviceName(_) | VaultBody::Key { .. } | VaultBody::Space { .. } | VaultBody::Paper(_)
            | VaultBody::Seen(_) | VaultBody::Answered(_) | VaultBody::OpenDevice { .. } | VaultBody::Profile { .. }
            | VaultBody::QuietPause { .. } | VaultBody::Moved { .. } | VaultBody::PrivateKey(_) | VaultBody::PrivateAsk(_)
            | VaultBody::PrivateGrant(_)));
    let record = match &body {
        _ if about_nothing => RecordId::ZERO,
        Body::Propose { kind, revision } if revision.parents.is_empty() => {
            agreement_id(*kind, revision)
        }
        _ => RecordId([0xAB; 32]),
    };
    let known = |b: u8, no: u64| Known {
        device: DeviceId::from_bytes([b; 16]),
        no,
        hash: ActHash([b; 32]),
    };
    Act {
        device: DeviceId::from_bytes([0xDE; 16]),
        no,
        prev: if no == 1 { ActHash::ZERO } else { ActHash([0x11; 32]) },
        date: Day(20_779),
        record,
        knows: if no == 1 { vec![] } else { vec![known(0x21, 7), known(0xEE, 1)] },
        signature: body.is_statement().then_some([0x5A; 64]),
        body,
    }
}

fn vectors() -> Value {
    let space = SpaceId::from_bytes([0x77; 32]);
    let acts: Vec<Value> = all()
        .into_iter()
        .enumerate()
        .map(|(i, (name, body, fields))| {
            let act = act(body, i as u64 + 1);
            let mut v = json!({
                "name": name, "kind": act.body.kind(), "device": hex(act.device.as_bytes()),
                "act_no": act.no, "prev_act": act.prev.hex(), "date": act.date.0,
                "record": act.record.hex(), "fields": fields,
                "knows": act.knows.iter().map(|k| json!([hex(k.device.as_bytes()), k.no, k.hash.hex()])).collect::<Vec<_>>(),
                "bytes": hex(&act.encode()), "act_hash": act.hash().hex(),
            });
            if let Some(statement) = act.statement_bytes(&space) {
                v["statement"] = json!(hex(&statement));
            }
            match &act.body {
                Body::Propose { kind, revision } => {
                    v["revision"] = json!(revision.id().hex());
                    if revision.parents.is_empty() {
                        v["agreement"] = json!(agreement_id(*kind, revision).hex());
                    }
                }
                Body::Boundary(f) => v["version"] = json!(f.version(act.record).hex()),
                Body::Promise(f) => v["version"] = json!(f.version(act.record).hex()),
                Body::Repair(RepairBody::Part(f)) => {
                    v["version"] = json!(f.version(act.record).hex());
                }
                _ => {}
            }
            v
        })
        .collect();
    let refused: Vec<Value> = refused()
        .into_iter()
        .map(|(why, bytes)| json!({"why": why, "bytes": hex(&bytes)}))
        .collect();
    json!({"status": "draft", "space": hex(space.as_bytes()), "acts": acts, "refused": refused})
}

/// Bytes that are nearly an act.
fn refused() -> Vec<(&'static str, Vec<u8>)> {
    let of = |name: &str, no: u64| {
        let (_, body, _) = all().into_iter().find(|(n, _, _)| *n == name).unwrap();
        act(body, no).encode()
    };
    let with = |name: &str, at: usize, byte: u8| {
        let mut bytes = of(name, 2);
        bytes[at] = byte;
        bytes
    };
    let fields_at = 96 + 2 * 56 + 4;
    let mut trailing = of("ask", 2);
    trailing.push(0);
    let mut short = of("ask", 2);
    short.pop();
    let mut unsigned = of("accept", 2);
    unsigned.truncate(unsigned.len() - 64);
    let mut swapped = of("ask", 2);
    let (a, b) = (swapped[96..152].to_vec(), swapped[152..208].to_vec());
    swapped[96..152].copy_from_slice(&b);
    swapped[152..208].copy_from_slice(&a);
    let mut own = of("ask", 2);
    own[152..168].copy_from_slice(&[0xDE; 16]);
    let mut accent = of("name", 2);
    let name = "A\u{308}nne".as_bytes();
    accent.truncate(fields_at - 4);
    accent.extend_from_slice(&u32::try_from(name.len() + 2).unwrap().to_be_bytes());
    accent.extend_from_slice(&u16::try_from(name.len()).unwrap().to_be_bytes());
    accent.extend_from_slice(name);
    let mut first = of("ask", 1);
    first[27] = 1;
    vec![
        ("unknown version", with("ask", 0, 2)),
        ("a byte after the end", trailing),
        ("a byte missing", short),
        ("a statement without signature", unsigned),
        ("number zero", {
            let mut b = of("ask", 2);
            b[19..27].fill(0);
            b
        }),
        ("a first act with a previous one", first),
        ("a later act without a previous one", {
            let mut b = of("ask", 2);
            b[27..59].fill(0);
            b
        }),
        ("knows out of order", swapped),
        ("knows the author's own device", own),
        ("17 knows entries", with("ask", 95, 17)),
        ("a record where it is about nothing", with("heard", 63, 1)),
        ("no record where it is about something", {
            let mut b = of("ask", 2);
            b[63..95].fill(0);
            b
        }),
        ("presence neither 0 nor 1", with("zone hidden", fields_at, 2)),
        ("unknown answer to can", with("accept", fields_at + 32, 3)),
        ("unknown area", with("boundary", fields_at + 1, 10)),
        ("unknown mark", with("mark", fields_at + 5, 4)),
        ("text not composed", accent),
        ("a carriage return", with("ask", fields_at + 34, 13)),
        ("text not UTF-8", with("ask", fields_at + 34, 0xFF)),
        ("fields longer than their kind's", with("boundary withdraw", fields_at - 1, 1)),
        ("a ritual without terms", with("propose ritual", fields_at, 1)),
        ("terms in an expectation", with("propose ritual", fields_at, 2)),
        ("a move with a plan's terms", with("propose plan", fields_at, 7)),
        ("a mood above five", with("check-in", fields_at + 4, 6)),
        ("unknown stance", with("stance", fields_at + 7, 4)),
        ("unknown part of a repair", with("repair part", fields_at, 9)),
        ("hashes out of order", {
            let mut b = of("boundary", 2);
            let n = b.len();
            b[n - 64..].rotate_left(32);
            b
        }),
        ("time of day past midnight", {
            let mut b = of("promise", 2);
            let at = fields_at + 2 + 13 + 1 + 4 + 1;
            b[at..at + 2].copy_from_slice(&1440_u16.to_be_bytes());
            b
        }),
        ("a wish that says nothing", {
            let mut b = of("check-in with a wish", 2);
            let n = b.len();
            let wish = 2 + "Just listen".len();
            let fields = u32::from_be_bytes(b[fields_at - 4..fields_at].try_into().unwrap());
            let fields = fields - u32::try_from(wish).unwrap() + 2;
            b[fields_at - 4..fields_at].copy_from_slice(&fields.to_be_bytes());
            b.truncate(n - wish);
            b.extend_from_slice(&[0, 0]);
            b
        }),
    ]
}

#[test]
fn the_vectors_are_what_the_code_writes() {
    let fresh = serde_json::to_string_pretty(&vectors()).unwrap() + "\n";
    if fresh != STORED {
        let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/acts.json");
        std::fs::write(path, &fresh).unwrap();
        panic!("acts.json differs from what the code writes; the new one is {path}");
    }
}

#[test]
fn every_vector_reads_back_to_the_same_act() {
    for (i, (name, body, _)) in all().into_iter().enumerate() {
        let act = act(body, i as u64 + 1);
        assert_eq!(Act::parse(&act.encode()).as_ref(), Ok(&act), "{name}");
    }
}

#[test]
fn bytes_that_are_nearly_an_act_are_refused() {
    for (why, bytes) in refused() {
        assert!(Act::parse(&bytes).is_err(), "{why}");
    }
}

#[test]
fn every_cut_is_refused_and_no_flipped_byte_panics_or_reads_as_the_same_act() {
    for (name, body, _) in all() {
        if name == "paper" {
            continue;
        }
        let act = act(body, 2);
        let bytes = act.encode();
        for end in 0..bytes.len() {
            let cut = Act::parse(&bytes[..end]);
            // A newer app's act may carry 64 more bytes, its signature; nothing known may be cut.
            assert!(cut.is_err(), "{name} cut at {end}");
        }
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            if let Ok(other) = Act::parse(&flipped) {
                assert_ne!(other, act, "{name} at {at}");
                assert_eq!(other.encode(), flipped, "{name} at {at}");
            }
        }
    }
}

#[test]
fn a_statement_is_188_bytes_and_only_statements_have_one() {
    let space = SpaceId::from_bytes([0x77; 32]);
    for (name, body, _) in all() {
        let act = act(body, 2);
        let statement = act.statement_bytes(&space);
        assert_eq!(statement.is_some(), act.body.is_statement(), "{name}");
        assert!(statement.is_none_or(|s| s.len() == 188), "{name}");
    }
}
