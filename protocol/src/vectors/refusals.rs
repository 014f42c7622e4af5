//! Records an honest relay never stores: each with the log it meets and the code it
//! gets. The codes are written here by hand, not computed.

use serde_json::{Value, json};

use super::ids::broken_devs;
use super::logs::{Cast, couple, vault};
use super::{Fallible, check_file, hex};
use crate::body::{Admit, Dev, End, Genesis, Keys, Revoke, RevokeReason, Role, SpaceType};
use crate::chain::{Refusal, SpaceState};
use crate::error::Code;
use crate::ids::{DeviceId, KeyId, LogHead, RecordHash, SpaceId, Transcript, signed_message};
use crate::limits::BODY_BYTES;
use crate::record::{Header, Kind, RECORD_LABEL, Record};
use crate::signing::tests::neutral_signature;
use crate::testing::{TestDevice, TestLog, filler, genesis, key_box};

/// Collects cases against one log.
struct Cases<'a> {
    log: &'static str,
    steps: &'a [TestLog],
    out: &'a mut Vec<Value>,
}

impl Cases<'_> {
    /// The log after `n` records.
    fn at(&self, n: usize) -> &TestLog {
        &self.steps[n - 1]
    }

    fn refuse(&mut self, name: &str, after: usize, record: &[u8], code: Code) {
        let outcome = Record::parse(record).map_err(Refusal::from).and_then(|r| match after {
            0 => SpaceState::genesis(&r).map(drop),
            n => self.at(n).try_push(&r),
        });
        assert_eq!(outcome.map_err(|r| r.code()), Err(code), "{name}");
        // A relay's state keeps no encryption keys and refuses the same.
        if after > 0 {
            let mut slim = self.at(after).clone();
            slim.state.drop_encryption_keys();
            let outcome =
                Record::parse(record).map_err(Refusal::from).and_then(|r| slim.try_push(&r));
            assert_eq!(outcome.map_err(|r| r.code()), Err(code), "{name} without encryption keys");
        }
        self.out.push(json!({
            "name": name,
            "log": self.log,
            "after": after,
            "record": hex(record),
            "code": code.to_u16(),
            "code_name": code.name(),
        }));
    }

    /// A record of `by` on the head after `n` records.
    fn body(
        &mut self,
        name: &str,
        after: usize,
        by: &TestDevice,
        kind: Kind,
        body: &[u8],
        code: Code,
    ) -> Result<(), Refusal> {
        let record = self.at(after).sign(by, kind, body)?;
        self.refuse(name, after, record.bytes(), code);
        Ok(())
    }

    /// A good content record of `by` with a changed header.
    fn header(
        &mut self,
        name: &str,
        after: usize,
        by: &TestDevice,
        change: impl Fn(&mut Header),
        code: Code,
    ) -> Result<(), Refusal> {
        let mut header = self.at(after).header(by, Kind::Content);
        change(&mut header);
        let record = Record::sign(&header, &[0x77; 528], &by.key)?;
        self.refuse(name, after, record.bytes(), code);
        Ok(())
    }
}

#[test]
fn refusals_are_those_on_disk_and_have_the_code_written_here() -> Fallible {
    let (couple, vault) = (couple()?, vault()?);
    let mut out = Vec::new();
    let mut cases = Cases { log: "couple", steps: &couple, out: &mut out };
    layout(&mut cases)?;
    founding(&mut cases)?;
    rules_a_to_e(&mut cases, &vault)?;
    admissions(&mut cases)?;
    keys_and_removals(&mut cases)?;
    ends(&mut cases)?;
    in_a_vault(&mut Cases { log: "vault", steps: &vault, out: &mut out })?;
    check_file("refusals.json", &Value::from(out))
}

