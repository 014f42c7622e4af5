//! The calls made once, without a connection: what to post and what an answer means. No library, no URL
//! but its path, no key: messages to sign come out, signatures go in.
//!
//! An answer that is no answer (nobody there, a proxy's page, a status without our body) means "later" and
//! never "no": nothing is deleted because of it. Protocol section 6.

use accord_protocol::error::{Action, Code};
use accord_protocol::frame::CodecError;
use accord_protocol::http::{
    CHALLENGE_PATH, Challenge, CreateSpace, Created, END_PATH, EXCHANGE_PATH, EndKept, EndSpace,
    Exchange, Exchanged, Found, LOOKUP_PATH, Life, Lookup, MAILBOX_CLOSE_PATH, MAILBOX_GET_PATH,
    MAILBOX_PUT_PATH, MailboxClose, MailboxGet, MailboxPut, MailboxState, Opening, Problem, Proof,
    SPACES_PATH, exchange_message, lookup_message, mailbox_message,
};
use accord_protocol::ids::{DeviceId, MailboxId, SpaceId};
use accord_protocol::record::Record;
use rand_core::CryptoRng;

use super::backoff::{Backoff, jitter};

/// Status and body, or nothing where the relay was not reached.
pub type Answer<'a> = Option<(u16, &'a [u8])>;

/// Longest wait a relay may ask for, milliseconds: an hour.
const RETRY_AFTER_MAX_MS: u64 = 3_600_000;
/// How often an empty slot is asked for while somebody watches, milliseconds: then slower and slower.
const POLL_MIN_MS: u64 = 1_000;
/// The slowest, milliseconds.
const POLL_MAX_MS: u64 = 30_000;

/// One request: a POST of CBOR if there is a body, else a GET.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Path at the relay.
    pub path: &'static str,
    /// Body.
    pub body: Option<Vec<u8>>,
}

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Nobody answered, or somebody who is no relay.
    #[error("the relay was not reached (status {status:?})")]
    Unreachable {
        /// HTTP status, where there was one.
        status: Option<u16>,
    },
    /// The relay said no, or not now.
    #[error("refused: {}", .0.code)]
    Refused(Problem),
    /// The relay said yes in words that cannot be read.
    #[error("answer: {0}")]
    Unreadable(CodecError),
}

impl Failure {
    /// As a code: what cannot be told apart from "later" is [`Code::Unavailable`].
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Refused(problem) => problem.code,
            Self::Unreachable { .. } | Self::Unreadable(_) => Code::Unavailable,
        }
    }

    /// As a problem, for [`Input::Registered`](super::Input::Registered).
    #[must_use]
    pub const fn problem(&self) -> Problem {
        match self {
            Self::Refused(problem) => *problem,
            Self::Unreachable { .. } | Self::Unreadable(_) => {
                Problem { code: Code::Unavailable, retry_after_ms: None }
            }
        }
    }

    /// Whether the same request may succeed later without anybody changing anything.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self.code().action(), Action::Retry | Action::Wait)
    }

    /// When to try again, milliseconds from now.
    pub fn wait_ms(&self, now_ms: u64, backoff: &mut Backoff, rng: &mut dyn CryptoRng) -> u64 {
        let own = backoff.fail(now_ms, rng);
        match self {
            Self::Refused(Problem { retry_after_ms: Some(asked), .. }) => {
                (*asked).clamp(own.min(1_000), RETRY_AFTER_MAX_MS)
            }
            _ => own,
        }
    }
}

/// A challenge to sign: `GET`.
#[must_use]
pub const fn challenge() -> Call {
    Call { path: CHALLENGE_PATH, body: None }
}

/// The challenge.
///
/// # Errors
/// [`Failure`].
pub fn challenged(answer: Answer<'_>) -> Result<[u8; 32], Failure> {
    read(answer, Challenge::decode).map(|body| body.challenge)
}

/// Founds a space, or finds it founded.
#[must_use]
pub fn register(token: Option<&str>, records: &[Record]) -> Call {
    let records = records.iter().map(Record::shared).collect();
    post(SPACES_PATH, CreateSpace { token: token.map(str::to_owned), records }.encode())
}

/// How long the space is at the relay. `Closed` asks for a token.
///
/// # Errors
/// [`Failure`].
pub fn registered(answer: Answer<'_>) -> Result<Created, Failure> {
    read(answer, Created::decode)
}

