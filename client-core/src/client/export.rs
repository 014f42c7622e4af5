//! Exports: everything with hashes and signatures as JSON, and a readable Automerge file built fresh from the pages.
//!
//! Made on this device, quietly: nothing about an export leaves it.

use accord_protocol::record::Record;
use data_encoding::{BASE64, HEXLOWER};
use rand_core::CryptoRng;
use serde_json::{Value, json};

use super::seat::Seat;
use crate::act::{Act, act_hash};
use crate::document;
use crate::law::graph::Standing;
use crate::refused::Refused;

/// A readable Automerge file: what the views say, and the pages they were derived from.
pub(super) fn automerge(
    rng: &mut dyn CryptoRng,
    views: &Value,
    seat: &mut Seat,
    mine: bool,
) -> Result<Vec<u8>, Refused> {
    let mut actor = [0; 16];
    rng.fill_bytes(&mut actor);
    let own = seat.own_page();
    let mut pages: Vec<(&str, &mut document::OwnPage)> = seat
        .pages
        .iter_mut()
        .filter(|(number, _)| !mine || **number == own)
        .map(|(number, file)| (if *number == own { "me" } else { "them" }, &mut file.page))
        .collect();
    document::export(views, &mut pages, actor).map_err(|_| Refused::rule("export_failed"))
}

/// Everything with its evidence: acts with hashes and statements, and every record of the log with its position, so that somebody else
/// can check all of it with `docs/protocol.md` and `docs/documents.md`.
pub(super) fn json(
    mut views: Value,
    seat: &mut Seat,
    mine: bool,
    records: &[Record],
) -> Result<Value, Refused> {
    seat.lay_out();
    let space = seat.id();
    let acts: Vec<Value> = seat
        .acts
        .iter()
        .filter(|(_, held)| !mine || held.partner == seat.partner)
        .map(|(_, held)| act(&held.act, held.standing, held.partner.index(), &space))
        .collect();
    let state = seat.sync.state().ok_or_else(|| Refused::rule("not_paired"))?;
    let members: Vec<Value> = state
        .members()
        .map(|member| {
            json!({
                "device": member.id.to_string(),
                "partner": member.partner.index(),
                "signing_key": HEXLOWER.encode(member.verifying_key().as_bytes()),
                "added_at": member.added_at,
                "revoked_at": member.revoked_at,
            })
        })
        .collect();
    let log: Vec<Value> = records
        .iter()
        .zip(1_u64..)
        .filter(|(record, _)| !mine || record.kind().is_membership() || state.member(&record.device()).is_some_and(|member| member.partner == seat.partner))
        .map(|(record, position)| json!({ "position": position, "hash": record.hash().to_string(), "bytes": BASE64.encode(record.bytes()) }))
        .collect();
    if let Value::Object(all) = &mut views {
        all.insert("format".into(), json!("accord-export-1"));
        all.insert("space".into(), json!(space.to_string()));
        all.insert("me".into(), json!(seat.partner.index()));
        all.insert("members".into(), Value::Array(members));
        all.insert("acts".into(), Value::Array(acts));
        all.insert("log".into(), Value::Array(log));
    }
    Ok(views)
}

/// A JSON export as bytes.
pub(super) fn bytes(export: &Value) -> Result<Vec<u8>, Refused> {
    serde_json::to_vec_pretty(export).map_err(|_| Refused::rule("export_failed"))
}

fn act(
    act: &Act,
    standing: Standing,
    partner: usize,
    space: &accord_protocol::ids::SpaceId,
) -> Value {
    let bytes = act.encode();
    json!({
        "hash": act_hash(&bytes).hex(),
        "partner": partner,
        "device": act.device.to_string(),
        "number": act.no,
        "date": act.date.to_string(),
        "record": act.record.hex(),
        "kind": act.body.kind(),
        "sent": standing == Standing::Admitted,
        "bytes": BASE64.encode(&bytes),
        "statement": act.statement_bytes(space).map(|statement| BASE64.encode(&statement)),
        "signature": act.signature.map(|signature| BASE64.encode(&signature)),
    })
}