fn layout(cases: &mut Cases<'_>) -> Result<(), Refusal> {
    let Cast { ben, .. } = Cast::new();
    let good = cases.at(5).sign(&ben, Kind::Content, &[0x77; 528])?.bytes().to_vec();
    cases.at(5).try_push(&Record::parse(&good)?)?;
    let with = |at: usize, bytes: &[u8]| {
        let mut record = good.clone();
        record[at..at + bytes.len()].copy_from_slice(bytes);
        record
    };
    let large = (BODY_BYTES as u64 + 1).to_be_bytes();
    for (name, record, code) in [
        ("version 0", with(0, &[0]), Code::Version),
        ("version 2", with(0, &[2]), Code::Version),
        ("kind 0", with(1, &[0]), Code::Malformed),
        ("kind 7", with(1, &[7]), Code::Malformed),
        ("kind 15", with(1, &[15]), Code::Malformed),
        ("flags", with(3, &[1]), Code::Malformed),
        ("zero space outside genesis", with(4, &[0; 32]), Code::Malformed),
        ("author number 0", with(52, &[0; 8]), Code::Malformed),
        ("previous hash in a first record", with(59, &[1]), Code::Malformed),
        ("head on an empty log", with(92, &[0; 8]), Code::Malformed),
        ("no head on a log", with(100, &[0; 32]), Code::Malformed),
        ("key in a membership record", with(1, &[5]), Code::Malformed),
        ("body length beyond the limit", with(188, &large[4..]), Code::TooLarge),
        ("body length beyond the record", with(191, &[0x11]), Code::Malformed),
        ("one byte missing", good[..good.len() - 1].to_vec(), Code::Malformed),
        ("one byte more", [&good[..], &[0]].concat(), Code::Malformed),
        ("shorter than a header", good[..191].to_vec(), Code::Malformed),
        ("nothing", Vec::new(), Code::Malformed),
        ("one bit of the body", with(192, &[0x76]), Code::BadSignature),
    ] {
        cases.refuse(name, 5, &record, code);
    }
    // S + L: the same signature to a lax verifier, refused by a strict one.
    let mut lax = good.clone();
    let from = lax.len() - 32;
    add_group_order(&mut lax[from..]);
    cases.refuse("signature scalar not reduced", 5, &lax, Code::BadSignature);
    let unsigned = &good[..good.len() - 64];
    let zero = neutral_signature(&ben.key, &signed_message(RECORD_LABEL, &[unsigned]));
    let zero = [unsigned, &zero].concat();
    cases.refuse("signature with a neutral R", 5, &zero, Code::BadSignature);
    Ok(())
}

fn founding(cases: &mut Cases<'_>) -> Result<(), Refusal> {
    let Cast { ana, ana_paper, ben, .. } = Cast::new();
    let good = genesis(SpaceType::Couple, &ana)?;
    let (header, body) = (good.header(), good.body().to_vec());
    for (name, founder) in [("genesis by paper", &ana_paper), ("genesis by partner 1", &ben)] {
        let record = genesis(SpaceType::Couple, founder)?;
        cases.refuse(name, 0, record.bytes(), Code::Malformed);
    }
    let mut changes: Vec<(&str, Header, Vec<u8>, &TestDevice, Code)> = Vec::new();
    changes.push(("genesis signed by another", header, body.clone(), &ben, Code::BadSignature));
    let other = Header { device: ben.id(), ..header };
    changes.push(("genesis with another author", other, body.clone(), &ana, Code::Malformed));
    let late = Header { author_seq: 2, author_prev: RecordHash::from_bytes([1; 32]), ..header };
    changes.push(("genesis as a second record", late, body.clone(), &ana, Code::Malformed));
    let log_head = LogHead::from_bytes([1; 32]);
    let on_top = Header { log_len: 1, log_head, ..header };
    changes.push(("genesis on a log", on_top, body.clone(), &ana, Code::Malformed));
    let mut third = body.clone();
    third[0] = 3;
    changes.push(("genesis of a third type", header, third, &ana, Code::Malformed));
    let mut padded = body;
    padded[2] = 1;
    changes.push(("genesis with padding", header, padded, &ana, Code::Malformed));
    for (name, header, body, by, code) in changes {
        let record = Record::sign(&header, &body, &by.key)?;
        cases.refuse(name, 0, record.bytes(), code);
    }
    let rotate = cases.at(1).sign(&ana, Kind::Rotate, &cases.at(1).keys(None).encode())?;
    cases.refuse("no genesis", 0, rotate.bytes(), Code::Malformed);
    cases.refuse("second genesis", 5, good.bytes(), Code::Malformed);
    Ok(())
}

