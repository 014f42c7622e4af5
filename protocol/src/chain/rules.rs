//! What a membership record does to a space, and the rules its body must keep.
//! Pure over the state before the record; [`super::SpaceState::apply`] makes the change.

use super::{Member, Refusal, Rule, SpaceState};
use crate::body::{Admit, Dev, DeviceType, End, Keys, Revoke, Role, Rotate, SpaceType};
use crate::ids::{DeviceId, KeyId, Partner};
use crate::limits::{
    ACTIVE_DEVICES_PER_PARTNER, ACTIVE_PAPER_PER_PARTNER, DEVICES_EVER, KEYS_EVER,
};
use crate::record::{Kind, Record};

/// The change a valid record makes beyond moving the head and its author's tip.
#[derive(Clone, Debug)]
pub(super) enum Effect {
    None,
    Admit { dev: Dev, joins: bool },
    Revoke { target: DeviceId, key_id: KeyId },
    Grant { key_id: KeyId },
    End { partner: Partner, date_days: i32 },
}

/// Parses the body and checks it against the space.
pub(super) fn effect(
    state: &SpaceState,
    record: &Record,
    author: &Member,
) -> Result<Effect, Refusal> {
    let kind = record.kind();
    if author.kind == DeviceType::Paper
        && !matches!(kind, Kind::AddDevice | Kind::Revoke | Kind::Rotate | Kind::End)
    {
        return Err(Rule::PaperAuthor.into());
    }
    if state.space_type == SpaceType::Vault && matches!(kind, Kind::Join | Kind::End) {
        return Err(Rule::Vault.into());
    }
    match kind {
        Kind::Genesis => Err(Rule::Genesis.into()),
        Kind::Join => join(state, record, author),
        Kind::AddDevice => add(state, record, author),
        Kind::Revoke => revoke(state, record, author),
        Kind::Rotate => {
            let keys = Rotate::parse(record.body())?.keys;
            if state.grants.len() >= KEYS_EVER {
                return Err(Rule::TooManyKeys.into());
            }
            check_keys(state, &keys, None)?;
            Ok(Effect::Grant { key_id: keys.key_id })
        }
        Kind::End => {
            let End { date_days } = End::parse(record.body())?;
            Ok(Effect::End { partner: author.partner, date_days })
        }
        Kind::Content | Kind::Checkpoint | Kind::Attest | Kind::Unknown(_) => Ok(Effect::None),
    }
}

fn join(state: &SpaceState, record: &Record, author: &Member) -> Result<Effect, Refusal> {
    let body = Admit::parse(record.body())?;
    let fits = state.joined.is_none()
        && author.partner == Partner::Zero
        && body.dev.partner() == Partner::One
        && body.dev.kind() == DeviceType::Active;
    if !fits {
        return Err(Rule::Join.into());
    }
    if body.transcript.is_zero() {
        return Err(Rule::Transcript.into());
    }
    admitted(state, body, Role::Partner, author, true)
}

fn add(state: &SpaceState, record: &Record, author: &Member) -> Result<Effect, Refusal> {
    let body = Admit::parse(record.body())?;
    if body.dev.partner() != author.partner {
        return Err(Rule::AddPartner.into());
    }
    let role = Role::of_add(state.space_type, &body.dev, &body.transcript);
    let transcript_fits = match role {
        Role::Paper => body.transcript.is_zero(),
        Role::Recovered => author.kind == DeviceType::Paper,
        Role::Partner | Role::OwnDevice | Role::FromVault => true,
    };
    if !transcript_fits {
        return Err(Rule::Transcript.into());
    }
    admitted(state, body, role, author, false)
}

/// What JOIN and ADD have in common.
fn admitted(
    state: &SpaceState,
    body: Admit,
    role: Role,
    author: &Member,
    joins: bool,
) -> Result<Effect, Refusal> {
    let dev = &body.dev;
    if state.members().any(|member| member.shares_with(dev)) {
        return Err(Rule::SeenBefore.into());
    }
    let active = state.active(dev.partner()).count();
    if active >= ACTIVE_DEVICES_PER_PARTNER || state.slots.len() >= DEVICES_EVER {
        return Err(Rule::TooManyDevices.into());
    }
    if dev.kind() == DeviceType::Paper {
        let papers = state.active(dev.partner()).filter(|m| m.kind == DeviceType::Paper).count();
        if papers >= ACTIVE_PAPER_PER_PARTNER {
            return Err(Rule::SecondPaper.into());
        }
    }
    if state.last_key().is_none_or(|last| last.key_id != body.key_id) {
        return Err(Refusal::StaleKey);
    }
    if !body.proof_holds(role, &state.space, &author.id) {
        return Err(Refusal::BadSignature);
    }
    Ok(Effect::Admit { dev: body.dev, joins })
}

fn revoke(state: &SpaceState, record: &Record, author: &Member) -> Result<Effect, Refusal> {
    let Revoke { target, keys, reason: _ } = Revoke::parse(record.body())?;
    let fits = target != author.id
        && state.member(&target).is_some_and(|m| m.is_active() && m.partner == author.partner);
    if !fits {
        return Err(Rule::RevokeTarget.into());
    }
    check_keys(state, &keys, Some(target))?;
    Ok(Effect::Revoke { target, key_id: keys.key_id })
}

/// KEYS against the space; `leaving` is no recipient any more.
fn check_keys(state: &SpaceState, keys: &Keys, leaving: Option<DeviceId>) -> Result<(), Rule> {
    let mut recipients = state.recipients();
    recipients.retain(|device| Some(*device) != leaving);
    if !keys.boxes.iter().map(|b| b.device).eq(recipients) {
        return Err(Rule::Recipients);
    }
    if state.granted(&keys.key_id).is_some() {
        return Err(Rule::KeyReused);
    }
    let previous_fits = if state.grants.is_empty() {
        keys.prev_key_id.is_zero()
    } else {
        state.granted(&keys.prev_key_id).is_some()
    };
    if previous_fits { Ok(()) } else { Err(Rule::PreviousKey) }
}
