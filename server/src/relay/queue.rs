//! The queue of one space: jobs in order, of which only the front waits for reads.
//!
//! Owns loading, order and the waiting between; what a job does is in `steps`. Sends nothing by itself: answers go
//! through `commit`, so that nothing is said that is not durable.

use std::collections::{BTreeSet, VecDeque};
use std::net::IpAddr;

use accord_protocol::error::Code;
use accord_protocol::frame::Outcome;
use accord_protocol::ids::{DeviceId, LogHead, SpaceId};
use accord_protocol::record::Record;

use super::bring::Bring;
use super::requests::{Create, Who};
use super::space::{Found, Space};
use super::{Check, ConnId, Relay, RequestId, Task, TaskId};
use crate::store::{Answer, Query, StoreError};

/// A space as the relay holds it.
#[derive(Debug)]
pub(crate) struct SpaceSlot {
    pub(crate) phase: Phase,
    pub(crate) queue: VecDeque<(u64, Job)>,
    /// The front waits for this read.
    pub(super) waiting: Option<TaskId>,
    /// What it read.
    pub(super) answer: Option<Result<Answer, StoreError>>,
    pub(crate) conns: BTreeSet<ConnId>,
    /// Length and head of the log as committed.
    pub(crate) durable: (u64, LogHead),
    /// The space in memory is ahead of the store.
    pub(crate) uncommitted: bool,
    /// For this job it was read again.
    reread: Option<u64>,
    used_ms: u64,
}

/// Whether it is in memory.
#[derive(Debug)]
pub(crate) enum Phase {
    Unloaded,
    Loading,
    Absent,
    Ready(Box<Space>),
}

/// Something to do in a space.
#[derive(Debug)]
pub(crate) enum Job {
    /// A device proves itself.
    Prove(Box<Prove>),
    /// A reader names its position.
    Subscribe { conn: ConnId, after: u64, head: LogHead },
    /// A record is offered.
    Push(Box<PushJob>),
    /// A space is founded.
    Create(Box<Create>),
    /// Records that go on where the log ends.
    Bring(Box<Bring>),
    /// A device of an ended space holds its log up to here.
    Applied { device: DeviceId, position: u64 },
    /// Its time is over.
    Due,
    /// Something was written into one of its mailboxes.
    Touch,
}

/// A device proves itself by a signature over `message`.
#[derive(Debug)]
pub(crate) struct Prove {
    pub(crate) who: Who,
    pub(crate) device: DeviceId,
    pub(crate) message: Vec<u8>,
    pub(crate) signature: [u8; 64],
    pub(crate) checked: Checked,
}

/// A record is offered.
#[derive(Debug)]
pub(crate) struct PushJob {
    pub(crate) from: Origin,
    pub(crate) record: Record,
    pub(crate) checked: Checked,
    pub(crate) found: Found,
    /// Up to where it is being looked for.
    pub(crate) searching: u64,
}

impl PushJob {
    pub(crate) fn new(from: Origin, record: Record) -> Self {
        Self { from, record, checked: Checked::Not, found: Found::default(), searching: 0 }
    }
}

/// Who offered it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Origin {
    /// A member's connection.
    Conn { conn: ConnId, req: u64 },
    /// `POST /v1/end`.
    End { request: RequestId, ip: IpAddr },
}

/// Where the check of a signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checked {
    Not,
    Asked,
    Good,
    Bad,
}

/// Whether the front is done.
pub(crate) enum Step {
    Done,
    /// Comes back when a read, a check or a commit is answered.
    Wait,
}

impl SpaceSlot {
    fn new() -> Self {
        Self {
            phase: Phase::Unloaded,
            queue: VecDeque::new(),
            waiting: None,
            answer: None,
            conns: BTreeSet::new(),
            durable: (0, LogHead::ZERO),
            uncommitted: false,
            reread: None,
            used_ms: 0,
        }
    }

    /// Forgets what is in memory, to be read again; jobs and connections stay.
    pub(crate) fn unload(&mut self) {
        self.phase = Phase::Unloaded;
        self.uncommitted = false;
        self.waiting = None;
        self.answer = None;
    }

    /// The front waits for this.
    pub(crate) fn wait_for(&mut self, task: TaskId) {
        self.waiting = Some(task);
    }

    /// What the front has read.
    pub(crate) fn take_answer(&mut self) -> Option<Result<Answer, StoreError>> {
        self.answer.take()
    }

    fn is_idle(&self) -> bool {
        self.queue.is_empty()
            && self.conns.is_empty()
            && !self.uncommitted
            && self.waiting.is_none()
    }
}

impl Relay {
    /// Has a space read again before this job is decided, once, where another relay may have written in it.
    pub(super) fn reread(&mut self, id: SpaceId, slot: &mut SpaceSlot, ticket: u64) -> bool {
        if !self.shared || slot.reread == Some(ticket) {
            return false;
        }
        if !slot.uncommitted {
            slot.unload();
            slot.reread = Some(ticket);
            slot.phase = Phase::Loading;
            self.ask(Task::Load(id), Query::Space(id));
        }
        true
    }

    pub(crate) fn enqueue(&mut self, space: SpaceId, job: Job) {
        let ticket = self.ticket();
        let slot = self.spaces.entry(space).or_insert_with(SpaceSlot::new);
        slot.queue.push_back((ticket, job));
        slot.used_ms = self.now_ms;
        self.check_ahead(space, ticket);
        self.work(space);
    }