fn rules_a_to_e(cases: &mut Cases<'_>, vault: &[TestLog]) -> Result<(), Refusal> {
    let Cast { ana, ana_paper, ana_two, ana_fresh, ben, .. } = Cast::new();
    let content = [0x77; 528];
    cases.body("author never admitted", 5, &ana_fresh, Kind::Content, &content, Code::NotMember)?;
    let two = cases.at(11).header(&ana_two, Kind::Content);
    let record = Record::sign(&two, &content, &ana_two.key)?;
    cases.refuse("author revoked", 12, record.bytes(), Code::Revoked);
    let foreign = vault[4].sign(&ana, Kind::Content, &content)?;
    cases.refuse("record of another space", 5, foreign.bytes(), Code::NotMember);
    let header = cases.at(5).header(&ben, Kind::Content);
    let record = Record::sign(&header, &content, &ana.key)?;
    cases.refuse("signed by another member", 5, record.bytes(), Code::BadSignature);

    let before = cases.at(6).header(&ana, Kind::Content);
    let record = Record::sign(&before, &content, &ana.key)?;
    cases.refuse("number taken", 7, record.bytes(), Code::Fork);
    let wrong = |h: &mut Header| h.author_prev = RecordHash::from_bytes([7; 32]);
    cases.header("previous hash of another chain", 7, &ana, wrong, Code::Fork)?;
    cases.header("number skipped", 7, &ana, |h| h.author_seq += 1, Code::WrongBranch)?;
    let last = |h: &mut Header| h.author_seq = u64::MAX;
    cases.header("largest number", 7, &ana, last, Code::WrongBranch)?;

    cases.header("head beyond the log", 7, &ana, |h| h.log_len += 1, Code::WrongBranch)?;
    let other = |h: &mut Header| h.log_head = LogHead::from_bytes([7; 32]);
    cases.header("head of another branch", 7, &ana, other, Code::WrongBranch)?;
    let old_head = cases.at(6).state.head();
    let behind = move |h: &mut Header| (h.log_len, h.log_head) = (6, old_head);
    cases.header("behind its author's last record", 8, &ana, behind, Code::WrongBranch)?;
    let shifted = move |h: &mut Header| (h.log_len, h.log_head) = (7, old_head);
    cases.header("head of another length", 8, &ana, shifted, Code::WrongBranch)?;

    let keys = cases.at(3).keys(None).encode();
    let record = cases.at(3).sign(&ana_paper, Kind::Rotate, &keys)?;
    cases.refuse("rotate made before a join", 4, record.bytes(), Code::StaleHead);
    let never = |h: &mut Header| h.key_id = KeyId::from_bytes([7; 32]);
    cases.header("key never granted", 7, &ana, never, Code::StaleKey)?;
    cases.header("no key", 7, &ana, |h| h.key_id = KeyId::ZERO, Code::StaleKey)?;
    let old = cases.at(10).state.grants()[1].key_id;
    cases.header("key from before a removal", 12, &ben, move |h| h.key_id = old, Code::StaleKey)?;
    cases.header("content before any key", 1, &ana, never, Code::StaleKey)?;
    cases.header("zero key before any key", 1, &ana, |h| h.key_id = KeyId::ZERO, Code::StaleKey)
}

