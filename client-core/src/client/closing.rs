//! What is asked of a relay after a matter is over: mailboxes still to be closed, and when what nobody answered is asked again.
//!
//! A pairing that is done leaves only its mailbox's id and its relay behind; everything secret goes in the batch that says it is done.

use accord_protocol::error::{Action, Code};
use accord_protocol::http::{MAILBOX_CLOSE_PATH, MailboxClose, Problem};
use accord_protocol::ids::MailboxId;

use super::home::Home;
use super::jobs::Job;
use super::net::Purpose;
use super::pairing::{Pairing, Stage};
use super::relay::Place;
use super::rows::Vellum;
use super::seat::{Pen, SeatError};
use super::{Client, Env, pen};
use crate::silent::silent;
use crate::store::{Row, Table};
use crate::sync::Backoff;

const CLOSINGS: [u8; 1] = [1];

/// A mailbox nobody needs any more, and where it is.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Closing {
    url: String,
    mailbox: MailboxId,
}

silent!(Closing);

/// When something is asked again that got no answer. The next exchange asks anew.
#[derive(Debug, Default)]
pub(super) struct Again {
    backoff: Backoff,
    at_ms: Option<u64>,
}

impl Again {
    /// Whether it may be asked now.
    pub(super) fn is_due(&self, now_ms: u64) -> bool {
        self.at_ms.is_none_or(|ms| ms <= now_ms)
    }

    /// It was answered, or a new exchange begins.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    /// It was not answered.
    pub(super) fn failed(&mut self, env: &mut Env<'_>) {
        let wait = self.backoff.fail(env.now.mono_ms, env.rng);
        self.at_ms = Some(env.now.mono_ms + wait.max(FIRST_WAIT_MS));
    }

    /// When to look again, if it is not due.
    pub(super) fn wake(&self, now_ms: u64) -> Option<u64> {
        self.at_ms.filter(|ms| *ms > now_ms)
    }
}

/// What was not answered once is not asked again sooner: nobody waits for it.
const FIRST_WAIT_MS: u64 = 5_000;

impl Client {
    /// A pairing that is done is forgotten but for its mailbox.
    pub(super) fn forget_pairing(&mut self, env: &mut Env<'_>) {
        let place = self.pairing_place();
        let Some(home) = &mut self.home else { return };
        let Some(pairing) = home.pairing.take_if(|pairing| pairing.stage == Stage::Paired) else {
            return;
        };
        let mut pen = pen!(self, env);
        home.put_pairing(&mut pen);
        if let Some(place) = place {
            home.closings.push(Closing { url: place.url(), mailbox: *pairing.keys().mailbox() });
            home.put_closings(&mut pen);
        }
    }

    /// The relay said no before anybody was shown an invitation: nothing of it stays, nor of a space founded for it (decision 0090).
    pub(super) fn forget_refused_invitation(&mut self, env: &mut Env<'_>) {
        let place = self.pairing_place();
        let Some(home) = &mut self.home else { return };
        let founded = home.inviting_seat().is_none_or(|seat| !seat.sync.is_registered());
        let opening = |pairing: &mut Pairing| pairing.stage == Stage::Opening;
        let Some(pairing) = home.pairing.take_if(opening) else { return };
        let mut pen = pen!(self, env);
        home.put_pairing(&mut pen);
        if !founded && let Some(place) = place {
            // Its offer may be there all the same.
            home.closings.push(Closing { url: place.url(), mailbox: *pairing.keys().mailbox() });
            home.put_closings(&mut pen);
        }
        let lonely = home.couple.as_ref().filter(|seat| founded && !seat.is_joined());
        if let Some(n) = lonely.filter(|_| !pairing.is_for_own()).map(|seat| seat.n) {
            home.settings.couple_relay = None;
            home.forget_couple(&mut pen);
            self.drop_line(env, n);
        }
    }