    /// Runs the queue until its front has to wait.
    pub(crate) fn work(&mut self, id: SpaceId) {
        let Some(mut slot) = self.spaces.remove(&id) else { return };
        self.work_on(id, &mut slot);
        // Connections that were closed while the space was worked on.
        slot.conns.retain(|conn| self.conns.contains_key(conn));
        if !(slot.is_idle() && matches!(slot.phase, Phase::Absent | Phase::Unloaded)) {
            self.spaces.insert(id, slot);
        }
    }

    fn work_on(&mut self, id: SpaceId, slot: &mut SpaceSlot) {
        if matches!(slot.phase, Phase::Unloaded) && !slot.queue.is_empty() {
            slot.phase = Phase::Loading;
            self.ask(Task::Load(id), Query::Space(id));
        }
        if matches!(slot.phase, Phase::Loading | Phase::Unloaded) {
            return;
        }
        while slot.waiting.is_none() {
            let Some((ticket, mut job)) = slot.queue.pop_front() else { break };
            match self.step(id, slot, ticket, &mut job) {
                Step::Done => {
                    slot.answer = None;
                    if let Job::Push(push) = &job {
                        self.queued_bytes -= push.record.bytes().len();
                    }
                }
                Step::Wait => {
                    slot.queue.push_front((ticket, job));
                    break;
                }
            }
        }
    }

    /// A space was read.
    pub(crate) fn loaded(&mut self, id: SpaceId, answer: Result<Answer, StoreError>) {
        let Some(slot) = self.spaces.get_mut(&id) else { return };
        slot.phase = match answer {
            Ok(Answer::Space(None)) => Phase::Absent,
            Ok(Answer::Space(Some(loaded))) => match Space::load(&loaded) {
                Ok(space) => {
                    slot.durable = (space.state().len(), space.state().head());
                    Phase::Ready(Box::new(space))
                }
                Err(what) => {
                    tracing::error!(what, "a space in the database cannot be read");
                    Phase::Unloaded
                }
            },
            Ok(_) => Phase::Unloaded,
            Err(error) => {
                tracing::error!(%error, "the database cannot be read");
                Phase::Unloaded
            }
        };
        if matches!(slot.phase, Phase::Unloaded) {
            let jobs = std::mem::take(&mut slot.queue);
            for (_, job) in jobs {
                self.cannot_say(job);
            }
        } else {
            let tickets: Vec<u64> = slot.queue.iter().map(|(ticket, _)| *ticket).collect();
            for ticket in tickets {
                self.check_ahead(id, ticket);
            }
            // Readers may have fallen behind while the space was read again.
            self.pump_all(id);
        }
        self.work(id);
    }

    pub(crate) fn front_answered(
        &mut self,
        id: SpaceId,
        task: TaskId,
        answer: Result<Answer, StoreError>,
    ) {
        let Some(slot) = self.spaces.get_mut(&id) else { return };
        if slot.waiting != Some(task) {
            return;
        }
        slot.waiting = None;
        slot.answer = Some(answer);
        self.work(id);
    }

    pub(crate) fn checked(&mut self, id: SpaceId, ticket: u64, good: bool) {
        let Some(slot) = self.spaces.get_mut(&id) else { return };
        let result = if good { Checked::Good } else { Checked::Bad };
        for (number, job) in &mut slot.queue {
            match job {
                Job::Push(push) if *number == ticket => push.checked = result,
                Job::Prove(prove) if *number == ticket => prove.checked = result,
                _ => {}
            }
        }
        self.work(id);
    }

    /// Asks for the check of a pushed record while others are still in front of it.
    fn check_ahead(&mut self, id: SpaceId, ticket: u64) {
        let Some(slot) = self.spaces.get_mut(&id) else { return };
        let Phase::Ready(space) = &slot.phase else { return };
        let found = slot.queue.iter_mut().find(|(number, _)| *number == ticket);
        let Some((_, Job::Push(push))) = found else { return };
        let header = push.record.header();
        let key = space.state().member(&header.device).map(|m| *m.verifying_key());
        let is_new =
            space.state().device_tip(&header.device).is_some_and(|tip| header.author_seq > tip.seq);
        if let (Some(key), true, Checked::Not) = (key, is_new, push.checked) {
            push.checked = Checked::Asked;
            let check = Check::Record(push.record.clone(), key);
            self.verify(Task::Check(id, ticket), check);
        }
    }

    /// The store could not be read: nobody is told anything about the space.
    fn cannot_say(&mut self, job: Job) {
        match job {
            Job::Prove(prove) => self.not_proved(&prove.who, Code::Unavailable),
            Job::Subscribe { conn, .. } => self.refuse_conn(conn, Code::Unavailable),
            Job::Push(push) => {
                self.queued_bytes -= push.record.bytes().len();
                self.answer_push(false, push.from, Outcome::Refused(Code::Unavailable));
            }
            Job::Create(create) => self.problem(create.request, Code::Unavailable),
            Job::Bring(bring) => self.problem(bring.request, Code::Unavailable),
            Job::Applied { .. } | Job::Due | Job::Touch => {}
        }
    }

    pub(crate) fn forget_idle_spaces(&mut self) {
        let mut idle: Vec<(u64, SpaceId)> = self
            .spaces
            .iter()
            .filter(|(_, slot)| slot.is_idle() && matches!(slot.phase, Phase::Ready(_)))
            .map(|(id, slot)| (slot.used_ms, *id))
            .collect();
        if idle.len() > self.settings.cached_spaces {
            idle.sort_unstable();
            let surplus = idle.len() - self.settings.cached_spaces / 2;
            for (_, id) in idle.into_iter().take(surplus) {
                self.spaces.remove(&id);
            }
        }
    }
}