fn admissions(cases: &mut Cases<'_>) -> Result<(), Refusal> {
    let Cast { ana, ana_paper, ana_two, ana_fresh, ben, ben_paper } = Cast::new();
    let bad = Code::Malformed;
    let admit = |log: &TestLog, by: &TestDevice, new: &TestDevice, role| {
        log.admission(by, new, role).encode()
    };
    let new_ben = TestDevice::one("ben two");

    let body = admit(cases.at(5), &ana, &new_ben, Role::Partner);
    cases.body("second join", 5, &ana, Kind::Join, &body, bad)?;
    let body = admit(cases.at(3), &ana_paper, &ben, Role::Partner);
    cases.body("join by paper", 3, &ana_paper, Kind::Join, &body, bad)?;
    let body = admit(cases.at(3), &ana, &ana_two, Role::Partner);
    cases.body("join of partner 0", 3, &ana, Kind::Join, &body, bad)?;
    let body = admit(cases.at(3), &ana, &ben_paper, Role::Partner);
    cases.body("join of paper", 3, &ana, Kind::Join, &body, bad)?;
    let mut body = cases.at(3).admission(&ana, &ben, Role::Partner);
    body.transcript = Transcript::ZERO;
    let space = cases.at(3).state.space();
    let zero = Transcript::ZERO;
    body.proof = Admit::prove(Role::Partner, &space, &ana.id(), &zero, &ben.dev, &ben.key);
    cases.body("join without a transcript", 3, &ana, Kind::Join, &body.encode(), bad)?;
    let body = admit(cases.at(3), &ana, &ben, Role::OwnDevice);
    cases.body(
        "join with the proof of a role 2",
        3,
        &ana,
        Kind::Join,
        &body,
        Code::BadSignature,
    )?;

    let body = admit(cases.at(5), &ana, &new_ben, Role::FromVault);
    cases.body("add for the other partner", 5, &ana, Kind::AddDevice, &body, bad)?;
    let second = TestDevice::paper("ana paper two", crate::ids::Partner::Zero);
    let body = admit(cases.at(5), &ana, &second, Role::Paper);
    cases.body("second paper device", 5, &ana, Kind::AddDevice, &body, bad)?;
    let body = admit(cases.at(9), &ana, &ana_two, Role::FromVault);
    cases.body("device that is here", 9, &ana, Kind::AddDevice, &body, bad)?;
    let body = admit(cases.at(12), &ana, &ana_two, Role::FromVault);
    cases.body("device that was revoked", 12, &ana, Kind::AddDevice, &body, bad)?;
    for (name, ed, kem) in [
        ("signing key that is here", &ana, &ana_fresh),
        ("encryption key that is here", &ana_fresh, &ana),
    ] {
        let dev = Dev::new(ana.dev.kind(), ana.dev.partner(), ed.dev.ed_pk(), kem.dev.kem_pk())?;
        let mixed = TestDevice { seed: ed.seed, key: ed.key.clone(), dev };
        let body = admit(cases.at(5), &ana, &mixed, Role::FromVault);
        cases.body(name, 5, &ana, Kind::AddDevice, &body, bad)?;
    }
    let body = admit(cases.at(1), &ana, &ana_paper, Role::Paper);
    cases.body("add before any key", 1, &ana, Kind::AddDevice, &body, Code::StaleKey)?;
    let mut body = cases.at(11).admission(&ana, &ana_fresh, Role::FromVault);
    body.key_id = cases.at(11).state.grants()[0].key_id;
    cases.body(
        "add with an older key",
        11,
        &ana,
        Kind::AddDevice,
        &body.encode(),
        Code::StaleKey,
    )?;

    let good = cases.at(5).admission(&ana, &ana_fresh, Role::FromVault);
    let mut paper = cases.at(2).admission(&ana, &ana_paper, Role::Paper);
    paper.transcript = Transcript::from_bytes([7; 32]);
    cases.body("paper with a transcript", 2, &ana, Kind::AddDevice, &paper.encode(), bad)?;
    let mut forged = good.clone();
    forged.proof[0] ^= 1;
    let body = forged.encode();
    cases.body(
        "proof with one bit changed",
        5,
        &ana,
        Kind::AddDevice,
        &body,
        Code::BadSignature,
    )?;
    let mut other = cases.at(5).admission(&ben, &ana_fresh, Role::OwnDevice);
    let body = other.encode();
    cases.body("proof for another author", 5, &ana, Kind::AddDevice, &body, Code::BadSignature)?;
    other = good.clone();
    other.proof = Admit::prove(
        Role::FromVault,
        &SpaceId::from_bytes([7; 32]),
        &ana.id(),
        &zero,
        &ana_fresh.dev,
        &ana_fresh.key,
    );
    let body = other.encode();
    cases.body("proof for another space", 5, &ana, Kind::AddDevice, &body, Code::BadSignature)?;
    let mut boxed = good.clone();
    boxed.key_box = key_box(ana.id(), 1);
    cases.body("box for another device", 5, &ana, Kind::AddDevice, &boxed.encode(), bad)?;
    let long = [&good.encode()[..], &[0]].concat();
    cases.body("add with one byte more", 5, &ana, Kind::AddDevice, &long, bad)?;
    let short = &good.encode()[..Admit::BYTES - 1];
    cases.body("add with one byte less", 5, &ana, Kind::AddDevice, short, bad)?;
    for (name, dev) in broken_devs().into_iter().filter(|(_, dev)| dev.len() == 1252).step_by(5) {
        let mut body = good.encode();
        body[32..32 + dev.len()].copy_from_slice(&dev);
        cases.body(&format!("add with {name}"), 5, &ana, Kind::AddDevice, &body, bad)?;
    }
    Ok(())
}

