//! Pairing mailboxes: three slots, each written once, in order (protocol section 5).
//!
//! Jobs of one mailbox run one after the other, each from its read to its commit. The relay cannot read a slot.

use std::collections::VecDeque;

use accord_protocol::error::Code;
use accord_protocol::http::{Life, MailboxState};
use accord_protocol::ids::{DeviceId, MailboxId, SpaceId};
use accord_protocol::limits::{MAILBOX_LINK_S, MAILBOX_SPOKEN_S};

use super::commit::After;
use super::queue::Job;
use super::{Relay, RequestId, Task};
use crate::store::{Answer, MailboxRow, Op, Query, StoreError};

/// Milliseconds each side has for its next step once slot 2 is in.
const STEP_MS: u64 = 7 * 86_400_000;

/// One call on a mailbox.
#[derive(Debug)]
pub(crate) struct MailJob {
    request: RequestId,
    act: MailAct,
    /// What was read of it.
    row: Option<Option<MailboxRow>>,
}

/// What is asked of a mailbox.
#[derive(Debug)]
pub(crate) enum MailAct {
    /// Slot 1, by a member.
    Open { space: SpaceId, device: DeviceId, life: Life, body: Vec<u8> },
    /// Slot 2 or 3, by whoever knows the id.
    Put { slot: u8, body: Vec<u8> },
    /// Read one slot.
    Get { slot: u8 },
    /// No more.
    Close,
}

impl MailJob {
    pub(crate) const fn new(request: RequestId, act: MailAct) -> Self {
        Self { request, act, row: None }
    }
}

/// What a call comes to.
enum Decision {
    Refuse(Code),
    Say(MailboxState),
    Write(MailboxRow, MailboxState),
}

impl Relay {
    pub(crate) fn mail(&mut self, id: MailboxId, job: MailJob) {
        let queue = self.mail.entry(id).or_default();
        queue.push_back(job);
        if queue.len() == 1 {
            self.ask(Task::Mail(id), Query::Mailbox(id));
        }
    }

    pub(crate) fn mail_read(&mut self, id: MailboxId, answer: Result<Answer, StoreError>) {
        let now_ms = self.now_ms;
        let Some(job) = self.mail.get_mut(&id).and_then(VecDeque::front_mut) else { return };
        let request = job.request;
        let decision = match answer {
            Ok(Answer::Mailbox(row)) => {
                let row = row.filter(|row| row.due_ms > now_ms);
                if let (MailAct::Open { space, device, .. }, None) = (&job.act, &row) {
                    let query = Query::OpenMailboxes { space: *space, device: *device, now_ms };
                    job.row = Some(None);
                    self.ask(Task::Mail(id), query);
                    return;
                }
                decide(id, &job.act, row, now_ms)
            }
            Ok(Answer::OpenMailboxes(open)) => {
                if open >= u64::from(self.settings.open_mailboxes) {
                    Decision::Refuse(Code::Quota)
                } else {
                    decide(id, &job.act, job.row.take().flatten(), now_ms)
                }
            }
            _ => Decision::Refuse(Code::Unavailable),
        };
        match decision {
            Decision::Refuse(code) => {
                self.problem(request, code);
                self.mail_done(id);
            }
            Decision::Say(state) => {
                self.answer_request(false, request, state.encode());
                self.mail_done(id);
            }
            Decision::Write(row, state) => {
                // An unpaired space lives on while its invitation is answered.
                self.enqueue(row.space, Job::Touch);
                self.building.ops.push(Op::Mailbox(row));
                self.building.after.push(After::Reply { request, body: state.encode() });
                self.building.after.push(After::Mail(id));
            }
        }
    }

    /// The front is answered; the next may start.
    pub(crate) fn mail_done(&mut self, id: MailboxId) {
        let Some(queue) = self.mail.get_mut(&id) else { return };
        queue.pop_front();
        if queue.is_empty() {
            self.mail.remove(&id);
        } else {
            self.ask(Task::Mail(id), Query::Mailbox(id));
        }
    }
}

fn decide(id: MailboxId, act: &MailAct, row: Option<MailboxRow>, now_ms: u64) -> Decision {
    let state = |row: &MailboxRow, body: Option<Vec<u8>>| MailboxState {
        body,
        expires_s: row.due_ms.saturating_sub(now_ms) / 1000,
    };
    match (act, row) {
        (MailAct::Open { space, device, life, body }, None) => {
            let seconds = match life {
                Life::Link => MAILBOX_LINK_S,
                Life::Spoken => MAILBOX_SPOKEN_S,
            };
            let until = now_ms + seconds * 1000;
            let row = MailboxRow {
                id,
                space: *space,
                device: *device,
                answer_until_ms: until,
                due_ms: until,
                closed: false,
                slots: [Some(body.clone()), None, None],
            };
            let said = state(&row, None);
            Decision::Write(row, said)
        }
        (MailAct::Close, None) => Decision::Say(MailboxState { body: None, expires_s: 0 }),
        (_, None) => Decision::Refuse(Code::Mailbox),
        (MailAct::Close, Some(row)) => {
            let row = MailboxRow { closed: true, slots: [None, None, None], ..row };
            let said = state(&row, None);
            Decision::Write(row, said)
        }
        (_, Some(row)) if row.closed => Decision::Refuse(Code::Mailbox),
        (MailAct::Open { space, device, body, .. }, Some(row)) => {
            let same = row.space == *space && row.device == *device;
            if same && row.slots[0].as_ref() == Some(body) {
                Decision::Say(state(&row, None))
            } else {
                Decision::Refuse(Code::Mailbox)
            }
        }
        (MailAct::Get { slot }, Some(row)) => {
            let body = row.slots.get(usize::from(*slot).wrapping_sub(1)).cloned().flatten();
            Decision::Say(state(&row, body))
        }
        (MailAct::Put { slot, body }, Some(mut row)) => {
            let index = usize::from(*slot).wrapping_sub(1);
            let earlier_is_in = index
                .checked_sub(1)
                .is_some_and(|earlier| row.slots.get(earlier).is_some_and(Option::is_some));
            match row.slots.get(index) {
                Some(Some(there)) if there == body => return Decision::Say(state(&row, None)),
                Some(None) if earlier_is_in => {}
                _ => return Decision::Refuse(Code::Mailbox),
            }
            if index == 1 {
                if now_ms > row.answer_until_ms {
                    return Decision::Refuse(Code::Mailbox);
                }
                // Then the inviter has a week to come by, and after that both a week to compare.
                row.due_ms = row.answer_until_ms + 2 * STEP_MS;
            }
            row.slots[index] = Some(body.clone());
            let said = state(&row, None);
            Decision::Write(row, said)
        }
    }
}
