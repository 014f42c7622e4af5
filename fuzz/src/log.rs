//! Logs whose signatures are good: members that follow no rule.

use std::sync::OnceLock;

use accord_protocol::body::SpaceType;
use accord_protocol::chain::SpaceState;
use accord_protocol::ids::{DeviceId, KeyId, LogHead, Partner, RecordHash, SpaceId};
use accord_protocol::limits::{ACTIVE_DEVICES_PER_PARTNER, ACTIVE_PAPER_PER_PARTNER};
use accord_protocol::record::{Kind, Record};
use accord_protocol::testing::{TestDevice, TestLog};

use accord_tests::pick::Pick;

const KINDS: [Kind; 8] = [
    Kind::Content,
    Kind::Genesis,
    Kind::Rotate,
    Kind::Join,
    Kind::AddDevice,
    Kind::Revoke,
    Kind::End,
    Kind::Content,
];

/// Everybody who could write: Ana's phone and tablet and paper, Ben's.
pub(crate) fn people() -> &'static [TestDevice; 6] {
    static PEOPLE: OnceLock<[TestDevice; 6]> = OnceLock::new();
    PEOPLE.get_or_init(|| {
        [
            TestDevice::zero("ana"),
            TestDevice::one("ben"),
            TestDevice::zero("ana's tablet"),
            TestDevice::one("ben's tablet"),
            TestDevice::paper("ana's words", Partner::Zero),
            TestDevice::paper("ben's words", Partner::One),
        ]
    })
}

/// The couple's log at its beginning.
pub(crate) fn couple() -> &'static TestLog {
    static COUPLE: OnceLock<TestLog> = OnceLock::new();
    COUPLE.get_or_init(|| TestLog::couple(&people()[0], &people()[1]).expect("a couple"))
}

/// A vault's log at its beginning.
fn vault() -> &'static TestLog {
    static VAULT: OnceLock<TestLog> = OnceLock::new();
    VAULT.get_or_init(|| {
        let mut log = TestLog::found(SpaceType::Vault, &people()[0]).expect("founded");
        log.rotate(&people()[0]).expect("a key");
        log
    })
}

/// The next honest record, or one with other fields or another body, signed all the same.
pub(crate) fn next(pick: &mut Pick<'_>, log: &TestLog) -> Option<Record> {
    let by = &people()[pick.below(6)];
    let honest = pick.byte();
    let mut trial = log.clone();
    let made = match honest % 8 {
        0 | 1 => trial.content(by),
        2 => trial.rotate(by),
        3 => trial.add(by, &people()[pick.below(6)]),
        4 => trial.revoke(by, &people()[pick.below(6)]),
        5 => trial.end(by, i32::from(pick.byte())),
        6 => trial.join(by, &people()[pick.below(6)]),
        _ => trial.sign(by, KINDS[pick.below(KINDS.len())], pick.piece()),
    };
    let made = made.ok().or_else(|| log.records.get(pick.below(log.records.len())).cloned())?;
    if honest < 192 {
        return Some(made);
    }
    let (mut header, mut body) = (made.header(), made.body().to_vec());
    match pick.below(10) {
        0 => header.kind = pick.byte(),
        1 => header.author_seq = pick.number(),
        2 => header.author_prev = RecordHash::from_bytes(pick.array()),
        3 => header.log_len = pick.number(),
        4 => header.log_head = LogHead::from_bytes(pick.array()),
        5 => header.key_id = KeyId::from_bytes(pick.array()),
        6 => header.space = SpaceId::from_bytes(pick.array()),
        7 => header.device = DeviceId::from_bytes(pick.array()),
        8 => header.nonce = pick.array(),
        _ => pick.damage(&mut body),
    }
    let author = people().iter().find(|device| device.id() == header.device);
    let signer = author.filter(|_| !pick.one_in(4)).unwrap_or(&people()[pick.below(6)]);
    Record::sign(&header, &body, &signer.key).ok()
}

/// Members of a space write what they like.
pub fn log(bytes: &[u8]) {
    let mut pick = Pick::new(bytes);
    let mut log = if pick.one_in(4) { vault().clone() } else { couple().clone() };
    for _ in 0..40 {
        if pick.is_empty() {
            break;
        }
        let Some(record) = next(&mut pick, &log) else { continue };
        assert_eq!(Record::parse(record.bytes()).as_ref(), Ok(&record));
        let before = log.state.clone();
        let known = before.duplicate(&record);
        if log.push(record.clone()).is_ok() {
            assert_eq!(known, None, "no record twice");
            assert_eq!(log.state.len(), before.len() + 1);
            assert_eq!(log.state.duplicate(&record), Some(log.state.len()));
            assert!(before.is_active(&record.device()), "only members write");
            let (header, tip) = (record.header(), before.device_tip(&record.device()));
            let follows = tip.is_some_and(|tip| {
                (header.author_seq, header.author_prev) == (tip.seq + 1, tip.hash)
            });
            assert!(follows || record.kind() == Kind::End, "each author has one chain");
            stands(&log.state);
        } else {
            assert_eq!(log.state, before);
        }
    }
    let control = log.records.iter().cloned().enumerate().map(|(n, record)| (n as u64 + 1, record));
    let again = SpaceState::restore(&log.state.checkpoint(), control.clone());
    assert_eq!(again.as_ref(), Ok(&log.state), "kept and opened again");
    // Whoever reads the same records comes to the same state.
    let mut reader = SpaceState::genesis(&log.records[0]).expect("founded");
    for (position, record) in control.skip(1) {
        let accepted =
            reader.check(&record, &|n| log.head_at(n)).expect("valid for one, valid for all");
        assert_eq!(accepted.position(), position);
        reader.apply(accepted);
    }
    assert_eq!(reader, log.state);
}

/// What holds of a space at any time.
fn stands(state: &SpaceState) {
    for partner in Partner::BOTH {
        let active: Vec<_> = state.active(partner).collect();
        assert!(active.len() <= ACTIVE_DEVICES_PER_PARTNER);
        let paper = active
            .iter()
            .filter(|member| people()[4..].iter().any(|device| device.id() == member.id));
        assert!(paper.count() <= ACTIVE_PAPER_PER_PARTNER);
        assert!(
            state.space_type() == SpaceType::Couple
                || partner == Partner::Zero
                || active.is_empty()
        );
    }
    if let Some(key) = state.last_key() {
        assert!(state.granted(&key.key_id).is_some() && key.position <= state.len());
    }
}

/// A kept state that somebody changed, with honest records beside it.
pub fn checkpoint(bytes: &[u8]) {
    let mut pick = Pick::new(bytes);
    let log = if pick.one_in(3) { vault() } else { couple() };
    let mut kept = log.state.checkpoint();
    pick.damage(&mut kept);
    let control = log.records.iter().cloned().enumerate().map(|(n, record)| (n as u64 + 1, record));
    if let Ok(state) = SpaceState::restore(&kept, control) {
        assert_eq!(state.checkpoint(), kept);
        let _any = (state.recipients(), state.last_key(), state.usable_keys().count());
        for record in &log.records {
            let _any = (state.check(record, &|n| log.head_at(n)).is_ok(), state.duplicate(record));
        }
    }
}
