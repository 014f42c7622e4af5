//! Two whole logs, a couple's and a vault's, with every kind of record in them.

use serde_json::{Value, json};

use super::{Fallible, check_file, hex};
use crate::body::{End, Role, SpaceType};
use crate::chain::{Refusal, SpaceState};
use crate::ids::Partner;
use crate::record::{Kind, Record};
use crate::testing::{TestDevice, TestLog};

/// Everybody in the logs.
pub(super) struct Cast {
    pub(super) ana: TestDevice,
    pub(super) ana_paper: TestDevice,
    pub(super) ana_two: TestDevice,
    pub(super) ana_fresh: TestDevice,
    pub(super) ben: TestDevice,
    pub(super) ben_paper: TestDevice,
}

impl Cast {
    pub(super) fn new() -> Self {
        Self {
            ana: TestDevice::zero("ana"),
            ana_paper: TestDevice::paper("ana paper", Partner::Zero),
            ana_two: TestDevice::zero("ana two"),
            ana_fresh: TestDevice::zero("ana fresh"),
            ben: TestDevice::one("ben"),
            ben_paper: TestDevice::paper("ben paper", Partner::One),
        }
    }

    fn named(&self) -> [(&'static str, &TestDevice); 6] {
        [
            ("ana", &self.ana),
            ("ana paper", &self.ana_paper),
            ("ana two", &self.ana_two),
            ("ana fresh", &self.ana_fresh),
            ("ben", &self.ben),
            ("ben paper", &self.ben_paper),
        ]
    }
}

/// The couple's log after each of its 15 records.
pub(super) fn couple() -> Result<Vec<TestLog>, Refusal> {
    let Cast { ana, ana_paper, ana_two, ben, ben_paper, .. } = Cast::new();
    let mut steps = vec![TestLog::found(SpaceType::Couple, &ana)?];
    let mut step = |act: &dyn Fn(&mut TestLog) -> Result<Record, Refusal>| {
        let mut log = steps[steps.len() - 1].clone();
        act(&mut log)?;
        steps.push(log);
        Ok::<_, Refusal>(())
    };
    step(&|log| log.rotate(&ana))?;
    step(&|log| log.add(&ana, &ana_paper))?;
    step(&|log| log.join(&ana, &ben))?;
    step(&|log| log.add(&ben, &ben_paper))?;
    step(&|log| log.content(&ben))?;
    step(&|log| {
        // Made before record 6 reached Ana.
        let mut header = log.header(&ana, Kind::Content);
        header.log_len = 5;
        header.log_head = log.head_at(5).unwrap_or(header.log_head);
        log.push(Record::sign(&header, &[0xa5; 528], &ana.key)?)
    })?;
    step(&|log| log.push(log.sign(&ana, Kind::Unknown(0x42), b"from a newer app")?))?;
    step(&|log| log.add_as(&ana, &ana_two, Role::FromVault))?;
    step(&|log| log.rotate(&ben))?;
    step(&|log| {
        // The first key still seals, because nobody was removed.
        let mut header = log.header(&ana, Kind::Content);
        header.key_id = log.state.grants()[0].key_id;
        log.push(Record::sign(&header, &[0x3c; 1040], &ana.key)?)
    })?;
    step(&|log| log.revoke(&ana_paper, &ana_two))?;
    step(&|log| log.content(&ben))?;
    step(&|log| {
        // An END may lie behind its author's own last record.
        let mut header = log.header(&ben, Kind::End);
        header.log_len = 12;
        header.log_head = log.head_at(12).unwrap_or(header.log_head);
        log.push(Record::sign(&header, &End { date_days: 20_454 }.encode(), &ben.key)?)
    })?;
    step(&|log| log.end(&ana, -1))?;
    Ok(steps)
}

/// The vault's log after each of its 8 records.
pub(super) fn vault() -> Result<Vec<TestLog>, Refusal> {
    let Cast { ana, ana_paper, ana_two, ana_fresh, .. } = Cast::new();
    let mut steps = vec![TestLog::found(SpaceType::Vault, &ana)?];
    let mut step = |act: &dyn Fn(&mut TestLog) -> Result<Record, Refusal>| {
        let mut log = steps[steps.len() - 1].clone();
        act(&mut log)?;
        steps.push(log);
        Ok::<_, Refusal>(())
    };
    step(&|log| log.rotate(&ana))?;
    step(&|log| log.add(&ana, &ana_paper))?;
    step(&|log| log.add(&ana, &ana_two))?;
    step(&|log| log.content(&ana_two))?;
    step(&|log| log.add_as(&ana_paper, &ana_fresh, Role::Recovered))?;
    step(&|log| log.revoke(&ana_fresh, &ana))?;
    step(&|log| log.content(&ana_fresh))?;
    Ok(steps)
}

#[test]
fn logs_are_those_on_disk_and_valid_from_their_bytes_alone() -> Fallible {
    let cast = Cast::new();
    let devices: Vec<Value> = cast
        .named()
        .iter()
        .map(|(name, device)| {
            json!({ "name": name, "seed": hex(device.seed), "device_id": hex(device.id()) })
        })
        .collect();
    check_file(
        "logs.json",
        &json!({
            "note": "boxes, wraps and sealed content are filler; opening them has vectors of its own",
            "devices": devices,
            "logs": { "couple": log(&couple()?)?, "vault": log(&vault()?)? },
        }),
    )
}

fn log(steps: &[TestLog]) -> Result<Value, Box<dyn std::error::Error>> {
    let last = &steps[steps.len() - 1];
    let mut records = Vec::new();
    let mut state: Option<SpaceState> = None;
    for (record, n) in last.records.iter().zip(1..) {
        let read = Record::parse(record.bytes())?;
        let next = match state.take() {
            None => SpaceState::genesis(&read)?,
            Some(mut state) => {
                let accepted = state.check(&read, &|n| last.head_at(n))?;
                state.apply(accepted);
                state
            }
        };
        assert_eq!(Some(next.head()), last.head_at(n));
        records.push(entry(&read, &next));
        state = Some(next);
    }
    Ok(json!({ "space": hex(last.state.space()), "records": records }))
}

/// One record and what is so after it.
fn entry(record: &Record, state: &SpaceState) -> Value {
    let header = record.header();
    let active: Vec<_> = state.recipients().iter().map(hex).collect();
    let usable: Vec<_> = state.usable_keys().map(|grant| hex(grant.key_id)).collect();
    let ended: Vec<_> = state.ended().iter().map(|e| e.map(|e| e.date_days)).collect();
    json!({
        "record": hex(record.bytes()),
        "header": {
            "kind": header.kind,
            "space": hex(header.space),
            "device": hex(header.device),
            "author_seq": header.author_seq,
            "author_prev": hex(header.author_prev),
            "log_len": header.log_len,
            "log_head": hex(header.log_head),
            "key_id": hex(header.key_id),
            "nonce": hex(header.nonce),
            "body_len": record.body().len(),
        },
        "hash": hex(record.hash()),
        "position": state.len(),
        "head": hex(state.head()),
        "active": active,
        "usable_keys": usable,
        "last_membership": state.last_membership(),
        "last_revoke": state.last_revoke(),
        "joined": state.joined(),
        "ended_days": ended,
    })
}
