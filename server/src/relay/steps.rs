//! What each job in a space's queue does when it is at the front.
//!
//! Each step either ends its job or waits for a read, a check or a commit and is run again. Decides with `space`,
//! answers through `commit`.

use accord_protocol::error::Code;
use accord_protocol::frame::Outcome;
use accord_protocol::ids::{DeviceId, LogHead, SpaceId};
use accord_protocol::record::Kind;

use super::commit::After;
use super::queue::{Checked, Job, Origin, Phase, Prove, PushJob, SpaceSlot, Step};
use super::space::{Found, Push, Verdict};
use super::{Check, ConnId, Relay, Task};
use crate::store::{Answer, Op, Query, SpaceType, Stage};

impl Relay {
    /// Does the job at the front of a space's queue, as far as it can be done now.
    pub(super) fn step(
        &mut self,
        id: SpaceId,
        slot: &mut SpaceSlot,
        ticket: u64,
        job: &mut Job,
    ) -> Step {
        match job {
            Job::Prove(prove) => self.step_prove(id, slot, ticket, prove),
            Job::Subscribe { conn, after, head } => {
                self.step_subscribe(id, slot, ticket, (*conn, *after, *head))
            }
            Job::Push(push) => self.step_push(id, slot, ticket, push),
            Job::Create(create) => self.step_create(id, slot, create),
            Job::Bring(bring) => self.step_bring(id, slot, bring),
            Job::Applied { device, position } => self.step_applied(id, slot, *device, *position),
            Job::Due => self.step_due(id, slot),
            Job::Touch => self.step_touch(id, slot),
        }
    }

    fn step_prove(
        &mut self,
        id: SpaceId,
        slot: &mut SpaceSlot,
        ticket: u64,
        prove: &mut Prove,
    ) -> Step {
        if prove.checked == Checked::Not && self.reread(id, slot, ticket) {
            return Step::Wait;
        }
        let (key, active) = match &slot.phase {
            Phase::Ready(space) => {
                let member = space.state().member(&prove.device);
                (member.map(|m| *m.verifying_key()), member.is_some_and(|m| m.is_active()))
            }
            _ => (None, false),
        };
        match prove.checked {
            Checked::Not => {
                prove.checked = Checked::Asked;
                let check = Check::Message {
                    message: std::mem::take(&mut prove.message),
                    signature: prove.signature,
                    key: key.unwrap_or(self.nobody),
                };
                self.verify(Task::Check(id, ticket), check);
                Step::Wait
            }
            Checked::Asked => Step::Wait,
            Checked::Bad => {
                self.not_proved(&prove.who, Code::NotMember);
                Step::Done
            }
            Checked::Good if key.is_none() => {
                self.not_proved(&prove.who, Code::NotMember);
                Step::Done
            }
            // Whether it was removed, or added, is said only once that is durable.
            Checked::Good if slot.uncommitted => Step::Wait,
            Checked::Good if !active => {
                self.not_proved(&prove.who, Code::Revoked);
                Step::Done
            }
            Checked::Good => {
                self.proved(id, slot, prove);
                Step::Done
            }
        }
    }

    fn step_subscribe(
        &mut self,
        id: SpaceId,
        slot: &mut SpaceSlot,
        ticket: u64,
        (conn, after, head): (ConnId, u64, LogHead),
    ) -> Step {
        let Phase::Ready(space) = &mut slot.phase else {
            self.refuse_conn(conn, Code::Gone);
            return Step::Done;
        };
        let (len, durable_head) = slot.durable;
        let ours = match (space.head_at(after), slot.answer.take()) {
            _ if after > len => None,
            (Some(ours), _) => ours,
            (None, Some(Ok(Answer::Head(ours)))) => ours,
            (None, Some(_)) => {
                self.refuse_conn(conn, Code::Unavailable);
                return Step::Done;
            }
            (None, None) => {
                slot.waiting =
                    Some(self.ask(Task::Front(id), Query::Head { space: id, position: after }));
                return Step::Wait;
            }
        };
        let agrees = ours == Some(head);
        if !agrees && self.reread(id, slot, ticket) {
            return Step::Wait;
        }
        self.subscribed(conn, after, agrees, len, durable_head);
        if let Phase::Ready(space) = &mut slot.phase
            && self.brought_all(conn, after).is_some_and(|device| space.report(&device, &self.boot))
        {
            slot.uncommitted = true;
            self.building.spaces.insert(id);
        }
        Step::Done
    }