fn keys_and_removals(cases: &mut Cases<'_>) -> Result<(), Refusal> {
    let Cast { ana, ana_paper, ana_two, ana_fresh, ben, .. } = Cast::new();
    let bad = Code::Malformed;
    let content = [0x77; 528];
    cases.body("content by paper", 5, &ana_paper, Kind::Content, &content, bad)?;
    cases.body("unknown kind by paper", 5, &ana_paper, Kind::Unknown(0x80), &[], bad)?;

    let keys = cases.at(10).keys(None);
    let changed = |change: &dyn Fn(&mut Keys)| {
        let mut keys = keys.clone();
        change(&mut keys);
        keys.encode()
    };
    let first = cases.at(10).state.grants()[0].key_id;
    let mut turned = keys.encode();
    let (one, two) = turned[137..137 + 2 * 1184].split_at_mut(1184);
    one.swap_with_slice(two);
    for (name, body) in [
        ("a recipient is missing", changed(&|k| drop(k.boxes.pop()))),
        ("a recipient does not belong", changed(&|k| k.boxes.push(key_box(ana_fresh.id(), 1)))),
        ("a recipient twice", changed(&|k| k.boxes.push(key_box(ana.id(), 1)))),
        ("no recipient", changed(&|k| k.boxes.clear())),
        ("recipients not in order", turned),
        ("key granted before", changed(&|k| k.key_id = first)),
        ("key is zero", changed(&|k| k.key_id = KeyId::ZERO)),
        ("previous key never granted", changed(&|k| k.prev_key_id = KeyId::from_bytes([7; 32]))),
        (
            "no previous key",
            changed(&|k| {
                (k.prev_key_id, k.wrap_nonce, k.wrap_ct) = (KeyId::ZERO, [0; 24], [0; 48]);
            }),
        ),
        ("wrap without a previous key", changed(&|k| k.prev_key_id = KeyId::ZERO)),
        ("keys with one byte more", [&keys.encode()[..], &[0]].concat()),
        ("previous key is the new one", changed(&|k| k.prev_key_id = k.key_id)),
    ] {
        cases.body(&format!("rotate: {name}"), 10, &ana, Kind::Rotate, &body, bad)?;
    }
    let mut early = cases.at(1).keys(None);
    early.prev_key_id = KeyId::from_bytes(filler("none", 1));
    cases.body("rotate: first with a previous key", 1, &ana, Kind::Rotate, &early.encode(), bad)?;

    let revoke = |log: &TestLog, target: DeviceId, without: Option<DeviceId>| {
        Revoke { target, reason: RevokeReason::Retired, keys: log.keys(without) }.encode()
    };
    for (name, after, target, without) in [
        ("revoke oneself", 10, ana.id(), Some(ana.id())),
        ("revoke the other partner's device", 10, ben.id(), Some(ben.id())),
        ("revoke a revoked device", 12, ana_two.id(), None),
        ("revoke a stranger", 10, ana_fresh.id(), None),
        ("revoke with a box for the removed", 10, ana_two.id(), None),
    ] {
        let body = revoke(cases.at(after), target, without);
        cases.body(name, after, &ana, Kind::Revoke, &body, bad)?;
    }
    let mut padded = revoke(cases.at(10), ana_two.id(), Some(ana_two.id()));
    padded[18] = 1;
    cases.body("revoke with padding", 10, &ana, Kind::Revoke, &padded, bad)
}