    /// The next mailbox that is to be closed, and where.
    fn to_close(&self) -> Option<(Place, MailboxId)> {
        let home = self.home.as_ref()?;
        let ended = |stage| matches!(stage, Stage::Refused | Stage::Expired);
        match home.pairing.as_ref().filter(|p| p.to_close && ended(p.stage)) {
            Some(pairing) => Some((self.pairing_place()?, *pairing.keys().mailbox())),
            None => {
                let next = home.closings.first()?;
                Some((Place::parse(&next.url).ok()?, next.mailbox))
            }
        }
    }

    /// Asks for the next one, unless that was asked in vain a moment ago.
    pub(super) fn close_mailboxes(&mut self, env: &Env<'_>) {
        let busy = self.requests.any(|purpose| matches!(purpose, Purpose::CloseMailbox(_)));
        let exchanging = self.jobs.iter().any(Job::needs_relay);
        if busy || !exchanging || !self.close_again.is_due(env.now.mono_ms) {
            return;
        }
        let Some((place, mailbox)) = self.to_close() else { return };
        let body = MailboxClose { mailbox }.encode();
        let purpose = Purpose::CloseMailbox(mailbox);
        let output = self.requests.ask(purpose, place.at(MAILBOX_CLOSE_PATH), Some(body));
        self.emit(output);
    }

    /// The relay said something of a mailbox, or nothing. Whatever it says of the mailbox will do: one that is gone is closed.
    pub(super) fn mailbox_closed(
        &mut self,
        env: &mut Env<'_>,
        mailbox: MailboxId,
        answer: Option<&(u16, Vec<u8>)>,
    ) {
        let later = |body: &[u8]| {
            let code = Problem::decode(body).map_or(Code::Unavailable, |problem| problem.code);
            matches!(code.action(), Action::Retry | Action::Wait)
        };
        let failed = match answer {
            Some((200..=299, _)) => false,
            Some((_, body)) => later(body),
            None => true,
        };
        if failed {
            self.close_again.failed(env);
            return;
        }
        self.close_again.reset();
        let Some(home) = &mut self.home else { return };
        let mut pen = pen!(self, env);
        if let Some(pairing) = home.pairing.as_mut().filter(|p| *p.keys().mailbox() == mailbox) {
            pairing.to_close = false;
            home.put_pairing(&mut pen);
        }
        let before = home.closings.len();
        home.closings.retain(|closing| closing.mailbox != mailbox);
        if home.closings.len() != before {
            home.put_closings(&mut pen);
        }
    }
}

impl Home {
    fn put_closings(&self, pen: &mut Pen<'_>) {
        if self.closings.is_empty() {
            pen.delete(Table::Pairing, CLOSINGS);
            return;
        }
        let mut row = Vec::new();
        for Closing { url, mailbox } in &self.closings {
            row.extend_from_slice(&u16::try_from(url.len()).unwrap_or(u16::MAX).to_be_bytes());
            row.extend_from_slice(url.as_bytes());
            row.extend_from_slice(mailbox.as_bytes());
        }
        pen.put(Table::Pairing, CLOSINGS, &row);
    }

    pub(super) fn load_closings(vellum: &Vellum, rows: &[Row]) -> Result<Vec<Closing>, SeatError> {
        let of = |row: &&Row| row.table == Table::Pairing && row.key == CLOSINGS;
        let Some(row) = rows.iter().find(of) else { return Ok(Vec::new()) };
        let bad = || SeatError::Row(Table::Pairing);
        let value = vellum.open(Table::Pairing, &row.key, &row.value).map_err(|_| bad())?;
        let mut closings = Vec::new();
        let mut rest: &[u8] = &value;
        while !rest.is_empty() {
            closings.push(read(&mut rest).ok_or_else(bad)?);
        }
        Ok(closings)
    }
}

