//! How a state moves over valid records, and that it comes back from a checkpoint.
//! Every refusal has its own vector, checked in `crate::vectors`.

use super::*;
use crate::body::Role;
use crate::testing::{TestDevice, TestLog, genesis};

type Done = Result<(), Refusal>;

struct Couple {
    ana: TestDevice,
    ana_paper: TestDevice,
    ana_two: TestDevice,
    ben: TestDevice,
    log: TestLog,
}

fn couple() -> Result<Couple, Refusal> {
    let ana = TestDevice::zero("ana");
    let ana_paper = TestDevice::paper("ana paper", Partner::Zero);
    let ana_two = TestDevice::zero("ana two");
    let ben = TestDevice::one("ben");
    let log = TestLog::couple(&ana, &ben)?;
    Ok(Couple { ana, ana_paper, ana_two, ben, log })
}

#[test]
fn a_space_is_named_by_its_genesis() -> Done {
    let ana = TestDevice::zero("ana");
    let record = genesis(SpaceType::Couple, &ana)?;
    let state = SpaceState::genesis(&record)?;
    assert_eq!(state.space().as_bytes(), record.hash().as_bytes());
    assert_eq!(record.space(), state.space());
    assert_eq!((state.len(), state.last_key()), (1, None));
    Ok(())
}

#[test]
fn content_from_offline_is_accepted_behind_the_head_but_not_behind_itself() -> Done {
    let Couple { ana, ben, mut log, .. } = couple()?;
    let late = log.sign(&ben, Kind::Content, &[1; 528])?;
    let later = {
        let mut branch = log.clone();
        branch.push(late.clone())?;
        branch.sign(&ben, Kind::Content, &[2; 528])?
    };
    for _ in 0..5 {
        log.content(&ana)?;
    }
    log.push(late)?;
    // Ben's second record was made when his first was at position 4; here it is at 9.
    assert!(matches!(log.push(later), Err(Refusal::WrongBranch { .. })));
    assert_eq!(log.state.device_tip(&ben.id()).map(|tip| (tip.seq, tip.position)), Some((1, 9)));
    Ok(())
}

#[test]
fn keys_from_before_a_removal_cannot_seal_and_several_since_can() -> Done {
    let Couple { ana, ana_two, ben, mut log, .. } = couple()?;
    log.rotate(&ben)?;
    assert_eq!(log.state.usable_keys().count(), 2);
    log.add_as(&ana, &ana_two, Role::FromVault)?;
    log.revoke(&ana, &ana_two)?;
    let after = log.state.last_key();
    assert_eq!(log.state.usable_keys().collect::<Vec<_>>(), Vec::from_iter(after));
    log.rotate(&ben)?;
    assert_eq!(log.state.usable_keys().count(), 2);
    assert!(!log.state.is_usable(&log.state.grants()[0].key_id));
    assert!(!log.state.is_active(&ana_two.id()));
    assert_eq!(log.state.active(Partner::Zero).count(), 1);
    assert_eq!(log.state.members().count(), 3);
    Ok(())
}

#[test]
fn an_end_may_be_made_behind_its_author_and_leaves_room_for_the_other_only() -> Done {
    let Couple { ana, ben, mut log, .. } = couple()?;
    let old = log.clone();
    log.content(&ben)?;
    let mut header = old.header(&ben, Kind::End);
    let tip = log.state.device_tip(&ben.id()).unwrap_or(Tip::NONE);
    (header.author_seq, header.author_prev) = (tip.seq + 1, tip.hash);
    let end = Record::sign(&header, &crate::body::End { date_days: 20_000 }.encode(), &ben.key)?;
    log.push(end)?;
    assert_eq!(log.content(&ana), Err(Refusal::Ended));
    assert_eq!(log.rotate(&ana), Err(Refusal::Ended));
    assert_eq!(log.end(&ben, 1), Err(Refusal::Ended));
    log.end(&ana, -3)?;
    assert_eq!(log.end(&ana, 1), Err(Refusal::Ended));
    let days = log.state.ended().map(|end| end.map(|end| (end.position, end.date_days)));
    assert_eq!(days, [Some((6, -3)), Some((5, 20_000))]);
    Ok(())
}

#[test]
fn a_repeated_last_record_is_a_duplicate_and_another_with_its_number_a_fork() -> Done {
    let Couple { ana, mut log, .. } = couple()?;
    let other = log.sign(&ana, Kind::Content, &[9; 528])?;
    let record = log.content(&ana)?;
    assert_eq!(log.state.duplicate(&record), Some(4));
    assert_eq!(log.state.duplicate(&other), None);
    assert_eq!(log.try_push(&other), Err(Refusal::Fork { seq: 4, tip: 4 }));
    Ok(())
}

#[test]
fn a_partner_has_at_most_eight_active_devices_and_a_revoked_one_frees_a_place() -> Done {
    let Couple { ana, ana_paper, mut log, .. } = couple()?;
    log.add(&ana, &ana_paper)?;
    let more: Vec<_> = (0..7).map(|i| TestDevice::zero(&format!("more {i}"))).collect();
    for device in &more[..6] {
        log.add_as(&ana, device, Role::FromVault)?;
    }
    let refused = log.add_as(&ana, &more[6], Role::FromVault);
    assert_eq!(refused, Err(Rule::TooManyDevices.into()));
    log.revoke(&ana_paper, &more[0])?;
    log.add_as(&ana, &more[6], Role::FromVault)?;
    Ok(())
}