fn ends(cases: &mut Cases<'_>) -> Result<(), Refusal> {
    let Cast { ana, ana_paper, ben, ben_paper, .. } = Cast::new();
    let end = End { date_days: 20_454 }.encode();
    for (name, at, byte) in [("mode 2", 0, 2), ("padding", 3, 1), ("tail", 31, 1)] {
        let mut body = end.clone();
        body[at] = byte;
        cases.body(&format!("end: {name}"), 13, &ana, Kind::End, &body, Code::Malformed)?;
    }
    cases.body("end: one byte less", 13, &ana, Kind::End, &end[..31], Code::Malformed)?;
    let content = [0x77; 528];
    cases.body("content after an end", 14, &ana, Kind::Content, &content, Code::Ended)?;
    let keys = cases.at(14).keys(None).encode();
    cases.body("rotate after an end", 14, &ana_paper, Kind::Rotate, &keys, Code::Ended)?;
    cases.body("second end of one partner", 14, &ben_paper, Kind::End, &end, Code::Ended)?;
    cases.body("end after both", 15, &ben, Kind::End, &end, Code::Ended)
}

fn in_a_vault(cases: &mut Cases<'_>) -> Result<(), Refusal> {
    let Cast { ana, ana_fresh, ben, .. } = Cast::new();
    let bad = Code::Malformed;
    let body = cases.at(5).admission(&ana, &ben, Role::Partner).encode();
    cases.body("join in a vault", 5, &ana, Kind::Join, &body, bad)?;
    let end = End { date_days: 1 }.encode();
    cases.body("end in a vault", 5, &ana, Kind::End, &end, bad)?;
    let body = cases.at(5).admission(&ana, &ana_fresh, Role::Recovered).encode();
    cases.body("recovery by an active device", 5, &ana, Kind::AddDevice, &body, bad)?;
    let body = cases.at(5).admission(&ana, &ana_fresh, Role::FromVault).encode();
    cases.body("from a vault into a vault", 5, &ana, Kind::AddDevice, &body, bad)
}

/// Adds L = 2^252 + 27742317777372353535851937790883648493 to a little-endian scalar.
fn add_group_order(scalar: &mut [u8]) {
    const L: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0;
    for (byte, order) in scalar.iter_mut().zip(L) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        let [low, high] = sum.to_le_bytes();
        (*byte, carry) = (low, u16::from(high));
    }
}

#[test]
fn the_founding_body_in_a_vector_is_read_back() -> Fallible {
    let log = &couple()?[0];
    let body = Genesis::parse(log.records[0].body())?;
    assert_eq!(body.encode(), log.records[0].body());
    Ok(())
}
