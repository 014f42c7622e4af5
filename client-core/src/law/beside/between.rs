//! "Keep between us" (PRODUCT row 72): what its author marked so stays out of the other's exports and prints, until the author says otherwise.
//!
//! A mark counts for what its author wrote in that record, and only there. An agreement is both people's words, so nobody marks it alone.

use std::collections::BTreeSet;

use accord_protocol::ids::Partner;

use super::checkin;
use super::command::BesideCommand;
use crate::act::codec::Writer;
use crate::act::rounds::RoundBody;
use crate::act::shared::SharedBody;
use crate::act::{ActHash, Body, RecordId, kind};
use crate::law::graph::{Acts, Held};
use crate::law::heads::{Scope, heads, of_record};
use crate::law::{Decision, Reader, resolve};
use crate::refused::Refused;

/// Whether the act publishes words of its author's own.
fn publishes(held: &Held) -> bool {
    matches!(
        &held.act.body,
        Body::Boundary(_)
            | Body::Promise(_)
            | Body::Repair(_)
            | Body::Round(RoundBody::Checkin { .. } | RoundBody::CheckinReady { .. })
            | Body::Shared(
                SharedBody::Thanks { .. }
                    | SharedBody::Talk(_)
                    | SharedBody::TimeOut { .. }
                    | SharedBody::Stance { .. },
            )
    )
}

fn wrote(acts: &Acts, record: &RecordId, who: Partner) -> bool {
    acts.about(record).iter().map(|ix| acts.get(*ix)).any(|h| h.partner == who && publishes(h))
}

/// What each keeps between the two, by partner number. Where own devices differ it is kept.
#[must_use]
pub fn kept(acts: &Acts, scope: Scope) -> [BTreeSet<RecordId>; 2] {
    Partner::BOTH.map(|who| {
        let is_kept = |record: &RecordId| in_scope(acts, record, who, scope);
        acts.records_of(&[kind::KEEP_BETWEEN]).filter(is_kept).collect()
    })
}

/// Whether `who` keeps what `who` wrote in this record between the two.
#[must_use]
pub fn is_kept(acts: &Acts, record: &RecordId, who: Partner) -> bool {
    in_scope(acts, record, who, Scope::All)
}

fn in_scope(acts: &Acts, record: &RecordId, who: Partner, scope: Scope) -> bool {
    if !acts.kinds(record).has(kind::KEEP_BETWEEN) {
        return false;
    }
    let held = of_record(acts, record, scope);
    let said = held.iter().copied().filter(|one| one.partner == who);
    let said = said.filter_map(|one| match &one.held().act.body {
        Body::Shared(SharedBody::KeepBetween { on }) => Some((one, *on)),
        _ => None,
    });
    heads(acts, said.collect()).iter().any(|(_, on)| *on) && wrote(acts, record, who)
}

/// Acts of the other's that the reader's exports leave out: kept between the two, or a check-in the reader cannot see yet.
#[must_use]
pub fn left_out(acts: &Acts, reader: &Reader) -> BTreeSet<ActHash> {
    let them = reader.me.other();
    let [zero, one] = kept(acts, Scope::All);
    let kept = if them == Partner::Zero { zero } else { one };
    let theirs = acts.iter().filter(|(_, held)| held.partner == them);
    let mut out: BTreeSet<ActHash> =
        theirs.filter(|(_, held)| kept.contains(&held.act.record)).map(|(_, h)| h.hash).collect();
    for round in checkin::all(acts, Scope::All) {
        let visible: Vec<ActHash> =
            round.visible(them).flat_map(|entry| entry.acts.iter().copied()).collect();
        let written = acts.about(&round.record).iter().map(|ix| acts.get(*ix));
        let closed = written.filter(|held| {
            let entry = matches!(held.act.body, Body::Round(RoundBody::Checkin { .. }));
            entry && held.partner == them && !visible.contains(&held.hash)
        });
        // What was open once and was replaced stays readable.
        let other_wrote = round.people[reader.me.index()].wrote.is_some();
        out.extend(closed.filter(|_| !other_wrote).map(|held| held.hash));
    }
    out
}

/// Canonical bytes of the marks for the state digest, where there are any.
#[must_use]
pub fn encode(acts: &Acts) -> Option<Vec<u8>> {
    let both = kept(acts, Scope::Log);
    let mut w = Writer::default();
    for kept in &both {
        w.u64(kept.len() as u64);
        for record in kept {
            w.raw(&record.0);
        }
    }
    both.iter().any(|kept| !kept.is_empty()).then(|| w.into_bytes())
}

/// What may be said about it now.
pub(super) fn decide(
    acts: &Acts,
    reader: &Reader,
    command: &BesideCommand,
) -> Option<Result<Decision, Refused>> {
    let BesideCommand::KeepBetween { id, on } = command else { return None };
    Some((|| {
        let record = resolve(id, acts.records_beginning(id))?;
        if !wrote(acts, &record, reader.me) {
            let proposed = acts.about(&record).iter().map(|ix| &acts.get(*ix).act.body);
            let both = proposed.into_iter().any(|body| matches!(body, Body::Propose { .. }));
            let code = if both { "both_wrote_it" } else { "not_yours" };
            return Err(Refused::rule(code).with(record.hex()));
        }
        if is_kept(acts, &record, reader.me) == *on {
            return Ok(Decision::nothing(record));
        }
        let said = SharedBody::KeepBetween { on: *on };
        Ok(Decision::one(record, Body::Shared(said)))
    })())
}