fn read(rest: &mut &[u8]) -> Option<Closing> {
    let (len, after) = rest.split_first_chunk::<2>()?;
    let (url, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*len)))?;
    let (mailbox, after) = after.split_at_checked(MailboxId::LEN)?;
    *rest = after;
    Some(Closing {
        url: String::from_utf8(url.to_vec()).ok()?,
        mailbox: MailboxId::from_slice(mailbox)?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::command::{Command, RelayAddress};
    use super::super::io::{Input, Output};
    use super::*;
    use crate::crypto::testing::TestRng;
    use crate::crypto::{Secret, StoreKey};
    use crate::time::Now;

    struct Alone {
        client: Client,
        rng: TestRng,
        now: Now,
        asked: Vec<u64>,
        wake_ms: u64,
    }

    impl Alone {
        /// A home whose relay never answers, watching, with an invitation that was called off.
        fn new() -> Self {
            let key = StoreKey::from_secret(Secret::from_bytes([9; 32]));
            let now = Now { unix_ms: 1_795_348_800_000, mono_ms: 0, zone: "UTC".into() };
            let (client, rng) = (Client::new(key), TestRng::new(5));
            let mut alone = Self { client, rng, now, asked: Vec::new(), wake_ms: u64::MAX };
            let relay = RelayAddress { url: "https://relay.example".into(), token: None };
            alone.tell(Command::Init {
                name: "Ana".into(),
                device_name: "phone".into(),
                relay: Some(relay),
            });
            alone.tell(Command::Invite { spoken: false, with: Vec::new() });
            alone
        }

        fn tell(&mut self, command: Command) {
            self.feed(Input::Command { ticket: 1, command });
        }

        fn feed(&mut self, input: Input) {
            let mut inputs = vec![input];
            while let Some(input) = inputs.pop() {
                self.client.handle(&self.now, &mut self.rng, input);
                while let Some(output) = self.client.poll() {
                    match output {
                        Output::Save(batch) => inputs.push(Input::Saved { batch: batch.id }),
                        Output::Http { request, .. } => self.asked.push(request),
                        Output::Wake { at_mono_ms } => self.wake_ms = at_mono_ms,
                        _ => {}
                    }
                }
            }
        }

        /// How often it asked within an hour in which nobody answers.
        fn asks_in_an_hour(&mut self) -> usize {
            let mut asks = 0;
            for _ in 0..20_000 {
                if let Some(request) = self.asked.pop() {
                    asks += 1;
                    self.feed(Input::Http { request, answer: None });
                    continue;
                }
                assert_ne!(self.wake_ms, u64::MAX, "it is not forgotten");
                if self.wake_ms > 3_600_000 {
                    return asks;
                }
                self.now.mono_ms = self.now.mono_ms.max(self.wake_ms);
                self.wake_ms = u64::MAX;
                self.feed(Input::Tick);
            }
            panic!("{asks} asked and {} ms passed", self.now.mono_ms)
        }
    }

    #[test]
    fn a_mailbox_is_asked_to_close_again_after_a_while_and_not_at_once() {
        let mut alone = Alone::new();
        alone.tell(Command::InviteCancel);
        alone.tell(Command::Sync { watch: true });
        let asks = alone.asks_in_an_hour();
        assert!((2..=3_600_000 / 5_000).contains(&asks), "{asks}");
    }

    #[test]
    fn an_end_is_handed_in_again_after_a_while_and_not_at_once() {
        let mut alone = Alone::new();
        let home = alone.client.home.as_mut().unwrap();
        let mut pen = Pen {
            now: &alone.now,
            rng: &mut alone.rng,
            vellum: &alone.client.vellum,
            writer: &mut alone.client.writer,
            care: &alone.client.care,
        };
        home.keep_farewell(&mut pen);
        alone.tell(Command::Sync { watch: true });
        let asks = alone.asks_in_an_hour();
        assert!((2..=3_600_000 / 5_000).contains(&asks), "{asks}");
    }
}
