//! What is asked once, over HTTP: founding, looking up, ending, exchanging.

use std::net::IpAddr;

use accord_protocol::error::Code;
use accord_protocol::http::{
    Challenge, CreateSpace, Created, EndSpace, Exchange, Exchanged, Found as FoundVault, Lookup,
    MailboxClose, MailboxGet, MailboxPut, Problem, Proof, exchange_message, lookup_message,
    mailbox_message,
};
use accord_protocol::ids::{DeviceId, LogHead, SpaceId, next_head};
use accord_protocol::limits::{EXCHANGE_FRAMES, HTTP_BODY_BYTES};
use accord_protocol::record::{Kind, Record};

use super::bring::Bring;
use super::mailbox::{MailAct, MailJob};
use super::queue::{Checked, Job, Origin, Phase, Prove, PushJob, SpaceSlot};
use super::session::Conn;
use super::space::Space;
use super::{
    ConnId, Endpoint, OWN_CONNECTIONS, Output, Relay, RequestId, Task, TaskId, retry_after,
};
use crate::store::{Answer, Op, Query, SpaceType, StoreError};

/// For whom a device proves itself.
#[derive(Debug)]
pub(crate) enum Who {
    /// A connection.
    Conn(ConnId),
    /// An exchange.
    Exchange { request: RequestId, ip: IpAddr, challenge: [u8; 32], frames: Vec<Vec<u8>> },
    /// A mailbox is opened.
    Mailbox { request: RequestId, ip: IpAddr, challenge: [u8; 32], put: Box<MailboxPut> },
    /// A paper device asks for its vault.
    Lookup { request: RequestId, ip: IpAddr, challenge: [u8; 32] },
}

/// An exchange in progress.
#[derive(Debug)]
pub(crate) struct Exchanging {
    pub(crate) request: RequestId,
    /// Answers so far.
    pub(crate) frames: Vec<Vec<u8>>,
    /// Frames not yet answered; the hand-shake counts as one.
    pub(crate) unanswered: usize,
}

/// A space is founded.
#[derive(Debug)]
pub(crate) struct Create {
    pub(crate) request: RequestId,
    records: Vec<Record>,
    may: May,
}

impl Create {
    /// Position and head of these records, up to a length.
    fn head_within(&self, len: u64) -> (u64, LogHead) {
        let most = usize::try_from(len).unwrap_or(usize::MAX);
        let records = self.records.iter().take(most);
        let position = records.len() as u64;
        (position, records.fold(LogHead::ZERO, |head, record| next_head(&head, &record.hash())))
    }
}

/// Whether it may be.
#[derive(Debug)]
enum May {
    Yes,
    No,
    IfToken([u8; 32]),
}

/// A paper device looks for its vault: what is checked once the vault is known.
#[derive(Debug)]
pub(crate) struct LookupJob {
    request: RequestId,
    ip: IpAddr,
    body: Lookup,
}

impl Relay {
    pub(crate) fn request(
        &mut self,
        request: RequestId,
        ip: IpAddr,
        endpoint: Endpoint,
        body: &[u8],
    ) {
        if self.draining.is_some() {
            return self.problem(request, Code::Unavailable);
        }
        let result = match endpoint {
            Endpoint::Challenge { fresh } => {
                let challenge = self.challenges.issue(self.now_ms, fresh);
                let body = Challenge { challenge }.encode();
                self.outputs.push_back(Output::Reply { request, result: Ok(body) });
                Ok(())
            }
            Endpoint::Spaces => self.create(request, ip, body),
            Endpoint::End => self.end(request, ip, body),
            Endpoint::Exchange => self.exchange(request, ip, body),
            Endpoint::Lookup => self.lookup(request, ip, body),
            Endpoint::MailboxPut => self.mailbox_put(request, ip, body),
            Endpoint::MailboxGet => self.mailbox_get(request, ip, body),
            Endpoint::MailboxClose => self.mailbox_close(request, ip, body),
        };
        if let Err(problem) = result {
            self.outputs.push_back(Output::Reply { request, result: Err(problem) });
        }
    }