/// What the member device `proof.device` signs to open a mailbox; `proof.sig` is not read.
#[must_use]
pub fn opening_message(proof: &Proof, mailbox: &MailboxId, life: Life, slot1: &[u8]) -> Vec<u8> {
    mailbox_message(proof, mailbox, life, slot1)
}

/// Opens a mailbox with its first slot.
#[must_use]
pub fn open_mailbox(proof: Proof, mailbox: MailboxId, life: Life, slot1: Vec<u8>) -> Call {
    let opening = Some(Opening { life, proof });
    post(MAILBOX_PUT_PATH, MailboxPut { mailbox, slot: 1, body: slot1, opening }.encode())
}

/// Writes slot 2 or 3. The same bytes again succeed.
#[must_use]
pub fn put_slot(mailbox: MailboxId, slot: u8, body: Vec<u8>) -> Call {
    post(MAILBOX_PUT_PATH, MailboxPut { mailbox, slot, body, opening: None }.encode())
}

/// Reads a slot.
#[must_use]
pub fn read_slot(mailbox: MailboxId, slot: u8) -> Call {
    post(MAILBOX_GET_PATH, MailboxGet { mailbox, slot }.encode())
}

/// Closes a mailbox for good.
#[must_use]
pub fn close_mailbox(mailbox: MailboxId) -> Call {
    post(MAILBOX_CLOSE_PATH, MailboxClose { mailbox }.encode())
}

/// What any of the four found.
///
/// # Errors
/// [`Failure`]. `Mailbox` means another's bytes are there, it is not the slot's turn, or the time is over.
pub fn mailbox(answer: Answer<'_>) -> Result<MailboxState, Failure> {
    read(answer, MailboxState::decode)
}

/// Waits for a slot the other side writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotWatch {
    mailbox: MailboxId,
    slot: u8,
    empty: u32,
    backoff: Backoff,
    due_ms: u64,
}

/// What a look at the slot brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nothing yet: look again at this time.
    Later(u64),
    /// The other side's message.
    Found(Vec<u8>),
    /// It will never come: closed, or its time is over.
    Over(Code),
}

impl SlotWatch {
    /// Due at once.
    #[must_use]
    pub fn new(mailbox: MailboxId, slot: u8) -> Self {
        Self { mailbox, slot, empty: 0, backoff: Backoff::default(), due_ms: 0 }
    }

    /// When to look next.
    #[must_use]
    pub const fn due_ms(&self) -> u64 {
        self.due_ms
    }

    /// Somebody is watching: look at once, and often for a while.
    pub const fn hurry(&mut self) {
        self.empty = 0;
        self.due_ms = 0;
        self.backoff.reset();
    }

    /// The request.
    #[must_use]
    pub fn call(&self) -> Call {
        read_slot(self.mailbox, self.slot)
    }

    /// What the answer means.
    pub fn answered(&mut self, now_ms: u64, rng: &mut dyn CryptoRng, answer: Answer<'_>) -> Look {
        let wait = match mailbox(answer) {
            Ok(MailboxState { body: Some(body), .. }) => return Look::Found(body),
            Ok(MailboxState { body: None, .. }) => {
                self.backoff.reset();
                let ceiling = (POLL_MIN_MS << self.empty.min(20)).min(POLL_MAX_MS);
                self.empty = self.empty.saturating_add(1);
                ceiling / 2 + jitter(ceiling / 2, rng)
            }
            Err(failure) if failure.is_passing() => failure.wait_ms(now_ms, &mut self.backoff, rng),
            Err(failure) => return Look::Over(failure.code()),
        };
        self.due_ms = now_ms.saturating_add(wait);
        Look::Later(self.due_ms)
    }
}

/// What a paper device signs to find its vault.
#[must_use]
pub fn looking_up(
    host: &str,
    challenge: &[u8; 32],
    nonce: &[u8; 32],
    device: &DeviceId,
) -> Vec<u8> {
    lookup_message(host, challenge, nonce, device)
}

/// Finds the vault of a paper device.
#[must_use]
pub fn lookup(lookup: &Lookup) -> Call {
    post(LOOKUP_PATH, lookup.encode())
}

/// The vault.
///
/// # Errors
/// [`Failure`]; `NotMember` where the words open no vault at this relay.
pub fn found(answer: Answer<'_>) -> Result<SpaceId, Failure> {
    read(answer, Found::decode).map(|body| body.space)
}

/// What an exchange signs; `proof.sig` is not read.
#[must_use]
pub fn exchanging(proof: &Proof, frames: &[Vec<u8>]) -> Vec<u8> {
    exchange_message(proof, frames)
}

