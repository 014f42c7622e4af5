//! Drafts: bodies that wait in the owner's vault, seen by nobody else, until they are shared.
//!
//! A draft is an agreement's first proposal, a boundary or a promise, under a random id. Commands that need the other are refused.

use super::agreement::{first_revision, reworded, shared_revision};
use super::command::{AgreementKind, LawCommand, Polarity, RitualCommand};
use super::graph::Acts;
use super::{NewAct, Reader, agreement, beside, boundary, promise, ritual, view};
use crate::act::{Act, ActHash, Body, RecordId, Revision, agreement_id};
use crate::refused::Refused;
use crate::time::Day;
use accord_protocol::ids::{DeviceId, Partner};

use super::graph::Standing;

/// A draft as its owner sees it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant carries the view it is named after")]
pub enum Shown {
    Agreement(Box<view::Agreement>),
    Boundary(Box<view::Boundary>),
    Promise(Box<view::Promise>),
    Beside(Box<beside::view::Shown>),
}

/// Shows a draft made or last changed on `on`; `None` for a body that cannot be one.
#[must_use]
pub fn show(record: RecordId, body: &Body, on: Day, reader: &Reader) -> Option<Shown> {
    Some(match body {
        Body::Propose { kind, revision } => {
            Shown::Agreement(Box::new(agreement::draft(record, *kind, revision, reader)))
        }
        Body::Boundary(fields) => Shown::Boundary(Box::new(boundary::draft(record, fields, on))),
        Body::Promise(fields) => Shown::Promise(Box::new(promise::draft(record, fields, reader))),
        _ => Shown::Beside(Box::new(beside::draft::show(record, body, on, reader)?)),
    })
}

/// The body of a new draft. `acts` are what both see: a limit may name an agreement there.
///
/// # Errors
/// `not_paired` for a command that needs the other, or what is wrong with the words.
pub fn begin(
    acts: &Acts,
    reader: &Reader,
    command: &LawCommand,
    fresh: RecordId,
) -> Result<Body, Refused> {
    match command {
        LawCommand::AgreePropose { kind, words } => {
            // Which slot is the author's is known only when it is shared.
            let revision = first_revision(words, Partner::Zero)?;
            fitting(*kind, revision)
        }
        LawCommand::Ritual(RitualCommand::Propose { words, ritual }) => {
            let revision = ritual::first(reader.today, words, ritual, Partner::Zero)?;
            Ok(Body::Propose { kind: AgreementKind::Ritual, revision })
        }
        LawCommand::BoundaryAdd { .. } | LawCommand::PromiseAdd { .. } => {
            let named = named_agreement(acts, command)?;
            alone(&Acts::new(), reader, &naming_none(command), fresh)
                .and_then(|body| naming(body, named))
        }
        _ => Err(Refused::rule("not_paired")),
    }
}

/// The draft's new body after a command about it: `agree counter`, `limit edit`, `permit edit`, `promise edit`. `shared` are what both
/// see.
///
/// # Errors
/// `not_paired` for a command that needs the other, or what is wrong with the words.
pub fn edit(
    shared: &Acts,
    reader: &Reader,
    record: RecordId,
    body: &Body,
    command: &LawCommand,
) -> Result<Body, Refused> {
    match (body, command) {
        (Body::Propose { kind, revision }, LawCommand::AgreeCounter { words, .. }) => {
            fitting(*kind, reworded(revision, words, Partner::Zero)?)
        }
        (
            Body::Propose { kind, revision },
            LawCommand::Ritual(RitualCommand::Counter { words, ritual, .. }),
        ) => {
            let next = ritual::reworded(reader.today, revision, words, ritual, Partner::Zero)?;
            fitting(*kind, next)
        }
        (Body::Boundary(_), LawCommand::BoundaryEdit { .. })
        | (Body::Promise(_), LawCommand::PromiseEdit { .. }) => {
            // The laws edit what stands; so the draft stands alone for a moment, and what it would replace was never shared.
            let act = Act {
                device: DeviceId::ZERO,
                no: 1,
                prev: ActHash::ZERO,
                date: reader.today,
                record,
                knows: Vec::new(),
                body: body.clone(),
                signature: None,
            };
            let mut acts = Acts::new();
            let hash = act.hash();
            acts.insert(reader.me, act, hash, Standing::Unsent);
            let named = named_agreement(shared, command)?;
            let next = alone(&acts, reader, &naming_none(command), record)?;
            let mut next = naming(next, named)?;
            match &mut next {
                Body::Boundary(fields) => fields.replaces.clear(),
                Body::Promise(fields) => fields.replaces.clear(),
                _ => {}
            }
            Ok(next)
        }
        _ => Err(Refused::rule("not_paired")),
    }
}

