//! Beginning again with the same partner: the space nobody ever answered in is ended, another is founded, and what was shared waits to be
//! shared there (protocol section 4, JOIN).
//!
//! The old space goes from this device at once. Its END stays, with the relay it is for, until the relay has taken it.

use std::collections::BTreeMap;

use accord_protocol::ids::Partner;
use accord_protocol::record::{Kind, Record};

use super::farewell::{Farewell, Farewells};
use super::found;
use super::home::Home;
use super::net::Purpose;
use super::rows::Vellum;
use super::seat::{Pen, Seat, SeatError};
use super::{Client, Env, pen};
use crate::act::vault::{SpaceState, VaultBody};
use crate::act::{Body, RecordId};
use crate::store::{Row, Table};
use crate::time::Day;

const FAREWELLS: [u8; 1] = [1];

impl Client {
    /// Leaves the space the partner never wrote in; what was shared there comes back as drafts, named in the answer.
    pub(super) fn begin_anew(&mut self, env: &mut Env<'_>) -> Vec<RecordId> {
        let Some(home) = &mut self.home else { return Vec::new() };
        let mut pen = pen!(self, env);
        let n = home.couple.as_ref().map(|seat| seat.n);
        let mut with = home.pairing.take().map(|pairing| pairing.with()).unwrap_or_default();
        home.put_pairing(&mut pen);
        with.extend(home.unshare(&mut pen));
        home.keep_farewell(&mut pen);
        home.drop_couple(&mut pen, SpaceState::Abandoned);
        home.settings.couple_relay = None;
        home.put_settings(&mut pen);
        if let Some(n) = n {
            self.drop_line(env, n);
        }
        self.changed = true;
        with
    }

    /// Hands the next END in.
    pub(super) fn say_farewell(&mut self, env: &Env<'_>) {
        let busy = self.requests.any(|purpose| purpose == Purpose::Farewell);
        if busy || self.lines.is_empty() || !self.farewell_again.is_due(env.now.mono_ms) {
            return;
        }
        let Some((url, body)) = self.home.as_ref().and_then(|home| home.farewells.request()) else {
            return;
        };
        let output = self.requests.ask(Purpose::Farewell, url, Some(body));
        self.emit(output);
    }

    /// The relay answered it.
    pub(super) fn farewell_answered(&mut self, env: &mut Env<'_>, answer: Option<&(u16, Vec<u8>)>) {
        let Some(home) = &mut self.home else { return };
        if home.farewells.is_empty() {
            return;
        }
        if !home.farewells.answered(answer) {
            self.farewell_again.failed(env);
            return;
        }
        home.put_farewells(&mut pen!(self, env));
        self.farewell_again.reset();
    }
}

impl Home {
    /// Whether this person's partner was admitted and never wrote a word: the device that joined may have forgotten.
    pub(super) fn is_unanswered(&self) -> bool {
        let Some(seat) = self.couple.as_ref().filter(|seat| seat.partner == Partner::Zero) else {
            return false;
        };
        seat.sync.state().is_some_and(|state| {
            let silent = |device| state.device_tip(device).is_none_or(|tip| tip.seq == 0);
            let theirs = state.members().filter(|member| member.partner == Partner::One);
            state.joined().is_some()
                && !state.has_ended()
                && theirs.into_iter().all(|member| silent(&member.id))
        })
    }

    /// What stands of what was shared, as drafts again.
    fn unshare(&mut self, pen: &mut Pen<'_>) -> Vec<RecordId> {
        let Some(seat) = &mut self.couple else { return Vec::new() };
        let words = words_that_stand(seat);
        let aliases: BTreeMap<RecordId, RecordId> =
            self.says().aliases.iter().map(|(draft, shared)| (*shared, *draft)).collect();
        let mut drafts = Vec::new();
        for (record, body) in words {
            let id = aliases.get(&record).copied().unwrap_or(record);
            self.note(pen, id, VaultBody::Draft(Box::new(body)));
            drafts.push(id);
        }
        drafts
    }

    pub(super) fn keep_farewell(&mut self, pen: &mut Pen<'_>) {
        let Some(seat) = &self.couple else { return };
        let url = self.relay_of(seat.n).map(|relay| relay.url.clone());
        let Some((url, (first, second))) = url.zip(seat.sign_ends(pen.now.today())) else { return };
        self.farewells.push(Farewell { url, first, second });
        self.put_farewells(pen);
    }

    pub(super) fn put_farewells(&self, pen: &mut Pen<'_>) {
        if self.farewells.is_empty() {
            pen.delete(Table::Meta, FAREWELLS);
            return;
        }
        pen.put(Table::Meta, FAREWELLS, &self.farewells.to_bytes());
    }

    pub(super) fn load_farewells(vellum: &Vellum, rows: &[Row]) -> Result<Farewells, SeatError> {
        let of = |row: &&Row| row.table == Table::Meta && row.key == FAREWELLS;
        let Some(row) = rows.iter().find(of) else { return Ok(Farewells::default()) };
        let bad = || SeatError::Row(Table::Meta);
        let value = vellum.open(Table::Meta, &row.key, &row.value).map_err(|_| bad())?;
        Farewells::parse(&value).ok_or_else(bad)
    }
}

/// The newest words of this person's records that were not taken back.
fn words_that_stand(seat: &mut Seat) -> BTreeMap<RecordId, Body> {
    seat.lay_out();
    let mut words = BTreeMap::new();
    for (_, held) in seat.acts.iter().filter(|(_, held)| held.partner == seat.partner) {
        let record = held.act.record;
        match &held.act.body {
            Body::Propose { kind, revision } => {
                let mut revision = revision.clone();
                revision.parents.clear();
                words.insert(record, Body::Propose { kind: *kind, revision });
            }
            Body::Boundary(fields) => {
                let mut fields = fields.clone();
                fields.replaces.clear();
                words.insert(record, Body::Boundary(fields));
            }
            Body::Promise(fields) => {
                let mut fields = fields.clone();
                fields.replaces.clear();
                words.insert(record, Body::Promise(fields));
            }
            Body::Retract { .. }
            | Body::End { .. }
            | Body::BoundaryWithdraw
            | Body::PromiseWithdraw => drop(words.remove(&record)),
            _ => {}
        }
    }
    words
}

impl Seat {
    /// Signs an END, and a second one with the next number if a record is in flight.
    pub(super) fn sign_ends(&self, day: Day) -> Option<(Record, Option<Record>)> {
        let state = self.sync.state()?;
        let body = found::end(day);
        let header = found::header(state, self.device(), Kind::End);
        let first = Record::sign(&header, &body, self.keys.signing_key()).ok()?;
        let second = self.sync.flight().and_then(|flight| {
            let mut after = header;
            after.author_seq += 1;
            after.author_prev = flight.record().hash();
            Record::sign(&after, &body, self.keys.signing_key()).ok()
        });
        Some((first, second))
    }
}
