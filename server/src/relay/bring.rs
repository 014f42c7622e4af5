//! A log that is brought to this relay from another one or after a loss, by a device that is not a member before the record that admits it
//! lies here (`POST /v1/spaces` with records that go on where the log ends; protocol section 10).
//!
//! Records prove themselves, and the chain their order. They are taken one after the other, and the first that does not fit ends the request:
//! what came after it would lie at another place than in the log it is from.

use std::net::IpAddr;

use accord_protocol::error::Code;
use accord_protocol::http::Created;
use accord_protocol::ids::SpaceId;
use accord_protocol::record::Record;

use super::commit::After;
use super::queue::{Phase, SpaceSlot, Step};
use super::space::{Found, Push, Verdict};
use super::{Relay, RequestId, Task};
use crate::store::{Answer, Query, SpaceType};

/// Records that go on where a space's log ends.
#[derive(Debug)]
pub(crate) struct Bring {
    pub(super) request: RequestId,
    ip: IpAddr,
    records: Vec<Record>,
    /// The next one.
    at: usize,
    found: Found,
    /// Some of them are in the log and not yet durable.
    depends: bool,
}

impl Bring {
    pub(super) fn new(request: RequestId, ip: IpAddr, records: Vec<Record>) -> Self {
        Self { request, ip, records, at: 0, found: Found::default(), depends: false }
    }
}

impl Relay {
    /// Takes as many of them as fit; the answer is the length and head of the log.
    pub(super) fn step_bring(
        &mut self,
        id: SpaceId,
        slot: &mut SpaceSlot,
        bring: &mut Bring,
    ) -> Step {
        let answer = slot.take_answer();
        if !matches!(slot.phase, Phase::Ready(_)) {
            let _ = self.failed_auths.take(self.now_ms, bring.ip);
            self.problem(bring.request, Code::Malformed);
            return Step::Done;
        }
        match answer {
            None => {}
            Some(Ok(Answer::Head(head))) => {
                let asked = bring.records.get(bring.at).map_or(0, |r| r.header().log_len);
                bring.found.head = Some((asked, head));
            }
            Some(_) => {
                self.problem(bring.request, Code::Unavailable);
                return Step::Done;
            }
        }
        let until = bring.records.len() as u64;
        while let Some(record) = bring.records.get(bring.at) {
            let Phase::Ready(space) = &mut slot.phase else { return Step::Done };
            let author = space.state().member(&record.device()).map(|m| *m.verifying_key());
            if author.is_none_or(|key| record.verify_signature(&key).is_err()) {
                let _ = self.failed_auths.take(self.now_ms, bring.ip);
                return self.brought(bring, slot, Some(Code::BadSignature));
            }
            // They are of a log that is longer than this one.
            let claimed = space.state().len() + until;
            let context = Push { now_ms: self.now_ms, claimed };
            let (verdict, op) =
                space.push(record, &bring.found, context, &self.boot, &self.settings);
            match verdict {
                Verdict::NeedsHead { position }
                    if slot.uncommitted && position > slot.durable.0 =>
                {
                    return Step::Wait;
                }
                Verdict::NeedsHead { position } => {
                    let query = Query::Head { space: id, position };
                    slot.wait_for(self.ask(Task::Front(id), query));
                    return Step::Wait;
                }
                // Older than what its author wrote here: it was brought before, or the logs are compared once a device is let in.
                Verdict::Duplicate { .. } | Verdict::NeedsSearch { .. } => {}
                Verdict::Refused(code) => return self.brought(bring, slot, Some(code)),
                Verdict::Appended { revoked, .. } => {
                    slot.uncommitted = true;
                    bring.depends = true;
                    self.building.spaces.insert(id);
                    self.building.ops.extend(op);
                    let is_vault = space.state().space_type() == SpaceType::Vault;
                    self.note_paper(id, is_vault, record, revoked);
                    if let Some(device) = revoked {
                        self.building.after.push(After::Revoked { space: id, device });
                    }
                }
            }
            bring.at += 1;
            bring.found = Found::default();
        }
        self.brought(bring, slot, None)
    }

    fn brought(&mut self, bring: &Bring, slot: &SpaceSlot, refused: Option<Code>) -> Step {
        let Phase::Ready(space) = &slot.phase else { return Step::Done };
        match refused {
            // What was taken before it stays: the next request goes on after it.
            Some(code) if !bring.depends => self.problem(bring.request, code),
            _ => {
                let (position, head) = (space.state().len(), space.state().head());
                let body = Created { position, head }.encode();
                self.answer_request(slot.uncommitted, bring.request, body);
            }
        }
        Step::Done
    }
}