    fn step_push(
        &mut self,
        id: SpaceId,
        slot: &mut SpaceSlot,
        ticket: u64,
        push: &mut PushJob,
    ) -> Step {
        let Phase::Ready(space) = &mut slot.phase else {
            if let Origin::End { ip, .. } = push.from {
                let _ = self.failed_auths.take(self.now_ms, ip);
            }
            self.answer_push(slot.uncommitted, push.from, Outcome::Refused(Code::NotMember));
            return Step::Done;
        };
        match slot.answer.take() {
            None => {}
            Some(Ok(Answer::Head(head))) => {
                push.found.head = Some((push.record.header().log_len, head));
            }
            Some(Ok(Answer::Authored(at))) => {
                let hash = push.record.hash();
                push.found.at = at.map(|(position, found)| (position, found == hash));
                push.found.searched = push.searching;
            }
            Some(_) => {
                let outcome = Outcome::Refused(Code::Unavailable);
                self.answer_push(slot.uncommitted, push.from, outcome);
                return Step::Done;
            }
        }
        let brings = match push.from {
            Origin::Conn { conn, .. } => {
                self.conns.get(&conn).filter(|conn| space.state().len() < conn.claimed)
            }
            Origin::End { .. } => None,
        };
        if let Some(code) = brings.and_then(|conn| conn.stumbled) {
            self.answer_push(slot.uncommitted, push.from, Outcome::Refused(code));
            return Step::Done;
        }
        let header = push.record.header();
        let author = space.state().member(&header.device).map(|m| *m.verifying_key());
        let is_new =
            space.state().device_tip(&header.device).is_some_and(|tip| header.author_seq > tip.seq);
        if let (Some(key), true) = (author, is_new) {
            match push.checked {
                Checked::Good => {}
                Checked::Asked => return Step::Wait,
                Checked::Bad => {
                    if let Origin::End { ip, .. } = push.from {
                        let _ = self.failed_auths.take(self.now_ms, ip);
                    }
                    let outcome = Outcome::Refused(Code::BadSignature);
                    self.answer_push(slot.uncommitted, push.from, outcome);
                    return Step::Done;
                }
                Checked::Not => {
                    push.checked = Checked::Asked;
                    let check = Check::Record(push.record.clone(), key);
                    self.verify(Task::Check(id, ticket), check);
                    return Step::Wait;
                }
            }
        }
        let claimed = match push.from {
            Origin::Conn { conn, .. } => self.conns.get(&conn).map_or(0, |conn| conn.claimed),
            Origin::End { .. } => 0,
        };
        let context = Push { now_ms: self.now_ms, claimed };
        let (verdict, op) =
            space.push(&push.record, &push.found, context, &self.boot, &self.settings);
        if matches!(verdict, Verdict::Refused(_)) && self.reread(id, slot, ticket) {
            push.found = Found::default();
            push.checked = Checked::Not;
            return Step::Wait;
        }
        let Phase::Ready(space) = &mut slot.phase else { return Step::Wait };
        match verdict {
            // Accepted, but not yet where a read could find it.
            Verdict::NeedsHead { position } if slot.uncommitted && position > slot.durable.0 => {
                Step::Wait
            }
            Verdict::NeedsHead { position } => {
                slot.waiting = Some(self.ask(Task::Front(id), Query::Head { space: id, position }));
                Step::Wait
            }
            Verdict::NeedsSearch { .. } if slot.uncommitted => Step::Wait,
            Verdict::NeedsSearch { seq, after, until } => {
                let device = header.device;
                push.searching = until;
                let query = Query::Authored { space: id, device, seq, after, until };
                slot.waiting = Some(self.ask(Task::Front(id), query));
                Step::Wait
            }
            Verdict::Refused(code) => {
                self.answer_push(slot.uncommitted, push.from, Outcome::Refused(code));
                Step::Done
            }
            Verdict::Duplicate { position } => {
                if let Origin::Conn { conn, .. } = push.from
                    && let Some(device) = self.brought_all(conn, position)
                    && space.report(&device, &self.boot)
                {
                    slot.uncommitted = true;
                    self.building.spaces.insert(id);
                }
                self.answer_push(slot.uncommitted, push.from, Outcome::Duplicate(position));
                Step::Done
            }
            Verdict::Appended { position, revoked } => {
                slot.uncommitted = true;
                if let Origin::Conn { conn, .. } = push.from
                    && let Some(device) = self.brought_all(conn, position)
                {
                    space.report(&device, &self.boot);
                }
                self.building.spaces.insert(id);
                self.building.ops.extend(op);
                let is_vault = space.state().space_type() == SpaceType::Vault;
                self.note_paper(id, is_vault, &push.record, revoked);
                if let Some(device) = revoked {
                    self.building.after.push(After::Revoked { space: id, device });
                }
                if push.record.kind() == Kind::End {
                    // Who signs it holds the log up to there, and may never come again.
                    let (device, position) = (header.device, header.log_len);
                    slot.queue.push_back((self.ticket(), Job::Applied { device, position }));
                }
                self.answer_push(true, push.from, Outcome::Stored(position));
                Step::Done
            }
        }
    }