/// Frames in one request.
#[must_use]
pub fn exchange(proof: Proof, frames: Vec<Vec<u8>>) -> Call {
    post(EXCHANGE_PATH, Exchange { proof, frames }.encode())
}

/// The relay's frames.
///
/// # Errors
/// [`Failure`].
pub fn exchanged(answer: Answer<'_>) -> Result<Vec<Vec<u8>>, Failure> {
    read(answer, Exchanged::decode).map(|body| body.frames)
}

/// An END on its way without a connection: all that is left of a home that was erased. The first is sent,
/// and the second where the relay already has the record that was in flight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndDelivery {
    first: Record,
    second: Option<Record>,
    backoff: Backoff,
}

/// What became of an END.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndStep {
    /// The relay keeps it.
    Kept {
        /// Its position.
        position: u64,
    },
    /// Post [`EndDelivery::call`] again at this time.
    Later(u64),
    /// The relay will not take it; the space is over there already, or this is no END it can take.
    Refused(Code),
}

impl EndDelivery {
    /// Two ENDs where a record was in flight: with its number, and with the next.
    #[must_use]
    pub fn new(first: Record, second: Option<Record>) -> Self {
        Self { first, second, backoff: Backoff::default() }
    }

    /// The records, to be kept until [`EndStep::Kept`].
    #[must_use]
    pub const fn records(&self) -> (&Record, Option<&Record>) {
        (&self.first, self.second.as_ref())
    }

    /// The request.
    #[must_use]
    pub fn call(&self) -> Call {
        post(END_PATH, EndSpace { record: self.first.shared() }.encode())
    }

    /// What the answer means.
    pub fn answered(
        &mut self,
        now_ms: u64,
        rng: &mut dyn CryptoRng,
        answer: Answer<'_>,
    ) -> EndStep {
        match read(answer, EndKept::decode) {
            Ok(EndKept { position, .. }) => EndStep::Kept { position },
            Err(Failure::Refused(Problem { code: Code::Fork, .. })) => match self.second.take() {
                Some(second) => {
                    self.first = second;
                    EndStep::Later(now_ms)
                }
                None => EndStep::Refused(Code::Fork),
            },
            // An END waits for nothing but the relay itself: try until it is kept.
            Err(failure) if failure.is_passing() => EndStep::Later(
                now_ms.saturating_add(failure.wait_ms(now_ms, &mut self.backoff, rng)),
            ),
            Err(failure) => EndStep::Refused(failure.code()),
        }
    }
}

fn post(path: &'static str, body: Vec<u8>) -> Call {
    Call { path, body: Some(body) }
}

fn read<T>(
    answer: Answer<'_>,
    decode: impl FnOnce(&[u8]) -> Result<T, CodecError>,
) -> Result<T, Failure> {
    let Some((status, body)) = answer else {
        return Err(Failure::Unreachable { status: None });
    };
    if status == 200 {
        return decode(body).map_err(Failure::Unreadable);
    }
    match Problem::decode(body) {
        // A body that says another status than its envelope is not the relay's word.
        Ok(problem) if problem.code.http_status() == status => Err(Failure::Refused(problem)),
        _ => Err(Failure::Unreachable { status: Some(status) }),
    }
}

#[cfg(test)]
mod tests {
    use accord_protocol::body::End;
    use accord_protocol::record::Kind;

    use super::super::testing::{Dice, couple};
    use super::*;

    fn problem(code: Code, retry_after_ms: Option<u64>) -> (u16, Vec<u8>) {
        (code.http_status(), Problem { code, retry_after_ms }.encode())
    }

    #[test]
    fn a_page_of_a_proxy_and_silence_mean_later_and_never_no() {
        for answer in [
            None,
            Some((200, &b"<html>"[..])),
            Some((401, &b""[..])),
            Some((403, &b"<html>captive portal"[..])),
            Some((404, &b""[..])),
            Some((410, &b"gone, says the proxy"[..])),
            Some((429, &b""[..])),
            Some((500, &b""[..])),
        ] {
            let failure = registered(answer).unwrap_err();
            assert!(failure.is_passing(), "{answer:?}");
            assert_eq!(failure.problem().code, Code::Unavailable);
        }
    }

