//! Exports: everything with hashes and signatures as JSON, and a readable Automerge file built fresh from the pages.
//!
//! Made on this device, quietly: nothing about an export leaves it.

use std::collections::BTreeSet;

use accord_protocol::ids::Partner;
use accord_protocol::record::Record;
use data_encoding::{BASE64, HEXLOWER};
use rand_core::CryptoRng;
use serde_json::{Value, json};

use super::command::DraftView;
use super::seat::Seat;
use super::{Client, Env};
use crate::act::{Act, ActHash, act_hash};
use crate::document;
use crate::law::beside::Own;
use crate::law::graph::{Acts, Standing};
use crate::law::{agreement, boundary, promise, repair};
use crate::refused::Refused;

impl Client {
    /// What the screens say, as an export holds it. With `mine` all of it is derived from this person's acts alone, so that nothing
    /// of the partner can be in it.
    pub(super) fn export_views(
        &mut self,
        env: &Env<'_>,
        mine: bool,
        note: &str,
    ) -> Result<Value, Refused> {
        let reader = self.reader(env)?;
        let drafts = self.drafts(env)?;
        let kept = if mine { Own::default() } else { self.home()?.own() };
        let Some(seat) = &self.home()?.couple else { return Err(Refused::rule("not_paired")) };
        let own = mine.then(|| own_acts(&seat.acts, seat.partner));
        let acts = own.as_ref().unwrap_or(&seat.acts);
        let mut agreements = agreement::list(acts, &reader);
        let mut boundaries = boundary::list(acts, &reader);
        let mut promises = promise::list(acts, &reader);
        let repairs = repair::list(acts, &reader);
        let mut drafts_beside = Vec::new();
        for draft in drafts {
            match draft {
                DraftView::Agreement(view) => agreements.push(*view),
                DraftView::Boundary(view) => boundaries.push(*view),
                DraftView::Promise(view) => promises.push(*view),
                DraftView::Beside(view) => drafts_beside.push(*view),
            }
        }
        let mut views = json!({
            "agreements": agreements,
            "boundaries": boundaries,
            "promises": promises,
            "repairs": repairs,
            "exported_on": env.now.today().to_string(),
            "note": note,
        });
        super::beside::add_to_export(&mut views, acts, &reader, &kept, drafts_beside);
        Ok(views)
    }
}

/// A readable Automerge file: what the views say, and the pages they were derived from.
pub(super) fn automerge(
    rng: &mut dyn CryptoRng,
    views: &Value,
    seat: &mut Seat,
    mine: bool,
    left_out: &BTreeSet<ActHash>,
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
    let is_shown = |bytes: &[u8]| !left_out.contains(&act_hash(bytes));
    document::export(views, &mut pages, &is_shown, actor)
        .map_err(|_| Refused::rule("export_failed"))
}

/// Everything with its evidence: acts with hashes and statements, and every record of the log with its position, so that somebody else
/// can check all of it with `docs/protocol.md` and `docs/documents.md`.
pub(super) fn json(
    mut views: Value,
    seat: &mut Seat,
    mine: bool,
    left_out: &BTreeSet<ActHash>,
    records: &[Record],
) -> Result<Value, Refused> {
    seat.lay_out();
    let space = seat.id();
    let acts: Vec<Value> = seat
        .acts
        .iter()
        .filter(|(_, held)| !mine || held.partner == seat.partner)
        .map(|(_, held)| {
            let view = act(&held.act, held.standing, held.partner.index(), &space);
            if left_out.contains(&held.hash) { without_words(view) } else { view }
        })
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
        all.insert("mine".into(), json!(mine));
        all.insert("members".into(), Value::Array(members));
        all.insert("acts".into(), Value::Array(acts));
        all.insert("log".into(), Value::Array(log));
    }
    Ok(views)
}

/// An act whose words stay out: what it is chained by is there, so that the others can still be checked.
fn without_words(mut view: Value) -> Value {
    if let Value::Object(all) = &mut view {
        for words in ["record", "kind", "bytes", "statement", "signature"] {
            all.remove(words);
        }
        all.insert("left_out".into(), json!(true));
    }
    view
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

/// The acts of one partner, as if the other had said nothing.
fn own_acts(acts: &Acts, partner: Partner) -> Acts {
    let mut own = Acts::new();
    for (_, held) in acts.iter().filter(|(_, held)| held.partner == partner) {
        own.insert(held.partner, held.act.clone(), held.hash, held.standing);
    }
    own
}