fn fitting(kind: AgreementKind, revision: Revision) -> Result<Body, Refused> {
    if !revision.fits(kind) {
        return Err(Refused::usage("terms_missing"));
    }
    Ok(Body::Propose { kind, revision })
}

/// What sharing the draft says, and under which id: an agreement's id comes from its words, the others keep theirs.
///
/// # Errors
/// `not_a_draft` for a body that cannot be shared, `already_in_force` where these words are in force already.
pub fn share(
    acts: &Acts,
    reader: &Reader,
    record: RecordId,
    body: &Body,
) -> Result<NewAct, Refused> {
    match body {
        Body::Propose { kind, revision } => share_agreement(acts, reader.me, *kind, revision),
        Body::Boundary(_) | Body::Promise(_) => Ok(NewAct { record, body: body.clone() }),
        _ => beside::draft::share(record, body),
    }
}

fn share_agreement(
    acts: &Acts,
    me: Partner,
    kind: AgreementKind,
    draft: &Revision,
) -> Result<NewAct, Refused> {
    let revision = shared_revision(draft, me);
    let record = agreement_id(kind, &revision);
    if agreement::one(acts, record).is_some_and(|s| s.in_force.is_some()) {
        return Err(Refused::rule("already_in_force").with(record.hex()));
    }
    Ok(NewAct { record, body: Body::Propose { kind, revision } })
}

/// The one body a boundary or promise command comes to.
fn alone(
    acts: &Acts,
    reader: &Reader,
    command: &LawCommand,
    fresh: RecordId,
) -> Result<Body, Refused> {
    let decided = super::decide(acts, reader, command, fresh)?;
    decided.acts.into_iter().next().map(|a| a.body).ok_or_else(|| Refused::rule("no_change"))
}

/// The agreement that a limit's words name, among what both see.
fn named_agreement(shared: &Acts, command: &LawCommand) -> Result<Option<RecordId>, Refused> {
    match limits_of(command) {
        Some(id) => boundary::agreement_named(shared, id).map(Some),
        None => Ok(None),
    }
}

fn limits_of(command: &LawCommand) -> Option<&str> {
    match command {
        LawCommand::BoundaryAdd { words, .. } | LawCommand::BoundaryEdit { words, .. } => {
            words.limits.as_deref()
        }
        _ => None,
    }
}

/// The same words without the agreement they name: a draft stands alone and knows of none.
fn naming_none(command: &LawCommand) -> LawCommand {
    let mut command = command.clone();
    if let LawCommand::BoundaryAdd { words, .. } | LawCommand::BoundaryEdit { words, .. } =
        &mut command
    {
        words.limits = None;
    }
    command
}

fn naming(mut body: Body, named: Option<RecordId>) -> Result<Body, Refused> {
    if let (Body::Boundary(fields), Some(agreement)) = (&mut body, named) {
        if fields.polarity != Polarity::Limit {
            return Err(Refused::usage("limits_are_for_limits"));
        }
        fields.limits = Some(agreement);
    }
    Ok(body)
}
