//! Founding a space offline, and writing its membership records.
//!
//! Owns the order of the first records (GENESIS, ROTATE, the paper device's ADD) and the building of JOIN, ADD, REVOKE, ROTATE
//! and END against a state. It does not know sockets, rows or acts.

use accord_protocol::body::{
    Admit, Dev, DeviceType, End, Genesis, Revoke, RevokeReason, Rotate, SpaceType,
};
use accord_protocol::chain::SpaceState;
use accord_protocol::ids::{DeviceId, KeyId, LogHead, Partner, RecordHash, SpaceId, Transcript};
use accord_protocol::record::{Header, Kind, Record};
use rand_core::CryptoRng;

use crate::crypto::boxes::{BoxError, grant, make_keys};
use crate::crypto::phrase::PaperHalf;
use crate::crypto::{DeviceKeys, DeviceSecret, EpochKey};
use crate::time::Day;

/// A space just founded: its records in order, and what this device holds of it.
#[derive(Debug)]
pub(super) struct Founded {
    pub(super) secret: DeviceSecret,
    pub(super) key: EpochKey,
    pub(super) records: Vec<Record>,
}

/// Why a membership record could not be written. None of these depends on what others sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum FoundError {
    #[error("a key could not be sealed")]
    Box(#[from] BoxError),
    #[error("the record does not fit its space: {0}")]
    Rule(#[from] accord_protocol::chain::Refusal),
    #[error("the record could not be written")]
    Record(#[from] accord_protocol::record::RecordError),
    #[error("no paper device is free")]
    Paper,
    #[error("stored keys are unusable")]
    Dev(#[from] accord_protocol::body::BodyError),
}

/// Founds a space for one device and its paper device.
pub(super) fn found(
    rng: &mut dyn CryptoRng,
    space_type: SpaceType,
    paper: &PaperHalf,
) -> Result<Founded, FoundError> {
    let secret = DeviceSecret::generate(rng);
    let keys = secret.keys();
    let dev = keys.dev(DeviceType::Active, Partner::Zero);
    let mut salt = [0; 16];
    rng.fill_bytes(&mut salt);
    let header = Header {
        kind: Kind::Genesis.to_byte(),
        space: SpaceId::ZERO,
        device: keys.device_id(),
        author_seq: 1,
        author_prev: RecordHash::ZERO,
        log_len: 0,
        log_head: LogHead::ZERO,
        key_id: KeyId::ZERO,
        nonce: [0; 24],
    };
    let genesis = Record::sign(
        &header,
        &Genesis { space_type, salt, dev: dev.clone() }.encode(),
        keys.signing_key(),
    )?;
    let mut state = SpaceState::genesis(&genesis)?;
    let mut records = vec![genesis];
    let space = state.space();
    let key = EpochKey::generate(rng);
    let first = make_keys(rng, &key, &space, &keys.device_id(), None, &[dev])?;
    push(&mut state, &mut records, &keys, Kind::Rotate, &Rotate { keys: first }.encode())?;
    let add = paper_add(rng, &state, &keys, &key, paper, Partner::Zero)?;
    push(&mut state, &mut records, &keys, Kind::AddDevice, &add)?;
    Ok(Founded { secret, key, records })
}

fn push(
    state: &mut SpaceState,
    records: &mut Vec<Record>,
    keys: &DeviceKeys,
    kind: Kind,
    body: &[u8],
) -> Result<(), FoundError> {
    let record = Record::sign(&header(state, keys.device_id(), kind), body, keys.signing_key())?;
    let accepted = state.check(&record, &|_| None)?;
    state.apply(accepted);
    records.push(record);
    Ok(())
}

/// The header of a membership record at the head of what is verified.
pub(super) fn header(state: &SpaceState, device: DeviceId, kind: Kind) -> Header {
    let tip = state.device_tip(&device);
    Header {
        kind: kind.to_byte(),
        space: state.space(),
        device,
        author_seq: tip.map_or(0, |t| t.seq) + 1,
        author_prev: tip.map_or(RecordHash::ZERO, |t| t.hash),
        log_len: state.len(),
        log_head: state.head(),
        key_id: KeyId::ZERO,
        nonce: [0; 24],
    }
}

/// ADD of a paper device.
pub(super) fn paper_add(
    rng: &mut dyn CryptoRng,
    state: &SpaceState,
    keys: &DeviceKeys,
    key: &EpochKey,
    paper: &PaperHalf,
    partner: Partner,
) -> Result<Vec<u8>, FoundError> {
    let dev = paper.dev(partner)?;
    admit(rng, state, keys, key, Transcript::ZERO, dev, *paper.proof(partner))
}

/// The body of a JOIN or ADD.
pub(super) fn admit(
    rng: &mut dyn CryptoRng,
    state: &SpaceState,
    keys: &DeviceKeys,
    key: &EpochKey,
    transcript: Transcript,
    dev: Dev,
    proof: [u8; 64],
) -> Result<Vec<u8>, FoundError> {
    let key_box = grant(rng, key, &state.space(), &keys.device_id(), &dev)?;
    Ok(Admit { transcript, dev, proof, key_id: key.key_id(&state.space()), key_box }.encode())
}

/// The body of a REVOKE with the new key for everybody who stays.
pub(super) fn revoke(
    rng: &mut dyn CryptoRng,
    state: &SpaceState,
    keys: &DeviceKeys,
    previous: &EpochKey,
    target: DeviceId,
    reason: RevokeReason,
) -> Result<(EpochKey, Vec<u8>), FoundError> {
    let key = EpochKey::generate(rng);
    let recipients = recipients(state, Some(target));
    let keys =
        make_keys(rng, &key, &state.space(), &keys.device_id(), Some(previous), &recipients)?;
    Ok((key, Revoke { target, reason, keys }.encode()))
}

/// The body of a ROTATE.
pub(super) fn rotate(
    rng: &mut dyn CryptoRng,
    state: &SpaceState,
    keys: &DeviceKeys,
    previous: &EpochKey,
) -> Result<(EpochKey, Vec<u8>), FoundError> {
    let key = EpochKey::generate(rng);
    let keys = make_keys(
        rng,
        &key,
        &state.space(),
        &keys.device_id(),
        Some(previous),
        &recipients(state, None),
    )?;
    Ok((key, Rotate { keys }.encode()))
}

/// The body of an END.
pub(super) fn end(today: Day) -> Vec<u8> {
    End { date_days: today.0 }.encode()
}

fn recipients(state: &SpaceState, without: Option<DeviceId>) -> Vec<Dev> {
    state
        .members()
        .filter(|m| m.is_active() && Some(m.id) != without)
        .filter_map(|m| m.dev().cloned())
        .collect()
}