#[test]
fn a_vault_is_recovered_by_its_paper_device() -> Done {
    let ana = TestDevice::zero("ana");
    let paper = TestDevice::paper("ana paper", Partner::Zero);
    let fresh = TestDevice::zero("ana fresh");
    let mut log = TestLog::found(SpaceType::Vault, &ana)?;
    log.rotate(&ana)?;
    log.add(&ana, &paper)?;
    assert_eq!(log.add_as(&ana, &fresh, Role::Recovered), Err(Rule::Transcript.into()));
    log.add_as(&paper, &fresh, Role::Recovered)?;
    log.revoke(&fresh, &ana)?;
    log.content(&fresh)?;
    assert_eq!(log.end(&fresh, 0), Err(Rule::Vault.into()));
    Ok(())
}

#[test]
fn a_state_comes_back_from_its_checkpoint_at_every_length() -> Done {
    let Couple { ana, ana_paper, ana_two, ben, mut log } = couple()?;
    log.add(&ana, &ana_paper)?;
    log.content(&ben)?;
    log.add_as(&ana, &ana_two, Role::FromVault)?;
    log.revoke(&ana, &ana_two)?;
    log.content(&ben)?;
    log.end(&ben, 20_000)?;
    let mut state = SpaceState::genesis(&log.records[0])?;
    for (index, record) in log.records.iter().enumerate().skip(1) {
        let checkpoint = state.checkpoint();
        let control = log.records[..index].iter().cloned().zip(1..).map(|(r, n)| (n, r));
        assert_eq!(SpaceState::restore(&checkpoint, control).as_ref(), Ok(&state));
        let accepted = state.check(record, &|n| log.head_at(n))?;
        state.apply(accepted);
    }
    assert_eq!(state, log.state);
    Ok(())
}

#[test]
fn a_damaged_checkpoint_is_an_error_and_never_a_panic() -> Done {
    let Couple { log, .. } = couple()?;
    let checkpoint = log.state.checkpoint();
    let control = || log.records.iter().cloned().zip(1..).map(|(r, n)| (n, r));
    for len in 0..checkpoint.len() {
        assert!(SpaceState::restore(&checkpoint[..len], control()).is_err());
    }
    let missing = SpaceState::restore(&checkpoint, control().take(2));
    let ben = TestDevice::one("ben").id();
    assert_eq!(missing, Err(RestoreError::Missing { device: ben, position: 3 }));
    Ok(())
}

#[test]
fn a_checkpoint_that_would_be_written_otherwise_is_an_error() -> Done {
    let Couple { log, .. } = couple()?;
    let checkpoint = log.state.checkpoint();
    let control = || log.records.iter().cloned().zip(1..).map(|(r, n)| (n, r));
    // Nobody ended this space, so no day and no device of an end stands there.
    let ended = 2 + 32 + 32 + 4 * 8;
    for at in ended + 8..ended + 28 {
        let mut changed = checkpoint.clone();
        changed[at] = 8;
        assert_eq!(SpaceState::restore(&changed, control()), Err(RestoreError::Format), "{at}");
    }
    Ok(())
}

#[test]
fn a_value_accepted_on_another_state_changes_nothing_in_a_release_build() -> Done {
    let Couple { ana, ben, log, .. } = couple()?;
    let record = log.sign(&ana, Kind::Content, &[1; 528])?;
    let accepted = log.state.check(&record, &|n| log.head_at(n))?;
    let mut moved = log;
    moved.content(&ben)?;
    let mut state = moved.state.clone();
    let outcome = std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| state.apply(accepted)));
    assert_eq!(outcome.is_err(), cfg!(debug_assertions));
    assert_eq!(state, moved.state);
    Ok(())
}

#[test]
fn a_space_remembers_a_bounded_number_of_keys_and_never_refuses_a_removal_for_it() -> Done {
    let Couple { ana, ana_paper, mut log, .. } = couple()?;
    log.add(&ana, &ana_paper)?;
    while log.state.grants().len() < crate::limits::KEYS_EVER {
        let record = log.sign(&ana, Kind::Rotate, &log.keys(None).encode())?;
        let accepted = log.state.check_verified(&record, &|n| log.head_at(n))?;
        log.state.apply(accepted);
    }
    assert_eq!(log.rotate(&ana).map_err(|r| r.code()), Err(crate::error::Code::Quota));
    log.revoke(&ana, &ana_paper)?;
    Ok(())
}

#[test]
fn a_space_admits_two_hundred_and_fifty_five_devices_and_no_more() -> Done {
    let Couple { ana, mut log, .. } = couple()?;
    let device = |n: usize| TestDevice::zero(&format!("device {n}"));
    while log.state.members().count() < crate::limits::DEVICES_EVER {
        let next = device(log.state.members().count());
        log.add_as(&ana, &next, Role::FromVault)?;
        log.revoke(&ana, &next)?;
    }
    let refused = log.add_as(&ana, &device(0), Role::FromVault);
    assert_eq!(refused, Err(Rule::TooManyDevices.into()));
    Ok(())
}