    pub(crate) fn problem(&mut self, request: RequestId, code: Code) {
        let problem = Problem { code, retry_after_ms: retry_after(code) };
        self.outputs.push_back(Output::Reply { request, result: Err(problem) });
    }

    /// Routes an answer to what asked for it.
    pub(crate) fn answered(&mut self, task: TaskId, answer: Result<Answer, StoreError>) {
        match self.tasks.remove(&task) {
            Some(Task::Load(space)) => self.loaded(space, answer),
            Some(Task::Front(space)) => self.front_answered(space, task, answer),
            Some(Task::Data(conn)) => self.data_read(conn, answer),
            Some(Task::Mail(mailbox)) => self.mail_read(mailbox, answer),
            Some(Task::Lookup(job)) => self.vault_found(*job, &answer),
            Some(Task::Due) => self.due(answer),
            Some(Task::Check(..)) | None => {}
        }
    }

    pub(crate) fn verified(&mut self, task: TaskId, good: bool) {
        if let Some(Task::Check(space, ticket)) = self.tasks.remove(&task) {
            self.checked(space, ticket, good);
        }
    }

    /// A device did not prove itself.
    pub(crate) fn not_proved(&mut self, who: &Who, code: Code) {
        let (request, ip) = match who {
            Who::Conn(conn) => return self.auth_failed(*conn, code),
            // Nobody learns by looking up that words were ever valid.
            Who::Lookup { request, ip, .. } if code == Code::Revoked => {
                let _ = self.failed_auths.take(self.now_ms, *ip);
                return self.problem(*request, Code::NotMember);
            }
            Who::Exchange { request, ip, .. }
            | Who::Mailbox { request, ip, .. }
            | Who::Lookup { request, ip, .. } => (*request, *ip),
        };
        if code == Code::NotMember {
            let _ = self.failed_auths.take(self.now_ms, ip);
        }
        self.problem(request, code);
    }

    /// An active device has proved itself.
    pub(crate) fn proved(&mut self, space: SpaceId, slot: &mut SpaceSlot, prove: &mut Prove) {
        let device = prove.device;
        let who = std::mem::replace(&mut prove.who, Who::Conn(ConnId(u64::MAX)));
        match who {
            Who::Conn(conn) => {
                if self.conns.contains_key(&conn) {
                    slot.conns.insert(conn);
                    self.live(conn, space, slot.durable.0, slot.durable.1);
                }
            }
            Who::Exchange { request, ip, challenge, frames } => {
                if !self.challenges.redeem(self.now_ms, challenge) {
                    return self.problem(request, Code::Challenge);
                }
                self.own_conns += 1;
                let id = ConnId(OWN_CONNECTIONS | self.own_conns);
                let mut conn = Conn::new(ip, challenge, self.now_ms);
                conn.device = device;
                let unanswered = frames.len() + 1;
                conn.exchange = Some(Exchanging { request, frames: Vec::new(), unanswered });
                self.conns.insert(id, conn);
                slot.conns.insert(id);
                self.live(id, space, slot.durable.0, slot.durable.1);
                // In the order they came, behind whatever waits in this space already.
                self.exchange_frames(id, space, slot, &frames);
            }
            Who::Mailbox { request, challenge, put, .. } => {
                if !self.challenges.redeem(self.now_ms, challenge) {
                    return self.problem(request, Code::Challenge);
                }
                let Some(opening) = put.opening else {
                    return self.problem(request, Code::Malformed);
                };
                let act = MailAct::Open { space, device, life: opening.life, body: put.body };
                self.mail(put.mailbox, MailJob::new(request, act));
            }
            Who::Lookup { request, challenge, .. } => {
                if !self.challenges.redeem(self.now_ms, challenge) {
                    return self.problem(request, Code::Challenge);
                }
                let body = FoundVault { space }.encode();
                self.outputs.push_back(Output::Reply { request, result: Ok(body) });
            }
        }
    }

