//! The laws over acts that follow no law: a partner's modified app may say anything that parses.
//!
//! PRODUCT D1: what both see is a function of the acts alone. So the same acts in another order give the same state, kept states are the
//! derived ones, and every look works from both sides.

use std::sync::Arc;

use accord_client_core::act::{Act, ActHash, Body, Known, RecordId, Revision, agreement_id};
use accord_client_core::law::beside::{breaks, checkin, openness, talk, thanks};
use accord_client_core::law::digest::from_kept;
use accord_client_core::law::graph::{Acts, Standing};
use accord_client_core::law::states::States;
use accord_client_core::law::{
    Reader, agreement, asks, boundary, news, promise, repair, ritual, state_digest,
};
use accord_client_core::time::{Day, Now};
use accord_protocol::ids::{DeviceId, Partner};

use accord_tests::changes::body;
use accord_tests::pick::Pick;

/// Most acts of one input.
const MOST: usize = 40;

/// One device's chain so far.
struct Chain {
    device: DeviceId,
    partner: Partner,
    no: u64,
    prev: ActHash,
}

/// Two people, three devices, any acts.
pub fn laws(bytes: &[u8]) {
    let mut pick = Pick::new(bytes);
    let device = |n: u8| DeviceId::from_bytes([n; 16]);
    let chain = |n: u8, partner| Chain { device: device(n), partner, no: 0, prev: ActHash::ZERO };
    let mut chains = [chain(1, Partner::Zero), chain(2, Partner::Zero), chain(3, Partner::One)];
    let mut named: Vec<[u8; 32]> = Vec::new();
    let mut said: Vec<(Partner, Arc<Act>, ActHash)> = Vec::new();
    while said.len() < MOST && !pick.is_empty() {
        let by = pick.below(3);
        let Some(body) = body(&mut pick, &named) else { continue };
        let record = match &body {
            Body::Propose { kind, revision } if !pick.one_in(4) => agreement_id(*kind, revision),
            _ if pick.one_in(8) => RecordId::ZERO,
            _ if named.is_empty() || pick.one_in(4) => RecordId([pick.byte() % 4 + 1; 32]),
            _ => RecordId(*pick.one(&named)),
        };
        let mut knows: Vec<Known> = Vec::new();
        for (n, other) in chains.iter().enumerate() {
            if n != by && other.no > 0 && pick.one_in(2) {
                let hash = if pick.one_in(16) { ActHash([9; 32]) } else { other.prev };
                knows.push(Known { device: other.device, no: other.no, hash });
            }
        }
        let Chain { device, partner, no, prev } = chains[by];
        let signature = body.is_statement().then_some([5; 64]);
        let date = Day(20_000 + i32::from(pick.byte() % 16));
        let act = Act { device, no: no + 1, prev, date, record, knows, body, signature };
        let bytes = act.encode();
        let Ok(read) = Act::parse(&bytes) else { continue };
        assert_eq!(read, act);
        let hash = act.hash();
        named.extend([record.0, hash.0]);
        if let Body::Propose { revision, .. } = &act.body {
            named.push(Revision::id(revision).0);
        }
        if let Body::Boundary(fields) = &act.body {
            named.push(fields.version(record).0);
        }
        if let Body::Promise(fields) = &act.body {
            named.push(fields.version(record).0);
        }
        // A fork now and then: two acts with one number.
        if !pick.one_in(12) {
            chains[by].no += 1;
            chains[by].prev = hash;
        }
        said.push((partner, Arc::new(act), hash));
    }
    let mut acts = Acts::new();
    let mut kept = States::default();
    for (n, (partner, act, hash)) in said.iter().enumerate() {
        acts.insert(*partner, Arc::clone(act), *hash, Standing::Admitted);
        if n % 3 == 0 {
            kept.refresh(&mut acts);
        }
    }
    kept.refresh(&mut acts);
    assert!(kept == States::of(&acts), "kept states are the derived ones");
    let digest = state_digest(&acts);
    assert_eq!(from_kept(&acts, &kept), digest);
    let mut turned = Acts::new();
    for (partner, act, hash) in said.iter().rev() {
        turned.insert(*partner, Arc::clone(act), *hash, Standing::Admitted);
    }
    assert_eq!(turned.len(), acts.len());
    assert_eq!(state_digest(&turned), digest, "no order of arrival changes what both see");
    for me in Partner::BOTH {
        looks(&acts, me);
    }
}

/// Every look from one side.
fn looks(acts: &Acts, me: Partner) {
    let today = Day(20_010);
    let reader = Reader {
        me,
        my_name: "Ana".into(),
        their_name: Some("Ben".into()),
        today,
        now: Now {
            unix_ms: i64::from(today.0) * 86_400_000,
            mono_ms: 0,
            zone: "Europe/Berlin".into(),
        },
        hidden: Default::default(),
        answered: Default::default(),
        aside: Default::default(),
        paused: false,
    };
    let _looked = (
        agreement::list(acts, &reader),
        boundary::list(acts, &reader),
        promise::list(acts, &reader),
        repair::list(acts, &reader),
        asks(acts, &reader),
        news::news(acts, &reader, &[]),
    );
    let states = States::of(acts);
    let rituals: Vec<_> = states.rituals().collect();
    let _dates = ritual::between(acts, &rituals, &reader, today.plus(-40), today.plus(40));
    let _beside = (
        thanks::list(acts, &reader, &Default::default()),
        talk::list(acts, &reader),
        openness::list(acts, &reader),
        checkin::list(acts, &reader, &Default::default()),
        breaks::list(acts, &reader),
    );
}