    #[test]
    fn every_code_comes_back_as_the_relay_meant_it() {
        for code in Code::ALL {
            let (status, body) = problem(*code, Some(7));
            let failure = found(Some((status, &body))).unwrap_err();
            assert_eq!(failure.problem(), Problem { code: *code, retry_after_ms: Some(7) });
            let passing = matches!(code.action(), Action::Retry | Action::Wait);
            assert_eq!(failure.is_passing(), passing, "{code}");
            let other = if status == 410 { 403 } else { 410 };
            assert_eq!(found(Some((other, &body))).unwrap_err().code(), Code::Unavailable);
        }
    }

    #[test]
    fn requests_read_back_as_what_they_ask() {
        let mailbox = MailboxId::from_bytes([3; 32]);
        let call = put_slot(mailbox, 2, vec![1, 2]);
        let put = MailboxPut::decode(&call.body.unwrap()).unwrap();
        assert_eq!((put.mailbox, put.slot, put.body), (mailbox, 2, vec![1, 2]));
        let call = close_mailbox(mailbox);
        assert_eq!(MailboxClose::decode(&call.body.unwrap()).unwrap().mailbox, mailbox);
        assert_eq!(challenge(), Call { path: "/v1/challenge", body: None });
        let call = register(Some("t"), &[]);
        let create = CreateSpace::decode(&call.body.unwrap()).unwrap();
        assert_eq!(create.token.as_deref(), Some("t"));
        let answer = Challenge { challenge: [9; 32] }.encode();
        assert_eq!(challenged(Some((200, &answer))), Ok([9; 32]));
    }

    #[test]
    fn an_empty_slot_is_asked_for_ever_more_slowly_and_a_written_one_is_found() {
        let mut rng = Dice::new(3);
        let mut watch = SlotWatch::new(MailboxId::ZERO, 2);
        assert_eq!(watch.due_ms(), 0);
        let empty = MailboxState { body: None, expires_s: 60 }.encode();
        let mut now = 0;
        for n in 0..12_u32 {
            let Look::Later(at) = watch.answered(now, &mut rng, Some((200, &empty))) else {
                panic!("it is empty")
            };
            let ceiling = (POLL_MIN_MS << n).min(POLL_MAX_MS);
            assert!((ceiling / 2..=ceiling).contains(&(at - now)), "look {n}: {}", at - now);
            now = at;
        }
        watch.hurry();
        assert_eq!(watch.due_ms(), 0);
        let full = MailboxState { body: Some(vec![5]), expires_s: 60 }.encode();
        assert_eq!(watch.answered(now, &mut rng, Some((200, &full))), Look::Found(vec![5]));
    }

    #[test]
    fn a_slot_is_given_up_only_when_the_relay_says_it_is_over() {
        let mut rng = Dice::new(4);
        let mut watch = SlotWatch::new(MailboxId::ZERO, 2);
        assert!(matches!(watch.answered(0, &mut rng, None), Look::Later(_)));
        let (status, body) = problem(Code::Rate, Some(60_000));
        assert_eq!(watch.answered(0, &mut rng, Some((status, &body))), Look::Later(60_000));
        let (status, body) = problem(Code::Rate, Some(u64::MAX));
        assert_eq!(
            watch.answered(0, &mut rng, Some((status, &body))),
            Look::Later(RETRY_AFTER_MAX_MS)
        );
        let (status, body) = problem(Code::Mailbox, None);
        assert_eq!(watch.answered(0, &mut rng, Some((status, &body))), Look::Over(Code::Mailbox));
    }

    #[test]
    fn an_end_that_meets_its_own_flying_record_goes_out_under_the_next_number() {
        let (log, ana, _) = couple();
        let body = End { date_days: 20_000 }.encode();
        let first = log.sign(&ana, Kind::End, &body).unwrap();
        let mut header = log.header(&ana, Kind::End);
        header.author_seq += 1;
        let second = Record::sign(&header, &body, &ana.key).unwrap();
        let mut rng = Dice::new(5);
        let mut delivery = EndDelivery::new(first, Some(second.clone()));
        assert!(matches!(delivery.answered(0, &mut rng, None), EndStep::Later(_)));
        let (status, body) = problem(Code::Fork, None);
        assert_eq!(delivery.answered(9, &mut rng, Some((status, &body))), EndStep::Later(9));
        assert_eq!(delivery.records(), (&second, None));
        let kept = EndKept { position: 5, duplicate: false }.encode();
        assert_eq!(
            delivery.answered(9, &mut rng, Some((200, &kept))),
            EndStep::Kept { position: 5 }
        );
        let (status, body) = problem(Code::Fork, None);
        assert_eq!(
            delivery.answered(9, &mut rng, Some((status, &body))),
            EndStep::Refused(Code::Fork)
        );
    }
}