    /// Founds a space, or says how long it is if it is known.
    pub(crate) fn step_create(
        &mut self,
        id: SpaceId,
        slot: &mut SpaceSlot,
        create: &mut Create,
    ) -> super::queue::Step {
        use super::queue::Step;
        let request = create.request;
        let answer = slot.take_answer();
        if let Phase::Ready(space) = &slot.phase {
            // Known: fine if one of the two begins with the other, so that a founder who holds more goes on from there.
            let (position, head) = create.head_within(space.state().len());
            let created = Created { position: space.state().len(), head: space.state().head() };
            let ours = match (space.head_at(position), answer) {
                (Some(ours), _) => ours,
                (None, Some(Ok(Answer::Head(ours)))) => ours,
                (None, Some(_)) => {
                    self.problem(request, Code::Unavailable);
                    return Step::Done;
                }
                (None, None) => {
                    let query = Query::Head { space: id, position };
                    slot.wait_for(self.ask(Task::Front(id), query));
                    return Step::Wait;
                }
            };
            if ours == Some(head) {
                self.answer_request(slot.uncommitted, request, created.encode());
            } else {
                self.problem(request, Code::WrongBranch);
            }
            return Step::Done;
        }
        if slot.uncommitted {
            // It is just being dropped.
            return Step::Wait;
        }
        match (&create.may, answer) {
            (May::Yes, _) | (May::IfToken(_), Some(Ok(Answer::Token(true)))) => {}
            (May::No, _) | (May::IfToken(_), Some(Ok(_))) => {
                self.problem(request, Code::Closed);
                return Step::Done;
            }
            (May::IfToken(_), Some(Err(_))) => {
                self.problem(request, Code::Unavailable);
                return Step::Done;
            }
            (May::IfToken(hash), None) => {
                let query = Query::Token(*hash);
                slot.wait_for(self.ask(Task::Front(id), query));
                return Step::Wait;
            }
        }
        match Space::found(&create.records, self.now_ms, &self.boot, &self.settings) {
            Err(code) => self.problem(request, code),
            Ok((space, ops)) => {
                let created =
                    Created { position: space.state().len(), head: space.state().head() }.encode();
                slot.phase = Phase::Ready(Box::new(space));
                slot.uncommitted = true;
                self.building.spaces.insert(id);
                self.building.ops.extend(ops);
                for record in &create.records {
                    self.note_paper_of(id, slot, record);
                }
                self.answer_request(true, request, created);
            }
        }
        Step::Done
    }

    /// Keeps the look-up of vaults in step with a record that was just appended.
    pub(crate) fn note_paper(
        &mut self,
        space: SpaceId,
        is_vault: bool,
        record: &Record,
        revoked: Option<DeviceId>,
    ) {
        if !is_vault {
            return;
        }
        if let Some(device) = revoked {
            self.building.ops.push(Op::Lookup { device, space, enters: false });
        }
        if record.kind() == Kind::AddDevice
            && let Ok(admit) = accord_protocol::body::Admit::parse(record.body())
            && admit.dev.kind() == accord_protocol::body::DeviceType::Paper
        {
            self.building.ops.push(Op::Lookup { device: admit.dev.id(), space, enters: true });
        }
    }

    /// Answers an exchange once all its frames are answered and nothing is being read for it.
    pub(crate) fn settle_exchange(&mut self, id: ConnId) {
        self.pump(id);
        let Some(conn) = self.conns.get_mut(&id) else { return };
        let quiet = conn.is_quiet();
        if !(quiet && conn.exchange.as_ref().is_some_and(|exchange| exchange.unanswered == 0)) {
            return;
        }
        if let Some(exchange) = conn.exchange.take() {
            self.forget(id);
            let body = Exchanged { frames: fitting(exchange.frames) }.encode();
            let request = exchange.request;
            self.outputs.push_back(Output::Reply { request, result: Ok(body) });
        }
    }