    /// The device of a connection whose log agreed with this one, once everything it named lies on it, up to `position`.
    fn brought_all(&self, conn: ConnId, position: u64) -> Option<DeviceId> {
        let conn = self.conns.get(&conn)?;
        (conn.subscribed && position >= conn.claimed).then_some(conn.device)
    }

    fn step_applied(
        &mut self,
        id: SpaceId,
        slot: &mut SpaceSlot,
        device: DeviceId,
        position: u64,
    ) -> Step {
        let Phase::Ready(space) = &mut slot.phase else { return Step::Done };
        if space.row().stage != Stage::Ended {
            return Step::Done;
        }
        // What another device holds may be on its way into the store.
        if slot.uncommitted {
            return Step::Wait;
        }
        let Some(answer) = slot.answer.take() else {
            slot.waiting = Some(self.ask(Task::Front(id), Query::Applied(id)));
            return Step::Wait;
        };
        let Ok(Answer::Applied(mut applied)) = answer else { return Step::Done };
        applied.retain(|(other, _)| *other != device);
        applied.push((device, position));
        slot.uncommitted = true;
        self.building.spaces.insert(id);
        self.building.ops.push(Op::Applied { space: id, device, position });
        if space.may_go(&applied, self.now_ms) {
            space.go(self.now_ms, &self.settings);
            self.building.ops.push(Op::DropContent(id));
        }
        Step::Done
    }

    fn step_due(&mut self, id: SpaceId, slot: &mut SpaceSlot) -> Step {
        if slot.uncommitted {
            return Step::Wait;
        }
        let Phase::Ready(space) = &mut slot.phase else { return Step::Done };
        if space.row().due_ms.is_none_or(|due| due > self.now_ms) {
            return Step::Done;
        }
        self.building.spaces.insert(id);
        slot.uncommitted = true;
        if space.row().stage == Stage::Ended {
            space.go(self.now_ms, &self.settings);
            self.building.ops.push(Op::DropContent(id));
        } else {
            // Nothing more is taken in it; what waited is answered once it is gone.
            self.building.dropped.insert(id);
            // Its row goes first: where another relay wrote in it meanwhile, it is not dropped.
            self.building.ops.push(Op::Space(space.stored_row()));
            self.building.ops.push(Op::DropSpace(id));
            slot.phase = Phase::Absent;
        }
        Step::Done
    }

    fn step_touch(&mut self, id: SpaceId, slot: &mut SpaceSlot) -> Step {
        if let Phase::Ready(space) = &mut slot.phase {
            space.touch(self.now_ms, &self.settings);
            slot.uncommitted = true;
            self.building.spaces.insert(id);
        }
        Step::Done
    }
}