    fn note_paper_of(&mut self, id: SpaceId, slot: &SpaceSlot, record: &Record) {
        if let Phase::Ready(space) = &slot.phase {
            let is_vault = space.state().space_type() == SpaceType::Vault;
            self.note_paper(id, is_vault, record, None);
        }
    }

    fn create(&mut self, request: RequestId, ip: IpAddr, body: &[u8]) -> Result<(), Problem> {
        let body = CreateSpace::decode(body).map_err(|_| malformed())?;
        let mut records = Vec::with_capacity(body.records.len());
        for bytes in body.records {
            let record = Record::from_shared(bytes).map_err(|_| malformed())?;
            records.push(record);
        }
        let Some(first) = records.first() else { return Err(malformed()) };
        let id = first.space();
        if first.kind() != Kind::Genesis {
            self.failed_auths.peek(self.now_ms, ip).map_err(rate)?;
            self.enqueue(id, Job::Bring(Box::new(Bring::new(request, ip, records))));
            return Ok(());
        }
        self.registrations.take(self.now_ms, ip).map_err(rate)?;
        let may = match (self.settings.registration, body.token) {
            (super::settings::Registration::Open, _) => May::Yes,
            (super::settings::Registration::Token, Some(token)) => {
                use sha2::Digest as _;
                May::IfToken(sha2::Sha256::digest(token.trim().as_bytes()).into())
            }
            _ => May::No,
        };
        self.enqueue(id, Job::Create(Box::new(Create { request, records, may })));
        Ok(())
    }

    fn end(&mut self, request: RequestId, ip: IpAddr, body: &[u8]) -> Result<(), Problem> {
        let body = EndSpace::decode(body).map_err(|_| malformed())?;
        let record = Record::from_shared(body.record).map_err(|_| malformed())?;
        if record.kind() != Kind::End {
            return Err(malformed());
        }
        self.failed_auths.peek(self.now_ms, ip).map_err(rate)?;
        let space = record.space();
        let from = Origin::End { request, ip };
        self.queued_bytes += record.bytes().len();
        self.enqueue(space, Job::Push(Box::new(PushJob::new(from, record))));
        Ok(())
    }

    fn exchange(&mut self, request: RequestId, ip: IpAddr, body: &[u8]) -> Result<(), Problem> {
        let body = Exchange::decode(body).map_err(|_| malformed())?;
        let Proof { space, device, challenge, sig, .. } = body.proof;
        self.may_prove(ip, &body.proof.host, &challenge)?;
        let message = exchange_message(&body.proof, &body.frames);
        let who = Who::Exchange { request, ip, challenge, frames: body.frames };
        self.prove(space, device, who, message, sig);
        Ok(())
    }

    fn lookup(&mut self, request: RequestId, ip: IpAddr, body: &[u8]) -> Result<(), Problem> {
        let body = Lookup::decode(body).map_err(|_| malformed())?;
        self.mailbox_calls.take(self.now_ms, ip).map_err(rate)?;
        self.may_prove(ip, &body.host, &body.challenge)?;
        let query = Query::Lookup(body.device);
        self.ask(Task::Lookup(Box::new(LookupJob { request, ip, body })), query);
        Ok(())
    }

    fn vault_found(&mut self, job: LookupJob, answer: &Result<Answer, StoreError>) {
        let LookupJob { request, ip, body } = job;
        let space = match answer {
            // Unknown: the check runs against nobody's key, in a space that is not there.
            Ok(Answer::Lookup(space)) => space.unwrap_or(SpaceId::ZERO),
            _ => return self.problem(request, Code::Unavailable),
        };
        let message = lookup_message(&body.host, &body.challenge, &body.nonce, &body.device);
        let who = Who::Lookup { request, ip, challenge: body.challenge };
        self.prove(space, body.device, who, message, body.sig);
    }

    fn mailbox_put(&mut self, request: RequestId, ip: IpAddr, body: &[u8]) -> Result<(), Problem> {
        let put = MailboxPut::decode(body).map_err(|_| malformed())?;
        self.mailbox_calls.take(self.now_ms, ip).map_err(rate)?;
        let Some(opening) = &put.opening else {
            let act = MailAct::Put { slot: put.slot, body: put.body };
            self.mail(put.mailbox, MailJob::new(request, act));
            return Ok(());
        };
        let Proof { space, device, challenge, sig, .. } = opening.proof;
        self.may_prove(ip, &opening.proof.host, &challenge)?;
        let message = mailbox_message(&opening.proof, &put.mailbox, opening.life, &put.body);
        let who = Who::Mailbox { request, ip, challenge, put: Box::new(put) };
        self.prove(space, device, who, message, sig);
        Ok(())
    }

    fn mailbox_get(&mut self, request: RequestId, ip: IpAddr, body: &[u8]) -> Result<(), Problem> {
        let MailboxGet { mailbox, slot } = MailboxGet::decode(body).map_err(|_| malformed())?;
        self.mailbox_calls.take(self.now_ms, ip).map_err(rate)?;
        self.mail(mailbox, MailJob::new(request, MailAct::Get { slot }));
        Ok(())
    }

    fn mailbox_close(
        &mut self,
        request: RequestId,
        ip: IpAddr,
        body: &[u8],
    ) -> Result<(), Problem> {
        let MailboxClose { mailbox } = MailboxClose::decode(body).map_err(|_| malformed())?;
        self.mailbox_calls.take(self.now_ms, ip).map_err(rate)?;
        self.mail(mailbox, MailJob::new(request, MailAct::Close));
        Ok(())
    }

    /// What is known before the device is looked at.
    fn may_prove(&self, ip: IpAddr, host: &str, challenge: &[u8; 32]) -> Result<(), Problem> {
        self.failed_auths.peek(self.now_ms, ip).map_err(rate)?;
        let refuse = |code| Err(Problem { code, retry_after_ms: None });
        if !self.is_our_name(host) {
            tracing::warn!("a client dialled a name that is not in public_names");
            return refuse(Code::BadSignature);
        }
        if !self.challenges.is_good(self.now_ms, challenge) {
            return refuse(Code::Challenge);
        }
        Ok(())
    }

    fn prove(
        &mut self,
        space: SpaceId,
        device: DeviceId,
        who: Who,
        message: Vec<u8>,
        signature: [u8; 64],
    ) {
        let prove = Prove { who, device, message, signature, checked: Checked::Not };
        self.enqueue(space, Job::Prove(Box::new(prove)));
    }

    fn due(&mut self, answer: Result<Answer, StoreError>) {
        if let Ok(Answer::Due { mailboxes, spaces }) = answer {
            if mailboxes.len().max(spaces.len()) as u64 >= super::SWEEP_BATCH {
                self.sweep_at = self.now_ms + super::SWEEP_ON_MS;
            }
            for mailbox in mailboxes {
                self.building.ops.push(Op::DropMailbox(mailbox));
            }
            for space in spaces {
                self.enqueue(space, Job::Due);
            }
        }
    }
}

/// The answers that fit into one body; what is missing is as good as unanswered, and asked again.
fn fitting(frames: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut room = HTTP_BODY_BYTES - 64;
    frames
        .into_iter()
        .take(EXCHANGE_FRAMES)
        .take_while(|frame| {
            let fits = room.checked_sub(frame.len() + 5);
            room = fits.unwrap_or(0);
            fits.is_some()
        })
        .collect()
}

fn malformed() -> Problem {
    Problem { code: Code::Malformed, retry_after_ms: None }
}

fn rate(seconds: u32) -> Problem {
    Problem { code: Code::Rate, retry_after_ms: Some(u64::from(seconds) * 1000) }
}
